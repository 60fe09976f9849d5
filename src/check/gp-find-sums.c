/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Sites against the trust: an activity that is given by site and once more as a total.
 */

#define EQUAL_SHARE 0.01     /* rounding and late readings make up as much */
#define MIN_PART 0.5         /* of the total: what differs more is not the same thing */
#define MIN_PART_COUNTED 0.8 /* a figure without a site that counts may also be the rest */

/* The sites of one source in a financial year against a total. */
typedef struct {
    const GpStream *total;
    const char *source; /* (nullable): of the sites; else all that counts */
    int fy;
    double of_total, of_sites;
    guint n_sites;
    guint n_periods;
    guint n_lacking; /* months of sites that are not there */
    gboolean is_equal;
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
        GpDay first = MAX(sum->span.first, stream->span.first);
        GpDay last = MIN(sum->span.last, stream->span.last);

        sum->n_lacking += (guint)(gp_month_of_day(last) - gp_month_of_day(first) + 1) - n_months;
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
        g_string_append_printf(message, "; %u month%s of sites %s not there", sum->n_lacking,
                               sum->n_lacking == 1 ? "" : "s", sum->n_lacking == 1 ? "is" : "are");
}

/* Totals that do not count, against everything that does. */
static void
add_unlike_total(GpCheck *self, const Sum *sum)
{
    GpFindingPlace place = {.code = "sites-differ",
                            .source = sum->total->source,
                            .activity = sum->total->activity,
                            .period = sum->span};
    GString *message = g_string_new("the sites do not add up to the trust's total");

    append_difference(message, sum);
    gp_check_add_finding(self, &place, GP_SEVERITY_WARNING, g_string_free(message, FALSE),
                         g_strdup("look for a site that is missing, counted twice or given in "
                                  "another unit, and mend the wrong one of the two"));
}

/* A total that counts, beside sites that do. */
static void
add_double_total(GpCheck *self, const Sum *sum)
{
    gboolean is_one = g_str_equal(sum->source, sum->total->source);
    g_autofree char *sources = is_one ? g_strdup(sum->source)
                                      : g_strdup_printf("%s + %s", sum->source, sum->total->source);
    GpFindingPlace place = {.code = sum->is_equal ? "sites-and-total" : "sites-differ",
                            .source = sources,
                            .activity = sum->total->activity,
                            .period = sum->span};
    GString *message = g_string_new(NULL);

    g_string_append_printf(message, "%u sites and a total without a site ", sum->n_sites);
    if (sum->is_equal) {
        g_string_append(message, "agree, and both count: ");
        gp_append_quantity(message, sum->total, sum->of_total, FALSE);
        g_string_append(message, " twice");
    } else {
        g_string_append(message, "both count, and do not agree");
        append_difference(message, sum);
    }
    gp_check_add_finding(
        self, &place, GP_SEVERITY_ERROR, g_string_free(message, FALSE),
        g_strdup_printf("%skeep one of the two: leave the total out of the figures with a line in "
                        "set-aside.csv, or with counts=no in the settings of its source",
                        sum->is_equal ? "" : "find out which is right, and "));
}

/* Works out the sum of a year. Returns: FALSE if there is nothing to compare */
static gboolean
find_sum(const GpCheck *self, Sum *sum)
{
    const GpStream *total = sum->total;
    double min = sum->source == NULL ? MIN_PART : MIN_PART_COUNTED;

    add_total(sum);
    if (sum->n_periods == 0 || sum->of_total <= 0)
        return FALSE;
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *stream = gp_check_stream(self, i);

        if (stream->kind == total->kind && g_str_equal(stream->activity, total->activity) &&
            (sum->source == NULL
                 ? !gp_check_is_uncounted(self, stream->source)
                 : g_str_equal(stream->source, sum->source) && *stream->site != '\0'))
            add_site(sum, stream);
    }
    sum->is_equal = fabs(sum->of_sites - sum->of_total) <= EQUAL_SHARE * sum->of_total;
    return sum->n_sites >= 2 && sum->of_sites >= min * sum->of_total &&
           sum->of_sites * min <= sum->of_total;
}

/* Adds a year to those before it that were alike. */
static void
join_years(Sum *sum, const Sum *next)
{
    sum->of_total += next->of_total;
    sum->of_sites += next->of_sites;
    sum->n_sites = MAX(sum->n_sites, next->n_sites);
    sum->n_lacking += next->n_lacking;
    sum->span.last = next->span.last;
    sum->fy = next->fy;
}

static void
tell(GpCheck *self, const Sum *sum)
{
    if (sum->source != NULL)
        add_double_total(self, sum);
    else if (!sum->is_equal)
        add_unlike_total(self, sum);
}

/* The years of a total. What counts twice does so year after year and is told once; each difference
 * has a cause of its own. @source: (nullable): whose sites, else all that counts */
static void
compare_years(GpCheck *self, const GpStream *total, const char *source)
{
    Sum told = {.n_sites = 0};

    for (int fy = gp_fy_of_day(total->span.first); fy <= gp_fy_of_day(total->span.last); fy++) {
        Sum sum = {.total = total, .source = source, .fy = fy};

        if (!find_sum(self, &sum))
            continue;
        if (told.n_sites > 0 && told.is_equal && sum.is_equal && told.fy + 1 == fy) {
            join_years(&told, &sum);
            continue;
        }
        if (told.n_sites > 0)
            tell(self, &told);
        told = sum;
    }
    if (told.n_sites > 0)
        tell(self, &told);
}

/* The total against each source that counts. Streams are by source and activity. */
static void
compare_with_sources(GpCheck *self, const GpStream *total)
{
    const char *last = NULL;

    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *stream = gp_check_stream(self, i);

        if (g_strcmp0(last, stream->source) == 0 || *stream->site == '\0' ||
            !g_str_equal(stream->activity, total->activity) ||
            gp_check_is_uncounted(self, stream->source))
            continue;
        last = stream->source;
        compare_years(self, total, stream->source);
    }
}

void
gp_find_sums(GpCheck *self)
{
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *total = gp_check_stream(self, i);

        if (*total->site != '\0')
            continue;
        if (gp_check_is_uncounted(self, total->source))
            compare_years(self, total, NULL);
        else
            compare_with_sources(self, total);
    }
}
