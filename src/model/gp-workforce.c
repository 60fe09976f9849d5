/* SPDX-License-Identifier: MIT */
#include "gp-workforce.h"

#include <string.h>

#include "gp-error.h"
#include "gp-number.h"

#define MAX_STAFF 1000000 /* of one role in one place: beyond that it is a slip */

typedef struct {
    int period, site, department, role, staff_group, wte, headcount;
} Columns;

static gboolean
find_columns(const GpCsvTable *table, Columns *c, GError **error)
{
    *c = (Columns){.period = gp_csv_table_column(table, "period"),
                   .site = gp_csv_table_column(table, "site"),
                   .department = gp_csv_table_column(table, "department"),
                   .role = gp_csv_table_column(table, "role"),
                   .staff_group = gp_csv_table_column(table, "staff_group"),
                   .wte = gp_csv_table_column(table, "wte"),
                   .headcount = gp_csv_table_column(table, "headcount")};
    if (c->role < 0)
        c->role = c->staff_group;
    if (c->period < 0 || c->role < 0 || c->wte < 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the columns period, role and wte are needed",
                        gp_csv_table_path(table));
    return TRUE;
}

static gboolean
parse_count(const char *text, int places, gint64 *out, GError **error)
{
    if (!gp_number_parse_text(text, places, out, error))
        return FALSE;
    if (*out < 0 || *out > MAX_STAFF * gp_power_of_ten(places))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is below zero or above a million", text);
    return TRUE;
}

static gboolean
read_post(GpWorkforce *self, guint row, const Columns *c, GError **error)
{
    const GpCsvTable *table = self->table;
    const char *period = gp_csv_table_cell(table, row, c->period);
    const char *headcount = gp_csv_table_cell(table, row, c->headcount);
    GpPost post = {.site = gp_csv_table_cell(table, row, c->site),
                   .department = gp_csv_table_cell(table, row, c->department),
                   .role = gp_csv_table_cell(table, row, c->role),
                   .staff_group = gp_csv_table_cell(table, row, c->staff_group),
                   .headcount = -1};
    GpPeriodStatus status = gp_period_parse(period, strlen(period), &post.period);

    if (status != GP_PERIOD_READ)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” %s", period,
                        gp_period_status_reason(status));
    if (!parse_count(gp_csv_table_cell(table, row, c->wte), GP_MICRO_PLACES, &post.wte_micro,
                     error) ||
        (*headcount != '\0' && !parse_count(headcount, 0, &post.headcount, error)))
        return FALSE;
    g_array_append_val(self->posts, post);
    return TRUE;
}

GpWorkforce *
gp_workforce_load(const char *path, GError **error)
{
    g_autoptr(GpWorkforce) self = g_new0(GpWorkforce, 1);
    Columns columns;

    self->posts = g_array_new(FALSE, FALSE, sizeof(GpPost));
    self->table = gp_csv_table_load(path, error);
    if (self->table == NULL || !find_columns(self->table, &columns, error))
        return NULL;
    for (guint row = 0; row < gp_csv_table_n_rows(self->table); row++) {
        if (!read_post(self, row, &columns, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(self->table, row));
            return NULL;
        }
    }
    return g_steal_pointer(&self);
}

void
gp_workforce_free(GpWorkforce *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->posts);
    gp_csv_table_free(self->table);
    g_free(self);
}

int
gp_workforce_nearest_fy(const GpWorkforce *self, int fy)
{
    int earlier = 0, later = 0;

    for (guint i = 0; i < self->posts->len; i++) {
        int year = gp_fy_of_day(g_array_index(self->posts, GpPost, i).period.first);

        if (year <= fy)
            earlier = MAX(earlier, year);
        else
            later = later == 0 ? year : MIN(later, year);
    }
    return earlier != 0 ? earlier : later;
}

guint
gp_workforce_n_extracts(const GpWorkforce *self, int fy)
{
    g_autoptr(GHashTable) periods = g_hash_table_new(g_direct_hash, g_direct_equal);

    for (guint i = 0; i < self->posts->len; i++) {
        GpSpan period = g_array_index(self->posts, GpPost, i).period;

        if (gp_fy_of_day(period.first) == fy)
            g_hash_table_add(periods,
                             GSIZE_TO_POINTER((gsize)period.first << 32 | (guint32)period.last));
    }
    return g_hash_table_size(periods);
}
