/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "gp-cli.h"
#include "gp-error.h"

GpExit
gp_command_init(GpCli *cli, int argc, char **argv)
{
    g_autofree char *sample = NULL, *now = gp_cli_now();
    GOptionEntry entries[] = {{"sample", 0, 0, G_OPTION_ARG_STRING, &sample,
                               "Start from a shipped sample: devon (real), northmoor (invented)",
                               "NAME"},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "DIR",
                      "Makes a workspace: a folder with the files a trust fills in.", &status))
        return status;
    if (argc != 2) {
        gp_throw(&error, GP_ERROR_USAGE, "init needs one folder: greenplan init DIR");
        return gp_cli_fail(error);
    }
    if (!gp_workspace_init(argv[1], sample, cli->places, now, cli->issues, &error))
        return gp_cli_fail(error);
    g_string_append_printf(out, "The workspace %s is ready.\n", argv[1]);
    return gp_cli_finish(cli, out);
}

static void
describe_import(const char *path, const GpImport *import, GString *out)
{
    if (!import->is_new) {
        g_string_append_printf(out, "%s was imported before; nothing changed.\n", path);
        return;
    }
    g_string_append_printf(out,
                           "%s: %" G_GUINT64_FORMAT " rows imported, %" G_GUINT64_FORMAT
                           " refused.\nThe original is kept as evidence/%s.\n",
                           path, import->count.rows, import->count.refused, import->sha256);
}

GpExit
gp_command_import(GpCli *cli, int argc, char **argv)
{
    g_autofree char *source = NULL, *now = gp_cli_now(), *sha256 = NULL;
    GOptionEntry entries[] = {{"source", 0, 0, G_OPTION_ARG_STRING, &source,
                               "Where the file comes from, such as energy-bills", "NAME"},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GpWorkspace) workspace = NULL;
    GError *error = NULL;
    GpImport import;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "FILE",
                      "Brings an activity file into the workspace. The original is kept.", &status))
        return status;
    if (argc != 2 || source == NULL) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "import needs a file and its source: greenplan import FILE --source NAME");
        return gp_cli_fail(error);
    }
    workspace = gp_workspace_open(cli->workspace == NULL ? "." : cli->workspace, &error);
    if (workspace == NULL || !gp_workspace_import(workspace, cli->places, argv[1], source, now,
                                                  cli->issues, &import, &error))
        return gp_cli_fail(error);
    sha256 = import.sha256;
    describe_import(argv[1], &import, out);
    return gp_cli_finish(cli, out);
}
