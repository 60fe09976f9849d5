/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

#include <math.h>

#define TICK_ROOM 74.0 /* below the frame */

static const GpTextStyle actual_style = {24, TRUE, GP_INK_ACTUAL};
static const GpTextStyle path_style = {24, TRUE, GP_INK_PATH};

void
gp_drawing_write_sheet(GpDrawing *self, const char *title)
{
    g_autofree char *subtitle = gp_words_subtitle(&self->chart->subject, self->chart->measure,
                                                  self->years.first_fy, self->years.last_fy);

    gp_canvas_write_sheet(self->canvas, title, subtitle, self->axis.unit.axis, TICK_ROOM,
                          GP_COLUMN_FRAME_RIGHT);
}

static void
add_end(const GpDrawing *self,
        GpEnds *ends,
        double kg,
        const GpTextStyle *style,
        const char *strong,
        const char *small)
{
    GpPoint end = gp_drawing_point(self, self->years.last_fy, kg);
    double top = self->canvas->frame.y;

    end.x += 10;
    end.y = CLAMP(end.y, top, top + self->canvas->frame.height);
    gp_ends_add(ends, end, style, strong, small, 0, TRUE);
}

static void
add_path_end(const GpDrawing *self, GpEnds *ends)
{
    double kg = gp_drawing_path_kg(self, self->years.last_fy);
    g_autofree char *figure = gp_words_figure(&self->axis.unit, kg);
    g_autofree char *strong = g_strdup_printf("%s target", figure);
    g_autofree char *words =
        g_strdup_printf("%s: %s", self->chart->target_name, self->chart->path_words);
    g_autofree char *shown = gp_picture_text(words, 400);

    add_end(self, ends, kg, &path_style, strong, shown);
}

static void
add_forecast_end(const GpDrawing *self, GpEnds *ends, const GpForecastYear *end)
{
    g_autofree char *range = gp_words_range(&self->axis.unit, end, self->axis.low < 0);
    g_autofree char *figure = gp_words_figure(&self->axis.unit, end->central_kg);
    gboolean is_shown = end->central_kg >= 0 || self->axis.low < 0;
    g_autofree char *strong =
        is_shown ? g_strdup_printf("%s forecast", figure) : g_strdup("forecast below zero");

    add_end(self, ends, end->central_kg, &actual_style, strong, range);
}

void
gp_drawing_write_column(GpDrawing *self)
{
    const GpTrajectory *trajectory = self->trajectory;
    const GpForecastYear *end = gp_drawing_forecast_end(self);
    g_autoptr(GPtrArray) lines = gp_words_panel(trajectory, &self->axis.unit);
    g_autoptr(GpEnds) ends = gp_ends_new();

    if (trajectory->n_path > 0)
        add_path_end(self, ends);
    if (end != NULL && end->fy == self->years.last_fy)
        add_forecast_end(self, ends, end);
    if (trajectory->latest_fy == self->years.last_fy) {
        g_autofree char *figure = gp_words_figure(&self->axis.unit, trajectory->latest_kg);
        g_autofree char *strong = g_strdup_printf("%s actual", figure);

        add_end(self, ends, trajectory->latest_kg, &actual_style, strong, "");
    }
    gp_canvas_write_column(self->canvas, ends, gp_verdict_title(trajectory->verdict), lines,
                           (guint)trajectory->verdict + 1);
}
