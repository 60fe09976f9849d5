/* SPDX-License-Identifier: MIT */
#include "gp-html-private.h"

#define SHORT_ROWS 16  /* a table up to here stays on one sheet of paper */
#define WIDE_COLUMNS 9 /* one with more has its paper turned */

static void
add_head(GString *out, const GpDocTable *table)
{
    gp_html_add(out, "<thead>\n<tr>", NULL);
    for (guint k = 0; k < table->columns->len; k++) {
        const GpDocColumn *column = gp_doc_table_column(table, k);

        gp_html_add(out,
                    column->places == GP_DOC_TEXT ? "<th scope=\"col\">"
                                                  : "<th scope=\"col\" class=\"number\">",
                    column->title, NULL);
        if (*column->unit != '\0')
            gp_html_add(out, " <span class=\"unit\">", column->unit, "</span>", NULL);
        gp_html_add(out, "</th>", NULL);
    }
    gp_html_add(out, "</tr>\n</thead>\n", NULL);
}

static void
add_row(GString *out, const GpDocTable *table, const GpDocRow *row)
{
    gp_html_add(out, row->is_total ? "<tr class=\"total\">" : "<tr>", NULL);
    for (guint k = 0; k < table->columns->len; k++) {
        const GpDocColumn *column = gp_doc_table_column(table, k);
        g_autofree char *shown = gp_doc_cell_shown(&row->cells[k], column);

        if (k == 0)
            gp_html_add(out, "<th scope=\"row\">", shown, "</th>", NULL);
        else
            gp_html_add(out, column->places == GP_DOC_TEXT ? "<td>" : "<td class=\"number\">",
                        shown, "</td>", NULL);
    }
    gp_html_add(out, "</tr>\n", NULL);
}

static void
add_caption(GString *out, const GpDocTable *table)
{
    g_autofree char *marks = gp_render_marks(table);

    gp_html_add(out, "<caption id=\"caption-", table->id, "\"><span class=\"held\"><strong>",
                table->caption, "</strong>", NULL);
    if (*table->note != '\0')
        gp_html_add(out, " <span class=\"aside\">", table->note, "</span>", NULL);
    if (*marks != '\0')
        gp_html_add(out, " <span class=\"aside\">", marks, "</span>", NULL);
    gp_html_add(out, "</span></caption>\n", NULL);
}

/* Where it is too wide for the screen it is moved inside its frame, also by keys. */
void
gp_html_add_table(GString *out, const GpDocTable *table)
{
    gboolean is_wide = table->columns->len > WIDE_COLUMNS;
    gboolean is_short = table->rows->len <= SHORT_ROWS;

    gp_html_add(out,
                is_wide    ? "<div class=\"frame wide\""
                : is_short ? "<div class=\"frame short\""
                           : "<div class=\"frame\"",
                NULL);
    gp_html_add(out, " role=\"group\" tabindex=\"0\" aria-labelledby=\"caption-", table->id,
                "\">\n<table id=\"table-", table->id, "\">\n", NULL);
    add_caption(out, table);
    add_head(out, table);
    gp_html_add(out, "<tbody>\n", NULL);
    for (guint i = 0; i < table->rows->len; i++)
        add_row(out, table, gp_doc_table_row(table, i));
    if (table->rows->len == 0) {
        g_autofree char *n = g_strdup_printf("%u", table->columns->len);

        gp_html_add(out, "<tr><td colspan=\"", n, "\">Nothing to show</td></tr>\n", NULL);
    }
    gp_html_add(out, "</tbody>\n</table>\n</div>\n", NULL);
}

void
gp_html_add_figures_table(GString *out, const GpBlock *figure)
{
    gp_html_add(out, "<details>\n<summary>Table: ", figure->table->caption, "</summary>\n", NULL);
    gp_html_add_table(out, figure->table);
    gp_html_add(out, "</details>\n", NULL);
}
