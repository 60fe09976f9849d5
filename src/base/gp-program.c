/* SPDX-License-Identifier: MIT */
#include "gp-program.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-text.h"

#define MAX_COMPLAINT_BYTES 4096
#define PAUSE_MS 5 /* between two looks at whether it has ended */

/* A program while it runs, what it complains about, and when its time is up. */
typedef struct {
    const GpProgram *program;
    GPid pid;
    int complaints_fd; /* -1: it has closed it */
    gint64 deadline;
    char complaints[MAX_COMPLAINT_BYTES + 1];
    gsize n_complaints;
} Run;

char *
gp_program_find(const char *name)
{
    g_autofree char *found = g_find_program_in_path(name);

    return found == NULL ? NULL : g_canonicalize_filename(found, NULL);
}

static void
limit(__rlimit_resource_t what, guint64 most)
{
    const struct rlimit both = {most, most};

    setrlimit(what, &both);
}

/* In the child, before the program starts: only calls that are safe between fork and exec. */
static void
limit_child(gpointer program)
{
    const GpProgram *self = program;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CPU, self->seconds);
    limit(RLIMIT_FSIZE, self->max_file_bytes);
    limit(RLIMIT_CORE, 0);
    if (self->max_memory_bytes != 0)
        limit(RLIMIT_AS, self->max_memory_bytes);
}

static gboolean
start(Run *run, GError **error)
{
    const GpProgram *program = run->program;
    g_autoptr(GError) reason = NULL;
    g_autofree char *home = g_strconcat("HOME=", program->folder, NULL);
    g_autofree char *temporary = g_strconcat("TMPDIR=", program->folder, NULL);
    g_autofree char *path =
        g_strconcat("PATH=", program->path == NULL ? program->folder : program->path, NULL);
    const char *environment[] = {"LC_ALL=C.UTF-8", home, temporary, path, NULL};
    GSpawnFlags flags =
        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_CLOEXEC_PIPES;

    run->deadline = g_get_monotonic_time() + program->seconds * G_USEC_PER_SEC;
    if (!g_spawn_async_with_pipes(program->folder, (char **)program->argv, (char **)environment,
                                  flags, limit_child, (gpointer)program, &run->pid, NULL, NULL,
                                  &run->complaints_fd, &reason))
        return gp_throw(error, GP_ERROR_IO, "%s could not be started: %s", program->name,
                        reason->message);
    return TRUE;
}

/* What there is to read within a moment; what does not fit is dropped. */
static void
read_complaints(Run *run)
{
    struct pollfd poller = {run->complaints_fd, POLLIN, 0};
    char block[1024];
    gssize n;
    gsize kept;

    if (poll(&poller, 1, PAUSE_MS) <= 0)
        return;
    n = read(run->complaints_fd, block, sizeof block);
    if (n <= 0) {
        close(run->complaints_fd);
        run->complaints_fd = -1;
        return;
    }
    kept = MIN((gsize)n, MAX_COMPLAINT_BYTES - run->n_complaints);
    memcpy(run->complaints + run->n_complaints, block, kept);
    run->n_complaints += kept;
}

static gboolean
has_ended(const Run *run)
{
    siginfo_t ended = {0};

    return waitid(P_PID, (id_t)run->pid, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           ended.si_pid != 0;
}

/* Waits for its end, not for that of others who may hold the pipe, and kills what does not end in
 * time and what it leaves behind. FALSE if its time was up. */
static gboolean
attend(Run *run, int *out_status)
{
    gboolean in_time = TRUE, ended = FALSE;

    while (in_time && !ended) {
        read_complaints(run);
        ended = has_ended(run);
        in_time = ended || g_get_monotonic_time() < run->deadline;
    }
    kill(-run->pid, SIGKILL);
    waitpid(run->pid, out_status, 0);
    read_complaints(run);
    if (run->complaints_fd >= 0)
        close(run->complaints_fd);
    g_spawn_close_pid(run->pid);
    return in_time;
}

static gboolean
throw_complaint(const Run *run, int status, GError **error)
{
    g_autofree char *told = gp_text_printable(run->complaints, run->n_complaints, 300);

    if (WIFSIGNALED(status))
        return gp_throw(error, GP_ERROR_IO, "%s was killed by signal %d", run->program->name,
                        WTERMSIG(status));
    g_strstrip(told);
    if (told[0] == '\0')
        return gp_throw(error, GP_ERROR_IO, "%s failed and gave no reason", run->program->name);
    return gp_throw(error, GP_ERROR_IO, "%s failed: “%s”", run->program->name, told);
}

gboolean
gp_program_run(const GpProgram *self, GError **error)
{
    Run run = {.program = self};
    int status = 0;

    if (!start(&run, error))
        return FALSE;
    if (!attend(&run, &status))
        return gp_throw(error, GP_ERROR_IO, "%s took longer than %u seconds and was stopped",
                        self->name, self->seconds);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return throw_complaint(&run, status, error);
    return TRUE;
}

char *
gp_program_make_folder(GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autofree char *made = g_dir_make_tmp("greenplan-XXXXXX", &reason);

    if (made == NULL)
        return gp_throw_null(error, GP_ERROR_IO, "no temporary folder: %s", reason->message);
    return g_canonicalize_filename(made, NULL);
}
