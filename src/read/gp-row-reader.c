/* SPDX-License-Identifier: MIT */
#include "gp-row-reader-private.h"

/* The field without doubled quotes and without blanks at its ends; @io_scratch moves on. */
static GpRowField
field_of(const GpCsvField *field, int column, char **io_scratch)
{
    const char *text = field->text;
    gsize length = field->length;

    if (field->has_doubled_quotes) {
        length = gp_csv_field_copy(field, *io_scratch);
        text = *io_scratch;
        *io_scratch += length;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    while (length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    return (GpRowField){text, length, (guint)column + 1};
}

static GpTaken
take_row(GpRowReader *self, const GpCsvField *fields)
{
    GpRow *row = &self->row;
    char *scratch = self->scratch;

    for (guint i = 0; i < GP_N_FIELDS; i++) {
        int column = self->header->columns[i];

        if (column >= 0)
            row->fields[i] = field_of(&fields[column], column, &scratch);
    }
    row->line = self->line;
    row->key = row->fields[GP_FIELD_REFERENCE].text;
    row->key_length = row->fields[GP_FIELD_REFERENCE].length;
    return gp_taker_take(self->taker, row);
}

static GpTaken
refuse(GpRowReader *self, GpRowKind kind, const GpCsvRow *row)
{
    guint n_columns = self->header->n_columns;

    switch (kind) {
    case GP_ROW_LONG:
        return gp_taker_refuse(self->taker, self->line, 1, "row-too-long",
                               "the row is longer than 1 MB, or a quote in it is not closed");
    case GP_ROW_OPEN_QUOTE:
        return gp_taker_refuse(self->taker, self->line, row->bad_field + 1, "open-quote",
                               "a quote is opened and never closed");
    case GP_ROW_AFTER_QUOTE:
        return gp_taker_refuse(self->taker, self->line, row->bad_field + 1, "bad-quote",
                               "only a comma may follow a closing quote");
    case GP_ROW_FIELDS:
        return gp_taker_refuse(
            self->taker, self->line, MIN(row->n_fields, n_columns), "wrong-number-of-fields",
            "the row has %u fields where the header has %u", row->n_fields, n_columns);
    case GP_ROW_NUL:
        return gp_taker_refuse(self->taker, self->line, 1, "bad-text",
                               "the row holds a NUL byte: the file may be damaged");
    case GP_ROW_GOOD:
    case GP_ROW_BLANK:
    case GP_ROW_CUT:
        break;
    }
    g_return_val_if_reached(GP_TAKEN_REFUSED);
}

/* Takes the row that begins at @text, and goes on to the line after it. */
static GpTaken
take_one(GpRowReader *self, const GpBlock *block, const char *text)
{
    GpCsvField fields[GP_MAX_COLUMNS];
    GpTaken taken = GP_TAKEN_REFUSED;
    GpCsvRow row;
    GpRowKind kind = gp_row_judge(text, block->text + block->length, block->is_last,
                                  self->header->n_columns, fields, &row);

    if (kind == GP_ROW_GOOD)
        taken = take_row(self, fields);
    else if (kind != GP_ROW_BLANK)
        taken = refuse(self, kind, &row);
    else if (self->n_blank++ == 0)
        self->first_blank_line = self->line;
    self->line += row.n_lines;
    return taken;
}

/* Takes plain rows: quickly where that is possible, else one by one. */
static void
take_plain(GpRowReader *self, const GpBlock *block, const guint32 *marks, gsize n_rows)
{
    while (n_rows > 0) {
        gsize n =
            self->quick == NULL ? 0 : gp_quick_taker_take(self->quick, block->text, marks, n_rows);

        self->line += n;
        marks += n * self->header->n_columns;
        n_rows -= n;
        if (n_rows == 0)
            return;
        if (take_one(self, block, block->text + (guint32)(*marks + 1)) == GP_TAKEN_USED &&
            self->quick != NULL)
            gp_quick_taker_learn(self->quick, block->text, marks);
        marks += self->header->n_columns;
        n_rows--;
    }
}

void
gp_row_reader_take(GpRowReader *self, const GpBlock *block)
{
    const GpRowIndex *index = &block->index;

    self->line = block->line;
    for (guint i = 0; i < index->runs->len; i++) {
        const GpRowRun *run = &g_array_index(index->runs, GpRowRun, i);

        take_plain(self, block, index->marks + run->first, run->n_rows);
        if (run->odd != GP_NO_ODD_ROW)
            take_one(self, block, block->text + run->odd);
    }
}

void
gp_row_reader_init(GpRowReader *self, const GpHeader *header, GpTaker *taker, GpQuickTaker *quick)
{
    *self = (GpRowReader){.header = header, .taker = taker, .quick = quick};
    self->scratch = g_malloc(GP_MAX_ROW_BYTES);
    for (guint i = 0; i < GP_N_FIELDS; i++)
        self->row.fields[i].text = "";
}

void
gp_row_reader_clear(GpRowReader *self)
{
    gp_quick_taker_free(self->quick);
    g_free(self->scratch);
}
