/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>

#include "gp-error.h"
#include "mapping.h"

#define WHOLE                                                                                      \
    "[format]\ntitle=Bills\n"                                                                      \
    "[columns]\nperiod=Date\nactivity=What\nquantity=kWh\n"                                        \
    "[fixed]\nunit=kWh\n"

static void
test_whole(void)
{
    g_autoptr(GpFormat) format = load(WHOLE);
    g_autoptr(GError) error = NULL;
    GpCorrections corrections;

    g_assert_true(gp_format_check(format, &error));
    g_assert_cmpstr(gp_format_title(format), ==, "Bills");
    g_assert_false(gp_format_corrections(format, &corrections));
    g_assert_cmpint(gp_format_covers(format), ==, GP_COVERS_DAYS);
}

static void
test_corrections(void)
{
    g_autoptr(GpFormat) format =
        load("[format]\ntitle=Bills\ncorrections=period\ncovers=month\n[columns]\nquantity=kWh\n");
    GpCorrections corrections;

    g_assert_true(gp_format_corrections(format, &corrections));
    g_assert_cmpint(corrections, ==, GP_CORRECTIONS_PERIOD);
    g_assert_cmpint(gp_format_covers(format), ==, GP_COVERS_MONTHS);
}

static void
test_unknown(void)
{
    assert_load_fails(WHOLE "[quantity]\nthousand=none\n",
                      ": [quantity] has no key “thousand”; did you mean “thousands”?");
    assert_load_fails(WHOLE "[colums]\nsite=Site\n",
                      ": there is no group [colums]; did you mean [columns]?");
    assert_load_fails(WHOLE "[period]\nxyz=1\n", ": [period] has no key “xyz”");
    assert_load_fails("[format]\n", ": [format] title is missing");
}

static void
test_twice(void)
{
    assert_load_fails(WHOLE "unit=MWh\n", ":9: [fixed] unit is there twice");
    assert_load_fails(WHOLE "[columns]\nsite=Site\n", ":9: [columns] is there twice");
    assert_load_fails(WHOLE "[columns ]\n", ": there is no group [columns ]; did you mean "
                                            "[columns]?");
}

static void
test_words(void)
{
    assert_load_fails("[format]\ntitle=A\ncontainer=xls\n",
                      ": [format] container must be one of csv, xlsx, json, not “xls”");
    assert_load_fails("[format]\ntitle=A\nseparator=$\n",
                      ": [format] separator must be one of ,, ;, tab, |, not “$”");
    assert_load_fails("[format]\ntitle=A\ncorrections=all\n",
                      ": [format] corrections must be one of series, period, rows, none");
    assert_load_fails("[format]\ntitle=A\ncontainer=json\n",
                      ": [format] rows must say where the records are, as in rows=/data");
    assert_load_fails("[format]\ntitle=A\n[quantity]\ndecimal=,\nthousands=,\n",
                      ": [quantity] decimal and thousands are the same");
    assert_load_fails("[format]\ntitle=A\n[quantity]\nmultiply_by=x\n",
                      ": [quantity] multiply_by: “x” is not a number");
    assert_load_fails("[format]\ntitle=A\n[quantity]\nnegative=red\n",
                      ": [quantity] negative must be of minus, parentheses, trailing-minus");
    assert_load_fails("[format]\ntitle=A\n[fixed]\nquality=good\n",
                      ": [fixed] quality must be measured, estimated or modelled, not “good”");
    assert_load_fails("[format]\ntitle=A\n[measure gas]\nunit=kWh\n",
                      ": [measure gas] needs either column= (the first that is there) or columns= "
                      "(all that are there, added)");
    assert_load_fails("[format]\ntitle=A\nsheet=a\\qb\n",
                      ": [format] sheet: write a backslash as two");
}

static void
test_styles(void)
{
    assert_load_fails("[format]\ntitle=A\n[period]\nstyles=d/m/y|dmy\n",
                      ": [period] “dmy” is not a style of dates; there are y-m-d, yyyymmdd, d/m/y, "
                      "m/d/y, d-mon-y, mon-y, y-mon, y-m, fy, y, excel-serial, excel-month");
}

static void
test_given_twice(void)
{
    assert_load_fails(WHOLE "activity=natural-gas\n",
                      ": activity is both fixed and taken from a column");
    assert_load_fails(WHOLE "[lookup activity]\ncolumn=What\ntable=t.csv\n",
                      ": activity is both looked up and given otherwise");
}

static void
test_braces(void)
{
    g_autoptr(GpFormat) format = load(WHOLE "site={ods_code}-1\n[keep]\nTrust={ods_code}\n");
    g_autofree char *stamp = gp_format_stamp(format);

    g_assert_nonnull(strstr(stamp, "Trust=rwv\n"));
    g_assert_nonnull(strstr(stamp, "site=RWV-1\n"));
    assert_load_fails(WHOLE "[keep]\nTrust={icb}\n",
                      " needs to know {icb}; give it under [trust] in greenplan.ini, or with "
                      "--input by --ods-code");
}

static void
test_lookup_table(void)
{
    const char *ini = "[format]\ntitle=A\n[columns]\nquantity=kWh\nperiod=Date\n"
                      "[lookup activity]\ncolumn=What\ntable=t.csv\n";
    g_autofree char *path = write_text("t.csv", "text,activity,reason\nGas,natural-gas,\n"
                                                "Pay,skip,\n");
    g_autofree char *message = g_strdup_printf("%s:3: a row that says “skip” needs a reason", path);
    g_autofree char *ini_path = write_text("own.ini", ini);
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_format_load(ini_path, NULL, &error));
    g_assert_cmpstr(error->message, ==, message);
    g_free(write_text("t.csv", "text,activity\nGas,natural-gas\n gas ,coal\n"));
    g_clear_error(&error);
    g_assert_null(gp_format_load(ini_path, NULL, &error));
    g_assert_true(g_str_has_suffix(error->message, "t.csv:3: this text is in the table twice"));
    g_free(write_text("t.csv", "text,site\nGas,natural-gas\n"));
    g_clear_error(&error);
    g_assert_null(gp_format_load(ini_path, NULL, &error));
    g_assert_true(g_str_has_suffix(error->message,
                                   "t.csv: the table needs the columns “text” and “activity”"));
    assert_load_fails("[format]\ntitle=A\n[lookup activity]\ncolumn=What\ntable=../t.csv\n",
                      ": [lookup activity] needs column= and table=, a CSV file beside the format");
    assert_load_fails("[format]\ntitle=A\n[lookup period]\ncolumn=What\ntable=t.csv\n",
                      ": [lookup period]: only activity, unit, site, department, role and quality "
                      "can be looked up");
}

/* Whether a change of the table changes the stamp. */
static char *
stamp_with(const char *table)
{
    g_autoptr(GpFormat) format = NULL;

    g_free(write_text("t.csv", table));
    format = load("# a comment\n[format]\ntitle=A\n[columns]\nquantity=kWh\n"
                  "[lookup activity]\ncolumn=What\ntable=t.csv\n");

    return gp_format_stamp(format);
}

static void
test_stamp(void)
{
    g_autoptr(GpFormat) format = load(WHOLE);
    g_autoptr(GpFormat) renamed = load("# other\n[format]\ntitle=Invoices\n"
                                       "[columns]\nperiod=Date\nactivity=What\nquantity=kWh\n"
                                       "[fixed]\nunit=kWh\n");
    g_autofree char *before = gp_format_stamp(format), *same = gp_format_stamp(renamed);
    g_autofree char *one = stamp_with("text,activity\nGas,natural-gas\n");
    g_autofree char *two = stamp_with("text,activity\nGas,coal\n");
    g_autofree char *noted = stamp_with("text,activity,note\nGas,coal,of 2019\n");
    g_autofree char *after = NULL;

    g_assert_cmpstr(before, ==, same);
    g_assert_cmpstr(one, !=, two);
    g_assert_cmpstr(two, ==, noted);
    g_assert_true(gp_format_set(format, "styles", "d/m/y", NULL));
    after = gp_format_stamp(format);
    g_assert_cmpstr(before, !=, after);
}

static void
assert_set_fails(GpFormat *format, const char *key, const char *value, const char *message)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_format_set(format, key, value, &error));
    g_assert_cmpstr(error->message, ==, message);
}

static void
test_set(void)
{
    g_autoptr(GpFormat) format = load(WHOLE);
    g_autoptr(GpFormat) wide = load("[format]\ntitle=Wide\n[columns]\nperiod=Date\n"
                                    "[measure coal]\ncolumn=A\nunit=kWh\n");

    g_assert_true(gp_format_has_setting("styles"));
    g_assert_false(gp_format_has_setting("quantity"));
    g_assert_true(gp_format_set(format, "activity", "natural-gas", NULL));
    g_assert_true(gp_format_set(format, "period", "2019-20", NULL));
    g_assert_true(gp_format_check(format, NULL));
    assert_set_fails(format, "period", "2007-08",
                     "period: “2007-08” could be a month or a financial year; for the financial "
                     "year write it with a stroke, as in 2007/08, and for the month give the days "
                     "in the columns start and end");
    assert_set_fails(format, "encoding", "latin",
                     "encoding must be one of auto, utf-8, windows-1252, not “latin”");
    assert_set_fails(format, "quantity", "kWh", "a source cannot set quantity");
    assert_set_fails(wide, "activity", "coal",
                     "activity cannot be set: the rows of “Wide” have several");
}

static void
assert_check_fails(const char *ini, const char *message)
{
    g_autoptr(GpFormat) format = load(ini);
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_format_check(format, &error));
    g_assert_true(g_str_has_suffix(error->message, message));
}

static void
test_check(void)
{
    assert_check_fails(
        "[format]\ntitle=A\n[columns]\nperiod=Date\nquantity=kWh\n[fixed]\nunit=kWh\n",
        "own.ini does not say what the activity is: write activity= in the settings "
        "of the source");
    assert_check_fails("[format]\ntitle=A\n[columns]\nquantity=kWh\n[fixed]\nunit=kWh\n"
                       "activity=coal\n",
                       "own.ini does not say what the period is: write period= in the settings of "
                       "the source");
    assert_check_fails("[format]\ntitle=A\n[columns]\nperiod=Date\nquantity=kWh\n"
                       "[fixed]\nactivity=coal\n",
                       "own.ini does not say what the unit is: write unit= in the settings of the "
                       "source");
    assert_check_fails(
        "[format]\ntitle=A\n[columns]\nperiod=Date\nquantity=kWh\n[fixed]\nunit=kWh\n"
        "[measure coal]\ncolumn=A\n",
        "own.ini: the quantity must be given in one way: in [columns], as sum= in "
        "[quantity], or by measures");
    assert_check_fails(WHOLE "[measure coal]\ncolumn=A\n",
                       "own.ini: the quantity must be given in one way: in [columns], as sum= in "
                       "[quantity], or by measures");
    assert_check_fails("[format]\ntitle=A\n[columns]\nperiod=Date\nstart=A\nend=B\nactivity=What\n"
                       "quantity=kWh\n[fixed]\nunit=kWh\n",
                       "own.ini: give either period or start and end, not both");
}

/* Every shipped format loads, and lacks nothing but what a source must tell. */
static void
test_shipped(void)
{
    g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
    const char *folder = g_getenv("GP_FORMATS");
    GDir *dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    g_hash_table_insert(texts, (gpointer) "ods_code", (gpointer) "RWV");
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autoptr(GpFormat) format = NULL;
        g_autoptr(GError) error = NULL;

        if (!g_str_has_suffix(name, ".ini"))
            continue;
        format = gp_format_load(path, texts, &error);
        g_assert_no_error(error);
        if (!gp_format_check(format, &error))
            g_assert_true(g_str_has_suffix(error->message, "does not say what the activity is: "
                                                           "write activity= in the settings of the "
                                                           "source"));
        n++;
    }
    g_dir_close(dir);
    g_assert_cmpuint(n, ==, 10);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/format/whole", test_whole);
    g_test_add_func("/format/corrections", test_corrections);
    g_test_add_func("/format/unknown", test_unknown);
    g_test_add_func("/format/twice", test_twice);
    g_test_add_func("/format/words", test_words);
    g_test_add_func("/format/styles", test_styles);
    g_test_add_func("/format/given-twice", test_given_twice);
    g_test_add_func("/format/braces", test_braces);
    g_test_add_func("/format/lookup-table", test_lookup_table);
    g_test_add_func("/format/stamp", test_stamp);
    g_test_add_func("/format/set", test_set);
    g_test_add_func("/format/check", test_check);
    g_test_add_func("/format/shipped", test_shipped);
    status = g_test_run();
    mapping_end();
    return status;
}
