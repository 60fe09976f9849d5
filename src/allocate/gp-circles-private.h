/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-sharers-private.h"

/*
 * Who gets what: the circle of each place and each kind of emissions.
 *
 *   place, kind ── gp_circles_find ──▶ circle: rule and sharers
 *
 * Where the data name a role, the kind does not matter; else the rule for the kind says at which
 * places the same people share.
 */

typedef struct {
    const GpAttributionRule *rule; /* (nullable): the data name the role */
    GpWhere where;
    GpSharers *sharers; /* (nullable): nobody yet, if the data name a role that is not in the
                         * workforce; NULL: @post alone */
    guint post;
    gboolean is_one; /* at most one post: sums need not be kept apart to share them exactly */
} GpCircle;

/* A rule, with what roles must control where it says so. */
typedef struct {
    const GpAttributionRule *rule;
    const char *category; /* (nullable) */
    const char *activity; /* (nullable) */
} GpSharing;

typedef struct {
    const GpAllocateInput *input;
    GpStaff *staff;
    GpRoleYear *year;
    GArray *circles;          /* (element-type GpCircle) */
    GpDict *keys;             /* of circles, side by side with them */
    GArray *sharings;         /* (element-type GpSharing) */
    guint32 *sharing_of_kind; /* by kind: the place in `sharings` */
    GpWhere *wheres;          /* by place of the cells */
    guint32 *of_named;        /* by place: the circle of its role + 1; 0: not found yet */
    guint32 *of_place;        /* the same by place * number of sharings + sharing */
} GpCircles;

void
gp_circles_init(GpCircles *self, const GpAllocateInput *input, GpStaff *staff, GpRoleYear *year);
void gp_circles_clear(GpCircles *self);

static inline GpCircle *
gp_circles_get(const GpCircles *self, guint32 circle)
{
    return &g_array_index(self->circles, GpCircle, circle);
}

static inline gboolean
gp_circles_is_named(const GpCircles *self, guint32 place)
{
    return self->wheres[place].role != GP_DICT_NONE;
}

guint32 gp_circles_make_named(GpCircles *self, guint32 place);
guint32 gp_circles_make_shared(GpCircles *self, guint32 place, guint32 sharing);

/* The circle of a place whose role is named. */
static inline guint32
gp_circles_find_named(GpCircles *self, guint32 place)
{
    guint32 circle = self->of_named[place];

    return circle != 0 ? circle - 1 : gp_circles_make_named(self, place);
}

/* The circle of a place without a role. */
static inline guint32
gp_circles_find_shared(GpCircles *self, guint32 place, guint32 sharing)
{
    guint32 circle = self->of_place[(gsize)place * self->sharings->len + sharing];

    return circle != 0 ? circle - 1 : gp_circles_make_shared(self, place, sharing);
}

/* Adds to the sums of those who get it: @sums has a place for each post of the staff. */
static inline void
gp_circle_share(const GpCircle *self, GpInt128 kg, GpInt128 *sums, gsize stride)
{
    if (self->sharers == NULL)
        sums[self->post * stride] += kg;
    else
        gp_sharers_share(self->sharers, kg, sums, stride);
}

/* By which key a rule shares, in this allocation. */
GpKey gp_circles_key(const GpCircles *self, const GpAttributionRule *rule);

/* Gives roles that only activity names a post without staff, in the order of their names. */
void gp_circles_add_unknown_roles(GpCircles *self);
