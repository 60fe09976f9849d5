/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"
#include "gp-number.h"

/*
 * What a trust has done, does and means to do to emit less: one row of actions.csv each.
 *
 *   actions.csv ── gp_actions_load ──▶ GpAction[] ──▶ actions/
 */

typedef enum {
    GP_ACTION_PROPOSED,  /* nobody has decided it */
    GP_ACTION_PLANNED,   /* decided, not begun */
    GP_ACTION_UNDER_WAY, /* begun */
    GP_ACTION_DONE,
    GP_ACTION_DROPPED,
    GP_N_ACTION_STATUSES,
} GpActionStatus;

#define GP_NO_MONTH (-1)
#define GP_MAX_LIFETIME_YEARS 100

/* Texts are never NULL. Amounts are millionths of a kilogram, a pound, a unit. */
typedef struct {
    char *id;
    char *title;
    char *owner;
    char *role;
    char *category;      /* of emissions, as the activities of factors/activities.csv have it */
    char *site;          /* "": the whole trust */
    GpMonth start;       /* GP_NO_MONTH: not told */
    GpMonth full_effect; /* the first month with the whole effect; GP_NO_MONTH with no start */
    GpMonth end;         /* the last month with an effect; GP_NO_MONTH: it goes on */
    gint64 expected_micro_kg; /* less in a full year; below zero: more */
    gint64 capex_micro_gbp;
    gint64 saving_micro_gbp; /* in a year; below zero: it costs that much to run */
    int lifetime_years;      /* 0: not told */
    gboolean has_expected, has_capex, has_saving;
    GpActionStatus status;
    char *co_benefit;
    char *source;
    char *activity; /* "": the saving is told in kilograms only */
    char *unit;
    gint64 quantity_micro; /* of the activity, less in a full year */
} GpAction;

void gp_action_free(GpAction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpAction, gp_action_free)

/* `proposed`, `planned`, `under-way`, `done`, `dropped`. */
const char *gp_action_status_name(GpActionStatus status);

/* Also `under way`, `approved` for planned and `stopped` for dropped, in any capitals.
 * Errors: GP_ERROR_MALFORMED */
gboolean gp_action_status_parse(const char *text, GpActionStatus *out_status, GError **error);

/**
 * gp_actions_load:
 *
 * Reads `id,title,status` and, as far as they are there, `owner,role,category,site,start,
 * full_effect,end,expected_kg_per_year,capex_gbp,annual_saving_gbp,lifetime_years,co_benefit,
 * source,activity,quantity_per_year,unit`. Of a day, a month or a financial year `start` and
 * `full_effect` take the first month, `end` the last. Whether categories, sites, activities and
 * units are known is not looked at here.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 * Returns: (transfer full) (nullable) (element-type GpAction): in the order of the file
 */
GPtrArray *gp_actions_load(const char *path, GError **error);
