/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

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

/* One financial year of the series. */
typedef struct {
    int fy;
    double kg;              /* NAN: no data */
    gboolean is_comparable; /* FALSE: known to be incomplete or broken; shown, never used */
} GpTrackYear;

typedef enum {
    GP_PATH_LINEAR,           /* a straight line from the baseline to the target */
    GP_PATH_CONSTANT_PERCENT, /* the same percentage less every year; impossible for a cut of 100% */
    GP_PATH_STEPS,            /* holds a level until the next target year */
    GP_PATH_MILESTONES,       /* straight lines through several (year, cut) pairs */
} GpPathShape;

/* A point the path must reach: @reduction_percent below the baseline in @fy. */
typedef struct {
    int fy;
    double reduction_percent;
} GpMilestone;

/* A target: one row of targets.csv, or for steps and milestones all rows of one name. */
typedef struct {
    char *name;
    char *boundary; /* `ncf` or `plus` */
    int baseline_fy;
    double baseline_kg;      /* NAN: taken from the series */
    GpMilestone *milestones; /* (array length=n_milestones): by year; one for linear */
    guint n_milestones;
    int earliest_fy; /* the early edge of a target band, or the last milestone's year */
    GpPathShape shape;
    char *adopted_by; /* "" if nobody has adopted it */
    char *adopted_on;
    char *owner;
    char *source;
} GpTarget;

typedef enum {
    GP_VERDICT_ON_TRACK,
    GP_VERDICT_AT_RISK,
    GP_VERDICT_OFF_TRACK,
    GP_VERDICT_TOO_EARLY,
} GpVerdict;

typedef struct {
    int fy;
    double kg;
} GpPathYear;

typedef struct {
    int fy;
    double central_kg, low80_kg, high80_kg, low95_kg, high95_kg;
} GpForecastYear;

/* Everything that is known about one series and one target. NAN where a figure cannot be given. */
typedef struct {
    int baseline_fy;
    double baseline_kg;
    GpPathYear *path; /* baseline year to last milestone, every year */
    guint n_path;
    int latest_fy; /* the latest comparable year with data; 0 if there is none */
    double latest_kg;
    double gap_kg;            /* actual less path in latest_fy; above 0 is too high */
    double gap_percent;       /* of the path */
    double cumulative_gap_kg; /* sum over comparable years from the baseline on; years without data
                                 are left out on both sides */
    double budget_kg;         /* sum of the path from the baseline to the last milestone */
    double budget_spent_kg;   /* sum of the comparable actuals from the baseline on */
    int budget_exhausted_fy;  /* the year in which the forecast spends the rest; 0 if never */
    double pace_achieved_kg_per_year; /* slope of least squares; negative when falling */
    double pace_needed_kg_per_year;   /* from latest to the last milestone */
    GpForecastYear *forecast; /* years after latest_fy, no more than there are comparable years */
    guint n_forecast;
    guint n_comparable; /* comparable years with data in the whole series */
    double theil_sen_kg_per_year;
    GpVerdict verdict;
    char **reasons; /* (array zero-terminated=1): the rules that gave the verdict, in plain words */
} GpTrajectory;

#define GP_TRACK_MIN_YEARS 5       /* comparable years for a forecast and a verdict */
#define GP_TRACK_TOLERANCE 0.01    /* of the path: this close still counts as on it */

/**
 * gp_track:
 * @years: (array length=n_years): by year, each at most once
 *
 * The verdict: too early with fewer than GP_TRACK_MIN_YEARS comparable years; off track if the
 * low edge of the 80% range lies above the path in the last milestone's year, or in the last
 * forecast year where that comes first; on track if the latest year and the sum since the baseline
 * are at or under the path (to within the tolerance) and the central forecast is at or under the
 * path in that same year; at risk otherwise.
 *
 * Formulas, with f = a + b t by ordinary least squares over n years:
 *   range = f ± t(n-2) * s * sqrt(1 + 1/n + (T - mean t)² / Sxx)     s² = SSE / (n-2)
 * Source: docs/method.md, “Trajectory”.
 *
 * Errors: GP_ERROR_MISSING if the baseline is neither given nor in the series as a comparable
 *   year; GP_ERROR_MALFORMED for a constant-percent path to a cut of 100%, or a target year that
 *   is not after the baseline
 * Returns: (transfer full) (nullable)
 */
GpTrajectory *
gp_track(const GpTrackYear *years, guint n_years, const GpTarget *target, GError **error);
void gp_trajectory_free(GpTrajectory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTrajectory, gp_trajectory_free)

void gp_target_free(GpTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTarget, gp_target_free)

/* The path in one year; the baseline before it, the last level after it. */
double gp_target_path_kg(const GpTarget *target, double baseline_kg, int fy);

/* `on-track`, `at-risk`, `off-track`, `too-early`; and the same for people: `On track`, … */
const char *gp_verdict_key(GpVerdict verdict);
const char *gp_verdict_title(GpVerdict verdict);

/* Quantile of Student's t: P(|T| <= q) = @coverage with @df degrees of freedom. */
double gp_student_t(double coverage, int df);
