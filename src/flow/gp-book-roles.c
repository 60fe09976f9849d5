/* SPDX-License-Identifier: MIT */
#include "gp-allocate.h"
#include "gp-error.h"
#include "gp-flow.h"

void
gp_roles_free(GpRoles *self)
{
    if (self == NULL)
        return;
    gp_role_footprints_free(self->footprints);
    g_free(self);
}

/* The latest financial year with activity, or 0. */
static gboolean
find_latest_fy(const GpBook *book, const GpConvertOptions *options, int *out_fy, GError **error)
{
    GpConvertOptions by_year = *options;
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    g_autoptr(GpEmissions) emissions = NULL;

    by_year.by = (GpBy){{GP_BY_YEAR}, 1};
    emissions = gp_book_convert(book, &by_year, unseen, error);
    if (emissions == NULL)
        return FALSE;
    *out_fy = 0;
    if (emissions->rows->len > 0)
        gp_fy_parse(
            g_array_index(emissions->rows, GpEmissionRow, emissions->rows->len - 1).labels[0],
            out_fy);
    return TRUE;
}

/* The year that is asked for, else the latest with activity for which staff is known. */
static gboolean
choose_years(GpRoles *self,
             const GpBook *book,
             const GpConvertOptions *options,
             const GpWorkforce *workforce,
             GError **error)
{
    int latest = 0;

    self->fy = options->only_fy;
    if (self->fy == 0) {
        if (!find_latest_fy(book, options, &latest, error))
            return FALSE;
        self->fy = MIN(latest, gp_workforce_nearest_fy(workforce, latest));
    }
    self->workforce_fy = gp_workforce_nearest_fy(workforce, self->fy);
    if (self->fy == 0)
        return gp_throw(error, GP_ERROR_MISSING,
                        "there is no activity or no workforce to make footprints of roles from");
    return TRUE;
}

static void
comment(const GpRoles *self, GpIssueList *issues)
{
    char fy[16], workforce_fy[16];

    gp_fy_print(self->fy, fy);
    gp_fy_print(self->workforce_fy, workforce_fy);
    if (self->fy != self->workforce_fy)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "other-workforce-year",
                          "%s: there is no workforce extract of that year; the staff of %s gives "
                          "the shares",
                          fy, workforce_fy);
    if (self->footprints->people_are_from_wte)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "people-from-wte",
                          "the workforce file does not give headcount everywhere; whole WTE stand "
                          "in for people when small roles are put together");
}

GpRoles *
gp_book_roles(const GpBook *self,
              const GpConvertOptions *options,
              const GpWorkforce *workforce,
              guint threshold,
              GpIssueList *issues,
              GError **error)
{
    g_autoptr(GpRoles) roles = g_new0(GpRoles, 1);
    g_autoptr(GpEmissions) emissions = NULL;
    GpConvertOptions filled = *options;

    if (!choose_years(roles, self, options, workforce, error))
        return NULL;
    filled.only_fy = roles->fy;
    filled.by = (GpBy){{GP_BY_ROLE, GP_BY_SITE}, 2};
    emissions = gp_book_convert(self, &filled, issues, error);
    if (emissions == NULL)
        return NULL;
    roles->footprints = gp_allocate(emissions, workforce, roles->workforce_fy, threshold);
    comment(roles, issues);
    return g_steal_pointer(&roles);
}
