/* SPDX-License-Identifier: MIT */
#include "gp-budget-private.h"

#include <math.h>

#define ROUNDING 1e-9 /* of the budget: what doubles may be off by */

/* `62%` */
static char *
percent(double part_kg, double whole_kg)
{
    g_autofree char *number = gp_words_number(part_kg / whole_kg * 100, 0, FALSE);

    return g_strconcat(number, "%", NULL);
}

/* Whether the forecast reaches the end of the budget. */
static gboolean
is_told_to_the_end(const GpBudget *self)
{
    return isfinite(self->years[self->n_years - 1].spent_kg);
}

static char *
title_of_forecast(const GpBudget *self, const char *last_fy)
{
    const GpTrajectory *trajectory = self->trajectory;
    double spare = trajectory->budget_kg - self->years[self->n_years - 1].spent_kg;
    g_autofree char *tonnes = gp_words_tonnes(spare);
    g_autofree char *gone = gp_words_fy(trajectory->budget_exhausted_fy);

    if (trajectory->budget_exhausted_fy > 0)
        return g_strdup_printf("At the present pace the budget to %s runs out in %s", last_fy,
                               gone);
    if (spare <= ROUNDING * trajectory->budget_kg)
        return g_strdup_printf("At the present pace the budget to %s is just enough", last_fy);
    return g_strdup_printf("At the present pace %s of the budget to %s would be left", tonnes,
                           last_fy);
}

char *
gp_words_budget_title(const GpBudget *self)
{
    const GpTrajectory *trajectory = self->trajectory;
    g_autofree char *last_fy = NULL;
    g_autofree char *gone = NULL;
    g_autofree char *used = NULL;
    int gone_fy = trajectory->budget_exhausted_fy;

    if (self->n_years == 0)
        return g_strdup("No target, no budget");
    last_fy = gp_words_fy(self->years[self->n_years - 1].fy);
    if (self->latest < 0 || trajectory->budget_kg <= 0)
        return g_strdup_printf("Nothing is known yet of the budget to %s", last_fy);
    gone = gp_words_fy(gone_fy);
    if (gone_fy > 0 && gone_fy <= self->years[self->latest].fy)
        return g_strdup_printf("The whole budget to %s was used up in %s", last_fy, gone);
    if (gone_fy > 0 || (is_told_to_the_end(self) && trajectory->n_forecast > 0))
        return title_of_forecast(self, last_fy);
    used = percent(self->years[self->latest].spent_kg, trajectory->budget_kg);
    return g_strdup_printf("%s of the budget to %s is used in %d of %u years", used, last_fy,
                           self->latest + 1, self->n_years);
}

static void
add_line(GPtrArray *lines, char *name, char *figure)
{
    g_ptr_array_add(lines, name);
    g_ptr_array_add(lines, figure);
}

/* `106.0 kt (62%)` of the budget */
static char *
part_of_budget(const GpBudget *self, const GpChartUnit *unit, double kg)
{
    g_autofree char *figure = gp_words_quantity(unit, kg);
    g_autofree char *part = percent(kg, self->trajectory->budget_kg);

    return g_strdup_printf("%s (%s)", figure, part);
}

static void
add_left(const GpBudget *self, const GpChartUnit *unit, GPtrArray *lines)
{
    double left = gp_budget_left_kg(self);
    g_autofree char *figure = gp_words_quantity(unit, fabs(left));
    guint n_ahead = self->n_years - (guint)self->latest - 1;
    g_autofree char *yearly = gp_words_quantity(unit, left / MAX(n_ahead, 1));

    if (left < 0)
        add_line(lines, g_strdup("Over the whole budget by"), g_steal_pointer(&figure));
    else if (n_ahead == 0)
        add_line(lines, g_strdup("Left at the end"), g_steal_pointer(&figure));
    else
        add_line(lines,
                 n_ahead == 1 ? g_strdup("Left for 1 year")
                              : g_strdup_printf("Left for %u years", n_ahead),
                 n_ahead == 1 ? g_steal_pointer(&figure)
                              : g_strdup_printf("%s, %s a year", figure, yearly));
}

static char *
run_out(const GpBudget *self)
{
    const GpTrajectory *trajectory = self->trajectory;
    int gone_fy = trajectory->budget_exhausted_fy;
    guint known = self->n_years - 1;
    g_autofree char *fy = NULL;

    while (self->years[known].kind == GP_SPENT_UNKNOWN)
        known--;
    fy = gp_words_fy(gone_fy > 0 ? gone_fy : self->years[known].fy);
    if (gone_fy > 0)
        return g_strdup_printf("in %s", fy);
    return g_strdup_printf(
        known + 1 < self->n_years ? "not by %s, no forecast after it" : "not by %s", fy);
}

GPtrArray *
gp_words_budget_panel(const GpBudget *self, const GpChartUnit *unit)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    const GpTrajectory *trajectory = self->trajectory;
    double spent = self->years[self->latest].spent_kg;
    g_autofree char *first = gp_words_fy(self->years[0].fy);
    g_autofree char *last = gp_words_fy(self->years[self->n_years - 1].fy);
    g_autofree char *latest = gp_words_fy(self->years[self->latest].fy);

    add_line(lines, g_strdup_printf("Allowed %s to %s", first, last),
             gp_words_quantity(unit, trajectory->budget_kg));
    add_line(lines, g_strdup_printf("Spent by the end of %s", latest),
             part_of_budget(self, unit, spent - self->as_path_kg));
    if (self->as_path_kg > 0)
        add_line(lines, g_strdup("Not known, counted as the path"),
                 part_of_budget(self, unit, self->as_path_kg));
    add_left(self, unit, lines);
    if (isfinite(trajectory->cumulative_gap_kg))
        add_line(lines, g_strdup("So far"),
                 gp_words_panel_gap(unit, trajectory->cumulative_gap_kg));
    add_line(lines, g_strdup("Runs out"), run_out(self));
    return lines;
}

char *
gp_words_budget_description(const GpBudget *self, const char *title, const GPtrArray *panel)
{
    const GpTrajectoryChart *chart = self->chart;
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s, %s. %s.", chart->measure, chart->subject.trust_name, title);
    for (guint i = 0; i + 1 < panel->len; i += 2)
        g_string_append_printf(out, " %s: %s.", (const char *)panel->pdata[i],
                               (const char *)panel->pdata[i + 1]);
    if (chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", chart->subject.data_note);
    return g_string_free(out, FALSE);
}
