/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-role-publish-private.h"

static guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

/* A role whose posts are of several groups is of the first of these. */
static guint32
add_role(GpStaffTally *self, const GpRolePost *post)
{
    guint32 role = intern(self->roles, post->role), group = intern(self->groups, post->staff_group);
    guint32 *known;

    if (role == self->group_of_role->len)
        g_array_append_val(self->group_of_role, group);
    known = &g_array_index(self->group_of_role, guint32, role);
    if (strcmp(post->staff_group, gp_dict_name(self->groups, *known)) < 0)
        *known = group;
    return role;
}

/* The cell of each post. */
static guint32 *
add_cells(GpStaffTally *self)
{
    const GpRoleYear *year = self->year;
    g_autoptr(GHashTable) cells = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    guint32 *cell_of_post = g_new(guint32, year->posts->len + 1);

    for (guint i = 0; i < year->posts->len; i++) {
        const GpRolePost *post = gp_role_year_post(year, i);
        GpDiscloseCell cell = {add_role(self, post), intern(self->sites, post->site), 0, FALSE};
        gint64 key = (gint64)cell.role << 32 | cell.site, no_wte = 0;
        gpointer found;

        if (!g_hash_table_lookup_extended(cells, &key, NULL, &found)) {
            found = GUINT_TO_POINTER(self->cells->len);
            g_hash_table_insert(cells, g_memdup2(&key, sizeof key), found);
            g_array_append_val(self->cells, cell);
            g_array_append_val(self->wte_micro, no_wte);
        }
        cell_of_post[i] = GPOINTER_TO_UINT(found);
        g_array_index(self->cells, GpDiscloseCell, cell_of_post[i]).people += post->people_micro;
        g_array_index(self->cells, GpDiscloseCell, cell_of_post[i]).has_staff |=
            post->people_micro != 0 || post->wte_micro != 0;
        g_array_index(self->wte_micro, gint64, cell_of_post[i]) += post->wte_micro;
    }
    return cell_of_post;
}

/* The line of each line of the year, GP_DISCLOSE_NOWHERE for what nobody has. */
static guint32 *
add_lines(GpStaffTally *self)
{
    const GpRoleYear *year = self->year;
    guint32 *line_of = g_new(guint32, year->lines->len + 1);

    for (guint i = 0; i < year->lines->len; i++) {
        const GpRoleLine *from = gp_role_year_line(year, i);
        GpDiscloseLine line = {0, from->part == GP_PART_OWN};
        guint32 at = 0;

        line_of[i] = GP_DISCLOSE_NOWHERE;
        if (from->part == GP_PART_NOBODY)
            continue;
        line.category = intern(self->categories, from->category);
        while (at < self->lines->len &&
               (g_array_index(self->lines, GpDiscloseLine, at).category != line.category ||
                g_array_index(self->lines, GpDiscloseLine, at).is_own != line.is_own))
            at++;
        if (at == self->lines->len)
            g_array_append_val(self->lines, line);
        line_of[i] = at;
    }
    return line_of;
}

static void
add_kg(GpStaffTally *self, const guint32 *cell_of_post, const guint32 *line_of)
{
    gsize n_lines = self->lines->len, n = self->cells->len * n_lines;

    self->kg = g_new0(GpInt128, n + 1);
    self->has = g_new0(guint8, n + 1);
    for (guint post = 0; post < self->year->posts->len; post++) {
        for (guint line = 0; line < self->year->lines->len; line++) {
            if (line_of[line] != GP_DISCLOSE_NOWHERE)
                self->kg[cell_of_post[post] * n_lines + line_of[line]] +=
                    gp_role_year_kg(self->year, post, line);
        }
    }
    for (gsize i = 0; i < n; i++)
        self->has[i] = self->kg[i] != 0;
}

static GPtrArray *
names_of(const GpDict *dict)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint32 i = 0; i < gp_dict_size(dict); i++)
        g_ptr_array_add(names, (gpointer)gp_dict_name(dict, i));
    return names;
}

static void
describe(GpStaffTally *self, const GpPublishRule *rule)
{
    const GpDict *dicts[] = {self->roles, self->sites, self->groups, self->categories};

    for (guint i = 0; i < G_N_ELEMENTS(dicts); i++)
        self->names[i] = names_of(dicts[i]);
    self->input = (GpDiscloseInput){
        .n_roles = self->names[0]->len,
        .n_sites = self->names[1]->len,
        .n_groups = self->names[2]->len,
        .n_categories = self->names[3]->len,
        .n_lines = self->lines->len,
        .n_cells = self->cells->len,
        .roles = (const char *const *)self->names[0]->pdata,
        .sites = (const char *const *)self->names[1]->pdata,
        .groups = (const char *const *)self->names[2]->pdata,
        .categories = (const char *const *)self->names[3]->pdata,
        .group_of_role = (const guint32 *)(gpointer)self->group_of_role->data,
        .lines = (const GpDiscloseLine *)(gpointer)self->lines->data,
        .cells = (const GpDiscloseCell *)(gpointer)self->cells->data,
        .has = self->has,
        .threshold = rule->threshold * GP_MICRO,
        .primary_only = rule->primary_only,
    };
}

GpStaffTally *
gp_staff_tally_new(const GpRoleYear *year, const GpPublishRule *rule)
{
    GpStaffTally *self = g_new0(GpStaffTally, 1);
    g_autofree guint32 *cell_of_post = NULL, *line_of = NULL;

    self->year = year;
    self->roles = gp_dict_new();
    self->sites = gp_dict_new();
    self->groups = gp_dict_new();
    self->categories = gp_dict_new();
    self->group_of_role = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->lines = g_array_new(FALSE, FALSE, sizeof(GpDiscloseLine));
    self->cells = g_array_new(FALSE, FALSE, sizeof(GpDiscloseCell));
    self->wte_micro = g_array_new(FALSE, FALSE, sizeof(gint64));
    cell_of_post = add_cells(self);
    line_of = add_lines(self);
    add_kg(self, cell_of_post, line_of);
    describe(self, rule);
    return self;
}

void
gp_staff_tally_free(GpStaffTally *self)
{
    if (self == NULL)
        return;
    gp_dict_free(self->roles);
    gp_dict_free(self->sites);
    gp_dict_free(self->groups);
    gp_dict_free(self->categories);
    g_array_unref(self->group_of_role);
    g_array_unref(self->lines);
    g_array_unref(self->cells);
    g_array_unref(self->wte_micro);
    g_free(self->kg);
    g_free(self->has);
    for (guint i = 0; i < G_N_ELEMENTS(self->names); i++)
        g_ptr_array_unref(self->names[i]);
    g_free(self);
}
