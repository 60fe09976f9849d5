/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

#include <math.h>
#include <string.h>

#define COLUMN_LEFT 1232.0
#define COLUMN_WIDTH (GP_PAGE_WIDTH - COLUMN_LEFT - 24)
#define FRAME_RIGHT 1208.0
#define PANEL_ROW 52.0
#define TICK_ROOM 74.0 /* below the frame */

static const GpTextStyle verdict_style = {27, TRUE, GP_INK_TEXT};
static const GpTextStyle name_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle figure_style = {20, TRUE, GP_INK_TEXT};
static const GpTextStyle actual_style = {24, TRUE, GP_INK_ACTUAL};
static const GpTextStyle path_style = {24, TRUE, GP_INK_PATH};
static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};

void
gp_drawing_write_sheet(GpDrawing *self, const char *title)
{
    g_autofree char *subtitle = gp_words_subtitle(self->chart, self->first_fy, self->last_fy);

    gp_canvas_write_sheet(self->canvas, title, subtitle, self->axis.unit.axis, TICK_ROOM,
                          FRAME_RIGHT);
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

    label.end_y =
        CLAMP(y, self->canvas->frame.y, self->canvas->frame.y + self->canvas->frame.height);
    label.small = gp_text_wrap(small, &small_style, COLUMN_WIDTH, 4);
    label.height = 34 + 23 * g_strv_length(label.small) + 8;
    label.centre = label.end_y - 18 + label.height / 2;
    g_array_append_val(labels, label);
}

static void
add_path_label(const GpDrawing *self, GArray *labels)
{
    double kg = gp_drawing_path_kg(self, self->last_fy);
    g_autofree char *figure = gp_words_figure(&self->axis.unit, kg);
    g_autofree char *words =
        g_strdup_printf("%s: %s", self->chart->target_name, self->chart->path_words);
    g_autofree char *shown = gp_picture_text(words, 400);

    add_end_label(self, labels, kg, &path_style, g_strdup_printf("%s target", figure), shown);
}

static void
add_forecast_label(const GpDrawing *self, GArray *labels, const GpForecastYear *end)
{
    g_autofree char *range = gp_words_range(&self->axis.unit, end, self->axis.low < 0);
    g_autofree char *figure = gp_words_figure(&self->axis.unit, end->central_kg);
    gboolean is_shown = end->central_kg >= 0 || self->axis.low < 0;

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
        g_autofree char *figure = gp_words_figure(&self->axis.unit, self->trajectory->latest_kg);

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

    gp_canvas_write(self->canvas, label->style, COLUMN_LEFT, y, label->strong);
    gp_canvas_write_lines(self->canvas, &small_style, COLUMN_LEFT, y + 28, label->small);
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
    gp_script_array(self->canvas->script, "leader", cells, 4 * n);
    gp_script_count(self->canvas->script, "n_leaders", n);
}

static void
write_panel(GpDrawing *self, const GPtrArray *lines, GpBox box)
{
    double x = box.x + 24, y = box.y + 30;

    gp_canvas_write(self->canvas, &verdict_style, x, y,
                    gp_verdict_title(self->trajectory->verdict));
    y += 40;
    for (guint i = 0; i + 1 < lines->len; i += 2, y += PANEL_ROW) {
        const char *figure = lines->pdata[i + 1];
        GpTextStyle style = figure_style;

        style.size = gp_text_fit(figure, &figure_style, box.width - 36, 13);
        gp_canvas_write(self->canvas, &name_style, x, y, lines->pdata[i]);
        gp_canvas_write(self->canvas, &style, x, y + 23, figure);
    }
    gp_script_number(self->canvas->script, "panel_left", box.x);
    gp_script_number(self->canvas->script, "panel_top", box.y);
    gp_script_number(self->canvas->script, "panel_width", box.width);
    gp_script_number(self->canvas->script, "panel_height", box.height);
    gp_script_count(self->canvas->script, "verdict", (guint)self->trajectory->verdict + 1);
}

void
gp_drawing_write_column(GpDrawing *self)
{
    g_autoptr(GPtrArray) lines = gp_words_panel(self->trajectory, &self->axis.unit);
    g_autoptr(GArray) labels = end_labels(self);
    double top = self->canvas->frame.y,
           bottom = self->canvas->frame.y + self->canvas->frame.height + 10;
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
