/* SPDX-License-Identifier: MIT */
#include "gp-xlsx.h"

#include <string.h>

#include "gp-error.h"
#include "gp-sheet-private.h"
#include "gp-text.h"

/* The list of sheets. */

/* Excel sets no limit; a book with more cannot be used by anyone. */
#define MAX_SHEETS 1000

/* Excel allows 31 characters, other programs more. */
#define MAX_SHEET_NAME_BYTES 1000

typedef enum {
    BOOK = GP_XML_TOP + 1,
    PROPERTIES,
    SHEETS,
    SHEET,
} Place;

static const GpXmlStep steps[] = {
    {GP_XML_TOP, "workbook", BOOK},
    {BOOK, "workbookPr", PROPERTIES},
    {BOOK, "sheets", SHEETS},
    {SHEETS, "sheet", SHEET},
};

typedef struct {
    GpXlsx *book;
    const GpRelations *relations;
} BookReader;

static gboolean
throw_missing(GError **error, const char *name)
{
    g_autofree char *shown = gp_text_printable(name, strlen(name), 100);

    return gp_throw(error, GP_ERROR_MALFORMED, "the sheet “%s” is missing from the file", shown);
}

static gboolean
take_sheet(BookReader *self, const char **attributes, GError **error)
{
    const char *name = gp_xml_attribute(attributes, "name");
    const char *id = gp_xml_prefixed_attribute(attributes, "id");
    const char *part;

    if (name == NULL || name[0] == '\0' || strlen(name) > MAX_SHEET_NAME_BYTES)
        return gp_throw(error, GP_ERROR_MALFORMED, "sheet %u has no name, or a name too long",
                        self->book->names->len + 1);
    if (self->book->names->len == MAX_SHEETS)
        return gp_throw(error, GP_ERROR_MALFORMED, "more than %d sheets", MAX_SHEETS);
    part = id == NULL ? NULL : gp_relations_by_id(self->relations, id);
    if (part == NULL || !gp_package_has(self->book->package, part))
        return throw_missing(error, name);
    if (g_ptr_array_find_with_equal_func(self->book->parts, part, g_str_equal, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED, "two sheets are said to be the same part");
    g_ptr_array_add(self->book->names, g_strdup(name));
    g_ptr_array_add(self->book->parts, g_strdup(part));
    return TRUE;
}

static gboolean
start(gpointer data, int place, const char **attributes, GError **error)
{
    BookReader *self = data;
    const char *is_1904;

    if (place == SHEET)
        return take_sheet(self, attributes, error);
    if (place == PROPERTIES) {
        is_1904 = gp_xml_attribute(attributes, "date1904");
        self->book->is_1904 =
            is_1904 != NULL && (g_str_equal(is_1904, "1") || g_str_equal(is_1904, "true"));
    }
    return TRUE;
}

static const GpXmlReader reader = {.steps = steps, .n_steps = G_N_ELEMENTS(steps), .start = start};

static gboolean
load_book(GpXlsx *self, const char *part, GError **error)
{
    g_autoptr(GpRelations) relations = gp_relations_load(self->package, part, error);
    const char *strings;

    if (relations == NULL)
        return FALSE;
    if (!gp_package_parse(self->package, part, &reader, &(BookReader){self, relations}, error)) {
        gp_package_prefix_error(error, part);
        return FALSE;
    }
    if (self->names->len == 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "the workbook has no sheets");
    strings = gp_relations_by_type(relations, "sharedStrings");
    return strings == NULL || gp_strings_load(self->strings, self->package, strings, error);
}

static gboolean
load(GpXlsx *self, GError **error)
{
    g_autoptr(GpRelations) relations = NULL;
    const char *part;

    self->package = gp_package_open(self->path, error);
    if (self->package == NULL)
        return FALSE;
    relations = gp_relations_load(self->package, "/", error);
    if (relations == NULL)
        return FALSE;
    part = gp_relations_by_type(relations, "officeDocument");
    if (part == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED, "it is not an Excel workbook (.xlsx)");
    if (g_str_has_suffix(part, ".bin"))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it is a binary Excel workbook (.xlsb); open it in Excel and save it as "
                        "“Excel Workbook (.xlsx)”");
    return load_book(self, part, error);
}

GpXlsx *
gp_xlsx_open(const char *path, GError **error)
{
    g_autoptr(GpXlsx) self = g_new0(GpXlsx, 1);

    self->path = g_strdup(path);
    self->names = g_ptr_array_new_with_free_func(g_free);
    self->parts = g_ptr_array_new_with_free_func(g_free);
    self->strings = gp_strings_new();
    if (!load(self, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer(&self);
}

void
gp_xlsx_free(GpXlsx *self)
{
    if (self == NULL)
        return;
    gp_strings_free(self->strings);
    g_ptr_array_unref(self->names);
    g_ptr_array_unref(self->parts);
    gp_package_free(self->package);
    g_free(self->path);
    g_free(self);
}

guint
gp_xlsx_n_sheets(const GpXlsx *self)
{
    return self->names->len;
}

const char *
gp_xlsx_sheet_name(const GpXlsx *self, guint sheet)
{
    return g_ptr_array_index(self->names, sheet);
}

int
gp_xlsx_find_sheet(const GpXlsx *self, const char *name)
{
    for (guint i = 0; i < self->names->len; i++) {
        const char *other = gp_xlsx_sheet_name(self, i);

        if (gp_text_equal_ignoring_case(other, strlen(other), name, strlen(name)))
            return (int)i;
    }
    return -1;
}

gboolean
gp_xlsx_check(GpXlsx *self, GError **error)
{
    return gp_package_check(self->package, error);
}

gboolean
gp_xlsx_is_1904(const GpXlsx *self)
{
    return self->is_1904;
}
