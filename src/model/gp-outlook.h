/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-scenario.h"
#include "gp-site.h"
#include "gp-target.h"

/*
 * What actions are expected to do, what they cost, and what was measured of them: as actions/ works
 * it out and report/ shows it. Kilograms are whole millionths; years are financial years.
 */

/* Part of the base year's footprint. */
typedef struct {
    const char *category; /* borrowed */
    const char *site;
    gboolean follows_grid; /* electricity */
    GpInt128 micro_kg;
    gint64 growth_micro_percent; /* a year */
} GpOutlookPart;

/* What became of one action in the outlook. */
typedef struct {
    const GpAction *action; /* borrowed */
    GpActionStatus status;  /* a scenario may have another one than the action */
    GpInt128 full_micro_kg; /* less in a full year, by the factors of the base year */
    gboolean is_known;      /* the full effect is told and can be worked out */
    gboolean follows_grid;
    const char *left_out; /* (nullable): why it is not counted, in words; static */
    GpInt128 *micro_kg;   /* (array length=n_years): less in each year, by the factors of that year,
                             than without the action */
    GpInt128 *more_micro_kg; /* (array length=n_years): less than in the base year, which has
                                part of it already */
} GpOutlookLine;

/* A target's path and what would happen, from the base year to the target year. */
typedef struct {
    int base_fy; /* the latest comparable year with data: all else is held against it */
    guint n_years;
    GpInt128 *path_micro_kg;     /* (array length=n_years) */
    GpInt128 *usual_micro_kg;    /* business as usual: the base year goes on */
    GpInt128 *planned_micro_kg;  /* less what is done, under way or planned */
    GpInt128 *proposed_micro_kg; /* less what is proposed, too */
    GpOutlookLine *lines;        /* (array length=n_lines): in the order of the actions */
    guint n_lines;
    const GpGridPath *grid; /* (nullable) (borrowed) */
    char *scenario;         /* (nullable): its name */
    char *target_name;
} GpOutlook;

void gp_outlook_free(GpOutlook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpOutlook, gp_outlook_free)

/* What an action costs for each tonne. Pounds are real ones, of one year's prices. */
typedef struct {
    const GpAction *action; /* borrowed */
    GpActionStatus status;
    const char *not_costed;  /* (nullable): why there is no figure, in words; static */
    GpInt128 micro_kg;       /* less a year, on average over the lifetime */
    double annuity;          /* of the lifetime; 0 without one */
    double gbp_per_year;     /* capital spread over the lifetime, less the annual saving */
    double gbp_per_tonne;    /* below zero: it saves money */
    double net_present_gbp;  /* above zero: it saves money; NAN without a lifetime */
    GpInt128 total_micro_kg; /* of this and all cheaper ones that are not done yet */
} GpActionCost;

typedef enum {
    GP_MEASURED_NOT,       /* nothing can be said; the reason tells why */
    GP_MEASURED_NO_CHANGE, /* within the usual variation */
    GP_MEASURED_ROSE,
    GP_MEASURED_FELL,       /* no claim to hold it against */
    GP_MEASURED_LESS,       /* fell, but by less than was claimed */
    GP_MEASURED_AS_CLAIMED, /* fell, and the claim is within the range */
    GP_MEASURED_MORE,       /* fell by more than was claimed */
} GpMeasuredFinding;

#define GP_MEASURED_MONTHS 12

/* What happened where an action works, by the factors of one year. */
typedef struct {
    const GpAction *action; /* borrowed */
    GpMeasuredFinding finding;
    char *reason; /* (nullable): why it was not measured */
    int factor_fy;
    GpMonth before; /* the first of the twelve months before the start */
    GpMonth after;  /* the first of the twelve months of full effect */
    GpInt128 before_micro_kg;
    GpInt128 after_micro_kg;
    double range95_kg; /* the change is uncertain by so much up and down */
    char *also;        /* (nullable): other actions there in these months, parted by commas */
    gboolean has_claim;
    GpInt128 claim_micro_kg; /* less in a year */
} GpActionMeasured;

void gp_action_measured_free(GpActionMeasured *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpActionMeasured, gp_action_measured_free)

/* `fell-as-claimed`, …; and a sentence for people. */
const char *gp_measured_finding_name(GpMeasuredFinding finding);
const char *gp_measured_finding_words(GpMeasuredFinding finding);

/* ---- what is asked of a list of actions, and the answer ---- */

typedef struct {
    const GPtrArray *actions; /* (element-type GpAction): must outlive what is made of them */
    const GpTarget *target;
    const GpGridPath *grid;     /* (nullable) */
    const GpScenario *scenario; /* (nullable) */
    const GpSites *sites;       /* (nullable) */
} GpActionsQuestion;

typedef struct {
    GpOutlook *plan;
    GpOutlook *scenario; /* NULL without one */
    GArray *costs; /* (element-type GpActionCost): under the scenario if there is one; the cheapest
                      tonne first, those without a figure at the end */
} GpActionsAnswer;

void gp_actions_answer_clear(GpActionsAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpActionsAnswer, gp_actions_answer_clear)
