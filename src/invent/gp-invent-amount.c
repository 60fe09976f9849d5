/* SPDX-License-Identifier: MIT */
#include "gp-invent-private.h"

#define MIDDLE_OF_BASE                                                                             \
    (12 * 1 + 6)           /* October 2019: the middle of 2019-20, from the first month            \
                            */
#define WEATHER_PERCENT 14 /* how far a month's degree days lie from the normal */

static GpMonth
first_month(void)
{
    return gp_month_from_civil(GP_INVENT_FIRST_FY, 4);
}

/* splitmix64 (Steele, Lea and Flood 2014) over the bytes of the key. */
static guint64
mix(guint64 state)
{
    state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    state = (state ^ state >> 30) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    state = (state ^ state >> 27) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return state ^ state >> 31;
}

static guint64
mix_text(guint64 state, const char *text)
{
    for (; *text != '\0'; text++)
        state = (state ^ (guint8)*text) * G_GUINT64_CONSTANT(0x100000001b3);
    return mix(state);
}

guint64
gp_invent_random(const char *a, const char *b, const char *c, gint64 d)
{
    return mix(mix_text(mix_text(mix_text(0, a), b), c) ^ (guint64)d);
}

gint64
gp_invent_noise(guint64 random, gint64 percent)
{
    gint64 sum = (gint64)(random & 0xffff) + (gint64)(random >> 16 & 0xffff) - 0xffff;

    return GP_PPM + percent * (GP_PPM / 100) * sum / 0xffff;
}

GpInt128
gp_invent_scale(GpInt128 value, gint64 ppm)
{
    return gp_number_divide(value * ppm, GP_PPM);
}

static gboolean
is_event_of(const GpInventEvent *event,
            const char *source,
            const char *activity,
            const char *site,
            const char *department,
            GpMonth month)
{
    return month >= event->first && month <= event->last &&
           (g_str_equal(event->of, activity) || g_str_equal(event->of, source)) &&
           (*event->place == '\0' || g_str_equal(event->place, site) ||
            g_str_equal(event->place, department));
}

gint64
gp_invent_events(const GpInventPlan *self,
                 const char *source,
                 const char *activity,
                 const char *site,
                 const char *department,
                 GpMonth month)
{
    GpInt128 ppm = GP_PPM;

    for (guint i = 0; i < self->events->len; i++) {
        const GpInventEvent *event = &g_array_index(self->events, GpInventEvent, i);
        gint64 taken = GP_PPM - event->ppm;

        if (!is_event_of(event, source, activity, site, department, month))
            continue;
        if (event->shape != NULL)
            taken = taken * 12 * event->shape->ppm[(month + 9) % 12] / GP_PPM;
        ppm = gp_invent_scale(ppm, MAX(GP_PPM - taken, 0));
    }
    return (gint64)ppm;
}

const GpInventSite *
gp_invent_site_at(const GpInventPlace *place, GpMonth month)
{
    const GpInventSite *site = place->site;

    while (place->department != NULL && site != NULL && month >= site->closed)
        site = site->next;
    return site != NULL && month >= site->opened && month < site->closed ? site : NULL;
}

/* The part of a normal year that falls into a month. */
static gint64
season(const GpInventPlan *self, const GpInventSeries *series, GpMonth month)
{
    const GpInventCurve *cold = gp_invent_curve(self->shapes, "degree-days");
    int i = (month + 9) % 12;
    gint64 weather = gp_invent_noise(gp_invent_random("weather", "", "", month), WEATHER_PERCENT);

    if (series->heat == 0 || cold == NULL)
        return series->shape->ppm[i];
    return ((100 - series->heat) * series->shape->ppm[i] +
            series->heat * cold->ppm[i] * weather / GP_PPM) /
           100;
}

GpInt128
gp_invent_amount(const GpInventPlan *self,
                 const GpInventSeries *series,
                 const GpInventPlace *place,
                 GpMonth month)
{
    const GpInventSite *site = gp_invent_site_at(place, month);
    const char *site_code = site == NULL ? "" : site->code;
    const char *department = place->department == NULL ? "" : place->department->code;
    int months = month - first_month();
    gint64 trend = GP_PPM + series->change_ppm * (months - MIDDLE_OF_BASE) / 12;
    guint64 random = gp_invent_random(
        series->activity, *department == '\0' ? site_code : department, series->role, month);
    GpInt128 amount =
        gp_number_divide((GpInt128)series->quantity_micro * place->weight, series->total_weight);

    if (place->site != NULL && site == NULL)
        return 0;
    amount = gp_invent_scale(amount, MAX(trend, 0));
    amount = gp_invent_scale(amount, season(self, series, month));
    amount = gp_invent_scale(amount, gp_invent_noise(random, series->noise));
    amount = gp_invent_scale(amount, gp_invent_events(self, series->source, series->activity,
                                                      site_code, department, month));
    return series->index == NULL ? amount
                                 : gp_invent_scale(amount, series->index->ppm[months / 12]);
}
