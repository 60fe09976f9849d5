/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-shelf-private.h"
#include "gp-text.h"

#define NO_ACTIVITY "there is no activity to make these figures from"
#define MAX_SOURCE_NAME 400 /* characters of a path that stands for a source */

static void
set_aside_free(gpointer data)
{
    GpSetAside *self = data;

    g_free(self->activity);
    g_free(self->site);
    g_free(self->reason);
    g_free(self);
}

void
gp_book_close(GpBook *self)
{
    if (self == NULL)
        return;
    gp_cube_free(self->whole);
    gp_shelf_free(self->shelf);
    gp_basis_free(self->basis);
    g_ptr_array_unref(self->set_aside);
    g_hash_table_unref(self->uncounted);
    g_free(self);
}

GpBook *
gp_book_prepare(const GpBookSources *sources, const GpPlaces *places, GError **error)
{
    g_autoptr(GpBook) self = g_new0(GpBook, 1);

    self->set_aside = g_ptr_array_new_with_free_func(set_aside_free);
    self->uncounted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->basis = gp_basis_load(&sources->basis, places, error);
    return self->basis == NULL ? NULL : g_steal_pointer(&self);
}

static GpSetAside *
parse_set_aside(const GpCsvTable *table, guint row, GError **error)
{
    const char *period = gp_csv_table_cell(table, row, gp_csv_table_column(table, "period"));
    GpSpan span;
    GpSetAside *self;

    if (gp_period_parse(period, strlen(period), &span) != GP_PERIOD_READ)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s:%u: “%.40s” is not a period",
                             gp_csv_table_path(table), gp_csv_table_line(table, row), period);
    self = g_new0(GpSetAside, 1);
    self->period = span;
    self->activity =
        g_strdup(gp_csv_table_cell(table, row, gp_csv_table_column(table, "activity")));
    self->site = g_strdup(gp_csv_table_cell(table, row, gp_csv_table_column(table, "site")));
    self->reason = g_strdup(gp_csv_table_cell(table, row, gp_csv_table_column(table, "reason")));
    return self;
}

static gboolean
load_set_aside(GpBook *self, const GpWorkspace *workspace, GError **error)
{
    g_autofree char *path = gp_workspace_file(workspace, "set-aside.csv");
    g_autoptr(GpCsvTable) table = NULL;

    if (path == NULL)
        return TRUE;
    table = gp_csv_table_load(path, error);
    for (guint row = 0; table != NULL && row < gp_csv_table_n_rows(table); row++) {
        GpSetAside *entry = parse_set_aside(table, row, error);

        if (entry == NULL)
            return FALSE;
        g_ptr_array_add(self->set_aside, entry);
    }
    return table != NULL;
}

static gboolean
load_uncounted(GpBook *self, const GpWorkspace *workspace, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(workspace->settings, NULL);

    for (guint i = 0; groups[i] != NULL; i++) {
        g_autofree char *counts =
            g_key_file_get_string(workspace->settings, groups[i], "counts", NULL);

        if (counts == NULL || !g_str_has_prefix(groups[i], "source "))
            continue;
        if (g_str_equal(counts, "no"))
            g_hash_table_add(self->uncounted, g_strdup(groups[i] + strlen("source ")));
        else if (!g_str_equal(counts, "yes"))
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s/greenplan.ini: counts of [%s] must be yes or no, not “%s”",
                            workspace->folder, groups[i], counts);
    }
    return TRUE;
}

static gboolean
read_inputs(GpBook *self, const GpBookSources *sources, GpIssueList *issues, GError **error)
{
    g_autoptr(GpFormat) format = NULL;

    if (sources->format != NULL) {
        format = gp_formats_load(self->basis, sources->format, sources->ods_code, error);
        if (format == NULL)
            return FALSE;
    }
    for (char **path = sources->inputs; *path != NULL; path++) {
        g_autofree char *name = gp_text_printable(*path, strlen(*path), MAX_SOURCE_NAME);
        GpReadRules rules = {.source = g_str_equal(*path, "-") ? "stdin" : name,
                             .encoding = sources->encoding,
                             .keep = sources->keep,
                             .threads = sources->threads};
        GpReadCount count;

        if (!gp_basis_read(self->basis, *path, format, NULL, &rules, self->whole, issues, &count,
                           error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
open_workspace(GpBook *self, const GpBookSources *sources, GpIssueList *issues, GError **error)
{
    GpWorkspace *workspace = sources->basis.workspace;

    if (sources->as_of != NULL)
        return gp_workspace_load_as_of(workspace, self->basis, sources->as_of, self->whole, issues,
                                       error);
    self->shelf = gp_shelf_new(workspace->store, self->basis);
    return gp_workspace_settle(workspace, self->basis, issues, error);
}

GpBook *
gp_book_open(const GpBookSources *sources,
             const GpPlaces *places,
             GpIssueList *issues,
             GError **error)
{
    g_autoptr(GpBook) self = gp_book_prepare(sources, places, error);
    gboolean ok;

    if (self == NULL)
        return NULL;
    if (sources->inputs != NULL || sources->as_of != NULL)
        self->whole = gp_cube_new(self->basis->timeline, self->basis->units);
    if (sources->inputs != NULL)
        ok = read_inputs(self, sources, issues, error);
    else
        ok = open_workspace(self, sources, issues, error) &&
             load_set_aside(self, sources->basis.workspace, error) &&
             load_uncounted(self, sources->basis.workspace, error);
    ok = ok && gp_factor_library_check(self->basis->library, error);
    return ok ? g_steal_pointer(&self) : NULL;
}

gboolean
gp_set_aside_covers(const GpSetAside *self, GpSpan days, const char *activity, const char *site)
{
    return self->period.first <= days.first && days.last <= self->period.last &&
           g_str_equal(self->activity, activity) &&
           (*self->site == '\0' || g_str_equal(self->site, site));
}

gboolean
gp_book_counts(const GpBook *self, const GpCube *cube, guint32 time, const GpCell *cell)
{
    const GpWho *who = gp_cube_who(cube, cell->who);
    const char *activity, *site;

    if (g_hash_table_size(self->uncounted) > 0 &&
        g_hash_table_contains(self->uncounted, gp_dict_name(gp_cube_sources(cube), who->source)))
        return FALSE;
    if (self->set_aside->len == 0)
        return TRUE;
    activity = gp_dict_name(gp_cube_activities(cube), gp_cube_what(cube, cell->what).activity);
    site = gp_dict_name(gp_cube_sites(cube), who->site);
    for (guint i = 0; i < self->set_aside->len; i++) {
        if (gp_set_aside_covers(g_ptr_array_index(self->set_aside, i),
                                gp_cube_time(cube, time).span, activity, site))
            return FALSE;
    }
    return TRUE;
}

/* Whether an entry of what is set aside is about one site alone. */
static gboolean
sets_sites_aside(const GpBook *self)
{
    for (guint i = 0; i < self->set_aside->len; i++) {
        if (*((const GpSetAside *)g_ptr_array_index(self->set_aside, i))->site != '\0')
            return TRUE;
    }
    return FALSE;
}

const GpCube *
gp_book_cube(const GpBook *self, GpDetail detail, int only_fy, GError **error)
{
    if (self->whole != NULL)
        return self->whole;
    if (detail == GP_DETAIL_TRUST && sets_sites_aside(self))
        detail = GP_DETAIL_SITE;
    return gp_shelf_get(self->shelf, detail, only_fy, error);
}

static GpDetail
detail_for(const GpBy *by)
{
    if (gp_by_find(by, GP_BY_DEPARTMENT) >= 0 || gp_by_find(by, GP_BY_ROLE) >= 0)
        return GP_DETAIL_ALL;
    return gp_by_find(by, GP_BY_SITE) >= 0 ? GP_DETAIL_SITE : GP_DETAIL_TRUST;
}

static gboolean
is_left_out(const GpCube *cube, guint32 time, const GpCell *cell, gpointer data)
{
    return gp_left_out_has(data, cube, time, cell);
}

/* The options with what the book itself knows. */
static GpConvertOptions
fill(const GpConvertOptions *options, GpLeftOut *left_out)
{
    const GpBook *book = left_out->book;
    GpConvertOptions filled = *options;

    filled.library = book->basis->library;
    filled.leaves_out =
        book->set_aside->len + g_hash_table_size(book->uncounted) > 0 ? is_left_out : NULL;
    filled.leaves_out_data = left_out;
    return filled;
}

GpConversion *
gp_book_conversion(const GpBook *self,
                   const GpConvertOptions *options,
                   GpIssueList *issues,
                   GError **error)
{
    g_autoptr(GpConversion) conversion = NULL;
    GpConvertOptions filled = *options;

    filled.library = self->basis->library;
    conversion = gp_conversion_new(self->whole, &filled, issues, error);
    if (conversion == NULL)
        return NULL;
    if (!gp_conversion_has_figures(conversion))
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-activity", NO_ACTIVITY);
    if (!gp_factor_library_check(self->basis->library, error))
        return NULL;
    return g_steal_pointer(&conversion);
}

GpEmissions *
gp_book_convert(const GpBook *self,
                const GpConvertOptions *options,
                GpIssueList *issues,
                GError **error)
{
    const GpCube *cube = gp_book_cube(self, detail_for(&options->by), options->only_fy, error);
    g_auto(GpLeftOut) left_out = {0};
    GpConvertOptions filled;
    GpEmissions *emissions;

    if (cube == NULL)
        return NULL;
    gp_left_out_init(&left_out, self, cube);
    filled = fill(options, &left_out);
    emissions = gp_convert(cube, &filled, issues, error);
    gp_left_out_tell(&left_out, issues);
    if (emissions != NULL && emissions->rows->len == 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-activity", NO_ACTIVITY);
    if (emissions != NULL && !gp_factor_library_check(self->basis->library, error))
        g_clear_pointer(&emissions, gp_emissions_free);
    return emissions;
}

GpEmissionCells *
gp_book_cells(const GpBook *self,
              const GpCube *cube,
              const GpConvertOptions *options,
              GpIssueList *issues,
              GError **error)
{
    g_auto(GpLeftOut) left_out = {0};
    g_autoptr(GpEmissionCells) cells = NULL;
    GpConvertOptions filled;

    gp_left_out_init(&left_out, self, cube);
    filled = fill(options, &left_out);
    cells = gp_convert_cells(cube, &filled, issues, error);
    gp_left_out_tell(&left_out, issues);
    if (cells != NULL && cells->batches->len == 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-activity", NO_ACTIVITY);
    if (cells == NULL || !gp_factor_library_check(self->basis->library, error))
        return NULL;
    return g_steal_pointer(&cells);
}

GArray *
gp_book_years(const GpBook *self, const GpConvertOptions *options, GError **error)
{
    const GpCube *cube = gp_book_cube(self, GP_DETAIL_TRUST, 0, error);
    g_auto(GpLeftOut) left_out = {0};
    GpConvertOptions filled;

    if (cube == NULL)
        return NULL;
    gp_left_out_init(&left_out, self, cube);
    filled = fill(options, &left_out);
    return gp_convert_years(cube, &filled);
}

GArray *
gp_book_convert_parts(const GpBook *self,
                      const GpConvertOptions *options,
                      int *out_kg_places,
                      GError **error)
{
    const GpCube *cube = gp_book_cube(self, GP_DETAIL_SITE, options->only_fy, error);
    g_auto(GpLeftOut) left_out = {0};
    GpConvertOptions filled;
    g_autoptr(GArray) parts = NULL;

    if (cube == NULL)
        return NULL;
    gp_left_out_init(&left_out, self, cube);
    filled = fill(options, &left_out);
    parts = gp_convert_parts(cube, &filled, out_kg_places, error);
    if (parts == NULL || !gp_factor_library_check(self->basis->library, error))
        return NULL;
    return g_steal_pointer(&parts);
}

GpExplanation *
gp_book_explain(const GpBook *self,
                const GpConvertOptions *options,
                const char *activity,
                GError **error)
{
    const GpCube *cube = gp_book_cube(self, GP_DETAIL_TRUST, options->only_fy, error);
    g_auto(GpLeftOut) left_out = {0};
    GpConvertOptions filled;
    g_autoptr(GpExplanation) explanation = NULL;

    if (cube == NULL)
        return NULL;
    gp_left_out_init(&left_out, self, cube);
    filled = fill(options, &left_out);
    explanation = gp_explain(cube, &filled, activity, error);
    if (explanation == NULL || !gp_factor_library_check(self->basis->library, error))
        return NULL;
    if (explanation->steps->len > 0)
        return g_steal_pointer(&explanation);
    if (gp_factor_library_activity(self->basis->library, activity) == NULL) {
        g_autofree char *reason = gp_factor_library_unknown(self->basis->library, activity);

        return gp_throw_null(error, GP_ERROR_MISSING, "%s", reason);
    }
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "there is no activity %s with a factor in these data", activity);
}

gboolean
gp_book_warn_of_gaps(const GpBook *self, GpIssueList *issues, GError **error)
{
    const GpCube *cube = gp_book_cube(self, GP_DETAIL_TRUST, 0, error);
    gboolean has_data[GP_LAST_YEAR + 1] = {FALSE};
    int first = GP_LAST_YEAR, last = 0;

    for (guint32 time = 0; cube != NULL && time < gp_cube_n_times(cube); time++) {
        GpSlot slot = gp_cube_time(cube, time).slot;
        guint32 capacity;
        int fy;

        if (gp_cube_cells(cube, time, &capacity) == NULL)
            continue;
        fy = gp_fy_of_month(gp_timeline_slot_month(self->basis->timeline, slot));
        has_data[fy] = TRUE;
        first = MIN(first, fy);
        last = MAX(last, fy);
    }
    for (int fy = first; fy <= last; fy++) {
        char label[16];

        gp_fy_print(fy, label);
        if (!has_data[fy])
            gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-data",
                              "%s: there is no activity data", label);
    }
    return cube != NULL;
}
