/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

GpFigure *
gp_figure_of_trajectory(const GpTrajectory *trajectory,
                        const GpTrajectoryChart *chart,
                        GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("trajectory", &chart->subject, error);
    g_autofree char *title = gp_words_trajectory_title(trajectory, chart);
    g_autofree char *description = NULL;
    GpDrawing drawing = {.trajectory = trajectory, .chart = chart, .canvas = canvas};

    if (canvas == NULL)
        return NULL;
    gp_drawing_scale(&drawing);
    gp_drawing_write_sheet(&drawing, title);
    gp_drawing_write_frame(&drawing);
    gp_drawing_write_column(&drawing);
    description = gp_words_description(trajectory, chart, &drawing.axis.unit);
    return gp_canvas_finish(canvas, title, description);
}
