/* SPDX-License-Identifier: MIT */
#include "gp-ini.h"

#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-text.h"

#define MAX_BYTES ((gsize)1 << 20)

/* GKeyFile joins groups of one name and keeps the last of two keys: looks for both. */
static gboolean
check_written_once(const char *path, const char *text, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *group = g_strdup("");

    for (guint i = 0; lines[i] != NULL; i++) {
        char *line = g_strstrip(lines[i]);
        g_autofree char *quoted = NULL;
        char *name;

        if (*line == '[') {
            g_free(group);
            group = g_strndup(line + 1, strcspn(line + 1, "]"));
            name = g_strdup_printf("[%s]", group);
        } else if (*line != '#' && strchr(line, '=') != NULL) {
            *strchr(line, '=') = '\0';
            name = g_strdup_printf("[%s] %s", group, g_strchomp(line));
        } else {
            continue;
        }
        quoted = gp_text_printable(name, strlen(name), 100);
        if (!g_hash_table_add(seen, name))
            return gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: %s is there twice", path, i + 1,
                            quoted);
    }
    return TRUE;
}

/* A text with a backslash that means nothing would later not be what was written. */
static gboolean
check_texts(GKeyFile *self, const char *path, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(self, NULL);

    for (guint i = 0; groups[i] != NULL; i++) {
        g_auto(GStrv) keys = g_key_file_get_keys(self, groups[i], NULL, NULL);

        for (guint k = 0; keys != NULL && keys[k] != NULL; k++) {
            g_autoptr(GError) reason = NULL;

            g_free(g_key_file_get_string(self, groups[i], keys[k], &reason));
            if (reason != NULL)
                return gp_throw(error, GP_ERROR_MALFORMED, "%s: [%s] %s: write a backslash as two",
                                path, groups[i], keys[k]);
        }
    }
    return TRUE;
}

GKeyFile *
gp_ini_load(const char *path, GError **error)
{
    g_autoptr(GKeyFile) self = g_key_file_new();
    g_autoptr(GError) reason = NULL;
    g_autofree char *bytes = NULL;
    const char *text;
    gsize length;

    if (!gp_file_read(path, MAX_BYTES, &bytes, &length, error))
        return NULL;
    bytes[length] = '\0';
    text = g_str_has_prefix(bytes, "\xef\xbb\xbf") ? bytes + 3 : bytes;
    if (strlen(bytes) != length || !g_utf8_validate(text, -1, NULL))
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: the file is not UTF-8 text", path);
    if (!check_written_once(path, text, error))
        return NULL;
    if (!g_key_file_load_from_data(self, text, G_MAXSIZE, G_KEY_FILE_NONE, &reason))
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: %s", path, reason->message);
    if (!check_texts(self, path, error))
        return NULL;
    return g_steal_pointer(&self);
}

gboolean
gp_ini_check_keys(GKeyFile *self,
                  const char *path,
                  const char *group,
                  const char *const *known,
                  guint n_known,
                  GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(self, group, NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        g_autofree char *quoted = NULL;
        const char *closest;
        guint k = 0;

        while (k < n_known && !g_str_equal(keys[i], known[k]))
            k++;
        if (k < n_known)
            continue;
        quoted = gp_text_quoted(keys[i]);
        closest = gp_text_closest(keys[i], known, n_known);
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: [%s] has no key “%s”%s%s%s", path, group,
                        quoted, closest == NULL ? "" : "; did you mean “",
                        closest == NULL ? "" : closest, closest == NULL ? "" : "”?");
    }
    return TRUE;
}

char *
gp_ini_text(GKeyFile *self, const char *group, const char *key)
{
    char *text = g_key_file_get_string(self, group, key, NULL);

    return text == NULL ? NULL : g_strstrip(text);
}

char **
gp_ini_list(GKeyFile *self, const char *group, const char *key)
{
    g_autofree char *text = gp_ini_text(self, group, key);
    g_auto(GStrv) parts = NULL;
    GStrvBuilder *builder;
    char **list;

    if (text == NULL)
        return NULL;
    parts = g_strsplit(text, "|", -1);
    builder = g_strv_builder_new();
    for (guint i = 0; parts[i] != NULL; i++) {
        if (*g_strstrip(parts[i]) != '\0')
            g_strv_builder_add(builder, parts[i]);
    }
    list = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    return list;
}
