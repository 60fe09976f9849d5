/* SPDX-License-Identifier: MIT */
#pragma once

#include <string.h>

#include "gp-store.h"

/*
 * A block: the cells of one original in one financial year, as bytes for the database.
 *
 *   checksum, counts | times | whats | whos | cells, by time, who and what
 *
 * Numbers are little-endian. A cell names its what and who by their places in the block, and these
 * their texts by ids of the table `name`.
 */

#define GP_BLOCK_CELL_BYTES 24

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

/* A block that is read: its parts still lie in the bytes. */
typedef struct {
    guint32 n_times, n_whats, n_whos, n_cells;
    const guint8 *times, *whats, *whos, *cells;
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

/* Its what and who are places in the block. */
static inline GpCell
gp_block_cell(const GpBlock *self, guint32 i)
{
    const guint8 *at = self->cells + (gsize)i * GP_BLOCK_CELL_BYTES;

    return (GpCell){.what = gp_block_get32(at),
                    .who = gp_block_get32(at + 4),
                    .quantity_low = gp_block_get64(at + 8),
                    .quantity_high = (gint32)gp_block_get32(at + 16),
                    .rows = gp_block_get32(at + 20)};
}
