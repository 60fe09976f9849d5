/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"

/* What a change means, in sentences for a board: what the trust did, what others did, and what
 * cannot be compared. Of plain levels only the first. Returns: (transfer full) (element-type utf8)
 */
GPtrArray *gp_change_sentences(const GpChange *change);

/* `+1,234.567`: whole kilograms in tonnes; a minus sign, not a hyphen, below zero. Returns:
 * (transfer full) */
char *gp_change_tonnes(GpInt128 kg, gboolean with_plus);

/* `grid electricity`; a cause that is a level as it is named. */
const char *gp_change_cause_title(const char *cause);
