/* SPDX-License-Identifier: MIT */
#pragma once

#include <sqlite3.h>

#include "gp-store.h"

/*
 * What the files of this folder share.
 *
 *   gp-store.c     the tables, transactions, settings
 *   gp-manifest.c  the list of originals
 *   gp-cells.c     cells into the database
 *   gp-cells-read.c  and out of it
 *   gp-block.c     many of them as bytes
 *   gp-evidence.c  the originals' bytes
 */

struct _GpStore {
    sqlite3 *db;
    char *path;
    char *evidence;       /* the folder */
    gboolean is_changing; /* inside a transaction of the caller */
    gboolean is_held;     /* inside one that only reads */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

/* What SQLite said last, in plain words. Returns: FALSE */
gboolean gp_store_throw(const GpStore *self, GError **error);
gboolean gp_store_throw_damaged(const GpStore *self, GError **error);

/* Returns: (transfer full) (nullable) */
sqlite3_stmt *gp_store_prepare(GpStore *self, const char *sql, GError **error);

/* Runs statements that return nothing. */
gboolean gp_store_run(GpStore *self, const char *sql, GError **error);

/* After an error such as a full disk SQLite may have given up the whole transaction: what came
 * next would then be kept on its own. */
gboolean gp_store_require_transaction(GpStore *self, GError **error);

/* Returns: (transfer full): valid UTF-8, "" for no value */
char *gp_store_column_text(sqlite3_stmt *statement, int column);

/* Runs a statement that returns nothing, and makes it ready for its next run. */
gboolean gp_store_step(GpStore *self, sqlite3_stmt *statement, GError **error);

/* @text must outlive the next step. */
void gp_store_bind_text(sqlite3_stmt *statement, int place, const char *text);

/* Inside a transaction of the caller. */
gboolean gp_cells_delete(GpStore *self, gint64 original, GError **error);
gboolean gp_cells_write(GpStore *self, gint64 original, const GpCube *cube, GError **error);
gboolean gp_cells_read(GpStore *self, const GpStoreAsk *ask, GpCube *cube, GError **error);

/* The dictionaries of a cube, of which the table `name` is one. */
typedef enum {
    GP_CELL_ACTIVITY,
    GP_CELL_SITE,
    GP_CELL_DEPARTMENT,
    GP_CELL_ROLE,
    GP_CELL_SOURCE,
    GP_N_CELL_DICTS,
} GpCellDict;

extern GpDict *(*const gp_cell_dicts[GP_N_CELL_DICTS])(const GpCube *cube);

/* Removes temporary files of processes that are no more. */
void gp_evidence_sweep(const char *folder);
