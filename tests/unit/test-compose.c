/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "boards.h"
#include "dumper.h"
#include "gp-compose.h"

/* ---- golden documents ---- */

static const struct {
    const char *name;
    BoardRecipe recipe;
    gboolean is_full;
} boards[] = {
    {"one-year",
     {.first_fy = 2024,
      .n_years = 1,
      .n_categories = 3,
      .n_sites = 2,
      .start_tonnes = 500,
      .reduction_percent = 47},
     FALSE},
    {"two-years",
     {.first_fy = 2023,
      .n_years = 2,
      .n_categories = 3,
      .n_sites = 2,
      .start_tonnes = 500,
      .step_tonnes = -1,
      .reduction_percent = 47},
     FALSE},
    {"fifteen-years",
     {.first_fy = 2010,
      .n_years = 15,
      .n_categories = 6,
      .n_sites = 3,
      .start_tonnes = 15000,
      .step_tonnes = -600,
      .baseline_fy = 2019,
      .reduction_percent = 47,
      .hole_fy = 2021,
      .has_plus = TRUE},
     FALSE},
    {"one-site",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 1,
      .n_sites = 1,
      .start_tonnes = 900,
      .step_tonnes = 10,
      .reduction_percent = 47},
     FALSE},
    {"sixty-sites",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 6,
      .n_sites = 60,
      .start_tonnes = 9000,
      .step_tonnes = -300,
      .reduction_percent = 47},
     FALSE},
    {"all-zero",
     {.first_fy = 2018, .n_years = 7, .n_categories = 2, .n_sites = 2, .reduction_percent = 47},
     FALSE},
    {"one-negative",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 3,
      .n_sites = 2,
      .start_tonnes = 90,
      .step_tonnes = -1,
      .reduction_percent = 47,
      .is_negative = TRUE},
     FALSE},
    {"no-target",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 3,
      .n_sites = 2,
      .start_tonnes = 900,
      .step_tonnes = 20,
      .has_plus = TRUE},
     FALSE},
    {"target-met",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 3,
      .n_sites = 2,
      .start_tonnes = 900,
      .step_tonnes = -100,
      .reduction_percent = 47},
     FALSE},
    {"incomplete-year",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 3,
      .n_sites = 2,
      .start_tonnes = 900,
      .step_tonnes = -10,
      .reduction_percent = 47,
      .part_fy = 2024},
     FALSE},
    {"only-gaps", {.first_fy = 2018}, FALSE},
    {"everything",
     {.first_fy = 2018,
      .n_years = 7,
      .n_categories = 6,
      .n_sites = 2,
      .start_tonnes = 900,
      .step_tonnes = -20,
      .reduction_percent = 47,
      .has_plus = TRUE},
     TRUE},
};

static GpDocument *
compose(guint i)
{
    static const GpPicture pictures[] = {
        {"trajectory", "A finding of the path", "What it shows of the path."},
        {"spc", "A finding of the months", "What it shows of the months."},
        {"spc-gas", "A finding of the gas", "What it shows of the gas."},
    };
    g_autoptr(GpBoard) board = make_board(&boards[i].recipe);

    if (boards[i].is_full)
        fill_board(board);
    return gp_compose_pack(board, pictures, boards[i].is_full ? G_N_ELEMENTS(pictures) : 0);
}

static void
test_golden(gconstpointer data)
{
    guint i = GPOINTER_TO_UINT(data);
    g_autoptr(GpDocument) document = compose(i), again = compose(i);
    g_autofree char *name = g_strconcat(boards[i].name, ".txt", NULL);
    g_autofree char *text = dump_document(document), *same = dump_document(again);

    g_assert_cmpstr(text, ==, same);
    check_document(document);
    compare_with_golden(document, name);
}

/* Returns of a board with whatever is missing: nothing wrong is said, and nothing fails. */
static void
test_returns(gconstpointer data)
{
    GpDocument *(*const returns[])(const GpBoard *) = {
        gp_compose_annual_report, gp_compose_eric, gp_compose_foi, gp_compose_cqc, gp_compose_ghg};
    guint which = GPOINTER_TO_UINT(data);
    g_autoptr(GpBoard) board = make_board(&boards[which].recipe);

    if (boards[which].is_full)
        fill_board(board);
    for (guint i = 0; i < G_N_ELEMENTS(returns); i++) {
        g_autoptr(GpDocument) document = returns[i](board);
        g_autofree char *text = dump_document(document);

        check_document(document);
        g_assert_null(strstr(text, "(null)"));
    }
}

/* ---- what must and must not be said ---- */

static char *
pack_text(GpBoard *board)
{
    g_autoptr(GpDocument) document = gp_compose_pack(board, NULL, 0);

    check_document(document);
    gp_board_free(board);
    return dump_document(document);
}

static void
assert_says(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        g_error("“%s” is not said", words);
}

static void
assert_never_says(const char *text, const char *words)
{
    if (strstr(text, words) != NULL)
        g_error("“%s” is said", words);
}

/* Of nothing, nothing is said but what is missing and what to do. */
static void
test_only_gaps(void)
{
    g_autofree char *text = pack_text(gp_board_new());

    assert_says(text, "There are no figures of emissions yet.");
    assert_says(text, "pair Emissions / Not yet: Bring in what was used");
    assert_says(text, "No target");
    assert_never_says(text, "fell");
    assert_never_says(text, "rose");
    assert_never_says(text, "1970");
    assert_never_says(text, "0/01");
    assert_never_says(text, " 0 tonnes");
}

static void
test_no_cause_without_one(void)
{
    const BoardRecipe recipe = {.first_fy = 2018,
                                .n_years = 7,
                                .n_categories = 3,
                                .n_sites = 2,
                                .start_tonnes = 900,
                                .step_tonnes = -10};
    g_autofree char *text = pack_text(make_board(&recipe));

    assert_says(text, "so no cause is given here");
    assert_never_says(text, "What we did took");
    assert_never_says(text, "because of");
    assert_never_says(text, "thanks to");
}

/* A year that is known to be incomplete is marked, named, and never compared. */
static void
test_incomplete_year(void)
{
    const BoardRecipe recipe = {.first_fy = 2018,
                                .n_years = 7,
                                .n_categories = 3,
                                .n_sites = 2,
                                .start_tonnes = 900,
                                .step_tonnes = -10,
                                .reduction_percent = 47,
                                .part_fy = 2024};
    g_autofree char *text = pack_text(make_board(&recipe));

    assert_says(text, "The latest year that can be compared is 2023/24. 2024/25 is incomplete");
    assert_says(text, "[i]");
    assert_says(text, "fact NHS Carbon Footprint in 2023/24: 850 tonnes.");
    assert_says(text, "“Fossil fuels” from the estates team");
    assert_never_says(text, "since 2024/25");
    assert_never_says(text, "in 2024/25.");
}

static void
test_too_small_to_tell(void)
{
    const BoardRecipe recipe = {.first_fy = 2018,
                                .n_years = 7,
                                .n_categories = 3,
                                .n_sites = 2,
                                .start_tonnes = 900,
                                .step_tonnes = -1,
                                .reduction_percent = 47};
    GpBoard *board = make_board(&recipe);
    GpUncertainty *uncertainty = g_new0(GpUncertainty, 1);
    g_autofree char *text = NULL;

    uncertainty->from_fy = 2018;
    uncertainty->to_fy = 2024;
    uncertainty->change_kg = -6000;
    uncertainty->change_half95_kg = 40000;
    uncertainty->groups = g_array_new(FALSE, TRUE, sizeof(GpUncertainGroup));
    gp_board_target(board, 0)->trajectory->uncertainty = uncertainty;
    text = pack_text(board);
    assert_says(text, "The change since 2018/19 (6 tonnes) is too small to tell");
}

/* ---- decisions ---- */

static GpBoard *
board_with_plan(double planned, double proposed)
{
    const BoardRecipe recipe = {.first_fy = 2018,
                                .n_years = 7,
                                .n_categories = 3,
                                .n_sites = 2,
                                .start_tonnes = 900,
                                .step_tonnes = -20,
                                .reduction_percent = 47};
    GpBoard *board = make_board(&recipe);

    fill_board(board);
    for (guint i = 1; i < board->outlook.plan->n_years; i++) {
        board->outlook.plan->planned_micro_kg[i] = (GpInt128)(planned * 1e9);
        board->outlook.plan->proposed_micro_kg[i] = (GpInt128)(proposed * 1e9);
    }
    return board;
}

static void
test_decisions_about_the_plan(void)
{
    const struct {
        double planned, proposed;
        const char *says, *never;
    } rows[] = {
        {700, 700,
         "save another 223 tonnes a year by 2028/29: what is planned leaves 700 tonnes, the path "
         "asks for 477 tonnes; nothing more is proposed.",
         "which is enough"},
        {700, 600, "; what is proposed would save 100 tonnes of it.", "is enough."},
        {700, 470, "; what is proposed would save 230 tonnes, which is enough.", "nothing more"},
        {478, 478,
         "Decide whether actions can begin sooner: what is planned is enough by 2028/29, but not "
         "in "
         "2025/26.",
         "save another"},
        {470, 470, "Not covered by planned actions in 2028/29: Nothing.", "save another"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        GpBoard *board = board_with_plan(rows[i].planned, rows[i].proposed);
        g_autofree char *text = NULL;

        if (i == 3)
            board->outlook.plan->planned_micro_kg[1] = (GpInt128)(800 * 1e9);
        text = pack_text(board);
        assert_says(text, rows[i].says);
        assert_never_says(text, rows[i].never);
    }
}

static void
test_decisions_of_the_rest(void)
{
    g_autofree char *text = pack_text(board_with_plan(700, 600));

    assert_says(text, "- Decide on “Heat pumps”, which is proposed: 60 tonnes a year at £50 a "
                      "tonne, without capital.");
    assert_says(text, "- Ask for the costs and savings of “A wood store”: without them nobody can "
                      "weigh it.");
    assert_says(text, "- Adopt the target “Green Plan”, or say why not: nobody is recorded as "
                      "having done so.");
    assert_says(text, "- Name an owner for the target “Green Plan”.");
    assert_says(text, "- Name a board member who answers for net zero");
    assert_says(text, "- 3 more decisions stand at the end of “Targets”.");
    assert_says(text, "- Decide who takes on “All new vehicles are zero-emission” (December 2027): "
                      "no action that is planned or under way is about it.");
    assert_says(text, "- Have the data put right in 1 place where figures are missing or wrong");
    assert_says(text, "- Accept a restatement");
}

/* Whatever hangs on nothing asks for nothing. */
static void
test_no_decisions(void)
{
    GpBoard *board = board_with_plan(470, 470);
    GpTarget *target = board->targets->pdata[0];
    g_autofree char *text = NULL;

    g_free(target->adopted_by);
    target->adopted_by = g_strdup("The board");
    g_free(target->owner);
    target->owner = g_strdup("Jo Lead");
    g_free(board->board_lead);
    board->board_lead = g_strdup("Jo Lead");
    g_ptr_array_set_size(board->markers, 1);
    g_ptr_array_remove_index(board->findings, 0);
    g_array_set_size(board->outlook.costs, 2);
    gp_issue_list_free(board->issues);
    board->issues = gp_issue_list_new();
    text = pack_text(board);
    assert_says(text, "Nothing in the figures asks for a decision of the board today.");
    assert_says(text, "All milestones on record are past.");
    assert_says(text, "No findings are open in the data.");
}

/* Names may be anything; they stand in the document as they are, and nothing breaks. */
static void
test_hostile_names(void)
{
    static const char *const names[] = {
        "<script>alert(1)</script>",
        "%s%n%d",
        "a\"b'c`d",
        "=1+1",
        "\xe2\x80\xae back",
        "",
        "Больница имени очень длинного названия, которое не помещается ни в какую строку таблицы",
    };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        GpBoard *board = board_with_plan(700, 600);
        GpTarget *target = board->targets->pdata[0];
        GpAction *action = board->actions->pdata[2];
        g_autofree char *text = NULL, *quoted = g_strdup_printf("“%s”", names[i]);

        g_free(target->name);
        target->name = g_strdup(names[i]);
        g_free(action->title);
        action->title = g_strdup(names[i]);
        g_free(board->trust_name);
        board->trust_name = g_strdup(names[i]);
        text = pack_text(board);
        assert_says(text, quoted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(boards); i++) {
        g_autofree char *path = g_strdup_printf("/compose/golden/%s", boards[i].name);
        g_autofree char *returns = g_strdup_printf("/compose/returns/%s", boards[i].name);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_golden);
        g_test_add_data_func(returns, GUINT_TO_POINTER(i), test_returns);
    }
    g_test_add_func("/compose/only-gaps", test_only_gaps);
    g_test_add_func("/compose/no-cause-without-one", test_no_cause_without_one);
    g_test_add_func("/compose/incomplete-year", test_incomplete_year);
    g_test_add_func("/compose/too-small-to-tell", test_too_small_to_tell);
    g_test_add_func("/compose/decisions/plan", test_decisions_about_the_plan);
    g_test_add_func("/compose/decisions/rest", test_decisions_of_the_rest);
    g_test_add_func("/compose/decisions/none", test_no_decisions);
    g_test_add_func("/compose/hostile-names", test_hostile_names);
    return g_test_run();
}
