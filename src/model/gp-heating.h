/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-series.h"

/*
 * Heating held against the weather, as track/ fits it and report/ shows it. NAN where a figure
 * cannot be given.
 */

/* One month of the use. */
typedef struct {
    GpMonth month;
    double use, degree_days, standard_degree_days;
    double fitted;      /* at the degree days it had */
    double corrected;   /* to standard weather */
    gboolean is_fitted; /* one of the months behind the fit */
} GpHeatingMonth;

typedef struct {
    guint n; /* months behind the fit */
    GpMonth first, last;
    double base_per_day, use_per_degree_day;
    double r_squared; /* share of the variance of the months that the fit explains */
    double cv_rmse;   /* sqrt(SSE / (n - 2)) as a fraction of the mean month */
    double mean_days, mean_degree_days; /* of those months */
    double *standard; /* (array length=12): degree days of a standard year, January first */
    GArray *months;   /* (element-type GpHeatingMonth) */
} GpHeating;

GpHeating *gp_heating_new(void);
void gp_heating_free(GpHeating *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpHeating, gp_heating_free)
