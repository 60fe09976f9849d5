/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"

/*
 * A yearly series held against a target path, as track/ judges it and plot/ and report/ show it.
 * Years are financial years by their first calendar year (2019 is 2019-20).
 */

/* The rules of the verdict. */
#define GP_TRACK_MIN_YEARS 5    /* comparable years for a forecast and a verdict */
#define GP_TRACK_MAX_YEARS 10   /* the forecast looks back on the last of them, no further */
#define GP_TRACK_TOLERANCE 0.01 /* of the path: this close still counts as on it */

/* One financial year of the series. */
typedef struct {
    int fy;
    double kg;              /* NAN: no data */
    gboolean is_comparable; /* FALSE: known to be incomplete or broken; shown, never used */
    gboolean is_restated;   /* since it was first published */
} GpTrackYear;

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

/* The same year by other ways of continuing the past, beside the forecast. */
typedef struct {
    int fy;
    double theil_sen_kg;                              /* along the median slope */
    double drift_kg, drift_low95_kg, drift_high95_kg; /* random walk with drift: the wide check */
    double log_kg, log_low95_kg, log_high95_kg; /* the same percentage every year; NAN where a year
                                                   is not above zero */
} GpForecastCheck;

/* kg = mean_kg + slope * (fy - mean_fy), by ordinary least squares through the last n comparable
 * years. */
typedef struct {
    guint n;
    double mean_fy;
    double mean_kg;
    double sxx;               /* sum of squares of (fy - mean_fy) */
    double sxy;               /* sum of (fy - mean_fy) * (kg - mean_kg) */
    double slope_kg_per_year; /* NAN with fewer than 2 years */
    double
        residual_deviation_kg; /* s, with n - 2 degrees of freedom; NAN with fewer than 3 years */
} GpLine;

/* The piece of a path that a year lies on: from one target year, or the baseline, to the next. A
 * year before or after all of them lies on a piece of no length. */
typedef struct {
    int from_fy, to_fy;
    double from_kg, to_kg;
    double from_percent, to_percent; /* below the baseline */
} GpPathPiece;

/* How far the total of a year may be off: 95% of what is likely lies within kg ± half95_kg. */
typedef struct {
    int fy;
    double kg;
    double half95_kg;
} GpUncertainYear;

/* What errs together, and how far it moves the totals of both ends. */
typedef struct {
    char *activity;
    char *kind;          /* the quality of its quantities, or the component of its factor */
    gboolean is_factor;  /* errs the same way in every year */
    double from_half_kg; /* half ranges, summed over what is in the group */
    double to_half_kg;
} GpUncertainGroup;

typedef struct {
    GpUncertainYear *years; /* (array length=n_years): comparable years, by year */
    guint n_years;
    int from_fy, to_fy; /* the baseline year and the latest one; 0: no change can be told */
    double change_kg;   /* below 0: a fall */
    double change_half95_kg;
    double activity_half95_kg, factor_half95_kg; /* of which from activity data, and from factors */
    GArray *groups; /* (element-type GpUncertainGroup): quantities, then factors; none where no
                       change can be told */
} GpUncertainty;

void gp_uncertainty_free(GpUncertainty *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpUncertainty, gp_uncertainty_free)

double gp_uncertain_percent(const GpUncertainYear *self); /* NAN for a year of zero */

/* Whether a change is known at all and is larger than its own uncertainty. */
gboolean gp_uncertainty_is_change_larger(const GpUncertainty *self);

/* Everything that is known about one series and one target. NAN where a figure cannot be given. */
typedef struct _GpTrajectory GpTrajectory;

/* One category against the path that is left for it if all had to fall alike. */
typedef struct {
    char *name;
    GpTrackYear *years; /* (array length=n_years): the same as those of the total */
    guint n_years;
    GpTrajectory *trajectory; /* (nullable): NULL without a figure for the baseline year */
} GpTrajectoryPart;

void gp_trajectory_part_clear(GpTrajectoryPart *self);

struct _GpTrajectory {
    int baseline_fy;
    double baseline_kg;
    GpPathYear *path; /* baseline year to last milestone, every year */
    guint n_path;
    int latest_fy; /* the latest comparable year with data; 0 if there is none */
    double latest_kg;
    GpPathPiece piece;        /* of the path, that latest_fy lies on */
    double gap_kg;            /* actual less path in latest_fy; above 0 is too high */
    double gap_percent;       /* of the path; NAN where the path is at zero */
    double cumulative_gap_kg; /* sum over comparable years from the baseline on; years without data
                                 are left out on both sides; NAN if nothing is left */
    double budget_kg;         /* sum of the path from the baseline to the last milestone */
    double budget_spent_kg;   /* sum of the comparable actuals, baseline to last milestone */
    int budget_exhausted_fy;  /* the year in which actuals and central forecast exceed the budget; a
                                 year without data counts as the path; 0 if never, or not within the
                                 forecast */
    GpLine pace_line;         /* through the comparable years from the baseline on */
    double pace_achieved_kg_per_year; /* slope of least squares from the baseline on; negative when
                                         falling; NAN with fewer than two comparable years */
    double pace_needed_kg_per_year; /* from latest to the last milestone; NAN once it is reached */
    double pace_achieved_percent;   /* a year, from the baseline to the latest year */
    double pace_needed_percent;     /* a year, from the latest year on; NAN for a target of zero */
    double progress_percent;        /* of the cut, in the latest year */
    double time_percent;            /* of the years from the baseline to the last milestone */
    double
        projected_kg; /* actuals and central forecast over the years of the budget; a year without
                         data counts as the path; NAN where the forecast ends before them */
    GpLine forecast_line; /* n is 0 where there is no forecast */
    double forecast_t80;  /* quantile of Student's t that makes the 80% range; NAN without one */
    GpForecastYear *forecast; /* years after latest_fy up to the last milestone, no more than the
                                 comparable years behind it; may fall below zero */
    guint n_forecast;
    GpForecastCheck *checks; /* (array length=n_forecast) */
    int mann_kendall_s;      /* rising less falling pairs of the years behind the forecast */
    guint mann_kendall_pairs;
    guint n_comparable;           /* comparable years with data in the whole series */
    double theil_sen_kg_per_year; /* median slope of all pairs of the years behind the forecast */
    int part_above_fy;    /* the last incomplete year whose known part is above the path; 0: none */
    GpMatchCount matches; /* of the activity behind the years; all 0 for a plain series */
    GpVerdict verdict;
    char **reasons; /* (array zero-terminated=1): the rules that gave the verdict, in plain words */
    GpTrajectory *early; /* (nullable): the same against the path to the early edge of the band */
    GpUncertainty *uncertainty; /* (nullable): NULL where only totals are known */
    GpTrajectoryPart *parts;    /* (array length=n_parts): categories, the largest first */
    guint n_parts;
};

void gp_trajectory_free(GpTrajectory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTrajectory, gp_trajectory_free)

/* `on-track`, `at-risk`, `off-track`, `too-early`; and the same for people: `On track`, … */
const char *gp_verdict_key(GpVerdict verdict);
const char *gp_verdict_title(GpVerdict verdict);
