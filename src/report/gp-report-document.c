/* SPDX-License-Identifier: MIT */
#include "gp-report.h"
#include "gp-table-private.h"

static void
print_marks(const GpDocTable *table, GString *out)
{
    for (GpMark mark = GP_MARK_NONE + 1; mark < GP_N_MARKS; mark++) {
        if (gp_doc_table_has_mark(table, mark))
            g_string_append_printf(out, "%s %s\n", gp_mark_text(mark), gp_mark_words(mark));
    }
}

void
gp_report_doc_table(const GpDocTable *table, GString *out)
{
    guint n_columns = table->columns->len, n_totals = 0;
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    g_autofree gboolean *is_number = g_new0(gboolean, n_columns);
    g_auto(GpTextTable) text;

    for (guint i = 0; i < n_columns; i++) {
        const GpDocColumn *column = gp_doc_table_column(table, i);

        g_ptr_array_add(titles, g_strconcat(column->title, *column->unit == '\0' ? "" : ", ",
                                            column->unit, NULL));
        is_number[i] = column->places != GP_DOC_TEXT;
    }
    gp_text_table_init(&text, (const char *const *)titles->pdata, is_number, n_columns);
    for (guint row = 0; row < table->rows->len; row++) {
        n_totals += gp_doc_table_row(table, row)->is_total ? 1 : 0;
        for (guint i = 0; i < n_columns; i++)
            gp_text_table_add(&text, gp_doc_cell_shown(&gp_doc_table_row(table, row)->cells[i],
                                                       gp_doc_table_column(table, i)));
    }
    g_string_append_printf(out, "%s\n\n", table->caption);
    gp_text_table_print(&text, n_totals, out);
    print_marks(table, out);
}
