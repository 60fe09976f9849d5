/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-track.h"

void
gp_progress_free(GpProgress *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->years);
    gp_trajectory_free(self->trajectory);
    g_free(self->data_note);
    g_free(self);
}

static GpProgress *
progress_new(void)
{
    GpProgress *self = g_new0(GpProgress, 1);

    self->years = g_array_new(FALSE, FALSE, sizeof(GpTrackYear));
    return self;
}

static GpTrackYear *
year_at(GpProgress *self, guint i)
{
    return &g_array_index(self->years, GpTrackYear, i);
}

/* Adds the years up to @fy as years without data, and returns the place of @fy. */
static GpTrackYear *
extend_to(GpProgress *self, int fy)
{
    guint n = self->years->len;
    int next = n == 0 ? fy : year_at(self, n - 1)->fy + 1;

    for (; next <= fy; next++) {
        GpTrackYear year = {.fy = next, .kg = NAN, .is_comparable = TRUE};

        g_array_append_val(self->years, year);
    }
    return year_at(self, self->years->len - 1);
}

static void
sum_years(GpProgress *self, const GArray *coverage, int kg_places)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < coverage->len; i++) {
        const GpCategoryYear *entry = &g_array_index(coverage, GpCategoryYear, i);
        gboolean begins = i == 0 || g_array_index(coverage, GpCategoryYear, i - 1).fy != entry->fy;

        kg = begins ? entry->kg : kg + entry->kg;
        extend_to(self, entry->fy)->kg = gp_number_to_double(kg, kg_places);
    }
}

/* Names the categories of the baseline that are missing or cut short in a year. */
static char *
name_missing(const GArray *coverage, const GpTarget *target, double baseline_kg, int fy, int places)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < coverage->len; i++) {
        const GpCategoryYear *then = &g_array_index(coverage, GpCategoryYear, i);
        const GpCategoryYear *now;

        if (then->fy != target->baseline_fy ||
            gp_number_to_double(then->kg, places) < GP_MATERIAL_FRACTION * baseline_kg)
            continue;
        now = gp_category_years_find(coverage, fy, then->category);
        if (now == NULL || now->n_months < then->n_months)
            g_string_append_printf(names, "%s%s", names->len == 0 ? "" : ", ", then->category);
    }
    return g_string_free(names, FALSE);
}

static double
baseline_of(const GpProgress *self, const GpTarget *target)
{
    for (guint i = 0; i < self->years->len; i++) {
        const GpTrackYear *year = &g_array_index(self->years, GpTrackYear, i);

        if (year->fy == target->baseline_fy)
            return year->kg;
    }
    return NAN;
}

static void
add_to_note(GpProgress *self, const char *text)
{
    char *joined =
        self->data_note == NULL ? g_strdup(text) : g_strdup_printf("%s; %s", self->data_note, text);

    g_free(self->data_note);
    self->data_note = joined;
}

static void
judge_year(GpProgress *self,
           GpTrackYear *year,
           const GArray *coverage,
           const GpTarget *target,
           int kg_places,
           GpIssueList *issues)
{
    double baseline_kg = baseline_of(self, target);
    g_autofree char *missing = NULL, *note = NULL;
    char label[16];

    gp_fy_print(year->fy, label);
    if (isnan(year->kg)) {
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "no-data", "%s: there is no activity data",
                          label);
        return;
    }
    missing = name_missing(coverage, target, baseline_kg, year->fy, kg_places);
    year->is_comparable = *missing == '\0';
    if (year->is_comparable)
        return;
    note = g_strdup_printf("%s is incomplete (no full year of %s)", label, missing);
    add_to_note(self, note);
    gp_issue_list_add(issues, GP_SEVERITY_WARNING, "incomplete-year",
                      "%s: no full year of %s, which made up a good part of the baseline year; "
                      "the year is shown but not compared",
                      label, missing);
}

GpProgress *
gp_progress_of_book(const GpBook *book,
                    const GpConvertOptions *options,
                    const GpTarget *target,
                    GpIssueList *issues,
                    GError **error)
{
    g_autoptr(GpProgress) self = progress_new();
    GpConvertOptions filled = *options;
    g_autoptr(GpEmissions) emissions = NULL;
    g_autoptr(GArray) coverage = NULL;

    filled.by = gp_category_years_by;
    emissions = gp_target_convert(book, &filled, target, issues, error);
    if (emissions == NULL)
        return NULL;
    coverage = g_array_new(FALSE, FALSE, sizeof(GpCategoryYear));
    gp_category_years_add(coverage, emissions);
    sum_years(self, coverage, emissions->kg_places);
    for (guint i = 0; i < self->years->len; i++)
        judge_year(self, year_at(self, i), coverage, target, emissions->kg_places, issues);
    self->trajectory =
        gp_track((const GpTrackYear *)(void *)self->years->data, self->years->len, target, error);
    if (self->trajectory == NULL)
        return NULL;
    self->trajectory->matches = emissions->matches;
    if (!gp_target_is_of_part(target))
        gp_progress_add_parts(self, emissions, target);
    if (self->trajectory->part_above_fy != 0)
        add_to_note(self, "what is known of it is already above the path");
    return g_steal_pointer(&self);
}

static gboolean
read_series_row(GpProgress *self,
                const GpCsvTable *table,
                guint row,
                int year_column,
                int value_column,
                GError **error)
{
    const char *year = gp_csv_table_cell(table, row, year_column);
    const char *value = gp_csv_table_cell(table, row, value_column);
    gint64 micro;
    int fy;

    if (!gp_fy_parse(year, &fy))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a financial year as in 2019-20",
                        year);
    if (self->years->len > 0 && fy <= year_at(self, self->years->len - 1)->fy)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the years must follow one another, each once: “%s”", year);
    extend_to(self, fy);
    if (*value == '\0')
        return TRUE;
    if (!gp_number_parse_text(value, GP_MICRO_PLACES, &micro, error))
        return FALSE;
    year_at(self, self->years->len - 1)->kg = gp_number_to_double(micro, GP_MICRO_PLACES);
    return TRUE;
}

GpProgress *
gp_progress_of_series(const char *path, const GpTarget *target, GError **error)
{
    g_autoptr(GpProgress) self = progress_new();
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    int year_column, value_column;

    if (table == NULL)
        return NULL;
    year_column = gp_csv_table_column(table, "year");
    value_column = gp_csv_table_column(table, "value");
    if (year_column < 0 || value_column < 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: the columns year and value are needed",
                             path);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_series_row(self, table, row, year_column, value_column, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return NULL;
        }
    }
    self->trajectory =
        gp_track((const GpTrackYear *)(void *)self->years->data, self->years->len, target, error);
    return self->trajectory == NULL ? NULL : g_steal_pointer(&self);
}

const GpTarget *
gp_target_find(const GPtrArray *targets, const char *name, GError **error)
{
    for (guint i = 0; i < targets->len; i++) {
        const GpTarget *target = g_ptr_array_index(targets, i);

        if (name == NULL || g_str_equal(target->name, name))
            return target;
    }
    if (name == NULL)
        return gp_throw_null(error, GP_ERROR_MISSING, "there is no target in the file of targets");
    return gp_throw_null(error, GP_ERROR_MISSING, "there is no target called “%s”", name);
}

char *
gp_target_path_words(const GpTarget *target)
{
    static const char *const shapes[] = {"straight line", "the same percentage less every year",
                                         "steps", "milestones"};
    const GpMilestone *last = &target->milestones[target->n_milestones - 1];
    char percent[G_ASCII_DTOSTR_BUF_SIZE], baseline[16];

    gp_fy_print(target->baseline_fy, baseline);
    baseline[4] = '/';
    g_ascii_formatd(percent, sizeof percent, "%g", last->reduction_percent);
    return g_strdup_printf("%s to %s%% below %s%s", shapes[target->shape], percent, baseline,
                           *target->adopted_by == '\0' ? ", not adopted by the trust" : "");
}
