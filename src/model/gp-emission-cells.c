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
    self->batches = g_array_new(FALSE, FALSE, sizeof(GpEmissionBatch));
    self->owned = g_ptr_array_new_with_free_func(g_free);
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
    g_array_unref(self->batches);
    g_ptr_array_unref(self->owned);
    g_free(self);
}
