/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

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

/* Degree days as activity that can be imported. */
static GpExit
print_degree_days(const GpSeriesOptions *options, GpCli *cli)
{
    GError *error = NULL;
    g_autoptr(GString) out = g_string_new("period,activity,quantity,unit\n");
    g_autoptr(GpSeries) series = gp_series_options_temperatures(options, &error);

    if (series == NULL)
        return gp_cli_fail(error);
    for (guint i = 0; i < series->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);
        char date[16];

        gp_series_print_date(series, point->day, date);
        if (!point->has_value) {
            gp_issue_list_add(cli->issues, GP_SEVERITY_WARNING, "no-data",
                              "%s: there are readings on fewer than nine days of ten", date);
            continue;
        }
        g_string_append_printf(out, "%s,degree-days,", date);
        gp_number_append(out, point->value_micro, GP_MICRO_PLACES);
        g_string_append(out, ",degree-day\n");
    }
    return gp_cli_finish(cli, out);
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
                      "Heating as it would have been in a standard year. Never the footprint. With "
                      "--temperatures alone: degree days, as a file to import.",
                      &status))
        return status;
    if (series_options.temperatures != NULL && series_options.series == NULL &&
        series_options.measure == NULL)
        return print_degree_days(&series_options, cli);
    if (g_strcmp0(series_options.unit, "kg") == 0) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "weather corrects what was used, as in kWh, not emissions: a corrected figure is "
                 "never a footprint");
        return gp_cli_fail(error);
    }
    if ((use = gp_series_options_open(&series_options, cli, &figures, &options, TRUE, &error)) ==
            NULL ||
        (heating = correct(&series_options, &figures, use, standard, cli, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_weather(use, heating, cli->issues, figures.format, out);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
