/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-staffing.h"

static GpBasis *
basis_new(void)
{
    const GpPlaces places = {.factors = (char *)g_getenv("GP_FACTORS"),
                             .plots = (char *)g_getenv("GP_PLOTS"),
                             .data = (char *)g_getenv("GP_DATA")};
    g_autoptr(GError) error = NULL;
    GpBasis *basis = gp_basis_load(&(GpBasisSources){.no_library = FALSE}, &places, &error);

    g_assert_no_error(error);
    return basis;
}

static GpAnswers
nothing_told(void)
{
    GpAnswers answers = {.fy = 2024,
                         .commute_miles = GP_NOT_TOLD,
                         .commute_days = GP_NOT_TOLD,
                         .home_days = GP_NOT_TOLD,
                         .weeks = GP_NOT_TOLD,
                         .hours = GP_NOT_TOLD};

    for (guint i = 0; i < GP_N_TRIPS; i++)
        answers.trips[i] = GP_NOT_TOLD;
    return answers;
}

static GpPersonal *
compute(const GpBasis *basis, const GpAnswers *answers)
{
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GError) error = NULL;
    GpPersonal *personal = gp_personal_compute(basis, answers, issues, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(gp_issue_list_size(issues), ==, 0);
    return personal;
}

/* Every question is about an activity of the catalogue that takes its unit, and what its factors
 * give for each line adds up to the whole. */
static void
test_all_questions(void)
{
    g_autoptr(GpBasis) basis = basis_new();
    GpAnswers answers = nothing_told();
    g_autoptr(GpPersonal) personal = NULL;
    GpInt128 sum = 0;

    for (guint i = 0; i < GP_N_TRIPS; i++)
        answers.trips[i] = (gint64)(i + 1) * 1234567;
    answers.commute_miles = 7654321;
    answers.commute_by = "car-average";
    answers.home_days = GP_MICRO / 3;
    personal = compute(basis, &answers);
    g_assert_cmpuint(personal->lines->len, ==, GP_N_TRIPS + 2);
    for (guint i = 0; i < personal->lines->len; i++) {
        const GpPersonalLine *line = g_ptr_array_index(personal->lines, i);
        GpInt128 of_steps = 0;

        g_test_message("%s: %s", line->what, line->how);
        for (guint k = 0; k < line->steps->steps->len; k++) {
            const GpExplanationStep *step =
                &g_array_index(line->steps->steps, GpExplanationStep, k);

            g_assert_true(step->quantity_micro == line->quantity_micro);
            of_steps += step->kg_co2e * gp_power_of_ten(personal->kg_places - step->kg_places);
        }
        g_assert_true(line->kg_co2e > 0);
        g_assert_true(line->kg_co2e == of_steps);
        sum += line->kg_co2e;
    }
    g_assert_true(sum == personal->kg_co2e);
}

/* 2 x 7.654321 miles x 4.5 days x 45.5 weeks, to the last millionth: 3134.4444495, half to even. */
static void
test_product(void)
{
    g_autoptr(GpBasis) basis = basis_new();
    GpAnswers answers = nothing_told();
    g_autoptr(GpPersonal) personal = NULL;
    const GpPersonalLine *line;

    answers.commute_miles = 7654321;
    answers.commute_days = 4500000;
    answers.weeks = 45500000;
    personal = compute(basis, &answers);
    line = g_ptr_array_index(personal->lines, 0);
    g_assert_cmpstr(line->how, ==, "2 x 7.654321 miles x 4.5 days x 45.5 weeks");
    g_assert_cmpint(line->quantity_micro, ==, G_GINT64_CONSTANT(3134444450));
    g_assert_cmpuint(personal->assumed->len, ==, 1);
}

static void
test_role(void)
{
    static const struct {
        gint64 hours, expected;
    } cases[] = {{GP_NOT_TOLD, 1250}, {37500000, 1250}, {30000000, 1000}, {0, 0}, {12500000, 417}};
    g_autoptr(GpBasis) basis = basis_new();

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpAnswers answers = nothing_told();
        GpPersonalRole *role = g_new0(GpPersonalRole, 1);
        g_autoptr(GpPersonal) personal = NULL;
        GpInt128 kg;
        guint n_assumed;

        answers.trips[0] = 10 * GP_MICRO;
        answers.car = "car-bev";
        answers.hours = cases[i].hours;
        personal = compute(basis, &answers);
        kg = personal->kg_co2e;
        n_assumed = personal->assumed->len;
        role->shared_kg = 1250;
        gp_personal_set_role(personal, &answers, role);
        g_assert_true(personal->role->my_shared_kg == cases[i].expected);
        g_assert_true(personal->kg_co2e == kg);
        g_assert_cmpuint(personal->assumed->len, ==,
                         n_assumed + (cases[i].hours == GP_NOT_TOLD ? 1 : 0));
    }
}

static void
test_too_much(void)
{
    g_autoptr(GpBasis) basis = basis_new();
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GpAnswers answers = nothing_told();
    g_autoptr(GpPersonal) most = NULL;
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < GP_N_TRIPS; i++)
        answers.trips[i] = 1000000 * GP_MICRO;
    answers.commute_miles = 500 * GP_MICRO;
    answers.commute_days = 7 * GP_MICRO;
    answers.weeks = 52 * GP_MICRO;
    most = compute(basis, &answers);
    g_assert_cmpuint(most->lines->len, ==, GP_N_TRIPS + 1);
    answers.commute_miles++;
    g_assert_null(gp_personal_compute(basis, &answers, issues, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/personal/all-questions", test_all_questions);
    g_test_add_func("/personal/product", test_product);
    g_test_add_func("/personal/role", test_role);
    g_test_add_func("/personal/too-much", test_too_much);
    return g_test_run();
}
