/* SPDX-License-Identifier: MIT */
#include "gp-series.h"

#include <stdlib.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-text.h"

#define MAX_NAMED_DATES 6 /* in one message */

GpSeries *
gp_series_new(gboolean by_month)
{
    GpSeries *self = g_new0(GpSeries, 1);

    self->points = g_array_new(FALSE, FALSE, sizeof(GpSeriesPoint));
    self->by_month = by_month;
    self->title = g_strdup("");
    self->unit = g_strdup("");
    return self;
}

void
gp_series_free(GpSeries *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->points);
    g_free(self->title);
    g_free(self->unit);
    g_free(self);
}

GpSeries *
gp_series_copy(const GpSeries *self)
{
    GpSeries *copy = gp_series_new(self->by_month);

    g_array_append_vals(copy->points, self->points->data, self->points->len);
    copy->step_months = self->step_months;
    g_free(copy->title);
    g_free(copy->unit);
    copy->title = g_strdup(self->title);
    copy->unit = g_strdup(self->unit);
    return copy;
}

void
gp_series_add(GpSeries *self, GpDay day, gint64 value_micro)
{
    GpSeriesPoint point = {day, value_micro, TRUE};

    g_array_append_val(self->points, point);
}

void
gp_series_add_missing(GpSeries *self, GpDay day)
{
    GpSeriesPoint point = {day, 0, FALSE};

    g_array_append_val(self->points, point);
}

int
gp_series_find(const GpSeries *self, GpDay day)
{
    for (guint i = 0; i < self->points->len; i++)
        if (gp_series_point(self, i)->day == day)
            return (int)i;
    return -1;
}

void
gp_series_print_date(const GpSeries *self, GpDay day, char *out)
{
    if (self->by_month)
        gp_month_print(gp_month_of_day(day), out);
    else
        gp_day_print(day, out);
}

guint
gp_series_n_values(const GpSeries *self)
{
    guint n = 0;

    for (guint i = 0; i < self->points->len; i++)
        n += gp_series_point(self, i)->has_value ? 1 : 0;
    return n;
}

/* ---- whole months between the points ---- */

static int
day_of_month(GpDay day)
{
    int year, month, in_month;

    gp_day_to_civil(day, &year, &month, &in_month);
    return in_month;
}

static gboolean
is_last_of_month(GpDay day)
{
    return gp_month_last_day(gp_month_of_day(day)) == day;
}

static guint
common_divisor(guint a, guint b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

/* 0 unless all points are on the same day of their months, or all on the last. */
static guint
find_step(const GpSeries *self)
{
    gboolean is_same = TRUE, is_last = TRUE;
    guint step = 0;

    for (guint i = 0; i < self->points->len; i++) {
        GpDay day = gp_series_point(self, i)->day;

        is_same &= day_of_month(day) == day_of_month(gp_series_point(self, 0)->day);
        is_last &= is_last_of_month(day);
        if (i > 0)
            step =
                common_divisor(step, (guint)(gp_month_of_day(day) -
                                             gp_month_of_day(gp_series_point(self, i - 1)->day)));
    }
    return is_same || is_last ? step : 0;
}

/* The day of the series that falls into @month. */
static GpDay
day_in_month(const GpSeries *self, GpMonth month)
{
    GpDay first = gp_series_point(self, 0)->day;

    return is_last_of_month(first) && !self->by_month
               ? gp_month_last_day(month)
               : gp_month_first_day(month) + day_of_month(first) - 1;
}

void
gp_series_settle(GpSeries *self, GpIssueList *issues)
{
    g_autoptr(GArray) old = self->points;
    g_autoptr(GString) list = g_string_new(NULL);
    guint n_absent = 0;

    self->step_months = find_step(self);
    self->points = g_array_new(FALSE, FALSE, sizeof(GpSeriesPoint));
    for (guint i = 0; i < old->len; i++) {
        GpSeriesPoint point = g_array_index(old, GpSeriesPoint, i);
        GpMonth month = gp_month_of_day(point.day), next = month;

        if (i > 0 && self->step_months > 0)
            next = gp_month_of_day(g_array_index(old, GpSeriesPoint, i - 1).day) +
                   (int)self->step_months;
        for (; next < month; next += (int)self->step_months) {
            char text[16];

            gp_series_add_missing(self, day_in_month(self, next));
            gp_series_print_date(self, gp_series_point(self, self->points->len - 1)->day, text);
            if (++n_absent <= MAX_NAMED_DATES)
                g_string_append_printf(list, "%s%s", n_absent == 1 ? "" : ", ", text);
        }
        g_array_append_val(self->points, point);
    }
    if (n_absent > MAX_NAMED_DATES)
        g_string_append_printf(list, " and %u more", n_absent - MAX_NAMED_DATES);
    if (n_absent > 0 && issues != NULL)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-data",
                          "%s: there are no data; missing is missing, and is never taken for 0",
                          list->str);
}

void
gp_series_cut(GpSeries *self, GpSpan days)
{
    for (guint i = self->points->len; i-- > 0;) {
        GpDay day = gp_series_point(self, i)->day;

        if (day < days.first || day > days.last)
            g_array_remove_index(self->points, i);
    }
}

/* ---- the file ---- */

static gboolean
parse_month(const char *text, GpDay *out_day)
{
    for (guint i = 0; i < strlen("2024-06"); i++)
        if (i == 4 ? text[i] != '-' : !g_ascii_isdigit(text[i]))
            return FALSE;
    return text[7] == '\0' &&
           gp_day_from_civil((int)g_ascii_strtoll(text, NULL, 10),
                             (int)g_ascii_strtoll(text + 5, NULL, 10), 1, out_day);
}

gboolean
gp_date_parse(const char *text, GpDay *out_day, gboolean *out_is_month, GError **error)
{
    g_autofree char *quoted = NULL;
    GpSpan span;

    *out_is_month = parse_month(text, out_day);
    if (*out_is_month)
        return TRUE;
    if (strlen(text) == strlen("2024-06-14") &&
        gp_period_parse(text, strlen(text), &span) == GP_PERIOD_READ && span.first == span.last) {
        *out_day = span.first;
        return TRUE;
    }
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is not a date; write a day as in 2024-06-14 or a month as in 2024-06",
                    quoted);
}

/* A row before the rows are in order. */
typedef struct {
    GpSeriesPoint point;
    guint line;
} Row;

static int
compare_rows(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;

    if (x->point.day != y->point.day)
        return x->point.day < y->point.day ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static gboolean
read_value(const char *text, gint64 *out_micro, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (!gp_number_parse_text(text, GP_MICRO_PLACES, out_micro, &reason))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s; write it in digits, as in 1234.5, or leave it empty if it is missing",
                        reason->message);
    return ABS(*out_micro) <= GP_SERIES_MAX_MICRO ||
           gp_throw(error, GP_ERROR_MALFORMED, "“%s” is too large; give it in a larger unit", text);
}

static gboolean
read_row(const GpCsvTable *table,
         guint row,
         const int columns[2],
         GArray *rows,
         gboolean *by_month,
         GError **error)
{
    const char *date = gp_csv_table_cell(table, row, columns[0]);
    const char *value = gp_csv_table_cell(table, row, columns[1]);
    Row entry = {.line = gp_csv_table_line(table, row)};
    gboolean is_month;

    if (!gp_date_parse(date, &entry.point.day, &is_month, error))
        return FALSE;
    if (rows->len > 0 && is_month != *by_month)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%s” is a %s, and the dates above are %s; write all of them alike", date,
                        is_month ? "month" : "day", is_month ? "days" : "months");
    *by_month = is_month;
    entry.point.has_value = *value != '\0';
    if (entry.point.has_value && !read_value(value, &entry.point.value_micro, error))
        return FALSE;
    g_array_append_val(rows, entry);
    return TRUE;
}

static GArray *
read_rows(const GpCsvTable *table, gboolean *out_by_month, GError **error)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
    const int columns[2] = {gp_csv_table_column(table, "date"),
                            gp_csv_table_column(table, "value")};

    if (columns[0] < 0 || columns[1] < 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: the columns date and value are needed",
                             gp_csv_table_path(table));
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        GError *reason = NULL;

        if (!read_row(table, row, columns, rows, out_by_month, &reason)) {
            g_propagate_prefixed_error(error, reason, "%s:%u: ", gp_csv_table_path(table),
                                       gp_csv_table_line(table, row));
            return NULL;
        }
    }
    return g_steal_pointer(&rows);
}

static void
note_empty(const GpSeries *self, const char *path, GpIssueList *issues)
{
    guint n = self->points->len - gp_series_n_values(self);

    if (n > 0 && issues != NULL)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "empty-value",
                          "%s: %u row%s without a value count%s as missing", path, n,
                          n == 1 ? "" : "s", n == 1 ? "s" : "");
}

GpSeries *
gp_series_load(const char *path, GpIssueList *issues, GError **error)
{
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    g_autoptr(GArray) rows = NULL;
    g_autoptr(GpSeries) self = NULL;
    gboolean by_month = FALSE;
    char text[16];

    if (table == NULL || (rows = read_rows(table, &by_month, error)) == NULL)
        return NULL;
    if (rows->len > 1)
        qsort(rows->data, rows->len, sizeof(Row), compare_rows);
    self = gp_series_new(by_month);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);

        gp_series_print_date(self, row->point.day, text);
        if (i > 0 && row[-1].point.day == row->point.day)
            return gp_throw_null(error, GP_ERROR_MALFORMED,
                                 "%s:%u: “%s” is on line %u already; keep one row for each date",
                                 path, row->line, text, row[-1].line);
        g_array_append_val(self->points, row->point);
    }
    if (gp_series_n_values(self) == 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: there is no value in it", path);
    note_empty(self, path, issues);
    gp_series_settle(self, issues);
    return g_steal_pointer(&self);
}
