/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * What changed between two years, and what caused it.
 *
 *   flow/ ── GpChangeSource[] ── track/ ──▶ GpChange ──▶ report/
 *
 * kg CO2e are exact: integers of 10^-kg_places. The effects of a part sum to its change, and those
 * of the categories to those of the total, to the last digit.
 */

typedef enum {
    GP_CAUSE_ACTIVITY, /* more or less was used, driven, bought, thrown away */
    GP_CAUSE_GRID,     /* the published factors of grid electricity */
    GP_CAUSE_FACTOR,   /* all other published factors */
    GP_CAUSE_PRICE,    /* inflation, where spend is not brought to the prices of one year */
    GP_CAUSE_METHOD,   /* factors that were revised because the method was */
    GP_CAUSE_WEATHER,  /* heating that a colder or milder year needed */
    GP_CAUSE_BOUNDARY, /* sites that opened or closed */
    GP_N_CAUSES,
} GpCause;

/* `activity`, `factor-grid`, `factor-other`, `price`, `method`, `weather`, `boundary`. */
const char *gp_cause_key(GpCause cause);

#define GP_CHANGE_MAX_CAUSES 8

typedef enum { GP_FROM, GP_TO, GP_N_ENDS } GpEnd;

/* One category, or all. */
typedef struct {
    char *category; /* NULL for the total */
    GpInt128 kg[GP_N_ENDS];
    GpInt128 effects[GP_CHANGE_MAX_CAUSES];
    GpInt128 began_or_ended; /* the part of the first effect that comes from sources of one year
                                only, or whose sign changed: no ratio tells its causes apart */
    gboolean is_comparable;  /* FALSE: there are no figures of a whole year at one end */
} GpChangePart;

/* One pair of years, or the sum of several. */
typedef struct {
    int fy[GP_N_ENDS];
    char *
        *causes; /* (array zero-terminated=1): names of the effects, GP_CHANGE_MAX_CAUSES at most */
    int kg_places;
    GpChangePart total;
    GArray *categories;                  /* (element-type GpChangePart) in byte order */
    double ratios[GP_CHANGE_MAX_CAUSES]; /* the multiplicative twin of the total's effects: their
                                            product is to / from; NAN where there is none */
    GPtrArray *steps; /* (element-type GpChange) the pairs of years that it is the sum of; empty
                         for a single pair */
} GpChange;

/* @causes: (array zero-terminated=1): copied */
GpChange *gp_change_new(const char *const *causes, int kg_places);
void gp_change_free(GpChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpChange, gp_change_free)

/* The part of a category, made where it is new; valid until the next one is made. */
GpChangePart *gp_change_category(GpChange *self, const char *category);

/* Sums the comparable categories. */
GpChangePart gp_change_comparable(const GpChange *self);

/* The place of a cause, or -1. */
int gp_change_find_cause(const GpChange *self, const char *cause);
