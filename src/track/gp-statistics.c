/* SPDX-License-Identifier: MIT */
#include "gp-statistics-private.h"

#include <math.h>
#include <stdlib.h>

/*
 * P(|T| <= sqrt(df) * tan(angle)). For whole degrees of freedom the regularised incomplete beta
 * function is a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4), good to the last few bits.
 */
static double
student_coverage(double angle, int df)
{
    double cosine = cos(angle), sine = sin(angle);
    gboolean is_odd = df % 2 == 1;
    double term = is_odd ? cosine : 1, sum = 0;

    for (int i = is_odd ? 1 : 0; i <= df - 2; i += 2) {
        sum += term;
        term *= cosine * cosine * (i + 1) / (i + 2);
    }
    return is_odd ? M_2_PI * (angle + sine * sum) : sine * sum;
}

double
gp_student_t(double coverage, int df)
{
    double low = 0, high = M_PI_2;

    g_return_val_if_fail(df >= 1 && coverage > 0 && coverage < 1, NAN);

    /* By halves: 64 of them leave less than a double can tell apart. */
    for (int i = 0; i < 64; i++) {
        double middle = low + (high - low) / 2;

        if (student_coverage(middle, df) < coverage)
            low = middle;
        else
            high = middle;
    }
    return sqrt(df) * tan(low + (high - low) / 2);
}

GpLine
gp_line_fit(const GpTrackYear *years, guint n)
{
    GpLine line = {.n = n, .slope_kg_per_year = NAN, .residual_deviation_kg = NAN};
    double sse = 0;

    for (guint i = 0; i < n; i++) {
        line.mean_fy += (double)years[i].fy / n;
        line.mean_kg += years[i].kg / n;
    }
    for (guint i = 0; i < n; i++) {
        double t = years[i].fy - line.mean_fy;

        line.sxx += t * t;
        line.sxy += t * (years[i].kg - line.mean_kg);
    }
    if (n < 2)
        return line;
    line.slope_kg_per_year = line.sxy / line.sxx;
    if (n < 3)
        return line;
    for (guint i = 0; i < n; i++) {
        double residual = years[i].kg - gp_line_at(&line, years[i].fy);

        sse += residual * residual;
    }
    line.residual_deviation_kg = sqrt(sse / (n - 2));
    return line;
}

double
gp_line_at(const GpLine *self, int fy)
{
    return self->mean_kg + self->slope_kg_per_year * (fy - self->mean_fy);
}

double
gp_line_half_range(const GpLine *self, int fy, double coverage)
{
    double t = fy - self->mean_fy;

    g_return_val_if_fail(self->n >= 3, NAN);
    return gp_student_t(coverage, (int)self->n - 2) * self->residual_deviation_kg *
           sqrt(1 + 1.0 / self->n + t * t / self->sxx);
}

static int
compare_doubles(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Sorts @values. */
static double
median(double *values, guint n)
{
    qsort(values, n, sizeof *values, compare_doubles);
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

double
gp_theil_sen_slope(const GpTrackYear *years, guint n)
{
    guint n_slopes = n < 2 ? 0 : n * (n - 1) / 2, k = 0;
    g_autofree double *slopes = g_new(double, n_slopes);

    if (n_slopes == 0)
        return NAN;
    for (guint i = 0; i < n; i++)
        for (guint j = i + 1; j < n; j++)
            slopes[k++] = (years[j].kg - years[i].kg) / (years[j].fy - years[i].fy);
    return median(slopes, n_slopes);
}

double
gp_theil_sen_at(const GpTrackYear *years, guint n, int fy)
{
    double slope = gp_theil_sen_slope(years, n);
    g_autofree double *levels = g_new(double, n);

    if (isnan(slope))
        return NAN;
    for (guint i = 0; i < n; i++)
        levels[i] = years[i].kg + slope * (fy - years[i].fy);
    return median(levels, n);
}

int
gp_mann_kendall_s(const GpTrackYear *years, guint n)
{
    int s = 0;

    for (guint i = 0; i < n; i++)
        for (guint j = i + 1; j < n; j++)
            s += (years[j].kg > years[i].kg) - (years[j].kg < years[i].kg);
    return s;
}

GpDrift
gp_drift_fit(const GpTrackYear *years, guint n)
{
    GpDrift drift = {.n = n, .step_kg = NAN, .deviation_kg = NAN};
    double sum = 0;

    if (n == 0)
        return drift;
    drift.elapsed = years[n - 1].fy - years[0].fy;
    drift.latest_fy = years[n - 1].fy;
    drift.latest_kg = years[n - 1].kg;
    if (n < 2)
        return drift;
    drift.step_kg = (years[n - 1].kg - years[0].kg) / drift.elapsed;
    if (n < 3)
        return drift;
    for (guint i = 1; i < n; i++) {
        int gap = years[i].fy - years[i - 1].fy;
        double error = years[i].kg - years[i - 1].kg - gap * drift.step_kg;

        sum += error * error / gap;
    }
    drift.deviation_kg = sqrt(sum / (n - 2));
    return drift;
}

double
gp_drift_at(const GpDrift *self, int fy)
{
    return self->latest_kg + self->step_kg * (fy - self->latest_fy);
}

double
gp_drift_half_range(const GpDrift *self, int fy, double coverage)
{
    double ahead = fy - self->latest_fy;

    g_return_val_if_fail(self->n >= 3, NAN);
    return gp_student_t(coverage, (int)self->n - 2) * self->deviation_kg *
           sqrt(ahead * (1 + ahead / self->elapsed));
}
