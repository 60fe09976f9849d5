/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-import-private.h"
#include "gp-text.h"
#include "gp-xlsx.h"

/* The flat file of 2025 has 1 MB as CSV. */
#define MAX_BYTES ((gsize)256 * 1024 * 1024)
#define MAX_COLUMNS 1024

#define FRONT_SHEET "Front page"
#define FIGURE_TITLE "GHG Conversion Factor "

static const char *const titles[] = {"ID",          "Scope",   "Level 1",     "Level 2",
                                     "Level 3",     "Level 4", "Column Text", "UOM",
                                     "GHG/Unit",    FIGURE_TITLE, "Provenance"};

/* ---- cells ---- */

static gboolean
is_blank(const char *p)
{
    return *p == ' ' || (*p >= '\t' && *p <= '\r');
}

#define NO_BREAK_SPACE "\xc2\xa0"

/* Cuts blanks, also those that do not break, at both ends. */
static char *
trim(char *text)
{
    char *end;

    for (;;) {
        if (is_blank(text))
            text++;
        else if (g_str_has_prefix(text, NO_BREAK_SPACE))
            text += strlen(NO_BREAK_SPACE);
        else
            break;
    }
    end = text + strlen(text);
    for (;;) {
        if (end > text && is_blank(end - 1))
            end--;
        else if (end - text >= 2 && memcmp(end - 2, NO_BREAK_SPACE, 2) == 0)
            end -= 2;
        else
            break;
    }
    *end = '\0';
    return text;
}

char *
gp_flat_show(const char *text)
{
    return gp_text_printable(text, strlen(text), 40);
}

/* ---- where something stands ---- */

gboolean
gp_flat_prefix(const GpFlat *self, const GpFlatRow *row, GpFlatColumn column, GError **error)
{
    char cell[GP_XLSX_CELL_NAME_SIZE];

    if (self->is_workbook) {
        gp_xlsx_print_cell((guint)self->columns[column], row->number, cell);
        g_prefix_error(error, "%s: sheet “" GP_FLAT_SHEET "”, at cell %s: ", self->path, cell);
    } else {
        g_prefix_error(error, "%s:%u: column “%s”: ", self->path, row->number,
                       self->titles[column]);
    }
    return FALSE;
}

static gboolean
prefix_row(const GpFlat *self, guint number, GError **error)
{
    if (self->is_workbook)
        g_prefix_error(error, "%s: sheet “" GP_FLAT_SHEET "”, at row %u: ", self->path, number);
    else
        g_prefix_error(error, "%s:%u: ", self->path, number);
    return FALSE;
}
