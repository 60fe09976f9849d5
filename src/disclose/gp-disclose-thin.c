/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-disclose-private.h"

static gint64
people_in_row(const GpChoice *self, guint32 row, guint32 category, gboolean is_own)
{
    const GpDiscloseInput *input = self->input;
    gint64 people = 0;

    for (guint32 i = 0; i < input->n_cells; i++) {
        if (self->out->row_of_role[input->cells[i].role] != row)
            continue;
        for (guint line = 0; line < input->n_lines; line++) {
            if (input->lines[line].category == category && input->lines[line].is_own == is_own &&
                input->has[(gsize)i * input->n_lines + line])
                people += input->cells[i].people;
        }
    }
    return people;
}

/* Rows of roles whose figure of @category is of few people in all, and as many of the next smallest
 * ones as it takes for these to be enough together. Returns: (element-type GpSized): by people */
static GArray *
list_thin_rows(const GpChoice *self, guint32 category)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(GpSized));
    gint64 people = 0;
    guint n = 0;

    for (guint32 row = 0; row <= gp_choice_other_roles(self); row++) {
        GpSized sized = {row, 0,
                         MAX(people_in_row(self, row, category, TRUE),
                             people_in_row(self, row, category, FALSE))};

        if (self->n_roles_in[row] > 0 && sized.people > 0)
            g_array_append_val(rows, sized);
    }
    g_array_sort(rows, gp_sized_compare);
    while (n < rows->len && (g_array_index(rows, GpSized, n).people < self->input->threshold ||
                             (n > 0 && people < self->input->threshold)))
        people += g_array_index(rows, GpSized, n++).people;
    g_array_set_size(rows, n);
    return rows;
}

/* Whether a row has enough people in all parts of @partner in which it has @category. */
static gboolean
can_carry(const GpChoice *self, guint32 row, guint32 category, guint32 partner)
{
    for (gboolean is_own = FALSE; is_own <= TRUE; is_own++) {
        if (people_in_row(self, row, category, is_own) > 0 &&
            people_in_row(self, row, partner, is_own) < self->input->threshold)
            return FALSE;
    }
    return TRUE;
}

/* The category that stands by @category in most of the rows; of these, that of the fewest people.
 * GP_DISCLOSE_NOWHERE: there is none. */
static guint32
find_partner(const GpChoice *self, const GArray *rows, guint32 category)
{
    guint32 best = GP_DISCLOSE_NOWHERE;
    guint most = 0;

    for (guint32 partner = 0; partner < self->input->n_categories; partner++) {
        guint n = 0;

        for (guint i = 0; i < rows->len; i++)
            n += can_carry(self, g_array_index(rows, GpSized, i).row, category, partner) ? 1 : 0;
        if (partner == category || self->is_other[partner] || n == 0 || n < most ||
            (n == most && self->people_of_category[partner] >= self->people_of_category[best]))
            continue;
        most = n;
        best = partner;
    }
    return best;
}

/* All that is not told apart by site: what is told apart must hold alone. */
static gboolean
alone_holds(const GpChoice *self)
{
    g_autofree guint8 *uses = g_new0(guint8, self->input->n_categories + 1);

    for (guint32 i = 0; i < self->input->n_categories; i++)
        uses[i] = self->out->is_by_site[i] ? GP_USE_COUNTED : GP_USE_NONE;
    return gp_choice_holds(self, uses);
}

/* In rows where a category is of few people it is shown with a larger one, in as many rows as are
 * enough people together. Both must hold by site, so that no total of theirs gives it away. */
static void
hide_thin_category(GpChoice *self, guint32 category)
{
    g_autoptr(GArray) rows = list_thin_rows(self, category);
    guint n = self->input->n_categories, n_flags = (gp_choice_other_roles(self) + 1) * n;
    g_autofree guint8 *is_other = g_memdup2(self->out->is_other, n_flags);
    g_autofree guint8 *is_by_site = g_memdup2(self->out->is_by_site, n);
    guint32 partner = self->partners[category];

    if (partner == GP_DISCLOSE_NOWHERE)
        partner = find_partner(self, rows, category);
    if (rows->len == 0 || partner == GP_DISCLOSE_NOWHERE)
        return;
    for (guint i = 0; i < rows->len; i++) {
        guint32 row = g_array_index(rows, GpSized, i).row;

        if (can_carry(self, row, category, partner))
            self->out->is_other[row * n + category] = self->out->is_other[row * n + partner] = TRUE;
    }
    self->out->is_by_site[category] = self->out->is_by_site[partner] = TRUE;
    if (alone_holds(self)) {
        self->partners[category] = partner;
        return;
    }
    memcpy(self->out->is_other, is_other, n_flags);
    memcpy(self->out->is_by_site, is_by_site, n);
}

/* Not where a category that is not small goes with the small ones: its own total would tell more.
 */
void
gp_choice_hide_thin_categories(GpChoice *self)
{
    for (guint32 i = 0; i < self->input->n_categories; i++) {
        if (self->is_other[i] && !self->is_small[i])
            return;
    }
    for (guint32 i = 0; i < self->input->n_categories; i++) {
        if (!self->is_other[i])
            hide_thin_category(self, i);
    }
}
