/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-plot.h"
#include "gp-words.h"

/*
 * What the trajectory says, in words.
 */

/* `1.2 kt above the path`, `on the path` */
char *gp_words_panel_gap(const GpChartUnit *unit, double kg);

/* `95% range 16.5 to 22.7`; without its low edge where that is less than nothing. */
char *gp_words_range(const GpChartUnit *unit, const GpForecastYear *year, gboolean may_be_negative);

/* The finding: one sentence that the figures say, for the title. Where the forecast does not reach
 * the target year it speaks of the latest year. Returns: (transfer full) */
char *gp_words_trajectory_title(const GpTrajectory *trajectory, const GpTrajectoryChart *chart);

/* The panel's lines as pairs, what and how much; a figure that cannot be given has no line.
 * Returns: (transfer full) (element-type utf8) */
GPtrArray *gp_words_panel(const GpTrajectory *trajectory, const GpChartUnit *unit);

/* The title's supplement for those who cannot see the chart, in a few sentences. */
char *gp_words_description(const GpTrajectory *trajectory,
                           const GpTrajectoryChart *chart,
                           const GpChartUnit *unit);

/* `NHS Carbon Footprint, Devon Partnership NHS Trust, financial years 2013/14 to 2031/32` */
char *
gp_words_subtitle(const GpChartSubject *subject, const char *measure, int first_fy, int last_fy);
