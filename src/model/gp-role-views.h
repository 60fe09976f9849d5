/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-role-catalogue.h"
#include "gp-roles.h"

/*
 * What is shown of the footprints of roles: exact views for the trust's own use. They borrow from
 * the years that they are made of.
 *
 *   GpRoleYear[] ── flow/ ──▶ GpRoleTable, GpRoleRivals, GpRoleProfile ── report/ ──▶ text
 */

/* ---- a table of roles, staff groups, sites or departments ---- */

typedef enum {
    GP_SINCE_LAST_YEAR,
    GP_SINCE_BASELINE,
    GP_N_SINCE,
} GpSince;

/* The same staff in an earlier year. */
typedef struct {
    gboolean is_comparable;
    char *why_not; /* (nullable): in words, where it is not */
    gint64 wte_micro;
    GpInt128 kg; /* own and shared; times 10^kg_places of that year */
} GpRoleThen;

typedef struct {
    GpRoleGroup now;
    GpRoleThen then[GP_N_SINCE];
} GpRoleRow;

typedef struct {
    const GpRoleYear *year;
    GpGrouping grouping;
    const GpRoleYear *since[GP_N_SINCE]; /* (nullable) */
    GArray *rows;                        /* (element-type GpRoleRow) by name */
} GpRoleTable;

GpRoleTable *gp_role_table_new(const GpRoleYear *year, GpGrouping grouping);
void gp_role_table_free(GpRoleTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleTable, gp_role_table_free)

/* ---- the same by other keys ---- */

typedef struct {
    const GpRoleYear *by_rules;
    GpRoleYear *by_rivals; /* of the same staff and the same emissions */
    GpGrouping grouping;
    const char *key; /* (nullable): the one for all; NULL: the rival of each rule */
} GpRoleRivals;

void gp_role_rivals_free(GpRoleRivals *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleRivals, gp_role_rivals_free)

/* ---- one role ---- */

/* One year of its trend. */
typedef struct {
    int fy;
    gboolean is_comparable; /* with the year of the profile */
    char *why_not;          /* (nullable) */
    int kg_places;
    gint64 wte_micro;
    GpInt128 kg[GP_N_PARTS];
    gint64 trust_wte_micro; /* all staff */
    GpInt128 trust_kg[GP_N_PARTS];
} GpRoleTrend;

/* One line of its footprint in the year. */
typedef struct {
    const GpRoleLine *line;
    GpInt128 kg;
    GpInt128 trust_kg; /* of all staff in the category, own and shared */
} GpRolePart;

typedef struct {
    const GpRoleYear *year;
    const GpCatalogueRole *entry; /* (nullable) */
    GpRoleGroup role;
    GpRoleGroup trust; /* all staff */
    GArray *parts;     /* (element-type GpRolePart): its own first, the largest first */
    GArray *trends;    /* (element-type GpRoleTrend) by year */
} GpRoleProfile;

GpRoleProfile *gp_role_profile_new(const GpRoleYear *year);
void gp_role_profile_free(GpRoleProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleProfile, gp_role_profile_free)
