/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-action.h"

/*
 * What is assumed of the years to come: the carbon of a kWh from the grid, and a trust's own
 * “what if”.
 *
 *   grid-projection.csv ── gp_grid_path_load ──▶ GpGridPath ──┐
 *   scenario file (.ini) ── gp_scenario_load ──▶ GpScenario ──┴──▶ actions/
 */

/* kg CO2e per kWh from year to year without a gap, times 10^12. Only the ratio of two of its years
 * is ever used. */
typedef struct {
    int first_fy;
    guint n;
    gint64 *kg_pico;
    char *source;
} GpGridPath;

void gp_grid_path_free(GpGridPath *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpGridPath, gp_grid_path_free)

/**
 * gp_grid_path_load:
 *
 * Reads `year,kg_co2e_per_kwh,source`. A year is a financial year as 2026-27, or a calendar year
 * that stands for the financial year which starts in it.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason`, also for a year that is left out,
 * a figure below zero and a first row without a source
 * Returns: (transfer full) (nullable): without years if the file has no rows
 */
GpGridPath *gp_grid_path_load(const char *path, GError **error);

/**
 * gp_grid_path_scale:
 * @self: (nullable): nothing changes
 * @base_fy: is in the path, and not 0 there
 * @micro_kg: at the factor of @base_fy
 *
 * What @micro_kg would be at the factor of @fy: the last year's stands for all after it.
 *
 *   kg * path of the year / path of the base year, rounded half to even
 *
 * Errors: GP_ERROR_OVERFLOW
 */
gboolean gp_grid_path_scale(const GpGridPath *self,
                            int base_fy,
                            int fy,
                            GpInt128 micro_kg,
                            GpInt128 *out_micro_kg,
                            GError **error);

/* Whether figures of @base_fy can be scaled. Errors: GP_ERROR_MISSING */
gboolean gp_grid_path_check_base(const GpGridPath *self, int base_fy, GError **error);

/* A status or a growth that a scenario sets. */
typedef struct {
    char *of; /* the id of an action, or a category */
    GpActionStatus status;
    gint64 micro_percent; /* a year */
} GpScenarioLine;

typedef struct {
    char *name;
    char *note;
    GArray *statuses; /* (element-type GpScenarioLine) in the order of the file */
    GArray *growths;  /* (element-type GpScenarioLine) */
    GpGridPath *grid; /* (nullable) */
} GpScenario;

void gp_scenario_free(GpScenario *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpScenario, gp_scenario_free)

/**
 * gp_scenario_load:
 *
 *   [scenario]  name, note
 *   [actions]   the id of an action = a status
 *   [grid]      source, and a year = kg CO2e per kWh
 *   [growth]    a category = percent a year, above -100
 *
 * Whether ids and categories are known is not looked at here.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path: reason`
 */
GpScenario *gp_scenario_load(const char *path, GError **error);
