/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-compose-private.h"

static const char *
status_words(GpActionStatus status)
{
    static const char *const words[GP_N_ACTION_STATUSES] = {
        [GP_ACTION_PROPOSED] = "Proposed",   [GP_ACTION_PLANNED] = "Planned",
        [GP_ACTION_UNDER_WAY] = "Under way", [GP_ACTION_DONE] = "Done",
        [GP_ACTION_DROPPED] = "Dropped",
    };

    return words[status];
}

/* ---- what there is ---- */

static void
count_actions(const GPtrArray *actions, GpSection *section)
{
    guint counts[GP_N_ACTION_STATUSES] = {0};
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *count = gp_words_count(actions->len, "action is", "actions are");
    g_autofree char *begin = gp_words_begin(count), *list = NULL;
    static const char *const words[GP_N_ACTION_STATUSES] = {"proposed", "planned", "under way",
                                                            "done", "dropped"};
    static const GpActionStatus order[] = {GP_ACTION_DONE, GP_ACTION_UNDER_WAY, GP_ACTION_PLANNED,
                                           GP_ACTION_PROPOSED, GP_ACTION_DROPPED};

    for (guint i = 0; i < actions->len; i++)
        counts[((const GpAction *)actions->pdata[i])->status]++;
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        if (counts[order[i]] > 0)
            g_ptr_array_add(parts, g_strdup_printf("%u %s", counts[order[i]], words[order[i]]));
    }
    list = gp_words_list((const char *const *)parts->pdata, parts->len);
    gp_section_say(section, "%s on record: %s.", begin, list);
}

static const GpOutlookLine *
line_of(const GpOutlook *plan, const GpAction *action)
{
    for (guint i = 0; plan != NULL && i < plan->n_lines; i++) {
        if (plan->lines[i].action == action)
            return &plan->lines[i];
    }
    return NULL;
}

static void
add_action(GpDocTable *table, const GpAction *action, const GpOutlook *plan)
{
    const GpOutlookLine *line = line_of(plan, action);
    g_autofree char *start =
        action->start == GP_NO_MONTH ? g_strdup("Not told") : gp_words_month(action->start);
    g_autofree char *why = NULL;

    gp_doc_table_add_row(table, action->title);
    gp_doc_table_set_text(table, 1, action->id);
    gp_doc_table_set_text(table, 2, *action->owner == '\0' ? "Nobody is recorded" : action->owner);
    gp_doc_table_set_text(table, 3, status_words(action->status));
    gp_doc_table_set_text(table, 4, start);
    if (line != NULL && line->is_known)
        gp_doc_table_set_kg(table, 5, line->full_micro_kg, GP_MICRO_PLACES);
    else if (line == NULL && action->has_expected)
        gp_doc_table_set_kg(table, 5, action->expected_micro_kg, GP_MICRO_PLACES);
    if (line == NULL || plan->n_years == 0)
        return;
    if (line->left_out != NULL || action->status == GP_ACTION_DROPPED)
        gp_doc_table_set_mark(table, 6, GP_MARK_NOT_APPLICABLE);
    else if (line->is_known)
        gp_doc_table_set_kg(table, 6, line->more_micro_kg[plan->n_years - 1], GP_MICRO_PLACES);
    why = line->left_out == NULL ? NULL : gp_words_begin(line->left_out);
    gp_doc_table_set_text(table, 7,
                          why != NULL      ? why
                          : line->is_known ? ""
                                           : "Its saving is not told");
}

static GpDocTable *
actions_table(const GpComposing *self)
{
    const GpOutlook *plan = self->board->outlook.plan;
    g_autofree char *caption = gp_composing_caption(self, "Actions and what they save", 0, 0);
    g_autofree char *until = plan == NULL || plan->n_years == 0
                                 ? g_strdup("the target year")
                                 : gp_words_fy(plan->base_fy + (int)plan->n_years - 1);
    g_autofree char *more = g_strdup_printf("More than now in %s", until);
    GpDocTable *table = gp_doc_table_new("actions-list", caption);

    gp_doc_table_add_text_column(table, "Action", "action");
    gp_doc_table_add_text_column(table, "Number", "id");
    gp_doc_table_add_text_column(table, "Owner", "owner");
    gp_doc_table_add_text_column(table, "Status", "status");
    gp_doc_table_add_text_column(table, "Start", "start");
    gp_doc_table_add_column(table, "Saves in a full year", "t CO₂e", "saves_t_co2e_per_year", 0);
    gp_doc_table_add_column(table, more, "t CO₂e", "saves_more_t_co2e", 0);
    gp_doc_table_add_text_column(table, "Not counted because", "not_counted");
    for (guint i = 0; i < self->board->actions->len; i++)
        add_action(table, self->board->actions->pdata[i], plan);
    return table;
}

/* ---- is it enough? ---- */

/* `12,869 tonnes: 3,719 tonnes above the path`. */
static char *
outcome(GpInt128 micro_kg, GpInt128 path)
{
    g_autofree char *level = gp_words_level(micro_kg);
    g_autofree char *gap = gp_words_gap(gp_number_to_double(micro_kg - path, GP_MICRO_PLACES), NAN);

    return g_strdup_printf("%s: %s", level, gap);
}

static void
say_outlook(const GpOutlook *plan, GpSection *section)
{
    guint last = plan->n_years - 1;
    g_autofree char *base = gp_words_fy(plan->base_fy);
    g_autofree char *until = gp_words_fy(plan->base_fy + (int)last);
    GpInt128 path = plan->path_micro_kg[last];
    g_autofree char *asks = gp_words_level(path);
    g_autofree char *usual = outcome(plan->usual_micro_kg[last], path);
    g_autofree char *planned = outcome(plan->planned_micro_kg[last], path);
    g_autofree char *proposed = outcome(plan->proposed_micro_kg[last], path);

    GPtrArray *items = g_ptr_array_new_with_free_func(g_free);

    gp_section_say(section, "The path of “%s” asks for %s in %s. That year will see",
                   plan->target_name, asks, until);
    g_ptr_array_add(items, g_strdup_printf("if everything stays as in %s, %s", base, usual));
    g_ptr_array_add(items,
                    g_strdup_printf("with what is done, under way and planned, %s", planned));
    if (plan->proposed_micro_kg[last] != plan->planned_micro_kg[last])
        g_ptr_array_add(items, g_strdup_printf("with what is proposed as well, %s", proposed));
    gp_section_add_list(section, items);
    if (plan->grid == NULL)
        gp_section_say(section,
                       "No projection of the grid is used: a kWh of electricity is taken "
                       "to cause as much in all years to come as in %s.",
                       base);
}

static GpDocTable *
outlook_table(const GpComposing *self)
{
    const GpOutlook *plan = self->board->outlook.plan;
    g_autofree char *caption =
        gp_composing_caption(self, "What would happen, against the path", plan->base_fy,
                             plan->base_fy + (int)plan->n_years - 1);
    GpDocTable *table = gp_doc_table_new("actions-outlook", caption);

    gp_doc_table_add_text_column(table, "Financial year", "year");
    gp_doc_table_add_column(table, "Path", "t CO₂e", "path_t_co2e", 0);
    gp_doc_table_add_column(table, "As now", "t CO₂e", "as_now_t_co2e", 0);
    gp_doc_table_add_column(table, "With what is planned", "t CO₂e", "planned_t_co2e", 0);
    gp_doc_table_add_change_column(table, "Above or below the path", "t CO₂e", "planned_gap_t_co2e",
                                   0);
    gp_doc_table_add_column(table, "With what is proposed", "t CO₂e", "proposed_t_co2e", 0);
    gp_doc_table_add_change_column(table, "Then above or below", "t CO₂e", "proposed_gap_t_co2e",
                                   0);
    for (guint i = 0; i < plan->n_years; i++) {
        g_autofree char *label = gp_words_fy(plan->base_fy + (int)i);
        GpInt128 path = plan->path_micro_kg[i];
        const GpInt128 cells[] = {path,
                                  plan->usual_micro_kg[i],
                                  plan->planned_micro_kg[i],
                                  plan->planned_micro_kg[i] - path,
                                  plan->proposed_micro_kg[i],
                                  plan->proposed_micro_kg[i] - path};

        gp_doc_table_add_row(table, label);
        for (guint k = 0; k < G_N_ELEMENTS(cells); k++) {
            gp_doc_table_set_kg(table, k + 1, cells[k], GP_MICRO_PLACES);
            if (i > 0 && k > 0)
                gp_doc_table_set_mark(table, k + 1, GP_MARK_FORECAST);
        }
    }
    return table;
}

/* ---- what a tonne costs ---- */

static void
say_cheapest(const GArray *costs, GpSection *section)
{
    const GpActionCost *first = NULL;
    guint n_costed = 0, n_saving = 0;
    g_autofree char *count = NULL, *begin = NULL, *pounds = NULL;

    for (guint i = 0; i < costs->len; i++) {
        const GpActionCost *cost = &g_array_index(costs, GpActionCost, i);

        if (cost->not_costed != NULL)
            continue;
        n_costed++;
        n_saving += cost->gbp_per_tonne < 0 ? 1 : 0;
        if (first == NULL && cost->status == GP_ACTION_PROPOSED)
            first = cost;
    }
    count = gp_words_count(n_costed, "action has a cost", "actions have costs");
    begin = gp_words_begin(count);
    gp_section_say(section, "%s for each tonne; %u of them save%s money.", begin, n_saving,
                   n_saving == 1 ? "s" : "");
    if (first == NULL)
        return;
    pounds = gp_words_pounds(first->gbp_per_tonne);
    gp_section_say(section, "Of what is proposed, “%s” has the cheapest tonne: %s.",
                   first->action->title, pounds);
}

static void
add_cost(GpDocTable *table, const GpActionCost *cost)
{
    const GpAction *action = cost->action;
    g_autofree char *why = cost->not_costed == NULL ? NULL : gp_words_begin(cost->not_costed);

    gp_doc_table_add_row(table, action->title);
    gp_doc_table_set_text(table, 1, action->id);
    gp_doc_table_set_text(table, 2, status_words(cost->status));
    if (action->has_capex)
        gp_doc_table_set_value(table, 4, action->capex_micro_gbp, GP_MICRO_PLACES);
    if (action->has_saving)
        gp_doc_table_set_value(table, 5, action->saving_micro_gbp, GP_MICRO_PLACES);
    gp_doc_table_set_text(table, 8, why == NULL ? "" : why);
    if (cost->not_costed != NULL)
        return;
    gp_doc_table_set_kg(table, 3, cost->micro_kg, GP_MICRO_PLACES);
    gp_doc_table_set_double(table, 6, cost->gbp_per_tonne);
    if (!isnan(cost->net_present_gbp))
        gp_doc_table_set_double(table, 7, cost->net_present_gbp);
}

static GpDocTable *
costs_table(const GpComposing *self)
{
    g_autofree char *caption =
        gp_composing_caption(self, "What a tonne costs, the cheapest first", 0, 0);
    GpDocTable *table = gp_doc_table_new("actions-costs", caption);

    gp_doc_table_add_note(table,
                          "Below zero saves money. Among those the pounds for each tonne say "
                          "nothing of which is best: look at the net present value. Costs "
                          "are estimates, in pounds of one year's prices.");
    gp_doc_table_add_text_column(table, "Action", "action");
    gp_doc_table_add_text_column(table, "Number", "id");
    gp_doc_table_add_text_column(table, "Status", "status");
    gp_doc_table_add_column(table, "Saves a year", "t CO₂e", "saves_t_co2e_per_year", 0);
    gp_doc_table_add_column(table, "Capital", "£", "capital_gbp", 0);
    gp_doc_table_add_column(table, "Saves a year", "£", "saves_gbp_per_year", 0);
    gp_doc_table_add_column(table, "For each tonne", "£", "gbp_per_t_co2e", 0);
    gp_doc_table_add_column(table, "Net present value", "£", "net_present_value_gbp", 0);
    gp_doc_table_add_text_column(table, "No figure because", "not_costed");
    for (guint i = 0; i < self->board->outlook.costs->len; i++)
        add_cost(table, &g_array_index(self->board->outlook.costs, GpActionCost, i));
    return table;
}

static void
add_costs(const GpComposing *self)
{
    const GArray *costs = self->board->outlook.costs;
    GpSection *section;

    if (costs == NULL || costs->len == 0)
        return;
    section = gp_document_add_section(self->document, "costs", "What a tonne costs", 2);
    say_cheapest(costs, section);
    gp_composing_add_chart(self, section, "costs", costs_table(self));
}

/* ---- what was measured ---- */

static void
add_measured_row(GpDocTable *table, const GpActionMeasured *measured)
{
    GpInt128 change = measured->after_micro_kg - measured->before_micro_kg;
    g_autofree char *words = NULL, *text = NULL;

    gp_doc_table_add_row(table, measured->action->title);
    gp_doc_table_set_text(table, 1, measured->action->id);
    if (measured->has_claim)
        gp_doc_table_set_kg(table, 2, -measured->claim_micro_kg, GP_MICRO_PLACES);
    words = gp_words_begin(measured->reason != NULL ? measured->reason
                                                    : gp_measured_finding_words(measured->finding));
    text = measured->also == NULL ? g_strdup(words)
                                  : g_strdup_printf("%s (also there: %s)", words, measured->also);
    gp_doc_table_set_text(table, 5, text);
    if (measured->finding == GP_MEASURED_NOT)
        return;
    gp_doc_table_set_kg(table, 3, change, GP_MICRO_PLACES);
    gp_doc_table_set_kg_double(table, 4, measured->range95_kg);
}

static void
add_measured(const GpComposing *self)
{
    const GPtrArray *list = self->board->measured;
    g_autofree char *caption =
        gp_composing_caption(self, "What was claimed and what was measured", 0, 0);
    GpSection *section;
    GpDocTable *table;

    if (list == NULL || list->len == 0)
        return;
    section = gp_document_add_section(self->document, "measured", "Claimed and measured", 2);
    gp_section_say(
        section, "The twelve months before the start are held against the first twelve of full "
                 "effect, both by the factors of the year of the start, so that a cleaner grid is "
                 "not counted. The change is all that happened there: the weather, other actions "
                 "and moves are in it, and nothing here says what caused it.");
    table = gp_doc_table_new("actions-measured", caption);
    gp_doc_table_add_text_column(table, "Action", "action");
    gp_doc_table_add_text_column(table, "Number", "id");
    gp_doc_table_add_change_column(table, "Claimed", "t CO₂e a year", "claimed_t_co2e_per_year", 0);
    gp_doc_table_add_change_column(table, "Measured", "t CO₂e a year", "measured_t_co2e_per_year",
                                   0);
    gp_doc_table_add_column(table, "May be off by ±", "t CO₂e", "uncertainty_95_t_co2e", 0);
    gp_doc_table_add_text_column(table, "Finding", "finding");
    for (guint i = 0; i < list->len; i++)
        add_measured_row(table, list->pdata[i]);
    gp_section_add_table(section, table);
}

void
gp_compose_actions(const GpComposing *self)
{
    const GpBoard *board = self->board;
    GpSection *section = gp_document_add_section(self->document, "actions", "Actions", 1);

    section->begins_page = TRUE;
    if (board->actions == NULL || board->actions->len == 0) {
        gp_section_say(section, "No actions are on record. The file actions.csv of the workspace "
                                "lists them, with owners, status and expected savings; its first "
                                "lines explain the columns.");
        return;
    }
    count_actions(board->actions, section);
    if (board->outlook.plan != NULL && board->outlook.plan->n_years > 0) {
        say_outlook(board->outlook.plan, section);
        gp_section_add_table(section, outlook_table(self));
    } else {
        gp_section_say(section, "Whether they are enough cannot be told, because there is no "
                                "target that they could be held against, or no comparable year to "
                                "begin from.");
    }
    gp_section_add_table(section, actions_table(self));
    add_costs(self);
    add_measured(self);
}
