/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-intensity.h"
#include "gp-publication.h"

/*
 * What a trust hands up to its integrated care system, and what the system adds up.
 *
 *   GpBoard ── flow/ ──▶ GpRollup ── workspace/ ──▶ rollup.json, rollup.csv
 *   GpRollup[] ── flow/ ──▶ GpBoard of the system
 *
 * Texts are borrowed from the roll-up. Years are financial years by their first calendar year.
 */

#define GP_N_ROLLUP_BOUNDARIES 2 /* the NHS Carbon Footprint and the Plus: GP_TOTAL_NCF, _PLUS */

typedef struct {
    int fy;
    GpComparable comparable[GP_N_ROLLUP_BOUNDARIES];
    gint64 per_micro[GP_N_INTENSITIES]; /* staff, floor area, …: times 10^6; 0: not known */
} GpRollupYear;

typedef struct {
    int fy;
    const char *boundary; /* `ncf`, `plus`, `outside` */
    const char *category;
    GpInt128 kg_co2e; /* times 10^kg_places */
} GpRollupFigure;

typedef struct {
    const char *name;
    const char *boundary;
    int baseline_fy, target_fy;
    int first_fy;                                /* the early edge of a band, or target_fy */
    gint64 reduction_micro;                      /* percent below the baseline, times 10^6 */
    const char *adopted_by, *adopted_on, *owner; /* "" where not told */
} GpRollupTarget;

typedef struct {
    const char *trust, *ods_code, *icb; /* "" where not told */
    const char *day;                    /* on which it was made */
    const char *program;
    const char *factors; /* how it was converted, in words */
    gboolean is_invented;
    int kg_places;
    const char *size_units[GP_N_INTENSITIES]; /* `WTE`, `m2`, …; "": not known */
    GArray *years;                            /* (element-type GpRollupYear) ascending */
    GArray *figures; /* (element-type GpRollupFigure) by year, boundary, category: each once */
    GArray *targets; /* (element-type GpRollupTarget) */
    GStringChunk *texts;
} GpRollup;

GpRollup *gp_rollup_new(void);
void gp_rollup_free(GpRollup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRollup, gp_rollup_free)

/* A copy of @text that is safe to print and lives as long as the roll-up. */
const char *gp_rollup_text(GpRollup *self, const char *text);

/* The year, added in its place where it is new; valid until the next one is added. */
GpRollupYear *gp_rollup_year(GpRollup *self, int fy);
const GpRollupYear *gp_rollup_find_year(const GpRollup *self, int fy); /* (nullable) */

/* Brings all kg to more decimal places. Errors: GP_ERROR_OVERFLOW */
gboolean gp_rollup_rescale(GpRollup *self, int kg_places, GError **error);

/* Puts figures in order. Errors: GP_ERROR_MALFORMED for a figure that is there twice */
gboolean gp_rollup_settle(GpRollup *self, GError **error);
