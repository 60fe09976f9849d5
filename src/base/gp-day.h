/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <string.h>

/*
 * Days, months and NHS financial years (April to March), from 1990 to 2100.
 *
 *   GpDay    days since 1990-01-01
 *   GpMonth  months since January 1990
 *   fy       the calendar year in which a financial year starts: 2019 is 2019-20
 */

typedef gint32 GpDay;
typedef gint32 GpMonth;

#define GP_FIRST_YEAR 1990
#define GP_LAST_YEAR 2100
#define GP_N_MONTHS ((GP_LAST_YEAR - GP_FIRST_YEAR + 1) * 12)

/* A stretch of whole days, both ends included. */
typedef struct {
    GpDay first;
    GpDay last;
} GpSpan;

/* FALSE for a date that does not exist or lies outside 1990 to 2100. */
gboolean gp_day_from_civil(int year, int month, int day, GpDay *out_day);
void gp_day_to_civil(GpDay day, int *out_year, int *out_month, int *out_day);

GpMonth gp_month_from_civil(int year, int month);
GpMonth gp_month_of_day(GpDay day);
GpDay gp_month_first_day(GpMonth month);
GpDay gp_month_last_day(GpMonth month);
int gp_month_calendar_year(GpMonth month);

int gp_fy_of_month(GpMonth month);
int gp_fy_of_day(GpDay day);
GpSpan gp_fy_span(int fy);

/* The financial years of the pandemic: April 2020 to March 2022. */
#define GP_PANDEMIC_FIRST_FY 2020
#define GP_PANDEMIC_LAST_FY 2021

/* `2024-06-14`, `2024-06`, `2019-20`; @out holds at least 16 bytes. */
void gp_day_print(GpDay day, char *out);
void gp_month_print(GpMonth month, char *out);
void gp_fy_print(int fy, char *out);

/* A stretch of days as a person would write it: `2019-20`, `2024-06`, `2024-06-14`, and of several
 * `2024-06 to 2024-08`. @out holds at least GP_SPAN_TEXT bytes. */
#define GP_SPAN_TEXT 32
void gp_span_print(GpSpan span, char *out);

/* A financial year as a label writes it: `2019-20` or `2019/20`, never ambiguous here. */
gboolean gp_fy_parse(const char *text, int *out_fy);

typedef enum {
    GP_PERIOD_READ,
    GP_PERIOD_MALFORMED, /* none of the three forms, or a date that does not exist */
    GP_PERIOD_AMBIGUOUS, /* `2007-08`: August 2007 or the financial year 2007/08 */
    GP_PERIOD_RANGE,     /* outside 1990 to 2100 */
} GpPeriodStatus;

/**
 * gp_period_parse:
 *
 * Reads a day `2024-06-14`, a month `2024-06` or a financial year `2024-25` or `2024/25`.
 * A month text whose second part is also the year after the first (`2007-08`) is AMBIGUOUS.
 */
GpPeriodStatus gp_period_parse(const char *text, gsize length, GpSpan *out_span);

/* Whether 10 bytes are written as in `2024-06-14`, whatever the numbers. */
static inline gboolean
gp_day_digits(const char *text, guint *out_year, guint *out_month, guint *out_day)
{
    const guint64 form = G_GUINT64_CONSTANT(0x2d30302d30303030); /* 0000-00- */
    const guint64 dashes = G_GUINT64_CONSTANT(0xff0000ff00000000);
    const guint64 above_9 = G_GUINT64_CONSTANT(0x7676767676767676); /* turns the high bit on */
    const guint64 highs = G_GUINT64_CONSTANT(0x8080808080808080);
    guint tens = (guint8)(text[8] - '0'), ones = (guint8)(text[9] - '0');
    guint64 d;

    memcpy(&d, text, sizeof d);
    d = GUINT64_FROM_LE(d) ^ form;
    *out_year =
        (guint)((d & 15) * 1000 + (d >> 8 & 15) * 100 + (d >> 16 & 15) * 10 + (d >> 24 & 15));
    *out_month = (guint)((d >> 40 & 15) * 10 + (d >> 48 & 15));
    *out_day = tens * 10 + ones;
    return ((((d & ~highs) + above_9) | d) & highs) == 0 && (d & dashes) == 0 && tens <= 9 &&
           ones <= 9;
}

/* Plain words for a status other than GP_PERIOD_READ. */
const char *gp_period_status_reason(GpPeriodStatus status);
