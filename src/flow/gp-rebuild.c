/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-flow-private.h"

#define RULES_SETTING "reading-rules"

/* A digest of everything that decides how a row is read: units, the files of factors, the days on
 * which slots begin, and the settings of the sources. */
static char *
digest_of_rules(const GpWorkspace *workspace, const GpBook *book, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(workspace->settings, NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint unit = 0; unit < gp_unit_table_size(book->units); unit++)
        g_string_append_printf(text, "%s %s %" G_GINT64_FORMAT "\n",
                               gp_unit_name(book->units, (GpUnit)unit),
                               gp_unit_name(book->units, gp_unit_kind(book->units, (GpUnit)unit)),
                               gp_unit_multiplier_nano(book->units, (GpUnit)unit));
    gp_factor_library_stamp(book->library, text);
    for (GpSlot slot = 0; slot < gp_timeline_n_slots(book->timeline); slot++)
        g_string_append_printf(text, "%d\n", gp_timeline_slot_span(book->timeline, slot).first);
    for (char **group = groups; *group != NULL; group++) {
        if (g_str_has_prefix(*group, "source ") &&
            !gp_reading_append(workspace, book, *group + strlen("source "), text, error))
            return NULL;
    }
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

/* Whether the cells were read by the rules of @digest. */
static gboolean
is_up_to_date(GpWorkspace *self, const char *digest)
{
    g_autofree char *known = gp_store_get_setting(self->store, RULES_SETTING);

    return g_strcmp0(digest, known) == 0;
}

static gboolean
put(GpOriginal *original, GpCube *cube, guint64 superseded_before, gpointer data, GError **error)
{
    gboolean ok = gp_store_put(data, original, cube, error);

    (void)superseded_before;
    gp_cube_free(cube);
    return ok;
}

/* Reads every original again. The database is ours alone meanwhile, so the evidence is listed
 * after it has been taken. */
static gboolean
reread_all(GpWorkspace *self, const GpBook *book, GError **error)
{
    g_autoptr(GPtrArray) originals = gp_store_list_evidence(self->store, NULL, error);

    return originals != NULL && gp_store_forget(self->store, error) &&
           gp_originals_read_all(self, book, originals, put, self->store, error);
}

gboolean
gp_workspace_bring_up_to_date(GpWorkspace *self, const GpBook *book, GError **error)
{
    g_autofree char *digest = digest_of_rules(self, book, error);

    if (digest == NULL)
        return FALSE;
    if (is_up_to_date(self, digest))
        return TRUE;
    if (!gp_store_begin(self->store, error))
        return FALSE;
    if (is_up_to_date(self, digest)) { /* another run did it while this one waited its turn */
        gp_store_abandon(self->store);
        return TRUE;
    }
    if (reread_all(self, book, error) &&
        gp_store_set_setting(self->store, RULES_SETTING, digest, error))
        return gp_store_commit(self->store, error);
    gp_store_abandon(self->store);
    return FALSE;
}

static void
note_refused(const GPtrArray *originals, GpIssueList *issues)
{
    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);

        if (original->refused > 0)
            gp_issue_list_add_at(issues, GP_SEVERITY_ERROR, "refused-rows", original->name, 0, 0,
                                 "%" G_GUINT64_FORMAT " of its rows were refused when it was "
                                 "imported and are missing from the figures",
                                 original->refused);
    }
}

static gboolean
merge(GpOriginal *original, GpCube *cube, guint64 superseded_before, gpointer data, GError **error)
{
    gboolean ok = gp_cube_merge(data, cube, error);

    (void)original;
    (void)superseded_before;
    gp_cube_free(cube);
    return ok;
}

gboolean
gp_workspace_reread(const GpWorkspace *self,
                    const GpBook *book,
                    const GPtrArray *originals,
                    GError **error)
{
    return gp_originals_read_all(self, book, originals, merge, book->cube, error);
}

gboolean
gp_workspace_load(
    GpWorkspace *self, GpBook *book, const char *as_of, GpIssueList *issues, GError **error)
{
    g_autoptr(GPtrArray) originals = NULL;

    if (as_of != NULL) {
        originals = gp_store_list_evidence(self->store, as_of, error);
        if (originals == NULL || !gp_workspace_reread(self, book, originals, error))
            return FALSE;
        note_refused(originals, issues);
        return TRUE;
    }
    if (!gp_workspace_bring_up_to_date(self, book, error))
        return FALSE;
    originals = gp_store_list_originals(self->store, error);
    if (originals == NULL)
        return FALSE;
    note_refused(originals, issues);
    return gp_store_load(self->store, book->cube, error);
}

GPtrArray *
gp_workspace_originals(GpWorkspace *self, const GpPlaces *places, GError **error)
{
    GpBookSources sources = {.workspace = self, .keep = GP_KEEP_ALL};
    g_autoptr(GpBook) book = gp_book_prepare(&sources, places, error);

    if (book == NULL || !gp_workspace_bring_up_to_date(self, book, error))
        return NULL;
    return gp_store_list_originals(self->store, error);
}
