/* SPDX-License-Identifier: MIT */
#include "gp-allocate.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FY 2023
#define PLACES 3
#define STAFF "period,site,role,wte,headcount\n"
#define NOBODY STAFF

/* Emissions of one role at one site, in thousandths of a kg. */
typedef struct {
    const char *role, *site;
    gint64 kg;
} Emission;

static GpWorkforce *
workforce_new(const char *text)
{
    g_autofree char *path = NULL;
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GError) error = NULL;
    int fd = g_file_open_tmp("gp-allocate-XXXXXX", &path, NULL);
    GpWorkforce *workforce;

    close(fd);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    workforce = gp_workforce_load(path, NULL, issues, &error);
    g_unlink(path);
    g_assert_no_error(error);
    return workforce;
}

static void
add_emission(GpEmissions *self, const char *role, const char *site, GpInt128 kg)
{
    GpEmissionRow row = {.rows = 1, .kg_co2e = kg};

    row.labels[gp_by_find(&self->by, GP_BY_ROLE)] = g_string_chunk_insert(self->labels, role);
    row.labels[gp_by_find(&self->by, GP_BY_SITE)] = g_string_chunk_insert(self->labels, site);
    g_array_append_val(self->rows, row);
}

static GpEmissions *
emissions_new(const char *by_text)
{
    GpBy by;

    g_assert_true(gp_by_parse(by_text, &by, NULL));
    return gp_emissions_new(&by, PLACES);
}

static GpRoleFootprints *
allocate(const char *staff, const Emission *emissions, guint n, guint threshold)
{
    g_autoptr(GpWorkforce) workforce = workforce_new(staff);
    g_autoptr(GpEmissions) rows = emissions_new("site,role");

    for (guint i = 0; i < n; i++)
        add_emission(rows, emissions[i].role, emissions[i].site, emissions[i].kg);
    return gp_allocate(rows, workforce, FY, threshold);
}

/* `name people wte own+shared` of every role, then what nobody shares, a line each. */
static char *
roles_text(const GpRoleFootprints *self)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < self->roles->len; i++) {
        const GpRoleFootprint *role = &g_array_index(self->roles, GpRoleFootprint, i);

        g_string_append_printf(out, "%s %" G_GINT64_FORMAT " ", role->name, role->people);
        gp_number_append(out, role->wte_micro, GP_MICRO_PLACES);
        g_string_append_c(out, ' ');
        gp_number_append(out, role->attributable_kg, self->kg_places);
        g_string_append_c(out, '+');
        gp_number_append(out, role->shared_kg, self->kg_places);
        g_string_append_c(out, '\n');
    }
    gp_number_append(out, self->not_allocated_kg, self->kg_places);
    return g_string_free(out, FALSE);
}

static GpInt128
sum_of(const GpRoleFootprints *self)
{
    GpInt128 sum = self->not_allocated_kg;

    for (guint i = 0; i < self->roles->len; i++) {
        const GpRoleFootprint *role = &g_array_index(self->roles, GpRoleFootprint, i);

        sum += role->attributable_kg + role->shared_kg;
    }
    return sum;
}

static void
assert_allocates(
    const char *staff, const Emission *emissions, guint n, guint threshold, const char *expected)
{
    g_autoptr(GpRoleFootprints) roles = allocate(staff, emissions, n, threshold);
    g_autofree char *text = roles_text(roles);

    g_assert_cmpstr(text, ==, expected);
    g_assert_true(sum_of(roles) == roles->total_kg);
}

#define ASSERT_ALLOCATES(staff, emissions, threshold, expected)                                    \
    assert_allocates(staff, emissions, G_N_ELEMENTS(emissions), threshold, expected)

static void
test_own_and_shared(void)
{
    static const Emission emissions[] = {{"", "", 100000}, {"Nurse", "", 7000}, {"Nurse", "A", 1}};

    ASSERT_ALLOCATES(STAFF "2023-24,A,Nurse,30,31\n2023-24,B,Nurse,20,25\n2023-24,A,Porter,50,50\n",
                     emissions, 8, "Nurse 56 50 7.001+50\nPorter 50 50 0+50\n0");
}

static void
test_site(void)
{
    static const Emission emissions[] = {{"", "A", 40000}, {"", "B", 1000}, {"", "", 8000}};

    ASSERT_ALLOCATES(STAFF "2023-24,A,Nurse,30,30\n2023-24,A,Porter,10,10\n2023-24,B,Nurse,40,40\n",
                     emissions, 8, "Nurse 70 70 0+38\nPorter 10 10 0+11\n0");
}

/* Where no staff of a site is known, or none that works there any hour, the trust shares. */
static void
test_site_without_staff(void)
{
    static const Emission unknown[] = {{"", "Z", 80000}};
    static const char staff[] = STAFF "2023-24,A,Nurse,30,30\n2023-24,A,Porter,10,10\n"
                                      "2023-24,Z,Nurse,0,3\n2022-23,Z,Porter,9,9\n";

    ASSERT_ALLOCATES(staff, unknown, 0, "Nurse 33 30 0+60\nPorter 10 10 0+20\n0");
}

static void
test_no_hours(void)
{
    static const Emission emissions[] = {{"", "A", 80000}, {"Nurse", "A", 500}};

    ASSERT_ALLOCATES(STAFF "2023-24,A,Nurse,0,30\n2023-24,A,Porter,0,10\n", emissions, 0,
                     "Nurse 30 0 0.5+0\nPorter 10 0 0+0\n80");
}

static void
test_no_staff(void)
{
    static const Emission emissions[] = {{"", "A", 80000}, {"", "", -1}};
    static const Emission with_role[] = {{"", "A", 80000}, {"Nurse", "", 5}};

    ASSERT_ALLOCATES(NOBODY, emissions, 8, "79.999");
    ASSERT_ALLOCATES(NOBODY, with_role, 0, "Nurse 0 0 0.005+0\n80");
    ASSERT_ALLOCATES(STAFF "2022-23,A,Nurse,10,10\n2024-25,A,Nurse,10,10\n", emissions, 8,
                     "79.999");
}

static void
test_no_emissions(void)
{
    assert_allocates(STAFF "2023-24,A,Nurse,10,10\n", NULL, 0, 8, "Nurse 10 10 0+0\n0");
    assert_allocates(NOBODY, NULL, 0, 8, "0");
}

static void
test_role_without_staff(void)
{
    static const Emission emissions[] = {{"", "", 30000}, {"Chaplain", "", 7000}};

    ASSERT_ALLOCATES(STAFF "2023-24,A,Nurse,10,10\n2023-24,A,Porter,20,20\n", emissions, 0,
                     "Chaplain 0 0 7+0\nNurse 10 10 0+10\nPorter 20 20 0+20\n0");
    ASSERT_ALLOCATES(STAFF "2023-24,A,Nurse,10,10\n2023-24,A,Porter,20,20\n", emissions, 8,
                     "Porter 20 20 0+20\nOther roles (2 put together) 10 10 7+10\n0");
}

static void
test_negative(void)
{
    static const Emission emissions[] = {{"", "", -10}, {"A", "", -7}};

    ASSERT_ALLOCATES(STAFF "2023-24,,A,1,1\n2023-24,,B,1,1\n2023-24,,C,1,1\n", emissions, 0,
                     "A 1 1 -0.007+-0.004\nB 1 1 0+-0.003\nC 1 1 0+-0.003\n0");
}

static void
test_ties(void)
{
    static const Emission emissions[] = {{"", "", 11}};

    for (guint i = 0; i < 10; i++)
        ASSERT_ALLOCATES(STAFF "2023-24,,A,1,1\n2023-24,,B,1,1\n2023-24,,C,1,1\n", emissions, 0,
                         "A 1 1 0+0.004\nB 1 1 0+0.004\nC 1 1 0+0.003\n0");
}

static void
test_means(void)
{
    static const Emission emissions[] = {{"", "", 40000}};
    g_autoptr(GpRoleFootprints) roles = NULL;

    ASSERT_ALLOCATES(STAFF "2023-04,A,Nurse,20,20\n2023-10,A,Nurse,40,40\n2023-04,B,Porter,20,20\n"
                           "2024-04,A,Nurse,1000,1000\n",
                     emissions, 8, "Nurse 30 30 0+30\nPorter 10 10 0+10\n0");
    roles = allocate("period,site,role,wte,headcount\n2023-24,A,Nurse,20.9,\n", emissions, 1, 8);
    g_assert_true(roles->people_are_from_wte);
    g_assert_cmpint(g_array_index(roles->roles, GpRoleFootprint, 0).people, ==, 20);
}

/* Below the threshold nobody stands alone, nor does a group that is too small. */
static void
test_merged(void)
{
    static const struct {
        const char *staff;
        const char *roles; /* name and people */
        guint n_merged;
    } cases[] = {
        {"2023,,A,8,8\n2023,,B,9,9\n", "A 8;B 9;", 0},
        {"2023,,A,7,7\n2023,,B,90,90\n2023,,C,80,80\n", "B 90;Other roles (2 put together) 87;", 2},
        {"2023,,A,4,4\n2023,,B,4,4\n2023,,C,80,80\n", "C 80;Other roles (2 put together) 8;", 2},
        {"2023,,A,3,3\n2023,,B,4,4\n2023,,C,80,80\n", "Other roles (3 put together) 87;", 3},
        {"2023,,A,1,1\n2023,,B,7,7\n2023,,C,7,7\n2023,,D,9,9\n",
         "D 9;Other roles (3 put together) 15;", 3},
        {"2023,,A,3,3\n", "Other roles (1 put together) 3;", 1},
        {"2023,,C,7,7\n2023,,B,8,8\n2023,,A,8,8\n", "B 8;Other roles (2 put together) 15;", 2},
        {"2023,,C,7,7\n2023,,A,8,8\n2023,,B,8,8\n", "B 8;Other roles (2 put together) 15;", 2},
    };
    static const Emission emissions[] = {{"", "", 40000}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) staff = g_string_new(STAFF), text = g_string_new(NULL);
        g_autoptr(GpRoleFootprints) roles = NULL;

        g_string_append(staff, cases[i].staff);
        g_string_replace(staff, "2023,", "2023-24,", 0);
        roles = allocate(staff->str, emissions, 1, GP_DISCLOSURE_THRESHOLD);
        for (guint k = 0; k < roles->roles->len; k++) {
            const GpRoleFootprint *role = &g_array_index(roles->roles, GpRoleFootprint, k);

            g_string_append_printf(text, "%s %" G_GINT64_FORMAT ";", role->name, role->people);
            g_assert_cmpint(role->is_merged, ==, g_str_has_prefix(role->name, "Other roles"));
        }
        g_assert_cmpstr(text->str, ==, cases[i].roles);
        g_assert_cmpuint(roles->n_merged, ==, cases[i].n_merged);
        g_assert_true(sum_of(roles) == 40000);
    }
}

static char *
random_staff(GRand *rand)
{
    GString *text = g_string_new(STAFF);

    for (gint32 i = g_rand_int_range(rand, 0, 12); i > 0; i--)
        g_string_append_printf(
            text, "%s,S%d,Role %d,%d.%06d,%d\n", g_rand_boolean(rand) ? "2023-04" : "2023-10",
            g_rand_int_range(rand, 0, 4), g_rand_int_range(rand, 0, 8),
            g_rand_int_range(rand, 0, 3) == 0 ? 0 : g_rand_int_range(rand, 0, 99),
            g_rand_int_range(rand, 0, 1000000), g_rand_int_range(rand, 0, 40));
    return g_string_free(text, FALSE);
}

static void
assert_disclosed(const GpRoleFootprints *roles, guint threshold)
{
    for (guint i = 0; i < roles->roles->len; i++) {
        const GpRoleFootprint *role = &g_array_index(roles->roles, GpRoleFootprint, i);

        g_assert_cmpint(role->is_merged, ==, i + 1 == roles->roles->len && roles->n_merged > 0);
        if (roles->roles->len > 1)
            g_assert_cmpint(role->people, >=, threshold);
        if (role->is_merged && roles->roles->len > 1)
            g_assert_cmpuint(roles->n_merged, >=, 2);
        if (i > 0 && !role->is_merged)
            g_assert_cmpstr(g_array_index(roles->roles, GpRoleFootprint, i - 1).name, <,
                            role->name);
    }
}

/* Random trusts: their parts always sum to the whole, and whatever a role names stays with it. */
static void
test_sums(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);

    for (guint round = 0; round < 2000; round++) {
        g_autofree char *staff = random_staff(rand);
        g_autoptr(GpWorkforce) workforce = workforce_new(staff);
        g_autoptr(GpEmissions) emissions =
            emissions_new(round % 2 == 0 ? "role,site" : "site,role");
        g_autoptr(GpRoleFootprints) roles = NULL, again = NULL;
        g_autofree char *text = NULL, *text_again = NULL;
        guint threshold = round % 3 == 0 ? 0 : GP_DISCLOSURE_THRESHOLD;
        GpInt128 own = 0, got = 0;

        for (gint32 i = g_rand_int_range(rand, 0, 10); i > 0; i--) {
            g_autofree char *role = g_strdup_printf("Role %d", g_rand_int_range(rand, 0, 12));
            g_autofree char *site = g_strdup_printf("S%d", g_rand_int_range(rand, 0, 6));
            GpInt128 kg = (gint32)g_rand_int(rand) * ((GpInt128)1 << g_rand_int_range(rand, 0, 85));
            gboolean has_role = g_rand_boolean(rand);

            add_emission(emissions, has_role ? role : "", g_rand_boolean(rand) ? site : "", kg);
            own += has_role ? kg : 0;
        }
        roles = gp_allocate(emissions, workforce, FY, threshold);
        again = gp_allocate(emissions, workforce, FY, threshold);
        text = roles_text(roles);
        text_again = roles_text(again);
        g_assert_cmpstr(text, ==, text_again);
        g_assert_true(roles->total_kg == gp_emissions_total(emissions));
        g_assert_true(sum_of(roles) == roles->total_kg);
        for (guint i = 0; i < roles->roles->len; i++)
            got += g_array_index(roles->roles, GpRoleFootprint, i).attributable_kg;
        g_assert_true(got == own);
        assert_disclosed(roles, threshold);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/allocate/share/own-and-shared", test_own_and_shared);
    g_test_add_func("/allocate/share/site", test_site);
    g_test_add_func("/allocate/share/site-without-staff", test_site_without_staff);
    g_test_add_func("/allocate/share/no-hours", test_no_hours);
    g_test_add_func("/allocate/share/no-staff", test_no_staff);
    g_test_add_func("/allocate/share/no-emissions", test_no_emissions);
    g_test_add_func("/allocate/share/role-without-staff", test_role_without_staff);
    g_test_add_func("/allocate/share/negative", test_negative);
    g_test_add_func("/allocate/share/ties", test_ties);
    g_test_add_func("/allocate/share/means", test_means);
    g_test_add_func("/allocate/merge/threshold", test_merged);
    g_test_add_func("/allocate/sums/random-trusts", test_sums);
    return g_test_run();
}
