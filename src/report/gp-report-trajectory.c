/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

#define KG_PER_TONNE 1000

/* A figure of the forecast or the path to the gram: more digits would be noise. */
static double
to_gram(double kg)
{
    return round(kg * 1000) / 1000;
}

static void
add_kg(cJSON *object, const char *name, double kg)
{
    gp_json_add_number(object, name, to_gram(kg));
}

static void
add_fy(cJSON *object, const char *name, int fy)
{
    char text[16];

    gp_fy_print(fy, text);
    if (fy == 0)
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddStringToObject(object, name, text);
}

static void
add_series(cJSON *object, const GpTrackYear *years, guint n_years)
{
    cJSON *array = cJSON_AddArrayToObject(object, "series");

    for (guint i = 0; i < n_years; i++) {
        cJSON *year = cJSON_CreateObject();

        add_fy(year, "year", years[i].fy);
        add_kg(year, "kg", years[i].kg);
        cJSON_AddBoolToObject(year, "comparable", !isnan(years[i].kg) && years[i].is_comparable);
        cJSON_AddItemToArray(array, year);
    }
}

static void
add_path(cJSON *object, const GpTrajectory *trajectory)
{
    cJSON *array = cJSON_AddArrayToObject(object, "path");

    for (guint i = 0; i < trajectory->n_path; i++) {
        cJSON *year = cJSON_CreateObject();

        add_fy(year, "year", trajectory->path[i].fy);
        add_kg(year, "kg", trajectory->path[i].kg);
        cJSON_AddItemToArray(array, year);
    }
}

static void
add_forecast(cJSON *object, const GpTrajectory *trajectory)
{
    cJSON *array = cJSON_AddArrayToObject(object, "forecast");

    for (guint i = 0; i < trajectory->n_forecast; i++) {
        const GpForecastYear *forecast = &trajectory->forecast[i];
        cJSON *year = cJSON_CreateObject();

        add_fy(year, "year", forecast->fy);
        add_kg(year, "central", forecast->central_kg);
        add_kg(year, "low80", forecast->low80_kg);
        add_kg(year, "high80", forecast->high80_kg);
        add_kg(year, "low95", forecast->low95_kg);
        add_kg(year, "high95", forecast->high95_kg);
        cJSON_AddItemToArray(array, year);
    }
}

static void
add_target(cJSON *object, const GpTarget *target)
{
    const GpMilestone *last = &target->milestones[target->n_milestones - 1];
    cJSON *json = cJSON_AddObjectToObject(object, "target");

    cJSON_AddStringToObject(json, "name", target->name);
    cJSON_AddStringToObject(json, "boundary", target->boundary);
    add_fy(json, "year", target->earliest_fy);
    add_fy(json, "year_latest", last->fy);
    cJSON_AddNumberToObject(json, "reduction_percent", last->reduction_percent);
    cJSON_AddStringToObject(json, "adopted_by", target->adopted_by);
    cJSON_AddStringToObject(json, "source", target->source);
}

static void
add_baseline(cJSON *object, const GpTrajectory *trajectory)
{
    cJSON *json = cJSON_AddObjectToObject(object, "baseline");

    add_fy(json, "year", trajectory->baseline_fy);
    add_kg(json, "kg", trajectory->baseline_kg);
}

static void
print_json(const GpTrajectory *trajectory,
           const GpTarget *target,
           const GpTrackYear *years,
           guint n_years,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();

    add_target(object, target);
    add_baseline(object, trajectory);
    add_series(object, years, n_years);
    add_path(object, trajectory);
    add_fy(object, "latest_year", trajectory->latest_fy);
    add_kg(object, "latest_kg", trajectory->latest_kg);
    add_kg(object, "gap_kg", trajectory->gap_kg);
    gp_json_add_number(object, "gap_percent", to_gram(trajectory->gap_percent));
    add_kg(object, "cumulative_gap_kg", trajectory->cumulative_gap_kg);
    add_kg(object, "budget_kg", trajectory->budget_kg);
    add_kg(object, "budget_spent_kg", trajectory->budget_spent_kg);
    add_fy(object, "budget_exhausted_year", trajectory->budget_exhausted_fy);
    add_kg(object, "pace_achieved_kg_per_year", trajectory->pace_achieved_kg_per_year);
    add_kg(object, "pace_needed_kg_per_year", trajectory->pace_needed_kg_per_year);
    add_kg(object, "theil_sen_kg_per_year", trajectory->theil_sen_kg_per_year);
    add_forecast(object, trajectory);
    cJSON_AddStringToObject(object, "verdict", gp_verdict_key(trajectory->verdict));
    cJSON_AddItemToObject(object, "reasons",
                          cJSON_CreateStringArray((const char *const *)trajectory->reasons,
                                                  (int)g_strv_length(trajectory->reasons)));
    gp_json_add_issues(object, issues);
    gp_json_add_matches(object, &trajectory->matches);
    gp_json_print(object, out);
}

/* What is known about one year. NAN, NULL where nothing is. */
typedef struct {
    int fy;
    const GpTrackYear *actual;
    double path_kg;
    const GpForecastYear *forecast;
} Year;

static Year
look_up(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years, int fy)
{
    Year year = {fy, NULL, NAN, NULL};

    for (guint i = 0; i < n_years; i++)
        year.actual = years[i].fy == fy ? &years[i] : year.actual;
    for (guint i = 0; i < trajectory->n_path; i++)
        year.path_kg = trajectory->path[i].fy == fy ? trajectory->path[i].kg : year.path_kg;
    for (guint i = 0; i < trajectory->n_forecast; i++)
        year.forecast = trajectory->forecast[i].fy == fy ? &trajectory->forecast[i] : year.forecast;
    return year;
}

static int
first_fy(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years)
{
    return n_years > 0 ? MIN(years[0].fy, trajectory->baseline_fy) : trajectory->baseline_fy;
}

static int
last_fy(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years)
{
    int last = trajectory->path[trajectory->n_path - 1].fy;

    return n_years > 0 ? MAX(years[n_years - 1].fy, last) : last;
}

static void
append_csv_kg(GString *out, double kg)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_c(out, ',');
    if (!isnan(kg))
        g_string_append(out, g_ascii_formatd(text, sizeof text, "%.3f", kg));
}

static void
print_csv(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years, GString *out)
{
    g_string_append(out, "year,kg,comparable,path_kg,forecast_kg,low80_kg,high80_kg,low95_kg,"
                         "high95_kg\n");
    for (int fy = first_fy(trajectory, years, n_years); fy <= last_fy(trajectory, years, n_years);
         fy++) {
        Year year = look_up(trajectory, years, n_years, fy);
        const GpForecastYear *forecast = year.forecast;
        gboolean has_data = year.actual != NULL && !isnan(year.actual->kg);
        char label[16];

        gp_fy_print(fy, label);
        g_string_append(out, label);
        append_csv_kg(out, has_data ? year.actual->kg : NAN);
        g_string_append(out, !has_data ? "," : year.actual->is_comparable ? ",yes" : ",no");
        append_csv_kg(out, year.path_kg);
        append_csv_kg(out, forecast == NULL ? NAN : forecast->central_kg);
        append_csv_kg(out, forecast == NULL ? NAN : forecast->low80_kg);
        append_csv_kg(out, forecast == NULL ? NAN : forecast->high80_kg);
        append_csv_kg(out, forecast == NULL ? NAN : forecast->low95_kg);
        append_csv_kg(out, forecast == NULL ? NAN : forecast->high95_kg);
        g_string_append_c(out, '\n');
    }
}

static char *
tonnes(double kg)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    GString *out = g_string_new(NULL);

    if (isnan(kg))
        return g_string_free(out, FALSE);
    g_ascii_formatd(text, sizeof text, "%.0f", fabs(kg) / KG_PER_TONNE);
    gp_number_append_rounded(out, g_ascii_strtoll(text, NULL, 10), 0, 0);
    if (kg < 0 && out->str[0] != '0')
        g_string_prepend(out, "−");
    return g_string_free(out, FALSE);
}

static char *
range_text(const GpForecastYear *forecast)
{
    g_autofree char *low = tonnes(forecast->low80_kg), *high = tonnes(forecast->high80_kg);

    return g_strdup_printf("%s to %s", low, high);
}

static char *
actual_text(const GpTrackYear *actual)
{
    g_autofree char *text = NULL;

    if (actual == NULL)
        return g_strdup("");
    if (isnan(actual->kg))
        return g_strdup("no data");
    text = tonnes(actual->kg);
    return g_strdup_printf("%s%s", text, actual->is_comparable ? "" : " incomplete");
}

static void
print_years(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years, GString *out)
{
    static const char *const titles[] = {"year", "actual t", "path t", "forecast t", "80% range t"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (int fy = first_fy(trajectory, years, n_years); fy <= last_fy(trajectory, years, n_years);
         fy++) {
        Year year = look_up(trajectory, years, n_years, fy);
        char label[16];

        gp_fy_print(fy, label);
        gp_text_table_add(&table, g_strdup(label));
        gp_text_table_add(&table, actual_text(year.actual));
        gp_text_table_add(&table, tonnes(year.path_kg));
        gp_text_table_add(&table,
                          year.forecast == NULL ? g_strdup("") : tonnes(year.forecast->central_kg));
        gp_text_table_add(&table, year.forecast == NULL ? g_strdup("") : range_text(year.forecast));
    }
    gp_text_table_print(&table, 0, out);
}

static void
print_table(const GpTrajectory *trajectory,
            const GpTarget *target,
            const GpTrackYear *years,
            guint n_years,
            GString *out)
{
    g_string_append_printf(out, "%s: %s\n\n", target->name, gp_verdict_title(trajectory->verdict));
    for (guint i = 0; trajectory->reasons[i] != NULL; i++)
        g_string_append_printf(out, "%s\n", trajectory->reasons[i]);
    if (*target->adopted_by == '\0')
        g_string_append(out, "Nobody is recorded as having adopted this target.\n");
    gp_matches_print(&trajectory->matches, out);
    g_string_append_c(out, '\n');
    print_years(trajectory, years, n_years, out);
}

void
gp_report_trajectory(const GpTrajectory *trajectory,
                     const GpTarget *target,
                     const GpTrackYear *years,
                     guint n_years,
                     const GpIssueList *issues,
                     GpOutput format,
                     GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(trajectory, years, n_years, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(trajectory, target, years, n_years, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(trajectory, target, years, n_years, out);
        return;
    }
}
