/* SPDX-License-Identifier: MIT */
#include "gp-plot.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"

/* A trajectory of 2019/20 to 2031/32, from 1,000 t to 400 t, and what a chart needs beside it. */
typedef struct {
    GpTrackYear years[45];
    GpPathYear path[13];
    GpForecastYear forecast[10];
    GpMilestone milestone;
    GpTarget target;
    GpTrajectory trajectory;
    GpTrajectoryChart chart;
} Sample;

static void
sample_fill_series(Sample *self)
{
    for (guint i = 0; i < G_N_ELEMENTS(self->path); i++)
        self->path[i] = (GpPathYear){2019 + (int)i, 1000e3 - 50e3 * i};
    for (guint i = 0; i < 7; i++)
        self->years[i] =
            (GpTrackYear){.fy = 2019 + (int)i, .kg = 1000e3 - 40e3 * i, .is_comparable = TRUE};
    for (guint i = 0; i < 6; i++) {
        double kg = 720e3 - 40e3 * i;

        self->forecast[i] =
            (GpForecastYear){2026 + (int)i, kg, kg - 30e3, kg + 30e3, kg - 50e3, kg + 50e3};
    }
}

static void
sample_fill(Sample *self)
{
    memset(self, 0, sizeof *self);
    sample_fill_series(self);
    self->milestone = (GpMilestone){2031, 60, 0};
    self->target = (GpTarget){.baseline_fy = 2019,
                              .baseline_kg = NAN,
                              .milestones = &self->milestone,
                              .n_milestones = 1};
    self->trajectory = (GpTrajectory){.baseline_fy = 2019,
                                      .baseline_kg = 1000e3,
                                      .path = self->path,
                                      .n_path = 13,
                                      .latest_fy = 2025,
                                      .latest_kg = 760e3,
                                      .gap_kg = 60e3,
                                      .gap_percent = 8.6,
                                      .cumulative_gap_kg = 210e3,
                                      .pace_achieved_kg_per_year = -40e3,
                                      .pace_needed_kg_per_year = -60e3,
                                      .forecast = self->forecast,
                                      .n_forecast = 6,
                                      .n_comparable = 7,
                                      .verdict = GP_VERDICT_OFF_TRACK};
    self->chart = (GpTrajectoryChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                      .measure = "NHS Carbon Footprint",
                                      .target_name = "Green Plan",
                                      .path_words = "straight line to 60% below 2019/20",
                                      .years = self->years,
                                      .n_years = 7,
                                      .target = &self->target};
}

static char *
title_of(const Sample *sample)
{
    g_autoptr(GpFigure) figure = gp_figure_of_trajectory(&sample->trajectory, &sample->chart, NULL);

    g_assert_nonnull(figure);
    g_assert_cmpstr(gp_figure_name(figure), ==, "trajectory");
    return g_strdup(gp_figure_title(figure));
}

/* ── Title ──────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const char *title;
    GpVerdict verdict;
    guint n_comparable;
    int latest_fy;
    double latest_t, gap_t, cumulative_t;
    int forecast_fy; /* 0: none */
    double central_t;
} TitleCase;

static const TitleCase title_cases[] = {
    {"At the present pace we would miss the 2031/32 target by 320 tonnes", GP_VERDICT_OFF_TRACK, 7,
     2025, 760, 60, 210, 2031, 720},
    {"At the present pace we would miss the 2031/32 target by 12,000 tonnes", GP_VERDICT_OFF_TRACK,
     7, 2025, 760, 60, 210, 2031, 12745},
    {"In 2020/21 we were 1 tonne above the path", GP_VERDICT_AT_RISK, 8, 2020, 10, 1.04, 1, 0, 0},
    {"At the present pace we would just miss the 2031/32 target", GP_VERDICT_AT_RISK, 7, 2025, 700,
     0, 0, 2031, 403},
    {"At the present pace we would meet the 2031/32 target", GP_VERDICT_ON_TRACK, 7, 2025, 700, 0,
     0, 2031, 400},
    {"At the present pace we would meet the 2031/32 target", GP_VERDICT_ON_TRACK, 7, 2025, 100,
     -600, -900, 2031, -50},
    {"At the present pace we would beat the 2031/32 target by 100 tonnes", GP_VERDICT_ON_TRACK, 7,
     2025, 600, -100, -50, 2031, 300},
    {"At the present pace we would meet the 2031/32 target, but are 310 tonnes above the path in "
     "2025/26",
     GP_VERDICT_AT_RISK, 7, 2025, 1010, 310, 400, 2031, 390},
    {"At the present pace we would meet the 2031/32 target, but are 400 tonnes over the path since "
     "2019/20",
     GP_VERDICT_AT_RISK, 7, 2025, 690, -10, 400, 2031, 390},
    {"In 2020/21 we were 310 tonnes below the path", GP_VERDICT_ON_TRACK, 8, 2020, 640, -310, -310,
     2028, 200},
    {"In 2020/21 we were 310 tonnes above the path", GP_VERDICT_AT_RISK, 8, 2020, 1260, 310, 310, 0,
     0},
    {"In 2020/21 we were on the path", GP_VERDICT_ON_TRACK, 8, 2020, 955, 5, 5, 0, 0},
    {"In 2020/21 we were 2.5 tonnes above the path", GP_VERDICT_AT_RISK, 8, 2020, 10, 2.5, 2.5, 0,
     0},
    {"In 2020/21 we were less than 0.1 tonnes below the path", GP_VERDICT_ON_TRACK, 8, 2020, 0,
     -0.01, -0.01, 0, 0},
    {"No data yet after the 2019/20 baseline", GP_VERDICT_ON_TRACK, 6, 2019, 1000, 0, 0, 2025, 900},
    {"Too early to say: only 3 comparable years", GP_VERDICT_TOO_EARLY, 3, 2021, 950, 50, 90, 0, 0},
    {"Too early to say: only 1 comparable year", GP_VERDICT_TOO_EARLY, 1, 2019, 1000, 0, 0, 0, 0},
    {"Too early to say: no comparable year yet", GP_VERDICT_TOO_EARLY, 0, 0, NAN, NAN, NAN, 0, 0},
};

static void
test_title(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(title_cases); i++) {
        const TitleCase *c = &title_cases[i];
        Sample sample;
        g_autofree char *title = NULL;

        sample_fill(&sample);
        sample.trajectory.verdict = c->verdict;
        sample.trajectory.n_comparable = c->n_comparable;
        sample.trajectory.latest_fy = c->latest_fy;
        sample.trajectory.latest_kg = c->latest_t * 1000;
        sample.trajectory.gap_kg = c->gap_t * 1000;
        sample.trajectory.cumulative_gap_kg = c->cumulative_t * 1000;
        sample.trajectory.n_forecast = c->forecast_fy == 0 ? 0 : 1;
        sample.forecast[0].fy = c->forecast_fy;
        sample.forecast[0].central_kg = c->central_t * 1000;
        title = title_of(&sample);
        g_assert_cmpstr(title, ==, c->title);
    }
}

static void
test_title_of_a_past_target(void)
{
    Sample sample;
    g_autofree char *missed = NULL;
    g_autofree char *met = NULL;

    sample_fill(&sample);
    sample.trajectory.n_forecast = 0;
    sample.years[7] = (GpTrackYear){.fy = 2031, .kg = 720e3, .is_comparable = TRUE};
    sample.chart.n_years = 8;
    missed = title_of(&sample);
    sample.years[7].kg = 380e3;
    met = title_of(&sample);
    g_assert_cmpstr(missed, ==, "We missed the 2031/32 target by 320 tonnes");
    g_assert_cmpstr(met, ==, "We met the 2031/32 target");
}

static void
test_title_without_data(void)
{
    Sample sample;
    g_autofree char *title = NULL;

    sample_fill(&sample);
    sample.trajectory.n_comparable = 0;
    sample.trajectory.latest_fy = 0;
    sample.trajectory.verdict = GP_VERDICT_TOO_EARLY;
    sample.chart.n_years = 0;
    title = title_of(&sample);
    g_assert_cmpstr(title, ==, "No data yet");
}

static void
test_format_of_path(void)
{
    GpChartFormat format = GP_CHART_SVG;
    g_autoptr(GError) error = NULL;

    g_assert_true(gp_chart_format_of_path("/a.svg/b.PNG", &format, NULL));
    g_assert_cmpint(format, ==, GP_CHART_PNG);
    g_assert_true(gp_chart_format_of_path("b.pdf", &format, NULL));
    g_assert_cmpint(format, ==, GP_CHART_PDF);
    g_assert_false(gp_chart_format_of_path("b.svg.jpg", &format, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
    g_assert_false(gp_chart_format_of_path("svg", &format, NULL));
}

/* ── Drawing ────────────────────────────────────────────────────────────────────────────────── */

/* A folder of the test's own, with a folder in it that the library uses for temporary files. */
typedef struct {
    char *folder;
    char *temporary;
    char *path; /* PATH as it was */
} Place;

static void
place_set_up(Place *self, gconstpointer unused)
{
    (void)unused;
    self->folder = g_dir_make_tmp("test-plot-XXXXXX", NULL);
    self->temporary = g_build_filename(self->folder, "tmp", NULL);
    self->path = g_strdup(g_getenv("PATH"));
    g_assert_cmpint(g_mkdir(self->temporary, 0700), ==, 0);
    g_setenv("TMPDIR", self->temporary, TRUE);
}

static guint
count_entries(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    g_assert_nonnull(dir);
    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

/* Nothing may be left in the folder for temporary files, whatever happened. */
static void
place_tear_down(Place *self, gconstpointer unused)
{
    g_autoptr(GDir) dir = g_dir_open(self->folder, 0, NULL);
    const char *name;

    (void)unused;
    g_setenv("PATH", self->path, TRUE);
    g_assert_cmpuint(count_entries(self->temporary), ==, 0);
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(self->folder, name, NULL);

        g_remove(path);
    }
    g_assert_cmpint(g_rmdir(self->folder), ==, 0);
    g_free(self->folder);
    g_free(self->temporary);
    g_free(self->path);
}

static gboolean
draw_with(const Sample *sample,
          const char *plots_folder,
          const char *path,
          GpChartFormat format,
          GError **error)
{
    g_autoptr(GpFigure) figure =
        gp_figure_of_trajectory(&sample->trajectory, &sample->chart, error);

    return figure != NULL && gp_figure_draw(figure, plots_folder, path, format, error);
}

static gboolean
draw(const Place *place, const Sample *sample, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(place->folder, name, NULL);
    GpChartFormat format = GP_CHART_SVG;

    g_assert_true(gp_chart_format_of_path(name, &format, NULL));
    return draw_with(sample, g_getenv("GP_PLOTS"), path, format, error);
}

static char *
contents(const Place *place, const char *name, gsize *out_length)
{
    g_autofree char *path = g_build_filename(place->folder, name, NULL);
    g_autoptr(GError) error = NULL;
    char *bytes = NULL;

    g_file_get_contents(path, &bytes, out_length, &error);
    g_assert_no_error(error);
    return bytes;
}

static gboolean
has_gnuplot(void)
{
    g_autofree char *program = g_find_program_in_path("gnuplot");

    if (program == NULL)
        g_test_skip("gnuplot is not installed");
    return program != NULL;
}

/* Appends all text between tags, so that entities are undone. */
static void
collect_text(
    GMarkupParseContext *context, const char *text, gsize length, gpointer out, GError **error)
{
    (void)context;
    (void)error;
    g_string_append_len(out, text, (gssize)length);
    g_string_append_c(out, '\n');
}

static char *
svg_text(const char *svg)
{
    static const GMarkupParser parser = {.text = collect_text};
    GString *out = g_string_new(NULL);
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, out, NULL);
    g_autoptr(GError) error = NULL;

    g_markup_parse_context_parse(context, svg, -1, &error);
    g_assert_no_error(error);
    g_markup_parse_context_end_parse(context, &error);
    g_assert_no_error(error);
    return g_string_free(out, FALSE);
}

static char *
draw_svg_text(const Place *place, const Sample *sample)
{
    g_autofree char *svg = NULL;
    g_autoptr(GError) error = NULL;

    draw(place, sample, "chart.svg", &error);
    g_assert_no_error(error);
    svg = contents(place, "chart.svg", NULL);
    return svg_text(svg);
}

static void
test_signatures(Place *place, gconstpointer unused)
{
    static const char *const cases[][2] = {{"chart.svg", "<?xml"},
                                           {"chart.png", "\x89PNG"},
                                           {"chart.pdf", "%PDF-"}};
    Sample sample;

    (void)unused;
    if (!has_gnuplot())
        return;
    sample_fill(&sample);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *bytes = NULL;
        gsize length = 0;

        draw(place, &sample, cases[i][0], &error);
        g_assert_no_error(error);
        bytes = contents(place, cases[i][0], &length);
        g_assert_cmpuint(length, >, 5000);
        g_assert_cmpint(strncmp(bytes, cases[i][1], strlen(cases[i][1])), ==, 0);
    }
}

static void
test_svg_is_told_to_all(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autoptr(GError) error = NULL;
    g_autofree char *svg = NULL;

    (void)unused;
    if (!has_gnuplot())
        return;
    sample_fill(&sample);
    draw(place, &sample, "chart.svg", &error);
    g_assert_no_error(error);
    svg = contents(place, "chart.svg", NULL);
    g_assert_nonnull(strstr(svg, "<svg role=\"img\" aria-labelledby=\"title-"));
    g_assert_nonnull(strstr(
        svg, "\">At the present pace we would miss the 2031/32 target by 120 tonnes</title>"));
    g_assert_nonnull(strstr(svg, "In 2025/26: 60 t above the path (+8.6%)."));
    g_assert_nonnull(strstr(svg, "font-weight=\"bold\""));
    g_assert_null(strstr(svg, "GNUPLOT"));
    g_assert_null(strstr(svg, ":Bold"));
}

static void
test_svg_is_the_same_again(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    (void)unused;
    if (!has_gnuplot())
        return;
    sample_fill(&sample);
    g_assert_true(draw(place, &sample, "one.svg", NULL));
    g_assert_true(draw(place, &sample, "two.svg", NULL));
    first = contents(place, "one.svg", NULL);
    second = contents(place, "two.svg", NULL);
    g_assert_cmpstr(first, ==, second);
}

static void
test_panel_and_labels(Place *place, gconstpointer unused)
{
    static const char *const wanted[] = {
        "Off track",
        "In 2025/26",
        "60 t above the path (+8.6%)",
        "Pace so far",
        "down 40 t a year",
        "In total since 2019/20",
        "Pace needed to 2031/32",
        "down 60 t a year",
        "400 target",
        "520 forecast",
        "95% range 470 to 570",
        "Tonnes CO₂e (t)",
        "760",
        "Actual",
        "Source: invented figures",
    };
    Sample sample;
    g_autofree char *text = NULL;

    (void)unused;
    if (!has_gnuplot())
        return;
    sample_fill(&sample);
    text = draw_svg_text(place, &sample);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_autofree char *line = g_strdup_printf("\n%s\n", wanted[i]);

        g_assert_nonnull(strstr(text, line));
    }
}

static void
test_unknown_figures_have_no_line(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autofree char *text = NULL;

    (void)unused;
    if (!has_gnuplot())
        return;
    sample_fill(&sample);
    sample.trajectory.gap_kg = NAN;
    sample.trajectory.cumulative_gap_kg = NAN;
    sample.trajectory.pace_achieved_kg_per_year = NAN;
    sample.trajectory.pace_needed_kg_per_year = NAN;
    text = draw_svg_text(place, &sample);
    g_assert_null(strstr(text, "Pace"));
    g_assert_null(strstr(text, "In total"));
    g_assert_null(strstr(text, "In 2025"));
    g_assert_null(strstr(text, "no figure"));
}

/* ── What comes from outside ────────────────────────────────────────────────────────────────── */

static const char *const hostile[] = {
    "`/usr/bin/touch %s`",
    "$(/usr/bin/touch %s)",
    "\"';!/usr/bin/touch %s",
    "a\n!/usr/bin/touch %s",
    "a\r!/usr/bin/touch %s\n",
    "a\\\n!/usr/bin/touch %s",
    "'.system('/usr/bin/touch %s').'",
    "\".system(\"/usr/bin/touch %s\").\"",
    "@x @ARG1 %s",
    "{/x\"><script>alert(1)</script>} %s",
    "{/:Bold=40 a}_{b}^{c} ~a{b} &{c} %s",
    "EOD\nEOD\n!/usr/bin/touch %s",
    "<img src=x onerror=alert(1)> %s",
    "</text></svg><svg onload=alert(1)> %s",
    "font-family=\"Liberation Sans:Bold\" %s",
    "]]> &amp; &#60; &# &#x <!-- %s",
    "# | < { ( [ \\ %%s %%d %%n %s \\",
    "\001\002\033[31m\177 %s",
    "\302\205 \342\200\250 \342\200\256 \357\277\277 %s",
    "\377\300\200 %s",
};

static char *
hostile_text(const char *canary, guint i)
{
    g_auto(GStrv) parts = g_strsplit(hostile[i % G_N_ELEMENTS(hostile)], "%s", 2);

    return g_strconcat(parts[0], canary, parts[1], NULL);
}

/* Every text in every place, a few at a time. */
static void
test_hostile_text(Place *place, gconstpointer unused)
{
    g_autofree char *canary = g_build_filename(place->folder, "CANARY", NULL);

    (void)unused;
    if (!has_gnuplot())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_auto(GStrv) evil = g_new0(char *, 7);
        g_autofree char *text = NULL;
        Sample sample;

        sample_fill(&sample);
        for (guint j = 0; j < 6; j++)
            evil[j] = hostile_text(canary, i + 3 * j);
        sample.chart.subject.trust_name = evil[0];
        sample.chart.measure = evil[1];
        sample.chart.target_name = evil[2];
        sample.chart.path_words = evil[3];
        sample.chart.subject.source_line = evil[4];
        sample.chart.subject.data_note = evil[5];
        text = draw_svg_text(place, &sample);
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_true(i > 0 || draw(place, &sample, "chart.png", NULL));
        g_assert_false(g_file_test(canary, G_FILE_TEST_EXISTS));
    }
}

static void
test_text_is_shown_as_it_is(Place *place, gconstpointer unused)
{
    static const char *const texts[] = {"`touch CANARY`",
                                        "$(touch CANARY)",
                                        "\"';!touch CANARY",
                                        "@x",
                                        "EOD",
                                        "{/x\"><script>a</script>}",
                                        "<img onerror=a()>",
                                        "a\\",
                                        "100% #1 _under_ ^up^",
                                        "font-family=\"Liberation Sans:Bold\""};

    (void)unused;
    if (!has_gnuplot())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i += 2) {
        g_autofree char *note = g_strdup_printf("\n%s\n", texts[i]);
        g_autofree char *source = g_strdup_printf("\nSource: %s\n", texts[i + 1]);
        g_autofree char *text = NULL;
        Sample sample;

        sample_fill(&sample);
        sample.chart.subject.data_note = texts[i];
        sample.chart.subject.source_line = texts[i + 1];
        text = draw_svg_text(place, &sample);
        g_assert_nonnull(strstr(text, note));
        g_assert_nonnull(strstr(text, source));
    }
}

static void
test_xmllint_agrees(Place *place, gconstpointer unused)
{
    g_autofree char *program = g_find_program_in_path("xmllint");
    g_autofree char *path = g_build_filename(place->folder, "chart.svg", NULL);
    char *argv[] = {program, (char *)"--noout", path, NULL};
    g_autoptr(GError) error = NULL;
    Sample sample;
    int status = -1;

    (void)unused;
    if (program == NULL || !has_gnuplot()) {
        g_test_skip("xmllint or gnuplot is not installed");
        return;
    }
    sample_fill(&sample);
    sample.chart.subject.trust_name =
        "\001 \357\277\277 \357\277\276 </title><a xlink:href=\"//x\"> & ]]>";
    g_assert_true(draw(place, &sample, "chart.svg", NULL));
    g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_true(g_spawn_check_wait_status(status, NULL));
}

/* ── gnuplot itself ─────────────────────────────────────────────────────────────────────────── */

/* Puts a program of ours where gnuplot is looked for. */
static void
stand_in(const Place *place, const char *body)
{
    g_autofree char *path = g_build_filename(place->folder, "gnuplot", NULL);
    g_autofree char *script = g_strdup_printf("#!/bin/sh\n%s\n", body);
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, script, -1, &error);
    g_assert_no_error(error);
    g_assert_cmpint(g_chmod(path, 0700), ==, 0);
    g_setenv("PATH", place->folder, TRUE);
}

static void
test_missing_gnuplot(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autoptr(GError) error = NULL;

    (void)unused;
    g_setenv("PATH", "/nonexistent", TRUE);
    sample_fill(&sample);
    g_assert_false(draw(place, &sample, "chart.svg", &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_cmpstr(error->message, ==,
                    "gnuplot is not installed; it draws the charts (on Debian: apt-get install "
                    "gnuplot-nox)");
    g_assert_cmpuint(count_entries(place->folder), ==, 1);
}

#define SVG_START "<?xml version=\"1.0\"?><svg><title>a</title><desc>b</desc>"

/* What gnuplot does, and a part of what is said about it. */
static const char *const failures[][2] = {
    {"echo 'line 3: a bad thing' >&2; exit 1", "a bad thing"},
    {"exit 1", "gave no reason"},
    {"kill -9 $$", "killed by signal 9"},
    {"exit 0", "chart.out"},
    {": > chart.out", "no svg picture"},
    {"echo nonsense > chart.out", "no svg picture"},
    {"echo '<?xml version=\"1.0\"?><svg/>' > chart.out", "no title"},
    {"echo '" SVG_START "' > chart.out", "not safe"},
    {"echo '" SVG_START "<script>a</script></svg>' > chart.out", "“script”"},
    {"echo '" SVG_START "<g><x:SCRIPT/></g></svg>' > chart.out", "“x:SCRIPT”"},
    {"echo '" SVG_START "<g onload=\"a()\"/></svg>' > chart.out", "“onload”"},
    {"echo '" SVG_START "<use xlink:href=\"http://x\"/></svg>' > chart.out", "“xlink:href”"},
    {"echo '" SVG_START "<image href=\"#a\"/></svg>' > chart.out", "“image”"},
    {"echo '<?xml version=\"1.0\"?><!DOCTYPE svg><svg/>' > chart.out", "document type"},
};

static void
test_failures_leave_the_old_picture(Place *place, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(place->folder, "chart.svg", NULL);
    Sample sample;

    (void)unused;
    sample_fill(&sample);
    g_assert_true(g_file_set_contents(path, "old", -1, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *kept = NULL;

        stand_in(place, failures[i][0]);
        g_assert_false(draw(place, &sample, "chart.svg", &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_IO);
        g_assert_nonnull(strstr(error->message, failures[i][1]));
        kept = contents(place, "chart.svg", NULL);
        g_assert_cmpstr(kept, ==, "old");
    }
}

static void
test_harmless_svg_passes(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autoptr(GError) error = NULL;

    (void)unused;
    sample_fill(&sample);
    stand_in(place, "echo '" SVG_START "<use xlink:href=\"#a\"/>onload=1</svg>' > chart.out");
    draw(place, &sample, "chart.svg", &error);
    g_assert_no_error(error);
}

static void
test_nowhere_to_write(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) folder_error = NULL;
    g_autofree char *name = g_build_filename("no such folder", "chart.svg", NULL);

    (void)unused;
    if (!has_gnuplot())
        return;
    sample_fill(&sample);
    g_assert_false(draw(place, &sample, name, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_false(
        draw_with(&sample, g_getenv("GP_PLOTS"), place->temporary, GP_CHART_SVG, &folder_error));
    g_assert_error(folder_error, GP_ERROR, GP_ERROR_IO);
    g_assert_cmpuint(count_entries(place->folder), ==, 1);
}

static void
test_plots_folder_is_not_there(Place *place, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(place->folder, "chart.svg", NULL);
    Sample sample;
    g_autoptr(GError) error = NULL;

    (void)unused;
    sample_fill(&sample);
    stand_in(place, "exit 0");
    g_assert_false(draw_with(&sample, "/nonexistent", path, GP_CHART_SVG, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "/nonexistent/trajectory.gp"));
}

static void
test_gnuplot_sees_nothing_of_ours(Place *place, gconstpointer unused)
{
    g_autofree char *body = g_strdup_printf("/usr/bin/env > '%s/seen'; echo \"$@\" >> '%s/seen'",
                                            place->folder, place->folder);
    g_autofree char *seen = NULL;
    g_autofree char *arguments = g_strdup_printf("\n-d -c %s/trajectory.gp %s pdf\n",
                                                 g_getenv("GP_PLOTS"), g_getenv("GP_PLOTS"));
    Sample sample;

    (void)unused;
    sample_fill(&sample);
    g_setenv("GP_TEST_SECRET", "secret", TRUE);
    stand_in(place, body);
    g_assert_false(draw(place, &sample, "chart.pdf", NULL));
    seen = contents(place, "seen", NULL);
    g_assert_null(strstr(seen, "secret"));
    g_assert_null(strstr(seen, "GP_PLOTS"));
    g_assert_nonnull(strstr(seen, "LC_ALL=C.UTF-8\n"));
    g_assert_nonnull(strstr(seen, arguments));
}

/* ── The numbers that gnuplot gets ──────────────────────────────────────────────────────────── */

/* What the library wrote for gnuplot. */
static char *
captured(const Place *place, const Sample *sample)
{
    g_autofree char *body =
        g_strdup_printf("/bin/cp chart.gp '%s/chart.gp'; exit 1", place->folder);

    stand_in(place, body);
    g_assert_false(draw(place, sample, "chart.svg", NULL));
    g_setenv("PATH", place->path, TRUE);
    return contents(place, "chart.gp", NULL);
}

/* A block of numbers. */
static GArray *
block(const char *script, const char *name)
{
    g_autofree char *start = g_strdup_printf("\n$%s << ", name);
    const char *line = strstr(script, start);
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(double));

    g_assert_nonnull(line);
    for (line = strchr(line + 1, '\n') + 1; !g_str_has_prefix(line, "end_");
         line = strchr(line, '\n') + 1) {
        g_autofree char *row = g_strndup(line, (gsize)(strchr(line, '\n') - line));
        g_auto(GStrv) words = g_strsplit(row, " ", -1);

        for (guint i = 0; words[i] != NULL; i++) {
            double value = g_ascii_strtod(words[i], NULL);

            g_array_append_val(cells, value);
        }
    }
    return cells;
}

static GArray *
array(const char *script, const char *name)
{
    g_autofree char *start = g_strdup_printf("\narray %s[", name);
    const char *line = strstr(script, start);
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(double));

    g_assert_nonnull(line);
    for (line = strstr(line, " = [") + 4; *(line - 1) != ']';) {
        char *end = NULL;
        double value = g_ascii_strtod(line, &end);

        g_array_append_val(cells, value);
        line = end + (*end == ',' ? 2 : 1);
    }
    return cells;
}

static double
cell(const GArray *cells, guint i)
{
    g_assert_cmpuint(i, <, cells->len);
    return g_array_index(cells, double, i);
}

static void
test_gaps_are_gaps(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autofree char *script = NULL;
    g_autoptr(GArray) actual = NULL;
    g_autoptr(GArray) incomplete = NULL;
    g_autoptr(GArray) no_data = NULL;

    (void)unused;
    sample_fill(&sample);
    sample.years[2].kg = NAN;
    sample.years[3].kg = NAN;
    sample.years[5].is_comparable = FALSE;
    script = captured(place, &sample);
    actual = block(script, "actual");
    incomplete = block(script, "incomplete");
    no_data = array(script, "no_data");
    g_assert_cmpfloat_with_epsilon(cell(actual, 1), 1000, 1e-6);
    g_assert_true(isnan(cell(actual, 5)));
    g_assert_true(isnan(cell(actual, 7)));
    g_assert_cmpfloat_with_epsilon(cell(actual, 9), 840, 1e-6);
    g_assert_true(isnan(cell(actual, 11)));
    g_assert_cmpuint(incomplete->len, ==, 2);
    g_assert_cmpfloat_with_epsilon(cell(incomplete, 0), 2024, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(incomplete, 1), 800, 1e-6);
    g_assert_cmpuint(no_data->len, ==, 2);
    g_assert_cmpfloat_with_epsilon(cell(no_data, 0), 2020.5, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(no_data, 1), 2022.5, 1e-6);
}

static void
test_a_jumped_year_is_a_gap(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autofree char *script = NULL;
    g_autoptr(GArray) actual = NULL;
    g_autoptr(GArray) no_data = NULL;

    (void)unused;
    sample_fill(&sample);
    memmove(&sample.years[2], &sample.years[3], 4 * sizeof sample.years[0]);
    sample.chart.n_years = 6;
    script = captured(place, &sample);
    actual = block(script, "actual");
    no_data = array(script, "no_data");
    g_assert_true(isnan(cell(actual, 5)));
    g_assert_cmpfloat_with_epsilon(cell(no_data, 0), 2020.5, 1e-6);
}

static void
test_forecast_starts_at_the_last_actual(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autofree char *script = NULL;
    g_autoptr(GArray) forecast = NULL;

    (void)unused;
    sample_fill(&sample);
    script = captured(place, &sample);
    forecast = block(script, "forecast");
    g_assert_cmpuint(forecast->len, ==, 7 * 6);
    for (guint i = 1; i < 6; i++)
        g_assert_cmpfloat_with_epsilon(cell(forecast, i), 760, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(forecast, 6 + 1), 720, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(forecast, 6 + 5), 770, 1e-6);
}

static void
test_thousands_from_ten_thousand_tonnes(Place *place, gconstpointer unused)
{
    Sample sample;
    g_autofree char *below = NULL;
    g_autofree char *above = NULL;

    (void)unused;
    sample_fill(&sample);
    sample.years[0].kg = 9999e3;
    below = captured(place, &sample);
    sample.years[0].kg = 10000e3;
    above = captured(place, &sample);
    g_assert_nonnull(strstr(below, "\nTonnes CO₂e (t)\n"));
    g_assert_nonnull(strstr(above, "\nThousand tonnes CO₂e (kt)\n"));
}

/* Labels of one column of the page may not stand on one another, nor off the page. */
static void
check_labels(const char *script)
{
    g_autoptr(GArray) x = array(script, "label_x");
    g_autoptr(GArray) y = array(script, "label_y");
    g_autoptr(GArray) size = array(script, "label_size");
    g_autoptr(GArray) turn = array(script, "label_turn");

    for (guint i = 0; i < x->len; i++) {
        g_assert_cmpfloat(cell(x, i), >, 0);
        g_assert_cmpfloat(cell(x, i), <, 1600);
        g_assert_cmpfloat(cell(y, i), >, 0);
        g_assert_cmpfloat(cell(y, i), <, 900);
        for (guint j = 0; j < i; j++) {
            double apart = fabs(cell(y, i) - cell(y, j));
            gboolean is_beside = fabs(cell(x, i) - cell(x, j)) > 20 || cell(turn, i) > 0;

            if (apart < 1 && cell(size, i) < 21.5 && cell(size, i) > 20.5) /* the x axis */
                g_assert_cmpfloat(fabs(cell(x, i) - cell(x, j)), >, 85);
            g_assert_true(is_beside || apart > 0.45 * (cell(size, i) + cell(size, j)));
        }
    }
}

/* A series as others may bring it. */
typedef struct {
    const char *name;
    guint n_years;
    double first_t, step_t;
    guint no_data_every; /* 0: never */
    guint n_forecast;
    double central_t;
} Extreme;

static const Extreme extremes[] = {
    {"one year", 1, 1000, 0, 0, 0, 0},
    {"two years", 2, 1000, -100, 0, 0, 0},
    {"fifteen years", 15, 1000, -10, 0, 0, 0},
    {"forty years", 40, 1000, -10, 3, 0, 0},
    {"all zero", 6, 0, 0, 0, 6, 0},
    {"below zero", 6, 100, -40, 0, 6, -300},
    {"far above", 6, 90000, 20000, 0, 6, 300000},
    {"on the target", 7, 1000, -40, 0, 6, 400},
    {"no data", 8, NAN, 0, 0, 0, 0},
    {"no years", 0, 0, 0, 0, 0, 0},
    {"huge", 6, 4e9, 1e8, 0, 6, 5e9},
    {"tiny", 6, 1e-9, 0, 0, 6, 0},
};

static void
sample_stretch(Sample *self, const Extreme *extreme)
{
    GpTrajectory *trajectory = &self->trajectory;

    sample_fill(self);
    self->chart.n_years = extreme->n_years;
    for (guint i = 0; i < extreme->n_years; i++) {
        gboolean is_missing =
            extreme->no_data_every > 0 && i % extreme->no_data_every == extreme->no_data_every - 1;
        double kg = (extreme->first_t + extreme->step_t * i) * 1000;

        self->years[i] = (GpTrackYear){.fy = 2019 + (int)i,
                                       .kg = is_missing ? NAN : kg,
                                       .is_comparable = i % 7 != 5};
        if (isfinite(self->years[i].kg) && self->years[i].is_comparable) {
            trajectory->latest_fy = self->years[i].fy;
            trajectory->latest_kg = kg;
        }
    }
    trajectory->n_forecast = extreme->n_forecast;
    for (guint i = 0; i < extreme->n_forecast; i++) {
        double kg = extreme->central_t * 1000;

        self->forecast[i] = (GpForecastYear){
            trajectory->latest_fy + 1 + (int)i, kg, kg - 1e5, kg + 1e5, kg - 2e5, kg + 2e5};
    }
}

static void
test_extremes(Place *place, gconstpointer unused)
{
    (void)unused;
    if (!has_gnuplot())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        Sample sample;
        g_autofree char *script = NULL;
        g_autofree char *text = NULL;

        g_test_message("%s", extremes[i].name);
        sample_stretch(&sample, &extremes[i]);
        script = captured(place, &sample);
        check_labels(script);
        text = draw_svg_text(place, &sample);
        g_assert_null(strstr(text, " nan"));
        g_assert_null(strstr(text, "no figure"));
    }
}

static void
test_long_names(Place *place, gconstpointer unused)
{
    static const char *const words[] = {"Hospital ", "Νοσοκομείο ", "医院国家医疗服务", "مستشفى "};
    Sample sample;

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        GString *name = g_string_new(NULL);
        g_autofree char *script = NULL;

        while (g_utf8_strlen(name->str, -1) < 300)
            g_string_append(name, words[i]);
        sample_fill(&sample);
        sample.chart.subject.trust_name = sample.chart.measure = name->str;
        sample.chart.target_name = sample.chart.path_words = name->str;
        sample.chart.subject.source_line = sample.chart.subject.data_note = name->str;
        script = captured(place, &sample);
        check_labels(script);
        g_assert_nonnull(strstr(script, "2031/32\n"));
        g_string_free(name, TRUE);
    }
}

#define add(path, test) g_test_add("/plot/" path, Place, NULL, place_set_up, test, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_nonnull(g_getenv("GP_PLOTS"));
    g_test_add_func("/plot/title/table", test_title);
    g_test_add_func("/plot/title/past-target", test_title_of_a_past_target);
    g_test_add_func("/plot/title/no-data", test_title_without_data);
    g_test_add_func("/plot/format/of-path", test_format_of_path);
    add("picture/signatures", test_signatures);
    add("picture/title-and-description", test_svg_is_told_to_all);
    add("picture/same-again", test_svg_is_the_same_again);
    add("picture/panel-and-labels", test_panel_and_labels);
    add("picture/unknown-figures", test_unknown_figures_have_no_line);
    add("picture/extremes", test_extremes);
    add("picture/long-names", test_long_names);
    add("hostile/nothing-runs", test_hostile_text);
    add("hostile/shown-as-it-is", test_text_is_shown_as_it_is);
    add("hostile/xmllint", test_xmllint_agrees);
    add("gnuplot/missing", test_missing_gnuplot);
    add("gnuplot/failures", test_failures_leave_the_old_picture);
    add("gnuplot/harmless", test_harmless_svg_passes);
    add("gnuplot/nowhere-to-write", test_nowhere_to_write);
    add("gnuplot/no-plots-folder", test_plots_folder_is_not_there);
    add("gnuplot/environment", test_gnuplot_sees_nothing_of_ours);
    add("data/gaps", test_gaps_are_gaps);
    add("data/jumped-year", test_a_jumped_year_is_a_gap);
    add("data/forecast-start", test_forecast_starts_at_the_last_actual);
    add("data/unit", test_thousands_from_ten_thousand_tonnes);
    return g_test_run();
}
