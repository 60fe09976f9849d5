/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-text.h"
#include "gp-workspace.h"

#define ENDING ".ini"

static GpFormatName *
name_of(const char *folder, const char *file, gboolean is_own, GError **error)
{
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autoptr(GKeyFile) ini = g_key_file_new();
    g_autoptr(GpFormatName) self = g_new0(GpFormatName, 1);

    if (!g_key_file_load_from_file(ini, path, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    self->name = g_strndup(file, strlen(file) - strlen(ENDING));
    self->title = g_key_file_get_string(ini, "format", "title", NULL);
    if (self->title == NULL)
        self->title = g_strdup("");
    self->is_own = is_own;
    return g_steal_pointer(&self);
}

/* A folder that is not there has none. */
static gboolean
add_folder(GPtrArray *formats, const char *folder, gboolean is_own, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *file;

    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
        GpFormatName *format;

        if (!g_str_has_suffix(file, ENDING))
            continue;
        format = name_of(folder, file, is_own, error);
        if (format == NULL)
            return FALSE;
        g_ptr_array_add(formats, format);
    }
    return TRUE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    const GpFormatName *x = *(GpFormatName *const *)a, *y = *(GpFormatName *const *)b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : y->is_own - x->is_own;
}

GPtrArray *
gp_formats_list(const char *workspace, const GpPlaces *places, GError **error)
{
    g_autofree char *own = g_build_filename(workspace == NULL ? "." : workspace, "formats", NULL);
    g_autofree char *shipped = g_build_filename(places->data, "formats", NULL);
    g_autoptr(GPtrArray) formats =
        g_ptr_array_new_with_free_func((GDestroyNotify)gp_format_name_free);

    if (!add_folder(formats, own, TRUE, error) || !add_folder(formats, shipped, FALSE, error))
        return NULL;
    g_ptr_array_sort(formats, compare_names);
    return g_steal_pointer(&formats);
}

GpFormat *
gp_formats_load(const GpBasis *basis, const char *name, const char *ods_code, GError **error)
{
    g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *file = g_strconcat(name, ENDING, NULL);
    g_autofree char *shipped = g_build_filename(basis->formats, file, NULL);
    g_autofree char *quoted = gp_text_quoted(name);
    gboolean is_path = g_str_has_suffix(name, ENDING);
    g_autoptr(GpFormat) format = NULL;

    if (ods_code != NULL)
        g_hash_table_insert(texts, (gpointer) "ods_code", (gpointer)ods_code);
    if (!is_path &&
        (strchr(name, G_DIR_SEPARATOR) != NULL || !g_file_test(shipped, G_FILE_TEST_EXISTS)))
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "there is no format “%s”; “greenplan formats” lists them, and one of "
                             "your own is named by its .ini file",
                             quoted);
    format = gp_format_load(is_path ? name : shipped, texts, error);
    return format != NULL && gp_format_check(format, error) ? g_steal_pointer(&format) : NULL;
}
