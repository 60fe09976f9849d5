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
    GpFigures figures;
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
    gp_figures_clear(&self->figures);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
understand(Options *options, GError **error)
{
    const char *encoding = options->encoding == NULL ? "utf-8" : options->encoding;
    gboolean is_utf_8 = g_str_equal(encoding, "utf-8");

    if (!is_utf_8 && !g_str_equal(encoding, "windows-1252"))
        return gp_throw(error, GP_ERROR_USAGE, "--encoding takes utf-8 or windows-1252, not “%s”",
                        encoding);
    if (options->acknowledge != NULL && options->inputs != NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "findings are acknowledged in a workspace, not for --input");
    if ((options->reason != NULL || options->by != NULL) && options->acknowledge == NULL)
        return gp_throw(error, GP_ERROR_USAGE, "--reason and --by belong to --acknowledge ID");
    options->figures.sources =
        (GpBookSources){.inputs = options->inputs,
                        .basis = {.own_units = options->units},
                        .encoding = is_utf_8 ? GP_ENCODING_UTF_8 : GP_ENCODING_WINDOWS_1252,
                        .keep = GP_KEEP_ALL};
    return gp_output_parse(options->format == NULL ? "table" : options->format,
                           &options->figures.format, error);
}

/* The day of a time as in 2026-11-22T10:00:00Z. */
static GpDay
day_of(const char *now)
{
    GpSpan span = {0, 0};

    gp_period_parse(now, strlen("2026-11-22"), &span);
    return span.first;
}

static gboolean
look(GpCli *cli, Options *options, const char *now, GError **error)
{
    GpFigures *figures = &options->figures;
    g_autoptr(GpIssueList) known = gp_issue_list_new(); /* refused rows, which are findings, too */
    gboolean has_workspace = options->inputs == NULL;

    if (has_workspace && (figures->workspace = gp_cli_open_workspace(cli, error)) == NULL)
        return FALSE;
    figures->sources.basis.workspace = figures->workspace;
    figures->book =
        gp_book_open(&figures->sources, cli->places, has_workspace ? known : cli->issues, error);
    if (figures->book == NULL)
        return FALSE;
    gp_figures_note_source(figures, cli);
    options->findings = gp_book_check(figures->book, figures->workspace, day_of(now), error);
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

static gboolean
acknowledge(const Options *options, char *now, GString *out, GError **error)
{
    now[strlen("2026-11-22")] = '\0';
    if (!gp_workspace_acknowledge(options->figures.workspace, options->findings,
                                  options->acknowledge,
                                  options->reason == NULL ? "" : options->reason,
                                  options->by == NULL ? "" : options->by, now, error))
        return FALSE;
    g_string_append_printf(out, "%s is acknowledged; the reason stands in acknowledged.csv.\n",
                           options->acknowledge);
    return TRUE;
}

static GpExit
check(GpCli *cli, Options *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *now = gp_cli_now();
    GError *error = NULL;
    GpExit status;

    if (!understand(options, &error) || !look(cli, options, now, &error))
        return gp_cli_fail(error);
    if (options->acknowledge != NULL)
        return acknowledge(options, now, out, &error) ? gp_cli_finish(cli, out)
                                                      : gp_cli_fail(error);
    gp_report_findings(options->findings, cli->issues, options->all, options->figures.format, out);
    gp_figures_say_source(&options->figures, out);
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
