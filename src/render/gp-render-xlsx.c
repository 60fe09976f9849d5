/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-program.h"
#include "gp-xlsx-private.h"
#include "gp-xlsx.h"

#define MAX_SHEET_NAME 31
#define MAX_BOOK_BYTES (256u << 20)

static gboolean
has_name(GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++) {
        if (g_ascii_strcasecmp(names->pdata[i], name) == 0)
            return TRUE;
    }
    return g_str_equal(name, "contents") || g_str_equal(name, "history");
}

GPtrArray *
gp_xlsx_sheet_names(GPtrArray *tables)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < tables->len; i++) {
        const GpDocTable *table = tables->pdata[i];
        g_autofree char *plain = g_ascii_strdown(table->id, -1);
        char *name;

        g_strcanon(plain, "abcdefghijklmnopqrstuvwxyz0123456789-", '-');
        name = g_strndup(*plain == '\0' ? "table" : plain, MAX_SHEET_NAME);
        for (guint n = 2; has_name(names, name); n++) {
            g_autofree char *number = g_strdup_printf("-%u", n);

            g_free(name);
            name = g_strdup_printf("%.*s%s", MAX_SHEET_NAME - (int)strlen(number), plain, number);
        }
        g_ptr_array_add(names, name);
    }
    return names;
}

static lxw_format *
add_format(GpWorkbook *self, gboolean is_bold, gboolean wraps, uint8_t align)
{
    lxw_format *format = workbook_add_format(self->file);

    format_set_num_format_index(format, 49); /* text: `=1+1` stays what it is, also once edited */
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_align(format, align);
    if (is_bold)
        format_set_bold(format);
    if (wraps)
        format_set_text_wrap(format);
    return format;
}

static void
add_formats(GpWorkbook *self)
{
    self->title = add_format(self, TRUE, FALSE, LXW_ALIGN_LEFT);
    format_set_font_size(self->title, 14);
    self->heading = add_format(self, TRUE, TRUE, LXW_ALIGN_LEFT);
    format_set_bottom(self->heading, LXW_BORDER_MEDIUM);
    self->number_heading = add_format(self, TRUE, TRUE, LXW_ALIGN_RIGHT);
    format_set_bottom(self->number_heading, LXW_BORDER_MEDIUM);
    self->text = add_format(self, FALSE, TRUE, LXW_ALIGN_LEFT);
    self->total_text = add_format(self, TRUE, TRUE, LXW_ALIGN_LEFT);
    format_set_top(self->total_text, LXW_BORDER_THIN);
    self->mark = add_format(self, FALSE, FALSE, LXW_ALIGN_RIGHT);
    self->total_mark = add_format(self, TRUE, FALSE, LXW_ALIGN_RIGHT);
    format_set_top(self->total_mark, LXW_BORDER_THIN);
    self->prose = add_format(self, FALSE, FALSE, LXW_ALIGN_LEFT);
    self->link = add_format(self, FALSE, FALSE, LXW_ALIGN_LEFT);
    format_set_font_color(self->link, 0x005EB8);
    format_set_underline(self->link, LXW_UNDERLINE_SINGLE);
}

/* The same day in every workbook, so that the same figures give the same bytes. */
static void
set_properties(GpWorkbook *self)
{
    g_autofree char *title = gp_render_text(self->document->title);
    g_autofree char *subject = gp_render_text(self->document->subtitle);
    g_autofree char *comments = gp_render_text(self->document->colophon);
    lxw_doc_properties properties = {.title = title,
                                     .subject = subject,
                                     .comments = comments,
                                     .created = 946684800};

    workbook_set_properties(self->file, &properties);
}

static gboolean
write_book(const GpDocument *document, const char *folder, const char *path, GError **error)
{
    lxw_workbook_options options = {.constant_memory = LXW_FALSE, .tmpdir = (char *)folder};
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    g_autoptr(GPtrArray) names = gp_xlsx_sheet_names(tables);
    g_autoptr(GHashTable) figures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GpWorkbook self = {.file = workbook_new_opt(path, &options),
                       .document = document,
                       .tables = tables,
                       .names = names,
                       .figures = figures};
    lxw_error status;

    add_formats(&self);
    set_properties(&self);
    gp_xlsx_add_contents(&self);
    for (guint i = 0; i < tables->len; i++)
        gp_xlsx_add_table(&self, i);
    status = workbook_close(self.file);
    if (status != LXW_NO_ERROR)
        return gp_throw(error, GP_ERROR_IO, "the workbook could not be written: %s",
                        lxw_strerror(status));
    return TRUE;
}

/* libxlsxwriter does not notice when there is no room for its temporary files, and packs half of
 * them. */
static gboolean
check_book(const char *path, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(GpXlsx) book = gp_xlsx_open(path, &reason);

    if (book != NULL && gp_xlsx_check(book, &reason))
        return TRUE;
    return gp_throw(error, GP_ERROR_IO,
                    "the workbook was not written whole; is there no more room for temporary files "
                    "in %s? (%s)",
                    g_get_tmp_dir(), reason->message);
}

gboolean
gp_render_xlsx(const GpDocument *document, const char *path, GError **error)
{
    g_autofree char *folder = gp_program_make_folder(error);
    g_autofree char *made = NULL;
    g_autofree char *bytes = NULL;
    gsize length = 0;
    gboolean ok;

    if (folder == NULL)
        return FALSE;
    made = g_build_filename(folder, "book.xlsx", NULL);
    ok = write_book(document, folder, made, error) && check_book(made, error) &&
         gp_file_read(made, MAX_BOOK_BYTES, &bytes, &length, error) &&
         gp_file_write(path, bytes, length, error);
    gp_file_remove_folder(folder);
    return ok;
}
