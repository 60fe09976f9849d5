/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cube-private.h"
#include "gp-error.h"
#include "gp-share.h"

static const char *const quality_names[] = {"", "measured", "estimated", "modelled"};

const char *
gp_quality_name(GpQuality quality)
{
    return quality_names[quality];
}

gboolean
gp_quality_parse(const char *text, gsize length, GpQuality *out_quality)
{
    for (guint i = 0; i < G_N_ELEMENTS(quality_names); i++) {
        if (strlen(quality_names[i]) != length ||
            g_ascii_strncasecmp(quality_names[i], text, length) != 0)
            continue;
        *out_quality = (GpQuality)i;
        return TRUE;
    }
    return FALSE;
}

static GpDict *
dict_with_empty_name(void)
{
    GpDict *dict = gp_dict_new();

    gp_dict_intern(dict, "", 0);
    return dict;
}

GpCube *
gp_cube_new(const GpTimeline *timeline, const GpUnitTable *units)
{
    GpCube *self = g_new0(GpCube, 1);
    guint n_slots = gp_timeline_n_slots(timeline);

    self->timeline = timeline;
    self->units = units;
    self->activities = gp_dict_new();
    self->sites = dict_with_empty_name();
    self->departments = dict_with_empty_name();
    self->roles = dict_with_empty_name();
    self->sources = dict_with_empty_name();
    self->whats = g_array_new(FALSE, FALSE, sizeof(GpWhat));
    self->what_ids = g_hash_table_new(g_direct_hash, g_direct_equal);
    self->whos = g_array_new(FALSE, FALSE, sizeof(GpWho));
    self->who_capacity = 64;
    self->who_slots = g_new0(guint32, self->who_capacity);
    self->times = g_array_new(FALSE, FALSE, sizeof(GpTime));
    self->tables = g_array_new(FALSE, TRUE, sizeof(GpCellTable));
    self->first_piece = g_hash_table_new(g_direct_hash, g_direct_equal);

    g_array_set_size(self->tables, n_slots);
    for (GpSlot slot = 0; slot < n_slots; slot++) {
        GpTime time = {slot, slot, 1, gp_timeline_slot_span(timeline, slot)};

        g_array_append_val(self->times, time);
    }
    return self;
}

void
gp_cube_free(GpCube *self)
{
    if (self == NULL)
        return;
    gp_dict_free(self->activities);
    gp_dict_free(self->sites);
    gp_dict_free(self->departments);
    gp_dict_free(self->roles);
    gp_dict_free(self->sources);
    g_array_unref(self->whats);
    g_hash_table_unref(self->what_ids);
    g_array_unref(self->whos);
    g_free(self->who_slots);
    for (guint i = 0; i < self->tables->len; i++)
        g_free(g_array_index(self->tables, GpCellTable, i).cells);
    g_array_unref(self->times);
    g_array_unref(self->tables);
    g_hash_table_unref(self->first_piece);
    g_free(self);
}

const GpTimeline *
gp_cube_timeline(const GpCube *self)
{
    return self->timeline;
}

const GpUnitTable *
gp_cube_units(const GpCube *self)
{
    return self->units;
}

GpDict *
gp_cube_activities(const GpCube *self)
{
    return self->activities;
}

GpDict *
gp_cube_sites(const GpCube *self)
{
    return self->sites;
}

GpDict *
gp_cube_departments(const GpCube *self)
{
    return self->departments;
}

GpDict *
gp_cube_roles(const GpCube *self)
{
    return self->roles;
}

GpDict *
gp_cube_sources(const GpCube *self)
{
    return self->sources;
}

guint32
gp_cube_intern_what(GpCube *self, GpWhat what)
{
    gpointer key = GSIZE_TO_POINTER((gsize)what.activity << 16 | what.unit);
    guint id = GPOINTER_TO_UINT(g_hash_table_lookup(self->what_ids, key));

    if (id != 0)
        return id - 1;
    g_array_append_val(self->whats, what);
    g_hash_table_insert(self->what_ids, key, GUINT_TO_POINTER(self->whats->len));
    return self->whats->len - 1;
}

static guint32
hash_who(const GpWho *who)
{
    guint32 place = gp_cube_hash(who->site, who->department);

    return gp_cube_hash(place ^ who->role, who->source << 2 | who->quality);
}

static guint32
find_who_slot(const GpCube *self, const GpWho *who, guint32 hash)
{
    guint32 mask = self->who_capacity - 1, i = hash & mask;

    for (; self->who_slots[i] != 0; i = (i + 1) & mask) {
        if (memcmp(&g_array_index(self->whos, GpWho, self->who_slots[i] - 1), who, sizeof *who) ==
            0)
            break;
    }
    return i;
}

static void
grow_whos(GpCube *self)
{
    g_free(self->who_slots);
    self->who_capacity *= 2;
    self->who_slots = g_new0(guint32, self->who_capacity);
    for (guint32 id = 0; id < self->whos->len; id++) {
        const GpWho *who = gp_cube_who(self, id);

        self->who_slots[find_who_slot(self, who, hash_who(who))] = id + 1;
    }
}

static guint32
intern_who(GpCube *self, const GpWho *who, guint32 hash)
{
    guint32 *slot = &self->who_slots[find_who_slot(self, who, hash)];

    if (*slot != 0)
        return *slot - 1;
    g_array_append_val(self->whos, *who);
    *slot = self->whos->len;
    if (self->whos->len * 2 > self->who_capacity)
        grow_whos(self);
    return self->whos->len - 1;
}

guint32
gp_cube_intern_who(GpCube *self, const GpWho *who)
{
    return intern_who(self, who, hash_who(who));
}

guint32
gp_cube_n_whats(const GpCube *self)
{
    return self->whats->len;
}

guint32
gp_cube_n_whos(const GpCube *self)
{
    return self->whos->len;
}

GpWhat
gp_cube_what(const GpCube *self, guint32 what)
{
    return g_array_index(self->whats, GpWhat, what);
}

const GpWho *
gp_cube_who(const GpCube *self, guint32 who)
{
    return &g_array_index(self->whos, GpWho, who);
}

GpCellTable *
gp_cube_table(const GpCube *self, guint32 time)
{
    return &g_array_index(self->tables, GpCellTable, time);
}

guint32
gp_cube_intern_span(GpCube *self, GpSpan span)
{
    gpointer key = GSIZE_TO_POINTER((gsize)(guint32)span.first << 32 | (guint32)span.last);
    guint32 first = GPOINTER_TO_UINT(g_hash_table_lookup(self->first_piece, key));
    GpSlot from = gp_timeline_slot_of_day(self->timeline, span.first);
    GpSlot to = gp_timeline_slot_of_day(self->timeline, span.last);

    if (first != 0)
        return first;
    first = self->times->len;
    for (GpSlot slot = from; slot <= to; slot++) {
        GpTime time = {slot, first, to - from + 1, span};

        g_array_append_val(self->times, time);
    }
    g_array_set_size(self->tables, self->times->len);
    g_hash_table_insert(self->first_piece, key, GUINT_TO_POINTER(first));
    return first;
}

/* Days of @span in @slot. */
static gint64
days_in_slot(const GpCube *self, GpSpan span, GpSlot slot)
{
    GpSpan days = gp_timeline_slot_span(self->timeline, slot);

    return MIN(days.last, span.last) - MAX(days.first, span.first) + 1;
}

static gboolean
add_pieces(GpCube *self, guint32 what, guint32 who, GpSpan span, gint64 quantity)
{
    guint32 first = gp_cube_intern_span(self, span);
    guint32 n = g_array_index(self->times, GpTime, first).n_pieces;
    g_autofree gint64 *days = g_new(gint64, n);
    g_autofree GpInt128 *parts = g_new(GpInt128, n);

    for (guint32 i = 0; i < n; i++)
        days[i] = days_in_slot(self, span, g_array_index(self->times, GpTime, first + i).slot);
    gp_share_exactly(quantity, days, n, parts);
    for (guint32 i = 0; i < n; i++) {
        if (!gp_cell_table_fits(gp_cube_table(self, first + i), what, who, parts[i], 1))
            return FALSE;
    }
    for (guint32 i = 0; i < n; i++)
        gp_cell_table_add(gp_cube_table(self, first + i), what, who, parts[i], 1);
    return TRUE;
}

/* Each loop asks for the memory that the next one needs. */
gsize
gp_cube_add_rows(GpCube *self, const GpCubeRow *rows, gsize n)
{
    guint32 whos[GP_CUBE_MAX_ROWS], hashes[GP_CUBE_MAX_ROWS];

    g_return_val_if_fail(n <= GP_CUBE_MAX_ROWS, 0);
    for (gsize i = 0; i < n; i++) {
        hashes[i] = hash_who(&rows[i].who);
        __builtin_prefetch(&self->who_slots[hashes[i] & (self->who_capacity - 1)]);
    }
    for (gsize i = 0; i < n; i++) {
        whos[i] = intern_who(self, &rows[i].who, hashes[i]);
        gp_cell_table_prefetch(gp_cube_table(self, rows[i].slot), rows[i].what, whos[i]);
    }
    for (gsize i = 0; i < n; i++) {
        if (!gp_cell_table_add(gp_cube_table(self, rows[i].slot), rows[i].what, whos[i],
                               rows[i].quantity, 1))
            return i;
    }
    return n;
}

gboolean
gp_cube_add(GpCube *self, guint32 what, guint32 who, GpSpan span, gint64 quantity)
{
    GpSlot slot = gp_timeline_slot_of_day(self->timeline, span.first);

    if (slot == gp_timeline_slot_of_day(self->timeline, span.last))
        return gp_cell_table_add(gp_cube_table(self, slot), what, who, quantity, 1);
    return add_pieces(self, what, who, span, quantity);
}

gboolean
gp_cube_throw_overflow(GError **error)
{
    return gp_throw(error, GP_ERROR_OVERFLOW,
                    "the quantities of one activity in one month add up to more than can be held "
                    "exactly");
}

static gboolean
throw_no_cell(GError **error)
{
    return gp_throw(error, GP_ERROR_MALFORMED, "a stored cell lies outside its rows");
}

/* The cells of the piece of a span that lies in a slot; NULL if none does. */
static GpCellTable *
piece_table(GpCube *self, GpSpan span, GpSlot slot)
{
    GpSlot from = gp_timeline_slot_of_day(self->timeline, span.first);
    GpSlot to = gp_timeline_slot_of_day(self->timeline, span.last);

    if (slot < from || slot > to)
        return NULL;
    return gp_cube_table(self, from == to ? slot : gp_cube_intern_span(self, span) + (slot - from));
}

gboolean
gp_cube_restore(GpCube *self,
                GpSpan span,
                GpSlot slot,
                guint32 what,
                guint32 who,
                GpInt128 quantity_micro,
                guint32 rows,
                GError **error)
{
    GpCellTable *table = rows == 0 ? NULL : piece_table(self, span, slot);

    if (table == NULL)
        return throw_no_cell(error);
    return gp_cell_table_add(table, what, who, quantity_micro, rows) ||
           gp_cube_throw_overflow(error);
}

gboolean
gp_cube_restore_cells(
    GpCube *self, GpSpan span, GpSlot slot, GpCell *cells, guint32 n, GError **error)
{
    g_autofree GpCell *own = cells;
    GpCellTable *table = piece_table(self, span, slot);
    gboolean is_any_free = FALSE;

    for (guint32 i = 0; i < n; i++)
        is_any_free |= cells[i].rows == 0;
    if (table == NULL || is_any_free)
        return throw_no_cell(error);
    /* Pieces of rows are looked up one by one, which a hash table is better at. */
    if (table == gp_cube_table(self, slot) ? gp_cell_table_take(table, g_steal_pointer(&own), n)
                                           : gp_cell_table_add_all(table, own, n))
        return TRUE;
    return gp_cube_throw_overflow(error);
}

guint32
gp_cube_n_times(const GpCube *self)
{
    return self->times->len;
}

GpTime
gp_cube_time(const GpCube *self, guint32 time)
{
    return g_array_index(self->times, GpTime, time);
}

const GpCell *
gp_cube_cells(const GpCube *self, guint32 time, guint32 *out_capacity)
{
    const GpCellTable *table = gp_cube_table(self, time);

    *out_capacity = table->capacity;
    return table->cells;
}

gboolean
gp_cube_is_in_order(const GpCube *self, guint32 time)
{
    return gp_cell_table_is_in_order(gp_cube_table(self, time));
}

const GpCell *
gp_cube_find(const GpCube *self, guint32 time, guint32 what, guint32 who)
{
    return gp_cell_table_find(gp_cube_table(self, time), what, who);
}

guint64
gp_cube_n_cells(const GpCube *self)
{
    guint64 n = 0;

    for (guint32 time = 0; time < self->times->len; time++)
        n += gp_cube_table(self, time)->n;
    return n;
}
