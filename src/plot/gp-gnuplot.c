/* SPDX-License-Identifier: MIT */
#include "gp-gnuplot-private.h"

#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-text.h"

#define MAX_PICTURE_BYTES (64u << 20)
#define MAX_MEMORY_BYTES (2u << 30)
#define MAX_COMPLAINT_BYTES 4096

static const char *const endings[] = {
    [GP_CHART_SVG] = "svg",
    [GP_CHART_PNG] = "png",
    [GP_CHART_PDF] = "pdf",
};

gboolean
gp_chart_format_of_path(const char *path, GpChartFormat *out_format, GError **error)
{
    const char *dot = strrchr(path, '.');

    for (guint i = 0; dot != NULL && i < G_N_ELEMENTS(endings); i++) {
        if (g_ascii_strcasecmp(dot + 1, endings[i]) == 0) {
            *out_format = (GpChartFormat)i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE,
                    "“%s” does not say which kind of picture: it must end in .svg, .png or .pdf",
                    path);
}

const char *
gp_chart_format_ending(GpChartFormat format)
{
    return endings[format];
}

struct _GpFigure {
    const char *name;
    char *title, *description;
    char *code; /* the whole of chart.gp */
};

GpFigure *
gp_figure_new(const char *name, const char *title, const char *description, GpScript *script)
{
    GpFigure *self = g_new0(GpFigure, 1);

    self->name = name;
    self->title = g_strdup(title);
    self->description = g_strdup(description);
    self->code = gp_script_print(script);
    gp_script_free(script);
    return self;
}

void
gp_figure_free(GpFigure *self)
{
    if (self == NULL)
        return;
    g_free(self->title);
    g_free(self->description);
    g_free(self->code);
    g_free(self);
}

const char *
gp_figure_name(const GpFigure *self)
{
    return self->name;
}

const char *
gp_figure_title(const GpFigure *self)
{
    return self->title;
}

const char *
gp_figure_description(const GpFigure *self)
{
    return self->description;
}

/* gnuplot while it runs, what it complains about, and when its time is up. */
typedef struct {
    GPid pid;
    int complaints_fd;
    gint64 deadline;
    char complaints[MAX_COMPLAINT_BYTES + 1];
    gsize n_complaints;
} Run;

/* In the child, before gnuplot starts: only calls that are safe between fork and exec. */
static void
limit_child(gpointer unused)
{
    const struct rlimit seconds = {GP_PLOT_SECONDS, GP_PLOT_SECONDS};
    const struct rlimit file_bytes = {MAX_PICTURE_BYTES, MAX_PICTURE_BYTES};
    const struct rlimit memory_bytes = {MAX_MEMORY_BYTES, MAX_MEMORY_BYTES};
    const struct rlimit none = {0, 0};

    (void)unused;
    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_FSIZE, &file_bytes);
    setrlimit(RLIMIT_AS, &memory_bytes);
    setrlimit(RLIMIT_CORE, &none);
}

/* Nothing of our own environment: whatever gnuplot might call, a bare name finds nothing. */
static gboolean
start(Run *run,
      const char *program,
      const GpFigure *figure,
      const char *plots_folder,
      const char *folder,
      GpChartFormat format,
      GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autofree char *plots = g_canonicalize_filename(plots_folder, NULL);
    g_autofree char *script = g_strdup_printf("%s/%s.gp", plots, figure->name);
    g_autofree char *home = g_strconcat("HOME=", folder, NULL);
    g_autofree char *path = g_strconcat("PATH=", folder, NULL);
    const char *argv[] = {program, "-d", "-c", script, plots, endings[format], NULL};
    const char *environment[] = {"LC_ALL=C.UTF-8", home, path, NULL};
    GSpawnFlags flags =
        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_CLOEXEC_PIPES;

    if (!g_file_test(script, G_FILE_TEST_IS_REGULAR))
        return gp_throw(error, GP_ERROR_IO, "%s, which draws this chart, is not there", script);
    run->deadline = g_get_monotonic_time() + GP_PLOT_SECONDS * G_USEC_PER_SEC;
    if (!g_spawn_async_with_pipes(folder, (char **)argv, (char **)environment, flags, limit_child,
                                  NULL, &run->pid, NULL, NULL, &run->complaints_fd, &reason))
        return gp_throw(error, GP_ERROR_IO, "gnuplot could not be started: %s", reason->message);
    return TRUE;
}

/* Until gnuplot closes its end or its time is up; what does not fit is read and dropped. */
static void
read_complaints(Run *run)
{
    struct pollfd poller = {run->complaints_fd, POLLIN, 0};
    char block[1024];

    for (;;) {
        gint64 left_ms = (run->deadline - g_get_monotonic_time()) / 1000;
        gssize n;
        gsize kept;

        if (left_ms <= 0)
            return;
        if (poll(&poller, 1, (int)left_ms) <= 0)
            continue;
        n = read(run->complaints_fd, block, sizeof block);
        if (n <= 0)
            return;
        kept = MIN((gsize)n, MAX_COMPLAINT_BYTES - run->n_complaints);
        memcpy(run->complaints + run->n_complaints, block, kept);
        run->n_complaints += kept;
    }
}

/* Waits, and kills what does not end in time. FALSE if that was needed. */
static gboolean
reap(Run *run, int *out_status)
{
    const struct timespec pause = {0, 2000000};

    while (waitpid(run->pid, out_status, WNOHANG) == 0) {
        if (g_get_monotonic_time() >= run->deadline) {
            kill(run->pid, SIGKILL);
            waitpid(run->pid, out_status, 0);
            return FALSE;
        }
        nanosleep(&pause, NULL);
    }
    return TRUE;
}

static gboolean
throw_complaint(const Run *run, GError **error)
{
    g_autofree char *told = gp_text_printable(run->complaints, run->n_complaints, 300);

    g_strstrip(told);
    if (told[0] == '\0')
        return gp_throw(error, GP_ERROR_IO, "gnuplot failed and gave no reason");
    return gp_throw(error, GP_ERROR_IO, "gnuplot failed: “%s”", told);
}

static gboolean
run_gnuplot(const GpFigure *figure,
            const char *plots_folder,
            const char *folder,
            GpChartFormat format,
            GError **error)
{
    g_autofree char *found = g_find_program_in_path("gnuplot");
    g_autofree char *program = NULL;
    Run run = {0};
    gboolean in_time;
    int status = 0;

    if (found == NULL)
        return gp_throw(error, GP_ERROR_IO,
                        "gnuplot is not installed; it draws the charts (on Debian: apt-get install "
                        "gnuplot-nox)");
    program = g_canonicalize_filename(found, NULL);
    if (!start(&run, program, figure, plots_folder, folder, format, error))
        return FALSE;
    read_complaints(&run);
    close(run.complaints_fd);
    in_time = reap(&run, &status);
    g_spawn_close_pid(run.pid);
    if (!in_time)
        return gp_throw(error, GP_ERROR_IO, "gnuplot took longer than %d seconds and was stopped",
                        GP_PLOT_SECONDS);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return throw_complaint(&run, error);
    return TRUE;
}

static gboolean
is_picture(const char *bytes, gsize length, GpChartFormat format)
{
    static const char *const signatures[] = {
        [GP_CHART_SVG] = "<?xml",
        [GP_CHART_PNG] = "\x89PNG\r\n\x1a\n",
        [GP_CHART_PDF] = "%PDF-",
    };
    gsize n = strlen(signatures[format]);

    return length > n && memcmp(bytes, signatures[format], n) == 0;
}

/* What gnuplot left in @folder, checked and finished, to where it belongs. */
static gboolean
deliver(const GpFigure *figure,
        const char *folder,
        const char *path,
        GpChartFormat format,
        GError **error)
{
    g_autofree char *drawn = g_build_filename(folder, "chart.out", NULL);
    g_autofree char *bytes = NULL;
    gsize length = 0;

    if (!gp_file_read(drawn, MAX_PICTURE_BYTES, &bytes, &length, error))
        return FALSE;
    if (!is_picture(bytes, length, format))
        return gp_throw(error, GP_ERROR_IO, "gnuplot wrote no %s picture", endings[format]);
    if (format == GP_CHART_SVG) {
        char *finished = gp_svg_finish(bytes, length, figure->title, figure->description, error);

        if (finished == NULL)
            return FALSE;
        g_free(bytes);
        bytes = finished;
        length = strlen(bytes);
    }
    return gp_file_write(path, bytes, length, error);
}

static int
remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

gboolean
gp_figure_draw(const GpFigure *self,
               const char *plots_folder,
               const char *path,
               GpChartFormat format,
               GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autofree char *made = g_dir_make_tmp("greenplan-XXXXXX", &reason);
    g_autofree char *folder = NULL;
    g_autofree char *code_path = NULL;
    gboolean ok;

    if (made == NULL)
        return gp_throw(error, GP_ERROR_IO, "no temporary folder: %s", reason->message);
    folder = g_canonicalize_filename(made, NULL);
    code_path = g_build_filename(folder, "chart.gp", NULL);
    ok = gp_file_write(code_path, self->code, strlen(self->code), error) &&
         run_gnuplot(self, plots_folder, folder, format, error) &&
         deliver(self, folder, path, format, error);
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    return ok;
}
