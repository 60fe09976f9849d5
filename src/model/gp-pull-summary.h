/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"

/* What one source brought in one pull. */
typedef struct {
    char *source;
    const char *result; /* static: `new`, `unchanged`, `failed`, `stopped`, or `not-before` where
                         * the server asked to be left alone */
    guint n_new;        /* files */
    guint n_unchanged;
    guint n_superseded; /* older originals that lost rows */
    guint64 rows;       /* of the new files, used */
    guint64 refused;
    gboolean has_data; /* of the source, in the workspace */
    GpDay data_to;     /* its last day */
    int age_days;      /* how long ago that is */
} GpPullSummary;

void gp_pull_summary_free(GpPullSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPullSummary, gp_pull_summary_free)
