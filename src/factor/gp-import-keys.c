/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-import-private.h"

#define RENAMES_FILE "ukgov-renames.csv"
#define SHEETS_FILE "ukgov-sheets.csv"

/* A key is renamed two or three times at most. */
#define MAX_ROUNDS 16

struct _GpImportKeys {
    GpCsvTable *renames_table, *sheets_table; /* their texts are borrowed */
    GHashTable *renames;                      /* from -> to */
    GHashTable *sheets;                       /* `sheet.part` -> GpImportSheet */
};

/* Appends `.` and the words of a label in lower case, parted by hyphens. */
static void
append_slug(GString *out, const char *label)
{
    gboolean is_open = FALSE; /* a word has begun, and the next byte goes on with it */
    gsize start = out->len;

    for (const char *p = label; *p != '\0'; p++) {
        char c = g_ascii_tolower(*p);

        if (c != '&' && !g_ascii_isalnum(c)) {
            is_open = FALSE;
            continue;
        }
        if (!is_open)
            g_string_append_c(out, out->len == start ? '.' : '-');
        is_open = TRUE;
        if (c == '&')
            g_string_append(out, "and");
        else
            g_string_append_c(out, c);
    }
}

/* The longest run of first parts that is renamed; FALSE if there is none. */
static gboolean
rename_first_parts(const GpImportKeys *self, GString *key)
{
    for (gsize n = key->len; n > 0; n--) {
        char after = key->str[n];
        const char *to;

        if (after != '\0' && after != '.')
            continue;
        key->str[n] = '\0';
        to = g_hash_table_lookup(self->renames, key->str);
        key->str[n] = after;
        if (to == NULL)
            continue;
        g_string_erase(key, 0, (gssize)n);
        g_string_prepend(key, to);
        return TRUE;
    }
    return FALSE;
}

/* `*.from` to `*` drops the last part, to `*.to` calls it something else. */
static gboolean
rename_last_part(const GpImportKeys *self, GString *key)
{
    const char *dot = strrchr(key->str, '.');
    g_autofree char *from = dot == NULL ? NULL : g_strconcat("*", dot, NULL);
    const char *to = from == NULL ? NULL : g_hash_table_lookup(self->renames, from);

    if (to == NULL)
        return FALSE;
    g_string_truncate(key, (gsize)(dot - key->str));
    g_string_append(key, to + strlen("*"));
    return TRUE;
}

gboolean
gp_import_keys_name(const GpImportKeys *self, const GpFlatRow *row, GString *out, GError **error)
{
    static const GpFlatColumn parts[] = {GP_FLAT_LEVEL_1, GP_FLAT_LEVEL_2, GP_FLAT_LEVEL_3,
                                         GP_FLAT_LEVEL_4, GP_FLAT_COLUMN_TEXT};

    g_string_assign(out, "ukgov");
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        append_slug(out, row->cells[parts[i]]);
    for (guint i = 0; i < MAX_ROUNDS; i++) {
        if (!rename_first_parts(self, out) && !rename_last_part(self, out))
            return TRUE;
    }
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "the lines of " RENAMES_FILE " go round in a circle for %s", out->str);
}

const GpImportSheet *
gp_import_keys_sheet(const GpImportKeys *self, const char *key)
{
    g_auto(GStrv) parts = g_strsplit(key, ".", 4);
    g_autofree char *exact = NULL, *whole = NULL;
    const GpImportSheet *sheet;

    if (g_strv_length(parts) < 2)
        return NULL;
    exact = g_strconcat(parts[1], ".", parts[2], NULL);
    whole = g_strconcat(parts[1], ".", NULL);
    sheet = g_hash_table_lookup(self->sheets, exact);
    return sheet != NULL ? sheet : g_hash_table_lookup(self->sheets, whole);
}

static gboolean
add_rename(GpImportKeys *self, const char *from, const char *to, GError **error)
{
    gboolean is_ending = g_str_has_prefix(from, "*.");

    if (*from == '\0' || *to == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "a rename needs both from and to");
    if (is_ending && !g_str_equal(to, "*") && !g_str_has_prefix(to, "*."))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%s” is for the last part of a key, so it becomes “*” or “*.word”", from);
    if (!g_hash_table_insert(self->renames, (gpointer)from, (gpointer)to))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is there twice", from);
    return TRUE;
}

static gboolean
add_sheet(GpImportKeys *self,
          const char *name,
          const char *part,
          const char *component,
          const char *title,
          GError **error)
{
    g_autofree GpImportSheet *sheet = g_new0(GpImportSheet, 1);

    if (*component == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "the component of “%s” is missing", name);
    if (!gp_component_parse(component, &sheet->component, error))
        return FALSE;
    sheet->category = title;
    if (!g_hash_table_insert(self->sheets, g_strconcat(name, ".", part, NULL),
                             g_steal_pointer(&sheet)))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is there twice", name);
    return TRUE;
}

static gboolean
read_rename(GpImportKeys *self, const GpCsvTable *table, guint row, GError **error)
{
    return add_rename(self, gp_csv_table_cell(table, row, gp_csv_table_column(table, "from")),
                      gp_csv_table_cell(table, row, gp_csv_table_column(table, "to")), error);
}

static gboolean
read_sheet(GpImportKeys *self, const GpCsvTable *table, guint row, GError **error)
{
    return add_sheet(self, gp_csv_table_cell(table, row, gp_csv_table_column(table, "sheet")),
                     gp_csv_table_cell(table, row, gp_csv_table_column(table, "part")),
                     gp_csv_table_cell(table, row, gp_csv_table_column(table, "component")),
                     gp_csv_table_cell(table, row, gp_csv_table_column(table, "title")), error);
}

typedef gboolean (*ReadRow)(GpImportKeys *self, const GpCsvTable *table, guint row, GError **error);

/* Loads a file of the library; each row goes to @read. */
static GpCsvTable *
load_table(GpImportKeys *self, const char *folder, const char *name, ReadRow read, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    for (guint row = 0; table != NULL && row < gp_csv_table_n_rows(table); row++) {
        if (!read(self, table, row, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return NULL;
        }
    }
    return g_steal_pointer(&table);
}

GpImportKeys *
gp_import_keys_load(const char *folder, GError **error)
{
    g_autoptr(GpImportKeys) self = g_new0(GpImportKeys, 1);

    self->renames = g_hash_table_new(g_str_hash, g_str_equal);
    self->sheets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->renames_table = load_table(self, folder, RENAMES_FILE, read_rename, error);
    if (self->renames_table == NULL)
        return NULL;
    self->sheets_table = load_table(self, folder, SHEETS_FILE, read_sheet, error);
    return self->sheets_table == NULL ? NULL : g_steal_pointer(&self);
}

void
gp_import_keys_free(GpImportKeys *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->renames);
    g_hash_table_unref(self->sheets);
    gp_csv_table_free(self->renames_table);
    gp_csv_table_free(self->sheets_table);
    g_free(self);
}
