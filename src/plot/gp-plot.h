/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"
#include "gp-marker.h"
#include "gp-number.h"
#include "gp-outlook.h"
#include "gp-role-published.h"
#include "gp-target.h"
#include "gp-trajectory.h"
#include "gp-xmr.h"

/*
 * Charts. The content is computed here; the looks are in plots/, one gnuplot file a figure.
 *
 *   GpTrajectory, … ── words and data blocks ──▶ GpFigure ── gnuplot -d -c plots/<name>.gp ──▶
 *   svg, png, pdf
 *
 * Text from outside never becomes gnuplot code: it only ever stands in a data block, one text a
 * line, without control characters, and every terminal and label says `noenhanced`. gnuplot runs
 * without a shell, in an empty folder of its own, with an empty environment and a time limit. An
 * SVG picture is checked before it is handed out: no scripts, nothing from outside itself.
 */

typedef enum {
    GP_CHART_SVG,
    GP_CHART_PNG,
    GP_CHART_PDF,
    GP_N_CHART_FORMATS,
} GpChartFormat;

/* `svg`, `png`, `pdf`. */
const char *gp_chart_format_ending(GpChartFormat format);

/* By the ending of a file name. Errors: GP_ERROR_USAGE for another ending. */
gboolean gp_chart_format_of_path(const char *path, GpChartFormat *out_format, GError **error);

/* ---- a chart, before it is drawn ---- */

typedef struct _GpFigure GpFigure;

void gp_figure_free(GpFigure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpFigure, gp_figure_free)

/* `trajectory`, the finding, and the same in a few sentences for those who cannot see it. */
const char *gp_figure_name(const GpFigure *self);
const char *gp_figure_title(const GpFigure *self);
const char *gp_figure_description(const GpFigure *self);

#define GP_PLOT_SECONDS 30

/**
 * gp_figure_draw:
 * @plots_folder: where style.gp and the figure's own file are
 * @path: where the picture goes; it is replaced whole or not at all
 *
 * May be called from several threads at once.
 *
 * Errors: GP_ERROR_IO if gnuplot is missing, fails, or takes longer than GP_PLOT_SECONDS, or if
 *   the file cannot be written
 */
gboolean gp_figure_draw(const GpFigure *self,
                        const char *plots_folder,
                        const char *path,
                        GpChartFormat format,
                        GError **error);

/* ---- what every chart says beside its figures ---- */

typedef struct {
    const char *trust_name;
    const char *source_line; /* data, factors, method: may be long, is broken over three lines */
    const char *data_note;   /* (nullable) `Invented data`, or what is incomplete */
} GpChartSubject;

/* ---- are we on track? ---- */

/* What the trajectory chart shows beside the trajectory itself. */
typedef struct {
    GpChartSubject subject;
    const char *measure;      /* `NHS Carbon Footprint` */
    const char *target_name;  /* what the path is called */
    const char *path_words;   /* `straight line to 47% below 2019/20, not adopted by the trust` */
    const GpTrackYear *years; /* (array length=n_years): by year; one that is jumped has no data */
    guint n_years;
    const GpTarget *target;
} GpTrajectoryChart;

/* The title says what the figures say of the target year, or of the latest year where the forecast
 * does not reach that. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_trajectory(const GpTrajectory *trajectory,
                                  const GpTrajectoryChart *chart,
                                  GError **error);

/**
 * gp_figure_of_budget:
 *
 * How much is left: what the path allows from the baseline to the target year, added up, and what
 * was spent of it. A year without data, or an incomplete one, counts as the path, as it does in the
 * trajectory.
 *
 * Errors: GP_ERROR_IO
 */
GpFigure *
gp_figure_of_budget(const GpTrajectory *trajectory, const GpTrajectoryChart *chart, GError **error);

/* ---- is this month different? ---- */

/* A series held against its own variation. */
typedef struct {
    GpChartSubject subject;
    const char *measure;    /* (nullable): as it begins a sentence; NULL: the title of the series */
    const char *adjustment; /* (nullable): what was taken out of the series, and how: what is before
                               the first colon stands in the subtitle, all of it in the foot */
    const GpSeries *series; /* `kg CO2e` is shown in tonnes where there are many */
    const GpXmr *xmr;       /* of this series */
} GpSpcChart;

/* The title says what the last point's variation is, and what that means for the target. The axis
 * says so where it does not start at zero. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_spc(const GpSpcChart *chart, GError **error);

/* ---- where is it? emissions by source and year ---- */

typedef struct {
    const char *name;         /* `Electricity`, `Harrowfold Hospital` */
    const GpInt128 *micro_kg; /* (array length=n_years of the chart): 0 where it has nothing */
} GpChartSource;

typedef struct {
    GpChartSubject subject;
    const char *measure;                    /* `NHS Carbon Footprint` */
    const char *source_word, *sources_word; /* `site`, `sites`: what they are called */
    const GpTrackYear *years; /* (array length=n_years): by year; shown are the sums of the
                                 sources, its own kg only tells whether there are data */
    guint n_years;
    const GpChartSource *sources; /* (array length=n_sources): in any order */
    guint n_sources;
    const GpPathYear *path; /* (array length=n_path): what the sum may be; none: no line */
    guint n_path;
    const char *target_name, *path_words; /* (nullable) without a path */
} GpSourcesChart;

/* Bars up to 8 years, else areas; the sources that are largest over the years are shown by name,
 * the largest at the base, and all others as “Other”. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_sources(const GpSourcesChart *chart, GError **error);

/* ---- what next, at what price? ---- */

typedef struct {
    GpChartSubject subject;
    const GArray *costs;   /* (element-type GpActionCost): as in GpActionsAnswer */
    GpInt128 gap_micro_kg; /* what actions have to save a year; 0 or less: nothing is marked */
    const char *gap_words; /* (nullable) without a gap: `the 2031/32 target` */
} GpCostsChart;

/* Marginal abatement costs of the actions that are not done, the cheapest tonne first. Those
 * without a cost are named in a note. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_costs(const GpCostsChart *chart, GError **error);

/* ---- was it us? ---- */

/* What caused a change, from the first year to the second. */
typedef struct {
    GpChartSubject subject;
    const char *measure;    /* `NHS Carbon Footprint` */
    const GpChange *change; /* of a book, of a chain of years, or of levels */
} GpCausesChart;

/* The comparable part of the change as bars that add up to the last digit shown; a note names what
 * cannot be compared. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_causes(const GpCausesChart *chart, GError **error);

/* ---- the summary on one page ---- */

#define GP_SPARKLINE_ROWS 12 /* as many as are shown */

typedef struct {
    const char *name;       /* `Gas`, `Electricity at Wonford` */
    const GpSeries *series; /* by month, as it is: the last 24 months are drawn */
    const GpXmr *xmr;       /* (nullable): of the same months, which may be adjusted */
    gboolean is_rate; /* as of each bed day: months are compared by their mean, not their sum */
} GpSparkline;

typedef struct {
    GpChartSubject subject;
    const GpSparkline *rows; /* (array length=n_rows): those after GP_SPARKLINE_ROWS are named in a
                                note */
    guint n_rows;
} GpSparklinesChart;

/* A line for each measure: its months, the latest figure, the change on the same months of the year
 * before, and its variation in a word. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_sparklines(const GpSparklinesChart *chart, GError **error);

/* ---- which site, which category? ---- */

#define GP_PANELS 12 /* as many as are shown */

typedef struct {
    GpChartSubject subject;
    const char *measure;           /* `NHS Carbon Footprint` */
    const char *part_name;         /* `site` */
    const char *parts_name;        /* `sites` */
    const char *path_words;        /* (nullable): `each site's share of the straight line to …` */
    const GpTrajectoryPart *parts; /* (array length=n_parts): in any order */
    guint n_parts;
} GpPanelsChart;

/* Small charts of each part against its share of the path, the one furthest above it first; those
 * after GP_PANELS are told in a note. All have one scale, or the chart says that they have not.
 * Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_panels(const GpPanelsChart *chart, GError **error);

/* ---- roles: what may be published of them ---- */

#define GP_ROLES_SHOWN 20 /* bars: roles after these are counted in a note */

typedef struct {
    GpChartSubject subject;
    const GpRolePublished *published; /* (nullable): nothing may be published */
    int fy;                           /* of its years; 0: the latest */
} GpRolesChart;

/* kg for each WTE, the largest first, what belongs to a role itself apart from what it shares. Rows
 * that stand for several roles are named in a note. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_roles(const GpRolesChart *chart, GError **error);

/* ---- what is asked, and by when? ---- */

typedef struct {
    GpChartSubject subject;
    const GPtrArray *national; /* (nullable) (element-type GpMarker) */
    const GPtrArray *own;      /* (nullable) (element-type GpMarker): the trust's own */
    const GPtrArray *targets;  /* (nullable) (element-type GpTarget): of the trust */
    GpDay today;
} GpMilestonesChart;

/* A row for each, by date; where there are too many, the oldest and then the latest are left out
 * and counted in a note. Errors: GP_ERROR_IO */
GpFigure *gp_figure_of_milestones(const GpMilestonesChart *chart, GError **error);
