/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "desk.h"

/* What holds for every cube: sums, order, scale. Random rows, always the same ones. */

#define N_CUBES 300
#define MAX_ROWS 12
#define COMMON_PLACES (GP_MICRO_PLACES + GP_NANO_PLACES + GP_PICO_PLACES)

typedef struct {
    Row row;
    GpSpan span;
    gint64 quantity_micro;
} Entry;

typedef struct {
    Entry entries[MAX_ROWS];
    guint n;
} Batch;

static const char *const things[][2] = {
    {"natural-gas", "kWh"},
    {"natural-gas", "GJ"},
    {"natural-gas", "m3"},
    {"electricity", "kWh"},
    {"electricity", "MWh"},
    {"car-average", "mile"},
    {"car-average", "km"},
    {"rail", "mile"},
    {"rail", "passenger-km"},
    {"waste-landfill", "kg"},
    {"waste-landfill", "tonne"},
    {"biomass-pellets", "kWh"},
    {"fleet-diesel", "litre"},
    {"fleet-diesel", "gallon"},
    {"spend-eclass-a", "GBP-thousand"},
    {"hotel-uk", "night"},
    {"commute-car", "mile"},
    {"water-supply", "m3"},
    {"desflurane", "kg"},
    {"biodiesel-hvo", "litre"},
    {"nitrous-oxide", "kg"},
    {"flight-long-haul", "km"},
    {"district-heat", "therm"},
    {"inhaler-mdi-large", "item"},
};
static const char *const sites[] = {NULL, "North", "South", "Ost"};
static const char *const roles[] = {NULL, "Nurse", "Porter", "Doctor"};
static const char *const departments[] = {NULL, "W1", "W2"};
static const char *const sources[] = {"eric", "ledger"};

#define PICK(rand, array) (array)[g_rand_int_range(rand, 0, (gint32)G_N_ELEMENTS(array))]

/* A day, a month, a financial year, or any stretch, from 2010 to 2030. */
static GpSpan
random_span(GRand *rand)
{
    GpMonth month = gp_month_from_civil(2010, 1) + g_rand_int_range(rand, 0, 240);
    GpDay first = gp_month_first_day(month) + g_rand_int_range(rand, 0, 28);

    switch (g_rand_int_range(rand, 0, 4)) {
    case 0:
        return (GpSpan){first, first};
    case 1:
        return (GpSpan){gp_month_first_day(month), gp_month_last_day(month)};
    case 2:
        return gp_fy_span(gp_fy_of_month(month));
    default:
        return (GpSpan){first, first + g_rand_int_range(rand, 0, 400)};
    }
}

static void
batch_fill(Batch *self, GRand *rand)
{
    self->n = (guint)g_rand_int_range(rand, 1, MAX_ROWS + 1);
    for (guint i = 0; i < self->n; i++) {
        const char *const *thing = PICK(rand, things);

        self->entries[i] = (Entry){
            .row = {.activity = thing[0],
                    .unit = thing[1],
                    .site = PICK(rand, sites),
                    .department = PICK(rand, departments),
                    .role = PICK(rand, roles),
                    .source = PICK(rand, sources),
                    .quality = (GpQuality)g_rand_int_range(rand, 0, 4)},
            .span = random_span(rand),
            .quantity_micro = (gint64)g_rand_double_range(rand, -1e9, 1e11),
        };
    }
}

static void
batch_shuffle(Batch *self, GRand *rand)
{
    for (guint i = self->n - 1; i > 0; i--) {
        guint k = (guint)g_rand_int_range(rand, 0, (gint32)i + 1);
        Entry kept = self->entries[i];

        self->entries[i] = self->entries[k];
        self->entries[k] = kept;
    }
}

static void
batch_put(const Batch *self, Desk *desk, gint64 factor)
{
    for (guint i = 0; i < self->n; i++)
        desk_add(desk, &self->entries[i].row, self->entries[i].span,
                 self->entries[i].quantity_micro * factor);
}

static Desk *
batch_lay_out(const Batch *self, const Shelf *shelf)
{
    Desk *desk = desk_new(shelf);

    batch_put(self, desk, 1);
    return desk;
}

static GpEmissions *
convert(Desk *desk, const char *by, const GpConvertOptions *options)
{
    g_autoptr(GError) error = NULL;
    GpEmissions *emissions = desk_convert(desk, by, options, &error);

    g_assert_no_error(error);
    return emissions;
}

/* Every total at the same scale, so that equal means equal to the last digit. */
static GpInt128
total_of(Desk *desk, const char *by, const GpConvertOptions *options)
{
    g_autoptr(GpEmissions) emissions = convert(desk, by, options);
    GpInt128 total;

    g_assert_true(gp_multiply(gp_emissions_total(emissions),
                              gp_power_of_ten(COMMON_PLACES - emissions->kg_places), &total));
    return total;
}

/* The sum of the rows that carry @label in the first dimension. */
static GpInt128
sum_of(Desk *desk, const char *by, const char *label)
{
    g_autoptr(GpEmissions) emissions = convert(desk, by, NULL);
    GpInt128 sum = 0;

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);

        if (g_str_equal(row->labels[0], label) && !row->is_outside)
            sum += row->kg_co2e;
    }
    return sum * gp_power_of_ten(COMMON_PLACES - emissions->kg_places);
}

static guint64
rows_of(Desk *desk, const char *by)
{
    g_autoptr(GpEmissions) emissions = convert(desk, by, NULL);
    guint64 rows = 0;

    for (guint i = 0; i < emissions->rows->len; i++)
        rows += g_array_index(emissions->rows, GpEmissionRow, i).rows;
    return rows;
}

typedef void (*CheckFunc)(Batch *batch, Desk *desk, GRand *rand);

/* The shipped library, in every other round with factors of the trust's own. */
static void
check_all(CheckFunc check)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20240614);
    g_autoptr(Shelf) shipped = shelf_new_shipped();
    g_autoptr(Shelf) own = shelf_new_shipped();

    g_assert_true(shelf_load_own(own,
                                 SET_HEADER
                                 "natural-gas,kWh,2018-06-15,2021-02-09,,,,0.123456789\n"
                                 "electricity,MWh,2019-07-02,2023-03-31,2,,generation,0\n"
                                 "electricity,kWh,2023-04-01,,3,Grid,td,-0.000000000007\n"
                                 "car-average,mile,2015-01-31,2015-02-01,3,,wtt,0.7\n",
                                 NULL));
    for (guint i = 0; i < N_CUBES; i++) {
        g_autoptr(Desk) desk = NULL;
        Batch batch;

        batch_fill(&batch, rand);
        desk = batch_lay_out(&batch, i % 2 == 0 ? shipped : own);
        check(&batch, desk, rand);
    }
}

static void
check_sums(Batch *batch G_GNUC_UNUSED, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    static const char *const bys[] = {
        "month",    "activity", "scope", "component", "category",
        "boundary", "site",     "role",  "gas",       "department,source,quality,edition"};
    GpInt128 total = total_of(desk, "year", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(bys); i++) {
        if (total_of(desk, bys[i], NULL) != total)
            g_test_fail_printf("by %s the parts do not sum to the total", bys[i]);
    }
}

static void
test_sums(void)
{
    check_all(check_sums);
}

static void
check_order(Batch *batch, Desk *desk, GRand *rand)
{
    static const char *const bys[] = {"site,role,activity", "gas,month,scope,edition"};

    for (guint i = 0; i < G_N_ELEMENTS(bys); i++) {
        g_autoptr(GpEmissions) emissions = convert(desk, bys[i], NULL), shuffled_emissions = NULL;
        g_autofree char *text = emissions_text(emissions), *shuffled_text = NULL;
        g_autofree char *issues = desk_issues_text(desk), *shuffled_issues = NULL;
        g_autoptr(Desk) shuffled = NULL;

        batch_shuffle(batch, rand);
        shuffled = batch_lay_out(batch, desk->shelf);
        shuffled_emissions = convert(shuffled, bys[i], NULL);
        shuffled_text = emissions_text(shuffled_emissions);
        shuffled_issues = desk_issues_text(shuffled);
        g_assert_cmpstr(shuffled_text, ==, text);
        g_assert_cmpstr(shuffled_issues, ==, issues);
    }
}

static void
test_order(void)
{
    check_all(check_order);
}

static void
check_merged(Batch *batch, Desk *desk, GRand *rand)
{
    g_autoptr(Desk) first = desk_new(desk->shelf), second = desk_new(desk->shelf);
    g_autoptr(GpEmissions) whole = convert(desk, "role,activity,month", NULL), merged = NULL;
    g_autofree char *text = emissions_text(whole), *merged_text = NULL;

    for (guint i = 0; i < batch->n; i++)
        desk_add(g_rand_boolean(rand) ? first : second, &batch->entries[i].row,
                 batch->entries[i].span, batch->entries[i].quantity_micro);
    g_assert_true(gp_cube_merge(first->cube, second->cube, NULL));
    merged = convert(first, "role,activity,month", NULL);
    merged_text = emissions_text(merged);
    g_assert_cmpstr(merged_text, ==, text);
}

static void
test_merged(void)
{
    check_all(check_merged);
}

/* Every row twice, and, where nothing is spread over days, every quantity twice. */
static void
check_doubled(Batch *batch, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    GpInt128 total = total_of(desk, "year", NULL);
    g_autoptr(Desk) once = desk_new(desk->shelf), twice = desk_new(desk->shelf);

    batch_put(batch, desk, 1);
    g_assert_true(total_of(desk, "year", NULL) == 2 * total);
    for (guint i = 0; i < batch->n; i++)
        batch->entries[i].span.last = batch->entries[i].span.first;
    batch_put(batch, once, 1);
    batch_put(batch, twice, 2);
    g_assert_true(total_of(twice, "role", NULL) == 2 * total_of(once, "role", NULL));
}

static void
test_doubled(void)
{
    check_all(check_doubled);
}

static void
check_opposite(Batch *batch, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    batch_put(batch, desk, -1);
    g_assert_true(total_of(desk, "year", NULL) == 0);
}

static void
test_opposite(void)
{
    check_all(check_opposite);
}

static void
check_direct(Batch *batch G_GNUC_UNUSED, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    const GpConvertOptions direct = {.direct_only = TRUE};
    GpInt128 upstream = sum_of(desk, "component", "wtt") + sum_of(desk, "component", "td") +
                        sum_of(desk, "component", "wtt-td");

    g_assert_true(total_of(desk, "year", &direct) == total_of(desk, "year", NULL) - upstream);
}

static void
test_direct(void)
{
    check_all(check_direct);
}

static void
check_boundaries(Batch *batch G_GNUC_UNUSED, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    const GpConvertOptions ncf = {.within = GP_WITHIN_NCF}, plus = {.within = GP_WITHIN_PLUS};
    GpInt128 in_ncf = sum_of(desk, "boundary", "ncf"), in_plus = sum_of(desk, "boundary", "plus");
    GpInt128 outside = sum_of(desk, "boundary", "outside");

    g_assert_true(total_of(desk, "year", &ncf) == in_ncf);
    g_assert_true(total_of(desk, "year", &plus) == in_ncf + in_plus);
    g_assert_true(total_of(desk, "year", NULL) == in_ncf + in_plus + outside);
}

static void
test_boundaries(void)
{
    check_all(check_boundaries);
}

static void
check_years(Batch *batch G_GNUC_UNUSED, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    g_autoptr(GpEmissions) years = convert(desk, "year", NULL);
    GpInt128 sum = 0;

    for (guint i = 0; i < years->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(years->rows, GpEmissionRow, i);
        GpConvertOptions one = {.only_fy = 0};

        g_assert_true(gp_fy_parse(row->labels[0], &one.only_fy));
        g_assert_true(total_of(desk, "role", &one) ==
                      row->kg_co2e * gp_power_of_ten(COMMON_PLACES - years->kg_places));
        sum += row->kg_co2e;
    }
    g_assert_true(sum * gp_power_of_ten(COMMON_PLACES - years->kg_places) ==
                  total_of(desk, "site", NULL));
}

static void
test_years(void)
{
    check_all(check_years);
}

/* However long a row lasts, it is one row. */
static void
check_rows(Batch *batch, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    g_assert_cmpuint(rows_of(desk, "site"), ==, batch->n);
    g_assert_cmpuint(rows_of(desk, "role,quality"), ==, batch->n);
    g_assert_cmpuint(rows_of(desk, "activity"), ==, batch->n);
    g_assert_cmpuint(rows_of(desk, "boundary,source"), ==, batch->n);
}

static void
test_rows(void)
{
    check_all(check_rows);
}

/* Outside the scopes: listed with the scope alone, so that every other list holds totals only. */
static void
check_outside(Batch *batch G_GNUC_UNUSED, Desk *desk, GRand *rand G_GNUC_UNUSED)
{
    static const char *const bys[] = {"year", "component,gas", "category"};
    g_autoptr(GpEmissions) scopes = convert(desk, "scope,activity", NULL);

    for (guint i = 0; i < scopes->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(scopes->rows, GpEmissionRow, i);

        g_assert_cmpint(row->is_outside, ==, g_str_equal(row->labels[0], "outside"));
    }
    for (guint i = 0; i < G_N_ELEMENTS(bys); i++) {
        g_autoptr(GpEmissions) emissions = convert(desk, bys[i], NULL);

        for (guint k = 0; k < emissions->rows->len; k++)
            g_assert_false(g_array_index(emissions->rows, GpEmissionRow, k).is_outside);
    }
}

static void
test_outside(void)
{
    check_all(check_outside);
}

/* The figures factor by factor sum to those of the years, quantities of the first factor to the
 * activity's. */
static void
check_parts(Batch *batch G_GNUC_UNUSED, Desk *desk, GRand *rand)
{
    GpConvertOptions options = {.library = desk->shelf->library,
                                .direct_only = g_rand_boolean(rand),
                                .only_fy = g_rand_boolean(rand) ? 2015 : 0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GpEmissions) by_activity = convert(desk, "year,activity,site", &options);
    int places;
    g_autoptr(GArray) parts = gp_convert_parts(desk->cube, &options, &places, &error);
    guint n_seen = 0;

    g_assert_no_error(error);
    g_assert_cmpint(places, ==, by_activity->kg_places);
    for (guint i = 0; i < by_activity->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(by_activity->rows, GpEmissionRow, i);
        GpInt128 kg = 0, quantity = 0;

        for (guint k = 0; k < parts->len; k++) {
            const GpConvertedPart *part = &g_array_index(parts, GpConvertedPart, k);
            char fy[16];

            gp_fy_print(part->fy, fy);
            if (!g_str_equal(fy, row->labels[0]) || !g_str_equal(part->activity, row->labels[1]) ||
                !g_str_equal(part->site, row->labels[2]))
                continue;
            n_seen++;
            kg += part->kg_co2e;
            quantity += part->is_first ? part->quantity : 0;
        }
        g_assert_true(kg == row->kg_co2e);
        g_assert_true(row->unit == NULL || quantity == row->quantity);
    }
    g_assert_cmpuint(n_seen, ==, parts->len);
}

static void
test_parts(void)
{
    check_all(check_parts);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/convert/sums/parts", test_sums);
    g_test_add_func("/convert/sums/order-of-rows", test_order);
    g_test_add_func("/convert/sums/merged-cubes", test_merged);
    g_test_add_func("/convert/sums/doubled", test_doubled);
    g_test_add_func("/convert/sums/opposite-rows", test_opposite);
    g_test_add_func("/convert/sums/direct", test_direct);
    g_test_add_func("/convert/sums/boundaries", test_boundaries);
    g_test_add_func("/convert/sums/years", test_years);
    g_test_add_func("/convert/sums/rows", test_rows);
    g_test_add_func("/convert/sums/outside", test_outside);
    g_test_add_func("/convert/sums/factor-by-factor", test_parts);
    return g_test_run();
}
