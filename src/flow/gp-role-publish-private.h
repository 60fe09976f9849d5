/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-dict.h"
#include "gp-disclose.h"
#include "gp-roles-private.h"

/* A year as disclosure/ asks for it: its staff by role and site, departments put together, and its
 * kg by category and part, rules put together. Texts are borrowed from the year. */
typedef struct {
    const GpRoleYear *year;
    GpDict *roles, *sites, *groups, *categories;
    GArray *group_of_role; /* (element-type guint32) */
    GArray *lines;         /* (element-type GpDiscloseLine) */
    GArray *cells;         /* (element-type GpDiscloseCell): people in millionths */
    GArray *wte_micro;     /* (element-type gint64) by cell */
    GpInt128 *kg;          /* [cell * n_lines + line] */
    guint8 *has;           /* the same: whether it is not 0 */
    GPtrArray *names[4];   /* (element-type utf8) of roles, sites, groups and categories, by id */
    GpDiscloseInput input; /* of all that */
} GpStaffTally;

GpStaffTally *gp_staff_tally_new(const GpRoleYear *year, const GpPublishRule *rule);
void gp_staff_tally_free(GpStaffTally *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpStaffTally, gp_staff_tally_free)

/* A year and what may be told of it. */
typedef struct {
    const GpRoleYear *year;
    GpStaffTally *tally;
    GpDisclosure *disclosure;
    GpDiscloseAudit *audit; /* (nullable): where it is not asked for */
} GpDisclosedYear;

/* One year, or all with staff of their own: worked out apart from one another, on all cores.
 * Errors: those of gp_roles_publish(). Returns: (transfer full) (nullable) (element-type
 * GpDisclosedYear): by year */
GPtrArray *gp_roles_disclose(GpRoles *self,
                             int only_fy,
                             const GpPublishRule *rule,
                             gboolean with_audit,
                             GpIssueList *issues,
                             GError **error);
