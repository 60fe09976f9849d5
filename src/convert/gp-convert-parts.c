/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-convert-private.h"

typedef struct {
    const GpCube *cube;
    const GpConvertOptions *options;
    GpPlanner planner;
    GHashTable *parts; /* (element-type Part) as a set, the part its own key */
} Sorter;

/* A part under way: kg at the places of its own rate. */
typedef struct {
    GpConvertedPart part;
    int places;
} Part;

static guint
hash_part(gconstpointer key)
{
    const GpConvertedPart *part = &((const Part *)key)->part;

    return g_direct_hash(part->factor) ^ g_direct_hash(part->site) * 31U ^ (guint)part->fy * 127U;
}

static gboolean
is_same_part(gconstpointer a, gconstpointer b)
{
    const Part *x = a, *y = b;

    return x->part.fy == y->part.fy && x->part.site == y->part.site &&
           x->part.factor == y->part.factor && x->part.unit == y->part.unit &&
           x->part.activity == y->part.activity && x->part.is_first == y->part.is_first &&
           x->places == y->places;
}

static Part *
get_part(Sorter *self, const Part *like)
{
    Part *part = g_hash_table_lookup(self->parts, like);

    if (part == NULL) {
        part = g_new(Part, 1);
        *part = *like;
        g_hash_table_add(self->parts, part);
    }
    return part;
}

static gboolean
add_cell(Sorter *self, int fy, const GpCell *cell, const GpPlan *plan)
{
    const GpPlanEntry *entries = gp_planner_entries(&self->planner, plan);
    GpWhat what = gp_cube_what(self->cube, cell->what);
    GpInt128 micro = gp_cell_quantity_micro(cell), quantity, kg;

    for (guint i = 0; i < plan->n_entries; i++) {
        Part like = {{.fy = fy,
                      .activity = gp_dict_name(gp_cube_activities(self->cube), what.activity),
                      .site = gp_dict_name(gp_cube_sites(self->cube),
                                           gp_cube_who(self->cube, cell->who)->site),
                      .unit = plan->shown_unit,
                      .factor = entries[i].factor,
                      .is_first = i == 0},
                     entries[i].places};
        Part *part = get_part(self, &like);

        if (!gp_multiply(micro, plan->shown_multiplier_nano, &quantity) ||
            !gp_add(part->part.quantity, quantity, &part->part.quantity) ||
            !gp_multiply(micro, entries[i].rate, &kg) ||
            !gp_add(part->part.kg_co2e, kg, &part->part.kg_co2e))
            return FALSE;
    }
    return TRUE;
}

static gboolean
add_time(Sorter *self, guint32 time)
{
    GpSlot slot = gp_cube_time(self->cube, time).slot;
    int fy = gp_fy_of_month(gp_timeline_slot_month(gp_cube_timeline(self->cube), slot));
    guint32 capacity;
    const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);

    for (guint32 i = 0; i < capacity && gp_is_in_year(self->cube, self->options, slot); i++) {
        const GpPlan *plan;

        if (cells[i].rows == 0)
            continue;
        plan = gp_planner_plan(&self->planner, slot, cells[i].what);
        if (!plan->is_left_out &&
            (self->options->leaves_out == NULL ||
             !self->options->leaves_out(self->cube, time, &cells[i],
                                        self->options->leaves_out_data)) &&
            !add_cell(self, fy, &cells[i], plan))
            return FALSE;
    }
    return TRUE;
}

static int
compare_parts(gconstpointer a, gconstpointer b)
{
    const GpConvertedPart *x = a, *y = b;
    int order;

    if (x->fy != y->fy)
        return x->fy - y->fy;
    if ((order = strcmp(x->activity, y->activity)) != 0)
        return order;
    if (x->unit != y->unit)
        return (int)x->unit - (int)y->unit;
    if ((order = strcmp(x->site, y->site)) != 0)
        return order;
    if (x->factor->component != y->factor->component)
        return (int)x->factor->component - (int)y->factor->component;
    if ((order = strcmp(x->factor->file, y->factor->file)) != 0)
        return order;
    if (x->factor->line != y->factor->line)
        return x->factor->line < y->factor->line ? -1 : 1;
    if (x->factor->unit != y->factor->unit)
        return (int)x->factor->unit - (int)y->factor->unit;
    return y->is_first - x->is_first;
}

/* All parts at the places of the finest. */
static GArray *
collect(const Sorter *self, int kg_places)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(GpConvertedPart));
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, self->parts);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        Part *part = key;

        if (!gp_multiply(part->part.kg_co2e,
                         gp_power_of_ten(kg_places - GP_MICRO_PLACES - part->places),
                         &part->part.kg_co2e))
            return NULL;
        g_array_append_val(parts, part->part);
    }
    g_array_sort(parts, compare_parts);
    return g_steal_pointer(&parts);
}

static GArray *
sort_out(Sorter *self, int *out_kg_places)
{
    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        if (!add_time(self, time))
            return NULL;
    }
    *out_kg_places = GP_MICRO_PLACES + self->planner.max_places;
    return collect(self, *out_kg_places);
}

GArray *
gp_convert_parts(const GpCube *cube,
                 const GpConvertOptions *options,
                 int *out_kg_places,
                 GError **error)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    g_autoptr(GHashTable) parts = g_hash_table_new_full(hash_part, is_same_part, g_free, NULL);
    GpConvertOptions filled = *options;
    Sorter self = {.cube = cube, .options = &filled, .parts = parts};
    GpLabelSet labels;
    GArray *found;

    filled.by.n = 0;
    gp_label_set_init(&labels);
    gp_planner_init(&self.planner, cube, &filled, &labels, texts, unseen);
    found = sort_out(&self, out_kg_places);
    gp_planner_clear(&self.planner);
    gp_label_set_clear(&labels);
    if (found == NULL)
        gp_throw_too_large(error);
    return found;
}
