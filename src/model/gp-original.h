/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"

/*
 * A file that a trust has brought in, kept unchanged: the manifest of the workspace.
 */

/* One original: where it came from, which stands in its .ini too, and what became of its rows. */
typedef struct {
    char *sha256; /* lower-case hexadecimal */
    char *source; /* the name of the source it was imported for */
    char *name;   /* the file's own name */
    /* In UTC to the microsecond, as 2026-11-22T10:00:00.123456Z: the last time that these bytes
     * came. What came for a source at one time is one delivery. */
    char *imported_at;
    char *address;       /* "": a file by hand */
    char *etag;          /* "": none was told */
    char *last_modified; /* as the server wrote it; "": not told */
    char *period;        /* that all its rows have, as told at its import; "": they tell it */
    guint64 bytes;

    guint64 rows_in; /* = rows + skipped + refused + superseded, what became of them */
    guint64 rows;    /* rows that count */
    guint64 skipped;
    guint64 refused;
    guint64 superseded;
    guint64 days_lost; /* of its rows, to later deliveries, as in GpReadCount */
    GpSpan days;       /* of its good rows; of no day, with last before first, if there are none */
    char *unit;        /* of its good rows; "" if there are several */
    /* Sums of the quantities that could be read, as exact decimals. */
    char *used_sum, *skipped_sum, *refused_sum, *superseded_sum;
} GpOriginal;

/* Whether rows of it are missing from the figures: some were refused, and no later file has taken
 * its place. */
gboolean gp_original_lacks_rows(const GpOriginal *self);

/* For g_ptr_array_sort(): by arrival, those of one time by their bytes. */
int gp_original_compare(gconstpointer a, gconstpointer b);

void gp_original_free(GpOriginal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpOriginal, gp_original_free)
