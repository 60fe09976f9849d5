/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-read-private.h"
#include "hostile.h"
#include "reading.h"

/* However a file is read, the same comes of it: by one thread or many, in blocks of any size, with
 * the quick way or without it. */

static Reading *
read_so(const char *path, guint threads, gsize block_bytes, gboolean is_thorough)
{
    g_autoptr(GpCoverage) spoken_of = gp_coverage_new(GP_CORRECTIONS_SERIES);
    GpReadRules rules = plain_rules;

    rules.threads = threads;
    if (is_thorough) /* where rows must be taken one after the other, nothing is quick */
        rules.spoken_of = spoken_of;
    return read_path_in_blocks(path, &rules, block_bytes);
}

static void
assert_same_count(const GpReadCount *a, const GpReadCount *b)
{
    g_assert_cmpuint(a->rows_in, ==, b->rows_in);
    g_assert_cmpuint(a->rows, ==, b->rows);
    g_assert_cmpuint(a->refused, ==, b->refused);
    g_assert_true(a->has_days == b->has_days);
    g_assert_cmpint(a->days.first, ==, b->days.first);
    g_assert_cmpint(a->days.last, ==, b->days.last);
    g_assert_cmpuint(a->unit, ==, b->unit);
    g_assert_true(a->is_mixed == b->is_mixed);
    g_assert_true(a->used_micro == b->used_micro);
    g_assert_true(a->refused_micro == b->refused_micro);
}

static void
assert_same_issues(const Reading *a, const Reading *b)
{
    g_assert_cmpuint(gp_issue_list_size(a->issues), ==, gp_issue_list_size(b->issues));
    for (guint i = 0; i < gp_issue_list_size(a->issues); i++) {
        g_autoptr(GString) text_a = g_string_new(NULL), text_b = g_string_new(NULL);

        gp_issue_print(gp_issue_list_get(a->issues, i), text_a);
        gp_issue_print(gp_issue_list_get(b->issues, i), text_b);
        g_assert_cmpstr(text_a->str, ==, text_b->str);
    }
}

static void
assert_same(const Reading *a, const Reading *b)
{
    g_autoptr(GPtrArray) lines_a = gp_cube_lines(a->cube), lines_b = gp_cube_lines(b->cube);

    g_assert_no_error(a->error);
    g_assert_no_error(b->error);
    g_assert_cmpuint(lines_a->len, ==, lines_b->len);
    for (guint i = 0; i < lines_a->len; i++)
        g_assert_cmpstr(g_ptr_array_index(lines_a, i), ==, g_ptr_array_index(lines_b, i));
    assert_same_count(&a->count, &b->count);
    assert_same_issues(a, b);
}

static char *
write_file(const GString *text)
{
    char *path = NULL;
    int fd = g_file_open_tmp("gp-threads-XXXXXX", &path, NULL);

    close(fd);
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return path;
}

/* Reads a text in many ways. */
static void
assert_same_in_all_ways(const GString *text, const gsize *block_bytes, guint n_sizes)
{
    static const guint threads[] = {1, 2, 16};
    g_autofree char *path = write_file(text);
    g_autoptr(Reading) thorough = read_so(path, 1, GP_BLOCK_BYTES, TRUE);

    for (guint i = 0; i < n_sizes; i++) {
        g_autoptr(Reading) also_thorough = read_so(path, 1, block_bytes[i], TRUE);

        assert_same(also_thorough, thorough);
        for (guint k = 0; k < G_N_ELEMENTS(threads); k++) {
            g_autoptr(Reading) quick = read_so(path, threads[k], block_bytes[i], FALSE);

            assert_same(quick, thorough);
        }
    }
    g_unlink(path);
}

/* Files of a few rows in blocks of a few bytes. */
static void
test_small(gconstpointer one_in)
{
    static const gsize sizes[] = {3, 7, 64, 100, 1000};
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);

    for (guint round = 0; round < 60; round++) {
        g_autoptr(GString) text = g_string_new(HOSTILE_HEADER);

        for (gint32 n = g_rand_int_range(rand, 0, 60); n > 0; n--)
            hostile_append_row(text, rand, GPOINTER_TO_INT(one_in));
        g_string_truncate(text, text->len - (gsize)g_rand_int_range(rand, 0, 3));
        assert_same_in_all_ways(text, sizes, G_N_ELEMENTS(sizes));
    }
}

/* A file of many blocks. */
static void
test_large(void)
{
    static const gsize sizes[] = {GP_BLOCK_BYTES, 10000};
    g_autoptr(GRand) rand = g_rand_new_with_seed(2);
    g_autoptr(GString) text = g_string_new("\xef\xbb\xbf" HOSTILE_HEADER);

    while (text->len < 12 * GP_BLOCK_BYTES)
        hostile_append_row(text, rand, 50);
    assert_same_in_all_ways(text, sizes, G_N_ELEMENTS(sizes));
}

/* Rows longer than a block and than a row may be; quotes that are open for megabytes. */
static void
test_long(void)
{
    static const gsize sizes[] = {GP_BLOCK_BYTES, 100000};
    g_autoptr(GString) text = g_string_new(HOSTILE_HEADER);
    const char *row = "2024-06-14,coal,1,kWh,S,R,";

    for (gsize i = 0; i < 12; i += 3) {
        g_autofree char *filler = g_strnfill(GP_MAX_ROW_BYTES - 32 + 4 * i, 'z');
        g_autofree char *half = g_strnfill(GP_MAX_ROW_BYTES / 2, '\n');

        g_string_append_printf(text, "%s\n%s%s\n%s\"%s\"\r\n", row, row, filler, row, filler);
        g_string_append_printf(text, "%s\"%s\"\n%s\"%s%s\n%s\r", row, half, row, half, half, row);
    }
    g_string_append_printf(text, "%s\"open\n%s\n", row, row);
    assert_same_in_all_ways(text, sizes, G_N_ELEMENTS(sizes));
}

/* Line breaks inside quotes in every row, so that every block is cut in the wrong place. */
static void
test_line_breaks_in_quotes(void)
{
    static const gsize sizes[] = {GP_BLOCK_BYTES, 997};
    static const char *const breaks[] = {"\n", "\r\n", "\r", "\n\n\"\"\n"};
    g_autoptr(GString) text = g_string_new(HOSTILE_HEADER);

    for (guint i = 0; text->len < 3 * GP_BLOCK_BYTES; i++)
        g_string_append_printf(text, "2024-0%u-1%u,%s,%u.5,kWh,S%u,R,\"a%sb\"%s", i % 9 + 1, i % 10,
                               i % 100 == 99 ? "unknown" : "coal", i, i % 7, breaks[i % 4],
                               breaks[i % 3]);
    assert_same_in_all_ways(text, sizes, G_N_ELEMENTS(sizes));
}

/* The cubes of threads are emptied from time to time, so there must be more than they may hold. */
static void
test_many_cells(void)
{
    g_autoptr(GString) text = g_string_new(HOSTILE_HEADER);
    g_autoptr(Reading) one = NULL, two = NULL;
    g_autofree char *path = NULL;

    for (guint i = 0; i < 300000; i++)
        g_string_append_printf(text, "20%02u-0%u-11,coal,%u,kWh,S%u,R%u,\n", 10 + i / 30000,
                               i / 3334 % 9 + 1, i, i % 997, i % 613);
    path = write_file(text);
    one = read_so(path, 1, GP_BLOCK_BYTES, FALSE);
    two = read_so(path, 2, GP_BLOCK_BYTES, FALSE);
    g_assert_cmpuint(gp_cube_n_cells(one->cube), ==, 300000);
    assert_same(one, two);
    g_unlink(path);
}

static void
test_windows_1252(void)
{
    static const gsize sizes[] = {3, 10, 1000, GP_BLOCK_BYTES};
    g_autoptr(GString) text = g_string_new("# encoding: windows-1252\n" HOSTILE_HEADER);

    for (guint i = 0; i < 300; i++)
        g_string_append_printf(text, "2024-06-14,coal,%u,\xa3,Caf\xe9 \x80,\x93R\x94,\n", i);
    assert_same_in_all_ways(text, sizes, G_N_ELEMENTS(sizes));
    g_string_append(text, "2024-06-14,coal,1,\xa3,\x81,,\n");
    {
        g_autoptr(Reading) reading = read_bytes(text->str, text->len, &plain_rules);

        g_assert_error(reading->error, GP_ERROR, GP_ERROR_MALFORMED);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/threads/small/mostly-good", GINT_TO_POINTER(20), test_small);
    g_test_add_data_func("/threads/small/hostile", GINT_TO_POINTER(2), test_small);
    g_test_add_func("/threads/large", test_large);
    g_test_add_func("/threads/long", test_long);
    g_test_add_func("/threads/line-breaks-in-quotes", test_line_breaks_in_quotes);
    g_test_add_func("/threads/many-cells", test_many_cells);
    g_test_add_func("/threads/windows-1252", test_windows_1252);
    return g_test_run();
}
