/* SPDX-License-Identifier: MIT */
#include "gp-spc.h"

#include <math.h>
#include <string.h>

#include "gp-error.h"

/*
 * XmR charts. Where a rule needs limits that stay put, a series begins with twelve points that fix
 * them: 10, 12, 10, … give mean 11, limits 11 ± 5.32 and near limits 11 ± 3.5467.
 */
#define STEADY "10 12 10 12 10 12 10 12 10 12 10 12 "

/* Months from April 2019 on; `-` is missing. */
static GpSeries *
series_of(const char *text)
{
    GpSeries *self = gp_series_new(TRUE);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    GpMonth month = gp_month_from_civil(2019, 4);

    for (guint i = 0; words[i] != NULL; i++) {
        gint64 micro = 0;

        if (*words[i] == '\0')
            continue;
        if (g_str_equal(words[i], "-")) {
            gp_series_add_missing(self, gp_month_first_day(month++));
            continue;
        }
        g_assert_true(gp_number_parse_text(words[i], GP_MICRO_PLACES, &micro, NULL));
        gp_series_add(self, gp_month_first_day(month++), micro);
    }
    gp_series_settle(self, NULL);
    return self;
}

static GpXmr *
chart_of(const GpSeries *series, const GpSpcOptions *options)
{
    g_autoptr(GError) error = NULL;
    GpXmr *chart = gp_spc_chart(series, options, &error);

    g_assert_no_error(error);
    g_assert_nonnull(chart);
    return chart;
}

/* A letter for each point: `.` nothing, H L outside, r f rising or falling, h l two of three near a
 * limit, a b shift above or below. */
static char *
letters_of(const GpXmr *chart, guint from)
{
    static const char high[] = ".Hrha", low[] = ".Lflb";
    GString *out = g_string_new(NULL);

    for (guint i = from; i < chart->points->len; i++) {
        const GpXmrPoint *point = gp_xmr_point(chart, i);

        g_assert_true((point->rule == GP_XMR_NONE) == (point->sign == 0));
        g_string_append_c(out, point->sign < 0 ? low[point->rule] : high[point->rule]);
    }
    return g_string_free(out, FALSE);
}

/* What the points after the steady ones are marked as. */
static void
assert_marks(const char *after_steady, const char *letters)
{
    g_autofree char *text = g_strconcat(STEADY, after_steady, NULL), *got = NULL;
    g_autoptr(GpSeries) series = series_of(text);
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.fix_after = 12});

    got = letters_of(chart, 12);
    g_assert_cmpstr(got, ==, letters);
}

static double
figure(GpInt128 value)
{
    return gp_number_to_double(value, GP_XMR_PLACES);
}

#define NEAR(value, expected) g_assert_cmpfloat_with_epsilon(figure(value), expected, 0.005)

/* ---- limits ---- */

#define SANITY "1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1"

static void
test_sanity_series(void)
{
    g_autoptr(GpSeries) series = series_of(SANITY);
    g_autoptr(GpXmr) screened = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    g_autoptr(GpXmr) all = chart_of(series, &(GpSpcOptions){.no_screen = TRUE});
    const GpXmrSegment *s = gp_xmr_segment(screened, 0), *a = gp_xmr_segment(all, 0);
    g_autofree char *screened_letters = letters_of(screened, 0), *letters = letters_of(all, 0);

    NEAR(s->lower, -0.72);
    NEAR(s->mean, 1.94);
    NEAR(s->upper, 4.60);
    g_assert_cmpuint(s->n_screened, ==, 2);
    g_assert_cmpuint(s->n_based, ==, 18);
    NEAR(a->lower, -3.06);
    NEAR(a->mean, 1.94);
    NEAR(a->upper, 6.95);
    g_assert_cmpuint(a->n_screened, ==, 0);
    /* The mean keeps the point that was screened, and the point is still tested. */
    g_assert_cmpstr(screened_letters, ==, "....H.............");
    g_assert_cmpstr(letters, ==, "....H.............");
}

/* By hand: 35/18, ranges 15 times 1: 35/18 ± 2.66 and ± 2.66 x 2/3, to nine places. */
static void
test_limits_to_the_last_digit(void)
{
    g_autoptr(GpSeries) series = series_of(SANITY);
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    const GpXmrSegment *s = gp_xmr_segment(chart, 0);

    g_assert_true(s->mean == G_GINT64_CONSTANT(1944444444));
    g_assert_true(s->upper == G_GINT64_CONSTANT(4604444444));
    g_assert_true(s->lower == -G_GINT64_CONSTANT(715555556));
    g_assert_true(s->near_upper == G_GINT64_CONSTANT(3717777778));
    g_assert_true(s->near_lower == G_GINT64_CONSTANT(171111111));
}

/* Ranges: fourteen 1, then 5, 1, 4: 24 of 17 are 1.412, of which 3.267 are 4.61: 5 goes, 4 stays.
 * 19 of 16 are 1.1875; 3.267 of that would be 3.88, and a second pass would take 4 as well. */
static void
test_screening_is_one_pass(void)
{
    g_autoptr(GpSeries) series = series_of("1 2 1 2 1 2 1 2 1 2 1 2 1 2 1 6 7 11");
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    const GpXmrSegment *s = gp_xmr_segment(chart, 0);

    g_assert_cmpuint(s->n_screened, ==, 1);
    NEAR(s->upper - s->mean, 2.66 * 1.1875);
}

/* A range of exactly 3.267 averages does not count: 3267 among ranges that average 1000. */
static void
test_screening_at_the_edge(void)
{
    /* Ranges 3267 and 733, 0, 0…: (3267 + 733) / 4 = 1000. */
    g_autoptr(GpSeries) at = series_of("0 3267 4000 4000 4000");
    g_autoptr(GpSeries) below = series_of("0 3266.999999 4000 4000 4000");
    g_autoptr(GpXmr) chart_at = chart_of(at, &(GpSpcOptions){.no_screen = FALSE});
    g_autoptr(GpXmr) chart_below = chart_of(below, &(GpSpcOptions){.no_screen = FALSE});

    g_assert_cmpuint(gp_xmr_segment(chart_at, 0)->n_screened, ==, 1);
    g_assert_cmpuint(gp_xmr_segment(chart_below, 0)->n_screened, ==, 0);
}

static void
test_constant_series(void)
{
    g_autoptr(GpSeries) series = series_of("5 5 5 5 5 5 5 5 5 5 5 5 5");
    g_autoptr(GpXmr) chart =
        chart_of(series, &(GpSpcOptions){.has_target = TRUE, .target_micro = 5 * GP_MICRO});
    const GpXmrSegment *s = gp_xmr_segment(chart, 0);
    g_autofree char *letters = letters_of(chart, 0);

    g_assert_true(s->is_flat && s->has_limits);
    g_assert_true(s->mean == 5 * GP_NANO && s->lower == s->mean && s->upper == s->mean);
    g_assert_true(s->near_lower == s->mean && s->near_upper == s->mean);
    g_assert_cmpstr(letters, ==, ".............");
    g_assert_cmpint(chart->assurance, ==, GP_ASSURANCE_INCONSISTENT);
}

/* Two levels that never touch have no range but 0: nothing can be called unusual. */
static void
test_flat_around_a_gap(void)
{
    g_autoptr(GpSeries) series = series_of("5 5 5 5 5 5 5 - 7 7 7 7 7 7 7");
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    g_autofree char *letters = letters_of(chart, 0);

    g_assert_true(gp_xmr_segment(chart, 0)->is_flat);
    g_assert_cmpstr(letters, ==, "...............");
}

/* Without its two large ranges a nearly constant series would have no width at all. */
static void
test_screening_leaves_something(void)
{
    g_autoptr(GpSeries) series = series_of("5 5 5 5 5 9 5 5 5 5 5 5 5");
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    g_autoptr(GpXmr) all = chart_of(series, &(GpSpcOptions){.no_screen = TRUE});

    g_assert_true(gp_xmr_segment(chart, 0)->is_unscreened);
    g_assert_cmpuint(gp_xmr_segment(chart, 0)->n_screened, ==, 0);
    g_assert_true(gp_xmr_segment(chart, 0)->upper == gp_xmr_segment(all, 0)->upper);
    g_assert_cmpint(gp_xmr_point(chart, 5)->rule, ==, GP_XMR_OUTSIDE);
    g_assert_false(gp_xmr_segment(all, 0)->is_unscreened);
}

static void
test_few_points(void)
{
    g_autoptr(GpSeries) one = series_of("- 4 -");
    g_autoptr(GpSeries) two = series_of("4 6");
    g_autoptr(GpSeries) apart = series_of("4 - 6 - 5");
    g_autoptr(GpXmr) chart_one =
        chart_of(one, &(GpSpcOptions){.has_target = TRUE, .target_micro = 1});
    g_autoptr(GpXmr) chart_two = chart_of(two, &(GpSpcOptions){.no_screen = FALSE});
    g_autoptr(GpXmr) chart_apart = chart_of(apart, &(GpSpcOptions){.no_screen = FALSE});

    g_assert_false(gp_xmr_segment(chart_one, 0)->has_limits);
    g_assert_true(gp_xmr_segment(chart_one, 0)->mean == 4 * GP_NANO);
    g_assert_cmpint(chart_one->assurance, ==, GP_ASSURANCE_NONE);
    g_assert_cmpuint(chart_one->last, ==, 1);
    NEAR(gp_xmr_segment(chart_two, 0)->upper, 5 + 2 * 2.66);
    g_assert_cmpuint(gp_xmr_segment(chart_two, 0)->n_based, ==, 2);
    g_assert_false(gp_xmr_segment(chart_apart, 0)->has_limits);
    g_assert_true(gp_xmr_segment(chart_apart, 0)->mean == 5 * GP_NANO);
}

/* Ranges that a missing value is part of do not exist: 1 to 2 and 8 to 9 only. */
static void
test_missing_values(void)
{
    g_autoptr(GpSeries) series = series_of("1 2 - 8 9 -");
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.direction = GP_DIRECTION_DECREASE});
    const GpXmrSegment *s = gp_xmr_segment(chart, 0);

    g_assert_true(s->mean == 5 * GP_NANO);
    NEAR(s->upper, 7.66);
    g_assert_cmpuint(s->n_based, ==, 4);
    g_assert_cmpuint(chart->last, ==, 4);
    /* 9 is above the upper limit; the month after it is missing and says nothing. */
    g_assert_cmpint(chart->variation, ==, GP_XMR_CONCERN);
}

/* ---- rules ---- */

static void
test_outside(void)
{
    assert_marks("17 11 5 11", "H.L.");
    assert_marks("16.32 11 5.68", "...");
    assert_marks("16.320001 11 5.679999", "H.L");
}

static void
test_trend(void)
{
    assert_marks("8 9 10 11 12 13 14", "rrrrrrr");
    assert_marks("14 13 12 11 10 9 8 9", "fffffff.");
    assert_marks("8 9 10 11 12 13 12", ".......");
    assert_marks("8 9 10 10 11 12 13 14", "........");
    assert_marks("8 8.1 8.2 8.3 8.4 8.5 8.6 8.7 8.8", "rrrrrrrrr");
    assert_marks("8 9 10 - 11 12 13 14", "........");
}

/* The point between takes the way of the line that leaves it. */
static void
test_peak_and_trough(void)
{
    assert_marks("8 9 10 11 12 13 14 13 12 11 10 9 8", "rrrrrrfffffff");
    assert_marks("14 13 12 11 10 9 8 9 10 11 12 13 14", "ffffffrrrrrrr");
    /* The line that leaves it is no trend: the peak stays with the one that led to it. */
    assert_marks("8 9 10 11 12 13 14 13 12 11 10 9 10", "rrrrrrr......");
}

static void
test_two_of_three(void)
{
    assert_marks("10 15 12 15 10", ".h.h.");
    assert_marks("10 15 15 12 10", ".hh..");
    assert_marks("10 15 15 15 10", ".hhh.");
    assert_marks("12 7 10 7 12", ".l.l.");
    assert_marks("10 15 10 15 10", ".....");
    assert_marks("10 15 11 15 10", ".....");
    assert_marks("10 15 - 15 10", ".....");
    /* Two neighbours are not enough where the third is on the other side on either hand. */
    assert_marks("10 15 15 10", "....");
    /* A point outside is not one of the two. */
    assert_marks("10 15 17 12 10", "..H..");
    assert_marks("10 15 17 15 10", ".hHh.");
}

static void
test_shift(void)
{
    assert_marks("10 12 13 12 13 12 13 12 10", ".aaaaaaa.");
    assert_marks("10 12 13 12 13 12 13 10", "........");
    assert_marks("12 10 9 10 9 10 9 10 9 12", ".bbbbbbbb.");
    assert_marks("10 12 13 12 11 12 13 12 13 10", "..........");
    assert_marks("10 12 13 12 - 12 13 12 13 10", "..........");
}

static void
test_precedence(void)
{
    /* outside before trend */
    assert_marks("10 11 12 13 14 15 16 17 18", "rrrrrrrHH");
    /* trend before two of three and before shift */
    assert_marks("10 12 12.5 13 13.5 14 15 16 15", "rrrrrrrrh");
    /* two of three before shift */
    assert_marks("10 12 13 15 12 15 13 12 10", ".aahahaa.");
}

/* Exactly on a near limit is not beyond it: ranges of 75 put it 133 from the mean of 1037.5. */
static void
test_on_the_near_limit(void)
{
    static const char base[] = "1000 1075 1000 1075 1000 1075 1000 1075 1000 1075 1000 1075 1000 ";
    static const struct {
        const char *text, *letters;
    } cases[] = {{"1170.5 1170.5 1100 1000", "...."},
                 {"1170.500001 1170.500001 1100 1000", "hh.."},
                 {"904.5 904.5 1000 1040", "...."},
                 {"904.499999 904.499999 1000 1040", "ll.."}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat(base, cases[i].text, NULL), *letters = NULL;
        g_autoptr(GpSeries) series = series_of(text);
        g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.fix_after = 12});

        letters = letters_of(chart, 13);
        g_assert_cmpstr(letters, ==, cases[i].letters);
    }
}

/* 0.1, 0.2 and 0.3 average to exactly 0.2, which doubles would miss. */
static void
test_exactly_on_the_mean(void)
{
    g_autoptr(GpSeries) series =
        series_of("0.1 0.2 0.3 0.1 0.2 0.3 0.1 0.2 0.3 0.1 0.2 0.3 0.3 0.3 0.3 0.2 0.3 0.3 0.3");
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.fix_after = 12});
    g_autofree char *letters = letters_of(chart, 0);

    g_assert_true(gp_xmr_segment(chart, 0)->mean == GP_NANO / 5);
    g_assert_cmpstr(letters, ==, "...................");
}

/* ---- segments, direction, target ---- */

static GpDay
month_day(int year, int month)
{
    return gp_month_first_day(gp_month_from_civil(year, month));
}

static void
test_rebase(void)
{
    g_autoptr(GpSeries) series = series_of(STEADY "20 22 20 22 20 22 20 22 20 22 20 22");
    const GpRebase rebases[] = {{month_day(2020, 4), "new boilers"}};
    g_autoptr(GpXmr) whole = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.rebases = rebases, .n_rebases = 1});
    const GpXmrSegment *first = gp_xmr_segment(chart, 0), *second = gp_xmr_segment(chart, 1);
    g_autofree char *letters = letters_of(chart, 0), *whole_letters = letters_of(whole, 0);

    g_assert_cmpuint(chart->segments->len, ==, 2);
    g_assert_true(first->mean == 11 * GP_NANO && second->mean == 21 * GP_NANO);
    /* The step of 8 is no range: it would span the rebase. */
    g_assert_true(first->upper - first->mean == second->upper - second->mean);
    g_assert_cmpstr(first->reason, ==, "");
    g_assert_cmpstr(second->reason, ==, "new boilers");
    g_assert_cmpuint(second->first, ==, 12);
    g_assert_cmpuint(gp_xmr_point(chart, 11)->segment, ==, 0);
    g_assert_cmpuint(gp_xmr_point(chart, 12)->segment, ==, 1);
    g_assert_cmpstr(letters, ==, "........................");
    g_assert_null(strchr(whole_letters, '.'));
}

/* Six and six points above their means, and a rise that goes on: no rule looks across a rebase. */
static void
test_rules_stay_in_their_segment(void)
{
    g_autoptr(GpSeries) series = series_of("1 2 3 4 5 6 7 8 9 10");
    const GpRebase rebases[] = {{month_day(2019, 9), ""}};
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.rebases = rebases, .n_rebases = 1});
    g_autofree char *letters = letters_of(chart, 0);

    g_assert_cmpstr(letters, ==, "..........");
}

static void
test_rebase_at_either_end(void)
{
    g_autoptr(GpSeries) series = series_of("1 2 1 2 9");
    const GpRebase rebases[] = {{month_day(2019, 8), "last"}, {month_day(2019, 4), "first"}};
    g_autoptr(GpXmr) chart = chart_of(
        series,
        &(GpSpcOptions){.rebases = rebases, .n_rebases = 2, .has_target = TRUE, .target_micro = 1});

    g_assert_cmpuint(chart->segments->len, ==, 2);
    g_assert_cmpstr(gp_xmr_segment(chart, 0)->reason, ==, "first");
    g_assert_false(gp_xmr_segment(chart, 1)->has_limits);
    g_assert_cmpint(chart->assurance, ==, GP_ASSURANCE_NONE);
    g_assert_cmpint(chart->variation, ==, GP_XMR_COMMON);
}

static void
assert_refused(const GpSpcOptions *options, GpErrorCode code, const char *part)
{
    g_autoptr(GpSeries) series = series_of("1 2 - 2");
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_spc_chart(series, options, &error));
    g_assert_error(error, GP_ERROR, (int)code);
    g_assert_nonnull(strstr(error->message, part));
}

static void
test_refused(void)
{
    const GpRebase absent[] = {{month_day(2021, 1), ""}};
    const GpRebase twice[] = {{month_day(2019, 5), "a"}, {month_day(2019, 5), "b"}};

    assert_refused(&(GpSpcOptions){.rebases = absent, .n_rebases = 1}, GP_ERROR_MISSING, "2021-01");
    assert_refused(&(GpSpcOptions){.rebases = twice, .n_rebases = 2}, GP_ERROR_USAGE, "twice");
    assert_refused(&(GpSpcOptions){.fix_after = 11}, GP_ERROR_USAGE, "at least 12");
}

/* Limits of the first twelve values, in each segment; a missing value is not one of them. */
static void
test_fix_after(void)
{
    g_autoptr(GpSeries) series = series_of("10 12 - 10 12 10 12 10 12 10 12 10 12 90 95 99");
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.fix_after = 12});
    g_autoptr(GpXmr) later = chart_of(series, &(GpSpcOptions){.fix_after = 20});
    g_autoptr(GpXmr) loose = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
    g_autofree char *letters = letters_of(chart, 13);

    g_assert_true(gp_xmr_segment(chart, 0)->mean == 11 * GP_NANO);
    g_assert_cmpuint(gp_xmr_segment(chart, 0)->n_based, ==, 12);
    NEAR(gp_xmr_segment(chart, 0)->upper, 16.32);
    g_assert_cmpstr(letters, ==, "HHH");
    g_assert_cmpuint(gp_xmr_segment(later, 0)->n_based, ==, 15);
    g_assert_true(gp_xmr_segment(later, 0)->mean == gp_xmr_segment(loose, 0)->mean);
}

static void
assert_types(GpDirection direction, GpXmrType high, GpXmrType low)
{
    g_autoptr(GpSeries) up = series_of(STEADY "17"), down = series_of(STEADY "5");
    g_autoptr(GpSeries) calm = series_of(STEADY "17 12");
    GpSpcOptions options = {.direction = direction, .fix_after = 12};
    g_autoptr(GpXmr) chart_up = chart_of(up, &options), chart_down = chart_of(down, &options);
    g_autoptr(GpXmr) chart_calm = chart_of(calm, &options);

    g_assert_cmpint(chart_up->variation, ==, high);
    g_assert_cmpint(gp_xmr_point(chart_up, 12)->type, ==, high);
    g_assert_cmpint(chart_down->variation, ==, low);
    g_assert_cmpint(chart_calm->variation, ==, GP_XMR_COMMON);
    g_assert_cmpint(gp_xmr_point(chart_calm, 12)->type, ==, high);
}

static void
test_variation(void)
{
    assert_types(GP_DIRECTION_DECREASE, GP_XMR_CONCERN, GP_XMR_IMPROVEMENT);
    assert_types(GP_DIRECTION_INCREASE, GP_XMR_IMPROVEMENT, GP_XMR_CONCERN);
    assert_types(GP_DIRECTION_NEUTRAL, GP_XMR_NEUTRAL_HIGH, GP_XMR_NEUTRAL_LOW);
}

/* The limits are 892 and 1158 exactly. */
static void
test_assurance(void)
{
    static const struct {
        const char *target;
        GpAssurance decrease, increase;
    } cases[] = {
        {"1158.000001", GP_ASSURANCE_PASS, GP_ASSURANCE_FAIL},
        {"1158", GP_ASSURANCE_INCONSISTENT, GP_ASSURANCE_INCONSISTENT},
        {"1000", GP_ASSURANCE_INCONSISTENT, GP_ASSURANCE_INCONSISTENT},
        {"892", GP_ASSURANCE_INCONSISTENT, GP_ASSURANCE_INCONSISTENT},
        {"891.999999", GP_ASSURANCE_FAIL, GP_ASSURANCE_PASS},
    };
    g_autoptr(GpSeries) series = series_of("1000 1050 1000 1050");

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpSpcOptions options = {.direction = GP_DIRECTION_DECREASE, .has_target = TRUE};
        g_autoptr(GpXmr) decrease = NULL, increase = NULL, neutral = NULL;

        gp_number_parse_text(cases[i].target, GP_MICRO_PLACES, &options.target_micro, NULL);
        decrease = chart_of(series, &options);
        options.direction = GP_DIRECTION_INCREASE;
        increase = chart_of(series, &options);
        options.direction = GP_DIRECTION_NEUTRAL;
        neutral = chart_of(series, &options);
        g_assert_cmpint(decrease->assurance, ==, cases[i].decrease);
        g_assert_cmpint(increase->assurance, ==, cases[i].increase);
        g_assert_cmpint(neutral->assurance, ==, GP_ASSURANCE_NONE);
    }
}

/* Of the last segment only. */
static void
test_assurance_after_a_rebase(void)
{
    g_autoptr(GpSeries) series = series_of("1000 1050 1000 1050 500 550 500 550");
    const GpRebase rebases[] = {{month_day(2019, 8), ""}};
    g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.direction = GP_DIRECTION_DECREASE,
                                                              .rebases = rebases,
                                                              .n_rebases = 1,
                                                              .has_target = TRUE,
                                                              .target_micro = 900 * GP_MICRO});

    g_assert_cmpint(chart->assurance, ==, GP_ASSURANCE_PASS);
    g_assert_cmpint(gp_xmr_segment(chart, 0)->assurance, ==, GP_ASSURANCE_INCONSISTENT);
}

/* The largest values, day by day for a hundred years: nothing overflows (the sanitizers look). */
static void
test_largest_values(void)
{
    g_autoptr(GpSeries) series = gp_series_new(FALSE);
    g_autoptr(GpXmr) chart = NULL;

    for (GpDay day = 0; day < 36500; day++)
        gp_series_add(series, day, day % 2 == 0 ? GP_SERIES_MAX_MICRO : -GP_SERIES_MAX_MICRO);
    chart = chart_of(series, &(GpSpcOptions){.has_target = TRUE, .target_micro = G_MAXINT64});
    g_assert_true(gp_xmr_segment(chart, 0)->mean == 0);
    g_assert_true(gp_xmr_segment(chart, 0)->upper == (GpInt128)GP_SERIES_MAX_MICRO * 2 * 2660);
    g_assert_cmpint(chart->variation, ==, GP_XMR_COMMON);
}

static void
test_names(void)
{
    GpDirection direction;
    g_autoptr(GError) error = NULL;

    g_assert_cmpstr(gp_xmr_rule_name(GP_XMR_NONE), ==, "");
    g_assert_cmpstr(gp_xmr_rule_name(GP_XMR_TWO_OF_THREE), ==, "two-of-three");
    g_assert_cmpstr(gp_xmr_type_name(GP_XMR_NEUTRAL_LOW), ==, "neutral-low");
    g_assert_cmpstr(gp_assurance_name(GP_ASSURANCE_FAIL), ==, "fail");
    g_assert_true(gp_direction_parse("neutral", &direction, NULL));
    g_assert_cmpint(direction, ==, GP_DIRECTION_NEUTRAL);
    g_assert_false(gp_direction_parse("down", &direction, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
}

/* ---- on random data ---- */

/* A series of @n values with jumps, runs, ties and gaps. */
static GpSeries *
random_series(GRand *random, guint n)
{
    GpSeries *self = gp_series_new(TRUE);
    gint64 level = 0;

    for (guint i = 0; i < n; i++) {
        GpDay day = gp_month_first_day((GpMonth)(300 + i));
        gint64 value;

        if (g_rand_int_range(random, 0, 12) == 0)
            level += g_rand_int_range(random, -40, 41);
        value = level + g_rand_int_range(random, -20, 21) * g_rand_int_range(random, 0, 3);
        if (g_rand_int_range(random, 0, 25) == 0)
            gp_series_add_missing(self, day);
        else
            gp_series_add(self, day, value * 1000 + g_rand_int_range(random, 0, 7));
    }
    gp_series_settle(self, NULL);
    return self;
}

static GpSeries *
changed(const GpSeries *series, gint64 times, gint64 plus, GpMonth later)
{
    GpSeries *self = gp_series_copy(series);

    for (guint i = 0; i < self->points->len; i++) {
        GpSeriesPoint *point = &g_array_index(self->points, GpSeriesPoint, i);

        point->value_micro = point->has_value ? point->value_micro * times + plus : 0;
        point->day = gp_month_first_day(gp_month_of_day(point->day) + later);
    }
    return self;
}

/* Times k, plus c, other months: the same marks, and limits that follow. */
static void
test_scale_and_move(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(4);

    for (guint round = 0; round < 300; round++) {
        g_autoptr(GpSeries) series = random_series(random, (guint)g_rand_int_range(random, 2, 60));
        gint64 k = g_rand_int_range(random, 1, 50), c = g_rand_int_range(random, -900, 900) * 77;
        g_autoptr(GpSeries) other = changed(series, k, c, 41);
        g_autoptr(GpXmr) a = chart_of(series, &(GpSpcOptions){.no_screen = round % 2 == 0});
        g_autoptr(GpXmr) b = chart_of(other, &(GpSpcOptions){.no_screen = round % 2 == 0});
        g_autofree char *letters = letters_of(a, 0), *other_letters = letters_of(b, 0);
        const GpXmrSegment *s = gp_xmr_segment(a, 0), *t = gp_xmr_segment(b, 0);

        g_assert_cmpstr(letters, ==, other_letters);
        g_assert_true(ABS(s->mean * k + c * 1000 - t->mean) <= k);
        g_assert_true(ABS(s->upper * k + c * 1000 * s->has_limits - t->upper) <= k);
        g_assert_true(ABS(s->near_lower * k + c * 1000 * s->has_limits - t->near_lower) <= k);
    }
}

/* Upside down: what was high is low. */
static void
test_mirror(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(5);

    for (guint round = 0; round < 200; round++) {
        g_autoptr(GpSeries) series = random_series(random, 40);
        g_autoptr(GpSeries) mirrored = changed(series, -1, 0, 0);
        g_autoptr(GpXmr) a = chart_of(series, &(GpSpcOptions){.no_screen = FALSE});
        g_autoptr(GpXmr) b = chart_of(mirrored, &(GpSpcOptions){.no_screen = FALSE});

        for (guint i = 0; i < 40; i++) {
            g_assert_cmpint(gp_xmr_point(a, i)->rule, ==, gp_xmr_point(b, i)->rule);
            g_assert_cmpint(gp_xmr_point(a, i)->sign, ==, -gp_xmr_point(b, i)->sign);
        }
    }
}

/* The rules as the text has them: a look at every window, in doubles. */
typedef struct {
    double y[60], mean, half;
    guint n;
} Plain;

static void
plain_limits(Plain *self, const GpSeries *series, gboolean screen)
{
    double sum = 0, ranges = 0, average, kept = 0;
    guint n_values = 0, n_ranges = 0, n_kept = 0;

    self->n = series->points->len;
    for (guint i = 0; i < self->n; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);

        self->y[i] = point->has_value ? (double)point->value_micro : NAN;
        sum += point->has_value ? self->y[i] : 0;
        n_values += point->has_value ? 1 : 0;
        if (i == 0 || isnan(self->y[i]) || isnan(self->y[i - 1]))
            continue;
        ranges += fabs(self->y[i] - self->y[i - 1]);
        n_ranges++;
    }
    average = ranges / n_ranges;
    for (guint i = 1; screen && i < self->n; i++) {
        double range = fabs(self->y[i] - self->y[i - 1]);

        if (isnan(range) || range >= 3.267 * average)
            continue;
        kept += range;
        n_kept++;
    }
    if (screen && kept > 0)
        average = kept / n_kept;
    self->mean = sum / n_values;
    self->half = 2.66 * average;
}

static int
plain_side(const Plain *self, guint i, double distance)
{
    return self->y[i] > self->mean + distance ? 1 : self->y[i] < self->mean - distance ? -1 : 0;
}

static int
plain_near(const Plain *self, guint i)
{
    return plain_side(self, i, self->half) != 0 ? 0 : plain_side(self, i, self->half * 2 / 3);
}

/* Whether the seven points from @first on all rise (or fall, or lie on one side). */
static int
plain_seven(const Plain *self, guint first, gboolean trend)
{
    int n_up = 0, n_down = 0;

    for (guint i = first; i < first + 7; i++) {
        double step = trend && i > first ? self->y[i] - self->y[i - 1] : 0;
        int sign = trend ? (step > 0) - (step < 0) : plain_side(self, i, 0);

        n_up += sign > 0;
        n_down += sign < 0;
    }
    return n_up >= 7 - trend ? 1 : n_down >= 7 - trend ? -1 : 0;
}

static int
plain_cluster(const Plain *self, guint first)
{
    int sides = 0, near = 0;

    for (guint i = first; i < first + 3; i++) {
        sides += plain_side(self, i, 0);
        near += plain_near(self, i) != 0;
    }
    return near < 2 ? 0 : sides == 3 ? 1 : sides == -3 ? -1 : 0;
}

static char
plain_letter(const Plain *self, guint i)
{
    int trend = 0, shift = 0, cluster = 0, outside = plain_side(self, i, self->half);

    for (guint first = i < 6 ? 0 : i - 6; first <= i && first + 7 <= self->n; first++) {
        int seven = plain_seven(self, first, TRUE);

        trend = seven != 0 ? seven : trend;
        shift = plain_seven(self, first, FALSE) != 0 ? plain_seven(self, first, FALSE) : shift;
    }
    for (guint first = i < 2 ? 0 : i - 2; first <= i && first + 3 <= self->n; first++)
        if (plain_near(self, i) != 0 && plain_cluster(self, first) != 0)
            cluster = plain_cluster(self, first);
    return outside != 0   ? (outside > 0 ? 'H' : 'L')
           : trend != 0   ? (trend > 0 ? 'r' : 'f')
           : cluster != 0 ? (cluster > 0 ? 'h' : 'l')
           : shift != 0   ? (shift > 0 ? 'a' : 'b')
                          : '.';
}

/* Held against the plain reading of the rules; every rule must have been met both ways. */
static void
test_against_the_text(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(6);
    g_autoptr(GString) met = g_string_new(NULL);

    for (guint round = 0; round < 3000; round++) {
        g_autoptr(GpSeries) series = random_series(random, (guint)g_rand_int_range(random, 8, 60));
        g_autoptr(GpXmr) chart = chart_of(series, &(GpSpcOptions){.no_screen = round % 2 == 0});
        g_autofree char *letters = letters_of(chart, 0);
        Plain plain;

        if (gp_xmr_segment(chart, 0)->is_flat || !gp_xmr_segment(chart, 0)->has_limits)
            continue;
        plain_limits(&plain, series, round % 2 != 0);
        for (guint i = 0; i < series->points->len; i++)
            g_assert_cmpint(letters[i], ==, plain_letter(&plain, i));
        g_string_append(met, letters);
    }
    for (const char *letter = ".HLrfhlab"; *letter != '\0'; letter++)
        g_assert_nonnull(strchr(met->str, *letter));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spc/limits/sanity-series", test_sanity_series);
    g_test_add_func("/spc/limits/to-the-last-digit", test_limits_to_the_last_digit);
    g_test_add_func("/spc/limits/screening-is-one-pass", test_screening_is_one_pass);
    g_test_add_func("/spc/limits/screening-at-the-edge", test_screening_at_the_edge);
    g_test_add_func("/spc/limits/constant", test_constant_series);
    g_test_add_func("/spc/limits/flat-around-a-gap", test_flat_around_a_gap);
    g_test_add_func("/spc/limits/screening-leaves-something", test_screening_leaves_something);
    g_test_add_func("/spc/limits/few-points", test_few_points);
    g_test_add_func("/spc/limits/missing-values", test_missing_values);
    g_test_add_func("/spc/rules/outside", test_outside);
    g_test_add_func("/spc/rules/trend", test_trend);
    g_test_add_func("/spc/rules/peak-and-trough", test_peak_and_trough);
    g_test_add_func("/spc/rules/two-of-three", test_two_of_three);
    g_test_add_func("/spc/rules/shift", test_shift);
    g_test_add_func("/spc/rules/precedence", test_precedence);
    g_test_add_func("/spc/rules/on-the-near-limit", test_on_the_near_limit);
    g_test_add_func("/spc/rules/exactly-on-the-mean", test_exactly_on_the_mean);
    g_test_add_func("/spc/segments/rebase", test_rebase);
    g_test_add_func("/spc/segments/rules-stay-inside", test_rules_stay_in_their_segment);
    g_test_add_func("/spc/segments/rebase-at-either-end", test_rebase_at_either_end);
    g_test_add_func("/spc/segments/refused", test_refused);
    g_test_add_func("/spc/segments/fix-after", test_fix_after);
    g_test_add_func("/spc/variation", test_variation);
    g_test_add_func("/spc/assurance/table", test_assurance);
    g_test_add_func("/spc/assurance/last-segment", test_assurance_after_a_rebase);
    g_test_add_func("/spc/limits/largest-values", test_largest_values);
    g_test_add_func("/spc/names", test_names);
    g_test_add_func("/spc/random/scale-and-move", test_scale_and_move);
    g_test_add_func("/spc/random/mirror", test_mirror);
    g_test_add_func("/spc/random/against-the-text", test_against_the_text);
    return g_test_run();
}
