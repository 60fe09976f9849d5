/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

/*
 * The rules by which figures ask for a decision; docs/method.md, “Decisions”, has them in words.
 * Each adds at most a few items, so that all of them fit on the page for the board.
 */

#define MAX_PROPOSED 3
#define MAX_LISTED 2

/* Milestones due within this time need somebody who takes them on. */
#define MILESTONE_DAYS (2 * 365)

static void
free_text(gpointer text)
{
    g_free(text);
}

static GPtrArray *
new_texts(void)
{
    return g_ptr_array_new_with_free_func(free_text);
}

static void ask(GPtrArray *items, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
ask(GPtrArray *items, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(items, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

/* ---- is what is planned enough? ---- */

static gboolean
is_above_path(const GpOutlook *plan, guint i)
{
    GpInt128 path = plan->path_micro_kg[i], gap = plan->planned_micro_kg[i] - path;

    return !gp_words_is_nothing(gap) && gap > 0 &&
           gap > gp_number_divide(path < 0 ? 0 : path, (GpInt128)(1 / GP_TRACK_TOLERANCE));
}

/* What proposed actions would do about it. */
static char *
say_proposed(const GpOutlook *plan, guint i)
{
    GpInt128 saves = plan->planned_micro_kg[i] - plan->proposed_micro_kg[i];
    g_autofree char *size = gp_words_size(saves);

    if (gp_words_is_nothing(saves) || saves < 0)
        return g_strdup("nothing more is proposed");
    if (plan->proposed_micro_kg[i] <= plan->path_micro_kg[i])
        return g_strdup_printf("what is proposed would save %s, which is enough", size);
    return g_strdup_printf("what is proposed would save %s of it", size);
}

static void
ask_for_more(const GpOutlook *plan, GPtrArray *items)
{
    guint last = plan->n_years - 1;
    g_autofree char *fy = gp_words_fy(plan->base_fy + (int)last);
    g_autofree char *missing =
        gp_words_size(plan->planned_micro_kg[last] - plan->path_micro_kg[last]);
    g_autofree char *leaves = gp_words_level(plan->planned_micro_kg[last]);
    g_autofree char *path = gp_words_level(plan->path_micro_kg[last]);
    g_autofree char *proposed = say_proposed(plan, last);

    ask(items,
        "Decide on actions that save another %s a year by %s: what is planned leaves %s, the path "
        "asks for %s; %s.",
        missing, fy, leaves, path, proposed);
}

/* Enough in the end, and too late on the way. */
static void
ask_for_sooner(const GpOutlook *plan, GPtrArray *items)
{
    g_autoptr(GPtrArray) years = new_texts();
    g_autofree char *list = NULL, *end = gp_words_fy(plan->base_fy + (int)plan->n_years - 1);

    for (guint i = 1; i < plan->n_years; i++) {
        if (is_above_path(plan, i))
            g_ptr_array_add(years, gp_words_fy(plan->base_fy + (int)i));
    }
    if (years->len == 0)
        return;
    list = gp_words_list_some(years, MAX_LISTED, "more year", "more years");
    ask(items,
        "Decide whether actions can begin sooner: what is planned is enough by %s, but not in %s.",
        end, list);
}

static gboolean
is_reached(const GpTrajectory *trajectory)
{
    return trajectory->latest_fy != 0 &&
           trajectory->latest_kg <= trajectory->path[trajectory->n_path - 1].kg;
}

static void
ask_about_plan(const GpComposing *self, GPtrArray *items)
{
    const GpBoard *board = self->board;
    const GpOutlook *plan = board->outlook.plan;

    if (plan != NULL && plan->n_years > 1 && is_above_path(plan, plan->n_years - 1))
        ask_for_more(plan, items);
    else if (plan != NULL && plan->n_years > 1)
        ask_for_sooner(plan, items);
    if (self->main != NULL && !is_reached(self->main->trajectory) &&
        (board->actions == NULL || board->actions->len == 0))
        ask(items, "Ask for a list of actions with owners and expected savings, to be held against "
                   "the target: none is on record.");
}

/* ---- what is proposed, the cheapest tonne first ---- */

static char *
describe_cost(const GpActionCost *cost)
{
    const GpAction *action = cost->action;
    g_autofree char *size = gp_words_size(cost->micro_kg);
    g_autofree char *pounds =
        gp_words_pounds(cost->gbp_per_tonne < 0 ? -cost->gbp_per_tonne : cost->gbp_per_tonne);
    gboolean has_capital = action->has_capex && action->capex_micro_gbp != 0;
    g_autofree char *amount =
        gp_words_pounds(gp_number_to_double(action->capex_micro_gbp, GP_MICRO_PLACES));
    g_autofree char *capital =
        has_capital ? g_strdup_printf("with %s of capital", amount) : g_strdup("without capital");

    if (cost->gbp_per_tonne < 0)
        return g_strdup_printf("%s a year, saving %s for each tonne, %s", size, pounds, capital);
    return g_strdup_printf("%s a year at %s a tonne, %s", size, pounds, capital);
}

static void
ask_about_costed(const GArray *costs, GPtrArray *items)
{
    guint n = 0;

    for (guint i = 0; costs != NULL && i < costs->len; i++) {
        const GpActionCost *cost = &g_array_index(costs, GpActionCost, i);
        g_autofree char *words = NULL;

        if (cost->status != GP_ACTION_PROPOSED || cost->not_costed != NULL || n == MAX_PROPOSED)
            continue;
        words = describe_cost(cost);
        ask(items, "Decide on “%s”, which is proposed: %s.", cost->action->title, words);
        n++;
    }
}

static void
ask_for_costs(const GArray *costs, GPtrArray *items)
{
    g_autoptr(GPtrArray) names = new_texts();
    g_autofree char *list = NULL;

    for (guint i = 0; costs != NULL && i < costs->len; i++) {
        const GpActionCost *cost = &g_array_index(costs, GpActionCost, i);

        if (cost->status == GP_ACTION_PROPOSED && cost->not_costed != NULL)
            g_ptr_array_add(names, gp_words_quoted(cost->action->title));
    }
    if (names->len == 0)
        return;
    list = gp_words_list_some(names, MAX_LISTED, "more action", "more actions");
    ask(items, "Ask for the costs and savings of %s: without them nobody can weigh %s.", list,
        names->len == 1 ? "it" : "them");
}

/* ---- targets and who answers for them ---- */

static void
ask_about_targets(const GpComposing *self, GPtrArray *items)
{
    const GPtrArray *targets = self->board->targets;
    g_autoptr(GPtrArray) not_adopted = new_texts(), without_owner = new_texts();
    g_autofree char *adopt = NULL, *own = NULL;

    if (targets == NULL || targets->len == 0) {
        ask(items, "Adopt a target for the NHS Carbon Footprint: none is on record.");
        return;
    }
    for (guint i = 0; i < targets->len; i++) {
        const GpTarget *target = targets->pdata[i];

        if (*target->adopted_by == '\0')
            g_ptr_array_add(not_adopted, gp_words_quoted(target->name));
        if (*target->owner == '\0')
            g_ptr_array_add(without_owner, gp_words_quoted(target->name));
    }
    adopt = gp_words_list_some(not_adopted, MAX_LISTED, "more target", "more targets");
    own = gp_words_list_some(without_owner, MAX_LISTED, "more target", "more targets");
    if (not_adopted->len > 0)
        ask(items, "Adopt the target%s %s, or say why not: nobody is recorded as having done so.",
            not_adopted->len == 1 ? "" : "s", adopt);
    if (without_owner->len > 0)
        ask(items, "Name an owner for the target%s %s.", without_owner->len == 1 ? "" : "s", own);
}

static void
ask_for_lead(const GpComposing *self, GPtrArray *items)
{
    const char *lead = self->board->board_lead;

    if (lead == NULL || *lead == '\0')
        ask(items, "Name a board member who answers for net zero and the Green Plan: nobody is "
                   "recorded.");
}

/* ---- milestones ---- */

/* What kind of emissions a milestone is about. */
static const struct {
    const char *applies_to, *category;
} areas[] = {
    {"anaesthetic gases", "Anaesthetic gases"},
    {"buildings", "Fossil fuels"},
    {"buildings", "Electricity"},
    {"buildings", "Purchased heat"},
    {"fleet", "Fleet and leased vehicles"},
    {"medicines", "Metered dose inhalers"},
    {"medicines", "Medicines"},
    {"travel", "Business travel"},
    {"travel", "Staff commuting"},
    {"travel", "Patient and visitor travel"},
};

static gboolean
is_area(const char *applies_to)
{
    for (guint i = 0; i < G_N_ELEMENTS(areas); i++) {
        if (g_str_equal(areas[i].applies_to, applies_to))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_about(const GpAction *action, const char *applies_to)
{
    for (guint i = 0; i < G_N_ELEMENTS(areas); i++) {
        if (g_str_equal(areas[i].applies_to, applies_to) &&
            g_str_equal(areas[i].category, action->category))
            return TRUE;
    }
    return FALSE;
}

/* Whether anything decided and not finished is about it. */
static gboolean
has_action(const GPtrArray *actions, const char *applies_to)
{
    for (guint i = 0; i < actions->len; i++) {
        const GpAction *action = actions->pdata[i];

        if ((action->status == GP_ACTION_PLANNED || action->status == GP_ACTION_UNDER_WAY) &&
            is_about(action, applies_to))
            return TRUE;
    }
    return FALSE;
}

static void
ask_about_milestones(const GpComposing *self, GPtrArray *items)
{
    const GpBoard *board = self->board;
    g_autoptr(GPtrArray) open = new_texts();
    g_autofree char *list = NULL;

    if (board->markers == NULL || board->actions == NULL || board->actions->len == 0)
        return;
    for (guint i = 0; i < board->markers->len; i++) {
        const GpMarker *marker = board->markers->pdata[i];
        g_autofree char *due = NULL;

        if (marker->last < board->today || marker->last > board->today + MILESTONE_DAYS ||
            !is_area(marker->applies_to) || has_action(board->actions, marker->applies_to))
            continue;
        due = gp_compose_due(marker);
        g_ptr_array_add(open, g_strdup_printf("“%s” (%s)", marker->title, due));
    }
    if (open->len == 0)
        return;
    list = gp_words_list_some(open, MAX_LISTED, "more milestone", "more milestones");
    ask(items, "Decide who takes on %s: no action that is planned or under way is about %s.", list,
        open->len == 1 ? "it" : "them");
}

/* ---- data ---- */

static const struct {
    const char *category, *holder;
} holders[] = {
    {"Anaesthetic gases", "the pharmacy"},  {"Business travel", "the finance team"},
    {"Electricity", "the estates team"},    {"Fleet and leased vehicles", "the transport team"},
    {"Fossil fuels", "the estates team"},   {"Freight transport", "the transport team"},
    {"Medicines", "the pharmacy"},          {"Metered dose inhalers", "the pharmacy"},
    {"NHS facilities", "the estates team"}, {"Patient and visitor travel", "the performance team"},
    {"Purchased heat", "the estates team"}, {"Staff commuting", "the workforce team"},
    {"Waste", "the facilities team"},       {"Water", "the estates team"},
};

const char *
gp_compose_holder(const char *category)
{
    for (guint i = 0; i < G_N_ELEMENTS(holders); i++) {
        if (g_str_equal(holders[i].category, category))
            return holders[i].holder;
    }
    return "the procurement team";
}

gboolean
gp_compose_is_derived(const char *category)
{
    return g_str_equal(category, "Energy well-to-tank and T&D");
}

/* `Electricity and Water from the estates team`, one text for each team. */
static GPtrArray *
list_missing(const GpComposing *self, int fy)
{
    GPtrArray *asks = new_texts();
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < self->ncf->lines->len; i++) {
        const char *holder = gp_compose_holder(gp_cut_line(self->ncf, i)->name);
        g_autoptr(GPtrArray) names = new_texts();
        g_autofree char *list = NULL;
        GpInt128 kg;

        if (!g_hash_table_add(done, (gpointer)holder))
            continue;
        for (guint k = i; k < self->ncf->lines->len; k++) {
            const char *name = gp_cut_line(self->ncf, k)->name;

            if (g_str_equal(gp_compose_holder(name), holder) && !gp_compose_is_derived(name) &&
                *name != '\0' && gp_cut_kg(self->ncf, k, self->from_fy, &kg) &&
                !gp_cut_kg(self->ncf, k, fy, &kg))
                g_ptr_array_add(names, gp_words_quoted(name));
        }
        list = gp_words_list((const char *const *)names->pdata, names->len);
        if (names->len > 0)
            g_ptr_array_add(asks, g_strdup_printf("%s from %s", list, holder));
    }
    return asks;
}

/* Every category has figures, but not of the whole year. */
static void
ask_for_months(const GpComposing *self, int fy, GPtrArray *items)
{
    g_autofree char *label = gp_words_fy(fy);

    if (gp_composing_mark(self, fy) == GP_MARK_INCOMPLETE)
        ask(items,
            "Ask for the months of %s that are missing: the year is incomplete and is not "
            "compared.",
            label);
}

static void
ask_for_categories(const GpComposing *self, GPtrArray *items)
{
    int last_fy = gp_cut_last_fy(self->ncf);
    g_autoptr(GPtrArray) asks = NULL;
    g_autofree char *fy = NULL, *since = NULL, *list = NULL;

    if (self->from_fy == 0 || last_fy <= self->from_fy)
        return;
    asks = list_missing(self, last_fy);
    if (asks->len == 0) {
        ask_for_months(self, last_fy, items);
        return;
    }
    fy = gp_words_fy(last_fy);
    since = gp_words_fy(self->from_fy);
    list = gp_words_list_some(asks, MAX_LISTED, "more team", "more teams");
    ask(items, "Ask for figures of %s that were there in %s: %s.", fy, since, list);
}

static void
ask_for_years(const GpComposing *self, GPtrArray *items)
{
    g_autoptr(GPtrArray) years = new_texts();
    g_autofree char *list = NULL;

    for (guint i = 0; i < self->ncf->n_years; i++) {
        int fy = self->ncf->first_fy + (int)i;

        if (!gp_cut_has_year(self->ncf, fy))
            g_ptr_array_add(years, gp_words_fy(fy));
    }
    if (years->len == 0)
        return;
    list = gp_words_list((const char *const *)years->pdata, years->len);
    ask(items, "Ask for the figures of %s, of which there are none.", list);
}

static void
ask_about_findings(const GpComposing *self, GPtrArray *items)
{
    const GPtrArray *findings = self->board->findings;
    g_autofree char *count = NULL;
    guint n = 0;

    for (guint i = 0; findings != NULL && i < findings->len; i++) {
        const GpFinding *finding = findings->pdata[i];

        n += finding->severity == GP_SEVERITY_ERROR && finding->reason == NULL ? 1 : 0;
    }
    if (n == 0)
        return;
    count = gp_words_count(n, "place", "places");
    ask(items, "Have the data put right in %s where figures are missing or wrong (“Data quality”).",
        count);
}

static void
ask_about_restatement(const GpComposing *self, GPtrArray *items)
{
    for (guint i = 0; i < gp_issue_list_size(self->board->issues); i++) {
        if (g_str_equal(gp_issue_list_get(self->board->issues, i)->code, "restatement-due")) {
            ask(items, "Accept a restatement of what was published: the figures have moved by more "
                       "than the trust's own threshold.");
            return;
        }
    }
}

GPtrArray *
gp_compose_more_decisions(const GpComposing *self)
{
    GPtrArray *items = gp_compose_decisions(self);

    if (items->len > GP_DECISIONS_ON_PAGE)
        g_ptr_array_remove_range(items, 0, GP_DECISIONS_ON_PAGE - 1);
    else
        g_ptr_array_set_size(items, 0);
    return items;
}

GPtrArray *
gp_compose_decisions(const GpComposing *self)
{
    GPtrArray *items = new_texts();

    if (self->board->rollups != NULL) { /* the rest is for each trust to decide */
        ask_about_targets(self, items);
        return items;
    }
    ask_about_plan(self, items);
    ask_about_costed(self->board->outlook.costs, items);
    ask_for_costs(self->board->outlook.costs, items);
    ask_about_targets(self, items);
    ask_for_lead(self, items);
    ask_about_milestones(self, items);
    ask_for_years(self, items);
    ask_for_categories(self, items);
    ask_about_findings(self, items);
    ask_about_restatement(self, items);
    return items;
}
