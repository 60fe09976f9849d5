/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"
#include "gp-text.h"

#define MAX_TITLE 100 /* characters of a path that names a series */

void
gp_series_options_clear(GpSeriesOptions *self)
{
    g_free(self->series);
    g_free(self->measure);
    g_free(self->site);
    g_free(self->unit);
    g_free(self->per);
    g_free(self->degree_days);
    g_free(self->temperatures);
    g_free(self->base);
    g_free(self->workforce);
    g_free(self->from);
    g_free(self->to);
}

GOptionEntry *
gp_series_options_entries(GpSeriesOptions *self, const GOptionEntry *own)
{
    GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    const GOptionEntry common[] = {
        {"series", 0, 0, G_OPTION_ARG_FILENAME, &self->series,
         "A file of date and value instead of activity", "FILE"},
        {"measure", 0, 0, G_OPTION_ARG_STRING, &self->measure,
         "What to follow month by month: an activity, a category, ncf or plus", "NAME"},
        {"site", 0, 0, G_OPTION_ARG_STRING, &self->site, "Only this site", "CODE"},
        {"unit", 0, 0, G_OPTION_ARG_STRING, &self->unit,
         "kg: kg CO2e (default of spc); quantity: as in kWh (always of weather)", "WHICH"},
        {"per", 0, 0, G_OPTION_ARG_STRING, &self->per,
         "Divide by bed-days, wte or floor-area of the same months", "WHAT"},
        {"workforce", 0, 0, G_OPTION_ARG_FILENAME, &self->workforce,
         "Staff instead of the workspace's workforce.csv, for --per wte", "FILE"},
        {"degree-days", 0, 0, G_OPTION_ARG_FILENAME, &self->degree_days,
         "A file of date and value instead of the degree days of the workspace", "FILE"},
        {"temperatures", 0, 0, G_OPTION_ARG_FILENAME, &self->temperatures,
         "A file of time and value: hourly temperatures, to make degree days of", "FILE"},
        {"base", 0, 0, G_OPTION_ARG_STRING, &self->base,
         "The temperature in °C below which buildings are heated, for --temperatures (default: "
         "15.5)",
         "NUMBER"},
        {"from", 0, 0, G_OPTION_ARG_STRING, &self->from, "Nothing before this date", "DATE"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &self->to, "Nothing after this date", "DATE"}};

    for (; own != NULL && own->long_name != NULL; own++)
        g_array_append_vals(entries, own, 1);
    g_array_append_vals(entries, common, G_N_ELEMENTS(common));
    return (GOptionEntry *)(void *)g_array_free(entries, FALSE);
}

static gboolean
choose_per(const char *text, GpPer *out_per, GError **error)
{
    static const char *const names[] = {"bed-days", "wte", "floor-area"};

    if (text == NULL)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_str_equal(text, names[i])) {
            *out_per = GP_PER_BED_DAYS + i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE, "--per takes bed-days, wte or floor-area, not “%s”",
                    text);
}

static gboolean
choose_measure(const GpSeriesOptions *self,
               gboolean usually_quantity,
               GpMeasure *out,
               GError **error)
{
    *out = (GpMeasure){.name = self->measure, .site = self->site, .in_units = usually_quantity};
    if (self->unit != NULL) {
        out->in_units = g_str_equal(self->unit, "quantity");
        if (!out->in_units && !g_str_equal(self->unit, "kg"))
            return gp_throw(error, GP_ERROR_USAGE, "--unit takes kg or quantity, not “%s”",
                            self->unit);
    }
    return choose_per(self->per, &out->per, error);
}

static GpSeries *
open_file(const GpSeriesOptions *self,
          GpCli *cli,
          GpFigures *figures,
          const GpFigureOptions *options,
          GError **error)
{
    GpSeries *series;

    if (self->measure != NULL || self->site != NULL || self->unit != NULL || self->per != NULL ||
        options->inputs != NULL)
        return gp_throw_null(error, GP_ERROR_USAGE,
                             "--series is a series as it stands: give it without --measure, "
                             "--site, --unit, --per and --input");
    if (!gp_output_parse(options->format == NULL ? "table" : options->format, &figures->format,
                         error))
        return NULL;
    series = gp_series_load(self->series, cli->issues, error);
    if (series != NULL) {
        g_free(series->title);
        series->title = gp_text_printable(self->series, strlen(self->series), MAX_TITLE);
    }
    return series;
}

/* Staff is looked for only where it is what the measure is divided by. */
static gboolean
load_workforce(const GpSeriesOptions *self,
               const GpFigures *figures,
               GpIssueList *issues,
               GpWorkforce **out_workforce,
               GError **error)
{
    g_autofree char *path = self->workforce != NULL ? g_strdup(self->workforce)
                            : figures->workspace != NULL
                                ? gp_workspace_file(figures->workspace, "workforce.csv")
                                : NULL;

    if (path != NULL)
        *out_workforce = gp_workforce_load(path, NULL, issues, error);
    return path == NULL || *out_workforce != NULL;
}

/* A day, or the first or the last of a month. */
static gboolean
choose_day(const char *option, const char *text, gboolean is_end, GpDay *out_day, GError **error)
{
    g_autoptr(GError) reason = NULL;
    gboolean is_month;

    if (text == NULL)
        return TRUE;
    if (!gp_date_parse(text, out_day, &is_month, &reason))
        return gp_throw(error, GP_ERROR_USAGE, "--%s: %s", option, reason->message);
    if (is_month && is_end)
        *out_day = gp_month_last_day(gp_month_of_day(*out_day));
    return TRUE;
}

static GpSeries *
open_measure(const GpSeriesOptions *self,
             GpCli *cli,
             GpFigures *figures,
             const GpFigureOptions *options,
             gboolean usually_quantity,
             GError **error)
{
    g_autoptr(GpWorkforce) workforce = NULL;
    GpMeasure measure;

    if (self->measure == NULL)
        return gp_throw_null(error, GP_ERROR_USAGE,
                             "say what to follow: --measure NAME, or --series FILE with the "
                             "columns date and value");
    if (!choose_measure(self, usually_quantity, &measure, error) ||
        !gp_figures_open(figures, cli, options, "month", GP_KEEP_SITE, error) ||
        (measure.per == GP_PER_WTE &&
         !load_workforce(self, figures, cli->issues, &workforce, error)))
        return NULL;
    return gp_book_series(figures->book, &figures->convert, &measure, workforce, cli->issues,
                          error);
}

GpSeries *
gp_series_options_open(const GpSeriesOptions *self,
                       GpCli *cli,
                       GpFigures *figures,
                       const GpFigureOptions *options,
                       gboolean usually_quantity,
                       GError **error)
{
    GpSpan days = {0, G_MAXINT32};
    g_autoptr(GpSeries) series = NULL;

    if (!choose_day("from", self->from, FALSE, &days.first, error) ||
        !choose_day("to", self->to, TRUE, &days.last, error))
        return NULL;
    series = self->series != NULL
                 ? open_file(self, cli, figures, options, error)
                 : open_measure(self, cli, figures, options, usually_quantity, error);
    if (series == NULL)
        return NULL;
    gp_series_cut(series, days);
    if (gp_series_n_values(series) == 0)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "there is no value between the dates of --from and --to");
    return g_steal_pointer(&series);
}

GpSeries *
gp_series_options_temperatures(const GpSeriesOptions *self, GError **error)
{
    gint64 base_micro = GP_WEATHER_BASE_MICRO;
    g_autoptr(GError) reason = NULL;
    g_autoptr(GArray) readings = NULL;
    g_autoptr(GpSeries) series = NULL;

    if (self->base != NULL &&
        !gp_number_parse_text(self->base, GP_MICRO_PLACES, &base_micro, &reason))
        return gp_throw_null(error, GP_ERROR_USAGE, "--base: %s", reason->message);
    readings = gp_temperatures_load(self->temperatures, error);
    if (readings == NULL)
        return NULL;
    series = gp_degree_days_of(readings, base_micro);
    if (gp_series_n_values(series) == 0)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "%s: no month has readings on at least nine days of ten",
                             self->temperatures);
    return g_steal_pointer(&series);
}

GpSeries *
gp_series_options_degree_days(const GpSeriesOptions *self, const GpFigures *figures, GError **error)
{
    if (self->temperatures != NULL && self->degree_days != NULL)
        return gp_throw_null(error, GP_ERROR_USAGE,
                             "give either --temperatures or --degree-days, not both");
    if (self->temperatures != NULL)
        return gp_series_options_temperatures(self, error);
    if (self->degree_days != NULL)
        return gp_series_load(self->degree_days, NULL, error);
    if (figures->book == NULL)
        return gp_throw_null(error, GP_ERROR_USAGE,
                             "a plain series needs its degree days, with --degree-days FILE or "
                             "--temperatures FILE");
    return gp_book_degree_days(figures->book, self->site, error);
}
