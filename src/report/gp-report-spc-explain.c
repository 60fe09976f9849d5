/* SPDX-License-Identifier: MIT */
#include "gp-report.h"
#include "gp-table-private.h"

/* Exact, with a true minus. */
static void
append_number(GString *out, GpInt128 value, int places)
{
    if (value < 0)
        g_string_append(out, "−");
    gp_number_append(out, value < 0 ? -value : value, places);
}

static void
append_micro(GString *out, GpInt128 value)
{
    append_number(out, value, GP_MICRO_PLACES);
}

static void
append_level(GString *out, GpInt128 value)
{
    append_number(out, value, GP_XMR_PLACES);
}

static void
append_date(GString *out, const GpSeries *series, guint i)
{
    char date[16];

    gp_series_print_date(series, gp_series_point(series, i)->day, date);
    g_string_append(out, date);
}

static void
add_micro(GpTextTable *table, GpInt128 value)
{
    GString *text = g_string_new(NULL);

    append_micro(text, value);
    gp_text_table_add(table, g_string_free(text, FALSE));
}

/* ---- one segment ---- */

static const char *
use_of_range(const GpXmrSegment *segment, const GpXmrPoint *mark, guint i)
{
    if (i >= segment->first + segment->n_base)
        return "after the limits were fixed";
    if (mark->range_micro < 0)
        return "";
    return mark->range_counts ? "counts" : "too large";
}

static void
print_ranges(const GpSeries *series, const GpXmr *chart, const GpXmrSegment *segment, GString *out)
{
    static const char *const titles[] = {"date", "value y", "range", "in the limits"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, FALSE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = segment->first; i < segment->first + segment->n; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);
        const GpXmrPoint *mark = gp_xmr_point(chart, i);
        char date[16];

        gp_series_print_date(series, point->day, date);
        gp_text_table_add(&table, g_strdup(date));
        if (point->has_value)
            add_micro(&table, point->value_micro);
        else
            gp_text_table_add(&table, g_strdup("no data"));
        if (mark->range_micro >= 0)
            add_micro(&table, mark->range_micro);
        else
            gp_text_table_add(&table, g_strdup(""));
        gp_text_table_add(&table, g_strdup(use_of_range(segment, mark, i)));
    }
    gp_text_table_print(&table, 0, out);
}

/* `name = sum / n = average`, with a new line. */
static void
print_average(GString *out, const char *name, GpInt128 sum_micro, guint n, GpInt128 average)
{
    g_string_append_printf(out, "  %s = ", name);
    append_micro(out, sum_micro);
    g_string_append_printf(out, " / %u = ", n);
    append_level(out, average);
    g_string_append_c(out, '\n');
}

static void
print_screening(const GpXmr *chart, const GpXmrSegment *segment, GString *out)
{
    print_average(out, "R = sum of the ranges / how many", segment->range_sum_micro,
                  segment->n_ranges, segment->all_average);
    if (!chart->is_screened) {
        g_string_append(out, "  screening: off, all ranges count\n");
        return;
    }
    if (segment->is_flat) {
        g_string_append(out, "  screening: all ranges are 0, so all count\n");
        return;
    }
    g_string_append(out, "  screening: ranges of " GP_XMR_SCREEN " × ");
    append_level(out, segment->all_average);
    g_string_append(out, " = ");
    append_level(out, segment->screen);
    g_string_append(out, " or more do not count: ");
    if (segment->is_unscreened) {
        g_string_append(out, "only ranges of 0 would be left, so all count\n");
        return;
    }
    if (segment->n_screened == 0) {
        g_string_append(out, "none\n");
        return;
    }
    g_string_append_printf(out, "%u\n", segment->n_screened);
    print_average(out, "R without them", segment->kept_sum_micro, segment->n_kept,
                  segment->average_range);
}

/* @ranges: how many average ranges it lies from the mean. */
static void
print_limit(
    GString *out, const char *name, const GpXmrSegment *segment, const char *ranges, GpInt128 limit)
{
    g_string_append_printf(out, "  %s = ", name);
    append_level(out, segment->mean);
    g_string_append_printf(out, " %s × ", ranges);
    append_level(out, segment->average_range);
    g_string_append(out, " = ");
    append_level(out, limit);
    g_string_append_c(out, '\n');
}

static void
print_segment(const GpSeries *series, const GpXmr *chart, guint number, GString *out)
{
    const GpXmrSegment *segment = gp_xmr_segment(chart, number);

    g_string_append_printf(out, "Limits %u, ", number + 1);
    append_date(out, series, segment->first);
    g_string_append(out, " to ");
    append_date(out, series, segment->first + segment->n - 1);
    if (segment->n_base < segment->n) {
        g_string_append(out, ", fixed on the values up to ");
        append_date(out, series, segment->first + segment->n_base - 1);
    }
    g_string_append_c(out, '\n');
    print_ranges(series, chart, segment, out);
    if (segment->n_based == 0) {
        g_string_append(out, "  no value, so no mean and no limits\n\n");
        return;
    }
    print_average(out, "mean = sum of y / n", segment->sum_micro, segment->n_based, segment->mean);
    if (!segment->has_limits) {
        g_string_append(out, "  no two neighbours have values, so no range and no limits\n\n");
        return;
    }
    print_screening(chart, segment, out);
    print_limit(out, "lower limit", segment, "− " GP_XMR_LIMIT, segment->lower);
    print_limit(out, "upper limit", segment, "+ " GP_XMR_LIMIT, segment->upper);
    print_limit(out, "near lower limit", segment, "− 2/3 × " GP_XMR_LIMIT, segment->near_lower);
    print_limit(out, "near upper limit", segment, "+ 2/3 × " GP_XMR_LIMIT, segment->near_upper);
    g_string_append_c(out, '\n');
}

/* ---- the last unusual point ---- */

/* What the points of a rule are held against. */
static void
append_test(const GpXmrPoint *mark, const GpXmrSegment *segment, GString *out)
{
    gboolean is_high = mark->sign > 0;

    switch (mark->rule) {
    case GP_XMR_NONE:
        return;
    case GP_XMR_OUTSIDE:
        g_string_append_printf(out, "it is %s limit ",
                               is_high ? "above the upper" : "below the lower");
        append_level(out, is_high ? segment->upper : segment->lower);
        return;
    case GP_XMR_TREND:
        g_string_append_printf(
            out, "%u points in a row, and %d make a trend, each %s the one before",
            mark->rule_last - mark->rule_first + 1, GP_XMR_RUN, is_high ? "above" : "below");
        return;
    case GP_XMR_TWO_OF_THREE:
        g_string_append_printf(out, "of three points %s the mean ", is_high ? "above" : "below");
        append_level(out, segment->mean);
        g_string_append(out, ", two or three are beyond the near limit ");
        append_level(out, is_high ? segment->near_upper : segment->near_lower);
        g_string_append(out, " and not outside the limit ");
        append_level(out, is_high ? segment->upper : segment->lower);
        return;
    case GP_XMR_SHIFT:
        g_string_append_printf(out, "%u points in a row, and %d make a shift, all %s the mean ",
                               mark->rule_last - mark->rule_first + 1, GP_XMR_RUN,
                               is_high ? "above" : "below");
        append_level(out, segment->mean);
        return;
    }
}

static void
print_unusual(const GpSeries *series, const GpXmr *chart, GString *out)
{
    const GpXmrPoint *mark;
    guint n = chart->points->len;

    while (n > 0 && gp_xmr_point(chart, n - 1)->rule == GP_XMR_NONE)
        n--;
    if (n == 0) {
        g_string_append(out, "No point is unusual: none of the four rules holds anywhere.\n");
        return;
    }
    mark = gp_xmr_point(chart, n - 1);
    g_string_append(out, "The last unusual point is ");
    append_date(out, series, n - 1);
    g_string_append_printf(out, ", by the rule “%s”: ", gp_xmr_rule_name(mark->rule));
    append_test(mark, gp_xmr_segment(chart, mark->segment), out);
    g_string_append_c(out, '\n');
    for (guint i = mark->rule_first; i <= mark->rule_last; i++) {
        g_string_append(out, "  ");
        append_date(out, series, i);
        g_string_append(out, "  ");
        append_micro(out, gp_series_point(series, i)->value_micro);
        g_string_append_c(out, '\n');
    }
}

void
gp_report_spc_explained(const GpSeries *series,
                        const GpXmr *chart,
                        const char *adjustment,
                        GString *out)
{
    g_string_append_printf(out,
                           "%s%s%s: how its limits come about\n\nThe formulas are those of "
                           "docs/method.md, “Variation”. Limits are worked out in fractions and "
                           "rounded once, so their last digit may differ by one.\n",
                           series->title, *series->unit == '\0' ? "" : ", ", series->unit);
    if (adjustment != NULL)
        g_string_append_printf(out, "The values are adjusted. %s\n", adjustment);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < chart->segments->len; i++)
        print_segment(series, chart, i, out);
    print_unusual(series, chart, out);
}
