/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-causes-private.h"
#include "gp-gnuplot-private.h"
#include "gp-number.h"

#define TONNE_PLACES 3      /* 1 t = 10^3 kg */
#define KILOTONNES_FROM 1e9 /* kg: as many as that are shown in thousand tonnes */
#define MAX_NAME_CHARACTERS 90

/* The order of the bars: what we did, what others did, what neither did. */
static const struct {
    GpCause cause;
    GpWhose whose;
    const char *as;
} of_book[] = {
    {GP_CAUSE_ACTIVITY, GP_WHOSE_OURS, "we"},
    {GP_CAUSE_GRID, GP_WHOSE_OTHERS, "the grid"},
    {GP_CAUSE_FACTOR, GP_WHOSE_OTHERS, "other published factors"},
    {GP_CAUSE_PRICE, GP_WHOSE_OTHERS, "prices"},
    {GP_CAUSE_METHOD, GP_WHOSE_OTHERS, "revised methods"},
    {GP_CAUSE_WEATHER, GP_WHOSE_NEITHER, "the weather"},
    {GP_CAUSE_BOUNDARY, GP_WHOSE_NEITHER, "sites that opened or closed"},
};

static void
clear_bar(gpointer pointer)
{
    g_free(((GpCauseBar *)pointer)->name);
}

static int
unit_places(const GpWaterfall *self)
{
    return self->unit.kg > 1e5 ? 2 * TONNE_PLACES : TONNE_PLACES;
}

static gint64
shown_of(const GpWaterfall *self, GpInt128 kg)
{
    int places = self->chart->change->kg_places + unit_places(self) - self->unit.places;

    return (gint64)gp_number_round(kg, places);
}

static void
choose_unit(GpWaterfall *self, const GpChangePart *part)
{
    int places = self->chart->change->kg_places;
    double from = gp_number_to_double(part->kg[GP_FROM], places);
    double to = gp_number_to_double(part->kg[GP_TO], places);
    double largest = MAX(fabs(from), fabs(to));

    self->unit = gp_chart_unit(largest);
    if (largest < KILOTONNES_FROM)
        self->unit = gp_chart_unit(MIN(largest, 9e6));
}

static void
add_bar(GpWaterfall *self, const char *name, const char *as, GpWhose whose, GpInt128 effect)
{
    GpCauseBar bar = {.as = as, .whose = whose, .shown = shown_of(self, effect)};

    bar.name = gp_picture_text(name, MAX_NAME_CHARACTERS);
    bar.name[0] = self->is_of_book ? g_ascii_toupper(bar.name[0]) : bar.name[0];
    g_array_append_val(self->bars, bar);
}

static void
add_bars(GpWaterfall *self, const GpChangePart *part)
{
    char **causes = self->chart->change->causes;
    GpInt128 of_others = 0;

    for (guint i = 0; self->is_of_book && i < G_N_ELEMENTS(of_book); i++) {
        add_bar(self, gp_cause_title(of_book[i].cause), of_book[i].as, of_book[i].whose,
                part->effects[of_book[i].cause]);
        of_others += of_book[i].whose == GP_WHOSE_OTHERS ? part->effects[of_book[i].cause] : 0;
    }
    self->others = shown_of(self, of_others);
    self->ours = self->is_of_book ? shown_of(self, part->effects[GP_CAUSE_ACTIVITY]) : 0;
    for (guint i = 0; !self->is_of_book && causes[i] != NULL; i++)
        add_bar(self, causes[i], causes[i], GP_WHOSE_NEITHER, part->effects[i]);
}

/* What we did is always shown, nothing though it be. */
static void
drop_without_effect(GpWaterfall *self)
{
    for (guint i = self->bars->len; i-- > 0;) {
        const GpCauseBar *bar = gp_waterfall_bar(self, i);

        if (bar->shown != 0 || bar->whose == GP_WHOSE_OURS)
            continue;
        g_ptr_array_insert(self->without, 0, g_strdup(bar->as));
        g_array_remove_index(self->bars, i);
    }
}

static void
list_left_out(GpWaterfall *self)
{
    const GpChange *change = self->chart->change;
    GpInt128 left_out = 0;

    for (guint i = 0; i < change->categories->len; i++) {
        const GpChangePart *part = &g_array_index(change->categories, GpChangePart, i);

        if (part->is_comparable) {
            self->has_any = TRUE;
            continue;
        }
        left_out += part->kg[GP_TO] - part->kg[GP_FROM];
        g_ptr_array_add(self->left_out, gp_picture_text(part->category, MAX_NAME_CHARACTERS));
    }
    self->shown_left_out = shown_of(self, left_out);
}

GpWaterfall *
gp_waterfall_new(const GpCausesChart *chart)
{
    GpWaterfall *self = g_new0(GpWaterfall, 1);
    GpChangePart part = gp_change_comparable(chart->change);

    self->chart = chart;
    self->is_of_book = gp_change_is_of_book(chart->change);
    self->bars = g_array_new(FALSE, FALSE, sizeof(GpCauseBar));
    g_array_set_clear_func(self->bars, clear_bar);
    self->without = g_ptr_array_new_with_free_func(g_free);
    self->left_out = g_ptr_array_new_with_free_func(g_free);
    choose_unit(self, &part);
    for (guint end = 0; end < GP_N_ENDS; end++)
        self->shown[end] = shown_of(self, part.kg[end]);
    self->shown_began_ended = self->is_of_book ? shown_of(self, part.began_or_ended) : 0;
    add_bars(self, &part);
    drop_without_effect(self);
    list_left_out(self);
    return self;
}

void
gp_waterfall_free(GpWaterfall *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->bars);
    g_ptr_array_unref(self->without);
    g_ptr_array_unref(self->left_out);
    g_free(self);
}

char *
gp_waterfall_figure(const GpWaterfall *self, gint64 shown, gboolean sign_plus)
{
    GString *out = g_string_new(shown < 0 ? "−" : shown > 0 && sign_plus ? "+" : "");

    gp_number_append_rounded(out, ABS(shown), self->unit.places,
                             shown == 0 ? 0 : self->unit.places);
    return g_string_free(out, FALSE);
}

char *
gp_waterfall_tonnes(const GpWaterfall *self, gint64 shown)
{
    int places = GP_MICRO_PLACES + unit_places(self) - self->unit.places;

    return gp_words_size(shown * gp_power_of_ten(places));
}

double
gp_waterfall_kg(const GpWaterfall *self, gint64 shown)
{
    return gp_number_to_double(shown, self->unit.places) * self->unit.kg;
}
