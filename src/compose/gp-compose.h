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
    const char *name;        /* `trajectory`, `spc-electricity` */
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
 * Charts and where they go: trajectory (board); budget (targets); sources, panels, causes,
 * causes-last (categories); panels-sites (sites); roles; costs (actions); sparklines, spc of the
 * first measure, spc-<key> of others (months); milestones.
 */
GpDocument *gp_compose_pack(const GpBoard *board, const GpPicture *pictures, guint n_pictures);

/* ---- returns: the same figures in the shapes that others ask for ---- */

/* The sustainability tables of an annual report, under the headings of TCFD. */
GpDocument *gp_compose_annual_report(const GpBoard *board);

/* Energy, water and waste by the fields of the Estates Returns Information Collection. */
GpDocument *gp_compose_eric(const GpBoard *board);

/* What is asked again and again under the Freedom of Information Act. */
GpDocument *gp_compose_foi(const GpBoard *board);

/* What can be shown of each clause of the CQC's environmental sustainability, and what cannot. */
GpDocument *gp_compose_cqc(const GpBoard *board);

/* The scopes of the GHG Protocol, and the fifteen categories of scope 3. */
GpDocument *gp_compose_ghg(const GpBoard *board);

/* The trusts of a care system in its latest year: the board has roll-ups. */
GpDocTable *gp_compose_trusts_of(const GpBoard *board);
