/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "dumper.h"
#include "gp-boarding.h"
#include "gp-compose.h"

/* The packs and returns of the shipped samples, word by word. */

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            remove_folder(path);
        else
            g_unlink(path);
    }
    g_rmdir(folder);
}

static void
compare_return(GpDocument *taken, const char *sample, const char *name)
{
    g_autoptr(GpDocument) document = taken;
    g_autofree char *golden = g_strdup_printf("%s-%s.txt", sample, name);

    check_document(document);
    compare_with_golden(document, golden);
}

static void
compare_returns(const GpBoard *board, const char *sample)
{
    compare_return(gp_compose_annual_report(board), sample, "annual-report");
    compare_return(gp_compose_eric(board), sample, "eric");
    compare_return(gp_compose_foi(board), sample, "foi");
    compare_return(gp_compose_cqc(board), sample, "cqc");
    compare_return(gp_compose_ghg(board), sample, "ghg-protocol");
}

static void
compare_workspace(const char *folder, const GpPlaces *places, const char *sample)
{
    g_autofree char *golden = g_strconcat(sample, ".txt", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GpWorkspace) workspace = gp_workspace_open(folder, &error);
    GpIssueList *issues = gp_issue_list_new();
    const GpConvertOptions options = {.rules = workspace->rules};
    const GpBookSources sources = {.basis = {.workspace = workspace}, .keep = GP_KEEP_ALL};
    g_autoptr(GpBook) book = gp_book_open(&sources, places, issues, &error);
    const GpBoardSources board_sources = {.book = book,
                                          .options = &options,
                                          .workspace = workspace,
                                          .places = places,
                                          .made_on = "2026-11-22",
                                          .program = "greenplan 0.0.0"};
    g_autoptr(GpBoard) board = NULL;
    g_autoptr(GpDocument) document = NULL;

    g_assert_no_error(error);
    board = gp_board_gather(&board_sources, GP_GATHER_ALL, NULL, &error);
    g_assert_no_error(error);
    document = gp_compose_pack(board, NULL, 0);
    check_document(document);
    compare_with_golden(document, golden);
    compare_returns(board, sample);
    gp_issue_list_free(issues);
}

static void
test_sample(gconstpointer name)
{
    GpPlaces places = {(char *)g_getenv("GP_FACTORS"), (char *)g_getenv("GP_PLOTS"),
                       (char *)g_getenv("GP_DATA")};
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *workspace = g_build_filename(folder, name, NULL);
    GpIssueList *issues = gp_issue_list_new();
    g_autoptr(GError) error = NULL;

    gp_workspace_init(workspace, name, &places, "2026-11-22T10:00:00.000000Z", issues, &error);
    g_assert_no_error(error);
    compare_workspace(workspace, &places, name);
    gp_issue_list_free(issues);
    remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/compose/samples/devon", "devon", test_sample);
    g_test_add_data_func("/compose/samples/northmoor", "northmoor", test_sample);
    return g_test_run();
}
