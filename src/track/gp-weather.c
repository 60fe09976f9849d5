/* SPDX-License-Identifier: MIT */
#include "gp-weather.h"

#include <math.h>

#include "gp-error.h"

#define N_MONTHS 12
#define MAX_EXCESS 4e12 /* units: no use of a building, and no more than fits */

static double
days_in(GpMonth month)
{
    return gp_month_last_day(month) - gp_month_first_day(month) + 1;
}

static double
value_of(const GpSeriesPoint *point)
{
    return gp_number_to_double(point->value_micro, GP_MICRO_PLACES);
}

/* The value of a series in a month, or NAN. */
static double
value_in(const GpSeries *self, GpMonth month)
{
    for (guint i = 0; i < self->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(self, i);

        if (gp_month_of_day(point->day) == month)
            return point->has_value ? value_of(point) : NAN;
    }
    return NAN;
}

/* The months of the use, each with its degree days; the first ones that have both are marked for
 * the fit. */
static void
pair_months(GpHeating *self, const GpSeries *use, const GpSeries *degree_days, guint max_fitted)
{
    for (guint i = 0; i < use->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(use, i);
        GpHeatingMonth month = {.month = gp_month_of_day(point->day),
                                .use = point->has_value ? value_of(point) : NAN,
                                .standard_degree_days = NAN,
                                .fitted = NAN,
                                .corrected = NAN};

        month.degree_days = value_in(degree_days, month.month);
        month.is_fitted = !isnan(month.use) && !isnan(month.degree_days) &&
                          (max_fitted == 0 || self->n < max_fitted);
        if (month.is_fitted) {
            self->first = self->n == 0 ? month.month : self->first;
            self->last = month.month;
            self->n++;
            self->mean_days += days_in(month.month);
            self->mean_degree_days += month.degree_days;
        }
        g_array_append_val(self->months, month);
    }
    self->mean_days /= self->n;
    self->mean_degree_days /= self->n;
}

/* Least squares through the origin of two columns: days and degree days. */
static gboolean
solve(GpHeating *self)
{
    double dd = 0, dh = 0, hh = 0, dy = 0, hy = 0, determinant;

    for (guint i = 0; i < self->months->len; i++) {
        const GpHeatingMonth *month = &g_array_index(self->months, GpHeatingMonth, i);
        double days = days_in(month->month), h = month->degree_days;

        if (!month->is_fitted)
            continue;
        dd += days * days;
        dh += days * h;
        hh += h * h;
        dy += days * month->use;
        hy += h * month->use;
    }
    determinant = dd * hh - dh * dh;
    if (!(determinant > 1e-9 * dd * hh))
        return FALSE;
    self->base_per_day = (hh * dy - dh * hy) / determinant;
    self->use_per_degree_day = (dd * hy - dh * dy) / determinant;
    return TRUE;
}

static void
tell_quality(GpHeating *self)
{
    double mean = 0, sse = 0, sst = 0;

    for (guint i = 0; i < self->months->len; i++) {
        GpHeatingMonth *month = &g_array_index(self->months, GpHeatingMonth, i);

        month->fitted = self->base_per_day * days_in(month->month) +
                        self->use_per_degree_day * month->degree_days;
        mean += month->is_fitted ? month->use / self->n : 0;
    }
    for (guint i = 0; i < self->months->len; i++) {
        const GpHeatingMonth *month = &g_array_index(self->months, GpHeatingMonth, i);

        if (!month->is_fitted)
            continue;
        sse += (month->use - month->fitted) * (month->use - month->fitted);
        sst += (month->use - mean) * (month->use - mean);
    }
    self->r_squared = sst > 0 ? 1 - sse / sst : NAN;
    self->cv_rmse = mean > 0 ? sqrt(sse / (self->n - 2)) / mean : NAN;
}

GpHeating *
gp_weather_fit(const GpSeries *use, const GpSeries *degree_days, guint months, GError **error)
{
    g_autoptr(GpHeating) self = gp_heating_new();

    if (use->step_months != 1 || degree_days->step_months != 1)
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "the %s must have one value a month to be held against the weather",
                             use->step_months != 1 ? "use" : "degree days");
    pair_months(self, use, degree_days, months);
    if (self->n < GP_WEATHER_MIN_MONTHS)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "a fit to the weather needs at least %d months with both use and "
                             "degree days, and there %s %u",
                             GP_WEATHER_MIN_MONTHS, self->n == 1 ? "is" : "are", self->n);
    if (!solve(self))
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "the degree days are nearly the same in every month, so they cannot "
                             "tell what the weather did");
    tell_quality(self);
    return g_steal_pointer(&self);
}

void
gp_weather_standard_year(const GpSeries *degree_days, double out_standard[12])
{
    guint n[N_MONTHS] = {0};

    for (guint m = 0; m < N_MONTHS; m++)
        out_standard[m] = 0;
    for (guint i = 0; i < degree_days->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(degree_days, i);
        GpMonth m = gp_month_of_day(point->day) % N_MONTHS;

        if (!point->has_value)
            continue;
        out_standard[m] += value_of(point);
        n[m]++;
    }
    for (guint m = 0; m < N_MONTHS; m++)
        out_standard[m] = n[m] == 0 ? NAN : out_standard[m] / n[m];
}

void
gp_weather_correct(GpHeating *self, const double standard[12])
{
    for (guint m = 0; m < N_MONTHS; m++)
        self->standard[m] = standard[m];
    for (guint i = 0; i < self->months->len; i++) {
        GpHeatingMonth *month = &g_array_index(self->months, GpHeatingMonth, i);

        month->standard_degree_days = standard[month->month % N_MONTHS];
        month->corrected = month->use + self->use_per_degree_day *
                                            (month->standard_degree_days - month->degree_days);
    }
}

GpSeries *
gp_weather_level(const GpHeating *self,
                 const GpHeating *reference,
                 const GpSeries *use,
                 const GpSeries *degree_days)
{
    const GpHeating *mean = reference == NULL ? self : reference;
    GpSeries *out = gp_series_copy(use);

    for (guint i = 0; i < out->points->len; i++) {
        GpSeriesPoint *point = &g_array_index(out->points, GpSeriesPoint, i);
        GpMonth month = gp_month_of_day(point->day);
        double excess =
            self->base_per_day * (days_in(month) - mean->mean_days) +
            self->use_per_degree_day * (value_in(degree_days, month) - mean->mean_degree_days);

        point->has_value = point->has_value && fabs(excess) <= MAX_EXCESS;
        point->value_micro =
            point->has_value ? point->value_micro - (gint64)round(excess * GP_MICRO) : 0;
    }
    return out;
}
