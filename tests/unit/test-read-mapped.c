/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "mapping.h"

#define PLAIN                                                                                      \
    "[format]\ntitle=Bills\n"                                                                      \
    "[columns]\nperiod=Date\nactivity=What\nquantity=Used|kWh\nsite=Place\n"                       \
    "[fixed]\nunit=kWh\n"

static void
assert_messages(const Reading *self, const char *messages)
{
    g_autofree char *got = messages_text(self);

    g_assert_cmpstr(got, ==, messages);
}

static void
test_columns(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN, "place , DATE,what,kWh\nRWV62,2024-06-03,coal,\"1,234.5\"\n");

    assert_read(reading, "2024-06 coal 1234.5 kWh site=RWV62", "");
    assert_counts(reading, "1 1 0 0");
    assert_sums(reading, "1234.5 1234.5 0 0");
    g_assert_cmpstr(gp_unit_name(reading->units, reading->count.unit), ==, "kWh");
}

/* Of several names the first that the file has, whatever the order of its columns. */
static void
test_alternatives(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN, "kWh,Used,Date,What,Place\n1,2,2024-06-03,coal,A\n");

    assert_read(reading, "2024-06 coal 2 kWh site=A", "ignored-column 1:1");
    assert_messages(reading, "1 of 5 columns are not used; “kWh” is the first");
}

static void
test_header_is_found(void)
{
    const char *ini =
        "[format]\ntitle=Bills\nheader=Date|kWh\n[columns]\nperiod=Date\nquantity=kWh\n"
        "[fixed]\nunit=kWh\nactivity=coal\n";
    g_autoptr(Reading) reading = read_by(
        ini, "Report of bills,,\n,,\nDate,of,nothing\nDate,\"k\nWh\",kWh\n2024-06-03,x,5\n");

    assert_read(reading, "2024-06 coal 5 kWh", "ignored-column 4:2");
}

static void
test_comments_before_the_header(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN, "# a comment, with a comma\n\nDate,What,kWh,Place\n2024-06-03,coal,5,\n");

    assert_read(reading, "2024-06 coal 5 kWh", "");
}

static void
test_missing_column(void)
{
    g_autoptr(Reading) reading = read_by(PLAIN, "Date,What,MWh,Place\n2024-06-03,coal,5,A\n");
    g_autoptr(Reading) settable = read_by(PLAIN, "Date,What,kWh\n2024-06-03,coal,5\n");
    g_autoptr(Reading) headless =
        read_by("[format]\ntitle=Bills\nheader=Meter\n[columns]\nperiod=Date\nquantity=kWh\n"
                "[fixed]\nunit=kWh\nactivity=coal\n",
                "Date,kWh\n2024-06-03,5\n");

    assert_refused(reading, "in.csv: this is not “Bills”: there is none of the columns “Used”, "
                            "“kWh”; there are: Date, What, MWh, Place");
    assert_refused(settable, "in.csv: this is not “Bills”: there is no column “Place”; there are: "
                             "Date, What, kWh; or write site= in the settings of the source");
    assert_refused(headless, "in.csv: this is not “Bills”: none of the first 30 rows has the "
                             "column “Meter”");
}

static void
test_column_twice(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN, "Date,What,kWh,Place,place\n2024-06-03,coal,5,A,B\n");

    assert_refused(reading, "in.csv:1: the column “place” is there twice, so that it is not sure "
                            "which is meant");
}

static void
test_optional_column(void)
{
    g_autoptr(Reading) reading = read_by("[format]\ntitle=Bills\noptional=site\n"
                                         "[columns]\nperiod=Date\nquantity=kWh\nsite=Place\n"
                                         "[fixed]\nunit=kWh\nactivity=coal\n",
                                         "Date,kWh\n2024-06-03,5\n");

    assert_read(reading, "2024-06 coal 5 kWh", "");
}

static void
test_empty_file(void)
{
    g_autoptr(Reading) empty = read_by(PLAIN, "");
    g_autoptr(Reading) header = read_by(PLAIN, "Date,What,kWh,Place\n");

    assert_refused(empty, "in.csv: the file is empty");
    assert_read(header, "", "");
    assert_counts(header, "0 0 0 0");
}

static void
test_source_sets(void)
{
    g_autoptr(GpFormat) format = load(PLAIN);
    g_autoptr(Reading) reading = NULL;

    g_assert_true(gp_format_set(format, "activity", "natural-gas", NULL));
    g_assert_true(gp_format_set(format, "site", "RWV62", NULL));
    g_assert_true(gp_format_set(format, "quality", "estimated", NULL));
    g_assert_true(gp_format_set(format, "unit", "MWh", NULL));
    reading = read_bytes_by(format, BYTES("Date,What,kWh\n2024-06-03,coal,5\n"));
    assert_read(reading, "2024-06 natural-gas 5 MWh site=RWV62 quality=estimated",
                "ignored-column 1:2");
}

static void
test_names_are_tidied(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN, "Date,What,kWh,Place\n 2024-06-03 ,coal,5,\" North\xc2\xa0 wing\n2\"\n");

    assert_read(reading, "2024-06 coal 5 kWh site=North wing 2", "");
}

/* --- Rows ------------------------------------------------------------------------------------- */

static void
test_refused_rows(void)
{
    g_autoptr(Reading) reading = read_by(PLAIN, "Date,What,kWh,Place\n"
                                                "2024-06-03,coal,5,A\n"
                                                "2024-06-31,coal,6,A\n"
                                                "2024-06-03,unicorns,7,A\n"
                                                "2024-06-03,coal,8 kWh,A\n"
                                                "2024-06-03,coal,9\n"
                                                "2024-06-03,coal,10,A,B\n"
                                                "2024-06-03,coal,\"11\"x,A\n"
                                                "2024-06-03,coal,12,A,\n"
                                                ",,,\n");

    assert_read(reading, "2024-06 coal 17 kWh site=A x2",
                "bad-period 3:1\nunknown-activity 4:2\nbad-quantity 5:3\n"
                "wrong-number-of-fields 6:3\nwrong-number-of-fields 7:4\nbad-quote 8:3\n"
                "blank-row 10:0");
    assert_counts(reading, "8 2 0 6");
    /* columns of rows of another width may be shifted: what they hold is not known */
    assert_sums(reading, "30 17 0 13");
}

static void
test_open_quote(void)
{
    g_autoptr(Reading) reading = read_by(PLAIN, "Date,What,kWh,Place\n2024-06-03,coal,5,\"A\n"
                                                "2024-06-03,coal,6,B\n");

    assert_read(reading, "2024-06 coal 6 kWh site=B", "open-quote 2:4");
    assert_counts(reading, "2 1 0 1");
}

static void
test_skip_and_keep(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN "[skip]\nPlace=Grand Total|* Result\n[keep]\nTrust|Org={ods_code}\n",
                "Date,What,kWh,Place,Org\n"
                "2024-06-03,coal,1,A,RWV\n"
                "2024-06-03,coal,2,A,R1A\n"
                "2024-06-03,coal,4,grand  total,RWV\n"
                "2024-06-03,coal,8,RWV Result,RWV\n"
                "nonsense,unicorns,16,,r1a\n"
                "2024-06-03,coal,32,A, rwv \n");

    assert_read(reading, "2024-06 coal 33 kWh site=A x2", "");
    assert_counts(reading, "6 2 4 0");
    assert_sums(reading, "63 33 30 0");
}

static void
test_nothing_kept(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN "[keep]\nPlace={ods_code}\n", "Date,What,kWh,Place\n2024-06-03,coal,1,A\n");

    assert_read(reading, "", "nothing-kept 0:0");
    assert_counts(reading, "1 0 1 0");
}

static void
test_empty_pattern(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN "[skip]\nPlace=\n",
                "Date,What,kWh,Place\n2024-06-03,coal,1,A\n2024-06-03,coal,2, \n");

    assert_read(reading, "2024-06 coal 1 kWh site=A", "");
    assert_counts(reading, "2 1 1 0");
}

static void
test_negate(void)
{
    g_autoptr(Reading) reading =
        read_by(PLAIN "[negate]\nPlace=CR|Credit*\n",
                "Date,What,kWh,Place\n2024-06-03,coal,10,A\n2024-06-03,coal,3,Credit note\n");

    assert_read(reading, "2024-06 coal -3 kWh site=Credit note\n2024-06 coal 10 kWh site=A", "");
    assert_sums(reading, "7 7 0 0");
}

/* --- Lookups ---------------------------------------------------------------------------------- */

#define LOOKED_UP                                                                                  \
    "[format]\ntitle=Spend\n[columns]\nperiod=Date\nquantity=Amount\n[fixed]\nunit=GBP\n"          \
    "[lookup activity]\ncolumn=Type\ntable=table.csv\n"

#define TYPES                                                                                      \
    "text,activity,reason\nDrugs,spend-drugs,\n*drugs*,spend-other-drugs,\nBank*,skip,pay\n"       \
    "Agency*,skip,pay\nRates,skip,a tax\nOdd,unicorns,\n"

static void
test_lookup(void)
{
    g_autoptr(Reading) reading = read_with_table(TYPES, LOOKED_UP,
                                                 "Date,Type,Amount\n"
                                                 "2024-06-03, drugs ,1\n"
                                                 "2024-06-03,Other DRUGS here,2\n"
                                                 "2024-06-03,Bank nurse,4\n"
                                                 "2024-06-03,Agency nurse,8\n"
                                                 "2024-06-03,Rates,16\n"
                                                 "2024-06-03,Unheard of,32\n"
                                                 "2024-06-03,Unheard  of,64\n"
                                                 "2024-06-03,Else,128.55\n"
                                                 "2024-06-03,Odd,256\n"
                                                 "2024-06-03,Rates,\n");

    assert_read(reading, "2024-06 spend-drugs 1 GBP\n2024-06 spend-other-drugs 2 GBP",
                "not-taken 10:0\nunknown-text 7:2\nunknown-text 9:2\nleft-out 4:2\nleft-out 6:2");
    assert_messages(reading,
                    "“unicorns” is none: 1 row, 256.00 in all, refused; this is the first\n"
                    "“Unheard of” is not in the lookup table: 2 rows, 96.00 in all, refused; this "
                    "is the first\n"
                    "“Else” is not in the lookup table: 1 row, 128.55 in all, refused; this is the "
                    "first\n"
                    "2 rows, 12.00 in all, left out: pay\n"
                    "2 rows, 16.00 in all, left out: a tax");
    assert_counts(reading, "10 2 4 4");
    assert_sums(reading, "511.55 3 28 480.55");
}

static void
test_otherwise(void)
{
    const char *text = "Date,Type,Amount\n2024-06-03,Drugs,1\n2024-06-03,Else,2\n";
    g_autoptr(Reading) left_out = read_with_table(TYPES, LOOKED_UP "otherwise=skip\n", text);
    g_autoptr(Reading) key = read_with_table(TYPES, LOOKED_UP "otherwise=spend-rest\n", text);

    assert_read(left_out, "2024-06 spend-drugs 1 GBP", "left-out 3:2");
    assert_counts(left_out, "2 1 1 0");
    assert_read(key, "2024-06 spend-drugs 1 GBP\n2024-06 spend-rest 2 GBP", "");
}

/* Ten thousand texts do not make ten thousand lines. */
static void
test_many_unknown_texts(void)
{
    g_autoptr(GString) text = g_string_new("Date,Type,Amount\n");
    g_autoptr(Reading) reading = NULL;

    for (int i = 0; i < 10000; i++)
        g_string_append_printf(text, "2024-06-03,type %d,1\n", i);
    reading = read_with_table(TYPES, LOOKED_UP, text->str);
    assert_counts(reading, "10000 0 0 10000");
    g_assert_cmpuint(gp_issue_list_size(reading->issues), ==, 41);
    g_assert_cmpstr(gp_issue_list_get(reading->issues, 40)->message, ==,
                    "the same for 9960 other texts: 9960 rows, 9,960.00 in all");
}

#define CLAIMS                                                                                     \
    "[format]\ntitle=Claims\n[columns]\nperiod=Date\nquantity=Miles\n[fixed]\nunit=mile\n"         \
    "[lookup activity]\ncolumn=Vehicle|Fuel\nand=Fuel\nnumber=Engine\nstrip=cc|l\n"                \
    "table=table.csv\n"

#define CARS                                                                                       \
    "text,from,to,activity\nCar / Petrol,,,car-petrol\nCar / Petrol,,1400,car-small-petrol\n"      \
    "Car / Petrol,1401,,car-medium-petrol\nPetrol,,,car-petrol\nBicycle,,,bicycle\n"

static void
test_two_texts_and_a_number(void)
{
    g_autoptr(Reading) reading = read_with_table(CARS, CLAIMS,
                                                 "Date,Vehicle,Fuel,Engine,Miles\n"
                                                 "2024-06-03,Car,Petrol,1400,1\n"
                                                 "2024-06-03,Car,Petrol,\"1,598cc\",2\n"
                                                 "2024-06-03,Car,Petrol,,4\n"
                                                 "2024-06-03,Car,Petrol,unknown,8\n"
                                                 "2024-06-03,bicycle,,,16\n");
    g_autoptr(Reading) one =
        read_with_table(CARS, CLAIMS, "Date,Fuel,Miles\n2024-06-03,Petrol,5\n");

    assert_read(reading,
                "2024-06 bicycle 16 mile\n2024-06 car-medium-petrol 2 mile\n"
                "2024-06 car-petrol 12 mile x2\n2024-06 car-small-petrol 1 mile",
                "");
    assert_read(one, "2024-06 car-petrol 5 mile", "");
}

static void
test_quality_lookup(void)
{
    g_autoptr(Reading) reading = read_with_table(
        "text,quality\nA*,measured\nE,estimated\n",
        PLAIN "[lookup quality]\ncolumn=Type\ntable=table.csv\notherwise=\n",
        "Date,What,kWh,Place,Type\n2024-06-03,coal,1,,Actual\n2024-06-03,coal,2,,e\n"
        "2024-06-03,coal,4,,?\n");

    assert_read(reading,
                "2024-06 coal 1 kWh quality=measured\n2024-06 coal 2 kWh quality=estimated\n"
                "2024-06 coal 4 kWh",
                "");
}

/* What the format itself says wrongly is told once. */
static void
test_wrong_format(void)
{
    g_autoptr(Reading) activity =
        read_by("[format]\ntitle=A\n[columns]\nperiod=Date\nquantity=kWh\n"
                "[fixed]\nunit=kWh\nactivity=unicorns\n",
                "Date,kWh\n2024-06-03,1\n2024-06-04,2\n");
    g_autoptr(Reading) unit = read_by("[format]\ntitle=A\n[columns]\nperiod=Date\nquantity=kWh\n"
                                      "[fixed]\nunit=parsecs\nactivity=coal\n",
                                      "Date,kWh\n2024-06-03,1\n2024-06-04,2\n");

    assert_read(activity, "", "not-taken 2:0");
    assert_counts(activity, "2 0 0 2");
    assert_sums(activity, "3 0 0 3");
    assert_messages(unit,
                    "“parsecs” is not a known unit: 2 rows, 3.00 in all, refused; this is the "
                    "first");
}

/* --- Several quantities in a row ----------------------------------------------------------------
 */

#define WIDE                                                                                       \
    "[format]\ntitle=Wide\noptional=peat\n[columns]\nperiod=Date\nsite=Place\n"                    \
    "[quantity]\nempty=N/A\n"                                                                      \
    "[measure coal]\ncolumn=Coal|Old coal\nunit=kWh\n"                                             \
    "[measure power]\ncolumns=Power A|Power B|Power C\nunit=kWh\n"                                 \
    "[measure peat]\ncolumn=Peat\nunit=tonne\n"

static void
test_measures(void)
{
    g_autoptr(Reading) reading = read_by(WIDE, "Date,Place,Old coal,Power C,Power A\n"
                                               "2024-06-03,A,1,2,4\n"
                                               "2024-06-03,B,N/A,8,\n"
                                               "2024-06-03,C,,N/A,\n"
                                               "2024-06-03,D,x,16,x\n"
                                               "2024-06-03,E,x,32,\n");

    assert_read(reading,
                "2024-06 coal 1 kWh site=A\n2024-06 power 32 kWh site=E\n"
                "2024-06 power 6 kWh site=A\n2024-06 power 8 kWh site=B",
                "missing-measure 1:0\nbad-quantity 5:3\nbad-quantity 5:5\nbad-quantity 6:3");
    g_assert_cmpstr(gp_issue_list_get(reading->issues, 0)->message, ==,
                    "the file has no column for peat");
    assert_counts(reading, "5 3 1 1");
}

static void
test_missing_measures(void)
{
    g_autoptr(Reading) one = read_by(WIDE, "Date,Place,Coal\n2024-06-03,A,1\n");
    g_autoptr(Reading) all =
        read_by("[format]\ntitle=Wide\noptional=coal|peat\n"
                "[columns]\nperiod=Date\n[measure coal]\ncolumn=Coal\nunit=kWh\n"
                "[measure peat]\ncolumn=Peat\nunit=kWh\n",
                "Date,Gas\n2024-06-03,1\n");

    assert_refused(one, "in.csv: this is not “Wide”: there is none of the columns “Power A”, "
                        "“Power B”, “Power C”; there are: Date, Place, Coal");
    assert_refused(all, "in.csv: this is not “Wide”: there is none of the columns “Coal”, “Peat”; "
                        "there are: Date, Gas");
}

#define HALF_HOURS                                                                                 \
    "[format]\ntitle=Half hours\n[columns]\nperiod=Date\n[fixed]\nactivity=coal\nunit=kWh\n"       \
    "[quantity]\nsum=#:#|HH#\nexpects=3\nempty=N/A\n"

static void
test_sum(void)
{
    g_autoptr(Reading) reading = read_by(HALF_HOURS, "Date,00:00,00:30,01:00,01:00,Total,HH\n"
                                                     "2024-06-03,1,2,4,8,99,99\n"
                                                     "2024-06-04,1,,4,,99,99\n"
                                                     "2024-06-05,N/A,,,,99,99\n"
                                                     "2024-06-06,1,x,4,8,99,99\n");

    assert_read(reading, "2024-06 coal 20 kWh x2",
                "ignored-column 1:6\nbad-quantity 5:3\nincomplete-row 3:0");
    assert_counts(reading, "4 2 1 1");
    g_assert_cmpstr(gp_issue_list_get(reading->issues, 2)->message, ==,
                    "1 rows have fewer than 3 figures; this is the first, it has 2");
}

/* --- Corrections and the year of a file ------------------------------------------------------- */

static Reading *
read_called(const char *name, const char *ini)
{
    g_autoptr(GpFormat) format = load(ini);
    g_autofree char *path = write_text("in.bytes", "kWh\n1\n");
    GpReadRules rules = plain_rules;

    rules.name = name;
    return read_formatted(path, format, &rules);
}

static void
assert_year(const char *name, int fy)
{
    g_autoptr(Reading) reading =
        read_called(name, "[format]\ntitle=A\n[columns]\nquantity=kWh\n"
                          "[fixed]\nperiod=from-name\nactivity=coal\nunit=kWh\n");

    g_assert_no_error(reading->error);
    g_assert_cmpint(gp_fy_of_day(reading->count.days.first), ==, fy);
    g_assert_cmpint(reading->count.days.last - reading->count.days.first, >=, 364);
}

static void
assert_no_year(const char *name, const char *message)
{
    g_autoptr(Reading) reading =
        read_called(name, "[format]\ntitle=A\n[columns]\nquantity=kWh\n"
                          "[fixed]\nperiod=from-name\nactivity=coal\nunit=kWh\n");

    assert_refused(reading, message);
}

static void
test_year_from_name(void)
{
    assert_year("eric-2014-15-site.csv", 2014);
    assert_year("ERIC - 201819 - TrustData v4.csv", 2018);
    assert_year("ERIC - 2022_23 - Site data.csv", 2022);
    assert_year("/2001-02/a 2019-20 and again 2019-20.csv", 2019);
    assert_year("20140101 1999-00.csv", 1999);
    assert_no_year(
        "eric-site.csv",
        "the file's name “eric-site.csv” has no financial year, as in "
        "2019-20; write period= in the settings of the source, or give --period with the import");
    assert_no_year("eric-2014-16.csv", "the file's name “eric-2014-16.csv” has no financial year, "
                                       "as in 2019-20; write period= in the settings of the "
                                       "source, or give --period with the import");
    assert_no_year(
        "2014-15 to 2015-16.csv",
        "the file's name “2014-15 to 2015-16.csv” has two financial years; write period= "
        "in the settings of the source");
}

/* Reads @text with what a newer delivery speaks of, which is @newer read alike. */
static Reading *
read_superseded(const char *ini, GpCorrections corrections, const char *newer, const char *text)
{
    g_autoptr(GpFormat) format = load(ini);
    GpCoverage *coverage = gp_coverage_new(corrections);
    GpReadRules rules = plain_rules;
    g_autofree char *newer_path = write_text("newer.bytes", newer);
    g_autofree char *older_path = write_text("older.bytes", text);
    g_autoptr(Reading) first = NULL;
    Reading *second;

    rules.spoken_of = coverage;
    rules.covers = gp_format_covers(format);
    first = read_formatted(newer_path, format, &rules);
    g_assert_no_error(first->error);
    rules.spoken_of = NULL;
    rules.newer = coverage;
    second = read_formatted(older_path, format, &rules);
    gp_coverage_free(coverage);
    return second;
}

static void
test_superseded_months(void)
{
    g_autoptr(Reading) reading = read_superseded(
        "[format]\ntitle=Bills\ncovers=month\n[columns]\nperiod=Date\nactivity=What\nquantity=kWh\n"
        "[fixed]\nunit=kWh\n",
        GP_CORRECTIONS_PERIOD, "Date,What,kWh\n2024-06-03,coal,1\n",
        "Date,What,kWh\n2024-05-31,coal,2\n2024-06-01,peat,4\n2024-06-30,coal,8\n2024-07-01,coal,"
        "16\n");

    assert_read(reading, "2024-05 coal 2 kWh\n2024-07 coal 16 kWh", "");
    assert_counts(reading, "4 2 0 0");
    g_assert_cmpuint(reading->count.superseded, ==, 2);
    assert_sums(reading, "30 18 0 0");
}

static void
test_superseded_rows(void)
{
    g_autoptr(Reading) reading = read_superseded(
        "[format]\ntitle=Claims\nkey=Claim|Line\n[columns]\nperiod=Date\nquantity=Miles\n"
        "[fixed]\nunit=mile\nactivity=car\n",
        GP_CORRECTIONS_ROWS, "Date,Claim,Line,Miles\n2024-06-03,7,1,10\n",
        "Date,Claim,Line,Miles\n2024-05-03,7,1,99\n2024-06-03,7,2,4\n2024-06-03,71,,8\n");

    assert_read(reading, "2024-06 car 12 mile x2", "");
    g_assert_cmpuint(reading->count.superseded, ==, 1);
}

/* Where nothing numbers the rows, a row is the same if all of it is; the columns may change places.
 */
static void
test_superseded_by_all_of_it(void)
{
    g_autoptr(Reading) reading = read_superseded(
        "[format]\ntitle=Claims\nkey=*\n[columns]\nperiod=Date\nquantity=Miles\n"
        "[fixed]\nunit=mile\nactivity=car\n",
        GP_CORRECTIONS_ROWS, "Who,Date,Miles,\nAnn,2024-06-03,10,\nBo,2024-06-04,1\n",
        "Date,Who,Miles\n2024-06-03,Ann,10\n2024-06-03,Ann,10\n2024-06-03,Bo,10\n"
        "2024-06-03,Ann,11\n2024-05-03,Ann,10\n");

    assert_read(reading, "2024-05 car 10 mile\n2024-06 car 21 mile x2", "ignored-column 1:2");
    g_assert_cmpuint(reading->count.superseded, ==, 2);
}

static void
test_without_a_format(void)
{
    g_autoptr(Reading) reading = read_text(HEADER "2024-06-03,coal,5,kWh\n");

    assert_read(reading, "2024-06 coal 5 kWh", "");
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mapped/columns", test_columns);
    g_test_add_func("/mapped/alternatives", test_alternatives);
    g_test_add_func("/mapped/header", test_header_is_found);
    g_test_add_func("/mapped/comments", test_comments_before_the_header);
    g_test_add_func("/mapped/missing-column", test_missing_column);
    g_test_add_func("/mapped/column-twice", test_column_twice);
    g_test_add_func("/mapped/optional-column", test_optional_column);
    g_test_add_func("/mapped/empty-file", test_empty_file);
    g_test_add_func("/mapped/source-sets", test_source_sets);
    g_test_add_func("/mapped/names-are-tidied", test_names_are_tidied);
    g_test_add_func("/mapped/refused-rows", test_refused_rows);
    g_test_add_func("/mapped/open-quote", test_open_quote);
    g_test_add_func("/mapped/skip-and-keep", test_skip_and_keep);
    g_test_add_func("/mapped/nothing-kept", test_nothing_kept);
    g_test_add_func("/mapped/empty-pattern", test_empty_pattern);
    g_test_add_func("/mapped/negate", test_negate);
    g_test_add_func("/mapped/lookup", test_lookup);
    g_test_add_func("/mapped/otherwise", test_otherwise);
    g_test_add_func("/mapped/many-unknown-texts", test_many_unknown_texts);
    g_test_add_func("/mapped/two-texts-and-a-number", test_two_texts_and_a_number);
    g_test_add_func("/mapped/quality-lookup", test_quality_lookup);
    g_test_add_func("/mapped/wrong-format", test_wrong_format);
    g_test_add_func("/mapped/measures", test_measures);
    g_test_add_func("/mapped/missing-measures", test_missing_measures);
    g_test_add_func("/mapped/sum", test_sum);
    g_test_add_func("/mapped/year-from-name", test_year_from_name);
    g_test_add_func("/mapped/superseded-months", test_superseded_months);
    g_test_add_func("/mapped/superseded-rows", test_superseded_rows);
    g_test_add_func("/mapped/superseded-by-all-of-it", test_superseded_by_all_of_it);
    g_test_add_func("/mapped/without-a-format", test_without_a_format);
    status = g_test_run();
    mapping_end();
    return status;
}
