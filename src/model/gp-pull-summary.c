/* SPDX-License-Identifier: MIT */
#include "gp-pull-summary.h"

void
gp_pull_summary_free(GpPullSummary *self)
{
    if (self == NULL)
        return;
    g_free(self->source);
    g_free(self);
}
