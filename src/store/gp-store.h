/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"

/*
 * What a trust has brought in: the originals, unchanged, and the activity cube read from them.
 *
 *   WORKSPACE/evidence/<sha256>       the bytes as they came
 *   WORKSPACE/evidence/<sha256>.ini   where they came from
 *   WORKSPACE/greenplan.db            SQLite: the list of originals and their cells
 *
 * The database can always be made again from the evidence. An import is one transaction: after a
 * crash, a full disk or a kill it is there whole or not at all.
 */

typedef struct _GpStore GpStore;

/* One original. */
typedef struct {
    char *sha256;
    char *source; /* the name of the source it was imported for */
    char *name;   /* the file's own name */
    char *imported_at;
    guint64 bytes;
    guint64 rows;    /* rows that count */
    guint64 refused; /* rows that were refused */
} GpOriginal;

void gp_original_free(GpOriginal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpOriginal, gp_original_free)

/**
 * gp_store_open:
 * @folder: the workspace
 *
 * Opens or makes the database (WAL, synchronous=FULL, STRICT tables), and removes what processes
 * that were killed left half-written in evidence/. An empty greenplan.db is made anew.
 *
 * Errors: GP_ERROR_IO: no permission, a read-only or full disk, in use for more than five seconds;
 *   GP_ERROR_MALFORMED if greenplan.db is no database of this program and version, or is damaged
 * Returns: (transfer full) (nullable)
 */
GpStore *gp_store_open(const char *folder, GError **error);
void gp_store_close(GpStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpStore, gp_store_close)

/**
 * gp_store_keep_original:
 * @path: the file to keep
 * @out_sha256: (out) (transfer full): lower-case hexadecimal
 * @out_kept: (out) (transfer full): where the copy lies
 *
 * Copies the file into evidence/ (temporary file, fsync, rename, fsync of the folder) and writes
 * its .ini beside it, unless the same bytes are there already: then both stay as they are. The
 * bytes become read-only, and are never there without their .ini:
 *
 *   [original] name=, source=, imported_at=, bytes=
 *
 * Errors: GP_ERROR_IO, also for a folder or a pipe; nothing half-written stays
 */
gboolean gp_store_keep_original(GpStore *self,
                                const char *path,
                                const char *source,
                                const char *imported_at,
                                char **out_sha256,
                                char **out_kept,
                                GError **error);

/* Whether the bytes are in the list of originals already. */
gboolean gp_store_has_original(GpStore *self, const char *sha256);

/**
 * gp_store_add:
 *
 * Adds an original and its cells in one transaction. Every cell keeps its names, its days and its
 * unit as texts' ids, so that a later run with other dictionaries reads it back exactly.
 *
 * Errors: GP_ERROR_IO, also if the same bytes are in the list; GP_ERROR_MALFORMED if the database
 *   is damaged; with nothing changed
 */
gboolean
gp_store_add(GpStore *self, const GpOriginal *original, const GpCube *cube, GError **error);

/**
 * gp_store_load:
 * @cube: empty; receives the cells of all originals, after an error only some
 *
 * Errors: GP_ERROR_IO; GP_ERROR_OVERFLOW; GP_ERROR_MALFORMED if a cell does not fit the timeline or
 *   the units of @cube, or is damaged: the workspace must then be read again from its originals
 */
gboolean gp_store_load(GpStore *self, GpCube *cube, GError **error);

/* Returns: (transfer full) (element-type GpOriginal): in the order of their import */
GPtrArray *gp_store_list_originals(GpStore *self, GError **error);

/**
 * gp_store_begin_rebuild:
 *
 * Forgets all cells and originals in the database (never the evidence, never a setting), in one
 * transaction with what is added and set before gp_store_commit_rebuild(). A gp_store_add() that
 * fails is undone alone. A commit that fails leaves the database as it was, and so does
 * gp_store_close() before the commit.
 *
 * Errors: GP_ERROR_IO
 */
gboolean gp_store_begin_rebuild(GpStore *self, GError **error);
gboolean gp_store_commit_rebuild(GpStore *self, GError **error);
void gp_store_abandon_rebuild(GpStore *self);

/* A text that is kept beside the cells, such as the key of the rules they were read by; NULL if
 * there is none. Returns: (transfer full) (nullable) */
char *gp_store_get_setting(GpStore *self, const char *name);
gboolean gp_store_set_setting(GpStore *self, const char *name, const char *value, GError **error);
