/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-store-private.h"

/* --- Writing -------------------------------------------------------------------------- */

typedef GpDict *(*DictOfCube)(const GpCube *cube);

enum { ACTIVITY, SITE, DEPARTMENT, ROLE, SOURCE, N_DICTS };

static const DictOfCube dicts[N_DICTS] = {
    gp_cube_activities, gp_cube_sites, gp_cube_departments, gp_cube_roles, gp_cube_sources,
};

typedef struct {
    GpStore *store;
    const GpCube *cube;
    sqlite3_stmt *find_name, *add_name, *add_cell;
    gint64 *names[N_DICTS]; /* the id in the table `name` of each id of a dictionary */
    gint64 *units;          /* the same by GpUnit; 0: not looked up yet */
} CellWriter;

static void
cell_writer_clear(CellWriter *self)
{
    sqlite3_finalize(self->find_name);
    sqlite3_finalize(self->add_name);
    sqlite3_finalize(self->add_cell);
    for (int i = 0; i < N_DICTS; i++)
        g_free(self->names[i]);
    g_free(self->units);
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
    self->add_cell =
        gp_store_prepare(self->store,
                         "INSERT INTO cell (first_day, last_day, slot_first_day, "
                         "slot_last_day, activity, unit, site, department, role, source, "
                         "quality, quantity_high, quantity_low, rows, original) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                         error);
    if (self->add_cell == NULL)
        return FALSE;
    sqlite3_bind_int64(self->add_cell, 15, original);
    return TRUE;
}

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

    for (int i = 0; i < N_DICTS; i++) {
        const GpDict *dict = dicts[i](self->cube);

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

static gboolean
write_cell(CellWriter *self, const GpCell *cell, GError **error)
{
    GpWhat what = gp_cube_what(self->cube, cell->what);
    const GpWho *who = gp_cube_who(self->cube, cell->who);

    sqlite3_bind_int64(self->add_cell, 5, self->names[ACTIVITY][what.activity]);
    sqlite3_bind_int64(self->add_cell, 6, self->units[what.unit]);
    sqlite3_bind_int64(self->add_cell, 7, self->names[SITE][who->site]);
    sqlite3_bind_int64(self->add_cell, 8, self->names[DEPARTMENT][who->department]);
    sqlite3_bind_int64(self->add_cell, 9, self->names[ROLE][who->role]);
    sqlite3_bind_int64(self->add_cell, 10, self->names[SOURCE][who->source]);
    sqlite3_bind_int64(self->add_cell, 11, who->quality);
    sqlite3_bind_int64(self->add_cell, 12, cell->quantity_high);
    sqlite3_bind_int64(self->add_cell, 13, (gint64)cell->quantity_low);
    sqlite3_bind_int64(self->add_cell, 14, cell->rows);
    return gp_store_step(self->store, self->add_cell, error);
}

static gboolean
write_time(CellWriter *self, guint32 time, GError **error)
{
    GpSpan slot =
        gp_timeline_slot_span(gp_cube_timeline(self->cube), gp_cube_time(self->cube, time).slot);
    GpSpan span = gp_cube_time(self->cube, time).span;
    guint32 capacity;
    const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);

    sqlite3_bind_int64(self->add_cell, 1, span.first);
    sqlite3_bind_int64(self->add_cell, 2, span.last);
    sqlite3_bind_int64(self->add_cell, 3, slot.first);
    sqlite3_bind_int64(self->add_cell, 4, slot.last);
    for (guint32 i = 0; i < capacity; i++) {
        if (cells[i].rows != 0 && !write_cell(self, &cells[i], error))
            return FALSE;
    }
    return TRUE;
}

gboolean
gp_cells_delete(GpStore *self, gint64 original, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "DELETE FROM cell WHERE original = ?", error);

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
    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        if (!write_time(&writer, time, error))
            return FALSE;
    }
    return TRUE;
}

/* --- Reading -------------------------------------------------------------------------- */

typedef struct {
    GpStore *store;
    GpCube *cube;
    GPtrArray *names;           /* (element-type utf8) by id in the table `name` - 1 */
    guint32 *dict_ids[N_DICTS]; /* by the same: the id in a dictionary, or GP_DICT_NONE */
    GpUnit *units;              /* by the same: GP_UNIT_NONE until it is looked up */
} CellReader;

/* As the columns are selected. */
typedef struct {
    gint64 first_day, last_day, slot_first_day, slot_last_day;
    gint64 activity, unit, site, department, role, source;
    gint64 quality, quantity_high, quantity_low, rows;
} CellRow;

static void
cell_reader_clear(CellReader *self)
{
    g_ptr_array_unref(self->names);
    for (int i = 0; i < N_DICTS; i++)
        g_free(self->dict_ids[i]);
    g_free(self->units);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CellReader, cell_reader_clear)

static gboolean
throw_stale(const GpStore *self, GError **error, const char *what)
{
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "%s was made with other %s: the workspace must be read again from its "
                    "originals",
                    self->path, what);
}

static gboolean
read_names(CellReader *self, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self->store, "SELECT id, text FROM name ORDER BY id", error);
    int status;

    if (statement == NULL)
        return FALSE;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 1);

        if (sqlite3_column_int64(statement, 0) != (gint64)self->names->len + 1 || text == NULL ||
            !g_utf8_validate(text, -1, NULL))
            return gp_store_throw_damaged(self->store, error);
        g_ptr_array_add(self->names, g_strdup(text));
    }
    return status == SQLITE_DONE || gp_store_throw(self->store, error);
}

static void
make_maps(CellReader *self)
{
    guint n = self->names->len;

    for (int i = 0; i < N_DICTS; i++) {
        self->dict_ids[i] = g_new(guint32, n);
        for (guint name = 0; name < n; name++)
            self->dict_ids[i][name] = GP_DICT_NONE;
    }
    self->units = g_new(GpUnit, n);
    for (guint name = 0; name < n; name++)
        self->units[name] = GP_UNIT_NONE;
}

/* The id in a dictionary of the cube of a name that is known to be there. */
static guint32
dict_id(CellReader *self, int dict, gint64 name)
{
    guint32 *id = &self->dict_ids[dict][name - 1];

    if (*id == GP_DICT_NONE) {
        const char *text = g_ptr_array_index(self->names, (guint)name - 1);

        *id = gp_dict_intern(dicts[dict](self->cube), text, strlen(text));
    }
    return *id;
}

static gboolean
find_unit(CellReader *self, gint64 name, GpUnit *out_unit, GError **error)
{
    GpUnit *unit = &self->units[name - 1];

    if (*unit == GP_UNIT_NONE) {
        const char *text = g_ptr_array_index(self->names, (guint)name - 1);

        *unit = gp_unit_table_find(gp_cube_units(self->cube), text, strlen(text));
        if (*unit == GP_UNIT_NONE) {
            g_autofree char *what = g_strdup_printf("units (“%s” is not known)", text);

            return throw_stale(self->store, error, what);
        }
    }
    *out_unit = *unit;
    return TRUE;
}

static gboolean
is_stretch(gint64 first, gint64 last, gint64 n_days)
{
    return first >= 0 && first <= last && last < n_days;
}

/* Whether a row could have been written by this program: nothing below checks again. */
static gboolean
is_sound(const CellReader *self, const CellRow *row)
{
    const gint64 names[] = {row->activity,   row->unit, row->site,
                            row->department, row->role, row->source};
    gint64 n_days = gp_month_last_day(GP_N_MONTHS - 1) + 1;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (names[i] < 1 || names[i] > self->names->len)
            return FALSE;
    }
    return is_stretch(row->first_day, row->last_day, n_days) &&
           is_stretch(row->slot_first_day, row->slot_last_day, n_days) &&
           row->slot_first_day <= row->last_day && row->slot_last_day >= row->first_day &&
           row->quality >= GP_QUALITY_NONE && row->quality <= GP_QUALITY_MODELLED &&
           row->quantity_high >= G_MININT32 && row->quantity_high <= G_MAXINT32 && row->rows > 0 &&
           row->rows <= G_MAXUINT32;
}

/* Whether the timeline has the slot of a sound row, and cuts its days nowhere else. */
static gboolean
fits_timeline(const CellReader *self, const CellRow *row, GpSlot *out_slot)
{
    const GpTimeline *timeline = gp_cube_timeline(self->cube);
    GpSlot slot = gp_timeline_slot_of_day(timeline, (GpDay)row->slot_first_day);
    GpSpan days = gp_timeline_slot_span(timeline, slot);
    gboolean is_within = row->first_day >= days.first && row->last_day <= days.last;

    *out_slot = slot;
    return days.first == row->slot_first_day && days.last == row->slot_last_day &&
           (!is_within || (row->first_day == days.first && row->last_day == days.last));
}

static gboolean
restore_row(CellReader *self, const CellRow *row, GError **error)
{
    GpSpan span = {(GpDay)row->first_day, (GpDay)row->last_day};
    GpCell cell = {.quantity_low = (guint64)row->quantity_low,
                   .quantity_high = (gint32)row->quantity_high};
    GpWhat what;
    GpWho who;
    GpSlot slot;

    if (!is_sound(self, row))
        return gp_store_throw_damaged(self->store, error);
    if (!fits_timeline(self, row, &slot))
        return throw_stale(self->store, error, "dates of factors");
    if (!find_unit(self, row->unit, &what.unit, error))
        return FALSE;
    what.activity = dict_id(self, ACTIVITY, row->activity);
    who = (GpWho){dict_id(self, SITE, row->site), dict_id(self, DEPARTMENT, row->department),
                  dict_id(self, ROLE, row->role), dict_id(self, SOURCE, row->source),
                  (guint32)row->quality};
    return gp_cube_restore(self->cube, span, slot, gp_cube_intern_what(self->cube, what),
                           gp_cube_intern_who(self->cube, &who), gp_cell_quantity_micro(&cell),
                           (guint32)row->rows, error);
}

static void
get_row(sqlite3_stmt *statement, CellRow *out)
{
    out->first_day = sqlite3_column_int64(statement, 0);
    out->last_day = sqlite3_column_int64(statement, 1);
    out->slot_first_day = sqlite3_column_int64(statement, 2);
    out->slot_last_day = sqlite3_column_int64(statement, 3);
    out->activity = sqlite3_column_int64(statement, 4);
    out->unit = sqlite3_column_int64(statement, 5);
    out->site = sqlite3_column_int64(statement, 6);
    out->department = sqlite3_column_int64(statement, 7);
    out->role = sqlite3_column_int64(statement, 8);
    out->source = sqlite3_column_int64(statement, 9);
    out->quality = sqlite3_column_int64(statement, 10);
    out->quantity_high = sqlite3_column_int64(statement, 11);
    out->quantity_low = sqlite3_column_int64(statement, 12);
    out->rows = sqlite3_column_int64(statement, 13);
}

static gboolean
read_cells(CellReader *self, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(
        self->store,
        "SELECT first_day, last_day, slot_first_day, slot_last_day, activity, unit, site, "
        "department, role, source, quality, quantity_high, quantity_low, rows FROM cell",
        error);
    CellRow row;
    int status;

    if (statement == NULL)
        return FALSE;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        get_row(statement, &row);
        if (!restore_row(self, &row, error))
            return FALSE;
    }
    return status == SQLITE_DONE || gp_store_throw(self->store, error);
}

gboolean
gp_cells_read(GpStore *self, GpCube *cube, GError **error)
{
    g_auto(CellReader) reader = {.store = self, .cube = cube};

    reader.names = g_ptr_array_new_with_free_func(g_free);
    if (!read_names(&reader, error))
        return FALSE;
    make_maps(&reader);
    return read_cells(&reader, error);
}
