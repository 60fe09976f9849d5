/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zip.h>

#include "gp-error.h"
#include "gp-factor-import.h"

#define TITLES "ID,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unit,"
#define HEADER TITLES "GHG Conversion Factor 2030\n"
#define FUEL "1_1,Scope 1,Fuels,Gas,Town gas,,,kWh,"
#define RENAMES "from,to,reason\n"
#define SHEETS "sheet,part,component,title\n"

#if defined(__has_feature)
#define IS_SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

/* An invented library and what came of a file. */
typedef struct {
    char *folder;
    char *path; /* of the file that is read */
    GpUnitTable *units;
    GpFactorImport *edition;
    GString *set, *report;
    GError *error;
} Desk;

static char *
file_in(const Desk *self, const char *name)
{
    return g_build_filename(self->folder, name, NULL);
}

static void
put(const Desk *self, const char *name, const char *text)
{
    g_autofree char *path = file_in(self, name);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static Desk *
desk_new(void)
{
    g_autofree char *units = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GpCsvTable) table = gp_csv_table_load(units, NULL);
    Desk *self = g_new0(Desk, 1);

    self->folder = g_dir_make_tmp("gp-import-XXXXXX", NULL);
    self->path = file_in(self, "flat");
    self->units = gp_unit_table_new();
    g_assert_true(gp_unit_table_add(self->units, table, NULL));
    self->set = g_string_new(NULL);
    self->report = g_string_new(NULL);
    put(self, "ukgov-renames.csv",
        RENAMES "*.energy,*,\n*.reused,*.re-used,\n"
                "ukgov.fuels.old,ukgov.fuels.new,\nukgov.fuels.old.lamp,ukgov.wood.lamp,\n"
                "ukgov.fuels.new.b,ukgov.fuels.new.c,\n"
                "ukgov.fuels.ring,ukgov.fuels.chain,\nukgov.fuels.chain,ukgov.fuels.ring,\n");
    put(self, "ukgov-sheets.csv",
        SHEETS "fuels,,combustion,Fuels\nwood,,combustion,\"Wood, all\"\n"
               "power,,generation,Power\npower,lines,td,Lines\n");
    return self;
}

static void
desk_free(Desk *self)
{
    g_autoptr(GDir) files = g_dir_open(self->folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(files)) != NULL) {
        g_autofree char *path = file_in(self, name);

        g_unlink(path);
    }
    g_rmdir(self->folder);
    g_free(self->folder);
    g_free(self->path);
    gp_unit_table_free(self->units);
    gp_factor_import_free(self->edition);
    g_string_free(self->set, TRUE);
    g_string_free(self->report, TRUE);
    g_clear_error(&self->error);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)

static void
desk_read_file(Desk *self, const char *edition)
{
    const GpImportOptions options = {self->folder, self->units, edition};

    self->edition = gp_factor_import_read(self->path, &options, &self->error);
    g_assert_true((self->edition == NULL) == (self->error != NULL));
    if (self->edition == NULL)
        return;
    gp_factor_import_print_set(self->edition, self->set);
    if (gp_factor_import_compare(self->edition, self->folder, &self->error))
        gp_factor_import_print_report(self->edition, FALSE, self->report);
}

static void
desk_read(Desk *self, const char *text, const char *edition)
{
    put(self, "flat", text);
    desk_read_file(self, edition);
}

static Desk *
read_rows(const char *rows)
{
    g_autofree char *text = g_strconcat(HEADER, rows, NULL);
    Desk *self = desk_new();

    desk_read(self, text, "2030 v1");
    return self;
}

/* The set as `key unit scope component total co2 ch4 n2o`, a line each; `-` is empty. */
static char *
in_short(const Desk *self)
{
    static const char *const columns[] = {"activity", "unit",   "scope",  "component",
                                          "kg_co2e",  "kg_co2", "kg_ch4", "kg_n2o"};
    g_autofree char *path = file_in(self, "set.csv");
    g_autoptr(GpCsvTable) table = NULL;
    GString *out = g_string_new(NULL);

    put(self, "set.csv", self->set->str);
    table = gp_csv_table_load(path, NULL);
    g_assert_nonnull(table);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
            int column = gp_csv_table_column(table, columns[i]);
            const char *text = gp_csv_table_cell(table, row, column);

            g_string_append_printf(out, "%s%s", i == 0 ? "" : " ", *text == '\0' ? "-" : text);
        }
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static void
assert_written(const char *rows, const char *expected)
{
    g_autoptr(Desk) desk = read_rows(rows);
    g_autofree char *got = NULL;

    g_assert_no_error(desk->error);
    got = in_short(desk);
    g_assert_cmpstr(got, ==, expected);
}

static void
assert_part(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        g_test_fail_printf("“%s” is not in “%s”", part, text);
}

static void
assert_no_part(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        g_test_fail_printf("“%s” is in “%s”", part, text);
}

static void
assert_refused(const Desk *desk, const char *place, const char *reason)
{
    g_autofree char *start = g_strconcat(desk->path, place, NULL);

    g_assert_error(desk->error, GP_ERROR, GP_ERROR_MALFORMED);
    if (!g_str_has_prefix(desk->error->message, start))
        g_test_fail_printf("“%s” does not begin with “%s”", desk->error->message, start);
    assert_part(desk->error->message, reason);
    g_assert_cmpuint(desk->set->len, ==, 0);
}

/* ---- what is written ---- */

static void
test_whole_line(void)
{
    g_autoptr(Desk) desk = read_rows("7_1,Scope 1,Wood,\"Logs, \"\"dry\"\"\",,Split,,tonnes,"
                                     "kg CO2e,12.5\n");

    g_assert_no_error(desk->error);
    g_assert_cmpstr(desk->set->str, ==,
                    "activity,unit,valid_from,valid_to,scope,category,component,kg_co2e,kg_co2,"
                    "kg_ch4,kg_n2o,gwp,uncertainty_percent,publication,edition,reference,"
                    "provenance\n"
                    "ukgov.wood.logs-dry.split,tonne,2030-01-01,2030-12-31,1,\"Wood, all\","
                    "combustion,12.5,,,,AR5,,UK Government GHG Conversion Factors for Company "
                    "Reporting,2030 v1,\"Wood > Logs, \"\"dry\"\" > Split > tonnes [7_1]\","
                    "official-copy\n");
}

static void
test_potentials_by_year(void)
{
    static const char *const cases[][2] = {{"2016", ",AR4,"},
                                           {"2022", ",AR4,"},
                                           {"2023", ",AR5,"},
                                           {"2026", ",AR5,"}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf(TITLES "GHG Conversion Factor %s\n" FUEL "kg CO2e,1\n", cases[i][0]);
        g_autoptr(Desk) desk = desk_new();

        desk_read(desk, text, NULL);
        g_assert_no_error(desk->error);
        assert_part(desk->set->str, cases[i][0]);
        assert_part(desk->set->str, cases[i][1]);
    }
}

static void
test_slugs(void)
{
    static const char *const cases[][2] = {
        {"Gas", ".gas"},
        {"Gaseous fuels", ".gaseous-fuels"},
        {"WTT- fuels", ".wtt-fuels"},
        {"T&D", ".tandd"},
        {"A & B", ".a-and-b"},
        {"&", ".and"},
        {"Up to 3.5 t (50%)", ".up-to-3-5-t-50"},
        {"--a--b--", ".a-b"},
        {"\"Domestic, to/from UK\"", ".domestic-to-from-uk"},
        {"Café", ".caf"},
        {"CO₂ x", ".co-x"},
        {"HFC-134a", ".hfc-134a"},
        {"0", ".0"},
        {"—", ""},
        {"", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *row =
            g_strdup_printf(",Scope 1,Fuels,%s,,,End,kWh,kg CO2e,1\n", cases[i][0]);
        g_autofree char *expected =
            g_strdup_printf("ukgov.fuels%s.end kWh 1 combustion 1 - - -\n", cases[i][1]);

        assert_written(row, expected);
    }
}

static void
test_renames(void)
{
    static const struct {
        const char *labels, *key;
    } cases[] = {
        {"Fuels,Peat,,,Energy", "ukgov.fuels.peat"},
        {"Fuels,Peat,,Energy,Energy", "ukgov.fuels.peat"},
        {"Fuels,Peat,Energy,,Net", "ukgov.fuels.peat.energy.net"},
        {"Fuels,Energy saved,,,", "ukgov.fuels.energy-saved"},
        {"Fuels,Tyres,,,Reused", "ukgov.fuels.tyres.re-used"},
        {"Fuels,Tyres,Reused,,Energy", "ukgov.fuels.tyres.re-used"},
        {"Fuels,Old,A,,", "ukgov.fuels.new.a"},
        {"Fuels,Old,,,", "ukgov.fuels.new"},
        {"Fuels,Old,Lamp,,", "ukgov.wood.lamp"},
        {"Fuels,Old,Lamp,Big,", "ukgov.wood.lamp.big"},
        {"Fuels,Older,Lamp,,", "ukgov.fuels.older.lamp"},
        {"Fuels,Old,B,,Energy", "ukgov.fuels.new.c"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *row = g_strdup_printf(",Scope 1,%s,kWh,kg CO2e,1\n", cases[i].labels);
        g_autofree char *expected = g_strdup_printf("%s kWh 1 combustion 1 - - -\n", cases[i].key);

        assert_written(row, expected);
    }
}

static void
test_sheets(void)
{
    assert_written(",Scope 2,Power,Grid,,,,kWh,kg CO2e,1\n,Scope 3,Power,Lines,Long,,,kWh,kg CO2e,"
                   "2\n,Scope 3,Power,,,,,kWh,kg CO2e,3\n",
                   "ukgov.power.grid kWh 2 generation 1 - - -\n"
                   "ukgov.power.lines.long kWh 3 td 2 - - -\n"
                   "ukgov.power kWh 3 generation 3 - - -\n");
}

static void
test_units(void)
{
    static const char *const cases[][2] = {
        {"kWh (Gross CV)", "kWh"},
        {"kWh (Net CV)", "kWh-net"},
        {"KWH (GROSS CV)", "kWh"},
        {"kwh (net cv)", "kWh-net"},
        {"tonnes", "tonne"},
        {"litres", "litre"},
        {"cubic metres", "m3"},
        {"million litres", "million-litres"},
        {"miles", "mile"},
        {"km", "km"},
        {"passenger.km", "passenger-km"},
        {"tonne.km", "tonne-km"},
        {"Room per night", "night"},
        {"per FTE Working Hour", "hour"},
        {"GJ", "GJ"},
        {"kg", "kg"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *row = g_strdup_printf(",Scope 1,Fuels,Gas,,,,%s,kg CO2e,1\n", cases[i][0]);
        g_autofree char *expected =
            g_strdup_printf("ukgov.fuels.gas %s 1 combustion 1 - - -\n", cases[i][1]);

        assert_written(row, expected);
    }
}

static const char *const figure_cases[][2] = {
    {"0", "0"},
    {"0.00000", "0"},
    {"-0", "0"},
    {"1", "1"},
    {"007.50", "7.5"},
    {".5", "0.5"},
    {"5.", "5"},
    {"0.12345", "0.12345"},
    {"0.123454", "0.12345"},
    {"0.123455", "0.12346"},
    {"0.123455000", "0.12346"},
    {"0.1234549999999", "0.12345"},
    {"-0.123455", "-0.12346"},
    {"9.999995", "10"},
    {"99999.999995", "100000"},
    /* 15 significant digits first: what follows is binary noise */
    {"0.24074000000000001", "0.24074"},
    {"0.18253999999999998", "0.18254"},
    {"0.123454999999999", "0.12345"},
    {"0.1234549999999994", "0.12345"},
    {"0.1234549999999995", "0.12346"},
    {"1234567.123454999", "1234567.12346"},
    {"1234567.12345499", "1234567.12345"},
    {"1.1000000000000001", "1.1"},
    {"1234567890123456E-10", "123456.78901"},
    {"0.0000012345E5", "0.12345"},
    /* exponents */
    {"1.2E-4", "0.00012"},
    {"9.0000000000000006E-5", "0.00009"},
    {"1.5e3", "1500"},
    {"1.5E+3", "1500"},
    {"2E0", "2"},
    {"3000000E-6", "3"},
    {"0E999", "0"},
    /* never to zero, as far as twelve decimals go */
    {"0.000005", "0.00001"},
    {"0.0000049999", "0.0000049999"},
    {"4.6368E-6", "0.0000046368"},
    {"0.00000480942205669", "0.000004809422"},
    {"0.0000012345675", "0.000001234568"},
    {"-0.000001", "-0.000001"},
    {"1E-12", "0.000000000001"},
    {"5E-13", "0.000000000001"},
    {"4.9E-13", "0"},
    {"1E-999", "0"},
    /* as large as they get */
    {"9223372.03685", "9223372.03685"},
    {"9E6", "9000000"},
};

static void
test_figures(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(figure_cases); i++) {
        g_autofree char *row = g_strdup_printf(FUEL "kg CO2e,%s\n", figure_cases[i][0]);
        g_autofree char *expected = g_strdup_printf(
            "ukgov.fuels.gas.town-gas kWh 1 combustion %s - - -\n", figure_cases[i][1]);

        g_test_message("%s", figure_cases[i][0]);
        assert_written(row, expected);
    }
}

static void
test_no_figures(void)
{
    static const char *const malformed[] = {"< 1",    "n/a", "1 000", "\"1,000\"", "0x10", "1e",
                                            "1E+",    "e5",  ".",     "-",         "+1",   "1.2.3",
                                            "1E1000", "nan", "inf",   "1%",        "£1",   "--1"};
    static const char *const large[] = {"9223372.03686", "1E7", "1E30", "1E999", "99999999999999"};

    for (guint i = 0; i < G_N_ELEMENTS(malformed); i++) {
        g_autofree char *row = g_strdup_printf(FUEL "kg CO2e,%s\n", malformed[i]);
        g_autoptr(Desk) desk = read_rows(row);

        assert_refused(desk, ":2: column “GHG Conversion Factor 2030”: ", "” is not a number");
    }
    for (guint i = 0; i < G_N_ELEMENTS(large); i++) {
        g_autofree char *row = g_strdup_printf(FUEL "kg CO2e,%s\n", large[i]);
        g_autoptr(Desk) desk = read_rows(row);

        assert_refused(desk, ":2: column “GHG Conversion Factor 2030”: ", "is too large");
    }
}

static void
test_text_is_named(void)
{
    g_autoptr(Desk) desk = read_rows(FUEL "kg CO2e,1\n" FUEL "kg CH4, < 1 \n");

    assert_refused(desk, ":3: ", "“< 1” is not a number");
}

/* A total and its gases, as `total co2 ch4 n2o` before and after. */
static void
test_gases_add_up(void)
{
    static const char *const cases[][2] = {
        {"10 9 0.6 0.4", "10 9 0.6 0.4"},
        {"10 9 0.6 0.39999", "10 9.00001 0.6 0.39999"},
        {"10 9 0.6 0.39998", "10 9.00002 0.6 0.39998"},
        {"10 9 0.6 0.40002", "10 8.99998 0.6 0.40002"},
        {"10 9 0.6 0.39997", "10 9 0.6 0.39997"},
        {"10 9 0.6 0.40003", "10 9 0.6 0.40003"},
        {"10 9 0.6 0", "10 9 0.6 0"},
        {"10 9.99999 0.000004 0", "10 9.999996 0.000004 0"},
        {"0.00001 0 0 0", "0.00001 0.00001 0 0"},
        {"0.00001 0.00002 0 0", "0.00001 0.00001 0 0"},
        {"0 0.00001 0.00001 0", "0 -0.00001 0.00001 0"},
        {"10 9.99999 0 -", "10 9.99999 0 -"},
        {"10 - 0 9.99999", "10 - 0 9.99999"},
        {"9000000 9000000 9000000 9000000", "9000000 9000000 9000000 9000000"},
    };
    static const char *const names[] = {"kg CO2e", "kg CO2e of CO2 per unit",
                                        "kg CO2e of CH4 per unit", "kg CO2e of N2O per unit"};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) figures = g_strsplit(cases[i][0], " ", -1);
        g_autoptr(GString) rows = g_string_new(NULL);
        g_autofree char *expected =
            g_strdup_printf("ukgov.fuels.gas.town-gas kWh 1 combustion %s\n", cases[i][1]);

        for (guint j = 0; j < G_N_ELEMENTS(names); j++) {
            if (*figures[j] != '-')
                g_string_append_printf(rows, FUEL "%s,%s\n", names[j], figures[j]);
        }
        assert_written(rows->str, expected);
    }
}

static void
test_names_of_gases(void)
{
    assert_written(FUEL "kg CO2e of CH4,2\n" FUEL "KG co2e,9\n" FUEL " kg N2O ,3\n" FUEL
                        "kg CO2e of co2 per unit,4\n",
                   "ukgov.fuels.gas.town-gas kWh 1 combustion 9 4 2 3\n");
}

/* A total and its gases belong together by their key, not by their labels; in other scopes and
 * units there are other lines. */
static void
test_groups(void)
{
    assert_written(",Scope 1,Fuels,Old,A,,Energy,kWh,kg CO2,4\n"
                   ",Scope 1,Fuels,Old,A,,,kWh,kg CH4,1\n"
                   ",Scope 1,Fuels,Tar,,,,kWh,kg CO2e,7\n"
                   ",Scope 1,Fuels,New,A,Energy,,kWh (Gross CV),kg CO2e,5\n"
                   ",Scope 1,Fuels,New,A,,,GJ,kg CO2e,6\n"
                   ",Outside of scopes,Fuels,New,A,,,kWh,kg CO2e,8\n",
                   "ukgov.fuels.tar kWh 1 combustion 7 - - -\n"
                   "ukgov.fuels.new.a kWh 1 combustion 5 4 1 -\n"
                   "ukgov.fuels.new.a GJ 1 combustion 6 - - -\n"
                   "ukgov.fuels.new.a kWh outside combustion 8 - - -\n");
}

/* Outside of the scopes CO2 alone is enough; elsewhere gases without a total are left out. */
static void
test_no_total(void)
{
    g_autoptr(Desk) desk = read_rows(",Outside of Scopes,Wood,Logs,,,,tonnes,kg CO2,5\n"
                                     ",Scope 1,Wood,Logs,,,,tonnes,kg CO2,6\n"
                                     ",Scope 1,Wood,Logs,,,,tonnes,kg CH4,7\n"
                                     ",Outside of Scopes,Wood,Chips,,,,tonnes,kg CH4,8\n"
                                     ",Outside of Scopes,Wood,Husks,,,,tonnes,kg CO2e,9\n"
                                     "x,Outside of Scopes,Wood,Husks,,,,tonnes,kg CO2,9\n");
    g_autofree char *got = NULL;

    g_assert_no_error(desk->error);
    got = in_short(desk);
    g_assert_cmpstr(got, ==,
                    "ukgov.wood.logs tonne outside combustion 5 5 - -\n"
                    "ukgov.wood.husks tonne outside combustion 9 9 - -\n");
    assert_no_part(desk->set->str, "[x]");
    assert_part(desk->report->str, "left out: 3 figures of gases whose total is not published");
    assert_part(desk->report->str, "2 rows: 0 in scope 1, 0 in scope 2, 0 in scope 3, 2 outside");
}

static void
test_rows_passed_over(void)
{
    g_autoptr(Desk) desk = read_rows(FUEL "kg CO2e,1\n" FUEL "kg CH4,\n" FUEL "kg N2O,  \n" FUEL
                                          "kWh (Net CV),5\n" FUEL "kWh (Net CV),\n" FUEL
                                          "kWh,see note\n" FUEL "`,2\n\n,,,,,,,,,\n,END,,,,,,,,\n"
                                          "9,Scope 9,Elsewhere,,,,,furlong,kg CO2e,\n");

    g_assert_no_error(desk->error);
    assert_part(desk->report->str, "read: 8 rows, of which 4 have no figure and 3 are not in kg "
                                   "CO2e (“kWh (Net CV)”, “kWh”, “`”)\n");
    assert_part(desk->report->str, "written: 1 row: 1 in scope 1,");
    assert_no_part(desk->report->str, "gases");
}

static void
test_report_of_gases(void)
{
    g_autoptr(Desk) desk =
        read_rows(FUEL "kg CO2e,1\n" FUEL "kg CO2,0.99999\n" FUEL "kg CH4,0\n" FUEL "kg N2O,0\n");

    g_assert_no_error(desk->error);
    assert_part(desk->report->str, "read: 4 rows\n");
    assert_part(desk->report->str, "gases: in 1 row CO2 was changed by up to 0.00002");
    assert_part(desk->report->str, "no earlier edition to compare with");
}

/* ---- the file ---- */

static void
test_columns_anywhere(void)
{
    g_autoptr(Desk) desk = desk_new();
    g_autofree char *got = NULL;

    desk_read(desk,
              "\xef\xbb\xbfUK Government GHG Conversion Factors,,\r\n\r\n"
              "\"note, with\r\na line\",\r\nID,note,UOM,GHG Conversion Factor 2030,ghg/unit,"
              "Provenance,Level 4,Level 3,Level 2,Level 1,Column text, scope \r\n"
              "1,x,kWh,5,kg CO2e,secondary,,,\xc2\xa0Gas ,Fuels,,Scope 1,,\r\n"
              "2,x,kWh,6,kg CO2e,,,,Oil,Fuels,\"two\nlines\",Scope 1",
              "2030");
    g_assert_no_error(desk->error);
    got = in_short(desk);
    g_assert_cmpstr(got, ==,
                    "ukgov.fuels.gas kWh 1 combustion 5 - - -\n"
                    "ukgov.fuels.oil.two-lines kWh 1 combustion 6 - - -\n");
    assert_part(desk->set->str, ",Fuels > Gas > kWh [1],secondary\n");
    assert_part(desk->set->str, ",Fuels > Oil > two lines > kWh [2],official-copy\n");
}

static void
test_edition_of_csv(void)
{
    g_autoptr(Desk) desk = desk_new(), named = desk_new(), other = desk_new();

    desk_read(desk, HEADER FUEL "kg CO2e,1\n", NULL);
    g_assert_no_error(desk->error);
    assert_part(desk->set->str, "Reporting,2030,Fuels");
    assert_part(desk->report->str, "does not say which version it is");
    desk_read(named, HEADER FUEL "kg CO2e,1\n", "2030 v1.2 (partial)");
    g_assert_no_error(named->error);
    assert_part(named->set->str, "Reporting,2030 v1.2 (partial),Fuels");
    assert_no_part(named->report->str, "version");
    desk_read(other, HEADER FUEL "kg CO2e,1\n", "2029 v1");
    g_assert_error(other->error, GP_ERROR, GP_ERROR_USAGE);
    assert_part(other->error->message, "must begin with 2030");
}

static const struct {
    const char *text, *place, *reason;
} refusals[] = {
    {"", ": ", "no row has the headings of the flat file"},
    {"a,b\n1,2\n", ": ", "no row has the headings of the flat file"},
    {HEADER, ": ", "no row has a figure in kg CO2e"},
    {HEADER FUEL "kg CO2e,\n", ": ", "no row has a figure in kg CO2e"},
    {HEADER FUEL "kWh,3\n", ": ", "no row has a figure in kg CO2e"},
    {"ID,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unt,GHG Conversion Factor "
     "2030\n",
     ":1: ", "the column “GHG/Unit” is missing; is it the one that is called “GHG/Unt” here?"},
    {"ID,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,Measured in,GHG/Unit,GHG "
     "Conversion Factor 2030\n",
     ":1: ", "the column “UOM” is missing"},
    {"Row,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unit,GHG Conversion "
     "Factor 2030\n",
     ":1: ", "the column “ID” is missing"},
    {"ID,Scope,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unit,GHG Conversion Factor 2030\n",
     ":1: ", "the column “Level 1” is missing"},
    {TITLES "Factor\n", ":1: ", "the column “GHG Conversion Factor YYYY” is missing"},
    {TITLES "GHG Conversion Factor 20xx\n", ":1: ", "does not end in a year"},
    {TITLES "GHG Conversion Factor 203\n", ":1: ", "does not end in a year"},
    {TITLES "GHG Conversion Factor 2030,GHG Conversion Factor 2029\n",
     ":1: ", "“GHG Conversion Factor 2030” and “GHG Conversion Factor 2029” are the same"},
    {TITLES "UOM,GHG Conversion Factor 2030\n", ":1: ", "“UOM” and “UOM” are the same"},
    {HEADER ",Scope 1,Fish,Cod,,,,kg,kg CO2e,1\n", ":2: column “Level 1”: ",
     "“Fish” is not a sheet that the library knows; add a line to ukgov-sheets.csv: "
     "fish,,COMPONENT,Fish"},
    {HEADER FUEL "kg CO2e,1\n,Scope 1,Fuels,Cod,,,,furlongs,kg CO2e,1\n",
     ":3: column “UOM”: ", "“furlongs” is not a known unit; add it to units.csv"},
    {HEADER ",Scope 1,Fuels,Cod,,,,,kg CO2e,1\n", ":2: column “UOM”: ", "“” is not a known"},
    {HEADER ",Scope 4,Fuels,Cod,,,,kg,kg CO2e,1\n", ":2: column “Scope”: ",
     "“Scope 4” is none of Scope 1, Scope 2, Scope 3 and Outside of Scopes"},
    {HEADER ",,Fuels,Cod,,,,kg,kg CO2e,1\n", ":2: column “Scope”: ", "“” is none of"},
    {HEADER FUEL "kg CO2e,1\n\n" FUEL "kg CO2e,1\n", ":4: column “GHG Conversion Factor 2030”: ",
     "a figure for ukgov.fuels.gas.town-gas in kWh stands in row 2 already"},
    {HEADER FUEL "kg CH4,1\n" FUEL "kg CO2e of CH4 per unit,1\n",
     ":3: column “GHG Conversion Factor 2030”: ", "stands in row 2 already"},
    {HEADER ",Scope 1,Fuels,Ring,,,,kg,kg CO2e,1\n",
     ":2: column “Level 1”: ", "go round in a circle for ukgov.fuels."},
    {HEADER ",Scope 1,,Cod,,,,kg,kg CO2e,1\n",
     ":2: column “Level 1”: ", "the row has a figure, but its first level is empty"},
    {HEADER ",Scope 1,Fuels,Gas, dry,,,,kWh,kg CO2e,1\n",
     ":2: ", "the row has 11 fields where the header has 10"},
    {HEADER ",Scope 1,\"Fuels,Gas,,,kWh,kg CO2e,1\n",
     ":2: ", "the quote opened in field 3 is not closed"},
    {HEADER ",Scope 1,\"Fuels\"x,Gas,,,kWh,kg CO2e,1\n", ":2: ", "only a comma may follow"},
    {HEADER ",Scope 1,F\xfc"
            "els,Gas,,,kWh,kg CO2e,1\n",
     ": ", "neither an Excel workbook nor UTF-8 text"},
    {"PK\3\4 and nothing", ": ", "the end of the file is missing"},
    {"\xd0\xcf\x11\xe0 and nothing", ": ", "save it as “Excel Workbook (.xlsx)”"},
};

static void
test_refused(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autoptr(Desk) desk = desk_new();

        g_test_message("%s", refusals[i].reason);
        desk_read(desk, refusals[i].text, NULL);
        assert_refused(desk, refusals[i].place, refusals[i].reason);
    }
}

/* A heading or a cell that would write over the terminal. */
static void
test_hostile_texts(void)
{
    g_autoptr(Desk) desk = read_rows(",Scope 1,\x1b[2JFish\xe2\x80\xae,,,,,kg,kg CO2e,1\n");

    assert_refused(desk, ":2: ", "“[2JFish” is not a sheet");
}

static void
test_no_file(void)
{
    g_autoptr(Desk) desk = desk_new();

    desk_read_file(desk, NULL);
    g_assert_error(desk->error, GP_ERROR, GP_ERROR_IO);
    assert_part(desk->error->message, "no such file");
}

/* ---- the library's own files ---- */

static void
test_bad_library(void)
{
    static const char *const cases[][3] = {
        {"ukgov-renames.csv", RENAMES "a.b,c,\na.b,d,\n", ":3: “a.b” is there twice"},
        {"ukgov-renames.csv", RENAMES "a.b,,\n", ":2: a rename needs both from and to"},
        {"ukgov-renames.csv", RENAMES "*.b,c,\n", ":2: “*.b” is for the last part of a key"},
        {"ukgov-renames.csv", RENAMES "*.b,*c,\n", ":2: “*.b” is for the last part of a key"},
        {"ukgov-sheets.csv", SHEETS "fuels,,combustion,F\nfuels,,wtt,F\n", ":3: “fuels” is there"},
        {"ukgov-sheets.csv", SHEETS "fuels,,burning,F\n", ":2: “burning” is not a component"},
        {"ukgov-sheets.csv", SHEETS "fuels,,,F\n", ":2: the component of “fuels” is missing"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Desk) desk = desk_new();

        put(desk, cases[i][0], cases[i][1]);
        desk_read(desk, HEADER FUEL "kg CO2e,1\n", NULL);
        g_assert_error(desk->error, GP_ERROR, GP_ERROR_MALFORMED);
        assert_part(desk->error->message, cases[i][0]);
        assert_part(desk->error->message, cases[i][2]);
    }
}

static void
test_no_library(void)
{
    g_autoptr(Desk) desk = desk_new();
    g_autofree char *sheets = file_in(desk, "ukgov-sheets.csv");

    g_unlink(sheets);
    desk_read(desk, HEADER FUEL "kg CO2e,1\n", NULL);
    g_assert_error(desk->error, GP_ERROR, GP_ERROR_IO);
    assert_part(desk->error->message, "ukgov-sheets.csv");
}

/* ---- against an earlier edition ---- */

#define SET_HEADER "activity,unit,scope,kg_co2e,reference,edition\n"

static void
test_compare(void)
{
    g_autoptr(Desk) desk = desk_new();

    put(desk, "ukgov-2027.csv", SET_HEADER "nothing,kWh,1,1,,2027 v1\n");
    put(desk, "ukgov-2031.csv", SET_HEADER "nothing,kWh,1,1,,2031 v1\n");
    put(desk, "ukgov-2028.csv",
        SET_HEADER "ukgov.fuels.same,kWh,1,4,a [1],2028 v3\n"
                   "ukgov.fuels.gone,kWh,1,4,a [2],2028 v3\n"
                   "ukgov.fuels.before,kWh,1,4,a [3],2028 v3\n"
                   "ukgov.fuels.before,GJ,1,4,a [4],2028 v3\n"
                   "ukgov.fuels.up,kWh,1,4,no id,2028 v3\n"
                   "ukgov.fuels.up,kWh,outside,4,,2028 v3\n"
                   "ukgov.fuels.down,kWh,1,4,,2028 v3\n"
                   "ukgov.fuels.nought,kWh,1,0,,2028 v3\n");
    desk_read(desk,
              HEADER "1,Scope 1,Fuels,Same,,,,kWh,kg CO2e,5\n"
                     "3,Scope 1,Fuels,After,,,,kWh,kg CO2e,4\n"
                     "4,Scope 1,Fuels,After,,,,GJ,kg CO2e,4\n"
                     "1,Scope 1,Fuels,Fresh,,,,kWh,kg CO2e,9\n"
                     "8,Scope 1,Fuels,Fresh,,,,GJ,kg CO2e,9\n"
                     ",Scope 1,Fuels,Up,,,,kWh,kg CO2e,5.00001\n"
                     ",Outside of Scopes,Fuels,Up,,,,kWh,kg CO2e,8\n"
                     ",Scope 1,Fuels,Down,,,,kWh,kg CO2e,2.9\n"
                     ",Scope 1,Fuels,Nought,,,,kWh,kg CO2e,0.1\n",
              "2030 v1");
    g_assert_no_error(desk->error);
    g_assert_nonnull(strstr(desk->report->str, "compared with"));
    g_assert_cmpstr(strstr(desk->report->str, "compared with"), ==,
                    "compared with ukgov-2028.csv (2028 v3):\n"
                    "  new keys: 1\n"
                    "    ukgov.fuels.fresh\n"
                    "  keys that have vanished: 1\n"
                    "    ukgov.fuels.gone\n"
                    "  keys that were renamed; add these lines to ukgov-renames.csv and import "
                    "again: 1\n"
                    "    ukgov.fuels.after,ukgov.fuels.before,\"label of 2030, same row_id\"\n"
                    "  figures that moved by more than 25%: 4\n"
                    "    ukgov.fuels.up, kWh: 4 → 5.00001 (+25%)\n"
                    "    ukgov.fuels.up, kWh, outside of the scopes: 4 → 8 (+100%)\n"
                    "    ukgov.fuels.down, kWh: 4 → 2.9 (-28%)\n"
                    "    ukgov.fuels.nought, kWh: 0 → 0.1\n");
}

/* The line that the report tells to add does what it should. */
static void
test_rename_helps(void)
{
    g_autoptr(Desk) desk = desk_new();

    put(desk, "ukgov-2029.csv", SET_HEADER "ukgov.fuels.before,kWh,1,4,a [3],2029 v1\n");
    put(desk, "ukgov-renames.csv",
        RENAMES "ukgov.fuels.after,ukgov.fuels.before,\"label of 2030, same row_id\"\n");
    desk_read(desk, HEADER "3,Scope 1,Fuels,After,,,,kWh,kg CO2e,4\n", NULL);
    g_assert_no_error(desk->error);
    assert_part(desk->report->str, "new keys: 0\n  keys that have vanished: 0\n  keys that were "
                                   "renamed: 0\n  figures that moved by more than 25%: 0\n");
}

static void
test_long_lists(void)
{
    g_autoptr(Desk) desk = desk_new();
    g_autoptr(GString) text = g_string_new(HEADER), all = g_string_new(NULL);

    put(desk, "ukgov-2029.csv", SET_HEADER "ukgov.fuels.x,kWh,1,4,,2029 v1\n");
    for (guint i = 1; i <= 23; i++)
        g_string_append_printf(text, ",Scope 1,Fuels,N%u,,,,kWh,kg CO2e,1\n", i);
    desk_read(desk, text->str, NULL);
    g_assert_no_error(desk->error);
    assert_part(desk->report->str, "new keys: 23\n");
    assert_part(desk->report->str, "fuels.n20\n    and 3 more; --all lists all\n  keys that have");
    assert_no_part(desk->report->str, "fuels.n21");
    gp_factor_import_print_report(desk->edition, TRUE, all);
    assert_part(all->str, "fuels.n23\n  keys that have vanished: 1\n");
}

static void
test_bad_earlier(void)
{
    g_autoptr(Desk) desk = desk_new();

    put(desk, "ukgov-2029.csv",
        SET_HEADER "a,kWh,1,1,,2029\nukgov.fuels.gas.town-gas,kWh,1,x,,2029\n");
    desk_read(desk, HEADER FUEL "kg CO2e,1\n", NULL);
    g_assert_error(desk->error, GP_ERROR, GP_ERROR_MALFORMED);
    assert_part(desk->error->message, "ukgov-2029.csv:3: “x” is not a number");
}

/* ---- workbooks ---- */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION(id, type, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" type "\" Target=\"" target "\"/>"
#define RELATIONS(list)                                                                            \
    XML "<Relationships "                                                                          \
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list             \
        "</Relationships>"
#define FRONT_PAGE                                                                                 \
    "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>Version: </t></is></c><c r=\"C2\">"           \
    "<v>1.1000000000000001</v></c></row>"

static void
add_part(zip_t *zip, const char *name, const char *text)
{
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);

    g_assert_cmpint(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8), >=, 0);
}

/* One cell: a number where @text is one, a text else, nothing for "". */
static void
append_cell(GString *out, char column, guint row, const char *text)
{
    if (*text == '=')
        g_string_append_printf(out, "<c r=\"%c%u\" t=\"%s</c>", column, row, text + 1);
    else if (g_ascii_isdigit(*text) && strchr(text, '_') == NULL)
        g_string_append_printf(out, "<c r=\"%c%u\"><v>%s</v></c>", column, row, text);
    else if (*text != '\0')
        g_string_append_printf(out, "<c r=\"%c%u\" t=\"inlineStr\"><is><t>%s</t></is></c>", column,
                               row, text);
}

/* Lines of cells parted by `|`, from row 5 on. */
static char *
make_sheet(const char *lines)
{
    g_auto(GStrv) rows = g_strsplit(lines, "\n", -1);
    GString *out = g_string_new(XML "<worksheet " MAIN "><sheetData>");

    for (guint i = 0; rows[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(rows[i], "|", -1);

        g_string_append_printf(out, "<row r=\"%u\">", i + 5);
        for (guint j = 0; cells[j] != NULL; j++)
            append_cell(out, (char)('A' + j), i + 5, cells[j]);
        g_string_append(out, "</row>");
    }
    g_string_append(out, "</sheetData></worksheet>");
    return g_string_free(out, FALSE);
}

static Desk *
read_workbook(const char *front, const char *name, const char *lines)
{
    g_autofree char *sheet = make_sheet(lines);
    g_autofree char *page =
        g_strconcat(XML "<worksheet " MAIN "><sheetData>", front, "</sheetData></worksheet>", NULL);
    g_autofree char *book =
        g_strconcat(XML "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><sheets>"
                        "<sheet name=\"Front page\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"",
                    name, "\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>", NULL);
    Desk *self = desk_new();
    zip_t *zip = zip_open(self->path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    g_assert_nonnull(zip);
    add_part(zip, "_rels/.rels", RELATIONS(RELATION("rId1", "officeDocument", "xl/workbook.xml")));
    add_part(zip, "xl/workbook.xml", book);
    add_part(zip, "xl/_rels/workbook.xml.rels",
             RELATIONS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
                           RELATION("rId2", "worksheet", "worksheets/sheet2.xml")));
    add_part(zip, "xl/worksheets/sheet1.xml", page);
    add_part(zip, "xl/worksheets/sheet2.xml", sheet);
    g_assert_cmpint(zip_close(zip), ==, 0);
    desk_read_file(self, NULL);
    return self;
}

#define SHEET "Factors by Category"
#define SHEET_TITLES                                                                               \
    "Title\n||Category\nID|Scope|Level 1|Level 2|Level 3|Level 4|Column Text|UOM|GHG/Unit|"        \
    "GHG Conversion Factor 2030||a note\n"
#define SHEET_FUEL "1_1|Scope 1|Fuels|Gas|Town gas|||kWh|"

static void
test_workbook(void)
{
    g_autoptr(Desk) desk = read_workbook(
        FRONT_PAGE, SHEET,
        SHEET_TITLES SHEET_FUEL "kg CO2e|0.24074000000000001||at the side\n" SHEET_FUEL
                                "kg CO2e of CH4 per unit|1.2E-4\n" SHEET_FUEL "kg N2O\n\n|END");
    g_autofree char *got = NULL;

    g_assert_no_error(desk->error);
    got = in_short(desk);
    g_assert_cmpstr(got, ==, "ukgov.fuels.gas.town-gas kWh 1 combustion 0.24074 - 0.00012 -\n");
    assert_part(desk->set->str, "Reporting,2030 v1.1,Fuels > Gas > Town gas > kWh [1_1],official");
    assert_part(desk->report->str, "read: 3 rows, of which 1 has no figure\n");
}

static void
test_workbook_without_version(void)
{
    g_autoptr(Desk) desk =
        read_workbook("", "FACTORS BY CATEGORY", SHEET_TITLES SHEET_FUEL "kg CO2e|1");

    g_assert_no_error(desk->error);
    assert_part(desk->set->str, "Reporting,2030,Fuels");
    assert_part(desk->report->str, "does not say which version it is");
}

static void
test_workbook_refused(void)
{
#define AT ": sheet “Factors by Category”, at "
    static const struct {
        const char *lines, *place, *reason;
    } cases[] = {
        {SHEET_TITLES SHEET_FUEL "kg CO2e|1\n" SHEET_FUEL "kg CH4|&lt; 1",
         AT "cell J9: ", "“&lt; 1” is not a number"},
        {SHEET_TITLES SHEET_FUEL "kg CO2e|=e\"><v>#N/A</v>",
         AT "cell J8: ", "“#N/A” is not a number"},
        {SHEET_TITLES SHEET_FUEL "kg CO2e|=b\"><v>1</v>", AT "cell J8: ", "“TRUE” is not a number"},
        {SHEET_TITLES "1_1|Scope 1|Fuels|Gas||||furlong|kg CO2e|1",
         AT "cell H8: ", "“furlong” is not a known unit"},
        {SHEET_TITLES "1_1|Scope X|Fuels|Gas||||kWh|kg CO2e|1", AT "cell B8: ", "“Scope X” is"},
        {SHEET_TITLES "1_1|Scope 1|Fish|Gas||||kWh|kg CO2e|1", AT "cell C8: ", "“Fish” is not a"},
        {SHEET_TITLES SHEET_FUEL "kg CO2e|1\n" SHEET_FUEL "kg CO2e|1",
         AT "cell J9: ", "stands in row 8 already"},
        {"ID|Scope|Level 1|Level 2|Level 3|Level 4|Column Text|Unit|GHG/Unit|GHG Conversion "
         "Factor 2030",
         AT "row 5: ", "the column “UOM” is missing"},
        {"Something\nelse", ": ", "no row has the headings"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Desk) desk = read_workbook(FRONT_PAGE, SHEET, cases[i].lines);
        g_autoptr(GString) reason = g_string_new(cases[i].reason);

        g_string_replace(reason, "&lt;", "<", 0);
        g_test_message("%s", reason->str);
        assert_refused(desk, cases[i].place, reason->str);
    }
}

static void
test_workbook_without_sheet(void)
{
    g_autoptr(Desk) desk = read_workbook(FRONT_PAGE, "Fuels", SHEET_TITLES SHEET_FUEL "kg CO2e|1");

    assert_refused(desk, ": ", "there is no sheet “Factors by Category”");
}

/* ---- much, and the shipped ---- */

static long
memory_kb(void)
{
    struct rusage usage;

    g_assert_cmpint(getrusage(RUSAGE_SELF, &usage), ==, 0);
    return usage.ru_maxrss;
}

static void
test_many_rows(void)
{
    static const char *const gases[] = {"kg CO2e", "kg CO2", "kg CH4", "kg N2O"};
    g_autoptr(Desk) desk = desk_new();
    g_autoptr(GString) text = g_string_new(HEADER);
    g_autoptr(GTimer) timer = NULL;
    long before;

    for (guint i = 0; i < 100000; i++)
        g_string_append_printf(text,
                               "%u,Scope 1,Fuels,Gaseous fuels,Gas number %u,Some more,Energy,"
                               "kWh (Gross CV),%s,0.1234567\n",
                               i, i / 4, gases[i % 4]);
    put(desk, "ukgov-2029.csv", SET_HEADER "ukgov.fuels.x,kWh,1,4,,2029 v1\n");
    timer = g_timer_new();
    before = memory_kb();
    desk_read(desk, text->str, NULL);
    g_assert_no_error(desk->error);
    assert_part(desk->report->str, "read: 100000 rows\n  written: 25000 rows: 25000 in scope 1");
    assert_part(desk->report->str, "new keys: 25000\n");
    g_test_message("%.2f s, %ld MB", g_timer_elapsed(timer, NULL), (memory_kb() - before) / 1024);
    g_assert_cmpfloat(g_timer_elapsed(timer, NULL), <, 20);
    if (!IS_SANITIZED)
        g_assert_cmpint(memory_kb() - before, <, 100 * 1024);
}

static void
append_flat_row(GString *out, const char *labels, const char *gas, const char *figure)
{
    if (*figure != '\0')
        g_string_append_printf(out, "%s%s,%s\n", labels, gas, figure);
}

/* `A > B > unit [id]` as the cells of a flat file up to the unit. */
static char *
labels_of_row(const char *scope, const char *reference)
{
    g_autofree char *text = g_strdup(reference);
    char *bracket = g_str_has_suffix(text, "]") ? strrchr(text, '[') : NULL;
    g_auto(GStrv) parts = NULL;
    g_autofree char *id =
        bracket == NULL ? g_strdup("") : g_strndup(bracket + 1, strlen(bracket) - 2);
    GString *out = g_string_new(id);
    guint n;

    if (bracket != NULL)
        bracket[-1] = '\0';
    parts = g_strsplit(text, " > ", -1);
    n = g_strv_length(parts);
    g_assert_cmpuint(n, >=, 2);
    g_assert_cmpuint(n, <=, 6);
    g_string_append_printf(out, ",%s%s,", g_str_equal(scope, "outside") ? "" : "Scope ",
                           g_str_equal(scope, "outside") ? "Outside of Scopes" : scope);
    for (guint i = 0; i < 6; i++) {
        guint from = i == 5 ? n - 1 : i;

        if (i == 5 || i < n - 1)
            gp_csv_append(out, parts[from]);
        g_string_append_c(out, ',');
    }
    return g_string_free(out, FALSE);
}

/* The flat file that a shipped edition could have come from. */
static char *
flat_of_shipped(const GpCsvTable *table, const char *year)
{
    GString *out = g_string_new(TITLES "GHG Conversion Factor ");

    g_string_append_printf(out, "%s\n", year);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const char *cells[6];
        static const char *const columns[] = {"kg_co2e", "kg_co2", "kg_ch4",
                                              "kg_n2o",  "scope",  "reference"};
        g_autofree char *labels = NULL;

        for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
            cells[i] = gp_csv_table_cell(table, row, gp_csv_table_column(table, columns[i]));
        labels = labels_of_row(cells[4], cells[5]);
        append_flat_row(out, labels, "kg CO2e", cells[0]);
        append_flat_row(out, labels, "kg CO2e of CO2 per unit", cells[1]);
        append_flat_row(out, labels, "kg CO2e of CH4 per unit", cells[2]);
        append_flat_row(out, labels, "kg CO2e of N2O per unit", cells[3]);
    }
    return g_string_free(out, FALSE);
}

static void
assert_shipped(const char *year)
{
    g_autofree char *name = g_strdup_printf("ukgov-%s.csv", year);
    g_autofree char *path = g_build_filename(g_getenv("GP_FACTORS"), name, NULL);
    g_autofree char *shipped = NULL, *flat = NULL;
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, NULL);
    g_autoptr(Desk) desk = desk_new();
    GpImportOptions options = {g_getenv("GP_FACTORS"), desk->units, NULL};

    g_assert_nonnull(table);
    g_assert_true(g_file_get_contents(path, &shipped, NULL, NULL));
    options.edition = gp_csv_table_cell(table, 0, gp_csv_table_column(table, "edition"));
    flat = flat_of_shipped(table, year);
    put(desk, "flat", flat);
    desk->edition = gp_factor_import_read(desk->path, &options, &desk->error);
    g_assert_no_error(desk->error);
    gp_factor_import_print_set(desk->edition, desk->set);
    if (!g_str_equal(desk->set->str, shipped))
        g_test_fail_printf("%s is not what its rows give", name);
}

/* Each shipped edition follows from its own rows, with the renames and sheets of the library. */
static void
test_shipped(void)
{
    for (int year = 2016; year <= 2025; year++) {
        g_autofree char *text = g_strdup_printf("%d", year);

        assert_shipped(text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/factor/import/whole-line", test_whole_line);
    g_test_add_func("/factor/import/potentials", test_potentials_by_year);
    g_test_add_func("/factor/import/slugs", test_slugs);
    g_test_add_func("/factor/import/renames", test_renames);
    g_test_add_func("/factor/import/sheets", test_sheets);
    g_test_add_func("/factor/import/units", test_units);
    g_test_add_func("/factor/import/figures", test_figures);
    g_test_add_func("/factor/import/no-figures", test_no_figures);
    g_test_add_func("/factor/import/text-is-named", test_text_is_named);
    g_test_add_func("/factor/import/gases/add-up", test_gases_add_up);
    g_test_add_func("/factor/import/gases/names", test_names_of_gases);
    g_test_add_func("/factor/import/gases/groups", test_groups);
    g_test_add_func("/factor/import/gases/no-total", test_no_total);
    g_test_add_func("/factor/import/report/passed-over", test_rows_passed_over);
    g_test_add_func("/factor/import/report/gases", test_report_of_gases);
    g_test_add_func("/factor/import/columns-anywhere", test_columns_anywhere);
    g_test_add_func("/factor/import/edition", test_edition_of_csv);
    g_test_add_func("/factor/import/refused", test_refused);
    g_test_add_func("/factor/import/hostile", test_hostile_texts);
    g_test_add_func("/factor/import/no-file", test_no_file);
    g_test_add_func("/factor/import/library/bad", test_bad_library);
    g_test_add_func("/factor/import/library/missing", test_no_library);
    g_test_add_func("/factor/import/compare/all", test_compare);
    g_test_add_func("/factor/import/compare/rename-helps", test_rename_helps);
    g_test_add_func("/factor/import/compare/long-lists", test_long_lists);
    g_test_add_func("/factor/import/compare/bad-earlier", test_bad_earlier);
    g_test_add_func("/factor/import/workbook/read", test_workbook);
    g_test_add_func("/factor/import/workbook/no-version", test_workbook_without_version);
    g_test_add_func("/factor/import/workbook/refused", test_workbook_refused);
    g_test_add_func("/factor/import/workbook/no-sheet", test_workbook_without_sheet);
    g_test_add_func("/factor/import/many-rows", test_many_rows);
    g_test_add_func("/factor/import/shipped", test_shipped);
    return g_test_run();
}
