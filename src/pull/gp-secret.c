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

#define MAX_SECRET 8192
#define SHORTEST_TO_FIND 10 /* a shorter one may stand in any text by chance */
#define BLOCK_BYTES ((gsize)1 << 20)

struct _GpSecret {
    gsize length;
    char text[MAX_SECRET + 1];
};

static gboolean
check_status(const char *path, const struct stat *status, GError **error)
{
    if (!S_ISREG(status->st_mode))
        return gp_throw(error, GP_ERROR_USAGE, "%s is not a file", path);
    if (status->st_uid != geteuid())
        return gp_throw(error, GP_ERROR_USAGE,
                        "%s holds a secret but belongs to another user; it must be yours", path);
    return (status->st_mode & 077) == 0 ||
           gp_throw(error, GP_ERROR_USAGE,
                    "%s holds a secret but others may read it; make it yours alone with “chmod "
                    "600 %s”",
                    path, path);
}

static int
open_secret(const char *path, GError **error)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    struct stat status;

    if (fd < 0 || fstat(fd, &status) != 0) {
        gp_throw(error, GP_ERROR_IO, "%s could not be read: %s", path, gp_file_reason(errno));
    } else if (check_status(path, &status, error)) {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

gboolean
gp_secret_check_file(const char *path, GError **error)
{
    int fd = open_secret(path, error);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* What a header or a log-in cannot carry is no secret but a mistake. */
static gboolean
check_text(GpSecret *self, const char *place, GError **error)
{
    while (self->length > 0 && strchr("\r\n", self->text[self->length - 1]) != NULL)
        self->text[--self->length] = '\0';
    if (self->length == 0)
        return gp_throw(error, GP_ERROR_USAGE, "%s holds no secret: it is empty", place);
    for (gsize i = 0; i < self->length; i++) {
        guchar c = (guchar)self->text[i];

        if (c < 0x20 || c == 0x7f)
            return gp_throw(error, GP_ERROR_USAGE,
                            "%s cannot be used as a secret: it has several lines or control "
                            "characters",
                            place);
    }
    return TRUE;
}

GpSecret *
gp_secret_from_file(const char *path, GError **error)
{
    g_autoptr(GpSecret) self = g_new0(GpSecret, 1);
    int fd = open_secret(path, error);
    gssize got = 0;

    if (fd < 0)
        return NULL;
    while (self->length < MAX_SECRET &&
           (got = gp_file_read_some(fd, self->text + self->length, MAX_SECRET - self->length)) > 0)
        self->length += (gsize)got;
    close(fd);
    if (got < 0)
        return gp_throw_null(error, GP_ERROR_IO, "%s could not be read", path);
    if (self->length == MAX_SECRET)
        return gp_throw_null(error, GP_ERROR_USAGE, "%s is too long for a secret", path);
    return check_text(self, path, error) ? g_steal_pointer(&self) : NULL;
}

GpSecret *
gp_secret_from_env(const char *name, GError **error)
{
    g_autoptr(GpSecret) self = g_new0(GpSecret, 1);
    g_autofree char *place = g_strdup_printf("the environment variable %s", name);
    const char *text = g_getenv(name);

    if (text == NULL)
        return gp_throw_null(error, GP_ERROR_USAGE, "%s is not set", place);
    self->length = strlen(text);
    if (self->length >= MAX_SECRET)
        return gp_throw_null(error, GP_ERROR_USAGE, "%s is too long for a secret", place);
    memcpy(self->text, text, self->length);
    return check_text(self, place, error) ? g_steal_pointer(&self) : NULL;
}

const char *
gp_secret_text(const GpSecret *self)
{
    return self->text;
}

gboolean
gp_secret_is_in(const GpSecret *self, const char *bytes, gsize length)
{
    return self != NULL && self->length >= SHORTEST_TO_FIND &&
           memmem(bytes, length, self->text, self->length) != NULL;
}

gboolean
gp_secret_is_in_file(const GpSecret *self, int fd)
{
    g_autofree char *block = NULL;
    off_t at = 0;
    gssize got;

    if (self == NULL || self->length < SHORTEST_TO_FIND)
        return FALSE;
    block = g_malloc(BLOCK_BYTES);
    while ((got = pread(fd, block, BLOCK_BYTES, at)) > 0) {
        if (gp_secret_is_in(self, block, (gsize)got))
            return TRUE;
        if ((gsize)got < self->length)
            return FALSE;
        at += got - (gssize)self->length + 1;
    }
    return FALSE;
}

void
gp_secret_free(GpSecret *self)
{
    if (self == NULL)
        return;
    explicit_bzero(self, sizeof *self);
    g_free(self);
}
