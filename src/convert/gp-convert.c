/* SPDX-License-Identifier: MIT */
#include "gp-convert.h"

#include "gp-convert-private.h"
#include "gp-crew.h"
#include "gp-error.h"
#include "gp-text.h"

gboolean
gp_throw_too_large(GError **error)
{
    return gp_throw(error, GP_ERROR_OVERFLOW,
                    "a total is too large to be held exactly; give very large quantities or "
                    "factors in larger units");
}

gboolean
gp_is_in_year(const GpCube *cube, const GpConvertOptions *options, GpSlot slot)
{
    GpMonth month = gp_timeline_slot_month(gp_cube_timeline(cube), slot);

    return options->only_fy == 0 || gp_fy_of_month(month) == options->only_fy;
}

const GpPlan *
gp_conversion_plan_of_piece(const GpConversion *self, guint32 piece, const GpCell *cell)
{
    GpSlot slot = gp_cube_time(self->cube, piece).slot;
    const GpCell *part = gp_cube_find(self->cube, piece, cell->what, cell->who);
    const GpPlan *plan;

    if (part == NULL || !gp_is_in_year(self->cube, &self->options, slot))
        return NULL;
    plan = gp_planner_made_plan(&self->planner, slot, cell->what);
    return gp_conversion_leaves_out(self, piece, part, plan) ? NULL : plan;
}

/* The ways in which the factors of earlier pieces of the same rows were found. */
static guint
rules_before(const GpConversion *self, guint32 first_piece, guint32 time, const GpCell *cell)
{
    guint rules = 0;

    for (guint32 piece = first_piece; piece < time; piece++) {
        const GpPlan *plan = gp_conversion_plan_of_piece(self, piece, cell);

        rules |= plan == NULL ? 0 : plan->rules;
    }
    return rules;
}

void
gp_conversion_count_rules(const GpConversion *self,
                          guint32 first_piece,
                          guint32 time,
                          const GpCell *cell,
                          const GpPlan *plan,
                          GpMatchCount *matches)
{
    guint rules = plan->rules & ~rules_before(self, first_piece, time, cell);

    for (; rules != 0; rules &= rules - 1)
        matches->rows[__builtin_ctz(rules)] += cell->rows;
}

/* Whether an earlier piece of the same rows lacks a factor too. */
static gboolean
was_missed(const GpConversion *self, guint32 time, const GpCell *cell)
{
    for (guint32 piece = gp_cube_time(self->cube, time).first_piece; piece < time; piece++) {
        const GpPlan *plan = gp_conversion_plan_of_piece(self, piece, cell);

        if (plan != NULL && !plan->has_factor)
            return TRUE;
    }
    return FALSE;
}

static void
miss_factor(const GpConversion *self, GHashTable *without_factor, guint32 time, const GpCell *cell)
{
    guint64 *rows = g_hash_table_lookup(without_factor, GUINT_TO_POINTER(cell->what + 1));

    if (rows == NULL) {
        rows = g_new0(guint64, 1);
        g_hash_table_insert(without_factor, GUINT_TO_POINTER(cell->what + 1), rows);
    }
    *rows += was_missed(self, time, cell) ? 0 : cell->rows;
}

/* Plans what is in a time, and counts what has no factor.
 * @matches: (nullable): receives how factors were found for pieces; other rows are counted by plan
 */
static void
plan_time(GpConversion *self, guint32 time, GHashTable *without_factor, GpMatchCount *matches)
{
    GpTime t = gp_cube_time(self->cube, time);
    guint32 capacity;
    const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);
    GpPlan *plans = gp_planner_slot(&self->planner, t.slot);
    gboolean is_first_piece = t.first_piece == time;
    GpUint128 size = 0;

    for (guint32 i = 0; i < capacity; i++) {
        GpPlan *plan = &plans[cells[i].what];
        GpInt128 micro;

        if (cells[i].rows == 0)
            continue;
        if (!plan->is_made)
            gp_planner_make_plan(&self->planner, t.slot, cells[i].what);
        if (gp_conversion_leaves_out(self, time, &cells[i], plan))
            continue;
        plan->is_met = TRUE;
        micro = gp_cell_quantity_micro(&cells[i]);
        size += (GpUint128)(micro < 0 ? -micro : micro);
        self->n_cells++;
        if (!plan->has_factor)
            miss_factor(self, without_factor, time, &cells[i]);
        if (is_first_piece)
            plan->rows += cells[i].rows;
        else if (matches != NULL)
            gp_conversion_count_rules(self, t.first_piece, time, &cells[i], plan, matches);
    }
    self->size += size;
}

/* The largest that the plans of a slot do to what counts. */
static void
find_largest(GpConversion *self, GpSlot slot)
{
    const GpPlan *plans = g_ptr_array_index(self->planner.plans, slot);

    for (guint32 what = 0; plans != NULL && what < gp_cube_n_whats(self->cube); what++) {
        const GpPlan *plan = &plans[what];

        if (!plan->is_met)
            continue;
        self->max_multiplier_nano = MAX(self->max_multiplier_nano, plan->shown_multiplier_nano);
        self->max_entries = MAX(self->max_entries, plan->n_entries);
    }
}

/* One issue for each activity that has no factor, in the order of their names. */
static void
report_without_factor(const GpConversion *self, GHashTable *without_factor, GpIssueList *issues)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer key, rows;

    g_hash_table_iter_init(&iter, without_factor);
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

/* A time and the rank of its label, where time is the first thing that is asked for. */
typedef struct {
    guint rank;
    guint32 time;
} RankedTime;

static int
compare_times(gconstpointer a, gconstpointer b)
{
    const RankedTime *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->time < y->time ? -1 : 1;
}

/* Parts are years or months where these come first, else everything is one part. */
static void
make_parts(GpConversion *self)
{
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(RankedTime));
    GpDimension first = self->options.by.n > 0 ? self->options.by.list[0] : GP_BY_SITE;

    for (guint i = 0; i < self->times->len; i++) {
        RankedTime it = {0, g_array_index(self->times, guint32, i)};
        GpSlot slot = gp_cube_time(self->cube, it.time).slot;

        if (first == GP_BY_YEAR || first == GP_BY_MONTH)
            it.rank = gp_keys_rank(&self->keys, self->keys.of_slot[slot], 0);
        g_array_append_val(ranked, it);
    }
    g_array_sort(ranked, compare_times);
    for (guint i = 0; i < ranked->len; i++) {
        const RankedTime *it = &g_array_index(ranked, RankedTime, i);

        g_array_index(self->times, guint32, i) = it->time;
        if (i == 0 || it->rank != it[-1].rank)
            g_array_append_val(self->firsts, i);
    }
}

/* Puts all rates at the same places. */
static void
scale_rates(GpConversion *self)
{
    self->kg_places = GP_MICRO_PLACES + self->planner.max_places;
    for (guint i = 0; i < self->planner.entries->len; i++) {
        GpPlanEntry *entry = &g_array_index(self->planner.entries, GpPlanEntry, i);
        GpInt128 scale = gp_power_of_ten(self->planner.max_places - entry->places);

        entry->is_too_fine = !gp_multiply(entry->rate, scale, &entry->scaled_rate);
    }
}

static void
list_times(GpConversion *self)
{
    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        guint32 capacity;

        if (gp_cube_cells(self->cube, time, &capacity) != NULL &&
            gp_is_in_year(self->cube, &self->options, gp_cube_time(self->cube, time).slot))
            g_array_append_val(self->times, time);
    }
}

static void
plan_all(GpConversion *self, GpMatchCount *matches, GpIssueList *issues)
{
    g_autoptr(GHashTable) without_factor =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);

    list_times(self);
    for (guint i = 0; i < self->times->len; i++)
        plan_time(self, g_array_index(self->times, guint32, i), without_factor, matches);
    for (GpSlot slot = 0; slot < self->planner.plans->len; slot++)
        find_largest(self, slot);
    gp_planner_give_notes(&self->planner);
    report_without_factor(self, without_factor, issues);
    scale_rates(self);
}

GpConversion *
gp_conversion_new_counting(const GpCube *cube,
                           const GpConvertOptions *options,
                           GpMatchCount *matches,
                           GpIssueList *issues,
                           GError **error)
{
    g_autoptr(GpConversion) self = g_new0(GpConversion, 1);

    self->cube = cube;
    self->options = *options;
    self->texts = g_string_chunk_new(4096);
    self->times = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->firsts = g_array_new(FALSE, FALSE, sizeof(guint));
    gp_label_set_init(&self->factor_labels);
    gp_planner_init(&self->planner, cube, &self->options, &self->factor_labels, self->texts,
                    issues);
    plan_all(self, matches, issues);
    if (!gp_keys_init(&self->keys, &options->by, cube, self->times, &self->factor_labels, error))
        return NULL;
    make_parts(self);
    return g_steal_pointer(&self);
}

GpConversion *
gp_conversion_new(const GpCube *cube,
                  const GpConvertOptions *options,
                  GpIssueList *issues,
                  GError **error)
{
    return gp_conversion_new_counting(cube, options, NULL, issues, error);
}

void
gp_conversion_free(GpConversion *self)
{
    if (self == NULL)
        return;
    gp_keys_clear(&self->keys);
    gp_planner_clear(&self->planner);
    gp_label_set_clear(&self->factor_labels);
    g_string_chunk_free(self->texts);
    g_array_unref(self->times);
    g_array_unref(self->firsts);
    g_free(self);
}

gboolean
gp_conversion_has_figures(const GpConversion *self)
{
    return self->max_entries > 0;
}

const GpBy *
gp_conversion_by(const GpConversion *self)
{
    return &self->options.by;
}

int
gp_conversion_kg_places(const GpConversion *self)
{
    return self->kg_places;
}

/* So few cells are converted before another thread has begun. */
#define N_CELLS_WORTH_A_THREAD 20000

guint
gp_conversion_n_threads(const GpConversion *self)
{
    if (self->options.leaves_out != NULL || self->n_cells < N_CELLS_WORTH_A_THREAD)
        return 1;
    return gp_crew_size(self->options.threads);
}

guint
gp_conversion_n_parts(const GpConversion *self)
{
    return self->firsts->len;
}

/* No sum is larger than all quantities together, at the largest rate, in all entries of a plan. */
gboolean
gp_conversion_must_fit(const GpConversion *self)
{
    GpInt128 size = (GpInt128)self->size, rate = 0, product;

    if (self->size > (GpUint128)1 << 126)
        return FALSE;
    for (guint i = 0; i < self->planner.entries->len; i++) {
        const GpPlanEntry *entry = &g_array_index(self->planner.entries, GpPlanEntry, i);

        if (entry->is_too_fine)
            return FALSE;
        rate = MAX(rate, entry->scaled_rate < 0 ? -entry->scaled_rate : entry->scaled_rate);
    }
    return gp_multiply(size, self->max_multiplier_nano, &product) &&
           gp_multiply(size, rate, &product) && gp_multiply(product, self->max_entries, &product);
}

/* A part, or what is wrong with it. */
typedef struct {
    GArray *rows;
    GpMatchCount matches;
    GError *error;
} Part;

/* All parts, put one after the other. */
typedef struct {
    GpConversion *conversion;
    GpEmissions *emissions;
    GError *error;
} Collector;

static gpointer
make_part(guint i, gpointer data)
{
    const GpConversion *self = ((const Collector *)data)->conversion;
    Part *part = g_new0(Part, 1);

    part->rows = g_array_new(FALSE, FALSE, sizeof(GpEmissionRow));
    gp_conversion_part(self, i, part->rows, &part->matches, &part->error);
    return part;
}

/* Texts of units stay as long as the emissions. */
static void
keep_units(GpEmissions *emissions, GArray *rows)
{
    const char *unit = NULL, *kept = NULL;

    for (guint i = 0; i < rows->len; i++) {
        GpEmissionRow *row = &g_array_index(rows, GpEmissionRow, i);

        if (row->unit == NULL)
            continue;
        if (row->unit != unit)
            kept = g_string_chunk_insert_const(emissions->labels, row->unit);
        unit = row->unit;
        row->unit = kept;
    }
}

static void
take_part(G_GNUC_UNUSED guint i, gpointer thing, gpointer data)
{
    Collector *self = data;
    Part *part = thing;

    keep_units(self->emissions, part->rows);
    g_array_append_vals(self->emissions->rows, part->rows->data, part->rows->len);
    for (guint rule = 0; rule < GP_N_MATCH_RULES; rule++)
        self->emissions->matches.rows[rule] += part->matches.rows[rule];
    if (part->error != NULL && self->error == NULL)
        self->error = g_steal_pointer(&part->error);
    g_clear_error(&part->error);
    g_array_unref(part->rows);
    g_free(part);
}

static void
take_editions(const GpConversion *self, GpEmissions *emissions)
{
    GHashTableIter iter;
    gpointer label;

    g_hash_table_iter_init(&iter, self->planner.editions);
    while (g_hash_table_iter_next(&iter, &label, NULL))
        g_ptr_array_add(emissions->editions, g_string_chunk_insert_const(emissions->labels, label));
    g_ptr_array_sort(emissions->editions, gp_text_compare);
}

GpEmissions *
gp_conversion_finish(GpConversion *self, GError **error)
{
    g_autoptr(GpEmissions) emissions = gp_emissions_new(&self->options.by, self->kg_places);
    Collector collector = {.conversion = self, .emissions = emissions};
    g_string_chunk_free(emissions->labels);
    emissions->labels = g_steal_pointer(&self->keys.texts);
    gp_crew_run(self->firsts->len, gp_conversion_n_threads(self), make_part, take_part, &collector);
    take_editions(self, emissions);
    if (collector.error != NULL) {
        g_propagate_error(error, collector.error);
        return NULL;
    }
    if (!gp_emissions_can_be_summed(emissions)) {
        gp_throw_too_large(error);
        return NULL;
    }
    return g_steal_pointer(&emissions);
}

GpEmissions *
gp_convert(const GpCube *cube, const GpConvertOptions *options, GpIssueList *issues, GError **error)
{
    g_autoptr(GpConversion) conversion = gp_conversion_new(cube, options, issues, error);

    return conversion == NULL ? NULL : gp_conversion_finish(conversion, error);
}

/* ---- years ---- */

/* Whether a time has a cell with a figure. */
static gboolean
has_figure(GpPlanner *planner, guint32 time)
{
    const GpConvertOptions *options = planner->options;
    GpSlot slot = gp_cube_time(planner->cube, time).slot;
    guint32 capacity;
    const GpCell *cells = gp_cube_cells(planner->cube, time, &capacity);

    for (guint32 i = 0; i < capacity; i++) {
        if (cells[i].rows != 0 && gp_planner_plan(planner, slot, cells[i].what)->n_entries > 0 &&
            (options->leaves_out == NULL ||
             !options->leaves_out(planner->cube, time, &cells[i], options->leaves_out_data)))
            return TRUE;
    }
    return FALSE;
}

GArray *
gp_convert_years(const GpCube *cube, const GpConvertOptions *options)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    gboolean is_met[GP_LAST_YEAR + 1] = {FALSE};
    GArray *years = g_array_new(FALSE, FALSE, sizeof(int));
    GpLabelSet labels;
    GpPlanner planner;

    gp_label_set_init(&labels);
    gp_planner_init(&planner, cube, options, &labels, texts, unseen);
    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        GpSlot slot = gp_cube_time(cube, time).slot;
        int fy = gp_fy_of_month(gp_timeline_slot_month(gp_cube_timeline(cube), slot));

        is_met[fy] = is_met[fy] || has_figure(&planner, time);
    }
    for (int fy = 0; fy <= GP_LAST_YEAR; fy++) {
        if (is_met[fy])
            g_array_append_val(years, fy);
    }
    gp_planner_clear(&planner);
    gp_label_set_clear(&labels);
    return years;
}
