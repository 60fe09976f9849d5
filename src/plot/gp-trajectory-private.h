/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-ends-private.h"
#include "gp-years-private.h"

/*
 * The trajectory chart while it is laid out.
 *
 *   sheet: title, subtitle, foot, panel, labels at the right edge
 *   frame: the scales and axes of the plot itself
 *   lines: its lines and shades, and the labels among them
 */

typedef struct {
    const GpTrajectory *trajectory;
    const GpTrajectoryChart *chart;
    GpCanvas *canvas;
    GpAxis axis;
    GpYears years;
} GpDrawing;

/* Sets the unit and the ends of both axes from what will be shown. */
void gp_drawing_scale(GpDrawing *self);

/* A year of the series, NULL where it has no figure. */
const GpTrackYear *gp_drawing_year(const GpDrawing *self, int fy);

/* A place in the frame; and the last forecast year that is shown, NULL if there is none. */
GpPoint gp_drawing_point(const GpDrawing *self, double fy, double kg);
const GpForecastYear *gp_drawing_forecast_end(const GpDrawing *self);

/* The path in a year, also before and after it. */
double gp_drawing_path_kg(const GpDrawing *self, int fy);

/* Title, subtitle and foot; what they leave is the frame. */
void gp_drawing_write_sheet(GpDrawing *self, const char *title);

/* Axes, lines and shades; then the labels among them. */
void gp_drawing_write_axes(GpDrawing *self);
void gp_drawing_write_frame(GpDrawing *self);

/* The panel and the labels right of the frame. */
void gp_drawing_write_column(GpDrawing *self);
