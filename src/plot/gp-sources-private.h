/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-ends-private.h"
#include "gp-years-private.h"

/*
 * The chart of sources while it is laid out.
 *
 *   GpSourcesChart ── gp_stack_new ──▶ GpStack ──▶ words, bars, areas
 */

#define GP_STACK_BANDS 6 /* at most, with “Other” */

/* One source, or several together. All arrays are as long as the chart's years. */
typedef struct {
    const char *name;   /* NULL: others */
    guint n_sources;    /* in it */
    GpInt128 *micro_kg; /* its own */
    GpInt128 *from,
        *to; /* where it lies in the sum: above zero, or below it where it is negative */
} GpBand;

typedef struct {
    const GpSourcesChart *chart;
    GpBand bands[GP_STACK_BANDS]; /* from the base up */
    guint n_bands;
    GpInt128 *total; /* of all sources */
    int latest;      /* the latest comparable year, or else the latest with data; -1: no data */
    guint largest;   /* source of the chart: in that year */
} GpStack;

GpStack *gp_stack_new(const GpSourcesChart *chart);
void gp_stack_free(GpStack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpStack, gp_stack_free)

/* Whether there are data of a year. */
gboolean gp_stack_is_known(const GpStack *self, guint year);

/* The part of the latest year's total in whole percent; FALSE where there is no such thing. */
gboolean gp_stack_percent(const GpStack *self, GpInt128 micro_kg, int *out_percent);

/* `Electricity`; `Other: 7 sources` */
char *gp_band_title(const GpBand *self, const char *sources_word);

/* `5.8 kt, 45%` in the latest year. */
char *gp_band_figure(const GpStack *self, const GpBand *band, const GpChartUnit *unit);

char *gp_words_sources_title(const GpStack *self);
char *gp_words_sources_description(const GpStack *self, const char *title, const GpChartUnit *unit);
