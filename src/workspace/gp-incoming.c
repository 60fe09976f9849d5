/* SPDX-License-Identifier: MIT */
#include "gp-incoming-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"

#define LOCK_NAME "pull.lock"
#define FOLDER_NAME "incoming"
#define PREFIX "pull-"

struct _GpIncoming {
    int lock;
    gboolean has_lock;
    char *all;    /* WORKSPACE/incoming */
    char *folder; /* of this run */
};

/* A folder of ours, which has only files. */
static void
remove_folder(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        g_unlink(file);
    }
    g_rmdir(path);
}

static gboolean
is_ours(const char *path, const char *name)
{
    return g_str_has_prefix(name, PREFIX) && name[strlen(PREFIX)] != '\0' &&
           strspn(name + strlen(PREFIX), "0123456789") == strlen(name + strlen(PREFIX)) &&
           g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}

/* Only what runs have left; anything else in incoming/ is not ours to remove. */
static void
sweep(const GpIncoming *self)
{
    g_autoptr(GDir) dir = g_dir_open(self->all, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(self->all, name, NULL);

        if (is_ours(path, name))
            remove_folder(path);
    }
}

static gboolean
lock(GpIncoming *self, const char *workspace, GError **error)
{
    g_autofree char *path = g_build_filename(workspace, LOCK_NAME, NULL);

    self->lock = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->lock < 0)
        return gp_throw(error, GP_ERROR_IO, "%s could not be written: %s", path,
                        gp_file_reason(errno));
    self->has_lock = flock(self->lock, LOCK_EX | LOCK_NB) == 0;
    return self->has_lock ||
           gp_throw(error, GP_ERROR_IO, "another pull is running in %s; wait until it has ended",
                    workspace);
}

GpIncoming *
gp_incoming_open(const char *workspace, GError **error)
{
    g_autoptr(GpIncoming) self = g_new0(GpIncoming, 1);

    self->all = g_build_filename(workspace, FOLDER_NAME, NULL);
    self->folder = g_strdup_printf("%s/" PREFIX "%d", self->all, (int)getpid());
    if (!lock(self, workspace, error))
        return NULL;
    sweep(self);
    if (g_mkdir_with_parents(self->folder, 0700) != 0)
        return gp_throw_null(error, GP_ERROR_IO, "%s could not be made: %s", self->folder,
                             gp_file_reason(errno));
    return g_steal_pointer(&self);
}

const char *
gp_incoming_folder(const GpIncoming *self)
{
    return self->folder;
}

void
gp_incoming_close(GpIncoming *self)
{
    if (self == NULL)
        return;
    if (self->has_lock) {
        remove_folder(self->folder);
        g_rmdir(self->all);
    }
    if (self->lock >= 0)
        close(self->lock);
    g_free(self->all);
    g_free(self->folder);
    g_free(self);
}
