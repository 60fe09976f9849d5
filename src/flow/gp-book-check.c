/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-check.h"
#include "gp-error.h"
#include "gp-flow.h"
#include "gp-text.h"

/* What check/ is given, and what it borrows from. */
typedef struct {
    GpCheckInput input;
    GArray *originals;   /* (element-type GpCheckOriginal) */
    GPtrArray *listed;   /* (nullable) (element-type GpOriginal) */
    GArray *sources;     /* (element-type GpCheckSource) */
    GPtrArray *settings; /* (nullable) (element-type GpSourceRhythm) */
    GpSites *sites;      /* (nullable) */
} Material;

static void
material_clear(Material *self)
{
    g_array_unref(self->originals);
    g_clear_pointer(&self->listed, g_ptr_array_unref);
    g_array_unref(self->sources);
    g_clear_pointer(&self->settings, g_ptr_array_unref);
    gp_sites_free(self->sites);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Material, material_clear)

static gboolean
list_originals(Material *self, const GpWorkspace *workspace, GError **error)
{
    self->listed = gp_store_list_originals(workspace->store, error);
    for (guint i = 0; self->listed != NULL && i < self->listed->len; i++) {
        const GpOriginal *original = g_ptr_array_index(self->listed, i);
        GpCheckOriginal known = {.sha256 = original->sha256,
                                 .source = original->source,
                                 .name = original->name,
                                 .arrived = original->imported_at,
                                 .days = original->days,
                                 .rows = original->rows,
                                 .refused = original->refused,
                                 .superseded = original->superseded};

        g_array_append_val(self->originals, known);
    }
    return self->listed != NULL;
}

static gboolean
list_sources(Material *self, const GpBook *book, const GpWorkspace *workspace, GError **error)
{
    self->settings = gp_workspace_rhythms(workspace, error);
    for (guint i = 0; self->settings != NULL && i < self->settings->len; i++) {
        const GpSourceRhythm *named = g_ptr_array_index(self->settings, i);
        GpCheckSource source = {named->name, named->every,
                                g_hash_table_contains(book->uncounted, named->name)};

        g_array_append_val(self->sources, source);
    }
    return self->settings != NULL;
}

static gboolean
list_sites(Material *self, const GpWorkspace *workspace, GError **error)
{
    g_autofree char *path = gp_workspace_file(workspace, "sites.csv");

    if (path == NULL)
        return TRUE;
    self->sites = gp_sites_load(path, error);
    return self->sites != NULL;
}

gboolean
gp_workspace_judging_day(const GpWorkspace *workspace, GpDay *today, GError **error)
{
    g_autofree char *text = g_key_file_get_string(workspace->settings, "check", "today", NULL);
    g_autofree char *quoted = text == NULL ? NULL : gp_text_quoted(text);
    GpSpan span;

    if (text == NULL)
        return TRUE;
    if (gp_period_parse(text, strlen(text), &span) != GP_PERIOD_READ || span.first != span.last)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s/greenplan.ini: today of [check] must be a day, as in 2026-04-30, not "
                        "“%s”",
                        workspace->folder, quoted);
    *today = span.first;
    return TRUE;
}

static gboolean
gather(
    Material *self, const GpBook *book, const GpWorkspace *workspace, GpDay today, GError **error)
{
    const GpCube *cube = gp_book_cube(book, GP_DETAIL_ALL, 0, error);

    if (cube == NULL)
        return FALSE;
    if (workspace != NULL &&
        (!list_originals(self, workspace, error) || !list_sources(self, book, workspace, error) ||
         !list_sites(self, workspace, error) ||
         !gp_workspace_judging_day(workspace, &today, error)))
        return FALSE;
    self->input = (GpCheckInput){
        .cube = cube,
        .originals = (const GpCheckOriginal *)(const void *)self->originals->data,
        .n_originals = self->originals->len,
        .sources = (const GpCheckSource *)(const void *)self->sources->data,
        .n_sources = self->sources->len,
        .sites = self->sites == NULL ? NULL : (const GpSite *)(const void *)self->sites->list->data,
        .n_sites = self->sites == NULL ? 0 : self->sites->list->len,
        .today = today,
    };
    return TRUE;
}

/* Rows that are left out of the figures anyway need no second explanation. */
static void
mark_set_aside(const GpBook *book, GpFinding *finding)
{
    for (guint i = 0; i < book->set_aside->len && gp_finding_has_period(finding); i++) {
        const GpSetAside *entry = g_ptr_array_index(book->set_aside, i);

        if (!gp_set_aside_covers(entry, finding->period, finding->activity, finding->site))
            continue;
        finding->reason = g_strdup_printf("set aside: %s", entry->reason);
        finding->acknowledged_by = g_strdup("set-aside.csv");
        return;
    }
}

GPtrArray *
gp_book_check(const GpBook *self, const GpWorkspace *workspace, GpDay today, GError **error)
{
    g_auto(Material) material = {.originals = g_array_new(FALSE, FALSE, sizeof(GpCheckOriginal)),
                                 .sources = g_array_new(FALSE, FALSE, sizeof(GpCheckSource))};
    g_autoptr(GPtrArray) findings = NULL;

    if (!gather(&material, self, workspace, today, error))
        return NULL;
    findings = gp_check(&material.input);
    for (guint i = 0; i < findings->len; i++)
        mark_set_aside(self, g_ptr_array_index(findings, i));
    if (workspace != NULL && !gp_acknowledged_apply(workspace, findings, error))
        return NULL;
    return g_steal_pointer(&findings);
}
