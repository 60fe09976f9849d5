/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-read.h"

/*
 * Formats: layouts of files that other programs write, as data (docs/sources.md).
 *
 *   NAME.ini, lookup tables beside it ── load ──▶ GpFormat ◀── set ── what a source fixes
 *                                                    │
 *   CSV, XLSX or JSON ── gp_read_file ──▶ GpCube ◀───┘
 *
 * A format says where the columns of the canonical form are found, how dates and figures are
 * written, which rows are left out and what texts stand for.
 */

typedef struct _GpFormat GpFormat;

/**
 * gp_format_load:
 * @texts: (nullable) (element-type utf8 utf8): what stands for `{name}` in rules and fixed fields,
 *   by name
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path: reason`, also for a group or key that is not
 *   known or there twice; GP_ERROR_MISSING if @texts lacks a name that is used
 * Returns: (transfer full) (nullable)
 */
GpFormat *gp_format_load(const char *path, GHashTable *texts, GError **error);
void gp_format_free(GpFormat *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpFormat, gp_format_free)

/* Whether a source may set @key over what the format says: `encoding`, `styles`, `period`,
 * `activity`, `unit`, `site`, `department`, `role`, `quality`. */
gboolean gp_format_has_setting(const char *key);

/* Errors: GP_ERROR_MALFORMED, without a place */
gboolean gp_format_set(GpFormat *self, const char *key, const char *value, GError **error);

/**
 * gp_format_check:
 *
 * Whether every row would get a period, an activity, a quantity and a unit.
 *
 * Errors: GP_ERROR_MALFORMED: the message says what the source must set
 */
gboolean gp_format_check(const GpFormat *self, GError **error);

/* What it is, for people. */
const char *gp_format_title(const GpFormat *self);

/* How corrections arrive, unless the source says otherwise; FALSE if the format does not say. */
gboolean gp_format_corrections(const GpFormat *self, GpCorrections *out_corrections);
GpCovers gp_format_covers(const GpFormat *self);

/**
 * gp_format_stamp:
 *
 * Everything that decides how rows are read, lookup tables and settings of the source included:
 * two formats with the same stamp read a file alike.
 *
 * Returns: (transfer full)
 */
char *gp_format_stamp(const GpFormat *self);

/**
 * gp_read_file:
 * @format: (nullable): NULL reads the canonical CSV
 *
 * A row of a file with several quantities in a row is used if one of them is, else refused if one
 * was refused. @rules: `name` is also where a financial year is looked for if the format says so.
 *
 * Errors: as gp_read_activity(); GP_ERROR_MALFORMED if the file is not in the format
 */
gboolean gp_read_file(const char *path,
                      const GpFormat *format,
                      const GpReadRules *rules,
                      GpCube *cube,
                      GpIssueList *issues,
                      GpReadCount *out_count,
                      GError **error);
