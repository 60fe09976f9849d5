/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Excel workbooks (.xlsx), read row by row. A workbook is a ZIP package of XML parts:
 *
 *   _rels/.rels ──▶ workbook.xml ──▶ names of the sheets, where each one is
 *                        └─ .rels ──▶ shared strings: all texts, kept in memory
 *                                 └─▶ a sheet ──▶ GpXlsxRowFunc, one row at a time
 *
 * Nothing is unpacked to disk, no figure passes through floating point, and memory does not grow
 * with the rows. Hidden rows, columns and sheets are read as any others; of merged cells only the
 * first has a value. Formulas give the value that was last computed and saved.
 */

typedef struct _GpXlsx GpXlsx;

typedef enum {
    GP_XLSX_TEXT,    /* also a date that is stored as ISO 8601 text */
    GP_XLSX_NUMBER,  /* also dates: days since the workbook's epoch */
    GP_XLSX_BOOLEAN, /* `0` or `1` */
    GP_XLSX_ERROR,   /* `#REF!`, `#N/A`, … */
} GpXlsxKind;

typedef struct {
    guint column; /* from 0: A is 0 */
    GpXlsxKind kind;
    const char *text; /* as stored, never empty: `0.18253999999999998`, `1.2E-4` */
} GpXlsxCell;

/**
 * GpXlsxRowFunc:
 * @row: from 1, as Excel shows it; rows come in order
 * @cells: (array length=n_cells): those with a value, by column; valid during the call
 *
 * Rows without any value are passed over.
 *
 * Returns: FALSE to stop
 */
typedef gboolean (*GpXlsxRowFunc)(guint row, const GpXlsxCell *cells, guint n_cells, gpointer data);

/**
 * gp_xlsx_open:
 *
 * Reads everything but the rows: the list of sheets and the shared strings.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path: reason`, also for .xls, .ods, workbooks with a
 *   password, and files beyond the limits that stand in gp-package.c, gp-xml.c and beside
 * Returns: (transfer full) (nullable)
 */
GpXlsx *gp_xlsx_open(const char *path, GError **error);
void gp_xlsx_free(GpXlsx *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpXlsx, gp_xlsx_free)

/* Sheets in the order of their tabs, at least one; a name is valid as long as @self. */
guint gp_xlsx_n_sheets(const GpXlsx *self);
const char *gp_xlsx_sheet_name(const GpXlsx *self, guint sheet);

/* -1 if no sheet has this name; ASCII capitals do not matter. */
int gp_xlsx_find_sheet(const GpXlsx *self, const char *name);

/**
 * gp_xlsx_check:
 *
 * Reads every part of the package to its end: whether a file that was just written is whole.
 *
 * Errors: GP_ERROR_MALFORMED, GP_ERROR_IO
 */
gboolean gp_xlsx_check(GpXlsx *self, GError **error);

/* Dates count from 1904-01-01 as day 0, rather than from 1900-01-01 as day 1. */
gboolean gp_xlsx_is_1904(const GpXlsx *self);

/**
 * gp_xlsx_read_sheet:
 *
 * Gives every row to @func. A fault may show only after good rows were given, a wrong checksum
 * only after all of them: what @func took is to be trusted when TRUE is returned, not before.
 * A sheet that holds a chart has no rows.
 *
 * Errors: GP_ERROR_MALFORMED as `path: sheet “Name”, at cell B2: reason`
 * Returns: TRUE if all rows were given or @func stopped
 */
gboolean
gp_xlsx_read_sheet(GpXlsx *self, guint sheet, GpXlsxRowFunc func, gpointer data, GError **error);

#define GP_XLSX_CELL_NAME_SIZE 16

/* `B2` for column 1 and row 2; @out holds at least GP_XLSX_CELL_NAME_SIZE bytes. */
void gp_xlsx_print_cell(guint column, guint row, char *out);

/* A spreadsheet keeps no more; what a file says beyond is the noise of binary fractions. */
#define GP_XLSX_DIGITS 15

/* mantissa times 10^exponent */
typedef struct {
    gboolean is_negative;
    guint64 mantissa; /* at most GP_XLSX_DIGITS digits */
    int exponent;
} GpXlsxNumber;

/* The figure that a number as stored stands for: `0.18253999999999998` is 0.18254. FALSE if
 * @text is no number. */
gboolean gp_xlsx_number_parse(const char *text, GpXlsxNumber *out_number);

/* Appends it in digits, without an exponent. */
void gp_xlsx_number_append(GString *out, const GpXlsxNumber *number);
