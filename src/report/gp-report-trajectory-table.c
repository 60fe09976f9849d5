/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-day.h"
#include "gp-number.h"
#include "gp-report-trajectory-private.h"
#include "gp-words.h"

#define KG_PER_TONNE 1000
#define MAX_COLUMNS 8

GpKnownYear
gp_known_year(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years, int fy)
{
    GpKnownYear year = {fy, NULL, NAN, NAN, NULL, NULL, NULL};
    const GpTrajectory *early = trajectory->early;
    const GpUncertainty *uncertainty = trajectory->uncertainty;

    for (guint i = 0; i < n_years; i++)
        year.actual = years[i].fy == fy ? &years[i] : year.actual;
    for (guint i = 0; i < trajectory->n_path; i++)
        year.path_kg = trajectory->path[i].fy == fy ? trajectory->path[i].kg : year.path_kg;
    for (guint i = 0; early != NULL && i < early->n_path; i++)
        year.early_path_kg = early->path[i].fy == fy ? early->path[i].kg : year.early_path_kg;
    for (guint i = 0; i < trajectory->n_forecast; i++) {
        if (trajectory->forecast[i].fy != fy)
            continue;
        year.forecast = &trajectory->forecast[i];
        year.check = trajectory->checks == NULL ? NULL : &trajectory->checks[i];
    }
    for (guint i = 0; uncertainty != NULL && i < uncertainty->n_years; i++)
        year.uncertain = uncertainty->years[i].fy == fy ? &uncertainty->years[i] : year.uncertain;
    return year;
}

int
gp_known_first_fy(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years)
{
    return n_years > 0 ? MIN(years[0].fy, trajectory->baseline_fy) : trajectory->baseline_fy;
}

int
gp_known_last_fy(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years)
{
    int last = trajectory->path[trajectory->n_path - 1].fy;

    return n_years > 0 ? MAX(years[n_years - 1].fy, last) : last;
}

double
gp_change_percent(const GpTrajectory *trajectory)
{
    return (trajectory->latest_kg / trajectory->baseline_kg - 1) * 100;
}

char *
gp_rounded_text(double value, int places, const char *unit)
{
    GString *out = g_string_new(NULL);
    double size = round(fabs(value) * pow(10, places));

    if (isnan(value))
        return g_string_free(out, FALSE);
    if (value < 0 && size > 0)
        g_string_append(out, "−");
    gp_number_append_rounded(out, (GpInt128)size, places, places);
    g_string_append(out, unit);
    return g_string_free(out, FALSE);
}

char *
gp_tonnes_text(double kg)
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

char *
gp_percent_text(double percent)
{
    return gp_rounded_text(percent, 1, "%");
}

static char *
range_text(double low_kg, double high_kg)
{
    g_autofree char *low = gp_tonnes_text(low_kg), *high = gp_tonnes_text(high_kg);

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
    text = gp_tonnes_text(actual->kg);
    return g_strdup_printf("%s%s", text, actual->is_comparable ? "" : " incomplete");
}

static void
add_range(GpTextTable *table, gboolean is_known, double low_kg, double high_kg)
{
    gp_text_table_add(table, is_known ? range_text(low_kg, high_kg) : g_strdup(""));
}

static void
add_year(GpTextTable *table, const GpTrajectory *trajectory, const GpKnownYear *year)
{
    const GpForecastYear *forecast = year->forecast;
    const GpForecastCheck *check = year->check;
    gboolean is_restated = year->actual != NULL && year->actual->is_restated;
    char label[16];

    gp_fy_print(year->fy, label);
    gp_text_table_add(table, g_strconcat(label, is_restated ? " [r]" : "", NULL));
    gp_text_table_add(table, actual_text(year->actual));
    if (trajectory->uncertainty != NULL)
        gp_text_table_add(
            table, gp_tonnes_text(year->uncertain == NULL ? NAN : year->uncertain->half95_kg));
    gp_text_table_add(table, gp_tonnes_text(year->path_kg));
    if (trajectory->early != NULL)
        gp_text_table_add(table, gp_tonnes_text(year->early_path_kg));
    gp_text_table_add(table, gp_tonnes_text(forecast == NULL ? NAN : forecast->central_kg));
    add_range(table, forecast != NULL, forecast == NULL ? NAN : forecast->low80_kg,
              forecast == NULL ? NAN : forecast->high80_kg);
    if (trajectory->checks != NULL)
        add_range(table, check != NULL, check == NULL ? NAN : check->drift_low95_kg,
                  check == NULL ? NAN : check->drift_high95_kg);
}

static void
print_years(const GpTrajectory *trajectory, const GpTrackYear *years, guint n_years, GString *out)
{
    gboolean has_uncertainty = trajectory->uncertainty != NULL;
    gboolean has_early = trajectory->early != NULL, has_checks = trajectory->checks != NULL;
    const char *titles[MAX_COLUMNS];
    gboolean is_number[MAX_COLUMNS];
    guint n = 0;
    g_auto(GpTextTable) table;

    titles[n++] = "year";
    titles[n++] = "actual t";
    if (has_uncertainty)
        titles[n++] = "± t";
    titles[n++] = "path t";
    if (has_early)
        titles[n++] = "early path t";
    titles[n++] = "forecast t";
    titles[n++] = "80% range t";
    if (has_checks)
        titles[n++] = "wide check t";
    for (guint i = 0; i < n; i++)
        is_number[i] = i > 0;
    gp_text_table_init(&table, titles, is_number, n);
    for (int fy = gp_known_first_fy(trajectory, years, n_years);
         fy <= gp_known_last_fy(trajectory, years, n_years); fy++) {
        GpKnownYear year = gp_known_year(trajectory, years, n_years, fy);

        add_year(&table, trajectory, &year);
    }
    gp_text_table_print(&table, 0, out);
    for (guint i = 0; i < n_years; i++) {
        if (years[i].is_restated) {
            g_string_append(out, "[r]: restated since it was first published\n");
            return;
        }
    }
}

/* `1,179 t (4.9%) above`, with what it is above of left to the caller. */
static void
append_excess(GString *out, double kg, double percent)
{
    g_autofree char *tonnes = gp_tonnes_text(fabs(kg)), *part = gp_percent_text(fabs(percent));

    g_string_append_printf(out, "%s t", tonnes);
    if (!isnan(percent))
        g_string_append_printf(out, " (%s)", part);
    g_string_append(out, kg > 0 ? " above" : " below");
}

/* `979 t less a year (−3.6%)`. */
static void
append_pace(GString *out, double kg_per_year, double percent)
{
    g_autofree char *tonnes = gp_tonnes_text(fabs(kg_per_year)), *part = gp_percent_text(percent);

    g_string_append_printf(out, "%s t %s a year", tonnes, kg_per_year > 0 ? "more" : "less");
    if (!isnan(percent))
        g_string_append_printf(out, " (%s)", part);
}

static void
print_early_edge(const GpTrajectory *trajectory, GString *out)
{
    const GpTrajectory *early = trajectory->early;
    g_autofree char *path = NULL;
    char label[16], latest[16];

    if (early == NULL || early->latest_fy == 0)
        return;
    gp_fy_print(early->path[early->n_path - 1].fy, label);
    gp_fy_print(early->latest_fy, latest);
    path = gp_tonnes_text(early->latest_kg - early->gap_kg);
    g_string_append_printf(out,
                           "Early edge of the target, %s: the path to it asks for %s t in %s; "
                           "emissions are ",
                           label, path, latest);
    append_excess(out, early->gap_kg, early->gap_percent);
    g_string_append(out, " it");
    if (!isnan(early->pace_needed_kg_per_year)) {
        g_string_append(out, "; it needs ");
        append_pace(out, early->pace_needed_kg_per_year, early->pace_needed_percent);
    }
    g_string_append_printf(out, ". Judged by this edge: %s.\n", gp_verdict_title(early->verdict));
}

static void
print_budget(const GpTrajectory *trajectory, GString *out)
{
    int n_years = (int)trajectory->n_path,
        n_gone = trajectory->latest_fy - trajectory->baseline_fy + 1;
    g_autofree char *budget = gp_tonnes_text(trajectory->budget_kg);
    g_autofree char *spent = gp_tonnes_text(trajectory->budget_spent_kg);
    g_autofree char *part =
        gp_percent_text(trajectory->budget_spent_kg / trajectory->budget_kg * 100);
    g_autofree char *projected = gp_tonnes_text(trajectory->projected_kg);
    const GpPathYear *last = &trajectory->path[trajectory->n_path - 1];
    char first_label[16], last_label[16], gone[16];

    if (trajectory->latest_fy == 0 || isnan(trajectory->budget_spent_kg))
        return;
    gp_fy_print(trajectory->baseline_fy, first_label);
    gp_fy_print(last->fy, last_label);
    g_string_append_printf(out,
                           "Budget: the path allows %s t from %s to %s, %s t (%s) is used in "
                           "%d of %d years",
                           budget, first_label, last_label, spent, part, MIN(n_gone, n_years),
                           n_years);
    if (trajectory->budget_exhausted_fy != 0) {
        gp_fy_print(trajectory->budget_exhausted_fy, gone);
        g_string_append_printf(out, "; it is used up in %s", gone);
    }
    if (!isnan(trajectory->projected_kg) && trajectory->n_forecast > 0) {
        g_autofree char *times =
            gp_rounded_text(trajectory->projected_kg / trajectory->budget_kg, 2, "");

        g_string_append_printf(out, "; on this trend %s t in all, %s times it", projected, times);
    }
    g_string_append(out, ".\n");
}

static void
print_pace(const GpTrajectory *trajectory, GString *out)
{
    if (trajectory->latest_fy == 0 || isnan(trajectory->pace_achieved_kg_per_year))
        return;
    g_string_append(out, "Pace: ");
    append_pace(out, trajectory->pace_achieved_kg_per_year, trajectory->pace_achieved_percent);
    g_string_append(out, " so far");
    if (!isnan(trajectory->pace_needed_kg_per_year)) {
        g_string_append(out, "; ");
        append_pace(out, trajectory->pace_needed_kg_per_year, trajectory->pace_needed_percent);
        g_string_append(out, " needed from here");
    }
    if (!isnan(trajectory->progress_percent)) {
        g_autofree char *cut = gp_rounded_text(trajectory->progress_percent, 0, "%");
        g_autofree char *time = gp_rounded_text(trajectory->time_percent, 0, "%");

        g_string_append_printf(out, "; %s of the cut in %s of the time", cut, time);
    }
    g_string_append(out, ".\n");
}

/* The last forecast year by other ways: the choice matters as much as the scatter. */
static void
print_checks(const GpTrajectory *trajectory, GString *out)
{
    const GpForecastCheck *last;
    g_autofree char *median = NULL, *drift = NULL, *range = NULL;
    char label[16];

    if (trajectory->checks == NULL || trajectory->n_forecast == 0)
        return;
    last = &trajectory->checks[trajectory->n_forecast - 1];
    gp_fy_print(last->fy, label);
    median = gp_tonnes_text(last->theil_sen_kg);
    drift = gp_tonnes_text(last->drift_kg);
    range = range_text(last->drift_low95_kg, last->drift_high95_kg);
    g_string_append_printf(
        out,
        "Other ways to continue the past to %s: %s t along the median slope "
        "(Theil-Sen); %s t by the mean yearly step (random walk with drift, 95%% "
        "range %s, the wide check)",
        label, median, drift, range);
    if (!isnan(last->log_kg)) {
        g_autofree char *log = gp_tonnes_text(last->log_kg);

        g_string_append_printf(out, "; %s t if the percentage stays the same", log);
    }
    g_string_append(out,
                    ". How the past is continued matters as much as its scatter; none of it is "
                    "a plan.\n");
}

void
gp_trajectory_print_laggard(const GpTrajectory *trajectory, GString *out)
{
    const GpTrajectoryPart *part = gp_trajectory_laggard(trajectory);
    gboolean is_total_above;
    char label[16];

    if (part == NULL || trajectory->n_parts < 2)
        return;
    is_total_above =
        trajectory->gap_kg > (trajectory->latest_kg - trajectory->gap_kg) * GP_TRACK_TOLERANCE;
    {
        const GpTrajectory *own = part->trajectory;
        double asked_kg = own->latest_kg - own->gap_kg;
        g_autofree char *share =
            gp_rounded_text(own->latest_kg / trajectory->latest_kg * 100, 0, "%");
        g_autofree char *moved = gp_percent_text(gp_change_percent(own));
        g_autofree char *asked = gp_percent_text((asked_kg / own->baseline_kg - 1) * 100);

        gp_fy_print(own->baseline_fy, label);
        g_string_append_printf(out,
                               "%s while “%s”, %s of it, has moved by %s since %s; its share of "
                               "the path asks for %s.\n",
                               is_total_above ? "Above the path in total,"
                                              : "On the path in total,",
                               part->name, share, moved, label, asked);
    }
}

/* What the target is about, where it is not everything within its boundary. */
static void
print_subject(const GpTarget *target, GString *out)
{
    const char *const names[] = {"category", "site", "action"};
    const char *const values[] = {target->category, target->site, target->action};
    gboolean is_first = TRUE;

    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        if (values[i] == NULL || *values[i] == '\0')
            continue;
        g_string_append_printf(out, "%s%s “%s”", is_first ? "This target is about the " : ", ",
                               names[i], values[i]);
        is_first = FALSE;
    }
    if (!is_first)
        g_string_append(out, ".\n");
}

static void
print_adoption(const GpTarget *target, GString *out)
{
    if (*target->adopted_by == '\0')
        g_string_append(out, "Nobody is recorded as having adopted this target.\n");
    else
        g_string_append_printf(out, "Adopted by %s", target->adopted_by);
    if (*target->adopted_by != '\0') {
        if (target->adopted_on != NULL && *target->adopted_on != '\0')
            g_string_append_printf(out, " on %s", target->adopted_on);
        if (target->minute != NULL && *target->minute != '\0')
            g_string_append_printf(out, ", minute %s", target->minute);
        g_string_append(out, ".\n");
    }
    if (target->owner != NULL && *target->owner != '\0')
        g_string_append_printf(out, "Owner: %s.\n", target->owner);
}

void
gp_trajectory_print_table(const GpTrajectory *trajectory,
                          const GpTarget *target,
                          const GpTrackYear *years,
                          guint n_years,
                          GString *out)
{
    gsize begin;

    g_string_append_printf(out, "%s: %s\n\n", target->name, gp_verdict_title(trajectory->verdict));
    for (guint i = 0; trajectory->reasons[i] != NULL; i++)
        g_string_append_printf(out, "%s\n", trajectory->reasons[i]);
    gp_trajectory_print_laggard(trajectory, out);
    print_early_edge(trajectory, out);
    print_subject(target, out);
    print_adoption(target, out);
    g_string_append_c(out, '\n');
    begin = out->len;
    print_budget(trajectory, out);
    print_pace(trajectory, out);
    print_checks(trajectory, out);
    gp_matches_print(&trajectory->matches, out);
    if (out->len > begin)
        g_string_append_c(out, '\n');
    print_years(trajectory, years, n_years, out);
}
