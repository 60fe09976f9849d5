/* SPDX-License-Identifier: MIT */
#include "gp-trajectory.h"

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
gp_trajectory_free(GpTrajectory *self)
{
    if (self == NULL)
        return;
    g_free(self->path);
    g_free(self->forecast);
    g_free(self->checks);
    gp_trajectory_free(self->early);
    g_strfreev(self->reasons);
    g_free(self);
}
