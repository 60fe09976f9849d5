/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"

/*
 * Small charts of parts, each against its share of the path.
 *
 *   GpTrajectoryPart[] ── gp_panels_new ──▶ GpPanels: in the order shown ──▶ words, drawing
 */

typedef struct {
    const GpTrajectoryPart *part;
    double gap_kg; /* NAN: there is no path, or no figure to hold against it */
    int latest_fy; /* 0: there is no comparable figure */
    double latest_kg;
    double low_kg, high_kg; /* of all that is drawn of it; zero is among them */
} GpPanel;

typedef struct {
    const GpPanelsChart *chart;
    GArray *all;     /* (element-type GpPanel): the one furthest above its path first */
    guint n;         /* that are shown: with a comparable figure, GP_PANELS at most */
    gboolean is_one; /* one scale for all */
    guint n_known;   /* that have a gap */
    guint n_above;   /* of these, above the path by more than the tolerance */
    int first_fy, last_fy;
} GpPanels;

GpPanels *gp_panels_new(const GpPanelsChart *chart);
void gp_panels_free(GpPanels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPanels, gp_panels_free)

static inline const GpPanel *
gp_panels_get(const GpPanels *self, guint i)
{
    return &g_array_index(self->all, GpPanel, i);
}

/* Whether it is on its path as far as the tolerance goes. */
gboolean gp_panel_is_on_path(const GpPanel *panel);

char *gp_panels_title(const GpPanels *self);
char *gp_panels_subtitle(const GpPanels *self);
char *gp_panels_method(const GpPanels *self);
char *gp_panels_description(const GpPanels *self);

/* `Off track`, and `120 t above its path in 2025/26`. */
const char *gp_panel_verdict(const GpPanel *panel);
char *gp_panel_gap(const GpPanel *panel);
