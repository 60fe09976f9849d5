/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-row-index-private.h"
#include "gp-scan.h"

/* So many words of 64 bytes are looked at together. */
#define N_WORDS 64
#define STOP G_MAXSIZE

typedef struct {
    GpRowIndex *index;
    const char *text;
    gsize length;
    gboolean is_last;
    guint n_columns;

    GpRowRun run; /* under way */
    gsize before; /* the mark of the byte before the row at hand */

    /* what the bytes before the next word were, as bits of it */
    guint64 inside;       /* all bits: inside quotes */
    guint64 can_open;     /* bit 0: a quote here opens a field, or doubles the one before */
    guint64 after_close;  /* bit 0: a quote was closed before it */
    guint64 after_return; /* bit 0: a CR was before it */
} Indexer;

/* What a word holds. */
typedef struct {
    guint64 ends;   /* of fields */
    guint64 breaks; /* those of them that end rows */
    guint64 odd;    /* what a plain row does not have, or what shows that it was there */
} Found;

void
gp_row_index_init(GpRowIndex *self)
{
    *self = (GpRowIndex){.runs = g_array_new(FALSE, FALSE, sizeof(GpRowRun))};
}

void
gp_row_index_clear(GpRowIndex *self)
{
    g_array_unref(self->runs);
    g_free(self->marks);
}

static inline guint
lowest_bit(guint64 bits)
{
    return (guint)__builtin_ctzll(bits | (guint64)1 << 63);
}

static inline guint
count_bits(guint64 bits)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);

    bits -= bits >> 1 & ones * 0x55;
    bits = (bits & ones * 0x33) + (bits >> 2 & ones * 0x33);
    return (guint)(((bits + (bits >> 4)) & ones * 0x0f) * ones >> 56);
}

/* Bit i: an odd number of bits of @bits from 0 to i is set. */
static inline guint64
prefix_xor(guint64 bits)
{
    for (guint shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/* Every quote is taken to open or close a field, or to be one of two that stand for one. Where that
 * is not so, a bit is odd. There are no branches, because quotes come as they like. */
static inline Found
look(Indexer *self, const GpScanWord *word)
{
    guint64 inside = prefix_xor(word->quotes) ^ self->inside;
    guint64 opens = word->quotes & inside, closes = word->quotes & ~inside;
    guint64 separators = word->commas | word->feeds | word->returns;
    guint64 ends = (word->commas | word->feeds) & ~inside;
    guint64 can_open = (ends | closes) << 1 | self->can_open;
    guint64 after_close = closes << 1 | self->after_close;
    guint64 after_return = word->returns << 1 | self->after_return;
    Found found = {ends, ends & word->feeds,
                   (opens & ~can_open) | (after_close & ~(separators | word->quotes)) |
                       (after_return & ~word->feeds) | (word->feeds & inside) | word->zeros};

    self->inside = (guint64)((gint64)inside >> 63);
    self->can_open = (ends | closes) >> 63;
    self->after_close = closes >> 63;
    self->after_return = word->returns >> 63;
    return found;
}

/* Eight at a time, wanted or not: a branch that is guessed wrong costs more than all of them. */
static inline void
mark_ends(GpRowIndex *index, guint32 base, guint64 ends)
{
    guint32 *marks = index->marks + index->n_marks;

    index->n_marks += count_bits(ends);
    do {
        for (guint i = 0; i < 8; i++, ends &= ends - 1)
            marks[i] = base + lowest_bit(ends);
        marks += 8;
    } while (G_UNLIKELY(ends != 0));
}

/* A row begins at @at, and with it a run of plain rows, whose first mark is @mark. */
static void
begin_run(Indexer *self, gsize at, gsize mark)
{
    self->before = mark;
    self->run = (GpRowRun){(guint32)mark, 0, GP_NO_ODD_ROW};
    self->index->marks[mark] = (guint32)at - 1;
}

/* Goes on as if nothing were before. */
static void
start_again(Indexer *self, gsize at)
{
    self->inside = self->after_close = self->after_return = 0;
    self->can_open = 1;
    begin_run(self, at, self->before);
    self->index->n_marks = self->before + 1;
}

static gsize
row_at_hand(const Indexer *self)
{
    return (guint32)(self->index->marks[self->before] + 1);
}

/* The row at hand is odd. Returns: where the next one begins, or STOP */
static gsize
pass_odd_row(Indexer *self)
{
    gsize at = row_at_hand(self);
    GpCsvField fields[GP_MAX_COLUMNS];
    GpCsvRow row;
    GpRowKind kind = gp_row_judge(self->text + at, self->text + self->length, self->is_last,
                                  self->n_columns, fields, &row);

    self->index->end = at;
    if (kind != GP_ROW_CUT)
        self->run.odd = (guint32)at;
    g_array_append_val(self->index->runs, self->run);
    if (kind == GP_ROW_CUT)
        return STOP;
    self->index->is_long = row.next == NULL;
    if (row.next == NULL)
        return STOP;
    self->index->n_lines += row.n_lines;
    return (gsize)(row.next - self->text);
}

/* The row at hand ends with the line break at @at. Returns: where to start again, STOP, or 0 to go
 * on */
static inline gsize
end_row(Indexer *self, guint32 at)
{
    const guint32 *marks = self->index->marks;
    gsize last = self->before + self->n_columns, next;

    if (last < self->index->n_marks && marks[last] == at &&
        (guint32)(at - marks[self->before]) <= GP_MAX_ROW_BYTES) {
        self->before = last;
        self->run.n_rows++;
        self->index->n_lines++;
        return 0;
    }
    next = pass_odd_row(self);
    if (next != (gsize)at + 1)
        return next;
    for (last = self->before + 1; marks[last] != at;)
        last++;
    begin_run(self, next, last);
    return 0;
}

/* Marks what was found in words, and tells rows apart. Returns: as end_row() */
static gsize
take_words(Indexer *self, gsize base, const Found *found, guint n_words)
{
    guint32 breaks_at[N_WORDS * GP_SCAN_BYTES + 2];
    guint n_rows = 0;

    for (guint i = 0; i < n_words; i++) {
        guint32 at = (guint32)base + i * GP_SCAN_BYTES;
        guint64 breaks = found[i].breaks;

        mark_ends(self->index, at, found[i].ends);
        do {
            for (guint k = 0; k < 2; k++, breaks &= breaks - 1) {
                breaks_at[n_rows] = at + lowest_bit(breaks);
                n_rows += breaks != 0;
            }
        } while (G_UNLIKELY(breaks != 0));
    }
    for (guint i = 0; i < n_rows; i++) {
        gsize next = end_row(self, breaks_at[i]);

        if (next != 0)
            return next;
    }
    return 0;
}

/* What is after the end of the bytes does not count. */
static void
cut_word(GpScanWord *word, gsize n_bytes)
{
    guint64 kept = ((guint64)1 << n_bytes) - 1;

    word->commas &= kept;
    word->feeds &= kept;
    word->quotes &= kept;
    word->returns &= kept;
    word->zeros &= kept;
}

/* Looks at the next bytes. Returns: where to start again, STOP, or 0 to go on */
static gsize
take_bytes(Indexer *self, gsize base, gsize n_bytes)
{
    guint n_words = (guint)((n_bytes + GP_SCAN_BYTES - 1) / GP_SCAN_BYTES), n_good = 0;
    GpScanWord words[N_WORDS];
    Found found[N_WORDS];
    guint64 odd = 0;
    gsize next;

    gp_scan(self->text + base, n_words, words);
    if (n_bytes % GP_SCAN_BYTES != 0)
        cut_word(&words[n_words - 1], n_bytes % GP_SCAN_BYTES);
    for (guint i = 0; i < n_words; i++) {
        found[i] = look(self, &words[i]);
        odd |= found[i].odd;
    }
    if (odd == 0)
        return take_words(self, base, found, n_words);
    while (found[n_good].odd == 0)
        n_good++;
    odd = found[n_good].odd ^ (found[n_good].odd - 1); /* up to the first odd bit */
    found[n_good].ends &= odd >> 1;
    found[n_good].breaks &= odd >> 1;
    next = take_words(self, base, found, n_good + 1);
    return next == 0 ? pass_odd_row(self) : next;
}

/* All bytes were seen. Returns: where to start again, or STOP */
static gsize
end_bytes(Indexer *self)
{
    gsize at = row_at_hand(self), left = self->length - at;

    if (left > 0 && (self->is_last || left > GP_MAX_ROW_BYTES))
        return pass_odd_row(self);
    self->index->end = at;
    g_array_append_val(self->index->runs, self->run);
    return STOP;
}

static void
clear(GpRowIndex *self, gsize length)
{
    if (self->capacity < length + GP_BLOCK_PADDING) {
        self->capacity = length + GP_BLOCK_PADDING;
        g_free(self->marks);
        self->marks = g_new(guint32, self->capacity);
    }
    self->n_lines = 0;
    self->is_long = FALSE;
    g_array_set_size(self->runs, 0);
}

void
gp_row_index_make(
    GpRowIndex *self, const char *text, gsize length, gsize from, gboolean is_last, guint n_columns)
{
    Indexer indexer = {.index = self,
                       .text = text,
                       .length = length,
                       .is_last = is_last,
                       .n_columns = n_columns};
    gsize at = from, next;

    clear(self, length);
    start_again(&indexer, at);
    do {
        gsize n_bytes = MIN(length - at, N_WORDS * GP_SCAN_BYTES);

        next = n_bytes > 0 ? take_bytes(&indexer, at, n_bytes) : end_bytes(&indexer);
        at += n_bytes;
        if (next == 0 || next == STOP)
            continue;
        indexer.before++;
        at = next;
        start_again(&indexer, at);
    } while (next != STOP);
}
