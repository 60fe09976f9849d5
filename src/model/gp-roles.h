/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"
#include "gp-number.h"

/*
 * The footprints of roles, as allocate/ makes them and report/ shows them.
 */

#define GP_DISCLOSURE_THRESHOLD 8 /* people; NHS England's rule, docs/method.md, “Roles” */

/* One role, or several that are too small to be shown alone. */
typedef struct {
    char *name;
    gboolean is_merged;       /* of several roles below the disclosure threshold */
    gint64 wte_micro;         /* mean over the extracts of the year, times 10^6 */
    gint64 people;            /* mean headcount, or whole WTE where headcount is not told */
    GpInt128 attributable_kg; /* times 10^kg_places of the emissions */
    GpInt128 shared_kg;
} GpRoleFootprint;

typedef struct {
    GArray *roles; /* (element-type GpRoleFootprint) by name, the merged one last */
    int kg_places;
    GpInt128 not_allocated_kg; /* nobody to share it: no staff is known */
    GpInt128 total_kg;
    GpMatchCount matches;         /* of the emissions that were shared out */
    guint n_merged;               /* roles below the threshold or merged with them */
    gboolean people_are_from_wte; /* headcount was missing somewhere */
} GpRoleFootprints;

GpRoleFootprints *gp_role_footprints_new(void);
void gp_role_footprints_free(GpRoleFootprints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleFootprints, gp_role_footprints_free)
