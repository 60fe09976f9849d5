/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-disclose-private.h"

/*
 * What is shown by itself, chosen in this order, so that roles keep their names the longest:
 *   1. roles, sites and categories of few people are put together, until nothing is small;
 *   2. while anything can be had of few people from the rows of roles and the sums of sites, the
 *      cheapest two rows on either side of it are put together;
 *   3. categories are told apart by site one after another, as long as it holds;
 *   4. so are cells.
 */
static void
choice_clear(GpChoice *self)
{
    g_free(self->n_roles_in);
    g_free(self->n_sites_in);
    g_free(self->people_of_category);
    g_free(self->is_small);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpChoice, choice_clear)

/* ---- rows that are put together ---- */

guint32
gp_choice_group_of_row(const GpChoice *self, guint32 row)
{
    const GpDiscloseRow *it = gp_choice_role_row(self, row);

    if (it->kind == GP_DISCLOSE_OTHER)
        return GP_DISCLOSE_NOWHERE;
    return it->kind == GP_DISCLOSE_GROUP ? it->id : self->input->group_of_role[it->id];
}

void
gp_choice_move_roles(GpChoice *self, guint32 from, guint32 to)
{
    guint stride = self->input->n_categories + 1;

    if (from == to)
        return;
    for (guint32 role = 0; role < self->input->n_roles; role++) {
        if (self->out->row_of_role[role] == from)
            self->out->row_of_role[role] = to;
    }
    gp_choice_role_row(self, to)->people += gp_choice_role_row(self, from)->people;
    gp_choice_role_row(self, from)->people = 0;
    self->n_roles_in[to] += self->n_roles_in[from];
    self->n_roles_in[from] = 0;
    memset(self->out->is_together + to * stride, 0, stride);
}

void
gp_choice_move_sites(GpChoice *self, guint32 from, guint32 to)
{
    if (from == to)
        return;
    for (guint32 site = 0; site < self->input->n_sites; site++) {
        if (self->out->row_of_site[site] == from)
            self->out->row_of_site[site] = to;
    }
    gp_choice_site_row(self, to)->people += gp_choice_site_row(self, from)->people;
    gp_choice_site_row(self, from)->people = 0;
    self->n_sites_in[to] += self->n_sites_in[from];
    self->n_sites_in[from] = 0;
}

typedef struct {
    guint32 row, column; /* the row alone, or with its column: a cell */
    gint64 people;
} Sized;

static int
compare_sizes(gconstpointer a, gconstpointer b)
{
    const Sized *x = a, *y = b;

    if (x->people != y->people)
        return x->people < y->people ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* The rows of a group's roles, or of all roles, by size. */
static GArray *
role_rows_by_size(const GpChoice *self, guint32 group)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Sized));

    for (guint32 row = 0; row < gp_choice_other_roles(self); row++) {
        Sized sized = {row, 0, gp_choice_role_row(self, row)->people};

        if (self->n_roles_in[row] == 0)
            continue;
        if (group == GP_DISCLOSE_NOWHERE ||
            (gp_choice_group_of_row(self, row) == group && row < self->input->n_roles))
            g_array_append_val(rows, sized);
    }
    g_array_sort(rows, compare_sizes);
    return rows;
}

static void
hide_small_roles_of(GpChoice *self, guint32 group)
{
    g_autoptr(GArray) rows = role_rows_by_size(self, group);
    guint32 others = gp_choice_others_of_group(self, group);
    gint64 threshold = self->input->threshold;

    for (guint i = 0; i < rows->len; i++) {
        const Sized *row = &g_array_index(rows, Sized, i);

        if (row->people < threshold ||
            (self->n_roles_in[others] > 0 && gp_choice_role_row(self, others)->people < threshold))
            gp_choice_move_roles(self, row->row, others);
    }
    if (gp_choice_role_row(self, others)->people < threshold)
        gp_choice_move_roles(self, others, gp_choice_other_roles(self));
}

static void
hide_small_roles(GpChoice *self)
{
    g_autoptr(GArray) rows = NULL;
    guint32 others = gp_choice_other_roles(self);

    for (guint32 group = 0; group < self->input->n_groups; group++)
        hide_small_roles_of(self, group);
    rows = role_rows_by_size(self, GP_DISCLOSE_NOWHERE);
    for (guint i = 0; i < rows->len; i++) {
        if (self->n_roles_in[others] > 0 &&
            gp_choice_role_row(self, others)->people < self->input->threshold)
            gp_choice_move_roles(self, g_array_index(rows, Sized, i).row, others);
    }
}

static void
hide_small_sites(GpChoice *self)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Sized));
    guint32 others = gp_choice_other_sites(self);
    gint64 threshold = self->input->threshold;

    for (guint32 site = 0; site < self->input->n_sites; site++) {
        Sized sized = {site, 0, gp_choice_site_row(self, site)->people};

        if (self->n_sites_in[site] > 0)
            g_array_append_val(rows, sized);
    }
    g_array_sort(rows, compare_sizes);
    for (guint i = 0; i < rows->len; i++) {
        const Sized *row = &g_array_index(rows, Sized, i);

        if (row->people < threshold ||
            (self->n_sites_in[others] > 0 && gp_choice_site_row(self, others)->people < threshold))
            gp_choice_move_sites(self, row->row, others);
    }
}

/* The people who have kg in any of some categories. */
static gint64
people_of_categories(const GpChoice *self, const guint8 *categories)
{
    const GpDiscloseInput *input = self->input;
    gint64 people = 0;

    for (guint32 i = 0; i < input->n_cells; i++) {
        gboolean has = FALSE;

        for (guint line = 0; line < input->n_lines; line++)
            has |= categories[input->lines[line].category] && input->has[i * input->n_lines + line];
        people += has ? input->cells[i].people : 0;
    }
    return people;
}

static GArray *
categories_by_size(const GpChoice *self)
{
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(Sized));

    for (guint32 i = 0; i < self->input->n_categories; i++) {
        Sized sized = {i, 0, self->people_of_category[i]};

        g_array_append_val(sorted, sized);
    }
    g_array_sort(sorted, compare_sizes);
    return sorted;
}

/* The total of a small category may well be known from elsewhere, so at most one category that is
 * not small goes with the small ones: then their totals give nothing but themselves. */
static void
hide_small_categories(GpChoice *self)
{
    g_autoptr(GArray) sorted = categories_by_size(self);
    guint8 *is_other = self->out->is_other;
    guint n = 0;

    for (guint i = 0; i < sorted->len; i++) {
        const Sized *category = &g_array_index(sorted, Sized, i);

        self->is_small[category->row] = category->people < self->input->threshold;
        if (!self->is_small[category->row] &&
            (n == 0 || people_of_categories(self, is_other) >= self->input->threshold))
            break;
        is_other[category->row] = TRUE;
        n++;
    }
}

/* ---- what holds ---- */

/* A cut of a family that is below the threshold. */
static gboolean
find_cut(const GpChoice *self, const guint8 *categories, GpTies **out_ties, guint8 **out_sides)
{
    GpDiscloseFamily family = {categories};
    g_autoptr(GpTies) ties = gp_disclose_ties(self->out, self->input, &family);
    g_autoptr(GpCutSearch) search = gp_cut_search_new(ties, self->input->threshold);
    g_autofree guint8 *sides = g_new0(guint8, ties->n_figures + 1);

    if (!gp_cut_search_next(search, sides))
        return FALSE;
    *out_ties = g_steal_pointer(&ties);
    *out_sides = g_steal_pointer(&sides);
    return TRUE;
}

static gboolean
holds(const GpChoice *self, const guint8 *categories)
{
    g_autoptr(GpTies) ties = NULL;
    g_autofree guint8 *sides = NULL;

    return !find_cut(self, categories, &ties, &sides);
}

/* Puts rows together until nothing can be had from them. FALSE: even all together is too few. */
static gboolean
mend_all(GpChoice *self)
{
    g_autofree guint8 *all = g_memdup2(self->is_small, self->input->n_categories + 1);
    g_autofree guint8 *large = g_memdup2(self->is_small, self->input->n_categories + 1);

    for (guint32 i = 0; i < self->input->n_categories; i++) {
        all[i] = TRUE;
        large[i] = !self->is_small[i];
    }
    for (;;) {
        g_autoptr(GpTies) ties = NULL;
        g_autofree guint8 *sides = NULL;

        if (!find_cut(self, all, &ties, &sides) && !find_cut(self, large, &ties, &sides) &&
            !find_cut(self, NULL, &ties, &sides))
            return TRUE;
        if (!gp_choice_mend(self, ties, sides))
            return FALSE;
    }
}

/* ---- categories by site ---- */

/* The categories that sites show in one sum only, with or without the small ones. */
static guint8 *
rest_of_categories(const GpChoice *self, gboolean with_small)
{
    guint8 *rest = g_new0(guint8, self->input->n_categories + 1);

    for (guint32 i = 0; i < self->input->n_categories; i++)
        rest[i] = !self->out->is_by_site[i] && (with_small || !self->is_small[i]);
    return rest;
}

/* What is left is no sum if it is one category. */
static void
name_last_category(GpChoice *self)
{
    guint32 last = 0;
    guint n = 0;

    for (guint32 i = 0; i < self->input->n_categories; i++) {
        last = self->out->is_by_site[i] ? last : i;
        n += !self->out->is_by_site[i];
    }
    if (n == 1 && !self->out->is_other[last])
        self->out->is_by_site[last] = TRUE;
}

static void
tell_categories_apart(GpChoice *self)
{
    g_autoptr(GArray) sorted = categories_by_size(self);

    for (guint i = sorted->len; i-- > 0;) {
        guint32 category = g_array_index(sorted, Sized, i).row;
        g_autofree guint8 *alone = g_new0(guint8, self->input->n_categories + 1);
        g_autofree guint8 *rest = NULL, *large_rest = NULL;

        if (self->out->is_other[category])
            continue;
        alone[category] = TRUE;
        self->out->is_by_site[category] = TRUE;
        rest = rest_of_categories(self, TRUE);
        large_rest = rest_of_categories(self, FALSE);
        self->out->is_by_site[category] =
            holds(self, alone) && holds(self, rest) && holds(self, large_rest);
    }
    name_last_category(self);
}

/* ---- cells ---- */

/* The families of the tables with sites: each category by itself, the rest, and the staff (NULL).
 */
static GPtrArray *
families(const GpChoice *self)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

    for (guint32 i = 0; i < self->input->n_categories; i++) {
        guint8 *alone = self->out->is_by_site[i] ? g_new0(guint8, self->input->n_categories) : NULL;

        if (alone == NULL)
            continue;
        alone[i] = TRUE;
        g_ptr_array_add(list, alone);
    }
    g_ptr_array_add(list, rest_of_categories(self, TRUE));
    g_ptr_array_add(list, rest_of_categories(self, FALSE));
    g_ptr_array_add(list, NULL);
    return list;
}

/* Cells of enough people, the largest first. */
static GArray *
cells_by_size(const GpChoice *self)
{
    guint n_sites = self->out->site_rows->len, n = self->out->role_rows->len * n_sites;
    g_autofree gint64 *people = g_new0(gint64, n);
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(Sized));

    for (guint32 i = 0; i < self->input->n_cells; i++) {
        const GpDiscloseCell *cell = &self->input->cells[i];

        if (cell->people > 0)
            people[self->out->row_of_role[cell->role] * n_sites +
                   self->out->row_of_site[cell->site]] += cell->people;
    }
    for (guint i = 0; i < n; i++) {
        Sized sized = {i / n_sites, i % n_sites, -people[i]};

        if (people[i] >= self->input->threshold)
            g_array_append_val(sorted, sized);
    }
    g_array_sort(sorted, compare_sizes);
    return sorted;
}

static gboolean
cell_holds(const GpChoice *self, const GPtrArray *in, guint32 role_row, guint32 site_row)
{
    guint32 cell = gp_disclose_cell_figure(self->out, self->input, role_row, site_row);
    guint32 site = gp_disclose_site_figure(self->out, self->input, site_row);

    for (guint i = 0; i < in->len; i++) {
        GpDiscloseFamily family = {g_ptr_array_index(in, i)};
        g_autoptr(GpTies) ties = gp_disclose_ties(self->out, self->input, &family);

        if (!gp_ties_hold(ties, cell, site, self->input->threshold))
            return FALSE;
    }
    return TRUE;
}

static void
show_cells(GpChoice *self)
{
    g_autoptr(GArray) sorted = cells_by_size(self);
    g_autoptr(GPtrArray) in = families(self);

    for (guint i = 0; i < sorted->len; i++) {
        const Sized *cell = &g_array_index(sorted, Sized, i);
        guint8 *is_shown =
            &self->out->cell_is_shown[cell->row * self->out->site_rows->len + cell->column];

        *is_shown = TRUE;
        *is_shown = self->input->primary_only || cell_holds(self, in, cell->row, cell->column);
    }
}

/* ---- all together ---- */

static gboolean
has_kg(const GpDiscloseInput *input, guint32 cell)
{
    return input->n_lines > 0 && memchr(input->has + cell * input->n_lines, 1, input->n_lines);
}

static void
add_rows(GpChoice *self)
{
    const GpDiscloseInput *input = self->input;

    for (guint32 i = 0; i <= gp_choice_other_roles(self); i++) {
        GpDiscloseRow row = {GP_DISCLOSE_OTHER, 0, 0};

        if (i < input->n_roles)
            row = (GpDiscloseRow){GP_DISCLOSE_ONE, i, 0};
        else if (i < gp_choice_other_roles(self))
            row = (GpDiscloseRow){GP_DISCLOSE_GROUP, i - input->n_roles, 0};
        g_array_append_val(self->out->role_rows, row);
    }
    for (guint32 i = 0; i <= gp_choice_other_sites(self); i++) {
        GpDiscloseRow row = {i < input->n_sites ? GP_DISCLOSE_ONE : GP_DISCLOSE_OTHER, 0, 0};

        row.id = i < input->n_sites ? i : 0;
        g_array_append_val(self->out->site_rows, row);
    }
}

/* Every role and site that has people or kg in a row of its own. */
static void
count(GpChoice *self)
{
    const GpDiscloseInput *input = self->input;

    for (guint32 i = 0; i < input->n_cells; i++) {
        const GpDiscloseCell *cell = &input->cells[i];

        if (!cell->has_staff && !has_kg(input, i))
            continue;
        self->out->row_of_role[cell->role] = cell->role;
        self->out->row_of_site[cell->site] = cell->site;
        self->n_roles_in[cell->role] = self->n_sites_in[cell->site] = 1;
        gp_choice_role_row(self, cell->role)->people += cell->people;
        gp_choice_site_row(self, cell->site)->people += cell->people;
    }
    for (guint32 category = 0; category < input->n_categories; category++) {
        g_autofree guint8 *alone = g_new0(guint8, input->n_categories + 1);

        alone[category] = TRUE;
        self->people_of_category[category] = people_of_categories(self, alone);
    }
}

static void
show_all_categories(GpChoice *self)
{
    for (guint32 i = 0; i < self->input->n_categories; i++)
        self->out->is_by_site[i] = !self->out->is_other[i];
}

static gboolean
is_too_few(const GpChoice *self)
{
    gint64 people = 0;

    for (guint32 i = 0; i < self->input->n_cells; i++)
        people += self->input->cells[i].people;
    return people < self->input->threshold;
}

GpDisclosure *
gp_disclose_choose(const GpDiscloseInput *input)
{
    GpDisclosure *out = g_new0(GpDisclosure, 1);
    guint n_role_rows = input->n_roles + input->n_groups + 1, n_site_rows = input->n_sites + 1;
    g_auto(GpChoice) self = {.input = input, .out = out};

    out->role_rows = g_array_new(FALSE, FALSE, sizeof(GpDiscloseRow));
    out->site_rows = g_array_new(FALSE, FALSE, sizeof(GpDiscloseRow));
    out->row_of_role = g_new(guint32, input->n_roles + 1);
    out->row_of_site = g_new(guint32, input->n_sites + 1);
    memset(out->row_of_role, 0xff, input->n_roles * sizeof(guint32));
    memset(out->row_of_site, 0xff, input->n_sites * sizeof(guint32));
    out->n_categories = input->n_categories;
    out->is_other = g_new0(guint8, input->n_categories + 1);
    out->is_by_site = g_new0(guint8, input->n_categories + 1);
    out->is_together = g_new0(guint8, n_role_rows * (input->n_categories + 1));
    out->cell_is_shown = g_new0(guint8, n_role_rows * n_site_rows);
    self.n_roles_in = g_new0(guint32, n_role_rows);
    self.n_sites_in = g_new0(guint32, n_site_rows);
    self.people_of_category = g_new0(gint64, input->n_categories + 1);
    self.is_small = g_new0(guint8, input->n_categories + 1);
    add_rows(&self);
    count(&self);
    hide_small_roles(&self);
    hide_small_sites(&self);
    hide_small_categories(&self);
    out->is_nothing = is_too_few(&self) || (!input->primary_only && !mend_all(&self));
    if (out->is_nothing)
        return out;
    if (input->primary_only)
        show_all_categories(&self);
    else
        tell_categories_apart(&self);
    show_cells(&self);
    return out;
}
