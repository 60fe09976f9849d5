/* SPDX-License-Identifier: MIT */
#include "gp-disclose-private.h"

/* ---- a cut, and what can be put together over it ---- */

/* Where the figures of rows are, as sets of 1 << GpSide. */
typedef struct {
    guint8 *figures, *role_rows, *site_rows;
} Sides;

static void
sides_clear(Sides *self)
{
    g_free(self->figures);
    g_free(self->role_rows);
    g_free(self->site_rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sides, sides_clear)

static void
sides_init(Sides *self, const GpChoice *choice, const GpTies *ties, const GpCut *cut)
{
    self->figures = g_new0(guint8, ties->n_figures);
    self->role_rows = g_new0(guint8, choice->out->role_rows->len);
    self->site_rows = g_new0(guint8, choice->out->site_rows->len);
    for (guint tie = 0; tie < ties->people->len; tie++) {
        guint end = g_array_index(ties->starts, guint, tie + 1);

        if (g_array_index(ties->families, guint32, tie) != cut->family)
            continue;
        for (guint i = g_array_index(ties->starts, guint, tie); i < end; i++) {
            guint32 figure = g_array_index(ties->figures, guint32, i), row;
            guint8 side = (guint8)(1 << cut->sides[figure]);
            GpFigureTable table = gp_disclose_figure_row(choice->out, choice->input, figure, &row);

            self->figures[figure] = side;
            if (table == GP_FIGURE_ROLE)
                self->role_rows[row] |= side;
            else if (table == GP_FIGURE_SITE)
                self->site_rows[row] |= side;
        }
    }
}

typedef enum { JOIN_NONE, JOIN_SITES, JOIN_ROLES } Join;

/* What rows of roles must have on either side, so that the cut closes when they are put together.
 */
typedef enum { SAME_PART, SAME_CATEGORY, ANYTHING, N_MATCHES } Match;

/* Two sides, as sets of 1 << GpSide. */
typedef struct {
    guint8 near, far;
    Match of;
} Between;

/* Two rows that would do; @cost is in people whose figures are shown less finely. */
typedef struct {
    Join join;
    guint32 a, b;
    gint64 cost;
} Remedy;

static void
consider(Remedy *best, Join join, guint32 a, guint32 b, gint64 cost)
{
    if (best->join == JOIN_NONE || cost < best->cost)
        *best = (Remedy){join, a, b, cost};
}

static gint64
cost_of_role_row(const GpChoice *self, guint32 row, gboolean keeps_group)
{
    const GpDiscloseRow *it = gp_choice_role_row(self, row);

    if (it->kind == GP_DISCLOSE_OTHER || (it->kind == GP_DISCLOSE_GROUP && keeps_group))
        return 0;
    return it->people;
}

/* Whether rows of roles have what is asked for on the two sides. */
static gboolean
match(const GpChoice *self, const Sides *sides, guint32 a, guint32 b, const Between *between)
{
    guint8 near = between->near, far = between->far;
    guint n = gp_disclose_n_slots(self->input);

    if (between->of == ANYTHING)
        return TRUE;
    for (guint i = 0; i + 1 < n; i += 2) {
        const guint8 *x = sides->figures + a * n + i, *y = sides->figures + b * n + i;

        if (between->of == SAME_PART
                ? ((x[0] & near) && (y[0] & far)) || ((x[1] & near) && (y[1] & far))
                : ((x[0] | x[1]) & near) && ((y[0] | y[1]) & far))
            return TRUE;
    }
    return FALSE;
}

/* Roles of one staff group, or any. */
static void
consider_roles(const GpChoice *self,
               const Sides *sides,
               const Between *between,
               gboolean in_group,
               Remedy *best)
{
    guint8 near = between->near, far = between->far;
    guint32 n = gp_choice_other_roles(self) + 1;

    for (guint32 a = 0; a < n; a++) {
        for (guint32 b = 0; (sides->role_rows[a] & near) && b < n; b++) {
            guint32 group = gp_choice_group_of_row(self, a);

            if (a == b || !(sides->role_rows[b] & far))
                continue;
            if (in_group &&
                (group != gp_choice_group_of_row(self, b) || group == GP_DISCLOSE_NOWHERE))
                continue;
            if (match(self, sides, a, b, between))
                consider(best, JOIN_ROLES, a, b,
                         cost_of_role_row(self, a, in_group) + cost_of_role_row(self, b, in_group));
        }
    }
}

static gint64
cost_of_site_row(const GpChoice *self, guint32 row)
{
    return row == gp_choice_other_sites(self)
               ? 0
               : gp_choice_site_row(self, row)->people * self->input->n_categories;
}

static void
consider_sites(const GpChoice *self, const Sides *sides, const Between *between, Remedy *best)
{
    guint8 near = between->near, far = between->far;

    for (guint32 a = 0; a <= gp_choice_other_sites(self); a++) {
        for (guint32 b = 0; (sides->site_rows[a] & near) && b <= gp_choice_other_sites(self); b++) {
            if (a != b && (sides->site_rows[b] & far))
                consider(best, JOIN_SITES, a, b,
                         cost_of_site_row(self, a) + cost_of_site_row(self, b));
        }
    }
}

/* Own and shared of one category on both sides: the least that can be given up. */
static gboolean
join_parts(GpChoice *self, const Sides *sides, const Between *between)
{
    guint8 near = between->near, far = between->far;
    guint n_categories = self->input->n_categories + 1, n_slots = gp_disclose_n_slots(self->input);

    for (guint32 i = 0; i < (gp_choice_other_roles(self) + 1) * n_categories; i++) {
        const guint8 *parts = sides->figures + i / n_categories * n_slots + i % n_categories * 2;

        if (!((parts[0] & near) && (parts[1] & far)) && !((parts[0] & far) && (parts[1] & near)))
            continue;
        self->out->is_together[i] = TRUE;
        return TRUE;
    }
    return FALSE;
}

static void
follow(GpChoice *self, const Remedy *remedy)
{
    guint32 group = GP_DISCLOSE_NOWHERE, to;

    switch (remedy->join) {
    case JOIN_NONE:
        break;
    case JOIN_SITES:
        gp_choice_move_sites(self, remedy->a, gp_choice_other_sites(self));
        gp_choice_move_sites(self, remedy->b, gp_choice_other_sites(self));
        break;
    case JOIN_ROLES:
        group = gp_choice_group_of_row(self, remedy->a);
        to = group == gp_choice_group_of_row(self, remedy->b) && group != GP_DISCLOSE_NOWHERE
                 ? gp_choice_others_of_group(self, group)
                 : gp_choice_other_roles(self);
        gp_choice_move_roles(self, remedy->a, to);
        gp_choice_move_roles(self, remedy->b, to);
        break;
    }
}

static gboolean
mend_between(GpChoice *self, const Sides *sides, const Between *between)
{
    Remedy best = {.join = JOIN_NONE};

    if (join_parts(self, sides, between))
        return TRUE;
    consider_sites(self, sides, between, &best);
    consider_roles(self, sides, between, TRUE, &best);
    if (best.join == JOIN_NONE)
        consider_roles(self, sides, between, FALSE, &best);
    follow(self, &best);
    return best.join != JOIN_NONE;
}

gboolean
gp_choice_mend(GpChoice *self, const GpTies *ties, const GpCut *cut)
{
    static const GpSide nears[] = {GP_SIDE_INNER, GP_SIDE_INNER, GP_SIDE_OUTER};
    static const GpSide fars[] = {GP_SIDE_OUTER, GP_SIDE_FAR, GP_SIDE_FAR};
    g_auto(Sides) sides = {0};

    sides_init(&sides, self, ties, cut);
    for (Match of = 0; of < N_MATCHES; of++) {
        for (guint i = 0; i < G_N_ELEMENTS(nears); i++) {
            Between between = {(guint8)(1 << nears[i]), (guint8)(1 << fars[i]), of};

            if (mend_between(self, &sides, &between))
                return TRUE;
        }
    }
    return FALSE;
}
