/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cube-private.h"

/* What cells are in order of. */
static guint64
key_of(const GpCell *cell)
{
    return (guint64)cell->who << 32 | cell->what;
}

/* The sums of a cell after an addition; FALSE if they would leave their bits. */
static gboolean
sums_after(
    const GpCell *cell, GpInt128 quantity, guint32 rows, GpInt128 *out_sum, guint32 *out_rows)
{
    return gp_add(gp_cell_quantity_micro(cell), quantity, out_sum) &&
           *out_sum >> 64 == (gint32)(*out_sum >> 64) &&
           !__builtin_add_overflow(cell->rows, rows, out_rows);
}

/* ---- a hash table ---- */

/* Where the search for a cell begins: its hash modulo the capacity, by multiplying. A capacity need
 * not be a power of two, so tables grow by halves; and as cells of one table are nowhere near in
 * order in another one, they can be moved as they stand. */
static guint32
first_place(const GpCellTable *self, guint32 what, guint32 who)
{
    guint64 fraction = self->one_over_capacity * gp_cube_hash(what, who);

    return (guint32)((GpUint128)fraction * self->capacity >> 64);
}

static GpCell *
find_place(const GpCellTable *self, guint32 what, guint32 who)
{
    guint32 i = first_place(self, what, who);

    while (self->cells[i].rows != 0 &&
           ((self->cells[i].what ^ what) | (self->cells[i].who ^ who)) != 0)
        i = i + 1 == self->capacity ? 0 : i + 1;
    return &self->cells[i];
}

static void
resize(GpCellTable *self, guint32 capacity)
{
    GpCellTable old = *self;

    self->capacity = capacity;
    self->one_over_capacity = G_MAXUINT64 / capacity + 1;
    self->cells = g_new0(GpCell, capacity);
    for (guint32 i = 0; i < old.capacity; i++) {
        if (old.cells[i].rows != 0)
            *find_place(self, old.cells[i].what, old.cells[i].who) = old.cells[i];
    }
    g_free(old.cells);
}

/* Small tables grow fast, large ones by half, so that memory is used well. */
static void
grow(GpCellTable *self)
{
    guint32 more = self->capacity < 4096 ? self->capacity : self->capacity / 2;

    resize(self, MAX(self->capacity + more, 16));
}

void
gp_cell_table_prefetch(const GpCellTable *self, guint32 what, guint32 who)
{
    if (self->capacity > 0)
        __builtin_prefetch(&self->cells[first_place(self, what, who)], 1);
}

void
gp_cell_table_expect(GpCellTable *self, guint32 n)
{
    if (n > self->capacity - self->capacity / 8)
        resize(self, n + n / 6 + 16);
}

void
gp_cell_table_clear(GpCellTable *self)
{
    g_free(self->cells);
    *self = (GpCellTable){NULL, 0, 0, 0};
}

/* What is in order has no room: it becomes a hash table here. */
gboolean
gp_cell_table_add(GpCellTable *self, guint32 what, guint32 who, GpInt128 quantity, guint32 rows)
{
    GpCell *cell;
    GpInt128 sum;
    guint32 total_rows;

    if (self->n >= self->capacity - self->capacity / 8)
        grow(self);
    cell = find_place(self, what, who);
    if (!sums_after(cell, quantity, rows, &sum, &total_rows))
        return FALSE;
    self->n += cell->rows == 0;
    *cell = (GpCell){what, who, (guint64)sum, (gint32)(sum >> 64), total_rows};
    return TRUE;
}

gboolean
gp_cell_table_add_all(GpCellTable *self, const GpCell *cells, guint32 n)
{
    gp_cell_table_expect(self, n);
    for (guint32 i = 0; i < n; i++) {
        if (!gp_cell_table_add(self, cells[i].what, cells[i].who, gp_cell_quantity_micro(&cells[i]),
                               cells[i].rows))
            return FALSE;
    }
    return TRUE;
}

/* ---- cells in order ---- */

gboolean
gp_cell_table_is_in_order(const GpCellTable *self)
{
    return self->one_over_capacity == 0;
}

/* Puts cells in order that nearly are. Returns: FALSE if it would take long, or if two are the
 * same: they are all there still, but not in order */
static gboolean
put_in_order(GpCell *cells, guint32 n)
{
    guint64 n_moved = 0;

    for (guint32 i = 1; i < n; i++) {
        GpCell cell = cells[i];
        guint64 key = key_of(&cell);
        guint32 place = i;

        if (key_of(&cells[i - 1]) < key)
            continue;
        for (; place > 0 && key_of(&cells[place - 1]) > key; place--)
            cells[place] = cells[place - 1];
        cells[place] = cell;
        n_moved += i - place;
        if (n_moved > (guint64)n * 4 || (place > 0 && key_of(&cells[place - 1]) == key))
            return FALSE;
    }
    return TRUE;
}

/* Adds cells in order to others in order; nothing is changed if a sum would leave its bits. */
static gboolean
merge(GpCellTable *self, const GpCell *cells, guint32 n)
{
    g_autofree GpCell *all = g_new(GpCell, (gsize)self->n + n);
    guint32 i = 0, k = 0, n_all = 0;

    while (i < self->n && k < n) {
        guint64 one = key_of(&self->cells[i]), other = key_of(&cells[k]);
        GpCell *cell = &all[n_all++];
        GpInt128 sum;

        *cell = one <= other ? self->cells[i++] : cells[k++];
        if (one != other)
            continue;
        if (!sums_after(cell, gp_cell_quantity_micro(&cells[k]), cells[k].rows, &sum, &cell->rows))
            return FALSE;
        cell->quantity_low = (guint64)sum;
        cell->quantity_high = (gint32)(sum >> 64);
        k++;
    }
    memcpy(all + n_all, self->cells + i, (self->n - i) * sizeof(GpCell));
    n_all += self->n - i;
    memcpy(all + n_all, cells + k, (n - k) * sizeof(GpCell));
    n_all += n - k;
    g_free(self->cells);
    *self = (GpCellTable){g_renew(GpCell, g_steal_pointer(&all), n_all), n_all, n_all, 0};
    return TRUE;
}

/* Few cells are not merged with many, for all of these are copied. */
gboolean
gp_cell_table_take(GpCellTable *self, GpCell *cells, guint32 n)
{
    g_autofree GpCell *own = cells;

    if (n == 0)
        return TRUE;
    if (!gp_cell_table_is_in_order(self) || n < self->n / 8 || !put_in_order(cells, n))
        return gp_cell_table_add_all(self, cells, n);
    if (self->n > 0)
        return merge(self, cells, n);
    g_free(self->cells);
    *self = (GpCellTable){g_steal_pointer(&own), n, n, 0};
    return TRUE;
}

/* ---- both ---- */

/* The cell in a table in order, or NULL. */
static const GpCell *
find_in_order(const GpCellTable *self, guint64 key)
{
    guint32 from = 0, to = self->n;

    while (from < to) {
        guint32 middle = from + (to - from) / 2;

        if (key_of(&self->cells[middle]) < key)
            from = middle + 1;
        else
            to = middle;
    }
    return from < self->n && key_of(&self->cells[from]) == key ? &self->cells[from] : NULL;
}

const GpCell *
gp_cell_table_find(const GpCellTable *self, guint32 what, guint32 who)
{
    const GpCell *cell;

    if (gp_cell_table_is_in_order(self))
        return find_in_order(self, (guint64)who << 32 | what);
    cell = find_place(self, what, who);
    return cell->rows == 0 ? NULL : cell;
}

gboolean
gp_cell_table_fits(
    const GpCellTable *self, guint32 what, guint32 who, GpInt128 quantity, guint32 rows)
{
    const GpCell *cell = gp_cell_table_find(self, what, who);
    GpInt128 sum;
    guint32 sum_of_rows;

    return cell == NULL || sums_after(cell, quantity, rows, &sum, &sum_of_rows);
}
