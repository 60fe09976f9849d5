/* SPDX-License-Identifier: MIT */
#include "gp-rollup.h"

#include <string.h>

#include "gp-day.h"
#include "gp-error.h"
#include "gp-text.h"

#define MAX_TEXT 500 /* characters */

GpRollup *
gp_rollup_new(void)
{
    GpRollup *self = g_new0(GpRollup, 1);

    self->texts = g_string_chunk_new(1024);
    self->years = g_array_new(FALSE, TRUE, sizeof(GpRollupYear));
    self->figures = g_array_new(FALSE, TRUE, sizeof(GpRollupFigure));
    self->targets = g_array_new(FALSE, TRUE, sizeof(GpRollupTarget));
    self->trust = self->ods_code = self->icb = self->day = self->program = self->factors = "";
    for (guint i = 0; i < GP_N_INTENSITIES; i++)
        self->size_units[i] = "";
    return self;
}

void
gp_rollup_free(GpRollup *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->years);
    g_array_unref(self->figures);
    g_array_unref(self->targets);
    g_string_chunk_free(self->texts);
    g_free(self);
}

const char *
gp_rollup_text(GpRollup *self, const char *text)
{
    g_autofree char *printable = gp_text_printable(text, strlen(text), MAX_TEXT);

    return g_string_chunk_insert_const(self->texts, printable);
}

const GpRollupYear *
gp_rollup_find_year(const GpRollup *self, int fy)
{
    for (guint i = 0; i < self->years->len; i++) {
        const GpRollupYear *year = &g_array_index(self->years, GpRollupYear, i);

        if (year->fy == fy)
            return year;
    }
    return NULL;
}

GpRollupYear *
gp_rollup_year(GpRollup *self, int fy)
{
    guint i = 0;

    while (i < self->years->len && g_array_index(self->years, GpRollupYear, i).fy < fy)
        i++;
    if (i == self->years->len || g_array_index(self->years, GpRollupYear, i).fy != fy) {
        const GpRollupYear year = {.fy = fy};

        g_array_insert_val(self->years, i, year);
    }
    return &g_array_index(self->years, GpRollupYear, i);
}

gboolean
gp_rollup_rescale(GpRollup *self, int kg_places, GError **error)
{
    for (guint i = 0; i < self->figures->len; i++) {
        GpRollupFigure *figure = &g_array_index(self->figures, GpRollupFigure, i);

        if (!gp_multiply(figure->kg_co2e, gp_power_of_ten(kg_places - self->kg_places),
                         &figure->kg_co2e))
            return gp_throw(error, GP_ERROR_OVERFLOW,
                            "the figures of %s are too large to be added up exactly", self->trust);
    }
    self->kg_places = kg_places;
    return TRUE;
}

static int
compare_figures(gconstpointer first, gconstpointer second)
{
    const GpRollupFigure *a = first, *b = second;
    int order = a->fy != b->fy ? (a->fy < b->fy ? -1 : 1) : strcmp(a->boundary, b->boundary);

    return order != 0 ? order : strcmp(a->category, b->category);
}

gboolean
gp_rollup_settle(GpRollup *self, GError **error)
{
    g_array_sort(self->figures, compare_figures);
    for (guint i = 1; i < self->figures->len; i++) {
        const GpRollupFigure *figure = &g_array_index(self->figures, GpRollupFigure, i);
        char label[16];

        gp_fy_print(figure->fy, label);
        if (compare_figures(figure - 1, figure) == 0)
            return gp_throw(error, GP_ERROR_MALFORMED, "“%s” of %s is there twice",
                            figure->category, label);
    }
    return TRUE;
}
