/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-pull-log-private.h"
#include "gp-text.h"

#define FILE_NAME "pull-log.csv"
#define HEADER "time,source,address,result,files,bytes,message\n"
#define MAX_LOG ((gsize)256 << 20)

enum { TIME, SOURCE, ADDRESS, RESULT, FILES, BYTES, MESSAGE, N_FIELDS };

static void
append_clean(GString *line, const char *text)
{
    g_autofree char *clean = gp_text_printable(text, strlen(text), 400);

    g_string_append_c(line, ',');
    gp_csv_append(line, clean);
}

/* Whether the last line was cut by a crash. */
static gboolean
is_torn(int fd)
{
    off_t end = lseek(fd, 0, SEEK_END);
    char last = '\n';

    return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n';
}

gboolean
gp_pull_log_append(const char *folder, const GpPullLogLine *line, GError **error)
{
    g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    int fd = g_open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    gboolean ok = fd >= 0;

    if (ok && lseek(fd, 0, SEEK_END) == 0)
        g_string_append(text, HEADER);
    else if (ok && is_torn(fd))
        g_string_append_c(text, '\n');
    g_string_append(text, line->time);
    append_clean(text, line->source);
    append_clean(text, line->address);
    append_clean(text, line->result);
    g_string_append_printf(text, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, line->n_files,
                           line->n_bytes);
    append_clean(text, line->message);
    g_string_append_c(text, '\n');
    ok = ok && gp_file_write_all(fd, text->str, text->len) && fsync(fd) == 0;
    if (!ok)
        gp_throw(error, GP_ERROR_IO, "%s could not be written: %s", path, gp_file_reason(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}

static char *
copy_field(const GpCsvField *field)
{
    char *text = g_malloc(field->length + 1);

    text[gp_csv_field_copy(field, text)] = '\0';
    return text;
}

char *
gp_pull_log_come_back(const char *folder, const char *source)
{
    g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL);
    g_autofree char *bytes = NULL, *come_back = NULL;
    const char *at, *end;
    gsize length;

    if (!gp_file_read(path, MAX_LOG, &bytes, &length, NULL))
        return NULL;
    bytes[length] = '\n';
    for (at = bytes, end = bytes + length; at < end;) {
        GpCsvField fields[N_FIELDS];
        GpCsvRow row;
        g_autofree char *name = NULL, *result = NULL;

        if (gp_csv_split(at, end, TRUE, fields, N_FIELDS, &row) == GP_CSV_ROW &&
            row.n_fields == N_FIELDS) {
            name = copy_field(&fields[SOURCE]);
            result = copy_field(&fields[RESULT]);
            if (g_str_equal(name, source)) {
                g_free(come_back);
                come_back = g_str_has_prefix(result, GP_PULL_LATER)
                                ? g_strdup(result + strlen(GP_PULL_LATER))
                                : NULL;
            }
        }
        at = row.next;
    }
    return g_steal_pointer(&come_back);
}
