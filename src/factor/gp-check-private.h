/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-factor-check.h"
#include "gp-factor-private.h"
#include "gp-number.h"

/*
 * What stands under gp-factor-check.h:
 *
 *   entry ──┬─ rows ───▶ gases, negative, reference, validity
 *           ├─ lines ──▶ overlap, jump, slip, zero
 *           ├─ pairs ──▶ wtt, no-wtt, net-below-gross, unit-slip
 *           └─ own ────▶ slip against the library
 *                 └──▶ GpFinding ── report ──▶ known, or an issue
 */

#define GP_CHECK_ADVICE "; correct it, or list it in known-jumps.csv with the reason"

/* One row of known-jumps.csv. */
typedef struct {
    const char *activity; /* `*` stands for any text */
    const char *component;
    const char *unit;
    const char *rule;
    int from_year;
    int to_year;
    const char *path;
    guint line;
    guint n_used;
} GpKnownJump;

typedef struct {
    const GpUnitTable *units;
    GpUnit kwh, kwh_net, litre, kg, pound;
    GpIssueList *issues;
    GPtrArray *tables;   /* (element-type GpCsvTable) whose texts are borrowed */
    GArray *known;       /* (element-type GpKnownJump) */
    GHashTable *seen;    /* findings that were reported: curated keys share published rows */
    GPtrArray *refusals; /* (element-type utf8) what loading refused and no rule has told yet */
    GpFactorCheckCount count;
} GpCheck;

/* What a rule holds against a factor. */
typedef struct {
    const char *rule;
    const GpFactor *factor;
    const GpFactor *other; /* (nullable): the one it does not go with */
    int from_year;
    int to_year;
} GpFinding;

/* ---- exceptions and reports ---- */

gboolean gp_check_load_known(GpCheck *self, const char *path, GError **error);

/* Says which exceptions nothing calls for any more. */
void gp_check_report_unused(GpCheck *self);

/* Counts a finding as known, or adds an issue: what the factor is, a colon, and the text. */
void gp_check_report(GpCheck *self, const GpFinding *finding, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* A finding about one factor alone, in its own years. */
GpFinding gp_check_finding(const char *rule, const GpFactor *factor);

/* An issue about a file as a whole or a line of it, which is never known. */
void
gp_check_fault(GpCheck *self, const char *code, const char *path, guint line, const char *message);

/* @pico kg CO2e as an exact decimal. Returns: (transfer full) */
char *gp_check_figure(GpInt128 pico);

/* ---- lines ---- */

/* Consecutive factors of one line, by time. */
typedef struct {
    const GpFactor *factors;
    guint n;
} GpFactorLine;

/* The next line of sorted factors; @io_place begins at 0. Returns: FALSE after the last one */
gboolean gp_check_next_line(const GArray *factors, guint *io_place, GpFactorLine *out_line);

gboolean gp_check_is_one_line(const GpFactor *a, const GpFactor *b);
gboolean gp_check_is_outside(const GpFactor *factor);
gboolean gp_check_overlaps(const GpFactor *a, const GpFactor *b);

/* What the figures of other years make of a figure. */
typedef struct {
    gint64 lowest_pico;
    gint64 highest_pico;
    GpInt128 median_pico_twice;
    int power; /* 10, 100, 1000 times the median; -10, … that part of it; 0: no slip */
} GpSlip;

/* @others: (array length=n): is put in order. */
GpSlip gp_check_slip(gint64 figure_pico, gint64 *others, guint n);

/* @where: whose figures they are: `the other years` */
void
gp_check_report_slip(GpCheck *self, const GpFactor *factor, const GpSlip *slip, const char *where);

/* ---- rules ---- */

typedef enum {
    GP_CHECK_PUBLISHED, /* a key of a publication */
    GP_CHECK_CURATED,   /* a key of the catalogue */
    GP_CHECK_OWN,       /* a trust's own */
} GpCheckLevel;

void gp_check_rows(GpCheck *self, const GArray *factors, GpCheckLevel level);
void gp_check_lines(GpCheck *self, GArray *factors, GpCheckLevel level);
void gp_check_pairs(GpCheck *self, const GpActivityEntry *entry, GpCheckLevel level);
void gp_check_own(GpCheck *self, const GpActivityEntry *entry);
