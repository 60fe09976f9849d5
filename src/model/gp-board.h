/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"
#include "gp-emission-factor.h"
#include "gp-emissions.h"
#include "gp-finding.h"
#include "gp-intensity.h"
#include "gp-issue.h"
#include "gp-marker.h"
#include "gp-original.h"
#include "gp-outlook.h"
#include "gp-publication.h"
#include "gp-role-published.h"
#include "gp-rollup.h"
#include "gp-series.h"
#include "gp-site.h"
#include "gp-target.h"
#include "gp-trajectory.h"
#include "gp-xmr.h"

/*
 * Everything that a board pack and the returns show, gathered once.
 *
 *   flow/ ── GpBoard ──┬─ plot/ ───▶ charts
 *                      └─ compose/ ▶ GpDocument
 *
 * A part that cannot be had is NULL or empty, and `gaps` says why, in a sentence for people. The
 * book that it was gathered from must outlive it.
 */

/* One target and how the trust stands against it. */
typedef struct {
    const GpTarget *target;   /* one of the board's */
    GpTrajectory *trajectory; /* (nullable) */
    GArray *years;            /* (nullable) (element-type GpTrackYear) */
    char *data_note;          /* (nullable): what is incomplete */
    char *reason;             /* (nullable): why there is no trajectory */
} GpBoardTarget;

/* A measure month by month: it may be too short or too rough for a chart of its variation. */
typedef struct {
    char *key;        /* `electricity`: small letters and hyphens, unlike any other */
    char *title;      /* `Electricity` */
    char *adjustment; /* (nullable): what was taken out of the values, in words */
    GpSeries *plain;  /* as it is, in kg CO2e or the unit it names */
    GpSeries *series; /* (nullable): what the chart is of: without what was taken out of it */
    GpXmr *chart;     /* (nullable): of `series`, point by point */
    char *reason;     /* (nullable): why there is no chart */
} GpBoardMeasure;

void gp_board_measure_free(GpBoardMeasure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBoardMeasure, gp_board_measure_free)

/* Emissions in the cuts that are shown. All are of whole financial years and both boundaries. */
typedef struct {
    GpEmissions *by_category; /* year, boundary, category */
    GpEmissions *by_scope;    /* year, scope, activity, component: `outside` is listed, too */
    GpEmissions *by_site;     /* year, boundary, site */
    GpEmissions *by_place;    /* year, site, activity: quantities, each once */
    GpEmissions *by_quality;  /* year, boundary, quality */
    GpEmissions *by_edition;  /* year, activity, component, edition */
} GpBoardEmissions;

/* Staff, floor area, bed days, … of a year: times 10^6; 0 where they are not known. */
typedef struct {
    int fy;
    gint64 per_micro[GP_N_INTENSITIES];
} GpBoardSize;

typedef struct {
    /* who, and from what */
    char *trust_name, *ods_code, *icb, *board_lead; /* "" where not told */
    gboolean is_invented;
    char *made_on;      /* the day, as in 2026-11-22 */
    char *program;      /* `greenplan 0.1.0` */
    char *factors_line; /* how it was converted: editions rule, GWP set, upstream included or not */
    GpDay today;
    int latest_fy;   /* the latest year that can be compared; 0: none */
    int baseline_fy; /* of the first target; 0: none */

    GPtrArray *targets; /* (element-type GpTarget) */
    GArray *standings;  /* (element-type GpBoardTarget) as many as targets, in their order */
    GpBoardEmissions emissions;
    GArray *site_parts; /* (element-type GpTrajectoryPart) of the first target: each site against
                           its part of the path, as GpTrajectory.parts has categories */
    GArray *sizes;      /* (element-type GpBoardSize) by year */
    char *size_units[GP_N_INTENSITIES]; /* "" where there are none */
    GpChange *since_baseline; /* (nullable) NHS Carbon Footprint, baseline to latest year */
    GpChange *since_last;     /* (nullable) the last two comparable years */
    GPtrArray *measures; /* (element-type GpBoardMeasure) the first is the NHS Carbon Footprint */
    GPtrArray *actions;  /* (element-type GpAction) */
    GpActionsAnswer outlook; /* of the first target; plan NULL without one */
    GpGridPath *grid;        /* (nullable): that the outlook rests on */
    GPtrArray *measured;     /* (nullable) (element-type GpActionMeasured) */
    GpRolePublished *roles;  /* (nullable) */
    GPtrArray *markers;      /* (element-type GpMarker) national and own, sorted */
    GPtrArray *national;     /* (nullable) (element-type GpMarker) of markers; borrowed */
    GPtrArray *own;          /* (nullable) (element-type GpMarker) the trust's; borrowed */
    GPtrArray *findings;     /* (nullable) (element-type GpFinding) */
    GPtrArray *originals;    /* (nullable) (element-type GpOriginal) */
    GArray *marks;           /* (nullable) (element-type GpYearMark) */
    GPtrArray *publications; /* (nullable) (element-type GpPublication) */
    GPtrArray *catalogue; /* (element-type GpActivity) of each activity in the figures; borrowed */
    GpSites *sites;       /* (nullable) */
    GPtrArray *rollups;   /* (nullable) (element-type GpRollup): of an integrated care system, whose
                             sites are its trusts: what they handed up. NULL: this is one trust */
    GpIssueList *issues;
    GPtrArray *gaps; /* (element-type utf8) what cannot be shown, and why */
} GpBoard;

GpBoard *gp_board_new(void);
void gp_board_free(GpBoard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBoard, gp_board_free)

static inline const GpBoardTarget *
gp_board_target(const GpBoard *self, guint i)
{
    return &g_array_index(self->standings, GpBoardTarget, i);
}

/* The first target of a boundary (`ncf`, `plus`) that is neither of a category nor of a site; NULL
 * without one. */
const GpBoardTarget *gp_board_main_target(const GpBoard *self, const char *boundary);
