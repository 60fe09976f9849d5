/* SPDX-License-Identifier: MIT */
#include "gp-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"

#define BLOCK_BYTES (1 << 20)

const char *
gp_file_reason(int error_number)
{
    switch (error_number) {
    case ENOENT:
        return "there is no such file or folder";
    case EACCES:
    case EPERM:
        return "you do not have permission";
    case EISDIR:
        return "it is a folder, not a file";
    case ENOTDIR:
        return "a part of the path is a file, not a folder";
    case ENOSPC:
    case EDQUOT:
        return "the disk is full";
    case EROFS:
        return "the disk is read-only";
    case EIO:
        return "the disk could not be read or written";
    default:
        return g_strerror(error_number);
    }
}

static gboolean
throw_errno(GError **error, const char *doing, const char *path)
{
    int error_number = errno;

    return gp_throw(error, GP_ERROR_IO, "%s could not be %s: %s", path, doing,
                    gp_file_reason(error_number));
}

gssize
gp_file_read_some(int fd, char *out, gsize n)
{
    gssize got;

    do {
        got = read(fd, out, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

/* Reads to the end; @expected is only how much room to begin with. */
static char *
read_all(
    int fd, const char *path, gsize expected, gsize max_bytes, gsize *out_length, GError **error)
{
    gsize capacity = expected + 4096, length = 0;
    g_autofree char *bytes = g_malloc(capacity);

    for (;;) {
        gssize got = gp_file_read_some(fd, bytes + length, capacity - length - 1);

        if (got < 0) {
            throw_errno(error, "read", path);
            return NULL;
        }
        if (got == 0)
            break;
        length += (gsize)got;
        if (length > max_bytes)
            return gp_throw_null(error, GP_ERROR_IO, "%s is larger than %" G_GSIZE_FORMAT " MB",
                                 path, max_bytes >> 20);
        if (length + 1 == capacity) {
            capacity *= 2;
            bytes = g_realloc(bytes, capacity);
        }
    }
    bytes[length] = '\0';
    *out_length = length;
    return g_steal_pointer(&bytes);
}

gboolean
gp_file_read(const char *path, gsize max_bytes, char **out_bytes, gsize *out_length, GError **error)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    struct stat status;
    gsize expected = 0;
    char *bytes;

    if (fd < 0)
        return throw_errno(error, "opened", path);
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        expected = MIN((gsize)status.st_size, max_bytes);
    bytes = read_all(fd, path, expected, max_bytes, out_length, error);
    close(fd);
    if (bytes == NULL)
        return FALSE;
    *out_bytes = bytes;
    return TRUE;
}

/* Puts the file over memory of its length and one byte more, so that there is always that byte. */
static gboolean
map_fd(int fd, gsize length, GpFileMap *out_map)
{
    gsize page = (gsize)sysconf(_SC_PAGESIZE), n = (length / page + 1) * page;
    void *place = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (place == MAP_FAILED)
        return FALSE;
    if (mmap(place, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
        munmap(place, n);
        return FALSE;
    }
    *out_map = (GpFileMap){.bytes = place, .length = length, .n_mapped = n};
    return TRUE;
}

gboolean
gp_file_map(const char *path, gsize max_bytes, GpFileMap *out_map, GError **error)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    struct stat status;
    gboolean is_mapped;

    *out_map = (GpFileMap){0};
    is_mapped = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                status.st_size > 0 && (gsize)status.st_size <= max_bytes &&
                map_fd(fd, (gsize)status.st_size, out_map);
    if (is_mapped)
        out_map->status = status;
    if (fd >= 0)
        close(fd);
    return is_mapped || gp_file_read(path, max_bytes, &out_map->bytes, &out_map->length, error);
}

void
gp_file_map_clear(GpFileMap *self)
{
    if (self->n_mapped > 0)
        munmap(self->bytes, self->n_mapped);
    else
        g_free(self->bytes);
    *self = (GpFileMap){0};
}

gboolean
gp_file_map_holds(const GpFileMap *self, const char *path)
{
    const struct stat *then = &self->status;
    struct stat now;

    return self->n_mapped == 0 || stat(path, &now) != 0 || now.st_dev != then->st_dev ||
           now.st_ino != then->st_ino ||
           (now.st_size == then->st_size && now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
            now.st_mtim.tv_nsec == then->st_mtim.tv_nsec);
}

gboolean
gp_file_write_all(int fd, const char *bytes, gsize length)
{
    while (length > 0) {
        gssize done = write(fd, bytes, length);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return FALSE;
        bytes += done;
        length -= (gsize)done;
    }
    return TRUE;
}

gboolean
gp_file_sync_folder_of(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    int fd = g_open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    gboolean ok = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return ok;
}

/* Read-only for those who may read it at all. */
static gboolean
seal(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && fchmod(fd, status.st_mode & 0444) == 0;
}

static gboolean
write_beside(
    const char *path, const char *bytes, gsize length, gboolean is_for_good, GError **error)
{
    g_autofree char *temporary = g_strdup_printf("%s.%d.tmp", path, (int)getpid());
    int fd = g_open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    gboolean ok;

    if (fd < 0)
        return throw_errno(error, "written", path);
    ok = gp_file_write_all(fd, bytes, length) && (!is_for_good || seal(fd)) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    ok = ok && g_rename(temporary, path) == 0;
    if (ok && gp_file_sync_folder_of(path))
        return TRUE;
    throw_errno(error, "written", path);
    g_unlink(ok && is_for_good ? path : temporary);
    return FALSE;
}

gboolean
gp_file_write(const char *path, const char *bytes, gsize length, GError **error)
{
    return write_beside(path, bytes, length, FALSE, error);
}

gboolean
gp_file_write_loose(const char *path, const char *bytes, gsize length, GError **error)
{
    int fd = g_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    gboolean ok = fd >= 0 && gp_file_write_all(fd, bytes, length);

    if (!ok)
        throw_errno(error, "written", path);
    if (fd >= 0 && close(fd) != 0 && ok)
        ok = throw_errno(error, "written", path);
    return ok;
}

gboolean
gp_file_write_for_good(const char *path, const char *bytes, gsize length, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        return gp_throw(error, GP_ERROR_IO, "%s is there already, and is never overwritten", path);
    return write_beside(path, bytes, length, TRUE, error);
}

GPtrArray *
gp_file_list_folder(const char *path, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    DIR *dir = opendir(path);
    const struct dirent *entry;
    int error_number;

    if (dir == NULL) {
        throw_errno(error, "read", path);
        return NULL;
    }
    while ((errno = 0, entry = readdir(dir)) != NULL) {
        if (!g_str_equal(entry->d_name, ".") && !g_str_equal(entry->d_name, ".."))
            g_ptr_array_add(names, g_strdup(entry->d_name));
    }
    error_number = errno;
    closedir(dir);
    if (error_number == 0)
        return g_steal_pointer(&names);
    errno = error_number;
    throw_errno(error, "read", path);
    return NULL;
}

gboolean
gp_file_make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0777) != 0)
        return throw_errno(error, "made", path);
    return TRUE;
}

char *
gp_file_sha256(const char *path)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *block = g_malloc(BLOCK_BYTES);
    int fd = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    gssize got = -1;

    while (fd >= 0 && (got = gp_file_read_some(fd, block, BLOCK_BYTES)) > 0)
        g_checksum_update(checksum, (const guchar *)block, got);
    if (fd >= 0)
        close(fd);
    return got == 0 ? g_strdup(g_checksum_get_string(checksum)) : NULL;
}

static int
remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

void
gp_file_remove_folder(const char *path)
{
    nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}
