/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-workforce-private.h"

/* 1 to 12 for `mar`, `MAR` or `March`; 0 for anything else. */
static int
month_of(const char *text)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    for (int i = 0; i < 12; i++) {
        if (g_ascii_strcasecmp(text, names[i]) == 0 ||
            (strlen(text) == 3 && g_ascii_strncasecmp(text, names[i], 3) == 0))
            return i + 1;
    }
    return 0;
}

/* A number of @min to @max digits; -1 for anything else. */
static int
digits_of(const char *text, gsize min, gsize max)
{
    gsize length = strlen(text);
    int value = 0;

    if (length < min || length > max)
        return -1;
    for (const char *p = text; *p != '\0'; p++) {
        if (!g_ascii_isdigit(*p))
            return -1;
        value = value * 10 + (*p - '0');
    }
    return value;
}

/* The part before a time of midnight, as spreadsheets add it. */
static char *
without_midnight(const char *text)
{
    const char *blank = strchr(text, ' ');

    if (blank != NULL && (g_str_equal(blank, " 00:00") || g_str_equal(blank, " 00:00:00")))
        return g_strndup(text, (gsize)(blank - text));
    return g_strdup(text);
}

static GpPeriodStatus
day_of(int year, int month, int day, GpSpan *out_span)
{
    if (year < 0 || month < 1 || day < 1)
        return GP_PERIOD_MALFORMED;
    if (year < GP_FIRST_YEAR || year > GP_LAST_YEAR)
        return GP_PERIOD_RANGE;
    if (!gp_day_from_civil(year, month, day, &out_span->first))
        return GP_PERIOD_MALFORMED;
    out_span->last = out_span->first;
    return GP_PERIOD_READ;
}

static GpPeriodStatus
month_and_year(int month, int year, GpSpan *out_span)
{
    GpPeriodStatus status = day_of(year, month, 1, out_span);

    if (status == GP_PERIOD_READ)
        out_span->last = gp_month_last_day(gp_month_of_day(out_span->first));
    return status;
}

GpPeriodStatus
gp_staff_period_parse(const char *text, GpSpan *out_span)
{
    g_autofree char *plain = without_midnight(text);
    GpPeriodStatus status = gp_period_parse(plain, strlen(plain), out_span);
    g_auto(GStrv) parts = NULL;
    gboolean is_slashed = strchr(plain, '/') != NULL;

    if (status != GP_PERIOD_MALFORMED)
        return status;
    parts = g_strsplit_set(plain, "/- ", 4);
    switch (g_strv_length(parts)) {
    case 2:
        return month_and_year(month_of(parts[0]), digits_of(parts[1], 4, 4), out_span);
    case 3:
        return day_of(digits_of(parts[2], 4, 4),
                      is_slashed ? digits_of(parts[1], 1, 2) : month_of(parts[1]),
                      digits_of(parts[0], 1, 2), out_span);
    default:
        return GP_PERIOD_MALFORMED;
    }
}
