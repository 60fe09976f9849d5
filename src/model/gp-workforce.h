/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"
#include "gp-day.h"

/*
 * The trust's staff: how many, where, in which role. Never names, never payroll numbers.
 *
 *   workforce.csv ── gp_workforce_read ──▶ GpWorkforce ──▶ allocate/
 */

/* One line of an extract: the staff of one role in one place on one date. */
typedef struct {
    GpSpan period;
    const char *site; /* borrowed from the workforce */
    const char *department;
    const char *role;
    const char *staff_group;
    gint64 wte_micro; /* whole-time equivalents, times 10^6 */
    gint64 headcount; /* people; -1: not told */
} GpPost;

typedef struct {
    GArray *posts; /* (element-type GpPost) */
    GpCsvTable *table;
} GpWorkforce;

/**
 * gp_workforce_load:
 *
 * Reads `period,site,department,role,staff_group,wte,headcount`; `period`, `role` (or
 * `staff_group`) and `wte` are enough.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 */
GpWorkforce *gp_workforce_load(const char *path, GError **error);
void gp_workforce_free(GpWorkforce *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpWorkforce, gp_workforce_free)

/* The latest financial year up to @fy that has an extract; if there is none, the earliest after
 * it; 0 if there is no extract at all. */
int gp_workforce_nearest_fy(const GpWorkforce *self, int fy);

/* The number of extracts, each with a period of its own, in a financial year. */
guint gp_workforce_n_extracts(const GpWorkforce *self, int fy);
