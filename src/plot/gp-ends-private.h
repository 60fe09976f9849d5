/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"

/*
 * The column right of the frame: labels beside the ends of lines, which move apart where they would
 * cover one another and then get a thin line to what they are about.
 *
 *   gp_ends_add … ─▶ gp_ends_fit ─▶ gp_ends_arrange ─▶ gp_canvas_write_ends
 */

#define GP_COLUMN_LEFT 1232.0
#define GP_COLUMN_WIDTH (GP_PAGE_WIDTH - GP_COLUMN_LEFT - 24)
#define GP_COLUMN_FRAME_RIGHT 1208.0 /* where the frame beside it ends */

typedef struct _GpEnds GpEnds;

GpEnds *gp_ends_new(void);

/* A column elsewhere: @gap pixels between two labels, and lines from labels that have moved so far
 * as @leader_from. */
GpEnds *gp_ends_new_at(double left, double gap, double leader_from);
void gp_ends_free(GpEnds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpEnds, gp_ends_free)

/* @end: where what it is about ends; @strong: one or two lines; @small: up to four lines under it,
 * may be empty; @swatch: a number of `source_colour` in plots/style.gp, 0 for none;
 * @has_leader: draws a line to @end where the label is not just beside it */
void gp_ends_add(GpEnds *self,
                 GpPoint end,
                 const GpTextStyle *style,
                 const char *strong,
                 const char *small,
                 guint swatch,
                 gboolean has_leader);

/* Cuts the labels to fewer lines where they would be higher than @room in all. */
void gp_ends_fit(GpEnds *self, double room);

/* Moves the labels apart between two edges if @keep; returns by how much they move in all. */
double gp_ends_arrange(GpEnds *self, double top, double bottom, gboolean keep);

/* Texts, and for plots/frame.gp `leader`, `n_leaders`, `swatch`, `n_swatches`. */
void gp_canvas_write_ends(GpCanvas *self, const GpEnds *ends);

/* A panel of pairs, what and how much, under a heading; @edge: a number of `verdict_colour` in
 * plots/style.gp. */
double gp_panel_height(const GPtrArray *lines);
void gp_canvas_write_panel(
    GpCanvas *self, GpBox box, const char *heading, const GPtrArray *lines, guint edge);

/* Panel and labels in the column, the panel where the labels have to move least. */
void gp_canvas_write_column(
    GpCanvas *self, GpEnds *ends, const char *heading, const GPtrArray *lines, guint edge);
