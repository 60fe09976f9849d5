/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

/* Where what is asked for stands among the labels. */
typedef struct {
    int year, name, boundary;
} Places;

static void
clear_line(gpointer pointer)
{
    GpCutLine *line = pointer;

    g_free(line->title);
    g_free(line->kg);
    g_free(line->has);
}

void
gp_cut_free(GpCut *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->lines);
    g_free(self);
}

/* The year of a row that counts; 0 for others. */
static int
year_of(const GpEmissionRow *row, const Places *places, GpTotal total)
{
    int fy;

    if (row->is_outside || !gp_fy_parse(row->labels[places->year], &fy))
        return 0;
    if (places->boundary >= 0 && !gp_total_holds(total, row->labels[places->boundary]))
        return 0;
    return fy;
}

static void
find_years(GpCut *self, const GpEmissions *emissions, const Places *places, GpTotal total)
{
    int last_fy = 0;

    for (guint i = 0; i < emissions->rows->len; i++) {
        int fy = year_of(&g_array_index(emissions->rows, GpEmissionRow, i), places, total);

        if (fy == 0)
            continue;
        self->first_fy = self->first_fy == 0 ? fy : MIN(self->first_fy, fy);
        last_fy = MAX(last_fy, fy);
    }
    self->n_years = last_fy == 0 ? 0 : (guint)(last_fy - self->first_fy + 1);
}

static GpCutLine *
get_line(GpCut *self, const char *name)
{
    GpCutLine line = {.open = {G_MININT32, G_MAXINT32},
                      .name = name,
                      .title = g_strdup(*name == '\0' ? "Not told" : name)};

    for (guint i = 0; i < self->lines->len; i++) {
        if (g_str_equal(gp_cut_line(self, i)->name, name)) {
            g_free(line.title);
            return gp_cut_line(self, i);
        }
    }
    line.kg = g_new0(GpInt128, self->n_years);
    line.has = g_new0(gboolean, self->n_years);
    g_array_append_val(self->lines, line);
    return gp_cut_line(self, self->lines->len - 1);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(((const GpCutLine *)a)->name, ((const GpCutLine *)b)->name);
}

GpCut *
gp_cut_new(const GpEmissions *emissions, GpDimension of, GpTotal total)
{
    GpCut *self = g_new0(GpCut, 1);
    Places places;

    self->lines = g_array_new(FALSE, TRUE, sizeof(GpCutLine));
    g_array_set_clear_func(self->lines, clear_line);
    if (emissions == NULL)
        return self;
    places = (Places){gp_by_find(&emissions->by, GP_BY_YEAR), gp_by_find(&emissions->by, of),
                      gp_by_find(&emissions->by, GP_BY_BOUNDARY)};
    g_assert(places.year >= 0 && places.name >= 0);
    self->kg_places = emissions->kg_places;
    find_years(self, emissions, &places, total);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        int fy = year_of(row, &places, total);
        GpCutLine *line;

        if (fy == 0)
            continue;
        line = get_line(self, row->labels[places.name]);
        line->kg[fy - self->first_fy] += row->kg_co2e;
        line->has[fy - self->first_fy] = TRUE;
    }
    g_array_sort(self->lines, compare_names);
    return self;
}

static gboolean
is_year(const GpCut *self, int fy)
{
    return fy >= self->first_fy && fy < self->first_fy + (int)self->n_years;
}

gboolean
gp_cut_can_have(const GpCutLine *self, int fy)
{
    GpSpan year = gp_fy_span(fy);

    return self->open.first <= year.last && self->open.last >= year.first;
}

gboolean
gp_cut_kg(const GpCut *self, guint line, int fy, GpInt128 *out_kg)
{
    *out_kg = is_year(self, fy) ? gp_cut_line(self, line)->kg[fy - self->first_fy] : 0;
    return is_year(self, fy) && gp_cut_line(self, line)->has[fy - self->first_fy];
}

gboolean
gp_cut_sum(const GpCut *self, int fy, GpInt128 *out_kg)
{
    gboolean has = FALSE;
    GpInt128 sum = 0, kg;

    for (guint i = 0; i < self->lines->len; i++) {
        has = gp_cut_kg(self, i, fy, &kg) || has;
        sum += kg;
    }
    *out_kg = sum;
    return has;
}

gboolean
gp_cut_has_year(const GpCut *self, int fy)
{
    GpInt128 kg;

    return gp_cut_sum(self, fy, &kg);
}

int
gp_cut_last_fy(const GpCut *self)
{
    return self->n_years == 0 ? 0 : self->first_fy + (int)self->n_years - 1;
}

typedef struct {
    const GpCut *cut;
    int fy;
} Order;

static GpInt128
size_in(const GpCutLine *line, const Order *order)
{
    return is_year(order->cut, order->fy) ? line->kg[order->fy - order->cut->first_fy] : 0;
}

static gboolean
has_in(const GpCutLine *line, const Order *order)
{
    return is_year(order->cut, order->fy) && line->has[order->fy - order->cut->first_fy];
}

static int
compare_sizes(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpCutLine *x = a, *y = b;
    const Order *order = data;
    GpInt128 x_kg = size_in(x, order), y_kg = size_in(y, order);

    if ((*x->name == '\0') != (*y->name == '\0'))
        return *x->name == '\0' ? 1 : -1;
    if (has_in(x, order) != has_in(y, order))
        return has_in(x, order) ? -1 : 1;
    if (x_kg != y_kg)
        return x_kg > y_kg ? -1 : 1;
    return strcmp(x->name, y->name);
}

void
gp_cut_sort(GpCut *self, int fy)
{
    Order order = {self, fy};

    g_array_sort_with_data(self->lines, compare_sizes, &order);
}

int
gp_cut_places(const GpCut *self)
{
    GpInt128 largest = 0;

    for (guint i = 0; i < self->n_years; i++) {
        GpInt128 kg;

        gp_cut_sum(self, self->first_fy + (int)i, &kg);
        largest = MAX(largest, kg < 0 ? -kg : kg);
    }
    largest = gp_number_round(largest, self->kg_places);
    return largest >= 1000000 || largest == 0 ? 0 : largest >= 10000 ? 1 : 3;
}

GpInt128
gp_cut_micro(const GpCut *self, GpInt128 kg)
{
    return gp_words_micro_kg(kg, self->kg_places);
}
