/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    char **inputs;
    char **units;
    char *encoding;
    char *format;
    char *acknowledge;
    char *reason;
    char *by;
    gboolean all;
    GpWorkspace *workspace; /* (nullable) */
    GpBook *book;
    GPtrArray *findings;
} Options;

static void
options_clear(Options *self)
{
    g_strfreev(self->inputs);
    g_strfreev(self->units);
    g_free(self->encoding);
    g_free(self->format);
    g_free(self->acknowledge);
    g_free(self->reason);
    g_free(self->by);
    g_clear_pointer(&self->findings, g_ptr_array_unref);
    gp_book_close(self->book);
    gp_workspace_close(self->workspace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
understand(const Options *options, GpEncoding *out_encoding, GpOutput *out_format, GError **error)
{
    const char *encoding = options->encoding == NULL ? "utf-8" : options->encoding;

    *out_encoding =
        g_str_equal(encoding, "windows-1252") ? GP_ENCODING_WINDOWS_1252 : GP_ENCODING_UTF_8;
    if (*out_encoding == GP_ENCODING_UTF_8 && !g_str_equal(encoding, "utf-8"))
        return gp_throw(error, GP_ERROR_USAGE, "--encoding takes utf-8 or windows-1252, not “%s”",
                        encoding);
    if (options->acknowledge != NULL && options->inputs != NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "findings are acknowledged in a workspace, not for --input");
    if ((options->reason != NULL || options->by != NULL) && options->acknowledge == NULL)
        return gp_throw(error, GP_ERROR_USAGE, "--reason and --by belong to --acknowledge ID");
    return gp_output_parse(options->format == NULL ? "table" : options->format, out_format, error);
}

/* The day of a time as in 2026-11-22T10:00:00Z. */
static GpDay
day_of(const char *now)
{
    GpSpan span = {0, 0};

    gp_period_parse(now, strlen("2026-11-22"), &span);
    return span.first;
}

/* Issues of loading a workspace are told as findings; those of reading plain files are not. */
static gboolean
look(GpCli *cli, Options *options, GpEncoding encoding, const char *now, GError **error)
{
    GpBookSources sources = {.inputs = options->inputs,
                             .own_units = options->units,
                             .encoding = encoding,
                             .keep = GP_KEEP_ALL};
    g_autoptr(GpIssueList) known = gp_issue_list_new();

    if (options->inputs == NULL) {
        options->workspace = gp_cli_open_workspace(cli, error);
        if (options->workspace == NULL)
            return FALSE;
    }
    sources.workspace = options->workspace;
    options->book = gp_book_open(&sources, cli->places,
                                 options->workspace == NULL ? cli->issues : known, error);
    if (options->book == NULL)
        return FALSE;
    options->findings = gp_book_check(options->book, options->workspace, day_of(now), error);
    return options->findings != NULL;
}

static gboolean
must_be_seen(const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const GpFinding *finding = g_ptr_array_index(findings, i);

        if (finding->reason == NULL && finding->severity != GP_SEVERITY_NOTE)
            return TRUE;
    }
    return FALSE;
}

static GpExit
check(GpCli *cli, Options *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *now = gp_cli_now();
    GpEncoding encoding;
    GError *error = NULL;
    GpOutput format;
    GpExit status;

    if (!understand(options, &encoding, &format, &error) ||
        !look(cli, options, encoding, now, &error))
        return gp_cli_fail(error);
    if (options->acknowledge != NULL) {
        now[strlen("2026-11-22")] = '\0';
        if (!gp_workspace_acknowledge(options->workspace, options->findings, options->acknowledge,
                                      options->reason == NULL ? "" : options->reason,
                                      options->by == NULL ? "" : options->by, now, &error))
            return gp_cli_fail(error);
        g_string_append_printf(out, "%s is acknowledged; the reason stands in acknowledged.csv.\n",
                               options->acknowledge);
        return gp_cli_finish(cli, out);
    }
    gp_report_findings(options->findings, options->all, format, out);
    status = gp_cli_finish(cli, out);
    return status == GP_EXIT_GOOD && must_be_seen(options->findings) ? GP_EXIT_ISSUES : status;
}

GpExit
gp_command_check(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"input", 'i', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs,
         "An activity file instead of a workspace; - is standard input; may be repeated", "FILE"},
        {"units", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.units, "The trust's own units",
         "FILE"},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &options.encoding,
         "Of the activity files: utf-8 (default) or windows-1252", "NAME"},
        {"all", 0, 0, G_OPTION_ARG_NONE, &options.all,
         "Also list findings that are acknowledged, with their reasons", NULL},
        {"acknowledge", 0, 0, G_OPTION_ARG_STRING, &options.acknowledge,
         "Keep on record that this finding was looked into", "ID"},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &options.reason,
         "Why it is no fault, or what was done about it", "TEXT"},
        {"by", 0, 0, G_OPTION_ARG_STRING, &options.by, "Who looked into it", "NAME"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format, "table (default), csv or json",
         "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Looks for what is wrong in the data: gaps, spikes, slips of a unit, figures "
                      "that count\ntwice, estimates, late sources. Exit 3 if anything is not "
                      "acknowledged.",
                      &status))
        return status;
    return check(cli, &options);
}
