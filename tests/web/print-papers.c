/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gp-file.h"
#include "gp-render.h"
#include "papers.h"

/*
 * usage: print-papers DATA_FOLDER board|extremes FOLDER [NAME SVG]…
 *
 * Prints a document into an existing FOLDER, named as in a pack.
 */

static void
must(gboolean ok, GError *error)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", error->message);
    exit(1);
}

static void
write_text(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GError *error = NULL;
    gboolean ok = gp_file_write(path, text, strlen(text), &error);

    must(ok, error);
}

static void
write_tables(const GpDocument *document, const char *folder)
{
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    g_autofree char *json = gp_render_json(document);
    g_autofree char *book = g_build_filename(folder, "board-pack.xlsx", NULL);
    g_autofree char *tables_folder = g_build_filename(folder, "tables", NULL);
    GError *error = NULL;
    gboolean ok = gp_file_make_folder(tables_folder, &error);

    must(ok, error);

    for (guint i = 0; i < tables->len; i++) {
        const GpDocTable *table = tables->pdata[i];
        g_autoptr(GString) csv = g_string_new(NULL);
        g_autofree char *name = g_strconcat("tables/", table->id, ".csv", NULL);

        gp_render_csv(table, csv);
        write_text(folder, name, csv->str);
    }
    write_text(folder, "tables.json", json);
    ok = gp_render_xlsx(document, book, &error);
    must(ok, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GpDocument) document =
        g_str_equal(argv[2], "board") ? paper_for_a_board() : paper_of_extremes();
    g_autofree GpDrawnChart *charts = g_new0(GpDrawnChart, (gsize)argc);
    g_autofree char *html_path = g_build_filename(argv[3], "index.html", NULL);
    g_autofree char *pdf_path = g_build_filename(argv[3], "board-pack.pdf", NULL);
    g_autofree char *html = NULL;
    guint n_charts = 0;
    GError *error = NULL;
    gboolean ok;

    charts[n_charts++] = (GpDrawnChart){"drawn", drawn_svg};
    for (int i = 4; i + 1 < argc; i += 2) {
        char *svg = NULL;
        gsize length;

        ok = gp_file_read(argv[i + 1], 16 << 20, &svg, &length, &error);
        must(ok, error);
        charts[n_charts++] = (GpDrawnChart){argv[i], svg};
    }
    html = gp_render_html(document, argv[1], charts, n_charts, &error);
    must(html != NULL, error);
    write_text(argv[3], "index.html", html);
    write_tables(document, argv[3]);
    ok = gp_render_pdf(html_path, pdf_path, &error);
    must(ok, error);
    for (guint i = 1; i < n_charts; i++)
        g_free((char *)charts[i].svg);
    return 0;
}
