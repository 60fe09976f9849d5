/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-format-private.h"

GpGrid *
gp_grid_new(const char *name)
{
    GpGrid *self = g_new0(GpGrid, 1);

    self->name = name;
    self->rows = g_array_new(FALSE, TRUE, sizeof(GpGridRow));
    self->cells = g_array_new(FALSE, FALSE, sizeof(GpGridCell));
    return self;
}

void
gp_grid_free(GpGrid *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_array_unref(self->cells);
    g_clear_pointer(&self->texts, g_string_chunk_free);
    g_free(self->bytes);
    g_free(self);
}

/* Whether a file begins as workbooks do; one that cannot be opened does not. */
static gboolean
is_packed(const char *path)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    char magic[4] = "";
    gboolean is =
        fd >= 0 && gp_file_read_some(fd, magic, 4) == 4 && memcmp(magic, "PK\x03\x04", 4) == 0;

    if (fd >= 0)
        close(fd);
    return is;
}

GpGrid *
gp_grid_read(const GpFormat *format, const char *path, const GpReadRules *rules, GError **error)
{
    g_autoptr(GpGrid) self = gp_grid_new(rules->name == NULL ? path : rules->name);
    GpContainer container = format->container;
    gboolean good = FALSE;

    if (container == GP_CONTAINER_TABLE)
        container = is_packed(path) ? GP_CONTAINER_XLSX : GP_CONTAINER_CSV;
    if (container == GP_CONTAINER_JSON)
        good = gp_grid_read_json(self, format, path, error);
    else if (container == GP_CONTAINER_XLSX)
        good = gp_grid_read_xlsx(self, format, path, error);
    else
        good = gp_grid_read_csv(self, format, path, rules->encoding == GP_ENCODING_WINDOWS_1252,
                                error);
    return good ? g_steal_pointer(&self) : NULL;
}

void
gp_grid_clear(GpGrid *self)
{
    g_array_set_size(self->rows, 0);
    g_array_set_size(self->cells, 0);
    if (self->texts != NULL)
        g_string_chunk_clear(self->texts);
}

GpGridRow *
gp_grid_add_row(GpGrid *self, guint64 line)
{
    GpGridRow row = {.line = line, .first = self->cells->len};

    g_array_append_val(self->rows, row);
    return &g_array_index(self->rows, GpGridRow, self->rows->len - 1);
}

gboolean
gp_grid_add_cell(GpGrid *self, const char *text, gboolean is_number, GError **error)
{
    GpGridCell cell = {text, is_number};

    if (self->cells->len >= GP_GRID_MAX_CELLS)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file has more than %" G_GSIZE_FORMAT " cells", self->name,
                        GP_GRID_MAX_CELLS);
    g_array_append_val(self->cells, cell);
    g_array_index(self->rows, GpGridRow, self->rows->len - 1).n_cells++;
    return TRUE;
}

const GpGridRow *
gp_grid_row(const GpGrid *self, guint row)
{
    return &g_array_index(self->rows, GpGridRow, row);
}

const GpGridCell *
gp_grid_cell(const GpGrid *self, const GpGridRow *row, guint column)
{
    static const GpGridCell nothing = {"", FALSE};

    return column < row->n_cells ? &g_array_index(self->cells, GpGridCell, row->first + column)
                                 : &nothing;
}

gboolean
gp_grid_row_is_blank(const GpGrid *self, const GpGridRow *row)
{
    for (guint i = 0; i < row->n_cells; i++) {
        if (*gp_grid_cell(self, row, i)->text != '\0')
            return FALSE;
    }
    return row->fault == NULL;
}
