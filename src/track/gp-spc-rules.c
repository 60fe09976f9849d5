/* SPDX-License-Identifier: MIT */
#include "gp-spc-private.h"

/* What the rules ask of one point. All 0 where there is no value. */
typedef struct {
    int side;    /* of the mean: +1 above, -1 below, 0 on it */
    int outside; /* +1 above the upper limit, -1 below the lower */
    int near;    /* the same beyond a near limit, and not outside */
    int step;    /* from the point before: +1 up, -1 down */
    int trend;   /* of the trend that it is part of */
    int cluster; /* of two of three */
    int shift;
    guint trend_first, cluster_first, shift_first; /* the first point of each */
} Look;

static int
sign_of(GpInt128 value)
{
    return (value > 0) - (value < 0);
}

/* The side of a value that is more than so many average ranges from the mean, else 0. */
static int
beyond(const GpXmrBase *base, const GpSeriesPoint *point, int numerator, int denominator)
{
    GpInt128 from_mean = point->value_micro * (GpInt128)base->n - base->sum;
    GpInt128 size = from_mean < 0 ? -from_mean : from_mean;

    return size * base->n_ranges * denominator > base->range_sum * base->n * numerator
               ? sign_of(from_mean)
               : 0;
}

static void
look_at(const GpXmrBase *base, const GpSeriesPoint *points, Look *looks, guint n)
{
    for (guint i = 0; i < n; i++) {
        Look *look = &looks[i];

        if (!points[i].has_value)
            continue;
        look->side = sign_of(points[i].value_micro * (GpInt128)base->n - base->sum);
        look->outside = beyond(base, &points[i], 133, 50);
        look->near = look->outside != 0 ? 0 : beyond(base, &points[i], 133, 75);
        if (i > 0 && points[i - 1].has_value)
            look->step = sign_of((GpInt128)points[i].value_micro - points[i - 1].value_micro);
    }
}

/* A trend is a run of steps one way; the point before its first step belongs to it. Trends are met
 * in order of time, so a point between two takes the later one. */
static void
find_trends(Look *looks, guint n)
{
    guint length = 0; /* steps of the run that ends here */

    for (guint i = 1; i < n; i++) {
        int step = looks[i].step;
        guint n_new = 1; /* points that now turn out to be part of it */

        length = step == 0 ? 0 : step == looks[i - 1].step ? length + 1 : 1;
        if (length < GP_XMR_RUN - 1)
            continue;
        if (length == GP_XMR_RUN - 1)
            n_new = GP_XMR_RUN;
        for (guint k = 0; k < n_new; k++) {
            looks[i - k].trend = step;
            looks[i - k].trend_first = i - length;
        }
    }
}

static void
find_shifts(Look *looks, guint n)
{
    guint length = 0; /* points of the run that ends here */

    for (guint i = 0; i < n; i++) {
        int side = looks[i].side;
        guint n_new = 1;

        length = side == 0 ? 0 : i > 0 && side == looks[i - 1].side ? length + 1 : 1;
        if (length < GP_XMR_RUN)
            continue;
        if (length == GP_XMR_RUN)
            n_new = GP_XMR_RUN;
        for (guint k = 0; k < n_new; k++) {
            looks[i - k].shift = side;
            looks[i - k].shift_first = i + 1 - length;
        }
    }
}

static void
find_clusters(Look *looks, guint n)
{
    for (guint i = 2; i < n; i++) {
        Look *three = &looks[i - 2];
        guint n_near = 0;

        if (three[0].side == 0 || three[1].side != three[0].side || three[2].side != three[0].side)
            continue;
        for (guint k = 0; k < 3; k++)
            n_near += three[k].near != 0 ? 1 : 0;
        for (guint k = 0; n_near >= 2 && k < 3; k++) {
            if (three[k].near == 0)
                continue;
            three[k].cluster = three[k].near;
            three[k].cluster_first = i - 2;
        }
    }
}

/* The point number @i of a segment. */
static void
mark(const Look *look, guint i, GpXmrPoint *out)
{
    const struct {
        int sign;
        GpXmrRule rule;
        guint first, n; /* of the points that make it; at least so many */
    } by_precedence[] = {{look->outside, GP_XMR_OUTSIDE, i, 1},
                         {look->trend, GP_XMR_TREND, look->trend_first, GP_XMR_RUN},
                         {look->cluster, GP_XMR_TWO_OF_THREE, look->cluster_first, 3},
                         {look->shift, GP_XMR_SHIFT, look->shift_first, GP_XMR_RUN}};

    for (guint k = 0; k < G_N_ELEMENTS(by_precedence); k++) {
        if (by_precedence[k].sign == 0)
            continue;
        out->rule = by_precedence[k].rule;
        out->sign = by_precedence[k].sign;
        out->rule_first = by_precedence[k].first;
        out->rule_last = MAX(i, by_precedence[k].first + by_precedence[k].n - 1);
        return;
    }
}

void
gp_xmr_apply_rules(const GpXmrBase *base, const GpSeriesPoint *points, GpXmrPoint *marks, guint n)
{
    g_autofree Look *looks = g_new0(Look, n);

    if (base->is_flat)
        return;
    look_at(base, points, looks, n);
    find_trends(looks, n);
    find_clusters(looks, n);
    find_shifts(looks, n);
    for (guint i = 0; i < n; i++)
        mark(&looks[i], i, &marks[i]);
}
