/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "desk.h"

#define DESK(shelf, rows) desk_new_with(shelf, rows, G_N_ELEMENTS(rows))

static void
assert_issues(const Desk *desk, const char *expected)
{
    g_autofree char *text = desk_issues_text(desk);

    g_assert_cmpstr(text, ==, expected);
}

/* Royal Wolverhampton NHS Trust 2019-20, ERIC 2019-20, with the UK Government factors of 2019:
 * 9,866,636 kWh x 0.18385 and 0.02391; 3,090,804 kWh x 0.2556, 0.0217, 0.03565 and 0.00303. */
static void
test_worked_rwv(void)
{
    static const char *const rows[] = {"2019-20,natural-gas,9866636,kWh,RWV",
                                       "2019-20,electricity,3090804,kWh,RWV"};
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "year,activity,component", NULL,
                    "2019-20,electricity,generation,1,3090804,kWh,790009.5024\n"
                    "2019-20,electricity,td,1,3090804,kWh,67070.4468\n"
                    "2019-20,electricity,wtt,1,3090804,kWh,110187.1626\n"
                    "2019-20,electricity,wtt-td,1,3090804,kWh,9365.13612\n"
                    "2019-20,natural-gas,combustion,1,9866636,kWh,1813981.0286\n"
                    "2019-20,natural-gas,wtt,1,9866636,kWh,235911.26676");
    assert_issues(desk, "");
    assert_converts(desk, "year,scope", NULL,
                    "2019-20,1,1,9866636,kWh,1813981.0286\n"
                    "2019-20,2,1,3090804,kWh,790009.5024\n"
                    "2019-20,3,2,12957440,kWh,422534.01228");
}

/* Worked examples of the NHS Emissions Recipe Book v1.0 (Wright, Kent Community Health NHS FT),
 * chapters 01, 05, 06 and 08: tonnes to two places as printed there; factors of 2019, and of Rizan
 * et al. 2021 for clinical waste. T&D of 50,000 kWh is 1.085 t, printed as 1.09. */
static void
test_worked_recipes(void)
{
    static const char *const rows[] = {
        "2019-20,natural-gas,911361.12,kWh,gas RC", /* 328 kWh/m2 x 2778.54 */
        "2019-20,natural-gas,100000,kWh,gas SC",
        "2019-20,natural-gas,200000,kWh,gas OC",
        "2019-20,electricity,297303.78,kWh,electricity RC", /* 107 kWh/m2 */
        "2019-20,electricity,50000,kWh,electricity SC",
        "2019-20,electricity,18000,kWh,electricity OC",
        "2019-20,waste-offensive,100,tonne,waste",
        "2019-20,waste-clinical-infectious,40,tonne,waste",
        "2019-20,waste-clinical-high-temperature,40000,kg,waste"};
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "site,component", NULL,
                    "electricity OC,generation,1,18000,kWh,4600.8\n" /* 4.60 */
                    "electricity OC,td,1,18000,kWh,390.6\n"          /* 0.39 */
                    "electricity OC,wtt,1,18000,kWh,641.7\n"
                    "electricity OC,wtt-td,1,18000,kWh,54.54\n"
                    "electricity RC,generation,1,297303.78,kWh,75990.846168\n" /* 75.99 */
                    "electricity RC,td,1,297303.78,kWh,6451.492026\n"          /* 6.45 */
                    "electricity RC,wtt,1,297303.78,kWh,10598.879757\n"
                    "electricity RC,wtt-td,1,297303.78,kWh,900.8304534\n"
                    "electricity SC,generation,1,50000,kWh,12780\n" /* 12.78 */
                    "electricity SC,td,1,50000,kWh,1085\n"          /* 1.09 */
                    "electricity SC,wtt,1,50000,kWh,1782.5\n"
                    "electricity SC,wtt-td,1,50000,kWh,151.5\n"
                    "gas OC,combustion,1,200000,kWh,36770\n"            /* 36.77 */
                    "gas OC,wtt,1,200000,kWh,4782\n"                    /* 4.78 */
                    "gas RC,combustion,1,911361.12,kWh,167553.741912\n" /* 167.55 */
                    "gas RC,wtt,1,911361.12,kWh,21790.6443792\n"        /* 21.79 */
                    "gas SC,combustion,1,100000,kWh,18385\n"            /* 18.39 */
                    "gas SC,wtt,1,100000,kWh,2391\n"                    /* 2.39 */
                    "waste,disposal,3,180,tonne,90620");                /* 90.62 */
}

/* The inclusive totals of the NHS SDU portal for 2019-20: gas 0.20776, electricity 0.31598. */
static void
test_worked_inclusive(void)
{
    static const char *const rows[] = {"2019-10,natural-gas,1,MWh", "2019-10,electricity,1,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(Desk) desk = DESK(shelf, rows);
    const GpConvertOptions direct = {.direct_only = TRUE};

    assert_converts(desk, "activity", NULL,
                    "electricity,1,1,kWh,0.31598\nnatural-gas,1,1000,kWh,207.76");
    assert_converts(desk, "activity", &direct,
                    "electricity,1,1,kWh,0.2556\nnatural-gas,1,1000,kWh,183.85");
}

static void
test_dimensions(void)
{
    static const char *const rows[] = {"2020-06,heat,10,kWh,S,D,R,F,measured",
                                       "2021-01,heat,-3,MWh,S"};
    static const char *const cases[][2] = {
        {"year", "2020-21,2,-2990,kWh,-1315.6"},
        {"month", "2020-06,1,10,kWh,4.4\n2021-01,1,-3000,kWh,-1320"},
        {"activity", "heat,2,-2990,kWh,-1315.6"},
        {"scope", "1,2,-2990,kWh,-1196\n3,2,-2990,kWh,-119.6"},
        {"component", "combustion,2,-2990,kWh,-1196\nwtt,2,-2990,kWh,-119.6"},
        {"category", "Fuel,2,-2990,kWh,-1196\nUpstream,2,-2990,kWh,-119.6"},
        {"boundary", "ncf,2,-2990,kWh,-1315.6"},
        {"site", "S,2,-2990,kWh,-1315.6"},
        {"department", ",1,-3000,kWh,-1320\nD,1,10,kWh,4.4"},
        {"role", ",1,-3000,kWh,-1320\nR,1,10,kWh,4.4"},
        {"source", ",1,-3000,kWh,-1320\nF,1,10,kWh,4.4"},
        {"quality", ",1,-3000,kWh,-1320\nmeasured,1,10,kWh,4.4"},
        {"gas", "co2e,2,-2990,kWh,-1315.6"},
        {"scope,month", "1,2020-06,1,10,kWh,4\n1,2021-01,1,-3000,kWh,-1200\n"
                        "3,2020-06,1,10,kWh,0.4\n3,2021-01,1,-3000,kWh,-120"},
    };
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_converts(desk, cases[i][0], NULL, cases[i][1]);
}

/* 2019: co2 0.18351, ch4 0.00024, n2o 0.0001; the well-to-tank part has no gases. */
static void
test_gases(void)
{
    static const char *const rows[] = {"2019-06,natural-gas,100,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "component,gas", NULL,
                    "combustion,ch4,1,100,kWh,0.024\ncombustion,co2,1,100,kWh,18.351\n"
                    "combustion,n2o,1,100,kWh,0.01\nwtt,co2e,1,100,kWh,2.391");
}

static void
test_editions(void)
{
    static const char *const rows[] = {"2019-06,natural-gas,1,kWh", "2020-03,natural-gas,1,kWh",
                                       "2020-04,natural-gas,1,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(Desk) desk = DESK(shelf, rows);
    const GpConvertOptions direct = {.direct_only = TRUE};
    const GpConvertOptions by_calendar = {.direct_only = TRUE, .rules = {TRUE, FALSE, 0}};
    g_autoptr(GpEmissions) emissions = desk_convert(desk, "year", NULL, NULL);

    assert_converts(
        desk, "edition", &direct,
        "UK Government GHG Conversion Factors for Company Reporting, 2019 v1.03,2,2,kWh,0.3677\n"
        "UK Government GHG Conversion Factors for Company Reporting, 2020 v1,1,1,kWh,0.18387");
    assert_converts(desk, "month", &by_calendar,
                    "2019-06,1,1,kWh,0.18385\n2020-03,1,1,kWh,0.18387\n2020-04,1,1,kWh,0.18387");
    g_assert_cmpuint(emissions->editions->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(emissions->editions, 0), ==,
                    "UK Government GHG Conversion Factors for Company Reporting, 2019 v1.03");
}

static void
test_units(void)
{
    static const char *const rows[] = {"2020-06,heat,1,GJ,A", "2020-06,heat,2,kWh,A",
                                       "2020-06,car,10,mile,B", "2020-06,train,10,mile,B",
                                       "2020-06,train,1,km,C"};
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "year", NULL, "2020-21,5,,,129.81156622232");
    assert_converts(desk, "site,activity", NULL,
                    "A,heat,2,279.777777778,kWh,123.10222222232\n"
                    "B,car,1,16.09344,km,5\nB,train,1,16.09344,passenger-km,1.609344\n"
                    "C,train,1,1,passenger-km,0.1");
}

static void
test_rows_once(void)
{
    static const char *const rows[] = {"2020/21,heat,365,kWh", "2020-12-31..2021-04-01,heat,92,kWh",
                                       "2020-06,heat,1,kWh", "2020-06-15,heat,1,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);
    const GpConvertOptions one_year = {.only_fy = 2021};

    assert_converts(desk, "activity", NULL, "heat,4,459,kWh,201.96");
    assert_converts(desk, "year", NULL, "2020-21,4,458,kWh,201.52\n2021-22,1,1,kWh,0.44");
    assert_converts(desk, "component", NULL, "combustion,4,459,kWh,183.6\nwtt,4,459,kWh,18.36");
    assert_converts(desk, "activity", &one_year, "heat,1,1,kWh,0.44");
    assert_converts(desk, "month", NULL,
                    "2020-04,1,30,kWh,13.2\n2020-05,1,31,kWh,13.64\n2020-06,3,32,kWh,14.08\n"
                    "2020-07,1,31,kWh,13.64\n2020-08,1,31,kWh,13.64\n2020-09,1,30,kWh,13.2\n"
                    "2020-10,1,31,kWh,13.64\n2020-11,1,30,kWh,13.2\n2020-12,2,32,kWh,14.08\n"
                    "2021-01,2,62,kWh,27.28\n2021-02,2,56,kWh,24.64\n2021-03,2,62,kWh,27.28\n"
                    "2021-04,1,1,kWh,0.44");
}

/* A factor that begins inside a month splits the rows that lie over the day. */
static void
test_own_inside_month(void)
{
    static const char *const rows[] = {"2020-06,heat,30,kWh", "2020-06-09,heat,1,kWh",
                                       "2020-06-10,heat,1,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_invented(OWN_HEADER "heat,kWh,2020-06-10,2020-06-19,10\n");
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "component", NULL,
                    ",2,11,kWh,110\ncombustion,2,21,kWh,8.4\nwtt,2,21,kWh,0.84");
    assert_converts(desk, "month", NULL, "2020-06,3,32,kWh,119.24");
}

static void
test_own_notes(void)
{
    static const char *const rows[] = {"2020-06,heat,1,kWh", "2020-06,balm,2,item",
                                       "2020-06,power,2,kWh"};
    g_autoptr(Shelf) shelf =
        shelf_new_invented("activity,unit,component,kg_co2e\nheat,kWh,,10\nbalm,item,,1\n"
                           "power,kWh,generation,0\n");
    g_autoptr(Desk) desk = DESK(shelf, rows);
    g_autoptr(Desk) only_own = desk_new_with(shelf, &rows[1], 1);

    assert_converts(only_own, "edition,scope", NULL, "own factor,,1,2,item,2");
    assert_converts(desk, "activity,boundary", NULL,
                    "balm,,1,2,item,2\nheat,ncf,1,1,kWh,10\npower,ncf,1,2,kWh,0.04");
    g_assert_cmpuint(gp_issue_list_size(desk->issues), ==, 1);
    g_assert_cmpstr(gp_issue_list_get(desk->issues, 0)->code, ==, "own-factor");
    g_assert_true(g_str_has_suffix(gp_issue_list_get(desk->issues, 0)->message,
                                   "own.csv): balm, heat, power"));
    g_assert_false(gp_issue_list_must_be_seen(desk->issues));
}

static void
test_fallback_notes(void)
{
    static const char *const rows[] = {"2006-04,natural-gas,1,kWh", "2027-06,electricity,1,kWh",
                                       "2027-07,natural-gas,1,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_shipped();
    g_autoptr(Desk) desk = DESK(shelf, rows);
    g_autoptr(GpEmissions) emissions = desk_convert(desk, "year", NULL, NULL);
    g_autofree char *text = desk_issues_text(desk);

    g_assert_cmpuint(emissions->rows->len, ==, 2);
    g_assert_cmpuint(gp_issue_list_size(desk->issues), ==, 2);
    g_assert_nonnull(strstr(text, "note fallback-edition: no factor is published for 2006, so the "
                                  "earliest later one is used"));
    g_assert_nonnull(strstr(text, "note fallback-edition: no factor is published for 2027, so the "
                                  "latest earlier one is used (UK Government GHG Conversion "
                                  "Factors for Company Reporting, 20"));
    g_assert_nonnull(strstr(text, "): electricity, natural-gas"));
}

static void
test_no_factor(void)
{
    static const char *const rows[] = {"2020-06,heat,1,kWh", "2020-06,later,1,item",
                                       "2020/21,later,5,item", "2019-06,heat,5,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);
    const GpConvertOptions none = {.rules = {FALSE, TRUE, 0}};
    const GpConvertOptions ncf = {.rules = {FALSE, TRUE, 0}, .within = GP_WITHIN_NCF};

    assert_converts(desk, "activity", &none, "heat,1,1,kWh,0.44");
    assert_issues(desk, "error no-factor: heat (kWh): no factor for it in the time of 1 row, which "
                        "is missing from the figures\n"
                        "error no-factor: later (item): no factor for it in the time of 2 rows, "
                        "which are missing from the figures");
    g_assert_true(gp_issue_list_must_be_seen(desk->issues));
    assert_converts(desk, "activity", &ncf, "heat,1,1,kWh,0.44");
    g_assert_cmpuint(gp_issue_list_size(desk->issues), ==, 1);
}

/* A row whose first month has a factor and whose second has none is one row that misses it. */
static void
test_no_factor_in_part(void)
{
    static const char *const rows[] = {"2020-06-01..2020-07-30,balm,60,item"};
    g_autoptr(Shelf) shelf = shelf_new_invented(OWN_HEADER "balm,item,2020-06-01,2020-06-30,1\n");
    g_autoptr(Desk) desk = DESK(shelf, rows);
    g_autofree char *text = NULL;

    assert_converts(desk, "activity", NULL, "balm,1,30,item,30");
    text = desk_issues_text(desk);
    g_assert_nonnull(strstr(text, "error no-factor: balm (item): no factor for it in the time of 1 "
                                  "row, which is missing"));
}

static void
test_outside(void)
{
    static const char *const rows[] = {"2020-06,wood,100,kWh", "2020-06,heat,10,kWh"};
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);
    g_autoptr(GpEmissions) emissions = desk_convert(desk, "scope", NULL, NULL);
    g_autoptr(GString) total = g_string_new(NULL);

    assert_converts(desk, "activity", NULL, "heat,1,10,kWh,4.4\nwood,1,100,kWh,1");
    assert_converts(desk, "component", NULL, "combustion,2,110,kWh,5\nwtt,1,10,kWh,0.4");
    assert_converts(desk, "component,scope", NULL,
                    "combustion,1,2,110,kWh,5\ncombustion,outside,1,100,kWh,30\n"
                    "wtt,3,1,10,kWh,0.4");
    assert_converts(desk, "scope", NULL, "1,2,110,kWh,5\n3,1,10,kWh,0.4\noutside,1,100,kWh,30");
    gp_number_append(total, gp_emissions_total(emissions), emissions->kg_places);
    g_assert_cmpstr(total->str, ==, "5.4");
}

static gboolean
leaves_june_out(const GpCube *cube, guint32 time, const GpCell *cell G_GNUC_UNUSED, gpointer data)
{
    GpSlot slot = gp_cube_time(cube, time).slot;

    ++*(guint *)data;
    return gp_timeline_slot_month(gp_cube_timeline(cube), slot) == gp_month_from_civil(2020, 6);
}

static void
test_leaves_out(void)
{
    static const char *const rows[] = {"2020-06,heat,1,kWh", "2020-07,heat,2,kWh",
                                       "2020-05-31..2020-06-01,heat,4,kWh"};
    guint n_asked = 0;
    const GpConvertOptions options = {.leaves_out = leaves_june_out, .leaves_out_data = &n_asked};
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "year", &options, "2020-21,2,4,kWh,1.76");
    g_assert_cmpuint(n_asked, >, 0);
}

/* What is left of a row whose first piece is left out is still a row. */
static void
test_leaves_out_first_piece(void)
{
    static const char *const rows[] = {"2020-06-30..2020-07-01,heat,4,kWh"};
    guint n_asked = 0;
    const GpConvertOptions options = {.leaves_out = leaves_june_out, .leaves_out_data = &n_asked};
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = DESK(shelf, rows);

    assert_converts(desk, "year", &options, "2020-21,1,2,kWh,0.88");
}

static void
assert_overflows(const char *own, const char *const *rows, guint n_rows)
{
    g_autofree char *path = g_strdup_printf("%s/gp-units-%u.csv", g_get_tmp_dir(), g_random_int());
    g_autoptr(GpCsvTable) table = NULL;
    g_autoptr(Shelf) shelf = shelf_new();
    g_autoptr(Desk) desk = NULL;
    g_autoptr(GpEmissions) emissions = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(
        path, "unit,canonical_unit,multiplier\nheap,item,9000000000\n", -1, NULL));
    table = gp_csv_table_load(path, NULL);
    g_unlink(path);
    g_assert_true(gp_unit_table_add(shelf->units, table, NULL));
    g_assert_true(shelf_load_own(shelf, own, NULL));
    desk = desk_new_with(shelf, rows, n_rows);
    emissions = desk_convert(desk, "year", NULL, &error);
    g_assert_null(emissions);
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

static void
test_overflow(void)
{
    static const char *const one[] = {"2020-06,balm,9000000000000,heap"};
    static const char *const many[] = {
        "2020-06,balm,9000000000000,item", "2020-06,balm,9000000000000,item",
        "2020-06,balm,9000000000000,item", "2020-06,balm,9000000000000,item"};

    assert_overflows("activity,unit,kg_co2e\nbalm,item,9000000.123456789012\n", one, 1);
    assert_overflows("activity,unit,kg_co2e\nbalm,item,9000000.123456789012\n", many, 4);
}

static void
test_overflow_of_quantity(void)
{
    static const char *const rows[] = {"2020-06,balm,9000000000000,heap",
                                       "2020-07,balm,9000000000000,heap",
                                       "2020-08,balm,9000000000000,heap"};

    assert_overflows("activity,unit,kg_co2e\nbalm,item,0.000001\n", rows, 3);
}

static void
test_nothing(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
    g_autoptr(Desk) desk = desk_new(shelf);

    assert_converts(desk, "year,scope", NULL, "");
    assert_issues(desk, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/convert/worked/rwv-2019-20", test_worked_rwv);
    g_test_add_func("/convert/worked/recipe-book", test_worked_recipes);
    g_test_add_func("/convert/worked/inclusive-totals", test_worked_inclusive);
    g_test_add_func("/convert/by/dimensions", test_dimensions);
    g_test_add_func("/convert/by/gases", test_gases);
    g_test_add_func("/convert/by/editions", test_editions);
    g_test_add_func("/convert/by/outside", test_outside);
    g_test_add_func("/convert/quantity/units", test_units);
    g_test_add_func("/convert/rows/once", test_rows_once);
    g_test_add_func("/convert/rows/nothing", test_nothing);
    g_test_add_func("/convert/own/inside-month", test_own_inside_month);
    g_test_add_func("/convert/own/notes", test_own_notes);
    g_test_add_func("/convert/fallback/notes", test_fallback_notes);
    g_test_add_func("/convert/no-factor/issue", test_no_factor);
    g_test_add_func("/convert/leaves-out/cells", test_leaves_out);
    g_test_add_func("/convert/overflow/kg", test_overflow);
    g_test_add_func("/convert/no-factor/in-part", test_no_factor_in_part);
    g_test_add_func("/convert/leaves-out/first-piece", test_leaves_out_first_piece);
    g_test_add_func("/convert/overflow/quantity", test_overflow_of_quantity);
    return g_test_run();
}
