/* SPDX-License-Identifier: MIT */
#include "gp-site.h"

#include <string.h>

#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"

void
gp_sites_free(GpSites *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->list);
    gp_csv_table_free(self->table);
    g_free(self);
}

static const char *
cell(const GpSites *self, guint row, const char *column)
{
    return gp_csv_table_cell(self->table, row, gp_csv_table_column(self->table, column));
}

static gboolean
parse_day(const GpSites *self, guint row, const char *column, GpDay *day, GError **error)
{
    const char *text = cell(self, row, column);
    g_autofree char *quoted = gp_text_quoted(text);
    GpSpan span;

    if (*text == '\0')
        return TRUE;
    if (gp_period_parse(text, strlen(text), &span) != GP_PERIOD_READ)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s must be a month or a day, as in 2024-06, not “%s”", column, quoted);
    *day = span.first;
    return TRUE;
}

static gboolean
parse_area(const GpSites *self, guint row, gint64 *out_m2, GError **error)
{
    const char *text = cell(self, row, "occupied_floor_area_m2");

    if (*text == '\0')
        text = cell(self, row, "floor_area_m2");
    if (*text == '\0')
        return TRUE;
    if (!gp_number_parse_text(text, 0, out_m2, error))
        return FALSE;
    return *out_m2 >= 0 || gp_throw(error, GP_ERROR_MALFORMED,
                                    "a floor area cannot be below zero, as “%s” is", text);
}

static gboolean
read_site(GpSites *self, guint row, GError **error)
{
    GpSite site = {.code = cell(self, row, "site"),
                   .name = cell(self, row, "name"),
                   .occupied_m2 = -1,
                   .opened = GP_ALWAYS_OPEN,
                   .closed = GP_NOT_CLOSED,
                   .successor = cell(self, row, "successor")};

    if (!parse_area(self, row, &site.occupied_m2, error) ||
        !parse_day(self, row, "opened", &site.opened, error) ||
        !parse_day(self, row, "closed", &site.closed, error)) {
        g_prefix_error(error, "%s:%u: ", gp_csv_table_path(self->table),
                       gp_csv_table_line(self->table, row));
        return FALSE;
    }
    g_array_append_val(self->list, site);
    return TRUE;
}

GpSites *
gp_sites_load(const char *path, GError **error)
{
    g_autoptr(GpSites) self = g_new0(GpSites, 1);

    self->list = g_array_new(FALSE, FALSE, sizeof(GpSite));
    self->table = gp_csv_table_load(path, error);
    if (self->table == NULL)
        return NULL;
    if (gp_csv_table_column(self->table, "site") < 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: the column site is needed", path);
    for (guint row = 0; row < gp_csv_table_n_rows(self->table); row++) {
        if (!read_site(self, row, error))
            return NULL;
    }
    return g_steal_pointer(&self);
}
