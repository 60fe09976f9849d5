/* SPDX-License-Identifier: MIT */
#include "gp-memo-private.h"

#define FIRST_CAPACITY 64

void
gp_memo_init(GpMemo *self)
{
    *self = (GpMemo){g_new0(GpMemoEntry, FIRST_CAPACITY), FIRST_CAPACITY - 1, 0};
}

void
gp_memo_clear(GpMemo *self)
{
    g_free(self->entries);
}

static void
grow(GpMemo *self)
{
    guint32 old_capacity = self->mask + 1;
    g_autofree GpMemoEntry *old = self->entries;

    self->mask = old_capacity * 2 - 1;
    self->entries = g_new0(GpMemoEntry, old_capacity * 2);
    for (guint32 i = 0; i < old_capacity; i++) {
        if (old[i].value_plus_1 != 0)
            *gp_memo_entry(self, &old[i].key) = old[i];
    }
}

void
gp_memo_learn(GpMemo *self, const char *text, gsize length, guint32 value)
{
    GpMemoKey key;
    GpMemoEntry *entry;

    if (length > GP_MEMO_BYTES || self->n >= GP_MEMO_MAX)
        return;
    key = gp_memo_key(text, length);
    entry = gp_memo_entry(self, &key);
    self->n += entry->value_plus_1 == 0;
    *entry = (GpMemoEntry){key, (guint64)value + 1};
    if (self->n * 2 > self->mask)
        grow(self);
}
