/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-flow-private.h"
#include "gp-text.h"

#define MIN_DISCLOSURE_THRESHOLD 5
#define RULES_SETTING "reading-rules"

static char *
get_text(GKeyFile *settings, const char *group, const char *key, const char *otherwise)
{
    g_autofree char *text = g_key_file_get_string(settings, group, key, NULL);

    return text == NULL ? g_strdup(otherwise) : gp_text_printable(text, strlen(text), 120);
}

static gboolean
read_threshold(GpWorkspace *self, GError **error)
{
    g_autofree char *text = get_text(self->settings, "trust", "disclosure_threshold",
                                     G_STRINGIFY(GP_DISCLOSURE_THRESHOLD));
    guint64 threshold;

    if (!g_ascii_string_to_unsigned(text, 10, MIN_DISCLOSURE_THRESHOLD, 1000, &threshold, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s/greenplan.ini: disclosure_threshold must be a number of people from "
                        "%d to 1000, not “%s”",
                        self->folder, MIN_DISCLOSURE_THRESHOLD, text);
    self->disclosure_threshold = (guint)threshold;
    return TRUE;
}

static gboolean
read_choice(GpWorkspace *self,
            const char *key,
            const char *usual,
            const char *other,
            gboolean *out_is_other,
            GError **error)
{
    g_autofree char *text = get_text(self->settings, "factors", key, usual);

    *out_is_other = g_str_equal(text, other);
    return *out_is_other || g_str_equal(text, usual) ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s/greenplan.ini: %s must be %s or %s, not “%s”",
                    self->folder, key, usual, other, text);
}

static gboolean
read_settings(GpWorkspace *self, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, "greenplan.ini", NULL);
    GError *reason = NULL;

    self->settings = g_key_file_new();
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return gp_throw(error, GP_ERROR_MISSING,
                        "%s is not a workspace: it has no greenplan.ini; make one with "
                        "“greenplan init %s”",
                        self->folder, self->folder);
    if (!g_key_file_load_from_file(self->settings, path, G_KEY_FILE_NONE, &reason)) {
        gp_throw(error, GP_ERROR_MALFORMED, "%s: %s", path, reason->message);
        g_error_free(reason);
        return FALSE;
    }
    self->trust_name = get_text(self->settings, "trust", "name", "the trust");
    self->is_invented = g_key_file_get_boolean(self->settings, "trust", "invented", NULL);
    self->gwp = g_key_file_get_string(self->settings, "factors", "gwp", NULL);
    self->spend = g_key_file_get_string(self->settings, "factors", "spend", NULL);
    return read_threshold(self, error) &&
           read_choice(self, "factor_year", "financial", "calendar", &self->rules.by_calendar_year,
                       error) &&
           read_choice(self, "factor_fallback", "nearest", "none", &self->rules.no_fallback, error);
}

GpWorkspace *
gp_workspace_open(const char *folder, GError **error)
{
    g_autoptr(GpWorkspace) self = g_new0(GpWorkspace, 1);

    self->folder = g_strdup(folder);
    if (!read_settings(self, error))
        return NULL;
    self->store = gp_store_open(folder, error);
    return self->store == NULL ? NULL : g_steal_pointer(&self);
}

void
gp_workspace_close(GpWorkspace *self)
{
    if (self == NULL)
        return;
    gp_store_close(self->store);
    g_clear_pointer(&self->settings, g_key_file_unref);
    g_free(self->trust_name);
    g_free(self->gwp);
    g_free(self->spend);
    g_free(self->folder);
    g_free(self);
}

char *
gp_workspace_file(const GpWorkspace *self, const char *name)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

gboolean
gp_workspace_encoding(const GpWorkspace *self,
                      const char *source,
                      GpEncoding *out_encoding,
                      GError **error)
{
    g_autofree char *group = g_strdup_printf("source %s", source);
    g_autofree char *text = get_text(self->settings, group, "encoding", "utf-8");

    *out_encoding =
        g_str_equal(text, "windows-1252") ? GP_ENCODING_WINDOWS_1252 : GP_ENCODING_UTF_8;
    return *out_encoding == GP_ENCODING_WINDOWS_1252 || g_str_equal(text, "utf-8") ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "%s/greenplan.ini: the encoding of [%s] must be utf-8 or windows-1252, not "
                    "“%s”",
                    self->folder, group, text);
}

/* A digest of everything that decides how a row is read: units, the files of factors, and the days
 * on which slots begin. */
static char *
digest_of_rules(const GpBook *book)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint unit = 0; unit < gp_unit_table_size(book->units); unit++)
        g_string_append_printf(text, "%s %s %" G_GINT64_FORMAT "\n",
                               gp_unit_name(book->units, (GpUnit)unit),
                               gp_unit_name(book->units, gp_unit_kind(book->units, (GpUnit)unit)),
                               gp_unit_multiplier_nano(book->units, (GpUnit)unit));
    gp_factor_library_stamp(book->library, text);
    for (GpSlot slot = 0; slot < gp_timeline_n_slots(book->timeline); slot++)
        g_string_append_printf(text, "%d\n", gp_timeline_slot_span(book->timeline, slot).first);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

/* Reads an original that is kept, and adds it to the database. */
static gboolean
add_original(GpWorkspace *self,
             const GpBook *book,
             const char *kept,
             GpOriginal *original,
             GpIssueList *issues,
             GpReadCount *out_count,
             GError **error)
{
    g_autoptr(GpCube) cube = gp_cube_new(book->timeline, book->units);
    GpReadRules rules = {.source = original->source, .keep = GP_KEEP_ALL};

    if (!gp_workspace_encoding(self, original->source, &rules.encoding, error) ||
        !gp_book_read(book, kept, original->name, &rules, cube, issues, out_count, error))
        return FALSE;
    original->rows = out_count->rows;
    original->refused = out_count->refused;
    return gp_store_add(self->store, original, cube, error);
}

static gboolean
load_sidecar(const char *path, GpOriginal *out)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return FALSE;
    out->source = g_key_file_get_string(file, "original", "source", NULL);
    out->name = g_key_file_get_string(file, "original", "name", NULL);
    out->imported_at = g_key_file_get_string(file, "original", "imported_at", NULL);
    out->bytes = g_key_file_get_uint64(file, "original", "bytes", NULL);
    return out->source != NULL && out->name != NULL && out->imported_at != NULL;
}

static int
compare_originals(gconstpointer a, gconstpointer b)
{
    const GpOriginal *x = *(GpOriginal *const *)a, *y = *(GpOriginal *const *)b;
    int order = strcmp(x->imported_at, y->imported_at);

    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

/* The originals that lie in evidence/, in the order of their import. After a kill a sidecar may be
 * there without its bytes. */
static GPtrArray *
list_evidence(const GpWorkspace *self)
{
    g_autofree char *folder = g_build_filename(self->folder, "evidence", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GPtrArray *originals = g_ptr_array_new_with_free_func((GDestroyNotify)gp_original_free);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *bytes = NULL;
        g_autoptr(GpOriginal) original = g_new0(GpOriginal, 1);

        if (!g_str_has_suffix(name, ".ini") || !load_sidecar(path, original))
            continue;
        original->sha256 = g_strndup(name, strlen(name) - strlen(".ini"));
        bytes = g_build_filename(folder, original->sha256, NULL);
        if (!g_file_test(bytes, G_FILE_TEST_IS_REGULAR))
            continue;
        g_ptr_array_add(originals, g_steal_pointer(&original));
    }
    g_ptr_array_sort(originals, compare_originals);
    return originals;
}

/* Reads one original again. A file that was kept but has no usable header stays out, as it did when
 * it was imported. */
static gboolean
reread(GpWorkspace *self, const GpBook *book, GpOriginal *original, GError **error)
{
    g_autofree char *kept = g_build_filename(self->folder, "evidence", original->sha256, NULL);
    g_autoptr(GpIssueList) known = gp_issue_list_new();
    g_autoptr(GError) reason = NULL;
    GpReadCount count;

    if (add_original(self, book, kept, original, known, &count, &reason) ||
        g_error_matches(reason, GP_ERROR, GP_ERROR_MALFORMED))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}

/* Whether the cells were read by the rules of @digest. */
static gboolean
is_up_to_date(GpWorkspace *self, const char *digest)
{
    g_autofree char *known = gp_store_get_setting(self->store, RULES_SETTING);

    return g_strcmp0(digest, known) == 0;
}

/* Another run may have brought it up to date while this one waited its turn. */
static gboolean
is_rebuilt_by_another(GpWorkspace *self, const char *digest)
{
    if (!is_up_to_date(self, digest))
        return FALSE;
    gp_store_abandon_rebuild(self->store);
    return TRUE;
}

/* Reads every original again. The database is ours alone meanwhile, so the evidence is listed
 * after it has been taken. */
static gboolean
reread_all(GpWorkspace *self, const GpBook *book, GError **error)
{
    g_autoptr(GPtrArray) originals = list_evidence(self);

    for (guint i = 0; i < originals->len; i++) {
        if (!reread(self, book, g_ptr_array_index(originals, i), error))
            return FALSE;
    }
    return TRUE;
}

/* Makes the database fit the units, activities and slots of the book. */
static gboolean
bring_up_to_date(GpWorkspace *self, const GpBook *book, GError **error)
{
    g_autofree char *digest = digest_of_rules(book);

    if (is_up_to_date(self, digest))
        return TRUE;
    if (!gp_store_begin_rebuild(self->store, error))
        return FALSE;
    if (is_rebuilt_by_another(self, digest))
        return TRUE;
    if (!reread_all(self, book, error) ||
        !gp_store_set_setting(self->store, RULES_SETTING, digest, error)) {
        gp_store_abandon_rebuild(self->store);
        return FALSE;
    }
    return gp_store_commit_rebuild(self->store, error);
}

static gboolean
note_refused(GpWorkspace *self, GpIssueList *issues, GError **error)
{
    g_autoptr(GPtrArray) originals = gp_store_list_originals(self->store, error);

    for (guint i = 0; originals != NULL && i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);

        if (original->refused > 0)
            gp_issue_list_add_at(issues, GP_SEVERITY_ERROR, "refused-rows", original->name, 0, 0,
                                 "%" G_GUINT64_FORMAT " of its rows were refused when it was "
                                 "imported and are missing from the figures",
                                 original->refused);
    }
    return originals != NULL;
}

gboolean
gp_workspace_load(GpWorkspace *self, GpBook *book, GpIssueList *issues, GError **error)
{
    return bring_up_to_date(self, book, error) && note_refused(self, issues, error) &&
           gp_store_load(self->store, book->cube, error);
}

static guint64
size_of(const char *path)
{
    GStatBuf status;

    return g_stat(path, &status) == 0 ? (guint64)status.st_size : 0;
}

gboolean
gp_workspace_import(GpWorkspace *self,
                    const GpPlaces *places,
                    const char *path,
                    const char *source,
                    const char *now,
                    GpIssueList *issues,
                    GpImport *out_import,
                    GError **error)
{
    GpBookSources sources = {.workspace = self, .keep = GP_KEEP_ALL};
    g_autoptr(GpBook) book = gp_book_prepare(&sources, places, error);
    g_autofree char *sha256 = NULL, *kept = NULL;
    g_autoptr(GpOriginal) original = NULL;
    g_autoptr(GError) reason = NULL; /* another run may import the same bytes at the same time */

    *out_import = (GpImport){.is_new = FALSE};
    if (book == NULL || !bring_up_to_date(self, book, error) ||
        !gp_store_keep_original(self->store, path, source, now, &sha256, &kept, error))
        return FALSE;
    if (!gp_store_has_original(self->store, sha256)) {
        original = g_new0(GpOriginal, 1);
        *original = (GpOriginal){g_strdup(sha256),
                                 g_strdup(source),
                                 g_path_get_basename(path),
                                 g_strdup(now),
                                 size_of(kept),
                                 0,
                                 0};
        out_import->is_new =
            add_original(self, book, kept, original, issues, &out_import->count, &reason);
        if (!out_import->is_new && !gp_store_has_original(self->store, sha256)) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return FALSE;
        }
    }
    out_import->sha256 = g_steal_pointer(&sha256);
    return TRUE;
}
