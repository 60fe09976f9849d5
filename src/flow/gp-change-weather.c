/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-weather.h"

#define N_MONTHS 12

/* A fit below this share of the variance explained is no line of heating. */
#define MIN_R_SQUARED 0.7

struct _GpChangeWeather {
    const GpBook *book;
    const GpConvertOptions *options;
    GpSeries *degree_days; /* (nullable) of the trust */
    GHashTable *uses;      /* activity and site -> GpSeries, NULL where there are no months */
};

static void
clear_series(gpointer series)
{
    if (series != NULL)
        gp_series_free(series);
}

GpChangeWeather *
gp_change_weather_new(const GpBook *book, const GpConvertOptions *options)
{
    GpChangeWeather *self = g_new0(GpChangeWeather, 1);

    self->book = book;
    self->options = options;
    self->degree_days = gp_book_degree_days(book, NULL, NULL);
    self->uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, clear_series);
    return self;
}

void
gp_change_weather_free(GpChangeWeather *self)
{
    if (self == NULL)
        return;
    clear_series(self->degree_days);
    g_hash_table_unref(self->uses);
    g_free(self);
}

/* What was used month by month, or NULL. */
static const GpSeries *
get_use(GpChangeWeather *self, const char *activity, const char *site)
{
    g_autofree char *key = g_strdup_printf("%s\x1f%s", activity, site);
    gpointer series;

    if (!g_hash_table_lookup_extended(self->uses, key, NULL, &series)) {
        const GpMeasure measure = {.name = activity, .site = site, .in_units = TRUE};
        g_autoptr(GpIssueList) unseen = gp_issue_list_new();

        series = gp_book_series(self->book, self->options, &measure, NULL, unseen, NULL);
        g_hash_table_insert(self->uses, g_steal_pointer(&key), series);
    }
    return series;
}

/* A financial year month by month. */
typedef struct {
    gint64 value_micro[N_MONTHS];
    gboolean has_value[N_MONTHS];
} Year;

static void
year_add(Year *self, const GpSeries *series, int fy)
{
    GpMonth first = gp_month_of_day(gp_fy_span(fy).first);

    for (GpMonth m = 0; m < N_MONTHS; m++) {
        int i = gp_series_find(series, gp_month_first_day(first + m));
        const GpSeriesPoint *point = i < 0 ? NULL : gp_series_point(series, (guint)i);

        if (point != NULL && point->has_value &&
            !__builtin_add_overflow(self->value_micro[m], point->value_micro,
                                    &self->value_micro[m]))
            self->has_value[m] = TRUE;
    }
}

static gboolean
year_is_whole(const Year *self)
{
    for (guint m = 0; m < N_MONTHS; m++) {
        if (!self->has_value[m])
            return FALSE;
    }
    return TRUE;
}

static double
year_sum(const Year *self)
{
    double sum = 0;

    for (guint m = 0; m < N_MONTHS; m++)
        sum += gp_number_to_double(self->value_micro[m], GP_MICRO_PLACES);
    return sum;
}

/* The months of both years, in their order. */
static GpSeries *
join_years(const int fy[GP_N_ENDS], const Year years[GP_N_ENDS])
{
    GpSeries *series = gp_series_new(TRUE);
    GpEnd earlier = fy[GP_FROM] < fy[GP_TO] ? GP_FROM : GP_TO;
    const GpEnd order[] = {earlier, earlier == GP_FROM ? GP_TO : GP_FROM};

    for (guint i = 0; i < GP_N_ENDS; i++) {
        GpMonth first = gp_month_of_day(gp_fy_span(fy[order[i]]).first);

        for (GpMonth m = 0; m < N_MONTHS; m++)
            gp_series_add(series, gp_month_first_day(first + m), years[order[i]].value_micro[m]);
    }
    gp_series_settle(series, NULL);
    return series;
}

gboolean
gp_change_weather_index(GpChangeWeather *self,
                        const char *activity,
                        const GPtrArray *sites,
                        const int fy[GP_N_ENDS],
                        double out_index[GP_N_ENDS])
{
    Year use[GP_N_ENDS] = {0}, cold[GP_N_ENDS] = {0};
    g_autoptr(GpSeries) uses = NULL, degree_days = NULL;
    g_autoptr(GpHeating) heating = NULL;
    double standard;

    if (self->degree_days == NULL)
        return FALSE;
    for (guint end = 0; end < GP_N_ENDS; end++) {
        year_add(&cold[end], self->degree_days, fy[end]);
        for (guint i = 0; i < sites->len; i++) {
            const GpSeries *series = get_use(self, activity, g_ptr_array_index(sites, i));

            if (series != NULL)
                year_add(&use[end], series, fy[end]);
        }
        if (!year_is_whole(&cold[end]) || !year_is_whole(&use[end]))
            return FALSE;
    }
    uses = join_years(fy, use);
    degree_days = join_years(fy, cold);
    heating = gp_weather_fit(uses, degree_days, 0, NULL);
    if (heating == NULL || !(heating->r_squared >= MIN_R_SQUARED) ||
        heating->use_per_degree_day <= 0)
        return FALSE;
    standard = (year_sum(&cold[GP_FROM]) + year_sum(&cold[GP_TO])) / 2;
    for (guint end = 0; end < GP_N_ENDS; end++) {
        double total = year_sum(&use[end]);
        double corrected = total + heating->use_per_degree_day * (standard - year_sum(&cold[end]));

        out_index[end] = total / corrected;
        if (!(total > 0) || !(corrected > 0))
            return FALSE;
    }
    return TRUE;
}
