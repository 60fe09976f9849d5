/* SPDX-License-Identifier: MIT */
#include "gp-memo-private.h"

#define FIRST_CAPACITY 64

void
gp_memo_init(GpMemo *self)
{
    *self = (GpMemo){g_new0(GpMemoEntry, FIRST_CAPACITY), FIRST_CAPACITY - 1, 0, FALSE};
}

void
gp_memo_clear(GpMemo *self)
{
    g_free(self->entries);
}

/* Puts all entries into a table of @capacity. */
static void
lay_out(GpMemo *self, guint32 capacity)
{
    guint32 old_capacity = self->mask + 1;
    g_autofree GpMemoEntry *old = self->entries;

    self->mask = capacity - 1;
    self->entries = g_new0(GpMemoEntry, capacity);
    for (guint32 i = 0; i < old_capacity; i++) {
        if (old[i].value_plus_1 != 0)
            *gp_memo_entry(self, (const char *)old[i].key.words, GP_MEMO_BYTES) = old[i];
    }
}

void
gp_memo_learn(GpMemo *self, const char *text, gsize length, guint32 value)
{
    GpMemoEntry *entry;

    if (length > GP_MEMO_BYTES || self->n >= GP_MEMO_MAX)
        return;
    if (length > GP_MEMO_BYTES / 2 && !self->has_long) {
        self->has_long = TRUE;
        lay_out(self, self->mask + 1);
    }
    entry = gp_memo_entry(self, text, length);
    self->n += entry->value_plus_1 == 0;
    for (guint i = 0; i < G_N_ELEMENTS(entry->key.words); i++)
        entry->key.words[i] = gp_memo_word(text, length, 8 * i);
    entry->value_plus_1 = (guint64)value + 1;
    if (self->n * 4 > self->mask)
        lay_out(self, 2 * (self->mask + 1));
}
