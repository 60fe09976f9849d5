/* SPDX-License-Identifier: MIT */
#include "gp-budget-private.h"

#include <math.h>

/* What a year adds to what was spent, and how that is known. */
static double
spent_in(const GpBudget *self, const GpPathYear *path, GpSpentKind *out_kind)
{
    const GpTrajectory *trajectory = self->trajectory;
    const GpTrackYear *year =
        gp_track_year_known(self->chart->years, self->chart->n_years, path->fy);
    int ahead = path->fy - trajectory->latest_fy;

    *out_kind = GP_SPENT_ACTUAL;
    if (ahead <= 0 && year != NULL && year->is_comparable)
        return year->kg;
    *out_kind = GP_SPENT_AS_PATH;
    if (ahead <= 0)
        return path->kg;
    *out_kind = GP_SPENT_FORECAST;
    if (trajectory->latest_fy > 0 && ahead <= (int)trajectory->n_forecast)
        return trajectory->forecast[ahead - 1].central_kg;
    *out_kind = GP_SPENT_UNKNOWN;
    return NAN;
}

GpBudget *
gp_budget_new(const GpTrajectory *trajectory, const GpTrajectoryChart *chart)
{
    GpBudget *self = g_new0(GpBudget, 1);
    double allowed = 0, spent = 0;

    self->trajectory = trajectory;
    self->chart = chart;
    self->n_years = trajectory->n_path;
    self->years = g_new0(GpBudgetYear, trajectory->n_path + 1);
    self->latest = -1;
    for (guint i = 0; i < self->n_years; i++) {
        GpBudgetYear *year = &self->years[i];

        year->fy = trajectory->path[i].fy;
        spent += spent_in(self, &trajectory->path[i], &year->kind);
        allowed += trajectory->path[i].kg;
        year->spent_kg = spent;
        year->allowed_kg = allowed;
        if (year->kind == GP_SPENT_AS_PATH)
            self->as_path_kg += trajectory->path[i].kg;
        if (year->kind <= GP_SPENT_AS_PATH)
            self->latest = (int)i;
    }
    return self;
}

void
gp_budget_free(GpBudget *self)
{
    if (self == NULL)
        return;
    g_free(self->years);
    g_free(self);
}

double
gp_budget_left_kg(const GpBudget *self)
{
    return self->trajectory->budget_kg - self->years[self->latest].spent_kg;
}
