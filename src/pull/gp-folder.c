/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-pull-private.h"
#include "gp-text.h"

#define BLOCK_BYTES (1 << 20)

/* A file of the folder, as it was when it was seen first. */
typedef struct {
    char *address;
    char *path;
    char *name;
    char *state; /* size and time of the last change: kept as its ETag */
    guint64 bytes;
    struct timespec changed;
} Candidate;

typedef int Descriptor;

static void
descriptor_close(Descriptor fd)
{
    close(fd);
}

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(Descriptor, descriptor_close, -1)

static void
candidate_free(gpointer data)
{
    Candidate *self = data;

    g_free(self->address);
    g_free(self->path);
    g_free(self->name);
    g_free(self->state);
    g_free(self);
}

/* By the time of the last change, so that a correction comes after what it corrects. */
static int
compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *x = *(Candidate *const *)a, *y = *(Candidate *const *)b;

    if (x->changed.tv_sec != y->changed.tv_sec)
        return x->changed.tv_sec < y->changed.tv_sec ? -1 : 1;
    if (x->changed.tv_nsec != y->changed.tv_nsec)
        return x->changed.tv_nsec < y->changed.tv_nsec ? -1 : 1;
    return strcmp(x->name, y->name);
}

static char *
describe_state(const struct stat *status)
{
    return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld",
                           (gint64)status->st_size, (gint64)status->st_mtim.tv_sec,
                           (long)status->st_mtim.tv_nsec);
}

/* A file that is no link, pipe or folder; -1 with errno, which is 0 if it is there but no file. */
static int
open_file(const char *path, struct stat *out_status)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);

    if (fd >= 0 && fstat(fd, out_status) == 0 && S_ISREG(out_status->st_mode))
        return fd;
    if (fd >= 0) {
        close(fd);
        errno = 0;
    } else if (errno == ELOOP) {
        errno = 0;
    }
    return -1;
}

static gboolean
throw_unread(GError **error, const char *path, int error_number)
{
    return gp_throw(error, GP_ERROR_IO, "%s could not be read: %s", path,
                    error_number == 0 ? "it is a link, a folder or a device, not a file"
                                      : gp_file_reason(error_number));
}

/* Where the file or folder of an address lies. */
static char *
path_of(const GpPuller *self, const char *address)
{
    const char *base = self->request->base;

    return base == NULL || g_path_is_absolute(address) ? g_strdup(address)
                                                       : g_build_filename(base, address, NULL);
}

/* Adds a file unless it is as it was the last time. */
static gboolean
consider(GpPuller *self, const char *address, GPtrArray *candidates, GpPulled *out, GError **error)
{
    const GpPullKnown *known = gp_puller_known(self, address);
    g_autofree char *path = path_of(self, address);
    struct stat status;
    g_auto(Descriptor) fd = open_file(path, &status);
    g_autofree char *state = NULL;
    Candidate *candidate;

    if (fd < 0 && errno == 0 && self->request->kind == GP_PULL_FOLDER) {
        gp_puller_say(self, "%s is a link, a folder or a device and is left alone", path);
        return TRUE;
    }
    if (fd < 0)
        return throw_unread(error, path, errno);
    state = describe_state(&status);
    if (known != NULL && g_strcmp0(known->etag, state) == 0) {
        out->n_unchanged++;
        return TRUE;
    }
    if ((guint64)status.st_size > self->request->max_bytes)
        return gp_throw(error, GP_ERROR_IO, "%s: it is larger than “max_mb” allows", path);
    candidate = g_new0(Candidate, 1);
    *candidate =
        (Candidate){g_strdup(address),       g_steal_pointer(&path),  g_path_get_basename(address),
                    g_steal_pointer(&state), (guint64)status.st_size, status.st_mtim};
    g_ptr_array_add(candidates, candidate);
    return TRUE;
}

static gboolean
list_folder(
    GpPuller *self, const char *address, GPtrArray *candidates, GpPulled *out, GError **error)
{
    g_autofree char *folder = path_of(self, address);
    g_autoptr(GPtrArray) names = NULL;

    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        return gp_throw(error, GP_ERROR_IO, "%s is not a folder, or is not there", folder);
    names = gp_file_list_folder(folder, error);
    if (names == NULL)
        return FALSE;
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *file = g_build_filename(address, name, NULL);

        if (gp_puller_wants_name(self, name) && !consider(self, file, candidates, out, error))
            return FALSE;
    }
    g_ptr_array_sort(candidates, compare_candidates);
    return TRUE;
}

static gboolean
is_still(int fd, const Candidate *candidate)
{
    struct stat status;
    g_autofree char *state = fstat(fd, &status) == 0 ? describe_state(&status) : NULL;

    return g_strcmp0(state, candidate->state) == 0;
}

/* Copies it while it stays as it is. @out_bytes: less than it has if it did not */
static gboolean
copy(GpPuller *self, int from, const char *to, guint64 *out_bytes, GError **error)
{
    g_auto(Descriptor) fd = g_open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    g_autofree char *block = g_malloc(BLOCK_BYTES);
    gssize got = 0;

    *out_bytes = 0;
    while (fd >= 0 && (got = gp_file_read_some(from, block, BLOCK_BYTES)) > 0) {
        if (gp_puller_is_stopped(self))
            return gp_puller_throw_stopped(error);
        if (!gp_file_write_all(fd, block, (gsize)got))
            return gp_throw(error, GP_ERROR_IO, "%s could not be written: %s", to,
                            gp_file_reason(errno));
        *out_bytes += (guint64)got;
    }
    return (fd >= 0 && got == 0) ||
           gp_throw(error, GP_ERROR_IO, "%s could not be written: %s", to, gp_file_reason(errno));
}

static gboolean
take(GpPuller *self, const Candidate *candidate, GpPulled *out, GError **error)
{
    struct stat status;
    g_auto(Descriptor) fd = open_file(candidate->path, &status);
    int error_number = fd < 0 ? errno : 0;
    g_auto(GpFetched) fetched = {.path = gp_puller_new_path(self)};

    if (error_number != 0 && error_number != ENOENT)
        return throw_unread(error, candidate->path, error_number);
    if (fd >= 0 && is_still(fd, candidate)) {
        if (!copy(self, fd, fetched.path, &fetched.bytes, error))
            return FALSE;
        if (is_still(fd, candidate) && fetched.bytes == candidate->bytes) {
            fetched.etag = g_strdup(candidate->state);
            fetched.last_modified = gp_time_print((gint64)candidate->changed.tv_sec);
            gp_pulled_add(out, &fetched, candidate->name, candidate->address);
            return TRUE;
        }
        g_unlink(fetched.path);
    }
    gp_puller_say(self, "%s is still being written; it is left for the next time", candidate->path);
    out->n_left++;
    return TRUE;
}

/* A folder may lie on another machine with another clock; a file by hand is beside us, and was left
 * alone long enough if it was not written just now. */
static gboolean
must_settle(const GpPuller *self, const GPtrArray *candidates)
{
    const Candidate *first = candidates->len == 0 ? NULL : g_ptr_array_index(candidates, 0);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    return first != NULL && (self->request->kind == GP_PULL_FOLDER ||
                             ABS(now - (gint64)first->changed.tv_sec) <= GP_SETTLE_S);
}

gboolean
gp_folder_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error)
{
    g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func(candidate_free);

    if (!(self->request->kind == GP_PULL_FILE ? consider(self, address, candidates, out, error)
                                              : list_folder(self, address, candidates, out, error)))
        return FALSE;
    if (must_settle(self, candidates) &&
        !gp_puller_wait(self, (guint64)GP_SETTLE_S * self->request->unit_ms, error))
        return FALSE;
    for (guint i = 0; i < candidates->len; i++) {
        if (gp_puller_is_stopped(self))
            return gp_puller_throw_stopped(error);
        if (!take(self, g_ptr_array_index(candidates, i), out, error))
            return FALSE;
    }
    return TRUE;
}
