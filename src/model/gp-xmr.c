/* SPDX-License-Identifier: MIT */
#include "gp-xmr.h"

#include "gp-error.h"

static const char *const directions[] = {
    [GP_DIRECTION_INCREASE] = "increase",
    [GP_DIRECTION_DECREASE] = "decrease",
    [GP_DIRECTION_NEUTRAL] = "neutral",
};

static const char *const rules[] = {
    [GP_XMR_NONE] = "",       [GP_XMR_OUTSIDE] = "outside",
    [GP_XMR_TREND] = "trend", [GP_XMR_TWO_OF_THREE] = "two-of-three",
    [GP_XMR_SHIFT] = "shift",
};

static const char *const types[] = {
    [GP_XMR_COMMON] = "common",           [GP_XMR_IMPROVEMENT] = "improvement",
    [GP_XMR_CONCERN] = "concern",         [GP_XMR_NEUTRAL_HIGH] = "neutral-high",
    [GP_XMR_NEUTRAL_LOW] = "neutral-low",
};

static const char *const assurances[] = {
    [GP_ASSURANCE_NONE] = "none",
    [GP_ASSURANCE_PASS] = "pass",
    [GP_ASSURANCE_FAIL] = "fail",
    [GP_ASSURANCE_INCONSISTENT] = "inconsistent",
};

const char *
gp_direction_name(GpDirection direction)
{
    return directions[direction];
}

gboolean
gp_direction_parse(const char *text, GpDirection *out_direction, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(directions); i++) {
        if (g_str_equal(text, directions[i])) {
            *out_direction = i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE,
                    "--direction takes increase, decrease or neutral, not “%s”", text);
}

const char *
gp_xmr_rule_name(GpXmrRule rule)
{
    return rules[rule];
}

const char *
gp_xmr_type_name(GpXmrType type)
{
    return types[type];
}

const char *
gp_assurance_name(GpAssurance assurance)
{
    return assurances[assurance];
}

static void
clear_segment(gpointer data)
{
    GpXmrSegment *self = data;

    g_free(self->reason);
}

GpXmr *
gp_xmr_new(guint n_points)
{
    GpXmr *self = g_new0(GpXmr, 1);

    self->points = g_array_new(FALSE, TRUE, sizeof(GpXmrPoint));
    g_array_set_size(self->points, n_points);
    self->segments = g_array_new(FALSE, TRUE, sizeof(GpXmrSegment));
    g_array_set_clear_func(self->segments, clear_segment);
    return self;
}

void
gp_xmr_free(GpXmr *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->points);
    g_array_unref(self->segments);
    g_free(self);
}
