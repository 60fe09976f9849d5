/* SPDX-License-Identifier: MIT */
#include "gp-sources-private.h"

#include <math.h>
#include <string.h>

/* A source while the largest are chosen. */
typedef struct {
    guint index;  /* among those of the chart */
    GpInt128 sum; /* of all years */
    const char *name;
} Rank;

gboolean
gp_stack_is_known(const GpStack *self, guint year)
{
    return isfinite(self->chart->years[year].kg);
}

static int
compare_ranks(gconstpointer a, gconstpointer b)
{
    const Rank *x = a, *y = b;

    if (x->sum != y->sum)
        return x->sum > y->sum ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void
find_latest(GpStack *self)
{
    const GpSourcesChart *chart = self->chart;
    gboolean is_comparable = FALSE;

    self->latest = -1;
    for (guint i = 0; i < chart->n_years; i++) {
        if (!gp_stack_is_known(self, i) || (is_comparable && !chart->years[i].is_comparable))
            continue;
        self->latest = (int)i;
        is_comparable = chart->years[i].is_comparable;
    }
    for (guint i = 1; i < chart->n_sources && self->latest >= 0; i++) {
        if (chart->sources[i].micro_kg[self->latest] >
            chart->sources[self->largest].micro_kg[self->latest])
            self->largest = i;
    }
}

/* The largest over all years first; but the one that is largest in the latest year is always among
 * those with a name of their own. */
static GArray *
rank(const GpStack *self, guint n_named)
{
    const GpSourcesChart *chart = self->chart;
    GArray *ranks = g_array_sized_new(FALSE, FALSE, sizeof(Rank), chart->n_sources);

    for (guint i = 0; i < chart->n_sources; i++) {
        Rank entry = {i, 0, chart->sources[i].name};

        for (guint year = 0; year < chart->n_years; year++)
            entry.sum += gp_stack_is_known(self, year) ? chart->sources[i].micro_kg[year] : 0;
        g_array_append_val(ranks, entry);
    }
    g_array_sort(ranks, compare_ranks);
    for (guint i = n_named; i < ranks->len; i++) {
        Rank entry = g_array_index(ranks, Rank, i);

        if (entry.index != self->largest)
            continue;
        g_array_remove_index(ranks, i);
        g_array_insert_val(ranks, n_named - 1, entry);
        break;
    }
    return ranks;
}

static void
add_source(GpStack *self, guint band, guint source)
{
    GpBand *into = &self->bands[band];

    if (band == self->n_bands) {
        self->n_bands++;
        into->name = self->chart->sources[source].name;
        into->micro_kg = g_new0(GpInt128, self->chart->n_years + 1);
        into->from = g_new0(GpInt128, self->chart->n_years + 1);
        into->to = g_new0(GpInt128, self->chart->n_years + 1);
    } else {
        into->name = NULL;
    }
    into->n_sources++;
    for (guint year = 0; year < self->chart->n_years; year++)
        into->micro_kg[year] += self->chart->sources[source].micro_kg[year];
}

/* Sums that rise from zero, and those of negative figures that fall from it. */
static void
pile_up(GpStack *self)
{
    for (guint year = 0; year < self->chart->n_years; year++) {
        GpInt128 above = 0, below = 0;

        for (guint i = 0; i < self->n_bands; i++) {
            GpBand *band = &self->bands[i];
            GpInt128 *edge = band->micro_kg[year] < 0 ? &below : &above;

            band->from[year] = *edge;
            *edge += band->micro_kg[year];
            band->to[year] = *edge;
        }
        self->total[year] = above + below;
    }
}

GpStack *
gp_stack_new(const GpSourcesChart *chart)
{
    GpStack *self = g_new0(GpStack, 1);
    const guint n_named =
        chart->n_sources <= GP_STACK_BANDS ? chart->n_sources : GP_STACK_BANDS - 1;
    g_autoptr(GArray) ranks = NULL;

    self->chart = chart;
    self->total = g_new0(GpInt128, chart->n_years + 1);
    find_latest(self);
    ranks = rank(self, n_named);
    for (guint i = 0; i < ranks->len; i++)
        add_source(self, MIN(i, GP_STACK_BANDS - 1), g_array_index(ranks, Rank, i).index);
    pile_up(self);
    return self;
}

void
gp_stack_free(GpStack *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_bands; i++) {
        g_free(self->bands[i].micro_kg);
        g_free(self->bands[i].from);
        g_free(self->bands[i].to);
    }
    g_free(self->total);
    g_free(self);
}

gboolean
gp_stack_percent(const GpStack *self, GpInt128 micro_kg, int *out_percent)
{
    if (self->latest < 0 || self->total[self->latest] <= 0)
        return FALSE;
    for (guint i = 0; i < self->chart->n_sources; i++) {
        if (self->chart->sources[i].micro_kg[self->latest] < 0)
            return FALSE;
    }
    *out_percent = (int)gp_number_divide(100 * micro_kg, self->total[self->latest]);
    return TRUE;
}
