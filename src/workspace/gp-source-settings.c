/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-source-settings-private.h"
#include "gp-text.h"

#define MAX_SETTINGS ((gsize)4 << 20)

/* Every key that a source may have, those about reading too. */
static const char *const keys[] = {
    "activity",     "address",        "begins",
    "ca_file",      "content_types",  "corrections",
    "counts",       "cursor",         "cursor_parameter",
    "dates",        "department",     "encoding",
    "every",        "file",           "first_page",
    "format",       "key_file",       "kind",
    "known_hosts",  "max_mb",         "next",
    "overlap",      "page_parameter", "pages",
    "password_env", "password_file",  "pattern",
    "period",       "pinned_key",     "proxy",
    "quality",      "records",        "retry_base_ms",
    "role",         "site",           "stall_seconds",
    "styles",       "time_budget",    "token_env",
    "token_file",   "token_header",   "token_parameter",
    "total",        "unit",           "user",
    "window",
};

gboolean
gp_setting_throw(const GpSettingReader *self, const char *key, const char *reason)
{
    return gp_throw(self->error, GP_ERROR_MALFORMED, "%s/greenplan.ini: [%s] %s: %s",
                    self->workspace->folder, self->group, key, reason);
}

/* ---- strictness ---- */

static gboolean
check_key(const GpSettingReader *self, GHashTable *seen, const char *key)
{
    const char *closest = gp_text_closest(key, keys, G_N_ELEMENTS(keys));
    g_autofree char *shown = gp_text_quoted(key);
    g_autofree char *hint = closest == NULL
                                ? g_strdup("it is not a setting of a source")
                                : g_strdup_printf("it is not a setting of a source; did you mean "
                                                  "“%s”?",
                                                  closest);

    if (!g_hash_table_add(seen, g_strdup(key)))
        return gp_setting_throw(self, shown, "it is there twice");
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (g_str_equal(keys[i], key))
            return TRUE;
    }
    return gp_setting_throw(self, shown, hint);
}

/* A GKeyFile lets the last of several equal keys win without a word, so the lines are walked once
 * more. */
static gboolean
check_line(GpSettingReader *reader, char *line, GHashTable *groups, GHashTable *seen, char **group)
{
    char *equals;

    g_strstrip(line);
    if (line[0] == '[' && g_str_has_suffix(line, "]")) {
        g_free(*group);
        *group = g_strndup(line + 1, strlen(line) - 2);
        reader->group = *group;
        g_hash_table_remove_all(seen);
        return g_hash_table_add(groups, g_strdup(*group)) ||
               !g_str_has_prefix(*group, GP_SOURCE_PREFIX) ||
               gp_setting_throw(reader, "this group", "it is there twice");
    }
    equals = strchr(line, '=');
    if (equals == NULL || line[0] == '#' || *group == NULL ||
        !g_str_has_prefix(*group, GP_SOURCE_PREFIX))
        return TRUE;
    *equals = '\0';
    return check_key(reader, seen, g_strchomp(line));
}

gboolean
gp_sources_check_keys(const GpWorkspace *workspace, GError **error)
{
    g_autofree char *path = g_build_filename(workspace->folder, "greenplan.ini", NULL);
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *bytes = NULL, *group = NULL;
    g_auto(GStrv) lines = NULL;
    GpSettingReader reader = {workspace, NULL, error};
    gsize length;

    if (!gp_file_read(path, MAX_SETTINGS, &bytes, &length, error))
        return FALSE;
    lines = g_strsplit(bytes, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (!check_line(&reader, lines[i], groups, seen, &group))
            return FALSE;
    }
    return TRUE;
}

/* ---- values ---- */

char *
gp_setting_get(const GpSettingReader *self, const char *key)
{
    g_autofree char *text =
        g_key_file_get_string(self->workspace->settings, self->group, key, NULL);

    if (text == NULL)
        return NULL;
    g_strstrip(text);
    return *text == '\0' ? NULL : g_steal_pointer(&text);
}

void
gp_setting_take(const GpSettingReader *self, const char *key, char **out)
{
    char *text = gp_setting_get(self, key);

    if (text != NULL) {
        g_free(*out);
        *out = text;
    }
}

void
gp_setting_take_path(const GpSettingReader *self, const char *key, char **out)
{
    g_autofree char *text = gp_setting_get(self, key);

    if (text != NULL)
        *out = g_path_is_absolute(text) ? g_steal_pointer(&text)
                                        : g_build_filename(self->workspace->folder, text, NULL);
}

gboolean
gp_setting_take_number(
    const GpSettingReader *self, const char *key, guint least, guint most, guint *out)
{
    g_autofree char *text = gp_setting_get(self, key);
    g_autofree char *reason = g_strdup_printf("it must be a number from %u to %u", least, most);
    guint64 number;

    if (text == NULL)
        return TRUE;
    if (!g_ascii_string_to_unsigned(text, 10, least, most, &number, NULL))
        return gp_setting_throw(self, key, reason);
    *out = (guint)number;
    return TRUE;
}

gboolean
gp_setting_take_days(const GpSettingReader *self, const char *key, guint least, guint *out)
{
    g_autofree char *text = gp_setting_get(self, key);
    char *blank = text == NULL ? NULL : strchr(text, ' ');
    guint64 number;

    if (text == NULL)
        return TRUE;
    if (blank != NULL && (g_str_equal(blank, " days") || g_str_equal(blank, " day")))
        *blank = '\0';
    if (!g_ascii_string_to_unsigned(text, 10, least, 36600, &number, NULL))
        return gp_setting_throw(self, key, "it must be a number of days, such as “14 days”");
    *out = (guint)number;
    return TRUE;
}

gboolean
gp_setting_take_choice(const GpSettingReader *self,
                       const char *key,
                       const char *const *choices,
                       guint *out)
{
    g_autofree char *text = gp_setting_get(self, key);
    g_autofree char *list = g_strjoinv(", ", (char **)choices);
    g_autofree char *reason = g_strdup_printf("it must be one of %s", list);

    for (guint i = 0; text != NULL && choices[i] != NULL; i++) {
        if (g_str_equal(text, choices[i])) {
            *out = i;
            return TRUE;
        }
    }
    return text == NULL || gp_setting_throw(self, key, reason);
}

gboolean
gp_setting_take_every(const GpSettingReader *self, GpEvery *out)
{
    static const char *const names[] = {"day", "week", "month", "quarter", "year", NULL};
    guint every = G_MAXUINT;

    if (!gp_setting_take_choice(self, "every", names, &every))
        return FALSE;
    *out = every == G_MAXUINT ? GP_EVERY_UNKNOWN : GP_EVERY_DAY + every;
    return TRUE;
}

/* ---- how often new data should come ---- */

static void
rhythm_free(gpointer data)
{
    GpSourceRhythm *self = data;

    g_free(self->name);
    g_free(self);
}

GPtrArray *
gp_workspace_rhythms(const GpWorkspace *self, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(self->settings, NULL);
    g_autoptr(GPtrArray) rhythms = g_ptr_array_new_with_free_func(rhythm_free);

    for (guint i = 0; groups[i] != NULL; i++) {
        GpSettingReader reader = {self, groups[i], error};
        GpSourceRhythm rhythm;

        if (!g_str_has_prefix(groups[i], GP_SOURCE_PREFIX))
            continue;
        if (!gp_setting_take_every(&reader, &rhythm.every))
            return NULL;
        rhythm.name = g_strdup(groups[i] + strlen(GP_SOURCE_PREFIX));
        g_ptr_array_add(rhythms, g_memdup2(&rhythm, sizeof rhythm));
    }
    return g_steal_pointer(&rhythms);
}
