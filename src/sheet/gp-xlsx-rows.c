/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-sheet-private.h"
#include "gp-text.h"

/* The rows of one sheet. */

/* Excel's own limits: the last cell is XFD1048576. */
#define MAX_ROW 1048576
#define MAX_COLUMN 16384

/* Cells in the file, with a value or not: a second of reading. */
#define MAX_CELLS 8000000

/* A row is held whole in memory; 16 MB are 1 KB in every cell of the widest row. */
#define MAX_ROW_MB 16
#define MAX_ROW_BYTES ((gsize)MAX_ROW_MB << 20)

typedef enum {
    SHEET = GP_XML_TOP + 1,
    CHART,
    ROWS,
    ROW,
    CELL,
    VALUE,
    STRING,
    RUN,
    TEXT,
} Place;

static const GpXmlStep steps[] = {
    {GP_XML_TOP, "worksheet", SHEET},
    {GP_XML_TOP, "chartsheet", CHART},
    {GP_XML_TOP, "dialogsheet", CHART},
    {SHEET, "sheetData", ROWS},
    {ROWS, "row", ROW},
    {ROW, "c", CELL},
    {CELL, "v", VALUE},
    {CELL, "is", STRING},
    {STRING, "t", TEXT},
    {STRING, "r", RUN},
    {RUN, "t", TEXT},
};

typedef enum {
    TYPE_NUMBER,
    TYPE_SHARED,
    TYPE_TEXT,
    TYPE_BOOLEAN,
    TYPE_ERROR,
} CellType;

typedef struct {
    const GpXlsx *book;
    GpXlsxRowFunc func;
    gpointer data;
    guint row;      /* from 1, 0 before the first one */
    guint n_passed; /* columns up to and with the last cell begun */
    guint n_cells;  /* in the sheet so far */
    CellType type;  /* of the cell that is being read, as its value */
    GString *value;
    gboolean has_value;
    GArray *cells;       /* (element-type GpXlsxCell) of this row */
    GStringChunk *texts; /* of this row */
    gsize n_text_bytes;
} SheetReader;

void
gp_xlsx_print_cell(guint column, guint row, char *out)
{
    char letters[GP_XLSX_CELL_NAME_SIZE];
    char *p = letters + sizeof letters;

    *--p = '\0';
    for (guint rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        *--p = (char)('A' + (rest - 1) % 26);
    g_snprintf(out, GP_XLSX_CELL_NAME_SIZE, "%s%u", p, row);
}

static gboolean
throw_no(GError **error, const char *text, const char *what)
{
    g_autofree char *shown = gp_text_printable(text, strlen(text), 40);

    return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is no %s", shown, what);
}

/* Digits without a sign or needless zeros, from 1 to @max. */
static gboolean
parse_ordinal(const char *text, guint max, guint *out)
{
    guint value = 0;

    if (*text == '0')
        return FALSE;
    for (; g_ascii_isdigit(*text) && value <= max; text++)
        value = value * 10 + (guint)(*text - '0');
    if (*text != '\0' || value == 0 || value > max)
        return FALSE;
    *out = value;
    return TRUE;
}

/* `B2`; the column from 1. */
static gboolean
parse_reference(const char *text, guint *out_column, guint *out_row)
{
    guint column = 0;

    for (; *text >= 'A' && *text <= 'Z' && column <= MAX_COLUMN; text++)
        column = column * 26 + (guint)(*text - 'A' + 1);
    if (column == 0 || column > MAX_COLUMN)
        return FALSE;
    *out_column = column;
    return parse_ordinal(text, MAX_ROW, out_row);
}

static gboolean
start_row(SheetReader *self, const char **attributes, GError **error)
{
    const char *number = gp_xml_attribute(attributes, "r");
    guint row = self->row + 1;

    self->n_passed = 0;
    if (number != NULL && !parse_ordinal(number, MAX_ROW, &row))
        return throw_no(error, number, "row from 1 to " G_STRINGIFY(MAX_ROW));
    if (row <= self->row)
        return gp_throw(error, GP_ERROR_MALFORMED, "row %u follows row %u", row, self->row);
    if (row > MAX_ROW)
        return gp_throw(error, GP_ERROR_MALFORMED, "more than %d rows", MAX_ROW);
    self->row = row;
    return TRUE;
}

static gboolean
end_row(SheetReader *self)
{
    const GpXlsxCell *cells = (const GpXlsxCell *)(gpointer)self->cells->data;
    gboolean goes_on =
        self->cells->len == 0 || self->func(self->row, cells, self->cells->len, self->data);

    g_array_set_size(self->cells, 0);
    if (self->n_text_bytes > 0)
        g_string_chunk_clear(self->texts);
    self->n_text_bytes = 0;
    return goes_on;
}

static gboolean
parse_type(const char *text, CellType *out_type, GError **error)
{
    static const struct {
        const char *name;
        CellType type;
    } types[] = {
        {"s", TYPE_SHARED}, {"n", TYPE_NUMBER},  {"str", TYPE_TEXT}, {"inlineStr", TYPE_TEXT},
        {"d", TYPE_TEXT},   {"b", TYPE_BOOLEAN}, {"e", TYPE_ERROR},
    };

    *out_type = TYPE_NUMBER;
    if (text == NULL)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].name, text) == 0) {
            *out_type = types[i].type;
            return TRUE;
        }
    }
    return throw_no(error, text, "kind of value that Excel writes");
}

static gboolean
start_cell(SheetReader *self, const char **attributes, GError **error)
{
    const char *name = gp_xml_attribute(attributes, "r");
    guint column = self->n_passed + 1;
    guint row = self->row;

    if (++self->n_cells > MAX_CELLS)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "more than %d cells, the empty ones too; delete the empty rows and "
                        "columns, or save the sheet as CSV",
                        MAX_CELLS);
    if (name != NULL && !parse_reference(name, &column, &row))
        return throw_no(error, name, "cell from A1 to XFD" G_STRINGIFY(MAX_ROW));
    if (row != self->row)
        return gp_throw(error, GP_ERROR_MALFORMED, "the cell “%s” stands in row %u", name,
                        self->row);
    if (column <= self->n_passed)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the cell “%s” stands there twice or out of order", name);
    if (column > MAX_COLUMN)
        return gp_throw(error, GP_ERROR_MALFORMED, "more than %d columns", MAX_COLUMN);
    self->n_passed = column;
    self->has_value = FALSE;
    g_string_truncate(self->value, 0);
    return parse_type(gp_xml_attribute(attributes, "t"), &self->type, error);
}

static gboolean
start(gpointer data, int place, const char **attributes, GError **error)
{
    SheetReader *self = data;

    if (place == ROW)
        return start_row(self, attributes, error);
    if (place == CELL)
        return start_cell(self, attributes, error);
    if (place != VALUE && place != STRING)
        return TRUE;
    if (self->has_value)
        return gp_throw(error, GP_ERROR_MALFORMED, "the cell has two values");
    self->has_value = TRUE;
    return TRUE;
}

static gboolean
take_text(gpointer data, int place, const char *text, gsize length, GError **error)
{
    SheetReader *self = data;

    if (place != VALUE && place != TEXT)
        return TRUE;
    return gp_xlsx_gather(self->value, text, length, error);
}

static const char *
skip_digits(const char *p)
{
    while (g_ascii_isdigit(*p))
        p++;
    return p;
}

/* Digits with an optional sign, point and exponent, as XML Schema writes a `double`. */
static gboolean
is_number(const char *text)
{
    const char *whole = text + (*text == '-' || *text == '+');
    const char *p = skip_digits(whole);
    gsize n_digits = (gsize)(p - whole);

    if (*p == '.') {
        const char *fraction = p + 1;

        p = skip_digits(fraction);
        n_digits += (gsize)(p - fraction);
    }
    if (n_digits > 0 && (*p == 'E' || *p == 'e')) {
        const char *exponent = p + 1 + (p[1] == '-' || p[1] == '+');

        p = skip_digits(exponent);
        n_digits = (gsize)(p - exponent);
    }
    return n_digits > 0 && *p == '\0';
}

static gboolean
parse_index(const char *text, guint n, guint *out)
{
    *out = 0;
    return (g_str_equal(text, "0") && n > 0) || (n > 1 && parse_ordinal(text, n - 1, out));
}

/* Keeps the value that was gathered until the row ends. */
static gboolean
add_cell(SheetReader *self, GpXlsxKind kind, GError **error)
{
    GpXlsxCell cell = {self->n_passed - 1, kind, NULL};

    self->n_text_bytes += self->value->len + 1;
    if (self->n_text_bytes > MAX_ROW_BYTES)
        return gp_throw(error, GP_ERROR_MALFORMED, "the row holds more than %d MB of text",
                        MAX_ROW_MB);
    cell.text = g_string_chunk_insert_len(self->texts, self->value->str, (gssize)self->value->len);
    g_array_append_val(self->cells, cell);
    return TRUE;
}

static gboolean
add_shared(SheetReader *self, GError **error)
{
    GpXlsxCell cell = {self->n_passed - 1, GP_XLSX_TEXT, NULL};
    guint n = gp_strings_size(self->book->strings);
    guint index;

    if (!parse_index(self->value->str, n, &index)) {
        g_autofree char *what = g_strdup_printf("number of one of the workbook's %u texts", n);

        return throw_no(error, self->value->str, what);
    }
    cell.text = gp_strings_get(self->book->strings, index);
    if (cell.text[0] != '\0')
        g_array_append_val(self->cells, cell);
    return TRUE;
}

static gboolean
end_cell(SheetReader *self, GError **error)
{
    if (self->type == TYPE_TEXT) {
        if (!gp_xlsx_finish_text(self->value, error))
            return FALSE;
        return self->value->len == 0 || add_cell(self, GP_XLSX_TEXT, error);
    }
    g_strchug(self->value->str);
    g_string_truncate(self->value, strlen(g_strchomp(self->value->str)));
    if (self->value->len == 0)
        return TRUE;
    if (self->type == TYPE_SHARED)
        return add_shared(self, error);
    if (self->type == TYPE_ERROR)
        return gp_xlsx_finish_text(self->value, error) && add_cell(self, GP_XLSX_ERROR, error);
    if (self->type == TYPE_NUMBER)
        return is_number(self->value->str) ? add_cell(self, GP_XLSX_NUMBER, error)
                                           : throw_no(error, self->value->str, "number");
    if (!g_str_equal(self->value->str, "0") && !g_str_equal(self->value->str, "1"))
        return throw_no(error, self->value->str, "yes or no, which is 1 or 0");
    return add_cell(self, GP_XLSX_BOOLEAN, error);
}

static gboolean
end(gpointer data, int place, GError **error)
{
    if (place == CELL)
        return end_cell(data, error);
    return place != ROW || end_row(data);
}

static const GpXmlReader reader = {steps, G_N_ELEMENTS(steps), start, end, take_text};

static void
add_place(const SheetReader *self, const char *name, GError **error)
{
    g_autofree char *sheet = gp_text_printable(name, strlen(name), 100);
    char cell[GP_XLSX_CELL_NAME_SIZE];

    if (self->n_passed > 0) {
        gp_xlsx_print_cell(self->n_passed - 1, self->row, cell);
        g_prefix_error(error, "%s: sheet “%s”, at cell %s: ", self->book->path, sheet, cell);
    } else if (self->row > 0) {
        g_prefix_error(error, "%s: sheet “%s”, at row %u: ", self->book->path, sheet, self->row);
    } else {
        g_prefix_error(error, "%s: sheet “%s”: ", self->book->path, sheet);
    }
}

gboolean
gp_xlsx_read_sheet(GpXlsx *self, guint sheet, GpXlsxRowFunc func, gpointer data, GError **error)
{
    SheetReader rows = {.book = self, .func = func, .data = data};
    gboolean ok;

    g_return_val_if_fail(sheet < self->parts->len, FALSE);
    rows.value = g_string_new(NULL);
    rows.cells = g_array_new(FALSE, FALSE, sizeof(GpXlsxCell));
    rows.texts = g_string_chunk_new(4096);
    ok = gp_package_parse(self->package, g_ptr_array_index(self->parts, sheet), &reader, &rows,
                          error);
    if (!ok)
        add_place(&rows, gp_xlsx_sheet_name(self, sheet), error);
    g_string_free(rows.value, TRUE);
    g_array_unref(rows.cells);
    g_string_chunk_free(rows.texts);
    return ok;
}
