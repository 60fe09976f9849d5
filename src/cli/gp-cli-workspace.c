/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

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

/* An exact decimal with thousands commas. */
static void
append_decimal(const char *decimal, GString *out)
{
    gsize n = strcspn(decimal, ".");

    for (gsize i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0 && decimal[i - 1] != '-')
            g_string_append_c(out, ',');
        g_string_append_c(out, decimal[i]);
    }
    g_string_append(out, decimal + n);
}

static void
append_sum(const char *what, const char *sum, gboolean is_always_told, GString *out)
{
    if (!is_always_told && g_str_equal(sum, "0"))
        return;
    g_string_append_printf(out, "%s %s ", is_always_told ? "" : ",", what);
    append_decimal(sum, out);
}

/* The sums of the quantities of a file with one unit, to be held against the sender's. */
static void
describe_sums(const GpOriginal *original, GString *out)
{
    if (*original->unit == '\0')
        return;
    g_string_append_printf(out, "In %s:", original->unit);
    append_sum("used", original->used_sum, TRUE, out);
    append_sum("left out by rule", original->skipped_sum, FALSE, out);
    append_sum("refused", original->refused_sum, FALSE, out);
    append_sum("superseded", original->superseded_sum, FALSE, out);
    g_string_append(out, ".\n");
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
        out, "%s: %" G_GUINT64_FORMAT " %s imported, %" G_GUINT64_FORMAT " refused.\n", path,
        delivered->rows, delivered->rows == 1 ? "row" : "rows", delivered->refused);
    if (delivered->skipped > 0)
        g_string_append_printf(out,
                               "Of its %" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT
                               " %s left out by a rule of the format.\n",
                               delivered->rows_in, delivered->rows_in == 1 ? "row" : "rows",
                               delivered->skipped, delivered->skipped == 1 ? "is" : "are");
    describe_sums(original, out);
    g_string_append_printf(out, "The original is kept as evidence/%s.\n", original->sha256);
}

typedef struct {
    char *source;
    char *period;
    gboolean again;
} ImportOptions;

static void
import_options_clear(ImportOptions *self)
{
    g_free(self->source);
    g_free(self->period);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ImportOptions, import_options_clear)

/* Each file is a delivery of its own, in the order given; one that cannot be read does not keep the
 * others out. */
static GpExit
import_files(GpCli *cli, GpWorkspace *workspace, char **paths, const ImportOptions *options)
{
    g_autofree char *now = gp_cli_now();
    g_autoptr(GString) out = g_string_new(NULL);
    guint n_good = 0;
    GpExit status = GP_EXIT_GOOD, last;

    for (; *paths != NULL; paths++) {
        g_auto(GpDelivered) delivered = {0};
        GError *error = NULL;

        if (gp_workspace_import(workspace, cli->places, *paths, options->source, options->period,
                                now, options->again, cli->issues, &delivered, &error)) {
            describe_import(*paths, options->source, &delivered, out);
            n_good++;
        } else {
            status = gp_cli_fail(error);
        }
    }
    last = gp_cli_finish(cli, out);
    if (status == GP_EXIT_GOOD)
        return last;
    return n_good > 0 ? GP_EXIT_ISSUES : status;
}

GpExit
gp_command_import(GpCli *cli, int argc, char **argv)
{
    g_auto(ImportOptions) options = {0};
    GOptionEntry entries[] = {
        {"source", 0, 0, G_OPTION_ARG_STRING, &options.source,
         "Where the files come from, such as energy-bills", "NAME"},
        {"period", 0, 0, G_OPTION_ARG_STRING, &options.period,
         "That all rows have, where a file does not tell: 2024-25, 2024-06", "PERIOD"},
        {"again", 0, 0, G_OPTION_ARG_NONE, &options.again,
         "A file that was imported before, and replaced since, counts again", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GpWorkspace) workspace = NULL;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "FILE…",
                      "Brings files of activity into the workspace. The originals are kept.",
                      &status))
        return status;
    if (argc < 2 || options.source == NULL) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "import needs a file and its source: greenplan import FILE --source NAME");
        return gp_cli_fail(error);
    }
    workspace = gp_cli_open_workspace(cli, &error);
    if (workspace == NULL)
        return gp_cli_fail(error);
    return import_files(cli, workspace, argv + 1, &options);
}
