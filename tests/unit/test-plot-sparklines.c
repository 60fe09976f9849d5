/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define MAX_ROWS 20

/* Measures by month up to March 2026. */
typedef struct {
    GpSeries *series[MAX_ROWS];
    GpXmr *xmr[MAX_ROWS];
    char *names[MAX_ROWS];
    GpSparkline rows[MAX_ROWS];
    GpSparklinesChart chart;
} Sample;

/* The first 12 months before the last 12 are @before, the last are @now. */
static Sample *
sample_new(guint n_rows, guint n_months, gint64 before, gint64 now)
{
    Sample *self = g_new0(Sample, 1);
    GpMonth last = gp_month_from_civil(2026, 3);

    for (guint i = 0; i < n_rows; i++) {
        self->series[i] = gp_series_new(TRUE);
        self->series[i]->step_months = 1;
        g_free(self->series[i]->unit);
        self->series[i]->unit = g_strdup("kWh");
        self->names[i] = g_strdup_printf("Measure %u", i + 1);
        for (guint k = n_months; k-- > 0;)
            gp_series_add(self->series[i], gp_month_first_day(last - (int)k),
                          (k < 12 ? now : before) * GP_MICRO);
        self->rows[i] = (GpSparkline){.name = self->names[i], .series = self->series[i]};
    }
    self->chart = (GpSparklinesChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                      .rows = self->rows,
                                      .n_rows = n_rows};
    return self;
}

static void
sample_free(Sample *self)
{
    for (guint i = 0; i < MAX_ROWS; i++) {
        gp_series_free(self->series[i]);
        gp_xmr_free(self->xmr[i]);
        g_free(self->names[i]);
    }
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

static void
set_variation(Sample *self, guint row, GpXmrType type, int sign)
{
    guint n = self->series[row]->points->len;
    GpXmrSegment segment = {.n = n, .n_based = n, .has_limits = TRUE, .reason = g_strdup("")};
    GpXmr *xmr = gp_xmr_new(n);

    g_array_append_val(xmr->segments, segment);
    xmr->last = n - 1;
    xmr->variation = type;
    g_array_index(xmr->points, GpXmrPoint, n - 1).sign = sign;
    self->xmr[row] = xmr;
    self->rows[row].xmr = xmr;
}

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_sparklines(&sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "sparklines");
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

static void
set_value(Sample *self, guint row, guint point, gint64 value_micro)
{
    g_array_index(self->series[row]->points, GpSeriesPoint, point).value_micro = value_micro;
}

/* ── Title ──────────────────────────────────────────────────────────────────────────────────── */

static void
test_titles(void)
{
    g_autoptr(Sample) fell = sample_new(3, 24, 100, 90), rose = sample_new(14, 24, 100, 110);
    g_autoptr(Sample) new = sample_new(2, 12, 0, 90);

    assert_title(fell, "All 3 measures fell on a year before");
    set_variation(fell, 1, GP_XMR_CONCERN, 1);
    assert_title(fell, "All 3 measures fell on a year before; 1 gives concern");
    fell->chart.n_rows = 1;
    assert_title(fell, "Measure 1: down 10% on a year before");
    fell->chart.n_rows = 0;
    assert_title(fell, "No measures with figures yet");
    assert_title(rose, "None of 12 measures shown fell on a year before");
    set_variation(rose, 1, GP_XMR_CONCERN, 1);
    set_variation(rose, 2, GP_XMR_CONCERN, 1);
    assert_title(rose, "None of 12 measures shown fell on a year before; 2 give concern");
    assert_title(new, "Measure 1: no figures a year before");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_change_on_the_same_months(void)
{
    g_autoptr(Sample) sample = sample_new(5, 24, 1000, 900);
    g_autofree char *script = NULL;

    /* Of the second, two months of the year before are missing, and one of the last year. */
    for (guint i = 3; i < 5; i++)
        g_array_index(sample->series[1]->points, GpSeriesPoint, i).has_value = FALSE;
    g_array_index(sample->series[1]->points, GpSeriesPoint, 20).has_value = FALSE;
    for (guint i = 0; i < 12; i++)
        set_value(sample, 2, i, 900 * GP_MICRO);
    sample->rows[3].is_rate = TRUE;
    for (guint i = 0; i < 12; i++)
        set_value(sample, 4, i, -1000 * GP_MICRO);
    script = script_of(sample);
    check_labels(script);
    g_assert_true(script_says(script, "down 10%"));
    g_assert_true(script_says(script, "1,200 kWh less"));
    g_assert_nonnull(strstr(script, "\n900 kWh less, over"));
    g_assert_true(script_says(script, "no change"));
    g_assert_true(script_says(script, "100 kWh less"));
    g_assert_true(script_says(script, "up")); /* from below zero: no percentage */
    g_assert_true(script_says(script, "22,800 kWh more"));
}

static void
test_lines_and_gaps(void)
{
    g_autoptr(Sample) sample = sample_new(1, 30, 1000, 900);
    g_autofree char *script = NULL;
    g_autoptr(GArray) line = NULL;
    g_autoptr(GArray) dots = NULL;

    g_array_index(sample->series[0]->points, GpSeriesPoint, 10).has_value = FALSE;
    g_array_index(sample->series[0]->points, GpSeriesPoint, 12).has_value = FALSE;
    g_array_index(sample->series[0]->points, GpSeriesPoint, 29).has_value = FALSE;
    script = script_of(sample);
    line = script_block(script, "sparks");
    dots = script_block(script, "dots");
    g_assert_cmpuint(line->len, ==, 2 * (24 + 1)); /* to February: one more back */
    g_assert_true(isnan(cell(line, 2 * (10 - 5))));
    g_assert_true(isnan(cell(line, 2 * (12 - 5))));
    g_assert_cmpfloat_with_epsilon(cell(line, 0), 446, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(line, 2 * 23), 804, 1e-6);
    g_assert_cmpfloat(cell(line, 2 * 23 + 1), >, cell(line, 1)); /* lower on the page */
    g_assert_cmpuint(dots->len, ==, 4); /* the month alone, and the latest */
    g_assert_true(script_says(script, "February 2026"));
}

static void
test_more_rows_are_told(void)
{
    g_autoptr(Sample) sample = sample_new(14, 24, 100, 90);
    g_autofree char *script = script_of(sample);

    check_labels(script);
    g_assert_true(script_says(script, "Measure 12"));
    g_assert_false(script_says(script, "Measure 13"));
    g_assert_nonnull(strstr(script, "Measure 14."));
}

/* ── Words and pictures ─────────────────────────────────────────────────────────────────────── */

static void
test_all_is_said(void)
{
    static const char *const wanted[] = {
        "Measure 1",        "Measure 3",
        "900 thousand kWh", "12.0 t CO₂e",
        "not charted",      "improving",
        "concerning",       "Measures by month, Invented NHS Trust, April 2024 to March 2026",
        "January 2026",     "Source: invented figures",
    };
    g_autoptr(Sample) sample = sample_new(3, 24, 1000000, 900000);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *drawn = NULL;
    g_autoptr(GArray) marks = NULL;

    set_variation(sample, 0, GP_XMR_IMPROVEMENT, -1);
    set_variation(sample, 1, GP_XMR_CONCERN, 1);
    g_free(sample->series[1]->unit);
    sample->series[1]->unit = g_strdup("kg CO2e");
    for (guint i = 0; i < 24; i++)
        set_value(sample, 1, i, (i < 12 ? 11 : 12) * 1000 * GP_MICRO);
    for (guint i = 22; i < 24; i++)
        g_array_index(sample->series[2]->points, GpSeriesPoint, i).has_value = FALSE;
    figure = figure_of(sample);
    script = figure_script(figure);
    marks = script_block(script, "marks");
    check_labels(script);
    g_assert_cmpuint(marks->len, ==, 8);
    g_assert_cmpfloat_with_epsilon(cell(marks, 2), GP_XMR_IMPROVEMENT, 1e-9);
    g_assert_cmpfloat_with_epsilon(cell(marks, 3), -1, 1e-9);
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
    guint n_rows, n_months;
    gint64 before, now;
    gboolean has_values;
} Extreme;

static const Extreme extremes[] = {
    {"no rows", 0, 0, 0, 0, TRUE},          {"no months", 2, 0, 0, 0, TRUE},
    {"one month", 1, 1, 5, 5, TRUE},        {"two months", 12, 2, 5, 5, TRUE},
    {"fifteen years", 12, 180, 5, 7, TRUE}, {"all zero", 12, 24, 0, 0, TRUE},
    {"from zero", 12, 24, 0, 5, TRUE},      {"below zero", 12, 24, 5, -5, TRUE},
    {"only gaps", 12, 24, 5, 5, FALSE},     {"huge", 12, 24, 900000000000, 99999999999, TRUE},
};

static void
test_extremes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        const Extreme *extreme = &extremes[i];
        g_autoptr(Sample) sample =
            sample_new(extreme->n_rows, extreme->n_months, extreme->before, extreme->now);
        g_autoptr(GpFigure) figure = NULL;
        g_autofree char *script = NULL;
        g_autofree char *text = NULL;

        g_test_message("%s", extreme->name);
        for (guint k = 0; k < extreme->n_rows; k++) {
            for (guint p = 0; p < extreme->n_months && !extreme->has_values; p++)
                g_array_index(sample->series[k]->points, GpSeriesPoint, p).has_value = FALSE;
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
    g_autoptr(Sample) sample = sample_new(14, 24, 123456789, 98765432);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *text = NULL;

    for (guint i = 0; i < 14; i++) {
        sample->rows[i].name = name;
        g_free(sample->series[i]->unit);
        sample->series[i]->unit = g_strdup(name);
    }
    sample->chart.subject = (GpChartSubject){name, name, name};
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
    g_test_add_func("/plot-sparklines/title", test_titles);
    g_test_add_func("/plot-sparklines/data/change", test_change_on_the_same_months);
    g_test_add_func("/plot-sparklines/data/lines", test_lines_and_gaps);
    g_test_add_func("/plot-sparklines/data/more-rows", test_more_rows_are_told);
    g_test_add_func("/plot-sparklines/words", test_all_is_said);
    g_test_add_func("/plot-sparklines/picture/extremes", test_extremes);
    g_test_add_func("/plot-sparklines/picture/names", test_names_from_outside);
    return g_test_run();
}
