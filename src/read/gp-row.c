/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-row-index-private.h"

/* Splits a row, of which no more is looked at than a row may have. */
static GpCsvStatus
split(const char *text, const char *end, gboolean is_last, GpCsvField *fields, GpCsvRow *out_row)
{
    GpCsvStatus status = gp_csv_split(text, end, is_last, fields, GP_MAX_COLUMNS, out_row);
    char *limit, held;

    if ((gsize)(end - text) <= GP_MAX_ROW_BYTES ||
        (status == GP_CSV_ROW && out_row->n_lines <= 1 && out_row->next <= text + GP_MAX_ROW_BYTES))
        return status;
    limit = (char *)text + GP_MAX_ROW_BYTES;
    held = *limit;
    *limit = '\n';
    status = gp_csv_split(text, limit, FALSE, fields, GP_MAX_COLUMNS, out_row);
    *limit = held;
    return status;
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

GpRowKind
gp_row_judge(const char *text,
             const char *end,
             gboolean is_last,
             guint n_columns,
             GpCsvField *fields,
             GpCsvRow *out_row)
{
    switch (split(text, end, is_last, fields, out_row)) {
    case GP_CSV_CUT:
        if ((gsize)(end - text) <= GP_MAX_ROW_BYTES)
            return GP_ROW_CUT;
        out_row->next = gp_csv_next_line(text, end, is_last);
        out_row->n_lines = out_row->next != NULL;
        return GP_ROW_LONG;
    case GP_CSV_OPEN_QUOTE:
        return GP_ROW_OPEN_QUOTE;
    case GP_CSV_AFTER_QUOTE:
        return GP_ROW_AFTER_QUOTE;
    case GP_CSV_ROW:
        break;
    }
    if (is_blank(fields, MIN(out_row->n_fields, GP_MAX_COLUMNS)))
        return GP_ROW_BLANK;
    if (out_row->n_fields != n_columns) {
        /* a row of several lines may have swallowed good rows */
        if (out_row->n_lines > 1) {
            out_row->next = gp_csv_next_line(text, end, is_last);
            out_row->n_lines = 1;
        }
        return GP_ROW_FIELDS;
    }
    return memchr(text, '\0', (gsize)(out_row->next - text)) == NULL ? GP_ROW_GOOD : GP_ROW_NUL;
}
