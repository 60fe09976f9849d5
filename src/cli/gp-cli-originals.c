/* SPDX-License-Identifier: MIT */
#include "gp-cli-publish.h"
#include "gp-error.h"

/* All, or those that one word names, with what there is to say of them. */
static GPtrArray *
list(GpCli *cli, GpWorkspace *workspace, int n, char **words, GError **error)
{
    if (n > 1)
        return gp_throw_null(error, GP_ERROR_USAGE, "originals takes one FILE at a time");
    if (n == 0)
        return gp_workspace_originals(workspace, cli->places, cli->issues, error);
    return gp_workspace_tell_originals(workspace, cli->places, words[0], cli->issues, error);
}

GpExit
gp_command_originals(GpCli *cli, int argc, char **argv)
{
    g_autofree char *format_text = NULL;
    GOptionEntry entries[] = {{"format", 0, 0, G_OPTION_ARG_STRING, &format_text,
                               "table (default), csv or json", "FORMAT"},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GpWorkspace) workspace = NULL;
    g_autoptr(GPtrArray) originals = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpOutput format = GP_OUTPUT_TABLE;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "[FILE]",
                      "Lists every file that was brought in, and what became of its rows. With "
                      "FILE, a\nname from the list or the beginning of a SHA-256, that one is read "
                      "again, and it\nis said which rows are refused or left out, and why.",
                      &status))
        return status;
    if ((format_text != NULL && !gp_output_parse(format_text, &format, &error)) ||
        (workspace = gp_cli_open_workspace(cli, &error)) == NULL ||
        (originals = list(cli, workspace, argc - 1, argv + 1, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_originals(originals, format, out);
    return gp_cli_finish(cli, out);
}

/* Says what was compared, in words; what differs are issues. */
static void
describe(const GpVerification *found, GString *out)
{
    g_string_append_printf(out,
                           "%u originals, %u of them whole and unchanged.\n"
                           "Read again, they give %" G_GUINT64_FORMAT
                           " cells; the database has %" G_GUINT64_FORMAT ".\n",
                           found->n_originals, found->n_whole, found->n_cells_again,
                           found->n_cells_stored);
    g_string_append_printf(out, "Cells read again   %s\nCells as stored    %s\n",
                           found->digest_again, found->digest_stored);
    if (found->is_good)
        return;
    if (found->n_whole == found->n_originals && found->n_lost == 0)
        g_string_append(out,
                        "The database is not what the originals give: remove greenplan.db, and "
                        "it is made again from them.\n");
    else
        g_string_append(out, "Some originals are gone, or no longer as they came.\n");
}

/* Rereads what was published. Returns: whether all of it is as it was */
static gboolean
verify_publications(
    GpCli *cli, GpFigures *figures, gboolean is_recomputed, GString *out, GError **error)
{
    static const GpPublishOptions nobody = {.by = NULL};
    guint n_issues = gp_issue_list_size(cli->issues), n_damaged;
    g_autoptr(GPtrArray) publications =
        gp_publications_load(figures->workspace, cli->issues, error);
    g_autoptr(GpPublication) now = NULL;
    GpRecomputed found = {0};

    if (publications == NULL)
        return FALSE;
    n_damaged = gp_issue_list_size(cli->issues) - n_issues;
    if (publications->len > 0)
        g_string_append_printf(out, "%u %s, %s.\n", publications->len,
                               publications->len == 1 ? "publication" : "publications",
                               n_damaged == 0 ? "each as it was made, in a chain that is whole"
                                              : "but not all as they were made");
    if (is_recomputed && publications->len > 0) {
        now = gp_publish_draft(cli, figures, &nobody, error);
        if (now == NULL ||
            !gp_publications_recompute(publications, now, cli->issues, &found, error))
            return FALSE;
        g_string_append_printf(out,
                               "Made again: %u the same, %u of other originals, factors or "
                               "settings than those of now, %u different without a reason.\n",
                               found.n_same, found.n_moved, found.n_wrong);
    }
    return n_damaged == 0 && found.n_wrong == 0;
}

GpExit
gp_command_verify(GpCli *cli, int argc, char **argv)
{
    gboolean is_recomputed = FALSE, is_good;
    GOptionEntry entries[] = {{"published", 0, 0, G_OPTION_ARG_NONE, &is_recomputed,
                               "Also makes what was published again, where it can be", NULL},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GpVerification) found = {0};
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Reads every original again and compares the figures with the database.",
                      &status))
        return status;
    if ((figures.workspace = gp_cli_open_workspace(cli, &error)) == NULL ||
        !gp_workspace_verify(figures.workspace, cli->places, cli->issues, &found, &error))
        return gp_cli_fail(error);
    describe(&found, out);
    is_good = verify_publications(cli, &figures, is_recomputed, out, &error);
    if (error != NULL)
        return gp_cli_fail(error);
    if (found.is_good && is_good)
        g_string_append(out, "All as it should be.\n");
    status = gp_cli_finish(cli, out);
    return found.is_good && is_good ? status : GP_EXIT_FAILED;
}
