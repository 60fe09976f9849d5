/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-role-publish-private.h"

static void
disclosed_free(gpointer data)
{
    GpDisclosedYear *self = data;

    gp_staff_tally_free(self->tally);
    gp_disclosure_free(self->disclosure);
    gp_disclose_audit_free(self->audit);
    g_free(self);
}

static gboolean
check_rule(const GpPublishRule *rule, GError **error)
{
    return rule->threshold >= GP_LEAST_THRESHOLD ||
           gp_throw(error, GP_ERROR_USAGE,
                    "the disclosure threshold is %" G_GINT64_FORMAT
                    "; it may be raised, but not below %d people",
                    rule->threshold, GP_LEAST_THRESHOLD);
}

/* What all years have in common while they are worked out, each apart from the others. */
typedef struct {
    const GpPublishRule *rule;
    gboolean with_audit;
} Publishing;

static void
disclose_year(gpointer data, gpointer user_data)
{
    GpDisclosedYear *year = data;
    const Publishing *publishing = user_data;

    year->tally = gp_staff_tally_new(year->year, publishing->rule);
    year->disclosure = gp_disclose(&year->tally->input);
    if (publishing->with_audit)
        year->audit = gp_disclosure_audit(year->disclosure, &year->tally->input);
}

GPtrArray *
gp_roles_disclose(GpRoles *self,
                  int only_fy,
                  const GpPublishRule *rule,
                  gboolean with_audit,
                  GpIssueList *issues,
                  GError **error)
{
    Publishing publishing = {rule, with_audit};
    guint n = only_fy != 0 ? 1 : self->fys->len;
    g_autoptr(GPtrArray) years = g_ptr_array_new_with_free_func(disclosed_free);
    GThreadPool *pool;

    if (!check_rule(rule, error))
        return NULL;
    if (only_fy == 0 && !gp_roles_prepare(self, (const int *)(const void *)self->fys->data, n,
                                          &gp_roles_uncut, error))
        return NULL;
    for (guint i = 0; i < n; i++) {
        int fy = only_fy != 0 ? only_fy : g_array_index(self->fys, int, i);
        const GpRoleYear *year = gp_roles_year(self, fy, issues, error);
        GpDisclosedYear *disclosed = g_new0(GpDisclosedYear, 1);

        disclosed->year = year;
        g_ptr_array_add(years, disclosed);
        if (year == NULL)
            return NULL;
    }
    pool = g_thread_pool_new(disclose_year, &publishing, (gint)g_get_num_processors(), FALSE, NULL);
    for (guint i = 0; i < n; i++)
        g_thread_pool_push(pool, g_ptr_array_index(years, i), NULL);
    g_thread_pool_free(pool, FALSE, TRUE);
    return g_steal_pointer(&years);
}
