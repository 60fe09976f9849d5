/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-coverage.h"
#include "gp-cube.h"
#include "gp-issue.h"

/*
 * Reading activity data: the canonical CSV into the activity cube. The product's hot path.
 *
 *   file or pipe ── window ──▶ rows ── split, check, intern ──▶ GpCube
 *                                 └── refused rows ──▶ GpIssueList
 *
 * One pass, no allocation for a field. A row that cannot be used is refused with its place and the
 * reason; the good rows go on.
 */

typedef enum {
    GP_ENCODING_UTF_8,
    GP_ENCODING_WINDOWS_1252,
} GpEncoding;

/* Which names are kept apart in the cube; the others are added together. */
typedef enum {
    GP_KEEP_SITE = 1 << 0,
    GP_KEEP_DEPARTMENT = 1 << 1,
    GP_KEEP_ROLE = 1 << 2,
    GP_KEEP_QUALITY = 1 << 3,
    GP_KEEP_ALL = GP_KEEP_SITE | GP_KEEP_DEPARTMENT | GP_KEEP_ROLE | GP_KEEP_QUALITY,
} GpKeep;

/* Why an activity cannot be taken in a unit. */
typedef struct {
    const char *code;       /* (nullable): NULL if it can be taken */
    gboolean is_about_unit; /* the fault lies in the unit, else in the activity */
    char *message;          /* (transfer full) (nullable) */
} GpRefusal;

/* Asked once for every activity and unit that a file holds, and no more about an activity in which
 * the fault lies; by one thread at a time. */
typedef GpRefusal (*GpTakesFunc)(const char *activity, GpUnit unit, gpointer data);

/* How far the days of a file reach where it is the whole of its source for them. */
typedef enum {
    GP_COVERS_DAYS,
    GP_COVERS_MONTHS,
    GP_COVERS_YEARS, /* financial years */
} GpCovers;

typedef struct {
    const char *name;   /* (nullable): what messages call the file, else its path */
    const char *source; /* the name that the rows carry as their source */
    GpEncoding encoding;
    GpKeep keep;
    gboolean is_of_workspace; /* the trust's own units stand in a file of the workspace */
    GpTakesFunc takes;
    gpointer takes_data;
    GpCovers covers;
    guint threads;           /* to read with; 0: as many as there are processors */
    const GpCoverage *newer; /* (nullable): what later deliveries of the source speak of */
    GpCoverage *spoken_of;   /* (nullable): receives what this file speaks of */
} GpReadRules;

/*
 * What became of the rows of a file:
 *
 *   rows_in = rows + skipped + refused + superseded
 *
 * The sums are of the quantities that can be read, and mean something where the file has one unit.
 */
typedef struct {
    guint64 rows_in;    /* rows that are not blank */
    guint64 rows;       /* rows in the cube */
    guint64 skipped;    /* left out by a rule of the format */
    guint64 refused;    /* cannot be used; each has an issue */
    guint64 superseded; /* good, but a later delivery speaks of all their days */
    guint64 trimmed;    /* rows in the cube of which a later delivery speaks of some days */
    guint64 days_lost;  /* of rows, to later deliveries: it rises whenever one of them takes more */
    gboolean has_days;
    GpSpan days;       /* of the good rows, superseded or not: first to last */
    GpUnit unit;       /* of all good rows; GP_UNIT_NONE if there are several or none */
    gboolean is_mixed; /* several units */
    GpInt128 used_micro, skipped_micro, refused_micro, superseded_micro;
} GpReadCount;

/**
 * gp_read_activity:
 * @path: a file, or `-` for standard input
 *
 * Columns by name, in any order: `period` (or `start` and `end`), `activity`, `quantity`, `unit`;
 * optional `site`, `department`, `role`, `quality`, `reference`, `note`; any other is passed over
 * with a note. Lines before the header may be comments that begin with `#`; one of them may say
 * `encoding: windows-1252`.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED for a file that has no usable header;
 *   GP_ERROR_OVERFLOW
 */
gboolean gp_read_activity(const char *path,
                          const GpReadRules *rules,
                          GpCube *cube,
                          GpIssueList *issues,
                          GpReadCount *out_count,
                          GError **error);
