/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-read-private.h"
#include "gp-text.h"

static gboolean
skip_byte_order_mark(GpWindow *window, GError **error)
{
    gsize n = (gsize)(window->end - window->begin);

    if (n >= 3 && memcmp(window->begin, "\xef\xbb\xbf", 3) == 0)
        window->begin += 3;
    else if (n >= 2 && (memcmp(window->begin, "\xff\xfe", 2) == 0 ||
                        memcmp(window->begin, "\xfe\xff", 2) == 0 ||
                        memchr(window->begin, '\0', MIN(n, 4)) != NULL))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is UTF-16 text; save it again as “CSV UTF-8”", window->name);
    return TRUE;
}

/* A comment line that says how the file is encoded. */
static gboolean
obey_comment(GpWindow *window, const char *text, gsize length, GError **error)
{
    g_autofree char *comment = g_ascii_strdown(text, (gssize)length);

    if (strstr(comment, "encoding:") == NULL)
        return TRUE;
    if (strstr(comment, "windows-1252") != NULL)
        return gp_window_set_windows_1252(window, error);
    if (strstr(comment, "utf-8") != NULL)
        return TRUE;
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "%s: the encoding must be utf-8 or windows-1252: “%.60s”", window->name,
                    comment);
}

static gboolean
skip_comments(GpWindow *window, guint64 *io_line, GError **error)
{
    while (window->begin < window->end &&
           (*window->begin == '#' || *window->begin == '\n' || *window->begin == '\r')) {
        const char *comment = window->begin;
        const char *next = gp_csv_next_line(comment, window->end, TRUE);

        window->begin = next;
        ++*io_line;
        if (!obey_comment(window, comment, (gsize)(next - comment), error) ||
            !gp_window_fill(window, error))
            return FALSE;
    }
    return TRUE;
}

/* A column of the canonical form, under each of its names. */
typedef struct {
    const char *name;
    GpField field; /* GP_N_FIELDS: known, not needed here */
} KnownColumn;

static const KnownColumn known_columns[] = {
    {"period", GP_FIELD_PERIOD},
    {"date", GP_FIELD_PERIOD},
    {"month", GP_FIELD_PERIOD},
    {"year", GP_FIELD_PERIOD},
    {"start", GP_FIELD_START},
    {"end", GP_FIELD_END},
    {"activity", GP_FIELD_ACTIVITY},
    {"quantity", GP_FIELD_QUANTITY},
    {"qty", GP_FIELD_QUANTITY},
    {"amount", GP_FIELD_QUANTITY},
    {"unit", GP_FIELD_UNIT},
    {"site", GP_FIELD_SITE},
    {"department", GP_FIELD_DEPARTMENT},
    {"cost_centre", GP_FIELD_DEPARTMENT},
    {"role", GP_FIELD_ROLE},
    {"quality", GP_FIELD_QUALITY},
    {"reference", GP_FIELD_REFERENCE},
    {"note", GP_N_FIELDS},
};

static const KnownColumn *
find_known(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(known_columns); i++) {
        if (g_ascii_strcasecmp(name, known_columns[i].name) == 0)
            return &known_columns[i];
    }
    return NULL;
}

static gboolean
place_column(GpHeader *self,
             guint column,
             const GpWindow *window,
             guint64 line,
             GpIssueList *issues,
             GError **error)
{
    const char *name = self->names[column];
    const KnownColumn *known = find_known(name);
    int *number;

    if (known == NULL) {
        gp_issue_list_add_at(issues, GP_SEVERITY_NOTE, "ignored-column", window->name, line,
                             column + 1, "the column “%s” is not used", name);
        return TRUE;
    }
    if (known->field == GP_N_FIELDS)
        return TRUE;
    number = &self->columns[known->field];
    if (*number >= 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the columns “%s” and “%s” mean the same; keep "
                        "one of them",
                        window->name, line, self->names[*number], name);
    *number = (int)column;
    return TRUE;
}

static char *
join_names(const GpHeader *self)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < MIN(self->n_columns, 12); i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ", self->names[i]);
    return g_string_free(text, FALSE);
}

static gboolean
check_needed(const GpHeader *self, const GpWindow *window, guint64 line, GError **error)
{
    const int *columns = self->columns;
    const char *missing = columns[GP_FIELD_ACTIVITY] < 0   ? "activity"
                          : columns[GP_FIELD_QUANTITY] < 0 ? "quantity"
                          : columns[GP_FIELD_UNIT] < 0     ? "unit"
                                                           : NULL;
    gboolean has_period = columns[GP_FIELD_PERIOD] >= 0;
    gboolean has_start = columns[GP_FIELD_START] >= 0, has_end = columns[GP_FIELD_END] >= 0;
    g_autofree char *found = join_names(self);

    if (missing == NULL && !has_period && !(has_start && has_end))
        missing = "period";
    if (missing == NULL && has_period && (has_start || has_end))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": give either the column period or the columns "
                        "start and end, not both",
                        window->name, line);
    if (missing == NULL)
        return TRUE;
    if (self->n_columns == 1 && self->has_other_separator)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the columns are parted by “;” or tabs; save the "
                        "file as CSV with commas",
                        window->name, line);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "%s:%" G_GUINT64_FORMAT ": the header has no column “%s”; it has: %s",
                    window->name, line, missing, found);
}

static void
take_names(GpHeader *self, const GpCsvField *fields, guint n_fields)
{
    for (guint i = 0; i < n_fields; i++)
        self->names[i] = g_strstrip(gp_text_printable(fields[i].text, fields[i].length, 60));
    self->n_columns = n_fields;
    self->has_other_separator = memchr(fields[0].text, ';', fields[0].length) != NULL ||
                                memchr(fields[0].text, '\t', fields[0].length) != NULL;
}

gboolean
gp_header_read(
    GpHeader *self, GpWindow *window, guint64 *io_line, GpIssueList *issues, GError **error)
{
    GpCsvField fields[GP_MAX_COLUMNS];
    GpCsvRow row;

    memset(self, 0, sizeof *self);
    for (guint i = 0; i < GP_N_FIELDS; i++)
        self->columns[i] = -1;
    if (!skip_byte_order_mark(window, error) || !skip_comments(window, io_line, error))
        return FALSE;
    if (window->begin == window->end)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: the file is empty", window->name);
    if (gp_csv_split(window->begin, window->end, window->is_last, fields, GP_MAX_COLUMNS, &row) !=
        GP_CSV_ROW)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the header is not a row of CSV", window->name,
                        *io_line);
    if (row.n_fields > GP_MAX_COLUMNS)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the header has %u columns; %d is the most",
                        window->name, *io_line, row.n_fields, GP_MAX_COLUMNS);
    take_names(self, fields, row.n_fields);
    for (guint i = 0; i < self->n_columns; i++) {
        if (!place_column(self, i, window, *io_line, issues, error))
            return FALSE;
    }
    if (!check_needed(self, window, *io_line, error))
        return FALSE;
    window->begin = row.next;
    *io_line += row.n_lines;
    return TRUE;
}

void
gp_header_clear(GpHeader *self)
{
    for (guint i = 0; i < self->n_columns; i++)
        g_free(self->names[i]);
}
