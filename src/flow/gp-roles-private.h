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
    GHashTable *years; /* fy → what gp_roles_prepare() has made of it */
};

void gp_role_made_year_free(gpointer made);

/**
 * gp_roles_prepare:
 *
 * Works out several years at once, by several threads, for gp_roles_year() to find. What is to be
 * said of one is said there, when it is first asked for.
 */
gboolean gp_roles_prepare(GpRoles *self, const int *fys, guint n, GError **error);

/* With the texts in it. */
typedef struct {
    GArray *list; /* (element-type GpPlaceMeasure) */
    GStringChunk *texts;
} GpPlaceMeasures;

void gp_place_measures_free(GpPlaceMeasures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPlaceMeasures, gp_place_measures_free)

/* What there is at each place in a year, for keys that share among places: from the statistics
 * and the spend of the book, floor area else from the sites. Returns: (transfer full) (nullable) */
GpPlaceMeasures *gp_role_measures(const GpBook *book, const GpSites *sites, int fy, GError **error);

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
