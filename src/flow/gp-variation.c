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

/* A share as whole per cent, cut off: what is not all of it is never told as 100. */
static int
full_percent_of(double share)
{
    return (int)round(share * 10000) / 100;
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

/* ---- the weather, segment by segment: new boilers have a slope of their own ---- */

typedef struct {
    const GpSeries *degree_days;
    const GpSpcOptions *options;
    GpHeating *first, *latest; /* fits; the same object in the first segment */
    GpSeries *out;
    GString *words;
    GpIssueList *issues;
} Levelling;

static void
levelling_clear(Levelling *self)
{
    if (self->latest != self->first)
        gp_heating_free(self->latest);
    gp_heating_free(self->first);
    gp_series_free(self->out);
    g_string_free(self->words, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Levelling, levelling_clear)

static gboolean
is_rebase(const GpSpcOptions *options, GpDay day)
{
    for (guint i = 0; i < options->n_rebases; i++)
        if (options->rebases[i].day == day)
            return TRUE;
    return FALSE;
}

static void
tell_fit(Levelling *self, const GpHeating *heating)
{
    char first[16];

    gp_month_print(heating->first, first);
    g_string_append_printf(self->words, "%s %s (%u months, R² ",
                           self->first == heating ? "fitted from" : ", anew from", first,
                           heating->n);
    append_hundredths(self->words, heating->r_squared);
    g_string_append_printf(self->words, ", CV(RMSE) %d%%)", percent_of(heating->cv_rmse));
}

/* A segment too short for a fit of its own keeps the one before it. */
static gboolean
level_segment(Levelling *self, const GpSeries *segment, GError **error)
{
    GError *reason = NULL;
    GpHeating *heating = gp_weather_fit(segment, self->degree_days, GP_SEASON_BASE_MONTHS, &reason);
    g_autoptr(GpSeries) level = NULL;

    if (heating == NULL && self->first == NULL) {
        g_propagate_error(error, reason);
        return FALSE;
    }
    g_clear_error(&reason);
    if (heating != NULL) {
        if (self->latest != self->first)
            gp_heating_free(self->latest);
        self->latest = heating;
        if (self->first == NULL)
            self->first = heating;
        warn_of_fit(heating, self->issues);
        tell_fit(self, heating);
    }
    level = gp_weather_level(self->latest, self->first, segment, self->degree_days);
    g_array_append_vals(self->out->points, level->points->data, level->points->len);
    return TRUE;
}

static GpSeries *
take_weather_out(const GpSeries *series,
                 const GpSeries *degree_days,
                 const GpSpcOptions *options,
                 GpIssueList *issues,
                 char **out_words,
                 GError **error)
{
    g_auto(Levelling) self = {.degree_days = degree_days,
                              .options = options,
                              .out = gp_series_copy(series),
                              .words = g_string_new(NULL),
                              .issues = issues};
    guint n = series->points->len;

    g_array_set_size(self.out->points, 0);
    for (guint first = 0, i = 1; i <= n; i++) {
        g_autoptr(GpSeries) segment = NULL;

        if (i < n && !is_rebase(options, gp_series_point(series, i)->day))
            continue;
        segment = gp_series_copy(series);
        gp_series_cut(segment, (GpSpan){gp_series_point(series, first)->day,
                                        gp_series_point(series, i - 1)->day});
        if (!level_segment(&self, segment, error))
            return NULL;
        first = i;
    }
    *out_words = g_strdup_printf("Weather taken out: each value as in a month of mean length and "
                                 "mean degree days, %s. " NOT_THE_FOOTPRINT,
                                 self.words->str);
    return g_steal_pointer(&self.out);
}

/* ---- what must be said ---- */

/* Whether the points from @first up to @end go with the calendar month. */
static gboolean
is_part_seasonal(const GpSeries *series, guint first, guint end, double *out_share)
{
    g_autoptr(GpSeries) part = gp_series_copy(series);

    gp_series_cut(
        part, (GpSpan){gp_series_point(series, first)->day, gp_series_point(series, end - 1)->day});
    *out_share = gp_series_seasonal_share(part);
    return gp_series_is_seasonal(part);
}

/* The whole, each segment, and the last three years of each: a season that came back late is lost
 * among the steps of a long series. @out_share: of the part that is seasonal. */
static gboolean
is_seasonal(const GpVariation *self, double *out_share)
{
    if (is_part_seasonal(self->series, 0, self->series->points->len, out_share))
        return TRUE;
    for (guint i = 0; i < self->chart->segments->len; i++) {
        const GpXmrSegment *segment = gp_xmr_segment(self->chart, i);
        guint end = segment->first + segment->n;

        if (is_part_seasonal(self->series, segment->first, end, out_share) ||
            (segment->n > GP_SEASON_LONG &&
             is_part_seasonal(self->series, end - GP_SEASON_LONG, end, out_share)))
            return TRUE;
    }
    return FALSE;
}

static void
warn_of_series(const GpVariation *self, const GpSpcOptions *options, GpIssueList *issues)
{
    double share;

    if (!options->not_rolling && gp_series_rolling(self->series) != GP_ROLLING_NO)
        gp_issue_list_add(
            issues, GP_SEVERITY_WARNING, "rolling-totals",
            "these look like totals of twelve months, moved on a month at a time. Such totals "
            "overlap, so the limits are far too narrow and nearly every point seems unusual: give "
            "the values of the months themselves");
    if (!is_seasonal(self, &share))
        return;
    if (self->adjustment == NULL)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "seasonal",
                          "%d%% of the variation goes with the calendar month (weather, working "
                          "days, length): what is usual for the time of year would be called "
                          "unusual, and what is unusual would be missed. Take it out with --adjust "
                          "degree-days (heating) or --adjust season",
                          full_percent_of(share));
    else
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "seasonal",
                          "even so, %d%% of the variation goes with the calendar month: the season "
                          "has changed since the months it was taken from. Where something was "
                          "done about it, say so with --rebase",
                          full_percent_of(share));
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

    if (!options->not_rolling && gp_series_rolling(series) == GP_ROLLING_SURELY)
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "these are totals of twelve months, moved on a month at a time: each "
                             "change is undone a year later. Such totals overlap, so nearly every "
                             "point would seem unusual; give the values of the months themselves, "
                             "or say --not-rolling if that is what they are");
    switch (adjust) {
    case GP_ADJUST_NOTHING:
        self->series = gp_series_copy(series);
        break;
    case GP_ADJUST_SEASON:
        self->series = take_season_out(series, &self->adjustment, error);
        break;
    case GP_ADJUST_DEGREE_DAYS:
        self->series =
            take_weather_out(series, degree_days, options, issues, &self->adjustment, error);
        break;
    }
    if (self->series == NULL || (self->chart = gp_spc_chart(self->series, options, error)) == NULL)
        return NULL;
    warn_of_series(self, options, issues);
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
