/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cubes.h"
#include "gp-error.h"

#define LARGEST ((GpInt128)1 << 95) /* the first quantity that 96 bits do not hold */
#define N_WHATS 5
#define N_WHOS 40
#define MAX_CELLS (N_WHATS * N_WHOS)

/* A cube that knows some whats and whos by the same ids as every other one made here. */
static GpCube *
new_cube(const CubeDesk *f)
{
    GpCube *cube = gp_cube_new(f->timeline, f->units);

    for (guint i = 0; i < N_WHATS; i++) {
        g_autofree char *name = g_strdup_printf("activity %u", i);

        g_assert_cmpuint(what_id(cube, name, 0), ==, i);
    }
    for (guint i = 0; i < N_WHOS; i++) {
        g_autofree char *name = g_strdup_printf("site %u", i);
        GpWho who = {.site = gp_dict_intern(gp_cube_sites(cube), name, strlen(name))};

        g_assert_cmpuint(gp_cube_intern_who(cube, &who), ==, i);
    }
    return cube;
}

static GpCell
cell_of(guint32 who, guint32 what, GpInt128 quantity, guint32 rows)
{
    return (GpCell){what, who, (guint64)quantity, (gint32)(quantity >> 64), rows};
}

/* ---- what is restored at once is what is restored one by one ---- */

typedef enum { IN_ORDER, NEARLY, SHUFFLED, BACKWARDS, TWICE, N_ORDERS } Order;

static void
swap(GpCell *a, GpCell *b)
{
    GpCell kept = *a;

    *a = *b;
    *b = kept;
}

static void
bring_into(Order order, GRand *rand, GArray *cells)
{
    GpCell *all = (GpCell *)(void *)cells->data;
    guint n = cells->len;

    for (guint i = 1; i < n; i++) {
        if (order == SHUFFLED)
            swap(&all[i], &all[g_rand_int_range(rand, 0, (gint32)i + 1)]);
        else if (order == NEARLY && g_rand_int_range(rand, 0, 10) == 0)
            swap(&all[i], &all[i - 1]);
        else if (order == BACKWARDS && i < (n + 1) / 2)
            swap(&all[i], &all[n - i]);
        else if (order == TWICE && g_rand_int_range(rand, 0, 10) == 0)
            all[i] = all[i - 1];
    }
}

/* Each cell with one chance in @one_in, by who and what. */
static GArray *
random_cells(GRand *rand, gint32 one_in)
{
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(GpCell));

    for (guint32 who = 0; who < N_WHOS; who++) {
        for (guint32 what = 0; what < N_WHATS; what++) {
            GpInt128 quantity = (GpInt128)g_rand_int(rand) << g_rand_int_range(rand, 0, 56);
            GpCell cell = cell_of(who, what, g_rand_boolean(rand) ? quantity : -quantity,
                                  (guint32)g_rand_int_range(rand, 1, 1000));

            if (g_rand_int_range(rand, 0, one_in) == 0)
                g_array_append_val(cells, cell);
        }
    }
    return cells;
}

static void
restore_both(GpCube *at_once, GpCube *one_by_one, GpSpan span, GpSlot slot, const GArray *cells)
{
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < cells->len; i++) {
        const GpCell *cell = &g_array_index(cells, GpCell, i);

        g_assert_true(gp_cube_restore(one_by_one, span, slot, cell->what, cell->who,
                                      gp_cell_quantity_micro(cell), cell->rows, NULL));
    }
    g_assert_true(gp_cube_restore_cells(at_once, span, slot,
                                        g_memdup2(cells->data, cells->len * sizeof(GpCell)),
                                        cells->len, &error));
    g_assert_no_error(error);
}

/* What is said to be in order is. Returns: whether it is said of the time */
static gboolean
assert_in_order(const GpCube *cube, guint32 time)
{
    guint32 n;
    const GpCell *cells = gp_cube_cells(cube, time, &n);

    if (!gp_cube_is_in_order(cube, time))
        return FALSE;
    for (guint32 i = 0; i < n; i++) {
        g_assert_cmpuint(cells[i].rows, >, 0);
        g_assert_true(i == 0 || cells[i - 1].who < cells[i].who ||
                      (cells[i - 1].who == cells[i].who && cells[i - 1].what < cells[i].what));
    }
    return TRUE;
}

/* Whatever can be looked up is found in both, or in neither. */
static void
assert_same_found(const GpCube *a, const GpCube *b, guint32 time)
{
    for (guint32 i = 0; i < (N_WHOS + 1) * (N_WHATS + 1); i++) {
        guint32 who = i / (N_WHATS + 1), what = i % (N_WHATS + 1);
        const GpCell *one = gp_cube_find(a, time, what, who);
        const GpCell *other = gp_cube_find(b, time, what, who);

        g_assert_true((one == NULL) == (other == NULL));
        if (one != NULL)
            g_assert_cmpint(memcmp(one, other, sizeof *one), ==, 0);
    }
}

static void
assert_both_same(const GpCube *at_once, const GpCube *one_by_one)
{
    assert_same_cubes(at_once, one_by_one);
    for (guint32 time = 0; time < gp_cube_n_times(at_once); time++) {
        guint32 capacity;

        if (gp_cube_cells(at_once, time, &capacity) == NULL)
            continue;
        assert_in_order(at_once, time);
        assert_same_found(at_once, one_by_one, time);
    }
}

static void
test_at_once_is_one_by_one(CubeDesk *f, gconstpointer user_data)
{
    const GpSpan may = {day(2024, 5, 1), day(2024, 5, 31)}, two = {may.first, day(2024, 6, 18)};
    g_autoptr(GRand) rand = g_rand_new_with_seed(700);

    (void)user_data;
    for (int round = 0; round < 400; round++) {
        g_autoptr(GpCube) at_once = new_cube(f), one_by_one = new_cube(f), sum = new_cube(f);

        for (gint32 n = g_rand_int_range(rand, 1, 6); n > 0; n--) {
            g_autoptr(GArray) cells = random_cells(rand, g_rand_int_range(rand, 1, 30));
            GpSpan span = g_rand_boolean(rand) ? may : two;
            GpSlot slot =
                gp_timeline_slot_of_day(f->timeline, g_rand_boolean(rand) ? span.first : span.last);

            bring_into((Order)g_rand_int_range(rand, 0, N_ORDERS), rand, cells);
            restore_both(at_once, one_by_one, span, slot, cells);
        }
        assert_both_same(at_once, one_by_one);
        g_assert_true(gp_cube_merge(sum, at_once, NULL) && gp_cube_merge(at_once, sum, NULL));
        g_assert_true(gp_cube_merge(one_by_one, sum, NULL));
        assert_both_same(at_once, one_by_one);
    }
}

/* ---- order ---- */

static GArray *
every_second_cell(guint32 from)
{
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(GpCell));

    for (guint32 i = from; i < MAX_CELLS; i += 2) {
        GpCell cell = cell_of(i / N_WHATS, i % N_WHATS, i, i + 1);

        g_array_append_val(cells, cell);
    }
    return cells;
}

static void
restore_in(GpCube *cube, GpSlot slot, const GArray *cells)
{
    g_autoptr(GError) error = NULL;

    gp_cube_restore_cells(cube, gp_timeline_slot_span(gp_cube_timeline(cube), slot), slot,
                          g_memdup2(cells->data, cells->len * sizeof(GpCell)), cells->len, &error);
    g_assert_no_error(error);
}

/* As the cells of two originals that came in order, one of which has some cells of the other too.
 */
static void
test_order_is_kept(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GpCube) cube = new_cube(f);
    g_autoptr(GArray) even = every_second_cell(0), odd = every_second_cell(1);
    GpCell both = cell_of(0, 0, -50, 7), last = cell_of(N_WHOS, 0, 9, 1);
    guint32 n;

    (void)user_data;
    restore_in(cube, 3, even);
    g_assert_true(assert_in_order(cube, 3));
    g_array_prepend_val(odd, both);
    g_array_append_val(odd, last);
    restore_in(cube, 3, odd);
    g_assert_true(assert_in_order(cube, 3));
    gp_cube_cells(cube, 3, &n);
    g_assert_cmpuint(n, ==, MAX_CELLS + 1);
    g_assert_cmpuint(gp_cube_n_cells(cube), ==, n);
    for (guint32 i = 0; i < n; i++) {
        const GpCell *cell = gp_cube_find(cube, 3, i % N_WHATS, i / N_WHATS);

        if (i == 0)
            g_assert_true(gp_cell_quantity_micro(cell) == -50 && cell->rows == 8);
        else if (i == n - 1)
            g_assert_true(gp_cell_quantity_micro(cell) == 9 && cell->rows == 1);
        else
            g_assert_true(gp_cell_quantity_micro(cell) == i && cell->rows == i + 1);
    }
}

/* A row more makes a hash table of it, and so do few cells beside many. */
static void
test_order_is_given_up(CubeDesk *f, gconstpointer user_data)
{
    g_autoptr(GpCube) cube = new_cube(f);
    g_autoptr(GArray) cells = every_second_cell(0), few = g_array_new(FALSE, FALSE, sizeof(GpCell));
    GpSpan days = gp_timeline_slot_span(f->timeline, 4);
    GpCell one = cell_of(1, 1, 5, 1);

    (void)user_data;
    restore_in(cube, 3, cells);
    restore_in(cube, 4, cells);
    g_assert_true(gp_cube_add(cube, 1, 1, days, 5));
    g_array_append_val(few, one);
    restore_in(cube, 3, few);
    for (guint32 time = 3; time <= 4; time++) {
        g_assert_false(gp_cube_is_in_order(cube, time));
        g_assert_cmpuint(gp_cube_find(cube, time, 1, 1)->rows, ==, 8);
        g_assert_cmpuint(gp_cube_find(cube, time, 4, 38)->rows, ==, 195);
    }
    g_assert_cmpuint(gp_cube_n_cells(cube), ==, 2 * cells->len);
}

/* Cells that lie backwards are not put in order one by one, which would take a square of time. */
static void
test_much_out_of_order(CubeDesk *f, gconstpointer user_data)
{
    const guint32 n = 200000;
    GpCell *cells = g_new(GpCell, n);

    (void)user_data;
    for (guint32 i = 0; i < n; i++)
        cells[i] = cell_of(n - i, 0, i, 1);
    g_assert_true(
        gp_cube_restore_cells(f->cube, gp_timeline_slot_span(f->timeline, 3), 3, cells, n, NULL));
    g_assert_false(gp_cube_is_in_order(f->cube, 3));
    g_assert_cmpuint(gp_cube_n_cells(f->cube), ==, n);
    g_assert_true(gp_cell_quantity_micro(gp_cube_find(f->cube, 3, 0, 1)) == n - 1);
}

/* ---- what is refused ---- */

static void
assert_refused(GpCube *cube, GpSpan span, GpSlot slot, GpCell cell, int code)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(
        gp_cube_restore_cells(cube, span, slot, g_memdup2(&cell, sizeof cell), 1, &error));
    g_assert_error(error, GP_ERROR, code);
}

static void
test_no_cells(CubeDesk *f, gconstpointer user_data)
{
    const GpSpan days = gp_timeline_slot_span(f->timeline, 3), two = {days.first, days.last + 1};
    const GpCell good = cell_of(0, 0, 1, 1), free_one = cell_of(0, 0, 1, 0);
    guint32 capacity;

    (void)user_data;
    assert_refused(f->cube, days, 3, free_one, GP_ERROR_MALFORMED);
    assert_refused(f->cube, days, 2, good, GP_ERROR_MALFORMED);
    assert_refused(f->cube, days, 4, good, GP_ERROR_MALFORMED);
    assert_refused(f->cube, two, 2, good, GP_ERROR_MALFORMED);
    assert_refused(f->cube, two, 5, good, GP_ERROR_MALFORMED);
    g_assert_true(gp_cube_restore_cells(f->cube, days, 3, NULL, 0, NULL));
    g_assert_null(gp_cube_cells(f->cube, 3, &capacity));
    g_assert_cmpuint(gp_cube_n_cells(f->cube), ==, 0);
}

/* In order, in a hash table, and in a run of pieces. */
static void
test_overflow(CubeDesk *f, gconstpointer user_data)
{
    const GpSpan days = gp_timeline_slot_span(f->timeline, 3), two = {days.first, days.last + 1};
    const GpSpan spans[] = {days, days, two};

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(spans); i++) {
        g_autoptr(GpCube) cube = new_cube(f);
        GpCell largest[] = {cell_of(1, 1, LARGEST - 1, 1), cell_of(1, 2, 0, G_MAXUINT32)};
        guint32 time = i < 2 ? 3 : gp_cube_n_times(cube);

        g_assert_true(gp_cube_restore_cells(cube, spans[i], 3, g_memdup2(largest, sizeof largest),
                                            G_N_ELEMENTS(largest), NULL));
        if (i == 1)
            g_assert_true(gp_cube_add(cube, 0, 0, days, 1));
        g_assert_cmpint(gp_cube_is_in_order(cube, time), ==, i == 0);
        assert_refused(cube, spans[i], 3, cell_of(1, 1, 1, 1), GP_ERROR_OVERFLOW);
        assert_refused(cube, spans[i], 3, cell_of(1, 2, 0, 1), GP_ERROR_OVERFLOW);
        g_assert_false(i < 2 && gp_cube_add(cube, 1, 1, days, 1));
        g_assert_true(gp_cell_quantity_micro(gp_cube_find(cube, time, 1, 1)) == LARGEST - 1);
        g_assert_cmpuint(gp_cube_find(cube, time, 2, 1)->rows, ==, G_MAXUINT32);
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(CubeDesk *f, gconstpointer user_data);
    } tests[] = {
        {"/model/restore/at-once-is-one-by-one", test_at_once_is_one_by_one},
        {"/model/restore/order-is-kept", test_order_is_kept},
        {"/model/restore/order-is-given-up", test_order_is_given_up},
        {"/model/restore/much-out-of-order", test_much_out_of_order},
        {"/model/restore/no-cells", test_no_cells},
        {"/model/restore/overflow", test_overflow},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, CubeDesk, NULL, cube_desk_set_up, tests[i].test,
                   cube_desk_tear_down);
    return g_test_run();
}
