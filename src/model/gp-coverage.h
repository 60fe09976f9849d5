/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"

/*
 * What a delivery of a source speaks of, so that what older deliveries say of the same no longer
 * counts.
 *
 *   newer deliveries ── add, merge ──▶ GpCoverage ── left ──▶ rows of an older delivery
 *
 * A delivery speaks of a key (a series of the source, a row of it, or the source as a whole) on
 * days. Nothing is said between deliveries that do not overlap.
 */

/* How a source corrects what it delivered before. */
typedef enum {
    GP_CORRECTIONS_SERIES, /* key: activity, site, department and role */
    GP_CORRECTIONS_PERIOD, /* key: none, a delivery is the whole source for its days */
    GP_CORRECTIONS_ROWS,   /* key: of the row; the days do not matter */
    GP_CORRECTIONS_NONE,   /* by rows of their own: nothing is superseded */
} GpCorrections;

/* `series`, `period`, `rows` or `none`. */
const char *gp_corrections_name(GpCorrections corrections);
gboolean gp_corrections_parse(const char *text, GpCorrections *out_corrections);

typedef struct _GpCoverage GpCoverage;

GpCoverage *gp_coverage_new(GpCorrections corrections);
void gp_coverage_free(GpCoverage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCoverage, gp_coverage_free)

GpCorrections gp_coverage_corrections(const GpCoverage *self);

/* A key as a small number; GP_DICT_NONE from find if no delivery spoke of it. */
guint32 gp_coverage_intern(GpCoverage *self, const char *key, gsize length);
guint32 gp_coverage_find(const GpCoverage *self, const char *key, gsize length);

/**
 * gp_coverage_add:
 *
 * The delivery speaks of @key on @days. Within a month it speaks of all days from the first to the
 * last that it names: a meter read on the 1st and the 30th has been read for the month.
 */
void gp_coverage_add(GpCoverage *self, guint32 key, GpSpan days);

/* What @other covers, day by day; both have the same corrections. */
void gp_coverage_merge(GpCoverage *self, const GpCoverage *other);

/* Whether any key is covered on any of @days. */
gboolean gp_coverage_touches(const GpCoverage *self, GpSpan days);

/**
 * gp_coverage_left:
 * @out_spans: (element-type GpSpan): receives the days of @days that are not covered, in order
 *
 * Returns: FALSE if none of @days is covered; nothing is written then
 */
gboolean gp_coverage_left(const GpCoverage *self, guint32 key, GpSpan days, GArray *out_spans);
