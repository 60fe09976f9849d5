/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    GpFigureOptions figures;
    char *series;
    char *targets;
    char *target;
    gboolean explain;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->series);
    g_free(self->targets);
    g_free(self->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static GpTargetOptions
target_options(const Options *self)
{
    return (GpTargetOptions){self->series, self->targets, self->target};
}

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"series", 0, 0, G_OPTION_ARG_FILENAME, &self->series,
         "A file of year and value (kg) instead of activity", "FILE"},
        {"targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
         "Targets instead of the workspace's targets.csv", "FILE"},
        {"target", 0, 0, G_OPTION_ARG_STRING, &self->target,
         "The target by name (default: the first); all lists them side by side", "NAME"},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &self->explain,
         "How each figure comes about, to be redone by hand", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, NULL, "Are we on track? Progress against a target.",
                        out_status);
}

/* ---- what plot shares ---- */

void
gp_followed_clear(GpFollowed *self)
{
    gp_progress_free(self->progress);
    g_clear_pointer(&self->targets, g_ptr_array_unref);
}

/* A series stands alone; everything else needs a book. */
gboolean
gp_target_options_open(const GpTargetOptions *self,
                       GpCli *cli,
                       GpFigures *figures,
                       const GpFigureOptions *options,
                       GError **error)
{
    if (self->series == NULL)
        return gp_figures_open(figures, cli, options, "year", GP_KEEP_SITE | GP_KEEP_QUALITY,
                               error);
    if (options->inputs != NULL)
        return gp_throw(error, GP_ERROR_USAGE, "give either --series or --input, not both");
    return gp_output_parse(options->format == NULL ? "table" : options->format, &figures->format,
                           error);
}

static GPtrArray *
load_targets(const GpFigures *figures, const GpTargetOptions *options, GError **error)
{
    g_autofree char *path =
        gp_figures_file(figures, options->targets, "targets", "targets.csv", error);
    g_autofree char *actions =
        figures->workspace == NULL ? NULL : gp_workspace_file(figures->workspace, "actions.csv");

    if (path == NULL)
        return NULL;
    return options->series != NULL ? gp_targets_load(path, error)
                                   : gp_targets_open(path, actions, error);
}

static GpProgress *
follow(const GpFigures *figures,
       const GpTargetOptions *options,
       const GpTarget *target,
       GpIssueList *issues,
       GError **error)
{
    if (options->series != NULL)
        return gp_progress_of_series(options->series, target, error);
    return gp_progress_of_book(figures->book, &figures->convert, target, issues, error);
}

gboolean
gp_target_options_follow(const GpTargetOptions *self,
                         GpCli *cli,
                         const GpFigures *figures,
                         GpFollowed *out,
                         GError **error)
{
    out->targets = load_targets(figures, self, error);
    return out->targets != NULL &&
           (out->target = gp_target_find(out->targets, self->target, error)) != NULL &&
           (out->progress = follow(figures, self, out->target, cli->issues, error)) != NULL;
}

/* ---- the command ---- */

/* What an explanation cannot be of. */
static gboolean
check_explain(const GpFigures *figures, const Options *options, GError **error)
{
    if (!options->explain)
        return TRUE;
    if (figures->format != GP_OUTPUT_TABLE)
        return gp_throw(error, GP_ERROR_USAGE,
                        "--explain is text to read: it takes no --format; without it, --format "
                        "gives the figures themselves");
    return (g_strcmp0(options->target, "all") != 0 && options->figures.by == NULL) ||
           gp_throw(error, GP_ERROR_USAGE,
                    "--explain is about one target as a whole: it takes neither --target all nor "
                    "--by");
}

static void
free_progress(gpointer progress)
{
    gp_progress_free(progress);
}

/* All targets side by side. One that cannot be judged is named with its reason. */
static gboolean
list_targets(
    GpCli *cli, const GpFigures *figures, const Options *options, GString *out, GError **error)
{
    const GpTargetOptions asked = target_options(options);
    g_autoptr(GPtrArray) targets = load_targets(figures, &asked, error);
    g_autoptr(GPtrArray) followed = g_ptr_array_new_with_free_func(free_progress);
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
    g_autofree GpTargetStanding *standings = NULL;

    if (targets == NULL)
        return FALSE;
    standings = g_new0(GpTargetStanding, targets->len);
    for (guint i = 0; i < targets->len; i++) {
        const GpTarget *target = g_ptr_array_index(targets, i);
        g_autoptr(GpIssueList) found = gp_issue_list_new();
        g_autoptr(GError) why = NULL;
        GpProgress *progress = follow(figures, &asked, target, found, &why);

        gp_issue_list_move_new(cli->issues, found);
        standings[i].target = target;
        if (progress != NULL) {
            g_ptr_array_add(followed, progress);
            standings[i].trajectory = progress->trajectory;
            continue;
        }
        gp_issue_list_add(cli->issues, GP_SEVERITY_WARNING, "target-not-judged", "%s: %s",
                          target->name, why->message);
        g_ptr_array_add(reasons, g_strdup(why->message));
        standings[i].reason = g_ptr_array_index(reasons, reasons->len - 1);
    }
    gp_report_targets(standings, targets->len, cli->issues, figures->format, out);
    return TRUE;
}

/* A plain series does not tell what it is made of. */
static gboolean
weigh(const GpCli *cli,
      const GpFigures *figures,
      GpProgress *progress,
      const GpTarget *target,
      GError **error)
{
    g_autoptr(GpUncertaintyTable) table = NULL;

    if (figures->book == NULL)
        return TRUE;
    table = gp_uncertainties_load(figures->workspace, cli->places, error);
    return table != NULL && gp_progress_add_uncertainty(progress, figures->book, &figures->convert,
                                                        target, table, error);
}

static gboolean
mark_years(GpCli *cli, const GpFigures *figures, GpProgress *progress, GError **error)
{
    g_autoptr(GArray) marks = NULL;

    if (!gp_figures_marks(figures, cli, &marks, error))
        return FALSE;
    gp_progress_mark_years(progress, marks);
    return TRUE;
}

static gboolean
judge_target(
    GpCli *cli, const GpFigures *figures, const Options *options, GString *out, GError **error)
{
    const GpTargetOptions asked = target_options(options);
    g_auto(GpFollowed) followed = {NULL, NULL, NULL};
    const GpTrajectory *trajectory;
    const GpTrackYear *years;
    guint n_years;

    if (!gp_target_options_follow(&asked, cli, figures, &followed, error) ||
        !weigh(cli, figures, followed.progress, followed.target, error) ||
        !mark_years(cli, figures, followed.progress, error))
        return FALSE;
    trajectory = followed.progress->trajectory;
    years = (const GpTrackYear *)(void *)followed.progress->years->data;
    n_years = followed.progress->years->len;
    if (options->figures.by != NULL && figures->format != GP_OUTPUT_JSON) {
        if (trajectory->n_parts == 0)
            return gp_throw(
                error, GP_ERROR_USAGE,
                "--by category needs activity, and a target that is not of one category");
        gp_report_trajectory_parts(trajectory, followed.target, figures->format, out);
    } else if (options->explain) {
        gp_report_trajectory_explained(trajectory, followed.target, years, n_years, out);
    } else {
        gp_report_trajectory(trajectory, followed.target, years, n_years, cli->issues,
                             figures->format, out);
    }
    return TRUE;
}

GpExit
gp_command_trajectory(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.series = NULL};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GString) out = g_string_new(NULL);
    GpTargetOptions asked;
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    asked = target_options(&options);
    if (options.figures.by != NULL && !g_str_equal(options.figures.by, "category")) {
        gp_throw(&error, GP_ERROR_USAGE, "a trajectory can be parted --by category, not by “%s”",
                 options.figures.by);
        return gp_cli_fail(error);
    }
    if (!gp_target_options_open(&asked, cli, &figures, &options.figures, &error) ||
        !check_explain(&figures, &options, &error) ||
        !(g_strcmp0(options.target, "all") == 0
              ? list_targets(cli, &figures, &options, out, &error)
              : judge_target(cli, &figures, &options, out, &error)))
        return gp_cli_fail(error);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
