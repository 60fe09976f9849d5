/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reading.h"

#define WIDE "period,activity,quantity,unit,site,quality\n"

typedef struct {
    const char *row;
    const char *code;
    guint column;
    const char *part; /* of the message */
} Refused;

/* @row, which may hold a NUL byte, between two good rows: it alone is refused. */
static void
assert_refused(const Refused *refused, gsize length)
{
    g_autoptr(GString) text = g_string_new(WIDE "2024-04,coal,1,kWh,A,\n");
    g_autofree char *issue = g_strdup_printf("%s 3:%u", refused->code, refused->column);
    g_autoptr(Reading) reading = NULL;

    g_string_append_len(text, refused->row, (gssize)length);
    g_string_append(text, "\n2024-04,coal,2,kWh,A,\n2024-06,coal,4,kWh,A,measured\n");
    reading = read_bytes(text->str, text->len, &plain_rules);
    assert_read(reading, "2024-04 coal 3 kWh site=A x2\n2024-06 coal 4 kWh site=A quality=measured",
                issue);
    g_assert_cmpuint(reading->count.rows, ==, 3);
    g_assert_cmpuint(reading->count.refused, ==, 1);
    g_assert_cmpint(gp_issue_list_get(reading->issues, 0)->severity, ==, GP_SEVERITY_ERROR);
    if (strstr(gp_issue_list_get(reading->issues, 0)->message, refused->part) == NULL)
        g_test_fail_printf("“%s” is not in “%s”", refused->part,
                           gp_issue_list_get(reading->issues, 0)->message);
}

static void
assert_all_refused(const Refused *refused, guint n)
{
    for (guint i = 0; i < n; i++)
        assert_refused(&refused[i], strlen(refused[i].row));
}

static void
test_refused_periods(void)
{
    static const Refused refused[] = {
        {",coal,5,kWh,A,", "missing-period", 1, "the period is missing"},
        {"  ,coal,5,kWh,A,", "missing-period", 1, ""},
        {"2199-06-01,coal,5,kWh,A,", "bad-period", 1, "“2199-06-01” is outside the years 1990"},
        {"1989-12,coal,5,kWh,A,", "bad-period", 1, "outside"},
        {"2101-01,coal,5,kWh,A,", "bad-period", 1, "outside"},
        {"2100/01,coal,5,kWh,A,", "bad-period", 1, "outside"},
        {"1989/90,coal,5,kWh,A,", "bad-period", 1, "outside"},
        {"2007-08,coal,5,kWh,A,", "bad-period", 1, "“2007-08” could be a month or a financial"},
        {"2011-12,coal,5,kWh,A,", "bad-period", 1, "could be a month"},
        {"2000-01,coal,5,kWh,A,", "bad-period", 1, "could be a month"},
        {"2024-02-30,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2023-02-29,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024-13,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024-00,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024/26,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024-26,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"14/06/2024,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024-6-14,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"2024-06-14T00:00,coal,5,kWh,A,", "bad-period", 1, "is not a period"},
        {"Jun 2024,coal,5,kWh,A,", "bad-period", 1, "“Jun 2024” is not a period"},
    };

    assert_all_refused(refused, G_N_ELEMENTS(refused));
}

static void
test_refused_quantities(void)
{
    static const char *const texts[] = {
        "1e309",        "1e3",    "NaN",         "inf",   "-Infinity", "0x10",  "\"12,5\"",
        "\"1,23,456\"", "\",5\"", "\"1,\"",      "5 kg",  "£5",        "(5)",   "--5",
        "- 5",          "5-",     ".",           "1.2.3", "-",         "1 000", "\"1,000.000,5\"",
        "١٢",           "1_000",  "\"1234,567\""};
    static const Refused refused[] = {
        {"2024-05,coal,,kWh,A,", "missing-quantity", 3, "the quantity is missing"},
        {"2024-05,coal,9223372036854.775808,kWh,A,", "quantity-too-large", 3, "is too large"},
        {"2024-05,coal,-99999999999999999999999999999999999999,kWh,A,", "quantity-too-large", 3,
         ""},
        {"2024-05,coal,\"12,5\",kWh,A,", "bad-quantity", 3, "“12,5” is not a number"},
    };

    assert_all_refused(refused, G_N_ELEMENTS(refused));
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *row = g_strdup_printf("2024-05,coal,%s,kWh,A,", texts[i]);
        Refused one = {row, "bad-quantity", 3, "is not a number"};

        assert_refused(&one, strlen(row));
    }
}

static void
test_refused_names(void)
{
    static const Refused refused[] = {
        {"2024-05,coal,5,parsec,A,", "unknown-unit", 4, "“parsec” is not a known unit"},
        {"2024-05,coal,5,,A,", "missing-unit", 4, "the unit is missing"},
        {"2024-05,,5,kWh,A,", "missing-activity", 2, "the activity is missing"},
        {"2024-05,unobtainium,5,kWh,A,", "unknown-activity", 2, "“unobtainium” is none"},
        {"2024-05,coal,5,km,A,", "unit-not-taken", 4, "coal cannot be given in km"},
        {"2024-05,coal,5,kWh,A,guess", "bad-quality", 6, "“guess” is not a quality"},
        {"2024-05,coal,5,kWh,Caf\xe9,", "bad-text", 5, "“Caf\xef\xbf\xbd” is not UTF-8 text"},
        {"2024-05,coal,5,kWh,A\x01,", "bad-text", 5, "cannot be printed"},
        {"2024-05,coal,5,kWh,\"A\nB\",", "bad-text", 5, "cannot be printed"},
        {"2024-05,coal,5,kWh,\xe2\x80\xae"
         "A,",
         "bad-text", 5, "cannot be printed"},
        {"2024-05,coal,5,kWh,\xed\xa0\x80,", "bad-text", 5, "is not UTF-8 text"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        if (strchr(refused[i].row, '\n') == NULL)
            assert_refused(&refused[i], strlen(refused[i].row));
    }
    assert_reads_as(WIDE "2024-05,coal,5,kWh,\"A\nB\",\n2024-06,coal,4,kWh,A,\n",
                    "2024-06 coal 4 kWh site=A", "bad-text 2:5");
}

static void
test_refused_structure(void)
{
    static const Refused refused[] = {
        {"2024-05,coal,5", "wrong-number-of-fields", 3, "has 3 fields where the header has 6"},
        {"x", "wrong-number-of-fields", 1, "has 1 fields"},
        {"2024-05,coal,1,5,kWh,A,", "wrong-number-of-fields", 6, "has 7 fields"},
        {"2024-05,coal,5,kWh,\"A,", "open-quote", 5, "a quote is opened and never closed"},
        {"\"2024-05,coal,5,kWh,A,", "open-quote", 1, ""},
        {"2024-05,coal,\"5\"5,kWh,A,", "bad-quote", 3, "only a comma may follow"},
        {"2024-05,coal,5,kWh,A,\"\" ", "bad-quote", 6, ""},
    };
    static const char nul[] = "2024-05,coal,5,kWh,A\0B,";
    static const Refused with_nul = {nul, "bad-text", 1, "holds a NUL byte"};

    assert_all_refused(refused, G_N_ELEMENTS(refused));
    assert_refused(&with_nul, sizeof nul - 1);
}

/* Cells beyond the header's are no blank row. */
static void
test_shifted_row(void)
{
    static const Refused shifted = {",,,,,,2024-05,coal,5,kWh", "wrong-number-of-fields", 6, ""};

    assert_refused(&shifted, strlen(shifted.row));
}

/* A quote that swallows good lines: the row it stands in is refused, the lines are read. */
static void
test_swallowed_rows(const char *line_end)
{
    g_autofree char *bad_quote = with_line_ends(HEADER "2024-05,coal,5,\"kWh\n2024-06,coal,7,kWh\n"
                                                       "2024-07,coal,8,\"kWh\"\n",
                                                line_end);
    g_autofree char *wrong = with_line_ends(HEADER "\"2024-05,coal,5,kWh\n2024-06,coal,7,kWh\n"
                                                   "2024-07,coal,8,kWh\"\n2024-08,coal,9,kWh\n",
                                            line_end);

    assert_reads_as(bad_quote, "2024-06 coal 7 kWh\n2024-07 coal 8 kWh", "bad-quote 2:4");
    assert_reads_as(wrong, "2024-06 coal 7 kWh\n2024-08 coal 9 kWh",
                    "wrong-number-of-fields 2:1\nunknown-unit 4:4");
}

static void
test_swallowed_rows_lf(void)
{
    test_swallowed_rows("\n");
    test_swallowed_rows("\r\n");
}

static void
test_swallowed_rows_cr(void)
{
    test_swallowed_rows("\r");
}

/* The line break that ends the swallowing row lies beyond the window. */
static void
test_swallowed_rows_cr_large(void)
{
    g_autoptr(GString) text = g_string_new(HEADER "\"2024-05\r,coal\",1\r");
    g_autoptr(Reading) reading = NULL;
    guint n_rows = 0;

    g_string_replace(text, "\n", "\r", 0);
    for (; text->len < 6 * MEGABYTE; n_rows++)
        g_string_append(text, "2024-06,coal,1,kWh\r");
    reading = read_bytes(text->str, text->len, &plain_rules);
    g_assert_no_error(reading->error);
    g_assert_cmpuint(reading->count.rows, ==, n_rows);
}

static char *
text_with_long_row(const char *line_end, gsize length, gboolean is_quoted)
{
    g_autofree char *filling = g_strnfill(length - 19 - 2 * (gsize)is_quoted, 'x');

    return g_strconcat("period,activity,quantity,unit,note", line_end, "2024-05,coal,2,kWh,",
                       is_quoted ? "\"" : "", filling, is_quoted ? "\"" : "", line_end,
                       "2024-06,coal,4,kWh,", line_end, NULL);
}

static void
test_long_row(void)
{
    for (guint quoted = 0; quoted < 2; quoted++) {
        g_autofree char *fits = text_with_long_row("\n", MEGABYTE - 1, quoted == 1);
        g_autofree char *longer = text_with_long_row("\n", MEGABYTE, quoted == 1);
        g_autofree char *much_longer = text_with_long_row("\r\n", 9 * MEGABYTE, quoted == 1);

        assert_reads_as(fits, "2024-05 coal 2 kWh\n2024-06 coal 4 kWh", "");
        assert_reads_as(longer, "2024-06 coal 4 kWh", "row-too-long 2:1");
        assert_reads_as(much_longer, "2024-06 coal 4 kWh", "row-too-long 2:1");
    }
}

static void
test_long_row_cr(void)
{
    g_autofree char *text = text_with_long_row("\r", 3 * MEGABYTE, FALSE);

    assert_reads_as(text, "2024-06 coal 4 kWh", "row-too-long 2:1");
}

static void
test_line_without_end(void)
{
    g_autofree char *filling = g_strnfill(3 * MEGABYTE, 'x');
    g_autofree char *text = g_strconcat(HEADER "2024-06,coal,4,kWh\n2024-07,", filling, NULL);

    assert_reads_as(text, "2024-06 coal 4 kWh", "row-too-long 3:1");
}

static void
test_asked_once(void)
{
    g_autoptr(Reading) reading =
        read_text(HEADER "2024-06,coal,1,kWh\n2024-07,coal,2,kWh\n2024-06,unknown,1,kWh\n"
                         "2024-07,unknown,1,kWh\n2024-08,coal,1,km\n2024-08,coal,1,parsec\n");

    assert_read(reading, "2024-06 coal 1 kWh\n2024-07 coal 2 kWh",
                "unknown-activity 4:2\nunknown-activity 5:2\nunit-not-taken 6:4\nunknown-unit 7:4");
    g_assert_cmpuint(reading->n_asked, ==, 3);
    g_assert_cmpuint(reading->count.refused, ==, 4);
}

/* What is refused was not rounded. */
static void
test_refused_is_not_rounded(void)
{
    assert_reads_as(WIDE "2024-04,coal,1.00000051,kWh,A,guess\n", "", "bad-quality 2:6");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/read/refused/periods", test_refused_periods);
    g_test_add_func("/read/refused/quantities", test_refused_quantities);
    g_test_add_func("/read/refused/names", test_refused_names);
    g_test_add_func("/read/refused/structure", test_refused_structure);
    g_test_add_func("/read/refused/swallowed-rows", test_swallowed_rows_lf);
    g_test_add_func("/read/refused/long-row", test_long_row);
    g_test_add_func("/read/refused/line-without-end", test_line_without_end);
    g_test_add_func("/read/refused/asked-once", test_asked_once);
    g_test_add_func("/read/refused/not-rounded", test_refused_is_not_rounded);
    g_test_add_func("/read/refused/shifted-row", test_shifted_row);
    g_test_add_func("/read/refused/long-row-cr", test_long_row_cr);
    g_test_add_func("/read/refused/swallowed-rows-cr", test_swallowed_rows_cr);
    g_test_add_func("/read/refused/swallowed-rows-cr-large", test_swallowed_rows_cr_large);
    return g_test_run();
}
