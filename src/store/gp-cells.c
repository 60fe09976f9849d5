/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-block-private.h"
#include "gp-error.h"
#include "gp-store-private.h"

/*
 * Cells into the database: for every detail a block of each financial year.
 *
 *   cube ── forget what the detail leaves out ──▶ cells by time, who and what ──▶ blocks
 *
 * Where a detail adds up nothing of an original, the blocks of the next finer one serve it too: of
 * all its years, for the pieces of a row must have the same names in all of them.
 */

GpDict *(*const gp_cell_dicts[GP_N_CELL_DICTS])(const GpCube *cube) = {
    gp_cube_activities, gp_cube_sites, gp_cube_departments, gp_cube_roles, gp_cube_sources,
};

typedef struct {
    GpStore *store;
    const GpCube *cube;
    sqlite3_stmt *find_name, *add_name, *add_block, *add_data;
    gint64 *names[GP_N_CELL_DICTS]; /* the id in the table `name` of each id of a dictionary */
    gint64 *units;                  /* the same by GpUnit; 0: not looked up yet */
    GArray *order;                  /* (element-type guint32): the times with cells, by days */
    GArray *whats;                  /* (element-type GpBlockWhat): different ones, in order */
    guint32 *what_places;           /* by the cube's id: the place among them */
    GArray *whos[GP_N_DETAILS];     /* (element-type GpBlockWho): the same by detail */
    guint32 *who_places[GP_N_DETAILS];
} CellWriter;

static void
cell_writer_clear(CellWriter *self)
{
    sqlite3_finalize(self->find_name);
    sqlite3_finalize(self->add_name);
    sqlite3_finalize(self->add_block);
    sqlite3_finalize(self->add_data);
    for (int i = 0; i < GP_N_CELL_DICTS; i++)
        g_free(self->names[i]);
    g_free(self->units);
    g_clear_pointer(&self->order, g_array_unref);
    g_clear_pointer(&self->whats, g_array_unref);
    g_free(self->what_places);
    for (GpDetail detail = 0; detail < GP_N_DETAILS; detail++) {
        g_clear_pointer(&self->whos[detail], g_array_unref);
        g_free(self->who_places[detail]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CellWriter, cell_writer_clear)

static gboolean
prepare_writer(CellWriter *self, gint64 original, GError **error)
{
    self->find_name = gp_store_prepare(self->store, "SELECT id FROM name WHERE text = ?", error);
    if (self->find_name == NULL)
        return FALSE;
    self->add_name = gp_store_prepare(self->store, "INSERT INTO name (text) VALUES (?)", error);
    if (self->add_name == NULL)
        return FALSE;
    self->add_block = gp_store_prepare(self->store,
                                       "INSERT INTO block (original, detail, serves, year) "
                                       "VALUES (?, ?, ?, ?)",
                                       error);
    if (self->add_block == NULL)
        return FALSE;
    self->add_data =
        gp_store_prepare(self->store, "INSERT INTO block_data (block, data) VALUES (?, ?)", error);
    if (self->add_data == NULL)
        return FALSE;
    sqlite3_bind_int64(self->add_block, 1, original);
    return TRUE;
}

/* ---- names ---- */

static gboolean
intern_name(CellWriter *self, const char *text, gint64 *out_id, GError **error)
{
    int status;

    gp_store_bind_text(self->find_name, 1, text);
    status = sqlite3_step(self->find_name);
    if (status == SQLITE_ROW)
        *out_id = sqlite3_column_int64(self->find_name, 0);
    else if (status != SQLITE_DONE)
        gp_store_throw(self->store, error);
    sqlite3_reset(self->find_name);
    if (status != SQLITE_DONE)
        return status == SQLITE_ROW;

    gp_store_bind_text(self->add_name, 1, text);
    if (!gp_store_step(self->store, self->add_name, error))
        return FALSE;
    *out_id = sqlite3_last_insert_rowid(self->store->db);
    return TRUE;
}

static gboolean
intern_names(CellWriter *self, GError **error)
{
    const GpUnitTable *units = gp_cube_units(self->cube);

    for (int i = 0; i < GP_N_CELL_DICTS; i++) {
        const GpDict *dict = gp_cell_dicts[i](self->cube);

        self->names[i] = g_new0(gint64, gp_dict_size(dict));
        for (guint32 id = 0; id < gp_dict_size(dict); id++) {
            if (!intern_name(self, gp_dict_name(dict, id), &self->names[i][id], error))
                return FALSE;
        }
    }
    self->units = g_new0(gint64, gp_unit_table_size(units));
    for (guint32 i = 0; i < gp_cube_n_whats(self->cube); i++) {
        GpUnit unit = gp_cube_what(self->cube, i).unit;

        if (self->units[unit] == 0 &&
            !intern_name(self, gp_unit_name(units, unit), &self->units[unit], error))
            return FALSE;
    }
    return TRUE;
}

/* ---- order ---- */

static int
compare_numbers(const guint32 *a, const guint32 *b, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

/* Both are nothing but such numbers. */
enum {
    WHAT_NUMBERS = sizeof(GpBlockWhat) / sizeof(guint32),
    WHO_NUMBERS = sizeof(GpBlockWho) / sizeof(guint32)
};

static int
compare_whats(gconstpointer a, gconstpointer b)
{
    return compare_numbers(a, b, WHAT_NUMBERS);
}

static int
compare_whos(gconstpointer a, gconstpointer b)
{
    return compare_numbers(a, b, WHO_NUMBERS);
}

/* Sorts, keeps one of those that are the same, and finds the place of each of them.
 * @entries: (element-type guint32 array): as they are by their id in the cube */
static guint32 *
sort_out(GArray *entries, GCompareFunc compare)
{
    guint size = g_array_get_element_size(entries), n = 0;
    g_autofree char *by_id = g_memdup2(entries->data, (gsize)entries->len * size);
    guint32 *places = g_new(guint32, entries->len);
    guint n_ids = entries->len;

    g_array_sort(entries, compare);
    for (guint i = 0; i < n_ids; i++) {
        const char *entry = entries->data + (gsize)i * size;

        if (n == 0 || compare(entries->data + (gsize)(n - 1) * size, entry) != 0)
            memmove(entries->data + (gsize)n++ * size, entry, size);
    }
    g_array_set_size(entries, n);
    for (guint id = 0; id < n_ids; id++) {
        const char *found = bsearch(by_id + (gsize)id * size, entries->data, n, size, compare);

        places[id] = (guint32)((gsize)(found - entries->data) / size);
    }
    return places;
}

static void
sort_whats(CellWriter *self)
{
    self->whats = g_array_new(FALSE, FALSE, sizeof(GpBlockWhat));
    for (guint32 i = 0; i < gp_cube_n_whats(self->cube); i++) {
        GpWhat what = gp_cube_what(self->cube, i);
        GpBlockWhat entry = {(guint32)self->names[GP_CELL_ACTIVITY][what.activity],
                             (guint32)self->units[what.unit]};

        g_array_append_val(self->whats, entry);
    }
    self->what_places = sort_out(self->whats, compare_whats);
}

/* The whos of a detail: of what it leaves out there is the name "", which has the id 0 in every
 * dictionary but that of activities. */
static void
sort_whos(CellWriter *self, GpDetail detail)
{
    self->whos[detail] = g_array_new(FALSE, FALSE, sizeof(GpBlockWho));
    for (guint32 i = 0; i < gp_cube_n_whos(self->cube); i++) {
        const GpWho *who = gp_cube_who(self->cube, i);
        GpBlockWho entry = {
            (guint32)self->names[GP_CELL_ROLE][detail == GP_DETAIL_ALL ? who->role : 0],
            (guint32)self->names[GP_CELL_SITE][detail == GP_DETAIL_TRUST ? 0 : who->site],
            (guint32)self->names[GP_CELL_DEPARTMENT][detail == GP_DETAIL_ALL ? who->department : 0],
            (guint32)self->names[GP_CELL_SOURCE][who->source], who->quality};

        g_array_append_val(self->whos[detail], entry);
    }
    self->who_places[detail] = sort_out(self->whos[detail], compare_whos);
}

static int
compare_times(gconstpointer a, gconstpointer b, gpointer data)
{
    GpTime x = gp_cube_time(data, *(const guint32 *)a), y = gp_cube_time(data, *(const guint32 *)b);
    const gint64 x_keys[] = {x.slot, x.span.first, x.span.last};
    const gint64 y_keys[] = {y.slot, y.span.first, y.span.last};

    for (guint i = 0; i < G_N_ELEMENTS(x_keys); i++) {
        if (x_keys[i] != y_keys[i])
            return x_keys[i] < y_keys[i] ? -1 : 1;
    }
    return 0;
}

static void
sort_times(CellWriter *self)
{
    self->order = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        guint32 capacity;

        if (gp_cube_cells(self->cube, time, &capacity) != NULL)
            g_array_append_val(self->order, time);
    }
    g_array_sort_with_data(self->order, compare_times, (gpointer)self->cube);
}

/* ---- blocks ---- */

static int
compare_cells(gconstpointer a, gconstpointer b)
{
    const GpCell *x = a, *y = b;

    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    return x->what < y->what ? -1 : x->what > y->what;
}

/* FALSE if the sums would leave their bits. */
static gboolean
add_cell(GpCell *to, const GpCell *cell)
{
    GpInt128 sum = gp_cell_quantity_micro(to) + gp_cell_quantity_micro(cell);

    to->quantity_low = (guint64)sum;
    to->quantity_high = (gint32)(sum >> 64);
    return sum == gp_cell_quantity_micro(to) &&
           !__builtin_add_overflow(to->rows, cell->rows, &to->rows);
}

/* Adds up the cells from @first on that are the same; they are in order. */
static gboolean
add_up(GArray *cells, guint first, GError **error)
{
    guint n = first;

    for (guint i = first; i < cells->len; i++) {
        GpCell *cell = &g_array_index(cells, GpCell, i);
        GpCell *last = n == first ? NULL : &g_array_index(cells, GpCell, n - 1);

        if (last == NULL || compare_cells(last, cell) != 0)
            g_array_index(cells, GpCell, n++) = *cell;
        else if (!add_cell(last, cell))
            return gp_throw(error, GP_ERROR_OVERFLOW,
                            "the quantities of one activity in one month add up to more than can "
                            "be held exactly");
    }
    g_array_set_size(cells, n);
    return TRUE;
}

/* Adds a time's cells to those of its block. */
static gboolean
take_time(const CellWriter *self,
          GpDetail detail,
          guint32 time,
          GArray *times,
          GArray *cells,
          GError **error)
{
    const GpTimeline *timeline = gp_cube_timeline(self->cube);
    GpSpan slot = gp_timeline_slot_span(timeline, gp_cube_time(self->cube, time).slot);
    GpSpan span = gp_cube_time(self->cube, time).span;
    GpBlockTime entry = {slot.first, slot.last, span.first, span.last, 0};
    guint32 capacity;
    const GpCell *from = gp_cube_cells(self->cube, time, &capacity);
    guint first = cells->len;

    for (guint32 i = 0; i < capacity; i++) {
        GpCell cell = from[i];

        if (cell.rows == 0)
            continue;
        cell.what = self->what_places[cell.what];
        cell.who = self->who_places[detail][cell.who];
        g_array_append_val(cells, cell);
    }
    qsort(cells->data + first * sizeof(GpCell), cells->len - first, sizeof(GpCell), compare_cells);
    if (!add_up(cells, first, error))
        return FALSE;
    entry.n_cells = cells->len - first;
    if (entry.n_cells > 0)
        g_array_append_val(times, entry);
    return TRUE;
}

static int
year_of(const CellWriter *self, guint place)
{
    guint32 time = g_array_index(self->order, guint32, place);

    return gp_fy_of_month(
        gp_timeline_slot_month(gp_cube_timeline(self->cube), gp_cube_time(self->cube, time).slot));
}

static gboolean
write_block(CellWriter *self,
            GpDetail detail,
            int year,
            const GArray *times,
            const GArray *cells,
            GError **error)
{
    g_autoptr(GByteArray) bytes = gp_block_write(times, self->whats, self->whos[detail], cells);

    sqlite3_bind_int(self->add_block, 4, year);
    if (!gp_store_step(self->store, self->add_block, error))
        return FALSE;
    sqlite3_bind_int64(self->add_data, 1, sqlite3_last_insert_rowid(self->store->db));
    sqlite3_bind_blob64(self->add_data, 2, bytes->data, bytes->len, SQLITE_STATIC);
    return gp_store_step(self->store, self->add_data, error);
}

static gboolean
write_detail(CellWriter *self, GpDetail detail, GpDetail serves, GError **error)
{
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(GpBlockTime));
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GpCell));

    sqlite3_bind_int(self->add_block, 2, (int)detail);
    sqlite3_bind_int(self->add_block, 3, (int)serves);
    for (guint i = 0; i < self->order->len; i++) {
        if (!take_time(self, detail, g_array_index(self->order, guint32, i), times, cells, error))
            return FALSE;
        if (i + 1 < self->order->len && year_of(self, i + 1) == year_of(self, i))
            continue;
        if (cells->len > 0 && !write_block(self, detail, year_of(self, i), times, cells, error))
            return FALSE;
        g_array_set_size(times, 0);
        g_array_set_size(cells, 0);
    }
    return TRUE;
}

static gboolean
write_details(CellWriter *self, GError **error)
{
    GpDetail serves = GP_DETAIL_TRUST;

    for (GpDetail detail = GP_DETAIL_TRUST; detail < GP_N_DETAILS; detail++) {
        if (detail < GP_DETAIL_ALL && self->whos[detail]->len == self->whos[detail + 1]->len)
            continue;
        if (!write_detail(self, detail, serves, error))
            return FALSE;
        serves = detail + 1;
    }
    return TRUE;
}

gboolean
gp_cells_delete(GpStore *self, gint64 original, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "DELETE FROM block WHERE original = ?", error);

    if (statement == NULL)
        return FALSE;
    sqlite3_bind_int64(statement, 1, original);
    return gp_store_step(self, statement, error);
}

gboolean
gp_cells_write(GpStore *self, gint64 original, const GpCube *cube, GError **error)
{
    g_auto(CellWriter) writer = {.store = self, .cube = cube};

    if (!prepare_writer(&writer, original, error) || !intern_names(&writer, error))
        return FALSE;
    sort_times(&writer);
    sort_whats(&writer);
    for (GpDetail detail = 0; detail < GP_N_DETAILS; detail++)
        sort_whos(&writer, detail);
    return write_details(&writer, error);
}
