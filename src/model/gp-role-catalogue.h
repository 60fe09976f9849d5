/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * What is known of roles as such: their staff group, how much of their hours is spent in the
 * trust's buildings, and what they decide on.
 *
 *   data/roles.csv, the workspace's roles.csv ── load ──▶ GpRoleCatalogue ──▶ allocate/, report/
 *
 * A row whose role is the name of a staff group stands for all roles of that group that the
 * catalogue does not know. One name may be a role of several staff groups (“Manager”).
 */

typedef struct {
    char *role, *staff_group;
    gint64 premises_micro; /* share of hours on the trust's premises; all of them: 10^6 */
    gboolean is_clinical;
    char **controls; /* (array zero-terminated=1): categories and keys of activities */
    char **also;     /* (array zero-terminated=1): other names of the role */
    char *description, *source;
    gboolean is_own_file; /* of the trust's own file */
    guint line;           /* of its file */
} GpCatalogueRole;

typedef struct _GpRoleCatalogue GpRoleCatalogue;

/**
 * gp_role_catalogue_load:
 * @own: (nullable): each row replaces the shipped one with the same role and staff group, or is
 *   added; its names go before shipped ones. If it gives no other names, the shipped ones stay.
 *
 * Reads `role,staff_group,on_premises_percent,clinical,controls,also,description,source`; all but
 * the last four columns are needed, and lists are parted by `;`. A staff group must have a row of
 * its own in one of the files.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 */
GpRoleCatalogue *gp_role_catalogue_load(const char *shipped, const char *own, GError **error);
void gp_role_catalogue_free(GpRoleCatalogue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleCatalogue, gp_role_catalogue_free)

/**
 * gp_role_catalogue_find:
 * @role: by any of its names; capitals and runs of blanks do not matter
 * @staff_group: (nullable): chooses among roles of one name; of a role that is not known, the row
 *   of the staff group is given
 *
 * Returns: (transfer none) (nullable): NULL if neither is known
 */
const GpCatalogueRole *
gp_role_catalogue_find(const GpRoleCatalogue *self, const char *role, const char *staff_group);

/* The role decides on the activity, or on all of its category. */
gboolean
gp_catalogue_role_controls(const GpCatalogueRole *self, const char *category, const char *activity);

/* All roles: in the order of the shipped file, then those that only the trust's own file has. */
guint gp_role_catalogue_n_roles(const GpRoleCatalogue *self);
const GpCatalogueRole *gp_role_catalogue_role(const GpRoleCatalogue *self, guint i);
