/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Text that came from outside: names, cells, messages about them.
 */

/* Valid UTF-8 without NUL. */
gboolean gp_text_is_utf8(const char *text, gsize length);

/* Valid UTF-8 without control characters or bidirectional overrides. */
gboolean gp_text_is_clean(const char *text, gsize length);

/**
 * gp_text_printable:
 * @max_characters: longer text is cut and ends in “…”
 *
 * A copy that is safe to print: bytes that are no UTF-8 become U+FFFD, and control characters and
 * bidirectional overrides become blanks.
 *
 * Returns: (transfer full)
 */
char *gp_text_printable(const char *text, gsize length, guint max_characters);

/* The same for a message that quotes a cell: at most 40 characters. Returns: (transfer full) */
char *gp_text_quoted(const char *text);

/**
 * gp_text_append_tidy:
 *
 * Appends @text without blanks at its ends and with one blank for each run of blanks inside it.
 * Line breaks, no-break spaces and zero-width spaces are blanks too.
 */
void gp_text_append_tidy(GString *out, const char *text);

/* A tidy copy in which capitals do not matter, to compare names by. Returns: (transfer full) */
char *gp_text_fold(const char *text);

/* By bytes, of two places that hold texts: for g_ptr_array_sort(). */
int gp_text_compare(gconstpointer a, gconstpointer b);

/* The number of columns that @text fills on a terminal. */
guint gp_text_width(const char *text);

/* Equal but for ASCII capitals, whatever the locale. */
gboolean gp_text_equal_ignoring_case(const char *a, gsize a_length, const char *b, gsize b_length);

/**
 * gp_text_closest:
 * @candidates: (array length=n): names to choose from
 *
 * The candidate that differs least from @text, for “did you mean”.
 *
 * Returns: (transfer none) (nullable): NULL if nothing is near
 */
const char *gp_text_closest(const char *text, const char *const *candidates, guint n);
