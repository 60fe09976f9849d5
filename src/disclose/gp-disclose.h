/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * What may be published of a year, so that nothing can be had of fewer people than a threshold.
 *
 *   staff by role and site, and what each has kg in ── gp_disclose ──▶ GpDisclosure: which roles,
 *   sites, categories and cells are shown by themselves and which only together with others
 *
 * The tables that are published of a year:
 *   role          a row of roles x categories, own and shared apart, and the sums over categories
 *   site          a row of sites x categories, own and shared together, and the sums
 *   role at site  the same, for the cells that are shown
 * with the people and the WTE of each row. Every other table is a sum of figures of these.
 *
 * Pure: no files, clock, locale or network. Why it is enough: docs/method.md, “Disclosure”.
 */

/* The staff of a role at a site. */
typedef struct {
    guint32 role, site; /* from 0 */
    gint64 people;
    gboolean has_staff; /* people or WTE: a part of somebody may be no whole person */
} GpDiscloseCell;

/* What belongs to roles themselves, or what they share, in a category: each at most once. */
typedef struct {
    guint32 category; /* from 0 */
    gboolean is_own;
} GpDiscloseLine;

typedef struct {
    guint n_roles, n_sites, n_groups, n_categories, n_lines, n_cells;
    const char *const *roles, *const *sites, *const *groups, *const *categories; /* all different */
    const guint32 *group_of_role;
    const GpDiscloseLine *lines;
    const GpDiscloseCell *cells; /* each role at a site once */
    const guint8 *has;           /* [cell * n_lines + line]: whether its kg is not 0 */
    gint64 threshold;            /* people, above 0 */
    gboolean primary_only; /* hides what is small and leaves what can be had by subtraction: for
                            * tests, to show what the rest is for */
} GpDiscloseInput;

typedef enum {
    GP_DISCLOSE_ONE,   /* a role or site by itself */
    GP_DISCLOSE_GROUP, /* other roles of a staff group */
    GP_DISCLOSE_OTHER, /* other roles of several groups; other sites */
} GpDiscloseKind;

/* A row of a published table. */
typedef struct {
    GpDiscloseKind kind;
    guint32 id; /* of the role, site or group; 0 for GP_DISCLOSE_OTHER */
    gint64 people;
} GpDiscloseRow;

#define GP_DISCLOSE_NOWHERE G_MAXUINT32

typedef struct {
    gboolean is_nothing; /* the whole trust is too few: there is not a single row */
    GArray *role_rows; /* (element-type GpDiscloseRow) by group and name, each group's others after
                        * its roles, other roles last */
    GArray *site_rows; /* (element-type GpDiscloseRow) by name, other sites last */
    guint32 *row_of_role, *row_of_site; /* GP_DISCLOSE_NOWHERE: has neither staff nor kg */
    guint n_categories;
    guint8 *is_other; /* [role row * n_categories + category]: only within “Other categories” */
    guint8 *is_by_site;  /* [category]: by itself in the tables with sites; else, there, within
                          * “Other categories” */
    guint8 *is_together; /* [role row * (n_categories + 1) + category, or n_categories for “Other
                          * categories”]: own and shared are shown in sum only */
    guint8 *cell_is_shown; /* [role row * site rows + site row] */
} GpDisclosure;

/* Returns: (transfer full): the same whatever the order of the input */
GpDisclosure *gp_disclose(const GpDiscloseInput *input);
void gp_disclosure_free(GpDisclosure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpDisclosure, gp_disclosure_free)

/* Whether own and shared over all categories may be told apart in a row. */
gboolean gp_disclosure_row_has_parts(const GpDisclosure *self, guint role_row);

/* ---- audit ---- */

/* A difference of published figures that is about fewer people than the threshold. */
typedef struct {
    GArray *cells;      /* (element-type guint32) of the input: who it is about, by index */
    gint64 people;      /* in them together */
    gboolean is_staff;  /* of the counts of people and WTE, not of kg */
    GArray *categories; /* (element-type guint32) whose figures give it, if not of staff */
} GpDiscloseLeak;

typedef struct {
    GPtrArray *leaks; /* (element-type GpDiscloseLeak) */
    guint n_figures;  /* published, and looked at */
    guint n_ties;     /* cells by category that are behind them */
} GpDiscloseAudit;

/* Holds what is published against the input anew, from the tables alone. */
GpDiscloseAudit *gp_disclosure_audit(const GpDisclosure *self, const GpDiscloseInput *input);
void gp_disclose_audit_free(GpDiscloseAudit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpDiscloseAudit, gp_disclose_audit_free)
