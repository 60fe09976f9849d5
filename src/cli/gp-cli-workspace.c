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
append_sum(const char *what, const char *sum, GString *out)
{
    if (g_strcmp0(sum, "0") != 0)
        g_string_append_printf(out, "%s %s %s", out->len == 0 ? "" : ",", what, sum);
}

/* The sums of the quantities of a file with one unit, to be held against the sender's. */
static void
describe_sums(const GpOriginal *original, GString *out)
{
    g_autoptr(GString) parts = g_string_new(NULL);

    if (*original->unit == '\0')
        return;
    append_sum("used", original->used_sum, parts);
    append_sum("left out by rule", original->skipped_sum, parts);
    append_sum("refused", original->refused_sum, parts);
    append_sum("superseded", original->superseded_sum, parts);
    g_string_append_printf(out, "In %s:%s.\n", original->unit, parts->str);
}

static void
describe_import(const char *path, const char *source, const GpDelivered *delivered, GString *out)
{
    const GpOriginal *original = g_ptr_array_index(delivered->originals, 0);

    if (delivered->n_new == 0) {
        g_string_append_printf(out, "%s was imported before", path);
        if (!g_str_equal(original->source, source))
            g_string_append_printf(out, ", for the source %s", original->source);
        g_string_append(out, original->superseded > 0
                                 ? "; it has been replaced since: --again makes it count again.\n"
                                 : "; nothing changed.\n");
        return;
    }
    g_string_append_printf(
        out, "%s: %" G_GUINT64_FORMAT " rows imported, %" G_GUINT64_FORMAT " refused.\n", path,
        delivered->rows, delivered->refused);
    if (delivered->skipped > 0)
        g_string_append_printf(out,
                               "Of its %" G_GUINT64_FORMAT " rows %" G_GUINT64_FORMAT
                               " are left out by a rule of the format.\n",
                               delivered->rows_in, delivered->skipped);
    describe_sums(original, out);
    g_string_append_printf(out, "The original is kept as evidence/%s.\n", original->sha256);
}

GpExit
gp_command_import(GpCli *cli, int argc, char **argv)
{
    g_autofree char *source = NULL, *period = NULL, *now = gp_cli_now();
    gboolean again = FALSE;
    GOptionEntry entries[] = {
        {"source", 0, 0, G_OPTION_ARG_STRING, &source,
         "Where the file comes from, such as energy-bills", "NAME"},
        {"period", 0, 0, G_OPTION_ARG_STRING, &period,
         "That all rows have, where the file does not tell: 2024-25, 2024-06", "PERIOD"},
        {"again", 0, 0, G_OPTION_ARG_NONE, &again,
         "A file that was imported before, and replaced since, counts again", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GpWorkspace) workspace = NULL;
    g_auto(GpDelivered) delivered = {0};
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "FILE",
                      "Brings an activity file into the workspace. The original is kept.", &status))
        return status;
    if (argc != 2 || source == NULL) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "import needs a file and its source: greenplan import FILE --source NAME");
        return gp_cli_fail(error);
    }
    workspace = gp_cli_open_workspace(cli, &error);
    if (workspace == NULL || !gp_workspace_import(workspace, cli->places, argv[1], source, period,
                                                  now, again, cli->issues, &delivered, &error))
        return gp_cli_fail(error);
    describe_import(argv[1], source, &delivered, out);
    return gp_cli_finish(cli, out);
}
