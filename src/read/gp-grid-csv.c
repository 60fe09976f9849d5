/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-format-private.h"

/* The line on which a byte stands, from 1. */
static guint
line_of(const char *bytes, const char *place)
{
    guint line = 1;

    for (const char *p = bytes; p < place; p++)
        line += *p == '\n';
    return line;
}

static gboolean
check_bytes(const GpGrid *self, const char *bytes, gsize length, GError **error)
{
    const char *nul = memchr(bytes, '\0', length);

    if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is UTF-16 text; save it again as “CSV UTF-8”", self->name);
    if (length >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is a workbook or another packed file, not CSV", self->name);
    if (length >= 4 && memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is a workbook of the old kind (.xls); save it as .xlsx or "
                        "CSV",
                        self->name);
    if (nul != NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%u: the file holds a NUL byte: it is damaged, or no text", self->name,
                        line_of(bytes, nul));
    return TRUE;
}

/* Brings the bytes to UTF-8; one byte more is allocated. */
static gboolean
decode(const GpGrid *self,
       GpFormatEncoding encoding,
       char **io_bytes,
       gsize *io_length,
       GError **error)
{
    const char *bad;
    gsize written;
    char *text;

    if (encoding != GP_FORMAT_WINDOWS_1252) {
        if (g_utf8_validate(*io_bytes, (gssize)*io_length, &bad))
            return TRUE;
        if (encoding == GP_FORMAT_UTF_8)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s:%u: the file is not UTF-8 text; if it comes from an older "
                            "spreadsheet, write encoding=windows-1252 in the settings of the "
                            "source",
                            self->name, line_of(*io_bytes, bad));
    }
    text = g_convert(*io_bytes, (gssize)*io_length, "UTF-8", "WINDOWS-1252", NULL, &written, NULL);
    if (text == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is neither UTF-8 nor Windows-1252 text: it holds bytes that "
                        "mean nothing in either",
                        self->name);
    g_free(*io_bytes);
    *io_bytes = text;
    *io_length = written;
    return TRUE;
}

static void
note_fault(GpGridRow *row, GpCsvStatus status, char separator, guint field)
{
    row->fault_column = field;
    if (status == GP_CSV_OPEN_QUOTE) {
        row->fault_code = "open-quote";
        row->fault = "a quote is opened and never closed";
    } else {
        row->fault_code = "bad-quote";
        row->fault = separator == ',' ? "only a comma may follow a closing quote"
                                      : "only what parts the columns may follow a closing quote";
    }
}

/* @end: one past the text, where a line feed stands */
static gboolean
split_rows(GpGrid *self, char *begin, char *end, GError **error)
{
    GpCsvField fields[GP_GRID_MAX_COLUMNS];
    const char *cells[GP_GRID_MAX_COLUMNS];
    guint64 line = 1;
    GpCsvRow row;

    for (const char *p = begin; p < end; p = row.next, line += row.n_lines) {
        GpCsvStatus status =
            gp_csv_split_at(self->separator, p, end, fields, GP_GRID_MAX_COLUMNS, &row);
        GpGridRow *added = gp_grid_add_row(self, line);

        if (status != GP_CSV_ROW) {
            note_fault(added, status, self->separator, row.bad_field);
            continue;
        }
        if (row.n_fields > GP_GRID_MAX_COLUMNS)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s:%" G_GUINT64_FORMAT ": the row has %u columns; %u is the most",
                            self->name, line, row.n_fields, GP_GRID_MAX_COLUMNS);
        gp_csv_cells_in_place(fields, row.n_fields, cells);
        for (guint i = 0; i < row.n_fields; i++) {
            if (!gp_grid_add_cell(self, cells[i], FALSE, error))
                return FALSE;
        }
    }
    return TRUE;
}

gboolean
gp_grid_read_csv(GpGrid *self,
                 const GpFormat *format,
                 const char *path,
                 gboolean is_windows_1252,
                 GError **error)
{
    GpFormatEncoding encoding = is_windows_1252 ? GP_FORMAT_WINDOWS_1252 : format->encoding;
    gsize length, skipped;

    self->separator = format->separator;
    if (!gp_file_read(path, GP_GRID_MAX_BYTES, &self->bytes, &length, error) ||
        !check_bytes(self, self->bytes, length, error))
        return FALSE;
    skipped = length >= 3 && memcmp(self->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (!decode(self, encoding, &self->bytes, &length, error))
        return FALSE;
    self->bytes[length] = '\n';
    return split_rows(self, self->bytes + skipped, self->bytes + length, error);
}
