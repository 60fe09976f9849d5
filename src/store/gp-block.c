/* SPDX-License-Identifier: MIT */
#include "gp-block-private.h"

#define NOT_USED G_MAXUINT32

enum { HEAD_BYTES = 8 + 4 * 4, TIME_BYTES = 5 * 4, WHAT_BYTES = 2 * 4, WHO_BYTES = 5 * 4 };

/* ---- numbers as bytes ---- */

static void
put32(GByteArray *out, guint32 value)
{
    value = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
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

/* ---- writing ---- */

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

static void
put_cells(GByteArray *out, const GArray *cells, const guint32 *whats, const guint32 *whos)
{
    for (guint i = 0; i < cells->len; i++) {
        const GpCell *cell = &g_array_index(cells, GpCell, i);

        put32(out, whats[cell->what]);
        put32(out, whos[cell->who]);
        put64(out, cell->quantity_low);
        put32(out, (guint32)cell->quantity_high);
        put32(out, cell->rows);
    }
}

GByteArray *
gp_block_write(const GArray *times, const GArray *whats, const GArray *whos, const GArray *cells)
{
    g_autofree guint32 *what_places = all_unused(whats->len);
    g_autofree guint32 *who_places = all_unused(whos->len);
    GByteArray *out = g_byte_array_new();
    guint64 checksum;

    for (guint i = 0; i < cells->len; i++) {
        what_places[g_array_index(cells, GpCell, i).what] = 0;
        who_places[g_array_index(cells, GpCell, i).who] = 0;
    }
    put64(out, 0); /* the checksum, once the rest is there */
    put32(out, times->len);
    put32(out, number_used(what_places, whats->len));
    put32(out, number_used(who_places, whos->len));
    put32(out, cells->len);
    put_times(out, times);
    put_whats(out, whats, what_places);
    put_whos(out, whos, who_places);
    put_cells(out, cells, what_places, who_places);
    checksum = GUINT64_TO_LE(checksum_of(out->data + 8, out->len - 8));
    memcpy(out->data, &checksum, sizeof checksum);
    return out;
}

/* ---- reading ---- */

gboolean
gp_block_read(GpBlock *self, const guint8 *bytes, gsize n_bytes)
{
    guint64 n_cells = 0;

    if (n_bytes < HEAD_BYTES || gp_block_get64(bytes) != checksum_of(bytes + 8, n_bytes - 8))
        return FALSE;
    self->n_times = gp_block_get32(bytes + 8);
    self->n_whats = gp_block_get32(bytes + 12);
    self->n_whos = gp_block_get32(bytes + 16);
    self->n_cells = gp_block_get32(bytes + 20);
    if (n_bytes != HEAD_BYTES + (guint64)self->n_times * TIME_BYTES +
                       (guint64)self->n_whats * WHAT_BYTES + (guint64)self->n_whos * WHO_BYTES +
                       (guint64)self->n_cells * GP_BLOCK_CELL_BYTES)
        return FALSE;
    self->times = bytes + HEAD_BYTES;
    self->whats = self->times + (gsize)self->n_times * TIME_BYTES;
    self->whos = self->whats + (gsize)self->n_whats * WHAT_BYTES;
    self->cells = self->whos + (gsize)self->n_whos * WHO_BYTES;
    for (guint32 i = 0; i < self->n_times; i++)
        n_cells += gp_block_time(self, i).n_cells;
    return n_cells == self->n_cells;
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
