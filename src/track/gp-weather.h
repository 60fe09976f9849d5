/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-heating.h"
#include "gp-temperature.h"

/*
 * What of a month's heating was the weather.
 *
 *   GpSeries of use + GpSeries of degree days ── gp_weather_fit ──▶ GpHeating
 *
 *   use = base load per day x days + slope x degree days
 *
 * by least squares over the months that have both. Pure. Source: docs/method.md, “Weather”.
 */

#define GP_WEATHER_MIN_MONTHS 12

/**
 * gp_weather_fit:
 * @months: the first so many months that have both; 0: all of them
 *
 * Errors: GP_ERROR_MISSING with fewer than GP_WEATHER_MIN_MONTHS such months, or if the degree days
 *   do not tell the months apart; GP_ERROR_MALFORMED if one of the two is not by month
 * Returns: (transfer full) (nullable)
 */
GpHeating *
gp_weather_fit(const GpSeries *use, const GpSeries *degree_days, guint months, GError **error);

/* The mean degree days of each calendar month; NAN where there is none. */
void gp_weather_standard_year(const GpSeries *degree_days, double out_standard[12]);

/**
 * gp_weather_correct:
 * @standard: degree days of each calendar month of a standard year, January first
 *
 * The use of each month had it been as cold as in a standard year: the fitted use at standard
 * weather and what the fit left over.
 *   corrected = use + slope x (standard degree days - degree days)
 * Never the footprint: that is what was burned.
 */
void gp_weather_correct(GpHeating *self, const double standard[12]);

/**
 * gp_weather_level:
 * @use: a series by month, not only the one that was fitted
 * @reference: (nullable): the fit whose mean month counts, NULL for @self; the same one makes the
 *   stretches of two fits comparable
 *
 * The use of each month had all months the same length and the mean degree days of the months that
 * were fitted, so that neither the weather nor the season is left in it. A month without degree
 * days is missing.
 *
 * Returns: (transfer full)
 */
GpSeries *gp_weather_level(const GpHeating *self,
                           const GpHeating *reference,
                           const GpSeries *use,
                           const GpSeries *degree_days);

#define GP_WEATHER_BASE_MICRO (15500000) /* 15.5 °C, the usual base in the UK */

/**
 * gp_degree_days_of:
 * @readings: (element-type GpReading): by time, at even distances
 * @base_micro: the temperature below which buildings are heated, times 10^6
 *
 * Degree days by month: a day's are the mean over its readings of how much colder than the base
 * each is, so with hourly readings an hour counts (base - temperature) / 24. A day with less than
 * three quarters of the readings that most days have is not known. A month is the sum of its days,
 * scaled up for days that are not known; with more than a tenth of them not known it is missing.
 *
 * Returns: (transfer full): without points if there are no readings
 */
GpSeries *gp_degree_days_of(const GArray *readings, gint64 base_micro);
