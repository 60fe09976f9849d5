/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-number.h"
#include "gp-unit.h"

#define HEADER "unit,canonical_unit,multiplier,aliases\n"

static GpCsvTable *
table_from(const char *text)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "units.csv", NULL);
    g_autoptr(GError) error = NULL;
    GpCsvTable *table;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    table = gp_csv_table_load(path, &error);
    g_assert_no_error(error);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    return table;
}

static void
add(GpUnitTable *units, const char *text)
{
    g_autoptr(GpCsvTable) table = table_from(text);
    g_autoptr(GError) error = NULL;

    g_assert_true(gp_unit_table_add(units, table, &error));
    g_assert_no_error(error);
}

static GpUnitTable *
units_from(const char *text)
{
    GpUnitTable *units = gp_unit_table_new();

    add(units, text);
    return units;
}

static GpUnit
find(const GpUnitTable *units, const char *name)
{
    return gp_unit_table_find(units, name, strlen(name));
}

static void
assert_unit(const GpUnitTable *units, const char *name, const char *unit, const char *kind)
{
    GpUnit found = find(units, name);

    g_test_message("“%s”", name);
    g_assert_cmpint(found, !=, GP_UNIT_NONE);
    g_assert_cmpstr(gp_unit_name(units, found), ==, unit);
    g_assert_cmpstr(gp_unit_name(units, gp_unit_kind(units, found)), ==, kind);
}

static void
assert_converts(const GpUnitTable *units, const char *from, const char *to, gint64 nano)
{
    gint64 multiplier = -4242;

    g_assert_true(gp_unit_convert_nano(units, find(units, from), find(units, to), &multiplier));
    g_assert_cmpint(multiplier, ==, nano);
}

static void
assert_does_not_convert(const GpUnitTable *units, const char *from, const char *to)
{
    gint64 multiplier = -4242;

    g_assert_false(gp_unit_convert_nano(units, find(units, from), find(units, to), &multiplier));
    g_assert_cmpint(multiplier, ==, -4242);
}

/* A kind is its own kind and one of itself, and a unit is found by its name. */
static void
assert_sound(const GpUnitTable *units)
{
    for (guint i = 0; i < gp_unit_table_size(units); i++) {
        GpUnit unit = (GpUnit)i, kind = gp_unit_kind(units, unit);

        g_assert_cmpint(gp_unit_kind(units, kind), ==, kind);
        g_assert_cmpint(gp_unit_multiplier_nano(units, kind), ==, GP_NANO);
        g_assert_cmpint(gp_unit_multiplier_nano(units, unit), >, 0);
        g_assert_cmpint(find(units, gp_unit_name(units, unit)), ==, unit);
    }
}

/* Back and forth is 1, to within what nine places can hold. */
static void
assert_both_ways(const GpUnitTable *units, GpUnit a, GpUnit b)
{
    GpInt128 product, slack;
    gint64 there, back;

    if (gp_unit_kind(units, a) != gp_unit_kind(units, b) ||
        !gp_unit_convert_nano(units, a, b, &there) || !gp_unit_convert_nano(units, b, a, &back))
        return;
    product = (GpInt128)there * back - (GpInt128)GP_NANO * GP_NANO;
    slack = ((GpInt128)there + back) / 2 + 1;
    g_assert_true(product <= slack && product >= -slack);
}

static void
test_names_and_aliases(void)
{
    g_autoptr(GpUnitTable) units =
        units_from(HEADER "kWh,kWh,1,kilowatt hour| kilowatt-hours ||\nMWh,kWh,1000,\n"
                          "litre,litre,1,l|m³\n");

    g_assert_cmpuint(gp_unit_table_size(units), ==, 3);
    assert_unit(units, "kWh", "kWh", "kWh");
    assert_unit(units, "kilowatt hour", "kWh", "kWh");
    assert_unit(units, "kilowatt-hours", "kWh", "kWh");
    assert_unit(units, "MWh", "MWh", "kWh");
    assert_unit(units, "l", "litre", "litre");
    assert_unit(units, "m³", "litre", "litre");
    g_assert_cmpint(find(units, ""), ==, GP_UNIT_NONE);
    g_assert_cmpint(find(units, "kW"), ==, GP_UNIT_NONE);
    g_assert_cmpint(find(units, "kWhs"), ==, GP_UNIT_NONE);
    g_assert_cmpint(find(units, " kWh"), ==, GP_UNIT_NONE);
    g_assert_cmpint(find(units, "|"), ==, GP_UNIT_NONE);
    g_assert_cmpint(gp_unit_table_find(units, "kWhx", 3), ==, find(units, "kWh"));
    assert_sound(units);
}

static void
test_no_units(void)
{
    g_autoptr(GpUnitTable) units = gp_unit_table_new();

    g_assert_cmpuint(gp_unit_table_size(units), ==, 0);
    g_assert_cmpint(find(units, "kWh"), ==, GP_UNIT_NONE);
    gp_unit_table_free(NULL);
}

static void
test_capitals(void)
{
    g_autoptr(GpUnitTable) units =
        units_from(HEADER "litre,litre,1,L\nml,litre,0.001,\nMl,litre,1000000,megalitre\n"
                          "kWh,kWh,1,\n");

    assert_unit(units, "KWH", "kWh", "kWh");
    assert_unit(units, "kwh", "kWh", "kWh");
    assert_unit(units, "ml", "ml", "litre");
    assert_unit(units, "Ml", "Ml", "litre");
    assert_unit(units, "Megalitre", "Ml", "litre");
    assert_unit(units, "l", "litre", "litre");
    g_assert_cmpint(find(units, "ML"), ==, GP_UNIT_NONE);
    g_assert_cmpint(find(units, "mL"), ==, GP_UNIT_NONE);
    assert_converts(units, "Ml", "ml", GP_NANO * 1000000000);
    assert_sound(units);
}

static void
test_capitals_beyond_ascii(void)
{
    g_autoptr(GpUnitTable) units = units_from(HEADER "entrée,entrée,1,\n");

    assert_unit(units, "ENTRéE", "entrée", "entrée");
    g_assert_cmpint(find(units, "ENTRÉE"), ==, GP_UNIT_NONE);
}

/* A unit may be told in another that is not canonical itself. */
static void
test_chain(void)
{
    g_autoptr(GpUnitTable) units =
        units_from(HEADER "kg,kg,1,\ng,kg,0.001,\nmg,G,0.001,\ntonne,kg,1000,t\nkt,t,1000,\n");

    assert_unit(units, "mg", "mg", "kg");
    assert_unit(units, "kt", "kt", "kg");
    g_assert_cmpint(gp_unit_multiplier_nano(units, find(units, "mg")), ==, 1000);
    assert_converts(units, "kt", "kg", 1000000 * GP_NANO);
    assert_converts(units, "g", "mg", 1000 * GP_NANO);
    assert_does_not_convert(units, "mg", "kt");
    assert_sound(units);
}

static void
test_unknown_canonical_unit(void)
{
    g_autoptr(GpUnitTable) units =
        units_from("multiplier,unit,source,canonical_unit\n1000,MWh,x,kWh\n1,kWh,y,kwh\n");

    g_assert_cmpuint(gp_unit_table_size(units), ==, 2);
    assert_unit(units, "MWh", "MWh", "kWh");
    assert_unit(units, "kWh", "kWh", "kWh");
    assert_converts(units, "MWh", "kWh", 1000 * GP_NANO);
    assert_converts(units, "kWh", "MWh", 1000000);
    assert_sound(units);
}

static void
test_second_table(void)
{
    g_autoptr(GpUnitTable) units =
        units_from(HEADER "kg,kg,1,\nbag,kg,5,sack\nkWh,kWh,1,\ntherm,kWh,29,\n");
    g_autoptr(GpCsvTable) other_kind = table_from(HEADER "bag,item,1,\n");
    GpUnit bag = find(units, "bag");

    add(units, HEADER "bag,kg,8,yellow bag\nskip,kg,1000,\nitem,item,1,\n");
    g_assert_cmpint(find(units, "bag"), ==, bag);
    g_assert_cmpint(find(units, "sack"), ==, bag);
    g_assert_cmpint(find(units, "yellow bag"), ==, bag);
    assert_converts(units, "sack", "kg", 8 * GP_NANO);
    assert_converts(units, "skip", "bag", 125 * GP_NANO);
    assert_unit(units, "item", "item", "item");
    g_assert_false(gp_unit_table_add(units, other_kind, NULL));
    assert_unit(units, "sack", "bag", "kg");
    assert_unit(units, "skip", "skip", "kg");
    assert_sound(units);
}

/* The same table twice changes nothing. */
static void
test_same_table_twice(void)
{
    static const char text[] =
        HEADER "kWh,kWh,1,kwh|unit of power\nMWh,kWh,1000,\nMJ,kWh,0.277777778,\nGJ,MJ,1000,\n";
    g_autoptr(GpUnitTable) units = units_from(text);
    guint n = gp_unit_table_size(units);

    add(units, text);
    g_assert_cmpuint(gp_unit_table_size(units), ==, n);
    g_assert_cmpint(gp_unit_multiplier_nano(units, find(units, "GJ")), ==,
                    G_GINT64_CONSTANT(277777778000));
    assert_sound(units);
}

static void
test_refused(void)
{
    static const struct {
        const char *text, *end;
    } cases[] = {
        {"unit,multiplier\nkWh,1\n",
         ": the columns unit, canonical_unit and multiplier are needed"},
        {"name,canonical_unit,multiplier\nkWh,kWh,1\n",
         ": the columns unit, canonical_unit and multiplier are needed"},
        {HEADER "kWh,kWh,1,\nMWh,kWh,,\n", ":3: a number is missing"},
        {HEADER "kWh,kWh,1,\nMWh,kWh,\"1000,5\",\n", ":3: “1000,5” is not a number"},
        {HEADER "kWh,kWh,1,\n\nMWh,kWh,1e3,\n", ":4: “1e3” is not a number"},
        {HEADER "kWh,kWh,1,\nMWh,kWh,9999999999999,\n", ":3: “9999999999999” is too large"},
        {HEADER ",kWh,1,\n", ":2: a unit needs a name and a canonical unit"},
        {HEADER "kWh,,1,\n", ":2: a unit needs a name and a canonical unit"},
        {HEADER "kWh,kWh,1,\nMWh,kWh,0,\n",
         ":3: the multiplier of “MWh” must be above zero and below nine thousand million"},
        {HEADER "kWh,kWh,1,\nMWh,kWh,-1000,\n",
         ":3: the multiplier of “MWh” must be above zero and below nine thousand million"},
        {HEADER "kWh,kWh,1,\nnWh,kWh,0.0000000004,\n",
         ":3: the multiplier of “nWh” must be above zero and below nine thousand million"},
        {HEADER "g,kg,0.001,\nmg,g,0.001,\nug,mg,0.001,\nng,ug,0.001,\n",
         ":5: the multiplier of “ng” must be above zero and below nine thousand million"},
        {HEADER "GWh,kWh,1000000,\nTWh,GWh,1000000,\n",
         ":3: the multiplier of “TWh” must be above zero and below nine thousand million"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpUnitTable) units = gp_unit_table_new();
        g_autoptr(GpCsvTable) table = table_from(cases[i].text);
        g_autofree char *message = g_strconcat(gp_csv_table_path(table), cases[i].end, NULL);
        g_autoptr(GError) error = NULL;

        g_assert_false(gp_unit_table_add(units, table, &error));
        g_assert_nonnull(error);
        g_assert_cmpstr(error->message, ==, message);
        g_assert_true(error->domain == GP_ERROR);
    }
}

static void
test_convert(void)
{
    g_autoptr(GpUnitTable) units = units_from(
        HEADER "one,one,1,\ntwo,one,2,\nthree,one,3,\n1n,one,0.000000001,\n"
               "3n,one,0.000000003,\n5n,one,0.000000005,\nmost,one,9223372036.854775807,\n"
               "mile,km,1.609344,\n");

    assert_converts(units, "one", "one", GP_NANO);
    assert_converts(units, "most", "most", GP_NANO);
    assert_converts(units, "one", "three", 333333333);
    assert_converts(units, "two", "three", 666666667);
    assert_converts(units, "three", "two", 1500000000);
    assert_converts(units, "mile", "km", 1609344000);
    assert_converts(units, "km", "mile", 621371192);
    assert_converts(units, "most", "one", G_MAXINT64);
    assert_converts(units, "1n", "one", 1);
    assert_converts(units, "one", "1n", GP_NANO * GP_NANO);
    /* halves of the last place go to even */
    assert_does_not_convert(units, "1n", "two");
    assert_converts(units, "3n", "two", 2);
    assert_converts(units, "5n", "two", 2);
    assert_does_not_convert(units, "1n", "three");
    assert_does_not_convert(units, "1n", "most");
    assert_does_not_convert(units, "most", "1n");
}

static void
test_convert_both_ways(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1609344);
    g_autoptr(GString) text = g_string_new(HEADER "u0,u0,1,\n");
    g_autoptr(GpUnitTable) units = NULL;
    guint n;

    for (guint i = 1; i < 120; i++) {
        gint64 nano = (gint64)((guint64)g_rand_int(rand) << 30 >> g_rand_int_range(rand, 0, 60));

        g_string_append_printf(text, "u%u,u0,", i);
        gp_number_append(text, nano + 1, GP_NANO_PLACES);
        g_string_append(text, ",\n");
    }
    units = units_from(text->str);
    n = gp_unit_table_size(units);
    g_assert_cmpuint(n, ==, 120);
    for (guint a = 0; a < n; a++) {
        for (guint b = 0; b < n; b++)
            assert_both_ways(units, (GpUnit)a, (GpUnit)b);
    }
    assert_sound(units);
}

static void
test_shipped_units(void)
{
    const char *factors = g_getenv("GP_FACTORS");
    g_autofree char *path = NULL;
    g_autoptr(GpUnitTable) units = gp_unit_table_new();
    g_autoptr(GpCsvTable) table = NULL;
    g_autoptr(GError) error = NULL;

    if (factors == NULL) {
        g_test_skip("GP_FACTORS does not tell where the factors are");
        return;
    }
    path = g_build_filename(factors, "units.csv", NULL);
    table = gp_csv_table_load(path, &error);
    g_assert_no_error(error);
    g_assert_true(gp_unit_table_add(units, table, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(gp_unit_table_size(units), ==, gp_csv_table_n_rows(table));
    assert_sound(units);
    for (guint a = 0; a < gp_unit_table_size(units); a++) {
        for (guint b = 0; b < gp_unit_table_size(units); b++)
            assert_both_ways(units, (GpUnit)a, (GpUnit)b);
    }
    assert_converts(units, "MWh", "kWh", 1000 * GP_NANO);
    assert_converts(units, "miles", "km", 1609344000);
    assert_converts(units, "m³", "litres", 1000 * GP_NANO);
    assert_unit(units, "£", "GBP", "GBP");
    assert_unit(units, "kWh (Net CV)", "kWh-net", "kWh-net");
}

/* No alias of the shipped table stands for two units. */
static void
test_shipped_aliases(void)
{
    const char *factors = g_getenv("GP_FACTORS");
    g_autofree char *path = NULL;
    g_autoptr(GpUnitTable) units = gp_unit_table_new();
    g_autoptr(GpCsvTable) table = NULL;

    if (factors == NULL) {
        g_test_skip("GP_FACTORS does not tell where the factors are");
        return;
    }
    path = g_build_filename(factors, "units.csv", NULL);
    table = gp_csv_table_load(path, NULL);
    g_assert_nonnull(table);
    g_assert_true(gp_unit_table_add(units, table, NULL));
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const char *name = gp_csv_table_cell(table, row, gp_csv_table_column(table, "unit"));
        const char *text = gp_csv_table_cell(table, row, gp_csv_table_column(table, "aliases"));
        g_auto(GStrv) aliases = g_strsplit(text, "|", -1);

        for (guint i = 0; aliases[i] != NULL; i++) {
            if (*g_strstrip(aliases[i]) != '\0')
                g_assert_cmpint(find(units, aliases[i]), ==, find(units, name));
        }
    }
}

/* Adds a table that may be refused; whatever comes of it, the units must be sound. */
static void
assert_sound_after(const char *first, const char *second)
{
    g_autoptr(GpUnitTable) units = units_from(first);
    g_autoptr(GpCsvTable) table = table_from(second);

    gp_unit_table_add(units, table, NULL);
    assert_sound(units);
}

/* The unit that others are given in cannot become a unit of another kind. */
static void
test_canonical_unit_redefined(void)
{
    assert_sound_after(HEADER "kWh,kWh,1,\nMWh,kWh,1000,\n", HEADER "kWh,MJ,3.6,\n");
}

static void
test_canonical_unit_told_later(void)
{
    g_autoptr(GpUnitTable) units = gp_unit_table_new();
    g_autoptr(GpCsvTable) table = table_from(HEADER "MWh,kWh,1000,\nkWh,MJ,3.6,\n");

    g_assert_false(gp_unit_table_add(units, table, NULL));
    assert_sound(units);
}

/* A unit that is twice itself, at once or by a detour. */
static void
test_unit_of_itself(void)
{
    assert_sound_after(HEADER "kWh,kWh,1,\n", HEADER "kWh,kWh,2,\n");
}

static void
test_units_of_one_another(void)
{
    assert_sound_after(HEADER "a,b,2,\n", HEADER "b,a,2,\n");
}

/* More units than a GpUnit can tell apart are refused, never mixed up. */
static void
test_too_many_units(void)
{
    g_autoptr(GString) text = g_string_new(HEADER "u,u,1,\n");
    g_autoptr(GpUnitTable) units = gp_unit_table_new();
    g_autoptr(GpCsvTable) table = NULL;

    for (guint i = 1; i <= 66000; i++)
        g_string_append_printf(text, "u%u,u,%u,\n", i, i);
    table = table_from(text->str);
    if (gp_unit_table_add(units, table, NULL)) {
        g_assert_cmpint(find(units, "u1"), !=, find(units, "u65537"));
        g_assert_cmpint(find(units, "u65535"), !=, GP_UNIT_NONE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/unit/find/names-and-aliases", test_names_and_aliases);
    g_test_add_func("/model/unit/find/no-units", test_no_units);
    g_test_add_func("/model/unit/find/capitals", test_capitals);
    g_test_add_func("/model/unit/find/capitals-beyond-ascii", test_capitals_beyond_ascii);
    g_test_add_func("/model/unit/add/chain", test_chain);
    g_test_add_func("/model/unit/add/unknown-canonical-unit", test_unknown_canonical_unit);
    g_test_add_func("/model/unit/add/second-table", test_second_table);
    g_test_add_func("/model/unit/add/same-table-twice", test_same_table_twice);
    g_test_add_func("/model/unit/add/refused", test_refused);
    g_test_add_func("/model/unit/convert/table", test_convert);
    g_test_add_func("/model/unit/convert/both-ways", test_convert_both_ways);
    g_test_add_func("/model/unit/shipped/units", test_shipped_units);
    g_test_add_func("/model/unit/shipped/aliases", test_shipped_aliases);
    g_test_add_func("/model/unit/sound/canonical-unit-redefined", test_canonical_unit_redefined);
    g_test_add_func("/model/unit/sound/canonical-unit-told-later", test_canonical_unit_told_later);
    g_test_add_func("/model/unit/sound/unit-of-itself", test_unit_of_itself);
    g_test_add_func("/model/unit/sound/units-of-one-another", test_units_of_one_another);
    g_test_add_func("/model/unit/sound/too-many-units", test_too_many_units);
    return g_test_run();
}
