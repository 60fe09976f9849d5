/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * WORKSPACE/incoming/pull-PID: where files lie until they are whole. There is one at a time;
 * whoever has the lock of the workspace sweeps away what runs that were killed have left.
 */

typedef struct _GpIncoming GpIncoming;

/* Errors: GP_ERROR_IO, also if another pull is running */
GpIncoming *gp_incoming_open(const char *workspace, GError **error);
const char *gp_incoming_folder(const GpIncoming *self);

/* Removes it with all that is in it. */
void gp_incoming_close(GpIncoming *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpIncoming, gp_incoming_close)
