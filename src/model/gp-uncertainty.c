/* SPDX-License-Identifier: MIT */
#include "gp-uncertainty.h"

#include <math.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"

typedef struct {
    gboolean is_factor;
    char *key;
    char *component;
    double percent;
} Row;

struct _GpUncertaintyTable {
    GArray *rows; /* (element-type Row) */
};

static void
clear_row(gpointer data)
{
    Row *row = data;

    g_free(row->key);
    g_free(row->component);
}

GpUncertaintyTable *
gp_uncertainty_table_new(void)
{
    GpUncertaintyTable *self = g_new0(GpUncertaintyTable, 1);

    self->rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_array_set_clear_func(self->rows, clear_row);
    return self;
}

void
gp_uncertainty_table_free(GpUncertaintyTable *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_free(self);
}

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

static gboolean
check_tier(const char *key, GError **error)
{
    static const char *const tiers[] = {"", "measured", "estimated", "modelled", "spend"};
    g_autofree char *quoted = gp_text_quoted(key);

    for (guint i = 0; i < G_N_ELEMENTS(tiers); i++)
        if (g_str_equal(key, tiers[i]))
            return TRUE;
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is no quality; it is measured, estimated, modelled, spend or empty",
                    quoted);
}

static gboolean
read_row(GpUncertaintyTable *self, const GpCsvTable *table, guint number, GError **error)
{
    const char *kind = cell(table, number, "kind"), *key = cell(table, number, "key");
    const char *component = cell(table, number, "component");
    g_autofree char *quoted = gp_text_quoted(kind);
    GpComponent known;
    Row row = {g_str_equal(kind, "factor"), NULL, NULL, NAN};
    gint64 micro;

    if (!row.is_factor && !g_str_equal(kind, "activity"))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is no kind; it is activity or factor",
                        quoted);
    if ((!row.is_factor && !check_tier(key, error)) ||
        !gp_component_parse(component, &known, error) ||
        !gp_number_parse_text(cell(table, number, "percent"), GP_MICRO_PLACES, &micro, error))
        return FALSE;
    if (micro < 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "an uncertainty is not below zero");
    row.key = g_strdup(key);
    row.component = g_strdup(component);
    row.percent = gp_number_to_double(micro, GP_MICRO_PLACES);
    g_array_append_val(self->rows, row);
    return TRUE;
}

gboolean
gp_uncertainty_table_load(GpUncertaintyTable *self, const char *path, GError **error)
{
    static const char *const known[] = {"kind", "key", "percent", "component", "source"};
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    if (table == NULL || !gp_csv_table_check_columns(table, known, G_N_ELEMENTS(known), 3, error))
        return FALSE;
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_row(self, table, row, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

double
gp_uncertainty_table_activity(const GpUncertaintyTable *self, const char *tier)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = &g_array_index(self->rows, Row, i);

        if (!row->is_factor && g_str_equal(row->key, tier))
            return row->percent;
    }
    return NAN;
}

/* How particular a row is about a factor; -1 if it is not about it. */
static int
rank_of(const Row *row, const char *activity, const char *category, const char *component)
{
    gsize length = strlen(row->key);
    int rank = *row->component == '\0' ? 0 : 4;

    if (!row->is_factor || (*row->component != '\0' && !g_str_equal(row->component, component)))
        return -1;
    if (length == 0)
        return rank;
    if (g_str_equal(row->key, activity))
        return rank + 3;
    if (row->key[length - 1] == '*' && strncmp(row->key, activity, length - 1) == 0)
        return rank + 2;
    return g_str_equal(row->key, category) ? rank + 1 : -1;
}

double
gp_uncertainty_table_factor(const GpUncertaintyTable *self,
                            const char *activity,
                            const char *category,
                            const char *component)
{
    double percent = NAN;
    int best = -1;

    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = &g_array_index(self->rows, Row, i);
        int rank = rank_of(row, activity, category, component);

        if (rank <= best)
            continue;
        best = rank;
        percent = row->percent;
    }
    return percent;
}
