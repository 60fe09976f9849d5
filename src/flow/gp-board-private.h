/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-boarding.h"
#include "gp-staffing.h"

/* A board while it is gathered. */
typedef struct {
    const GpBoardSources *sources;
    const GpBook *book;
    GpConvertOptions options; /* without `by`, `within` and `only_fy` */
    GpUncertaintyTable *uncertainties;
    GpWorkforce *workforce; /* (nullable) */
    GpBoard *board;
} GpGathering;

/* Each fills its part of the board. Errors: only what must stop all */
gboolean gp_gather_records(GpGathering *self, GError **error);
gboolean gp_gather_targets(GpGathering *self, GError **error);
gboolean gp_gather_emissions(GpGathering *self, GError **error);
gboolean gp_gather_sites(GpGathering *self, GError **error);
gboolean gp_gather_sizes(GpGathering *self, GError **error);
gboolean gp_gather_changes(GpGathering *self, GError **error);
gboolean gp_gather_months(GpGathering *self, GError **error);
gboolean gp_gather_actions(GpGathering *self, GError **error);
gboolean gp_gather_roles(GpGathering *self, GError **error);
gboolean gp_gather_markers(GpGathering *self, GError **error);

/* The path of a file: the one that was named, or else (nullable) that of the workspace. */
char *gp_gathering_file(const GpGathering *self, const char *named, const char *name);

/* Adds a sentence on what cannot be shown, and why. */
void gp_gathering_add_gap(GpGathering *self, const char *what, const char *why);

/**
 * gp_gathering_excuse:
 * @reason: (transfer full)
 *
 * A figure that cannot be had becomes a gap. What is wrong with a file or the disk is an error.
 */
gboolean gp_gathering_excuse(GpGathering *self, GError *reason, const char *what, GError **error);

/* Moves issues to the board that it has not got yet. @found: (transfer full) */
void gp_gathering_take_issues(GpGathering *self, GpIssueList *found);

/* The same of issues that do not say what they are about. */
void gp_gathering_take_issues_of(GpGathering *self, const char *of, GpIssueList *found);

/* The trajectory of the first target; NULL without one. */
const GpBoardTarget *gp_board_first(const GpBoard *self);
