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
leak_new(const GpDiscloseInput *input, const GpTies *ties, const guint8 *sides)
{
    GpDiscloseLeak *self = g_new0(GpDiscloseLeak, 1);

    self->cells = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->categories = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint tie = 0; tie < ties->people->len; tie++) {
        guint32 cell = g_array_index(ties->cells, guint32, tie);

        if (!gp_ties_is_cut(ties, tie, sides))
            continue;
        g_array_append_val(self->cells, cell);
        self->people += input->cells[cell].people;
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

static void
audit_family(GpDiscloseAudit *self,
             const GpDisclosure *disclosure,
             const GpDiscloseInput *input,
             const guint8 *categories)
{
    GpDiscloseFamily family = {categories};
    g_autoptr(GpTies) ties = gp_disclose_ties(disclosure, input, &family);
    g_autoptr(GpCutSearch) search = gp_cut_search_new(ties, input->threshold);
    g_autofree guint8 *sides = g_new0(guint8, ties->n_figures + 1);

    self->n_figures += count_figures(ties);
    self->n_ties += ties->people->len;
    while (gp_cut_search_next(search, sides)) {
        GpDiscloseLeak *leak = leak_new(input, ties, sides);

        leak->is_staff = categories == NULL;
        for (guint32 i = 0; categories != NULL && i < input->n_categories; i++) {
            if (categories[i])
                g_array_append_val(leak->categories, i);
        }
        g_ptr_array_add(self->leaks, leak);
    }
}

GpDiscloseAudit *
gp_disclosure_audit(const GpDisclosure *self, const GpDiscloseInput *input)
{
    GpDiscloseAudit *audit = g_new0(GpDiscloseAudit, 1);
    g_autofree guint8 *categories = g_new0(guint8, input->n_categories + 1);

    audit->leaks = g_ptr_array_new_with_free_func(leak_free);
    if (self->is_nothing)
        return audit;
    for (guint32 i = 0; i < input->n_categories; i++) {
        if (!self->is_by_site[i])
            continue;
        memset(categories, 0, input->n_categories);
        categories[i] = TRUE;
        audit_family(audit, self, input, categories);
    }
    for (guint32 i = 0; i < input->n_categories; i++)
        categories[i] = !self->is_by_site[i];
    audit_family(audit, self, input, categories);
    audit_family(audit, self, input, NULL);
    return audit;
}
