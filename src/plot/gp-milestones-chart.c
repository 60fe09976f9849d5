/* SPDX-License-Identifier: MIT */
#include "gp-milestones-private.h"

#include <math.h>

#define TICK_ROOM 46.0  /* below the frame */
#define SIDE_ROOM 24.0  /* for half of the first and the last label of a year */
#define TODAY_ROOM 28.0 /* above it */
#define MOST_ROW 38.0
#define MOST_ROWS 25      /* readable on a sheet of the usual height */
#define TYPE_PART 0.88    /* of a row, that its type may be high */
#define LEAST_PART 0.85   /* of its size, for a label that does not fit */
#define LABEL_GAP 15.0    /* between what is drawn and its label */
#define LEAST_LABEL 330.0 /* pixels for a label, or else the scale goes on beyond the last date */
#define LABEL_PART 0.35   /* by so much of it */
#define YEAR_ROOM 76.0    /* pixels that the label of a year takes */
#define KEY_ROOM 20.0
#define FIRST_MARK_GAP 12.0

static const GpTextStyle tick_style = {21, FALSE, GP_INK_QUIET};
static const GpTextStyle key_style = {19, FALSE, GP_INK_TEXT};
static const GpTextStyle today_style = {19, TRUE, GP_INK_PATH};

typedef struct {
    const GpAgenda *agenda;
    GpCanvas *canvas;
    double low, high; /* years: 2026.5 is the middle of 2026 */
    GArray *today;    /* pieces of the line of today: y from, y to, on the page */
} Drawing;

/* Days since the first of January, in years. */
static double
year_of(GpDay day)
{
    int year, month, date;
    GpDay start = 0, end = 0;

    gp_day_to_civil(day, &year, &month, &date);
    gp_day_from_civil(year, 1, 1, &start);
    gp_day_from_civil(year, 12, 31, &end);
    return year + (double)(day - start) / (end - start + 1);
}

static double
x_of(const Drawing *self, double year)
{
    double across = (year - self->low) / (self->high - self->low);

    return self->canvas->frame.x + across * self->canvas->frame.width;
}

static double
row_height(const Drawing *self)
{
    return self->canvas->frame.height / self->agenda->rows->len;
}

static double
y_of(const Drawing *self, guint i)
{
    return self->canvas->frame.y + (i + 0.5) * row_height(self);
}

static double
start_of(const GpAsked *row)
{
    return year_of(gp_asked_is_range(row) ? row->marker->due.first : row->marker->last);
}

/* Whether a band leaves room for its label on one side at least. */
static gboolean
has_room(const Drawing *self, const GpAsked *row)
{
    double before = x_of(self, start_of(row)) - self->canvas->frame.x;
    double after =
        self->canvas->frame.x + self->canvas->frame.width - x_of(self, year_of(row->marker->last));

    return MAX(before, after) > LEAST_LABEL;
}

static void
scale(Drawing *self)
{
    double today = year_of(self->agenda->chart->today);

    self->low = today;
    self->high = today;
    for (guint i = 0; i < self->agenda->rows->len; i++) {
        const GpAsked *row = gp_agenda_row(self->agenda, i);

        self->low = MIN(self->low, start_of(row));
        self->high = MAX(self->high, year_of(row->marker->last));
    }
    self->low = floor(self->low);
    self->high = ceil(self->high + 0.2);
    for (guint i = 0; i < self->agenda->rows->len; i++) {
        if (has_room(self, gp_agenda_row(self->agenda, i)))
            continue;
        self->high += ceil(LABEL_PART * (self->high - self->low));
        break;
    }
}

static void
write_years(Drawing *self)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100};
    double bottom = self->canvas->frame.y + self->canvas->frame.height;
    double year = self->canvas->frame.width / (self->high - self->low);
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(double));
    guint n = 0;

    while (n + 1 < G_N_ELEMENTS(steps) && steps[n] * year < YEAR_ROOM)
        n++;
    for (int tick = (int)self->low; tick <= (int)self->high; tick++) {
        g_autofree char *label = g_strdup_printf("%d", tick);
        double value = tick;

        if (tick % steps[n] != 0)
            continue;
        gp_page_write(self->canvas->page, self->canvas->script, &tick_style, GP_ALIGN_CENTRE,
                      (GpPoint){x_of(self, tick), bottom + 28}, label, FALSE);
        g_array_append_val(ticks, value);
    }
    gp_script_array(self->canvas->script, "x_tick", (const double *)(void *)ticks->data,
                    ticks->len);
    gp_script_count(self->canvas->script, "n_x_ticks", ticks->len);
    gp_script_number(self->canvas->script, "x_low", self->low);
    gp_script_number(self->canvas->script, "x_high", self->high);
}

/* Rows of from, to, row from the bottom, kind, and whether it is past. */
static void
print_rows(Drawing *self)
{
    const guint n = self->agenda->rows->len;
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) bands = g_array_new(FALSE, FALSE, sizeof(double));

    for (guint i = 0; i < n; i++) {
        const GpAsked *row = gp_agenda_row(self->agenda, i);
        const double cells[] = {start_of(row), year_of(row->marker->last), n - i - 0.5, row->kind,
                                row->state == GP_MARKER_PAST};

        g_array_append_vals(gp_asked_is_range(row) ? bands : marks, cells, G_N_ELEMENTS(cells));
    }
    gp_script_block(self->canvas->script, "marks", (const double *)(void *)marks->data,
                    marks->len / 5, 5);
    gp_script_block(self->canvas->script, "bands", (const double *)(void *)bands->data,
                    bands->len / 5, 5);
    gp_script_count(self->canvas->script, "n_rows", n);
}

static GpTextStyle
style_of(const Drawing *self, const GpAsked *row)
{
    const GpInk inks[] = {GP_INK_TEXT, GP_INK_TEXT, GP_INK_ACTUAL, GP_INK_ACTUAL};

    return (GpTextStyle){MIN(18, TYPE_PART * row_height(self)),
                         row->state == GP_MARKER_NOW || row->state == GP_MARKER_NEXT,
                         row->state == GP_MARKER_PAST ? GP_INK_QUIET : inks[row->kind]};
}

/* The line of today is left out where a label stands. */
static void
add_today(Drawing *self, guint i, double label_left, double label_right)
{
    double x = x_of(self, year_of(self->agenda->chart->today));
    double half = row_height(self) / 2;
    const double piece[] = {y_of(self, i) - half, y_of(self, i) + half};

    if (label_right + 4 < x || x < label_left - 4)
        g_array_append_vals(self->today, piece, G_N_ELEMENTS(piece));
}

/* To the right of what is drawn where it fits there, else on the side with more room. */
static void
write_row(Drawing *self, guint i)
{
    const GpAsked *row = gp_agenda_row(self->agenda, i);
    const GpBox *frame = &self->canvas->frame;
    GpTextStyle style = style_of(self, row);
    g_autofree char *words = gp_words_asked(row);
    g_autofree char *shown = gp_picture_text(words, GP_TEXT_CHARACTERS);
    double left = x_of(self, start_of(row)) - LABEL_GAP;
    double right = x_of(self, year_of(row->marker->last)) + LABEL_GAP;
    double room_left = left - frame->x, room_right = frame->x + frame->width - right;
    gboolean is_right = gp_text_pixels(shown, &style) <= room_right || room_right >= room_left;
    double room = is_right ? room_right : room_left, width;
    g_auto(GStrv) lines = NULL;

    style.size = gp_text_fit(shown, &style, room, LEAST_PART * style.size);
    lines = gp_text_wrap(shown, &style, room, 1);
    width = lines[0] == NULL ? 0 : gp_text_pixels(lines[0], &style);

    if (lines[0] != NULL)
        gp_page_write(self->canvas->page, self->canvas->script, &style,
                      is_right ? GP_ALIGN_LEFT : GP_ALIGN_RIGHT,
                      (GpPoint){is_right ? right : left, y_of(self, i)}, lines[0], FALSE);
    add_today(self, i, is_right ? right : left - width, is_right ? right + width : left);
}

static void
write_today(Drawing *self)
{
    double x = x_of(self, year_of(self->agenda->chart->today));
    const double top[] = {self->canvas->frame.y - 5, self->canvas->frame.y};
    char date[16];
    g_autofree char *day = NULL;
    g_autofree char *words = NULL;
    double half;

    g_array_append_vals(self->today, top, G_N_ELEMENTS(top));
    gp_day_print(self->agenda->chart->today, date);
    day = gp_words_day(date);
    words = g_strdup_printf("today, %s", day);
    half = gp_text_pixels(words, &today_style) / 2;
    gp_script_number(self->canvas->script, "today", year_of(self->agenda->chart->today));
    gp_script_array(self->canvas->script, "today_piece", (const double *)(void *)self->today->data,
                    self->today->len);
    gp_script_count(self->canvas->script, "n_today_pieces", self->today->len / 2);
    x = CLAMP(x, GP_SHEET_MARGIN + half, GP_PAGE_WIDTH - GP_SHEET_MARGIN - half);
    gp_page_write(self->canvas->page, self->canvas->script, &today_style, GP_ALIGN_CENTRE,
                  (GpPoint){x, self->canvas->frame.y - 16}, words, FALSE);
}

/* What the marks mean, as far as they are there. */
static void
write_key(Drawing *self, double y)
{
    static const char *const words[] = {"", "asked of the NHS", "the trust's own",
                                        "a target that nobody has adopted"};
    double places[G_N_ELEMENTS(words)], kinds[G_N_ELEMENTS(words)];
    double x = GP_SHEET_MARGIN + FIRST_MARK_GAP;
    guint n = 0;

    for (guint kind = GP_ASKED_NATIONAL; kind <= GP_ASKED_NOT_ADOPTED; kind++) {
        gboolean is_there = FALSE;

        for (guint i = 0; i < self->agenda->rows->len; i++)
            is_there = is_there || gp_agenda_row(self->agenda, i)->kind == kind;
        if (!is_there)
            continue;
        kinds[n] = kind;
        places[n++] = x;
        gp_canvas_write(self->canvas, &key_style, x + KEY_ROOM, y, words[kind]);
        x += KEY_ROOM + gp_text_pixels(words[kind], &key_style) + 44;
    }
    gp_script_array(self->canvas->script, "key_x", places, n);
    gp_script_array(self->canvas->script, "key_kind", kinds, n);
    gp_script_number(self->canvas->script, "key_y", y);
    gp_script_count(self->canvas->script, "n_keys", n);
}

static void
draw(Drawing *self)
{
    GpBox *frame = &self->canvas->frame;

    write_key(self, frame->y - 32);
    frame->x += SIDE_ROOM;
    frame->width -= 2 * SIDE_ROOM;
    frame->y += TODAY_ROOM;
    frame->height -= TODAY_ROOM;
    frame->height = MIN(frame->height, MOST_ROW * self->agenda->rows->len);
    scale(self);
    write_years(self);
    print_rows(self);
    for (guint i = 0; i < self->agenda->rows->len; i++)
        write_row(self, i);
    write_today(self);
}

GpFigure *
gp_figure_of_milestones(const GpMilestonesChart *chart, GError **error)
{
    g_autoptr(GpCanvas) canvas = gp_canvas_new("milestones", &chart->subject, error);
    g_autoptr(GpAgenda) agenda = gp_agenda_new(chart);
    g_autofree char *title = gp_words_milestones_title(agenda);
    g_autofree char *subtitle = gp_words_milestones_subtitle(agenda);
    g_autofree char *description = NULL;
    g_autoptr(GArray) today = g_array_new(FALSE, FALSE, sizeof(double));
    Drawing drawing = {.agenda = agenda, .canvas = canvas, .today = today};

    if (canvas == NULL)
        return NULL;
    if (agenda->rows->len == 0)
        return gp_canvas_finish_empty(canvas, title, subtitle,
                                      "There are no milestones and no targets to show.");
    gp_agenda_cut(agenda, MOST_ROWS);
    canvas->method = gp_words_milestones_method(agenda);
    gp_canvas_write_sheet(canvas, title, subtitle, "", TICK_ROOM, GP_PAGE_WIDTH - GP_SHEET_MARGIN);
    draw(&drawing);
    description = gp_words_milestones_description(agenda, title, canvas->method);
    return gp_canvas_finish(canvas, title, description);
}
