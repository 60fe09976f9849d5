/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Estimated figures: too many in a year, too long without an actual reading.
 */

#define MIN_ESTIMATED 3   /* periods: one or two are between two readings */
#define MIN_YEAR_POINTS 6 /* of a year, before a share of it is told */
#define MAX_SHARE                                                                                  \
    0.3 /* of a year's quantity: suppliers must read twice a year, so that with                    \
           a reading each half year about a third can be estimated */

static gboolean
is_estimated(const GpPoint *point)
{
    return point->estimated > 0 && 2 * point->estimated > point->quantity;
}

/* The estimated points at the end, with no actual reading after them. */
static guint
first_of_last_run(const GpSeries *series)
{
    guint first = series->points->len;

    while (first > 0 && is_estimated(gp_series_point(series, first - 1)))
        first--;
    return first;
}

static gboolean
has_measured(const GpSeries *series)
{
    for (guint i = 0; i < series->points->len; i++) {
        if (gp_series_point(series, i)->measured != 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_estimated(const GpSeries *series)
{
    for (guint i = 0; i < series->points->len; i++) {
        if (gp_series_point(series, i)->estimated != 0)
            return TRUE;
    }
    return FALSE;
}

/* Whether the source measures this activity anywhere: if not, estimating is how it is done. */
static gboolean
is_measured_elsewhere(const GpCheck *self, const GpStream *stream)
{
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *other = gp_check_stream(self, i);

        if (g_str_equal(other->source, stream->source) &&
            g_str_equal(other->activity, stream->activity) &&
            has_measured(&other->series[GP_GRAIN_MONTH]))
            return TRUE;
    }
    return FALSE;
}

static GpFindingPlace
place_of(const GpSeries *series, const char *code, GpSpan span)
{
    return (GpFindingPlace){.code = code,
                            .source = series->stream->source,
                            .activity = series->stream->activity,
                            .site = series->stream->site,
                            .period = span};
}

static void
add_run(GpCheck *self, const GpSeries *series, guint first)
{
    guint n = series->points->len - first;
    GpSpan span = {gp_series_point(series, first)->span.first,
                   gp_series_point(series, series->points->len - 1)->span.last};
    GpFindingPlace place = place_of(series, "no-reading", span);
    char last[GP_SPAN_TEXT] = "";

    place.is_open = TRUE;
    if (first > 0)
        gp_span_print(gp_series_point(series, first - 1)->span, last);
    gp_check_add_finding(
        self, &place, GP_SEVERITY_WARNING,
        g_strdup_printf("the last %u months are estimated%s%s", n,
                        first > 0 ? "; the last actual reading is of " : ", and none was ever read",
                        last),
        g_strdup("have the meter read, give the reading to the supplier, and expect a bill that "
                 "catches up"));
}

static void
add_year(GpCheck *self, const GpSeries *series, guint first, guint end)
{
    GpSpan span = {gp_series_point(series, first)->span.first,
                   gp_series_point(series, end - 1)->span.last};
    GpFindingPlace place = place_of(series, "estimated", span);
    GpInt128 estimated = 0, all = 0;
    GString *message;
    double share;
    guint n = 0;

    for (guint i = first; i < end; i++) {
        n += is_estimated(gp_series_point(series, i)) ? 1 : 0;
        estimated += gp_series_point(series, i)->estimated;
        all += gp_series_point(series, i)->quantity;
    }
    share = all <= 0 ? 0
                     : gp_number_to_double(estimated, GP_STREAM_PLACES) /
                           gp_number_to_double(all, GP_STREAM_PLACES);
    if (n < MIN_ESTIMATED || end - first < MIN_YEAR_POINTS || share < MAX_SHARE)
        return;
    message = g_string_new(NULL);
    gp_number_append_rounded(message, (GpInt128)round(share * 100), 0, 0);
    g_string_append_printf(message, "%% of the year's quantity is estimated (%u of %u months)", n,
                           end - first);
    gp_check_add_finding(
        self, &place, GP_SEVERITY_WARNING, g_string_free(message, FALSE),
        g_strdup("ask the supplier for actual readings of these months, and import "
                 "the corrected file"));
}

static void
find_in_series(GpCheck *self, GpSeries *series)
{
    guint run = first_of_last_run(series), end;

    if (series->grain != GP_GRAIN_MONTH || !has_estimated(series) ||
        !is_measured_elsewhere(self, series->stream))
        return;
    if (series->points->len - run >= MIN_ESTIMATED)
        add_run(self, series, run);
    else
        run = series->points->len;
    for (guint first = 0; first < run; first = end) {
        int fy = gp_fy_of_day(gp_series_point(series, first)->span.first);

        end = first + 1;
        while (end < run && gp_fy_of_day(gp_series_point(series, end)->span.first) == fy)
            end++;
        add_year(self, series, first, end);
    }
}

void
gp_find_estimates(GpCheck *self)
{
    gp_check_each_series(self, find_in_series);
}
