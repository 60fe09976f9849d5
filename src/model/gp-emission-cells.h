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
 * All is told by number; the labels stand once in the tables. The cells come in batches, because
 * there may be many of them. Texts are borrowed from the cube and the factor library.
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

typedef struct _GpEmissionCells GpEmissionCells;

/* Appends the cells of a batch, in no order. */
typedef void (*GpListCellsFunc)(const GpEmissionCells *self, guint batch, GArray *cells);

struct _GpEmissionCells {
    int kg_places;
    GpMonth first_month, last_month; /* between which all cells are */
    GArray *kinds;                   /* (element-type GpEmissionKind) */
    GArray *places;                  /* (element-type GpEmissionPlace); some may have no cell */
    GArray *rates;                   /* (element-type GpEmissionRate) */
    GArray *plans;                   /* (element-type GpEmissionPlan); some may be empty */
    GpMatchCount matches;
    guint n_batches;
    GpListCellsFunc list;
    gpointer data; /* what it lists from */
    GDestroyNotify data_free;
};

/* @data: (transfer full) */
GpEmissionCells *
gp_emission_cells_new(GpListCellsFunc list, gpointer data, GDestroyNotify data_free);
void gp_emission_cells_free(GpEmissionCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpEmissionCells, gp_emission_cells_free)

static inline const GpEmissionRate *
gp_emission_cells_rates(const GpEmissionCells *self, guint32 plan, guint32 *out_n)
{
    const GpEmissionPlan *it = &g_array_index(self->plans, GpEmissionPlan, plan);

    *out_n = it->n_rates;
    return &g_array_index(self->rates, GpEmissionRate, it->first_rate);
}

/* @cells: (inout) (element-type GpEmissionCell): emptied first */
void gp_emission_cells_list(const GpEmissionCells *self, guint batch, GArray *cells);

/* All rates of a plan together, by plan. Returns: (transfer full) */
GpInt128 *gp_emission_cells_sum_rates(const GpEmissionCells *self);
