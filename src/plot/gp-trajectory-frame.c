/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

#include <math.h>

#define LABEL_ROOM 22.0 /* between two labels of the x axis */

static const GpTextStyle tick_style = {21, FALSE, GP_INK_QUIET};

const GpTrackYear *
gp_drawing_year(const GpDrawing *self, int fy)
{
    for (guint i = 0; i < self->chart->n_years; i++) {
        if (self->chart->years[i].fy == fy && isfinite(self->chart->years[i].kg))
            return &self->chart->years[i];
    }
    return NULL;
}

double
gp_drawing_path_kg(const GpDrawing *self, int fy)
{
    const GpTrajectory *trajectory = self->trajectory;

    for (guint i = 0; i < trajectory->n_path; i++) {
        if (trajectory->path[i].fy >= fy)
            return trajectory->path[i].kg;
    }
    return trajectory->n_path == 0 ? NAN : trajectory->path[trajectory->n_path - 1].kg;
}

const GpForecastYear *
gp_drawing_forecast_end(const GpDrawing *self)
{
    guint n = self->trajectory->n_forecast;

    return n == 0 ? NULL : &self->trajectory->forecast[n - 1];
}

GpPoint
gp_drawing_point(const GpDrawing *self, double fy, double kg)
{
    double years = self->last_fy - self->first_fy + 2 * self->pad_years;
    double across = (fy - self->first_fy + self->pad_years) / years;

    return (GpPoint){self->canvas->frame.x + across * self->canvas->frame.width,
                     gp_canvas_y(self->canvas, &self->axis, kg)};
}

static void
widen_years(GpDrawing *self, int fy)
{
    self->first_fy = MIN(self->first_fy, fy);
    self->last_fy = MAX(self->last_fy, fy);
}

static void
scale_years(GpDrawing *self)
{
    const GpTrajectory *trajectory = self->trajectory;

    self->first_fy = G_MAXINT;
    self->last_fy = G_MININT;
    for (guint i = 0; i < self->chart->n_years; i++)
        widen_years(self, self->chart->years[i].fy);
    for (guint i = 0; i < trajectory->n_path; i++)
        widen_years(self, trajectory->path[i].fy);
    for (guint i = 0; i < trajectory->n_forecast; i++)
        widen_years(self, trajectory->forecast[i].fy);
    if (self->first_fy > self->last_fy)
        self->first_fy = self->last_fy = trajectory->baseline_fy;
    self->pad_years = MAX(0.35, 0.026 * (self->last_fy - self->first_fy));
}

static void
widen_kg(double kg, double *low, double *high)
{
    if (isfinite(kg)) {
        *low = MIN(*low, kg);
        *high = MAX(*high, kg);
    }
}

/* Zero is always on the axis. A very wide range may run out of the top. */
static void
scale_kg(GpDrawing *self)
{
    const GpTrajectory *trajectory = self->trajectory;
    double low = 0, high = 0, edge = 0;

    for (guint i = 0; i < self->chart->n_years; i++)
        widen_kg(self->chart->years[i].kg, &low, &high);
    for (guint i = 0; i < trajectory->n_path; i++)
        widen_kg(trajectory->path[i].kg, &low, &high);
    for (guint i = 0; i < trajectory->n_forecast; i++) {
        widen_kg(MAX(trajectory->forecast[i].central_kg, 0), &low, &high);
        edge = MAX(edge, trajectory->forecast[i].high95_kg);
    }
    high = MAX(high, MIN(edge, 1.3 * high));
    self->axis = gp_axis_of_kg(low, high);
}

void
gp_drawing_scale(GpDrawing *self)
{
    scale_years(self);
    scale_kg(self);
}

/* The fewest years between labels that leaves room, rather one that also hits the baseline. */
static int
label_step(const GpDrawing *self, int anchor_fy, double label_width)
{
    double year = gp_drawing_point(self, 1, 0).x - gp_drawing_point(self, 0, 0).x;
    int least = MAX(1, (int)ceil((label_width + LABEL_ROOM) / year));
    int reach = anchor_fy - self->trajectory->baseline_fy;

    for (int step = least; step <= least + 1; step++) {
        if (reach > 0 && reach % step == 0)
            return step;
    }
    return least;
}

static void
write_x_axis(GpDrawing *self)
{
    guint n_path = self->trajectory->n_path;
    int anchor_fy = n_path == 0 ? self->last_fy : self->trajectory->path[n_path - 1].fy;
    int step = label_step(self, anchor_fy, gp_text_pixels("2029/30", &tick_style));
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(double));

    for (int fy = self->first_fy; fy <= self->last_fy; fy++) {
        g_autofree char *words = gp_words_fy(fy);
        GpPoint at = {gp_drawing_point(self, fy, 0).x,
                      self->canvas->frame.y + self->canvas->frame.height + 30};
        double tick = fy;

        if ((fy - anchor_fy) % step != 0)
            continue;
        gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_CENTRE, at,
                      words, FALSE);
        g_array_append_val(ticks, tick);
    }
    gp_script_array(self->canvas->script, "x_tick", (const double *)(void *)ticks->data,
                    ticks->len);
    gp_script_count(self->canvas->script, "n_x_ticks", ticks->len);
    gp_script_number(self->canvas->script, "x_low", self->first_fy - self->pad_years);
    gp_script_number(self->canvas->script, "x_high", self->last_fy + self->pad_years);
}

void
gp_drawing_write_axes(GpDrawing *self)
{
    gp_canvas_write_axis(self->canvas, &self->axis);
    write_x_axis(self);
}
