/* SPDX-License-Identifier: MIT */
#include <string.h>

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

/* What a chart says beside its figures, and the texts that this borrows. */
typedef struct {
    char *source, *note;
    GpChartSubject words;
} Subject;

static void
subject_clear(Subject *self)
{
    g_free(self->source);
    g_free(self->note);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Subject, subject_clear)

static void
fill_subject(Subject *self, const GpFigures *figures, const Options *options, const char *method)
{
    self->source = gp_figures_chart_source(figures, &options->figures, method);
    self->note = gp_chart_note(gp_figures_are_invented(figures), NULL);
    self->words = (GpChartSubject){figures->workspace == NULL ? "" : figures->workspace->trust_name,
                                   self->source, self->note};
}

static GpFigure *
draw_standing(
    GpCli *cli, GpFigures *figures, const Options *options, const char *name, GError **error)
{
    const GpTargetOptions asked = target_options(options);
    g_auto(GpFollowed) followed = {NULL, NULL, NULL};
    g_auto(Subject) subject = {NULL};
    GpBoardTarget standing;

    if (!gp_target_options_open(&asked, cli, figures, &options->figures, error) ||
        !gp_target_options_follow(&asked, cli, figures, &followed, error))
        return NULL;
    fill_subject(&subject, figures, options, GP_CHART_FORECAST);
    g_free(subject.note);
    subject.note = gp_chart_note(gp_figures_are_invented(figures), followed.progress->data_note);
    subject.words.data_note = subject.note;
    standing = (GpBoardTarget){.target = followed.target,
                               .trajectory = followed.progress->trajectory,
                               .years = followed.progress->years};
    return gp_standing_figure(&standing, name, &subject.words, error);
}

static GpFigure *
draw_spc(GpCli *cli, GpFigures *figures, const Options *options, GError **error)
{
    g_autoptr(GpVariation) variation =
        gp_spc_choices_chart(&options->spc, cli, figures, &options->figures, error);
    g_auto(Subject) subject = {NULL};

    if (variation == NULL)
        return NULL;
    fill_subject(&subject, figures, options, NULL);
    if (figures->book != NULL && !g_str_has_prefix(variation->series->unit, "kg CO2e")) {
        g_free(subject.source); /* quantities: nothing was converted */
        subject.source = gp_chart_source(gp_figures_are_invented(figures), "", NULL);
        subject.words.source_line = subject.source;
    }
    return gp_variation_figure(variation->series, variation->chart, variation->adjustment, NULL,
                               &subject.words, error);
}

/* Of two years that are told; else the board knows which. */
static GpFigure *
draw_causes(GpCli *cli, GpFigures *figures, const Options *options, GError **error)
{
    const GpSeriesOptions *series = &options->spc.series;
    const GpChangeOptions asked = {series->from, series->to, series->series, NULL, FALSE, FALSE};
    static const char *const measures[] = {
        [GP_WITHIN_ALL] = "Emissions",
        [GP_WITHIN_NCF] = "NHS Carbon Footprint",
        [GP_WITHIN_PLUS] = "NHS Carbon Footprint Plus",
    };
    GpFigureOptions figure_options = options->figures;
    g_autofree char *boundary = g_strdup("ncf");
    g_autoptr(GpChange) change = NULL;
    g_auto(Subject) subject = {NULL};

    if (figure_options.boundary == NULL && series->series == NULL)
        figure_options.boundary = boundary;
    change = gp_change_options_compare(&asked, cli, figures, &figure_options, error);
    if (change == NULL)
        return NULL;
    fill_subject(&subject, figures, options, NULL);
    return gp_change_figure(change, measures[figures->convert.within], &subject.words, error);
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

/* `--by` tells of what. */
static GpFigure *
draw_panels(GpCli *cli, GpFigures *figures, const Options *options, GError **error)
{
    const char *by = options->figures.by == NULL ? "category" : options->figures.by;
    Options rest = *options;

    rest.figures.by = NULL;
    if (!g_str_equal(by, "site") && !g_str_equal(by, "category"))
        return gp_throw_null(error, GP_ERROR_USAGE,
                             "the chart panels goes --by site or category, not by “%s”", by);
    return draw_of_board(cli, figures, &rest, g_str_equal(by, "site") ? "panels-sites" : "panels",
                         error);
}

/* ---- options that are about other charts ---- */

typedef struct {
    const char *option;
    gboolean is_given;
    const char *charts; /* with blanks around them */
} Own;

static gboolean
check_options(const Options *options, const char *name, GError **error)
{
    const GpSpcChoices *spc = &options->spc;
    const GpSeriesOptions *series = &spc->series;
    const Own own[] = {{"series", series->series != NULL, " trajectory budget spc causes "},
                       {"from", series->from != NULL, " spc causes "},
                       {"to", series->to != NULL, " spc causes "},
                       {"measure", series->measure != NULL, " spc "},
                       {"site", series->site != NULL, " spc "},
                       {"unit", series->unit != NULL, " spc "},
                       {"per", series->per != NULL, " spc "},
                       {"workforce", series->workforce != NULL, " spc "},
                       {"degree-days", series->degree_days != NULL, " spc "},
                       {"temperatures", series->temperatures != NULL, " spc "},
                       {"base", series->base != NULL, " spc "},
                       {"direction", spc->direction != NULL, " spc "},
                       {"adjust", spc->adjust != NULL, " spc "},
                       {"rebase", spc->rebases != NULL, " spc "},
                       {"fix-after", spc->fix_after != GP_SPC_NOT_GIVEN, " spc "},
                       {"no-screen", spc->no_screen, " spc "},
                       {"not-rolling", spc->not_rolling, " spc "}};
    g_autofree char *wanted = g_strdup_printf(" %s ", name);

    for (guint i = 0; i < G_N_ELEMENTS(own); i++) {
        if (own[i].is_given && strstr(own[i].charts, wanted) == NULL)
            return gp_throw(error, GP_ERROR_USAGE, "--%s is no option of the chart %s",
                            own[i].option, name);
    }
    return TRUE;
}

static GpFigure *
draw(GpCli *cli, GpFigures *figures, const Options *options, const char *name, GError **error)
{
    guint what;

    if (!gp_board_chart_needs(name, &what, error) || !check_options(options, name, error))
        return NULL;
    if (g_str_equal(name, "panels"))
        return draw_panels(cli, figures, options, error);
    if (g_str_equal(name, "trajectory") || g_str_equal(name, "budget"))
        return draw_standing(cli, figures, options, name, error);
    if (g_str_equal(name, "spc"))
        return draw_spc(cli, figures, options, error);
    if (g_str_equal(name, "causes") &&
        (options->spc.series.series != NULL || options->spc.series.from != NULL ||
         options->spc.series.to != NULL))
        return draw_causes(cli, figures, options, error);
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
