/* SPDX-License-Identifier: MIT */
#include "gp-check.h"

#include <math.h>
#include <string.h>

#include "ledger.h"

#define N_MONTHS 48
#define FIRST_YEAR 2020

static const Line electricity = {"bills", "electricity", "kWh", "A", "measured"};

static GpSpan
month(guint i)
{
    GpMonth first = gp_month_from_civil(FIRST_YEAR, 4) + (GpMonth)i;

    return (GpSpan){gp_month_first_day(first), gp_month_last_day(first)};
}

/* A figure that moves a little from month to month, and up in winter. */
static double
usual(guint i, double level)
{
    return level * (1 + 0.04 * sin(i * 2.4) + 0.1 * cos((i - 9.0) / 6 * G_PI));
}

/* Months @first to before @end. */
static void
add_months(Ledger *ledger, const Line *line, guint first, guint end, double level)
{
    for (guint i = first; i < end; i++)
        ledger_add(ledger, line, month(i), usual(i, level));
}

/* The same without month @gap, for a test to fill in. */
static Ledger *
without_month(const Line *line, guint gap, double level)
{
    Ledger *ledger = ledger_new();

    add_months(ledger, line, 0, gap, level);
    add_months(ledger, line, gap + 1, N_MONTHS, level);
    return ledger;
}

static Line
at_site(const char *site)
{
    Line line = electricity;

    line.site = site;
    return line;
}

static void
test_nothing(void)
{
    g_autoptr(Ledger) empty = ledger_new();
    g_autoptr(Ledger) one = ledger_new();
    g_autoptr(Ledger) clean = ledger_new();

    assert_none(empty);
    ledger_add_text(one, "2024-05,electricity,100,kWh");
    assert_none(one);
    add_months(clean, &electricity, 0, N_MONTHS, 1000);
    assert_none(clean);
}

static void
test_gap(void)
{
    g_autoptr(Ledger) ledger = without_month(&electricity, 20, 1000);

    assert_only(ledger, "error gap bills electricity A 2021-12", "missing for 1 month");
}

/* What no site has at the same time has one cause, be it one activity or the whole source. */
static void
test_gap_of_all(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    static const char *const sites[] = {"A", "B", "C"};

    for (guint s = 0; s < 3; s++) {
        Line line = at_site(sites[s]);

        add_months(ledger, &line, 0, 20, 1000);
        add_months(ledger, &line, 22, N_MONTHS, 1000);
    }
    assert_only(ledger, "error gap bills electricity 2021-12 to 2022-01",
                "3 sites at the same time: figures are missing for 2 months");
    ledger_add(ledger, &(Line){"bills", "water-supply", "m3", "A", ""}, month(0), 7);
    assert_only(ledger, "error gap bills electricity 2021-12 to 2022-01", "3 sites");
    for (guint i = 1; i < N_MONTHS; i++) {
        if (i < 20 || i >= 22)
            ledger_add(ledger, &(Line){"bills", "water-supply", "m3", "A", ""}, month(i), 7);
    }
    assert_only(ledger, "error gap bills 2021-12 to 2022-01", "4 series of 2 activities");
}

static void
test_stopped(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const Line b = at_site("B");
    GpSite sites[] = {{.code = "A", .closed = GP_NOT_CLOSED},
                      {.code = "B", .closed = GP_NOT_CLOSED}};

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &b, 0, 30, 1000);
    assert_only(ledger, "warning stopped bills electricity B since 2022-10",
                "the figures end here");

    /* A site that was given up has an end. */
    ledger->input.sites = sites;
    ledger->input.n_sites = 2;
    sites[1].closed = ledger_day("2022-10-01");
    assert_none(ledger);
    sites[1].closed = ledger_day("2023-10-01");
    assert_only(ledger, "warning stopped bills electricity B since 2022-10", "");
}

/* All that a site has ends on one day: the site was given up, which is told once. */
static void
test_site_stopped(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(GPtrArray) findings = NULL;
    const Line gas = {"bills", "natural-gas", "kWh", "B", ""}, b = at_site("B");

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &b, 0, 30, 1000);
    add_months(ledger, &gas, 0, 30, 5000);
    assert_only(ledger, "warning stopped bills B since 2022-10",
                "2 activities at the same time: the figures end here");

    /* Where something goes on there, it was not. */
    ledger_add_text(ledger, "2023-05,water-supply,7,m3,B\n2023-06,water-supply,7,m3,B");
    findings = ledger_check(ledger);
    g_assert_cmpuint(findings->len, ==, 2);
    g_assert_cmpuint(count_code(findings, "stopped"), ==, 2);
}

/* Zeros alone, such as the coal of a hospital that burns none, are missed by nobody. */
static void
test_nothing_but_zeros(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const Line coal = {"bills", "coal", "kWh", "A", ""}, oil = {"bills", "gas-oil", "kWh", "A", ""};

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &coal, 0, 10, 0);
    add_months(ledger, &coal, 12, 30, 0);
    assert_none(ledger);

    /* Nor what had come to nothing when it ended. */
    add_months(ledger, &oil, 0, 20, 1000);
    add_months(ledger, &oil, 20, 30, 0);
    assert_only(ledger, "warning zero bills gas-oil A since 2021-12", "exactly zero in 10 periods");
}

/* One or two months at the end are late, not over. */
static void
test_late(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const Line b = at_site("B"), c = at_site("C");

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &b, 0, N_MONTHS - 2, 1000);
    add_months(ledger, &c, 0, N_MONTHS, 1000);
    assert_only(ledger, "error gap bills electricity B 2024-02 to 2024-03", "");
}

/* What was given up by and by is not missing. */
static void
test_run_down(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const Line b = at_site("B");

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &b, 0, 24, 1000);
    add_months(ledger, &b, 24, 36, 300);
    assert_none(ledger);
}

/* Claims come now and then: a month without any is nothing. Where there are always many, it is. */
static void
test_now_and_then(void)
{
    static const guint few[] = {2, 1, 3, 1, 2, 4}, many[] = {40, 31, 52, 47, 38, 44};

    for (guint is_many = 0; is_many < 2; is_many++) {
        g_autoptr(Ledger) ledger = ledger_new();

        for (guint i = 0; i < N_MONTHS; i++) {
            for (guint k = 0; k < (is_many == 1 ? many : few)[i % 6] && i != 20; k++)
                ledger_add(ledger, &(Line){"claims", "car-average", "mile", "", ""}, month(i), 50);
        }
        if (is_many == 1)
            assert_only(ledger, "error gap claims car-average 2021-12", "");
        else
            assert_none(ledger);
    }
}

/* Bills that do not begin on the first; one that is missing leaves its days. */
static void
test_bills(void)
{
    for (guint is_missing = 0; is_missing < 2; is_missing++) {
        g_autoptr(Ledger) ledger = ledger_new();

        for (guint i = 0; i < 30; i++) {
            GpSpan span = {month(i).first + 14, month(i + 1).first + 13};

            if (i != 12 || is_missing == 0)
                ledger_add(ledger, &electricity, span, usual(i, 1000));
        }
        if (is_missing == 0)
            assert_none(ledger);
        else
            assert_only(ledger, "error gap bills electricity A 2021-04-15 to 2021-05-14",
                        "missing for 30 days");
    }
}

static void
test_zero(void)
{
    g_autoptr(Ledger) ledger = without_month(&electricity, 20, 1000);
    g_autoptr(Ledger) late = ledger_new();

    ledger_add(ledger, &electricity, month(20), 0);
    assert_only(ledger, "warning zero bills electricity A 2021-12",
                "exactly zero, in a series that otherwise is not (usually about 1,0");

    /* A meter that was not connected yet. */
    for (guint i = 0; i < 8; i++)
        ledger_add(late, &electricity, month(i), 0);
    add_months(late, &electricity, 8, N_MONTHS, 1000);
    assert_none(late);
}

/* No heating in July, year after year. */
static void
test_zero_in_summer(void)
{
    g_autoptr(Ledger) ledger = ledger_new();

    for (guint i = 0; i < N_MONTHS; i++)
        ledger_add(ledger, &electricity, month(i), i % 12 == 3 ? 0 : usual(i, 1000));
    assert_none(ledger);
}

static void
test_negative(void)
{
    g_autoptr(Ledger) ledger = without_month(&electricity, 20, 1000);

    ledger_add(ledger, &electricity, month(20), -400);
    assert_only(ledger, "warning negative bills electricity A 2021-12", "-400 kWh is below zero");
}

static void
test_spike(void)
{
    g_autoptr(Ledger) ledger = without_month(&electricity, 20, 1000);

    ledger_add(ledger, &electricity, month(20), usual(20, 2400));
    assert_only(ledger, "warning spike bills electricity A 2021-12",
                "2.3 times what is usual for this time of year (about 1,0");
}

/* A level that changes for good is no spike. */
static void
test_new_level(void)
{
    g_autoptr(Ledger) ledger = ledger_new();

    add_months(ledger, &electricity, 0, 20, 1000);
    add_months(ledger, &electricity, 20, N_MONTHS, 2400);
    assert_none(ledger);
}

/* In the pandemic people travelled less, but not a hundredth of it. */
static void
test_pandemic(void)
{
    const Line rail = {"travel", "rail", "passenger-km", "", ""};
    static const double factors[] = {0.12, 0.005};

    for (guint k = 0; k < G_N_ELEMENTS(factors); k++) {
        g_autoptr(Ledger) ledger = ledger_new();

        for (guint i = 0; i < N_MONTHS; i++)
            ledger_add(ledger, &rail, month(i), usual(i, 9000) * (i == 8 ? factors[k] : 1));
        if (k == 0)
            assert_none(ledger);
        else
            assert_only(ledger, "warning spike travel rail 2020-12", "is 1/19");
    }
}

static void
test_unit_slip(void)
{
    static const struct {
        const char *activity, *unit;
        double factor;
        const char *code, *words;
    } cases[] = {
        {"electricity", "kWh", 1000, "error unit-slip", "kWh and MWh"},
        {"electricity", "kWh", 0.001, "error unit-slip", "1/1,010 of what is usual"},
        {"electricity", "kWh", 277.8, "error unit-slip", "kWh and GJ"},
        {"natural-gas", "kWh", 29.3, "error unit-slip", "kWh and therms"},
        {"natural-gas", "kWh", 1 / 11.1, "error unit-slip", "cubic metres of gas"},
        {"water-supply", "m3", 0.001, "error unit-slip", "litres and cubic metres"},
        {"waste-food", "tonne", 1000, "error unit-slip", "kilograms and tonnes"},
        {"spend-eclass-a", "GBP", 0.001, "error unit-slip", "thousands of pounds"},
        {"spend-eclass-a", "GBP", 100, "error unit-slip", "pence"},
        {"hotel-uk", "night", 10, "error unit-slip", "the decimal point"},
        {"electricity", "kWh", 50, "warning spike", "49 times"},
    };

    for (guint k = 0; k < G_N_ELEMENTS(cases); k++) {
        const Line line = {"bills", cases[k].activity, cases[k].unit, "A", ""};
        g_autoptr(Ledger) ledger = without_month(&line, 20, 4000);
        g_autofree char *expected =
            g_strdup_printf("%s bills %s A 2021-12", cases[k].code, cases[k].activity);

        ledger_add(ledger, &line, month(20), usual(20, 4000) * cases[k].factor);
        assert_only(ledger, expected, cases[k].words);
    }
}

/* A slip that lasts, in rows whose unit is another. */
static void
test_long_slip(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    Line megawatt_hours = electricity;

    megawatt_hours.unit = "MWh";
    add_months(ledger, &electricity, 0, 34, 4000);
    add_months(ledger, &megawatt_hours, 34, N_MONTHS, 4000);
    assert_only(ledger, "error unit-slip bills electricity A since 2023-02",
                "these rows are given in MWh, most others in kWh");
}

/* One wrong unit for all sites of a month is one slip. */
static void
test_slip_of_all(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    static const char *const sites[] = {"A", "B", "C", "D"};

    for (guint s = 0; s < G_N_ELEMENTS(sites); s++) {
        Line line = at_site(sites[s]);

        for (guint i = 0; i < N_MONTHS; i++)
            ledger_add(ledger, &line, month(i), usual(i, 900 * (s + 1)) * (i == 20 ? 1000 : 1));
    }
    assert_only(ledger, "error unit-slip bills electricity 2021-12",
                "4 sites at the same time: for example electricity at A");
}

static void
test_doubled(void)
{
    g_autoptr(Ledger) ledger = ledger_new();

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &electricity, 20, 21, 1000);
    assert_only(ledger, "error doubled bills electricity A 2021-12", "2 rows instead of 1");
}

/* Readings by the day: a month that lacks some, but neither the first nor the last. */
static void
test_readings_missing(void)
{
    g_autoptr(Ledger) ledger = ledger_new();

    for (guint i = 0; i < 14; i++) {
        for (GpDay day = month(i).first + (i == 0 ? 9 : 0); day <= month(i).last; day++) {
            if ((i != 6 || day > month(i).first + 11) && (i != 13 || day < month(i).first + 5))
                ledger_add(ledger, &electricity, (GpSpan){day, day}, usual(i, 30));
        }
    }
    assert_only(ledger, "warning readings-missing bills electricity A 2020-10",
                "19 rows where a month has about 31");
}

static void
test_years(void)
{
    static const char years[] = "2013-14,taxi,1000,mile\n2014-15,taxi,1100,mile\n"
                                "2015-16,taxi,1050,mile\n2017-18,taxi,980,mile\n"
                                "2018-19,taxi,1020,mile\n2019-20,taxi,1000,mile";
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(Ledger) odd = ledger_new();

    ledger_add_text(ledger, years);
    assert_only(ledger, "error gap bills taxi 2016-17", "missing for 1 year");
    ledger_add_text(ledger, "2016-17,taxi,9000,mile");
    assert_only(ledger, "warning spike bills taxi 2016-17",
                "9 times what the years beside it have");

    /* Three years are enough for a figure that is thousands of times too high. */
    ledger_add_text(odd, "2013-14,waste-food,0.976,tonne\n2014-15,waste-food,1.9035,tonne\n"
                         "2015-16,waste-food,4935.927,tonne");
    assert_only(odd, "warning spike bills waste-food 2015-16", "4,936 tonnes is 3,610 times");
}

static void
test_swap(void)
{
    for (guint is_back = 0; is_back < 2; is_back++) {
        g_autoptr(Ledger) ledger = ledger_new();
        const Line a = at_site("A"), b = at_site("B");

        for (guint i = 0; i < N_MONTHS; i++) {
            gboolean is_swapped = i >= 20 && (is_back == 0 || i < 23);

            ledger_add(ledger, &a, month(i), usual(i, is_swapped ? 400 : 1000));
            ledger_add(ledger, &b, month(i), usual(i, is_swapped ? 1000 : 400));
        }
        if (is_back == 0)
            assert_only(ledger, "warning swapped bills electricity A + B since 2021-12",
                        "28 months: before, A had about 1,0");
        else
            assert_only(ledger, "warning swapped bills electricity A + B 2021-12 to 2022-02",
                        "3 months");
    }
}

static void
test_catch_up(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    Line guess = electricity;

    guess.quality = "estimated";
    add_months(ledger, &electricity, 0, 20, 1000);
    add_months(ledger, &guess, 20, 23, 500);
    ledger_add(ledger, &electricity, month(23), usual(23, 1000) + 1600);
    add_months(ledger, &electricity, 24, N_MONTHS, 1000);
    assert_only(ledger, "warning catch-up bills electricity A 2021-12 to 2022-03",
                "3 months in a row are lower than usual (3 estimated)");
}

static void
test_estimates(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(Ledger) never = ledger_new();
    Line guess = electricity, b = at_site("B");

    guess.quality = "estimated";
    b.quality = "estimated";
    add_months(ledger, &electricity, 0, 24, 1000);
    add_months(ledger, &guess, 24, 28, 1000);
    add_months(ledger, &electricity, 28, N_MONTHS, 1000);
    assert_only(ledger, "warning estimated bills electricity A 2022-23", "(4 of 12 months)");

    /* Estimating may be how a thing is done, but not where others are read. */
    add_months(never, &b, 0, N_MONTHS, 1000);
    assert_none(never);
    add_months(never, &electricity, 0, N_MONTHS, 1000);
    assert_only(never, "warning no-reading bills electricity B since 2020-04",
                "none was ever read");
}

static void
test_no_reading(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    Line guess = electricity;

    guess.quality = "estimated";
    add_months(ledger, &electricity, 0, N_MONTHS - 4, 1000);
    add_months(ledger, &guess, N_MONTHS - 4, N_MONTHS, 1000);
    assert_only(ledger, "warning no-reading bills electricity A since 2023-12",
                "the last 4 months are estimated; the last actual reading is of 2023-11");
}

static void
test_same_figures(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    GpCheckSource sources[] = {{"bills", GP_EVERY_UNKNOWN, FALSE},
                               {"copy", GP_EVERY_UNKNOWN, TRUE}};
    Line copy = electricity;

    copy.source = "copy";
    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    ledger_add(ledger, &copy, month(20), usual(20, 1000));
    assert_only(ledger, "error same-figures bills + copy electricity A 2021-12",
                "1 figure of “bills” stands in “copy” too, to the last digit");
    ledger->input.sources = sources;
    ledger->input.n_sources = 2;
    assert_none(ledger);
}

/* Small round figures are the same by chance; nearly the same ones in a row are not. */
static void
test_two_sources(void)
{
    g_autoptr(Ledger) round = ledger_new();
    g_autoptr(Ledger) near = ledger_new();
    Line copy = electricity;

    copy.source = "copy";
    ledger_add_text(round,
                    "2024-05,electricity,100,kWh,A,bills\n2024-05,electricity,100,kWh,A,copy\n"
                    "2024-06,electricity,200,kWh,A,bills\n2024-06,electricity,300,kWh,A,copy");
    assert_none(round);
    add_months(near, &electricity, 0, N_MONTHS, 1000);
    add_months(near, &copy, 12, 24, 1020);
    assert_only(near, "warning two-sources bills + copy electricity A 2021-22",
                "nearly the same figures for 12 periods");
}

/* A year in one source and its months in another. */
static void
test_year_and_months(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    double sum = 0;
    Line year = electricity;

    year.source = "return";
    add_months(ledger, &electricity, 0, 24, 1000);
    for (guint i = 12; i < 24; i++)
        sum += usual(i, 1000);
    ledger_add(ledger, &year, (GpSpan){month(12).first, month(23).last}, sum * 1.02);
    assert_only(ledger, "warning two-sources bills + return electricity A 2021-22", "1 period");
}

static void
test_sums(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const Line a = at_site("A"), b = at_site("B");
    Line total = at_site("");
    GpCheckSource sources[] = {{"bills", GP_EVERY_UNKNOWN, FALSE},
                               {"return", GP_EVERY_UNKNOWN, TRUE}};

    total.source = "return";
    add_months(ledger, &a, 0, N_MONTHS, 1000);
    add_months(ledger, &b, 0, N_MONTHS, 3000);
    for (guint i = 0; i < 24; i++)
        ledger_add(ledger, &total, month(i), usual(i, i < 12 ? 4000 : 4400));
    g_autoptr(GPtrArray) findings = ledger_check(ledger);
    g_assert_cmpuint(count_code(findings, "sites-and-total"), ==, 1);
    g_assert_cmpuint(count_code(findings, "sites-differ"), ==, 1);
    g_assert_cmpuint(findings->len, ==, 2);

    /* Where the total does not count, it may be the same, but not another. */
    ledger->input.sources = sources;
    ledger->input.n_sources = 2;
    assert_only(ledger, "warning sites-differ return electricity 2021-22", "below (9.1%)");
}

static void
test_no_data(void)
{
    g_autoptr(Ledger) ledger = ledger_new();

    ledger_add_text(ledger, "2018-19,electricity,100,kWh,A,old\n2021-22,electricity,100,kWh,A,new");
    assert_only(ledger, "error no-data 2019-20 to 2020-21", "no source has any figures");
}

/* A series that stopped before does not tell that all the others have a hole there. */
static void
test_no_data_after_a_stop(void)
{
    static const char rows[] = "2014-15,coal,900,kWh,A\n2014-15,electricity,100,kWh,A\n"
                               "2015-16,coal,950,kWh,A\n2015-16,electricity,110,kWh,A\n"
                               "2016-17,coal,930,kWh,A\n2016-17,electricity,105,kWh,A\n"
                               "2023-24,electricity,100,kWh,A";
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(GPtrArray) findings = NULL;
    g_autofree char *text = NULL;

    ledger_add_text(ledger, rows);
    findings = ledger_check(ledger);
    text = findings_text(findings);
    g_assert_cmpstr(text, ==,
                    "error no-data 2017-18 to 2022-23: no source has any figures for this time, "
                    "though there are some before and after it\n"
                    "warning stopped bills coal A since 2017-04: the figures end here, though "
                    "others of this source go on\n");
}

/* Returns by the year, where some sites have none of what every building uses. */
static void
test_no_electricity(void)
{
    g_autoptr(Ledger) ever = ledger_new();
    g_autoptr(Ledger) year = ledger_new();
    g_autoptr(Ledger) elsewhere = ledger_new();

    ledger_add_text(ever, "2015-16,electricity,9,kWh,A\n2015-16,electricity,8,kWh,B\n"
                          "2015-16,electricity,7,kWh,C\n2015-16,electricity,6,kWh,D\n"
                          "2015-16,electricity,0,kWh,E\n2015-16,natural-gas,5,kWh,E");
    assert_only(ever, "warning no-electricity bills electricity",
                "1 of 5 sites has other figures, but none of electricity: E");

    /* In one year: filed as zero, or not at all; a site that had nothing yet is not meant. */
    ledger_add_text(year, "2014-15,electricity,9,kWh,A\n2014-15,natural-gas,50,kWh,A\n"
                          "2014-15,electricity,0,kWh,B\n2014-15,natural-gas,50,kWh,B\n"
                          "2014-15,natural-gas,50,kWh,C\n2014-15,natural-gas,0,kWh,D\n"
                          "2015-16,electricity,9,kWh,A\n2015-16,electricity,8,kWh,B\n"
                          "2015-16,electricity,7,kWh,C\n2015-16,electricity,6,kWh,D");
    assert_only(year, "warning no-electricity bills electricity 2014-15",
                "2 of 3 sites have other figures of this year, but none of electricity, though "
                "other years have it: B, C");

    /* A year in which the source has none at all has it from elsewhere. */
    ledger_add_text(elsewhere, "2014-15,natural-gas,50,kWh,A\n2015-16,electricity,9,kWh,A\n"
                               "2015-16,natural-gas,50,kWh,A");
    assert_none(elsewhere);
}

static void
test_stale(void)
{
    static const struct {
        GpEvery every;
        const char *late, *in_time;
    } cases[] = {
        {GP_EVERY_DAY, "2024-04-05", "2024-04-04"},
        {GP_EVERY_WEEK, "2024-04-15", "2024-04-14"},
        {GP_EVERY_MONTH, "2024-06-02", "2024-06-01"},
        {GP_EVERY_QUARTER, "2024-08-16", "2024-08-15"},
        {GP_EVERY_YEAR, "2025-08-03", "2025-08-02"},
    };

    for (guint k = 0; k < G_N_ELEMENTS(cases); k++) {
        g_autoptr(Ledger) ledger = ledger_new();
        GpCheckSource source = {"bills", cases[k].every, FALSE};

        ledger_add_text(ledger, "2024-03,electricity,100,kWh,A,bills");
        ledger->input.sources = &source;
        ledger->input.n_sources = 1;
        ledger->input.today = ledger_day(cases[k].in_time);
        assert_none(ledger);
        ledger->input.today = ledger_day(cases[k].late);
        assert_only(ledger, "warning stale bills since 2024-04", "its data end on 2024-03-31");
        source.every = GP_EVERY_UNKNOWN;
        assert_none(ledger);
    }
}

static void
test_sources(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const GpCheckSource source = {"bills", GP_EVERY_MONTH, FALSE};
    const GpCheckOriginal original = {.sha256 = "ab",
                                      .source = "bills",
                                      .name = "june.csv",
                                      .arrived = "2024-07-01T00:00:00Z",
                                      .days = GP_NO_PERIOD,
                                      .rows = 10,
                                      .refused = 2};
    GpCheckOriginal replaced = original;

    ledger->input.sources = &source;
    ledger->input.n_sources = 1;
    assert_only(ledger, "warning never-came bills", "nothing has ever come");
    ledger->input.originals = &original;
    ledger->input.n_originals = 1;
    assert_only(ledger, "error refused-rows bills",
                "2 rows of june.csv were refused and are missing");

    /* All of it has been replaced: what was refused does not matter any more. */
    replaced.rows = 0;
    replaced.superseded = 10;
    ledger->input.originals = &replaced;
    assert_none(ledger);
}

/* A slip in a year: neither does everything before it look over, nor is the source on time. */
static void
test_future(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(GPtrArray) findings = NULL;
    GpCheckSource source = {"bills", GP_EVERY_MONTH, FALSE};
    GpCheckOriginal original = {.sha256 = "ab",
                                .source = "bills",
                                .name = "all.csv",
                                .arrived = "2024-04-02T00:00:00Z",
                                .days = {ledger_day("2020-04-01"), ledger_day("2062-09-30")},
                                .rows = 97};
    const Line b = at_site("B");

    add_months(ledger, &electricity, 0, N_MONTHS, 1000);
    add_months(ledger, &b, 0, N_MONTHS, 500);
    ledger->input.today = ledger_day("2024-04-30");
    assert_none(ledger);
    ledger_add_text(ledger, "2062-09,electricity,500,kWh,B");
    assert_only(ledger, "error future bills electricity B 2062-09",
                "1 row of days after 2024-04-30, the day of this check");
    ledger_add_text(ledger, "2062-10,natural-gas,500,kWh,D");
    assert_only(ledger, "error future bills 2062-09 to 2062-10", "2 rows");

    ledger->input.sources = &source;
    ledger->input.n_sources = 1;
    ledger->input.originals = &original;
    ledger->input.n_originals = 1;
    ledger->input.today = ledger_day("2024-06-02");
    findings = ledger_check(ledger);
    g_assert_cmpuint(findings->len, ==, 2);
    g_assert_cmpuint(count_code(findings, "future"), ==, 1);
    g_assert_cmpuint(count_code(findings, "stale"), ==, 1);
}

static void
test_unknown_site(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const GpSite sites[] = {{.code = "RWV62", .closed = GP_NOT_CLOSED},
                            {.code = "RWV05", .closed = GP_NOT_CLOSED}};

    ledger_add_text(ledger, "2024-03,electricity,1,kWh,RWV62\n2024-03,natural-gas,1,kWh,RWV63\n"
                            "2024-03,electricity,1,kWh,RWV63\n2024-03,electricity,1,kWh");
    assert_none(ledger);
    ledger->input.sites = sites;
    ledger->input.n_sites = 2;
    assert_only(ledger, "warning unknown-site bills RWV63", "did you mean “RWV62”?");
}

static GpFinding *
only_finding(const Ledger *ledger, GPtrArray **out_findings)
{
    *out_findings = ledger_check(ledger);
    g_assert_cmpuint((*out_findings)->len, ==, 1);
    return g_ptr_array_index(*out_findings, 0);
}

/* A finding keeps its id while it is the same: not when another figure is wrong, but when more data
 * come after something that goes on. */
static void
test_ids(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(GPtrArray) before = NULL, after = NULL, other = NULL;
    const Line b = at_site("B");
    g_autofree char *id = NULL;

    add_months(ledger, &electricity, 0, N_MONTHS - 6, 1000);
    add_months(ledger, &b, 0, 30, 1000);
    id = g_strdup(only_finding(ledger, &before)->id);
    g_assert_cmpuint(strlen(id), ==, GP_FINDING_ID);
    g_assert_cmpuint(strspn(id, "0123456789abcdef"), ==, GP_FINDING_ID);
    add_months(ledger, &electricity, N_MONTHS - 6, N_MONTHS, 1000);
    g_assert_cmpstr(only_finding(ledger, &after)->id, ==, id);
    add_months(ledger, &b, 30, 31, 1000);
    g_assert_cmpstr(only_finding(ledger, &other)->id, !=, id);
}

/* The same findings in the same order, whatever the order of the rows. */
static void
test_order(void)
{
    g_autofree char *first = NULL;

    for (guint order = 0; order < 3; order++) {
        g_autoptr(Ledger) ledger = ledger_new();
        g_autoptr(GPtrArray) findings = NULL;
        g_autofree char *text = NULL;

        for (guint n = 0; n < 4 * N_MONTHS; n++) {
            guint k = order == 0 ? n : order == 1 ? 4 * N_MONTHS - 1 - n : n * 77 % (4 * N_MONTHS);
            static const char *const sites[] = {"A", "B", "C", "D"};
            guint s = k % 4, i = k / 4;
            Line line = at_site(sites[s]);

            if (s != 1 || i != 30)
                ledger_add(ledger, &line, month(i),
                           usual(i, 1000) * (s == 2 && i == 11  ? 1000
                                             : s == 3 && i == 7 ? 0
                                                                : 1));
        }
        findings = ledger_check(ledger);
        text = findings_text(findings);
        g_assert_cmpuint(findings->len, ==, 3);
        if (order == 0)
            first = g_steal_pointer(&text);
        else
            g_assert_cmpstr(text, ==, first);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/nothing", test_nothing);
    g_test_add_func("/check/gap", test_gap);
    g_test_add_func("/check/gap-of-all", test_gap_of_all);
    g_test_add_func("/check/stopped", test_stopped);
    g_test_add_func("/check/site-stopped", test_site_stopped);
    g_test_add_func("/check/nothing-but-zeros", test_nothing_but_zeros);
    g_test_add_func("/check/late", test_late);
    g_test_add_func("/check/run-down", test_run_down);
    g_test_add_func("/check/now-and-then", test_now_and_then);
    g_test_add_func("/check/bills", test_bills);
    g_test_add_func("/check/zero", test_zero);
    g_test_add_func("/check/zero-in-summer", test_zero_in_summer);
    g_test_add_func("/check/negative", test_negative);
    g_test_add_func("/check/spike", test_spike);
    g_test_add_func("/check/new-level", test_new_level);
    g_test_add_func("/check/pandemic", test_pandemic);
    g_test_add_func("/check/unit-slip", test_unit_slip);
    g_test_add_func("/check/long-slip", test_long_slip);
    g_test_add_func("/check/slip-of-all", test_slip_of_all);
    g_test_add_func("/check/doubled", test_doubled);
    g_test_add_func("/check/readings-missing", test_readings_missing);
    g_test_add_func("/check/years", test_years);
    g_test_add_func("/check/swap", test_swap);
    g_test_add_func("/check/catch-up", test_catch_up);
    g_test_add_func("/check/estimates", test_estimates);
    g_test_add_func("/check/no-reading", test_no_reading);
    g_test_add_func("/check/same-figures", test_same_figures);
    g_test_add_func("/check/two-sources", test_two_sources);
    g_test_add_func("/check/year-and-months", test_year_and_months);
    g_test_add_func("/check/sums", test_sums);
    g_test_add_func("/check/no-data", test_no_data);
    g_test_add_func("/check/no-data-after-a-stop", test_no_data_after_a_stop);
    g_test_add_func("/check/no-electricity", test_no_electricity);
    g_test_add_func("/check/stale", test_stale);
    g_test_add_func("/check/sources", test_sources);
    g_test_add_func("/check/future", test_future);
    g_test_add_func("/check/unknown-site", test_unknown_site);
    g_test_add_func("/check/ids", test_ids);
    g_test_add_func("/check/order", test_order);
    return g_test_run();
}
