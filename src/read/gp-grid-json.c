/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-format-private.h"
#include "gp-json.h"
#include "gp-text.h"

/* How deep objects lie in one another, in a record and around it. */
#define MAX_DEPTH 8

/* The records as rows: one column for each path that a record or an object around it has. */
typedef struct {
    GpGrid *grid;
    GHashTable *columns;  /* path -> number from 1 */
    GPtrArray *paths;     /* by number */
    GPtrArray *around;    /* (element-type GpJsonValue) the objects that the record lies in */
    GArray *row;          /* (element-type GpGridCell) */
    gboolean is_counting; /* the first pass only finds the columns */
    guint64 n_records;
    GError **error;
} Flattener;

static void
add_value(Flattener *self, const char *path, const GpJsonValue *value)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(self->columns, path));
    const char *text = gp_json_text(value);
    GpGridCell *cell;

    if (number == 0) {
        char *copy = g_string_chunk_insert_const(self->grid->texts, path);

        g_ptr_array_add(self->paths, copy);
        number = self->paths->len;
        g_hash_table_insert(self->columns, copy, GUINT_TO_POINTER(number));
    }
    if (self->is_counting)
        return;
    cell = &g_array_index(self->row, GpGridCell, number - 1);
    if (cell->text != NULL)
        return;
    cell->text = text == NULL ? "" : g_string_chunk_insert_const(self->grid->texts, text);
    cell->is_number = gp_json_kind(value) == GP_JSON_NUMBER;
}

/* Adds what an object holds, but no lists: those are records of their own. */
static void
add_object(Flattener *self, const GpJsonValue *object, const char *path, guint depth)
{
    for (const GpJsonValue *value = gp_json_first(object); value != NULL;
         value = gp_json_next(value)) {
        g_autofree char *below = g_strconcat(path, "/", gp_json_key(value), NULL);

        if (self->paths->len >= GP_GRID_MAX_COLUMNS)
            return;
        if (gp_json_kind(value) == GP_JSON_OBJECT && depth < MAX_DEPTH)
            add_object(self, value, below, depth + 1);
        else if (gp_json_kind(value) != GP_JSON_ARRAY && gp_json_kind(value) != GP_JSON_OBJECT)
            add_value(self, below, value);
    }
}

static gboolean
add_record(Flattener *self, const GpJsonValue *record)
{
    self->n_records++;
    if (!self->is_counting) {
        gp_grid_add_row(self->grid, self->n_records);
        memset(self->row->data, 0, self->row->len * sizeof(GpGridCell));
    }
    add_object(self, record, "", 0);
    for (guint i = self->around->len; i > 0; i--)
        add_object(self, g_ptr_array_index(self->around, i - 1), "", MAX_DEPTH);
    for (guint i = 0; !self->is_counting && i < self->row->len; i++) {
        const GpGridCell *cell = &g_array_index(self->row, GpGridCell, i);

        if (!gp_grid_add_cell(self->grid, cell->text == NULL ? "" : cell->text, cell->is_number,
                              self->error))
            return FALSE;
    }
    return TRUE;
}

/* Goes down the steps of a path, through every element of a list on the way. */
static gboolean
walk(Flattener *self, const GpJsonValue *value, char **steps, gboolean *out_is_there)
{
    if (gp_json_kind(value) == GP_JSON_ARRAY) {
        if (*steps == NULL)
            *out_is_there = TRUE;
        for (const GpJsonValue *element = gp_json_first(value); element != NULL;
             element = gp_json_next(element)) {
            if (gp_json_kind(element) == GP_JSON_OBJECT &&
                !walk(self, element, steps, out_is_there))
                return FALSE;
        }
        return TRUE;
    }
    if (gp_json_kind(value) != GP_JSON_OBJECT)
        return TRUE;
    if (*steps == NULL) {
        *out_is_there = TRUE;
        return add_record(self, value);
    }
    for (const GpJsonValue *member = gp_json_first(value); member != NULL;
         member = gp_json_next(member)) {
        gboolean good;

        if (!g_str_equal(gp_json_key(member), *steps))
            continue;
        g_ptr_array_add(self->around, (gpointer)value);
        good = walk(self, member, steps + 1, out_is_there);
        g_ptr_array_remove_index(self->around, self->around->len - 1);
        return good;
    }
    return TRUE;
}

static gboolean
flatten(Flattener *self, const GpJsonValue *root, const char *path, gboolean *out_is_there)
{
    g_auto(GStrv) steps = g_strsplit(path + 1, "/", -1);

    *out_is_there = FALSE;
    walk(self, root, steps, out_is_there);
    if (!*out_is_there)
        return TRUE;
    gp_grid_add_row(self->grid, 0);
    for (guint i = 0; i < self->paths->len; i++) {
        if (!gp_grid_add_cell(self->grid, g_ptr_array_index(self->paths, i), FALSE, self->error))
            return FALSE;
    }
    self->is_counting = FALSE;
    self->n_records = 0;
    g_array_set_size(self->row, self->paths->len);
    return walk(self, root, steps, out_is_there);
}

static gboolean
throw_no_records(const GpGrid *self, const GpJsonValue *root, char **paths, GError **error)
{
    g_autoptr(GString) found = g_string_new(NULL);
    g_autofree char *list = NULL, *tried = g_strjoinv("” or “", paths);

    for (const GpJsonValue *value = gp_json_first(root); value != NULL;
         value = gp_json_next(value)) {
        if (gp_json_key(value) != NULL)
            g_string_append_printf(found, "%s/%s", found->len == 0 ? "" : ", ", gp_json_key(value));
    }
    list = gp_text_printable(found->str, found->len, 200);
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: there are no records at “%s”; the file has: %s",
                    self->name, tried, *list == '\0' ? "nothing by name" : list);
}

gboolean
gp_grid_read_json(GpGrid *self, const GpFormat *format, const char *path, GError **error)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GpJson) json = NULL;
    g_autoptr(GHashTable) columns = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autoptr(GPtrArray) around = g_ptr_array_new();
    g_autoptr(GArray) row = g_array_new(FALSE, TRUE, sizeof(GpGridCell));
    Flattener flattener = {self, columns, paths, around, row, TRUE, 0, error};
    gboolean is_there = FALSE;
    gsize length;

    self->is_json = TRUE;
    self->texts = g_string_chunk_new(4096);
    if (!gp_file_read(path, GP_JSON_MOST_BYTES, &bytes, &length, error))
        return FALSE;
    json = gp_json_parse(bytes, length, self->name, GP_JSON_MOST_BYTES, error);
    if (json == NULL)
        return FALSE;
    for (guint i = 0; format->rows[i] != NULL && !is_there; i++) {
        if (!flatten(&flattener, gp_json_root(json), format->rows[i], &is_there))
            return FALSE;
    }
    return is_there || throw_no_records(self, gp_json_root(json), format->rows, error);
}
