/* SPDX-License-Identifier: MIT */
#include "gp-check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gp-find-private.h"

#define LONG_OVER_DAYS 366 /* streams that ended earlier say nothing about a source's last day */
#define ABOUT_DIGITS 3

void
gp_check_each_series(GpCheck *self, GpSeriesFunc func)
{
    for (guint i = 0; i < self->streams->streams->len; i++) {
        for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
            GpSeries *series = &gp_check_stream(self, i)->series[grain];

            if (series->points->len > 0)
                func(self, series);
        }
    }
}

static int
later_first(gconstpointer a, gconstpointer b)
{
    GpDay x = *(const GpDay *)a, y = *(const GpDay *)b;

    return (x < y) - (x > y);
}

GpDay
gp_check_source_end(GpCheck *self, const char *source)
{
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(GpDay));
    guint n = 0;

    if (g_strcmp0(self->end_source, source) == 0)
        return self->end_day;
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *stream = gp_check_stream(self, i);

        if (g_str_equal(stream->source, source))
            g_array_append_val(ends, stream->span.last);
    }
    g_array_sort(ends, later_first);
    while (n < ends->len &&
           g_array_index(ends, GpDay, n) + LONG_OVER_DAYS >= g_array_index(ends, GpDay, 0))
        n++;
    self->end_source = source;
    self->end_day = g_array_index(ends, GpDay, (n - 1) / 3);
    return self->end_day;
}

gboolean
gp_check_is_uncounted(const GpCheck *self, const char *source)
{
    for (guint i = 0; i < self->input->n_sources; i++) {
        if (g_str_equal(self->input->sources[i].name, source))
            return self->input->sources[i].is_uncounted;
    }
    return FALSE;
}

GpFault *
gp_check_add_fault(GpCheck *self, GpFaultKind kind, GpSeries *series, guint first, guint last)
{
    GpFault fault = {.kind = kind,
                     .series = series,
                     .span = {gp_series_point(series, first)->span.first,
                              gp_series_point(series, last)->span.last},
                     .n_points = last - first + 1,
                     .unit = gp_series_point(series, first)->unit,
                     .usual_rows = gp_series_point(series, first)->usual_rows};

    for (guint i = first; i <= last; i++) {
        GpPoint *point = gp_series_point(series, i);

        fault.quantity += gp_point_quantity(point);
        fault.usual += gp_series_usual(series, point);
        fault.rows += point->rows;
        if (point->unit != fault.unit)
            fault.unit = GP_UNIT_NONE;
        point->is_explained = TRUE;
    }
    if (isnan(fault.usual))
        fault.usual = series->middle_rate * (fault.span.last - fault.span.first + 1);
    g_array_append_val(self->faults, fault);
    return &g_array_index(self->faults, GpFault, self->faults->len - 1);
}

void
gp_check_add_finding(
    GpCheck *self, const GpFindingPlace *place, GpSeverity severity, char *message, char *advice)
{
    g_ptr_array_add(self->findings, gp_finding_new(place, severity, message, advice));
}

/* Rounded to three digits: what is usual is no exact figure. */
static double
round_to_digits(double value)
{
    double unit = fabs(value) < 1e-6 ? 1 : pow(10, floor(log10(fabs(value))) - ABOUT_DIGITS + 1);

    return round(value / unit) * unit;
}

/* Units that are words get an s. */
static gboolean
has_plural(const char *unit)
{
    static const char *const words[] = {"mile", "tonne", "litre", "night",
                                        "hour", "item",  "therm", "gallon"};

    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_equal(unit, words[i]))
            return TRUE;
    }
    return FALSE;
}

void
gp_append_quantity(GString *out, const GpStream *stream, double quantity, gboolean is_about)
{
    const char *unit = gp_unit_name(stream->units, stream->shown_unit);
    double shown = quantity / ((double)gp_unit_multiplier_nano(stream->units, stream->shown_unit) /
                               (double)GP_NANO);
    double size = fabs(is_about ? shown = round_to_digits(shown) : shown);
    int places = size >= 1000 ? 0 : size >= 10 ? 1 : 3;

    if (is_about)
        g_string_append(out, "about ");
    gp_number_append_rounded(out, (GpInt128)round(shown * (double)GP_MICRO), GP_MICRO_PLACES,
                             places);
    while (places > 0 && out->str[out->len - 1] == '0')
        g_string_truncate(out, out->len - 1);
    if (out->str[out->len - 1] == '.')
        g_string_truncate(out, out->len - 1);
    g_string_append_printf(out, " %s%s", unit, has_plural(unit) ? "s" : "");
}

void
gp_append_times(GString *out, double ratio)
{
    if (ratio < 0.1) {
        g_string_append(out, "1/");
        gp_number_append_rounded(out, (GpInt128)round(round_to_digits(1 / ratio)), 0, 0);
        g_string_append(out, " of");
    } else if (ratio < 0.95) {
        gp_number_append_rounded(out, (GpInt128)round(ratio * 100), 0, 0);
        g_string_append(out, "% of");
    } else {
        gp_number_append_rounded(out, (GpInt128)round(round_to_digits(ratio) * 100), 2,
                                 ratio >= 10 ? 0 : 1);
        g_string_append(out, " times");
    }
}

static void
free_finding(gpointer data)
{
    gp_finding_free(data);
}

static int
compare_findings(gconstpointer a, gconstpointer b)
{
    return gp_finding_compare(*(GpFinding *const *)a, *(GpFinding *const *)b);
}

GPtrArray *
gp_check(const GpCheckInput *input)
{
    g_autoptr(GpStreams) streams = gp_streams_new(input->cube, input->today);
    g_autoptr(GArray) faults = g_array_new(FALSE, FALSE, sizeof(GpFault));
    GpCheck self = {.input = input,
                    .streams = streams,
                    .faults = faults,
                    .findings = g_ptr_array_new_with_free_func(free_finding)};

    gp_find_slips(&self);
    gp_find_swaps(&self);
    gp_find_catch_ups(&self);
    gp_find_zeros(&self);
    gp_find_spikes(&self);
    gp_find_gaps(&self);
    gp_faults_write(&self);
    gp_find_estimates(&self);
    gp_find_copies(&self);
    gp_find_sums(&self);
    gp_find_electricity(&self);
    gp_find_sources(&self);
    g_ptr_array_sort(self.findings, compare_findings);
    return self.findings;
}
