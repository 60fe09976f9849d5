/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli-publish.h"
#include "gp-error.h"
#include "gp-text.h"

#define MAX_SAID 1000 /* characters of a name, a note or a reason */
#define MAX_TRIES 5   /* to make figures of a workspace that others change */

void
gp_publish_options_clear(GpPublishOptions *self)
{
    g_free(self->by);
    g_free(self->note);
    g_free(self->day);
    g_free(self->format);
}

/* What a person said, without control characters and blanks at its ends. */
char *
gp_publish_clean(const char *said)
{
    return said == NULL ? g_strdup("")
                        : g_strstrip(gp_text_printable(said, strlen(said), MAX_SAID));
}

gboolean
gp_publish_check_day(const char *day, GError **error)
{
    GpSpan span;

    return day == NULL ||
           (strlen(day) == strlen("2026-11-22") &&
            gp_period_parse(day, strlen(day), &span) == GP_PERIOD_READ &&
            span.first == span.last) ||
           gp_throw(error, GP_ERROR_USAGE, "--date takes a day as in 2026-11-22, not “%s”", day);
}

GpPublication *
gp_publish_draft(GpCli *cli, GpFigures *figures, const GpPublishOptions *options, GError **error)
{
    const GpFigureOptions usual = {.format = options->format};
    g_autofree char *now = gp_cli_now(), *by = gp_publish_clean(options->by);
    g_autofree char *note = gp_publish_clean(options->note);
    g_autoptr(GPtrArray) originals = NULL;
    GpPublishing publishing = {.by = by, .note = note, .program = GP_VERSION};

    if (!gp_figures_open(figures, cli, &usual, "year", GP_KEEP_SITE, error) ||
        (originals = gp_store_list_originals(figures->workspace->store, error)) == NULL)
        return NULL;
    now[strlen("2026-11-22")] = '\0';
    publishing.day = options->day == NULL ? now : options->day;
    return gp_publication_of_book(figures->book, &figures->convert, figures->workspace, originals,
                                  &publishing, cli->issues, error);
}

/* A draft, with the workspace held; NULL without an error: it was changed meanwhile. */
static GpPublication *
try_to_hold(GpCli *cli, GpFigures *figures, const GpPublishOptions *options, GError **error)
{
    g_autoptr(GpPublication) draft = NULL;
    gint64 before = 0, after = 0;

    if ((figures->workspace = gp_cli_open_workspace(cli, error)) == NULL ||
        !gp_store_version(figures->workspace->store, &before, error) ||
        (draft = gp_publish_draft(cli, figures, options, error)) == NULL ||
        !gp_publications_begin(figures->workspace, error))
        return NULL;
    if (gp_store_version(figures->workspace->store, &after, error) && before == after)
        return g_steal_pointer(&draft);
    gp_publications_end(figures->workspace);
    return NULL;
}

GpPublication *
gp_publish_hold(GpCli *cli, GpFigures *figures, const GpPublishOptions *options, GError **error)
{
    for (guint i = 0; i < MAX_TRIES; i++) {
        GError *reason = NULL;
        GpPublication *draft = try_to_hold(cli, figures, options, &reason);

        if (draft != NULL)
            return draft;
        if (reason != NULL) {
            g_propagate_error(error, reason);
            return NULL;
        }
        gp_figures_clear(figures);
        *figures = (GpFigures){.book = NULL};
        gp_issue_list_free(cli->issues);
        cli->issues = gp_issue_list_new();
    }
    return gp_throw_null(error, GP_ERROR_IO,
                         "the workspace is being changed by another greenplan: try again when that "
                         "has finished");
}

static void
describe(const GpPublication *publication, const GpFigures *figures, GString *out)
{
    if (figures->format != GP_OUTPUT_TABLE) {
        g_autoptr(GPtrArray) list = g_ptr_array_new();

        g_ptr_array_add(list, (gpointer)publication);
        gp_report_publications(list, figures->format, out);
        return;
    }
    g_string_append_printf(out,
                           "Published as %s by %s; it is kept in published/%s.json.\n"
                           "“greenplan publications --show %s” tells its SHA-256: in the minutes, "
                           "it shows later that the file is the one the board saw.\n",
                           publication->id, publication->by, publication->id, publication->id);
}

static gboolean
publish(
    GpCli *cli, GpFigures *figures, const GpPublishOptions *options, GString *out, GError **error)
{
    g_autoptr(GpIssueList) known = gp_issue_list_new(); /* gp_publications_add() says the same */
    g_autoptr(GPtrArray) publications = NULL;
    g_autoptr(GpPublication) draft = gp_publish_hold(cli, figures, options, error);
    gboolean ok;

    if (draft == NULL)
        return FALSE;
    publications = gp_publications_load(figures->workspace, known, error);
    ok = publications != NULL &&
         gp_publication_hold_against(draft, publications, figures->workspace, cli->issues, error) &&
         gp_publications_add(figures->workspace, draft, error);
    gp_publications_end(figures->workspace);
    if (ok)
        describe(draft, figures, out);
    return ok;
}

GpExit
gp_command_publish(GpCli *cli, int argc, char **argv)
{
    g_auto(GpPublishOptions) options = {0};
    GOptionEntry entries[] = {
        {"by", 0, 0, G_OPTION_ARG_STRING, &options.by, "Who publishes", "NAME"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &options.note,
         "What for, such as the meeting of the board", "TEXT"},
        {"date", 0, 0, G_OPTION_ARG_STRING, &options.day,
         "The day of the publication (default: today, UTC)", "DAY"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format, "table (default), csv or json",
         "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree char *by = NULL;
    g_auto(GpFigures) figures = {0};
    g_autoptr(GString) out = g_string_new(NULL);
    GpOutput format;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Keeps the figures of today for good: what the board saw.", &status))
        return status;
    by = gp_publish_clean(options.by);
    if (*by == '\0') {
        gp_throw(&error, GP_ERROR_USAGE, "publish needs a name: greenplan publish --by NAME");
        return gp_cli_fail(error);
    }
    if (!gp_publish_check_day(options.day, &error) ||
        (options.format != NULL && !gp_output_parse(options.format, &format, &error)))
        return gp_cli_fail(error);
    if (!publish(cli, &figures, &options, out, &error))
        return gp_cli_fail(error);
    return gp_cli_finish(cli, out);
}

GpExit
gp_command_publications(GpCli *cli, int argc, char **argv)
{
    g_autofree char *show = NULL, *format_text = NULL;
    GOptionEntry entries[] = {{"show", 0, 0, G_OPTION_ARG_STRING, &show,
                               "One publication: its figures and what they are made of", "ID"},
                              {"format", 0, 0, G_OPTION_ARG_STRING, &format_text,
                               "table (default), csv or json", "FORMAT"},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GpWorkspace) workspace = NULL;
    g_autoptr(GPtrArray) publications = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    const GpPublication *one = NULL;
    GpOutput format = GP_OUTPUT_TABLE;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Lists what was published, or shows one publication as it was.", &status))
        return status;
    if ((format_text != NULL && !gp_output_parse(format_text, &format, &error)) ||
        (workspace = gp_cli_open_workspace(cli, &error)) == NULL ||
        (publications = gp_publications_load(workspace, cli->issues, &error)) == NULL ||
        (show != NULL && (one = gp_publications_find(publications, show, &error)) == NULL))
        return gp_cli_fail(error);
    if (one != NULL)
        gp_report_publication(one, format, out);
    else if (publications->len == 0 && format == GP_OUTPUT_TABLE)
        g_string_append(out, "Nothing was published yet.\n");
    else
        gp_report_publications(publications, format, out);
    return gp_cli_finish(cli, out);
}
