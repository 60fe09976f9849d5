/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-flow.h"

#define N_MONTHS 12

static const struct {
    const char *activity; /* a statistic */
    const char *unit;
    gboolean is_stock; /* as large in each month as in the year */
} bases[GP_N_INTENSITIES] = {
    [GP_INTENSITY_WTE] = {"workforce-wte", "WTE", TRUE},
    [GP_INTENSITY_FLOOR_AREA] = {"floor-area", "m2", TRUE},
    [GP_INTENSITY_BED_DAYS] = {"bed-days", "bed day", FALSE},
    [GP_INTENSITY_PATIENT_CONTACTS] = {"patient-contacts", "patient contact", FALSE},
    [GP_INTENSITY_MILLION_GBP] = {"operating-expenditure", "million GBP", FALSE},
};

typedef struct {
    const GpBook *book;
    const GpCube *cube; /* the book's */
    const GpConvertOptions *options;
    GpIntensityBase base;
    const GpWorkforce *workforce; /* (nullable) */
    GHashTable *series;           /* site, or a tab for the trust -> GpSeries or NULL */
    gboolean is_any_known;
    gboolean is_any_short; /* a year of which some months are not known */
    int price_year;        /* pounds are those of this year */
} Divider;

static void
clear_series(gpointer series)
{
    if (series != NULL)
        gp_series_free(series);
}

static gboolean
is_of(const GpCube *cube, const GpCell *cell, const char *activity, const char *site)
{
    return g_str_equal(
               gp_dict_name(gp_cube_activities(cube), gp_cube_what(cube, cell->what).activity),
               activity) &&
           (site == NULL ||
            g_str_equal(gp_dict_name(gp_cube_sites(cube), gp_cube_who(cube, cell->who)->site),
                        site));
}

/* A flow by month: rows of longer periods were spread over them by days, which sums to the year. */
static GpSeries *
sum_flow(const Divider *self, const char *activity, const char *site)
{
    const GpBook *book = self->book;
    const GpCube *cube = self->cube;
    g_autofree GpInt128 *sums = g_new0(GpInt128, GP_N_MONTHS);
    g_autofree gboolean *is_known = g_new0(gboolean, GP_N_MONTHS);
    GpSeries *series = gp_series_new(TRUE);

    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        GpMonth month =
            gp_timeline_slot_month(book->basis->timeline, gp_cube_time(cube, time).slot);
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);

        for (guint32 i = 0; cells != NULL && i < capacity; i++) {
            if (cells[i].rows == 0 || !is_of(cube, &cells[i], activity, site) ||
                !gp_book_counts(book, cube, time, &cells[i]))
                continue;
            is_known[month] = TRUE;
            sums[month] +=
                gp_number_round(gp_cell_quantity_micro(&cells[i]) *
                                    gp_unit_multiplier_nano(book->basis->units,
                                                            gp_cube_what(cube, cells[i].what).unit),
                                GP_NANO_PLACES);
        }
    }
    for (GpMonth month = 0; month < GP_N_MONTHS; month++) {
        if (is_known[month] && sums[month] == (gint64)sums[month])
            gp_series_add(series, gp_month_first_day(month), (gint64)sums[month]);
    }
    return series;
}

/* The statistic by month: at a site, or of the trust if @site is NULL. */
static const GpSeries *
get_series(Divider *self, const char *site)
{
    const char *key = site == NULL ? "\t" : site;
    const GpMeasure measure = {.name = bases[self->base].activity, .site = site};
    gpointer series;

    if (!g_hash_table_lookup_extended(self->series, key, NULL, &series)) {
        g_autoptr(GpIssueList) unseen = gp_issue_list_new();

        series = bases[self->base].is_stock
                     ? gp_book_series(self->book, self->options, &measure, NULL, unseen, NULL)
                     : sum_flow(self, measure.name, site);
        g_hash_table_insert(self->series, g_strdup(key), series);
    }
    return series;
}

/* Whether a month is known; its value then. */
static gboolean
look_up(const GpSeries *series, GpMonth month, GpInt128 *out_micro)
{
    int i = series == NULL ? -1 : gp_series_find(series, gp_month_first_day(month));

    if (i < 0 || !gp_series_point(series, (guint)i)->has_value)
        return FALSE;
    *out_micro = gp_series_point(series, (guint)i)->value_micro;
    return TRUE;
}

/* The mean of the year's extracts; 0 if there is none. */
static GpInt128
staff_in_year(const Divider *self, int fy, const char *site)
{
    guint n = self->workforce == NULL ? 0 : gp_workforce_n_extracts(self->workforce, fy);
    GpInt128 sum = 0;

    for (guint i = 0; n > 0 && i < self->workforce->posts->len; i++) {
        const GpPost *post = &g_array_index(self->workforce->posts, GpPost, i);

        if (gp_fy_of_day(post->period.first) == fy &&
            (site == NULL || g_str_equal(post->site, site)))
            sum += post->wte_micro;
    }
    return n == 0 ? 0 : gp_number_divide(sum, n);
}

/* The sum of a financial year, or its mean month; 0 if a month is not known. */
static GpInt128
year_value(Divider *self, int fy, const char *site)
{
    const GpSeries *series = get_series(self, site);
    GpMonth first = gp_month_of_day(gp_fy_span(fy).first);
    GpInt128 sum = 0;
    guint n = 0;

    for (GpMonth m = 0; m < N_MONTHS; m++) {
        GpInt128 value;

        if (look_up(series, first + m, &value)) {
            sum += value;
            n++;
        }
    }
    if (n == 0 && self->base == GP_INTENSITY_WTE)
        return staff_in_year(self, fy, site);
    if (n < N_MONTHS) {
        self->is_any_short |= n > 0;
        return 0;
    }
    return bases[self->base].is_stock ? gp_number_divide(sum, N_MONTHS) : sum;
}

/* Pounds of a year as millions of pounds of the price year. */
static GpInt128
deflate(const Divider *self, GpInt128 micro_gbp, int year)
{
    const GpFactorLibrary *library = self->book->basis->library;
    int known;
    double then = gp_factor_library_prices(library, year, &known);
    double now = gp_factor_library_prices(library, self->price_year, &known);

    if (then <= 0)
        return 0;
    return (GpInt128)rint(gp_number_to_double(micro_gbp, GP_MICRO_PLACES) * now / then);
}

/* Of a label as in 2019-04, which is never a financial year here. */
static GpMonth
month_of_label(const char *label)
{
    return gp_month_from_civil((int)g_ascii_strtoll(label, NULL, 10),
                               (int)g_ascii_strtoll(label + strlen("2019-"), NULL, 10));
}

/* What a row is divided by; 0: not known. */
static gint64
divisor_of(Divider *self, const GpEmissions *emissions, guint i)
{
    const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
    int year = gp_by_find(&emissions->by, GP_BY_YEAR);
    int month = gp_by_find(&emissions->by, GP_BY_MONTH);
    int place = gp_by_find(&emissions->by, GP_BY_SITE);
    const char *site = place < 0 ? NULL : row->labels[place];
    GpInt128 value = 0;
    int fy;

    if (site != NULL && *site == '\0')
        return 0;
    if (month >= 0) {
        GpMonth at = month_of_label(row->labels[month]);

        look_up(get_series(self, site), at, &value);
        fy = gp_fy_of_month(at);
    } else {
        gp_fy_parse(row->labels[year], &fy);
        value = year_value(self, fy, site);
    }
    if (self->base == GP_INTENSITY_MILLION_GBP)
        value = deflate(self, value, fy);
    return value > 0 && value == (gint64)value ? (gint64)value : 0;
}

static char *
unit_of(const Divider *self)
{
    return self->base == GP_INTENSITY_MILLION_GBP
               ? g_strdup_printf("million GBP at prices of %d", self->price_year)
               : g_strdup(bases[self->base].unit);
}

static void
comment(const Divider *self, GpIssueList *issues)
{
    if (self->is_any_short)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "incomplete-year",
                          "%s is not known for every month of every year; years that lack some are "
                          "given no rate",
                          bases[self->base].activity);
}

GpIntensity *
gp_book_intensity(const GpBook *self,
                  const GpConvertOptions *options,
                  const GpEmissions *emissions,
                  GpIntensityBase base,
                  const GpWorkforce *workforce,
                  GpIssueList *issues,
                  GError **error)
{
    g_autoptr(GHashTable) series =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, clear_series);
    Divider divider = {.book = self,
                       .cube = gp_book_cube(self, GP_DETAIL_ALL, 0, error),
                       .options = options,
                       .base = base,
                       .workforce = workforce,
                       .series = series};
    g_autoptr(GpIntensity) intensity = gp_intensity_new(emissions->rows->len);

    if (divider.cube == NULL)
        return NULL;
    if (gp_by_find(&emissions->by, GP_BY_YEAR) < 0 && gp_by_find(&emissions->by, GP_BY_MONTH) < 0)
        return gp_throw_null(error, GP_ERROR_USAGE, "--per needs year or month in --by");
    gp_factor_library_prices(self->basis->library, GP_LAST_YEAR, &divider.price_year);
    for (guint i = 0; i < emissions->rows->len; i++) {
        intensity->per_micro[i] = divisor_of(&divider, emissions, i);
        divider.is_any_known |= intensity->per_micro[i] > 0;
    }
    if (!divider.is_any_known)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "there are no data of %s to divide by; bring them in as activity%s",
                             bases[base].activity,
                             base == GP_INTENSITY_WTE ? ", or give a workforce file" : "");
    comment(&divider, issues);
    intensity->unit = unit_of(&divider);
    return g_steal_pointer(&intensity);
}
