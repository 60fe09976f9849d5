/* SPDX-License-Identifier: MIT */
#include "gp-block-private.h"

#define NOT_USED G_MAXUINT32

enum {
    HEAD_BYTES = 8 + 5 * 4 + 4,
    TIME_BYTES = 5 * 4,
    WHAT_BYTES = 2 * 4,
    WHO_BYTES = 5 * 4,
    RUN_BYTES = 2 * 4,
};

enum { WHAT_MOST_BYTES = 4, QUANTITY_MOST_BYTES = 12, ROWS_MOST_BYTES = 4 }; /* as in GpCell */

/* ---- numbers as bytes ---- */

static void
put32(GByteArray *out, guint32 value)
{
    value = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
}

static void
set64(guint8 *at, guint64 value)
{
    value = GUINT64_TO_LE(value);
    memcpy(at, &value, sizeof value);
}

static void
put64(GByteArray *out, guint64 value)
{
    value = GUINT64_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
}

/* Against damage, not against an attacker. */
static guint64
checksum_of(const guint8 *bytes, gsize n_bytes)
{
    guint64 sum = n_bytes;

    for (; n_bytes >= 8; bytes += 8, n_bytes -= 8) {
        sum = (sum ^ gp_block_get64(bytes)) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        sum ^= sum >> 29;
    }
    for (; n_bytes > 0; bytes++, n_bytes--)
        sum = (sum ^ *bytes) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return sum ^ sum >> 32;
}

/* ---- times, whats and whos ---- */

static guint32 *
all_unused(guint n)
{
    guint32 *places = g_new(guint32, n);

    for (guint i = 0; i < n; i++)
        places[i] = NOT_USED;
    return places;
}

/* Numbers those that are used, in their order. Returns: how many */
static guint32
number_used(guint32 *places, guint n)
{
    guint32 n_used = 0;

    for (guint i = 0; i < n; i++) {
        if (places[i] != NOT_USED)
            places[i] = n_used++;
    }
    return n_used;
}

static void
put_times(GByteArray *out, const GArray *times)
{
    for (guint i = 0; i < times->len; i++) {
        const GpBlockTime *time = &g_array_index(times, GpBlockTime, i);

        put32(out, (guint32)time->slot_first);
        put32(out, (guint32)time->slot_last);
        put32(out, (guint32)time->first);
        put32(out, (guint32)time->last);
        put32(out, time->n_cells);
    }
}

static void
put_whats(GByteArray *out, const GArray *whats, const guint32 *places)
{
    for (guint i = 0; i < whats->len; i++) {
        const GpBlockWhat *what = &g_array_index(whats, GpBlockWhat, i);

        if (places[i] == NOT_USED)
            continue;
        put32(out, what->activity);
        put32(out, what->unit);
    }
}

static void
put_whos(GByteArray *out, const GArray *whos, const guint32 *places)
{
    for (guint i = 0; i < whos->len; i++) {
        const GpBlockWho *who = &g_array_index(whos, GpBlockWho, i);

        if (places[i] == NOT_USED)
            continue;
        put32(out, who->role);
        put32(out, who->site);
        put32(out, who->department);
        put32(out, who->source);
        put32(out, who->quality);
    }
}

/* ---- cells ---- */

/* The bytes of the largest number of each kind. */
typedef struct {
    guint8 what, quantity, rows;
} Widths;

static guint8
bytes_of(guint32 number)
{
    return number == 0 ? 1 : (guint8)((39 - __builtin_clz(number)) / 8);
}

/* With room for the sign. */
static guint8
bytes_of_quantity(GpInt128 quantity)
{
    guint8 n = 1;

    for (; quantity < -128 || quantity > 127; quantity >>= 8)
        n++;
    return n;
}

static Widths
find_widths(const GArray *cells, const guint32 *whats)
{
    Widths widths = {1, 1, 1};
    guint32 what = 0, rows = 0;
    GpInt128 least = 0, most = 0;

    for (guint i = 0; i < cells->len; i++) {
        const GpCell *cell = &g_array_index(cells, GpCell, i);

        what = MAX(what, whats[cell->what]);
        rows = MAX(rows, cell->rows);
        least = MIN(least, gp_cell_quantity_micro(cell));
        most = MAX(most, gp_cell_quantity_micro(cell));
    }
    widths.what = bytes_of(what);
    widths.rows = bytes_of(rows);
    widths.quantity = MAX(bytes_of_quantity(least), bytes_of_quantity(most));
    return widths;
}

static void
put_widths(GByteArray *out, Widths widths)
{
    const guint8 bytes[] = {widths.what, widths.quantity, widths.rows, 0};

    g_byte_array_append(out, bytes, sizeof bytes);
}

/* Where the cells of each time and who begin. Returns: (transfer full) (element-type guint) */
static GArray *
find_runs(const GArray *times, const GArray *cells)
{
    GArray *firsts = g_array_new(FALSE, FALSE, sizeof(guint));
    guint i = 0;

    for (guint time = 0; time < times->len; time++) {
        guint first = i, end = i + g_array_index(times, GpBlockTime, time).n_cells;

        for (; i < MIN(end, cells->len); i++) {
            if (i == first ||
                g_array_index(cells, GpCell, i).who != g_array_index(cells, GpCell, i - 1).who)
                g_array_append_val(firsts, i);
        }
    }
    return firsts;
}

static void
put_runs(GByteArray *out, const GArray *firsts, const GArray *cells, const guint32 *whos)
{
    for (guint i = 0; i < firsts->len; i++) {
        guint first = g_array_index(firsts, guint, i);
        guint end = i + 1 < firsts->len ? g_array_index(firsts, guint, i + 1) : cells->len;

        put32(out, whos[g_array_index(cells, GpCell, first).who]);
        put32(out, end - first);
    }
}

static void
put_cells(GByteArray *out, const GArray *cells, Widths widths, const guint32 *whats)
{
    for (guint i = 0; i < cells->len; i++) {
        const GpCell *cell = &g_array_index(cells, GpCell, i);
        guint8 bytes[WHAT_MOST_BYTES + QUANTITY_MOST_BYTES + ROWS_MOST_BYTES + 8], *at = bytes;

        set64(at, whats[cell->what]);
        at += widths.what;
        set64(at, cell->quantity_low);
        set64(at + 8, (guint32)cell->quantity_high);
        at += widths.quantity;
        set64(at, cell->rows);
        at += widths.rows;
        g_byte_array_append(out, bytes, (guint)(at - bytes));
    }
}

/* ---- writing ---- */

GByteArray *
gp_block_write(const GArray *times, const GArray *whats, const GArray *whos, const GArray *cells)
{
    static const guint8 zeros[GP_BLOCK_ZEROS] = {0};
    g_autofree guint32 *what_places = all_unused(whats->len);
    g_autofree guint32 *who_places = all_unused(whos->len);
    g_autoptr(GArray) runs = find_runs(times, cells);
    GByteArray *out = g_byte_array_new();
    guint64 checksum;
    Widths widths;

    for (guint i = 0; i < cells->len; i++) {
        what_places[g_array_index(cells, GpCell, i).what] = 0;
        who_places[g_array_index(cells, GpCell, i).who] = 0;
    }
    put64(out, 0); /* the checksum, once the rest is there */
    put32(out, times->len);
    put32(out, number_used(what_places, whats->len));
    put32(out, number_used(who_places, whos->len));
    put32(out, runs->len);
    put32(out, cells->len);
    widths = find_widths(cells, what_places);
    put_widths(out, widths);
    put_times(out, times);
    put_whats(out, whats, what_places);
    put_whos(out, whos, who_places);
    put_runs(out, runs, cells, who_places);
    put_cells(out, cells, widths, what_places);
    g_byte_array_append(out, zeros, sizeof zeros);
    checksum = GUINT64_TO_LE(checksum_of(out->data + 8, out->len - 8));
    memcpy(out->data, &checksum, sizeof checksum);
    return out;
}

/* ---- reading ---- */

static gboolean
has_width(guint8 n_bytes, guint most)
{
    return n_bytes >= 1 && n_bytes <= most;
}

static void
read_head(GpBlock *self, const guint8 *bytes)
{
    self->n_times = gp_block_get32(bytes + 8);
    self->n_whats = gp_block_get32(bytes + 12);
    self->n_whos = gp_block_get32(bytes + 16);
    self->n_runs = gp_block_get32(bytes + 20);
    self->n_cells = gp_block_get32(bytes + 24);
    self->what_bytes = bytes[28];
    self->quantity_bytes = bytes[29];
    self->rows_bytes = bytes[30];
}

/* Whether times and runs have just as many cells as there are. */
static gboolean
is_filled(const GpBlock *self)
{
    guint64 of_times = 0, of_runs = 0;

    for (guint32 i = 0; i < self->n_times; i++)
        of_times += gp_block_time(self, i).n_cells;
    for (guint32 i = 0; i < self->n_runs; i++)
        of_runs += gp_block_run(self, i).n_cells;
    return of_times == self->n_cells && of_runs == self->n_cells;
}

gboolean
gp_block_read(GpBlock *self, const guint8 *bytes, gsize n_bytes)
{
    if (n_bytes < HEAD_BYTES || gp_block_get64(bytes) != checksum_of(bytes + 8, n_bytes - 8))
        return FALSE;
    read_head(self, bytes);
    if (!has_width(self->what_bytes, WHAT_MOST_BYTES) ||
        !has_width(self->quantity_bytes, QUANTITY_MOST_BYTES) ||
        !has_width(self->rows_bytes, ROWS_MOST_BYTES) ||
        n_bytes != HEAD_BYTES + (guint64)self->n_times * TIME_BYTES +
                       (guint64)self->n_whats * WHAT_BYTES + (guint64)self->n_whos * WHO_BYTES +
                       (guint64)self->n_runs * RUN_BYTES +
                       (guint64)self->n_cells *
                           (guint)(self->what_bytes + self->quantity_bytes + self->rows_bytes) +
                       GP_BLOCK_ZEROS)
        return FALSE;
    self->times = bytes + HEAD_BYTES;
    self->whats = self->times + (gsize)self->n_times * TIME_BYTES;
    self->whos = self->whats + (gsize)self->n_whats * WHAT_BYTES;
    self->runs = self->whos + (gsize)self->n_whos * WHO_BYTES;
    self->cells = self->runs + (gsize)self->n_runs * RUN_BYTES;
    return is_filled(self);
}

GpBlockTime
gp_block_time(const GpBlock *self, guint32 i)
{
    const guint8 *at = self->times + (gsize)i * TIME_BYTES;

    return (GpBlockTime){(gint32)gp_block_get32(at), (gint32)gp_block_get32(at + 4),
                         (gint32)gp_block_get32(at + 8), (gint32)gp_block_get32(at + 12),
                         gp_block_get32(at + 16)};
}

GpBlockWhat
gp_block_what(const GpBlock *self, guint32 i)
{
    const guint8 *at = self->whats + (gsize)i * WHAT_BYTES;

    return (GpBlockWhat){gp_block_get32(at), gp_block_get32(at + 4)};
}

GpBlockWho
gp_block_who(const GpBlock *self, guint32 i)
{
    const guint8 *at = self->whos + (gsize)i * WHO_BYTES;

    return (GpBlockWho){gp_block_get32(at), gp_block_get32(at + 4), gp_block_get32(at + 8),
                        gp_block_get32(at + 12), gp_block_get32(at + 16)};
}

GpBlockRun
gp_block_run(const GpBlock *self, guint32 i)
{
    const guint8 *at = self->runs + (gsize)i * RUN_BYTES;

    return (GpBlockRun){gp_block_get32(at), gp_block_get32(at + 4)};
}
