/* SPDX-License-Identifier: MIT */
#include "gp-program.h"

#include <string.h>

#include "gp-error.h"
#include "gp-file.h"

/* Runs a shell script in a folder of its own; what it wrote to the file `out` is given back. */
static gboolean
run(const char *script, guint seconds, char **out, GError **error)
{
    g_autofree char *folder = gp_program_make_folder(NULL);
    g_autofree char *written = g_build_filename(folder, "out", NULL);
    const char *argv[] = {"/bin/sh", "-c", script, "sh", NULL};
    const GpProgram program = {
        .name = "the shell",
        .argv = argv,
        .folder = folder,
        .path = "/usr/bin:/bin",
        .seconds = seconds,
        .max_file_bytes = 1 << 20,
        .max_memory_bytes = 1 << 30,
    };
    gboolean ok = gp_program_run(&program, error);

    if (out != NULL && !g_file_get_contents(written, out, NULL, NULL))
        *out = g_strdup("");
    gp_file_remove_folder(folder);
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    return ok;
}

static void
test_it_sees_nothing_of_ours(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *out = NULL;
    g_auto(GStrv) lines = NULL;

    g_setenv("GP_TEST_SECRET", "secret", TRUE);
    g_assert_true(run("env > out", 20, &out, &error));
    g_assert_no_error(error);
    lines = g_strsplit(out, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (*lines[i] != '\0' && !g_str_has_prefix(lines[i], "LC_ALL=C.UTF-8") &&
            !g_str_has_prefix(lines[i], "HOME=/") && !g_str_has_prefix(lines[i], "TMPDIR=/") &&
            !g_str_has_prefix(lines[i], "PATH=/usr/bin:/bin") &&
            !g_str_has_prefix(lines[i], "PWD=") && !g_str_has_prefix(lines[i], "_=") &&
            !g_str_has_prefix(lines[i], "OLDPWD"))
            g_error("%s", lines[i]);
    }
}

/* What it does, and the whole of what is said about it. */
static const char *const failures[][2] = {
    {"exit 1", "the shell failed and gave no reason"},
    {"echo 'a bad\033[31m thing' >&2; exit 3", "the shell failed: “a bad [31m thing”"},
    {"kill -9 $$", "the shell was killed by signal 9"},
    {"kill -SEGV $$", "the shell was killed by signal 11"},
    {"head -c 4000000 /dev/zero > big; exit 1", "the shell failed: “File size limit exceeded”"},
};

static void
test_failures_are_told(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(run(failures[i][0], 20, NULL, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_IO);
        g_assert_cmpstr(error->message, ==, failures[i][1]);
    }
}

/* Whether a process is there that is not only waiting to be buried. */
static gboolean
is_alive(const char *pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%s/stat", pid);
    g_autofree char *stat = NULL;

    return g_file_get_contents(path, &stat, NULL, NULL) && strstr(stat, ") Z ") == NULL;
}

static void
must_be_gone(const char *pids)
{
    g_auto(GStrv) each = g_strsplit(pids, "\n", -1);

    g_assert_cmpuint(g_strv_length(each), >=, 2);
    for (guint i = 0; *each[i] != '\0'; i++) {
        for (guint k = 0; is_alive(each[i]) && k < 200; k++)
            g_usleep(10000);
        g_assert_false(is_alive(each[i]));
    }
}

/* It, and what it started. */
static void
test_hanging_is_ended(void)
{
    gint64 start = g_get_monotonic_time();
    g_autoptr(GError) error = NULL;
    g_autofree char *out = NULL;

    g_assert_false(run("sleep 300 & echo $! > out; echo $$ >> out; wait", 1, &out, &error));
    g_assert_cmpstr(error->message, ==, "the shell took longer than 1 seconds and was stopped");
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
    must_be_gone(out);
}

/* What it leaves behind neither holds us up nor goes on. */
static void
test_what_it_leaves_behind_is_ended(void)
{
    gint64 start = g_get_monotonic_time();
    g_autoptr(GError) error = NULL;
    g_autofree char *out = NULL;

    g_assert_true(run("sleep 300 & echo $! > out", 60, &out, &error));
    g_assert_no_error(error);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
    must_be_gone(out);
}

static void
test_a_flood_of_complaints(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(run("yes no no no | head -c 3000000 >&2; exit 1", 60, NULL, &error));
    g_assert_cmpuint(strlen(error->message), <, 1000);
    g_assert_nonnull(strstr(error->message, "no no no"));
}

static void
test_what_is_not_there(void)
{
    g_autofree char *found = gp_program_find("sh");
    const char *argv[] = {"/nonexistent/program", NULL};
    const GpProgram program = {.name = "nothing", .argv = argv, .folder = "/", .seconds = 1};
    g_autoptr(GError) error = NULL;

    g_assert_true(g_path_is_absolute(found));
    g_assert_null(gp_program_find("no-such-program"));
    g_assert_false(gp_program_run(&program, &error));
    g_assert_true(g_str_has_prefix(error->message, "nothing could not be started: "));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/program/environment", test_it_sees_nothing_of_ours);
    g_test_add_func("/base/program/failures", test_failures_are_told);
    g_test_add_func("/base/program/hanging", test_hanging_is_ended);
    g_test_add_func("/base/program/left-behind", test_what_it_leaves_behind_is_ended);
    g_test_add_func("/base/program/flood", test_a_flood_of_complaints);
    g_test_add_func("/base/program/missing", test_what_is_not_there);
    return g_test_run();
}
