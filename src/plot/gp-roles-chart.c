/* SPDX-License-Identifier: MIT */
#include "gp-roles-chart-private.h"

#include <math.h>

#define TICK_ROOM 46.0 /* below the frame */
#define MEAN_ROOM 26.0 /* above it */
#define MOST_ROW 46.0  /* pixels of a bar and the room between two */
#define BAR_PART 0.72  /* of a row */
#define NAMES_WIDTH 430.0
#define FIGURE_ROOM 90.0 /* right of the longest bar */
#define KEY_SWATCH 26.0

static const GpTextStyle name_style = {19, FALSE, GP_INK_TEXT};
static const GpTextStyle figure_style = {19, TRUE, GP_INK_TEXT};
static const GpTextStyle tick_style = {21, FALSE, GP_INK_QUIET};
static const GpTextStyle key_style = {19, FALSE, GP_INK_TEXT};
static const GpTextStyle mean_style = {20, TRUE, GP_INK_PATH};

typedef struct {
    const GpRoleBars *bars;
    GpCanvas *canvas;
    GpAxis axis; /* along the bars */
} Drawing;

static double
x_of(const Drawing *self, double kg)
{
    double across = (kg - self->axis.low) / (self->axis.high - self->axis.low);

    return self->canvas->frame.x + across * self->canvas->frame.width;
}

static double
row_height(const Drawing *self)
{
    return self->canvas->frame.height / self->bars->n_shown;
}

static double
y_of(const Drawing *self, guint i)
{
    return self->canvas->frame.y + (i + 0.5) * row_height(self);
}

/* Names to the left of the frame, which begins where they end. */
static void
write_names(Drawing *self)
{
    const guint n = self->bars->n_shown;
    g_autofree char **names = g_new0(char *, n + 1);
    double widest = 0;

    for (guint i = 0; i < n; i++) {
        g_autofree char *shown = gp_picture_text(gp_role_bar(self->bars, i)->name, 120);
        g_auto(GStrv) lines = gp_text_wrap(shown, &name_style, NAMES_WIDTH, 1);

        names[i] = g_strdup(lines[0] == NULL ? "" : lines[0]);
        widest = MAX(widest, gp_text_pixels(names[i], &name_style));
    }
    self->canvas->frame.x += widest + 12;
    self->canvas->frame.width -= widest + 12;
    for (guint i = 0; i < n; i++) {
        gp_page_write(self->canvas->page, self->canvas->script, &name_style, GP_ALIGN_RIGHT,
                      (GpPoint){self->canvas->frame.x - 12, y_of(self, i)}, names[i], FALSE);
        g_free(names[i]);
    }
}

static void
write_ticks(Drawing *self)
{
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(double));
    double bottom = self->canvas->frame.y + self->canvas->frame.height;

    for (guint i = 0; i <= gp_axis_n_steps(&self->axis); i++) {
        double tick = self->axis.low + i * self->axis.step;
        g_autofree char *label = gp_axis_label(&self->axis, i);

        gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_CENTRE,
                      (GpPoint){x_of(self, tick), bottom + 28}, label, FALSE);
        g_array_append_val(ticks, tick);
    }
    gp_script_array(self->canvas->script, "x_tick", (const double *)(void *)ticks->data,
                    ticks->len);
    gp_script_count(self->canvas->script, "n_x_ticks", ticks->len);
    gp_script_number(self->canvas->script, "x_low", self->axis.low);
    gp_script_number(self->canvas->script, "x_high", self->axis.high);
}

/* Where the shared part begins: it goes on from the role's own where both have one sign. */
static double
start_of_shared(const GpRoleBar *bar)
{
    return (bar->own < 0) == (bar->shared < 0) ? (double)bar->own : 0;
}

static double
right_end(const GpRoleBar *bar)
{
    double parts = MAX((double)bar->own, start_of_shared(bar) + (double)bar->shared);

    return MAX(0, bar->is_parted ? parts : (double)bar->kg_per_wte);
}

static double
left_end(const GpRoleBar *bar)
{
    double parts = MIN((double)bar->own, start_of_shared(bar) + (double)bar->shared);

    return MIN(0, bar->is_parted ? parts : (double)bar->kg_per_wte);
}

/* Rows of from, to, low, high: along the bar, and across it from the bottom of the frame. */
static void
add_box(const Drawing *self, GArray *cells, guint i, double from, double to)
{
    const double middle = self->bars->n_shown - i - 0.5;
    const double row[] = {MIN(from, to), MAX(from, to), middle - BAR_PART / 2,
                          middle + BAR_PART / 2};

    g_array_append_vals(cells, row, G_N_ELEMENTS(row));
}

static void
print_block(Drawing *self, const char *name, const GArray *cells)
{
    gp_script_block(self->canvas->script, name, (const double *)(const void *)cells->data,
                    cells->len / 4, 4);
}

static void
print_bars(Drawing *self)
{
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) shared = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) whole = g_array_new(FALSE, FALSE, sizeof(double));

    for (guint i = 0; i < self->bars->n_shown; i++) {
        const GpRoleBar *bar = gp_role_bar(self->bars, i);
        double start = start_of_shared(bar);

        if (!bar->is_parted) {
            add_box(self, whole, i, 0, (double)bar->kg_per_wte);
            continue;
        }
        if (bar->own != 0)
            add_box(self, own, i, 0, (double)bar->own);
        if (bar->shared != 0)
            add_box(self, shared, i, start, start + (double)bar->shared);
    }
    print_block(self, "own", own);
    print_block(self, "shared", shared);
    print_block(self, "whole", whole);
    gp_script_count(self->canvas->script, "n_rows", self->bars->n_shown);
}

/* Figures at the ends of the bars, behind the mean's line where that would cross them. */
static void
write_figures(Drawing *self)
{
    double mean = x_of(self, (double)self->bars->mean);

    for (guint i = 0; i < self->bars->n_shown; i++) {
        const GpRoleBar *bar = gp_role_bar(self->bars, i);
        g_autofree char *figure = gp_words_number((double)bar->kg_per_wte, 0, FALSE);
        double width = gp_text_pixels(figure, &figure_style);
        double x = x_of(self, right_end(bar)) + 9;

        if (self->bars->has_mean && x - 6 < mean && mean < x + width + 6)
            x = mean + 9;
        gp_canvas_write(self->canvas, &figure_style, x, y_of(self, i), figure);
    }
}

static void
write_mean(Drawing *self)
{
    g_autofree char *kg = gp_words_number((double)self->bars->mean, 0, FALSE);
    g_autofree char *words = g_strdup_printf("The trust's mean: %s", kg);
    double half = gp_text_pixels(words, &mean_style) / 2;
    double x = x_of(self, (double)self->bars->mean);

    gp_script_count(self->canvas->script, "has_mean", self->bars->has_mean ? 1 : 0);
    gp_script_number(self->canvas->script, "mean", (double)self->bars->mean);
    if (!self->bars->has_mean)
        return;
    x = CLAMP(x, GP_SHEET_MARGIN + half, GP_PAGE_WIDTH - GP_SHEET_MARGIN - half);
    gp_page_write(self->canvas->page, self->canvas->script, &mean_style, GP_ALIGN_CENTRE,
                  (GpPoint){x, self->canvas->frame.y - 13}, words, FALSE);
}

/* What the fills mean, on the line of the axis. */
static void
write_key(Drawing *self, double x, double y)
{
    static const char *const words[] = {"what belongs to the role itself",
                                        "its part of what all share", "not told apart"};
    double places[G_N_ELEMENTS(words)];
    guint n = 2;

    for (guint i = 0; i < self->bars->n_shown; i++)
        n = gp_role_bar(self->bars, i)->is_parted ? n : 3;
    for (guint i = 0; i < n; i++) {
        places[i] = x;
        gp_canvas_write(self->canvas, &key_style, x + KEY_SWATCH + 8, y, words[i]);
        x += KEY_SWATCH + 8 + gp_text_pixels(words[i], &key_style) + 34;
    }
    gp_script_array(self->canvas->script, "key_x", places, n);
    gp_script_number(self->canvas->script, "key_y", y);
    gp_script_count(self->canvas->script, "n_keys", n);
}

static void
draw(Drawing *self)
{
    static const char *const axis_words = "kg CO₂e a year for each WTE";
    GpBox *frame = &self->canvas->frame;
    const GpChartUnit kg = {.kg = 1};
    double low = 0, high = (double)self->bars->mean;

    write_key(self, GP_SHEET_MARGIN + gp_text_pixels(axis_words, &tick_style) + 50, frame->y - 32);
    frame->y += MEAN_ROOM;
    frame->height = MIN(frame->height - MEAN_ROOM, MOST_ROW * self->bars->n_shown);
    for (guint i = 0; i < self->bars->n_shown; i++) {
        const GpRoleBar *bar = gp_role_bar(self->bars, i);

        low = MIN(low, left_end(bar));
        high = MAX(high, right_end(bar));
    }
    self->axis = gp_axis_of_unit(&kg, low, high);
    write_names(self);
    write_ticks(self);
    print_bars(self);
    write_figures(self);
    write_mean(self);
}

GpFigure *
gp_figure_of_roles(const GpRolesChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("roles", &chart->subject, error);
    g_autoptr(GpRoleBars) bars = gp_role_bars_new(chart);
    g_autofree char *title = gp_words_roles_title(bars);
    g_autofree char *subtitle = gp_words_roles_subtitle(bars);
    g_autofree char *method = gp_words_roles_method(bars);
    g_autofree char *description = gp_words_roles_description(bars, title, method);
    Drawing drawing = {.bars = bars, .canvas = canvas};

    if (canvas == NULL)
        return NULL;
    canvas->method = g_strdup(method);
    if (bars->n_shown == 0)
        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "There are no roles of which a footprint may be published.");
    gp_canvas_write_sheet(canvas, title, subtitle, "kg CO₂e a year for each WTE", TICK_ROOM,
                          GP_PAGE_WIDTH - GP_SHEET_MARGIN - FIGURE_ROOM);
    draw(&drawing);
    return gp_canvas_finish(canvas, title, description);
}
