/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-import-private.h"
#include "gp-text.h"
#include "gp-xlsx.h"

/* The flat file of 2025 has 1 MB as CSV. */
#define MAX_BYTES ((gsize)256 * 1024 * 1024)
#define MAX_COLUMNS 1024

#define FRONT_SHEET "Front page"
#define FIGURE_TITLE "GHG Conversion Factor "

static const char *const titles[] = {"ID",       "Scope",      "Level 1",     "Level 2",
                                     "Level 3",  "Level 4",    "Column Text", "UOM",
                                     "GHG/Unit", FIGURE_TITLE, "Provenance"};

/* ---- cells ---- */

static gboolean
is_blank(const char *p)
{
    return *p == ' ' || (*p >= '\t' && *p <= '\r');
}

#define NO_BREAK_SPACE "\xc2\xa0"

/* Cuts blanks, also those that do not break, at both ends. */
static char *
trim(char *text)
{
    char *end;

    for (;;) {
        if (is_blank(text))
            text++;
        else if (g_str_has_prefix(text, NO_BREAK_SPACE))
            text += strlen(NO_BREAK_SPACE);
        else
            break;
    }
    end = text + strlen(text);
    for (;;) {
        if (end > text && is_blank(end - 1))
            end--;
        else if (end - text >= 2 && memcmp(end - 2, NO_BREAK_SPACE, 2) == 0)
            end -= 2;
        else
            break;
    }
    *end = '\0';
    return text;
}

char *
gp_flat_show(const char *text)
{
    return gp_text_printable(text, strlen(text), 40);
}

/* ---- where something stands ---- */

gboolean
gp_flat_prefix(const GpFlat *self, const GpFlatRow *row, GpFlatColumn column, GError **error)
{
    char cell[GP_XLSX_CELL_NAME_SIZE];

    if (self->is_workbook) {
        gp_xlsx_print_cell((guint)self->columns[column], row->number, cell);
        g_prefix_error(error, "%s: sheet “" GP_FLAT_SHEET "”, at cell %s: ", self->path, cell);
    } else {
        g_prefix_error(error, "%s:%u: column “%s”: ", self->path, row->number,
                       self->titles[column]);
    }
    return FALSE;
}

static gboolean
prefix_row(const GpFlat *self, guint number, GError **error)
{
    if (self->is_workbook)
        g_prefix_error(error, "%s: sheet “" GP_FLAT_SHEET "”, at row %u: ", self->path, number);
    else
        g_prefix_error(error, "%s:%u: ", self->path, number);
    return FALSE;
}

/* ---- the header ---- */

typedef struct {
    GpFlat *flat;
    GpFlatRowFunc func;
    gpointer data;
    GStringChunk *texts; /* of one row, where a cell had to be copied */
    char *cells[MAX_COLUMNS];
    guint n_cells;
    guint n_columns; /* as many as the header reaches to; 0: it is still to come */
    GError *error;
} Reader;

static gboolean
is_titled(const char *cell, GpFlatColumn column)
{
    gsize length = strlen(titles[column]);

    if (column == GP_FLAT_FIGURE)
        return g_ascii_strncasecmp(cell, titles[column], length) == 0;
    return gp_text_equal_ignoring_case(cell, strlen(cell), titles[column], length);
}

static gboolean
is_header(const Reader *self)
{
    for (guint i = 0; i < self->n_cells; i++) {
        if ((i == 0 && is_titled(self->cells[i], GP_FLAT_ID)) ||
            is_titled(self->cells[i], GP_FLAT_LEVEL_1))
            return TRUE;
    }
    return FALSE;
}

static gboolean
take_title(GpFlat *flat, const char *cell, guint place, GError **error)
{
    for (guint i = 0; i < GP_FLAT_N_COLUMNS; i++) {
        if (!is_titled(cell, i))
            continue;
        if (flat->columns[i] >= 0)
            return gp_throw(error, GP_ERROR_MALFORMED, "the columns “%s” and “%s” are the same",
                            flat->titles[i], cell);
        flat->columns[i] = (int)place;
        flat->titles[i] = g_strdup(cell);
    }
    return TRUE;
}

/* The heading that stands where a missing one was perhaps renamed. */
static char *
guess_renamed(const Reader *self, GpFlatColumn column)
{
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    g_autofree char *shown = NULL;
    const char *closest;

    for (guint i = 0; i < self->n_cells; i++) {
        gboolean is_taken = *self->cells[i] == '\0';

        for (guint j = 0; j < GP_FLAT_N_COLUMNS; j++)
            is_taken |= self->flat->columns[j] == (int)i;
        if (!is_taken)
            g_ptr_array_add(others, self->cells[i]);
    }
    closest = gp_text_closest(titles[column], (const char *const *)others->pdata, others->len);
    if (closest == NULL)
        return g_strdup("");
    shown = gp_flat_show(closest);
    return g_strdup_printf("; is it the one that is called “%s” here?", shown);
}

static gboolean
check_columns(const Reader *self, GError **error)
{
    for (guint i = 0; i < GP_FLAT_PROVENANCE; i++) {
        g_autofree char *guess = NULL;

        if (self->flat->columns[i] >= 0)
            continue;
        guess = guess_renamed(self, i);
        return gp_throw(error, GP_ERROR_MALFORMED, "the column “%s%s” is missing%s", titles[i],
                        i == GP_FLAT_FIGURE ? "YYYY" : "", guess);
    }
    return TRUE;
}

static gboolean
read_year(GpFlat *self, GError **error)
{
    const char *title = self->titles[GP_FLAT_FIGURE];
    guint64 year;

    if (!g_ascii_string_to_unsigned(title + strlen(FIGURE_TITLE), 10, GP_FIRST_YEAR, GP_LAST_YEAR,
                                    &year, NULL)) {
        g_autofree char *shown = gp_flat_show(title);

        return gp_throw(error, GP_ERROR_MALFORMED, "the heading “%s” does not end in a year",
                        shown);
    }
    self->year = (int)year;
    return TRUE;
}

static gboolean
take_header(Reader *self, GError **error)
{
    for (guint i = 0; i < self->n_cells; i++) {
        if (!take_title(self->flat, self->cells[i], i, error))
            return FALSE;
        if (*self->cells[i] != '\0')
            self->n_columns = i + 1;
    }
    return check_columns(self, error) && read_year(self->flat, error);
}

/* ---- rows ---- */

/* A cell fit to be shown and written: without blanks at its ends, control characters as blanks. */
static char *
clean(Reader *self, char *cell)
{
    char *text = trim(cell);
    g_autofree char *printable = NULL;

    if (gp_text_is_clean(text, strlen(text)))
        return text;
    printable = gp_text_printable(text, strlen(text), G_MAXUINT);
    return trim(g_string_chunk_insert(self->texts, printable));
}

/* In a sheet there may be notes at the side; in a line there is a comma too many. */
static gboolean
check_width(const Reader *self, GError **error)
{
    for (guint i = self->n_columns; i < self->n_cells && !self->flat->is_workbook; i++) {
        if (*self->cells[i] != '\0')
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "the row has %u fields where the header has %u", i + 1,
                            self->n_columns);
    }
    return TRUE;
}

static gboolean
give_row(Reader *self, guint number, GError **error)
{
    GpFlatRow row = {.number = number};

    if (!check_width(self, error))
        return prefix_row(self->flat, number, error);
    for (guint i = 0; i < GP_FLAT_N_COLUMNS; i++) {
        int column = self->flat->columns[i];

        row.cells[i] = column < 0 || (guint)column >= self->n_cells ? "" : self->cells[column];
    }
    if (*row.cells[GP_FLAT_LEVEL_1] != '\0')
        return self->func(self->flat, &row, self->data, error);
    if (*row.cells[GP_FLAT_FIGURE] == '\0')
        return TRUE;
    gp_throw(error, GP_ERROR_MALFORMED, "the row has a figure, but its first level is empty");
    return gp_flat_prefix(self->flat, &row, GP_FLAT_LEVEL_1, error);
}

static gboolean
take_cells(Reader *self, guint number, GError **error)
{
    for (guint i = 0; i < self->n_cells; i++)
        self->cells[i] = clean(self, self->cells[i]);
    if (self->n_columns > 0)
        return give_row(self, number, error);
    return !is_header(self) || take_header(self, error) || prefix_row(self->flat, number, error);
}

/* ---- CSV ---- */

static gboolean
take_fields(Reader *self, const GpCsvField *fields, guint n_fields, guint line, GError **error)
{
    g_string_chunk_clear(self->texts);
    self->n_cells = n_fields;
    for (guint i = 0; i < n_fields; i++) {
        gsize length = fields[i].length;

        self->cells[i] = (char *)fields[i].text;
        if (fields[i].has_doubled_quotes)
            length = gp_csv_field_copy(&fields[i], self->cells[i]);
        self->cells[i][length] = '\0';
    }
    return take_cells(self, line, error);
}

static gboolean
throw_row(GError **error, GpCsvStatus status, const GpCsvRow *row)
{
    if (status == GP_CSV_OPEN_QUOTE)
        return gp_throw(error, GP_ERROR_MALFORMED, "the quote opened in field %u is not closed",
                        row->bad_field + 1);
    if (status == GP_CSV_AFTER_QUOTE)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "only a comma may follow the closing quote of field %u",
                        row->bad_field + 1);
    return gp_throw(error, GP_ERROR_MALFORMED, "more than %d columns", MAX_COLUMNS);
}

static gboolean
read_text(Reader *self, char *bytes, gsize length, GError **error)
{
    const char *p = bytes, *end = bytes + length;
    GpCsvField fields[MAX_COLUMNS];
    guint line = 1;
    GpCsvRow row;

    if (!g_utf8_validate(bytes, (gssize)length, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is neither an Excel workbook nor UTF-8 text; save it as "
                        "“CSV UTF-8”",
                        self->flat->path);
    bytes[length] = '\n';
    if (g_str_has_prefix(bytes, "\xef\xbb\xbf"))
        p += 3;
    for (; p < end; p = row.next, line += row.n_lines) {
        GpCsvStatus status = gp_csv_split(p, end, TRUE, fields, MAX_COLUMNS, &row);

        if (status != GP_CSV_ROW || row.n_fields > MAX_COLUMNS) {
            throw_row(error, status, &row);
            return prefix_row(self->flat, line, error);
        }
        if (!take_fields(self, fields, row.n_fields, line, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- workbooks ---- */

static char *
copy_cell(const Reader *self, const GpXlsxCell *cell)
{
    if (cell->kind == GP_XLSX_BOOLEAN)
        return g_string_chunk_insert(self->texts, *cell->text == '1' ? "TRUE" : "FALSE");
    return g_string_chunk_insert(self->texts, cell->text);
}

static gboolean
take_sheet_row(guint number, const GpXlsxCell *cells, guint n_cells, gpointer data)
{
    Reader *self = data;

    g_string_chunk_clear(self->texts);
    self->n_cells = 0;
    for (guint i = 0; i < n_cells && cells[i].column < MAX_COLUMNS; i++) {
        while (self->n_cells < cells[i].column)
            self->cells[self->n_cells++] = g_string_chunk_insert_len(self->texts, "", 0);
        self->cells[self->n_cells++] = copy_cell(self, &cells[i]);
    }
    return take_cells(self, number, &self->error);
}

/* The cell after “Version:” on the front page. */
static gboolean
find_version(guint number G_GNUC_UNUSED, const GpXlsxCell *cells, guint n_cells, gpointer data)
{
    GpFlat *self = data;

    for (guint i = 0; i + 1 < n_cells; i++) {
        g_autofree char *label = g_strdup(cells[i].text);

        if (g_ascii_strcasecmp(trim(label), "Version:") == 0) {
            const char *text = cells[i + 1].text;

            self->version = gp_import_clean_number(text + (*text == 'v' || *text == 'V'));
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_workbook(Reader *self, GError **error)
{
    g_autoptr(GpXlsx) book = gp_xlsx_open(self->flat->path, error);
    int front, sheet;

    if (book == NULL)
        return FALSE;
    front = gp_xlsx_find_sheet(book, FRONT_SHEET);
    sheet = gp_xlsx_find_sheet(book, GP_FLAT_SHEET);
    if (sheet < 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: there is no sheet “" GP_FLAT_SHEET "”; of the files of an edition, "
                        "the “flat file for automatic processing” has it",
                        self->flat->path);
    if (front >= 0 && !gp_xlsx_read_sheet(book, (guint)front, find_version, self->flat, error))
        return FALSE;
    if (!gp_xlsx_read_sheet(book, (guint)sheet, take_sheet_row, self, error))
        return FALSE;
    if (self->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&self->error));
    return FALSE;
}

/* ---- either ---- */

/* Old and encrypted workbooks too: gp_xlsx_open() says what to do with them. */
static gboolean
is_workbook(const char *bytes, gsize length)
{
    return length >= 4 &&
           (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0);
}

static gboolean
read_all(Reader *self, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;

    if (!gp_file_read(self->flat->path, MAX_BYTES, &bytes, &length, error))
        return FALSE;
    self->flat->is_workbook = is_workbook(bytes, length);
    if (!self->flat->is_workbook)
        return read_text(self, bytes, length, error);
    g_clear_pointer(&bytes, g_free);
    return read_workbook(self, error);
}

gboolean
gp_flat_read(GpFlat *self, GpFlatRowFunc func, gpointer data, GError **error)
{
    g_autofree Reader *reader = g_new0(Reader, 1);
    gboolean ok;

    for (guint i = 0; i < GP_FLAT_N_COLUMNS; i++)
        self->columns[i] = -1;
    *reader = (Reader){.flat = self, .func = func, .data = data};
    reader->texts = g_string_chunk_new(4096);
    ok = read_all(reader, error);
    if (ok && reader->n_columns == 0)
        ok = gp_throw(error, GP_ERROR_MALFORMED,
                      "%s: no row has the headings of the flat file, which begin with ID, Scope, "
                      "Level 1",
                      self->path);
    g_string_chunk_free(reader->texts);
    return ok;
}

void
gp_flat_clear(GpFlat *self)
{
    for (guint i = 0; i < GP_FLAT_N_COLUMNS; i++)
        g_free(self->titles[i]);
    g_free(self->version);
}
