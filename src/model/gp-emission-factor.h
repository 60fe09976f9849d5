/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"
#include "gp-unit.h"

/*
 * An emission factor and the activity it is for: one row of a factor file, one of the catalogue.
 */

typedef enum {
    GP_SCOPE_UNSTATED, /* a trust's own factor of an activity that is not in the catalogue */
    GP_SCOPE_1,
    GP_SCOPE_2,
    GP_SCOPE_3,
    GP_SCOPE_OUTSIDE, /* biogenic CO2: listed, never added to a total */
} GpScope;

typedef enum {
    GP_COMPONENT_UNSTATED, /* a trust's own factor that stands for the whole activity */
    GP_COMPONENT_COMBUSTION,
    GP_COMPONENT_GENERATION,
    GP_COMPONENT_TD,     /* transmission and distribution, heat distribution loss */
    GP_COMPONENT_WTT,    /* well-to-tank */
    GP_COMPONENT_WTT_TD, /* the well-to-tank part of transmission and distribution */
    GP_COMPONENT_SUPPLY,
    GP_COMPONENT_TREATMENT,
    GP_COMPONENT_DISPOSAL,
    GP_COMPONENT_FUGITIVE,
    GP_COMPONENT_PURCHASE,
} GpComponent;

typedef enum {
    GP_BOUNDARY_UNSTATED, /* an activity that is not in the catalogue */
    GP_BOUNDARY_NCF,      /* NHS Carbon Footprint, and so NHS Carbon Footprint Plus too */
    GP_BOUNDARY_PLUS,     /* NHS Carbon Footprint Plus only */
    GP_BOUNDARY_OUTSIDE,  /* in neither */
} GpBoundary;

typedef enum { GP_GAS_CO2, GP_GAS_CH4, GP_GAS_N2O, GP_N_GASES } GpGas;

const char *gp_scope_name(GpScope scope);             /* `1`, `2`, `3`, `outside`, "" */
const char *gp_component_name(GpComponent component); /* as in factors/README.md, "" */
const char *gp_boundary_name(GpBoundary boundary);    /* `ncf`, `plus`, `outside`, "" */
const char *gp_gas_name(GpGas gas);                   /* `co2`, `ch4`, `n2o` */

/* The same backwards; "" is unstated. Errors: GP_ERROR_MALFORMED */
gboolean gp_scope_parse(const char *text, GpScope *out_scope, GError **error);
gboolean gp_component_parse(const char *text, GpComponent *out_component, GError **error);
gboolean gp_boundary_parse(const char *text, GpBoundary *out_boundary, GError **error);

gboolean gp_component_is_upstream(GpComponent component); /* wtt, td, wtt-td */

/* An entry of the catalogue: one row of factors/activities.csv. */
typedef struct {
    const char *key;
    const char *title;
    GpUnit canonical_unit;
    GpScope scope; /* of its main component */
    const char *category;
    GpBoundary boundary;
    const char *ghg_scope3_category;
    const char *description;
    const char *seealso;
} GpActivity;

/* Activities of this category are not emitted from: staff, floor area, bed days, degree days, the
 * carbon intensity of the grid. They are kept beside the others, and never converted. */
#define GP_CATEGORY_STATISTICS "Statistics"

/* What the grid delivers, and what is delivered to it. */
#define GP_CATEGORY_ELECTRICITY "Electricity"

/* What buildings are heated with. */
#define GP_CATEGORY_FUELS "Fossil fuels"
#define GP_CATEGORY_HEAT "Purchased heat"

gboolean gp_activity_is_statistic(const GpActivity *self);

/* Whether its factors are those of grid electricity. */
gboolean gp_activity_is_grid(const GpActivity *self);

/* Whether buildings are heated with it. */
gboolean gp_activity_is_heating(const GpActivity *self);

/* One row of a factor file. All texts are borrowed from the library. */
typedef struct {
    const char *activity;
    GpUnit unit;
    GpSpan valid;
    int first_year, last_year; /* the calendar years of these days */
    GpScope scope;
    const char *category;
    GpComponent component;
    gint64 kg_co2e_pico;          /* kg CO2e per unit, times 10^12 */
    gint64 gas_pico[GP_N_GASES];  /* the part of each gas, in kg CO2e, times 10^12 */
    gboolean has_gas[GP_N_GASES]; /* FALSE: not published */
    gint64 uncertainty_micro;     /* 95% of what is likely is within ± so many percent, times 10^6;
                                     0: not published */
    const char *gwp;              /* `AR4`, `AR5`, … */
    const char *publication;
    const char *edition;
    const char *reference;
    const char *provenance;
    const char
        *deflator; /* price index by which spend is brought to the prices of price_year; "" */
    int price_year;
    const char *file;
    guint line;
    gboolean is_own;     /* from a trust's own file */
    gboolean is_partial; /* of an edition of which only some rows are known */
} GpFactor;

typedef enum {
    GP_MATCH_EXACT,     /* the edition of the year */
    GP_MATCH_EARLIER,   /* the latest edition before it */
    GP_MATCH_LATER,     /* the earliest edition after it */
    GP_MATCH_OWN,       /* the trust's own factor */
    GP_MATCH_CONVERTED, /* in another unit; beside one of the others */
    GP_N_MATCH_RULES,
} GpMatchRule;

/* `exact`, `earlier-edition`, `later-edition`, `trust-override`, `unit-converted`. */
const char *gp_match_rule_name(GpMatchRule rule);

/* Activity rows by how their factors were found. */
typedef struct {
    guint64 rows[GP_N_MATCH_RULES];
} GpMatchCount;

/* A factor beside those of the editions before and after it. */
typedef struct {
    const GpFactor *factor;
    GpMatchRule rule;
    const GpFactor *before; /* (nullable) */
    const GpFactor *after;  /* (nullable) */
} GpFactorView;

/* One line of two editions: at least one side is there. */
typedef struct {
    const GpFactor *from; /* (nullable) */
    const GpFactor *to;   /* (nullable) */
} GpFactorPair;
