/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-track.h"

/*
 * Lines through a few years. Every year given here counts: the caller has left the others out.
 * Years may be missing in between; the time axis is the true year.
 */

GpLine gp_line_fit(const GpTrackYear *years, guint n);
double gp_line_at(const GpLine *self, int fy);

/* What is added to and taken from the line in @fy for a range that holds with @coverage. */
double gp_line_half_range(const GpLine *self, int fy, double coverage);

/* The median of the slopes of all pairs of years; NAN with fewer than 2. */
double gp_theil_sen_slope(const GpTrackYear *years, guint n);

/* The Theil-Sen line in @fy: the median slope through the median of kg - slope * fy. */
double gp_theil_sen_at(const GpTrackYear *years, guint n, int fy);

/* How many of all pairs of years rise, less how many fall: the S of Mann and Kendall. */
int gp_mann_kendall_s(const GpTrackYear *years, guint n);

/*
 * A random walk with drift: each year is the one before it, a mean step and an independent error
 * whose variance grows with the years in between.
 */
typedef struct {
    guint n;
    int elapsed;   /* from the first to the last year */
    int latest_fy; /* where it goes on from */
    double latest_kg;
    double step_kg;      /* the mean change a year; NAN with fewer than 2 years */
    double deviation_kg; /* of the change in one year, with n - 2 degrees of freedom; NAN with fewer
                            than 3 years */
} GpDrift;

GpDrift gp_drift_fit(const GpTrackYear *years, guint n);
double gp_drift_at(const GpDrift *self, int fy);
double gp_drift_half_range(const GpDrift *self, int fy, double coverage);
