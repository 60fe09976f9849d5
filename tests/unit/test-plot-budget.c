/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define MAX_YEARS 45

/* A path from 1,000 t in 2019/20 to 400 t in 2031/32, 50 t less every year: 9,100 t in all; and
 * seven years of 40 t less each. */
typedef struct {
    GpTrackYear years[MAX_YEARS];
    GpPathYear path[MAX_YEARS];
    GpForecastYear forecast[10];
    GpTrajectory trajectory;
    GpTrajectoryChart chart;
} Sample;

static void
sample_set_path(Sample *self, guint n, double first_t, double step_t)
{
    self->trajectory.budget_kg = 0;
    self->trajectory.n_path = n;
    for (guint i = 0; i < n; i++) {
        self->path[i] = (GpPathYear){2019 + (int)i, (first_t + step_t * i) * 1000};
        self->trajectory.budget_kg += self->path[i].kg;
    }
}

static void
sample_set_years(Sample *self, guint n, double first_t, double step_t)
{
    self->chart.n_years = n;
    for (guint i = 0; i < n; i++)
        self->years[i] = (GpTrackYear){.fy = 2019 + (int)i,
                                       .kg = (first_t + step_t * i) * 1000,
                                       .is_comparable = TRUE};
    self->trajectory.latest_fy = n == 0 ? 0 : 2018 + (int)n;
}

static void
sample_set_forecast(Sample *self, guint n, double tonnes)
{
    self->trajectory.n_forecast = n;
    for (guint i = 0; i < n; i++)
        self->forecast[i] = (GpForecastYear){.fy = self->trajectory.latest_fy + 1 + (int)i,
                                             .central_kg = tonnes * 1000};
}

static void
sample_fill(Sample *self)
{
    memset(self, 0, sizeof *self);
    self->trajectory = (GpTrajectory){.baseline_fy = 2019,
                                      .baseline_kg = 1e6,
                                      .path = self->path,
                                      .forecast = self->forecast,
                                      .cumulative_gap_kg = 210e3};
    self->chart = (GpTrajectoryChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                      .measure = "NHS Carbon Footprint",
                                      .target_name = "Target path",
                                      .path_words = "straight line to 60% below 2019/20",
                                      .years = self->years};
    sample_set_path(self, 13, 1000, -50);
    sample_set_years(self, 7, 1000, -40);
    sample_set_forecast(self, 6, 600);
}

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_budget(&sample->trajectory, &sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "budget");
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
    Sample sample;

    sample_fill(&sample);
    sample_set_forecast(&sample, 6, 400); /* 6,160 t and 2,400 t */
    assert_title(&sample, "At the present pace 540 tonnes of the budget to 2031/32 would be left");
    sample_set_forecast(&sample, 6, 490);
    assert_title(&sample, "At the present pace the budget to 2031/32 is just enough");
    sample_set_forecast(&sample, 3, 600);
    assert_title(&sample, "68% of the budget to 2031/32 is used in 7 of 13 years");
    sample.trajectory.budget_exhausted_fy = 2030;
    assert_title(&sample, "At the present pace the budget to 2031/32 runs out in 2030/31");
    sample.trajectory.budget_exhausted_fy = 2025;
    assert_title(&sample, "The whole budget to 2031/32 was used up in 2025/26");
    sample.trajectory.budget_exhausted_fy = 0;
    sample_set_years(&sample, 0, 0, 0);
    sample_set_forecast(&sample, 0, 0);
    assert_title(&sample, "Nothing is known yet of the budget to 2031/32");
    sample.trajectory.n_path = 0;
    assert_title(&sample, "No target, no budget");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_sums(void)
{
    const double between[] = {2019, 1000, 1000, 2020, 1950, 1960, 2021, 2850, 2880};
    const double dots[] = {2019, 1000, 2020, 1960, 2021, 2880};
    const double spent[] = {2019, 1000, 2020, 1960, 2020, NAN, 2020, 1960, 2021, 2880, 2021, NAN};
    const double forecast[] = {2021, 2880, 2022, 3480, 2022, NAN};
    Sample sample;
    g_autofree char *script = NULL;
    g_autoptr(GArray) cells = NULL;
    g_autoptr(GArray) allowed = NULL;

    sample_fill(&sample);
    sample_set_years(&sample, 3, 1000, -40);
    sample_set_forecast(&sample, 1, 600);
    script = script_of(&sample);
    cells = script_block(script, "between");
    assert_cells(cells, 0, between, G_N_ELEMENTS(between));
    g_assert_cmpuint(cells->len, ==, 4 * 3);
    allowed = script_block(script, "allowed");
    g_assert_cmpuint(allowed->len, ==, 13 * 2);
    g_assert_cmpfloat_with_epsilon(cell(allowed, 25), 9100, 1e-6);
    g_array_unref(cells);
    cells = script_block(script, "dots");
    assert_cells(cells, 0, dots, G_N_ELEMENTS(dots));
    g_array_unref(cells);
    cells = script_block(script, "spent");
    assert_cells(cells, 0, spent, G_N_ELEMENTS(spent));
    g_array_unref(cells);
    cells = script_block(script, "forecast");
    assert_cells(cells, 0, forecast, G_N_ELEMENTS(forecast));
    g_assert_cmpuint(cells->len, ==, 6);
}

/* Neither as nothing nor as what is known of them. */
static void
test_unknown_years_count_as_the_path(void)
{
    const double as_path[] = {2019, 1000, 2020, 1950, 2020, NAN, 2020, 1950, 2021, 2850, 2021, NAN};
    const double spent[] = {2021, 2850, 2022, 3730, 2022, NAN};
    const double no_data[] = {2019.5, 2020.5};
    Sample sample;
    g_autofree char *script = NULL;
    g_autoptr(GArray) cells = NULL;
    g_autoptr(GArray) actual = NULL;
    g_autoptr(GArray) shaded = NULL;

    sample_fill(&sample);
    sample_set_years(&sample, 4, 1000, -40);
    sample.years[1].kg = NAN;
    sample.years[2].is_comparable = FALSE;
    script = script_of(&sample);
    cells = script_block(script, "as_path");
    assert_cells(cells, 0, as_path, G_N_ELEMENTS(as_path));
    actual = script_block(script, "spent");
    assert_cells(actual, 0, spent, G_N_ELEMENTS(spent));
    g_assert_cmpuint(actual->len, ==, G_N_ELEMENTS(spent));
    shaded = script_array(script, "no_data");
    assert_cells(shaded, 0, no_data, 2);
    g_assert_true(script_says(script, "counted as the path"));
    g_assert_true(script_says(script, "Not known, counted as the path"));
    g_assert_true(script_says(script, "1,850 t (20%)"));
    g_assert_true(script_says(script, "1,880 t (21%)"));
    g_assert_true(script_says(script, "5,370 t, 597 t a year"));
}

static void
test_years_outside_the_path_are_left_out(void)
{
    Sample sample;
    g_autofree char *script = NULL;
    g_autoptr(GArray) dots = NULL;

    sample_fill(&sample);
    sample_set_forecast(&sample, 0, 0);
    memmove(&sample.years[1], &sample.years[0], 7 * sizeof sample.years[0]);
    sample.years[0] = (GpTrackYear){.fy = 2017, .kg = 5e6, .is_comparable = TRUE};
    sample.chart.n_years = 8;
    sample_set_path(&sample, 5, 1000, -50);
    script = script_of(&sample);
    dots = script_block(script, "dots");
    g_assert_cmpuint(dots->len, ==, 5 * 2);
    g_assert_cmpfloat_with_epsilon(cell(dots, 1), 1000, 1e-6);
    g_assert_cmpuint(script_count(script, "n_no_data"), ==, 0);
    g_assert_true(script_says(script, "Over the whole budget by"));
    g_assert_true(script_says(script, "100 t"));
}

static void
test_the_year_it_runs_out_is_marked(void)
{
    Sample sample;
    g_autofree char *script = NULL;

    sample_fill(&sample);
    sample_set_forecast(&sample, 6, 700);
    sample.trajectory.budget_exhausted_fy = 2030;
    script = script_of(&sample);
    g_assert_cmpuint(script_count(script, "has_gone"), ==, 1);
    g_assert_cmpuint(script_count(script, "gone"), ==, 2030);
    g_assert_true(script_says(script, "would run out in 2030/31"));
    g_assert_true(script_says(script, "in 2030/31"));
    g_assert_true(script_says(script, "10.4 on this trend"));
    g_assert_true(script_says(script, "2.9 kt left"));
}

static void
test_description(void)
{
    Sample sample;
    g_autoptr(GpFigure) figure = NULL;

    sample_fill(&sample);
    sample_set_forecast(&sample, 6, 400);
    figure = figure_of(&sample);
    g_assert_cmpstr(gp_figure_description(figure), ==,
                    "NHS Carbon Footprint, Invented NHS Trust. At the present pace 540 tonnes of "
                    "the budget to 2031/32 would be left. Allowed 2019/20 to 2031/32: 9,100 t. "
                    "Spent by the end of 2025/26: 6,160 t (68%). Left for 6 years: 2,940 t, 490 t "
                    "a year. So far: 210 t above the path. Runs out: not by 2031/32.");
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
    guint n_path, n_years;
    double path_t, path_step_t, first_t, step_t;
    guint n_forecast;
    double forecast_t;
    int gone_fy;
} Extreme;

static const Extreme extremes[] = {
    {"far over", 13, 7, 1000, -50, 1200, 60, 6, 1700, 2025},
    {"used up", 9, 7, 1000, -100, 1000, 0, 2, 900, 2024},
    {"well under", 13, 7, 1000, -50, 1000, -140, 6, 100, 0},
    {"crossing", 13, 5, 1000, -50, 1000, -120, 5, 1300, 0},
    {"one year", 13, 1, 1000, -50, 1000, 0, 0, 0, 0},
    {"two years", 13, 2, 1000, -50, 1000, 0, 0, 0, 0},
    {"fifteen years", 31, 15, 1000, -30, 1000, -10, 10, 800, 0},
    {"forty years", 41, 40, 1000, -20, 1000, -25, 1, 0, 0},
    {"one year of path", 1, 1, 1000, 0, 900, 0, 0, 0, 0},
    {"path is over", 5, 7, 1000, -50, 900, 0, 0, 0, 0},
    {"zero", 13, 7, 1000, -50, 0, 0, 6, 0, 0},
    {"below zero", 13, 7, 1000, -50, 100, -200, 6, -1500, 0},
    {"huge", 13, 7, 4e9, -1e8, 5e9, 0, 6, 5e9, 2029},
    {"tiny", 13, 7, 1e-6, 0, 1e-6, 0, 6, 1e-6, 0},
    {"no budget", 13, 7, 0, 0, 10, 0, 6, 10, 0},
    {"no target", 0, 7, 0, 0, 10, 0, 0, 0, 0},
    {"no years", 13, 0, 1000, -50, 0, 0, 0, 0, 0},
};

static void
test_extremes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        const Extreme *extreme = &extremes[i];
        Sample sample;

        g_test_message("%s", extreme->name);
        sample_fill(&sample);
        sample_set_path(&sample, extreme->n_path, extreme->path_t, extreme->path_step_t);
        sample_set_years(&sample, extreme->n_years, extreme->first_t, extreme->step_t);
        sample_set_forecast(&sample, extreme->n_forecast, extreme->forecast_t);
        sample.trajectory.budget_exhausted_fy = extreme->gone_fy;
        check_picture(&sample);
    }
}

static void
test_gaps(void)
{
    for (guint every = 2; every <= 4; every++) {
        Sample sample;

        sample_fill(&sample);
        for (guint i = 0; i < 6; i++) {
            sample.years[i].kg = i % every == 1 ? NAN : sample.years[i].kg;
            sample.years[i].is_comparable = i % 3 != 2;
        }
        check_picture(&sample);
    }
}

static void
test_names(void)
{
    for (guint i = 0; i < FIGURE_SCRIPTS || figure_hostile[i - FIGURE_SCRIPTS] != NULL; i++) {
        g_autofree char *name =
            i < FIGURE_SCRIPTS ? figure_long_name(i) : g_strdup(figure_hostile[i - FIGURE_SCRIPTS]);
        Sample sample;

        sample_fill(&sample);
        sample.chart.subject = (GpChartSubject){name, name, name};
        sample.chart.measure = sample.chart.target_name = sample.chart.path_words = name;
        check_picture(&sample);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plot-budget/titles", test_titles);
    g_test_add_func("/plot-budget/data/sums", test_sums);
    g_test_add_func("/plot-budget/data/as-path", test_unknown_years_count_as_the_path);
    g_test_add_func("/plot-budget/data/outside", test_years_outside_the_path_are_left_out);
    g_test_add_func("/plot-budget/data/runs-out", test_the_year_it_runs_out_is_marked);
    g_test_add_func("/plot-budget/description", test_description);
    g_test_add_func("/plot-budget/picture/extremes", test_extremes);
    g_test_add_func("/plot-budget/picture/gaps", test_gaps);
    g_test_add_func("/plot-budget/picture/names", test_names);
    return g_test_run();
}
