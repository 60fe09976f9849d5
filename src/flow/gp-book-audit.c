/* SPDX-License-Identifier: MIT */
#include "gp-flow.h"

static GpAuditYear *
get_year(GArray *years, int fy)
{
    GpAuditYear year = {.fy = fy};

    for (guint i = 0; i < years->len; i++) {
        if (g_array_index(years, GpAuditYear, i).fy == fy)
            return &g_array_index(years, GpAuditYear, i);
    }
    g_array_append_val(years, year);
    return &g_array_index(years, GpAuditYear, years->len - 1);
}

static void
take_totals(GArray *years, const GpEmissions *emissions, GpAudit audit)
{
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        GpAuditYear *year;
        int fy;

        gp_fy_parse(row->labels[0], &fy);
        year = get_year(years, fy);
        year->kg_co2e[audit] = row->kg_co2e;
        year->places[audit] = emissions->kg_places;
    }
}

GArray *
gp_book_audit(const GpBook *self,
              const GpConvertOptions *options,
              GpIssueList *issues,
              GError **error)
{
    static const int shifts[GP_N_AUDITS] = {0, -1, 1};
    g_autoptr(GArray) years = g_array_new(FALSE, FALSE, sizeof(GpAuditYear));
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    GpConvertOptions shifted = *options;

    shifted.by = (GpBy){{GP_BY_YEAR}, 1};
    for (guint audit = 0; audit < GP_N_AUDITS; audit++) {
        g_autoptr(GpEmissions) emissions = NULL;

        shifted.rules.shift_years = shifts[audit];
        emissions = gp_book_convert(self, &shifted, audit == GP_AUDIT_OWN ? issues : unseen, error);
        if (emissions == NULL)
            return NULL;
        take_totals(years, emissions, audit);
    }
    return g_steal_pointer(&years);
}
