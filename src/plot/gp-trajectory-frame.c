/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

#include <math.h>

const GpTrackYear *
gp_drawing_year(const GpDrawing *self, int fy)
{
    return gp_track_year_known(self->chart->years, self->chart->n_years, fy);
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
    return (GpPoint){gp_canvas_x(self->canvas, &self->years, fy),
                     gp_canvas_y(self->canvas, &self->axis, kg)};
}

static void
scale_years(GpDrawing *self)
{
    const GpTrajectory *trajectory = self->trajectory;
    GpYears *years = &self->years;

    *years = (GpYears){G_MAXINT, G_MININT, 0, 0};
    for (guint i = 0; i < self->chart->n_years; i++)
        gp_years_widen(years, self->chart->years[i].fy);
    for (guint i = 0; i < trajectory->n_path; i++)
        gp_years_widen(years, trajectory->path[i].fy);
    for (guint i = 0; i < trajectory->n_forecast; i++)
        gp_years_widen(years, trajectory->forecast[i].fy);
    if (years->first_fy > years->last_fy)
        gp_years_widen(years, trajectory->baseline_fy);
    gp_years_pad(years);
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

void
gp_drawing_write_axes(GpDrawing *self)
{
    guint n_path = self->trajectory->n_path;
    int anchor_fy = n_path == 0 ? self->years.last_fy : self->trajectory->path[n_path - 1].fy;

    gp_canvas_write_axis(self->canvas, &self->axis);
    gp_canvas_write_years(self->canvas, &self->years, anchor_fy, self->trajectory->baseline_fy);
}
