/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-read.h"

/* A row may be this long, quoted line breaks included. */
#define GP_MAX_ROW_BYTES ((gsize)1 << 20)
#define GP_MAX_COLUMNS 256

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

/* More bytes than a row may have are there, or all there are. */
gboolean gp_window_holds_a_row(const GpWindow *self);

/* From here on the bytes are Windows-1252. What is in memory already is turned into UTF-8. */
gboolean gp_window_set_windows_1252(GpWindow *self, GError **error);

/* Where a file's columns are: the field's number from 0, or -1. */
typedef struct {
    int period, start, end;
    int activity, quantity, unit;
    int site, department, role, quality;
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
