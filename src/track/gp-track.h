/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"
#include "gp-restatement.h"
#include "gp-target.h"
#include "gp-trajectory.h"

/*
 * Are we on track? A yearly series against a target path: the gap, the budget, the pace, a
 * forecast with its range, and a verdict by stated rules.
 *
 *   GpTrackYear[] + GpTarget ── gp_track ──▶ GpTrajectory ──▶ plot/, report/
 *
 * Pure: no files, clock, locale or network. Years are financial years by their first calendar
 * year (2019 is 2019-20). Everything is in kg CO2e. The figures are estimates drawn from exact
 * totals, so they are doubles.
 */

/**
 * gp_track:
 * @years: (array length=n_years): by year, each at most once
 *
 * The verdict: too early with fewer than GP_TRACK_MIN_YEARS comparable years; off track if the
 * low edge of the 80% range lies above the path in the last milestone's year, or in the last
 * forecast year where that comes first; on track if the latest year and the sum since the baseline
 * are at or under the path (to within the tolerance) and the central forecast is at or under the
 * path in that same year; at risk otherwise. Where the target year is reached there is no forecast:
 * off track is then a latest year above the path by more than the tolerance.
 *
 * The reasons, always in this order: the latest year, the sum, the forecast, how far it reaches if
 * not to the target year, the rule that decided. Those that do not apply are left out.
 *
 * Where a milestone is a band, all of it is done again for the path that reaches every band at its
 * early edge, as `early`; NULL where that is no path.
 *
 * Formulas, with f = a + b t by ordinary least squares over the last n comparable years, also those
 * before the baseline, n <= GP_TRACK_MAX_YEARS:
 *   range = f ± t(n-2) * s * sqrt(1 + 1/n + (T - mean t)² / Sxx)     s² = SSE / (n-2)
 *
 * Beside it, over the same years: the Theil-Sen line, the line through the logarithms, and a random
 * walk with drift d over h years, each change over g years:
 *   range = y + h d ± t(n-2) * s * sqrt(h (1 + h / elapsed))     s² = Σ (change - g d)² / g / (n-2)
 * Source: docs/method.md, “Trajectory”.
 *
 * Errors: GP_ERROR_MISSING if the baseline is neither given nor in the series as a comparable
 *   year; GP_ERROR_MALFORMED for a constant-percent path to a cut of 100%, a cut of more than 100%,
 *   target years that are not after the baseline and one after the other, none at all, or a
 *   baseline that is not above zero
 * Returns: (transfer full) (nullable)
 */
GpTrajectory *
gp_track(const GpTrackYear *years, guint n_years, const GpTarget *target, GError **error);

/* What one activity of one quality emits by one factor in one year. */
typedef struct {
    int fy;
    const char *activity;
    const char *tier;      /* the quality of the quantity */
    const char *component; /* with the activity: the factor */
    double kg;
    double activity_percent, factor_percent; /* half of the 95% range, of the quantity and of the
                                                factor */
} GpUncertainPart;

/**
 * gp_track_uncertainty:
 * @years: (array length=n_years): those that are comparable get a range
 *
 * With E the emissions, a a group of one activity and quality, f one of one activity and component:
 *
 *   U(year)²   = Σa (Σ ua E)² + Σf (Σ uf E)²
 *   U(change)² = Σa ((Σ ua E to)² + (Σ ua E from)²) + Σf (Σ uf E to - Σ uf E from)²
 *
 * Quantities err anew every year, a factor errs the same way in all of them.
 * Source: docs/method.md, “Uncertainty”.
 *
 * Returns: (transfer full)
 */
GpUncertainty *gp_track_uncertainty(const GpUncertainPart *parts,
                                    guint n_parts,
                                    const GpTrackYear *years,
                                    guint n_years,
                                    int from_fy,
                                    int to_fy);

/* Takes @uncertainty over, and says before the last reason whether the change is larger. */
void gp_trajectory_set_uncertainty(GpTrajectory *self, GpUncertainty *uncertainty);

/* The path in one year; the baseline before it, the last level after it. Several milestones: each
 * piece has the shape. */
double gp_target_path_kg(const GpTarget *target, double baseline_kg, int fy);

/* Quantile of Student's t: P(|T| <= q) = @coverage, 0 < @coverage < 1, with @df >= 1 degrees of
 * freedom. To nine digits. */
double gp_student_t(double coverage, int df);

/* ---- what caused a change ---- */

/* One source of a footprint at both ends: an activity at a site, in one component of its factor. */
typedef struct {
    const char *category;
    GpInt128 quantity[GP_N_ENDS]; /* of the activity, in one unit and scale at both ends */
    int quantity_places;
    GpInt128 kg[GP_N_ENDS];          /* times 10^kg_places */
    double open_share[GP_N_ENDS];    /* the part of the year in which the site was open, 0 to 1 */
    double price_index[GP_N_ENDS];   /* of spend; 1 and 1 otherwise. Above 0 */
    double weather_index[GP_N_ENDS]; /* use / use in standard weather; 1 where not known. Above 0 */
    double method_log;      /* ln of the part of the factor's ratio that a revised method made */
    gboolean is_deflated;   /* the factor already takes inflation out */
    gboolean is_grid;       /* its factor is that of grid electricity */
    gboolean lacks_factor;  /* the component is published for one end only */
    GpChangeDetail *detail; /* (nullable): receives the figures, not the texts, of how the change
                               was split */
} GpChangeSource;

/**
 * gp_change_of_sources:
 * @sources: (array length=n)
 *
 * Splits the change of a footprint by cause, with additive LMDI by source:
 *
 *   effect of cause k = sum over sources of L(kg to, kg from) * ln(ratio of term k)
 *   L(a, b) = (a - b) / ln(a / b)
 *
 * The terms of a source are the part of the year that its site was open (boundary), the weather,
 * the quantity without both and at the prices of one year (activity), prices, the method, and what
 * is left of the factor (factor-grid or factor-other). Where a ratio does not exist the whole
 * change goes to the term that is zero at one end. Effects are worked out to 10^-6 kg, and what is
 * left of the source's change goes on its largest. Causes are those of GpCause, in their order.
 * Source: docs/method.md, “Causes”.
 *
 * Errors: GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable): without years, one pair
 */
GpChange *
gp_change_of_sources(const GpChangeSource *sources, guint n, int kg_places, GError **error);

/* One source as levels, each explained by the one before: patients, kWh of all fuels, kWh of this
 * one, kg. */
typedef struct {
    const char *name;
    GpInt128 levels[GP_CHANGE_MAX_CAUSES][GP_N_ENDS]; /* times 10^places; the last is kg */
    GpChangeDetail *detail; /* (nullable): receives the figures of how the change was split */
} GpChangeLevels;

/**
 * gp_change_of_levels:
 * @causes: (array zero-terminated=1): a name for each level: of itself for the first, of the
 *   ratio to the level before for the others
 *
 * The same for any number of terms up to GP_CHANGE_MAX_CAUSES. Each source is a category.
 */
GpChange *gp_change_of_levels(
    const GpChangeLevels *sources, guint n, const char *const *causes, int places, GError **error);

/**
 * gp_change_chain:
 * @steps: (element-type GpChange): one at least; each begins where the one before ended
 *
 * Their sum. A category is comparable if it is in every step.
 */
GpChange *gp_change_chain(GPtrArray *steps, GError **error);
/**
 * gp_restate:
 * @publications: (element-type GpPublication): in their order, brought to the same decimal places
 * @n: so many of them, at least one, came before @now
 * @now: what would be published now, or a later publication
 * @threshold_micro: percent times 10^6
 *
 * Holds published figures against those of now. A restatement is proposed if the recalculations of
 * a published year since the last restatement add up to more than the threshold, in the NHS Carbon
 * Footprint, the Plus or all activity. The result borrows from the publications.
 *
 *   data = old kg * (new quantity - old quantity) / old quantity     to the milligram
 *   factors = new kg - old kg - data
 *
 * of each activity in each category of each year; where no factor and no rule is another, all of it
 * is data. Source: docs/method.md, “Publishing and restating”.
 *
 * Errors: GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable)
 */
GpRestatement *gp_restate(const GPtrArray *publications,
                          guint n,
                          GpPublication *now,
                          gint64 threshold_micro,
                          GError **error);
