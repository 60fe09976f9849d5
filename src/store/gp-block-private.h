/* SPDX-License-Identifier: MIT */
#pragma once

#include <string.h>

#include "gp-store.h"

/*
 * A block: the cells of one original in one financial year, as bytes for the database.
 *
 *   checksum, counts, widths | times | whats | whos | runs | cells, by time, who and what | zeros
 *
 * Numbers are little-endian. Cells of one time and who stand together: a run. A cell is its what,
 * its quantity and its rows, each in as many bytes as the block's largest needs. Whats and whos are
 * told by their places in the block, and have their texts by ids of the table `name`.
 */

/* At the end, so that a number is read by one load whatever its width. */
#define GP_BLOCK_ZEROS 16

/* A time of the block's cells: its slot, and the days of the rows. */
typedef struct {
    gint32 slot_first, slot_last;
    gint32 first, last;
    guint32 n_cells;
} GpBlockTime;

typedef struct {
    guint32 activity, unit; /* ids of names */
} GpBlockWhat;

/* In this order they are sorted, so that the cells of a role stand together. */
typedef struct {
    guint32 role, site, department, source; /* ids of names */
    guint32 quality;
} GpBlockWho;

typedef struct {
    guint32 who; /* its place in the block */
    guint32 n_cells;
} GpBlockRun;

/* A block that is read: its parts still lie in the bytes. */
typedef struct {
    guint32 n_times, n_whats, n_whos, n_runs, n_cells;
    guint8 what_bytes, quantity_bytes, rows_bytes; /* of a cell */
    const guint8 *times, *whats, *whos, *runs, *cells;
} GpBlock;

/**
 * gp_block_write:
 * @times: (element-type GpBlockTime): of this block alone
 * @whats: (element-type GpBlockWhat): of all blocks
 * @whos: (element-type GpBlockWho): of all blocks
 * @cells: (element-type GpCell): with places in @whats and @whos, by time, who and what
 *
 * Writes only those of @whats and @whos that its cells need.
 */
GByteArray *
gp_block_write(const GArray *times, const GArray *whats, const GArray *whos, const GArray *cells);

/* Returns: FALSE for bytes that are no block, or no longer what was written */
gboolean gp_block_read(GpBlock *self, const guint8 *bytes, gsize n_bytes);

/* Numbers of the bytes. */
static inline guint32
gp_block_get32(const guint8 *bytes)
{
    guint32 value;

    memcpy(&value, bytes, sizeof value);
    return GUINT32_FROM_LE(value);
}

static inline guint64
gp_block_get64(const guint8 *bytes)
{
    guint64 value;

    memcpy(&value, bytes, sizeof value);
    return GUINT64_FROM_LE(value);
}

GpBlockTime gp_block_time(const GpBlock *self, guint32 i);
GpBlockWhat gp_block_what(const GpBlock *self, guint32 i);
GpBlockWho gp_block_who(const GpBlock *self, guint32 i);

GpBlockRun gp_block_run(const GpBlock *self, guint32 i);

/* A number of 1 to 8 bytes, and up to 8 are read. */
static inline guint64
gp_block_get(const guint8 *bytes, guint n_bytes)
{
    return gp_block_get64(bytes) & G_MAXUINT64 >> (64 - 8 * n_bytes);
}

/* A cell without its who, which is its run's; its what is a place in the block. */
static inline GpCell
gp_block_cell(const GpBlock *self, guint32 i)
{
    guint n = self->quantity_bytes;
    const guint8 *what = self->cells + (gsize)i * (self->what_bytes + n + self->rows_bytes);
    const guint8 *quantity = what + self->what_bytes;
    GpCell cell = {.what = (guint32)gp_block_get(what, self->what_bytes),
                   .quantity_low = gp_block_get64(quantity),
                   .rows = (guint32)gp_block_get(quantity + n, self->rows_bytes)};

    /* The sign is spread over the bits that were not stored. */
    if (n <= 8) {
        cell.quantity_low = (guint64)((gint64)(cell.quantity_low << (64 - 8 * n)) >> (64 - 8 * n));
        cell.quantity_high = (gint64)cell.quantity_low < 0 ? -1 : 0;
    } else {
        cell.quantity_high = (gint32)(gp_block_get32(quantity + 8) << (96 - 8 * n)) >> (96 - 8 * n);
    }
    return cell;
}
