/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Exact numbers. No floating point, no locale.
 *
 *   text ── parse ──▶ gint64 of a fixed number of decimal places ──▶ products and sums in
 *   GpInt128 ── append ──▶ text
 *
 * Three fixed scales are used in the whole program:
 *   quantity    millionths of a unit          GP_MICRO_PLACES
 *   multiplier  of one unit into another      GP_NANO_PLACES
 *   factor      kg CO2e per unit              GP_PICO_PLACES
 */

__extension__ typedef __int128 GpInt128;
__extension__ typedef unsigned __int128 GpUint128;

#define GP_MICRO_PLACES 6
#define GP_NANO_PLACES 9
#define GP_PICO_PLACES 12

#define GP_MICRO G_GINT64_CONSTANT(1000000)
#define GP_NANO G_GINT64_CONSTANT(1000000000)
#define GP_PICO G_GINT64_CONSTANT(1000000000000)

typedef enum {
    GP_NUMBER_EXACT,     /* read as it stands */
    GP_NUMBER_ROUNDED,   /* had more places than are kept: rounded half to even */
    GP_NUMBER_EMPTY,     /* nothing there */
    GP_NUMBER_MALFORMED, /* not a plain decimal number */
    GP_NUMBER_OVERFLOW,  /* too large to be held exactly */
} GpNumberStatus;

/**
 * gp_number_parse:
 * @text: (array length=length): digits with an optional sign, one decimal point, and optional
 *   thousands commas in correct groups of three; blanks at either end are passed over
 * @places: decimal places that are kept, at most 18
 * @out_value: (out): the number times 10^@places; untouched unless EXACT or ROUNDED
 *
 * Exponents, currency signs, decimal commas, `nan` and `inf` are MALFORMED.
 */
GpNumberStatus gp_number_parse(const char *text, gsize length, int places, gint64 *out_value);

/**
 * gp_number_parse_short:
 * @text: (array length=length): the 16 bytes before its end can be read
 * @out_micro: (out): millionths; untouched if it is not read
 *
 * Reads most plain decimals, and quickly: an optional minus, up to 12 digits, a point and up to 6
 * digits. What it does not read is for gp_number_parse().
 */
gboolean gp_number_parse_short(const char *text, gsize length, gint64 *out_micro);

/* The same for a whole text: a figure that must be there and must be exact or rounded. */
gboolean gp_number_parse_text(const char *text, int places, gint64 *out_value, GError **error);

/* Digits with at most one point and no more than @places behind it, times 10^@places, as
 * gp_number_append() writes them. Returns: FALSE for anything else, and what does not fit */
gboolean gp_number_parse_exact(const char *text, int places, GpInt128 *out);

/**
 * gp_number_append:
 *
 * Appends @value / 10^@places as an exact decimal: no exponent, no separators, no needless zeros.
 */
void gp_number_append(GString *out, GpInt128 value, int places);

/* The same without an end, into at least GP_NUMBER_BYTES; @places is at most 38. Returns: how many
 * bytes it has */
#define GP_NUMBER_BYTES 48
gsize gp_number_print(GpInt128 value, int places, char *out);

/**
 * gp_number_append_rounded:
 * @shown_places: decimal places to show
 *
 * Appends @value / 10^@places rounded half to even, with thousands commas, for people to read.
 */
void gp_number_append_rounded(GString *out, GpInt128 value, int places, int shown_places);

/* 10^@power for 0 <= @power <= 38. */
GpInt128 gp_power_of_ten(int power);

/* @dividend / @divisor rounded half to even; @divisor is above 0. */
GpInt128 gp_number_divide(GpInt128 dividend, GpInt128 divisor);

/* @value / 10^@places rounded half to even. */
GpInt128 gp_number_round(GpInt128 value, int places);

/* For shares and charts only, never for a figure that is added up. */
double gp_number_to_double(GpInt128 value, int places);

static inline gboolean
gp_add(GpInt128 a, GpInt128 b, GpInt128 *out)
{
    return !__builtin_add_overflow(a, b, out);
}

static inline gboolean
gp_subtract(GpInt128 a, GpInt128 b, GpInt128 *out)
{
    return !__builtin_sub_overflow(a, b, out);
}

static inline gboolean
gp_multiply(GpInt128 a, GpInt128 b, GpInt128 *out)
{
    /* almost always, and much quicker */
    if (a == (gint64)a && b == (gint64)b) {
        *out = (GpInt128)(gint64)a * (gint64)b;
        return TRUE;
    }
    return !__builtin_mul_overflow(a, b, out);
}
