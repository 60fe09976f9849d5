/* SPDX-License-Identifier: MIT */
/*
 * How often check/ finds a fault that was planted in data with noise, and how often it cries out
 * over clean data. Deterministic: the figures printed are the same everywhere.
 */
#include <math.h>
#include <string.h>

#include "ledger.h"

#define N_SITES 12
#define N_PLANTED_SITES 4 /* of them, in trusts with a fault */
#define N_MONTHS 96
#define N_ACTIVITIES 3
#define N_CLEAN 20   /* trusts for each noise */
#define N_PLANTED 40 /* for each fault and noise */

static const char *const activities[N_ACTIVITIES] = {"electricity", "natural-gas", "water-supply"};
static const char *const units[N_ACTIVITIES] = {"kWh", "kWh", "m3"};
static const double amplitudes[N_ACTIVITIES] = {0.1, 0.9, 0.05}; /* of the season, logarithms */
static const double noises[] = {0.05, 0.10, 0.15};

/* A trust by month, before it is written into a cube. */
typedef struct {
    guint n_months, n_sites;
    double quantity[N_ACTIVITIES][N_SITES][N_MONTHS]; /* NAN: no row */
    gboolean is_estimated[N_ACTIVITIES][N_SITES][N_MONTHS];
    guint rows[N_ACTIVITIES][N_SITES][N_MONTHS];
} Trust;

static double
normal(GRand *rand)
{
    return sqrt(-2 * log(1 - g_rand_double(rand))) * cos(2 * G_PI * g_rand_double(rand));
}

/* Sites of every size, a season, a trend, and noise of that standard deviation. */
static Trust *
trust_new(GRand *rand, double noise, guint n_months, guint n_sites)
{
    Trust *self = g_new0(Trust, 1);

    self->n_months = n_months;
    self->n_sites = n_sites;
    for (guint a = 0; a < N_ACTIVITIES; a++) {
        for (guint s = 0; s < n_sites; s++) {
            double level = g_rand_double_range(rand, log(500), log(1e6));
            double trend = g_rand_double_range(rand, -0.05, 0.02) / 12;

            for (guint m = 0; m < n_months; m++) {
                double season = amplitudes[a] * cos(2 * G_PI * ((m + 3) % 12 - 9.5) / 12);

                self->quantity[a][s][m] = exp(level + trend * m + season + noise * normal(rand));
                self->rows[a][s][m] = 1;
            }
        }
    }
    return self;
}

static GpSpan
month_span(guint m)
{
    GpMonth month = gp_month_from_civil(2018, 4) + (GpMonth)m;

    return (GpSpan){gp_month_first_day(month), gp_month_last_day(month)};
}

static Ledger *
trust_write(const Trust *self)
{
    Ledger *ledger = ledger_new();

    for (guint a = 0; a < N_ACTIVITIES; a++) {
        for (guint s = 0; s < self->n_sites; s++) {
            g_autofree char *site = g_strdup_printf("S%02u", s + 1);

            for (guint m = 0; m < self->n_months; m++) {
                Line line = {"meters", activities[a], units[a], site,
                             self->is_estimated[a][s][m] ? "estimated" : "measured"};
                GpSpan span = month_span(m);

                for (guint row = 0; row < self->rows[a][s][m]; row++) {
                    if (!isnan(self->quantity[a][s][m]))
                        ledger_add(ledger, &line, span, self->quantity[a][s][m]);
                }
            }
        }
    }
    return ledger;
}

static void
test_clean(gconstpointer data)
{
    guint n_months = GPOINTER_TO_UINT(data);

    for (guint k = 0; k < G_N_ELEMENTS(noises); k++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(1000 + k);
        guint n_findings = 0;

        for (guint i = 0; i < N_CLEAN; i++) {
            g_autofree Trust *trust = trust_new(rand, noises[k], n_months, N_SITES);
            g_autoptr(Ledger) ledger = trust_write(trust);
            g_autoptr(GPtrArray) findings = ledger_check(ledger);
            g_autofree char *text = findings_text(findings);

            n_findings += findings->len;
            if (findings->len > 0)
                g_test_message("%s", text);
        }
        g_test_message("noise %2.0f%%, %u months: %u false alarms in %u figures", noises[k] * 100,
                       n_months, n_findings, N_CLEAN * N_ACTIVITIES * N_SITES * n_months);
        g_assert_cmpuint(n_findings, ==, 0);
    }
}

/* Plants a fault from month @m on at site @s. */
typedef void (*PlantFunc)(Trust *trust, guint a, guint s, guint m);

static void
plant_gap(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] = trust->quantity[a][s][m + 1] = NAN;
}

static void
plant_zero(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] = 0;
}

static void
plant_thousand(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] *= 1000;
}

static void
plant_thousandth_for_long(Trust *trust, guint a, guint s, guint m)
{
    for (guint i = m; i < m + 20; i++)
        trust->quantity[a][s][i] /= 1000;
}

static void
plant_ten(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] *= 10;
}

static void
plant_three(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] *= 3;
}

static void
plant_two(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] *= 2;
}

static void
plant_third(Trust *trust, guint a, guint s, guint m)
{
    trust->quantity[a][s][m] /= 3;
}

static void
plant_doubled(Trust *trust, guint a, guint s, guint m)
{
    trust->rows[a][s][m] = 2;
}

static void
plant_stopped(Trust *trust, guint a, guint s, guint m)
{
    for (; m < trust->n_months; m++)
        trust->quantity[a][s][m] = NAN;
}

/* The next site is made half as large before: levels that are alike cannot be told apart. */
static void
plant_swap(Trust *trust, guint a, guint s, guint m, guint n)
{
    guint other = (s + 1) % trust->n_sites;
    double ratio = 0;

    for (guint i = 0; i < trust->n_months; i++)
        ratio += log(trust->quantity[a][other][i] / trust->quantity[a][s][i]) / trust->n_months;
    for (guint i = 0; i < trust->n_months; i++)
        trust->quantity[a][other][i] *= exp(-ratio) / 2;
    for (guint i = m; i < MIN(m + n, trust->n_months); i++) {
        double quantity = trust->quantity[a][s][i];

        trust->quantity[a][s][i] = trust->quantity[a][other][i];
        trust->quantity[a][other][i] = quantity;
    }
}

static void
plant_swap_for_good(Trust *trust, guint a, guint s, guint m)
{
    plant_swap(trust, a, s, m, N_MONTHS);
}

static void
plant_swap_for_a_year(Trust *trust, guint a, guint s, guint m)
{
    plant_swap(trust, a, s, m, 12);
}

/* Three months at half of what was used, estimated, and a bill that makes up for it. */
static void
plant_catch_up(Trust *trust, guint a, guint s, guint m)
{
    for (guint i = m; i < m + 3; i++) {
        trust->quantity[a][s][m + 3] += trust->quantity[a][s][i] / 2;
        trust->quantity[a][s][i] /= 2;
        trust->is_estimated[a][s][i] = TRUE;
    }
}

static void
plant_estimates(Trust *trust, guint a, guint s, guint m)
{
    for (guint i = m; i < trust->n_months; i++)
        trust->is_estimated[a][s][i] = TRUE;
}

static const struct {
    const char *name;
    PlantFunc plant;
    const char *codes;    /* any of these is right */
    guint min_percent[3]; /* by noise */
} faults[] = {
    {"two months missing", plant_gap, "gap", {100, 100, 100}},
    {"a zero", plant_zero, "zero", {100, 100, 100}},
    {"1,000 times", plant_thousand, "unit-slip", {100, 100, 100}},
    {"a thousandth for long", plant_thousandth_for_long, "unit-slip", {100, 100, 100}},
    {"10 times", plant_ten, "unit-slip spike", {100, 100, 100}},
    {"3 times", plant_three, "spike", {100, 100, 55}},
    {"twice", plant_two, "spike", {95, 30, 5}},
    {"a third", plant_third, "spike", {100, 90, 55}},
    {"the same rows twice", plant_doubled, "doubled", {100, 95, 80}},
    {"stopped for good", plant_stopped, "stopped gap", {100, 100, 100}},
    {"two sites exchanged for good", plant_swap_for_good, "swapped", {100, 95, 70}},
    {"two sites exchanged for a year", plant_swap_for_a_year, "swapped", {100, 95, 70}},
    {"low estimates and a catch-up", plant_catch_up, "catch-up", {100, 90, 50}},
    {"no actual reading at the end", plant_estimates, "no-reading", {100, 100, 100}},
};

/* Whether there is a finding of such a code that is about the site and touches the month. */
static gboolean
is_found(const GPtrArray *findings, const char *codes, guint a, guint s, GpSpan span)
{
    g_autofree char *site = g_strdup_printf("S%02u", s + 1);

    for (guint i = 0; i < findings->len; i++) {
        const GpFinding *finding = g_ptr_array_index(findings, i);

        if (strstr(codes, finding->code) != NULL && g_str_equal(finding->activity, activities[a]) &&
            strstr(finding->site, site) != NULL && finding->period.first <= span.last + 200 &&
            span.first <= finding->period.last + 200)
            return TRUE;
    }
    return FALSE;
}

static void
test_planted(gconstpointer data)
{
    guint which = GPOINTER_TO_UINT(data);

    for (guint k = 0; k < G_N_ELEMENTS(noises); k++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(7000 + 10 * which + k);
        guint n_found = 0, n_others = 0;

        for (guint i = 0; i < N_PLANTED; i++) {
            g_autofree Trust *trust = trust_new(rand, noises[k], N_MONTHS, N_PLANTED_SITES);
            g_autoptr(Ledger) ledger = NULL;
            g_autoptr(GPtrArray) findings = NULL;
            guint a = (guint)g_rand_int_range(rand, 0, N_ACTIVITIES);
            guint s = (guint)g_rand_int_range(rand, 0, N_PLANTED_SITES);
            guint m = (guint)g_rand_int_range(rand, 20, 76);

            faults[which].plant(trust, a, s, m);
            ledger = trust_write(trust);
            findings = ledger_check(ledger);
            n_found += is_found(findings, faults[which].codes, a, s, month_span(m)) ? 1 : 0;
            n_others += findings->len > 1 ? findings->len - 1 : 0;
        }
        g_test_message("%s, noise %2.0f%%: %u of %u found, %u other findings", faults[which].name,
                       noises[k] * 100, n_found, N_PLANTED, n_others);
        g_assert_cmpuint(n_found * 100, >=, faults[which].min_percent[k] * N_PLANTED);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/check/clean/eight-years", GUINT_TO_POINTER(N_MONTHS), test_clean);
    g_test_add_data_func("/check/clean/three-years", GUINT_TO_POINTER(36), test_clean);
    g_test_add_data_func("/check/clean/eighteen-months", GUINT_TO_POINTER(18), test_clean);
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strdup_printf("/check/planted/%s", faults[i].name);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_planted);
    }
    return g_test_run();
}
