/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"

/* One row of curated.csv: which row of the publications serves a component of an activity. */
typedef struct {
    const char *activity;
    const char *key;
    const char *category;
    GpScope scope;
    GpComponent component;
    int first_year;
    int last_year;
} Link;

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

/* A calendar year; an empty cell means @otherwise. */
static gboolean
parse_year(const char *text, int otherwise, int *out_year, GError **error)
{
    gint64 year = otherwise;

    if (*text != '\0' && !gp_number_parse_text(text, 0, &year, error))
        return FALSE;
    *out_year = (int)CLAMP(year, 0, GP_LAST_YEAR);
    return TRUE;
}

static gboolean
parse_link(const GpCsvTable *table, guint row, Link *out, GError **error)
{
    out->activity = cell(table, row, "activity");
    out->key = cell(table, row, "key");
    out->category = cell(table, row, "category");
    return gp_component_parse(cell(table, row, "component"), &out->component, error) &&
           gp_scope_parse(cell(table, row, "scope"), &out->scope, error) &&
           parse_year(cell(table, row, "first_year"), GP_FIRST_YEAR, &out->first_year, error) &&
           parse_year(cell(table, row, "last_year"), GP_LAST_YEAR, &out->last_year, error);
}

static gboolean
follow_link(GpFactorLibrary *self, const Link *link, GError **error)
{
    const GpActivityEntry *from = gp_factor_library_entry(self, link->key);
    GpActivityEntry *to = gp_factor_library_make_entry(self, link->activity);

    if (from == NULL || from->published->len == 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is no key of a publication", link->key);
    if (!to->is_catalogued)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not in the catalogue", link->activity);
    for (guint i = 0; i < from->published->len; i++) {
        GpFactor factor = g_array_index(from->published, GpFactor, i);

        if (gp_factor_last_year(&factor) < link->first_year ||
            gp_factor_first_year(&factor) > link->last_year)
            continue;
        factor.activity = to->activity.key;
        factor.category = link->category;
        factor.component = link->component;
        factor.scope = link->scope;
        g_array_append_val(to->published, factor);
    }
    return TRUE;
}

gboolean
gp_factor_read_curated(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        Link link;

        if (!parse_link(table, row, &link, error) || !follow_link(self, &link, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}
