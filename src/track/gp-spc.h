/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-xmr.h"

/*
 * Is this month different? A series held against its own ordinary variation, as an XmR chart of
 * NHS England's Making Data Count.
 *
 *   GpSeries ── gp_spc_chart ──▶ GpXmr ──▶ report/, plot/
 *
 * Pure, and exact: mean and limits are fractions of whole numbers, so a point on the mean or on a
 * limit is on it whatever the machine.
 *
 *   mean   = sum of the values / how many
 *   range  = |value - the one before|, where both are there
 *   limits = mean ± 2.66 x average range          near limits: two thirds of the way
 *
 * Ranges of 3.267 average ranges or more do not count, and the rest is averaged once more.
 * Source: docs/method.md, “Variation”.
 */

/* A date from which limits are worked out anew. */
typedef struct {
    GpDay day;
    const char *reason; /* "" where not told */
} GpRebase;

typedef struct {
    GpDirection direction;
    gboolean has_target;
    gint64 target_micro;
    const GpRebase *rebases; /* (array length=n_rebases): in any order */
    guint n_rebases;
    guint fix_after;      /* limits are those of so many first values of a segment; 0: of all */
    gboolean no_screen;   /* large ranges count too */
    gboolean not_rolling; /* whoever asks knows that these are no rolling totals */
} GpSpcOptions;

/**
 * gp_spc_chart:
 *
 * The rules look at one segment at a time, and the first that holds names the point:
 *   outside       beyond a limit; on it is inside
 *   trend         at least GP_XMR_RUN points, each above (or each below) the one before; where one
 *                 ends and another begins, the point goes the way of the one that leaves it
 *   two-of-three  of three points on one side of the mean, two or three beyond the near limit, and
 *                 not outside; those points only
 *   shift         at least GP_XMR_RUN points on one side of the mean; on the mean is on neither
 * A missing value ends every run.
 *
 * Errors: GP_ERROR_MISSING if a rebase date is not in the series; GP_ERROR_USAGE if one is given
 *   twice or fix_after is from 1 to GP_XMR_MIN_POINTS - 1
 * Returns: (transfer full) (nullable)
 */
GpXmr *gp_spc_chart(const GpSeries *series, const GpSpcOptions *options, GError **error);

/* ---- what such a chart must not be drawn of ---- */

#define GP_SEASON_MIN_VALUES 24
#define GP_SEASON_LONG 36         /* values from which a trend can be told from a season */
#define GP_SEASON_LIMIT 0.5       /* share of the variance that makes a series seasonal */
#define GP_SEASON_LIMIT_SHORT 0.7 /* the same with fewer values than GP_SEASON_LONG */
#define GP_ROLLING_MIN_VALUES 36
#define GP_ROLLING_LIMIT -0.3     /* correlation of changes twelve months apart */
#define GP_SMOOTH_LIMIT 0.7       /* correlation of neighbours */
#define GP_ROLLING_SURE_VALUES 48 /* the same, where next to nothing else looks so */
#define GP_ROLLING_SURE_LIMIT -0.4
#define GP_SMOOTH_SURE_LIMIT 0.85

/**
 * gp_series_seasonal_share:
 *
 * How much of the variance around a straight trend goes with the calendar month, adjusted for the
 * number of months:
 *   1 - (SSE of trend and month effects / (n - 13)) / (SSE of the trend / (n - 2))
 * With fewer than GP_SEASON_LONG values the trend is left out of both (n - 12 and n - 1): in two
 * years a step between them cannot be told from a trend with a season.
 *
 * Returns: NAN if the series is not monthly or has fewer than GP_SEASON_MIN_VALUES values
 */
double gp_series_seasonal_share(const GpSeries *self);
gboolean gp_series_is_seasonal(const GpSeries *self);

typedef enum { GP_ROLLING_NO, GP_ROLLING_PERHAPS, GP_ROLLING_SURELY } GpRolling;

/**
 * gp_series_rolling:
 *
 * Whether it is built as totals of twelve months are: neighbours are nearly the same, and a change
 * is undone twelve months later, when the month that made it drops out. A walk at random looks so
 * now and then; of SURELY, less than one in a hundred.
 *
 * Returns: GP_ROLLING_NO also where it cannot be told: not monthly, fewer than
 *   GP_ROLLING_MIN_VALUES values
 */
GpRolling gp_series_rolling(const GpSeries *self);

#define GP_SEASON_BASE_MONTHS 36

/**
 * gp_series_without_season:
 * @out_base: the months that the effects are taken from
 *
 * Each value less the effect of its calendar month. The effects are those of the first 36 months in
 * a row with a value, so they stay as they are when months are added: least squares with a straight
 * trend, and they sum to 0.
 *
 * Errors: GP_ERROR_MISSING without such months
 * Returns: (transfer full) (nullable)
 */
GpSeries *gp_series_without_season(const GpSeries *self, GpSpan *out_base, GError **error);
