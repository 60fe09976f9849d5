/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-block-private.h"
#include "gp-error.h"
#include "gp-store-private.h"

/* The whats or the whos of the block at hand, and of the one before. */
typedef struct {
    guint n_numbers;          /* of each */
    GArray *ids, *ids_before; /* (element-type guint32): in the cube */
    GByteArray *bytes_before;
} Entries;

typedef struct {
    GpStore *store;
    GpCube *cube;
    GPtrArray *names;              /* (element-type utf8) by id in the table `name` - 1 */
    guint32 *ids[GP_N_CELL_DICTS]; /* by the same: the id in a dictionary, or GP_DICT_NONE */
    GpUnit *units;                 /* by the same: GP_UNIT_NONE until it is looked up */
    Entries whats, whos;
    GArray *order;      /* (element-type guint32): the block's whos in the order of their ids */
    GArray *places;     /* (element-type guint32): by such an id, its place in the block */
    GArray *firsts;     /* (element-type guint32): by place, where its cells begin in a time */
    sqlite3_blob *data; /* (nullable): of the block at hand */
    GByteArray *bytes;  /* the same, read */
} CellReader;

#define NO_PLACE G_MAXUINT32

static void
entries_init(Entries *self, guint n_numbers)
{
    self->n_numbers = n_numbers;
    self->ids = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->ids_before = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->bytes_before = g_byte_array_new();
}

static void
entries_clear(Entries *self)
{
    g_array_unref(self->ids);
    g_array_unref(self->ids_before);
    g_byte_array_unref(self->bytes_before);
}

static void
cell_reader_clear(CellReader *self)
{
    g_ptr_array_unref(self->names);
    for (int i = 0; i < GP_N_CELL_DICTS; i++)
        g_free(self->ids[i]);
    g_free(self->units);
    entries_clear(&self->whats);
    entries_clear(&self->whos);
    g_array_unref(self->order);
    g_array_unref(self->places);
    g_array_unref(self->firsts);
    sqlite3_blob_close(self->data);
    g_byte_array_unref(self->bytes);
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

/* ---- names ---- */

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

    for (int i = 0; i < GP_N_CELL_DICTS; i++) {
        self->ids[i] = g_new(guint32, n);
        for (guint name = 0; name < n; name++)
            self->ids[i][name] = GP_DICT_NONE;
    }
    self->units = g_new(GpUnit, n);
    for (guint name = 0; name < n; name++)
        self->units[name] = GP_UNIT_NONE;
}

/* The id in a dictionary of the cube of a name of the database. */
static gboolean
find_name(CellReader *self, GpCellDict dict, guint32 name, guint32 *out_id, GError **error)
{
    guint32 *id;

    if (name < 1 || name > self->names->len)
        return gp_store_throw_damaged(self->store, error);
    id = &self->ids[dict][name - 1];
    if (*id == GP_DICT_NONE) {
        const char *text = g_ptr_array_index(self->names, name - 1);

        *id = gp_dict_intern(gp_cell_dicts[dict](self->cube), text, strlen(text));
    }
    *out_id = *id;
    return TRUE;
}

static gboolean
find_unit(CellReader *self, guint32 name, GpUnit *out_unit, GError **error)
{
    const char *text;

    if (name < 1 || name > self->names->len)
        return gp_store_throw_damaged(self->store, error);
    if (self->units[name - 1] == GP_UNIT_NONE) {
        text = g_ptr_array_index(self->names, name - 1);
        self->units[name - 1] = gp_unit_table_find(gp_cube_units(self->cube), text, strlen(text));
        if (self->units[name - 1] == GP_UNIT_NONE) {
            g_autofree char *what = g_strdup_printf("units (“%s” is not known)", text);

            return throw_stale(self->store, error, what);
        }
    }
    *out_unit = self->units[name - 1];
    return TRUE;
}

static gboolean
intern_what(CellReader *self, const GpBlock *block, guint32 i, guint32 *out_id, GError **error)
{
    GpBlockWhat entry = gp_block_what(block, i);
    GpWhat what = {0, 0};

    if (!find_name(self, GP_CELL_ACTIVITY, entry.activity, &what.activity, error) ||
        !find_unit(self, entry.unit, &what.unit, error))
        return FALSE;
    *out_id = gp_cube_intern_what(self->cube, what);
    return TRUE;
}

static gboolean
intern_who(CellReader *self, const GpBlock *block, guint32 i, guint32 *out_id, GError **error)
{
    GpBlockWho entry = gp_block_who(block, i);
    GpWho who = {.quality = entry.quality};

    if (entry.quality > GP_QUALITY_MODELLED)
        return gp_store_throw_damaged(self->store, error);
    if (!find_name(self, GP_CELL_ROLE, entry.role, &who.role, error) ||
        !find_name(self, GP_CELL_SITE, entry.site, &who.site, error) ||
        !find_name(self, GP_CELL_DEPARTMENT, entry.department, &who.department, error) ||
        !find_name(self, GP_CELL_SOURCE, entry.source, &who.source, error))
        return FALSE;
    *out_id = gp_cube_intern_who(self->cube, &who);
    return TRUE;
}

/* ---- whats and whos ---- */

static int
compare_entries(const guint8 *a, const guint8 *b, guint n_numbers)
{
    for (guint i = 0; i < n_numbers; i++) {
        guint32 one = gp_block_get32(a + 4 * i), other = gp_block_get32(b + 4 * i);

        if (one != other)
            return one < other ? -1 : 1;
    }
    return 0;
}

/* Whether an entry stands in the block before, from @io_next on: both are in order. */
static gboolean
stood_before(const Entries *self, const guint8 *entry, guint32 *io_next)
{
    int order = -1;

    for (; *io_next < self->ids_before->len; ++*io_next) {
        order = compare_entries(self->bytes_before->data + (gsize)*io_next * 4 * self->n_numbers,
                                entry, self->n_numbers);
        if (order >= 0)
            break;
    }
    return order == 0;
}

typedef gboolean (*InternFunc)(
    CellReader *reader, const GpBlock *block, guint32 i, guint32 *out_id, GError **error);

/* Finds the ids of all entries. Blocks have mostly the same ones: those are not interned again. */
static gboolean
take_entries(CellReader *reader,
             Entries *self,
             const GpBlock *block,
             const guint8 *bytes,
             guint32 n,
             InternFunc intern,
             GError **error)
{
    gsize size = (gsize)4 * self->n_numbers;
    GArray *ids = self->ids_before;
    guint32 next = 0;

    self->ids_before = self->ids;
    self->ids = ids;
    g_array_set_size(ids, n);
    for (guint32 i = 0; i < n; i++) {
        guint32 *id = &g_array_index(ids, guint32, i);

        if (stood_before(self, bytes + i * size, &next))
            *id = g_array_index(self->ids_before, guint32, next);
        else if (!intern(reader, block, i, id, error))
            return FALSE;
    }
    g_byte_array_set_size(self->bytes_before, 0);
    g_byte_array_append(self->bytes_before, bytes, (guint)(n * size));
    return TRUE;
}

/* ---- cells ---- */

static gboolean
is_stretch(gint32 first, gint32 last)
{
    return first >= 0 && first <= last && last <= gp_month_last_day(GP_N_MONTHS - 1);
}

/* Whether a time could have been written by this program: nothing below checks again. */
static gboolean
is_sound(const GpBlockTime *time)
{
    return is_stretch(time->first, time->last) && is_stretch(time->slot_first, time->slot_last) &&
           time->slot_first <= time->last && time->slot_last >= time->first;
}

/* Whether the timeline has the slot of a sound time, and cuts its days nowhere else. */
static gboolean
fits_timeline(const CellReader *self, const GpBlockTime *time, GpSlot *out_slot)
{
    const GpTimeline *timeline = gp_cube_timeline(self->cube);
    GpSlot slot = gp_timeline_slot_of_day(timeline, time->slot_first);
    GpSpan days = gp_timeline_slot_span(timeline, slot);
    gboolean is_within = time->first >= days.first && time->last <= days.last;

    *out_slot = slot;
    return days.first == time->slot_first && days.last == time->slot_last &&
           (!is_within || (time->first == days.first && time->last == days.last));
}

/* Puts the block's whos in order of the cube's ids, so that cells come to lie so. Of a block of few
 * that is not worth its while, and of one that names the same twice there is no such order: these
 * stay as they are. */
static void
order_whos(CellReader *self)
{
    guint32 n = self->whos.ids->len, n_ids = gp_cube_n_whos(self->cube);
    guint32 *order;
    guint32 *places;

    g_array_set_size(self->order, n);
    order = (guint32 *)(void *)self->order->data;
    for (guint32 i = 0; i < n; i++)
        order[i] = i;
    if (n_ids / 16 > n)
        return;
    g_array_set_size(self->places, n_ids);
    places = (guint32 *)(void *)self->places->data;
    for (guint32 id = 0; id < n_ids; id++)
        places[id] = NO_PLACE;
    for (guint32 i = 0; i < n; i++) {
        guint32 *place = &places[g_array_index(self->whos.ids, guint32, i)];

        if (*place != NO_PLACE)
            return;
        *place = i;
    }
    for (guint32 id = 0, i = 0; id < n_ids; id++) {
        if (places[id] != NO_PLACE)
            order[i++] = places[id];
    }
}

/* A time of the block, with where its runs and cells begin in it. */
typedef struct {
    GpBlockTime time;
    guint32 first_run, n_runs, first_cell;
} BlockPart;

/* Finds the runs of a time that has some cells.
 * Returns: FALSE if they could not have been written by this program */
static gboolean
find_runs(const GpBlock *block, BlockPart *part)
{
    guint64 n_cells = 0;

    for (part->n_runs = 0; n_cells < part->time.n_cells; part->n_runs++) {
        GpBlockRun run;

        if (part->first_run + part->n_runs == block->n_runs)
            return FALSE;
        run = gp_block_run(block, part->first_run + part->n_runs);
        if (run.who >= block->n_whos)
            return FALSE;
        n_cells += run.n_cells;
    }
    return n_cells == part->time.n_cells;
}

/* Finds where the cells of each who begin among those of a time, once these are put in order. */
static guint32 *
find_firsts(CellReader *self, const GpBlock *block, const BlockPart *part)
{
    guint32 *firsts, sum = 0;

    g_array_set_size(self->firsts, 0);
    g_array_set_size(self->firsts, block->n_whos); /* all 0 */
    firsts = (guint32 *)(void *)self->firsts->data;
    for (guint32 i = 0; i < part->n_runs; i++) {
        GpBlockRun run = gp_block_run(block, part->first_run + i);

        firsts[run.who] += run.n_cells;
    }
    for (guint32 i = 0; i < block->n_whos; i++) {
        guint32 *place = &firsts[g_array_index(self->order, guint32, i)], count = *place;

        *place = sum;
        sum += count;
    }
    return firsts;
}

/* Reads the cells of a run, with the cube's ids.
 * Returns: FALSE if one could not have been written by this program */
static gboolean
read_run(const CellReader *self, const GpBlock *block, GpBlockRun run, guint32 first, GpCell *cells)
{
    const guint32 *whats = (const guint32 *)(const void *)self->whats.ids->data;
    guint32 who = g_array_index(self->whos.ids, guint32, run.who);

    for (guint32 i = 0; i < run.n_cells; i++) {
        GpCell cell = gp_block_cell(block, first + i);

        if (cell.what >= block->n_whats || cell.rows == 0)
            return FALSE;
        cell.what = whats[cell.what];
        cell.who = who;
        cells[i] = cell;
    }
    return TRUE;
}

static gboolean
read_runs(CellReader *self, const GpBlock *block, const BlockPart *part, GpCell *cells)
{
    guint32 *firsts = find_firsts(self, block, part), first = part->first_cell;

    for (guint32 i = 0; i < part->n_runs; i++) {
        GpBlockRun run = gp_block_run(block, part->first_run + i);

        if (!read_run(self, block, run, first, cells + firsts[run.who]))
            return FALSE;
        firsts[run.who] += run.n_cells;
        first += run.n_cells;
    }
    return TRUE;
}

static gboolean
take_cells(CellReader *self, const GpBlock *block, BlockPart *part, GError **error)
{
    const GpBlockTime *time = &part->time;
    g_autofree GpCell *cells = NULL;
    GpSlot slot;

    if (!is_sound(time))
        return gp_store_throw_damaged(self->store, error);
    if (!fits_timeline(self, time, &slot))
        return throw_stale(self->store, error, "dates of factors");
    if (!find_runs(block, part))
        return gp_store_throw_damaged(self->store, error);
    cells = g_new(GpCell, time->n_cells);
    if (!read_runs(self, block, part, cells))
        return gp_store_throw_damaged(self->store, error);
    return gp_cube_restore_cells(self->cube, (GpSpan){time->first, time->last}, slot,
                                 g_steal_pointer(&cells), time->n_cells, error);
}

enum { ID, ORIGINAL, DETAIL, SERVES, YEAR }; /* the columns */

static gboolean
is_asked(const GpStoreAsk *ask, sqlite3_stmt *row)
{
    return sqlite3_column_int(row, SERVES) <= (int)ask->detail &&
           (int)ask->detail <= sqlite3_column_int(row, DETAIL) &&
           (ask->only_fy == 0 || sqlite3_column_int(row, YEAR) == ask->only_fy);
}

/* Whether a row could have been written by this program: a page that was lost reads as zeros. */
static gboolean
is_sound_row(sqlite3_stmt *row)
{
    return sqlite3_column_int64(row, ORIGINAL) > 0 && sqlite3_column_int64(row, SERVES) >= 0 &&
           sqlite3_column_int64(row, SERVES) <= sqlite3_column_int64(row, DETAIL) &&
           sqlite3_column_int64(row, DETAIL) < GP_N_DETAILS &&
           sqlite3_column_int64(row, YEAR) >= GP_FIRST_YEAR - 1 &&
           sqlite3_column_int64(row, YEAR) <= GP_LAST_YEAR;
}

/* Into memory that is used again for the next block: memory that is new costs as much as reading.
 */
static gboolean
read_data(CellReader *self, gint64 id, GError **error)
{
    int status = self->data == NULL ? sqlite3_blob_open(self->store->db, "main", "block_data",
                                                        "data", id, 0, &self->data)
                                    : sqlite3_blob_reopen(self->data, id);

    if (status != SQLITE_OK)
        return gp_store_throw(self->store, error);
    g_byte_array_set_size(self->bytes, (guint)sqlite3_blob_bytes(self->data));
    return sqlite3_blob_read(self->data, self->bytes->data, (int)self->bytes->len, 0) ==
               SQLITE_OK ||
           gp_store_throw(self->store, error);
}

static gboolean
take_block(CellReader *self, gint64 id, GError **error)
{
    BlockPart part = {.first_run = 0};
    GpBlock block;

    if (!read_data(self, id, error))
        return FALSE;
    if (!gp_block_read(&block, self->bytes->data, self->bytes->len))
        return gp_store_throw_damaged(self->store, error);
    if (!take_entries(self, &self->whats, &block, block.whats, block.n_whats, intern_what, error) ||
        !take_entries(self, &self->whos, &block, block.whos, block.n_whos, intern_who, error))
        return FALSE;
    order_whos(self);
    for (guint32 i = 0; i < block.n_times; i++) {
        part.time = gp_block_time(&block, i);
        if (!take_cells(self, &block, &part, error))
            return FALSE;
        part.first_run += part.n_runs;
        part.first_cell += part.time.n_cells;
    }
    return TRUE;
}

/* Looks at every row: they are few, and an index that is damaged would hide some. */
static gboolean
take_blocks(CellReader *self, const GpStoreAsk *ask, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(
        self->store, "SELECT id, original, detail, serves, year FROM block ORDER BY id", error);
    int status;

    if (statement == NULL)
        return FALSE;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!is_sound_row(statement))
            return gp_store_throw_damaged(self->store, error);
        if (is_asked(ask, statement) &&
            !take_block(self, sqlite3_column_int64(statement, ID), error))
            return FALSE;
    }
    return status == SQLITE_DONE || gp_store_throw(self->store, error);
}

gboolean
gp_cells_read(GpStore *self, const GpStoreAsk *ask, GpCube *cube, GError **error)
{
    g_auto(CellReader) reader = {.store = self, .cube = cube};

    reader.names = g_ptr_array_new_with_free_func(g_free);
    entries_init(&reader.whats, sizeof(GpBlockWhat) / sizeof(guint32));
    entries_init(&reader.whos, sizeof(GpBlockWho) / sizeof(guint32));
    reader.order = g_array_new(FALSE, FALSE, sizeof(guint32));
    reader.places = g_array_new(FALSE, FALSE, sizeof(guint32));
    reader.firsts = g_array_new(FALSE, TRUE, sizeof(guint32));
    reader.bytes = g_byte_array_new();
    if (!read_names(&reader, error))
        return FALSE;
    make_maps(&reader);
    return take_blocks(&reader, ask, error);
}
