/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/**
 * gp_share_exactly:
 * @whole: what is shared out
 * @weights: (array length=n): none negative
 * @out_parts: (array length=n): they sum to @whole, always
 *
 * Shares @whole by weight with the largest remainder: every part is rounded towards zero, and the
 * units left over go to the largest remainders, the earlier place first where two are equal.
 *
 *   part_i = whole * weight_i / sum of weights, to within one unit
 *
 * Returns: FALSE if all weights are 0 (nothing is written then)
 */
gboolean gp_share_exactly(GpInt128 whole, const gint64 *weights, guint n, GpInt128 *out_parts);
