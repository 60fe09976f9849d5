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

/* The plans of a slot: by what, their places. Returns: (transfer none) */
static const guint32 *
put_plans_of_slot(GpEmissionCells *cells, const GpPlan *plans, guint32 n_whats)
{
    guint32 *places = g_new(guint32, n_whats);

    g_ptr_array_add(cells->owned, places);
    for (guint32 what = 0; what < n_whats; what++) {
        const GpPlan *plan = &plans[what];

        places[what] = plan->n_entries == 0 ? GP_NO_PLAN : plan->first_entry;
        if (plan->n_entries == 0)
            continue;
        g_array_index(cells->plans, GpEmissionPlan, plan->first_entry) =
            (GpEmissionPlan){plan->first_entry, plan->n_entries};
        count_rules(cells, plan);
    }
    return places;
}

/* Returns: (transfer container): by slot, then by what; NULL: nothing there */
static const guint32 **
put_plans(GpEmissionCells *cells, const GpPlanner *planner)
{
    const guint32 **of_slots = g_new0(const guint32 *, planner->plans->len);

    for (GpSlot slot = 0; slot < planner->plans->len; slot++) {
        const GpPlan *plans = g_ptr_array_index(planner->plans, slot);

        if (plans != NULL)
            of_slots[slot] = put_plans_of_slot(cells, plans, gp_cube_n_whats(planner->cube));
    }
    return of_slots;
}

/* Has a batch without the cells of its time that are left out. */
static void
leave_out(GpEmissionCells *cells,
          const GpConversion *conversion,
          guint32 time,
          GpEmissionBatch *batch)
{
    GpSlot slot = gp_cube_time(conversion->cube, time).slot;
    GpCell *copy = g_new(GpCell, batch->n);
    guint32 n = 0;

    for (guint32 i = 0; i < batch->n; i++) {
        const GpCell *cell = &batch->cells[i];

        if (cell->rows != 0 &&
            !gp_conversion_leaves_out(conversion, time, cell,
                                      gp_planner_made_plan(&conversion->planner, slot, cell->what)))
            copy[n++] = *cell;
    }
    g_ptr_array_add(cells->owned, copy);
    batch->cells = copy;
    batch->n = n;
}

/* A batch of each time. */
static void
put_batches(GpEmissionCells *cells, const GpConversion *conversion, const guint32 **plans)
{
    const GpCube *cube = conversion->cube;

    for (guint i = 0; i < conversion->times->len; i++) {
        guint32 time = g_array_index(conversion->times, guint32, i);
        GpSlot slot = gp_cube_time(cube, time).slot;
        GpEmissionBatch batch = {.month = gp_timeline_slot_month(gp_cube_timeline(cube), slot),
                                 .plans = plans[slot]};

        cells->first_month = i == 0 ? batch.month : MIN(cells->first_month, batch.month);
        cells->last_month = i == 0 ? batch.month : MAX(cells->last_month, batch.month);
        batch.cells = gp_cube_cells(cube, time, &batch.n);
        if (conversion->options.leaves_out != NULL)
            leave_out(cells, conversion, time, &batch);
        g_array_append_val(cells->batches, batch);
    }
}

/* Adds the sizes of what a cell causes to a sum of them. */
static gboolean
add_sizes(const GpPlanner *planner,
          const GpEmissionPlan *plan,
          GpInt128 quantity_micro,
          GpInt128 *io_sum)
{
    GpInt128 kg;

    for (guint k = 0; quantity_micro != 0 && k < plan->n_rates; k++) {
        const GpPlanEntry *entry =
            &g_array_index(planner->entries, GpPlanEntry, plan->first_rate + k);

        if (entry->is_too_fine || !gp_multiply(quantity_micro, entry->scaled_rate, &kg) ||
            !(kg < 0 ? gp_subtract(*io_sum, kg, io_sum) : gp_add(*io_sum, kg, io_sum)))
            return FALSE;
    }
    return TRUE;
}

/* Whether everything can be added up, for figures of which nothing surer is known. */
static gboolean
can_be_summed(const GpEmissionCells *self, const GpPlanner *planner)
{
    GpInt128 sum = 0;

    for (guint b = 0; b < self->batches->len; b++) {
        const GpEmissionBatch *batch = &g_array_index(self->batches, GpEmissionBatch, b);

        for (guint32 i = 0; i < batch->n; i++) {
            const GpCell *cell = &batch->cells[i];
            guint32 plan = gp_emission_batch_plan(batch, cell);

            if (plan != GP_NO_PLAN &&
                !add_sizes(planner, &g_array_index(self->plans, GpEmissionPlan, plan),
                           gp_cell_quantity_micro(cell), &sum))
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
    g_autoptr(GpConversion) conversion = NULL;
    g_autofree const guint32 **plans = NULL;
    GpConvertOptions by_kind = *options;
    GpMatchCount matches = {{0}};

    by_kind.by = kinds_by;
    conversion = gp_conversion_new_counting(cube, &by_kind, &matches, issues, error);
    if (conversion == NULL)
        return NULL;
    cells = gp_emission_cells_new();
    cells->kg_places = conversion->kg_places;
    cells->matches = matches;
    put_kinds(cells, conversion);
    put_places(cells, cube);
    put_rates(cells, &conversion->planner);
    plans = put_plans(cells, &conversion->planner);
    if (gp_conversion_has_figures(conversion))
        put_batches(cells, conversion, plans);
    if (!gp_conversion_must_fit(conversion) && !can_be_summed(cells, &conversion->planner)) {
        gp_throw_too_large(error);
        return NULL;
    }
    return g_steal_pointer(&cells);
}
