/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"
#include "gp-emissions.h"

/*
 * Emissions before they are summed by their labels: what each cell of the activity cube causes.
 *
 *   convert/ ── GpEmissionCells ──▶ allocate/
 *
 *   kg CO2e = quantity * rate, for each rate of the cell's plan
 *
 * All is told by number; the labels stand once in the tables. Texts of kinds are borrowed from the
 * factor library; those of places may be kept in `texts`.
 */

/* What is emitted. */
typedef struct {
    const char *activity;
    const char *activity_category; /* well-to-tank emissions have another one than their fuel */
    const char *category;
    const char *boundary;
    const char *gas;
} GpEmissionKind;

/* Whose activity causes it; "" where it is not told. */
typedef struct {
    const char *site;
    const char *department;
    const char *role;
} GpEmissionPlace;

typedef struct {
    guint32 kind;  /* the place in `kinds` */
    GpInt128 rate; /* kg CO2e of a millionth of the unit, times 10^kg_places */
} GpEmissionRate;

/* How an activity in one unit is converted at one time. */
typedef struct {
    guint32 first_rate, n_rates;
} GpEmissionPlan;

typedef struct {
    GpInt128 quantity_micro;
    GpMonth month;
    guint32 place; /* in `places` */
    guint32 plan;  /* in `plans` */
} GpEmissionCell;

typedef struct {
    int kg_places;
    GArray *kinds;  /* (element-type GpEmissionKind) */
    GArray *places; /* (element-type GpEmissionPlace); some may have no cell */
    GArray *rates;  /* (element-type GpEmissionRate) */
    GArray *plans;  /* (element-type GpEmissionPlan); some may be empty */
    GArray *cells;  /* (element-type GpEmissionCell) in no order */
    GpMatchCount matches;
    GStringChunk *texts;
} GpEmissionCells;

GpEmissionCells *gp_emission_cells_new(void);
void gp_emission_cells_free(GpEmissionCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpEmissionCells, gp_emission_cells_free)

static inline const GpEmissionRate *
gp_emission_cells_rates(const GpEmissionCells *self, guint32 plan, guint32 *out_n)
{
    const GpEmissionPlan *it = &g_array_index(self->plans, GpEmissionPlan, plan);

    *out_n = it->n_rates;
    return &g_array_index(self->rates, GpEmissionRate, it->first_rate);
}

/* All cells together. They always fit: gp_convert_cells() has seen to it. */
GpInt128 gp_emission_cells_total(const GpEmissionCells *self);
