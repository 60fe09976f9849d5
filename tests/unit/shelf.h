/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-error.h"
#include "gp-factor.h"
#include "gp-number.h"

/*
 * Factor libraries for the tests of factor/: the shipped one, and an invented one that can be
 * worked out in the head.
 */

#define CATALOGUE_HEADER "activity,title,canonical_unit,scope,category,boundary\n"
#define SET_HEADER "activity,unit,valid_from,valid_to,scope,category,component,kg_co2e\n"
#define REVISIONS_HEADER "activity,component,unit,year,reason\n"
#define OWN_HEADER "activity,unit,valid_from,valid_to,kg_co2e\n"
#define RATE_PLACES (GP_NANO_PLACES + GP_PICO_PLACES)

extern const GpFactorRules financial, calendar, strict;

/* A library and its units. */
typedef struct {
    GpUnitTable *units;
    GpFactorLibrary *library;
} Shelf;

void shelf_free(Shelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shelf, shelf_free)

Shelf *shelf_new(void); /* an empty library */
Shelf *shelf_new_shipped(void);
Shelf *shelf_new_invented(const char *own); /* with a trust's own factors, if they are not NULL */

/* From texts, as files `activities.csv`, `set.csv` and `own.csv`; beside set.csv another set is
 * listed that waits for a choice, and is not there. */
gboolean shelf_load(Shelf *self, const char *activities, const char *factors, GError **error);
/* The invented library with revisions.csv from a text. */
gboolean shelf_load_revisions(Shelf *self, const char *revisions, GError **error);
gboolean shelf_load_own(Shelf *self, const char *own, GError **error);

GpDay day_of(const char *text);
GpUnit shelf_unit(const Shelf *self, const char *name);

GArray *shelf_select(const Shelf *self,
                     const char *activity,
                     const char *unit,
                     const char *day,
                     const GpFactorRules *rules);

/* @expected: what one unit causes, in byte order: `combustion 1 0.4 exact; wtt 3 0.04 exact` */
void assert_selects(const Shelf *self,
                    const char *activity,
                    const char *unit,
                    const char *day,
                    const GpFactorRules *rules,
                    const char *expected);

void assert_refuses(const GError *error, GpErrorCode code, const char *part);
