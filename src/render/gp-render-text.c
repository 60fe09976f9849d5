/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-render-private.h"
#include "gp-text.h"

#define TEXT_CHARACTERS 8000 /* a cell of a workbook holds 32,767 bytes */

/* XML knows no U+FFFE and U+FFFF, and a workbook that has one cannot be opened. */
char *
gp_render_text(const char *text)
{
    g_autofree char *printable = gp_text_printable(text, strlen(text), TEXT_CHARACTERS);
    GString *out = g_string_new(printable);

    g_string_replace(out, "\xef\xbf\xbe", " ", 0);
    g_string_replace(out, "\xef\xbf\xbf", " ", 0);
    return g_string_free(out, FALSE);
}

char *
gp_render_exact(const GpDocCell *cell)
{
    GString *out = g_string_new(NULL);

    gp_number_append(out, cell->value, cell->places);
    return g_string_free(out, FALSE);
}

gboolean
gp_render_has_marks_beside(const GpDocTable *table, guint column)
{
    for (guint i = 0; i < table->rows->len; i++) {
        const GpDocCell *cell = &gp_doc_table_row(table, i)->cells[column];

        if (gp_doc_cell_has_figure(cell) && cell->mark != GP_MARK_NONE)
            return TRUE;
    }
    return FALSE;
}

char *
gp_render_marks(const GpDocTable *table)
{
    GString *out = g_string_new(NULL);

    for (guint mark = GP_MARK_NONE + 1; mark < GP_N_MARKS; mark++) {
        if (gp_doc_table_has_mark(table, (GpMark)mark))
            g_string_append_printf(out, "%s%s %s", out->len == 0 ? "" : "; ",
                                   gp_mark_text((GpMark)mark), gp_mark_words((GpMark)mark));
    }
    return g_string_free(out, FALSE);
}
