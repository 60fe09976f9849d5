/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-series.h"
#include "gp-words-private.h"
#include "gp-xmr.h"

/*
 * The words of a chart of months: its unit, its dates, and what varies in it.
 */

/* What the values of a series are shown in: kilograms as tonnes, large figures in thousands. */
typedef struct {
    GpChartUnit unit; /* its `kg` is one of it in the unit of the series; its words are below */
    char *symbol;     /* `t CO₂e`, `thousand kWh`; "" where the series has no unit */
    char *axis;       /* `Tonnes CO₂e`, `Thousand kWh` */
} GpSeriesUnit;

/* @largest: the largest value, in the unit of the series */
void gp_series_unit_init(GpSeriesUnit *self, const char *unit, double largest);
void gp_series_unit_clear(GpSeriesUnit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpSeriesUnit, gp_series_unit_clear)

/* Decimal places for figures that differ by so little, in what is shown. */
int gp_words_places(double step);

/* The value of a point; NAN where there is none. */
double gp_series_value(const GpSeries *series, guint i);

/* `July 2026` and `Jul 2026`; `14 July 2026` and `14 Jul 2026` where dates are days. */
char *gp_words_date(const GpSeries *series, GpDay day, gboolean is_short);
char *gp_words_month_alone(GpMonth month); /* `Jul` */

/* `7 months`, `1 month`, of a series of quarters `2 quarters`, of any other `3 points`. */
char *gp_words_times(const GpSeries *series, guint n);

/* `thousand kWh` as `120 thousand kWh`; with no unit, the figure alone. */
char *gp_words_with_unit(const GpSeriesUnit *unit, double value, int places, gboolean sign_plus);

/* `improving`: the word of an icon. */
const char *gp_words_variation_icon(GpXmrType type);
