/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-convert-private.h"

/* What one factor makes of one cell, and the figure it goes into. */
typedef struct {
    GpKey key;
    const GpCell *cell;
    guint32 time;
    guint32 entry;
} Share;

#define DIGIT_BITS 11
#define N_DIGITS (1 << DIGIT_BITS)

/* Sorts by one digit of the keys; FALSE if it is the same in all. */
static gboolean
sort_by_digit(const Share *shares, guint n, guint shift, Share *out_shares)
{
    guint places[N_DIGITS] = {0}, sum = 0;

    for (guint i = 0; i < n; i++)
        places[(guint)(shares[i].key >> shift) % N_DIGITS]++;
    if (places[(guint)(shares[0].key >> shift) % N_DIGITS] == n)
        return FALSE;
    for (guint digit = 0; digit < N_DIGITS; digit++) {
        guint count = places[digit];

        places[digit] = sum;
        sum += count;
    }
    for (guint i = 0; i < n; i++)
        out_shares[places[(guint)(shares[i].key >> shift) % N_DIGITS]++] = shares[i];
    return TRUE;
}

/* Sorts shares by their keys, digit by digit from the last one; those of one key stay in order. */
static void
sort_shares(GArray *shares, guint n_bits)
{
    g_autofree Share *other = g_new(Share, shares->len);
    Share *from = (Share *)(void *)shares->data, *to = other;

    for (guint shift = 0; shares->len > 1 && shift < n_bits; shift += DIGIT_BITS) {
        Share *kept = from;

        if (!sort_by_digit(from, shares->len, shift, to))
            continue;
        from = to;
        to = kept;
    }
    if (from == other && shares->len > 0)
        memcpy(shares->data, other, shares->len * sizeof(Share));
}

/* What all factors make of the cells of a time. */
static void
share_time(const GpConversion *self, guint32 time, GArray *shares, GpMatchCount *matches)
{
    GpTime t = gp_cube_time(self->cube, time);
    guint32 capacity;
    const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);

    for (guint32 i = 0; i < capacity; i++) {
        Share share = {.cell = &cells[i], .time = time};
        const GpPlanEntry *entries;
        const GpPlan *plan;

        if (cells[i].rows == 0)
            continue;
        plan = gp_planner_made_plan(&self->planner, t.slot, cells[i].what);
        if (gp_conversion_leaves_out(self, time, &cells[i], plan))
            continue;
        gp_conversion_count_rules(self, t.first_piece, time, &cells[i], plan, matches);
        entries = gp_planner_entries(&self->planner, plan);
        for (guint k = 0; k < plan->n_entries; k++) {
            share.entry = plan->first_entry + k;
            share.key = self->keys.of_slot[t.slot] | self->keys.of_who[cells[i].who] |
                        self->keys.of_factor[entries[k].factor_labels];
            g_array_append_val(shares, share);
        }
    }
}

/* Whether an earlier piece of the same rows has gone into the very same figure. */
static gboolean
was_counted(const GpConversion *self, const Share *share, guint32 factor_labels)
{
    GpTime t = gp_cube_time(self->cube, share->time);

    for (guint32 piece = t.first_piece; piece < share->time; piece++) {
        const GpPlan *plan = gp_conversion_plan_of_piece(self, piece, share->cell);
        GpSlot slot = gp_cube_time(self->cube, piece).slot;
        const GpPlanEntry *entries;

        if (plan == NULL || self->keys.of_slot[slot] != self->keys.of_slot[t.slot])
            continue;
        entries = gp_planner_entries(&self->planner, plan);
        for (guint i = 0; i < plan->n_entries; i++) {
            if (entries[i].factor_labels == factor_labels)
                return TRUE;
        }
    }
    return FALSE;
}

/* A figure under way. */
typedef struct {
    GpEmissionRow row;
    GpUnit unit;
    gboolean is_mixed; /* rows of several units */
} Figure;

static gboolean
count_rows(const GpConversion *self, Figure *figure, const Share *share, const GpPlanEntry *entry)
{
    GpSlot slot = gp_cube_time(self->cube, share->time).slot;
    const GpPlan *plan = gp_planner_made_plan(&self->planner, slot, share->cell->what);
    GpInt128 quantity;

    if (!was_counted(self, share, entry->factor_labels))
        figure->row.rows += share->cell->rows;
    figure->is_mixed |= figure->unit != GP_UNIT_NONE && figure->unit != plan->shown_unit;
    figure->unit = plan->shown_unit;
    return gp_multiply(gp_cell_quantity_micro(share->cell), plan->shown_multiplier_nano,
                       &quantity) &&
           gp_add(figure->row.quantity, quantity, &figure->row.quantity);
}

static gboolean
add_share(const GpConversion *self, Figure *figure, const Share *share)
{
    const GpPlanEntry *entry = &g_array_index(self->planner.entries, GpPlanEntry, share->entry);
    GpInt128 micro = gp_cell_quantity_micro(share->cell), kg;

    figure->row.is_outside = entry->is_outside;
    if (entry->is_first && !count_rows(self, figure, share, entry))
        return FALSE;
    return (!entry->is_too_fine || micro == 0) && gp_multiply(micro, entry->scaled_rate, &kg) &&
           gp_add(figure->row.kg_co2e, kg, &figure->row.kg_co2e);
}

static void
put_figure(const GpConversion *self, Figure *figure, GpKey key, GArray *out_rows)
{
    if (!figure->is_mixed)
        figure->row.unit = gp_unit_name(gp_cube_units(self->cube), figure->unit);
    for (guint place = 0; place < self->options.by.n; place++)
        figure->row.labels[place] = gp_keys_text(&self->keys, key, place);
    g_array_append_val(out_rows, figure->row);
}

static gboolean
add_up(const GpConversion *self, const GArray *shares, GArray *out_rows)
{
    guint i = 0;

    while (i < shares->len) {
        GpKey key = g_array_index(shares, Share, i).key;
        Figure figure = {.unit = GP_UNIT_NONE};

        for (; i < shares->len && g_array_index(shares, Share, i).key == key; i++) {
            if (!add_share(self, &figure, &g_array_index(shares, Share, i)))
                return FALSE;
        }
        put_figure(self, &figure, key, out_rows);
    }
    return TRUE;
}

gboolean
gp_conversion_part(const GpConversion *self,
                   guint part,
                   GArray *out_rows,
                   GpMatchCount *io_matches,
                   GError **error)
{
    g_autoptr(GArray) shares = g_array_new(FALSE, FALSE, sizeof(Share));
    guint end = part + 1 < self->firsts->len ? g_array_index(self->firsts, guint, part + 1)
                                             : self->times->len;

    for (guint i = g_array_index(self->firsts, guint, part); i < end; i++)
        share_time(self, g_array_index(self->times, guint32, i), shares, io_matches);
    sort_shares(shares, self->keys.n_bits);
    return add_up(self, shares, out_rows) || gp_throw_too_large(error);
}
