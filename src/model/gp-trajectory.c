/* SPDX-License-Identifier: MIT */
#include "gp-trajectory.h"

#include <math.h>

static const struct {
    const char *key;
    const char *title;
} verdicts[] = {
    [GP_VERDICT_ON_TRACK] = {"on-track", "On track"},
    [GP_VERDICT_AT_RISK] = {"at-risk", "At risk"},
    [GP_VERDICT_OFF_TRACK] = {"off-track", "Off track"},
    [GP_VERDICT_TOO_EARLY] = {"too-early", "Too early"},
};

const char *
gp_verdict_key(GpVerdict verdict)
{
    return verdicts[verdict].key;
}

const char *
gp_verdict_title(GpVerdict verdict)
{
    return verdicts[verdict].title;
}

void
gp_uncertainty_free(GpUncertainty *self)
{
    if (self == NULL)
        return;
    g_free(self->years);
    g_array_unref(self->groups);
    g_free(self);
}

double
gp_uncertain_percent(const GpUncertainYear *self)
{
    return fabs(self->kg) > 0 ? self->half95_kg / fabs(self->kg) * 100 : NAN;
}

gboolean
gp_uncertainty_is_change_larger(const GpUncertainty *self)
{
    return self->to_fy != 0 && fabs(self->change_kg) > self->change_half95_kg;
}

void
gp_trajectory_part_clear(GpTrajectoryPart *self)
{
    g_free(self->name);
    g_free(self->years);
    gp_trajectory_free(self->trajectory);
}

void
gp_trajectory_free(GpTrajectory *self)
{
    if (self == NULL)
        return;
    g_free(self->path);
    g_free(self->forecast);
    g_free(self->checks);
    gp_trajectory_free(self->early);
    gp_uncertainty_free(self->uncertainty);
    for (guint i = 0; i < self->n_parts; i++)
        gp_trajectory_part_clear(&self->parts[i]);
    g_free(self->parts);
    g_strfreev(self->reasons);
    g_free(self);
}
