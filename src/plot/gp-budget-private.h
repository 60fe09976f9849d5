/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-ends-private.h"
#include "gp-years-private.h"

/*
 * The chart of the budget while it is laid out.
 *
 *   GpTrajectory, its years ── gp_budget_new ──▶ GpBudget ──▶ words, lines
 */

typedef enum {
    GP_SPENT_ACTUAL,
    GP_SPENT_AS_PATH,  /* no data, or incomplete, before the latest comparable year */
    GP_SPENT_FORECAST, /* the past trend goes on */
    GP_SPENT_UNKNOWN,  /* later than the forecast reaches */
} GpSpentKind;

/* One year of the path; what is added up is from the baseline year on. */
typedef struct {
    int fy;
    GpSpentKind kind;
    double allowed_kg;
    double spent_kg; /* NAN: not known */
} GpBudgetYear;

typedef struct {
    const GpTrajectory *trajectory;
    const GpTrajectoryChart *chart;
    GpBudgetYear *years; /* (array length=n_years): those of the path */
    guint n_years;
    int latest;        /* the last year that is no forecast; -1: none */
    double as_path_kg; /* summed over the years that count as the path */
} GpBudget;

GpBudget *gp_budget_new(const GpTrajectory *trajectory, const GpTrajectoryChart *chart);
void gp_budget_free(GpBudget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBudget, gp_budget_free)

/* What is left of the whole budget after the latest year; below zero: more was spent. */
double gp_budget_left_kg(const GpBudget *self);

char *gp_words_budget_title(const GpBudget *self);

/* As gp_words_panel(). */
GPtrArray *gp_words_budget_panel(const GpBudget *self, const GpChartUnit *unit);

char *gp_words_budget_description(const GpBudget *self, const char *title, const GPtrArray *panel);
