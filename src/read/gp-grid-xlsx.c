/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-format-private.h"
#include "gp-text.h"
#include "gp-xlsx.h"

typedef struct {
    GpGrid *grid;
    GError **error;
    gboolean has_failed;
    gsize n_bytes;
} Filling;

static char *
list_sheets(const GpXlsx *book)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *list = NULL;

    for (guint i = 0; i < MIN(gp_xlsx_n_sheets(book), 12); i++)
        g_ptr_array_add(names, (gpointer)gp_xlsx_sheet_name(book, i));
    g_ptr_array_add(names, NULL);
    list = g_strjoinv(", ", (char **)names->pdata);
    return gp_text_printable(list, strlen(list), 400);
}

static gboolean
find_sheet(
    const GpGrid *self, const GpXlsx *book, const char *wanted, guint *out_sheet, GError **error)
{
    guint64 number = 1;
    g_autofree char *names = NULL;
    int sheet = wanted == NULL ? 0 : gp_xlsx_find_sheet(book, wanted);

    if (sheet < 0 &&
        g_ascii_string_to_unsigned(wanted, 10, 1, gp_xlsx_n_sheets(book), &number, NULL))
        sheet = (int)number - 1;
    if (sheet >= 0) {
        *out_sheet = (guint)sheet;
        return TRUE;
    }
    names = list_sheets(book);
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: the workbook has no sheet “%s”; it has: %s",
                    self->name, wanted, names);
}

static const char *
keep_text(Filling *self, const GpXlsxCell *cell, gboolean *out_is_number)
{
    GpXlsxNumber number;
    g_autoptr(GString) text = NULL;

    *out_is_number = cell->kind == GP_XLSX_NUMBER && gp_xlsx_number_parse(cell->text, &number);
    text = g_string_new(*out_is_number ? NULL : cell->text);
    if (*out_is_number && ABS(number.exponent) > 40)
        *out_is_number = FALSE, g_string_assign(text, cell->text);
    else if (*out_is_number)
        gp_xlsx_number_append(text, &number);
    self->n_bytes += text->len;
    return g_string_chunk_insert_const(self->grid->texts, text->str);
}

static gboolean
take_row(guint line, const GpXlsxCell *cells, guint n_cells, gpointer data)
{
    Filling *self = data;
    guint column = 0;

    gp_grid_add_row(self->grid, line);
    for (guint i = 0; i < n_cells; i++) {
        gboolean is_number;
        const char *text = keep_text(self, &cells[i], &is_number);

        if (cells[i].column >= GP_GRID_MAX_COLUMNS || self->n_bytes > GP_GRID_MAX_BYTES) {
            self->has_failed = TRUE;
            gp_throw(self->error, GP_ERROR_MALFORMED, "%s:%u: the sheet is too large to be read",
                     self->grid->name, line);
            return FALSE;
        }
        for (; column < cells[i].column && !self->has_failed; column++)
            self->has_failed = !gp_grid_add_cell(self->grid, "", FALSE, self->error);
        if (self->has_failed || !gp_grid_add_cell(self->grid, text, is_number, self->error)) {
            self->has_failed = TRUE;
            return FALSE;
        }
        column++;
    }
    return TRUE;
}

static gboolean
read_sheet(GpGrid *self, GpXlsx *book, guint sheet, GError **error)
{
    Filling filling = {.grid = self, .error = error};

    gp_grid_clear(self);
    return gp_xlsx_read_sheet(book, sheet, take_row, &filling, error) && !filling.has_failed;
}

gboolean
gp_grid_read_xlsx(GpGrid *self, const GpFormat *format, const char *path, GError **error)
{
    g_autoptr(GpXlsx) book = gp_xlsx_open(path, error);
    guint sheet = 0;

    self->is_sheet = TRUE;
    self->texts = g_string_chunk_new(4096);
    if (book == NULL || !find_sheet(self, book, format->sheet, &sheet, error))
        return FALSE;
    self->is_1904 = gp_xlsx_is_1904(book);
    if (format->sheet != NULL || format->header == NULL)
        return read_sheet(self, book, sheet, error);
    for (; sheet < gp_xlsx_n_sheets(book); sheet++) {
        if (!read_sheet(self, book, sheet, error))
            return FALSE;
        if (gp_mapping_has_header(format, self))
            return TRUE;
    }
    return read_sheet(self, book, 0, error);
}
