/* SPDX-License-Identifier: MIT */
#include "gp-costs-private.h"

#include <math.h>

#include "gp-ends-private.h"

#define TICK_ROOM 96.0    /* below the frame */
#define WIDE 118.0        /* pixels from which a bar has its name beside it */
#define LABEL_WIDTH 330.0 /* at most */
#define LABEL_LINES 3     /* of the name */
#define LABEL_ROW 23.0
#define LABEL_HEADROOM 1.36 /* on a side where names stand beyond the ends of bars */
#define NUMBER_HEADROOM 1.2 /* above, for the row of numbers */
#define LEAST_HEIGHT 9.0    /* pixels of a bar that costs about nothing */
#define GAP_WIDTH 440.0     /* of what is said of the gap */
#define NUMBER_ROOM 26.0    /* of one number in the row above the bars */
#define NUMBER_ROW 15.0     /* its middle, below the top of the frame */
#define KEY_ROW 48.0
#define KEY_INDENT 34.0

static const GpTextStyle name_style = {18, TRUE, GP_INK_TEXT};
static const GpTextStyle figure_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle tick_style = {21, FALSE, GP_INK_QUIET};
static const GpTextStyle gap_style = {20, TRUE, GP_INK_PATH};

typedef struct {
    const GpCostRow *row;
    GpCanvas *canvas;
    GpAxis across, up;
    double x_high;  /* in the unit of the axis */
    guint *numbers; /* (array length=n_bars): in the key; 0: the bar is not in it */
    guint n_numbers;
    guint n_narrow;
} Drawing;

static double
in_kg(GpInt128 micro_kg)
{
    return gp_number_to_double(micro_kg, GP_MICRO_PLACES);
}

static double
x_of(const Drawing *self, GpInt128 micro_kg)
{
    double across = in_kg(micro_kg) / self->across.unit.kg / self->x_high;

    return self->canvas->frame.x + across * self->canvas->frame.width;
}

static GpBox
box_of(const Drawing *self, const GpCostBar *bar)
{
    double zero = gp_canvas_y(self->canvas, &self->up, 0);
    double end = gp_canvas_y(self->canvas, &self->up, bar->cost->gbp_per_tonne);
    double left = x_of(self, bar->from_micro_kg);

    return (GpBox){left, MIN(zero, end), x_of(self, bar->to_micro_kg) - left, fabs(end - zero)};
}

static gboolean
is_wide(const Drawing *self, guint i)
{
    return box_of(self, &self->row->bars[i]).width >= WIDE;
}

static void
scale(Drawing *self)
{
    const GpCostRow *row = self->row;
    const GpChartUnit pounds = {.kg = 1};
    double widest = in_kg(MAX(row->total_micro_kg, row->chart->gap_micro_kg));
    double wide = widest * WIDE / (GP_COLUMN_FRAME_RIGHT - GP_SHEET_MARGIN);
    double low = 0, high = 0, low_room = 1, high_room = NUMBER_HEADROOM;

    for (guint i = 0; i < row->n_bars; i++) {
        double height = row->bars[i].cost->gbp_per_tonne;

        low = MIN(low, height);
        high = MAX(high, height);
        if (gp_cost_bar_kg(&row->bars[i]) >= wide)
            *(height < 0 ? &low_room : &high_room) = LABEL_HEADROOM;
    }
    self->across = gp_axis_of_kg(0, widest);
    self->x_high = MAX(1.02 * widest / self->across.unit.kg, self->across.step / 100);
    self->up = gp_axis_of_unit(&pounds, low_room * low, MAX(high_room * high, -0.2 * low));
}

static int
compare_widths(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpCostRow *row = data;
    guint x = *(const guint *)a, y = *(const guint *)b;
    GpInt128 x_kg = row->bars[x].cost->micro_kg, y_kg = row->bars[y].cost->micro_kg;

    if (x_kg != y_kg)
        return x_kg > y_kg ? -1 : 1;
    return x < y ? -1 : 1;
}

/* The widest of the narrow bars get a number, counted from the left. */
static void
number_bars(Drawing *self)
{
    const GpCostRow *row = self->row;
    guint room = (guint)((self->canvas->frame.height + 40) / KEY_ROW);
    g_autoptr(GArray) narrow = g_array_new(FALSE, FALSE, sizeof(guint));

    for (guint i = 0; i < row->n_bars; i++) {
        if (!is_wide(self, i))
            g_array_append_val(narrow, i);
    }
    self->n_narrow = narrow->len;
    g_array_sort_with_data(narrow, compare_widths, (gpointer)row);
    for (guint i = 0; i < MIN(narrow->len, room); i++)
        self->numbers[g_array_index(narrow, guint, i)] = 1;
    for (guint i = 0; i < row->n_bars; i++) {
        if (self->numbers[i] > 0)
            self->numbers[i] = ++self->n_numbers;
    }
}

static void
print_block(Drawing *self, const char *name, gboolean is_proposed)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));
    const double kg = self->across.unit.kg;
    const double least =
        LEAST_HEIGHT / 2 * (self->up.high - self->up.low) / self->canvas->frame.height;
    guint n = 0;

    for (guint i = 0; i < self->row->n_bars; i++) {
        const GpCostBar *bar = &self->row->bars[i];
        const double height = bar->cost->gbp_per_tonne;
        const double edge = fabs(height) < 2 * least ? least : 0;
        const double row[] = {in_kg(bar->from_micro_kg) / kg, in_kg(bar->to_micro_kg) / kg,
                              MIN(height, -edge), MAX(height, edge)};

        if (gp_cost_bar_is_proposed(bar) != is_proposed)
            continue;
        g_array_append_vals(cells, row, G_N_ELEMENTS(row));
        n++;
    }
    gp_script_block(self->canvas->script, name, (const double *)(void *)cells->data, n, 4);
}

static void
write_x_axis(Drawing *self)
{
    GpCanvas *canvas = self->canvas;
    double bottom = canvas->frame.y + canvas->frame.height;
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(double));
    g_autofree char *words =
        g_strdup_printf("%s saved a year: the width of a bar", self->across.unit.axis);

    for (guint i = 0; i <= gp_axis_n_steps(&self->across); i++) {
        double tick = self->across.low + i * self->across.step;
        g_autofree char *label = gp_axis_label(&self->across, i);
        GpPoint at = {canvas->frame.x + tick / self->x_high * canvas->frame.width, bottom + 30};

        if (tick > self->x_high)
            break;
        gp_page_write(canvas->page, canvas->script, &tick_style, GP_ALIGN_CENTRE, at, label, FALSE);
        g_array_append_val(ticks, tick);
    }
    gp_canvas_write(canvas, &tick_style, canvas->frame.x, bottom + 64, words);
    gp_script_array(canvas->script, "x_tick", (const double *)(void *)ticks->data, ticks->len);
    gp_script_count(canvas->script, "n_x_ticks", ticks->len);
    gp_script_number(canvas->script, "x_low", 0);
    gp_script_number(canvas->script, "x_high", self->x_high);
}

/* The side of the gap's line on which there is more of a bar. */
static GpBox
beside_gap(const Drawing *self, GpBox box)
{
    double gap = x_of(self, MAX(self->row->chart->gap_micro_kg, 0));
    double before = gap - box.x, after = box.x + box.width - gap;

    if (before <= 0 || after <= 0)
        return box;
    if (after > before)
        box.x = gap;
    box.width = MAX(before, after);
    return box;
}

/* Name and figures beyond the end of a wide bar, no wider than it. */
static void
write_wide(Drawing *self, guint i)
{
    const GpCostBar *bar = &self->row->bars[i];
    GpBox box = beside_gap(self, box_of(self, bar));
    gboolean is_above = bar->cost->gbp_per_tonne >= 0;
    double bottom = self->canvas->frame.y + self->canvas->frame.height;
    double room = is_above ? box.y - self->canvas->frame.y : bottom - box.y - box.height;
    double width = MIN(box.width - 8, LABEL_WIDTH);
    g_autofree char *title = gp_picture_text(bar->cost->action->title, 90);
    g_autofree char *figure = gp_words_cost(bar);
    g_auto(GStrv) figures = gp_text_wrap(figure, &figure_style, width, 2);
    int lines = (int)(room / LABEL_ROW) - (int)g_strv_length(figures);
    g_auto(GStrv) names =
        gp_text_wrap(title, &name_style, width, (guint)CLAMP(lines, 1, LABEL_LINES));
    guint n_names = g_strv_length(names), n = n_names + g_strv_length(figures);
    GpPoint at = {box.x + box.width / 2,
                  is_above ? box.y - LABEL_ROW * n + 6 : box.y + box.height + 18};

    gp_page_keep_box(self->canvas->page,
                     (GpBox){at.x - width / 2, at.y - LABEL_ROW / 2, width, LABEL_ROW * n});
    for (guint k = 0; k < n; k++, at.y += LABEL_ROW)
        gp_page_write(self->canvas->page, self->canvas->script,
                      k < n_names ? &name_style : &figure_style, GP_ALIGN_CENTRE, at,
                      k < n_names ? names[k] : figures[k - n_names], FALSE);
}

/* Numbers in a row above the bars, each with a thin line down to its own. */
static void
write_numbers(Drawing *self)
{
    const GpBox *frame = &self->canvas->frame;
    g_autofree double *centres = g_new(double, self->n_numbers + 1);
    g_autofree double *widths = g_new(double, self->n_numbers + 1);
    g_autoptr(GArray) leaders = g_array_new(FALSE, FALSE, sizeof(double));
    guint n = 0;

    for (guint i = 0; i < self->row->n_bars; i++) {
        GpBox box = box_of(self, &self->row->bars[i]);

        if (self->numbers[i] == 0)
            continue;
        centres[n] = box.x + box.width / 2;
        widths[n++] = NUMBER_ROOM;
    }
    gp_page_push_apart(centres, widths, n, frame->x, frame->x + frame->width);
    for (guint i = 0; i < self->row->n_bars; i++) {
        GpBox box = box_of(self, &self->row->bars[i]);
        guint number = self->numbers[i];
        GpPoint at = {number > 0 ? centres[number - 1] : 0, frame->y + NUMBER_ROW};
        g_autofree char *words = g_strdup_printf("%u", number);
        double leader[] = {at.x, at.y + 12, box.x + box.width / 2, MAX(box.y - 3, at.y + 14)};

        if (number == 0)
            continue;
        gp_page_write(self->canvas->page, self->canvas->script, &name_style, GP_ALIGN_CENTRE, at,
                      words, FALSE);
        gp_page_keep_box(self->canvas->page, (GpBox){at.x - 10, at.y - 10, 20, 20});
        gp_page_keep_line(self->canvas->page, (GpPoint){leader[0], leader[1]},
                          (GpPoint){leader[2], leader[3]}, 1);
        g_array_append_vals(leaders, leader, G_N_ELEMENTS(leader));
    }
    gp_script_array(self->canvas->script, "leader", (const double *)(void *)leaders->data,
                    leaders->len);
    gp_script_count(self->canvas->script, "n_leaders", n);
}

static void
write_key(Drawing *self)
{
    double x = GP_COLUMN_LEFT + KEY_INDENT, y = self->canvas->frame.y;
    double room = self->canvas->frame.height + 40;
    guint lines = self->n_numbers * (KEY_ROW + LABEL_ROW) <= room ? 2 : 1;

    for (guint i = 0; i < self->row->n_bars; i++) {
        const GpCostBar *bar = &self->row->bars[i];
        g_autofree char *number = g_strdup_printf("%u", self->numbers[i]);
        g_autofree char *title = gp_picture_text(bar->cost->action->title, 90);
        g_autofree char *figure = gp_words_cost(bar);
        g_auto(GStrv) names = gp_text_wrap(title, &name_style, GP_COLUMN_WIDTH - KEY_INDENT, lines);

        if (self->numbers[i] == 0)
            continue;
        gp_canvas_write(self->canvas, &name_style, GP_COLUMN_LEFT, y, number);
        y = gp_canvas_write_lines(self->canvas, &name_style, x, y, names) - 1;
        gp_canvas_write(self->canvas, &figure_style, x, y, figure);
        y += KEY_ROW - LABEL_ROW;
    }
    if (self->n_narrow > self->n_numbers) {
        g_autofree char *words =
            g_strdup_printf("and %u more without a number", self->n_narrow - self->n_numbers);

        gp_canvas_write(self->canvas, &figure_style, GP_COLUMN_LEFT, y, words);
    }
}

/* The line that the bars have to reach. */
static void
print_gap(Drawing *self)
{
    const GpCostsChart *chart = self->row->chart;
    const GpBox *frame = &self->canvas->frame;
    gboolean has_gap = chart->gap_micro_kg > 0;
    double x = x_of(self, MAX(chart->gap_micro_kg, 0));
    GpPoint anchors[4];
    g_autofree char *figure = gp_words_quantity(&self->across.unit, in_kg(chart->gap_micro_kg));
    g_autofree char *words =
        g_strdup_printf("Gap to %s: %s a year", has_gap ? chart->gap_words : "", figure);
    g_autofree char *printable = gp_picture_text(words, GP_TEXT_CHARACTERS);
    g_auto(GStrv) shown = gp_text_wrap(printable, &gap_style, GAP_WIDTH, 1);

    gp_script_count(self->canvas->script, "has_gap", has_gap ? 1 : 0);
    gp_script_number(self->canvas->script, "gap",
                     in_kg(chart->gap_micro_kg) / self->across.unit.kg);
    if (!has_gap)
        return;
    gp_page_keep_line(self->canvas->page, (GpPoint){x, frame->y},
                      (GpPoint){x, frame->y + frame->height}, 2);
    for (guint i = 0; i < G_N_ELEMENTS(anchors); i++)
        anchors[i] = (GpPoint){x, frame->y + (0.12 + 0.25 * i) * frame->height};
    gp_canvas_place(self->canvas, &gap_style, shown[0], anchors, G_N_ELEMENTS(anchors));
}

static void
draw(Drawing *self)
{
    gp_canvas_write_axis(self->canvas, &self->up);
    write_x_axis(self);
    print_block(self, "decided", FALSE);
    print_block(self, "proposed", TRUE);
    number_bars(self);
    for (guint i = 0; i < self->row->n_bars; i++) {
        gp_page_keep_box(self->canvas->page, box_of(self, &self->row->bars[i]));
        if (is_wide(self, i))
            write_wide(self, i);
    }
    write_numbers(self);
    print_gap(self);
    write_key(self);
}

GpFigure *
gp_figure_of_costs(const GpCostsChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("costs", &chart->subject, error);
    g_autoptr(GpCostRow) row = gp_cost_row_new(chart);
    g_autofree char *title = gp_words_costs_title(row);
    g_autofree char *subtitle = gp_words_costs_subtitle(row);
    g_autofree char *method = gp_words_costs_method(row);
    g_autofree char *description = gp_words_costs_description(row, title, method);
    g_autofree guint *numbers = g_new0(guint, row->n_bars + 1);
    Drawing drawing = {.row = row, .canvas = canvas, .numbers = numbers};

    if (canvas == NULL)
        return NULL;
    canvas->method = g_strdup(method);
    if (row->n_bars == 0)
        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "There is no action to show the cost of.");
    scale(&drawing);
    gp_canvas_write_sheet(canvas, title, subtitle,
                          "£ for each tonne CO₂e saved: the height of a bar", TICK_ROOM,
                          GP_COLUMN_FRAME_RIGHT);
    draw(&drawing);
    return gp_canvas_finish(canvas, title, description);
}
