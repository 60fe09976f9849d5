/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"

/*
 * The chart of roles while it is laid out.
 *
 *   GpRolesChart ── gp_role_bars_new ──▶ GpRoleBars ──▶ words, bars
 */

typedef struct {
    const char *name;
    gint64 kg_per_wte;
    gint64 own, shared; /* which need not add up: each is rounded */
    gboolean is_parted; /* FALSE: own and shared may not be told apart */
} GpRoleBar;

typedef struct {
    const GpRolesChart *chart;
    int fy;         /* 0: nothing is published */
    GArray *bars;   /* (element-type GpRoleBar): the largest first */
    guint n_shown;  /* of them */
    guint n_hidden; /* roles of which nothing may be shown by themselves */
    gboolean has_mean;
    gint64 mean; /* of all staff */
} GpRoleBars;

GpRoleBars *gp_role_bars_new(const GpRolesChart *chart);
void gp_role_bars_free(GpRoleBars *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleBars, gp_role_bars_free)

static inline const GpRoleBar *
gp_role_bar(const GpRoleBars *self, guint i)
{
    return &g_array_index(self->bars, GpRoleBar, i);
}

char *gp_words_roles_title(const GpRoleBars *self);
char *gp_words_roles_subtitle(const GpRoleBars *self);
char *gp_words_roles_method(const GpRoleBars *self);
char *gp_words_roles_description(const GpRoleBars *self, const char *title, const char *method);
