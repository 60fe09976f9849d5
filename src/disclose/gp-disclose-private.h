/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-disclose.h"

/*
 *   GpDiscloseInput + what is to be published ── gp_disclose_ties ──▶ GpTies ── search ──▶ cuts
 */

/* ---- ties: published figures as points, and what ties them together ---- */

/* A tie is the staff of a role at a site with the figures that its kg are counted in. */
typedef struct {
    guint n_figures;
    GArray *cells;   /* (element-type guint32) by tie: of the input */
    GArray *people;  /* (element-type gint64) by tie */
    GArray *starts;  /* (element-type guint) by tie: where its figures begin; and the end of all */
    GArray *figures; /* (element-type guint32) */
} GpTies;

GpTies *gp_ties_new(guint n_figures);
void gp_ties_free(GpTies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTies, gp_ties_free)

/* Figures may be named more than once. */
void
gp_ties_add(GpTies *self, guint32 cell, gint64 people, const guint32 *figures, guint n_figures);

/* Where a figure stands to a cut. */
typedef enum {
    GP_SIDE_FAR,   /* not tied to either, or only through the cut */
    GP_SIDE_INNER, /* on one side */
    GP_SIDE_OUTER, /* on the other */
} GpSide;

typedef struct {
    const GpTies *ties;
    gint64 threshold;
    guint32 *parents; /* of figures that no cut below the threshold parts; a forest */
    guint at;         /* all ties before this one are done */
} GpCutSearch;

GpCutSearch *gp_cut_search_new(const GpTies *ties, gint64 threshold);
void gp_cut_search_free(GpCutSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCutSearch, gp_cut_search_free)

/**
 * gp_cut_search_next:
 * @out_sides: (array length=n_figures): of the cut, where there is one
 *
 * Finds a cut of the ties that is not empty and has fewer people than the threshold. Called again
 * it finds others; when it returns FALSE after none, there is none.
 */
gboolean gp_cut_search_next(GpCutSearch *self, guint8 *out_sides);

/* Whether a tie has figures on the inner side and on another. */
gboolean gp_ties_is_cut(const GpTies *self, guint tie, const guint8 *sides);

/* Whether no cut between two figures is below the threshold, other than the empty one. */
gboolean gp_ties_hold(const GpTies *self, guint32 a, guint32 b, gint64 threshold);

/* ---- which figures there are ---- */

/* A table that is added up by itself: figures of different ones have no kg in common. */
typedef struct {
    const guint8 *categories; /* (nullable): which are in it; NULL: people and WTE */
} GpDiscloseFamily;

typedef enum { GP_FIGURE_ROLE, GP_FIGURE_SITE, GP_FIGURE_CELL } GpFigureTable;

guint gp_disclose_n_figures(const GpDisclosure *self, const GpDiscloseInput *input);
guint32
gp_disclose_site_figure(const GpDisclosure *self, const GpDiscloseInput *input, guint32 row);
guint32 gp_disclose_cell_figure(const GpDisclosure *self,
                                const GpDiscloseInput *input,
                                guint32 role_row,
                                guint32 site_row);

/* Which table a figure is of, and its row of it: of roles for a cell. */
GpFigureTable gp_disclose_figure_row(const GpDisclosure *self,
                                     const GpDiscloseInput *input,
                                     guint32 figure,
                                     guint32 *out_row);

GpTies *gp_disclose_ties(const GpDisclosure *self,
                         const GpDiscloseInput *input,
                         const GpDiscloseFamily *family);

/* ---- what is to be published ---- */

/* A disclosure in the making, of an input in the byte order of its names. It has all the rows that
 * there might be: for each role, each group and others; for each site and others. */
typedef struct {
    const GpDiscloseInput *input;
    GpDisclosure *out;
    guint32 *n_roles_in, *n_sites_in; /* by row; 0: the row is not used */
    gint64 *people_of_category;
    guint8 *is_small; /* [category]: even in the whole trust it is of too few people */
} GpChoice;

static inline GpDiscloseRow *
gp_choice_role_row(const GpChoice *self, guint32 row)
{
    return &g_array_index(self->out->role_rows, GpDiscloseRow, row);
}

static inline GpDiscloseRow *
gp_choice_site_row(const GpChoice *self, guint32 row)
{
    return &g_array_index(self->out->site_rows, GpDiscloseRow, row);
}

static inline guint32
gp_choice_other_roles(const GpChoice *self)
{
    return self->input->n_roles + self->input->n_groups;
}

static inline guint32
gp_choice_others_of_group(const GpChoice *self, guint32 group)
{
    return self->input->n_roles + group;
}

static inline guint32
gp_choice_other_sites(const GpChoice *self)
{
    return self->input->n_sites;
}

/* GP_DISCLOSE_NOWHERE for roles of several groups. */
guint32 gp_choice_group_of_row(const GpChoice *self, guint32 row);

void gp_choice_move_roles(GpChoice *self, guint32 from, guint32 to);
void gp_choice_move_sites(GpChoice *self, guint32 from, guint32 to);

/* Puts two things together so that the cut is none any more, or at least a smaller one.
 * FALSE: there is nothing left to be put together. */
gboolean gp_choice_mend(GpChoice *self, const GpTies *ties, const guint8 *sides);

/* Returns: (transfer full): with rows that are not used */
GpDisclosure *gp_disclose_choose(const GpDiscloseInput *input);
