/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-sheet-private.h"
#include "gp-text.h"

/* Excel's largest sheets stay below this; parsing it takes a few seconds. */
#define MAX_MB 512
#define MAX_BYTES ((guint64)MAX_MB << 20)

/* XML of real sheets packs 10 to 50 times; a ZIP bomb packs 1,000 times. */
#define MAX_RATIO 200

/* A small part may be all blanks: the ratio counts beyond this. */
#define FREE_BYTES ((guint64)1 << 20)

/* The parser's working piece. */
#define CHUNK 65536

G_DEFINE_AUTOPTR_CLEANUP_FUNC(zip_file_t, zip_fclose)

struct _GpPackage {
    zip_t *zip;
    GHashTable *entries; /* (element-type utf8 guint) part's name in small letters → entry */
};

static gboolean
throw_part(GError **error, const char *part, const char *what)
{
    g_autofree char *shown = gp_text_printable(part, strlen(part), 100);

    return gp_throw(error, GP_ERROR_MALFORMED, "the part “%s” %s", shown, what);
}

static gboolean
throw_damaged(GError **error, const char *reason)
{
    return gp_throw(error, GP_ERROR_MALFORMED, "the file is damaged (%s); fetch or save it again",
                    reason);
}

/* Nothing is unpacked to disk, yet a name that would leave its folder shows a file made to harm. */
static gboolean
name_is_safe(const char *name)
{
    g_auto(GStrv) pieces = NULL;

    if (name[0] == '/' || name[0] == '\\' || (name[0] != '\0' && name[1] == ':'))
        return FALSE;
    pieces = g_strsplit_set(name, "/\\", -1);
    return !g_strv_contains((const char *const *)pieces, "..");
}

static gboolean
check_name(GpPackage *self, guint64 index, const char *name, GError **error)
{
    g_autofree char *part = NULL;
    g_autofree char *key = NULL;

    if (name == NULL || !g_utf8_validate(name, -1, NULL))
        return throw_damaged(error, "a part has no name");
    if (!name_is_safe(name))
        return throw_part(error, name, "points outside the file, which is not safe");
    part = g_strconcat("/", name, NULL);
    key = g_ascii_strdown(part, -1);
    if (!g_hash_table_insert(self->entries, g_steal_pointer(&key), GUINT_TO_POINTER(index)))
        return throw_part(error, name, "stands in the file twice");
    return TRUE;
}

static gboolean
check_packing(const zip_stat_t *stat, GError **error)
{
    if (stat->encryption_method != ZIP_EM_NONE)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it is protected by a password; save it without one");
    if (stat->comp_method != ZIP_CM_STORE && stat->comp_method != ZIP_CM_DEFLATE)
        return throw_part(error, stat->name, "is packed in a way that Excel does not use");
    if (stat->size > FREE_BYTES && (stat->size - FREE_BYTES) / MAX_RATIO >= stat->comp_size)
        return throw_part(error, stat->name,
                          "unpacks to more than " G_STRINGIFY(
                              MAX_RATIO) " times its size, as a file made to fill memory does");
    return TRUE;
}

static gboolean
check_entry(GpPackage *self, guint64 index, guint64 *total, GError **error)
{
    zip_stat_t stat;

    zip_stat_init(&stat);
    if (zip_stat_index(self->zip, index, 0, &stat) != 0)
        return throw_damaged(error, zip_strerror(self->zip));
    if (!check_name(self, index, stat.name, error))
        return FALSE;
    if (stat.size > MAX_BYTES - *total)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it unpacks to more than %d MB; save only the sheets that are needed",
                        MAX_MB);
    *total += stat.size;
    return check_packing(&stat, error);
}

static gboolean
check_entries(GpPackage *self, GError **error)
{
    zip_int64_t n = zip_get_num_entries(self->zip, 0);
    guint64 total = 0;

    for (zip_int64_t i = 0; i < n; i++) {
        if (!check_entry(self, (guint64)i, &total, error))
            return FALSE;
    }
    if (gp_package_has(self, "/_rels/.rels"))
        return TRUE;
    if (gp_package_has(self, "/mimetype") && gp_package_has(self, "/content.xml"))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "it is an OpenDocument file (.ods); open it and save it as “Excel Workbook "
                        "(.xlsx)”");
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "it is not an Excel workbook (.xlsx) but another kind of ZIP file");
}

/* Takes over @fd. */
static gboolean
open_zip(GpPackage *self, int fd, GError **error)
{
    int code = 0;
    zip_error_t zip_error;

    self->zip = zip_fdopen(fd, ZIP_RDONLY, &code);
    if (self->zip != NULL)
        return TRUE;
    close(fd);
    zip_error_init_with_code(&zip_error, code);
    throw_damaged(error, zip_error_strerror(&zip_error));
    zip_error_fini(&zip_error);
    return FALSE;
}

static int
open_file(const char *path, GError **error)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
    int error_number = errno;
    struct stat stat;

    if (fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode))
        return fd;
    if (fd < 0)
        gp_throw(error, GP_ERROR_IO, "it could not be opened: %s", gp_file_reason(error_number));
    else
        gp_throw(error, GP_ERROR_IO, "it could not be opened: it is a folder, not a file");
    if (fd >= 0)
        close(fd);
    return -1;
}

GpPackage *
gp_package_open(const char *path, GError **error)
{
    g_autoptr(GpPackage) self = NULL;
    int fd = open_file(path, error);

    if (fd < 0)
        return NULL;
    if (!gp_package_check_file(fd, error)) {
        close(fd);
        return NULL;
    }
    self = g_new0(GpPackage, 1);
    self->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!open_zip(self, fd, error) || !check_entries(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
gp_package_free(GpPackage *self)
{
    if (self == NULL)
        return;
    if (self->zip != NULL)
        zip_discard(self->zip);
    g_hash_table_unref(self->entries);
    g_free(self);
}

gboolean
gp_package_has(const GpPackage *self, const char *part)
{
    g_autofree char *key = g_ascii_strdown(part, -1);

    return g_hash_table_contains(self->entries, key);
}

void
gp_package_prefix_error(GError **error, const char *part)
{
    g_autofree char *shown = gp_text_printable(part + 1, strlen(part + 1), 100);

    g_prefix_error(error, "%s: ", shown);
}

static gboolean
feed_all(zip_file_t *file, GpXml *xml, guint64 size, GError **error)
{
    guint64 n_read = 0;

    for (;;) {
        char *buffer = gp_xml_buffer(xml, CHUNK);
        zip_int64_t got;

        if (buffer == NULL)
            return gp_throw(error, GP_ERROR_IO, "there is not enough memory");
        got = zip_fread(file, buffer, CHUNK);
        if (got >= 0)
            n_read += (guint64)got;
        if (got < 0 || n_read > size)
            return throw_damaged(error, got < 0 ? zip_file_strerror(file) : "longer than it says");
        if (!gp_xml_feed(xml, (gsize)got, got == 0, error))
            return FALSE;
        if (got == 0 || gp_xml_is_stopped(xml))
            return TRUE;
    }
}

gboolean
gp_package_parse(
    GpPackage *self, const char *part, const GpXmlReader *reader, gpointer data, GError **error)
{
    g_autofree char *key = g_ascii_strdown(part, -1);
    g_autoptr(zip_file_t) file = NULL;
    g_autoptr(GpXml) xml = NULL;
    gpointer index;
    zip_stat_t stat;

    if (!g_hash_table_lookup_extended(self->entries, key, NULL, &index))
        return throw_part(error, part + 1, "is missing from the file");
    zip_stat_init(&stat);
    if (zip_stat_index(self->zip, GPOINTER_TO_UINT(index), 0, &stat) == 0)
        file = zip_fopen_index(self->zip, GPOINTER_TO_UINT(index), 0);
    if (file == NULL)
        return throw_damaged(error, zip_strerror(self->zip));
    xml = gp_xml_new(reader, data);
    return feed_all(file, xml, stat.size, error);
}

gboolean
gp_package_check(GpPackage *self, GError **error)
{
    const GpXmlReader reader = {.steps = NULL};
    GHashTableIter entries;
    gpointer part;

    g_hash_table_iter_init(&entries, self->entries);
    while (g_hash_table_iter_next(&entries, &part, NULL)) {
        if (!gp_package_parse(self, part, &reader, NULL, error)) {
            gp_package_prefix_error(error, part);
            return FALSE;
        }
    }
    return TRUE;
}
