/* SPDX-License-Identifier: MIT */
#include "gp-cli-publish.h"
#include "gp-error.h"

typedef struct {
    GpPublishOptions publish;
    char *reason;
    gboolean accept;
    gboolean history;
} Options;

static void
options_clear(Options *self)
{
    gp_publish_options_clear(&self->publish);
    g_free(self->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static GPtrArray *
load(GpCli *cli, GpFigures *figures, GError **error)
{
    figures->workspace = gp_cli_open_workspace(cli, error);
    return figures->workspace == NULL
               ? NULL
               : gp_publications_load(figures->workspace, cli->issues, error);
}

/* ---- beside the figures of now ---- */

static gboolean
show(GpCli *cli, GpFigures *figures, const Options *options, GString *out, GError **error)
{
    g_autoptr(GPtrArray) publications = load(cli, figures, error);
    g_autoptr(GpPublication) now = NULL;
    g_autoptr(GpRestatement) restatement = NULL;

    if (publications == NULL ||
        (now = gp_publish_draft(cli, figures, &options->publish, error)) == NULL ||
        (restatement = gp_publications_restate(publications, now, figures->workspace, error)) ==
            NULL)
        return FALSE;
    gp_report_restatement(restatement, cli->issues, figures->format, out);
    return TRUE;
}

/* ---- accepting ---- */

static void
describe(const GpRestatement *restatement, const GpPublication *now, GString *out)
{
    g_autoptr(GString) years = g_string_new(NULL);

    for (guint i = 0; i < now->restated_fys->len; i++) {
        char label[16];

        gp_fy_print(g_array_index(now->restated_fys, int, i), label);
        g_string_append_printf(years, "%s%s", i == 0 ? "" : ", ", label);
    }
    g_string_append_printf(out,
                           "Restated as %s by %s: %s. These years carry [r] from now on; what was "
                           "published before stays in published/.\n",
                           now->id, now->by, years->str);
    if (!restatement->is_proposed)
        g_string_append(out, "The recalculations are not above the trust's threshold; they are "
                             "restated because it was asked for.\n");
}

/* The workspace is held. */
static gboolean
accept_held(GpCli *cli,
            GpFigures *figures,
            const Options *options,
            GpPublication *now,
            GString *out,
            GError **error)
{
    g_autofree char *reason = gp_publish_clean(options->reason);
    g_autoptr(GPtrArray) publications =
        gp_publications_load(figures->workspace, cli->issues, error);
    g_autoptr(GpRestatement) restatement = NULL;

    if (publications == NULL ||
        (restatement = gp_publications_restate(publications, now, figures->workspace, error)) ==
            NULL ||
        !gp_publication_mark_restated(now, restatement, reason, error) ||
        !gp_publications_add(figures->workspace, now, error))
        return FALSE;
    if (figures->format == GP_OUTPUT_TABLE)
        describe(restatement, now, out);
    else
        gp_report_restatement(restatement, cli->issues, figures->format, out);
    return TRUE;
}

static gboolean
accept(GpCli *cli, GpFigures *figures, const Options *options, GString *out, GError **error)
{
    g_autoptr(GpPublication) now = gp_publish_hold(cli, figures, &options->publish, error);
    gboolean ok = now != NULL && accept_held(cli, figures, options, now, out, error);

    if (now != NULL)
        gp_publications_end(figures->workspace);
    return ok;
}

/* ---- what was accepted ---- */

static gboolean
tell_history(GpCli *cli, GpFigures *figures, GString *out, GError **error)
{
    g_autoptr(GPtrArray) publications = load(cli, figures, error);
    g_autoptr(GPtrArray) list =
        publications == NULL ? NULL
                             : gp_publications_history(publications, figures->workspace, error);

    if (list == NULL)
        return FALSE;
    if (list->len == 0 && figures->format == GP_OUTPUT_TABLE)
        g_string_append(out, "Nothing was restated yet.\n");
    else
        gp_report_restatements(list, figures->format, out);
    return TRUE;
}

/* ---- the command ---- */

static gboolean
check(const Options *options, GError **error)
{
    g_autofree char *by = gp_publish_clean(options->publish.by);
    g_autofree char *reason = gp_publish_clean(options->reason);

    if (options->accept && options->history)
        return gp_throw(error, GP_ERROR_USAGE, "give either --accept or --history, not both");
    if (options->accept && (*by == '\0' || *reason == '\0'))
        return gp_throw(error, GP_ERROR_USAGE,
                        "a restatement is accepted with a reason and a name: --accept --reason "
                        "TEXT --by NAME");
    if (!options->accept && (options->reason != NULL || options->publish.by != NULL ||
                             options->publish.note != NULL || options->publish.day != NULL))
        return gp_throw(error, GP_ERROR_USAGE,
                        "--reason, --by, --note and --date go with --accept");
    return gp_publish_check_day(options->publish.day, error);
}

GpExit
gp_command_restatement(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.reason = NULL};
    GOptionEntry entries[] = {
        {"accept", 0, 0, G_OPTION_ARG_NONE, &options.accept,
         "Publishes the figures of now as a restatement of all years", NULL},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, "Why it is accepted", "TEXT"},
        {"by", 0, 0, G_OPTION_ARG_STRING, &options.publish.by, "Who accepts it", "NAME"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &options.publish.note,
         "What for, such as the meeting of the board", "TEXT"},
        {"date", 0, 0, G_OPTION_ARG_STRING, &options.publish.day,
         "The day of the restatement (default: today, UTC)", "DAY"},
        {"history", 0, 0, G_OPTION_ARG_NONE, &options.history,
         "What was restated: old and new side by side", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.publish.format,
         "table (default), csv or json", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GString) out = g_string_new(NULL);
    GpOutput format = GP_OUTPUT_TABLE;
    GError *error = NULL;
    GpExit status;
    gboolean ok;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Holds what was published against the figures of now.", &status))
        return status;
    if (!check(&options, &error) || (options.publish.format != NULL &&
                                     !gp_output_parse(options.publish.format, &format, &error)))
        return gp_cli_fail(error);
    figures.format = format;
    ok = options.history  ? tell_history(cli, &figures, out, &error)
         : options.accept ? accept(cli, &figures, &options, out, &error)
                          : show(cli, &figures, &options, out, &error);
    if (!ok)
        return gp_cli_fail(error);
    return gp_cli_finish(cli, out);
}
