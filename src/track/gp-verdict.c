/* SPDX-License-Identifier: MIT */
#include "gp-track-private.h"

#include <math.h>

#include "gp-day.h"
#include "gp-number.h"

/* What the rules ask. */
typedef struct {
    const GpTrajectory *trajectory;
    const GpForecastYear *last; /* (nullable): the last forecast year */
    int target_fy;
    double last_path_kg; /* the path in the last forecast year */
    guint n_summed;      /* comparable years from the baseline on */
    GpTrackYear part; /* the last incomplete year after the latest, if its part is above the path;
                         fy 0: none */
    double part_path_kg;
    gboolean is_latest_above, is_sum_above; /* by more than the tolerance */
    gboolean is_forecast_above, is_low_edge_above;
} Standing;

static gboolean
is_above(const GpTrajectory *self, double excess_kg, double allowed_kg)
{
    return excess_kg > allowed_kg + self->baseline_kg * GP_TRACK_ROUNDING;
}

static Standing
stand(const GpTrajectory *self, const GpTarget *target, const GpTrackYear *comparable, guint n)
{
    Standing standing = {.trajectory = self, .target_fy = gp_target_last_fy(target)};
    double latest_path_kg = self->latest_kg - self->gap_kg, summed_path_kg = 0;

    for (guint i = 0; i < n; i++) {
        if (comparable[i].fy < self->baseline_fy)
            continue;
        standing.n_summed++;
        summed_path_kg += gp_target_path_kg(target, self->baseline_kg, comparable[i].fy);
    }
    standing.is_latest_above = is_above(self, self->gap_kg, latest_path_kg * GP_TRACK_TOLERANCE);
    standing.is_sum_above =
        is_above(self, self->cumulative_gap_kg, summed_path_kg * GP_TRACK_TOLERANCE);
    if (self->n_forecast == 0)
        return standing;
    standing.last = &self->forecast[self->n_forecast - 1];
    standing.last_path_kg = gp_target_path_kg(target, self->baseline_kg, standing.last->fy);
    standing.is_forecast_above =
        is_above(self, standing.last->central_kg - standing.last_path_kg, 0);
    standing.is_low_edge_above = is_above(self, standing.last->low80_kg - standing.last_path_kg, 0);
    return standing;
}

/* An incomplete year is not compared, but what is known of it can only grow. */
static void
look_at_parts(Standing *standing, const GpTarget *target, const GpTrackYear *years, guint n)
{
    const GpTrajectory *self = standing->trajectory;

    for (guint i = 0; i < n; i++) {
        double path_kg = gp_target_path_kg(target, self->baseline_kg, years[i].fy);

        if (years[i].is_comparable || years[i].fy <= self->latest_fy || !isfinite(years[i].kg) ||
            !is_above(self, years[i].kg - path_kg, path_kg * GP_TRACK_TOLERANCE))
            continue;
        standing->part = years[i];
        standing->part_path_kg = path_kg;
    }
}

/* Without a forecast although the years suffice, the target year is reached: the latest counts. */
static GpVerdict
decide(const Standing *standing)
{
    if (standing->trajectory->n_comparable < GP_TRACK_MIN_YEARS)
        return GP_VERDICT_TOO_EARLY;
    if (standing->last != NULL ? standing->is_low_edge_above : standing->is_latest_above)
        return GP_VERDICT_OFF_TRACK;
    if (standing->is_latest_above || standing->is_sum_above || standing->is_forecast_above ||
        standing->part.fy != 0)
        return GP_VERDICT_AT_RISK;
    return GP_VERDICT_ON_TRACK;
}

/* Whole tonnes, `3,254`, by way of whole kilograms: a half is a half, whatever the last bits say.
 */
static void
append_number_of_tonnes(GString *out, double kg)
{
    gp_number_append_rounded(out, (GpInt128)round(kg), 3, 0);
}

/* `3,254 t`, `less than 1 t`, `310 t below zero`. */
static void
append_tonnes(GString *out, double kg)
{
    double size_kg = round(fabs(kg));

    if (size_kg > 0 && size_kg <= 500)
        g_string_append(out, "less than 1");
    else
        append_number_of_tonnes(out, size_kg);
    g_string_append(out, kg <= -0.5 ? " t below zero" : " t");
}

/* `310 t (8.7%) below the path`; NAN as @percent leaves the bracket out. */
static void
append_gap(GString *out, double gap_kg, double percent)
{
    if (fabs(gap_kg) < 0.5) {
        g_string_append(out, "on the path");
        return;
    }
    append_tonnes(out, fabs(gap_kg));
    if (!isnan(percent)) {
        g_string_append(out, " (");
        gp_number_append_rounded(out, (GpInt128)round(fabs(percent) * 10), 1, 1);
        g_string_append(out, "%)");
    }
    g_string_append(out, gap_kg > 0 ? " above the path" : " below the path");
}

/* Says why a figure above the path is not held against the trust. */
static void
append_tolerance(GString *out, double gap_kg, gboolean is_above_tolerance)
{
    if (gap_kg >= 0.5 && !is_above_tolerance)
        g_string_append_printf(out, ", within the %d%% that still counts as on it",
                               (int)lround(GP_TRACK_TOLERANCE * 100));
}

static char *
explain_latest(const Standing *standing)
{
    const GpTrajectory *self = standing->trajectory;
    g_autoptr(GString) out = g_string_new("In ");
    char label[16];

    gp_fy_print(self->latest_fy, label);
    g_string_append_printf(out, "%s emissions were ", label);
    append_tonnes(out, self->latest_kg);
    g_string_append(out, ", ");
    append_gap(out, self->gap_kg, self->gap_percent);
    append_tolerance(out, self->gap_kg, standing->is_latest_above);
    g_string_append_c(out, '.');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
explain_sum(const Standing *standing)
{
    const GpTrajectory *self = standing->trajectory;
    guint n_left_out = (guint)(self->latest_fy - self->baseline_fy + 1) - standing->n_summed;
    g_autoptr(GString) out = g_string_new("Since ");
    char label[16];

    gp_fy_print(self->baseline_fy, label);
    g_string_append_printf(out, "%s they are ", label);
    append_gap(out, self->cumulative_gap_kg, NAN);
    g_string_append(out, " in total");
    append_tolerance(out, self->cumulative_gap_kg, standing->is_sum_above);
    if (n_left_out > 0)
        g_string_append_printf(out, "; %u year%s without comparable figures %s left out",
                               n_left_out, n_left_out == 1 ? "" : "s",
                               n_left_out == 1 ? "is" : "are");
    g_string_append_c(out, '.');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
explain_forecast(const Standing *standing)
{
    const GpForecastYear *last = standing->last;
    g_autoptr(GString) out = g_string_new(NULL);
    char label[16];

    gp_fy_print(last->fy, label);
    g_string_append_printf(out,
                           "If the trend of the last %u comparable years continues, %s would see ",
                           MIN(standing->trajectory->n_comparable, GP_TRACK_MAX_YEARS), label);
    append_tonnes(out, last->central_kg);
    g_string_append(out, " (80% range ");
    if (last->low80_kg >= 1000)
        append_number_of_tonnes(out, last->low80_kg);
    else
        append_tonnes(out, last->low80_kg);
    g_string_append(out, " to ");
    append_tonnes(out, last->high80_kg);
    g_string_append(out, ") against a path of ");
    append_tonnes(out, standing->last_path_kg);
    g_string_append_c(out, '.');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
explain_part(const Standing *standing)
{
    g_autoptr(GString) out = g_string_new(NULL);
    char label[16];

    gp_fy_print(standing->part.fy, label);
    g_string_append_printf(out, "%s is incomplete and not compared, but what is known of it, ",
                           label);
    append_tonnes(out, standing->part.kg);
    g_string_append(out, ", is already ");
    append_gap(out, standing->part.kg - standing->part_path_kg, NAN);
    g_string_append_c(out, '.');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The forecast that was given, or that is not needed any more, against the target year. */
static char *
explain_horizon(const Standing *standing)
{
    char label[16], target_label[16];

    gp_fy_print(standing->target_fy, target_label);
    if (standing->last == NULL)
        return g_strdup_printf("The target year %s is reached, so the latest year counts in place "
                               "of a forecast.",
                               target_label);
    gp_fy_print(standing->last->fy, label);
    return g_strdup_printf("The forecast ends in %s, because it looks no further ahead than it has "
                           "years to go by; it does not reach the target year %s.",
                           label, target_label);
}

static char *
explain_too_early(const Standing *standing)
{
    guint n = standing->trajectory->n_comparable;

    if (n == 0)
        return g_strdup_printf("Too early because no comparable year is known, and at least %d are "
                               "needed.",
                               GP_TRACK_MIN_YEARS);
    return g_strdup_printf("Too early because only %u comparable year%s known, and at least %d are "
                           "needed.",
                           n, n == 1 ? " is" : "s are", GP_TRACK_MIN_YEARS);
}

/* `a`, `a and b`, `a, b and c`. */
static char *
join_words(const char *const *words, guint n)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", words[i]);
    return g_string_free(out, FALSE);
}

/* Names what is above the path, or, if nothing is, everything that was looked at. */
static char *
explain_rule(const Standing *standing, GpVerdict verdict)
{
    gboolean is_good = verdict == GP_VERDICT_ON_TRACK;
    const char *parts[4];
    guint n = 0;
    g_autofree char *list = NULL;

    if (is_good || standing->is_latest_above)
        parts[n++] = "the latest year";
    if (is_good ? standing->n_summed > 0 : standing->is_sum_above)
        parts[n++] = "the total";
    if (is_good ? standing->last != NULL : standing->is_forecast_above)
        parts[n++] = "the forecast";
    if (standing->part.fy != 0)
        parts[n++] = "an incomplete year";
    list = join_words(parts, n);
    return g_strdup_printf("%s because %s %s %s the path.", gp_verdict_title(verdict), list,
                           n == 1 ? "is" : "are", is_good ? "at or under" : "above");
}

static char *
explain_verdict(const Standing *standing, GpVerdict verdict)
{
    if (verdict == GP_VERDICT_TOO_EARLY)
        return explain_too_early(standing);
    if (verdict != GP_VERDICT_OFF_TRACK)
        return explain_rule(standing, verdict);
    return g_strdup(standing->last != NULL
                        ? "Off track because even the low edge of the range is above the path."
                        : "Off track because emissions are above the path in or after the target "
                          "year.");
}

void
gp_trajectory_judge(GpTrajectory *self,
                    const GpTarget *target,
                    const GpTrackYear *comparable,
                    guint n,
                    const GpTrackYear *years,
                    guint n_years)
{
    Standing standing = stand(self, target, comparable, n);
    g_autoptr(GPtrArray) reasons = g_ptr_array_new();

    look_at_parts(&standing, target, years, n_years);
    self->part_above_fy = standing.part.fy;
    self->verdict = decide(&standing);
    if (n > 0)
        g_ptr_array_add(reasons, explain_latest(&standing));
    if (standing.n_summed > 0)
        g_ptr_array_add(reasons, explain_sum(&standing));
    if (standing.part.fy != 0)
        g_ptr_array_add(reasons, explain_part(&standing));
    if (standing.last != NULL)
        g_ptr_array_add(reasons, explain_forecast(&standing));
    if (self->verdict != GP_VERDICT_TOO_EARLY &&
        (standing.last == NULL || standing.last->fy < standing.target_fy))
        g_ptr_array_add(reasons, explain_horizon(&standing));
    g_ptr_array_add(reasons, explain_verdict(&standing, self->verdict));
    g_ptr_array_add(reasons, NULL);
    self->reasons = (char **)g_ptr_array_free(g_steal_pointer(&reasons), FALSE);
}
