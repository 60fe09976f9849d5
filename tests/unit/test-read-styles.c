/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "mapping.h"

/* One row a period, of 1 kWh each. */
#define DATED(period)                                                                              \
    "[format]\ntitle=Dated\n[columns]\nperiod=Date\nquantity=kWh\n"                                \
    "[fixed]\nactivity=coal\nunit=kWh\n[period]\n" period

static char *
rows_of(const char *dates)
{
    GString *text = g_string_new("Date,kWh\n");
    g_auto(GStrv) list = g_strsplit(dates, "|", -1);

    for (guint i = 0; list[i] != NULL; i++)
        g_string_append_printf(text, "%s,1\n", list[i]);
    return g_string_free(text, FALSE);
}

/* The first and the last day of all rows, as `2024-06-01..2024-06-30`. */
static void
assert_days(const char *period, const char *dates, const char *days)
{
    g_autofree char *ini = g_strconcat(DATED(""), period, NULL), *rows = rows_of(dates);
    g_autoptr(Reading) reading = read_by(ini, rows);
    char first[16], last[16];
    g_autofree char *got = NULL;

    g_assert_no_error(reading->error);
    g_assert_cmpuint(reading->count.refused, ==, 0);
    gp_day_print(reading->count.days.first, first);
    gp_day_print(reading->count.days.last, last);
    got = g_strdup_printf("%s..%s", first, last);
    g_assert_cmpstr(got, ==, days);
}

static void
assert_dates_refused(const char *styles, const char *dates, const char *message)
{
    g_autofree char *ini = g_strconcat(DATED("styles="), styles, NULL), *rows = rows_of(dates);
    g_autoptr(Reading) reading = read_by(ini, rows);

    assert_refused(reading, message);
}

/* Of the dates the first are good and the last is refused. */
static void
assert_last_refused(const char *styles, const char *dates)
{
    g_autofree char *ini = g_strconcat(DATED("styles="), styles, NULL), *rows = rows_of(dates);
    g_autoptr(Reading) reading = read_by(ini, rows);

    g_assert_no_error(reading->error);
    g_assert_cmpuint(reading->count.refused, ==, 1);
    g_assert_cmpuint(gp_issue_list_get(reading->issues, 0)->line, ==, reading->count.rows_in + 1);
}

static void
test_each(void)
{
    assert_days("styles=y-m-d", "2024-06-03", "2024-06-03..2024-06-03");
    assert_days("styles=y-m-d", "2024/6/3", "2024-06-03..2024-06-03");
    assert_days("styles=yyyymmdd", "20240603", "2024-06-03..2024-06-03");
    assert_days("styles=d/m/y", "03/06/2024", "2024-06-03..2024-06-03");
    assert_days("styles=d/m/y", "3.6.24", "2024-06-03..2024-06-03");
    assert_days("styles=m/d/y", "6/3/2024", "2024-06-03..2024-06-03");
    assert_days("styles=d-mon-y", "03-Jun-24|07-SEP-2024 ", "2024-06-03..2024-09-07");
    assert_days("styles=d-mon-y", "3 June 2024", "2024-06-03..2024-06-03");
    assert_days("styles=mon-y", "Jun-24|September 2024", "2024-06-01..2024-09-30");
    assert_days("styles=y-mon", "2017-SEP", "2017-09-01..2017-09-30");
    assert_days("styles=y-m", "2024-06", "2024-06-01..2024-06-30");
    assert_days("styles=fy", "2019-20", "2019-04-01..2020-03-31");
    assert_days("styles=fy", "2019/2020", "2019-04-01..2020-03-31");
    assert_days("styles=y", "2024", "2024-01-01..2024-12-31");
    assert_days("styles=excel-serial", "44136", "2020-11-01..2020-11-01");
    assert_days("styles=excel-serial", "44136.999", "2020-11-01..2020-11-01");
    assert_days("styles=excel-month", "44136", "2020-11-01..2020-11-30");
}

static void
test_centuries(void)
{
    assert_days("styles=d/m/y", "01/02/90|01/02/89", "1990-02-01..2089-02-01");
}

static void
test_bad_dates(void)
{
    assert_last_refused("d/m/y", "28/02/2023|29/02/2023");
    assert_last_refused("d/m/y", "28/02/2023|28/02-2023");
    assert_last_refused("d/m/y", "28/02/2023|28/02/202");
    assert_last_refused("d/m/y", "28/02/2023|28/02/1989");
    assert_last_refused("d/m/y", "28/02/2023|28/02/2023 25:00");
    assert_last_refused("d/m/y", "28/02/2023|28/02/2023x");
    assert_last_refused("d/m/y", "28/02/2023|");
    assert_last_refused("mon-y", "Feb-23|Feb");
    assert_last_refused("mon-y", "Feb-23|Febr-23");
    assert_last_refused("y-m", "2023-02|2023-13");
    assert_last_refused("fy", "2019-20|2019-21");
    assert_last_refused("y", "2019|1989");
    assert_last_refused("excel-month", "44136|44137");
    assert_last_refused("excel-serial", "44136|-1");
    assert_last_refused("excel-serial", "44136|2");
    assert_last_refused("yyyymmdd", "20230228|20230229");
}

/* The whole file decides. */
static void
test_one_style(void)
{
    assert_days("styles=d/m/y|m/d/y", "01/02/2024|13/02/2024", "2024-02-01..2024-02-13");
    assert_days("styles=d/m/y|m/d/y", "01/02/2024|01/13/2024", "2024-01-02..2024-01-13");
    assert_days("styles=d/m/y|m/d/y", "02/02/2024|03/03/2024", "2024-02-02..2024-03-03");
    /* a date that neither reads says nothing of the others */
    assert_last_refused("d/m/y|m/d/y", "13/02/2024|31/31/2024");
}

static void
test_ambiguous(void)
{
    assert_dates_refused("d/m/y|m/d/y", "02/02/2024|01/02/2024|05/04/2024",
                         "in.csv:3: “01/02/2024” may be d/m/y or m/d/y, and nothing in the file "
                         "says which; write styles=d/m/y or styles=m/d/y in the settings of the "
                         "source");
    assert_dates_refused("y-m|fy", "2007-08",
                         "in.csv:2: “2007-08” may be y-m or fy, and nothing in the file says "
                         "which; write styles=y-m or styles=fy in the settings of the source");
}

static void
test_two_ways(void)
{
    assert_dates_refused("d/m/y|m/d/y", "16/04/2020|4/30/2020",
                         "in.csv: dates are written in two ways: “16/04/2020” in line 2 can only "
                         "be d/m/y, “4/30/2020” in line 3 only m/d/y");
}

/* Styles that cannot be confused may stand side by side. */
static void
test_mixed(void)
{
    assert_days("styles=d-mon-y|excel-serial|d/m/y", "03-Jun-24|45447|05/06/2024",
                "2024-06-03..2024-06-05");
    assert_days("styles=mon-y|excel-month", "Jun-20|44136", "2020-06-01..2020-11-30");
}

static void
test_set_styles(void)
{
    g_autoptr(GpFormat) format = load(DATED("styles=d/m/y|m/d/y"));
    g_autoptr(Reading) reading = NULL;

    g_assert_true(gp_format_set(format, "styles", "m/d/y", NULL));
    reading = read_bytes_by(format, BYTES("Date,kWh\n05/04/2024,1\n"));
    assert_read(reading, "2024-05 coal 1 kWh", "");
}

/* Rows that a rule leaves out say nothing of how dates are written. */
static void
test_left_out_rows_do_not_vote(void)
{
    g_autoptr(Reading) reading = read_by(DATED("styles=d/m/y|m/d/y\n[skip]\nkWh=x\n"),
                                         "Date,kWh\n13/02/2024,1\n02/13/2024,x\n");

    assert_read(reading, "2024-02 coal 1 kWh", "");
    assert_counts(reading, "2 1 1 0");
}

static void
test_times(void)
{
    assert_days("styles=y-m-d", "2024-06-03 23:30:00|2024-06-03T23:59", "2024-06-03..2024-06-03");
    assert_days("styles=d/m/y", "03/06/2024 00:00|03/06/2024 24:00", "2024-06-03..2024-06-04");
    assert_days("styles=y-m-d\nmarks=end", "2024-06-03 00:30|2024-06-04 00:00",
                "2024-06-03..2024-06-03");
    assert_days("styles=d/m/y\nmarks=end", "03/06/2024 24:00", "2024-06-03..2024-06-03");
    assert_days("styles=y-m-d", "2024-06-03 10:00:00.123", "2024-06-03..2024-06-03");
}

/* Days are those of the UK's clocks, which change at 01:00 UTC. */
static void
test_utc(void)
{
    assert_days("times=utc", "2024-01-15 23:30", "2024-01-15..2024-01-15");
    assert_days("times=utc", "2024-06-15 22:59", "2024-06-15..2024-06-15");
    assert_days("times=utc", "2024-06-15T23:00Z", "2024-06-16..2024-06-16");
    assert_days("times=utc", "2024-03-30 23:30", "2024-03-30..2024-03-30");
    assert_days("times=utc", "2024-03-31 23:30", "2024-04-01..2024-04-01");
    assert_days("times=utc", "2024-10-26 23:30", "2024-10-27..2024-10-27");
    assert_days("times=utc", "2024-10-27 23:30", "2024-10-27..2024-10-27");
    /* until 1995 summer ended on the Sunday after the fourth Saturday */
    assert_days("times=utc", "1995-10-22 23:30", "1995-10-22..1995-10-22");
    assert_days("times=utc", "1995-10-21 23:30", "1995-10-22..1995-10-22");
}

/* A distance from UTC in the text is obeyed whatever the format says. */
static void
test_offsets(void)
{
    assert_days("times=local", "2024-06-15T23:30Z", "2024-06-16..2024-06-16");
    assert_days("times=local", "2024-06-16T00:30+01:00", "2024-06-16..2024-06-16");
    assert_days("times=local", "2024-06-16T00:30+0200", "2024-06-15..2024-06-15");
    assert_days("times=local", "2024-06-15 23:30-01:00", "2024-06-16..2024-06-16");
    assert_days("times=local", "2024-06-15", "2024-06-15..2024-06-15");
}

#define BILLED                                                                                     \
    "[format]\ntitle=Bills\n[columns]\nstart=From\nend=To\nquantity=kWh\n"                         \
    "[fixed]\nactivity=coal\nunit=kWh\n[period]\nstyles=d/m/y\n"

static void
test_start_and_end(void)
{
    g_autoptr(Reading) reading =
        read_by(BILLED, "From,To,kWh\n01/06/2024,30/06/2024,10\n30/06/2024,01/06/2024,1\n");
    g_autoptr(Reading) excluded =
        read_by(BILLED "end=excluded\n", "From,To,kWh\n01/06/2024,01/07/2024,10\n");

    assert_read(reading, "2024-06 coal 10 kWh", "bad-period 3:2");
    assert_read(excluded, "2024-06 coal 10 kWh", "");
}

/* --- Quantities --------------------------------------------------------------------------------
 */

#define FIGURES(rules)                                                                             \
    "[format]\ntitle=Figures\nseparator=;\n[columns]\nperiod=Date\nquantity=kWh\n"                 \
    "[fixed]\nactivity=coal\nunit=kWh\n[quantity]\n" rules

static void
assert_figure(const char *rules, const char *text, const char *figure)
{
    g_autofree char *ini = g_strconcat(FIGURES(""), rules, NULL);
    g_autofree char *rows = g_strdup_printf("Date;kWh\n2024-06-03;%s\n", text);
    g_autofree char *cells = g_strdup_printf("2024-06 coal %s kWh", figure);
    g_autoptr(Reading) reading = read_by(ini, rows);
    g_autofree char *got = cube_text(reading);

    g_assert_no_error(reading->error);
    g_assert_cmpstr(got, ==, cells);
}

static void
assert_no_figure(const char *rules, const char *text, const char *counts)
{
    g_autofree char *ini = g_strconcat(FIGURES(""), rules, NULL);
    g_autofree char *rows = g_strdup_printf("Date;kWh\n2024-06-03;%s\n", text);
    g_autoptr(Reading) reading = read_by(ini, rows);

    assert_counts(reading, counts);
}

static void
test_figures(void)
{
    assert_figure("", "1,234.5", "1234.5");
    assert_figure("", " -1,234.5 ", "-1234.5");
    assert_figure("",
                  "\xe2\x88\x92"
                  "5",
                  "-5");
    assert_figure("decimal=,", "1.234,5", "1234.5");
    assert_figure("decimal=,\nthousands=space",
                  "1\xc2\xa0"
                  "234,5",
                  "1234.5");
    assert_figure("thousands=none", "1234.5", "1234.5");
    assert_figure("strip=£", "£1,697,956.30", "1697956.3");
    assert_figure("strip=£", " £-5.00 ", "-5");
    assert_figure("strip=£", "-£5.00", "-5");
    assert_figure("strip=kWh|£", "12 KWH", "12");
    assert_figure("negative=parentheses\nstrip=£", "(£85,260.00)", "-85260");
    assert_figure("negative=parentheses\nstrip=£", "£(85.5)", "-85.5");
    assert_figure("negative=trailing-minus", "85.5-", "-85.5");
    assert_figure("multiply_by=-1", "3", "-3");
    assert_figure("multiply_by=0.001", "1500", "1.5");
    assert_figure("multiply_by=277.777777778", "3.6", "1000");
}

static void
test_bad_figures(void)
{
    assert_no_figure("thousands=none", "1,234", "1 0 0 1");
    assert_no_figure("", "12,34", "1 0 0 1");
    assert_no_figure("", "1.234.5", "1 0 0 1");
    assert_no_figure("", "(5)", "1 0 0 1");
    assert_no_figure("", "5-", "1 0 0 1");
    assert_no_figure("negative=trailing-minus", "-5-", "1 0 0 1");
    assert_no_figure("negative=parentheses", "(-5)", "1 0 0 1");
    assert_no_figure("", "--5", "1 0 0 1");
    assert_no_figure("", "£5", "1 0 0 1");
    assert_no_figure("strip=£", "£", "1 0 0 1");
    assert_no_figure("", "1e3", "1 0 0 1");
    assert_no_figure("", "12 34", "1 0 0 1");
    assert_no_figure("", "99999999999999", "1 0 0 1");
    assert_no_figure("multiply_by=1000", "9999999999.5", "1 0 0 1");
}

static void
test_no_figure(void)
{
    assert_no_figure("", "", "1 0 1 0");
    assert_no_figure("", "N/A", "1 0 0 1");
    assert_no_figure("empty=N/A|Not Applicable", "not applicable", "1 0 1 0");
    assert_no_figure("empty=-", " - ", "1 0 1 0");
}

static void
test_rounded(void)
{
    g_autoptr(Reading) reading =
        read_by(FIGURES("multiply_by=0.5"), "Date;kWh\n2024-06-03;0.000001\n2024-06-03;2\n");

    assert_read(reading, "2024-06 coal 1 kWh x2", "rounded-quantity 2:0");
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/styles/each", test_each);
    g_test_add_func("/styles/centuries", test_centuries);
    g_test_add_func("/styles/bad-dates", test_bad_dates);
    g_test_add_func("/styles/one-style", test_one_style);
    g_test_add_func("/styles/ambiguous", test_ambiguous);
    g_test_add_func("/styles/two-ways", test_two_ways);
    g_test_add_func("/styles/mixed", test_mixed);
    g_test_add_func("/styles/set", test_set_styles);
    g_test_add_func("/styles/left-out", test_left_out_rows_do_not_vote);
    g_test_add_func("/styles/times", test_times);
    g_test_add_func("/styles/utc", test_utc);
    g_test_add_func("/styles/offsets", test_offsets);
    g_test_add_func("/styles/start-and-end", test_start_and_end);
    g_test_add_func("/figures/good", test_figures);
    g_test_add_func("/figures/bad", test_bad_figures);
    g_test_add_func("/figures/none", test_no_figure);
    g_test_add_func("/figures/rounded", test_rounded);
    status = g_test_run();
    mapping_end();
    return status;
}
