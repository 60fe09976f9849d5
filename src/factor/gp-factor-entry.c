/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"

#define MAX_COLUMNS 64

/* Remembers the first fault; who asks for figures looks for it. */
static void
set_fault(GpFactorLibrary *self, GError *fault)
{
    if (self->fault == NULL)
        self->fault = fault;
    else
        g_error_free(fault);
}

/* Has the cells of a row end in a copy of it, so that pages of the file need not be. */
static void
copy_cells(GpFactorLibrary *self,
           const char *row,
           const GpCsvRow *split,
           GpCsvField *fields,
           const char **out)
{
    char *copy = g_string_chunk_insert_len(self->texts, row, split->next - row);

    for (guint i = 0; i < split->n_fields; i++)
        fields[i].text = copy + (fields[i].text - row);
    gp_csv_cells_in_place(fields, split->n_fields, out);
}

static gboolean
read_row(GpFactorLibrary *self,
         const GpActivityEntry *entry,
         const GpFactorRow *row,
         GpFactor *out_factor,
         GError **error)
{
    const GpFactorFile *file = gp_factor_row_file(self, row);
    const char *text = file->map.bytes + row->at, *end = file->map.bytes + file->map.length;
    GpCsvField fields[MAX_COLUMNS];
    const char *cells[MAX_COLUMNS];
    GpCsvRow split;

    if (gp_csv_split(text, end, TRUE, fields, MAX_COLUMNS, &split) != GP_CSV_ROW ||
        split.n_fields != file->n_columns)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the row does not have the %u fields of the "
                        "header",
                        file->n_columns);
    copy_cells(self, text, &split, fields, cells);
    return gp_factor_read_row(self, entry, cells, &file->columns, out_factor, error);
}

/* Reads the entry's own rows: @chosen receives those of sets that were asked for. */
static void
read_rows(GpFactorLibrary *self, GpActivityEntry *entry, GArray *chosen)
{
    const GpFactorRow *row;

    self->has_unchecked |= entry->first_row != 0;
    for (guint next = entry->first_row; next != 0; next = row->next) {
        const GpFactorFile *file;
        GError *fault = NULL;
        GpFactor factor;

        row = &self->rows[next - 1];
        file = gp_factor_row_file(self, row);
        if (!read_row(self, entry, row, &factor, &fault)) {
            g_prefix_error(&fault, "%s:%u: ", file->path, row->line);
            set_fault(self, fault);
            continue;
        }
        factor.file = file->path;
        factor.line = row->line;
        factor.is_partial = file->is_partial;
        g_array_append_val(file->is_chosen ? chosen : entry->published, factor);
    }
}

/* Whether a link takes a unit, and under which name. */
static gboolean
takes_unit(const GpFactorLibrary *self, const GpFactorLink *link, GpUnit *io_unit)
{
    const char *name = gp_unit_name(self->units, *io_unit);
    g_auto(GStrv) wanted = g_strsplit(link->units, "|", -1);

    for (guint i = 0; wanted[i] != NULL; i++) {
        char *called = strchr(wanted[i], ':');

        if (called != NULL)
            *called++ = '\0';
        if (!g_str_equal(wanted[i], name))
            continue;
        if (called != NULL)
            *io_unit = gp_unit_table_find(self->units, called, strlen(called));
        return *io_unit != GP_UNIT_NONE;
    }
    return *link->units == '\0';
}

static void
follow_link(GpFactorLibrary *self, GpActivityEntry *entry, const GpFactorLink *link)
{
    const GpActivityEntry *from = gp_factor_library_entry(self, link->key);

    if (from == NULL || from->published->len == 0) {
        set_fault(self, g_error_new(GP_ERROR, GP_ERROR_MALFORMED,
                                    "curated.csv: “%s” is no key of a publication", link->key));
        return;
    }
    for (guint i = 0; i < from->published->len; i++) {
        GpFactor factor = g_array_index(from->published, GpFactor, i);

        if (factor.last_year < link->first_year || factor.first_year > link->last_year ||
            !takes_unit(self, link, &factor.unit))
            continue;
        factor.activity = entry->key;
        factor.category = link->category;
        factor.component = link->component;
        factor.scope = link->scope;
        g_array_append_val(entry->published, factor);
    }
}

static gboolean
has_rival(const GpFactorLibrary *self, const GArray *chosen, const GpFactor *factor)
{
    for (guint i = 0; i < chosen->len; i++) {
        const GpFactor *other = &g_array_index(chosen, GpFactor, i);

        if (other->component == factor->component &&
            gp_unit_kind(self->units, other->unit) == gp_unit_kind(self->units, factor->unit) &&
            other->valid.first <= factor->valid.last && factor->valid.first <= other->valid.last)
            return TRUE;
    }
    return FALSE;
}

/* Puts the chosen factors in the place of the published ones for the same component and time. */
static void
merge_chosen(GpFactorLibrary *self, GpActivityEntry *entry, const GArray *chosen)
{
    for (guint i = entry->published->len; chosen->len > 0 && i-- > 0;) {
        if (has_rival(self, chosen, &g_array_index(entry->published, GpFactor, i)))
            g_array_remove_index(entry->published, i);
    }
    g_array_append_vals(entry->published, chosen->data, chosen->len);
}

/* @pico kg CO2e for a kg, as kg CO2e for a unit of so many kg. */
static gint64
scale(gint64 pico, gint64 kg_per_unit_pico)
{
    return (gint64)gp_number_round((GpInt128)pico * kg_per_unit_pico, GP_PICO_PLACES);
}

/* The factor of @entry in the unit of @density, from one for a kg. */
static GpFactor
derive(GpFactorLibrary *self,
       const GpActivityEntry *entry,
       const GpFactor *by_weight,
       const GpFactorDensity *density)
{
    g_autofree char *reference =
        g_strdup_printf("%s%sx %s kg of %s per %s (%s)", by_weight->reference,
                        *by_weight->reference == '\0' ? "" : "; ", density->kg_per_unit_text,
                        density->of, gp_unit_name(self->units, density->unit), density->source);
    GpFactor factor = *by_weight;

    factor.activity = entry->key;
    factor.unit = density->unit;
    factor.reference = g_string_chunk_insert(self->texts, reference);
    factor.kg_co2e_pico = scale(by_weight->kg_co2e_pico, density->kg_per_unit_pico);
    for (guint gas = 0; gas < GP_N_GASES; gas++)
        factor.gas_pico[gas] = scale(by_weight->gas_pico[gas], density->kg_per_unit_pico);
    return factor;
}

static void
follow_density(GpFactorLibrary *self, GpActivityEntry *entry, const GpFactorDensity *density)
{
    const GpActivityEntry *of = gp_factor_library_entry(self, density->of);
    guint n = of == NULL ? 0 : of->published->len, n_own = of == NULL ? 0 : of->own->len;

    for (guint i = 0; i < n; i++) {
        GpFactor factor = g_array_index(of->published, GpFactor, i);

        if (factor.unit != self->kg)
            continue;
        factor = derive(self, entry, &factor, density);
        g_array_append_val(entry->published, factor);
    }
    for (guint i = 0; i < n_own; i++) {
        GpFactor factor = g_array_index(of->own, GpFactor, i);

        if (factor.unit != self->kg)
            continue;
        factor = derive(self, entry, &factor, density);
        if (!has_rival(self, entry->own, &factor))
            g_array_append_val(entry->own, factor);
    }
}

static gboolean
has_line(const GArray *factors, const GpFactor *like, int year)
{
    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);

        if (factor->unit == like->unit && factor->component == like->component &&
            factor->first_year <= year && year <= factor->last_year)
            return TRUE;
    }
    return FALSE;
}

/* Whether the year before a partial edition has a component that the edition lacks. */
static gboolean
lacks_a_component(const GArray *factors, const GpFactor *partial)
{
    int year = partial->first_year;

    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);

        if (factor->unit == partial->unit && factor->last_year == year - 1 &&
            !has_line(factors, factor, year))
            return TRUE;
    }
    return FALSE;
}

/* An edition of which only some rows are known must not serve an activity by halves: where a
 * component is missing, the whole edition before it stands in. */
static void
set_incomplete_apart(GpActivityEntry *entry)
{
    GArray *factors = entry->published, *kept = g_array_new(FALSE, FALSE, sizeof(GpFactor));

    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);
        gboolean is_incomplete = factor->is_partial && lacks_a_component(factors, factor);

        g_array_append_vals(is_incomplete ? entry->incomplete : kept, factor, 1);
    }
    g_array_unref(factors);
    entry->published = kept;
}

/* What a trust's own row for a component leaves open is taken from the published component, or
 * from the catalogue where there is none. */
static void
fill_own(GpActivityEntry *entry, GpFactor *own)
{
    const char *category = entry->is_catalogued ? entry->activity.category : "";
    GpScope scope = entry->is_catalogued ? entry->activity.scope : GP_SCOPE_UNSTATED;

    for (guint i = 0; i < entry->published->len; i++) {
        const GpFactor *factor = &g_array_index(entry->published, GpFactor, i);

        if (factor->component == own->component && factor->scope != GP_SCOPE_OUTSIDE) {
            category = factor->category;
            scope = factor->scope;
        }
    }
    if (*own->category == '\0')
        own->category = category;
    if (own->scope == GP_SCOPE_UNSTATED)
        own->scope = scope;
}

void
gp_factor_entry_make(GpFactorLibrary *self, GpActivityEntry *entry)
{
    g_autoptr(GArray) chosen = NULL;
    GError *fault = NULL;

    if (entry->published != NULL)
        return;
    entry->published = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    entry->incomplete = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    if (entry->own == NULL)
        entry->own = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    chosen = g_array_new(FALSE, FALSE, sizeof(GpFactor));
    read_rows(self, entry, chosen);
    for (guint i = 0; entry->links != NULL && i < entry->links->len; i++)
        follow_link(self, entry, &g_array_index(entry->links, GpFactorLink, i));
    set_incomplete_apart(entry);
    merge_chosen(self, entry, chosen);
    for (guint i = 0; entry->densities != NULL && i < entry->densities->len; i++)
        follow_density(self, entry, &g_array_index(entry->densities, GpFactorDensity, i));
    for (guint i = 0; i < entry->own->len; i++)
        fill_own(entry, &g_array_index(entry->own, GpFactor, i));
    if (!gp_factor_check_overlap(entry->published, &fault))
        set_fault(self, fault);
}
