/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-words.h"

#define MICRO_TONNE_PLACES (GP_MICRO_PLACES + 3)

/* From here on whole tonnes, and whole percents, are enough in a sentence. */
#define WHOLE_FROM 10

static GpInt128
size_of(GpInt128 value)
{
    return value < 0 ? -value : value;
}

GpInt128
gp_words_micro_kg(GpInt128 kg, int kg_places)
{
    return kg_places >= GP_MICRO_PLACES ? gp_number_round(kg, kg_places - GP_MICRO_PLACES)
                                        : kg * gp_power_of_ten(GP_MICRO_PLACES - kg_places);
}

GpInt128
gp_words_micro_of_double(double kg)
{
    return (GpInt128)round(kg * (double)GP_MICRO);
}

gboolean
gp_words_is_nothing(GpInt128 micro_kg)
{
    return gp_number_round(micro_kg, GP_MICRO_PLACES) == 0;
}

char *
gp_words_size(GpInt128 micro_kg)
{
    GpInt128 size = size_of(micro_kg);
    GpInt128 tenths = gp_number_round(size, MICRO_TONNE_PLACES - 1);
    GString *out = g_string_new(NULL);

    if (size == 0)
        g_string_append(out, "0 tonnes");
    else if (tenths == 0)
        g_string_append(out, "less than 0.1 tonnes");
    else if (tenths >= WHOLE_FROM * 10 || tenths % 10 == 0) {
        gp_number_append_rounded(out, size, MICRO_TONNE_PLACES, 0);
        g_string_append(out, tenths == 10 ? " tonne" : " tonnes");
    } else {
        gp_number_append_rounded(out, size, MICRO_TONNE_PLACES, 1);
        g_string_append(out, " tonnes");
    }
    return g_string_free(out, FALSE);
}

char *
gp_words_level(GpInt128 micro_kg)
{
    g_autofree char *size = gp_words_size(micro_kg);

    return micro_kg < 0 ? g_strdup_printf("%s below zero", size) : g_steal_pointer(&size);
}

char *
gp_words_percent(double percent)
{
    double size = fabs(percent);
    g_autofree char *figure = gp_words_number(size, size < WHOLE_FROM - 0.05 ? 1 : 0, FALSE);

    if (size > 0 && size < 0.05)
        return g_strdup("less than 0.1%");
    if (g_str_has_suffix(figure, ".0"))
        figure[g_utf8_strlen(figure, -1) - 2] = '\0';
    return g_strdup_printf("%s%%", figure);
}

char *
gp_words_share(GpInt128 part, GpInt128 whole)
{
    double percent;

    if (whole <= 0 || part < 0 || part > whole)
        return NULL;
    if (part == 0 || part == whole)
        return g_strdup(part == 0 ? "none" : "all");
    percent = 100 * gp_number_to_double(part, 0) / gp_number_to_double(whole, 0);
    if (percent < 1 || percent >= 99.5)
        return g_strdup(percent < 1 ? "less than 1%" : "more than 99%");
    return g_strdup_printf("%.0f%%", percent);
}

char *
gp_words_moved(GpInt128 from_micro_kg, GpInt128 to_micro_kg)
{
    GpInt128 change = to_micro_kg - from_micro_kg;
    g_autofree char *size = gp_words_size(change), *share = NULL;
    const char *verb = change < 0 ? "fell" : "rose";

    if (gp_words_is_nothing(change))
        return g_strdup("did not change");
    if (from_micro_kg <= 0 || to_micro_kg < 0)
        return g_strdup_printf("%s by %s", verb, size);
    share = gp_words_percent(100 * gp_number_to_double(change, 0) /
                             gp_number_to_double(from_micro_kg, 0));
    return g_strdup_printf("%s by %s (%s)", verb, size, share);
}

char *
gp_words_change(
    const char *subject, int from_fy, GpInt128 from_micro_kg, int to_fy, GpInt128 to_micro_kg)
{
    g_autofree char *moved = gp_words_moved(from_micro_kg, to_micro_kg);
    g_autofree char *from = gp_words_level(from_micro_kg), *to = gp_words_level(to_micro_kg);
    g_autofree char *from_label = gp_words_fy(from_fy), *to_label = gp_words_fy(to_fy);

    if (gp_words_is_nothing(to_micro_kg - from_micro_kg))
        return g_strdup_printf("%s did not change: %s in both %s and %s.", subject, to, from_label,
                               to_label);
    return g_strdup_printf("%s %s, from %s in %s to %s in %s.", subject, moved, from, from_label,
                           to, to_label);
}

char *
gp_words_gap(double gap_kg, double percent)
{
    GpInt128 gap = gp_words_micro_of_double(gap_kg);
    g_autofree char *size = gp_words_size(gap);
    g_autofree char *part = isnan(percent) ? NULL : gp_words_percent(percent);
    const char *where = gap < 0 ? "below the path" : "above the path";

    if (gp_words_is_nothing(gap))
        return g_strdup("on the path");
    return part == NULL ? g_strdup_printf("%s %s", size, where)
                        : g_strdup_printf("%s (%s) %s", size, part, where);
}

char *
gp_words_pounds(double pounds)
{
    g_autofree char *figure = gp_words_number(fabs(pounds), 0, FALSE);

    return g_strdup_printf("%s£%s", pounds <= -0.5 ? "−" : "", figure);
}
