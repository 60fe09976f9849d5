/* SPDX-License-Identifier: MIT */
#include "gp-rows-private.h"

#include "gp-csv.h"
#include "gp-report-json-private.h"
#include "gp-table-private.h"

GpRows
gp_rows_new(const char *const *titles, const gboolean *is_number, guint n_columns)
{
    return (GpRows){titles, is_number, n_columns, g_ptr_array_new_with_free_func(g_free)};
}

void
gp_rows_clear(GpRows *self)
{
    g_clear_pointer(&self->cells, g_ptr_array_unref);
}

void
gp_rows_take(GpRows *self, char *text)
{
    g_ptr_array_add(self->cells, text);
}

void
gp_rows_add(GpRows *self, const char *text)
{
    gp_rows_take(self, g_strdup(text));
}

void
gp_rows_add_exact(GpRows *self, GpInt128 value, int places)
{
    GString *text = g_string_new(NULL);

    gp_number_append(text, value, places);
    gp_rows_take(self, g_string_free(text, FALSE));
}

static char *
cell_at(const GpRows *self, guint i)
{
    return g_ptr_array_index(self->cells, i);
}

static void
print_csv(const GpRows *self, GString *out)
{
    for (guint i = 0; i < self->n_columns; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : ",", self->titles[i]);
    for (guint i = 0; i < self->cells->len; i++) {
        g_string_append_c(out, i % self->n_columns == 0 ? '\n' : ',');
        if (self->is_number[i % self->n_columns])
            gp_csv_append(out, cell_at(self, i));
        else
            gp_csv_append_name(out, cell_at(self, i));
    }
    g_string_append_c(out, '\n');
}

static void
print_json(const GpRows *self, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(object, "rows");
    cJSON *row = NULL;

    for (guint i = 0; i < self->cells->len; i++) {
        const char *title = self->titles[i % self->n_columns];

        if (i % self->n_columns == 0) {
            row = cJSON_CreateObject();
            cJSON_AddItemToArray(array, row);
        }
        if (*cell_at(self, i) == '\0')
            cJSON_AddNullToObject(row, title);
        else
            cJSON_AddStringToObject(row, title, cell_at(self, i));
    }
    gp_json_print(object, out);
}

static void
print_table(const GpRows *self, GString *out)
{
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, self->titles, self->is_number, self->n_columns);
    for (guint i = 0; i < self->cells->len; i++)
        gp_text_table_add(&table, g_strdup(cell_at(self, i)));
    gp_text_table_print(&table, 0, out);
}

void
gp_rows_print(const GpRows *self, GpOutput format, GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(self, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(self, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(self, out);
        return;
    }
}
