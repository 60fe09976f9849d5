/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "gp-board-private.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-json.h"
#include "gp-pack-private.h"
#include "gp-text.h"

/* ---- drawing, on all cores ---- */

typedef struct {
    const GpBoardFigure *figure;
    GpChartFormat format;
    char *name; /* in the pack: `charts/trajectory.svg` */
    char *path;
    GError *error;
} Job;

typedef struct {
    const char *plots;
    GAsyncQueue *done; /* (element-type Job) */
    gint stop;         /* atomic: one failed, so the others need not be drawn */
} Drawing;

static void
clear_job(gpointer pointer)
{
    Job *job = pointer;

    g_free(job->name);
    g_free(job->path);
    g_clear_error(&job->error);
}

static void
draw(gpointer data, gpointer user_data)
{
    Job *job = data;
    Drawing *drawing = user_data;

    if (!g_atomic_int_get(&drawing->stop) &&
        !gp_figure_draw(job->figure->figure, drawing->plots, job->path, job->format, &job->error))
        g_atomic_int_set(&drawing->stop, 1);
    g_async_queue_push(drawing->done, job);
}

static GArray *
list_jobs(const GPtrArray *figures, const char *folder)
{
    GArray *jobs = g_array_new(FALSE, FALSE, sizeof(Job));

    g_array_set_clear_func(jobs, clear_job);
    for (guint i = 0; i < figures->len; i++) {
        for (GpChartFormat format = 0; format < GP_N_CHART_FORMATS; format++) {
            Job job = {.figure = g_ptr_array_index(figures, i), .format = format};

            job.name =
                g_strdup_printf("charts/%s.%s", job.figure->name, gp_chart_format_ending(format));
            job.path = g_build_filename(folder, job.name, NULL);
            g_array_append_val(jobs, job);
        }
    }
    return jobs;
}

static gboolean
take_first_error(GArray *jobs, GError **error)
{
    for (guint i = 0; i < jobs->len; i++) {
        Job *job = &g_array_index(jobs, Job, i);

        if (job->error == NULL)
            continue;
        g_propagate_error(error, g_steal_pointer(&job->error));
        return FALSE;
    }
    return TRUE;
}

static gboolean
draw_all(GArray *jobs, const GpPackOptions *options, GError **error)
{
    g_autoptr(GAsyncQueue) done = g_async_queue_new();
    Drawing drawing = {options->places->plots, done, 0};
    GThreadPool *pool =
        g_thread_pool_new(draw, &drawing, (gint)g_get_num_processors(), FALSE, NULL);

    for (guint i = 0; i < jobs->len; i++)
        g_thread_pool_push(pool, &g_array_index(jobs, Job, i), NULL);
    for (guint i = 0; i < jobs->len; i++) {
        if (options->follow != NULL)
            options->follow->step("charts", i, jobs->len, options->follow->data);
        g_async_queue_pop(done);
    }
    g_thread_pool_free(pool, FALSE, TRUE);
    return take_first_error(jobs, error);
}

/* ---- what lies in the folder ---- */

typedef struct {
    const GpBoard *board;
    const GpPackOptions *options;
    const char *folder; /* the hidden one */
    GPtrArray *files;   /* (element-type utf8) in the pack */
} Pack;

static gboolean
make_folder(const Pack *self, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    return gp_file_make_folder(path, error);
}

static gboolean
write_text(Pack *self, const char *name, const GString *text, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    g_ptr_array_add(self->files, g_strdup(name));
    return gp_file_write(path, text->str, text->len, error);
}

static gboolean
write_charts(Pack *self, const GPtrArray *figures, GError **error)
{
    g_autoptr(GArray) jobs = list_jobs(figures, self->folder);

    if (!make_folder(self, "charts", error) || !draw_all(jobs, self->options, error))
        return FALSE;
    for (guint i = 0; i < jobs->len; i++)
        g_ptr_array_add(self->files, g_strdup(g_array_index(jobs, Job, i).name));
    return TRUE;
}

static gboolean
write_readme(Pack *self, const GPtrArray *figures, GError **error)
{
    const GpBoard *board = self->board;
    g_autoptr(GString) out = g_string_new(NULL);

    g_string_append_printf(out, "%s\nGreen Plan board pack, made on %s by %s.\n", board->trust_name,
                           board->made_on, board->program);
    if (board->is_invented)
        g_string_append(out, "Invented data: no real trust is meant.\n");
    g_string_append_printf(out, "Figures: %s.\n\n", board->factors_line);
    g_string_append(out, "charts/   each chart as .svg, .png and .pdf:\n");
    for (guint i = 0; i < figures->len; i++) {
        const GpBoardFigure *figure = g_ptr_array_index(figures, i);

        g_string_append_printf(out, "          %-12s %s\n", figure->name,
                               gp_figure_title(figure->figure));
    }
    g_string_append(out, "\nThe folder is replaced as a whole by the next “greenplan report”. "
                         "Please keep nothing of your own in it.\n");
    return write_text(self, "README.txt", out, error);
}

static void
append_member(GString *out, const char *key, const char *text)
{
    g_string_append_printf(out, "  \"%s\": ", key);
    gp_json_append_text(out, text);
    g_string_append(out, ",\n");
}

/* The last file: by it a later run knows what it may replace. */
static gboolean
write_manifest(Pack *self, GError **error)
{
    g_autoptr(GString) out = g_string_new("{\n  \"greenplan_pack\": 1,\n");

    g_ptr_array_sort(self->files, gp_text_compare);
    append_member(out, "program", self->board->program);
    append_member(out, "made_on", self->board->made_on);
    append_member(out, "trust", self->board->trust_name);
    g_string_append(out, "  \"files\": [");
    for (guint i = 0; i < self->files->len; i++) {
        g_string_append(out, i == 0 ? "\n    " : ",\n    ");
        gp_json_append_text(out, g_ptr_array_index(self->files, i));
    }
    g_string_append(out, "\n  ]\n}\n");
    return write_text(self, GP_PACK_MANIFEST, out, error);
}

static void
count_bytes(const Pack *self, GpPackWritten *out)
{
    for (guint i = 0; i < self->files->len; i++) {
        g_autofree char *path =
            g_build_filename(self->folder, g_ptr_array_index(self->files, i), NULL);
        struct stat status;

        if (stat(path, &status) == 0)
            out->n_bytes += (guint64)status.st_size;
    }
    out->n_files = self->files->len;
}

gboolean
gp_pack_write(const GpBoard *board,
              const GpPackOptions *options,
              GpPackWritten *out,
              GError **error)
{
    g_autoptr(GpPackFolder) folder = gp_pack_folder_begin(options->folder, error);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) figures = folder == NULL ? NULL : gp_board_figures(board, error);
    Pack pack = {board, options, folder == NULL ? NULL : gp_pack_folder_path(folder), files};

    if (figures == NULL || !write_charts(&pack, figures, error) ||
        !write_readme(&pack, figures, error) || !write_manifest(&pack, error))
        return FALSE;
    *out = (GpPackWritten){.n_charts = figures->len};
    count_bytes(&pack, out);
    return gp_pack_folder_finish(folder, error);
}
