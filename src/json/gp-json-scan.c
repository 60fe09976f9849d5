/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-json-private.h"
#include "gp-text.h"

#define MAX_DEPTH 64
#define MAX_VALUES 1000000
#define MAX_NUMBER 60 /* cJSON reads no longer ones */
#define SHOWN 24

typedef struct {
    const char *bytes;
    gsize length;
    gsize at;
    const char *name;
    GArray *numbers;
    guint depth;
    guint n_values;
} Scan;

/* The bytes from here on, as far as a message shows them. */
static char *
show(const Scan *self, gsize from)
{
    return gp_text_printable(self->bytes + from, MIN(self->length - from, SHOWN * 4), SHOWN);
}

static gboolean
refuse(const Scan *self, gsize from, const char *reason, GError **error)
{
    g_autofree char *shown = show(self, from);

    return gp_throw(error, GP_ERROR_MALFORMED, "%s: %s: “%s”", self->name, reason, shown);
}

/* The four hexadecimal digits of \uXXXX whose backslash is at @at; -1 if they are not there. */
static int
read_unit(const Scan *self, gsize at)
{
    int unit = 0;

    if (self->length - at < 6 || self->bytes[at] != '\\' || self->bytes[at + 1] != 'u')
        return -1;
    for (gsize i = at + 2; i < at + 6; i++) {
        if (!g_ascii_isxdigit(self->bytes[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value(self->bytes[i]);
    }
    return unit;
}

static gboolean
scan_escape(Scan *self, GError **error)
{
    gsize start = self->at;
    char kind = start + 1 < self->length ? self->bytes[start + 1] : '\0';
    int unit;

    self->at += 2;
    if (kind != '\0' && strchr("\"\\/bfnrt", kind) != NULL)
        return TRUE;
    unit = read_unit(self, start);
    if (unit < 0)
        return refuse(self, start, "a backslash is followed by something JSON does not know",
                      error);
    if (unit == 0)
        return refuse(self, start, "a text holds the character NUL", error);
    self->at += 4;
    if (unit >= 0xd800 && unit < 0xdc00) {
        int second = read_unit(self, self->at);

        self->at += 6;
        if (second >= 0xdc00 && second < 0xe000)
            return TRUE;
    }
    return (unit < 0xd800 || unit >= 0xe000) ||
           refuse(self, start, "a text holds half a character", error);
}

static gboolean
scan_text(Scan *self, GError **error)
{
    gsize start = self->at++;

    while (self->at < self->length && self->bytes[self->at] != '"') {
        if ((guchar)self->bytes[self->at] < 0x20)
            return refuse(self, start, "a text holds a line break or a control character", error);
        if (self->bytes[self->at] != '\\')
            self->at++;
        else if (!scan_escape(self, error))
            return FALSE;
    }
    self->at++;
    return self->at <= self->length || refuse(self, start, "a text has no end", error);
}

static gsize
count_digits(const char *text, gsize length)
{
    gsize n = 0;

    while (n < length && g_ascii_isdigit(text[n]))
        n++;
    return n;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static gboolean
is_number(const char *text, gsize length)
{
    gsize at = length > 0 && text[0] == '-', n = count_digits(text + at, length - at);

    if (n == 0 || (n > 1 && text[at] == '0'))
        return FALSE;
    at += n;
    if (at < length && text[at] == '.') {
        n = count_digits(text + at + 1, length - at - 1);
        if (n == 0)
            return FALSE;
        at += 1 + n;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < length && (text[at] == '+' || text[at] == '-'))
            at++;
        n = count_digits(text + at, length - at);
        if (n == 0)
            return FALSE;
        at += n;
    }
    return at == length;
}

/* A run of characters of which words and numbers are made. */
static gboolean
scan_word(Scan *self, GError **error)
{
    static const char *const words[] = {"true", "false", "null"};
    const char *text = self->bytes + self->at;
    GpJsonToken token = {self->at, 0};

    while (self->at < self->length &&
           (g_ascii_isalnum(self->bytes[self->at]) || strchr("+-.", self->bytes[self->at]) != NULL))
        self->at++;
    token.length = self->at - token.start;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (token.length == strlen(words[i]) && memcmp(text, words[i], token.length) == 0)
            return TRUE;
    }
    if (!is_number(text, token.length))
        return refuse(self, token.start, "neither a text, a number, true, false nor null", error);
    if (token.length > MAX_NUMBER)
        return refuse(self, token.start, "a number has more than 60 digits", error);
    g_array_append_val(self->numbers, token);
    return TRUE;
}

static gboolean
scan_mark(Scan *self, GError **error)
{
    switch (self->bytes[self->at]) {
    case '{':
    case '[':
        self->depth++;
        self->n_values++;
        break;
    case ',':
        self->n_values++;
        break;
    default:
        self->depth -= self->depth > 0;
    }
    self->at++;
    if (self->depth > MAX_DEPTH)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: it is nested more than %d levels deep",
                        self->name, MAX_DEPTH);
    return self->n_values <= MAX_VALUES ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s: it has more than a million values", self->name);
}

static gboolean
scan_one(Scan *self, GError **error)
{
    char c = self->bytes[self->at];

    if (strchr(" \t\r\n:", c) != NULL) {
        self->at++;
        return TRUE;
    }
    if (c == '"')
        return scan_text(self, error);
    if (strchr("{}[],", c) != NULL)
        return scan_mark(self, error);
    if (g_ascii_isalnum(c) || c == '-' || c == '+' || c == '.')
        return scan_word(self, error);
    return refuse(self, self->at, "a character stands where JSON has none", error);
}

gboolean
gp_json_scan(const char *bytes, gsize length, const char *name, GArray *numbers, GError **error)
{
    Scan scan = {bytes, length, 0, name, numbers, 0, 0};

    while (scan.at < length) {
        if (!scan_one(&scan, error))
            return FALSE;
    }
    return scan.depth == 0 || gp_throw(error, GP_ERROR_MALFORMED, "%s: it ends too early", name);
}

/* Digits without a point, and how many of them stand before it. */
static char *
place_point(const GString *digits, gint64 n_before)
{
    GString *out = g_string_new(NULL);
    gint64 n = (gint64)digits->len;

    for (gint64 i = MIN(n_before - 1, 0); i < MAX(n, n_before); i++) {
        if (i == n_before)
            g_string_append_c(out, '.');
        g_string_append_c(out, i < 0 || i >= n ? '0' : digits->str[i]);
    }
    return g_string_free(out, FALSE);
}

char *
gp_json_plain_number(const char *token, gsize length)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    g_autofree char *plain = NULL;
    gboolean is_negative = token[0] == '-';
    gint64 n_before = -1, exponent = 0;
    gsize at = is_negative ? 1 : 0, n_zeros = 0;

    for (; at < length && g_ascii_tolower(token[at]) != 'e'; at++) {
        if (token[at] == '.')
            n_before = (gint64)digits->len;
        else
            g_string_append_c(digits, token[at]);
    }
    if (at == length)
        return g_strndup(token, length);
    n_before = n_before < 0 ? (gint64)digits->len : n_before;
    while (n_zeros < digits->len && digits->str[n_zeros] == '0')
        n_zeros++;
    if (n_zeros == digits->len)
        return g_strdup("0");
    g_string_erase(digits, 0, (gssize)n_zeros);
    exponent = g_ascii_strtoll(token + at + 1, NULL, 10);
    if (ABS(exponent) > 10 * MAX_NUMBER)
        return NULL;
    n_before += exponent - (gint64)n_zeros;
    if (MAX(n_before, (gint64)digits->len) - MIN(n_before - 1, 0) > MAX_NUMBER)
        return NULL;
    plain = place_point(digits, n_before);
    return g_strconcat(is_negative ? "-" : "", plain, NULL);
}
