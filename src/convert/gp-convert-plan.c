/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-convert-private.h"

void
gp_label_set_init(GpLabelSet *self)
{
    self->keys = gp_dict_new();
    self->labels = g_ptr_array_new();
    self->key = g_string_new(NULL);
}

void
gp_label_set_clear(GpLabelSet *self)
{
    gp_dict_free(self->keys);
    g_ptr_array_unref(self->labels);
    g_string_free(self->key, TRUE);
}

guint32
gp_label_set_intern(GpLabelSet *self, const char *const labels[GP_N_DIMENSIONS])
{
    guint32 n = gp_dict_size(self->keys), id;

    g_string_truncate(self->key, 0);
    for (guint i = 0; i < GP_N_DIMENSIONS; i++) {
        if (labels[i] != NULL)
            g_string_append(self->key, labels[i]);
        g_string_append_c(self->key, '\x1f');
    }
    id = gp_dict_intern(self->keys, self->key->str, self->key->len);
    for (guint i = 0; id == n && i < GP_N_DIMENSIONS; i++)
        g_ptr_array_add(self->labels, (gpointer)labels[i]);
    return id;
}

const char *const *
gp_label_set_get(const GpLabelSet *self, guint32 id)
{
    return (const char *const *)&g_ptr_array_index(self->labels, id * GP_N_DIMENSIONS);
}

void
gp_planner_init(GpPlanner *self,
                const GpCube *cube,
                const GpConvertOptions *options,
                GpLabelSet *factor_labels,
                GStringChunk *texts,
                GpIssueList *issues)
{
    *self = (GpPlanner){.cube = cube,
                        .options = options,
                        .issues = issues,
                        .texts = texts,
                        .factor_labels = factor_labels};
    self->plans = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_set_size(self->plans, (gint)gp_timeline_n_slots(gp_cube_timeline(cube)));
    self->entries = g_array_new(FALSE, FALSE, sizeof(GpPlanEntry));
    self->editions = g_hash_table_new(g_str_hash, g_str_equal);
    self->notes =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
}

void
gp_planner_clear(GpPlanner *self)
{
    g_ptr_array_unref(self->plans);
    g_array_unref(self->entries);
    g_hash_table_unref(self->editions);
    g_hash_table_unref(self->notes);
}

static gboolean
is_asked(const GpPlanner *self, GpDimension dimension)
{
    return gp_by_find(&self->options->by, dimension) >= 0;
}

static GpBoundary
boundary_of(const GpActivity *activity)
{
    return activity == NULL ? GP_BOUNDARY_UNSTATED : activity->boundary;
}

static const char *
edition_label(GpPlanner *self, const GpFactor *factor)
{
    g_autofree char *label = gp_factor_edition_label(factor);
    const char *kept = g_string_chunk_insert_const(self->texts, label);

    g_hash_table_add(self->editions, (gpointer)kept);
    return kept;
}

GpInt128
gp_match_rate(const GpFactorMatch *match, gint64 kg_pico, int *out_places)
{
    GpInt128 rate = (GpInt128)match->multiplier_nano * kg_pico;

    *out_places = GP_NANO_PLACES + GP_PICO_PLACES;
    while (*out_places > 0 && rate % 10 == 0) {
        rate /= 10;
        (*out_places)--;
    }
    return rate;
}

static void
add_entry(GpPlanner *self,
          GpPlan *plan,
          const GpFactorMatch *match,
          const GpActivity *activity,
          const char *edition,
          const char *gas,
          gint64 kg_pico)
{
    const GpFactor *factor = match->factor;
    GpPlanEntry entry = {.factor = factor,
                         .is_outside = factor->scope == GP_SCOPE_OUTSIDE,
                         .is_first = TRUE};
    const char *labels[GP_N_DIMENSIONS] = {NULL};

    labels[GP_BY_ACTIVITY] = is_asked(self, GP_BY_ACTIVITY) ? factor->activity : NULL;
    labels[GP_BY_SCOPE] = is_asked(self, GP_BY_SCOPE) ? gp_scope_name(factor->scope) : NULL;
    labels[GP_BY_COMPONENT] =
        is_asked(self, GP_BY_COMPONENT) ? gp_component_name(factor->component) : NULL;
    labels[GP_BY_CATEGORY] = is_asked(self, GP_BY_CATEGORY) ? factor->category : NULL;
    labels[GP_BY_BOUNDARY] =
        is_asked(self, GP_BY_BOUNDARY) ? gp_boundary_name(boundary_of(activity)) : NULL;
    labels[GP_BY_GAS] = gas;
    labels[GP_BY_EDITION] = is_asked(self, GP_BY_EDITION) ? edition : NULL;
    entry.factor_labels = gp_label_set_intern(self->factor_labels, labels);

    entry.rate = gp_match_rate(match, kg_pico, &entry.places);
    self->max_places = MAX(self->max_places, entry.places);
    for (guint i = 0; i < plan->n_entries; i++)
        entry.is_first &=
            g_array_index(self->entries, GpPlanEntry, plan->first_entry + i).factor_labels !=
            entry.factor_labels;
    g_array_append_val(self->entries, entry);
    plan->n_entries++;
}

/* The gases of a factor, each an entry; what they leave of the total is `co2e`. */
static void
add_gases(GpPlanner *self,
          GpPlan *plan,
          const GpFactorMatch *match,
          const GpActivity *activity,
          const char *edition)
{
    gint64 rest = match->factor->kg_co2e_pico;
    gboolean has_any = FALSE;

    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (!match->factor->has_gas[gas])
            continue;
        add_entry(self, plan, match, activity, edition, gp_gas_name(gas),
                  match->factor->gas_pico[gas]);
        rest -= match->factor->gas_pico[gas];
        has_any = TRUE;
    }
    if (!has_any || rest != 0)
        add_entry(self, plan, match, activity, edition, "co2e", rest);
}

/* Remembers that @activity belongs to a note: its code, a line break, its sentence. */
static void
add_to_note(GpPlanner *self, char *note, const char *activity)
{
    GHashTable *activities = g_hash_table_lookup(self->notes, note);

    if (activities == NULL) {
        activities = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_insert(self->notes, note, activities);
    } else {
        g_free(note);
    }
    g_hash_table_add(activities, (gpointer)activity);
}

static void
note_match(GpPlanner *self, GpPlan *plan, const GpFactorMatch *match, GpUnit unit, GpDay day)
{
    const GpFactor *factor = match->factor;
    int year = gp_factor_year(&self->options->rules, day);

    plan->rules |= 1U << match->rule;
    if (factor->unit != unit)
        plan->rules |= 1U << GP_MATCH_CONVERTED;
    if (match->rule == GP_MATCH_EARLIER || match->rule == GP_MATCH_LATER)
        add_to_note(self,
                    g_strdup_printf(
                        "fallback-edition\nno factor is published for %d, so the %s "
                        "one is used (%s, %s)",
                        year, match->rule == GP_MATCH_EARLIER ? "latest earlier" : "earliest later",
                        factor->publication, factor->edition),
                    factor->activity);
    else if (match->rule == GP_MATCH_OWN)
        add_to_note(
            self,
            g_strdup_printf("own-factor\nthe trust's own factors are used (%s)", factor->file),
            factor->activity);
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

void
gp_planner_give_notes(const GpPlanner *self)
{
    GList *notes = g_list_sort(g_hash_table_get_keys(self->notes), compare_texts);

    for (GList *note = notes; note != NULL; note = note->next) {
        GHashTable *activities = g_hash_table_lookup(self->notes, note->data);
        GList *names = g_list_sort(g_hash_table_get_keys(activities), compare_texts);
        g_autoptr(GString) list = g_string_new(NULL);
        const char *sentence = strchr(note->data, '\n') + 1;
        g_autofree char *code = g_strndup(note->data, (gsize)(sentence - 1 - (char *)note->data));
        gboolean is_warning = g_str_equal(code, "no-boundary");

        for (GList *name = names; name != NULL; name = name->next)
            g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ",
                                   (const char *)name->data);
        gp_issue_list_add(self->issues, is_warning ? GP_SEVERITY_WARNING : GP_SEVERITY_NOTE,
                          g_intern_string(code), "%s: %s", sentence, list->str);
        g_list_free(names);
    }
    g_list_free(notes);
}

static gboolean
is_within(const GpPlanner *self, const GpActivity *activity)
{
    GpBoundary boundary = boundary_of(activity);

    switch (self->options->within) {
    case GP_WITHIN_ALL:
        return TRUE;
    case GP_WITHIN_NCF:
        return boundary == GP_BOUNDARY_NCF;
    case GP_WITHIN_PLUS:
        return boundary == GP_BOUNDARY_NCF || boundary == GP_BOUNDARY_PLUS;
    }
    return FALSE;
}

/* The unit in which quantities are shown: the catalogue's, else the canonical one of the kind. */
static void
choose_shown_unit(const GpPlanner *self,
                  GpPlan *plan,
                  const GpActivity *activity,
                  GpUnit unit,
                  const GpFactor *factor)
{
    const GpUnitTable *units = gp_cube_units(self->cube);
    GpUnit kind = gp_unit_kind(units, factor == NULL ? unit : factor->unit);

    plan->shown_unit = kind;
    if (activity != NULL && gp_unit_kind(units, activity->canonical_unit) == kind)
        plan->shown_unit = activity->canonical_unit;
    if (!gp_unit_convert_nano(units, unit, plan->shown_unit, &plan->shown_multiplier_nano))
        plan->shown_multiplier_nano = 0;
}

static void
make_plan(GpPlanner *self, GpPlan *plan, GpSlot slot, GpWhat what)
{
    const GpConvertOptions *options = self->options;
    const char *key = gp_dict_name(gp_cube_activities(self->cube), what.activity);
    const GpActivity *activity = gp_factor_library_activity(options->library, key);
    GpDay day = gp_timeline_slot_span(gp_cube_timeline(self->cube), slot).first;
    g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(GpFactorMatch));
    gboolean by_gas = is_asked(self, GP_BY_GAS), by_scope = is_asked(self, GP_BY_SCOPE);

    *plan = (GpPlan){.is_made = TRUE, .first_entry = self->entries->len};
    plan->is_left_out = activity != NULL && gp_activity_is_statistic(activity);
    if (plan->is_left_out)
        return;
    plan->is_left_out = !is_within(self, activity);
    if (plan->is_left_out && boundary_of(activity) == GP_BOUNDARY_UNSTATED)
        add_to_note(self,
                    g_strdup("no-boundary\nnot in the figures, because nothing says to which NHS "
                             "boundary it belongs"),
                    key);
    gp_factor_library_select(options->library, key, what.unit, day, &options->rules, matches);
    plan->has_factor = matches->len > 0;
    choose_shown_unit(self, plan, activity, what.unit,
                      plan->has_factor ? g_array_index(matches, GpFactorMatch, 0).factor : NULL);
    for (guint i = 0; !plan->is_left_out && i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);
        const char *edition;

        if ((options->direct_only && gp_component_is_upstream(match->factor->component)) ||
            (match->factor->scope == GP_SCOPE_OUTSIDE && !by_scope))
            continue;
        note_match(self, plan, match, what.unit, day);
        edition = edition_label(self, match->factor);
        if (by_gas)
            add_gases(self, plan, match, activity, edition);
        else
            add_entry(self, plan, match, activity, edition, NULL, match->factor->kg_co2e_pico);
    }
}

/* The plan of the slot before, where the same factors serve both; else NULL. */
static const GpPlan *
plan_before(const GpPlanner *self, GpSlot slot, guint32 what)
{
    const GpTimeline *timeline = gp_cube_timeline(self->cube);
    const GpPlan *plans = slot == 0 ? NULL : g_ptr_array_index(self->plans, slot - 1);
    const char *activity;

    if (plans == NULL || !plans[what].is_made)
        return NULL;
    activity =
        gp_dict_name(gp_cube_activities(self->cube), gp_cube_what(self->cube, what).activity);
    return gp_factor_library_serves_both(
               self->options->library, activity, gp_timeline_slot_span(timeline, slot - 1).first,
               gp_timeline_slot_span(timeline, slot).first, &self->options->rules)
               ? &plans[what]
               : NULL;
}

GpPlan *
gp_planner_slot(GpPlanner *self, GpSlot slot)
{
    if (g_ptr_array_index(self->plans, slot) == NULL)
        g_ptr_array_index(self->plans, slot) = g_new0(GpPlan, gp_cube_n_whats(self->cube));
    return g_ptr_array_index(self->plans, slot);
}

GpPlan *
gp_planner_make_plan(GpPlanner *self, GpSlot slot, guint32 what)
{
    GpPlan *plan = &gp_planner_slot(self, slot)[what];
    const GpPlan *before = plan_before(self, slot, what);

    if (before == NULL) {
        make_plan(self, plan, slot, gp_cube_what(self->cube, what));
    } else {
        *plan = *before;
        plan->rows = 0;
        plan->is_met = FALSE;
    }
    return plan;
}
