/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "shelf.h"

/* The keys that every installation must know. */
static const char *const must_know[] = {"natural-gas",
                                        "gas-oil",
                                        "burning-oil",
                                        "heavy-fuel-oil",
                                        "lpg",
                                        "coal",
                                        "biomass-pellets",
                                        "wood-chips",
                                        "biogas",
                                        "electricity",
                                        "electricity-exported",
                                        "district-heat",
                                        "water-supply",
                                        "water-treatment",
                                        "waste-landfill",
                                        "waste-energy-recovery",
                                        "waste-recycling",
                                        "waste-food",
                                        "waste-composting",
                                        "waste-clinical-high-temperature",
                                        "waste-clinical-infectious",
                                        "waste-offensive",
                                        "waste-weee",
                                        "waste-paper",
                                        "refrigerant-r134a",
                                        "refrigerant-r410a",
                                        "refrigerant-r407c",
                                        "refrigerant-r404a",
                                        "refrigerant-r32",
                                        "nitrous-oxide",
                                        "entonox",
                                        "desflurane",
                                        "sevoflurane",
                                        "isoflurane",
                                        "inhaler-mdi-small",
                                        "inhaler-mdi-large",
                                        "inhaler-dpi",
                                        "fleet-petrol",
                                        "fleet-diesel",
                                        "fleet-car-petrol",
                                        "fleet-car-diesel",
                                        "fleet-car-bev",
                                        "fleet-van-diesel",
                                        "fleet-van-bev",
                                        "car-average",
                                        "car-petrol",
                                        "car-diesel",
                                        "car-hybrid",
                                        "car-phev",
                                        "car-bev",
                                        "car-small-petrol",
                                        "car-large-diesel",
                                        "motorbike",
                                        "taxi",
                                        "bus",
                                        "coach",
                                        "rail",
                                        "light-rail",
                                        "underground",
                                        "ferry",
                                        "flight-domestic",
                                        "flight-short-haul",
                                        "flight-short-haul-economy",
                                        "flight-short-haul-business",
                                        "flight-long-haul",
                                        "flight-long-haul-economy",
                                        "flight-long-haul-business",
                                        "hotel-uk",
                                        "hotel-london",
                                        "commute-car",
                                        "commute-bus",
                                        "commute-rail",
                                        "commute-motorbike",
                                        "commute-walk-cycle",
                                        "homeworking",
                                        "patient-car",
                                        "visitor-car",
                                        "spend-eclass-a",
                                        "spend-eclass-z"};

static void
test_shipped_activity(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    const GpActivity *gas = gp_factor_library_activity(shelf->library, "natural-gas");

    g_assert_nonnull(gas);
    g_assert_cmpstr(gas->title, ==, "Natural gas");
    g_assert_cmpstr(gas->category, ==, "Fossil fuels");
    g_assert_cmpint(gas->scope, ==, GP_SCOPE_1);
    g_assert_cmpint(gas->boundary, ==, GP_BOUNDARY_NCF);
    g_assert_cmpuint(gas->canonical_unit, ==, shelf_unit(shelf, "kWh"));
    g_assert_null(gp_factor_library_activity(shelf->library, "natural-Gas"));
}

/* Without own factors the keys are those of the catalogue. */
static void
test_keys(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(shelf->library);

    for (guint i = 0; i < keys->len; i++) {
        if (gp_factor_library_activity(shelf->library, g_ptr_array_index(keys, i)) == NULL)
            g_test_fail_printf("“%s” is a key, and not in the catalogue",
                               (const char *)g_ptr_array_index(keys, i));
    }
}

static void
test_must_know(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();

    for (guint i = 0; i < G_N_ELEMENTS(must_know); i++) {
        const GpActivity *activity = gp_factor_library_activity(shelf->library, must_know[i]);

        if (activity == NULL)
            g_test_fail_printf("“%s” is not in the catalogue", must_know[i]);
    }
}

/* In its canonical unit an activity has a factor in every year, or none at all. */
static void
test_canonical_units(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(shelf->library);

    for (guint i = 0; i < keys->len; i++) {
        const char *key = g_ptr_array_index(keys, i);
        const GpActivity *activity = gp_factor_library_activity(shelf->library, key);
        GpUnit unit = activity == NULL ? 0 : activity->canonical_unit;
        GpTakes takes = gp_factor_library_takes(shelf->library, key, unit);
        g_autoptr(GArray) matches = NULL;

        if (activity == NULL || gp_factor_library_unusable(shelf->library, key) != NULL)
            continue;
        g_assert_cmpint(takes, <=, GP_TAKES_NO_FACTOR);
        matches =
            shelf_select(shelf, key, gp_unit_name(shelf->units, unit), "2026-08-01", &financial);
        g_assert_cmpint(matches->len > 0, ==, takes == GP_TAKES);
        if (i > 0)
            g_assert_cmpstr(g_ptr_array_index(keys, i - 1), <, key);
    }
    gp_factor_library_check(shelf->library, &error);
    g_assert_no_error(error);
}

/* UK Government GHG Conversion Factors 2019 v1.03, sheets Fuels, UK electricity, Transmission and
 * distribution, WTT- fuels and WTT- UK & overseas elec. */
static void
test_figures_of_2019(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();

    assert_selects(shelf, "natural-gas", "kWh", "2019-04-01", &strict,
                   "combustion 1 0.18385 exact; wtt 3 0.02391 exact");
    assert_selects(shelf, "natural-gas", "MWh", "2020-03-31", &strict,
                   "combustion 1 183.85 exact; wtt 3 23.91 exact");
    assert_selects(shelf, "electricity", "kWh", "2019-12-01", &strict,
                   "generation 2 0.2556 exact; td 3 0.0217 exact; wtt 3 0.03565 exact; "
                   "wtt-td 3 0.00303 exact");
    assert_selects(shelf, "nitrous-oxide", "litre", "2019-12-01", &strict,
                   "fugitive 1 0.5364 exact"); /* 298 x 0.0018 kg; half of it in the mix */
    assert_selects(shelf, "entonox", "litre", "2019-12-01", &strict, "fugitive 1 0.2682 exact");
}

#define FIRST_YEAR 2016
#define N_YEARS 10

/* Headline figures of the UK Government GHG Conversion Factors, editions 2016 to 2025 (flat files
 * v1.01, v1.0, v1.01, v1.03, v1, v3, v3, v1.1, v1.1 and v1): kg CO2e for one unit, at the five
 * decimal places that the publication displays; `-` where it has none. */
static const struct {
    const char *activity, *unit, *component;
    const char *figures;
} headline[] = {
    {"natural-gas", "kWh", "combustion",
     "0.184 0.18416 0.18396 0.18385 0.18387 0.18316 0.18254 0.18293 0.1829 0.18296"},
    {"natural-gas", "m3", "combustion",
     "2.02838 2.09672 2.04652 2.03053 2.02266 2.02135 2.01574 2.03839 2.04542 2.06672"},
    {"natural-gas", "kWh", "wtt",
     "0.02499 0.02785 0.02557 0.02391 0.02391 0.03135 0.0311 0.03021 0.03021 0.03021"},
    {"gas-oil", "litre", "combustion",
     "2.96572 2.95351 2.97049 2.75821 2.75776 2.75857 2.75857 2.75541 2.75541 2.75541"},
    {"burning-oil", "litre", "combustion",
     "2.53232 2.53233 2.53627 2.54042 2.54039 2.54014 2.54013 2.54016 2.54015 2.54016"},
    {"lpg", "litre", "combustion",
     "1.50502 1.50807 1.51906 1.5226 1.55537 1.55709 1.55709 1.55713 1.55713 1.55713"},
    {"fleet-diesel", "litre", "combustion",
     "2.61163 2.60016 2.62694 2.59411 2.54603 2.51233 2.55784 2.51206 2.51279 2.57082"},
    {"fleet-petrol", "litre", "combustion",
     "2.19697 2.19835 2.20307 2.20904 2.16802 2.19352 2.16185 2.09747 2.0844 2.06916"},
    {"biomass-pellets", "tonne", "combustion",
     "55.53148 59.45671 70.47328 73.13523 72.29731 72.61754 50.55459 51.56192 54.33654 55.19389"},
    {"electricity", "kWh", "generation",
     "0.41205 0.35156 0.28307 0.2556 0.23314 0.21233 0.19338 0.20707 0.20705 0.177"},
    {"electricity", "kWh", "td",
     "0.03727 0.03287 0.02413 0.0217 0.02005 0.01879 0.01769 0.01792 0.0183 0.01853"},
    {"electricity", "kWh", "wtt",
     "0.06188 0.05605 0.04198 0.03565 0.03217 0.05529 0.04625 0.0459 0.0459 0.0459"},
    {"electricity", "kWh", "wtt-td",
     "0.0056 0.00524 0.00358 0.00303 0.00277 0.00489 0.00423 0.00397 0.00397 0.00397"},
    {"district-heat", "kWh", "generation",
     "0.20431 0.19741 0.18746 0.17606 0.17261 0.17073 0.17073 0.17965 0.17965 0.17529"},
    {"district-heat", "kWh", "td",
     "0.01075 0.01039 0.00987 0.00927 0.00908 0.00899 0.00899 0.00945 0.00946 0.00945"},
    {"water-supply", "m3", "supply",
     "0.344 0.344 0.344 0.344 0.344 0.149 0.149 0.17668 0.15311 0.1913"},
    {"water-treatment", "m3", "treatment",
     "0.708 0.708 0.708 0.708 0.708 0.272 0.272 0.20132 0.18574 0.17088"},
    {"waste-landfill", "tonne", "disposal",
     "199 100.07286 99.7729 99.7592 458.1763 467.0458 467.00838 520.33474 520.3342 520.5327"},
    {"waste-energy-recovery", "tonne", "disposal",
     "21 21.76 21.3842 21.3538 21.3167 21.29357 21.28019 21.28081 6.41061 4.68568"},
    {"waste-paper", "tonne", "disposal",
     "21 21.76 21.3842 21.3538 21.3167 21.29357 21.28019 21.28081 6.41061 4.68568"},
    {"waste-composting", "tonne", "disposal",
     "6 6 10.2586 10.2039 10.2039 8.9507 8.91058 8.91242 8.88386 8.98311"},
    {"car-average", "km", "combustion",
     "0.18695 0.18242 0.18064 0.1771 0.1714 0.17148 0.17067 0.16664 0.16691 0.16725"},
    {"car-average", "mile", "combustion",
     "0.30088 0.29357 0.29072 0.28502 0.27584 0.27596 0.27465 0.26817 0.2686 0.26915"},
    {"car-diesel", "km", "combustion",
     "0.18307 0.17887 0.17753 0.17336 0.16844 0.16843 0.17082 0.16983 0.16984 0.17304"},
    {"car-petrol", "km", "combustion",
     "0.19184 0.18568 0.18368 0.18084 0.1743 0.17431 0.17048 0.16391 0.1645 0.16272"},
    {"car-bev", "km", "combustion",
     "- 0.08026 0.06504 0.0602 0.05728 0.05477 0.0514 0.0548 0.04745 0.04047"},
    {"fleet-van-diesel", "km", "combustion",
     "0.26578 0.25749 0.2568 0.25213 0.2471 0.24116 0.23156 0.23128 0.25023 0.25561"},
    {"motorbike", "km", "combustion",
     "0.11978 0.11662 0.11529 0.11551 0.11337 0.11355 0.11355 0.11367 0.11367 0.11367"},
    {"taxi", "passenger-km", "combustion",
     "0.16286 0.15617 0.15344 0.15018 0.14549 0.14876 0.14876 0.14861 0.14861 0.14861"},
    {"bus", "passenger-km", "combustion",
     "0.10172 0.10259 0.10097 0.10471 0.10312 0.10227 0.0965 0.10215 0.10846 0.10385"},
    {"coach", "passenger-km", "combustion",
     "0.02867 0.0278 0.02801 0.02779 0.02732 0.02684 0.02733 0.02718 0.02717 0.02776"},
    {"rail", "passenger-km", "combustion",
     "0.04885 0.04678 0.04424 0.04115 0.03694 0.03549 0.03549 0.03546 0.03546 0.03546"},
    {"light-rail", "passenger-km", "combustion",
     "0.05363 0.04446 0.03967 0.03508 0.02991 0.02861 0.02861 0.0286 0.0286 0.0286"},
    {"underground", "passenger-km", "combustion",
     "0.05789 0.04674 0.0376 0.03084 0.0275 0.02781 0.02781 0.0278 0.0278 0.0278"},
    {"ferry", "passenger-km", "combustion",
     "0.11606 0.11611 0.11287 0.11286 0.11286 0.11286 0.11286 0.1127 0.1127 0.1127"},
    {"flight-domestic", "passenger-km", "combustion",
     "0.27867 0.26744 0.29832 0.25493 0.2443 0.24587 0.24587 0.27258 0.27257 0.22928"},
    {"flight-short-haul-economy", "passenger-km", "combustion",
     "0.16508 0.15845 0.1597 0.15573 0.15298 0.15102 0.15102 0.18287 0.18287 0.12576"},
    {"flight-long-haul-economy", "passenger-km", "combustion",
     "0.14678 0.15119 0.16279 0.14981 0.14615 0.14787 0.14787 0.20011 0.20011 0.11704"},
    {"hotel-uk", "night", "purchase", "- 31.1 26.4 17.4 15.7 13.9 10.4 10.4 10.4 10.4"},
    {"hotel-london", "night", "purchase", "- 29.4 24.7 20.4 15.9 13.8 11.5 11.5 11.5 11.5"},
    {"homeworking", "hour", "purchase", "- - - - - - 0.34075 0.33378 0.33378 0.33378"},
    {"nitrous-oxide", "kg", "fugitive", "298 298 298 298 298 298 298 265 265 265"},
    {"refrigerant-r134a", "kg", "fugitive", "1430 1430 1430 1430 1430 1430 1430 1300 1300 1300"},
    {"refrigerant-r410a", "kg", "fugitive", "2088 2088 2088 2088 2088 2088 2088 1924 1924 1924"},
};

/* At five decimal places, without needless zeros. */
static char *
figure_of(const GArray *matches, const char *component)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);
        GpInt128 rate = (GpInt128)match->multiplier_nano * match->factor->kg_co2e_pico;

        if (g_str_equal(gp_component_name(match->factor->component), component) &&
            match->factor->scope != GP_SCOPE_OUTSIDE)
            gp_number_append(text, gp_number_round(rate, RATE_PLACES - 5), 5);
    }
    return g_string_free(text->len > 0 ? text : g_string_append_c(text, '-'), FALSE);
}

static void
test_headline(void)
{
    g_autoptr(Shelf) shelf = shelf_new_shipped();

    for (guint i = 0; i < G_N_ELEMENTS(headline); i++) {
        g_auto(GStrv) figures = g_strsplit(headline[i].figures, " ", -1);

        g_assert_cmpuint(g_strv_length(figures), ==, N_YEARS);
        for (guint k = 0; k < N_YEARS; k++) {
            g_autofree char *day = g_strdup_printf("%u-07-01", FIRST_YEAR + k);
            g_autoptr(GArray) matches =
                shelf_select(shelf, headline[i].activity, headline[i].unit, day, &strict);
            g_autofree char *got = figure_of(matches, headline[i].component);

            if (!g_str_equal(got, figures[k]))
                g_test_fail_printf("%s (%s) on %s: “%s” is not “%s”", headline[i].activity,
                                   headline[i].unit, day, got, figures[k]);
        }
    }
}

static void
test_editions(void)
{
    static const struct {
        const char *day;
        const char *fallback;
        const char *strict;
    } cases[] = {
        {"2016-04-01", "combustion 1 0.5 later; wtt 3 0.05 later", ""},
        {"2018-03-31", "combustion 1 0.5 later; wtt 3 0.05 later", ""},
        {"2018-04-01", "combustion 1 0.5 exact; wtt 3 0.05 exact",
         "combustion 1 0.5 exact; wtt 3 0.05 exact"},
        {"2019-03-31", "combustion 1 0.5 exact; wtt 3 0.05 exact",
         "combustion 1 0.5 exact; wtt 3 0.05 exact"},
        {"2019-04-01", "combustion 1 0.5 earlier; wtt 3 0.05 earlier", ""},
        {"2020-04-01", "combustion 1 0.4 exact; wtt 3 0.04 exact",
         "combustion 1 0.4 exact; wtt 3 0.04 exact"},
        {"2021-12-31", "combustion 1 0.4 exact; wtt 3 0.04 exact",
         "combustion 1 0.4 exact; wtt 3 0.04 exact"},
        {"2050-01-01", "combustion 1 0.4 earlier; wtt 3 0.04 earlier", ""},
    };
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_selects(shelf, "heat", "kWh", cases[i].day, &financial, cases[i].fallback);
        assert_selects(shelf, "heat", "kWh", cases[i].day, &strict, cases[i].strict);
    }
}

static void
test_calendar_year(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);

    g_assert_cmpint(gp_factor_year(&financial, day_of("2020-03-31")), ==, 2019);
    g_assert_cmpint(gp_factor_year(&financial, day_of("2020-04-01")), ==, 2020);
    g_assert_cmpint(gp_factor_year(&calendar, day_of("2020-01-01")), ==, 2020);
    g_assert_cmpint(gp_factor_year(&calendar, day_of("2019-12-31")), ==, 2019);
    assert_selects(shelf, "heat", "kWh", "2020-02-01", &financial,
                   "combustion 1 0.5 earlier; wtt 3 0.05 earlier");
    assert_selects(shelf, "heat", "kWh", "2020-02-01", &calendar,
                   "combustion 1 0.4 exact; wtt 3 0.04 exact");
}

static void
test_exact_unit(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);

    assert_selects(shelf, "car", "km", "2020-06-01", &strict, "combustion 3 0.3 exact");
    assert_selects(shelf, "car", "mile", "2020-06-01", &strict, "combustion 3 0.5 exact");
    assert_selects(shelf, "heat", "therm", "2020-06-01", &strict,
                   "combustion 1 11.7228428064 exact; wtt 3 1.17228428064 exact");
}

static void
test_passenger_distance(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Shelf) shipped = shelf_new_shipped();

    assert_selects(shelf, "train", "passenger-km", "2020-06-01", &strict, " 3 0.1 exact");
    assert_selects(shelf, "train", "km", "2020-06-01", &strict, " 3 0.1 exact");
    assert_selects(shelf, "train", "mile", "2020-06-01", &strict, " 3 0.1609344 exact");
    assert_selects(shelf, "car", "passenger-km", "2020-06-01", &strict, "");
    assert_selects(shipped, "rail", "miles", "2019-06-01", &strict,
                   "combustion 3 0.0662245056 exact; wtt 3 0.0127138176 exact");
}

static void
test_outside(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);

    assert_selects(shelf, "wood", "kWh", "2020-06-01", &strict,
                   "combustion 1 0.01 exact; combustion outside 0.3 exact");
}

static void
test_takes(void)
{
    static const struct {
        const char *activity, *unit;
        GpTakes takes;
    } cases[] = {
        {"heat", "kWh", GP_TAKES},
        {"heat", "GJ", GP_TAKES},
        {"heat", "km", GP_TAKES_OTHER_UNIT},
        {"heat", "kWh-net", GP_TAKES_OTHER_UNIT},
        {"train", "mile", GP_TAKES},
        {"train", "tonne-km", GP_TAKES_OTHER_UNIT},
        {"later", "item", GP_TAKES_NO_FACTOR},
        {"later", "kWh", GP_TAKES_NO_FACTOR},
        {"Heat", "kWh", GP_TAKES_UNKNOWN},
        {"", "kWh", GP_TAKES_UNKNOWN},
    };
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autofree char *car = gp_factor_library_units_taken(shelf->library, "car");
    g_autofree char *heat = gp_factor_library_units_taken(shelf->library, "heat");

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(gp_factor_library_takes(shelf->library, cases[i].activity,
                                                shelf_unit(shelf, cases[i].unit)),
                        ==, cases[i].takes);
    g_assert_cmpstr(car, ==, "km or mile");
    g_assert_cmpstr(heat, ==, "kWh");
    assert_selects(shelf, "heat", "km", "2020-06-01", &financial, "");
    assert_selects(shelf, "nothing", "km", "2020-06-01", &financial, "");
}

static void
test_catalogue_only(void)
{
    const GpLibraryOptions options = {.no_factors = TRUE};
    g_autoptr(Shelf) shelf = shelf_new();

    g_assert_true(
        gp_factor_library_load_folder(shelf->library, g_getenv("GP_FACTORS"), &options, NULL));
    g_assert_true(shelf_load_own(shelf, "activity,unit,kg_co2e\nnatural-gas,kWh,0.5\n", NULL));
    g_assert_cmpint(
        gp_factor_library_takes(shelf->library, "electricity", shelf_unit(shelf, "kWh")), ==,
        GP_TAKES_NO_FACTOR);
    assert_selects(shelf, "natural-gas", "kWh", "2019-06-01", &financial, " 1 0.5 own");
}

static void
test_names(void)
{
    g_assert_cmpstr(gp_scope_name(GP_SCOPE_OUTSIDE), ==, "outside");
    g_assert_cmpstr(gp_component_name(GP_COMPONENT_WTT_TD), ==, "wtt-td");
    g_assert_cmpstr(gp_boundary_name(GP_BOUNDARY_PLUS), ==, "plus");
    g_assert_cmpstr(gp_gas_name(GP_GAS_N2O), ==, "n2o");
    for (GpComponent c = GP_COMPONENT_UNSTATED; c <= GP_COMPONENT_PURCHASE; c++)
        g_assert_cmpint(gp_component_is_upstream(c), ==,
                        c == GP_COMPONENT_TD || c == GP_COMPONENT_WTT || c == GP_COMPONENT_WTT_TD);
    gp_factor_library_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/factor/names", test_names);
    g_test_add_func("/factor/shipped/activity", test_shipped_activity);
    g_test_add_func("/factor/shipped/must-know", test_must_know);
    g_test_add_func("/factor/shipped/canonical-units", test_canonical_units);
    g_test_add_func("/factor/shipped/figures-of-2019", test_figures_of_2019);
    g_test_add_func("/factor/shipped/headline", test_headline);
    g_test_add_func("/factor/shipped/catalogue-only", test_catalogue_only);
    g_test_add_func("/factor/select/editions", test_editions);
    g_test_add_func("/factor/select/calendar-year", test_calendar_year);
    g_test_add_func("/factor/select/exact-unit", test_exact_unit);
    g_test_add_func("/factor/select/passenger-distance", test_passenger_distance);
    g_test_add_func("/factor/select/outside", test_outside);
    g_test_add_func("/factor/takes/units", test_takes);
    g_test_add_func("/factor/shipped/keys", test_keys);
    return g_test_run();
}
