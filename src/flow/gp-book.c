/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-flow.h"
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
    gp_cube_free(self->cube);
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
    if (self->basis == NULL)
        return NULL;
    self->cube = gp_cube_new(self->basis->timeline, self->basis->units);
    return g_steal_pointer(&self);
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

        if (!gp_basis_read(self->basis, *path, format, NULL, &rules, self->cube, issues, &count,
                           error))
            return FALSE;
    }
    return TRUE;
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
    if (sources->inputs != NULL)
        ok = read_inputs(self, sources, issues, error);
    else
        ok = gp_workspace_load(sources->basis.workspace, self->basis, sources->as_of, self->cube,
                               issues, error) &&
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

/* The cells that are left out, and what there were cells for. */
typedef struct {
    const GpBook *book;
    gboolean *is_met; /* by entry of what is set aside */
    gboolean is_uncounted_met;
} LeftOut;

static gboolean
is_uncounted(const GpBook *self, const GpCell *cell)
{
    return g_hash_table_contains(
        self->uncounted,
        gp_dict_name(gp_cube_sources(self->cube), gp_cube_who(self->cube, cell->who)->source));
}

/* The entry of what is set aside that a cell falls under, or -1. */
static int
find_set_aside(const GpBook *self, guint32 time, const GpCell *cell)
{
    GpSpan span = gp_cube_time(self->cube, time).span;
    const char *activity =
        gp_dict_name(gp_cube_activities(self->cube), gp_cube_what(self->cube, cell->what).activity);
    const char *site =
        gp_dict_name(gp_cube_sites(self->cube), gp_cube_who(self->cube, cell->who)->site);

    for (guint i = 0; i < self->set_aside->len; i++) {
        if (gp_set_aside_covers(g_ptr_array_index(self->set_aside, i), span, activity, site))
            return (int)i;
    }
    return -1;
}

gboolean
gp_book_leaves_out(const GpBook *self, guint32 time, const GpCell *cell)
{
    return is_uncounted(self, cell) || find_set_aside(self, time, cell) >= 0;
}

static gboolean
is_left_out(G_GNUC_UNUSED const GpCube *cube, guint32 time, const GpCell *cell, gpointer data)
{
    LeftOut *self = data;
    int entry;

    if (is_uncounted(self->book, cell))
        return self->is_uncounted_met = TRUE;
    entry = find_set_aside(self->book, time, cell);
    if (entry < 0)
        return FALSE;
    return self->is_met[entry] = TRUE;
}

gboolean
gp_book_counts(const GpBook *self, guint32 time, const GpCell *cell)
{
    g_autofree gboolean *is_met = g_new0(gboolean, self->set_aside->len);
    LeftOut filter = {self, is_met, FALSE};

    return !is_left_out(self->cube, time, cell, &filter);
}

static void
warn_of_set_aside(const LeftOut *self, GpIssueList *issues)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < self->book->set_aside->len; i++) {
        const GpSetAside *entry = g_ptr_array_index(self->book->set_aside, i);
        char period[GP_SPAN_TEXT];

        if (!self->is_met[i])
            continue;
        gp_span_print(entry->period, period);
        g_string_append_printf(list, "%s%s %s%s%s", list->len == 0 ? "" : ", ", entry->activity,
                               period, *entry->site == '\0' ? "" : " ", entry->site);
    }
    if (list->len > 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "set-aside",
                          "set aside and not in the figures, for the reasons in set-aside.csv: %s",
                          list->str);
}

static void
note_uncounted(const LeftOut *self, GpIssueList *issues)
{
    g_autoptr(GList) names = g_hash_table_get_keys(self->book->uncounted);
    g_autoptr(GString) list = g_string_new(NULL);

    names = g_list_sort(names, (GCompareFunc)strcmp);
    for (const GList *name = names; name != NULL; name = name->next)
        g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ", (char *)name->data);
    if (self->is_uncounted_met)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "not-counted",
                          "not in the figures, because their settings say counts=no: %s",
                          list->str);
}

/* The options with what the book itself knows. */
static GpConvertOptions
fill(const GpConvertOptions *options, LeftOut *filter)
{
    GpConvertOptions filled = *options;

    filled.library = filter->book->basis->library;
    filled.leaves_out =
        filter->book->set_aside->len + g_hash_table_size(filter->book->uncounted) > 0 ? is_left_out
                                                                                      : NULL;
    filled.leaves_out_data = filter;
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
    conversion = gp_conversion_new(self->cube, &filled, issues, error);
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
    g_autofree gboolean *is_met = g_new0(gboolean, self->set_aside->len);
    LeftOut filter = {self, is_met, FALSE};
    GpConvertOptions filled = fill(options, &filter);
    GpEmissions *emissions;

    emissions = gp_convert(self->cube, &filled, issues, error);
    warn_of_set_aside(&filter, issues);
    note_uncounted(&filter, issues);
    if (emissions != NULL && emissions->rows->len == 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-activity", NO_ACTIVITY);
    if (emissions != NULL && !gp_factor_library_check(self->basis->library, error))
        g_clear_pointer(&emissions, gp_emissions_free);
    return emissions;
}

GArray *
gp_book_convert_parts(const GpBook *self,
                      const GpConvertOptions *options,
                      int *out_kg_places,
                      GError **error)
{
    g_autofree gboolean *is_met = g_new0(gboolean, self->set_aside->len);
    LeftOut filter = {self, is_met, FALSE};
    GpConvertOptions filled = fill(options, &filter);
    g_autoptr(GArray) parts = gp_convert_parts(self->cube, &filled, out_kg_places, error);

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
    g_autofree gboolean *is_met = g_new0(gboolean, self->set_aside->len);
    LeftOut filter = {self, is_met, FALSE};
    GpConvertOptions filled = fill(options, &filter);
    g_autoptr(GpExplanation) explanation = gp_explain(self->cube, &filled, activity, error);

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

void
gp_book_warn_of_gaps(const GpBook *self, GpIssueList *issues)
{
    gboolean has_data[GP_LAST_YEAR + 1] = {FALSE};
    int first = GP_LAST_YEAR, last = 0;

    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        GpSlot slot = gp_cube_time(self->cube, time).slot;
        guint32 capacity;
        int fy;

        if (gp_cube_cells(self->cube, time, &capacity) == NULL)
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
}
