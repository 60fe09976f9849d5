/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-dict.h"
#include "gp-number.h"
#include "gp-timeline.h"
#include "gp-unit.h"

/*
 * The activity cube: everything the figures are made from. Exact quantities, summed by
 *
 *   time x what (activity, unit) x who (site, department, role, source, quality)
 *
 *   read/ ── add ──▶ GpCube ── cells ──▶ convert/
 *                      ▲│
 *                      └┴── store/
 *
 * A row inside one slot of the timeline is added to that slot. A row over several slots is spread
 * over them by days, exactly, and kept apart as a run of pieces, so that it is still one row when
 * rows are counted. Sums do not depend on the order in which rows are added.
 */

typedef enum {
    GP_QUALITY_NONE,
    GP_QUALITY_MEASURED,
    GP_QUALITY_ESTIMATED,
    GP_QUALITY_MODELLED,
} GpQuality;

/* `measured`, `estimated`, `modelled`, or "" for none. */
const char *gp_quality_name(GpQuality quality);
gboolean gp_quality_parse(const char *text, gsize length, GpQuality *out_quality);

/* Whose activity: ids of the cube's dictionaries; the id of "" where it is not told. */
typedef struct {
    guint32 site;
    guint32 department;
    guint32 role;
    guint32 source;
    guint32 quality;
} GpWho;

typedef struct {
    guint32 activity;
    GpUnit unit;
} GpWhat;

/* A point of the time axis: a slot, or one piece of a row that spans several. */
typedef struct {
    GpSlot slot;
    guint32 first_piece; /* the time of the first piece of the run */
    guint32 n_pieces;    /* 1 for a slot */
    GpSpan span;         /* the days of the rows: the slot's, or the whole stretch of the run */
} GpTime;

typedef struct {
    guint32 what;
    guint32 who;
    guint64 quantity_low; /* of a two's complement number of 96 bits, in millionths of the unit */
    gint32 quantity_high;
    guint32 rows; /* activity rows behind the quantity; 0: the cell is free */
} GpCell;

static inline GpInt128
gp_cell_quantity_micro(const GpCell *self)
{
    return (GpInt128)((GpUint128)(GpInt128)self->quantity_high << 64 | self->quantity_low);
}

typedef struct _GpCube GpCube;

/* @timeline and @units are borrowed and must outlive the cube. */
GpCube *gp_cube_new(const GpTimeline *timeline, const GpUnitTable *units);
void gp_cube_free(GpCube *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCube, gp_cube_free)

const GpTimeline *gp_cube_timeline(const GpCube *self);
const GpUnitTable *gp_cube_units(const GpCube *self);

/* The dictionaries of names, to intern into and to read from. */
GpDict *gp_cube_activities(const GpCube *self);
GpDict *gp_cube_sites(const GpCube *self);
GpDict *gp_cube_departments(const GpCube *self);
GpDict *gp_cube_roles(const GpCube *self);
GpDict *gp_cube_sources(const GpCube *self);

guint32 gp_cube_intern_what(GpCube *self, GpWhat what);
guint32 gp_cube_intern_who(GpCube *self, const GpWho *who);

guint32 gp_cube_n_whats(const GpCube *self);
guint32 gp_cube_n_whos(const GpCube *self);
GpWhat gp_cube_what(const GpCube *self, guint32 what);
const GpWho *gp_cube_who(const GpCube *self, guint32 who);

/**
 * gp_cube_add:
 * @span: the days of the row
 * @quantity: millionths of the unit of @what
 *
 * Adds one row.
 *
 * Returns: FALSE if a sum would leave 96 bits; nothing is added then
 */
gboolean gp_cube_add(GpCube *self, guint32 what, guint32 who, GpSpan span, gint64 quantity);

/* A row whose days lie in one slot. */
typedef struct {
    GpWho who;
    guint32 what;
    GpSlot slot;
    gint64 quantity;
} GpCubeRow;

#define GP_CUBE_MAX_ROWS 64

/**
 * gp_cube_add_rows:
 * @rows: (array length=n): at most GP_CUBE_MAX_ROWS
 *
 * Adds several rows, because memory is waited for only once then.
 *
 * Returns: how many were added; fewer if with the next one a sum would leave 96 bits
 */
gsize gp_cube_add_rows(GpCube *self, const GpCubeRow *rows, gsize n);

/**
 * gp_cube_merge:
 *
 * Adds all of @other, which has the same timeline and units.
 *
 * Errors: GP_ERROR_OVERFLOW
 */
gboolean gp_cube_merge(GpCube *self, const GpCube *other, GError **error);

/**
 * gp_cube_restore:
 *
 * Adds a cell as it was stored: the piece of a row's @span that lies in @slot.
 *
 * Errors: GP_ERROR_OVERFLOW; GP_ERROR_MALFORMED if it cannot be a cell
 */
gboolean gp_cube_restore(GpCube *self,
                         GpSpan span,
                         GpSlot slot,
                         guint32 what,
                         guint32 who,
                         GpInt128 quantity_micro,
                         guint32 rows,
                         GError **error);

/**
 * gp_cube_restore_cells:
 * @cells: (transfer full) (array length=n): with quantities of 96 bits
 *
 * Adds the cells of a piece all at once, much quicker than one by one. A slot whose cells all came
 * in order of who, and of what among those of one, or nearly so, keeps them in order.
 *
 * Errors: as above; some of them may be added then
 */
gboolean gp_cube_restore_cells(
    GpCube *self, GpSpan span, GpSlot slot, GpCell *cells, guint32 n, GError **error);

guint32 gp_cube_n_times(const GpCube *self);
GpTime gp_cube_time(const GpCube *self, guint32 time);

/**
 * gp_cube_cells:
 * @out_capacity: (out): cells in the array, the free ones too
 *
 * Returns: (transfer none) (nullable) (array length=out_capacity): in no order unless it is told
 */
const GpCell *gp_cube_cells(const GpCube *self, guint32 time, guint32 *out_capacity);

/* Whether they are in order of who, and of what among those of one, and none is free. */
gboolean gp_cube_is_in_order(const GpCube *self, guint32 time);

/* The cell of @what and @who, or NULL. */
const GpCell *gp_cube_find(const GpCube *self, guint32 time, guint32 what, guint32 who);

guint64 gp_cube_n_cells(const GpCube *self);

/*
 * Moves cells into another cube time and again, for a cube that is filled beside it and must not
 * grow. Names keep their ids in both.
 */
typedef struct _GpCubeFeed GpCubeFeed;

/* Both cubes have the same timeline and units, and are borrowed. */
GpCubeFeed *gp_cube_feed_new(GpCube *to, GpCube *from);
void gp_cube_feed_free(GpCubeFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCubeFeed, gp_cube_feed_free)

/* Whether there are so many cells that some should be moved. */
gboolean gp_cube_feed_is_due(const GpCubeFeed *self);

/**
 * gp_cube_feed_move:
 * @is_last: moves all cells; else those of times that have hardly got new ones since the last call,
 *   because files are mostly in the order of time
 *
 * Errors: GP_ERROR_OVERFLOW
 */
gboolean gp_cube_feed_move(GpCubeFeed *self, gboolean is_last, GError **error);

/* All cells as text, in byte order: a line each, parted by tabs, with the days of its slot and of
 * its rows, names, quantity and rows. Two cubes of the same lines give the same figures.
 * Returns: (transfer full) (element-type utf8) */
GPtrArray *gp_cube_lines(const GpCube *self);
