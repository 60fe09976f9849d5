/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-workspace.h"

static GpPlaces *
places_in(const char *root)
{
    GpPlaces *self = g_new0(GpPlaces, 1);

    self->factors = g_build_filename(root, "factors", NULL);
    self->plots = g_build_filename(root, "plots", NULL);
    self->data = g_build_filename(root, "data", NULL);
    return self;
}

void
gp_places_free(GpPlaces *self)
{
    if (self == NULL)
        return;
    g_free(self->factors);
    g_free(self->plots);
    g_free(self->data);
    g_free(self);
}

static gboolean
has_library(const char *root)
{
    g_autofree char *catalogue = g_build_filename(root, "factors", "activities.csv", NULL);

    return g_file_test(catalogue, G_FILE_TEST_IS_REGULAR);
}

/* PREFIX/bin/greenplan has its files in PREFIX/share/greenplan. */
static char *
installed_root(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *bin = program == NULL ? NULL : g_path_get_dirname(program);

    return bin == NULL ? g_strdup(GP_SHARE_DIR)
                       : g_build_filename(bin, "..", "share", "greenplan", NULL);
}

GpPlaces *
gp_places_find(GError **error)
{
    g_autofree char *beside = installed_root();
    const char *roots[] = {beside, GP_SOURCE_DIR, GP_SHARE_DIR};

    for (guint i = 0; i < G_N_ELEMENTS(roots); i++) {
        if (has_library(roots[i]))
            return places_in(roots[i]);
    }
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "the factor library was not found, neither in %s nor in %s", beside,
                         GP_SOURCE_DIR);
}
