/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-rollup.h"

/*
 * Roll-up files: JSON with everything, CSV with the figures, for systems that work in spreadsheets.
 * docs/rollup.md says what each column and member means.
 */

#define GP_ROLLUP_FORMAT 1

/* Same roll-up, same bytes. */
void gp_rollup_print_json(const GpRollup *self, GString *out);
void gp_rollup_print_csv(const GpRollup *self, GString *out);

/**
 * gp_rollup_read:
 *
 * Reads a file of either kind.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path: reason` or `path:line: reason`
 * Returns: (transfer full) (nullable)
 */
GpRollup *gp_rollup_read(const char *path, GError **error);
