/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-actions.h"

#define KG_PER_TONNE 1000

/* HM Treasury, Green Book: social time preference rate, real, as the terms of reference of its
 * review of discounting (16 December 2025) state it. */
static double
discount_rate(int year)
{
    return year <= GP_DISCOUNT_YEARS_FIRST    ? 0.035
           : year <= GP_DISCOUNT_YEARS_SECOND ? 0.030
                                              : 0.025;
}

double
gp_annuity(int years)
{
    double factor = 1, sum = 0;

    for (int year = 1; year <= years; year++) {
        factor /= 1 + discount_rate(year);
        sum += factor;
    }
    return sum;
}

static const char *
why_not(const GpOutlookLine *line)
{
    const GpAction *action = line->action;

    if (!line->is_known)
        return line->left_out != NULL ? line->left_out : "no expected saving";
    if (line->full_micro_kg <= 0)
        return "it saves no emissions";
    if (!action->has_capex && !action->has_saving)
        return "no capital cost and no annual saving";
    if (!action->has_capex)
        return "no capital cost";
    if (!action->has_saving)
        return "no annual saving";
    return action->lifetime_years == 0 && action->capex_micro_gbp > 0 ? "no lifetime" : NULL;
}

/* What a full year saves, on average over the lifetime. */
static gboolean
average_effect(const GpOutlook *outlook,
               const GpOutlookLine *line,
               GpInt128 *out_micro_kg,
               GError **error)
{
    const GpAction *action = line->action;
    const int n = MAX(1, action->lifetime_years);
    const int first =
        action->start == GP_NO_MONTH ? outlook->base_fy + 1 : gp_fy_of_month(action->start);
    GpInt128 sum = 0, micro_kg;

    for (int year = 0; year < n; year++) {
        if (!gp_grid_path_scale(line->follows_grid ? outlook->grid : NULL, outlook->base_fy,
                                first + year, line->full_micro_kg, &micro_kg, error))
            return FALSE;
        sum += micro_kg;
    }
    *out_micro_kg = gp_number_divide(sum, n);
    return TRUE;
}

static gboolean
work_out(GpActionCost *self, const GpOutlook *outlook, const GpOutlookLine *line, GError **error)
{
    const GpAction *action = line->action;
    const double capex = gp_number_to_double(action->capex_micro_gbp, GP_MICRO_PLACES);
    const double saving = gp_number_to_double(action->saving_micro_gbp, GP_MICRO_PLACES);
    double tonnes;

    self->annuity = gp_annuity(action->lifetime_years);
    if (!average_effect(outlook, line, &self->micro_kg, error))
        return FALSE;
    if (self->micro_kg == 0) {
        self->not_costed = "its saving is too small";
        return TRUE;
    }
    tonnes = gp_number_to_double(self->micro_kg, GP_MICRO_PLACES) / KG_PER_TONNE;
    self->gbp_per_year = (action->lifetime_years > 0 ? capex / self->annuity : 0) - saving;
    self->gbp_per_tonne = self->gbp_per_year / tonnes;
    self->net_present_gbp = action->lifetime_years > 0 ? saving * self->annuity - capex : NAN;
    return TRUE;
}

static int
compare_costs(gconstpointer a, gconstpointer b)
{
    const GpActionCost *left = a, *right = b;

    if ((left->not_costed == NULL) != (right->not_costed == NULL))
        return left->not_costed == NULL ? -1 : 1;
    if (left->not_costed == NULL && left->gbp_per_tonne < right->gbp_per_tonne)
        return -1;
    if (left->not_costed == NULL && left->gbp_per_tonne > right->gbp_per_tonne)
        return 1;
    return strcmp(left->action->id, right->action->id);
}

GArray *
gp_actions_cost(const GpOutlook *outlook, GError **error)
{
    g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(GpActionCost));
    GpInt128 total = 0;

    for (guint i = 0; i < outlook->n_lines; i++) {
        const GpOutlookLine *line = &outlook->lines[i];
        GpActionCost cost = {.action = line->action,
                             .status = line->status,
                             .not_costed = why_not(line),
                             .gbp_per_year = NAN,
                             .gbp_per_tonne = NAN,
                             .net_present_gbp = NAN};

        if (line->status == GP_ACTION_DROPPED)
            continue;
        if (cost.not_costed == NULL && !work_out(&cost, outlook, line, error))
            return NULL;
        g_array_append_val(costs, cost);
    }
    g_array_sort(costs, compare_costs);
    for (guint i = 0; i < costs->len; i++) {
        GpActionCost *cost = &g_array_index(costs, GpActionCost, i);

        if (cost->not_costed == NULL && cost->status != GP_ACTION_DONE)
            total += cost->micro_kg;
        cost->total_micro_kg = total;
    }
    return g_steal_pointer(&costs);
}
