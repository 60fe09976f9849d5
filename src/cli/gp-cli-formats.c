/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"

GpExit
gp_command_formats(GpCli *cli, int argc, char **argv)
{
    g_autofree char *output_text = NULL;
    GOptionEntry entries[] = {{"format", 0, 0, G_OPTION_ARG_STRING, &output_text,
                               "table (default), csv or json", "FORMAT"},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GPtrArray) formats = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpOutput output = GP_OUTPUT_TABLE;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(
            &argc, &argv, entries, NULL,
            "Lists the layouts of files that can be read as they are: format= of a source.",
            &status))
        return status;
    if ((output_text != NULL && !gp_output_parse(output_text, &output, &error)) ||
        (formats = gp_formats_list(cli->workspace, cli->places, &error)) == NULL)
        return gp_cli_fail(error);
    gp_report_formats(formats, output, out);
    return gp_cli_finish(cli, out);
}
