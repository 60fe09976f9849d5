/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    GpCli *cli;
    GpFigures figures;  /* only its book and format are used */
    const char *search; /* (nullable) */
} Request;

typedef GpExit (*Subcommand)(Request *request, int argc, char **argv);

static gboolean
mentions(const char *text, const char *wanted)
{
    g_autofree char *low_text = g_utf8_strdown(text, -1), *low_wanted = g_utf8_strdown(wanted, -1);

    return strstr(low_text, low_wanted) != NULL;
}

static gboolean
is_wanted(const GpActivity *activity, const char *search)
{
    return search == NULL || mentions(activity->key, search) || mentions(activity->title, search) ||
           mentions(activity->description, search) || mentions(activity->category, search);
}

static GpExit
list(Request *self, int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
    const GpBook *book = self->figures.book;
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(book->basis->library);
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint i = 0; i < keys->len; i++) {
        const GpActivity *activity =
            gp_factor_library_activity(book->basis->library, g_ptr_array_index(keys, i));

        if (activity != NULL && is_wanted(activity, self->search))
            g_ptr_array_add(found, (gpointer)activity);
    }
    gp_report_activities(found, book->basis->units, self->figures.format, out);
    return gp_cli_finish(self->cli, out);
}

static GpExit
show(Request *self, int argc, char **argv)
{
    const GpBook *book = self->figures.book;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GArray) views = NULL;
    GError *error = NULL;
    int fy = self->figures.convert.only_fy;

    if (argc != 3 || fy == 0)
        gp_throw(&error, GP_ERROR_USAGE,
                 "show needs an activity and a year: greenplan factors show natural-gas --year "
                 "2024-25");
    else
        views = gp_factor_library_view(book->basis->library, argv[2], fy,
                                       &self->figures.convert.rules, &error);
    if (views == NULL)
        return gp_cli_fail(error);
    gp_report_factors(views, book->basis->units, self->figures.format, out);
    return gp_cli_finish(self->cli, out);
}

static GpExit
diff(Request *self, int argc, char **argv)
{
    const GpBook *book = self->figures.book;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GArray) pairs = NULL;
    GError *error = NULL;
    guint64 from, to;

    if (argc != 4 ||
        !g_ascii_string_to_unsigned(argv[2], 10, GP_FIRST_YEAR, GP_LAST_YEAR, &from, NULL) ||
        !g_ascii_string_to_unsigned(argv[3], 10, GP_FIRST_YEAR, GP_LAST_YEAR, &to, NULL)) {
        gp_throw(&error, GP_ERROR_USAGE,
                 "diff needs two editions by their years: greenplan factors diff 2024 2025");
        return gp_cli_fail(error);
    }
    pairs = gp_factor_library_compare(book->basis->library, (int)from, (int)to);
    gp_report_factor_changes(pairs, book->basis->units, self->figures.format, out);
    return gp_cli_finish(self->cli, out);
}

static const struct {
    const char *name;
    Subcommand run;
} subcommands[] = {{"list", list}, {"show", show}, {"diff", diff}};

static GpExit
run_subcommand(Request *request, int argc, char **argv)
{
    GError *error = NULL;

    for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(subcommands); i++) {
        if (g_str_equal(argv[1], subcommands[i].name))
            return subcommands[i].run(request, argc, argv);
    }
    gp_throw(&error, GP_ERROR_USAGE, "factors needs one of list, show, diff, audit, import, check");
    return gp_cli_fail(error);
}

/* Subcommands that take other options, and load the library themselves or go without it. */
static const struct {
    const char *name;
    const char *full_name;
    GpCommandFunc run;
} apart[] = {{"audit", "factors audit", gp_command_factors_audit},
             {"check", "factors check", gp_command_factors_check},
             {"import", "factors import", gp_command_factors_import}};

static gboolean
run_apart(GpCli *cli, int argc, char **argv, GpExit *out_status)
{
    for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(apart); i++) {
        if (!g_str_equal(argv[1], apart[i].name))
            continue;
        argv[1] = (char *)apart[i].full_name;
        *out_status = apart[i].run(cli, argc - 1, argv + 1);
        return TRUE;
    }
    return FALSE;
}

GpExit
gp_command_factors(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_autofree char *search = NULL;
    const GOptionEntry own[] = {{"search", 0, 0, G_OPTION_ARG_STRING, &search,
                                 "Only activities that mention this text", "TEXT"},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, own);
    Request request = {.cli = cli};
    GError *error = NULL;
    GpExit status;

    if (run_apart(cli, argc, argv, &status))
        return status;
    if (!gp_cli_parse(
            &argc, &argv, entries,
            "list | show ACTIVITY --year YEAR | diff YEAR YEAR | audit | import FILE | check",
            "The factor library: what is in it, and where each figure comes from.", &status))
        return status;
    request.search = search;
    if (gp_figures_open_library(&request.figures, cli, &options, &error))
        status = run_subcommand(&request, argc, argv);
    else
        status = gp_cli_fail(error);
    gp_figures_clear(&request.figures);
    return status;
}
