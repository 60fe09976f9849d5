/* SPDX-License-Identifier: MIT */
#include "gp-day.h"

#include <string.h>

static gboolean
is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* Days from 1 March of the year 0 of the Gregorian calendar, a leap day coming last in a year. */
static int
days_from_march_of_year_0(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int month_from_march = (month + 9) % 12;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * month_from_march + 2) / 5 + day - 1;
}

#define DAYS_TO_1990 726773 /* days_from_march_of_year_0 (1990, 1, 1) */

gboolean
gp_day_from_civil(int year, int month, int day, GpDay *out_day)
{
    if (year < GP_FIRST_YEAR || year > GP_LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return FALSE;
    *out_day = days_from_march_of_year_0(year, month, day) - DAYS_TO_1990;
    return TRUE;
}

void
gp_day_to_civil(GpDay day, int *out_year, int *out_month, int *out_day)
{
    const int days_in_400_years = 146097;
    int days = day + DAYS_TO_1990;
    int in_era = days % days_in_400_years;
    int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int in_year = in_era - (365 * year + year / 4 - year / 100);
    int month_from_march = (5 * in_year + 2) / 153;

    *out_day = in_year - (153 * month_from_march + 2) / 5 + 1;
    *out_month = (month_from_march + 2) % 12 + 1;
    *out_year = year + days / days_in_400_years * 400 + (*out_month <= 2);
}

GpMonth
gp_month_from_civil(int year, int month)
{
    return (year - GP_FIRST_YEAR) * 12 + month - 1;
}

GpMonth
gp_month_of_day(GpDay day)
{
    int y, m, d;

    gp_day_to_civil(day, &y, &m, &d);
    return gp_month_from_civil(y, m);
}

GpDay
gp_month_first_day(GpMonth month)
{
    return days_from_march_of_year_0(gp_month_calendar_year(month), month % 12 + 1, 1) -
           DAYS_TO_1990;
}

GpDay
gp_month_last_day(GpMonth month)
{
    return gp_month_first_day(month + 1) - 1;
}

int
gp_month_calendar_year(GpMonth month)
{
    return GP_FIRST_YEAR + month / 12;
}

int
gp_fy_of_month(GpMonth month)
{
    return gp_month_calendar_year(month) - (month % 12 < 3);
}

int
gp_fy_of_day(GpDay day)
{
    return gp_fy_of_month(gp_month_of_day(day));
}

GpSpan
gp_fy_span(int fy)
{
    GpMonth april = gp_month_from_civil(fy, 4);

    return (GpSpan){gp_month_first_day(april), gp_month_last_day(april + 11)};
}

/* Writes @value with @width digits. */
static char *
print_digits(char *out, int value, int width)
{
    for (int i = width - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + width;
}

void
gp_day_print(GpDay day, char *out)
{
    int y, m, d;

    gp_day_to_civil(day, &y, &m, &d);
    out = print_digits(out, y, 4);
    *out++ = '-';
    out = print_digits(out, m, 2);
    *out++ = '-';
    *print_digits(out, d, 2) = '\0';
}

void
gp_month_print(GpMonth month, char *out)
{
    out = print_digits(out, gp_month_calendar_year(month), 4);
    *out++ = '-';
    *print_digits(out, month % 12 + 1, 2) = '\0';
}

void
gp_fy_print(int fy, char *out)
{
    out = print_digits(out, fy, 4);
    *out++ = '-';
    *print_digits(out, (fy + 1) % 100, 2) = '\0';
}

static gboolean
is_whole_years(GpSpan span)
{
    return gp_fy_span(gp_fy_of_day(span.first)).first == span.first &&
           gp_fy_span(gp_fy_of_day(span.last)).last == span.last;
}

static gboolean
is_whole_months(GpSpan span)
{
    return gp_month_first_day(gp_month_of_day(span.first)) == span.first &&
           gp_month_last_day(gp_month_of_day(span.last)) == span.last;
}

void
gp_span_print(GpSpan span, char *out)
{
    char first[16], last[16];

    if (is_whole_years(span)) {
        gp_fy_print(gp_fy_of_day(span.first), first);
        gp_fy_print(gp_fy_of_day(span.last), last);
    } else if (is_whole_months(span)) {
        gp_month_print(gp_month_of_day(span.first), first);
        gp_month_print(gp_month_of_day(span.last), last);
    } else {
        gp_day_print(span.first, first);
        gp_day_print(span.last, last);
    }
    strcpy(out, first);
    if (strcmp(first, last) != 0)
        strcat(strcat(out, " to "), last);
}

/* Reads exactly @n digits; -1 if there are other characters. */
static int
read_digits(const char *text, gsize n)
{
    int value = 0;

    for (gsize i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

gboolean
gp_fy_parse(const char *text, int *out_fy)
{
    int year, next;

    if (strlen(text) != 7 || (text[4] != '-' && text[4] != '/'))
        return FALSE;
    year = read_digits(text, 4);
    next = read_digits(text + 5, 2);
    if (year < GP_FIRST_YEAR || year >= GP_LAST_YEAR || next != (year + 1) % 100)
        return FALSE;
    *out_fy = year;
    return TRUE;
}

static GpPeriodStatus
parse_fy(int year, GpSpan *out_span)
{
    if (year < GP_FIRST_YEAR || year >= GP_LAST_YEAR)
        return GP_PERIOD_RANGE;
    *out_span = gp_fy_span(year);
    return GP_PERIOD_READ;
}

static GpPeriodStatus
parse_month(int year, int month, GpSpan *out_span)
{
    if (year < GP_FIRST_YEAR || year > GP_LAST_YEAR)
        return GP_PERIOD_RANGE;
    out_span->first = gp_month_first_day(gp_month_from_civil(year, month));
    out_span->last = gp_month_last_day(gp_month_from_civil(year, month));
    return GP_PERIOD_READ;
}

static GpPeriodStatus
parse_day(int year, int month, int day, GpSpan *out_span)
{
    GpDay value;

    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return GP_PERIOD_MALFORMED;
    if (!gp_day_from_civil(year, month, day, &value))
        return GP_PERIOD_RANGE;
    *out_span = (GpSpan){value, value};
    return GP_PERIOD_READ;
}

GpPeriodStatus
gp_period_parse(const char *text, gsize length, GpSpan *out_span)
{
    int year, second, day;
    gboolean is_next_year;

    if (length < 7 || (year = read_digits(text, 4)) < 0 || (second = read_digits(text + 5, 2)) < 0)
        return GP_PERIOD_MALFORMED;
    if (length == 10 && text[4] == '-' && text[7] == '-' && (day = read_digits(text + 8, 2)) >= 0)
        return parse_day(year, second, day, out_span);
    if (length != 7)
        return GP_PERIOD_MALFORMED;

    is_next_year = second == (year + 1) % 100;
    if (text[4] == '/')
        return is_next_year ? parse_fy(year, out_span) : GP_PERIOD_MALFORMED;
    if (text[4] != '-')
        return GP_PERIOD_MALFORMED;
    if (second < 1 || second > 12)
        return is_next_year ? parse_fy(year, out_span) : GP_PERIOD_MALFORMED;
    return is_next_year ? GP_PERIOD_AMBIGUOUS : parse_month(year, second, out_span);
}

const char *
gp_period_status_reason(GpPeriodStatus status)
{
    switch (status) {
    case GP_PERIOD_AMBIGUOUS:
        return "could be a month or a financial year; for the financial year write it with a "
               "stroke, as in 2007/08, and for the month give the days in the columns start and "
               "end";
    case GP_PERIOD_RANGE:
        return "is outside the years 1990 to 2100";
    case GP_PERIOD_MALFORMED:
    case GP_PERIOD_READ:
        break;
    }
    return "is not a period; write a day as 2024-06-14, a month as 2024-06 or a financial year "
           "as 2024-25";
}
