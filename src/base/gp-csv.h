/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * CSV after RFC 4180: commas, double quotes doubled inside quotes, rows ended by LF, CRLF or CR.
 *
 *   bytes ── split ──▶ one row's fields          the activity reader's hot path
 *   file  ── load  ──▶ GpCsvTable                factors, targets, workforce: small files
 *   texts ── append ──▶ one CSV field            every CSV that is written
 */

typedef struct {
    const char *text; /* what stands between the commas or the quotes: borrowed, not ended by NUL */
    guint32 length;
    gboolean has_doubled_quotes; /* `""` still stands for `"` */
} GpCsvField;

typedef enum {
    GP_CSV_ROW,         /* a whole row was split */
    GP_CSV_CUT,         /* the bytes end before the row does */
    GP_CSV_OPEN_QUOTE,  /* a quote is opened and never closed */
    GP_CSV_AFTER_QUOTE, /* something other than a comma follows a closing quote */
} GpCsvStatus;

typedef struct {
    guint n_fields;   /* may be more than were stored */
    const char *next; /* where the next row begins */
    guint n_lines;    /* line breaks that were passed */
    guint bad_field;  /* from 0: the field that a quote status is about */
} GpCsvRow;

/**
 * gp_csv_split:
 * @text: the first byte of a row
 * @end: one past the last byte; it must be readable and hold a line feed
 * @is_all: nothing follows @end, so a last row without a line break is whole
 * @fields: (array length=max_fields): filled as far as it reaches
 *
 * After OPEN_QUOTE and AFTER_QUOTE, `next` is the line after the one on which the row began, so
 * that good rows go on.
 */
GpCsvStatus gp_csv_split(const char *text,
                         const char *end,
                         gboolean is_all,
                         GpCsvField *fields,
                         guint max_fields,
                         GpCsvRow *out_row);

/* The same for columns that another byte parts, in bytes that nothing follows. */
GpCsvStatus gp_csv_split_at(char separator,
                            const char *text,
                            const char *end,
                            GpCsvField *fields,
                            guint max_fields,
                            GpCsvRow *out_row);

/* The line after the one that @text is on; NULL if the bytes end before that is sure. */
const char *gp_csv_next_line(const char *text, const char *end, gboolean is_all);

/* Undoes doubled quotes into @out, which holds at least field->length bytes; returns the length. */
gsize gp_csv_field_copy(const GpCsvField *field, char *out);

/* What a field says: without doubled quotes and blanks at its ends, and not ended by NUL. */
typedef struct {
    const char *text;
    gsize length;
} GpCsvCell;

/* @field: of bytes that may be changed, and not used after it, for its doubled quotes are undone */
GpCsvCell gp_csv_cell_in_place(const GpCsvField *field);

/**
 * gp_csv_cells_in_place:
 * @fields: (array length=n): of bytes that may be changed
 * @out_cells: (array length=n): texts ended by NUL, without doubled quotes and blanks at the ends
 *
 * Only after the whole row was split, because separators are overwritten.
 */
void gp_csv_cells_in_place(const GpCsvField *fields, guint n, const char **out_cells);

typedef struct _GpCsvTable GpCsvTable;

/**
 * gp_csv_table_load:
 *
 * Reads a whole file: UTF-8, an optional byte order mark, comment lines that begin with `#`, a
 * header, rows. Every row must have as many fields as the header.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason`
 * Returns: (transfer full) (nullable)
 */
GpCsvTable *gp_csv_table_load(const char *path, GError **error);
void gp_csv_table_free(GpCsvTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCsvTable, gp_csv_table_free)

const char *gp_csv_table_path(const GpCsvTable *self);
guint gp_csv_table_n_rows(const GpCsvTable *self);

/* -1 if the header has no such name; blanks around it and ASCII capitals do not matter. */
int gp_csv_table_column(const GpCsvTable *self, const char *name);

/**
 * gp_csv_table_check_columns:
 * @known: (array length=n_known): the columns that the file may have
 * @n_needed: so many of them, the first ones, must be there
 *
 * For files whose every column has an effect: a column that is not known, is there twice or is
 * missing is refused, because it would be without effect and nobody would see it.
 *
 * Errors: GP_ERROR_MALFORMED as `path:line: reason`
 */
gboolean gp_csv_table_check_columns(const GpCsvTable *self,
                                    const char *const *known,
                                    guint n_known,
                                    guint n_needed,
                                    GError **error);

guint gp_csv_table_n_columns(const GpCsvTable *self);
const char *gp_csv_table_column_name(const GpCsvTable *self, guint column);

/* The text of a cell without blanks at its ends, "" if @column is -1; valid as long as @self. */
const char *gp_csv_table_cell(const GpCsvTable *self, guint row, int column);

/* All cells of a row, as many as columns. */
const char *const *gp_csv_table_row(const GpCsvTable *self, guint row);

/* The line on which a row begins, from 1. */
guint gp_csv_table_line(const GpCsvTable *self, guint row);

/* Appends one field, in quotes only where it needs them. */
void gp_csv_append(GString *out, const char *text);

/**
 * gp_csv_append_name:
 *
 * Appends one field for a file that people may open in a spreadsheet. A text that would be a
 * formula there, because it begins with =, +, -, @ or a wide form of them and is no number below
 * zero, has an apostrophe put before it; so has one with apostrophes before such a beginning.
 */
void gp_csv_append_name(GString *out, const char *text);

/* What was given to gp_csv_append_name(), of what is read: a place in @field. */
const char *gp_csv_name(const char *field);
