/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "shelf.h"

/* ln of the part of a factor's change that is a matter of method. */
static double
method_log(const Shelf *shelf,
           const char *activity,
           const char *unit,
           GpComponent component,
           int from_fy,
           int to_fy)
{
    const GpFactorSeries series = {activity, shelf_unit(shelf, unit), component};

    return gp_factor_library_method_log(shelf->library, &series, from_fy, to_fy, &financial);
}

#define ASSERT_LOG(actual, expected) g_assert_cmpfloat_with_epsilon(actual, expected, 1e-9)

/* Landfill was 199 up to the edition of 2016, 100.07286 in 2017, 99.7592 in 2019, and has been
 * higher since 2020. */
static void
test_listed(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    double step = log(100.07286 / 199);

    ASSERT_LOG(method_log(shelf, "waste-landfill", "tonne", GP_COMPONENT_DISPOSAL, 2016, 2017),
               step);
    ASSERT_LOG(method_log(shelf, "waste-landfill", "tonne", GP_COMPONENT_DISPOSAL, 2013, 2019),
               step);
    ASSERT_LOG(method_log(shelf, "waste-landfill", "tonne", GP_COMPONENT_DISPOSAL, 2019, 2013),
               -step);
    ASSERT_LOG(method_log(shelf, "waste-landfill", "tonne", GP_COMPONENT_DISPOSAL, 2017, 2019), 0);
    g_assert_cmpfloat(
        method_log(shelf, "waste-landfill", "tonne", GP_COMPONENT_DISPOSAL, 2019, 2020), >, 1.4);
    ASSERT_LOG(method_log(shelf, "waste-landfill", "tonne", GP_COMPONENT_DISPOSAL, 2016, 2016), 0);
}

/* The grid's own fall is no method, and neither is the change from the SDU's table to the
 * Government's editions, which it repeats. Well-to-tank was revised in 2021 for all fuels. */
static void
test_grid(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();

    ASSERT_LOG(method_log(shelf, "electricity", "kWh", GP_COMPONENT_GENERATION, 2013, 2022), 0);
    ASSERT_LOG(method_log(shelf, "electricity", "kWh", GP_COMPONENT_WTT, 2013, 2020), 0);
    ASSERT_LOG(method_log(shelf, "electricity", "kWh", GP_COMPONENT_WTT, 2020, 2022),
               log(0.05529 / 0.03217));
    ASSERT_LOG(method_log(shelf, "natural-gas", "kWh", GP_COMPONENT_WTT, 2019, 2021),
               log(0.03135 / 0.02391));
}

/* From 2023 the editions rest on AR5: methane is 28 instead of 25, nitrous oxide 265 instead of
 * 298. Electricity of 2022 was 0.19338, of which methane 0.0008 and nitrous oxide 0.00120. */
static void
test_potentials(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(GArray) matches = shelf_select(shelf, "electricity", "kWh", "2022-06-01", &financial);
    const GpFactor *factor = NULL;
    double kg, restated;

    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);

        if (match->factor->component == GP_COMPONENT_GENERATION)
            factor = match->factor;
    }
    g_assert_nonnull(factor);
    g_assert_true(factor->has_gas[GP_GAS_CH4] && factor->has_gas[GP_GAS_N2O]);
    kg = (double)factor->kg_co2e_pico;
    restated = kg + (double)factor->gas_pico[GP_GAS_CH4] * (28.0 / 25 - 1) +
               (double)factor->gas_pico[GP_GAS_N2O] * (265.0 / 298 - 1);
    g_assert_cmpfloat(fabs(log(restated / kg)), >, 1e-5);
    ASSERT_LOG(method_log(shelf, "electricity", "kWh", GP_COMPONENT_GENERATION, 2022, 2023),
               log(restated / kg));
    ASSERT_LOG(method_log(shelf, "electricity", "kWh", GP_COMPONENT_GENERATION, 2019, 2025),
               log(restated / kg));
}

/* A kilogram of gas that leaks is what it was: another figure for it is another method. */
static void
test_leaks(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();

    ASSERT_LOG(method_log(shelf, "refrigerant-r134a", "kg", GP_COMPONENT_FUGITIVE, 2022, 2025),
               log(1300.0 / 1430));
}

/* The trust's own factor against the library's: another source, but for one that names the
 * publication of the library. */
static void
test_own(void)
{
    g_autoptr(Shelf) other = shelf_new_shipped(), same = shelf_new_shipped();

    g_assert_true(shelf_load_own(
        other, SET_HEADER "natural-gas,kWh,2019-04-01,2020-03-31,1,,combustion,0.2\n", NULL));
    ASSERT_LOG(method_log(other, "natural-gas", "kWh", GP_COMPONENT_COMBUSTION, 2018, 2019),
               log(0.2 / 0.18396));
    ASSERT_LOG(method_log(other, "natural-gas", "kWh", GP_COMPONENT_COMBUSTION, 2018, 2020),
               log(0.2 / 0.18396) + log(0.18387 / 0.2));
    g_assert_true(shelf_load_own(
        same,
        "activity,unit,valid_from,valid_to,component,kg_co2e,publication\n"
        "natural-gas,kWh,2019-04-01,2020-03-31,combustion,0.2,UK Government GHG Conversion Factors "
        "for Company Reporting\n",
        NULL));
    ASSERT_LOG(method_log(same, "natural-gas", "kWh", GP_COMPONENT_COMBUSTION, 2018, 2020), 0);
}

/* Own factors of two years are what the trust knows of both: a change, not a method. */
static void
test_own_both(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(OWN_HEADER "heat,kWh,2019-04-01,2020-03-31,0.5\n"
                                                           "heat,kWh,2020-04-01,2021-03-31,0.4\n");

    ASSERT_LOG(method_log(shelf, "heat", "kWh", GP_COMPONENT_UNSTATED, 2019, 2020), 0);
    ASSERT_LOG(method_log(shelf, "heat", "kWh", GP_COMPONENT_TREATMENT, 2019, 2020), 0);
}

static void
test_prices(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped(), none = shelf_new_invented(NULL);
    int year;

    g_assert_cmpfloat_with_epsilon(gp_factor_library_prices(shelf->library, 2019, &year), 90.3,
                                   1e-9);
    g_assert_cmpint(year, ==, 2019);
    g_assert_cmpfloat_with_epsilon(gp_factor_library_prices(shelf->library, 2007, &year), 83.5,
                                   1e-9);
    g_assert_cmpint(year, ==, 2015);
    g_assert_cmpfloat_with_epsilon(gp_factor_library_prices(shelf->library, 2099, &year), 111.2,
                                   1e-9);
    g_assert_cmpint(year, ==, 2024);
    g_assert_cmpfloat_with_epsilon(gp_factor_library_prices(none->library, 2019, &year), 0, 1e-9);
}

/* heat: 0.5 in 2018, 0.4 from 2020 on. */
static void
test_rows(void)
{
    static const struct {
        const char *row;
        double log;
    } rows[] = {
        {"", 0},
        {"heat,combustion,,2020,why\n", -0.2231435513},
        {"h*,*,,2019,why\n", -0.2231435513},
        {"heat,combustion,kWh,2020,why\n", -0.2231435513},
        {"heat,combustion,MWh,2020,why\n", 0},
        {"heat,wtt,,2020,why\n", 0},
        {"power,*,,2020,why\n", 0},
        {"heat,combustion,,2018,why\n", 0},
        {"heat,combustion,,2021,why\n", 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strconcat(REVISIONS_HEADER, rows[i].row, NULL);
        g_autoptr(Shelf) shelf = shelf_new();

        g_assert_true(shelf_load_revisions(shelf, text, NULL));
        ASSERT_LOG(method_log(shelf, "heat", "kWh", GP_COMPONENT_COMBUSTION, 2017, 2022),
                   rows[i].log);
    }
}

static void
test_refused(void)
{
    static const char *const texts[][2] = {
        {REVISIONS_HEADER "heat,burning,,2020,why\n", "revisions.csv:2: "},
        {REVISIONS_HEADER "heat,wtt,furlong,2020,why\n", "“furlong” is not a known unit"},
        {REVISIONS_HEADER "heat,wtt,,soon,why\n", "“soon” is not a year"},
        {REVISIONS_HEADER "heat,wtt,,20200,why\n", "“20200” is not a year"},
        {"activity,component,unit,year\nheat,wtt,,2020\n", "the column reason is needed"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Shelf) shelf = shelf_new();
        g_autoptr(GError) error = NULL;

        g_assert_false(shelf_load_revisions(shelf, texts[i][0], &error));
        assert_refuses(error, GP_ERROR_MALFORMED, texts[i][1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/factor/revision/listed", test_listed);
    g_test_add_func("/factor/revision/grid", test_grid);
    g_test_add_func("/factor/revision/potentials", test_potentials);
    g_test_add_func("/factor/revision/leaks", test_leaks);
    g_test_add_func("/factor/revision/own", test_own);
    g_test_add_func("/factor/revision/own-both", test_own_both);
    g_test_add_func("/factor/revision/prices", test_prices);
    g_test_add_func("/factor/revision/rows", test_rows);
    g_test_add_func("/factor/revision/refused", test_refused);
    return g_test_run();
}
