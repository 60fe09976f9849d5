/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-canvas-private.h"
#include "gp-series-words-private.h"

/*
 * One row of the table of sparklines: what is drawn and said of a measure.
 *
 *   GpSparkline ── gp_spark_init ──▶ GpSpark ──▶ words, lines
 */

#define GP_SPARK_MONTHS 24
#define GP_SPARK_YEAR 12

typedef struct {
    const GpSparkline *of;
    char *name;
    GpSeriesUnit unit;
    int places;
    GpMonth last;       /* the last month with a figure; -1: none has one */
    double latest;      /* NAN: none */
    guint n_pairs;      /* months of the last year that have a figure in the year before too */
    double now, before; /* their sums, or their means of a rate */
} GpSpark;

void gp_spark_init(GpSpark *self, const GpSparkline *of);
void gp_spark_clear(GpSpark *self);

/* The value of a month; NAN where there is none. */
double gp_spark_value(const GpSpark *self, GpMonth month);

/* -1 less than the year before, +1 more, 0 the same as far as is shown. Only with pairs. */
int gp_spark_way(const GpSpark *self);

char *gp_spark_latest(const GpSpark *self);     /* `469 t CO₂e` */
char *gp_spark_change(const GpSpark *self);     /* `down 6.1%`; `no figures a year before` */
char *gp_spark_difference(const GpSpark *self); /* `1,234 t CO₂e less`; "" */
const char *gp_spark_variation(const GpSpark *self);

/* `Gas: 469 t CO₂e in March 2026, down 6.1% …` */
char *gp_spark_sentence(const GpSpark *self);
