/* SPDX-License-Identifier: MIT */
#include "gp-spark-private.h"

#include <math.h>
#include <string.h>

#include "gp-gnuplot-private.h"

#define MAX_NAME_CHARACTERS 90
#define SAME 0.0005 /* of the year before: less of a change is none */

static int
find(const GpSeries *series, GpMonth month)
{
    return gp_series_find(series, gp_month_first_day(month));
}

double
gp_spark_value(const GpSpark *self, GpMonth month)
{
    int i = find(self->of->series, month);

    return i < 0 ? NAN : gp_series_value(self->of->series, (guint)i);
}

static void
find_latest(GpSpark *self)
{
    const GpSeries *series = self->of->series;

    self->last = -1;
    self->latest = NAN;
    for (guint i = series->points->len; i-- > 0;) {
        if (!gp_series_point(series, i)->has_value)
            continue;
        self->last = gp_month_of_day(gp_series_point(series, i)->day);
        self->latest = gp_series_value(series, i);
        return;
    }
}

static void
compare_years(GpSpark *self)
{
    for (int i = 0; self->last >= 0 && i < GP_SPARK_YEAR; i++) {
        double now = gp_spark_value(self, self->last - i);
        double before = gp_spark_value(self, self->last - i - GP_SPARK_YEAR);

        if (!isfinite(now) || !isfinite(before))
            continue;
        self->now += now;
        self->before += before;
        self->n_pairs++;
    }
    if (self->of->is_rate && self->n_pairs > 0) {
        self->now /= self->n_pairs;
        self->before /= self->n_pairs;
    }
}

/* Three digits of the largest value; none after the point where all are whole. */
static void
choose_unit(GpSpark *self)
{
    const GpSeries *series = self->of->series;
    gboolean is_whole = TRUE;
    double largest = 0;

    for (guint i = 0; i < series->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);

        is_whole &= point->value_micro % GP_MICRO == 0;
        largest = MAX(largest, fabs(gp_number_to_double(point->value_micro, GP_MICRO_PLACES)));
    }
    gp_series_unit_init(&self->unit, series->unit, largest);
    largest /= self->unit.unit.kg;
    self->places = largest >= 100 ? 0 : largest >= 10 ? 1 : largest >= 1 ? 2 : 3;
    if ((is_whole && self->unit.unit.kg <= 1) || largest <= 0)
        self->places = 0;
}

void
gp_spark_init(GpSpark *self, const GpSparkline *of)
{
    *self = (GpSpark){.of = of, .name = gp_picture_text(of->name, MAX_NAME_CHARACTERS)};
    choose_unit(self);
    find_latest(self);
    compare_years(self);
}

void
gp_spark_clear(GpSpark *self)
{
    g_free(self->name);
    gp_series_unit_clear(&self->unit);
}

int
gp_spark_way(const GpSpark *self)
{
    double change = self->now - self->before;

    if (fabs(change) <= SAME * fabs(self->before))
        return 0;
    return change < 0 ? -1 : 1;
}

char *
gp_spark_latest(const GpSpark *self)
{
    if (!isfinite(self->latest))
        return g_strdup("no data");
    return gp_words_with_unit(&self->unit, self->latest, self->places, FALSE);
}

char *
gp_spark_change(const GpSpark *self)
{
    int way = gp_spark_way(self);
    g_autofree char *percent = NULL;

    if (self->n_pairs == 0)
        return g_strdup("no figures a year before");
    if (way == 0)
        return g_strdup("no change");
    if (self->before <= 0 || self->now < 0)
        return g_strdup(way < 0 ? "down" : "up");
    percent = gp_words_percent(100 * (self->now - self->before) / self->before);
    return g_strdup_printf("%s %s", way < 0 ? "down" : "up", percent);
}

char *
gp_spark_difference(const GpSpark *self)
{
    double change = fabs(self->now - self->before);
    g_autofree char *size = gp_words_with_unit(&self->unit, change, self->places, FALSE);
    g_autofree char *months = gp_words_count(self->n_pairs, "month", "months");
    const char *way = gp_spark_way(self) < 0 ? "less" : "more";

    if (self->n_pairs == 0 || gp_spark_way(self) == 0)
        return g_strdup("");
    return g_strdup_printf("%s %s%s%s", size, way, self->n_pairs == GP_SPARK_YEAR ? "" : ", over ",
                           self->n_pairs == GP_SPARK_YEAR ? "" : months);
}

const char *
gp_spark_variation(const GpSpark *self)
{
    const GpXmr *xmr = self->of->xmr;
    guint n = xmr == NULL ? 0 : xmr->segments->len;

    if (xmr == NULL)
        return "not charted";
    if (n == 0 || !gp_xmr_segment(xmr, n - 1)->has_limits)
        return "too early to say";
    return gp_words_variation_icon(xmr->variation);
}

char *
gp_spark_sentence(const GpSpark *self)
{
    g_autofree char *latest = gp_spark_latest(self);
    g_autofree char *change = gp_spark_change(self);
    g_autofree char *month = self->last < 0 ? NULL : gp_words_month(self->last);

    if (self->last < 0)
        return g_strdup_printf("%s: no data.", self->name);
    return g_strdup_printf("%s: %s in %s; %s%s; variation: %s.", self->name, latest, month, change,
                           self->n_pairs == 0 ? "" : " on the same months a year before",
                           gp_spark_variation(self));
}
