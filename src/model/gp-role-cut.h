/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-roles.h"

/*
 * A year of roles cut by any of its dimensions, exactly.
 *
 *   GpRoleYear ── gp_role_year_cut ──▶ GpRoleCut ──▶ report/
 *
 * Rows sum to the trust's total, with what is not allocated in rows of its own.
 */

typedef enum {
    GP_CUT_ROLE,
    GP_CUT_STAFF_GROUP,
    GP_CUT_SITE,
    GP_CUT_DEPARTMENT,
    GP_CUT_CATEGORY,
    GP_CUT_MONTH,
    GP_CUT_BOUNDARY,
    GP_CUT_GAS,
    GP_N_CUTS,
} GpCut;

typedef struct {
    GpCut list[GP_N_CUTS];
    guint n;
} GpCuts;

/* Reads `site,category`. Errors: GP_ERROR_USAGE */
gboolean gp_cuts_parse(const char *text, GpCuts *out_cuts, GError **error);

const char *gp_cut_name(GpCut cut);   /* `staff-group` */
const char *gp_cut_column(GpCut cut); /* `staff_group` */
gboolean gp_cuts_have(const GpCuts *self, GpCut cut);

/* The slices that a year needs to be cut so. */
GpBy gp_cuts_slices(const GpCuts *self);

typedef struct {
    const char *labels[GP_N_CUTS]; /* borrowed from the year; of staff "" where not allocated */
    const GpRoleLine *line;        /* cut by category: of this one line; else NULL */
    gboolean is_not_allocated;
    gint64 wte_micro; /* of the staff of the row */
    gint64 people_micro;
    GpInt128 kg[GP_N_PARTS];
} GpRoleCutRow;

typedef struct {
    const GpRoleYear *year;
    GpCuts cuts;
    const char *role; /* (nullable): of this one alone */
    GArray *rows;     /* (element-type GpRoleCutRow) by labels, those not allocated last */
} GpRoleCut;

/**
 * gp_role_year_cut:
 * @year: with the slices of @cuts; it and @role must outlive the cut
 * @role: (nullable): as the posts have it: nothing but what is its own or its share
 */
GpRoleCut *gp_role_year_cut(const GpRoleYear *year, const GpCuts *cuts, const char *role);
void gp_role_cut_free(GpRoleCut *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleCut, gp_role_cut_free)
