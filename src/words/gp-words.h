/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"

/*
 * Figures as people write and say them, for charts, tables and sentences alike.
 */

/* ---- numbers ---- */

/* What figures that stand together are shown in. */
typedef struct {
    double kg;          /* one of it */
    int places;         /* decimal places */
    const char *symbol; /* `t` or `kt` */
    const char *axis;   /* `Tonnes CO₂e (t)` */
} GpChartUnit;

/* Tonnes if all is below 10,000 t, else thousand tonnes. */
GpChartUnit gp_chart_unit(double largest_kg);

/* `2019/20` */
char *gp_words_fy(int fy);

/* `−1,234.5`: with commas and a real minus; @sign_plus shows a plus sign too. */
char *gp_words_number(double value, int places, gboolean sign_plus);

/* `25.2`, `25.2 kt` */
char *gp_words_figure(const GpChartUnit *unit, double kg);
char *gp_words_quantity(const GpChartUnit *unit, double kg);

/* `310 tonnes`, to two digits, without a sign: a title that says more would say too much. */
char *gp_words_tonnes(double kg);

/* ---- what caused a change ---- */

/* What a change means, in sentences for a board: what the trust did, what others did, and what
 * cannot be compared. Of plain levels only the first. Returns: (transfer full) (element-type utf8)
 */
GPtrArray *gp_change_sentences(const GpChange *change);

/* `+1,234.567`: whole kilograms in tonnes; a minus sign, not a hyphen, below zero. Returns:
 * (transfer full) */
char *gp_change_tonnes(GpInt128 kg, gboolean with_plus);

/* `grid electricity`; a cause that is a level as it is named. */
const char *gp_change_cause_title(const char *cause);
