/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    char **factors;
    char **units;
    char **known;
    GpWorkspace *workspace; /* (nullable) */
} Options;

static void
options_clear(Options *self)
{
    g_strfreev(self->factors);
    g_strfreev(self->units);
    g_strfreev(self->known);
    gp_workspace_close(self->workspace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* The file of that name in the workspace, if it has one, then those of an option. */
static GPtrArray *
gather(const GpWorkspace *workspace, const char *name, char **named)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    char *own = workspace == NULL ? NULL : gp_workspace_file(workspace, name);

    if (own != NULL)
        g_ptr_array_add(paths, own);
    for (; named != NULL && *named != NULL; named++)
        g_ptr_array_add(paths, g_strdup(*named));
    g_ptr_array_add(paths, NULL);
    return paths;
}

static GpUnitTable *
load_units(const GpCli *cli, const Options *options, GError **error)
{
    g_autofree char *shipped = g_build_filename(cli->places->factors, "units.csv", NULL);
    g_autoptr(GPtrArray) own = gather(options->workspace, "units.csv", options->units);
    g_autoptr(GpUnitTable) units = gp_unit_table_new();

    if (!gp_unit_table_load(units, shipped, error))
        return NULL;
    for (guint i = 0; i + 1 < own->len; i++) {
        if (!gp_unit_table_load(units, g_ptr_array_index(own, i), error))
            return NULL;
    }
    return g_steal_pointer(&units);
}

static void
print_count(GString *out, guint n, const char *what, const char *end)
{
    g_string_append_printf(out, "%u %s%s%s", n, what, n == 1 ? "" : "s", end);
}

static gboolean
check(const GpCli *cli, Options *options, GString *out, GError **error)
{
    g_autoptr(GpUnitTable) units = NULL;
    g_autoptr(GPtrArray) factors = NULL, known = NULL;
    GpFactorCheckOptions sources = {.folder = cli->places->factors};
    GpFactorCheckCount count;

    if (cli->workspace != NULL) {
        options->workspace = gp_workspace_open(cli->workspace, error);
        if (options->workspace == NULL)
            return FALSE;
    }
    units = load_units(cli, options, error);
    if (units == NULL)
        return FALSE;
    factors = gather(options->workspace, "factors.csv", options->factors);
    known = gather(options->workspace, "known-jumps.csv", options->known);
    sources.units = units;
    sources.own = (const char *const *)factors->pdata;
    sources.known = (const char *const *)known->pdata;
    if (!gp_factor_check(&sources, cli->issues, &count, error))
        return FALSE;
    print_count(out, count.n_factors, "factor", " checked, ");
    print_count(out, count.n_faults, "fault", ", ");
    print_count(out, count.n_known, "known exception", "\n");
    return TRUE;
}

GpExit
gp_command_factors_check(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {NULL, NULL, NULL, NULL};
    const GOptionEntry entries[] = {
        {"factors", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.factors,
         "The trust's own factors, checked beside the library's", "FILE"},
        {"units", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.units, "The trust's own units",
         "FILE"},
        {"known", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.known,
         "Exceptions of the trust's own, each with its reason, as in known-jumps.csv", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Looks for figures that cannot be right: gases that miss their total, jumps, "
                      "slips\nof a decimal point or a unit, rows that overlap or do not say where "
                      "they come from.\nExit 3 if there are any.",
                      &status))
        return status;
    return check(cli, &options, out, &error) ? gp_cli_finish(cli, out) : gp_cli_fail(error);
}
