/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-roles-private.h"
#include "gp-text.h"

/* The group called @name, or as the catalogue calls it. Errors: GP_ERROR_MISSING */
static const GpRoleGroup *
find_role(const GpRoles *self, const GArray *groups, const char *name, int fy, GError **error)
{
    const GpCatalogueRole *entry = gp_role_catalogue_find(self->catalogue, name, NULL);
    const char *names[] = {name, gp_role_lineage_current(self->lineage, name, fy),
                           entry == NULL ? name : entry->role};
    g_autofree char *quoted = gp_text_quoted(name);
    char label[16];

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *wanted = g_utf8_casefold(names[i], -1);

        for (guint at = 0; at < groups->len; at++) {
            const GpRoleGroup *group = &g_array_index(groups, GpRoleGroup, at);
            g_autofree char *folded = g_utf8_casefold(group->name, -1);

            if (g_str_equal(wanted, folded))
                return group;
        }
    }
    gp_fy_print(fy, label);
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "there is no role “%s” in the workforce of %s; “greenplan roles” lists "
                         "those there are",
                         quoted, label);
}

static int
compare_parts(gconstpointer a, gconstpointer b)
{
    const GpRolePart *x = a, *y = b;

    if (x->line->part != y->line->part)
        return x->line->part < y->line->part ? -1 : 1;
    if (x->kg != y->kg)
        return x->kg > y->kg ? -1 : 1;
    return strcmp(x->line->category, y->line->category);
}

static void
add_parts(GpRoleProfile *profile)
{
    const GpRoleYear *year = profile->year;

    for (guint line = 0; line < year->lines->len; line++) {
        GpRolePart part = {.line = gp_role_year_line(year, line)};
        gboolean is_there = FALSE;

        for (guint post = 0; post < year->posts->len; post++) {
            GpInt128 kg = gp_role_year_kg(year, post, line);

            part.trust_kg += kg;
            if (!g_str_equal(gp_role_year_post(year, post)->role, profile->role.name))
                continue;
            part.kg += kg;
            is_there = is_there || kg != 0;
        }
        if (is_there)
            g_array_append_val(profile->parts, part);
    }
    g_array_sort(profile->parts, compare_parts);
}

static void
sum_groups(const GArray *groups, GpRoleGroup *out_sum)
{
    *out_sum = (GpRoleGroup){.name = NULL};
    for (guint i = 0; i < groups->len; i++) {
        const GpRoleGroup *group = &g_array_index(groups, GpRoleGroup, i);

        out_sum->wte_micro += group->wte_micro;
        out_sum->people_micro += group->people_micro;
        for (guint part = 0; part < GP_N_PARTS; part++)
            out_sum->kg[part] += group->kg[part];
    }
}

static gboolean
add_trend(GpRoleProfile *profile, GpRoles *roles, int fy, GError **error)
{
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    const GpRoleYear *year = gp_roles_year(roles, fy, unseen, error);
    g_autoptr(GArray) groups = NULL;
    GpRoleTrend trend = {.fy = fy};
    GpRoleGroup was, trust;

    if (year == NULL)
        return FALSE;
    groups = gp_role_year_groups(year, GP_GROUP_ROLE);
    trend.kg_places = year->kg_places;
    trend.is_comparable = gp_roles_was(roles, GP_GROUP_ROLE, profile->role.name, profile->year->fy,
                                       groups, fy, &was, &trend.why_not);
    trend.wte_micro = was.wte_micro;
    sum_groups(groups, &trust);
    trend.trust_wte_micro = trust.wte_micro;
    memcpy(trend.kg, was.kg, sizeof was.kg);
    memcpy(trend.trust_kg, trust.kg, sizeof trust.kg);
    g_array_append_val(profile->trends, trend);
    return TRUE;
}

/* The years up to @fy, all at once. */
static gboolean
prepare(GpRoles *self, int fy, GError **error)
{
    const int *fys = (const int *)(const void *)self->fys->data;
    guint n = 0;

    while (n < self->fys->len && fys[n] <= fy)
        n++;
    return gp_roles_prepare(self, fys, n, error);
}

GpRoleProfile *
gp_roles_profile(GpRoles *self, int fy, const char *role, GpIssueList *issues, GError **error)
{
    const GpRoleYear *year = gp_roles_year(self, fy, issues, error);
    g_autoptr(GpRoleProfile) profile = NULL;
    g_autoptr(GArray) groups = NULL;
    const GpRoleGroup *found;

    if (year == NULL)
        return NULL;
    groups = gp_role_year_groups(year, GP_GROUP_ROLE);
    found = find_role(self, groups, role, fy, error);
    if (found == NULL)
        return NULL;
    profile = gp_role_profile_new(year);
    profile->role = *found;
    profile->entry = gp_role_catalogue_find(self->catalogue, found->name, found->staff_group);
    sum_groups(groups, &profile->trust);
    add_parts(profile);
    if (!prepare(self, fy, error))
        return NULL;
    for (guint i = 0; i < self->fys->len && g_array_index(self->fys, int, i) <= fy; i++) {
        if (!add_trend(profile, self, g_array_index(self->fys, int, i), error))
            return NULL;
    }
    return g_steal_pointer(&profile);
}

/* What the role itself causes, by category, the largest first. */
static GArray *
list_own(const GpRoleProfile *profile)
{
    GArray *own = g_array_new(FALSE, FALSE, sizeof(GpOwnKg));

    for (guint i = 0; i < profile->parts->len; i++) {
        const GpRolePart *part = &g_array_index(profile->parts, GpRolePart, i);
        GpOwnKg one = {part->line->category, part->kg};
        guint known = 0;

        if (part->line->part != GP_PART_OWN)
            continue;
        while (known < own->len &&
               !g_str_equal(g_array_index(own, GpOwnKg, known).category, one.category))
            known++;
        if (known < own->len)
            g_array_index(own, GpOwnKg, known).kg += one.kg;
        else
            g_array_append_val(own, one);
    }
    return own;
}

GPtrArray *
gp_roles_advice(
    GpRoles *self, const GpRoleProfile *profile, guint n, GpIssueList *issues, GError **error)
{
    g_autoptr(GArray) own = list_own(profile);
    GpAdviceFor whom = {.role = profile->entry == NULL ? profile->role.name : profile->entry->role,
                        .staff_group = profile->role.staff_group,
                        .fy = profile->year->fy,
                        .own = (const GpOwnKg *)(const void *)own->data,
                        .n_own = own->len,
                        .kg_places = profile->year->kg_places};

    return gp_book_role_advice(self->book, &self->options, self->actions, &whom, n, issues, error);
}
