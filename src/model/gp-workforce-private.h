/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"
#include "gp-workforce.h"

/*
 * Parts of the workforce reader.
 *
 *   header ── gp_staff_header_read ──▶ which column is what; which are about persons
 *   cell ── gp_staff_period_parse ──▶ GpSpan
 *   row ── gp_workforce_add_named ──▶ GpPost
 */

typedef enum {
    GP_STAFF_PERIOD,
    GP_STAFF_SITE,
    GP_STAFF_DEPARTMENT,
    GP_STAFF_ROLE,
    GP_STAFF_GROUP,
    GP_STAFF_WTE,
    GP_STAFF_HEADCOUNT,
    GP_N_STAFF_COLUMNS,
} GpStaffColumn;

typedef struct {
    int columns[GP_N_STAFF_COLUMNS]; /* -1: not there */
    guint n_columns;
    gboolean lists_persons; /* a column says who each row is about, or which assignment */
} GpStaffHeader;

/**
 * gp_staff_header_read:
 * @cells: (array length=n): the names of the columns, printable
 *
 * Errors: GP_ERROR_MALFORMED as `path:line: reason`
 */
gboolean gp_staff_header_read(GpStaffHeader *self,
                              const char *const *cells,
                              guint n,
                              const char *path,
                              guint64 line,
                              GpIssueList *issues,
                              GError **error);

/* A day, month or year as gp_period_parse() reads it, or as payroll extracts write it:
 * `31/03/2024`, `31-MAR-2024`, `Mar 2024`, with or without the time 00:00. */
GpPeriodStatus gp_staff_period_parse(const char *text, GpSpan *out_span);

/* Adds a post whose texts are in @self already; those of @post are filled in. */
void gp_workforce_add_named(GpWorkforce *self, GpPost post, GpPostNames names);

/* Whether several posts are of the same period, site, department and role. */
gboolean gp_workforce_has_repeats(const GpWorkforce *self);

/* Different names for a message: printed in byte order, the first few of them. */
typedef struct {
    GHashTable *names;
} GpNameList;

#define GP_MAX_NAMES_TOLD 12

GpNameList gp_name_list_new(void);
void gp_name_list_clear(GpNameList *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpNameList, gp_name_list_clear)

void gp_name_list_add(GpNameList *self, const char *name);
guint gp_name_list_size(const GpNameList *self);
char *gp_name_list_print(const GpNameList *self);
