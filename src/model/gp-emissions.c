/* SPDX-License-Identifier: MIT */
#include "gp-emissions.h"

#include <string.h>

#include "gp-error.h"

static const char *const dimension_names[] = {
    "year", "month",      "activity", "scope",  "component", "category", "boundary",
    "site", "department", "role",     "source", "quality",   "gas",      "edition"};

G_STATIC_ASSERT(G_N_ELEMENTS(dimension_names) == GP_N_DIMENSIONS);

const char *
gp_dimension_name(GpDimension dimension)
{
    return dimension_names[dimension];
}

static gboolean
add_dimension(GpBy *by, const char *name, GError **error)
{
    for (guint i = 0; i < GP_N_DIMENSIONS; i++) {
        if (!g_str_equal(name, dimension_names[i]))
            continue;
        if (gp_by_find(by, i) >= 0)
            return gp_throw(error, GP_ERROR_USAGE, "“%s” is asked for twice in --by", name);
        by->list[by->n++] = i;
        return TRUE;
    }
    return gp_throw(error, GP_ERROR_USAGE,
                    "“%s” is nothing to list by; choose from year, month, activity, scope, "
                    "component, category, boundary, site, department, role, source, quality, gas, "
                    "edition",
                    name);
}

gboolean
gp_by_parse(const char *text, GpBy *out_by, GError **error)
{
    g_auto(GStrv) names = g_strsplit(text, ",", -1);
    GpBy by = {.n = 0};

    for (guint i = 0; names[i] != NULL; i++) {
        if (!add_dimension(&by, g_strstrip(names[i]), error))
            return FALSE;
    }
    if (by.n == 0)
        return gp_throw(error, GP_ERROR_USAGE, "--by needs at least one name, such as year");
    *out_by = by;
    return TRUE;
}

int
gp_by_find(const GpBy *by, GpDimension dimension)
{
    for (guint i = 0; i < by->n; i++) {
        if (by->list[i] == dimension)
            return (int)i;
    }
    return -1;
}

GpEmissions *
gp_emissions_new(const GpBy *by, int kg_places)
{
    GpEmissions *self = g_new0(GpEmissions, 1);

    self->by = *by;
    self->kg_places = kg_places;
    self->rows = g_array_new(FALSE, TRUE, sizeof(GpEmissionRow));
    self->editions = g_ptr_array_new();
    self->labels = g_string_chunk_new(4096);
    return self;
}

void
gp_emissions_free(GpEmissions *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_ptr_array_unref(self->editions);
    g_string_chunk_free(self->labels);
    g_free(self);
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer n_labels)
{
    const GpEmissionRow *x = a, *y = b;

    for (guint i = 0; i < GPOINTER_TO_UINT(n_labels); i++) {
        int order = x->labels[i] == y->labels[i] ? 0 : strcmp(x->labels[i], y->labels[i]);

        if (order != 0)
            return order;
    }
    return 0;
}

void
gp_emissions_sort(GpEmissions *self)
{
    g_array_sort_with_data(self->rows, compare_rows, GUINT_TO_POINTER(self->by.n));
}

gboolean
gp_emissions_can_be_summed(const GpEmissions *self)
{
    GpInt128 sum = 0;

    for (guint i = 0; i < self->rows->len; i++) {
        GpInt128 kg = g_array_index(self->rows, GpEmissionRow, i).kg_co2e;

        if (!gp_add(sum, kg < 0 ? -kg : kg, &sum))
            return FALSE;
    }
    return TRUE;
}

GpInt128
gp_emissions_total(const GpEmissions *self)
{
    GpInt128 total = 0;

    for (guint i = 0; i < self->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(self->rows, GpEmissionRow, i);

        if (!row->is_outside)
            total += row->kg_co2e;
    }
    return total;
}
