/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-track.h"

/*
 * Lines through a few years. Every year given here counts: the caller has left the others out.
 * Years may be missing in between; the time axis is the true year.
 */

/* kg = mean_kg + slope * (fy - mean_fy), by ordinary least squares. */
typedef struct {
    guint n;
    double mean_fy;
    double mean_kg;
    double sxx;               /* sum of squares of (fy - mean_fy) */
    double slope_kg_per_year; /* NAN with fewer than 2 years */
    double
        residual_deviation_kg; /* s, with n - 2 degrees of freedom; NAN with fewer than 3 years */
} GpLine;

GpLine gp_line_fit(const GpTrackYear *years, guint n);
double gp_line_at(const GpLine *self, int fy);

/* What is added to and taken from the line in @fy for a range that holds with @coverage. */
double gp_line_half_range(const GpLine *self, int fy, double coverage);

/* The median of the slopes of all pairs of years; NAN with fewer than 2. */
double gp_theil_sen_slope(const GpTrackYear *years, guint n);
