/* SPDX-License-Identifier: MIT */
#pragma once

#include <xlsxwriter.h>

#include "gp-render-private.h"

/*
 * A workbook while it is written.
 */

typedef struct {
    lxw_workbook *file;
    const GpDocument *document;
    GPtrArray *tables;                            /* (element-type GpDocTable) */
    GPtrArray *names;                             /* (element-type utf8): of their sheets */
    lxw_format *title, *heading, *number_heading; /* headings */
    lxw_format *text, *total_text, *prose, *link; /* texts: never a formula, also once edited */
    lxw_format *mark, *total_mark;                /* at the right, as figures are */
    GHashTable *figures; /* number format ─▶ lxw_format: as many as are needed */
} GpWorkbook;

/* Names of at most 31 letters, digits and hyphens, unlike any other whatever their capitals.
 * @tables: (element-type GpDocTable). Returns: (transfer full) (element-type utf8) */
GPtrArray *gp_xlsx_sheet_names(GPtrArray *tables);

/* What the cell is shown as: the places of its column, a plus sign, or `[low]`. */
char *gp_xlsx_number_format(const GpDocCell *cell, const GpDocColumn *column);

/* A text, made harmless. */
void gp_xlsx_write(
    lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format);

void gp_xlsx_add_contents(GpWorkbook *self);
void gp_xlsx_add_table(GpWorkbook *self, guint i);
