/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    char *today;
    char *format;
    GpWorkspace *workspace;
    GPtrArray *markers;
} Options;

static void
options_clear(Options *self)
{
    g_free(self->today);
    g_free(self->format);
    gp_workspace_close(self->workspace);
    g_clear_pointer(&self->markers, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* The workspace, if one is named or we are in one: the list is good without. */
static gboolean
open_workspace(const GpCli *cli, Options *options, GError **error)
{
    GError *own = NULL;

    options->workspace = gp_cli_open_workspace(cli, &own);
    if (options->workspace != NULL)
        return TRUE;
    if (cli->workspace == NULL && g_error_matches(own, GP_ERROR, GP_ERROR_MISSING)) {
        g_error_free(own);
        return TRUE;
    }
    g_propagate_error(error, own);
    return FALSE;
}

static gboolean
parse_day(const char *text, GpDay *out_day)
{
    GpSpan span;

    if (strlen(text) != strlen("2026-03-31") ||
        gp_period_parse(text, strlen(text), &span) != GP_PERIOD_READ || span.first != span.last)
        return FALSE;
    *out_day = span.first;
    return TRUE;
}

/* The day that is asked for, or else of the settings, or else of the clock. */
static gboolean
find_today(const Options *options, GpDay *out_today, GError **error)
{
    g_autofree char *now = gp_cli_now();

    now[strlen("2026-03-31")] = '\0';
    parse_day(now, out_today);
    if (options->today == NULL)
        return options->workspace == NULL ||
               gp_workspace_judging_day(options->workspace, out_today, error);
    return parse_day(options->today, out_today) ||
           gp_throw(error, GP_ERROR_USAGE, "--today takes a day as in 2026-03-31, not “%s”",
                    options->today);
}

GpExit
gp_command_milestones(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {NULL, NULL, NULL, NULL};
    const GOptionEntry entries[] = {
        {"today", 0, 0, G_OPTION_ARG_STRING, &options.today,
         "The day to look from (default: that of the settings, or of the clock)", "DAY"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format, "table (default), csv or json",
         "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    GpOutput format;
    GError *error = NULL;
    GpExit status;
    GpDay today;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "What is asked of the NHS and by when: past, next and later.", &status))
        return status;
    if (!gp_output_parse(options.format == NULL ? "table" : options.format, &format, &error) ||
        !open_workspace(cli, &options, &error) || !find_today(&options, &today, &error) ||
        (options.markers = gp_markers_open(options.workspace, cli->places, NULL, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_milestones(options.markers, today, cli->issues, format, out);
    return gp_cli_finish(cli, out);
}
