/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-track.h"

/* A difference this small, as a fraction of the baseline, is the rounding of doubles. */
#define GP_TRACK_ROUNDING 1e-9

/* Whether a path can be drawn to the target. Errors: GP_ERROR_MALFORMED */
gboolean gp_target_check(const GpTarget *target, GError **error);

static inline int
gp_target_last_fy(const GpTarget *target)
{
    return target->milestones[target->n_milestones - 1].fy;
}

/* The piece of the path that @fy lies on. */
GpPathPiece gp_target_piece(const GpTarget *target, double baseline_kg, int fy);

/**
 * gp_trajectory_judge:
 * @self: complete but for the verdict and the reasons, which are set here
 * @comparable: (array length=n): the comparable years, by year
 * @years: (array length=n_years): all years, by year
 */
void gp_trajectory_judge(GpTrajectory *self,
                         const GpTarget *target,
                         const GpTrackYear *comparable,
                         guint n,
                         const GpTrackYear *years,
                         guint n_years);
