/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"

/* The cells of one time: an open hash table, or, as long as they only came in order of who and
 * what, all in that order and none free. */
typedef struct {
    GpCell *cells;
    guint32 capacity;
    guint32 n;
    guint64 one_over_capacity; /* in 2^64ths, rounded up; 0: it is no hash table */
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

static inline guint32
gp_cube_hash(guint32 a, guint32 b)
{
    guint64 x = ((guint64)a << 32 | b) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);

    return (guint32)(x >> 32);
}

/* Adds to a cell; FALSE, with nothing changed, if its sum would leave 96 bits. */
gboolean
gp_cell_table_add(GpCellTable *self, guint32 what, guint32 who, GpInt128 quantity, guint32 rows);

/* Whether that could be added. */
gboolean gp_cell_table_fits(
    const GpCellTable *self, guint32 what, guint32 who, GpInt128 quantity, guint32 rows);

/* Adds many cells, none of them free; FALSE, with some of them added, if a sum would leave 96 bits.
 */
gboolean gp_cell_table_add_all(GpCellTable *self, const GpCell *cells, guint32 n);

/* The same: the quickest if they are in order of who and what, or nearly so, and the table is too.
 * @cells: (transfer full) (array length=n) */
gboolean gp_cell_table_take(GpCellTable *self, GpCell *cells, guint32 n);

/* The cell of @what and @who, or NULL. */
const GpCell *gp_cell_table_find(const GpCellTable *self, guint32 what, guint32 who);

gboolean gp_cell_table_is_in_order(const GpCellTable *self);

/* Has the memory of a cell brought near, for the next thing to be done with it. */
void gp_cell_table_prefetch(const GpCellTable *self, guint32 what, guint32 who);

/* Makes room for @n cells. */
void gp_cell_table_expect(GpCellTable *self, guint32 n);
void gp_cell_table_clear(GpCellTable *self);

GpCellTable *gp_cube_table(const GpCube *self, guint32 time);

/* The first time of the run of pieces of a span, which is made where it is new. */
guint32 gp_cube_intern_span(GpCube *self, GpSpan span);

gboolean gp_cube_throw_overflow(GError **error);
