/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-format-private.h"
#include "gp-text.h"

/* The header is looked for in so many rows. */
#define MAX_HEADER_ROWS 30

/* So many names of a file are told when one is missing. */
#define MAX_NAMES 16

void
gp_mapping_free(GpMapping *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_columns; i++)
        g_free(self->folded[i]);
    g_free(self->folded);
    g_free(self->is_used);
    g_array_unref(self->skip);
    g_array_unref(self->keep);
    g_array_unref(self->negate);
    g_array_unref(self->key);
    g_ptr_array_unref(self->measures);
    g_array_unref(self->sum);
    g_free(self);
}

static GpMapping *
mapping_new(void)
{
    GpMapping *self = g_new0(GpMapping, 1);

    self->skip = g_array_new(FALSE, FALSE, sizeof(int));
    self->keep = g_array_new(FALSE, FALSE, sizeof(int));
    self->negate = g_array_new(FALSE, FALSE, sizeof(int));
    self->key = g_array_new(FALSE, FALSE, sizeof(int));
    self->sum = g_array_new(FALSE, FALSE, sizeof(int));
    self->measures = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    return self;
}

/* --- The header ------------------------------------------------------------------------------ */

static gboolean
row_has_name(const GpGrid *grid, const GpGridRow *row, const char *name)
{
    g_autofree char *wanted = gp_text_fold(name);

    for (guint i = 0; i < row->n_cells; i++) {
        g_autofree char *found = gp_text_fold(gp_grid_cell(grid, row, i)->text);

        if (g_str_equal(found, wanted))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_header(const GpFormat *format, const GpGrid *grid, const GpGridRow *row)
{
    if (row->fault != NULL || gp_grid_row_is_blank(grid, row))
        return FALSE;
    if (format->header == NULL || grid->is_json)
        return gp_grid_cell(grid, row, 0)->text[0] != '#';
    for (guint i = 0; format->header[i] != NULL; i++) {
        if (!row_has_name(grid, row, format->header[i]))
            return FALSE;
    }
    return TRUE;
}

static guint
count_byte(const char *text, char byte)
{
    guint n = 0;

    for (const char *p = text; *p != '\0'; p++)
        n += *p == byte;
    return n;
}

/* How many of the first rows have a cell that @byte seems to part. */
static guint
count_rows_parted_by(const GpGrid *grid, char byte, guint n_rows)
{
    guint n = 0;

    for (guint i = 0; i < n_rows; i++) {
        const GpGridRow *row = gp_grid_row(grid, i);
        gboolean is_parted = FALSE;

        for (guint k = 0; k < row->n_cells; k++)
            is_parted |= count_byte(gp_grid_cell(grid, row, k)->text, byte) >= 2;
        n += is_parted ? 1 : 0;
    }
    return n;
}

gboolean
gp_mapping_check_separator(const GpGrid *grid, GError **error)
{
    static const char candidates[] = "$;\t|,";
    guint n_rows = MIN(grid->rows->len, MAX_HEADER_ROWS);

    for (const char *p = candidates; *p != '\0' && grid->separator != '\0'; p++) {
        const char *name = *p == '\t' ? "tabs" : *p == ';' ? "“;”" : *p == '|' ? "“|”" : "commas";

        if (*p == grid->separator || count_rows_parted_by(grid, *p, n_rows) * 2 < n_rows + 1)
            continue;
        if (*p == '$')
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s: the columns are parted by “$”: somebody turned every comma of "
                            "this file into “$”, those inside figures too, so that 4,830,000 has "
                            "become three columns. That cannot be mended; get the original file "
                            "again",
                            grid->name);
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the columns are parted by %s, which is not what the format says; "
                        "set separator= in the format, or save the file again",
                        grid->name, name);
    }
    return TRUE;
}

/* The number of the row that holds the names; that of no row if none of the first does. */
static guint
header_row(const GpFormat *format, const GpGrid *grid)
{
    guint n = MIN(grid->rows->len, MAX_HEADER_ROWS), row = 0;

    while (row < n && !is_header(format, grid, gp_grid_row(grid, row)))
        row++;
    return row == n ? grid->rows->len : row;
}

gboolean
gp_mapping_has_header(const GpFormat *format, const GpGrid *grid)
{
    return header_row(format, grid) < grid->rows->len;
}

static gboolean
find_header(GpMapping *self, const GpFormat *format, const GpGrid *grid, GError **error)
{
    const GpGridRow *row;
    g_autofree char *names = NULL;

    self->header = header_row(format, grid);
    if (self->header == grid->rows->len) {
        if (!gp_mapping_check_separator(grid, error))
            return FALSE;
        names = format->header == NULL ? NULL : g_strjoinv("”, “", format->header);
        if (names == NULL)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s: the file is empty", grid->name);
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: this is not “%s”: none of the first %d rows has the column%s “%s”",
                        grid->name, format->title, MAX_HEADER_ROWS,
                        format->header[1] == NULL ? "" : "s", names);
    }
    row = gp_grid_row(grid, self->header);
    self->folded = g_new0(char *, row->n_cells + 1);
    self->is_used = g_new0(gboolean, row->n_cells + 1);
    for (guint i = 0; i < row->n_cells; i++)
        self->folded[i] = gp_text_fold(gp_grid_cell(grid, row, i)->text);
    self->n_columns = row->n_cells;
    while (self->n_columns > 0 && *self->folded[self->n_columns - 1] == '\0')
        g_free(self->folded[--self->n_columns]);
    return TRUE;
}

/* --- Columns --------------------------------------------------------------------------------- */

typedef struct {
    GpMapping *mapping;
    const GpFormat *format;
    const GpGrid *grid;
    GError **error;
} Finder;

/* The names of the columns, as far as they are needed to recognise the file. Transfer full. */
static char *
list_columns(const Finder *self)
{
    const GpMapping *mapping = self->mapping;
    const GpGridRow *row = gp_grid_row(self->grid, mapping->header);
    g_autoptr(GString) found = g_string_new(NULL);
    g_autofree char *list = NULL;
    guint n = 0;

    for (guint i = 0; i < mapping->n_columns && n < MAX_NAMES; i++) {
        g_autofree char *name = NULL;

        if (*mapping->folded[i] == '\0')
            continue;
        g_string_append(found, n++ == 0 ? "" : ", ");
        name = gp_text_quoted(gp_grid_cell(self->grid, row, i)->text);
        g_string_append(found, name);
    }
    list = gp_text_printable(found->str, found->len, MAX_NAMES * 42);
    return g_strconcat(list, mapping->n_columns > MAX_NAMES ? ", …" : "", NULL);
}

/* @field: (nullable): what a source can set instead */
static gboolean
throw_missing(const Finder *self, char **wanted, const char *field)
{
    const char *what = self->grid->is_json ? "its records have no"
                       : wanted[1] == NULL ? "there is no column"
                                           : "there is none of the columns";
    g_autofree char *names = g_strjoinv("”, “", wanted), *list = list_columns(self);

    if (!gp_mapping_check_separator(self->grid, self->error))
        return FALSE;
    return gp_throw(self->error, GP_ERROR_MALFORMED,
                    "%s: this is not “%s”: %s “%s”; there are: %s%s%s%s", self->grid->name,
                    self->format->title, what, names, list, field == NULL ? "" : "; or write ",
                    field == NULL ? "" : field,
                    field == NULL ? "" : "= in the settings of the source");
}

/* The headings may be those of a year that has nothing to count, or has other names for it. */
static gboolean
throw_without_measures(const Finder *self, char **wanted)
{
    g_autofree char *names = g_strjoinv("”, “", wanted), *list = list_columns(self);

    if (self->format->header == NULL || !gp_mapping_check_separator(self->grid, NULL))
        return throw_missing(self, wanted, NULL);
    return gp_throw(self->error, GP_ERROR_MALFORMED,
                    "%s: this has the headings of “%s”, but there is nothing to count in it: there "
                    "is none of the columns “%s”. If they have other names here, copy the format "
                    "and add these; there are: %s",
                    self->grid->name, self->format->title, names, list);
}

static gboolean
throw_twice(const Finder *self, int column)
{
    const GpGridRow *row = gp_grid_row(self->grid, self->mapping->header);
    g_autofree char *name = gp_text_quoted(gp_grid_cell(self->grid, row, (guint)column)->text);

    return gp_throw(self->error, GP_ERROR_MALFORMED,
                    "%s:%" G_GUINT64_FORMAT ": the column “%s” is there twice, so that it is not "
                    "sure which is meant",
                    self->grid->name, row->line, name);
}

/* The first of several names that the file has: @out_column is -1 if it has none. */
static gboolean
find_one(const Finder *self, char **wanted, int *out_column)
{
    GpMapping *mapping = self->mapping;

    *out_column = -1;
    for (guint i = 0; wanted[i] != NULL && *out_column < 0; i++) {
        g_autofree char *folded = gp_text_fold(wanted[i]);

        for (guint k = 0; k < mapping->n_columns; k++) {
            if (!g_str_equal(mapping->folded[k], folded))
                continue;
            if (*out_column >= 0)
                return throw_twice(self, (int)k);
            *out_column = (int)k;
            mapping->is_used[k] = TRUE;
        }
    }
    return TRUE;
}

/* One that must be there, unless the format says that @name may be missing. */
static gboolean
find_needed(const Finder *self, char **wanted, const char *name, int *out_column)
{
    *out_column = -1;
    if (wanted == NULL)
        return TRUE;
    return find_one(self, wanted, out_column) &&
           (*out_column >= 0 || gp_format_is_optional(self->format, name) ||
            throw_missing(self, wanted, gp_format_has_setting(name) ? name : NULL));
}

/* `#` stands for one or more digits; both are folded. */
static gboolean
numbered_name_fits(const char *pattern, const char *name)
{
    while (*pattern != '\0') {
        if (*pattern == '#') {
            if (!g_ascii_isdigit(*name))
                return FALSE;
            while (g_ascii_isdigit(*name))
                name++;
            pattern++;
        } else if (*pattern++ != *name++) {
            return FALSE;
        }
    }
    return *name == '\0';
}

/* All columns that have one of the names. */
static void
find_all(const Finder *self, char **wanted, GArray *out_columns)
{
    for (guint i = 0; wanted[i] != NULL; i++) {
        g_autofree char *folded = gp_text_fold(wanted[i]);

        for (guint k = 0; k < self->mapping->n_columns; k++) {
            int column = (int)k;

            if (self->mapping->is_used[k] || !numbered_name_fits(folded, self->mapping->folded[k]))
                continue;
            self->mapping->is_used[k] = TRUE;
            g_array_append_val(out_columns, column);
        }
    }
}

static gboolean
find_rules(const Finder *self, const GPtrArray *rules, GArray *out_columns)
{
    for (guint i = 0; i < rules->len; i++) {
        const GpCellRule *rule = g_ptr_array_index(rules, i);
        int column;

        if (!find_needed(self, rule->columns, rule->name, &column))
            return FALSE;
        g_array_append_val(out_columns, column);
    }
    return TRUE;
}

static gboolean
find_lookup(const Finder *self, GpField field)
{
    const GpFieldLookup *lookup = self->format->lookups[field];
    GpLookupColumns *columns = &self->mapping->lookups[field];

    *columns = (GpLookupColumns){-1, -1, -1};
    if (lookup == NULL)
        return TRUE;
    if (!find_needed(self, lookup->column, gp_field_names[field], &columns->column) ||
        (lookup->and_column != NULL && !find_one(self, lookup->and_column, &columns->and_column)) ||
        (lookup->number != NULL && !find_one(self, lookup->number, &columns->number)))
        return FALSE;
    if (columns->and_column == columns->column)
        columns->and_column = -1;
    return TRUE;
}

static gboolean
find_measure(const Finder *self, const GpMeasure *measure)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(int));
    int column = -1;

    g_ptr_array_add(self->mapping->measures, columns);
    if (measure->adds) {
        find_all(self, measure->columns, columns);
    } else {
        if (!find_one(self, measure->columns, &column))
            return FALSE;
        if (column >= 0)
            g_array_append_val(columns, column);
    }
    return columns->len > 0 || gp_format_is_optional(self->format, measure->activity) ||
           throw_missing(self, measure->columns, NULL);
}

/* A file that has none of the measures is not in the format, even where each may be missing. */
static gboolean
check_measures(const Finder *self)
{
    const GPtrArray *measures = self->format->measures;
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();

    for (guint i = 0; i < measures->len; i++) {
        if (((GArray *)g_ptr_array_index(self->mapping->measures, i))->len > 0)
            return TRUE;
        g_ptr_array_add(wanted, ((GpMeasure *)g_ptr_array_index(measures, i))->columns[0]);
    }
    g_ptr_array_add(wanted, NULL);
    return measures->len == 0 || throw_without_measures(self, (char **)wanted->pdata);
}

static int
compare_names(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpMapping *mapping = data;
    int x = *(const int *)a, y = *(const int *)b, order;

    order = strcmp(mapping->folded[x], mapping->folded[y]);
    return order != 0 ? order : x - y;
}

/* The columns that name a row; `*` is all of them, in whatever order they stand. */
static gboolean
find_key(const Finder *self)
{
    char **key = self->format->key;
    GArray *columns = self->mapping->key;

    if (key != NULL && g_str_equal(key[0], "*")) {
        for (int i = 0; i < (int)self->mapping->n_columns; i++)
            g_array_append_val(columns, i);
        g_array_sort_with_data(columns, compare_names, self->mapping);
        return TRUE;
    }
    for (guint i = 0; key != NULL && key[i] != NULL; i++) {
        char *wanted[] = {key[i], NULL};
        int column;

        if (!find_needed(self, wanted, "key", &column))
            return FALSE;
        g_array_append_val(columns, column);
    }
    return TRUE;
}

static gboolean
find_columns(const Finder *self)
{
    const GpFormat *format = self->format;

    for (int i = 0; i < GP_N_FIELDS; i++) {
        if (!find_needed(self, format->columns[i], gp_field_names[i], &self->mapping->fields[i]) ||
            !find_lookup(self, (GpField)i))
            return FALSE;
    }
    if (!find_key(self) || !find_rules(self, format->skip, self->mapping->skip) ||
        !find_rules(self, format->keep, self->mapping->keep) ||
        !find_rules(self, format->negate, self->mapping->negate))
        return FALSE;
    for (guint i = 0; i < format->measures->len; i++) {
        if (!find_measure(self, g_ptr_array_index(format->measures, i)))
            return FALSE;
    }
    if (!check_measures(self))
        return FALSE;
    if (format->sum == NULL)
        return TRUE;
    find_all(self, format->sum, self->mapping->sum);
    return self->mapping->sum->len > 0 || throw_missing(self, format->sum, NULL);
}

GpMapping *
gp_mapping_find(const GpFormat *format, const GpGrid *grid, GError **error)
{
    g_autoptr(GpMapping) self = mapping_new();
    Finder finder = {self, format, grid, error};

    if (!find_header(self, format, grid, error) || !find_columns(&finder))
        return NULL;
    return g_steal_pointer(&self);
}
