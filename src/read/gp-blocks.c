/* SPDX-License-Identifier: MIT */
#include "gp-blocks-private.h"

#include <string.h>

struct _GpBlocks {
    GpWindow *window;
    guint n_columns;
    gsize block_bytes;

    GMutex reading;   /* the next block */
    GByteArray *tail; /* what follows the last line feed that was read */
    guint64 n_read;
    gboolean is_at_end;
    GError *error;

    GMutex settling;
    GCond settled;
    guint64 n_settled;
    GByteArray *cut;      /* what the last one that was settled has left: a row that is not whole */
    gboolean is_skipping; /* the line that a row that is too long begins on has not ended */
    guint64 line;
};

void
gp_block_init(GpBlock *self)
{
    *self = (GpBlock){.memory = NULL};
    gp_row_index_init(&self->index);
}

void
gp_block_clear(GpBlock *self)
{
    g_free(self->memory);
    gp_row_index_clear(&self->index);
}

/* Makes room for @length bytes; those that were there stay. */
static void
block_resize(GpBlock *self, gsize length)
{
    gsize needed = length + 2 * GP_BLOCK_PADDING;

    if (needed > self->capacity) {
        self->capacity = needed;
        self->memory = g_realloc(self->memory, needed);
        self->text = self->memory + GP_BLOCK_PADDING;
        memset(self->memory, '\n', GP_BLOCK_PADDING);
    }
    self->length = length;
}

/* Cuts it to @length bytes, with line feeds after them. */
static void
block_end(GpBlock *self, gsize length)
{
    self->length = length;
    memset(self->text + length, '\n', GP_BLOCK_PADDING);
}

GpBlocks *
gp_blocks_new(GpWindow *window, guint64 line, guint n_columns, gsize block_bytes)
{
    GpBlocks *self = g_new0(GpBlocks, 1);

    self->window = window;
    self->n_columns = n_columns;
    self->block_bytes = block_bytes;
    self->line = line;
    self->tail = g_byte_array_new();
    self->cut = g_byte_array_new();
    g_mutex_init(&self->reading);
    g_mutex_init(&self->settling);
    g_cond_init(&self->settled);
    return self;
}

void
gp_blocks_free(GpBlocks *self)
{
    if (self == NULL)
        return;
    g_byte_array_unref(self->tail);
    g_byte_array_unref(self->cut);
    g_mutex_clear(&self->reading);
    g_mutex_clear(&self->settling);
    g_cond_clear(&self->settled);
    g_clear_error(&self->error);
    g_free(self);
}

/* Fills a block behind the tail of the one before. */
static gboolean
fill(GpBlocks *self, GpBlock *block)
{
    gsize length = self->tail->len, got = 1;

    block_resize(block, self->block_bytes);
    if (length > 0)
        memcpy(block->text, self->tail->data, length);
    for (; got > 0 && self->block_bytes - length >= 3; length += got) {
        if (!gp_window_take(self->window, block->text + length, self->block_bytes - length, &got,
                            &self->error))
            return FALSE;
    }
    block->is_last = got == 0;
    block_end(block, length);
    return TRUE;
}

/* Leaves what follows the last line feed to the next block. A block without any goes as it is. */
static void
cut_tail(GpBlocks *self, GpBlock *block)
{
    const char *feed = block->is_last ? NULL : memrchr(block->text, '\n', block->length);
    gsize length = feed == NULL ? block->length : (gsize)(feed + 1 - block->text);

    g_byte_array_set_size(self->tail, 0);
    g_byte_array_append(self->tail, (const guint8 *)block->text + length,
                        (guint)(block->length - length));
    block_end(block, length);
}

static gboolean
read_block(GpBlocks *self, GpBlock *block)
{
    if (self->is_at_end)
        return FALSE;
    self->is_at_end = !fill(self, block);
    if (self->is_at_end)
        return FALSE;
    cut_tail(self, block);
    block->number = self->n_read++;
    self->is_at_end = block->is_last;
    return TRUE;
}

static void
make_index(const GpBlocks *self, GpBlock *block, gsize from)
{
    gp_row_index_make(&block->index, block->text, block->length, from, block->is_last,
                      self->n_columns);
}

gboolean
gp_blocks_next(GpBlocks *self, GpBlock *block)
{
    gboolean is_read;

    g_mutex_lock(&self->reading);
    is_read = read_block(self, block);
    g_mutex_unlock(&self->reading);
    if (is_read)
        make_index(self, block, 0);
    return is_read;
}

/* Puts what was cut before a block. */
static void
join(GpBlocks *self, GpBlock *block)
{
    gsize old = block->length;

    block_resize(block, old + self->cut->len);
    memmove(block->text + self->cut->len, block->text, old);
    if (self->cut->len > 0)
        memcpy(block->text, self->cut->data, self->cut->len);
    block_end(block, block->length);
}

/* Goes on after a line of which the beginning was skipped. Returns: where, or past all bytes */
static gsize
skip_line(GpBlocks *self, const GpBlock *block)
{
    const char *next = gp_csv_next_line(block->text, block->text + block->length, block->is_last);

    if (next == NULL)
        return block->length;
    self->is_skipping = FALSE;
    self->line++;
    return (gsize)(next - block->text);
}

static void
keep_cut(GpBlocks *self, const GpBlock *block)
{
    gsize from = block->index.end;

    self->is_skipping |= block->index.is_long;
    if (self->is_skipping)
        from = block->length - (block->length > 0 && block->text[block->length - 1] == '\r');
    g_byte_array_set_size(self->cut, 0);
    g_byte_array_append(self->cut, (const guint8 *)block->text + from,
                        (guint)(block->length - from));
}

static void
settle_in_turn(GpBlocks *self, GpBlock *block)
{
    if (self->cut->len > 0 || self->is_skipping) {
        join(self, block);
        make_index(self, block, self->is_skipping ? skip_line(self, block) : 0);
    }
    block->line = self->line;
    self->line += block->index.n_lines;
    keep_cut(self, block);
}

void
gp_blocks_settle(GpBlocks *self, GpBlock *block)
{
    g_mutex_lock(&self->settling);
    while (self->n_settled != block->number)
        g_cond_wait(&self->settled, &self->settling);
    settle_in_turn(self, block);
    self->n_settled++;
    g_cond_broadcast(&self->settled);
    g_mutex_unlock(&self->settling);
}

gboolean
gp_blocks_finish(GpBlocks *self, GError **error)
{
    if (self->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&self->error));
    return FALSE;
}
