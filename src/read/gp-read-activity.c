/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-read-private.h"

typedef struct {
    const GpHeader *header;
    GpTaker *taker;
    GpIssueList *issues;
    const char *file;

    /* the row at hand */
    guint64 line;
    GpCsvField fields[GP_MAX_COLUMNS];
    GpRow row;
    char *scratch; /* room for fields whose doubled quotes are undone */

    guint64 n_blank, first_blank_line;
} Reader;

static void
reader_clear(Reader *self)
{
    g_free(self->scratch);
    gp_taker_free(self->taker);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

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

static void
take_row(Reader *self)
{
    GpRow *row = &self->row;
    char *scratch = self->scratch;

    for (guint i = 0; i < GP_N_FIELDS; i++) {
        int column = self->header->columns[i];

        if (column >= 0)
            row->fields[i] = field_of(&self->fields[column], column, &scratch);
    }
    row->line = self->line;
    row->key = row->fields[GP_FIELD_REFERENCE].text;
    row->key_length = row->fields[GP_FIELD_REFERENCE].length;
    gp_taker_take(self->taker, row);
}

static gboolean
is_blank(const GpCsvField *fields, guint n_fields)
{
    for (guint i = 0; i < n_fields; i++) {
        if (fields[i].length > 0)
            return FALSE;
    }
    return TRUE;
}

/* Looks at a row that was split. FALSE: it swallowed lines that may be good rows. */
static gboolean
consider_row(Reader *self, const char *text, const GpCsvRow *row)
{
    guint n_columns = self->header->n_columns;

    if (is_blank(self->fields, MIN(row->n_fields, GP_MAX_COLUMNS))) {
        if (self->n_blank++ == 0)
            self->first_blank_line = self->line;
        return TRUE;
    }
    if (row->n_fields != n_columns) {
        gp_taker_refuse(self->taker, self->line, MIN(row->n_fields, n_columns),
                        "wrong-number-of-fields", "the row has %u fields where the header has %u",
                        row->n_fields, n_columns);
        return row->n_lines <= 1;
    }
    if (memchr(text, '\0', (gsize)(row->next - text)) != NULL) {
        gp_taker_refuse(self->taker, self->line, 1, "bad-text",
                        "the row holds a NUL byte: the file may be damaged");
        return TRUE;
    }
    take_row(self);
    return TRUE;
}

/* Gives up a row that is too long, and goes on with the next line. */
static gboolean
skip_long_row(Reader *self, GpWindow *window, GError **error)
{
    const char *next;

    gp_taker_refuse(self->taker, self->line, 1, "row-too-long",
                    "the row is longer than 1 MB, or a quote in it is not closed");
    while ((next = gp_csv_next_line(window->begin, window->end, window->is_last)) == NULL) {
        window->begin = window->end[-1] == '\r' ? window->end - 1 : window->end;
        if (!gp_window_fill(window, error))
            return FALSE;
    }
    window->begin = next;
    self->line++;
    return TRUE;
}

static void
refuse_quoting(Reader *self, GpCsvStatus status, guint field)
{
    if (status == GP_CSV_OPEN_QUOTE)
        gp_taker_refuse(self->taker, self->line, field + 1, "open-quote",
                        "a quote is opened and never closed");
    else
        gp_taker_refuse(self->taker, self->line, field + 1, "bad-quote",
                        "only a comma may follow a closing quote");
}

/* Splits the next row. What it finds does not depend on how much of the file is in memory: a row
 * that is not whole within the most a row may have is CUT, whatever follows. */
static GpCsvStatus
split_row(Reader *self, const GpWindow *window, GpCsvRow *out_row)
{
    const char *text = window->begin;
    gsize length = (gsize)(window->end - text);
    GpCsvStatus status =
        gp_csv_split(text, window->end, window->is_last, self->fields, GP_MAX_COLUMNS, out_row);
    char *limit, held;

    if (length <= GP_MAX_ROW_BYTES ||
        (status == GP_CSV_ROW && out_row->n_lines <= 1 && out_row->next <= text + GP_MAX_ROW_BYTES))
        return status;
    limit = (char *)text + GP_MAX_ROW_BYTES;
    held = *limit;
    *limit = '\n';
    status = gp_csv_split(text, limit, FALSE, self->fields, GP_MAX_COLUMNS, out_row);
    *limit = held;
    return status;
}

static gboolean
read_rows(Reader *self, GpWindow *window, GError **error)
{
    GpCsvRow row;

    while (window->begin < window->end || !window->is_last) {
        const char *text = window->begin;
        GpCsvStatus status = split_row(self, window, &row);

        if (status == GP_CSV_CUT && !gp_window_holds_a_row(window)) {
            if (!gp_window_fill(window, error))
                return FALSE;
            continue;
        }
        if (status == GP_CSV_CUT) {
            if (!skip_long_row(self, window, error))
                return FALSE;
            continue;
        }
        if (status != GP_CSV_ROW) {
            refuse_quoting(self, status, row.bad_field);
        } else if (!consider_row(self, text, &row)) {
            row.next = gp_csv_next_line(text, window->end, window->is_last);
            row.n_lines = 1;
        }
        window->begin = row.next;
        self->line += row.n_lines;
    }
    return TRUE;
}

static void
note_blank_rows(const Reader *self)
{
    if (self->n_blank > 0)
        gp_issue_list_add_at(
            self->issues, GP_SEVERITY_NOTE, "blank-row", self->file, self->first_blank_line, 0,
            "%" G_GUINT64_FORMAT " blank rows were passed over; this is the first", self->n_blank);
}

/* What the original calls its columns. */
static void
list_names(const GpHeader *header, const char **out_names)
{
    for (guint i = 0; i < GP_N_FIELDS; i++)
        out_names[i] = header->columns[i] < 0 ? NULL : header->names[header->columns[i]];
}

gboolean
gp_read_activity(const char *path,
                 const GpReadRules *rules,
                 GpCube *cube,
                 GpIssueList *issues,
                 GpReadCount *out_count,
                 GError **error)
{
    g_auto(GpWindow) window = {.fd = -1};
    g_auto(GpHeader) header = {0};
    g_auto(Reader) reader = {.header = &header, .issues = issues, .line = 1};
    const char *names[GP_N_FIELDS];

    if (!gp_window_open(&window, path, error))
        return FALSE;
    if (rules->encoding == GP_ENCODING_WINDOWS_1252 && !gp_window_set_windows_1252(&window, error))
        return FALSE;
    if (rules->name != NULL)
        window.name = rules->name;
    reader.file = window.name;
    if (!gp_header_read(&header, &window, &reader.line, issues, error))
        return FALSE;
    list_names(&header, names);
    reader.scratch = g_malloc(GP_MAX_ROW_BYTES);
    reader.taker = gp_taker_new(reader.file, names, rules, cube, issues);
    for (guint i = 0; i < GP_N_FIELDS; i++)
        reader.row.fields[i].text = "";
    if (!read_rows(&reader, &window, error))
        return FALSE;
    gp_taker_finish(reader.taker, out_count);
    note_blank_rows(&reader);
    return TRUE;
}
