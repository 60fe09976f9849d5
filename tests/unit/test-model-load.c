/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-target.h"

typedef gpointer (*LoadFunc)(const char *path, GError **error);

/* Loads a text with @load from a temporary file. */
static gpointer
load(LoadFunc func, const char *text, char **out_path, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "some.csv", NULL);
    gpointer loaded;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    loaded = func(path, error);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    *out_path = g_steal_pointer(&path);
    return loaded;
}

static gpointer
load_good(LoadFunc func, const char *text)
{
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;
    gpointer loaded = load(func, text, &path, &error);

    g_assert_no_error(error);
    g_assert_nonnull(loaded);
    return loaded;
}

/* The message begins with the path and @place, and holds @part. */
static void
assert_refused(LoadFunc func, const char *text, const char *place, const char *part)
{
    g_autofree char *path = NULL, *begin = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(load(func, text, &path, &error));
    g_assert_nonnull(error);
    g_assert_true(error->domain == GP_ERROR);
    g_test_message("%s", error->message);
    begin = g_strconcat(path, place, NULL);
    g_assert_true(g_str_has_prefix(error->message, begin));
    g_assert_nonnull(strstr(error->message, part));
}

static gpointer
load_targets(const char *path, GError **error)
{
    return gp_targets_load(path, error);
}

#define TARGET_HEADER                                                                              \
    "name,boundary,baseline_year,baseline_kg,target_year,target_year_latest,reduction_percent,"    \
    "shape,adopted_by,adopted_on,owner,source\n"

static void
test_targets(void)
{
    g_autoptr(GPtrArray) targets =
        load_good(load_targets, TARGET_HEADER
                  "Net zero,ncf,2019-20,\"1,000.5\",2039-40,,100,,Board,2021-05-01,Ms A,p. 3\n"
                  "Early,plus,2019/20,,2028-29,2032-33,80,linear,,,,\n"
                  "Even,ncf,2020-21,5,2030-31,,47.5,constant-percent,,,,\n");
    const GpTarget *zero = g_ptr_array_index(targets, 0), *early = g_ptr_array_index(targets, 1);
    const GpTarget *even = g_ptr_array_index(targets, 2);

    g_assert_cmpuint(targets->len, ==, 3);
    g_assert_cmpstr(zero->name, ==, "Net zero");
    g_assert_cmpstr(zero->boundary, ==, "ncf");
    g_assert_cmpint(zero->baseline_fy, ==, 2019);
    g_assert_cmpfloat_with_epsilon(zero->baseline_kg, 1000.5, 1e-9);
    g_assert_cmpuint(zero->n_milestones, ==, 1);
    g_assert_cmpint(zero->milestones[0].fy, ==, 2039);
    g_assert_cmpint(zero->earliest_fy, ==, 2039);
    g_assert_cmpint(zero->shape, ==, GP_PATH_LINEAR);
    g_assert_cmpstr(zero->adopted_by, ==, "Board");
    g_assert_cmpstr(zero->adopted_on, ==, "2021-05-01");
    g_assert_cmpstr(zero->owner, ==, "Ms A");
    g_assert_cmpstr(zero->source, ==, "p. 3");
    g_assert_true(isnan(early->baseline_kg));
    g_assert_cmpstr(early->adopted_by, ==, "");
    g_assert_cmpint(early->earliest_fy, ==, 2028);
    g_assert_cmpint(early->milestones[0].fy, ==, 2032);
    g_assert_cmpfloat_with_epsilon(early->milestones[0].reduction_percent, 80, 1e-9);
    g_assert_cmpint(even->shape, ==, GP_PATH_CONSTANT_PERCENT);
    g_assert_cmpfloat_with_epsilon(even->milestones[0].reduction_percent, 47.5, 1e-9);
}

static void
test_targets_with_milestones(void)
{
    g_autoptr(GPtrArray) targets =
        load_good(load_targets, "name,baseline_year,target_year,reduction_percent,shape\n"
                                "A,2019-20,2025-26,20,milestones\nB,2020-21,2024-25,10,steps\n"
                                "A,2019-20,2030-31,50,milestones\nC,2019-20,2030-31,5,linear\n"
                                "B,2020-21,2028-29,40,steps\nC,2019-20,2035-36,15,linear\n");
    const GpTarget *a = g_ptr_array_index(targets, 0), *b = g_ptr_array_index(targets, 1);

    g_assert_cmpuint(targets->len, ==, 4);
    g_assert_cmpuint(a->n_milestones, ==, 2);
    g_assert_cmpint(a->shape, ==, GP_PATH_MILESTONES);
    g_assert_cmpint(a->milestones[0].fy, ==, 2025);
    g_assert_cmpint(a->milestones[1].fy, ==, 2030);
    g_assert_cmpint(a->earliest_fy, ==, 2030);
    g_assert_cmpfloat_with_epsilon(a->milestones[1].reduction_percent, 50, 1e-9);
    g_assert_cmpuint(b->n_milestones, ==, 2);
    g_assert_cmpint(b->shape, ==, GP_PATH_STEPS);
    g_assert_cmpint(b->milestones[1].fy, ==, 2028);
    g_assert_cmpstr(((GpTarget *)g_ptr_array_index(targets, 2))->name, ==, "C");
    g_assert_cmpstr(((GpTarget *)g_ptr_array_index(targets, 3))->name, ==, "C");
}

/* What a target is about and who decided it; a band at each milestone; text that could fool a
 * terminal is made harmless. */
static void
test_targets_of_parts(void)
{
    g_autoptr(GPtrArray) targets = load_good(
        load_targets, "name,baseline_year,target_year,target_year_latest,reduction_percent,shape,"
                      "category,site,action,minute\n"
                      "Travel,2019-20,2032-33,,50,linear,Business travel,RV1,A7,B/22\n"
                      "Bands,2019-20,2027-28,2031-32,47,milestones,,,,\n"
                      "Bands,2019-20,2036-37,2039-40,90,milestones,,,,\n"
                      "Bell\x07,2019-20,2036-37,2036-37,90,linear,,,,\n");
    const GpTarget *travel = g_ptr_array_index(targets, 0), *bands = g_ptr_array_index(targets, 1);
    const GpTarget *bell = g_ptr_array_index(targets, 2);

    g_assert_cmpuint(targets->len, ==, 3);
    g_assert_cmpstr(travel->category, ==, "Business travel");
    g_assert_cmpstr(travel->site, ==, "RV1");
    g_assert_cmpstr(travel->action, ==, "A7");
    g_assert_cmpstr(travel->minute, ==, "B/22");
    g_assert_cmpstr(travel->owner, ==, "");
    g_assert_cmpint(travel->milestones[0].early_fy, ==, 0);
    g_assert_cmpstr(bands->category, ==, "");
    g_assert_cmpuint(bands->n_milestones, ==, 2);
    g_assert_cmpint(bands->milestones[0].fy, ==, 2031);
    g_assert_cmpint(bands->milestones[0].early_fy, ==, 2027);
    g_assert_cmpint(bands->milestones[1].early_fy, ==, 2036);
    g_assert_cmpint(bands->earliest_fy, ==, 2036);
    g_assert_cmpint(bell->milestones[0].early_fy, ==, 0);
    g_assert_cmpstr(bell->name, ==, "Bell ");
}

static void
test_targets_refused(void)
{
    static const struct {
        const char *row, *part;
    } cases[] = {
        {",ncf,2019-20,,2039-40,,100,,,,,\n", "the target has no name"},
        {"A,ncf,2019,,2039-40,,100,,,,,\n", "the baseline year “2019” is not a financial year"},
        {"A,ncf,,,2039-40,,100,,,,,\n", "the baseline year “” is not"},
        {"A,ncf,2019-20,lots,2039-40,,100,,,,,\n", "“lots” is not a number"},
        {"A,ncf,2019-20,,,,100,,,,,\n", "the target year “” is not a financial year"},
        {"A,ncf,2019-20,,2039,,100,,,,,\n", "the target year “2039” is not"},
        {"A,ncf,2019-20,,2039-41,,100,,,,,\n", "the target year “2039-41” is not"},
        {"A,ncf,2019-20,,2039-40,2041,100,,,,,\n", "the latest target year “2041” is not"},
        {"A,ncf,2019-20,,2039-40,2035-36,100,,,,,\n", "the latest target year is before the first"},
        {"A,ncf,2019-20,,2039-40,,,,,,,\n", "a number is missing"},
        {"A,ncf,2019-20,,2039-40,,100%,,,,,\n", "“100%” is not a number"},
        {"A,ncf,2019-20,,2039-40,,100,Linear,,,,\n", "“Linear” is not a shape"},
        {"A,ncf,2019-20,,2039-40,,100,curve,,,,\n", "“curve” is not a shape"},
        {"A,ncf,2019-20\n", "the row has 3 fields where the header has 12"},
    };

    assert_refused(load_targets, "", ": ", "the file is empty");
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strconcat(TARGET_HEADER "Good,ncf,2019-20,,2039-40,,100,,,,,\n", cases[i].row, NULL);

        assert_refused(load_targets, text, ":3: ", cases[i].part);
    }
}

/* Milestones are by year whatever the order of the rows, or the file is refused. */
static void
test_targets_milestones_by_year(void)
{
    g_autofree char *path = NULL;
    g_autoptr(GPtrArray) targets =
        load(load_targets,
             "name,baseline_year,target_year,reduction_percent,shape\n"
             "A,2019-20,2030-31,50,milestones\nA,2019-20,2025-26,20,milestones\n",
             &path, NULL);
    const GpTarget *target;

    if (targets == NULL)
        return;
    target = g_ptr_array_index(targets, 0);
    g_assert_cmpint(target->milestones[0].fy, ==, 2025);
    g_assert_cmpint(target->milestones[1].fy, ==, 2030);
    g_assert_cmpint(target->earliest_fy, ==, 2030);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/target/every-column", test_targets);
    g_test_add_func("/model/target/milestones", test_targets_with_milestones);
    g_test_add_func("/model/target/parts-and-bands", test_targets_of_parts);
    g_test_add_func("/model/target/refused", test_targets_refused);
    g_test_add_func("/model/target/milestones-by-year", test_targets_milestones_by_year);
    return g_test_run();
}
