/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-actions.h"

#define KG ((GpInt128)GP_MICRO)

static GpMonth
month(int year, int month_of_year)
{
    return gp_month_from_civil(year, month_of_year);
}

static GpAction
make_action(const char *id, GpActionStatus status, GpMonth start, GpMonth full)
{
    return (GpAction){.id = (char *)id,
                      .category = (char *)"Fossil fuels",
                      .site = (char *)"S1",
                      .start = start,
                      .full_effect = full,
                      .end = GP_NO_MONTH,
                      .status = status};
}

/* Six months of growth: the parts of their middles are 1/12, 3/12, … 11/12 of the whole. */
static void
test_effect(void)
{
    GpAction action = make_action("A", GP_ACTION_PLANNED, month(2022, 1), month(2022, 7));

    g_assert_true(gp_action_effect(&action, 1200 * KG, 2020) == 0);
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2021) == 75 * KG);
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2022) == 1125 * KG);
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2023) == 1200 * KG);
    g_assert_true(gp_action_effect(&action, -1200 * KG, 2022) == -1125 * KG);
    action.end = month(2022, 12);
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2022) == 825 * KG);
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2023) == 0);
    action = make_action("A", GP_ACTION_PLANNED, month(2022, 10), month(2022, 10));
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2022) == 600 * KG);
    action.start = action.full_effect = GP_NO_MONTH;
    g_assert_true(gp_action_effect(&action, 1200 * KG, 2022) == 0);
}

static const double path_kg[] = {1000, 900, 800, 700};

static GpOutlook *
make(const GpOutlookPart *parts,
     guint n_parts,
     const GpOutlookLine *lines,
     guint n_lines,
     const GpGridPath *grid)
{
    const GpOutlookBase base = {2025, parts, n_parts, path_kg, G_N_ELEMENTS(path_kg), grid};
    g_autoptr(GError) error = NULL;
    GpOutlook *outlook =
        gp_outlook_make(&base, g_memdup2(lines, n_lines * sizeof *lines), n_lines, &error);

    g_assert_no_error(error);
    return outlook;
}

/* What the base year has already is not counted twice; what has not begun is not in it. */
static void
test_wedge(void)
{
    const GpOutlookPart parts[] = {{"Fossil fuels", "S1", FALSE, 800 * KG, 0},
                                   {"Electricity", "S1", TRUE, 200 * KG, 0}};
    GpAction done = make_action("A", GP_ACTION_DONE, month(2020, 4), month(2020, 4));
    GpAction begun = make_action("B", GP_ACTION_UNDER_WAY, month(2025, 10), month(2025, 10));
    GpAction late = make_action("C", GP_ACTION_PLANNED, month(2024, 4), month(2024, 4));
    GpAction idea = make_action("D", GP_ACTION_PROPOSED, month(2027, 4), month(2027, 4));
    GpAction dropped = make_action("E", GP_ACTION_DROPPED, month(2026, 4), month(2026, 4));
    const GpOutlookLine lines[] = {
        {.action = &done, .status = done.status, .full_micro_kg = 50 * KG, .is_known = TRUE},
        {.action = &begun, .status = begun.status, .full_micro_kg = 40 * KG, .is_known = TRUE},
        {.action = &late, .status = late.status, .full_micro_kg = 30 * KG, .is_known = TRUE},
        {.action = &idea, .status = idea.status, .full_micro_kg = 100 * KG, .is_known = TRUE},
        {.action = &dropped, .status = dropped.status, .full_micro_kg = 7 * KG, .is_known = TRUE},
        {.action = &idea,
         .status = GP_ACTION_PLANNED,
         .full_micro_kg = 11 * KG,
         .is_known = TRUE,
         .left_out = "elsewhere"}};
    g_autoptr(GpOutlook) outlook = make(parts, 2, lines, G_N_ELEMENTS(lines), NULL);
    const GpInt128 planned[] = {970 * KG, 950 * KG, 950 * KG, 950 * KG};
    const GpInt128 proposed[] = {970 * KG, 950 * KG, 850 * KG, 850 * KG};

    for (guint i = 0; i < outlook->n_years; i++) {
        g_assert_true(outlook->usual_micro_kg[i] == 1000 * KG);
        g_assert_true(outlook->planned_micro_kg[i] == planned[i]);
        g_assert_true(outlook->proposed_micro_kg[i] == proposed[i]);
        g_assert_true(outlook->path_micro_kg[i] == (1000 - 100 * (int)i) * KG);
        g_assert_true(outlook->lines[0].more_micro_kg[i] == 0);
        g_assert_true(outlook->lines[0].micro_kg[i] == 50 * KG);
    }
    g_assert_true(outlook->lines[1].micro_kg[0] == 20 * KG); /* half a year of it is there */
}

/* The grid halves: business as usual and what is saved of electricity fall, gas does not. */
static void
test_grid_and_growth(void)
{
    gint64 factors[] = {200000000000, 150000000000, 100000000000};
    const GpGridPath grid = {2025, 3, factors, (char *)"book"};
    const GpOutlookPart parts[] = {{"Fossil fuels", "S1", FALSE, 800 * KG, 10 * GP_MICRO},
                                   {"Electricity", "S1", TRUE, 200 * KG, 0}};
    GpAction lamps = make_action("A", GP_ACTION_PLANNED, month(2026, 4), month(2026, 4));
    const GpOutlookLine lines[] = {{.action = &lamps,
                                    .status = lamps.status,
                                    .full_micro_kg = 40 * KG,
                                    .is_known = TRUE,
                                    .follows_grid = TRUE}};
    g_autoptr(GpOutlook) outlook = make(parts, 2, lines, 1, &grid);

    g_assert_true(outlook->usual_micro_kg[1] == (880 + 150) * KG);
    g_assert_true(outlook->usual_micro_kg[2] == (968 + 100) * KG);
    g_assert_true(outlook->usual_micro_kg[3] * 10 == (10648 + 1000) * KG);
    g_assert_true(outlook->planned_micro_kg[1] == (880 + 150 - 30) * KG);
    g_assert_true(outlook->planned_micro_kg[2] == (968 + 100 - 20) * KG);
    g_assert_true(outlook->lines[0].micro_kg[3] == 20 * KG);
}

/* Random plans: the wedge is the sum of its actions, in any order, and k times the data make k
 * times the wedge, to within the rounding of each part. */
static void
test_property(void)
{
    enum { N = 12, YEARS = G_N_ELEMENTS(path_kg) };
    g_autoptr(GRand) random = g_rand_new_with_seed(20261122);
    gint64 factors[] = {200000000000, 170000000000, 90000000000, 50000000000};
    const GpGridPath grid = {2025, 4, factors, (char *)"book"};

    for (guint run = 0; run < 300; run++) {
        const gint32 k = g_rand_int_range(random, 2, 9);
        GpAction actions[N];
        GpOutlookLine lines[N], turned[N], larger[N];
        GpOutlookPart part = {"Electricity", "S1", TRUE, g_rand_int(random), 0}, larger_part = part;
        g_autoptr(GpOutlook) one = NULL, other = NULL, times_k = NULL;

        larger_part.micro_kg *= k;
        for (guint i = 0; i < N; i++) {
            const GpMonth start = month(2020, 1) + g_rand_int_range(random, 0, 110);

            actions[i] = make_action("A", (GpActionStatus)g_rand_int_range(random, 0, 5), start,
                                     start + g_rand_int_range(random, 0, 40));
            lines[i] = (GpOutlookLine){.action = &actions[i],
                                       .status = actions[i].status,
                                       .full_micro_kg = g_rand_int(random),
                                       .is_known = TRUE,
                                       .follows_grid = g_rand_boolean(random)};
            larger[i] = lines[i];
            larger[i].full_micro_kg *= k;
            turned[N - 1 - i] = lines[i];
        }
        one = make(&part, 1, lines, N, &grid);
        other = make(&part, 1, turned, N, &grid);
        times_k = make(&larger_part, 1, larger, N, &grid);
        for (guint y = 0; y < YEARS; y++) {
            GpInt128 saved = 0, off;

            for (guint i = 0; i < N; i++) {
                if (lines[i].status != GP_ACTION_DROPPED)
                    saved += one->lines[i].more_micro_kg[y];
            }
            g_assert_true(one->usual_micro_kg[y] - saved == one->proposed_micro_kg[y]);
            g_assert_true(one->proposed_micro_kg[y] == other->proposed_micro_kg[y]);
            g_assert_true(one->planned_micro_kg[y] == other->planned_micro_kg[y]);
            off = times_k->planned_micro_kg[y] - k * one->planned_micro_kg[y];
            g_assert_true(ABS(off) <= (GpInt128)(k + 1) * 2 * (N + 1));
        }
    }
}

static void
test_overlaps(void)
{
    const GpOutlookPart parts[] = {{"Fossil fuels", "S1", FALSE, 100 * KG, 0},
                                   {"Fossil fuels", "S2", FALSE, 60 * KG, 0}};
    GpAction a = make_action("A", GP_ACTION_PLANNED, month(2026, 4), month(2026, 4));
    GpAction b = make_action("B", GP_ACTION_PROPOSED, month(2026, 4), month(2026, 4));
    GpAction c = make_action("C", GP_ACTION_PLANNED, month(2026, 4), month(2026, 4));
    const GpOutlookLine lines[] = {
        {.action = &a, .status = a.status, .full_micro_kg = 70 * KG, .is_known = TRUE},
        {.action = &b, .status = b.status, .full_micro_kg = 40 * KG, .is_known = TRUE},
        {.action = &c, .status = c.status, .full_micro_kg = 5 * KG, .is_known = TRUE}};
    g_autoptr(GpOutlook) outlook = NULL;
    g_autoptr(GArray) overlaps = NULL;
    const GpOverlap *overlap;

    c.site = (char *)"S2";
    outlook = make(parts, 2, lines, G_N_ELEMENTS(lines), NULL);
    overlaps = gp_outlook_overlaps(outlook, parts, 2);
    /* C is alone at S2, and saves less than is there; those at S1 save too much */
    g_assert_cmpuint(overlaps->len, ==, 1);
    overlap = &g_array_index(overlaps, GpOverlap, 0);
    g_assert_cmpstr(overlap->site, ==, "S1");
    g_assert_cmpstr(overlap->ids, ==, "A, B");
    g_assert_true(overlap->saved_micro_kg == 110 * KG && overlap->emitted_micro_kg == 100 * KG);

    /* Now C acts on all sites, so on the same gas as the others. */
    g_array_unref(overlaps);
    c.site = (char *)"";
    overlaps = gp_outlook_overlaps(outlook, parts, 2);
    g_assert_cmpuint(overlaps->len, ==, 2);
    overlap = &g_array_index(overlaps, GpOverlap, 0);
    g_assert_cmpstr(overlap->site, ==, "");
    g_assert_cmpstr(overlap->ids, ==, "A, B, C");
    g_assert_true(overlap->saved_micro_kg == 115 * KG && overlap->emitted_micro_kg == 160 * KG);
    g_assert_true(overlap->share_source);
}

static void
assert_near(double value, double expected, double tolerance)
{
    g_assert_cmpfloat_with_epsilon(value, expected, tolerance);
}

/* Annuities of 3.5%, and of 3.0% after 30 years, worked out with bc. */
static void
test_annuity(void)
{
    assert_near(gp_annuity(0), 0, 1e-12);
    assert_near(gp_annuity(1), 0.966183574879227, 1e-12);
    assert_near(gp_annuity(20), 14.212403301952, 1e-9);
    assert_near(gp_annuity(30), 18.392045411045, 1e-9);
    assert_near(gp_annuity(31) - gp_annuity(30), 0.356278410 / 1.03, 1e-8);
}

static GpActionCost
cost_at(const GArray *costs, guint i)
{
    return g_array_index(costs, GpActionCost, i);
}

static void
test_costs(void)
{
    gint64 factors[] = {200000000000, 100000000000};
    const GpGridPath grid = {2025, 2, factors, (char *)"book"};
    GpAction pump = make_action("P", GP_ACTION_PROPOSED, month(2026, 4), month(2026, 4));
    GpAction lamps = make_action("L", GP_ACTION_PLANNED, month(2025, 4), month(2025, 4));
    GpAction free_one = make_action("F", GP_ACTION_DONE, month(2025, 4), month(2025, 4));
    GpAction unpriced = make_action("U", GP_ACTION_PLANNED, month(2026, 4), month(2026, 4));
    const GpOutlookLine lines[] = {
        {.action = &unpriced, .status = unpriced.status, .full_micro_kg = KG, .is_known = TRUE},
        {.action = &pump, .status = pump.status, .full_micro_kg = 2600000 * KG, .is_known = TRUE},
        {.action = &lamps,
         .status = lamps.status,
         .full_micro_kg = 20000 * KG,
         .is_known = TRUE,
         .follows_grid = TRUE},
        {.action = &free_one,
         .status = free_one.status,
         .full_micro_kg = 1000 * KG,
         .is_known = TRUE}};
    const GpOutlookPart part = {"Fossil fuels", "S1", FALSE, 9 * KG, 0};
    g_autoptr(GpOutlook) outlook = NULL;
    g_autoptr(GArray) costs = NULL;
    GpActionCost cost;

    pump.capex_micro_gbp = 14500000 * GP_MICRO;
    pump.saving_micro_gbp = -120000 * GP_MICRO;
    pump.lifetime_years = 20;
    lamps.capex_micro_gbp = 10000 * GP_MICRO;
    lamps.saving_micro_gbp = 2500 * GP_MICRO;
    lamps.lifetime_years = 4;
    free_one.saving_micro_gbp = 24 * GP_MICRO;
    pump.has_capex = pump.has_saving = lamps.has_capex = lamps.has_saving = TRUE;
    free_one.has_capex = free_one.has_saving = unpriced.has_saving = TRUE;
    outlook = make(&part, 1, lines, G_N_ELEMENTS(lines), &grid);
    costs = gp_actions_cost(outlook, NULL);
    g_assert_cmpuint(costs->len, ==, 4);

    cost = cost_at(costs, 0);
    g_assert_cmpstr(cost.action->id, ==, "F");
    assert_near(cost.gbp_per_tonne, -24, 1e-9);
    g_assert_true(isnan(cost.net_present_gbp));
    g_assert_true(cost.total_micro_kg == 0); /* done: nothing of it is to come */

    /* 20 t in the first year and 10 t in the three after it: 12.5 t on average. */
    cost = cost_at(costs, 1);
    g_assert_cmpstr(cost.action->id, ==, "L");
    g_assert_true(cost.micro_kg == 12500 * KG);
    assert_near(cost.gbp_per_year, 10000 / 3.673079206 - 2500, 1e-4);
    assert_near(cost.gbp_per_tonne, (10000 / 3.673079206 - 2500) / 12.5, 1e-4);
    assert_near(cost.net_present_gbp, 2500 * 3.673079206 - 10000, 1e-3);

    cost = cost_at(costs, 2);
    g_assert_cmpstr(cost.action->id, ==, "P");
    assert_near(cost.gbp_per_year, 14500000 / 14.212403301952 + 120000, 0.01);
    assert_near(cost.gbp_per_tonne, 438.552, 0.01);
    g_assert_true(cost.total_micro_kg == 2612500 * KG);

    g_assert_cmpstr(cost_at(costs, 3).not_costed, ==, "no capital cost");
}

/* What is said of a change of -12 kg with so much noise and such a claim. */
static GpMeasuredFinding
find(gint64 shift, gint64 noise, gint64 claim, gboolean has_claim)
{
    GpInt128 before[GP_MEASURED_MONTHS], after[GP_MEASURED_MONTHS];
    GpActionMeasured measured = {.has_claim = has_claim, .claim_micro_kg = claim * KG};

    for (guint i = 0; i < GP_MEASURED_MONTHS; i++) {
        before[i] = (100 + 10 * i) * KG;
        after[i] = before[i] + shift * KG + (i % 2 == 0 ? noise : -noise) * KG;
    }
    gp_action_compare(&measured, before, after, 2.201);
    g_assert_true(measured.after_micro_kg - measured.before_micro_kg == 12 * shift * KG);
    /* sd of twelve differences of ± noise = noise * sqrt(12/11) */
    assert_near(measured.range95_kg, 2.201 * sqrt(12) * (double)noise * sqrt(12.0 / 11), 1e-6);
    return measured.finding;
}

static void
test_measured(void)
{
    g_assert_cmpint(find(-1, 5, 12, TRUE), ==, GP_MEASURED_NO_CHANGE);
    g_assert_cmpint(find(1, 5, 12, TRUE), ==, GP_MEASURED_NO_CHANGE);
    g_assert_cmpint(find(0, 0, 12, TRUE), ==, GP_MEASURED_NO_CHANGE);
    g_assert_cmpint(find(9, 5, 12, TRUE), ==, GP_MEASURED_ROSE);
    g_assert_cmpint(find(-9, 5, 0, FALSE), ==, GP_MEASURED_FELL);
    g_assert_cmpint(find(-9, 5, 12 * 20, TRUE), ==, GP_MEASURED_LESS);
    g_assert_cmpint(find(-9, 5, 12 * 8, TRUE), ==, GP_MEASURED_AS_CLAIMED);
    g_assert_cmpint(find(-9, 5, 12, TRUE), ==, GP_MEASURED_MORE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/actions/effect", test_effect);
    g_test_add_func("/actions/wedge", test_wedge);
    g_test_add_func("/actions/grid-and-growth", test_grid_and_growth);
    g_test_add_func("/actions/property", test_property);
    g_test_add_func("/actions/overlaps", test_overlaps);
    g_test_add_func("/actions/annuity", test_annuity);
    g_test_add_func("/actions/costs", test_costs);
    g_test_add_func("/actions/measured", test_measured);
    return g_test_run();
}
