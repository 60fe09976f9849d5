/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "gp-cli.h"
#include "gp-error.h"
#include "gp-file.h"

typedef struct {
    char *edition; /* (nullable) */
    char *output;  /* (nullable): standard output */
    gboolean list_all;
} Options;

static void
options_clear(Options *self)
{
    g_free(self->edition);
    g_free(self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static GpUnitTable *
load_units(const GpPlaces *places, GError **error)
{
    g_autofree char *path = g_build_filename(places->factors, "units.csv", NULL);
    g_autoptr(GpUnitTable) units = gp_unit_table_new();

    if (!gp_unit_table_load(units, path, error))
        return NULL;
    return g_steal_pointer(&units);
}

/* The library itself is written only if --output points there. */
static gboolean
import(const GpCli *cli, const char *path, const Options *options, GString *out, GError **error)
{
    g_autoptr(GpUnitTable) units = load_units(cli->places, error);
    const GpImportOptions sources = {cli->places->factors, units, options->edition};
    g_autoptr(GString) report = g_string_new(NULL);
    g_autoptr(GpFactorImport) edition = NULL;

    if (units == NULL)
        return FALSE;
    edition = gp_factor_import_read(path, &sources, error);
    if (edition == NULL || !gp_factor_import_compare(edition, cli->places->factors, error))
        return FALSE;
    gp_factor_import_print_set(edition, out);
    if (options->output != NULL) {
        if (!gp_file_write(options->output, out->str, out->len, error))
            return FALSE;
        g_string_truncate(out, 0);
    }
    gp_factor_import_print_report(edition, options->list_all, report);
    fputs(report->str, stderr);
    return TRUE;
}

GpExit
gp_command_factors_import(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {NULL, NULL, FALSE};
    const GOptionEntry entries[] = {
        {"edition", 0, 0, G_OPTION_ARG_STRING, &options.edition,
         "What the edition is called (default: the year and version in the file)", "'2026 v1.2'"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Write the factors to this file (default: standard output)", "FILE"},
        {"all", 0, 0, G_OPTION_ARG_NONE, &options.list_all,
         "List every change since the earlier edition, not the first 20 of a kind", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "FILE",
                      "Turns the flat file of a new edition of the UK Government conversion "
                      "factors,\nas published (.xlsx) or as CSV, into a file of the library, and "
                      "tells what changed.",
                      &status))
        return status;
    if (argc != 2)
        gp_throw(&error, GP_ERROR_USAGE,
                 "import needs one file: greenplan factors import FILE --output ukgov-2026.csv");
    else
        import(cli, argv[1], &options, out, &error);
    return error != NULL ? gp_cli_fail(error) : gp_cli_finish(cli, out);
}
