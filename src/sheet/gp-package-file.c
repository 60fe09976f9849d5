/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-sheet-private.h"

/*
 * What can be told of a file before libzip sees it. libzip holds a ZIP's directory in memory as a
 * whole, so the directory's size is tested first, in every place where libzip may look for it.
 */

/* Excel writes under 100; pictures and many sheets make a few hundred. */
#define MAX_ENTRIES 10000

/* 400 bytes of the directory for each of 10,000 entries. */
#define MAX_DIRECTORY_BYTES ((guint64)4 << 20)

#define END_SIZE 22       /* “end of central directory”, before its comment */
#define LOCATOR_SIZE 20   /* where the 64-bit one is, right before it */
#define END64_SIZE 56     /* the 64-bit one, without extensions */
#define MAX_COMMENT 65535 /* bytes that may follow the end */
#define OLE_MAGIC "\xd0\xcf\x11\xe0"
#define ZIP_MAGIC "PK\3\4"
#define END_MAGIC "PK\5\6"
#define LOCATOR_MAGIC "PK\6\7"

/* Little-endian, @n bytes. */
static guint64
get_number(const guint8 *bytes, guint n)
{
    guint64 value = 0;

    while (n > 0)
        value = value << 8 | bytes[--n];
    return value;
}

static gboolean
read_at(int fd, guint64 offset, guint8 *out, gsize n)
{
    gsize done = 0;

    while (done < n) {
        gssize got = pread(fd, out + done, n - done, (off_t)(offset + done));

        if (got <= 0)
            return FALSE;
        done += (gsize)got;
    }
    return TRUE;
}

static gboolean
check_directory_size(guint64 n_entries, guint64 n_bytes, GError **error)
{
    if (n_entries > MAX_ENTRIES || n_bytes > MAX_DIRECTORY_BYTES)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it holds more than %d parts; a workbook has some dozens", MAX_ENTRIES);
    return TRUE;
}

/* @end stands in the last bytes of the file, LOCATOR_SIZE or more of them before it. */
static gboolean
check_end(int fd, const guint8 *end, GError **error)
{
    const guint8 *locator = end - LOCATOR_SIZE;
    guint8 end64[END64_SIZE];

    if (memcmp(locator, LOCATOR_MAGIC, 4) != 0)
        return check_directory_size(get_number(end + 10, 2), get_number(end + 12, 4), error);
    if (get_number(locator + 8, 8) > G_MAXINT64 / 2 ||
        !read_at(fd, get_number(locator + 8, 8), end64, END64_SIZE))
        return gp_throw(error, GP_ERROR_MALFORMED, "the file is damaged: its directory is missing");
    return check_directory_size(get_number(end64 + 32, 8), get_number(end64 + 40, 8), error);
}

static gboolean
check_ends(int fd, guint64 size, GError **error)
{
    gsize n = MIN(size, MAX_COMMENT + END_SIZE + LOCATOR_SIZE);
    g_autofree guint8 *tail = g_malloc0(LOCATOR_SIZE + n);
    const guint8 *p = tail + LOCATOR_SIZE;
    const guint8 *end = p + n;
    guint n_ends = 0;

    if (!read_at(fd, size - n, tail + LOCATOR_SIZE, n))
        return gp_throw(error, GP_ERROR_IO, "the file could not be read to its end");
    while ((p = memmem(p, (gsize)(end - p), END_MAGIC, 4)) != NULL && end - p >= END_SIZE) {
        if (!check_end(fd, p, error))
            return FALSE;
        n_ends++;
        p++;
    }
    if (n_ends == 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the end of the file is missing; fetch or save it again");
    return TRUE;
}

gboolean
gp_package_check_file(int fd, GError **error)
{
    off_t size = lseek(fd, 0, SEEK_END);
    guint8 magic[4];

    if (size == 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "the file is empty");
    if (size < 4 || !read_at(fd, 0, magic, 4))
        return gp_throw(error, GP_ERROR_MALFORMED, "it is not an Excel workbook (.xlsx)");
    if (memcmp(magic, OLE_MAGIC, 4) == 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it is an old Excel workbook (.xls) or one with a password; open it in "
                        "Excel and save it as “Excel Workbook (.xlsx)” without a password");
    if (memcmp(magic, ZIP_MAGIC, 4) != 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it is not an Excel workbook (.xlsx), whatever its name says");
    return check_ends(fd, (guint64)size, error);
}
