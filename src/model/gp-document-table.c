/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-document.h"

#define KG_PER_TONNE_PLACES 3
#define DOUBLE_PLACES 9
#define LARGEST_DOUBLE 1e24

const char *
gp_mark_text(GpMark mark)
{
    static const char *const texts[GP_N_MARKS] = {"",    "[c]", "[x]", "[z]", "[low]", "[u]",
                                                  "[e]", "[f]", "[p]", "[r]", "[b]",   "[i]"};

    return texts[mark];
}

const char *
gp_mark_words(GpMark mark)
{
    static const char *const words[GP_N_MARKS] = {
        [GP_MARK_NONE] = "",
        [GP_MARK_CONFIDENTIAL] = "not shown, so that nobody can be told from it",
        [GP_MARK_NOT_AVAILABLE] = "not available",
        [GP_MARK_NOT_APPLICABLE] = "not applicable",
        [GP_MARK_LOW] = "rounds to 0 but is not 0",
        [GP_MARK_UNRELIABLE] = "of low reliability",
        [GP_MARK_ESTIMATED] = "estimated",
        [GP_MARK_FORECAST] = "forecast",
        [GP_MARK_PROVISIONAL] = "provisional",
        [GP_MARK_REVISED] = "revised since it was first published",
        [GP_MARK_BREAK] = "not comparable with the years before it",
        [GP_MARK_INCOMPLETE] = "incomplete: part of the year or of the sources is missing",
    };

    return words[mark];
}

static void
clear_column(gpointer pointer)
{
    GpDocColumn *column = pointer;

    g_free(column->title);
    g_free(column->unit);
    g_free(column->key);
}

GpDocTable *
gp_doc_table_new(const char *id, const char *caption)
{
    GpDocTable *self = g_new0(GpDocTable, 1);

    self->id = g_strdup(id);
    self->caption = g_strdup(caption);
    self->note = g_strdup("");
    self->columns = g_array_new(FALSE, TRUE, sizeof(GpDocColumn));
    self->rows = g_array_new(FALSE, TRUE, sizeof(GpDocRow));
    g_array_set_clear_func(self->columns, clear_column);
    return self;
}

void
gp_doc_table_free(GpDocTable *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < self->rows->len; i++) {
        GpDocCell *cells = gp_doc_table_row(self, i)->cells;

        for (guint k = 0; k < self->columns->len; k++)
            g_free(cells[k].text);
        g_free(cells);
    }
    g_array_unref(self->rows);
    g_array_unref(self->columns);
    g_free(self->id);
    g_free(self->caption);
    g_free(self->note);
    g_free(self);
}

void
gp_doc_table_add_note(GpDocTable *self, const char *sentence)
{
    char *both =
        *self->note == '\0' ? g_strdup(sentence) : g_strdup_printf("%s %s", self->note, sentence);

    g_free(self->note);
    self->note = both;
}

static void
add_column(GpDocTable *self,
           const char *title,
           const char *unit,
           const char *key,
           int places,
           gboolean sign)
{
    GpDocColumn column = {g_strdup(title), g_strdup(unit), g_strdup(key), places, sign};

    g_assert(self->rows->len == 0);
    g_array_append_val(self->columns, column);
}

void
gp_doc_table_add_text_column(GpDocTable *self, const char *title, const char *key)
{
    add_column(self, title, "", key, GP_DOC_TEXT, FALSE);
}

void
gp_doc_table_add_column(
    GpDocTable *self, const char *title, const char *unit, const char *key, int places)
{
    add_column(self, title, unit, key, places, FALSE);
}

void
gp_doc_table_add_change_column(
    GpDocTable *self, const char *title, const char *unit, const char *key, int places)
{
    add_column(self, title, unit, key, places, TRUE);
}

static void
add_row(GpDocTable *self, const char *heading, gboolean is_total)
{
    GpDocRow row = {g_new0(GpDocCell, self->columns->len), is_total};

    for (guint i = 0; i < self->columns->len; i++) {
        if (gp_doc_table_column(self, i)->places == GP_DOC_TEXT)
            row.cells[i].text = g_strdup(i == 0 ? heading : "");
        else
            row.cells[i].mark = GP_MARK_NOT_AVAILABLE;
    }
    g_array_append_val(self->rows, row);
}

void
gp_doc_table_add_row(GpDocTable *self, const char *heading)
{
    add_row(self, heading, FALSE);
}

void
gp_doc_table_add_total(GpDocTable *self, const char *heading)
{
    add_row(self, heading, TRUE);
}

static GpDocCell *
last_cell(GpDocTable *self, guint column)
{
    g_assert(self->rows->len > 0 && column < self->columns->len);
    return &gp_doc_table_row(self, self->rows->len - 1)->cells[column];
}

void
gp_doc_table_set_text(GpDocTable *self, guint column, const char *text)
{
    GpDocCell *cell = last_cell(self, column);

    g_free(cell->text);
    cell->text = g_strdup(text);
}

void
gp_doc_table_set_value(GpDocTable *self, guint column, GpInt128 value, int places)
{
    GpDocCell *cell = last_cell(self, column);

    cell->has_value = TRUE;
    cell->value = value;
    cell->places = places;
    if (cell->mark == GP_MARK_NOT_AVAILABLE)
        cell->mark = GP_MARK_NONE;
}

void
gp_doc_table_set_mark(GpDocTable *self, guint column, GpMark mark)
{
    last_cell(self, column)->mark = mark;
}

void
gp_doc_table_set_kg(GpDocTable *self, guint column, GpInt128 kg, int kg_places)
{
    gp_doc_table_set_value(self, column, kg, kg_places + KG_PER_TONNE_PLACES);
}

void
gp_doc_table_set_kg_double(GpDocTable *self, guint column, double kg)
{
    gp_doc_table_set_double(self, column, kg / 1000);
}

void
gp_doc_table_set_double(GpDocTable *self, guint column, double value)
{
    if (isfinite(value) && fabs(value) < LARGEST_DOUBLE)
        gp_doc_table_set_value(self, column,
                               (GpInt128)round(value * (double)gp_power_of_ten(DOUBLE_PLACES)),
                               DOUBLE_PLACES);
}

gboolean
gp_doc_cell_has_figure(const GpDocCell *self)
{
    return self->has_value && self->mark != GP_MARK_CONFIDENTIAL &&
           self->mark != GP_MARK_NOT_AVAILABLE && self->mark != GP_MARK_NOT_APPLICABLE;
}

/* Whether it is not 0 but would be shown as 0. */
static gboolean
is_low(const GpDocCell *self, const GpDocColumn *column)
{
    return gp_doc_cell_has_figure(self) && self->value != 0 && column->places < self->places &&
           gp_number_round(self->value, self->places - column->places) == 0;
}

char *
gp_doc_cell_shown(const GpDocCell *self, const GpDocColumn *column)
{
    GString *out = g_string_new(NULL);

    if (column->places == GP_DOC_TEXT)
        return g_string_free(g_string_assign(out, self->text), FALSE);
    if (is_low(self, column)) {
        g_string_append(out, gp_mark_text(GP_MARK_LOW));
    } else if (gp_doc_cell_has_figure(self)) {
        GpInt128 size = self->value < 0 ? -self->value : self->value;

        g_string_append(out, self->value < 0 ? "−" : column->sign && self->value > 0 ? "+" : "");
        gp_number_append_rounded(out, size, self->places, column->places);
    }
    if (self->mark != GP_MARK_NONE)
        g_string_append_printf(out, "%s%s", out->len == 0 ? "" : " ", gp_mark_text(self->mark));
    return g_string_free(out, FALSE);
}

gboolean
gp_doc_table_has_mark(const GpDocTable *self, GpMark mark)
{
    for (guint i = 0; i < self->rows->len; i++) {
        for (guint k = 0; k < self->columns->len; k++) {
            const GpDocCell *cell = &gp_doc_table_row(self, i)->cells[k];
            const GpDocColumn *column = gp_doc_table_column(self, k);

            if (column->places == GP_DOC_TEXT)
                continue;
            if (mark == GP_MARK_LOW ? is_low(cell, column) : cell->mark == mark)
                return TRUE;
        }
    }
    return FALSE;
}
