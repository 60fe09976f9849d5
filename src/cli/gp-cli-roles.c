/* SPDX-License-Identifier: MIT */
#include "gp-allocate.h"
#include "gp-cli.h"
#include "gp-error.h"

/* The year that is asked for, else the latest with activity for which staff is known. */
static int
choose_fy(const GpFigures *figures, const GpWorkforce *workforce, GError **error)
{
    int latest;

    if (figures->convert.only_fy != 0)
        return figures->convert.only_fy;
    latest = gp_book_latest_fy(figures->book, &figures->convert, error);
    return latest == 0 ? 0 : MIN(latest, gp_workforce_nearest_fy(workforce, latest));
}

static void
warn_of_other_staff(GpCli *cli, const GpRolesContext *context)
{
    char fy[16], workforce_fy[16];

    gp_fy_print(context->fy, fy);
    gp_fy_print(context->workforce_fy, workforce_fy);
    if (context->fy != context->workforce_fy)
        gp_issue_list_add(cli->issues, GP_SEVERITY_WARNING, "other-workforce-year",
                          "%s: there is no workforce extract of that year; the staff of %s gives "
                          "the shares",
                          fy, workforce_fy);
}

static GpExit
print_roles(GpCli *cli, GpFigures *figures, const GpWorkforce *workforce)
{
    GpRolesContext context = {.threshold = figures->workspace == NULL
                                               ? GP_DISCLOSURE_THRESHOLD
                                               : figures->workspace->disclosure_threshold};
    g_autoptr(GpEmissions) emissions = NULL;
    g_autoptr(GpRoleFootprints) roles = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;

    context.fy = choose_fy(figures, workforce, &error);
    if (context.fy == 0 && error == NULL)
        gp_throw(&error, GP_ERROR_MISSING, "there is no activity to make footprints from");
    if (error != NULL)
        return gp_cli_fail(error);
    context.workforce_fy = gp_workforce_nearest_fy(workforce, context.fy);
    figures->convert.only_fy = context.fy;
    figures->convert.by = (GpBy){{GP_BY_ROLE, GP_BY_SITE}, 2};
    emissions = gp_book_convert(figures->book, &figures->convert, cli->issues, &error);
    if (emissions == NULL)
        return gp_cli_fail(error);
    warn_of_other_staff(cli, &context);
    roles = gp_allocate(emissions, workforce, context.workforce_fy, context.threshold);
    if (roles->people_are_from_wte)
        gp_issue_list_add(cli->issues, GP_SEVERITY_NOTE, "people-from-wte",
                          "the workforce file gives no headcount everywhere; whole WTE stand in "
                          "for people when small roles are put together");
    gp_report_roles(roles, &context, cli->issues, figures->format, out);
    return gp_cli_finish(cli, out);
}

GpExit
gp_command_roles(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options);
    g_auto(GpFigures) figures = {0};
    g_autofree char *workforce_option = NULL, *path = NULL;
    g_autoptr(GpWorkforce) workforce = NULL;
    g_autoptr(GArray) all = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    GOptionEntry extra = {"workforce", 0, 0, G_OPTION_ARG_FILENAME, &workforce_option,
                          "Staff by role instead of the workspace's workforce.csv", "FILE"};
    GError *error = NULL;
    GpExit status;

    g_array_append_val(all, extra);
    for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
        g_array_append_vals(all, entry, 1);
    if (!gp_cli_parse(&argc, &argv, (const GOptionEntry *)(void *)all->data, NULL,
                      "The footprint of each role. Roles add up to the trust.", &status))
        return status;
    if (!gp_figures_open(&figures, cli, &options, "role,site", GP_KEEP_ROLE | GP_KEEP_SITE,
                         &error) ||
        (path = gp_figures_file(&figures, workforce_option, "workforce", "workforce.csv",
                                &error)) == NULL ||
        (workforce = gp_workforce_load(path, &error)) == NULL)
        return gp_cli_fail(error);
    return print_roles(cli, &figures, workforce);
}
