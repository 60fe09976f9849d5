/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"

#define MAX_FIELDS 8

/* A text that may hold NUL, and its length. */
#define TEXT(text) text, sizeof(text) - 1

/* What one call of gp_csv_split told, in places counted from the first byte of the row. */
typedef struct {
    GpCsvStatus status;
    GpCsvRow row;
    GpCsvField fields[MAX_FIELDS];
    gsize next;
    gsize starts[MAX_FIELDS];
} Split;

/* Splits a copy of the row that ends with the line feed that gp_csv_split asks for. */
static Split
split(const char *text, gsize length, gboolean is_all)
{
    g_autofree char *copy = g_malloc(length + 1);
    Split s = {0};

    memcpy(copy, text, length);
    copy[length] = '\n';
    s.status = gp_csv_split(copy, copy + length, is_all, s.fields, MAX_FIELDS, &s.row);
    if (s.status == GP_CSV_CUT)
        return s;
    g_assert_true(s.row.next >= copy && s.row.next <= copy + length);
    s.next = (gsize)(s.row.next - copy);
    if (s.status != GP_CSV_ROW)
        return s;
    for (guint i = 0; i < MIN(s.row.n_fields, MAX_FIELDS); i++) {
        const GpCsvField *field = &s.fields[i];

        g_assert_true(field->text >= copy && field->text + field->length <= copy + length);
        s.starts[i] = (gsize)(field->text - copy);
    }
    return s;
}

static void
assert_bytes(const char *bytes, gsize length, const char *expected, gsize expected_length)
{
    g_assert_cmpuint(length, ==, expected_length);
    g_assert_true(memcmp(bytes, expected, length) == 0);
}

static void
assert_same_split(const Split *a, const Split *b)
{
    g_assert_cmpint(a->status, ==, b->status);
    g_assert_cmpuint(a->next, ==, b->next);
    g_assert_cmpuint(a->row.n_lines, ==, b->row.n_lines);
    if (a->status != GP_CSV_ROW) {
        g_assert_cmpuint(a->row.bad_field, ==, b->row.bad_field);
        return;
    }
    g_assert_cmpuint(a->row.n_fields, ==, b->row.n_fields);
    for (guint i = 0; i < MIN(a->row.n_fields, MAX_FIELDS); i++) {
        g_assert_cmpuint(a->starts[i], ==, b->starts[i]);
        g_assert_cmpuint(a->fields[i].length, ==, b->fields[i].length);
        g_assert_cmpint(a->fields[i].has_doubled_quotes, ==, b->fields[i].has_doubled_quotes);
    }
}

/* The fields of a row as people mean them, each in ‹ ›. */
static char *
split_to_text(const char *text, gsize length, Split *out_split)
{
    g_autofree char *copy = g_malloc(length + 1);
    GString *out = g_string_new(NULL);

    memcpy(copy, text, length);
    copy[length] = '\n';
    *out_split = split(text, length, TRUE);
    for (guint i = 0; i < MIN(out_split->row.n_fields, MAX_FIELDS); i++) {
        GpCsvField field = out_split->fields[i];
        g_autofree char *plain = g_malloc(MAX(field.length, 1));
        gsize n = field.length;

        field.text = copy + out_split->starts[i];
        if (field.has_doubled_quotes)
            n = gp_csv_field_copy(&field, plain);
        else
            memcpy(plain, field.text, n);
        g_string_append(out, "‹");
        g_string_append_len(out, plain, (gssize)n);
        g_string_append(out, "›");
    }
    return g_string_free(out, FALSE);
}

static void
test_rows(void)
{
    static const struct {
        const char *text, *fields;
        gsize next;
        guint n_lines;
    } cases[] = {
        {"a,b,c\nd", "‹a›‹b›‹c›", 6, 1},
        {"a,b,c\r\nd", "‹a›‹b›‹c›", 7, 1},
        {"a,b,c\rd", "‹a›‹b›‹c›", 6, 1},
        {"a,b\n\rc", "‹a›‹b›", 4, 1},
        {"a,b\r\r\nc", "‹a›‹b›", 4, 1},
        {"a,b", "‹a›‹b›", 3, 0},
        {"a,b\r", "‹a›‹b›", 4, 1},
        {"a", "‹a›", 1, 0},
        {"", "‹›", 0, 0},
        {"\n", "‹›", 1, 1},
        {"\r\n", "‹›", 2, 1},
        {",", "‹›‹›", 1, 0},
        {",,\n", "‹›‹›‹›", 3, 1},
        {" a , b \n", "‹ a ›‹ b ›", 8, 1},
        {"\"a\",\"b\"\n", "‹a›‹b›", 8, 1},
        {"\"a\"", "‹a›", 3, 0},
        {"\"\"", "‹›", 2, 0},
        {"\"\",\"\"\r\n", "‹›‹›", 7, 1},
        {"\"\"\"\"\n", "‹\"›", 5, 1},
        {"\"a,b\",c\n", "‹a,b›‹c›", 8, 1},
        {"\"he said \"\"hi\"\"\",2\n", "‹he said \"hi\"›‹2›", 19, 1},
        {"\"x\ny\",2\n", "‹x\ny›‹2›", 8, 2},
        {"\"x\r\ny\rz\n\",2\r\nw", "‹x\r\ny\rz\n›‹2›", 13, 4},
        {"5\" pipe,6\"\n", "‹5\" pipe›‹6\"›", 11, 1},
        {"a\"b\"\"c,d\n", "‹a\"b\"\"c›‹d›", 9, 1},
        {" \"a\",b\n", "‹ \"a\"›‹b›", 7, 1},
        {"£,m³\n", "‹£›‹m³›", 7, 1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *fields = NULL;
        Split s;

        g_test_message("case %u", i);
        fields = split_to_text(cases[i].text, strlen(cases[i].text), &s);
        g_assert_cmpint(s.status, ==, GP_CSV_ROW);
        g_assert_cmpstr(fields, ==, cases[i].fields);
        g_assert_cmpuint(s.next, ==, cases[i].next);
        g_assert_cmpuint(s.row.n_lines, ==, cases[i].n_lines);
    }
}

static void
test_nul_is_an_ordinary_byte(void)
{
    Split s = split(TEXT("a\0b,\"c\0\"\n"), TRUE);

    g_assert_cmpint(s.status, ==, GP_CSV_ROW);
    g_assert_cmpuint(s.row.n_fields, ==, 2);
    g_assert_cmpuint(s.fields[0].length, ==, 3);
    g_assert_cmpuint(s.fields[1].length, ==, 2);
}

static void
test_more_fields_than_room(void)
{
    static const char text[] = "a,b,c,\"d\"\"\",e\nf";
    GpCsvField fields[3] = {{NULL, 4242, TRUE}, {NULL, 4242, TRUE}, {NULL, 4242, TRUE}};
    GpCsvRow row;

    g_assert_cmpint(gp_csv_split(text, text + strlen(text) - 2, TRUE, fields, 2, &row), ==,
                    GP_CSV_ROW);
    g_assert_cmpuint(row.n_fields, ==, 5);
    g_assert_cmpuint(fields[1].length, ==, 1);
    g_assert_cmpuint(fields[2].length, ==, 4242);
    g_assert_cmpint(gp_csv_split(text, text + strlen(text) - 2, TRUE, NULL, 0, &row), ==,
                    GP_CSV_ROW);
    g_assert_cmpuint(row.n_fields, ==, 5);
}

static void
test_bad_quotes(void)
{
    static const struct {
        const char *text;
        GpCsvStatus status;
        guint bad_field;
        gsize next;
        guint n_lines;
    } cases[] = {
        {"\"a\nb,c\n", GP_CSV_OPEN_QUOTE, 0, 3, 1},
        {"a,\"b\r\nc,d\r\n", GP_CSV_OPEN_QUOTE, 1, 6, 1},
        {"a,b,\"c\rd\r", GP_CSV_OPEN_QUOTE, 2, 7, 1},
        {"a,\"b", GP_CSV_OPEN_QUOTE, 1, 4, 0},
        {"\"", GP_CSV_OPEN_QUOTE, 0, 1, 0},
        {"a,\"", GP_CSV_OPEN_QUOTE, 1, 3, 0},
        {"\"\"\"", GP_CSV_OPEN_QUOTE, 0, 3, 0},
        {"\"x\ny\",\"z\nw", GP_CSV_OPEN_QUOTE, 1, 3, 1},
        {"\"a\"b,c\nd", GP_CSV_AFTER_QUOTE, 0, 7, 1},
        {"\"a\" ,c\nd", GP_CSV_AFTER_QUOTE, 0, 7, 1},
        {"a,\"b\"c\r\nd", GP_CSV_AFTER_QUOTE, 1, 8, 1},
        {"a,\"b\"c\rd", GP_CSV_AFTER_QUOTE, 1, 7, 1},
        {"a,\"b\"c", GP_CSV_AFTER_QUOTE, 1, 6, 0},
        {"\"x\ny\"z\nw", GP_CSV_AFTER_QUOTE, 0, 3, 1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Split s = split(cases[i].text, strlen(cases[i].text), TRUE);

        g_test_message("case %u", i);
        g_assert_cmpint(s.status, ==, cases[i].status);
        g_assert_cmpuint(s.row.bad_field, ==, cases[i].bad_field);
        g_assert_cmpuint(s.next, ==, cases[i].next);
        g_assert_cmpuint(s.row.n_lines, ==, cases[i].n_lines);
    }
}

/* One forgotten quote costs its own line, not the rest of the file. */
static void
test_rows_go_on_after_an_open_quote(void)
{
    static const char text[] = "1,\"two\n3,four\n5,six\n";
    gsize from = 0;
    guint n_rows = 0;

    while (from < strlen(text)) {
        Split s = split(text + from, strlen(text) - from, TRUE);

        n_rows += s.status == GP_CSV_ROW && s.row.n_fields == 2;
        from += s.next;
    }
    g_assert_cmpuint(n_rows, ==, 2);
}

/* Bytes after which @s is certain: its own, and one more after a CR that may be half a CRLF. */
static gsize
bytes_needed(const char *text, const Split *s)
{
    return s->next + (s->next > 0 && text[s->next - 1] == '\r');
}

static void
test_cut_at_every_byte(void)
{
    static const char text[] =
        "a,b,c\r\n\"x, y\",2,\"he said \"\"hi\"\"\"\n\n,,\r\"1\n2\r\n3\r4\",5\n"
        "\"\",\"\"\r\n\"\"\"\"\"\",z\r5\" pipe,6\r\n\r\nlast,\"row\"";
    const gsize length = sizeof text - 1;
    guint n_rows = 0;

    for (gsize from = 0; from < length; n_rows++) {
        const char *row = text + from;
        Split whole = split(row, length - from, TRUE);
        gsize needed = bytes_needed(row, &whole);

        g_assert_cmpint(whole.status, ==, GP_CSV_ROW);
        g_assert_cmpuint(whole.next, >, 0);
        if (from + whole.next == length)
            needed = G_MAXSIZE;
        for (gsize cut = 0; cut <= length - from; cut++) {
            Split s = split(row, cut, FALSE);

            if (cut < needed)
                g_assert_cmpint(s.status, ==, GP_CSV_CUT);
            else
                assert_same_split(&s, &whole);
        }
        from += whole.next;
    }
    g_assert_cmpuint(n_rows, ==, 10);
}

static void
test_open_quote_is_cut_while_more_may_come(void)
{
    static const char text[] = "a,\"b\nc,d\ne,f\n";

    for (gsize cut = 0; cut < sizeof text; cut++)
        g_assert_cmpint(split(text, cut, FALSE).status, ==, GP_CSV_CUT);
    g_assert_cmpint(split(text, sizeof text - 1, TRUE).status, ==, GP_CSV_OPEN_QUOTE);
}

static guint
count_lines(const char *text, gsize length)
{
    guint n = 0;

    for (gsize i = 0; i < length; i++)
        n += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return n;
}

static gsize
random_text(GRand *rand, char *out, gsize max_length)
{
    static const char bytes[] = "ab,,,\"\"\"\"\n\r ";
    gsize length = (gsize)g_rand_int_range(rand, 0, (gint32)max_length + 1);

    for (gsize i = 0; i < length; i++)
        out[i] = bytes[g_rand_int_range(rand, 0, sizeof bytes - 1)];
    return length;
}

/* Any bytes at all: rows follow one another up to the end, and their lines add up. */
static void
test_random_bytes(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(4180);

    for (int round = 0; round < 20000; round++) {
        char text[40];
        gsize length = random_text(rand, text, sizeof text);
        guint n_lines = 0;

        for (gsize from = 0; from < length;) {
            Split s = split(text + from, length - from, TRUE);

            g_assert_cmpint(s.status, !=, GP_CSV_CUT);
            g_assert_cmpuint(s.next, >, 0);
            g_assert_cmpuint(s.row.n_lines, ==, count_lines(text + from, s.next));
            n_lines += s.row.n_lines;
            from += s.next;
        }
        g_assert_cmpuint(n_lines, ==, count_lines(text, length));
    }
}

/* Long fields are looked through many bytes at a time: a text with each letter in it drawn out is
 * split as the short one is, which is looked through byte by byte. */
static void
test_drawn_out(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(16);

    for (int round = 0; round < 20000; round++) {
        char text[16];
        gsize length = random_text(rand, text, 15), places[17];
        gboolean is_all = g_rand_boolean(rand);
        g_autoptr(GString) drawn = g_string_new(NULL);
        Split s = split(text, length, is_all), d;

        for (gsize i = 0; i < length; i++) {
            places[i] = drawn->len;
            for (guint k = 0; k < (g_ascii_isalpha(text[i]) ? 23 : 1); k++)
                g_string_append_c(drawn, text[i]);
        }
        places[length] = drawn->len;
        d = split(drawn->str, drawn->len, is_all);
        for (guint i = 0; s.status == GP_CSV_ROW && i < MIN(s.row.n_fields, MAX_FIELDS); i++) {
            gsize start = s.starts[i];

            s.fields[i].length = (guint32)(places[start + s.fields[i].length] - places[start]);
            s.starts[i] = places[start];
        }
        s.next = places[s.next];
        if (s.status == GP_CSV_CUT)
            g_assert_cmpint(d.status, ==, GP_CSV_CUT);
        else
            assert_same_split(&d, &s);
    }
}

static void
test_field_copy(void)
{
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"", ""}, {"\"\"", "\""}, {"a\"\"b", "a\"b"}, {"\"\"\"\"", "\"\""}, {"\"\"x\"\"", "\"x\""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpCsvField field = {cases[i].text, (guint32)strlen(cases[i].text), TRUE};
        g_autofree char *out = g_malloc(field.length + 1);
        gsize length = gp_csv_field_copy(&field, out);

        assert_bytes(out, length, cases[i].plain, strlen(cases[i].plain));
    }
}

static void
test_append(void)
{
    static const struct {
        const char *text, *field;
    } cases[] = {
        {"", ""},           {"Ward 9", "Ward 9"}, {"a,b", "\"a,b\""},   {"a\"b", "\"a\"\"b\""},
        {"\"", "\"\"\"\""}, {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""}, {"1.5", "1.5"},
        {"m³", "m³"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) out = g_string_new("x,");

        gp_csv_append(out, cases[i].text);
        g_assert_cmpstr(out->str + 2, ==, cases[i].field);
    }
}

static void
test_append_round_trip(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(2);

    for (int round = 0; round < 5000; round++) {
        g_autoptr(GString) row = g_string_new(NULL);
        g_autofree char *text = g_malloc0(20);
        g_autofree char *fields = NULL, *expected = NULL;
        Split s;

        random_text(rand, text, 19);
        expected = g_strdup_printf("‹%s›‹x›", text);
        gp_csv_append(row, text);
        g_string_append(row, ",x\n");
        fields = split_to_text(row->str, row->len, &s);
        g_assert_cmpint(s.status, ==, GP_CSV_ROW);
        g_assert_cmpstr(fields, ==, expected);
        g_assert_cmpuint(s.next, ==, row->len);
    }
}

/* Once a row, good or bad, is told of some bytes, more bytes do not change it. */
static void
test_more_bytes_change_nothing(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(5);

    for (int round = 0; round < 20000; round++) {
        char text[24];
        gsize length = random_text(rand, text, sizeof text);
        Split whole = split(text, length, FALSE);

        for (gsize cut = 0; cut < length; cut++) {
            Split s = split(text, cut, FALSE);

            if (s.status != GP_CSV_CUT)
                assert_same_split(&s, &whole);
        }
    }
}

/* What follows on the line of a bad quote must not be taken for a row of its own. */
static void
test_after_quote_is_cut_inside_its_line(void)
{
    static const char text[] = "\"a\"b,c,1\nd";
    const Split whole = split(text, strlen(text), TRUE);

    for (gsize cut = 0; cut <= strlen(text); cut++) {
        Split s = split(text, cut, FALSE);

        if (cut < 9)
            g_assert_cmpint(s.status, ==, GP_CSV_CUT);
        else
            assert_same_split(&s, &whole);
    }
}

/* Another separator splits as the comma does, and the comma is then an ordinary byte. */
static void
test_other_separators(void)
{
    static const char separators[] = ";\t|,";

    for (const char *p = separators; *p != '\0'; p++) {
        g_autofree char *row = g_strdup_printf("a%c\"b%c\"\"c\"%c\r\n", *p, *p, *p);
        gsize length = strlen(row);
        GpCsvField fields[MAX_FIELDS];
        GpCsvRow split_row;

        row[length] = '\n'; /* where the bytes end a line feed must stand */
        g_assert_cmpint(gp_csv_split_at(*p, row, row + length, fields, MAX_FIELDS, &split_row), ==,
                        GP_CSV_ROW);
        g_assert_cmpuint(split_row.n_fields, ==, 3);
        g_assert_cmpuint(split_row.n_lines, ==, 1);
        g_assert_true(split_row.next == row + length);
        g_assert_cmpuint(fields[0].length, ==, 1);
        g_assert_cmpuint(fields[1].length, ==, 5);
        g_assert_true(fields[1].has_doubled_quotes);
        g_assert_cmpuint(fields[2].length, ==, 0);
    }
}

static void
test_comma_is_no_separator(void)
{
    const char good[] = "a,b;c\n", bad[] = "\"a\",b\n";
    GpCsvField fields[MAX_FIELDS];
    GpCsvRow row;

    g_assert_cmpint(gp_csv_split_at(';', good, good + 5, fields, MAX_FIELDS, &row), ==, GP_CSV_ROW);
    g_assert_cmpuint(row.n_fields, ==, 2);
    g_assert_cmpuint(fields[0].length, ==, 3);
    g_assert_cmpint(gp_csv_split_at(';', bad, bad + 5, fields, MAX_FIELDS, &row), ==,
                    GP_CSV_AFTER_QUOTE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/csv/split/rows", test_rows);
    g_test_add_func("/base/csv/split/nul-is-an-ordinary-byte", test_nul_is_an_ordinary_byte);
    g_test_add_func("/base/csv/split/more-fields-than-room", test_more_fields_than_room);
    g_test_add_func("/base/csv/split/bad-quotes", test_bad_quotes);
    g_test_add_func("/base/csv/split/rows-go-on-after-an-open-quote",
                    test_rows_go_on_after_an_open_quote);
    g_test_add_func("/base/csv/split/cut-at-every-byte", test_cut_at_every_byte);
    g_test_add_func("/base/csv/split/open-quote-is-cut-while-more-may-come",
                    test_open_quote_is_cut_while_more_may_come);
    g_test_add_func("/base/csv/split/random-bytes", test_random_bytes);
    g_test_add_func("/base/csv/split/drawn-out", test_drawn_out);
    g_test_add_func("/base/csv/field-copy", test_field_copy);
    g_test_add_func("/base/csv/append/quotes-where-needed", test_append);
    g_test_add_func("/base/csv/append/round-trip", test_append_round_trip);
    g_test_add_func("/base/csv/split/after-quote-is-cut-inside-its-line",
                    test_after_quote_is_cut_inside_its_line);
    g_test_add_func("/base/csv/split/more-bytes-change-nothing", test_more_bytes_change_nothing);
    g_test_add_func("/base/csv/split/other-separators", test_other_separators);
    g_test_add_func("/base/csv/split/comma-is-no-separator", test_comma_is_no_separator);
    return g_test_run();
}
