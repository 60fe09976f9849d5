/* SPDX-License-Identifier: MIT */
#include "gp-roles.h"

#include <string.h>

const char *
gp_part_name(GpPart part)
{
    static const char *const names[] = {"own", "shared", "not allocated"};

    return names[part];
}

static void
clear_slice(gpointer data)
{
    GpRoleSlice *slice = data;

    g_free(slice->not_allocated);
}

GpRoleYear *
gp_role_year_new(int fy, int workforce_fy, int kg_places)
{
    GpRoleYear *self = g_new0(GpRoleYear, 1);

    self->fy = fy;
    self->workforce_fy = workforce_fy;
    self->kg_places = kg_places;
    self->posts = g_array_new(FALSE, FALSE, sizeof(GpRolePost));
    self->posts_of =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    self->lines = g_array_new(FALSE, FALSE, sizeof(GpRoleLine));
    self->slices = g_array_new(FALSE, FALSE, sizeof(GpRoleSlice));
    g_array_set_clear_func(self->slices, clear_slice);
    self->without_staff = g_ptr_array_new();
    self->texts = g_string_chunk_new(4096);
    return self;
}

void
gp_role_year_free(GpRoleYear *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->posts);
    g_hash_table_unref(self->posts_of);
    g_array_unref(self->lines);
    g_array_unref(self->slices);
    g_free(self->kg);
    g_ptr_array_unref(self->without_staff);
    g_string_chunk_free(self->texts);
    g_free(self);
}

guint
gp_role_year_add_post(GpRoleYear *self, const GpRolePost *post)
{
    GArray *of_role = g_hash_table_lookup(self->posts_of, post->role);
    guint place = self->posts->len;

    if (of_role == NULL) {
        of_role = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(self->posts_of, (gpointer)post->role, of_role);
    }
    g_array_append_val(of_role, place);
    g_array_append_vals(self->posts, post, 1);
    return place;
}

const GArray *
gp_role_year_posts_of(const GpRoleYear *self, const char *role)
{
    return g_hash_table_lookup(self->posts_of, role);
}

const GpRolePost *
gp_role_year_post(const GpRoleYear *self, guint i)
{
    return &g_array_index(self->posts, GpRolePost, i);
}

const GpRoleLine *
gp_role_year_line(const GpRoleYear *self, guint i)
{
    return &g_array_index(self->lines, GpRoleLine, i);
}

void
gp_role_year_make_room(GpRoleYear *self)
{
    guint n_lines = self->lines->len;

    self->stride = (gsize)self->slices->len * n_lines;
    self->kg = g_new0(GpInt128, MAX(1, self->posts->len * self->stride));
    for (guint i = 0; i < self->slices->len; i++) {
        GpRoleSlice *slice = &g_array_index(self->slices, GpRoleSlice, i);

        slice->kg = self->kg + (gsize)i * n_lines;
        slice->not_allocated = g_new0(GpInt128, n_lines);
    }
}

const char *
gp_grouping_name(GpGrouping grouping)
{
    static const char *const names[] = {"role", "staff-group", "site", "department"};

    return names[grouping];
}

const char *
gp_grouping_column(GpGrouping grouping)
{
    static const char *const names[] = {"role", "staff_group", "site", "department"};

    return names[grouping];
}

const char *
gp_grouping_plural(GpGrouping grouping)
{
    static const char *const names[] = {"roles", "staff groups", "sites", "departments"};

    return names[grouping];
}

const char *
gp_role_post_label(const GpRolePost *self, GpGrouping grouping)
{
    const char *labels[] = {self->role, self->staff_group, self->site, self->department};

    return labels[grouping];
}

static GpRoleGroup *
group_of(GArray *groups, GHashTable *places, const GpRolePost *post, GpGrouping grouping)
{
    const char *name = gp_role_post_label(post, grouping);
    gpointer place;

    if (!g_hash_table_lookup_extended(places, name, NULL, &place)) {
        GpRoleGroup group = {.name = name, .staff_group = post->staff_group};

        place = GUINT_TO_POINTER(groups->len);
        g_hash_table_insert(places, (char *)name, place);
        g_array_append_val(groups, group);
    }
    return &g_array_index(groups, GpRoleGroup, GPOINTER_TO_UINT(place));
}

static int
compare_groups(gconstpointer a, gconstpointer b)
{
    return strcmp(((const GpRoleGroup *)a)->name, ((const GpRoleGroup *)b)->name);
}

GArray *
gp_role_year_groups(const GpRoleYear *self, GpGrouping grouping)
{
    GArray *groups = g_array_new(FALSE, FALSE, sizeof(GpRoleGroup));
    g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < self->posts->len; i++) {
        const GpRolePost *post = gp_role_year_post(self, i);
        GpRoleGroup *group = group_of(groups, places, post, grouping);

        group->wte_micro += post->wte_micro;
        group->people_micro += post->people_micro;
        for (guint line = 0; line < self->lines->len; line++)
            group->kg[gp_role_year_line(self, line)->part] += gp_role_year_kg(self, i, line);
    }
    g_array_sort(groups, compare_groups);
    return groups;
}

GpInt128
gp_role_year_kg(const GpRoleYear *self, guint post, guint line)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < self->slices->len; i++)
        kg += gp_role_slice_kg(self, &g_array_index(self->slices, GpRoleSlice, i), post)[line];
    return kg;
}

GpInt128
gp_role_year_line_kg(const GpRoleYear *self, guint line)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < self->slices->len; i++)
        kg += g_array_index(self->slices, GpRoleSlice, i).not_allocated[line];
    for (guint post = 0; post < self->posts->len; post++)
        kg += gp_role_year_kg(self, post, line);
    return kg;
}

GpInt128
gp_role_year_not_allocated(const GpRoleYear *self)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < self->slices->len; i++) {
        for (guint line = 0; line < self->lines->len; line++)
            kg += g_array_index(self->slices, GpRoleSlice, i).not_allocated[line];
    }
    return kg;
}

gboolean
gp_kg_per_wte(GpInt128 kg, int kg_places, gint64 wte_micro, GpInt128 *out_micro_kg)
{
    const int places = GP_MICRO_PLACES + GP_MICRO_PLACES; /* of the quotient and of the WTE */

    if (wte_micro == 0)
        return FALSE;
    *out_micro_kg = gp_number_divide(kg * gp_power_of_ten(MAX(0, places - kg_places)),
                                     wte_micro * gp_power_of_ten(MAX(0, kg_places - places)));
    return TRUE;
}
