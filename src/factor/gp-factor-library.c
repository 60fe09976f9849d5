/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-file.h"
#include "gp-text.h"

#define MAX_FILE_BYTES ((gsize)64 * 1024 * 1024)
#define MAX_COLUMNS 64
#define FIRST_ROOM 1024

static void
free_entry(gpointer data)
{
    GpActivityEntry *entry = data;

    g_clear_pointer(&entry->links, g_array_unref);
    g_clear_pointer(&entry->densities, g_array_unref);
    g_clear_pointer(&entry->published, g_array_unref);
    g_clear_pointer(&entry->incomplete, g_array_unref);
    g_clear_pointer(&entry->own, g_array_unref);
    g_free(entry);
}

static void
free_file(gpointer data)
{
    GpFactorFile *file = data;

    g_free(file->path);
    gp_file_map_clear(&file->map);
    g_free(file);
}

static GpUnit
find_unit(const GpUnitTable *units, const char *name)
{
    return gp_unit_table_find(units, name, strlen(name));
}

GpFactorLibrary *
gp_factor_library_new(const GpUnitTable *units)
{
    GpFactorLibrary *self = g_new0(GpFactorLibrary, 1);

    self->units = units;
    self->km = find_unit(units, "km");
    self->passenger_km = find_unit(units, "passenger-km");
    self->kg = find_unit(units, "kg");
    self->keys = gp_dict_new();
    self->entries = g_ptr_array_new_with_free_func(free_entry);
    self->files = g_ptr_array_new_with_free_func(free_file);
    self->tables = g_ptr_array_new_with_free_func((GDestroyNotify)gp_csv_table_free);
    self->texts = g_string_chunk_new(4096);
    self->revisions = g_array_new(FALSE, FALSE, sizeof(GpFactorRevision));
    self->price_index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return self;
}

void
gp_factor_library_free(GpFactorLibrary *self)
{
    if (self == NULL)
        return;
    gp_dict_free(self->keys);
    g_ptr_array_unref(self->entries);
    g_ptr_array_unref(self->files);
    g_free(self->rows);
    g_ptr_array_unref(self->tables);
    g_string_chunk_free(self->texts);
    g_array_unref(self->revisions);
    g_hash_table_unref(self->price_index);
    g_clear_error(&self->fault);
    g_free(self);
}

const GpActivityEntry *
gp_factor_library_entry(const GpFactorLibrary *self, const char *key)
{
    guint32 id = gp_dict_lookup(self->keys, key, strlen(key));
    GpActivityEntry *entry;

    if (id == GP_DICT_NONE)
        return NULL;
    entry = g_ptr_array_index(self->entries, id);
    gp_factor_entry_make((GpFactorLibrary *)self, entry);
    return entry;
}

static GpActivityEntry *
intern_text(GpFactorLibrary *self, const char *key, gsize length)
{
    guint32 id = gp_dict_intern(self->keys, key, length);
    GpActivityEntry *entry;

    if (id < self->entries->len)
        return g_ptr_array_index(self->entries, id);
    entry = g_new0(GpActivityEntry, 1);
    entry->key = gp_dict_name(self->keys, id);
    g_ptr_array_add(self->entries, entry);
    return entry;
}

GpActivityEntry *
gp_factor_library_intern(GpFactorLibrary *self, const char *key)
{
    return intern_text(self, key, strlen(key));
}

static int
compare_for_overlap(gconstpointer a, gconstpointer b)
{
    const GpFactor *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->component != y->component)
        return x->component < y->component ? -1 : 1;
    if ((x->scope == GP_SCOPE_OUTSIDE) != (y->scope == GP_SCOPE_OUTSIDE))
        return x->scope == GP_SCOPE_OUTSIDE ? 1 : -1;
    return x->valid.first - y->valid.first;
}

static gboolean
is_one_line(const GpFactor *x, const GpFactor *y)
{
    return x->unit == y->unit && x->component == y->component &&
           (x->scope == GP_SCOPE_OUTSIDE) == (y->scope == GP_SCOPE_OUTSIDE);
}

/* Sorts the factors of an activity, and refuses two of one line that are valid at one time. */
gboolean
gp_factor_check_overlap(GArray *factors, GError **error)
{
    g_array_sort(factors, compare_for_overlap);
    for (guint i = 1; i < factors->len; i++) {
        const GpFactor *x = &g_array_index(factors, GpFactor, i - 1);
        const GpFactor *y = &g_array_index(factors, GpFactor, i);

        if (is_one_line(x, y) && y->valid.first <= x->valid.last)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s:%u: the factor of “%s” overlaps in time with the one in %s:%u",
                            y->file, y->line, y->activity, x->file, x->line);
    }
    return TRUE;
}

/* Loads a file that the library keeps, because its texts are borrowed. */
static const GpCsvTable *
load_table(GpFactorLibrary *self, const char *path, GError **error)
{
    GpCsvTable *table = gp_csv_table_load(path, error);

    if (table != NULL)
        g_ptr_array_add(self->tables, table);
    return table;
}

typedef gboolean (*ReadFunc)(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* Loads a file of the folder and has it read. */
static gboolean
load_and_read(
    GpFactorLibrary *self, const char *folder, const char *name, ReadFunc read, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    const GpCsvTable *table = load_table(self, path, error);

    return table != NULL && read(self, table, error);
}

/* Splits the header; the rows begin at the place that is returned. */
static const char *
read_header(GpFactorFile *file, GError **error)
{
    const char *bytes = file->map.bytes;
    GpCsvField fields[MAX_COLUMNS];
    const char *names[MAX_COLUMNS];
    GpCsvRow row;

    if (gp_csv_split(bytes, bytes + file->map.length, TRUE, fields, MAX_COLUMNS, &row) !=
            GP_CSV_ROW ||
        row.n_fields > MAX_COLUMNS)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: the header is not a row of CSV",
                             file->path);
    gp_csv_cells_in_place(fields, row.n_fields, names);
    file->n_columns = row.n_fields;
    if (!gp_factor_find_columns(file->path, names, row.n_fields, &file->columns, error))
        return NULL;
    if (file->columns.activity != 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s: in the library, activity must be the first column", file->path);
    return row.next;
}

static void
note_row(GpFactorLibrary *self, GpActivityEntry *entry, GpFactorRow row)
{
    if (self->n_rows == self->room) {
        self->room = MAX(self->room * 2, FIRST_ROOM);
        self->rows = g_renew(GpFactorRow, self->rows, self->room);
    }
    self->rows[self->n_rows++] = row;
    if (entry->first_row == 0)
        entry->first_row = self->n_rows;
    else
        self->rows[entry->last_row - 1].next = self->n_rows;
    entry->last_row = self->n_rows;
}

/* Notes which line belongs to which activity. In the library a row is a line. */
static void
index_rows(GpFactorLibrary *self, const GpFactorFile *file, const char *text)
{
    const char *bytes = file->map.bytes, *file_end = bytes + file->map.length, *end;

    for (guint line = 2; text < file_end; line++, text = end + 1) {
        gboolean is_quoted = *text == '"';
        const char *key = text + is_quoted, *key_end;

        end = memchr(text, '\n', (gsize)(file_end - text));
        if (end == NULL)
            end = file_end;
        key_end = memchr(key, is_quoted ? '"' : ',', (gsize)(end - key));
        if (key_end != NULL)
            note_row(self, intern_text(self, key, (gsize)(key_end - key)),
                     (GpFactorRow){self->files->len - 1, (guint32)(text - bytes), line, 0});
    }
}

static gboolean
index_file(GpFactorLibrary *self,
           const char *path,
           gboolean is_chosen,
           gboolean is_partial,
           GError **error)
{
    GpFactorFile *file = g_new0(GpFactorFile, 1);
    const char *text;

    g_ptr_array_add(self->files, file);
    file->path = g_strdup(path);
    file->is_chosen = is_chosen;
    file->is_partial = is_partial;
    if (!gp_file_map(path, MAX_FILE_BYTES, &file->map, error))
        return FALSE;
    file->map.bytes[file->map.length] = '\n';
    text = read_header(file, error);
    if (text == NULL)
        return FALSE;
    index_rows(self, file, text);
    return TRUE;
}

/* Loads the sets that sets.csv lists: those without a choice, and those whose choice is made. */
static gboolean
load_sets(GpFactorLibrary *self,
          const char *folder,
          const GpCsvTable *list,
          const char *const *choices,
          GError **error)
{
    int file = gp_csv_table_column(list, "file");
    int choice_column = gp_csv_table_column(list, "choice");
    int status = gp_csv_table_column(list, "status");

    for (guint row = 0; row < gp_csv_table_n_rows(list); row++) {
        const char *choice = gp_csv_table_cell(list, row, choice_column);
        gboolean is_chosen = choices != NULL && g_strv_contains(choices, choice);
        g_autofree char *path = g_build_filename(folder, gp_csv_table_cell(list, row, file), NULL);

        gboolean is_partial = g_str_equal(gp_csv_table_cell(list, row, status), "partial");

        if ((*choice == '\0' || is_chosen) && !index_file(self, path, is_chosen, is_partial, error))
            return FALSE;
    }
    return TRUE;
}

/* Every choice must be one that a set waits for. */
static gboolean
check_choices(const GpCsvTable *list, const char *const *choices, GError **error)
{
    int column = gp_csv_table_column(list, "choice");

    for (; choices != NULL && *choices != NULL; choices++) {
        guint row = 0;

        while (row < gp_csv_table_n_rows(list) &&
               !g_str_equal(gp_csv_table_cell(list, row, column), *choices))
            row++;
        if (row == gp_csv_table_n_rows(list))
            return gp_throw(error, GP_ERROR_USAGE, "the factor library has no set for “%s”",
                            *choices);
    }
    return TRUE;
}

static gboolean
load_factors(GpFactorLibrary *self, const char *folder, const char *const *choices, GError **error)
{
    g_autofree char *list_path = g_build_filename(folder, "sets.csv", NULL);
    const GpCsvTable *list = load_table(self, list_path, error);

    return list != NULL && check_choices(list, choices, error) &&
           load_sets(self, folder, list, choices, error) &&
           load_and_read(self, folder, "deflators.csv", gp_factor_read_deflators, error) &&
           load_and_read(self, folder, "curated.csv", gp_factor_read_curated, error) &&
           load_and_read(self, folder, "densities.csv", gp_factor_read_densities, error) &&
           load_and_read(self, folder, "revisions.csv", gp_factor_read_revisions, error);
}

gboolean
gp_factor_library_load_folder(GpFactorLibrary *self,
                              const char *folder,
                              const GpLibraryOptions *options,
                              GError **error)
{
    return load_and_read(self, folder, "activities.csv", gp_factor_read_catalogue, error) &&
           load_and_read(self, folder, "unusable.csv", gp_factor_read_unusable, error) &&
           (options->no_factors || load_factors(self, folder, options->choices, error));
}

static gboolean
read_own(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    GpFactorColumns columns;
    guint n = gp_csv_table_n_columns(table);
    g_autofree const char **names = g_new(const char *, n);

    for (guint i = 0; i < n; i++)
        names[i] = gp_csv_table_column_name(table, i);
    if (!gp_factor_find_columns(gp_csv_table_path(table), names, n, &columns, error))
        return FALSE;
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const char *const *cells = gp_csv_table_row(table, row);
        GpActivityEntry *entry = gp_factor_library_intern(self, cells[columns.activity]);
        GpFactor factor;

        if (*entry->key == '\0')
            gp_throw(error, GP_ERROR_MALFORMED, "the activity is missing");
        if (*entry->key == '\0' ||
            !gp_factor_read_row(self, entry, cells, &columns, &factor, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
        factor.is_own = TRUE;
        factor.file = gp_csv_table_path(table);
        factor.line = gp_csv_table_line(table, row);
        if (entry->own == NULL)
            entry->own = g_array_new(FALSE, FALSE, sizeof(GpFactor));
        g_array_append_val(entry->own, factor);
    }
    return TRUE;
}

gboolean
gp_factor_library_load_own(GpFactorLibrary *self, const char *path, GError **error)
{
    const GpCsvTable *table = load_table(self, path, error);

    if (table == NULL || !read_own(self, table, error))
        return FALSE;
    for (guint i = 0; i < self->entries->len; i++) {
        GpActivityEntry *entry = g_ptr_array_index(self->entries, i);

        if (entry->own != NULL && !gp_factor_check_overlap(entry->own, error))
            return FALSE;
    }
    return TRUE;
}

/* Remembers a file that was written over while rows of it were being read. */
static void
check_files(GpFactorLibrary *self)
{
    for (guint i = 0; self->fault == NULL && i < self->files->len; i++) {
        const GpFactorFile *file = g_ptr_array_index(self->files, i);

        if (!gp_file_map_holds(&file->map, file->path))
            gp_throw(&self->fault, GP_ERROR_IO,
                     "%s was changed while it was being read; please run this again", file->path);
    }
    self->has_unchecked = FALSE;
}

gboolean
gp_factor_library_check(const GpFactorLibrary *self, GError **error)
{
    if (self->has_unchecked)
        check_files((GpFactorLibrary *)self);
    if (self->fault == NULL)
        return TRUE;
    g_propagate_error(error, g_error_copy(self->fault));
    return FALSE;
}

static void
stamp(const char *path, GString *out)
{
    GStatBuf status;

    if (g_stat(path, &status) == 0)
        g_string_append_printf(out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld\n", path,
                               (gint64)status.st_size, (gint64)status.st_mtim.tv_sec,
                               status.st_mtim.tv_nsec);
}

void
gp_factor_library_stamp(const GpFactorLibrary *self, GString *out)
{
    for (guint i = 0; i < self->files->len; i++)
        stamp(((const GpFactorFile *)g_ptr_array_index(self->files, i))->path, out);
    for (guint i = 0; i < self->tables->len; i++)
        stamp(gp_csv_table_path(g_ptr_array_index(self->tables, i)), out);
}

GArray *
gp_factor_library_splits(const GpFactorLibrary *self)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(GpDay));

    for (guint i = 0; i < self->entries->len; i++) {
        const GpActivityEntry *entry = g_ptr_array_index(self->entries, i);

        for (guint k = 0; entry->own != NULL && k < entry->own->len; k++) {
            const GpFactor *factor = &g_array_index(entry->own, GpFactor, k);
            GpDay after = factor->valid.last + 1;

            g_array_append_val(days, factor->valid.first);
            g_array_append_val(days, after);
        }
    }
    return days;
}

const GpActivity *
gp_factor_library_activity(const GpFactorLibrary *self, const char *key)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, key);

    return entry != NULL && entry->is_catalogued ? &entry->activity : NULL;
}

GPtrArray *
gp_factor_library_keys(const GpFactorLibrary *self)
{
    GPtrArray *keys = g_ptr_array_new();

    for (guint32 id = 0; id < self->entries->len; id++) {
        const GpActivityEntry *entry = g_ptr_array_index(self->entries, id);

        if (entry->is_catalogued || (entry->own != NULL && entry->own->len > 0))
            g_ptr_array_add(keys, (gpointer)entry->key);
    }
    g_ptr_array_sort(keys, gp_text_compare);
    return keys;
}
