/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-board-private.h"
#include "gp-error.h"

static const struct {
    guint what; /* of GpGather; 0: always */
    gboolean (*gather)(GpGathering *self, GError **error);
    const char *words;
} steps[] = {
    {0, gp_gather_targets, "targets and progress"},
    {GP_GATHER_EMISSIONS, gp_gather_emissions, "emissions"},
    {GP_GATHER_SITES, gp_gather_sites, "sites"},
    {GP_GATHER_SIZES, gp_gather_sizes, "staff, floor area and activity"},
    {GP_GATHER_CHANGES, gp_gather_changes, "what caused the changes"},
    {GP_GATHER_MONTHS, gp_gather_months, "month by month"},
    {GP_GATHER_ACTIONS, gp_gather_actions, "actions"},
    {GP_GATHER_MARKERS, gp_gather_markers, "milestones"},
    {GP_GATHER_RECORDS, gp_gather_records, "data quality"},
    {GP_GATHER_ROLES, gp_gather_roles, "roles"},
};

char *
gp_gathering_file(const GpGathering *self, const char *named, const char *name)
{
    const GpWorkspace *workspace = self->sources->workspace;

    if (named != NULL)
        return g_strdup(named);
    return workspace == NULL ? NULL : gp_workspace_file(workspace, name);
}

void
gp_gathering_add_gap(GpGathering *self, const char *what, const char *why)
{
    g_ptr_array_add(self->board->gaps, g_strdup_printf("%s: %s.", what, why));
}

gboolean
gp_gathering_excuse(GpGathering *self, GError *reason, const char *what, GError **error)
{
    if (g_error_matches(reason, GP_ERROR, GP_ERROR_IO) ||
        g_error_matches(reason, GP_ERROR, GP_ERROR_MALFORMED)) {
        g_propagate_error(error, reason);
        return FALSE;
    }
    gp_gathering_add_gap(self, what, reason->message);
    g_error_free(reason);
    return TRUE;
}

void
gp_gathering_take_issues(GpGathering *self, GpIssueList *found)
{
    gp_issue_list_move_new(self->board->issues, found);
    gp_issue_list_free(found);
}

static gboolean
is_known(const GpIssueList *issues, const char *message)
{
    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        if (g_str_equal(gp_issue_list_get(issues, i)->message, message))
            return TRUE;
    }
    return FALSE;
}

void
gp_gathering_take_issues_of(GpGathering *self, const char *of, GpIssueList *found)
{
    GpIssueList *issues = self->board->issues;

    for (guint i = 0; i < gp_issue_list_size(found); i++) {
        const GpIssue *issue = gp_issue_list_get(found, i);
        g_autofree char *message = g_strdup_printf("%s: %s", of, issue->message);

        if (!is_known(issues, issue->message) && !is_known(issues, message))
            gp_issue_list_add(issues, issue->severity, issue->code, "%s", message);
    }
    gp_issue_list_free(found);
}

const GpBoardTarget *
gp_board_first(const GpBoard *self)
{
    return self->standings->len == 0 || gp_board_target(self, 0)->trajectory == NULL
               ? NULL
               : gp_board_target(self, 0);
}

/* ---- who, and from what ---- */

static char *
setting(const GpBoardSources *sources, const char *key)
{
    char *text = sources->workspace == NULL
                     ? NULL
                     : g_key_file_get_string(sources->workspace->settings, "trust", key, NULL);

    return text == NULL ? g_strdup("") : text;
}

char *
gp_factors_line(const GpConvertOptions *options,
                const GpWorkspace *workspace,
                const char *gwp,
                const char *as_of)
{
    GString *out = g_string_new("converted with the emission factors published for each ");

    if (gwp == NULL && workspace != NULL)
        gwp = workspace->gwp;
    g_string_append(out, options->rules.by_calendar_year ? "calendar year, " : "year, ");
    if (gwp != NULL) {
        g_autofree char *name = g_ascii_strup(gwp, -1);

        g_string_append_printf(out, "global warming potentials of %s, ", name);
    }
    g_string_append(out, options->direct_only ? "without well-to-tank and T&D"
                                              : "well-to-tank and T&D included");
    if (as_of != NULL)
        g_string_append_printf(out, ", from what had been received by %s", as_of);
    return g_string_free(out, FALSE);
}

static gboolean
gather_names(GpGathering *self, GError **error)
{
    const GpBoardSources *sources = self->sources;
    GpBoard *board = self->board;
    GpSpan day = {0, 0};

    board->trust_name = g_strdup(sources->workspace == NULL ? "" : sources->workspace->trust_name);
    board->is_invented = sources->workspace != NULL && sources->workspace->is_invented;
    board->ods_code = setting(sources, "ods_code");
    board->icb = setting(sources, "icb");
    board->board_lead = setting(sources, "board_lead");
    board->made_on = g_strdup(sources->made_on);
    board->program = g_strdup(sources->program);
    board->factors_line =
        gp_factors_line(&self->options, sources->workspace, sources->gwp, sources->as_of);
    gp_period_parse(sources->made_on, strlen(sources->made_on), &day);
    board->today = day.first;
    return sources->workspace == NULL ||
           gp_workspace_judging_day(sources->workspace, &board->today, error);
}

static gboolean
load_sites(GpGathering *self, GError **error)
{
    g_autofree char *path = gp_gathering_file(self, NULL, "sites.csv");

    if (path != NULL)
        self->board->sites = gp_sites_load(path, error);
    return path == NULL || self->board->sites != NULL;
}

/* Who works there, for figures per member of staff. */
static gboolean
load_workforce(GpGathering *self, GError **error)
{
    g_autofree char *path = gp_gathering_file(self, self->sources->workforce, "workforce.csv");
    GpIssueList *found = gp_issue_list_new();

    if (path != NULL)
        self->workforce = gp_workforce_load(path, NULL, found, error);
    gp_gathering_take_issues(self, found);
    return path == NULL || self->workforce != NULL;
}

static void
gathering_clear(GpGathering *self)
{
    gp_uncertainty_table_free(self->uncertainties);
    gp_workforce_free(self->workforce);
    gp_board_free(self->board);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpGathering, gathering_clear)

static gboolean
prepare(GpGathering *self, guint what, GError **error)
{
    return gather_names(self, error) && load_sites(self, error) &&
           (self->uncertainties = gp_uncertainties_load(self->sources->workspace,
                                                        self->sources->places, error)) != NULL &&
           ((what & GP_GATHER_SIZES) == 0 || load_workforce(self, error));
}

GpBoard *
gp_board_gather(const GpBoardSources *sources,
                guint what,
                const GpPackFollow *follow,
                GError **error)
{
    g_auto(GpGathering) self = {.sources = sources,
                                .book = sources->book,
                                .options = *sources->options,
                                .board = gp_board_new()};

    self.options.by = (GpBy){{GP_BY_YEAR}, 1};
    self.options.within = GP_WITHIN_ALL;
    self.options.only_fy = 0;
    if (!prepare(&self, what, error))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (steps[i].what != 0 && (steps[i].what & what) == 0)
            continue;
        if (follow != NULL)
            follow->step(steps[i].words, i, G_N_ELEMENTS(steps), follow->data);
        if (!steps[i].gather(&self, error))
            return NULL;
    }
    return g_steal_pointer(&self.board);
}
