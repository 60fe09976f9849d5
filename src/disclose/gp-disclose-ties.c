/* SPDX-License-Identifier: MIT */
#include "gp-disclose-private.h"

guint
gp_disclose_n_slots(const GpDiscloseInput *input)
{
    return 2 * (input->n_categories + 1) + 1;
}

guint
gp_disclose_n_families(const GpDiscloseInput *input)
{
    return input->n_categories + 2;
}

guint32
gp_disclose_family_of(const GpDisclosure *self, const GpDiscloseInput *input, guint32 category)
{
    return self->is_by_site[category] ? category : input->n_categories;
}

guint32
gp_disclose_staff_family(const GpDiscloseInput *input)
{
    return input->n_categories + 1;
}

/* ---- figures by number: of role rows, of site rows by family, of cells by family ---- */

guint32
gp_disclose_site_figure(const GpDisclosure *self,
                        const GpDiscloseInput *input,
                        guint32 family,
                        guint32 row)
{
    return self->role_rows->len * gp_disclose_n_slots(input) + family * self->site_rows->len + row;
}

guint32
gp_disclose_cell_figure(const GpDisclosure *self,
                        const GpDiscloseInput *input,
                        guint32 family,
                        guint32 role_row,
                        guint32 site_row)
{
    return gp_disclose_site_figure(self, input, gp_disclose_n_families(input), 0) +
           (family * self->role_rows->len + role_row) * self->site_rows->len + site_row;
}

GpFigureTable
gp_disclose_figure_row(const GpDisclosure *self,
                       const GpDiscloseInput *input,
                       guint32 figure,
                       guint32 *out_row)
{
    guint32 sites = gp_disclose_site_figure(self, input, 0, 0);
    guint32 cells = gp_disclose_cell_figure(self, input, 0, 0, 0);

    if (figure < sites) {
        *out_row = figure / gp_disclose_n_slots(input);
        return GP_FIGURE_ROLE;
    }
    if (figure < cells) {
        *out_row = (figure - sites) % self->site_rows->len;
        return GP_FIGURE_SITE;
    }
    *out_row = (figure - cells) / self->site_rows->len % self->role_rows->len;
    return GP_FIGURE_CELL;
}

static guint32
role_figure(const GpDisclosure *self, const GpDiscloseInput *input, guint32 row, guint line)
{
    guint32 category = input->lines[line].category, n = input->n_categories;
    guint32 shown = self->is_other[row * n + category] ? n : category;
    gboolean is_together = self->is_together[row * (n + 1) + shown];

    return row * gp_disclose_n_slots(input) + 2 * shown +
           (is_together || input->lines[line].is_own ? 0 : 1);
}

/* ---- ties ---- */

static void
add_tie(GpTies *ties,
        const GpDisclosure *self,
        const GpDiscloseInput *input,
        guint32 family,
        guint32 cell,
        gint64 people,
        GArray *figures)
{
    const GpDiscloseCell *it = &input->cells[cell];
    guint32 role_row = self->row_of_role[it->role], site_row = self->row_of_site[it->site];
    guint32 site = self->cell_is_shown[role_row * self->site_rows->len + site_row]
                       ? gp_disclose_cell_figure(self, input, family, role_row, site_row)
                       : gp_disclose_site_figure(self, input, family, site_row);

    g_array_append_val(figures, site);
    gp_ties_add(ties, family, cell, people, (const guint32 *)(gpointer)figures->data, figures->len);
}

/* What a cell has in a family, as figures of roles: in the categories of a use. */
static void
list_figures(const GpDisclosure *self,
             const GpDiscloseInput *input,
             const guint8 *uses,
             GpUse use,
             guint32 family,
             guint32 cell,
             GArray *figures)
{
    guint32 role_row = self->row_of_role[input->cells[cell].role];

    g_array_set_size(figures, 0);
    for (guint line = 0; line < input->n_lines; line++) {
        guint32 category = input->lines[line].category, figure;

        if (!input->has[(gsize)cell * input->n_lines + line] ||
            gp_disclose_family_of(self, input, category) != family ||
            (uses == NULL ? GP_USE_COUNTED : uses[category]) != use)
            continue;
        figure = role_figure(self, input, role_row, line);
        g_array_append_val(figures, figure);
    }
}

GpTies *
gp_disclose_ties(const GpDisclosure *self, const GpDiscloseInput *input, const guint8 *uses)
{
    guint n_families = gp_disclose_n_families(input), n_slots = gp_disclose_n_slots(input);
    GpTies *ties = gp_ties_new(gp_disclose_cell_figure(self, input, n_families, 0, 0));
    g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 cell = 0; cell < input->n_cells; cell++) {
        guint32 staff = self->row_of_role[input->cells[cell].role] * n_slots + n_slots - 1;
        gint64 people = input->cells[cell].people;

        for (guint32 family = 0; family < gp_disclose_staff_family(input); family++) {
            list_figures(self, input, uses, GP_USE_COUNTED, family, cell, figures);
            if (figures->len > 0)
                add_tie(ties, self, input, family, cell, people, figures);
            list_figures(self, input, uses, GP_USE_KNOWN, family, cell, figures);
            if (figures->len > 0)
                add_tie(ties, self, input, family, cell, 0, figures);
        }
        if (!input->cells[cell].has_staff)
            continue;
        g_array_set_size(figures, 0);
        g_array_append_val(figures, staff);
        add_tie(ties, self, input, gp_disclose_staff_family(input), cell, people, figures);
    }
    return ties;
}
