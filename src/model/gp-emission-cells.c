/* SPDX-License-Identifier: MIT */
#include "gp-emission-cells.h"

GpEmissionCells *
gp_emission_cells_new(void)
{
    GpEmissionCells *self = g_new0(GpEmissionCells, 1);

    self->kinds = g_array_new(FALSE, FALSE, sizeof(GpEmissionKind));
    self->places = g_array_new(FALSE, FALSE, sizeof(GpEmissionPlace));
    self->rates = g_array_new(FALSE, FALSE, sizeof(GpEmissionRate));
    self->plans = g_array_new(FALSE, TRUE, sizeof(GpEmissionPlan));
    self->cells = g_array_new(FALSE, FALSE, sizeof(GpEmissionCell));
    self->texts = g_string_chunk_new(4096);
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
    g_array_unref(self->cells);
    g_string_chunk_free(self->texts);
    g_free(self);
}

GpInt128
gp_emission_cells_total(const GpEmissionCells *self)
{
    g_autofree GpInt128 *rates = g_new0(GpInt128, self->plans->len);
    GpInt128 total = 0;

    for (guint32 plan = 0; plan < self->plans->len; plan++) {
        guint32 n;
        const GpEmissionRate *of_plan = gp_emission_cells_rates(self, plan, &n);

        for (guint32 i = 0; i < n; i++)
            rates[plan] += of_plan[i].rate;
    }
    for (guint i = 0; i < self->cells->len; i++) {
        const GpEmissionCell *cell = &g_array_index(self->cells, GpEmissionCell, i);

        total += cell->quantity_micro * rates[cell->plan];
    }
    return total;
}
