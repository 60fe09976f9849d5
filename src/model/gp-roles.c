/* SPDX-License-Identifier: MIT */
#include "gp-roles.h"

static void
clear_role(gpointer data)
{
    g_free(((GpRoleFootprint *)data)->name);
}

GpRoleFootprints *
gp_role_footprints_new(void)
{
    GpRoleFootprints *self = g_new0(GpRoleFootprints, 1);

    self->roles = g_array_new(FALSE, FALSE, sizeof(GpRoleFootprint));
    g_array_set_clear_func(self->roles, clear_role);
    return self;
}

void
gp_role_footprints_free(GpRoleFootprints *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->roles);
    g_free(self);
}
