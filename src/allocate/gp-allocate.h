/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-attribution.h"
#include "gp-emission-cells.h"
#include "gp-role-catalogue.h"
#include "gp-role-lineage.h"
#include "gp-roles.h"
#include "gp-workforce.h"

/*
 * The footprint of roles.
 *
 *   GpEmissionCells x GpWorkforce x GpAttribution ── gp_allocate ──▶ GpRoleYear
 *
 * What an activity row names a role for is that role's own. Of everything else the rules say to
 * whom it belongs: to the roles that control it, to all staff of a place, or to nobody. It is
 * shared by the rule's key, to the last digit: month by month, gas by gas, so that every view, of
 * whatever roles, sites, months or gases, adds up to the same figures.
 *
 *   share of a post = kg * measure of the post / measure of all posts that share
 *
 * where the measure is WTE, people, or hours on the premises (WTE x the catalogue's share). Keys by
 * floor area, contacts, bed days and spend share among places first, and within a place by hours or
 * WTE.
 *
 * Pure: no files, clock, locale or network. Source: docs/method.md, “Roles”.
 */

/* How much of a key there is at a place in a year: m2 x months, contacts, bed days, pounds. */
typedef struct {
    GpKey key;
    const char *site;
    const char
        *department; /* "": the site as a whole, for departments without a row of their own */
    gint64 amount;   /* of one scale for a key; none below 0 */
} GpPlaceMeasure;

typedef struct {
    const GpEmissionCells *cells;
    int fy; /* theirs */
    const GpWorkforce *workforce;
    int workforce_fy; /* the year whose extracts give the shares */
    const GpRoleCatalogue *catalogue;
    const GpAttribution *attribution;
    const GpRoleLineage *lineage;
    const GpPlaceMeasure *measures;
    guint n_measures;
    GpBy slices;          /* of month, boundary and gas */
    gboolean with_rivals; /* what is shared goes by the rival key of its rule */
    const GpKey *instead; /* (nullable): with rivals, by this key whatever the rule says */
} GpAllocateInput;

/* Returns: (transfer full) */
GpRoleYear *gp_allocate(const GpAllocateInput *input);
