/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-role-lineage.h"

#define HEADER "role,became,from,note\n"

static GpRoleLineage *
load(const char *rows, char **out_path, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "role-changes.csv", NULL);
    g_autofree char *text = g_strconcat(HEADER, rows, NULL);
    GpRoleLineage *lineage;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    lineage = gp_role_lineage_load(path, error);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    *out_path = g_steal_pointer(&path);
    return lineage;
}

static GpRoleLineage *
load_good(const char *rows)
{
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;
    GpRoleLineage *lineage = load(rows, &path, &error);

    g_assert_no_error(error);
    g_assert_nonnull(lineage);
    return lineage;
}

/* What @role of @fy was called in @earlier_fy, parted by bars. */
static void
assert_before(
    const GpRoleLineage *lineage, const char *role, int fy, int earlier_fy, const char *expected)
{
    g_autoptr(GPtrArray) roles = NULL;
    g_autofree char *why = NULL, *list = NULL;

    g_assert_true(gp_role_lineage_before(lineage, role, fy, earlier_fy, &roles, &why));
    g_assert_null(why);
    g_ptr_array_add(roles, NULL);
    list = g_strjoinv("|", (char **)roles->pdata);
    g_assert_cmpstr(list, ==, expected);
}

static void
assert_not_comparable(
    const GpRoleLineage *lineage, const char *role, int fy, int earlier_fy, const char *expected)
{
    g_autoptr(GPtrArray) roles = NULL;
    g_autofree char *why = NULL;

    g_assert_false(gp_role_lineage_before(lineage, role, fy, earlier_fy, &roles, &why));
    g_assert_null(roles);
    g_assert_cmpstr(why, ==, expected);
}

static void
test_nothing_changed(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpRoleLineage) none = gp_role_lineage_load(NULL, &error);
    g_autoptr(GpRoleLineage) empty = load_good("");
    g_autoptr(GpRoleLineage) other = load_good("Matron,Ward manager,2020-21,\n");

    g_assert_no_error(error);
    assert_before(none, "Porter", 2024, 2019, "Porter");
    assert_before(empty, "Porter", 2024, 2024, "Porter");
    assert_before(other, "Porter", 2024, 2019, "Porter");
    g_assert_cmpstr(gp_role_lineage_current(none, "Porter", 2024), ==, "Porter");
    g_assert_cmpstr(gp_role_lineage_current(other, "Porter", 2024), ==, "Porter");
    gp_role_lineage_free(NULL);
}

static void
test_renamed(void)
{
    g_autoptr(GpRoleLineage) it = load_good("Auxiliary,Healthcare assistant,2020-21,\n");

    assert_before(it, "Healthcare assistant", 2021, 2020, "Healthcare assistant");
    assert_before(it, "Healthcare assistant", 2020, 2019, "Auxiliary|Healthcare assistant");
    assert_before(it, "Healthcare assistant", 2024, 2015, "Auxiliary|Healthcare assistant");
    assert_before(it, "Auxiliary", 2019, 2018, "Auxiliary");
    /* A year that still uses the old name is meant all the same. */
    assert_before(it, "Auxiliary", 2020, 2019, "Auxiliary|Healthcare assistant");
    g_assert_cmpstr(gp_role_lineage_current(it, "Auxiliary", 2020), ==, "Healthcare assistant");
    g_assert_cmpstr(gp_role_lineage_current(it, "Auxiliary", 2024), ==, "Healthcare assistant");
    g_assert_cmpstr(gp_role_lineage_current(it, "Auxiliary", 2019), ==, "Auxiliary");
    /* Figures restated under the new name, in a year whose staff has the old one. */
    g_assert_cmpstr(gp_role_lineage_current(it, "Healthcare assistant", 2019), ==, "Auxiliary");
    g_assert_cmpstr(gp_role_lineage_current(it, "Healthcare assistant", 2020), ==,
                    "Healthcare assistant");
}

static void
test_chain_of_renames(void)
{
    g_autoptr(GpRoleLineage) it = load_good("C,D,2022-23,\nA,B,2018-19,\nB,C,2020-21,\n");

    assert_before(it, "D", 2023, 2021, "C|D");
    assert_before(it, "D", 2023, 2019, "B|C|D");
    assert_before(it, "D", 2023, 2017, "A|B|C|D");
    assert_before(it, "C", 2021, 2017, "A|B|C");
    assert_before(it, "B", 2019, 2018, "B");
    g_assert_cmpstr(gp_role_lineage_current(it, "A", 2017), ==, "A");
    g_assert_cmpstr(gp_role_lineage_current(it, "A", 2018), ==, "B");
    g_assert_cmpstr(gp_role_lineage_current(it, "A", 2021), ==, "C");
    g_assert_cmpstr(gp_role_lineage_current(it, "A", 2030), ==, "D");
    g_assert_cmpstr(gp_role_lineage_current(it, "D", 2021), ==, "C");
    g_assert_cmpstr(gp_role_lineage_current(it, "D", 2017), ==, "A");
    g_assert_cmpstr(gp_role_lineage_current(it, "B", 2023), ==, "D");
}

static void
test_merged(void)
{
    g_autoptr(GpRoleLineage) it =
        load_good("Nurse 6,Nurse,2020-21,\nNurse 5,Nurse,2020-21,one job description\n");

    assert_before(it, "Nurse", 2021, 2019, "Nurse|Nurse 5|Nurse 6");
    assert_before(it, "Nurse", 2021, 2020, "Nurse");
    g_assert_cmpstr(gp_role_lineage_current(it, "Nurse 5", 2020), ==, "Nurse");
    g_assert_cmpstr(gp_role_lineage_current(it, "Nurse 6", 2023), ==, "Nurse");
    /* Which of the two it was cannot be told. */
    g_assert_cmpstr(gp_role_lineage_current(it, "Nurse", 2019), ==, "Nurse");
}

static void
test_split(void)
{
    g_autoptr(GpRoleLineage) it = load_good("Clerk,Receptionist,2020-21,\n"
                                            "Clerk,Medical secretary,2020-21,\n"
                                            "Clerk,Booking clerk,2020-21,\n");
    const char *why = "“Clerk” was split in 2020-21 into “Booking clerk”, “Medical secretary” and "
                      "“Receptionist”; a part cannot be held against the whole";

    assert_before(it, "Receptionist", 2022, 2020, "Receptionist");
    assert_not_comparable(it, "Receptionist", 2020, 2019, why);
    assert_not_comparable(it, "Medical secretary", 2024, 2015, why);
    assert_not_comparable(it, "Clerk", 2020, 2019, why);
    assert_before(it, "Clerk", 2019, 2018, "Clerk");
    g_assert_cmpstr(gp_role_lineage_current(it, "Clerk", 2020), ==, "Clerk");
    g_assert_cmpstr(gp_role_lineage_current(it, "Receptionist", 2019), ==, "Receptionist");
}

/* What is left of a role is no more its whole than what was split off. */
static void
test_split_off(void)
{
    g_autoptr(GpRoleLineage) it = load_good("Midwife,Midwife,2020-21,\n"
                                            "Midwife,Specialist midwife,2020-21,\n"
                                            "Lead midwife,Midwife,2020-21,\n");
    const char *why = "“Midwife” was split in 2020-21 into “Midwife” and “Specialist midwife”; a "
                      "part cannot be held against the whole";

    assert_not_comparable(it, "Midwife", 2020, 2019, why);
    assert_not_comparable(it, "Specialist midwife", 2021, 2019, why);
    assert_before(it, "Midwife", 2021, 2020, "Midwife");
    g_assert_cmpstr(gp_role_lineage_current(it, "Midwife", 2020), ==, "Midwife");
    g_assert_cmpstr(gp_role_lineage_current(it, "Midwife", 2019), ==, "Midwife");
    g_assert_cmpstr(gp_role_lineage_current(it, "Lead midwife", 2020), ==, "Midwife");
}

/* All parts together are the whole again. */
static void
test_split_and_merged_again(void)
{
    g_autoptr(GpRoleLineage) it = load_good("Clerk,Front,2019-20,\nClerk,Back,2019-20,\n"
                                            "Front,Administrator,2022-23,\n"
                                            "Back,Administrator,2022-23,\n");

    assert_before(it, "Administrator", 2022, 2020, "Administrator|Back|Front");
    assert_not_comparable(it, "Front", 2020, 2018,
                          "“Clerk” was split in 2019-20 into “Back” and “Front”; a part cannot be "
                          "held against the whole");
    assert_before(it, "Administrator", 2022, 2018, "Administrator|Back|Clerk|Front");
}

static void
test_comes_back(void)
{
    g_autoptr(GpRoleLineage) it = load_good("Porter,Logistics operative,2018-19,\n"
                                            "Logistics operative,Porter,2021-22,\n");

    assert_before(it, "Porter", 2022, 2021, "Porter");
    assert_before(it, "Porter", 2022, 2020, "Logistics operative");
    assert_before(it, "Porter", 2022, 2017, "Logistics operative|Porter");
    assert_before(it, "Logistics operative", 2019, 2017, "Logistics operative|Porter");
    g_assert_cmpstr(gp_role_lineage_current(it, "Porter", 2017), ==, "Porter");
    g_assert_cmpstr(gp_role_lineage_current(it, "Porter", 2019), ==, "Logistics operative");
    g_assert_cmpstr(gp_role_lineage_current(it, "Porter", 2021), ==, "Porter");
    g_assert_cmpstr(gp_role_lineage_current(it, "Logistics operative", 2023), ==, "Porter");
}

static void
test_case_and_blanks(void)
{
    g_autoptr(GpRoleLineage) it = load_good("community  NURSE,District nurse,2020/21,\n"
                                            "district nurse,Neighbourhood nurse,2022-23,\n");

    assert_before(it, "NEIGHBOURHOOD nurse", 2022, 2019,
                  "District nurse|Neighbourhood nurse|community  NURSE");
    g_assert_cmpstr(gp_role_lineage_current(it, "Community Nurse", 2021), ==, "District nurse");
    g_assert_cmpstr(gp_role_lineage_current(it, "Community Nurse", 2022), ==,
                    "Neighbourhood nurse");
    g_assert_cmpstr(gp_role_lineage_current(it, "Community Nurse", 2019), ==, "Community Nurse");
}

/* The same rows in any order say the same, also in how names are spelled. */
static void
test_order_of_rows(void)
{
    static const char *const rows[] = {"Clerk,front desk,2019-20,\n",
                                       "clerk,Back office,2019-20,\n", "Front desk,Desk,2020-21,\n",
                                       "Runner,Desk,2020-21,\n"};
    static const guint orders[][4] = {{0, 1, 2, 3},
                                      {3, 2, 1, 0},
                                      {1, 3, 0, 2},
                                      {2, 0, 3, 1},
                                      {1, 0, 3, 2}};

    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        const guint *o = orders[i];
        g_autofree char *text = g_strconcat(rows[o[0]], rows[o[1]], rows[o[2]], rows[o[3]], NULL);
        g_autoptr(GpRoleLineage) it = load_good(text);

        assert_before(it, "desk", 2020, 2019, "Desk|Runner|front desk");
        assert_not_comparable(it, "desk", 2020, 2018,
                              "“clerk” was split in 2019-20 into “Back office” and “front desk”; "
                              "a part cannot be held against the whole");
    }
}

static void
test_refused(void)
{
    static const struct {
        const char *rows, *place, *part;
    } cases[] = {
        {"A,B,2020-21\n", ":2: ", "the row has 3 fields"},
        {",B,2020-21,\n", ":2: ", "the column role is empty"},
        {"A,,2020-21,\n", ":2: ", "the column became is empty"},
        {"A,B,,\n", ":2: ", "from “” is not a financial year as in 2024-25"},
        {"A,B,2020-21,\nC,D,2020-04,\n", ":3: ", "from “2020-04” is not a financial year"},
        {"A\x01,B,2020-21,\n", ":2: ", "holds characters that cannot be printed"},
        {"A,B,2020-21,\nC,D,2020-21,\na ,b,2020/21,\n", ":4: ", "the row says the same as line 2"},
        /* Round in a circle within one year. */
        {"A,B,2020-21,\nB,A,2020-21,\n", ":2: ", "“A” became “B” in 2020-21, and another row says"},
        {"A,B,2020-21,\nB,C,2020-21,\nC,A,2020-21,\n", ":2: ", "in the same year"},
        {"B,C,2020-21,\nA,B,2020-21,\n", ":3: ", "“B” became something else in the same year"},
        /* Gone, and not come back. */
        {"A,B,2018-19,\nX,Y,2019-20,\nA,C,2020-21,\n", ":4: ",
         "there is no “A” to become “C” in 2020-21: another row says that it has been called "
         "something else since 2018-19"},
        {"A,B,2018-19,\nA,A,2020-21,\n", ":3: ", "there is no “A” to become “A” in 2020-21"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = NULL, *begin = NULL;
        g_autoptr(GError) error = NULL;

        g_assert_null(load(cases[i].rows, &path, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        g_test_message("%s", error->message);
        begin = g_strconcat(path, cases[i].place, NULL);
        g_assert_true(g_str_has_prefix(error->message, begin));
        g_assert_nonnull(strstr(error->message, cases[i].part));
    }
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_role_lineage_load("/nowhere/role-changes.csv", &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lineage/nothing-changed", test_nothing_changed);
    g_test_add_func("/lineage/renamed", test_renamed);
    g_test_add_func("/lineage/chain-of-renames", test_chain_of_renames);
    g_test_add_func("/lineage/merged", test_merged);
    g_test_add_func("/lineage/split", test_split);
    g_test_add_func("/lineage/split-off", test_split_off);
    g_test_add_func("/lineage/split-and-merged-again", test_split_and_merged_again);
    g_test_add_func("/lineage/comes-back", test_comes_back);
    g_test_add_func("/lineage/case-and-blanks", test_case_and_blanks);
    g_test_add_func("/lineage/order-of-rows", test_order_of_rows);
    g_test_add_func("/lineage/refused", test_refused);
    g_test_add_func("/lineage/no-file", test_no_file);
    return g_test_run();
}
