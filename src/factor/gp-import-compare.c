/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-import-private.h"
#include "gp-number.h"

/* A figure that moves by more is worth a look before the edition is used. */
#define MOVED_PERCENT 25

/* An edition that is in the library; texts are borrowed from its table. */
typedef struct {
    GpCsvTable *table;
    int activity, unit, scope, kg_co2e, reference, edition;
    GHashTable *rows; /* key, unit, side -> row + 1 */
    GHashTable *keys; /* all keys, as a set */
    GHashTable *ids;  /* id of the publication -> key */
    GStringChunk *texts;
} Earlier;

static void
earlier_clear(Earlier *self)
{
    gp_csv_table_free(self->table);
    g_clear_pointer(&self->rows, g_hash_table_unref);
    g_clear_pointer(&self->keys, g_hash_table_unref);
    g_clear_pointer(&self->ids, g_hash_table_unref);
    g_clear_pointer(&self->texts, g_string_chunk_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Earlier, earlier_clear)

static const char *
cell(const Earlier *self, guint row, int column)
{
    return gp_csv_table_cell(self->table, row, column);
}

/* The id at the end of a reference: `Fuels > Coal > tonnes [1_102_1020_15_1]`. */
static char *
id_of_reference(const char *reference)
{
    const char *open = strrchr(reference, '[');
    gsize length = strlen(reference);

    if (open == NULL || reference[length - 1] != ']')
        return NULL;
    return g_strndup(open + 1, (gsize)(reference + length - open) - 2);
}

static void
earlier_take_row(Earlier *self, guint row)
{
    const char *key = cell(self, row, self->activity);
    g_autofree char *id = id_of_reference(cell(self, row, self->reference));
    g_autoptr(GString) identity = g_string_new(NULL);

    gp_import_print_identity(key, cell(self, row, self->unit),
                             g_str_equal(cell(self, row, self->scope), "outside"), identity);
    g_hash_table_insert(self->rows, g_string_chunk_insert(self->texts, identity->str),
                        GUINT_TO_POINTER(row + 1));
    g_hash_table_add(self->keys, (gpointer)key);
    if (id != NULL && *id != '\0')
        g_hash_table_insert(self->ids, g_string_chunk_insert(self->texts, id), (gpointer)key);
}

static gboolean
earlier_load(Earlier *self, const char *path, GError **error)
{
    self->table = gp_csv_table_load(path, error);
    if (self->table == NULL)
        return FALSE;
    self->activity = gp_csv_table_column(self->table, "activity");
    self->unit = gp_csv_table_column(self->table, "unit");
    self->scope = gp_csv_table_column(self->table, "scope");
    self->kg_co2e = gp_csv_table_column(self->table, "kg_co2e");
    self->reference = gp_csv_table_column(self->table, "reference");
    self->edition = gp_csv_table_column(self->table, "edition");
    self->rows = g_hash_table_new(g_str_hash, g_str_equal);
    self->keys = g_hash_table_new(g_str_hash, g_str_equal);
    self->ids = g_hash_table_new(g_str_hash, g_str_equal);
    self->texts = g_string_chunk_new(65536);
    for (guint row = 0; row < gp_csv_table_n_rows(self->table); row++)
        earlier_take_row(self, row);
    return TRUE;
}

static const GpImportLine *
written_line(const GpFactorImport *self, guint i)
{
    guint place = g_array_index(self->order, guint, i);

    return &g_array_index(self->lines, GpImportLine, place);
}

/* ---- keys ---- */

/* The key that the earlier edition has for the same id, if it has that key no longer. */
static const char *
renamed_from(const Earlier *earlier, GHashTable *new_keys, const GpImportLine *line)
{
    const char *key = *line->id == '\0' ? NULL : g_hash_table_lookup(earlier->ids, line->id);

    return key == NULL || g_hash_table_contains(new_keys, key) ||
                   g_hash_table_contains(earlier->keys, line->key)
               ? NULL
               : key;
}

/* The lines that ukgov-renames.csv needs; @known gets both names of each. */
static void
find_renames(GpFactorImport *self, const Earlier *earlier, GHashTable *new_keys, GHashTable *known)
{
    for (guint i = 0; i < self->order->len; i++) {
        const GpImportLine *line = written_line(self, i);
        const char *key = renamed_from(earlier, new_keys, line);

        if (key == NULL || !g_hash_table_add(known, (gpointer)line->key))
            continue;
        g_hash_table_add(known, (gpointer)key);
        g_ptr_array_add(self->changes.renames, g_strdup_printf("%s,%s,\"label of %d, same row_id\"",
                                                               line->key, key, self->year));
    }
}

static void
compare_keys(GpFactorImport *self, const Earlier *earlier)
{
    g_autoptr(GHashTable) new_keys = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < self->order->len; i++)
        g_hash_table_add(new_keys, (gpointer)written_line(self, i)->key);
    find_renames(self, earlier, new_keys, known);
    for (guint i = 0; i < self->order->len; i++) {
        const char *key = written_line(self, i)->key;

        if (!g_hash_table_contains(earlier->keys, key) && g_hash_table_add(known, (gpointer)key))
            g_ptr_array_add(self->changes.added, g_strdup(key));
    }
    for (guint row = 0; row < gp_csv_table_n_rows(earlier->table); row++) {
        const char *key = cell(earlier, row, earlier->activity);

        if (!g_hash_table_contains(new_keys, key) && g_hash_table_add(known, (gpointer)key))
            g_ptr_array_add(self->changes.vanished, g_strdup(key));
    }
}

/* ---- figures ---- */

static gboolean
has_moved(GpInt128 from, GpInt128 to)
{
    GpInt128 change = to > from ? to - from : from - to;

    return 100 * change > MOVED_PERCENT * (from < 0 ? -from : from);
}

static char *
describe_move(const GpFactorImport *self, const GpImportLine *line, GpInt128 from)
{
    GString *out = g_string_new(NULL);
    GpInt128 to = line->pico[GP_IMPORT_TOTAL];

    g_string_append_printf(out, "%s, %s%s: ", line->key, gp_unit_name(self->units, line->unit),
                           line->scope == GP_SCOPE_OUTSIDE ? ", outside of the scopes" : "");
    gp_number_append(out, from, GP_PICO_PLACES);
    g_string_append(out, " → ");
    gp_number_append(out, to, GP_PICO_PLACES);
    if (from != 0) {
        g_string_append(out, (to > from) == (from > 0) ? " (+" : " (");
        gp_number_append_rounded(out, (to - from) * 1000 / (from < 0 ? -from : from), 1, 0);
        g_string_append(out, "%)");
    }
    return g_string_free(out, FALSE);
}

static gboolean
compare_figure(GpFactorImport *self,
               const Earlier *earlier,
               const GpImportLine *line,
               GError **error)
{
    g_autoptr(GString) identity = g_string_new(NULL);
    gint64 from = 0;
    guint row;

    gp_import_print_identity(line->key, gp_unit_name(self->units, line->unit),
                             line->scope == GP_SCOPE_OUTSIDE, identity);
    row = GPOINTER_TO_UINT(g_hash_table_lookup(earlier->rows, identity->str));
    if (row == 0)
        return TRUE;
    row--;
    if (!gp_number_parse_text(cell(earlier, row, earlier->kg_co2e), GP_PICO_PLACES, &from, error)) {
        g_prefix_error(error, "%s:%u: ", gp_csv_table_path(earlier->table),
                       gp_csv_table_line(earlier->table, row));
        return FALSE;
    }
    if (has_moved(from, line->pico[GP_IMPORT_TOTAL]))
        g_ptr_array_add(self->changes.moved, describe_move(self, line, from));
    return TRUE;
}

/* ---- the whole ---- */

/* The path of the newest edition before @year, NULL if there is none. */
static char *
find_earlier(const char *folder, int year, char **out_name)
{
    while (--year >= GP_FIRST_YEAR) {
        g_autofree char *name = g_strdup_printf("ukgov-%d.csv", year);
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        *out_name = g_steal_pointer(&name);
        return g_steal_pointer(&path);
    }
    return NULL;
}

gboolean
gp_factor_import_compare(GpFactorImport *self, const char *folder, GError **error)
{
    GpImportChanges *changes = &self->changes;
    g_autofree char *name = NULL;
    g_autofree char *path = find_earlier(folder, self->year, &name);
    g_auto(Earlier) earlier = {0};

    if (path == NULL || changes->file != NULL)
        return TRUE;
    if (!earlier_load(&earlier, path, error))
        return FALSE;
    changes->file = g_steal_pointer(&name);
    changes->edition =
        g_strdup(gp_csv_table_n_rows(earlier.table) == 0 ? "" : cell(&earlier, 0, earlier.edition));
    changes->added = g_ptr_array_new_with_free_func(g_free);
    changes->vanished = g_ptr_array_new_with_free_func(g_free);
    changes->renames = g_ptr_array_new_with_free_func(g_free);
    changes->moved = g_ptr_array_new_with_free_func(g_free);
    compare_keys(self, &earlier);
    for (guint i = 0; i < self->order->len; i++) {
        if (!compare_figure(self, &earlier, written_line(self, i), error))
            return FALSE;
    }
    return TRUE;
}
