/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-scan.h"

#define N_ROUNDS 2000
#define MAX_WORDS 8

/* Byte by byte. */
static GpScanWord
scan_one(const char *text)
{
    GpScanWord word = {0, 0, 0, 0, 0};

    for (guint i = 0; i < GP_SCAN_BYTES; i++) {
        guint64 bit = (guint64)1 << i;

        word.commas |= text[i] == ',' ? bit : 0;
        word.feeds |= text[i] == '\n' ? bit : 0;
        word.quotes |= text[i] == '"' ? bit : 0;
        word.returns |= text[i] == '\r' ? bit : 0;
        word.zeros |= text[i] == '\0' ? bit : 0;
    }
    return word;
}

static void
assert_scans(GpScanFunc scan, const char *text, gsize n_words)
{
    GpScanWord words[MAX_WORDS + 1];

    memset(words, 0x55, sizeof words);
    scan(text, n_words, words);
    for (gsize i = 0; i < n_words; i++) {
        GpScanWord expected = scan_one(text + i * GP_SCAN_BYTES);

        g_assert_true(memcmp(&words[i], &expected, sizeof expected) == 0);
    }
    for (gsize i = 0; i < sizeof words[0]; i++)
        g_assert_cmpuint(((const guint8 *)&words[n_words])[i], ==, 0x55);
}

/* Every byte at every place. */
static void
test_bytes(gconstpointer way)
{
    char text[GP_SCAN_BYTES];

    for (guint at = 0; at < GP_SCAN_BYTES; at++) {
        for (guint byte = 0; byte < 256; byte++) {
            memset(text, byte == 'x' ? 'y' : 'x', sizeof text);
            text[at] = (char)byte;
            assert_scans(*(const GpScanFunc *)way, text, 1);
        }
    }
}

static void
test_random(gconstpointer way)
{
    static const char likely[] = ",,,\n\"\"\r\0ab,-\xac\x8c\x0b\x21\x2d";
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    char text[(MAX_WORDS + 1) * GP_SCAN_BYTES];

    for (guint round = 0; round < N_ROUNDS; round++) {
        gsize n = (gsize)g_rand_int_range(rand, 0, MAX_WORDS + 1);
        gsize at = (gsize)g_rand_int_range(rand, 0, GP_SCAN_BYTES);

        for (gsize i = 0; i < sizeof text; i++)
            text[i] = round % 2 == 0 ? likely[g_rand_int_range(rand, 0, sizeof likely)]
                                     : (char)g_rand_int_range(rand, 0, 256);
        assert_scans(*(const GpScanFunc *)way, text + at, n);
    }
}

static void
test_best(void)
{
    GpScanFunc best = gp_scan;

    test_random(&best);
}

int
main(int argc, char **argv)
{
    GpScanFunc ways[8] = {NULL};

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; (ways[i] = gp_scan_way(i)) != NULL; i++) {
        g_autofree char *bytes = g_strdup_printf("/scan/way-%u/bytes", i);
        g_autofree char *random = g_strdup_printf("/scan/way-%u/random", i);

        g_test_add_data_func(bytes, &ways[i], test_bytes);
        g_test_add_data_func(random, &ways[i], test_random);
    }
    g_test_add_func("/scan/best", test_best);
    return g_test_run();
}
