/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-series.h"

/*
 * An XmR chart: a series with its mean, its limits and what is unusual in it, as track/ works it
 * out and report/ and plot/ show it.
 */

/* The rules. */
#define GP_XMR_RUN 7          /* points of a trend, and of a shift */
#define GP_XMR_MIN_POINTS 12  /* fewer: trial limits */
#define GP_XMR_LIMIT "2.66"   /* average ranges from the mean to a limit */
#define GP_XMR_SCREEN "3.267" /* average ranges: a range as large does not count */
#define GP_XMR_PLACES 9       /* decimal places of mean and limits */

typedef enum { GP_DIRECTION_INCREASE, GP_DIRECTION_DECREASE, GP_DIRECTION_NEUTRAL } GpDirection;

/* What makes a point a special cause, in order of precedence. */
typedef enum {
    GP_XMR_NONE,
    GP_XMR_OUTSIDE,
    GP_XMR_TREND,
    GP_XMR_TWO_OF_THREE,
    GP_XMR_SHIFT,
} GpXmrRule;

typedef enum {
    GP_XMR_COMMON,
    GP_XMR_IMPROVEMENT,
    GP_XMR_CONCERN,
    GP_XMR_NEUTRAL_HIGH,
    GP_XMR_NEUTRAL_LOW,
} GpXmrType;

typedef enum {
    GP_ASSURANCE_NONE, /* no target, no direction or no limits */
    GP_ASSURANCE_PASS,
    GP_ASSURANCE_FAIL,
    GP_ASSURANCE_INCONSISTENT,
} GpAssurance;

const char *gp_direction_name(GpDirection direction); /* `increase`, `decrease`, `neutral` */
gboolean gp_direction_parse(const char *text, GpDirection *out_direction, GError **error);
const char *gp_xmr_rule_name(GpXmrRule rule);         /* `outside`, …; "" for none */
const char *gp_xmr_type_name(GpXmrType type);         /* `common`, `improvement`, … */
const char *gp_assurance_name(GpAssurance assurance); /* `pass`, `fail`, `inconsistent`, `none` */

/* One point, beside that of the series. */
typedef struct {
    GpXmrRule rule;
    GpXmrType type;
    int sign;      /* +1 unusually high or rising, -1 low or falling, 0 nothing unusual */
    guint segment; /* from 0 */
    guint rule_first, rule_last; /* the points that make the rule hold, if one does */
    GpInt128 range_micro;        /* from the value before; -1 where there is none */
    gboolean range_counts;       /* in the average range */
} GpXmrPoint;

/* A stretch with limits of its own. All figures times 10^GP_XMR_PLACES. */
typedef struct {
    guint first, n;         /* points of the series */
    guint n_based;          /* values that the limits are made of */
    guint n_base;           /* points, with a value or not, that these are among */
    guint n_screened;       /* ranges too large to count */
    guint n_ranges, n_kept; /* ranges of the base, and those that count */
    GpInt128 sum_micro;     /* of the n_based values */
    GpInt128 range_sum_micro, kept_sum_micro;
    GpInt128 all_average, average_range; /* of all ranges, and of those that count; without meaning
                                            where has_limits is FALSE */
    GpInt128 screen;                     /* ranges from here on do not count */
    char *reason;                        /* why a new segment begins here; "" where not told */
    GpInt128 mean;                       /* without meaning if n_based is 0 */
    gboolean has_limits;                 /* FALSE: no two neighbours have values */
    gboolean is_flat;       /* all ranges are 0: the limits are the mean, and nothing is flagged */
    gboolean is_unscreened; /* screening would have left nothing but 0, so all ranges count */
    GpInt128 lower, upper, near_lower, near_upper;
    GpAssurance assurance; /* the target against these limits */
} GpXmrSegment;

typedef struct {
    GArray *points;   /* (element-type GpXmrPoint) as many as the series has */
    GArray *segments; /* (element-type GpXmrSegment) */
    GpDirection direction;
    gboolean has_target, is_screened;
    gint64 target_micro;
    guint fix_after;       /* 0: all values of a segment make its limits */
    guint last;            /* the last point with a value */
    GpXmrType variation;   /* of that point */
    GpAssurance assurance; /* of the last segment */
} GpXmr;

GpXmr *gp_xmr_new(guint n_points);
void gp_xmr_free(GpXmr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpXmr, gp_xmr_free)

static inline const GpXmrPoint *
gp_xmr_point(const GpXmr *self, guint i)
{
    return &g_array_index(self->points, GpXmrPoint, i);
}

static inline const GpXmrSegment *
gp_xmr_segment(const GpXmr *self, guint i)
{
    return &g_array_index(self->segments, GpXmrSegment, i);
}
