/* SPDX-License-Identifier: MIT */
#include "gp-factor-check.h"

#include <string.h>

#include "gp-check-private.h"
#include "gp-error.h"

static void
check_clear(GpCheck *self)
{
    g_ptr_array_unref(self->tables);
    g_array_unref(self->known);
    g_hash_table_unref(self->seen);
    g_ptr_array_unref(self->refusals);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpCheck, check_clear)

static GpUnit
find_unit(const GpUnitTable *units, const char *name)
{
    return gp_unit_table_find(units, name, strlen(name));
}

static GpCheck
check_new(const GpUnitTable *units, GpIssueList *issues)
{
    return (GpCheck){.units = units,
                     .kwh = find_unit(units, "kWh"),
                     .kwh_net = find_unit(units, "kWh-net"),
                     .litre = find_unit(units, "litre"),
                     .kg = find_unit(units, "kg"),
                     .pound = find_unit(units, "GBP"),
                     .issues = issues,
                     .tables = g_ptr_array_new_with_free_func((GDestroyNotify)gp_csv_table_free),
                     .known = g_array_new(FALSE, FALSE, sizeof(GpKnownJump)),
                     .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     .refusals = g_ptr_array_new_with_free_func(g_free)};
}

static gboolean
load_all_known(GpCheck *self, const GpFactorCheckOptions *options, GError **error)
{
    g_autofree char *path = g_build_filename(options->folder, "known-jumps.csv", NULL);

    if (g_file_test(path, G_FILE_TEST_EXISTS) && !gp_check_load_known(self, path, error))
        return FALSE;
    for (const char *const *own = options->known; own != NULL && *own != NULL; own++) {
        if (!gp_check_load_known(self, *own, error))
            return FALSE;
    }
    return TRUE;
}

static void
check_licences(GpCheck *self, const GpCsvTable *sets)
{
    static const char *const needed[] = {"publication", "publisher", "licence"};

    for (guint row = 0; row < gp_csv_table_n_rows(sets); row++) {
        for (guint i = 0; i < G_N_ELEMENTS(needed); i++) {
            g_autofree char *message = NULL;

            if (*gp_csv_table_cell(sets, row, gp_csv_table_column(sets, needed[i])) != '\0')
                continue;
            message = g_strdup_printf(
                "%s: the column %s is empty; fill it, so that everyone knows whose figures these "
                "are and on what terms they may be used",
                gp_csv_table_cell(sets, row, gp_csv_table_column(sets, "file")), needed[i]);
            gp_check_fault(self, "licence", gp_csv_table_path(sets), gp_csv_table_line(sets, row),
                           message);
        }
    }
}

/* ---- the walk ---- */

/* Curated keys first: a fault in a row that several keys share is told by the name people know. */
static int
compare_entries(gconstpointer a, gconstpointer b)
{
    const GpActivityEntry *x = *(const GpActivityEntry *const *)a;
    const GpActivityEntry *y = *(const GpActivityEntry *const *)b;

    if (x->is_catalogued != y->is_catalogued)
        return x->is_catalogued ? -1 : 1;
    return strcmp(x->key, y->key);
}

static gboolean
has_chosen_row(const GpFactorLibrary *library, const GpActivityEntry *entry)
{
    const GpFactorRow *row;

    for (guint next = entry->first_row; next != 0; next = row->next) {
        row = &library->rows[next - 1];
        if (gp_factor_row_file(library, row)->is_chosen)
            return TRUE;
    }
    return FALSE;
}

static void
check_entry(GpCheck *self, const GpActivityEntry *entry)
{
    GpCheckLevel level = entry->is_catalogued ? GP_CHECK_CURATED : GP_CHECK_PUBLISHED;

    gp_check_rows(self, entry->published, level);
    gp_check_lines(self, entry->published, level);
    gp_check_pairs(self, entry, level);
    gp_check_rows(self, entry->own, GP_CHECK_OWN);
    gp_check_lines(self, entry->own, GP_CHECK_OWN);
    gp_check_own(self, entry);
    gp_check_pairs(self, entry, GP_CHECK_OWN);
    self->count.n_factors += entry->own->len;
}

static void
count_rows(GpCheck *self, const GpFactorLibrary *library, gboolean only_chosen)
{
    for (guint i = 0; i < library->n_rows; i++) {
        const GpFactorRow *row = &library->rows[i];

        if (!only_chosen || gp_factor_row_file(library, row)->is_chosen)
            self->count.n_factors++;
    }
}

static void
check_library(GpCheck *self, const GpFactorLibrary *library, gboolean only_chosen)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    g_autoptr(GError) refusal = NULL;

    for (guint i = 0; i < library->entries->len; i++) {
        GpActivityEntry *entry = g_ptr_array_index(library->entries, i);

        if (!only_chosen || has_chosen_row(library, entry))
            g_ptr_array_add(entries, entry);
    }
    g_ptr_array_sort(entries, compare_entries);
    for (guint i = 0; i < entries->len; i++)
        gp_factor_entry_make((GpFactorLibrary *)library, g_ptr_array_index(entries, i));
    if (!gp_factor_library_check(library, &refusal))
        g_ptr_array_add(self->refusals, g_strdup(refusal->message));
    for (guint i = 0; i < entries->len; i++)
        check_entry(self, g_ptr_array_index(entries, i));
    count_rows(self, library, only_chosen);
}

/* ---- which libraries ---- */

/* A row that cannot be read is a fault like others; a file that cannot be, the end. */
static gboolean
load_own(GpCheck *self, GpFactorLibrary *library, const char *path, GError **error)
{
    g_autoptr(GError) refusal = NULL;

    if (gp_factor_library_load_own(library, path, &refusal))
        return TRUE;
    if (!g_error_matches(refusal, GP_ERROR, GP_ERROR_MALFORMED) &&
        !g_error_matches(refusal, GP_ERROR, GP_ERROR_OVERFLOW)) {
        g_propagate_error(error, g_steal_pointer(&refusal));
        return FALSE;
    }
    g_ptr_array_add(self->refusals, g_strdup(refusal->message));
    return TRUE;
}

static gboolean
check_usual(GpCheck *self, const GpFactorCheckOptions *options, GError **error)
{
    g_autoptr(GpFactorLibrary) library = gp_factor_library_new(options->units);
    const GpLibraryOptions usual = {FALSE, NULL};

    if (!gp_factor_library_load_folder(library, options->folder, &usual, error))
        return FALSE;
    for (const char *const *path = options->own; path != NULL && *path != NULL; path++) {
        if (!load_own(self, library, *path, error))
            return FALSE;
    }
    check_library(self, library, FALSE);
    return TRUE;
}

static gboolean
check_choice(GpCheck *self, const GpFactorCheckOptions *options, const char *choice, GError **error)
{
    g_autoptr(GpFactorLibrary) library = gp_factor_library_new(options->units);
    const char *const choices[] = {choice, NULL};
    const GpLibraryOptions chosen = {FALSE, choices};

    if (!gp_factor_library_load_folder(library, options->folder, &chosen, error))
        return FALSE;
    check_library(self, library, TRUE);
    return TRUE;
}

/* Each choice that sets wait for, once. */
static gboolean
check_choices(GpCheck *self,
              const GpFactorCheckOptions *options,
              const GpCsvTable *sets,
              GError **error)
{
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);
    int column = gp_csv_table_column(sets, "choice");

    for (guint row = 0; row < gp_csv_table_n_rows(sets); row++) {
        const char *choice = gp_csv_table_cell(sets, row, column);

        if (*choice != '\0' && g_hash_table_add(done, (gpointer)choice) &&
            !check_choice(self, options, choice, error))
            return FALSE;
    }
    return TRUE;
}

static void
report_refusals(GpCheck *self)
{
    for (guint i = 0; i < self->refusals->len; i++) {
        gp_issue_list_add(self->issues, GP_SEVERITY_ERROR, "unreadable", "%s",
                          (const char *)g_ptr_array_index(self->refusals, i));
        self->count.n_faults++;
    }
}

gboolean
gp_factor_check(const GpFactorCheckOptions *options,
                GpIssueList *issues,
                GpFactorCheckCount *out_count,
                GError **error)
{
    g_autofree char *path = g_build_filename(options->folder, "sets.csv", NULL);
    g_autoptr(GpCsvTable) sets = gp_csv_table_load(path, error);
    g_auto(GpCheck) self = check_new(options->units, issues);

    if (sets == NULL || !load_all_known(&self, options, error))
        return FALSE;
    check_licences(&self, sets);
    if (!check_usual(&self, options, error) || !check_choices(&self, options, sets, error))
        return FALSE;
    report_refusals(&self);
    if (self.refusals->len == 0)
        gp_check_report_unused(&self);
    *out_count = self.count;
    return TRUE;
}
