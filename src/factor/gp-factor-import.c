/* SPDX-License-Identifier: MIT */
#include "gp-factor-import.h"

#include <string.h>

#include "gp-error.h"
#include "gp-import-private.h"
#include "gp-number.h"
#include "gp-text.h"

#define HEADER                                                                                     \
    "activity,unit,valid_from,valid_to,scope,category,component,kg_co2e,kg_co2,kg_ch4,kg_n2o,gwp," \
    "uncertainty_percent,publication,edition,reference,provenance\n"
#define PUBLICATION "UK Government GHG Conversion Factors for Company Reporting"
#define PROVENANCE "official-copy"

/* The editions to 2022 use the potentials of the IPCC's fourth assessment report. */
#define FIRST_YEAR_AR5 2023

/* A total and its gases are rounded each for itself, so they may miss each other by 0.00002. */
#define MAX_MISS_PICO (2 * (GP_PICO / 100000))

/* Units of the GHG column that are named in the report. */
#define MAX_OTHERS 5

/* ---- what a row says ---- */

/* `kg CO2e`, or `kg CO2`, `kg CO2e of CO2`, `kg CO2e of CO2 per unit` for each gas. */
static gboolean
parse_gas(const char *text, guint *out_figure)
{
    g_autofree char *low = g_ascii_strdown(text, -1);
    const char *p = low;

    if (!g_str_has_prefix(p, "kg "))
        return FALSE;
    p += strlen("kg ");
    *out_figure = GP_IMPORT_TOTAL;
    if (g_str_equal(p, "co2e"))
        return TRUE;
    if (g_str_has_prefix(p, "co2e of "))
        p += strlen("co2e of ");
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (!g_str_has_prefix(p, gp_gas_name(gas)))
            continue;
        *out_figure = gas;
        p += strlen(gp_gas_name(gas));
        return *p == '\0' || g_str_equal(p, " per unit");
    }
    return FALSE;
}

static gboolean
parse_scope(const char *text, GpScope *out_scope, GError **error)
{
    static const char *const names[] = {"", "Scope 1", "Scope 2", "Scope 3", "Outside of Scopes"};
    g_autofree char *shown = NULL;

    for (guint i = GP_SCOPE_1; i < G_N_ELEMENTS(names); i++) {
        *out_scope = i;
        if (g_ascii_strcasecmp(text, names[i]) == 0)
            return TRUE;
    }
    shown = gp_flat_show(text);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is none of Scope 1, Scope 2, Scope 3 and Outside of Scopes", shown);
}

static gboolean
parse_unit(const GpFactorImport *self, const char *text, GpUnit *out_unit, GError **error)
{
    g_autofree char *shown = NULL;

    *out_unit = gp_unit_table_find(self->units, text, strlen(text));
    if (*out_unit != GP_UNIT_NONE)
        return TRUE;
    shown = gp_flat_show(text);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is not a known unit; add it to units.csv, or to the aliases of a unit "
                    "there",
                    shown);
}

static gboolean
find_sheet(const GpFactorImport *self, const GpFlatRow *row, GpImportLine *line, GError **error)
{
    g_auto(GStrv) parts = NULL;
    g_autofree char *shown = NULL;

    line->sheet = gp_import_keys_sheet(self->keys, line->key);
    if (line->sheet != NULL)
        return TRUE;
    parts = g_strsplit(line->key, ".", 3);
    shown = gp_flat_show(row->cells[GP_FLAT_LEVEL_1]);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is not a sheet that the library knows; add a line to ukgov-sheets.csv: "
                    "%s,,COMPONENT,%s",
                    shown, g_strv_length(parts) < 2 ? "" : parts[1], shown);
}

/* ---- lines ---- */

void
gp_import_print_identity(const char *key, const char *unit, gboolean is_outside, GString *out)
{
    g_string_printf(out, "%s\t%s\t%c", key, unit, is_outside ? 'o' : 's');
}

/* The line with the key, unit and side of @wanted, a new one if it was not there. */
static GpImportLine *
make_line(GpFactorImport *self, const GpImportLine *wanted)
{
    g_autoptr(GString) identity = g_string_new(NULL);
    guint place;

    gp_import_print_identity(wanted->key, gp_unit_name(self->units, wanted->unit),
                             wanted->scope == GP_SCOPE_OUTSIDE, identity);
    place = GPOINTER_TO_UINT(g_hash_table_lookup(self->index, identity->str));
    if (place == 0) {
        g_array_append_vals(self->lines, wanted, 1);
        place = self->lines->len;
        g_array_index(self->lines, GpImportLine, place - 1).key =
            g_string_chunk_insert(self->texts, wanted->key);
        g_hash_table_insert(self->index, g_string_chunk_insert(self->texts, identity->str),
                            GUINT_TO_POINTER(place));
    }
    return &g_array_index(self->lines, GpImportLine, place - 1);
}

static const char *
make_reference(GpFactorImport *self, const GpFlatRow *row)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = GP_FLAT_LEVEL_1; i <= GP_FLAT_UOM; i++) {
        if (*row->cells[i] != '\0')
            g_string_append_printf(text, "%s%s", text->len == 0 ? "" : " > ", row->cells[i]);
    }
    if (*row->cells[GP_FLAT_ID] != '\0')
        g_string_append_printf(text, " [%s]", row->cells[GP_FLAT_ID]);
    return g_string_chunk_insert(self->texts, text->str);
}

/* A line is written in the words, and in the place, of its total. */
static void
describe(GpFactorImport *self, GpImportLine *line, const GpFlatRow *row, GpScope scope)
{
    const char *provenance = row->cells[GP_FLAT_PROVENANCE];

    if (!line->is_written) {
        guint place = (guint)(line - (GpImportLine *)(void *)self->lines->data);

        g_array_append_val(self->order, place);
        line->is_written = TRUE;
    }
    line->scope = scope;
    line->reference = make_reference(self, row);
    line->id = g_string_chunk_insert(self->texts, row->cells[GP_FLAT_ID]);
    line->provenance =
        g_string_chunk_insert_const(self->texts, *provenance == '\0' ? PROVENANCE : provenance);
}

static gboolean
throw_twice(const GpImportLine *line, const char *unit, guint earlier, GError **error)
{
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "a figure for %s in %s stands in row %u already; if ukgov-renames.csv brings "
                    "two rows together, correct it",
                    line->key, unit, earlier);
}

/* What stands in the cells of a row, up to its figure; places are put before the message. */
static gboolean
read_labels(const GpFactorImport *self,
            const GpFlat *flat,
            const GpFlatRow *row,
            GpImportLine *line,
            GError **error)
{
    if (!find_sheet(self, row, line, error))
        return gp_flat_prefix(flat, row, GP_FLAT_LEVEL_1, error);
    if (!parse_unit(self, row->cells[GP_FLAT_UOM], &line->unit, error))
        return gp_flat_prefix(flat, row, GP_FLAT_UOM, error);
    if (!parse_scope(row->cells[GP_FLAT_SCOPE], &line->scope, error))
        return gp_flat_prefix(flat, row, GP_FLAT_SCOPE, error);
    return TRUE;
}

static gboolean
add_figure(
    GpFactorImport *self, const GpFlat *flat, const GpFlatRow *row, guint figure, GError **error)
{
    g_autoptr(GString) key = g_string_new(NULL);
    GpImportLine found = {0}, *line;
    gint64 pico;

    if (!gp_import_keys_name(self->keys, row, key, error))
        return gp_flat_prefix(flat, row, GP_FLAT_LEVEL_1, error);
    found.key = key->str;
    if (!read_labels(self, flat, row, &found, error))
        return FALSE;
    if (!gp_import_parse_figure(row->cells[GP_FLAT_FIGURE], &pico, error))
        return gp_flat_prefix(flat, row, GP_FLAT_FIGURE, error);
    line = make_line(self, &found);
    if (line->row[figure] != 0) {
        throw_twice(line, gp_unit_name(self->units, line->unit), line->row[figure], error);
        return gp_flat_prefix(flat, row, GP_FLAT_FIGURE, error);
    }
    line->pico[figure] = pico;
    line->row[figure] = row->number;
    if (figure == GP_IMPORT_TOTAL ||
        (found.scope == GP_SCOPE_OUTSIDE && figure == GP_GAS_CO2 && !line->is_written))
        describe(self, line, row, found.scope);
    return TRUE;
}

static void
count_other(GpFactorImport *self, const char *unit)
{
    self->n_other++;
    for (guint i = 0; i < self->others->len; i++) {
        if (g_str_equal(g_ptr_array_index(self->others, i), unit))
            return;
    }
    if (self->others->len < MAX_OTHERS)
        g_ptr_array_add(self->others, gp_flat_show(unit));
}

static gboolean
take_row(const GpFlat *flat, const GpFlatRow *row, gpointer data, GError **error)
{
    GpFactorImport *self = data;
    guint figure;

    self->n_rows++;
    if (*row->cells[GP_FLAT_FIGURE] == '\0') {
        self->n_blank++;
        return TRUE;
    }
    if (parse_gas(row->cells[GP_FLAT_GAS], &figure))
        return add_figure(self, flat, row, figure, error);
    count_other(self, row->cells[GP_FLAT_GAS]);
    return TRUE;
}

/* ---- the whole ---- */

/* Biogenic CO2 needs no total. Where all gases are there, they have to add up. */
static void
settle(GpFactorImport *self, GpImportLine *line)
{
    GpInt128 miss;

    if (line->row[GP_IMPORT_TOTAL] == 0)
        line->pico[GP_IMPORT_TOTAL] = line->pico[GP_GAS_CO2];
    self->n_by_scope[line->scope]++;
    miss = line->pico[GP_IMPORT_TOTAL];
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (line->row[gas] == 0)
            return;
        miss -= line->pico[gas];
    }
    if (miss == 0 || miss > MAX_MISS_PICO || miss < -MAX_MISS_PICO)
        return;
    line->pico[GP_GAS_CO2] += (gint64)miss;
    self->n_adjusted++;
}

static void
finish(GpFactorImport *self)
{
    for (guint i = 0; i < self->lines->len; i++) {
        GpImportLine *line = &g_array_index(self->lines, GpImportLine, i);

        if (line->is_written)
            settle(self, line);
        for (guint gas = 0; gas < GP_N_GASES && !line->is_written; gas++)
            self->n_lost += line->row[gas] != 0;
    }
}

static gboolean
name_edition(GpFactorImport *self, const GpFlat *flat, const char *asked, GError **error)
{
    g_autofree char *year = g_strdup_printf("%d", flat->year);

    self->year = flat->year;
    self->has_version = asked != NULL || flat->version != NULL;
    if (asked == NULL) {
        self->edition = self->has_version ? g_strdup_printf("%s v%s", year, flat->version)
                                          : g_steal_pointer(&year);
        return TRUE;
    }
    if (!gp_text_is_clean(asked, strlen(asked)) || !g_str_has_prefix(asked, year))
        return gp_throw(error, GP_ERROR_USAGE,
                        "the figures of %s are of %s, so the name of the edition must begin with "
                        "%s, as in “%s v1”",
                        flat->path, year, year, year);
    self->edition = g_strdup(asked);
    return TRUE;
}

GpFactorImport *
gp_factor_import_read(const char *path, const GpImportOptions *options, GError **error)
{
    g_autoptr(GpFactorImport) self = g_new0(GpFactorImport, 1);
    g_auto(GpFlat) flat = {.path = path};

    self->path = g_strdup(path);
    self->units = options->units;
    self->texts = g_string_chunk_new(65536);
    self->lines = g_array_new(FALSE, FALSE, sizeof(GpImportLine));
    self->order = g_array_new(FALSE, FALSE, sizeof(guint));
    self->index = g_hash_table_new(g_str_hash, g_str_equal);
    self->others = g_ptr_array_new_with_free_func(g_free);
    self->keys = gp_import_keys_load(options->folder, error);
    if (self->keys == NULL || !gp_flat_read(&flat, take_row, self, error) ||
        !name_edition(self, &flat, options->edition, error))
        return NULL;
    if (self->order->len == 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: no row has a figure in kg CO2e", path);
    finish(self);
    return g_steal_pointer(&self);
}

void
gp_factor_import_free(GpFactorImport *self)
{
    GpImportChanges *changes;

    if (self == NULL)
        return;
    changes = &self->changes;
    g_free(changes->file);
    g_free(changes->edition);
    g_clear_pointer(&changes->added, g_ptr_array_unref);
    g_clear_pointer(&changes->vanished, g_ptr_array_unref);
    g_clear_pointer(&changes->renames, g_ptr_array_unref);
    g_clear_pointer(&changes->moved, g_ptr_array_unref);
    gp_import_keys_free(self->keys);
    g_string_chunk_free(self->texts);
    g_array_unref(self->lines);
    g_array_unref(self->order);
    g_hash_table_unref(self->index);
    g_ptr_array_unref(self->others);
    g_free(self->path);
    g_free(self->edition);
    g_free(self);
}

/* ---- writing ---- */

static void
print_figure(const GpImportLine *line, guint figure, GString *out)
{
    g_string_append_c(out, ',');
    if (line->row[figure] != 0 || figure == GP_IMPORT_TOTAL)
        gp_number_append(out, line->pico[figure], GP_PICO_PLACES);
}

static void
print_text(const char *text, GString *out)
{
    g_string_append_c(out, ',');
    gp_csv_append(out, text);
}

static void
print_line(const GpFactorImport *self, const GpImportLine *line, GString *out)
{
    gp_csv_append(out, line->key);
    print_text(gp_unit_name(self->units, line->unit), out);
    g_string_append_printf(out, ",%d-01-01,%d-12-31", self->year, self->year);
    print_text(gp_scope_name(line->scope), out);
    print_text(line->sheet->category, out);
    print_text(gp_component_name(line->sheet->component), out);
    print_figure(line, GP_IMPORT_TOTAL, out);
    for (guint gas = 0; gas < GP_N_GASES; gas++)
        print_figure(line, gas, out);
    g_string_append(out, self->year < FIRST_YEAR_AR5 ? ",AR4," : ",AR5,");
    print_text(PUBLICATION, out);
    print_text(self->edition, out);
    print_text(line->reference, out);
    print_text(line->provenance, out);
    g_string_append_c(out, '\n');
}

void
gp_factor_import_print_set(const GpFactorImport *self, GString *out)
{
    g_string_append(out, HEADER);
    for (guint i = 0; i < self->order->len; i++) {
        guint place = g_array_index(self->order, guint, i);

        print_line(self, &g_array_index(self->lines, GpImportLine, place), out);
    }
}
