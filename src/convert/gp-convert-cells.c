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

/* Returns: (transfer container) (element-type utf8): the names of a dictionary by id */
static const char **
keep_names(GpEmissionCells *cells, const GpDict *dict)
{
    const char **names = g_new(const char *, gp_dict_size(dict));

    for (guint32 id = 0; id < gp_dict_size(dict); id++)
        names[id] = g_string_chunk_insert(cells->texts, gp_dict_name(dict, id));
    return names;
}

static void
put_places(GpEmissionCells *cells, const GpCube *cube)
{
    g_autofree const char **sites = keep_names(cells, gp_cube_sites(cube));
    g_autofree const char **departments = keep_names(cells, gp_cube_departments(cube));
    g_autofree const char **roles = keep_names(cells, gp_cube_roles(cube));

    for (guint32 i = 0; i < gp_cube_n_whos(cube); i++) {
        const GpWho *who = gp_cube_who(cube, i);
        GpEmissionPlace place = {sites[who->site], departments[who->department], roles[who->role]};

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

/* Whether the sizes of everything can be added up, for figures of which nothing surer is known. */
static gboolean
can_be_summed(const GpEmissionCells *cells, const GpPlanner *planner)
{
    GpInt128 sum = 0, kg;

    for (guint i = 0; i < cells->cells->len; i++) {
        const GpEmissionCell *cell = &g_array_index(cells->cells, GpEmissionCell, i);
        const GpEmissionPlan *plan = &g_array_index(cells->plans, GpEmissionPlan, cell->plan);

        for (guint k = plan->first_rate; k < plan->first_rate + plan->n_rates; k++) {
            const GpPlanEntry *entry = &g_array_index(planner->entries, GpPlanEntry, k);

            if (cell->quantity_micro == 0)
                continue;
            if (entry->is_too_fine || !gp_multiply(cell->quantity_micro, entry->scaled_rate, &kg) ||
                !(kg < 0 ? gp_subtract(sum, kg, &sum) : gp_add(sum, kg, &sum)))
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
    g_autoptr(GpEmissionCells) cells = gp_emission_cells_new();
    GpConvertOptions by_kind = *options;
    g_autoptr(GpConversion) conversion = NULL;

    by_kind.by = kinds_by;
    conversion = gp_conversion_new_listing(cube, &by_kind, cells, issues, error);
    if (conversion == NULL)
        return NULL;
    cells->kg_places = conversion->kg_places;
    put_kinds(cells, conversion);
    put_places(cells, cube);
    put_rates(cells, &conversion->planner);
    put_plans(cells, &conversion->planner);
    if (!gp_conversion_must_fit(conversion) && !can_be_summed(cells, &conversion->planner)) {
        gp_throw_too_large(error);
        return NULL;
    }
    return g_steal_pointer(&cells);
}
