/* SPDX-License-Identifier: MIT */
#include "gp-number.h"

#include <string.h>

#include "gp-error.h"
#include "gp-text.h"

static gboolean
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static gboolean
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits of a number under way: its value so far, and what the places that are not kept say. */
typedef struct {
    guint64 value;
    int places_left;     /* decimal places still to come */
    gboolean overflow;   /* more than 64 bits hold */
    int first_dropped;   /* the first digit that is not kept, or -1 */
    gboolean more_after; /* a digit other than 0 after it */
} Digits;

static void
digits_push(Digits *self, int digit)
{
    self->overflow |= __builtin_mul_overflow(self->value, 10u, &self->value);
    self->overflow |= __builtin_add_overflow(self->value, (guint64)digit, &self->value);
}

static void
digits_push_decimal(Digits *self, int digit)
{
    if (self->places_left > 0) {
        digits_push(self, digit);
        self->places_left--;
    } else if (self->first_dropped < 0) {
        self->first_dropped = digit;
    } else {
        self->more_after |= digit != 0;
    }
}

static gboolean
digits_are_cut(const Digits *self)
{
    return self->first_dropped > 0 || self->more_after;
}

static void
digits_finish(Digits *self)
{
    while (self->places_left-- > 0)
        digits_push(self, 0);
    if (self->first_dropped > 5 || (self->first_dropped == 5 && self->more_after) ||
        (self->first_dropped == 5 && (self->value & 1)))
        self->overflow |= __builtin_add_overflow(self->value, 1u, &self->value);
}

/* Whole part with thousands commas checked: returns the end of it, or NULL. */
static const char *
parse_whole_part(const char *p, const char *end, Digits *digits)
{
    const char *group = p;
    gboolean grouped = FALSE;

    for (; p < end && (is_digit(*p) || *p == ','); p++) {
        if (*p != ',') {
            digits_push(digits, *p - '0');
            continue;
        }
        if (p - group > 3 || p == group || (grouped && p - group != 3))
            return NULL;
        grouped = TRUE;
        group = p + 1;
    }
    return grouped && p - group != 3 ? NULL : p;
}

GpNumberStatus
gp_number_parse(const char *text, gsize length, int places, gint64 *out_value)
{
    const char *p = text, *end = text + length, *first_digit;
    Digits digits = {.places_left = places, .first_dropped = -1};
    gboolean negative = FALSE;
    gsize n_digits;

    while (p < end && is_blank(*p))
        p++;
    while (end > p && is_blank(end[-1]))
        end--;
    if (p == end)
        return GP_NUMBER_EMPTY;
    if (*p == '-' || *p == '+')
        negative = *p++ == '-';

    first_digit = p;
    p = parse_whole_part(p, end, &digits);
    if (p == NULL)
        return GP_NUMBER_MALFORMED;
    n_digits = (gsize)(p - first_digit);
    if (p < end && *p == '.') {
        for (p++; p < end && is_digit(*p); p++, n_digits++)
            digits_push_decimal(&digits, *p - '0');
    }
    if (p < end || n_digits == 0)
        return GP_NUMBER_MALFORMED;

    digits_finish(&digits);
    if (digits.overflow || digits.value > (guint64)G_MAXINT64)
        return GP_NUMBER_OVERFLOW;
    *out_value = negative ? -(gint64)digits.value : (gint64)digits.value;
    return digits_are_cut(&digits) ? GP_NUMBER_ROUNDED : GP_NUMBER_EXACT;
}

/* The value of eight digits, each a byte from 0 to 9, the first one in the lowest byte. */
static guint64
value_of_8(guint64 digits)
{
    const guint64 mask = G_GUINT64_CONSTANT(0x000000ff000000ff);
    guint64 pairs = digits * 10 + (digits >> 8);

    return ((pairs & mask) * (100 + ((guint64)1000000 << 32)) +
            (pairs >> 16 & mask) * (1 + ((guint64)10000 << 32))) >>
           32;
}

/* The high bit of each byte that is above 9. */
static guint64
bytes_above_9(guint64 bytes)
{
    const guint64 highs = G_GUINT64_CONSTANT(0x8080808080808080);

    return (((bytes & ~highs) + G_GUINT64_CONSTANT(0x7676767676767676)) | bytes) & highs;
}

gboolean
gp_number_parse_short(const char *text, gsize length, gint64 *out_micro)
{
    static const gint64 scale[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    const guint64 zeros = G_GUINT64_CONSTANT(0x3030303030303030);
    gboolean is_negative = length > 0 && *text == '-';
    gsize n = length - (gsize)is_negative, n_whole = n, n_decimals = 0;
    guint64 words[2];
    GpUint128 bytes, strange;
    gint64 value;

    if (n < 1 || n > 16)
        return FALSE;
    /* the text fills the high bytes of a number of 16 bytes; what stood before it becomes zeros */
    memcpy(words, text + length - 16, sizeof words);
    bytes =
        (GpUint128)(GUINT64_FROM_LE(words[1]) ^ zeros) << 64 | (GUINT64_FROM_LE(words[0]) ^ zeros);
    bytes &= ~(GpUint128)0 << (8 * (16 - n));
    strange =
        (GpUint128)bytes_above_9((guint64)(bytes >> 64)) << 64 | bytes_above_9((guint64)bytes);
    if (strange != 0) {
        /* the point, if it is one, and what is before it moves up to take its place */
        guint at = (guint64)strange != 0 ? (guint)__builtin_ctzll((guint64)strange) / 8
                                         : 8 + (guint)__builtin_ctzll((guint64)(strange >> 64)) / 8;

        n_decimals = 15 - at;
        n_whole = n - 1 - n_decimals;
        if ((strange & (strange - 1)) != 0 || (guint8)(bytes >> 8 * at) != ('.' ^ '0') || n == 1 ||
            n_decimals >= G_N_ELEMENTS(scale))
            return FALSE;
        bytes = (bytes & ~(~(GpUint128)0 << 8 * at)) << 8 | (bytes & ~(GpUint128)0 << 8 * at << 8);
    }
    if (n_whole > 12)
        return FALSE;
    value = (gint64)(value_of_8((guint64)bytes) * 100000000 + value_of_8((guint64)(bytes >> 64))) *
            scale[n_decimals];
    *out_micro = is_negative ? -value : value;
    return TRUE;
}

gboolean
gp_number_parse_text(const char *text, int places, gint64 *out_value, GError **error)
{
    g_autofree char *quoted = NULL;

    switch (gp_number_parse(text, strlen(text), places, out_value)) {
    case GP_NUMBER_EXACT:
    case GP_NUMBER_ROUNDED:
        return TRUE;
    case GP_NUMBER_EMPTY:
        return gp_throw(error, GP_ERROR_MALFORMED, "a number is missing");
    case GP_NUMBER_OVERFLOW:
        quoted = gp_text_quoted(text);
        return gp_throw(error, GP_ERROR_OVERFLOW, "“%s” is too large", quoted);
    case GP_NUMBER_MALFORMED:
        break;
    }
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a number", quoted);
}

GpInt128
gp_power_of_ten(int power)
{
    GpInt128 value = 1;

    while (power-- > 0)
        value *= 10;
    return value;
}

GpInt128
gp_number_divide(GpInt128 dividend, GpInt128 divisor)
{
    gboolean is_short = dividend == (gint64)dividend && divisor == (gint64)divisor;
    GpInt128 whole = is_short ? (gint64)dividend / (gint64)divisor : dividend / divisor;
    GpInt128 rest = dividend - whole * divisor, size = rest < 0 ? -rest : rest;

    if (size > divisor - size || (size == divisor - size && (whole & 1)))
        whole += dividend < 0 ? -1 : 1;
    return whole;
}

GpInt128
gp_number_round(GpInt128 value, int places)
{
    return gp_number_divide(value, gp_power_of_ten(places));
}

/* The digits of @value, least significant first; returns how many. */
static int
digits_of(GpUint128 value, char *digits)
{
    int n = 0;

    do {
        digits[n++] = (char)('0' + (int)(value % 10));
        value /= 10;
    } while (value != 0);
    return n;
}

static GpUint128
magnitude(GpInt128 value)
{
    return value < 0 ? -(GpUint128)value : (GpUint128)value;
}

/* Writes the digits of @value so that they end before @end; returns where they begin. */
static char *
write_digits(guint64 value, char *end)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233"
        "34353637383940414243444546474849505152535455565758596061626364656667"
        "6869707172737475767778798081828384858687888990919293949596979899";

    for (; value >= 100; value /= 100)
        memcpy(end -= 2, pairs + 2 * (value % 100), 2);
    if (value >= 10)
        return memcpy(end - 2, pairs + 2 * value, 2);
    *--end = (char)('0' + value);
    return end;
}

/* The same for 128 bits, at most 19 digits at a time. */
static char *
write_long_digits(GpUint128 value, char *end)
{
    const guint64 ten_to_19 = G_GUINT64_CONSTANT(10000000000000000000);

    while (value > G_MAXUINT64) {
        char *begin = write_digits((guint64)(value % ten_to_19), end);

        end -= 19;
        while (begin > end)
            *--begin = '0';
        value /= ten_to_19;
    }
    return write_digits((guint64)value, end);
}

gsize
gp_number_print(GpInt128 value, int places, char *out)
{
    char digits[2 * GP_NUMBER_BYTES], *end = digits + sizeof digits;
    char *begin = write_long_digits(magnitude(value), end), *point = end - places;
    gsize n_whole, n = 0;

    while (begin >= point)
        *--begin = '0';
    while (end > point && end[-1] == '0')
        end--;
    n_whole = (gsize)(point - begin);
    if (value < 0)
        out[n++] = '-';
    memcpy(out + n, begin, n_whole);
    n += n_whole;
    if (end > point) {
        out[n++] = '.';
        memcpy(out + n, point, (gsize)(end - point));
        n += (gsize)(end - point);
    }
    return n;
}

void
gp_number_append(GString *out, GpInt128 value, int places)
{
    char text[GP_NUMBER_BYTES];

    g_string_append_len(out, text, (gssize)gp_number_print(value, places, text));
}

void
gp_number_append_rounded(GString *out, GpInt128 value, int places, int shown_places)
{
    int n_zeros = MAX(0, shown_places - places);
    GpInt128 rounded = gp_number_round(value, MAX(0, places - shown_places));
    char digits[128];
    int n;

    memset(digits, '0', sizeof digits);
    n = n_zeros + digits_of(magnitude(rounded), digits + n_zeros);

    while (n <= shown_places)
        digits[n++] = '0';
    if (rounded < 0)
        g_string_append_c(out, '-');
    for (int i = n - 1; i >= 0; i--) {
        g_string_append_c(out, digits[i]);
        if (i == shown_places && i > 0)
            g_string_append_c(out, '.');
        else if (i > shown_places && (i - shown_places) % 3 == 0)
            g_string_append_c(out, ',');
    }
}

double
gp_number_to_double(GpInt128 value, int places)
{
    return (double)((long double)value / (long double)gp_power_of_ten(places));
}

gboolean
gp_number_parse_exact(const char *text, int places, GpInt128 *out)
{
    gboolean is_negative = *text == '-', has_point = FALSE;
    gboolean has_digit = FALSE;
    GpInt128 value = 0;

    for (const char *c = text + (is_negative ? 1 : 0); *c != '\0'; c++) {
        if (*c == '.' && !has_point) {
            has_point = TRUE;
            continue;
        }
        if (!g_ascii_isdigit(*c) || (has_point && places-- == 0) ||
            !gp_multiply(value, 10, &value) || !gp_add(value, *c - '0', &value))
            return FALSE;
        has_digit = TRUE;
    }
    if (!has_digit)
        return FALSE;
    *out = is_negative ? -value : value;
    return gp_multiply(*out, gp_power_of_ten(places), out);
}
