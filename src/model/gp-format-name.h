/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * A layout of files that a source can name: `format=NAME`.
 */

typedef struct {
    char *name;
    char *title;     /* what it is, for people */
    gboolean is_own; /* of the workspace, not a shipped one */
} GpFormatName;

void gp_format_name_free(GpFormatName *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpFormatName, gp_format_name_free)
