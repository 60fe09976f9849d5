/* SPDX-License-Identifier: MIT */
#include "gp-disclose.h"

#include <string.h>

#include "gp-disclose-private.h"

/* ---- the input in the byte order of its names, so that its own order does not matter ---- */

typedef struct {
    GpDiscloseInput input; /* what differs from the original's is held below */
    guint32 *role_order, *site_order, *group_order; /* ids of the original, by place */
    guint32 *category_order, *line_order;
    const char **roles, **sites, **groups, **categories;
    guint32 *group_of_role;
    GpDiscloseLine *lines;
    GpDiscloseCell *cells;
    guint8 *has;
} Sorted;

static void
sorted_clear(Sorted *self)
{
    g_free(self->role_order);
    g_free(self->site_order);
    g_free(self->group_order);
    g_free(self->category_order);
    g_free(self->line_order);
    g_free(self->roles);
    g_free(self->sites);
    g_free(self->groups);
    g_free(self->categories);
    g_free(self->group_of_role);
    g_free(self->lines);
    g_free(self->cells);
    g_free(self->has);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sorted, sorted_clear)

static int
compare_names(gconstpointer a, gconstpointer b, gpointer names)
{
    const char *const *of = names;

    return strcmp(of[*(const guint32 *)a], of[*(const guint32 *)b]);
}

/* The ids in the order of their names, the names in that order, and the place of each id. */
static guint32 *
sort_names(const char *const *names, guint n, const char ***out_names, guint32 **out_places)
{
    guint32 *order = g_new(guint32, n + 1);

    for (guint32 i = 0; i < n; i++)
        order[i] = i;
    g_qsort_with_data(order, (int)n, sizeof *order, compare_names, (gpointer)names);
    *out_names = g_new(const char *, n + 1);
    *out_places = g_new(guint32, n + 1);
    for (guint32 i = 0; i < n; i++) {
        (*out_names)[i] = names[order[i]];
        (*out_places)[order[i]] = i;
    }
    return order;
}

static int
compare_cells(gconstpointer a, gconstpointer b, gpointer cells)
{
    const GpDiscloseCell *of = cells;
    const GpDiscloseCell *x = &of[*(const guint32 *)a], *y = &of[*(const guint32 *)b];

    if (x->role != y->role)
        return x->role < y->role ? -1 : 1;
    return x->site < y->site ? -1 : x->site > y->site;
}

static int
compare_lines(gconstpointer a, gconstpointer b, gpointer lines)
{
    const GpDiscloseLine *of = lines;
    const GpDiscloseLine *x = &of[*(const guint32 *)a], *y = &of[*(const guint32 *)b];

    if (x->category != y->category)
        return x->category < y->category ? -1 : 1;
    return !y->is_own - !x->is_own;
}

static guint32 *
order_of(guint n, GCompareDataFunc compare, gpointer of)
{
    guint32 *order = g_new(guint32, n + 1);

    for (guint32 i = 0; i < n; i++)
        order[i] = i;
    g_qsort_with_data(order, (int)n, sizeof *order, compare, of);
    return order;
}

static void
sort_cells(Sorted *self, const GpDiscloseInput *input, const guint32 *roles, const guint32 *sites)
{
    g_autofree GpDiscloseCell *cells = g_new(GpDiscloseCell, input->n_cells + 1);
    g_autofree guint32 *order = NULL;

    for (guint32 i = 0; i < input->n_cells; i++)
        cells[i] = (GpDiscloseCell){roles[input->cells[i].role], sites[input->cells[i].site],
                                    input->cells[i].people, input->cells[i].has_staff};
    order = order_of(input->n_cells, compare_cells, cells);
    self->cells = g_new(GpDiscloseCell, input->n_cells + 1);
    self->has = g_new(guint8, (gsize)input->n_cells * input->n_lines + 1);
    for (guint32 i = 0; i < input->n_cells; i++) {
        self->cells[i] = cells[order[i]];
        for (guint32 line = 0; line < input->n_lines; line++)
            self->has[(gsize)i * input->n_lines + line] =
                input->has[(gsize)order[i] * input->n_lines + self->line_order[line]] != 0;
    }
}

static void
sort_lines(Sorted *self, const GpDiscloseInput *input, const guint32 *categories)
{
    g_autofree GpDiscloseLine *lines = g_new(GpDiscloseLine, input->n_lines + 1);

    for (guint32 i = 0; i < input->n_lines; i++)
        lines[i] = (GpDiscloseLine){categories[input->lines[i].category], input->lines[i].is_own};
    self->line_order = order_of(input->n_lines, compare_lines, lines);
    self->lines = g_new(GpDiscloseLine, input->n_lines + 1);
    for (guint32 i = 0; i < input->n_lines; i++)
        self->lines[i] = lines[self->line_order[i]];
}

static void
sorted_init(Sorted *self, const GpDiscloseInput *input)
{
    g_autofree guint32 *roles = NULL, *sites = NULL, *groups = NULL, *categories = NULL;

    *self = (Sorted){.input = *input};
    self->role_order = sort_names(input->roles, input->n_roles, &self->roles, &roles);
    self->site_order = sort_names(input->sites, input->n_sites, &self->sites, &sites);
    self->group_order = sort_names(input->groups, input->n_groups, &self->groups, &groups);
    self->category_order =
        sort_names(input->categories, input->n_categories, &self->categories, &categories);
    self->group_of_role = g_new(guint32, input->n_roles + 1);
    for (guint32 i = 0; i < input->n_roles; i++)
        self->group_of_role[i] = groups[input->group_of_role[self->role_order[i]]];
    sort_lines(self, input, categories);
    sort_cells(self, input, roles, sites);
    self->input.roles = self->roles;
    self->input.sites = self->sites;
    self->input.groups = self->groups;
    self->input.categories = self->categories;
    self->input.group_of_role = self->group_of_role;
    self->input.lines = self->lines;
    self->input.cells = self->cells;
    self->input.has = self->has;
}

/* ---- the rows that are used, in the order in which people read them ---- */

typedef struct {
    const GpDiscloseRow *rows;
    const guint32 *group_of_role; /* (nullable): rows of roles */
} RowOrder;

/* By group, roles before others; others of several groups last. */
static guint64
rank_of(const RowOrder *order, const GpDiscloseRow *row)
{
    guint64 group = G_MAXUINT32;

    if (row->kind == GP_DISCLOSE_GROUP)
        group = row->id;
    else if (row->kind == GP_DISCLOSE_ONE)
        group = order->group_of_role == NULL ? 0 : order->group_of_role[row->id];
    return group << 32 | (row->kind == GP_DISCLOSE_ONE ? row->id : G_MAXUINT32);
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const RowOrder *order = data;
    guint64 x = rank_of(order, &order->rows[*(const guint32 *)a]);
    guint64 y = rank_of(order, &order->rows[*(const guint32 *)b]);

    return x < y ? -1 : x > y;
}

/* The used ones of @n rows, in order. @row_of (of @n_of) names those in use. */
static GArray *
used_rows(guint n, const guint32 *row_of, guint n_of, RowOrder *order)
{
    g_autofree guint8 *is_used = g_new0(guint8, n + 1);
    GArray *used = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < n_of; i++) {
        if (row_of[i] != GP_DISCLOSE_NOWHERE)
            is_used[row_of[i]] = TRUE;
    }
    for (guint32 row = 0; row < n; row++) {
        if (is_used[row])
            g_array_append_val(used, row);
    }
    g_array_sort_with_data(used, compare_rows, order);
    return used;
}

/* What @row_of says, for the original's ids and the numbers of the rows in @used. */
static guint32 *
translate(const guint32 *row_of, guint n_of, const guint32 *original, const GArray *used, guint n)
{
    g_autofree guint32 *places = g_new(guint32, n + 1);
    guint32 *translated = g_new(guint32, n_of + 1);

    for (guint32 i = 0; i < used->len; i++)
        places[g_array_index(used, guint32, i)] = i;
    for (guint32 i = 0; i < n_of; i++)
        translated[original[i]] =
            row_of[i] == GP_DISCLOSE_NOWHERE ? GP_DISCLOSE_NOWHERE : places[row_of[i]];
    return translated;
}

static GArray *
take_rows(const GArray *rows, const GArray *used, const guint32 *ids, const guint32 *group_ids)
{
    GArray *taken = g_array_new(FALSE, FALSE, sizeof(GpDiscloseRow));

    for (guint i = 0; i < used->len; i++) {
        GpDiscloseRow row = g_array_index(rows, GpDiscloseRow, g_array_index(used, guint32, i));

        if (row.kind == GP_DISCLOSE_ONE)
            row.id = ids[row.id];
        else if (row.kind == GP_DISCLOSE_GROUP)
            row.id = group_ids[row.id];
        g_array_append_val(taken, row);
    }
    return taken;
}

static void
take_flags(GpDisclosure *self,
           const GpDisclosure *chosen,
           const Sorted *sorted,
           const GArray *roles,
           const GArray *sites)
{
    guint n = chosen->n_categories, stride = n + 1;

    self->is_other = g_new0(guint8, roles->len * n + 1);
    self->is_by_site = g_new0(guint8, n + 1);
    self->is_together = g_new0(guint8, roles->len * stride + 1);
    self->cell_is_shown = g_new0(guint8, roles->len * sites->len + 1);
    for (guint i = 0; i < n && !chosen->is_nothing; i++) {
        self->is_by_site[sorted->category_order[i]] = chosen->is_by_site[i];
    }
    for (guint row = 0; row < roles->len; row++) {
        guint32 from = g_array_index(roles, guint32, row);

        for (guint i = 0; i < n; i++)
            self->is_other[row * n + sorted->category_order[i]] = chosen->is_other[from * n + i];
        for (guint i = 0; i <= n; i++)
            self->is_together[row * stride + (i < n ? sorted->category_order[i] : n)] =
                chosen->is_together[from * stride + i];
        for (guint site = 0; site < sites->len; site++)
            self->cell_is_shown[row * sites->len + site] =
                chosen->cell_is_shown[from * chosen->site_rows->len +
                                      g_array_index(sites, guint32, site)];
    }
}

/* The choice in terms of the original, without the rows that are not used. */
static GpDisclosure *
take(const GpDisclosure *chosen, const Sorted *sorted)
{
    const GpDiscloseInput *input = &sorted->input;
    GpDisclosure *self = g_new0(GpDisclosure, 1);
    RowOrder role_order = {(const GpDiscloseRow *)(gpointer)chosen->role_rows->data,
                           sorted->group_of_role};
    RowOrder site_order = {(const GpDiscloseRow *)(gpointer)chosen->site_rows->data, NULL};
    guint n_role_rows = chosen->role_rows->len, n_site_rows = chosen->site_rows->len;
    guint n_roles = chosen->is_nothing ? 0 : input->n_roles;
    guint n_sites = chosen->is_nothing ? 0 : input->n_sites;
    g_autoptr(GArray) roles = used_rows(n_role_rows, chosen->row_of_role, n_roles, &role_order);
    g_autoptr(GArray) sites = used_rows(n_site_rows, chosen->row_of_site, n_sites, &site_order);

    self->is_nothing = chosen->is_nothing;
    self->n_categories = chosen->n_categories;
    self->role_rows = take_rows(chosen->role_rows, roles, sorted->role_order, sorted->group_order);
    self->site_rows = take_rows(chosen->site_rows, sites, sorted->site_order, NULL);
    self->row_of_role =
        translate(chosen->row_of_role, input->n_roles, sorted->role_order, roles, n_role_rows);
    self->row_of_site =
        translate(chosen->row_of_site, input->n_sites, sorted->site_order, sites, n_site_rows);
    take_flags(self, chosen, sorted, roles, sites);
    return self;
}

GpDisclosure *
gp_disclose(const GpDiscloseInput *input)
{
    g_auto(Sorted) sorted = {0};
    g_autoptr(GpDisclosure) chosen = NULL;

    sorted_init(&sorted, input);
    chosen = gp_disclose_choose(&sorted.input);
    return take(chosen, &sorted);
}

void
gp_disclosure_free(GpDisclosure *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->role_rows);
    g_array_unref(self->site_rows);
    g_free(self->row_of_role);
    g_free(self->row_of_site);
    g_free(self->is_other);
    g_free(self->is_by_site);
    g_free(self->is_together);
    g_free(self->cell_is_shown);
    g_free(self);
}

gboolean
gp_disclosure_row_has_parts(const GpDisclosure *self, guint role_row)
{
    guint stride = self->n_categories + 1;

    return memchr(self->is_together + role_row * stride, TRUE, stride) == NULL;
}
