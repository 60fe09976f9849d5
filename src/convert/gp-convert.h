/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"
#include "gp-emission-cells.h"
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
    guint threads;              /* to convert with; 0: as many as there are processors */
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

/*
 * The same in parts, for figures that are printed as soon as they are there: first everything is
 * planned and said in issues, then each part is made, in any order and by any thread. One part
 * after the other they are the rows of gp_convert().
 */
typedef struct _GpConversion GpConversion;

/**
 * gp_conversion_new:
 *
 * @cube, what @options point to, and the texts in them are borrowed.
 *
 * Returns: (transfer full) (nullable)
 */
GpConversion *gp_conversion_new(const GpCube *cube,
                                const GpConvertOptions *options,
                                GpIssueList *issues,
                                GError **error);
void gp_conversion_free(GpConversion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpConversion, gp_conversion_free)

/* Whether there is any figure. */
gboolean gp_conversion_has_figures(const GpConversion *self);

/* Whether it is sure that no sum is too large. */
gboolean gp_conversion_must_fit(const GpConversion *self);

/* How many threads are worth while: 1 where only one may be. */
guint gp_conversion_n_threads(const GpConversion *self);

const GpBy *gp_conversion_by(const GpConversion *self);
int gp_conversion_kg_places(const GpConversion *self);
guint gp_conversion_n_parts(const GpConversion *self);

/**
 * gp_conversion_part:
 * @out_rows: (element-type GpEmissionRow): appended to; their texts are borrowed
 * @io_matches: (inout): added to
 *
 * Several threads may call it, unless options have `leaves_out`.
 *
 * Errors: GP_ERROR_OVERFLOW
 */
gboolean gp_conversion_part(const GpConversion *self,
                            guint part,
                            GArray *out_rows,
                            GpMatchCount *io_matches,
                            GError **error);

/* All parts as one; nothing else can be asked of it then. Errors: GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable) */
GpEmissions *gp_conversion_finish(GpConversion *self, GError **error);

/**
 * gp_convert_cells:
 * @options: its `by` is not looked at
 * @issues: as gp_convert()
 *
 * The same figures before they are summed, by month, activity, category, boundary, gas, site,
 * department and role. @cube and the library must outlive them; one thread may look at them while
 * others do other things with the cube.
 *
 * Errors: GP_ERROR_OVERFLOW if all together need more than 128 bits
 * Returns: (transfer full) (nullable)
 */
GpEmissionCells *gp_convert_cells(const GpCube *cube,
                                  const GpConvertOptions *options,
                                  GpIssueList *issues,
                                  GError **error);

/* Returns: (transfer full) (element-type int): the financial years that have any figure, in order
 */
GArray *gp_convert_years(const GpCube *cube, const GpConvertOptions *options);

/* What one factor makes of an activity at a site in a financial year. Texts are borrowed from the
 * cube. */
typedef struct {
    int fy;
    const char *activity;
    const char *site;
    GpUnit unit; /* in which the activity is shown */
    const GpFactor *factor;
    GpInt128 quantity; /* times 10^GP_QUANTITY_PLACES */
    GpInt128 kg_co2e;  /* times 10^kg_places */
    gboolean is_first; /* of the factors of its rows: quantities of these sum to the activity's */
} GpConvertedPart;

/**
 * gp_convert_parts:
 * @options: its `by` is not looked at
 *
 * The same figures factor by factor. What gp_convert() says in issues is not said again.
 *
 * Errors: GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable) (element-type GpConvertedPart): by year, activity, unit,
 * site, component, and the place of the factor in its file
 */
GArray *gp_convert_parts(const GpCube *cube,
                         const GpConvertOptions *options,
                         int *out_kg_places,
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
