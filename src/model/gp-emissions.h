/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"
#include "gp-number.h"

/*
 * Emissions by the dimensions that were asked for.
 *
 *   convert/ ── GpEmissions ──▶ allocate/, report/, flow/
 *
 * Rows are sorted by their labels in the order of the dimensions. kg CO2e are exact: integers of
 * 10^-kg_places. Emissions outside the scopes are there only where scope is a dimension, and are
 * never part of a total.
 */

typedef enum {
    GP_BY_YEAR,
    GP_BY_MONTH,
    GP_BY_ACTIVITY,
    GP_BY_SCOPE,
    GP_BY_COMPONENT,
    GP_BY_CATEGORY,
    GP_BY_BOUNDARY,
    GP_BY_SITE,
    GP_BY_DEPARTMENT,
    GP_BY_ROLE,
    GP_BY_SOURCE,
    GP_BY_QUALITY,
    GP_BY_GAS,
    GP_BY_EDITION,
    GP_N_DIMENSIONS,
} GpDimension;

const char *gp_dimension_name(GpDimension dimension);

/* The dimensions asked for, in order, each at most once. */
typedef struct {
    GpDimension list[GP_N_DIMENSIONS];
    guint n;
} GpBy;

/* Reads `year,scope`. Errors: GP_ERROR_USAGE */
gboolean gp_by_parse(const char *text, GpBy *out_by, GError **error);

/* The place of @dimension in @by, or -1. */
int gp_by_find(const GpBy *by, GpDimension dimension);

typedef struct {
    const char *labels[GP_N_DIMENSIONS]; /* borrowed from the emissions; as many as dimensions */
    guint64 rows;                        /* activity rows behind the figure, each counted once */
    const char *unit;                    /* of the quantity; NULL: rows of several units */
    GpInt128 quantity;                   /* times 10^GP_QUANTITY_PLACES */
    GpInt128 kg_co2e;                    /* times 10^kg_places */
    gboolean is_outside;                 /* outside the scopes: not in a total */
} GpEmissionRow;

#define GP_QUANTITY_PLACES (GP_MICRO_PLACES + GP_NANO_PLACES)

typedef struct {
    GpBy by;
    int kg_places;
    GArray *rows;        /* (element-type GpEmissionRow) */
    GPtrArray *editions; /* (element-type utf8) publications used, in byte order */
    GpMatchCount matches;
    GStringChunk *labels;
} GpEmissions;

GpEmissions *gp_emissions_new(const GpBy *by, int kg_places);
void gp_emissions_free(GpEmissions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpEmissions, gp_emissions_free)

/* Sorts the rows by their labels. */
void gp_emissions_sort(GpEmissions *self);

/* Whether the sum of the sizes of all rows fits into 128 bits, so that no total can overflow. */
gboolean gp_emissions_can_be_summed(const GpEmissions *self);

/* The sum of all rows that are not outside the scopes. */
GpInt128 gp_emissions_total(const GpEmissions *self);
