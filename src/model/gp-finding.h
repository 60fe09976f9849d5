/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"
#include "gp-issue.h"

/*
 * Findings: what looks wrong in the data of a trust, where it is, and what to do about it.
 *
 *   cube, originals, sources ── check/ ──▶ GpFinding[] ── acknowledged.csv ──▶ report/
 *
 * A finding is about a source, an activity, a site and a period, each as far as it is told. What a
 * trust has looked into and can explain is acknowledged: it stays in the list with its reason.
 */

#define GP_FINDING_ID 8 /* hexadecimal digits */

typedef struct {
    const char *code;     /* static: a short name for programs, such as `gap` */
    const char *source;   /* (nullable): all sources, or none in particular */
    const char *activity; /* (nullable): all */
    const char *site;     /* (nullable): all, or not told */
    GpSpan period;        /* ends before it begins: no period */
    gboolean is_open;     /* still going on: the end moves as new data arrive */
    const char *subject;  /* (nullable): what else tells it from others, such as a file */
} GpFindingPlace;

typedef struct {
    char id[GP_FINDING_ID + 1]; /* the same as long as the place is; an open end does not count */
    GpSeverity severity;
    const char *code;
    char *source;   /* "": see above */
    char *activity; /* "" */
    char *site;     /* "" */
    GpSpan period;
    gboolean is_open;
    char *message; /* what it is */
    char *advice;  /* what to do */
    char *reason;  /* (nullable): why it is no fault, or is dealt with; then it is acknowledged */
    char *acknowledged_by; /* (nullable) */
    char *acknowledged_on; /* (nullable): a day */
} GpFinding;

/* @message and @advice are taken over. */
GpFinding *
gp_finding_new(const GpFindingPlace *place, GpSeverity severity, char *message, char *advice);
void gp_finding_free(GpFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpFinding, gp_finding_free)

#define GP_NO_PERIOD ((GpSpan){0, -1})

static inline gboolean
gp_finding_has_period(const GpFinding *self)
{
    return self->period.first <= self->period.last;
}

/* The period in words: `2024-06`, `since 2024-06`, "" for none. Returns: (transfer full) */
char *gp_finding_period(const GpFinding *self);

/* By severity, the gravest first, then by source, activity, site, period and code. */
int gp_finding_compare(const GpFinding *a, const GpFinding *b);
