/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-format-private.h"
#include "gp-text.h"

/* Longer texts are no figures. */
#define MAX_LENGTH 120

/* A stretch of text that is cut down from both ends. */
typedef struct {
    const char *begin;
    const char *end;
} Stretch;

static gboolean
is_blank(const char *p)
{
    gunichar c = g_utf8_get_char(p);

    return g_unichar_isspace(c) || c == 0x200b || c == 0xfeff;
}

static void
trim(Stretch *self)
{
    while (self->begin < self->end && is_blank(self->begin))
        self->begin = g_utf8_next_char(self->begin);
    while (self->begin < self->end && is_blank(g_utf8_prev_char(self->end)))
        self->end = g_utf8_prev_char(self->end);
}

static gboolean
cut_prefix(Stretch *self, const char *prefix)
{
    gsize length = strlen(prefix);

    if ((gsize)(self->end - self->begin) < length ||
        g_ascii_strncasecmp(self->begin, prefix, length) != 0)
        return FALSE;
    self->begin += length;
    trim(self);
    return TRUE;
}

static gboolean
cut_suffix(Stretch *self, const char *suffix)
{
    gsize length = strlen(suffix);

    if ((gsize)(self->end - self->begin) < length ||
        g_ascii_strncasecmp(self->end - length, suffix, length) != 0)
        return FALSE;
    self->end -= length;
    trim(self);
    return TRUE;
}

/* Cuts brackets around the figure. */
static gboolean
cut_parentheses(const GpQuantityRules *self, Stretch *text)
{
    if (!self->takes_parentheses || text->end - text->begin < 2 || *text->begin != '(' ||
        text->end[-1] != ')')
        return FALSE;
    *text = (Stretch){text->begin + 1, text->end - 1};
    trim(text);
    return TRUE;
}

/* Cuts signs and texts without meaning. Returns: FALSE if there are two signs */
static gboolean
cut_signs(const GpQuantityRules *self, Stretch *text, gboolean *out_is_negative)
{
    guint n_signs = 0;
    gboolean goes_on = TRUE;

    while (goes_on) {
        gboolean has_sign = cut_prefix(text, "-") || cut_prefix(text, "\xe2\x88\x92") ||
                            (self->takes_trailing_minus && cut_suffix(text, "-")) ||
                            cut_parentheses(self, text);

        n_signs += has_sign ? 1 : 0;
        goes_on = has_sign;
        for (guint i = 0; self->strip != NULL && self->strip[i] != NULL; i++)
            goes_on |= cut_prefix(text, self->strip[i]) || cut_suffix(text, self->strip[i]);
    }
    *out_is_negative = n_signs == 1;
    return n_signs <= 1;
}

/* Writes the figure as gp_number_parse() takes it. */
static gboolean
normalise(const GpQuantityRules *self, const Stretch *text, GString *out)
{
    for (const char *p = text->begin; p < text->end; p = g_utf8_next_char(p)) {
        if (g_ascii_isdigit(*p))
            g_string_append_c(out, *p);
        else if (*p == self->decimal)
            g_string_append_c(out, '.');
        else if (self->thousands != '\0' &&
                 (self->thousands == ' ' ? is_blank(p) : *p == self->thousands))
            g_string_append_c(out, ',');
        else
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_empty(const GpQuantityRules *self, const Stretch *text)
{
    gsize length = (gsize)(text->end - text->begin);

    for (guint i = 0; self->empty != NULL && self->empty[i] != NULL; i++) {
        if (gp_text_equal_ignoring_case(text->begin, length, self->empty[i],
                                        strlen(self->empty[i])))
            return TRUE;
    }
    return length == 0;
}

static GpQuantityStatus
multiply(const GpQuantityRules *self, gint64 value, gint64 *out_micro, gboolean *out_is_rounded)
{
    GpInt128 product = (GpInt128)value * self->multiply_nano;
    GpInt128 rounded = gp_number_round(product, GP_NANO_PLACES);

    if (rounded > G_MAXINT64 || rounded < -G_MAXINT64)
        return GP_QUANTITY_OVERFLOW;
    *out_is_rounded |= rounded * GP_NANO != product;
    *out_micro = (gint64)rounded;
    return GP_QUANTITY_READ;
}

GpQuantityStatus
gp_quantity_read(const GpQuantityRules *self,
                 const GpGridCell *cell,
                 gint64 *out_micro,
                 gboolean *out_is_rounded)
{
    static const GpQuantityRules plain = {.decimal = '.'};
    Stretch text = {cell->text, cell->text + strlen(cell->text)};
    g_autoptr(GString) figure = NULL;
    gboolean is_negative;
    gint64 value = 0;

    trim(&text);
    if (is_empty(self, &text))
        return GP_QUANTITY_EMPTY;
    if (text.end - text.begin > MAX_LENGTH ||
        !cut_signs(cell->is_number ? &plain : self, &text, &is_negative))
        return GP_QUANTITY_MALFORMED;
    figure = g_string_new(NULL);
    if (!normalise(cell->is_number ? &plain : self, &text, figure))
        return GP_QUANTITY_MALFORMED;
    switch (gp_number_parse(figure->str, figure->len, GP_MICRO_PLACES, &value)) {
    case GP_NUMBER_ROUNDED:
        *out_is_rounded = TRUE;
        break;
    case GP_NUMBER_EXACT:
        break;
    case GP_NUMBER_OVERFLOW:
        return GP_QUANTITY_OVERFLOW;
    case GP_NUMBER_EMPTY:
    case GP_NUMBER_MALFORMED:
        return GP_QUANTITY_MALFORMED;
    }
    return multiply(self, is_negative ? -value : value, out_micro, out_is_rounded);
}
