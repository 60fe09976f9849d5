/* SPDX-License-Identifier: MIT */
#include "shelf.h"

/*
 * Forty-five headline factors of the UK Government GHG Conversion Factors for Company Reporting, kg
 * CO2e per unit: editions 2016 v1.01, 2017 v1.0, 2018 v1.01, 2019 v1.03, 2020 v1, 2021 v3, 2022 v3,
 * 2023 v1.1, 2024 v1.1 and 2025 v1 from unaltered copies of the flat files, 2026 v1.2 as others
 * transcribed it. They stand at the five decimals that the publication displays, halves upwards.
 * None was taken from factors/: where one differs, the library is wrong.
 */

#define FIRST_YEAR 2016
#define N_HEADLINE_FIGURES 478

typedef struct {
    const char *activity;
    const char *unit;
    const char *component;
    const char *figures; /* one a year from FIRST_YEAR; "-": not published, or not known */
} Headline;

static const Headline headlines[] = {
    {"natural-gas", "kWh", "combustion",
     "0.184 0.18416 0.18396 0.18385 0.18387 0.18316 0.18254 0.18293 0.1829 0.18296 0.18231"},
    {"natural-gas", "m3", "combustion",
     "2.02838 2.09672 2.04652 2.03053 2.02266 2.02135 2.01574 2.03839 2.04542 2.06672 -"},
    {"natural-gas", "kWh", "wtt",
     "0.02499 0.02785 0.02557 0.02391 0.02391 0.03135 0.0311 0.03021 0.03021 0.03021 0.03021"},
    {"gas-oil", "litre", "combustion",
     "2.96572 2.95351 2.97049 2.75821 2.75776 2.75857 2.75857 2.75541 2.75541 2.75541 -"},
    {"burning-oil", "litre", "combustion",
     "2.53232 2.53233 2.53627 2.54042 2.54039 2.54014 2.54013 2.54016 2.54015 2.54016 -"},
    {"lpg", "litre", "combustion",
     "1.50502 1.50807 1.51906 1.5226 1.55537 1.55709 1.55709 1.55713 1.55713 1.55713 -"},
    {"fleet-diesel", "litre", "combustion",
     "2.61163 2.60016 2.62694 2.59411 2.54603 2.51233 2.55784 2.51206 2.51279 2.57082 2.58354"},
    {"fleet-petrol", "litre", "combustion",
     "2.19697 2.19835 2.20307 2.20904 2.16802 2.19352 2.16185 2.09747 2.0844 2.06916 2.075"},
    {"biomass-pellets", "tonne", "combustion",
     "55.53148 59.45671 70.47328 73.13523 72.29731 72.61754 50.55459 51.56192 54.33654 55.19389 -"},
    {"electricity", "kWh", "generation",
     "0.41205 0.35156 0.28307 0.2556 0.23314 0.21233 0.19338 0.20707 0.20705 0.177 0.13096"},
    {"electricity", "kWh", "td",
     "0.03727 0.03287 0.02413 0.0217 0.02005 0.01879 0.01769 0.01792 0.0183 0.01853 0.01299"},
    {"electricity", "kWh", "wtt",
     "0.06188 0.05605 0.04198 0.03565 0.03217 0.05529 0.04625 0.0459 0.0459 0.0459 0.03682"},
    {"electricity", "kWh", "wtt-td",
     "0.0056 0.00524 0.00358 0.00303 0.00277 0.00489 0.00423 0.00397 0.00397 0.00397 0.00359"},
    {"district-heat", "kWh", "generation",
     "0.20431 0.19741 0.18746 0.17606 0.17261 0.17073 0.17073 0.17965 0.17965 0.17529 0.17529"},
    {"district-heat", "kWh", "td",
     "0.01075 0.01039 0.00987 0.00927 0.00908 0.00899 0.00899 0.00945 0.00946 0.00945 0.00945"},
    {"water-supply", "m3", "supply",
     "0.344 0.344 0.344 0.344 0.344 0.149 0.149 0.17668 0.15311 0.1913 0.1913"},
    {"water-treatment", "m3", "treatment",
     "0.708 0.708 0.708 0.708 0.708 0.272 0.272 0.20132 0.18574 0.17088 0.17088"},
    {"waste-landfill", "tonne", "disposal",
     "199 100.07286 99.7729 99.7592 458.1763 467.0458 467.00838 520.33474 520.3342 520.5327 "
     "520.58023"},
    {"waste-energy-recovery", "tonne", "disposal",
     "21 21.76 21.3842 21.3538 21.3167 21.29357 21.28019 21.28081 6.41061 4.68568 4.65358"},
    {"ukgov.waste-disposal.paper.paper-and-board-mixed.closed-loop", "tonne", "disposal",
     "21 21.76 21.3842 21.3538 21.3167 21.29357 21.28019 21.28081 6.41061 4.68568 4.65358"},
    {"ukgov.waste-disposal.refuse.organic-food-and-drink-waste.composting", "tonne", "disposal",
     "6 6 10.2586 10.2039 10.2039 8.9507 8.91058 8.91242 8.88386 8.98311 9.00687"},
    {"car-average", "km", "combustion",
     "0.18695 0.18242 0.18064 0.1771 0.1714 0.17148 0.17067 0.16664 0.16691 0.16725 -"},
    {"car-average", "mile", "combustion",
     "0.30088 0.29357 0.29072 0.28502 0.27584 0.27596 0.27465 0.26817 0.2686 0.26915 -"},
    {"car-diesel", "km", "combustion",
     "0.18307 0.17887 0.17753 0.17336 0.16844 0.16843 0.17082 0.16983 0.16984 0.17304 -"},
    {"car-petrol", "km", "combustion",
     "0.19184 0.18568 0.18368 0.18084 0.1743 0.17431 0.17048 0.16391 0.1645 0.16272 -"},
    {"car-bev", "km", "combustion",
     "- 0.08026 0.06504 0.0602 0.05728 0.05477 0.0514 0.0548 0.04745 0.04047 -"},
    {"fleet-van-diesel", "km", "combustion",
     "0.26578 0.25749 0.2568 0.25213 0.2471 0.24116 0.23156 0.23128 0.25023 0.25561 -"},
    {"motorbike", "km", "combustion",
     "0.11978 0.11662 0.11529 0.11551 0.11337 0.11355 0.11355 0.11367 0.11367 0.11367 -"},
    {"taxi", "passenger-km", "combustion",
     "0.16286 0.15617 0.15344 0.15018 0.14549 0.14876 0.14876 0.14861 0.14861 0.14861 -"},
    {"bus", "passenger-km", "combustion",
     "0.10172 0.10259 0.10097 0.10471 0.10312 0.10227 0.0965 0.10215 0.10846 0.10385 -"},
    {"coach", "passenger-km", "combustion",
     "0.02867 0.0278 0.02801 0.02779 0.02732 0.02684 0.02733 0.02718 0.02717 0.02776 -"},
    {"rail", "passenger-km", "combustion",
     "0.04885 0.04678 0.04424 0.04115 0.03694 0.03549 0.03549 0.03546 0.03546 0.03546 -"},
    {"light-rail", "passenger-km", "combustion",
     "0.05363 0.04446 0.03967 0.03508 0.02991 0.02861 0.02861 0.0286 0.0286 0.0286 -"},
    {"underground", "passenger-km", "combustion",
     "0.05789 0.04674 0.0376 0.03084 0.0275 0.02781 0.02781 0.0278 0.0278 0.0278 -"},
    {"ferry", "passenger-km", "combustion",
     "0.11606 0.11611 0.11287 0.11286 0.11286 0.11286 0.11286 0.1127 0.1127 0.1127 -"},
    {"flight-domestic", "passenger-km", "combustion",
     "0.27867 0.26744 0.29832 0.25493 0.2443 0.24587 0.24587 0.27258 0.27257 0.22928 -"},
    {"flight-short-haul-economy", "passenger-km", "combustion",
     "0.16508 0.15845 0.1597 0.15573 0.15298 0.15102 0.15102 0.18287 0.18287 0.12576 -"},
    {"flight-long-haul-economy", "passenger-km", "combustion",
     "0.14678 0.15119 0.16279 0.14981 0.14615 0.14787 0.14787 0.20011 0.20011 0.11704 -"},
    {"hotel-uk", "night", "purchase", "- 31.1 26.4 17.4 15.7 13.9 10.4 10.4 10.4 10.4 10.4"},
    {"hotel-london", "night", "purchase", "- 29.4 24.7 20.4 15.9 13.8 11.5 11.5 11.5 11.5 11.5"},
    {"homeworking", "hour", "purchase", "- - - - - - 0.34075 0.33378 0.33378 0.33378 0.32393"},
    {"ukgov.freighting-goods.hgv-all-diesel.all-hgvs.average-laden", "tonne-km", "combustion",
     "0.1143 0.10559 0.1136 0.11133 0.1065 0.10749 0.10614 0.09696 0.09752 0.10163 0.10356"},
    {"nitrous-oxide", "kg", "fugitive", "298 298 298 298 298 298 298 265 265 265 265"},
    {"refrigerant-r134a", "kg", "fugitive", "1430 1430 1430 1430 1430 1430 1430 1300 1300 1300 -"},
    {"refrigerant-r410a", "kg", "fugitive", "2088 2088 2088 2088 2088 2088 2088 1924 1924 1924 -"},
};

/* Of 2026 only some rows are known. Where well-to-tank is not among them an activity keeps the
 * whole edition of 2025; the figure of 2026 stands under its published name, and as the one after.
 */
static const struct {
    const char *activity;
    const char *published;
    const char *unit;
    const char *figure;
} partial[] = {
    {"gas-oil", "ukgov.fuels.liquid-fuels.gas-oil", "litre", "2.75541"},
    {"burning-oil", "ukgov.fuels.liquid-fuels.burning-oil", "litre", "2.54016"},
    {"lpg", "ukgov.fuels.gaseous-fuels.lpg", "litre", "1.55713"},
    {"biomass-pellets", "ukgov.bioenergy.biomass.wood-pellets", "tonne", "57.25249"},
    {"car-average", "ukgov.business-travel-land.cars-by-size.average-car.unknown", "km", "0.16591"},
    {"car-bev", "ukgov.business-travel-land.cars-by-size.average-car.battery-electric-vehicle",
     "km", "0.02951"},
    {"fleet-van-diesel", "ukgov.delivery-vehicles.vans.average-up-to-3-5-tonnes.diesel", "km",
     "0.25716"},
    {"motorbike", "ukgov.business-travel-land.motorbike.average", "km", "0.11367"},
    {"taxi", "ukgov.business-travel-land.taxis.regular-taxi", "passenger-km", "0.14861"},
    {"bus", "ukgov.business-travel-land.bus.average-local-bus", "passenger-km", "0.10151"},
    {"coach", "ukgov.business-travel-land.bus.coach", "passenger-km", "0.03948"},
    {"rail", "ukgov.business-travel-land.rail.national-rail", "passenger-km", "0.03092"},
    {"underground", "ukgov.business-travel-land.rail.london-underground", "passenger-km",
     "0.01549"},
    {"flight-domestic",
     "ukgov.business-travel-air.flights.domestic-to-from-uk.average-passenger.with-rf",
     "passenger-km", "0.22928"},
    {"flight-short-haul-economy",
     "ukgov.business-travel-air.flights.short-haul-to-from-uk.economy-class.with-rf",
     "passenger-km", "0.12576"},
    {"flight-long-haul-economy",
     "ukgov.business-travel-air.flights.long-haul-to-from-uk.economy-class.with-rf", "passenger-km",
     "0.11704"},
};

/* Rows that state kg CO2e, those outside of the scopes not among them. */
static const guint n_published[] = {1989, 2353, 2389, 2390, 2367, 2435, 2577, 2587, 2616, 2616};

/* The figure of one component in the scopes, and its rule; "none" without one. */
static char *
figure_of(const Shelf *shelf,
          const char *activity,
          const char *unit,
          const char *component,
          int year,
          const GpFactorRules *rules)
{
    g_autofree char *day = g_strdup_printf("%d-07-01", year);
    g_autoptr(GArray) matches = shelf_select(shelf, activity, unit, day, rules);
    g_autoptr(GString) found = g_string_new(NULL);

    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);
        const GpFactor *factor = match->factor;

        if (factor->scope == GP_SCOPE_OUTSIDE ||
            !g_str_equal(gp_component_name(factor->component), component))
            continue;
        g_string_append(found, found->len > 0 ? "; " : "");
        gp_number_append(found, (GpInt128)match->multiplier_nano * factor->kg_co2e_pico,
                         RATE_PLACES);
        g_string_append_printf(found, " %s", gp_match_rule_name(match->rule));
    }
    return found->len > 0 ? g_string_free(g_steal_pointer(&found), FALSE) : g_strdup("none");
}

static void
expect(const char *what, int year, const char *found, const char *figure)
{
    g_autofree char *expected = g_strdup_printf("%s exact", figure);

    if (!g_str_equal(found, expected))
        g_test_fail_printf("%s of %d: %s, published: %s", what, year, found, figure);
}

static void
test_figures(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    guint n_checked = 0;

    g_assert_cmpuint(G_N_ELEMENTS(headlines), ==, 45);
    for (guint i = 0; i < G_N_ELEMENTS(headlines); i++) {
        const Headline *row = &headlines[i];
        g_auto(GStrv) figures = g_strsplit(row->figures, " ", -1);

        g_assert_cmpuint(g_strv_length(figures), ==, 11);
        for (int k = 0; figures[k] != NULL; k++) {
            g_autofree char *found =
                figure_of(shelf, row->activity, row->unit, row->component, FIRST_YEAR + k, &strict);

            if (g_str_equal(figures[k], "-"))
                continue;
            expect(row->activity, FIRST_YEAR + k, found, figures[k]);
            n_checked++;
        }
    }
    g_assert_cmpuint(n_checked + G_N_ELEMENTS(partial), ==, N_HEADLINE_FIGURES);
}

/* What `factors show` gives as the figure after that of the combustion in a year; "none" without
 * one. */
static char *
figure_after(const Shelf *shelf, const char *activity, const char *unit, int year)
{
    g_autoptr(GArray) views =
        gp_factor_library_view(shelf->library, activity, year, &financial, NULL);
    GString *found = g_string_new(NULL);

    for (guint i = 0; i < views->len; i++) {
        const GpFactorView *view = &g_array_index(views, GpFactorView, i);

        if (view->factor->unit == shelf_unit(shelf, unit) && view->after != NULL &&
            view->factor->component == GP_COMPONENT_COMBUSTION &&
            view->factor->scope != GP_SCOPE_OUTSIDE)
            gp_number_append(found, view->after->kg_co2e_pico, GP_PICO_PLACES);
    }
    return g_string_free(found->len > 0 ? found : g_string_append(found, "none"), FALSE);
}

static void
test_partial_edition(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();

    for (guint i = 0; i < G_N_ELEMENTS(partial); i++) {
        g_autofree char *found =
            figure_of(shelf, partial[i].published, partial[i].unit, "combustion", 2026, &strict);
        g_autofree char *kept =
            figure_of(shelf, partial[i].activity, partial[i].unit, "combustion", 2026, &financial);
        g_autofree char *after = figure_after(shelf, partial[i].activity, partial[i].unit, 2026);

        expect(partial[i].published, 2026, found, partial[i].figure);
        if (!g_str_has_suffix(kept, " earlier-edition"))
            g_test_fail_printf("%s of 2026: %s", partial[i].activity, kept);
        g_assert_cmpstr(after, ==, partial[i].figure);
    }
}

static guint
count_in_scopes(int year)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *name = g_strdup_printf("ukgov-%d.csv", year);
    g_autofree char *path = g_build_filename(g_getenv("GP_FACTORS"), name, NULL);
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, &error);
    guint n_rows = 0;

    g_assert_no_error(error);
    for (guint i = 0; i < gp_csv_table_n_rows(table); i++) {
        const char *scope = gp_csv_table_cell(table, i, gp_csv_table_column(table, "scope"));
        const char *figure = gp_csv_table_cell(table, i, gp_csv_table_column(table, "kg_co2e"));

        n_rows += !g_str_equal(scope, "outside") && *figure != '\0';
    }
    return n_rows;
}

static void
test_rows(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(n_published); i++)
        g_assert_cmpuint(count_in_scopes(FIRST_YEAR + (int)i), ==, n_published[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/factor/headline/figures", test_figures);
    g_test_add_func("/factor/headline/partial-edition", test_partial_edition);
    g_test_add_func("/factor/headline/rows", test_rows);
    return g_test_run();
}
