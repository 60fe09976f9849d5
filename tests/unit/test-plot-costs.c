/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define MAX_ACTIONS 60
#define TONNE (GpInt128)(1000 * GP_MICRO)

typedef struct {
    GpAction actions[MAX_ACTIONS];
    GArray *costs;
    char *titles[MAX_ACTIONS];
    GpCostsChart chart;
} Sample;

static void
sample_add(Sample *self, GpActionStatus status, gint64 tonnes, double pounds, const char *why)
{
    guint n = self->costs->len;
    GpActionCost cost = {.action = &self->actions[n],
                         .status = status,
                         .not_costed = why,
                         .micro_kg = tonnes * TONNE,
                         .gbp_per_tonne = pounds};

    self->titles[n] = g_strdup_printf("Action %u", n + 1);
    self->actions[n].title = self->titles[n];
    g_array_append_val(self->costs, cost);
}

static Sample *
sample_new(void)
{
    Sample *self = g_new0(Sample, 1);

    self->costs = g_array_new(FALSE, TRUE, sizeof(GpActionCost));
    self->chart = (GpCostsChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                 .costs = self->costs,
                                 .gap_words = "the 2031/32 target"};
    return self;
}

/* A narrow bar that saves money, a wide one, one that is hatched, and what is not shown. */
static Sample *
sample_of_all_kinds(void)
{
    Sample *self = sample_new();

    sample_add(self, GP_ACTION_PLANNED, 50, -300, NULL);
    sample_add(self, GP_ACTION_DONE, 400, -100, NULL);
    sample_add(self, GP_ACTION_UNDER_WAY, 1000, 20, NULL);
    sample_add(self, GP_ACTION_PROPOSED, 500, 400, NULL);
    sample_add(self, GP_ACTION_PLANNED, 0, NAN, "no lifetime");
    sample_add(self, GP_ACTION_DONE, 0, NAN, "no capital cost");
    return self;
}

static void
sample_free(Sample *self)
{
    for (guint i = 0; i < MAX_ACTIONS; i++)
        g_free(self->titles[i]);
    g_array_unref(self->costs);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_costs(&sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "costs");
    return figure;
}

static char *
script_of(const Sample *sample)
{
    g_autoptr(GpFigure) figure = figure_of(sample);

    return figure_script(figure);
}

static void
assert_title(const Sample *sample, const char *title)
{
    g_autoptr(GpFigure) figure = figure_of(sample);

    g_assert_cmpstr(gp_figure_title(figure), ==, title);
}

/* ── Title ──────────────────────────────────────────────────────────────────────────────────── */

static void
test_titles(void)
{
    g_autoptr(Sample) sample = sample_of_all_kinds();

    assert_title(sample, "3 costed actions would save 1,600 tonnes a year");
    sample->chart.gap_micro_kg = -5 * TONNE;
    assert_title(sample, "3 costed actions would save 1,600 tonnes a year");
    sample->chart.gap_micro_kg = 3100 * TONNE;
    assert_title(sample, "Costed actions would close 50% of the gap to the 2031/32 target");
    sample->chart.gap_micro_kg = 1550 * TONNE;
    assert_title(sample,
                 "Costed actions would close the gap to the 2031/32 target at up to £400 a tonne");
    sample->chart.gap_micro_kg = 1050 * TONNE;
    assert_title(sample,
                 "Costed actions would close the gap to the 2031/32 target at up to £20 a tonne");
    sample->chart.gap_micro_kg = 50 * TONNE;
    assert_title(
        sample, "Costed actions that pay for themselves would close the gap to the 2031/32 target");
}

static void
test_titles_without_bars(void)
{
    g_autoptr(Sample) sample = sample_new();

    assert_title(sample, "No actions are listed yet");
    sample_add(sample, GP_ACTION_DONE, 400, -100, NULL);
    assert_title(sample, "All listed actions are done");
    sample_add(sample, GP_ACTION_PLANNED, 0, NAN, "no lifetime");
    assert_title(sample, "No action that is still to come has a cost");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_bars_stand_side_by_side(void)
{
    const double decided[] = {0, 50, -300, 0, 50, 1050, 0, 20};
    const double proposed[] = {1050, 1550, 0, 400};
    g_autoptr(Sample) sample = sample_of_all_kinds();
    g_autofree char *script = NULL;
    g_autoptr(GArray) cells = NULL;
    g_autoptr(GArray) hatched = NULL;

    sample->chart.gap_micro_kg = 2000 * TONNE;
    script = script_of(sample);
    cells = script_block(script, "decided");
    hatched = script_block(script, "proposed");
    g_assert_cmpuint(cells->len, ==, 8);
    assert_cells(cells, 0, decided, 8);
    assert_cells(hatched, 0, proposed, 4);
    g_assert_cmpuint(script_count(script, "has_gap"), ==, 1);
    g_assert_cmpfloat_with_epsilon(script_number(script, "gap"), 2000, 1e-6);
    g_assert_cmpfloat(script_number(script, "x_high"), >, 2000);
    g_assert_true(script_says(script, "Gap to the 2031/32 target: 2,000 t a year"));
}

/* A bar of no height would not be seen. */
static void
test_what_costs_nothing_is_seen(void)
{
    g_autoptr(Sample) sample = sample_new();
    g_autofree char *script = NULL;
    g_autoptr(GArray) cells = NULL;

    sample_add(sample, GP_ACTION_PLANNED, 100, 0, NULL);
    sample_add(sample, GP_ACTION_PLANNED, 100, 500, NULL);
    script = script_of(sample);
    cells = script_block(script, "decided");
    g_assert_cmpfloat(cell(cells, 2), <, 0);
    g_assert_cmpfloat(cell(cells, 3), >, 0);
    g_assert_cmpfloat(cell(cells, 3), <, 10);
    g_assert_true(script_says(script, "£0 a tonne, 100 t"));
}

static void
test_narrow_bars_are_numbered(void)
{
    g_autoptr(Sample) sample = sample_of_all_kinds();
    g_autofree char *script = NULL;
    g_autofree char *crowded = NULL;

    script = script_of(sample);
    g_assert_cmpuint(script_count(script, "n_leaders"), ==, 1);
    g_assert_true(script_says(script, "1"));
    g_assert_false(script_says(script, "2"));
    g_assert_true(script_says(script, "−£300 a tonne, 50.0 t"));
    g_assert_true(script_says(script, "Action 3"));
    for (guint i = 0; i < 40; i++)
        sample_add(sample, GP_ACTION_PLANNED, 1 + i, 500 + i, NULL);
    crowded = script_of(sample);
    g_assert_true(script_says(crowded, "Action 46"));
    g_assert_false(script_says(crowded, "Action 7"));
    g_assert_nonnull(strstr(crowded, " more without a number\n"));
}

static void
test_notes(void)
{
    g_autoptr(Sample) sample = sample_of_all_kinds();
    g_autoptr(GpFigure) figure = figure_of(sample);

    g_assert_cmpstr(
        gp_figure_description(figure), ==,
        "What a tonne costs and how much is saved a year: 3 actions still to come, Invented NHS "
        "Trust. 3 costed actions would save 1,600 tonnes a year. Action 1: −£300 a tonne, 50.0 t a "
        "year. Action 3: £20 a tonne, 1,000 t a year. Action 4: £400 a tonne, 500 t a year. Costs "
        "are estimates. Each bar stands for one action by itself: bars do not interact here, but "
        "one action may make another one smaller. Hatched: proposed, not decided. 2 actions are "
        "done and not shown. Not costed: Action 5 (no lifetime).");
}

/* ── Pictures ───────────────────────────────────────────────────────────────────────────────── */

static void
check_picture(const Sample *sample)
{
    g_autoptr(GpFigure) figure = figure_of(sample);
    g_autofree char *script = figure_script(figure);
    g_autofree char *text = figure_drawn(figure);

    check_labels(script);
    g_assert_true(text == NULL || strstr(text, "no figure") == NULL);
    g_assert_true(text == NULL || strstr(text, " nan") == NULL);
}

typedef struct {
    const char *name;
    guint n;
    gint64 tonnes, step_t;
    double pounds, step;
    gint64 gap_t;
} Extreme;

static const Extreme extremes[] = {
    {"none", 0, 0, 0, 0, 0, 100},
    {"one", 1, 100, 0, 200, 0, 50},
    {"one that saves money", 1, 100, 0, -200, 0, 150},
    {"two that save money", 2, 100, 0, -200, 100, 0},
    {"all wide", 7, 100, 0, -300, 100, 1000},
    {"all free", 5, 100, 0, 0, 0, 300},
    {"sixty alike", 60, 10, 0, -1000, 50, 700},
    {"sixty, some wide", 60, 1, 4, 10, 20, 4000},
    {"far too few", 3, 1, 0, 100, 10, 100000},
    {"dear", 4, 1, 0, 1e6, 1e7, 3},
    {"huge", 4, 2000000000, 1, -10, 10, 9000000000},
    {"pennies", 4, 1000, 0, 0.001, 0.001, 9000},
};

static void
test_extremes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        const Extreme *extreme = &extremes[i];
        g_autoptr(Sample) sample = sample_new();

        g_test_message("%s", extreme->name);
        for (guint k = 0; k < extreme->n; k++)
            sample_add(sample, k % 3 == 2 ? GP_ACTION_PROPOSED : GP_ACTION_PLANNED,
                       extreme->tonnes + k * extreme->step_t, extreme->pounds + k * extreme->step,
                       NULL);
        sample->chart.gap_micro_kg = extreme->gap_t * TONNE;
        check_picture(sample);
    }
}

static void
test_without_costs(void)
{
    g_autoptr(Sample) sample = sample_new();

    for (guint i = 0; i < 30; i++)
        sample_add(sample, GP_ACTION_PLANNED, 0, NAN, "no capital cost and no annual saving");
    check_picture(sample);
}

static void
test_names(void)
{
    for (guint i = 0; i < FIGURE_SCRIPTS || figure_hostile[i - FIGURE_SCRIPTS] != NULL; i++) {
        g_autofree char *name =
            i < FIGURE_SCRIPTS ? figure_long_name(i) : g_strdup(figure_hostile[i - FIGURE_SCRIPTS]);
        g_autoptr(Sample) sample = sample_of_all_kinds();

        for (guint k = 0; k < sample->costs->len; k++)
            sample->actions[k].title = name;
        sample->chart.subject = (GpChartSubject){name, name, name};
        sample->chart.gap_words = name;
        sample->chart.gap_micro_kg = 3000 * TONNE;
        check_picture(sample);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plot-costs/titles", test_titles);
    g_test_add_func("/plot-costs/titles-without-bars", test_titles_without_bars);
    g_test_add_func("/plot-costs/data/bars", test_bars_stand_side_by_side);
    g_test_add_func("/plot-costs/data/nothing", test_what_costs_nothing_is_seen);
    g_test_add_func("/plot-costs/data/numbers", test_narrow_bars_are_numbered);
    g_test_add_func("/plot-costs/notes", test_notes);
    g_test_add_func("/plot-costs/picture/extremes", test_extremes);
    g_test_add_func("/plot-costs/picture/without-costs", test_without_costs);
    g_test_add_func("/plot-costs/picture/names", test_names);
    return g_test_run();
}
