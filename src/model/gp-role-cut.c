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

typedef struct {
    GpRoleCut *cut;
    GpDict *keys; /* labels and line of each row as one text */
    GString *text;
} Cutter;

/* Whether it tells staff apart. */
static gboolean
is_of_staff(GpCut cut)
{
    return cut <= GP_CUT_DEPARTMENT;
}

static const char *
label_of(const GpRoleYear *year,
         const GpRoleSlice *slice,
         const GpRolePost *post,
         const GpRoleLine *line,
         GpCut cut)
{
    if (is_of_staff(cut))
        return post == NULL ? "" : gp_role_post_label(post, (GpGrouping)cut);
    if (cut == GP_CUT_CATEGORY)
        return line->category;
    return slice->labels[gp_by_find(&year->by, cuts_known[cut].dimension)];
}

static GpRoleCutRow *
row_of(Cutter *self, const GpRoleSlice *slice, const GpRolePost *post, guint line)
{
    const GpCuts *cuts = &self->cut->cuts;
    gboolean by_line = gp_cuts_have(cuts, GP_CUT_CATEGORY);
    GpRoleCutRow row = {.line = by_line ? gp_role_year_line(self->cut->year, line) : NULL,
                        .is_not_allocated = post == NULL};
    guint32 id;

    g_string_printf(self->text, "%d\x1f%u", post == NULL, by_line ? line : 0);
    for (guint i = 0; i < cuts->n; i++) {
        row.labels[i] = label_of(self->cut->year, slice, post,
                                 gp_role_year_line(self->cut->year, line), cuts->list[i]);
        g_string_append_c(self->text, '\x1f');
        g_string_append(self->text, row.labels[i]);
    }
    id = gp_dict_intern(self->keys, self->text->str, self->text->len);
    if (id == self->cut->rows->len)
        g_array_append_val(self->cut->rows, row);
    return &g_array_index(self->cut->rows, GpRoleCutRow, id);
}

static void
cut_slice(Cutter *self, const GpRoleSlice *slice)
{
    const GpRoleYear *year = self->cut->year;

    for (guint line = 0; line < year->lines->len; line++) {
        if (slice->not_allocated[line] != 0)
            row_of(self, slice, NULL, line)->kg[GP_PART_NOBODY] += slice->not_allocated[line];
        for (guint post = 0; post < year->posts->len; post++) {
            GpInt128 kg = slice->kg[(gsize)post * year->lines->len + line];

            if (kg != 0)
                row_of(self, slice, gp_role_year_post(year, post), line)
                    ->kg[gp_role_year_line(year, line)->part] += kg;
        }
    }
}

/* The staff of each row: all posts with its labels, whether they have kg in it or not. */
static void
count_staff(GpRoleCut *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        GpRoleCutRow *row = &g_array_index(self->rows, GpRoleCutRow, i);

        for (guint k = 0; !row->is_not_allocated && k < self->year->posts->len; k++) {
            const GpRolePost *post = gp_role_year_post(self->year, k);
            gboolean is_in = TRUE;

            for (guint at = 0; is_in && at < self->cuts.n; at++)
                is_in = !is_of_staff(self->cuts.list[at]) ||
                        g_str_equal(row->labels[at],
                                    gp_role_post_label(post, (GpGrouping)self->cuts.list[at]));
            row->wte_micro += is_in ? post->wte_micro : 0;
            row->people_micro += is_in ? post->people_micro : 0;
        }
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

GpRoleCut *
gp_role_year_cut(const GpRoleYear *year, const GpCuts *cuts)
{
    GpRoleCut *self = g_new0(GpRoleCut, 1);
    Cutter cutter = {self, gp_dict_new(), g_string_new(NULL)};

    self->year = year;
    self->cuts = *cuts;
    self->rows = g_array_new(FALSE, FALSE, sizeof(GpRoleCutRow));
    for (guint i = 0; i < year->slices->len; i++)
        cut_slice(&cutter, &g_array_index(year->slices, GpRoleSlice, i));
    gp_dict_free(cutter.keys);
    g_string_free(cutter.text, TRUE);
    count_staff(self);
    g_array_sort_with_data(self->rows, compare_rows, &self->cuts);
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
