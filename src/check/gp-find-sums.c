/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Sites against the trust: an activity that is given by site and once more as a total.
 */

#define EQUAL_SHARE 0.01 /* rounding and late readings make up as much */
#define MIN_PART 0.5     /* of the sites: a figure without a site that is less is no total */
#define MAX_PART 2

/* The sites of one source in a financial year against a total. */
typedef struct {
    const GpStream *total;
    const char *source; /* of the sites */
    int fy;
    double of_total, of_sites;
    guint n_sites;
    guint n_periods;
    guint n_lacking; /* months of sites that are not there */
    GpSpan span;
} Sum;

/* Whether the total has figures for all these days: a month that it knows partly is no month. */
static gboolean
total_has(const Sum *sum, GpSpan span)
{
    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        const GpSeries *series = &sum->total->series[grain];

        for (guint i = 0; i < series->points->len; i++) {
            const GpPoint *point = gp_series_point(series, i);

            if (gp_fy_of_day(point->span.first) == sum->fy && point->span.first <= span.first &&
                span.last <= point->span.last)
                return TRUE;
        }
    }
    return FALSE;
}

static void
add_total(Sum *sum)
{
    sum->span = GP_NO_PERIOD;
    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        const GpSeries *series = &sum->total->series[grain];

        for (guint i = 0; i < series->points->len; i++) {
            const GpPoint *point = gp_series_point(series, i);

            if (gp_fy_of_day(point->span.first) != sum->fy)
                continue;
            sum->of_total += gp_point_quantity(point);
            sum->n_periods++;
            if (sum->span.last < sum->span.first)
                sum->span = point->span;
            sum->span.first = MIN(sum->span.first, point->span.first);
            sum->span.last = MAX(sum->span.last, point->span.last);
        }
    }
}

static void
add_site(Sum *sum, const GpStream *stream)
{
    guint n_months = 0;
    gboolean has_any = FALSE;

    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        const GpSeries *series = &stream->series[grain];

        for (guint i = 0; i < series->points->len; i++) {
            const GpPoint *point = gp_series_point(series, i);

            if (!total_has(sum, point->span))
                continue;
            has_any = TRUE;
            sum->of_sites += gp_point_quantity(point);
            n_months += grain == GP_GRAIN_MONTH;
        }
    }
    sum->n_sites += has_any ? 1 : 0;
    if (n_months > 0) {
        guint expected =
            (guint)(gp_month_of_day(sum->span.last) - gp_month_of_day(sum->span.first) + 1);

        sum->n_lacking += expected > n_months ? expected - n_months : 0;
    }
}

static void
append_difference(GString *message, const Sum *sum)
{
    double difference = sum->of_sites - sum->of_total;

    g_string_append(message, ": the sites ");
    gp_append_quantity(message, sum->total, sum->of_sites, FALSE);
    g_string_append(message, ", the total ");
    gp_append_quantity(message, sum->total, sum->of_total, FALSE);
    g_string_append_printf(message, ", the sites are ");
    gp_append_quantity(message, sum->total, fabs(difference), FALSE);
    g_string_append_printf(message, " %s (", difference > 0 ? "above" : "below");
    gp_number_append_rounded(message, (GpInt128)round(fabs(difference) / sum->of_total * 1000), 1,
                             1);
    g_string_append(message, "%)");
    if (sum->n_lacking > 0)
        g_string_append_printf(message, "; %u month%s of sites %s missing", sum->n_lacking,
                               sum->n_lacking == 1 ? "" : "s", sum->n_lacking == 1 ? "is" : "are");
}

static void
add_finding(GpCheck *self, const Sum *sum)
{
    gboolean is_equal = fabs(sum->of_sites - sum->of_total) <= EQUAL_SHARE * sum->of_total;
    gboolean is_one = g_str_equal(sum->source, sum->total->source);
    g_autofree char *sources = is_one ? g_strdup(sum->source)
                                      : g_strdup_printf("%s + %s", sum->source, sum->total->source);
    GpFindingPlace place = {.code = is_equal ? "sites-and-total" : "sites-differ",
                            .source = sources,
                            .activity = sum->total->activity,
                            .period = sum->span};
    GString *message = g_string_new(NULL);

    g_string_append_printf(message, "%u sites%s%s%s and a total without a site%s%s%s", sum->n_sites,
                           is_one ? "" : " in “", is_one ? "" : sum->source, is_one ? "" : "”",
                           is_one ? "" : " in “", is_one ? "" : sum->total->source,
                           is_one ? "" : "”");
    if (is_equal) {
        g_string_append(message, " agree, so both count: ");
        gp_append_quantity(message, sum->total, sum->of_total, FALSE);
        g_string_append(message, " twice");
    } else {
        g_string_append(message, " do not agree");
        append_difference(message, sum);
    }
    gp_check_add_finding(
        self, &place, is_equal ? GP_SEVERITY_ERROR : GP_SEVERITY_WARNING,
        g_string_free(message, FALSE),
        is_equal ? g_strdup("keep one of them: leave the total out of the figures with a line in "
                            "set-aside.csv, or stop importing it")
                 : g_strdup("look for a site that is missing, counted twice or given in another "
                            "unit; then keep one of the two, because both count in the figures"));
}

static void
compare_year(GpCheck *self, const GpStream *total, guint first, guint end, int fy)
{
    Sum sum = {.total = total, .source = gp_check_stream(self, first)->source, .fy = fy};

    add_total(&sum);
    if (sum.n_periods == 0 || sum.of_total <= 0)
        return;
    for (guint i = first; i < end; i++) {
        const GpStream *stream = gp_check_stream(self, i);

        if (stream->kind == total->kind && *stream->site != '\0')
            add_site(&sum, stream);
    }
    if (sum.n_sites >= 2 && sum.of_sites >= MIN_PART * sum.of_total &&
        sum.of_sites <= MAX_PART * sum.of_total)
        add_finding(self, &sum);
}

/* Streams @first to @end: one activity of one source, by site. */
static void
compare_with_totals(GpCheck *self, guint first, guint end)
{
    const char *activity = gp_check_stream(self, first)->activity;

    if (*gp_check_stream(self, end - 1)->site == '\0')
        return;
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *total = gp_check_stream(self, i);

        if (*total->site != '\0' || !g_str_equal(total->activity, activity))
            continue;
        for (int fy = gp_fy_of_day(total->span.first); fy <= gp_fy_of_day(total->span.last); fy++)
            compare_year(self, total, first, end, fy);
    }
}

void
gp_find_sums(GpCheck *self)
{
    guint n = self->streams->streams->len;

    for (guint first = 0; first < n;) {
        const GpStream *stream = gp_check_stream(self, first);
        guint end = first + 1;

        while (end < n && g_str_equal(gp_check_stream(self, end)->source, stream->source) &&
               g_str_equal(gp_check_stream(self, end)->activity, stream->activity))
            end++;
        compare_with_totals(self, first, end);
        first = end;
    }
}
