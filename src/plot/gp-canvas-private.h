/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-page-private.h"
#include "gp-words-private.h"

/*
 * What all charts have: the sheet around the frame, and a value axis.
 *
 *   gp_canvas_new ─▶ gp_canvas_write_sheet ─▶ the chart's own lines ─▶ gp_canvas_finish ─▶ GpFigure
 *
 * plots/<name>.gp sees `frame_left`, `frame_right`, `frame_top`, `frame_bottom` (on the page), and
 * with a value axis `y_low`, `y_high`, `y_step` (in the unit of the axis).
 */

#define GP_SHEET_MARGIN 36.0
#define GP_SHEET_WIDTH (GP_PAGE_WIDTH - 2 * GP_SHEET_MARGIN)

/* Values from @low to @high in @unit; zero is always among them unless the chart says otherwise. */
typedef struct {
    GpChartUnit unit;
    double low, high, step;
} GpAxis;

/* An axis of kilograms that holds all of @low_kg to @high_kg and zero. */
GpAxis gp_axis_of_kg(double low_kg, double high_kg);

/* The same in a unit of the chart's own choice. */
GpAxis gp_axis_of_unit(const GpChartUnit *unit, double low_kg, double high_kg);

/* What stands at step @i of an axis. */
char *gp_axis_label(const GpAxis *self, guint i);
guint gp_axis_n_steps(const GpAxis *self);

/* An axis that need not show zero: it does where that costs little. Of values that are all alike it
 * shows some room on either side. */
GpAxis gp_axis_of_range(const GpChartUnit *unit, double low, double high);

/* 1, 2 or 5 times a power of ten, for about @n steps. */
double gp_axis_step(double range, guint n);

typedef struct {
    const char *name; /* of the figure: static */
    const GpChartSubject *subject;
    GpScript *script;
    GpPage *page;
    GpBox frame;
    double head_width; /* of title and subtitle: the whole sheet unless the chart sets it */
    char *method;      /* (nullable): said above the source */
} GpCanvas;

/* Errors: GP_ERROR_IO if the system has no random numbers to give. */
GpCanvas *gp_canvas_new(const char *name, const GpChartSubject *subject, GError **error);
void gp_canvas_free(GpCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCanvas, gp_canvas_free)

/* One line from @x to the right; @y is the middle of its height. */
void
gp_canvas_write(GpCanvas *self, const GpTextStyle *style, double x, double y, const char *text);

/* One line in the middle of a box, of which later labels keep clear. */
void gp_canvas_write_centred(GpCanvas *self, const GpTextStyle *style, GpBox box, const char *text);

/* One line in the frame beside the best of some anchors; left out if it fits nowhere. */
void gp_canvas_place(
    GpCanvas *self, const GpTextStyle *style, const char *text, const GpPoint *anchors, guint n);

/* “No data” above the axis between two edges: upright where they are close, left out where they are
 * too close for that. */
void gp_canvas_write_no_data(GpCanvas *self, double left, double right);

/* Lines one under the other, from the middle of the first; returns where the next one would be. */
double
gp_canvas_write_lines(GpCanvas *self, const GpTextStyle *style, double x, double y, char **lines);

/**
 * gp_canvas_write_sheet:
 * @axis: (nullable): the words above the frame
 * @below: pixels kept free under the frame, for what is written at the x axis
 * @right: where the frame ends
 *
 * Title, subtitle, source and notes; what they leave is the frame.
 */
void gp_canvas_write_sheet(GpCanvas *self,
                           const char *title,
                           const char *subtitle,
                           const char *axis,
                           double below,
                           double right);

/* Writes the labels of the axis left of the frame, which gets narrower by them. */
void gp_canvas_write_axis(GpCanvas *self, const GpAxis *axis);

/* Where a value of the axis is in the frame. */
double gp_canvas_y(const GpCanvas *self, const GpAxis *axis, double kg);

/* A name from outside as a title can hold it: printable, and cut. It goes last, because figures
 * behind a name that is written from the right would move to before it. */
char *gp_words_title_name(const char *name);

/* A chart of nothing: the sheet, and in the middle of it why there is nothing to show. */
GpFigure *
gp_canvas_finish_empty(GpCanvas *self, const char *title, const char *subtitle, const char *why);

/* Gives the frame and all texts to the script. @title, @description: copied.
 * Returns: (transfer full): the canvas must not be written to again */
GpFigure *gp_canvas_finish(GpCanvas *self, const char *title, const char *description);
