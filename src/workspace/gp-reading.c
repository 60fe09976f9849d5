/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-text.h"
#include "gp-workspace-private.h"

void
gp_reading_clear(GpReading *self)
{
    g_clear_pointer(&self->format, gp_format_free);
}

/* Where in the settings a source stands. */
typedef struct {
    const GpWorkspace *workspace;
    const GpBasis *basis;
    const char *source;
    char *group;
} Place;

static void
place_clear(Place *self)
{
    g_free(self->group);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static Place
place_of(const GpWorkspace *workspace, const GpBasis *basis, const char *source)
{
    return (Place){workspace, basis, source, g_strdup_printf(GP_SOURCE_PREFIX "%s", source)};
}

/* A setting of the source, without blanks at its ends, or NULL. */
static char *
get(const Place *self, const char *key)
{
    char *text = g_key_file_get_string(self->workspace->settings, self->group, key, NULL);

    return text == NULL ? NULL : g_strstrip(text);
}

static gboolean
throw_bad_word(
    const Place *self, const char *key, const char *words, const char *text, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(text);

    return gp_throw(error, GP_ERROR_MALFORMED, "%s/greenplan.ini: %s of [%s] must be %s, not “%s”",
                    self->workspace->folder, key, self->group, words, quoted);
}

/* The path of a format: the workspace's own goes before a shipped one. */
static char *
find_format(const Place *self, const char *name, GError **error)
{
    g_autofree char *file = g_strconcat(name, ".ini", NULL);
    g_autofree char *own = g_build_filename(self->workspace->folder, "formats", file, NULL);
    g_autofree char *shipped = g_build_filename(self->basis->formats, file, NULL);
    g_autofree char *quoted = gp_text_quoted(name);

    if (strchr(name, G_DIR_SEPARATOR) == NULL && g_file_test(own, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&own);
    if (strchr(name, G_DIR_SEPARATOR) == NULL && g_file_test(shipped, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&shipped);
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "%s/greenplan.ini: [%s] has the format “%s”, which is neither one of the "
                         "shipped ones (“greenplan formats” lists them) nor in formats/ of the "
                         "workspace",
                         self->workspace->folder, self->group, quoted);
}

/* What stands for `{ods_code}` and the like: all settings of the trust. */
static GHashTable *
trust_texts(const GpWorkspace *workspace)
{
    GHashTable *texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) keys = g_key_file_get_keys(workspace->settings, "trust", NULL, NULL);

    for (char **key = keys; key != NULL && *key != NULL; key++)
        g_hash_table_insert(texts, g_strdup(*key),
                            g_key_file_get_string(workspace->settings, "trust", *key, NULL));
    return texts;
}

/* What the source fixes, over what the format says. */
static gboolean
set_fields(const Place *self, const char *period, GpFormat *format, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(self->workspace->settings, self->group, NULL, NULL);

    for (char **key = keys; key != NULL && *key != NULL; key++) {
        g_autofree char *value = get(self, *key);

        if (!gp_format_has_setting(*key) || (period != NULL && g_str_equal(*key, "period")))
            continue;
        if (!gp_format_set(format, *key, value, error)) {
            g_prefix_error(error, "%s/greenplan.ini: [%s]: ", self->workspace->folder, self->group);
            return FALSE;
        }
    }
    return period == NULL || gp_format_set(format, "period", period, error);
}

static gboolean
load_format(const Place *self, const char *name, const char *period, GpReading *out, GError **error)
{
    g_autofree char *path = find_format(self, name, error);
    g_autoptr(GHashTable) texts = trust_texts(self->workspace);

    if (path == NULL)
        return FALSE;
    out->format = gp_format_load(path, texts, error);
    if (out->format == NULL || !set_fields(self, period, out->format, error))
        return FALSE;
    out->covers = gp_format_covers(out->format);
    gp_format_corrections(out->format, &out->corrections);
    return TRUE;
}

/* A setting that only a format could obey must not look as if it were obeyed. */
static gboolean
check_canonical(const Place *self, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(self->workspace->settings, self->group, NULL, NULL);

    for (char **key = keys; key != NULL && *key != NULL; key++) {
        if (gp_format_has_setting(*key) && !g_str_equal(*key, "encoding"))
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s/greenplan.ini: [%s] %s: it is for files in a format of their own; "
                            "this source has none, so that every row tells its %s in a column",
                            self->workspace->folder, self->group, *key,
                            g_str_equal(*key, "styles") ? "period" : *key);
    }
    return TRUE;
}

/* A file in the canonical form tells everything itself but its encoding. */
static gboolean
set_canonical(const Place *self, const char *period, GpReading *out, GError **error)
{
    g_autofree char *encoding = get(self, "encoding");

    if (period != NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "a period can be told for files in a format of their own only; [%s] has "
                        "none, so every row tells its period",
                        self->group);
    if (!check_canonical(self, error))
        return FALSE;
    if (encoding == NULL || g_str_equal(encoding, "utf-8"))
        return TRUE;
    out->encoding = GP_ENCODING_WINDOWS_1252;
    return g_str_equal(encoding, "windows-1252") ||
           throw_bad_word(self, "encoding", "utf-8 or windows-1252", encoding, error);
}

gboolean
gp_workspace_reading(const GpWorkspace *self,
                     const GpBasis *basis,
                     const char *source,
                     const char *period,
                     GpReading *out_reading,
                     GError **error)
{
    g_auto(Place) place = place_of(self, basis, source);
    g_autofree char *format = get(&place, "format");
    g_autofree char *corrections = get(&place, "corrections");
    const char *told = period == NULL || *period == '\0' ? NULL : period;

    *out_reading = (GpReading){.corrections = GP_CORRECTIONS_SERIES};
    if (format != NULL ? !load_format(&place, format, told, out_reading, error)
                       : !set_canonical(&place, told, out_reading, error))
        return FALSE;
    return corrections == NULL || gp_corrections_parse(corrections, &out_reading->corrections) ||
           throw_bad_word(&place, "corrections", "series, period, rows or none", corrections,
                          error);
}

gboolean
gp_reading_append(
    const GpWorkspace *self, const GpBasis *basis, const char *source, GString *out, GError **error)
{
    g_auto(GpReading) reading = {0};
    g_autofree char *stamp = NULL;

    if (!gp_workspace_reading(self, basis, source, NULL, &reading, error))
        return FALSE;
    if (reading.format != NULL)
        stamp = gp_format_stamp(reading.format);
    g_string_append_printf(out, "[source %s]\n%d %s %d\n%s\n", source, reading.encoding,
                           gp_corrections_name(reading.corrections), reading.covers,
                           stamp == NULL ? "" : stamp);
    return TRUE;
}
