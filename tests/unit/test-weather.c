/* SPDX-License-Identifier: MIT */
#include "gp-weather.h"

#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-spc.h"

/* Degree days of a standard UK year to 15.5 °C, January first, 2,462 in all: vesma.com, free with
 * acknowledgement. */
static const double uk_standard[12] = {395, 342, 297, 233, 151, 77, 42, 44, 83, 177, 275, 346};

static double
days_in(GpMonth month)
{
    return gp_month_last_day(month) - gp_month_first_day(month) + 1;
}

static GpMonth
start(void)
{
    return gp_month_from_civil(2019, 4);
}

/* Months from April 2019 on; NAN is missing. */
static GpSeries *
series_of(const double *values, guint n)
{
    GpSeries *self = gp_series_new(TRUE);

    for (guint i = 0; i < n; i++) {
        GpDay day = gp_month_first_day(start() + (int)i);

        if (isnan(values[i]))
            gp_series_add_missing(self, day);
        else
            gp_series_add(self, day, (gint64)llround(values[i] * 1e6));
    }
    gp_series_settle(self, NULL);
    return self;
}

/* Noise between -1 and 1, more of it near 0. */
static double
noise(GRand *random)
{
    return (g_rand_double_range(random, -1, 1) + g_rand_double_range(random, -1, 1) +
            g_rand_double_range(random, -1, 1)) /
           3;
}

/* Gas of a hospital without any change: warmer and colder years, and some noise. */
static void
make_gas(GRand *random, guint n, double *gas, double *degree_days)
{
    for (guint i = 0; i < n; i++) {
        GpMonth month = start() + (int)i;

        degree_days[i] = round(uk_standard[month % 12] * (1 + 0.2 * noise(random)));
        gas[i] = 900 * days_in(month) + 300 * degree_days[i] + 6000 * noise(random);
    }
}

static guint
n_flagged(const GpSeries *series)
{
    g_autoptr(GpXmr) chart = gp_spc_chart(series, &(GpSpcOptions){.no_screen = FALSE}, NULL);
    guint n = 0;

    for (guint i = 0; i < series->points->len; i++)
        n += gp_xmr_point(chart, i)->rule != GP_XMR_NONE ? 1 : 0;
    return n;
}

/* ---- the fit ---- */

#define N 36

static GpHeating *
fit(const GpSeries *use, const GpSeries *degree_days)
{
    g_autoptr(GError) error = NULL;
    GpHeating *heating = gp_weather_fit(use, degree_days, 0, &error);

    g_assert_no_error(error);
    return heating;
}

static void
test_fit_finds_what_was_put_in(void)
{
    double use[N], degree_days[N];
    g_autoptr(GpSeries) uses = NULL, days = NULL;
    g_autoptr(GpHeating) heating = NULL;

    for (guint i = 0; i < N; i++) {
        degree_days[i] = uk_standard[(start() + (int)i) % 12] + (double)(i * 7 % 13);
        use[i] = 44.25 * days_in(start() + (int)i) + 13.5 * degree_days[i];
    }
    uses = series_of(use, N);
    days = series_of(degree_days, N);
    heating = fit(uses, days);
    g_assert_cmpuint(heating->n, ==, N);
    g_assert_cmpfloat_with_epsilon(heating->base_per_day, 44.25, 1e-6);
    g_assert_cmpfloat_with_epsilon(heating->use_per_degree_day, 13.5, 1e-6);
    g_assert_cmpfloat_with_epsilon(heating->r_squared, 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(heating->cv_rmse, 0, 1e-6);
}

/* R: lm(y ~ 0 + days + hdd), twelve months; R² = 1 - SSE / SST around the mean. */
static void
test_fit_by_hand(void)
{
    /* Three kinds of month, four of each, in a year whose months are told by hand: with all months
     * of 2019-20 but their days taken from the calendar, the normal equations are solved below in
     * another order than the program does. */
    static const double degree_days[12] = {166, 95, 38, 19, 21, 60, 136, 238, 318, 322, 282, 240};
    static const double use[12] = {3198, 2145, 1366, 1096, 1145, 1677,
                                   2797, 3975, 5037, 5125, 4593, 4420};
    g_autoptr(GpSeries) uses = series_of(use, 12), days = series_of(degree_days, 12);
    g_autoptr(GpHeating) heating = fit(uses, days);
    double gradient_days = 0, gradient_hdd = 0, sse = 0, sst = 0, mean = 0;

    for (guint i = 0; i < 12; i++)
        mean += use[i] / 12;
    for (guint i = 0; i < 12; i++) {
        double d = days_in(start() + (int)i);
        double left =
            use[i] - heating->base_per_day * d - heating->use_per_degree_day * degree_days[i];

        gradient_days += left * d;
        gradient_hdd += left * degree_days[i];
        sse += left * left;
        sst += (use[i] - mean) * (use[i] - mean);
    }
    /* Least squares is where what is left over is at right angles to both columns. */
    g_assert_cmpfloat_with_epsilon(gradient_days, 0, 1e-6);
    g_assert_cmpfloat_with_epsilon(gradient_hdd, 0, 1e-6);
    g_assert_cmpfloat_with_epsilon(heating->r_squared, 1 - sse / sst, 1e-12);
    g_assert_cmpfloat_with_epsilon(heating->cv_rmse, sqrt(sse / 10) / mean, 1e-12);
}

/* The worked year: base 16.11 GWh, bill 46.00 GWh in a mild year of 2,200 degree days, standard
 * year 2,462: 49.56 GWh. Scaling the whole bill would give 51.48, which is wrong. */
static void
test_worked_year(void)
{
    double use[12], degree_days[12], corrected = 0, bill = 0;
    g_autoptr(GpSeries) uses = NULL, days = NULL;
    g_autoptr(GpHeating) heating = NULL;

    for (guint i = 0; i < 12; i++) {
        GpMonth month = start() + (int)i;

        degree_days[i] = uk_standard[month % 12] * 2200 / 2462;
        use[i] = 16.11 * days_in(month) / 366 + 29.89 * degree_days[i] / 2200;
    }
    uses = series_of(use, 12);
    days = series_of(degree_days, 12);
    heating = fit(uses, days);
    gp_weather_correct(heating, uk_standard);
    for (guint i = 0; i < 12; i++) {
        corrected += g_array_index(heating->months, GpHeatingMonth, i).corrected;
        bill += g_array_index(heating->months, GpHeatingMonth, i).use;
    }
    g_assert_cmpfloat_with_epsilon(bill, 46.00, 0.005);
    g_assert_cmpfloat_with_epsilon(corrected, 49.56, 0.005);
}

/* What the fit leaves over stays in the corrected figure. */
static void
test_residual_is_kept(void)
{
    double gas[N], degree_days[N];
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    g_autoptr(GpSeries) uses = NULL, days = NULL;
    g_autoptr(GpHeating) heating = NULL;

    make_gas(random, N, gas, degree_days);
    gas[20] += 50000;
    uses = series_of(gas, N);
    days = series_of(degree_days, N);
    heating = fit(uses, days);
    gp_weather_correct(heating, uk_standard);
    for (guint i = 0; i < N; i++) {
        const GpHeatingMonth *month = &g_array_index(heating->months, GpHeatingMonth, i);
        double at_standard = heating->base_per_day * days_in(month->month) +
                             heating->use_per_degree_day * uk_standard[month->month % 12];

        g_assert_cmpfloat_with_epsilon(month->corrected - at_standard, month->use - month->fitted,
                                       1e-6);
    }
}

static void
test_standard_year(void)
{
    static const double degree_days[14] = {100, 90, 80, 70, 60,  50,  40,
                                           30,  20, 10, 0,  NAN, 110, 95};
    g_autoptr(GpSeries) series = series_of(degree_days, 14);
    double standard[12];

    gp_weather_standard_year(series, standard);
    g_assert_cmpfloat_with_epsilon(standard[3], 105, 1e-9);
    g_assert_cmpfloat_with_epsilon(standard[4], 92.5, 1e-9);
    g_assert_cmpfloat_with_epsilon(standard[1], 0, 1e-9);
    g_assert_true(isnan(standard[2]));
}

static void
assert_no_fit(const GpSeries *use, const GpSeries *degree_days, GpErrorCode code, const char *part)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_weather_fit(use, degree_days, 0, &error));
    g_assert_error(error, GP_ERROR, (int)code);
    g_assert_nonnull(strstr(error->message, part));
}

static void
test_refused(void)
{
    double gas[N], degree_days[N], same[N];
    g_autoptr(GRand) random = g_rand_new_with_seed(2);
    g_autoptr(GpSeries) eleven = NULL, with_gap = NULL, days = NULL, level = NULL, whole = NULL;
    g_autoptr(GpSeries) quarters = gp_series_new(TRUE);

    make_gas(random, N, gas, degree_days);
    for (guint i = 0; i < N; i++)
        same[i] = days_in(start() + (int)i) * 5;
    for (guint i = 0; i < 20; i++)
        gp_series_add(quarters, gp_month_first_day(start() + (int)i * 3), 5);
    gp_series_settle(quarters, NULL);
    eleven = series_of(gas, 11);
    whole = series_of(gas, N);
    gas[3] = NAN;
    with_gap = series_of(gas, 12);
    days = series_of(degree_days, N);
    level = series_of(same, N);
    assert_no_fit(eleven, days, GP_ERROR_MISSING, "there are 11");
    assert_no_fit(with_gap, days, GP_ERROR_MISSING, "there are 11");
    assert_no_fit(whole, level, GP_ERROR_MISSING, "nearly the same");
    assert_no_fit(quarters, days, GP_ERROR_MALFORMED, "the use");
    assert_no_fit(whole, quarters, GP_ERROR_MALFORMED, "the degree days");
}

/* Months without degree days are shown, not fitted, not corrected. */
static void
test_months_without_degree_days(void)
{
    double gas[N], degree_days[N];
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    g_autoptr(GpSeries) uses = NULL, days = NULL, level = NULL;
    g_autoptr(GpHeating) heating = NULL;
    const GpHeatingMonth *month;

    make_gas(random, N, gas, degree_days);
    degree_days[5] = NAN;
    uses = series_of(gas, N);
    days = series_of(degree_days, 30);
    heating = fit(uses, days);
    gp_weather_correct(heating, uk_standard);
    g_assert_cmpuint(heating->n, ==, 29);
    month = &g_array_index(heating->months, GpHeatingMonth, 5);
    g_assert_true(isnan(month->corrected) && !month->is_fitted);
    month = &g_array_index(heating->months, GpHeatingMonth, 33);
    g_assert_true(isnan(month->corrected) && !isnan(month->use));
    level = gp_weather_level(heating, NULL, uses, days);
    g_assert_false(gp_series_point(level, 5)->has_value);
    g_assert_true(gp_series_point(level, 6)->has_value);
}

/* ---- the seasonal trap ---- */

/* Five years of gas without any change: most raw months and most rolling totals would be called
 * unusual, and hardly any once the weather is out. */
static void
test_seasonal_trap(void)
{
    guint raw = 0, levelled = 0, without_season = 0, rolling = 0;
    g_autoptr(GRand) random = g_rand_new_with_seed(9);

    for (guint round = 0; round < 20; round++) {
        double gas[71], degree_days[71], totals[60];
        GpSpan base;
        g_autoptr(GpSeries) uses = NULL, days = NULL, sums = NULL, level = NULL, seasonless = NULL;
        g_autoptr(GpHeating) heating = NULL;

        make_gas(random, 71, gas, degree_days);
        for (guint i = 0; i < 60; i++) {
            totals[i] = 0;
            for (guint k = 0; k < 12; k++)
                totals[i] += gas[i + k];
        }
        uses = series_of(gas, 60);
        days = series_of(degree_days, 60);
        sums = series_of(totals, 60);
        heating = fit(uses, days);
        level = gp_weather_level(heating, NULL, uses, days);
        seasonless = gp_series_without_season(uses, &base, NULL);
        raw += n_flagged(uses);
        rolling += n_flagged(sums);
        levelled += n_flagged(level);
        without_season += n_flagged(seasonless);
        g_assert_true(gp_series_is_seasonal(uses));
        g_assert_false(gp_series_is_seasonal(level));
        g_assert_false(gp_series_is_seasonal(seasonless));
        g_assert_cmpint(gp_series_rolling(uses), ==, GP_ROLLING_NO);
        g_assert_cmpint(gp_series_rolling(level), ==, GP_ROLLING_NO);
    }
    g_test_message("of 1200: raw %u, rolling %u, weather out %u, season out %u", raw, rolling,
                   levelled, without_season);
    g_assert_cmpuint(raw, >, 800);
    g_assert_cmpuint(rolling, >, 800);
    g_assert_cmpuint(levelled, <, 120);
    g_assert_cmpuint(without_season, <, 240);
}

/* A series whose season is as it was, whose only change is a step, keeps the step. */
static void
test_season_leaves_a_step(void)
{
    double values[60];
    GpSpan base;
    g_autoptr(GpSeries) series = NULL, out = NULL;

    for (guint i = 0; i < 60; i++)
        values[i] = 100 + 40 * cos(2 * G_PI * i / 12) + (i < 40 ? 0 : -15);
    series = series_of(values, 60);
    out = gp_series_without_season(series, &base, NULL);
    g_assert_cmpint(base.first, ==, gp_month_first_day(start()));
    g_assert_cmpint(base.last, ==, gp_month_last_day(start() + 35));
    for (guint i = 0; i < 60; i++)
        g_assert_cmpfloat_with_epsilon(
            gp_number_to_double(gp_series_point(out, i)->value_micro, GP_MICRO_PLACES),
            i < 40 ? 100 : 85, 1e-5);
}

/* Effects stay as they are when months are added, and a trend is no season. */
static void
test_season_is_fixed(void)
{
    double values[60];
    GpSpan base;
    g_autoptr(GRand) random = g_rand_new_with_seed(11);
    g_autoptr(GpSeries) longer = NULL, shorter = NULL, out_longer = NULL, out_shorter = NULL;
    g_autoptr(GpSeries) line = NULL, out_line = NULL;

    for (guint i = 0; i < 60; i++)
        values[i] = 100 - i + 40 * cos(2 * G_PI * i / 12) + 3 * noise(random);
    longer = series_of(values, 60);
    shorter = series_of(values, 40);
    out_longer = gp_series_without_season(longer, &base, NULL);
    out_shorter = gp_series_without_season(shorter, &base, NULL);
    for (guint i = 0; i < 40; i++)
        g_assert_cmpint(gp_series_point(out_longer, i)->value_micro, ==,
                        gp_series_point(out_shorter, i)->value_micro);
    for (guint i = 0; i < 60; i++)
        values[i] = 100 - 0.5 * i;
    line = series_of(values, 60);
    out_line = gp_series_without_season(line, &base, NULL);
    for (guint i = 0; i < 60; i++)
        g_assert_cmpint(
            ABS(gp_series_point(out_line, i)->value_micro - gp_series_point(line, i)->value_micro),
            <=, 1);
}

static void
test_season_needs_three_years(void)
{
    double values[60];
    GpSpan base;
    g_autoptr(GpSeries) with_gaps = NULL, short_one = NULL, late = NULL, out = NULL;
    g_autoptr(GError) error = NULL, short_error = NULL;

    for (guint i = 0; i < 60; i++)
        values[i] = i % 12;
    short_one = series_of(values, 35);
    values[10] = NAN;
    late = series_of(values, 47);
    values[30] = NAN;
    with_gaps = series_of(values, 60);
    g_assert_null(gp_series_without_season(short_one, &base, &short_error));
    g_assert_error(short_error, GP_ERROR, GP_ERROR_MISSING);
    g_assert_null(gp_series_without_season(with_gaps, &base, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MISSING);
    out = gp_series_without_season(late, &base, NULL);
    g_assert_cmpint(base.first, ==, gp_month_first_day(start() + 11));
    g_assert_false(gp_series_point(out, 10)->has_value);
}

/* Noise, noise on a trend, a random walk and a step are neither season nor rolling totals. */
static void
test_no_false_alarms(void)
{
    static const guint lengths[] = {24, 36, 60, 96};
    g_autoptr(GRand) random = g_rand_new_with_seed(12);
    guint seasonal = 0, rolling = 0, refused = 0, n = 0;

    for (guint round = 0; round < 1600; round++) {
        guint length = lengths[round % 4], kind = round / 4 % 4;
        double values[96], walk = 0;
        g_autoptr(GpSeries) series = NULL;

        for (guint i = 0; i < length; i++) {
            walk += noise(random);
            values[i] = kind == 0   ? noise(random)
                        : kind == 1 ? noise(random) - 0.05 * i
                        : kind == 2 ? walk
                                    : noise(random) + (i < length / 2 ? 3 : 0);
        }
        series = series_of(values, length);
        seasonal += gp_series_is_seasonal(series) ? 1 : 0;
        rolling += gp_series_rolling(series) != GP_ROLLING_NO ? 1 : 0;
        refused += gp_series_rolling(series) == GP_ROLLING_SURELY ? 1 : 0;
        n++;
    }
    g_test_message("of %u: seasonal %u, rolling %u, refused %u", n, seasonal, rolling, refused);
    g_assert_cmpuint(refused, <=, n / 200);
    g_assert_cmpuint(seasonal, <=, n / 100);
    g_assert_cmpuint(rolling, <=, n / 50);
}

/* Totals of twelve months of noise, or of a season with noise, are known for what they are in most
 * cases. */
static void
test_rolling_totals_are_noticed(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(13);
    guint noticed = 0, refused = 0;

    for (guint round = 0; round < 200; round++) {
        double months[71], totals[60];
        g_autoptr(GpSeries) series = NULL;

        for (guint i = 0; i < 71; i++)
            months[i] = 50 + 10 * noise(random) + (round % 2 == 0 ? 0 : 20 * cos(i * G_PI / 6));
        for (guint i = 0; i < 60; i++) {
            totals[i] = 0;
            for (guint k = 0; k < 12; k++)
                totals[i] += months[i + k];
        }
        series = series_of(totals, 60);
        noticed += gp_series_rolling(series) != GP_ROLLING_NO ? 1 : 0;
        refused += gp_series_rolling(series) == GP_ROLLING_SURELY ? 1 : 0;
    }
    g_test_message("noticed %u of 200, refused %u", noticed, refused);
    g_assert_cmpuint(noticed, >=, 140);
    g_assert_cmpuint(refused, >=, 80);
}

/* A month taken from the floor area of the year stands still but in April. */
static void
test_steps_by_year_are_not_rolling(void)
{
    double values[60];
    g_autoptr(GpSeries) series = NULL;

    for (guint i = 0; i < 60; i++)
        values[i] = 1000 + (i / 12 % 2 == 0 ? 0.0 : 30.0) + i / 12;
    series = series_of(values, 60);
    g_assert_cmpint(gp_series_rolling(series), ==, GP_ROLLING_NO);
}

static void
test_too_short_to_tell(void)
{
    double values[24];
    g_autoptr(GpSeries) series = NULL, with_two_years = NULL;

    for (guint i = 0; i < 24; i++)
        values[i] = i % 12;
    series = series_of(values, 23);
    with_two_years = series_of(values, 24);
    g_assert_true(isnan(gp_series_seasonal_share(series)));
    g_assert_cmpfloat(gp_series_seasonal_share(with_two_years), >, 0.9);
    g_assert_cmpint(gp_series_rolling(with_two_years), ==, GP_ROLLING_NO);
}

/* ---- degree days of temperatures ---- */

static void
add_reading(GArray *readings, GpDay day, int hour, double celsius)
{
    GpReading reading = {day, hour * 60, (gint64)llround(celsius * 1e6)};

    g_array_append_val(readings, reading);
}

static double
value(const GpSeries *series, guint i)
{
    g_assert_true(gp_series_point(series, i)->has_value);
    return gp_number_to_double(gp_series_point(series, i)->value_micro, GP_MICRO_PLACES);
}

/* Two months of hours, by the definition: the sum of (15.5 - t) / 24 where it is colder. */
static void
test_degree_days_by_hour(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(21);
    g_autoptr(GArray) readings = g_array_new(FALSE, FALSE, sizeof(GpReading));
    g_autoptr(GpSeries) series = NULL;
    double expected[2] = {0, 0};

    for (GpDay day = gp_month_first_day(start()); day <= gp_month_last_day(start() + 1); day++) {
        for (int hour = 0; hour < 24; hour++) {
            double celsius = g_rand_int_range(random, -500, 3000) / 100.0;

            add_reading(readings, day, hour, celsius);
            expected[gp_month_of_day(day) - start()] += fmax(15.5 - celsius, 0) / 24;
        }
    }
    series = gp_degree_days_of(readings, GP_WEATHER_BASE_MICRO);
    g_assert_cmpuint(series->points->len, ==, 2);
    g_assert_cmpfloat_with_epsilon(value(series, 0), expected[0], 1e-4);
    g_assert_cmpfloat_with_epsilon(value(series, 1), expected[1], 1e-4);
}

/* 3 of 30 days away: scaled up; 4: missing. A day of half its hours is away. */
static void
test_degree_days_with_gaps(void)
{
    for (int away = 3; away <= 4; away++) {
        g_autoptr(GArray) readings = g_array_new(FALSE, FALSE, sizeof(GpReading));
        g_autoptr(GpSeries) series = NULL;
        GpDay first = gp_month_first_day(start());

        for (int day = 0; day < 30; day++)
            for (int hour = 0; hour < (day < away ? 12 : 24); hour++)
                add_reading(readings, first + day, hour, day < away ? -30 : 5.5);
        series = gp_degree_days_of(readings, GP_WEATHER_BASE_MICRO);
        g_assert_cmpuint(series->points->len, ==, 1);
        if (away == 3)
            g_assert_cmpfloat_with_epsilon(value(series, 0), 300, 1e-6);
        else
            g_assert_false(gp_series_point(series, 0)->has_value);
    }
}

static void
test_degree_days_of_nothing(void)
{
    g_autoptr(GArray) readings = g_array_new(FALSE, FALSE, sizeof(GpReading));
    g_autoptr(GpSeries) series = gp_degree_days_of(readings, GP_WEATHER_BASE_MICRO);

    g_assert_cmpuint(series->points->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/weather/fit/what-was-put-in", test_fit_finds_what_was_put_in);
    g_test_add_func("/weather/fit/by-hand", test_fit_by_hand);
    g_test_add_func("/weather/fit/refused", test_refused);
    g_test_add_func("/weather/correct/worked-year", test_worked_year);
    g_test_add_func("/weather/correct/residual-is-kept", test_residual_is_kept);
    g_test_add_func("/weather/correct/months-without", test_months_without_degree_days);
    g_test_add_func("/weather/standard-year", test_standard_year);
    g_test_add_func("/weather/degree-days/by-hour", test_degree_days_by_hour);
    g_test_add_func("/weather/degree-days/with-gaps", test_degree_days_with_gaps);
    g_test_add_func("/weather/degree-days/of-nothing", test_degree_days_of_nothing);
    g_test_add_func("/season/trap", test_seasonal_trap);
    g_test_add_func("/season/leaves-a-step", test_season_leaves_a_step);
    g_test_add_func("/season/is-fixed", test_season_is_fixed);
    g_test_add_func("/season/needs-three-years", test_season_needs_three_years);
    g_test_add_func("/season/no-false-alarms", test_no_false_alarms);
    g_test_add_func("/season/too-short-to-tell", test_too_short_to_tell);
    g_test_add_func("/rolling/noticed", test_rolling_totals_are_noticed);
    g_test_add_func("/rolling/steps-by-year", test_steps_by_year_are_not_rolling);
    return g_test_run();
}
