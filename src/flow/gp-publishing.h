/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-flow.h"
#include "gp-restatement.h"

/*
 * What the board sees, to be kept, and held against the figures of later.
 *
 *   GpBook ──▶ GpPublication ──┬─ gp_publications_add ─▶ published/
 *                              └─ gp_publications_restate ─▶ GpRestatement
 */

typedef struct {
    const char *day; /* as in 2026-11-22 */
    const char *by;
    const char *note;    /* (nullable) */
    const char *program; /* the version of greenplan */
} GpPublishing;

/**
 * gp_publication_of_book:
 * @book: of a workspace, opened with sites kept apart
 * @workspace: of the book
 * @originals: (element-type GpOriginal): of the workspace, at the same time as the book
 * @issues: also receives what gp_book_convert() finds; a note if no target can say which years are
 *   comparable
 *
 * Errors: GP_ERROR_OVERFLOW; GP_ERROR_IO; GP_ERROR_MALFORMED for targets.csv
 * Returns: (transfer full) (nullable): not kept yet, so without id, previous and sha256
 */
GpPublication *gp_publication_of_book(const GpBook *book,
                                      const GpConvertOptions *options,
                                      const GpWorkspace *workspace,
                                      const GPtrArray *originals,
                                      const GpPublishing *publishing,
                                      GpIssueList *issues,
                                      GError **error);

/**
 * gp_publications_restate:
 * @publications: (element-type GpPublication)
 *
 * What was published beside what would be published @now, by gp_restate(). The result borrows from
 * them.
 *
 * Errors: GP_ERROR_MISSING if nothing was published; GP_ERROR_OVERFLOW
 */
GpRestatement *gp_publications_restate(const GPtrArray *publications,
                                       GpPublication *now,
                                       const GpWorkspace *workspace,
                                       GError **error);

/* Makes a restatement of what would be published now. Errors: GP_ERROR_USAGE if no published year
 * was recalculated */
gboolean gp_publication_mark_restated(GpPublication *now,
                                      const GpRestatement *restatement,
                                      const char *reason,
                                      GError **error);

/* Each restatement beside what was published before it. Returns: (transfer full) (nullable)
 * (element-type GpRestatement): borrows from @publications */
GPtrArray *gp_publications_history(const GPtrArray *publications,
                                   const GpWorkspace *workspace,
                                   GError **error);

/* Says in an issue if published years were recalculated: a note, or a warning above the
 * threshold. */
gboolean gp_publication_hold_against(GpPublication *now,
                                     const GPtrArray *publications,
                                     const GpWorkspace *workspace,
                                     GpIssueList *issues,
                                     GError **error);

/* Publications by what became of them when their figures were made again. */
typedef struct {
    guint n_same;  /* the same ground, the same figures */
    guint n_moved; /* other originals, factors, settings or another version since */
    guint n_wrong; /* the same ground, other figures */
} GpRecomputed;

/* @issues: receives a note for each that moved, with what differs, and an error for each that is
 * wrong. @out: added to */
gboolean gp_publications_recompute(const GPtrArray *publications,
                                   GpPublication *now,
                                   GpIssueList *issues,
                                   GpRecomputed *out,
                                   GError **error);
