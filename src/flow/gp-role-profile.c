/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-roles-private.h"
#include "gp-text.h"

/* The role called @name, best by these very letters; NULL: there is none. */
static const char *
find_role(const GpRoleYear *year, const char *name)
{
    g_autofree char *wanted = NULL;
    const char *found = NULL;
    GHashTableIter each;
    gpointer role;

    if (g_hash_table_lookup_extended(year->posts_of, name, &role, NULL))
        return role;
    wanted = g_utf8_casefold(name, -1);
    g_hash_table_iter_init(&each, year->posts_of);
    while (g_hash_table_iter_next(&each, &role, NULL)) {
        g_autofree char *folded = g_utf8_casefold(role, -1);

        if (g_str_equal(wanted, folded) && (found == NULL || strcmp(role, found) < 0))
            found = role;
    }
    return found;
}

const char *
gp_roles_find(const GpRoles *self, const GpRoleYear *year, const char *name, GError **error)
{
    const char *found = find_role(year, name);
    const GpCatalogueRole *entry;
    g_autofree char *quoted = NULL;
    char label[16];

    if (found == NULL)
        found = find_role(year, gp_role_lineage_current(self->lineage, name, year->fy));
    if (found != NULL)
        return found;
    entry = gp_role_catalogue_find(self->catalogue, name, NULL);
    if (entry != NULL && (found = find_role(year, entry->role)) != NULL)
        return found;
    quoted = gp_text_quoted(name);
    gp_fy_print(year->fy, label);
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "there is no role “%s” in the workforce of %s; “greenplan roles” lists "
                         "those there are",
                         quoted, label);
}

static const GpRoleGroup *
group_of(const GArray *groups, const char *name)
{
    guint i = 0;

    while (!g_str_equal(g_array_index(groups, GpRoleGroup, i).name, name))
        i++;
    return &g_array_index(groups, GpRoleGroup, i);
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
    return gp_roles_prepare(self, fys, n, &gp_roles_uncut, error);
}

GpRoleProfile *
gp_roles_profile(GpRoles *self, int fy, const char *role, GpIssueList *issues, GError **error)
{
    const GpRoleYear *year = gp_roles_year(self, fy, issues, error);
    g_autoptr(GpRoleProfile) profile = NULL;
    g_autoptr(GArray) groups = NULL;
    const char *name = year == NULL ? NULL : gp_roles_find(self, year, role, error);

    if (name == NULL)
        return NULL;
    groups = gp_role_year_groups(year, GP_GROUP_ROLE);
    profile = gp_role_profile_new(year);
    profile->role = *group_of(groups, name);
    profile->entry = gp_role_catalogue_find(self->catalogue, name, profile->role.staff_group);
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
