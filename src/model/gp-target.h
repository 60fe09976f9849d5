/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Green Plan targets: how far below a baseline, by when, on which path.
 *
 *   targets.csv ── gp_targets_load ──▶ GpTarget[] ──▶ track/
 */

typedef enum {
    GP_PATH_LINEAR,           /* a straight line from the baseline to the target */
    GP_PATH_CONSTANT_PERCENT, /* the same percentage less every year; impossible for a cut of 100%
                               */
    GP_PATH_STEPS,            /* holds a level until the next target year */
    GP_PATH_MILESTONES,       /* straight lines through several (year, cut) pairs */
} GpPathShape;

/* A point the path must reach: @reduction_percent below the baseline in @fy. */
typedef struct {
    int fy;
    double reduction_percent;
    int early_fy; /* the early edge, where the target is a band that ends in @fy; 0: none */
} GpMilestone;

/* A target: one row of targets.csv, or for steps and milestones all rows of one name. */
typedef struct {
    char *name;
    char *boundary; /* `ncf` or `plus` */
    int baseline_fy;
    double baseline_kg;      /* NAN: taken from the series */
    GpMilestone *milestones; /* (array length=n_milestones): by year; one for linear */
    guint n_milestones;
    int earliest_fy; /* the early edge of the last milestone, or its year */
    GpPathShape shape;
    char *category; /* "": of all categories */
    char *site;     /* "": of all sites */
    char *action;   /* the id of the action that is to reach it, or "" */
    char *adopted_by; /* "" if nobody has adopted it */
    char *adopted_on;
    char *minute; /* of the board that adopted it */
    char *owner;
    char *source;
} GpTarget;

void gp_target_free(GpTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTarget, gp_target_free)

/**
 * gp_targets_load:
 *
 * Reads `name,boundary,category,site,action,baseline_year,baseline_kg,target_year,
 * target_year_latest,reduction_percent,shape,adopted_by,adopted_on,minute,owner,source`; a column
 * that is not there is empty. Rows of one name with the shape `steps` or `milestones` make one
 * target. With a latest target year the path ends there, and the band begins in the target year.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 * Returns: (transfer full) (element-type GpTarget) (nullable): in the order of the file
 */
GPtrArray *gp_targets_load(const char *path, GError **error);
