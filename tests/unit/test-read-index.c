/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-row-index-private.h"
#include "hostile.h"

/* The index of a block says what gp_row_judge() says, row by row. */

#define N_ROUNDS 3000

/* Bytes as a block has them. */
typedef struct {
    char *memory;
    char *text;
    gsize length;
} Bytes;

static Bytes
bytes_new(const char *text, gsize length)
{
    Bytes self = {g_malloc(length + 2 * GP_BLOCK_PADDING), NULL, length};

    self.text = self.memory + GP_BLOCK_PADDING;
    memset(self.memory, '\n', length + 2 * GP_BLOCK_PADDING);
    memcpy(self.text, text, length);
    return self;
}

/* Whether a row is one that the index must know as plain. */
static gboolean
is_surely_plain(const Bytes *bytes, const char *row, const GpCsvRow *judged)
{
    gsize length = (gsize)(judged->next - row);

    return memchr(row, '"', length) == NULL && memchr(row, '\r', length) == NULL &&
           judged->n_lines == 1 && judged->next <= bytes->text + bytes->length;
}

static void
assert_same_field(const Bytes *bytes, const GpCsvField *field, const guint32 *marks, guint column)
{
    const char *from = bytes->text + (guint32)(marks[column] + 1);
    gsize length = (guint32)(marks[column + 1] - marks[column] - 1);

    if (length > 0 && from[length - 1] == '\r' && column + 1 == HOSTILE_COLUMNS)
        length--;
    if (length > 0 && *from == '"') {
        g_assert_cmpuint(length, >=, 2);
        from++;
        length -= 2;
    }
    g_assert_cmpuint(length, ==, field->length);
    g_assert_true(memcmp(from, field->text, length) == 0);
}

/* Goes through the rows one by one, beside the index. Returns: how many are plain */
static guint
compare(const Bytes *bytes, const GpRowIndex *index, gboolean is_last)
{
    const char *at = bytes->text, *end = bytes->text + bytes->length;
    GpCsvField fields[GP_MAX_COLUMNS];
    guint64 n_lines = 0;
    guint n_plain = 0;
    GpCsvRow row;

    for (guint i = 0; i < index->runs->len; i++) {
        const GpRowRun *run = &g_array_index(index->runs, GpRowRun, i);
        const guint32 *marks = index->marks + run->first;

        for (guint32 k = 0; k < run->n_rows; k++, marks += HOSTILE_COLUMNS) {
            GpRowKind kind = gp_row_judge(at, end, is_last, HOSTILE_COLUMNS, fields, &row);

            g_assert_true(kind == GP_ROW_GOOD || kind == GP_ROW_BLANK);
            g_assert_true(bytes->text + (guint32)(*marks + 1) == at);
            for (guint column = 0; column < HOSTILE_COLUMNS; column++)
                assert_same_field(bytes, &fields[column], marks, column);
            g_assert_cmpuint(row.n_lines, ==, 1);
            at = row.next;
            n_lines++;
            n_plain++;
        }
        if (run->odd == GP_NO_ODD_ROW)
            continue;
        g_assert_true(bytes->text + run->odd == at);
        if (gp_row_judge(at, end, is_last, HOSTILE_COLUMNS, fields, &row) == GP_ROW_GOOD)
            g_assert_false(is_surely_plain(bytes, at, &row));
        n_lines += row.n_lines;
        if (row.next != NULL)
            at = row.next;
        g_assert_true(index->is_long == (row.next == NULL));
    }
    g_assert_true(bytes->text + index->end == at);
    g_assert_cmpuint(index->n_lines, ==, n_lines);
    if (at < end && !index->is_long)
        g_assert_cmpint(gp_row_judge(at, end, is_last, HOSTILE_COLUMNS, fields, &row), ==,
                        GP_ROW_CUT);
    return n_plain;
}

static guint
check(GpRowIndex *index, const char *text, gsize length, gboolean is_last)
{
    Bytes bytes = bytes_new(text, length);
    guint n_plain;

    gp_row_index_make(index, bytes.text, length, 0, is_last, HOSTILE_COLUMNS);
    n_plain = compare(&bytes, index, is_last);
    g_free(bytes.memory);
    return n_plain;
}

static void
test_random(gconstpointer one_in)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    guint n_plain = 0;
    GpRowIndex index;

    gp_row_index_init(&index);
    for (guint round = 0; round < N_ROUNDS; round++) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (gint32 n = g_rand_int_range(rand, 0, 60); n > 0; n--)
            hostile_append_row(text, rand, GPOINTER_TO_INT(one_in));
        n_plain += check(&index, text->str, text->len, TRUE);
        if (text->len > 0)
            n_plain += check(&index, text->str, (gsize)g_rand_int_range(rand, 0, (gint32)text->len),
                             FALSE);
    }
    g_assert_cmpuint(n_plain, >, N_ROUNDS);
    gp_row_index_clear(&index);
}

/* Every text of a few bytes, at every place of a word and of a stretch that is looked at. */
static void
test_all_short_texts(void)
{
    static const char alphabet[] = {',', '"', '\n', '\r', 'a', '\0'};
    GpRowIndex index;

    gp_row_index_init(&index);
    for (guint n = 0; n < 6 * 6 * 6 * 6 * 6; n++) {
        g_autoptr(GString) text = g_string_new(NULL);
        gsize fill = (n * 7) % 70 + (n % 11 == 0 ? 4000 : 0);

        while (text->len + 8 < fill)
            g_string_append(text, "a,,,,,,\n");
        g_string_append(text, "x,,,,,,");
        for (guint i = 0, k = n; i < 5; i++, k /= 6)
            g_string_append_c(text, alphabet[k % 6]);
        g_string_append(text, ",,,,,,b\nc,,,,,,\n");
        check(&index, text->str, text->len, TRUE);
        check(&index, text->str, text->len, FALSE);
    }
    gp_row_index_clear(&index);
}

/* Rows about as long as a row may be. */
static void
test_long_rows(void)
{
    GpRowIndex index;

    gp_row_index_init(&index);
    for (gsize extra = 0; extra < 24; extra++) {
        g_autoptr(GString) text = g_string_new("a,,,,,,\n");
        g_autofree char *filler = g_strnfill(GP_MAX_ROW_BYTES - 20 + extra, 'z');

        g_string_append_printf(text, "b,%s,,,,,%s\nc,,,,,,\n", filler, extra % 2 == 0 ? "" : "\r");
        check(&index, text->str, text->len, TRUE);
        check(&index, text->str, text->len - 9, FALSE);
        g_string_printf(text, "a,,,,,,\nb,,,,,,\"%s\n\"\nc,,,,,,\n", filler);
        check(&index, text->str, text->len, TRUE);
        check(&index, text->str, text->len, FALSE);
    }
    gp_row_index_clear(&index);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/index/random/mostly-good", GINT_TO_POINTER(20), test_random);
    g_test_add_data_func("/index/random/hostile", GINT_TO_POINTER(2), test_random);
    g_test_add_func("/index/all-short-texts", test_all_short_texts);
    g_test_add_func("/index/long-rows", test_long_rows);
    return g_test_run();
}
