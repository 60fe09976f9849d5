/* SPDX-License-Identifier: MIT */
#include "gp-canvas-private.h"

#include <math.h>

#define LEAST_KG 1.0 /* that an axis spans */
#define AXIS_STEPS 7
#define ZERO_IS_NEAR 0.4 /* of the top: an axis begins at zero rather than here */
#define LEAST_TITLE 30
#define TITLE_NAME_WIDTH 640.0 /* in the smallest type of a title */

static const GpTextStyle title_style = {41, TRUE, GP_INK_TEXT};
static const GpTextStyle subtitle_style = {24, FALSE, GP_INK_QUIET};
static const GpTextStyle axis_style = {21, FALSE, GP_INK_QUIET};
static const GpTextStyle foot_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle note_style = {18, TRUE, GP_INK_TEXT};

GpCanvas *
gp_canvas_new(const char *name, const GpChartSubject *subject, GError **error)
{
    GpScript *script = gp_script_new(error);
    GpCanvas *self;

    if (script == NULL)
        return NULL;
    self = g_new0(GpCanvas, 1);
    self->name = name;
    self->subject = subject;
    self->script = script;
    self->page = gp_page_new();
    self->head_width = GP_SHEET_WIDTH;
    return self;
}

void
gp_canvas_free(GpCanvas *self)
{
    if (self == NULL)
        return;
    gp_script_free(self->script);
    gp_page_free(self->page);
    g_free(self->method);
    g_free(self);
}

void
gp_canvas_write(GpCanvas *self, const GpTextStyle *style, double x, double y, const char *text)
{
    gp_page_write(self->page, self->script, style, GP_ALIGN_LEFT, (GpPoint){x, y}, text, FALSE);
}

void
gp_canvas_write_centred(GpCanvas *self, const GpTextStyle *style, GpBox box, const char *text)
{
    GpPoint at = {box.x + box.width / 2, box.y + box.height / 2};

    gp_page_write(self->page, self->script, style, GP_ALIGN_CENTRE, at, text, FALSE);
    gp_page_keep_box(self->page, box);
}

void
gp_canvas_place(
    GpCanvas *self, const GpTextStyle *style, const char *text, const GpPoint *anchors, guint n)
{
    GpBox box;

    if (gp_page_place(self->page, self->frame, anchors, n, gp_text_pixels(text, style), style->size,
                      &box))
        gp_canvas_write_centred(self, style, box, text);
}

void
gp_canvas_write_no_data(GpCanvas *self, double left, double right)
{
    double width = gp_text_pixels("No data", &foot_style);
    gboolean is_upright = right - left < width + 12;
    double bottom = self->frame.y + self->frame.height;
    GpPoint at = {(left + right) / 2, bottom - (is_upright ? 16 + width / 2 : 20)};
    double half_x = is_upright ? 10 : width / 2, half_y = is_upright ? width / 2 : 10;

    if (right - left < foot_style.size)
        return;
    gp_page_write(self->page, self->script, &foot_style, GP_ALIGN_CENTRE, at, "No data",
                  is_upright);
    gp_page_keep_box(self->page, (GpBox){at.x - half_x, at.y - half_y, 2 * half_x, 2 * half_y});
}

double
gp_canvas_write_lines(GpCanvas *self, const GpTextStyle *style, double x, double y, char **lines)
{
    for (guint i = 0; lines[i] != NULL; i++, y += 1.3 * style->size)
        gp_canvas_write(self, style, x, y, lines[i]);
    return y;
}

/* In one line or two; the two are about as long as one another. */
static char **
title_lines(const char *title, const GpTextStyle *style, double width)
{
    double pixels = gp_text_pixels(title, style);
    char **lines;

    for (double tried = MAX(pixels / 2, 1); pixels > width && tried < width; tried += 20) {
        lines = gp_text_wrap(title, style, tried, 3);
        if (g_strv_length(lines) <= 2)
            return lines;
        g_strfreev(lines);
    }
    return gp_text_wrap(title, style, width, 2);
}

char *
gp_words_title_name(const char *name)
{
    g_autofree char *shown = gp_picture_text(name, GP_TEXT_CHARACTERS);
    GpTextStyle style = title_style;
    g_auto(GStrv) lines = NULL;

    style.size = LEAST_TITLE;
    lines = gp_text_wrap(shown, &style, TITLE_NAME_WIDTH, 1);
    return g_strdup(lines[0] == NULL ? "" : lines[0]);
}

static double
write_head(GpCanvas *self, const char *title, const char *subtitle)
{
    g_autofree char *shown_title = gp_picture_text(title, 300);
    g_autofree char *shown = gp_picture_text(subtitle, 600);
    GpTextStyle head = title_style, sub = subtitle_style;
    g_auto(GStrv) titles = NULL;
    g_auto(GStrv) lines = NULL;
    double y;

    head.size = gp_text_fit(shown_title, &title_style, self->head_width, LEAST_TITLE);
    titles = title_lines(shown_title, &head, self->head_width);
    y = gp_canvas_write_lines(self, &head, GP_SHEET_MARGIN, 46, titles);
    sub.size = gp_text_fit(shown, &subtitle_style, self->head_width, 20);
    lines = gp_text_wrap(shown, &sub, self->head_width, 3);
    return gp_canvas_write_lines(self, &sub, GP_SHEET_MARGIN, MAX(101, y + 4), lines) + 20;
}

static char **
source_lines(const GpCanvas *self)
{
    const char *source = self->subject->source_line;
    g_autofree char *whole =
        g_strconcat(g_str_has_prefix(source, "Source") ? "" : "Source: ", source, NULL);
    g_autofree char *shown = gp_picture_text(whole, 800);

    return gp_text_wrap(shown, &foot_style, GP_SHEET_WIDTH, 3);
}

/* Returns how much of the page it takes at the bottom. */
static double
write_foot(GpCanvas *self)
{
    const char *data_note = self->subject->data_note;
    g_autofree char *note = data_note == NULL ? g_strdup("") : gp_picture_text(data_note, 400);
    g_autofree char *method =
        self->method == NULL ? g_strdup("") : gp_picture_text(self->method, 800);
    g_auto(GStrv) note_lines = gp_text_wrap(note, &note_style, GP_SHEET_WIDTH, 2);
    g_auto(GStrv) method_lines = gp_text_wrap(method, &foot_style, GP_SHEET_WIDTH, 4);
    g_auto(GStrv) lines = source_lines(self);
    guint n = g_strv_length(note_lines) + g_strv_length(method_lines) + g_strv_length(lines);
    double height = 1.3 * foot_style.size * n;
    double y = GP_PAGE_HEIGHT - 14 - height + foot_style.size * 0.65;

    y = gp_canvas_write_lines(self, &note_style, GP_SHEET_MARGIN, y, note_lines);
    y = gp_canvas_write_lines(self, &foot_style, GP_SHEET_MARGIN, y, method_lines);
    gp_canvas_write_lines(self, &foot_style, GP_SHEET_MARGIN, y, lines);
    return height + 14;
}

void
gp_canvas_write_sheet(GpCanvas *self,
                      const char *title,
                      const char *subtitle,
                      const char *axis,
                      double below,
                      double right)
{
    double top = write_head(self, title, subtitle);
    double foot = write_foot(self);

    if (axis != NULL) {
        gp_canvas_write(self, &axis_style, GP_SHEET_MARGIN, top, axis);
        top += 32;
    }
    self->frame.y = top;
    self->frame.height = GP_PAGE_HEIGHT - foot - below - self->frame.y;
    self->frame.x = GP_SHEET_MARGIN;
    self->frame.width = right - GP_SHEET_MARGIN;
}

double
gp_axis_step(double range, guint n)
{
    double raw = range / n;
    double power = pow(10, floor(log10(raw)));
    double first = raw / power;

    return power * (first <= 1.2 ? 1 : first <= 2.4 ? 2 : first <= 6 ? 5 : 10);
}

GpAxis
gp_axis_of_unit(const GpChartUnit *unit, double low_kg, double high_kg)
{
    GpAxis self = {.unit = *unit};
    double low = MIN(low_kg, 0), high = MAX(MAX(high_kg, 0), low + LEAST_KG);

    self.step = gp_axis_step((high - low) / unit->kg, AXIS_STEPS);
    self.low = self.step * floor(low / unit->kg / self.step + 1e-9);
    self.high = self.step * ceil(high / unit->kg / self.step - 1e-9);
    return self;
}

GpAxis
gp_axis_of_kg(double low_kg, double high_kg)
{
    GpChartUnit unit = gp_chart_unit(MAX(high_kg, -low_kg));

    return gp_axis_of_unit(&unit, low_kg, high_kg);
}

GpAxis
gp_axis_of_range(const GpChartUnit *unit, double low, double high)
{
    GpAxis self = {.unit = *unit};
    double room = high > low ? 0 : MAX(fabs(low) / 10, unit->kg);

    low -= room;
    high += room;
    if (low >= 0 && low < ZERO_IS_NEAR * high)
        low = 0;
    self.step = gp_axis_step((high - low) / unit->kg, AXIS_STEPS);
    self.low = self.step * floor(low / unit->kg / self.step + 1e-9);
    self.high = self.step * ceil(high / unit->kg / self.step - 1e-9);
    return self;
}

double
gp_canvas_y(const GpCanvas *self, const GpAxis *axis, double kg)
{
    double up = (kg / axis->unit.kg - axis->low) / (axis->high - axis->low);

    return self->frame.y + (1 - up) * self->frame.height;
}

char *
gp_axis_label(const GpAxis *self, guint i)
{
    int places = MAX(0, (int)-floor(log10(self->step) + 1e-9));
    double value = self->low + i * self->step;

    return gp_words_number(value, fabs(value) < self->step / 2 ? 0 : places, FALSE);
}

guint
gp_axis_n_steps(const GpAxis *self)
{
    return (guint)lround((self->high - self->low) / self->step);
}

void
gp_canvas_write_axis(GpCanvas *self, const GpAxis *axis)
{
    guint n = gp_axis_n_steps(axis);
    double widest = 0;

    for (guint i = 0; i <= n; i++) {
        g_autofree char *label = gp_axis_label(axis, i);

        widest = MAX(widest, gp_text_pixels(label, &axis_style));
    }
    self->frame.x += widest + 14;
    self->frame.width -= widest + 14;
    for (guint i = 0; i <= n; i++) {
        g_autofree char *label = gp_axis_label(axis, i);
        double kg = (axis->low + i * axis->step) * axis->unit.kg;
        GpPoint at = {self->frame.x - 14, gp_canvas_y(self, axis, kg)};

        gp_page_write(self->page, self->script, &axis_style, GP_ALIGN_RIGHT, at, label, FALSE);
    }
    gp_script_number(self->script, "y_low", axis->low);
    gp_script_number(self->script, "y_high", axis->high);
    gp_script_number(self->script, "y_step", axis->step);
}

GpFigure *
gp_canvas_finish(GpCanvas *self, const char *title, const char *description)
{
    gp_script_number(self->script, "frame_left", self->frame.x);
    gp_script_number(self->script, "frame_right", self->frame.x + self->frame.width);
    gp_script_number(self->script, "frame_top", self->frame.y);
    gp_script_number(self->script, "frame_bottom", self->frame.y + self->frame.height);
    gp_page_print(self->page, self->script);
    return gp_figure_new(self->name, title, description, g_steal_pointer(&self->script));
}

GpFigure *
gp_canvas_finish_empty(GpCanvas *self, const char *title, const char *subtitle, const char *why)
{
    g_autofree char *description = g_strdup_printf("%s. %s", subtitle, why);
    GpPoint middle = {GP_PAGE_WIDTH / 2, 0};

    gp_canvas_write_sheet(self, title, subtitle, NULL, 0, GP_PAGE_WIDTH - GP_SHEET_MARGIN);
    middle.y = self->frame.y + self->frame.height / 2;
    gp_page_write(self->page, self->script, &subtitle_style, GP_ALIGN_CENTRE, middle, why, FALSE);
    gp_script_count(self->script, "is_empty", 1);
    return gp_canvas_finish(self, title, description);
}
