/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"

/* The cells of one time, in an open hash table. */
typedef struct {
    GpCell *cells;
    guint32 capacity;
    guint32 n;
    guint64 one_over_capacity; /* in 2^64ths, rounded up */
} GpCellTable;

struct _GpCube {
    const GpTimeline *timeline;
    const GpUnitTable *units;
    GpDict *activities, *sites, *departments, *roles, *sources;
    GArray *whats;           /* (element-type GpWhat) */
    GHashTable *what_ids;    /* activity and unit packed -> id + 1 */
    GArray *whos;            /* (element-type GpWho) */
    guint32 *who_slots;      /* open hash table of id + 1 */
    guint32 who_capacity;    /* a power of two */
    GArray *times;           /* (element-type GpTime) */
    GArray *tables;          /* (element-type GpCellTable) by time */
    GHashTable *first_piece; /* days of a span packed -> its first time */
};

/* Adds to a cell; FALSE, with nothing changed, if its sum would leave 96 bits. */
gboolean
gp_cell_table_add(GpCellTable *table, guint32 what, guint32 who, GpInt128 quantity, guint32 rows);

/* Has the memory of a cell brought near, for the next thing to be done with it. */
void gp_cell_table_prefetch(const GpCellTable *self, guint32 what, guint32 who);

/* Makes room for @n cells. */
void gp_cell_table_expect(GpCellTable *self, guint32 n);
void gp_cell_table_clear(GpCellTable *self);

GpCellTable *gp_cube_table(const GpCube *self, guint32 time);

/* The first time of the run of pieces of a span, which is made where it is new. */
guint32 gp_cube_intern_span(GpCube *self, GpSpan span);

gboolean gp_cube_throw_overflow(GError **error);
