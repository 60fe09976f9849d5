/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-factor-check.h"

#define CATALOGUE                                                                                  \
    "activity,title,canonical_unit,scope,category,boundary\n"                                      \
    "heat,Heat,kWh,1,Fuel,ncf\n"                                                                   \
    "power,Power,kWh,2,Power,ncf\n"                                                                \
    "taxi,Taxi,km,3,Travel,plus\n"                                                                 \
    "things,Things,GBP,3,Things,plus\n"
#define COLUMNS                                                                                    \
    "activity,unit,valid_from,valid_to,scope,category,component,kg_co2e,kg_co2,kg_ch4,kg_n2o,"     \
    "reference,provenance\n"
#define SETS "file,publication,publisher,licence,choice,status\n"
#define SOUND_SETS                                                                                 \
    SETS "set.csv,A book,A house,OGL,,\n"                                                          \
         "chosen.csv,A book,A house,OGL,gwp=other,\n"
#define KNOWN "activity,component,unit,from_year,to_year,rule,reason\n"

/* A year of a line: key, unit, year, scope, component, figure. */
#define YEAR(key, unit, year, scope, component, figure)                                            \
    key "," unit "," year "-01-01," year "-12-31," scope ",Kind," component "," figure             \
        ",,,,Page 1,official-copy\n"
#define HEAT(year, figure) YEAR("heat", "kWh", year, "1", "combustion", figure)
#define HEAT_WTT(year, figure) YEAR("heat", "kWh", year, "3", "wtt", figure)
#define TAXI_WTT(year, figure) YEAR("taxi", "km", year, "3", "wtt", figure)
#define OTHER(unit, year, figure) YEAR("ukgov.fuel", unit, year, "1", "combustion", figure)

/* An invented library, and what the gate says of it. */
typedef struct {
    char *folder;
    GpUnitTable *units;
    GPtrArray *own, *known; /* (element-type utf8) paths, ended by NULL */
    GpIssueList *issues;
    GpFactorCheckCount count;
    GError *error;
} Gate;

static char *
put(Gate *self, const char *name, const char *text)
{
    char *path = g_build_filename(self->folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void
put_shipped(Gate *self, const char *name, const char *text)
{
    g_autofree char *path = put(self, name, text);

    g_assert_nonnull(path);
}

static Gate *
gate_new(void)
{
    g_autofree char *units = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GpCsvTable) table = gp_csv_table_load(units, NULL);
    Gate *self = g_new0(Gate, 1);

    self->units = gp_unit_table_new();
    g_assert_true(gp_unit_table_add(self->units, table, NULL));
    self->own = g_ptr_array_new_with_free_func(g_free);
    self->known = g_ptr_array_new_with_free_func(g_free);
    self->issues = gp_issue_list_new();
    self->folder = g_dir_make_tmp("gp-check-XXXXXX", NULL);
    put_shipped(self, "activities.csv", CATALOGUE);
    put_shipped(self, "sets.csv", SOUND_SETS);
    put_shipped(self, "set.csv", COLUMNS);
    put_shipped(self, "chosen.csv", COLUMNS);
    put_shipped(self, "curated.csv",
                "activity,component,scope,category,key,first_year,last_year,units\n");
    put_shipped(self, "deflators.csv", "deflator,year,index\n");
    put_shipped(self, "densities.csv", "activity,of,unit,kg_per_unit,source\n");
    put_shipped(self, "revisions.csv", "activity,component,unit,year,reason\n");
    put_shipped(self, "unusable.csv", "activity,reason\n");
    return self;
}

static void
gate_free(Gate *self)
{
    const char *name;
    GDir *folder = g_dir_open(self->folder, 0, NULL);

    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(self->folder, name, NULL);

        g_unlink(path);
    }
    g_dir_close(folder);
    g_rmdir(self->folder);
    g_free(self->folder);
    gp_unit_table_free(self->units);
    g_ptr_array_unref(self->own);
    g_ptr_array_unref(self->known);
    gp_issue_list_free(self->issues);
    g_clear_error(&self->error);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gate, gate_free)

static gboolean
gate_check(Gate *self, const char *folder)
{
    const GpFactorCheckOptions options = {folder, self->units,
                                          (const char *const *)self->own->pdata,
                                          (const char *const *)self->known->pdata};

    g_ptr_array_add(self->own, NULL);
    g_ptr_array_add(self->known, NULL);
    return gp_factor_check(&options, self->issues, &self->count, &self->error);
}

/* `slip set.csv:5, jump set.csv:3` */
static char *
codes(const Gate *self)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < gp_issue_list_size(self->issues); i++) {
        const GpIssue *issue = gp_issue_list_get(self->issues, i);
        g_autofree char *name = g_path_get_basename(issue->file == NULL ? "-" : issue->file);

        g_assert_cmpint(issue->severity, ==, GP_SEVERITY_ERROR);
        g_string_append_printf(text, "%s%s %s:%u", i == 0 ? "" : ", ", issue->code, name,
                               (guint)issue->line);
    }
    return g_string_free(text, FALSE);
}

static void
assert_codes(Gate *self, const char *expected)
{
    g_autofree char *got = NULL;

    gate_check(self, self->folder);
    g_assert_no_error(self->error);
    got = codes(self);
    g_assert_cmpstr(got, ==, expected);
    g_assert_cmpuint(self->count.n_faults, ==, gp_issue_list_size(self->issues));
}

static void
assert_message(const Gate *self, guint index, const char *expected)
{
    g_assert_cmpuint(index, <, gp_issue_list_size(self->issues));
    g_assert_cmpstr(gp_issue_list_get(self->issues, index)->message, ==, expected);
}

/* Each case: the rows of set.csv, and the codes of what is found. */
typedef struct {
    const char *rows;
    const char *expected;
} Case;

static void
check_cases(const Case *cases, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr(Gate) gate = gate_new();
        g_autofree char *text = g_strconcat(COLUMNS, cases[i].rows, NULL);

        put_shipped(gate, "set.csv", text);
        assert_codes(gate, cases[i].expected);
    }
}

#define CHECK_CASES(cases) check_cases(cases, G_N_ELEMENTS(cases))

static char *
own_file(Gate *self, const char *rows)
{
    g_autofree char *text = g_strconcat("activity,unit,component,kg_co2e,reference\n", rows, NULL);

    return put(self, "own.csv", text);
}

/* ---- the slip another tool shipped for years ---- */

#define TAXI                                                                                       \
    TAXI_WTT("2018", "0.053")                                                                      \
    TAXI_WTT("2019", "0.4706") TAXI_WTT("2020", "0.0521") TAXI_WTT("2021", "0.0509")

static void
test_taxi(void)
{
    g_autoptr(Gate) gate = gate_new();

    put_shipped(gate, "set.csv", COLUMNS TAXI);
    assert_codes(gate, "slip set.csv:3, jump set.csv:3, jump set.csv:4");
    assert_message(gate, 0,
                   "taxi, well-to-tank (wtt), per km, 2019: 0.4706 kg CO2e is about 10 times the "
                   "0.0521 that is usual in the other years (0.0509 to 0.053): a decimal point or "
                   "a unit may have slipped; correct it, or list it in known-jumps.csv with the "
                   "reason");
    g_assert_cmpuint(gate->count.n_factors, ==, 4);
}

static void
test_slip(void)
{
    static const Case cases[] = {
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "2"), ""},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "20"), ""}, /* which of the two? */
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "16") OTHER("kWh", "2020", "2"),
         "slip set.csv:3"},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "24") OTHER("kWh", "2020", "2"),
         "slip set.csv:3"},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "15.9") OTHER("kWh", "2020", "2"), ""},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "24.1") OTHER("kWh", "2020", "2"), ""},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "200") OTHER("kWh", "2020", "2"),
         "slip set.csv:3"},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "2000") OTHER("kWh", "2020", "2"),
         "slip set.csv:3"},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "0.2") OTHER("kWh", "2020", "2"),
         "slip set.csv:3"},
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "0.002") OTHER("kWh", "2020", "2"),
         "slip set.csv:3"},
        /* publication keys may move, and have blanks written as 0 */
        {OTHER("kWh", "2018", "2") OTHER("kWh", "2019", "6") OTHER("kWh", "2020", "0"), ""},
    };

    CHECK_CASES(cases);
}

/* ---- rules about one row ---- */

#define GASES(total, co2, ch4, n2o)                                                                \
    "ukgov.fuel,kWh,2020-01-01,2020-12-31,1,Kind,combustion," total "," co2 "," ch4 "," n2o        \
    ",Page 1,official-copy\n"

static void
test_gases(void)
{
    static const Case cases[] = {
        {GASES("1", "0.8", "0.15", "0.05"), ""},
        {GASES("1", "0.8", "", "0.05"), ""},
        {GASES("0.1", "0.08", "0.01", "0.01002"), ""},
        {GASES("0.1", "0.08", "0.01", "0.01003"), "gases set.csv:2"},
        {GASES("0.1", "0.08", "0.01", "0.00997"), "gases set.csv:2"},
        {GASES("3000", "2990", "8", "2.03"), ""},
        {GASES("3000", "2990", "8", "2.031"), "gases set.csv:2"},
        {GASES("-1", "-1", "0", "0"), "negative set.csv:2"},
        {GASES("1", "1.1", "-0.1", "0"), "negative set.csv:2"},
    };

    CHECK_CASES(cases);
}

#define ROW(from, to, reference, provenance)                                                       \
    "ukgov.fuel,kWh," from "," to ",1,Kind,combustion,1,,,," reference "," provenance "\n"

static void
test_row(void)
{
    static const Case cases[] = {
        {ROW("2020-01-01", "2021-12-31", "Page 1", "secondary"), ""},
        {ROW("2020-01-01", "2021-12-31", "", "secondary"), "reference set.csv:2"},
        {ROW("2020-01-01", "2021-12-31", "Page 1", ""), "reference set.csv:2"},
        {ROW("2020-04-01", "2021-12-31", "Page 1", "secondary"), "validity set.csv:2"},
        {ROW("2020-01-01", "2021-03-31", "Page 1", "secondary"), "validity set.csv:2"},
        {ROW("2020-01-01", "2021-12-31", "Page 1", "secondary")
             ROW("2021-01-01", "2022-12-31", "Page 1", "secondary"),
         "overlap set.csv:3"},
        {ROW("2020-01-01", "2020-12-31", "Page 1", "secondary")
             ROW("2020-01-01", "2020-12-31", "Page 1", "secondary"),
         "overlap set.csv:3"},
    };

    CHECK_CASES(cases);
}

static void
test_licence(void)
{
    g_autoptr(Gate) gate = gate_new();

    put_shipped(gate, "sets.csv", SETS "set.csv,A book,,OGL,,\nchosen.csv,A book,A house,,x=y,\n");
    assert_codes(gate, "licence sets.csv:2, licence sets.csv:3");
    assert_message(gate, 0,
                   "set.csv: the column publisher is empty; fill it, so that everyone knows whose "
                   "figures these are and on what terms they may be used");
}

/* ---- rules about a line ---- */

static void
test_jump(void)
{
    static const Case cases[] = {
        {TAXI_WTT("2018", "1") TAXI_WTT("2019", "1.5"), ""},
        {TAXI_WTT("2018", "1") TAXI_WTT("2019", "1.501"), "jump set.csv:3"},
        {TAXI_WTT("2018", "1") TAXI_WTT("2019", "0.65"), ""},
        {TAXI_WTT("2018", "1") TAXI_WTT("2019", "0.649"), "jump set.csv:3"},
        {TAXI_WTT("2019", "4") TAXI_WTT("2018", "1"), "jump set.csv:2"},
        {YEAR("things", "GBP", "2018", "3", "", "1") YEAR("things", "GBP", "2019", "3", "", "3"),
         ""},
        {YEAR("things", "GBP", "2018", "3", "", "1") YEAR("things", "GBP", "2019", "3", "", "3.1"),
         "jump set.csv:3"},
        {OTHER("kWh", "2018", "1") OTHER("kWh", "2019", "4"), ""},
    };

    CHECK_CASES(cases);
}

#define FUEL(year, figure, co2)                                                                    \
    "heat,kWh," year "-01-01," year "-12-31,1,Kind,combustion," figure "," co2                     \
    ",,,Page 1,copy\n" HEAT_WTT(year, "0.1")

/* Its carbon does not change much: CO2 is most of it, so a tighter bound holds. */
static void
test_jump_of_fuel(void)
{
    static const Case cases[] = {
        {FUEL("2018", "1", "0.9") FUEL("2019", "1.1", "1"), ""},
        {FUEL("2018", "1", "0.9") FUEL("2019", "1.11", "1"), "jump set.csv:4"},
        {FUEL("2018", "1", "0.9") FUEL("2019", "0.89", "0.8"), "jump set.csv:4"},
        {FUEL("2018", "1", "0.2") FUEL("2019", "1.3", "0.3"), ""}, /* wood: methane varies */
    };

    CHECK_CASES(cases);
}

static void
test_zero(void)
{
    static const Case cases[] = {
        {TAXI_WTT("2018", "0") TAXI_WTT("2019", "0"), ""},
        {TAXI_WTT("2018", "1") TAXI_WTT("2019", "0") TAXI_WTT("2020", "1"), "zero set.csv:3"},
        {TAXI_WTT("2018", "1") TAXI_WTT("2019", "0"), "zero set.csv:3"},
        {TAXI_WTT("2018", "0") TAXI_WTT("2019", "1"), "zero set.csv:2"},
        {OTHER("kWh", "2018", "1") OTHER("kWh", "2019", "0") OTHER("kWh", "2020", "1"), ""},
    };

    CHECK_CASES(cases);
}

/* ---- rules about two lines ---- */

static void
test_well_to_tank(void)
{
    static const Case cases[] = {
        {HEAT("2018", "1") HEAT_WTT("2018", "1"), ""},
        {HEAT("2018", "1") HEAT_WTT("2018", "1.1"), "wtt set.csv:3"},
        {HEAT("2018", "1") HEAT_WTT("2018", "0.1") HEAT("2019", "1"), "no-wtt set.csv:4"},
        {HEAT("2018", "0"), ""},
        {YEAR("power", "kWh", "2018", "2", "generation", "1")
             YEAR("power", "kWh", "2018", "3", "wtt", "2"),
         "wtt set.csv:3"},
        {YEAR("power", "kWh", "2018", "2", "generation", "1")
             YEAR("power", "kWh", "2018", "1", "combustion", "0")
                 YEAR("power", "kWh", "2018", "3", "wtt", "0.9"),
         ""},
        {YEAR("taxi", "km", "2018", "3", "td", "1") YEAR("taxi", "km", "2018", "3", "wtt-td", "2"),
         "wtt set.csv:3"},
        {YEAR("taxi", "km", "2018", "3", "combustion", "1"), ""}, /* scope 3 may do without */
    };

    CHECK_CASES(cases);
}

static void
test_units(void)
{
    static const Case cases[] = {
        {OTHER("kWh", "2018", "0.18") OTHER("kWh-net", "2018", "0.2"), ""},
        {OTHER("kWh", "2018", "0.2") OTHER("kWh-net", "2018", "0.18"), "net-below-gross set.csv:3"},
        {OTHER("kWh", "2018", "0.2") OTHER("kWh-net", "2018", "0.2"), "net-below-gross set.csv:3"},
        {OTHER("kWh", "2018", "0.0002") OTHER("kWh-net", "2018", "0.0002"), ""},
        {OTHER("km", "2018", "0.1") OTHER("mile", "2018", "0.16093"), ""},
        {OTHER("km", "2018", "0.16093") OTHER("mile", "2018", "0.1"), "unit-slip set.csv:3"},
        {OTHER("km", "2018", "0.1") OTHER("mile", "2018", "0.1"), "unit-slip set.csv:3"},
        {OTHER("km", "2018", "0.0041") OTHER("mile", "2018", "0.00664"), ""}, /* rounded */
        {OTHER("km", "2018", "0.0041") OTHER("mile", "2018", "0.00666"), "unit-slip set.csv:3"},
        {OTHER("kg", "2018", "2") OTHER("tonne", "2018", "2000"), ""},
        {OTHER("kg", "2018", "2") OTHER("tonne", "2018", "2"), "unit-slip set.csv:3"},
        {OTHER("litre", "2018", "2") OTHER("m3", "2018", "2010"), "unit-slip set.csv:3"},
        {OTHER("kWh", "2018", "0.2") OTHER("MWh", "2018", "200"), ""},
        {OTHER("kWh", "2018", "0.2") OTHER("MWh", "2019", "0.2"), ""},
        {OTHER("kWh", "2018", "0.2") OTHER("litre", "2018", "7"), ""},
    };

    CHECK_CASES(cases);
}

/* ---- what goes round the default library ---- */

static void
test_curated_name_first(void)
{
    g_autoptr(Gate) gate = gate_new();

    put_shipped(gate, "set.csv",
                COLUMNS YEAR("ukgov.a-taxi", "km", "2018", "3", "combustion", "1")
                    YEAR("ukgov.a-taxi", "km", "2019", "3", "combustion", "10")
                        YEAR("ukgov.a-taxi", "km", "2020", "3", "combustion", "1"));
    put_shipped(gate, "curated.csv",
                "activity,component,scope,category,key,first_year,last_year,units\n"
                "taxi,combustion,3,Travel,ukgov.a-taxi,,,\n");
    put_shipped(gate, "known-jumps.csv", KNOWN "taxi,combustion,km,2018,2020,jump,it moves\n");
    assert_codes(gate, "slip set.csv:3");
    g_assert_true(g_str_has_prefix(gp_issue_list_get(gate->issues, 0)->message, "taxi, combus"));
    g_assert_cmpuint(gate->count.n_known, ==, 2);
}

/* Sets that wait for a choice pass the same gate. */
static void
test_choice(void)
{
    g_autoptr(Gate) gate = gate_new();

    put_shipped(gate, "set.csv", COLUMNS TAXI_WTT("2018", "1"));
    put_shipped(gate, "chosen.csv",
                COLUMNS TAXI_WTT("2018", "1") TAXI_WTT("2019", "1.6") TAXI_WTT("2020", "-1"));
    assert_codes(gate, "negative chosen.csv:4, jump chosen.csv:3");
    g_assert_cmpuint(gate->count.n_factors, ==, 4);
}

static void
test_unreadable(void)
{
    static const Case cases[] = {
        {"ukgov.fuel,kWh,2018-01-01,2018-12-31,1,Kind,combustion,1O,,,,Page 1,copy\n",
         "unreadable -:0"},
        {"ukgov.fuel,parsec,2018-01-01,2018-12-31,1,Kind,combustion,1,,,,Page 1,copy\n",
         "unreadable -:0"},
    };

    CHECK_CASES(cases);
}

/* ---- exceptions ---- */

static void
test_known(void)
{
    static const struct {
        const char *line, *expected;
    } cases[] = {
        {"taxi,wtt,km,2018,2019,jump,so it is\n", ""},
        {"taxi,,,,,jump,so it is\n", ""},
        {"t*,,,,,jump,so it is\n", ""},
        {"taxi,wtt,km,2019,2019,jump,so it is\n", "jump set.csv:3, unused known-jumps.csv:2"},
        {"taxi,wtt,mile,,,jump,so it is\n", "jump set.csv:3, unused known-jumps.csv:2"},
        {"taxi,td,km,,,jump,so it is\n", "jump set.csv:3, unused known-jumps.csv:2"},
        {"taxi,wtt,km,,,slip,so it is\n", "jump set.csv:3, unused known-jumps.csv:2"},
        {"bus,wtt,km,,,jump,so it is\n", "jump set.csv:3, unused known-jumps.csv:2"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Gate) gate = gate_new();
        g_autofree char *known = g_strconcat(KNOWN, cases[i].line, NULL);

        put_shipped(gate, "set.csv", COLUMNS TAXI_WTT("2018", "1") TAXI_WTT("2019", "2"));
        put_shipped(gate, "known-jumps.csv", known);
        assert_codes(gate, cases[i].expected);
        g_assert_cmpuint(gate->count.n_known, ==, *cases[i].expected == '\0');
    }
}

static void
test_bad_known(void)
{
    static const char *const cases[][2] = {
        {"taxi,wtt,km,2018,2019,jump,\n", "known-jumps.csv:2: an exception needs a reason"},
        {"taxi,wtt,km,2018,2019,hop,x\n", "known-jumps.csv:2: “hop” is no rule"},
        {"taxi,wtt,km,18,2019,jump,x\n", "known-jumps.csv:2: “18” is not a year"},
        {"taxi,smoke,km,2018,2019,jump,x\n", "known-jumps.csv:2: “smoke” is not a component"},
        {",wtt,km,2018,2019,jump,x\n", "known-jumps.csv:2: the activity is missing"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Gate) gate = gate_new();
        g_autofree char *known = g_strconcat(KNOWN, cases[i][0], NULL);

        put_shipped(gate, "known-jumps.csv", known);
        g_assert_false(gate_check(gate, gate->folder));
        g_assert_error(gate->error, GP_ERROR, GP_ERROR_MALFORMED);
        if (strstr(gate->error->message, cases[i][1]) == NULL)
            g_test_fail_printf("“%s” is not in “%s”", cases[i][1], gate->error->message);
    }
}

/* ---- a trust's own ---- */

static void
test_own(void)
{
    static const Case cases[] = {
        {"taxi,km,wtt,0.05,Letter\n", ""},
        {"taxi,km,wtt,0.05,\n", "reference own.csv:2"},
        {"taxi,km,wtt,0.5,Letter\n", "slip own.csv:2, wtt own.csv:2"},
        {"taxi,km,combustion,2,Letter\n", "slip own.csv:2"},
        {"taxi,km,,2.5,Letter\n", "slip own.csv:2"}, /* the sum of the two */
        {"taxi,mile,,0.4,Letter\n", ""},
        {"taxi,mile,,4,Letter\n", "slip own.csv:2"},
        {"taxi,km,,0,Letter\n", ""},
        {"taxi,km,,-1,Letter\n", "negative own.csv:2"},
        {"spell,item,,12,Letter\n", ""},
        {"taxi,km,,0.25,Letter\ntaxi,mile,,0.25,Letter\n", "unit-slip own.csv:3"},
        {"taxi,km,,0.25,Letter\ntaxi,km,,0.25,Letter\n", "overlap own.csv:3"},
        {"taxi,km,,0.25,Letter\nspell,parsec,,1,Letter\n", "unreadable -:0"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Gate) gate = gate_new();

        put_shipped(gate, "set.csv",
                    COLUMNS YEAR("taxi", "km", "2020", "3", "combustion", "0.2")
                        TAXI_WTT("2020", "0.05"));
        g_ptr_array_add(gate->own, own_file(gate, cases[i].rows));
        assert_codes(gate, cases[i].expected);
    }
}

static void
test_own_jump(void)
{
    g_autoptr(Gate) gate = gate_new();

    g_ptr_array_add(gate->own, put(gate, "own.csv",
                                   "activity,unit,valid_from,valid_to,kg_co2e,publication\n"
                                   "spell,item,2020-04-01,2021-03-31,1,Letter\n"
                                   "spell,item,2021-04-01,,2,Letter\n"));
    assert_codes(gate, "jump own.csv:3");
}

static void
test_own_known(void)
{
    g_autoptr(Gate) gate = gate_new();

    put_shipped(gate, "set.csv", COLUMNS TAXI_WTT("2020", "0.05"));
    g_ptr_array_add(gate->own, own_file(gate, "taxi,km,wtt,0.5,Letter\n"));
    g_ptr_array_add(gate->known,
                    put(gate, "known.csv", KNOWN "taxi,wtt,km,,,slip,a hydrogen taxi\n"));
    assert_codes(gate, "");
    g_assert_cmpuint(gate->count.n_known, ==, 1);
    g_assert_cmpuint(gate->count.n_factors, ==, 2);
}

static void
test_own_missing(void)
{
    g_autoptr(Gate) gate = gate_new();

    g_ptr_array_add(gate->own, g_strdup("/no/such.csv"));
    g_assert_false(gate_check(gate, gate->folder));
    g_assert_error(gate->error, GP_ERROR, GP_ERROR_IO);
}

/* ---- the shipped library ---- */

static void
test_shipped(void)
{
    g_autoptr(Gate) gate = gate_new();
    g_autofree char *found = NULL;

    g_assert_true(gate_check(gate, g_getenv("GP_FACTORS")));
    found = codes(gate);
    g_assert_cmpstr(found, ==, "");
    g_assert_cmpuint(gate->count.n_factors, >, 25000);
    g_assert_cmpuint(gate->count.n_known, >, 0);
}

static void
test_shipped_own(void)
{
    g_autoptr(Gate) gate = gate_new();

    g_ptr_array_add(gate->own, own_file(gate, "natural-gas,kWh,,1.83,Invoice\n"
                                              "electricity,MWh,generation,0.177,Invoice\n"
                                              "fleet-diesel,litre,combustion,2.5,Invoice\n"));
    g_assert_true(gate_check(gate, g_getenv("GP_FACTORS")));
    g_assert_cmpuint(gate->count.n_faults, ==, 2);
    for (guint i = 0; i < 2; i++)
        g_assert_cmpstr(gp_issue_list_get(gate->issues, i)->code, ==, "slip");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/factor-check/taxi", test_taxi);
    g_test_add_func("/factor-check/slip", test_slip);
    g_test_add_func("/factor-check/gases", test_gases);
    g_test_add_func("/factor-check/row", test_row);
    g_test_add_func("/factor-check/licence", test_licence);
    g_test_add_func("/factor-check/jump", test_jump);
    g_test_add_func("/factor-check/jump-of-fuel", test_jump_of_fuel);
    g_test_add_func("/factor-check/zero", test_zero);
    g_test_add_func("/factor-check/well-to-tank", test_well_to_tank);
    g_test_add_func("/factor-check/units", test_units);
    g_test_add_func("/factor-check/curated-name-first", test_curated_name_first);
    g_test_add_func("/factor-check/choice", test_choice);
    g_test_add_func("/factor-check/unreadable", test_unreadable);
    g_test_add_func("/factor-check/known", test_known);
    g_test_add_func("/factor-check/bad-known", test_bad_known);
    g_test_add_func("/factor-check/own", test_own);
    g_test_add_func("/factor-check/own-jump", test_own_jump);
    g_test_add_func("/factor-check/own-known", test_own_known);
    g_test_add_func("/factor-check/own-missing", test_own_missing);
    g_test_add_func("/factor-check/shipped", test_shipped);
    g_test_add_func("/factor-check/shipped-own", test_shipped_own);
    return g_test_run();
}
