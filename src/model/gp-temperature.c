/* SPDX-License-Identifier: MIT */
#include "gp-temperature.h"

#include <stdlib.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"

#define COLDEST (-40 * GP_MICRO) /* beyond these it is another scale, or stands for no reading */
#define HOTTEST (50 * GP_MICRO)
#define DATE_LENGTH 10

typedef struct {
    GpReading reading;
    guint line;
} Row;

/* `:07` and the like: two digits below @limit. */
static gboolean
take_two_digits(const char **text, char before, int limit, int *out)
{
    const char *at = *text;

    if (at[0] != before || !g_ascii_isdigit(at[1]) || !g_ascii_isdigit(at[2]))
        return FALSE;
    *out = (at[1] - '0') * 10 + at[2] - '0';
    *text += 3;
    return *out < limit;
}

static gboolean
parse_time(const char *text, GpReading *out, GError **error)
{
    g_autofree char *quoted = NULL;
    const char *at = text + MIN(strlen(text), DATE_LENGTH);
    int hour = 0, minute = 0, second = 0;
    GpSpan span;
    gboolean ok = gp_period_parse(text, (gsize)(at - text), &span) == GP_PERIOD_READ &&
                  at - text == DATE_LENGTH && (*at == 'T' || *at == ' ') &&
                  take_two_digits(&at, *at, 24, &hour) && take_two_digits(&at, ':', 60, &minute) &&
                  (*at != ':' || take_two_digits(&at, ':', 60, &second)) &&
                  (*at == '\0' || g_str_equal(at, "Z"));

    if (ok) {
        out->day = span.first;
        out->minute = hour * 60 + minute;
        return TRUE;
    }
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a time as in 2024-01-31T13:00", quoted);
}

static gboolean
read_row(const GpCsvTable *table, guint row, const int columns[2], GArray *rows, GError **error)
{
    const char *value = gp_csv_table_cell(table, row, columns[1]);
    Row entry = {.line = gp_csv_table_line(table, row)};

    if (!parse_time(gp_csv_table_cell(table, row, columns[0]), &entry.reading, error))
        return FALSE;
    if (*value == '\0')
        return TRUE;
    if (!gp_number_parse_text(value, GP_MICRO_PLACES, &entry.reading.micro_celsius, error))
        return FALSE;
    if (entry.reading.micro_celsius < COLDEST || entry.reading.micro_celsius > HOTTEST)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%s” cannot be degrees Celsius outdoors; leave the value empty if there "
                        "was no reading",
                        value);
    g_array_append_val(rows, entry);
    return TRUE;
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;

    if (x->reading.day != y->reading.day)
        return x->reading.day < y->reading.day ? -1 : 1;
    if (x->reading.minute != y->reading.minute)
        return x->reading.minute < y->reading.minute ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static GArray *
read_rows(const GpCsvTable *table, GError **error)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
    const int columns[2] = {gp_csv_table_column(table, "time"),
                            gp_csv_table_column(table, "value")};

    if (columns[0] < 0 || columns[1] < 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: the columns time and value are needed",
                             gp_csv_table_path(table));
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        GError *reason = NULL;

        if (!read_row(table, row, columns, rows, &reason)) {
            g_propagate_prefixed_error(error, reason, "%s:%u: ", gp_csv_table_path(table),
                                       gp_csv_table_line(table, row));
            return NULL;
        }
    }
    if (rows->len > 1)
        qsort(rows->data, rows->len, sizeof(Row), compare_rows);
    return g_steal_pointer(&rows);
}

GArray *
gp_temperatures_load(const char *path, GError **error)
{
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    g_autoptr(GArray) rows = table == NULL ? NULL : read_rows(table, error);
    g_autoptr(GArray) readings = g_array_new(FALSE, FALSE, sizeof(GpReading));

    if (rows == NULL)
        return NULL;
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);

        if (i > 0 && row[-1].reading.day == row->reading.day &&
            row[-1].reading.minute == row->reading.minute)
            return gp_throw_null(error, GP_ERROR_MALFORMED,
                                 "%s:%u: this time is on line %u already; keep one reading for "
                                 "each time",
                                 path, row->line, row[-1].line);
        g_array_append_val(readings, row->reading);
    }
    return g_steal_pointer(&readings);
}
