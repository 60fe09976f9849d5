/* SPDX-License-Identifier: MIT */
#include "gp-marker.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-text.h"

void
gp_marker_free(GpMarker *self)
{
    if (self == NULL)
        return;
    g_free(self->date);
    g_free(self->date_latest);
    g_free(self->title);
    g_free(self->applies_to);
    g_free(self->source);
    g_free(self);
}

static gboolean
is_number(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isdigit(text[i]))
            return FALSE;
    return TRUE;
}

static int
number_of(const char *text, gsize length)
{
    int number = 0;

    for (gsize i = 0; i < length; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

/* `2028`, `2026-12`, `2026-12-31`: never a financial year here, so that 2028-29 is refused. */
static gboolean
parse_date(const char *text, GpSpan *out_span)
{
    gsize length = strlen(text);
    int year, month, day;

    if ((length != 4 && length != 7 && length != 10) || !is_number(text, 4) ||
        (length > 4 && (text[4] != '-' || !is_number(text + 5, 2))) ||
        (length > 7 && (text[7] != '-' || !is_number(text + 8, 2))))
        return FALSE;
    year = number_of(text, 4);
    month = length > 4 ? number_of(text + 5, 2) : 1;
    day = length > 7 ? number_of(text + 8, 2) : 1;
    if (!gp_day_from_civil(year, month, day, &out_span->first))
        return FALSE;
    out_span->last = out_span->first;
    if (length < 10)
        out_span->last = gp_month_last_day(gp_month_from_civil(year, length == 4 ? 12 : month));
    return TRUE;
}

static gboolean
take_date(const char *text, GpSpan *out_span, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(text);

    return parse_date(text, out_span) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is not a date: write a day as in 2026-12-31, a month as in 2026-12, or a "
                    "calendar year as in 2028",
                    quoted);
}

static char *
copy_cell(const GpCsvTable *table, guint row, const char *column)
{
    const char *text = gp_csv_table_cell(table, row, gp_csv_table_column(table, column));

    return gp_text_printable(text, strlen(text), G_MAXUINT);
}

static GpMarker *
read_marker(const GpCsvTable *table, guint row, GError **error)
{
    g_autoptr(GpMarker) self = g_new0(GpMarker, 1);
    GpSpan latest;

    self->date = copy_cell(table, row, "date");
    self->date_latest = copy_cell(table, row, "date_latest");
    self->title = copy_cell(table, row, "title");
    self->applies_to = copy_cell(table, row, "applies_to");
    self->source = copy_cell(table, row, "source");
    if (*self->title == '\0')
        return gp_throw_null(error, GP_ERROR_MALFORMED, "the milestone has no title");
    if (!take_date(self->date, &self->due, error))
        return NULL;
    self->last = self->due.last;
    if (*self->date_latest == '\0')
        return g_steal_pointer(&self);
    if (!take_date(self->date_latest, &latest, error))
        return NULL;
    if (latest.last < self->due.last)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "the latest date is before the first");
    self->last = latest.last;
    return g_steal_pointer(&self);
}

int
gp_markers_compare(gconstpointer a, gconstpointer b)
{
    const GpMarker *x = *(const GpMarker *const *)a, *y = *(const GpMarker *const *)b;

    if (x->due.last != y->due.last)
        return x->due.last < y->due.last ? -1 : 1;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return strcmp(x->title, y->title);
}

gboolean
gp_markers_load(GPtrArray *markers, const char *path, GError **error)
{
    static const char *const known[] = {"date", "title", "date_latest", "applies_to", "source"};
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    if (table == NULL || !gp_csv_table_check_columns(table, known, G_N_ELEMENTS(known), 2, error))
        return FALSE;
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        GpMarker *marker = read_marker(table, row, error);

        if (marker == NULL) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return FALSE;
        }
        g_ptr_array_add(markers, marker);
    }
    g_ptr_array_sort(markers, gp_markers_compare);
    return TRUE;
}

/* Whether it is neither past nor a range that today lies in. */
static gboolean
is_to_come(const GpMarker *self, GpDay today)
{
    return self->due.last >= today && (self->last == self->due.last || self->due.first > today);
}

GpMarkerState
gp_markers_state(const GPtrArray *markers, guint index, GpDay today)
{
    const GpMarker *self = g_ptr_array_index(markers, index);

    if (self->last < today)
        return GP_MARKER_PAST;
    if (!is_to_come(self, today))
        return GP_MARKER_NOW;
    for (guint i = 0; i < markers->len; i++) {
        const GpMarker *first = g_ptr_array_index(markers, i);

        if (is_to_come(first, today))
            return first->due.last == self->due.last ? GP_MARKER_NEXT : GP_MARKER_LATER;
    }
    return GP_MARKER_LATER;
}

const char *
gp_marker_state_name(GpMarkerState state)
{
    static const char *const names[] = {"past", "now", "next", "later"};

    return names[state];
}
