/* SPDX-License-Identifier: MIT */
#include "gp-roles-private.h"

#include "gp-error.h"
#include "gp-role-rules.h"

void
gp_roles_close(GpRoles *self)
{
    if (self == NULL)
        return;
    gp_role_activity_free(self, self->first);
    gp_workforce_free(self->workforce);
    gp_role_catalogue_free(self->catalogue);
    gp_attribution_free(self->attribution);
    gp_role_lineage_free(self->lineage);
    g_clear_pointer(&self->actions, g_ptr_array_unref);
    gp_sites_free(self->sites);
    g_clear_pointer(&self->fys, g_array_unref);
    g_clear_pointer(&self->years, g_hash_table_unref);
    g_mutex_clear(&self->cubes);
    g_mutex_clear(&self->factors);
    g_free(self);
}

/* ---- opening ---- */

static char *
own_file(const GpRolesSources *sources, const char *asked_for, const char *name)
{
    if (asked_for != NULL)
        return g_strdup(asked_for);
    return sources->workspace == NULL ? NULL : gp_workspace_file(sources->workspace, name);
}

/* Says which names in the trust's own files nothing knows. */
static void
check_names(GpRoles *self, const char *rules, const char *roles, GpIssueList *issues)
{
    const GpFactorLibrary *library = self->book->basis->library;
    g_autoptr(GPtrArray) known = NULL;
    guint n_keys;

    g_mutex_lock(&self->factors);
    known = gp_factor_library_keys(library);
    n_keys = known->len;
    for (guint i = 0; i < n_keys; i++) {
        const GpActivity *activity = gp_factor_library_activity(library, known->pdata[i]);

        if (activity != NULL && activity->category != NULL)
            g_ptr_array_add(known, (char *)activity->category);
    }
    g_mutex_unlock(&self->factors);
    gp_role_rules_check(self->attribution, rules, self->catalogue, roles,
                        (const char *const *)known->pdata, known->len, issues);
}

static gboolean
load_rules(GpRoles *self, const GpRolesSources *sources, GpIssueList *issues, GError **error)
{
    g_autofree char *roles = g_build_filename(sources->places->data, "roles.csv", NULL);
    g_autofree char *rules = g_build_filename(sources->places->data, "attribution.csv", NULL);
    g_autofree char *own_roles = own_file(sources, sources->catalogue, "roles.csv");
    g_autofree char *own_rules = own_file(sources, sources->attribution, "attribution.csv");
    g_autofree char *changes = own_file(sources, sources->changes, "role-changes.csv");

    self->catalogue = gp_role_catalogue_load(roles, own_roles, error);
    if (self->catalogue == NULL)
        return FALSE;
    self->attribution = gp_attribution_load(rules, own_rules, error);
    if (self->attribution == NULL)
        return FALSE;
    self->lineage = gp_role_lineage_load(changes, error);
    if (self->lineage == NULL)
        return FALSE;
    if (own_roles != NULL || own_rules != NULL)
        check_names(self, own_rules, own_roles, issues);
    return TRUE;
}

static gboolean
load_advice(GpRoles *self, const GpRolesSources *sources, GError **error)
{
    g_autofree char *actions = g_build_filename(sources->places->data, "role-actions.csv", NULL);
    g_autofree char *own_actions = own_file(sources, NULL, "role-actions.csv");

    self->actions = gp_role_actions_load(actions, own_actions, error);
    return self->actions != NULL;
}

static gboolean
load_sites(GpRoles *self, const GpRolesSources *sources, GError **error)
{
    g_autofree char *sites = own_file(sources, NULL, "sites.csv");

    return sites == NULL || (self->sites = gp_sites_load(sites, error)) != NULL;
}

/* ---- staff and activity, side by side ---- */

/* The rules, and the file of the workforce, which may be long: read beside the cells. */
typedef struct {
    GpRoles *roles;
    const GpRolesSources *sources;
    GpIssueList *issues;
    GpWorkforce *workforce; /* (nullable) */
    GError *error;
} StaffFiles;

static gpointer
read_staff_files(gpointer data)
{
    StaffFiles *self = data;
    g_autofree char *path = own_file(self->sources, self->sources->workforce, "workforce.csv");

    if (load_rules(self->roles, self->sources, self->issues, &self->error) &&
        load_advice(self->roles, self->sources, &self->error) && path != NULL)
        self->workforce =
            gp_workforce_load(path, self->roles->catalogue, self->issues, &self->error);
    return NULL;
}

/* The years in which anything is emitted; the one that is asked for first is converted too.
 * Returns: (transfer full) (nullable) (element-type int) */
static GArray *
read_activity(GpRoles *self, const GpRolesSources *sources, GError **error)
{
    g_autoptr(GArray) active = NULL;
    int fy = sources->first_fy;

    g_mutex_lock(&self->factors);
    active = gp_book_years(self->book, &self->options, error);
    g_mutex_unlock(&self->factors);
    if (active == NULL || active->len == 0)
        return g_steal_pointer(&active);
    if (fy == 0)
        fy = g_array_index(active, int, active->len - 1);
    self->first = gp_role_activity_new(self, fy, error);
    return self->first == NULL ? NULL : g_steal_pointer(&active);
}

/* The staff of the file, else of the book's statistics. */
static gboolean
take_staff(GpRoles *self, StaffFiles *files, GpIssueList *issues, GError **error)
{
    gp_issue_list_move(issues, files->issues, 0);
    if (files->error != NULL) {
        g_propagate_error(error, files->error);
        return FALSE;
    }
    if (files->workforce != NULL && files->workforce->posts->len > 0) {
        self->workforce = files->workforce;
        return TRUE;
    }
    gp_workforce_free(files->workforce);
    self->workforce = gp_book_workforce(self->book, self->catalogue, issues, error);
    return self->workforce != NULL;
}

static gboolean
choose_years(GpRoles *self, const GArray *active, GError **error)
{
    for (guint i = 0; i < active->len; i++) {
        int fy = g_array_index(active, int, i);

        if (gp_workforce_n_extracts(self->workforce, fy) > 0)
            g_array_append_val(self->fys, fy);
    }
    if (self->fys->len == 0 && active->len > 0 && self->workforce->posts->len > 0)
        g_array_append_val(self->fys, g_array_index(active, int, active->len - 1));
    return self->fys->len > 0 ||
           gp_throw(error, GP_ERROR_MISSING,
                    "there is no activity or no workforce to make footprints of roles from");
}

static gboolean
load_staff_and_years(GpRoles *self,
                     const GpRolesSources *sources,
                     GpIssueList *issues,
                     GError **error)
{
    g_autoptr(GpIssueList) of_staff = gp_issue_list_new();
    StaffFiles files = {.roles = self, .sources = sources, .issues = of_staff};
    GThread *reader = g_thread_new("staff", read_staff_files, &files);
    g_autoptr(GError) activity_error = NULL;
    g_autoptr(GArray) active = read_activity(self, sources, &activity_error);

    g_thread_join(reader);
    if (!take_staff(self, &files, issues, error))
        return FALSE;
    if (active == NULL) {
        g_propagate_error(error, g_steal_pointer(&activity_error));
        return FALSE;
    }
    return choose_years(self, active, error);
}

GpRoles *
gp_roles_open(const GpBook *book,
              const GpConvertOptions *options,
              const GpRolesSources *sources,
              GpIssueList *issues,
              GError **error)
{
    g_autoptr(GpRoles) self = g_new0(GpRoles, 1);

    g_mutex_init(&self->cubes);
    g_mutex_init(&self->factors);
    self->book = book;
    self->options = *options;
    self->options.only_fy = 0;
    self->baseline_fy = sources->baseline_fy;
    self->fys = g_array_new(FALSE, FALSE, sizeof(int));
    self->years = g_hash_table_new_full(NULL, NULL, NULL, gp_role_made_year_free);
    if (!load_sites(self, sources, error) || !load_staff_and_years(self, sources, issues, error))
        return NULL;
    return g_steal_pointer(&self);
}

int
gp_roles_latest_fy(const GpRoles *self)
{
    return g_array_index(self->fys, int, self->fys->len - 1);
}
