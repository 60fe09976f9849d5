/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-track.h"

#define GRAM_PLACES 3

/* A source of which nothing but quantity and kg is known. */
static GpChangeSource
source_of(const char *category, gint64 from, gint64 from_kg, gint64 to, gint64 to_kg)
{
    return (GpChangeSource){.category = category,
                            .quantity = {from, to},
                            .kg = {from_kg, to_kg},
                            .open_share = {1, 1},
                            .price_index = {1, 1},
                            .weather_index = {1, 1}};
}

static GpChange *
change_of(const GpChangeSource *sources, guint n, int kg_places)
{
    g_autoptr(GError) error = NULL;
    GpChange *change = gp_change_of_sources(sources, n, kg_places, &error);

    g_assert_no_error(error);
    return change;
}

static void
assert_part_sums(const GpChangePart *part)
{
    GpInt128 sum = part->kg[GP_FROM];

    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
        sum += part->effects[i];
    g_assert_true(sum == part->kg[GP_TO]);
}

/* Effects sum to the change, in each category and in total, and categories to the total. */
static void
assert_sums(const GpChange *change)
{
    GpChangePart sum = gp_change_comparable(change);

    assert_part_sums(&change->total);
    for (guint i = 0; i < change->categories->len; i++)
        assert_part_sums(&g_array_index(change->categories, GpChangePart, i));
    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
        g_assert_true(sum.effects[i] == change->total.effects[i]);
    g_assert_true(sum.kg[GP_FROM] == change->total.kg[GP_FROM]);
    g_assert_true(sum.kg[GP_TO] == change->total.kg[GP_TO]);
    g_assert_true(sum.began_or_ended == change->total.began_or_ended);
}

static double
effect_of(const GpChange *change, const char *category, guint cause)
{
    const GpChangePart *part = &change->total;

    for (guint i = 0; category != NULL && i < change->categories->len; i++) {
        part = &g_array_index(change->categories, GpChangePart, i);
        if (g_str_equal(part->category, category))
            break;
    }
    return gp_number_to_double(part->effects[cause], change->kg_places);
}

/* To the three decimals of a tonne that are printed. */
#define ASSERT_TONNES(change, category, cause, tonnes)                                             \
    g_assert_cmpfloat_with_epsilon(effect_of(change, category, cause) / 1000, tonnes, 0.0005)

/* The worked example of docs/method.md: t = kWh or miles * kg per unit / 1000. */
static void
test_two_factors(void)
{
    GpChangeSource sources[] = {
        source_of("electricity", 20000000, 5071600000, 19000000, 3677450000),
        source_of("gas", 40000000, 7358400000, 41000000, 7484140000),
        source_of("travel", 3000000, 823950000, 2500000, 661825000),
    };
    g_autoptr(GpChange) change = NULL;

    sources[0].is_grid = TRUE;
    change = change_of(sources, G_N_ELEMENTS(sources), GRAM_PLACES);
    assert_sums(change);
    ASSERT_TONNES(change, "electricity", GP_CAUSE_ACTIVITY, -222.472);
    ASSERT_TONNES(change, "electricity", GP_CAUSE_GRID, -1171.678);
    ASSERT_TONNES(change, "gas", GP_CAUSE_ACTIVITY, 183.246);
    ASSERT_TONNES(change, "gas", GP_CAUSE_FACTOR, -57.506);
    ASSERT_TONNES(change, "travel", GP_CAUSE_ACTIVITY, -134.905);
    ASSERT_TONNES(change, "travel", GP_CAUSE_FACTOR, -27.220);
    ASSERT_TONNES(change, NULL, GP_CAUSE_ACTIVITY, -174.131);
    ASSERT_TONNES(change, NULL, GP_CAUSE_GRID, -1171.678);
    ASSERT_TONNES(change, NULL, GP_CAUSE_FACTOR, -84.726);
    g_assert_true(change->total.kg[GP_FROM] == 13253950000);
    g_assert_true(change->total.kg[GP_TO] == 11823415000);
    g_assert_true(change->total.began_or_ended == 0);
}

static const char *const four[] = {"activity", "efficiency", "fuel mix", "factors", NULL};

/* Patients, kWh of all fuels, kWh of this one, kg. */
static const GpChangeLevels four_levels[] = {
    {.name = "electricity",
     .levels = {{500000000, 530000000},
                {60000000000, 57000000000},
                {20000000000, 21000000000},
                {5071600000, 4064550000}}},
    {.name = "gas",
     .levels = {{500000000, 530000000},
                {60000000000, 57000000000},
                {40000000000, 36000000000},
                {7358400000, 6571440000}}},
};

static void
test_four_factors(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpChange) change = gp_change_of_levels(four_levels, 2, four, GRAM_PLACES, &error);
    double product = 1;

    g_assert_no_error(error);
    assert_sums(change);
    g_assert_true(change->total.kg[GP_FROM] == 12430000000);
    g_assert_true(change->total.kg[GP_TO] == 10635990000);
    ASSERT_TONNES(change, NULL, 0, 670.501);
    ASSERT_TONNES(change, NULL, 1, -1260.734);
    ASSERT_TONNES(change, NULL, 2, 79.158);
    ASSERT_TONNES(change, NULL, 3, -1282.935);
    g_assert_cmpfloat_with_epsilon(change->ratios[0], 1.05999, 0.000005);
    g_assert_cmpfloat_with_epsilon(change->ratios[1], 0.89625, 0.000005);
    g_assert_cmpfloat_with_epsilon(change->ratios[2], 1.00690, 0.000005);
    g_assert_cmpfloat_with_epsilon(change->ratios[3], 0.89452, 0.000005);
    for (guint i = 0; i < 4; i++)
        product *= change->ratios[i];
    g_assert_cmpfloat_with_epsilon(product, 0.85567, 0.000005);
    g_assert_true(isnan(change->ratios[4]));
}

/* The whole change of a source goes to the term that is zero at one end. */
static void
test_levels_with_zeros(void)
{
    static const char *const causes[] = {"patients", "kWh", "kg", NULL};
    const GpChangeLevels sources[] = {
        {.name = "new", .levels = {{0, 100}, {0, 200}, {0, 50}}},
        {.name = "electrified", .levels = {{100, 100}, {0, 200}, {0, 50}}},
        {.name = "without factor", .levels = {{100, 100}, {200, 210}, {70, 0}}},
        {.name = "never", .levels = {{0, 0}, {0, 0}, {0, 0}}},
    };
    g_autoptr(GpChange) change = gp_change_of_levels(sources, 4, causes, 0, NULL);

    assert_sums(change);
    g_assert_true(change->total.effects[0] == 50);
    g_assert_true(change->total.effects[1] == 50);
    g_assert_true(change->total.effects[2] == -70);
    g_assert_true(change->total.began_or_ended == 50);
}

/* The one cause of a source that changes by @kg. */
static void
assert_sole(const GpChangeSource *source, GpCause cause, gint64 kg, gboolean began_or_ended)
{
    g_autoptr(GpChange) change = change_of(source, 1, 0);

    assert_sums(change);
    for (guint i = 0; i < GP_N_CAUSES; i++)
        g_assert_true(change->total.effects[i] == (i == cause ? kg : 0));
    g_assert_true(change->total.began_or_ended == (began_or_ended ? kg : 0));
}

static void
test_zeros(void)
{
    GpChangeSource source = source_of("", 0, 0, 100, 18);

    assert_sole(&source, GP_CAUSE_ACTIVITY, 18, TRUE);
    source = source_of("", 100, 18, 0, 0);
    assert_sole(&source, GP_CAUSE_ACTIVITY, -18, TRUE);
    source = source_of("", 0, 0, 0, 0);
    assert_sole(&source, GP_CAUSE_ACTIVITY, 0, FALSE);

    /* a site that opened, and one that is said to have been closed but has figures */
    source = source_of("", 0, 0, 100, 18);
    source.open_share[GP_FROM] = 0;
    assert_sole(&source, GP_CAUSE_BOUNDARY, 18, FALSE);
    source = source_of("", 50, 18, 100, 36);
    source.open_share[GP_FROM] = 0;
    assert_sole(&source, GP_CAUSE_ACTIVITY, 18, FALSE);

    /* a factor of zero is a factor; a component that is published for one end only is method */
    source = source_of("", 100, 0, 100, 18);
    assert_sole(&source, GP_CAUSE_FACTOR, 18, FALSE);
    source.is_grid = TRUE;
    assert_sole(&source, GP_CAUSE_GRID, 18, FALSE);
    source.lacks_factor = TRUE;
    assert_sole(&source, GP_CAUSE_METHOD, 18, FALSE);
}

/* Credits: both ends below zero mirror what is above; a change of sign has no ratio. */
static void
test_signs(void)
{
    GpChangeSource plus = source_of("", 100, 5000, 80, 3000),
                   minus = source_of("", -100, -5000, -80, -3000);
    g_autoptr(GpChange) up = change_of(&plus, 1, 0), down = change_of(&minus, 1, 0);
    GpChangeSource turned = source_of("", -100, -50, 80, 30), odd = source_of("", 5, 7, -5, 8);

    for (guint i = 0; i < GP_N_CAUSES; i++)
        g_assert_true(up->total.effects[i] == -down->total.effects[i]);
    g_assert_true(isnan(down->ratios[0]));
    assert_sole(&turned, GP_CAUSE_ACTIVITY, 80, TRUE);
    assert_sole(&odd, GP_CAUSE_ACTIVITY, 1, TRUE);
}

/* An unchanged factor has no effect at all, not even the rounding of a double. */
static void
test_unchanged_factor(void)
{
    GpChangeSource source = source_of("", 123456789, 123456789 * G_GINT64_CONSTANT(18385), 987654,
                                      987654 * G_GINT64_CONSTANT(18385));
    g_autoptr(GpChange) change = change_of(&source, 1, 8);

    assert_sums(change);
    g_assert_true(change->total.effects[GP_CAUSE_FACTOR] == 0);
    g_assert_true(change->total.effects[GP_CAUSE_ACTIVITY] ==
                  change->total.kg[GP_TO] - change->total.kg[GP_FROM]);
}

/* 100,000 pounds become 110,000 while prices rise by 4%. */
static void
test_prices(void)
{
    GpChangeSource source = source_of("", 100000, 49000000, 110000, 53900000);
    double real = log(1.1 / 1.04), prices = log(1.04), mean = 4.9e3 / log(1.1);
    g_autoptr(GpChange) open = NULL, deflated = NULL;

    source.price_index[GP_TO] = 1.04;
    open = change_of(&source, 1, GRAM_PLACES);
    g_assert_cmpfloat_with_epsilon(effect_of(open, NULL, GP_CAUSE_ACTIVITY), mean * real, 0.01);
    g_assert_cmpfloat_with_epsilon(effect_of(open, NULL, GP_CAUSE_PRICE), mean * prices, 0.01);
    g_assert_cmpfloat_with_epsilon(effect_of(open, NULL, GP_CAUSE_FACTOR), 0, 1e-9);

    /* the same with a factor for the pounds of one year: 1.1 / 1.04 times as much */
    source.is_deflated = TRUE;
    source.kg[GP_TO] = 51826923;
    deflated = change_of(&source, 1, GRAM_PLACES);
    g_assert_true(deflated->total.effects[GP_CAUSE_PRICE] == 0);
    g_assert_cmpfloat_with_epsilon(effect_of(deflated, NULL, GP_CAUSE_FACTOR), 0, 0.001);
    g_assert_cmpfloat_with_epsilon(effect_of(deflated, NULL, GP_CAUSE_ACTIVITY), 2826.923, 0.001);
}

/* Open for half of the second year, with a colder winter and a revised factor. */
static void
test_terms(void)
{
    GpChangeSource source = source_of("", 1000, 200000000, 600, 130000000);
    double mean = 7e4 / log(200.0 / 130);
    g_autoptr(GpChange) change = NULL;

    source.open_share[GP_TO] = 0.5;
    source.weather_index[GP_FROM] = 0.95;
    source.weather_index[GP_TO] = 1.05;
    source.method_log = 0.06;
    change = change_of(&source, 1, GRAM_PLACES);
    assert_sums(change);
    g_assert_cmpfloat_with_epsilon(effect_of(change, NULL, GP_CAUSE_BOUNDARY), mean * log(0.5),
                                   0.001);
    g_assert_cmpfloat_with_epsilon(effect_of(change, NULL, GP_CAUSE_WEATHER),
                                   mean * log(1.05 / 0.95), 0.001);
    g_assert_cmpfloat_with_epsilon(effect_of(change, NULL, GP_CAUSE_METHOD), mean * 0.06, 0.001);
    g_assert_cmpfloat_with_epsilon(effect_of(change, NULL, GP_CAUSE_FACTOR),
                                   mean * (log(0.65 / 0.6) - 0.06), 0.001);
    g_assert_cmpfloat_with_epsilon(effect_of(change, NULL, GP_CAUSE_ACTIVITY),
                                   mean * log(0.6 / 0.5 * 0.95 / 1.05), 0.001);
}

static void
test_chain(void)
{
    GpChangeSource first = source_of("gas", 100, 18000, 90, 16000),
                   second = source_of("gas", 90, 16000, 95, 15000);
    g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func((GDestroyNotify)gp_change_free);
    g_autoptr(GpChange) chain = NULL;

    g_ptr_array_add(steps, change_of(&first, 1, GRAM_PLACES));
    g_ptr_array_add(steps, change_of(&second, 1, GRAM_PLACES));
    ((GpChange *)g_ptr_array_index(steps, 0))->fy[GP_FROM] = 2018;
    ((GpChange *)g_ptr_array_index(steps, 1))->fy[GP_TO] = 2020;
    chain = gp_change_chain(steps, NULL);
    assert_sums(chain);
    g_assert_true(chain->total.kg[GP_FROM] == 18000 && chain->total.kg[GP_TO] == 15000);
    g_assert_cmpint(chain->fy[GP_FROM], ==, 2018);
    g_assert_cmpint(chain->fy[GP_TO], ==, 2020);
    for (guint i = 0; i < GP_N_CAUSES; i++)
        g_assert_true(chain->total.effects[i] ==
                      ((GpChange *)g_ptr_array_index(steps, 0))->total.effects[i] +
                          ((GpChange *)g_ptr_array_index(steps, 1))->total.effects[i]);
}

static void
test_too_large(void)
{
    const GpInt128 half = gp_power_of_ten(38) / 2 * 3;
    GpChangeSource sources[] = {source_of("", 1, 0, 1, 0), source_of("", 1, 0, 1, 0)};
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 2; i++)
        sources[i].kg[GP_TO] = half;
    g_assert_null(gp_change_of_sources(sources, 2, 0, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

/* ---- random data ---- */

#define MAX_SOURCES 12

static const char *const categories[] = {"Electricity", "Fossil fuels", "Waste"};

static GpInt128
random_kg(gboolean with_zeros)
{
    GpInt128 kg =
        (GpInt128)g_test_rand_int_range(1, G_MAXINT32) * g_test_rand_int_range(1, 1000000);

    return with_zeros && g_test_rand_int_range(0, 5) == 0 ? 0 : kg;
}

static double
random_index(void)
{
    return g_test_rand_bit() ? 1 : g_test_rand_double_range(0.5, 2);
}

/* Zeros, new and closed sources, credits, shares of the year, prices, weather, methods. */
static GpChangeSource
random_source(void)
{
    GpChangeSource source = {.category = categories[g_test_rand_int_range(0, 3)],
                             .method_log = g_test_rand_bit() ? 0 : g_test_rand_double_range(-1, 1),
                             .is_deflated = g_test_rand_bit(),
                             .is_grid = g_test_rand_bit(),
                             .lacks_factor = g_test_rand_bit()};
    int sign = g_test_rand_int_range(0, 10) == 0 ? -1 : 1;

    for (guint end = 0; end < GP_N_ENDS; end++) {
        source.quantity[end] = sign * random_kg(TRUE);
        source.kg[end] = source.quantity[end] == 0 ? 0 : sign * random_kg(TRUE);
        if (g_test_rand_int_range(0, 20) == 0)
            source.kg[end] = -source.kg[end];
        source.open_share[end] = g_test_rand_int_range(0, 5) / 4.0;
        source.price_index[end] = random_index();
        source.weather_index[end] = random_index();
    }
    return source;
}

static guint
random_sources(GpChangeSource sources[MAX_SOURCES])
{
    guint n = (guint)g_test_rand_int_range(0, MAX_SOURCES + 1);

    for (guint i = 0; i < n; i++)
        sources[i] = random_source();
    return n;
}

static void
assert_same_effects(const GpChange *a, const GpChange *b, int sign)
{
    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
        g_assert_true(a->total.effects[i] == sign * b->total.effects[i]);
    g_assert_cmpuint(a->categories->len, ==, b->categories->len);
    for (guint k = 0; k < a->categories->len; k++) {
        for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
            g_assert_true(g_array_index(a->categories, GpChangePart, k).effects[i] ==
                          sign * g_array_index(b->categories, GpChangePart, k).effects[i]);
    }
}

static void
reverse(GpChangeSource *source)
{
#define SWAP(type, pair)                                                                           \
    do {                                                                                           \
        type swapped = (pair)[GP_FROM];                                                            \
        (pair)[GP_FROM] = (pair)[GP_TO];                                                           \
        (pair)[GP_TO] = swapped;                                                                   \
    } while (0)
    SWAP(GpInt128, source->quantity);
    SWAP(GpInt128, source->kg);
    SWAP(double, source->open_share);
    SWAP(double, source->price_index);
    SWAP(double, source->weather_index);
#undef SWAP
    source->method_log = -source->method_log;
}

static void
test_random(void)
{
    for (guint n_case = 0; n_case < 10000; n_case++) {
        GpChangeSource sources[MAX_SOURCES];
        guint n = random_sources(sources);
        int places = g_test_rand_int_range(0, 22);
        g_autoptr(GpChange) change = change_of(sources, n, places), permuted = NULL, back = NULL;

        assert_sums(change);
        for (guint i = 0; i + 1 < n; i++) {
            guint other = (guint)g_test_rand_int_range((gint32)i, (gint32)n);
            GpChangeSource kept = sources[i];

            sources[i] = sources[other];
            sources[other] = kept;
        }
        permuted = change_of(sources, n, places);
        assert_same_effects(permuted, change, 1);
        for (guint i = 0; i < n; i++)
            reverse(&sources[i]);
        back = change_of(sources, n, places);
        assert_same_effects(back, change, -1);
    }
}

/* k times as much of everything: every effect is k times as large, to the millionth of a kilogram
 * by source. */
static void
test_scaling(void)
{
    for (guint n_case = 0; n_case < 10000; n_case++) {
        GpChangeSource sources[MAX_SOURCES];
        guint n = random_sources(sources);
        int k = g_test_rand_int_range(2, 1000);
        g_autoptr(GpChange) change = change_of(sources, n, 9), scaled = NULL;

        for (guint i = 0; i < n; i++) {
            for (guint end = 0; end < GP_N_ENDS; end++) {
                sources[i].quantity[end] *= k;
                sources[i].kg[end] *= k;
            }
        }
        scaled = change_of(sources, n, 9);
        for (guint i = 0; i < GP_N_CAUSES; i++) {
            double expected = k * effect_of(change, NULL, i);

            g_assert_cmpfloat_with_epsilon(effect_of(scaled, NULL, i), expected,
                                           1e-6 * k * (n + 1) * GP_N_CAUSES +
                                               1e-12 * fabs(expected));
        }
    }
}

/* What is kept of a source is what its effects were made of. */
static void
test_details(void)
{
    GpChangeDetail detail = {.category = NULL};
    GpChangeSource source = source_of("Spend", 2000, 700000, 3000, 900000);
    g_autoptr(GpChange) change = NULL;
    GpInt128 sum = 0;

    source.quantity_places = 1;
    source.open_share[GP_FROM] = 0.5;
    source.price_index[GP_FROM] = 80;
    source.price_index[GP_TO] = 100;
    source.weather_index[GP_TO] = 1.1;
    source.method_log = 0.25;
    source.detail = &detail;
    for (int is_deflated = 0; is_deflated < 2; is_deflated++) {
        g_clear_pointer(&change, gp_change_free);
        source.is_deflated = is_deflated;
        change = change_of(&source, 1, GRAM_PLACES);
        for (guint end = 0; end < GP_N_ENDS; end++) {
            double product = 1;

            for (guint i = 0; i < GP_N_CAUSES; i++)
                product *= detail.terms[i][end];
            g_assert_cmpfloat_with_epsilon(product, end == GP_FROM ? 700 : 900, 1e-9);
            g_assert_cmpfloat_with_epsilon(detail.quantity[end], end == GP_FROM ? 200 : 300, 1e-9);
            g_assert_cmpfloat_with_epsilon(detail.prices[end], source.price_index[end], 1e-9);
        }
        sum = 0;
        for (guint i = 0; i < GP_N_CAUSES; i++) {
            double ratio = detail.terms[i][GP_TO] / detail.terms[i][GP_FROM];

            g_assert_cmpfloat_with_epsilon(log(ratio), detail.logs[i], 1e-12);
            g_assert_cmpfloat_with_epsilon(effect_of(change, "Spend", i),
                                           detail.mean_kg * log(ratio), 5e-3);
            g_assert_true(detail.effects[i] == change->total.effects[i]);
            sum += detail.effects[i];
        }
        g_assert_true(sum == detail.kg[GP_TO] - detail.kg[GP_FROM]);
        g_assert_cmpfloat_with_epsilon(detail.mean_kg, 200 / log(900.0 / 700), 1e-9);
        g_assert_cmpint(detail.sole_cause, ==, -1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/change/two-factors", test_two_factors);
    g_test_add_func("/change/four-factors", test_four_factors);
    g_test_add_func("/change/levels-with-zeros", test_levels_with_zeros);
    g_test_add_func("/change/zeros", test_zeros);
    g_test_add_func("/change/signs", test_signs);
    g_test_add_func("/change/unchanged-factor", test_unchanged_factor);
    g_test_add_func("/change/prices", test_prices);
    g_test_add_func("/change/terms", test_terms);
    g_test_add_func("/change/details", test_details);
    g_test_add_func("/change/chain", test_chain);
    g_test_add_func("/change/too-large", test_too_large);
    g_test_add_func("/change/random", test_random);
    g_test_add_func("/change/scaling", test_scaling);
    return g_test_run();
}
