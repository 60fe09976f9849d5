/* SPDX-License-Identifier: MIT */
#include "gp-budget-private.h"

#include <math.h>

#define TICK_ROOM 74.0 /* below the frame */
#define HEADROOM 1.06
#define PANEL_EDGE 4 /* the one of no verdict */
#define SHADE_WEIGHT 0.03

static const GpTextStyle spent_style = {24, TRUE, GP_INK_ACTUAL};
static const GpTextStyle path_style = {24, TRUE, GP_INK_PATH};
static const GpTextStyle whole_style = {20, TRUE, GP_INK_TEXT};
static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};

typedef struct {
    const GpBudget *budget;
    GpCanvas *canvas;
    GpAxis axis;
    GpYears years;
} Drawing;

static GpPoint
point(const Drawing *self, double fy, double kg)
{
    return (GpPoint){gp_canvas_x(self->canvas, &self->years, fy),
                     gp_canvas_y(self->canvas, &self->axis, kg)};
}

static const GpBudgetYear *
latest(const Drawing *self)
{
    return &self->budget->years[self->budget->latest];
}

static void
scale(Drawing *self)
{
    double low = 0, high = self->budget->trajectory->budget_kg;

    self->years = (GpYears){G_MAXINT, G_MININT, 0, 0};
    for (guint i = 0; i < self->budget->n_years; i++) {
        const GpBudgetYear *year = &self->budget->years[i];

        gp_years_widen(&self->years, year->fy);
        high = MAX(high, year->allowed_kg);
        low = MIN(low, year->allowed_kg);
        if (isfinite(year->spent_kg)) {
            high = MAX(high, year->spent_kg);
            low = MIN(low, year->spent_kg);
        }
    }
    gp_years_pad(&self->years);
    self->axis = gp_axis_of_kg(low, HEADROOM * high);
}

static void
print_block(Drawing *self, const char *name, const GArray *cells, guint n_columns)
{
    gp_script_block(self->canvas->script, name, (const double *)(const void *)cells->data,
                    cells->len / n_columns, n_columns);
}

/* The pieces of what was spent that are known in one way, each from the year before it. */
static void
print_spent(Drawing *self, const char *name, GpSpentKind kind)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));
    const GpBudgetYear *years = self->budget->years;
    const double kg = self->axis.unit.kg;

    for (guint i = 1; i < self->budget->n_years; i++) {
        const double piece[] = {years[i - 1].fy, years[i - 1].spent_kg / kg,
                                years[i].fy,     years[i].spent_kg / kg,
                                years[i].fy,     NAN};

        if (years[i].kind != kind)
            continue;
        g_array_append_vals(cells, piece, G_N_ELEMENTS(piece));
        gp_page_keep_line(self->canvas->page, point(self, years[i - 1].fy, years[i - 1].spent_kg),
                          point(self, years[i].fy, years[i].spent_kg), 2);
    }
    print_block(self, name, cells, 2);
}

static void
print_lines(Drawing *self)
{
    g_autoptr(GArray) allowed = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) between = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) dots = g_array_new(FALSE, FALSE, sizeof(double));
    const double kg = self->axis.unit.kg;

    for (guint i = 0; i < self->budget->n_years; i++) {
        const GpBudgetYear *year = &self->budget->years[i];
        const double row[] = {year->fy, year->allowed_kg / kg, year->spent_kg / kg};
        const double dot[] = {year->fy, year->spent_kg / kg};
        GpPoint at = point(self, year->fy, year->spent_kg);

        g_array_append_vals(allowed, row, 2);
        if (i > 0)
            gp_page_keep_line(self->canvas->page, point(self, year[-1].fy, year[-1].allowed_kg),
                              point(self, year->fy, year->allowed_kg), 2);
        if (year->kind != GP_SPENT_UNKNOWN)
            g_array_append_vals(between, row, G_N_ELEMENTS(row));
        if (year->kind != GP_SPENT_ACTUAL)
            continue;
        g_array_append_vals(dots, dot, G_N_ELEMENTS(dot));
        gp_page_keep_box(self->canvas->page, (GpBox){at.x - 9, at.y - 9, 18, 18});
    }
    print_block(self, "allowed", allowed, 2);
    print_block(self, "between", between, 3);
    print_block(self, "dots", dots, 2);
    print_spent(self, "spent", GP_SPENT_ACTUAL);
    print_spent(self, "as_path", GP_SPENT_AS_PATH);
    print_spent(self, "forecast", GP_SPENT_FORECAST);
}

/* The whole budget as a line, and what is left of it as an arrow up to that. */
static void
print_whole(Drawing *self)
{
    const double whole = self->budget->trajectory->budget_kg;
    const double kg = self->axis.unit.kg;
    double left = gp_budget_left_kg(self->budget);
    GpPoint from = point(self, latest(self)->fy, latest(self)->spent_kg);
    GpPoint to = point(self, latest(self)->fy, whole);
    GpPoint start = point(self, self->years.low, whole), middle[2];
    double right = self->canvas->frame.x + self->canvas->frame.width;
    g_autofree char *words = gp_words_quantity(&self->axis.unit, whole);
    g_autofree char *whole_words = g_strdup_printf("Whole budget %s", words);
    g_autofree char *left_words = gp_words_quantity(&self->axis.unit, left);
    g_autofree char *left_label = g_strdup_printf("%s left", left_words);

    gp_page_keep_line(self->canvas->page, start, (GpPoint){right, start.y}, 2);
    gp_script_number(self->canvas->script, "whole", whole / kg);
    gp_script_number(self->canvas->script, "left_x", latest(self)->fy);
    gp_script_number(self->canvas->script, "left_from", latest(self)->spent_kg / kg);
    gp_script_count(self->canvas->script, "has_left", left > 0 && from.y - to.y > 60);
    start.x += 0.12 * self->canvas->frame.width;
    gp_canvas_place(self->canvas, &whole_style, whole_words, &start, 1);
    if (left <= 0 || from.y - to.y <= 60)
        return;
    gp_page_keep_line(self->canvas->page, from, to, 2);
    middle[0] = (GpPoint){to.x, (from.y + to.y) / 2};
    middle[1] = (GpPoint){to.x, from.y - 0.7 * (from.y - to.y)};
    gp_canvas_place(self->canvas, &whole_style, left_label, middle, 2);
}

/* The year in which the whole budget is gone. */
static void
print_gone(Drawing *self)
{
    int fy = self->budget->trajectory->budget_exhausted_fy;
    GpPoint bottom = point(self, fy, 0);
    g_autofree char *year = gp_words_fy(fy);
    g_autofree char *words =
        g_strdup_printf(fy <= latest(self)->fy ? "used up in %s" : "would run out in %s", year);

    gp_script_number(self->canvas->script, "gone", fy);
    gp_script_count(self->canvas->script, "has_gone", fy > 0);
    if (fy == 0)
        return;
    bottom.y = self->canvas->frame.y + self->canvas->frame.height;
    gp_canvas_place(self->canvas, &whole_style, words, &bottom, 1);
}

static void
write_labels(Drawing *self)
{
    const GpBudget *budget = self->budget;
    g_autoptr(GArray) forecast = g_array_new(FALSE, FALSE, sizeof(GpPoint));
    g_autoptr(GArray) as_path = g_array_new(FALSE, FALSE, sizeof(GpPoint));
    g_autofree char *figure = gp_words_figure(&self->axis.unit, latest(self)->spent_kg);
    g_autofree char *words = g_strdup_printf("%s spent", figure);
    GpPoint at = point(self, latest(self)->fy, latest(self)->spent_kg);

    for (guint i = 0; i < budget->n_years; i++) {
        GpPoint on_line = point(self, budget->years[i].fy, budget->years[i].spent_kg);

        if (budget->years[i].kind == GP_SPENT_FORECAST)
            g_array_append_val(forecast, on_line);
        if (budget->years[i].kind == GP_SPENT_AS_PATH)
            g_array_append_val(as_path, on_line);
    }
    gp_canvas_place(self->canvas, &spent_style, words, &at, 1);
    gp_canvas_place(self->canvas, &small_style, "if the past trend continues",
                    (const GpPoint *)(const void *)forecast->data, forecast->len);
    gp_canvas_place(self->canvas, &small_style, "counted as the path",
                    (const GpPoint *)(const void *)as_path->data, as_path->len);
}

static void
add_ends(const Drawing *self, GpEnds *ends)
{
    const GpBudget *budget = self->budget;
    const GpBudgetYear *end = &budget->years[budget->n_years - 1];
    g_autofree char *figure = gp_words_figure(&self->axis.unit, end->allowed_kg);
    g_autofree char *strong = g_strdup_printf("%s allowed", figure);
    g_autofree char *words =
        g_strdup_printf("%s: %s", budget->chart->target_name, budget->chart->path_words);
    g_autofree char *small = gp_picture_text(words, 400);
    GpPoint at = point(self, end->fy, end->allowed_kg);

    at.x += 10;
    gp_ends_add(ends, at, &path_style, strong, small, 0, TRUE);
    if (end->kind == GP_SPENT_FORECAST) {
        g_autofree char *spent = gp_words_figure(&self->axis.unit, end->spent_kg);
        g_autofree char *trend = g_strdup_printf("%s on this trend", spent);

        at.y = point(self, end->fy, end->spent_kg).y;
        gp_ends_add(ends, at, &spent_style, trend, "", 0, TRUE);
    }
}

/* The years of the series that the budget is about. */
static void
shade_no_data(Drawing *self)
{
    const GpTrajectoryChart *chart = self->budget->chart;
    guint first = 0, end;

    while (first < chart->n_years && chart->years[first].fy < self->years.first_fy)
        first++;
    for (end = first; end < chart->n_years && chart->years[end].fy <= self->years.last_fy;)
        end++;
    gp_canvas_shade_no_data(self->canvas, &self->years, chart->years + first, end - first);
}

static void
draw(Drawing *self, const char *title, const GPtrArray *panel)
{
    const GpBudget *budget = self->budget;
    g_autofree char *subtitle = gp_words_subtitle(&budget->chart->subject, budget->chart->measure,
                                                  self->years.first_fy, self->years.last_fy);
    g_autofree char *first = gp_words_fy(self->years.first_fy);
    g_autofree char *axis = g_strdup_printf("%s, added up since %s", self->axis.unit.axis, first);
    g_autoptr(GpEnds) ends = gp_ends_new();

    gp_canvas_write_sheet(self->canvas, title, subtitle, axis, TICK_ROOM, GP_COLUMN_FRAME_RIGHT);
    gp_canvas_write_axis(self->canvas, &self->axis);
    gp_canvas_write_years(self->canvas, &self->years, self->years.last_fy, self->years.first_fy);
    print_lines(self);
    shade_no_data(self);
    print_whole(self);
    print_gone(self);
    write_labels(self);
    add_ends(self, ends);
    gp_canvas_write_column(self->canvas, ends, "The budget", panel, PANEL_EDGE);
}

GpFigure *
gp_figure_of_budget(const GpTrajectory *trajectory, const GpTrajectoryChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("budget", &chart->subject, error);
    g_autoptr(GpBudget) budget = gp_budget_new(trajectory, chart);
    g_autofree char *title = gp_words_budget_title(budget);
    g_autofree char *description = NULL;
    g_autoptr(GPtrArray) panel = NULL;
    Drawing drawing = {.budget = budget, .canvas = canvas};

    if (canvas == NULL)
        return NULL;
    if (budget->latest < 0 || trajectory->budget_kg <= 0) {
        g_autofree char *what =
            g_strdup_printf("%s, %s", chart->measure, chart->subject.trust_name);

        return gp_canvas_finish_empty(
            canvas, title, what,
            budget->n_years == 0 ? "Without a target there is no path that allows anything."
                                 : "There is no comparable year since the baseline year.");
    }
    scale(&drawing);
    panel = gp_words_budget_panel(budget, &drawing.axis.unit);
    draw(&drawing, title, panel);
    description = gp_words_budget_description(budget, title, panel);
    return gp_canvas_finish(canvas, title, description);
}
