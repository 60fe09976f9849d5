/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define NANO GP_NANO

/* A series by month from April 2023 on, and its marks, which track/ would make. */
typedef struct {
    GpSeries *series;
    GpXmr *xmr;
    GpSpcChart chart;
} Sample;

static void
set_limits(Sample *self, guint segment, gint64 lower, gint64 mean, gint64 upper)
{
    GpXmrSegment *limits = &g_array_index(self->xmr->segments, GpXmrSegment, segment);

    limits->has_limits = TRUE;
    limits->lower = (GpInt128)lower * NANO;
    limits->mean = (GpInt128)mean * NANO;
    limits->upper = (GpInt128)upper * NANO;
}

static void
add_segment(Sample *self, guint first, guint n, const char *reason)
{
    GpXmrSegment segment = {.first = first, .n = n, .n_based = n, .reason = g_strdup(reason)};

    g_array_append_val(self->xmr->segments, segment);
    for (guint i = first; i < first + n; i++)
        g_array_index(self->xmr->points, GpXmrPoint, i).segment = self->xmr->segments->len - 1;
}

/* @n values around 1,000; 90 and 1,110 are the limits. */
static Sample *
sample_new(guint n)
{
    Sample *self = g_new0(Sample, 1);
    GpMonth first = gp_month_from_civil(2023, 4);

    self->series = gp_series_new(TRUE);
    self->series->step_months = 1;
    g_free(self->series->title);
    g_free(self->series->unit);
    self->series->title = g_strdup("Gas");
    self->series->unit = g_strdup("kWh");
    for (guint i = 0; i < n; i++)
        gp_series_add(self->series, gp_month_first_day(first + (int)i),
                      (1000 + (gint64)(i * 37 % 50)) * GP_MICRO);
    self->xmr = gp_xmr_new(n);
    self->xmr->direction = GP_DIRECTION_DECREASE;
    self->xmr->is_screened = TRUE;
    self->xmr->last = n == 0 ? 0 : n - 1;
    if (n > 0)
        add_segment(self, 0, n, "");
    if (n > 1)
        set_limits(self, 0, 890, 1000, 1110);
    self->chart = (GpSpcChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                               .series = self->series,
                               .xmr = self->xmr};
    return self;
}

static void
sample_free(Sample *self)
{
    gp_series_free(self->series);
    gp_xmr_free(self->xmr);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

/* Marks @n points from @first on, as one run. */
static void
mark(Sample *self, guint first, guint n, GpXmrRule rule, int sign, GpXmrType type)
{
    for (guint i = first; i < first + n; i++) {
        GpXmrPoint *point = &g_array_index(self->xmr->points, GpXmrPoint, i);

        point->rule = rule;
        point->sign = sign;
        point->type = type;
        point->rule_first = rule == GP_XMR_OUTSIDE ? i : first;
        point->rule_last = rule == GP_XMR_OUTSIDE ? i : first + n - 1;
    }
    self->xmr->variation = gp_xmr_point(self->xmr, self->xmr->last)->type;
}

static void
set_target(Sample *self, gint64 target, GpAssurance assurance)
{
    self->xmr->has_target = TRUE;
    self->xmr->target_micro = target * GP_MICRO;
    self->xmr->assurance = assurance;
}

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_spc(&sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "spc");
    return figure;
}

static char *
script_of(const Sample *sample)
{
    g_autoptr(GpFigure) figure = figure_of(sample);

    return figure_script(figure);
}

/* ── Title ──────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const char *title;
    GpXmrRule rule;
    guint n; /* points up to the last that it holds for */
    int sign;
    GpXmrType type;
    GpAssurance assurance;
} TitleCase;

static const TitleCase title_cases[] = {
    {"Gas showed no significant change", GP_XMR_NONE, 0, 0, GP_XMR_COMMON, GP_ASSURANCE_NONE},
    {"Gas showed no significant change and may miss the target", GP_XMR_NONE, 0, 0, GP_XMR_COMMON,
     GP_ASSURANCE_INCONSISTENT},
    {"Gas showed no significant change and would miss the target", GP_XMR_NONE, 0, 0, GP_XMR_COMMON,
     GP_ASSURANCE_FAIL},
    {"Gas fell unusually low in September 2024", GP_XMR_OUTSIDE, 1, -1, GP_XMR_IMPROVEMENT,
     GP_ASSURANCE_NONE},
    {"Gas ran unusually high for 2 months and would miss the target", GP_XMR_OUTSIDE, 2, 1,
     GP_XMR_CONCERN, GP_ASSURANCE_FAIL},
    {"Gas rose for 7 months in a row, but would meet the target", GP_XMR_TREND, 7, 1,
     GP_XMR_CONCERN, GP_ASSURANCE_PASS},
    {"Gas fell for 8 months in a row, but may miss the target", GP_XMR_TREND, 8, -1,
     GP_XMR_IMPROVEMENT, GP_ASSURANCE_INCONSISTENT},
    {"Gas ran close to the upper limit", GP_XMR_TWO_OF_THREE, 3, 1, GP_XMR_NEUTRAL_HIGH,
     GP_ASSURANCE_NONE},
    {"Gas stayed below the mean for 9 months, but would miss the target", GP_XMR_SHIFT, 9, -1,
     GP_XMR_IMPROVEMENT, GP_ASSURANCE_FAIL},
    {"Gas stayed below the mean for 9 months and would meet the target", GP_XMR_SHIFT, 9, -1,
     GP_XMR_IMPROVEMENT, GP_ASSURANCE_PASS},
};

static void
test_titles(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(title_cases); i++) {
        const TitleCase *c = &title_cases[i];
        g_autoptr(Sample) sample = sample_new(18);
        g_autoptr(GpFigure) figure = NULL;

        if (c->n > 0)
            mark(sample, 18 - c->n, c->n, c->rule, c->sign, c->type);
        if (c->assurance != GP_ASSURANCE_NONE)
            set_target(sample, 900, c->assurance);
        figure = figure_of(sample);
        g_assert_cmpstr(gp_figure_title(figure), ==, c->title);
    }
}

static void
test_titles_without_enough(void)
{
    g_autoptr(Sample) none = sample_new(0), one = sample_new(1);
    g_autoptr(GpFigure) of_none = figure_of(none);
    g_autoptr(GpFigure) of_one = figure_of(one);

    g_assert_cmpstr(gp_figure_title(of_none), ==, "Gas: no data yet");
    g_assert_cmpstr(gp_figure_title(of_one), ==, "Gas: too early to say, with 1 month of figures");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_points_and_limits(void)
{
    const double month = gp_month_from_civil(2023, 4);
    const double points[] = {month,     1000, 0, 0, month + 1, NAN,  0, 0, month + 2, 1024, 2, 1,
                             month + 3, NAN,  0, 0, month + 3, 1011, 0, 0};
    const double limits[] = {month - 0.3, 1000, 890, 1110, month + 2.3, 1000, 890, 1110,
                             month + 2.3, NAN,  NAN, NAN,  month + 2.7, 700,  600, 800};
    g_autoptr(Sample) sample = sample_new(6);
    g_autofree char *script = NULL;
    g_autoptr(GArray) drawn = NULL;
    g_autoptr(GArray) drawn_limits = NULL;
    g_autoptr(GArray) no_data = NULL;

    g_array_index(sample->series->points, GpSeriesPoint, 1).has_value = FALSE;
    g_array_index(sample->xmr->segments, GpXmrSegment, 0).n = 3;
    add_segment(sample, 3, 3, "new boilers");
    set_limits(sample, 1, 600, 700, 800);
    mark(sample, 2, 1, GP_XMR_OUTSIDE, 1, GP_XMR_CONCERN);
    script = script_of(sample);
    drawn = script_block(script, "points");
    drawn_limits = script_block(script, "limits");
    no_data = script_array(script, "no_data");
    assert_cells(drawn, 0, points, G_N_ELEMENTS(points));
    assert_cells(drawn_limits, 0, limits, G_N_ELEMENTS(limits));
    g_assert_cmpuint(script_count(script, "n_no_data"), ==, 1);
    g_assert_cmpfloat_with_epsilon(cell(no_data, 0), month + 0.5, 1e-9);
    g_assert_cmpuint(script_count(script, "n_breaks"), ==, 1);
}

static void
test_tonnes_from_ten_on(void)
{
    g_autoptr(Sample) small = sample_new(12), large = sample_new(12);
    g_autofree char *of_small = NULL;
    g_autofree char *of_large = NULL;
    g_autoptr(GArray) points = NULL;

    g_free(small->series->unit);
    g_free(large->series->unit);
    small->series->unit = g_strdup("kg CO2e");
    large->series->unit = g_strdup("kg CO2e");
    g_array_index(large->series->points, GpSeriesPoint, 3).value_micro = 12000 * GP_MICRO;
    of_small = script_of(small);
    of_large = script_of(large);
    points = script_block(of_large, "points");
    g_assert_true(script_says(of_small, "kg CO₂e, each month (axis does not start at zero)"));
    g_assert_true(script_says(of_large, "Tonnes CO₂e, each month"));
    g_assert_cmpfloat_with_epsilon(cell(points, 3 * 4 + 1), 12, 1e-9);
}

static void
test_axis_says_where_it_starts(void)
{
    g_autoptr(Sample) far = sample_new(12), near = sample_new(12);
    g_autofree char *of_far = script_of(far);
    g_autofree char *of_near = NULL;

    set_target(near, 100, GP_ASSURANCE_FAIL);
    of_near = script_of(near);
    g_assert_cmpfloat(script_number(of_far, "y_low"), >, 0);
    g_assert_true(script_says(of_far, "kWh, each month (axis does not start at zero)"));
    g_assert_cmpfloat_with_epsilon(script_number(of_near, "y_low"), 0, 1e-9);
    g_assert_true(script_says(of_near, "kWh, each month"));
}

/* ── Words ──────────────────────────────────────────────────────────────────────────────────── */

static void
test_all_is_said(void)
{
    static const char *const wanted[] = {
        "Upper limit 1,110",
        "Lower limit 890",
        "Mean 1,000",
        "Target 880",
        "Sep 2024: 1,029",
        "Variation",
        "improving",
        "L",
        "Assurance",
        "consistently",
        "missed",
        "F",
        "9 months below the mean",
        "Jun 2023 above the upper limit",
        "common cause",
        "special cause, improving",
        "special cause, concerning",
        "Gas, weather taken out, Invented NHS Trust, April 2023 to September 2024",
        "Invented data",
        "Source: invented figures",
    };
    g_autoptr(Sample) sample = sample_new(18);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *drawn = NULL;

    mark(sample, 2, 1, GP_XMR_OUTSIDE, 1, GP_XMR_CONCERN);
    mark(sample, 9, 9, GP_XMR_SHIFT, -1, GP_XMR_IMPROVEMENT);
    set_target(sample, 880, GP_ASSURANCE_FAIL);
    sample->chart.subject.data_note = "Invented data";
    sample->chart.adjustment = "Weather taken out: each value as in a mean month.";
    figure = figure_of(sample);
    script = figure_script(figure);
    check_labels(script);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_test_message("%s", wanted[i]);
        g_assert_true(script_says(script, wanted[i]));
    }
    g_assert_nonnull(strstr(script, "Lower is better. Weather taken out: each"));
    g_assert_nonnull(strstr(gp_figure_description(figure), "Variation: improving."));
    drawn = figure_drawn(figure);
    for (guint i = 0; drawn != NULL && i < G_N_ELEMENTS(wanted); i++)
        g_assert_nonnull(strstr(drawn, wanted[i]));
}

static void
test_causes_are_told_together(void)
{
    g_autoptr(Sample) sample = sample_new(30);
    g_autofree char *script = NULL;

    mark(sample, 3, 3, GP_XMR_OUTSIDE, -1, GP_XMR_IMPROVEMENT);
    mark(sample, 10, 7, GP_XMR_TREND, 1, GP_XMR_CONCERN);
    mark(sample, 12, 1, GP_XMR_OUTSIDE, 1, GP_XMR_CONCERN); /* inside the trend */
    mark(sample, 25, 3, GP_XMR_TWO_OF_THREE, 1, GP_XMR_CONCERN);
    script = script_of(sample);
    g_assert_true(script_says(script, "3 months below the lower limit"));
    g_assert_true(script_says(script, "7 months rising"));
    g_assert_true(script_says(script, "Apr 2024 above the upper limit"));
    g_assert_true(script_says(script, "May 2025 close to the upper limit"));
}

static void
test_many_breaks_stand_in_the_foot(void)
{
    g_autoptr(Sample) sample = sample_new(40);
    g_autofree char *script = NULL;

    g_array_index(sample->xmr->segments, GpXmrSegment, 0).n = 36;
    for (guint i = 36; i < 40; i++) {
        add_segment(sample, i, 1, "why not");
        set_limits(sample, i - 35, 890, 1000, 1110);
    }
    script = script_of(sample);
    check_labels(script);
    g_assert_cmpuint(script_count(script, "n_breaks"), ==, 4);
    g_assert_nonnull(strstr(script, "New limits from May 2026: why not."));
}

static void
test_breaks_have_their_reason(void)
{
    g_autoptr(Sample) sample = sample_new(24);
    g_autofree char *script = NULL;

    g_array_index(sample->xmr->segments, GpXmrSegment, 0).n = 12;
    add_segment(sample, 12, 12, "");
    set_limits(sample, 1, 890, 1000, 1110);
    script = script_of(sample);
    g_assert_nonnull(strstr(script, "\nNew limits from April 2024: no"));
    g_assert_null(strstr(script, "trial limits"));
    check_labels(script);
    g_array_index(sample->xmr->segments, GpXmrSegment, 1).n_based = 11;
    g_free(script);
    script = script_of(sample);
    g_assert_nonnull(strstr(script, "trial limits"));
}

/* ── Extremes ───────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const char *name;
    guint n;
    gint64 first, step;
    guint missing_every, break_every, mark_every; /* 0: never */
} Extreme;

static const Extreme extremes[] = {
    {"nothing", 0, 0, 0, 0, 0, 0},
    {"one month", 1, 500, 0, 0, 0, 0},
    {"two months", 2, 500, 100, 0, 0, 0},
    {"a year", 12, 500, 10, 0, 0, 3},
    {"fifteen years", 180, 100, 10, 0, 60, 7},
    {"all zero", 24, 0, 0, 0, 0, 0},
    {"one below zero", 24, -1, 3, 0, 0, 0},
    {"all below zero", 24, -9000, 30, 0, 0, 5},
    {"only gaps", 24, 5, 1, 1, 0, 0},
    {"many gaps", 24, 5, 1, 2, 0, 0},
    {"many breaks", 60, 1000, 20, 0, 4, 2},
    {"huge", 24, 900000000000, 1000000, 0, 12, 1},
};

static Sample *
sample_of(const Extreme *extreme)
{
    Sample *self = sample_new(extreme->n);
    guint every = extreme->break_every == 0 ? MAX(extreme->n, 1) : extreme->break_every;

    g_array_set_size(self->xmr->segments, 0);
    self->xmr->last = 0;
    for (guint i = 0; i < extreme->n; i++) {
        GpSeriesPoint *point = &g_array_index(self->series->points, GpSeriesPoint, i);

        point->value_micro = (extreme->first + extreme->step * (i * 7 % 11)) * GP_MICRO;
        point->has_value = extreme->missing_every == 0 || i % extreme->missing_every != 0;
        if (point->has_value)
            self->xmr->last = i;
        if (i % every == 0) {
            add_segment(self, i, MIN(every, extreme->n - i), "the boilers were replaced");
            if (extreme->n > 1)
                set_limits(self, i / every, extreme->first - 2 * extreme->step,
                           extreme->first + 5 * extreme->step, extreme->first + 9 * extreme->step);
        }
        if (extreme->mark_every > 0 && i % extreme->mark_every == 0)
            mark(self, i, 1, i % 2 == 0 ? GP_XMR_OUTSIDE : GP_XMR_TREND, i % 2 == 0 ? 1 : -1,
                 i % 2 == 0 ? GP_XMR_CONCERN : GP_XMR_IMPROVEMENT);
    }
    set_target(self, extreme->first - extreme->step, GP_ASSURANCE_INCONSISTENT);
    return self;
}

static void
test_extremes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        g_autoptr(Sample) sample = NULL;
        g_autoptr(GpFigure) figure = NULL;
        g_autofree char *script = NULL;
        g_autofree char *text = NULL;

        g_test_message("%s", extremes[i].name);
        sample = sample_of(&extremes[i]);
        figure = figure_of(sample);
        script = figure_script(figure);
        check_labels(script);
        g_assert_null(strstr(script, "no figure\n"));
        text = figure_drawn(figure);
        g_assert_true(text == NULL || strstr(text, gp_figure_title(figure)) != NULL);
    }
}

static void
test_long_names(void)
{
    for (guint writing = 0; writing < FIGURE_SCRIPTS; writing++) {
        g_autofree char *name = figure_long_name(writing);
        g_autoptr(Sample) sample = sample_new(24);
        g_autofree char *script = NULL;

        g_array_index(sample->xmr->segments, GpXmrSegment, 0).n = 12;
        add_segment(sample, 12, 12, name);
        set_limits(sample, 1, 890, 1000, 1110);
        sample->chart.measure = sample->chart.adjustment = name;
        sample->chart.subject = (GpChartSubject){name, name, name};
        g_free(sample->series->unit);
        sample->series->unit = g_strdup(name);
        script = script_of(sample);
        check_labels(script);
    }
}

static void
test_hostile_text(void)
{
    for (guint i = 0; figure_hostile[i] != NULL; i++) {
        g_autoptr(Sample) sample = sample_new(24);
        const char *evil = figure_hostile[i];
        g_autoptr(GpFigure) figure = NULL;
        g_autofree char *text = NULL;

        g_array_index(sample->xmr->segments, GpXmrSegment, 0).n = 12;
        add_segment(sample, 12, 12, evil);
        set_limits(sample, 1, 890, 1000, 1110);
        sample->chart.measure = sample->chart.adjustment = evil;
        sample->chart.subject = (GpChartSubject){evil, evil, evil};
        g_free(sample->series->unit);
        sample->series->unit = g_strdup(evil);
        figure = figure_of(sample);
        text = figure_drawn(figure);
        g_assert_true(text == NULL || g_utf8_validate(text, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_nonnull(g_getenv("GP_PLOTS"));
    g_test_add_func("/plot-spc/title/table", test_titles);
    g_test_add_func("/plot-spc/title/not-enough", test_titles_without_enough);
    g_test_add_func("/plot-spc/data/points-and-limits", test_points_and_limits);
    g_test_add_func("/plot-spc/data/tonnes", test_tonnes_from_ten_on);
    g_test_add_func("/plot-spc/data/zero", test_axis_says_where_it_starts);
    g_test_add_func("/plot-spc/words/all", test_all_is_said);
    g_test_add_func("/plot-spc/words/causes", test_causes_are_told_together);
    g_test_add_func("/plot-spc/words/breaks", test_breaks_have_their_reason);
    g_test_add_func("/plot-spc/words/many-breaks", test_many_breaks_stand_in_the_foot);
    g_test_add_func("/plot-spc/picture/extremes", test_extremes);
    g_test_add_func("/plot-spc/picture/long-names", test_long_names);
    g_test_add_func("/plot-spc/picture/hostile", test_hostile_text);
    return g_test_run();
}
