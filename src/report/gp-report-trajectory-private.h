/* SPDX-License-Identifier: MIT */
#pragma once

#include <cjson/cJSON.h>

#include "gp-report.h"
#include "gp-table-private.h"

/* What is known about one year. NAN, NULL where nothing is. */
typedef struct {
    int fy;
    const GpTrackYear *actual;
    double path_kg, early_path_kg;
    const GpForecastYear *forecast;
    const GpForecastCheck *check;
    const GpUncertainYear *uncertain;
} GpKnownYear;

GpKnownYear
gp_known_year(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years, int fy);

/* The years that a table or CSV has rows for. */
int gp_known_first_fy(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years);
int gp_known_last_fy(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years);

/* From the baseline to the latest year; NAN where one of them is not known. */
double gp_change_percent(const GpTrajectory *trajectory);

/* `1,234`, `−5`, "" for NAN. Returns: (transfer full) */
char *gp_tonnes_text(double kg);

/* `12.3%`, `−0.4%`, "" for NAN. Returns: (transfer full) */
char *gp_percent_text(double percent);

/* With so many decimal places; "" for NAN. Returns: (transfer full) */
char *gp_rounded_text(double value, int places, const char *unit);

/* A sentence on the category that is furthest above its share of the path, if any is. */
void gp_trajectory_print_laggard(const GpTrajectory *trajectory, GString *out);

void gp_trajectory_print_table(const GpTrajectory *trajectory,
                               const GpTarget *target,
                               const GpTrackYear *years,
                               guint n_years,
                               GString *out);

/* A target and how it stands. */
cJSON *gp_json_of_standing(const GpTargetStanding *standing);
