/* SPDX-License-Identifier: MIT */
#include "gp-dict.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    guint32 hash;
    guint32 id_plus_1; /* 0: free */
} Slot;

typedef struct {
    const char *text;
    gsize length;
} Name;

struct _GpDict {
    Slot *slots;
    guint32 mask;
    GArray *names; /* (element-type Name) */
    GStringChunk *chunk;
};

#define FIRST_CAPACITY 64

GpDict *
gp_dict_new(void)
{
    GpDict *self = g_new0(GpDict, 1);

    self->slots = g_new0(Slot, FIRST_CAPACITY);
    self->mask = FIRST_CAPACITY - 1;
    self->names = g_array_new(FALSE, FALSE, sizeof(Name));
    self->chunk = g_string_chunk_new(4096);
    return self;
}

void
gp_dict_free(GpDict *self)
{
    if (self == NULL)
        return;
    g_free(self->slots);
    g_array_unref(self->names);
    g_string_chunk_free(self->chunk);
    g_free(self);
}

static guint64
load_8(const char *p)
{
    guint64 word;

    memcpy(&word, p, sizeof word);
    return word;
}

static guint64
load_4(const char *p)
{
    guint32 word;

    memcpy(&word, p, sizeof word);
    return word;
}

/* Eight bytes at a time; the last step overlaps the one before, so that no byte past the end is
 * touched. */
static guint32
hash_text(const char *text, gsize length)
{
    const guint64 factor = G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    guint64 hash = length * factor;

    if (length >= 8) {
        const char *last = text + length - 8;

        for (; text < last; text += 8)
            hash = (hash ^ load_8(text)) * factor, hash ^= hash >> 29;
        hash = (hash ^ load_8(last)) * factor;
    } else if (length >= 4) {
        hash = (hash ^ load_4(text) ^ load_4(text + length - 4) << 32) * factor;
    } else if (length > 0) {
        hash = (hash ^ (guint64)(guint8)text[0] ^ (guint64)(guint8)text[length / 2] << 8 ^
                (guint64)(guint8)text[length - 1] << 16) *
               factor;
    }
    return (guint32)(hash >> 32 ^ hash >> 13);
}

static guint32
find_slot(const GpDict *self, guint32 hash, const char *text, gsize length)
{
    guint32 i = hash & self->mask;

    for (; self->slots[i].id_plus_1 != 0; i = (i + 1) & self->mask) {
        const Name *name;

        if (self->slots[i].hash != hash)
            continue;
        name = &g_array_index(self->names, Name, self->slots[i].id_plus_1 - 1);
        if (name->length == length && memcmp(name->text, text, length) == 0)
            break;
    }
    return i;
}

static void
grow(GpDict *self)
{
    guint32 old_capacity = self->mask + 1;
    g_autofree Slot *old = self->slots;

    self->mask = old_capacity * 2 - 1;
    self->slots = g_new0(Slot, old_capacity * 2);
    for (guint32 k = 0; k < old_capacity; k++) {
        guint32 i = old[k].hash & self->mask;

        if (old[k].id_plus_1 == 0)
            continue;
        while (self->slots[i].id_plus_1 != 0)
            i = (i + 1) & self->mask;
        self->slots[i] = old[k];
    }
}

guint32
gp_dict_intern(GpDict *self, const char *text, gsize length)
{
    guint32 hash = hash_text(text, length);
    Slot *slot = &self->slots[find_slot(self, hash, text, length)];
    Name name = {NULL, length};

    if (slot->id_plus_1 != 0)
        return slot->id_plus_1 - 1;
    name.text = g_string_chunk_insert_len(self->chunk, text, (gssize)length);
    g_array_append_val(self->names, name);
    *slot = (Slot){hash, self->names->len};
    if (self->names->len * 2 > self->mask)
        grow(self);
    return self->names->len - 1;
}

guint32
gp_dict_lookup(const GpDict *self, const char *text, gsize length)
{
    return self->slots[find_slot(self, hash_text(text, length), text, length)].id_plus_1 - 1;
}

const char *
gp_dict_name(const GpDict *self, guint32 id)
{
    return g_array_index(self->names, Name, id).text;
}

guint32
gp_dict_size(const GpDict *self)
{
    return self->names->len;
}

static int
compare_ids(gconstpointer a, gconstpointer b, gpointer dict)
{
    return strcmp(gp_dict_name(dict, *(const guint32 *)a), gp_dict_name(dict, *(const guint32 *)b));
}

guint32 *
gp_dict_ranks(const GpDict *self)
{
    guint32 n = gp_dict_size(self);
    g_autofree guint32 *ids = g_new(guint32, n);
    guint32 *ranks = g_new(guint32, n);

    for (guint32 i = 0; i < n; i++)
        ids[i] = i;
    g_qsort_with_data(ids, (gint)n, sizeof *ids, compare_ids, (gpointer)self);
    for (guint32 i = 0; i < n; i++)
        ranks[ids[i]] = i;
    return ranks;
}
