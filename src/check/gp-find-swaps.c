/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Two sites that have taken each other's place, and bills that catch up on months that were
 * estimated too low.
 */

#define MIN_APART 1.35   /* times: levels that are nearer cannot be told apart */
#define APART_SCALES 2.5 /* and that many deviations */
#define NEAR 1.2         /* times: the level of the other site is met if no further off than that */
#define NEAR_SCALES 1.5
#define BRIEF 1.7      /* as near, for a single month: it scatters more than a level */
#define LONG_WINDOW 12 /* points that give a level */
#define SHORT_WINDOW 6
#define MIN_BEFORE 6
#define MIN_AFTER 3
#define MAX_LOW 0.75 /* of what is usual: months that a bill can catch up on */
#define MAX_LOW_POINTS 12
#define MIN_PAID_BACK 0.5 /* of what was too low, for a bill to be what makes up for it */
#define MAX_PAID_BACK 1.6
#define ESTIMATED_FACTOR 1.25 /* after estimates so much above the usual is enough to look at */
#define ESTIMATED_SCALES 3

/* The level of the points before @i, or from @i on. */
static double
level(const GpSeries *series, guint i, gboolean is_before)
{
    guint window = is_before ? LONG_WINDOW : SHORT_WINDOW, n = 0;
    guint first = is_before ? (i < window ? 0 : i - window) : i;
    guint end = is_before ? i : MIN(series->points->len, i + window);
    double values[LONG_WINDOW];

    for (guint k = first; k < end; k++) {
        const GpPoint *point = gp_series_point(series, k);

        if (!isnan(point->adjusted) && !point->is_explained)
            values[n++] = point->adjusted;
    }
    return n < (is_before ? MIN_BEFORE : MIN_AFTER) ? NAN : gp_median(values, n);
}

/* A site that is exchanged with another goes from a level to one that is far enough from it, less
 * what still counts as near. */
static gboolean
may_begin_swap(const GpSeries *series, const GpPoint *point)
{
    return fabs(point->becomes - point->was) > log(MIN_APART) - log(NEAR) ||
           gp_series_stands_out(series, point);
}

static void
find_levels(GpCheck *self G_GNUC_UNUSED, GpSeries *series)
{
    series->may_be_swapped = FALSE;
    for (guint i = 0; i < series->points->len; i++) {
        GpPoint *point = gp_series_point(series, i);

        point->was = level(series, i, TRUE);
        point->becomes = level(series, i, FALSE);
        series->may_be_swapped = series->may_be_swapped || may_begin_swap(series, point);
    }
}

/* Two sites, and where both have a point for the same month. */
typedef struct {
    GpSeries *a, *b;
    guint i, k;          /* of the month at hand */
    double a_was, b_was; /* levels before it */
    double tolerance;
} Pair;

/* Moves on to the next month that both have. */
static gboolean
next_month(Pair *pair)
{
    for (; pair->i < pair->a->points->len && pair->k < pair->b->points->len;) {
        GpMonth a = gp_series_point(pair->a, pair->i)->month;
        GpMonth b = gp_series_point(pair->b, pair->k)->month;

        if (a == b)
            return TRUE;
        if (a < b)
            pair->i++;
        else
            pair->k++;
    }
    return FALSE;
}

static gboolean
is_near(const Pair *pair, double value, double level_there)
{
    return fabs(value - level_there) <= pair->tolerance;
}

/* Whether each is nearer to what the other was in this month. */
static gboolean
is_exchanged(const Pair *pair, guint i, guint k)
{
    double a = gp_series_point(pair->a, i)->adjusted, b = gp_series_point(pair->b, k)->adjusted;

    return fabs(a - pair->b_was) < fabs(a - pair->a_was) &&
           fabs(b - pair->a_was) < fabs(b - pair->b_was);
}

/* One or two months: each is out of its own line, and in the other's. */
static gboolean
is_brief_swap(const Pair *pair)
{
    const GpPoint *a = gp_series_point(pair->a, pair->i), *b = gp_series_point(pair->b, pair->k);

    return gp_series_stands_out(pair->a, a) && gp_series_stands_out(pair->b, b) &&
           a->residual * b->residual < 0 &&
           fabs(a->adjusted - pair->b_was) <= BRIEF * pair->tolerance &&
           fabs(b->adjusted - pair->a_was) <= BRIEF * pair->tolerance;
}

static gboolean
is_swap(Pair *pair)
{
    const GpPoint *a = gp_series_point(pair->a, pair->i), *b = gp_series_point(pair->b, pair->k);
    double scale = MAX(pair->a->scale, pair->b->scale);

    if (a->is_explained || b->is_explained)
        return FALSE;
    pair->a_was = a->was;
    pair->b_was = b->was;
    pair->tolerance = MAX(log(NEAR), NEAR_SCALES * scale);
    if (!(fabs(pair->a_was - pair->b_was) > MAX(log(MIN_APART), APART_SCALES * scale)) ||
        !is_exchanged(pair, pair->i, pair->k))
        return FALSE;
    return is_brief_swap(pair) ||
           (is_near(pair, a->becomes, pair->b_was) && is_near(pair, b->becomes, pair->a_was));
}

static void
add_swap(GpCheck *self, const Pair *pair, guint last_i, guint n, gboolean is_open)
{
    const GpStream *a = pair->a->stream, *b = pair->b->stream;
    g_autofree char *sites = g_strdup_printf("%s + %s", a->site, b->site);
    GpFindingPlace place = {.code = "swapped",
                            .source = a->source,
                            .activity = a->activity,
                            .site = sites,
                            .is_open = is_open,
                            .period = {gp_series_point(pair->a, pair->i)->span.first,
                                       gp_series_point(pair->a, last_i)->span.last}};
    GString *message = g_string_new(NULL);
    const double days = 30.4375; /* of a month, on average */

    g_string_append_printf(message,
                           "%s has had what %s usually has, and the other way round, for "
                           "%u month%s: before, %s had ",
                           a->site, b->site, n, n == 1 ? "" : "s", a->site);
    gp_append_quantity(message, a, exp(pair->a_was) * days, TRUE);
    g_string_append_printf(message, " a month and %s ", b->site);
    gp_append_quantity(message, b, exp(pair->b_was) * days, TRUE);
    gp_check_add_finding(
        self, &place, GP_SEVERITY_WARNING, g_string_free(message, FALSE),
        g_strdup_printf("compare the meter numbers on the bills with the list of meters: the two "
                        "sites may be exchanged. The trust's total is right, the two sites' are "
                        "not"));
}

/* Explains the months that are exchanged, from the first on. */
static void
take_swap(GpCheck *self, Pair *pair)
{
    Pair at = *pair;
    guint last_i = pair->i, n = 0;
    gboolean is_over = FALSE;

    for (; next_month(&at); at.i++, at.k++) {
        Pair next = {.a = at.a, .b = at.b, .i = at.i + 1, .k = at.k + 1};

        /* One month that does not fit is scatter; two are the way back. */
        if (!is_exchanged(pair, at.i, at.k) &&
            (!next_month(&next) || !is_exchanged(pair, next.i, next.k))) {
            is_over = TRUE;
            break;
        }
        gp_series_point(at.a, at.i)->is_explained = TRUE;
        gp_series_point(at.b, at.k)->is_explained = TRUE;
        last_i = at.i;
        n++;
    }
    add_swap(self, pair, last_i, n, !is_over);
    find_levels(self, pair->a);
    find_levels(self, pair->b);
    pair->i = at.i;
    pair->k = at.k;
}

static void
compare_sites(GpCheck *self, GpSeries *a, GpSeries *b)
{
    Pair pair = {.a = a, .b = b};
    gboolean is_after_swap = FALSE;

    for (; next_month(&pair); pair.i++, pair.k++) {
        /* The month of the way back is no swap of its own. */
        if (is_after_swap || !is_swap(&pair)) {
            is_after_swap = FALSE;
            continue;
        }
        take_swap(self, &pair);
        is_after_swap = TRUE;
        if (pair.i >= a->points->len || pair.k >= b->points->len)
            return;
    }
}

/* Sites are exchanged in lists of meters; orders and claims go up and down with people. */
static gboolean
may_be_swapped(const GpStream *stream)
{
    const GpSeries *series = &stream->series[GP_GRAIN_MONTH];

    return series->rows_rule != GP_ROWS_VARY && series->may_be_swapped &&
           !gp_stream_is_of_journeys(stream);
}

static gboolean
is_of_one_list(const GpStream *a, const GpStream *b)
{
    return g_str_equal(a->source, b->source) && g_str_equal(a->activity, b->activity) &&
           a->kind == b->kind;
}

void
gp_find_swaps(GpCheck *self)
{
    guint n = self->streams->streams->len;

    gp_check_each_series(self, find_levels);
    for (guint i = 0; i < n; i++) {
        GpStream *a = gp_check_stream(self, i);

        if (*a->site == '\0' || !may_be_swapped(a) ||
            a->series[GP_GRAIN_MONTH].points->len <= MIN_BEFORE)
            continue;
        for (guint k = i + 1; k < n && is_of_one_list(a, gp_check_stream(self, k)); k++) {
            GpStream *b = gp_check_stream(self, k);

            if (may_be_swapped(b))
                compare_sites(self, &a->series[GP_GRAIN_MONTH], &b->series[GP_GRAIN_MONTH]);
        }
    }
}

/* Months before a bill that had less than usual or nothing. */
typedef struct {
    guint first; /* its point */
    guint n;
    guint n_estimated;
    GpSpan span;
    double lacks; /* what is missing in all */
} LowRun;

static gboolean
is_estimated(const GpPoint *point)
{
    return 2 * point->estimated > point->quantity && point->estimated > 0;
}

static LowRun
low_run_before(const GpSeries *series, guint i)
{
    LowRun run = {.first = i, .span = gp_series_point(series, i)->span};

    for (guint k = i; k > 0 && run.n < MAX_LOW_POINTS; k--) {
        const GpPoint *point = gp_series_point(series, k - 1);
        double usual = isnan(point->usual) ? exp(gp_series_point(series, i)->usual) * point->days
                                           : gp_series_usual(series, point);

        if (point->is_explained || !(gp_point_quantity(point) < MAX_LOW * usual) ||
            gp_series_point(series, k)->span.first - point->span.last > 7)
            break;
        run.first = k - 1;
        run.n++;
        run.n_estimated += is_estimated(point) ? 1 : 0;
        run.span.first = point->span.first;
        run.lacks += usual - gp_point_quantity(point);
    }
    return run;
}

static gboolean
is_high(const GpSeries *series, const GpPoint *point, const LowRun *run)
{
    if (gp_series_stands_out(series, point) && point->residual > 0)
        return TRUE;
    return run->n_estimated == run->n && !isnan(point->residual) &&
           point->residual > MAX(log(ESTIMATED_FACTOR), ESTIMATED_SCALES * series->scale);
}

static void
add_catch_up(GpCheck *self, const GpSeries *series, const GpPoint *point, const LowRun *run)
{
    const GpStream *stream = series->stream;
    GpFindingPlace place = {.code = "catch-up",
                            .source = stream->source,
                            .activity = stream->activity,
                            .site = stream->site,
                            .period = run->span};
    GString *message = g_string_new(NULL);
    char month[GP_SPAN_TEXT];

    gp_span_print(point->span, month);
    g_string_append_printf(message, "%u month%s in a row %s lower than usual", run->n,
                           run->n == 1 ? "" : "s", run->n == 1 ? "is" : "are");
    if (run->n_estimated > 0)
        g_string_append_printf(message, " (%u estimated)", run->n_estimated);
    g_string_append(message, ", together by ");
    gp_append_quantity(message, stream, run->lacks, TRUE);
    g_string_append_printf(message, ", and %s is higher than usual by ", month);
    gp_append_quantity(message, stream, gp_point_quantity(point) - gp_series_usual(series, point),
                       TRUE);
    gp_check_add_finding(self, &place, GP_SEVERITY_WARNING, g_string_free(message, FALSE),
                         g_strdup("the last bill seems to catch up on low estimates: ask the "
                                  "supplier for the actual readings of these months. The sum is "
                                  "probably right; months, and years if one ends in between, are "
                                  "not"));
}

static void
find_in_series(GpCheck *self, GpSeries *series)
{
    if (series->grain != GP_GRAIN_MONTH)
        return;
    for (guint i = 1; i < series->points->len; i++) {
        GpPoint *point = gp_series_point(series, i);
        LowRun run;
        double paid_back;

        if (point->is_explained || !(point->residual > log(ESTIMATED_FACTOR)))
            continue;
        run = low_run_before(series, i);
        paid_back = (gp_point_quantity(point) - gp_series_usual(series, point)) / run.lacks;
        if (run.n == 0 || paid_back < MIN_PAID_BACK || paid_back > MAX_PAID_BACK ||
            !is_high(series, point, &run))
            continue;
        add_catch_up(self, series, point, &run);
        for (guint k = run.first; k <= i; k++)
            gp_series_point(series, k)->is_explained = TRUE;
    }
}

void
gp_find_catch_ups(GpCheck *self)
{
    gp_check_each_series(self, find_in_series);
}
