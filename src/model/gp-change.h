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

/* For people, inside a sentence: `grid electricity`. */
const char *gp_cause_title(GpCause cause);

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

/* How the change of one source was worked out: effect = mean_kg * log of its term. */
typedef struct {
    char *category;
    char *activity;           /* or the name of a source that is told as levels */
    char *site;               /* "" where the trust is taken as a whole, and of levels */
    char *component;          /* "" of the whole factor, and of levels */
    char *unit;               /* of the quantity; "" of levels */
    char *factors[GP_N_ENDS]; /* (nullable): publication and edition of the one that most of the
                                 kg come from */
    gboolean is_footprint;    /* FALSE: told as levels */
    gboolean is_deflated;     /* the term of the factor is times prices */
    double prices[GP_N_ENDS]; /* the index of spend, 1 otherwise */
    double quantity[GP_N_ENDS];
    GpInt128 kg[GP_N_ENDS];
    GpInt128 effects[GP_CHANGE_MAX_CAUSES];
    int sole_cause; /* -1, or the cause of all of the change, for want of a ratio; then
                       none of the figures below is there */
    double terms[GP_CHANGE_MAX_CAUSES][GP_N_ENDS]; /* their product is the kg */
    double logs[GP_CHANGE_MAX_CAUSES];             /* ln of each term's ratio */
    double mean_kg;                                /* logarithmic mean of the kg */
    double log;                                    /* ln of the ratio of the kg */
    GpInt128 residue; /* what rounding the effects left of the change; it is in that of: */
    guint residue_cause;
} GpChangeDetail;

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
    GArray *details;  /* (element-type GpChangeDetail) every source, of a single pair; empty unless
                         asked for */
    GPtrArray *steps; /* (element-type GpChange) the pairs of years that it is the sum of; empty
                         for a single pair */
} GpChange;

/* @causes: (array zero-terminated=1): copied */
GpChange *gp_change_new(const char *const *causes, int kg_places);
void gp_change_free(GpChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpChange, gp_change_free)

/* So many sources, to be filled in. */
GArray *gp_change_details_new(guint n);

/* The part of a category, made where it is new; valid until the next one is made. */
GpChangePart *gp_change_category(GpChange *self, const char *category);

/* Sums the comparable categories. */
GpChangePart gp_change_comparable(const GpChange *self);

/* The place of a cause, or -1. */
int gp_change_find_cause(const GpChange *self, const char *cause);

/* Whether its causes are those of GpCause; else they are levels of a file, as it names them. */
gboolean gp_change_is_of_book(const GpChange *self);
