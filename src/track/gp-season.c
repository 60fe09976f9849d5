/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-error.h"
#include "gp-spc.h"

#define N_MONTHS 12

/* y = effect of the calendar month + slope * t, by least squares over some points. */
typedef struct {
    double mean_t[N_MONTHS], mean_y[N_MONTHS];
    guint n_of[N_MONTHS];
    double slope, sse, sse_of_trend; /* the latter without month effects */
    guint n, n_months;               /* values, and calendar months that have any */
} SeasonFit;

static int
calendar_month(const GpSeries *self, guint i)
{
    return gp_month_of_day(gp_series_point(self, i)->day) % N_MONTHS;
}

static double
value_at(const GpSeries *self, guint i)
{
    return gp_number_to_double(gp_series_point(self, i)->value_micro, GP_MICRO_PLACES);
}

static gboolean
has_value(const GpSeries *self, guint i)
{
    return gp_series_point(self, i)->has_value;
}

/* What is left of the values around a straight line. */
static double
sse_of_trend(const GpSeries *self, guint first, guint end)
{
    double t_mean = 0, y_mean = 0, stt = 0, sty = 0, syy = 0;
    guint n = 0;

    for (guint i = first; i < end; i++) {
        t_mean += has_value(self, i) ? i : 0;
        y_mean += has_value(self, i) ? value_at(self, i) : 0;
        n += has_value(self, i) ? 1 : 0;
    }
    t_mean /= n;
    y_mean /= n;
    for (guint i = first; i < end; i++) {
        double t = i - t_mean, y = value_at(self, i) - y_mean;

        if (!has_value(self, i))
            continue;
        stt += t * t;
        sty += t * y;
        syy += y * y;
    }
    return syy - sty * sty / stt;
}

static void
take_means(SeasonFit *fit, const GpSeries *self, guint first, guint end)
{
    for (guint i = first; i < end; i++) {
        int m = calendar_month(self, i);

        if (!has_value(self, i))
            continue;
        fit->mean_t[m] += i;
        fit->mean_y[m] += value_at(self, i);
        fit->n_of[m]++;
        fit->n++;
    }
    for (int m = 0; m < N_MONTHS; m++) {
        if (fit->n_of[m] == 0)
            continue;
        fit->mean_t[m] /= fit->n_of[m];
        fit->mean_y[m] /= fit->n_of[m];
        fit->n_months++;
    }
}

/* With the months' means taken out of both, what is left gives the slope (Frisch and Waugh). */
static SeasonFit
fit_season(const GpSeries *self, guint first, guint end)
{
    SeasonFit fit = {.sse_of_trend = sse_of_trend(self, first, end)};
    double stt = 0, sty = 0, syy = 0;

    take_means(&fit, self, first, end);
    for (guint i = first; i < end; i++) {
        int m = calendar_month(self, i);
        double t = i - fit.mean_t[m], y = value_at(self, i) - fit.mean_y[m];

        if (!has_value(self, i))
            continue;
        stt += t * t;
        sty += t * y;
        syy += y * y;
    }
    fit.slope = stt > 0 ? sty / stt : 0;
    fit.sse = syy - fit.slope * sty;
    return fit;
}

/* What is left around the months' means alone, and around one mean. */
static void
sse_without_trend(const GpSeries *self, const SeasonFit *fit, double *out_months, double *out_mean)
{
    double mean = 0;

    *out_months = *out_mean = 0;
    for (int m = 0; m < N_MONTHS; m++)
        mean += fit->mean_y[m] * fit->n_of[m] / fit->n;
    for (guint i = 0; i < self->points->len; i++) {
        double y = value_at(self, i), of_month = fit->mean_y[calendar_month(self, i)];

        if (!has_value(self, i))
            continue;
        *out_months += (y - of_month) * (y - of_month);
        *out_mean += (y - mean) * (y - mean);
    }
}

double
gp_series_seasonal_share(const GpSeries *self)
{
    guint n_slopes = gp_series_n_values(self) >= GP_SEASON_LONG ? 1 : 0;
    SeasonFit fit;
    double left, whole;

    if (self->step_months != 1 || gp_series_n_values(self) < GP_SEASON_MIN_VALUES)
        return NAN;
    fit = fit_season(self, 0, self->points->len);
    left = fit.sse;
    whole = fit.sse_of_trend;
    if (n_slopes == 0)
        sse_without_trend(self, &fit, &left, &whole);
    if (fit.n <= fit.n_months + n_slopes || !(whole > 0))
        return NAN;
    return 1 - (left / (fit.n - fit.n_months - n_slopes)) / (whole / (fit.n - 1 - n_slopes));
}

gboolean
gp_series_is_seasonal(const GpSeries *self)
{
    return gp_series_seasonal_share(self) >=
           (gp_series_n_values(self) < GP_SEASON_LONG ? GP_SEASON_LIMIT_SHORT : GP_SEASON_LIMIT);
}

/* Correlation of x[i] with x[i + lag], around one mean. Pairs with a missing value, NAN, do not
 * count. */
static double
correlation_at(const double *x, guint n, guint lag)
{
    double mean = 0, squares = 0, products = 0;
    guint n_known = 0, n_pairs = 0;

    for (guint i = 0; i < n; i++) {
        mean += isnan(x[i]) ? 0 : x[i];
        n_known += isnan(x[i]) ? 0 : 1;
    }
    mean /= n_known;
    for (guint i = 0; i < n; i++)
        squares += isnan(x[i]) ? 0 : (x[i] - mean) * (x[i] - mean);
    for (guint i = 0; i + lag < n; i++) {
        if (isnan(x[i]) || isnan(x[i + lag]))
            continue;
        products += (x[i] - mean) * (x[i + lag] - mean);
        n_pairs++;
    }
    return (products / n_pairs) / (squares / n_known);
}

/* Whether neighbours and changes twelve months apart go together as far as the limits say. */
static gboolean
has_signs_of_rolling(const GpSeries *self, double neighbours, double changes_limit)
{
    guint n = self->points->len;
    g_autofree double *values = g_new(double, n), *changes = g_new(double, n);
    guint n_still = 0; /* months like the one before: a total of twelve months hardly ever stands */

    for (guint i = 0; i < n; i++) {
        values[i] = has_value(self, i) ? value_at(self, i) : NAN;
        changes[i] = i == 0 ? NAN : values[i] - values[i - 1];
        n_still += fabs(changes[i]) > 0 ? 0 : 1;
    }
    return 2 * n_still < n && correlation_at(values, n, 1) >= neighbours &&
           correlation_at(changes, n, N_MONTHS) <= changes_limit;
}

GpRolling
gp_series_rolling(const GpSeries *self)
{
    guint n = gp_series_n_values(self);

    if (self->step_months != 1 || n < GP_ROLLING_MIN_VALUES ||
        !has_signs_of_rolling(self, GP_SMOOTH_LIMIT, GP_ROLLING_LIMIT))
        return GP_ROLLING_NO;
    return n >= GP_ROLLING_SURE_VALUES &&
                   has_signs_of_rolling(self, GP_SMOOTH_SURE_LIMIT, GP_ROLLING_SURE_LIMIT)
               ? GP_ROLLING_SURELY
               : GP_ROLLING_PERHAPS;
}

/* The first months in a row that effects can be taken from; FALSE if there are none. */
static gboolean
find_base(const GpSeries *self, guint *out_first)
{
    guint length = 0;

    if (self->step_months != 1)
        return FALSE;
    for (guint i = 0; i < self->points->len; i++) {
        length = has_value(self, i) ? length + 1 : 0;
        *out_first = i + 1 - length;
        if (length == GP_SEASON_BASE_MONTHS)
            return TRUE;
    }
    return FALSE;
}

GpSeries *
gp_series_without_season(const GpSeries *self, GpSpan *out_base, GError **error)
{
    double effects[N_MONTHS], mean = 0;
    guint first;
    SeasonFit fit;
    GpSeries *out;

    if (!find_base(self, &first))
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "the effects of the calendar months need %d months in a row with a "
                             "value, and this series has no such stretch",
                             GP_SEASON_BASE_MONTHS);
    fit = fit_season(self, first, first + GP_SEASON_BASE_MONTHS);
    for (int m = 0; m < N_MONTHS; m++) {
        effects[m] = fit.mean_y[m] - fit.slope * fit.mean_t[m];
        mean += effects[m] / N_MONTHS;
    }
    *out_base = (GpSpan){gp_series_point(self, first)->day,
                         gp_month_last_day(gp_month_of_day(
                             gp_series_point(self, first + GP_SEASON_BASE_MONTHS - 1)->day))};
    out = gp_series_copy(self);
    for (guint i = 0; i < self->points->len; i++) {
        GpSeriesPoint *point = &g_array_index(out->points, GpSeriesPoint, i);

        if (point->has_value)
            point->value_micro -=
                (gint64)round((effects[calendar_month(self, i)] - mean) * GP_MICRO);
    }
    return out;
}
