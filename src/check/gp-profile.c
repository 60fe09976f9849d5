/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "gp-stream-private.h"

/*
 * What a period usually has. All on logarithms of quantities a day, with medians, so that faults
 * in the history do not hide faults. Source: docs/method.md, “Check”.
 */

#define MIN_DAYS 10           /* of a month; fewer tell little of the rest of it */
#define SEASON_BLOCKS 3       /* years of months, before a season can be told from chance */
#define SEASON_BLOCK_POINTS 9 /* months that a block must have */
#define MAX_WINDOW 6
#define COUNTING                                                                                   \
    2.0 /* variance of the logarithm of a sum of one row: that of rows that scatter as much as     \
           they are */
#define NORMAL_MAD 1.4826         /* makes a median deviation a standard deviation */
#define NORMAL_FOUR_FIFTHS 1.2816 /* deviations that four fifths of a normal scatter lie within */
#define MIN_WIDE 20               /* figures, before a fifth of them is not likely to be faults */
#define MIN_SCALE 0.03            /* series without any scatter are rounded or modelled */
#define ORDINARY_WINDOW 12        /* periods on either side */
#define ONE_SIDED_FACTOR 5 /* of the last months: gas may rise or fall threefold in two months */
#define PANDEMIC_FACTOR 25 /* rail and flights fell to one part in twenty */
#define MATTERS 0.25       /* of an ordinary period: less is not worth anybody's time */

/* How many neighbours are asked, and how far from them is far. Where the season is known, 5
 * deviations and half as much again; without it the neighbours of other months answer, so much
 * more is asked for. */
typedef struct {
    guint window;    /* neighbours on either side */
    guint min_side;  /* fewer than that tell nothing */
    guint n_lasting; /* so many alike at an end are a change that lasts */
    double deviations;
    double min_factor;
} Rule;

static const Rule season_rule = {6, 3, 3, 5, 1.5};
static const Rule month_rule = {3, 2, 3, 6, 3};
static const Rule longer_rule = {3, 2, 2, 6, 3};

static const Rule *
rule_of(const GpSeries *self)
{
    if (self->grain != GP_GRAIN_MONTH)
        return &longer_rule;
    return self->has_season ? &season_rule : &month_rule;
}

static int
compare_doubles(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double
gp_median(double *values, guint n)
{
    if (n == 0)
        return NAN;
    qsort(values, n, sizeof *values, compare_doubles);
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

double
gp_lower_median(double *values, guint n)
{
    if (n == 0)
        return NAN;
    qsort(values, n, sizeof *values, compare_doubles);
    return values[(n - 1) / 2];
}

static void
take_logs(GpSeries *self)
{
    for (guint i = 0; i < self->points->len; i++) {
        GpPoint *point = gp_series_point(self, i);
        double days = gp_series_days(self, point);

        point->log_rate = point->adjusted = point->level = NAN;
        point->before = point->after = point->usual = point->residual = NAN;
        if (point->quantity > 0 && days >= MIN_DAYS)
            point->log_rate = log(gp_point_quantity(point) / days / pow(10, point->slip_powers));
    }
}

static guint
month_of_year(const GpPoint *point)
{
    return (guint)point->month % 12;
}

/* The log rates of the points from month @first to @last; returns how many there are. */
static guint
rates_between(const GpSeries *self, GpMonth first, GpMonth last, double *out)
{
    guint n = 0;

    for (guint i = 0; i < self->points->len; i++) {
        const GpPoint *point = gp_series_point(self, i);
        GpMonth month = point->month;

        if (first <= month && month <= last && !isnan(point->log_rate))
            out[n++] = point->log_rate;
    }
    return n;
}

/* The level of each point's block of twelve months, so that a season never looks like a level. The
 * months that are left over at the end belong to the last twelve. Returns: the number of blocks */
static guint
find_levels(GpSeries *self)
{
    guint n_points = self->points->len, n_good = 0;
    GpMonth first = gp_series_point(self, 0)->month;
    GpMonth last = gp_series_point(self, n_points - 1)->month;
    guint n_blocks = (guint)(last - first + 1) / 12;
    g_autofree double *values = g_new(double, n_points);

    for (guint block = 0; block <= n_blocks; block++) {
        gboolean is_rest = block == n_blocks;
        GpMonth begins = is_rest ? last - 11 : first + 12 * (GpMonth)block;
        guint n = rates_between(self, begins, begins + 11, values);
        double level = gp_median(values, n);

        if (n < SEASON_BLOCK_POINTS)
            continue;
        n_good += is_rest ? 0 : 1;
        for (guint i = 0; i < n_points; i++) {
            GpPoint *point = gp_series_point(self, i);
            GpMonth month = point->month;

            if (begins <= month && month <= begins + 11 && isnan(point->level))
                point->level = level;
        }
    }
    return n_good;
}

/* How far the points of a calendar month are from the levels of their years, but for point
 * @except; sorted. Returns: how many */
static guint
month_deviations(const GpSeries *self, guint month, guint except, double *out)
{
    guint n = 0;

    for (guint i = 0; i < self->points->len; i++) {
        const GpPoint *point = gp_series_point(self, i);

        if (i != except && month_of_year(point) == month && !isnan(point->level) &&
            !isnan(point->log_rate))
            out[n++] = point->log_rate - point->level;
    }
    gp_median(out, n);
    return n;
}

/* The season: for each calendar month the median over the years of how far it is from its year. */
static void
find_season(GpSeries *self)
{
    guint n_points = self->points->len;
    g_autofree double *values = g_new(double, n_points);

    self->has_season = FALSE;
    if (self->grain != GP_GRAIN_MONTH || n_points < SEASON_BLOCKS * SEASON_BLOCK_POINTS ||
        find_levels(self) < SEASON_BLOCKS)
        return;
    for (guint month = 0; month < 12; month++) {
        guint n = month_deviations(self, month, G_MAXUINT, values);

        self->season[month] = n < SEASON_BLOCKS ? NAN : gp_median(values, n);
    }
    self->has_season = TRUE;
}

/* The season of each point from the other years alone, so that a fault is no part of what it is
 * compared with. Of two years in the middle the one that is nearer answers, because the other may
 * be the fault. */
static void
find_own_seasons(GpSeries *self)
{
    g_autofree double *values = g_new(double, self->points->len);

    for (guint i = 0; i < self->points->len; i++) {
        GpPoint *point = gp_series_point(self, i);
        guint n = self->has_season ? month_deviations(self, month_of_year(point), i, values) : 0;

        point->season = point->nearest_season = self->has_season ? NAN : 0;
        if (n + 1 < SEASON_BLOCKS)
            continue;
        point->season = (values[(n - 1) / 2] + values[n / 2]) / 2;
        point->nearest_season = point->season;
        if (!isnan(point->level) && !isnan(point->log_rate))
            point->nearest_season =
                CLAMP(point->log_rate - point->level, values[(n - 1) / 2], values[n / 2]);
    }
}

/* Leaves the season out. A month that has none, such as a summer without heating, stays unknown. */
static void
adjust(GpSeries *self)
{
    g_autofree double *values = g_new(double, self->points->len);
    guint n = 0;

    for (guint i = 0; i < self->points->len; i++) {
        GpPoint *point = gp_series_point(self, i);

        point->adjusted = point->log_rate;
        if (self->has_season)
            point->adjusted -= self->season[month_of_year(point)];
        if (!isnan(point->adjusted))
            values[n++] = point->adjusted;
    }
    self->middle = gp_median(values, n);
    n = 0;
    for (guint i = 0; i < self->points->len; i++) {
        const GpPoint *point = gp_series_point(self, i);

        if (!isnan(point->log_rate))
            values[n++] = exp(point->log_rate);
    }
    self->middle_rate = gp_median(values, n);
}

/* Gathers the neighbours of point @i in one direction; returns how many. */
static guint
neighbours(const GpSeries *self, guint i, int step, double *out)
{
    guint window = rule_of(self)->window, n = 0;
    GpDay here = gp_series_point(self, i)->span.first;
    GpDay reach = self->grain == GP_GRAIN_MONTH ? 370 : 5 * 366;

    for (gint64 k = (gint64)i + step; k >= 0 && k < self->points->len && n < window; k += step) {
        const GpPoint *point = gp_series_point(self, (guint)k);

        if (ABS(point->span.first - here) > reach)
            break;
        if (!isnan(point->adjusted))
            out[n++] = point->adjusted;
    }
    return n;
}

/* How far a point is from both sides. Between them, or near one of them, it is no spike but part
 * of a change that lasts. */
static double
distance(const GpPoint *point)
{
    double adjusted = point->log_rate - point->nearest_season;
    double before = adjusted - point->before, after = adjusted - point->after;

    if (isnan(before) || isnan(after))
        return isnan(before) ? after : before;
    if (before * after <= 0)
        return 0;
    return fabs(before) < fabs(after) ? before : after;
}

/* What one side has. Of two neighbours the one that is nearer answers: the other may be a fault. */
static double
side(const GpPoint *point, double *values, guint n, const Rule *rule)
{
    if (n < rule->min_side)
        return NAN;
    gp_median(values, n);
    if (n == 2)
        return CLAMP(point->log_rate - point->nearest_season, values[0], values[1]);
    return gp_median(values, n);
}

/* Several figures at an end that are all higher than what is beside them, or all lower, are a
 * change that lasts, as far as anybody can tell. */
static void
quieten_end(GpSeries *self, guint first, int step)
{
    guint n = rule_of(self)->n_lasting;
    double sign = gp_series_point(self, first)->residual;

    for (guint i = 0, k = first; i < n; i++, k += (guint)step) {
        if (!(gp_series_point(self, k)->residual * sign > 0))
            return;
    }
    for (guint i = 0, k = first; i < n; i++, k += (guint)step)
        gp_series_point(self, k)->residual = 0;
}

static void
compare_with_neighbours(GpSeries *self)
{
    const Rule *rule = rule_of(self);

    for (guint i = 0; i < self->points->len; i++) {
        GpPoint *point = gp_series_point(self, i);
        double values[2 * MAX_WINDOW], after[MAX_WINDOW];
        guint n_before = neighbours(self, i, -1, values);
        guint n_after = neighbours(self, i, 1, after);

        point->before = side(point, values, n_before, rule);
        for (guint k = 0; k < n_after; k++)
            values[n_before + k] = after[k];
        point->after = side(point, after, n_after, rule);
        if (isnan(point->before) && isnan(point->after))
            continue;
        point->usual = gp_median(values, n_before + n_after) + point->season;
        point->residual = distance(point);
    }
    if (self->points->len <= rule->n_lasting)
        return;
    quieten_end(self, 0, 1);
    quieten_end(self, self->points->len - 1, -1);
}

/* The scatter around the neighbours; without a season, from one period to the next. The scatter of
 * the middle half and that of four fifths: of few figures one of the two may be small by chance. */
static void
find_scale(GpSeries *self)
{
    g_autofree double *values = g_new(double, self->points->len);
    double last = NAN, share = self->has_season ? 1 : G_SQRT2, middle;
    guint n = 0;

    for (guint i = 0; i < self->points->len; i++) {
        const GpPoint *point = gp_series_point(self, i);
        double difference =
            self->has_season ? point->log_rate - point->usual : point->log_rate - last;

        if (!isnan(difference))
            values[n++] = fabs(difference);
        if (!isnan(point->log_rate))
            last = point->log_rate;
    }
    middle = NORMAL_MAD * gp_lower_median(values, n);
    if (n >= MIN_WIDE)
        middle = MAX(middle, values[n * 4 / 5] / NORMAL_FOUR_FIFTHS);
    self->scale = MAX(MIN_SCALE, middle / share * (1 + 1 / sqrt(MAX(1, n))));
}

void
gp_series_profile(GpSeries *self)
{
    if (self->points->len == 0)
        return;
    gp_series_find_rhythm(self);
    take_logs(self);
    find_season(self);
    find_own_seasons(self);
    adjust(self);
    compare_with_neighbours(self);
    find_scale(self);
}

double
gp_series_usual(const GpSeries *self, const GpPoint *point)
{
    return exp(point->usual) * gp_series_days(self, point);
}

/* Beyond which a residual is no ordinary scatter. Sums of few rows scatter more: where rows come
 * now and then, by as much as their number does. */
static double
threshold_at(const GpSeries *self, const GpPoint *point)
{
    const Rule *rule = rule_of(self);
    double variance = self->scale * self->scale, min_factor = rule->min_factor;

    if (self->rows_rule == GP_ROWS_VARY)
        variance += COUNTING / (double)MAX(1, MIN(point->rows, point->usual_rows));
    if (rule == &month_rule && (isnan(point->before) || isnan(point->after)))
        min_factor = ONE_SIDED_FACTOR;
    return MAX(log(min_factor), rule->deviations * sqrt(variance));
}

/* In the pandemic people stayed at home: what they travel may be low. */
static gboolean
is_low_in_pandemic(const GpSeries *self, const GpPoint *point)
{
    static const char *const kinds[] = {"km", "passenger-km", "night", "hour"};
    const char *kind = gp_unit_name(self->stream->units, self->stream->kind);
    const GpSpan pandemic = {gp_fy_span(GP_PANDEMIC_FIRST_FY).first,
                             gp_fy_span(GP_PANDEMIC_LAST_FY).last};

    if (point->residual >= 0 || point->residual < -log(PANDEMIC_FACTOR) ||
        point->span.first < pandemic.first || point->span.last > pandemic.last)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (g_str_equal(kind, kinds[i]))
            return TRUE;
    }
    return FALSE;
}

/* An ordinary quantity a day of the year around point, the whole of the series for longer grains.
 */
static double
ordinary_rate(const GpSeries *self, const GpPoint *point)
{
    guint at = (guint)(point - gp_series_point(self, 0)), n = 0;
    guint first = at < ORDINARY_WINDOW ? 0 : at - ORDINARY_WINDOW;
    guint end = MIN(self->points->len, at + ORDINARY_WINDOW + 1);
    double rates[2 * ORDINARY_WINDOW + 1];

    for (guint i = first; i < end; i++) {
        if (!isnan(gp_series_point(self, i)->log_rate))
            rates[n++] = exp(gp_series_point(self, i)->log_rate);
    }
    return gp_median(rates, n);
}

gboolean
gp_series_stands_out(const GpSeries *self, const GpPoint *point)
{
    double days = gp_series_days(self, point);

    return !isnan(point->residual) && fabs(point->residual) > threshold_at(self, point) &&
           !is_low_in_pandemic(self, point) &&
           fabs(gp_point_quantity(point) - gp_series_usual(self, point)) >
               MATTERS * ordinary_rate(self, point) * days;
}
