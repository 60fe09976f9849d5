/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-gnuplot-private.h"

/*
 * The page on which a chart stands: how wide text is, where it fits, what it must keep clear of.
 * Everything is in pixels of a page of 1600 by 900, from the top left; plots/style.gp knows how
 * large such a pixel is in each format.
 */

#define GP_PAGE_WIDTH 1600.0
#define GP_PAGE_HEIGHT 900.0

/* In the order of `ink` in plots/style.gp. */
typedef enum {
    GP_INK_TEXT = 1,
    GP_INK_QUIET,
    GP_INK_ACTUAL,
    GP_INK_PATH,
    GP_INK_CONCERN,
    GP_INK_NEUTRAL,
} GpInk;

typedef enum {
    GP_ALIGN_LEFT,
    GP_ALIGN_CENTRE,
    GP_ALIGN_RIGHT,
} GpAlign;

typedef struct {
    double size;
    gboolean is_bold;
    GpInk ink;
} GpTextStyle;

typedef struct {
    double x, y;
} GpPoint;

typedef struct {
    double x, y, width, height;
} GpBox;

typedef struct _GpPage GpPage;

GpPage *gp_page_new(void);
void gp_page_free(GpPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPage, gp_page_free)

/* Writes one line at @y, the middle of its height; @is_upright turns it to run from below. */
void gp_page_write(GpPage *self,
                   GpScript *script,
                   const GpTextStyle *style,
                   GpAlign align,
                   GpPoint at,
                   const char *text,
                   gboolean is_upright);

/* Gives all that was written to the script: arrays `label_…` and `n_labels`. */
void gp_page_print(const GpPage *self, GpScript *script);

/* Keeps later labels away: @weight 1 for a line that must not be crossed, less for a shade. */
void gp_page_keep_line(GpPage *self, GpPoint from, GpPoint to, double weight);
void gp_page_keep_box(GpPage *self, GpBox box);

/**
 * gp_page_place:
 * @frame: what the label must lie in
 * @anchors: (array length=n): what it may stand beside, the best first
 *
 * Finds the place beside an anchor where a label of @width by @height covers least.
 *
 * Returns: FALSE if it fits nowhere in @frame
 */
gboolean gp_page_place(const GpPage *self,
                       GpBox frame,
                       const GpPoint *anchors,
                       guint n,
                       double width,
                       double height,
                       GpBox *out_box);

/* The same, but FALSE also where the label would cover a line or a box. */
gboolean gp_page_place_clear(const GpPage *self,
                             GpBox frame,
                             const GpPoint *anchors,
                             guint n,
                             double width,
                             double height,
                             GpBox *out_box);

/* About how wide a line is, and the largest size, @size or less, at which it fits @width. */
double gp_text_pixels(const char *text, const GpTextStyle *style);
double gp_text_fit(const char *text, const GpTextStyle *style, double width, double least_size);

/**
 * gp_text_wrap:
 *
 * Breaks a text into at most @max_lines lines of @width; what is left over ends in “…”.
 *
 * Returns: (transfer full) (array zero-terminated=1): none for an empty text
 */
char **gp_text_wrap(const char *text, const GpTextStyle *style, double width, guint max_lines);

/**
 * gp_page_push_apart:
 * @centres: (array length=n): where the middles of labels should be, rising; changed
 * @heights: (array length=n)
 *
 * Moves labels in a column so that none covers another and all lie between @top and @bottom, as
 * near to where they should be as may be.
 */
void gp_page_push_apart(double *centres, const double *heights, guint n, double top, double bottom);
