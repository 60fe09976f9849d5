/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cubes.h"
#include "gp-error.h"

#define N_CUBES 200
#define MAX_ROWS 300
#define MAX_SHARDS 7

/* A row as a file tells it. */
typedef struct {
    char activity[2], site[2], department[2], role[2], source[2];
    GpUnit unit;
    guint32 quality;
    GpSpan span;
    gint64 quantity;
} Row;

static void
random_name(GRand *rand, char *out)
{
    *out = "\0abc"[g_rand_int_range(rand, 0, 4)];
}

static void
row_init(Row *self, GRand *rand)
{
    GpDay from = day(2024, 5, 1) + g_rand_int_range(rand, 0, 90);

    *self =
        (Row){.unit = (GpUnit)g_rand_int_range(rand, 0, 2),
              .quality = (guint32)g_rand_int_range(rand, 0, 4),
              .span = {from, from + g_rand_int_range(rand, 0, 4) * g_rand_int_range(rand, 0, 20)},
              .quantity = (gint64)g_rand_int(rand) * g_rand_int_range(rand, -1000, 100000)};
    random_name(rand, self->activity);
    random_name(rand, self->site);
    random_name(rand, self->department);
    random_name(rand, self->role);
    random_name(rand, self->source);
}

static guint32
intern(GpDict *dict, const char *name)
{
    return gp_dict_intern(dict, name, strlen(name));
}

static void
row_add(const Row *self, GpCube *cube)
{
    const GpWho who = {intern(gp_cube_sites(cube), self->site),
                       intern(gp_cube_departments(cube), self->department),
                       intern(gp_cube_roles(cube), self->role),
                       intern(gp_cube_sources(cube), self->source), self->quality};

    g_assert_true(gp_cube_add(cube, what_id(cube, self->activity, self->unit),
                              gp_cube_intern_who(cube, &who), self->span, self->quantity));
}

static void
shuffle(GRand *rand, guint *order, guint n)
{
    for (guint i = 0; i < n; i++)
        order[i] = i;
    for (guint i = n; i > 1; i--) {
        guint j = (guint)g_rand_int_range(rand, 0, (gint32)i), swapped = order[j];

        order[j] = order[i - 1];
        order[i - 1] = swapped;
    }
}

/* The rows in another order, cut into shards that are merged in yet another one. */
static GpCube *
merge_shards(const CubeDesk *f, GRand *rand, const Row *rows, guint n)
{
    guint n_shards = (guint)g_rand_int_range(rand, 1, MAX_SHARDS + 1);
    GpCube *shards[MAX_SHARDS];
    GpCube *all = gp_cube_new(f->timeline, f->units);
    guint order[MAX_ROWS], shard_order[MAX_SHARDS];

    for (guint i = 0; i < n_shards; i++)
        shards[i] = gp_cube_new(f->timeline, f->units);
    shuffle(rand, order, n);
    for (guint i = 0; i < n; i++)
        row_add(&rows[order[i]], shards[g_rand_int_range(rand, 0, (gint32)n_shards)]);
    shuffle(rand, shard_order, n_shards);
    for (guint i = 0; i < n_shards; i++) {
        g_assert_true(gp_cube_merge(all, shards[shard_order[i]], NULL));
        gp_cube_free(shards[shard_order[i]]);
    }
    return all;
}

static void
test_merge_is_adding(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(200);

    (void)user_data;
    for (int round = 0; round < N_CUBES; round++) {
        guint n = (guint)g_rand_int_range(rand, 0, MAX_ROWS);
        g_autofree Row *rows = g_new(Row, MAX_ROWS);
        g_autoptr(GpCube) whole = gp_cube_new(f->timeline, f->units), merged = NULL;
        g_autofree char *whole_text = NULL, *merged_text = NULL;

        for (guint i = 0; i < n; i++) {
            row_init(&rows[i], rand);
            row_add(&rows[i], whole);
        }
        merged = merge_shards(f, rand, rows, n);
        whole_text = all_cells(whole);
        merged_text = all_cells(merged);
        g_assert_cmpstr(merged_text, ==, whole_text);
    }
}

/* Moved now and then while rows come in, all of them at last. */
static void
test_feed_is_adding(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(500);

    (void)user_data;
    for (int round = 0; round < N_CUBES; round++) {
        g_autoptr(GpCube) whole = gp_cube_new(f->timeline, f->units);
        g_autoptr(GpCube) fed = gp_cube_new(f->timeline, f->units);
        g_autoptr(GpCube) one = gp_cube_new(f->timeline, f->units);
        g_autoptr(GpCube) two = gp_cube_new(f->timeline, f->units);
        g_autoptr(GpCubeFeed) feed_one = gp_cube_feed_new(fed, one);
        g_autoptr(GpCubeFeed) feed_two = gp_cube_feed_new(fed, two);

        for (gint32 n = g_rand_int_range(rand, 0, MAX_ROWS); n > 0; n--) {
            Row row;

            row_init(&row, rand);
            row_add(&row, whole);
            row_add(&row, g_rand_boolean(rand) ? one : two);
            if (g_rand_int_range(rand, 0, 20) == 0)
                g_assert_true(gp_cube_feed_move(g_rand_boolean(rand) ? feed_one : feed_two,
                                                g_rand_boolean(rand), NULL));
        }
        g_assert_true(gp_cube_feed_move(feed_two, TRUE, NULL));
        g_assert_true(gp_cube_feed_move(feed_one, TRUE, NULL));
        g_assert_cmpuint(gp_cube_n_cells(one) + gp_cube_n_cells(two), ==, 0);
        assert_same_cubes(fed, whole);
    }
}

static void
test_feed_is_due_and_quiet_times_go(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GpCube) to = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCubeFeed) feed = gp_cube_feed_new(to, f->cube);
    guint32 what = what_id(f->cube, "gas", 0), n = 0;
    GpDay may = day(2024, 5, 1), july = day(2024, 7, 1);

    (void)user_data;
    for (; !gp_cube_feed_is_due(feed); n++) {
        GpWho who = {.quality = n};

        gp_cube_add(f->cube, what, gp_cube_intern_who(f->cube, &who),
                    n % 32 == 31 ? (GpSpan){july, july} : (GpSpan){may, may}, 1);
    }
    g_assert_true(gp_cube_feed_move(feed, FALSE, NULL));
    g_assert_cmpuint(gp_cube_n_cells(to), ==, n);
    for (guint32 i = 0; i < 100; i++)
        gp_cube_add(f->cube, what, i, (GpSpan){may, may}, 1);
    g_assert_true(gp_cube_feed_move(feed, FALSE, NULL));
    gp_cube_add(f->cube, what, 0, (GpSpan){july, july}, 1);
    g_assert_true(gp_cube_feed_move(feed, FALSE, NULL));
    g_assert_cmpuint(gp_cube_n_cells(f->cube), ==, 1);
    g_assert_false(gp_cube_feed_is_due(feed));
}

static void
test_feed_overflows(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GpCube) to = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCubeFeed) feed = gp_cube_feed_new(to, f->cube);
    g_autoptr(GError) error = NULL;
    const GpDay may = day(2024, 5, 1);
    const GpSpan span = {may, may};
    const GpWho nobody = {0, 0, 0, 0, 0};
    GpCube *cubes[] = {to, f->cube};

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(cubes); i++)
        g_assert_true(gp_cube_restore(cubes[i], span, gp_timeline_slot_of_day(f->timeline, may),
                                      what_id(cubes[i], "gas", 0),
                                      gp_cube_intern_who(cubes[i], &nobody), 1, G_MAXUINT32, NULL));
    g_assert_false(gp_cube_feed_move(feed, TRUE, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

/* Many rows at once are the same as one after the other, up to the one that does not fit. */
static void
test_add_rows(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(600);
    g_autoptr(GpCube) one_by_one = gp_cube_new(f->timeline, f->units);
    GpCubeRow rows[GP_CUBE_MAX_ROWS];

    (void)user_data;
    for (guint i = 0; i < 40; i++) {
        g_autofree char *role = g_strdup_printf("%u", i);

        g_assert_cmpuint(intern(gp_cube_roles(f->cube), role), ==,
                         intern(gp_cube_roles(one_by_one), role));
    }
    for (int round = 0; round < N_CUBES; round++) {
        gsize n = (gsize)g_rand_int_range(rand, 0, GP_CUBE_MAX_ROWS + 1);

        for (gsize i = 0; i < n; i++) {
            GpDay of = day(2024, 5, 1) + g_rand_int_range(rand, 0, 90);

            rows[i] =
                (GpCubeRow){.who = {.role = (guint32)g_rand_int_range(rand, 0, 41)},
                            .what = what_id(f->cube, "gas", (GpUnit)g_rand_int_range(rand, 0, 2)),
                            .slot = gp_timeline_slot_of_day(f->timeline, of),
                            .quantity = (gint64)g_rand_int(rand) - G_MAXINT32};
            g_assert_true(gp_cube_add(
                one_by_one, what_id(one_by_one, "gas", gp_cube_what(f->cube, rows[i].what).unit),
                gp_cube_intern_who(one_by_one, &rows[i].who), (GpSpan){of, of}, rows[i].quantity));
        }
        g_assert_cmpuint(gp_cube_add_rows(f->cube, rows, n), ==, n);
    }
    assert_same_cubes(f->cube, one_by_one);
    rows[0] = rows[1] = rows[2] = (GpCubeRow){.what = 0, .slot = 3, .quantity = 5};
    g_assert_true(gp_cube_restore(f->cube, gp_timeline_slot_span(f->timeline, 3), 3, 0,
                                  gp_cube_intern_who(f->cube, &rows[0].who), 1, G_MAXUINT32 - 2,
                                  NULL));
    g_assert_cmpuint(gp_cube_add_rows(f->cube, rows, 3), ==, 2);
}

/* The sum of all, and rows counted once: at slots and at first pieces. */
static void
test_rows_are_counted_once(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(300);
    GpInt128 expected = 0, sum = 0;
    guint64 rows = 0;

    (void)user_data;
    for (guint i = 0; i < 5000; i++) {
        Row row;

        row_init(&row, rand);
        row_add(&row, f->cube);
        expected += row.quantity;
    }
    for (guint32 time = 0; time < gp_cube_n_times(f->cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(f->cube, time, &capacity);
        gboolean counts = gp_cube_time(f->cube, time).first_piece == time;

        for (guint32 i = 0; i < capacity; i++) {
            sum += gp_cell_quantity_micro(&cells[i]);
            rows += counts ? cells[i].rows : 0;
        }
    }
    g_assert_true(sum == expected);
    g_assert_cmpuint(rows, ==, 5000);
}

/* Every cell of one cube, restored into another, from the last to the first. */
static void
test_restore_is_the_same_cube(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(400);
    g_autoptr(GpCube) copy = gp_cube_new(f->timeline, f->units);
    g_autofree char *text = NULL, *copied = NULL;

    (void)user_data;
    for (guint i = 0; i < 2000; i++) {
        Row row;

        row_init(&row, rand);
        row_add(&row, f->cube);
    }
    text = all_cells(f->cube);
    g_assert_true(gp_cube_merge(copy, f->cube, NULL));
    gp_cube_free(f->cube);
    f->cube = g_steal_pointer(&copy);
    copy = gp_cube_new(f->timeline, f->units);
    for (guint32 time = gp_cube_n_times(f->cube); time-- > 0;) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(f->cube, time, &capacity);
        const GpTime t = gp_cube_time(f->cube, time);

        for (guint32 i = capacity; i-- > 0;) {
            const GpWhat what = gp_cube_what(f->cube, cells[i].what);
            GpWho who = *gp_cube_who(f->cube, cells[i].who);

            if (cells[i].rows == 0)
                continue;
            who = (GpWho){
                intern(gp_cube_sites(copy), gp_dict_name(gp_cube_sites(f->cube), who.site)),
                intern(gp_cube_departments(copy),
                       gp_dict_name(gp_cube_departments(f->cube), who.department)),
                intern(gp_cube_roles(copy), gp_dict_name(gp_cube_roles(f->cube), who.role)),
                intern(gp_cube_sources(copy), gp_dict_name(gp_cube_sources(f->cube), who.source)),
                who.quality};
            g_assert_true(gp_cube_restore(
                copy, t.span, t.slot,
                what_id(copy, gp_dict_name(gp_cube_activities(f->cube), what.activity), what.unit),
                gp_cube_intern_who(copy, &who), gp_cell_quantity_micro(&cells[i]), cells[i].rows,
                NULL));
        }
    }
    copied = all_cells(copy);
    g_assert_cmpstr(copied, ==, text);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(CubeDesk *f, gconstpointer user_data);
    } tests[] = {
        {"/model/cube/add/rows-are-counted-once", test_rows_are_counted_once},
        {"/model/cube/add/rows-at-once", test_add_rows},
        {"/model/cube/feed/is-adding", test_feed_is_adding},
        {"/model/cube/feed/quiet-times", test_feed_is_due_and_quiet_times_go},
        {"/model/cube/feed/overflow", test_feed_overflows},
        {"/model/cube/merge/is-adding", test_merge_is_adding},
        {"/model/cube/restore/is-the-same-cube", test_restore_is_the_same_cube},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, CubeDesk, NULL, cube_desk_set_up, tests[i].test,
                   cube_desk_tear_down);
    return g_test_run();
}
