/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"

#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "gp-error.h"
#include "gp-file.h"
#include "gp-text.h"

/* The first byte from @p on that is @wanted or ends a line; @end if there is none before it. */
static inline const char *
find_or_line_end(const char *p, const char *end, char wanted)
{
#if defined(__SSE2__)
    const __m128i wanted_16 = _mm_set1_epi8(wanted);
    const __m128i feeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');

    for (; end - p >= 16; p += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i_u *)p);
        __m128i is_line_end =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, feeds), _mm_cmpeq_epi8(bytes, returns));
        guint found =
            (guint)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, wanted_16), is_line_end));

        if (found != 0)
            return p + __builtin_ctz(found);
    }
#endif
    while (p < end && *p != wanted && *p != '\n' && *p != '\r')
        p++;
    return p;
}

/* Past a line break at @p, which may be CRLF; NULL if the bytes end inside it. */
static const char *
skip_line_break(const char *p, const char *end, gboolean is_all)
{
    if (p == end)
        return end;
    if (*p == '\n')
        return p + 1;
    if (p + 1 == end)
        return is_all ? end : NULL;
    return p[1] == '\n' ? p + 2 : p + 1;
}

/* The closing quote of a field whose text begins at @p; NULL if there is none before @end. */
static const char *
find_closing_quote(const char *p, const char *end, GpCsvField *field, GpCsvRow *row)
{
    for (; (p = find_or_line_end(p, end, '"')) < end; p++) {
        if (*p == '\n' || (*p == '\r' && p[1] != '\n'))
            row->n_lines++;
        if (*p != '"')
            continue;
        if (p + 1 == end || p[1] != '"')
            return p;
        field->has_doubled_quotes = TRUE;
        p++;
    }
    return NULL;
}

const char *
gp_csv_next_line(const char *text, const char *end, gboolean is_all)
{
    const char *p = find_or_line_end(text, end, '\n');

    return p == end && !is_all ? NULL : skip_line_break(p, end, is_all);
}

/* A row that is given up, or a comment: the rows go on with the line after its first one. */
static GpCsvStatus
give_up(const char *text, const char *end, gboolean is_all, GpCsvStatus status, GpCsvRow *row)
{
    row->next = gp_csv_next_line(text, end, is_all);
    row->n_lines =
        row->next != NULL && row->next > text && (row->next[-1] == '\n' || row->next[-1] == '\r');
    row->bad_field = row->n_fields;
    return row->next == NULL ? GP_CSV_CUT : status;
}

static G_ALWAYS_INLINE inline GpCsvStatus
split(char separator,
      const char *text,
      const char *end,
      gboolean is_all,
      GpCsvField *fields,
      guint max_fields,
      GpCsvRow *out_row)
{
    const char *p = text;
    GpCsvField field;

    *out_row = (GpCsvRow){0};
    for (;; p++) {
        field = (GpCsvField){p, 0, FALSE};
        if (*p == '"' && p < end) {
            field.text = ++p;
            p = find_closing_quote(p, end, &field, out_row);
            if (p == NULL)
                return is_all ? give_up(text, end, is_all, GP_CSV_OPEN_QUOTE, out_row) : GP_CSV_CUT;
            field.length = (guint32)(p++ - field.text);
            if (p == end && !is_all)
                return GP_CSV_CUT;
            if (p < end && *p != separator && *p != '\n' && *p != '\r')
                return give_up(text, end, is_all, GP_CSV_AFTER_QUOTE, out_row);
        } else {
            p = find_or_line_end(p, end, separator);
            field.length = (guint32)(p - field.text);
        }
        if (out_row->n_fields < max_fields)
            fields[out_row->n_fields] = field;
        out_row->n_fields++;
        if (*p != separator || p == end)
            break;
    }
    if (p == end && !is_all)
        return GP_CSV_CUT;
    out_row->n_lines += p < end;
    out_row->next = skip_line_break(p, end, is_all);
    return out_row->next == NULL ? GP_CSV_CUT : GP_CSV_ROW;
}

GpCsvStatus
gp_csv_split(const char *text,
             const char *end,
             gboolean is_all,
             GpCsvField *fields,
             guint max_fields,
             GpCsvRow *out_row)
{
    return split(',', text, end, is_all, fields, max_fields, out_row);
}

GpCsvStatus
gp_csv_split_at(char separator,
                const char *text,
                const char *end,
                GpCsvField *fields,
                guint max_fields,
                GpCsvRow *out_row)
{
    return split(separator, text, end, TRUE, fields, max_fields, out_row);
}

gsize
gp_csv_field_copy(const GpCsvField *field, char *out)
{
    const char *end = field->text + field->length;
    char *o = out;

    for (const char *p = field->text; p < end; p++) {
        *o++ = *p;
        if (*p == '"')
            p++;
    }
    return (gsize)(o - out);
}

GpCsvCell
gp_csv_cell_in_place(const GpCsvField *field)
{
    const char *text = field->text;
    gsize length = field->length;

    if (field->has_doubled_quotes)
        length = gp_csv_field_copy(field, (char *)text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    while (length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    return (GpCsvCell){text, length};
}

void
gp_csv_cells_in_place(const GpCsvField *fields, guint n, const char **out_cells)
{
    for (guint i = 0; i < n; i++) {
        GpCsvCell cell = gp_csv_cell_in_place(&fields[i]);

        ((char *)cell.text)[cell.length] = '\0';
        out_cells[i] = cell.text;
    }
}

struct _GpCsvTable {
    char *path;
    char *bytes;   /* the file, its fields ended by NUL in place */
    GArray *cells; /* (element-type utf8) header first, then row by row */
    GArray *lines; /* (element-type guint) */
    guint n_columns;
};

#define MAX_COLUMNS 1024
#define MAX_TABLE_BYTES ((gsize)256 * 1024 * 1024)

static void
table_take_row(GpCsvTable *self, const GpCsvField *fields, guint n_fields, guint line)
{
    guint first = self->cells->len;

    g_array_set_size(self->cells, first + n_fields);
    gp_csv_cells_in_place(fields, n_fields, &g_array_index(self->cells, const char *, first));
    g_array_append_val(self->lines, line);
}

static gboolean
table_check_row(
    GpCsvTable *self, GpCsvStatus status, const GpCsvRow *row, guint line, GError **error)
{
    if (status == GP_CSV_OPEN_QUOTE)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%u: the quote opened in field %u is not closed", self->path, line,
                        row->bad_field + 1);
    if (status == GP_CSV_AFTER_QUOTE)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%u: only a comma may follow the closing quote of field %u", self->path,
                        line, row->bad_field + 1);
    if (row->n_fields > MAX_COLUMNS)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: more than %d columns", self->path, line,
                        MAX_COLUMNS);
    if (self->n_columns != 0 && row->n_fields != self->n_columns)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%u: the row has %u fields where the header has %u", self->path, line,
                        row->n_fields, self->n_columns);
    return TRUE;
}

static gboolean
row_is_blank(const GpCsvField *fields, const GpCsvRow *row)
{
    return row->n_fields == 1 && fields[0].length == 0;
}

static gboolean
table_parse(GpCsvTable *self, gsize length, GError **error)
{
    GpCsvField fields[MAX_COLUMNS];
    const char *p = self->bytes, *end = self->bytes + length;
    guint line = 1;
    GpCsvRow row;

    if (length >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    for (; p < end; p = row.next, line += row.n_lines) {
        GpCsvStatus status;

        if (*p == '#' && self->n_columns == 0) {
            give_up(p, end, TRUE, GP_CSV_ROW, &row);
            continue;
        }
        status = gp_csv_split(p, end, TRUE, fields, MAX_COLUMNS, &row);
        if (status == GP_CSV_ROW && row_is_blank(fields, &row))
            continue;
        if (!table_check_row(self, status, &row, line, error))
            return FALSE;
        table_take_row(self, fields, row.n_fields, line);
        self->n_columns = row.n_fields;
    }
    if (self->n_columns == 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: the file is empty", self->path);
    return TRUE;
}

GpCsvTable *
gp_csv_table_load(const char *path, GError **error)
{
    g_autoptr(GpCsvTable) self = g_new0(GpCsvTable, 1);
    gsize length;

    self->path = g_strdup(path);
    self->cells = g_array_new(FALSE, FALSE, sizeof(char *));
    self->lines = g_array_new(FALSE, FALSE, sizeof(guint));
    if (!gp_file_read(path, MAX_TABLE_BYTES, &self->bytes, &length, error))
        return NULL;
    if (!gp_text_is_utf8(self->bytes, length))
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s: the file is not UTF-8 text; save it as “CSV UTF-8”", path);
    self->bytes[length] = '\n';
    if (!table_parse(self, length, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
gp_csv_table_free(GpCsvTable *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->cells);
    g_array_unref(self->lines);
    g_free(self->bytes);
    g_free(self->path);
    g_free(self);
}

const char *
gp_csv_table_path(const GpCsvTable *self)
{
    return self->path;
}

guint
gp_csv_table_n_rows(const GpCsvTable *self)
{
    return self->lines->len - 1;
}

guint
gp_csv_table_n_columns(const GpCsvTable *self)
{
    return self->n_columns;
}

const char *
gp_csv_table_column_name(const GpCsvTable *self, guint column)
{
    return g_array_index(self->cells, char *, column);
}

/* Whether two names are the same but for ASCII capitals: most differ in their first letters. */
static gboolean
is_same_name(const char *a, const char *b)
{
    while (*a != '\0' && (*a == *b || g_ascii_tolower(*a) == g_ascii_tolower(*b)))
        a++, b++;
    return *a == *b;
}

int
gp_csv_table_column(const GpCsvTable *self, const char *name)
{
    for (guint i = 0; i < self->n_columns; i++) {
        if (is_same_name(gp_csv_table_column_name(self, i), name))
            return (int)i;
    }
    return -1;
}

static gboolean
refuse_column(const GpCsvTable *self,
              const char *name,
              const char *const *known,
              guint n_known,
              GError **error)
{
    g_autofree char *quoted = gp_text_quoted(name);
    const char *closest = gp_text_closest(name, known, n_known);

    return gp_throw(error, GP_ERROR_MALFORMED,
                    "%s:%u: there is no column “%s” in such a file%s%s%s", self->path,
                    g_array_index(self->lines, guint, 0), quoted,
                    closest == NULL ? "" : "; did you mean “", closest == NULL ? "" : closest,
                    closest == NULL ? "" : "”?");
}

gboolean
gp_csv_table_check_columns(
    const GpCsvTable *self, const char *const *known, guint n_known, guint n_needed, GError **error)
{
    guint line = g_array_index(self->lines, guint, 0);

    for (guint i = 0; i < self->n_columns; i++) {
        const char *name = gp_csv_table_column_name(self, i);
        guint k = 0;

        while (k < n_known && !is_same_name(name, known[k]))
            k++;
        if (k == n_known)
            return refuse_column(self, name, known, n_known, error);
        if (gp_csv_table_column(self, name) != (int)i)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: the column %s is there twice",
                            self->path, line, known[k]);
    }
    for (guint k = 0; k < n_needed; k++) {
        if (gp_csv_table_column(self, known[k]) < 0)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: the column %s is needed", self->path,
                            line, known[k]);
    }
    return TRUE;
}

const char *
gp_csv_table_cell(const GpCsvTable *self, guint row, int column)
{
    if (column < 0)
        return "";
    return g_array_index(self->cells, char *, (row + 1) * self->n_columns + (guint)column);
}

const char *const *
gp_csv_table_row(const GpCsvTable *self, guint row)
{
    return &g_array_index(self->cells, const char *, (row + 1) * self->n_columns);
}

guint
gp_csv_table_line(const GpCsvTable *self, guint row)
{
    return g_array_index(self->lines, guint, row + 1);
}

void
gp_csv_append(GString *out, const char *text)
{
    static const guint8 needs_quotes[256] = {[','] = 1, ['"'] = 1, ['\n'] = 1, ['\r'] = 1};
    const char *end = text;

    while (*end != '\0' && !needs_quotes[(guint8)*end])
        end++;
    if (*end == '\0') {
        g_string_append_len(out, text, end - text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static gboolean
is_like_a_formula(const char *text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    const char *start = text + strspn(text, "'");

    if (*start == '-' && start[1] != '\0' && start[1 + strspn(start + 1, "0123456789.")] == '\0')
        return FALSE;
    if ((guchar)*start < 0x80)
        return *start != '\0' && strchr("=+-@", *start) != NULL;
    for (guint i = 0; i < G_N_ELEMENTS(wide); i++) {
        if (g_str_has_prefix(start, wide[i]))
            return TRUE;
    }
    return FALSE;
}

void
gp_csv_append_name(GString *out, const char *text)
{
    g_autofree char *harmless = NULL;

    if (!is_like_a_formula(text)) {
        gp_csv_append(out, text);
        return;
    }
    harmless = g_strconcat("'", text, NULL);
    gp_csv_append(out, harmless);
}

const char *
gp_csv_name(const char *field)
{
    return *field == '\'' && is_like_a_formula(field) ? field + 1 : field;
}
