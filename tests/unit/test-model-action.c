/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-outlook.h"

#define HEADER                                                                                     \
    "id,title,owner,role,category,site,start,full_effect,end,expected_kg_per_year,capex_gbp,"      \
    "annual_saving_gbp,lifetime_years,status,co_benefit,source,activity,quantity_per_year,unit\n"

typedef struct {
    char *folder;
    char *path;
} Desk;

static void
set_up(Desk *self, gconstpointer unused)
{
    (void)unused;
    self->folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    self->path = g_build_filename(self->folder, "file", NULL);
}

static void
tear_down(Desk *self, gconstpointer unused)
{
    (void)unused;
    g_unlink(self->path);
    g_rmdir(self->folder);
    g_free(self->path);
    g_free(self->folder);
}

static const char *
write_file(const Desk *self, const char *text)
{
    g_assert_true(g_file_set_contents(self->path, text, -1, NULL));
    return self->path;
}

static GPtrArray *
load(const Desk *self, const char *rows)
{
    g_autofree char *text = g_strconcat(HEADER, rows, NULL);
    g_autoptr(GError) error = NULL;
    GPtrArray *actions = gp_actions_load(write_file(self, text), &error);

    g_assert_no_error(error);
    return actions;
}

/* The whole message is the path, the line and @reason. */
static void
assert_refused(const Desk *self, const char *row, const char *reason)
{
    g_autofree char *text = g_strconcat(HEADER, row, NULL);
    g_autofree char *message = g_strdup_printf("%s:2: %s", self->path, reason);
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_actions_load(write_file(self, text), &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_cmpstr(error->message, ==, message);
}

static void
test_load(Desk *self, gconstpointer unused)
{
    g_autoptr(GPtrArray) actions = load(
        self, "A,Lamps,Ann,Estates officer,Electricity,S1,2021-22,2022-09,2029-30,1234.5,10,-2,"
              "12,Under Way,light,book,electricity,\"1,000\",kWh\n"
              "B,,,,,,,,,,,,,approved,,,,,\n");
    const GpAction *a = g_ptr_array_index(actions, 0), *b = g_ptr_array_index(actions, 1);

    (void)unused;
    g_assert_cmpuint(actions->len, ==, 2);
    g_assert_cmpint(a->start, ==, gp_month_from_civil(2021, 4));
    g_assert_cmpint(a->full_effect, ==, gp_month_from_civil(2022, 9));
    g_assert_cmpint(a->end, ==, gp_month_from_civil(2030, 3));
    g_assert_cmpint(a->expected_micro_kg, ==, 1234500000);
    g_assert_cmpint(a->saving_micro_gbp, ==, -2 * GP_MICRO);
    g_assert_cmpint(a->lifetime_years, ==, 12);
    g_assert_cmpint(a->status, ==, GP_ACTION_UNDER_WAY);
    g_assert_cmpint(a->quantity_micro, ==, 1000 * GP_MICRO);
    g_assert_cmpint(b->start, ==, GP_NO_MONTH);
    g_assert_cmpint(b->status, ==, GP_ACTION_PLANNED);
    g_assert_false(b->has_expected || b->has_capex || b->has_saving);
    g_assert_cmpint(b->lifetime_years, ==, 0);
}

static void
test_refused(Desk *self, gconstpointer unused)
{
    (void)unused;
    assert_refused(self, ",x,,,,,,,,,,,,done,,,,,\n", "id is empty");
    assert_refused(self, "A,,,,,,,,,,,,,maybe,,,,,\n",
                   "“maybe” is not a status; it is proposed, planned, under-way, done or dropped");
    assert_refused(
        self, "A,,,,,,2024,,,,,,,done,,,,,\n",
        "start: “2024” is not a period; write a day as 2024-06-14, a month as 2024-06 or "
        "a financial year as 2024-25");
    assert_refused(
        self, "A,,,,,,2007-08,,,,,,,done,,,,,\n",
        "start: “2007-08” could be a month or a financial year; write the first day of "
        "the month, as in 2007-08-01, or the financial year with a stroke, as in 2007/08");
    assert_refused(self, "A,,,,,,2024-05,2024-04,,,,,,done,,,,,\n", "full_effect is before start");
    assert_refused(self, "A,,,,,,2024-05,,2024-04,,,,,done,,,,,\n", "end is before start");
    assert_refused(self, "A,,,,,,,2024-04,,,,,,done,,,,,\n", "full_effect and end need a start");
    assert_refused(self, "A,,,,,,,,,,-1,,,done,,,,,\n", "capex_gbp: “-1” is below zero");
    assert_refused(self, "A,,,,,,,,,,,,0,done,,,,,\n",
                   "lifetime_years: “0” is not a number of years from 1 to 100");
    assert_refused(self, "A,,,,,,,,,,,,,done,,,electricity,5,\n",
                   "activity, quantity_per_year and unit go together: fill all three or none");
}

static void
test_refused_twice(Desk *self, gconstpointer unused)
{
    g_autofree char *message =
        g_strdup_printf("%s:3: there is an action “A” above already", self->path);
    g_autoptr(GError) error = NULL;

    (void)unused;
    g_assert_null(
        gp_actions_load(write_file(self, "id,title,status\nA,x,done\nA,y,done\n"), &error));
    g_assert_cmpstr(error->message, ==, message);
}

/* A column that is misspelt would be without effect. */
static void
test_refused_column(Desk *self, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    (void)unused;
    g_assert_null(gp_actions_load(write_file(self, "id,title,status,capex\nA,x,done,1\n"), &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_nonnull(strstr(error->message, "capex"));
}

static void
assert_grid_refused(const Desk *self, const char *rows, const char *reason)
{
    g_autofree char *text = g_strconcat("year,kg_co2e_per_kwh,source\n", rows, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_grid_path_load(write_file(self, text), &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_true(g_str_has_suffix(error->message, reason));
}

static void
test_grid(Desk *self, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpGridPath) grid = gp_grid_path_load(
        write_file(self, "year,kg_co2e_per_kwh,source\n2025,0.2,book\n2026-27,0.15,\n2027,0.1,\n"),
        &error);
    GpInt128 out;

    (void)unused;
    g_assert_no_error(error);
    g_assert_cmpstr(grid->source, ==, "book");
    g_assert_true(gp_grid_path_check_base(grid, 2025, NULL));
    g_assert_false(gp_grid_path_check_base(grid, 2024, NULL));
    g_assert_false(gp_grid_path_check_base(grid, 2028, NULL));
    g_assert_true(gp_grid_path_scale(grid, 2025, 2026, 1000, &out, NULL));
    g_assert_true(out == 750);
    g_assert_true(gp_grid_path_scale(grid, 2025, 2035, 1000, &out, NULL)); /* the last one stands */
    g_assert_true(out == 500);
    g_assert_true(gp_grid_path_scale(grid, 2026, 2025, 1000, &out, NULL)); /* never backwards */
    g_assert_true(out == 1000);
    g_assert_true(gp_grid_path_scale(NULL, 2025, 2035, 1000, &out, NULL));
    g_assert_true(out == 1000);
    g_assert_false(gp_grid_path_scale(grid, 2025, 2026, gp_power_of_ten(38), &out, NULL));
}

static void
test_grid_refused(Desk *self, gconstpointer unused)
{
    (void)unused;
    assert_grid_refused(self, "2025,0.2,\n", ":2: source: name where the projection is from");
    assert_grid_refused(self, "2025,0.2,b\n2027,0.1,b\n",
                        ":3: the years must follow one another without a gap, and 2027 does not");
    assert_grid_refused(self, "2025,-0.2,b\n", ":2: “-0.2” kg of CO2e per kWh is below zero");
    assert_grid_refused(self, "25,0.2,b\n", ":2: “25” is not a year as in 2026-27");
}

static void
test_scenario(Desk *self, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpScenario) scenario = gp_scenario_load(
        write_file(self, "[scenario]\nname=All in\n[actions]\nA15=planned\nA12=stopped\n"
                         "[grid]\n2025-26=0.2\n2026-27=0.1\nsource=book\n"
                         "[growth]\nFossil fuels=-1.5\n"),
        &error);
    const GpScenarioLine *line;

    (void)unused;
    g_assert_no_error(error);
    g_assert_cmpstr(scenario->name, ==, "All in");
    g_assert_cmpuint(scenario->statuses->len, ==, 2);
    line = &g_array_index(scenario->statuses, GpScenarioLine, 1);
    g_assert_cmpstr(line->of, ==, "A12");
    g_assert_cmpint(line->status, ==, GP_ACTION_DROPPED);
    line = &g_array_index(scenario->growths, GpScenarioLine, 0);
    g_assert_cmpstr(line->of, ==, "Fossil fuels");
    g_assert_cmpint(line->micro_percent, ==, -1500000);
    g_assert_cmpuint(scenario->grid->n, ==, 2);
}

static void
assert_scenario_refused(const Desk *self, const char *text, const char *reason)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_scenario_load(write_file(self, text), &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_true(g_str_has_suffix(error->message, reason));
}

static void
test_scenario_refused(Desk *self, gconstpointer unused)
{
    (void)unused;
    assert_scenario_refused(self, "[action]\nA=done\n",
                            ": a scenario has no part [action]; it has scenario, actions, grid and "
                            "growth");
    assert_scenario_refused(self, "[scenario]\nnme=x\n",
                            ": [scenario] has no key “nme”; did you mean “name”?");
    assert_scenario_refused(self, "[growth]\nWaste=-100\n",
                            ": [growth] Waste: “-100” is not a percentage a year above -100 and up "
                            "to 1000");
    assert_scenario_refused(self, "[grid]\n2025-26=0.2\n",
                            ": [grid] source: name where the projection is from");
    assert_scenario_refused(self, "[actions]\nA=soon\n",
                            ": [actions] A: “soon” is not a status; it is proposed, planned, "
                            "under-way, done or dropped");
}

/* What ships can be loaded: the templates, and the actions of the samples. */
static void
test_shipped(Desk *self, gconstpointer unused)
{
    static const char *const actions[] = {"templates/actions.csv", "sample/northmoor/actions.csv",
                                          "sample/devon/actions.csv"};
    g_autofree char *grid =
        g_build_filename(g_getenv("GP_DATA"), "templates/grid-projection.csv", NULL);
    g_autofree char *scenario =
        g_build_filename(g_getenv("GP_DATA"), "templates/scenario.ini", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GpGridPath) no_path = NULL;
    g_autoptr(GpScenario) nothing = NULL;

    (void)self;
    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
        g_autofree char *path = g_build_filename(g_getenv("GP_DATA"), actions[i], NULL);
        g_autoptr(GPtrArray) list = gp_actions_load(path, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(list->len, ==, i == 1 ? 18 : 0);
    }
    no_path = gp_grid_path_load(grid, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(no_path->n, ==, 0);
    nothing = gp_scenario_load(scenario, &error);
    g_assert_no_error(error);
    g_assert_null(nothing->grid);
}

#define ADD(path, function) g_test_add(path, Desk, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/action/load", test_load);
    ADD("/action/refused", test_refused);
    ADD("/action/refused-twice", test_refused_twice);
    ADD("/action/refused-column", test_refused_column);
    ADD("/grid/load", test_grid);
    ADD("/grid/refused", test_grid_refused);
    ADD("/scenario/load", test_scenario);
    ADD("/scenario/refused", test_scenario_refused);
    ADD("/shipped", test_shipped);
    return g_test_run();
}
