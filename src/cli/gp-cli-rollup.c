/* SPDX-License-Identifier: MIT */
#include "gp-boarding.h"
#include "gp-cli.h"
#include "gp-error.h"
#include "gp-rolling.h"
#include "gp-rollups.h"

#define USUAL_NAME "Integrated care system"

typedef struct {
    GpFigureOptions figures;
    char *name;
    char *targets;
    char *output;
    gboolean no_pdf;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->name);
    g_free(self->targets);
    g_free(self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"name", 0, 0, G_OPTION_ARG_STRING, &self->name, "What the system is called", "NAME"},
        {"targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
         "The system's targets, as in a trust's targets.csv", "FILE"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
         "Write the system's board pack into this folder", "DIR"},
        {"no-pdf", 0, 0, G_OPTION_ARG_NONE, &self->no_pdf, "Leave the PDF of the pages out", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, "[FILE…]",
                        "Several trusts as one system: adds up the roll-up files that they handed "
                        "up.\nWithout a file: the roll-up of the workspace.",
                        out_status);
}

static void
free_rollup(gpointer rollup)
{
    gp_rollup_free(rollup);
}

/* ---- several trusts ---- */

static GPtrArray *
read_files(char **paths, int n, GError **error)
{
    g_autoptr(GPtrArray) rollups = g_ptr_array_new_with_free_func(free_rollup);

    for (int i = 0; i < n; i++) {
        GpRollup *rollup = gp_rollup_read(paths[i], error);

        if (rollup == NULL)
            return NULL;
        g_ptr_array_add(rollups, rollup);
    }
    return g_steal_pointer(&rollups);
}

static GpBoard *
join(const Options *options, char **paths, int n, GError **error)
{
    g_autoptr(GPtrArray) rollups = read_files(paths, n, error), targets = NULL;
    g_autofree char *now = gp_cli_now();
    GpCareSystem who = {.name = options->name == NULL ? USUAL_NAME : options->name,
                        .program = "greenplan " GP_VERSION};
    GpSpan today = {0, 0};

    if (rollups == NULL)
        return NULL;
    if (options->targets != NULL && (targets = gp_targets_load(options->targets, error)) == NULL)
        return NULL;
    now[sizeof "2026-11-22" - 1] = '\0';
    gp_period_parse(now, sizeof "2026-11-22" - 1, &today);
    who.targets = targets;
    who.today = today.first;
    return gp_board_of_rollups(rollups, &who, error);
}

/* ---- the trust of the workspace ---- */

static GpBoard *
gather(GpCli *cli, GpFigures *figures, const Options *options, GError **error)
{
    const GpTargetOptions targets = {NULL, options->targets, NULL};
    g_autoptr(GpBoard) board = NULL;

    if (options->output != NULL || options->name != NULL)
        return gp_throw_null(error, GP_ERROR_USAGE,
                             "--output and --name are for several trusts: give their roll-up "
                             "files; the pack of this trust is “greenplan report --output DIR”");
    if (!gp_figures_open(figures, cli, &options->figures, "year", GP_KEEP_ALL, error))
        return NULL;
    board = gp_cli_gather(figures, cli, &options->figures, &targets,
                          GP_GATHER_EMISSIONS | GP_GATHER_SIZES, NULL, error);
    if (board == NULL)
        return NULL;
    board->rollups = g_ptr_array_new_with_free_func(free_rollup);
    g_ptr_array_add(board->rollups, gp_rollup_of_board(board));
    return g_steal_pointer(&board);
}

/* ---- what is printed ---- */

static void
print_table(const GpBoard *board, GString *out)
{
    g_autofree GpTargetStanding *standings = g_new0(GpTargetStanding, board->standings->len);
    g_autoptr(GpDocTable) table = gp_board_trusts_table(board);

    for (guint i = 0; i < board->standings->len; i++) {
        const GpBoardTarget *standing = gp_board_target(board, i);

        standings[i] = (GpTargetStanding){standing->target, standing->trajectory, standing->reason};
    }
    gp_report_doc_table(table, out);
    if (board->standings->len == 0)
        return;
    g_string_append_c(out, '\n');
    gp_report_targets(standings, board->standings->len, board->issues, GP_OUTPUT_TABLE, out);
}

static void
print(const GpBoard *board, GpOutput format, GString *out)
{
    g_autoptr(GpRollup) rollup = gp_rollup_of_board(board);

    switch (format) {
    case GP_OUTPUT_CSV:
        gp_rollup_print_csv(rollup, out);
        return;
    case GP_OUTPUT_JSON:
        gp_rollup_print_json(rollup, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(board, out);
        return;
    }
}

static gboolean
write_pack(GpCli *cli, const GpBoard *board, const Options *options, GString *out, GError **error)
{
    const GpPackOptions pack = {options->output, cli->places, options->no_pdf, NULL};
    GpPackWritten written = {0, 0, 0};

    if (!gp_pack_write(board, &pack, &written, error))
        return FALSE;
    g_string_append_printf(out, "The pack is in %s: %u charts, %u files\n", options->output,
                           written.n_charts, written.n_files);
    return TRUE;
}

GpExit
gp_command_rollup(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.name = NULL};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GpBoard) board = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpOutput format = GP_OUTPUT_TABLE;
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    if (options.figures.format != NULL && !gp_output_parse(options.figures.format, &format, &error))
        return gp_cli_fail(error);
    if (options.output != NULL && !gp_pack_check_folder(options.output, &error))
        return gp_cli_fail(error);
    board = argc > 1 ? join(&options, argv + 1, argc - 1, &error)
                     : gather(cli, &figures, &options, &error);
    if (board == NULL)
        return gp_cli_fail(error);
    if (options.output == NULL)
        print(board, format, out);
    else if (!write_pack(cli, board, &options, out, &error))
        return gp_cli_fail(error);
    gp_issue_list_move_new(cli->issues, board->issues);
    return gp_cli_finish(cli, out);
}
