/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-workspace-private.h"

#define MAX_SHOWN 5 /* differences that are told one by one */

void
gp_verification_clear(GpVerification *self)
{
    g_free(self->digest_again);
    g_free(self->digest_stored);
}

static void
check_originals(const GpWorkspace *workspace,
                const GPtrArray *originals,
                GpIssueList *issues,
                GpVerification *out)
{
    out->n_originals = originals->len;
    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);

        if (gp_store_original_is_whole(workspace->store, original->sha256))
            out->n_whole++;
        else
            gp_issue_list_add(issues, GP_SEVERITY_ERROR, "damaged-original",
                              "%s (evidence/%s) is no longer as it came: bring it back from a "
                              "backup, or get it again from where it came",
                              original->name, original->sha256);
    }
}

/* Every original that the database has must be in evidence/, and what is kept there in it, unless
 * it could not be read. */
static void
check_list(const GPtrArray *evidence,
           const GPtrArray *stored,
           GpIssueList *issues,
           GpVerification *out)
{
    g_autoptr(GHashTable) kept = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < evidence->len; i++)
        g_hash_table_add(kept, ((GpOriginal *)g_ptr_array_index(evidence, i))->sha256);
    for (guint i = 0; i < stored->len; i++) {
        const GpOriginal *original = g_ptr_array_index(stored, i);

        if (g_hash_table_contains(kept, original->sha256))
            continue;
        out->n_lost++;
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "lost-original",
                          "%s (evidence/%s) is in the figures, but its original is gone: bring it "
                          "back from a backup, or get it again from where it came",
                          original->name, original->sha256);
    }
}

static char *
digest_of(const GPtrArray *lines)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

    for (guint i = 0; i < lines->len; i++) {
        const char *line = g_ptr_array_index(lines, i);

        g_checksum_update(checksum, (const guchar *)line, (gssize)strlen(line));
        g_checksum_update(checksum, (const guchar *)"\n", 1);
    }
    return g_strdup(g_checksum_get_string(checksum));
}

static void
tell_difference(const char *where, const char *line, guint n, GpIssueList *issues)
{
    g_autofree char *text = g_strdelimit(g_strdup(line), "\t", ' ');

    if (n < MAX_SHOWN)
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "differing-cell", "only %s: %s", where, text);
}

/* Goes through two sorted lists side by side. */
static void
compare_cells(const GPtrArray *again, const GPtrArray *stored, GpIssueList *issues)
{
    guint a = 0, s = 0, n = 0;

    while (a < again->len || s < stored->len) {
        int order = a == again->len ? 1
                    : s == stored->len
                        ? -1
                        : strcmp(g_ptr_array_index(again, a), g_ptr_array_index(stored, s));

        if (order == 0) {
            a++, s++;
        } else if (order < 0) {
            tell_difference("when read again", g_ptr_array_index(again, a++), n++, issues);
        } else {
            tell_difference("in the database", g_ptr_array_index(stored, s++), n++, issues);
        }
    }
    if (n > MAX_SHOWN)
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "differing-cells", "and %u more",
                          n - MAX_SHOWN);
}

static guint32
intern_name(GpDict *to, const GpDict *from, guint32 id)
{
    const char *name = gp_dict_name(from, id);

    return gp_dict_intern(to, name, strlen(name));
}

/* A cell added to others, but for the names that a detail leaves out. */
static gboolean
add_without_names(GpCube *sums,
                  const GpCube *from,
                  guint32 time,
                  const GpCell *cell,
                  GpDetail detail,
                  GError **error)
{
    GpTime when = gp_cube_time(from, time);
    GpWhat what = gp_cube_what(from, cell->what);
    const GpWho *who = gp_cube_who(from, cell->who);
    GpWho kept = {.source = intern_name(gp_cube_sources(sums), gp_cube_sources(from), who->source),
                  .quality = who->quality};

    if (detail >= GP_DETAIL_SITE)
        kept.site = intern_name(gp_cube_sites(sums), gp_cube_sites(from), who->site);
    what.activity = intern_name(gp_cube_activities(sums), gp_cube_activities(from), what.activity);
    return gp_cube_restore(sums, when.span, when.slot, gp_cube_intern_what(sums, what),
                           gp_cube_intern_who(sums, &kept), gp_cell_quantity_micro(cell),
                           cell->rows, error);
}

static GpCube *
sum_without_names(const GpCube *from, GpDetail detail, GError **error)
{
    g_autoptr(GpCube) sums = gp_cube_new(gp_cube_timeline(from), gp_cube_units(from));

    for (guint32 time = 0; time < gp_cube_n_times(from); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(from, time, &capacity);

        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows != 0 &&
                !add_without_names(sums, from, time, &cells[i], detail, error))
                return NULL;
        }
    }
    return g_steal_pointer(&sums);
}

/* The sums that are stored beside the cells must be those of the originals too. */
static gboolean
check_sums(const GpWorkspace *self,
           const GpCube *again,
           GpDetail detail,
           GpIssueList *issues,
           GpVerification *out,
           GError **error)
{
    g_autoptr(GpCube) loaded = gp_cube_new(gp_cube_timeline(again), gp_cube_units(again));
    g_autoptr(GpCube) sums = sum_without_names(again, detail, error), stored = NULL;
    g_autoptr(GPtrArray) lines_again = NULL, lines_stored = NULL;
    g_autofree char *digest_again = NULL, *digest_stored = NULL;

    if (sums == NULL ||
        !gp_store_load(self->store, &(GpStoreAsk){.detail = detail}, loaded, error) ||
        (stored = sum_without_names(loaded, detail, error)) == NULL)
        return FALSE;
    lines_again = gp_cube_lines(sums);
    lines_stored = gp_cube_lines(stored);
    digest_again = digest_of(lines_again);
    digest_stored = digest_of(lines_stored);
    if (g_str_equal(digest_again, digest_stored))
        return TRUE;
    out->is_good = FALSE;
    gp_issue_list_add(issues, GP_SEVERITY_ERROR, "differing-sums",
                      "the sums %s that the database keeps are not those of its originals",
                      detail == GP_DETAIL_SITE ? "of sites" : "of the trust");
    return TRUE;
}

gboolean
gp_workspace_verify(GpWorkspace *self,
                    const GpPlaces *places,
                    GpIssueList *issues,
                    GpVerification *out,
                    GError **error)
{
    g_autoptr(GpIssueList) known = gp_issue_list_new();
    const GpBasis *basis = gp_workspace_basis(self, places, error);
    g_autoptr(GpCube) stored = basis == NULL ? NULL : gp_cube_new(basis->timeline, basis->units);
    g_autoptr(GpCube) again = basis == NULL ? NULL : gp_cube_new(basis->timeline, basis->units);
    g_autoptr(GPtrArray) evidence = NULL, list = NULL, lines_again = NULL, lines_stored = NULL;

    if (basis == NULL || !gp_workspace_settle(self, basis, known, error) ||
        !gp_store_load(self->store, &(GpStoreAsk){.detail = GP_DETAIL_ALL}, stored, error) ||
        (list = gp_store_list_originals(self->store, error)) == NULL)
        return FALSE;
    evidence = gp_store_list_evidence(self->store, NULL, error);
    if (evidence == NULL)
        return FALSE;
    check_originals(self, evidence, issues, out);
    check_list(evidence, list, issues, out);
    if (!gp_workspace_reread(self, basis, evidence, again, error))
        return FALSE;
    lines_again = gp_cube_lines(again);
    lines_stored = gp_cube_lines(stored);
    out->n_cells_again = lines_again->len;
    out->n_cells_stored = lines_stored->len;
    out->digest_again = digest_of(lines_again);
    out->digest_stored = digest_of(lines_stored);
    out->is_good = out->n_whole == out->n_originals && out->n_lost == 0 &&
                   g_str_equal(out->digest_again, out->digest_stored);
    compare_cells(lines_again, lines_stored, issues);
    return check_sums(self, again, GP_DETAIL_SITE, issues, out, error) &&
           check_sums(self, again, GP_DETAIL_TRUST, issues, out, error);
}
