/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"

/*
 * The causes of a change as bars.
 *
 *   GpChange ── gp_waterfall_new ──▶ GpWaterfall: figures as they are shown ──▶ words, bars
 */

typedef enum { GP_WHOSE_NEITHER, GP_WHOSE_OURS, GP_WHOSE_OTHERS } GpWhose;

typedef struct {
    char *name;     /* under the bar */
    const char *as; /* the subject of a sentence: `the grid`, `prices`; of levels its name */
    GpWhose whose;
    gint64 shown; /* what it adds, in the last digit shown */
} GpCauseBar;

typedef struct {
    const GpCausesChart *chart;
    gboolean is_of_book;
    gboolean has_any;        /* whether anything can be compared */
    GpChartUnit unit;        /* of the bars: tonnes wherever they fit */
    gint64 shown[GP_N_ENDS]; /* the first and the last bar */
    GArray *bars; /* (element-type GpCauseBar) those with an effect, each rounded by itself */
    gint64 ours, others;      /* sums, rounded once */
    GPtrArray *without;       /* (element-type utf8) causes of no effect */
    GPtrArray *left_out;      /* (element-type utf8) categories that cannot be compared */
    gint64 shown_left_out;    /* what they changed by */
    gint64 shown_began_ended; /* the part of ours that is of sources of one year only */
} GpWaterfall;

GpWaterfall *gp_waterfall_new(const GpCausesChart *chart);
void gp_waterfall_free(GpWaterfall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpWaterfall, gp_waterfall_free)

static inline const GpCauseBar *
gp_waterfall_bar(const GpWaterfall *self, guint i)
{
    return &g_array_index(self->bars, GpCauseBar, i);
}

/* A shown figure in kg. */
double gp_waterfall_kg(const GpWaterfall *self, gint64 shown);

/* `−1,234`; and its size as `1,234 tonnes`. */
char *gp_waterfall_figure(const GpWaterfall *self, gint64 shown, gboolean sign_plus);
char *gp_waterfall_tonnes(const GpWaterfall *self, gint64 shown);

char *gp_waterfall_title(const GpWaterfall *self);
char *gp_waterfall_subtitle(const GpWaterfall *self);
char *gp_waterfall_method(const GpWaterfall *self);
char *gp_waterfall_description(const GpWaterfall *self);
