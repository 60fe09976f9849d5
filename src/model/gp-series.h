/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"
#include "gp-issue.h"
#include "gp-number.h"

/*
 * A measure over time: one value a day or a month, in the order of the dates.
 *
 *   file of date,value ── load ──┐
 *   GpBook ───────────── flow/ ──┴─▶ GpSeries ──▶ track/
 */

/* No value is larger, so that what is worked out of it fits. A million million units. */
#define GP_SERIES_MAX_MICRO (G_GINT64_CONSTANT(1000000000000) * GP_MICRO)

typedef struct {
    GpDay day;          /* the first of the month where dates are months */
    gint64 value_micro; /* times 10^6; 0 where there is none */
    gboolean has_value; /* FALSE: missing, which is never 0 */
} GpSeriesPoint;

typedef struct {
    GArray *points;     /* (element-type GpSeriesPoint) each day once */
    gboolean by_month;  /* dates are months and print as such */
    guint step_months;  /* between neighbours: 1 monthly, 3 quarterly; 0: not in whole months */
    char *title, *unit; /* "" where not told */
} GpSeries;

GpSeries *gp_series_new(gboolean by_month);
void gp_series_free(GpSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpSeries, gp_series_free)

/* Returns: (transfer full) */
GpSeries *gp_series_copy(const GpSeries *self);

/* Points are added in the order of their days. */
void gp_series_add(GpSeries *self, GpDay day, gint64 value_micro);
void gp_series_add_missing(GpSeries *self, GpDay day);

/* Finds the step and puts a missing point where it leaves one out.
 * @issues: (nullable): receives a warning that names such dates */
void gp_series_settle(GpSeries *self, GpIssueList *issues);

/* Drops the points outside @days. */
void gp_series_cut(GpSeries *self, GpSpan days);

/**
 * gp_series_load:
 * @issues: (nullable): receives a warning of dates that have no row, and a note of rows without a
 *   value
 *
 * Reads `date,value`: all dates days `2024-06-14` or all months `2024-06`, in any order; an empty
 * value is missing.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason`, also for a date that is there
 *   twice, a value above GP_SERIES_MAX_MICRO and a file without any value
 */
GpSeries *gp_series_load(const char *path, GpIssueList *issues, GError **error);

/* Reads a day or a month; @out_is_month tells which. Errors: GP_ERROR_MALFORMED */
gboolean gp_date_parse(const char *text, GpDay *out_day, gboolean *out_is_month, GError **error);

/* The place of a day among the points, or -1. */
int gp_series_find(const GpSeries *self, GpDay day);

/* A date as the series writes it; @out holds at least 16 bytes. */
void gp_series_print_date(const GpSeries *self, GpDay day, char *out);

guint gp_series_n_values(const GpSeries *self);

static inline const GpSeriesPoint *
gp_series_point(const GpSeries *self, guint i)
{
    return &g_array_index(self->points, GpSeriesPoint, i);
}
