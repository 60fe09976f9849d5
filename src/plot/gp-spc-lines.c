/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-spc-chart-private.h"

#define MAX_CAUSES 8          /* told in words among the lines: the latest */
#define CAUSE_REACH 60.0      /* pixels from the points to the words about them */
#define CAUSE_WIDTH 320.0     /* pixels */
#define BREAK_MIN_WIDTH 150.0 /* less is not worth a label */
#define BREAK_MAX_WIDTH 330.0
#define BREAK_LINES 3
#define ROOMY 90.0      /* points: more are drawn smaller */
#define LABEL_ROOM 26.0 /* between two labels of the time axis */

static const GpTextStyle tick_style = {21, FALSE, GP_INK_QUIET};
static const GpTextStyle break_style = {18, FALSE, GP_INK_TEXT};

static double
break_at(const GpSpcDrawing *self, guint segment)
{
    guint first = gp_xmr_segment(self->xmr, segment)->first;

    return (gp_spc_position(self, first) + gp_spc_position(self, first - 1)) / 2;
}

/* Before the frame is known: it is never narrower than this. */
#define FRAME_AT_LEAST 1150.0

/* Pixels right of a break; of the last one rather half of those left of it, if these are more. */
static double
room_beside(const GpSpcDrawing *self, guint i)
{
    double pixels = FRAME_AT_LEAST / (self->x_high - self->x_low), at = break_at(self, i);
    gboolean is_last = i + 1 == self->xmr->segments->len;
    double before = i == 1 ? self->x_low : break_at(self, i - 1);
    double after = is_last ? self->x_high : break_at(self, i + 1);

    return pixels * MAX(after - at, is_last ? (at - before) / 2 : 0);
}

gboolean
gp_spc_has_break_labels(const GpSpcDrawing *self)
{
    for (guint i = 1; i < self->xmr->segments->len; i++) {
        if (room_beside(self, i) < BREAK_MIN_WIDTH + 24)
            return FALSE;
    }
    return TRUE;
}

double
gp_spc_break_room(const GpSpcDrawing *self)
{
    return self->xmr->segments->len > 1 && gp_spc_has_break_labels(self)
               ? BREAK_LINES * 1.3 * break_style.size + 12
               : 0;
}

/* ---- the time axis ---- */

typedef struct {
    GArray *ticks;   /* (element-type double) */
    double label_to; /* where the label before ends */
    int year;        /* that was written last */
} TimeAxis;

static void
write_tick(GpSpcDrawing *self, TimeAxis *axis, double position, const char *name, int year)
{
    double x = gp_spc_point(self, position, 0).x;
    double y = self->canvas->frame.y + self->canvas->frame.height + 30;
    g_autofree char *year_text = g_strdup_printf("%d", year);
    double half =
        MAX(gp_text_pixels(name, &tick_style), gp_text_pixels(year_text, &tick_style)) / 2;

    if (x - half < axis->label_to || x + half > GP_PAGE_WIDTH)
        return;
    g_array_append_val(axis->ticks, position);
    gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_CENTRE,
                  (GpPoint){x, y}, name, FALSE);
    if (year != axis->year)
        gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_CENTRE,
                      (GpPoint){x, y + 26}, year_text, FALSE);
    axis->label_to = x + half + LABEL_ROOM / 2;
    axis->year = year;
}

/* A tick every so many months, in step with January. */
static void
write_months(GpSpcDrawing *self, TimeAxis *axis, GpMonth first, GpMonth last)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
    double room = gp_text_pixels("2026", &tick_style) + LABEL_ROOM;
    double width = (gp_spc_point(self, 1, 0).x - gp_spc_point(self, 0, 0).x) *
                   (self->series->by_month ? 1 : 30);
    guint k = 0;

    while (k + 1 < G_N_ELEMENTS(steps) && width * steps[k] < room)
        k++;
    for (GpMonth month = first; month <= last; month++) {
        g_autofree char *name = gp_words_month_alone(month);
        double position = self->series->by_month ? month : gp_month_first_day(month);

        if (month % steps[k] == 0 && position > self->x_low)
            write_tick(self, axis, position, name, gp_month_calendar_year(month));
    }
}

/* A tick every so many days. */
static void
write_days(GpSpcDrawing *self, TimeAxis *axis, GpDay first, GpDay last)
{
    double day_width = gp_spc_point(self, 1, 0).x - gp_spc_point(self, 0, 0).x;
    double room = gp_text_pixels("28 Mmm", &tick_style) + LABEL_ROOM;
    int step = MAX(1, (int)ceil(room / day_width));

    step = step > 2 ? (step + 6) / 7 * 7 : step;
    for (GpDay day = first; day <= last; day += step) {
        int year, month, date;
        g_autofree char *month_name = gp_words_month_alone(gp_month_of_day(day));
        g_autofree char *name = NULL;

        gp_day_to_civil(day, &year, &month, &date);
        name = g_strdup_printf("%d %s", date, month_name);
        write_tick(self, axis, day, name, year);
    }
}

void
gp_spc_write_time_axis(GpSpcDrawing *self)
{
    guint n = self->series->points->len;
    TimeAxis axis = {g_array_new(FALSE, FALSE, sizeof(double)), 0, 0};

    if (n > 0) {
        GpDay first = gp_series_point(self->series, 0)->day;
        GpDay last = gp_series_point(self->series, n - 1)->day;

        if (!self->series->by_month && last - first < 92)
            write_days(self, &axis, first, last);
        else
            write_months(self, &axis, gp_month_of_day(first), gp_month_of_day(last));
    }
    gp_script_array(self->canvas->script, "x_tick", (const double *)(void *)axis.ticks->data,
                    axis.ticks->len);
    gp_script_count(self->canvas->script, "n_x_ticks", axis.ticks->len);
    gp_script_number(self->canvas->script, "x_low", self->x_low);
    gp_script_number(self->canvas->script, "x_high", self->x_high);
    g_array_unref(axis.ticks);
}

/* ---- lines and points ---- */

static void
add_level(const GpSpcDrawing *self, GArray *cells, double position, const double *levels)
{
    g_array_append_val(cells, position);
    for (guint i = 0; i < 3; i++) {
        double level = levels[i] / self->unit.unit.kg;

        g_array_append_val(cells, level);
    }
}

/* Mean and limits of each stretch; a row of nothing parts it from the next. */
static void
print_limits(GpSpcDrawing *self)
{
    static const double nothing[3] = {NAN, NAN, NAN};
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));

    for (guint i = 0; i < self->xmr->segments->len; i++) {
        const GpXmrSegment *segment = gp_xmr_segment(self->xmr, i);
        double levels[3] = {NAN, NAN, NAN};
        double from, to;

        if (segment->n == 0 || segment->n_based == 0)
            continue;
        levels[0] = gp_spc_level(segment->mean);
        if (segment->has_limits) {
            levels[1] = gp_spc_level(segment->lower);
            levels[2] = gp_spc_level(segment->upper);
        }
        from = gp_spc_position(self, segment->first) - 0.3 * self->step;
        to = gp_spc_position(self, segment->first + segment->n - 1) + 0.3 * self->step;
        add_level(self, cells, from, levels);
        add_level(self, cells, to, levels);
        add_level(self, cells, to, nothing);
        for (guint k = 0; k < 3; k++)
            if (isfinite(levels[k]))
                gp_page_keep_line(self->canvas->page, gp_spc_point(self, from, levels[k]),
                                  gp_spc_point(self, to, levels[k]), 1);
    }
    gp_script_block(self->canvas->script, "limits", (const double *)(const void *)cells->data,
                    cells->len / 4, 4);
}

static void
print_target(GpSpcDrawing *self)
{
    double value = self->xmr->has_target ? gp_spc_target(self->xmr) : NAN;

    gp_script_number(self->canvas->script, "target", value / self->unit.unit.kg);
    gp_script_count(self->canvas->script, "has_target", self->xmr->has_target ? 1 : 0);
    if (self->xmr->has_target)
        gp_page_keep_line(self->canvas->page, gp_spc_point(self, self->x_low, value),
                          gp_spc_point(self, self->x_high, value), 1);
}

/* Position, value, type and sign of every point; the line breaks where one has no value and where
 * the limits are new. */
static void
print_points(GpSpcDrawing *self)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));
    GpPoint before = {NAN, NAN};

    for (guint i = 0; i < self->series->points->len; i++) {
        const GpXmrPoint *mark = gp_xmr_point(self->xmr, i);
        double position = gp_spc_position(self, i), value = gp_series_value(self->series, i);
        double row[] = {position, value / self->unit.unit.kg, mark->type, mark->sign};
        double gap[] = {position, NAN, 0, 0};
        gboolean is_new = i > 0 && mark->segment != gp_xmr_point(self->xmr, i - 1)->segment;
        GpPoint at = gp_spc_point(self, position, value);

        if (is_new)
            g_array_append_vals(cells, gap, G_N_ELEMENTS(gap));
        g_array_append_vals(cells, row, G_N_ELEMENTS(row));
        if (isfinite(value)) {
            gp_page_keep_box(self->canvas->page, (GpBox){at.x - 7, at.y - 7, 14, 14});
            if (isfinite(before.x) && !is_new)
                gp_page_keep_line(self->canvas->page, before, at, 1);
        }
        before = isfinite(value) ? at : (GpPoint){NAN, NAN};
    }
    gp_script_number(self->canvas->script, "point_scale",
                     CLAMP(ROOMY / MAX(self->series->points->len, 1), 0.5, 1));
    gp_script_block(self->canvas->script, "points", (const double *)(const void *)cells->data,
                    cells->len / 4, 4);
}

static void
print_no_data(GpSpcDrawing *self)
{
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(double));
    guint n = self->series->points->len;

    for (guint i = 0; i < n; i++) {
        double from = gp_spc_position(self, i) - 0.5 * self->step, to;

        if (gp_series_point(self->series, i)->has_value)
            continue;
        while (i + 1 < n && !gp_series_point(self->series, i + 1)->has_value)
            i++;
        to = gp_spc_position(self, i) + 0.5 * self->step;
        g_array_append_val(edges, from);
        g_array_append_val(edges, to);
        gp_canvas_write_no_data(self->canvas, gp_spc_point(self, from, 0).x,
                                gp_spc_point(self, to, 0).x);
    }
    gp_script_array(self->canvas->script, "no_data", (const double *)(const void *)edges->data,
                    edges->len);
    gp_script_count(self->canvas->script, "n_no_data", edges->len / 2);
}

/* ---- where the limits are new, and why ---- */

/* Right of its line, up to the next one; left of it where there is more room. */
static void
write_break(GpSpcDrawing *self, guint i, double *used_to)
{
    const GpBox *frame = &self->canvas->frame;
    double x = gp_spc_point(self, break_at(self, i), 0).x;
    double next = i + 1 < self->xmr->segments->len ? gp_spc_point(self, break_at(self, i + 1), 0).x
                                                   : frame->x + frame->width;
    g_autofree char *words = gp_spc_break_words(self, gp_xmr_segment(self->xmr, i));
    gboolean is_left = next - x < x - *used_to && next - x < BREAK_MAX_WIDTH;
    double room = MIN(is_left ? x - *used_to - 20 : next - x - 20, BREAK_MAX_WIDTH);
    g_auto(GStrv) lines = NULL;
    double y = frame->y + 12;

    *used_to = is_left ? x : x + room + 20;
    lines = gp_text_wrap(words, &break_style, room, BREAK_LINES);
    for (guint k = 0; lines[k] != NULL; k++, y += 1.3 * break_style.size)
        gp_page_write(self->canvas->page, self->canvas->script, &break_style,
                      is_left ? GP_ALIGN_RIGHT : GP_ALIGN_LEFT,
                      (GpPoint){is_left ? x - 10 : x + 10, y}, lines[k], FALSE);
    gp_page_keep_box(self->canvas->page,
                     (GpBox){is_left ? x - 10 - room : x + 10, frame->y, room, y - frame->y});
}

static void
print_breaks(GpSpcDrawing *self)
{
    g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(double));
    gboolean has_labels = gp_spc_has_break_labels(self);
    double used_to = self->canvas->frame.x;

    for (guint i = 1; i < self->xmr->segments->len; i++) {
        double at = break_at(self, i);

        g_array_append_val(positions, at);
        gp_page_keep_line(self->canvas->page,
                          gp_spc_point(self, at, self->axis.low * self->unit.unit.kg),
                          gp_spc_point(self, at, self->axis.high * self->unit.unit.kg), 1);
        if (has_labels)
            write_break(self, i, &used_to);
    }
    gp_script_array(self->canvas->script, "breaks", (const double *)(const void *)positions->data,
                    positions->len);
    gp_script_count(self->canvas->script, "n_breaks", positions->len);
}

/* ---- special causes in words, where there is room ---- */

static double
distance(const GpBox *box, GpPoint at)
{
    double x = MAX(MAX(box->x - at.x, at.x - box->x - box->width), 0);
    double y = MAX(MAX(box->y - at.y, at.y - box->y - box->height), 0);

    return hypot(x, y);
}

/* A clear place close to one of the points. */
static gboolean
find_place(const GpSpcDrawing *self,
           const GpPoint *points,
           guint n,
           double width,
           double height,
           GpBox *out_box)
{
    double least = INFINITY;

    if (!gp_page_place_clear(self->canvas->page, self->canvas->frame, points, n, width, height,
                             out_box))
        return FALSE;
    for (guint i = 0; i < n; i++)
        least = MIN(least, distance(out_box, points[i]));
    return least < CAUSE_REACH;
}

static void
write_cause(GpSpcDrawing *self, const GpSpcCause *cause)
{
    GpTextStyle style = {19, FALSE, gp_spc_ink(cause->type)};
    g_autofree char *words = gp_spc_cause_words(self, cause);
    g_auto(GStrv) lines = gp_text_wrap(words, &style, CAUSE_WIDTH, 2);
    guint n = cause->last - cause->first + 1, n_anchors = 0;
    g_autofree GpPoint *anchors = g_new(GpPoint, n);
    double width = 0, height = 1.25 * style.size * g_strv_length(lines);
    GpBox box;

    for (guint i = 0; lines[i] != NULL; i++)
        width = MAX(width, gp_text_pixels(lines[i], &style));
    for (guint i = 0; i < n; i++) {
        guint at = cause->first + (n / 2 + i) % n;
        double value = gp_series_value(self->series, at);

        if (isfinite(value))
            anchors[n_anchors++] = gp_spc_point(self, gp_spc_position(self, at), value);
    }
    if (!find_place(self, anchors, n_anchors, width, height, &box))
        return;
    for (guint i = 0; lines[i] != NULL; i++)
        gp_page_write(self->canvas->page, self->canvas->script, &style, GP_ALIGN_CENTRE,
                      (GpPoint){box.x + width / 2, box.y + (i + 0.5) * 1.25 * style.size}, lines[i],
                      FALSE);
    gp_page_keep_box(self->canvas->page, box);
}

void
gp_spc_write_lines(GpSpcDrawing *self)
{
    g_autoptr(GArray) causes = gp_spc_causes(self->xmr);
    guint from = causes->len > MAX_CAUSES ? causes->len - MAX_CAUSES : 0;

    print_limits(self);
    print_target(self);
    print_points(self);
    print_breaks(self);
    print_no_data(self);
    for (guint i = causes->len; i-- > from;)
        write_cause(self, &g_array_index(causes, GpSpcCause, i));
}
