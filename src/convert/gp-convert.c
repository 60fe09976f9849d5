/* SPDX-License-Identifier: MIT */
#include "gp-convert.h"

#include <string.h>

#include "gp-convert-private.h"
#include "gp-error.h"
#include "gp-text.h"

/* A figure under way. */
typedef struct {
    guint32 who_labels;
    guint32 factor_labels;
    guint64 rows;
    GpInt128 quantity;
    GpInt128 kg_co2e;
    GpUnit unit;
    gboolean is_used;
    gboolean is_mixed; /* rows of several units */
    gboolean is_outside;
} Group;

/* The groups of one combination of time labels, in an open hash table. */
typedef struct {
    Group *groups;
    guint32 capacity; /* a power of two, or 0 */
    guint32 n;
} GroupTable;

typedef struct {
    const GpCube *cube;
    const GpConvertOptions *options;
    GpPlanner planner;
    GpLabelSet time_labels, who_labels, factor_labels;
    guint32 *time_of_slot; /* id of the time labels + 1; 0: not looked up */
    guint32 *labels_of_who;
    GArray *tables; /* (element-type GroupTable) by time labels */
    int kg_places;
    GHashTable *without_factor; /* what + 1 -> rows */
    GpMatchCount matches;
} Converter;

static guint32
hash_labels(guint32 who, guint32 factor)
{
    guint64 x = ((guint64)who << 32 | factor) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);

    return (guint32)(x >> 32);
}

static Group *
find_group(const GroupTable *table, guint32 who, guint32 factor)
{
    guint32 mask = table->capacity - 1, i = hash_labels(who, factor) & mask;

    for (; table->groups[i].is_used; i = (i + 1) & mask) {
        if (table->groups[i].who_labels == who && table->groups[i].factor_labels == factor)
            break;
    }
    return &table->groups[i];
}

static void
grow_table(GroupTable *table)
{
    GroupTable old = *table;

    table->capacity = MAX(old.capacity * 2, 16);
    table->groups = g_new0(Group, table->capacity);
    for (guint32 i = 0; i < old.capacity; i++) {
        const Group *group = &old.groups[i];

        if (group->is_used)
            *find_group(table, group->who_labels, group->factor_labels) = *group;
    }
    g_free(old.groups);
}

static Group *
get_group(GroupTable *table, guint32 who, guint32 factor)
{
    Group *group;

    if (table->n * 4 >= table->capacity * 3)
        grow_table(table);
    group = find_group(table, who, factor);
    if (!group->is_used) {
        table->n++;
        *group = (Group){.who_labels = who,
                         .factor_labels = factor,
                         .unit = GP_UNIT_NONE,
                         .is_used = TRUE};
    }
    return group;
}

gboolean
gp_throw_too_large(GError **error)
{
    return gp_throw(error, GP_ERROR_OVERFLOW,
                    "a total is too large to be held exactly; give very large quantities or "
                    "factors in larger units");
}

static gboolean
is_asked(const Converter *self, GpDimension dimension)
{
    return gp_by_find(&self->options->by, dimension) >= 0;
}

/* Ids of the labels that time gives to a slot. */
static guint32
time_labels_of(Converter *self, GpSlot slot)
{
    GpMonth month = gp_timeline_slot_month(gp_cube_timeline(self->cube), slot);
    const char *labels[GP_N_DIMENSIONS] = {NULL};
    char text[16];

    if (self->time_of_slot[slot] != 0)
        return self->time_of_slot[slot] - 1;
    if (is_asked(self, GP_BY_YEAR)) {
        gp_fy_print(gp_fy_of_month(month), text);
        labels[GP_BY_YEAR] = g_string_chunk_insert_const(self->planner.texts, text);
    }
    if (is_asked(self, GP_BY_MONTH)) {
        gp_month_print(month, text);
        labels[GP_BY_MONTH] = g_string_chunk_insert_const(self->planner.texts, text);
    }
    self->time_of_slot[slot] = gp_label_set_intern(&self->time_labels, labels) + 1;
    if (self->tables->len < gp_dict_size(self->time_labels.keys))
        g_array_set_size(self->tables, gp_dict_size(self->time_labels.keys));
    return self->time_of_slot[slot] - 1;
}

static guint32
who_labels_of(Converter *self, const GpWho *who)
{
    const char *labels[GP_N_DIMENSIONS] = {NULL};

    if (is_asked(self, GP_BY_SITE))
        labels[GP_BY_SITE] = gp_dict_name(gp_cube_sites(self->cube), who->site);
    if (is_asked(self, GP_BY_DEPARTMENT))
        labels[GP_BY_DEPARTMENT] = gp_dict_name(gp_cube_departments(self->cube), who->department);
    if (is_asked(self, GP_BY_ROLE))
        labels[GP_BY_ROLE] = gp_dict_name(gp_cube_roles(self->cube), who->role);
    if (is_asked(self, GP_BY_SOURCE))
        labels[GP_BY_SOURCE] = gp_dict_name(gp_cube_sources(self->cube), who->source);
    if (is_asked(self, GP_BY_QUALITY))
        labels[GP_BY_QUALITY] = gp_quality_name(who->quality);
    return gp_label_set_intern(&self->who_labels, labels);
}

static void
converter_init(Converter *self,
               const GpCube *cube,
               const GpConvertOptions *options,
               GStringChunk *texts,
               GpIssueList *issues)
{
    guint32 n_whos = gp_cube_n_whos(cube);

    self->cube = cube;
    self->options = options;
    gp_label_set_init(&self->time_labels);
    gp_label_set_init(&self->who_labels);
    gp_label_set_init(&self->factor_labels);
    gp_planner_init(&self->planner, cube, options, &self->factor_labels, texts, issues);
    self->time_of_slot = g_new0(guint32, gp_timeline_n_slots(gp_cube_timeline(cube)));
    self->labels_of_who = g_new(guint32, n_whos);
    for (guint32 who = 0; who < n_whos; who++)
        self->labels_of_who[who] = who_labels_of(self, gp_cube_who(cube, who));
    self->tables = g_array_new(FALSE, TRUE, sizeof(GroupTable));
    self->without_factor = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
}

static void
converter_clear(Converter *self)
{
    for (guint i = 0; i < self->tables->len; i++)
        g_free(g_array_index(self->tables, GroupTable, i).groups);
    g_array_unref(self->tables);
    g_free(self->time_of_slot);
    g_free(self->labels_of_who);
    gp_planner_clear(&self->planner);
    gp_label_set_clear(&self->time_labels);
    gp_label_set_clear(&self->who_labels);
    gp_label_set_clear(&self->factor_labels);
    g_hash_table_unref(self->without_factor);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Converter, converter_clear)

gboolean
gp_is_in_year(const GpCube *cube, const GpConvertOptions *options, GpSlot slot)
{
    GpMonth month = gp_timeline_slot_month(gp_cube_timeline(cube), slot);

    return options->only_fy == 0 || gp_fy_of_month(month) == options->only_fy;
}

static gboolean
is_left_out(const Converter *self, guint32 time, const GpCell *cell, const GpPlan *plan)
{
    const GpConvertOptions *options = self->options;

    return plan->is_left_out ||
           (options->leaves_out != NULL &&
            options->leaves_out(self->cube, time, cell, options->leaves_out_data));
}

typedef gboolean (*CellFunc)(
    Converter *self, guint32 time, const GpCell *cell, const GpPlan *plan, GError **error);

/* Calls @func for every cell that counts. */
static gboolean
for_each_cell(Converter *self, CellFunc func, GError **error)
{
    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        GpSlot slot = gp_cube_time(self->cube, time).slot;
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);

        for (guint32 i = 0; i < capacity && gp_is_in_year(self->cube, self->options, slot); i++) {
            const GpPlan *plan;

            if (cells[i].rows == 0)
                continue;
            plan = gp_planner_plan(&self->planner, slot, cells[i].what);
            if (!is_left_out(self, time, &cells[i], plan) &&
                !func(self, time, &cells[i], plan, error))
                return FALSE;
        }
    }
    return TRUE;
}

/* The plan of an earlier piece of the same rows, or NULL if that piece does not count. */
static const GpPlan *
plan_of_piece(Converter *self, guint32 piece, const GpCell *cell)
{
    GpSlot slot = gp_cube_time(self->cube, piece).slot;
    const GpCell *part = gp_cube_find(self->cube, piece, cell->what, cell->who);
    const GpPlan *plan;

    if (part == NULL || !gp_is_in_year(self->cube, self->options, slot))
        return NULL;
    plan = gp_planner_plan(&self->planner, slot, cell->what);
    return is_left_out(self, piece, part, plan) ? NULL : plan;
}

/* Whether an earlier piece of the same rows lacks a factor too. */
static gboolean
was_missed(Converter *self, guint32 time, const GpCell *cell)
{
    for (guint32 piece = gp_cube_time(self->cube, time).first_piece; piece < time; piece++) {
        const GpPlan *plan = plan_of_piece(self, piece, cell);

        if (plan != NULL && !plan->has_factor)
            return TRUE;
    }
    return FALSE;
}

static gboolean
plan_cell(Converter *self,
          guint32 time,
          const GpCell *cell,
          const GpPlan *plan,
          GError **error G_GNUC_UNUSED)
{
    guint64 *rows;

    if (plan->has_factor)
        return TRUE;
    rows = g_hash_table_lookup(self->without_factor, GUINT_TO_POINTER(cell->what + 1));
    if (rows == NULL) {
        rows = g_new0(guint64, 1);
        g_hash_table_insert(self->without_factor, GUINT_TO_POINTER(cell->what + 1), rows);
    }
    *rows += was_missed(self, time, cell) ? 0 : cell->rows;
    return TRUE;
}

/* Whether an earlier piece of the same rows has gone into the very same group. */
static gboolean
was_counted(Converter *self, guint32 time, const GpCell *cell, guint32 factor_labels)
{
    GpTime t = gp_cube_time(self->cube, time);
    guint32 time_labels = time_labels_of(self, t.slot);

    for (guint32 piece = t.first_piece; piece < time; piece++) {
        const GpPlan *plan = plan_of_piece(self, piece, cell);
        const GpPlanEntry *entries;

        if (plan == NULL ||
            time_labels_of(self, gp_cube_time(self->cube, piece).slot) != time_labels)
            continue;
        entries = gp_planner_entries(&self->planner, plan);
        for (guint i = 0; i < plan->n_entries; i++) {
            if (entries[i].factor_labels == factor_labels)
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean
count_rows(Converter *self,
           Group *group,
           guint32 time,
           const GpCell *cell,
           const GpPlan *plan,
           GpInt128 quantity_micro)
{
    GpInt128 quantity;

    if (!was_counted(self, time, cell, group->factor_labels))
        group->rows += cell->rows;
    group->is_mixed |= group->unit != GP_UNIT_NONE && group->unit != plan->shown_unit;
    group->unit = plan->shown_unit;
    return gp_multiply(quantity_micro, plan->shown_multiplier_nano, &quantity) &&
           gp_add(group->quantity, quantity, &group->quantity);
}

/* The ways in which the factors of earlier pieces of the same rows were found. */
static guint
rules_before(Converter *self, guint32 time, const GpCell *cell)
{
    guint rules = 0;

    for (guint32 piece = gp_cube_time(self->cube, time).first_piece; piece < time; piece++) {
        const GpPlan *plan = plan_of_piece(self, piece, cell);

        rules |= plan == NULL ? 0 : plan->rules;
    }
    return rules;
}

static void
count_rules(Converter *self, guint32 time, const GpCell *cell, const GpPlan *plan)
{
    guint rules = plan->rules & ~rules_before(self, time, cell);

    for (guint rule = 0; rule < GP_N_MATCH_RULES; rule++) {
        if (rules & 1U << rule)
            self->matches.rows[rule] += cell->rows;
    }
}

static gboolean
add_kg(Converter *self, Group *group, const GpPlanEntry *entry, GpInt128 quantity_micro)
{
    GpInt128 scale = gp_power_of_ten(self->kg_places - GP_MICRO_PLACES - entry->places);
    GpInt128 kg, scaled;

    return gp_multiply(quantity_micro, entry->rate, &kg) && gp_multiply(kg, scale, &scaled) &&
           gp_add(group->kg_co2e, scaled, &group->kg_co2e);
}

static gboolean
convert_cell(Converter *self, guint32 time, const GpCell *cell, const GpPlan *plan, GError **error)
{
    const GpPlanEntry *entries = gp_planner_entries(&self->planner, plan);
    guint32 time_labels = time_labels_of(self, gp_cube_time(self->cube, time).slot);
    GpInt128 quantity = gp_cell_quantity_micro(cell);

    count_rules(self, time, cell, plan);
    for (guint i = 0; i < plan->n_entries; i++) {
        Group *group = get_group(&g_array_index(self->tables, GroupTable, time_labels),
                                 self->labels_of_who[cell->who], entries[i].factor_labels);

        group->is_outside = entries[i].is_outside;
        if ((entries[i].is_first && !count_rows(self, group, time, cell, plan, quantity)) ||
            !add_kg(self, group, &entries[i], quantity))
            return gp_throw_too_large(error);
    }
    return TRUE;
}

/* One issue for each activity that has no factor, in the order of their names. */
static void
report_without_factor(Converter *self, GpIssueList *issues)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer key, rows;

    g_hash_table_iter_init(&iter, self->without_factor);
    while (g_hash_table_iter_next(&iter, &key, &rows)) {
        GpWhat what = gp_cube_what(self->cube, GPOINTER_TO_UINT(key) - 1);
        guint64 n = *(guint64 *)rows;

        g_ptr_array_add(
            texts, g_strdup_printf("%s (%s): no factor for it in the time of %" G_GUINT64_FORMAT
                                   " %s, which %s missing from the figures",
                                   gp_dict_name(gp_cube_activities(self->cube), what.activity),
                                   gp_unit_name(gp_cube_units(self->cube), what.unit), n,
                                   n == 1 ? "row" : "rows", n == 1 ? "is" : "are"));
    }
    g_ptr_array_sort(texts, gp_text_compare);
    for (guint i = 0; i < texts->len; i++)
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "no-factor", "%s",
                          (const char *)g_ptr_array_index(texts, i));
}

static void
take_labels(GpEmissions *emissions, GpEmissionRow *row, const char *const *labels)
{
    for (guint i = 0; i < emissions->by.n; i++) {
        const char *label = labels[emissions->by.list[i]];

        if (label != NULL)
            row->labels[i] = g_string_chunk_insert_const(emissions->labels, label);
    }
}

static void
take_group(const Converter *self, GpEmissions *emissions, guint32 time_labels, const Group *group)
{
    GpEmissionRow row = {.rows = group->rows,
                         .quantity = group->quantity,
                         .kg_co2e = group->kg_co2e,
                         .is_outside = group->is_outside};

    if (!group->is_mixed)
        row.unit = g_string_chunk_insert_const(
            emissions->labels, gp_unit_name(gp_cube_units(self->cube), group->unit));
    take_labels(emissions, &row, gp_label_set_get(&self->time_labels, time_labels));
    take_labels(emissions, &row, gp_label_set_get(&self->who_labels, group->who_labels));
    take_labels(emissions, &row, gp_label_set_get(&self->factor_labels, group->factor_labels));
    g_array_append_val(emissions->rows, row);
}

static void
take_editions(const Converter *self, GpEmissions *emissions)
{
    GHashTableIter iter;
    gpointer label;

    g_hash_table_iter_init(&iter, self->planner.editions);
    while (g_hash_table_iter_next(&iter, &label, NULL))
        g_ptr_array_add(emissions->editions, g_string_chunk_insert_const(emissions->labels, label));
    g_ptr_array_sort(emissions->editions, gp_text_compare);
}

static GpEmissions *
collect(const Converter *self)
{
    GpEmissions *emissions = gp_emissions_new(&self->options->by, self->kg_places);

    for (guint i = 0; i < self->tables->len; i++) {
        const GroupTable *table = &g_array_index(self->tables, GroupTable, i);

        for (guint32 k = 0; k < table->capacity; k++) {
            if (table->groups[k].is_used)
                take_group(self, emissions, i, &table->groups[k]);
        }
    }
    gp_emissions_sort(emissions);
    emissions->matches = self->matches;
    take_editions(self, emissions);
    return emissions;
}

GpEmissions *
gp_convert(const GpCube *cube, const GpConvertOptions *options, GpIssueList *issues, GError **error)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    g_auto(Converter) self = {0};
    g_autoptr(GpEmissions) emissions = NULL;

    converter_init(&self, cube, options, texts, issues);
    if (!for_each_cell(&self, plan_cell, error))
        return NULL;
    gp_planner_give_notes(&self.planner);
    report_without_factor(&self, issues);
    self.kg_places = GP_MICRO_PLACES + self.planner.max_places;
    if (!for_each_cell(&self, convert_cell, error))
        return NULL;
    emissions = collect(&self);
    if (!gp_emissions_can_be_summed(emissions)) {
        gp_throw_too_large(error);
        return NULL;
    }
    return g_steal_pointer(&emissions);
}
