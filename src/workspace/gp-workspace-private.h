/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-workspace.h"

#define GP_SOURCE_PREFIX "source " /* of the group of a source in the settings */

/* The basis of all that is brought into the workspace, loaded when it is first asked for. Returns:
 * (transfer none) (nullable) */
const GpBasis *gp_workspace_basis(GpWorkspace *self, const GpPlaces *places, GError **error);

/* ---- what reading asks of the factor library (gp-asked.c) ---- */

GpAsked *gp_asked_new(void);
void gp_asked_free(GpAsked *self);

/* May be called by several threads. */
void gp_asked_note(GpAsked *self, const char *activity, const char *unit, gboolean is_taken);

/* Puts the answers beside the cells, in the transaction that puts these in.
 * @out_is_new: whether something was asked for the first time */
gboolean gp_asked_keep(const GpAsked *self, GpStore *store, gboolean *out_is_new, GError **error);

/* Whether the library of @basis gives all the answers that are kept. */
gboolean
gp_asked_is_same(const GpBasis *basis, GpStore *store, gboolean *out_is_same, GError **error);

/* Whether rows of an activity in a unit can be used at all. */
gboolean gp_basis_takes(const GpBasis *self, const char *activity, GpUnit unit);

/* Keeps what was asked while rows were read by @basis, in the transaction that puts them in. */
gboolean gp_workspace_keep_answers(GpWorkspace *self, const GpBasis *basis, GError **error);

/* ---- the database ---- */

/* Makes the database fit the units, activities and slots of the basis, and the settings. */
gboolean gp_workspace_bring_up_to_date(GpWorkspace *self,
                                       const GpBasis *basis,
                                       GpIssueList *issues,
                                       GError **error);

/* Reads originals into a cube, whatever the database has. */
gboolean gp_workspace_reread(const GpWorkspace *self,
                             const GpBasis *basis,
                             const GPtrArray *originals,
                             GpCube *cube,
                             GError **error);

/* How the files of a source are read. */
typedef struct {
    GpFormat *format; /* (nullable): NULL: the canonical CSV */
    GpEncoding encoding;
    GpCorrections corrections;
    GpCovers covers;
} GpReading;

void gp_reading_clear(GpReading *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpReading, gp_reading_clear)

/* From the settings of a source; of one that they do not name, the usual.
 * @period: (nullable): that all rows of a file have, as told when it was imported */
gboolean gp_workspace_reading(const GpWorkspace *self,
                              const GpBasis *basis,
                              const char *source,
                              const char *period,
                              GpReading *out_reading,
                              GError **error);

/* Everything in the settings that decides how the rows of a source are read. */
gboolean gp_reading_append(const GpWorkspace *self,
                           const GpBasis *basis,
                           const char *source,
                           GString *out,
                           GError **error);

/* ---- originals into cubes (gp-originals.c) ---- */

/* What an original has lost to later deliveries. */
typedef struct {
    guint64 rows;
    guint64 days; /* of its rows; equal only if nothing more was lost */
} GpLoss;

/* @cube: (transfer full). @before: as it was known before it was read just now */
typedef gboolean (*GpOriginalFunc)(
    GpOriginal *original, GpCube *cube, GpLoss before, gpointer data, GError **error);

/**
 * gp_originals_read:
 * @originals: (element-type GpOriginal): of one source, in the order of their arrival; what became
 *   of their rows is filled in
 *
 * Reads them, the newest first, each but for what newer ones speak of. Originals that cannot be
 * read as a whole are passed over.
 */
gboolean gp_originals_read(const GpWorkspace *workspace,
                           const GpBasis *basis,
                           const GPtrArray *originals,
                           GpOriginalFunc func,
                           gpointer data,
                           GError **error);

/* Those of @originals that came for @source, in the same order. Returns: (transfer container) */
GPtrArray *gp_originals_of_source(const GPtrArray *originals, const char *source);

/* The same with the originals of all sources. */
gboolean gp_originals_read_all(const GpWorkspace *workspace,
                               const GpBasis *basis,
                               const GPtrArray *originals,
                               GpOriginalFunc func,
                               gpointer data,
                               GError **error);

/* An original that must be put into the database. */
typedef struct {
    GpOriginal *original; /* borrowed */
    GpCube *cube;
    gboolean is_new;
    guint64 superseded_before; /* of its rows */
} GpChange;

/**
 * gp_originals_plan:
 * @known: (element-type GpOriginal): what the database has of a source, but for @new
 * @new: (element-type GpOriginal): a delivery of it, not empty
 * @issues: receives what was found while reading @new
 *
 * Errors: also GP_ERROR_MALFORMED, if one of @new cannot be read as a whole
 * Returns: (transfer full) (element-type GpChange)
 */
GPtrArray *gp_originals_plan(const GpWorkspace *workspace,
                             const GpBasis *basis,
                             const GPtrArray *known,
                             const GPtrArray *new,
                             GpIssueList *issues,
                             GError **error);
