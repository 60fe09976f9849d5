/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"
#include "gp-dict.h"
#include "gp-issue.h"
#include "gp-role-catalogue.h"

/*
 * The trust's staff: how many, where, in which role. Never names, never payroll numbers.
 *
 *   workforce.csv ── gp_workforce_load ──────────────┐
 *   statistics in the cube ── gp_workforce_add, ─────┴▶ GpWorkforce ──▶ allocate/
 *                             gp_workforce_settle
 */

/* The staff of one role in one place in one extract. */
typedef struct {
    GpSpan period;
    const char *site; /* borrowed from the workforce; "" where it is not told */
    const char *department;
    const char *role;
    const char *staff_group;
    gint64 wte_micro; /* whole-time equivalents, times 10^6 */
    gint64 headcount; /* people; -1: not told */
} GpPost;

/* The texts of a post as numbers: equal ones have the same, in whichever column they stand. */
typedef struct {
    guint32 site, department, role, staff_group;
} GpPostNames;

/* The posts of one period: @n of them, from @first on. */
typedef struct {
    GpSpan period;
    int fy;
    guint first, n;
} GpExtract;

typedef struct {
    GArray *posts;    /* (element-type GpPost) by period, site, department and role; each once */
    GArray *names;    /* (element-type GpPostNames) of each post, numbers of @texts */
    GArray *extracts; /* (element-type GpExtract) by period, empty until gp_workforce_settle() */
    GpDict *texts;
} GpWorkforce;

/**
 * gp_workforce_load:
 * @catalogue: (nullable): names the staff group where a row does not
 * @issues: receives refused rows as errors; a warning of columns about persons, of which nothing
 *   is kept, and of what cannot be right; notes
 *
 * Reads `period,site,department,role,staff_group,wte,headcount` under these names or those of
 * payroll extracts; a period, `role` or `staff_group`, and `wte` are enough. Rows of the same
 * period, site, department and role are added up. A file that lists assignments and has no
 * headcount counts one person a row.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason` if the header cannot be used or
 * no row can
 */
GpWorkforce *gp_workforce_load(const char *path,
                               const GpRoleCatalogue *catalogue,
                               GpIssueList *issues,
                               GError **error);
void gp_workforce_free(GpWorkforce *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpWorkforce, gp_workforce_free)

/* The staff of one role in one place at one time, at most: more is a slip. */
#define GP_MAX_STAFF 1000000

GpWorkforce *gp_workforce_new(void);

/* Adds a copy of @post: neither figure above GP_MAX_STAFF. */
void gp_workforce_add(GpWorkforce *self, const GpPost *post);

/**
 * gp_workforce_settle:
 *
 * Puts the posts in order and adds up those of the same period, site, department and role. Where
 * their staff groups differ, that with the most WTE stands, and a note says so.
 *
 * Errors: GP_ERROR_MALFORMED if there are more people than can be
 */
gboolean gp_workforce_settle(GpWorkforce *self, GpIssueList *issues, GError **error);

/* The latest financial year up to @fy that has an extract; if there is none, the earliest after
 * it; 0 if there is no extract at all. */
int gp_workforce_nearest_fy(const GpWorkforce *self, int fy);

/* The number of extracts, each with a period of its own, in a financial year. */
guint gp_workforce_n_extracts(const GpWorkforce *self, int fy);

/**
 * gp_workforce_year:
 *
 * The posts of a financial year by site, department, role and then period, so that those of one
 * role in one place are neighbours.
 *
 * Returns: (transfer full) (element-type guint): places in @posts and @names
 */
GArray *gp_workforce_year(const GpWorkforce *self, int fy);
