/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-flow.h"

/* Reads one activity file into a cube. @name is what messages call it, NULL for @path itself. */
gboolean gp_book_read(const GpBook *self,
                      const char *path,
                      const char *name,
                      const GpReadRules *rules,
                      GpCube *cube,
                      GpIssueList *issues,
                      GpReadCount *out_count,
                      GError **error);

/* Brings the cells of a workspace into the book, after reading its originals again if they were
 * read by other rules. */
gboolean gp_workspace_load(GpWorkspace *self, GpBook *book, GpIssueList *issues, GError **error);

/* The encoding that the settings give for a source. */
gboolean gp_workspace_encoding(const GpWorkspace *self,
                               const char *source,
                               GpEncoding *out_encoding,
                               GError **error);

/* Gives each finding that is in the workspace's acknowledged.csv its reason. */
gboolean gp_acknowledged_apply(const GpWorkspace *workspace, GPtrArray *findings, GError **error);
