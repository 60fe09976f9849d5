/* SPDX-License-Identifier: MIT */
#include "gp-heating.h"

#include <math.h>

GpHeating *
gp_heating_new(void)
{
    GpHeating *self = g_new0(GpHeating, 1);

    self->standard = g_new(double, 12);
    for (guint i = 0; i < 12; i++)
        self->standard[i] = NAN;
    self->months = g_array_new(FALSE, FALSE, sizeof(GpHeatingMonth));
    return self;
}

void
gp_heating_free(GpHeating *self)
{
    if (self == NULL)
        return;
    g_free(self->standard);
    g_array_unref(self->months);
    g_free(self);
}
