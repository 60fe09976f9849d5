/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-board-private.h"
#include "gp-error.h"
#include "gp-flow-private.h"

GPtrArray *
gp_targets_open(const char *path, const char *actions, GError **error)
{
    g_autoptr(GPtrArray) targets = gp_targets_load(path, error);

    if (targets == NULL || !gp_targets_follow_actions(targets, actions, error))
        return NULL;
    return g_steal_pointer(&targets);
}

void
gp_progress_mark_years(GpProgress *self, const GArray *marks)
{
    for (guint i = 0; marks != NULL && i < self->years->len; i++) {
        GpTrackYear *year = &g_array_index(self->years, GpTrackYear, i);

        for (guint k = 0; k < marks->len; k++) {
            const GpYearMark *mark = &g_array_index(marks, GpYearMark, k);

            year->is_restated = year->is_restated || (mark->fy == year->fy && mark->is_restated);
        }
    }
}

/* ---- targets ---- */

/* The one that was asked for comes first. */
static gboolean
put_first(GPtrArray *targets, const char *name, GError **error)
{
    const GpTarget *target = name == NULL ? NULL : gp_target_find(targets, name, error);
    guint index;

    if (name != NULL && target == NULL)
        return FALSE;
    if (target != NULL && g_ptr_array_find(targets, target, &index))
        g_ptr_array_insert(targets, 0, g_ptr_array_steal_index(targets, index));
    return TRUE;
}

static gboolean
load_targets(GpGathering *self, GError **error)
{
    const GpBoardSources *sources = self->sources;
    g_autofree char *path = gp_gathering_file(self, sources->targets, "targets.csv");
    g_autofree char *actions = gp_gathering_file(self, sources->actions, "actions.csv");

    self->board->targets = path == NULL ? g_ptr_array_new() : gp_targets_open(path, actions, error);
    if (self->board->targets == NULL || !put_first(self->board->targets, sources->target, error))
        return FALSE;
    if (self->board->targets->len == 0)
        gp_gathering_add_gap(self, "Progress against a target",
                             "there is no target; targets.csv of the workspace holds them");
    return TRUE;
}

/* A target that cannot be judged is listed with the reason. */
static gboolean
judge(GpGathering *self, const GpTarget *target, GError **error)
{
    GpBoardTarget standing = {.target = target};
    GpIssueList *found = gp_issue_list_new();
    GError *reason = NULL;
    g_autoptr(GpProgress) progress =
        gp_progress_of_book(self->book, &self->options, target, found, &reason);

    if (progress != NULL && !gp_progress_add_uncertainty(progress, self->book, &self->options,
                                                         target, self->uncertainties, &reason))
        g_clear_pointer(&progress, gp_progress_free);
    gp_gathering_take_issues(self, found);
    if (progress == NULL) {
        g_autofree char *what = g_strdup_printf("Progress against “%s”", target->name);

        standing.reason = g_strdup(reason->message);
        g_array_append_val(self->board->standings, standing);
        return gp_gathering_excuse(self, reason, what, error);
    }
    gp_progress_mark_years(progress, self->board->marks);
    standing.trajectory = g_steal_pointer(&progress->trajectory);
    standing.years = g_array_ref(progress->years);
    standing.data_note = g_steal_pointer(&progress->data_note);
    g_array_append_val(self->board->standings, standing);
    return TRUE;
}

/* Years are marked by what publications say of them. */
static gboolean
load_marks(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;
    GpIssueList *found = gp_issue_list_new();

    if (self->sources->workspace != NULL) {
        board->publications = gp_publications_load(self->sources->workspace, found, error);
        if (board->publications != NULL)
            board->marks = gp_publications_marks(board->publications);
    }
    gp_gathering_take_issues(self, found);
    return self->sources->workspace == NULL || board->publications != NULL;
}

gboolean
gp_gather_targets(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;
    const GpBoardTarget *first;

    if (!load_marks(self, error) || !load_targets(self, error))
        return FALSE;
    for (guint i = 0; i < board->targets->len; i++) {
        if (!judge(self, g_ptr_array_index(board->targets, i), error))
            return FALSE;
    }
    first = gp_board_first(board);
    if (board->targets->len > 0)
        board->baseline_fy = ((const GpTarget *)g_ptr_array_index(board->targets, 0))->baseline_fy;
    board->latest_fy = first == NULL ? 0 : first->trajectory->latest_fy;
    return TRUE;
}

/* ---- sites against the path ---- */

static const char *
name_of_site(const GpSites *sites, const char *code)
{
    if (*code == '\0')
        return "No site told";
    for (guint i = 0; sites != NULL && i < sites->list->len; i++) {
        const GpSite *site = &g_array_index(sites->list, GpSite, i);

        if (g_str_equal(site->code, code) && *site->name != '\0')
            return site->name;
    }
    return code;
}

gboolean
gp_gather_sites(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;
    const GpBoardTarget *first = gp_board_first(board);
    GpIssueList *found = gp_issue_list_new();
    GError *reason = NULL;
    gboolean ok;

    ok =
        first == NULL || gp_progress_parts_by_site(self->book, &self->options, first->target,
                                                   first->years, board->site_parts, found, &reason);
    gp_gathering_take_issues(self, found);
    for (guint i = 0; i < board->site_parts->len; i++) {
        GpTrajectoryPart *part = &g_array_index(board->site_parts, GpTrajectoryPart, i);
        char *name = g_strdup(name_of_site(board->sites, part->name));

        g_free(part->name);
        part->name = name;
    }
    return ok || gp_gathering_excuse(self, reason, "Sites against the path", error);
}

/* ---- what caused the changes ---- */

static gboolean
gather_change(GpGathering *self, int from, int to, GpChange **out, GError **error)
{
    const GpChangeAsk ask = {.fy = {[GP_FROM] = from, [GP_TO] = to}, .sites = self->board->sites};
    GpConvertOptions options = self->options;
    GpIssueList *found = gp_issue_list_new();
    g_autofree char *of = NULL;
    char labels[GP_N_ENDS][16];
    GError *reason = NULL;

    options.within = GP_WITHIN_NCF;
    gp_fy_print(from, labels[GP_FROM]);
    gp_fy_print(to, labels[GP_TO]);
    of = g_strdup_printf("change from %s to %s", labels[GP_FROM], labels[GP_TO]);
    *out = gp_book_change(self->book, &options, &ask, found, &reason);
    gp_gathering_take_issues_of(self, of, found);
    return *out != NULL ||
           gp_gathering_excuse(self, reason, "What caused the change in emissions", error);
}

/* The comparable year with data before @fy; 0 without one. */
static int
comparable_before(const GArray *years, int fy)
{
    int found = 0;

    for (guint i = 0; i < years->len; i++) {
        const GpTrackYear *year = &g_array_index(years, GpTrackYear, i);

        if (year->fy < fy && year->is_comparable && !isnan(year->kg))
            found = year->fy;
    }
    return found;
}

gboolean
gp_gather_changes(GpGathering *self, GError **error)
{
    GpBoard *board = self->board;
    const GpBoardTarget *first = gp_board_first(board);
    int latest = board->latest_fy;
    int last = latest == 0 ? 0 : comparable_before(first->years, latest);

    if (latest == 0 || latest <= board->baseline_fy) {
        gp_gathering_add_gap(self, "What caused the change in emissions",
                             "there is no comparable year after the baseline year");
        return TRUE;
    }
    return gather_change(self, board->baseline_fy, latest, &board->since_baseline, error) &&
           (last == 0 || gather_change(self, last, latest, &board->since_last, error));
}
