/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-allocate.h"
#include "gp-dict.h"

/*
 * Who shares what: the posts of a year, and pools of them with their weights.
 */

/* Where activity happened, and for whom; or where a post is. */
typedef struct {
    guint32 site, department; /* ids of the staff's dictionaries */
    guint32 role;             /* GP_DICT_NONE: no role is named */
} GpWhere;

/* What is measured of a post; sums over the extracts of the year. */
typedef struct {
    GpWhere where;
    gint64 wte_micro;
    gint64 people_micro;
    gint64 hours;                 /* WTE on the premises, times 10^10 */
    const GpCatalogueRole *entry; /* (nullable) */
} GpStaffPost;

typedef struct {
    const GpAllocateInput *input;
    GpRoleYear *year; /* its posts go side by side with `posts` */
    GArray *posts;    /* (element-type GpStaffPost): those of the workforce by site, department,
                       * role, then those that only activity names */
    GpDict *spots;    /* site, department and role of each post of the workforce, as bytes */
    GpDict *sites, *departments, *roles;
    GPtrArray *kept_sites, *kept_departments, *kept_roles; /* (element-type utf8) of the year */
    GHashTable *role_names; /* (element-type utf8 guint32) those of the workforce, capitals and
                             * blanks apart; each id one more than it is */
    guint32 nowhere_site, nowhere_department; /* the ids of "" */
} GpStaff;

void gp_staff_init(GpStaff *self, const GpAllocateInput *input, GpRoleYear *year);
void gp_staff_clear(GpStaff *self);

/* The id of a role of the workforce, best by the very name; GP_DICT_NONE if there is none. */
guint32 gp_staff_find_role(const GpStaff *self, const char *name);

/* The one post at a site and a department that has staff of the role. FALSE: there is none, or not
 * all three are told. */
gboolean gp_staff_find_post(const GpStaff *self, const GpWhere *where, guint *out_post);

typedef enum {
    GP_REACH_DEPARTMENT,
    GP_REACH_SITE,
    GP_REACH_TRUST,
    GP_REACH_NOBODY,
} GpReach;

/* Those who share, by place where the key measures places. */
typedef struct {
    GArray *posts;   /* (element-type guint): places in the staff's posts, by place */
    GArray *weights; /* (element-type gint64) side by side with them */
    GArray *places;  /* (element-type gint64) (nullable): weights of places; NULL: all in one */
    GArray *ends;    /* (element-type guint) (nullable): the end of each place in `posts` */
    GpReach reach;   /* where they were found */
} GpSharers;

void gp_sharers_free(GpSharers *self);

/**
 * gp_sharers_find:
 * @rule: (nullable): NULL: the staff of the role that @where names, by WTE
 * @key: of the rule or its rival
 * @category: with @activity, what the roles must control if the rule says `own`
 *
 * The staff of the smallest place, from the rule's pool on up, in which anyone has a weight; nobody
 * if there is none.
 */
GpSharers *gp_sharers_find(const GpStaff *staff,
                           const GpAttributionRule *rule,
                           GpKey key,
                           const GpWhere *where,
                           const char *category,
                           const char *activity);

/* Has a post without staff, of the role that @where names. */
void gp_sharers_add_unknown_role(GpSharers *self, GpStaff *staff, const GpWhere *where);

/* Shares @kg out: adds to @sums, which has a place for each post of the staff. */
void gp_sharers_share(const GpSharers *self, GpInt128 kg, GpInt128 *sums, gsize stride);
