/* SPDX-License-Identifier: MIT */
#include "gp-number.h"

#define N_RANDOM 100000
#define UNTOUCHED G_GINT64_CONSTANT(-1234567890987654321)

#define INT128_MAX ((GpInt128)(~(GpUint128)0 >> 1))
#define INT128_MIN (-INT128_MAX - 1)

/* A random number whose magnitude is spread evenly over the bits. */
static gint64
random_int64(GRand *rand)
{
    guint64 bits = (guint64)g_rand_int(rand) << 32 | g_rand_int(rand);
    gint64 size = (gint64)(bits >> g_rand_int_range(rand, 1, 64));

    return g_rand_boolean(rand) ? -size : size;
}

static void
assert_printed(GpInt128 value, int places, const char *text)
{
    g_autoptr(GString) out = g_string_new("<");

    gp_number_append(out, value, places);
    g_assert_cmpstr(out->str + 1, ==, text);
}

static void
test_print(void)
{
    assert_printed(0, 0, "0");
    assert_printed(0, 6, "0");
    assert_printed(0, 38, "0");
    assert_printed(1, 0, "1");
    assert_printed(-1, 0, "-1");
    assert_printed(1, 6, "0.000001");
    assert_printed(-1, 6, "-0.000001");
    assert_printed(100, 0, "100");
    assert_printed(100, 1, "10");
    assert_printed(100, 2, "1");
    assert_printed(100, 3, "0.1");
    assert_printed(-120, 2, "-1.2");
    assert_printed(10203000, 6, "10.203");
    assert_printed(-1000000, 6, "-1");
    assert_printed(1234567, 0, "1234567");
    assert_printed(G_MININT64, 0, "-9223372036854775808");
    assert_printed(G_MAXUINT64, 12, "18446744.073709551615");
}

static void
test_print_limits(void)
{
    assert_printed(INT128_MAX, 0, "170141183460469231731687303715884105727");
    assert_printed(INT128_MIN, 0, "-170141183460469231731687303715884105728");
    assert_printed(INT128_MIN, 12, "-170141183460469231731687303.715884105728");
    assert_printed(INT128_MIN, 38, "-1.70141183460469231731687303715884105728");
    assert_printed(gp_power_of_ten(38), 38, "1");
    assert_printed(gp_power_of_ten(38) - 1, 38, "0.99999999999999999999999999999999999999");
    assert_printed(1, 38, "0.00000000000000000000000000000000000001");
}

/* Against the C library, which prints halves of 19 digits. */
static void
test_print_random(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    const guint64 half = G_GUINT64_CONSTANT(10000000000000000000);

    for (int i = 0; i < 10000; i++) {
        guint64 high = (guint64)(random_int64(rand) | 1) % half;
        guint64 low = ((guint64)g_rand_int(rand) << 32 | g_rand_int(rand)) % half;
        g_autofree char *text = NULL;

        high = high % G_GUINT64_CONSTANT(17014118346046923173) + 1;
        text = g_strdup_printf("-%" G_GUINT64_FORMAT "%019" G_GUINT64_FORMAT, high, low);
        assert_printed(-((GpInt128)high * half + low), 0, text);
        assert_printed((GpInt128)high * half + low, 0, text + 1);
    }
}

static void
test_round_trip(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20190401);
    g_autoptr(GString) text = g_string_new(NULL);

    for (int i = 0; i < N_RANDOM; i++) {
        gint64 value = random_int64(rand), got = UNTOUCHED;
        int places = g_rand_int_range(rand, 0, 19);

        g_string_truncate(text, 0);
        gp_number_append(text, value, places);
        g_assert_cmpint(gp_number_parse(text->str, text->len, places, &got), ==, GP_NUMBER_EXACT);
        g_assert_cmpint(got, ==, value);
    }
}

/* What people read, with all places shown, is the same number. */
static void
test_rounded_round_trip(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20310331);
    g_autoptr(GString) text = g_string_new(NULL);

    for (int i = 0; i < N_RANDOM; i++) {
        gint64 value = random_int64(rand), got = UNTOUCHED;
        int places = g_rand_int_range(rand, 0, 19);

        g_string_truncate(text, 0);
        gp_number_append_rounded(text, value, places, places);
        g_assert_cmpint(gp_number_parse(text->str, text->len, places, &got), ==, GP_NUMBER_EXACT);
        g_assert_cmpint(got, ==, value);
    }
}

static void
assert_shown(GpInt128 value, int places, int shown_places, const char *text)
{
    g_autoptr(GString) out = g_string_new("<");

    gp_number_append_rounded(out, value, places, shown_places);
    g_assert_cmpstr(out->str + 1, ==, text);
}

static void
test_rounded_separators(void)
{
    static const struct {
        gint64 value;
        int places, shown_places;
        const char *text;
    } cases[] = {
        {0, 0, 0, "0"},
        {0, 6, 2, "0.00"},
        {7, 0, 0, "7"},
        {999, 0, 0, "999"},
        {1000, 0, 0, "1,000"},
        {-999, 0, 0, "-999"},
        {-1000, 0, 0, "-1,000"},
        {123456, 0, 0, "123,456"},
        {1234567, 0, 0, "1,234,567"},
        {1234567, 3, 1, "1,234.6"},
        {1, 0, 2, "1.00"},
        {-1234, 0, 3, "-1,234.000"},
        {12345, 2, 2, "123.45"},
        {1234567, 2, 2, "12,345.67"},
        {G_GINT64_CONSTANT(123456789012), 6, 6, "123,456.789012"},
        {5, 3, 3, "0.005"},
        {G_MININT64, 0, 0, "-9,223,372,036,854,775,808"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_shown(cases[i].value, cases[i].places, cases[i].shown_places, cases[i].text);
    assert_shown(INT128_MAX, 0, 0, "170,141,183,460,469,231,731,687,303,715,884,105,727");
    assert_shown(INT128_MIN, 12, 0, "-170,141,183,460,469,231,731,687,304");
}

static void
test_rounded_halves(void)
{
    static const struct {
        gint64 value;
        int places, shown_places;
        const char *text;
    } cases[] = {
        {5, 1, 0, "0"},
        {15, 1, 0, "2"},
        {25, 1, 0, "2"},
        {-5, 1, 0, "0"},
        {-15, 1, 0, "-2"},
        {-25, 1, 0, "-2"},
        {51, 2, 0, "1"},
        {-51, 2, 0, "-1"},
        {9995, 1, 0, "1,000"},
        {9985, 1, 0, "998"},
        {999500, 3, 0, "1,000"},
        {-999500, 3, 0, "-1,000"},
        {999499, 3, 0, "999"},
        {-4, 3, 2, "0.00"},
        {-5, 3, 2, "0.00"},
        {-6, 3, 2, "-0.01"},
        {1005, 3, 2, "1.00"},
        {1015, 3, 2, "1.02"},
        {999995, 3, 2, "1,000.00"},
        {999985, 3, 2, "999.98"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_shown(cases[i].value, cases[i].places, cases[i].shown_places, cases[i].text);
}

static void
test_round(void)
{
    static const struct {
        gint64 value;
        int places;
        gint64 rounded;
    } cases[] = {
        {0, 0, 0},    {7, 0, 7},   {-7, 0, -7}, {4, 1, 0},   {5, 1, 0},   {6, 1, 1},
        {15, 1, 2},   {25, 1, 2},  {-4, 1, 0},  {-5, 1, 0},  {-6, 1, -1}, {-15, 1, -2},
        {-25, 1, -2}, {149, 2, 1}, {150, 2, 2}, {250, 2, 2}, {251, 2, 3}, {-251, 2, -3},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_true(gp_number_round(cases[i].value, cases[i].places) == cases[i].rounded);
    g_assert_true(gp_number_round(INT128_MAX, 37) == 17);
    g_assert_true(gp_number_round(INT128_MIN, 37) == -17);
    g_assert_true(gp_number_round(INT128_MIN, 0) == INT128_MIN);
}

static void
test_round_at_38_places(void)
{
    g_assert_true(gp_number_round(gp_power_of_ten(38), 38) == 1);
    g_assert_true(gp_number_round(gp_power_of_ten(37) * 5, 38) == 0);
    g_assert_true(gp_number_round(gp_power_of_ten(37) * 9, 38) == 1);
    g_assert_true(gp_number_round(-gp_power_of_ten(37) * 9, 38) == -1);
    g_assert_true(gp_number_round(INT128_MAX, 38) == 2);
}

static void
test_power_of_ten(void)
{
    g_autoptr(GString) text = g_string_new("1");

    for (int power = 0; power <= 38; power++) {
        assert_printed(gp_power_of_ten(power), 0, text->str);
        g_string_append_c(text, '0');
    }
}

static void
test_to_double(void)
{
    g_assert_cmpfloat_with_epsilon(gp_number_to_double(1500000, 6), 1.5, 1e-15);
    g_assert_cmpfloat_with_epsilon(gp_number_to_double(-1, 12), -1e-12, 1e-27);
    g_assert_cmpfloat_with_epsilon(gp_number_to_double(INT128_MIN, 38), -1.7014118346046923, 1e-15);
    g_assert_cmpfloat_with_epsilon(gp_number_to_double(0, 0), 0, 1e-300);
}

static void
test_checked_arithmetic(void)
{
    GpInt128 out = 7;

    g_assert_true(gp_add(INT128_MAX - 1, 1, &out));
    g_assert_true(out == INT128_MAX);
    g_assert_false(gp_add(INT128_MAX, 1, &out));
    g_assert_false(gp_add(INT128_MIN, -1, &out));
    g_assert_true(gp_multiply(gp_power_of_ten(19), gp_power_of_ten(19), &out));
    g_assert_true(out == gp_power_of_ten(38));
    g_assert_true(gp_multiply(INT128_MAX, -1, &out));
    g_assert_true(out == -INT128_MAX);
    g_assert_false(gp_multiply(gp_power_of_ten(20), gp_power_of_ten(19), &out));
    g_assert_false(gp_multiply(INT128_MIN, -1, &out));
}

/* More places than the number has are zeros, however large it is. */
static void
test_rounded_more_places_than_fit(void)
{
    assert_shown(INT128_MAX, 0, 2, "170,141,183,460,469,231,731,687,303,715,884,105,727.00");
    assert_shown(INT128_MIN, 1, 3, "-17,014,118,346,046,923,173,168,730,371,588,410,572.800");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/number/print/table", test_print);
    g_test_add_func("/base/number/print/limits", test_print_limits);
    g_test_add_func("/base/number/print/random", test_print_random);
    g_test_add_func("/base/number/print/round-trip", test_round_trip);
    g_test_add_func("/base/number/print-rounded/separators", test_rounded_separators);
    g_test_add_func("/base/number/print-rounded/halves", test_rounded_halves);
    g_test_add_func("/base/number/print-rounded/round-trip", test_rounded_round_trip);
    g_test_add_func("/base/number/round/table", test_round);
    g_test_add_func("/base/number/power-of-ten", test_power_of_ten);
    g_test_add_func("/base/number/to-double", test_to_double);
    g_test_add_func("/base/number/checked-arithmetic", test_checked_arithmetic);
    g_test_add_func("/base/number/round/at-38-places", test_round_at_38_places);
    g_test_add_func("/base/number/print-rounded/more-places-than-fit",
                    test_rounded_more_places_than_fit);
    return g_test_run();
}
