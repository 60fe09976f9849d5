/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-disclose-private.h"

/*
 * What is shown by itself, chosen in this order, so that roles keep their names the longest:
 *   1. roles, sites and categories of few people are put together, until nothing is small;
 *   2. where a category is of few people in a row of roles, the row shows it with another one;
 *   3. while anything can be had of few people from the rows of roles and the sums of sites, the
 *      cheapest two rows on either side of it are put together;
 *   4. categories are told apart by site one after another, as long as it holds;
 *   5. so are cells.
 */
static void
choice_clear(GpChoice *self)
{
    g_free(self->n_roles_in);
    g_free(self->n_sites_in);
    g_free(self->people_of_category);
    g_free(self->is_small);
    g_free(self->is_other);
    g_free(self->partners);
    g_free(self->uses);
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
    memcpy(self->out->is_other + to * (stride - 1), self->is_other, stride - 1);
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

int
gp_sized_compare(gconstpointer a, gconstpointer b)
{
    const GpSized *x = a, *y = b;

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
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(GpSized));

    for (guint32 row = 0; row < gp_choice_other_roles(self); row++) {
        GpSized sized = {row, 0, gp_choice_role_row(self, row)->people};

        if (self->n_roles_in[row] == 0)
            continue;
        if (group == GP_DISCLOSE_NOWHERE ||
            (gp_choice_group_of_row(self, row) == group && row < self->input->n_roles))
            g_array_append_val(rows, sized);
    }
    g_array_sort(rows, gp_sized_compare);
    return rows;
}

static void
hide_small_roles_of(GpChoice *self, guint32 group)
{
    g_autoptr(GArray) rows = role_rows_by_size(self, group);
    guint32 others = gp_choice_others_of_group(self, group);
    gint64 threshold = self->input->threshold;

    for (guint i = 0; i < rows->len; i++) {
        const GpSized *row = &g_array_index(rows, GpSized, i);

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
            gp_choice_move_roles(self, g_array_index(rows, GpSized, i).row, others);
    }
}

static void
hide_small_sites(GpChoice *self)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(GpSized));
    guint32 others = gp_choice_other_sites(self);
    gint64 threshold = self->input->threshold;

    for (guint32 site = 0; site < self->input->n_sites; site++) {
        GpSized sized = {site, 0, gp_choice_site_row(self, site)->people};

        if (self->n_sites_in[site] > 0)
            g_array_append_val(rows, sized);
    }
    g_array_sort(rows, gp_sized_compare);
    for (guint i = 0; i < rows->len; i++) {
        const GpSized *row = &g_array_index(rows, GpSized, i);

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
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(GpSized));

    for (guint32 i = 0; i < self->input->n_categories; i++) {
        GpSized sized = {i, 0, self->people_of_category[i]};

        g_array_append_val(sorted, sized);
    }
    g_array_sort(sorted, gp_sized_compare);
    return sorted;
}

/* Small categories go with the smallest that is not. Their totals may well be known from elsewhere:
 * taken off, they must leave what that one has, so where they are, parts are shown in sum. */
static void
hide_small_categories(GpChoice *self)
{
    g_autoptr(GArray) sorted = categories_by_size(self);
    guint n = self->input->n_categories;
    gboolean is_small = TRUE;

    for (guint i = 0; i < sorted->len && is_small; i++) {
        const GpSized *category = &g_array_index(sorted, GpSized, i);

        is_small = category->people < self->input->threshold;
        self->is_small[category->row] = is_small ? 1 : 0;
        self->is_other[category->row] = is_small || i > 0 ? 1 : 0;
        self->uses[category->row] = is_small ? GP_USE_KNOWN : GP_USE_COUNTED;
    }
    for (guint32 row = 0; row <= gp_choice_other_roles(self); row++)
        memcpy(self->out->is_other + row * n, self->is_other, n);
}

/* Rows of roles in which somebody has kg in a small category. */
static void
sum_up_small_categories(GpChoice *self)
{
    const GpDiscloseInput *input = self->input;
    guint n = input->n_categories;

    for (guint32 i = 0; i < input->n_cells; i++) {
        for (guint line = 0; line < input->n_lines; line++) {
            if (self->is_small[input->lines[line].category] &&
                input->has[(gsize)i * input->n_lines + line])
                self->out->is_together[self->out->row_of_role[input->cells[i].role] * (n + 1) + n] =
                    TRUE;
        }
    }
}

/* ---- what holds ---- */

gboolean
gp_choice_find_cut(const GpChoice *self, const guint8 *uses, GpTies **out_ties, GpCut *out_cut)
{
    g_autoptr(GpTies) ties = gp_disclose_ties(self->out, self->input, uses);
    g_autoptr(GpCutSearch) search = gp_cut_search_new(ties, self->input->threshold);

    if (!gp_cut_search_next(search, out_cut))
        return FALSE;
    *out_ties = g_steal_pointer(&ties);
    return TRUE;
}

gboolean
gp_choice_holds(const GpChoice *self, const guint8 *uses)
{
    g_autoptr(GpTies) ties = NULL;
    g_auto(GpCut) cut = {0};

    return !gp_choice_find_cut(self, uses, &ties, &cut);
}

/* Puts things together until nothing can be had from them. FALSE: even all together is too few. */
static gboolean
mend_all(GpChoice *self)
{
    for (;;) {
        g_autoptr(GpTies) ties = NULL;
        g_auto(GpCut) cut = {0};

        sum_up_small_categories(self);
        gp_choice_hide_thin_categories(self);
        if (!gp_choice_find_cut(self, NULL, &ties, &cut) &&
            !gp_choice_find_cut(self, self->uses, &ties, &cut))
            return TRUE;
        if (!gp_choice_mend(self, ties, &cut))
            return FALSE;
    }
}

/* ---- categories by site ---- */

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
    if (n == 1 && !self->is_other[last])
        self->out->is_by_site[last] = TRUE;
}

static void
tell_categories_apart(GpChoice *self)
{
    g_autoptr(GArray) sorted = categories_by_size(self);

    for (guint i = sorted->len; i-- > 0;) {
        guint8 *is_by_site = &self->out->is_by_site[g_array_index(sorted, GpSized, i).row];

        if (*is_by_site || self->is_other[g_array_index(sorted, GpSized, i).row])
            continue;
        *is_by_site = TRUE;
        *is_by_site = gp_choice_holds(self, NULL) && gp_choice_holds(self, self->uses);
    }
    name_last_category(self);
}

/* ---- cells ---- */

/* Cells of enough people, the largest first. */
static GArray *
cells_by_size(const GpChoice *self)
{
    guint n_sites = self->out->site_rows->len, n = self->out->role_rows->len * n_sites;
    g_autofree gint64 *people = g_new0(gint64, n);
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(GpSized));

    for (guint32 i = 0; i < self->input->n_cells; i++) {
        const GpDiscloseCell *cell = &self->input->cells[i];

        if (cell->people > 0)
            people[self->out->row_of_role[cell->role] * n_sites +
                   self->out->row_of_site[cell->site]] += cell->people;
    }
    for (guint i = 0; i < n; i++) {
        GpSized sized = {i / n_sites, i % n_sites, -people[i]};

        if (people[i] >= self->input->threshold)
            g_array_append_val(sorted, sized);
    }
    g_array_sort(sorted, gp_sized_compare);
    return sorted;
}

/* “Other categories” of a row are in several families if sites tell some of them apart. */
static guint8 *
list_shared(const GpChoice *self, guint n_figures)
{
    guint n_slots = gp_disclose_n_slots(self->input), n = self->input->n_categories;
    guint8 *is_shared = g_new0(guint8, n_figures + 1);

    for (guint32 row = 0; row <= gp_choice_other_roles(self); row++) {
        guint8 *others = is_shared + row * n_slots + 2 * n;

        for (guint32 category = 0; category < n; category++)
            others[0] |= self->out->is_other[row * n + category] && self->out->is_by_site[category];
        others[1] = others[0];
    }
    return is_shared;
}

static gboolean
cell_holds(const GpChoice *self, const guint8 *uses, guint32 role_row, guint32 site_row)
{
    g_autoptr(GpTies) ties = gp_disclose_ties(self->out, self->input, uses);
    g_autofree guint8 *is_shared = list_shared(self, ties->n_figures);
    GpSharedFigures shared = {ties->n_figures, is_shared};

    for (guint32 family = 0; family < gp_disclose_n_families(self->input); family++) {
        guint32 site = gp_disclose_site_figure(self->out, self->input, family, site_row);
        guint32 cell = gp_disclose_cell_figure(self->out, self->input, family, role_row, site_row);

        if (!gp_ties_hold(ties, family, site, cell, self->input->threshold, &shared))
            return FALSE;
    }
    return TRUE;
}

static void
show_cells(GpChoice *self)
{
    g_autoptr(GArray) sorted = cells_by_size(self);

    for (guint i = 0; i < sorted->len; i++) {
        const GpSized *cell = &g_array_index(sorted, GpSized, i);
        guint8 *is_shown =
            &self->out->cell_is_shown[cell->row * self->out->site_rows->len + cell->column];

        *is_shown = TRUE;
        *is_shown =
            self->input->primary_only || (cell_holds(self, NULL, cell->row, cell->column) &&
                                          cell_holds(self, self->uses, cell->row, cell->column));
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
        self->out->is_by_site[i] = !self->is_other[i];
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
    out->is_other = g_new0(guint8, n_role_rows * (input->n_categories + 1));
    out->is_by_site = g_new0(guint8, input->n_categories + 1);
    out->is_together = g_new0(guint8, n_role_rows * (input->n_categories + 1));
    out->cell_is_shown = g_new0(guint8, n_role_rows * n_site_rows);
    self.n_roles_in = g_new0(guint32, n_role_rows);
    self.n_sites_in = g_new0(guint32, n_site_rows);
    self.people_of_category = g_new0(gint64, input->n_categories + 1);
    self.is_small = g_new0(guint8, input->n_categories + 1);
    self.is_other = g_new0(guint8, input->n_categories + 1);
    self.partners = g_new(guint32, input->n_categories + 1);
    self.uses = g_new0(guint8, input->n_categories + 1);
    memset(self.partners, 0xff, (input->n_categories + 1) * sizeof *self.partners);
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
