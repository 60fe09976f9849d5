/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-roles-private.h"
#include "gp-text.h"

static int
compare_with_name(gconstpointer name, gconstpointer group)
{
    return strcmp(name, ((const GpRoleGroup *)group)->name);
}

/* By the very name, else by one that differs in capitals or blanks alone. */
static const GpRoleGroup *
find_group(const GArray *groups, const char *name)
{
    const GpRoleGroup *found =
        bsearch(name, groups->data, groups->len, sizeof(GpRoleGroup), compare_with_name);
    g_autofree char *wanted = found == NULL ? gp_text_fold(name) : NULL;

    for (guint i = 0; found == NULL && i < groups->len; i++) {
        const GpRoleGroup *group = &g_array_index(groups, GpRoleGroup, i);
        g_autofree char *folded = gp_text_fold(group->name);

        if (g_str_equal(folded, wanted))
            found = group;
    }
    return found;
}

static gboolean
add_group(const GArray *groups, const char *name, GpRoleGroup *sum)
{
    const GpRoleGroup *group = find_group(groups, name);

    if (group == NULL)
        return FALSE;
    sum->wte_micro += group->wte_micro;
    sum->people_micro += group->people_micro;
    for (guint part = 0; part < GP_N_PARTS; part++)
        sum->kg[part] += group->kg[part];
    return TRUE;
}

gboolean
gp_roles_was(const GpRoles *self,
             GpGrouping grouping,
             const char *name,
             int fy,
             const GArray *then,
             int then_fy,
             GpRoleGroup *out_group,
             char **out_why)
{
    g_autoptr(GPtrArray) names = NULL;
    gboolean is_found = FALSE;
    char label[16];

    *out_group = (GpRoleGroup){.name = name};
    *out_why = NULL;
    if (grouping != GP_GROUP_ROLE)
        is_found = add_group(then, name, out_group);
    else if (!gp_role_lineage_before(self->lineage, name, fy, then_fy, &names, out_why))
        return FALSE;
    for (guint i = 0; names != NULL && i < names->len; i++)
        is_found = add_group(then, names->pdata[i], out_group) || is_found;
    gp_fy_print(then_fy, label);
    if (!is_found)
        *out_why = g_strdup_printf("there was none in %s", label);
    else if (out_group->wte_micro == 0)
        *out_why = g_strdup_printf("there was no staff in %s", label);
    return *out_why == NULL;
}

/* The year before, and the baseline, if there is staff of theirs. */
static int
year_since(const GpRoles *self, int fy, GpSince since)
{
    int wanted = since == GP_SINCE_LAST_YEAR ? fy - 1 : self->baseline_fy;

    if (since == GP_SINCE_BASELINE && wanted == 0)
        wanted = g_array_index(self->fys, int, 0);
    for (guint i = 0; i < self->fys->len; i++) {
        if (g_array_index(self->fys, int, i) == wanted && wanted < fy)
            return wanted;
    }
    return 0;
}

static gboolean
compare_with(GpRoleTable *table, GpRoles *roles, GpSince since, GError **error)
{
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    g_autoptr(GArray) groups = NULL;
    int fy = year_since(roles, table->year->fy, since);

    if (fy == 0)
        return TRUE;
    table->since[since] = gp_roles_year(roles, fy, unseen, error);
    if (table->since[since] == NULL)
        return FALSE;
    groups = gp_role_year_groups(table->since[since], table->grouping);
    for (guint i = 0; i < table->rows->len; i++) {
        GpRoleRow *row = &g_array_index(table->rows, GpRoleRow, i);
        GpRoleThen *then = &row->then[since];
        GpRoleGroup was;

        then->is_comparable = gp_roles_was(roles, table->grouping, row->now.name, table->year->fy,
                                           groups, fy, &was, &then->why_not);
        then->wte_micro = was.wte_micro;
        then->kg = was.kg[GP_PART_OWN] + was.kg[GP_PART_SHARED];
    }
    return TRUE;
}

/* The year and those it is compared with, all at once. */
static const GpRoleYear *
prepare(GpRoles *self, int fy, GpIssueList *issues, GError **error)
{
    int fys[GP_N_SINCE + 1] = {fy};
    guint n = 1;

    for (guint since = 0; since < GP_N_SINCE; since++) {
        fys[n] = year_since(self, fy, since);
        n += fys[n] != 0 && (n == 1 || fys[n] != fys[n - 1]);
    }
    return gp_roles_prepare(self, fys, n, &gp_roles_uncut, error)
               ? gp_roles_year(self, fy, issues, error)
               : NULL;
}

GpRoleTable *
gp_roles_table(GpRoles *self, int fy, GpGrouping grouping, GpIssueList *issues, GError **error)
{
    const GpRoleYear *year = prepare(self, fy, issues, error);
    g_autoptr(GpRoleTable) table = NULL;
    g_autoptr(GArray) groups = NULL;

    if (year == NULL)
        return NULL;
    table = gp_role_table_new(year, grouping);
    groups = gp_role_year_groups(year, grouping);
    for (guint i = 0; i < groups->len; i++) {
        GpRoleRow row = {.now = g_array_index(groups, GpRoleGroup, i)};

        g_array_append_val(table->rows, row);
    }
    for (guint since = 0; since < GP_N_SINCE; since++) {
        if (!compare_with(table, self, since, error))
            return NULL;
    }
    return g_steal_pointer(&table);
}

GpRoleRivals *
gp_roles_rivals(GpRoles *self,
                int fy,
                GpGrouping grouping,
                const GpKey *key,
                GpIssueList *issues,
                GError **error)
{
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    g_autoptr(GpRoleRivals) rivals = g_new0(GpRoleRivals, 1);

    rivals->grouping = grouping;
    rivals->key = key == NULL ? NULL : gp_key_title(*key);
    rivals->by_rules = gp_roles_year(self, fy, issues, error);
    if (rivals->by_rules == NULL)
        return NULL;
    rivals->by_rivals = gp_roles_slices(
        self, fy, &(GpRoleSlicing){.with_rivals = TRUE, .instead = key}, unseen, error);
    return rivals->by_rivals == NULL ? NULL : g_steal_pointer(&rivals);
}
