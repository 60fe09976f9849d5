/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-factor-private.h"
#include "gp-number.h"
#include "gp-text.h"

char *
gp_factor_edition_label(const GpFactor *self)
{
    if (self->is_own && *self->publication == '\0')
        return g_strdup_printf("own factor%s%s", *self->edition == '\0' ? "" : ", ", self->edition);
    return g_strdup_printf("%s, %s", self->publication, self->edition);
}

/* The lines of one edition under way. */
typedef struct {
    GPtrArray *lines; /* (element-type utf8) one for each factor */
} Edition;

static void
edition_free(gpointer data)
{
    Edition *self = data;

    g_ptr_array_unref(self->lines);
    g_free(self);
}

/* Everything that a figure depends on, and where it stands in the publication. */
static char *
describe(const GpFactorLibrary *library, const GpFactor *factor)
{
    GString *line = g_string_new(NULL);
    char first[16], last[16];

    gp_day_print(factor->valid.first, first);
    gp_day_print(factor->valid.last, last);
    g_string_append_printf(line, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t", factor->activity,
                           gp_unit_name(library->units, factor->unit), first, last,
                           gp_scope_name(factor->scope), factor->category,
                           gp_component_name(factor->component));
    gp_number_append(line, factor->kg_co2e_pico, GP_PICO_PLACES);
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        g_string_append_c(line, '\t');
        if (factor->has_gas[gas])
            gp_number_append(line, factor->gas_pico[gas], GP_PICO_PLACES);
    }
    g_string_append_printf(line, "\t%s\t%s\t%s\t%d\n", factor->gwp, factor->reference,
                           factor->deflator, factor->price_year);
    return g_string_free(line, FALSE);
}

static void
add_factors(GHashTable *editions, const GpFactorLibrary *library, const GArray *factors)
{
    for (guint i = 0; factors != NULL && i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);
        g_autofree char *label = gp_factor_edition_label(factor);
        Edition *edition = g_hash_table_lookup(editions, label);

        if (edition == NULL) {
            edition = g_new0(Edition, 1);
            edition->lines = g_ptr_array_new_with_free_func(g_free);
            g_hash_table_insert(editions, g_strdup(label), edition);
        }
        g_ptr_array_add(edition->lines, describe(library, factor));
    }
}

/* Whatever the order in which they stand in the files. */
static char *
digest_of(GPtrArray *lines)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

    g_ptr_array_sort(lines, gp_text_compare);
    for (guint i = 0; i < lines->len; i++)
        g_checksum_update(checksum, g_ptr_array_index(lines, i), -1);
    return g_strdup(g_checksum_get_string(checksum));
}

static int
compare_editions(gconstpointer a, gconstpointer b)
{
    return strcmp(((const GpFactorEdition *)a)->name, ((const GpFactorEdition *)b)->name);
}

static void
clear_edition(gpointer data)
{
    GpFactorEdition *self = data;

    g_free(self->name);
    g_free(self->sha256);
}

/* A row that cannot be read is a fault of those who need it; nobody asked for it here. */
static void
add_all(GHashTable *editions, GpFactorLibrary *library)
{
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(library);
    gboolean was_good = library->fault == NULL;

    for (guint i = 0; i < keys->len; i++) {
        const GpActivityEntry *entry = gp_factor_library_entry(library, g_ptr_array_index(keys, i));

        add_factors(editions, library, entry->published);
        add_factors(editions, library, entry->own);
    }
    if (was_good)
        g_clear_error(&library->fault);
}

GArray *
gp_factor_library_editions(const GpFactorLibrary *self)
{
    g_autoptr(GHashTable) editions =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, edition_free);
    GArray *list = g_array_new(FALSE, FALSE, sizeof(GpFactorEdition));
    GHashTableIter iter;
    gpointer name, data;

    g_array_set_clear_func(list, clear_edition);
    add_all(editions, (GpFactorLibrary *)self);
    g_hash_table_iter_init(&iter, editions);
    while (g_hash_table_iter_next(&iter, &name, &data)) {
        GPtrArray *lines = ((Edition *)data)->lines;
        GpFactorEdition edition = {g_strdup(name), digest_of(lines), lines->len};

        g_array_append_val(list, edition);
    }
    g_array_sort(list, compare_editions);
    return list;
}

/* What the catalogue says of an activity that decides where its figures go. */
static void
add_activity(GPtrArray *lines, const GpFactorLibrary *library, const GpActivityEntry *entry)
{
    const GpActivity *activity = &entry->activity;

    if (entry->is_catalogued)
        g_ptr_array_add(lines,
                        g_strdup_printf("%s\t%s\t%s\t%s\t%s\n", entry->key,
                                        gp_unit_name(library->units, activity->canonical_unit),
                                        gp_scope_name(activity->scope), activity->category,
                                        gp_boundary_name(activity->boundary)));
}

char *
gp_factor_library_catalogue_digest(const GpFactorLibrary *self)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < self->entries->len; i++)
        add_activity(lines, self, g_ptr_array_index(self->entries, i));
    return digest_of(lines);
}

char *
gp_factor_library_digest(const GArray *editions)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < editions->len; i++) {
        const GpFactorEdition *edition = &g_array_index(editions, GpFactorEdition, i);

        g_ptr_array_add(lines, g_strdup_printf("%s\t%s\n", edition->name, edition->sha256));
    }
    return digest_of(lines);
}

char *
gp_factor_library_prices_digest(const GpFactorLibrary *self)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer name, index;

    g_hash_table_iter_init(&iter, self->price_index);
    while (g_hash_table_iter_next(&iter, &name, &index))
        g_ptr_array_add(
            lines, g_strdup_printf("%s\t%" G_GINT64_FORMAT "\n", (char *)name, *(gint64 *)index));
    return digest_of(lines);
}
