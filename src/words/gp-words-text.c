/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-words.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

char *
gp_words_count(guint64 n, const char *one, const char *many)
{
    GString *out = g_string_new(NULL);

    if (n == 0)
        g_string_append(out, "no");
    else
        gp_number_append_rounded(out, n, 0, 0);
    g_string_append_printf(out, " %s", n == 1 ? one : many);
    return g_string_free(out, FALSE);
}

char *
gp_words_list(const char *const *items, guint n)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", items[i]);
    return g_string_free(out, FALSE);
}

char *
gp_words_list_some(const GPtrArray *items, guint most, const char *one_more, const char *more)
{
    g_autoptr(GPtrArray) shown = g_ptr_array_new();
    g_autofree char *rest = NULL;

    if (items->len <= most)
        return gp_words_list((const char *const *)items->pdata, items->len);
    for (guint i = 0; i < most; i++)
        g_ptr_array_add(shown, items->pdata[i]);
    rest = gp_words_count(items->len - most, one_more, more);
    g_ptr_array_add(shown, rest);
    return gp_words_list((const char *const *)shown->pdata, shown->len);
}

char *
gp_words_quoted(const char *name)
{
    return g_strdup_printf("“%s”", name);
}

char *
gp_words_day(const char *day)
{
    GpSpan span;
    int year, month, date;

    if (strlen(day) != strlen("2026-11-22") ||
        gp_period_parse(day, strlen(day), &span) != GP_PERIOD_READ)
        return g_strdup(day);
    gp_day_to_civil(span.first, &year, &month, &date);
    return g_strdup_printf("%d %s %d", date, months[month - 1], year);
}

char *
gp_words_month(GpMonth month)
{
    int year, number, date;

    gp_day_to_civil(gp_month_first_day(month), &year, &number, &date);
    return g_strdup_printf("%s %d", months[number - 1], year);
}

char *
gp_words_short_month(GpMonth month)
{
    int year, number, date;

    gp_day_to_civil(gp_month_first_day(month), &year, &number, &date);
    return g_strdup_printf("%.3s %d", months[number - 1], year);
}

char *
gp_words_fys(int first_fy, int last_fy)
{
    g_autofree char *first = gp_words_fy(first_fy), *last = gp_words_fy(last_fy);

    return first_fy == last_fy ? g_steal_pointer(&first) : g_strdup_printf("%s to %s", first, last);
}

char *
gp_words_begin(const char *text)
{
    gunichar first = g_utf8_get_char(text);
    char capital[8] = "";

    if (*text == '\0')
        return g_strdup("");
    capital[g_unichar_to_utf8(g_unichar_totitle(first), capital)] = '\0';
    return g_strconcat(capital, g_utf8_next_char(text), NULL);
}

/* Whether a financial year as 2019-20, and no longer number, begins here. */
static gboolean
is_fy_label(const char *text, const char *at)
{
    char label[16];
    int year = 0;

    for (guint i = 0; i < 4; i++) {
        if (!g_ascii_isdigit(at[i]))
            return FALSE;
        year = 10 * year + at[i] - '0';
    }
    g_snprintf(label, sizeof label, "%04d-%02d", year, (year + 1) % 100);
    return strncmp(at, label, strlen(label)) == 0 && !g_ascii_isdigit(at[7]) && at[7] != '-' &&
           (at == text || (!g_ascii_isdigit(at[-1]) && at[-1] != '-'));
}

char *
gp_words_with_fys(const char *text)
{
    char *out = g_strdup(text);

    for (gsize i = 0; out[i] != '\0'; i++) {
        if (is_fy_label(out, out + i))
            out[i + 4] = '/';
    }
    return out;
}

/* The end of a path that begins at @at: up to the bracket that closes it, or else to a blank. */
static const char *
end_of_path(const char *text, const char *at)
{
    const char *bracket = at > text && at[-1] == '(' ? strchr(at, ')') : NULL;
    gsize length = strcspn(at, " ,;()“”\"");

    return bracket != NULL ? bracket : at + length;
}

char *
gp_words_without_folders(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *at = text;

    while (*at != '\0') {
        gboolean begins = at == text || strchr(" (", at[-1]) != NULL;
        const char *end = *at == '/' && begins ? end_of_path(text, at) : at;
        const char *slash = end > at ? g_strrstr_len(at, end - at, "/") : NULL;

        if (slash != NULL && slash > at && slash + 1 < end) {
            g_string_append_len(out, slash + 1, end - slash - 1);
            at = end;
        } else {
            g_string_append_c(out, *at++);
        }
    }
    return g_string_free(out, FALSE);
}
