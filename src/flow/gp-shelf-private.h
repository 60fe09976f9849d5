/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-flow.h"

/* @store and @basis are borrowed and must outlive it. */
GpShelf *gp_shelf_new(GpStore *store, const GpBasis *basis);
void gp_shelf_free(GpShelf *self);

/* The cells of a financial year, or of all with 0, loaded when they are first asked for. */
const GpCube *gp_shelf_get(GpShelf *self, GpDetail detail, int only_fy, GError **error);

/* Gives the memory of a year in full detail back, which is large. */
void gp_shelf_drop_year(GpShelf *self, int fy);

/* What a book leaves out of its figures, as ids of one of its cubes. */
typedef struct {
    const GpBook *book;
    gboolean *is_uncounted; /* by source */
    guint32 *activities;    /* of each entry of what is set aside; GP_DICT_NONE: there is none */
    guint32 *sites;         /* the same; the id of "" stands for all */
    gboolean *is_met;       /* whether there were cells of it */
    gboolean is_uncounted_met;
} GpLeftOut;

void gp_left_out_init(GpLeftOut *self, const GpBook *book, const GpCube *cube);
void gp_left_out_clear(GpLeftOut *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpLeftOut, gp_left_out_clear)

/* Whether a cell of the cube is left out; notes by what. */
gboolean gp_left_out_has(GpLeftOut *self, const GpCube *cube, guint32 time, const GpCell *cell);

/* Says what was met. */
void gp_left_out_tell(const GpLeftOut *self, GpIssueList *issues);

/**
 * gp_book_cells:
 * @cube: of the book, in full detail, of `only_fy` of @options at least; must outlive them
 *
 * What a year emits, cell by cell.
 *
 * Errors: those of gp_book_convert()
 * Returns: (transfer full) (nullable)
 */
GpEmissionCells *gp_book_cells(const GpBook *self,
                               const GpCube *cube,
                               const GpConvertOptions *options,
                               GpIssueList *issues,
                               GError **error);
