/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-import-private.h"
#include "gp-number.h"

/* A spreadsheet keeps no more; what a file says beyond is the noise of binary fractions. */
#define SIGNIFICANT_DIGITS 15

/* What the publication displays. */
#define SHOWN_PLACES 5

/* mantissa times 10^exponent */
typedef struct {
    gboolean is_negative;
    guint64 mantissa;
    int exponent;
} Decimal;

/* Half up, as every other digit after the one at which it is decided leaves the result alone. */
static void
push_digit(Decimal *self, int digit, int *n_digits)
{
    if (*n_digits == 0 && digit == 0)
        return;
    ++*n_digits;
    if (*n_digits <= SIGNIFICANT_DIGITS)
        self->mantissa = self->mantissa * 10 + (guint)digit;
    else if (*n_digits == SIGNIFICANT_DIGITS + 1 && digit >= 5)
        self->mantissa++;
}

static const char *
parse_exponent(const char *p, int *out_exponent)
{
    int sign = *p == '-' ? -1 : 1, n = 0;

    *out_exponent = 0;
    p += *p == '-' || *p == '+';
    for (; g_ascii_isdigit(*p) && n < 3; p++, n++)
        *out_exponent = *out_exponent * 10 + (*p - '0');
    *out_exponent *= sign;
    return n == 0 ? NULL : p;
}

static gboolean
parse_decimal(const char *p, Decimal *out)
{
    int n_digits = 0, n_places = 0, exponent = 0;
    gboolean any = FALSE;

    *out = (Decimal){.is_negative = *p == '-'};
    p += out->is_negative;
    for (; g_ascii_isdigit(*p); p++, any = TRUE)
        push_digit(out, *p - '0', &n_digits);
    if (*p == '.') {
        for (p++; g_ascii_isdigit(*p); p++, any = TRUE, n_places++)
            push_digit(out, *p - '0', &n_digits);
    }
    if (any && (*p == 'e' || *p == 'E'))
        p = parse_exponent(p + 1, &exponent);
    out->exponent = exponent - n_places + MAX(n_digits - SIGNIFICANT_DIGITS, 0);
    return any && p != NULL && *p == '\0';
}

/* To a whole number of 10^-places, half up; FALSE if 64 bits do not hold it. */
static gboolean
scale(const Decimal *self, int places, gint64 *out)
{
    int power = self->exponent + places;
    GpInt128 value = self->mantissa;

    if (power < 0) {
        GpInt128 divisor = gp_power_of_ten(MIN(-power, SIGNIFICANT_DIGITS + 2));

        value = (value + divisor / 2) / divisor;
    } else if (value != 0) {
        if (power > 18)
            return FALSE;
        value *= gp_power_of_ten(power);
    }
    *out = (gint64)value;
    return value <= G_MAXINT64;
}

static gboolean
round_figure(const Decimal *self, gint64 *out_pico)
{
    gint64 shown;

    if (!scale(self, SHOWN_PLACES, &shown))
        return FALSE;
    if (shown == 0)
        return scale(self, GP_PICO_PLACES, out_pico);
    return !__builtin_mul_overflow(shown, (gint64)gp_power_of_ten(GP_PICO_PLACES - SHOWN_PLACES),
                                   out_pico);
}

gboolean
gp_import_parse_figure(const char *text, gint64 *out_pico, GError **error)
{
    g_autofree char *shown = NULL;
    Decimal decimal;

    if (!parse_decimal(text, &decimal)) {
        shown = gp_flat_show(text);
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a number", shown);
    }
    if (!round_figure(&decimal, out_pico)) {
        shown = gp_flat_show(text);
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is too large for kg CO2e of one unit",
                        shown);
    }
    if (decimal.is_negative)
        *out_pico = -*out_pico;
    return TRUE;
}

char *
gp_import_clean_number(const char *text)
{
    Decimal decimal;
    gint64 pico;
    GString *out;

    if (!parse_decimal(text, &decimal) || !scale(&decimal, GP_PICO_PLACES, &pico))
        return g_strdup(text);
    out = g_string_new(NULL);
    gp_number_append(out, decimal.is_negative ? -pico : pico, GP_PICO_PLACES);
    return g_string_free(out, FALSE);
}
