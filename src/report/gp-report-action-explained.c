/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-report-actions-private.h"
#include "gp-report.h"
#include "gp-table-private.h"
#include "gp-text.h"

#define SHOWN_KG_PLACES 3

static char *
kg_text(GpInt128 micro_kg)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, micro_kg, GP_MICRO_PLACES, SHOWN_KG_PLACES);
    return g_string_free(text, FALSE);
}

static void
append_month(GString *out, const char *before, GpMonth month)
{
    char text[16];

    if (month == GP_NO_MONTH)
        return;
    gp_month_print(month, text);
    g_string_append_printf(out, "%s%s", before, text);
}

static void
explain_full(const GpOutlook *outlook, const GpOutlookLine *line, GString *out)
{
    const GpAction *action = line->action;
    g_autofree char *kg = kg_text(line->full_micro_kg);
    g_autofree char *source = gp_text_printable(action->source, strlen(action->source), 100);
    char base[16];

    gp_fy_print(outlook->base_fy, base);
    if (!line->is_known) {
        g_string_append(out, "No saving is told, or it cannot be worked out.\n");
        return;
    }
    g_string_append_printf(out, "A full year saves %s kg: ", kg);
    if (*action->activity == '\0' || line->left_out != NULL) {
        g_string_append(out, "as actions.csv says");
    } else {
        g_autofree char *activity = gp_text_quoted(action->activity);
        g_autofree char *unit = gp_text_quoted(action->unit);

        gp_number_append(out, action->quantity_micro, GP_MICRO_PLACES);
        g_string_append_printf(out,
                               " %s of %s by the factors of %s (greenplan explain --activity %s)",
                               unit, activity, base, activity);
    }
    g_string_append_printf(out, "%s%s.\n", *source == '\0' ? "" : "; source: ", source);
    append_month(out, "It starts in ", action->start);
    append_month(out, ", has its full effect from ", action->full_effect);
    append_month(out, ", and ends with ", action->end);
    if (action->start != GP_NO_MONTH)
        g_string_append(out, ".\n");
    if (line->left_out != NULL)
        g_string_append_printf(out, "It is not counted against the target: %s.\n", line->left_out);
}

static void
explain_years(const GpOutlook *outlook, const GpOutlookLine *line, GString *out)
{
    static const char *const titles[] = {"year", "saved kg", "in the latest year kg",
                                         "more than it kg"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;

    g_string_append_c(out, '\n');
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < outlook->n_years; i++) {
        char year[16];

        gp_fy_print(outlook->base_fy + (int)i, year);
        gp_text_table_add(&table, g_strdup(year));
        gp_text_table_add(&table, kg_text(line->micro_kg[i]));
        gp_text_table_add(&table, kg_text(line->micro_kg[i] - line->more_micro_kg[i]));
        gp_text_table_add(&table, kg_text(line->more_micro_kg[i]));
    }
    gp_text_table_print(&table, 0, out);
    if (line->follows_grid && outlook->grid != NULL)
        g_string_append(out,
                        "Each year's figure is times the grid projection of the year / that of "
                        "the first year above.\n");
}

static void
append_figure(GString *out, const char *before, const char *format, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf(out, "%s%s", before, g_ascii_formatd(text, sizeof text, format, value));
}

static void
explain_cost(const GpActionCost *cost, GString *out)
{
    const GpAction *action = cost->action;

    g_string_append_c(out, '\n');
    if (cost->not_costed != NULL) {
        g_string_append_printf(out, "Not costed: %s.\n", cost->not_costed);
        return;
    }
    g_string_append(out, "Pounds a year: ");
    gp_number_append(out, action->capex_micro_gbp, GP_MICRO_PLACES);
    if (action->lifetime_years > 0) {
        append_figure(out, " / ", "%.6f", cost->annuity);
        g_string_append_printf(out, " (annuity of %d years)", action->lifetime_years);
    }
    g_string_append(out, " - ");
    gp_number_append(out, action->saving_micro_gbp, GP_MICRO_PLACES);
    append_figure(out, " saved a year = ", "%.2f", cost->gbp_per_year);
    g_string_append(out, "\nPounds a tonne: that / ");
    gp_number_append(out, cost->micro_kg, GP_MICRO_PLACES + 3);
    append_figure(out, " t a year over the lifetime = ", "%.2f", cost->gbp_per_tonne);
    g_string_append_c(out, '\n');
    if (isnan(cost->net_present_gbp))
        return;
    g_string_append(out, "Net present value: ");
    gp_number_append(out, action->saving_micro_gbp, GP_MICRO_PLACES);
    append_figure(out, " * ", "%.6f", cost->annuity);
    g_string_append(out, " - ");
    gp_number_append(out, action->capex_micro_gbp, GP_MICRO_PLACES);
    append_figure(out, " = ", "%.2f", cost->net_present_gbp);
    g_string_append_c(out, '\n');
}

static const GpActionCost *
find_cost(const GArray *costs, const GpAction *action)
{
    for (guint i = 0; i < costs->len; i++) {
        const GpActionCost *cost = &g_array_index(costs, GpActionCost, i);

        if (cost->action == action)
            return cost;
    }
    return NULL;
}

gboolean
gp_report_action_explained(
    const GpOutlook *outlook, const GArray *costs, const char *id, GString *out, GError **error)
{
    for (guint i = 0; i < outlook->n_lines; i++) {
        const GpOutlookLine *line = &outlook->lines[i];
        const GpActionCost *cost = find_cost(costs, line->action);
        g_autofree char *name = gp_text_quoted(id), *title = gp_action_title(line->action);

        if (!g_str_equal(line->action->id, id))
            continue;
        g_string_append_printf(out, "%s %s: %s\n\n", name, title,
                               gp_action_status_name(line->status));
        explain_full(outlook, line, out);
        explain_years(outlook, line, out);
        if (cost != NULL)
            explain_cost(cost, out);
        return TRUE;
    }
    return gp_throw(error, GP_ERROR_MISSING, "there is no action “%.40s”", id);
}
