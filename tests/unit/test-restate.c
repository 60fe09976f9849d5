/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-emissions.h"
#include "gp-error.h"
#include "gp-track.h"

#define KG_PLACES 9
#define KG G_GINT64_CONSTANT(1000000000) /* one, times 10^KG_PLACES */
#define FIVE_PERCENT (5 * GP_MICRO)
#define ALL_MONTHS 0xfffU

static GpInt128
quantity(gint64 micro)
{
    return (GpInt128)micro * GP_NANO;
}

static GpPublication *
publication(const char *id)
{
    GpPublication *self = gp_publication_new();
    g_autofree char *day = g_strndup(id, 10);

    self->id = gp_publication_text(self, id);
    self->day = gp_publication_text(self, day);
    self->kg_places = KG_PLACES;
    return self;
}

static const char **
one_name(GpPublication *self, const char *name)
{
    const char **names = g_new0(const char *, 2);

    names[0] = gp_publication_text(self, name);
    return names;
}

static GpPublishedLine *
add(GpPublication *self,
    int fy,
    const char *boundary,
    const char *activity,
    gint64 micro,
    GpInt128 kg)
{
    GpPublishedLine line = {.fy = fy,
                            .boundary = gp_publication_text(self, boundary),
                            .category = gp_publication_text(self, "Energy"),
                            .activity = gp_publication_text(self, activity),
                            .unit = gp_publication_text(self, "kWh"),
                            .quantity = quantity(micro),
                            .kg_co2e = kg,
                            .months = ALL_MONTHS,
                            .sources = one_name(self, "bills"),
                            .editions = one_name(self, "edition of 2019")};
    GpPublishedYear year = {fy, GP_COMPARABLE};

    g_array_append_val(self->lines, line);
    if (gp_publication_year(self, fy) == NULL)
        g_array_append_val(self->years, year);
    return &g_array_index(self->lines, GpPublishedLine, self->lines->len - 1);
}

static void
add_edition(GpPublication *self, const char *sha256)
{
    GpPublishedEdition edition = {gp_publication_text(self, "edition of 2019"),
                                  gp_publication_text(self, sha256), 1};

    g_array_append_val(self->editions, edition);
}

/* The publications in their order, the last of which is that of now. */
static GpRestatement *
restate(gint64 threshold_micro, GPtrArray *list)
{
    g_autoptr(GError) error = NULL;
    GpRestatement *restatement;

    for (guint i = 0; i < list->len; i++)
        g_assert_true(gp_publication_add_up(g_ptr_array_index(list, i), &error));
    restatement = gp_restate(list, list->len - 1, g_ptr_array_index(list, list->len - 1),
                             threshold_micro, &error);
    g_assert_no_error(error);
    g_assert_nonnull(restatement);
    return restatement;
}

static GPtrArray *
new_list(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)gp_publication_free);
}

static const GpRestatedYear *
find_year(const GpRestatement *self, int fy, GpTotal total)
{
    for (guint i = 0; i < self->years->len; i++) {
        const GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);

        if (year->fy == fy && year->total == total)
            return year;
    }
    g_assert_not_reached();
}

static void
assert_parts(const GpInt128 parts[GP_N_RESTATED_PARTS], gint64 data, gint64 factors, gint64 new)
{
    g_assert_true(parts[GP_RESTATED_DATA] == data);
    g_assert_true(parts[GP_RESTATED_FACTORS] == factors);
    g_assert_true(parts[GP_RESTATED_NEW] == new);
}

/* Twice the quantity at half as much again for each: 100 -> 300 is 100 of data and 100 of factors.
 */
static void
test_split(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    add(old, 2019, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(old, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(now, 2019, "ncf", "gas", 20 * GP_MICRO, 300 * KG);
    add(now, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add_edition(old, "aa");
    add_edition(now, "bb");
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2019, GP_TOTAL_NCF)->parts, 100 * KG, 100 * KG, 0);
    assert_parts(find_year(restatement, 2020, GP_TOTAL_NCF)->parts, 0, 0, 0);
    g_assert_cmpstr(g_array_index(restatement->rows, GpRestatedRow, 0).why, ==,
                    "the same originals were read in another way; other rows in the factors of: "
                    "edition of 2019");
    g_assert_cmpstr(g_array_index(restatement->rows, GpRestatedRow, 1).why, ==, "");
    g_assert_true(restatement->is_proposed);
}

/* The same factors and rules: whatever moved, it was data. */
static void
test_same_factors(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    add(old, 2019, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(old, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(now, 2019, "ncf", "gas", 20 * GP_MICRO, 300 * KG);
    add(now, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add_edition(old, "aa");
    add_edition(now, "aa");
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2019, GP_TOTAL_ALL)->parts, 200 * KG, 0, 0);
}

/* An activity that is counted elsewhere moves no total but that of the boundary it left. */
static void
test_moved(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    add(old, 2019, "ncf", "taxi", 10 * GP_MICRO, 100 * KG);
    add(old, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(now, 2019, "plus", "taxi", 10 * GP_MICRO, 100 * KG);
    add(now, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2019, GP_TOTAL_NCF)->parts, 0, -100 * KG, 0);
    assert_parts(find_year(restatement, 2019, GP_TOTAL_PLUS)->parts, 0, 0, 0);
    g_assert_true(find_year(restatement, 2019, GP_TOTAL_PLUS)->is_recalculated);
    g_assert_true(strstr(g_array_index(restatement->rows, GpRestatedRow, 0).why,
                         "another category or boundary") != NULL);
    /* All of it is gone, so there is nothing to hold the threshold against but nothing. */
    g_assert_true(find_year(restatement, 2019, GP_TOTAL_NCF)->is_over);
}

static void
test_growth(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    GpPublication *old = publication("2021-09-30-1"), *now = publication("2021-12-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    add(old, 2019, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(old, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG)->months = 0x7ff;
    add(old, 2021, "ncf", "gas", 1 * GP_MICRO, 10 * KG)->months = 0x3;
    add(now, 2018, "ncf", "gas", 5 * GP_MICRO, 50 * KG);
    add(now, 2019, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
    add(now, 2020, "ncf", "gas", 12 * GP_MICRO, 120 * KG);
    add(now, 2020, "ncf", "oil", 1 * GP_MICRO, 7 * KG);
    add(now, 2021, "ncf", "gas", 2 * GP_MICRO, 20 * KG)->months = 0x3; /* no month is new */
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2018, GP_TOTAL_ALL)->parts, 0, 0, 50 * KG);
    g_assert_true(find_year(restatement, 2018, GP_TOTAL_ALL)->is_new);
    assert_parts(find_year(restatement, 2020, GP_TOTAL_ALL)->parts, 0, 0, 27 * KG);
    g_assert_false(find_year(restatement, 2020, GP_TOTAL_ALL)->is_recalculated);
    assert_parts(find_year(restatement, 2021, GP_TOTAL_ALL)->parts, 10 * KG, 0, 0);
    g_assert_true(find_year(restatement, 2021, GP_TOTAL_ALL)->is_over);
}

/* An open year gets its own edition: no recalculation, unless the rules are others too. */
static void
test_own_edition(void)
{
    for (guint i = 0; i < 3; i++) {
        g_autoptr(GPtrArray) list = new_list();
        g_autoptr(GpRestatement) restatement = NULL;
        GpPublication *old = publication("2021-06-01-1"), *now = publication("2021-12-01-1");
        GpPublishedSetting rule = {"gwp", "nhs"};
        GpPublishedLine *line;

        g_ptr_array_add(list, old);
        g_ptr_array_add(list, now);
        add(old, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
        add(old, 2021, "ncf", "gas", 1 * GP_MICRO, 10 * KG);
        add(now, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG);
        line = add(now, 2021, "ncf", "gas", 2 * GP_MICRO, 26 * KG);
        if (i != 2)
            line->editions[0] = "edition of 2021";
        if (i == 1)
            g_array_append_val(now->settings, rule);
        add_edition(old, "aa");
        add_edition(now, "bb");
        restatement = restate(FIVE_PERCENT, list);
        assert_parts(find_year(restatement, 2021, GP_TOTAL_ALL)->parts, 10 * KG,
                     i == 0 ? 0 : 6 * KG, i == 0 ? 6 * KG : 0);
    }
}

/* The same a day later: the year was over for long enough. */
static void
test_growth_that_is_late(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    GpPublication *old = publication("2021-10-01-1"), *now = publication("2021-12-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    add(old, 2020, "ncf", "gas", 10 * GP_MICRO, 100 * KG)->months = 0x7ff;
    add(old, 2021, "ncf", "gas", 1 * GP_MICRO, 10 * KG)->months = 0x3;
    add(now, 2020, "ncf", "gas", 12 * GP_MICRO, 120 * KG);
    add(now, 2021, "ncf", "gas", 1 * GP_MICRO, 10 * KG)->months = 0x3;
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2020, GP_TOTAL_ALL)->parts, 20 * KG, 0, 0);
    g_assert_true(restatement->is_proposed);
}

/* 3% and 3% are above 5% together; ups and downs take one another away; a restatement begins the
 * count anew. */
static void
test_cumulative(void)
{
    static const gint64 kg[][2] = {{100, 100}, {103, 103}, {106, 100}};
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL, after = NULL;
    const GpRestatedYear *year;

    for (guint i = 0; i < G_N_ELEMENTS(kg); i++) {
        g_autofree char *id = g_strdup_printf("2026-01-01-%u", i + 1);
        GpPublication *self = publication(id);

        add(self, 2018, "ncf", "gas", kg[i][0] * GP_MICRO, kg[i][0] * KG);
        add(self, 2019, "ncf", "gas", kg[i][1] * GP_MICRO, kg[i][1] * KG);
        add(self, 2020, "ncf", "gas", GP_MICRO, KG);
        g_ptr_array_add(list, self);
    }
    restatement = restate(FIVE_PERCENT, list);
    year = find_year(restatement, 2018, GP_TOTAL_ALL);
    assert_parts(year->parts, 3 * KG, 0, 0);
    g_assert_true(year->recalculated_kg == 6 * KG && year->base_kg == 100 * KG);
    g_assert_cmpint(year->percent_micro, ==, 6 * GP_MICRO);
    g_assert_true(year->is_over);
    year = find_year(restatement, 2019, GP_TOTAL_ALL);
    g_assert_true(year->recalculated_kg == 0 && year->is_recalculated && !year->is_over);
    g_assert_cmpstr(restatement->since->id, ==, "2026-01-01-1");
    g_assert_true(gp_restatement_worst(restatement)->fy == 2018);

    ((GpPublication *)g_ptr_array_index(list, 1))->is_restatement = TRUE;
    after = restate(FIVE_PERCENT, list);
    g_assert_cmpstr(after->since->id, ==, "2026-01-01-2");
    g_assert_cmpint(find_year(after, 2018, GP_TOTAL_ALL)->percent_micro, ==, 2912621);
    g_assert_false(after->is_proposed);
    g_assert_true(after->is_recalculated);
}

/* Exactly at the threshold is not above it. */
static void
test_threshold(void)
{
    static const struct {
        gint64 kg;
        gboolean is_over;
    } cases[] = {{105 * KG, FALSE},
                 {105 * KG + KG / 1000, TRUE},
                 {95 * KG, FALSE},
                 {95 * KG - KG / 1000, TRUE},
                 {100 * KG, FALSE}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) list = new_list();
        g_autoptr(GpRestatement) restatement = NULL;
        GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

        g_ptr_array_add(list, old);
        g_ptr_array_add(list, now);
        add(old, 2019, "plus", "gas", GP_MICRO, 100 * KG);
        add(old, 2020, "ncf", "gas", GP_MICRO, KG);
        add(now, 2019, "plus", "gas", GP_MICRO, cases[i].kg);
        add(now, 2020, "ncf", "gas", GP_MICRO, KG);
        restatement = restate(FIVE_PERCENT, list);
        g_assert_true(restatement->is_proposed == cases[i].is_over);
        g_assert_false(find_year(restatement, 2019, GP_TOTAL_NCF)->is_over);
    }
}

/* A year that went away, one that was at nothing, and publications without any year. */
static void
test_edges(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL, none = NULL;
    GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    none = restate(FIVE_PERCENT, list);
    g_assert_false(none->is_recalculated || none->is_proposed);
    g_assert_null(gp_restatement_worst(none));

    add(old, 2018, "ncf", "gas", GP_MICRO, 100 * KG);
    add(old, 2019, "ncf", "gas", 0, 0);
    add(old, 2020, "ncf", "gas", GP_MICRO, KG);
    add(now, 2019, "ncf", "gas", GP_MICRO, KG);
    add(now, 2020, "ncf", "gas", GP_MICRO, KG);
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2018, GP_TOTAL_ALL)->parts, -100 * KG, 0, 0);
    assert_parts(find_year(restatement, 2019, GP_TOTAL_ALL)->parts, KG, 0, 0);
    g_assert_true(find_year(restatement, 2019, GP_TOTAL_ALL)->is_over);
    g_assert_cmpint(find_year(restatement, 2019, GP_TOTAL_ALL)->percent_micro, ==, 0);
}

/* Names that became the same when they were made printable keep their lines apart. */
static void
test_equal_places(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    add(old, 2019, "ncf", "gas", GP_MICRO, KG);
    add(old, 2019, "ncf", "gas", GP_MICRO, 5 * KG);
    add(now, 2019, "ncf", "gas", GP_MICRO, KG);
    add(now, 2019, "ncf", "gas", GP_MICRO, 7 * KG);
    restatement = restate(FIVE_PERCENT, list);
    assert_parts(find_year(restatement, 2019, GP_TOTAL_ALL)->parts, 2 * KG, 0, 0);
}

static void
add_random(GRand *chance, GpPublication *self, gboolean is_big)
{
    static const char *const boundaries[] = {"", "ncf", "outside", "plus"};
    gint32 most = is_big ? G_MAXINT32 : 100;

    for (int n = g_rand_int_range(chance, 1, 40); n > 0; n--) {
        g_autofree char *activity = g_strdup_printf("a%d", g_rand_int_range(chance, 0, 6));
        gint64 micro = (gint64)g_rand_int_range(chance, -most, most) * most;
        GpInt128 kg = (GpInt128)g_rand_int_range(chance, -most, most) * most * most;
        GpPublishedLine *line =
            add(self, g_rand_int_range(chance, 2018, 2022),
                boundaries[g_rand_int_range(chance, 0, 4)], activity, micro, kg);

        line->months = (guint)g_rand_int_range(chance, 1, 0x1000);
        if (g_rand_boolean(chance))
            line->unit = NULL;
    }
    add_edition(self, g_rand_boolean(chance) ? "aa" : "bb");
}

/* Whatever was published: the parts of each row and year add up to its difference, to the last
 * digit, and the rows to the totals. */
static void
test_parts_add_up(void)
{
    guint seed = (guint)g_test_rand_int();
    GRand *chance = g_rand_new_with_seed(seed);

    g_test_message("seed %u", seed);
    for (guint i = 0; i < 500; i++) {
        g_autoptr(GPtrArray) list = new_list();
        g_autoptr(GpRestatement) restatement = NULL;

        g_ptr_array_add(list, publication("2021-01-01-1"));
        g_ptr_array_add(list, publication("2026-02-01-1"));
        for (guint k = 0; k < 2; k++)
            add_random(chance, g_ptr_array_index(list, k), i % 2 == 0);
        restatement = restate(FIVE_PERCENT, list);
        for (guint k = 0; k < restatement->rows->len; k++) {
            const GpRestatedRow *row = &g_array_index(restatement->rows, GpRestatedRow, k);

            g_assert_true(row->parts[0] + row->parts[1] + row->parts[2] ==
                          row->new_kg - row->old_kg);
            g_assert_true((row->why[0] != '\0') >= (row->new_kg != row->old_kg));
        }
        for (guint k = 0; k < restatement->years->len; k++) {
            const GpRestatedYear *year = &g_array_index(restatement->years, GpRestatedYear, k);

            g_assert_true(year->parts[0] + year->parts[1] + year->parts[2] ==
                          year->new_kg - year->old_kg);
            g_assert_true(year->recalculated_kg == year->parts[0] + year->parts[1]);
        }
    }
    g_rand_free(chance);
}

/* Publications with other places are brought to the same; what does not fit is refused. */
static void
test_scales(void)
{
    g_autoptr(GPtrArray) list = new_list();
    g_autoptr(GpRestatement) restatement = NULL;
    g_autoptr(GError) error = NULL;
    GpPublication *old = publication("2026-01-01-1"), *now = publication("2026-02-01-1");

    g_ptr_array_add(list, old);
    g_ptr_array_add(list, now);
    old->kg_places = 2;
    add(old, 2019, "ncf", "gas", GP_MICRO, 12345);
    add(now, 2019, "ncf", "gas", GP_MICRO, 123 * (GpInt128)KG + KG / 2);
    restatement = restate(FIVE_PERCENT, list);
    g_assert_true(find_year(restatement, 2019, GP_TOTAL_ALL)->old_kg ==
                  (GpInt128)12345 * gp_power_of_ten(KG_PLACES - 2));
    assert_parts(find_year(restatement, 2019, GP_TOTAL_ALL)->parts, KG / 20, 0, 0);

    now->kg_places = 38;
    g_assert_null(gp_restate(list, 1, now, FIVE_PERCENT, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/restate/split", test_split);
    g_test_add_func("/restate/same-factors", test_same_factors);
    g_test_add_func("/restate/moved", test_moved);
    g_test_add_func("/restate/growth", test_growth);
    g_test_add_func("/restate/own-edition", test_own_edition);
    g_test_add_func("/restate/growth-that-is-late", test_growth_that_is_late);
    g_test_add_func("/restate/cumulative", test_cumulative);
    g_test_add_func("/restate/threshold", test_threshold);
    g_test_add_func("/restate/edges", test_edges);
    g_test_add_func("/restate/equal-places", test_equal_places);
    g_test_add_func("/restate/parts-add-up", test_parts_add_up);
    g_test_add_func("/restate/scales", test_scales);
    return g_test_run();
}
