/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-store-private.h"
#include "gp-text.h"

#define INCOMING_PREFIX ".incoming-"
#define LEFTOVER_SUFFIX ".tmp"
#define BLOCK_BYTES (1 << 20)
#define NAME_CHARACTERS 255
#define SIDECAR_BYTES (1 << 20)

/* A copy on its way in: unlinked when it goes out of scope, unless it got its name before. */
typedef struct {
    char *path; /* NULL: not made yet, or renamed */
    int fd;
    guint64 bytes;
} Incoming;

static void
incoming_clear(Incoming *self)
{
    if (self->fd >= 0)
        close(self->fd);
    if (self->path != NULL)
        g_unlink(self->path);
    g_free(self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Incoming, incoming_clear)

/* A descriptor that is closed at the end of its scope. */
typedef int Descriptor;

static void
descriptor_close(Descriptor fd)
{
    close(fd);
}

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(Descriptor, descriptor_close, -1)

static gboolean
throw_unread(GError **error, const char *path, int error_number)
{
    return gp_throw(error, GP_ERROR_IO, "%s could not be read: %s", path,
                    gp_file_reason(error_number));
}

static gboolean
throw_unkept(GError **error, const char *path, const char *folder)
{
    int error_number = errno;

    return gp_throw(error, GP_ERROR_IO, "%s could not be copied into %s: %s", path, folder,
                    gp_file_reason(error_number));
}

/* A regular file for reading, or -1. Nothing else has bytes that can be read again. */
static int
open_regular(const char *path, GError **error)
{
    g_auto(Descriptor) fd = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    Descriptor opened = fd;
    struct stat status;

    if (fd < 0 || fstat(fd, &status) != 0) {
        throw_unread(error, path, errno);
        return -1;
    }
    if (!S_ISREG(status.st_mode)) {
        if (S_ISDIR(status.st_mode))
            throw_unread(error, path, EISDIR);
        else
            gp_throw(error, GP_ERROR_IO,
                     "%s could not be read: it is a device or a pipe, not a file", path);
        return -1;
    }
    fd = -1;
    return opened;
}

/* Read-only for those who may read it at all, and on the disk for good. */
static gboolean
seal(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && fchmod(fd, status.st_mode & 0444) == 0 && fsync(fd) == 0;
}

/* Returns: the SHA-256 of what was copied, or NULL */
static char *
copy(const char *path, const char *folder, Incoming *to, GError **error)
{
    g_auto(Descriptor) from = open_regular(path, error);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *block = g_malloc(BLOCK_BYTES);
    gssize got;

    if (from < 0)
        return NULL;
    to->path =
        g_strdup_printf("%s/" INCOMING_PREFIX "%d-XXXXXX" LEFTOVER_SUFFIX, folder, (int)getpid());
    to->fd = g_mkstemp_full(to->path, O_WRONLY | O_CLOEXEC, 0666);
    if (to->fd < 0) {
        throw_unkept(error, path, folder);
        return NULL;
    }
    while ((got = gp_file_read_some(from, block, BLOCK_BYTES)) > 0) {
        if (!gp_file_write_all(to->fd, block, (gsize)got)) {
            throw_unkept(error, path, folder);
            return NULL;
        }
        g_checksum_update(checksum, (const guchar *)block, got);
        to->bytes += (guint64)got;
    }
    if (got < 0) {
        throw_unread(error, path, errno);
        return NULL;
    }
    return g_strdup(g_checksum_get_string(checksum));
}

/* ---- where they came from: the .ini beside the bytes ---- */

static const struct {
    const char *key;
    gsize offset;
} sidecar_texts[] = {
    {"source", G_STRUCT_OFFSET(GpOriginal, source)},
    {"address", G_STRUCT_OFFSET(GpOriginal, address)},
    {"etag", G_STRUCT_OFFSET(GpOriginal, etag)},
    {"last_modified", G_STRUCT_OFFSET(GpOriginal, last_modified)},
    {"period", G_STRUCT_OFFSET(GpOriginal, period)},
};

static gboolean
save_sidecar(GKeyFile *file, const char *kept, const GpOriginal *original, GError **error)
{
    g_autofree char *path = g_strconcat(kept, ".ini", NULL);
    g_autofree char *name =
        gp_text_printable(original->name, strlen(original->name), NAME_CHARACTERS);
    g_autofree char *text = NULL;
    gsize length;

    g_key_file_set_string(file, "original", "name", name);
    for (guint i = 0; i < G_N_ELEMENTS(sidecar_texts); i++) {
        const char *value = G_STRUCT_MEMBER(char *, original, sidecar_texts[i].offset);

        if (value != NULL && *value != '\0')
            g_key_file_set_string(file, "original", sidecar_texts[i].key, value);
    }
    g_key_file_set_uint64(file, "original", "bytes", original->bytes);
    text = g_key_file_to_data(file, &length, NULL);
    return gp_file_write(path, text, length, error);
}

static gboolean
write_sidecar(const char *kept, const GpOriginal *original, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    g_key_file_set_string(file, "original", "imported_at", original->imported_at);
    return save_sidecar(file, kept, original, error);
}

/* The last of the times at which the bytes came, by the end of the day @as_of. NULL: not yet. */
static char *
last_arrival(GKeyFile *file, const char *as_of)
{
    g_auto(GStrv) times = g_key_file_get_string_list(file, "original", "imported_at", NULL, NULL);
    const char *last = NULL;

    for (guint i = 0; times != NULL && times[i] != NULL; i++) {
        if ((as_of == NULL || strncmp(times[i], as_of, strlen(as_of)) <= 0) &&
            (last == NULL || strcmp(times[i], last) > 0))
            last = times[i];
    }
    return g_strdup(last);
}

static GKeyFile *
read_sidecar(const char *path, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autofree char *text = NULL;
    gsize length;

    if (!gp_file_read(path, SIDECAR_BYTES, &text, &length, error))
        return NULL;
    if (!g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, NULL) ||
        !g_key_file_has_key(file, "original", "name", NULL) ||
        !g_key_file_has_key(file, "original", "source", NULL) ||
        !g_key_file_has_key(file, "original", "imported_at", NULL))
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s is damaged: it does not say where the original came from", path);
    return g_steal_pointer(&file);
}

/* NULL: it had not come by the end of the day @as_of. */
static GpOriginal *
describe(GKeyFile *file, const char *sha256, const char *as_of)
{
    g_autoptr(GpOriginal) original = g_new0(GpOriginal, 1);

    for (guint i = 0; i < G_N_ELEMENTS(sidecar_texts); i++)
        G_STRUCT_MEMBER(char *, original, sidecar_texts[i].offset) =
            g_key_file_get_string(file, "original", sidecar_texts[i].key, NULL);
    original->sha256 = g_strdup(sha256);
    original->name = g_key_file_get_string(file, "original", "name", NULL);
    original->imported_at = last_arrival(file, as_of);
    original->bytes = g_key_file_get_uint64(file, "original", "bytes", NULL);
    return original->imported_at == NULL ? NULL : g_steal_pointer(&original);
}

static void
remove_sidecar(const char *kept)
{
    g_autofree char *sidecar = g_strconcat(kept, ".ini", NULL);

    if (!g_file_test(kept, G_FILE_TEST_EXISTS))
        g_unlink(sidecar);
}

static gboolean
sync_folder(const char *folder)
{
    g_auto(Descriptor) fd = g_open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

    return fd >= 0 && fsync(fd) == 0;
}

/* Gives the copy its name; from then on it is no longer removed. */
static gboolean
settle(Incoming *incoming, const char *kept)
{
    if (g_rename(incoming->path, kept) != 0)
        return FALSE;
    g_clear_pointer(&incoming->path, g_free);
    return TRUE;
}

gboolean
gp_store_keep_original(
    GpStore *self, const char *path, GpOriginal *io_original, char **out_kept, GError **error)
{
    const char *folder = self->evidence;
    g_auto(Incoming) incoming = {NULL, -1, 0};
    g_autofree char *sha256 = copy(path, folder, &incoming, error);
    g_autofree char *kept = sha256 == NULL ? NULL : g_build_filename(folder, sha256, NULL);

    if (sha256 == NULL)
        return FALSE;
    io_original->bytes = incoming.bytes;
    if (!g_file_test(kept, G_FILE_TEST_EXISTS)) {
        if (!seal(incoming.fd))
            return throw_unkept(error, path, folder);
        /* First where they came from, then the bytes: they are never without it. */
        if (!write_sidecar(kept, io_original, error))
            return FALSE;
        if (!settle(&incoming, kept)) {
            throw_unkept(error, path, folder);
            remove_sidecar(kept);
            return FALSE;
        }
    }
    /* Also for bytes that were there: the process that brought them may have died before this. */
    if (!sync_folder(folder))
        return throw_unkept(error, path, folder);
    g_free(io_original->sha256);
    io_original->sha256 = g_steal_pointer(&sha256);
    *out_kept = g_steal_pointer(&kept);
    return TRUE;
}

/* Not there for certain: whether it is could be found out. */
static gboolean
is_missing(const char *path)
{
    GStatBuf status;

    return g_stat(path, &status) != 0 && errno == ENOENT;
}

gboolean
gp_store_note_arrival(GpStore *self, const GpOriginal *original, GError **error)
{
    g_autofree char *kept = gp_store_original_path(self, original->sha256);
    g_autofree char *path = g_strconcat(kept, ".ini", NULL);
    g_autoptr(GKeyFile) file = NULL;
    g_autofree char *before = NULL, *times = NULL;

    if (is_missing(path))
        return write_sidecar(kept, original, error);
    file = read_sidecar(path, error);
    if (file == NULL)
        return FALSE;
    before = g_key_file_get_value(file, "original", "imported_at", NULL);
    if (before != NULL && g_str_has_suffix(before, original->imported_at))
        return TRUE;
    times = g_strdup_printf("%s;%s", before == NULL ? "" : before, original->imported_at);
    g_key_file_set_value(file, "original", "imported_at", times);
    return save_sidecar(file, kept, original, error);
}

char *
gp_store_original_path(const GpStore *self, const char *sha256)
{
    return g_build_filename(self->evidence, sha256, NULL);
}

gboolean
gp_store_original_is_whole(const GpStore *self, const char *sha256)
{
    g_autofree char *path = gp_store_original_path(self, sha256);
    g_autofree char *found = gp_file_sha256(path);

    return g_strcmp0(found, sha256) == 0;
}

GPtrArray *
gp_store_list_evidence(const GpStore *self, const char *as_of, GError **error)
{
    g_autoptr(GPtrArray) names = gp_file_list_folder(self->evidence, error);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gp_original_free);

    if (names == NULL)
        return NULL;
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(self->evidence, name, NULL);
        g_autofree char *sha256 = g_strndup(name, strlen(name) - MIN(strlen(name), strlen(".ini")));
        g_autofree char *kept = gp_store_original_path(self, sha256);
        g_autoptr(GKeyFile) file = NULL;
        GpOriginal *original;

        if (!g_str_has_suffix(name, ".ini") || is_missing(kept))
            continue;
        file = read_sidecar(path, error);
        if (file == NULL)
            return NULL;
        original = describe(file, sha256, as_of);
        if (original != NULL)
            g_ptr_array_add(list, original);
    }
    g_ptr_array_sort(list, gp_original_compare);
    return g_steal_pointer(&list);
}

/* The process that wrote `.incoming-PID-….tmp` or `….ini.PID.tmp`; 0 for any other name. */
static pid_t
writer_of(const char *name)
{
    const char *sidecar = strstr(name, ".ini.");
    const char *digits;
    gint64 pid;

    if (!g_str_has_suffix(name, LEFTOVER_SUFFIX))
        return 0;
    if (g_str_has_prefix(name, INCOMING_PREFIX))
        digits = name + strlen(INCOMING_PREFIX);
    else if (sidecar != NULL)
        digits = sidecar + strlen(".ini.");
    else
        return 0;
    pid = g_ascii_strtoll(digits, NULL, 10);
    return pid > 0 && pid <= G_MAXINT ? (pid_t)pid : 0;
}

void
gp_evidence_sweep(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        pid_t pid = writer_of(name);

        if (pid != 0 && kill(pid, 0) != 0 && errno == ESRCH) {
            g_autofree char *path = g_build_filename(folder, name, NULL);

            g_unlink(path);
        }
    }
}
