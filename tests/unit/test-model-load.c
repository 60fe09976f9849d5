/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-target.h"
#include "gp-workforce.h"

typedef gpointer (*LoadFunc)(const char *path, GError **error);

static GpDay
day(int year, int month, int day_of_month)
{
    GpDay result = -1;

    g_assert_true(gp_day_from_civil(year, month, day_of_month, &result));
    return result;
}

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
load_workforce(const char *path, GError **error)
{
    return gp_workforce_load(path, error);
}

static gpointer
load_targets(const char *path, GError **error)
{
    return gp_targets_load(path, error);
}

static void
test_workforce(void)
{
    g_autoptr(GpWorkforce) all = load_good(
        load_workforce, "# staff\nWTE,Role,period,site,headcount,department,staff_group,note\n"
                        "\"1,234.5\",Nurse,2024-04,Main,1500,A&E,Nursing,x\n"
                        "0,,2024/25,,,,,\n");
    const GpPost *first = &g_array_index(all->posts, GpPost, 0);
    const GpPost *second = &g_array_index(all->posts, GpPost, 1);

    g_assert_cmpuint(all->posts->len, ==, 2);
    g_assert_cmpint(first->period.first, ==, day(2024, 4, 1));
    g_assert_cmpint(first->period.last, ==, day(2024, 4, 30));
    g_assert_cmpstr(first->site, ==, "Main");
    g_assert_cmpstr(first->department, ==, "A&E");
    g_assert_cmpstr(first->role, ==, "Nurse");
    g_assert_cmpstr(first->staff_group, ==, "Nursing");
    g_assert_cmpint(first->wte_micro, ==, G_GINT64_CONSTANT(1234500000));
    g_assert_cmpint(first->headcount, ==, 1500);
    g_assert_cmpint(second->period.last, ==, day(2025, 3, 31));
    g_assert_cmpint(second->headcount, ==, -1);
    g_assert_cmpstr(second->site, ==, "");
    gp_workforce_free(NULL);
}

static void
test_workforce_staff_group_as_role(void)
{
    g_autoptr(GpWorkforce) staff =
        load_good(load_workforce, "period,staff_group,wte\n2024-04-01,Medical,0.1234567\n");
    const GpPost *post = &g_array_index(staff->posts, GpPost, 0);

    g_assert_cmpstr(post->role, ==, "Medical");
    g_assert_cmpstr(post->site, ==, "");
    g_assert_cmpint(post->wte_micro, ==, 123457);
    g_assert_cmpint(post->headcount, ==, -1);
}

static void
test_workforce_refused(void)
{
    static const struct {
        const char *text, *place, *part;
    } cases[] = {
        {"", ": ", "the file is empty"},
        {"site,role,wte\n", ": ", "the columns period, role and wte are needed"},
        {"period,wte\n2024-04,1\n", ": ", "the columns period, role and wte are needed"},
        {"period,role\n2024-04,x\n", ": ", "the columns period, role and wte are needed"},
        {"period,role,wte\n2024-04,x\n", ":2: ", "the row has 2 fields"},
        {"period,role,wte\n2024-04,x,\n", ":2: ", "a number is missing"},
        {"period,role,wte\n2024-04,x,1\n2024-04,y,many\n", ":3: ", "“many” is not a number"},
        {"period,role,wte\n2024-04,x,-1\n", ":2: ", "“-1” is below zero"},
        {"period,role,wte\n2024-04,x,1e5\n", ":2: ", "“1e5” is not a number"},
        {"period,role,wte\n2024-04,x,99999999999999\n", ":2: ", "is too large"},
        {"period,role,wte,headcount\n2024-04,x,1,-2\n", ":2: ", "“-2” is below zero"},
        {"period,role,wte,headcount\n2024-04,x,1,ten\n", ":2: ", "“ten” is not a number"},
        {"period,role,wte\n,x,1\n", ":2: ", "is not a period"},
        {"period,role,wte\n\n2024-13,x,1\n", ":3: ", "“2024-13” is not a period"},
        {"period,role,wte\n2007-08,x,1\n", ":2: ", "“2007-08” could be a month"},
        {"period,role,wte\n1989-04,x,1\n", ":2: ", "is outside the years 1990 to 2100"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_refused(load_workforce, cases[i].text, cases[i].place, cases[i].part);
}

static void
test_workforce_nearest_fy(void)
{
    g_autoptr(GpWorkforce) none = load_good(load_workforce, "period,role,wte\n");
    g_autoptr(GpWorkforce) some =
        load_good(load_workforce, "period,role,wte\n2022-03,x,1\n2019/20,x,1\n2024-05-01,x,1\n");
    static const int cases[][2] = {{2017, 2019}, {2018, 2019}, {2019, 2019},
                                   {2020, 2019}, {2021, 2021}, {2022, 2021},
                                   {2023, 2021}, {2024, 2024}, {2099, 2024}};

    g_assert_cmpint(gp_workforce_nearest_fy(none, 2024), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(gp_workforce_nearest_fy(some, cases[i][0]), ==, cases[i][1]);
}

static void
test_workforce_n_extracts(void)
{
    g_autoptr(GpWorkforce) staff = load_good(
        load_workforce, "period,role,wte\n2024-04,x,1\n2024-10,x,1\n2024-04,y,1\n2025-03-31,x,1\n"
                        "2025-04,x,1\n2024-03-31,x,1\n");

    g_assert_cmpuint(gp_workforce_n_extracts(staff, 2024), ==, 3);
    g_assert_cmpuint(gp_workforce_n_extracts(staff, 2025), ==, 1);
    g_assert_cmpuint(gp_workforce_n_extracts(staff, 2023), ==, 1);
    g_assert_cmpuint(gp_workforce_n_extracts(staff, 2022), ==, 0);
}

/* A year and its first month begin on the same day, and are two periods all the same. */
static void
test_workforce_extracts_of_one_first_day(void)
{
    g_autoptr(GpWorkforce) staff = load_good(
        load_workforce, "period,role,wte\n2024/25,x,1\n2024-04,x,1\n2024-04-01,x,1\n2024-04,y,1\n");

    g_assert_cmpuint(gp_workforce_n_extracts(staff, 2024), ==, 3);
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
    g_test_add_func("/model/workforce/every-column", test_workforce);
    g_test_add_func("/model/workforce/staff-group-as-role", test_workforce_staff_group_as_role);
    g_test_add_func("/model/workforce/refused", test_workforce_refused);
    g_test_add_func("/model/workforce/nearest-fy", test_workforce_nearest_fy);
    g_test_add_func("/model/workforce/n-extracts", test_workforce_n_extracts);
    g_test_add_func("/model/target/every-column", test_targets);
    g_test_add_func("/model/target/milestones", test_targets_with_milestones);
    g_test_add_func("/model/target/refused", test_targets_refused);
    g_test_add_func("/model/workforce/extracts-of-one-first-day",
                    test_workforce_extracts_of_one_first_day);
    g_test_add_func("/model/target/milestones-by-year", test_targets_milestones_by_year);
    return g_test_run();
}
