/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-plot.h"

/*
 * The words of a chart: figures as people write them, and what the trajectory says.
 */

/* What the figures of one chart are shown in. */
typedef struct {
    double kg;          /* one of it */
    int places;         /* decimal places */
    const char *symbol; /* `t` or `kt` */
    const char *axis;   /* `Tonnes CO₂e (t)` */
} GpChartUnit;

/* Tonnes if all is below 10,000 t, else thousand tonnes. */
GpChartUnit gp_chart_unit(double largest_kg);

/* `2019/20` */
char *gp_words_fy(int fy);

/* `−1,234.5`: with commas and a real minus; @sign_plus shows a plus sign too. */
char *gp_words_number(double value, int places, gboolean sign_plus);

/* `25.2`, `25.2 kt` */
char *gp_words_figure(const GpChartUnit *unit, double kg);
char *gp_words_quantity(const GpChartUnit *unit, double kg);

/* `310 tonnes`, to two digits: a title that says more would say too much. */
char *gp_words_tonnes(double kg);

/* `1.2 kt above the path`, `on the path` */
char *gp_words_gap(const GpChartUnit *unit, double kg);

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
