/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    GpFigureOptions figures;
    char *actions;
    char *targets;
    char *target;
    char *grid;
    char *scenario;
    char *explain;
    gboolean by_year;
    gboolean macc;
    gboolean measured;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->actions);
    g_free(self->targets);
    g_free(self->target);
    g_free(self->grid);
    g_free(self->scenario);
    g_free(self->explain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* The files that an answer is made from. */
typedef struct {
    GPtrArray *actions;
    GPtrArray *targets;
    GpGridPath *grid;
    GpScenario *scenario;
    GpSites *sites;
} Files;

static void
files_clear(Files *self)
{
    g_clear_pointer(&self->actions, g_ptr_array_unref);
    g_clear_pointer(&self->targets, g_ptr_array_unref);
    gp_grid_path_free(self->grid);
    gp_scenario_free(self->scenario);
    gp_sites_free(self->sites);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Files, files_clear)

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"actions", 0, 0, G_OPTION_ARG_FILENAME, &self->actions,
         "Actions instead of the workspace's actions.csv", "FILE"},
        {"targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
         "Targets instead of the workspace's targets.csv", "FILE"},
        {"target", 0, 0, G_OPTION_ARG_STRING, &self->target,
         "The target by name (default: the first)", "NAME"},
        {"grid", 0, 0, G_OPTION_ARG_FILENAME, &self->grid,
         "Carbon of the grid in the years to come, instead of the workspace's grid-projection.csv",
         "FILE"},
        {"scenario", 0, 0, G_OPTION_ARG_FILENAME, &self->scenario,
         "What if: other statuses, grid and growth, beside the plan", "FILE"},
        {"explain", 0, 0, G_OPTION_ARG_STRING, &self->explain,
         "One action's saving and cost, step by step", "ID"},
        {"by-year", 0, 0, G_OPTION_ARG_NONE, &self->by_year,
         "CSV of the years beside the path, not of the actions", NULL},
        {"macc", 0, 0, G_OPTION_ARG_NONE, &self->macc,
         "What a tonne costs: marginal abatement costs, the cheapest first", NULL},
        {"measured", 0, 0, G_OPTION_ARG_NONE, &self->measured,
         "What was claimed for actions that are done, against what was measured", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, NULL,
                        "What is planned, whether it is enough, what it costs, and what it did.",
                        out_status);
}

static gboolean
check(const Options *self, GError **error)
{
    const int n_views = (self->macc ? 1 : 0) + (self->measured ? 1 : 0) + (self->by_year ? 1 : 0) +
                        (self->explain != NULL ? 1 : 0);

    if (n_views > 1)
        return gp_throw(error, GP_ERROR_USAGE,
                        "give one of --macc, --measured, --by-year and --explain");
    return self->explain == NULL || self->figures.format == NULL ||
           g_str_equal(self->figures.format, "table") ||
           gp_throw(error, GP_ERROR_USAGE, "--explain is text; leave --format out");
}

static char *
find_own(const GpFigures *figures, const char *name)
{
    return figures->workspace == NULL ? NULL : gp_workspace_file(figures->workspace, name);
}

/* Files that need not be there. */
static gboolean
load_assumptions(Files *self, const GpFigures *figures, const Options *options, GError **error)
{
    g_autofree char *sites = find_own(figures, "sites.csv");

    if (!gp_grid_path_open(figures->workspace, options->grid, &self->grid, error))
        return FALSE;
    if (options->scenario != NULL &&
        (self->scenario = gp_scenario_load(options->scenario, error)) == NULL)
        return FALSE;
    return sites == NULL || (self->sites = gp_sites_load(sites, error)) != NULL;
}

static const GpTarget *
load(Files *self, const GpFigures *figures, const Options *options, GError **error)
{
    g_autofree char *actions =
        gp_figures_file(figures, options->actions, "actions", "actions.csv", error);
    g_autofree char *targets = actions == NULL ? NULL
                                               : gp_figures_file(figures, options->targets,
                                                                 "targets", "targets.csv", error);

    if (targets == NULL || (self->actions = gp_actions_load(actions, error)) == NULL ||
        (self->targets = gp_targets_open(targets, actions, error)) == NULL ||
        !load_assumptions(self, figures, options, error))
        return NULL;
    return gp_target_find(self->targets, options->target, error);
}

static gboolean
answer_measured(GpCli *cli,
                const GpFigures *figures,
                const GpActionsQuestion *question,
                GString *out,
                GError **error)
{
    g_autoptr(GPtrArray) measured =
        gp_book_measured(figures->book, &figures->convert, question, cli->issues, error);

    if (measured == NULL)
        return FALSE;
    gp_report_action_measured(measured, cli->issues, figures->format, out);
    return TRUE;
}

static gboolean
answer(GpCli *cli,
       const GpFigures *figures,
       const Options *options,
       const GpActionsQuestion *question,
       GString *out,
       GError **error)
{
    g_auto(GpActionsAnswer) found = {NULL, NULL, NULL};

    if (options->measured)
        return answer_measured(cli, figures, question, out, error);
    if (!gp_book_actions(figures->book, &figures->convert, question, cli->issues, &found, error))
        return FALSE;
    if (options->explain != NULL)
        return gp_report_action_explained(found.scenario != NULL ? found.scenario : found.plan,
                                          found.costs, options->explain, out, error);
    if (options->macc)
        gp_report_action_costs(found.costs, cli->issues, figures->format, out);
    else
        gp_report_outlook(found.plan, found.scenario, options->by_year, cli->issues,
                          figures->format, out);
    return TRUE;
}

GpExit
gp_command_actions(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.actions = NULL};
    g_auto(GpFigures) figures = {0};
    g_auto(Files) files = {0};
    g_autoptr(GString) out = g_string_new(NULL);
    const GpTarget *target;
    GpActionsQuestion question;
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    if (!check(&options, &error) ||
        !gp_figures_open(&figures, cli, &options.figures, "year", GP_KEEP_SITE, &error) ||
        (target = load(&files, &figures, &options, &error)) == NULL)
        return gp_cli_fail(error);
    question = (GpActionsQuestion){files.actions, target, files.grid, files.scenario, files.sites};
    if (!answer(cli, &figures, &options, &question, out, &error))
        return gp_cli_fail(error);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
