/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-import-private.h"
#include "gp-number.h"
#include "gp-xlsx.h"

/* What the publication displays. */
#define SHOWN_PLACES 5

/* To a whole number of 10^-places, half up; FALSE if 64 bits do not hold it. */
static gboolean
scale(const GpXlsxNumber *self, int places, gint64 *out)
{
    int power = self->exponent + places;
    GpInt128 value = self->mantissa;

    if (power < 0) {
        GpInt128 divisor = gp_power_of_ten(MIN(-power, GP_XLSX_DIGITS + 2));

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
round_figure(const GpXlsxNumber *self, gint64 *out_pico)
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
    GpXlsxNumber decimal;

    if (!gp_xlsx_number_parse(text, &decimal)) {
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
    GpXlsxNumber decimal;
    gint64 pico;
    GString *out;

    if (!gp_xlsx_number_parse(text, &decimal) || !scale(&decimal, GP_PICO_PLACES, &pico))
        return g_strdup(text);
    out = g_string_new(NULL);
    gp_number_append(out, decimal.is_negative ? -pico : pico, GP_PICO_PLACES);
    return g_string_free(out, FALSE);
}
