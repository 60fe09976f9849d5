/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * The footprints of roles as they may be published: rounded, and nothing in them is about few
 * people. Why that holds: docs/method.md, “Disclosure”.
 *
 *   GpRoleYear[] ── flow/, disclose/ ──▶ GpRolePublished, GpRolePublishedAudit ── report/ ──▶ text
 */

typedef enum {
    GP_ROLE_PUBLISHED_ROLES, /* rows of roles, all sites */
    GP_ROLE_PUBLISHED_SITES, /* rows of sites, all roles */
    GP_ROLE_PUBLISHED_ROLES_AT_SITES,
} GpRolePublishedTable;

const char *
gp_role_published_table_name(GpRolePublishedTable table); /* `role`, `site`, `role-at-site` */

typedef enum {
    GP_ROLE_PUBLISHED_ALL,
    GP_ROLE_PUBLISHED_OWN,
    GP_ROLE_PUBLISHED_SHARED
} GpRolePublishedPart;

const char *gp_role_published_part_name(GpRolePublishedPart part); /* `all`, `own`, `shared` */

/* What figures are rounded to. */
#define GP_ROLE_PUBLISHED_PEOPLE_STEP 5
#define GP_ROLE_PUBLISHED_WTE_STEP 5
#define GP_ROLE_PUBLISHED_KG_STEP 100
#define GP_ROLE_PUBLISHED_KG_PER_WTE_STEP 10

#define GP_ROLE_PUBLISHED_EVERY "All" /* roles, sites, categories, staff groups */

/* One figure. Texts are borrowed. */
typedef struct {
    int fy;
    GpRolePublishedTable table;
    const char *staff_group, *role, *site, *category;
    GpRolePublishedPart part;
    gboolean is_shown;    /* or else nothing below is told */
    gboolean has_per_wte; /* there is WTE to divide by */
    gint64 people;        /* rounded, as all of these */
    gint64 wte;
    GpInt128 kg_co2e;
    GpInt128 kg_per_wte;
} GpRolePublishedFigure;

/* What stands behind a row that is put together, in a year: “Other Nursing roles”. */
typedef struct {
    int fy;
    const char *row;
    GPtrArray *members; /* (element-type utf8) borrowed, in byte order */
} GpRolePublishedGroup;

typedef struct {
    gint64 threshold; /* people */
    GArray *fys;      /* (element-type int) in order */
    GArray *figures;  /* (element-type GpRolePublishedFigure) by year and table; rows by staff group
                       * and name; the sum of all categories before each of them */
    GPtrArray *groups; /* (element-type GpRolePublishedGroup) by year */
    GStringChunk *texts;
} GpRolePublished;

GpRolePublished *gp_role_published_new(gint64 threshold);
void gp_role_published_free(GpRolePublished *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRolePublished, gp_role_published_free)

const GpRolePublishedFigure *gp_role_published_figure(const GpRolePublished *self, guint i);
GpRolePublishedGroup *gp_role_published_group_new(int fy, const char *row);

/* ---- audit ---- */

/* Something that could be had of fewer people than the threshold: exact, not for publishing. */
typedef struct {
    int fy;
    GPtrArray *categories; /* (element-type utf8) empty: people and WTE */
    GPtrArray *who;        /* (element-type utf8) roles at sites */
    gint64 people_micro;
} GpRolePublishedLeak;

/* How much was looked at. */
typedef struct {
    int fy;
    guint n_roles, n_roles_shown; /* in the workforce; of these, by name */
    guint n_sites, n_sites_shown;
    guint n_cells_shown; /* roles at sites */
    guint n_figures;     /* published and held together */
    guint n_ties;        /* what stands behind them: staff of a role at a site, by category */
} GpRolePublishedAuditYear;

typedef struct {
    gint64 threshold;
    GArray *years;    /* (element-type GpRolePublishedAuditYear) */
    GPtrArray *leaks; /* (element-type GpRolePublishedLeak) by year */
    GStringChunk *texts;
} GpRolePublishedAudit;

GpRolePublishedAudit *gp_role_published_audit_new(gint64 threshold);
void gp_role_published_audit_free(GpRolePublishedAudit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRolePublishedAudit, gp_role_published_audit_free)

GpRolePublishedLeak *gp_role_published_leak_new(int fy, gint64 people_micro);
