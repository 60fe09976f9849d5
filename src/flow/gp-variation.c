/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-flow.h"
#include "gp-weather.h"

#define POOR_FIT 0.7 /* R² below which the weather tells too little to be taken out */
#define NOT_THE_FOOTPRINT "These are not the figures of the footprint."

void
gp_variation_free(GpVariation *self)
{
    if (self == NULL)
        return;
    gp_series_free(self->series);
    gp_xmr_free(self->chart);
    g_free(self->adjustment);
    g_free(self);
}

/* `0.98`, a half to even. */
static void
append_hundredths(GString *out, double share)
{
    gp_number_append_rounded(out, (GpInt128)round(share * 10000), 4, 2);
}

/* A share as whole per cent, a half to even, whatever the last bits of the double say. */
static int
percent_of(double share)
{
    return (int)gp_number_round((GpInt128)round(share * 10000), 2);
}

static void
warn_of_fit(const GpHeating *heating, GpIssueList *issues)
{
    if (!(heating->r_squared >= POOR_FIT))
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "poor-fit",
                          "degree days explain only %d%% of how the months differ, so a correction "
                          "by them tells little; ask what else drives this use",
                          isnan(heating->r_squared) ? 0 : percent_of(heating->r_squared));
}

static GpSeries *
take_season_out(const GpSeries *series, char **out_words, GError **error)
{
    GpSpan base;
    GpSeries *out = gp_series_without_season(series, &base, error);
    char first[16], last[16];

    if (out == NULL)
        return NULL;
    gp_month_print(gp_month_of_day(base.first), first);
    gp_month_print(gp_month_of_day(base.last), last);
    *out_words = g_strdup_printf("Season taken out: each value less the effect of its calendar "
                                 "month, as it was from %s to %s. " NOT_THE_FOOTPRINT,
                                 first, last);
    return out;
}

static GpSeries *
take_weather_out(const GpSeries *series,
                 const GpSeries *degree_days,
                 GpIssueList *issues,
                 char **out_words,
                 GError **error)
{
    g_autoptr(GpHeating) heating =
        gp_weather_fit(series, degree_days, GP_SEASON_BASE_MONTHS, error);
    g_autoptr(GString) words = g_string_new(NULL);
    char first[16], last[16];

    if (heating == NULL)
        return NULL;
    warn_of_fit(heating, issues);
    gp_month_print(heating->first, first);
    gp_month_print(heating->last, last);
    g_string_append_printf(words,
                           "Weather taken out: each value as in a month of mean length and mean "
                           "degree days, by the fit to %u months from %s to %s (R² ",
                           heating->n, first, last);
    append_hundredths(words, heating->r_squared);
    g_string_append_printf(words, ", CV(RMSE) %d%%). " NOT_THE_FOOTPRINT,
                           percent_of(heating->cv_rmse));
    *out_words = g_string_free(g_steal_pointer(&words), FALSE);
    return gp_weather_level(heating, series);
}

static void
warn_of_series(const GpSeries *series, gboolean is_adjusted, GpIssueList *issues)
{
    double share = gp_series_seasonal_share(series);

    if (gp_series_looks_rolling(series))
        gp_issue_list_add(
            issues, GP_SEVERITY_WARNING, "rolling-totals",
            "these look like totals of twelve months, moved on a month at a time. Such totals "
            "overlap, so the limits are far too narrow and nearly every point seems unusual: give "
            "the values of the months themselves");
    if (gp_series_is_seasonal(series))
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "seasonal",
                          "%d%% of the variation goes with the calendar month%s: winter and summer "
                          "would be called unusual, and what is unusual would be missed%s",
                          percent_of(share), is_adjusted ? " even so" : "",
                          is_adjusted
                              ? ""
                              : ". Take it out with --adjust degree-days (heating) or --adjust "
                                "season");
}

/* What the limits of each segment rest on. */
static void
note_segments(const GpVariation *self, GpIssueList *issues)
{
    for (guint i = 0; i < self->chart->segments->len; i++) {
        const GpXmrSegment *segment = gp_xmr_segment(self->chart, i);
        char date[16];

        gp_series_print_date(self->series, gp_series_point(self->series, segment->first)->day,
                             date);
        if (segment->n_based < GP_XMR_MIN_POINTS)
            gp_issue_list_add(issues, GP_SEVERITY_NOTE, "trial-limits",
                              "limits from %s: %u point%s, fewer than %d, so these are trial "
                              "limits and will move",
                              date, segment->n_based, segment->n_based == 1 ? "" : "s",
                              GP_XMR_MIN_POINTS);
        if (!segment->has_limits)
            gp_issue_list_add(issues, GP_SEVERITY_NOTE, "no-limits",
                              "limits from %s: no two neighbours have a value, so there are none",
                              date);
        if (segment->is_flat)
            gp_issue_list_add(issues, GP_SEVERITY_NOTE, "flat",
                              "limits from %s: the values do not change from one to the next, so "
                              "the limits are the mean, and no point is called unusual",
                              date);
        if (segment->is_unscreened)
            gp_issue_list_add(issues, GP_SEVERITY_NOTE, "not-screened",
                              "limits from %s: without the large ranges only ranges of 0 would be "
                              "left, so all of them count",
                              date);
    }
}

GpVariation *
gp_variation_of_series(const GpSeries *series,
                       GpAdjust adjust,
                       const GpSeries *degree_days,
                       const GpSpcOptions *options,
                       GpIssueList *issues,
                       GError **error)
{
    g_autoptr(GpVariation) self = g_new0(GpVariation, 1);

    switch (adjust) {
    case GP_ADJUST_NOTHING:
        self->series = gp_series_copy(series);
        break;
    case GP_ADJUST_SEASON:
        self->series = take_season_out(series, &self->adjustment, error);
        break;
    case GP_ADJUST_DEGREE_DAYS:
        self->series = take_weather_out(series, degree_days, issues, &self->adjustment, error);
        break;
    }
    if (self->series == NULL || (self->chart = gp_spc_chart(self->series, options, error)) == NULL)
        return NULL;
    warn_of_series(self->series, adjust != GP_ADJUST_NOTHING, issues);
    note_segments(self, issues);
    return g_steal_pointer(&self);
}

/* ---- heating against the weather ---- */

static gboolean
read_standard_row(const GpCsvTable *table, guint row, double *standard, GError **error)
{
    gint64 month, micro;

    if (!gp_number_parse_text(gp_csv_table_cell(table, row, gp_csv_table_column(table, "month")), 0,
                              &month, error) ||
        !gp_number_parse_text(gp_csv_table_cell(table, row, gp_csv_table_column(table, "value")),
                              GP_MICRO_PLACES, &micro, error))
        return FALSE;
    if (month < 1 || month > 12 || micro < 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "a calendar month from 1 to 12 and its degree days are needed");
    if (!isnan(standard[month - 1]))
        return gp_throw(error, GP_ERROR_MALFORMED, "the calendar month %d is there twice",
                        (int)month);
    standard[month - 1] = gp_number_to_double(micro, GP_MICRO_PLACES);
    return TRUE;
}

static gboolean
load_standard(const char *path, double *standard, GError **error)
{
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    if (table == NULL)
        return FALSE;
    if (gp_csv_table_column(table, "month") < 0 || gp_csv_table_column(table, "value") < 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: the columns month and value are needed",
                        path);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_standard_row(table, row, standard, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

GpHeating *
gp_heating_of_series(const GpSeries *use,
                     const GpSeries *degree_days,
                     const char *standard_path,
                     GpIssueList *issues,
                     GError **error)
{
    g_autoptr(GpHeating) self = gp_weather_fit(use, degree_days, 0, error);
    double standard[12];

    if (self == NULL)
        return NULL;
    for (guint m = 0; m < 12; m++)
        standard[m] = NAN;
    if (standard_path == NULL)
        gp_weather_standard_year(degree_days, standard);
    else if (!load_standard(standard_path, standard, error))
        return NULL;
    warn_of_fit(self, issues);
    gp_weather_correct(self, standard);
    return g_steal_pointer(&self);
}
