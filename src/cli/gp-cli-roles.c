/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"

static GpExit
print_roles(GpCli *cli, const GpFigures *figures, const GpWorkforce *workforce)
{
    guint threshold = figures->workspace == NULL ? GP_DISCLOSURE_THRESHOLD
                                                 : figures->workspace->disclosure_threshold;
    GError *error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GpRoles) roles =
        gp_book_roles(figures->book, &figures->convert, workforce, threshold, cli->issues, &error);

    if (roles == NULL)
        return gp_cli_fail(error);
    gp_report_roles(roles->footprints, &(GpRolesContext){roles->fy, roles->workforce_fy, threshold},
                    cli->issues, figures->format, out);
    gp_figures_say_source(figures, out);
    return gp_cli_finish(cli, out);
}

/* The file that the option names, else that of the workspace, else the statistics. */
static GpWorkforce *
load_workforce(GpCli *cli, const GpFigures *figures, const char *option, GError **error)
{
    g_autoptr(GpRoleCatalogue) roles = gp_workspace_roles(figures->workspace, cli->places, error);
    g_autofree char *path = g_strdup(option);

    if (roles == NULL)
        return NULL;
    if (path == NULL && figures->workspace != NULL)
        path = gp_workspace_file(figures->workspace, "workforce.csv");
    return gp_book_workforce(figures->book, path, roles, cli->issues, error);
}

GpExit
gp_command_roles(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_auto(GpFigures) figures = {0};
    g_autofree char *workforce_option = NULL;
    g_autoptr(GpWorkforce) workforce = NULL;
    const GOptionEntry own[] = {{"workforce", 0, 0, G_OPTION_ARG_FILENAME, &workforce_option,
                                 "Staff by role instead of the workspace's workforce.csv", "FILE"},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, own);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "The footprint of each role. Roles add up to the trust.", &status))
        return status;
    if (!gp_figures_open(&figures, cli, &options, "role,site", GP_KEEP_ROLE | GP_KEEP_SITE,
                         &error) ||
        (workforce = load_workforce(cli, &figures, workforce_option, &error)) == NULL)
        return gp_cli_fail(error);
    return print_roles(cli, &figures, workforce);
}
