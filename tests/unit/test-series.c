/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-series.h"

static GpSeries *
load(const char *text, GpIssueList *issues, char **out_path, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "some.csv", NULL);
    GpSeries *series;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    series = gp_series_load(path, issues, error);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    *out_path = g_steal_pointer(&path);
    return series;
}

/* The series as text, `2024-05=12 2024-06=-`, and the codes of its issues. */
static void
assert_loaded(const char *text, guint step_months, const char *points, const char *codes)
{
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GString) got = g_string_new(NULL), got_codes = g_string_new(NULL);
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GpSeries) series = load(text, issues, &path, &error);

    g_assert_no_error(error);
    for (guint i = 0; i < series->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);
        char date[16];

        gp_series_print_date(series, point->day, date);
        g_string_append_printf(got, "%s%s=", i == 0 ? "" : " ", date);
        if (point->has_value)
            gp_number_append(got, point->value_micro, GP_MICRO_PLACES);
        else
            g_string_append_c(got, '-');
        g_assert_cmpint(gp_series_find(series, point->day), ==, (int)i);
    }
    for (guint i = 0; i < gp_issue_list_size(issues); i++)
        g_string_append_printf(got_codes, "%s%s", i == 0 ? "" : " ",
                               gp_issue_list_get(issues, i)->code);
    g_assert_cmpstr(got->str, ==, points);
    g_assert_cmpstr(got_codes->str, ==, codes);
    g_assert_cmpuint(series->step_months, ==, step_months);
}

static void
assert_refused(const char *text, const char *place, const char *part)
{
    g_autofree char *path = NULL, *begin = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(load(text, NULL, &path, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    begin = g_strconcat(path, place, NULL);
    g_test_message("%s", error->message);
    g_assert_true(g_str_has_prefix(error->message, begin));
    g_assert_nonnull(strstr(error->message, part));
}

static void
test_months(void)
{
    assert_loaded("date,value\n2024-05,12.5\n2024-06,-3\n", 1, "2024-05=12.5 2024-06=-3", "");
    assert_loaded("value,note,date\n1,x,2024-07\n2,,2024-06\n", 1, "2024-06=2 2024-07=1", "");
    assert_loaded("date,value\n2024-05,\"1,200\"\n2024-06,\n", 1, "2024-05=1200 2024-06=-",
                  "empty-value");
    /* A month that elsewhere could be a financial year. */
    assert_loaded("date,value\n2007-08,1\n2007-09,2\n", 1, "2007-08=1 2007-09=2", "");
    assert_loaded("date,value\n2024-05,-1000000000000\n", 0, "2024-05=-1000000000000", "");
    assert_loaded("date,value\n2024-05,1\n", 0, "2024-05=1", "");
}

static void
test_days(void)
{
    assert_loaded("date,value\n2024-05-03,1\n2024-05-01,2\n2024-05-09,3\n", 0,
                  "2024-05-01=2 2024-05-03=1 2024-05-09=3", "");
    assert_loaded("date,value\n2024-01-31,1\n2024-02-29,2\n2024-04-30,3\n", 1,
                  "2024-01-31=1 2024-02-29=2 2024-03-31=- 2024-04-30=3", "no-data");
    assert_loaded("date,value\n2024-01-01,1\n2024-03-01,2\n2024-04-01,2\n", 1,
                  "2024-01-01=1 2024-02-01=- 2024-03-01=2 2024-04-01=2", "no-data");
    assert_loaded("date,value\n2024-01-15,1\n2024-03-01,2\n", 0, "2024-01-15=1 2024-03-01=2", "");
}

static void
test_gaps(void)
{
    assert_loaded("date,value\n2024-01,1\n2024-04,2\n2024-05,3\n", 1,
                  "2024-01=1 2024-02=- 2024-03=- 2024-04=2 2024-05=3", "no-data");
    /* Quarters have no gaps; a quarter left out is one. */
    assert_loaded("date,value\n2024-03,1\n2024-06,2\n2024-09,3\n", 3,
                  "2024-03=1 2024-06=2 2024-09=3", "");
    assert_loaded("date,value\n2024-03,1\n2024-06,2\n2024-12,3\n", 3,
                  "2024-03=1 2024-06=2 2024-09=- 2024-12=3", "no-data");
}

static void
test_refused(void)
{
    assert_refused("date,amount\n2024-05,1\n", ": ", "the columns date and value are needed");
    assert_refused("date,value\n2024-05,1\n2024-13,1\n", ":3: ", "“2024-13” is not a date");
    assert_refused("date,value\n2024-25,1\n", ":2: ", "“2024-25” is not a date");
    assert_refused("date,value\n01/04/2024,1\n", ":2: ", "2024-06-14");
    assert_refused("date,value\n2024-02-30,1\n", ":2: ", "is not a date");
    assert_refused("date,value\n1989-02,1\n", ":2: ", "is not a date");
    assert_refused("date,value\n2024-05,1\n2024-06,twelve\n", ":3: ", "“twelve” is not a number");
    assert_refused("date,value\n2024-05,nan\n", ":2: ", "not a number");
    assert_refused("date,value\n2024-05,1000000000000.000001\n", ":2: ", "too large");
    assert_refused("date,value\n2024-05,99999999999999999999\n", ":2: ", "too large");
    assert_refused("date,value\n2024-05,1e3\n", ":2: ", "not a number");
    assert_refused("date,value\n2024-05,1\n2024-06-01,1\n", ":3: ", "write all of them alike");
    assert_refused("date,value\n2024-05,1\n2024-06,2\n2024-05,3\n",
                   ":4: ", "“2024-05” is on line 2 already");
    assert_refused("date,value\n2024-05,\n2024-05,\n", ":3: ", "already");
    assert_refused("date,value\n2024-05,\n", ": ", "there is no value");
    assert_refused("date,value\n", ": ", "there is no value");
}

static void
test_cut_and_copy(void)
{
    g_autofree char *path = NULL;
    g_autoptr(GpSeries) series =
        load("date,value\n2024-01,1\n2024-02,2\n2024-03,3\n2024-04,4\n", NULL, &path, NULL);
    g_autoptr(GpSeries) copy = gp_series_copy(series);
    GpSpan days = {gp_series_point(series, 1)->day, gp_series_point(series, 2)->day};

    gp_series_cut(series, days);
    g_assert_cmpuint(series->points->len, ==, 2);
    g_assert_cmpint(gp_series_point(series, 0)->value_micro, ==, 2 * GP_MICRO);
    g_assert_cmpuint(copy->points->len, ==, 4);
    g_assert_cmpuint(copy->step_months, ==, 1);
    g_assert_cmpint(gp_series_find(series, gp_series_point(copy, 0)->day), ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/series/months", test_months);
    g_test_add_func("/series/days", test_days);
    g_test_add_func("/series/gaps", test_gaps);
    g_test_add_func("/series/refused", test_refused);
    g_test_add_func("/series/cut-and-copy", test_cut_and_copy);
    return g_test_run();
}
