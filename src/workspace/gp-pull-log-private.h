/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * WORKSPACE/pull-log.csv: one line a source and run, only ever appended to.
 *
 *   time,source,address,result,files,bytes,message
 *
 * The result is `new`, `unchanged`, `failed`, `stopped`, or `not-before TIME` where the server
 * asked for that.
 */

#define GP_PULL_LATER "not-before "

typedef struct {
    const char *time;
    const char *source;
    const char *address;
    const char *result;
    guint64 n_files;
    guint64 n_bytes;
    const char *message;
} GpPullLogLine;

/* Errors: GP_ERROR_IO */
gboolean gp_pull_log_append(const char *folder, const GpPullLogLine *line, GError **error);

/* The time before which a source does not want to be asked, if that was its last word. Returns:
 * (transfer full) (nullable) */
char *gp_pull_log_come_back(const char *folder, const char *source);
