/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cubes.h"

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
        {"/model/cube/merge/is-adding", test_merge_is_adding},
        {"/model/cube/restore/is-the-same-cube", test_restore_is_the_same_cube},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, CubeDesk, NULL, cube_desk_set_up, tests[i].test,
                   cube_desk_tear_down);
    return g_test_run();
}
