/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "gp-cli.h"
#include "gp-memory.h"

static const struct {
    const char *name;
    GpCommandFunc run;
    const char *summary;
} commands[] = {
    {"init", gp_command_init, "make a workspace, from templates or a shipped sample"},
    {"pull", gp_command_pull, "fetch what is new from the sources of the settings"},
    {"import", gp_command_import, "bring an activity file into the workspace"},
    {"formats", gp_command_formats, "layouts of files that can be read as they are"},
    {"originals", gp_command_originals, "every file that was brought in, and what became of it"},
    {"verify", gp_command_verify, "read all originals again, and compare"},
    {"check", gp_command_check, "gaps, spikes, slips, what counts twice, and what to do about it"},
    {"convert", gp_command_convert, "turn activity files into emissions, without a workspace"},
    {"footprint", gp_command_footprint, "the trust's carbon footprint"},
    {"roles", gp_command_roles, "the footprint of each role, adding up to the trust's"},
    {"me", gp_command_me, "one person's own footprint at work; nothing is stored"},
    {"explain", gp_command_explain, "one activity's emissions, step by step"},
    {"publish", gp_command_publish, "keep the figures of today for good: what the board saw"},
    {"publications", gp_command_publications, "what was published, as it was"},
    {"restatement", gp_command_restatement, "published figures beside those of now, and why"},
    {"trajectory", gp_command_trajectory, "progress against a target, and the verdict"},
    {"milestones", gp_command_milestones, "what is asked of the NHS, and by when"},
    {"change", gp_command_change, "what changed between two years: us, the grid, or others"},
    {"actions", gp_command_actions,
     "what is planned, is it enough, what does it cost, what did it do"},
    {"spc", gp_command_spc, "is this month different, or the usual ups and downs?"},
    {"weather", gp_command_weather, "heating as it would have been in a standard year"},
    {"factors", gp_command_factors, "the factor library: list, show, diff, import"},
    {"rollup", gp_command_rollup, "several trusts as one system; what this trust hands up"},
    {"plot", gp_command_plot, "draw a chart as .svg, .png or .pdf"},
    {"report", gp_command_report, "the board pack: pages, charts, tables and returns in a folder"},
};

static void
print_help(FILE *out)
{
    fputs("Usage: greenplan [--workspace DIR] COMMAND [OPTIONS]\n\n"
          "The carbon footprint of an NHS trust and its progress towards net zero.\n\n"
          "Commands:\n",
          out);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].summary);
    fputs("\nOptions:\n"
          "  --workspace DIR  the trust's workspace (default: the folder you are in)\n"
          "  --help           this help; “greenplan COMMAND --help” tells a command's options\n"
          "  --version        the version\n\n"
          "Exit codes: 0 good, 1 failed, 2 wrong usage, 3 done but with issues you must see.\n",
          out);
}

static GpExit
run_command(GpCli *cli, int argc, char **argv)
{
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (g_str_equal(argv[0], commands[i].name))
            return commands[i].run(cli, argc, argv);
    }
    fprintf(stderr, "greenplan: “%s” is not a command; “greenplan --help” lists them\n", argv[0]);
    return GP_EXIT_USAGE;
}

static GpExit
run(GpCli *cli, int argc, char **argv)
{
    GError *error = NULL;
    GpExit status;

    cli->places = gp_places_find(&error);
    if (cli->places == NULL)
        return gp_cli_fail(error);
    cli->issues = gp_issue_list_new();
    status = run_command(cli, argc, argv);
    gp_issue_list_free(cli->issues);
    gp_places_free(cli->places);
    return status;
}

/* Understands what is said before the command. */
static GpExit
obey(int argc, char **argv)
{
    GpCli cli = {NULL, NULL, NULL};
    int i = 1;

    for (; i < argc && argv[i][0] == '-'; i++) {
        if (g_str_equal(argv[i], "--help") || g_str_equal(argv[i], "-h")) {
            print_help(stdout);
            return GP_EXIT_GOOD;
        }
        if (g_str_equal(argv[i], "--version")) {
            puts("greenplan " GP_VERSION);
            return GP_EXIT_GOOD;
        }
        if (g_str_equal(argv[i], "--workspace") && i + 1 < argc) {
            cli.workspace = argv[++i];
        } else if (g_str_has_prefix(argv[i], "--workspace=")) {
            cli.workspace = argv[i] + strlen("--workspace=");
        } else {
            fprintf(stderr, "greenplan: “%s” is not an option here; see “greenplan --help”\n",
                    argv[i]);
            return GP_EXIT_USAGE;
        }
    }
    if (i == argc) {
        print_help(stderr);
        return GP_EXIT_USAGE;
    }
    return run(&cli, argc - i, argv + i);
}

int
main(int argc, char **argv)
{
    gp_memory_prepare();
    setlocale(LC_CTYPE, "C.UTF-8");
    return (int)gp_cli_flush(obey(argc, argv));
}
