/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-invent.h"
#include "gp-text.h"
#include "gp-workspace-private.h"

#define MAX_FILE_BYTES ((gsize)64 * 1024 * 1024)

static gboolean
copy_file(const char *from, const char *to, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;

    return gp_file_read(from, MAX_FILE_BYTES, &bytes, &length, error) &&
           gp_file_write(to, bytes, length, error);
}

/* Names of the files in a folder, in byte order. */
static GPtrArray *
list_files(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, gp_text_compare);
    return names;
}

/* Copies the files of a folder that are not there yet, but no folders in it. */
static gboolean
copy_folder(const char *from, const char *to, GError **error)
{
    g_autoptr(GPtrArray) names = list_files(from);

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *source = g_build_filename(from, g_ptr_array_index(names, i), NULL);
        g_autofree char *target = g_build_filename(to, g_ptr_array_index(names, i), NULL);

        if (g_file_test(source, G_FILE_TEST_IS_REGULAR) &&
            !g_file_test(target, G_FILE_TEST_EXISTS) && !copy_file(source, target, error))
            return FALSE;
    }
    return TRUE;
}

/* The folder of a sample, or of the templates where @sample is NULL. */
static char *
find_origin(const GpPlaces *places, const char *sample, GError **error)
{
    g_autofree char *samples = g_build_filename(places->data, "sample", NULL);
    g_autoptr(GPtrArray) names = list_files(samples);
    g_autofree char *list = NULL;

    if (sample == NULL)
        return g_build_filename(places->data, "templates", NULL);
    for (guint i = 0; i < names->len; i++) {
        if (g_str_equal(sample, g_ptr_array_index(names, i)))
            return g_build_filename(samples, sample, NULL);
    }
    g_ptr_array_add(names, NULL);
    list = g_strjoinv(", ", (char **)names->pdata);
    return gp_throw_null(error, GP_ERROR_MISSING, "there is no sample “%s”; there is: %s", sample,
                         list);
}

static gboolean
is_free(const char *folder)
{
    g_autoptr(GPtrArray) names = list_files(folder);

    return names->len == 0 && !g_file_test(folder, G_FILE_TEST_IS_REGULAR);
}

/* Imports the file that each `[source NAME]` of the settings names. */
static gboolean
import_sources(GpWorkspace *workspace,
               const GpPlaces *places,
               const char *now,
               GpIssueList *issues,
               GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(workspace->settings, NULL);

    for (guint i = 0; groups[i] != NULL; i++) {
        g_autofree char *file = g_key_file_get_string(workspace->settings, groups[i], "file", NULL);
        g_autofree char *path = NULL;
        g_auto(GpDelivered) delivered = {0};

        if (file == NULL || !g_str_has_prefix(groups[i], GP_SOURCE_PREFIX))
            continue;
        path = g_build_filename(workspace->folder, file, NULL);
        if (!gp_workspace_import(workspace, places, path, groups[i] + strlen(GP_SOURCE_PREFIX),
                                 NULL, now, FALSE, issues, &delivered, error))
            return FALSE;
    }
    return TRUE;
}

/* Makes up the files of an invented trust: of the sample that the settings name, with the faults of
 * planted-faults.csv if there is one. */
static gboolean
invent(const GpWorkspace *workspace, const GpPlaces *places, GError **error)
{
    g_autofree char *sample =
        g_key_file_get_string(workspace->settings, "invented", "sample", NULL);
    g_autofree char *faults = gp_workspace_file(workspace, "planted-faults.csv");
    g_autofree char *origin = sample == NULL ? NULL : find_origin(places, sample, error);

    if (sample == NULL)
        return TRUE;
    return origin != NULL && copy_folder(origin, workspace->folder, error) &&
           gp_invent_trust(origin, faults, workspace->folder, error);
}

gboolean
gp_workspace_init(const char *folder,
                  const char *sample,
                  const GpPlaces *places,
                  const char *now,
                  GpIssueList *issues,
                  GError **error)
{
    g_autofree char *origin = find_origin(places, sample, error);
    g_autoptr(GpWorkspace) workspace = NULL;

    if (origin == NULL)
        return FALSE;
    if (!is_free(folder))
        return gp_throw(error, GP_ERROR_USAGE,
                        "%s is there already and is not an empty folder; choose another name",
                        folder);
    if (!gp_file_make_folder(folder, error) || !copy_folder(origin, folder, error))
        return FALSE;
    workspace = gp_workspace_open(folder, error);
    return workspace != NULL && invent(workspace, places, error) &&
           import_sources(workspace, places, now, issues, error);
}
