/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

GpExit
gp_command_explain(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_auto(GpFigures) figures = {0};
    g_autofree char *activity = NULL;
    const GOptionEntry own[] = {{"activity", 'a', 0, G_OPTION_ARG_STRING, &activity,
                                 "The activity whose emissions are explained", "ACTIVITY"},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, own);
    g_autoptr(GpExplanation) explanation = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "How the emissions of one activity come about, step by step.", &status))
        return status;
    if (activity == NULL || options.by != NULL || options.boundary != NULL) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "explain needs --activity, and takes neither --by nor --boundary: greenplan "
                 "explain --activity natural-gas --year 2024-25");
        return gp_cli_fail(error);
    }
    if (!gp_figures_open(&figures, cli, &options, "year", 0, &error) ||
        (explanation = gp_book_explain(figures.book, &figures.convert, activity, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_explanation(explanation, figures.book->basis->units, figures.format, out);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
