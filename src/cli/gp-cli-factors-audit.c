/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

GpExit
gp_command_factors_audit(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_auto(GpFigures) figures = {0};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, NULL);
    g_autoptr(GArray) years = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "What each year's total would be with the factors of the year before and of "
                      "the year after.",
                      &status))
        return status;
    if (options.by != NULL) {
        gp_throw(&error, GP_ERROR_USAGE, "the audit is by year; it does not take --by");
        return gp_cli_fail(error);
    }
    if (!gp_figures_open(&figures, cli, &options, "year", GP_KEEP_SITE, &error) ||
        (years = gp_book_audit(figures.book, &figures.convert, cli->issues, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_audit(years, figures.format, out);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
