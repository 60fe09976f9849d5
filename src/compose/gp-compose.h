/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-board.h"
#include "gp-document.h"

/*
 * What is said of the figures, in which order, with which tables.
 *
 *   GpBoard ── compose/ ──▶ GpDocument ── render/
 *
 * Pure: the same board gives the same document. Nothing is said that the figures do not say: no
 * cause where none was worked out, no comparison with an incomplete year, no change that is smaller
 * than its uncertainty.
 */

/* A chart that was made. */
typedef struct {
    const char *name;        /* `trajectory`; of several of one kind `spc`, `spc-2`, … */
    const char *title;       /* its finding */
    const char *description; /* the same in sentences */
} GpPicture;

/**
 * gp_compose_pack:
 * @pictures: (array length=n_pictures): the charts to be shown; where one is missing its table
 *   stands alone
 *
 * The board pack: a page for the board, then the evidence.
 *
 * Charts and where they go: trajectory, causes (board); budget (targets); sources, panels
 * (categories); roles; costs (actions); sparklines, spc (months; `spc-2` is of the second measure);
 * milestones.
 */
GpDocument *gp_compose_pack(const GpBoard *board, const GpPicture *pictures, guint n_pictures);
