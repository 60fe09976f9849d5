/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-workspace-private.h"

#define BASIS_SETTING "read-by"            /* a digest of the basis */
#define SOURCE_SETTING "read-by source %s" /* and of what the settings say of each source */
#define FACTORS_PREFIX "answered by "      /* and a digest of files of factors */

/* A digest of what decides how any row is read, but for the answers of the factor library: units,
 * and the days on which slots begin. */
static char *
digest_of_basis(const GpBasis *basis)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint unit = 0; unit < gp_unit_table_size(basis->units); unit++)
        g_string_append_printf(text, "%s %s %" G_GINT64_FORMAT "\n",
                               gp_unit_name(basis->units, (GpUnit)unit),
                               gp_unit_name(basis->units, gp_unit_kind(basis->units, (GpUnit)unit)),
                               gp_unit_multiplier_nano(basis->units, (GpUnit)unit));
    for (GpSlot slot = 0; slot < gp_timeline_n_slots(basis->timeline); slot++) {
        gp_number_append(text, gp_timeline_slot_span(basis->timeline, slot).first, 0);
        g_string_append_c(text, '\n');
    }
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

/* The setting that tells of the factors of a basis that they give the answers that were asked for
 * when the rows were read. */
static char *
setting_of_factors(const GpBasis *basis)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *digest = NULL;

    gp_factor_library_stamp(basis->library, text);
    digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
    return g_strconcat(FACTORS_PREFIX, digest, NULL);
}

static char *
digest_of_source(const GpWorkspace *self, const GpBasis *basis, const char *source, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (!gp_reading_append(self, basis, source, text, error))
        return NULL;
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

/* Whether the cells were read by what has this digest. */
static gboolean
is_read_by(GpWorkspace *self, const char *setting, const char *digest)
{
    g_autofree char *known = gp_store_get_setting(self->store, setting);

    return g_strcmp0(digest, known) == 0;
}

static gboolean
put(GpOriginal *original, GpCube *cube, GpLoss before, gpointer data, GError **error)
{
    gboolean ok = gp_store_put(data, original, cube, error);

    (void)before;
    gp_cube_free(cube);
    return ok;
}

/* Reads the originals of a source again, or all with NULL. The database is ours alone meanwhile, so
 * the evidence is listed after it has been taken. */
static gboolean
reread(GpWorkspace *self, const GpBasis *basis, const char *source, GError **error)
{
    g_autoptr(GPtrArray) originals = gp_store_list_evidence(self->store, NULL, error);
    g_autoptr(GPtrArray) some = NULL;

    if (originals == NULL || !gp_store_forget(self->store, source, error))
        return FALSE;
    if (source == NULL)
        return gp_originals_read_all(self, basis, originals, put, self->store, error);
    some = gp_originals_of_source(originals, source);
    return gp_originals_read(self, basis, some, put, self->store, error);
}

static char *
setting_of(const char *source)
{
    return g_strdup_printf(SOURCE_SETTING, source);
}

/* Notes for all sources that their cells were read as the settings say now. */
static gboolean
mark_sources(GpWorkspace *self, const GpBasis *basis, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(self->settings, NULL);

    for (char **group = groups; *group != NULL; group++) {
        const char *source = *group + strlen(GP_SOURCE_PREFIX);
        g_autofree char *setting = NULL, *digest = NULL;

        if (!g_str_has_prefix(*group, GP_SOURCE_PREFIX))
            continue;
        setting = setting_of(source);
        digest = digest_of_source(self, basis, source, NULL);
        if (digest != NULL && !gp_store_set_setting(self->store, setting, digest, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
gp_workspace_keep_answers(GpWorkspace *self, const GpBasis *basis, GError **error)
{
    g_autofree char *setting = setting_of_factors(basis);
    gboolean is_new = FALSE;

    return gp_asked_keep(basis->asked, self->store, &is_new, error) &&
           (!is_new || gp_store_forget_settings(self->store, FACTORS_PREFIX, error)) &&
           gp_store_set_setting(self->store, setting, "the same", error);
}

static gboolean
is_answered_by(GpWorkspace *self, const GpBasis *basis)
{
    g_autofree char *setting = setting_of_factors(basis);
    g_autofree char *known = gp_store_get_setting(self->store, setting);

    return known != NULL;
}

/* Whether the library answers as when the rows were read. That is kept, so that it is not asked
 * again each time. */
static gboolean
answers_the_same(GpWorkspace *self, const GpBasis *basis, gboolean *out_is_same, GError **error)
{
    g_autofree char *setting = setting_of_factors(basis);

    *out_is_same = is_answered_by(self, basis);
    return *out_is_same ||
           (gp_asked_is_same(basis, self->store, out_is_same, error) &&
            (!*out_is_same || gp_store_set_setting(self->store, setting, "the same", error)));
}

/* Inside the transaction. @source: (nullable) as below */
static gboolean
look_again(GpWorkspace *self,
           const GpBasis *basis,
           const char *source,
           const char *setting,
           const char *digest,
           gboolean *out_is_current,
           GError **error)
{
    *out_is_current = is_read_by(self, setting, digest);
    return !*out_is_current || source != NULL ||
           answers_the_same(self, basis, out_is_current, error);
}

/* In one transaction, unless another run did it while this one waited its turn. */
static gboolean
reread_if_needed(GpWorkspace *self,
                 const GpBasis *basis,
                 const char *source,
                 const char *setting,
                 const char *digest,
                 GError **error)
{
    gboolean is_current;

    if (is_read_by(self, setting, digest) && (source != NULL || is_answered_by(self, basis)))
        return TRUE;
    if (!gp_store_begin(self->store, error))
        return FALSE;
    if (!look_again(self, basis, source, setting, digest, &is_current, error)) {
        gp_store_abandon(self->store);
        return FALSE;
    }
    if (is_current)
        return gp_store_commit(self->store, error);
    if (reread(self, basis, source, error) &&
        (source != NULL || mark_sources(self, basis, error)) &&
        gp_workspace_keep_answers(self, basis, error) &&
        gp_store_set_setting(self->store, setting, digest, error))
        return gp_store_commit(self->store, error);
    gp_store_abandon(self->store);
    return FALSE;
}

/* Says it once, however many files are brought in. */
static void
tell_unusable(const char *source, const GError *reason, GpIssueList *issues)
{
    g_autofree char *message =
        g_strdup_printf("what was brought in for the source %s stays as it was, because its "
                        "settings cannot be followed: %s",
                        source, reason->message);

    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        if (g_str_equal(gp_issue_list_get(issues, i)->message, message))
            return;
    }
    gp_issue_list_add(issues, GP_SEVERITY_ERROR, "unusable-source", "%s", message);
}

/* A source whose settings cannot be followed keeps the cells that it has; the others go on. */
static gboolean
bring_source_up_to_date(GpWorkspace *self,
                        const GpBasis *basis,
                        const char *source,
                        GpIssueList *issues,
                        GError **error)
{
    g_autofree char *setting = setting_of(source);
    g_autoptr(GError) reason = NULL;
    g_autofree char *digest = digest_of_source(self, basis, source, &reason);

    if (digest != NULL)
        return reread_if_needed(self, basis, source, setting, digest, error);
    tell_unusable(source, reason, issues);
    return TRUE;
}

gboolean
gp_workspace_bring_up_to_date(GpWorkspace *self,
                              const GpBasis *basis,
                              GpIssueList *issues,
                              GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(self->settings, NULL);
    g_autofree char *digest = digest_of_basis(basis);

    if (!reread_if_needed(self, basis, NULL, BASIS_SETTING, digest, error))
        return FALSE;
    for (char **group = groups; *group != NULL; group++) {
        if (g_str_has_prefix(*group, GP_SOURCE_PREFIX) &&
            !bring_source_up_to_date(self, basis, *group + strlen(GP_SOURCE_PREFIX), issues, error))
            return FALSE;
    }
    return TRUE;
}

static void
note_refused(const GPtrArray *originals, GpIssueList *issues)
{
    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);

        if (gp_original_lacks_rows(original))
            gp_issue_list_add_at(issues, GP_SEVERITY_ERROR, "refused-rows", original->name, 0, 0,
                                 "%" G_GUINT64_FORMAT " of its rows were refused when it was "
                                 "imported and are missing from the figures",
                                 original->refused);
    }
}

static gboolean
merge(GpOriginal *original, GpCube *cube, GpLoss before, gpointer data, GError **error)
{
    gboolean ok = gp_cube_merge(data, cube, error);

    (void)original;
    (void)before;
    gp_cube_free(cube);
    return ok;
}

gboolean
gp_workspace_reread(const GpWorkspace *self,
                    const GpBasis *basis,
                    const GPtrArray *originals,
                    GpCube *cube,
                    GError **error)
{
    return gp_originals_read_all(self, basis, originals, merge, cube, error);
}

gboolean
gp_workspace_settle(GpWorkspace *self, const GpBasis *basis, GpIssueList *issues, GError **error)
{
    g_autoptr(GPtrArray) originals = NULL;

    if (!gp_workspace_bring_up_to_date(self, basis, issues, error) ||
        !gp_store_hold(self->store, error))
        return FALSE;
    originals = gp_store_list_refused(self->store, error);
    if (originals != NULL)
        note_refused(originals, issues);
    return originals != NULL;
}

gboolean
gp_workspace_load_as_of(const GpWorkspace *self,
                        const GpBasis *basis,
                        const char *day,
                        GpCube *cube,
                        GpIssueList *issues,
                        GError **error)
{
    g_autoptr(GPtrArray) originals = gp_store_list_evidence(self->store, day, error);

    if (originals == NULL || !gp_workspace_reread(self, basis, originals, cube, error))
        return FALSE;
    note_refused(originals, issues);
    return TRUE;
}

GPtrArray *
gp_workspace_originals(GpWorkspace *self,
                       const GpPlaces *places,
                       GpIssueList *issues,
                       GError **error)
{
    const GpBasis *basis = gp_workspace_basis(self, places, error);

    if (basis == NULL || !gp_workspace_bring_up_to_date(self, basis, issues, error))
        return NULL;
    return gp_store_list_originals(self->store, error);
}
