/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-gnuplot-private.h"
#include "gp-panels-private.h"

#define FRAME_RIGHT (GP_PAGE_WIDTH - GP_SHEET_MARGIN)
#define BETWEEN 30.0   /* panels side by side */
#define HEAD_ROOM 58.0 /* above the lines of a panel: its name and verdict */
#define YEAR_ROOM 34.0 /* below them */
#define STEP_ROOM 90.0 /* of a panel, to a step of its value axis */
#define ROOM 0.2       /* of what a panel shows, beyond it: for the latest figure */
#define LEAST_KG 1.0   /* that a panel spans */
#define MAX_NAME_CHARACTERS 90
#define EDGE 14.0 /* left of the text, where the verdict's colour is */

static const GpTextStyle name_style = {20, TRUE, GP_INK_TEXT};
static const GpTextStyle verdict_style = {17, TRUE, GP_INK_TEXT};
static const GpTextStyle gap_style = {17, FALSE, GP_INK_QUIET};
static const GpTextStyle tick_style = {16, FALSE, GP_INK_QUIET};
static const GpTextStyle latest_style = {20, TRUE, GP_INK_ACTUAL};

typedef struct {
    const GpPanels *panels;
    GpCanvas *canvas;
    guint n_rows, n_columns;
    GArray *actual, *incomplete, *path, *latest; /* rows of x, y on the page */
    GArray *grid;                                /* from x, to x, y */
    GArray *edges;                               /* x, from y, to y, verdict */
} Drawing;

/* One panel: where its lines are, and its scale. */
typedef struct {
    const GpPanel *panel;
    GpBox frame;
    GpAxis axis;
    double tick_width;
} Place;

/* Up to three columns while two rows are enough, then four. */
static void
choose_grid(Drawing *self)
{
    guint n = self->panels->n;

    self->n_columns = n <= 3 ? MAX(n, 1) : n == 4 ? 2 : n <= 6 || n == 9 ? 3 : 4;
    self->n_rows = (n + self->n_columns - 1) / self->n_columns;
}

static void
widen_all(const GpPanels *panels, double *low, double *high)
{
    for (guint i = 0; i < panels->n; i++) {
        *low = MIN(*low, gp_panels_get(panels, i)->low_kg);
        *high = MAX(*high, gp_panels_get(panels, i)->high_kg);
    }
}

/* Tonnes, so that panels of different scales are read alike. It ends where the figures end, and
 * only its ticks are round. */
static GpAxis
axis_of(double low_kg, double high_kg, guint n_steps)
{
    double largest = MAX(high_kg, -low_kg);
    GpAxis axis = {.unit = gp_chart_unit(largest < 1e9 ? MIN(largest, 9e6) : largest)};
    double range = MAX(high_kg - low_kg, LEAST_KG);

    axis.high = (MAX(high_kg, low_kg + range) + ROOM * range) / axis.unit.kg;
    axis.low = (low_kg < 0 ? low_kg - ROOM * range : 0) / axis.unit.kg;
    axis.step = gp_axis_step(axis.high - axis.low, n_steps);
    if (high_kg <= low_kg) /* nothing but zero */
        axis.step = 2 * (axis.high - axis.low);
    return axis;
}

static GpAxis
axis_of_panel(const GpPanels *panels, const GpPanel *panel, guint n_steps)
{
    double low = 0, high = 0;

    if (!panels->is_one)
        return axis_of(panel->low_kg, panel->high_kg, n_steps);
    widen_all(panels, &low, &high);
    return axis_of(low, high, n_steps);
}

static GpPoint
point(const Drawing *self, const Place *place, int fy, double kg)
{
    const GpPanels *panels = self->panels;
    double years = MAX(panels->last_fy - panels->first_fy, 1);
    double across = panels->last_fy > panels->first_fy ? (fy - panels->first_fy) / years : 0.5;
    double up = (kg / place->axis.unit.kg - place->axis.low) / (place->axis.high - place->axis.low);

    return (GpPoint){place->frame.x + 8 + across * (place->frame.width - 16),
                     place->frame.y + (1 - up) * place->frame.height};
}

static void
add_point(GArray *cells, GpPoint at)
{
    g_array_append_val(cells, at.x);
    g_array_append_val(cells, at.y);
}

static void
keep_line(Drawing *self, GpPoint from, GpPoint to)
{
    if (isfinite(from.x) && isfinite(to.x))
        gp_page_keep_line(self->canvas->page, from, to, 1);
}

static void
keep_dot(Drawing *self, GpPoint at)
{
    gp_page_keep_box(self->canvas->page, (GpBox){at.x - 6, at.y - 6, 12, 12});
}

/* ---- what is in a panel ---- */

static char *
tick_label(const GpAxis *axis, double value)
{
    int places = MAX(0, (int)-floor(log10(axis->step) + 1e-9));

    return gp_words_number(value, fabs(value) < axis->step / 2 ? 0 : places, FALSE);
}

/* The first tick and how many there are. */
static double
first_tick(const GpAxis *axis)
{
    return axis->step * ceil(axis->low / axis->step - 1e-9);
}

static guint
n_ticks(const GpAxis *axis)
{
    return (guint)floor((axis->high - first_tick(axis)) / axis->step + 1e-9) + 1;
}

static double
widest_tick(const GpAxis *axis)
{
    double widest = 0;

    for (guint i = 0; i < n_ticks(axis); i++) {
        g_autofree char *label = tick_label(axis, first_tick(axis) + i * axis->step);

        widest = MAX(widest, gp_text_pixels(label, &tick_style));
    }
    return widest;
}

static void
write_scale(Drawing *self, const Place *place)
{
    for (guint i = 0; i < n_ticks(&place->axis); i++) {
        double value = first_tick(&place->axis) + i * place->axis.step;
        g_autofree char *label = tick_label(&place->axis, value);
        double y = point(self, place, self->panels->first_fy, value * place->axis.unit.kg).y;
        double row[] = {place->frame.x, place->frame.x + place->frame.width, y,
                        fabs(value) < place->axis.step / 2};

        g_array_append_vals(self->grid, row, G_N_ELEMENTS(row));
        if (row[3] > 0)
            keep_line(self, (GpPoint){row[0], y}, (GpPoint){row[1], y});
        gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_RIGHT,
                      (GpPoint){place->frame.x - 8, y}, label, FALSE);
    }
}

/* The first and the last year; of one year only that. */
static void
write_years(Drawing *self, const Place *place)
{
    const GpPanels *panels = self->panels;
    g_autofree char *first = gp_words_fy(panels->first_fy);
    g_autofree char *last = gp_words_fy(panels->last_fy);
    double y = place->frame.y + place->frame.height + 16;

    if (panels->first_fy == panels->last_fy) {
        gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_CENTRE,
                      (GpPoint){place->frame.x + place->frame.width / 2, y}, first, FALSE);
        return;
    }
    gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_LEFT,
                  (GpPoint){place->frame.x, y}, first, FALSE);
    gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_RIGHT,
                  (GpPoint){place->frame.x + place->frame.width, y}, last, FALSE);
}

static void
add_path(Drawing *self, const Place *place)
{
    const GpTrajectory *trajectory = place->panel->part->trajectory;
    GpPoint before = {NAN, NAN};

    for (guint i = 0; trajectory != NULL && i < trajectory->n_path; i++) {
        GpPoint at = point(self, place, trajectory->path[i].fy, trajectory->path[i].kg);

        add_point(self->path, at);
        keep_line(self, before, at);
        before = at;
    }
    add_point(self->path, (GpPoint){NAN, NAN});
}

/* A year without a figure breaks the line; so does one that is known to be incomplete. */
static void
add_actual(Drawing *self, const Place *place)
{
    const GpTrajectoryPart *part = place->panel->part;
    GpPoint before = {NAN, NAN};
    int before_fy = 0;

    for (guint i = 0; i < part->n_years; i++) {
        const GpTrackYear *year = &part->years[i];
        GpPoint at = point(self, place, year->fy, year->kg);

        if (!isfinite(year->kg) || !year->is_comparable || year->fy != before_fy + 1) {
            add_point(self->actual, (GpPoint){NAN, NAN});
            before = (GpPoint){NAN, NAN};
        }
        before_fy = year->fy;
        if (!isfinite(year->kg))
            continue;
        if (!year->is_comparable) {
            add_point(self->incomplete, at);
            keep_dot(self, at);
            continue;
        }
        add_point(self->actual, at);
        keep_line(self, before, at);
        before = at;
    }
    add_point(self->actual, (GpPoint){NAN, NAN});
}

static void
write_latest(Drawing *self, const Place *place)
{
    const GpPanel *panel = place->panel;
    GpPoint at = point(self, place, panel->latest_fy, panel->latest_kg);
    GpBox frame = place->frame, box;
    g_autofree char *figure = gp_words_quantity(&place->axis.unit, panel->latest_kg);
    double width = gp_text_pixels(figure, &latest_style);

    if (panel->latest_fy == 0)
        return;
    add_point(self->latest, at);
    keep_dot(self, at);
    frame.y -= 14;
    frame.height += 14;
    if (gp_page_place(self->canvas->page, frame, &at, 1, width, latest_style.size, &box))
        gp_canvas_write_centred(self->canvas, &latest_style, box, figure);
}

static void
write_head(Drawing *self, const Place *place, GpBox box)
{
    const GpPanel *panel = place->panel;
    const GpTrajectory *trajectory = panel->part->trajectory;
    g_autofree char *shown = gp_picture_text(panel->part->name, MAX_NAME_CHARACTERS);
    g_autofree char *gap = gp_panel_gap(panel);
    const char *verdict = gp_panel_verdict(panel);
    double x = box.x + EDGE, width = box.width - EDGE;
    double verdict_width = gp_text_pixels(verdict, &verdict_style);
    double edge[] = {box.x, box.y, box.y + 48,
                     trajectory == NULL ? GP_VERDICT_TOO_EARLY + 1 : trajectory->verdict + 1};
    GpTextStyle name = name_style, small = gap_style;
    g_auto(GStrv) names = NULL;
    g_auto(GStrv) gaps = NULL;

    name.size = gp_text_fit(shown, &name_style, width, 15);
    names = gp_text_wrap(shown, &name, width, 1);
    gp_canvas_write_lines(self->canvas, &name, x, box.y + 12, names);
    gp_canvas_write(self->canvas, &verdict_style, x, box.y + 37, verdict);
    small.size = gp_text_fit(gap, &gap_style, width - verdict_width - 10, 13);
    gaps = gp_text_wrap(gap, &small, width - verdict_width - 10, 1);
    gp_canvas_write_lines(self->canvas, &small, x + verdict_width + 10, box.y + 37, gaps);
    g_array_append_vals(self->edges, edge, G_N_ELEMENTS(edge));
}

static void
write_panel(Drawing *self, guint i)
{
    const GpBox *sheet = &self->canvas->frame;
    double width = (sheet->width - BETWEEN * (self->n_columns - 1)) / self->n_columns;
    double height = sheet->height / self->n_rows;
    GpBox box = {sheet->x + (i % self->n_columns) * (width + BETWEEN),
                 sheet->y + (i / self->n_columns) * height, width, height};
    Place place = {.panel = gp_panels_get(self->panels, i)};
    double left;

    place.axis = axis_of_panel(self->panels, place.panel, CLAMP((guint)(height / STEP_ROOM), 2, 5));
    left = widest_tick(&place.axis) + 10;
    place.frame = (GpBox){box.x + left, box.y + HEAD_ROOM + 8, box.width - left,
                          box.height - HEAD_ROOM - 8 - YEAR_ROOM};
    write_head(self, &place, box);
    write_scale(self, &place);
    write_years(self, &place);
    add_path(self, &place);
    add_actual(self, &place);
    write_latest(self, &place);
}

/* ---- all of them ---- */

static void
print_block(const Drawing *self, const char *name, const GArray *cells, guint n_columns)
{
    gp_script_block(self->canvas->script, name, (const double *)(const void *)cells->data,
                    cells->len / n_columns, n_columns);
}

static void
print(const Drawing *self)
{
    GpScript *script = self->canvas->script;

    print_block(self, "actual", self->actual, 2);
    print_block(self, "incomplete", self->incomplete, 2);
    print_block(self, "path", self->path, 2);
    print_block(self, "latest", self->latest, 2);
    gp_script_array(script, "grid", (const double *)(const void *)self->grid->data,
                    self->grid->len);
    gp_script_count(script, "n_grid", self->grid->len / 4);
    gp_script_array(script, "edges", (const double *)(const void *)self->edges->data,
                    self->edges->len);
    gp_script_count(script, "n_edges", self->edges->len / 4);
}

static void
draw(Drawing *self, const char *title, const char *subtitle)
{
    GpAxis axis = axis_of_panel(self->panels, gp_panels_get(self->panels, 0), 2);
    const char *scale = self->panels->n == 1   ? "from zero"
                        : self->panels->is_one ? "one scale for all, from zero"
                                               : "each panel on a scale of its own, from zero";
    g_autofree char *words =
        g_strdup_printf("%s, %s: actual solid, share of the path dashed", axis.unit.axis, scale);

    self->canvas->method = gp_panels_method(self->panels);
    gp_canvas_write_sheet(self->canvas, title, subtitle, words, 6, FRAME_RIGHT);
    choose_grid(self);
    for (guint i = 0; i < self->panels->n; i++)
        write_panel(self, i);
    print(self);
}

static GArray *
cells_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(double));
}

GpFigure *
gp_figure_of_panels(const GpPanelsChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("panels", &chart->subject, error);
    g_autoptr(GpPanels) panels = gp_panels_new(chart);
    g_autoptr(GArray) actual = cells_new();
    g_autoptr(GArray) incomplete = cells_new();
    g_autoptr(GArray) path = cells_new();
    g_autoptr(GArray) latest = cells_new();
    g_autoptr(GArray) grid = cells_new();
    g_autoptr(GArray) edges = cells_new();
    g_autofree char *title = gp_panels_title(panels);
    g_autofree char *subtitle = gp_panels_subtitle(panels);
    g_autofree char *description = gp_panels_description(panels);
    Drawing drawing = {.panels = panels,
                       .canvas = canvas,
                       .actual = actual,
                       .incomplete = incomplete,
                       .path = path,
                       .latest = latest,
                       .grid = grid,
                       .edges = edges};

    if (canvas == NULL)
        return NULL;
    if (panels->first_fy > panels->last_fy)
        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "There is no figure of a whole year yet.");
    draw(&drawing, title, subtitle);
    return gp_canvas_finish(canvas, title, description);
}
