/* SPDX-License-Identifier: MIT */
#include "gp-published.h"

const char *
gp_published_table_name(GpPublishedTable table)
{
    static const char *const names[] = {"role", "site", "role-at-site"};

    return names[table];
}

const char *
gp_published_part_name(GpPublishedPart part)
{
    static const char *const names[] = {"all", "own", "shared"};

    return names[part];
}

static void
group_free(gpointer data)
{
    GpPublishedGroup *self = data;

    g_ptr_array_unref(self->members);
    g_free(self);
}

GpPublishedGroup *
gp_published_group_new(int fy, const char *row)
{
    GpPublishedGroup *self = g_new0(GpPublishedGroup, 1);

    self->fy = fy;
    self->row = row;
    self->members = g_ptr_array_new();
    return self;
}

GpPublished *
gp_published_new(gint64 threshold)
{
    GpPublished *self = g_new0(GpPublished, 1);

    self->threshold = threshold;
    self->fys = g_array_new(FALSE, FALSE, sizeof(int));
    self->figures = g_array_new(FALSE, FALSE, sizeof(GpPublishedFigure));
    self->groups = g_ptr_array_new_with_free_func(group_free);
    self->texts = g_string_chunk_new(4096);
    return self;
}

void
gp_published_free(GpPublished *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->fys);
    g_array_unref(self->figures);
    g_ptr_array_unref(self->groups);
    g_string_chunk_free(self->texts);
    g_free(self);
}

const GpPublishedFigure *
gp_published_figure(const GpPublished *self, guint i)
{
    return &g_array_index(self->figures, GpPublishedFigure, i);
}

static void
leak_free(gpointer data)
{
    GpPublishedLeak *self = data;

    g_ptr_array_unref(self->categories);
    g_ptr_array_unref(self->who);
    g_free(self);
}

GpPublishedLeak *
gp_published_leak_new(int fy, gint64 people_micro)
{
    GpPublishedLeak *self = g_new0(GpPublishedLeak, 1);

    self->fy = fy;
    self->people_micro = people_micro;
    self->categories = g_ptr_array_new();
    self->who = g_ptr_array_new();
    return self;
}

GpPublishedAudit *
gp_published_audit_new(gint64 threshold)
{
    GpPublishedAudit *self = g_new0(GpPublishedAudit, 1);

    self->threshold = threshold;
    self->years = g_array_new(FALSE, FALSE, sizeof(GpPublishedAuditYear));
    self->leaks = g_ptr_array_new_with_free_func(leak_free);
    self->texts = g_string_chunk_new(4096);
    return self;
}

void
gp_published_audit_free(GpPublishedAudit *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->years);
    g_ptr_array_unref(self->leaks);
    g_string_chunk_free(self->texts);
    g_free(self);
}
