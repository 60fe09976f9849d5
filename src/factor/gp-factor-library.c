/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"

static void
free_entry(gpointer data)
{
    GpActivityEntry *entry = data;

    g_array_unref(entry->published);
    g_array_unref(entry->chosen);
    g_array_unref(entry->own);
    g_free(entry);
}

GpFactorLibrary *
gp_factor_library_new(const GpUnitTable *units)
{
    GpFactorLibrary *self = g_new0(GpFactorLibrary, 1);

    self->units = units;
    self->km = gp_unit_table_find(units, "km", strlen("km"));
    self->passenger_km = gp_unit_table_find(units, "passenger-km", strlen("passenger-km"));
    self->keys = gp_dict_new();
    self->entries = g_ptr_array_new_with_free_func(free_entry);
    self->tables = g_ptr_array_new_with_free_func((GDestroyNotify)gp_csv_table_free);
    self->texts = g_string_chunk_new(4096);
    self->price_index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return self;
}

void
gp_factor_library_free(GpFactorLibrary *self)
{
    if (self == NULL)
        return;
    gp_dict_free(self->keys);
    g_ptr_array_unref(self->entries);
    g_ptr_array_unref(self->tables);
    g_string_chunk_free(self->texts);
    g_hash_table_unref(self->price_index);
    g_free(self);
}

const GpActivityEntry *
gp_factor_library_entry(const GpFactorLibrary *self, const char *key)
{
    guint32 id = gp_dict_lookup(self->keys, key, strlen(key));

    return id == GP_DICT_NONE ? NULL : g_ptr_array_index(self->entries, id);
}

GpActivityEntry *
gp_factor_library_make_entry(GpFactorLibrary *self, const char *key)
{
    guint32 id = gp_dict_intern(self->keys, key, strlen(key));
    GpActivityEntry *entry;

    if (id < self->entries->len)
        return g_ptr_array_index(self->entries, id);
    entry = g_new0(GpActivityEntry, 1);
    entry->published = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    entry->chosen = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    entry->own = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    g_ptr_array_add(self->entries, entry);
    return entry;
}

static int
compare_for_overlap(gconstpointer a, gconstpointer b)
{
    const GpFactor *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->component != y->component)
        return x->component < y->component ? -1 : 1;
    if ((x->scope == GP_SCOPE_OUTSIDE) != (y->scope == GP_SCOPE_OUTSIDE))
        return x->scope == GP_SCOPE_OUTSIDE ? 1 : -1;
    return x->valid.first - y->valid.first;
}

static gboolean
is_one_line(const GpFactor *x, const GpFactor *y)
{
    return x->unit == y->unit && x->component == y->component &&
           (x->scope == GP_SCOPE_OUTSIDE) == (y->scope == GP_SCOPE_OUTSIDE);
}

/* Sorts the factors of an activity, and refuses two of one line that are valid at one time. */
static gboolean
check_overlap(GArray *factors, GError **error)
{
    g_array_sort(factors, compare_for_overlap);
    for (guint i = 1; i < factors->len; i++) {
        const GpFactor *x = &g_array_index(factors, GpFactor, i - 1);
        const GpFactor *y = &g_array_index(factors, GpFactor, i);

        if (is_one_line(x, y) && y->valid.first <= x->valid.last)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s:%u: the factor of “%s” overlaps in time with the one in %s:%u",
                            y->file, y->line, y->activity, x->file, x->line);
    }
    return TRUE;
}

static gboolean
check_all_overlaps(GpFactorLibrary *self, GError **error)
{
    for (guint i = 0; i < self->entries->len; i++) {
        GpActivityEntry *entry = g_ptr_array_index(self->entries, i);

        if (!check_overlap(entry->published, error) || !check_overlap(entry->own, error))
            return FALSE;
    }
    return TRUE;
}

/* Loads a file that the library keeps, because its texts are borrowed. */
static const GpCsvTable *
load_table(GpFactorLibrary *self, const char *path, GError **error)
{
    GpCsvTable *table = gp_csv_table_load(path, error);

    if (table != NULL)
        g_ptr_array_add(self->tables, table);
    return table;
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef gboolean (*ReadFunc)(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* Loads a file of the folder and has it read. */
static gboolean
load_and_read(
    GpFactorLibrary *self, const char *folder, const char *name, ReadFunc read, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    const GpCsvTable *table = load_table(self, path, error);

    return table != NULL && read(self, table, error);
}

static gboolean
read_published(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    return gp_factor_read_set(self, table, GP_FACTORS_PUBLISHED, error);
}

static gboolean
read_chosen(GpFactorLibrary *self, const GpCsvTable *table, GError **error)
{
    return gp_factor_read_set(self, table, GP_FACTORS_CHOSEN, error);
}

static gboolean
read_unusable(GpFactorLibrary *self, const GpCsvTable *table, GError **error G_GNUC_UNUSED)
{
    int activity = gp_csv_table_column(table, "activity");
    int reason = gp_csv_table_column(table, "reason");

    for (guint row = 0; row < gp_csv_table_n_rows(table); row++)
        gp_factor_library_make_entry(self, gp_csv_table_cell(table, row, activity))->unusable =
            gp_csv_table_cell(table, row, reason);
    return TRUE;
}

/* Loads the sets that sets.csv lists: those without a choice, or those whose choice is made. */
static gboolean
load_sets(GpFactorLibrary *self,
          const char *folder,
          const GpCsvTable *list,
          const char *const *choices,
          GError **error)
{
    int file = gp_csv_table_column(list, "file");
    int choice_column = gp_csv_table_column(list, "choice");

    for (guint row = 0; row < gp_csv_table_n_rows(list); row++) {
        const char *choice = gp_csv_table_cell(list, row, choice_column);
        gboolean is_wanted = choices == NULL ? *choice == '\0' : g_strv_contains(choices, choice);

        if (is_wanted && !load_and_read(self, folder, gp_csv_table_cell(list, row, file),
                                        choices == NULL ? read_published : read_chosen, error))
            return FALSE;
    }
    return TRUE;
}

/* Every choice must be one that a set waits for. */
static gboolean
check_choices(const GpCsvTable *list, const char *const *choices, GError **error)
{
    int column = gp_csv_table_column(list, "choice");

    for (; choices != NULL && *choices != NULL; choices++) {
        guint row = 0;

        while (row < gp_csv_table_n_rows(list) &&
               !g_str_equal(gp_csv_table_cell(list, row, column), *choices))
            row++;
        if (row == gp_csv_table_n_rows(list))
            return gp_throw(error, GP_ERROR_USAGE, "the factor library has no set for “%s”",
                            *choices);
    }
    return TRUE;
}

static gboolean
load_factors(GpFactorLibrary *self, const char *folder, const char *const *choices, GError **error)
{
    g_autofree char *list_path = g_build_filename(folder, "sets.csv", NULL);
    const GpCsvTable *list = load_table(self, list_path, error);

    if (list == NULL || !check_choices(list, choices, error) ||
        !load_and_read(self, folder, "deflators.csv", gp_factor_read_deflators, error) ||
        !load_sets(self, folder, list, NULL, error) ||
        !load_and_read(self, folder, "curated.csv", gp_factor_read_curated, error) ||
        (choices != NULL && !load_sets(self, folder, list, choices, error)))
        return FALSE;
    gp_factor_merge_chosen(self);
    return load_and_read(self, folder, "densities.csv", gp_factor_read_densities, error) &&
           check_all_overlaps(self, error);
}

gboolean
gp_factor_library_load_folder(GpFactorLibrary *self,
                              const char *folder,
                              const GpLibraryOptions *options,
                              GError **error)
{
    return load_and_read(self, folder, "activities.csv", gp_factor_read_catalogue, error) &&
           load_and_read(self, folder, "unusable.csv", read_unusable, error) &&
           (options->no_factors || load_factors(self, folder, options->choices, error));
}

gboolean
gp_factor_library_load_own(GpFactorLibrary *self, const char *path, GError **error)
{
    const GpCsvTable *table = load_table(self, path, error);

    return table != NULL && gp_factor_read_set(self, table, GP_FACTORS_OWN, error) &&
           check_all_overlaps(self, error);
}

GArray *
gp_factor_library_splits(const GpFactorLibrary *self)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(GpDay));

    for (guint i = 0; i < self->entries->len; i++) {
        const GpActivityEntry *entry = g_ptr_array_index(self->entries, i);

        for (guint k = 0; k < entry->own->len; k++) {
            const GpFactor *factor = &g_array_index(entry->own, GpFactor, k);
            GpDay after = factor->valid.last + 1;

            g_array_append_val(days, factor->valid.first);
            g_array_append_val(days, after);
        }
    }
    return days;
}

const GpActivity *
gp_factor_library_activity(const GpFactorLibrary *self, const char *key)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, key);

    return entry != NULL && entry->is_catalogued ? &entry->activity : NULL;
}

GPtrArray *
gp_factor_library_keys(const GpFactorLibrary *self)
{
    GPtrArray *keys = g_ptr_array_new();

    for (guint32 id = 0; id < gp_dict_size(self->keys); id++)
        g_ptr_array_add(keys, (gpointer)gp_dict_name(self->keys, id));
    g_ptr_array_sort(keys, compare_texts);
    return keys;
}
