/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cubes.h"
#include "gp-error.h"

#define INT128_MAX ((GpInt128)(~(GpUint128)0 >> 1))
#define LARGEST ((GpInt128)1 << 95) /* the first quantity that 96 bits do not hold */

/* A cube, and what and whose most rows are. */
typedef struct {
    CubeDesk desk;
    guint32 what;
    guint32 who;
} Fixture;

static guint32
who_id(GpCube *cube, const char *site, const char *source, GpQuality quality)
{
    GpWho who = {.site = gp_dict_intern(gp_cube_sites(cube), site, strlen(site)),
                 .source = gp_dict_intern(gp_cube_sources(cube), source, strlen(source)),
                 .quality = quality};

    return gp_cube_intern_who(cube, &who);
}

static void
set_up(Fixture *f, gconstpointer user_data)
{
    cube_desk_set_up(&f->desk, user_data);
    f->what = what_id(f->desk.cube, "gas", 3);
    f->who = who_id(f->desk.cube, "Main", "meters", GP_QUALITY_MEASURED);
}

static void
tear_down(Fixture *f, gconstpointer user_data)
{
    cube_desk_tear_down(&f->desk, user_data);
}

static GpSlot
slot_of(const Fixture *f, int year, int month, int day_of_month)
{
    return gp_timeline_slot_of_day(f->desk.timeline, day(year, month, day_of_month));
}

static void
assert_cell(const Fixture *f, guint32 time, GpInt128 quantity, guint32 rows)
{
    const GpCell *cell = gp_cube_find(f->desk.cube, time, f->what, f->who);

    g_assert_nonnull(cell);
    g_assert_true(gp_cell_quantity_micro(cell) == quantity);
    g_assert_cmpuint(cell->rows, ==, rows);
}

static gboolean
add(const Fixture *f, GpDay first, GpDay last, gint64 quantity)
{
    return gp_cube_add(f->desk.cube, f->what, f->who, (GpSpan){first, last}, quantity);
}

/* The time of the first piece of a span. */
static guint32
first_piece(const GpCube *cube, GpSpan span)
{
    for (guint32 time = gp_timeline_n_slots(gp_cube_timeline(cube)); time < gp_cube_n_times(cube);
         time++) {
        GpTime t = gp_cube_time(cube, time);

        if (t.span.first == span.first && t.span.last == span.last)
            return time;
    }
    g_assert_not_reached();
}

static void
test_qualities(void)
{
    static const char *const names[] = {"", "measured", "estimated", "modelled"};
    GpQuality quality = GP_QUALITY_MODELLED;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_cmpstr(gp_quality_name(i), ==, names[i]);
        g_assert_true(gp_quality_parse(names[i], strlen(names[i]), &quality));
        g_assert_cmpint(quality, ==, (int)i);
    }
    g_assert_true(gp_quality_parse("Measured,", 8, &quality));
    g_assert_cmpint(quality, ==, GP_QUALITY_MEASURED);
    g_assert_false(gp_quality_parse("measured ", 9, &quality));
    g_assert_false(gp_quality_parse("measure", 7, &quality));
    g_assert_false(gp_quality_parse("guessed", 7, &quality));
    g_assert_cmpint(quality, ==, GP_QUALITY_MEASURED);
}

static void
test_new(Fixture *f, gconstpointer user_data)
{
    guint32 capacity = 4242;

    (void)user_data;
    g_assert_true(gp_cube_timeline(f->desk.cube) == f->desk.timeline);
    g_assert_true(gp_cube_units(f->desk.cube) == f->desk.units);
    g_assert_cmpuint(gp_cube_n_cells(f->desk.cube), ==, 0);
    g_assert_cmpuint(gp_cube_n_times(f->desk.cube), ==, gp_timeline_n_slots(f->desk.timeline));
    g_assert_null(gp_cube_find(f->desk.cube, 0, f->what, f->who));
    g_assert_null(gp_cube_cells(f->desk.cube, 0, &capacity));
    g_assert_cmpuint(capacity, ==, 0);
    g_assert_cmpuint(gp_dict_lookup(gp_cube_departments(f->desk.cube), "", 0), ==, 0);
    for (GpSlot slot = 0; slot < gp_timeline_n_slots(f->desk.timeline); slot++) {
        GpTime time = gp_cube_time(f->desk.cube, slot);

        g_assert_cmpuint(time.slot, ==, slot);
        g_assert_cmpuint(time.n_pieces, ==, 1);
        g_assert_cmpint(time.span.last, ==, gp_timeline_slot_span(f->desk.timeline, slot).last);
    }
    gp_cube_free(NULL);
}

static void
test_intern(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    for (guint round = 0; round < 2; round++) {
        for (guint32 i = 1; i < 5000; i++) {
            GpWho who = {i % 7, i / 7, i % 3, i % 5, i % 4};

            g_assert_cmpuint(gp_cube_intern_who(f->desk.cube, &who), ==, i);
            g_assert_cmpuint(gp_cube_intern_what(f->desk.cube, (GpWhat){i / 2, i % 2}), ==, i);
        }
    }
    g_assert_cmpuint(gp_cube_n_whos(f->desk.cube), ==, 5000);
    g_assert_cmpuint(gp_cube_n_whats(f->desk.cube), ==, 5000);
    g_assert_cmpuint(gp_cube_who(f->desk.cube, 4999)->department, ==, 714);
    g_assert_cmpuint(gp_cube_what(f->desk.cube, 4999).activity, ==, 2499);
    g_assert_cmpuint(gp_cube_what(f->desk.cube, 4999).unit, ==, 1);
    g_assert_cmpuint(gp_cube_what(f->desk.cube, 0).unit, ==, 3);
}

static void
test_add(Fixture *f, gconstpointer user_data)
{
    GpSlot april = slot_of(f, 2024, 4, 1);

    (void)user_data;
    g_assert_true(add(f, day(2024, 4, 1), day(2024, 4, 30), 1000));
    g_assert_true(add(f, day(2024, 4, 30), day(2024, 4, 30), 5));
    g_assert_true(add(f, day(2024, 4, 7), day(2024, 4, 14), -2005));
    g_assert_true(add(f, day(2024, 5, 1), day(2024, 5, 1), 0));
    assert_cell(f, april, -1000, 3);
    assert_cell(f, april + 1, 0, 1);
    g_assert_cmpuint(gp_cube_n_cells(f->desk.cube), ==, 2);
    g_assert_null(gp_cube_find(f->desk.cube, april, f->what + 1, f->who));
    g_assert_null(gp_cube_find(f->desk.cube, april, f->what, f->who + 1));
    g_assert_cmpuint(gp_cube_n_times(f->desk.cube), ==, gp_timeline_n_slots(f->desk.timeline));
}

static void
test_add_extremes(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    for (guint i = 0; i < 1000; i++) {
        g_assert_true(add(f, 0, 0, G_MAXINT64));
        g_assert_true(add(f, day(2100, 12, 31), day(2100, 12, 31), G_MININT64));
    }
    assert_cell(f, 0, (GpInt128)G_MAXINT64 * 1000, 1000);
    assert_cell(f, gp_timeline_n_slots(f->desk.timeline) - 1, (GpInt128)G_MININT64 * 1000, 1000);
}

/* 12 January to 10 March 2020, on a timeline that splits on 29 February: 20, 28, 1, 10 days. */
static void
test_spread(Fixture *f, gconstpointer user_data)
{
    static const gint64 days[] = {20, 28, 1, 10};
    const GpSpan span = {day(2020, 1, 12), day(2020, 3, 10)};
    guint32 first;

    (void)user_data;
    g_assert_true(gp_cube_add(f->desk.cube, f->what, f->who, span, 5900));
    g_assert_true(gp_cube_add(f->desk.cube, f->what, f->who, span, -590));
    first = first_piece(f->desk.cube, span);
    g_assert_cmpuint(gp_cube_n_times(f->desk.cube), ==, first + 4);
    for (guint i = 0; i < 4; i++) {
        GpTime time = gp_cube_time(f->desk.cube, first + i);

        assert_cell(f, first + i, 90 * days[i], 2);
        g_assert_cmpuint(time.slot, ==, slot_of(f, 2020, 1, 12) + i);
        g_assert_cmpuint(time.first_piece, ==, first);
        g_assert_cmpuint(time.n_pieces, ==, 4);
        g_assert_cmpint(time.span.first, ==, span.first);
        g_assert_cmpint(time.span.last, ==, span.last);
    }
    g_assert_cmpuint(gp_cube_n_cells(f->desk.cube), ==, 4);
}

/* Runs of pieces and rows inside slots are kept apart, and so are runs of different spans. */
static void
test_spans_are_kept_apart(Fixture *f, gconstpointer user_data)
{
    const GpSpan june = {day(2024, 6, 1), day(2024, 6, 30)}, half = {june.first, day(2024, 6, 16)};
    GpSlot slot = slot_of(f, 2024, 6, 1);

    (void)user_data;
    g_assert_true(add(f, june.first, june.first, 7));
    g_assert_true(add(f, june.first, june.last, 300));
    g_assert_true(add(f, half.first, half.last, 16));
    assert_cell(f, slot, 7, 1);
    assert_cell(f, first_piece(f->desk.cube, june), 150, 1);
    assert_cell(f, first_piece(f->desk.cube, june) + 1, 50, 1);
    assert_cell(f, first_piece(f->desk.cube, june) + 2, 100, 1);
    assert_cell(f, first_piece(f->desk.cube, half), 15, 1);
    assert_cell(f, first_piece(f->desk.cube, half) + 1, 1, 1);
}

/* Every piece is its share by days to within one, and together they are the whole. */
static void
test_spread_is_exact(Fixture *f, gconstpointer user_data)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(29);

    (void)user_data;
    for (int round = 0; round < 500; round++) {
        GpDay first = g_rand_int_range(rand, 0, day(2099, 1, 1));
        GpSpan span = {first, first + g_rand_int_range(rand, 31, 700)};
        gint64 quantity = (gint64)((guint64)g_rand_int(rand) << 31 | g_rand_int(rand));
        g_autoptr(GpCube) cube = gp_cube_new(f->desk.timeline, f->desk.units);
        GpInt128 n_days = span.last - span.first + 1, sum = 0;
        guint32 piece;

        quantity = g_rand_boolean(rand) ? -quantity : quantity >> 40;
        g_assert_true(gp_cube_add(cube, 0, 0, span, quantity));
        piece = first_piece(cube, span);
        for (guint32 i = 0; i < gp_cube_time(cube, piece).n_pieces; i++) {
            GpSpan slot =
                gp_timeline_slot_span(f->desk.timeline, gp_cube_time(cube, piece + i).slot);
            GpInt128 days = MIN(slot.last, span.last) - MAX(slot.first, span.first) + 1;
            GpInt128 part = gp_cell_quantity_micro(gp_cube_find(cube, piece + i, 0, 0));
            GpInt128 off = part * n_days - days * quantity;

            g_assert_true(off < n_days && off > -n_days);
            sum += part;
        }
        g_assert_true(sum == quantity);
    }
}

static void
restore(const Fixture *f, GpSlot slot, GpInt128 quantity, guint32 rows)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(gp_cube_restore(f->desk.cube, gp_timeline_slot_span(f->desk.timeline, slot), slot,
                                  f->what, f->who, quantity, rows, &error));
    g_assert_no_error(error);
}

static void
test_overflow(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    restore(f, 0, LARGEST - 1 - G_MAXINT64, 1);
    g_assert_true(add(f, 0, 0, G_MAXINT64));
    g_assert_false(add(f, 0, 0, 1));
    assert_cell(f, 0, LARGEST - 1, 2);
    g_assert_true(add(f, 0, 0, -1));
    assert_cell(f, 0, LARGEST - 2, 3);
    restore(f, 1, -LARGEST, 1);
    g_assert_false(add(f, day(1990, 2, 1), day(1990, 2, 1), -1));
    assert_cell(f, 1, -LARGEST, 1);
}

static void
test_overflow_of_rows(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    restore(f, 0, 5, G_MAXUINT32 - 1);
    g_assert_true(add(f, 0, 0, 1));
    g_assert_false(add(f, 0, 0, 1));
    assert_cell(f, 0, 6, G_MAXUINT32);
}

static void
assert_restore_refused(const Fixture *f, GpInt128 quantity)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_cube_restore(f->desk.cube, gp_timeline_slot_span(f->desk.timeline, 0), 0,
                                   f->what, f->who, quantity, 1, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

static void
test_restore_overflow(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    assert_restore_refused(f, LARGEST);
    assert_restore_refused(f, -LARGEST - 1);
    assert_restore_refused(f, INT128_MAX);
    assert_restore_refused(f, -INT128_MAX);
    g_assert_null(gp_cube_find(f->desk.cube, 0, f->what, f->who));
    g_assert_cmpuint(gp_cube_n_cells(f->desk.cube), ==, 0);
    restore(f, 0, LARGEST - 1, 1);
    assert_restore_refused(f, 1);
    assert_cell(f, 0, LARGEST - 1, 1);
}

static void
test_merge_overflow(Fixture *f, gconstpointer user_data)
{
    g_autoptr(GpCube) other = gp_cube_new(f->desk.timeline, f->desk.units);
    g_autoptr(GError) error = NULL;

    (void)user_data;
    restore(f, 0, LARGEST - 1, 1);
    gp_cube_add(other, what_id(other, "gas", 3),
                who_id(other, "Main", "meters", GP_QUALITY_MEASURED), (GpSpan){0, 0}, 1);
    g_assert_false(gp_cube_merge(f->desk.cube, other, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
    assert_cell(f, 0, LARGEST - 1, 1);
}

/* If the second month cannot take its piece, the first must not keep its own. */
static void
test_overflow_of_a_piece(Fixture *f, gconstpointer user_data)
{
    const GpSpan span = {day(1990, 1, 1), day(1990, 2, 28)};
    guint32 first;

    (void)user_data;
    g_assert_true(gp_cube_restore(f->desk.cube, span, 1, f->what, f->who, LARGEST - 1, 1, NULL));
    g_assert_false(gp_cube_add(f->desk.cube, f->what, f->who, span, 5900));
    first = first_piece(f->desk.cube, span);
    assert_cell(f, first + 1, LARGEST - 1, 1);
    g_assert_null(gp_cube_find(f->desk.cube, first, f->what, f->who));
    g_assert_cmpuint(gp_cube_n_cells(f->desk.cube), ==, 1);
}

/* Sums that leave even 128 bits. */
static void
test_restore_overflow_of_128_bits(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    restore(f, 0, LARGEST - 1, 1);
    assert_restore_refused(f, INT128_MAX);
    assert_cell(f, 0, LARGEST - 1, 1);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *f, gconstpointer user_data);
    } tests[] = {
        {"/model/cube/new", test_new},
        {"/model/cube/intern", test_intern},
        {"/model/cube/add/one-slot", test_add},
        {"/model/cube/add/extremes", test_add_extremes},
        {"/model/cube/add/spread-by-days", test_spread},
        {"/model/cube/add/spans-are-kept-apart", test_spans_are_kept_apart},
        {"/model/cube/add/spread-is-exact", test_spread_is_exact},
        {"/model/cube/overflow/quantity", test_overflow},
        {"/model/cube/overflow/rows", test_overflow_of_rows},
        {"/model/cube/overflow/restore", test_restore_overflow},
        {"/model/cube/overflow/merge", test_merge_overflow},
        {"/model/cube/overflow/piece", test_overflow_of_a_piece},
        {"/model/cube/overflow/restore-128-bits", test_restore_overflow_of_128_bits},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/cube/qualities", test_qualities);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
