/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-read.h"
#include "gp-row-index-private.h"

/* So much of a file is read at a time: it stays in the processor's cache with its index. */
#define GP_BLOCK_BYTES ((gsize)256 * 1024)

/* As gp_read_activity(), by blocks of @block_bytes, at least 3: for tests, as it changes nothing.
 */
gboolean gp_read_activity_in_blocks(const char *path,
                                    const GpReadRules *rules,
                                    gsize block_bytes,
                                    GpCube *cube,
                                    GpIssueList *issues,
                                    GpReadCount *out_count,
                                    GError **error);

/*
 * A stretch of a file in memory. `begin` to `end` are bytes that were not used yet; the byte at
 * `end` can be read and holds a line feed.
 */
typedef struct {
    int fd;
    const char *name; /* for messages */
    gboolean is_windows_1252;
    char *buffer;
    gsize capacity;
    const char *begin;
    const char *end;
    gboolean is_last; /* nothing follows `end` */
} GpWindow;

gboolean gp_window_open(GpWindow *self, const char *path, GError **error);
void gp_window_close(GpWindow *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpWindow, gp_window_close)

/* Moves what is left to the front and fills up. */
gboolean gp_window_fill(GpWindow *self, GError **error);

/* Takes what is left in the window, then what follows in the file, as UTF-8; 0: nothing follows.
 * @room: at least 3 */
gboolean gp_window_take(GpWindow *self, char *out, gsize room, gsize *out_taken, GError **error);

/* From here on the bytes are Windows-1252. What is in memory already is turned into UTF-8. */
gboolean gp_window_set_windows_1252(GpWindow *self, GError **error);

/* The columns of the canonical form. */
typedef enum {
    GP_FIELD_PERIOD,
    GP_FIELD_START,
    GP_FIELD_END,
    GP_FIELD_ACTIVITY,
    GP_FIELD_QUANTITY,
    GP_FIELD_UNIT,
    GP_FIELD_SITE,
    GP_FIELD_DEPARTMENT,
    GP_FIELD_ROLE,
    GP_FIELD_QUALITY,
    GP_FIELD_REFERENCE,
    GP_N_FIELDS,
} GpField;

/* ---- one row in the canonical form, wherever it came from ---- */

typedef struct {
    const char *text; /* without blanks at its ends: borrowed, not ended by NUL; never NULL */
    gsize length;
    guint column; /* from 1, in the original; 0: the original has no such column */
} GpRowField;

typedef struct {
    guint64 line; /* from 1, in the original */
    GpRowField fields[GP_N_FIELDS];
    gboolean has_span; /* the period has been read already; else it is read into span */
    GpSpan span;
    const char *key;  /* names the row, where corrections come by rows */
    gsize key_length; /* 0: the row is named by its series and period */
} GpRow;

typedef enum {
    GP_TAKEN_USED,
    GP_TAKEN_REFUSED, /* an issue says why */
    GP_TAKEN_SUPERSEDED,
} GpTaken;

/* Takes rows into a cube, and counts what becomes of them. */
typedef struct _GpTaker GpTaker;

/* @names: (array length=GP_N_FIELDS): what the original calls its columns, for messages; NULL for
 * one that it lacks. All arguments outlive it. */
GpTaker *gp_taker_new(const char *file,
                      const char *const *names,
                      const GpReadRules *rules,
                      GpCube *cube,
                      GpIssueList *issues);
void gp_taker_free(GpTaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTaker, gp_taker_free)

GpTaken gp_taker_take(GpTaker *self, GpRow *row);

/* Refuses a row that did not get so far. @column: from 1; 0: about no field. Returns:
 * GP_TAKEN_REFUSED */
GpTaken gp_taker_refuse(
    GpTaker *self, guint64 line, guint column, const char *code, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* The ids of the row that was used last. */
typedef struct {
    guint32 what;
    GpWho who;
    GpSpan span;
} GpTakenIds;

const GpTakenIds *gp_taker_last(const GpTaker *self);

/* Counts rows that were taken beside it; and those of another taker of the same file, of which its
 * rules must not say what later deliveries speak of. */
void gp_taker_add_count(GpTaker *self, const GpReadCount *count);
void gp_taker_merge(GpTaker *self, const GpTaker *other);

/* Completes what the file speaks of, and adds notes about all rows. The count is by rows as taken:
 * a reader that makes several of one row counts anew. */
void gp_taker_finish(GpTaker *self, GpReadCount *out_count);

/* ---- the header of a canonical CSV ---- */

/* Where a file's columns are: the field's number from 0, or -1. */
typedef struct {
    int columns[GP_N_FIELDS];
    guint n_columns;
    gboolean has_other_separator; /* “;” or a tab in the first field */
    char *names[GP_MAX_COLUMNS];  /* for messages */
} GpHeader;

/**
 * gp_header_read:
 * @window: its comments and header are passed over
 * @io_line: (inout): the line that the window stands on
 */
gboolean gp_header_read(
    GpHeader *self, GpWindow *window, guint64 *io_line, GpIssueList *issues, GError **error);
void gp_header_clear(GpHeader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpHeader, gp_header_clear)

/* Says once for a file that @n rows without anything in them were passed over. */
void gp_read_note_blank_rows(GpIssueList *issues, const char *file, guint64 first_line, guint64 n);
