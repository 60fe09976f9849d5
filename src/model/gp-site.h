/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"
#include "gp-day.h"

/*
 * The sites of a trust: one row of sites.csv each.
 */

#define GP_ALWAYS_OPEN G_MININT32
#define GP_NOT_CLOSED G_MAXINT32

typedef struct {
    const char *code; /* texts are borrowed from the sites */
    const char *name;
    gint64 occupied_m2;    /* occupied floor area, else gross internal; -1: not told */
    GpDay opened;          /* the first day with it; GP_ALWAYS_OPEN */
    GpDay closed;          /* the first day without it; GP_NOT_CLOSED */
    const char *successor; /* where its teams went; "" */
} GpSite;

typedef struct {
    GArray *list; /* (element-type GpSite) in the order of the file */
    GpCsvTable *table;
} GpSites;

/**
 * gp_sites_load:
 *
 * Reads `site,name,floor_area_m2,occupied_floor_area_m2,opened,closed,successor`; only `site` is
 * needed. `opened` and `closed` are days, or months that stand for their first day.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 */
GpSites *gp_sites_load(const char *path, GError **error);
void gp_sites_free(GpSites *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpSites, gp_sites_free)
