/* SPDX-License-Identifier: MIT */
#include "gp-words.h"

#include <math.h>
#include <string.h>

#define KG_PER_TONNE 1000.0
#define ROUNDING 1e-9 /* of a unit: what doubles may be off by */

GpChartUnit
gp_chart_unit(double largest_kg)
{
    double tonnes = largest_kg / KG_PER_TONNE;
    GpChartUnit unit = {KG_PER_TONNE, 0, "t", "Tonnes CO₂e (t)"};

    if (tonnes >= 10000) {
        unit.kg = 1000 * KG_PER_TONNE;
        unit.symbol = "kt";
        unit.axis = "Thousand tonnes CO₂e (kt)";
        unit.places = tonnes >= 1000000 ? 0 : 1;
    } else if (tonnes < 100) {
        unit.places = tonnes >= 10 ? 1 : tonnes >= 1 ? 2 : 3;
    }
    return unit;
}

char *
gp_words_fy(int fy)
{
    return g_strdup_printf("%d/%02d", fy, (fy + 1) % 100);
}

char *
gp_words_number(double value, int places, gboolean sign_plus)
{
    double scaled = value * (double)gp_power_of_ten(places);
    GString *out = g_string_new(NULL);
    GpInt128 whole;

    if (!isfinite(scaled) || fabs(scaled) > 1e30) {
        g_string_append(out, "no figure");
        return g_string_free(out, FALSE);
    }
    whole = (GpInt128)round(fabs(scaled));
    if (whole != 0 && value < 0)
        g_string_append(out, "−");
    else if (whole != 0 && sign_plus)
        g_string_append_c(out, '+');
    gp_number_append_rounded(out, whole, places, places);
    return g_string_free(out, FALSE);
}

char *
gp_words_figure(const GpChartUnit *unit, double kg)
{
    gboolean is_zero = fabs(kg) < unit->kg * ROUNDING;

    return gp_words_number(kg / unit->kg, is_zero ? 0 : unit->places, FALSE);
}

char *
gp_words_quantity(const GpChartUnit *unit, double kg)
{
    g_autofree char *figure = gp_words_figure(unit, kg);

    return g_strdup_printf("%s %s", figure, unit->symbol);
}

char *
gp_words_tonnes(double kg)
{
    double tonnes = fabs(kg) / KG_PER_TONNE;
    int places = tonnes < 9.95 ? 1 : 0;
    double step = tonnes < 99.5 ? 1 : pow(10, floor(log10(tonnes)) - 1);
    g_autofree char *figure = gp_words_number(round(tonnes / step) * step, 0, FALSE);

    if (tonnes < 0.05)
        return g_strdup("less than 0.1 tonnes");
    if (places == 1) {
        g_free(figure);
        figure = gp_words_number(tonnes, 1, FALSE);
        if (g_str_has_suffix(figure, ".0"))
            figure[strlen(figure) - 2] = '\0';
    }
    return g_strdup_printf("%s %s", figure, g_str_equal(figure, "1") ? "tonne" : "tonnes");
}
