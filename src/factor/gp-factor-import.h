/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-unit.h"

/*
 * A new edition of the UK Government conversion factors, from the flat file as it is published:
 *
 *   FILE.xlsx, FILE.csv ── read ──▶ GpFactorImport ──┬─ print_set ────▶ ukgov-YYYY.csv
 *   ukgov-renames.csv ──────▲            │           └─ print_report ─▶ what was read and written
 *   ukgov-sheets.csv ───────┘            └── compare ◀── the newest earlier ukgov-YYYY.csv
 */

typedef struct _GpFactorImport GpFactorImport;

typedef struct {
    const char *folder; /* the factor library; nothing is written there */
    const GpUnitTable *units;
    const char *edition; /* (nullable): such as `2026 v1.2`; NULL: as the file itself says */
} GpImportOptions;

/**
 * gp_factor_import_read:
 * @path: the flat file, a workbook or CSV; its first bytes decide, not its name
 *
 * Reads all rows in kg CO2e, names their keys, and puts the gases of a figure beside its total.
 *
 *   key      `ukgov.` + slugs of the levels and the column text, renamed by ukgov-renames.csv
 *   figure   15 significant digits, then five decimals, half up; where that makes zero of a
 *            figure that is not zero, twelve decimals
 *   gases    a miss of up to 0.00002 between three gases and their total goes to CO2
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path: sheet “Name”, at cell J17: reason` or
 *   `path:17: column “UOM”: reason`; GP_ERROR_USAGE for an edition of another year
 * Returns: (transfer full) (nullable)
 */
GpFactorImport *
gp_factor_import_read(const char *path, const GpImportOptions *options, GError **error);
void gp_factor_import_free(GpFactorImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpFactorImport, gp_factor_import_free)

/* Sets the new edition against the newest earlier one in @folder, if there is one, for the report.
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED */
gboolean gp_factor_import_compare(GpFactorImport *self, const char *folder, GError **error);

/* The file of the library, ukgov-YYYY.csv. */
void gp_factor_import_print_set(const GpFactorImport *self, GString *out);

/* In plain words; lists stop after 20 lines unless @list_all. */
void gp_factor_import_print_report(const GpFactorImport *self, gboolean list_all, GString *out);
