/* SPDX-License-Identifier: MIT */
#include "gp-html-private.h"
#include "gp-text.h"

#define SHORT_ROWS 16 /* a table up to here stays on one sheet of paper */
#define LONG_ROWS 40  /* one beyond is set small */

/* Letters side by side: on a sheet in the usual type, in small type; wider ones turn the sheet. */
#define SHEET_LETTERS 105u
#define SMALL_LETTERS 135u
#define GAP_LETTERS 2u   /* between two columns */
#define TEXT_LETTERS 16u /* texts go over several lines beyond this */

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

/* How many rows are no totals. */
static guint
count_rows(const GpDocTable *table)
{
    guint n = 0;

    for (guint i = 0; i < table->rows->len; i++)
        n += !gp_doc_table_row(table, i)->is_total;
    return n;
}

/* How many of those a page leaves out, the first ones. */
static guint
count_left_out(const GpDocTable *table)
{
    guint n = count_rows(table);

    return table->page_rows == 0 || n <= table->page_rows ? 0 : n - table->page_rows;
}

static void
add_caption(GString *out, const GpDocTable *table)
{
    g_autofree char *marks = gp_render_marks(table);
    g_autofree char *left_out =
        g_strdup_printf("The last %u of %u rows are shown; the workbook and %s.csv have all.",
                        table->page_rows, count_rows(table), table->id);

    gp_html_add(out, "<caption id=\"caption-", table->id, "\"><span class=\"held\"><strong>",
                table->caption, "</strong>", NULL);
    if (*table->note != '\0')
        gp_html_add(out, " <span class=\"aside\">", table->note, "</span>", NULL);
    if (count_left_out(table) > 0)
        gp_html_add(out, " <span class=\"aside\">", left_out, "</span>", NULL);
    if (*marks != '\0')
        gp_html_add(out, " <span class=\"aside\">", marks, "</span>", NULL);
    gp_html_add(out, "</span></caption>\n", NULL);
}

/* The letters of the longest word. */
static guint
longest_word(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " -", -1);
    guint longest = 0;

    for (guint i = 0; words[i] != NULL; i++)
        longest = MAX(longest, gp_text_width(words[i]));
    return longest;
}

static guint
letters_of_column(const GpDocTable *table, guint k)
{
    const GpDocColumn *column = gp_doc_table_column(table, k);
    guint letters = MAX(longest_word(column->title), gp_text_width(column->unit));

    for (guint i = 0; i < table->rows->len; i++) {
        g_autofree char *shown = gp_doc_cell_shown(&gp_doc_table_row(table, i)->cells[k], column);
        guint width = gp_text_width(shown);

        letters = MAX(letters, column->places == GP_DOC_TEXT ? MIN(width, TEXT_LETTERS) : width);
    }
    return letters + GAP_LETTERS;
}

/* How it is set on paper. */
static const char *
class_of(const GpDocTable *table)
{
    guint letters = 0;

    for (guint k = 0; k < table->columns->len; k++)
        letters += letters_of_column(table, k);
    if (letters > SMALL_LETTERS)
        return "frame wide";
    if (letters > SHEET_LETTERS || table->rows->len > LONG_ROWS)
        return table->rows->len <= SHORT_ROWS ? "frame short small" : "frame small";
    return table->rows->len <= SHORT_ROWS ? "frame short" : "frame";
}

static void
add_rows(GString *out, const GpDocTable *table)
{
    guint n_left_out = count_left_out(table), n = 0;

    for (guint i = 0; i < table->rows->len; i++) {
        const GpDocRow *row = gp_doc_table_row(table, i);

        if (row->is_total || n++ >= n_left_out)
            add_row(out, table, row);
    }
}

/* Where it is too wide for the screen it is moved inside its frame, also by keys. */
void
gp_html_add_table(GString *out, const GpDocTable *table)
{
    gp_html_add(out, "<div class=\"", class_of(table),
                "\" role=\"group\" tabindex=\"0\" aria-labelledby=\"caption-", table->id,
                "\">\n<table id=\"table-", table->id, "\">\n", NULL);
    add_caption(out, table);
    add_head(out, table);
    gp_html_add(out, "<tbody>\n", NULL);
    add_rows(out, table);
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
