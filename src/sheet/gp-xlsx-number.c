/* SPDX-License-Identifier: MIT */
#include "gp-xlsx.h"

#include <string.h>

/* Half up, as every other digit after the one at which it is decided leaves the result alone. */
static void
push_digit(GpXlsxNumber *self, int digit, int *n_digits)
{
    if (*n_digits == 0 && digit == 0)
        return;
    ++*n_digits;
    if (*n_digits <= GP_XLSX_DIGITS)
        self->mantissa = self->mantissa * 10 + (guint)digit;
    else if (*n_digits == GP_XLSX_DIGITS + 1 && digit >= 5)
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

gboolean
gp_xlsx_number_parse(const char *text, GpXlsxNumber *out)
{
    const char *p = text;
    int n_digits = 0, n_places = 0, exponent = 0;
    gboolean any = FALSE;

    *out = (GpXlsxNumber){.is_negative = *p == '-'};
    p += out->is_negative;
    for (; g_ascii_isdigit(*p); p++, any = TRUE)
        push_digit(out, *p - '0', &n_digits);
    if (*p == '.') {
        for (p++; g_ascii_isdigit(*p); p++, any = TRUE, n_places++)
            push_digit(out, *p - '0', &n_digits);
    }
    if (any && (*p == 'e' || *p == 'E'))
        p = parse_exponent(p + 1, &exponent);
    out->exponent = exponent - n_places + MAX(n_digits - GP_XLSX_DIGITS, 0);
    return any && p != NULL && *p == '\0';
}

void
gp_xlsx_number_append(GString *out, const GpXlsxNumber *number)
{
    guint64 mantissa = number->mantissa;
    int exponent = number->exponent, n, n_whole;
    g_autofree char *digits = NULL;

    for (; mantissa != 0 && mantissa % 10 == 0 && exponent < 0; exponent++)
        mantissa /= 10;
    digits = g_strdup_printf("%" G_GUINT64_FORMAT, mantissa);
    n = (int)strlen(digits);
    n_whole = n + exponent;
    if (mantissa == 0) {
        g_string_append_c(out, '0');
        return;
    }
    if (number->is_negative)
        g_string_append_c(out, '-');
    if (n_whole <= 0)
        g_string_append(out, "0.");
    for (int i = n_whole; i < 0; i++)
        g_string_append_c(out, '0');
    for (int i = 0; i < n; i++)
        g_string_append_printf(out, "%s%c", i > 0 && i == n_whole ? "." : "", digits[i]);
    for (int i = n; i < n_whole; i++)
        g_string_append_c(out, '0');
}
