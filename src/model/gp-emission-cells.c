/* SPDX-License-Identifier: MIT */
#include "gp-emission-cells.h"

GpEmissionCells *
gp_emission_cells_new(GpListCellsFunc list, gpointer data, GDestroyNotify data_free)
{
    GpEmissionCells *self = g_new0(GpEmissionCells, 1);

    self->kinds = g_array_new(FALSE, FALSE, sizeof(GpEmissionKind));
    self->places = g_array_new(FALSE, FALSE, sizeof(GpEmissionPlace));
    self->rates = g_array_new(FALSE, FALSE, sizeof(GpEmissionRate));
    self->plans = g_array_new(FALSE, TRUE, sizeof(GpEmissionPlan));
    self->list = list;
    self->data = data;
    self->data_free = data_free;
    return self;
}

void
gp_emission_cells_free(GpEmissionCells *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->kinds);
    g_array_unref(self->places);
    g_array_unref(self->rates);
    g_array_unref(self->plans);
    self->data_free(self->data);
    g_free(self);
}

void
gp_emission_cells_list(const GpEmissionCells *self, guint batch, GArray *cells)
{
    g_array_set_size(cells, 0);
    self->list(self, batch, cells);
}

GpInt128 *
gp_emission_cells_sum_rates(const GpEmissionCells *self)
{
    GpInt128 *sums = g_new0(GpInt128, self->plans->len);

    for (guint32 plan = 0; plan < self->plans->len; plan++) {
        guint32 n;
        const GpEmissionRate *rates = gp_emission_cells_rates(self, plan, &n);

        for (guint32 i = 0; i < n; i++)
            sums[plan] += rates[i].rate;
    }
    return sums;
}
