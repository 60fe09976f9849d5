/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-number.h"

#define UNTOUCHED G_GINT64_CONSTANT(-1234567890987654321)

/* A text that may hold NUL, and its length. */
#define TEXT(text) text, sizeof(text) - 1

typedef struct {
    const char *text;
    gsize length;
} Text;

/* Parses a copy that ends where the text ends, so that a byte read past it is seen. */
static GpNumberStatus
parse(const char *text, gsize length, int places, gint64 *out_value)
{
    g_autofree char *copy = g_malloc(MAX(length, 1));

    memcpy(copy, text, length);
    return gp_number_parse(copy, length, places, out_value);
}

static void
assert_read(const char *text, int places, GpNumberStatus status, gint64 value)
{
    gint64 got = UNTOUCHED;

    GpNumberStatus got_status = parse(text, strlen(text), places, &got);

    if (got_status != status || got != value)
        g_test_message("“%s” to %d places", text, places);
    g_assert_cmpint(got_status, ==, status);
    g_assert_cmpint(got, ==, value);
}

static void
assert_refused(const Text *cases, guint n, int places, GpNumberStatus status)
{
    for (guint i = 0; i < n; i++) {
        gint64 got = UNTOUCHED;

        g_test_message("case %u to %d places", i, places);
        g_assert_cmpint(parse(cases[i].text, cases[i].length, places, &got), ==, status);
        g_assert_cmpint(got, ==, UNTOUCHED);
    }
}

static void
test_exact(void)
{
    static const struct {
        const char *text;
        gint64 micro;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"+0", 0},
        {"0.0", 0},
        {"-.0", 0},
        {"1", 1000000},
        {"-1", -1000000},
        {"+1", 1000000},
        {"007", 7000000},
        {"12.30", 12300000},
        {"-12.345678", -12345678},
        {"+12.345678", 12345678},
        {"0.000001", 1},
        {"-0.000001", -1},
        {".5", 500000},
        {"-.5", -500000},
        {"5.", 5000000},
        {"-5.", -5000000},
        {" 5", 5000000},
        {"5 ", 5000000},
        {"\t5\t", 5000000},
        {" \t -5.5 \t ", -5500000},
        {"1.50000000000000000000000000000000000000", 1500000},
        {"0000000000000000000000000000000000000001", 1000000},
        {"0.0000000000000000000000000000000000000", 0},
        {"9223372036854.775807", G_MAXINT64},
        {"-9223372036854.775807", -G_MAXINT64},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_read(cases[i].text, GP_MICRO_PLACES, GP_NUMBER_EXACT, cases[i].micro);
}

static void
test_thousands(void)
{
    static const struct {
        const char *text;
        gint64 value;
    } cases[] = {
        {"1,234", 1234},
        {"12,345", 12345},
        {"123,456", 123456},
        {"-1,234", -1234},
        {"+1,234", 1234},
        {"1,234,567", 1234567},
        {"1,000,000", 1000000},
        {" 1,234 ", 1234},
        {"1,234.", 1234},
        {"1,234.000", 1234},
        {"1,000,000,000,000,000,000", G_GINT64_CONSTANT(1000000000000000000)},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_read(cases[i].text, 0, GP_NUMBER_EXACT, cases[i].value);
}

static void
test_wrong_thousands(void)
{
    static const Text cases[] = {
        {TEXT("12,5")},     {TEXT("1.234,50")},  {TEXT("1,23")},       {TEXT("1,2345")},
        {TEXT("1,234,56")}, {TEXT("12,34,567")}, {TEXT("1234,567")},   {TEXT(",5")},
        {TEXT(",123")},     {TEXT("1,")},        {TEXT("1,,234")},     {TEXT("1,234,")},
        {TEXT("0,5")},      {TEXT(",")},         {TEXT(",.")},         {TEXT("1,.5")},
        {TEXT(",.5")},      {TEXT("1.234,567")}, {TEXT("1,234.5,6")},  {TEXT("1,2 34")},
        {TEXT("-,123")},    {TEXT("1,-234")},    {TEXT("1,234,5678")}, {TEXT("1, 234")},
    };

    assert_refused(cases, G_N_ELEMENTS(cases), GP_MICRO_PLACES, GP_NUMBER_MALFORMED);
}

static void
test_not_numbers(void)
{
    static const Text cases[] = {
        {TEXT("-")},     {TEXT("+")},        {TEXT(".")},
        {TEXT("-.")},    {TEXT("+.")},       {TEXT(" - ")},
        {TEXT("--5")},   {TEXT("+-5")},      {TEXT("-+5")},
        {TEXT("- 5")},   {TEXT("5-")},       {TEXT("12-")},
        {TEXT("5+")},    {TEXT("(12.30)")},  {TEXT("5%")},
        {TEXT("12kWh")}, {TEXT("12 kWh")},   {TEXT("1e5")},
        {TEXT("1E5")},   {TEXT("1e309")},    {TEXT("5e-324")},
        {TEXT("nan")},   {TEXT("NaN")},      {TEXT("inf")},
        {TEXT("-inf")},  {TEXT("infinity")}, {TEXT("0x1A")},
        {TEXT("0b1")},   {TEXT("1_000")},    {TEXT("1 000")},
        {TEXT("1'000")}, {TEXT("1.2.3")},    {TEXT("1..2")},
        {TEXT("1.5.")},  {TEXT("..5")},      {TEXT("1/2")},
        {TEXT("12:30")}, {TEXT("#N/A")},     {TEXT("TRUE")},
        {TEXT("=1+1")},  {TEXT("null")},     {TEXT("5 5")},
        {TEXT("1.5f")},  {TEXT("1l")},       {TEXT("9999999999999999999999999999999999999999x")}};

    assert_refused(cases, G_N_ELEMENTS(cases), GP_MICRO_PLACES, GP_NUMBER_MALFORMED);
}

/* Other alphabets, currencies, blanks that are none, control characters, no UTF-8. */
static void
test_other_characters(void)
{
    static const Text cases[] = {{TEXT("£5")},
                                 {TEXT("-£5")},
                                 {TEXT("€5")},
                                 {TEXT("1\u00a0000")},
                                 {TEXT("\u00a05")},
                                 {TEXT("٣")},
                                 {TEXT("１２")},
                                 {TEXT("1٫5")},
                                 {TEXT("−5")},
                                 {TEXT("½")},
                                 {TEXT("5\n")},
                                 {TEXT("\r5")},
                                 {TEXT("5\v")},
                                 {TEXT("\xff")},
                                 {TEXT("5\xff")},
                                 {TEXT("\xef\xbb\xbf"
                                       "5")},
                                 {TEXT("1\0002")},
                                 {TEXT("\0")},
                                 {TEXT("5\0")},
                                 {TEXT("\0005")},
                                 {TEXT("\"5\"")}};

    assert_refused(cases, G_N_ELEMENTS(cases), GP_MICRO_PLACES, GP_NUMBER_MALFORMED);
}

static void
test_empty(void)
{
    static const Text cases[] = {{TEXT("")}, {TEXT(" ")}, {TEXT("\t")}, {TEXT(" \t  \t ")}};

    assert_refused(cases, G_N_ELEMENTS(cases), GP_MICRO_PLACES, GP_NUMBER_EMPTY);
}

/* Only the bytes that are told belong to the number. */
static void
test_length(void)
{
    gint64 value = UNTOUCHED;

    g_assert_cmpint(gp_number_parse("12,345", 2, 0, &value), ==, GP_NUMBER_EXACT);
    g_assert_cmpint(value, ==, 12);
    g_assert_cmpint(gp_number_parse("7x", 1, 0, &value), ==, GP_NUMBER_EXACT);
    g_assert_cmpint(value, ==, 7);
    g_assert_cmpint(gp_number_parse("7", 0, 0, &value), ==, GP_NUMBER_EMPTY);
    g_assert_cmpint(value, ==, 7);
}

static void
test_int64_limits(void)
{
    assert_read("1234567890123456789", 0, GP_NUMBER_EXACT, G_GINT64_CONSTANT(1234567890123456789));
    assert_read("9223372036854775807", 0, GP_NUMBER_EXACT, G_MAXINT64);
    assert_read("-9223372036854775807", 0, GP_NUMBER_EXACT, -G_MAXINT64);
    assert_read("9.223372036854775807", 18, GP_NUMBER_EXACT, G_MAXINT64);
    assert_read("9223372036854775807.4", 0, GP_NUMBER_ROUNDED, G_MAXINT64);
    assert_read("9223372036854775806.5", 0, GP_NUMBER_ROUNDED, G_MAXINT64 - 1);
    assert_read("9223372036854.7758074999", 6, GP_NUMBER_ROUNDED, G_MAXINT64);
}

static void
test_too_large(void)
{
    static const Text whole[] = {
        {TEXT("9223372036854775808")},
        {TEXT("-9223372036854775809")},
        {TEXT("9223372036854775807.5")},
        {TEXT("9999999999999999999")},
        {TEXT("18446744073709551615")},
        {TEXT("18446744073709551615.5")},
        {TEXT("18446744073709551616")},
        {TEXT("18446744073709551617")},
        {TEXT("-18446744073709551617")},
        {TEXT("184467440737095516160")},
        {TEXT("340282366920938463463374607431768211457")},
        {TEXT("1234567890123456789012345678901234567890")},
        {TEXT("9,223,372,036,854,775,808")},
    };
    static const Text micro[] = {
        {TEXT("9223372036854.775808")},  {TEXT("-9223372036854.775809")},
        {TEXT("9223372036854.7758075")}, {TEXT("1234567890123456789")},
        {TEXT("18446744073709.551616")}, {TEXT("1234567890123456789012345678901234567890.5")},
    };
    static const Text atto[] = {{TEXT("9.223372036854775808")}, {TEXT("10")}, {TEXT("-10")}};

    assert_refused(whole, G_N_ELEMENTS(whole), 0, GP_NUMBER_OVERFLOW);
    assert_refused(micro, G_N_ELEMENTS(micro), GP_MICRO_PLACES, GP_NUMBER_OVERFLOW);
    assert_refused(atto, G_N_ELEMENTS(atto), 18, GP_NUMBER_OVERFLOW);
}

/* Every last digit that is kept, before tails under, on and over the half. */
static void
test_half_to_even(void)
{
    static const int places[] = {GP_MICRO_PLACES, GP_NANO_PLACES, GP_PICO_PLACES, 18};
    static const struct {
        const char *tail;
        int over; /* -1: under the half, 0: on it, 1: over it */
    } tails[] = {
        {"1", -1}, {"4", -1}, {"49999999999999999999999999", -1},     {"01", -1},
        {"5", 0},  {"50", 0}, {"5000000000000000000000000000000", 0}, {"51", 1},
        {"6", 1},  {"9", 1},  {"50000000000000000000000000001", 1},
    };

    for (guint p = 0; p < G_N_ELEMENTS(places); p++) {
        for (guint t = 0; t < G_N_ELEMENTS(tails); t++) {
            for (int digit = 0; digit <= 9; digit++) {
                g_autofree char *text =
                    g_strdup_printf("-0.%0*d%s", places[p], digit, tails[t].tail);
                gint64 up = tails[t].over > 0 || (tails[t].over == 0 && digit % 2 == 1);

                assert_read(text, places[p], GP_NUMBER_ROUNDED, -(digit + up));
                assert_read(text + 1, places[p], GP_NUMBER_ROUNDED, digit + up);
            }
        }
    }
}

static void
test_rounding_carries(void)
{
    assert_read("0.9999995", 6, GP_NUMBER_ROUNDED, 1000000);
    assert_read("-0.9999995", 6, GP_NUMBER_ROUNDED, -1000000);
    assert_read("0.9999985", 6, GP_NUMBER_ROUNDED, 999998);
    assert_read("1,999.9999996", 6, GP_NUMBER_ROUNDED, G_GINT64_CONSTANT(2000000000));
    assert_read("0.9999999995", 9, GP_NUMBER_ROUNDED, GP_NANO);
    assert_read("99.9999999999996", 12, GP_NUMBER_ROUNDED, 100 * GP_PICO);
    assert_read("9.5", 0, GP_NUMBER_ROUNDED, 10);
    assert_read("8.5", 0, GP_NUMBER_ROUNDED, 8);
    assert_read(".5", 0, GP_NUMBER_ROUNDED, 0);
    assert_read("-.5", 0, GP_NUMBER_ROUNDED, 0);
    assert_read("1.0000000", 6, GP_NUMBER_EXACT, 1000000);
    assert_read("0.00000000000000000000000000000000000001", 6, GP_NUMBER_ROUNDED, 0);
}

static void
test_parse_text(void)
{
    static const struct {
        const char *text;
        GpErrorCode code;
        const char *message;
    } cases[] = {
        {"", GP_ERROR_MALFORMED, "a number is missing"},
        {"  ", GP_ERROR_MALFORMED, "a number is missing"},
        {"12,5", GP_ERROR_MALFORMED, "“12,5” is not a number"},
        {"£5", GP_ERROR_MALFORMED, "“£5” is not a number"},
        {"99999999999999", GP_ERROR_OVERFLOW, "“99999999999999” is too large"},
    };
    g_autoptr(GError) none = NULL;
    gint64 value = UNTOUCHED;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(gp_number_parse_text(cases[i].text, 6, &value, &error));
        g_assert_error(error, GP_ERROR, (int)cases[i].code);
        g_assert_cmpstr(error->message, ==, cases[i].message);
        g_assert_cmpint(value, ==, UNTOUCHED);
    }
    g_assert_true(gp_number_parse_text(" 1.5 ", 6, &value, &none));
    g_assert_cmpint(value, ==, 1500000);
    g_assert_true(gp_number_parse_text("0.0000015", 6, &value, &none));
    g_assert_cmpint(value, ==, 2);
    g_assert_no_error(none);
}

/* A long text is cut in the message, but never inside a character. */
static void
test_parse_text_cuts_whole_characters(void)
{
    for (guint n = 30; n < 45; n++) {
        g_autofree char *digits = g_strnfill(n, '7');
        g_autofree char *text = g_strconcat(digits, "£££££££££££££", NULL);
        g_autoptr(GError) error = NULL;
        gint64 value;

        g_assert_false(gp_number_parse_text(text, 6, &value, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/number/parse/exact", test_exact);
    g_test_add_func("/base/number/parse/thousands", test_thousands);
    g_test_add_func("/base/number/parse/wrong-thousands", test_wrong_thousands);
    g_test_add_func("/base/number/parse/not-numbers", test_not_numbers);
    g_test_add_func("/base/number/parse/other-characters", test_other_characters);
    g_test_add_func("/base/number/parse/empty", test_empty);
    g_test_add_func("/base/number/parse/length", test_length);
    g_test_add_func("/base/number/parse/int64-limits", test_int64_limits);
    g_test_add_func("/base/number/parse/too-large", test_too_large);
    g_test_add_func("/base/number/parse/half-to-even", test_half_to_even);
    g_test_add_func("/base/number/parse/rounding-carries", test_rounding_carries);
    g_test_add_func("/base/number/parse-text/messages", test_parse_text);
    g_test_add_func("/base/number/parse-text/cuts-whole-characters",
                    test_parse_text_cuts_whole_characters);
    return g_test_run();
}
