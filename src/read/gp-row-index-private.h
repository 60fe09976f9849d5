/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"

/*
 * The rows of a block of a canonical CSV.
 *
 *   bytes ── gp_row_index_make ──▶ plain rows by the places of their fields ──▶ taken in bulk
 *                            └───▶ odd rows by where they begin ── gp_row_judge ──▶ one by one
 *
 * Plain rows have as many fields as the header, each quoted in the usual way or not at all, and one
 * line that ends in LF or CRLF; its CR then counts as a byte of the last field. Almost all are.
 * What is odd is left to gp_csv_split(), which knows every rule; so the index has to find the rows
 * that are plain for sure, and nothing else.
 */

/* A row may be this long, quoted line breaks included. */
#define GP_MAX_ROW_BYTES ((gsize)1 << 20)
#define GP_MAX_COLUMNS 256

/* So many bytes before and after a block can be read. */
#define GP_BLOCK_PADDING 128

typedef enum {
    GP_ROW_GOOD,       /* as many fields as columns */
    GP_ROW_BLANK,      /* all its fields are empty */
    GP_ROW_CUT,        /* the bytes end before it does, and more may follow */
    GP_ROW_LONG,       /* longer than a row may be */
    GP_ROW_OPEN_QUOTE, /* as gp_csv_split() says */
    GP_ROW_AFTER_QUOTE,
    GP_ROW_FIELDS, /* more or fewer fields than columns */
    GP_ROW_NUL,    /* holds a NUL byte */
} GpRowKind;

/**
 * gp_row_judge:
 * @text: where a row begins
 * @end: GP_BLOCK_PADDING bytes that hold line feeds follow
 * @is_last: nothing follows @end
 * @fields: (array length=GP_MAX_COLUMNS)
 * @out_row: where to go on, and after how many lines; `next` is NULL if a LONG row has not ended
 *
 * What a row is. That does not depend on how much of the file is in memory, but for CUT.
 */
GpRowKind gp_row_judge(const char *text,
                       const char *end,
                       gboolean is_last,
                       guint n_columns,
                       GpCsvField *fields,
                       GpCsvRow *out_row);

#define GP_NO_ODD_ROW G_MAXUINT32

/* Plain rows one after the other, and the odd one that ends them. */
typedef struct {
    guint32 first;  /* the mark of the byte before them */
    guint32 n_rows; /* of each: a mark for the byte after each field */
    guint32 odd;    /* where the odd row begins, or GP_NO_ODD_ROW at the end */
} GpRowRun;

typedef struct {
    guint32 *marks;
    gsize n_marks, capacity;
    GArray *runs;     /* (element-type GpRowRun) */
    gsize end;        /* where the rows end: what follows is not whole */
    guint64 n_lines;  /* of the rows */
    gboolean is_long; /* the last odd row is LONG, and its line has not ended */
} GpRowIndex;

void gp_row_index_init(GpRowIndex *self);
void gp_row_index_clear(GpRowIndex *self);

/**
 * gp_row_index_make:
 * @text: (array length=length): GP_BLOCK_PADDING bytes that hold line feeds follow
 * @from: where the first row begins
 * @is_last: nothing follows
 */
void gp_row_index_make(GpRowIndex *self,
                       const char *text,
                       gsize length,
                       gsize from,
                       gboolean is_last,
                       guint n_columns);
