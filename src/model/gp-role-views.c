/* SPDX-License-Identifier: MIT */
#include "gp-role-views.h"

static void
clear_row(gpointer data)
{
    GpRoleRow *row = data;

    for (guint i = 0; i < GP_N_SINCE; i++)
        g_free(row->then[i].why_not);
}

GpRoleTable *
gp_role_table_new(const GpRoleYear *year, GpGrouping grouping)
{
    GpRoleTable *self = g_new0(GpRoleTable, 1);

    self->year = year;
    self->grouping = grouping;
    self->rows = g_array_new(FALSE, FALSE, sizeof(GpRoleRow));
    g_array_set_clear_func(self->rows, clear_row);
    return self;
}

void
gp_role_table_free(GpRoleTable *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_free(self);
}

void
gp_role_rivals_free(GpRoleRivals *self)
{
    if (self == NULL)
        return;
    gp_role_year_free(self->by_rivals);
    g_free(self);
}

static void
clear_trend(gpointer data)
{
    g_free(((GpRoleTrend *)data)->why_not);
}

GpRoleProfile *
gp_role_profile_new(const GpRoleYear *year)
{
    GpRoleProfile *self = g_new0(GpRoleProfile, 1);

    self->year = year;
    self->parts = g_array_new(FALSE, FALSE, sizeof(GpRolePart));
    self->trends = g_array_new(FALSE, FALSE, sizeof(GpRoleTrend));
    g_array_set_clear_func(self->trends, clear_trend);
    return self;
}

void
gp_role_profile_free(GpRoleProfile *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->parts);
    g_array_unref(self->trends);
    g_free(self);
}
