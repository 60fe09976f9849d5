/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-pack-private.h"
#include "gp-render.h"
#include "gp-rolling.h"
#include "gp-rollups.h"

#define MAX_SVG_BYTES ((gsize)64 << 20)

/* ---- the pack itself ---- */

static GpDocument *
compose(const GpPack *self)
{
    g_autoptr(GArray) pictures = g_array_new(FALSE, FALSE, sizeof(GpPicture));

    for (guint i = 0; i < self->figures->len; i++) {
        const GpBoardFigure *figure = g_ptr_array_index(self->figures, i);
        const GpPicture picture = {figure->name, gp_figure_title(figure->figure),
                                   gp_figure_description(figure->figure)};

        g_array_append_val(pictures, picture);
    }
    return gp_compose_pack(self->board, (const GpPicture *)(void *)pictures->data, pictures->len);
}

/* The pictures as they were drawn. Returns: (transfer full) (nullable) (element-type utf8) */
static GPtrArray *
read_charts(const GpPack *self, GError **error)
{
    g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < self->figures->len; i++) {
        const GpBoardFigure *figure = g_ptr_array_index(self->figures, i);
        g_autofree char *path = g_strdup_printf("%s/charts/%s.svg", self->folder, figure->name);
        char *bytes;
        gsize length;

        if (!gp_file_read(path, MAX_SVG_BYTES, &bytes, &length, error))
            return NULL;
        g_ptr_array_add(pictures, bytes);
    }
    return g_steal_pointer(&pictures);
}

gboolean
gp_pack_write_page(GpPack *self, GError **error)
{
    g_autoptr(GPtrArray) pictures = read_charts(self, error);
    g_autoptr(GArray) charts = g_array_new(FALSE, FALSE, sizeof(GpDrawnChart));
    g_autofree char *html = NULL;

    if (pictures == NULL)
        return FALSE;
    for (guint i = 0; i < pictures->len; i++) {
        const GpBoardFigure *figure = g_ptr_array_index(self->figures, i);
        const GpDrawnChart chart = {figure->name, g_ptr_array_index(pictures, i)};

        g_array_append_val(charts, chart);
    }
    self->document = compose(self);
    html = gp_render_html(self->document, self->options->places->data,
                          (const GpDrawnChart *)(void *)charts->data, charts->len, error);
    return html != NULL && gp_pack_write_text(self, GP_PACK_PAGE, html, strlen(html), error);
}

/* ---- tables ---- */

/* A table's id becomes the name of a file. */
static gboolean
check_id(const char *id, GError **error)
{
    for (const char *c = id; *c != '\0'; c++) {
        if (!g_ascii_islower(*c) && !g_ascii_isdigit(*c) && *c != '-')
            return gp_throw(error, GP_ERROR_MALFORMED, "“%s” cannot be the name of a table", id);
    }
    return TRUE;
}

/* Each table of a document as DIR/<id>.csv. */
static gboolean
write_csvs(GpPack *self, const GpDocument *document, const char *folder, GError **error)
{
    g_autoptr(GPtrArray) tables = gp_document_tables(document);

    if (tables->len > 0 && !gp_pack_make_folder(self, folder, error))
        return FALSE;
    for (guint i = 0; i < tables->len; i++) {
        const GpDocTable *table = g_ptr_array_index(tables, i);
        g_autofree char *name = g_strdup_printf("%s/%s.csv", folder, table->id);
        g_autoptr(GString) out = g_string_new(NULL);

        gp_render_csv(table, out);
        if (!check_id(table->id, error) ||
            !gp_pack_write_text(self, name, out->str, out->len, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
write_workbook(GpPack *self, const GpDocument *document, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    g_ptr_array_add(self->files, g_strdup(name));
    return gp_render_xlsx(document, path, error);
}

gboolean
gp_pack_write_tables(GpPack *self, GError **error)
{
    g_autofree char *json = gp_render_json(self->document);

    return write_csvs(self, self->document, "tables", error) &&
           gp_pack_write_text(self, "tables.json", json, strlen(json), error) &&
           write_workbook(self, self->document, "board-pack.xlsx", error);
}

/* ---- returns ---- */

static const struct {
    const char *name;
    GpDocument *(*compose)(const GpBoard *board);
} returns[] = {
    {"annual-report", gp_compose_annual_report},
    {"eric", gp_compose_eric},
    {"foi", gp_compose_foi},
    {"cqc", gp_compose_cqc},
    {"ghg-protocol", gp_compose_ghg},
};

static gboolean
write_return(GpPack *self, const char *name, const GpDocument *document, GError **error)
{
    g_autofree char *folder = g_build_filename("returns", name, NULL);
    g_autofree char *page = g_strconcat(folder, ".html", NULL);
    g_autofree char *workbook = g_strconcat(folder, ".xlsx", NULL);
    g_autofree char *html = gp_render_html(document, self->options->places->data, NULL, 0, error);

    return html != NULL && gp_pack_write_text(self, page, html, strlen(html), error) &&
           write_workbook(self, document, workbook, error) &&
           write_csvs(self, document, folder, error);
}

static gboolean
write_rollup(GpPack *self, GError **error)
{
    g_autoptr(GpRollup) rollup = gp_rollup_of_board(self->board);
    g_autoptr(GString) json = g_string_new(NULL);
    g_autoptr(GString) csv = g_string_new(NULL);

    gp_rollup_print_json(rollup, json);
    gp_rollup_print_csv(rollup, csv);
    return gp_pack_write_text(self, "returns/icb-rollup.json", json->str, json->len, error) &&
           gp_pack_write_text(self, "returns/icb-rollup.csv", csv->str, csv->len, error);
}

/* A care system makes no returns of its own: its trusts do. */
gboolean
gp_pack_write_returns(GpPack *self, GError **error)
{
    if (!gp_pack_make_folder(self, "returns", error) || !write_rollup(self, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(returns) && self->board->rollups == NULL; i++) {
        g_autoptr(GpDocument) document = returns[i].compose(self->board);

        if (!write_return(self, returns[i].name, document, error))
            return FALSE;
    }
    return TRUE;
}
