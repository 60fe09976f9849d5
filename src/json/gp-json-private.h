/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-json.h"

/* Where a number stands in the bytes. */
typedef struct {
    gsize start;
    gsize length;
} GpJsonToken;

/**
 * gp_json_scan:
 * @numbers: (element-type GpJsonToken): receives every number in the order of the bytes
 *
 * What cJSON lets pass or cannot tell about: depth, size, letters and numbers that JSON does not
 * know, NUL, half surrogates. How the pieces fit together is left to cJSON.
 *
 * Errors: GP_ERROR_MALFORMED
 */
gboolean
gp_json_scan(const char *bytes, gsize length, const char *name, GArray *numbers, GError **error);

/* A number without its exponent, or NULL if it would be longer than 60 digits. Returns: (transfer
 * full) (nullable) */
char *gp_json_plain_number(const char *token, gsize length);
