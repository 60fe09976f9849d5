/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"

GpWorkspace *
gp_cli_open_workspace(const GpCli *cli, GError **error)
{
    return gp_workspace_open(cli->workspace == NULL ? "." : cli->workspace, error);
}

/* A command that takes options only must not pass over a word. */
static gboolean
check_arguments(int argc, char **argv, const char *arguments, GError **error)
{
    return arguments != NULL || argc == 1 ||
           gp_throw(
               error, GP_ERROR_USAGE,
               "“%s” is not understood; every file needs an option of its own, such as --input",
               argv[1]);
}

gboolean
gp_cli_parse(int *argc,
             char ***argv,
             const GOptionEntry *entries,
             const char *arguments,
             const char *summary,
             GpExit *out_status)
{
    g_autoptr(GOptionContext) context = g_option_context_new(arguments);
    g_autoptr(GError) error = NULL;
    g_autofree char *program = g_strdup_printf("greenplan %s", (*argv)[0]);

    g_set_prgname(program);
    g_option_context_set_summary(context, summary);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    for (int i = 1; i < *argc; i++) {
        if (g_str_equal((*argv)[i], "--help") || g_str_equal((*argv)[i], "-h")) {
            g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);

            fputs(help, stdout);
            *out_status = GP_EXIT_GOOD;
            return FALSE;
        }
    }
    if (g_option_context_parse(context, argc, argv, &error) &&
        check_arguments(*argc, *argv, arguments, &error))
        return TRUE;
    fprintf(stderr, "%s: %s; see “%s --help”\n", program, error->message, program);
    *out_status = GP_EXIT_USAGE;
    return FALSE;
}

GpExit
gp_cli_fail(GError *error)
{
    GpExit status =
        g_error_matches(error, GP_ERROR, GP_ERROR_USAGE) ? GP_EXIT_USAGE : GP_EXIT_FAILED;

    fprintf(stderr, "greenplan: %s\n", error->message);
    g_error_free(error);
    return status;
}

#define WRITTEN_AT_A_TIME 65536

static void
print_issues(const GpIssueList *issues)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        const GpIssue *issue = gp_issue_list_get(issues, i);

        if (issue->line == 0)
            g_string_append_printf(text, "greenplan: %s: ", gp_severity_name(issue->severity));
        gp_issue_print(issue, text);
        g_string_append_c(text, '\n');
        if (text->len >= WRITTEN_AT_A_TIME) {
            fwrite(text->str, 1, text->len, stderr);
            g_string_truncate(text, 0);
        }
    }
    fwrite(text->str, 1, text->len, stderr);
}

GpExit
gp_cli_finish(GpCli *cli, GString *out)
{
    print_issues(cli->issues);
    fwrite(out->str, 1, out->len, stdout);
    return gp_issue_list_must_be_seen(cli->issues) ? GP_EXIT_ISSUES : GP_EXIT_GOOD;
}

GpExit
gp_cli_flush(GpExit status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "greenplan: the output could not be written: %s\n", gp_file_reason(errno));
    return GP_EXIT_FAILED;
}

char *
gp_cli_now(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();

    g_autofree char *seconds = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");

    return g_strdup_printf("%s.%06dZ", seconds, g_date_time_get_microsecond(now));
}
