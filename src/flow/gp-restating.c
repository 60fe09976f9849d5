/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-publishing.h"
#include "gp-track.h"

GpRestatement *
gp_publications_restate(const GPtrArray *publications,
                        GpPublication *now,
                        const GpWorkspace *workspace,
                        GError **error)
{
    if (publications->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "nothing was published yet, so there is nothing to restate; "
                             "“greenplan publish --by NAME” does it");
    return gp_restate(publications, publications->len, now, workspace->restatement_micro, error);
}

gboolean
gp_publication_mark_restated(GpPublication *now,
                             const GpRestatement *restatement,
                             const char *reason,
                             GError **error)
{
    if (!restatement->is_recalculated)
        return gp_throw(error, GP_ERROR_USAGE,
                        "no published year was recalculated since %s, so there is nothing to "
                        "restate; new years and data that were still to come are published with "
                        "“greenplan publish”",
                        restatement->since->id);
    now->is_restatement = TRUE;
    now->reason = gp_publication_text(now, reason);
    for (guint i = 0; i < restatement->years->len; i++) {
        const GpRestatedYear *year = &g_array_index(restatement->years, GpRestatedYear, i);

        if (year->total == GP_TOTAL_ALL && year->is_recalculated)
            g_array_append_val(now->restated_fys, year->fy);
    }
    return TRUE;
}

GPtrArray *
gp_publications_history(const GPtrArray *publications, const GpWorkspace *workspace, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gp_restatement_free);

    for (guint i = 1; i < publications->len; i++) {
        GpPublication *publication = g_ptr_array_index(publications, i);
        GpRestatement *restatement;

        if (!publication->is_restatement)
            continue;
        restatement = gp_restate(publications, i, publication, workspace->restatement_micro, error);
        if (restatement == NULL)
            return NULL;
        g_ptr_array_add(list, restatement);
    }
    return g_steal_pointer(&list);
}

static void
warn_of_recalculation(const GpRestatement *restatement, GpIssueList *issues)
{
    const GpRestatedYear *worst = gp_restatement_worst(restatement);
    g_autoptr(GString) percent = g_string_new(NULL);
    char label[16];

    if (worst == NULL)
        return;
    gp_number_append_rounded(percent, worst->percent_micro, GP_MICRO_PLACES, 2);
    gp_fy_print(worst->fy, label);
    if (restatement->is_proposed)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "restatement-due",
                          "the recalculations since %s add up to %s%% of %s, above the trust's "
                          "threshold, and this publication is no restatement; “greenplan "
                          "restatement” tells more",
                          restatement->since->id, percent->str, label);
    else
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "recalculated",
                          "published years were recalculated since %s, by %s%% at most (%s); "
                          "“greenplan restatement” tells more",
                          restatement->since->id, percent->str, label);
}

gboolean
gp_publication_hold_against(GpPublication *now,
                            const GPtrArray *publications,
                            const GpWorkspace *workspace,
                            GpIssueList *issues,
                            GError **error)
{
    g_autoptr(GpRestatement) restatement = NULL;

    if (publications->len == 0)
        return TRUE;
    restatement = gp_publications_restate(publications, now, workspace, error);
    if (restatement != NULL)
        warn_of_recalculation(restatement, issues);
    return restatement != NULL;
}

/* ---- whether publications can be made again ---- */

/* Years whose figures are others. Returns: how many */
static guint
name_differences(const GpPublication *then, const GpPublication *now, GString *out)
{
    guint n = 0;

    for (guint i = 0; i < then->years->len; i++) {
        int fy = g_array_index(then->years, GpPublishedYear, i).fy;
        char label[16];

        if (gp_publication_total(then, fy, GP_TOTAL_NCF) ==
                gp_publication_total(now, fy, GP_TOTAL_NCF) &&
            gp_publication_total(then, fy, GP_TOTAL_PLUS) ==
                gp_publication_total(now, fy, GP_TOTAL_PLUS) &&
            gp_publication_total(then, fy, GP_TOTAL_ALL) ==
                gp_publication_total(now, fy, GP_TOTAL_ALL))
            continue;
        gp_fy_print(fy, label);
        g_string_append_printf(out, "%s%s", n++ == 0 ? "" : ", ", label);
    }
    return n;
}

static void
tell_ground(const GpRestatement *restatement, GString *out)
{
    for (guint i = 0; i < restatement->why->len; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : "; ",
                               (const char *)g_ptr_array_index(restatement->why, i));
}

static gboolean
recompute(
    GpPublication *then, GpPublication *now, GpIssueList *issues, GpRecomputed *out, GError **error)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_autoptr(GpRestatement) restatement = NULL;
    g_autoptr(GString) years = g_string_new(NULL), ground = g_string_new(NULL);
    guint n;

    g_ptr_array_add(one, then);
    restatement = gp_restate(one, 1, now, 0, error);
    if (restatement == NULL)
        return FALSE;
    n = name_differences(then, now, years);
    tell_ground(restatement, ground);
    if (gp_publication_same_ground(then, now) && n > 0) {
        out->n_wrong++;
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "differing-publication",
                          "publication %s cannot be made again: the figures of %s are others, of "
                          "the same originals, factors and settings",
                          then->id, years->str);
    } else if (gp_publication_same_ground(then, now)) {
        out->n_same++;
    } else {
        out->n_moved++;
        gp_issue_list_add(
            issues, GP_SEVERITY_NOTE, "moved-publication",
            "publication %s was made of something else than the figures of now (%s)%s%s", then->id,
            ground->str,
            n == 0 ? "; its years are the same all the same" : "; different years: ", years->str);
    }
    return TRUE;
}

gboolean
gp_publications_recompute(const GPtrArray *publications,
                          GpPublication *now,
                          GpIssueList *issues,
                          GpRecomputed *out,
                          GError **error)
{
    for (guint i = 0; i < publications->len; i++) {
        if (!recompute(g_ptr_array_index(publications, i), now, issues, out, error))
            return FALSE;
    }
    return TRUE;
}
