/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"
#include "gp-workforce.h"

/*
 * Parts of the workforce reader.
 *
 *   header ── gp_staff_header_read ──▶ which column is what; which are about persons
 *   cell ── gp_staff_texts_… ──▶ GpStaffName, GpStaffPeriod
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

/* What follows from a text in one of the columns of names. */
typedef struct {
    gboolean is_clean, is_total;
    guint32 as_group;   /* the staff group that it means, as the catalogue writes it */
    guint32 role_group; /* the staff group of a role of that name */
} GpStaffName;

/* What follows from a text in the column of periods. */
typedef struct {
    const char *text; /* borrowed */
    GpPeriodStatus status;
    GpSpan span;
} GpStaffPeriod;

typedef struct {
    const char *text; /* (nullable) */
    gsize length;
    guint32 id;
} GpLastText;

/* A file has tens of thousands of rows, but few different texts: each is looked into once. */
typedef struct {
    GpWorkforce *workforce;           /* borrowed */
    const GpRoleCatalogue *catalogue; /* (nullable) */
    guint32 nothing;                  /* the number of "" */
    GArray *names;                    /* (element-type GpStaffName) by number in the workforce */
    GpDict *period_texts;
    GArray *periods; /* (element-type GpStaffPeriod) by number in @period_texts */
    GpNameList without_group;
    GpLastText last[GP_N_STAFF_COLUMNS];
} GpStaffTexts;

GpStaffTexts gp_staff_texts_new(GpWorkforce *workforce, const GpRoleCatalogue *catalogue);
void gp_staff_texts_clear(GpStaffTexts *self);

/* The number of a name in the workforce's texts; what follows from it, valid until the next call.
 */
guint32 gp_staff_texts_number(GpStaffTexts *self, GpStaffColumn column, GpCsvCell cell);
const GpStaffName *gp_staff_texts_name(GpStaffTexts *self, guint32 id);

/* Valid until the next call. */
const GpStaffPeriod *gp_staff_texts_period(GpStaffTexts *self, GpCsvCell cell);

/* Writes the staff group as the catalogue does, and takes it from the role where it is not told; a
 * role that no catalogue knows goes into @without_group. The role is the staff group where it is
 * not told. */
void gp_staff_texts_complete(GpStaffTexts *self, GpPostNames *names);
