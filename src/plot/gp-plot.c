/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

gboolean
gp_plot_trajectory(const GpTrajectory *trajectory,
                   const GpTrajectoryChart *chart,
                   const char *plots_folder,
                   const char *path,
                   GpChartFormat format,
                   GError **error)
{
    g_autoptr(GpScript) script = gp_script_new(error);
    g_autoptr(GpPage) page = gp_page_new();
    g_autofree char *title = gp_plot_trajectory_title(trajectory, chart);
    g_autofree char *description = NULL;
    GpDrawing drawing = {.trajectory = trajectory, .chart = chart, .script = script, .page = page};
    GpFigure figure = {.plots_folder = plots_folder,
                       .name = "trajectory",
                       .title = title,
                       .script = script};

    if (script == NULL)
        return FALSE;
    gp_drawing_scale(&drawing);
    gp_drawing_write_sheet(&drawing, title);
    gp_drawing_write_frame(&drawing);
    gp_drawing_write_column(&drawing);
    gp_page_print(page, script);
    description = gp_words_description(trajectory, chart, &drawing.unit);
    figure.description = description;
    return gp_figure_draw(&figure, path, format, error);
}
