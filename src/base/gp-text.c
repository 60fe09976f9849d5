/* SPDX-License-Identifier: MIT */
#include "gp-text.h"

#include <string.h>

static gboolean
is_hidden(gunichar c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
           (c & 0xfffe) == 0xfffe;
}

/* Eight bytes of ASCII, none of them NUL. */
static gboolean
is_ascii_8(const char *p)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101), highs = ones << 7;
    guint64 bytes;

    memcpy(&bytes, p, sizeof bytes);
    return ((bytes | (bytes - ones)) & highs) == 0;
}

gboolean
gp_text_is_utf8(const char *text, gsize length)
{
    const char *p = text, *end = text + length;

    while (p < end) {
        gunichar c;

        while (end - p >= 8 && is_ascii_8(p))
            p += 8;
        if (p == end)
            break;
        c = g_utf8_get_char_validated(p, end - p);
        if (c == 0 || c > 0x10ffff)
            return FALSE;
        p = g_utf8_next_char(p);
    }
    return TRUE;
}

gboolean
gp_text_is_clean(const char *text, gsize length)
{
    const char *end = text + length;

    if (!gp_text_is_utf8(text, length))
        return FALSE;
    for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
        if (is_hidden(g_utf8_get_char(p)))
            return FALSE;
    }
    return TRUE;
}

/* Whether a text is printable ASCII throughout. */
static gboolean
is_plain(const char *text, gsize length)
{
    gboolean is_other = FALSE;

    for (gsize i = 0; i < length; i++)
        is_other |= text[i] < ' ' || text[i] > '~';
    return !is_other;
}

char *
gp_text_printable(const char *text, gsize length, guint max_characters)
{
    g_autofree char *valid = NULL;
    GString *out;
    guint n = 0;

    if (length <= max_characters && is_plain(text, length))
        return g_strndup(text, length);
    valid = g_utf8_make_valid(text, (gssize)length);
    out = g_string_new(NULL);
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p), n++) {
        gunichar c = g_utf8_get_char(p);

        if (n == max_characters) {
            g_string_append(out, "…");
            break;
        }
        g_string_append_unichar(out, is_hidden(c) ? ' ' : c);
    }
    return g_string_free(out, FALSE);
}

char *
gp_text_quoted(const char *text)
{
    return gp_text_printable(text, strlen(text), 40);
}

void
gp_text_append_tidy(GString *out, const char *text)
{
    gboolean is_first = TRUE, had_blank = FALSE;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (g_unichar_isspace(c) || c == 0x200b || c == 0xfeff) {
            had_blank = TRUE;
            continue;
        }
        if (had_blank && !is_first)
            g_string_append_c(out, ' ');
        g_string_append_unichar(out, c);
        is_first = had_blank = FALSE;
    }
}

/* The fold of a text that is ASCII throughout; NULL of any other. */
static char *
fold_ascii(const char *text)
{
    g_autofree char *out = g_malloc(strlen(text) + 1);
    char *o = out;
    gboolean had_blank = FALSE;

    for (const char *p = text; *p != '\0'; p++) {
        if ((guchar)*p >= 0x80)
            return NULL;
        if (g_ascii_isspace(*p)) {
            had_blank = TRUE;
            continue;
        }
        if (had_blank && o != out)
            *o++ = ' ';
        *o++ = g_ascii_tolower(*p);
        had_blank = FALSE;
    }
    *o = '\0';
    return g_steal_pointer(&out);
}

char *
gp_text_fold(const char *text)
{
    g_autoptr(GString) tidy = NULL;
    char *folded = fold_ascii(text);

    if (folded != NULL)
        return folded;
    tidy = g_string_new(NULL);
    gp_text_append_tidy(tidy, text);
    return g_utf8_casefold(tidy->str, (gssize)tidy->len);
}

guint
gp_text_width(const char *text)
{
    guint width = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (!g_unichar_iszerowidth(c))
            width += g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

gboolean
gp_text_equal_ignoring_case(const char *a, gsize a_length, const char *b, gsize b_length)
{
    return a_length == b_length && g_ascii_strncasecmp(a, b, a_length) == 0;
}

/* Levenshtein distance between two short texts. */
static guint
edit_distance(const char *a, const char *b)
{
    gsize n = strlen(b);
    g_autofree guint *row = g_new(guint, n + 1);

    for (gsize j = 0; j <= n; j++)
        row[j] = (guint)j;
    for (gsize i = 0; a[i] != '\0'; i++) {
        guint diagonal = row[0]++;

        for (gsize j = 0; j < n; j++) {
            guint above = row[j + 1];

            row[j + 1] = MIN(MIN(row[j], above) + 1, diagonal + (a[i] != b[j]));
            diagonal = above;
        }
    }
    return row[n];
}

const char *
gp_text_closest(const char *text, const char *const *candidates, guint n)
{
    g_autofree char *wanted = gp_text_printable(text, strlen(text), 60);
    const char *closest = NULL;
    guint least = (guint)strlen(wanted) / 3 + 1;

    for (guint i = 0; wanted[0] != '\0' && i < n; i++) {
        guint distance = edit_distance(wanted, candidates[i]);

        if (distance < least) {
            least = distance;
            closest = candidates[i];
        }
    }
    return closest;
}

int
gp_text_compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
