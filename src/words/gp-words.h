/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"
#include "gp-day.h"
#include "gp-target.h"
#include "gp-trajectory.h"
#include "gp-xmr.h"

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

/* ---- counts, lists, dates; all of them (transfer full) ---- */

/* `no sites`, `1 site`, `1,200 sites`. */
char *gp_words_count(guint64 n, const char *one, const char *many);

/* `a`, `a and b`, `a, b and c`; "" for none. */
char *gp_words_list(const char *const *items, guint n);

/* The same of no more than @most: `a, b and 3 more sites`.
 * @items: (element-type utf8) */
char *
gp_words_list_some(const GPtrArray *items, guint most, const char *one_more, const char *more);

/* `“Waste”`: a name in a sentence. */
char *gp_words_quoted(const char *name);

/* `22 November 2026` of 2026-11-22; another text as it is. */
char *gp_words_day(const char *day);
char *gp_words_month(GpMonth month);       /* `March 2025` */
char *gp_words_short_month(GpMonth month); /* `Mar 2025`: where there is no room */

/* `2019/20`, `2013/14 to 2019/20`. */
char *gp_words_fys(int first_fy, int last_fy);

/* A sentence of another part of the program, with `2019/20` for each 2019-20 in it. */
char *gp_words_with_fys(const char *text);

/* A message without the folders of the files that it names: a page is read elsewhere. */
char *gp_words_without_folders(const char *text);

/* With a capital to begin a sentence. */
char *gp_words_begin(const char *text);

/* ---- amounts in sentences: micro_kg are millionths of a kilogram ---- */

/* Rounded half to even where there were more places. */
GpInt128 gp_words_micro_kg(GpInt128 kg, int kg_places);
/* Of a finite figure. */
GpInt128 gp_words_micro_of_double(double kg);

/* Its size: `13,061 tonnes`, `1 tonne`, `7.2 tonnes`, `less than 0.1 tonnes`, `0 tonnes`. */
char *gp_words_size(GpInt128 micro_kg);

/* `13,061 tonnes`, `31 tonnes below zero`. */
char *gp_words_level(GpInt128 micro_kg);

/* Its size: `28%`, `4.9%`, `less than 0.1%`. */
char *gp_words_percent(double percent);

/* A part of a whole: `all`, `more than 99%`, `62%`, `less than 1%`, `none`; NULL where a share
 * means nothing. */
char *gp_words_share(GpInt128 part, GpInt128 whole);

/* Whether it is so small that nothing is said of it: less than half a kilogram. */
gboolean gp_words_is_nothing(GpInt128 micro_kg);

/* `fell by 1,478 tonnes (28%)`, `rose by 1 tonne`, `did not change`. */
char *gp_words_moved(GpInt128 from_micro_kg, GpInt128 to_micro_kg);

/* `Emissions fell by 1,478 tonnes (28%), from 5,285 tonnes in 2013/14 to 3,807 tonnes in 2019/20.`
 */
char *gp_words_change(
    const char *subject, int from_fy, GpInt128 from_micro_kg, int to_fy, GpInt128 to_micro_kg);

/* `1,179 tonnes (4.9%) above the path`, `on the path`; NAN as @percent leaves the bracket out. */
char *gp_words_gap(double gap_kg, double percent);

/* `£14,500,000`, `£439`, `−£863`. */
char *gp_words_pounds(double pounds);

/* ---- how a target stands, in sentences; NULL where there is nothing to say ---- */

/* `47% less than in 2019/20 by 2027/28 to 2031/32`, `net zero by 2039/40`; never NULL. */
char *gp_words_target(const GpTarget *target);

/* What it is of: `the NHS Carbon Footprint`, `“Waste” at “Wonford House” in the NHS Carbon
 * Footprint`; never NULL. @site_name: (nullable): of its site, if it has one */
char *gp_words_target_subject(const GpTarget *target, const char *site_name);

/* `In 2025/26 emissions were 25,200 tonnes: 1,179 tonnes (4.9%) above the path.` */
char *gp_words_standing(const GpTrajectory *trajectory);
char *gp_words_sum_standing(const GpTrajectory *trajectory);
char *gp_words_forecast(const GpTrajectory *trajectory);
/* The rule that gave the verdict, as track/ puts it. */
const char *gp_words_why(const GpTrajectory *trajectory);
/* `The level that the target asks for in 2031/32 is reached already.` */
char *gp_words_reached(const GpTrajectory *trajectory);
char *gp_words_pace(const GpTrajectory *trajectory);
char *gp_words_budget(const GpTrajectory *trajectory);
char *gp_words_early_edge(const GpTrajectory *trajectory);
/* In short, where it is judged otherwise: `By the early edge of the target, 2027/28, it is …`. */
char *gp_words_early_verdict(const GpTrajectory *trajectory);
/* Whether the change since the baseline is more than what data and factors may be off by. */
char *gp_words_uncertain(const GpTrajectory *trajectory);

/* The category that is furthest above its share of the path, if it is large enough to matter;
 * (nullable). */
const GpTrajectoryPart *gp_trajectory_laggard(const GpTrajectory *trajectory);
char *gp_words_laggard(const GpTrajectory *trajectory);

/* ---- is a month different? NULL where there is nothing to say ---- */

/* `Below the mean for 7 months or more in a row`. */
char *gp_words_unusual(const GpXmrPoint *point);

/* The same of the latest value, with how it is judged; `Within the usual ups and downs`. */
char *gp_words_variation(const GpXmr *chart);
char *gp_words_assurance(const GpXmr *chart);

/* ---- what caused a change ---- */

/* What a change means, in sentences for a board: what the trust did, what others did, and what
 * cannot be compared. Of plain levels only the first. Returns: (transfer full) (element-type utf8)
 */
GPtrArray *gp_change_sentences(const GpChange *change);

/* The same for a page: `1,431 tonnes` in `2019/20`. */
GPtrArray *gp_change_prose(const GpChange *change);

/* `+1,234.567`: whole kilograms in tonnes; a minus sign, not a hyphen, below zero. Returns:
 * (transfer full) */
char *gp_change_tonnes(GpInt128 kg, gboolean with_plus);

/* `grid electricity`; a cause that is a level as it is named. */
const char *gp_change_cause_title(const char *cause);
