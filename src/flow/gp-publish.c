/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-publishing.h"
#include "gp-text.h"

/* Files of the workspace that bear upon the figures or on which years are comparable. */
static const char *const workspace_files[] = {"factors.csv", "greenplan.ini", "set-aside.csv",
                                              "targets.csv", "units.csv"};

static const GpEmissionRow *
get_row(const GpEmissions *emissions, guint i)
{
    return &g_array_index(emissions->rows, GpEmissionRow, i);
}

static GpEmissions *
convert_by(const GpBook *book,
           const GpConvertOptions *options,
           const GpBy *by,
           GpIssueList *issues,
           GError **error)
{
    GpConvertOptions filled = *options;

    filled.by = *by;
    filled.within = GP_WITHIN_ALL;
    filled.only_fy = 0;
    return gp_book_convert(book, &filled, issues, error);
}

/* ---- lines ---- */

enum { YEAR, BOUNDARY, CATEGORY, ACTIVITY, N_PLACE, MONTH = N_PLACE, SOURCE, EDITION, QUALITY };

static void
add_line(GpPublication *self, const GpEmissionRow *row)
{
    GpPublishedLine line = {.boundary = gp_publication_text(self, row->labels[BOUNDARY]),
                            .category = gp_publication_text(self, row->labels[CATEGORY]),
                            .activity = gp_publication_text(self, row->labels[ACTIVITY]),
                            .kg_co2e = row->kg_co2e};

    gp_fy_parse(row->labels[YEAR], &line.fy);
    if (row->unit != NULL) {
        line.unit = gp_publication_text(self, row->unit);
        line.quantity = row->quantity;
    }
    g_array_append_val(self->lines, line);
}

static gboolean
is_of_line(const GpEmissionRow *row, const GpEmissionRow *line)
{
    for (guint i = 0; i < N_PLACE; i++) {
        if (!g_str_equal(row->labels[i], line->labels[i]))
            return FALSE;
    }
    return TRUE;
}

static const char **
names_of(GpPublication *self, GHashTable *names)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;

    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(list, (gpointer)gp_publication_text(self, name));
    g_ptr_array_sort(list, gp_text_compare);
    g_ptr_array_add(list, NULL);
    return (const char **)g_ptr_array_steal(list, NULL);
}

/* Bit 0 is April. */
static guint
month_bit(const char *label)
{
    guint64 month = 0;

    g_ascii_string_to_unsigned(label + strlen("2019-"), 10, 1, 12, &month, NULL);
    return 1U << ((month + 8) % 12);
}

/* What one row of the detail adds to its figure. */
static void
add_quality(GpPublishedFigure *figure, const GpEmissionRow *row)
{
    for (GpQuality quality = 0; quality < GP_N_QUALITIES; quality++) {
        if (g_str_equal(row->labels[QUALITY], gp_quality_name(quality)))
            figure->kg_by_quality[quality] += row->kg_co2e;
    }
}

static gboolean
is_figure_of(const GpPublishedFigure *figure, const GpPublishedLine *line)
{
    return figure->fy == line->fy && g_str_equal(figure->boundary, line->boundary) &&
           g_str_equal(figure->category, line->category);
}

/* Both conversions are sorted by year, boundary, category and activity, so the detail of a line is
 * one run of rows, and so are the lines of a figure. */
static void
add_details(GpPublication *self, const GpEmissions *plain, const GpEmissions *detail)
{
    guint at = 0, figure = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        GpPublishedLine *line = &g_array_index(self->lines, GpPublishedLine, i);
        g_autoptr(GHashTable) sources = g_hash_table_new(g_str_hash, g_str_equal);
        g_autoptr(GHashTable) editions = g_hash_table_new(g_str_hash, g_str_equal);

        while (!is_figure_of(&g_array_index(self->figures, GpPublishedFigure, figure), line))
            figure++;
        for (; at < detail->rows->len && is_of_line(get_row(detail, at), get_row(plain, i)); at++) {
            const GpEmissionRow *row = get_row(detail, at);

            line->months |= month_bit(row->labels[MONTH]);
            g_hash_table_add(sources, (gpointer)row->labels[SOURCE]);
            g_hash_table_add(editions, (gpointer)row->labels[EDITION]);
            add_quality(&g_array_index(self->figures, GpPublishedFigure, figure), row);
        }
        line->sources = names_of(self, sources);
        line->editions = names_of(self, editions);
    }
}

static gboolean
add_figures(GpPublication *self,
            const GpBook *book,
            const GpConvertOptions *options,
            GpIssueList *issues,
            GError **error)
{
    const GpBy by = {{GP_BY_YEAR, GP_BY_BOUNDARY, GP_BY_CATEGORY, GP_BY_ACTIVITY}, N_PLACE};
    const GpBy by_all = {{GP_BY_YEAR, GP_BY_BOUNDARY, GP_BY_CATEGORY, GP_BY_ACTIVITY, GP_BY_MONTH,
                          GP_BY_SOURCE, GP_BY_EDITION, GP_BY_QUALITY},
                         QUALITY + 1};
    g_autoptr(GpIssueList) known = gp_issue_list_new();
    g_autoptr(GpEmissions) plain = convert_by(book, options, &by, issues, error);
    g_autoptr(GpEmissions) detail =
        plain == NULL ? NULL : convert_by(book, options, &by_all, known, error);

    if (detail == NULL)
        return FALSE;
    self->kg_places = plain->kg_places;
    for (guint i = 0; i < plain->rows->len; i++)
        add_line(self, get_row(plain, i));
    if (!gp_publication_add_up(self, error))
        return FALSE;
    add_details(self, plain, detail);
    return TRUE;
}

/* ---- years ---- */

static void
add_years(GpPublication *self)
{
    for (guint i = 0; i < self->figures->len; i++) {
        GpPublishedYear year = {g_array_index(self->figures, GpPublishedFigure, i).fy,
                                GP_COMPARABLE_UNKNOWN};

        if (gp_publication_year(self, year.fy) == NULL)
            g_array_append_val(self->years, year);
    }
}

static int
compare_fys(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

static void
add_baselines(GpPublication *self, const GPtrArray *targets)
{
    for (guint i = 0; i < targets->len; i++) {
        const GpTarget *target = g_ptr_array_index(targets, i);
        gboolean is_new = TRUE;

        for (guint k = 0; k < self->baseline_fys->len; k++)
            is_new &= g_array_index(self->baseline_fys, int, k) != target->baseline_fy;
        if (is_new)
            g_array_append_val(self->baseline_fys, target->baseline_fy);
    }
    g_array_sort(self->baseline_fys, compare_fys);
}

static void
judge_years(GpPublication *self, const GpProgress *progress)
{
    for (guint i = 0; i < progress->years->len; i++) {
        const GpTrackYear *judged = &g_array_index(progress->years, GpTrackYear, i);
        GpPublishedYear *year = (GpPublishedYear *)gp_publication_year(self, judged->fy);

        if (year != NULL)
            year->comparable = judged->is_comparable ? GP_COMPARABLE : GP_NOT_COMPARABLE;
    }
}

/* By the first of the targets; without one it stays unknown. */
static gboolean
compare_years(GpPublication *self,
              const GpBook *book,
              const GpConvertOptions *options,
              const GpWorkspace *workspace,
              GpIssueList *issues,
              GError **error)
{
    g_autofree char *path = gp_workspace_file(workspace, "targets.csv");
    g_autoptr(GPtrArray) targets = path == NULL ? NULL : gp_targets_load(path, error);
    g_autoptr(GpIssueList) known = gp_issue_list_new();
    g_autoptr(GpProgress) progress = NULL;
    g_autoptr(GError) reason = NULL;

    if (path != NULL && targets == NULL)
        return FALSE;
    if (targets != NULL && targets->len > 0) {
        add_baselines(self, targets);
        progress =
            gp_progress_of_book(book, options, g_ptr_array_index(targets, 0), known, &reason);
    }
    if (progress != NULL)
        judge_years(self, progress);
    else
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "not-compared",
                          "which years are comparable is not recorded: %s",
                          reason == NULL ? "there is no target" : reason->message);
    return TRUE;
}

/* ---- what the figures are made of ---- */

static void
add_pair(GpPublication *self, GArray *list, const char *name, const char *value)
{
    GpPublishedSetting setting = {gp_publication_text(self, name),
                                  gp_publication_text(self, value)};

    g_array_append_val(list, setting);
}

static void
add_settings(GpPublication *self, const GpBook *book, const GpWorkspace *workspace)
{
    g_autoptr(GList) names = g_hash_table_get_keys(book->uncounted);
    g_autoptr(GString) uncounted = g_string_new(NULL);

    names = g_list_sort(names, (GCompareFunc)strcmp);
    for (const GList *name = names; name != NULL; name = name->next)
        g_string_append_printf(uncounted, "%s%s", uncounted->len == 0 ? "" : ", ",
                               (const char *)name->data);
    add_pair(self, self->settings, "factor_fallback",
             workspace->rules.no_fallback ? "none" : "nearest");
    add_pair(self, self->settings, "factor_year",
             workspace->rules.by_calendar_year ? "calendar" : "financial");
    add_pair(self, self->settings, "gwp",
             workspace->gwp == NULL ? "the edition's own" : workspace->gwp);
    add_pair(self, self->settings, "spend",
             workspace->spend == NULL ? "the usual edition" : workspace->spend);
    add_pair(self, self->settings, "sources that do not count",
             uncounted->len == 0 ? "none" : uncounted->str);
}

static char *
digest_of_units(const GpUnitTable *units)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint unit = 0; unit < gp_unit_table_size(units); unit++)
        g_string_append_printf(text, "%s\t%s\t%" G_GINT64_FORMAT "\n",
                               gp_unit_name(units, (GpUnit)unit),
                               gp_unit_name(units, gp_unit_kind(units, (GpUnit)unit)),
                               gp_unit_multiplier_nano(units, (GpUnit)unit));
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

static gboolean
add_digests(GpPublication *self,
            const GpBook *book,
            const GpWorkspace *workspace,
            const GArray *editions,
            GError **error)
{
    g_autofree char *catalogue = gp_factor_library_catalogue_digest(book->basis->library);
    g_autofree char *library = gp_factor_library_digest(editions);
    g_autofree char *prices = gp_factor_library_prices_digest(book->basis->library);
    g_autofree char *units = digest_of_units(book->basis->units);

    add_pair(self, self->digests, "catalogue of activities", catalogue);
    add_pair(self, self->digests, "factor library", library);
    add_pair(self, self->digests, "price indices", prices);
    add_pair(self, self->digests, "units", units);
    for (guint i = 0; i < G_N_ELEMENTS(workspace_files); i++) {
        g_autofree char *path = gp_workspace_file(workspace, workspace_files[i]);
        g_autofree char *sha256 = path == NULL ? g_strdup("none") : gp_file_sha256(path);

        if (sha256 == NULL)
            return gp_throw(error, GP_ERROR_IO, "%s could not be read", path);
        add_pair(self, self->digests, workspace_files[i], sha256);
    }
    return TRUE;
}

static gboolean
is_used(const GpPublication *self, const char *edition)
{
    for (guint i = 0; i < self->lines->len; i++) {
        const GpPublishedLine *line = &g_array_index(self->lines, GpPublishedLine, i);

        if (g_strv_contains(line->editions, edition))
            return TRUE;
    }
    return FALSE;
}

static void
add_editions(GpPublication *self, const GArray *editions)
{
    for (guint i = 0; i < editions->len; i++) {
        const GpFactorEdition *known = &g_array_index(editions, GpFactorEdition, i);
        GpPublishedEdition edition = {gp_publication_text(self, known->name),
                                      gp_publication_text(self, known->sha256), known->rows};

        if (is_used(self, edition.name))
            g_array_append_val(self->editions, edition);
    }
}

static int
compare_originals(gconstpointer a, gconstpointer b)
{
    const GpPublishedOriginal *x = a, *y = b;
    int order = strcmp(x->source, y->source);

    order = order != 0 ? order : strcmp(x->name, y->name);
    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

static void
add_originals(GpPublication *self, const GPtrArray *originals)
{
    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *known = g_ptr_array_index(originals, i);
        GpPublishedOriginal original = {gp_publication_text(self, known->sha256),
                                        gp_publication_text(self, known->source),
                                        gp_publication_text(self, known->name), known->rows};

        if (original.rows > 0)
            g_array_append_val(self->originals, original);
    }
    g_array_sort(self->originals, compare_originals);
}

GpPublication *
gp_publication_of_book(const GpBook *book,
                       const GpConvertOptions *options,
                       const GpWorkspace *workspace,
                       const GPtrArray *originals,
                       const GpPublishing *publishing,
                       GpIssueList *issues,
                       GError **error)
{
    g_autoptr(GpPublication) self = gp_publication_new();
    g_autoptr(GArray) editions = NULL;

    self->day = gp_publication_text(self, publishing->day);
    self->by = gp_publication_text(self, publishing->by);
    self->note = gp_publication_text(self, publishing->note == NULL ? "" : publishing->note);
    self->program = gp_publication_text(self, publishing->program);
    self->trust = gp_publication_text(self, workspace->trust_name);
    self->is_invented = workspace->is_invented;
    if (!add_figures(self, book, options, issues, error))
        return NULL;
    add_years(self);
    editions = gp_factor_library_editions(book->basis->library);
    if (!compare_years(self, book, options, workspace, issues, error) ||
        !add_digests(self, book, workspace, editions, error))
        return NULL;
    add_settings(self, book, workspace);
    add_editions(self, editions);
    add_originals(self, originals);
    return g_steal_pointer(&self);
}
