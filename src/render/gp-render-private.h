/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-render.h"

/* A text that is safe to hand out, on one line. Returns: (transfer full) */
char *gp_render_text(const char *text);

/* The exact decimal of a cell that has a figure. Returns: (transfer full) */
char *gp_render_exact(const GpDocCell *cell);

/* Whether a mark stands beside a figure in the column. */
gboolean gp_render_has_marks_beside(const GpDocTable *table, guint column);

/* `[x] not available; [e] estimated`: what the marks of the table mean; "" without any. Returns:
 * (transfer full) */
char *gp_render_marks(const GpDocTable *table);
