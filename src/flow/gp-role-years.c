/* SPDX-License-Identifier: MIT */
#include "gp-crew.h"
#include "gp-roles-private.h"

const GpBy gp_roles_uncut = {.n = 0};

static void
comment(const GpRoleYear *year, GpIssueList *issues)
{
    char fy[16], workforce_fy[16];

    gp_fy_print(year->fy, fy);
    gp_fy_print(year->workforce_fy, workforce_fy);
    if (year->fy != year->workforce_fy)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "other-workforce-year",
                          "%s: there is no workforce extract of that year; the staff of %s gives "
                          "the shares",
                          fy, workforce_fy);
    if (year->people_are_from_wte)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "people-from-wte",
                          "the workforce file does not give headcount everywhere; whole WTE stand "
                          "in for people");
    if (year->without_staff->len > 0) {
        g_autofree char *list = NULL;

        g_ptr_array_add(year->without_staff, NULL);
        list = g_strjoinv(", ", (char **)year->without_staff->pdata);
        g_ptr_array_set_size(year->without_staff, (int)year->without_staff->len - 1);
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "no-staff-there",
                          "%s: there is activity but no staff at %s; the next larger place shares "
                          "it",
                          fy, list);
    }
}

/* ---- what the book has of a year ---- */

GpRoleActivity *
gp_role_activity_new(GpRoles *roles, int fy, GError **error)
{
    GpConvertOptions options = roles->options;
    GpRoleActivity *self;
    const GpCube *cube;

    g_mutex_lock(&roles->cubes);
    cube = gp_book_cube(roles->book, GP_DETAIL_ALL, fy, error);
    g_mutex_unlock(&roles->cubes);
    if (cube == NULL)
        return NULL;
    self = g_new0(GpRoleActivity, 1);
    self->fy = options.only_fy = fy;
    self->issues = gp_issue_list_new();
    self->measures = gp_role_measures(roles->book, cube, roles->sites, fy);
    g_mutex_lock(&roles->factors);
    self->emissions = gp_book_cells(roles->book, cube, &options, self->issues, error);
    g_mutex_unlock(&roles->factors);
    if (self->emissions == NULL)
        gp_role_activity_free(roles, g_steal_pointer(&self));
    return self;
}

void
gp_role_activity_free(GpRoles *roles, GpRoleActivity *self)
{
    if (self == NULL)
        return;
    gp_emission_cells_free(self->emissions);
    gp_place_measures_free(self->measures);
    gp_issue_list_free(self->issues);
    g_mutex_lock(&roles->cubes);
    if (roles->book->shelf != NULL)
        gp_shelf_drop_year(roles->book->shelf, self->fy);
    g_mutex_unlock(&roles->cubes);
    g_free(self);
}

/* That of the first year may be there already. */
static GpRoleActivity *
get_activity(GpRoles *roles, int fy, GError **error)
{
    GpRoleActivity *activity = NULL;

    g_mutex_lock(&roles->cubes);
    if (roles->first != NULL && roles->first->fy == fy)
        activity = g_steal_pointer(&roles->first);
    g_mutex_unlock(&roles->cubes);
    return activity != NULL ? activity : gp_role_activity_new(roles, fy, error);
}

/* ---- sharing it out ---- */

/* Asks nothing of the book: several threads may share out years. */
static GpRoleYear *
share_out(const GpRoles *self,
          const GpRoleActivity *activity,
          const GpRoleSlicing *slicing,
          GpIssueList *issues)
{
    const GArray *measures = activity->measures->list;
    int fy = activity->fy;
    GpRoleYear *year = gp_allocate(
        &(GpAllocateInput){.cells = activity->emissions,
                           .fy = fy,
                           .workforce = self->workforce,
                           .workforce_fy = gp_workforce_nearest_fy(self->workforce, fy),
                           .catalogue = self->catalogue,
                           .attribution = self->attribution,
                           .lineage = self->lineage,
                           .measures = (const GpPlaceMeasure *)(const void *)measures->data,
                           .n_measures = measures->len,
                           .slices = slicing->by,
                           .with_rivals = slicing->with_rivals,
                           .instead = slicing->instead});

    gp_issue_list_move(issues, activity->issues, 0);
    comment(year, issues);
    return year;
}

GpRoleYear *
gp_roles_slices(
    GpRoles *self, int fy, const GpRoleSlicing *slicing, GpIssueList *issues, GError **error)
{
    GpRoleActivity *activity = get_activity(self, fy, error);
    GpRoleYear *year = activity == NULL ? NULL : share_out(self, activity, slicing, issues);

    gp_role_activity_free(self, activity);
    return year;
}

/* Years under way. */
typedef struct {
    GpRoles *roles;
    const int *fys;
    GpBy by; /* of the slices */
    GError *error;
} Preparation;

/* A year that is worked out, and what is to be said of it when it is first asked for. */
typedef struct {
    GpRoleYear *year; /* NULL: it failed */
    GpIssueList *issues;
    GError *error;
} MadeYear;

void
gp_role_made_year_free(gpointer data)
{
    MadeYear *self = data;

    gp_role_year_free(self->year);
    gp_issue_list_free(self->issues);
    g_clear_error(&self->error);
    g_free(self);
}

static gpointer
make_year(guint i, gpointer data)
{
    Preparation *preparation = data;
    GpRoles *self = preparation->roles;
    MadeYear *made = g_new0(MadeYear, 1);
    GpRoleActivity *activity = get_activity(self, preparation->fys[i], &made->error);

    made->issues = gp_issue_list_new();
    if (activity != NULL)
        made->year =
            share_out(self, activity, &(GpRoleSlicing){.by = preparation->by}, made->issues);
    gp_role_activity_free(self, activity);
    return made;
}

static gpointer
key_of(int fy, const GpBy *by)
{
    guint key = (guint)fy;

    for (guint i = 0; i < by->n; i++)
        key = key * (GP_N_DIMENSIONS + 1) + by->list[i] + 1;
    return GUINT_TO_POINTER(key);
}

static void
take_year(guint i, gpointer thing, gpointer data)
{
    Preparation *preparation = data;
    MadeYear *made = thing;

    if (made->year != NULL) {
        g_hash_table_insert(preparation->roles->years,
                            key_of(preparation->fys[i], &preparation->by), made);
        return;
    }
    if (preparation->error == NULL)
        preparation->error = g_steal_pointer(&made->error);
    gp_role_made_year_free(made);
}

gboolean
gp_roles_prepare(GpRoles *self, const int *fys, guint n, const GpBy *by, GError **error)
{
    g_autoptr(GArray) missing = g_array_new(FALSE, FALSE, sizeof(int));
    Preparation preparation = {.roles = self, .by = *by};

    for (guint i = 0; i < n; i++) {
        if (!g_hash_table_contains(self->years, key_of(fys[i], by)))
            g_array_append_val(missing, fys[i]);
    }
    preparation.fys = (const int *)(const void *)missing->data;
    gp_crew_run(missing->len, gp_crew_size(self->options.threads), make_year, take_year,
                &preparation);
    if (preparation.error != NULL)
        g_propagate_error(error, preparation.error);
    return preparation.error == NULL;
}

/* Returns: (transfer none) (nullable) */
static const GpRoleYear *
get_year(GpRoles *self, int fy, const GpBy *by, GpIssueList *issues, GError **error)
{
    MadeYear *made;

    if (!gp_roles_prepare(self, &fy, 1, by, error))
        return NULL;
    made = g_hash_table_lookup(self->years, key_of(fy, by));
    gp_issue_list_move(issues, made->issues, 0);
    return made->year;
}

const GpRoleYear *
gp_roles_year(GpRoles *self, int fy, GpIssueList *issues, GError **error)
{
    return get_year(self, fy, &gp_roles_uncut, issues, error);
}

GpRoleCut *
gp_roles_cut(GpRoles *self,
             int fy,
             const GpCuts *cuts,
             const char *role,
             GpIssueList *issues,
             GError **error)
{
    GpBy by = gp_cuts_slices(cuts);
    const GpRoleYear *year = get_year(self, fy, &by, issues, error);
    const char *name = NULL;

    if (year == NULL || (role != NULL && (name = gp_roles_find(self, year, role, error)) == NULL))
        return NULL;
    return gp_role_year_cut(year, cuts, name);
}
