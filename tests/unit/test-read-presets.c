/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "mapping.h"

/* The shipped formats on excerpts of real files: tests/fixtures/README.md says whose. */

static GpFormat *
preset(const char *name, const char *ods_code)
{
    g_autofree char *file = g_strconcat(name, ".ini", NULL);
    g_autofree char *path = g_build_filename(g_getenv("GP_FORMATS"), file, NULL);
    g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GError) error = NULL;
    GpFormat *format;

    g_hash_table_insert(texts, (gpointer) "ods_code", (gpointer)ods_code);
    format = gp_format_load(path, texts, &error);
    g_assert_no_error(error);
    return format;
}

/* Reads an excerpt, called by its own name. */
static Reading *
read_fixture(const GpFormat *format, const char *name)
{
    g_autofree char *path = g_build_filename(g_getenv("GP_FIXTURES"), name, NULL);
    GpReadRules rules = plain_rules;

    rules.name = name;
    return read_formatted(path, format, &rules);
}

static Reading *
read_by_preset(const char *name, const char *fixture)
{
    g_autoptr(GpFormat) format = preset(name, "RWV");

    return read_fixture(format, fixture);
}

/* The sum of an activity over all cells. */
static void
assert_sum_of(const Reading *self, const char *activity, const char *sum)
{
    g_autoptr(GString) got = g_string_new(NULL);
    GpInt128 total = 0;

    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);

        for (guint32 i = 0; i < capacity; i++) {
            guint32 id = gp_cube_what(self->cube, cells[i].what).activity;

            if (cells[i].rows > 0 &&
                g_str_equal(gp_dict_name(gp_cube_activities(self->cube), id), activity))
                total += gp_cell_quantity_micro(&cells[i]);
        }
    }
    gp_number_append(got, total, GP_MICRO_PLACES);
    g_assert_cmpstr(got->str, ==, sum);
}

static void
assert_preset_refuses(const char *name, const char *fixture, const char *beginning)
{
    g_autoptr(Reading) reading = read_by_preset(name, fixture);

    g_assert_error(reading->error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_true(g_str_has_prefix(reading->error->message, beginning));
}

/* --- ERIC ------------------------------------------------------------------------------------- */

static void
assert_eric(const char *fixture,
            const char *counts,
            const char *electricity,
            const char *gas,
            const char *floor_area)
{
    g_autoptr(Reading) reading = read_by_preset("eric-site", fixture);

    assert_counts(reading, counts);
    assert_sum_of(reading, "electricity", electricity);
    assert_sum_of(reading, "natural-gas", gas);
    assert_sum_of(reading, "floor-area", floor_area);
}

static void
test_eric_sites(void)
{
    assert_eric("eric-2014-15-site.csv", "5 3 2 0", "601937", "1974175", "10300");
    assert_eric("eric-2015-16-site.csv", "8 3 5 0", "1162761", "2460728", "21644");
    assert_eric("eric-2016-17-site.csv", "5 3 2 0", "1457016", "4110295", "24803");
    assert_eric("eric-2023-24-site.csv", "5 4 1 0", "797131", "2138926", "6278");
}

static void
test_eric_site_by_site(void)
{
    g_autoptr(Reading) reading = read_by_preset("eric-site", "eric-2015-16-site.csv");
    g_autofree char *cells = cube_text(reading);

    g_assert_nonnull(strstr(cells, " of 2015-04-01..2016-03-31 electricity "));
    g_assert_nonnull(strstr(cells, " site=RWV12"));
    g_assert_null(strstr(cells, "site=R1A1P"));
}

static void
test_eric_dollars(void)
{
    assert_preset_refuses("eric-site", "eric-2016-17-dollar.csv",
                          "eric-2016-17-dollar.csv: the columns are parted by “$”: somebody turned "
                          "every comma of this file into “$”");
    assert_preset_refuses("eric-trust", "eric-2016-17-dollar.csv",
                          "eric-2016-17-dollar.csv: the columns are parted by “$”");
}

static void
test_eric_trust(void)
{
    g_autoptr(Reading) reading = read_by_preset("eric-trust", "eric-2014-15-trust.csv");

    assert_counts(reading, "2 1 1 0");
    assert_sum_of(reading, "spend-sic-49.3-5", "36440");
    assert_preset_refuses(
        "eric-trust", "eric-2016-17-trust.csv",
        "eric-2016-17-trust.csv: this has the headings of “ERIC, file of trusts”, but there is "
        "nothing to count in it: there is none of the columns “WEEE waste volume (Tonnes)”");
    assert_preset_refuses("eric-site", "eric-2014-15-trust.csv",
                          "eric-2014-15-trust.csv: this is not “ERIC, file of sites”");
}

/* --- Spend ------------------------------------------------------------------------------------ */

static void
assert_spend(const char *fixture, const char *counts, const char *sums, const char *days)
{
    g_autoptr(Reading) reading = read_by_preset("spend-over-25k", fixture);
    char first[16], last[16];
    g_autofree char *got = NULL;

    assert_counts(reading, counts);
    assert_sums(reading, sums);
    gp_day_print(reading->count.days.first, first);
    gp_day_print(reading->count.days.last, last);
    got = g_strdup_printf("%s..%s", first, last);
    g_assert_cmpstr(got, ==, days);
}

/* Three styles of dates, Windows-1252, a byte order mark, months of Excel, pound signs. */
static void
test_spend(void)
{
    assert_spend("spend-croydon-2020-12.csv", "5 4 1 0", "370821.53 328341.53 42480 0",
                 "2020-12-10..2020-12-29");
    assert_spend("spend-epsom-2020-04.csv", "4 4 0 0", "65808.15 65808.15 0 0",
                 "2020-04-30..2020-04-30");
    assert_spend("spend-epsom-2020-08.csv", "7 5 2 0", "735128.85 530623.9 204504.95 0",
                 "2020-08-01..2020-08-31");
    assert_spend("spend-guys-2020-04.csv", "7 3 4 0", "44621.7 148.32 44473.38 0",
                 "2020-04-03..2020-04-24");
    assert_spend("spend-kingston-2020-10.csv", "5 4 1 0", "1067601.14 1008044.41 59556.73 0",
                 "2020-10-01..2020-10-31");
    assert_spend("spend-kingston-2020-12.csv", "4 4 0 0", "1009640.42 1009640.42 0 0",
                 "2020-12-01..2020-12-31");
}

/* All payments of a day that may be the 8th of January or the 1st of August. */
static void
test_spend_ambiguous(void)
{
    const char text[] = "Date,Expense Type,Expense Area,Supplier,Transaction Number,amount\n"
                        "08/01/2020,Drugs,Pharmacy,A,1,5\n";
    g_autoptr(GpFormat) format = preset("spend-over-25k", "RVR");
    g_autoptr(Reading) before = read_bytes_by(format, text, sizeof text - 1);
    g_autoptr(Reading) after = NULL;

    assert_refused(before, "in.csv:2: “08/01/2020” may be d/m/y or m/d/y, and nothing in the file "
                           "says which; write styles=d/m/y or styles=m/d/y in the settings of the "
                           "source");
    g_assert_true(gp_format_set(format, "styles", "m/d/y", NULL));
    after = read_bytes_by(format, text, sizeof text - 1);
    assert_read(after, "2020-08 spend-pharmaceuticals 5 GBP department=Pharmacy",
                "ignored-column 1:4");
}

/* --- Meters ------------------------------------------------------------------------------------
 */

static void
test_meter_readings(void)
{
    g_autoptr(GpFormat) format = preset("meter-readings", NULL);
    g_autoptr(Reading) reading = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_format_check(format, &error));
    g_assert_true(gp_format_set(format, "activity", "natural-gas", NULL));
    g_assert_true(gp_format_set(format, "site", "B0", NULL));
    reading = read_fixture(format, "meter-b0-gas-2018.csv");
    assert_read(reading, "2018-01 natural-gas 2970.2 kWh site=B0 x25", "");
}

static void
test_meter_half_hourly(void)
{
    g_autoptr(GpFormat) format = preset("meter-half-hourly", NULL);
    g_autoptr(GString) text = g_string_new("MPAN,Reading Date,Measurement Quantity");
    g_autoptr(Reading) reading = NULL;

    for (int i = 0; i < 48; i++)
        g_string_append_printf(text, ",%02d:%02d", i / 2, i % 2 * 30);
    g_string_append(text, ",Total\n1012345678901,30/03/2024,AI");
    for (int i = 0; i < 48; i++)
        g_string_append(text, ",1.5");
    /* the day on which the clocks go forward */
    g_string_append(text, ",72\n1012345678901,31/03/2024,AI");
    for (int i = 0; i < 48; i++)
        g_string_append(text, i == 2 || i == 3 ? "," : ",1");
    g_string_append(text, ",46\n1012345678901,31/03/2024,RI");
    for (int i = 0; i < 48; i++)
        g_string_append(text, ",1000");
    g_string_append(text, ",48000\n");
    g_assert_true(gp_format_set(format, "activity", "electricity", NULL));
    reading = read_bytes_by(format, text->str, text->len);
    assert_read(reading, "2024-03 electricity 118 kWh site=1012345678901 x2",
                "ignored-column 1:52");
    assert_counts(reading, "3 2 1 0");
    assert_sums(reading, "48118 118 48000 0");
}

static void
test_meter_monthly(void)
{
    g_autoptr(GpFormat) format = preset("meter-monthly", NULL);
    g_autoptr(Reading) reading =
        read_bytes_by(format, BYTES("Site,Utility,From,To,kWh,Read type\n"
                                    "A,Gas,01/04/2024,30/04/2024,\"1,200\",Actual\n"
                                    "A,Gas,01/05/2024,31/05/2024,900,Estimated\n"
                                    "A,Electricity,01/05/2024,31/05/2024,50,\n"
                                    "A,Water,01/05/2024,31/05/2024,10,A\n"));

    assert_read(reading,
                "2024-04 natural-gas 1200 kWh site=A quality=measured\n"
                "2024-05 electricity 50 kWh site=A\n"
                "2024-05 natural-gas 900 kWh site=A quality=estimated",
                "left-out 5:2");
}

static void
test_mileage_claims(void)
{
    g_autoptr(GpFormat) format = preset("mileage-claims", NULL);
    g_autoptr(Reading) reading = read_bytes_by(
        format,
        BYTES("Employee name,Payroll number,Journey date,Vehicle type,Fuel type,Engine size,"
              "Business miles,Cost centre,Job role\n"
              "A Person,1234,14/06/2024,Car,Petrol,1198cc,12.4,C1,Nurse\n"
              "B Person,1235,15/06/2024,Car,Diesel,2.0,20,C1,Nurse\n"
              "C Person,1236,15/06/2024,Lease car,Electric,,30,C2,Doctor\n"
              "D Person,1237,15/06/2024,Bicycle,,,5,C2,Doctor\n"
              "E Person,1238,15/06/2024,Horse,Oats,,7,C2,Doctor\n"));
    g_autofree char *messages = messages_text(reading);

    assert_read(reading,
                "2024-06 car-medium-diesel 20 mile department=C1 role=Nurse\n"
                "2024-06 car-small-petrol 12.4 mile department=C1 role=Nurse\n"
                "2024-06 fleet-car-bev 30 mile department=C2 role=Doctor",
                "ignored-column 1:1\nunknown-text 6:4\nleft-out 5:4");
    assert_counts(reading, "5 3 1 1");
    g_assert_null(strstr(messages, "Person,"));
    g_assert_null(strstr(messages, "123"));
}

/* --- Others ------------------------------------------------------------------------------------
 */

static void
test_workforce(void)
{
    g_autoptr(Reading) reading = read_by_preset("workforce-staff-group", "workforce-2017-09.csv");
    g_autofree char *cells = cube_text(reading);

    assert_counts(reading, "12 10 2 0");
    assert_sums(reading, "2162.7999 2161.6999 1.1 0");
    g_assert_nonnull(strstr(cells, "2017-09 workforce-wte 606.37697 WTE role=Nurses & health "
                                   "visitors"));
}

static void
assert_grid(const char *name, const char *fixture, const char *counts, const char *cells)
{
    g_autoptr(Reading) reading = read_by_preset(name, fixture);
    g_autofree char *got = cube_text(reading);

    assert_counts(reading, counts);
    g_assert_cmpstr(got, ==, cells);
}

static void
test_grid(void)
{
    assert_grid("grid-intensity", "grid-gb_no_dates.json", "1 0 1 0", "");
    assert_grid("grid-intensity", "grid-gb_with_dates.json", "3 3 0 0",
                "2019-12 grid-carbon-intensity 180 gCO2/kWh\n"
                "2020-01 grid-carbon-intensity 363 gCO2/kWh x2");
    assert_grid("grid-intensity-regional", "grid-nat_en.json", "1 1 0 0",
                "2021-04 grid-carbon-intensity 243 gCO2/kWh site=England quality=modelled");
    assert_grid("grid-intensity-regional", "grid-pc_with_dates.json", "3 3 0 0",
                "2018-12 grid-carbon-intensity 105 gCO2/kWh site=East England quality=modelled\n"
                "2019-01 grid-carbon-intensity 196 gCO2/kWh site=East England quality=modelled x2");
    assert_grid("grid-intensity-regional", "grid-nat_with_dates.json", "4 4 0 0",
                "2019-12 grid-carbon-intensity 15 gCO2/kWh site=South Scotland quality=modelled\n"
                "2019-12 grid-carbon-intensity 48 gCO2/kWh site=North Scotland quality=modelled\n"
                "2020-01 grid-carbon-intensity 17 gCO2/kWh site=South Scotland quality=modelled\n"
                "2020-01 grid-carbon-intensity 50 gCO2/kWh site=North Scotland quality=modelled");
}

static void
test_no_grid(void)
{
    assert_preset_refuses(
        "grid-intensity", "grid-get_stats_dates.json",
        "grid-get_stats_dates.json: this is not “grid carbon intensity, national”: "
        "its records have no “/intensity/actual”; there are: /from, /to, "
        "/intensity/max");
    assert_preset_refuses("grid-intensity", "grid-get_mix.json",
                          "grid-get_mix.json: this is not “grid carbon intensity, national”: its "
                          "records have no “/intensity/actual”");
    assert_preset_refuses("grid-intensity", "grid-get_factors.json",
                          "grid-get_factors.json: this is not “grid carbon intensity, national”");
    assert_preset_refuses("grid-intensity", "grid-nat_en.json",
                          "grid-nat_en.json: this is not “grid carbon intensity, national”");
    assert_preset_refuses("grid-intensity-regional", "grid-gb_with_dates.json",
                          "grid-gb_with_dates.json: there are no records at “/data/regions” or "
                          "“/data/data”; the file has: /data");
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/presets/eric-sites", test_eric_sites);
    g_test_add_func("/presets/eric-site-by-site", test_eric_site_by_site);
    g_test_add_func("/presets/eric-dollars", test_eric_dollars);
    g_test_add_func("/presets/eric-trust", test_eric_trust);
    g_test_add_func("/presets/spend", test_spend);
    g_test_add_func("/presets/spend-ambiguous", test_spend_ambiguous);
    g_test_add_func("/presets/meter-readings", test_meter_readings);
    g_test_add_func("/presets/meter-half-hourly", test_meter_half_hourly);
    g_test_add_func("/presets/meter-monthly", test_meter_monthly);
    g_test_add_func("/presets/mileage-claims", test_mileage_claims);
    g_test_add_func("/presets/workforce", test_workforce);
    g_test_add_func("/presets/grid", test_grid);
    g_test_add_func("/presets/no-grid", test_no_grid);
    status = g_test_run();
    mapping_end();
    return status;
}
