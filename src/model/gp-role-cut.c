/* SPDX-License-Identifier: MIT */
#include "gp-role-cut.h"

#include <string.h>

#include "gp-dict.h"
#include "gp-error.h"

static const struct {
    const char *name, *column;
    GpDimension dimension; /* of slices */
} cuts_known[GP_N_CUTS] = {
    [GP_CUT_ROLE] = {"role", "role", GP_N_DIMENSIONS},
    [GP_CUT_STAFF_GROUP] = {"staff-group", "staff_group", GP_N_DIMENSIONS},
    [GP_CUT_SITE] = {"site", "site", GP_N_DIMENSIONS},
    [GP_CUT_DEPARTMENT] = {"department", "department", GP_N_DIMENSIONS},
    [GP_CUT_CATEGORY] = {"category", "category", GP_N_DIMENSIONS},
    [GP_CUT_MONTH] = {"month", "month", GP_BY_MONTH},
    [GP_CUT_BOUNDARY] = {"boundary", "boundary", GP_BY_BOUNDARY},
    [GP_CUT_GAS] = {"gas", "gas", GP_BY_GAS},
};

const char *
gp_cut_name(GpCut cut)
{
    return cuts_known[cut].name;
}

const char *
gp_cut_column(GpCut cut)
{
    return cuts_known[cut].column;
}

gboolean
gp_cuts_have(const GpCuts *self, GpCut cut)
{
    for (guint i = 0; i < self->n; i++) {
        if (self->list[i] == cut)
            return TRUE;
    }
    return FALSE;
}

gboolean
gp_cuts_parse(const char *text, GpCuts *out_cuts, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    out_cuts->n = 0;
    for (guint i = 0; words[i] != NULL; i++) {
        guint cut = 0;

        while (cut < GP_N_CUTS && !g_str_equal(words[i], cuts_known[cut].name))
            cut++;
        if (cut == GP_N_CUTS)
            return gp_throw(error, GP_ERROR_USAGE,
                            "roles can be listed by role, staff-group, site, department, category, "
                            "month, boundary and gas, not by “%s”",
                            words[i]);
        if (gp_cuts_have(out_cuts, cut))
            return gp_throw(error, GP_ERROR_USAGE, "%s is there twice", words[i]);
        out_cuts->list[out_cuts->n++] = cut;
    }
    return out_cuts->n > 0 || gp_throw(error, GP_ERROR_USAGE, "the list of --by is empty");
}

GpBy
gp_cuts_slices(const GpCuts *self)
{
    GpBy by = {.n = 0};

    for (guint i = 0; i < self->n; i++) {
        if (cuts_known[self->list[i]].dimension != GP_N_DIMENSIONS)
            by.list[by.n++] = cuts_known[self->list[i]].dimension;
    }
    return by;
}

/* ---- cutting ---- */

/* Posts with the same labels. */
typedef struct {
    guint first_post; /* has the labels; NOBODY: what is not allocated */
    gint64 wte_micro;
    gint64 people_micro;
} Group;

#define NOBODY G_MAXUINT

/* What there is of a group in a slice: a column for each line, or for each part. */
typedef struct {
    const GpRoleYear *year;
    GpRoleCut *cut;
    GArray *groups;   /* (element-type Group) */
    GArray *posts;    /* (element-type guint): those that are asked for */
    GArray *group_of; /* (element-type guint): side by side with them */
    gboolean by_line;
    guint n_columns;
    GpInt128 *kg;   /* by group, slice and column */
    guint8 *is_met; /* side by side with it */
    guint n_met, n_rows;
    int slice_label[GP_N_CUTS]; /* of each cut: the place among the labels of slices */
} Cutter;

/* Whether it tells staff apart. */
static gboolean
is_of_staff(GpCut cut)
{
    return cut <= GP_CUT_DEPARTMENT;
}

static void
add_post(Cutter *self, guint post, guint group)
{
    const GpRolePost *of = gp_role_year_post(self->year, post);
    Group new = {.first_post = post};

    if (group == self->groups->len)
        g_array_append_val(self->groups, new);
    g_array_index(self->groups, Group, group).wte_micro += of->wte_micro;
    g_array_index(self->groups, Group, group).people_micro += of->people_micro;
    g_array_append_val(self->posts, post);
    g_array_append_val(self->group_of, group);
}

/* The number of the group of a post, by its labels. */
static guint
find_group(const Cutter *self, GpDict *known, GString *text, guint post)
{
    const GpCuts *cuts = &self->cut->cuts;
    const GpRolePost *of = gp_role_year_post(self->year, post);

    g_string_truncate(text, 0);
    for (guint i = 0; i < cuts->n; i++) {
        if (!is_of_staff(cuts->list[i]))
            continue;
        g_string_append(text, gp_role_post_label(of, (GpGrouping)cuts->list[i]));
        g_string_append_c(text, '\x1f');
    }
    return gp_dict_intern(known, text->str, text->len);
}

static gboolean
tells_staff_apart(const GpCuts *cuts)
{
    for (guint i = 0; i < cuts->n; i++) {
        if (is_of_staff(cuts->list[i]))
            return TRUE;
    }
    return FALSE;
}

static void
group_posts(Cutter *self)
{
    const char *role = self->cut->role;
    const GArray *few = role == NULL ? NULL : gp_role_year_posts_of(self->year, role);
    guint n = role == NULL ? self->year->posts->len : few == NULL ? 0 : few->len;
    gboolean is_grouped = tells_staff_apart(&self->cut->cuts);
    g_autoptr(GpDict) known = is_grouped ? gp_dict_new() : NULL;
    g_autoptr(GString) text = is_grouped ? g_string_new(NULL) : NULL;

    for (guint i = 0; i < n; i++) {
        guint post = few == NULL ? i : g_array_index(few, guint, i);

        add_post(self, post, is_grouped ? find_group(self, known, text, post) : 0);
    }
}

static void
add_kg(Cutter *self, guint group, guint slice, guint line, GpInt128 kg)
{
    guint column = self->by_line ? line : (guint)gp_role_year_line(self->year, line)->part;
    gsize at = ((gsize)group * self->year->slices->len + slice) * self->n_columns + column;

    self->kg[at] += kg;
    self->n_met += !self->is_met[at];
    self->is_met[at] = TRUE;
}

static void
add_slice(Cutter *self, guint place)
{
    const GpRoleYear *year = self->year;
    const GpRoleSlice *slice = &g_array_index(year->slices, GpRoleSlice, place);
    guint n_lines = year->lines->len;

    for (guint i = 0; i < self->posts->len; i++) {
        const GpInt128 *kg = gp_role_slice_kg(year, slice, g_array_index(self->posts, guint, i));

        for (guint line = 0; line < n_lines; line++) {
            if (kg[line] != 0)
                add_kg(self, g_array_index(self->group_of, guint, i), place, line, kg[line]);
        }
    }
    for (guint line = 0; self->cut->role == NULL && line < n_lines; line++) {
        if (slice->not_allocated[line] != 0)
            add_kg(self, self->groups->len - 1, place, line, slice->not_allocated[line]);
    }
}

/* ---- rows ---- */

static const char *
label_of(const Cutter *self, const Group *group, const GpRoleSlice *slice, guint line, guint at)
{
    GpCut cut = self->cut->cuts.list[at];

    if (cut == GP_CUT_CATEGORY)
        return gp_role_year_line(self->year, line)->category;
    if (!is_of_staff(cut))
        return slice->labels[self->slice_label[at]];
    return group->first_post == NOBODY
               ? ""
               : gp_role_post_label(gp_role_year_post(self->year, group->first_post),
                                    (GpGrouping)cut);
}

/* @line: 0 where lines are not told apart. Returns: the next row, without kg */
static GpRoleCutRow *
add_row(Cutter *self, guint group, guint slice, guint line)
{
    const Group *of = &g_array_index(self->groups, Group, group);
    const GpRoleSlice *in = &g_array_index(self->year->slices, GpRoleSlice, slice);
    GpRoleCutRow *row = &g_array_index(self->cut->rows, GpRoleCutRow, self->n_rows++);

    for (guint i = 0; i < self->cut->cuts.n; i++)
        row->labels[i] = label_of(self, of, in, line, i);
    row->line = self->by_line ? gp_role_year_line(self->year, line) : NULL;
    row->is_not_allocated = of->first_post == NOBODY;
    row->wte_micro = of->wte_micro;
    row->people_micro = of->people_micro;
    return row;
}

/* A row for each line, or one for all parts. */
static void
add_rows(Cutter *self, guint group, guint slice)
{
    gsize first = ((gsize)group * self->year->slices->len + slice) * self->n_columns;
    GpRoleCutRow *row = NULL;

    for (guint column = 0; column < self->n_columns; column++) {
        guint part = column;

        if (!self->is_met[first + column])
            continue;
        if (self->by_line)
            part = gp_role_year_line(self->year, column)->part;
        if (self->by_line || row == NULL)
            row = add_row(self, group, slice, self->by_line ? column : 0);
        row->kg[part] = self->kg[first + column];
    }
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpRoleCutRow *x = a, *y = b;
    int order = (int)x->is_not_allocated - (int)y->is_not_allocated;

    for (guint i = 0; order == 0 && i < ((const GpCuts *)data)->n; i++)
        order = strcmp(x->labels[i], y->labels[i]);
    if (order == 0 && x->line != NULL)
        order = x->line < y->line ? -1 : x->line > y->line;
    return order;
}

static gboolean
are_in_order(const GpRoleCut *self)
{
    for (guint i = 1; i < self->rows->len; i++) {
        const GpRoleCutRow *row = &g_array_index(self->rows, GpRoleCutRow, i);

        if (compare_rows(row - 1, row, (gpointer)&self->cuts) > 0)
            return FALSE;
    }
    return TRUE;
}

static void
cut(Cutter *self)
{
    const Group nobody = {.first_post = NOBODY};
    gsize n;

    group_posts(self);
    if (self->cut->role == NULL)
        g_array_append_val(self->groups, nobody);
    n = (gsize)self->groups->len * self->year->slices->len * self->n_columns;
    self->kg = g_new0(GpInt128, n);
    self->is_met = g_new0(guint8, n);
    for (guint slice = 0; slice < self->year->slices->len; slice++)
        add_slice(self, slice);
    g_array_set_size(self->cut->rows, self->n_met);
    for (guint group = 0; group < self->groups->len; group++) {
        for (guint slice = 0; slice < self->year->slices->len; slice++)
            add_rows(self, group, slice);
    }
    g_array_set_size(self->cut->rows, self->n_rows);
    if (!are_in_order(self->cut))
        g_array_sort_with_data(self->cut->rows, compare_rows, &self->cut->cuts);
}

GpRoleCut *
gp_role_year_cut(const GpRoleYear *year, const GpCuts *cuts, const char *role)
{
    GpRoleCut *self = g_new0(GpRoleCut, 1);
    Cutter cutter = {.year = year,
                     .cut = self,
                     .groups = g_array_new(FALSE, FALSE, sizeof(Group)),
                     .posts = g_array_new(FALSE, FALSE, sizeof(guint)),
                     .group_of = g_array_new(FALSE, FALSE, sizeof(guint)),
                     .by_line = gp_cuts_have(cuts, GP_CUT_CATEGORY)};

    self->year = year;
    self->cuts = *cuts;
    self->role = role;
    self->rows = g_array_new(FALSE, TRUE, sizeof(GpRoleCutRow));
    for (guint i = 0; i < cuts->n; i++)
        cutter.slice_label[i] = gp_by_find(&year->by, cuts_known[cuts->list[i]].dimension);
    cutter.n_columns = cutter.by_line ? year->lines->len : GP_N_PARTS;
    cut(&cutter);
    g_array_unref(cutter.groups);
    g_array_unref(cutter.posts);
    g_array_unref(cutter.group_of);
    g_free(cutter.kg);
    g_free(cutter.is_met);
    return self;
}

void
gp_role_cut_free(GpRoleCut *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_free(self);
}
