/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-boarding.h"
#include "gp-document.h"

/*
 * A folder that is written whole or not at all.
 *
 *   gp_pack_folder_begin ─▶ files below gp_pack_folder_path() ─▶ gp_pack_folder_finish
 *
 * Files are written in PARENT/.greenplan-pack-HASH-XXXXXX/pack, where HASH is that of the folder's
 * name. Whoever writes there holds a lock on the hidden folder; one without is a leftover, and
 * swept by the next run.
 */

/* What a pack is known by: a list of its files. Nothing else is ever replaced. */
#define GP_PACK_MANIFEST "greenplan-pack.json"

typedef struct _GpPackFolder GpPackFolder;

/* Errors: GP_ERROR_USAGE for a folder that must not be replaced, GP_ERROR_IO */
GpPackFolder *gp_pack_folder_begin(const char *folder, GError **error);

/* Removes what was not finished. */
void gp_pack_folder_free(GpPackFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPackFolder, gp_pack_folder_free)

const char *gp_pack_folder_path(const GpPackFolder *self);

/* Syncs everything and swaps it in. Errors: GP_ERROR_USAGE if the folder became one that must not
 * be replaced; GP_ERROR_IO: the folder is then as it was */
gboolean gp_pack_folder_finish(GpPackFolder *self, GError **error);

/* ---- what goes into it ---- */

#define GP_PACK_PAGE "index.html"

typedef struct {
    const GpBoard *board;
    const GpPackOptions *options;
    const char *folder;   /* the hidden one */
    GPtrArray *figures;   /* (element-type GpBoardFigure) */
    GPtrArray *files;     /* (element-type utf8): what was written, by its name in the pack */
    GpDocument *document; /* once the page is written */
} GpPack;

gboolean gp_pack_make_folder(const GpPack *self, const char *name, GError **error);
gboolean
gp_pack_write_text(GpPack *self, const char *name, const char *text, gsize length, GError **error);

/* Composes the document, of the charts that are drawn as SVG, and writes its page. */
gboolean gp_pack_write_page(GpPack *self, GError **error);

/* Its tables, and the returns. */
gboolean gp_pack_write_tables(GpPack *self, GError **error);
gboolean gp_pack_write_returns(GpPack *self, GError **error);
