/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

#define CAUTION                                                                                    \
    "A corrected figure says how the buildings would have fared in standard weather. It is never " \
    "the footprint: that is what was burned."

/* A year whose twelve months are all known, and what they add up to. */
typedef struct {
    int fy;
    guint n;
    double use, degree_days, standard_degree_days, corrected;
} Year;

static const GpHeatingMonth *
month_at(const GpHeating *heating, guint i)
{
    return &g_array_index(heating->months, GpHeatingMonth, i);
}

/* (element-type Year): whole financial years. */
static GArray *
whole_years(const GpHeating *heating)
{
    GArray *years = g_array_new(FALSE, TRUE, sizeof(Year));

    for (guint i = 0; i < heating->months->len; i++) {
        const GpHeatingMonth *month = month_at(heating, i);
        Year year = {.fy = gp_fy_of_month(month->month)}, *last;

        if (years->len == 0 || g_array_index(years, Year, years->len - 1).fy != year.fy) {
            if (years->len > 0 && g_array_index(years, Year, years->len - 1).n < 12)
                g_array_set_size(years, years->len - 1);
            g_array_append_val(years, year);
        }
        last = &g_array_index(years, Year, years->len - 1);
        if (isnan(month->corrected))
            continue;
        last->n++;
        last->use += month->use;
        last->degree_days += month->degree_days;
        last->standard_degree_days += month->standard_degree_days;
        last->corrected += month->corrected;
    }
    if (years->len > 0 && g_array_index(years, Year, years->len - 1).n < 12)
        g_array_set_size(years, years->len - 1);
    return years;
}

/* Three decimal places are more than a fit can tell. */
static double
to_thousandth(double value)
{
    return round(value * 1000) / 1000 + 0.0;
}

static void
append_csv_number(GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_c(out, ',');
    if (!isnan(value))
        g_string_append(out, g_ascii_formatd(text, sizeof text, "%.3f", to_thousandth(value)));
}

static void
print_csv(const GpHeating *heating, GString *out)
{
    g_string_append(out, "date,value,degree_days,standard_degree_days,fitted,corrected\n");
    for (guint i = 0; i < heating->months->len; i++) {
        const GpHeatingMonth *month = month_at(heating, i);
        char date[16];

        gp_month_print(month->month, date);
        g_string_append(out, date);
        append_csv_number(out, month->use);
        append_csv_number(out, month->degree_days);
        append_csv_number(out, month->standard_degree_days);
        append_csv_number(out, month->fitted);
        append_csv_number(out, month->corrected);
        g_string_append_c(out, '\n');
    }
}

static void
add_number(cJSON *object, const char *name, double value)
{
    gp_json_add_number(object, name, to_thousandth(value));
}

static void
add_fit(cJSON *object, const GpHeating *heating)
{
    cJSON *fit = cJSON_AddObjectToObject(object, "fit");
    char text[16];

    cJSON_AddNumberToObject(fit, "months", heating->n);
    gp_month_print(heating->first, text);
    cJSON_AddStringToObject(fit, "from", text);
    gp_month_print(heating->last, text);
    cJSON_AddStringToObject(fit, "to", text);
    add_number(fit, "base_per_day", heating->base_per_day);
    add_number(fit, "use_per_degree_day", heating->use_per_degree_day);
    add_number(fit, "r_squared", heating->r_squared);
    add_number(fit, "cv_rmse", heating->cv_rmse);
}

static void
add_rows(cJSON *object, const GpHeating *heating)
{
    cJSON *rows = cJSON_AddArrayToObject(object, "rows");

    for (guint i = 0; i < heating->months->len; i++) {
        const GpHeatingMonth *month = month_at(heating, i);
        cJSON *row = cJSON_CreateObject();
        char date[16];

        gp_month_print(month->month, date);
        cJSON_AddStringToObject(row, "date", date);
        add_number(row, "value", month->use);
        add_number(row, "degree_days", month->degree_days);
        add_number(row, "standard_degree_days", month->standard_degree_days);
        add_number(row, "fitted", month->fitted);
        add_number(row, "corrected", month->corrected);
        cJSON_AddItemToArray(rows, row);
    }
}

static void
add_years(cJSON *object, const GpHeating *heating)
{
    g_autoptr(GArray) years = whole_years(heating);
    cJSON *array = cJSON_AddArrayToObject(object, "years");

    for (guint i = 0; i < years->len; i++) {
        const Year *year = &g_array_index(years, Year, i);
        cJSON *row = cJSON_CreateObject();
        char text[16];

        gp_fy_print(year->fy, text);
        cJSON_AddStringToObject(row, "year", text);
        add_number(row, "value", year->use);
        add_number(row, "degree_days", year->degree_days);
        add_number(row, "standard_degree_days", year->standard_degree_days);
        add_number(row, "corrected", year->corrected);
        cJSON_AddItemToArray(array, row);
    }
}

static void
print_json(const GpSeries *series,
           const GpHeating *heating,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "title", series->title);
    cJSON_AddStringToObject(object, "unit", series->unit);
    cJSON_AddStringToObject(object, "caution", CAUTION);
    add_fit(object, heating);
    add_rows(object, heating);
    add_years(object, heating);
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* With @places decimal places. */
static char *
shown(double value, int places)
{
    GString *text = g_string_new(NULL);
    gint64 thousandths = isnan(value) ? 0 : llround(fabs(value) * 1000);

    if (isnan(value))
        return g_string_free(text, FALSE);
    gp_number_append_rounded(text, thousandths, 3, places);
    if (value < 0 && strspn(text->str, "0.") < text->len)
        g_string_prepend(text, "−");
    return g_string_free(text, FALSE);
}

static int
places_for(const GpHeating *heating)
{
    double largest = 0;

    for (guint i = 0; i < heating->months->len; i++)
        largest = fmax(largest, fabs(month_at(heating, i)->use));
    return largest >= 1000 ? 0 : largest >= 100 ? 1 : largest >= 1 ? 2 : 3;
}

static void
add_cells(GpTextTable *table, const char *label, const double *values, int places)
{
    gp_text_table_add(table, g_strdup(label));
    for (guint i = 0; i < 4; i++)
        gp_text_table_add(table, isnan(values[i])
                                     ? g_strdup("no data")
                                     : shown(values[i], i == 1 || i == 2 ? 0 : places));
}

static void
print_months(const GpHeating *heating, int places, GString *out)
{
    static const char *const titles[] = {"", "use", "degree days", "standard", "corrected"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
    g_autoptr(GArray) years = whole_years(heating);
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < heating->months->len; i++) {
        const GpHeatingMonth *month = month_at(heating, i);
        char label[16];

        gp_month_print(month->month, label);
        add_cells(&table, label,
                  (const double[]){month->use, month->degree_days, month->standard_degree_days,
                                   month->corrected},
                  places);
    }
    for (guint i = 0; i < years->len; i++) {
        const Year *year = &g_array_index(years, Year, i);
        char label[16];

        gp_fy_print(year->fy, label);
        add_cells(&table, label,
                  (const double[]){year->use, year->degree_days, year->standard_degree_days,
                                   year->corrected},
                  places);
    }
    gp_text_table_print(&table, years->len, out);
}

static void
print_table(const GpSeries *series, const GpHeating *heating, GString *out)
{
    int places = places_for(heating);
    g_autofree char *base = shown(heating->base_per_day, places + 1);
    g_autofree char *slope = shown(heating->use_per_degree_day, places + 1);
    g_autofree char *r_squared = shown(heating->r_squared, 2);
    g_autofree char *error = shown(heating->cv_rmse * 100, 1);
    char first[16], last[16];

    gp_month_print(heating->first, first);
    gp_month_print(heating->last, last);
    g_string_append_printf(out, "%s%s%s, corrected to standard weather\n\n", series->title,
                           *series->unit == '\0' ? "" : ", ", series->unit);
    g_string_append_printf(out,
                           "Fit to %u months from %s to %s: %s a day whatever the weather, and %s "
                           "for each degree day.\nR² %s (1 is perfect), CV(RMSE) %s%% of a mean "
                           "month.\n\n",
                           heating->n, first, last, base, slope, r_squared, error);
    print_months(heating, places, out);
    g_string_append_printf(out, "\nCorrected = use + %s x (standard - degree days).\n" CAUTION "\n",
                           slope);
}

void
gp_report_weather(const GpSeries *series,
                  const GpHeating *heating,
                  const GpIssueList *issues,
                  GpOutput format,
                  GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(heating, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(series, heating, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(series, heating, out);
        return;
    }
}
