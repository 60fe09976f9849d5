/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-convert.h"
#include "shelf.h"

/*
 * Cubes built row by row for the tests of convert/, and emissions as text.
 */

/* A library, a cube on its timeline, and the issues of the last conversion. */
typedef struct {
    const Shelf *shelf; /* borrowed */
    GpTimeline *timeline;
    GpCube *cube;
    GpIssueList *issues;
} Desk;

/* An activity row; what is NULL is not told. */
typedef struct {
    const char *activity, *unit;
    const char *site, *department, *role, *source;
    GpQuality quality;
} Row;

Desk *desk_new(const Shelf *shelf);
void desk_free(Desk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)

void desk_add(Desk *self, const Row *row, GpSpan span, gint64 quantity_micro);

/* @rows: `period,activity,quantity,unit,site,department,role,source,quality`, as far as needed; a
 * period may also be `first..last` */
Desk *desk_new_with(const Shelf *shelf, const char *const *rows, guint n_rows);

/* @options: (nullable): all but the library and the dimensions */
GpEmissions *
desk_convert(Desk *self, const char *by, const GpConvertOptions *options, GError **error);

/* The rows of the result, a line each: its labels, rows, quantity, unit and kg, as in the CSV. */
char *emissions_text(const GpEmissions *emissions);
void
assert_converts(Desk *self, const char *by, const GpConvertOptions *options, const char *expected);

/* `code: message` of every issue, a line each. */
char *desk_issues_text(const Desk *self);
