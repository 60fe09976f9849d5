/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-read-private.h"

/* Room for a whole row after what is in use, and a little for reading past the end. */
#define CAPACITY (4 * GP_MAX_ROW_BYTES)
#define PADDING 64

static gboolean
throw_errno(const GpWindow *self, const char *doing, GError **error)
{
    int error_number = errno;

    return gp_throw(error, GP_ERROR_IO, "%s could not be %s: %s", self->name, doing,
                    gp_file_reason(error_number));
}

gboolean
gp_window_open(GpWindow *self, const char *path, GError **error)
{
    struct stat status;

    *self = (GpWindow){.fd = -1, .name = path};
    if (g_str_equal(path, "-")) {
        self->fd = STDIN_FILENO;
        self->name = "stdin";
    } else {
        self->fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    }
    if (self->fd < 0)
        return throw_errno(self, "opened", error);
    if (fstat(self->fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return throw_errno(self, "read", error);
    }
    self->capacity = CAPACITY;
    self->buffer = g_malloc(CAPACITY + PADDING);
    self->begin = self->end = self->buffer;
    return gp_window_fill(self, error);
}

void
gp_window_close(GpWindow *self)
{
    if (self->fd > STDIN_FILENO)
        close(self->fd);
    g_free(self->buffer);
}

/* Appends @length bytes of Windows-1252 at the end, as UTF-8; three bytes at most for one. */
static gboolean
append_windows_1252(GpWindow *self, const char *bytes, gsize length, GError **error)
{
    gsize written;
    g_autofree char *text =
        g_convert(bytes, (gssize)length, "UTF-8", "WINDOWS-1252", NULL, &written, NULL);

    if (text == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is not Windows-1252 text: it holds bytes that mean nothing "
                        "there",
                        self->name);
    memcpy((char *)self->end, text, written);
    self->end += written;
    return TRUE;
}

static gboolean
read_windows_1252(GpWindow *self, gsize room, GError **error)
{
    g_autofree char *raw = g_malloc(room / 3);
    gssize got = gp_file_read_some(self->fd, raw, room / 3);

    if (got < 0)
        return throw_errno(self, "read", error);
    self->is_last = got == 0;
    return append_windows_1252(self, raw, (gsize)got, error);
}

static gboolean
read_utf_8(GpWindow *self, gsize room, GError **error)
{
    gssize got = gp_file_read_some(self->fd, (char *)self->end, room);

    if (got < 0)
        return throw_errno(self, "read", error);
    self->is_last = got == 0;
    self->end += got;
    return TRUE;
}

gboolean
gp_window_fill(GpWindow *self, GError **error)
{
    gsize left = (gsize)(self->end - self->begin);

    memmove(self->buffer, self->begin, left);
    self->begin = self->buffer;
    self->end = self->buffer + left;
    while (!self->is_last) {
        gsize room = self->capacity - (gsize)(self->end - self->buffer);

        if (room < 3 || (gsize)(self->end - self->begin) > self->capacity / 2)
            break;
        if (self->is_windows_1252 ? !read_windows_1252(self, room, error)
                                  : !read_utf_8(self, room, error))
            return FALSE;
    }
    memset((char *)self->end, '\n', PADDING);
    return TRUE;
}

gboolean
gp_window_holds_a_row(const GpWindow *self)
{
    return self->is_last || (gsize)(self->end - self->begin) > GP_MAX_ROW_BYTES;
}

gboolean
gp_window_set_windows_1252(GpWindow *self, GError **error)
{
    gsize length = (gsize)(self->end - self->begin);
    g_autofree char *raw = g_memdup2(self->begin, length);

    if (self->is_windows_1252)
        return TRUE;
    self->is_windows_1252 = TRUE;
    self->capacity = MAX(CAPACITY, 3 * length);
    g_free(self->buffer);
    self->buffer = g_malloc(self->capacity + PADDING);
    self->begin = self->end = self->buffer;
    if (!append_windows_1252(self, raw, length, error))
        return FALSE;
    memset((char *)self->end, '\n', PADDING);
    return TRUE;
}
