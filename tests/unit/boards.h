/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-board.h"

/* What a made-up board is like. Tonnes of a year are start + step * years since the first, shared
 * out over the categories: the first has half, the next half of the rest, and so on. */
typedef struct {
    int first_fy;
    guint n_years, n_categories, n_sites;
    double start_tonnes, step_tonnes;
    double reduction_percent; /* by ten years after the baseline; 0: no target */
    int baseline_fy;          /* 0: the first year */
    int hole_fy;              /* without data; 0: none */
    int part_fy;              /* incomplete: without the first category; 0: none */
    gboolean is_negative;     /* the last category takes off 5 tonnes every year */
    gboolean has_plus;        /* a category of the Plus only */
} BoardRecipe;

GpBoard *make_board(const BoardRecipe *recipe);

/* Actions, costs, what was measured, roles, months, milestones, findings, originals, publications,
 * issues and gaps. */
void fill_board(GpBoard *board);

/* A row of actions.csv. @tonnes: NAN: not told */
GpAction *make_action(
    const char *id, const char *title, const char *category, GpActionStatus status, double tonnes);
