/* SPDX-License-Identifier: MIT */
#pragma once

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
 * Formulas, with f = a + b t by ordinary least squares over the last n comparable years, also those
 * before the baseline, n <= GP_TRACK_MAX_YEARS:
 *   range = f ± t(n-2) * s * sqrt(1 + 1/n + (T - mean t)² / Sxx)     s² = SSE / (n-2)
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
