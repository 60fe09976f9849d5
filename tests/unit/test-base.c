/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-day.h"
#include "gp-error.h"
#include "gp-share.h"

static GpDay
day(int year, int month, int day_of_month)
{
    GpDay result = -1;

    g_assert_true(gp_day_from_civil(year, month, day_of_month, &result));
    return result;
}

/* Against the calendar of GLib. */
static void
test_every_day(void)
{
    GDate date;
    GpDay expected = 0;

    g_date_clear(&date, 1);
    g_date_set_dmy(&date, 1, G_DATE_JANUARY, GP_FIRST_YEAR);
    for (; g_date_get_year(&date) <= GP_LAST_YEAR; g_date_add_days(&date, 1), expected++) {
        int year = g_date_get_year(&date), month = (int)g_date_get_month(&date);
        int day_of_month = g_date_get_day(&date), y, m, d;
        g_autofree char *label = g_strdup_printf("%d-%02d-%02d", year, month, day_of_month);
        char printed[16];

        g_assert_cmpint(day(year, month, day_of_month), ==, expected);
        gp_day_to_civil(expected, &y, &m, &d);
        g_assert_true(y == year && m == month && d == day_of_month);
        g_assert_cmpint(gp_month_of_day(expected), ==, (year - 1990) * 12 + month - 1);
        g_assert_cmpint(gp_fy_of_day(expected), ==, month < 4 ? year - 1 : year);
        gp_day_print(expected, printed);
        g_assert_cmpstr(printed, ==, label);
    }
    g_assert_cmpint(expected, ==, day(2100, 12, 31) + 1);
}

static void
test_days_that_do_not_exist(void)
{
    static const int cases[][3] = {
        {2023, 2, 29}, {2100, 2, 29},  {2024, 2, 30},    {2024, 4, 31},       {2024, 6, 31},
        {2024, 9, 31}, {2024, 11, 31}, {2024, 1, 32},    {2024, 1, 0},        {2024, 1, -1},
        {2024, 0, 1},  {2024, 13, 1},  {2024, -1, 1},    {1989, 12, 31},      {2101, 1, 1},
        {0, 1, 1},     {-2024, 1, 1},  {G_MAXINT, 1, 1}, {2024, G_MAXINT, 1}, {2024, 1, G_MININT},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpDay result = 4242;

        g_assert_false(gp_day_from_civil(cases[i][0], cases[i][1], cases[i][2], &result));
        g_assert_cmpint(result, ==, 4242);
    }
}

static void
test_leap_years(void)
{
    for (int year = GP_FIRST_YEAR; year <= GP_LAST_YEAR; year++) {
        gboolean is_leap = year % 4 == 0 && year != 2100;
        GpDay result;

        g_assert_cmpint(gp_day_from_civil(year, 2, 29, &result), ==, is_leap);
        g_assert_cmpint(day(year, 3, 1) - day(year, 2, 28), ==, is_leap ? 2 : 1);
        g_assert_cmpint(day(year, 12, 31) - day(year, 1, 1), ==, is_leap ? 365 : 364);
    }
}

static void
test_months(void)
{
    g_assert_cmpint(gp_month_from_civil(1990, 1), ==, 0);
    g_assert_cmpint(gp_month_from_civil(2100, 12), ==, GP_N_MONTHS - 1);
    for (GpMonth month = 0; month < GP_N_MONTHS; month++) {
        int year = 1990 + month / 12;
        g_autofree char *label = g_strdup_printf("%d-%02d", year, month % 12 + 1);
        char printed[16];

        g_assert_cmpint(gp_month_first_day(month), ==, day(year, month % 12 + 1, 1));
        g_assert_cmpint(gp_month_last_day(month) + 1, ==, gp_month_first_day(month + 1));
        g_assert_cmpint(gp_month_of_day(gp_month_first_day(month)), ==, month);
        g_assert_cmpint(gp_month_of_day(gp_month_last_day(month)), ==, month);
        g_assert_cmpint(gp_month_calendar_year(month), ==, year);
        gp_month_print(month, printed);
        g_assert_cmpstr(printed, ==, label);
    }
}

static void
test_fy_borders(void)
{
    g_assert_cmpint(gp_fy_of_day(day(2024, 3, 31)), ==, 2023);
    g_assert_cmpint(gp_fy_of_day(day(2024, 4, 1)), ==, 2024);
    g_assert_cmpint(gp_fy_of_day(day(1990, 1, 1)), ==, 1989);
    g_assert_cmpint(gp_fy_of_day(day(2100, 12, 31)), ==, 2100);
    g_assert_cmpint(gp_fy_of_month(gp_month_from_civil(2020, 3)), ==, 2019);
    g_assert_cmpint(gp_fy_of_month(gp_month_from_civil(2020, 4)), ==, 2020);
    for (int fy = GP_FIRST_YEAR; fy < GP_LAST_YEAR; fy++) {
        GpSpan span = gp_fy_span(fy);

        g_assert_cmpint(span.first, ==, day(fy, 4, 1));
        g_assert_cmpint(span.last, ==, day(fy + 1, 3, 31));
    }
}

static void
test_fy_labels(void)
{
    static const char *const bad[] = {
        "",         "2019",     "2019-2",   "2019-2020", "2019-21", "2019-19", "2019 20", "2019_20",
        "2019-20 ", " 2019-20", "1989-90",  "2100-01",   "2199-00", "19-20",   "201a-20", "2019-2O",
        "+019-20",  "-019-20",  "1999-100", "2099-100",  "2019--2", "2012-12",
    };

    for (int fy = GP_FIRST_YEAR; fy < GP_LAST_YEAR; fy++) {
        char label[16];
        int got = 0;

        gp_fy_print(fy, label);
        g_assert_true(gp_fy_parse(label, &got));
        g_assert_cmpint(got, ==, fy);
        label[4] = '/';
        g_assert_true(gp_fy_parse(label, &got));
        g_assert_cmpint(got, ==, fy);
    }
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        int got = 4242;

        g_test_message("“%s”", bad[i]);
        g_assert_false(gp_fy_parse(bad[i], &got));
        g_assert_cmpint(got, ==, 4242);
    }
}

static void
assert_fy_label(int fy, const char *text)
{
    char label[16];

    gp_fy_print(fy, label);
    g_assert_cmpstr(label, ==, text);
}

static void
test_fy_label_at_a_century(void)
{
    assert_fy_label(1999, "1999-00");
    assert_fy_label(2000, "2000-01");
    assert_fy_label(2008, "2008-09");
    assert_fy_label(2009, "2009-10");
    assert_fy_label(2099, "2099-00");
}

static GpPeriodStatus
period(const char *text, gsize length, GpSpan *out_span)
{
    g_autofree char *copy = g_malloc(MAX(length, 1));

    memcpy(copy, text, length);
    return gp_period_parse(copy, length, out_span);
}

static void
test_periods(void)
{
    static const struct {
        const char *text, *first, *last;
    } cases[] = {
        {"2024-06-14", "2024-06-14", "2024-06-14"}, {"2024-02-29", "2024-02-29", "2024-02-29"},
        {"1990-01-01", "1990-01-01", "1990-01-01"}, {"2100-12-31", "2100-12-31", "2100-12-31"},
        {"2007-08-01", "2007-08-01", "2007-08-01"}, {"2024-06", "2024-06-01", "2024-06-30"},
        {"2024-02", "2024-02-01", "2024-02-29"},    {"1990-01", "1990-01-01", "1990-01-31"},
        {"2100-12", "2100-12-01", "2100-12-31"},    {"2007-09", "2007-09-01", "2007-09-30"},
        {"2012-12", "2012-12-01", "2012-12-31"},    {"2024-25", "2024-04-01", "2025-03-31"},
        {"2024/25", "2024-04-01", "2025-03-31"},    {"2012-13", "2012-04-01", "2013-03-31"},
        {"1999-00", "1999-04-01", "2000-03-31"},    {"1999/00", "1999-04-01", "2000-03-31"},
        {"2007/08", "2007-04-01", "2008-03-31"},    {"2000/01", "2000-04-01", "2001-03-31"},
        {"2011/12", "2011-04-01", "2012-03-31"},    {"1990-91", "1990-04-01", "1991-03-31"},
        {"2099-00", "2099-04-01", "2100-03-31"},    {"2099/00", "2099-04-01", "2100-03-31"},
        {"2023-24", "2023-04-01", "2024-03-31"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpSpan span = {-1, -1};
        char first[16], last[16];

        g_test_message("“%s”", cases[i].text);
        g_assert_cmpint(period(cases[i].text, strlen(cases[i].text), &span), ==, GP_PERIOD_READ);
        gp_day_print(span.first, first);
        gp_day_print(span.last, last);
        g_assert_cmpstr(first, ==, cases[i].first);
        g_assert_cmpstr(last, ==, cases[i].last);
    }
}

static void
assert_no_period(const char *text, gsize length, GpPeriodStatus status)
{
    GpSpan span = {-7, -8};

    g_test_message("“%s”", text);
    g_assert_cmpint(period(text, length, &span), ==, status);
    g_assert_cmpint(span.first, ==, -7);
    g_assert_cmpint(span.last, ==, -8);
}

static void
test_periods_malformed(void)
{
    static const char *const cases[] = {
        "",
        "2024",
        "2024-",
        "2024-6",
        "2024-13",
        "2024-00",
        "2024-99",
        "2024-26",
        "2024/06",
        "2024/26",
        "2024.06",
        "202406",
        "20240614",
        "2024-06-31",
        "2023-02-29",
        "2100-02-29",
        "2024-00-01",
        "2024-06-00",
        "2024-6-14",
        "2024-06-1",
        "2024-06-145",
        "2024/06/14",
        "14/06/2024",
        "14-06-2024",
        "2024-06-14T",
        " 2024-06",
        "2024-06 ",
        "+024-06",
        "-024-06",
        "2024-+6",
        "2024-2025",
        "June 2024",
        "2024-Jun",
        "FY2024",
        "２０２４-06",
        "2024-06/14",
        "2024/06-14",
        "2199",
        "1989",
        "abcd-ef",
        "2024–25",
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_no_period(cases[i], strlen(cases[i]), GP_PERIOD_MALFORMED);
    assert_no_period("2024-0\0", 7, GP_PERIOD_MALFORMED);
    assert_no_period("2024-06\0", 8, GP_PERIOD_MALFORMED);
    assert_no_period("2024-06-14", 6, GP_PERIOD_MALFORMED);
}

static void
test_periods_out_of_range(void)
{
    static const char *const cases[] = {
        "1989-12", "1989-12-31", "1989-90", "1989/90",    "2101-01-01", "2100/01",
        "2101-03", "2199-05",    "2199/00", "0001-01-01", "9999-12-31", "1899-00",
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_no_period(cases[i], strlen(cases[i]), GP_PERIOD_RANGE);
}

static void
test_periods_ambiguous(void)
{
    for (int year = 2000; year <= 2011; year++) {
        g_autofree char *text = g_strdup_printf("%d-%02d", year, year - 1999);

        assert_no_period(text, 7, GP_PERIOD_AMBIGUOUS);
    }
}

static void
test_period_reasons(void)
{
    const char *malformed = gp_period_status_reason(GP_PERIOD_MALFORMED);
    const char *ambiguous = gp_period_status_reason(GP_PERIOD_AMBIGUOUS);
    const char *range = gp_period_status_reason(GP_PERIOD_RANGE);

    g_assert_nonnull(strstr(malformed, "is not a period"));
    g_assert_nonnull(strstr(ambiguous, "2007/08"));
    g_assert_nonnull(strstr(range, "1990 to 2100"));
}

static void
test_share_table(void)
{
    static const struct {
        gint64 whole;
        guint n;
        gint64 weights[8];
        gint64 parts[8];
    } cases[] = {
        {10, 3, {1, 1, 1}, {4, 3, 3}},
        {11, 3, {1, 1, 1}, {4, 4, 3}},
        {-10, 3, {1, 1, 1}, {-4, -3, -3}},
        {-11, 3, {1, 1, 1}, {-4, -4, -3}},
        {0, 3, {1, 2, 3}, {0, 0, 0}},
        {7, 3, {0, 1, 0}, {0, 7, 0}},
        {1, 2, {1, 1}, {1, 0}},
        {100, 3, {1, 2, 3}, {17, 33, 50}},
        {100, 3, {3, 2, 1}, {50, 33, 17}},
        {5, 2, {3, 1}, {4, 1}},
        {5, 2, {1, 3}, {1, 4}},
        {3, 7, {1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0, 0}},
        {3, 5, {0, 1, 0, 1, 1}, {0, 1, 0, 1, 1}},
        {2, 5, {0, 1, 0, 1, 1}, {0, 1, 0, 1, 0}},
        {G_MAXINT64, 1, {5}, {G_MAXINT64}},
        {G_MAXINT64, 1, {G_MAXINT64}, {G_MAXINT64}},
        {365, 4, {31, 28, 31, 30}, {95, 85, 94, 91}},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpInt128 parts[8];

        g_assert_true(gp_share_exactly(cases[i].whole, cases[i].weights, cases[i].n, parts));
        for (guint j = 0; j < cases[i].n; j++)
            g_assert_cmpint((gint64)parts[j], ==, cases[i].parts[j]);
    }
}

static void
test_share_without_weight(void)
{
    static const gint64 none[] = {0, 0, 0};
    GpInt128 parts[] = {7, 8, 9};

    g_assert_false(gp_share_exactly(100, none, 3, parts));
    g_assert_false(gp_share_exactly(100, none, 0, parts));
    g_assert_true(parts[0] == 7 && parts[1] == 8 && parts[2] == 9);
}

#define MAX_SHARES 40

/* Random weights, some of them 0, and a random whole of up to 120 bits. */
typedef struct {
    GpInt128 whole;
    gint64 weights[MAX_SHARES];
    guint n;
} Sharing;

static void
sharing_init(Sharing *self, GRand *rand)
{
    int bits = g_rand_int_range(rand, 1, 61);
    GpUint128 whole = 0;

    for (int i = 0; i < 4; i++)
        whole = whole << 32 | g_rand_int(rand);
    whole >>= g_rand_int_range(rand, 8, 128);
    self->whole = g_rand_boolean(rand) ? -(GpInt128)whole : (GpInt128)whole;
    self->n = (guint)g_rand_int_range(rand, 1, MAX_SHARES + 1);
    for (guint i = 0; i < self->n; i++) {
        guint64 weight = (guint64)g_rand_int(rand) << 32 | g_rand_int(rand);

        self->weights[i] = g_rand_int_range(rand, 0, 4) == 0 ? 0 : (gint64)(weight >> (64 - bits));
    }
    self->weights[0] |= 1;
}

/*
 * whole * weight - part * total, of the sizes. The truth lies between -total and total, so
 * arithmetic that wraps at 128 bits finds it.
 */
static GpInt128
share_rest(const Sharing *self, GpInt128 part, guint i, GpInt128 total)
{
    GpUint128 sign = self->whole < 0 ? (GpUint128)-1 : 1;

    return (GpInt128)(sign * ((GpUint128)self->whole * (GpUint128)self->weights[i] -
                              (GpUint128)part * (GpUint128)total));
}

static GpInt128
share_total(const Sharing *self)
{
    GpInt128 total = 0;

    for (guint i = 0; i < self->n; i++)
        total += self->weights[i];
    return total;
}

static void
test_share_sums_to_the_whole(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (int round = 0; round < 10000; round++) {
        GpInt128 parts[MAX_SHARES], sum = 0;
        Sharing s;

        sharing_init(&s, rand);
        g_assert_true(gp_share_exactly(s.whole, s.weights, s.n, parts));
        for (guint i = 0; i < s.n; i++) {
            sum += parts[i];
            g_assert_true(s.weights[i] > 0 || parts[i] == 0);
            g_assert_true(parts[i] == 0 || (parts[i] < 0) == (s.whole < 0));
        }
        g_assert_true(sum == s.whole);
    }
}

/* Who is rounded up has a remainder at least as large as who is not, and is earlier if equal. */
static void
test_share_largest_remainders(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);

    for (int round = 0; round < 2000; round++) {
        GpInt128 parts[MAX_SHARES], remainders[MAX_SHARES], total;
        gboolean is_up[MAX_SHARES];
        Sharing s;

        sharing_init(&s, rand);
        total = share_total(&s);
        gp_share_exactly(s.whole, s.weights, s.n, parts);
        for (guint i = 0; i < s.n; i++) {
            GpInt128 rest = share_rest(&s, parts[i], i, total);

            g_assert_true(rest > -total && rest < total);
            is_up[i] = rest < 0;
            remainders[i] = is_up[i] ? rest + total : rest;
        }
        for (guint i = 0; i < s.n; i++) {
            for (guint j = 0; j < s.n; j++)
                g_assert_false(
                    is_up[j] && !is_up[i] &&
                    (remainders[i] > remainders[j] || (remainders[i] == remainders[j] && i < j)));
        }
    }
}

static void
test_share_in_another_order(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(9);

    for (int round = 0; round < 2000; round++) {
        GpInt128 parts[MAX_SHARES], turned[MAX_SHARES], sum = 0;
        Sharing s, t;
        guint by;

        sharing_init(&s, rand);
        t = s;
        by = (guint)g_rand_int_range(rand, 0, (gint32)s.n);
        for (guint i = 0; i < s.n; i++)
            t.weights[(i + by) % s.n] = s.weights[i];
        gp_share_exactly(s.whole, s.weights, s.n, parts);
        gp_share_exactly(t.whole, t.weights, t.n, turned);
        for (guint i = 0; i < s.n; i++) {
            GpInt128 change = turned[(i + by) % s.n] - parts[i];

            g_assert_true(change >= -1 && change <= 1);
            sum += turned[i];
        }
        g_assert_true(sum == s.whole);
    }
}

static void
test_throw(void)
{
    g_autoptr(GError) error = NULL;
    const char *nothing = "";

    g_assert_false(gp_throw(&error, GP_ERROR_MISSING, "no site “%s”", "Ward 9"));
    g_assert_error(error, GP_ERROR, GP_ERROR_MISSING);
    g_assert_cmpstr(error->message, ==, "no site “Ward 9”");
    g_clear_error(&error);
    nothing = gp_throw_null(&error, GP_ERROR_USAGE, "%d", 5);
    g_assert_null(nothing);
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
    g_assert_false(gp_throw(NULL, GP_ERROR_IO, "nobody listens"));
}

/* Weights so large that the product of two of them leaves 128 bits. */
static void
test_share_huge_weights(void)
{
    const GpInt128 most = G_MAXINT64;
    gint64 weights[8];
    GpInt128 parts[8];

    for (guint i = 0; i < 8; i++)
        weights[i] = G_MAXINT64;
    g_assert_true(gp_share_exactly(8 * most - 1, weights, 8, parts));
    for (guint i = 0; i < 7; i++)
        g_assert_true(parts[i] == most);
    g_assert_true(parts[7] == most - 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/day/every-day", test_every_day);
    g_test_add_func("/base/day/does-not-exist", test_days_that_do_not_exist);
    g_test_add_func("/base/day/leap-years", test_leap_years);
    g_test_add_func("/base/month/every-month", test_months);
    g_test_add_func("/base/fy/borders", test_fy_borders);
    g_test_add_func("/base/fy/labels", test_fy_labels);
    g_test_add_func("/base/fy/label-at-a-century", test_fy_label_at_a_century);
    g_test_add_func("/base/period/three-forms", test_periods);
    g_test_add_func("/base/period/malformed", test_periods_malformed);
    g_test_add_func("/base/period/out-of-range", test_periods_out_of_range);
    g_test_add_func("/base/period/ambiguous", test_periods_ambiguous);
    g_test_add_func("/base/period/reasons", test_period_reasons);
    g_test_add_func("/base/share/table", test_share_table);
    g_test_add_func("/base/share/without-weight", test_share_without_weight);
    g_test_add_func("/base/share/sums-to-the-whole", test_share_sums_to_the_whole);
    g_test_add_func("/base/share/largest-remainders", test_share_largest_remainders);
    g_test_add_func("/base/share/in-another-order", test_share_in_another_order);
    g_test_add_func("/base/error/throw", test_throw);
    g_test_add_func("/base/share/huge-weights", test_share_huge_weights);
    return g_test_run();
}
