/* SPDX-License-Identifier: MIT */
#include "storing.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

char *
write_text(const Fixture *f, const char *name, const char *text)
{
    char *path = g_build_filename(f->folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

GpUnitTable *
units_from(const Fixture *f, const char *rows)
{
    g_autofree char *text = g_strconcat("unit,canonical_unit,multiplier\n", rows, NULL);
    g_autofree char *path = write_text(f, "units.csv", text);
    g_autoptr(GpUnitTable) units = gp_unit_table_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, &error);

    g_assert_no_error(error);
    gp_unit_table_add(units, table, &error);
    g_assert_no_error(error);
    return g_steal_pointer(&units);
}

void
set_up(Fixture *f, gconstpointer unused)
{
    GpDay split = day(2024, 6, 10);

    f->folder = g_dir_make_tmp("gp-store-XXXXXX", NULL);
    g_assert_nonnull(f->folder);
    f->workspace = g_build_filename(f->folder, "trust", NULL);
    f->units = units_from(f, "kWh,kWh,1\nm³,m³,1\n");
    f->timeline = gp_timeline_new(&split, 1);
    (void)unused;
}

static int
remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void
tear_down(Fixture *f, gconstpointer unused)
{
    nftw(f->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    gp_unit_table_free(f->units);
    gp_timeline_free(f->timeline);
    g_free(f->workspace);
    g_free(f->folder);
    (void)unused;
}

guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

void
add_row(GpCube *cube,
        const char *activity,
        const char *unit,
        const char *site,
        GpQuality quality,
        GpSpan span,
        gint64 quantity)
{
    GpUnit id = gp_unit_table_find(gp_cube_units(cube), unit, strlen(unit));
    guint32 what =
        gp_cube_intern_what(cube, (GpWhat){intern(gp_cube_activities(cube), activity), id});
    GpWho who = {intern(gp_cube_sites(cube), site), intern(gp_cube_departments(cube), "Theatres"),
                 intern(gp_cube_roles(cube), ""), intern(gp_cube_sources(cube), "meters"), quality};

    g_assert_true(gp_cube_add(cube, what, gp_cube_intern_who(cube, &who), span, quantity));
}

/* Everything that is hard to keep: runs of pieces, a split month, wide and negative sums. */
void
fill_hard(GpCube *cube)
{
    GpSpan june = {day(2024, 6, 1), day(2024, 6, 30)};
    GpSpan late_june = {day(2024, 6, 12), day(2024, 6, 14)};
    GpSpan year = {day(2023, 4, 1), day(2024, 3, 31)};
    GpSpan first = {0, 0}, last = {gp_month_last_day(GP_N_MONTHS - 1), 0};

    last.last = last.first;
    add_row(cube, "electricity", "kWh", "Ysbyty Gwynedd", GP_QUALITY_MEASURED, june, -10);
    add_row(cube, "electricity", "kWh", "Ysbyty Gwynedd", GP_QUALITY_NONE, late_june, 0);
    add_row(cube, "gas", "m³", "Tŷ’r Ysgol, “A”", GP_QUALITY_ESTIMATED, year, 1000000007);
    add_row(cube, "gas", "m³", "Tŷ’r Ysgol, “A”", GP_QUALITY_ESTIMATED, year, 5);
    add_row(cube, "gas", "kWh", "", GP_QUALITY_MODELLED, first, G_MAXINT64);
    for (int i = 0; i < 5; i++) {
        add_row(cube, "water", "m³", "病院", GP_QUALITY_NONE, last, G_MININT64);
        add_row(cube, "gas", "kWh", "", GP_QUALITY_MODELLED, first, G_MAXINT64);
    }
}

/* @n_cells cells of one row each. */
void
fill_many(GpCube *cube, guint n_cells)
{
    for (guint i = 0; i < n_cells; i++) {
        g_autofree char *site = g_strdup_printf("Site %u", i / 100);
        GpDay first = gp_month_first_day((GpMonth)(i % 100));

        add_row(cube, "electricity", "kWh", site, GP_QUALITY_MEASURED, (GpSpan){first, first}, 7);
    }
}

GpStore *
open_store(const char *workspace)
{
    g_autoptr(GError) error = NULL;
    GpStore *store = gp_store_open(workspace, &error);

    g_assert_no_error(error);
    return store;
}

/* Inside a transaction. */
gboolean
put(GpStore *store, const char *sha256, const GpCube *cube, GError **error)
{
    GpOriginal original = {.sha256 = (char *)sha256,
                           .source = (char *)"meters",
                           .name = (char *)"June “final”.csv",
                           .imported_at = (char *)"2024-07-01T09:00:00Z",
                           .etag = (char *)"\"v1\"",
                           .bytes = 1234,
                           .rows = 12,
                           .refused = 3,
                           .days = {-1, 40},
                           .used_sum = (char *)"12.5"};

    return gp_store_put(store, &original, cube, error);
}

gboolean
add(GpStore *store, const char *sha256, const GpCube *cube, GError **error)
{
    if (!gp_store_begin(store, error))
        return FALSE;
    if (put(store, sha256, cube, error))
        return gp_store_commit(store, error);
    gp_store_abandon(store);
    return FALSE;
}

gboolean
has_original(GpStore *store, const char *sha256)
{
    g_autoptr(GpOriginal) original = NULL;

    return gp_store_find_original(store, sha256, &original, NULL) && original != NULL;
}

/* All is to be read again. */
void
begin_rebuild(GpStore *store)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(gp_store_begin(store, &error));
    g_assert_true(gp_store_forget(store, NULL, &error));
    g_assert_no_error(error);
}

void
assert_added(GpStore *store, const char *sha256, const GpCube *cube)
{
    g_autoptr(GError) error = NULL;

    add(store, sha256, cube, &error);
    g_assert_no_error(error);
}

GpCube *
load(const Fixture *f, GpStore *store)
{
    GpCube *cube = gp_cube_new(f->timeline, f->units);
    g_autoptr(GError) error = NULL;

    gp_store_load(store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, cube, &error);
    g_assert_no_error(error);
    return cube;
}

void
assert_n_originals(GpStore *store, guint n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) list = gp_store_list_originals(store, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(list->len, ==, n);
}

/* A workspace with one original that holds fill_hard(). */
void
make_workspace(const Fixture *f)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);

    fill_hard(cube);
    assert_added(store, "aa", cube);
}

void
assert_refused(GError *error, GpErrorCode code, const char *words)
{
    g_assert_error(error, GP_ERROR, (int)code);
    g_test_message("%s", error->message);
    if (strstr(error->message, words) == NULL)
        g_error("“%s” says nothing of “%s”", error->message, words);
}

void
assert_open_fails(const char *workspace, GpErrorCode code, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpStore) store = gp_store_open(workspace, &error);

    g_assert_null(store);
    assert_refused(error, code, words);
    g_assert_nonnull(strstr(error->message, "greenplan.db"));
}

void
run_sql(const Fixture *f, const char *sql)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}
