/* SPDX-License-Identifier: MIT */
#include "gp-track-private.h"

#include <math.h>

#include "gp-day.h"
#include "gp-error.h"

static gboolean
check_milestone(const GpTarget *target, guint i, GError **error)
{
    const GpMilestone *milestone = &target->milestones[i];
    int before_fy = i == 0 ? target->baseline_fy : milestone[-1].fy;
    char label[16], before_label[16];

    gp_fy_print(milestone->fy, label);
    gp_fy_print(before_fy, before_label);
    if (milestone->fy <= before_fy)
        return gp_throw(error, GP_ERROR_MALFORMED, "the target year “%s” is not after %s “%s”",
                        label, i == 0 ? "the baseline year" : "the target year before it",
                        before_label);
    if (!isfinite(milestone->reduction_percent) || milestone->reduction_percent > 100)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the cut by “%s” is more than 100%%, so nothing would be left", label);
    if (target->shape == GP_PATH_CONSTANT_PERCENT && milestone->reduction_percent >= 100)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the same percentage less every year never reaches the cut of 100%% by "
                        "“%s”: keep a remainder or choose another shape",
                        label);
    return TRUE;
}

gboolean
gp_target_check(const GpTarget *target, GError **error)
{
    if (target->n_milestones == 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "the target has no target year");
    for (guint i = 0; i < target->n_milestones; i++)
        if (!check_milestone(target, i, error))
            return FALSE;
    return TRUE;
}

/* The level between two points of the path; @position is 0 at the first and 1 at the second. */
static double
level_between(GpPathShape shape, double from, double to, double position)
{
    switch (shape) {
    case GP_PATH_CONSTANT_PERCENT:
        return from * pow(to / from, position);
    case GP_PATH_STEPS:
        return from;
    case GP_PATH_LINEAR:
    case GP_PATH_MILESTONES:
        break;
    }
    return from + (to - from) * position;
}

GpPathPiece
gp_target_piece(const GpTarget *target, double baseline_kg, int fy)
{
    GpPathPiece piece = {target->baseline_fy, target->baseline_fy, baseline_kg, baseline_kg, 0, 0};

    for (guint i = 0; i < target->n_milestones && fy > piece.to_fy; i++) {
        piece.from_fy = piece.to_fy;
        piece.from_kg = piece.to_kg;
        piece.from_percent = piece.to_percent;
        piece.to_fy = target->milestones[i].fy;
        piece.to_percent = target->milestones[i].reduction_percent;
        piece.to_kg = baseline_kg * (1 - piece.to_percent / 100);
    }
    if (fy >= piece.to_fy) {
        piece.from_fy = piece.to_fy;
        piece.from_kg = piece.to_kg;
        piece.from_percent = piece.to_percent;
    }
    return piece;
}

double
gp_target_path_kg(const GpTarget *target, double baseline_kg, int fy)
{
    GpPathPiece piece = gp_target_piece(target, baseline_kg, fy);
    double from = 1 - piece.from_percent / 100, to = 1 - piece.to_percent / 100;

    return baseline_kg *
           (piece.from_fy == piece.to_fy
                ? to
                : level_between(target->shape, from, to,
                                (double)(fy - piece.from_fy) / (piece.to_fy - piece.from_fy)));
}
