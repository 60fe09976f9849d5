/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-spc-chart-private.h"

#define EDGE 0.03         /* of what is shown, kept free above and below it */
#define ABOUT_FRAME 480.0 /* pixels that the frame is high, before its height is known */

double
gp_spc_position(const GpSpcDrawing *self, guint i)
{
    GpDay day = gp_series_point(self->series, i)->day;

    return self->series->by_month ? gp_month_of_day(day) : day;
}

GpPoint
gp_spc_point(const GpSpcDrawing *self, double position, double value)
{
    double across = (position - self->x_low) / (self->x_high - self->x_low);

    return (GpPoint){self->canvas->frame.x + across * self->canvas->frame.width,
                     gp_canvas_y(self->canvas, &self->axis, value)};
}

const GpXmrPoint *
gp_spc_last(const GpSpcDrawing *self)
{
    return gp_series_n_values(self->series) == 0 ? NULL : gp_xmr_point(self->xmr, self->xmr->last);
}

const GpXmrSegment *
gp_spc_last_segment(const GpSpcDrawing *self)
{
    guint n = self->xmr->segments->len;

    return n == 0 ? NULL : gp_xmr_segment(self->xmr, n - 1);
}

double
gp_spc_level(GpInt128 level)
{
    return gp_number_to_double(level, GP_XMR_PLACES);
}

double
gp_spc_target(const GpXmr *xmr)
{
    return gp_number_to_double(xmr->target_micro, GP_MICRO_PLACES);
}

char *
gp_spc_figure(const GpSpcDrawing *self, double value)
{
    double shown = value / self->unit.unit.kg;

    return gp_words_number(shown, fabs(shown) < 1e-9 * self->axis.step ? 0 : self->places, FALSE);
}

GpInk
gp_spc_ink(GpXmrType type)
{
    static const GpInk inks[] = {
        [GP_XMR_COMMON] = GP_INK_QUIET,        [GP_XMR_IMPROVEMENT] = GP_INK_ACTUAL,
        [GP_XMR_CONCERN] = GP_INK_CONCERN,     [GP_XMR_NEUTRAL_HIGH] = GP_INK_NEUTRAL,
        [GP_XMR_NEUTRAL_LOW] = GP_INK_NEUTRAL,
    };

    return inks[type];
}

static void
widen(double value, double *low, double *high)
{
    if (isfinite(value)) {
        *low = MIN(*low, value);
        *high = MAX(*high, value);
    }
}

static void
scale_values(GpSpcDrawing *self)
{
    double low = INFINITY, high = -INFINITY;
    double edge, room = gp_spc_break_room(self) / ABOUT_FRAME;

    for (guint i = 0; i < self->series->points->len; i++)
        widen(gp_series_value(self->series, i), &low, &high);
    for (guint i = 0; i < self->xmr->segments->len; i++) {
        const GpXmrSegment *segment = gp_xmr_segment(self->xmr, i);

        if (segment->n_based > 0)
            widen(gp_spc_level(segment->mean), &low, &high);
        if (segment->has_limits) {
            widen(gp_spc_level(segment->lower), &low, &high);
            widen(gp_spc_level(segment->upper), &low, &high);
        }
    }
    if (self->xmr->has_target)
        widen(gp_spc_target(self->xmr), &low, &high);
    if (!isfinite(low))
        low = high = 0;
    gp_series_unit_init(&self->unit, self->series->unit, MAX(high, -low));
    edge = EDGE * (high - low);
    high += edge + (high - low) * room / (1 - room);
    self->axis =
        gp_axis_of_range(&self->unit.unit, low >= 0 ? MAX(low - edge, 0) : low - edge, high);
    self->places = gp_words_places(self->axis.step);
}

static void
scale_time(GpSpcDrawing *self)
{
    guint n = self->series->points->len;
    double first = n == 0 ? 0 : gp_spc_position(self, 0);
    double last = n == 0 ? 1 : gp_spc_position(self, n - 1);

    self->step = n < 2 ? 1 : (last - first) / (n - 1);
    self->x_low = first - 0.8 * self->step;
    self->x_high = last + 0.8 * self->step;
}

static GpFigure *
finish_without_data(GpSpcDrawing *self)
{
    g_autofree char *title = gp_spc_title(self);
    g_autofree char *subtitle = gp_spc_subtitle(self);

    return gp_canvas_finish_empty(self->canvas, title, subtitle,
                                  "There are no figures of any month yet.");
}

GpFigure *
gp_figure_of_spc(const GpSpcChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("spc", &chart->subject, error);
    g_autofree char *title = NULL;
    g_autofree char *description = NULL;
    GpSpcDrawing drawing = {.chart = chart,
                            .series = chart->series,
                            .xmr = chart->xmr,
                            .canvas = canvas};
    GpFigure *figure;

    if (canvas == NULL)
        return NULL;
    if (gp_spc_last(&drawing) == NULL)
        return finish_without_data(&drawing);
    scale_time(&drawing);
    scale_values(&drawing);
    title = gp_spc_title(&drawing);
    gp_spc_write_sheet(&drawing, title);
    gp_canvas_write_axis(canvas, &drawing.axis);
    gp_spc_write_time_axis(&drawing);
    gp_spc_write_lines(&drawing);
    gp_spc_write_column(&drawing);
    description = gp_spc_description(&drawing);
    figure = gp_canvas_finish(canvas, title, description);
    gp_series_unit_clear(&drawing.unit);
    return figure;
}
