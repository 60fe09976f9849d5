/* SPDX-License-Identifier: MIT */
#include "gp-page-private.h"

#include <math.h>
#include <string.h>

/* Room that a label keeps to whatever is drawn. */
#define CLEARANCE 5.0

#define FIRST_OTHER_FONT 0x0590 /* Liberation Sans has Latin, Greek and Cyrillic */

/* The columns of a label, each an array of the script. */
static const char *const columns[] = {
    "label_x",   "label_y",     "label_size", "label_is_bold",
    "label_ink", "label_align", "label_turn", "label_text",
};

typedef struct {
    double cells[G_N_ELEMENTS(columns)];
} Label;

typedef struct {
    GpPoint from, to;
    double weight;
} Line;

struct _GpPage {
    GArray *labels; /* (element-type Label) */
    GArray *lines;  /* (element-type Line) */
    GArray *boxes;  /* (element-type GpBox) */
};

GpPage *
gp_page_new(void)
{
    GpPage *self = g_new0(GpPage, 1);

    self->labels = g_array_new(FALSE, FALSE, sizeof(Label));
    self->lines = g_array_new(FALSE, FALSE, sizeof(Line));
    self->boxes = g_array_new(FALSE, FALSE, sizeof(GpBox));
    return self;
}

void
gp_page_free(GpPage *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->labels);
    g_array_unref(self->lines);
    g_array_unref(self->boxes);
    g_free(self);
}

void
gp_page_write(GpPage *self,
              GpScript *script,
              const GpTextStyle *style,
              GpAlign align,
              GpPoint at,
              const char *text,
              gboolean is_upright)
{
    Label label = {{at.x, at.y, style->size, style->is_bold, style->ink, align, is_upright ? 90 : 0,
                    gp_script_text(script, text)}};

    g_array_append_val(self->labels, label);
}

void
gp_page_print(const GpPage *self, GpScript *script)
{
    guint n = self->labels->len;
    g_autofree double *cells = g_new0(double, n + 1);

    for (guint column = 0; column < G_N_ELEMENTS(columns); column++) {
        for (guint i = 0; i < n; i++)
            cells[i] = g_array_index(self->labels, Label, i).cells[column];
        gp_script_array(script, columns[column], cells, n);
    }
    gp_script_count(script, "n_labels", n);
}

void
gp_page_keep_line(GpPage *self, GpPoint from, GpPoint to, double weight)
{
    Line line = {from, to, weight};

    g_array_append_val(self->lines, line);
}

void
gp_page_keep_box(GpPage *self, GpBox box)
{
    g_array_append_val(self->boxes, box);
}

/* Narrows the part [*low, *high] of a line, 0 to 1, that has a coordinate between two bounds. */
static void
clip(double start, double change, double lower, double upper, double *low, double *high)
{
    double a, b;

    if (fabs(change) < 1e-9) {
        if (start < lower || start > upper)
            *high = -1;
        return;
    }
    a = (lower - start) / change;
    b = (upper - start) / change;
    *low = MAX(*low, MIN(a, b));
    *high = MIN(*high, MAX(a, b));
}

static gboolean
line_meets_box(const Line *line, const GpBox *box)
{
    double low = 0, high = 1;

    clip(line->from.x, line->to.x - line->from.x, box->x, box->x + box->width, &low, &high);
    clip(line->from.y, line->to.y - line->from.y, box->y, box->y + box->height, &low, &high);
    return low <= high;
}

static gboolean
boxes_meet(const GpBox *a, const GpBox *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static double
covered(const GpPage *self, const GpBox *label)
{
    GpBox box = {label->x - CLEARANCE, label->y - CLEARANCE, label->width + 2 * CLEARANCE,
                 label->height + 2 * CLEARANCE};
    double sum = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        const Line *line = &g_array_index(self->lines, Line, i);

        if (line_meets_box(line, &box))
            sum += line->weight;
    }
    for (guint i = 0; i < self->boxes->len; i++)
        sum += boxes_meet(&g_array_index(self->boxes, GpBox, i), &box) ? 3 : 0;
    return sum;
}

static gboolean
box_lies_in(const GpBox *box, const GpBox *frame)
{
    return box->x >= frame->x && box->y >= frame->y &&
           box->x + box->width <= frame->x + frame->width &&
           box->y + box->height <= frame->y + frame->height;
}

/* Where a label may stand: over and under its anchor, and on either side. The first are best. */
static const struct {
    double across, down; /* the part of the label that is left of and above the anchor */
    double gap_x, gap_y;
} spots[] = {{0.5, 1, 0, -1},  {0, 1, 0, -1},    {1, 1, 0, -1},   {0.5, 0, 0, 1},
             {0, 0, 0, 1},     {1, 0, 0, 1},     {0, 0.5, 1, 0},  {1, 0.5, -1, 0},
             {0.25, 1, 0, -1}, {0.75, 1, 0, -1}, {0.25, 0, 0, 1}, {0.75, 0, 0, 1}};

#define COST_OF_COVER 1000.0

/* What the best place costs; INFINITY if there is none. */
static double
find_place(const GpPage *self,
           GpBox frame,
           const GpPoint *anchors,
           guint n,
           double width,
           double height,
           GpBox *out_box)
{
    static const double gaps[] = {14, 22, 34, 50, 72, 100};
    double least = INFINITY;

    for (guint i = 0; i < n * G_N_ELEMENTS(gaps) * G_N_ELEMENTS(spots); i++) {
        guint spot = i % G_N_ELEMENTS(spots);
        double gap = gaps[i / G_N_ELEMENTS(spots) % G_N_ELEMENTS(gaps)];
        guint anchor = i / G_N_ELEMENTS(spots) / G_N_ELEMENTS(gaps);
        GpBox box = {anchors[anchor].x - spots[spot].across * width + spots[spot].gap_x * gap,
                     anchors[anchor].y - spots[spot].down * height + spots[spot].gap_y * gap, width,
                     height};
        double cost = 1.5 * gap + 2 * spot + 4 * anchor;

        if (!box_lies_in(&box, &frame) || cost >= least)
            continue;
        cost += COST_OF_COVER * covered(self, &box);
        if (cost < least) {
            least = cost;
            *out_box = box;
        }
    }
    return least;
}

gboolean
gp_page_place(const GpPage *self,
              GpBox frame,
              const GpPoint *anchors,
              guint n,
              double width,
              double height,
              GpBox *out_box)
{
    return isfinite(find_place(self, frame, anchors, n, width, height, out_box));
}

gboolean
gp_page_place_clear(const GpPage *self,
                    GpBox frame,
                    const GpPoint *anchors,
                    guint n,
                    double width,
                    double height,
                    GpBox *out_box)
{
    return find_place(self, frame, anchors, n, width, height, out_box) < COST_OF_COVER;
}

/* The advance widths of Liberation Sans, which are Arial's, in thousandths, from the blank on. */
static const guint16 advances[] = {
    278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278,
    278, /* blank to / */
    556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584,
    556, /* 0 to ? */
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722,
    778, /* @ to O */
    667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, /* P to _ */
    333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556,
    556,                                                                        /* ` to o */
    556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, /* p to ~ */
};

static double
advance(gunichar c, const GpTextStyle *style)
{
    /* Other alphabets come from other fonts, whose bold type is wider. */
    double thousandths = c >= FIRST_OTHER_FONT && style->is_bold ? 760 : 640;

    if (c >= 0x20 && c < 0x20 + G_N_ELEMENTS(advances))
        thousandths = advances[c - 0x20];
    else if (g_unichar_iszerowidth(c))
        thousandths = 0;
    else if (g_unichar_iswide(c))
        thousandths = 1000;
    return thousandths / 1000 * style->size * (style->is_bold ? 1.08 : 1);
}

double
gp_text_pixels(const char *text, const GpTextStyle *style)
{
    double width = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
        width += advance(g_utf8_get_char(p), style);
    return width;
}

double
gp_text_fit(const char *text, const GpTextStyle *style, double width, double least_size)
{
    double pixels = gp_text_pixels(text, style);

    return pixels <= width ? style->size : MAX(least_size, style->size * width / pixels);
}

/* The bytes of @text that make one line: up to a blank, or in a word that is too long alone. */
static gsize
line_length(const char *text, const GpTextStyle *style, double width)
{
    const char *blank = NULL;
    double used = 0;
    guint n = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p), n++) {
        if (*p == ' ')
            blank = p;
        used += advance(g_utf8_get_char(p), style);
        if ((used > width || n + 1 >= GP_TEXT_CHARACTERS) && p > text && *p != ' ')
            return (gsize)((blank != NULL && blank > text ? blank : p) - text);
    }
    return strlen(text);
}

/* Ends in a word rather than leave more than half of the line empty. */
static gsize
cut_length(const char *text, const GpTextStyle *style, double width)
{
    gsize length = line_length(text, style, width);
    g_autofree char *line = g_strndup(text, length);
    double used = gp_text_pixels(line, style);

    if (used >= width / 2)
        return length;
    for (const char *p = text + length; *p != '\0'; p = g_utf8_next_char(p)) {
        used += advance(g_utf8_get_char(p), style);
        if (used > width)
            return (gsize)(p - text);
    }
    return length;
}

static char *
cut(const char *text, const GpTextStyle *style, double width)
{
    GString *out = g_string_new_len(text, (gssize)cut_length(text, style, width - style->size));

    g_string_append(out, "…");
    return g_string_free(out, FALSE);
}

char **
gp_text_wrap(const char *text, const GpTextStyle *style, double width, guint max_lines)
{
    GPtrArray *lines = g_ptr_array_new();

    while (*text == ' ')
        text++;
    while (*text != '\0') {
        gsize length = line_length(text, style, width);
        gboolean is_cut = lines->len + 1 == max_lines && text[length] != '\0';

        g_ptr_array_add(lines, is_cut ? cut(text, style, width) : g_strndup(text, length));
        if (is_cut)
            break;
        text += length;
        while (*text == ' ')
            text++;
    }
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}

/* Labels that touch one another. */
typedef struct {
    guint n;
    double height;
    double wish; /* summed over the labels: where the top of the pile should be for each */
} Pile;

static double
pile_top(const Pile *self, double top, double bottom)
{
    return MIN(MAX(self->wish / self->n, top), bottom - self->height);
}

void
gp_page_push_apart(double *centres, const double *heights, guint n, double top, double bottom)
{
    g_autofree Pile *piles = g_new(Pile, n + 1);
    guint n_piles = 0, next = 0;

    for (guint i = 0; i < n; i++) {
        piles[n_piles++] = (Pile){1, heights[i], centres[i] - heights[i] / 2};
        while (n_piles > 1) {
            Pile *above = &piles[n_piles - 2], *below = above + 1;

            if (pile_top(above, top, bottom) + above->height <= pile_top(below, top, bottom))
                break;
            above->wish += below->wish - below->n * above->height;
            above->height += below->height;
            above->n += below->n;
            n_piles--;
        }
    }
    for (guint i = 0; i < n_piles; i++) {
        double edge = pile_top(&piles[i], top, bottom);

        for (guint k = 0; k < piles[i].n; k++, next++) {
            centres[next] = edge + heights[next] / 2;
            edge += heights[next];
        }
    }
}
