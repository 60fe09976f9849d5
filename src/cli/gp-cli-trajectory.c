/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

/* Options of the two commands that hold a series against a target. */
typedef struct {
    GpFigureOptions figures;
    char *series;
    char *targets;
    char *target;
    char *output;
    gboolean explain;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->series);
    g_free(self->targets);
    g_free(self->target);
    g_free(self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *self,
      int *argc,
      char ***argv,
      gboolean with_output,
      const char *arguments,
      const char *summary,
      GpExit *out_status)
{
    const GOptionEntry end = {NULL, 0, 0, 0, NULL, NULL, NULL};
    const GOptionEntry output = {"output",
                                 'o',
                                 0,
                                 G_OPTION_ARG_FILENAME,
                                 &self->output,
                                 "The picture: its ending, .svg, .png or .pdf, tells the format",
                                 "FILE"};
    const GOptionEntry explain = {"explain",
                                  0,
                                  0,
                                  G_OPTION_ARG_NONE,
                                  &self->explain,
                                  "How each figure comes about, to be redone by hand",
                                  NULL};
    const GOptionEntry own[] = {{"series", 0, 0, G_OPTION_ARG_FILENAME, &self->series,
                                 "A file of year and value (kg) instead of activity", "FILE"},
                                {"targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
                                 "Targets instead of the workspace's targets.csv", "FILE"},
                                {"target", 0, 0, G_OPTION_ARG_STRING, &self->target,
                                 "The target by name (default: the first); all lists them side by "
                                 "side",
                                 "NAME"},
                                with_output ? output : explain,
                                end};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, arguments, summary, out_status);
}

static GPtrArray *
load_targets(const GpFigures *figures, const Options *options, GError **error)
{
    g_autofree char *path =
        gp_figures_file(figures, options->targets, "targets", "targets.csv", error);
    g_autofree char *actions =
        figures->workspace == NULL ? NULL : gp_workspace_file(figures->workspace, "actions.csv");
    g_autoptr(GPtrArray) targets = NULL;

    if (path == NULL || (targets = gp_targets_load(path, error)) == NULL)
        return NULL;
    if (options->series == NULL && !gp_targets_follow_actions(targets, actions, error))
        return NULL;
    return g_steal_pointer(&targets);
}

/* The target that is asked for. The list must outlive it. */
static const GpTarget *
load_target(const GpFigures *figures,
            const Options *options,
            GPtrArray **out_targets,
            GError **error)
{
    *out_targets = load_targets(figures, options, error);
    return *out_targets == NULL ? NULL : gp_target_find(*out_targets, options->target, error);
}

static GpProgress *
follow(const GpFigures *figures,
       const Options *options,
       const GpTarget *target,
       GpIssueList *issues,
       GError **error)
{
    if (options->series != NULL)
        return gp_progress_of_series(options->series, target, error);
    return gp_progress_of_book(figures->book, &figures->convert, target, issues, error);
}

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

/* A series stands alone; everything else needs a book. */
static gboolean
open_figures(GpCli *cli, GpFigures *figures, const Options *options, GError **error)
{
    if (options->series == NULL)
        return gp_figures_open(figures, cli, &options->figures, "year",
                               GP_KEEP_SITE | GP_KEEP_QUALITY, error);
    if (options->figures.inputs != NULL)
        return gp_throw(error, GP_ERROR_USAGE, "give either --series or --input, not both");
    return gp_output_parse(options->figures.format == NULL ? "table" : options->figures.format,
                           &figures->format, error);
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
    g_autoptr(GPtrArray) targets = load_targets(figures, options, error);
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
        GpProgress *progress = follow(figures, options, target, found, &why);

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

/* Marks the years that were restated. */
static gboolean
mark_years(GpCli *cli, const GpFigures *figures, GpProgress *progress, GError **error)
{
    g_autoptr(GArray) marks = NULL;

    if (!gp_figures_marks(figures, cli, &marks, error))
        return FALSE;
    for (guint i = 0; i < progress->years->len; i++) {
        GpTrackYear *year = &g_array_index(progress->years, GpTrackYear, i);

        for (guint k = 0; marks != NULL && k < marks->len; k++) {
            const GpYearMark *mark = &g_array_index(marks, GpYearMark, k);

            year->is_restated = year->is_restated || (mark->fy == year->fy && mark->is_restated);
        }
    }
    return TRUE;
}

static gboolean
judge_target(
    GpCli *cli, const GpFigures *figures, const Options *options, GString *out, GError **error)
{
    g_autoptr(GPtrArray) targets = NULL;
    g_autoptr(GpProgress) progress = NULL;
    const GpTarget *target = load_target(figures, options, &targets, error);
    const GpTrackYear *years;

    if (target == NULL ||
        (progress = follow(figures, options, target, cli->issues, error)) == NULL ||
        !weigh(cli, figures, progress, target, error) || !mark_years(cli, figures, progress, error))
        return FALSE;
    if (options->figures.by != NULL && figures->format != GP_OUTPUT_JSON) {
        if (progress->trajectory->n_parts == 0)
            return gp_throw(
                error, GP_ERROR_USAGE,
                "--by category needs activity, and a target that is not of one category");
        gp_report_trajectory_parts(progress->trajectory, target, figures->format, out);
        return TRUE;
    }
    years = (const GpTrackYear *)(void *)progress->years->data;
    if (options->explain)
        gp_report_trajectory_explained(progress->trajectory, target, years, progress->years->len,
                                       out);
    else
        gp_report_trajectory(progress->trajectory, target, years, progress->years->len, cli->issues,
                             figures->format, out);
    return TRUE;
}

GpExit
gp_command_trajectory(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.series = NULL};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, FALSE, NULL, "Are we on track? Progress against a target.",
               &status))
        return status;
    if (options.figures.by != NULL && !g_str_equal(options.figures.by, "category")) {
        gp_throw(&error, GP_ERROR_USAGE, "a trajectory can be parted --by category, not by “%s”",
                 options.figures.by);
        return gp_cli_fail(error);
    }
    if (!open_figures(cli, &figures, &options, &error) ||
        !check_explain(&figures, &options, &error) ||
        !(g_strcmp0(options.target, "all") == 0
              ? list_targets(cli, &figures, &options, out, &error)
              : judge_target(cli, &figures, &options, out, &error)))
        return gp_cli_fail(error);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}

static char *
source_line(const GpFigures *figures)
{
    g_autofree char *source =
        figures->book == NULL
            ? g_strdup("the series as given")
            : g_strdup_printf("%s, converted with the emission factors published for each year, %s",
                              gp_figures_are_invented(figures) ? "invented data, of no real trust"
                                                               : "the trust's activity data",
                              figures->convert.direct_only ? "without well-to-tank and T&D"
                                                           : "well-to-tank and T&D included");

    return g_strdup_printf("Source: %s. Forecast: ordinary least squares on the comparable years; "
                           "it shows what happens if the past trend continues and is no plan.",
                           source);
}

GpExit
gp_command_plot(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.series = NULL};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GPtrArray) targets = NULL;
    g_autoptr(GpProgress) progress = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *source = NULL;
    const GpTarget *target;
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, TRUE, "trajectory", "Draws a chart.", &status))
        return status;
    if (argc != 2 || !g_str_equal(argv[1], "trajectory") || options.output == NULL) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "plot needs a chart and a file: greenplan plot trajectory --output FILE");
        return gp_cli_fail(error);
    }
    if (!open_figures(cli, &figures, &options, &error) ||
        (target = load_target(&figures, &options, &targets, &error)) == NULL ||
        (progress = follow(&figures, &options, target, cli->issues, &error)) == NULL ||
        !gp_progress_plot(progress, target,
                          figures.workspace == NULL ? "" : figures.workspace->trust_name,
                          (source = source_line(&figures)), cli->places, options.output, &error))
        return gp_cli_fail(error);
    g_string_append_printf(out, "The chart is in %s\n", options.output);
    return gp_cli_finish(cli, out);
}
