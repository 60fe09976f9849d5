/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-publication.h"

/*
 * A publication as text: JSON in one layout only, so that the same publication is the same bytes.
 * Its last member, `seal`, is the SHA-256 of all bytes before the line it stands on: a changed file
 * is noticed without any other file.
 */

#define GP_PUBLICATION_FORMAT 1

/* Appends the text with its seal. */
void gp_publication_print(const GpPublication *self, GString *out);

/**
 * gp_publication_parse:
 * @name: what messages call the file
 *
 * Errors: GP_ERROR_MALFORMED if it is no publication, or not as it was written
 */
GpPublication *
gp_publication_parse(const char *bytes, gsize length, const char *name, GError **error);
