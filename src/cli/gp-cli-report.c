/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-cli.h"
#include "gp-error.h"
#include "gp-text.h"

#define BAR_WIDTH 24
#define MAX_FOLDER_CHARACTERS 400

typedef struct {
    GpFigureOptions figures;
    char *output;
    char *targets;
    char *target;
    gboolean no_pdf;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->output);
    g_free(self->targets);
    g_free(self->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
         "The folder of the pack: new, empty, or with an older pack, which is replaced", "DIR"},
        {"targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
         "Targets instead of the workspace's targets.csv", "FILE"},
        {"target", 0, 0, G_OPTION_ARG_STRING, &self->target,
         "The target that the pack is about (default: the first)", "NAME"},
        {"no-pdf", 0, 0, G_OPTION_ARG_NONE, &self->no_pdf,
         "Leave the PDF of the pages out; charts are drawn as PDF all the same", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, NULL,
                        "The board pack: pages, charts, tables and returns from one set of "
                        "figures, in a folder\nthat is written whole or not at all.",
                        out_status);
}

/* A pack is about everything. */
static gboolean
understand(const Options *options, GError **error)
{
    const GpFigureOptions *figures = &options->figures;

    if (options->output == NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "report needs a folder: greenplan report --output DIR");
    return (figures->by == NULL && figures->boundary == NULL && figures->year == NULL &&
            figures->format == NULL) ||
           gp_throw(error, GP_ERROR_USAGE,
                    "a pack is about all years and both boundaries: it takes neither --by, --year, "
                    "--boundary nor --format");
}

/* ---- how far it is ---- */

typedef struct {
    gboolean is_terminal;
    gboolean is_drawn;
    const char *words; /* of the last step: static */
} Progress;

static void
clear_bar(Progress *self)
{
    if (self->is_drawn)
        fputs("\r\033[K", stderr);
    self->is_drawn = FALSE;
}

static void
on_step(const char *words, guint done, guint total, gpointer data)
{
    Progress *self = data;
    gboolean is_new = self->words == NULL || !g_str_equal(self->words, words);
    int full = (int)(total == 0 ? 0 : done * BAR_WIDTH / total);

    self->words = words;
    if (!self->is_terminal) {
        if (is_new)
            fprintf(stderr, "report: %s\n", words);
        return;
    }
    clear_bar(self);
    fprintf(stderr, "[%.*s%.*s] %s", full, "########################", BAR_WIDTH - full,
            "------------------------", words);
    fflush(stderr);
    self->is_drawn = TRUE;
}

/* ---- the command ---- */

GpBoard *
gp_cli_gather(const GpFigures *figures,
              const GpCli *cli,
              const GpFigureOptions *options,
              const GpTargetOptions *targets,
              guint what,
              const GpPackFollow *follow,
              GError **error)
{
    g_autofree char *now = gp_cli_now();
    const GpBoardSources sources = {.book = figures->book,
                                    .options = &figures->convert,
                                    .workspace = figures->workspace,
                                    .places = cli->places,
                                    .as_of = options->as_of,
                                    .gwp = options->gwp,
                                    .target = targets->target,
                                    .targets = targets->targets,
                                    .made_on = now,
                                    .program = "greenplan " GP_VERSION};

    now[strlen("2026-11-22")] = '\0';
    return gp_board_gather(&sources, what, follow, error);
}

static void
describe(const GpBoard *board, const GpPackWritten *written, const char *folder, GString *out)
{
    g_autofree char *name = gp_text_printable(folder, strlen(folder), MAX_FOLDER_CHARACTERS);

    g_string_append_printf(out, "The pack is in %s: %u charts, %u files, %.1f MB\n", name,
                           written->n_charts, written->n_files, (double)written->n_bytes / 1e6);
    if (board->gaps->len > 0)
        g_string_append(out, "\nNot shown, and why:\n");
    for (guint i = 0; i < board->gaps->len; i++)
        g_string_append_printf(out, "  %s\n", (const char *)g_ptr_array_index(board->gaps, i));
}

static GpBoard *
make(GpCli *cli, GpFigures *figures, const Options *options, GpPackWritten *written, GError **error)
{
    const GpTargetOptions targets = {NULL, options->targets, options->target};
    Progress progress = {.is_terminal = isatty(STDERR_FILENO) == 1};
    const GpPackFollow follow = {on_step, &progress};
    const GpPackOptions pack = {options->output, cli->places, options->no_pdf, &follow};
    g_autoptr(GpBoard) board = NULL;
    gboolean ok;

    if (!gp_pack_check_folder(options->output, error) ||
        !gp_figures_open(figures, cli, &options->figures, "year", GP_KEEP_ALL, error))
        return NULL;
    board = gp_cli_gather(figures, cli, &options->figures, &targets, GP_GATHER_ALL, &follow, error);
    ok = board != NULL && gp_pack_write(board, &pack, written, error);
    clear_bar(&progress);
    return ok ? g_steal_pointer(&board) : NULL;
}

GpExit
gp_command_report(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.output = NULL};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GpBoard) board = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpPackWritten written = {0, 0, 0};
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    if (!understand(&options, &error) ||
        (board = make(cli, &figures, &options, &written, &error)) == NULL)
        return gp_cli_fail(error);
    describe(board, &written, options.output, out);
    gp_issue_list_move_new(cli->issues, board->issues);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
