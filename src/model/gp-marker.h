/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"

/*
 * Dated markers: milestones that are asked for, nationally or by the trust itself.
 *
 *   milestones.csv ── gp_markers_load ──▶ GpMarker[] ──▶ report/
 */

typedef struct {
    char *date;        /* as it was written: a day, a month or a calendar year */
    char *date_latest; /* "": the milestone is no range */
    GpSpan due;        /* the days of @date */
    GpDay last;        /* the last day of the range, or of @date */
    char *title;
    char *applies_to;
    char *source;
} GpMarker;

void gp_marker_free(GpMarker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpMarker, gp_marker_free)

/**
 * gp_markers_load:
 * @markers: (element-type GpMarker): receives those of the file, and is sorted by the end of the
 *   date, the end of the range, and title
 *
 * Reads `date,date_latest,title,applies_to,source`; date and title are needed.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 */
gboolean gp_markers_load(GPtrArray *markers, const char *path, GError **error);

/* By the end of the date, the end of the range, and title, of two places that hold markers: for
 * g_ptr_array_sort(). */
int gp_markers_compare(gconstpointer a, gconstpointer b);

typedef enum {
    GP_MARKER_PAST, /* its last day is before today */
    GP_MARKER_NOW,  /* today lies between the early and the late edge */
    GP_MARKER_NEXT, /* the first that is still to come, and those due with it */
    GP_MARKER_LATER,
} GpMarkerState;

/* @markers: (element-type GpMarker): sorted; @index: one of them */
GpMarkerState gp_markers_state(const GPtrArray *markers, guint index, GpDay today);

/* `past`, `now`, `next`, `later`. */
const char *gp_marker_state_name(GpMarkerState state);
