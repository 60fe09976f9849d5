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
} GpMemo;

void gp_memo_init(GpMemo *self);
void gp_memo_clear(GpMemo *self);

/* @text: at most GP_MEMO_BYTES long, and so many bytes can be read */
void gp_memo_learn(GpMemo *self, const char *text, gsize length, guint32 value);

static inline GpMemoKey
gp_memo_key(const char *text, gsize length)
{
    static const guint8 kept[2 * GP_MEMO_BYTES] = {
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    GpMemoKey key, mask;

    memcpy(&key, text, sizeof key);
    memcpy(&mask, kept + GP_MEMO_BYTES - length, sizeof mask);
    for (guint i = 0; i < G_N_ELEMENTS(key.words); i++)
        key.words[i] &= mask.words[i];
    return key;
}

static inline guint32
gp_memo_hash(const GpMemoKey *key)
{
    const guint64 *w = key->words;
    guint64 hash = (w[0] ^ w[2] << 1) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) ^
                   (w[1] ^ w[3] << 1) * G_GUINT64_CONSTANT(0xc2b2ae3d27d4eb4f);

    return (guint32)(hash >> 32 ^ hash >> 15);
}

static inline gboolean
gp_memo_key_equal(const GpMemoKey *a, const GpMemoKey *b)
{
    return ((a->words[0] ^ b->words[0]) | (a->words[1] ^ b->words[1]) |
            (a->words[2] ^ b->words[2]) | (a->words[3] ^ b->words[3])) == 0;
}

/* The entry of a key, or the free one where it would be. */
static inline GpMemoEntry *
gp_memo_entry(const GpMemo *self, const GpMemoKey *key)
{
    guint32 i = gp_memo_hash(key) & self->mask;

    while (self->entries[i].value_plus_1 != 0 && !gp_memo_key_equal(&self->entries[i].key, key))
        i = (i + 1) & self->mask;
    return &self->entries[i];
}

/* What a text means, or GP_MEMO_NONE. @text: GP_MEMO_BYTES can be read */
static inline guint32
gp_memo_find(const GpMemo *self, const char *text, gsize length)
{
    GpMemoKey key;

    if (length > GP_MEMO_BYTES)
        return GP_MEMO_NONE;
    key = gp_memo_key(text, length);
    return (guint32)(gp_memo_entry(self, &key)->value_plus_1 - 1);
}
