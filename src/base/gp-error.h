/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Failing in one line.
 *
 * A GError means that the call cannot go on. A doubtful row is no error: it is a GpIssue.
 * Messages start in lower case, have no full stop, quote the offending text in “ ”, and are
 * written for the people who run a sustainability office. The caller adds the place.
 */

#define GP_ERROR (gp_error_quark())
GQuark gp_error_quark(void);

typedef enum {
    GP_ERROR_MALFORMED, /* text or a file that cannot be read as what it should be */
    GP_ERROR_OVERFLOW,  /* a figure too large for exact arithmetic */
    GP_ERROR_IO,        /* the disk, a folder, a pipe or another program failed */
    GP_ERROR_USAGE,     /* the command line or a setting cannot be followed */
    GP_ERROR_MISSING,   /* something asked for by name does not exist */
} GpErrorCode;

/**
 * gp_throw:
 *
 * Sets @error and returns %FALSE, so that `return gp_throw(error, …);` leaves a function. Control
 * characters and bytes that are no text do not reach the message.
 */
gboolean gp_throw(GError **error, GpErrorCode code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same for functions that return a pointer. */
#define gp_throw_null(...) (gp_throw(__VA_ARGS__), NULL)
