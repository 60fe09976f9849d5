/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-stream-private.h"

/*
 * How many rows a period has: the same number each time, as readings and bills do, or now this and
 * now that, as claims and deliveries do.
 */

#define ROWS_SHARE                                                                                 \
    0.95 /* of the periods have as many rows as those around, where that is a rule … */
#define DAILY_SHARE 0.6 /* … and so many a day, which hardly anything but readings gives */
#define MIN_POINTS 2
#define MIN_DAILY_POINTS 4
#define MIN_EXCEPTION_POINTS 10 /* periods, one of which may break a rule */
#define AROUND 3                /* periods on either side */

/* Where the number changes for good, such as by a second meter, it is usual from then on. */
static guint64
rows_around(const GpSeries *self, guint i)
{
    guint first = i < AROUND ? 0 : i - AROUND, end = MIN(self->points->len, i + AROUND + 1), n = 0;
    double rows[2 * AROUND + 1];

    for (guint k = first; k < end; k++)
        rows[n++] = (double)gp_series_point(self, k)->rows;
    return (guint64)gp_lower_median(rows, n);
}

static guint64
rows_a_day(const GpPoint *point)
{
    return (point->rows + point->days / 2) / point->days;
}

/* Rows that differ by less than an eighth of a day's are as many: clocks go forward and back. */
static gboolean
is_usual(const GpPoint *point, guint64 slack)
{
    return point->rows + slack >= point->usual_rows && point->rows <= point->usual_rows + slack;
}

/* Whether so large a share of the periods has the usual number of rows. */
static gboolean
keeps(const GpSeries *self, double share, guint64 slack)
{
    guint n = 0, n_kept = 0;

    for (guint i = 0; i < self->points->len; i++) {
        const GpPoint *point = gp_series_point(self, i);

        if (point->rows == 0) /* only days of a bill that began the month before */
            continue;
        n++;
        n_kept += is_usual(point, slack) ? 1 : 0;
    }
    return n_kept >= share * n || (n >= MIN_EXCEPTION_POINTS && n_kept + 1 >= n);
}

static gboolean
is_daily(GpSeries *self)
{
    g_autofree double *daily = g_new(double, self->points->len);

    if (self->grain != GP_GRAIN_MONTH || self->points->len < MIN_DAILY_POINTS)
        return FALSE;
    for (guint i = 0; i < self->points->len; i++)
        daily[i] = (double)rows_a_day(gp_series_point(self, i));
    self->rows_a_day = (guint64)gp_lower_median(daily, self->points->len);
    for (guint i = 0; i < self->points->len; i++)
        gp_series_point(self, i)->usual_rows = self->rows_a_day * gp_series_point(self, i)->days;
    return self->rows_a_day > 0 && keeps(self, DAILY_SHARE, self->rows_a_day / 8);
}

void
gp_series_find_rhythm(GpSeries *self)
{
    self->rows_rule = GP_ROWS_DAILY;
    if (is_daily(self))
        return;
    for (guint i = 0; i < self->points->len; i++)
        gp_series_point(self, i)->usual_rows = rows_around(self, i);
    self->rows_rule =
        self->points->len >= MIN_POINTS && keeps(self, ROWS_SHARE, 0) ? GP_ROWS_EACH : GP_ROWS_VARY;
}

double
gp_series_days(const GpSeries *self, const GpPoint *point)
{
    double days = point->days;

    if (self->rows_rule == GP_ROWS_DAILY)
        return MIN(days, (double)point->rows / (double)self->rows_a_day);
    return days;
}
