/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-find-private.h"

/*
 * Single figures that do not fit their own history: doubled, far too high or low, negative, zero.
 */

#define DOUBLED_TOLERANCE 1.3 /* around twice: with twice the rows that is enough to tell */
#define MIN_NONZERO 6         /* figures above zero, before a zero is out of the ordinary */
#define MAX_ZERO_SHARE 24     /* one zero in so many figures is still out of the ordinary */
#define MIN_SHARE_ABOVE 0.9   /* of the figures above zero, before a negative one is odd */

/* Twice the rows that every other period has, and about twice the quantity. */
static gboolean
is_doubled(const GpSeries *series, const GpPoint *point)
{
    return series->rows_rule != GP_ROWS_VARY && point->rows == 2 * point->usual_rows &&
           fabs(point->residual - G_LN2) <
               MIN(log(DOUBLED_TOLERANCE) + 3 * series->scale, G_LN2 / 2);
}

static void
find_doubled(GpCheck *self, GpSeries *series)
{
    for (guint i = 0; i < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);

        if (!point->is_explained && is_doubled(series, point))
            gp_check_add_fault(self, GP_FAULT_DOUBLED, series, i, i);
    }
}

static void
find_outliers(GpCheck *self, GpSeries *series)
{
    for (guint i = 0; i < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);

        if (!point->is_explained && gp_series_stands_out(series, point))
            gp_check_add_fault(self, GP_FAULT_SPIKE, series, i, i);
    }
}

static guint
count_above_zero(const GpSeries *series)
{
    guint n = 0;

    for (guint i = 0; i < series->points->len; i++)
        n += gp_series_point(series, i)->quantity > 0;
    return n;
}

static void
find_negative(GpCheck *self, GpSeries *series)
{
    guint n_above = count_above_zero(series);

    if (n_above < MIN_NONZERO || n_above < MIN_SHARE_ABOVE * series->points->len)
        return;
    for (guint i = 0; i < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);

        if (!point->is_explained && point->quantity < 0)
            gp_check_add_fault(self, GP_FAULT_NEGATIVE, series, i, i);
    }
}

void
gp_find_spikes(GpCheck *self)
{
    gp_check_each_series(self, find_doubled);
    gp_check_each_series(self, find_outliers);
    gp_check_each_series(self, find_negative);
}

/* Whether the same calendar month is zero in another year, too: no heating in August. */
static gboolean
is_zero_by_season(const GpSeries *series, guint i)
{
    guint month = (guint)gp_series_point(series, i)->month % 12;

    for (guint k = 0; series->grain == GP_GRAIN_MONTH && k < series->points->len; k++) {
        const GpPoint *point = gp_series_point(series, k);

        if (ABS((gint64)k - (gint64)i) > 6 && point->quantity == 0 &&
            (guint)point->month % 12 == month)
            return TRUE;
    }
    return FALSE;
}

static guint
end_of_zeros(const GpSeries *series, guint first)
{
    guint last = first;

    while (last + 1 < series->points->len && gp_series_point(series, last + 1)->quantity == 0)
        last++;
    return last;
}

/* Runs of zero after the first figure that is none. */
static guint
count_zero_runs(const GpSeries *series)
{
    guint n = 0;

    for (guint i = 0; i + 1 < series->points->len; i++)
        n += gp_series_point(series, i)->quantity != 0 &&
             gp_series_point(series, i + 1)->quantity == 0;
    return n;
}

static void
find_zero_runs(GpCheck *self, GpSeries *series)
{
    guint n_above = count_above_zero(series), i = 0;
    guint min_above = series->grain == GP_GRAIN_MONTH ? MIN_NONZERO : MIN_NONZERO / 2;

    if (n_above < min_above || count_zero_runs(series) > MAX(1, n_above / MAX_ZERO_SHARE))
        return;
    while (i < series->points->len && gp_series_point(series, i)->quantity == 0)
        i++;
    for (; i < series->points->len; i++) {
        guint last;

        if (gp_series_point(series, i)->quantity != 0)
            continue;
        last = end_of_zeros(series, i);
        if (!gp_series_point(series, i)->is_explained && !is_zero_by_season(series, i)) {
            GpFault *fault = gp_check_add_fault(self, GP_FAULT_ZERO, series, i, last);

            fault->is_open = last > i && last + 1 == series->points->len;
        }
        i = last;
    }
}

void
gp_find_zeros(GpCheck *self)
{
    gp_check_each_series(self, find_zero_runs);
}
