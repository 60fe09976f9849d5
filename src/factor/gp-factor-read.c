/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"
#include "gp-text.h"

static int
find_name(const char *const *names, guint n, const char *wanted)
{
    for (guint i = 0; i < n; i++) {
        if (gp_text_equal_ignoring_case(names[i], strlen(names[i]), wanted, strlen(wanted)))
            return (int)i;
    }
    return -1;
}

gboolean
gp_factor_find_columns(const char *path,
                       const char *const *names,
                       guint n,
                       GpFactorColumns *out_columns,
                       GError **error)
{
    GpFactorColumns c = {.activity = find_name(names, n, "activity"),
                         .unit = find_name(names, n, "unit"),
                         .valid_from = find_name(names, n, "valid_from"),
                         .valid_to = find_name(names, n, "valid_to"),
                         .scope = find_name(names, n, "scope"),
                         .category = find_name(names, n, "category"),
                         .component = find_name(names, n, "component"),
                         .kg_co2e = find_name(names, n, "kg_co2e"),
                         .gas = {find_name(names, n, "kg_co2"), find_name(names, n, "kg_ch4"),
                                 find_name(names, n, "kg_n2o")},
                         .gwp = find_name(names, n, "gwp"),
                         .publication = find_name(names, n, "publication"),
                         .edition = find_name(names, n, "edition"),
                         .reference = find_name(names, n, "reference"),
                         .uncertainty = find_name(names, n, "uncertainty_percent"),
                         .provenance = find_name(names, n, "provenance"),
                         .deflator = find_name(names, n, "deflator"),
                         .price_year = find_name(names, n, "price_year")};

    if (c.kg_co2e < 0)
        c.kg_co2e = find_name(names, n, "kg_co2e_per_unit");
    if (c.activity < 0 || c.unit < 0 || c.kg_co2e < 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the columns activity, unit and kg_co2e are needed", path);
    *out_columns = c;
    return TRUE;
}

static const char *
cell(const char *const *cells, int column)
{
    return column < 0 ? "" : cells[column];
}

static gboolean
parse_unit(const GpFactorLibrary *self, const char *text, GpUnit *out_unit, GError **error)
{
    *out_unit = gp_unit_table_find(self->units, text, strlen(text));
    if (*out_unit == GP_UNIT_NONE)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a known unit", text);
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
parse_validity(const char *const *cells, const GpFactorColumns *c, GpFactor *f, GError **error)
{
    if (!parse_day(cell(cells, c->valid_from), 0, &f->valid.first, error) ||
        !parse_day(cell(cells, c->valid_to), gp_month_last_day(GP_N_MONTHS - 1), &f->valid.last,
                   error))
        return FALSE;
    if (f->valid.first > f->valid.last)
        return gp_throw(error, GP_ERROR_MALFORMED, "valid_to is before valid_from");
    f->first_year = gp_month_calendar_year(gp_month_of_day(f->valid.first));
    f->last_year = gp_month_calendar_year(gp_month_of_day(f->valid.last));
    return TRUE;
}

static gboolean
parse_gases(const char *const *cells, const GpFactorColumns *c, GpFactor *f, GError **error)
{
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        const char *text = cell(cells, c->gas[gas]);

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

static gboolean
parse_uncertainty(const char *text, GpFactor *f, GError **error)
{
    if (*text == '\0')
        return TRUE;
    if (!gp_number_parse_text(text, GP_MICRO_PLACES, &f->uncertainty_micro, error))
        return FALSE;
    return f->uncertainty_micro > 0 ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "“%.40s” is not an uncertainty in percent; leave it empty if it is not known",
                    text);
}

/* What a row for the whole activity leaves open is taken from the catalogue. */
static void
fill_from_catalogue(GpFactor *f, const GpActivityEntry *entry)
{
    if (!entry->is_catalogued || f->component != GP_COMPONENT_UNSTATED)
        return;
    if (f->scope == GP_SCOPE_UNSTATED)
        f->scope = entry->activity.scope;
    if (*f->category == '\0')
        f->category = entry->activity.category;
}

gboolean
gp_factor_read_row(const GpFactorLibrary *self,
                   const GpActivityEntry *entry,
                   const char *const *cells,
                   const GpFactorColumns *c,
                   GpFactor *out_factor,
                   GError **error)
{
    GpFactor f = {.activity = entry->key,
                  .category = cell(cells, c->category),
                  .gwp = cell(cells, c->gwp),
                  .publication = cell(cells, c->publication),
                  .edition = cell(cells, c->edition),
                  .reference = cell(cells, c->reference),
                  .provenance = cell(cells, c->provenance),
                  .deflator = cell(cells, c->deflator)};

    if (!parse_unit(self, cell(cells, c->unit), &f.unit, error) ||
        !parse_validity(cells, c, &f, error) ||
        !gp_scope_parse(cell(cells, c->scope), &f.scope, error) ||
        !gp_component_parse(cell(cells, c->component), &f.component, error) ||
        !gp_number_parse_text(cell(cells, c->kg_co2e), GP_PICO_PLACES, &f.kg_co2e_pico, error) ||
        !parse_gases(cells, c, &f, error) ||
        !parse_price_year(cell(cells, c->price_year), &f, error) ||
        !parse_uncertainty(cell(cells, c->uncertainty), &f, error))
        return FALSE;
    fill_from_catalogue(&f, entry);
    *out_factor = f;
    return TRUE;
}
