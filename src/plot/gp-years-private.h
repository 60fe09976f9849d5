/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"

/*
 * Financial years along the x axis, for plots/frame.gp.
 *
 *   gp_years_widen … ─▶ gp_years_pad ─▶ gp_canvas_x, gp_canvas_write_years, gp_canvas_shade_no_data
 */

typedef struct {
    int first_fy, last_fy;
    double low, high; /* what the frame spans: a little more than these */
} GpYears;

/* Makes room for a year; a span that begins as {G_MAXINT, G_MININT} takes it for its first. */
void gp_years_widen(GpYears *self, int fy);
void gp_years_pad(GpYears *self);

/* A year of a series, NULL where it has no figure. */
const GpTrackYear *gp_track_year_known(const GpTrackYear *years, guint n_years, int fy);

double gp_canvas_x(const GpCanvas *self, const GpYears *years, double fy);

/* Labels under the frame, as many as there is room for: @anchor_fy always, and rather @also_fy. */
void gp_canvas_write_years(GpCanvas *self, const GpYears *years, int anchor_fy, int also_fy);

/* Shades the years of a series that have no figure, and those it jumps over, and says “No data”. */
void gp_canvas_shade_no_data(GpCanvas *self,
                             const GpYears *years,
                             const GpTrackYear *series,
                             guint n_series);
