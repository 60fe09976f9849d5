/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-allocate.h"
#include "gp-shelf-private.h"
#include "gp-site.h"
#include "gp-staffing.h"

/* With the texts in it. */
typedef struct {
    GArray *list; /* (element-type GpPlaceMeasure) */
    GStringChunk *texts;
} GpPlaceMeasures;

/* What the book has of a year: what is shared out, and what keys know of places. */
typedef struct {
    int fy;
    GpEmissionCells *emissions;
    GpPlaceMeasures *measures;
    GpIssueList *issues; /* of converting it */
} GpRoleActivity;

struct _GpRoles {
    const GpBook *book;
    GMutex cubes, factors; /* of the book: each is asked by one thread at a time */
    GpConvertOptions options;
    GpWorkforce *workforce;
    GpRoleCatalogue *catalogue;
    GpAttribution *attribution;
    GpRoleLineage *lineage;
    GPtrArray *actions; /* (element-type GpRoleAction) */
    GpSites *sites;     /* (nullable) */
    int baseline_fy;    /* 0: none is told */
    GArray *fys;       /* (element-type int): with activity and an extract of their own, in order */
    GHashTable *years; /* fy and slices → what gp_roles_prepare() has made of them */
    GpRoleActivity *first; /* (nullable): of the year that will be asked for first, until it is */
};

void gp_role_made_year_free(gpointer made);

/**
 * gp_roles_prepare:
 *
 * Works out several years at once, by several threads, for gp_roles_year() and gp_roles_cut() to
 * find. What is to be said of one is said there, when it is first asked for.
 */
gboolean gp_roles_prepare(GpRoles *self, const int *fys, guint n, const GpBy *by, GError **error);

/* Years as a whole. */
extern const GpBy gp_roles_uncut;

/* The name that the posts of @year have for the role @name, which may also be what the catalogue or
 * another year calls it, in any capitals. Errors: GP_ERROR_MISSING */
const char *
gp_roles_find(const GpRoles *self, const GpRoleYear *year, const char *name, GError **error);

void gp_place_measures_free(GpPlaceMeasures *self);

/* What there is at each place in a year, for keys that share among places: from the statistics
 * and the spend of the book, floor area else from the sites. @cube: of that year at least */
GpPlaceMeasures *
gp_role_measures(const GpBook *book, const GpCube *cube, const GpSites *sites, int fy);

/* Several threads may each make one of another year. Errors: those of gp_book_convert() */
GpRoleActivity *gp_role_activity_new(GpRoles *roles, int fy, GError **error);

/* Frees the cells of its year, too. */
void gp_role_activity_free(GpRoles *roles, GpRoleActivity *self);

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
