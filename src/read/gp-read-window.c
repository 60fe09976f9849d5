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

/* Windows-1252 as UTF-8; three bytes at most for one. */
static gboolean
decode_windows_1252(const GpWindow *self,
                    const char *bytes,
                    gsize length,
                    char *out,
                    gsize *out_length,
                    GError **error)
{
    g_autofree char *text =
        g_convert(bytes, (gssize)length, "UTF-8", "WINDOWS-1252", NULL, out_length, NULL);

    if (text == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is not Windows-1252 text: it holds bytes that mean nothing "
                        "there",
                        self->name);
    memcpy(out, text, *out_length);
    return TRUE;
}

/* Reads some bytes of the file as UTF-8; 0: nothing follows. */
static gboolean
read_some(GpWindow *self, char *out, gsize room, gsize *out_got, GError **error)
{
    g_autofree char *raw = self->is_windows_1252 ? g_malloc(room / 3) : NULL;
    gssize got = raw == NULL ? gp_file_read_some(self->fd, out, room)
                             : gp_file_read_some(self->fd, raw, room / 3);

    if (got < 0)
        return throw_errno(self, "read", error);
    *out_got = (gsize)got;
    return raw == NULL || decode_windows_1252(self, raw, (gsize)got, out, out_got, error);
}

gboolean
gp_window_fill(GpWindow *self, GError **error)
{
    gsize left = (gsize)(self->end - self->begin);

    memmove(self->buffer, self->begin, left);
    self->begin = self->buffer;
    self->end = self->buffer + left;
    while (!self->is_last) {
        gsize room = self->capacity - (gsize)(self->end - self->buffer), got;

        if (room < 3 || (gsize)(self->end - self->begin) > self->capacity / 2)
            break;
        if (!read_some(self, (char *)self->end, room, &got, error))
            return FALSE;
        self->is_last = got == 0;
        self->end += got;
    }
    memset((char *)self->end, '\n', PADDING);
    return TRUE;
}

gboolean
gp_window_take(GpWindow *self, char *out, gsize room, gsize *out_taken, GError **error)
{
    *out_taken = MIN(room, (gsize)(self->end - self->begin));
    if (*out_taken == 0 && !self->is_last)
        return read_some(self, out, room, out_taken, error);
    memcpy(out, self->begin, *out_taken);
    self->begin += *out_taken;
    if (self->begin == self->end)
        g_clear_pointer(&self->buffer, g_free);
    return TRUE;
}

gboolean
gp_window_set_windows_1252(GpWindow *self, GError **error)
{
    gsize length = (gsize)(self->end - self->begin), written;
    g_autofree char *raw = g_memdup2(self->begin, length);

    if (self->is_windows_1252)
        return TRUE;
    self->is_windows_1252 = TRUE;
    self->capacity = MAX(CAPACITY, 3 * length);
    g_free(self->buffer);
    self->buffer = g_malloc(self->capacity + PADDING);
    self->begin = self->buffer;
    if (!decode_windows_1252(self, raw, length, self->buffer, &written, error))
        return FALSE;
    self->end = self->buffer + written;
    memset((char *)self->end, '\n', PADDING);
    return TRUE;
}
