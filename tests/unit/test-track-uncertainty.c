/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-track.h"

/* Two years of electricity, gas and travel, in t; docs/method.md works them out on paper. */
static const GpUncertainPart worked[] = {
    {2019, "electricity", "measured", "generation", 5071.600, 5, 15},
    {2019, "gas", "measured", "combustion", 7358.400, 5, 5},
    {2019, "travel", "estimated", "combustion", 823.950, 15, 15},
    {2025, "electricity", "measured", "generation", 3677.450, 5, 15},
    {2025, "gas", "measured", "combustion", 7484.140, 5, 5},
    {2025, "travel", "estimated", "combustion", 661.825, 15, 15},
};

static const GpTrackYear worked_years[] = {{2019, 13253.950, TRUE, FALSE},
                                           {2025, 11823.415, TRUE, FALSE}};

#define NEAR(value, printed) g_assert_cmpfloat_with_epsilon(value, printed, 0.005)

static GpUncertainty *
weigh_worked(void)
{
    return gp_track_uncertainty(worked, G_N_ELEMENTS(worked), worked_years, 2, 2019, 2025);
}

static void
test_worked(void)
{
    g_autoptr(GpUncertainty) u = weigh_worked();

    g_assert_cmpuint(u->n_years, ==, 2);
    NEAR(u->years[0].half95_kg, 971.76);
    g_assert_cmpfloat_with_epsilon(gp_uncertain_percent(&u->years[0]), 7.3, 0.05);
    NEAR(u->years[1].half95_kg,
         sqrt(33809.097 + 140030.879 + 9855.277 + 304281.87 + 140030.879 + 9855.277));
    NEAR(u->change_kg, -1430.535);
    NEAR(u->activity_half95_kg, 631.38);
    NEAR(u->factor_half95_kg, 210.63);
    NEAR(u->change_half95_kg, 665.58);
    g_assert_true(gp_uncertainty_is_change_larger(u));
}

/* The same relative fall everywhere, by activity alone: a factor error of any size scales with it,
 * and takes away nothing but its part of the fall. */
static void
test_factor_errors_cancel(void)
{
    static const double percents[] = {0.001, 10, 50, 99};

    for (guint i = 0; i < G_N_ELEMENTS(percents); i++) {
        const GpUncertainPart parts[] = {
            {2019, "gas", "measured", "combustion", 1000, 2, percents[i]},
            {2025, "gas", "measured", "combustion", 900, 2, percents[i]}};
        const GpTrackYear years[] = {{2019, 1000, TRUE, FALSE}, {2025, 900, TRUE, FALSE}};
        g_autoptr(GpUncertainty) u = gp_track_uncertainty(parts, 2, years, 2, 2019, 2025);

        NEAR(u->activity_half95_kg, sqrt(20 * 20 + 18 * 18));
        NEAR(u->factor_half95_kg, percents[i]);
        g_assert_cmpfloat(u->years[0].half95_kg, >=, 10 * percents[i] - 0.005);
        g_assert_true(gp_uncertainty_is_change_larger(u) ==
                      (724 + percents[i] * percents[i] < 100 * 100));
    }
}

/* One kind of error at a time: those of one group add up, those of several go by squares. */
static void
test_groups(void)
{
    static const struct {
        GpUncertainPart parts[2];
        double half;
    } cases[] = {
        /* two factors of one quantity: the quantity errs once, the factors apart */
        {{{2019, "gas", "measured", "combustion", 300, 10, 0},
          {2019, "gas", "measured", "wtt", 400, 10, 0}},
         70},
        {{{2019, "gas", "measured", "combustion", 300, 0, 10},
          {2019, "gas", "measured", "wtt", 400, 0, 10}},
         50},
        /* one factor of two quantities: the factor errs once, the quantities apart */
        {{{2019, "gas", "measured", "combustion", 300, 10, 0},
          {2019, "gas", "estimated", "combustion", 400, 10, 0}},
         50},
        {{{2019, "gas", "measured", "combustion", 300, 0, 10},
          {2019, "gas", "estimated", "combustion", 400, 0, 10}},
         70},
        {{{2019, "coal", "measured", "combustion", 300, 0, 10},
          {2019, "gas", "measured", "combustion", 400, 0, 10}},
         50},
        /* what is exported takes its error with it */
        {{{2019, "electricity", "measured", "generation", 700, 0, 10},
          {2019, "electricity", "measured", "generation", -300, 0, 10}},
         40},
    };
    const GpTrackYear years[] = {{2019, 700, TRUE, FALSE}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpUncertainty) u = gp_track_uncertainty(cases[i].parts, 2, years, 1, 2019, 2019);

        NEAR(u->years[0].half95_kg, cases[i].half);
        g_assert_cmpint(u->to_fy, ==, 0);
        g_assert_false(gp_uncertainty_is_change_larger(u));
    }
}

/* Years that are not comparable get no range, and none of their parts counts. */
static void
test_other_years_do_not_count(void)
{
    GpUncertainPart parts[G_N_ELEMENTS(worked) + 1];
    GpTrackYear years[] = {worked_years[0],
                           {2020, 1e9, FALSE, FALSE},
                           {2021, NAN, TRUE, FALSE},
                           worked_years[1]};
    g_autoptr(GpUncertainty) u = NULL, plain = weigh_worked(), none = NULL;

    memcpy(parts, worked, sizeof worked);
    parts[G_N_ELEMENTS(worked)] =
        (GpUncertainPart){2020, "gas", "modelled", "combustion", 1e9, 30, 30};
    u = gp_track_uncertainty(parts, G_N_ELEMENTS(parts), years, 4, 2019, 2025);
    g_assert_cmpuint(u->n_years, ==, 2);
    NEAR(u->years[0].half95_kg, plain->years[0].half95_kg);
    NEAR(u->change_half95_kg, plain->change_half95_kg);
    years[0].is_comparable = FALSE;
    none = gp_track_uncertainty(parts, G_N_ELEMENTS(parts), years, 4, 2019, 2025);
    g_assert_cmpint(none->from_fy, ==, 0);
    g_assert_false(gp_uncertainty_is_change_larger(none));
}

/* The order of parts does not matter, a part may be cut in two, and k times the data is k times the
 * range. */
static void
test_order_cuts_and_scale(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260404);
    g_autoptr(GpUncertainty) plain = weigh_worked();

    for (int round = 0; round < 200; round++) {
        GpUncertainPart parts[2 * G_N_ELEMENTS(worked)];
        guint n = G_N_ELEMENTS(parts);
        double k = exp(g_rand_double_range(rand, -5, 5));
        const GpTrackYear years[] = {{2019, k * worked_years[0].kg, TRUE, FALSE},
                                     {2025, k * worked_years[1].kg, TRUE, FALSE}};
        g_autoptr(GpUncertainty) u = NULL;

        for (guint i = 0; i < n; i++) {
            double cut = i % 2 == 0 ? 0.25 : 0.75;

            parts[i] = worked[i / 2];
            parts[i].kg *= k * cut;
        }
        for (guint i = n - 1; i > 0; i--) {
            guint j = (guint)g_rand_int_range(rand, 0, (gint32)i + 1);
            GpUncertainPart part = parts[i];

            parts[i] = parts[j];
            parts[j] = part;
        }
        u = gp_track_uncertainty(parts, n, years, 2, 2019, 2025);
        g_assert_cmpfloat_with_epsilon(u->years[0].half95_kg / k, plain->years[0].half95_kg, 1e-6);
        g_assert_cmpfloat_with_epsilon(u->change_half95_kg / k, plain->change_half95_kg, 1e-6);
    }
}

static void
test_reason(void)
{
    static const struct {
        double kg;
        const char *reason;
    } cases[] = {
        {800, "The fall since 2019-20, 200 t, is larger than its uncertainty of 128 t (95%)."},
        {900,
         "The fall since 2019-20, 100 t, is not larger than its uncertainty of 135 t (95%): it "
         "cannot be told from no change at all."},
        {1200, "The rise since 2019-20, 200 t, is larger than its uncertainty of 156 t (95%)."},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GpMilestone milestone = {2030, 50, 0};
        GpTarget target = {.baseline_fy = 2019,
                           .baseline_kg = NAN,
                           .milestones = &milestone,
                           .n_milestones = 1};
        const GpTrackYear years[] = {{2019, 1e6, TRUE, FALSE},
                                     {2020, cases[i].kg * 1e3, TRUE, FALSE}};
        const GpUncertainPart parts[] = {{2019, "gas", "", "combustion", 1e6, 10, 0},
                                         {2020, "gas", "", "combustion", cases[i].kg * 1e3, 10, 0}};
        g_autoptr(GpTrajectory) t = gp_track(years, 2, &target, NULL);
        guint n = g_strv_length(t->reasons);
        g_autofree char *last = g_strdup(t->reasons[n - 1]);

        gp_trajectory_set_uncertainty(t, gp_track_uncertainty(parts, 2, years, 2, 2019, 2020));
        g_assert_cmpuint(g_strv_length(t->reasons), ==, n + 1);
        g_assert_cmpstr(t->reasons[n - 1], ==, cases[i].reason);
        g_assert_cmpstr(t->reasons[n], ==, last);
    }
}

/* 4,000 draws of all errors of the worked example: the formulas give the spread that comes out. */
static void
test_against_simulation(void)
{
    enum { ROUNDS = 4000 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260405);
    g_autoptr(GpUncertainty) u = weigh_worked();
    double year_squares = 0, change_squares = 0;

    for (int round = 0; round < ROUNDS; round++) {
        double factor_error[3], moved[2] = {0, 0};

        for (guint i = 0; i < G_N_ELEMENTS(worked); i++) {
            double error[2];

            for (guint j = 0; j < 2; j++) {
                error[j] = -6;
                for (int d = 0; d < 12; d++)
                    error[j] += g_rand_double(rand);
            }
            if (i < 3)
                factor_error[i] = error[1];
            moved[i / 3] += worked[i].kg *
                            (error[0] * worked[i].activity_percent +
                             factor_error[i % 3] * worked[i].factor_percent) /
                            100;
        }
        year_squares += moved[0] * moved[0];
        change_squares += (moved[1] - moved[0]) * (moved[1] - moved[0]);
    }
    g_assert_cmpfloat_with_epsilon(sqrt(year_squares / ROUNDS) / u->years[0].half95_kg, 1, 0.04);
    g_assert_cmpfloat_with_epsilon(sqrt(change_squares / ROUNDS) / u->change_half95_kg, 1, 0.04);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/track/uncertainty/worked", test_worked);
    g_test_add_func("/track/uncertainty/factor-errors-cancel", test_factor_errors_cancel);
    g_test_add_func("/track/uncertainty/groups", test_groups);
    g_test_add_func("/track/uncertainty/other-years", test_other_years_do_not_count);
    g_test_add_func("/track/uncertainty/order-cuts-and-scale", test_order_cuts_and_scale);
    g_test_add_func("/track/uncertainty/reason", test_reason);
    g_test_add_func("/track/uncertainty/against-simulation", test_against_simulation);
    return g_test_run();
}
