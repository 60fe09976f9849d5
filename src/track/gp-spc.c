/* SPDX-License-Identifier: MIT */
#include "gp-spc-private.h"

#include <stdlib.h>

#include "gp-error.h"

/* 2.66 and 3.267, and what makes GP_XMR_PLACES of millionths. */
#define LIMIT_OF_50 133
#define SCREEN_OF_1000 3267
#define NANO_OF_MICRO 1000

/* |value - the one before|; -1 where one of the two is missing. */
static GpInt128
range_at(const GpSeriesPoint *points, guint i)
{
    GpInt128 change;

    if (i == 0 || !points[i].has_value || !points[i - 1].has_value)
        return -1;
    change = (GpInt128)points[i].value_micro - points[i - 1].value_micro;
    return change < 0 ? -change : change;
}

/* How many points the limits are made of: up to the value number @fix_after. */
static guint
n_of_base(const GpSeriesPoint *points, guint n, guint fix_after)
{
    guint n_values = 0;

    for (guint i = 0; i < n; i++) {
        n_values += points[i].has_value ? 1 : 0;
        if (n_values == fix_after && fix_after > 0)
            return i + 1;
    }
    return n;
}

static gboolean
is_too_large(const GpXmrBase *base, GpInt128 range)
{
    return range * base->n_ranges * 1000 >= base->range_sum * SCREEN_OF_1000;
}

/* Leaves large ranges out, once. */
static void
screen(GpXmrBase *base, GpXmrPoint *marks, guint n, GpXmrSegment *segment)
{
    GpInt128 sum = 0;
    guint n_kept = 0;

    for (guint i = 1; i < n; i++) {
        GpInt128 range = marks[i].range_micro;

        if (range < 0 || is_too_large(base, range))
            continue;
        sum += range;
        n_kept++;
    }
    segment->is_unscreened = sum == 0 && base->range_sum > 0;
    if (sum == 0)
        return;
    segment->n_screened = base->n_ranges - n_kept;
    for (guint i = 1; i < n; i++)
        marks[i].range_counts =
            marks[i].range_micro >= 0 && !is_too_large(base, marks[i].range_micro);
    base->range_sum = sum;
    base->n_ranges = n_kept;
}

static GpXmrBase
base_of(const GpSeriesPoint *points,
        GpXmrPoint *marks,
        guint n,
        const GpSpcOptions *options,
        GpXmrSegment *segment)
{
    GpXmrBase base = {0};

    segment->n_base = n_of_base(points, n, options->fix_after);
    for (guint i = 0; i < n; i++)
        marks[i].range_micro = range_at(points, i);
    n = segment->n_base;
    for (guint i = 0; i < n; i++) {
        GpInt128 range = marks[i].range_micro;

        base.n += points[i].has_value ? 1 : 0;
        base.sum += points[i].value_micro;
        base.n_ranges += range >= 0 ? 1 : 0;
        base.range_sum += MAX(range, 0);
        marks[i].range_counts = range >= 0;
    }
    segment->sum_micro = base.sum;
    segment->n_ranges = base.n_ranges;
    segment->range_sum_micro = base.range_sum;
    if (!options->no_screen)
        screen(&base, marks, n, segment);
    segment->n_kept = base.n_ranges;
    segment->kept_sum_micro = base.range_sum;
    base.is_flat = base.range_sum == 0;
    return base;
}

/* The mean and so many average ranges, as one fraction that is rounded once. */
static GpInt128
level(const GpXmrBase *base, int numerator, int denominator)
{
    GpInt128 of_mean = base->sum * base->n_ranges * denominator;
    GpInt128 of_range = base->range_sum * base->n * numerator;

    return gp_number_divide((of_mean + of_range) * NANO_OF_MICRO,
                            (GpInt128)base->n * base->n_ranges * denominator);
}

static void
tell_limits(const GpXmrBase *base, GpXmrSegment *segment)
{
    segment->n_based = base->n;
    if (base->n == 0)
        return;
    segment->mean = gp_number_divide(base->sum * NANO_OF_MICRO, base->n);
    segment->has_limits = base->n_ranges > 0;
    segment->is_flat = segment->has_limits && base->is_flat;
    if (!segment->has_limits)
        return;
    segment->all_average =
        gp_number_divide(segment->range_sum_micro * NANO_OF_MICRO, segment->n_ranges);
    segment->average_range = gp_number_divide(base->range_sum * NANO_OF_MICRO, base->n_ranges);
    segment->screen =
        gp_number_divide(segment->range_sum_micro * SCREEN_OF_1000, segment->n_ranges);
    segment->lower = level(base, -LIMIT_OF_50, 50);
    segment->upper = level(base, LIMIT_OF_50, 50);
    segment->near_lower = level(base, -2 * LIMIT_OF_50, 150);
    segment->near_upper = level(base, 2 * LIMIT_OF_50, 150);
}

static GpXmrType
type_of(int sign, GpDirection direction)
{
    if (sign == 0)
        return GP_XMR_COMMON;
    if (direction == GP_DIRECTION_NEUTRAL)
        return sign > 0 ? GP_XMR_NEUTRAL_HIGH : GP_XMR_NEUTRAL_LOW;
    return (sign > 0) == (direction == GP_DIRECTION_INCREASE) ? GP_XMR_IMPROVEMENT : GP_XMR_CONCERN;
}

/* Target against the exact limits: equality is inconsistent. */
static GpAssurance
assure(const GpXmrBase *base, const GpSpcOptions *options)
{
    gboolean high_is_good = options->direction == GP_DIRECTION_INCREASE;
    GpInt128 distance, half;

    if (!options->has_target || options->direction == GP_DIRECTION_NEUTRAL || base->n_ranges == 0)
        return GP_ASSURANCE_NONE;
    distance = (options->target_micro * (GpInt128)base->n - base->sum) * base->n_ranges * 50;
    half = base->range_sum * base->n * LIMIT_OF_50;
    if (distance > half)
        return high_is_good ? GP_ASSURANCE_FAIL : GP_ASSURANCE_PASS;
    if (distance < -half)
        return high_is_good ? GP_ASSURANCE_PASS : GP_ASSURANCE_FAIL;
    return GP_ASSURANCE_INCONSISTENT;
}

static void
add_segment(
    GpXmr *self, const GpSeries *series, const GpSpcOptions *options, guint first, guint end)
{
    GpXmrSegment segment = {.first = first, .n = end - first};
    const GpSeriesPoint *points = gp_series_point(series, first);
    GpXmrPoint *marks = &g_array_index(self->points, GpXmrPoint, first);
    GpXmrBase base = base_of(points, marks, segment.n, options, &segment);

    tell_limits(&base, &segment);
    segment.reason = g_strdup("");
    for (guint i = 0; i < options->n_rebases; i++) {
        if (options->rebases[i].day != points->day)
            continue;
        g_free(segment.reason);
        segment.reason = g_strdup(options->rebases[i].reason);
    }
    if (segment.has_limits)
        gp_xmr_apply_rules(&base, points, marks, segment.n);
    for (guint i = 0; i < segment.n; i++) {
        marks[i].segment = self->segments->len;
        marks[i].rule_first += first;
        marks[i].rule_last += first;
        marks[i].type = type_of(marks[i].sign, options->direction);
    }
    segment.assurance = assure(&base, options);
    self->assurance = segment.assurance;
    g_array_append_val(self->segments, segment);
}

static gboolean
check_options(const GpSeries *series, const GpSpcOptions *options, GError **error)
{
    char text[16];

    if (options->fix_after > 0 && options->fix_after < GP_XMR_MIN_POINTS)
        return gp_throw(error, GP_ERROR_USAGE,
                        "limits must rest on at least %d points before they are fixed, not on %u",
                        GP_XMR_MIN_POINTS, options->fix_after);
    for (guint i = 0; i < options->n_rebases; i++) {
        gp_series_print_date(series, options->rebases[i].day, text);
        if (gp_series_find(series, options->rebases[i].day) < 0)
            return gp_throw(error, GP_ERROR_MISSING,
                            "there is no point at the rebase date “%s”; give a date that is in the "
                            "data",
                            text);
        for (guint j = 0; j < i; j++)
            if (options->rebases[j].day == options->rebases[i].day)
                return gp_throw(error, GP_ERROR_USAGE, "the rebase date “%s” is given twice", text);
    }
    return TRUE;
}

static gboolean
is_rebase(const GpSpcOptions *options, GpDay day)
{
    for (guint i = 0; i < options->n_rebases; i++)
        if (options->rebases[i].day == day)
            return TRUE;
    return FALSE;
}

GpXmr *
gp_spc_chart(const GpSeries *series, const GpSpcOptions *options, GError **error)
{
    guint n = series->points->len, first = 0;
    GpXmr *self;

    if (!check_options(series, options, error))
        return NULL;
    self = gp_xmr_new(n);
    self->direction = options->direction;
    self->has_target = options->has_target;
    self->target_micro = options->target_micro;
    self->is_screened = !options->no_screen;
    self->fix_after = options->fix_after;
    for (guint i = 1; i <= n; i++) {
        if (i < n && !is_rebase(options, gp_series_point(series, i)->day))
            continue;
        add_segment(self, series, options, first, i);
        first = i;
    }
    for (guint i = 0; i < n; i++)
        if (gp_series_point(series, i)->has_value)
            self->last = i;
    if (n > 0)
        self->variation = gp_xmr_point(self, self->last)->type;
    return self;
}
