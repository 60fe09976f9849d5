/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * The footprints of roles as they may be published: rounded, and nothing in them is about few
 * people. Why that holds: docs/method.md, “Disclosure”.
 *
 *   GpRoleYear[] ── flow/, disclose/ ──▶ GpPublished, GpPublishedAudit ── report/ ──▶ text
 */

typedef enum {
    GP_PUBLISHED_ROLES, /* rows of roles, all sites */
    GP_PUBLISHED_SITES, /* rows of sites, all roles */
    GP_PUBLISHED_ROLES_AT_SITES,
} GpPublishedTable;

const char *gp_published_table_name(GpPublishedTable table); /* `role`, `site`, `role-at-site` */

typedef enum { GP_PUBLISHED_ALL, GP_PUBLISHED_OWN, GP_PUBLISHED_SHARED } GpPublishedPart;

const char *gp_published_part_name(GpPublishedPart part); /* `all`, `own`, `shared` */

/* What figures are rounded to. */
#define GP_PUBLISHED_PEOPLE_STEP 5
#define GP_PUBLISHED_WTE_STEP 5
#define GP_PUBLISHED_KG_STEP 100
#define GP_PUBLISHED_KG_PER_WTE_STEP 10

#define GP_PUBLISHED_EVERY "All" /* roles, sites, categories, staff groups */

/* One figure. Texts are borrowed. */
typedef struct {
    int fy;
    GpPublishedTable table;
    const char *staff_group, *role, *site, *category;
    GpPublishedPart part;
    gboolean is_shown;    /* or else nothing below is told */
    gboolean has_per_wte; /* there is WTE to divide by */
    gint64 people;        /* rounded, as all of these */
    gint64 wte;
    GpInt128 kg_co2e;
    GpInt128 kg_per_wte;
} GpPublishedFigure;

/* What stands behind a row that is put together, in a year: “Other Nursing roles”. */
typedef struct {
    int fy;
    const char *row;
    GPtrArray *members; /* (element-type utf8) borrowed, in byte order */
} GpPublishedGroup;

typedef struct {
    gint64 threshold;  /* people */
    GArray *fys;       /* (element-type int) in order */
    GArray *figures;   /* (element-type GpPublishedFigure) by year and table; rows by staff group
                        * and name; the sum of all categories before each of them */
    GPtrArray *groups; /* (element-type GpPublishedGroup) by year */
    GStringChunk *texts;
} GpPublished;

GpPublished *gp_published_new(gint64 threshold);
void gp_published_free(GpPublished *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPublished, gp_published_free)

const GpPublishedFigure *gp_published_figure(const GpPublished *self, guint i);
GpPublishedGroup *gp_published_group_new(int fy, const char *row);

/* ---- audit ---- */

/* Something that could be had of fewer people than the threshold: exact, not for publishing. */
typedef struct {
    int fy;
    GPtrArray *categories; /* (element-type utf8) empty: people and WTE */
    GPtrArray *who;        /* (element-type utf8) roles at sites */
    gint64 people_micro;
} GpPublishedLeak;

/* How much was looked at. */
typedef struct {
    int fy;
    guint n_roles, n_roles_shown; /* in the workforce; of these, by name */
    guint n_sites, n_sites_shown;
    guint n_cells_shown; /* roles at sites */
    guint n_figures;     /* published and held together */
    guint n_ties;        /* what stands behind them: staff of a role at a site, by category */
} GpPublishedAuditYear;

typedef struct {
    gint64 threshold;
    GArray *years;    /* (element-type GpPublishedAuditYear) */
    GPtrArray *leaks; /* (element-type GpPublishedLeak) by year */
    GStringChunk *texts;
} GpPublishedAudit;

GpPublishedAudit *gp_published_audit_new(gint64 threshold);
void gp_published_audit_free(GpPublishedAudit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPublishedAudit, gp_published_audit_free)

GpPublishedLeak *gp_published_leak_new(int fy, gint64 people_micro);
