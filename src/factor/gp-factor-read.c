/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"

static gboolean
parse_unit(const GpFactorLibrary *self, const char *text, GpUnit *out_unit, GError **error)
{
    *out_unit = gp_unit_table_find(self->units, text, strlen(text));
    if (*out_unit == GP_UNIT_NONE)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a known unit", text);
    return TRUE;
}

static gboolean
throw_column(GError **error, const GpCsvTable *table, const char *names)
{
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: the columns %s are needed",
                    gp_csv_table_path(table), names);
}

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

static gboolean
read_activity(GpFactorLibrary *self, const GpCsvTable *table, guint row, GError **error)
{
    GpActivity activity = {.key = cell(table, row, "activity"),
                           .title = cell(table, row, "title"),
                           .category = cell(table, row, "category"),
                           .ghg_scope3_category = cell(table, row, "ghg_scope3_category"),
                           .description = cell(table, row, "description"),
                           .seealso = cell(table, row, "seealso")};
    GpActivityEntry *entry;

    if (!parse_unit(self, cell(table, row, "canonical_unit"), &activity.canonical_unit, error) ||
        !gp_scope_parse(cell(table, row, "scope"), &activity.scope, error) ||
        !gp_boundary_parse(cell(table, row, "boundary"), &activity.boundary, error))
        return FALSE;
    entry = gp_factor_library_make_entry(self, activity.key);
    if (entry->is_catalogued)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is there twice", activity.key);
    entry->is_catalogued = TRUE;
    entry->activity = activity;
    return TRUE;
}

gboolean
gp_factor_read_catalogue(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    if (gp_csv_table_column(table, "activity") < 0)
        return throw_column(error, table, "activity, canonical_unit, scope and boundary");
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_activity(self, table, row, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

/* Where the columns of a factor file are: -1 for those it does not have. */
typedef struct {
    int activity, unit, valid_from, valid_to, scope, category, component, kg_co2e;
    int gas[GP_N_GASES];
    int gwp, publication, edition, reference, provenance;
    int deflator, price_year;
} Columns;

static gboolean
find_columns(const GpCsvTable *table, Columns *c, GError **error)
{
    *c = (Columns){.activity = gp_csv_table_column(table, "activity"),
                   .unit = gp_csv_table_column(table, "unit"),
                   .valid_from = gp_csv_table_column(table, "valid_from"),
                   .valid_to = gp_csv_table_column(table, "valid_to"),
                   .scope = gp_csv_table_column(table, "scope"),
                   .category = gp_csv_table_column(table, "category"),
                   .component = gp_csv_table_column(table, "component"),
                   .kg_co2e = gp_csv_table_column(table, "kg_co2e"),
                   .gas = {gp_csv_table_column(table, "kg_co2"),
                           gp_csv_table_column(table, "kg_ch4"),
                           gp_csv_table_column(table, "kg_n2o")},
                   .gwp = gp_csv_table_column(table, "gwp"),
                   .publication = gp_csv_table_column(table, "publication"),
                   .edition = gp_csv_table_column(table, "edition"),
                   .reference = gp_csv_table_column(table, "reference"),
                   .provenance = gp_csv_table_column(table, "provenance"),
                   .deflator = gp_csv_table_column(table, "deflator"),
                   .price_year = gp_csv_table_column(table, "price_year")};
    if (c->kg_co2e < 0)
        c->kg_co2e = gp_csv_table_column(table, "kg_co2e_per_unit");
    if (c->activity < 0 || c->unit < 0 || c->kg_co2e < 0)
        return throw_column(error, table, "activity, unit and kg_co2e");
    return TRUE;
}

/* A day of validity; an empty cell means @otherwise. */
static gboolean
parse_day(const char *text, GpDay otherwise, GpDay *out_day, GError **error)
{
    GpSpan span;

    *out_day = otherwise;
    if (*text == '\0')
        return TRUE;
    if (gp_period_parse(text, strlen(text), &span) != GP_PERIOD_READ || span.first != span.last)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a day as in 2024-01-31", text);
    *out_day = span.first;
    return TRUE;
}

static gboolean
parse_validity(const GpCsvTable *table, guint row, const Columns *c, GpFactor *f, GError **error)
{
    if (!parse_day(gp_csv_table_cell(table, row, c->valid_from), 0, &f->valid.first, error) ||
        !parse_day(gp_csv_table_cell(table, row, c->valid_to), gp_month_last_day(GP_N_MONTHS - 1),
                   &f->valid.last, error))
        return FALSE;
    if (f->valid.first > f->valid.last)
        return gp_throw(error, GP_ERROR_MALFORMED, "valid_to is before valid_from");
    return TRUE;
}

static gboolean
parse_gases(const GpCsvTable *table, guint row, const Columns *c, GpFactor *f, GError **error)
{
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        const char *text = gp_csv_table_cell(table, row, c->gas[gas]);

        f->has_gas[gas] = *text != '\0';
        if (f->has_gas[gas] &&
            !gp_number_parse_text(text, GP_PICO_PLACES, &f->gas_pico[gas], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
parse_price_year(const char *text, GpFactor *f, GError **error)
{
    gint64 year = 0;

    if (*f->deflator == '\0')
        return TRUE;
    if (!gp_number_parse_text(text, 0, &year, error))
        return FALSE;
    if (year < GP_FIRST_YEAR || year > GP_LAST_YEAR)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a price year", text);
    f->price_year = (int)year;
    return TRUE;
}

/* What a trust's own row leaves open is taken from the catalogue. */
static void
fill_from_catalogue(GpFactor *f, const GpActivityEntry *entry)
{
    if (!entry->is_catalogued)
        return;
    if (f->scope == GP_SCOPE_UNSTATED)
        f->scope = entry->activity.scope;
    if (*f->category == '\0')
        f->category = entry->activity.category;
}

static gboolean
read_factor(GpFactorLibrary *self,
            const GpCsvTable *table,
            guint row,
            const Columns *c,
            GpFactorsOf whose,
            GError **error)
{
    GpFactor f = {.activity = gp_csv_table_cell(table, row, c->activity),
                  .category = gp_csv_table_cell(table, row, c->category),
                  .gwp = gp_csv_table_cell(table, row, c->gwp),
                  .publication = gp_csv_table_cell(table, row, c->publication),
                  .edition = gp_csv_table_cell(table, row, c->edition),
                  .reference = gp_csv_table_cell(table, row, c->reference),
                  .provenance = gp_csv_table_cell(table, row, c->provenance),
                  .file = gp_csv_table_path(table),
                  .line = gp_csv_table_line(table, row),
                  .deflator = gp_csv_table_cell(table, row, c->deflator),
                  .is_own = whose == GP_FACTORS_OWN};
    GpActivityEntry *entry;

    if (*f.activity == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "the activity is missing");
    if (!parse_unit(self, gp_csv_table_cell(table, row, c->unit), &f.unit, error) ||
        !parse_validity(table, row, c, &f, error) ||
        !gp_scope_parse(gp_csv_table_cell(table, row, c->scope), &f.scope, error) ||
        !gp_component_parse(gp_csv_table_cell(table, row, c->component), &f.component, error) ||
        !gp_number_parse_text(gp_csv_table_cell(table, row, c->kg_co2e), GP_PICO_PLACES,
                              &f.kg_co2e_pico, error) ||
        !parse_gases(table, row, c, &f, error) ||
        !parse_price_year(gp_csv_table_cell(table, row, c->price_year), &f, error))
        return FALSE;
    entry = gp_factor_library_make_entry(self, f.activity);
    fill_from_catalogue(&f, entry);
    g_array_append_val(whose == GP_FACTORS_OWN      ? entry->own
                       : whose == GP_FACTORS_CHOSEN ? entry->chosen
                                                    : entry->published,
                       f);
    return TRUE;
}

gboolean
gp_factor_read_set(GpFactorLibrary *self,
                   const GpCsvTable *table,
                   GpFactorsOf whose,
                   GError **error)
{
    Columns columns;

    if (!find_columns(table, &columns, error))
        return FALSE;
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_factor(self, table, row, &columns, whose, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}
