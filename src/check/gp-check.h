/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"
#include "gp-every.h"
#include "gp-finding.h"
#include "gp-site.h"

/*
 * What looks wrong in activity data: gaps, spikes, slips of a unit, figures that count twice.
 *
 *   GpCube ── streams ──▶ what each source says of each activity at each site, by period
 *                 │
 *                 ├─ profile ──▶ what a period usually has ── faults ──▶ put together by cause ─┐
 *                 └─ one stream against another, estimates, originals, sources ────────────────┴▶
 * GpFinding[]
 *
 * Pure: no files, clock or locale; today is an argument. Figures are compared in doubles, because
 * nothing that is added up comes from here; whether two figures are the same is decided exactly.
 * Formulas and thresholds with their reasons: docs/method.md, “Check”.
 */

/* What is known of an original. */
typedef struct {
    const char *sha256;
    const char *source;
    const char *name;    /* the file's own */
    const char *arrived; /* a time, as in 2026-11-22T10:00:00Z */
    GpSpan days;         /* of its rows; GP_NO_PERIOD where it has none */
    guint64 rows;        /* that count */
    guint64 refused;
    guint64 superseded; /* rows that a newer original has taken the place of */
} GpCheckOriginal;

/* A source that the settings name. */
typedef struct {
    const char *name;
    GpEvery every;
    gboolean is_uncounted; /* totals to hold against others: not in the figures */
} GpCheckSource;

typedef struct {
    const GpCube *cube; /* with all names kept apart */
    const GpCheckOriginal *originals;
    guint n_originals;
    const GpCheckSource *sources;
    guint n_sources;
    const GpSite *sites; /* none: not known */
    guint n_sites;
    GpDay today;
} GpCheckInput;

/* Returns: (transfer full) (element-type GpFinding): in the order of gp_finding_compare(); the same
 * whatever the order of rows, originals and sources */
GPtrArray *gp_check(const GpCheckInput *input);
