/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-target.h"
#include "gp-trajectory.h"

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
