/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

/* @pico kg CO2e for a kg, as kg CO2e for a unit of @kg_per_unit. */
static gint64
scale(gint64 pico, gint64 kg_per_unit_pico)
{
    return (gint64)gp_number_round((GpInt128)pico * kg_per_unit_pico, GP_PICO_PLACES);
}

/* A row of densities.csv. */
typedef struct {
    const char *activity;
    const char *of;
    const char *source;
    const char *kg_per_unit_text;
    GpUnit unit;
    gint64 kg_per_unit_pico;
} Density;

static gboolean
parse_density(
    GpFactorLibrary *self, const GpCsvTable *table, guint row, Density *out, GError **error)
{
    const char *unit = cell(table, row, "unit");

    *out = (Density){.activity = cell(table, row, "activity"),
                     .of = cell(table, row, "of"),
                     .source = cell(table, row, "source"),
                     .kg_per_unit_text = cell(table, row, "kg_per_unit"),
                     .unit = gp_unit_table_find(self->units, unit, strlen(unit))};
    if (out->unit == GP_UNIT_NONE)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a known unit", unit);
    return gp_number_parse_text(out->kg_per_unit_text, GP_PICO_PLACES, &out->kg_per_unit_pico,
                                error);
}

static void
derive(GpFactorLibrary *self, const GpFactor *by_weight, const Density *density)
{
    GpActivityEntry *entry = gp_factor_library_make_entry(self, density->activity);
    g_autofree char *reference = g_strdup_printf(
        "%s; x %s kg of %s per %s (%s)", by_weight->reference, density->kg_per_unit_text,
        density->of, gp_unit_name(self->units, density->unit), density->source);
    GpFactor factor = *by_weight;

    factor.activity = density->activity;
    factor.unit = density->unit;
    factor.reference = g_string_chunk_insert(self->texts, reference);
    factor.kg_co2e_pico = scale(by_weight->kg_co2e_pico, density->kg_per_unit_pico);
    for (guint gas = 0; gas < GP_N_GASES; gas++)
        factor.gas_pico[gas] = scale(by_weight->gas_pico[gas], density->kg_per_unit_pico);
    g_array_append_val(entry->published, factor);
}

gboolean
gp_factor_read_densities(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    GpUnit kg = gp_unit_table_find(self->units, "kg", strlen("kg"));

    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const GpActivityEntry *of;
        Density density;

        if (!parse_density(self, table, row, &density, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
        of = gp_factor_library_entry(self, density.of);
        for (guint i = 0, n = of == NULL ? 0 : of->published->len; i < n; i++) {
            const GpFactor factor = g_array_index(of->published, GpFactor, i);

            if (factor.unit == kg)
                derive(self, &factor, &density);
        }
    }
    return TRUE;
}

static gboolean
replaces(const GpFactorLibrary *self, const GArray *chosen, const GpFactor *factor)
{
    for (guint i = 0; i < chosen->len; i++) {
        const GpFactor *other = &g_array_index(chosen, GpFactor, i);

        if (other->component == factor->component &&
            gp_unit_kind(self->units, other->unit) == gp_unit_kind(self->units, factor->unit) &&
            other->valid.first <= factor->valid.last && factor->valid.first <= other->valid.last)
            return TRUE;
    }
    return FALSE;
}

void
gp_factor_merge_chosen(GpFactorLibrary *self)
{
    for (guint i = 0; i < self->entries->len; i++) {
        GpActivityEntry *entry = g_ptr_array_index(self->entries, i);

        for (guint k = entry->published->len; entry->chosen->len > 0 && k-- > 0;) {
            if (replaces(self, entry->chosen, &g_array_index(entry->published, GpFactor, k)))
                g_array_remove_index(entry->published, k);
        }
        g_array_append_vals(entry->published, entry->chosen->data, entry->chosen->len);
        g_array_set_size(entry->chosen, 0);
    }
}

gboolean
gp_factor_read_deflators(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        gint64 *index = g_new(gint64, 1);

        g_hash_table_replace(
            self->price_index,
            g_strdup_printf("%s %s", cell(table, row, "deflator"), cell(table, row, "year")),
            index);
        *index = 0;
        if (!gp_number_parse_text(cell(table, row, "index"), GP_MICRO_PLACES, index, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

static gint64
price_index_micro(const GpFactorLibrary *self, const char *deflator, int year)
{
    g_autofree char *key = g_strdup_printf("%s %d", deflator, year);
    const gint64 *index = g_hash_table_lookup(self->price_index, key);

    return index == NULL ? 0 : *index;
}

gint64
gp_factor_deflate_nano(const GpFactorLibrary *self, const GpFactor *factor, int year)
{
    gint64 then, now;

    if (*factor->deflator == '\0')
        return GP_NANO;
    then = price_index_micro(self, factor->deflator, factor->price_year);
    now = price_index_micro(self, factor->deflator, year);
    if (then <= 0 || now <= 0)
        return 0;
    return (gint64)gp_number_round((GpInt128)then * GP_NANO * 1000 / now, 3);
}
