/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-marker.h"
#include "gp-uncertainty.h"

static char *
write_file(const char *text)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    char *path = g_build_filename(folder, "some.csv", NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void
remove_file(char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);

    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(path);
}

static gboolean
load_markers(GPtrArray *markers, const char *text, GError **error)
{
    char *path = write_file(text);
    gboolean is_good = gp_markers_load(markers, path, error);

    remove_file(path);
    return is_good;
}

static GPtrArray *
markers_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)gp_marker_free);
}

static GpDay
day(int year, int month, int of_month)
{
    GpDay found;

    g_assert_true(gp_day_from_civil(year, month, of_month, &found));
    return found;
}

static void
assert_states(const GPtrArray *markers, GpDay today, const char *wanted)
{
    g_autoptr(GString) states = g_string_new(NULL);

    for (guint i = 0; i < markers->len; i++)
        g_string_append_printf(states, "%s%s", i == 0 ? "" : " ",
                               gp_marker_state_name(gp_markers_state(markers, i, today)));
    g_assert_cmpstr(states->str, ==, wanted);
}

/* Dates of all three kinds, out of order, and a range. */
static void
test_markers(void)
{
    g_autoptr(GPtrArray) markers = markers_new();
    g_autoptr(GError) error = NULL;
    const GpMarker *band;

    g_assert_true(load_markers(markers,
                               "date,date_latest,title,applies_to,source\n"
                               "2028,2032,band,ncf,a\n"
                               "2027-04,,suppliers,,b\n"
                               "2026-12-15,,day,all,c\n"
                               "2028,,inhalers,,d\n"
                               "2024-02,,leap,,e\n",
                               &error));
    g_assert_no_error(error);
    g_assert_cmpuint(markers->len, ==, 5);
    g_assert_cmpstr(((GpMarker *)g_ptr_array_index(markers, 0))->title, ==, "leap");
    g_assert_cmpint(((GpMarker *)g_ptr_array_index(markers, 0))->last, ==, day(2024, 2, 29));
    g_assert_cmpstr(((GpMarker *)g_ptr_array_index(markers, 3))->title, ==, "inhalers");
    band = g_ptr_array_index(markers, 4);
    g_assert_cmpint(band->due.first, ==, day(2028, 1, 1));
    g_assert_cmpint(band->last, ==, day(2032, 12, 31));
    assert_states(markers, day(2024, 2, 29), "next later later later later");
    assert_states(markers, day(2024, 3, 1), "past next later later later");
    assert_states(markers, day(2026, 12, 15), "past next later later later");
    assert_states(markers, day(2026, 12, 16), "past past next later later");
    assert_states(markers, day(2027, 12, 31), "past past past next next");
    assert_states(markers, day(2028, 1, 1), "past past past next now");
    assert_states(markers, day(2032, 12, 31), "past past past past now");
    assert_states(markers, day(2033, 1, 1), "past past past past past");
}

/* A second file is sorted in among the first. */
static void
test_markers_of_two_files(void)
{
    g_autoptr(GPtrArray) markers = markers_new();

    g_assert_true(load_markers(markers, "date,title\n2030,b\n2028,a\n", NULL));
    g_assert_true(load_markers(markers, "title,date\nours,2029-06\n", NULL));
    g_assert_cmpstr(((GpMarker *)g_ptr_array_index(markers, 1))->title, ==, "ours");
    g_assert_cmpstr(((GpMarker *)g_ptr_array_index(markers, 1))->source, ==, "");
}

static void
test_markers_refused(void)
{
    static const struct {
        const char *text;
        const char *part;
    } cases[] = {
        {"date,title\n2028-29,a\n", ":2: “2028-29” is not a date"},
        {"date,title\n2028/29,a\n", "“2028/29” is not a date"},
        {"date,title\n28,a\n", "“28” is not a date"},
        {"date,title\n2026-13,a\n", "“2026-13” is not a date"},
        {"date,title\n2026-02-30,a\n", "“2026-02-30” is not a date"},
        {"date,title\n2101,a\n", "“2101” is not a date"},
        {"date,title\n,a\n", "“” is not a date"},
        {"date,title\n2028,\n", ":2: the milestone has no title"},
        {"date,date_latest,title\n2028,2027,a\n", "the latest date is before the first"},
        {"date,date_latest,title\n2028,soon,a\n", "“soon” is not a date"},
        {"date,title,owner\n2028,a,b\n", "owner"},
        {"date\n2028\n", "title"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) markers = markers_new();
        g_autoptr(GError) error = NULL;

        g_assert_false(load_markers(markers, cases[i].text, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        g_assert_nonnull(strstr(error->message, cases[i].part));
    }
}

static GpUncertaintyTable *
load_table(const char *text, GError **error)
{
    g_autoptr(GpUncertaintyTable) table = gp_uncertainty_table_new();
    char *path = write_file(text);
    gboolean is_good = gp_uncertainty_table_load(table, path, error);

    remove_file(path);
    return is_good ? g_steal_pointer(&table) : NULL;
}

#define SAME(value, wanted) g_assert_cmpfloat_with_epsilon(value, wanted, 1e-12)

/* The most particular row wins, and of two alike the first. */
static void
test_uncertainty_table(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpUncertaintyTable) table = load_table("kind,key,component,percent\n"
                                                     "activity,measured,,5\n"
                                                     "activity,,,30.5\n"
                                                     "factor,,,1\n"
                                                     "factor,Fossil fuels,,2\n"
                                                     "factor,natural-*,,3\n"
                                                     "factor,natural-gas,,4\n"
                                                     "factor,,wtt,5\n"
                                                     "factor,Fossil fuels,wtt,6\n"
                                                     "factor,natural-gas,,99\n",
                                                     &error);

    g_assert_no_error(error);
    SAME(gp_uncertainty_table_activity(table, "measured"), 5);
    SAME(gp_uncertainty_table_activity(table, ""), 30.5);
    g_assert_true(isnan(gp_uncertainty_table_activity(table, "modelled")));
    SAME(gp_uncertainty_table_factor(table, "coal", "Coal", "combustion"), 1);
    SAME(gp_uncertainty_table_factor(table, "coal", "Fossil fuels", "combustion"), 2);
    SAME(gp_uncertainty_table_factor(table, "natural-oil", "Fossil fuels", "combustion"), 3);
    SAME(gp_uncertainty_table_factor(table, "natural-gas", "Fossil fuels", "combustion"), 4);
    SAME(gp_uncertainty_table_factor(table, "coal", "Coal", "wtt"), 5);
    SAME(gp_uncertainty_table_factor(table, "natural-gas", "Fossil fuels", "wtt"), 6);
}

static void
test_uncertainty_refused(void)
{
    static const struct {
        const char *row;
        const char *part;
    } cases[] = {
        {"guess,,,5", ":2: “guess” is no kind"},
        {"activity,metered,,5", "“metered” is no quality"},
        {"factor,,burning,5", "burning"},
        {"factor,,,", "number"},
        {"factor,,,five", "“five” is not a number"},
        {"factor,,,-5", "not below zero"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf("kind,key,component,percent\n%s\n", cases[i].row);
        g_autoptr(GError) error = NULL;

        g_assert_null(load_table(text, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, cases[i].part));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/markers/states", test_markers);
    g_test_add_func("/model/markers/two-files", test_markers_of_two_files);
    g_test_add_func("/model/markers/refused", test_markers_refused);
    g_test_add_func("/model/uncertainty/table", test_uncertainty_table);
    g_test_add_func("/model/uncertainty/refused", test_uncertainty_refused);
    return g_test_run();
}
