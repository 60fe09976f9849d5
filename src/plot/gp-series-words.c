/* SPDX-License-Identifier: MIT */
#include "gp-series-words-private.h"

#include <math.h>
#include <string.h>

#include "gp-gnuplot-private.h"

#define MAX_UNIT_CHARACTERS 40
#define KG_CO2E "kg CO2e"

/* From so much on figures are shown in thousands, in millions, and so on. */
#define MANY 100000.0

static const struct {
    double one;
    const char *name, *begins;
} multiples[] = {
    {1e9, "billion", "Billion"}, {1e6, "million", "Million"}, {1e3, "thousand", "Thousand"}};

/* `CO2e`, `m2` and `m3` with their figures where they belong. */
static char *
shown_unit(const char *unit)
{
    g_autofree char *printable = gp_picture_text(unit, MAX_UNIT_CHARACTERS);
    g_auto(GStrv) words = g_strsplit(printable, " ", -1);
    static const char *const better[][2] = {{"CO2e", "CO₂e"}, {"m2", "m²"}, {"m3", "m³"}};

    for (guint i = 0; words[i] != NULL; i++) {
        for (guint k = 0; k < G_N_ELEMENTS(better); k++) {
            if (!g_str_equal(words[i], better[k][0]))
                continue;
            g_free(words[i]);
            words[i] = g_strdup(better[k][1]);
        }
    }
    return g_strjoinv(" ", words);
}

static void
set_words(GpSeriesUnit *self, double one, char *symbol, char *axis)
{
    self->unit.kg = one;
    self->symbol = symbol;
    self->axis = axis;
    self->unit.symbol = symbol;
    self->unit.axis = axis;
}

/* Kilograms from ten tonnes on. */
static gboolean
set_tonnes(GpSeriesUnit *self, const char *unit, double largest)
{
    gboolean is_kt = largest >= 1e7;

    if (!g_str_equal(unit, KG_CO2E) || largest < 1e4)
        return FALSE;
    set_words(self, is_kt ? 1e6 : 1e3, g_strdup(is_kt ? "kt CO₂e" : "t CO₂e"),
              g_strdup(is_kt ? "Thousand tonnes CO₂e" : "Tonnes CO₂e"));
    return TRUE;
}

void
gp_series_unit_init(GpSeriesUnit *self, const char *unit, double largest)
{
    g_autofree char *shown = shown_unit(unit);
    gboolean is_countable = *shown != '\0' && *shown != '%' && strstr(shown, " per ") == NULL;

    *self = (GpSeriesUnit){.unit = {.kg = 1}};
    if (set_tonnes(self, unit, largest))
        return;
    for (guint i = 0; is_countable && i < G_N_ELEMENTS(multiples); i++) {
        if (largest < multiples[i].one * MANY / 1e3)
            continue;
        set_words(self, multiples[i].one, g_strdup_printf("%s %s", multiples[i].name, shown),
                  g_strdup_printf("%s %s", multiples[i].begins, shown));
        return;
    }
    set_words(self, 1, g_strdup(shown), g_strdup(shown));
}

void
gp_series_unit_clear(GpSeriesUnit *self)
{
    g_clear_pointer(&self->symbol, g_free);
    g_clear_pointer(&self->axis, g_free);
}

int
gp_words_places(double step)
{
    return CLAMP((int)-floor(log10(step / 10) + 1e-9), 0, 6);
}

double
gp_series_value(const GpSeries *series, guint i)
{
    const GpSeriesPoint *point = gp_series_point(series, i);

    return point->has_value ? gp_number_to_double(point->value_micro, GP_MICRO_PLACES) : NAN;
}

char *
gp_words_month_alone(GpMonth month)
{
    g_autofree char *words = gp_words_month(month);

    return g_strndup(words, 3);
}

char *
gp_words_date(const GpSeries *series, GpDay day, gboolean is_short)
{
    g_autofree char *month = gp_words_month(gp_month_of_day(day));
    g_autofree char *name = gp_words_month_alone(gp_month_of_day(day));
    g_autofree char *shown =
        is_short ? g_strconcat(name, strchr(month, ' '), NULL) : g_strdup(month);
    int year, number, date;

    gp_day_to_civil(day, &year, &number, &date);
    if (series->by_month)
        return g_steal_pointer(&shown);
    return g_strdup_printf("%d %s", date, shown);
}

char *
gp_words_times(const GpSeries *series, guint n)
{
    const char *one = series->by_month && series->step_months == 1   ? "month"
                      : series->by_month && series->step_months == 3 ? "quarter"
                                                                     : "point";

    return g_strdup_printf("%u %s%s", n, one, n == 1 ? "" : "s");
}

char *
gp_words_with_unit(const GpSeriesUnit *unit, double value, int places, gboolean sign_plus)
{
    g_autofree char *figure = gp_words_number(value / unit->unit.kg, places, sign_plus);

    if (*unit->symbol == '\0')
        return g_steal_pointer(&figure);
    return g_strdup_printf(*unit->symbol == '%' ? "%s%s" : "%s %s", figure, unit->symbol);
}

const char *
gp_words_variation_icon(GpXmrType type)
{
    static const char *const words[] = {
        [GP_XMR_COMMON] = "no significant change", [GP_XMR_IMPROVEMENT] = "improving",
        [GP_XMR_CONCERN] = "concerning",           [GP_XMR_NEUTRAL_HIGH] = "unusually high",
        [GP_XMR_NEUTRAL_LOW] = "unusually low",
    };

    return words[type];
}
