/* SPDX-License-Identifier: MIT */
#include "gp-memo-private.h"

#include "gp-day.h"
#include "gp-number.h"

/* What the quick way of reading is made of, beside the thorough one. */

#define N_ROUNDS 200000

/* A text with bytes around it that must not matter. */
typedef struct {
    char bytes[3 * GP_MEMO_BYTES];
    gsize length;
} Padded;

static const char *
pad(Padded *self, GRand *rand, const char *text, gsize length)
{
    for (gsize i = 0; i < sizeof self->bytes; i++)
        self->bytes[i] = (char)g_rand_int_range(rand, 0, 256);
    memcpy(self->bytes + GP_MEMO_BYTES, text, length);
    self->length = length;
    return self->bytes + GP_MEMO_BYTES;
}

static gsize
random_text(GRand *rand, const char *alphabet, gsize max, char *out)
{
    gsize length = (gsize)g_rand_int_range(rand, 0, (gint32)max + 1);
    gint32 n = (gint32)strlen(alphabet);

    for (gsize i = 0; i < length; i++)
        out[i] = alphabet[g_rand_int_range(rand, 0, n)];
    return length;
}

/* Beside a hash table of GLib. */
static void
test_memo(gconstpointer max_length)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GpMemo memo;

    gp_memo_init(&memo);
    for (guint round = 0; round < N_ROUNDS / 10; round++) {
        char text[2 * GP_MEMO_BYTES];
        gsize length = random_text(rand, "ab,\"\xff", GPOINTER_TO_UINT(max_length), text);
        g_autofree char *key = g_strndup(text, length);
        gpointer value = g_hash_table_lookup(known, key);
        Padded padded;
        const char *place = pad(&padded, rand, text, length);
        guint32 found = gp_memo_find(&memo, place, length);

        g_assert_cmpuint(found, ==, value == NULL ? GP_MEMO_NONE : GPOINTER_TO_UINT(value) - 1);
        if (value != NULL || length > GP_MEMO_BYTES || memo.n == GP_MEMO_MAX)
            continue;
        gp_memo_learn(&memo, place, length, round);
        g_hash_table_insert(known, g_steal_pointer(&key), GUINT_TO_POINTER(round + 1));
    }
    g_assert_cmpuint(memo.n, ==, g_hash_table_size(known));
    gp_memo_clear(&memo);
}

static void
test_numbers(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(2);
    guint n_read = 0;

    for (guint round = 0; round < N_ROUNDS; round++) {
        static const char *const alphabets[] = {"0123456789.", "0019.-", "12,. +-e",
                                                "3\x39\x2f\x3a\xb3"};
        char text[32];
        gsize length = random_text(rand, alphabets[round % 8 > 3 ? 0 : round % 4], 20, text);
        gint64 quick = -7, thorough = -7;
        Padded padded;
        const char *place;

        if (length > 1 && round % 3 == 0)
            text[0] = '-';
        place = pad(&padded, rand, text, length);
        if (!gp_number_parse_short(place, length, &quick)) {
            g_assert_cmpint(quick, ==, -7);
            continue;
        }
        n_read++;
        g_assert_cmpint(gp_number_parse(place, length, GP_MICRO_PLACES, &thorough), ==,
                        GP_NUMBER_EXACT);
        g_assert_cmpint(quick, ==, thorough);
    }
    g_assert_cmpuint(n_read, >, N_ROUNDS / 20);
}

/* All that it is for is read. */
static void
test_short_numbers(void)
{
    static const struct {
        const char *text;
        gint64 micro;
    } cases[] = {{"0", 0},
                 {"-0", 0},
                 {"7", 7000000},
                 {"-12.5", -12500000},
                 {"123456789012", G_GINT64_CONSTANT(123456789012000000)},
                 {"999999999999.999", G_GINT64_CONSTANT(999999999999999000)},
                 {"123456789.123456", G_GINT64_CONSTANT(123456789123456)},
                 {"-999999999.999999", G_GINT64_CONSTANT(-999999999999999)},
                 {".5", 500000},
                 {"5.", 5000000},
                 {"000000000012", 12000000}};
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 micro = -7;
        Padded padded;

        g_assert_true(
            gp_number_parse_short(pad(&padded, rand, cases[i].text, strlen(cases[i].text)),
                                  strlen(cases[i].text), &micro));
        g_assert_cmpint(micro, ==, cases[i].micro);
    }
}

static void
test_days(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(4);

    for (guint round = 0; round < N_ROUNDS; round++) {
        char text[16] = "2024-06-14";
        guint year = 0, month = 0, day = 0;
        gboolean is_form = TRUE;

        for (gint32 n = g_rand_int_range(rand, 0, 4); n > 0; n--)
            text[g_rand_int_range(rand, 0, 10)] =
                (char)(round % 2 == 0 ? g_rand_int_range(rand, '-', ':' + 1)
                                      : g_rand_int_range(rand, 1, 256));
        for (guint i = 0; i < 10; i++)
            is_form &= i == 4 || i == 7 ? text[i] == '-' : g_ascii_isdigit(text[i]);
        g_assert_true(gp_day_digits(text, &year, &month, &day) == is_form);
        if (!is_form)
            continue;
        g_assert_cmpuint(year, ==, g_ascii_strtoull(text, NULL, 10));
        g_assert_cmpuint(month, ==, g_ascii_strtoull(text + 5, NULL, 10));
        g_assert_cmpuint(day, ==, g_ascii_strtoull(text + 8, NULL, 10));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/memo/short", GUINT_TO_POINTER(6), test_memo);
    g_test_add_data_func("/memo/half", GUINT_TO_POINTER(16), test_memo);
    g_test_add_data_func("/memo/long", GUINT_TO_POINTER(34), test_memo);
    g_test_add_func("/memo/numbers/random", test_numbers);
    g_test_add_func("/memo/numbers/short", test_short_numbers);
    g_test_add_func("/memo/days", test_days);
    return g_test_run();
}
