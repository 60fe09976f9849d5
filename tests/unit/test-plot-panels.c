/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define MAX_PARTS 60
#define MAX_YEARS 15
#define N_PATH 13

/* Parts from 2019/20 on, each against a path from 1,000 t to 400 t in 2031/32. */
typedef struct {
    GpTrackYear years[MAX_PARTS][MAX_YEARS];
    GpPathYear path[N_PATH];
    GpTrajectory trajectories[MAX_PARTS];
    GpTrajectoryPart parts[MAX_PARTS];
    char *names[MAX_PARTS];
    GpPanelsChart chart;
} Sample;

static Sample *
sample_new(guint n_parts, guint n_years)
{
    Sample *self = g_new0(Sample, 1);

    for (guint i = 0; i < N_PATH; i++)
        self->path[i] = (GpPathYear){2019 + (int)i, 1000e3 - 50e3 * i};
    for (guint i = 0; i < n_parts; i++) {
        double gap_kg = 10e3 * i - 100e3;

        self->names[i] = g_strdup_printf("Site %u", i + 1);
        for (guint k = 0; k < n_years; k++)
            self->years[i][k] =
                (GpTrackYear){.fy = 2019 + (int)k, .kg = 1000e3 - 50e3 * k, .is_comparable = TRUE};
        self->years[i][n_years - 1].kg += gap_kg;
        self->trajectories[i] =
            (GpTrajectory){.baseline_fy = 2019,
                           .path = self->path,
                           .n_path = N_PATH,
                           .latest_fy = 2018 + (int)n_years,
                           .latest_kg = self->years[i][n_years - 1].kg,
                           .gap_kg = gap_kg,
                           .verdict = gap_kg > 0 ? GP_VERDICT_OFF_TRACK : GP_VERDICT_ON_TRACK};
        self->parts[i] =
            (GpTrajectoryPart){self->names[i], self->years[i], n_years, &self->trajectories[i]};
    }
    self->chart = (GpPanelsChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                  .measure = "NHS Carbon Footprint",
                                  .part_name = "site",
                                  .parts_name = "sites",
                                  .path_words = "Each site is to fall alike",
                                  .parts = self->parts,
                                  .n_parts = n_parts};
    return self;
}

static void
sample_free(Sample *self)
{
    for (guint i = 0; i < MAX_PARTS; i++)
        g_free(self->names[i]);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_panels(&sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "panels");
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
    g_autoptr(Sample) sample = sample_new(14, 4);

    assert_title(sample, "3 of 14 sites are above their share of the path");
    sample->chart.n_parts = 12;
    assert_title(sample, "1 of 12 sites is above its share of the path");
    sample->chart.n_parts = 11; /* the last is on the path */
    assert_title(sample, "None of 11 sites is above its share of the path");
    sample->chart.parts = &sample->parts[11];
    sample->chart.n_parts = 3;
    assert_title(sample, "All 3 sites are above their share of the path");
    sample->chart.n_parts = 1;
    assert_title(sample, "Site 12: 10 tonnes above the path");
    sample->trajectories[11].gap_kg = 1;
    assert_title(sample, "Site 12: on the path");
    sample->parts[11].trajectory = NULL;
    assert_title(sample, "Site 12: nothing to hold against the path yet");
    sample->chart.n_parts = 2;
    assert_title(sample, "Only 1 of 2 sites can be held against the path");
    sample->chart.n_parts = 0;
    assert_title(sample, "No sites with figures yet");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_sorted_by_gap(void)
{
    g_autoptr(Sample) sample = sample_new(4, 4);
    g_autoptr(GpFigure) figure = NULL;
    const char *description, *first, *second, *last, *none;

    sample->trajectories[0].gap_kg = -5e3;
    sample->trajectories[1].gap_kg = 70e3;
    sample->parts[2].trajectory = NULL;
    sample->trajectories[3].gap_kg = 300e3;
    figure = figure_of(sample);
    description = gp_figure_description(figure);
    first = strstr(description, "Site 4: On track, 300 tonnes above in 2022/23.");
    second = strstr(description, "Site 2: On track, 70 tonnes above");
    last = strstr(description, "Site 1: On track, on its path");
    none = strstr(description, "Site 3: No path, no figure in the baseline year.");
    g_assert_true(first != NULL && first < second && second < last && last < none);
}

static void
test_lines_are_where_the_figures_are(void)
{
    g_autoptr(Sample) sample = sample_new(1, 3);
    g_autofree char *script = NULL;
    g_autoptr(GArray) actual = NULL;
    g_autoptr(GArray) path = NULL;
    g_autoptr(GArray) incomplete = NULL;
    g_autoptr(GArray) latest = NULL;

    sample->years[0][1].is_comparable = FALSE;
    script = script_of(sample);
    actual = script_block(script, "actual");
    path = script_block(script, "path");
    incomplete = script_block(script, "incomplete");
    latest = script_block(script, "latest");
    g_assert_cmpuint(path->len, ==, 2 * (N_PATH + 1));
    g_assert_cmpuint(incomplete->len, ==, 2);
    g_assert_cmpuint(latest->len, ==, 2);
    /* A gap, 2019/20, gaps, 2021/22, a gap: the first actual and the path begin together. */
    g_assert_true(isnan(cell(actual, 0)));
    g_assert_cmpfloat_with_epsilon(cell(actual, 2), cell(path, 0), 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(actual, 3), cell(path, 1), 1e-6);
    g_assert_true(isnan(cell(actual, 4)));
    g_assert_cmpfloat_with_epsilon(cell(incomplete, 1), cell(path, 3), 1e-6);
    g_assert_cmpfloat(cell(latest, 1), >, cell(path, 5)); /* 100 t below the path */
}

static void
test_without_a_comparable_year(void)
{
    g_autoptr(Sample) sample = sample_new(3, 2);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;

    sample->parts[1].trajectory = NULL;
    sample->years[1][0].is_comparable = sample->years[1][1].is_comparable = FALSE;
    figure = figure_of(sample);
    script = figure_script(figure);
    g_assert_cmpuint(script_count(script, "n_edges"), ==, 2);
    g_assert_nonnull(strstr(gp_figure_description(figure), "no comparable year: Site 2."));
}

static void
test_one_scale_unless_far_apart(void)
{
    g_autoptr(Sample) sample = sample_new(2, 3);
    g_autofree char *alike = script_of(sample);
    g_autofree char *apart = NULL;

    g_assert_nonnull(strstr(alike, "one scale for all, from zero"));
    for (guint i = 0; i < 3; i++)
        sample->years[0][i].kg = 10e6;
    apart = script_of(sample);
    g_assert_nonnull(strstr(apart, "each panel on a scale of its own, from zero"));
}

static void
test_sixty_sites(void)
{
    g_autoptr(Sample) sample = sample_new(60, 7);
    g_autoptr(GpFigure) figure = figure_of(sample);
    g_autofree char *script = figure_script(figure);
    g_autoptr(GArray) latest = script_block(script, "latest");

    check_labels(script);
    g_assert_cmpuint(latest->len, ==, 2 * 12);
    g_assert_cmpuint(script_count(script, "n_edges"), ==, 12);
    g_assert_true(script_says(script, "Site 60"));
    g_assert_true(script_says(script, "Site 49"));
    g_assert_false(script_says(script, "Site 48"));
    g_assert_nonnull(strstr(gp_figure_description(figure), "43 more sites"));
}

/* ── Words and pictures ─────────────────────────────────────────────────────────────────────── */

static void
test_all_is_said(void)
{
    static const char *const wanted[] = {
        "Site 2",
        "Off track",
        "20 tonnes above in 2022/23",
        "870 t",
        "2019/20",
        "2031/32",
        "NHS Carbon Footprint by site, Invented NHS Trust, financial years 2019/20 to 2031/32",
        "Source: invented figures",
    };
    g_autoptr(Sample) sample = sample_new(2, 4);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *drawn = NULL;

    sample->trajectories[1].gap_kg = 20e3;
    sample->trajectories[1].latest_kg = sample->years[1][3].kg = 870e3;
    sample->trajectories[1].verdict = GP_VERDICT_OFF_TRACK;
    figure = figure_of(sample);
    script = figure_script(figure);
    check_labels(script);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_test_message("%s", wanted[i]);
        g_assert_true(script_says(script, wanted[i]));
    }
    drawn = figure_drawn(figure);
    for (guint i = 0; drawn != NULL && i < G_N_ELEMENTS(wanted); i++)
        g_assert_nonnull(strstr(drawn, wanted[i]));
}

typedef struct {
    const char *name;
    guint n_parts, n_years;
    double first_t, step_t;
    gboolean has_path;
} Extreme;

static const Extreme extremes[] = {
    {"nothing", 0, 1, 0, 0, FALSE},
    {"one part, one year", 1, 1, 500, 0, FALSE},
    {"one part", 1, 4, 500, -20, TRUE},
    {"two years", 5, 2, 500, -20, TRUE},
    {"fifteen years", 7, 15, 500, -20, TRUE},
    {"nine parts", 9, 8, 500, 20, TRUE},
    {"all zero", 12, 8, 0, 0, FALSE},
    {"below zero", 3, 8, -500, 60, TRUE},
    {"all below zero", 3, 8, -500, 1, FALSE},
    {"only gaps", 4, 8, NAN, 0, TRUE},
    {"only gaps, no path", 4, 8, NAN, 0, FALSE},
    {"huge", 12, 8, 5e8, 1e7, FALSE},
    {"tiny", 12, 8, 1e-7, 0, FALSE},
};

static void
test_extremes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        const Extreme *extreme = &extremes[i];
        g_autoptr(Sample) sample = sample_new(extreme->n_parts, extreme->n_years);
        g_autoptr(GpFigure) figure = NULL;
        g_autofree char *script = NULL;
        g_autofree char *text = NULL;

        g_test_message("%s", extreme->name);
        for (guint k = 0; k < extreme->n_parts; k++) {
            for (guint year = 0; year < extreme->n_years; year++)
                sample->years[k][year].kg = 1000 * (extreme->first_t + extreme->step_t * year);
            sample->trajectories[k].latest_kg = sample->years[k][extreme->n_years - 1].kg;
            if (isnan(extreme->first_t))
                sample->trajectories[k].latest_fy = 0;
            if (!extreme->has_path)
                sample->parts[k].trajectory = NULL;
        }
        figure = figure_of(sample);
        script = figure_script(figure);
        check_labels(script);
        g_assert_null(strstr(script, "no figure\n"));
        text = figure_drawn(figure);
        g_assert_true(text == NULL || strstr(text, gp_figure_title(figure)) != NULL);
    }
}

static void
check_names(const char *name)
{
    g_autoptr(Sample) sample = sample_new(60, 6);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *text = NULL;

    for (guint i = 0; i < 60; i++)
        sample->parts[i].name = (char *)name;
    sample->chart.subject = (GpChartSubject){name, name, name};
    sample->chart.measure = sample->chart.path_words = name;
    figure = figure_of(sample);
    script = figure_script(figure);
    check_labels(script);
    text = figure_drawn(figure);
    g_assert_true(text == NULL || g_utf8_validate(text, -1, NULL));
}

static void
test_names_from_outside(void)
{
    for (guint writing = 0; writing < FIGURE_SCRIPTS; writing++) {
        g_autofree char *name = figure_long_name(writing);

        check_names(name);
    }
    for (guint i = 0; figure_hostile[i] != NULL; i++)
        check_names(figure_hostile[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_nonnull(g_getenv("GP_PLOTS"));
    g_test_add_func("/plot-panels/title", test_titles);
    g_test_add_func("/plot-panels/data/sorted", test_sorted_by_gap);
    g_test_add_func("/plot-panels/data/lines", test_lines_are_where_the_figures_are);
    g_test_add_func("/plot-panels/data/no-whole-year", test_without_a_comparable_year);
    g_test_add_func("/plot-panels/data/scale", test_one_scale_unless_far_apart);
    g_test_add_func("/plot-panels/data/sixty", test_sixty_sites);
    g_test_add_func("/plot-panels/words", test_all_is_said);
    g_test_add_func("/plot-panels/picture/extremes", test_extremes);
    g_test_add_func("/plot-panels/picture/names", test_names_from_outside);
    return g_test_run();
}
