/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"
#include "gp-original.h"

/*
 * What a trust has brought in: the originals, unchanged, and the activity cube read from them.
 *
 *   WORKSPACE/evidence/<sha256>       the bytes as they came
 *   WORKSPACE/evidence/<sha256>.ini   where they came from
 *   WORKSPACE/greenplan.db            SQLite: the list of originals and their cells, by year, and
 *                                     added up for the trust and for sites
 *
 * The database can always be made again from the evidence. What changes it is one transaction:
 * after a crash, a full disk or a kill it is there whole or not at all.
 */

typedef struct _GpStore GpStore;

/**
 * gp_store_open:
 * @folder: the workspace
 *
 * Opens or makes the database (WAL, synchronous=FULL, STRICT tables), and removes what processes
 * that were killed left half-written in evidence/. An empty greenplan.db is made anew, and so is
 * one of an earlier layout: it is read again from the originals.
 *
 * Errors: GP_ERROR_IO: no permission, a read-only or full disk, in use for more than five seconds;
 *   GP_ERROR_MALFORMED if greenplan.db is no database of this program and version, or is damaged
 * Returns: (transfer full) (nullable)
 */
GpStore *gp_store_open(const char *folder, GError **error);
void gp_store_close(GpStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpStore, gp_store_close)

/* ---- the originals' bytes ---- */

/**
 * gp_store_keep_original:
 * @path: the file to keep
 * @io_original: (inout): where it came from; sha256 and bytes are filled in
 * @out_kept: (out) (transfer full): where the copy lies
 *
 * Copies the file into evidence/ (temporary file, fsync, rename, fsync of the folder) and writes
 * its .ini beside it, unless the same bytes are there already: then both stay as they are. The
 * bytes become read-only, and are never there without their .ini:
 *
 *   [original] name=, source=, imported_at=, bytes=; address=, etag=, last_modified=, period= as
 *   far as they are known
 *
 * Errors: GP_ERROR_IO, also for a folder or a pipe; nothing half-written stays
 */
gboolean gp_store_keep_original(
    GpStore *self, const char *path, GpOriginal *io_original, char **out_kept, GError **error);

/* The same bytes came again, at @original's time and from there: noted in the .ini, which keeps
 * all times. */
gboolean gp_store_note_arrival(GpStore *self, const GpOriginal *original, GError **error);

/* Where the bytes of an original lie. Returns: (transfer full) */
char *gp_store_original_path(const GpStore *self, const char *sha256);

/* Whether the bytes of an original still are what their name says. */
gboolean gp_store_original_is_whole(const GpStore *self, const char *sha256);

/**
 * gp_store_list_evidence:
 * @as_of: (nullable): only what had come by the end of this day, as in 2026-03-31
 *
 * The originals in evidence/ in the order of their arrival, without what became of their rows.
 * After a kill an .ini may be there without its bytes: it is passed over.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED if an .ini is damaged: an original that was left out
 *   would be missing from the figures
 * Returns: (transfer full) (nullable) (element-type GpOriginal)
 */
GPtrArray *gp_store_list_evidence(const GpStore *self, const char *as_of, GError **error);

/* ---- the database ---- */

/* Returns: (transfer full) (element-type GpOriginal): in the order of their arrival */
GPtrArray *gp_store_list_originals(GpStore *self, GError **error);

/* Those of which rows were refused, as above. */
GPtrArray *gp_store_list_refused(GpStore *self, GError **error);

/* @out_original: (out) (transfer full) (nullable): of these bytes; NULL: not in the list */
gboolean gp_store_find_original(GpStore *self,
                                const char *sha256,
                                GpOriginal **out_original,
                                GError **error);

/* How much of the names of cells is told apart at the least. What is left out is "" wherever that
 * adds cells up. */
typedef enum {
    GP_DETAIL_TRUST, /* source and quality: neither site nor department nor role */
    GP_DETAIL_SITE,  /* the site too: neither department nor role */
    GP_DETAIL_ALL,
    GP_N_DETAILS,
} GpDetail;

/* Which cells are asked for. */
typedef struct {
    GpDetail detail;
    int only_fy; /* the financial year of their slots; 0: all */
} GpStoreAsk;

/**
 * gp_store_load:
 * @cube: receives the cells of all originals, after an error only some
 *
 * Errors: GP_ERROR_IO; GP_ERROR_OVERFLOW; GP_ERROR_MALFORMED if a cell does not fit the timeline or
 *   the units of @cube, or is damaged: the workspace must then be read again from its originals
 */
gboolean gp_store_load(GpStore *self, const GpStoreAsk *ask, GpCube *cube, GError **error);

/**
 * gp_store_hold:
 *
 * From here on what is loaded is as of this moment, whatever other processes change, until the next
 * gp_store_begin() or gp_store_close(). Errors: GP_ERROR_IO
 */
gboolean gp_store_hold(GpStore *self, GError **error);

/* A number that changes when another process has changed the database. */
gboolean gp_store_version(GpStore *self, gint64 *out_version, GError **error);

/**
 * gp_store_begin:
 *
 * What follows is one transaction, until gp_store_commit() or gp_store_abandon(). A commit that
 * fails leaves the database as it was, and so does gp_store_close() before the commit. No other
 * process changes it meanwhile.
 *
 * Errors: GP_ERROR_IO
 */
gboolean gp_store_begin(GpStore *self, GError **error);
gboolean gp_store_commit(GpStore *self, GError **error);
void gp_store_abandon(GpStore *self);

/* Forgets the cells and originals of a source in the database, or all with NULL; never the
 * evidence, never a setting. Only inside a transaction, as what follows. */
gboolean gp_store_forget(GpStore *self, const char *source, GError **error);

/**
 * gp_store_put:
 *
 * Puts an original and its cells in, in place of what the database has of these bytes. Every cell
 * keeps its names, its days and its unit as texts' ids, so that a later run with other dictionaries
 * reads it back exactly.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED if the database is damaged: the transaction must then be
 *   abandoned
 */
gboolean
gp_store_put(GpStore *self, const GpOriginal *original, const GpCube *cube, GError **error);

/* ---- what was asked while the cells were read: whether an activity can be given in a unit ---- */

/* @out_is_new: whether it was not known. Inside a transaction. */
gboolean gp_store_keep_answer(GpStore *self,
                              const char *activity,
                              const char *unit,
                              gboolean is_taken,
                              gboolean *out_is_new,
                              GError **error);

typedef gboolean (*GpAnswerFunc)(const char *activity,
                                 const char *unit,
                                 gboolean is_taken,
                                 gpointer data);

/* Whether @is_right says so of all answers. */
gboolean gp_store_check_answers(
    GpStore *self, GpAnswerFunc is_right, gpointer data, gboolean *out_are_right, GError **error);

/* ---- settings ---- */

/* A text that is kept beside the cells, such as the key of the rules they were read by; NULL if
 * there is none. Returns: (transfer full) (nullable) */
char *gp_store_get_setting(GpStore *self, const char *name);
gboolean gp_store_set_setting(GpStore *self, const char *name, const char *value, GError **error);

/* Those whose names begin so. Inside a transaction. */
gboolean gp_store_forget_settings(GpStore *self, const char *prefix, GError **error);
