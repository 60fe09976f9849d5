/* SPDX-License-Identifier: MIT */
#include "gp-table-private.h"

#include "gp-text.h"

#define LINE_WIDTH 100 /* columns of a terminal */
#define MARGIN 2

void
gp_text_table_init(GpTextTable *self,
                   const char *const *titles,
                   const gboolean *is_number,
                   guint n_columns)
{
    *self = (GpTextTable){g_ptr_array_new_with_free_func(g_free), n_columns, is_number};
    for (guint i = 0; i < n_columns; i++)
        gp_text_table_add(self, g_strdup(titles[i]));
}

void
gp_text_table_clear(GpTextTable *self)
{
    g_ptr_array_unref(self->cells);
}

void
gp_text_table_add(GpTextTable *self, char *text)
{
    g_ptr_array_add(self->cells, text);
}

static void
append_blanks(GString *out, guint n)
{
    while (n-- > 0)
        g_string_append_c(out, ' ');
}

static void
append_line(const guint *widths, guint n_columns, GString *out)
{
    for (guint i = 0; i < n_columns; i++) {
        for (guint k = 0; k < widths[i]; k++)
            g_string_append(out, "─");
        if (i + 1 < n_columns)
            g_string_append(out, "──");
    }
    g_string_append_c(out, '\n');
}

static void
append_row(const GpTextTable *self, guint row, const guint *widths, GString *out)
{
    for (guint i = 0; i < self->n_columns; i++) {
        const char *text = g_ptr_array_index(self->cells, row * self->n_columns + i);
        guint blanks = widths[i] - gp_text_width(text);

        if (self->is_number[i])
            append_blanks(out, blanks);
        g_string_append(out, text);
        if (i + 1 == self->n_columns)
            break;
        append_blanks(out, 2 + (self->is_number[i] ? 0 : blanks));
    }
    while (out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

void
gp_text_table_print(const GpTextTable *self, guint n_total_rows, GString *out)
{
    guint n_rows = self->cells->len / self->n_columns;
    g_autofree guint *widths = g_new0(guint, self->n_columns);

    for (guint i = 0; i < self->cells->len; i++) {
        guint column = i % self->n_columns;

        widths[column] = MAX(widths[column], gp_text_width(g_ptr_array_index(self->cells, i)));
    }
    for (guint row = 0; row < n_rows; row++) {
        if (row == 1 || row == n_rows - n_total_rows)
            append_line(widths, self->n_columns, out);
        append_row(self, row, widths, out);
    }
}

void
gp_text_paragraph_print(const char *label, guint label_width, const char *text, GString *out)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    const guint begin = MARGIN + label_width;
    guint column = begin;

    g_string_append_printf(out, "%*s%-*s", MARGIN, "", (int)label_width, label);
    for (guint i = 0; words[i] != NULL; i++) {
        guint width = gp_text_width(words[i]);

        if (column > begin && column + 1 + width > LINE_WIDTH) {
            g_string_append_c(out, '\n');
            column = begin;
            append_blanks(out, column);
        } else if (column > begin) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, words[i]);
        column += width;
    }
    g_string_append_c(out, '\n');
}

void
gp_matches_print(const GpMatchCount *matches, GString *out)
{
    gsize begin = out->len;

    for (guint rule = 0; rule < GP_N_MATCH_RULES; rule++) {
        if (matches->rows[rule] == 0)
            continue;
        g_string_append_printf(out, "%s%" G_GUINT64_FORMAT " %s",
                               out->len == begin ? "Rows by how their factors were found: " : ", ",
                               matches->rows[rule], gp_match_rule_name(rule));
    }
    if (out->len > begin)
        g_string_append_c(out, '\n');
}
