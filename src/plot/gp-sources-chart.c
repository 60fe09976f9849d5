/* SPDX-License-Identifier: MIT */
#include "gp-sources-private.h"

#include <math.h>

#define TICK_ROOM 74.0 /* below the frame */
#define MOST_BARS 8    /* years; more are shown as areas */
#define BAR_HALF 0.36  /* of a year */
#define LONE_HALF 0.22 /* of a bar among areas */
#define BAR_PAD 0.62
#define HEADROOM 1.08 /* for the figure on the highest bar */

static const GpTextStyle total_style = {21, TRUE, GP_INK_TEXT};
static const GpTextStyle name_style = {20, TRUE, GP_INK_TEXT};
static const GpTextStyle path_style = {20, TRUE, GP_INK_PATH};
static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};

typedef struct {
    const GpSourcesChart *chart;
    const GpStack *stack;
    GpCanvas *canvas;
    GpAxis axis;
    GpYears years;
    gboolean is_bars;
    GArray *bars;                  /* rows of band, from x, to x, from, to */
    GArray *hatched;               /* the same, of incomplete years */
    GArray *areas[GP_STACK_BANDS]; /* rows of x, from, to */
} Drawing;

static double
in_kg(GpInt128 micro_kg)
{
    return gp_number_to_double(micro_kg, GP_MICRO_PLACES);
}

static void
scale(Drawing *self)
{
    const GpSourcesChart *chart = self->chart;
    double low = 0, high = 0;

    self->years = (GpYears){G_MAXINT, G_MININT, 0, 0};
    for (guint i = 0; i < chart->n_years; i++) {
        gp_years_widen(&self->years, chart->years[i].fy);
        for (guint band = 0; band < self->stack->n_bands; band++) {
            double to = in_kg(self->stack->bands[band].to[i]);

            low = gp_stack_is_known(self->stack, i) ? MIN(low, to) : low;
            high = gp_stack_is_known(self->stack, i) ? MAX(high, to) : high;
        }
    }
    self->is_bars = self->years.last_fy - self->years.first_fy < MOST_BARS;
    for (guint i = 0; i < chart->n_path; i++) {
        if (chart->path[i].fy >= self->years.first_fy && chart->path[i].fy <= self->years.last_fy)
            high = MAX(high, chart->path[i].kg);
    }
    self->axis = gp_axis_of_kg(low, HEADROOM * high);
    gp_years_pad(&self->years);
    if (self->is_bars) {
        self->years.low = self->years.first_fy - BAR_PAD;
        self->years.high = self->years.last_fy + BAR_PAD;
    }
}

static GpPoint
point(const Drawing *self, double fy, double kg)
{
    return (GpPoint){gp_canvas_x(self->canvas, &self->years, fy),
                     gp_canvas_y(self->canvas, &self->axis, kg)};
}

/* Whether a year is joined to the one before it. */
static gboolean
is_joined(const Drawing *self, guint i)
{
    const GpTrackYear *years = self->chart->years;

    return !self->is_bars && i > 0 && i < self->chart->n_years &&
           years[i].fy == years[i - 1].fy + 1 && years[i].is_comparable &&
           years[i - 1].is_comparable && gp_stack_is_known(self->stack, i) &&
           gp_stack_is_known(self->stack, i - 1);
}

static void
add_bar(Drawing *self, guint year, guint band)
{
    const GpTrackYear *shown = &self->chart->years[year];
    const double kg = self->axis.unit.kg, half = self->is_bars ? BAR_HALF : LONE_HALF;
    const double row[] = {band + 1, shown->fy - half, shown->fy + half,
                          in_kg(self->stack->bands[band].from[year]) / kg,
                          in_kg(self->stack->bands[band].to[year]) / kg};

    if (self->stack->bands[band].micro_kg[year] != 0)
        g_array_append_vals(shown->is_comparable ? self->bars : self->hatched, row,
                            G_N_ELEMENTS(row));
}

/* A row of NaN ends an area: what comes after it is not joined. */
static void
add_to_area(Drawing *self, guint year, guint band)
{
    const double kg = self->axis.unit.kg;
    const double end[] = {self->chart->years[year].fy, NAN, NAN};
    const double row[] = {self->chart->years[year].fy,
                          in_kg(self->stack->bands[band].from[year]) / kg,
                          in_kg(self->stack->bands[band].to[year]) / kg};

    g_array_append_vals(self->areas[band], row, G_N_ELEMENTS(row));
    if (!is_joined(self, year + 1))
        g_array_append_vals(self->areas[band], end, G_N_ELEMENTS(end));
}

static void
print_block(Drawing *self, const char *name, const GArray *cells, guint n_columns)
{
    gp_script_block(self->canvas->script, name, (const double *)(const void *)cells->data,
                    cells->len / n_columns, n_columns);
}

static void
print_bands(Drawing *self)
{
    static const char *const names[GP_STACK_BANDS] = {"area_1", "area_2", "area_3",
                                                      "area_4", "area_5", "area_6"};

    for (guint year = 0; year < self->chart->n_years; year++) {
        for (guint band = 0; band < self->stack->n_bands; band++) {
            if (!gp_stack_is_known(self->stack, year))
                continue;
            if (is_joined(self, year) || is_joined(self, year + 1))
                add_to_area(self, year, band);
            else
                add_bar(self, year, band);
        }
    }
    print_block(self, "bars", self->bars, 5);
    print_block(self, "hatched", self->hatched, 5);
    for (guint band = 0; band < GP_STACK_BANDS; band++)
        print_block(self, names[band], self->areas[band], 3);
    gp_script_count(self->canvas->script, "n_bands", self->stack->n_bands);
    gp_script_count(self->canvas->script, "has_other",
                    self->stack->bands[self->stack->n_bands - 1].name == NULL);
}

/* Among bars the path goes on to the edges of the first and the last; one year needs two ends. */
static void
extend_path(const Drawing *self, GArray *path)
{
    const double half = self->is_bars ? BAR_HALF : path->len == 2 ? LONE_HALF : 0;
    const guint n = path->len;
    double row[2];

    if (n == 0 || half <= 0)
        return;
    row[0] = g_array_index(path, double, n - 2) + half;
    row[1] = g_array_index(path, double, n - 1);
    g_array_append_vals(path, row, 2);
    row[0] = g_array_index(path, double, 0) - half;
    row[1] = g_array_index(path, double, 1);
    g_array_prepend_vals(path, row, 2);
}

/* The path in the years that are shown. Returns its last point, NULL where it has none there. */
static const GpPathYear *
print_path(Drawing *self)
{
    const GpSourcesChart *chart = self->chart;
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(double));
    const GpPathYear *last = NULL;

    for (guint i = 0; i < chart->n_path; i++) {
        const GpPathYear *year = &chart->path[i];
        const double row[] = {year->fy, year->kg / self->axis.unit.kg};

        if (year->fy < self->years.first_fy || year->fy > self->years.last_fy)
            continue;
        g_array_append_vals(path, row, G_N_ELEMENTS(row));
        if (last != NULL)
            gp_page_keep_line(self->canvas->page, point(self, last->fy, last->kg),
                              point(self, year->fy, year->kg), 2);
        last = year;
    }
    extend_path(self, path);
    print_block(self, "path", path, 2);
    return last;
}

/* The top of a year's pile. */
static GpPoint
top_of(const Drawing *self, guint year)
{
    double high = 0;

    for (guint band = 0; band < self->stack->n_bands; band++)
        high = MAX(high, in_kg(self->stack->bands[band].to[year]));
    return point(self, self->chart->years[year].fy, high);
}

static void
keep_piles(Drawing *self)
{
    for (guint i = 0; i < self->chart->n_years; i++) {
        double half = self->is_bars ? BAR_HALF : LONE_HALF;
        double width = point(self, half, 0).x - point(self, -half, 0).x;
        GpPoint top = top_of(self, i);
        double bottom = point(self, 0, 0).y;

        if (!gp_stack_is_known(self->stack, i))
            continue;
        if (is_joined(self, i))
            gp_page_keep_line(self->canvas->page, top_of(self, i - 1), top, 2);
        gp_page_keep_box(self->canvas->page,
                         (GpBox){top.x - width / 2, top.y, width, bottom - top.y});
    }
}

/* The total of each bar; of areas those where a run of years begins and ends. */
static void
write_totals(Drawing *self)
{
    keep_piles(self);
    for (guint i = 0; i < self->chart->n_years; i++) {
        g_autofree char *total = gp_words_figure(&self->axis.unit, in_kg(self->stack->total[i]));
        GpPoint top = top_of(self, i);

        if (!gp_stack_is_known(self->stack, i) || (is_joined(self, i) && is_joined(self, i + 1)))
            continue;
        gp_canvas_place(self->canvas, &total_style, total, &top, 1);
        if (!self->chart->years[i].is_comparable)
            gp_canvas_place(self->canvas, &small_style, "incomplete", &top, 1);
    }
}

/* The last year with data: its bar, or the edge of the area, is beside the labels. */
static guint
last_known(const Drawing *self)
{
    guint year = self->chart->n_years - 1;

    while (!gp_stack_is_known(self->stack, year))
        year--;
    return year;
}

static void
add_band_end(const Drawing *self, GpEnds *ends, guint i)
{
    const GpBand *band = &self->stack->bands[i];
    g_autofree char *title = gp_band_title(band, self->chart->sources_word);
    g_autofree char *figure = gp_band_figure(self->stack, band, &self->axis.unit);
    guint year = last_known(self);
    double half = is_joined(self, year) ? 0 : self->is_bars ? BAR_HALF : LONE_HALF;
    GpPoint end = point(self, self->chart->years[year].fy + half,
                        (in_kg(band->from[year]) + in_kg(band->to[year])) / 2);

    gp_ends_add(ends, end, &name_style, title, figure,
                band->name == NULL ? GP_STACK_BANDS + 1 : i + 1, band->micro_kg[year] != 0);
}

static void
add_path_end(const Drawing *self, GpEnds *ends, const GpPathYear *year)
{
    const GpSourcesChart *chart = self->chart;
    g_autofree char *figure = gp_words_figure(&self->axis.unit, year->kg);
    g_autofree char *fy = gp_words_fy(year->fy);
    g_autofree char *strong = g_strdup_printf("%s path in %s", figure, fy);
    g_autofree char *words = g_strdup_printf("%s: %s", chart->target_name, chart->path_words);
    g_autofree char *small = gp_picture_text(words, 400);

    gp_ends_add(ends, point(self, year->fy + (self->is_bars ? BAR_HALF : 0), year->kg), &path_style,
                strong, small, 0, TRUE);
}

static void
write_column(Drawing *self, const GpPathYear *path_end)
{
    const GpTrackYear *latest = &self->chart->years[self->stack->latest];
    g_autoptr(GpEnds) ends = gp_ends_new();
    g_autofree char *fy = gp_words_fy(latest->fy);
    double top = self->canvas->frame.y - 14, bottom = top + self->canvas->frame.height + 74;
    g_autofree char *head =
        g_strdup_printf("In %s%s", fy, latest->is_comparable ? "" : ", incomplete");

    if (path_end != NULL)
        add_path_end(self, ends, path_end);
    for (guint i = self->stack->n_bands; i-- > 0;)
        add_band_end(self, ends, i);
    gp_ends_fit(ends, bottom - top);
    gp_ends_arrange(ends, top, bottom, TRUE);
    gp_canvas_write(self->canvas, &small_style, GP_COLUMN_LEFT, self->canvas->frame.y - 32, head);
    gp_canvas_write_ends(self->canvas, ends);
}

static void
draw(Drawing *self, const char *title)
{
    const GpSourcesChart *chart = self->chart;
    g_autofree char *subtitle = gp_words_subtitle(&chart->subject, chart->measure,
                                                  self->years.first_fy, self->years.last_fy);
    const GpPathYear *path_end;

    gp_canvas_write_sheet(self->canvas, title, subtitle, self->axis.unit.axis, TICK_ROOM,
                          GP_COLUMN_FRAME_RIGHT);
    gp_canvas_write_axis(self->canvas, &self->axis);
    gp_canvas_write_years(self->canvas, &self->years, chart->years[self->stack->latest].fy,
                          self->years.first_fy);
    print_bands(self);
    path_end = print_path(self);
    gp_canvas_shade_no_data(self->canvas, &self->years, chart->years, chart->n_years);
    write_totals(self);
    write_column(self, path_end);
}

static void
drawing_init(Drawing *self)
{
    self->bars = g_array_new(FALSE, FALSE, sizeof(double));
    self->hatched = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < GP_STACK_BANDS; i++)
        self->areas[i] = g_array_new(FALSE, FALSE, sizeof(double));
}

static void
drawing_clear(Drawing *self)
{
    g_array_unref(self->bars);
    g_array_unref(self->hatched);
    for (guint i = 0; i < GP_STACK_BANDS; i++)
        g_array_unref(self->areas[i]);
}

GpFigure *
gp_figure_of_sources(const GpSourcesChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("sources", &chart->subject, error);
    g_autoptr(GpStack) stack = gp_stack_new(chart);
    g_autofree char *title = gp_words_sources_title(stack);
    g_autofree char *description = NULL;
    Drawing drawing = {.chart = chart, .stack = stack, .canvas = canvas};

    if (canvas == NULL)
        return NULL;
    if (stack->latest < 0 || stack->n_bands == 0) {
        g_autofree char *subtitle =
            g_strdup_printf("%s, %s", chart->measure, chart->subject.trust_name);

        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "There is no activity to show emissions of.");
    }
    drawing_init(&drawing);
    scale(&drawing);
    draw(&drawing, title);
    description = gp_words_sources_description(stack, title, &drawing.axis.unit);
    drawing_clear(&drawing);
    return gp_canvas_finish(canvas, title, description);
}
