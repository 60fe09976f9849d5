/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "gp-block-private.h"
#include "storing.h"

static void
test_round_trip(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GpCube) before = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) after = NULL;

    make_workspace(f);
    fill_hard(before);
    g_assert_cmpuint(gp_cube_n_cells(before), ==, 2 + 1 + 12 + 2);
    store = open_store(f->workspace);
    after = load(f, store);
    assert_same_cubes(before, after);
    (void)unused;
}

static void
test_two_originals_add_up(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) one = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) two = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) both = NULL;

    fill_many(two, 50);
    fill_hard(two);
    fill_hard(one);
    assert_added(store, "aa", one);
    assert_added(store, "bb", two);
    g_assert_true(gp_cube_merge(one, two, NULL));
    both = load(f, store);
    assert_same_cubes(one, both);
    (void)unused;
}

static void
test_empty(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = load(f, store);

    g_assert_cmpuint(gp_cube_n_cells(cube), ==, 0);
    assert_added(store, "aa", cube);
    assert_n_originals(store, 1);
    (void)unused;
}

static const char *const wild_edits[] = {
    "UPDATE block_data SET data = x''",
    "UPDATE block_data SET data = zeroblob(24)",
    "UPDATE block_data SET data = zeroblob(length(data))",
    "UPDATE block_data SET data = substr(data, 1, length(data) - 1)",
    "UPDATE block_data SET data = substr(data, 1, length(data) - 24)",
    "UPDATE block_data SET data = CAST(data || x'00' AS BLOB)",
    "UPDATE block_data SET data = CAST(data || zeroblob(24) AS BLOB)",
    "UPDATE block_data SET data = CAST(data || data AS BLOB)",
    "UPDATE block_data SET data = CAST(substr(data, 1, 9) || x'ff' || substr(data, 11) AS BLOB)",
    "UPDATE block_data SET data = CAST(substr(data, 1, 30) || x'aa' || substr(data, 32) AS BLOB)",
    "UPDATE block_data SET data = CAST(substr(data, 1, length(data) - 5) || x'0102030405' AS BLOB)",
    "DELETE FROM name WHERE id = 2",
    "UPDATE name SET id = id + 1000000",
    "UPDATE name SET text = CAST(x'ff' AS TEXT) WHERE id = 1",
    "DELETE FROM block_data",
    "UPDATE block_data SET block = block + 1000",
    "UPDATE block SET year = 0",
    "UPDATE block SET serves = detail + 1",
    "DROP TABLE block_data; DROP TABLE block",
    "DROP TABLE block_data",
    "ALTER TABLE block_data RENAME COLUMN data TO d",
};

static void
test_wild_values(Fixture *f, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(wild_edits); i++) {
        g_autoptr(GpStore) store = NULL;
        g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
        g_autoptr(GError) error = NULL;

        g_test_message("%s", wild_edits[i]);
        make_workspace(f);
        run_sql(f, wild_edits[i]);
        store = open_store(f->workspace);
        g_assert_false(gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, cube, &error));
        assert_refused(error, GP_ERROR_MALFORMED, "is damaged");
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    (void)unused;
}

/* Blocks that are whole, but could not have been written by this program. */
typedef struct {
    GpBlockTime time;
    GpBlockWhat what;
    GpBlockWho who;
    GpCell cell;
} OneCell;

static void
spoil(OneCell *one, guint how)
{
    switch (how) {
    case 0:
        one->time.first = -1;
        break;
    case 1:
        one->time.first = one->time.last + 1;
        break;
    case 2:
        one->time.last = 40542;
        break;
    case 3:
        one->time.slot_first = -5;
        break;
    case 4:
        one->time.slot_first = one->time.slot_last = G_MAXINT32;
        break;
    case 5:
        one->time.slot_last = one->time.slot_first - 1;
        break;
    case 6:
        one->time.slot_first = 31, one->time.slot_last = 58;
        break;
    case 7:
        one->time.n_cells = 2;
        break;
    case 8:
        one->what.activity = 0;
        break;
    case 9:
        one->what.activity = 9999;
        break;
    case 10:
        one->what.unit = G_MAXUINT32;
        break;
    case 11:
        one->who.site = 0;
        break;
    case 12:
        one->who.role = G_MAXUINT32;
        break;
    case 13:
        one->who.department = 1000;
        break;
    case 14:
        one->who.source = 0;
        break;
    case 15:
        one->who.quality = GP_QUALITY_MODELLED + 1;
        break;
    case 16:
        one->cell.rows = 0;
        break;
    default:
        g_assert_not_reached();
    }
}

static gint64
name_id(const Fixture *f, const char *text)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    g_autofree char *sql = g_strdup_printf("SELECT id FROM name WHERE text = '%s'", text);
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    gint64 id;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
    id = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return id;
}

static void
put_bytes(const Fixture *f, const GByteArray *bytes)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, "UPDATE block_data SET data = ?", -1, &statement, NULL),
                    ==, SQLITE_OK);
    sqlite3_bind_blob(statement, 1, bytes->data, (int)bytes->len, SQLITE_STATIC);
    g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* Which is asked for whatever is asked for. */
static void
keep_one_block(const Fixture *f)
{
    run_sql(f, "DELETE FROM block WHERE id > 1; UPDATE block SET serves = 0, detail = 2");
}

static GByteArray *
bytes_of(const OneCell *one)
{
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof one->time);
    g_autoptr(GArray) whats = g_array_new(FALSE, FALSE, sizeof one->what);
    g_autoptr(GArray) whos = g_array_new(FALSE, FALSE, sizeof one->who);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof one->cell);

    g_array_append_val(times, one->time);
    g_array_append_val(whats, one->what);
    g_array_append_val(whos, one->who);
    g_array_append_val(cells, one->cell);
    return gp_block_write(times, whats, whos, cells);
}

static void
put_one_cell(const Fixture *f, const OneCell *one)
{
    g_autoptr(GByteArray) bytes = bytes_of(one);

    put_bytes(f, bytes);
}

static void
test_wild_blocks(Fixture *f, gconstpointer unused)
{
    const OneCell good = {{0, 30, 0, 30, 1}, {1, 1}, {1, 1, 1, 1, 0}, {0, 0, 7, 0, 1}};

    make_workspace(f);
    for (guint how = 0; how <= 17; how++) {
        g_autoptr(GpStore) store = NULL;
        g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
        g_autoptr(GError) error = NULL;
        OneCell one = good;

        one.what.unit = (guint32)name_id(f, "kWh");
        if (how < 17)
            spoil(&one, how);
        g_test_message("%u", how);
        put_one_cell(f, &one);
        store = open_store(f->workspace);
        gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, cube, &error);
        if (how < 17)
            assert_refused(error, GP_ERROR_MALFORMED, "is damaged");
        else
            g_assert_no_error(error);
    }
    (void)unused;
}

/* The checksum of a block, as it is stored. */
static void
seal(GByteArray *block)
{
    const guint64 factor = G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    guint64 sum = block->len - 8;
    gsize i = 8;

    for (; i + 8 <= block->len; i += 8) {
        guint64 word;

        memcpy(&word, block->data + i, sizeof word);
        sum = (sum ^ GUINT64_FROM_LE(word)) * factor;
        sum ^= sum >> 29;
    }
    for (; i < block->len; i++)
        sum = (sum ^ block->data[i]) * factor;
    sum = GUINT64_TO_LE(sum ^ sum >> 32);
    memcpy(block->data, &sum, sizeof sum);
}

/* Blocks whose checksum is right, but whose cells name what is not in them. */
static void
test_wild_places(Fixture *f, gconstpointer unused)
{
    /* head of 32 bytes, time of 20, what of 8, who of 20, run of 8, cell of 3, 16 zeros */
    enum { N_RUNS = 20, WIDTHS = 28, RUN_WHO = 80, RUN_CELLS = 84, WHAT = 88, QUANTITY, ROWS };
    const struct {
        guint offset;
        guint8 byte;
        gboolean is_wild;
    } edits[] = {{WHAT, 0, FALSE},       {WHAT, 1, TRUE},          {WHAT, 0xff, TRUE},
                 {ROWS, 0xff, FALSE},    {ROWS, 0, TRUE},          {QUANTITY, 0x80, FALSE},
                 {RUN_WHO, 0, FALSE},    {RUN_WHO, 1, TRUE},       {RUN_WHO + 3, 0x80, TRUE},
                 {RUN_CELLS, 0, TRUE},   {RUN_CELLS, 2, TRUE},     {RUN_CELLS + 3, 0x80, TRUE},
                 {N_RUNS, 0, TRUE},      {N_RUNS, 2, TRUE},        {WIDTHS, 0, TRUE},
                 {WIDTHS, 2, TRUE},      {WIDTHS, 5, TRUE},        {WIDTHS + 1, 0, TRUE},
                 {WIDTHS + 1, 13, TRUE}, {WIDTHS + 1, 0xff, TRUE}, {WIDTHS + 2, 0, TRUE},
                 {WIDTHS + 2, 5, TRUE}};
    OneCell one = {{0, 30, 0, 30, 1}, {1, 1}, {1, 1, 1, 1, 0}, {0, 0, 7, 0, 1}};

    make_workspace(f);
    keep_one_block(f);
    one.what.unit = (guint32)name_id(f, "kWh");
    for (guint i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_autoptr(GByteArray) bytes = bytes_of(&one);
        g_autoptr(GpStore) store = NULL;
        g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
        g_autoptr(GError) error = NULL;

        g_assert_cmpuint(bytes->len, ==, 107);
        bytes->data[edits[i].offset] = edits[i].byte;
        seal(bytes);
        put_bytes(f, bytes);
        store = open_store(f->workspace);
        gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, cube, &error);
        if (edits[i].is_wild)
            assert_refused(error, GP_ERROR_MALFORMED, "is damaged");
        else
            g_assert_no_error(error);
    }
    (void)unused;
}

/* The largest and the smallest number of every width. */
static void
test_widths(void)
{
    const GpBlockTime time = {0, 30, 0, 30, 1};
    const GpBlockWho who = {1, 1, 1, 1, 0};

    for (guint bits = 0; bits < 96; bits++) {
        for (int sign = -1; sign <= 1; sign++) {
            GpInt128 quantity =
                sign < 0 ? -((GpInt128)1 << bits) : ((GpInt128)1 << bits) - (sign == 0);
            guint32 n_whats = bits % 16 == 0 ? 70000 : bits % 4 == 1 ? 300 : 1;
            GpCell cell = {n_whats - 1, 0, (guint64)quantity, (gint32)(quantity >> 64),
                           (guint32)(((guint64)1 << (bits % 32 + 1)) - 1)};
            g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof time);
            g_autoptr(GArray) whats = g_array_new(FALSE, TRUE, sizeof(GpBlockWhat));
            g_autoptr(GArray) whos = g_array_new(FALSE, FALSE, sizeof who);
            g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof cell);
            g_autoptr(GByteArray) bytes = NULL;
            GpBlock block;
            GpCell got;

            if (quantity !=
                (GpInt128)((GpUint128)(GpInt128)cell.quantity_high << 64 | cell.quantity_low))
                continue; /* 2^95 is too large for a cell */
            g_array_append_val(times, time);
            g_array_append_val(whos, who);
            g_array_set_size(whats, n_whats);
            g_array_append_val(cells, cell);
            for (guint32 i = 0; i + 1 < n_whats; i++) {
                GpCell other = {i, 0, 0, 0, 1};

                g_array_append_val(cells, other); /* a what without cells is not written */
            }
            g_array_index(times, GpBlockTime, 0).n_cells = n_whats;
            bytes = gp_block_write(times, whats, whos, cells);
            g_assert_true(gp_block_read(&block, bytes->data, bytes->len));
            got = gp_block_cell(&block, 0);
            g_assert_cmpuint(got.what, ==, cell.what);
            g_assert_cmpuint(got.rows, ==, cell.rows);
            g_assert_true(gp_cell_quantity_micro(&got) == quantity);
        }
    }
}

/* A block of a time without cells, of a slot and of a longer row. */
static void
test_no_cells(Fixture *f, gconstpointer unused)
{
    const GpBlockTime entries[] = {{0, 30, 0, 30, 0}, {0, 30, 0, 58, 0}};
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(GpBlockTime));
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(GpCell));
    g_autoptr(GByteArray) bytes = NULL;
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GpCube) cube = NULL;

    make_workspace(f);
    g_array_append_vals(times, entries, G_N_ELEMENTS(entries));
    bytes = gp_block_write(times, none, none, none);
    keep_one_block(f);
    put_bytes(f, bytes);
    store = open_store(f->workspace);
    cube = load(f, store);
    g_assert_cmpuint(gp_cube_n_cells(cube), ==, 0);
    (void)unused;
}

/* A block that names whats and whos several times, and has them and its cells in no order, still
 * adds up. */
static void
test_wild_order(Fixture *f, gconstpointer unused)
{
    static const char *const activities[] = {"electricity", "gas", "water"};
    static const char *const sites[] = {"", "病院", "Ysbyty Gwynedd", "Tŷ’r Ysgol, “A”"};
    const GpBlockTime time = {0, 30, 0, 30, 60};
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(GpBlockTime));
    g_autoptr(GArray) whats = g_array_new(FALSE, FALSE, sizeof(GpBlockWhat));
    g_autoptr(GArray) whos = g_array_new(FALSE, FALSE, sizeof(GpBlockWho));
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GpCell));
    g_autoptr(GpCube) wanted = gp_cube_new(f->timeline, f->units), got = NULL;
    g_autoptr(GByteArray) bytes = NULL;
    g_autoptr(GpStore) store = NULL;

    make_workspace(f);
    g_array_append_val(times, time);
    for (guint32 i = 0; i < 60; i++) {
        GpBlockWhat what = {(guint32)name_id(f, activities[i % 3]), (guint32)name_id(f, "kWh")};
        GpBlockWho who = {(guint32)name_id(f, ""), (guint32)name_id(f, sites[i * 3 % 4]),
                          (guint32)name_id(f, "Theatres"), (guint32)name_id(f, "meters"), i % 2};
        GpCell cell = {i * 11 % 60, i * 13 % 60, i, 0, 1};

        g_array_append_val(whats, what);
        g_array_append_val(whos, who);
        g_array_append_val(cells, cell);
        add_row(wanted, activities[cell.what % 3], "kWh", sites[cell.who * 3 % 4], cell.who % 2,
                (GpSpan){0, 30}, i);
    }
    bytes = gp_block_write(times, whats, whos, cells);
    keep_one_block(f);
    put_bytes(f, bytes);
    store = open_store(f->workspace);
    got = load(f, store);
    assert_same_cubes(wanted, got);
    (void)unused;
}

static void
assert_load_is_stale(const Fixture *f,
                     const GpTimeline *timeline,
                     const GpUnitTable *units,
                     const char *words)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = gp_cube_new(timeline, units);
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, cube, &error));
    assert_refused(error, GP_ERROR_MALFORMED, words);
    assert_refused(error, GP_ERROR_MALFORMED, "must be read again from its originals");
}

static void
test_unit_vanished(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpUnitTable) units = units_from(f, "MWh,MWh,1\nkWh,kWh,1\n");

    make_workspace(f);
    assert_load_is_stale(f, f->timeline, units, "“m³” is not known");
    (void)unused;
}

static void
test_slot_mismatch(Fixture *f, gconstpointer unused)
{
    const GpDay splits[] = {day(2024, 6, 10), day(2024, 6, 20), day(2023, 9, 15), day(1990, 1, 20)};
    const struct {
        guint first, n;
    } cases[] = {{0, 0}, {1, 1}, {0, 2}, {2, 1}, {3, 1}};

    make_workspace(f);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpTimeline) timeline = gp_timeline_new(splits + cases[i].first, cases[i].n);

        assert_load_is_stale(f, timeline, f->units, "dates of factors");
    }
    (void)unused;
}

/* ---- order ---- */

/* One row of each of many sites, and of two of them one in another department. */
static void
fill_sites(GpCube *cube, const char *activity, GpSpan days, gboolean with_more)
{
    for (guint i = 0; i < 300; i++) {
        g_autofree char *site = g_strdup_printf("Site %u", i);
        GpWhat what = {intern(gp_cube_activities(cube), activity),
                       gp_unit_table_find(gp_cube_units(cube), "kWh", 3)};
        GpWho who = {.site = intern(gp_cube_sites(cube), site),
                     .department = intern(gp_cube_departments(cube), "Wards")};

        g_assert_true(gp_cube_add(cube, gp_cube_intern_what(cube, what),
                                  gp_cube_intern_who(cube, &who), days, i));
        who.department = intern(gp_cube_departments(cube), "Theatres");
        if (with_more && i % 100 == 5)
            g_assert_true(gp_cube_add(cube, gp_cube_intern_what(cube, what),
                                      gp_cube_intern_who(cube, &who), days, 1000));
    }
}

static void
assert_in_order(const GpCube *cube, guint n_times)
{
    guint n = 0;

    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        guint32 n_cells;
        const GpCell *cells = gp_cube_cells(cube, time, &n_cells);

        if (cells == NULL)
            continue;
        g_assert_true(gp_cube_is_in_order(cube, time));
        for (guint32 i = 0; i < n_cells; i++) {
            g_assert_true(i == 0 || cells[i - 1].who < cells[i].who ||
                          (cells[i - 1].who == cells[i].who && cells[i - 1].what < cells[i].what));
            g_assert_true(gp_cube_find(cube, time, cells[i].what, cells[i].who) == &cells[i]);
        }
        n++;
    }
    g_assert_cmpuint(n, ==, n_times);
}

/* Cells lie in order of who although whos come late, in another order, or were known before. */
static void
test_order(Fixture *f, gconstpointer unused)
{
    const GpSpan april = {day(2024, 4, 1), day(2024, 4, 30)},
                 may = {day(2024, 5, 1), april.last + 9};
    g_autoptr(GpCube) one = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) two = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) three = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) wanted = gp_cube_new(f->timeline, f->units), got = NULL;
    g_autoptr(GpCube) other = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GError) error = NULL;

    fill_sites(one, "gas", april, FALSE);
    fill_sites(two, "gas", may, TRUE);
    fill_sites(three, "electricity", april, TRUE);
    fill_sites(three, "gas", april, FALSE);
    assert_added(store, "aa", one);
    assert_added(store, "bb", two);
    assert_added(store, "cc", three);
    g_assert_true(gp_cube_merge(wanted, one, NULL) && gp_cube_merge(wanted, two, NULL) &&
                  gp_cube_merge(wanted, three, NULL));
    got = load(f, store);
    assert_same_cubes(wanted, got);
    assert_in_order(got, 2);

    for (guint i = 300; i-- > 0;) {
        g_autofree char *site = g_strdup_printf("Site %u", i);
        GpWho who = {.site = intern(gp_cube_sites(other), site),
                     .department = intern(gp_cube_departments(other), "Wards")};

        gp_cube_intern_who(other, &who);
        intern(gp_cube_activities(other), i % 2 == 0 ? "electricity" : "gas");
    }
    gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, other, &error);
    g_assert_no_error(error);
    assert_same_cubes(wanted, other);
    assert_in_order(other, 2);
    (void)unused;
}

/* A database whose pages have the size that others once had. */
static void
test_small_pages(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpCube) before = gp_cube_new(f->timeline, f->units), after = NULL, more = NULL;
    g_autoptr(GpStore) store = NULL;

    make_workspace(f);
    fill_hard(before);
    run_sql(f, "PRAGMA journal_mode=DELETE; PRAGMA page_size=4096; VACUUM");
    store = open_store(f->workspace);
    after = load(f, store);
    assert_same_cubes(before, after);
    assert_added(store, "bb", before);
    g_assert_true(gp_cube_merge(after, before, NULL));
    more = load(f, store);
    assert_same_cubes(after, more);
    (void)unused;
}

/* ---- less than everything ---- */

static GpCube *
load_some(const Fixture *f, GpStore *store, GpDetail detail, int only_fy)
{
    GpCube *cube = gp_cube_new(f->timeline, f->units);
    g_autoptr(GError) error = NULL;

    gp_store_load(store, &(GpStoreAsk){detail, only_fy}, cube, &error);
    g_assert_no_error(error);
    return cube;
}

/* Rows of two sites, whose departments and roles all differ. @with_site: as they are kept */
static void
fill_names(GpCube *cube, gboolean with_site, gboolean with_others)
{
    const GpSpan june = {day(2024, 6, 1), day(2024, 6, 9)},
                 long_one = {day(2024, 3, 1), day(2024, 8, 7)};

    for (guint i = 0; i < 12; i++) {
        g_autofree char *name = g_strdup_printf("Name %u", i);
        const char *other = with_others ? name : "";
        GpWho who = {.site = intern(gp_cube_sites(cube), !with_site   ? ""
                                                         : i % 2 == 0 ? "A"
                                                                      : "B"),
                     .department = intern(gp_cube_departments(cube), other),
                     .role = intern(gp_cube_roles(cube), other),
                     .source = intern(gp_cube_sources(cube), i < 3 ? "x" : "y"),
                     .quality = i < 6 ? GP_QUALITY_MEASURED : GP_QUALITY_NONE};
        GpWhat what = {intern(gp_cube_activities(cube), "gas"),
                       gp_unit_table_find(gp_cube_units(cube), "kWh", 3)};

        g_assert_true(gp_cube_add(cube, gp_cube_intern_what(cube, what),
                                  gp_cube_intern_who(cube, &who), i % 3 == 0 ? long_one : june,
                                  1000003 * (gint64)i - 5));
    }
}

static void
test_details(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);

    fill_names(cube, TRUE, TRUE);
    assert_added(store, "aa", cube);
    for (GpDetail detail = 0; detail < GP_N_DETAILS; detail++) {
        g_autoptr(GpCube) wanted = gp_cube_new(f->timeline, f->units);
        g_autoptr(GpCube) got = load_some(f, store, detail, 0);

        fill_names(wanted, detail >= GP_DETAIL_SITE, detail == GP_DETAIL_ALL);
        assert_same_cubes(wanted, got);
    }
    (void)unused;
}

/* The years add up to the whole, the pieces of long rows too. */
static void
test_years(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = NULL;

    make_workspace(f);
    store = open_store(f->workspace);
    for (GpDetail detail = 0; detail < GP_N_DETAILS; detail++) {
        g_autoptr(GpCube) whole = load_some(f, store, detail, 0);
        g_autoptr(GpCube) sum = gp_cube_new(f->timeline, f->units);

        for (int fy = GP_FIRST_YEAR - 1; fy <= GP_LAST_YEAR; fy++) {
            g_autoptr(GpCube) year = load_some(f, store, detail, fy);
            g_autoptr(GError) error = NULL;

            for (guint32 time = 0; time < gp_cube_n_times(year); time++) {
                GpMonth month = gp_timeline_slot_month(f->timeline, gp_cube_time(year, time).slot);
                guint32 capacity;

                g_assert_true(gp_cube_cells(year, time, &capacity) == NULL ||
                              gp_fy_of_month(month) == fy);
            }
            gp_cube_merge(sum, year, &error);
            g_assert_no_error(error);
        }
        assert_same_cubes(whole, sum);
    }
    (void)unused;
}

/* What another process adds meanwhile is seen only when the next change begins. */
static void
test_held(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpStore) store = NULL, other = NULL;
    g_autoptr(GError) error = NULL;

    make_workspace(f);
    fill_names(cube, TRUE, TRUE);
    store = open_store(f->workspace);
    other = open_store(f->workspace);
    g_assert_true(gp_store_hold(store, &error) && gp_store_hold(store, &error));
    g_assert_no_error(error);
    assert_added(other, "bb", cube);
    assert_n_originals(store, 1);
    g_assert_true(gp_store_begin(store, &error));
    assert_n_originals(store, 2);
    gp_store_abandon(store);
    (void)unused;
}

static void
test_other_dictionaries(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpUnitTable) units = units_from(f, "tonne,tonne,1\nm³,m³,1\nkWh,kWh,1\n");
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GpCube) before = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) after = gp_cube_new(f->timeline, units);
    g_autoptr(GError) error = NULL;

    make_workspace(f);
    fill_hard(before);
    intern(gp_cube_sites(after), "Ysbyty Glan Clwyd");
    store = open_store(f->workspace);
    gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, after, &error);
    g_assert_no_error(error);
    assert_same_cubes(before, after);
    (void)unused;
}

static void
add_test(const char *path, void (*test)(Fixture *, gconstpointer), gconstpointer with)
{
    g_test_add(path, Fixture, with, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_test("/store/cells/round-trip", test_round_trip, NULL);
    add_test("/store/cells/two-originals-add-up", test_two_originals_add_up, NULL);
    add_test("/store/cells/empty", test_empty, NULL);
    add_test("/store/cells/other-dictionaries", test_other_dictionaries, NULL);
    add_test("/store/cells/wild-values", test_wild_values, NULL);
    add_test("/store/cells/wild-blocks", test_wild_blocks, NULL);
    add_test("/store/cells/wild-places", test_wild_places, NULL);
    g_test_add_func("/store/cells/widths", test_widths);
    add_test("/store/cells/wild-order", test_wild_order, NULL);
    add_test("/store/cells/no-cells", test_no_cells, NULL);
    add_test("/store/cells/order", test_order, NULL);
    add_test("/store/cells/small-pages", test_small_pages, NULL);
    add_test("/store/cells/details", test_details, NULL);
    add_test("/store/cells/years", test_years, NULL);
    add_test("/store/cells/held", test_held, NULL);
    add_test("/store/cells/unit-vanished", test_unit_vanished, NULL);
    add_test("/store/cells/slot-mismatch", test_slot_mismatch, NULL);
    return g_test_run();
}
