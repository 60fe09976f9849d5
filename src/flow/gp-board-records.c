/* SPDX-License-Identifier: MIT */
#include "gp-board-private.h"
#include "gp-error.h"

/* ---- actions ---- */

gboolean
gp_grid_path_open(const GpWorkspace *workspace,
                  const char *path,
                  GpGridPath **out_grid,
                  GError **error)
{
    g_autofree char *own = path == NULL && workspace != NULL
                               ? gp_workspace_file(workspace, "grid-projection.csv")
                               : g_strdup(path);

    if (own == NULL)
        return TRUE;
    *out_grid = gp_grid_path_load(own, error);
    if (*out_grid == NULL)
        return FALSE;
    if ((*out_grid)->n == 0)
        g_clear_pointer(out_grid, gp_grid_path_free);
    return TRUE;
}

static gboolean
answer_actions(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;
    const GpActionsQuestion question = {board->actions, gp_board_first(board)->target, board->grid,
                                        NULL, board->sites};
    GpIssueList *found = gp_issue_list_new();
    GError *reason = NULL;
    gboolean ok =
        gp_book_actions(self->book, &self->options, &question, found, &board->outlook, &reason);

    if (ok)
        board->measured = gp_book_measured(self->book, &self->options, &question, found, &reason);
    gp_gathering_take_issues(self, found);
    if (reason == NULL)
        return TRUE;
    return gp_gathering_excuse(
        self, reason, ok ? "What was measured of the actions" : "What the actions save", error);
}

gboolean
gp_gather_actions(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;
    g_autofree char *path = gp_gathering_file(self, self->sources->actions, "actions.csv");

    board->actions = path == NULL ? g_ptr_array_new() : gp_actions_load(path, error);
    if (board->actions == NULL ||
        !gp_grid_path_open(self->sources->workspace, NULL, &board->grid, error))
        return FALSE;
    if (board->actions->len == 0)
        gp_gathering_add_gap(self, "Actions", "there are none; actions.csv lists them");
    else if (gp_board_first(board) == NULL)
        gp_gathering_add_gap(self, "What the actions save",
                             "there is no target to hold them against");
    else
        return answer_actions(self, error);
    return TRUE;
}

/* ---- roles, as they may be published ---- */

gboolean
gp_gather_roles(GpGathering *self, GError **error)
{
    const GpBoardSources *sources = self->sources;
    GpBoard *board = self->board;
    const GpRolesSources files = {.workspace = sources->workspace,
                                  .places = sources->places,
                                  .workforce = sources->workforce,
                                  .baseline_fy = board->baseline_fy};
    const GpPublishRule rule = {.threshold = sources->workspace == NULL
                                                 ? GP_DISCLOSURE_THRESHOLD
                                                 : sources->workspace->disclosure_threshold};
    g_autoptr(GpRoles) roles = NULL;
    GpIssueList *found = gp_issue_list_new();
    GError *reason = NULL;

    if (self->options.direct_only)
        gp_gathering_add_gap(self, "Roles",
                             "they are published whole, well-to-tank and T&D included, or not at "
                             "all: two versions would tell of few people by subtraction");
    else if ((roles = gp_roles_open(self->book, &self->options, &files, found, &reason)) != NULL)
        board->roles = gp_roles_publish(roles, 0, &rule, found, &reason);
    gp_gathering_take_issues(self, found);
    return reason == NULL || gp_gathering_excuse(self, reason, "Roles", error);
}

/* ---- milestones ---- */

static GPtrArray *
copy_list(const GPtrArray *list)
{
    GPtrArray *copy = g_ptr_array_new();

    for (guint i = 0; i < list->len; i++)
        g_ptr_array_add(copy, g_ptr_array_index(list, i));
    return copy;
}

GPtrArray *
gp_markers_open(const GpWorkspace *workspace,
                const GpPlaces *places,
                GPtrArray **out_national,
                GError **error)
{
    g_autofree char *shipped = g_build_filename(places->data, "milestones.csv", NULL);
    g_autofree char *own =
        workspace == NULL ? NULL : gp_workspace_file(workspace, "milestones.csv");
    g_autoptr(GPtrArray) markers = g_ptr_array_new_with_free_func((GDestroyNotify)gp_marker_free);
    g_autoptr(GPtrArray) national = NULL;

    if (!gp_markers_load(markers, shipped, error))
        return NULL;
    national = copy_list(markers);
    if (own != NULL && !gp_markers_load(markers, own, error))
        return NULL;
    if (out_national != NULL)
        *out_national = g_steal_pointer(&national);
    return g_steal_pointer(&markers);
}

gboolean
gp_gather_markers(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;

    board->markers =
        gp_markers_open(self->sources->workspace, self->sources->places, &board->national, error);
    if (board->markers == NULL)
        return FALSE;
    board->own = g_ptr_array_new();
    for (guint i = 0; i < board->markers->len; i++) {
        gpointer marker = g_ptr_array_index(board->markers, i);

        if (!g_ptr_array_find(board->national, marker, NULL))
            g_ptr_array_add(board->own, marker);
    }
    return TRUE;
}

/* ---- what the figures rest on ---- */

gboolean
gp_gather_records(GpGathering *self, GError **error)
{
    GpWorkspace *workspace = self->sources->workspace;
    GpBoard *board = self->board;
    GpIssueList *found = gp_issue_list_new();

    board->findings = gp_book_check(self->book, workspace, board->today, error);
    if (board->findings != NULL && workspace != NULL)
        board->originals = gp_workspace_originals(workspace, self->sources->places, found, error);
    gp_gathering_take_issues(self, found);
    if (board->findings == NULL || (workspace != NULL && board->originals == NULL))
        return FALSE;
    if (workspace == NULL)
        gp_gathering_add_gap(self, "Originals and earlier publications",
                             "the figures are from plain files, not from a workspace");
    else if (board->publications->len == 0)
        gp_gathering_add_gap(self, "What the board saw before",
                             "nothing was kept with “greenplan publish” yet");
    return TRUE;
}
