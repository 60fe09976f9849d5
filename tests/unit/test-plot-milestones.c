/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "figures.h"

typedef struct {
    GPtrArray *national, *own;
    GPtrArray *targets; /* (element-type GpTarget): of the test's own */
    GpMilestone milestones[3];
    GpTarget target[3];
    GpMilestonesChart chart;
} Sample;

static Sample *
sample_new(void)
{
    Sample *self = g_new0(Sample, 1);

    self->national = g_ptr_array_new_with_free_func((GDestroyNotify)gp_marker_free);
    self->own = g_ptr_array_new_with_free_func((GDestroyNotify)gp_marker_free);
    self->targets = g_ptr_array_new();
    self->chart = (GpMilestonesChart){.subject = {"Invented NHS Trust", "invented figures", NULL},
                                      .national = self->national,
                                      .own = self->own,
                                      .targets = self->targets};
    g_assert_true(gp_day_from_civil(2026, 4, 30, &self->chart.today));
    return self;
}

static void
sample_free(Sample *self)
{
    g_ptr_array_unref(self->national);
    g_ptr_array_unref(self->own);
    g_ptr_array_unref(self->targets);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

static GpDay
day(const char *date)
{
    GpSpan span = {0, 0};

    g_assert_cmpint(gp_period_parse(date, strlen(date), &span), ==, GP_PERIOD_READ);
    return span.last;
}

/* @date_latest: "" for no range; both are days. */
static void
add(GPtrArray *markers, const char *date, const char *date_latest, const char *title)
{
    GpMarker *marker = g_new0(GpMarker, 1);

    marker->date = g_strdup(date);
    marker->date_latest = g_strdup(date_latest);
    marker->due = (GpSpan){day(date), day(date)};
    marker->last = *date_latest == '\0' ? marker->due.last : day(date_latest);
    marker->title = g_strdup(title);
    marker->applies_to = g_strdup("");
    marker->source = g_strdup("");
    g_ptr_array_add(markers, marker);
}

static void
add_target(Sample *self, const char *name, int early_fy, int fy, const char *adopted_by)
{
    guint n = self->targets->len;

    g_assert_cmpuint(n, <, G_N_ELEMENTS(self->target));
    self->milestones[n] = (GpMilestone){fy, 47.5, early_fy};
    self->target[n] = (GpTarget){.name = (char *)name,
                                 .baseline_fy = 2019,
                                 .milestones = &self->milestones[n],
                                 .n_milestones = 1,
                                 .adopted_by = (char *)adopted_by};
    g_ptr_array_add(self->targets, &self->target[n]);
}

static Sample *
sample_of_all_kinds(void)
{
    Sample *self = sample_new();

    add(self->national, "2024-03-31", "", "Gone");
    add(self->national, "2025-12-31", "2028-12-31", "Under way");
    add(self->national, "2026-12-31", "", "Soon");
    add(self->national, "2030-12-31", "", "Later");
    add(self->own, "2027-06-30", "", "Ours");
    add_target(self, "Footprint", 2027, 2031, "Board");
    add_target(self, "Heat", 0, 2029, "");
    return self;
}

static GpFigure *
figure_of(const Sample *sample)
{
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_milestones(&sample->chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "milestones");
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

/* ── Words ──────────────────────────────────────────────────────────────────────────────────── */

static void
test_titles(void)
{
    g_autoptr(Sample) sample = sample_new();

    assert_title(sample, "No milestones are listed");
    add(sample->national, "2024-03-31", "", "Gone");
    add(sample->national, "2025-12-31", "2028-12-31", "Under way");
    assert_title(sample, "No milestone begins after today");
    add(sample->national, "2026-12-31", "", "Soon");
    assert_title(sample, "Next, by 31 December 2026: Soon");
    add(sample->own, "2026-10-31", "2027-10-31", "Sooner");
    assert_title(sample, "Next, 31 October 2026 to 31 October 2027: Sooner");
    g_ptr_array_set_size(sample->own, 0);
    add(sample->own, "2026-12-31", "", "As soon");
    assert_title(sample, "2 milestones come next, by 31 December 2026");
}

static void
test_description(void)
{
    g_autoptr(Sample) sample = sample_of_all_kinds();
    g_autoptr(GpFigure) figure = figure_of(sample);

    g_assert_cmpstr(
        gp_figure_description(figure), ==,
        "What is asked of the NHS, and the trust's targets, Invented NHS Trust, as of 30 April "
        "2026. Next, by 31 December 2026: Soon. 31 March 2024: Gone. Now, 31 December 2025 to 31 "
        "December 2028: Under way. Next, 31 December 2026: Soon. 30 June 2027: Ours. 2027/28 to "
        "2031/32: Footprint (47.5% below 2019/20). 2029/30: Heat (47.5% below 2019/20, not "
        "adopted). 31 December 2030: Later. Each stands where it is due at the latest; a band is a "
        "range in which it is due. Financial years end on 31 March.");
}

/* Months and years stand as they were written. */
static void
test_dates_as_written(void)
{
    g_autoptr(Sample) sample = sample_new();
    g_autofree char *script = NULL;

    add(sample->national, "2026-12-31", "", "Month");
    add(sample->national, "2028-12-31", "2032-12-31", "Years");
    for (guint i = 0; i < 2; i++) {
        GpMarker *marker = sample->national->pdata[i];

        marker->date[i == 0 ? 7 : 4] = '\0';
        marker->date_latest[i == 0 ? 0 : 4] = '\0';
    }
    script = script_of(sample);
    g_assert_true(script_says(script, "next, December 2026: Month"));
    g_assert_true(script_says(script, "2028 to 2032: Years"));
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_marks_and_bands(void)
{
    const double marks[][3] = {{6.5, 1, 1}, {4.5, 1, 0}, {3.5, 2, 0}, {1.5, 3, 0}, {0.5, 1, 0}};
    const double bands[][3] = {{5.5, 1, 0}, {2.5, 2, 0}};
    g_autoptr(Sample) sample = sample_of_all_kinds();
    g_autofree char *script = script_of(sample);
    g_autoptr(GArray) mark_cells = script_block(script, "marks");
    g_autoptr(GArray) band_cells = script_block(script, "bands");

    g_assert_cmpuint(mark_cells->len, ==, 5 * 5);
    for (guint i = 0; i < 5; i++)
        assert_cells(mark_cells, 5 * i + 2, marks[i], 3);
    g_assert_cmpuint(band_cells->len, ==, 2 * 5);
    for (guint i = 0; i < 2; i++)
        assert_cells(band_cells, 5 * i + 2, bands[i], 3);
    g_assert_cmpfloat_with_epsilon(cell(mark_cells, 6), 2026 + 364 / 365.0, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(band_cells, 5), 2028 + 90 / 366.0, 1e-6);
    g_assert_cmpfloat_with_epsilon(cell(band_cells, 6), 2032 + 90 / 366.0, 1e-6);
    g_assert_cmpfloat_with_epsilon(script_number(script, "today"), 2026 + 119 / 365.0, 1e-6);
    g_assert_cmpuint(script_count(script, "n_keys"), ==, 3);
}

static void
test_too_many_are_cut(void)
{
    g_autoptr(Sample) sample = sample_new();
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;

    for (guint i = 0; i < 12; i++) {
        g_autofree char *past = g_strdup_printf("20%02u-01-31", i + 10);
        g_autofree char *later = g_strdup_printf("20%02u-01-31", i + 30);

        add(sample->national, past, "", "Past");
        add(sample->national, later, "", "Later");
    }
    for (guint i = 0; i < 16; i++)
        add(sample->own, "2027-01-31", "", "Ours");
    figure = figure_of(sample);
    script = figure_script(figure);
    g_assert_cmpuint(script_count(script, "n_rows"), ==, 25);
    g_assert_false(script_says(script, "31 January 2021: Past"));
    g_assert_true(script_says(script, "31 January 2038: Later"));
    g_assert_false(script_says(script, "31 January 2039: Later"));
    g_assert_true(
        g_str_has_suffix(gp_figure_description(figure),
                         " 12 past milestones are not shown. 3 later ones are not shown."));
}

/* ── Pictures ───────────────────────────────────────────────────────────────────────────────── */

static void
check_picture(const Sample *sample)
{
    g_autoptr(GpFigure) figure = figure_of(sample);
    g_autofree char *script = figure_script(figure);
    g_autofree char *text = figure_drawn(figure);

    check_labels(script);
    g_assert_true(text == NULL || strstr(text, " nan") == NULL);
}

static void
test_extremes(void)
{
    static const struct {
        guint n, years;
    } cases[] = {{0, 0}, {1, 0}, {1, 70}, {2, 1}, {15, 20}, {25, 1}, {25, 70}, {60, 60}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample = sample_new();

        g_test_message("%u over %u years", cases[i].n, cases[i].years);
        for (guint k = 0; k < cases[i].n; k++) {
            guint year =
                2020 + (cases[i].n == 1 ? cases[i].years : k * cases[i].years / (cases[i].n - 1));
            g_autofree char *date = g_strdup_printf("%u-0%u-15", year, k % 9 + 1);
            g_autofree char *last = g_strdup_printf("%u-12-31", MIN(year + k, 2100));

            add(k % 3 == 0 ? sample->own : sample->national, date, k % 4 == 0 ? last : "",
                "A milestone of middling length");
        }
        check_picture(sample);
    }
}

static void
test_lists_that_are_not_there(void)
{
    g_autoptr(Sample) sample = sample_new();

    sample->chart.national = sample->chart.own = sample->chart.targets = NULL;
    check_picture(sample);
    sample->chart.targets = sample->targets;
    add_target(sample, "Footprint", 0, 2031, "");
    check_picture(sample);
}

static void
test_names(void)
{
    for (guint i = 0; i < FIGURE_SCRIPTS || figure_hostile[i - FIGURE_SCRIPTS] != NULL; i++) {
        g_autofree char *name =
            i < FIGURE_SCRIPTS ? figure_long_name(i) : g_strdup(figure_hostile[i - FIGURE_SCRIPTS]);
        g_autoptr(Sample) sample = sample_of_all_kinds();

        for (guint k = 0; k < 20; k++)
            add(k % 2 == 0 ? sample->own : sample->national, k < 8 ? "2024-01-31" : "2034-06-30",
                k % 5 == 0 ? "2036-01-31" : "", name);
        add_target(sample, name, 2034, 2039, name);
        sample->chart.subject = (GpChartSubject){name, name, name};
        check_picture(sample);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plot-milestones/titles", test_titles);
    g_test_add_func("/plot-milestones/description", test_description);
    g_test_add_func("/plot-milestones/dates", test_dates_as_written);
    g_test_add_func("/plot-milestones/data/rows", test_marks_and_bands);
    g_test_add_func("/plot-milestones/data/cut", test_too_many_are_cut);
    g_test_add_func("/plot-milestones/picture/extremes", test_extremes);
    g_test_add_func("/plot-milestones/picture/no-lists", test_lists_that_are_not_there);
    g_test_add_func("/plot-milestones/picture/names", test_names);
    return g_test_run();
}
