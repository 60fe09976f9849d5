/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    GpFigureOptions figures;
    GpSpcChoices spc; /* its series and target are those of other charts, too */
    char *targets;
    char *output;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    gp_spc_choices_clear(&self->spc);
    g_free(self->targets);
    g_free(self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
         "The picture: its ending, .svg, .png or .pdf, tells the format", "FILE"},
        {"targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
         "Targets instead of the workspace's targets.csv", "FILE"},
        {"target", 0, 0, G_OPTION_ARG_STRING, &self->spc.target,
         "The target by name (default: the first); of spc, a figure that each point should reach",
         "NAME"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *with_spc = gp_spc_choices_entries(&self->spc, own);
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, with_spc);
    g_autofree char *names = g_strjoinv(", ", (char **)gp_board_chart_names());
    g_autofree char *summary = g_strdup_printf("Draws a chart: %s.", names);

    return gp_cli_parse(argc, argv, entries, "CHART", summary, out_status);
}

static GpTargetOptions
target_options(const Options *self)
{
    return (GpTargetOptions){self->spc.series.series, self->targets, self->spc.target};
}

/* ---- charts that are drawn of one answer alone ---- */

static GpFigure *
draw_standing(
    GpCli *cli, GpFigures *figures, const Options *options, const char *name, GError **error)
{
    const GpTargetOptions asked = target_options(options);
    g_auto(GpFollowed) followed = {NULL, NULL, NULL};
    g_autofree char *source = NULL;
    GpBoardTarget standing;

    if (!gp_target_options_open(&asked, cli, figures, &options->figures, error) ||
        !gp_target_options_follow(&asked, cli, figures, &followed, error))
        return NULL;
    source = gp_figures_chart_source(figures, &options->figures, GP_CHART_FORECAST);
    standing = (GpBoardTarget){.target = followed.target,
                               .trajectory = followed.progress->trajectory,
                               .years = followed.progress->years};
    return gp_standing_figure(
        &standing, name,
        &(GpChartSubject){figures->workspace == NULL ? "" : figures->workspace->trust_name, source,
                          followed.progress->data_note},
        error);
}

static GpFigure *
draw_spc(GpCli *cli, GpFigures *figures, const Options *options, GError **error)
{
    g_autoptr(GpVariation) variation =
        gp_spc_choices_chart(&options->spc, cli, figures, &options->figures, error);
    g_autofree char *source = NULL;
    g_autofree char *note = gp_chart_note(gp_figures_are_invented(figures), NULL);

    if (variation == NULL)
        return NULL;
    source = gp_figures_chart_source(figures, &options->figures, NULL);
    return gp_variation_figure(
        variation->series, variation->chart, variation->adjustment, NULL,
        &(GpChartSubject){figures->workspace == NULL ? "" : figures->workspace->trust_name, source,
                          note},
        error);
}

/* ---- charts of a board ---- */

static GpFigure *
draw_of_board(
    GpCli *cli, GpFigures *figures, const Options *options, const char *name, GError **error)
{
    const GpTargetOptions asked = target_options(options);
    g_autoptr(GpBoard) board = NULL;
    GpFigure *figure;
    guint what = 0;

    if (!gp_board_chart_needs(name, &what, error) ||
        !gp_figures_open(figures, cli, &options->figures, "year", GP_KEEP_ALL, error) ||
        (board = gp_cli_gather(figures, cli, &options->figures, &asked, what, NULL, error)) == NULL)
        return NULL;
    figure = gp_board_figure(board, name, figures->convert.only_fy, error);
    gp_issue_list_move_new(cli->issues, board->issues);
    return figure;
}

/* ---- options that are about other charts ---- */

static gboolean
check_options(const Options *options, const char *name, GError **error)
{
    const GpSpcChoices *spc = &options->spc;
    const GpSeriesOptions *series = &spc->series;
    const struct {
        const char *option;
        gboolean is_given;
    } of_spc[] = {{"measure", series->measure != NULL},
                  {"site", series->site != NULL},
                  {"unit", series->unit != NULL},
                  {"per", series->per != NULL},
                  {"workforce", series->workforce != NULL},
                  {"degree-days", series->degree_days != NULL},
                  {"base", series->base != NULL},
                  {"temperatures", series->temperatures != NULL},
                  {"from", series->from != NULL},
                  {"to", series->to != NULL},
                  {"direction", spc->direction != NULL},
                  {"adjust", spc->adjust != NULL},
                  {"rebase", spc->rebases != NULL},
                  {"fix-after", spc->fix_after != GP_SPC_NOT_GIVEN},
                  {"no-screen", spc->no_screen},
                  {"not-rolling", spc->not_rolling}};

    for (guint i = 0; i < G_N_ELEMENTS(of_spc) && !g_str_equal(name, "spc"); i++) {
        if (of_spc[i].is_given)
            return gp_throw(error, GP_ERROR_USAGE, "--%s is about the chart spc", of_spc[i].option);
    }
    return TRUE;
}

static GpFigure *
draw(GpCli *cli, GpFigures *figures, const Options *options, const char *name, GError **error)
{
    guint what;

    if (!gp_board_chart_needs(name, &what, error) || !check_options(options, name, error))
        return NULL;
    if (g_str_equal(name, "trajectory") || g_str_equal(name, "budget"))
        return draw_standing(cli, figures, options, name, error);
    if (g_str_equal(name, "spc"))
        return draw_spc(cli, figures, options, error);
    return draw_of_board(cli, figures, options, name, error);
}

GpExit
gp_command_plot(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.spc = {.fix_after = GP_SPC_NOT_GIVEN}};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GpFigure) figure = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpChartFormat format;
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    if (argc != 2 || options.output == NULL) {
        g_autofree char *names = g_strjoinv(", ", (char **)gp_board_chart_names());

        gp_throw(&error, GP_ERROR_USAGE,
                 "plot needs a chart and a file: greenplan plot trajectory --output FILE; the "
                 "charts are %s",
                 names);
        return gp_cli_fail(error);
    }
    if (!gp_chart_format_of_path(options.output, &format, &error) ||
        (figure = draw(cli, &figures, &options, argv[1], &error)) == NULL ||
        !gp_figure_draw(figure, cli->places->plots, options.output, format, &error))
        return gp_cli_fail(error);
    g_string_append_printf(out, "The chart is in %s\n", options.output);
    return gp_cli_finish(cli, out);
}
