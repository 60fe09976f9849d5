/* SPDX-License-Identifier: MIT */
#include "gp-disclose-private.h"

/* Figures by number: of role rows by category and part, of site rows, of cells. */

static guint
n_slots(const GpDiscloseInput *input)
{
    return 2 * (input->n_categories + 1);
}

guint32
gp_disclose_site_figure(const GpDisclosure *self, const GpDiscloseInput *input, guint32 row)
{
    return self->role_rows->len * n_slots(input) + row;
}

guint32
gp_disclose_cell_figure(const GpDisclosure *self,
                        const GpDiscloseInput *input,
                        guint32 role_row,
                        guint32 site_row)
{
    return gp_disclose_site_figure(self, input, self->site_rows->len) +
           role_row * self->site_rows->len + site_row;
}

guint
gp_disclose_n_figures(const GpDisclosure *self, const GpDiscloseInput *input)
{
    return gp_disclose_cell_figure(self, input, self->role_rows->len, 0);
}

GpFigureTable
gp_disclose_figure_row(const GpDisclosure *self,
                       const GpDiscloseInput *input,
                       guint32 figure,
                       guint32 *out_row)
{
    guint32 sites = gp_disclose_site_figure(self, input, 0);
    guint32 cells = gp_disclose_cell_figure(self, input, 0, 0);

    if (figure < sites) {
        *out_row = figure / n_slots(input);
        return GP_FIGURE_ROLE;
    }
    if (figure < cells) {
        *out_row = figure - sites;
        return GP_FIGURE_SITE;
    }
    *out_row = (figure - cells) / self->site_rows->len;
    return GP_FIGURE_CELL;
}

static guint32
role_figure(const GpDisclosure *self, const GpDiscloseInput *input, guint32 row, guint line)
{
    guint32 category = input->lines[line].category;
    guint32 shown = self->is_other[category] ? input->n_categories : category;
    gboolean is_together = self->is_together[row * (input->n_categories + 1) + shown];

    return row * n_slots(input) + 2 * shown + (is_together || input->lines[line].is_own ? 0 : 1);
}

GpTies *
gp_disclose_ties(const GpDisclosure *self,
                 const GpDiscloseInput *input,
                 const GpDiscloseFamily *family)
{
    GpTies *ties = gp_ties_new(gp_disclose_n_figures(self, input));
    g_autofree guint32 *figures = g_new(guint32, input->n_lines + 2);

    for (guint32 i = 0; i < input->n_cells; i++) {
        const GpDiscloseCell *cell = &input->cells[i];
        guint32 role_row = self->row_of_role[cell->role], site_row = self->row_of_site[cell->site];
        guint n = 0;

        if (family->categories == NULL && cell->has_staff)
            figures[n++] = role_row * n_slots(input);
        for (guint line = 0; family->categories != NULL && line < input->n_lines; line++) {
            if (family->categories[input->lines[line].category] &&
                input->has[i * input->n_lines + line])
                figures[n++] = role_figure(self, input, role_row, line);
        }
        if (n == 0)
            continue;
        figures[n++] = self->cell_is_shown[role_row * self->site_rows->len + site_row]
                           ? gp_disclose_cell_figure(self, input, role_row, site_row)
                           : gp_disclose_site_figure(self, input, site_row);
        gp_ties_add(ties, i, cell->people, figures, n);
    }
    return ties;
}
