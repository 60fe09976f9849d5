/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-trajectory-private.h"

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
        cJSON_AddBoolToObject(year, "restated", years[i].is_restated);
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
add_checks(cJSON *object, const GpTrajectory *trajectory)
{
    cJSON *array = cJSON_AddArrayToObject(object, "forecast_checks");

    for (guint i = 0; trajectory->checks != NULL && i < trajectory->n_forecast; i++) {
        const GpForecastCheck *check = &trajectory->checks[i];
        cJSON *year = cJSON_CreateObject();

        add_fy(year, "year", check->fy);
        add_kg(year, "theil_sen", check->theil_sen_kg);
        add_kg(year, "drift", check->drift_kg);
        add_kg(year, "drift_low95", check->drift_low95_kg);
        add_kg(year, "drift_high95", check->drift_high95_kg);
        add_kg(year, "log", check->log_kg);
        add_kg(year, "log_low95", check->log_low95_kg);
        add_kg(year, "log_high95", check->log_high95_kg);
        cJSON_AddItemToArray(array, year);
    }
}

/* How it stands: the figures that one line of a list of targets gives. */
static void
add_standing(cJSON *object, const GpTrajectory *trajectory)
{
    add_fy(object, "latest_year", trajectory->latest_fy);
    add_kg(object, "latest_kg", trajectory->latest_kg);
    add_kg(object, "gap_kg", trajectory->gap_kg);
    gp_json_add_number(object, "gap_percent", to_gram(trajectory->gap_percent));
    add_kg(object, "cumulative_gap_kg", trajectory->cumulative_gap_kg);
    add_kg(object, "budget_kg", trajectory->budget_kg);
    add_kg(object, "budget_spent_kg", trajectory->budget_spent_kg);
    add_fy(object, "budget_exhausted_year", trajectory->budget_exhausted_fy);
    add_kg(object, "projected_kg", trajectory->projected_kg);
    add_kg(object, "pace_achieved_kg_per_year", trajectory->pace_achieved_kg_per_year);
    add_kg(object, "pace_needed_kg_per_year", trajectory->pace_needed_kg_per_year);
    gp_json_add_number(object, "pace_achieved_percent", to_gram(trajectory->pace_achieved_percent));
    gp_json_add_number(object, "pace_needed_percent", to_gram(trajectory->pace_needed_percent));
    gp_json_add_number(object, "progress_percent", to_gram(trajectory->progress_percent));
    gp_json_add_number(object, "time_percent", to_gram(trajectory->time_percent));
}

static void
add_early_edge(cJSON *object, const GpTrajectory *trajectory)
{
    const GpTrajectory *early = trajectory->early;
    cJSON *json;

    if (early == NULL)
        return;
    json = cJSON_AddObjectToObject(object, "early_edge");
    add_fy(json, "year", early->path[early->n_path - 1].fy);
    add_path(json, early);
    add_standing(json, early);
    cJSON_AddStringToObject(json, "verdict", gp_verdict_key(early->verdict));
}

static void
add_uncertainty(cJSON *object, const GpUncertainty *uncertainty)
{
    cJSON *json, *array;

    if (uncertainty == NULL)
        return;
    json = cJSON_AddObjectToObject(object, "uncertainty");
    array = cJSON_AddArrayToObject(json, "years");
    for (guint i = 0; i < uncertainty->n_years; i++) {
        const GpUncertainYear *of = &uncertainty->years[i];
        cJSON *year = cJSON_CreateObject();

        add_fy(year, "year", of->fy);
        add_kg(year, "kg", of->kg);
        add_kg(year, "low95", of->kg - of->half95_kg);
        add_kg(year, "high95", of->kg + of->half95_kg);
        gp_json_add_number(year, "percent", to_gram(gp_uncertain_percent(of)));
        cJSON_AddItemToArray(array, year);
    }
    add_fy(json, "from_year", uncertainty->from_fy);
    add_fy(json, "to_year", uncertainty->to_fy);
    add_kg(json, "change_kg", uncertainty->change_kg);
    add_kg(json, "change_half95_kg", uncertainty->change_half95_kg);
    add_kg(json, "activity_half95_kg", uncertainty->activity_half95_kg);
    add_kg(json, "factor_half95_kg", uncertainty->factor_half95_kg);
    cJSON_AddBoolToObject(json, "is_change_larger", gp_uncertainty_is_change_larger(uncertainty));
}

static void
add_parts(cJSON *object, const GpTrajectory *trajectory)
{
    cJSON *array;

    if (trajectory->n_parts == 0)
        return;
    array = cJSON_AddArrayToObject(object, "by_category");
    for (guint i = 0; i < trajectory->n_parts; i++) {
        const GpTrajectoryPart *part = &trajectory->parts[i];
        cJSON *json = cJSON_CreateObject();

        cJSON_AddStringToObject(json, "category", part->name);
        add_series(json, part->years, part->n_years);
        if (part->trajectory != NULL) {
            add_kg(json, "baseline_kg", part->trajectory->baseline_kg);
            gp_json_add_number(json, "change_percent",
                               to_gram(gp_change_percent(part->trajectory)));
            add_standing(json, part->trajectory);
            cJSON_AddStringToObject(json, "verdict", gp_verdict_key(part->trajectory->verdict));
        }
        cJSON_AddItemToArray(array, json);
    }
}

static void
add_target(cJSON *object, const GpTarget *target)
{
    const GpMilestone *last = &target->milestones[target->n_milestones - 1];
    cJSON *json = cJSON_AddObjectToObject(object, "target");

    cJSON_AddStringToObject(json, "name", target->name);
    cJSON_AddStringToObject(json, "boundary", target->boundary);
    add_fy(json, "year", gp_milestone_first_fy(last));
    add_fy(json, "year_latest", last->fy);
    cJSON_AddNumberToObject(json, "reduction_percent", last->reduction_percent);
    gp_json_add_text(json, "category", target->category);
    gp_json_add_text(json, "site", target->site);
    gp_json_add_text(json, "action", target->action);
    cJSON_AddStringToObject(json, "adopted_by", target->adopted_by);
    gp_json_add_text(json, "adopted_on", target->adopted_on);
    gp_json_add_text(json, "minute", target->minute);
    gp_json_add_text(json, "owner", target->owner);
    cJSON_AddStringToObject(json, "source", target->source);
}

static void
add_baseline(cJSON *object, const GpTrajectory *trajectory)
{
    cJSON *json = cJSON_AddObjectToObject(object, "baseline");

    add_fy(json, "year", trajectory->baseline_fy);
    add_kg(json, "kg", trajectory->baseline_kg);
}

/* What the verdict goes by. */
static void
add_rules(cJSON *object)
{
    cJSON *json = cJSON_AddObjectToObject(object, "rules");

    cJSON_AddNumberToObject(json, "min_comparable_years", GP_TRACK_MIN_YEARS);
    cJSON_AddNumberToObject(json, "max_forecast_years", GP_TRACK_MAX_YEARS);
    cJSON_AddNumberToObject(json, "tolerance_percent", GP_TRACK_TOLERANCE * 100);
}

cJSON *
gp_json_of_standing(const GpTargetStanding *standing)
{
    cJSON *object = cJSON_CreateObject();
    const GpTrajectory *trajectory = standing->trajectory;

    add_target(object, standing->target);
    if (trajectory == NULL) {
        cJSON_AddNullToObject(object, "verdict");
        gp_json_add_text(object, "reason", standing->reason);
        return object;
    }
    add_baseline(object, trajectory);
    add_standing(object, trajectory);
    add_early_edge(object, trajectory);
    cJSON_AddStringToObject(object, "verdict", gp_verdict_key(trajectory->verdict));
    return object;
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
    add_standing(object, trajectory);
    add_kg(object, "theil_sen_kg_per_year", trajectory->theil_sen_kg_per_year);
    cJSON_AddNumberToObject(object, "mann_kendall_s", trajectory->mann_kendall_s);
    cJSON_AddNumberToObject(object, "mann_kendall_pairs", trajectory->mann_kendall_pairs);
    add_forecast(object, trajectory);
    add_checks(object, trajectory);
    add_early_edge(object, trajectory);
    add_uncertainty(object, trajectory->uncertainty);
    add_parts(object, trajectory);
    add_rules(object);
    cJSON_AddStringToObject(object, "verdict", gp_verdict_key(trajectory->verdict));
    cJSON_AddItemToObject(object, "reasons",
                          cJSON_CreateStringArray((const char *const *)trajectory->reasons,
                                                  (int)g_strv_length(trajectory->reasons)));
    gp_json_add_issues(object, issues);
    gp_json_add_matches(object, &trajectory->matches);
    gp_json_print(object, out);
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
    g_string_append(out,
                    "year,kg,comparable,path_kg,forecast_kg,low80_kg,high80_kg,low95_kg,"
                    "high95_kg,early_path_kg,theil_sen_kg,drift_kg,drift_low95_kg,drift_high95_kg,"
                    "log_kg,uncertainty_kg\n");
    for (int fy = gp_known_first_fy(trajectory, years, n_years);
         fy <= gp_known_last_fy(trajectory, years, n_years); fy++) {
        GpKnownYear year = gp_known_year(trajectory, years, n_years, fy);
        const GpForecastCheck *check = year.check;
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
        append_csv_kg(out, year.early_path_kg);
        append_csv_kg(out, check == NULL ? NAN : check->theil_sen_kg);
        append_csv_kg(out, check == NULL ? NAN : check->drift_kg);
        append_csv_kg(out, check == NULL ? NAN : check->drift_low95_kg);
        append_csv_kg(out, check == NULL ? NAN : check->drift_high95_kg);
        append_csv_kg(out, check == NULL ? NAN : check->log_kg);
        append_csv_kg(out, year.uncertain == NULL ? NAN : year.uncertain->half95_kg);
        g_string_append_c(out, '\n');
    }
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
        gp_trajectory_print_table(trajectory, target, years, n_years, out);
        return;
    }
}
