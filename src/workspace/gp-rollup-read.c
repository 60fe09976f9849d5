/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-json-reader.h"
#include "gp-record.h"
#include "gp-rollups.h"

#define MAX_PLACES 30 /* of kilograms: leaves eight digits before the point for each trust */

static gboolean
is_boundary(const char *text)
{
    return g_str_equal(text, "ncf") || g_str_equal(text, "plus") || g_str_equal(text, "outside");
}

static GpComparable
comparable_of(const char *word)
{
    return g_str_equal(word, "yes")  ? GP_COMPARABLE
           : g_str_equal(word, "no") ? GP_NOT_COMPARABLE
                                     : GP_COMPARABLE_UNKNOWN;
}

/* ---- JSON ---- */

typedef struct {
    GpJsonReader json;
    GpRollup *rollup;
} Reader;

static const char *
keep_text(Reader *self, const GpJsonValue *object, const char *path)
{
    return gp_rollup_text(self->rollup, gp_json_reader_text(&self->json, object, path));
}

/* "" where it is not there. */
static const char *
keep_optional(Reader *self, const GpJsonValue *object, const char *path)
{
    return gp_json_at(object, path) == NULL ? "" : keep_text(self, object, path);
}

static gint64
take_micro(Reader *self, const GpJsonValue *object, const char *path)
{
    GpInt128 value = gp_json_reader_exact(&self->json, object, path, GP_MICRO_PLACES);

    if (value < G_MININT64 || value > G_MAXINT64) {
        gp_json_reader_blame(&self->json, path);
        return 0;
    }
    return (gint64)value;
}

static void
read_head(Reader *self, const GpJsonValue *root)
{
    GpRollup *rollup = self->rollup;
    guint64 places = gp_json_reader_count(&self->json, root, "/kg_places");

    rollup->trust = keep_text(self, root, "/trust");
    rollup->ods_code = keep_optional(self, root, "/ods_code");
    rollup->icb = keep_optional(self, root, "/icb");
    rollup->day = keep_optional(self, root, "/day");
    rollup->program = keep_optional(self, root, "/program");
    rollup->factors = keep_optional(self, root, "/factors");
    rollup->is_invented = g_str_equal(keep_optional(self, root, "/invented"), "true");
    if (places > MAX_PLACES)
        gp_json_reader_blame(&self->json, "/kg_places");
    rollup->kg_places = (int)MIN(places, MAX_PLACES);
    for (guint i = 0; i < GP_N_INTENSITIES; i++) {
        g_autofree char *path = g_strdup_printf("/units/%s", gp_intensity_base_name(i));

        rollup->size_units[i] = keep_optional(self, root, path);
    }
}

static void
read_years(Reader *self, const GpJsonValue *root)
{
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, "/years");

    for (; item != NULL; item = gp_json_next(item)) {
        GpRollupYear *year =
            gp_rollup_year(self->rollup, gp_json_reader_fy(&self->json, item, "/year"));

        for (guint i = 0; i < GP_N_ROLLUP_BOUNDARIES; i++) {
            g_autofree char *path = g_strdup_printf("/%s_comparable", gp_total_name(i));

            year->comparable[i] = comparable_of(gp_json_reader_text(&self->json, item, path));
        }
        for (guint i = 0; i < GP_N_INTENSITIES; i++) {
            g_autofree char *path = g_strdup_printf("/%s", gp_intensity_base_name(i));

            if (gp_json_at(item, path) != NULL)
                year->per_micro[i] = take_micro(self, item, path);
        }
    }
}

static void
read_figures(Reader *self, const GpJsonValue *root)
{
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, "/figures");

    for (; item != NULL; item = gp_json_next(item)) {
        GpRollupFigure figure = {
            .fy = gp_json_reader_fy(&self->json, item, "/year"),
            .boundary = keep_text(self, item, "/boundary"),
            .category = keep_text(self, item, "/category"),
            .kg_co2e = gp_json_reader_exact(&self->json, item, "/kg_co2e", self->rollup->kg_places),
        };

        if (!is_boundary(figure.boundary) || gp_rollup_find_year(self->rollup, figure.fy) == NULL)
            gp_json_reader_blame(&self->json, "/figures");
        g_array_append_val(self->rollup->figures, figure);
    }
}

static void
read_targets(Reader *self, const GpJsonValue *root)
{
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, "/targets");

    for (; item != NULL; item = gp_json_next(item)) {
        GpRollupTarget target = {
            .name = keep_text(self, item, "/name"),
            .boundary = keep_text(self, item, "/boundary"),
            .baseline_fy = gp_json_reader_fy(&self->json, item, "/baseline_year"),
            .first_fy = gp_json_reader_fy(&self->json, item, "/target_year"),
            .target_fy = gp_json_reader_fy(&self->json, item, "/target_year_latest"),
            .reduction_micro = take_micro(self, item, "/reduction_percent"),
            .adopted_by = keep_optional(self, item, "/adopted_by"),
            .adopted_on = keep_optional(self, item, "/adopted_on"),
            .owner = keep_optional(self, item, "/owner"),
        };

        g_array_append_val(self->rollup->targets, target);
    }
}

static GpRollup *
read_json(const char *bytes, gsize length, const char *path, GError **error)
{
    g_autoptr(GpRollup) rollup = gp_rollup_new();
    g_autoptr(GpJson) json = gp_json_parse(bytes, length, path, GP_JSON_MOST_BYTES, error);
    Reader reader = {{path, "a roll-up file of greenplan", NULL}, rollup};
    const GpJsonValue *root;

    if (json == NULL)
        return NULL;
    root = gp_json_root(json);
    if (gp_json_reader_count(&reader.json, root, "/greenplan_rollup") != GP_ROLLUP_FORMAT)
        gp_json_reader_blame(&reader.json, "it was made by a later version: use that version");
    read_head(&reader, root);
    read_years(&reader, root);
    read_figures(&reader, root);
    read_targets(&reader, root);
    if (reader.json.fault != NULL) {
        g_propagate_error(error, reader.json.fault);
        return NULL;
    }
    return g_steal_pointer(&rollup);
}

/* ---- CSV ---- */

/* Every row tells who it is of; all must tell the same. */
static gboolean
take_name(GpRollup *self, const char **name, const char *cell, guint row, GError **error)
{
    const char *text = gp_rollup_text(self, gp_csv_name(cell));

    if (row == 0)
        *name = text;
    return g_str_equal(*name, text) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” and “%s” are in one file: give each trust a file of its own", *name,
                    text);
}

static gboolean
take_names(GpRollup *self, const GpRecord *record, GError **error)
{
    if (record->row == 0)
        self->is_invented = g_str_equal(gp_record_cell(record, "invented"), "yes");
    return take_name(self, &self->trust, gp_record_cell(record, "trust"), record->row, error) &&
           take_name(self, &self->ods_code, gp_record_cell(record, "ods_code"), record->row,
                     error) &&
           take_name(self, &self->icb, gp_record_cell(record, "icb"), record->row, error);
}

static gboolean
take_emissions(GpRollup *self, const GpRecord *record, GpRollupYear *year, GError **error)
{
    GpRollupFigure figure = {
        .fy = year->fy,
        .boundary = gp_rollup_text(self, gp_record_cell(record, "boundary")),
        .category = gp_rollup_text(self, gp_csv_name(gp_record_cell(record, "category")))};
    const char *value = gp_record_cell(record, "value"), *unit = gp_record_cell(record, "unit");
    const char *comparable = gp_record_cell(record, "comparable");

    if (!is_boundary(figure.boundary))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the boundary is “%s”, and not ncf, plus or outside", figure.boundary);
    if (!g_str_equal(unit, "kg CO2e"))
        return gp_throw(error, GP_ERROR_MALFORMED, "the unit is “%s”, and not kg CO2e", unit);
    if (!gp_number_parse_exact(value, self->kg_places, &figure.kg_co2e))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a plain decimal number", value);
    for (guint i = 0; i < GP_N_ROLLUP_BOUNDARIES; i++) {
        if (g_str_equal(figure.boundary, gp_total_name(i)))
            year->comparable[i] = comparable_of(comparable);
    }
    g_array_append_val(self->figures, figure);
    return TRUE;
}

static gboolean
take_size(GpRollup *self, const GpRecord *record, GpRollupYear *year, GError **error)
{
    const char *measure = gp_record_cell(record, "measure");
    gboolean has = FALSE;
    GpIntensityBase base;

    if (!gp_intensity_base_parse(measure, &base, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the measure “%s” is not known: it is emissions, wte, floor-area, "
                        "bed-days, patient-contacts or million-gbp",
                        measure);
    self->size_units[base] = gp_rollup_text(self, gp_csv_name(gp_record_cell(record, "unit")));
    return gp_record_number(record, "value", GP_MICRO_PLACES, &has, &year->per_micro[base], error);
}

static gboolean
take_row(GpRollup *self, const GpRecord *record, GError **error)
{
    const char *label = gp_record_cell(record, "year");
    GpRollupYear *year;
    int fy;

    if (!take_names(self, record, error))
        return FALSE;
    if (!gp_fy_parse(label, &fy))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is no financial year as in 2019-20",
                        label);
    year = gp_rollup_year(self, fy);
    return g_str_equal(gp_record_cell(record, "measure"), "emissions")
               ? take_emissions(self, record, year, error)
               : take_size(self, record, year, error);
}

/* As many as the figure with the most. */
static int
places_of(const GpCsvTable *table)
{
    int column = gp_csv_table_column(table, "value");
    gsize places = 0;

    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const char *point = strchr(gp_csv_table_cell(table, row, column), '.');

        places = MAX(places, point == NULL ? 0 : strlen(point + 1));
    }
    return (int)MIN(places, MAX_PLACES);
}

static GpRollup *
read_csv(const char *path, GError **error)
{
    static const char *const columns[] = {"trust", "year",     "measure",   "value",
                                          "unit",  "boundary", "category",  "ods_code",
                                          "icb",   "invented", "comparable"};
    g_autoptr(GpRollup) self = gp_rollup_new();
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    if (table == NULL ||
        !gp_csv_table_check_columns(table, columns, G_N_ELEMENTS(columns), 7, error))
        return NULL;
    self->kg_places = places_of(table);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const GpRecord record = {table, row};

        if (!take_row(self, &record, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return NULL;
        }
    }
    return g_steal_pointer(&self);
}

GpRollup *
gp_rollup_read(const char *path, GError **error)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GpRollup) self = NULL;
    gsize length = 0, start = 0;

    if (!gp_file_read(path, GP_JSON_MOST_BYTES, &bytes, &length, error))
        return NULL;
    while (start < length && g_ascii_isspace(bytes[start]))
        start++;
    self = start < length && bytes[start] == '{' ? read_json(bytes, length, path, error)
                                                 : read_csv(path, error);
    if (self == NULL)
        return NULL;
    if (self->figures->len == 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: there are no figures in it", path);
    if (*self->trust == '\0')
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: it does not name its trust", path);
    if (!gp_rollup_settle(self, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer(&self);
}
