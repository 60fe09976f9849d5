/* SPDX-License-Identifier: MIT */
#include "gp-outlook.h"

void
gp_outlook_free(GpOutlook *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_lines; i++) {
        g_free(self->lines[i].micro_kg);
        g_free(self->lines[i].more_micro_kg);
    }
    g_free(self->lines);
    g_free(self->path_micro_kg);
    g_free(self->usual_micro_kg);
    g_free(self->planned_micro_kg);
    g_free(self->proposed_micro_kg);
    g_free(self->scenario);
    g_free(self->target_name);
    g_free(self);
}

void
gp_action_measured_free(GpActionMeasured *self)
{
    if (self == NULL)
        return;
    g_free(self->reason);
    g_free(self->also);
    g_free(self);
}

void
gp_actions_answer_clear(GpActionsAnswer *self)
{
    g_clear_pointer(&self->plan, gp_outlook_free);
    g_clear_pointer(&self->scenario, gp_outlook_free);
    g_clear_pointer(&self->costs, g_array_unref);
}

const char *
gp_measured_finding_name(GpMeasuredFinding finding)
{
    static const char *const names[] = {"not-measured", "no-change",       "rose",     "fell",
                                        "fell-less",    "fell-as-claimed", "fell-more"};

    return names[finding];
}

const char *
gp_measured_finding_words(GpMeasuredFinding finding)
{
    static const char *const words[] = {
        "not measured",
        "the change is within the usual month-to-month variation",
        "it rose by more than the usual month-to-month variation",
        "it fell by more than the usual month-to-month variation",
        "it fell, but by less than was claimed",
        "it fell, and the claim is within the range",
        "it fell by more than was claimed; not all of it need be due to the action",
    };

    return words[finding];
}
