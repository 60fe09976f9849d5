/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <string.h>

/*
 * What short texts were found to mean: a text as it stands in the file, quotes and blanks
 * included, and a number for it. It forgets nothing, but stops learning when it is full.
 */

#define GP_MEMO_BYTES 32
#define GP_MEMO_MAX 4096
#define GP_MEMO_NONE G_MAXUINT32

/* A text filled up with zeros: a text that holds a NUL byte must not be looked up. */
typedef struct {
    guint64 words[GP_MEMO_BYTES / 8];
} GpMemoKey;

typedef struct {
    GpMemoKey key;
    guint64 value_plus_1; /* 0: free */
} GpMemoEntry;

typedef struct {
    GpMemoEntry *entries;
    guint32 mask, n;
    gboolean has_long; /* texts of more than half of GP_MEMO_BYTES */
} GpMemo;

void gp_memo_init(GpMemo *self);
void gp_memo_clear(GpMemo *self);

/* @text: at most GP_MEMO_BYTES long, and so many bytes can be read */
void gp_memo_learn(GpMemo *self, const char *text, gsize length, guint32 value);

static inline guint64
gp_memo_word(const char *text, gsize length, guint at)
{
    static const guint8 kept[2 * GP_MEMO_BYTES] = {
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    guint64 word, mask;

    memcpy(&word, text + at, sizeof word);
    memcpy(&mask, kept + GP_MEMO_BYTES - length + at, sizeof mask);
    return word & mask;
}

/* The entry of a text, or the free one where it would be. Where all texts are short, half of each
 * key is zeros and is not looked at. */
static inline GpMemoEntry *
gp_memo_entry(const GpMemo *self, const char *text, gsize length)
{
    const guint64 factor = G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    guint64 a = gp_memo_word(text, length, 0), b = gp_memo_word(text, length, 8), c = 0, d = 0;
    guint64 hash = (a ^ b << 1 ^ b >> 63) * factor;
    GpMemoEntry *entry;
    guint32 i;

    if (self->has_long) {
        c = gp_memo_word(text, length, 16);
        d = gp_memo_word(text, length, 24);
        hash ^= (c ^ d << 1) * (factor << 1 | 1);
    }
    for (i = (guint32)(hash >> 40 ^ hash >> 20);; i++) {
        entry = &self->entries[i & self->mask];
        if (((entry->key.words[0] ^ a) | (entry->key.words[1] ^ b)) == 0 &&
            (!self->has_long || ((entry->key.words[2] ^ c) | (entry->key.words[3] ^ d)) == 0))
            return entry;
        if (entry->value_plus_1 == 0)
            return entry;
    }
}

/* What a text means, or GP_MEMO_NONE. @text: GP_MEMO_BYTES can be read */
static inline guint32
gp_memo_find(const GpMemo *self, const char *text, gsize length)
{
    if (length > (self->has_long ? GP_MEMO_BYTES : GP_MEMO_BYTES / 2))
        return GP_MEMO_NONE;
    return (guint32)(gp_memo_entry(self, text, length)->value_plus_1 - 1);
}
