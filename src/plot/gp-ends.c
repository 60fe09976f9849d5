/* SPDX-License-Identifier: MIT */
#include "gp-ends-private.h"

#include <math.h>

#define PANEL_ROW 52.0
#define SWATCH_ROOM 24.0
#define GAP 13.0
#define LEADER_FROM 30.0 /* pixels a label has moved */
#define RIGHT (GP_PAGE_WIDTH - 24)
#define STRONG_LINES 2
#define SMALL_LINES 4

static const GpTextStyle small_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle heading_style = {27, TRUE, GP_INK_TEXT};
static const GpTextStyle name_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle figure_style = {20, TRUE, GP_INK_TEXT};

typedef struct {
    GpPoint end;
    double centre, height;
    const GpTextStyle *style;
    char *strong_text, *small_text;
    char **strong, **small; /* the same in lines */
    guint swatch;
    gboolean has_leader;
} End;

struct _GpEnds {
    GArray *labels; /* (element-type End) */
    double left, gap, leader_from;
};

static void
clear_end(gpointer pointer)
{
    End *label = pointer;

    g_free(label->strong_text);
    g_free(label->small_text);
    g_strfreev(label->strong);
    g_strfreev(label->small);
}

GpEnds *
gp_ends_new_at(double left, double gap, double leader_from)
{
    GpEnds *self = g_new0(GpEnds, 1);

    self->labels = g_array_new(FALSE, TRUE, sizeof(End));
    g_array_set_clear_func(self->labels, clear_end);
    self->left = left;
    self->gap = gap;
    self->leader_from = leader_from;
    return self;
}

GpEnds *
gp_ends_new(void)
{
    return gp_ends_new_at(GP_COLUMN_LEFT, GAP, LEADER_FROM);
}

void
gp_ends_free(GpEnds *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->labels);
    g_free(self);
}

static End *
get(const GpEnds *self, guint i)
{
    return &g_array_index(self->labels, End, i);
}

static double
strong_row(const End *label)
{
    return 1.2 * label->style->size;
}

/* How far the middle of the first line is below the top. */
static double
first_line(const End *label)
{
    return label->style->size * 0.75;
}

static int
compare_ends(gconstpointer a, gconstpointer b)
{
    const End *first = a, *second = b;

    return first->end.y < second->end.y ? -1 : first->end.y > second->end.y;
}

static void
wrap(const GpEnds *self, End *label, guint strong_lines, guint small_lines)
{
    double width = RIGHT - self->left - (label->swatch > 0 ? SWATCH_ROOM : 0);

    g_strfreev(label->strong);
    g_strfreev(label->small);
    label->strong = gp_text_wrap(label->strong_text, label->style, width, strong_lines);
    label->small = gp_text_wrap(label->small_text, &small_style, width, small_lines);
    label->height = strong_row(label) * g_strv_length(label->strong) +
                    23 * g_strv_length(label->small) + self->gap;
    label->centre = label->end.y - first_line(label) + label->height / 2;
}

void
gp_ends_add(GpEnds *self,
            GpPoint end,
            const GpTextStyle *style,
            const char *strong,
            const char *small,
            guint swatch,
            gboolean has_leader)
{
    End label = {.end = end, .style = style, .swatch = swatch, .has_leader = has_leader};

    label.strong_text = g_strdup(strong);
    label.small_text = g_strdup(small);
    wrap(self, &label, STRONG_LINES, SMALL_LINES);
    g_array_append_val(self->labels, label);
    g_array_sort(self->labels, compare_ends);
}

static double
summed_height(const GpEnds *self)
{
    double sum = 0;

    for (guint i = 0; i < self->labels->len; i++)
        sum += get(self, i)->height;
    return sum;
}

void
gp_ends_fit(GpEnds *self, double room)
{
    guint strong_lines = STRONG_LINES, small_lines = SMALL_LINES;

    while (summed_height(self) > room && strong_lines + small_lines > 2) {
        *(small_lines > 1 ? &small_lines : &strong_lines) -= 1;
        for (guint i = 0; i < self->labels->len; i++)
            wrap(self, get(self, i), strong_lines, small_lines);
    }
}

double
gp_ends_arrange(GpEnds *self, double top, double bottom, gboolean keep)
{
    guint n = self->labels->len;
    g_autofree double *centres = g_new(double, n + 1), *heights = g_new(double, n + 1);
    double moved = 0;

    for (guint i = 0; i < n; i++) {
        centres[i] = get(self, i)->centre;
        heights[i] = get(self, i)->height;
    }
    gp_page_push_apart(centres, heights, n, top, bottom);
    for (guint i = 0; i < n; i++) {
        moved += fabs(centres[i] - get(self, i)->centre);
        if (keep)
            get(self, i)->centre = centres[i];
    }
    return moved;
}

static void
write_end(GpCanvas *self, const End *label, double left, double y)
{
    double x = left + (label->swatch > 0 ? SWATCH_ROOM : 0);

    for (guint i = 0; label->strong[i] != NULL; i++, y += strong_row(label))
        gp_canvas_write(self, label->style, x, y, label->strong[i]);
    gp_canvas_write_lines(self, &small_style, x, y, label->small);
}

void
gp_canvas_write_ends(GpCanvas *self, const GpEnds *ends)
{
    g_autoptr(GArray) leaders = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) swatches = g_array_new(FALSE, FALSE, sizeof(double));

    for (guint i = 0; i < ends->labels->len; i++) {
        const End *label = get(ends, i);
        double y = label->centre - label->height / 2 + first_line(label);
        double leader[] = {label->end.x, label->end.y, ends->left - 5, y};
        double swatch[] = {ends->left, y, label->swatch};

        write_end(self, label, ends->left, y);
        if (label->has_leader && (fabs(y - label->end.y) >= ends->leader_from || label->swatch > 0))
            g_array_append_vals(leaders, leader, G_N_ELEMENTS(leader));
        if (label->swatch > 0)
            g_array_append_vals(swatches, swatch, G_N_ELEMENTS(swatch));
    }
    gp_script_array(self->script, "leader", (const double *)(void *)leaders->data, leaders->len);
    gp_script_count(self->script, "n_leaders", leaders->len / 4);
    gp_script_array(self->script, "swatch", (const double *)(void *)swatches->data, swatches->len);
    gp_script_count(self->script, "n_swatches", swatches->len / 3);
}

double
gp_panel_height(const GPtrArray *lines)
{
    return 68 + PANEL_ROW * (lines->len / 2);
}

void
gp_canvas_write_panel(
    GpCanvas *self, GpBox box, const char *heading, const GPtrArray *lines, guint edge)
{
    double x = box.x + 24, y = box.y + 30;

    gp_canvas_write(self, &heading_style, x, y, heading);
    y += 40;
    for (guint i = 0; i + 1 < lines->len; i += 2, y += PANEL_ROW) {
        const char *figure = lines->pdata[i + 1];
        GpTextStyle style = figure_style;

        style.size = gp_text_fit(figure, &figure_style, box.width - 36, 13);
        gp_canvas_write(self, &name_style, x, y, lines->pdata[i]);
        gp_canvas_write(self, &style, x, y + 23, figure);
    }
    gp_script_number(self->script, "panel_left", box.x);
    gp_script_number(self->script, "panel_top", box.y);
    gp_script_number(self->script, "panel_width", box.width);
    gp_script_number(self->script, "panel_height", box.height);
    gp_script_count(self->script, "panel_edge", edge);
}

void
gp_canvas_write_column(
    GpCanvas *self, GpEnds *ends, const char *heading, const GPtrArray *lines, guint edge)
{
    double top = self->frame.y, bottom = self->frame.y + self->frame.height + 10;
    GpBox panel = {GP_COLUMN_LEFT, top - 34, GP_COLUMN_WIDTH, gp_panel_height(lines)};
    double below, above;

    gp_ends_fit(ends, bottom - panel.y - panel.height - 10);
    below = gp_ends_arrange(ends, panel.y + panel.height + 10, bottom, FALSE);
    above = gp_ends_arrange(ends, panel.y, bottom - panel.height - 10, FALSE);

    if (above < below) {
        gp_ends_arrange(ends, panel.y, bottom - panel.height - 10, TRUE);
        panel.y = bottom - panel.height;
    } else {
        gp_ends_arrange(ends, panel.y + panel.height + 10, bottom, TRUE);
    }
    gp_canvas_write_ends(self, ends);
    gp_canvas_write_panel(self, panel, heading, lines, edge);
}
