/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-format-private.h"
#include "gp-text.h"

#define MINUTES_A_DAY 1440

/* Days from Excel's epoch to 1990-01-01, and from its first epoch to its second. */
#define EXCEL_FIRST_DAY 32874
#define EXCEL_1904 1462

static const char *const names[GP_N_STYLES] = {
    [GP_STYLE_Y_M_D] = "y-m-d",
    [GP_STYLE_YYYYMMDD] = "yyyymmdd",
    [GP_STYLE_D_M_Y] = "d/m/y",
    [GP_STYLE_M_D_Y] = "m/d/y",
    [GP_STYLE_D_MON_Y] = "d-mon-y",
    [GP_STYLE_MON_Y] = "mon-y",
    [GP_STYLE_Y_MON] = "y-mon",
    [GP_STYLE_Y_M] = "y-m",
    [GP_STYLE_FY] = "fy",
    [GP_STYLE_Y] = "y",
    [GP_STYLE_EXCEL_DAY] = "excel-serial",
    [GP_STYLE_EXCEL_MONTH] = "excel-month",
};

/* Two styles may read the same text as different days; no others can be confused. */
static const GpStyle rivals[][2] = {
    {GP_STYLE_D_M_Y, GP_STYLE_M_D_Y},
    {GP_STYLE_Y_M, GP_STYLE_FY},
    {GP_STYLE_EXCEL_DAY, GP_STYLE_EXCEL_MONTH},
};

gboolean
gp_styles_parse(GpStyles *self, const char *const *list, GError **error)
{
    memset(self->allowed, 0, sizeof self->allowed);
    for (guint i = 0; list[i] != NULL; i++) {
        guint style = 0;

        while (style < GP_N_STYLES && !g_str_equal(list[i], names[style]))
            style++;
        if (style == GP_N_STYLES) {
            g_autofree char *quoted = gp_text_quoted(list[i]);
            g_autoptr(GString) known = g_string_new(NULL);

            for (guint k = 0; k < GP_N_STYLES; k++)
                g_string_append_printf(known, "%s%s", k == 0 ? "" : ", ", names[k]);
            return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a style of dates; there are %s",
                            quoted, known->str);
        }
        self->allowed[style] = TRUE;
    }
    return TRUE;
}

void
gp_styles_append(const GpStyles *self, GString *out)
{
    for (guint i = 0; i < GP_N_STYLES; i++) {
        if (self->allowed[i])
            g_string_append_printf(out, "%s ", names[i]);
    }
}

/* From @min to @max digits and no more; NULL if there are others. */
static const char *
scan_digits(const char *p, int min, int max, int *out_value, int *out_n)
{
    int n = 0;

    *out_value = 0;
    for (; g_ascii_isdigit(*p); p++, n++) {
        if (n == max)
            return NULL;
        *out_value = *out_value * 10 + (*p - '0');
    }
    if (out_n != NULL)
        *out_n = n;
    return n < min ? NULL : p;
}

static const char *
scan_separator(const char *p, const char *allowed, char *io_separator)
{
    if (*p == '\0' || strchr(allowed, *p) == NULL || (*io_separator != '\0' && *io_separator != *p))
        return NULL;
    *io_separator = *p;
    return p + 1;
}

/* Two digits are of this century up to 89. */
static const char *
scan_year(const char *p, int *out_year)
{
    int n;

    p = scan_digits(p, 2, 4, out_year, &n);
    if (p == NULL || n == 3)
        return NULL;
    if (n == 2)
        *out_year += *out_year < 90 ? 2000 : 1900;
    return p;
}

static const char *
scan_month_name(const char *p, int *out_month)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    gsize n = 0;

    while (g_ascii_isalpha(p[n]))
        n++;
    for (int i = 0; i < 12; i++) {
        gboolean is_sept = i == 8 && n == 4;

        if ((n == 3 || n == strlen(months[i]) || is_sept) &&
            g_ascii_strncasecmp(p, months[i], n) == 0) {
            *out_month = i + 1;
            return p + n;
        }
    }
    return NULL;
}

/* A point in time as it was written. */
typedef struct {
    GpDay day;
    int minute; /* of the day, up to 1440 */
    gboolean has_time;
    gboolean has_offset;
    int offset; /* minutes east of UTC */
} Moment;

static const char *
scan_offset(const char *p, Moment *out)
{
    int hours, minutes = 0, sign = *p == '-' ? -1 : 1;

    out->has_offset = TRUE;
    if (*p == 'Z' || *p == 'z')
        return p + 1;
    p = scan_digits(p + 1, 2, 4, &hours, NULL);
    if (p != NULL && *p == ':')
        p = scan_digits(p + 1, 2, 2, &minutes, NULL);
    else if (p != NULL && hours >= 100)
        minutes = hours % 100, hours /= 100;
    out->offset = sign * (hours * 60 + minutes);
    return hours > 14 || minutes > 59 ? NULL : p;
}

/* What may follow a day: a time, with or without its distance from UTC. */
static gboolean
scan_time(const char *p, Moment *out)
{
    int hour, minute, second;

    out->has_time = FALSE, out->has_offset = FALSE, out->minute = 0, out->offset = 0;
    if (*p == '\0')
        return TRUE;
    if (*p != 'T' && *p != ' ')
        return FALSE;
    p = scan_digits(p + 1, 1, 2, &hour, NULL);
    if (p == NULL || *p != ':' || (p = scan_digits(p + 1, 2, 2, &minute, NULL)) == NULL)
        return FALSE;
    if (*p == ':' && (p = scan_digits(p + 1, 2, 2, &second, NULL)) == NULL)
        return FALSE;
    if (*p == '.' && (p = scan_digits(p + 1, 1, 9, &second, NULL)) == NULL)
        return FALSE;
    if (*p == ' ')
        p++;
    if (*p != '\0' && strchr("Zz+-", *p) != NULL)
        p = scan_offset(p, out);
    out->has_time = TRUE;
    out->minute = hour * 60 + minute;
    return p != NULL && *p == '\0' && minute < 60 && out->minute <= MINUTES_A_DAY;
}

/* The last Sunday of a month on or before @last, the 1st of January 1990 being a Monday. */
static GpDay
sunday_on_or_before(int year, int month, int last)
{
    GpDay day = 0;

    gp_day_from_civil(year, month, last, &day);
    return day - (day + 1) % 7;
}

/* Whether the UK's clocks are an hour ahead of UTC: they change at 01:00 UTC. */
static gboolean
is_summer_time(GpDay day, int minute)
{
    int year, month, mday;
    GpDay begins, ends;

    gp_day_to_civil(day, &year, &month, &mday);
    begins = sunday_on_or_before(year, 3, 31);
    ends = sunday_on_or_before(year, 10, year < 1996 ? 28 : 31);
    if (day == begins)
        return minute >= 60;
    if (day == ends)
        return minute < 60;
    return day > begins && day < ends;
}

static void
shift(GpDay *io_day, int *io_minute, int minutes)
{
    *io_minute += minutes;
    while (*io_minute < 0)
        *io_minute += MINUTES_A_DAY, --*io_day;
    while (*io_minute >= MINUTES_A_DAY)
        *io_minute -= MINUTES_A_DAY, ++*io_day;
}

static gboolean
take_moment(const GpStyles *self, const Moment *moment, GpSpan *out_span)
{
    GpDay last_day, day = moment->day;
    int minute = moment->minute;

    gp_day_from_civil(GP_LAST_YEAR, 12, 31, &last_day);
    shift(&day, &minute, moment->has_time && self->marks_end ? -1 : 0);
    if (moment->has_time && (self->are_utc || moment->has_offset)) {
        shift(&day, &minute, -moment->offset);
        if (day >= 0 && day <= last_day && is_summer_time(day, minute))
            shift(&day, &minute, 60);
    }
    *out_span = (GpSpan){day, day};
    return day >= 0 && day <= last_day;
}

static gboolean
read_numeric_day(const GpStyles *self, GpStyle style, const char *p, GpSpan *out_span)
{
    int a, b, year, n;
    char separator = '\0';
    Moment moment;
    gboolean is_first_year = style == GP_STYLE_Y_M_D;

    if ((p = scan_digits(p, 1, 4, &a, &n)) == NULL || (is_first_year ? n != 4 : n > 2) ||
        (p = scan_separator(p, "/-.", &separator)) == NULL ||
        (p = scan_digits(p, 1, 2, &b, NULL)) == NULL ||
        (p = scan_separator(p, "/-.", &separator)) == NULL ||
        (p = is_first_year ? scan_digits(p, 1, 2, &year, NULL) : scan_year(p, &year)) == NULL ||
        !scan_time(p, &moment))
        return FALSE;
    return (is_first_year             ? gp_day_from_civil(a, b, year, &moment.day)
            : style == GP_STYLE_D_M_Y ? gp_day_from_civil(year, b, a, &moment.day)
                                      : gp_day_from_civil(year, a, b, &moment.day)) &&
           take_moment(self, &moment, out_span);
}

static gboolean
read_compact_day(const GpStyles *self, const char *p, GpSpan *out_span)
{
    Moment moment;
    int value, n;

    if ((p = scan_digits(p, 8, 8, &value, &n)) == NULL || !scan_time(p, &moment))
        return FALSE;
    return gp_day_from_civil(value / 10000, value / 100 % 100, value % 100, &moment.day) &&
           take_moment(self, &moment, out_span);
}

static gboolean
read_named_day(const GpStyles *self, const char *p, GpSpan *out_span)
{
    int mday, month, year;
    char separator = '\0';
    Moment moment;

    return (p = scan_digits(p, 1, 2, &mday, NULL)) != NULL &&
           (p = scan_separator(p, "-/ .", &separator)) != NULL &&
           (p = scan_month_name(p, &month)) != NULL &&
           (p = scan_separator(p, "-/ .", &separator)) != NULL &&
           (p = scan_year(p, &year)) != NULL && scan_time(p, &moment) &&
           gp_day_from_civil(year, month, mday, &moment.day) &&
           take_moment(self, &moment, out_span);
}

static gboolean
take_month(int year, int month, GpSpan *out_span)
{
    GpDay day;

    if (!gp_day_from_civil(year, month, 1, &day))
        return FALSE;
    *out_span = (GpSpan){day, gp_month_last_day(gp_month_of_day(day))};
    return TRUE;
}

static gboolean
read_month(GpStyle style, const char *p, GpSpan *out_span)
{
    char separator = '\0';
    int year, month, n = 4;

    if (style == GP_STYLE_MON_Y)
        p = (p = scan_month_name(p, &month)) == NULL ||
                    (p = scan_separator(p, "-/ .", &separator)) == NULL
                ? NULL
                : scan_year(p, &year);
    else if ((p = scan_digits(p, 4, 4, &year, &n)) == NULL ||
             (p = scan_separator(p, "-/ .", &separator)) == NULL)
        return FALSE;
    else
        p = style == GP_STYLE_Y_MON ? scan_month_name(p, &month)
                                    : scan_digits(p, 2, 2, &month, NULL);
    return p != NULL && *p == '\0' && take_month(year, month, out_span);
}

static gboolean
read_fy(const char *p, GpSpan *out_span)
{
    char separator = '\0';
    int first, second, n;

    if ((p = scan_digits(p, 4, 4, &first, &n)) == NULL ||
        (p = scan_separator(p, "-/_", &separator)) == NULL ||
        (p = scan_digits(p, 2, 4, &second, &n)) == NULL || *p != '\0' || n == 3)
        return FALSE;
    if (first < GP_FIRST_YEAR || first >= GP_LAST_YEAR ||
        second != (n == 2 ? (first + 1) % 100 : first + 1))
        return FALSE;
    *out_span = gp_fy_span(first);
    return TRUE;
}

/* A calendar year. */
static gboolean
read_year(const char *p, GpSpan *out_span)
{
    int year, n;

    return (p = scan_digits(p, 4, 4, &year, &n)) != NULL && *p == '\0' &&
           gp_day_from_civil(year, 1, 1, &out_span->first) &&
           gp_day_from_civil(year, 12, 31, &out_span->last);
}

static gboolean
read_excel(const GpStyles *self, GpStyle style, const char *text, GpSpan *out_span)
{
    Moment moment = {.has_time = self->marks_end};
    gint64 micro, days;
    int year, month, mday;

    switch (gp_number_parse(text, strlen(text), GP_MICRO_PLACES, &micro)) {
    case GP_NUMBER_EXACT:
    case GP_NUMBER_ROUNDED:
        break;
    case GP_NUMBER_EMPTY:
    case GP_NUMBER_MALFORMED:
    case GP_NUMBER_OVERFLOW:
        return FALSE;
    }
    if (strchr(text, ',') != NULL || micro < 0)
        return FALSE;
    days = micro / GP_MICRO - EXCEL_FIRST_DAY + (self->is_1904 ? EXCEL_1904 : 0);
    if (days < 0 || days > G_MAXINT32 / 2)
        return FALSE;
    moment.day = (GpDay)days;
    moment.minute = (int)((micro % GP_MICRO * MINUTES_A_DAY + GP_MICRO / 2) / GP_MICRO);
    moment.has_time |= moment.minute != 0;
    if (!take_moment(self, &moment, out_span))
        return FALSE;
    if (style == GP_STYLE_EXCEL_DAY)
        return TRUE;
    gp_day_to_civil(out_span->first, &year, &month, &mday);
    return mday == 1 && take_month(year, month, out_span);
}

static gboolean
read_style(const GpStyles *self, GpStyle style, const char *text, GpSpan *out_span)
{
    switch (style) {
    case GP_STYLE_Y_M_D:
    case GP_STYLE_D_M_Y:
    case GP_STYLE_M_D_Y:
        return read_numeric_day(self, style, text, out_span);
    case GP_STYLE_YYYYMMDD:
        return read_compact_day(self, text, out_span);
    case GP_STYLE_D_MON_Y:
        return read_named_day(self, text, out_span);
    case GP_STYLE_MON_Y:
    case GP_STYLE_Y_MON:
    case GP_STYLE_Y_M:
        return read_month(style, text, out_span);
    case GP_STYLE_FY:
        return read_fy(text, out_span);
    case GP_STYLE_Y:
        return read_year(text, out_span);
    case GP_STYLE_EXCEL_DAY:
    case GP_STYLE_EXCEL_MONTH:
        return read_excel(self, style, text, out_span);
    case GP_N_STYLES:
        break;
    }
    return FALSE;
}

gboolean
gp_styles_read(const GpStyles *self, const char *text, GpSpan *out_span)
{
    for (guint i = 0; i < GP_N_STYLES; i++) {
        if (self->allowed[i] && read_style(self, (GpStyle)i, text, out_span))
            return TRUE;
    }
    return FALSE;
}

static void
keep_first(char **io_text, guint64 *io_line, const char *text, guint64 line)
{
    if (*io_text == NULL) {
        *io_text = gp_text_quoted(text);
        *io_line = line;
    }
}

void
gp_style_vote_add(GpStyleVote *self, const char *text, guint64 line)
{
    for (guint i = 0; i < G_N_ELEMENTS(rivals); i++) {
        GpStyle one = rivals[i][0], other = rivals[i][1];
        GpSpan a, b;
        gboolean reads_one = self->styles->allowed[one] && read_style(self->styles, one, text, &a);
        gboolean reads_other =
            self->styles->allowed[other] && read_style(self->styles, other, text, &b);

        if (reads_one && reads_other) {
            if (a.first != b.first || a.last != b.last)
                keep_first(&self->ambiguous[one], &self->ambiguous_line[one], text, line);
        } else if (reads_one != reads_other) {
            GpStyle only = reads_one ? one : other;

            keep_first(&self->first[only], &self->first_line[only], text, line);
        }
    }
}

static gboolean
throw_ambiguous(
    const GpStyleVote *self, GpStyle one, GpStyle other, const char *name, GError **error)
{
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "%s:%" G_GUINT64_FORMAT ": “%s” may be %s or %s, and nothing in the file says "
                    "which; write styles=%s or styles=%s in the settings of the source",
                    name, self->ambiguous_line[one], self->ambiguous[one], names[one], names[other],
                    names[one], names[other]);
}

gboolean
gp_style_vote_close(const GpStyleVote *self, const char *name, GpStyles *out, GError **error)
{
    *out = *self->styles;
    for (guint i = 0; i < G_N_ELEMENTS(rivals); i++) {
        GpStyle one = rivals[i][0], other = rivals[i][1];

        if (self->first[one] != NULL && self->first[other] != NULL)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s: dates are written in two ways: “%s” in line %" G_GUINT64_FORMAT
                            " can only be %s, “%s” in line %" G_GUINT64_FORMAT " only %s",
                            name, self->first[one], self->first_line[one], names[one],
                            self->first[other], self->first_line[other], names[other]);
        if (self->first[one] != NULL)
            out->allowed[other] = FALSE;
        if (self->first[other] != NULL)
            out->allowed[one] = FALSE;
        if (out->allowed[one] && out->allowed[other] && self->first[one] == NULL &&
            self->first[other] == NULL && self->ambiguous[one] != NULL)
            return throw_ambiguous(self, one, other, name, error);
    }
    return TRUE;
}

void
gp_style_vote_clear(GpStyleVote *self)
{
    for (guint i = 0; i < GP_N_STYLES; i++) {
        g_free(self->first[i]);
        g_free(self->ambiguous[i]);
    }
}
