/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"

/*
 * Outdoor temperatures as a weather station writes them, several readings a day.
 *
 *   file of time,value ── load ──▶ GpReading[] ──▶ track/ ──▶ degree days
 */

typedef struct {
    GpDay day;
    int minute;           /* of the day */
    gint64 micro_celsius; /* times 10^6 */
} GpReading;

/**
 * gp_temperatures_load:
 *
 * Reads `time,value`: times as in `2024-01-31T13:00` or `2024-01-31 13:00`, seconds and a final `Z`
 * allowed, in any order; values in degrees Celsius; an empty value is no reading.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason`, also for a time that is there
 *   twice and for a temperature that cannot be one of British weather
 * Returns: (transfer full) (nullable) (element-type GpReading): by time
 */
GArray *gp_temperatures_load(const char *path, GError **error);
