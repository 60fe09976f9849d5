/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

#define KG_UNIT "kg CO2e"
#define MONTHS_A_YEAR 12

/* Of a long series so many are read on a page; the files have all. */
#define PAGE_MONTHS 24

/* ---- amounts: kilograms are shown in tonnes ---- */

static gboolean
is_kg(const GpSeries *series)
{
    return g_str_equal(series->unit, KG_UNIT);
}

static const char *
shown_unit(const GpSeries *series)
{
    return is_kg(series) ? "t CO₂e" : series->unit;
}

static int
places_of(const GpSeries *series)
{
    return GP_MICRO_PLACES + (is_kg(series) ? 3 : 0);
}

/* The last point that has a value; -1 without any. */
static int
last_value(const GpSeries *series)
{
    int last = (int)series->points->len - 1;

    while (last >= 0 && !gp_series_point(series, (guint)last)->has_value)
        last--;
    return last;
}

/* The sum of the twelve points up to @last. Returns: FALSE unless all of them have values */
static gboolean
sum_year(const GpSeries *series, int last, GpInt128 *out_micro)
{
    *out_micro = 0;
    for (int i = last; i > last - MONTHS_A_YEAR; i--) {
        if (i < 0 || !gp_series_point(series, (guint)i)->has_value)
            return FALSE;
        *out_micro += gp_series_point(series, (guint)i)->value_micro;
    }
    return series->by_month && series->step_months == 1;
}

static char *
date_words(const GpSeries *series, guint point)
{
    GpDay day = gp_series_point(series, point)->day;
    char text[16];

    if (series->by_month)
        return gp_words_month(gp_month_of_day(day));
    gp_day_print(day, text);
    return gp_words_day(text);
}

/* ---- the summary, a row a measure: emissions, and quantities in their units ---- */

/* Whether any measure is held against a target. */
static gboolean
has_target(const GpBoard *board)
{
    for (guint i = 0; i < board->measures->len; i++) {
        const GpXmr *chart = ((const GpBoardMeasure *)board->measures->pdata[i])->chart;

        if (chart != NULL && chart->assurance != GP_ASSURANCE_NONE)
            return TRUE;
    }
    return FALSE;
}

static void
add_measure(GpDocTable *table, const GpBoardMeasure *measure, gboolean of_kg)
{
    const GpSeries *plain = measure->plain;
    int last = last_value(plain);
    guint column = of_kg ? 2 : 3;
    g_autofree char *date = last < 0 ? g_strdup("No data") : date_words(plain, (guint)last);
    g_autofree char *variation = NULL, *assurance = NULL, *why = NULL;
    GpInt128 sum;

    gp_doc_table_add_row(table, measure->title);
    gp_doc_table_set_text(table, 1, date);
    if (!of_kg)
        gp_doc_table_set_text(table, 2, plain->unit);
    if (last >= 0)
        gp_doc_table_set_value(table, column, gp_series_point(plain, (guint)last)->value_micro,
                               places_of(plain));
    if (sum_year(plain, last, &sum))
        gp_doc_table_set_value(table, column + 1, sum, places_of(plain));
    if (sum_year(plain, last - MONTHS_A_YEAR, &sum))
        gp_doc_table_set_value(table, column + 2, sum, places_of(plain));
    if (measure->chart != NULL)
        variation = gp_words_variation(measure->chart);
    why =
        measure->reason == NULL ? g_strdup("Too little to tell") : gp_words_begin(measure->reason);
    gp_doc_table_set_text(table, column + 3, variation == NULL ? why : variation);
    if (measure->chart != NULL)
        assurance = gp_words_assurance(measure->chart);
    if (assurance != NULL)
        gp_doc_table_set_text(table, column + 4, assurance);
}

/* NULL where no measure is of the kind. */
static GpDocTable *
summary_table(const GpComposing *self, gboolean of_kg)
{
    g_autofree char *caption = gp_composing_caption(
        self, of_kg ? "Emissions month by month" : "Quantities month by month", 0, 0);
    GpDocTable *table = gp_doc_table_new(of_kg ? "months-summary" : "months-quantities", caption);
    const char *unit = of_kg ? "t CO₂e" : "", *suffix = of_kg ? "_t_co2e" : "";
    g_autofree char *latest = g_strconcat("latest", suffix, NULL);
    g_autofree char *year = g_strconcat("last_12_months", suffix, NULL);
    g_autofree char *before = g_strconcat("previous_12_months", suffix, NULL);

    gp_doc_table_add_text_column(table, "Measure", "measure");
    gp_doc_table_add_text_column(table, "Latest month", "latest_month");
    if (!of_kg)
        gp_doc_table_add_text_column(table, "Unit", "unit");
    gp_doc_table_add_column(table, "In that month", unit, latest, of_kg ? 1 : 0);
    gp_doc_table_add_column(table, "12 months to then", unit, year, 0);
    gp_doc_table_add_column(table, "12 months before", unit, before, 0);
    gp_doc_table_add_text_column(table, "Variation", "variation");
    if (has_target(self->board))
        gp_doc_table_add_text_column(table, "Against its target", "assurance");
    for (guint i = 0; i < self->board->measures->len; i++) {
        const GpBoardMeasure *measure = self->board->measures->pdata[i];

        if (is_kg(measure->plain) == of_kg)
            add_measure(table, measure, of_kg);
    }
    if (table->rows->len == 0)
        g_clear_pointer(&table, gp_doc_table_free);
    return table;
}

/* `“Electricity” and “Water” are higher than usual.` */
static void
say_unusual(const GpComposing *self, GpSection *section, GpXmrType type, const char *words)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *list = NULL;

    for (guint i = 0; i < self->board->measures->len; i++) {
        const GpBoardMeasure *measure = self->board->measures->pdata[i];

        if (measure->chart != NULL && measure->chart->variation == type)
            g_ptr_array_add(names, gp_words_quoted(measure->title));
    }
    if (names->len == 0)
        return;
    list = gp_words_list((const char *const *)names->pdata, names->len);
    gp_section_say(section, "%s: %s.", words, list);
}

/* ---- the months themselves ---- */

static void
add_months(GpDocTable *table, const GpBoardMeasure *measure, GpMonth first, GpMonth last)
{
    const GpSeries *series = measure->plain;
    g_autofree char *heading = is_kg(series)
                                   ? g_strdup(measure->title)
                                   : g_strdup_printf("%s, %s", measure->title, series->unit);

    gp_doc_table_add_row(table, heading);
    for (GpMonth month = first; month <= last; month++) {
        int at = gp_series_find(series, gp_month_first_day(month));

        if (at >= 0 && gp_series_point(series, (guint)at)->has_value)
            gp_doc_table_set_value(table, (guint)(month - first) + 1,
                                   gp_series_point(series, (guint)at)->value_micro,
                                   places_of(series));
    }
}

/* The first and the last month that any measure of the kind has a value of. Returns: FALSE without
 * any */
static gboolean
find_months(const GpBoard *board, gboolean of_kg, GpMonth *first, GpMonth *last)
{
    gboolean has_any = FALSE;

    for (guint i = 0; i < board->measures->len; i++) {
        const GpSeries *series = ((const GpBoardMeasure *)board->measures->pdata[i])->plain;

        for (guint k = 0; is_kg(series) == of_kg && series->by_month && k < series->points->len;
             k++) {
            GpMonth month = gp_month_of_day(gp_series_point(series, k)->day);

            if (!gp_series_point(series, k)->has_value)
                continue;
            *first = has_any ? MIN(*first, month) : month;
            *last = has_any ? MAX(*last, month) : month;
            has_any = TRUE;
        }
    }
    return has_any;
}

/* A row a measure, a column for each of the latest twelve months; NULL without any. */
static GpDocTable *
months_table(const GpComposing *self, gboolean of_kg)
{
    const GpBoard *board = self->board;
    GpMonth first, last;
    g_autofree char *from = NULL, *to = NULL, *caption = NULL;
    GpDocTable *table;

    if (!find_months(board, of_kg, &first, &last))
        return NULL;
    first = MAX(first, last - MONTHS_A_YEAR + 1);
    from = gp_words_month(first);
    to = gp_words_month(last);
    caption =
        g_strdup_printf("%s, %s, %s to %s", of_kg ? "Emissions by month" : "Quantities by month",
                        self->where, from, to);
    table = gp_doc_table_new(of_kg ? "months-latest" : "months-latest-quantities", caption);
    gp_doc_table_add_text_column(table, "Measure", "measure");
    for (GpMonth month = first; month <= last; month++) {
        g_autofree char *title = gp_words_short_month(month), *key = NULL;
        char label[16];

        gp_month_print(month, label);
        key = g_strdup_printf("%s_%s", of_kg ? "t_co2e" : "in", label);
        gp_doc_table_add_column(table, title, of_kg ? "t CO₂e" : "", g_strdelimit(key, "-", '_'),
                                of_kg ? 1 : 0);
    }
    for (guint i = 0; i < board->measures->len; i++) {
        const GpBoardMeasure *measure = board->measures->pdata[i];

        if (is_kg(measure->plain) == of_kg && measure->plain->by_month)
            add_months(table, measure, first, last);
    }
    return table;
}

/* ---- one measure with its limits ---- */

static void
set_level(const GpSeries *series, GpDocTable *table, guint column, GpInt128 level)
{
    gp_doc_table_set_value(table, column, level, GP_XMR_PLACES + (is_kg(series) ? 3 : 0));
}

static void
add_point(const GpBoardMeasure *measure, GpDocTable *table, guint i)
{
    const GpXmrPoint *mark = gp_xmr_point(measure->chart, i);
    const GpXmrSegment *segment = gp_xmr_segment(measure->chart, mark->segment);
    g_autofree char *date = date_words(measure->series, i), *words = NULL;

    gp_doc_table_add_row(table, date);
    if (gp_series_point(measure->series, i)->has_value)
        gp_doc_table_set_value(table, 1, gp_series_point(measure->series, i)->value_micro,
                               places_of(measure->series));
    if (segment->n_based > 0)
        set_level(measure->series, table, 2, segment->mean);
    if (segment->has_limits) {
        set_level(measure->series, table, 3, segment->lower);
        set_level(measure->series, table, 4, segment->upper);
    }
    words = gp_words_unusual(mark);
    gp_doc_table_set_text(table, 5, words == NULL ? "" : words);
}

static GpDocTable *
limits_table(const GpComposing *self, const GpBoardMeasure *measure)
{
    g_autofree char *id = g_strdup_printf("months-%s", measure->key);
    g_autofree char *caption =
        g_strdup_printf("%s month by month with its limits, %s", measure->title, self->where);
    GpDocTable *table = gp_doc_table_new(id, caption);
    const char *unit = shown_unit(measure->series);
    int places = is_kg(measure->series) ? 1 : 0;

    table->page_rows = PAGE_MONTHS;
    if (measure->adjustment != NULL)
        gp_doc_table_add_note(table, measure->adjustment);
    gp_doc_table_add_text_column(table, "Month", "month");
    gp_doc_table_add_column(table, "Value", unit, "value", places);
    gp_doc_table_add_column(table, "Mean", unit, "mean", places);
    gp_doc_table_add_column(table, "Lower limit", unit, "lower_limit", places);
    gp_doc_table_add_column(table, "Upper limit", unit, "upper_limit", places);
    gp_doc_table_add_text_column(table, "Unusual", "unusual");
    for (guint i = 0; i < measure->series->points->len; i++)
        add_point(measure, table, i);
    return table;
}

static void
add_spc(const GpComposing *self, GpSection *section)
{
    for (guint i = 0; i < self->board->measures->len; i++) {
        const GpBoardMeasure *measure = self->board->measures->pdata[i];
        g_autofree char *name = i == 0 ? g_strdup("spc") : g_strdup_printf("spc-%s", measure->key);

        if (measure->chart != NULL && measure->series != NULL && gp_composing_has_chart(self, name))
            gp_composing_add_chart(self, section, name, limits_table(self, measure));
    }
}

static void
add_table(GpSection *section, GpDocTable *table)
{
    if (table != NULL)
        gp_section_add_table(section, table);
}

void
gp_compose_months(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "months", "Month by month", 1);

    section->begins_page = TRUE;
    if (self->board->measures->len == 0) {
        gp_section_say(section, "There are no figures by month. Meter readings, claims and "
                                "deliveries by month would show changes within weeks instead of "
                                "after the year.");
        return;
    }
    gp_section_say(section, "Figures go up and down without a reason. Only what is more than the "
                            "usual ups and downs is called unusual here, by the rules of NHS "
                            "England's Making Data Count.");
    say_unusual(self, section, GP_XMR_IMPROVEMENT, "Unusually low or falling, an improvement");
    say_unusual(self, section, GP_XMR_CONCERN, "Unusually high or rising, to be looked into");
    gp_composing_add_chart(self, section, "sparklines", summary_table(self, TRUE));
    add_table(section, summary_table(self, FALSE));
    add_spc(self, section);
    add_table(section, months_table(self, TRUE));
    add_table(section, months_table(self, FALSE));
}
