/* SPDX-License-Identifier: MIT */
#include "gp-track-private.h"

#include <math.h>

#include "gp-day.h"
#include "gp-error.h"
#include "gp-statistics-private.h"

static GpTrajectory *
trajectory_new(const GpTarget *target)
{
    GpTrajectory *self = g_new0(GpTrajectory, 1);

    self->baseline_fy = target->baseline_fy;
    self->baseline_kg = target->baseline_kg;
    self->latest_kg = NAN;
    self->gap_kg = NAN;
    self->gap_percent = NAN;
    self->cumulative_gap_kg = NAN;
    self->budget_spent_kg = NAN;
    self->pace_achieved_kg_per_year = NAN;
    self->pace_needed_kg_per_year = NAN;
    self->pace_achieved_percent = NAN;
    self->pace_needed_percent = NAN;
    self->progress_percent = NAN;
    self->time_percent = NAN;
    self->projected_kg = NAN;
    self->theil_sen_kg_per_year = NAN;
    self->forecast_t80 = NAN;
    return self;
}

/* Copies the years that may be used; returns how many they are. */
static guint
keep_comparable(const GpTrackYear *years, guint n_years, GpTrackYear *out_comparable)
{
    guint n = 0;

    for (guint i = 0; i < n_years; i++)
        if (years[i].is_comparable && isfinite(years[i].kg))
            out_comparable[n++] = years[i];
    return n;
}

static guint
count_before(const GpTrackYear *comparable, guint n, int fy)
{
    guint i = 0;

    while (i < n && comparable[i].fy < fy)
        i++;
    return i;
}

static gboolean
find_baseline(GpTrajectory *self, const GpTrackYear *comparable, guint n, GError **error)
{
    guint i = count_before(comparable, n, self->baseline_fy);
    char label[16];

    gp_fy_print(self->baseline_fy, label);
    if (!isfinite(self->baseline_kg)) {
        if (i == n || comparable[i].fy != self->baseline_fy)
            return gp_throw(error, GP_ERROR_MISSING,
                            "the series has no comparable figure for the baseline year “%s”, and "
                            "the target gives none",
                            label);
        self->baseline_kg = comparable[i].kg;
    }
    if (self->baseline_kg <= 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the baseline of “%s” is not above zero, so no percentage can be cut from "
                        "it",
                        label);
    return TRUE;
}

static void
draw_path(GpTrajectory *self, const GpTarget *target)
{
    self->n_path = (guint)(gp_target_last_fy(target) - target->baseline_fy + 1);
    self->path = g_new(GpPathYear, self->n_path);
    for (guint i = 0; i < self->n_path; i++) {
        int fy = target->baseline_fy + (int)i;

        self->path[i] = (GpPathYear){fy, gp_target_path_kg(target, self->baseline_kg, fy)};
        self->budget_kg += self->path[i].kg;
    }
}

static void
measure_gap(GpTrajectory *self, const GpTarget *target, const GpTrackYear *comparable, guint n)
{
    guint first = count_before(comparable, n, self->baseline_fy);
    double path_kg;

    self->n_comparable = n;
    if (n == 0)
        return;
    self->latest_fy = comparable[n - 1].fy;
    self->latest_kg = comparable[n - 1].kg;
    self->piece = gp_target_piece(target, self->baseline_kg, self->latest_fy);
    path_kg = gp_target_path_kg(target, self->baseline_kg, self->latest_fy);
    self->gap_kg = self->latest_kg - path_kg;
    if (path_kg > self->baseline_kg * GP_TRACK_ROUNDING)
        self->gap_percent = self->gap_kg / path_kg * 100;
    if (first == n)
        return;
    self->cumulative_gap_kg = 0;
    if (comparable[first].fy <= gp_target_last_fy(target))
        self->budget_spent_kg = 0;
    for (guint i = first; i < n; i++) {
        int fy = comparable[i].fy;

        self->cumulative_gap_kg +=
            comparable[i].kg - gp_target_path_kg(target, self->baseline_kg, fy);
        if (fy <= gp_target_last_fy(target))
            self->budget_spent_kg += comparable[i].kg;
    }
}

/* What one level becomes of another in so many years, in percent a year. */
static double
yearly_percent(double from_kg, double to_kg, int years)
{
    return from_kg > 0 && to_kg > 0 && years > 0 ? (pow(to_kg / from_kg, 1.0 / years) - 1) * 100
                                                 : NAN;
}

static void
measure_pace(GpTrajectory *self, const GpTarget *target, const GpTrackYear *comparable, guint n)
{
    guint first = count_before(comparable, n, self->baseline_fy);
    int n_years = gp_target_last_fy(target) - self->baseline_fy;
    int years_gone = self->latest_fy - self->baseline_fy;
    int years_left = n_years - years_gone;
    double target_kg = self->path[self->n_path - 1].kg, cut_kg = self->baseline_kg - target_kg;

    self->pace_line = gp_line_fit(comparable + first, n - first);
    self->pace_achieved_kg_per_year = self->pace_line.slope_kg_per_year;
    if (n == 0)
        return;
    if (years_left > 0) {
        self->pace_needed_kg_per_year = (target_kg - self->latest_kg) / years_left;
        self->pace_needed_percent = yearly_percent(self->latest_kg, target_kg, years_left);
    }
    self->pace_achieved_percent = yearly_percent(self->baseline_kg, self->latest_kg, years_gone);
    if (years_gone <= 0)
        return;
    self->time_percent = MIN(100.0 * years_gone / n_years, 100);
    if (fabs(cut_kg) > self->baseline_kg * GP_TRACK_ROUNDING)
        self->progress_percent = (self->baseline_kg - self->latest_kg) / cut_kg * 100;
}

/* The line through the logarithms of the years; of no years where one of them has none. */
static GpLine
fit_logarithms(const GpTrackYear *years, guint n)
{
    g_autofree GpTrackYear *logs = g_new(GpTrackYear, n);

    for (guint i = 0; i < n; i++) {
        if (years[i].kg <= 0)
            return gp_line_fit(logs, 0);
        logs[i] = (GpTrackYear){.fy = years[i].fy, .kg = log(years[i].kg), .is_comparable = TRUE};
    }
    return gp_line_fit(logs, n);
}

static GpForecastCheck
check_year(const GpTrackYear *used, guint n, const GpDrift *drift, const GpLine *logs, int fy)
{
    double half95 = gp_drift_half_range(drift, fy, 0.95), at = gp_drift_at(drift, fy);
    GpForecastCheck check = {
        fy, gp_theil_sen_at(used, n, fy), at, at - half95, at + half95, NAN, NAN, NAN};

    if (logs->n > 0) {
        double central = gp_line_at(logs, fy), half = gp_line_half_range(logs, fy, 0.95);

        check.log_kg = exp(central);
        check.log_low95_kg = exp(central - half);
        check.log_high95_kg = exp(central + half);
    }
    return check;
}

/* Continues the line no further ahead than it has years behind it, and no further than needed. */
static void
forecast(GpTrajectory *self, const GpTarget *target, const GpTrackYear *comparable, guint n)
{
    guint n_used = MIN(n, GP_TRACK_MAX_YEARS);
    const GpTrackYear *used = comparable + (n - n_used);
    int years_left = gp_target_last_fy(target) - self->latest_fy;
    GpDrift drift;
    GpLine logs;

    self->theil_sen_kg_per_year = gp_theil_sen_slope(used, n_used);
    self->mann_kendall_s = gp_mann_kendall_s(used, n_used);
    self->mann_kendall_pairs = n_used < 2 ? 0 : n_used * (n_used - 1) / 2;
    if (n < GP_TRACK_MIN_YEARS || years_left <= 0)
        return;
    self->forecast_line = gp_line_fit(used, n_used);
    self->forecast_t80 = gp_student_t(0.80, (int)n_used - 2);
    drift = gp_drift_fit(used, n_used);
    logs = fit_logarithms(used, n_used);
    self->n_forecast = MIN(n_used, (guint)years_left);
    self->forecast = g_new(GpForecastYear, self->n_forecast);
    self->checks = g_new(GpForecastCheck, self->n_forecast);
    for (guint i = 0; i < self->n_forecast; i++) {
        int fy = self->latest_fy + 1 + (int)i;
        double central = gp_line_at(&self->forecast_line, fy);
        double half80 = gp_line_half_range(&self->forecast_line, fy, 0.80);
        double half95 = gp_line_half_range(&self->forecast_line, fy, 0.95);

        self->forecast[i] = (GpForecastYear){
            fy, central, central - half80, central + half80, central - half95, central + half95};
        self->checks[i] = check_year(used, n_used, &drift, &logs, fy);
    }
}

/* Spends the budget year by year. A year without data counts as the path, as it does in the
 * cumulative gap: never as nothing. */
static void
spend_budget(GpTrajectory *self, const GpTrackYear *comparable, guint n)
{
    guint next = count_before(comparable, n, self->baseline_fy);
    double limit_kg = self->budget_kg + self->baseline_kg * GP_TRACK_ROUNDING, spent_kg = 0;

    for (guint i = 0; i < self->n_path; i++) {
        int fy = self->path[i].fy;

        if (next < n && comparable[next].fy == fy)
            spent_kg += comparable[next++].kg;
        else if (fy <= self->latest_fy)
            spent_kg += self->path[i].kg;
        else if (fy <= self->latest_fy + (int)self->n_forecast)
            spent_kg += self->forecast[fy - self->latest_fy - 1].central_kg;
        else
            return;
        if (spent_kg > limit_kg && self->budget_exhausted_fy == 0)
            self->budget_exhausted_fy = fy;
    }
    self->projected_kg = spent_kg;
}

/* Against the path as it stands in the target. */
static GpTrajectory *
follow_path(const GpTrackYear *years, guint n_years, const GpTarget *target, GError **error)
{
    g_autoptr(GpTrajectory) self = trajectory_new(target);
    g_autofree GpTrackYear *comparable = g_new(GpTrackYear, n_years + 1); /* never NULL */
    guint n = keep_comparable(years, n_years, comparable);

    if (!gp_target_check(target, error) || !find_baseline(self, comparable, n, error))
        return NULL;
    draw_path(self, target);
    measure_gap(self, target, comparable, n);
    measure_pace(self, target, comparable, n);
    forecast(self, target, comparable, n);
    spend_budget(self, comparable, n);
    gp_trajectory_judge(self, target, comparable, n, years, n_years);
    return g_steal_pointer(&self);
}

/* Against the path that reaches every band at its early edge. NULL where that is no path. */
static GpTrajectory *
follow_early_path(const GpTrackYear *years, guint n_years, const GpTarget *target)
{
    g_autofree GpMilestone *milestones = g_new(GpMilestone, target->n_milestones);
    GpTarget early = *target;
    gboolean has_band = FALSE;

    early.milestones = milestones;
    for (guint i = 0; i < target->n_milestones; i++) {
        const GpMilestone *milestone = &target->milestones[i];

        milestones[i] = *milestone;
        if (milestone->early_fy == 0)
            continue;
        has_band = TRUE;
        milestones[i].fy = milestone->early_fy;
    }
    return has_band && gp_target_check(&early, NULL) ? follow_path(years, n_years, &early, NULL)
                                                     : NULL;
}

GpTrajectory *
gp_track(const GpTrackYear *years, guint n_years, const GpTarget *target, GError **error)
{
    GpTrajectory *self = follow_path(years, n_years, target, error);

    if (self != NULL)
        self->early = follow_early_path(years, n_years, target);
    return self;
}
