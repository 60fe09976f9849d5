/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-number.h"

#define GP_INVENT_FIRST_FY 2018
#define GP_INVENT_N_YEARS 8
#define GP_INVENT_N_MONTHS (12 * GP_INVENT_N_YEARS)
#define GP_PPM 1000000 /* parts of a million: how rates are held */

/* ---- the parameters, as read; all texts are borrowed from the tables ---- */

typedef struct _GpInventSite {
    const char *code, *type;
    gint64 floor_area;
    GpMonth opened, closed;           /* the first month with and the first without it */
    const struct _GpInventSite *next; /* (nullable): where its teams went */
} GpInventSite;

typedef struct {
    const char *code, *kind;
    const GpInventSite *site;
    gint64 wte_micro;
    gint64 change_ppm; /* a year */
} GpInventDepartment;

/* The staff of one role in one department. */
typedef struct {
    const GpInventDepartment *department;
    const char *role, *staff_group;
    gint64 wte_micro;
    gint64 miles; /* claimed a year for each whole-time equivalent */
} GpInventPost;

/* Where a part of a quantity belongs: a site, a department, or neither for the whole trust. */
typedef struct {
    const GpInventSite *site;
    const GpInventDepartment *department;
    gint64 weight;
} GpInventPlace;

/* A row of shapes.csv (12 months from April) or years.csv (8 years), in parts of a million. */
typedef struct {
    const char *name;
    gint64 ppm[12];
} GpInventCurve;

typedef struct {
    const char *source, *activity, *unit, *role, *quality;
    GArray *places; /* (element-type GpInventPlace) */
    gint64 total_weight;
    gint64 quantity_micro, change_ppm, heat, noise, decimals;
    const GpInventCurve *index, *shape; /* index (nullable) */
    gboolean is_yearly;
} GpInventSeries;

typedef struct {
    const char *of, *place;
    GpMonth first, last;
    gint64 ppm;
    const GpInventCurve *shape; /* (nullable) */
} GpInventEvent;

typedef struct {
    const char *source, *activity, *site, *change;
    GpMonth first, last;
} GpInventFault;

typedef struct {
    const char *name, *source;
} GpInventReturn;

typedef struct {
    GPtrArray *tables;   /* (element-type GpCsvTable) that the texts are borrowed from */
    GArray *sites;       /* (element-type GpInventSite) */
    GArray *departments; /* and so on */
    GArray *posts;
    GArray *shapes;
    GArray *years;
    GArray *series;
    GArray *events;
    GArray *faults;
    GArray *returns;
} GpInventPlan;

GpInventPlan *gp_invent_plan_load(const char *sample, const char *faults, GError **error);
void gp_invent_plan_free(GpInventPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpInventPlan, gp_invent_plan_free)

const GpInventCurve *gp_invent_curve(const GArray *curves, const char *name);

/* ---- amounts ---- */

/* A number that depends on nothing but what it is for. */
guint64 gp_invent_random(const char *a, const char *b, const char *c, gint64 d);

/* 1 give or take @percent, the middle more often, in parts of a million. */
gint64 gp_invent_noise(guint64 random, gint64 percent);

/* @value * @ppm / a million. */
GpInt128 gp_invent_scale(GpInt128 value, gint64 ppm);

/* How much is left of a quantity after the events of a month. */
gint64 gp_invent_events(const GpInventPlan *self,
                        const char *source,
                        const char *activity,
                        const char *site,
                        const char *department,
                        GpMonth month);

/* The site of a place in a month: NULL if it is not open. */
const GpInventSite *gp_invent_site_at(const GpInventPlace *place, GpMonth month);

/* Millionths of the unit. */
GpInt128 gp_invent_amount(const GpInventPlan *self,
                          const GpInventSeries *series,
                          const GpInventPlace *place,
                          GpMonth month);

/* ---- rows ---- */

typedef struct {
    const char *source, *activity, *unit, *site, *department, *role, *quality;
    char period[16];
    GpMonth month; /* the last that the row is about */
    GpInt128 micro;
} GpInventRow;

typedef struct _GpInventSheet GpInventSheet;

/* @plan is borrowed. */
GpInventSheet *gp_invent_sheet_new(const GpInventPlan *plan);
void gp_invent_sheet_free(GpInventSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpInventSheet, gp_invent_sheet_free)

/* Adds a row, with the faults that are planted for it, to its source. Its quantity is rounded to
 * @decimals; a row of nothing is none. */
void gp_invent_sheet_add(GpInventSheet *self, const GpInventRow *row, int decimals);

/* Adds the yearly returns: the sums of what was added. */
void gp_invent_sheet_add_returns(GpInventSheet *self);

/* The claims of all posts in a month, by day. */
void gp_invent_claims(const GpInventPlan *plan, GpInventSheet *sheet, GpMonth month);

/* The text of workforce.csv: an extract at the end of each quarter. Returns: (transfer full) */
GString *gp_invent_workforce(const GpInventPlan *plan);

/* Writes SOURCE.csv for each source. */
gboolean gp_invent_sheet_write(GpInventSheet *self, const char *folder, GError **error);

/* `# INVENTED DATA …` */
void gp_invent_begin(GString *out, const char *what);
