/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-text.h"
#include "gp-xlsx-private.h"

#define CONTENTS "contents"
#define MAX_FROZEN_ROWS 12u /* more would leave too little of a window */
#define MIN_WIDTH 10u
#define MAX_WIDTH 60u
#define MARK_WIDTH 8u
#define HEAD_WIDTH 16u /* beyond which headings of figures go over several lines */

/* `_x0041_` would be read as the character of this number. */
static gboolean
is_code(const char *text)
{
    if (strncmp(text, "_x", 2) != 0)
        return FALSE;
    for (guint i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit(text[i]))
            return FALSE;
    }
    return text[6] == '_';
}

void
gp_xlsx_write(
    lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format)
{
    g_autofree char *printable = gp_render_text(text);
    g_autoptr(GString) written = g_string_new(NULL);

    for (const char *p = printable; *p != '\0'; p++) {
        if (is_code(p))
            g_string_append(written, "_x005F");
        g_string_append_c(written, *p);
    }
    worksheet_write_string(sheet, row, column, written->str, format);
}

/* `Change (t CO₂e)` */
static char *
heading_of(const GpDocColumn *column)
{
    return *column->unit == '\0' ? g_strdup(column->title)
                                 : g_strdup_printf("%s (%s)", column->title, column->unit);
}

/* A format for each way in which figures are shown: a workbook may only have so many. */
static lxw_format *
figure_format(GpWorkbook *self, const char *number_format, gboolean is_total)
{
    g_autofree char *key = g_strdup_printf("%d%s", is_total, number_format);
    lxw_format *format = g_hash_table_lookup(self->figures, key);

    if (format != NULL)
        return format;
    format = workbook_add_format(self->file);
    format_set_num_format(format, number_format);
    format_set_align(format, LXW_ALIGN_RIGHT);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (is_total) {
        format_set_bold(format);
        format_set_top(format, LXW_BORDER_THIN);
    }
    g_hash_table_insert(self->figures, g_steal_pointer(&key), format);
    return format;
}

char *
gp_xlsx_number_format(const GpDocCell *cell, const GpDocColumn *column)
{
    g_autofree char *shown = gp_doc_cell_shown(cell, column);
    g_autoptr(GString) digits = g_string_new("#,##0");

    if (g_str_has_prefix(shown, gp_mark_text(GP_MARK_LOW)))
        return g_strdup_printf("\"%s\"", gp_mark_text(GP_MARK_LOW));
    if (column->places > 0) {
        g_string_append_c(digits, '.');
        for (int i = 0; i < column->places; i++)
            g_string_append_c(digits, '0');
    }
    return column->sign ? g_strdup_printf("+%s;-%s;%s", digits->str, digits->str, digits->str)
                        : g_strdup(digits->str);
}

/* The double next to the exact figure; a spreadsheet knows no other numbers. */
static double
nearest_double(const GpDocCell *cell)
{
    g_autofree char *exact = gp_render_exact(cell);

    return g_ascii_strtod(exact, NULL);
}

static void
write_cell(GpWorkbook *self,
           lxw_worksheet *sheet,
           lxw_row_t row,
           lxw_col_t to,
           const GpDocCell *cell,
           const GpDocColumn *column,
           gboolean is_total)
{
    if (column->places == GP_DOC_TEXT) {
        gp_xlsx_write(sheet, row, to, cell->text, is_total ? self->total_text : self->text);
    } else if (gp_doc_cell_has_figure(cell)) {
        g_autofree char *format = gp_xlsx_number_format(cell, column);

        worksheet_write_number(sheet, row, to, nearest_double(cell),
                               figure_format(self, format, is_total));
    } else {
        gp_xlsx_write(sheet, row, to, gp_mark_text(cell->mark),
                      is_total ? self->total_mark : self->mark);
    }
}

static guint
width_of(const GpDocTable *table, guint k)
{
    const GpDocColumn *column = gp_doc_table_column(table, k);
    g_autofree char *heading = heading_of(column);
    guint widest = gp_text_width(heading) + 2;

    if (column->places != GP_DOC_TEXT)
        widest = MIN(widest, HEAD_WIDTH);
    for (guint i = 0; i < table->rows->len; i++) {
        g_autofree char *shown = gp_doc_cell_shown(&gp_doc_table_row(table, i)->cells[k], column);

        widest = MAX(widest, gp_text_width(shown) + 2);
    }
    return CLAMP(widest, MIN_WIDTH, MAX_WIDTH);
}

/* Headings, figures and marks, from @top down. */
static void
write_table(GpWorkbook *self, lxw_worksheet *sheet, const GpDocTable *table, lxw_row_t top)
{
    lxw_col_t to = 0;

    for (guint k = 0; k < table->columns->len; k++, to++) {
        const GpDocColumn *column = gp_doc_table_column(table, k);
        g_autofree char *heading = heading_of(column);
        g_autofree char *mark_heading = g_strconcat(column->title, ": mark", NULL);
        gboolean has_marks = gp_render_has_marks_beside(table, k);

        worksheet_set_column(sheet, to, to, width_of(table, k), NULL);
        gp_xlsx_write(sheet, top, to, heading,
                      column->places == GP_DOC_TEXT ? self->heading : self->number_heading);
        for (guint i = 0; i < table->rows->len; i++) {
            const GpDocRow *row = gp_doc_table_row(table, i);

            write_cell(self, sheet, top + 1 + i, to, &row->cells[k], column, row->is_total);
            if (has_marks)
                gp_xlsx_write(
                    sheet, top + 1 + i, (lxw_col_t)(to + 1),
                    gp_doc_cell_has_figure(&row->cells[k]) ? gp_mark_text(row->cells[k].mark) : "",
                    row->is_total ? self->total_text : self->text);
        }
        if (has_marks) {
            to++;
            worksheet_set_column(sheet, to, to, MARK_WIDTH, NULL);
            gp_xlsx_write(sheet, top, to, mark_heading, self->heading);
        }
    }
}

static void
set_up_print(lxw_worksheet *sheet, lxw_row_t heads)
{
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_footer(sheet, "&L&A&RPage &P of &N");
    if (heads > 0)
        worksheet_repeat_rows(sheet, heads, heads);
}

/* What must be known to read the table; returns the row below. */
static lxw_row_t
write_notes(GpWorkbook *self, lxw_worksheet *sheet, const GpDocTable *table)
{
    lxw_row_t row = 0;

    gp_xlsx_write(sheet, row++, 0, table->caption, self->title);
    if (*self->document->notice != '\0')
        gp_xlsx_write(sheet, row++, 0, self->document->notice, self->prose);
    if (*table->note != '\0')
        gp_xlsx_write(sheet, row++, 0, table->note, self->prose);
    for (guint i = GP_MARK_NONE + 1; i < GP_N_MARKS; i++) {
        GpMark mark = (GpMark)i;
        g_autofree char *told = g_strdup_printf("%s %s", gp_mark_text(mark), gp_mark_words(mark));

        if (gp_doc_table_has_mark(table, mark))
            gp_xlsx_write(sheet, row++, 0, told, self->prose);
    }
    worksheet_write_url(sheet, row, 0, "internal:'" CONTENTS "'!A1", self->link);
    gp_xlsx_write(sheet, row++, 0, "Back to the contents", self->link);
    return row + 1;
}

void
gp_xlsx_add_table(GpWorkbook *self, guint i)
{
    const GpDocTable *table = self->tables->pdata[i];
    lxw_worksheet *sheet = workbook_add_worksheet(self->file, self->names->pdata[i]);
    lxw_row_t heads = write_notes(self, sheet, table);

    write_table(self, sheet, table, heads);
    worksheet_freeze_panes(sheet, heads < MAX_FROZEN_ROWS ? heads + 1 : 0, 1);
    set_up_print(sheet, heads);
}

void
gp_xlsx_add_contents(GpWorkbook *self)
{
    lxw_worksheet *sheet = workbook_add_worksheet(self->file, CONTENTS);
    const char *lines[] = {
        self->document->subtitle, self->document->notice, self->document->colophon,
        "Figures are not rounded, only shown so: choose a cell to see all of it."};
    lxw_row_t row = 0;

    gp_xlsx_write(sheet, row++, 0, self->document->title, self->title);
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        if (*lines[i] != '\0')
            gp_xlsx_write(sheet, row++, 0, lines[i], self->prose);
    }
    row++;
    gp_xlsx_write(sheet, row, 0, "Sheet", self->heading);
    gp_xlsx_write(sheet, row++, 1, "What it shows", self->heading);
    for (guint i = 0; i < self->tables->len; i++, row++) {
        const GpDocTable *table = self->tables->pdata[i];
        g_autofree char *place =
            g_strdup_printf("internal:'%s'!A1", (const char *)self->names->pdata[i]);

        worksheet_write_url(sheet, row, 0, place, self->link);
        gp_xlsx_write(sheet, row, 0, self->names->pdata[i], self->link);
        gp_xlsx_write(sheet, row, 1, table->caption, self->text);
    }
    row++;
    gp_xlsx_write(sheet, row, 0, "Mark", self->heading);
    gp_xlsx_write(sheet, row++, 1, "What it means", self->heading);
    for (guint mark = GP_MARK_NONE + 1; mark < GP_N_MARKS; mark++, row++) {
        gp_xlsx_write(sheet, row, 0, gp_mark_text((GpMark)mark), self->text);
        gp_xlsx_write(sheet, row, 1, gp_mark_words((GpMark)mark), self->text);
    }
    worksheet_set_column(sheet, 0, 0, 34, NULL);
    worksheet_set_column(sheet, 1, 1, 100, NULL);
    set_up_print(sheet, 0);
}
