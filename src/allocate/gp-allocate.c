/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-circles-private.h"
#include "gp-text.h"

#define NAMED_REASON "The data name the role."
#define NO_CONTROL_REASON "No role in the workforce decides on it."
#define NO_STAFF_REASON "Nobody is known to share it."

/*
 * First everything is added up that the same people share of a category at a moment, then that is
 * shared out.
 *
 *   cell ── plan ──▶ terms: sharing, category, stage, rate ── circle of the place ──▶ bin ──▶ sums
 *
 * A moment is a month, boundary and gas. Its stage is the moment itself; or, for a circle of one,
 * which need not share, the slice of the year that the moment falls in.
 */

/* One addend of a figure. */
typedef struct {
    guint32 sharing; /* the place among those of the circles */
    guint32 category;
    guint32 stage;
    GpInt128 rate;
} Term;

typedef enum {
    TERMS_BY_SHARING, /* no role is named */
    TERMS_BY_MOMENT,  /* one is, of several posts */
    TERMS_BY_SLICE,   /* one is, of one post at most */
    N_TERM_MODES,
} TermMode;

/* What a plan comes to in a month: made when it is met, for one month at a time. */
typedef struct {
    gboolean is_made;
    GpMonth month;
    guint first, n; /* in `terms` */
} Terms;

/* What of a kind does not depend on time: ids. */
typedef struct {
    guint32 category, gas;
} Kind;

typedef struct {
    const GpAllocateInput *input;
    const GpEmissionCells *cells;
    GpRoleYear *year;
    GpStaff staff;
    GpCircles circles;
    GpDict *categories;
    guint n_categories;
    Kind *kinds;            /* by kind */
    GArray *gases;          /* (element-type GpEmissionKind) one of each boundary and gas, by id */
    guint n_moments;        /* months * gases */
    guint *slice_of_moment; /* the place in the year's slices */
    gboolean *is_met;       /* by slice: whether there is any of it */
    GArray *terms;          /* (element-type Term) */
    Terms *terms_of[N_TERM_MODES]; /* by plan */
    GArray *bins; /* (element-type guint) by circle * number of categories + category: the place of
                   * its first sum + 1; 0: none */
    GArray *sums; /* (element-type GpInt128) of each bin: one for each stage */
    GpDict *lines;
    GString *text;
} Allocation;

static guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

/* ---- moments and the slices that they fall in ---- */

static void
number_kinds(Allocation *self)
{
    const GArray *kinds = self->cells->kinds;
    g_autoptr(GpDict) known = gp_dict_new();

    self->kinds = g_new(Kind, kinds->len);
    for (guint i = 0; i < kinds->len; i++) {
        const GpEmissionKind *kind = &g_array_index(kinds, GpEmissionKind, i);

        g_string_printf(self->text, "%s\x1f%s", kind->boundary, kind->gas);
        self->kinds[i] =
            (Kind){intern(self->categories, kind->category), intern(known, self->text->str)};
        if (self->kinds[i].gas == self->gases->len)
            g_array_append_vals(self->gases, kind, 1);
    }
    self->n_categories = gp_dict_size(self->categories);
}

static guint
make_slice(Allocation *self, GpDict *known, guint moment)
{
    const GpEmissionKind *gas =
        &g_array_index(self->gases, GpEmissionKind, moment % self->gases->len);
    const GpBy *by = &self->input->slices;
    GpRoleSlice slice = {.kg = NULL};
    char month[16];
    guint32 id;

    gp_month_print(self->cells->first_month + (GpMonth)(moment / self->gases->len), month);
    g_string_truncate(self->text, 0);
    for (guint i = 0; i < by->n; i++) {
        const char *label = by->list[i] == GP_BY_MONTH      ? month
                            : by->list[i] == GP_BY_BOUNDARY ? gas->boundary
                                                            : gas->gas;

        slice.labels[i] = g_string_chunk_insert_const(self->year->texts, label);
        g_string_append_printf(self->text, "%s\x1f", label);
    }
    id = gp_dict_intern(known, self->text->str, self->text->len);
    if (id == self->year->slices->len)
        g_array_append_val(self->year->slices, slice);
    return id;
}

static void
make_slices(Allocation *self)
{
    g_autoptr(GpDict) known = gp_dict_new();
    guint n_months = (guint)(self->cells->last_month - self->cells->first_month) + 1;

    self->n_moments = n_months * self->gases->len;
    self->slice_of_moment = g_new(guint, self->n_moments);
    for (guint moment = 0; moment < self->n_moments; moment++)
        self->slice_of_moment[moment] = make_slice(self, known, moment);
    self->is_met = g_new0(gboolean, self->year->slices->len);
}

/* ---- terms ---- */

static void
add_term(Allocation *self, guint first, const Term *term)
{
    for (guint i = first; i < self->terms->len; i++) {
        Term *known = &g_array_index(self->terms, Term, i);

        if (known->sharing == term->sharing && known->category == term->category &&
            known->stage == term->stage) {
            known->rate += term->rate;
            return;
        }
    }
    g_array_append_vals(self->terms, term, 1);
}

static void
make_terms(Allocation *self, guint32 plan, GpMonth month, TermMode mode, Terms *out)
{
    guint32 n;
    const GpEmissionRate *rates = gp_emission_cells_rates(self->cells, plan, &n);

    *out = (Terms){TRUE, month, self->terms->len, 0};
    for (guint32 i = 0; i < n; i++) {
        const Kind *kind = &self->kinds[rates[i].kind];
        guint moment = (guint)(month - self->cells->first_month) * self->gases->len + kind->gas;
        Term term = {
            .sharing = mode == TERMS_BY_SHARING ? self->circles.sharing_of_kind[rates[i].kind] : 0,
            .category = kind->category,
            .stage = mode == TERMS_BY_SLICE ? self->slice_of_moment[moment] : moment,
            .rate = rates[i].rate};

        self->is_met[self->slice_of_moment[moment]] = TRUE;
        add_term(self, out->first, &term);
    }
    out->n = self->terms->len - out->first;
}

static const Terms *
terms_of(Allocation *self, guint32 plan, GpMonth month, TermMode mode)
{
    Terms *terms = &self->terms_of[mode][plan];

    if (!terms->is_made || terms->month != month)
        make_terms(self, plan, month, mode, terms);
    return terms;
}

/* ---- sums ---- */

/* The bins of a circle: one for each category. */
static guint *
bins_of(Allocation *self, guint32 circle)
{
    guint first = circle * self->n_categories;

    if (first >= self->bins->len)
        g_array_set_size(self->bins, first + self->n_categories);
    return &g_array_index(self->bins, guint, first);
}

static void
make_sums(Allocation *self, gboolean is_one, guint *out_bin)
{
    guint n = is_one ? self->year->slices->len : self->n_moments;

    *out_bin = self->sums->len + 1;
    g_array_set_size(self->sums, self->sums->len + n);
}

/* Adds to the bins of a circle. */
static inline void
add_terms(Allocation *self, guint *bins, gboolean is_one, const Terms *terms, const GpCell *cell)
{
    GpInt128 quantity = gp_cell_quantity_micro(cell);
    const Term *term = &g_array_index(self->terms, Term, terms->first);

    for (const Term *end = term + terms->n; term < end; term++) {
        if (bins[term->category] == 0)
            make_sums(self, is_one, &bins[term->category]);
        g_array_index(self->sums, GpInt128, bins[term->category] - 1 + term->stage) +=
            quantity * term->rate;
    }
}

/* Adds cells of one place as long as there are any. Returns: the place after the last one */
static guint32
add_named(Allocation *self, const GpEmissionBatch *batch, guint32 first)
{
    const GpCell *cell = &batch->cells[first], *end = &batch->cells[batch->n];
    guint32 place = cell->who, circle = gp_circles_find_named(&self->circles, place);
    gboolean is_one = gp_circles_get(&self->circles, circle)->is_one;
    TermMode mode = is_one ? TERMS_BY_SLICE : TERMS_BY_MOMENT;
    guint *bins = bins_of(self, circle);

    for (; cell < end && cell->who == place; cell++) {
        guint32 plan = gp_emission_batch_plan(batch, cell);

        if (plan != GP_NO_PLAN)
            add_terms(self, bins, is_one, terms_of(self, plan, batch->month, mode), cell);
    }
    return (guint32)(cell - batch->cells);
}

/* What a plan makes may be shared by several rules. */
static void
add_shared(Allocation *self, const GpCell *cell, guint32 plan, GpMonth month)
{
    const Terms *terms = terms_of(self, plan, month, TERMS_BY_SHARING);

    for (guint i = terms->first; i < terms->first + terms->n; i++) {
        guint32 sharing = g_array_index(self->terms, Term, i).sharing;
        guint32 circle = gp_circles_find_shared(&self->circles, cell->who, sharing);

        add_terms(self, bins_of(self, circle), FALSE, &(Terms){.first = i, .n = 1}, cell);
    }
}

/* Whoever is named by a cell that causes nothing is not looked for. */
static void
add_batch(Allocation *self, const GpEmissionBatch *batch)
{
    guint32 i = 0;

    while (i < batch->n) {
        const GpCell *cell = &batch->cells[i];
        guint32 plan = gp_emission_batch_plan(batch, cell);

        if (plan != GP_NO_PLAN && gp_circles_is_named(&self->circles, cell->who)) {
            i = add_named(self, batch, i);
            continue;
        }
        if (plan != GP_NO_PLAN)
            add_shared(self, cell, plan, batch->month);
        i++;
    }
}

static void
add_all(Allocation *self)
{
    for (guint i = 0; i < self->cells->batches->len; i++)
        add_batch(self, &g_array_index(self->cells->batches, GpEmissionBatch, i));
    for (guint i = 0; i < self->sums->len; i++)
        self->year->total_kg += g_array_index(self->sums, GpInt128, i);
}

/* ---- lines ---- */

static guint32
find_line(Allocation *self, const GpRoleLine *line)
{
    GpRoleLine kept = *line;
    guint32 id;

    g_string_printf(self->text, "%s\x1f%d\x1f%s\x1f%s\x1f%s", line->category, line->part, line->key,
                    line->pool, line->reason);
    id = gp_dict_intern(self->lines, self->text->str, self->text->len);
    if (id < self->year->lines->len)
        return id;
    kept.category = g_string_chunk_insert_const(self->year->texts, line->category);
    kept.reason = g_string_chunk_insert_const(self->year->texts, line->reason);
    g_array_append_val(self->year->lines, kept);
    return id;
}

static guint32
make_line(Allocation *self, const char *category, const GpCircle *circle)
{
    const GpAttributionRule *rule = circle->rule;
    GpRoleLine line = {category, GP_PART_OWN, "", "", NAMED_REASON};

    if (rule != NULL && rule->belongs != GP_BELONGS_NOBODY && circle->sharers->posts->len > 0)
        line =
            (GpRoleLine){category, rule->belongs == GP_BELONGS_OWN ? GP_PART_OWN : GP_PART_SHARED,
                         gp_key_name(gp_circles_key(&self->circles, rule)),
                         gp_pool_name(rule->pool), rule->reason};
    else if (rule != NULL)
        line = (GpRoleLine){category, GP_PART_NOBODY, "", "",
                            rule->belongs == GP_BELONGS_NOBODY ? rule->reason
                            : rule->belongs == GP_BELONGS_OWN  ? NO_CONTROL_REASON
                                                               : NO_STAFF_REASON};
    return find_line(self, &line);
}

/* The lines of named roles differ by category alone, and they are by far the most. */
static guint32
line_of(Allocation *self, guint32 category, const GpCircle *circle, guint32 *named)
{
    const char *name = gp_dict_name(self->categories, category);

    if (circle->rule != NULL)
        return make_line(self, name, circle);
    if (named[category] == GP_DICT_NONE)
        named[category] = make_line(self, name, circle);
    return named[category];
}

static int
compare_lines(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpRoleYear *year = data;
    const GpRoleLine *x = gp_role_year_line(year, *(const guint *)a);
    const GpRoleLine *y = gp_role_year_line(year, *(const guint *)b);
    int order = strcmp(x->category, y->category);

    if (order == 0)
        order = (int)x->part - (int)y->part;
    if (order == 0)
        order = strcmp(x->key, y->key);
    if (order == 0)
        order = strcmp(x->reason, y->reason);
    return order != 0 ? order : strcmp(x->pool, y->pool);
}

/* Puts the lines in order. Returns: (transfer full): the new place of each */
static guint *
sort_lines(GpRoleYear *year)
{
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(GpRoleLine));
    guint *places = g_new(guint, year->lines->len);

    for (guint i = 0; i < year->lines->len; i++)
        g_array_append_val(order, i);
    g_array_sort_with_data(order, compare_lines, year);
    for (guint i = 0; i < order->len; i++) {
        places[g_array_index(order, guint, i)] = i;
        g_array_append_vals(sorted, gp_role_year_line(year, g_array_index(order, guint, i)), 1);
    }
    g_array_unref(year->lines);
    year->lines = sorted;
    return places;
}

/* Returns: (transfer full): the line of each bin */
static guint *
make_lines(Allocation *self)
{
    guint n_categories = self->n_categories;
    g_autofree guint32 *named = g_new(guint32, n_categories);
    g_autofree guint *places = NULL;
    guint *lines = g_new0(guint, self->bins->len);

    for (guint i = 0; i < n_categories; i++)
        named[i] = GP_DICT_NONE;
    for (guint bin = 0; bin < self->bins->len; bin++) {
        if (g_array_index(self->bins, guint, bin) != 0)
            lines[bin] = line_of(self, bin % n_categories,
                                 gp_circles_get(&self->circles, bin / n_categories), named);
    }
    places = sort_lines(self->year);
    for (guint bin = 0; bin < self->bins->len; bin++) {
        if (g_array_index(self->bins, guint, bin) != 0)
            lines[bin] = places[lines[bin]];
    }
    return lines;
}

/* ---- sharing ---- */

static void
share(Allocation *self, const GpCircle *circle, GpInt128 kg, guint slice_place, guint line)
{
    GpRoleYear *year = self->year;
    GpRoleSlice *slice = &g_array_index(year->slices, GpRoleSlice, slice_place);

    if (gp_role_year_line(year, line)->part == GP_PART_NOBODY)
        slice->not_allocated[line] += kg;
    else
        gp_circle_share(circle, kg, slice->kg + line, year->stride);
}

static void
share_bin(Allocation *self, const GpCircle *circle, const GpInt128 *sums, guint line)
{
    guint n = circle->is_one ? self->year->slices->len : self->n_moments;

    for (guint i = 0; i < n; i++) {
        if (sums[i] != 0)
            share(self, circle, sums[i], circle->is_one ? i : self->slice_of_moment[i], line);
    }
}

static void
share_all(Allocation *self)
{
    GpRoleYear *year = self->year;
    g_autofree guint *lines = make_lines(self);

    gp_circles_add_unknown_roles(&self->circles);
    gp_role_year_make_room(year);
    for (guint bin = 0; bin < self->bins->len; bin++) {
        guint first = g_array_index(self->bins, guint, bin);

        if (first != 0)
            share_bin(self, gp_circles_get(&self->circles, bin / self->n_categories),
                      &g_array_index(self->sums, GpInt128, first - 1), lines[bin]);
    }
}

/* ---- the whole ---- */

/* Each place once, in byte order. */
static void
sort_places(GPtrArray *places)
{
    guint n = 0;

    g_ptr_array_sort(places, gp_text_compare);
    for (guint i = 0; i < places->len; i++) {
        if (n == 0 || !g_str_equal(places->pdata[n - 1], places->pdata[i]))
            places->pdata[n++] = places->pdata[i];
    }
    g_ptr_array_set_size(places, (int)n);
}

static int
compare_slices(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpRoleSlice *x = a, *y = b;
    int order = 0;

    for (guint i = 0; order == 0 && i < ((const GpBy *)data)->n; i++)
        order = strcmp(x->labels[i], y->labels[i]);
    return order;
}

static void
sort_slices(Allocation *self)
{
    for (guint i = self->year->slices->len; i > 0; i--) {
        if (!self->is_met[i - 1])
            g_array_remove_index_fast(self->year->slices, i - 1);
    }
    g_array_sort_with_data(self->year->slices, compare_slices, (gpointer)&self->input->slices);
}

static void
allocation_init(Allocation *self, const GpAllocateInput *input)
{
    *self = (Allocation){
        .input = input,
        .cells = input->cells,
        .year = gp_role_year_new(input->fy, input->workforce_fy, input->cells->kg_places),
        .categories = gp_dict_new(),
        .gases = g_array_new(FALSE, FALSE, sizeof(GpEmissionKind)),
        .terms = g_array_new(FALSE, FALSE, sizeof(Term)),
        .bins = g_array_new(FALSE, TRUE, sizeof(guint)),
        .sums = g_array_new(FALSE, TRUE, sizeof(GpInt128)),
        .lines = gp_dict_new(),
        .text = g_string_new(NULL)};
    for (TermMode mode = 0; mode < N_TERM_MODES; mode++)
        self->terms_of[mode] = g_new0(Terms, input->cells->plans->len);
    gp_staff_init(&self->staff, input, self->year);
    gp_circles_init(&self->circles, input, &self->staff, self->year);
    number_kinds(self);
    make_slices(self);
    self->year->by = input->slices;
    self->year->matches = input->cells->matches;
}

static void
allocation_clear(Allocation *self)
{
    gp_circles_clear(&self->circles);
    gp_staff_clear(&self->staff);
    gp_dict_free(self->categories);
    g_free(self->kinds);
    g_array_unref(self->gases);
    g_free(self->slice_of_moment);
    g_free(self->is_met);
    g_array_unref(self->terms);
    for (TermMode mode = 0; mode < N_TERM_MODES; mode++)
        g_free(self->terms_of[mode]);
    g_array_unref(self->bins);
    g_array_unref(self->sums);
    gp_dict_free(self->lines);
    g_string_free(self->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Allocation, allocation_clear)

GpRoleYear *
gp_allocate(const GpAllocateInput *input)
{
    g_auto(Allocation) allocation;

    allocation_init(&allocation, input);
    add_all(&allocation);
    share_all(&allocation);
    sort_slices(&allocation);
    sort_places(allocation.year->without_staff);
    return allocation.year;
}
