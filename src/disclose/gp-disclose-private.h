/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-disclose.h"

/*
 *   GpDiscloseInput + what is to be published ── gp_disclose_ties ──▶ GpTies ── search ──▶ cuts
 */

/* ---- ties: published figures as points, and what ties them together ---- */

/* A tie is the staff of a role at a site with the figures of a family that its kg are counted in.
 * Figures of a row of roles may be in several families, and the staff of a cell is in several. */
typedef struct {
    guint n_figures;
    GArray *families; /* (element-type guint32) by tie */
    GArray *cells;    /* (element-type guint32) by tie: of the input */
    GArray *people;   /* (element-type gint64) by tie */
    GArray *starts;   /* (element-type guint) by tie: where its figures begin; and the end of all */
    GArray *figures;  /* (element-type guint32) */
} GpTies;

GpTies *gp_ties_new(guint n_figures);
void gp_ties_free(GpTies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTies, gp_ties_free)

/* Figures may be named more than once. */
void gp_ties_add(GpTies *self,
                 guint32 family,
                 guint32 cell,
                 gint64 people,
                 const guint32 *figures,
                 guint n_figures);

/* Where a figure stands to a cut. */
typedef enum {
    GP_SIDE_FAR,   /* not tied to either, or only through the cut */
    GP_SIDE_INNER, /* on one side */
    GP_SIDE_OUTER, /* on the other */
} GpSide;

/* A cut of the ties of a family. */
typedef struct {
    guint32 family;
    guint8 *sides; /* by figure */
} GpCut;

void gp_cut_clear(GpCut *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpCut, gp_cut_clear)

/* Whether a tie is over the cut. */
gboolean gp_cut_has(const GpCut *self, const GpTies *ties, guint tie);

typedef struct {
    const GpTies *ties;
    gint64 threshold;
    guint32 *parents; /* of figures that whoever touches fewer people cannot part; a forest */
} GpCutSearch;

GpCutSearch *gp_cut_search_new(const GpTies *ties, gint64 threshold);
void gp_cut_search_free(GpCutSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCutSearch, gp_cut_search_free)

/**
 * gp_cut_search_next:
 * @out_cut: where there is one
 *
 * Finds a cut of a family that is not empty and has fewer people than the threshold, when all
 * figures are put together that must be alike in any such cut. Called again it finds others; when
 * it returns FALSE after none, there is none.
 */
gboolean gp_cut_search_next(GpCutSearch *self, GpCut *out_cut);

/* Which figures may be in several families. */
typedef struct {
    guint n_figures;
    const guint8 *is_shared;
} GpSharedFigures;

/* Whether telling @b apart from @a, of which it was part, makes no cut below the threshold. */
gboolean gp_ties_hold(const GpTies *self,
                      guint32 family,
                      guint32 a,
                      guint32 b,
                      gint64 threshold,
                      const GpSharedFigures *shared);

/* ---- which figures there are ---- */

/* A family is added up by itself: each category that is told apart by site, the others together,
 * and people and WTE. */
guint gp_disclose_n_families(const GpDiscloseInput *input);
guint32
gp_disclose_family_of(const GpDisclosure *self, const GpDiscloseInput *input, guint32 category);
guint32 gp_disclose_staff_family(const GpDiscloseInput *input);

/* Figures of role rows stand by slots: 2 * category + (0: own or in sum, 1: shared), where the
 * number of categories stands for the others; the last is people and WTE. */
guint gp_disclose_n_slots(const GpDiscloseInput *input);

typedef enum { GP_FIGURE_ROLE, GP_FIGURE_SITE, GP_FIGURE_CELL } GpFigureTable;

guint32 gp_disclose_site_figure(const GpDisclosure *self,
                                const GpDiscloseInput *input,
                                guint32 family,
                                guint32 row);
guint32 gp_disclose_cell_figure(const GpDisclosure *self,
                                const GpDiscloseInput *input,
                                guint32 family,
                                guint32 role_row,
                                guint32 site_row);

/* Which table a figure is of, and its row of it: of roles for a cell. */
GpFigureTable gp_disclose_figure_row(const GpDisclosure *self,
                                     const GpDiscloseInput *input,
                                     guint32 figure,
                                     guint32 *out_row);

/* What a category does in the ties. */
typedef enum {
    GP_USE_COUNTED, /* its figures are tied by the people who have kg in it */
    GP_USE_KNOWN,   /* its total is known from elsewhere: its figures must be tied by others */
    GP_USE_NONE,    /* it is left out */
} GpUse;

/* @uses: (nullable): by category, where not all are counted */
GpTies *
gp_disclose_ties(const GpDisclosure *self, const GpDiscloseInput *input, const guint8 *uses);

/* ---- what is to be published ---- */

/* A disclosure in the making, of an input in the byte order of its names. It has all the rows that
 * there might be: for each role, each group and others; for each site and others. */
typedef struct {
    const GpDiscloseInput *input;
    GpDisclosure *out;
    guint32 *n_roles_in, *n_sites_in; /* by row; 0: the row is not used */
    gint64 *people_of_category;
    guint8 *is_small;  /* [category]: even in the whole trust it is of too few people */
    guint8 *uses;      /* [category]: GpUse when totals of small ones are known */
    guint8 *is_other;  /* [category]: in “Other categories” of every row */
    guint32 *partners; /* [category]: with which it is shown where it is of few people in a row, or
                        * GP_DISCLOSE_NOWHERE */
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

typedef struct {
    guint32 row, column; /* the row alone, or with its column: a cell */
    gint64 people;
} GpSized;

/* By people, then by row and column: a GCompareFunc. */
int gp_sized_compare(gconstpointer a, gconstpointer b);

void gp_choice_move_roles(GpChoice *self, guint32 from, guint32 to);
void gp_choice_move_sites(GpChoice *self, guint32 from, guint32 to);

/* A cut below the threshold of what is to be published. @uses: as in gp_disclose_ties() */
gboolean
gp_choice_find_cut(const GpChoice *self, const guint8 *uses, GpTies **out_ties, GpCut *out_cut);
gboolean gp_choice_holds(const GpChoice *self, const guint8 *uses); /* there is none */

/* Where a category is of few people in a row of roles, shows it with another one there. Not where a
 * category that is not small goes with the small ones: its own total would tell more. */
void gp_choice_hide_thin_categories(GpChoice *self);

/* Puts two things together so that the cut is none any more, or at least a smaller one.
 * FALSE: there is nothing left to be put together. */
gboolean gp_choice_mend(GpChoice *self, const GpTies *ties, const GpCut *cut);

/* Returns: (transfer full): with rows that are not used */
GpDisclosure *gp_disclose_choose(const GpDiscloseInput *input);
