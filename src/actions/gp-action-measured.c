/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-actions.h"

#define N GP_MEASURED_MONTHS

static double
to_kg(GpInt128 micro_kg)
{
    return gp_number_to_double(micro_kg, GP_MICRO_PLACES);
}

/* Standard deviation of the differences of the pairs. */
static double
deviation(const GpInt128 *before, const GpInt128 *after, double mean)
{
    double squares = 0;

    for (guint i = 0; i < N; i++) {
        const double off = to_kg(after[i] - before[i]) - mean;

        squares += off * off;
    }
    return sqrt(squares / (N - 1));
}

static GpMeasuredFinding
find(const GpActionMeasured *self)
{
    const double change = to_kg(self->after_micro_kg - self->before_micro_kg);
    const double high = change + self->range95_kg, low = change - self->range95_kg;
    const double claim = -to_kg(self->claim_micro_kg);

    if (low <= 0 && high >= 0)
        return GP_MEASURED_NO_CHANGE;
    if (low > 0)
        return GP_MEASURED_ROSE;
    if (!self->has_claim)
        return GP_MEASURED_FELL;
    return claim < low    ? GP_MEASURED_LESS
           : claim > high ? GP_MEASURED_MORE
                          : GP_MEASURED_AS_CLAIMED;
}

void
gp_action_compare(GpActionMeasured *self, const GpInt128 *before, const GpInt128 *after, double t95)
{
    self->before_micro_kg = self->after_micro_kg = 0;
    for (guint i = 0; i < N; i++) {
        self->before_micro_kg += before[i];
        self->after_micro_kg += after[i];
    }
    self->range95_kg =
        t95 * sqrt(N) *
        deviation(before, after, to_kg(self->after_micro_kg - self->before_micro_kg) / N);
    self->finding = find(self);
}
