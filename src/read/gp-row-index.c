/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-row-index-private.h"
#include "gp-scan.h"

#define N_WORDS 64 /* are scanned at a time */
#define STOP G_MAXSIZE

typedef struct {
    GpRowIndex *index;
    const char *text;
    gsize length;
    gboolean is_last;
    guint n_columns;

    gsize row;      /* where the row at hand begins */
    gsize row_mark; /* its first mark */

    /* what the bytes before the next ones were, as bits of the next word */
    guint64 inside;      /* all bits: inside quotes */
    guint64 can_open;    /* bit 0: a quote here opens a field, or doubles the one before */
    guint64 after_close; /* bit 0: a quote was closed before it */
    guint64 after_cr;    /* bit 0: a CR was before it */
} Indexer;

void
gp_row_index_init(GpRowIndex *self)
{
    *self = (GpRowIndex){.odd = g_array_new(FALSE, FALSE, sizeof(GpOddRow))};
}

void
gp_row_index_clear(GpRowIndex *self)
{
    g_array_unref(self->odd);
    g_free(self->marks);
}

/* A row begins at @at: as if a comma stood before it. */
static void
begin_row(Indexer *self, gsize at)
{
    self->row = at;
    self->row_mark = self->index->n_marks;
    self->index->marks[self->index->n_marks++] = (guint32)at - 1;
}

/* The row at hand is odd. Returns: where the next one begins, or STOP */
static gsize
pass_odd_row(Indexer *self)
{
    GpCsvField fields[GP_MAX_COLUMNS];
    GpOddRow odd = {(guint32)(self->row_mark / (self->n_columns + 1)), (guint32)self->row};
    GpCsvRow row;
    GpRowKind kind = gp_row_judge(self->text + self->row, self->text + self->length, self->is_last,
                                  self->n_columns, fields, &row);

    self->index->n_marks = self->row_mark;
    self->index->end = self->row;
    if (kind == GP_ROW_CUT)
        return STOP;
    g_array_append_val(self->index->odd, odd);
    self->index->is_long = row.next == NULL;
    if (row.next == NULL)
        return STOP;
    self->index->n_lines += row.n_lines;
    return (gsize)(row.next - self->text);
}

/* Where the line after a line break begins, or STOP if that is not sure yet. */
static gsize
after_break(const Indexer *self, gsize at)
{
    if (self->text[at] == '\n')
        return at + 1;
    if (at + 1 == self->length)
        return self->is_last ? self->length : STOP;
    return at + (self->text[at + 1] == '\n' ? 2 : 1);
}

/* The row at hand ends with the line break at @at. Returns: as pass_odd_row() */
static gsize
end_row(Indexer *self, gsize at)
{
    gsize next = after_break(self, at);

    if (self->index->n_marks - self->row_mark != self->n_columns + 1 ||
        next - self->row > GP_MAX_ROW_BYTES)
        next = pass_odd_row(self);
    else
        self->index->n_lines++;
    if (next != STOP)
        begin_row(self, next);
    return next;
}

static void
mark_ends(GpRowIndex *index, gsize base, guint64 ends)
{
    guint32 *marks = index->marks + index->n_marks;

    for (; ends != 0; ends &= ends - 1)
        *marks++ = (guint32)base + (guint)__builtin_ctzll(ends);
    index->n_marks = (gsize)(marks - index->marks);
}

/* Bit i: an odd number of bits of @bits from 0 to i is set. */
static guint64
prefix_xor(guint64 bits)
{
    for (guint shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static guint64
find_bytes(const char *text, guint64 places, char byte)
{
    guint64 found = 0;

    for (; places != 0; places &= places - 1) {
        guint i = (guint)__builtin_ctzll(places);

        found |= (guint64)(text[i] == byte) << i;
    }
    return found;
}

/* What 64 bytes hold. */
typedef struct {
    guint64 ends;   /* of fields */
    guint64 breaks; /* those of them that end a row */
    guint64 odd;    /* what a plain row does not have */
} Found;

/* A word with quotes, carriage returns or the like, of which the bits @live count. */
static Found
look_closely(Indexer *self, const char *text, const GpScanWord *word, guint64 live)
{
    guint64 controls = word->controls & live;
    guint64 returns = find_bytes(text, controls, '\r');
    guint64 breaks = (word->feeds & live) | returns;
    guint64 separators = (word->commas & live) | breaks;
    guint64 quotes = word->quotes & live;
    guint64 inside = prefix_xor(quotes) ^ self->inside;
    guint64 opens = quotes & inside, closes = quotes & ~inside;
    guint64 outside = separators & ~inside;
    guint64 can_open = (outside | closes) << 1 | self->can_open;
    guint64 after_close = closes << 1 | self->after_close;
    guint64 second = (returns << 1 | self->after_cr) & word->feeds; /* LF of CRLF */
    Found found = {.odd = (opens & ~can_open) | (breaks & inside) |
                          (after_close & live & ~separators & ~quotes) |
                          find_bytes(text, controls, '\0')};

    found.ends = outside & ~second;
    found.breaks = found.ends & breaks;
    self->inside = (guint64)((gint64)inside >> 63);
    self->can_open = (outside | closes) >> 63;
    self->after_close = closes >> 63;
    self->after_cr = returns >> 63;
    return found;
}

static Found
look(Indexer *self, const char *text, const GpScanWord *word, guint64 live)
{
    Found found = {.breaks = word->feeds & live};

    if (((word->quotes | word->controls) & live) != 0 ||
        (self->inside | self->after_close | self->after_cr) != 0)
        return look_closely(self, text, word, live);
    found.ends = (word->commas & live) | found.breaks;
    self->can_open = found.ends >> 63;
    return found;
}

/* Takes up what a word holds. Returns: where the row at hand begins if that is out of turn, 0 if
 * the next word is to come, or STOP */
static gsize
take_word(Indexer *self, gsize base, Found found)
{
    guint64 odd = found.odd & -found.odd; /* the first */
    gsize next = 0;

    if (odd != 0) {
        found.ends &= odd - 1;
        found.breaks &= odd - 1;
    }
    for (; found.breaks != 0; found.breaks &= found.breaks - 1) {
        gsize at = base + (guint)__builtin_ctzll(found.breaks);
        guint64 upto = found.ends & (found.breaks ^ (found.breaks - 1));
        gsize expected = after_break(self, at);

        mark_ends(self->index, base, upto);
        found.ends &= ~upto;
        next = end_row(self, at);
        if (next != expected || next == STOP)
            return next;
    }
    mark_ends(self->index, base, found.ends);
    if (odd == 0)
        return 0;
    next = pass_odd_row(self);
    if (next != STOP)
        begin_row(self, next);
    return next;
}

/* The words of the bytes at hand. */
typedef struct {
    GpScanWord words[N_WORDS];
    gsize base, end; /* the bytes that they are about */
    gsize at;        /* the first byte of the next one */
    guint64 live;    /* its bits that count */
} Words;

static const GpScanWord *
next_word(const Indexer *self, Words *words)
{
    if (words->at >= words->end) {
        gsize n = (self->length - words->at + GP_SCAN_BYTES - 1) / GP_SCAN_BYTES;

        n = MIN(n, N_WORDS);
        words->base = words->at;
        words->end = words->base + n * GP_SCAN_BYTES;
        gp_scan(self->text + words->base, n, words->words);
    }
    if (self->length - words->at < GP_SCAN_BYTES)
        words->live &= ((guint64)1 << (self->length - words->at)) - 1;
    return &words->words[(words->at - words->base) / GP_SCAN_BYTES];
}

/* Goes on with a row that begins at @at, as if nothing were before it. */
static void
start_again(Indexer *self, Words *words, gsize at)
{
    gsize skipped = at < words->end ? (at - words->base) % GP_SCAN_BYTES : 0;

    self->inside = self->after_close = self->after_cr = 0;
    self->can_open = (guint64)1 << skipped;
    words->at = at - skipped;
    words->live = ~(guint64)0 << skipped;
}

/* All words were seen. Returns: as pass_odd_row() */
static gsize
end_block(Indexer *self)
{
    gsize left = self->length - self->row;

    if (left > 0 && (self->is_last || left > GP_MAX_ROW_BYTES))
        return pass_odd_row(self);
    self->index->n_marks = self->row_mark;
    self->index->end = self->row;
    return STOP;
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
    Words words = {.end = 0};
    gsize next = from;

    if (self->capacity < 2 * length + GP_BLOCK_PADDING) {
        self->capacity = 2 * length + GP_BLOCK_PADDING;
        g_free(self->marks);
        self->marks = g_new(guint32, self->capacity);
    }
    self->n_marks = self->n_lines = 0;
    self->is_long = FALSE;
    g_array_set_size(self->odd, 0);
    begin_row(&indexer, from);
    while (next != STOP) {
        const GpScanWord *word;

        if (next != 0 || words.end == 0)
            start_again(&indexer, &words, next);
        if (words.at < length) {
            word = next_word(&indexer, &words);
            next = take_word(&indexer, words.at, look(&indexer, text + words.at, word, words.live));
            words.at += GP_SCAN_BYTES;
            words.live = ~(guint64)0;
        } else {
            next = end_block(&indexer);
            if (next != STOP)
                begin_row(&indexer, next);
        }
    }
}
