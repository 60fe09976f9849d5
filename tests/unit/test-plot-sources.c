/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define MAX_YEARS 45
#define MAX_SOURCES 60
#define TONNE (GpInt128)(1000 * GP_MICRO)

/* Sources over years, 2018/19 on. */
typedef struct {
    GpTrackYear years[MAX_YEARS];
    GpInt128 micro_kg[MAX_SOURCES][MAX_YEARS];
    GpChartSource sources[MAX_SOURCES];
    char *names[MAX_SOURCES];
    GpPathYear path[13];
    GpSourcesChart chart;
} Sample;

static Sample *
sample_new(guint n_years, guint n_sources)
{
    Sample *self = g_new0(Sample, 1);

    for (guint i = 0; i < n_years; i++)
        self->years[i] = (GpTrackYear){.fy = 2018 + (int)i, .kg = 1, .is_comparable = TRUE};
    for (guint i = 0; i < n_sources; i++) {
        self->names[i] = g_strdup_printf("Source %u", i + 1);
        self->sources[i] = (GpChartSource){self->names[i], self->micro_kg[i]};
        for (guint year = 0; year < n_years; year++)
            self->micro_kg[i][year] = (100 * (i + 1) + year) * TONNE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(self->path); i++)
        self->path[i] = (GpPathYear){2019 + (int)i, 1e6 - 50e3 * i};
    self->chart = (GpSourcesChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                   .measure = "NHS Carbon Footprint",
                                   .source_word = "source",
                                   .sources_word = "sources",
                                   .years = self->years,
                                   .n_years = n_years,
                                   .sources = self->sources,
                                   .n_sources = n_sources,
                                   .path = self->path,
                                   .n_path = 13,
                                   .target_name = "Target path",
                                   .path_words = "straight line to 60% below 2019/20"};
    return self;
}

static void
sample_free(Sample *self)
{
    for (guint i = 0; i < MAX_SOURCES; i++)
        g_free(self->names[i]);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_sources(&sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "sources");
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
    g_autoptr(Sample) sample = sample_new(3, 3);

    assert_title(sample, "50% of emissions in 2020/21 come from our largest source, “Source 3”");
    sample->chart.source_word = "site";
    sample->years[2].is_comparable = FALSE;
    assert_title(sample, "50% of emissions in 2019/20 come from our largest site, “Source 3”");
    sample->chart.n_years = 1;
    sample->years[0].is_comparable = FALSE;
    assert_title(sample, "50% of what is known of 2018/19 comes from our largest site, “Source 3”");
    sample->micro_kg[0][0] = -10 * TONNE;
    assert_title(sample,
                 "300 tonnes of what is known of 2018/19 comes from our largest site, “Source 3”");
    sample->years[0].is_comparable = TRUE;
    sample->chart.n_sources = 1;
    assert_title(sample, "No site of emissions in 2018/19");
    sample->micro_kg[0][0] = 10 * TONNE;
    assert_title(sample, "10 tonnes of emissions in 2018/19 come from our only site, “Source 1”");
    sample->years[0].kg = NAN;
    assert_title(sample, "No data yet");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_bars_are_exact_sums(void)
{
    const double expected[][5] = {{1, 2017.64, 2018.36, 0, 0.3},
                                  {2, 2017.64, 2018.36, 0.3, 0.5},
                                  {3, 2017.64, 2018.36, 0.5, 0.6}};
    g_autoptr(Sample) sample = sample_new(1, 3);
    g_autofree char *script = NULL;
    g_autoptr(GArray) bars = NULL;

    for (guint i = 0; i < 3; i++) /* no three of these sum exactly in binary */
        sample->micro_kg[i][0] = 100 * (i + 1) * GP_MICRO;
    sample->chart.n_path = 0;
    script = script_of(sample);
    bars = script_block(script, "bars");
    g_assert_cmpuint(bars->len, ==, 15);
    for (guint i = 0; i < 3; i++)
        assert_cells(bars, 5 * i, expected[i], 5);
    g_assert_true(script_says(script, "0.600"));
    g_assert_true(script_says(script, "0.300 t, 50%"));
}

static void
test_small_ones_become_other(void)
{
    g_autoptr(Sample) sample = sample_new(2, 9);
    g_autofree char *script = NULL;
    g_autoptr(GArray) bars = NULL;

    script = script_of(sample);
    bars = script_block(script, "bars");
    g_assert_cmpuint(bars->len, ==, 2 * 6 * 5);
    g_assert_cmpuint(script_count(script, "n_bands"), ==, 6);
    g_assert_cmpuint(script_count(script, "has_other"), ==, 1);
    g_assert_true(script_says(script, "Source 5"));
    g_assert_false(script_says(script, "Source 4"));
    g_assert_true(script_says(script, "Other: 4 sources"));
    g_assert_true(script_says(script, "1,004 t, 22%"));
}

/* What the title names has a label, however small it was before. */
static void
test_the_largest_of_the_latest_year_is_named(void)
{
    g_autoptr(Sample) sample = sample_new(5, 9);
    g_autofree char *script = NULL;

    for (guint year = 0; year < 5; year++)
        sample->micro_kg[0][year] = year == 4 ? 950 * TONNE : 0;
    assert_title(sample, "18% of emissions in 2022/23 come from our largest source, “Source 1”");
    script = script_of(sample);
    g_assert_true(script_says(script, "Source 1"));
    g_assert_true(script_says(script, "Other: 4 sources"));
}

static void
test_negative_falls_from_zero(void)
{
    const double expected[][5] = {{1, 2017.64, 2018.36, 0, 200}, {2, 2017.64, 2018.36, 0, -50}};
    g_autoptr(Sample) sample = sample_new(1, 2);
    g_autofree char *script = NULL;
    g_autoptr(GArray) bars = NULL;

    sample->micro_kg[0][0] = -50 * TONNE;
    script = script_of(sample);
    bars = script_block(script, "bars");
    assert_cells(bars, 0, expected[0], 5);
    assert_cells(bars, 5 * 1, expected[1], 5);
    g_assert_true(script_says(script, "150"));
    g_assert_true(script_says(script, "−50 t"));
    g_assert_cmpfloat(script_number(script, "y_low"), <=, -50);
}

static void
test_incomplete_and_missing_years_are_not_joined(void)
{
    const double area[][3] = {{2018, 0, 200}, {2019, 0, 201}, {2019, NAN, NAN}, {2024, 0, 206},
                              {2025, 0, 207}, {2026, 0, 208}, {2026, NAN, NAN}};
    const double hatched[] = {1, 2020.78, 2021.22, 0, 203};
    const double no_data_edges[] = {2019.5, 2020.5, 2022.5, 2023.5};
    const double lone[] = {1, 2021.78, 2022.22, 0, 204};
    g_autoptr(Sample) sample = sample_new(9, 2);
    g_autofree char *script = NULL;
    g_autoptr(GArray) cells = NULL;
    g_autoptr(GArray) marked = NULL;
    g_autoptr(GArray) bars = NULL;
    g_autoptr(GArray) no_data = NULL;

    sample->years[2].kg = NAN;
    sample->years[3].is_comparable = FALSE;
    sample->years[5].kg = NAN;
    script = script_of(sample);
    cells = script_block(script, "area_1");
    marked = script_block(script, "hatched");
    bars = script_block(script, "bars");
    no_data = script_array(script, "no_data");
    g_assert_cmpuint(cells->len, ==, G_N_ELEMENTS(area) * 3);
    for (guint i = 0; i < G_N_ELEMENTS(area); i++)
        assert_cells(cells, 3 * i, area[i], 3);
    assert_cells(marked, 0, hatched, 5);
    assert_cells(bars, 0, lone, 5);
    g_assert_cmpuint(no_data->len, ==, 4);
    assert_cells(no_data, 0, no_data_edges, 4);
    g_assert_true(script_says(script, "incomplete"));
}

static void
test_the_path_keeps_to_the_years_shown(void)
{
    const double expected[] = {2018.64, 1000, 2019, 1000, 2020, 950, 2021, 900, 2021.36, 900};
    g_autoptr(Sample) sample = sample_new(4, 2);
    g_autofree char *script = script_of(sample);
    g_autoptr(GArray) path = script_block(script, "path");

    g_assert_cmpuint(path->len, ==, 5 * 2);
    assert_cells(path, 0, expected, 10);
    g_assert_true(script_says(script, "900 path in 2021/22"));
}

static void
test_description(void)
{
    g_autoptr(Sample) sample = sample_new(2, 2);
    g_autoptr(GpFigure) figure = NULL;

    sample->chart.subject.data_note = "Invented data";
    figure = figure_of(sample);
    g_assert_cmpstr(gp_figure_description(figure), ==,
                    "NHS Carbon Footprint, Invented NHS Trust. 67% of emissions in 2019/20 come "
                    "from our largest source, “Source 2”. Total in 2019/20: 302 t. Source 2: "
                    "201 t, 67%. Source 1: 101 t, 33%. Target path: 1,000 t, straight line to 60% "
                    "below 2019/20. Invented data");
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
    g_assert_true(text == NULL || strstr(text, gp_figure_title(figure)) != NULL);
}

static void
test_extremes(void)
{
    static const guint sizes[][2] = {{1, 1},  {2, 1},   {1, 6}, {8, 7}, {9, 7},
                                     {15, 6}, {40, 60}, {0, 3}, {3, 0}};

    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(Sample) sample = sample_new(sizes[i][0], sizes[i][1]);

        g_test_message("%u years, %u sources", sizes[i][0], sizes[i][1]);
        check_picture(sample);
        sample->chart.n_path = 0;
        check_picture(sample);
    }
}

static void
test_extreme_figures(void)
{
    static const gint64 tonnes[][2] = {{0, 0},          {0, 1},        {-1, -1}, {1, 0},
                                       {1000000000, 1}, {10000, 9999}, {5, -4}};

    for (guint i = 0; i < G_N_ELEMENTS(tonnes); i++) {
        for (guint n_years = 3; n_years <= 12; n_years += 9) {
            g_autoptr(Sample) sample = sample_new(n_years, 2);

            g_test_message("%d and %d t", (int)tonnes[i][0], (int)tonnes[i][1]);
            for (guint year = 0; year < n_years; year++) {
                for (guint source = 0; source < 2; source++)
                    sample->micro_kg[source][year] = tonnes[i][source] * TONNE;
            }
            check_picture(sample);
        }
    }
}

static void
test_gaps(void)
{
    for (guint kept = 0; kept < 4; kept++) {
        g_autoptr(Sample) sample = sample_new(12, 4);

        for (guint i = 0; i < 12; i++) {
            sample->years[i].kg = kept > 0 && i % (kept + 1) == 0 ? 1 : NAN;
            sample->years[i].is_comparable = i % 5 != 0;
        }
        check_picture(sample);
    }
}

static void
test_long_names(void)
{
    for (guint writing = 0; writing < FIGURE_SCRIPTS; writing++) {
        g_autofree char *name = figure_long_name(writing);
        g_autoptr(Sample) sample = sample_new(8, 9);

        for (guint i = 0; i < 9; i++)
            sample->sources[i].name = name;
        sample->chart.subject = (GpChartSubject){name, name, name};
        sample->chart.measure = sample->chart.target_name = sample->chart.path_words = name;
        check_picture(sample);
    }
}

static void
test_hostile_names(void)
{
    for (guint i = 0; figure_hostile[i] != NULL; i++) {
        g_autoptr(Sample) sample = sample_new(2, 3);

        sample->sources[2].name = figure_hostile[i];
        sample->chart.subject = (GpChartSubject){figure_hostile[i], figure_hostile[i], NULL};
        sample->chart.measure = sample->chart.target_name = figure_hostile[i];
        sample->chart.path_words = figure_hostile[i];
        check_picture(sample);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plot-sources/titles", test_titles);
    g_test_add_func("/plot-sources/data/sums", test_bars_are_exact_sums);
    g_test_add_func("/plot-sources/data/other", test_small_ones_become_other);
    g_test_add_func("/plot-sources/data/largest", test_the_largest_of_the_latest_year_is_named);
    g_test_add_func("/plot-sources/data/negative", test_negative_falls_from_zero);
    g_test_add_func("/plot-sources/data/gaps", test_incomplete_and_missing_years_are_not_joined);
    g_test_add_func("/plot-sources/data/path", test_the_path_keeps_to_the_years_shown);
    g_test_add_func("/plot-sources/description", test_description);
    g_test_add_func("/plot-sources/picture/sizes", test_extremes);
    g_test_add_func("/plot-sources/picture/figures", test_extreme_figures);
    g_test_add_func("/plot-sources/picture/gaps", test_gaps);
    g_test_add_func("/plot-sources/picture/long-names", test_long_names);
    g_test_add_func("/plot-sources/picture/hostile-names", test_hostile_names);
    return g_test_run();
}
