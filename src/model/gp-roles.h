/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"
#include "gp-emissions.h"

/*
 * The footprints of roles, as allocate/ makes them and disclose/ and report/ show them: exact, for
 * the trust's own use.
 *
 *   slice 1 (a month, a gas, … or simply the year)
 *                 line: electricity, shared   line: travel, own   …
 *     post            kg CO2e                     kg CO2e
 *     post            kg CO2e                     kg CO2e
 *     not allocated   kg CO2e                     kg CO2e
 */

#define GP_DISCLOSURE_THRESHOLD 8 /* people; NHS England's rule, docs/method.md, “Disclosure” */
#define GP_LEAST_THRESHOLD 5

/* The smallest group of staff: one role of one department at one site. Texts are borrowed from the
 * year. */
typedef struct {
    const char *site;
    const char *department;
    const char *role;
    const char *staff_group;
    gint64 wte_micro;    /* mean over the extracts of the year, times 10^6 */
    gint64 people_micro; /* mean headcount, or whole WTE where headcount is not told */
} GpRolePost;

typedef enum {
    GP_PART_OWN,    /* attributable to the role itself */
    GP_PART_SHARED, /* what it shares with others */
    GP_PART_NOBODY, /* not allocated */
    GP_N_PARTS,
} GpPart;

const char *gp_part_name(GpPart part); /* `own`, `shared`, `not allocated` */

/* One category under one rule. */
typedef struct {
    const char *category;
    GpPart part;
    const char *key;    /* by what it is shared out; "": the data name the role, or nobody */
    const char *pool;   /* among whom at the least: `department`, `site`, `trust`; "" */
    const char *reason; /* a sentence for people */
} GpRoleLine;

typedef struct {
    const char *labels[GP_N_DIMENSIONS]; /* as many as dimensions of the year's `by` */
    GpInt128 *kg;                        /* of its place in the year's; see gp_role_slice_kg() */
    GpInt128 *not_allocated;             /* by line */
} GpRoleSlice;

typedef struct {
    int fy;           /* of the activity */
    int workforce_fy; /* of the staff that gives the shares */
    int kg_places;
    GpBy by;              /* of the slices: month, boundary, gas, or none */
    GArray *posts;        /* (element-type GpRolePost) */
    GHashTable *posts_of; /* role → (element-type guint) GArray: the places of its posts */
    GArray *lines;        /* (element-type GpRoleLine) by category, part, key */
    GArray *slices;       /* (element-type GpRoleSlice) by labels */
    GpInt128 *kg; /* all of a post side by side: [post * stride + slice * number of lines + line] */
    gsize stride;
    GpInt128 total_kg;
    GpMatchCount matches;         /* of the emissions that were shared out */
    gboolean people_are_from_wte; /* headcount was missing somewhere */
    GPtrArray *without_staff; /* (element-type utf8) places with activity and nobody to share it,
                               * so that a larger place does: in byte order */
    GStringChunk *texts;
} GpRoleYear;

GpRoleYear *gp_role_year_new(int fy, int workforce_fy, int kg_places);
void gp_role_year_free(GpRoleYear *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleYear, gp_role_year_free)

/* Adds a post with texts of the year. Returns: its place */
guint gp_role_year_add_post(GpRoleYear *self, const GpRolePost *post);

/* Returns: (nullable) (element-type guint): the places of the posts of a role */
const GArray *gp_role_year_posts_of(const GpRoleYear *self, const char *role);

const GpRolePost *gp_role_year_post(const GpRoleYear *self, guint i);
const GpRoleLine *gp_role_year_line(const GpRoleYear *self, guint i);

/* What a post has of a line, all slices together. */
GpInt128 gp_role_year_kg(const GpRoleYear *self, guint post, guint line);

/* ---- views: sums of posts ---- */

typedef enum {
    GP_GROUP_ROLE,
    GP_GROUP_STAFF_GROUP,
    GP_GROUP_SITE,
    GP_GROUP_DEPARTMENT,
    GP_N_GROUPINGS,
} GpGrouping;

/* Room for the kg of all slices, once posts, lines and slices are there. */
void gp_role_year_make_room(GpRoleYear *self);

static inline GpInt128 *
gp_role_slice_kg(const GpRoleYear *self, const GpRoleSlice *slice, guint post)
{
    return slice->kg + post * self->stride; /* by line */
}

const char *gp_grouping_name(GpGrouping grouping);   /* `role`, `staff-group`, `site`, … */
const char *gp_grouping_column(GpGrouping grouping); /* `role`, `staff_group`, `site`, … */
const char *gp_grouping_plural(GpGrouping grouping); /* `roles`, `staff groups`, `sites`, … */

const char *gp_role_post_label(const GpRolePost *self, GpGrouping grouping);

/* Staff put together, and what is theirs. */
typedef struct {
    const char *name; /* borrowed from the year */
    const char *staff_group;
    gint64 wte_micro;
    gint64 people_micro;
    GpInt128 kg[GP_N_PARTS]; /* that of NOBODY is 0 */
} GpRoleGroup;

/* The groups of all slices together, by name. Returns: (transfer full) (element-type GpRoleGroup)
 */
GArray *gp_role_year_groups(const GpRoleYear *self, GpGrouping grouping);

/* All that stands in a line: of all posts, or what is not allocated. */
GpInt128 gp_role_year_line_kg(const GpRoleYear *self, guint line);

/* What is not allocated, all lines together. */
GpInt128 gp_role_year_not_allocated(const GpRoleYear *self);

/* kg for one WTE, rounded half to even to whole millionths. Returns: FALSE for 0 WTE */
gboolean gp_kg_per_wte(GpInt128 kg, int kg_places, gint64 wte_micro, GpInt128 *out_micro_kg);
