/* SPDX-License-Identifier: MIT */
#include "gp-ends-private.h"
#include "gp-spc-chart-private.h"

#define ICONS_LEFT 1292.0
#define ICON_PITCH 142.0
#define ICON_Y 56.0
#define FRAME_RIGHT 1330.0
#define COLUMN_LEFT 1350.0
#define TICK_ROOM 86.0 /* below the frame: two lines of dates */
#define KEY_ROOM 40.0  /* and the key */
#define N_TYPES (GP_XMR_NEUTRAL_LOW + 1)

static const GpTextStyle name_style = {18, FALSE, GP_INK_QUIET};
static const GpTextStyle word_style = {18, TRUE, GP_INK_TEXT};
static const GpTextStyle key_style = {18, FALSE, GP_INK_TEXT};

void
gp_spc_write_sheet(GpSpcDrawing *self, const char *title)
{
    g_autofree char *subtitle = gp_spc_subtitle(self);
    g_autofree char *axis = gp_spc_axis_words(self);

    self->canvas->method = gp_spc_method(self);
    self->canvas->head_width = ICONS_LEFT - GP_SHEET_MARGIN - 16;
    gp_canvas_write_sheet(self->canvas, title, subtitle, axis, TICK_ROOM + KEY_ROOM, FRAME_RIGHT);
}

/* ---- the icons of Making Data Count, in words too ---- */

static void
write_icon(
    GpSpcDrawing *self, guint i, const char *letter, GpInk ink, const char *name, const char *words)
{
    const GpTextStyle letter_style = {30, TRUE, ink};
    g_auto(GStrv) lines = gp_text_wrap(words, &word_style, ICON_PITCH - 10, 2);
    GpPoint at = {ICONS_LEFT + (i + 0.5) * ICON_PITCH, ICON_Y};

    gp_page_write(self->canvas->page, self->canvas->script, &letter_style, GP_ALIGN_CENTRE,
                  (GpPoint){at.x, at.y - 9}, letter, FALSE);
    at.y += 60;
    gp_page_write(self->canvas->page, self->canvas->script, &name_style, GP_ALIGN_CENTRE, at, name,
                  FALSE);
    for (guint k = 0; lines[k] != NULL; k++) {
        at.y += 23;
        gp_page_write(self->canvas->page, self->canvas->script, &word_style, GP_ALIGN_CENTRE, at,
                      lines[k], FALSE);
    }
}

static void
write_icons(GpSpcDrawing *self)
{
    static const char *const letters[] = {
        [GP_ASSURANCE_NONE] = "",
        [GP_ASSURANCE_PASS] = "P",
        [GP_ASSURANCE_FAIL] = "F",
        [GP_ASSURANCE_INCONSISTENT] = "?",
    };
    static const GpInk inks[] = {
        [GP_ASSURANCE_NONE] = GP_INK_QUIET,
        [GP_ASSURANCE_PASS] = GP_INK_ACTUAL,
        [GP_ASSURANCE_FAIL] = GP_INK_CONCERN,
        [GP_ASSURANCE_INCONSISTENT] = GP_INK_QUIET,
    };
    const GpXmr *xmr = self->xmr;
    const GpXmrPoint *last = gp_spc_last(self);
    const GpXmrSegment *segment = gp_spc_last_segment(self);
    gboolean is_told = last != NULL && segment->has_limits;
    int sign = last == NULL ? 0 : last->sign;

    write_icon(self, 0,
               sign > 0   ? "H"
               : sign < 0 ? "L"
                          : "",
               gp_spc_ink(xmr->variation), "Variation",
               is_told ? gp_words_variation_icon(xmr->variation) : "too early to say");
    write_icon(self, 1, letters[xmr->assurance], inks[xmr->assurance], "Assurance",
               gp_spc_assurance_words(xmr));
    gp_script_number(self->canvas->script, "icon_x", ICONS_LEFT + ICON_PITCH / 2);
    gp_script_number(self->canvas->script, "icon_pitch", ICON_PITCH);
    gp_script_number(self->canvas->script, "icon_y", ICON_Y);
    gp_script_count(self->canvas->script, "variation", is_told ? xmr->variation + 1 : 0);
    gp_script_number(self->canvas->script, "variation_sign", sign);
    gp_script_count(self->canvas->script, "assurance", xmr->assurance);
}

/* ---- the key: of the kinds of points that there are ---- */

static void
write_key(GpSpcDrawing *self)
{
    static const char *const words[N_TYPES] = {
        [GP_XMR_COMMON] = "common cause",
        [GP_XMR_IMPROVEMENT] = "special cause, improving",
        [GP_XMR_CONCERN] = "special cause, concerning",
        [GP_XMR_NEUTRAL_HIGH] = "special cause, high or rising",
        [GP_XMR_NEUTRAL_LOW] = "special cause, low or falling",
    };
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(double));
    int signs[N_TYPES] = {0};
    gboolean has[N_TYPES] = {FALSE};
    double x = self->canvas->frame.x + 8;
    double y = self->canvas->frame.y + self->canvas->frame.height + TICK_ROOM + 8;

    for (guint i = 0; i < self->xmr->points->len; i++) {
        const GpXmrPoint *point = gp_xmr_point(self->xmr, i);

        has[point->type] |= gp_series_point(self->series, i)->has_value;
        signs[point->type] = point->sign;
    }
    for (guint type = 0; type < N_TYPES; type++) {
        double row[] = {x, y, type, signs[type]};

        if (!has[type])
            continue;
        g_array_append_vals(cells, row, G_N_ELEMENTS(row));
        gp_canvas_write(self->canvas, &key_style, x + 16, y, words[type]);
        x += gp_text_pixels(words[type], &key_style) + 60;
    }
    gp_script_array(self->canvas->script, "key", (const double *)(const void *)cells->data,
                    cells->len);
    gp_script_count(self->canvas->script, "n_keys", cells->len / 4);
}

/* ---- what the lines are, right of the frame ---- */

static void
add_end(const GpSpcDrawing *self, GpEnds *ends, const char *what, double value, GpInk ink)
{
    static const GpTextStyle styles[] = {
        [GP_INK_TEXT] = {22, TRUE, GP_INK_TEXT},
        [GP_INK_QUIET] = {22, TRUE, GP_INK_QUIET},
        [GP_INK_ACTUAL] = {22, TRUE, GP_INK_ACTUAL},
        [GP_INK_PATH] = {22, TRUE, GP_INK_PATH},
        [GP_INK_CONCERN] = {22, TRUE, GP_INK_CONCERN},
        [GP_INK_NEUTRAL] = {22, TRUE, GP_INK_NEUTRAL},
    };
    g_autofree char *figure = gp_spc_figure(self, value);
    g_autofree char *text = g_strdup_printf("%s %s", what, figure);
    GpPoint end = gp_spc_point(self, self->x_high, value);

    end.x += 2;
    gp_ends_add(ends, end, &styles[ink], text, "", 0, TRUE);
}

static void
write_ends(GpSpcDrawing *self)
{
    g_autoptr(GpEnds) ends = gp_ends_new_at(COLUMN_LEFT, 5, 6);
    const GpXmrSegment *segment = gp_spc_last_segment(self);
    const GpXmrPoint *last = gp_spc_last(self);
    GpDay day = gp_series_point(self->series, self->xmr->last)->day;
    g_autofree char *date = gp_words_date(self->series, day, TRUE);
    g_autofree char *latest = g_strconcat(date, ":", NULL);
    const GpBox *frame = &self->canvas->frame;

    if (segment->has_limits) {
        add_end(self, ends, "Upper limit", gp_spc_level(segment->upper), GP_INK_QUIET);
        add_end(self, ends, "Lower limit", gp_spc_level(segment->lower), GP_INK_QUIET);
    }
    if (segment->n_based > 0)
        add_end(self, ends, "Mean", gp_spc_level(segment->mean), GP_INK_TEXT);
    if (self->xmr->has_target)
        add_end(self, ends, "Target", gp_spc_target(self->xmr), GP_INK_PATH);
    add_end(self, ends, latest, gp_series_value(self->series, self->xmr->last),
            gp_spc_ink(last->type));
    gp_ends_arrange(ends, frame->y - 8, frame->y + frame->height + 8, TRUE);
    gp_canvas_write_ends(self->canvas, ends);
}

void
gp_spc_write_column(GpSpcDrawing *self)
{
    write_icons(self);
    write_key(self);
    write_ends(self);
}
