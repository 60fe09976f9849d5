/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-outlook.h"

/*
 * What actions do to the years to come, what they cost, and what was measured of them.
 *
 *   GpOutlookPart[] (the base year) + GpAction[] + path ── gp_outlook_make ──▶ GpOutlook
 *   GpOutlookLine ── gp_actions_cost ──▶ GpActionCost[]
 *   kg of 24 months ── gp_action_compare ──▶ GpActionMeasured
 *
 * Pure: no files, clock, locale or network. Sums are exact in millionths of a kilogram; pounds that
 * are discounted and ranges are doubles. Source: docs/method.md, “Actions”.
 */

/**
 * gp_action_effect:
 * @full_micro_kg: in a full year
 *
 * The part of it in a financial year: a twelfth for each month of full effect, and for each month
 * from the start to then a part that grows in a straight line (its middle counts).
 *
 *   full * sum over the months of the year of (1, or (2 (month - start) + 1) / (2 (full - start)))
 *   / 12, rounded half to even; 0 before the start, after the end, and without a start
 */
GpInt128 gp_action_effect(const GpAction *self, GpInt128 full_micro_kg, int fy);

/* What an outlook is made from. */
typedef struct {
    int base_fy;
    const GpOutlookPart *parts; /* (array length=n_parts) */
    guint n_parts;
    const double *path_kg; /* (array length=n_years): from @base_fy on */
    guint n_years;
    const GpGridPath *grid; /* (nullable): has @base_fy */
} GpOutlookBase;

/**
 * gp_outlook_make:
 * @lines: (array length=n_lines) (transfer full): their yearly figures are made here
 *
 *   business as usual = sum of parts * (1 + growth)^years * grid of the year / grid of the base
 *   planned           = business as usual - what actions save more than in the base year
 *
 * Errors: GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable)
 */
GpOutlook *
gp_outlook_make(const GpOutlookBase *base, GpOutlookLine *lines, guint n_lines, GError **error);

/* Several actions on what one place emits in one category. */
typedef struct {
    const char *category; /* borrowed */
    const char *site;     /* "": the whole trust */
    guint n_actions;
    gboolean is_whole;     /* one of them is about all of the place */
    gboolean share_source; /* two or more act on one source: at the site, or one on all sites */
    char *ids;             /* parted by commas */
    GpInt128 saved_micro_kg;
    GpInt128 emitted_micro_kg; /* in the base year */
} GpOverlap;

/* Where actions still to come save more than was emitted, or several act on one source.
 * Returns: (transfer full) (element-type GpOverlap): by category and site */
GArray *gp_outlook_overlaps(const GpOutlook *self, const GpOutlookPart *parts, guint n_parts);

/* HM Treasury Green Book: how much less a pound is worth when it comes a year later, in each year
 * of a lifetime. */
#define GP_DISCOUNT_YEARS_FIRST 30  /* 3.5% up to this year */
#define GP_DISCOUNT_YEARS_SECOND 75 /* then 3.0%, and 2.5% after it */

/* The sum of the discount factors of so many years: what a pound a year is worth now. */
double gp_annuity(int years);

/**
 * gp_actions_cost:
 *
 *   pounds a year   = capital / annuity of the lifetime - annual saving
 *   pounds a tonne  = pounds a year / tonnes a year, on average over the lifetime
 *   net present     = annual saving * annuity - capital
 *
 * Dropped actions are left out. Returns: (transfer full) (nullable) (element-type GpActionCost):
 * the cheapest tonne first, those without a figure at the end, each in the order of ids. Errors:
 * GP_ERROR_OVERFLOW
 */
GArray *gp_actions_cost(const GpOutlook *outlook, GError **error);

/**
 * gp_action_compare:
 * @before, @after: (array length=GP_MEASURED_MONTHS): millionths of a kilogram in the same calendar
 *   months, in any order that is the same for both
 * @t95: Student's t for eleven degrees of freedom, 95% in the middle
 *
 * Fills the sums, the range and the finding, by the differences d of the twelve pairs:
 *
 *   change = sum d        range = t * sqrt(12) * standard deviation of d
 */
void gp_action_compare(GpActionMeasured *self,
                       const GpInt128 *before,
                       const GpInt128 *after,
                       double t95);
