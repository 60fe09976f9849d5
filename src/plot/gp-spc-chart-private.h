/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"
#include "gp-series-words-private.h"

/*
 * The SPC chart while it is laid out.
 *
 *   words: title, subtitle, method, description
 *   lines: limits, points and breaks, and what is said among them
 *   sheet: icons, key, and the labels at the right edge
 */

typedef struct {
    const GpSpcChart *chart;
    const GpSeries *series;
    const GpXmr *xmr;
    GpCanvas *canvas;
    GpSeriesUnit unit;
    GpAxis axis;
    int places;           /* of the figures in labels */
    double x_low, x_high; /* positions, see gp_spc_position() */
    double step;          /* positions between neighbours */
} GpSpcDrawing;

/* Where a point of the series is: months since 1990 where dates are months, else days. */
double gp_spc_position(const GpSpcDrawing *self, guint i);

/* A place in the frame. */
GpPoint gp_spc_point(const GpSpcDrawing *self, double position, double value);

/* The last point with a value; NULL where there is none. */
const GpXmrPoint *gp_spc_last(const GpSpcDrawing *self);
const GpXmrSegment *gp_spc_last_segment(const GpSpcDrawing *self); /* NULL: no points at all */

/* Mean and limits, and the target, in the unit of the series. */
double gp_spc_level(GpInt128 level);
double gp_spc_target(const GpXmr *xmr);

/* `686` */
char *gp_spc_figure(const GpSpcDrawing *self, double value);

/* What a point's colour is in words that need none. */
GpInk gp_spc_ink(GpXmrType type);

/* ---- words ---- */

char *gp_spc_title(const GpSpcDrawing *self);
char *gp_spc_subtitle(const GpSpcDrawing *self);
char *gp_spc_axis_words(const GpSpcDrawing *self);
char *gp_spc_method(const GpSpcDrawing *self);
char *gp_spc_description(const GpSpcDrawing *self);

/* Points that one rule holds for together, and what is said of them: `9 months below the mean`. */
typedef struct {
    guint first, last; /* the points that are marked */
    guint from;        /* the first point that makes the rule hold */
    GpXmrRule rule;
    GpXmrType type;
    int sign;
    guint segment;
} GpSpcCause;

/* Returns: (transfer full) (element-type GpSpcCause): by time */
GArray *gp_spc_causes(const GpXmr *xmr);
char *gp_spc_cause_words(const GpSpcDrawing *self, const GpSpcCause *cause);

/* `New limits from October 2024: new boilers` */
char *gp_spc_break_words(const GpSpcDrawing *self, const GpXmrSegment *segment);

/* Under the icons. */
const char *gp_spc_assurance_words(const GpXmr *xmr);

/* ---- the frame and what is around it ---- */

/* Whether each break has room for its reason beside it; else all reasons stand in the foot. */
gboolean gp_spc_has_break_labels(const GpSpcDrawing *self);

/* Room at the top of the frame for the reasons of breaks. */
double gp_spc_break_room(const GpSpcDrawing *self);

void gp_spc_write_time_axis(GpSpcDrawing *self);
void gp_spc_write_lines(GpSpcDrawing *self);
void gp_spc_write_sheet(GpSpcDrawing *self, const char *title);
void gp_spc_write_column(GpSpcDrawing *self);
