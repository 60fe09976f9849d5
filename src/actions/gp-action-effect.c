/* SPDX-License-Identifier: MIT */
#include "gp-actions.h"

#define MONTHS 12

/* The parts of the whole effect in one month, of so many parts that @n_parts is the whole. */
static gint64
parts_in_month(const GpAction *self, GpMonth month, gint64 n_parts)
{
    if (month < self->start || (self->end != GP_NO_MONTH && month > self->end))
        return 0;
    return month >= self->full_effect ? n_parts : 2 * (gint64)(month - self->start) + 1;
}

GpInt128
gp_action_effect(const GpAction *self, GpInt128 full_micro_kg, int fy)
{
    const GpMonth first = gp_month_of_day(gp_fy_span(fy).first);
    const gint64 n_parts = MAX(1, 2 * (gint64)(self->full_effect - self->start));
    gint64 parts = 0;

    if (self->start == GP_NO_MONTH)
        return 0;
    for (GpMonth month = first; month < first + MONTHS; month++)
        parts += parts_in_month(self, month, n_parts);
    return gp_number_divide(full_micro_kg * parts, MONTHS * n_parts);
}
