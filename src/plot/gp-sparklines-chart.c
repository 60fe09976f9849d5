/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-gnuplot-private.h"
#include "gp-spark-private.h"

#define LINE_LEFT 440.0
#define LINE_WIDTH 370.0
#define LATEST_LEFT 850.0
#define LATEST_WIDTH 215.0
#define CHANGE_LEFT 1080.0
#define CHANGE_WIDTH 104.0
#define DIFFERENCE_LEFT 1192.0
#define DIFFERENCE_WIDTH 196.0
#define MARK_X 1404.0
#define WORD_LEFT 1422.0
#define WORD_WIDTH (GP_PAGE_WIDTH - WORD_LEFT - 20)
#define NAME_WIDTH (LINE_LEFT - GP_SHEET_MARGIN - 24)
#define HEAD_ROOM 62.0
#define MOST_ROW 130.0
#define LINE_HEIGHT 84.0 /* of the line of a row, at most */
#define LEAST_SIZE 15.0
#define MOST_NAMED 6 /* measures that are not shown */

static const GpTextStyle head_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle name_style = {21, TRUE, GP_INK_TEXT};
static const GpTextStyle figure_style = {21, TRUE, GP_INK_TEXT};
static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle word_style = {18, FALSE, GP_INK_TEXT};

typedef struct {
    const GpSparklinesChart *chart;
    GpCanvas *canvas;
    GpSpark rows[GP_SPARKLINE_ROWS];
    guint n;
    GpMonth last;  /* of all rows; -1: there are no figures */
    double height; /* of a row */
    GArray *line, *dots, *marks, *rules;
} Drawing;

static void
drawing_init(Drawing *self, const GpSparklinesChart *chart, GpCanvas *canvas)
{
    *self = (Drawing){.chart = chart, .canvas = canvas, .last = -1};
    self->n = MIN(chart->n_rows, GP_SPARKLINE_ROWS);
    for (guint i = 0; i < self->n; i++) {
        gp_spark_init(&self->rows[i], &chart->rows[i]);
        self->last = MAX(self->last, self->rows[i].last);
    }
    self->line = g_array_new(FALSE, FALSE, sizeof(double));
    self->dots = g_array_new(FALSE, FALSE, sizeof(double));
    self->marks = g_array_new(FALSE, FALSE, sizeof(double));
    self->rules = g_array_new(FALSE, FALSE, sizeof(double));
}

static void
drawing_clear(Drawing *self)
{
    for (guint i = 0; i < self->n; i++)
        gp_spark_clear(&self->rows[i]);
    g_array_unref(self->line);
    g_array_unref(self->dots);
    g_array_unref(self->marks);
    g_array_unref(self->rules);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drawing, drawing_clear)

/* ---- words ---- */

static char *
title_of_one(const GpSpark *row)
{
    int way = gp_spark_way(row);
    g_autofree char *name = gp_words_title_name(row->name);
    g_autofree char *change = gp_spark_change(row);

    if (row->n_pairs == 0)
        return g_strdup_printf("%s: no figures a year before", name);
    if (way == 0)
        return g_strdup_printf("%s: no change on a year before", name);
    return g_strdup_printf("%s: %s on a year before", name, change);
}

static char *
title_of(const Drawing *self)
{
    const GpSpark *known = NULL;
    g_autofree char *fell = NULL;
    g_autofree char *concern = NULL;
    guint n_known = 0, n_less = 0, n_concern = 0;
    const char *shown = self->chart->n_rows > self->n ? " shown" : "";

    for (guint i = 0; i < self->n; i++) {
        const GpSpark *row = &self->rows[i];

        n_concern += row->of->xmr != NULL && row->of->xmr->variation == GP_XMR_CONCERN ? 1 : 0;
        if (row->n_pairs == 0)
            continue;
        known = row;
        n_known++;
        n_less += gp_spark_way(row) < 0 ? 1 : 0;
    }
    if (self->last < 0)
        return g_strdup("No measures with figures yet");
    if (n_known <= 1)
        return title_of_one(known != NULL ? known : &self->rows[0]);
    fell = n_less == n_known ? g_strdup_printf("All %u measures", n_known)
           : n_less == 0     ? g_strdup_printf("None of %u measures", n_known)
                             : g_strdup_printf("%u of %u measures", n_less, n_known);
    if (n_concern > 0)
        concern = g_strdup_printf("; %u %s concern", n_concern, n_concern == 1 ? "gives" : "give");
    return g_strdup_printf("%s%s fell on a year before%s", fell, shown,
                           concern == NULL ? "" : concern);
}

/* `Northmoor, April 2024 to March 2026` */
static char *
subtitle_of(const Drawing *self)
{
    g_autofree char *trust = gp_picture_text(self->chart->subject.trust_name, 90);
    g_autofree char *first = gp_words_month(MAX(self->last, 0) - GP_SPARK_MONTHS + 1);
    g_autofree char *last = gp_words_month(MAX(self->last, 0));
    const char *what = self->chart->n_rows == 1 ? "One measure" : "Measures by month";

    if (self->last < 0)
        return g_strdup_printf("Measures by month, %s", trust);
    return g_strdup_printf("%s, %s, %s to %s", what, trust, first, last);
}

static char *
method_of(const Drawing *self)
{
    g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *list = NULL;
    GString *out = g_string_new(
        "Each line has a scale of its own, which need not begin at zero; the dot is the latest "
        "month. Change: the latest 12 months against the same months a year before, where both "
        "have figures. Variation: the latest month on an XmR chart (NHS England, Making Data "
        "Count), which looks back over the whole series.");

    for (guint i = self->n; i < self->chart->n_rows; i++)
        g_ptr_array_add(others, gp_picture_text(self->chart->rows[i].name, 60));
    list = gp_words_list_some(others, MOST_NAMED, "more measure", "more measures");
    if (others->len > 0)
        g_string_append_printf(out, " Not shown: %s.", list);
    return g_string_free(out, FALSE);
}

static char *
description_of(const Drawing *self, const char *subtitle)
{
    GString *out = g_string_new(subtitle);

    g_string_append_c(out, '.');
    for (guint i = 0; i < self->n; i++) {
        g_autofree char *sentence = gp_spark_sentence(&self->rows[i]);

        g_string_append_printf(out, " %s", sentence);
    }
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}

/* ---- rows ---- */

static void
write_fitted(
    Drawing *self, const GpTextStyle *style, double x, double y, double width, const char *text)
{
    GpTextStyle fitted = *style;
    g_auto(GStrv) lines = NULL;

    fitted.size = gp_text_fit(text, style, width, LEAST_SIZE);
    lines = gp_text_wrap(text, &fitted, width, 1);
    gp_canvas_write_lines(self->canvas, &fitted, x, y, lines);
}

/* One line, or two smaller ones around a middle. */
static void
write_block(Drawing *self,
            const GpTextStyle *style,
            double x,
            double middle,
            double width,
            const char *text)
{
    GpTextStyle fitted = *style;
    g_auto(GStrv) lines = NULL;

    fitted.size = gp_text_fit(text, style, width, LEAST_SIZE);
    lines = gp_text_wrap(text, &fitted, width, 2);
    gp_canvas_write_lines(self->canvas, &fitted, x,
                          middle - (g_strv_length(lines) - 1) * 0.65 * fitted.size, lines);
}

/* The latest figure, and its month where that is not the latest of all. */
static void
write_latest(Drawing *self, const GpSpark *row, double middle)
{
    g_autofree char *latest = gp_spark_latest(row);
    g_autofree char *month = NULL;
    gboolean is_late = row->last >= 0 && row->last < self->last;

    write_fitted(self, &figure_style, LATEST_LEFT, middle - (is_late ? 10 : 0), LATEST_WIDTH,
                 latest);
    if (!is_late)
        return;
    month = gp_words_month(row->last);
    gp_canvas_write(self->canvas, &small_style, LATEST_LEFT, middle + 12, month);
}

static void
write_change(Drawing *self, const GpSpark *row, double middle)
{
    g_autofree char *change = gp_spark_change(row);
    g_autofree char *difference = gp_spark_difference(row);
    double width =
        *difference == '\0' ? DIFFERENCE_LEFT + DIFFERENCE_WIDTH - CHANGE_LEFT : CHANGE_WIDTH;

    if (row->last < 0)
        return;
    write_fitted(self, row->n_pairs == 0 ? &small_style : &figure_style, CHANGE_LEFT, middle, width,
                 change);
    write_block(self, &small_style, DIFFERENCE_LEFT, middle, DIFFERENCE_WIDTH, difference);
}

static double
month_x(const Drawing *self, GpMonth month)
{
    return LINE_LEFT + 6 +
           (month - self->last + GP_SPARK_MONTHS - 1) * (LINE_WIDTH - 12) / (GP_SPARK_MONTHS - 1);
}

/* The months of a row as places on the page; a month without a figure breaks the line, and one
 * alone between two such gets a dot. */
static void
add_line(Drawing *self, const GpSpark *row, double middle)
{
    double half = MIN(self->height - 16, LINE_HEIGHT) / 2, low = INFINITY, high = -INFINITY;
    double end[] = {NAN, NAN};
    GpMonth first = self->last - GP_SPARK_MONTHS + 1;

    for (GpMonth month = first; month <= self->last; month++) {
        double value = gp_spark_value(row, month);

        low = isfinite(value) ? MIN(low, value) : low;
        high = isfinite(value) ? MAX(high, value) : high;
    }
    for (GpMonth month = first; month <= self->last; month++) {
        double value = gp_spark_value(row, month);
        double up = high > low ? (value - low) / (high - low) : 0.5;
        double at[] = {month_x(self, month), middle + half - 2 * half * up};
        gboolean is_alone =
            !isfinite(gp_spark_value(row, month - 1)) && !isfinite(gp_spark_value(row, month + 1));

        g_array_append_vals(self->line, isfinite(value) ? at : end, 2);
        if (isfinite(value) && (is_alone || month == row->last))
            g_array_append_vals(self->dots, at, 2);
    }
    g_array_append_vals(self->line, end, 2);
}

static void
write_variation(Drawing *self, const GpSpark *row, double middle)
{
    const GpXmr *xmr = row->of->xmr;
    const char *words = gp_spark_variation(row);

    if (xmr != NULL && words == gp_words_variation_icon(xmr->variation)) {
        double mark[] = {MARK_X, middle, xmr->variation, gp_xmr_point(xmr, xmr->last)->sign};

        g_array_append_vals(self->marks, mark, 4);
    }
    write_block(self, &word_style, WORD_LEFT, middle, WORD_WIDTH, words);
}

static void
write_row(Drawing *self, const GpSpark *row, double middle)
{
    double rule = middle + self->height / 2;

    write_block(self, &name_style, GP_SHEET_MARGIN, middle, NAME_WIDTH, row->name);
    add_line(self, row, middle);
    write_latest(self, row, middle);
    write_change(self, row, middle);
    write_variation(self, row, middle);
    g_array_append_val(self->rules, rule);
}

static void
write_head(Drawing *self)
{
    const GpBox *frame = &self->canvas->frame;
    double y = frame->y + 14, rule = frame->y + HEAD_ROOM - 8;
    g_autofree char *last = gp_words_month(self->last);
    g_autofree char *months = g_strdup_printf("%d months to %s", GP_SPARK_MONTHS, last);

    gp_canvas_write(self->canvas, &head_style, GP_SHEET_MARGIN, y + 12, "Measure");
    gp_canvas_write(self->canvas, &head_style, LINE_LEFT, y + 12, months);
    gp_canvas_write(self->canvas, &head_style, LATEST_LEFT, y + 12, last);
    gp_canvas_write(self->canvas, &head_style, CHANGE_LEFT, y, "The last 12 months against");
    gp_canvas_write(self->canvas, &head_style, CHANGE_LEFT, y + 23, "the 12 months before");
    gp_canvas_write(self->canvas, &head_style, WORD_LEFT, y + 12, "Variation");
    g_array_append_val(self->rules, rule);
}

static void
print(const Drawing *self)
{
    GpScript *script = self->canvas->script;

    gp_script_block(script, "sparks", (const double *)(const void *)self->line->data,
                    self->line->len / 2, 2);
    gp_script_block(script, "dots", (const double *)(const void *)self->dots->data,
                    self->dots->len / 2, 2);
    gp_script_block(script, "marks", (const double *)(const void *)self->marks->data,
                    self->marks->len / 4, 4);
    gp_script_array(script, "rules", (const double *)(const void *)self->rules->data,
                    self->rules->len);
    gp_script_count(script, "n_rules", self->rules->len);
}

static void
draw(Drawing *self, const char *title, const char *subtitle)
{
    const GpBox *frame = &self->canvas->frame;

    self->canvas->method = method_of(self);
    gp_canvas_write_sheet(self->canvas, title, subtitle, NULL, 16, GP_PAGE_WIDTH - GP_SHEET_MARGIN);
    self->height = MIN((frame->height - HEAD_ROOM) / self->n, MOST_ROW);
    write_head(self);
    for (guint i = 0; i < self->n; i++)
        write_row(self, &self->rows[i], frame->y + HEAD_ROOM - 8 + (i + 0.5) * self->height);
    print(self);
}

GpFigure *
gp_figure_of_sparklines(const GpSparklinesChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("sparklines", &chart->subject, error);
    g_auto(Drawing) drawing;
    g_autofree char *title = NULL;
    g_autofree char *subtitle = NULL;
    g_autofree char *description = NULL;

    drawing_init(&drawing, chart, canvas);
    if (canvas == NULL)
        return NULL;
    title = title_of(&drawing);
    subtitle = subtitle_of(&drawing);
    if (drawing.last < 0)
        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "No measure has a figure of any month yet.");
    draw(&drawing, title, subtitle);
    description = description_of(&drawing, subtitle);
    return gp_canvas_finish(canvas, title, description);
}
