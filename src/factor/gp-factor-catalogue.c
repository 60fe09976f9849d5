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

typedef gboolean (*ReadRow)(GpFactorLibrary *self,
                            const GpCsvTable *table,
                            guint row,
                            GError **error);

/* Reads all rows; an error says on which line it is. */
static gboolean
read_rows(GpFactorLibrary *self, const GpCsvTable *table, ReadRow read, GError **error)
{
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read(self, table, row, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
parse_unit(const GpFactorLibrary *self, const char *text, GpUnit *out_unit, GError **error)
{
    *out_unit = gp_unit_table_find(self->units, text, strlen(text));
    return *out_unit != GP_UNIT_NONE ||
           gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a known unit", text);
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
    entry = gp_factor_library_intern(self, activity.key);
    if (entry->is_catalogued)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is there twice", activity.key);
    entry->is_catalogued = TRUE;
    entry->activity = activity;
    return TRUE;
}

gboolean
gp_factor_read_catalogue(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    static const char *const needed[] = {"activity", "canonical_unit", "scope", "category",
                                         "boundary"};

    for (guint i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (gp_csv_table_column(table, needed[i]) < 0)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s: the column %s is needed",
                            gp_csv_table_path(table), needed[i]);
    }
    return read_rows(self, table, read_activity, error);
}

static gboolean
read_unusable(GpFactorLibrary *self,
              const GpCsvTable *table,
              guint row,
              GError **error G_GNUC_UNUSED)
{
    gp_factor_library_intern(self, cell(table, row, "activity"))->unusable =
        cell(table, row, "reason");
    return TRUE;
}

gboolean
gp_factor_read_unusable(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    return read_rows(self, table, read_unusable, error);
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
read_link(GpFactorLibrary *self, const GpCsvTable *table, guint row, GError **error)
{
    GpActivityEntry *entry = gp_factor_library_intern(self, cell(table, row, "activity"));
    GpFactorLink link = {.key = cell(table, row, "key"),
                         .category = cell(table, row, "category"),
                         .units = cell(table, row, "units")};

    if (!entry->is_catalogued)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not in the catalogue", entry->key);
    if (!gp_component_parse(cell(table, row, "component"), &link.component, error) ||
        !gp_scope_parse(cell(table, row, "scope"), &link.scope, error) ||
        !parse_year(cell(table, row, "first_year"), GP_FIRST_YEAR, &link.first_year, error) ||
        !parse_year(cell(table, row, "last_year"), GP_LAST_YEAR, &link.last_year, error))
        return FALSE;
    if (entry->links == NULL)
        entry->links = g_array_new(FALSE, FALSE, sizeof(GpFactorLink));
    g_array_append_val(entry->links, link);
    return TRUE;
}

gboolean
gp_factor_read_curated(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    return read_rows(self, table, read_link, error);
}

static gboolean
read_density(GpFactorLibrary *self, const GpCsvTable *table, guint row, GError **error)
{
    GpActivityEntry *entry = gp_factor_library_intern(self, cell(table, row, "activity"));
    GpFactorDensity density = {.of = cell(table, row, "of"),
                               .kg_per_unit_text = cell(table, row, "kg_per_unit"),
                               .source = cell(table, row, "source")};

    if (!parse_unit(self, cell(table, row, "unit"), &density.unit, error) ||
        !gp_number_parse_text(density.kg_per_unit_text, GP_PICO_PLACES, &density.kg_per_unit_pico,
                              error))
        return FALSE;
    if (entry->densities == NULL)
        entry->densities = g_array_new(FALSE, FALSE, sizeof(GpFactorDensity));
    g_array_append_val(entry->densities, density);
    return TRUE;
}

gboolean
gp_factor_read_densities(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    return read_rows(self, table, read_density, error);
}

static gboolean
read_index(GpFactorLibrary *self, const GpCsvTable *table, guint row, GError **error)
{
    g_autofree gint64 *index = g_new0(gint64, 1);

    if (!gp_number_parse_text(cell(table, row, "index"), GP_MICRO_PLACES, index, error))
        return FALSE;
    g_hash_table_replace(
        self->price_index,
        g_strdup_printf("%s %s", cell(table, row, "deflator"), cell(table, row, "year")),
        g_steal_pointer(&index));
    return TRUE;
}

gboolean
gp_factor_read_deflators(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    return read_rows(self, table, read_index, error);
}

gint64
gp_factor_price_index_micro(const GpFactorLibrary *self, const char *deflator, int year)
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
    then = gp_factor_price_index_micro(self, factor->deflator, factor->price_year);
    now = gp_factor_price_index_micro(self, factor->deflator, year);
    if (then <= 0 || now <= 0)
        return 0;
    return (gint64)gp_number_round((GpInt128)then * GP_NANO * 1000 / now, 3);
}
