/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "gp-weather.h"

/* One day's readings. */
typedef struct {
    GpDay day;
    guint n;
    gint64 colder_micro; /* sum of how much colder than the base */
} Day;

/* (element-type Day): by day */
static GArray *
group_days(const GArray *readings, gint64 base_micro)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(Day));

    for (guint i = 0; i < readings->len; i++) {
        const GpReading *reading = &g_array_index(readings, GpReading, i);
        Day *last = days->len == 0 ? NULL : &g_array_index(days, Day, days->len - 1);

        if (last == NULL || last->day != reading->day) {
            Day day = {.day = reading->day};

            g_array_append_val(days, day);
            last = &g_array_index(days, Day, days->len - 1);
        }
        last->n++;
        last->colder_micro += MAX(base_micro - reading->micro_celsius, 0);
    }
    return days;
}

static int
compare_counts(gconstpointer a, gconstpointer b)
{
    const guint x = *(const guint *)a, y = *(const guint *)b;

    return (x > y) - (x < y);
}

/* The median number of readings a day. */
static guint
usual_count(const GArray *days)
{
    g_autofree guint *counts = g_new(guint, days->len + 1);

    for (guint i = 0; i < days->len; i++)
        counts[i] = g_array_index(days, Day, i).n;
    if (days->len == 0)
        return 0;
    qsort(counts, days->len, sizeof *counts, compare_counts);
    return counts[days->len / 2];
}

static void
add_month(GpSeries *series, GpMonth month, GpInt128 sum_micro, int n_known)
{
    GpDay first = gp_month_first_day(month);
    int n_days = gp_month_last_day(month) - first + 1;

    if (10 * n_known >= 9 * n_days)
        gp_series_add(series, first, (gint64)gp_number_divide(sum_micro * n_days, n_known));
    else
        gp_series_add_missing(series, first);
}

GpSeries *
gp_degree_days_of(const GArray *readings, gint64 base_micro)
{
    g_autoptr(GArray) days = group_days(readings, base_micro);
    GpSeries *series = gp_series_new(TRUE);
    guint usual = usual_count(days);
    GpInt128 sum = 0;
    int n_known = 0;

    for (guint i = 0; i < days->len; i++) {
        const Day *day = &g_array_index(days, Day, i);
        GpMonth month = gp_month_of_day(day->day);

        if (4 * day->n >= 3 * usual) {
            sum += gp_number_divide(day->colder_micro, day->n);
            n_known++;
        }
        if (i + 1 < days->len && gp_month_of_day(day[1].day) == month)
            continue;
        add_month(series, month, sum, n_known);
        sum = 0;
        n_known = 0;
    }
    gp_series_settle(series, NULL);
    return series;
}
