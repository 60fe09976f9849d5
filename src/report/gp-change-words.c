/* SPDX-License-Identifier: MIT */
#include "gp-change-words-private.h"

#include <math.h>

#include "gp-day.h"

#define KG_PER_TONNE_PLACES 3 /* 1 t = 10^3 kg */
#define SHOWN_TONNE_PLACES 3

/* From here on whole tonnes are enough in a sentence. */
#define WHOLE_TONNES 10

static const GpCause others[] = {GP_CAUSE_GRID, GP_CAUSE_FACTOR, GP_CAUSE_PRICE, GP_CAUSE_METHOD};

static const char *
title_of(GpCause cause)
{
    static const char *const titles[GP_N_CAUSES] = {
        [GP_CAUSE_ACTIVITY] = "activity",
        [GP_CAUSE_GRID] = "grid electricity",
        [GP_CAUSE_FACTOR] = "other published factors",
        [GP_CAUSE_PRICE] = "prices",
        [GP_CAUSE_METHOD] = "revised methods",
        [GP_CAUSE_WEATHER] = "the weather",
        [GP_CAUSE_BOUNDARY] = "sites that opened or closed",
    };

    return titles[cause];
}

char *
gp_change_tonnes(GpInt128 kg, gboolean with_plus)
{
    GString *text = g_string_new(kg < 0 ? "−" : with_plus && kg > 0 ? "+" : "");

    gp_number_append_rounded(text, kg < 0 ? -kg : kg, KG_PER_TONNE_PLACES, SHOWN_TONNE_PLACES);
    return g_string_free(text, FALSE);
}

/* `1,431 t`, without a sign. */
static char *
amount(GpInt128 kg, int kg_places)
{
    GString *text = g_string_new(NULL);
    gboolean is_large =
        fabs(gp_number_to_double(kg, kg_places + KG_PER_TONNE_PLACES)) >= WHOLE_TONNES;

    gp_number_append_rounded(text, kg < 0 ? -kg : kg, kg_places + KG_PER_TONNE_PLACES,
                             is_large ? 0 : SHOWN_TONNE_PLACES);
    g_string_append(text, " t");
    return g_string_free(text, FALSE);
}

static char *
percent(GpInt128 part, GpInt128 whole)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    double value = fabs(100 * gp_number_to_double(part, 0) / gp_number_to_double(whole, 0));

    return g_strdup_printf(
        "%s%%", g_ascii_formatd(text, sizeof text, value < 9.95 ? "%.1f" : "%.0f", value));
}

static gboolean
is_book(const GpChange *change)
{
    return g_str_equal(change->causes[0], gp_cause_key(GP_CAUSE_ACTIVITY)) &&
           g_strv_length(change->causes) == GP_N_CAUSES;
}

static gboolean
is_all_comparable(const GpChange *change)
{
    for (guint i = 0; i < change->categories->len; i++) {
        if (!g_array_index(change->categories, GpChangePart, i).is_comparable)
            return FALSE;
    }
    return TRUE;
}

static void
say_total(const GpChange *change, const GpChangePart *part, GPtrArray *sentences)
{
    GpInt128 difference = part->kg[GP_TO] - part->kg[GP_FROM];
    g_autofree char *size = amount(difference, change->kg_places);
    g_autofree char *from = amount(part->kg[GP_FROM], change->kg_places);
    g_autofree char *to = amount(part->kg[GP_TO], change->kg_places);
    g_autofree char *share = part->kg[GP_FROM] > 0 ? percent(difference, part->kg[GP_FROM]) : NULL;
    const char *where =
        is_all_comparable(change) ? "Emissions" : "In what can be compared, emissions";
    char from_fy[16], to_fy[16];

    gp_fy_print(change->fy[GP_FROM], from_fy);
    gp_fy_print(change->fy[GP_TO], to_fy);
    if (difference == 0)
        g_ptr_array_add(sentences, g_strdup_printf("%s were %s in both %s and %s.", where, from,
                                                   from_fy, to_fy));
    else
        g_ptr_array_add(sentences,
                        g_strdup_printf("%s %s by %s%s%s%s, from %s in %s to %s in %s.", where,
                                        difference < 0 ? "fell" : "rose", size,
                                        share == NULL ? "" : " (", share == NULL ? "" : share,
                                        share == NULL ? "" : ")", from, from_fy, to, to_fy));
}

/* `took off 174 t (12% of the fall)`; the share only where it goes the way of the whole. */
static char *
verb(GpInt128 effect, GpInt128 difference, int kg_places)
{
    g_autofree char *size = amount(effect, kg_places), *share = NULL;

    if (effect == 0)
        return g_strdup("made no difference");
    if ((effect < 0) == (difference < 0) && difference != 0)
        share = percent(effect, difference);
    return g_strdup_printf("%s %s%s%s%s", effect < 0 ? "took off" : "added", size,
                           share == NULL ? "" : " (", share == NULL ? "" : share,
                           share == NULL    ? ""
                           : difference < 0 ? " of the fall)"
                                            : " of the rise)");
}

/* `grid electricity −1,172 t, other published factors −85 t`. */
static char *
list_others(const GpChange *change, const GpChangePart *part)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        GpInt128 effect = part->effects[others[i]];
        g_autofree char *size = amount(effect, change->kg_places);

        if (effect != 0)
            g_string_append_printf(text, "%s%s %s%s", text->len == 0 ? "" : ", ",
                                   title_of(others[i]), effect < 0 ? "−" : "+", size);
    }
    return g_string_free(text, FALSE);
}

static void
say_who(const GpChange *change, const GpChangePart *part, GPtrArray *sentences)
{
    GpInt128 difference = part->kg[GP_TO] - part->kg[GP_FROM], sum = 0;
    g_autofree char *we = verb(part->effects[GP_CAUSE_ACTIVITY], difference, change->kg_places);
    g_autofree char *they = NULL, *list = list_others(change, part);

    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        sum += part->effects[others[i]];
    they = verb(sum, difference, change->kg_places);
    g_ptr_array_add(sentences, g_strdup_printf("What we did %s; what others did %s%s%s.", we, they,
                                               *list == '\0' ? "" : ": ", list));
}

static void
say_neither(const GpChange *change, const GpChangePart *part, GpCause cause, GPtrArray *sentences)
{
    g_autofree char *words =
        verb(part->effects[cause], part->kg[GP_TO] - part->kg[GP_FROM], change->kg_places);
    g_autofree char *title = g_strdup(title_of(cause));

    title[0] = g_ascii_toupper(title[0]);
    if (part->effects[cause] != 0)
        g_ptr_array_add(sentences, g_strdup_printf("%s %s.", title, words));
}

static void
say_began(const GpChange *change, const GpChangePart *part, GPtrArray *sentences)
{
    g_autofree char *size = amount(part->began_or_ended, change->kg_places);

    if (part->began_or_ended != 0)
        g_ptr_array_add(
            sentences, g_strdup_printf("Of what we did, %s%s come from sources with figures in one "
                                       "of two years only: they began, ended, or were not counted.",
                                       part->began_or_ended < 0 ? "−" : "+", size));
}

static void
say_left_out(const GpChange *change, const GpChangePart *part, GPtrArray *sentences)
{
    GpInt128 left =
        change->total.kg[GP_TO] - change->total.kg[GP_FROM] - (part->kg[GP_TO] - part->kg[GP_FROM]);
    g_autofree char *size = amount(left, change->kg_places);
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < change->categories->len; i++) {
        const GpChangePart *category = &g_array_index(change->categories, GpChangePart, i);

        if (!category->is_comparable)
            g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ", category->category);
    }
    if (list->len > 0)
        g_ptr_array_add(
            sentences, g_strdup_printf("Not compared, for want of a whole year of figures in both: "
                                       "%s (%s%s).",
                                       list->str, left < 0 ? "−" : "+", size));
}

GPtrArray *
gp_change_sentences(const GpChange *change)
{
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    GpChangePart part = gp_change_comparable(change);

    say_total(change, &part, sentences);
    if (!is_book(change))
        return sentences;
    say_who(change, &part, sentences);
    say_began(change, &part, sentences);
    say_neither(change, &part, GP_CAUSE_BOUNDARY, sentences);
    say_neither(change, &part, GP_CAUSE_WEATHER, sentences);
    say_left_out(change, &part, sentences);
    return sentences;
}
