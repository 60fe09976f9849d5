/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * What roles were called in other years: renamed, merged, split.
 *
 *   role-changes.csv ── gp_role_lineage_load ──▶ GpRoleLineage ──▶ trends of roles
 *
 * A row `role,became,from,note` says that from the financial year @from on, @role is called
 * @became. One to one: renamed; several to one: merged; one to several: split. A role that a row
 * turns into another is gone from that year on, until a row turns something into it again; a row
 * of a role that became itself says that it goes on beside what was split off. Capitals and double
 * blanks in names do not matter.
 */

typedef struct _GpRoleLineage GpRoleLineage;

/**
 * gp_role_lineage_load:
 * @path: (nullable): nothing has changed
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason`, also for rows that contradict
 * one another
 */
GpRoleLineage *gp_role_lineage_load(const char *path, GError **error);
void gp_role_lineage_free(GpRoleLineage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleLineage, gp_role_lineage_free)

/**
 * gp_role_lineage_before:
 * @earlier_fy: not after @fy
 * @out_roles: (element-type utf8): names in @earlier_fy that together were what @role is in @fy,
 *   in byte order. The name itself is among them unless the file says that it was not used then,
 *   so there may be one that had no staff.
 * @out_why: set where the answer is FALSE: in words, why the two years cannot be compared
 *
 * Returns: FALSE if the role is part of a role of @earlier_fy that was split since
 */
gboolean gp_role_lineage_before(const GpRoleLineage *self,
                                const char *role,
                                int fy,
                                int earlier_fy,
                                GPtrArray **out_roles,
                                char **out_why);

/**
 * gp_role_lineage_current:
 * @role: a name that no staff of @fy has
 *
 * What the role is called in @fy, if the name is an older or a newer one and only one role can be
 * meant: it was renamed, or merged into another. Else @role itself.
 *
 * Returns: (transfer none): valid as long as @self and @role
 */
const char *gp_role_lineage_current(const GpRoleLineage *self, const char *role, int fy);
