/* SPDX-License-Identifier: MIT */
#include "gp-words-private.h"

#include <math.h>

#include "gp-gnuplot-private.h"
#include "gp-number.h"

#define KG_PER_TONNE 1000.0
#define MAX_NAME_CHARACTERS 90
#define ROUNDING 1e-9 /* of a baseline or a unit: what doubles may be off by */

char *
gp_words_range(const GpChartUnit *unit, const GpForecastYear *year, gboolean may_be_negative)
{
    g_autofree char *low = gp_words_figure(unit, year->low95_kg);
    g_autofree char *high = gp_words_figure(unit, year->high95_kg);

    if (may_be_negative || year->low95_kg >= 0)
        return g_strdup_printf("95%% range %s to %s", low, high);
    if (year->high95_kg < 0)
        return g_strdup("95% range all below zero");
    return g_strdup_printf("95%% range up to %s", high);
}

static gboolean
is_within_tolerance(double difference_kg, double of_kg)
{
    return fabs(difference_kg) <= GP_TRACK_TOLERANCE * fabs(of_kg);
}

static char *
title_of_target_year(const GpTrajectory *trajectory, const GpTrajectoryChart *chart)
{
    const GpPathYear *target = &trajectory->path[trajectory->n_path - 1];
    g_autofree char *fy = gp_words_fy(target->fy);

    for (guint i = 0; i < chart->n_years; i++) {
        const GpTrackYear *year = &chart->years[i];
        g_autofree char *tonnes = NULL;

        if (year->fy != target->fy || !year->is_comparable || !isfinite(year->kg))
            continue;
        if (year->kg <= target->kg || is_within_tolerance(year->kg - target->kg, target->kg))
            return g_strdup_printf("We met the %s target", fy);
        tonnes = gp_words_tonnes(year->kg - target->kg);
        return g_strdup_printf("We missed the %s target by %s", fy, tonnes);
    }
    return NULL;
}

static char *
title_of_too_few(const GpTrajectory *trajectory, const GpTrajectoryChart *chart)
{
    guint n = trajectory->n_comparable;

    for (guint i = 0; n == 0 && i < chart->n_years; i++) {
        if (isfinite(chart->years[i].kg))
            return g_strdup("Too early to say: no comparable year yet");
    }
    if (n == 0)
        return g_strdup("No data yet");
    if (n >= GP_TRACK_MIN_YEARS)
        return g_strdup("Too early to say");
    return g_strdup_printf("Too early to say: only %u comparable %s", n, n == 1 ? "year" : "years");
}

/* The pace leads to the target; but the rules may still ask for more. */
static char *
title_of_meeting(const GpTrajectory *trajectory, double spare_kg, const GpForecastYear *end)
{
    g_autofree char *fy = gp_words_fy(end->fy);
    g_autofree char *latest_fy = gp_words_fy(trajectory->latest_fy);
    g_autofree char *spare = gp_words_tonnes(spare_kg);
    double path_kg = trajectory->latest_kg - trajectory->gap_kg;

    if (trajectory->gap_kg > 0 && !is_within_tolerance(trajectory->gap_kg, path_kg)) {
        g_autofree char *gap = gp_words_tonnes(trajectory->gap_kg);

        return g_strdup_printf(
            "At the present pace we would meet the %s target, but are %s above the path in %s", fy,
            gap, latest_fy);
    }
    if (trajectory->verdict == GP_VERDICT_AT_RISK && trajectory->cumulative_gap_kg > 0) {
        g_autofree char *sum = gp_words_tonnes(trajectory->cumulative_gap_kg);
        g_autofree char *baseline_fy = gp_words_fy(trajectory->baseline_fy);

        return g_strdup_printf(
            "At the present pace we would meet the %s target, but are %s over the path since %s",
            fy, sum, baseline_fy);
    }
    if (end->central_kg < 0 || is_within_tolerance(spare_kg, end->central_kg + spare_kg))
        return g_strdup_printf("At the present pace we would meet the %s target", fy);
    return g_strdup_printf("At the present pace we would beat the %s target by %s", fy, spare);
}

/* NULL where the forecast does not reach the target year. */
static char *
title_of_forecast(const GpTrajectory *trajectory)
{
    const GpPathYear *target = &trajectory->path[trajectory->n_path - 1];
    const GpForecastYear *end =
        trajectory->n_forecast == 0 ? NULL : &trajectory->forecast[trajectory->n_forecast - 1];
    g_autofree char *fy = gp_words_fy(target->fy);
    g_autofree char *miss = NULL;
    double miss_kg;

    if (end == NULL || end->fy != target->fy || !isfinite(end->central_kg))
        return NULL;
    miss_kg = end->central_kg - target->kg;
    if (miss_kg <= ROUNDING * trajectory->baseline_kg)
        return title_of_meeting(trajectory, -miss_kg, end);
    if (is_within_tolerance(miss_kg, target->kg))
        return g_strdup_printf("At the present pace we would just miss the %s target", fy);
    miss = gp_words_tonnes(miss_kg);
    return g_strdup_printf("At the present pace we would miss the %s target by %s", fy, miss);
}

static char *
title_of_gap(const GpTrajectory *trajectory)
{
    g_autofree char *fy = gp_words_fy(trajectory->latest_fy);
    g_autofree char *baseline_fy = gp_words_fy(trajectory->baseline_fy);
    g_autofree char *gap = NULL;
    double path_kg = trajectory->latest_kg - trajectory->gap_kg;

    if (trajectory->latest_fy <= trajectory->baseline_fy)
        return g_strdup_printf("No data yet after the %s baseline", baseline_fy);
    if (!isfinite(trajectory->gap_kg))
        return g_strdup(gp_verdict_title(trajectory->verdict));
    if (is_within_tolerance(trajectory->gap_kg, path_kg))
        return g_strdup_printf("In %s we were on the path", fy);
    gap = gp_words_tonnes(trajectory->gap_kg);
    return g_strdup_printf("In %s we were %s %s the path", fy, gap,
                           trajectory->gap_kg > 0 ? "above" : "below");
}

char *
gp_words_trajectory_title(const GpTrajectory *trajectory, const GpTrajectoryChart *chart)
{
    char *title = NULL;

    if (trajectory->n_path > 0)
        title = title_of_target_year(trajectory, chart);
    if (title == NULL &&
        (trajectory->n_comparable == 0 || trajectory->verdict == GP_VERDICT_TOO_EARLY))
        title = title_of_too_few(trajectory, chart);
    if (title == NULL && trajectory->n_path > 0)
        title = title_of_forecast(trajectory);
    return title != NULL ? title : title_of_gap(trajectory);
}

static void
add_line(GPtrArray *lines, char *name, char *figure)
{
    g_ptr_array_add(lines, name);
    g_ptr_array_add(lines, figure);
}

static gboolean
rounds_to_zero(const GpChartUnit *unit, double kg)
{
    return fabs(kg) / unit->kg * (double)gp_power_of_ten(unit->places) < 0.5;
}

char *
gp_words_panel_gap(const GpChartUnit *unit, double kg)
{
    g_autofree char *shown = gp_words_quantity(unit, fabs(kg));

    if (rounds_to_zero(unit, kg))
        return g_strdup("on the path");
    return g_strdup_printf("%s %s the path", shown, kg > 0 ? "above" : "below");
}

/* `down 1.0 kt a year` */
static char *
pace_in_words(const GpChartUnit *unit, double kg_per_year)
{
    g_autofree char *shown = gp_words_quantity(unit, fabs(kg_per_year));

    if (rounds_to_zero(unit, kg_per_year))
        return g_strdup("no change");
    return g_strdup_printf("%s %s a year", kg_per_year > 0 ? "up" : "down", shown);
}

static void
add_gaps(const GpTrajectory *trajectory, const GpChartUnit *unit, GPtrArray *lines)
{
    g_autofree char *latest_fy = gp_words_fy(trajectory->latest_fy);
    g_autofree char *baseline_fy = gp_words_fy(trajectory->baseline_fy);

    if (isfinite(trajectory->gap_kg) && trajectory->latest_fy > 0) {
        g_autofree char *gap = gp_words_panel_gap(unit, trajectory->gap_kg);
        g_autofree char *percent = gp_words_number(trajectory->gap_percent, 1, TRUE);
        gboolean has_percent =
            isfinite(trajectory->gap_percent) && !g_str_equal(gap, "on the path");

        add_line(lines, g_strdup_printf("In %s", latest_fy),
                 has_percent ? g_strdup_printf("%s (%s%%)", gap, percent) : g_strdup(gap));
    }
    if (isfinite(trajectory->cumulative_gap_kg))
        add_line(lines, g_strdup_printf("In total since %s", baseline_fy),
                 gp_words_panel_gap(unit, trajectory->cumulative_gap_kg));
}

GPtrArray *
gp_words_panel(const GpTrajectory *trajectory, const GpChartUnit *unit)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    add_gaps(trajectory, unit, lines);
    if (isfinite(trajectory->pace_achieved_kg_per_year))
        add_line(lines, g_strdup("Pace so far"),
                 pace_in_words(unit, trajectory->pace_achieved_kg_per_year));
    if (isfinite(trajectory->pace_needed_kg_per_year) && trajectory->n_path > 0) {
        g_autofree char *fy = gp_words_fy(trajectory->path[trajectory->n_path - 1].fy);

        add_line(lines, g_strdup_printf("Pace needed to %s", fy),
                 trajectory->pace_needed_kg_per_year < 0
                     ? pace_in_words(unit, trajectory->pace_needed_kg_per_year)
                     : g_strdup("none, the level is reached"));
    }
    return lines;
}

char *
gp_words_subtitle(const GpChartSubject *subject, const char *measure, int first_fy, int last_fy)
{
    g_autofree char *shown = gp_picture_text(measure, MAX_NAME_CHARACTERS);
    g_autofree char *trust = gp_picture_text(subject->trust_name, MAX_NAME_CHARACTERS);
    g_autofree char *first = gp_words_fy(first_fy);
    g_autofree char *last = gp_words_fy(last_fy);

    g_autofree char *what =
        *trust == '\0' ? g_strdup(shown) : g_strdup_printf("%s, %s", shown, trust);

    if (first_fy == last_fy)
        return g_strdup_printf("%s, financial year %s", what, first);
    return g_strdup_printf("%s, financial years %s to %s", what, first, last);
}

char *
gp_words_description(const GpTrajectory *trajectory,
                     const GpTrajectoryChart *chart,
                     const GpChartUnit *unit)
{
    g_autoptr(GPtrArray) lines = gp_words_panel(trajectory, unit);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s, %s. %s.", chart->measure, chart->subject.trust_name,
                           gp_verdict_title(trajectory->verdict));
    if (trajectory->latest_fy > 0) {
        g_autofree char *fy = gp_words_fy(trajectory->latest_fy);
        g_autofree char *latest = gp_words_quantity(unit, trajectory->latest_kg);

        g_string_append_printf(out, " Actual in %s: %s CO₂e.", fy, latest);
    }
    if (trajectory->n_path > 0) {
        const GpPathYear *end = &trajectory->path[trajectory->n_path - 1];
        g_autofree char *fy = gp_words_fy(end->fy);
        g_autofree char *target = gp_words_quantity(unit, end->kg);

        g_string_append_printf(out, " Target for %s: %s.", fy, target);
    }
    for (guint i = 0; i + 1 < lines->len; i += 2)
        g_string_append_printf(out, " %s: %s.", (const char *)lines->pdata[i],
                               (const char *)lines->pdata[i + 1]);
    if (chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", chart->subject.data_note);
    return g_string_free(out, FALSE);
}
