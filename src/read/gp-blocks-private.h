/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-read-private.h"

/*
 * A file in blocks that begin where rows do, for several threads at once.
 *
 *   thread 1:  next ─ index ─ settle ─ take the rows ──── next ─ index ─ ...
 *   thread 2:         next ─ index ─────── settle ─ take the rows ───── ...
 *
 * A block is cut after its last line feed, as if that ended a row. That is almost always so, but
 * it may stand inside quotes; only when the block before has been settled is it sure. Settling goes
 * in the order of the file and costs next to nothing: a row that was cut is put before its block,
 * which is then indexed again. From there on nobody waits for anybody, and everything has its line
 * number. What the rows are does not depend on how many threads there are.
 */

typedef struct {
    char *memory;
    gsize capacity;
    char *text; /* GP_BLOCK_PADDING bytes can be read before it and after it */
    gsize length;
    gboolean is_last;
    guint64 number;   /* from 0 */
    guint64 line;     /* of its first row, once it is settled */
    GpRowIndex index; /* of its rows */
} GpBlock;

void gp_block_init(GpBlock *self);
void gp_block_clear(GpBlock *self);

typedef struct _GpBlocks GpBlocks;

/* @window: stands after the header, on line @line; borrowed. @block_bytes: at least 3 */
GpBlocks *gp_blocks_new(GpWindow *window, guint64 line, guint n_columns, gsize block_bytes);
void gp_blocks_free(GpBlocks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBlocks, gp_blocks_free)

/* Reads the next block and indexes it. FALSE: there is none, or reading failed */
gboolean gp_blocks_next(GpBlocks *self, GpBlock *block);

/* Waits for the blocks before; every block that was read must be settled. */
void gp_blocks_settle(GpBlocks *self, GpBlock *block);

/* Errors: as reading the window. Called when all threads are done. */
gboolean gp_blocks_finish(GpBlocks *self, GError **error);
