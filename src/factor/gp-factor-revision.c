/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"

/* The index of all prices: the GDP deflator. */
#define GENERAL_PRICES "YBGB"

#define ANY "*"

/* kg CO2e of a kilogram by the IPCC's reports, over 100 years and without feedbacks. */
static const struct {
    const char *gwp;
    double of_gas[GP_N_GASES];
} potentials[] = {
    {"AR4", {1, 25, 298}},
    {"AR5", {1, 28, 265}},
    {"AR6", {1, 27.9, 273}},
};

static gboolean
read_revision(GpFactorLibrary *self, const GpCsvTable *table, guint row, GError **error)
{
    const char *const *cells = gp_csv_table_row(table, row);
    GpFactorRevision revision = {.activity = cells[gp_csv_table_column(table, "activity")],
                                 .component = cells[gp_csv_table_column(table, "component")],
                                 .unit = GP_UNIT_NONE};
    const char *unit = cells[gp_csv_table_column(table, "unit")];
    const char *year = cells[gp_csv_table_column(table, "year")];
    GpComponent component;
    guint64 number;

    if (!g_str_equal(revision.component, ANY) &&
        !gp_component_parse(revision.component, &component, error))
        return FALSE;
    if (*unit != '\0') {
        revision.unit = gp_unit_table_find(self->units, unit, strlen(unit));
        if (revision.unit == GP_UNIT_NONE)
            return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a known unit", unit);
    }
    if (!g_ascii_string_to_unsigned(year, 10, GP_FIRST_YEAR, GP_LAST_YEAR, &number, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a year as in 2024", year);
    revision.year = (int)number;
    g_array_append_val(self->revisions, revision);
    return TRUE;
}

gboolean
gp_factor_read_revisions(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    static const char *const needed[] = {"activity", "component", "unit", "year", "reason"};

    for (guint i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (gp_csv_table_column(table, needed[i]) < 0)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s: the column %s is needed",
                            gp_csv_table_path(table), needed[i]);
    }
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_revision(self, table, row, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

/* Whether revisions.csv tells of a revision after @before and no later than @after. */
static gboolean
is_listed(const GpFactorLibrary *self, const GpFactor *before, const GpFactor *after)
{
    for (guint i = 0; i < self->revisions->len; i++) {
        const GpFactorRevision *row = &g_array_index(self->revisions, GpFactorRevision, i);

        if (before->first_year < row->year && row->year <= after->first_year &&
            (row->unit == GP_UNIT_NONE || row->unit == after->unit) &&
            (g_str_equal(row->component, ANY) ||
             g_str_equal(row->component, gp_component_name(after->component))) &&
            g_pattern_match_simple(row->activity, after->activity))
            return TRUE;
    }
    return FALSE;
}

/* Whether one of the two is the trust's own and from another publication than the other. */
static gboolean
is_other_source(const GpFactorLibrary *self, const GpFactor *before, const GpFactor *after)
{
    const GpFactor *own = before->is_own ? before : after;
    const GpActivityEntry *entry = gp_factor_library_entry(self, own->activity);

    if (before->is_own == after->is_own)
        return FALSE;
    for (guint i = 0; i < entry->published->len; i++) {
        if (g_str_equal(g_array_index(entry->published, GpFactor, i).publication, own->publication))
            return FALSE;
    }
    return TRUE;
}

static const double *
find_potentials(const char *gwp)
{
    for (guint i = 0; i < G_N_ELEMENTS(potentials); i++) {
        if (g_str_equal(potentials[i].gwp, gwp))
            return potentials[i].of_gas;
    }
    return NULL;
}

/* ln of what another set of global warming potentials alone makes of @before. */
static double
log_of_potentials(const GpFactor *before, const GpFactor *after)
{
    const double *then = find_potentials(before->gwp), *now = find_potentials(after->gwp);
    double kg = (double)before->kg_co2e_pico, restated = kg;

    if (then == NULL || now == NULL || kg <= 0)
        return 0;
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (before->has_gas[gas])
            restated += (double)before->gas_pico[gas] * (now[gas] / then[gas] - 1);
    }
    return restated > 0 ? log(restated / kg) : 0;
}

/* ln of the part of one step that is a matter of method. */
static double
log_of_step(const GpFactorLibrary *self, const GpFactorMatch *before, const GpFactorMatch *after)
{
    double then = (double)before->factor->kg_co2e_pico * (double)before->multiplier_nano /
                  (double)before->deflator_nano;
    double now = (double)after->factor->kg_co2e_pico * (double)after->multiplier_nano /
                 (double)after->deflator_nano;

    if (before->factor == after->factor || now / then <= 0 || !isfinite(now / then))
        return 0;
    if (after->factor->component == GP_COMPONENT_FUGITIVE ||
        is_other_source(self, before->factor, after->factor) ||
        is_listed(self, before->factor, after->factor))
        return log(now / then);
    return log_of_potentials(before->factor, after->factor);
}

/* The factor of a component on the first day of a financial year. */
static gboolean
find_match(const GpFactorLibrary *self,
           const GpFactorSeries *series,
           int fy,
           const GpFactorRules *rules,
           GpFactorMatch *out_match)
{
    g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(GpFactorMatch));

    gp_factor_library_select(self, series->activity, series->unit, gp_fy_span(fy).first, rules,
                             matches);
    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);

        if (match->factor->component == series->component &&
            match->factor->scope != GP_SCOPE_OUTSIDE) {
            *out_match = *match;
            return TRUE;
        }
    }
    return FALSE;
}

double
gp_factor_library_method_log(const GpFactorLibrary *self,
                             const GpFactorSeries *series,
                             int from_fy,
                             int to_fy,
                             const GpFactorRules *rules)
{
    int first = MIN(from_fy, to_fy), last = MAX(from_fy, to_fy);
    GpFactorMatch before = {.factor = NULL}, after;
    double sum = 0;

    for (int fy = first; fy <= last; fy++) {
        if (!find_match(self, series, fy, rules, &after))
            continue;
        if (before.factor != NULL)
            sum += log_of_step(self, &before, &after);
        before = after;
    }
    return from_fy <= to_fy ? sum : -sum;
}

double
gp_factor_library_prices(const GpFactorLibrary *self, int year, int *out_year)
{
    for (int away = 0; away <= GP_LAST_YEAR - GP_FIRST_YEAR; away++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            *out_year = year + sign * away;
            if (gp_factor_price_index_micro(self, GENERAL_PRICES, *out_year) > 0)
                return (double)gp_factor_price_index_micro(self, GENERAL_PRICES, *out_year) /
                       (double)GP_MICRO;
        }
    }
    return 0;
}
