/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-allocate.h"
#include "gp-site.h"
#include "gp-staffing.h"

struct _GpRoles {
    const GpBook *book;
    GpConvertOptions options;
    GpWorkforce *workforce;
    GpRoleCatalogue *catalogue;
    GpAttribution *attribution;
    GpRoleLineage *lineage;
    GPtrArray *actions; /* (element-type GpRoleAction) */
    GpSites *sites;     /* (nullable) */
    int baseline_fy;    /* 0: none is told */
    GArray *fys;       /* (element-type int): with activity and an extract of their own, in order */
    GHashTable *years; /* fy → GpRoleYear, once worked out */
};

/* What there is at each place in a year, for keys that share among places: from the statistics
 * and the spend of the book, floor area else from the sites.
 * Returns: (transfer full) (element-type GpPlaceMeasure) */
GArray *gp_role_measures(const GpBook *book, const GpSites *sites, int fy, GError **error);

/**
 * gp_roles_was:
 * @then: (element-type GpRoleGroup): all groups of @then_fy, by name
 * @out_group: the sum of what @name of @fy was called then
 *
 * Returns: FALSE if the two cannot be compared, with @out_why
 */
gboolean gp_roles_was(const GpRoles *self,
                      GpGrouping grouping,
                      const char *name,
                      int fy,
                      const GArray *then,
                      int then_fy,
                      GpRoleGroup *out_group,
                      char **out_why);
