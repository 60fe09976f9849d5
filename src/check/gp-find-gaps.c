/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Days without figures in a series that otherwise has them regularly.
 */

#define MIN_POINTS_MONTH 6 /* figures before a rhythm can be told */
#define MIN_POINTS_LONGER 3
#define MAX_HOLE_SHARE 12  /* more holes than one in so many figures: it comes now and then */
#define ROWS_AROUND 6      /* periods on either side that tell how many rows come */
#define ROWS_TOGETHER 2    /* rows that come together, such as the two ways of a journey */
#define RARE_CHANCE 0.01   /* of a month without rows anywhere in the series, by Poisson */
#define MAX_SCALE 0.6      /* of months: figures that scatter more come now and then … */
#define MAX_SCALE_LONGER 1 /* … and of quarters and years, which hold several of these */
#define RUN_DOWN 0.6       /* of its middle: a series that ends so low was given up by and by */
#define RUN_DOWN_POINTS 6
#define MIN_WITHOUT_DATA 3 /* months without anything, in data that may come now and then */
#define STOPPED_PERIODS 3  /* so many missing at the end are more than a late bill */

/* A hole of fewer days is two bills that do not meet exactly, or a year that began late. */
static const int tolerance_days[GP_N_GRAINS] = {7, 31, 100};
static const int period_days[GP_N_GRAINS] = {31, 92, 366};

/* The usual number of rows around the space after point @i. */
static double
rows_around(const GpSeries *series, guint i)
{
    guint first = i + 1 < ROWS_AROUND ? 0 : i + 1 - ROWS_AROUND;
    guint end = MIN(series->points->len, i + 1 + ROWS_AROUND), n = 0;
    double rows[2 * ROWS_AROUND];

    for (guint k = first; k < end; k++)
        rows[n++] = (double)gp_series_point(series, k)->rows;
    return gp_median(rows, n);
}

/* Where rows come now and then (claims, deliveries), a month without any is nothing special unless
 * there are many a month. */
static gboolean
would_be_rare(const GpSeries *series, guint i)
{
    if (series->rows_rule != GP_ROWS_VARY || series->grain != GP_GRAIN_MONTH)
        return TRUE;
    return series->points->len * exp(-rows_around(series, i) / ROWS_TOGETHER) < RARE_CHANCE;
}

static gboolean
is_hole(const GpSeries *series, GpSpan span)
{
    return span.last - span.first + 1 > tolerance_days[series->grain];
}

/* The days between point @i and the next. */
static GpSpan
space_after(const GpSeries *series, guint i)
{
    return (GpSpan){gp_series_point(series, i)->span.last + 1,
                    gp_series_point(series, i + 1)->span.first - 1};
}

static guint
count_holes(const GpSeries *series, gint64 *out_days)
{
    guint n = 0;

    *out_days = 0;
    for (guint i = 0; i + 1 < series->points->len; i++) {
        GpSpan space = space_after(series, i);

        if (!is_hole(series, space))
            continue;
        n++;
        *out_days += space.last - space.first + 1;
    }
    return n;
}

/* Whether figures come so regularly that one that is missing is missed; zeros alone are not. */
static gboolean
is_regular(const GpSeries *series)
{
    guint n = series->points->len;
    guint min = series->grain == GP_GRAIN_MONTH ? MIN_POINTS_MONTH : MIN_POINTS_LONGER;
    gint64 days, all;

    if (n < min || isnan(series->middle) ||
        series->scale > (series->grain == GP_GRAIN_MONTH ? MAX_SCALE : MAX_SCALE_LONGER) ||
        count_holes(series, &days) > MAX(1, n / MAX_HOLE_SHARE))
        return FALSE;
    all = gp_series_point(series, n - 1)->span.last - gp_series_point(series, 0)->span.first + 1;
    return 2 * days <= all;
}

static void
add_gap(GpCheck *self, GpSeries *series, GpSpan span, GpFaultKind kind, gboolean is_open)
{
    GpFault fault = {.kind = kind,
                     .series = series,
                     .span = span,
                     .is_open = is_open,
                     .usual = NAN,
                     .unit = GP_UNIT_NONE};

    if (!gp_stream_covers(series->stream, span))
        g_array_append_val(self->faults, fault);
}

/* Whether the site was given up when the figures end, or within a period after. */
static gboolean
is_site_closed(const GpCheck *self, const GpSeries *series, GpDay first)
{
    for (guint i = 0; i < self->input->n_sites; i++) {
        const GpSite *site = &self->input->sites[i];

        if (g_str_equal(site->code, series->stream->site) && site->closed != GP_NOT_CLOSED &&
            site->closed <= first + period_days[series->grain])
            return TRUE;
    }
    return FALSE;
}

/* Whether it ended with figures so low, or with zeros, that there is nothing to miss. */
static gboolean
is_run_down(const GpSeries *series)
{
    guint n = series->grain == GP_GRAIN_MONTH ? RUN_DOWN_POINTS : 1, n_known = 0;
    double values[RUN_DOWN_POINTS];

    for (guint i = series->points->len - MIN(n, series->points->len); i < series->points->len;
         i++) {
        if (!isnan(gp_series_point(series, i)->adjusted))
            values[n_known++] = gp_series_point(series, i)->adjusted;
    }
    return n_known == 0 || gp_median(values, n_known) < series->middle + log(RUN_DOWN);
}

/* Journeys are claimed in whatever car people have just then: that one kind of car is not
 * claimed means nothing while others are. */
static gboolean
is_claimed_otherwise(const GpCheck *self, const GpSeries *series, GpSpan rest)
{
    const GpStream *stream = series->stream;

    if (!gp_stream_is_of_journeys(stream))
        return FALSE;
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *other = g_ptr_array_index(self->streams->streams, i);

        if (other != stream && other->kind == stream->kind &&
            g_str_equal(other->source, stream->source) && g_str_equal(other->site, stream->site) &&
            gp_stream_covers(other, rest))
            return TRUE;
    }
    return FALSE;
}

static void
find_stopped(GpCheck *self, GpSeries *series)
{
    GpDay last = gp_series_point(series, series->points->len - 1)->span.last;
    GpSpan rest = {last + 1, gp_check_source_end(self, series->stream->source)};
    int days = rest.last - rest.first + 1;

    /* The rest must hold a whole period: the year that goes on is not missing yet. */
    if (days < period_days[series->grain] - 3 || is_site_closed(self, series, rest.first) ||
        is_run_down(series) || is_claimed_otherwise(self, series, rest) ||
        !would_be_rare(series, series->points->len - 1))
        return;
    if (series->grain == GP_GRAIN_MONTH && days < STOPPED_PERIODS * period_days[GP_GRAIN_MONTH] - 3)
        add_gap(self, series, rest, GP_FAULT_GAP, FALSE);
    else
        add_gap(self, series, rest, GP_FAULT_STOPPED, TRUE);
}

static void
find_in_series(GpCheck *self, GpSeries *series)
{
    if (!is_regular(series))
        return;
    for (guint i = 0; i + 1 < series->points->len; i++) {
        GpSpan space = space_after(series, i);

        if (is_hole(series, space) && !is_claimed_otherwise(self, series, space) &&
            would_be_rare(series, i))
            add_gap(self, series, space, GP_FAULT_GAP, FALSE);
    }
    find_stopped(self, series);
}

/* Readings that come by the day, and a month that lacks some. The first and the last month may have
 * begun late or not be over. */
static void
find_thin(GpCheck *self, GpSeries *series)
{
    if (series->rows_rule != GP_ROWS_DAILY)
        return;
    for (guint i = 1; i + 1 < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);
        guint month_days =
            (guint)(gp_month_last_day(point->month) - gp_month_first_day(point->month) + 1);

        if (!point->is_explained && point->rows <= (month_days - 1) * series->rows_a_day)
            gp_check_add_fault(self, GP_FAULT_THIN, series, i, i);
    }
}

/* Whether a gap that was found tells about these days already. A series that stopped before them
 * does not: nobody would take it for all of the sources. */
static gboolean
is_told(const GpCheck *self, GpSpan span)
{
    for (guint i = 0; i < self->faults->len; i++) {
        const GpFault *fault = &g_array_index(self->faults, GpFault, i);

        if (fault->kind == GP_FAULT_GAP && fault->span.first <= span.first &&
            span.last <= fault->span.last)
            return TRUE;
    }
    return FALSE;
}

static void
mark_months(const GpSeries *series, gboolean *has_any)
{
    for (guint i = 0; i < series->points->len; i++) {
        GpSpan span = gp_series_point(series, i)->span;

        for (GpMonth month = gp_month_of_day(span.first); month <= gp_month_of_day(span.last);
             month++)
            has_any[month] = TRUE;
    }
}

static void
add_without_data(GpCheck *self, GpMonth first, GpMonth last)
{
    GpFindingPlace place = {.code = "no-data",
                            .period = {gp_month_first_day(first), gp_month_last_day(last)}};

    if (is_told(self, place.period))
        return;
    gp_check_add_finding(self, &place, GP_SEVERITY_ERROR,
                         g_strdup("no source has any figures for this time, though there are "
                                  "some before and after it"),
                         g_strdup("bring in the data of this time; until then neither its total "
                                  "nor a trend across it can be given"));
}

/* Stretches for which no source has anything. */
static void
find_without_data(GpCheck *self)
{
    g_autofree gboolean *has_any = g_new0(gboolean, GP_N_MONTHS);
    GpMonth last = -1; /* with figures */

    for (guint i = 0; i < self->streams->streams->len; i++)
        for (guint grain = 0; grain < GP_N_GRAINS; grain++)
            mark_months(&gp_check_stream(self, i)->series[grain], has_any);
    for (GpMonth month = 0; month < GP_N_MONTHS; month++) {
        if (!has_any[month])
            continue;
        if (last >= 0 && month > last + MIN_WITHOUT_DATA)
            add_without_data(self, last + 1, month - 1);
        last = month;
    }
}

void
gp_find_gaps(GpCheck *self)
{
    gp_check_each_series(self, find_in_series);
    gp_check_each_series(self, find_thin);
    find_without_data(self);
}
