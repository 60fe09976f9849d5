/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-render-private.h"

#define END_OF_ROW "\r\n"

static void
append_text(GString *out, const char *text)
{
    g_autofree char *printable = gp_render_text(text);

    gp_csv_append_name(out, g_strstrip(printable));
}

static void
append_cell(GString *out, const GpDocCell *cell, const GpDocColumn *column)
{
    if (column->places == GP_DOC_TEXT)
        append_text(out, cell->text);
    else if (gp_doc_cell_has_figure(cell))
        gp_number_append(out, cell->value, cell->places);
    else
        g_string_append(out, gp_mark_text(cell->mark));
}

void
gp_render_csv(const GpDocTable *table, GString *out)
{
    g_autofree gboolean *has_marks = g_new0(gboolean, table->columns->len);

    for (guint k = 0; k < table->columns->len; k++) {
        const char *key = gp_doc_table_column(table, k)->key;

        has_marks[k] = gp_render_has_marks_beside(table, k);
        g_string_append_printf(out, "%s%s", k == 0 ? "" : ",", key);
        if (has_marks[k])
            g_string_append_printf(out, ",%s_mark", key);
    }
    g_string_append(out, END_OF_ROW);
    for (guint i = 0; i < table->rows->len; i++) {
        for (guint k = 0; k < table->columns->len; k++) {
            const GpDocCell *cell = &gp_doc_table_row(table, i)->cells[k];

            g_string_append(out, k == 0 ? "" : ",");
            append_cell(out, cell, gp_doc_table_column(table, k));
            if (has_marks[k])
                g_string_append_printf(
                    out, ",%s", gp_doc_cell_has_figure(cell) ? gp_mark_text(cell->mark) : "");
        }
        g_string_append(out, END_OF_ROW);
    }
}
