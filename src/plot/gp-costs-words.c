/* SPDX-License-Identifier: MIT */
#include "gp-costs-private.h"

#define MOST_NAMES 12 /* in a note */
#define NAME_CHARACTERS 60

GpCostRow *
gp_cost_row_new(const GpCostsChart *chart)
{
    GpCostRow *self = g_new0(GpCostRow, 1);

    self->chart = chart;
    self->bars = g_new0(GpCostBar, chart->costs->len + 1);
    self->not_costed = g_ptr_array_new();
    for (guint i = 0; i < chart->costs->len; i++) {
        const GpActionCost *cost = &g_array_index(chart->costs, GpActionCost, i);
        GpCostBar *bar = &self->bars[self->n_bars];

        if (cost->status == GP_ACTION_DONE) {
            self->n_done++;
            continue;
        }
        if (cost->not_costed != NULL || cost->micro_kg <= 0) {
            g_ptr_array_add(self->not_costed, (gpointer)cost);
            continue;
        }
        bar->cost = cost;
        bar->from_micro_kg = self->total_micro_kg;
        self->total_micro_kg += cost->micro_kg;
        bar->to_micro_kg = self->total_micro_kg;
        self->n_bars++;
    }
    return self;
}

void
gp_cost_row_free(GpCostRow *self)
{
    if (self == NULL)
        return;
    g_free(self->bars);
    g_ptr_array_unref(self->not_costed);
    g_free(self);
}

gboolean
gp_cost_bar_is_proposed(const GpCostBar *self)
{
    return self->cost->status == GP_ACTION_PROPOSED;
}

double
gp_cost_bar_kg(const GpCostBar *self)
{
    return gp_number_to_double(self->cost->micro_kg, GP_MICRO_PLACES);
}

char *
gp_words_cost(const GpCostBar *bar)
{
    const GpChartUnit unit = gp_chart_unit(gp_cost_bar_kg(bar));
    g_autofree char *pounds = gp_words_pounds(bar->cost->gbp_per_tonne);
    g_autofree char *saved = gp_words_quantity(&unit, gp_cost_bar_kg(bar));

    return g_strdup_printf("%s a tonne, %s", pounds, saved);
}

/* What the dearest tonne costs that the gap needs. */
static char *
title_of_closing(const GpCostRow *self)
{
    const GpCostsChart *chart = self->chart;
    g_autofree char *pounds = NULL;
    guint last = 0;

    while (self->bars[last].to_micro_kg < chart->gap_micro_kg)
        last++;
    if (self->bars[last].cost->gbp_per_tonne <= 0)
        return g_strdup_printf("Costed actions that pay for themselves would close the gap to %s",
                               chart->gap_words);
    pounds = gp_words_pounds(self->bars[last].cost->gbp_per_tonne);
    return g_strdup_printf("Costed actions would close the gap to %s at up to %s a tonne",
                           chart->gap_words, pounds);
}

char *
gp_words_costs_title(const GpCostRow *self)
{
    const GpCostsChart *chart = self->chart;
    g_autofree char *share = gp_words_share(self->total_micro_kg, MAX(chart->gap_micro_kg, 1));
    g_autofree char *saved =
        gp_words_tonnes(gp_number_to_double(self->total_micro_kg, GP_MICRO_PLACES));
    g_autofree char *count = gp_words_count(self->n_bars, "costed action", "costed actions");

    if (self->n_bars == 0 && chart->costs->len == 0)
        return g_strdup("No actions are listed yet");
    if (self->n_bars == 0)
        return g_strdup(self->not_costed->len > 0 ? "No action that is still to come has a cost"
                                                  : "All listed actions are done");
    if (chart->gap_micro_kg > 0 && self->total_micro_kg >= chart->gap_micro_kg)
        return title_of_closing(self);
    if (chart->gap_micro_kg > 0 && share != NULL)
        return g_strdup_printf("Costed actions would close %s of the gap to %s", share,
                               chart->gap_words);
    return g_strdup_printf("%s would save %s a year", count, saved);
}

char *
gp_words_costs_subtitle(const GpCostRow *self)
{
    const char *trust = self->chart->subject.trust_name;
    g_autofree char *count = gp_words_count(self->n_bars, "action", "actions");

    return g_strdup_printf("What a tonne costs and how much is saved a year: %s still to come%s%s",
                           count, *trust == '\0' ? "" : ", ", trust);
}

static void
append_not_costed(const GpCostRow *self, GString *out)
{
    guint n = self->not_costed->len;

    if (n == 0)
        return;
    g_string_append(out, " Not costed: ");
    for (guint i = 0; i < MIN(n, MOST_NAMES); i++) {
        const GpActionCost *cost = self->not_costed->pdata[i];
        g_autofree char *title = gp_picture_text(cost->action->title, NAME_CHARACTERS);

        g_string_append_printf(out, "%s%s (%s)", i == 0 ? "" : ", ", title,
                               cost->not_costed != NULL ? cost->not_costed : "no saving");
    }
    if (n > MOST_NAMES)
        g_string_append_printf(out, " and %u more", n - MOST_NAMES);
    g_string_append_c(out, '.');
}

char *
gp_words_costs_method(const GpCostRow *self)
{
    GString *out = g_string_new("Costs are estimates. Each bar stands for one action by itself: "
                                "bars do not interact here, but one action may make another one "
                                "smaller.");

    for (guint i = 0; i < self->n_bars; i++) {
        if (!gp_cost_bar_is_proposed(&self->bars[i]))
            continue;
        g_string_append(out, " Hatched: proposed, not decided.");
        break;
    }
    if (self->n_done > 0) {
        g_autofree char *done = gp_words_count(self->n_done, "action is", "actions are");

        g_string_append_printf(out, " %s done and not shown.", done);
    }
    append_not_costed(self, out);
    return g_string_free(out, FALSE);
}

char *
gp_words_costs_description(const GpCostRow *self, const char *title, const char *method)
{
    g_autofree char *subtitle = gp_words_costs_subtitle(self);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s. %s.", subtitle, title);
    for (guint i = 0; i < self->n_bars; i++) {
        g_autofree char *words = gp_words_cost(&self->bars[i]);
        g_autofree char *name = gp_picture_text(self->bars[i].cost->action->title, NAME_CHARACTERS);

        g_string_append_printf(out, " %s: %s a year.", name, words);
    }
    g_string_append_printf(out, " %s", method);
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}
