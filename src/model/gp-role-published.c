/* SPDX-License-Identifier: MIT */
#include "gp-role-published.h"

const char *
gp_role_published_table_name(GpRolePublishedTable table)
{
    static const char *const names[] = {"role", "site", "role-at-site"};

    return names[table];
}

const char *
gp_role_published_part_name(GpRolePublishedPart part)
{
    static const char *const names[] = {"all", "own", "shared"};

    return names[part];
}

static void
group_free(gpointer data)
{
    GpRolePublishedGroup *self = data;

    g_ptr_array_unref(self->members);
    g_free(self);
}

GpRolePublishedGroup *
gp_role_published_group_new(int fy, const char *row)
{
    GpRolePublishedGroup *self = g_new0(GpRolePublishedGroup, 1);

    self->fy = fy;
    self->row = row;
    self->members = g_ptr_array_new();
    return self;
}

GpRolePublished *
gp_role_published_new(gint64 threshold)
{
    GpRolePublished *self = g_new0(GpRolePublished, 1);

    self->threshold = threshold;
    self->fys = g_array_new(FALSE, FALSE, sizeof(int));
    self->figures = g_array_new(FALSE, FALSE, sizeof(GpRolePublishedFigure));
    self->groups = g_ptr_array_new_with_free_func(group_free);
    self->texts = g_string_chunk_new(4096);
    return self;
}

void
gp_role_published_free(GpRolePublished *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->fys);
    g_array_unref(self->figures);
    g_ptr_array_unref(self->groups);
    g_string_chunk_free(self->texts);
    g_free(self);
}

const GpRolePublishedFigure *
gp_role_published_figure(const GpRolePublished *self, guint i)
{
    return &g_array_index(self->figures, GpRolePublishedFigure, i);
}

static void
leak_free(gpointer data)
{
    GpRolePublishedLeak *self = data;

    g_ptr_array_unref(self->categories);
    g_ptr_array_unref(self->who);
    g_free(self);
}

GpRolePublishedLeak *
gp_role_published_leak_new(int fy, gint64 people_micro)
{
    GpRolePublishedLeak *self = g_new0(GpRolePublishedLeak, 1);

    self->fy = fy;
    self->people_micro = people_micro;
    self->categories = g_ptr_array_new();
    self->who = g_ptr_array_new();
    return self;
}

GpRolePublishedAudit *
gp_role_published_audit_new(gint64 threshold)
{
    GpRolePublishedAudit *self = g_new0(GpRolePublishedAudit, 1);

    self->threshold = threshold;
    self->years = g_array_new(FALSE, FALSE, sizeof(GpRolePublishedAuditYear));
    self->leaks = g_ptr_array_new_with_free_func(leak_free);
    self->texts = g_string_chunk_new(4096);
    return self;
}

void
gp_role_published_audit_free(GpRolePublishedAudit *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->years);
    g_ptr_array_unref(self->leaks);
    g_string_chunk_free(self->texts);
    g_free(self);
}
