/* SPDX-License-Identifier: MIT */
#include "gp-explanation.h"

GpExplanation *
gp_explanation_new(const char *activity)
{
    GpExplanation *self = g_new0(GpExplanation, 1);

    self->activity = activity;
    self->steps = g_array_new(FALSE, TRUE, sizeof(GpExplanationStep));
    return self;
}

void
gp_explanation_free(GpExplanation *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->steps);
    g_free(self);
}
