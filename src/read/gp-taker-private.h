/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-read-private.h"

/* A column of names: their ids in the cube, and whether each may be used. */
typedef struct {
    GpDict *names;
    GArray *is_clean; /* (element-type gint8) by id: 1 clean, 0 not */
} NameColumn;

/* The keys of series in a coverage, each looked up by its text only once. */
typedef struct {
    GpCoverage *coverage; /* (nullable) */
    gboolean adds;        /* keys that are not there yet */
    GHashTable *known;    /* activity and who packed -> key */
} KeyFinder;

struct _GpTaker {
    const char *file;
    const char *const *names;
    const GpReadRules *rules;
    GpCube *cube;
    GpIssueList *issues;
    GpReadCount count;

    NameColumn sites, departments, roles;
    guint32 source;
    GpDict *activity_texts;
    GpDict *unit_texts;
    GPtrArray *pairs; /* (element-type GArray of Pair) by activity text, then by unit text */

    KeyFinder newer, own;
    GArray *left; /* (element-type GpSpan) of the row at hand */

    guint64 n_rounded, first_rounded_line;
    guint first_rounded_column;

    GpTakenIds last;
};

/* Adds a row, but for the days of which a later delivery speaks. FALSE: a sum would be too large */
gboolean gp_taker_add(GpTaker *self,
                      const GpRow *row,
                      guint32 what,
                      guint32 who,
                      gint64 quantity,
                      GpTaken *out_taken);

/* Remembers that the file speaks of what a row is about. */
void gp_taker_speak_of(GpTaker *self, const GpRow *row, guint32 what, guint32 who);

/* Remembers that there are rows of these days. */
void gp_taker_note_days(GpTaker *self, GpSpan days);
