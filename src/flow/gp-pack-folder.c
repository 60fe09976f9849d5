/* SPDX-License-Identifier: MIT */
#include "gp-pack-private.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-boarding.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-json.h"
#include "gp-text.h"

#define HIDDEN ".greenplan-pack-"
#define HASH_CHARACTERS 12
#define RANDOM "XXXXXX"
#define MAX_NAME_CHARACTERS 200

struct _GpPackFolder {
    char *target; /* absolute, without links */
    char *parent;
    char *hidden; /* in the parent, or NULL once it is gone */
    char *inner;
    int lock; /* the hidden folder, open and locked; -1 */
};

/* ---- names ---- */

static char *
shown(const char *path)
{
    return gp_text_printable(path, strlen(path), MAX_NAME_CHARACTERS);
}

static gboolean
refuse(GError **error, const char *folder, const char *why)
{
    g_autofree char *name = shown(folder);

    return gp_throw(error, GP_ERROR_USAGE, "“%s” %s", name, why);
}

static gboolean
throw_errno(GError **error, const char *folder, const char *what, int error_number)
{
    g_autofree char *name = shown(folder);

    return gp_throw(error, GP_ERROR_IO, "%s %s: %s", name, what, gp_file_reason(error_number));
}

/* The path without slashes at its end. */
static char *
without_slashes(const char *folder)
{
    gsize n = strlen(folder);

    while (n > 1 && folder[n - 1] == '/')
        n--;
    return g_strndup(folder, n);
}

/* Where the folder really is: links in its path are followed, the last one too. */
static char *
resolve(const char *folder, GError **error)
{
    g_autofree char *plain = without_slashes(folder);
    g_autofree char *above = g_path_get_dirname(plain);
    g_autofree char *name = g_path_get_basename(plain);
    struct stat status;
    char *real, *joined;

    if (*folder == '\0')
        return gp_throw_null(error, GP_ERROR_USAGE, "the folder needs a name");
    if (lstat(plain, &status) == 0) {
        real = realpath(plain, NULL);
        if (real == NULL)
            throw_errno(error, folder, "could not be opened", errno);
        return real;
    }
    if (errno != ENOENT) {
        throw_errno(error, folder, "could not be opened", errno);
        return NULL;
    }
    real = realpath(above, NULL);
    if (real == NULL) {
        throw_errno(error, above, "could not be opened", errno);
        return NULL;
    }
    joined = g_build_filename(real, name, NULL);
    free(real);
    return joined;
}

/* ---- what may be replaced ---- */

/* The files that a manifest lists. Returns: (transfer full) (nullable) (element-type utf8) */
static GHashTable *
read_manifest(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, GP_PACK_MANIFEST, NULL);
    g_autofree char *bytes = NULL;
    g_autoptr(GpJson) json = NULL;
    const GpJsonValue *files;
    GHashTable *names;
    gsize length;

    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
        !gp_file_read(path, GP_JSON_MAX_BYTES, &bytes, &length, NULL) ||
        (json = gp_json_parse(bytes, length, path, 0, NULL)) == NULL ||
        gp_json_at(gp_json_root(json), "/greenplan_pack") == NULL ||
        (files = gp_json_at(gp_json_root(json), "/files")) == NULL)
        return NULL;
    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const GpJsonValue *file = gp_json_first(files); file != NULL; file = gp_json_next(file)) {
        if (gp_json_text(file) != NULL)
            g_hash_table_add(names, g_strdup(gp_json_text(file)));
    }
    return names;
}

/* What lies in a pack's folder that the pack did not bring. Returns: (transfer full) (nullable):
 * its path in the folder, or a reason */
static char *
find_stranger(const char *folder, const char *below, GHashTable *listed)
{
    g_autofree char *path = g_build_filename(folder, below, NULL);
    g_autoptr(GPtrArray) names = gp_file_list_folder(path, NULL);

    if (names == NULL)
        return g_strdup(below);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *inside =
            *below == '\0' ? g_strdup(name) : g_build_filename(below, name, NULL);
        g_autofree char *full = g_build_filename(folder, inside, NULL);
        struct stat status;
        char *stranger = NULL;

        if (lstat(full, &status) == 0 && S_ISDIR(status.st_mode))
            stranger = find_stranger(folder, inside, listed);
        else if (!g_hash_table_contains(listed, inside) && !g_str_equal(inside, GP_PACK_MANIFEST))
            stranger = g_strdup(inside);
        if (stranger != NULL)
            return stranger;
    }
    return NULL;
}

/* A folder that is there is replaced only if nothing gets lost by it. */
static gboolean
check_content(const char *target, const char *folder, GError **error)
{
    g_autoptr(GPtrArray) names = gp_file_list_folder(target, error);
    g_autoptr(GHashTable) listed = NULL;
    g_autofree char *stranger = NULL, *why = NULL, *name = NULL;

    if (names == NULL)
        return FALSE;
    if (names->len == 0)
        return TRUE;
    listed = read_manifest(target);
    if (listed == NULL)
        return refuse(error, folder,
                      "is not empty and holds no pack of greenplan; name a new or an empty folder");
    stranger = find_stranger(target, "", listed);
    if (stranger == NULL)
        return TRUE;
    name = shown(stranger);
    why = g_strdup_printf("holds “%s”, which is no part of the pack; move it elsewhere first, for "
                          "the folder is replaced as a whole",
                          name);
    return refuse(error, folder, why);
}

static gboolean
is_same_folder(const struct stat *status, const char *path)
{
    struct stat other;

    return stat(path, &other) == 0 && other.st_dev == status->st_dev &&
           other.st_ino == status->st_ino;
}

static gboolean
check_target(const char *target, const char *folder, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(target);
    struct stat status;

    if (lstat(target, &status) == 0) {
        if (!S_ISDIR(status.st_mode))
            return refuse(error, folder, "is a file, not a folder");
        if (is_same_folder(&status, ".") || is_same_folder(&status, "/"))
            return refuse(error, folder, "is the folder you are in, which cannot be replaced");
        if (!check_content(target, folder, error))
            return FALSE;
    }
    return access(parent, W_OK | X_OK) == 0 ||
           throw_errno(error, parent, "could not be written", errno);
}

gboolean
gp_pack_check_folder(const char *folder, GError **error)
{
    g_autofree char *target = resolve(folder, error);

    return target != NULL && check_target(target, folder, error);
}

/* ---- the hidden folder ---- */

/* Opens and locks a hidden folder; -1 if somebody else has it or it is none. */
static int
lock_hidden(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat status;

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &status) == 0 &&
        is_same_folder(&status, path))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* `.greenplan-pack-0123456789ab-` */
static char *
prefix_of(const char *target)
{
    g_autofree char *name = g_path_get_basename(target);
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);

    return g_strdup_printf(HIDDEN "%.*s-", HASH_CHARACTERS, hash);
}

/* Removes what runs that were killed left behind. */
static void
sweep(const char *parent, const char *prefix)
{
    g_autoptr(GPtrArray) names = gp_file_list_folder(parent, NULL);

    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(parent, name, NULL);
        int fd;

        if (!g_str_has_prefix(name, prefix) || strlen(name) != strlen(prefix) + strlen(RANDOM))
            continue;
        fd = lock_hidden(path);
        if (fd < 0)
            continue;
        gp_file_remove_folder(path);
        close(fd);
    }
}

/* Another run may sweep the folder between its making and its lock: then once more. */
static gboolean
make_hidden(GpPackFolder *self, const char *prefix, GError **error)
{
    for (guint attempt = 0; attempt < 100; attempt++) {
        g_autofree char *path = g_strdup_printf("%s/%s" RANDOM, self->parent, prefix);

        if (mkdtemp(path) == NULL)
            return throw_errno(error, self->parent, "could not be written", errno);
        self->lock = lock_hidden(path);
        if (self->lock >= 0) {
            self->hidden = g_steal_pointer(&path);
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_IO, "%s: no folder could be made for this run alone",
                    self->parent);
}

static gboolean
make_inner(GpPackFolder *self, GError **error)
{
    struct stat status;

    self->inner = g_build_filename(self->hidden, "pack", NULL);
    if (mkdir(self->inner, 0777) != 0)
        return throw_errno(error, self->parent, "could not be written", errno);
    return lstat(self->target, &status) != 0 || chmod(self->inner, status.st_mode & 07777) == 0 ||
           throw_errno(error, self->parent, "could not be written", errno);
}

GpPackFolder *
gp_pack_folder_begin(const char *folder, GError **error)
{
    g_autoptr(GpPackFolder) self = g_new0(GpPackFolder, 1);
    g_autofree char *prefix = NULL;

    self->lock = -1;
    self->target = resolve(folder, error);
    if (self->target == NULL || !check_target(self->target, folder, error))
        return NULL;
    self->parent = g_path_get_dirname(self->target);
    prefix = prefix_of(self->target);
    sweep(self->parent, prefix);
    if (!make_hidden(self, prefix, error) || !make_inner(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
gp_pack_folder_free(GpPackFolder *self)
{
    if (self == NULL)
        return;
    if (self->hidden != NULL)
        gp_file_remove_folder(self->hidden);
    if (self->lock >= 0)
        close(self->lock);
    g_free(self->target);
    g_free(self->parent);
    g_free(self->hidden);
    g_free(self->inner);
    g_free(self);
}

const char *
gp_pack_folder_path(const GpPackFolder *self)
{
    return self->inner;
}

/* ---- swapping it in ---- */

static int
sync_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    int fd, failed;

    (void)status;
    (void)place;
    if (kind != FTW_DP && kind != FTW_F)
        return 0;
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    failed = fd < 0 || fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    return failed;
}

/* A folder that is there changes places with the new one; else the new one takes the name. */
static gboolean
swap(const GpPackFolder *self, GError **error)
{
    struct stat status;
    gboolean is_there = lstat(self->target, &status) == 0;
    guint how = is_there ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    int error_number;

    if (renameat2(AT_FDCWD, self->inner, AT_FDCWD, self->target, how) == 0)
        return TRUE;
    error_number = errno;
    if (error_number == EINVAL || error_number == ENOSYS)
        return gp_throw(error, GP_ERROR_IO,
                        "%s could not be replaced: its disk cannot swap two folders at once; write "
                        "to a folder on another disk, and copy it",
                        self->target);
    if (error_number == EBUSY || error_number == EXDEV)
        return gp_throw(error, GP_ERROR_IO,
                        "%s could not be replaced: it is a disk of its own; name a folder on it",
                        self->target);
    return throw_errno(error, self->target, "could not be written", error_number);
}

gboolean
gp_pack_folder_finish(GpPackFolder *self, GError **error)
{
    int failed = nftw(self->inner, sync_entry, 8, FTW_DEPTH | FTW_PHYS);

    if (failed != 0)
        return throw_errno(error, self->target, "could not be written",
                           failed < 0 ? errno : failed);
    if (!check_target(self->target, self->target, error) || !swap(self, error))
        return FALSE;
    if (!gp_file_sync_folder_of(self->target))
        return throw_errno(error, self->target, "may not outlive a loss of power", errno);
    gp_file_remove_folder(self->hidden);
    g_clear_pointer(&self->hidden, g_free);
    return TRUE;
}
