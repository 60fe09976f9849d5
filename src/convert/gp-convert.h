/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"
#include "gp-emissions.h"
#include "gp-explanation.h"
#include "gp-factor.h"
#include "gp-issue.h"

/*
 * Conversion: quantity x factor over the cells of the activity cube, exactly.
 *
 *   GpCube x GpFactorLibrary ── gp_convert ──▶ GpEmissions, GpIssueList
 *
 *   kg CO2e = quantity [unit] * multiplier [factor unit / unit] * factor [kg CO2e / factor unit]
 *
 * summed over the components of the activity. Pure: no files, clock, locale or network.
 * Source: docs/method.md, “Conversion”.
 */

typedef enum {
    GP_WITHIN_ALL,
    GP_WITHIN_NCF,  /* NHS Carbon Footprint */
    GP_WITHIN_PLUS, /* NHS Carbon Footprint Plus, which holds the NHS Carbon Footprint */
} GpWithin;

/* A cell that is to be left out of the figures. */
typedef gboolean (*GpLeavesOutFunc)(const GpCube *cube,
                                    guint32 time,
                                    const GpCell *cell,
                                    gpointer data);

typedef struct {
    const GpFactorLibrary *library;
    GpFactorRules rules;
    GpBy by;
    GpWithin within;
    gboolean direct_only;       /* leaves well-to-tank and T&D out */
    int only_fy;                /* 0: all financial years */
    GpLeavesOutFunc leaves_out; /* (nullable) */
    gpointer leaves_out_data;
} GpConvertOptions;

/**
 * gp_convert:
 * @issues: receives a note for each edition that stood in for another and for each own factor
 *   used, and an error for each activity without a factor
 *
 * Errors: GP_ERROR_OVERFLOW if a sum needs more than 128 bits
 * Returns: (transfer full) (nullable)
 */
GpEmissions *gp_convert(const GpCube *cube,
                        const GpConvertOptions *options,
                        GpIssueList *issues,
                        GError **error);

/**
 * gp_explain:
 * @options: its `by` and `within` are not looked at
 *
 * The steps that lead to the figures of one activity.
 *
 * Errors: GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable): without steps if there is no such activity in the cube
 */
GpExplanation *gp_explain(const GpCube *cube,
                          const GpConvertOptions *options,
                          const char *activity,
                          GError **error);
