/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-json.h"
#include "gp-pack-private.h"
#include "gp-render.h"
#include "gp-text.h"

#define MAX_FOLDER_CHARACTERS 400

/* ---- drawing and printing, on all cores ---- */

typedef struct {
    const GpBoardFigure *figure; /* NULL: the page as a PDF */
    GpChartFormat format;
    char *name; /* in the pack: `charts/trajectory.svg` */
    char *path;
    GError *error;
} Job;

typedef struct {
    const GpPackOptions *options;
    const char *page; /* the file that becomes a PDF */
    GArray *jobs;     /* (element-type Job) */
    GThreadPool *pool;
    GAsyncQueue *done; /* (element-type Job) */
    gint stop;         /* atomic: one failed, so the others need not be done */
} Works;

static void
clear_job(gpointer pointer)
{
    Job *job = pointer;

    g_free(job->name);
    g_free(job->path);
    g_clear_error(&job->error);
}

static gboolean
print_page(const Works *works, Job *job)
{
    if (gp_render_pdf(works->page, job->path, &job->error))
        return TRUE;
    g_prefix_error(&job->error, "the pages could not be made a PDF (--no-pdf leaves it out): ");
    return FALSE;
}

static void
work(gpointer data, gpointer user_data)
{
    Job *job = data;
    Works *works = user_data;

    if (!g_atomic_int_get(&works->stop) &&
        !(job->figure == NULL ? print_page(works, job)
                              : gp_figure_draw(job->figure->figure, works->options->places->plots,
                                               job->path, job->format, &job->error)))
        g_atomic_int_set(&works->stop, 1);
    g_async_queue_push(works->done, job);
}

static void
works_start(Works *self)
{
    self->done = g_async_queue_new();
    self->pool = g_thread_pool_new(work, self, (gint)g_get_num_processors(), FALSE, NULL);
    for (guint i = 0; i < self->jobs->len; i++)
        g_thread_pool_push(self->pool, &g_array_index(self->jobs, Job, i), NULL);
}

/* Waits for all. Errors: the first in the order of the jobs */
static gboolean
works_finish(Works *self, const char *words, GError **error)
{
    const GpPackFollow *follow = self->options->follow;

    for (guint i = 0; i < self->jobs->len; i++) {
        if (follow != NULL)
            follow->step(words, i, self->jobs->len, follow->data);
        g_async_queue_pop(self->done);
    }
    for (guint i = 0; i < self->jobs->len; i++) {
        Job *job = &g_array_index(self->jobs, Job, i);

        if (job->error == NULL)
            continue;
        g_propagate_error(error, g_steal_pointer(&job->error));
        return FALSE;
    }
    return TRUE;
}

static void
works_clear(Works *self)
{
    g_atomic_int_set(&self->stop, 1);
    if (self->pool != NULL)
        g_thread_pool_free(self->pool, FALSE, TRUE);
    g_clear_pointer(&self->done, g_async_queue_unref);
    g_array_unref(self->jobs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Works, works_clear)

static Works
works_new(const GpPack *pack)
{
    Works self = {.options = pack->options, .jobs = g_array_new(FALSE, FALSE, sizeof(Job))};

    g_array_set_clear_func(self.jobs, clear_job);
    return self;
}

static void
add_job(Works *self, GpPack *pack, const GpBoardFigure *figure, GpChartFormat format)
{
    Job job = {.figure = figure, .format = format};

    job.name = figure == NULL
                   ? g_strdup("board-pack.pdf")
                   : g_strdup_printf("charts/%s.%s", figure->name, gp_chart_format_ending(format));
    job.path = g_build_filename(pack->folder, job.name, NULL);
    g_ptr_array_add(pack->files, g_strdup(job.name));
    g_array_append_val(self->jobs, job);
}

/* ---- what lies in the folder ---- */

gboolean
gp_pack_make_folder(const GpPack *self, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    return gp_file_make_folder(path, error);
}

gboolean
gp_pack_write_text(GpPack *self, const char *name, const char *text, gsize length, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    g_ptr_array_add(self->files, g_strdup(name));
    return gp_file_write_loose(path, text, length, error);
}

static gboolean
draw_for_pages(GpPack *self, GError **error)
{
    g_auto(Works) works = works_new(self);

    for (guint i = 0; i < self->figures->len; i++)
        add_job(&works, self, g_ptr_array_index(self->figures, i), GP_CHART_SVG);
    works_start(&works);
    return works_finish(&works, "charts", error);
}

/* The page becomes a PDF while the other pictures are drawn and the tables are written. */
static gboolean
write_the_rest(GpPack *self, GError **error)
{
    g_autofree char *page = g_build_filename(self->folder, GP_PACK_PAGE, NULL);
    g_auto(Works) works = works_new(self);

    works.page = page;
    if (!self->options->no_pdf)
        add_job(&works, self, NULL, GP_CHART_PDF);
    for (guint i = 0; i < self->figures->len; i++) {
        add_job(&works, self, g_ptr_array_index(self->figures, i), GP_CHART_PNG);
        add_job(&works, self, g_ptr_array_index(self->figures, i), GP_CHART_PDF);
    }
    works_start(&works);
    return gp_pack_write_tables(self, error) && gp_pack_write_returns(self, error) &&
           works_finish(&works, "pictures, tables and PDF", error);
}

static gboolean
write_readme(GpPack *self, GError **error)
{
    const GpBoard *board = self->board;
    g_autoptr(GString) out = g_string_new(NULL);

    g_string_append_printf(out, "%s\nGreen Plan board pack, made on %s by %s.\n", board->trust_name,
                           board->made_on, board->program);
    if (board->is_invented)
        g_string_append(out, GP_CHART_INVENTED ".\n");
    if (*board->factors_line != '\0')
        g_string_append_printf(out, "Figures: %s.\n", board->factors_line);
    g_string_append(out, "\nindex.html       the pack: open it in any browser, or print it\n");
    if (!self->options->no_pdf)
        g_string_append(out, "board-pack.pdf   the same as PDF\n");
    g_string_append(out, "board-pack.xlsx  every table as a workbook\n"
                         "tables/          every table as CSV; tables.json has all of them\n");
    if (board->rollups == NULL)
        g_string_append(out,
                        "returns/         the same figures in the shapes that others ask for\n");
    g_string_append(out, "charts/          each chart as .svg, .png and .pdf:\n");
    for (guint i = 0; i < self->figures->len; i++) {
        const GpBoardFigure *figure = g_ptr_array_index(self->figures, i);

        g_string_append_printf(out, "  %-24s %s\n", figure->name, gp_figure_title(figure->figure));
    }
    g_string_append(out,
                    "\nThe folder is replaced as a whole by the next report that is written to "
                    "it. Please keep nothing of your own in it.\n");
    return gp_pack_write_text(self, "README.txt", out->str, out->len, error);
}

/* The last file: by it a later run knows what it may replace. */
static gboolean
write_manifest(GpPack *self, GError **error)
{
    g_autoptr(GString) out = g_string_new("{\n  \"greenplan_pack\": 1,\n");
    const char *const members[][2] = {{"program", self->board->program},
                                      {"made_on", self->board->made_on},
                                      {"trust", self->board->trust_name}};

    g_ptr_array_sort(self->files, gp_text_compare);
    for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
        g_string_append(out, "  ");
        gp_json_append_member(out, members[i][0], members[i][1]);
        g_string_append(out, ",\n");
    }
    g_string_append(out, "  \"files\": [");
    for (guint i = 0; i < self->files->len; i++) {
        g_string_append(out, i == 0 ? "\n    " : ",\n    ");
        gp_json_append_text(out, g_ptr_array_index(self->files, i));
    }
    g_string_append(out, "\n  ]\n}\n");
    return gp_pack_write_text(self, GP_PACK_MANIFEST, out->str, out->len, error);
}

static void
count(const GpPack *self, GpPackWritten *out)
{
    *out = (GpPackWritten){.n_charts = self->figures->len, .n_files = self->files->len};
    for (guint i = 0; i < self->files->len; i++) {
        g_autofree char *path =
            g_build_filename(self->folder, g_ptr_array_index(self->files, i), NULL);
        struct stat status;

        if (stat(path, &status) == 0)
            out->n_bytes += (guint64)status.st_size;
    }
}

static void
pack_clear(GpPack *self)
{
    gp_document_free(self->document);
    g_ptr_array_unref(self->files);
    g_clear_pointer(&self->figures, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpPack, pack_clear)

static gboolean
write_all(GpPack *self, GError **error)
{
    self->figures = gp_board_figures(self->board, error);
    return self->figures != NULL && gp_pack_make_folder(self, "charts", error) &&
           draw_for_pages(self, error) && gp_pack_write_page(self, error) &&
           write_the_rest(self, error) && write_readme(self, error) && write_manifest(self, error);
}

/* Whoever reads the message knows nothing of hidden folders. */
static void
name_plainly(const GpPack *self, GError *reason)
{
    g_autoptr(GString) message = g_string_new(reason->message);
    g_autofree char *plain = gp_text_printable(self->options->folder, strlen(self->options->folder),
                                               MAX_FOLDER_CHARACTERS);

    g_string_replace(message, self->folder, plain, 0);
    g_free(reason->message);
    reason->message = g_string_free(g_steal_pointer(&message), FALSE);
}

gboolean
gp_pack_write(const GpBoard *board,
              const GpPackOptions *options,
              GpPackWritten *out,
              GError **error)
{
    g_autoptr(GpPackFolder) folder = gp_pack_folder_begin(options->folder, error);
    g_auto(GpPack) pack = {.board = board,
                           .options = options,
                           .files = g_ptr_array_new_with_free_func(g_free)};
    GError *reason = NULL;

    if (folder == NULL)
        return FALSE;
    pack.folder = gp_pack_folder_path(folder);
    if (!write_all(&pack, &reason)) {
        name_plainly(&pack, reason);
        g_propagate_error(error, reason);
        return FALSE;
    }
    count(&pack, out);
    return gp_pack_folder_finish(folder, error);
}
