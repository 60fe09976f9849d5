/* SPDX-License-Identifier: MIT */
#include "mapping.h"

#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"

static char *folder;

const char *
mapping_folder(void)
{
    if (folder == NULL)
        folder = g_dir_make_tmp("gp-mapping-XXXXXX", NULL);
    g_assert_nonnull(folder);
    return folder;
}

void
mapping_end(void)
{
    const char *name;
    GDir *dir;

    if (folder == NULL)
        return;
    dir = g_dir_open(folder, 0, NULL);
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        g_unlink(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_clear_pointer(&folder, g_free);
}

char *
write_bytes(const char *name, const char *bytes, gsize length)
{
    char *path = g_build_filename(mapping_folder(), name, NULL);

    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

char *
write_text(const char *name, const char *text)
{
    return write_bytes(name, text, strlen(text));
}

static GpFormat *
try_to_load(const char *ini, GError **error)
{
    g_autofree char *path = write_text("own.ini", ini);
    g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);

    g_hash_table_insert(texts, (gpointer) "ods_code", (gpointer) "RWV");
    return gp_format_load(path, texts, error);
}

GpFormat *
load(const char *ini)
{
    g_autoptr(GError) error = NULL;
    GpFormat *format = try_to_load(ini, &error);

    g_assert_no_error(error);
    return format;
}

void
assert_load_fails(const char *ini, const char *message)
{
    g_autoptr(GError) error = NULL;
    GpFormat *format = try_to_load(ini, &error);
    g_autofree char *place = g_strconcat(mapping_folder(), "/own.ini", NULL);

    g_assert_null(format);
    g_assert_nonnull(error);
    g_assert_true(g_str_has_prefix(error->message, place));
    g_assert_cmpstr(error->message + strlen(place), ==, message);
}

Reading *
read_bytes_by(const GpFormat *format, const char *bytes, gsize length)
{
    g_autofree char *path = write_bytes("in.bytes", bytes, length);

    return read_formatted(path, format, &plain_rules);
}

Reading *
read_by(const char *ini, const char *text)
{
    g_autoptr(GpFormat) format = load(ini);

    return read_bytes_by(format, text, strlen(text));
}

Reading *
read_with_table(const char *table, const char *ini, const char *text)
{
    g_free(write_text("table.csv", table));
    return read_by(ini, text);
}

void
assert_counts(const Reading *self, const char *counts)
{
    g_autofree char *got = NULL;

    g_assert_no_error(self->error);
    got = g_strdup_printf(
        "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
        self->count.rows_in, self->count.rows, self->count.skipped, self->count.refused);
    g_assert_cmpstr(got, ==, counts);
    g_assert_cmpuint(self->count.rows_in, ==,
                     self->count.rows + self->count.skipped + self->count.refused +
                         self->count.superseded);
}

void
assert_sums(const Reading *self, const char *sums)
{
    const GpReadCount *count = &self->count;
    GpInt128 parts[] = {count->used_micro + count->skipped_micro + count->refused_micro +
                            count->superseded_micro,
                        count->used_micro, count->skipped_micro, count->refused_micro};
    g_autoptr(GString) got = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_string_append(got, i == 0 ? "" : " ");
        gp_number_append(got, parts[i], GP_MICRO_PLACES);
    }
    g_assert_cmpstr(got->str, ==, sums);
}

char *
messages_text(const Reading *self)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < gp_issue_list_size(self->issues); i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : "\n",
                               gp_issue_list_get(self->issues, i)->message);
    return g_string_free(out, FALSE);
}

void
assert_refused(const Reading *self, const char *message)
{
    g_assert_error(self->error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_cmpstr(self->error->message, ==, message);
    g_assert_cmpuint(self->count.rows, ==, 0);
}
