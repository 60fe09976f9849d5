/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "gp-cli.h"
#include "gp-error.h"
#include "gp-file.h"

/* What fetches is a program of its own, for it needs some thirty libraries of networks and ciphers,
 * and every other command would wait for them to be loaded. */
#define PROGRAM "greenplan-pull"

static void
add(GPtrArray *arguments, const char *text)
{
    g_ptr_array_add(arguments, (gpointer)text);
}

GpExit
gp_command_pull(GpCli *cli, int argc, char **argv)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = self == NULL ? NULL : g_path_get_dirname(self);
    g_autofree char *program = folder == NULL ? NULL : g_build_filename(folder, PROGRAM, NULL);
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    GError *error = NULL;

    add(arguments, "greenplan");
    if (cli->workspace != NULL) {
        add(arguments, "--workspace");
        add(arguments, cli->workspace);
    }
    for (int i = 0; i < argc; i++)
        add(arguments, argv[i]);
    add(arguments, NULL);
    if (program != NULL)
        execv(program, (char **)arguments->pdata);
    gp_throw(&error, GP_ERROR_MISSING,
             "the part of greenplan that fetches, %s, could not be started (%s): it belongs beside "
             "greenplan itself; please install greenplan again",
             program == NULL ? PROGRAM : program, gp_file_reason(errno));
    return gp_cli_fail(error);
}
