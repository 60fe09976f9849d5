/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"
#include "gp-emissions.h"

/*
 * Emissions before they are summed by their labels: what each cell of the activity cube causes.
 *
 *   convert/ ── GpEmissionCells ──▶ allocate/
 *
 *   kg CO2e = quantity * rate, for each rate of the cell's plan
 *
 * All is told by number; the labels stand once in the tables. There may be many cells: they are
 * looked at where they lie in the cube, in batches of a month. Texts are borrowed, too, from the
 * cube and the factor library.
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

#define GP_NO_PLAN G_MAXUINT32

typedef struct {
    GpMonth month;
    const GpCell *cells; /* free ones too; their `who` is a place in `places` */
    guint32 n;
    const guint32 *plans; /* by their `what`: a place in `plans`; GP_NO_PLAN: it causes nothing */
} GpEmissionBatch;

typedef struct {
    int kg_places;
    GpMonth first_month, last_month; /* between which all cells are */
    GArray *kinds;                   /* (element-type GpEmissionKind) */
    GArray *places;                  /* (element-type GpEmissionPlace); some may have no cell */
    GArray *rates;                   /* (element-type GpEmissionRate) */
    GArray *plans;                   /* (element-type GpEmissionPlan); some may be empty */
    GArray *batches;                 /* (element-type GpEmissionBatch) in no order */
    GpMatchCount matches;
    GPtrArray *owned; /* what batches borrow, besides the cube: freed by g_free() */
} GpEmissionCells;

/* Without cells. */
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

/* The place of a cell's plan, or GP_NO_PLAN. */
static inline guint32
gp_emission_batch_plan(const GpEmissionBatch *self, const GpCell *cell)
{
    return cell->rows == 0 ? GP_NO_PLAN : self->plans[cell->what];
}
