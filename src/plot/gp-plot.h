/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-target.h"
#include "gp-trajectory.h"

/*
 * Charts. The content is computed here; the looks are in plots/, one gnuplot file a figure.
 *
 *   GpTrajectory ── words and data blocks ──▶ gnuplot -d -c plots/trajectory.gp ──▶ svg, png, pdf
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
} GpChartFormat;

/* By the ending of a file name. Errors: GP_ERROR_USAGE for another ending. */
gboolean gp_chart_format_of_path(const char *path, GpChartFormat *out_format, GError **error);

/* What the trajectory chart shows beside the trajectory itself. */
typedef struct {
    const char *trust_name;
    const char *measure;      /* `NHS Carbon Footprint` */
    const char *target_name;  /* what the path is called */
    const char *path_words;   /* `straight line to 47% below 2019/20, not adopted by the trust` */
    const char *source_line;  /* data, factors, method: may be long, is broken over three lines */
    const char *data_note;    /* (nullable) `Invented data`, or what is incomplete */
    const GpTrackYear *years; /* (array length=n_years): by year; one that is jumped has no data */
    guint n_years;
    const GpTarget *target;
} GpTrajectoryChart;

/* The finding: one sentence that the figures say, for the title. Where the forecast does not reach
 * the target year it speaks of the latest year. Returns: (transfer full) */
char *gp_plot_trajectory_title(const GpTrajectory *trajectory, const GpTrajectoryChart *chart);

/**
 * gp_plot_trajectory:
 * @plots_folder: where style.gp and trajectory.gp are
 * @path: where the picture goes; it is replaced whole or not at all
 *
 * Errors: GP_ERROR_IO if gnuplot is missing, fails, or takes longer than GP_PLOT_SECONDS, or if
 *   the file cannot be written
 */
gboolean gp_plot_trajectory(const GpTrajectory *trajectory,
                            const GpTrajectoryChart *chart,
                            const char *plots_folder,
                            const char *path,
                            GpChartFormat format,
                            GError **error);

#define GP_PLOT_SECONDS 30
