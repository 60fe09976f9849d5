/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-causes-private.h"

#define FRAME_RIGHT (GP_PAGE_WIDTH - GP_SHEET_MARGIN)
#define NAME_LINES 3
#define NAME_TOP 26.0     /* below the frame: the names of bars */
#define BRACKET_ROOM 54.0 /* and whose they are */
#define BAR_HALF 0.31     /* of the distance between two bars */
#define FIGURE_ABOVE 20.0

static const GpTextStyle figure_style = {23, TRUE, GP_INK_TEXT};
static const GpTextStyle name_style = {20, FALSE, GP_INK_TEXT};
static const GpTextStyle year_style = {22, TRUE, GP_INK_TEXT};
static const GpTextStyle whose_style = {21, TRUE, GP_INK_TEXT};

/* In the order of `bar_colour` in plots/causes.gp. */
typedef enum { BAR_TOTAL = 1, BAR_FALL, BAR_RISE } BarKind;

typedef struct {
    const GpWaterfall *waterfall;
    GpCanvas *canvas;
    GpAxis axis;
    guint n;           /* bars, the first and the last among them */
    GArray *cells;     /* rows of place, from, to, kind */
    GArray *connected; /* rows of place, level: a line from a bar to the next */
} Drawing;

static double
in_kg(const Drawing *self, gint64 shown)
{
    return gp_waterfall_kg(self->waterfall, shown);
}

static void
scale(Drawing *self)
{
    gint64 level = self->waterfall->shown[GP_FROM];
    double low = MIN(0, in_kg(self, level)), high = MAX(0, in_kg(self, level));

    for (guint i = 0; i < self->waterfall->bars->len; i++) {
        level += gp_waterfall_bar(self->waterfall, i)->shown;
        low = MIN(low, in_kg(self, level));
        high = MAX(high, in_kg(self, level));
    }
    self->axis = gp_axis_of_unit(&self->waterfall->unit, low, high + 0.07 * (high - low));
}

static double
pitch(const Drawing *self)
{
    return self->canvas->frame.width / self->n;
}

/* Before the labels of the axis are known: they are never wider than this. */
static double
name_width(guint n)
{
    return (FRAME_RIGHT - GP_SHEET_MARGIN - 130) / n - 12;
}

static double
middle(const Drawing *self, guint place)
{
    return self->canvas->frame.x + (place + 0.5) * pitch(self);
}

static void
write_centred(
    Drawing *self, const GpTextStyle *style, double x, double y, double width, const char *text)
{
    GpTextStyle fitted = *style;

    fitted.size = gp_text_fit(text, style, width, 12);
    gp_page_write(self->canvas->page, self->canvas->script, &fitted, GP_ALIGN_CENTRE,
                  (GpPoint){x, y}, text, FALSE);
}

static guint
n_name_lines(const Drawing *self, const char *name)
{
    g_auto(GStrv) lines = gp_text_wrap(name, &name_style, name_width(self->n), NAME_LINES);

    return g_strv_length(lines);
}

/* How far below the frame the names of the bars reach. */
static double
name_room(const Drawing *self)
{
    guint n = 1;

    for (guint i = 0; i < self->waterfall->bars->len; i++)
        n = MAX(n, n_name_lines(self, gp_waterfall_bar(self->waterfall, i)->name));
    return NAME_TOP + 1.25 * name_style.size * n + 4;
}

static void
write_name(Drawing *self, guint place, const GpTextStyle *style, const char *name)
{
    g_auto(GStrv) lines = gp_text_wrap(name, style, name_width(self->n), NAME_LINES);
    double y = self->canvas->frame.y + self->canvas->frame.height + NAME_TOP;

    for (guint i = 0; lines[i] != NULL; i++, y += 1.25 * style->size)
        write_centred(self, style, middle(self, place), y, pitch(self) - 8, lines[i]);
}

/* A bar between two levels, and its figure above it. */
static void
add_bar(Drawing *self, guint place, gint64 from, gint64 to, BarKind kind, const char *figure)
{
    double top = gp_canvas_y(self->canvas, &self->axis, in_kg(self, MAX(from, to)));
    double row[] = {place, in_kg(self, from) / self->axis.unit.kg,
                    in_kg(self, to) / self->axis.unit.kg, kind};
    double connected[] = {place, in_kg(self, to) / self->axis.unit.kg};

    g_array_append_vals(self->cells, row, G_N_ELEMENTS(row));
    if (place + 1 < self->n)
        g_array_append_vals(self->connected, connected, G_N_ELEMENTS(connected));
    write_centred(self, &figure_style, middle(self, place), top - FIGURE_ABOVE, pitch(self) - 6,
                  figure);
}

static void
write_end(Drawing *self, guint place, GpEnd end)
{
    gint64 shown = self->waterfall->shown[end];
    g_autofree char *figure = gp_waterfall_figure(self->waterfall, shown, FALSE);
    g_autofree char *year = gp_words_fy(self->waterfall->chart->change->fy[end]);

    add_bar(self, place, 0, shown, BAR_TOTAL, figure);
    write_name(self, place, &year_style, year);
}

static void
write_bars(Drawing *self)
{
    const GpWaterfall *waterfall = self->waterfall;
    gint64 level = waterfall->shown[GP_FROM];

    write_end(self, 0, GP_FROM);
    for (guint i = 0; i < waterfall->bars->len; i++) {
        const GpCauseBar *bar = gp_waterfall_bar(waterfall, i);
        g_autofree char *figure = gp_waterfall_figure(waterfall, bar->shown, TRUE);

        add_bar(self, i + 1, level, level + bar->shown, bar->shown <= 0 ? BAR_FALL : BAR_RISE,
                figure);
        write_name(self, i + 1, &name_style, bar->name);
        level += bar->shown;
    }
    write_end(self, self->n - 1, GP_TO);
}

/* A bracket under the bars of one of the two, with its name and sum. */
static void
write_bracket(Drawing *self, GArray *brackets, GpWhose whose, const char *name, gint64 sum)
{
    g_autofree char *figure = gp_waterfall_figure(self->waterfall, sum, TRUE);
    g_autofree char *words = g_strdup_printf("%s %s", name, figure);
    guint first = 0, last = 0;
    double y = self->canvas->frame.y + self->canvas->frame.height + name_room(self);
    double ends[3];

    for (guint i = 0; i < self->waterfall->bars->len; i++) {
        if (gp_waterfall_bar(self->waterfall, i)->whose != whose)
            continue;
        first = first == 0 ? i + 1 : first;
        last = i + 1;
    }
    if (first == 0)
        return;
    ends[0] = middle(self, first) - 0.42 * pitch(self);
    ends[1] = middle(self, last) + 0.42 * pitch(self);
    ends[2] = y;
    g_array_append_vals(brackets, ends, G_N_ELEMENTS(ends));
    write_centred(self, &whose_style, (ends[0] + ends[1]) / 2, y + 26,
                  MAX(ends[1] - ends[0], 1.9 * pitch(self)),
                  first < last || whose == GP_WHOSE_OTHERS ? words : name);
}

static void
write_brackets(Drawing *self)
{
    g_autoptr(GArray) brackets = g_array_new(FALSE, FALSE, sizeof(double));

    write_bracket(self, brackets, GP_WHOSE_OURS, "What we did", self->waterfall->ours);
    write_bracket(self, brackets, GP_WHOSE_OTHERS, "What others did", self->waterfall->others);
    gp_script_array(self->canvas->script, "bracket", (const double *)(const void *)brackets->data,
                    brackets->len);
    gp_script_count(self->canvas->script, "n_brackets", brackets->len / 3);
}

static void
print(Drawing *self)
{
    GpScript *script = self->canvas->script;

    gp_script_block(script, "bars", (const double *)(const void *)self->cells->data,
                    self->cells->len / 4, 4);
    gp_script_block(script, "connected", (const double *)(const void *)self->connected->data,
                    self->connected->len / 2, 2);
    gp_script_number(script, "x_low", -0.5);
    gp_script_number(script, "x_high", self->n - 0.5);
    gp_script_number(script, "bar_half", BAR_HALF);
    gp_script_count(script, "n_x_ticks", 0);
    gp_script_count(script, "n_no_data", 0);
    gp_script_count(script, "n_leaders", 0);
    gp_script_count(script, "n_swatches", 0);
}

static void
draw(Drawing *self, const char *title, const char *subtitle)
{
    self->canvas->method = gp_waterfall_method(self->waterfall);
    gp_canvas_write_sheet(self->canvas, title, subtitle, self->axis.unit.axis,
                          name_room(self) + (self->waterfall->is_of_book ? BRACKET_ROOM : 0),
                          FRAME_RIGHT);
    gp_canvas_write_axis(self->canvas, &self->axis);
    write_bars(self);
    write_brackets(self);
    print(self);
}

GpFigure *
gp_figure_of_causes(const GpCausesChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("causes", &chart->subject, error);
    g_autoptr(GpWaterfall) waterfall = gp_waterfall_new(chart);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) connected = g_array_new(FALSE, FALSE, sizeof(double));
    g_autofree char *title = gp_waterfall_title(waterfall);
    g_autofree char *subtitle = gp_waterfall_subtitle(waterfall);
    g_autofree char *description = gp_waterfall_description(waterfall);
    Drawing drawing = {.waterfall = waterfall,
                       .canvas = canvas,
                       .n = waterfall->bars->len + 2,
                       .cells = cells,
                       .connected = connected};

    if (canvas == NULL)
        return NULL;
    if (!waterfall->has_any)
        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "No category has a whole year of figures in both years, so "
                                      "nothing can be said about causes.");
    scale(&drawing);
    draw(&drawing, title, subtitle);
    return gp_canvas_finish(canvas, title, description);
}
