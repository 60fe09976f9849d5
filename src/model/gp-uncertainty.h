/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"

/*
 * How far activity data and emission factors may be off, where nothing better is known.
 *
 *   data/uncertainty.csv, a trust's own ── load ──▶ GpUncertaintyTable ──▶ flow/
 *
 * All percentages are half of a range that holds 95% of what is likely.
 */

typedef struct _GpUncertaintyTable GpUncertaintyTable;

GpUncertaintyTable *gp_uncertainty_table_new(void);
void gp_uncertainty_table_free(GpUncertaintyTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpUncertaintyTable, gp_uncertainty_table_free)

/**
 * gp_uncertainty_table_load:
 *
 * Adds the rows `kind,key,component,percent,source` of a file. Files that were loaded before go
 * before it.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 */
gboolean gp_uncertainty_table_load(GpUncertaintyTable *self, const char *path, GError **error);

/* @tier: `measured`, `estimated`, `modelled`, `spend`, or "" for a quality that is not told.
 * Returns: NAN where no row is for it */
double gp_uncertainty_table_activity(const GpUncertaintyTable *self, const char *tier);

/* That of the most particular row: one with the component before one without, then activity,
 * beginning of its name, category, all. Returns: NAN where no row is for it */
double gp_uncertainty_table_factor(const GpUncertaintyTable *self,
                                   const char *activity,
                                   const char *category,
                                   const char *component);
