/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-years-private.h"

/*
 * The chart of costs while it is laid out.
 *
 *   GpCostsChart ── gp_cost_row_new ──▶ GpCostRow ──▶ words, bars
 */

typedef struct {
    const GpActionCost *cost;
    GpInt128 from_micro_kg, to_micro_kg; /* where it stands among those that are cheaper */
} GpCostBar;

typedef struct {
    const GpCostsChart *chart;
    GpCostBar *bars; /* (array length=n_bars): what can be done yet and has a cost */
    guint n_bars;
    guint n_done;          /* left out */
    GPtrArray *not_costed; /* (element-type GpActionCost): to be done yet */
    GpInt128 total_micro_kg;
} GpCostRow;

GpCostRow *gp_cost_row_new(const GpCostsChart *chart);
void gp_cost_row_free(GpCostRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCostRow, gp_cost_row_free)

gboolean gp_cost_bar_is_proposed(const GpCostBar *self);
double gp_cost_bar_kg(const GpCostBar *self);

/* `£439 a tonne, 2,600 t` */
char *gp_words_cost(const GpCostBar *bar);

char *gp_words_costs_title(const GpCostRow *self);
char *gp_words_costs_subtitle(const GpCostRow *self);
char *gp_words_costs_method(const GpCostRow *self);
char *gp_words_costs_description(const GpCostRow *self, const char *title, const char *method);
