/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-text.h"

/* A text that may hold NUL, and its length. */
#define TEXT(text) text, sizeof(text) - 1

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static void
test_clean(void)
{
    static const struct {
        const char *text;
        gsize length;
        gboolean is_clean;
    } cases[] = {
        {TEXT(""), TRUE},
        {TEXT("Ward 9"), TRUE},
        {TEXT("Café £5 m³ – CO₂e"), TRUE},
        {TEXT("مستشفى"), TRUE},
        {TEXT("🌱"), TRUE},
        {TEXT("a\tb"), FALSE},
        {TEXT("a\nb"), FALSE},
        {TEXT("a\r"), FALSE},
        {TEXT("\x1b[31mred"), FALSE},
        {TEXT("\x7f"), FALSE},
        {TEXT("\xc2\x85"), FALSE},
        {TEXT("\xc2\x9b"), FALSE},
        {TEXT("a\u202eb"), FALSE},
        {TEXT("a\u202ab"), FALSE},
        {TEXT("a\u2066b"), FALSE},
        {TEXT("a\u2069b"), FALSE},
        {TEXT("a\u200eb"), FALSE},
        {TEXT("a\u200fb"), FALSE},
        {TEXT(BYTE_ORDER_MARK "a"), FALSE},
        {TEXT("a\0b"), FALSE},
        {TEXT("\0"), FALSE},
        {TEXT("\xff"), FALSE},
        {TEXT("caf\xc3"), FALSE},
        {TEXT("\xc0\x80"), FALSE},
        {TEXT("\xed\xa0\x80"), FALSE},
        {TEXT("\xf4\x90\x80\x80"), FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *copy = g_malloc(MAX(cases[i].length, 1));

        g_test_message("case %u", i);
        memcpy(copy, cases[i].text, cases[i].length);
        g_assert_cmpint(gp_text_is_clean(copy, cases[i].length), ==, cases[i].is_clean);
    }
    g_assert_true(gp_text_is_clean("ok\n", 2));
}

/* Bytes are taken eight at a time where they are ASCII, and told as GLib tells them. */
static void
test_utf8(void)
{
    static const char *const pieces[] = {"a",
                                         "twelve bytes",
                                         "é",
                                         "€",
                                         "🌱",
                                         "\xc3",
                                         "\xa9",
                                         "\xe2\x82",
                                         "\xc0\x80",
                                         "\xed\xa0\x80",
                                         "\xff",
                                         "\xf4\x90\x80\x80",
                                         "\xf4\x8f\xbf\xbf",
                                         "\xef\xbf\xbf",
                                         "\x7f",
                                         "\x01"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);
    guint n_good = 0;

    for (int round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *copy = NULL;
        gboolean is_good;

        for (int n = g_rand_int_range(rand, 0, 12); n > 0; n--)
            g_string_append(
                text,
                pieces[g_rand_int_range(rand, 0, g_rand_int_range(rand, 0, 8) == 0 ? 16 : 5)]);
        if (g_rand_int_range(rand, 0, 20) == 0)
            g_string_append_c(text, '\0');
        copy = g_memdup2(text->str, MAX(text->len, 1));
        is_good = g_utf8_validate_len(copy, text->len, NULL);
        g_assert_cmpint(gp_text_is_utf8(copy, text->len), ==, is_good);
        n_good += (guint)is_good;
    }
    g_assert_cmpuint(n_good, >, 5000);
    g_assert_cmpuint(n_good, <, 15000);
}

/* ASCII goes a way of its own, and comes out as beside another letter. */
static void
test_fold_of_ascii(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(9);

    for (int round = 0; round < 5000; round++) {
        g_autoptr(GString) ascii = g_string_new("|"), other = g_string_new("é|");
        g_autofree char *folded = NULL, *other_folded = NULL;

        for (int n = g_rand_int_range(rand, 0, 12); n > 0; n--) {
            char c = (char)(g_rand_boolean(rand) ? ' ' : g_rand_int_range(rand, 1, 128));

            g_string_append_c(ascii, c);
            g_string_append_c(other, c);
        }
        g_string_append_c(ascii, '|');
        g_string_append_c(other, '|');
        folded = gp_text_fold(ascii->str);
        other_folded = gp_text_fold(other->str);
        g_assert_cmpstr(other_folded + strlen("é"), ==, folded);
    }
}

static void
test_printable(void)
{
    static const struct {
        const char *text;
        gsize length;
        guint max_characters;
        const char *printable;
    } cases[] = {
        {TEXT(""), 10, ""},
        {TEXT("Ward 9"), 10, "Ward 9"},
        {TEXT("Ward 9"), 6, "Ward 9"},
        {TEXT("Ward 9"), 5, "Ward …"},
        {TEXT("££££"), 4, "££££"},
        {TEXT("£££££"), 4, "££££…"},
        {TEXT("a\tb\nc\x1b[1m"), 20, "a b c [1m"},
        {TEXT("a\u202eb\u2066c\u200fd"), 20, "a b c d"},
        {TEXT("\x7f\xc2\x85"), 20, "  "},
        {TEXT("caf\xe9!"), 20, "caf\ufffd!"},
        {TEXT("\xff\xfe"), 20, "\ufffd\ufffd"},
        {TEXT("caf\xc3"), 20, "caf\ufffd"},
        {TEXT("\xff\xff\xff\xff\xff"), 2, "\ufffd\ufffd…"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *copy = g_malloc(MAX(cases[i].length, 1)), *printable = NULL;

        memcpy(copy, cases[i].text, cases[i].length);
        printable = gp_text_printable(copy, cases[i].length, cases[i].max_characters);
        g_assert_cmpstr(printable, ==, cases[i].printable);
    }
}

/* Whatever the bytes, the copy is clean and no longer than was asked for. */
static void
test_printable_is_clean(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);

    for (int round = 0; round < 20000; round++) {
        g_autofree char *printable = NULL;
        char bytes[30];

        for (gsize i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)(g_rand_boolean(rand) ? g_rand_int_range(rand, 0, 256) : 0xe2);
        printable = gp_text_printable(bytes, sizeof bytes, 12);
        g_assert_true(gp_text_is_clean(printable, strlen(printable)));
        g_assert_cmpint(g_utf8_strlen(printable, -1), <=, 13);
    }
}

static void
test_width(void)
{
    static const struct {
        const char *text;
        guint width;
    } cases[] = {
        {"", 0},     {"kWh", 3}, {"Café", 4}, {"Cafe\u0301", 4}, {"£5", 2},
        {"病院", 4}, {"m³", 2},  {"CO₂e", 4}, {"a\u200bb", 2},   {"…", 1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(gp_text_width(cases[i].text), ==, cases[i].width);
}

static void
test_equal_ignoring_case(void)
{
    g_assert_true(gp_text_equal_ignoring_case("kWh", 3, "KWH", 3));
    g_assert_true(gp_text_equal_ignoring_case("", 0, "", 0));
    g_assert_true(gp_text_equal_ignoring_case("kWh,5", 3, "kwh;6", 3));
    g_assert_false(gp_text_equal_ignoring_case("kWh", 3, "kWh ", 4));
    g_assert_false(gp_text_equal_ignoring_case("kWh", 3, "MWh", 3));
    g_assert_false(gp_text_equal_ignoring_case("É", 2, "é", 2));
    g_assert_true(gp_text_equal_ignoring_case("I", 1, "i", 1));
    g_assert_false(gp_text_equal_ignoring_case("[", 1, "{", 1));
}

static void
test_closest(void)
{
    static const char *const names[] = {"electricity", "natural-gas", "water", "waste", ""};
    static const struct {
        const char *text, *closest;
    } cases[] = {
        {"electricity", "electricity"},
        {"electricty", "electricity"},
        {"eletcricity", "electricity"},
        {"natural gas", "natural-gas"},
        {"watre", NULL},
        {"wate", "water"},
        {"wastee", "waste"},
        {"taxi", NULL},
        {"x", NULL},
        {"", NULL},
        {"\n", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(gp_text_closest(cases[i].text, names, G_N_ELEMENTS(names)), ==,
                        cases[i].closest);
    g_assert_null(gp_text_closest("water", NULL, 0));
}

static void
test_tidy(void)
{
    static const struct {
        const char *text, *tidy, *folded;
    } cases[] = {
        {"", "", ""},
        {"  \t\r\n", "", ""},
        {" Ward  9 ", "Ward 9", "ward 9"},
        {"North\u00a0Wing\n2", "North Wing 2", "north wing 2"},
        {BYTE_ORDER_MARK "Date\u200b", "Date", "date"},
        {"CAFÉ £", "CAFÉ £", "café £"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *folded = gp_text_fold(cases[i].text);
        g_autoptr(GString) tidy = g_string_new("|");

        gp_text_append_tidy(tidy, cases[i].text);
        g_assert_cmpstr(tidy->str + 1, ==, cases[i].tidy);
        g_assert_cmpstr(folded, ==, cases[i].folded);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/text/clean", test_clean);
    g_test_add_func("/base/text/utf8", test_utf8);
    g_test_add_func("/base/text/fold-of-ascii", test_fold_of_ascii);
    g_test_add_func("/base/text/printable", test_printable);
    g_test_add_func("/base/text/printable-is-clean", test_printable_is_clean);
    g_test_add_func("/base/text/width", test_width);
    g_test_add_func("/base/text/equal-ignoring-case", test_equal_ignoring_case);
    g_test_add_func("/base/text/closest", test_closest);
    g_test_add_func("/base/text/tidy", test_tidy);
    return g_test_run();
}
