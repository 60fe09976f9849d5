/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-dict.h"

#define N_NAMES 100000

/* Names of every length from 0 on, each from a buffer that ends with it. */
static void
test_dict_lengths(void)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789-_./+";
    g_autoptr(GpDict) dict = gp_dict_new();

    for (guint round = 0; round < 2; round++) {
        for (gsize length = 0; length < sizeof alphabet; length++) {
            g_autofree char *text = g_malloc(MAX(length, 1));

            memcpy(text, alphabet, length);
            g_assert_cmpuint(gp_dict_intern(dict, text, length), ==, length);
            g_assert_cmpuint(gp_dict_lookup(dict, text, length), ==, length);
            g_assert_cmpuint(strlen(gp_dict_name(dict, (guint32)length)), ==, length);
        }
        g_assert_cmpuint(gp_dict_size(dict), ==, sizeof alphabet);
    }
}

static void
test_dict_many_names(void)
{
    g_autoptr(GpDict) dict = gp_dict_new();
    const char *first;

    g_assert_cmpuint(gp_dict_lookup(dict, "x", 1), ==, GP_DICT_NONE);
    gp_dict_intern(dict, "site 0", 6);
    first = gp_dict_name(dict, 0);
    for (guint round = 0; round < 2; round++) {
        for (guint32 i = 0; i < N_NAMES; i++) {
            g_autofree char *name = g_strdup_printf("site %u", i);

            g_assert_cmpuint(gp_dict_intern(dict, name, strlen(name)), ==, i);
        }
        g_assert_cmpuint(gp_dict_size(dict), ==, N_NAMES);
    }
    g_assert_true(gp_dict_name(dict, 0) == first);
    for (guint32 i = 0; i < N_NAMES; i++) {
        g_autofree char *name = g_strdup_printf("site %u", i);

        g_assert_cmpuint(gp_dict_lookup(dict, name, strlen(name)), ==, i);
        g_assert_cmpstr(gp_dict_name(dict, i), ==, name);
        name[0] = 'S';
        g_assert_cmpuint(gp_dict_lookup(dict, name, strlen(name)), ==, GP_DICT_NONE);
    }
    g_assert_cmpuint(gp_dict_size(dict), ==, N_NAMES);
}

static void
test_dict_ranks(void)
{
    static const char *const names[] = {"ward", "Ward", "", "é", "a", "aa", "B", "~", "ab"};
    static const guint32 expected[] = {6, 2, 0, 8, 3, 4, 1, 7, 5};
    g_autoptr(GpDict) dict = gp_dict_new();
    g_autofree guint32 *ranks = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        gp_dict_intern(dict, names[i], strlen(names[i]));
    ranks = gp_dict_ranks(dict);
    g_assert_true(memcmp(ranks, expected, sizeof expected) == 0);
}

static void
test_dict_ranks_of_many(void)
{
    g_autoptr(GpDict) dict = gp_dict_new();
    g_autofree guint32 *ranks = NULL, *by_rank = g_new(guint32, N_NAMES);

    for (guint32 i = 0; i < N_NAMES; i++) {
        g_autofree char *name = g_strdup_printf("%u", i * 2654435761u);

        g_assert_cmpuint(gp_dict_intern(dict, name, strlen(name)), ==, i);
        by_rank[i] = GP_DICT_NONE;
    }
    ranks = gp_dict_ranks(dict);
    for (guint32 i = 0; i < N_NAMES; i++)
        by_rank[ranks[i]] = i;
    for (guint32 r = 1; r < N_NAMES; r++)
        g_assert_cmpstr(gp_dict_name(dict, by_rank[r - 1]), <, gp_dict_name(dict, by_rank[r]));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/dict/lengths", test_dict_lengths);
    g_test_add_func("/base/dict/many-names", test_dict_many_names);
    g_test_add_func("/base/dict/ranks", test_dict_ranks);
    g_test_add_func("/base/dict/ranks-of-many", test_dict_ranks_of_many);
    return g_test_run();
}
