/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Slips of a unit or a decimal point: figures that are a known multiple of what is usual.
 */

#define LONG_SLIP 1000 /* the only slip that is found where it lasts */
#define LONG_SLIP_POWERS 3
#define LONG_TOLERANCE 3 /* a thousand times is so far off that a third of it is still that */
#define MIN_LONG_POINTS 6
#define MAX_LONG_SCALE 0.7 /* series that scatter more reach a thousandth by chance */

/* A ratio is told as a slip only where it lies within @tolerance of it: wide for 1,000, which
 * hardly anything else gives, narrow for the small ones, which many things give. */
static const struct {
    const char *kind;             /* name of the canonical unit; NULL: any */
    const char *part_of_activity; /* (nullable) */
    double factor;
    double tolerance;
    const char *words;
} slips[] = {
    {"kWh", NULL, 1000, 2, "kWh and MWh may be mixed up"},
    {"litre", NULL, 1000, 2, "litres and cubic metres may be mixed up"},
    {"kg", NULL, 1000, 2, "kilograms and tonnes may be mixed up"},
    {"GBP", NULL, 1000, 2, "pounds and thousands of pounds may be mixed up"},
    {NULL, NULL, 1000, 2, "a comma or a point may stand for the other, or thousands for ones"},
    {"kWh", NULL, 277.777778, 1.25, "kWh and GJ may be mixed up"},
    {"kWh", NULL, 29.3071, 1.2, "kWh and therms may be mixed up"},
    {"kWh", "gas", 11.1, 1.06, "kWh and cubic metres of gas may be mixed up"},
    {"GBP", NULL, 100, 1.25, "pounds and pence may be mixed up"},
    {"litre", NULL, 4.54609, 1.04, "litres and gallons may be mixed up"},
    {NULL, NULL, 100, 1.25, "the decimal point may be two places off"},
    {NULL, NULL, 10, 1.05, "the decimal point may be one place off, or a digit be doubled"},
};

const char *
gp_slip_words(const GpStream *stream, double ratio, double scatter, double *out_factor)
{
    const char *kind = gp_unit_name(stream->units, stream->kind);
    double size = ratio < 1 ? 1 / ratio : ratio;

    for (guint i = 0; i < G_N_ELEMENTS(slips); i++) {
        if ((slips[i].kind != NULL && !g_str_equal(slips[i].kind, kind)) ||
            (slips[i].part_of_activity != NULL &&
             strstr(stream->activity, slips[i].part_of_activity) == NULL) ||
            fabs(log(size / slips[i].factor)) > log(slips[i].tolerance) ||
            scatter > log(slips[i].factor) / 6)
            continue;
        *out_factor = ratio < 1 ? 1 / slips[i].factor : slips[i].factor;
        return slips[i].words;
    }
    *out_factor = 0;
    return NULL;
}

/* 1 for a thousand times too much, -1 for a thousandth, 0 for neither. */
static int
long_slip(const GpSeries *series, const GpPoint *point)
{
    double off = point->adjusted - series->middle;

    if (isnan(off) || fabs(fabs(off) - log(LONG_SLIP)) > log(LONG_TOLERANCE))
        return 0;
    return off > 0 ? 1 : -1;
}

/* Whether most points lie around the middle, and nothing in between it and the slips. */
static gboolean
has_two_levels(const GpSeries *series)
{
    guint n_off = 0;

    if (series->points->len < MIN_LONG_POINTS || !(series->scale < MAX_LONG_SCALE))
        return FALSE;
    for (guint i = 0; i < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);

        if (isnan(point->adjusted))
            continue;
        if (long_slip(series, point) != 0)
            n_off++;
        else if (fabs(point->adjusted - series->middle) > log(LONG_SLIP) / 2)
            return FALSE;
    }
    return n_off > 0 && 2 * n_off < series->points->len;
}

/* The usual quantity of a run, from the middle of the series instead of from its neighbours,
 * because these may be part of the run. */
static double
usual_by_middle(const GpSeries *series, guint first, guint last)
{
    double sum = 0;

    for (guint i = first; i <= last; i++) {
        const GpPoint *point = gp_series_point(series, i);

        sum +=
            exp(series->middle + point->log_rate - point->adjusted) * gp_series_days(series, point);
    }
    return sum;
}

/* Slips that may last for months. */
static void
find_long_slips(GpCheck *self, GpSeries *series)
{
    if (!has_two_levels(series))
        return;
    for (guint i = 0; i < series->points->len; i++) {
        int slip = long_slip(series, gp_series_point(series, i));
        guint last = i;
        GpFault *fault;

        if (slip == 0)
            continue;
        while (last + 1 < series->points->len &&
               long_slip(series, gp_series_point(series, last + 1)) == slip)
            last++;
        fault = gp_check_add_fault(self, GP_FAULT_SLIP, series, i, last);
        fault->usual = usual_by_middle(series, i, last);
        fault->words = gp_slip_words(series->stream, LONG_SLIP, 0, &fault->factor);
        fault->factor = slip > 0 ? LONG_SLIP : 1.0 / LONG_SLIP;
        fault->is_open = last > i && last + 1 == series->points->len;
        for (; i <= last; i++)
            gp_series_point(series, i)->slip_powers = slip * LONG_SLIP_POWERS;
        i = last;
    }
    gp_series_profile(series); /* the others by what these would be without the slip */
}

static void
find_single_slips(GpCheck *self, GpSeries *series)
{
    for (guint i = 0; i < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);
        const char *words;
        double factor, usual = gp_series_usual(series, point);

        if (point->is_explained || !gp_series_stands_out(series, point))
            continue;
        words =
            gp_slip_words(series->stream, gp_point_quantity(point) / usual, series->scale, &factor);
        if (words != NULL) {
            GpFault *fault = gp_check_add_fault(self, GP_FAULT_SLIP, series, i, i);

            fault->words = words;
            fault->factor = factor;
        }
    }
}

void
gp_find_slips(GpCheck *self)
{
    gp_check_each_series(self, find_long_slips);
    gp_check_each_series(self, find_single_slips);
}
