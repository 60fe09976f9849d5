/* SPDX-License-Identifier: MIT */
#include "gp-personal.h"

static void
line_free(gpointer data)
{
    GpPersonalLine *self = data;

    g_free(self->what);
    g_free(self->how);
    gp_explanation_free(self->steps);
    g_free(self->activity);
    g_free(self);
}

void
gp_personal_role_free(GpPersonalRole *self)
{
    if (self == NULL)
        return;
    g_free(self->role);
    g_free(self->site);
    g_free(self);
}

GpPersonal *
gp_personal_new(int fy)
{
    GpPersonal *self = g_new0(GpPersonal, 1);

    self->fy = fy;
    self->lines = g_ptr_array_new_with_free_func(line_free);
    self->assumed = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void
gp_personal_free(GpPersonal *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->lines);
    g_ptr_array_unref(self->assumed);
    gp_personal_role_free(self->role);
    g_free(self);
}
