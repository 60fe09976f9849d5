/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"

/*
 * A row of a table as it is read cell by cell, by the names of columns.
 */

typedef struct {
    const GpCsvTable *table;
    guint row;
} GpRecord;

/* "" where there is no such column. Returns: (transfer none) */
const char *gp_record_cell(const GpRecord *self, const char *column);

/* Printable (gp-text.h). Returns: (transfer full) */
char *gp_record_copy(const GpRecord *self, const char *column);

/**
 * gp_record_number:
 * @out_has: whether there is anything in the cell; if not, @out is left as it is
 *
 * Errors: GP_ERROR_MALFORMED as `column: reason`
 */
gboolean gp_record_number(const GpRecord *self,
                          const char *column,
                          int places,
                          gboolean *out_has,
                          gint64 *out,
                          GError **error);
