/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

#include <math.h>
#include <string.h>

#define MARGIN 36.0
#define COLUMN_LEFT 1232.0
#define COLUMN_WIDTH (GP_PAGE_WIDTH - COLUMN_LEFT - 24)
#define FRAME_RIGHT 1208.0
#define TEXT_WIDTH (GP_PAGE_WIDTH - 2 * MARGIN)
#define PANEL_ROW 52.0
#define TICK_ROOM 74.0 /* below the frame */

static const GpTextStyle title_style = {41, TRUE, GP_INK_TEXT};
static const GpTextStyle subtitle_style = {24, FALSE, GP_INK_QUIET};
static const GpTextStyle axis_style = {21, FALSE, GP_INK_QUIET};
static const GpTextStyle foot_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle note_style = {18, TRUE, GP_INK_TEXT};
static const GpTextStyle verdict_style = {27, TRUE, GP_INK_TEXT};
static const GpTextStyle name_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle figure_style = {20, TRUE, GP_INK_TEXT};
static const GpTextStyle actual_style = {24, TRUE, GP_INK_ACTUAL};
static const GpTextStyle path_style = {24, TRUE, GP_INK_PATH};
static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};

static void
write_at(GpDrawing *self, const GpTextStyle *style, double x, double y, const char *text)
{
    gp_page_write(self->page, self->script, style, GP_ALIGN_LEFT, (GpPoint){x, y}, text, FALSE);
}

/* Lines one under the other, from the middle of the first; returns where the next one would be. */
static double
write_lines(GpDrawing *self, const GpTextStyle *style, double x, double y, char **lines)
{
    for (guint i = 0; lines[i] != NULL; i++, y += 1.3 * style->size)
        write_at(self, style, x, y, lines[i]);
    return y;
}

static double
write_head(GpDrawing *self, const char *title)
{
    g_autofree char *words = gp_words_subtitle(self->chart, self->first_fy, self->last_fy);
    g_autofree char *subtitle = gp_picture_text(words, 600);
    GpTextStyle head = title_style, sub = subtitle_style;
    g_auto(GStrv) lines = NULL;

    head.size = gp_text_fit(title, &title_style, TEXT_WIDTH, 26);
    write_at(self, &head, MARGIN, 46, title);
    sub.size = gp_text_fit(subtitle, &subtitle_style, TEXT_WIDTH, 20);
    lines = gp_text_wrap(subtitle, &sub, TEXT_WIDTH, 3);
    return write_lines(self, &sub, MARGIN, 101, lines) + 20;
}

static char **
source_lines(const GpDrawing *self)
{
    const char *source = self->chart->source_line;
    g_autofree char *whole =
        g_strconcat(g_str_has_prefix(source, "Source") ? "" : "Source: ", source, NULL);
    g_autofree char *shown = gp_picture_text(whole, 800);

    return gp_text_wrap(shown, &foot_style, TEXT_WIDTH, 3);
}

/* Returns how much of the page it takes at the bottom. */
static double
write_foot(GpDrawing *self)
{
    g_autofree char *note = self->chart->data_note == NULL
                                ? g_strdup("")
                                : gp_picture_text(self->chart->data_note, 400);
    g_auto(GStrv) note_lines = gp_text_wrap(note, &note_style, TEXT_WIDTH, 2);
    g_auto(GStrv) lines = source_lines(self);
    guint n = g_strv_length(note_lines) + g_strv_length(lines);
    double height = 1.3 * foot_style.size * n;
    double y = GP_PAGE_HEIGHT - 14 - height + foot_style.size * 0.65;

    y = write_lines(self, &note_style, MARGIN, y, note_lines);
    write_lines(self, &foot_style, MARGIN, y, lines);
    return height + 14;
}

void
gp_drawing_write_sheet(GpDrawing *self, const char *title)
{
    double top = write_head(self, title);
    double foot = write_foot(self);

    write_at(self, &axis_style, MARGIN, top, self->unit.axis);
    self->frame.y = top + 32;
    self->frame.height = GP_PAGE_HEIGHT - foot - TICK_ROOM - self->frame.y;
    self->frame.x = MARGIN; /* until the labels of the y axis are known */
    self->frame.width = FRAME_RIGHT - MARGIN;
}

/* A label right of the frame: one strong line and some small ones, beside the end of a line. */
typedef struct {
    double centre, height, end_y;
    const GpTextStyle *style;
    char *strong;
    char **small;
} EndLabel;

static void
clear_label(gpointer pointer)
{
    EndLabel *label = pointer;

    g_free(label->strong);
    g_strfreev(label->small);
}

static void
add_end_label(const GpDrawing *self,
              GArray *labels,
              double kg,
              const GpTextStyle *style,
              char *strong,
              const char *small)
{
    double y = gp_drawing_point(self, self->last_fy, kg).y;
    EndLabel label = {.style = style, .strong = strong};

    label.end_y = CLAMP(y, self->frame.y, self->frame.y + self->frame.height);
    label.small = gp_text_wrap(small, &small_style, COLUMN_WIDTH, 4);
    label.height = 34 + 23 * g_strv_length(label.small) + 8;
    label.centre = label.end_y - 18 + label.height / 2;
    g_array_append_val(labels, label);
}

static void
add_path_label(const GpDrawing *self, GArray *labels)
{
    double kg = gp_drawing_path_kg(self, self->last_fy);
    g_autofree char *figure = gp_words_figure(&self->unit, kg);
    g_autofree char *words =
        g_strdup_printf("%s: %s", self->chart->target_name, self->chart->path_words);
    g_autofree char *shown = gp_picture_text(words, 400);

    add_end_label(self, labels, kg, &path_style, g_strdup_printf("%s target", figure), shown);
}

static void
add_forecast_label(const GpDrawing *self, GArray *labels, const GpForecastYear *end)
{
    g_autofree char *range = gp_words_range(&self->unit, end, self->low < 0);
    g_autofree char *figure = gp_words_figure(&self->unit, end->central_kg);
    gboolean is_shown = end->central_kg >= 0 || self->low < 0;

    add_end_label(
        self, labels, end->central_kg, &actual_style,
        is_shown ? g_strdup_printf("%s forecast", figure) : g_strdup("forecast below zero"), range);
}

static int
compare_ends(gconstpointer a, gconstpointer b)
{
    const EndLabel *first = a, *second = b;

    return first->end_y < second->end_y ? -1 : first->end_y > second->end_y;
}

static GArray *
end_labels(const GpDrawing *self)
{
    const GpForecastYear *end = gp_drawing_forecast_end(self);
    GArray *labels = g_array_new(FALSE, TRUE, sizeof(EndLabel));

    g_array_set_clear_func(labels, clear_label);
    if (self->trajectory->n_path > 0)
        add_path_label(self, labels);
    if (end != NULL && end->fy == self->last_fy)
        add_forecast_label(self, labels, end);
    if (self->trajectory->latest_fy == self->last_fy) {
        g_autofree char *figure = gp_words_figure(&self->unit, self->trajectory->latest_kg);

        add_end_label(self, labels, self->trajectory->latest_kg, &actual_style,
                      g_strdup_printf("%s actual", figure), "");
    }
    g_array_sort(labels, compare_ends);
    return labels;
}

/* Pushes the labels apart between two edges; returns by how much in all. */
static double
arrange(GArray *labels, double top, double bottom, gboolean keep)
{
    double centres[3] = {0}, heights[3] = {0}, moved = 0;

    for (guint i = 0; i < labels->len; i++) {
        centres[i] = g_array_index(labels, EndLabel, i).centre;
        heights[i] = g_array_index(labels, EndLabel, i).height;
    }
    gp_page_push_apart(centres, heights, labels->len, top, bottom);
    for (guint i = 0; i < labels->len; i++) {
        EndLabel *label = &g_array_index(labels, EndLabel, i);

        moved += fabs(centres[i] - label->centre);
        if (keep)
            label->centre = centres[i];
    }
    return moved;
}

static void
write_end_label(GpDrawing *self, const EndLabel *label)
{
    double y = label->centre - label->height / 2 + 18;

    write_at(self, label->style, COLUMN_LEFT, y, label->strong);
    write_lines(self, &small_style, COLUMN_LEFT, y + 28, label->small);
}

/* Thin lines from the ends to labels that had to move away from them. */
static void
print_leaders(const GpDrawing *self, const GArray *labels)
{
    double cells[3 * 4];
    guint n = 0;

    for (guint i = 0; i < labels->len; i++) {
        const EndLabel *label = &g_array_index(labels, EndLabel, i);
        double y = label->centre - label->height / 2 + 18;

        if (fabs(y - label->end_y) < 30)
            continue;
        cells[4 * n] = gp_drawing_point(self, self->last_fy, 0).x + 10;
        cells[4 * n + 1] = label->end_y;
        cells[4 * n + 2] = COLUMN_LEFT - 5;
        cells[4 * n + 3] = y;
        n++;
    }
    gp_script_array(self->script, "leader", cells, 4 * n);
    gp_script_count(self->script, "n_leaders", n);
}

static void
write_panel(GpDrawing *self, const GPtrArray *lines, GpBox box)
{
    double x = box.x + 24, y = box.y + 30;

    write_at(self, &verdict_style, x, y, gp_verdict_title(self->trajectory->verdict));
    y += 40;
    for (guint i = 0; i + 1 < lines->len; i += 2, y += PANEL_ROW) {
        const char *figure = lines->pdata[i + 1];
        GpTextStyle style = figure_style;

        style.size = gp_text_fit(figure, &figure_style, box.width - 36, 13);
        write_at(self, &name_style, x, y, lines->pdata[i]);
        write_at(self, &style, x, y + 23, figure);
    }
    gp_script_number(self->script, "panel_left", box.x);
    gp_script_number(self->script, "panel_top", box.y);
    gp_script_number(self->script, "panel_width", box.width);
    gp_script_number(self->script, "panel_height", box.height);
    gp_script_count(self->script, "verdict", (guint)self->trajectory->verdict + 1);
}

void
gp_drawing_write_column(GpDrawing *self)
{
    g_autoptr(GPtrArray) lines = gp_words_panel(self->trajectory, &self->unit);
    g_autoptr(GArray) labels = end_labels(self);
    double top = self->frame.y, bottom = self->frame.y + self->frame.height + 10;
    GpBox panel = {COLUMN_LEFT, top - 34, COLUMN_WIDTH, 68 + PANEL_ROW * lines->len / 2};
    double below = arrange(labels, panel.y + panel.height + 10, bottom, FALSE);
    double above = arrange(labels, panel.y, bottom - panel.height - 10, FALSE);

    if (above < below) {
        arrange(labels, panel.y, bottom - panel.height - 10, TRUE);
        panel.y = bottom - panel.height;
    } else {
        arrange(labels, panel.y + panel.height + 10, bottom, TRUE);
    }
    for (guint i = 0; i < labels->len; i++)
        write_end_label(self, &g_array_index(labels, EndLabel, i));
    print_leaders(self, labels);
    write_panel(self, lines, panel);
}
