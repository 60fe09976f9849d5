/* SPDX-License-Identifier: MIT */
#include "gp-trajectory-private.h"

#include <math.h>
#include <string.h>

#define RANGE_WEIGHT 0.03 /* a label may stand on a range, but better does not */

static const GpTextStyle actual_style = {24, TRUE, GP_INK_ACTUAL};
static const GpTextStyle milestone_style = {18, TRUE, GP_INK_PATH};
static const GpTextStyle forecast_style = {22, TRUE, GP_INK_TEXT};
static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};

/* Rows of a block, whose first column is a year; the others are in kg until they are added. */
static void
add_row(const GpDrawing *self, GArray *cells, double fy, const double *kg, guint n)
{
    g_array_append_val(cells, fy);
    for (guint i = 0; i < n; i++) {
        double value = kg[i] / self->axis.unit.kg;

        g_array_append_val(cells, value);
    }
}

static void
print_block(GpDrawing *self, const char *name, const GArray *cells, guint n_columns)
{
    gp_script_block(self->canvas->script, name, (const double *)(const void *)cells->data,
                    cells->len / n_columns, n_columns);
}

static void
keep_dot(GpDrawing *self, GpPoint at)
{
    gp_page_keep_box(self->canvas->page, (GpBox){at.x - 9, at.y - 9, 18, 18});
}

/* A year without a figure breaks the line; so does one that is known to be incomplete. */
static void
print_actual(GpDrawing *self)
{
    g_autoptr(GArray) joined = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) incomplete = g_array_new(FALSE, FALSE, sizeof(double));
    const GpTrackYear *before = NULL;

    for (int fy = self->years.first_fy; fy <= self->years.last_fy; fy++) {
        const GpTrackYear *year = gp_drawing_year(self, fy);
        gboolean is_joined = year != NULL && year->is_comparable;
        double kg = is_joined ? year->kg : NAN;

        add_row(self, joined, fy, &kg, 1);
        if (year != NULL) {
            keep_dot(self, gp_drawing_point(self, fy, year->kg));
            if (!is_joined)
                add_row(self, incomplete, fy, &year->kg, 1);
        }
        if (is_joined && before != NULL)
            gp_page_keep_line(self->canvas->page, gp_drawing_point(self, fy - 1, before->kg),
                              gp_drawing_point(self, fy, kg), 2);
        before = is_joined ? year : NULL;
    }
    print_block(self, "actual", joined, 2);
    print_block(self, "incomplete", incomplete, 2);
}

static void
print_path(GpDrawing *self)
{
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(double));
    const GpTrajectory *trajectory = self->trajectory;
    int first_fy = trajectory->n_path == 0 ? self->years.last_fy + 1 : trajectory->path[0].fy;

    for (int fy = first_fy; fy <= self->years.last_fy; fy++) {
        double kg = gp_drawing_path_kg(self, fy);

        add_row(self, path, fy, &kg, 1);
        if (fy > first_fy)
            gp_page_keep_line(self->canvas->page,
                              gp_drawing_point(self, fy - 1, gp_drawing_path_kg(self, fy - 1)),
                              gp_drawing_point(self, fy, kg), 2);
    }
    for (guint i = 0; i < self->chart->target->n_milestones; i++) {
        int fy = self->chart->target->milestones[i].fy;
        double kg = gp_drawing_path_kg(self, fy);

        add_row(self, targets, fy, &kg, 1);
        keep_dot(self, gp_drawing_point(self, fy, kg));
    }
    print_block(self, "path", path, 2);
    print_block(self, "targets", targets, 2);
}

static void
keep_forecast(GpDrawing *self, double fy, const double *before, const double *after)
{
    for (guint i = 0; i < 5; i++)
        gp_page_keep_line(self->canvas->page, gp_drawing_point(self, fy - 1, before[i]),
                          gp_drawing_point(self, fy, after[i]), i == 0 ? 2 : RANGE_WEIGHT);
}

/* Starts from the last actual, with no range. */
static void
print_forecast(GpDrawing *self)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));
    const GpTrajectory *trajectory = self->trajectory;
    double latest = trajectory->latest_kg;
    double before[5] = {latest, latest, latest, latest, latest};

    if (trajectory->n_forecast > 0)
        add_row(self, cells, trajectory->latest_fy, before, 5);
    for (guint i = 0; i < trajectory->n_forecast; i++) {
        const GpForecastYear *year = &trajectory->forecast[i];
        double after[5] = {year->central_kg, year->low80_kg, year->high80_kg, year->low95_kg,
                           year->high95_kg};

        add_row(self, cells, year->fy, after, 5);
        keep_forecast(self, year->fy, before, after);
        memcpy(before, after, sizeof before);
    }
    if (trajectory->n_forecast > 0) {
        int fy = gp_drawing_forecast_end(self)->fy;

        gp_page_keep_line(self->canvas->page, gp_drawing_point(self, fy, before[3]),
                          gp_drawing_point(self, fy, before[4]), RANGE_WEIGHT);
    }
    print_block(self, "forecast", cells, 6);
}

static void
write_band(GpDrawing *self, const GpMilestone *milestone)
{
    g_autofree char *first = gp_words_fy(milestone->early_fy);
    g_autofree char *last = gp_words_fy(milestone->fy);
    g_autofree char *text = g_strdup_printf("target due %s to %s", first, last);
    double middle = gp_drawing_point(self, (milestone->early_fy + milestone->fy) / 2.0, 0).x;
    double most =
        self->canvas->frame.x + self->canvas->frame.width - gp_text_pixels(text, &small_style) / 2;
    double x = MIN(middle, most - 1);
    GpPoint anchors[] = {{x, self->canvas->frame.y - 6},
                         {x, self->canvas->frame.y + self->canvas->frame.height + 6}};

    gp_canvas_place(self->canvas, &small_style, text, anchors, 2);
}

/* From the first to the last year in which each milestone may be reached. */
static void
print_target_bands(GpDrawing *self)
{
    const GpTarget *target = self->chart->target;
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(double));

    for (guint i = 0; i < target->n_milestones; i++) {
        const GpMilestone *milestone = &target->milestones[i];
        double from = milestone->early_fy, to = milestone->fy;

        if (milestone->early_fy <= self->trajectory->baseline_fy)
            continue;
        g_array_append_val(edges, from);
        g_array_append_val(edges, to);
        write_band(self, milestone);
    }
    gp_script_array(self->canvas->script, "bands", (const double *)(const void *)edges->data,
                    edges->len);
    gp_script_count(self->canvas->script, "n_bands", edges->len / 2);
}

static void
write_incomplete(GpDrawing *self)
{
    guint n = 0;

    for (int fy = self->years.first_fy; fy <= self->years.last_fy && n < 6; fy++) {
        const GpTrackYear *year = gp_drawing_year(self, fy);
        GpPoint at;

        if (year == NULL || year->is_comparable)
            continue;
        at = gp_drawing_point(self, fy, year->kg);
        gp_canvas_place(self->canvas, &small_style, "incomplete", &at, 1);
        n++;
    }
}

/* The figure at the last dot, and somewhere along the line what it is. */
static void
write_actual(GpDrawing *self)
{
    g_autoptr(GArray) anchors = g_array_new(FALSE, FALSE, sizeof(GpPoint));
    const GpTrajectory *trajectory = self->trajectory;
    GpPoint latest = gp_drawing_point(self, trajectory->latest_fy, trajectory->latest_kg);
    g_autofree char *figure = gp_words_figure(&self->axis.unit, trajectory->latest_kg);
    g_autofree char *words = g_strconcat("Actual ", figure, NULL);
    gboolean is_short; /* too short for a label of its own */

    for (guint i = 0; i < self->chart->n_years; i++) {
        const GpTrackYear *year = &self->chart->years[i];
        GpPoint at = gp_drawing_point(self, year->fy, year->kg);

        if (isfinite(year->kg) && year->is_comparable && year->fy != trajectory->latest_fy)
            g_array_append_val(anchors, at);
    }
    is_short = anchors->len < 2;
    if (trajectory->latest_fy > 0 && trajectory->latest_fy < self->years.last_fy)
        gp_canvas_place(self->canvas, &actual_style, is_short ? words : figure, &latest, 1);
    if (is_short)
        return;
    gp_canvas_place(self->canvas, &actual_style, "Actual",
                    (const GpPoint *)(const void *)anchors->data, anchors->len);
}

/* What the target asks for on the way; the last milestone has its label at the right edge. */
static void
write_milestones(GpDrawing *self)
{
    const GpTarget *target = self->chart->target;

    for (guint i = 0; i + 1 < target->n_milestones; i++) {
        int fy = target->milestones[i].fy;
        double kg = gp_drawing_path_kg(self, fy);
        GpPoint at = gp_drawing_point(self, fy, kg);
        g_autofree char *year = gp_words_fy(fy);
        g_autofree char *figure = gp_words_figure(&self->axis.unit, kg);
        g_autofree char *text = g_strdup_printf("%s in %s", figure, year);

        gp_canvas_place(self->canvas, &milestone_style, text, &at, 1);
    }
}

/* `1,687 in 2028/29, 95% range 1,182 to 2,192` */
static char *
forecast_end_words(const GpDrawing *self, const GpForecastYear *end)
{
    const GpForecastYear *year = self->trajectory->forecast;
    g_autofree char *range = gp_words_range(&self->axis.unit, end, self->axis.low < 0);
    g_autofree char *figure = gp_words_figure(&self->axis.unit, end->central_kg);
    g_autofree char *fy = NULL;

    while (self->axis.low >= 0 && year < end && year->central_kg >= 0)
        year++;
    fy = gp_words_fy(self->axis.low < 0 ? end->fy : year->fy);
    if (self->axis.low < 0 || end->central_kg >= 0)
        return g_strdup_printf("%s in %s, %s", figure, fy, range);
    return g_strdup_printf("would be below zero in %s", fy);
}

/* What the forecast is, and where it ends if that is not at the right edge. */
static char **
forecast_lines(const GpDrawing *self, const GpForecastYear *end)
{
    g_autofree char *words = forecast_end_words(self, end);
    const char *lines[] = {"Forecast if the trend continues",
                           "shaded: 80% and 95% prediction ranges",
                           end->fy < self->years.last_fy ? words : NULL, NULL};

    return g_strdupv((char **)lines);
}

static void
write_forecast(GpDrawing *self)
{
    const GpForecastYear *end = gp_drawing_forecast_end(self);
    guint n = self->trajectory->n_forecast;
    g_autofree GpPoint *anchors = g_new(GpPoint, 2 * n + 1);
    g_auto(GStrv) lines = NULL;
    double width = 0, top = self->canvas->frame.y, bottom = top + self->canvas->frame.height;
    GpBox box;

    if (end == NULL)
        return;
    for (guint i = 0; i < n; i++) {
        const GpForecastYear *year = &self->trajectory->forecast[n - 1 - i];

        anchors[i] = gp_drawing_point(self, year->fy, year->high95_kg);
        anchors[n + i] = gp_drawing_point(self, year->fy, year->low95_kg);
        anchors[i].y = CLAMP(anchors[i].y, top, bottom);
        anchors[n + i].y = CLAMP(anchors[n + i].y, top, bottom);
    }
    lines = forecast_lines(self, end);
    for (guint i = 0; lines[i] != NULL; i++)
        width = MAX(width, gp_text_pixels(lines[i], i == 0 ? &forecast_style : &small_style));
    if (!gp_page_place(self->canvas->page, self->canvas->frame, anchors, 2 * n, width,
                       25.0 * g_strv_length(lines), &box))
        return;
    for (guint i = 0; lines[i] != NULL; i++)
        gp_canvas_write_centred(self->canvas, i == 0 ? &forecast_style : &small_style,
                                (GpBox){box.x, box.y + 25 * i, box.width, 25}, lines[i]);
}

/* Shades and lines first: labels keep clear of them. */
void
gp_drawing_write_frame(GpDrawing *self)
{
    gp_drawing_write_axes(self);
    print_actual(self);
    print_path(self);
    print_forecast(self);
    gp_canvas_shade_no_data(self->canvas, &self->years, self->chart->years, self->chart->n_years);
    write_actual(self);
    write_incomplete(self);
    write_forecast(self);
    print_target_bands(self);
    write_milestones(self);
}
