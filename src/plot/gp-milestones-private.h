/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"

/*
 * The timeline while it is laid out.
 *
 *   GpMilestonesChart ── gp_agenda_new ──▶ GpAgenda ──▶ words, rows
 */

/* In the order of the key in plots/milestones.gp. */
typedef enum {
    GP_ASKED_NATIONAL = 1,
    GP_ASKED_OWN,         /* a milestone of the trust, or a target that it has adopted */
    GP_ASKED_NOT_ADOPTED, /* a target that nobody is recorded as having adopted */
} GpAskedKind;

typedef struct {
    const GpMarker *marker;
    GpAskedKind kind;
    GpMarkerState state;
} GpAsked;

typedef struct {
    const GpMilestonesChart *chart;
    GArray *rows;          /* (element-type GpAsked): by date */
    GPtrArray *of_targets; /* (element-type GpMarker): what targets say, as markers */
    guint n_past_cut, n_later_cut;
} GpAgenda;

GpAgenda *gp_agenda_new(const GpMilestonesChart *chart);
void gp_agenda_free(GpAgenda *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpAgenda, gp_agenda_free)

/* Leaves out what is more than @most rows: the oldest of the past, then the latest. */
void gp_agenda_cut(GpAgenda *self, guint most);

static inline const GpAsked *
gp_agenda_row(const GpAgenda *self, guint i)
{
    return &g_array_index(self->rows, GpAsked, i);
}

/* Whether it is a range, drawn as a band. */
gboolean gp_asked_is_range(const GpAsked *self);

/* `December 2026`, `2028 to 2032`, `2027/28 to 2031/32`. */
char *gp_words_asked_when(const GpAsked *self);

/* `next, December 2026: Sustainable travel strategy in place` */
char *gp_words_asked(const GpAsked *self);

char *gp_words_milestones_title(const GpAgenda *self);
char *gp_words_milestones_subtitle(const GpAgenda *self);
char *gp_words_milestones_method(const GpAgenda *self);
char *gp_words_milestones_description(const GpAgenda *self, const char *title, const char *method);
