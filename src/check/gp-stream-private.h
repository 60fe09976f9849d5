/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-check.h"

/*
 * Streams: what one source says of one activity at one site, period by period.
 *
 * A stream has a series for each grain. Days, months and bills of up to GP_MONTH_GRAIN_DAYS are
 * brought to calendar months (a bill over two months by days); longer stretches stay as they are.
 */

#define GP_MONTH_GRAIN_DAYS 45    /* a monthly bill that was late, but no quarter */
#define GP_QUARTER_GRAIN_DAYS 200 /* a quarter or half a year, but no year */

/* Quantities in streams: of the canonical unit of their kind. */
#define GP_STREAM_PLACES (GP_MICRO_PLACES + GP_NANO_PLACES)

typedef enum {
    GP_GRAIN_MONTH,
    GP_GRAIN_QUARTER,
    GP_GRAIN_YEAR,
    GP_N_GRAINS,
} GpGrain;

/* A period with figures. */
typedef struct {
    GpSpan span;   /* the days that have figures, from the first to the last */
    guint days;    /* how many of them have */
    GpMonth month; /* that it begins in */
    GpInt128 quantity;
    GpInt128 measured;  /* the parts of it by quality */
    GpInt128 estimated; /* modelled too */
    guint64 rows;
    guint64 usual_rows;
    GpUnit unit; /* that the rows are given in; GP_UNIT_NONE: in several */

    /* What the profile adds; logarithms of quantities a day. */
    double log_rate; /* NAN: not above zero, or too few days to go by */
    double level;    /* of its twelve months; NAN: not known */
    double season;   /* by the other years */
    double nearest_season;
    double adjusted; /* without the season of all years */
    double before;   /* median of the neighbours before, season left out; NAN: too few */
    double after;
    double was;            /* level of a year before it; NAN: not known */
    double becomes;        /* level of half a year from it on */
    double usual;          /* what this period usually has, with the season; NAN: not known */
    double residual;       /* how far it is from all its neighbours; NAN: not known */
    int slip_powers;       /* of ten that a slip has made it too large by; the profile is without */
    gboolean is_explained; /* a finding tells about it already */
} GpPoint;

/* How many rows a period has. */
typedef enum {
    GP_ROWS_VARY,
    GP_ROWS_EACH,  /* the same number in each period: readings, bills */
    GP_ROWS_DAILY, /* the same number in each day: daily to half-hourly readings */
} GpRowsRule;

typedef struct _GpStream GpStream;

typedef struct {
    const GpStream *stream;
    GpGrain grain;
    GArray *points; /* (element-type GpPoint) by time */
    GpRowsRule rows_rule;
    guint64 rows_a_day;      /* where there is one: GP_ROWS_DAILY */
    gboolean may_be_swapped; /* its level changes anywhere as it would */
    gboolean has_season;
    double season[12];  /* logarithms, by calendar month from January */
    double scale;       /* ordinary scatter of logarithms; NAN: not known */
    double middle;      /* median of the adjusted points */
    double middle_rate; /* median quantity a day */
} GpSeries;

struct _GpStream {
    const char *source, *activity, *site; /* of the cube */
    GpUnit kind;
    GpUnit shown_unit; /* that most rows are given in */
    const GpUnitTable *units;
    GpSeries series[GP_N_GRAINS];
    GpSpan span; /* from the first day to the last; GP_NO_PERIOD: no figures */
};

/* What a source says of days that have not come yet. */
typedef struct {
    const char *source, *activity, *site; /* of the cube */
    GpSpan span;
    guint64 rows;
} GpFuture;

typedef struct {
    GPtrArray *streams; /* (element-type GpStream) by source, activity, site and unit */
    GArray *future;     /* (element-type GpFuture) by the same; not in the streams */
    GpSpan span;        /* of all streams */
} GpStreams;

/* Periods that begin after @today are kept apart, because one slip in a date would make everything
 * before it look over. */
GpStreams *gp_streams_new(const GpCube *cube, GpDay today);
void gp_streams_free(GpStreams *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpStreams, gp_streams_free)

static inline GpPoint *
gp_series_point(const GpSeries *self, guint i)
{
    return &g_array_index(self->points, GpPoint, i);
}

/* Whether any series of the stream has figures for some of these days. */
gboolean gp_stream_covers(const GpStream *self, GpSpan span);

/* Distances, of which claims are made. */
gboolean gp_stream_is_of_journeys(const GpStream *self);

/* The days that rows stand for: where readings are missing, fewer than the period has. */
double gp_series_days(const GpSeries *self, const GpPoint *point);

/* Finds out how many rows periods have. */
void gp_series_find_rhythm(GpSeries *self);

/* Works out what each period usually has; again after slips were found. */
void gp_series_profile(GpSeries *self);

/* Whether the point is far from its neighbours and the difference matters. */
gboolean gp_series_stands_out(const GpSeries *self, const GpPoint *point);

/* What a point usually has, in the kind's canonical unit. */
double gp_series_usual(const GpSeries *self, const GpPoint *point);

static inline double
gp_point_quantity(const GpPoint *self)
{
    return gp_number_to_double(self->quantity, GP_STREAM_PLACES);
}

/* The median; @values are sorted. NAN of none. */
double gp_median(double *values, guint n);

/* The same, but of two in the middle the smaller one: of two scatters the one without a fault. */
double gp_lower_median(double *values, guint n);
