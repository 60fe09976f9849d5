/* SPDX-License-Identifier: MIT */
#include "gp-flow-private.h"

const GpBy gp_category_years_by = {{GP_BY_YEAR, GP_BY_CATEGORY, GP_BY_MONTH}, 3};

/* The emissions are by year, category and month, so the rows of one category in one year follow
 * one another. */
void
gp_category_years_add(GArray *self, const GpEmissions *emissions)
{
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        GpCategoryYear entry = {0, g_intern_string(row->labels[1]), 0, 0};
        GpCategoryYear *last;

        gp_fy_parse(row->labels[0], &entry.fy);
        last = self->len == 0 ? NULL : &g_array_index(self, GpCategoryYear, self->len - 1);
        if (last == NULL || last->fy != entry.fy || last->category != entry.category) {
            g_array_append_val(self, entry);
            last = &g_array_index(self, GpCategoryYear, self->len - 1);
        }
        last->kg += row->kg_co2e;
        last->n_months++;
    }
}

const GpCategoryYear *
gp_category_years_find(const GArray *self, int fy, const char *category)
{
    for (guint i = 0; i < self->len; i++) {
        const GpCategoryYear *entry = &g_array_index(self, GpCategoryYear, i);

        if (entry->fy == fy && g_str_equal(entry->category, category))
            return entry;
    }
    return NULL;
}
