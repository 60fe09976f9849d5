/* SPDX-License-Identifier: MIT */
#include "gp-gnuplot-private.h"

#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-program.h"

#define MAX_PICTURE_BYTES (64u << 20)
#define MAX_MEMORY_BYTES (2u << 30)

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

static gboolean
run_gnuplot(const GpFigure *figure,
            const char *plots_folder,
            const char *folder,
            GpChartFormat format,
            GError **error)
{
    g_autofree char *program = gp_program_find("gnuplot");
    g_autofree char *plots = g_canonicalize_filename(plots_folder, NULL);
    g_autofree char *script = g_strdup_printf("%s/%s.gp", plots, figure->name);
    const char *argv[] = {program, "-d", "-c", script, plots, endings[format], NULL};
    const GpProgram run = {
        .name = "gnuplot",
        .argv = argv,
        .folder = folder,
        .seconds = GP_PLOT_SECONDS,
        .max_file_bytes = MAX_PICTURE_BYTES,
        .max_memory_bytes = MAX_MEMORY_BYTES,
    };

    if (program == NULL)
        return gp_throw(error, GP_ERROR_IO,
                        "gnuplot is not installed; it draws the charts (on Debian: apt-get install "
                        "gnuplot-nox)");
    if (!g_file_test(script, G_FILE_TEST_IS_REGULAR))
        return gp_throw(error, GP_ERROR_IO, "%s, which draws this chart, is not there", script);
    return gp_program_run(&run, error);
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

/* The same chart is the same bytes, whenever it was drawn: the date becomes blanks. */
static void
blank_date(char *bytes, gsize length)
{
    char *date = memmem(bytes, length, "/CreationDate (", strlen("/CreationDate ("));
    char *end = date == NULL ? NULL : memchr(date, ')', length - (gsize)(date - bytes));

    if (end != NULL)
        memset(date, ' ', (gsize)(end + 1 - date));
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
    if (format == GP_CHART_PDF)
        blank_date(bytes, length);
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

gboolean
gp_figure_draw(const GpFigure *self,
               const char *plots_folder,
               const char *path,
               GpChartFormat format,
               GError **error)
{
    g_autofree char *folder = gp_program_make_folder(error);
    g_autofree char *code_path = NULL;
    gboolean ok;

    if (folder == NULL)
        return FALSE;
    code_path = g_build_filename(folder, "chart.gp", NULL);
    ok = gp_file_write_loose(code_path, self->code, strlen(self->code), error) &&
         run_gnuplot(self, plots_folder, folder, format, error) &&
         deliver(self, folder, path, format, error);
    gp_file_remove_folder(folder);
    return ok;
}
