/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-spc.h"

/* The limits of one segment as fractions: mean = sum / n, average range = range_sum / n_ranges. */
typedef struct {
    GpInt128 sum, range_sum;
    guint n, n_ranges;
    gboolean is_flat; /* no range above 0: nothing can be called unusual */
} GpXmrBase;

/* Sets rule and sign of the points of one segment. (array length=n) */
void
gp_xmr_apply_rules(const GpXmrBase *base, const GpSeriesPoint *points, GpXmrPoint *marks, guint n);
