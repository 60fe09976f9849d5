/* SPDX-License-Identifier: MIT */
#include "gp-disclose.h"

#include "staff.h"

#define THRESHOLD 8

static void
assert_published(const Post *posts, guint n, const char *expected)
{
    g_autoptr(Staff) staff = staff_new(posts, n, THRESHOLD);
    g_autoptr(GpDisclosure) disclosure = gp_disclose(&staff->input);
    g_autoptr(GpDiscloseAudit) audit = gp_disclosure_audit(disclosure, &staff->input);
    g_autofree char *text = staff_describe(staff, disclosure);

    g_assert_cmpstr(text, ==, expected);
    g_assert_cmpuint(audit->leaks->len, ==, 0);
}
#define assert_published(posts, expected) assert_published(posts, G_N_ELEMENTS(posts), expected)

static void
test_large(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 40, "hT"},
        {"Nurse", "Nursing", "B", 30, "hT"},
        {"Porter", "Estates", "A", 20, "h"},
        {"Porter", "Estates", "B", 25, "h"},
    };

    assert_published(posts, "Porter 45, Nurse 70; A, B; by site h, t; Porter at A, Porter at B, "
                            "Nurse at A, Nurse at B");
}

/* One small role of a group takes the smallest other with it. */
static void
test_small_role(void)
{
    const Post posts[] = {
        {"Porter", "Estates", "A", 20, "h"},
        {"Driver", "Estates", "A", 12, "h"},
        {"Gardener", "Estates", "A", 3, "h"},
        {"Nurse", "Nursing", "A", 40, "h"},
    };

    assert_published(posts, "Porter 20, Other Estates 15, Nurse 40; A; by site h; Porter at A, "
                            "Other Estates at A, Nurse at A");
}

/* Two small roles that are large enough together. */
static void
test_two_small_roles(void)
{
    const Post posts[] = {
        {"Porter", "Estates", "A", 20, "h"},
        {"Driver", "Estates", "A", 5, "h"},
        {"Gardener", "Estates", "A", 4, "h"},
        {"Nurse", "Nursing", "A", 40, "h"},
    };

    assert_published(posts, "Porter 20, Other Estates 9, Nurse 40; A; by site h; Porter at A, "
                            "Other Estates at A, Nurse at A");
}

/* A whole group below the threshold goes to the smallest role of the others. */
static void
test_small_group(void)
{
    const Post posts[] = {
        {"Chaplain", "Spiritual", "A", 3, "h"},
        {"Porter", "Estates", "A", 20, "h"},
        {"Nurse", "Nursing", "A", 40, "h"},
    };

    assert_published(posts, "Nurse 40, Other roles 23; A; by site h; Nurse at A, Other roles at A");
}

/* What the cell of 3 nurses at B is would follow from nurses less nurses at A. */
static void
test_complement(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 40, "h"},
        {"Nurse", "Nursing", "B", 3, "h"},
        {"Porter", "Estates", "A", 20, "h"},
        {"Porter", "Estates", "B", 25, "h"},
    };

    assert_published(posts, "Porter 45, Nurse 43; A, B; by site h");
}

/* The nurses are only at B, and so its 4 clerks would follow from B less nurses. */
static void
test_cut_through_site(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "B", 30, "h"},  {"Matron", "Nursing", "A", 12, "h"},
        {"Clerk", "Offices", "A", 50, "h"},  {"Clerk", "Offices", "B", 4, "h"},
        {"Porter", "Estates", "A", 20, "h"}, {"Porter", "Estates", "C", 20, "h"},
        {"Clerk", "Offices", "C", 11, "h"},
    };

    assert_published(posts,
                     "Porter 40, Other Nursing 42, Clerk 65; A, B, C; by site h; Clerk at A");
}

static void
test_single_site(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "", 30, "hT"},
        {"Clerk", "Offices", "", 9, "h"},
        {"Porter", "Estates", "", 10, "h"},
    };

    assert_published(
        posts, "Porter 10, Nurse 30, Clerk 9; ; by site h, t; Porter at , Nurse at , Clerk at ");
}

/* Small roles without any kg must not be shown by count either. */
static void
test_staff_without_kg(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 30, "h"},
        {"Clerk", "Offices", "A", 10, "h"},
        {"Clerk", "Offices", "B", 3, ""},
        {"Nurse", "Nursing", "B", 30, "h"},
    };

    assert_published(posts, "Nurse 60, Clerk 13; A, B; by site h");
}

/* Half a person at B: its WTE would follow from those of the clerks less those at A. */
static void
test_part_of_a_person(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 30, "h"},
        {"Nurse", "Nursing", "B", 30, "h"},
        {"Clerk", "Offices", "A", 10, "h"},
        {"Clerk", "Offices", "B", 0, "+"},
    };

    assert_published(posts, "Nurse 60, Clerk 10; A, B; by site h");
}

/* Kilograms of a role nobody is in any more are still somebody's. */
static void
test_kg_of_nobody(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 30, "h"},
        {"Clerk", "Offices", "A", 10, "h"},
        {"Matron", "Nursing", "A", 0, "T"},
        {"Nurse", "Nursing", "B", 30, "h"},
    };

    assert_published(posts, "Other Nursing 60 others h, t in sum, Clerk 10 others h, t; A, B; "
                            "Other Nursing at A, Other Nursing at B, Clerk at A");
}

/* Cells with no kg tie nobody, but they may be the only other ones of a figure. */
static void
test_tie_of_nobody(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 30, "h"},
        {"Nurse", "Nursing", "B", 0, "h"},
        {"Clerk", "Offices", "A", 30, "h"},
        {"Clerk", "Offices", "B", 30, "h"},
    };

    assert_published(posts, "Nurse 30, Clerk 60; A, B; by site h");
}

/* Three anaesthetists have gases of their own; nobody else has any. */
static void
test_small_category(void)
{
    const Post posts[] = {
        {"Consultant", "Doctors", "A", 30, "h"},
        {"Consultant", "Doctors", "B", 3, "hG"},
        {"Nurse", "Nursing", "A", 40, "h"},
        {"Nurse", "Nursing", "B", 40, "h"},
    };

    assert_published(posts, "Consultant 33 others g, h in sum, Nurse 80 others g, h; A, B");
}

/* Few of the role have anything of their own, others of other roles do. */
static void
test_small_part(void)
{
    const Post posts[] = {
        {"Consultant", "Doctors", "A", 30, "t"},
        {"Consultant", "Doctors", "B", 3, "tT"},
        {"Nurse", "Nursing", "A", 40, "tT"},
        {"Nurse", "Nursing", "B", 40, "tT"},
    };

    assert_published(posts, "Consultant 33 in sum t, Nurse 80; A, B; by site t");
}

/* Gases at B are of 4 people: sites show no gases by themselves, roles do. */
static void
test_category_by_site(void)
{
    const Post posts[] = {
        {"Consultant", "Doctors", "A", 30, "hG"}, {"Consultant", "Doctors", "B", 4, "hG"},
        {"Nurse", "Nursing", "A", 40, "hT"},      {"Nurse", "Nursing", "B", 40, "hT"},
        {"Clerk", "Offices", "A", 40, "hT"},      {"Clerk", "Offices", "B", 40, "hT"},
    };

    assert_published(posts,
                     "Consultant 34, Nurse 80, Clerk 80; A, B; by site h; Clerk at A, Clerk at B");
}

/* Only at A there is a canteen, and few buyers and clerks eat there: these roles keep their names,
 * and show what they eat with something else. Together they are enough. */
static void
test_thin_category(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 40, "fhw"},  {"Nurse", "Nursing", "B", 30, "hw"},
        {"Buyer", "Offices", "A", 4, "fhw"},   {"Buyer", "Offices", "B", 20, "hw"},
        {"Clerk", "Offices", "A", 5, "fhw"},   {"Clerk", "Offices", "B", 25, "hw"},
        {"Porter", "Estates", "A", 20, "fhw"}, {"Porter", "Estates", "B", 20, "hw"},
    };

    assert_published(posts, "Porter 40, Nurse 70, Buyer 24 others f, h, Clerk 30 others f, h; A, "
                            "B; by site f, h, w; Porter at A, Porter at B, Nurse at A, Nurse at B");
}

/* One of them alone would not be. */
static void
test_thin_category_of_one(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 40, "fhw"},  {"Nurse", "Nursing", "B", 30, "hw"},
        {"Buyer", "Offices", "A", 4, "fhw"},   {"Buyer", "Offices", "B", 20, "hw"},
        {"Porter", "Estates", "A", 20, "fhw"}, {"Porter", "Estates", "B", 20, "hw"},
    };

    assert_published(posts, "Porter 40 others f, h, Nurse 70, Buyer 24 others f, h; A, B; by site "
                            "f, h, w; Nurse at A, Nurse at B");
}

static void
test_too_few(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 4, "h"},
        {"Clerk", "Offices", "B", 3, "h"},
    };
    const Post nobody[] = {{"Nurse", "Nursing", "A", 0, ""}};
    const Post kg_of_few[] = {
        {"Nurse", "Nursing", "A", 40, ""},
        {"Clerk", "Offices", "B", 3, "h"},
    };

    assert_published(posts, "nothing");
    assert_published(nobody, "nothing");
    assert_published(kg_of_few, "nothing");
}

static void
test_all_in_one(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 4, "h"},
        {"Clerk", "Offices", "B", 3, "h"},
        {"Porter", "Estates", "C", 1, "h"},
    };

    assert_published(posts, "Other roles 8; Other sites; by site h; Other roles at Other sites");
}

static void
test_primary_only(void)
{
    const Post posts[] = {
        {"Nurse", "Nursing", "A", 40, "h"},
        {"Nurse", "Nursing", "B", 3, "h"},
        {"Porter", "Estates", "A", 20, "h"},
        {"Porter", "Estates", "B", 25, "h"},
    };
    g_autoptr(Staff) staff = staff_new(posts, G_N_ELEMENTS(posts), THRESHOLD);
    g_autoptr(GpDisclosure) disclosure = NULL;
    g_autoptr(GpDiscloseAudit) audit = NULL;
    const GpDiscloseLeak *leak;

    staff->input.primary_only = TRUE;
    disclosure = gp_disclose(&staff->input);
    audit = gp_disclosure_audit(disclosure, &staff->input);
    g_assert_cmpuint(audit->leaks->len, ==, 2); /* of kg, and of people */
    leak = g_ptr_array_index(audit->leaks, 0);
    g_assert_cmpint(leak->people, ==, 3);
    g_assert_cmpuint(leak->cells->len, ==, 1);
    g_assert_cmpuint(g_array_index(leak->cells, guint32, 0), ==, 1);
    g_assert_cmpuint(leak->categories->len, ==, 1);
    g_assert_false(leak->is_staff);
    leak = g_ptr_array_index(audit->leaks, 1);
    g_assert_true(leak->is_staff);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/disclose/large", test_large);
    g_test_add_func("/disclose/small/role", test_small_role);
    g_test_add_func("/disclose/small/two-roles", test_two_small_roles);
    g_test_add_func("/disclose/small/group", test_small_group);
    g_test_add_func("/disclose/small/category", test_small_category);
    g_test_add_func("/disclose/small/part", test_small_part);
    g_test_add_func("/disclose/small/category-by-site", test_category_by_site);
    g_test_add_func("/disclose/small/category-in-rows", test_thin_category);
    g_test_add_func("/disclose/small/category-in-a-row", test_thin_category_of_one);
    g_test_add_func("/disclose/small/trust", test_too_few);
    g_test_add_func("/disclose/small/all-in-one", test_all_in_one);
    g_test_add_func("/disclose/subtract/complement", test_complement);
    g_test_add_func("/disclose/subtract/site", test_cut_through_site);
    g_test_add_func("/disclose/sites/single", test_single_site);
    g_test_add_func("/disclose/zero/no-kg", test_staff_without_kg);
    g_test_add_func("/disclose/zero/part-of-a-person", test_part_of_a_person);
    g_test_add_func("/disclose/zero/nobody", test_kg_of_nobody);
    g_test_add_func("/disclose/zero/tie-of-nobody", test_tie_of_nobody);
    g_test_add_func("/disclose/primary-only", test_primary_only);
    return g_test_run();
}
