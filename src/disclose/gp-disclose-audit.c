/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-disclose-private.h"

static void
leak_free(gpointer data)
{
    GpDiscloseLeak *self = data;

    g_array_unref(self->cells);
    g_array_unref(self->categories);
    g_free(self);
}

void
gp_disclose_audit_free(GpDiscloseAudit *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->leaks);
    g_free(self);
}

static GpDiscloseLeak *
leak_new(const GpDisclosure *disclosure,
         const GpDiscloseInput *input,
         const GpTies *ties,
         const GpCut *cut)
{
    GpDiscloseLeak *self = g_new0(GpDiscloseLeak, 1);

    self->cells = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->categories = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->is_staff = cut->family == gp_disclose_staff_family(input);
    for (guint tie = 0; tie < ties->people->len; tie++) {
        guint32 cell = g_array_index(ties->cells, guint32, tie);

        if (!gp_cut_has(cut, ties, tie))
            continue;
        g_array_append_val(self->cells, cell);
        self->people += input->cells[cell].people;
    }
    for (guint32 i = 0; i < input->n_categories; i++) {
        if (gp_disclose_family_of(disclosure, input, i) == cut->family)
            g_array_append_val(self->categories, i);
    }
    return self;
}

static guint
count_figures(const GpTies *ties)
{
    g_autofree guint8 *is_there = g_new0(guint8, ties->n_figures + 1);
    guint n = 0;

    for (guint i = 0; i < ties->figures->len; i++)
        is_there[g_array_index(ties->figures, guint32, i)] = TRUE;
    for (guint i = 0; i < ties->n_figures; i++)
        n += is_there[i];
    return n;
}

GpDiscloseAudit *
gp_disclosure_audit(const GpDisclosure *self, const GpDiscloseInput *input)
{
    GpDiscloseAudit *audit = g_new0(GpDiscloseAudit, 1);
    g_autoptr(GpTies) ties = NULL;
    g_autoptr(GpCutSearch) search = NULL;
    g_auto(GpCut) cut = {0};

    audit->leaks = g_ptr_array_new_with_free_func(leak_free);
    if (self->is_nothing)
        return audit;
    ties = gp_disclose_ties(self, input, NULL);
    search = gp_cut_search_new(ties, input->threshold);
    audit->n_figures = count_figures(ties);
    audit->n_ties = ties->people->len;
    while (gp_cut_search_next(search, &cut))
        g_ptr_array_add(audit->leaks, leak_new(self, input, ties, &cut));
    return audit;
}
