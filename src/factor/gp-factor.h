/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"

/*
 * Emission factors: the kg CO2e that one unit of an activity causes.
 *
 *   factors/activities.csv ─┐
 *   factors/<set>.csv ──────┼─ load ─▶ GpFactorLibrary ── select (activity, unit, day) ──▶ convert/
 *   --factors FILE ─────────┘
 *
 * One activity has several factors at a time, one a component: electricity is generation, T&D and
 * the well-to-tank part of both. Factors of the library belong to editions, which are valid for
 * whole calendar years; a trust's own are valid by day.
 */

typedef struct _GpFactorLibrary GpFactorLibrary;

/**
 * gp_factor_library_new:
 * @units: borrowed; must outlive the library
 */
GpFactorLibrary *gp_factor_library_new(const GpUnitTable *units);
void gp_factor_library_free(GpFactorLibrary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpFactorLibrary, gp_factor_library_free)

typedef struct {
    gboolean no_factors;        /* the catalogue only */
    const char *const *choices; /* (nullable) (array zero-terminated=1): such as `gwp=nhs`: sets
                                   that take the place of others because they were asked for */
} GpLibraryOptions;

/**
 * gp_factor_library_load_folder:
 * @folder: holds activities.csv, sets.csv, which lists the files of factors, and the files that
 *   factors are made from: curated.csv, densities.csv, deflators.csv, revisions.csv
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`; GP_ERROR_USAGE for a choice that
 *   no set waits for
 */
gboolean gp_factor_library_load_folder(GpFactorLibrary *self,
                                       const char *folder,
                                       const GpLibraryOptions *options,
                                       GError **error);

/**
 * gp_factor_library_load_own:
 * @path: a trust's own factors; `activity`, `unit` and `kg_co2e` are enough
 *
 * They take the place of the library's for the days on which they are valid: a row without a
 * component replaces the whole activity, a row with one replaces that component.
 *
 * Errors: as above; also two rows of one activity, unit and component that overlap
 */
gboolean gp_factor_library_load_own(GpFactorLibrary *self, const char *path, GError **error);

/* Whether every row of the library that was needed could be read.
 * Errors: GP_ERROR_MALFORMED as `path:line: reason` */
gboolean gp_factor_library_check(const GpFactorLibrary *self, GError **error);

/* Appends a line for every file that was loaded: it changes when one of them does. */
void gp_factor_library_stamp(const GpFactorLibrary *self, GString *out);

/* Days on which a trust's own factor begins or ends to be valid, for gp_timeline_new(). */
GArray *gp_factor_library_splits(const GpFactorLibrary *self);

/* NULL if the key is not in the catalogue. */
const GpActivity *gp_factor_library_activity(const GpFactorLibrary *self, const char *key);

/* All keys of the catalogue and of own factors, in byte order. Returns: (transfer full) */
GPtrArray *gp_factor_library_keys(const GpFactorLibrary *self);

typedef enum {
    GP_TAKES,            /* the activity takes the unit */
    GP_TAKES_NO_FACTOR,  /* in the catalogue, but nothing is emitted from it, or nothing published
                            yet */
    GP_TAKES_OTHER_UNIT, /* it has factors, but none that the unit converts into */
    GP_TAKES_UNKNOWN,    /* no such activity */
    GP_TAKES_UNUSABLE,   /* the published figure must not be used */
} GpTakes;

GpTakes gp_factor_library_takes(const GpFactorLibrary *self, const char *activity, GpUnit unit);

/* Why an activity must not be used, or NULL. */
const char *gp_factor_library_unusable(const GpFactorLibrary *self, const char *activity);

/* The units that an activity takes, for a message: `kWh, m3 or tonne`. Returns: (transfer full) */
char *gp_factor_library_units_taken(const GpFactorLibrary *self, const char *activity);

typedef struct {
    gboolean by_calendar_year; /* the edition of the day's own calendar year, not of the year in
                                  which the financial year starts */
    gboolean no_fallback;      /* only the edition of the year itself */
    int shift_years;           /* 1: the edition of the year after, -1: of the year before */
} GpFactorRules;

typedef struct {
    const GpFactor *factor;
    gint64 multiplier_nano; /* factor units in one unit of the activity, times 10^9; for spend with
                               the deflator in it */
    gint64 deflator_nano;   /* pounds of the price year in one pound of the year, times 10^9 */
    GpMatchRule rule;
} GpFactorMatch;

/* The calendar year whose edition is used for a day. */
int gp_factor_year(const GpFactorRules *rules, GpDay day);

/**
 * gp_factor_library_select:
 * @out_matches: (element-type GpFactorMatch): emptied, then filled: one a component, those outside
 *   the scopes beside them; empty if there is no factor
 *
 * The factors of @activity in @unit on @day. A factor published for the very unit goes before one
 * that has to be converted.
 */
void gp_factor_library_select(const GpFactorLibrary *self,
                              const char *activity,
                              GpUnit unit,
                              GpDay day,
                              const GpFactorRules *rules,
                              GArray *out_matches);

/* Whether the same factors serve an activity on two days, whatever the unit. */
gboolean gp_factor_library_serves_both(const GpFactorLibrary *self,
                                       const char *activity,
                                       GpDay earlier,
                                       GpDay later,
                                       const GpFactorRules *rules);

/**
 * gp_factor_library_view:
 *
 * All factors of an activity that serve a financial year, in every unit, beside those of the
 * editions before and after.
 *
 * Errors: GP_ERROR_MISSING if there is no such activity; the message names the nearest one
 * Returns: (transfer full) (element-type GpFactorView) (nullable): by unit and component
 */
GArray *gp_factor_library_view(const GpFactorLibrary *self,
                               const char *activity,
                               int fy,
                               const GpFactorRules *rules,
                               GError **error);

/**
 * gp_factor_library_compare:
 *
 * The published factors of two calendar years side by side, where they are not the same.
 *
 * Returns: (transfer full) (element-type GpFactorPair): by activity, unit and component
 */
GArray *gp_factor_library_compare(const GpFactorLibrary *self, int from_year, int to_year);

/* One figure of a publication through the years. */
typedef struct {
    const char *activity;
    GpUnit unit;
    GpComponent component;
} GpFactorSeries;

/**
 * gp_factor_library_method_log:
 *
 * The part of ln (factor of @to_fy / factor of @from_fy) that is a matter of method, from year to
 * year: the steps that revisions.csv lists, those of a gas that leaks (a kilogram of it is what it
 * was), those between a trust's own factor and another publication, and of the others what another
 * set of global warming potentials makes of methane and nitrous oxide. Source: docs/method.md,
 * “Causes”.
 */
double gp_factor_library_method_log(const GpFactorLibrary *self,
                                    const GpFactorSeries *series,
                                    int from_fy,
                                    int to_fy,
                                    const GpFactorRules *rules);

/* The index of all prices in the calendar year nearest to @year for which it is known, the earlier
 * one where two are; 0 if there is none. */
double gp_factor_library_prices(const GpFactorLibrary *self, int year, int *out_year);

/* Why @activity is not known, with the nearest name. Returns: (transfer full) */
char *gp_factor_library_unknown(const GpFactorLibrary *self, const char *activity);

/* ---- what the library was, on record ---- */

/* The edition that a factor is from, as figures by edition name it. Returns: (transfer full) */
char *gp_factor_edition_label(const GpFactor *self);

typedef struct {
    char *name;   /* as gp_factor_edition_label() */
    char *sha256; /* of all its rows, in whatever order they stand */
    guint64 rows;
} GpFactorEdition;

/* All editions of the library and of own factors. Reads every row, so it takes a moment; one that
 * cannot be read is left out.
 * Returns: (transfer full) (element-type GpFactorEdition): by name */
GArray *gp_factor_library_editions(const GpFactorLibrary *self);

/* SHA-256 of all editions together. Returns: (transfer full) */
char *gp_factor_library_digest(const GArray *editions);

/* SHA-256 of the price indices by which spend is deflated. Returns: (transfer full) */
char *gp_factor_library_prices_digest(const GpFactorLibrary *self);

/* SHA-256 of what the catalogue says of activities: unit, scope, category and boundary.
 * Returns: (transfer full) */
char *gp_factor_library_catalogue_digest(const GpFactorLibrary *self);
