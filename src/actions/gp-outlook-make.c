/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-actions.h"
#include "gp-error.h"

#define HUNDRED_PERCENT (100 * GP_MICRO)
#define GRAMS_PER_KG 1000

/* Path years are doubles: they are brought to the gram, as they are printed. */
static GpInt128
to_micro(double kg)
{
    return (GpInt128)round(kg * GRAMS_PER_KG) * (GP_MICRO / GRAMS_PER_KG);
}

static gboolean
throw_too_large(GError **error)
{
    return gp_throw(error, GP_ERROR_OVERFLOW, "the emissions are too large to be projected");
}

/* A part that grows year by year, each year rounded to a millionth of a kilogram. */
static gboolean
add_part(GpOutlook *self, const GpOutlookPart *part, GError **error)
{
    GpInt128 micro_kg = part->micro_kg, scaled;

    for (guint i = 0; i < self->n_years; i++) {
        if (i > 0) {
            if (!gp_multiply(micro_kg, HUNDRED_PERCENT + part->growth_micro_percent, &micro_kg))
                return throw_too_large(error);
            micro_kg = gp_number_divide(micro_kg, HUNDRED_PERCENT);
        }
        if (!gp_grid_path_scale(part->follows_grid ? self->grid : NULL, self->base_fy,
                                self->base_fy + (int)i, micro_kg, &scaled, error))
            return FALSE;
        if (!gp_add(self->usual_micro_kg[i], scaled, &self->usual_micro_kg[i]))
            return throw_too_large(error);
    }
    return TRUE;
}

/* What the base year has of an action already: nothing of one that has not begun, whatever its
 * dates say. */
static GpInt128
effect_in_base(const GpOutlook *self, const GpOutlookLine *line)
{
    const GpActionStatus status = line->action->status;

    if (!line->is_known || (status != GP_ACTION_UNDER_WAY && status != GP_ACTION_DONE))
        return 0;
    return gp_action_effect(line->action, line->full_micro_kg, self->base_fy);
}

static gboolean
work_out_line(GpOutlook *self, GpOutlookLine *line, GError **error)
{
    const GpGridPath *grid = line->follows_grid ? self->grid : NULL;
    const GpInt128 full = line->is_known ? line->full_micro_kg : 0;
    const GpInt128 at_base = effect_in_base(self, line);

    line->micro_kg = g_new0(GpInt128, self->n_years);
    line->more_micro_kg = g_new0(GpInt128, self->n_years);
    for (guint i = 0; i < self->n_years; i++) {
        const int fy = self->base_fy + (int)i;
        const GpInt128 effect = gp_action_effect(line->action, full, fy);

        if (!gp_grid_path_scale(grid, self->base_fy, fy, effect, &line->micro_kg[i], error) ||
            !gp_grid_path_scale(grid, self->base_fy, fy, effect - at_base, &line->more_micro_kg[i],
                                error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_decided(GpActionStatus status)
{
    return status == GP_ACTION_PLANNED || status == GP_ACTION_UNDER_WAY || status == GP_ACTION_DONE;
}

static void
take_off(GpOutlook *self, const GpOutlookLine *line)
{
    if (line->left_out != NULL || line->status == GP_ACTION_DROPPED)
        return;
    for (guint i = 0; i < self->n_years; i++) {
        self->proposed_micro_kg[i] -= line->more_micro_kg[i];
        if (is_decided(line->status))
            self->planned_micro_kg[i] -= line->more_micro_kg[i];
    }
}

GpOutlook *
gp_outlook_make(const GpOutlookBase *base, GpOutlookLine *lines, guint n_lines, GError **error)
{
    g_autoptr(GpOutlook) self = g_new0(GpOutlook, 1);
    const guint n = base->n_years;

    *self = (GpOutlook){.base_fy = base->base_fy,
                        .n_years = n,
                        .path_micro_kg = g_new0(GpInt128, n),
                        .usual_micro_kg = g_new0(GpInt128, n),
                        .planned_micro_kg = g_new0(GpInt128, n),
                        .proposed_micro_kg = g_new0(GpInt128, n),
                        .lines = lines,
                        .n_lines = n_lines,
                        .grid = base->grid};
    for (guint i = 0; i < base->n_parts; i++) {
        if (!add_part(self, &base->parts[i], error))
            return NULL;
    }
    for (guint i = 0; i < n; i++) {
        self->path_micro_kg[i] = to_micro(base->path_kg[i]);
        self->planned_micro_kg[i] = self->proposed_micro_kg[i] = self->usual_micro_kg[i];
    }
    for (guint i = 0; i < n_lines; i++) {
        if (!work_out_line(self, &lines[i], error))
            return NULL;
        take_off(self, &lines[i]);
    }
    return g_steal_pointer(&self);
}

/* ---- actions on one source ---- */

/* The most that an action is to save in a later year above the base year, by its factors. */
static GpInt128
still_to_come(const GpOutlook *self, const GpOutlookLine *line)
{
    const GpInt128 full = line->is_known ? line->full_micro_kg : 0;
    const GpInt128 at_base = effect_in_base(self, line);
    GpInt128 most = 0;

    if (line->left_out != NULL || line->status == GP_ACTION_DROPPED)
        return 0;
    for (guint i = 1; i < self->n_years; i++)
        most = MAX(most, gp_action_effect(line->action, full, self->base_fy + (int)i) - at_base);
    return most;
}

static GpOverlap *
get_overlap(GArray *overlaps, const char *category, const char *site)
{
    GpOverlap overlap = {.category = category, .site = site};

    for (guint i = 0; i < overlaps->len; i++) {
        GpOverlap *known = &g_array_index(overlaps, GpOverlap, i);

        if (g_str_equal(known->category, category) && g_str_equal(known->site, site))
            return known;
    }
    g_array_append_val(overlaps, overlap);
    return &g_array_index(overlaps, GpOverlap, overlaps->len - 1);
}

static void
add_to_overlap(GpOverlap *overlap, const GpAction *action, GpInt128 micro_kg)
{
    char *ids = overlap->ids == NULL ? g_strdup(action->id)
                                     : g_strdup_printf("%s, %s", overlap->ids, action->id);

    g_free(overlap->ids);
    overlap->ids = ids;
    overlap->n_actions++;
    overlap->saved_micro_kg += micro_kg;
    overlap->is_whole |= g_str_equal(action->site, overlap->site);
    overlap->share_source = overlap->n_actions > 1 && overlap->is_whole;
}

static GpInt128
emitted(const GpOutlookPart *parts, guint n_parts, const GpOverlap *at)
{
    GpInt128 micro_kg = 0;

    for (guint i = 0; i < n_parts; i++) {
        if (g_str_equal(parts[i].category, at->category) &&
            (*at->site == '\0' || g_str_equal(parts[i].site, at->site)))
            micro_kg += parts[i].micro_kg;
    }
    return micro_kg;
}

static int
compare_overlaps(gconstpointer a, gconstpointer b)
{
    const GpOverlap *left = a, *right = b;
    int order = g_strcmp0(left->category, right->category);

    return order != 0 ? order : g_strcmp0(left->site, right->site);
}

static void
overlap_clear(gpointer overlap)
{
    g_free(((GpOverlap *)overlap)->ids);
}

GArray *
gp_outlook_overlaps(const GpOutlook *self, const GpOutlookPart *parts, guint n_parts)
{
    GArray *overlaps = g_array_new(FALSE, FALSE, sizeof(GpOverlap));

    g_array_set_clear_func(overlaps, overlap_clear);
    for (guint i = 0; i < self->n_lines; i++) {
        const GpAction *action = self->lines[i].action;
        const GpInt128 micro_kg = still_to_come(self, &self->lines[i]);

        if (micro_kg <= 0)
            continue;
        add_to_overlap(get_overlap(overlaps, action->category, ""), action, micro_kg);
        if (*action->site != '\0')
            add_to_overlap(get_overlap(overlaps, action->category, action->site), action, micro_kg);
    }
    for (guint i = overlaps->len; i-- > 0;) {
        GpOverlap *overlap = &g_array_index(overlaps, GpOverlap, i);

        overlap->emitted_micro_kg = emitted(parts, n_parts, overlap);
        if (!overlap->share_source && overlap->saved_micro_kg <= overlap->emitted_micro_kg)
            g_array_remove_index(overlaps, i);
    }
    g_array_sort(overlaps, compare_overlaps);
    return overlaps;
}
