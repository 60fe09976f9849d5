/* SPDX-License-Identifier: MIT */
#include "gp-check-private.h"

/* The library's figures that a trust's own takes the place of: one a year in which it is valid. */
typedef struct {
    GpUnit unit;
    GArray *years;   /* (element-type int) */
    GArray *figures; /* (element-type gint64) */
} Published;

static void
published_clear(Published *self)
{
    g_clear_pointer(&self->years, g_array_unref);
    g_clear_pointer(&self->figures, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Published, published_clear)

/* The unit of the published figures to compare with: the very one, or one of its kind. */
static GpUnit
comparable_unit(const GpCheck *self, const GArray *published, GpUnit unit)
{
    GpUnit found = GP_UNIT_NONE;

    for (guint i = 0; i < published->len; i++) {
        GpUnit other = g_array_index(published, GpFactor, i).unit;

        if (other == unit)
            return unit;
        if (gp_unit_kind(self->units, other) == gp_unit_kind(self->units, unit))
            found = other;
    }
    return found;
}

static void
add_figure(Published *self, int year, gint64 pico)
{
    for (guint i = 0; i < self->years->len; i++) {
        if (g_array_index(self->years, int, i) == year) {
            g_array_index(self->figures, gint64, i) += pico;
            return;
        }
    }
    g_array_append_val(self->years, year);
    g_array_append_val(self->figures, pico);
}

/* A row without a component stands for the sum of all. */
static gboolean
stands_for(const GpFactor *own, const GpFactor *factor)
{
    return gp_check_is_outside(own) == gp_check_is_outside(factor) &&
           (own->component == GP_COMPONENT_UNSTATED || own->component == factor->component);
}

/* What @own takes the place of, for one unit of its own. */
static void
collect(const GpCheck *self, const GArray *published, const GpFactor *own, Published *out)
{
    gint64 multiplier;

    *out = (Published){comparable_unit(self, published, own->unit),
                       g_array_new(FALSE, FALSE, sizeof(int)),
                       g_array_new(FALSE, FALSE, sizeof(gint64))};
    if (out->unit == GP_UNIT_NONE ||
        !gp_unit_convert_nano(self->units, own->unit, out->unit, &multiplier))
        return;
    for (guint i = 0; i < published->len; i++) {
        const GpFactor *factor = &g_array_index(published, GpFactor, i);

        if (factor->unit == out->unit && stands_for(own, factor) && gp_check_overlaps(own, factor))
            add_figure(out, factor->first_year,
                       (gint64)gp_number_round((GpInt128)factor->kg_co2e_pico * multiplier,
                                               GP_NANO_PLACES));
    }
}

/* Ten times the figure of any one year is a slip: the grid of 2013 and that of 2025 are so far
 * apart that half the slips would miss the median. */
static void
check_against_library(GpCheck *self, const GArray *published, const GpFactor *own)
{
    g_auto(Published) others = {0};
    GpSlip slip = {.lowest_pico = G_MAXINT64};

    collect(self, published, own, &others);
    for (guint i = 0; i < others.figures->len; i++) {
        gint64 *figure = &g_array_index(others.figures, gint64, i);
        GpSlip of_year = gp_check_slip(own->kg_co2e_pico, figure, 1);

        slip.lowest_pico = MIN(slip.lowest_pico, *figure);
        slip.highest_pico = MAX(slip.highest_pico, *figure);
        if (of_year.power != 0) {
            slip.power = of_year.power;
            slip.median_pico_twice = of_year.median_pico_twice;
        }
    }
    gp_check_report_slip(self, own, &slip, "the library");
}

void
gp_check_own(GpCheck *self, const GpActivityEntry *entry)
{
    for (guint i = 0; i < entry->own->len; i++)
        check_against_library(self, entry->published, &g_array_index(entry->own, GpFactor, i));
}
