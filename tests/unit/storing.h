/* SPDX-License-Identifier: MIT */
#pragma once

#include "cubes.h"
#include "gp-error.h"
#include "gp-store.h"

/*
 * Workspaces for the tests of store/.
 */

/* A workspace in a temporary folder, and units and a timeline to read it with. */
typedef struct {
    char *folder;
    char *workspace;
    GpUnitTable *units;
    GpTimeline *timeline;
} Fixture;

char *write_text(const Fixture *f, const char *name, const char *text);
GpUnitTable *units_from(const Fixture *f, const char *rows);
void set_up(Fixture *f, gconstpointer unused);
void tear_down(Fixture *f, gconstpointer unused);
guint32 intern(GpDict *dict, const char *text);
void add_row(GpCube *cube,
             const char *activity,
             const char *unit,
             const char *site,
             GpQuality quality,
             GpSpan span,
             gint64 quantity);
void fill_hard(GpCube *cube);
void fill_many(GpCube *cube, guint n_cells);
GpStore *open_store(const char *workspace);
gboolean put(GpStore *store, const char *sha256, const GpCube *cube, GError **error);
gboolean add(GpStore *store, const char *sha256, const GpCube *cube, GError **error);
gboolean has_original(GpStore *store, const char *sha256);
void begin_rebuild(GpStore *store);
void assert_added(GpStore *store, const char *sha256, const GpCube *cube);
GpCube *load(const Fixture *f, GpStore *store);
void assert_n_originals(GpStore *store, guint n);
void make_workspace(const Fixture *f);
void assert_refused(GError *error, GpErrorCode code, const char *words);
void assert_open_fails(const char *workspace, GpErrorCode code, const char *words);
void run_sql(const Fixture *f, const char *sql);
