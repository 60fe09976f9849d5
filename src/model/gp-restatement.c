/* SPDX-License-Identifier: MIT */
#include "gp-restatement.h"

const char *
gp_restated_part_name(GpRestatedPart part)
{
    static const char *const names[GP_N_RESTATED_PARTS] = {"data", "factors", "new"};

    return names[part];
}

static void
clear_row(gpointer data)
{
    g_free(((GpRestatedRow *)data)->why);
}

GpRestatement *
gp_restatement_new(void)
{
    GpRestatement *self = g_new0(GpRestatement, 1);

    self->rows = g_array_new(FALSE, FALSE, sizeof(GpRestatedRow));
    g_array_set_clear_func(self->rows, clear_row);
    self->years = g_array_new(FALSE, FALSE, sizeof(GpRestatedYear));
    self->why = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void
gp_restatement_free(GpRestatement *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_array_unref(self->years);
    g_ptr_array_unref(self->why);
    g_free(self);
}

const GpRestatedYear *
gp_restatement_worst(const GpRestatement *self)
{
    const GpRestatedYear *worst = NULL;

    for (guint i = 0; i < self->years->len; i++) {
        const GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);

        if (!year->is_recalculated)
            continue;
        if (worst == NULL || ABS(year->percent_micro) > ABS(worst->percent_micro))
            worst = year;
    }
    return worst;
}
