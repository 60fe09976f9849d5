/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"

static GpHeating *
correct(const GpSeriesOptions *options,
        const GpFigures *figures,
        const GpSeries *use,
        const char *standard_path,
        GpCli *cli,
        GError **error)
{
    g_autoptr(GpSeries) degree_days = gp_series_options_degree_days(options, figures, error);

    if (degree_days == NULL)
        return NULL;
    return gp_heating_of_series(use, degree_days, standard_path, cli->issues, error);
}

GpExit
gp_command_weather(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_auto(GpSeriesOptions) series_options = {0};
    g_auto(GpFigures) figures = {0};
    g_autofree char *standard = NULL;
    g_autoptr(GpSeries) use = NULL;
    g_autoptr(GpHeating) heating = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    const GOptionEntry own[] = {
        {"standard", 0, 0, G_OPTION_ARG_FILENAME, &standard,
         "A file of month (1 to 12) and value: degree days of a standard year (default: the mean "
         "of each calendar month in the data)",
         "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *with_series = gp_series_options_entries(&series_options, own);
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, with_series);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Heating as it would have been in a standard year. Never the footprint.",
                      &status))
        return status;
    if ((use = gp_series_options_open(&series_options, cli, &figures, &options, TRUE, &error)) ==
            NULL ||
        (heating = correct(&series_options, &figures, use, standard, cli, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_weather(use, heating, cli->issues, figures.format, out);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
