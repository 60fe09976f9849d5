/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

static GpExit
print_emissions(GpCli *cli, GpFigures *figures, const GArray *marks, const char *title)
{
    GError *error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GpEmissions) emissions =
        gp_book_convert(figures->book, &figures->convert, cli->issues, &error);

    if (emissions == NULL)
        return gp_cli_fail(error);
    if (title != NULL && figures->format == GP_OUTPUT_TABLE)
        g_string_append_printf(out, "%s\n\n", title);
    gp_report_emissions(emissions, marks, cli->issues, figures->format, out);
    gp_figures_say_source(figures, out);
    return gp_cli_finish(cli, out);
}

GpExit
gp_command_convert(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, NULL);
    g_auto(GpFigures) figures = {0};
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL, "Turns activity files into emissions, exactly.",
                      &status))
        return status;
    if (options.inputs == NULL) {
        gp_throw(&error, GP_ERROR_USAGE, "convert needs at least one --input FILE");
        return gp_cli_fail(error);
    }
    if (!gp_figures_open(&figures, cli, &options, "year,scope", 0, &error))
        return gp_cli_fail(error);
    return print_emissions(cli, &figures, NULL, NULL);
}

static char *
footprint_title(const GpFigures *figures)
{
    static const char *const boundaries[] = {"all activity", "NHS Carbon Footprint",
                                             "NHS Carbon Footprint Plus"};

    return g_strdup_printf(
        "%s: %s%s", figures->workspace == NULL ? "Footprint" : figures->workspace->trust_name,
        boundaries[figures->convert.within],
        figures->convert.direct_only ? ", without well-to-tank and T&D" : "");
}

/* What publications say of years; none without a workspace. */
static gboolean
load_marks(GpCli *cli, const GpFigures *figures, GArray **out_marks, GError **error)
{
    g_autoptr(GPtrArray) publications = NULL;

    if (figures->workspace == NULL)
        return TRUE;
    publications = gp_publications_load(figures->workspace, cli->issues, error);
    if (publications == NULL)
        return FALSE;
    *out_marks = gp_publications_marks(publications);
    return TRUE;
}

GpExit
gp_command_footprint(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, NULL);
    g_auto(GpFigures) figures = {0};
    g_autofree char *title = NULL;
    g_autoptr(GArray) marks = NULL;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "The carbon footprint of the trust, from its workspace.", &status))
        return status;
    if (!gp_figures_open(&figures, cli, &options, "year,scope", GP_KEEP_SITE, &error) ||
        !load_marks(cli, &figures, &marks, &error))
        return gp_cli_fail(error);
    if (figures.convert.only_fy == 0)
        gp_book_warn_of_gaps(figures.book, cli->issues);
    title = footprint_title(&figures);
    return print_emissions(cli, &figures, marks, title);
}
