/* SPDX-License-Identifier: MIT */
#include "gp-convert-private.h"

static const GpBy kinds_by = {{GP_BY_ACTIVITY, GP_BY_CATEGORY, GP_BY_BOUNDARY, GP_BY_GAS}, 4};

static void
put_kinds(GpEmissionCells *cells, const GpConversion *conversion)
{
    const GpLabelSet *set = &conversion->factor_labels;

    for (guint32 id = 0; id < gp_dict_size(set->keys); id++) {
        const char *const *labels = gp_label_set_get(set, id);
        const GpActivity *activity =
            gp_factor_library_activity(conversion->options.library, labels[GP_BY_ACTIVITY]);
        GpEmissionKind kind = {.activity = labels[GP_BY_ACTIVITY],
                               .activity_category = labels[GP_BY_CATEGORY],
                               .category = labels[GP_BY_CATEGORY],
                               .boundary = labels[GP_BY_BOUNDARY],
                               .gas = labels[GP_BY_GAS]};

        if (activity != NULL && activity->category != NULL)
            kind.activity_category = activity->category;
        g_array_append_val(cells->kinds, kind);
    }
}

static void
put_places(GpEmissionCells *cells, const GpCube *cube)
{
    for (guint32 i = 0; i < gp_cube_n_whos(cube); i++) {
        const GpWho *who = gp_cube_who(cube, i);
        GpEmissionPlace place = {gp_dict_name(gp_cube_sites(cube), who->site),
                                 gp_dict_name(gp_cube_departments(cube), who->department),
                                 gp_dict_name(gp_cube_roles(cube), who->role)};

        g_array_append_val(cells->places, place);
    }
}

/* Rates as they lie among the entries; a plan is where its first one is. */
static void
put_rates(GpEmissionCells *cells, const GpPlanner *planner)
{
    g_array_set_size(cells->plans, planner->entries->len);
    for (guint i = 0; i < planner->entries->len; i++) {
        const GpPlanEntry *entry = &g_array_index(planner->entries, GpPlanEntry, i);
        GpEmissionRate rate = {entry->factor_labels, entry->is_too_fine ? 0 : entry->scaled_rate};

        g_array_append_val(cells->rates, rate);
    }
}

/* Rows that are no pieces are counted by plan; the others were counted one by one. */
static void
count_rules(GpEmissionCells *cells, const GpPlan *plan)
{
    for (guint rules = plan->rules; rules != 0; rules &= rules - 1)
        cells->matches.rows[__builtin_ctz(rules)] += plan->rows;
}

static void
put_plans(GpEmissionCells *cells, const GpPlanner *planner)
{
    guint n_whats = gp_cube_n_whats(planner->cube);

    for (GpSlot slot = 0; slot < planner->plans->len; slot++) {
        const GpPlan *plans = g_ptr_array_index(planner->plans, slot);

        for (guint32 what = 0; plans != NULL && what < n_whats; what++) {
            if (plans[what].n_entries == 0)
                continue;
            g_array_index(cells->plans, GpEmissionPlan, plans[what].first_entry) =
                (GpEmissionPlan){plans[what].first_entry, plans[what].n_entries};
            count_rules(cells, &plans[what]);
        }
    }
}

static void
put_months(GpEmissionCells *cells, const GpConversion *conversion)
{
    const GpCube *cube = conversion->cube;

    for (guint i = 0; i < conversion->times->len; i++) {
        GpTime time = gp_cube_time(cube, g_array_index(conversion->times, guint32, i));
        GpMonth month = gp_timeline_slot_month(gp_cube_timeline(cube), time.slot);

        cells->first_month = i == 0 ? month : MIN(cells->first_month, month);
        cells->last_month = i == 0 ? month : MAX(cells->last_month, month);
    }
}

/* A batch is a time of the conversion. */
static void
list_time(const GpEmissionCells *self, guint batch, GArray *cells)
{
    const GpConversion *conversion = self->data;
    guint32 time = g_array_index(conversion->times, guint32, batch), capacity;
    GpSlot slot = gp_cube_time(conversion->cube, time).slot;
    GpMonth month = gp_timeline_slot_month(gp_cube_timeline(conversion->cube), slot);
    const GpCell *from = gp_cube_cells(conversion->cube, time, &capacity);
    GpEmissionCell *to;
    guint n = 0;

    g_array_set_size(cells, capacity);
    to = &g_array_index(cells, GpEmissionCell, 0);
    for (guint32 i = 0; i < capacity; i++) {
        const GpPlan *plan;

        if (from[i].rows == 0)
            continue;
        plan = gp_planner_made_plan(&conversion->planner, slot, from[i].what);
        if (plan->n_entries > 0 && !gp_conversion_leaves_out(conversion, time, &from[i], plan))
            to[n++] = (GpEmissionCell){gp_cell_quantity_micro(&from[i]), month, from[i].who,
                                       plan->first_entry};
    }
    g_array_set_size(cells, n);
}

/* Adds the sizes of what a cell causes to a sum of them. */
static gboolean
add_sizes(const GpEmissionCells *self,
          const GpPlanner *planner,
          const GpEmissionCell *cell,
          GpInt128 *io_sum)
{
    const GpEmissionPlan *plan = &g_array_index(self->plans, GpEmissionPlan, cell->plan);
    GpInt128 kg;

    for (guint k = 0; cell->quantity_micro != 0 && k < plan->n_rates; k++) {
        const GpPlanEntry *entry =
            &g_array_index(planner->entries, GpPlanEntry, plan->first_rate + k);

        if (entry->is_too_fine || !gp_multiply(cell->quantity_micro, entry->scaled_rate, &kg) ||
            !(kg < 0 ? gp_subtract(*io_sum, kg, io_sum) : gp_add(*io_sum, kg, io_sum)))
            return FALSE;
    }
    return TRUE;
}

/* Whether everything can be added up, for figures of which nothing surer is known. */
static gboolean
can_be_summed(const GpEmissionCells *self, const GpPlanner *planner)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GpEmissionCell));
    GpInt128 sum = 0;

    for (guint batch = 0; batch < self->n_batches; batch++) {
        gp_emission_cells_list(self, batch, cells);
        for (guint i = 0; i < cells->len; i++) {
            if (!add_sizes(self, planner, &g_array_index(cells, GpEmissionCell, i), &sum))
                return FALSE;
        }
    }
    return TRUE;
}

GpEmissionCells *
gp_convert_cells(const GpCube *cube,
                 const GpConvertOptions *options,
                 GpIssueList *issues,
                 GError **error)
{
    g_autoptr(GpEmissionCells) cells = NULL;
    GpConvertOptions by_kind = *options;
    GpMatchCount matches = {{0}};
    GpConversion *conversion;

    by_kind.by = kinds_by;
    conversion = gp_conversion_new_counting(cube, &by_kind, &matches, issues, error);
    if (conversion == NULL)
        return NULL;
    cells = gp_emission_cells_new(list_time, conversion, (GDestroyNotify)gp_conversion_free);
    cells->kg_places = conversion->kg_places;
    cells->matches = matches;
    cells->n_batches = gp_conversion_has_figures(conversion) ? conversion->times->len : 0;
    put_kinds(cells, conversion);
    put_places(cells, cube);
    put_rates(cells, &conversion->planner);
    put_plans(cells, &conversion->planner);
    put_months(cells, conversion);
    if (!gp_conversion_must_fit(conversion) && !can_be_summed(cells, &conversion->planner)) {
        gp_throw_too_large(error);
        return NULL;
    }
    return g_steal_pointer(&cells);
}
