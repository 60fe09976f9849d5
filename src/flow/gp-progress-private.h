/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-flow.h"

/* Whether a target is of one category only. */
gboolean gp_target_is_of_part(const GpTarget *target);

/**
 * gp_target_convert:
 * @options: its `within` is not looked at; its `by` begins with year and category
 *
 * The emissions that a target is about: those within its boundary, of its category and its site.
 *
 * Errors: those of gp_book_convert(); GP_ERROR_MISSING if there is nothing of its category or site
 */
GpEmissions *gp_target_convert(const GpBook *book,
                               const GpConvertOptions *options,
                               const GpTarget *target,
                               GpIssueList *issues,
                               GError **error);

/* Adds each category of @emissions, which are by year, category and month, to the trajectory. */
void gp_progress_add_parts(GpProgress *self, const GpEmissions *emissions, const GpTarget *target);
