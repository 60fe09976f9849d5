/* SPDX-License-Identifier: MIT */
#include "boards.h"

#include <math.h>
#include <string.h>

#include "gp-spc.h"
#include "gp-track.h"

#define KG_PLACES 3

static const char *const category_names[] = {
    "Fossil fuels", "Electricity", "Waste", "Water", "Business travel", "Anaesthetic gases"};

/* ---- emissions ---- */

static void
add_row(GpEmissions *emissions, const char *const *labels, double tonnes)
{
    GpEmissionRow row = {.rows = 1, .kg_co2e = (GpInt128)round(tonnes * 1e6)};

    for (guint i = 0; i < emissions->by.n; i++)
        row.labels[i] = g_string_chunk_insert_const(emissions->labels, labels[i]);
    g_array_append_val(emissions->rows, row);
}

static GpEmissions *
new_emissions(const char *by_text)
{
    GpBy by;

    g_assert_true(gp_by_parse(by_text, &by, NULL));
    return gp_emissions_new(&by, KG_PLACES);
}

/* The tonnes of the category @i of a year. */
static double
tonnes_of(const BoardRecipe *recipe, int fy, guint i)
{
    double left = recipe->start_tonnes + recipe->step_tonnes * (fy - recipe->first_fy);

    if (recipe->is_negative && i + 1 == recipe->n_categories)
        return -5;
    for (guint k = 0; k < i; k++)
        left -= left / 2;
    return i + 1 == recipe->n_categories ? left : left / 2;
}

static void
fill_year(const BoardRecipe *recipe, GpBoardEmissions *emissions, int fy)
{
    double total = 0;
    char year[16];

    gp_fy_print(fy, year);
    for (guint i = fy == recipe->part_fy ? 1 : 0; i < recipe->n_categories; i++) {
        double tonnes = tonnes_of(recipe, fy, i);

        total += tonnes;
        add_row(emissions->by_category, (const char *[]){year, "ncf", category_names[i]}, tonnes);
        add_row(emissions->by_quality,
                (const char *[]){year, "ncf", i == 0 ? "measured" : "estimated"}, tonnes);
        add_row(emissions->by_edition,
                (const char *[]){year, i == 0 ? "natural-gas" : "electricity", "combustion",
                                 "A publication, 2024"},
                tonnes);
    }
    if (recipe->has_plus)
        add_row(emissions->by_category, (const char *[]){year, "plus", "Staff commuting"}, 40);
    for (guint i = 0; i < recipe->n_sites; i++) {
        g_autofree char *site = g_strdup_printf("S%02u", i + 1);

        add_row(emissions->by_site, (const char *[]){year, "ncf", site}, total / recipe->n_sites);
    }
}

/* ---- targets ---- */

static GpTarget *
make_target(const BoardRecipe *recipe)
{
    GpTarget *target = g_new0(GpTarget, 1);
    char **texts[] = {&target->category,   &target->site,   &target->action, &target->adopted_by,
                      &target->adopted_on, &target->minute, &target->owner,  &target->source};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = g_strdup("");
    target->name = g_strdup("Green Plan");
    target->boundary = g_strdup("ncf");
    target->baseline_fy = recipe->baseline_fy == 0 ? recipe->first_fy : recipe->baseline_fy;
    target->baseline_kg = NAN;
    target->milestones = g_new0(GpMilestone, 1);
    target->milestones[0] = (GpMilestone){target->baseline_fy + 10, recipe->reduction_percent, 0};
    target->n_milestones = 1;
    return target;
}

static void
free_target(gpointer target)
{
    gp_target_free(target);
}

static void
add_target(const BoardRecipe *recipe, GpBoard *board)
{
    GpBoardTarget standing = {.target = make_target(recipe),
                              .years = g_array_new(FALSE, TRUE, sizeof(GpTrackYear))};
    g_autoptr(GError) error = NULL;

    g_ptr_array_add(board->targets, (gpointer)standing.target);
    for (guint i = 0; i < recipe->n_years; i++) {
        GpTrackYear year = {recipe->first_fy + (int)i, 0, TRUE, FALSE};

        for (guint k = year.fy == recipe->part_fy ? 1 : 0; k < recipe->n_categories; k++)
            year.kg += tonnes_of(recipe, year.fy, k) * 1000;
        year.is_comparable = year.fy != recipe->part_fy && year.fy != recipe->hole_fy;
        year.kg = year.fy == recipe->hole_fy ? NAN : year.kg;
        g_array_append_val(standing.years, year);
    }
    standing.trajectory = gp_track((const GpTrackYear *)(void *)standing.years->data,
                                   standing.years->len, standing.target, &error);
    if (standing.trajectory == NULL)
        standing.reason = g_strdup(error->message);
    else
        board->latest_fy = standing.trajectory->latest_fy;
    if (recipe->part_fy != 0)
        standing.data_note = g_strdup_printf("%d-%02d is incomplete (no full year of Fossil fuels)",
                                             recipe->part_fy, (recipe->part_fy + 1) % 100);
    board->baseline_fy = standing.target->baseline_fy;
    g_array_append_val(board->standings, standing);
}

GpBoard *
make_board(const BoardRecipe *recipe)
{
    GpBoard *board = gp_board_new();

    board->trust_name = g_strdup("Anytown NHS Trust");
    board->ods_code = g_strdup("ANY");
    board->icb = g_strdup("");
    board->board_lead = g_strdup("");
    board->made_on = g_strdup("2026-11-22");
    board->program = g_strdup("greenplan 0.1.0");
    board->factors_line = g_strdup("converted with the emission factors published for each year");
    g_assert_true(gp_day_from_civil(2026, 11, 22, &board->today));
    board->targets = g_ptr_array_new_with_free_func(free_target);
    board->emissions.by_category = new_emissions("year,boundary,category");
    board->emissions.by_site = new_emissions("year,boundary,site");
    board->emissions.by_quality = new_emissions("year,boundary,quality");
    board->emissions.by_edition = new_emissions("year,activity,component,edition");
    for (guint i = 0; i < recipe->n_years; i++) {
        if (recipe->first_fy + (int)i != recipe->hole_fy)
            fill_year(recipe, &board->emissions, recipe->first_fy + (int)i);
    }
    if (recipe->reduction_percent > 0)
        add_target(recipe, board);
    return board;
}

/* ---- actions ---- */

static void
free_action(gpointer action)
{
    gp_action_free(action);
}

GpAction *
make_action(
    const char *id, const char *title, const char *category, GpActionStatus status, double tonnes)
{
    GpAction *action = g_new0(GpAction, 1);
    char **texts[] = {&action->owner,  &action->role,     &action->site, &action->co_benefit,
                      &action->source, &action->activity, &action->unit};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = g_strdup("");
    action->id = g_strdup(id);
    action->title = g_strdup(title);
    action->category = g_strdup(category);
    action->status = status;
    action->start = gp_month_from_civil(2026, 4);
    action->full_effect = action->start;
    action->end = GP_NO_MONTH;
    action->has_expected = !isnan(tonnes);
    action->expected_micro_kg = action->has_expected ? (gint64)(tonnes * 1e9) : 0;
    return action;
}

/* Everything stays as it is, less what actions save at once. */
static void
add_outlook(GpBoard *board)
{
    const GpTrajectory *trajectory = gp_board_target(board, 0)->trajectory;
    GpOutlook *plan = g_new0(GpOutlook, 1);

    plan->base_fy = trajectory->latest_fy;
    plan->n_years =
        (guint)(trajectory->path[trajectory->n_path - 1].fy - trajectory->latest_fy + 1);
    plan->path_micro_kg = g_new0(GpInt128, plan->n_years);
    plan->usual_micro_kg = g_new0(GpInt128, plan->n_years);
    plan->planned_micro_kg = g_new0(GpInt128, plan->n_years);
    plan->proposed_micro_kg = g_new0(GpInt128, plan->n_years);
    plan->target_name = g_strdup("Green Plan");
    plan->n_lines = board->actions->len;
    plan->lines = g_new0(GpOutlookLine, plan->n_lines);
    for (guint i = 0; i < plan->n_years; i++) {
        double path_kg = trajectory->path[plan->base_fy - trajectory->baseline_fy + (int)i].kg;

        plan->path_micro_kg[i] = (GpInt128)round(path_kg * 1e6);
        plan->usual_micro_kg[i] = (GpInt128)round(trajectory->latest_kg * 1e6);
        plan->planned_micro_kg[i] = plan->proposed_micro_kg[i] = plan->usual_micro_kg[i];
    }
    for (guint k = 0; k < plan->n_lines; k++) {
        GpOutlookLine *line = &plan->lines[k];

        line->action = board->actions->pdata[k];
        line->status = line->action->status;
        line->is_known = line->action->has_expected;
        line->full_micro_kg = line->action->expected_micro_kg;
        line->micro_kg = g_new0(GpInt128, plan->n_years);
        line->more_micro_kg = g_new0(GpInt128, plan->n_years);
        for (guint i = 1; i < plan->n_years; i++) {
            if (line->status == GP_ACTION_DONE || line->status == GP_ACTION_DROPPED)
                continue;
            line->more_micro_kg[i] = line->full_micro_kg;
            plan->proposed_micro_kg[i] -= line->full_micro_kg;
            if (line->status != GP_ACTION_PROPOSED)
                plan->planned_micro_kg[i] -= line->full_micro_kg;
        }
    }
    board->outlook.plan = plan;
}

static void
add_costs(GpBoard *board)
{
    board->outlook.costs = g_array_new(FALSE, TRUE, sizeof(GpActionCost));
    for (guint i = 0; i < board->actions->len; i++) {
        const GpAction *action = board->actions->pdata[i];
        GpActionCost cost = {.action = action,
                             .status = action->status,
                             .micro_kg = action->expected_micro_kg,
                             .gbp_per_tonne = 100.0 * i - 150,
                             .net_present_gbp = 1000.0 * i - 2500};

        if (!action->has_expected)
            cost.not_costed = "no capital cost";
        g_array_append_val(board->outlook.costs, cost);
    }
}

static void
free_measured(gpointer measured)
{
    gp_action_measured_free(measured);
}

static void
add_measured(GpBoard *board)
{
    board->measured = g_ptr_array_new_with_free_func(free_measured);
    for (guint i = 0; i < 2; i++) {
        GpActionMeasured *measured = g_new0(GpActionMeasured, 1);

        measured->action = board->actions->pdata[i];
        measured->finding = i == 0 ? GP_MEASURED_AS_CLAIMED : GP_MEASURED_NOT;
        measured->reason = i == 0 ? NULL : g_strdup("it has no twelve months of full effect yet");
        measured->before_micro_kg = (GpInt128)90 * 1000 * GP_MICRO;
        measured->after_micro_kg = (GpInt128)80 * 1000 * GP_MICRO;
        measured->range95_kg = 4000;
        measured->also = i == 0 ? g_strdup("A02, A03") : NULL;
        measured->has_claim = i == 0;
        measured->claim_micro_kg = (GpInt128)9 * 1000 * GP_MICRO;
        g_ptr_array_add(board->measured, measured);
    }
}

static void
add_actions(GpBoard *board)
{
    board->actions = g_ptr_array_new_with_free_func(free_action);
    g_ptr_array_add(board->actions,
                    make_action("A01", "New lamps", "Electricity", GP_ACTION_DONE, 10));
    g_ptr_array_add(board->actions,
                    make_action("A02", "Fewer trips", "Business travel", GP_ACTION_PLANNED, 20));
    g_ptr_array_add(board->actions,
                    make_action("A03", "Heat pumps", "Fossil fuels", GP_ACTION_PROPOSED, 60));
    g_ptr_array_add(board->actions,
                    make_action("A04", "A wood store", "Fossil fuels", GP_ACTION_PROPOSED, NAN));
    add_outlook(board);
    add_costs(board);
    add_measured(board);
}

/* ---- roles and months ---- */

static void
add_role(GpRolePublished *roles, int fy, const char *role, gint64 people, gboolean is_shown)
{
    GpRolePublishedFigure figure = {.fy = fy,
                                    .table = GP_ROLE_PUBLISHED_ROLES,
                                    .staff_group = role[0] == 'A' ? "All" : "Nursing",
                                    .role = role,
                                    .site = GP_ROLE_PUBLISHED_EVERY,
                                    .category = GP_ROLE_PUBLISHED_EVERY,
                                    .part = GP_ROLE_PUBLISHED_ALL,
                                    .is_shown = is_shown,
                                    .has_per_wte = TRUE,
                                    .people = people,
                                    .wte = people,
                                    .kg_co2e = people * 1000,
                                    .kg_per_wte = 1000};

    g_array_append_val(roles->figures, figure);
}

static void
add_roles(GpBoard *board)
{
    board->roles = gp_role_published_new(8);
    for (int fy = 2023; fy <= 2024; fy++) {
        g_array_append_val(board->roles->fys, fy);
        add_role(board->roles, fy, GP_ROLE_PUBLISHED_EVERY, 120, TRUE);
        add_role(board->roles, fy, "Midwife", 20, TRUE);
        add_role(board->roles, fy, "Matron", 5, FALSE);
    }
    add_role(board->roles, 2024, "Staff nurse", 95, TRUE);
    g_ptr_array_add(board->roles->groups, gp_role_published_group_new(2024, "Other Nursing roles"));
    g_ptr_array_add(((GpRolePublishedGroup *)board->roles->groups->pdata[0])->members,
                    (gpointer) "Matron");
}

static void
add_measure(GpBoard *board, const char *key, const char *title, const char *unit, gint64 value)
{
    GpBoardMeasure *measure = g_new0(GpBoardMeasure, 1);
    const GpSpcOptions options = {.direction = GP_DIRECTION_DECREASE};

    measure->key = g_strdup(key);
    measure->title = g_strdup(title);
    measure->plain = gp_series_new(TRUE);
    g_free(measure->plain->unit);
    measure->plain->unit = g_strdup(unit);
    for (int i = 0; i < 26; i++) {
        GpDay day = gp_month_first_day(gp_month_from_civil(2023, 2) + i);

        if (i == 3)
            gp_series_add_missing(measure->plain, day);
        else
            gp_series_add(measure->plain, day,
                          (value + (i % 3) * 100 - (i == 25 ? 900 : 0)) * GP_MICRO);
    }
    gp_series_settle(measure->plain, NULL);
    if (value > 2000) {
        measure->series = gp_series_copy(measure->plain);
        measure->chart = gp_spc_chart(measure->series, &options, NULL);
        g_assert_nonnull(measure->chart);
    } else {
        measure->reason = g_strdup("there are only 25 months with data");
    }
    g_ptr_array_add(board->measures, measure);
}

/* ---- records ---- */

static void
free_finding(gpointer finding)
{
    gp_finding_free(finding);
}

static void
add_findings(GpBoard *board)
{
    GpFindingPlace place = {.code = "gap",
                            .source = "bills",
                            .activity = "electricity",
                            .site = "S01",
                            .period = GP_NO_PERIOD};
    GpFinding *done;

    board->findings = g_ptr_array_new_with_free_func(free_finding);
    g_ptr_array_add(board->findings,
                    gp_finding_new(&place, GP_SEVERITY_ERROR, g_strdup("figures are missing"),
                                   g_strdup("ask for them")));
    place.code = "zero";
    done = gp_finding_new(&place, GP_SEVERITY_WARNING, g_strdup("exactly zero"),
                          g_strdup("find out why"));
    done->reason = g_strdup("closed in August");
    done->acknowledged_by = g_strdup("Estates lead");
    done->acknowledged_on = g_strdup("2026-01-31");
    g_ptr_array_add(board->findings, done);
}

static void
free_publication(gpointer publication)
{
    gp_publication_free(publication);
}

static void
add_records(GpBoard *board)
{
    GpPublication *publication = gp_publication_new();
    const GpYearMark marks[] = {{2020, TRUE, TRUE}, {2021, FALSE, FALSE}};

    publication->id = "2026-05-24-1";
    publication->day = "2026-05-24";
    publication->by = "Jo Lead";
    publication->note = "Board of May";
    publication->reason = "";
    board->publications = g_ptr_array_new_with_free_func(free_publication);
    g_ptr_array_add(board->publications, publication);
    board->marks = g_array_new(FALSE, TRUE, sizeof(GpYearMark));
    g_array_append_vals(board->marks, marks, G_N_ELEMENTS(marks));
    for (guint i = 0; i < 7; i++)
        gp_issue_list_add(board->issues, GP_SEVERITY_NOTE, "fallback-edition",
                          "no factor is published for %u, so the latest earlier one is used",
                          2010 + i);
    gp_issue_list_add(board->issues, GP_SEVERITY_WARNING, "restatement-due",
                      "the recalculations add up to 7%%");
    gp_issue_list_add_at(board->issues, GP_SEVERITY_ERROR, "unknown-unit", "bills.csv", 4, 2,
                         "“kw” is no unit");
    g_ptr_array_add(board->gaps, g_strdup("Emissions for each bed day: there are no data of "
                                          "bed-days to divide by."));
    g_ptr_array_add(board->gaps, g_strdup("A sentence of another kind."));
}

static void
free_marker(gpointer marker)
{
    gp_marker_free(marker);
}

static void
add_marker(GpBoard *board, const char *date, const char *latest, const char *title, const char *to)
{
    GpMarker *marker = g_new0(GpMarker, 1);
    const char *end = *latest == '\0' ? date : latest;
    GpSpan span;
    int year = (int)g_ascii_strtoll(end, NULL, 10);

    marker->date = g_strdup(date);
    marker->date_latest = g_strdup(latest);
    marker->title = g_strdup(title);
    marker->applies_to = g_strdup(to);
    marker->source = g_strdup("A source");
    if (gp_period_parse(end, strlen(end), &span) == GP_PERIOD_READ)
        marker->due = span;
    else
        marker->due = (GpSpan){0, gp_month_last_day(gp_month_from_civil(year, 12))};
    marker->last = marker->due.last;
    g_ptr_array_add(board->markers, marker);
}

void
fill_board(GpBoard *board)
{
    add_actions(board);
    add_roles(board);
    add_measure(board, "ncf", "NHS Carbon Footprint", "kg CO2e", 40000);
    add_measure(board, "waste", "Waste", "kg CO2e", 1500);
    add_measure(board, "gas", "Gas", "kWh", 90000);
    add_findings(board);
    add_records(board);
    board->markers = g_ptr_array_new_with_free_func(free_marker);
    add_marker(board, "2024-04", "", "Desflurane given up", "anaesthetic gases");
    add_marker(board, "2026-12", "", "Sustainable travel strategy in place", "travel");
    add_marker(board, "2027-12", "", "All new vehicles are zero-emission", "fleet");
    add_marker(board, "2028", "2032", "80% below 1990", "ncf");
}
