/* SPDX-License-Identifier: MIT */
#include "gp-timeline.h"
#include "shelf.h"

static void
test_own_by_day(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(OWN_HEADER "heat,kWh,2020-04-10,2020-06-14,7\n"
                                                           "heat,kWh,2020-06-15,,8\n");
    g_autoptr(GArray) splits = gp_factor_library_splits(shelf->library);
    g_autoptr(GpTimeline) timeline =
        gp_timeline_new((const GpDay *)(void *)splits->data, splits->len);

    assert_selects(shelf, "heat", "kWh", "2020-04-09", &strict,
                   "combustion 1 0.4 exact; wtt 3 0.04 exact");
    assert_selects(shelf, "heat", "kWh", "2020-04-10", &strict, " 1 7 own");
    assert_selects(shelf, "heat", "kWh", "2020-06-14", &strict, " 1 7 own");
    assert_selects(shelf, "heat", "MWh", "2020-06-15", &strict, " 1 8000 own");
    assert_selects(shelf, "heat", "kWh", "2100-12-31", &strict, " 1 8 own");
    for (GpDay day = day_of("2020-03-01"); day < day_of("2020-08-01"); day++) {
        GpSpan slot = gp_timeline_slot_span(timeline, gp_timeline_slot_of_day(timeline, day));
        gboolean is_split = day == day_of("2020-04-10") || day == day_of("2020-06-15");
        gboolean is_first = day == gp_month_first_day(gp_month_of_day(day));

        g_assert_cmpint(slot.first == day, ==, is_split || is_first);
    }
}

static void
test_own_component(void)
{
    g_autoptr(Shelf) shelf =
        shelf_new_invented(SET_HEADER "power,kWh,2020-04-01,2021-03-31,2,,generation,0\n"
                                      "heat,kWh,2020-04-01,2021-03-31,3,,td,9\n");

    assert_selects(shelf, "power", "kWh", "2020-05-01", &strict,
                   "generation 2 0 own; td 3 0.02 exact");
    assert_selects(shelf, "power", "kWh", "2021-04-01", &financial,
                   "generation 2 0.2 earlier; td 3 0.02 earlier");
    assert_selects(shelf, "heat", "kWh", "2020-05-01", &strict,
                   "combustion 1 0.4 exact; td 3 9 own; wtt 3 0.04 exact");
}

static void
test_own_activity(void)
{
    g_autoptr(Shelf) shelf =
        shelf_new_invented("activity,unit,kg_co2e_per_unit\nbalm,item,1.5\nheat,kWh,2\n");
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(shelf->library);

    assert_selects(shelf, "balm", "item", "1990-01-01", &strict, "  1.5 own");
    assert_selects(shelf, "heat", "kWh", "2020-06-01", &strict, " 1 2 own");
    g_assert_null(gp_factor_library_activity(shelf->library, "balm"));
    g_assert_cmpint(gp_factor_library_takes(shelf->library, "balm", shelf_unit(shelf, "item")), ==,
                    GP_TAKES);
    g_assert_cmpuint(keys->len, ==, 7);
    g_assert_cmpstr(g_ptr_array_index(keys, 0), ==, "balm");
}

static void
test_own_exact_unit(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(
        "activity,unit,kg_co2e\ncar,km,1\ncar,mile,3\nheat,MWh,500\nwood,tonne,4\n");

    assert_selects(shelf, "car", "mile", "2020-06-01", &strict, " 3 3 own");
    assert_selects(shelf, "car", "km", "2020-06-01", &strict, " 3 1 own");
    assert_selects(shelf, "heat", "kWh", "2020-06-01", &strict, " 1 0.5 own");
    assert_selects(shelf, "wood", "kg", "2020-06-01", &strict, " 1 0.004 own");
    assert_selects(shelf, "wood", "kWh", "2020-06-01", &strict,
                   "combustion 1 0.01 exact; combustion outside 0.3 exact");
}

/* A factor by the mile for one year leaves the published ones of the other years in place. */
static void
test_own_other_kind(void)
{
    g_autoptr(Shelf) shelf =
        shelf_new_invented(OWN_HEADER "train,mile,2021-04-01,2022-03-31,0.2\n");

    assert_selects(shelf, "train", "mile", "2021-06-01", &financial, " 3 0.2 own");
    assert_selects(shelf, "train", "passenger-km", "2020-06-01", &financial, " 3 0.1 exact");
    assert_selects(shelf, "train", "mile", "2020-06-01", &financial, " 3 0.1609344 exact");
}

/* An own component without a scope stands where the published one stood. */
static void
test_own_component_scope(void)
{
    g_autoptr(Shelf) shelf =
        shelf_new_invented("activity,unit,component,kg_co2e\nheat,kWh,wtt,0.06\n");
    g_autoptr(GArray) matches = shelf_select(shelf, "heat", "kWh", "2020-06-01", &strict);

    g_assert_cmpuint(matches->len, ==, 2);
    for (guint i = 0; i < matches->len; i++) {
        const GpFactor *factor = g_array_index(matches, GpFactorMatch, i).factor;

        if (factor->is_own)
            g_assert_cmpstr(factor->category, ==, "Upstream");
    }
    assert_selects(shelf, "heat", "kWh", "2020-06-01", &strict,
                   "combustion 1 0.4 exact; wtt 3 0.06 own");
}

static void
test_overlap(void)
{
    static const char *const refused[] = {
        OWN_HEADER "heat,kWh,2020-04-01,2020-06-30,1\nheat,kWh,2020-06-30,2020-07-31,2\n",
        OWN_HEADER "heat,kWh,2020-04-01,2020-06-30,1\nheat,kWh,2020-05-01,2020-05-02,2\n",
        OWN_HEADER "heat,kWh,,,1\nheat,kilowatt-hour,2020-05-01,2020-05-02,2\n"};
    static const char *const taken[] = {
        OWN_HEADER "heat,kWh,2020-04-01,2020-06-30,1\nheat,kWh,2020-07-01,2020-07-31,2\n",
        OWN_HEADER "heat,kWh,,,1\nheat,MWh,,,2\npower,kWh,,,1\n",
        SET_HEADER "heat,kWh,,,1,,wtt,1\nheat,kWh,,,1,,td,1\nheat,kWh,,,outside,,td,1\n"};

    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
        g_autoptr(GError) error = NULL;

        g_assert_false(shelf_load_own(shelf, refused[i], &error));
        assert_refuses(error, GP_ERROR_MALFORMED, "own.csv:3: the factor of “heat” overlaps");
        assert_refuses(error, GP_ERROR_MALFORMED, "own.csv:2");
    }
    for (guint i = 0; i < G_N_ELEMENTS(taken); i++) {
        g_autoptr(Shelf) shelf = shelf_new_invented(taken[i]);

        g_assert_nonnull(shelf);
    }
}

static void
test_overlap_of_two_files(void)
{
    g_autoptr(Shelf) shelf = shelf_new_invented("activity,unit,kg_co2e\nheat,kWh,1\n");
    g_autoptr(GError) error = NULL;

    g_assert_false(shelf_load_own(shelf, "activity,unit,kg_co2e\ncar,km,1\nheat,kWh,1\n", &error));
    assert_refuses(error, GP_ERROR_MALFORMED, "overlaps in time with the one in");
}

static void
test_bad_own(void)
{
    static const struct {
        const char *text;
        GpErrorCode code;
        const char *part;
    } cases[] = {
        {"activity,unit\nheat,kWh\n", GP_ERROR_MALFORMED,
         "own.csv: the columns activity, unit and"},
        {OWN_HEADER "heat,kWh,,,1\nheat,parsec,,,1\n", GP_ERROR_MALFORMED,
         "own.csv:3: “parsec” is"},
        {OWN_HEADER "heat,kWh,,,x\n", GP_ERROR_MALFORMED, "own.csv:2: “x” is not a number"},
        {OWN_HEADER "heat,kWh,,,\n", GP_ERROR_MALFORMED, "own.csv:2: a number is missing"},
        {OWN_HEADER "heat,kWh,,,1e-3\n", GP_ERROR_MALFORMED, "own.csv:2: “1e-3” is not a number"},
        {OWN_HEADER "heat,kWh,,,99999999\n", GP_ERROR_OVERFLOW,
         "own.csv:2: “99999999” is too large"},
        {OWN_HEADER ",kWh,,,1\n", GP_ERROR_MALFORMED, "own.csv:2: the activity is missing"},
        {OWN_HEADER "heat,kWh,2020,,1\n", GP_ERROR_MALFORMED, "own.csv:2: “2020” is not a day"},
        {OWN_HEADER "heat,kWh,2020-01,,1\n", GP_ERROR_MALFORMED, "“2020-01” is not a day"},
        {OWN_HEADER "heat,kWh,,2020-02-30,1\n", GP_ERROR_MALFORMED, "“2020-02-30” is not a day"},
        {OWN_HEADER "heat,kWh,2020-02-02,2020-02-01,1\n", GP_ERROR_MALFORMED,
         "own.csv:2: valid_to is before valid_from"},
        {SET_HEADER "heat,kWh,,,4,,,1\n", GP_ERROR_MALFORMED, "own.csv:2: “4” is not a scope"},
        {SET_HEADER "heat,kWh,,,1,,smoke,1\n", GP_ERROR_MALFORMED, "“smoke” is not a component"},
        {OWN_HEADER "heat,kWh,,,1,2\n", GP_ERROR_MALFORMED, "own.csv:2: the row has 6 fields"},
        {OWN_HEADER "\"heat,kWh,,,1\n", GP_ERROR_MALFORMED, "own.csv:2: the quote opened"},
        {OWN_HEADER "h\xff,kWh,,,1\n", GP_ERROR_MALFORMED, "own.csv: the file is not UTF-8"},
        {"", GP_ERROR_MALFORMED, "own.csv: the file is empty"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Shelf) shelf = shelf_new_invented(NULL);
        g_autoptr(GError) error = NULL;

        g_assert_false(shelf_load_own(shelf, cases[i].text, &error));
        assert_refuses(error, cases[i].code, cases[i].part);
    }
}

static void
test_bad_folder(void)
{
    static const struct {
        const char *catalogue, *set, *part;
    } cases[] = {
        {"key\nheat\n", SET_HEADER, "activities.csv"},
        {CATALOGUE_HEADER "heat,,parsec,1,,ncf\n", SET_HEADER, "activities.csv:2: “parsec” is not"},
        {CATALOGUE_HEADER "heat,,kWh,7,,ncf\n", SET_HEADER, "activities.csv:2: “7” is not a scope"},
        {CATALOGUE_HEADER "heat,,kWh,1,,ncp\n", SET_HEADER, "“ncp” is not a boundary"},
        {CATALOGUE_HEADER "heat,,kWh,1,,ncf\nheat,,kWh,1,,ncf\n", SET_HEADER,
         "activities.csv:3: “heat” is there twice"},
        {CATALOGUE_HEADER, "unit,kg_co2e\n", "set.csv: the columns activity, unit and kg_co2e"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Shelf) shelf = shelf_new();
        g_autoptr(GError) error = NULL;

        g_assert_false(shelf_load(shelf, cases[i].catalogue, cases[i].set, &error));
        assert_refuses(error, GP_ERROR_MALFORMED, cases[i].part);
    }
}

static void
test_no_activity_column(void)
{
    g_autoptr(Shelf) shelf = shelf_new();
    g_autoptr(GError) error = NULL;

    g_assert_false(
        shelf_load(shelf, "canonical_unit,scope,boundary\nkWh,1,ncf\n", SET_HEADER, &error));
    assert_refuses(error, GP_ERROR_MALFORMED, "activities.csv");
}

/* Spreadsheets put every cell in quotes. */
static void
test_quoted_set(void)
{
    g_autoptr(Shelf) shelf = shelf_new();

    g_assert_true(shelf_load(shelf, CATALOGUE_HEADER "heat,,kWh,1,,ncf\n",
                             SET_HEADER "\"heat\",\"kWh\",,,\"1\",,,\"5\"\n", NULL));
    assert_selects(shelf, "heat", "kWh", "2020-06-01", &strict, " 1 5 exact");
}

/* The rows of a library are read when they are needed. */
static void
test_bad_set(void)
{
    static const char *const cases[][2] = {
        {SET_HEADER "heat,kWh,,,1,,,\n", "set.csv:2: a number is missing"},
        {SET_HEADER "power,kWh,,,2,,,1\nheat,kWh,,,9,,,1\n", "set.csv:3: “9” is not a scope"},
        {SET_HEADER "heat,kWh,,,1,,1\n", "set.csv:2: the row does not have the 8 fields"},
        {SET_HEADER "heat,kWh,,,1,,,x\n", "set.csv:2: “x” is not a number"},
        {SET_HEADER "heat,kWh,,,1,,,1\nheat,kWh,,,1,,,1\n",
         "set.csv:3: the factor of “heat” overlaps"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Shelf) shelf = shelf_new();
        g_autoptr(GError) error = NULL;

        g_assert_true(shelf_load(shelf, CATALOGUE_HEADER "heat,,kWh,1,,ncf\n", cases[i][0], NULL));
        g_assert_true(gp_factor_library_check(shelf->library, NULL));
        gp_factor_library_takes(shelf->library, "heat", shelf_unit(shelf, "kWh"));
        if (gp_factor_library_check(shelf->library, &error))
            g_test_fail_printf("not refused: %s", cases[i][1]);
        else
            assert_refuses(error, GP_ERROR_MALFORMED, cases[i][1]);
    }
}

static void
test_no_folder(void)
{
    g_autoptr(Shelf) shelf = shelf_new();
    g_autoptr(GError) error = NULL;

    g_assert_false(
        gp_factor_library_load_folder(shelf->library, "/no/such", &(GpLibraryOptions){0}, &error));
    assert_refuses(error, GP_ERROR_IO, "no such file");
}

static const GpFactorEdition *
edition_at(const GArray *editions, guint i)
{
    return &g_array_index(editions, GpFactorEdition, i);
}

/* The digests of a library with these factors of a trust's own. */
static GArray *
editions_with(const char *own, char **out_digest)
{
    g_autoptr(Shelf) shelf = shelf_new_invented(own);
    GArray *editions = gp_factor_library_editions(shelf->library);

    *out_digest = gp_factor_library_digest(editions);
    g_assert_true(gp_factor_library_check(shelf->library, NULL));
    return editions;
}

/* What rows say decides, not their order; and only the edition they belong to is another. */
static void
test_editions(void)
{
    g_autofree char *digest = NULL, *turned_digest = NULL, *changed_digest = NULL;
    g_autoptr(GArray) editions = editions_with(
        OWN_HEADER "heat,kWh,2020-04-10,2020-06-14,7\npower,kWh,2020-06-15,,8\n", &digest);
    g_autoptr(GArray) turned = editions_with(
        OWN_HEADER "power,kWh,2020-06-15,,8\nheat,kWh,2020-04-10,2020-06-14,7\n", &turned_digest);
    g_autoptr(GArray) changed = editions_with(
        OWN_HEADER "heat,kWh,2020-04-10,2020-06-14,7\npower,kWh,2020-06-16,,8\n", &changed_digest);
    guint n_changed = 0, n_rows = 0;

    g_assert_cmpstr(digest, ==, turned_digest);
    g_assert_cmpstr(digest, !=, changed_digest);
    g_assert_cmpuint(editions->len, ==, changed->len);
    for (guint i = 0; i < editions->len; i++) {
        const GpFactorEdition *edition = edition_at(editions, i);

        g_assert_cmpstr(edition->sha256, ==, edition_at(turned, i)->sha256);
        g_assert_cmpstr(edition->name, ==, edition_at(changed, i)->name);
        if (g_str_equal(edition->sha256, edition_at(changed, i)->sha256))
            continue;
        n_changed++;
        n_rows += (guint)edition->rows;
        g_assert_cmpstr(edition->name, ==, "own factor");
    }
    g_assert_cmpuint(n_changed, ==, 1);
    g_assert_cmpuint(n_rows, ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/factor/own/by-day", test_own_by_day);
    g_test_add_func("/factor/own/component", test_own_component);
    g_test_add_func("/factor/own/activity", test_own_activity);
    g_test_add_func("/factor/own/exact-unit", test_own_exact_unit);
    g_test_add_func("/factor/own/overlap", test_overlap);
    g_test_add_func("/factor/own/overlap-of-two-files", test_overlap_of_two_files);
    g_test_add_func("/factor/refused/own", test_bad_own);
    g_test_add_func("/factor/refused/folder", test_bad_folder);
    g_test_add_func("/factor/refused/no-folder", test_no_folder);
    g_test_add_func("/factor/refused/set", test_bad_set);
    g_test_add_func("/factor/own/other-kind", test_own_other_kind);
    g_test_add_func("/factor/own/component-scope", test_own_component_scope);
    g_test_add_func("/factor/refused/no-activity-column", test_no_activity_column);
    g_test_add_func("/factor/set/quoted", test_quoted_set);
    g_test_add_func("/factor/own/editions", test_editions);
    return g_test_run();
}
