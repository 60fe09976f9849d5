/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-render-private.h"

/*
 * The parts of a page. Each appends to it.
 */

typedef struct {
    GString *out;
    const GpDrawnChart *charts;
    guint n_charts;
    gboolean is_board;   /* in the part that must fit a page */
    GPtrArray *deferred; /* (element-type GpBlock): its figures; of the first the table comes at
                          * its end, the others come there whole */
} GpHtml;

/* Markup and text by turns, begun with markup and ended by NULL. Markup is ours and is appended as
 * it stands; text is made harmless. */
void gp_html_add(GString *out, const char *markup, ...) G_GNUC_NULL_TERMINATED;

/* How something stands, as a shape, beside which a word must stand. */
void gp_html_add_shape(GString *out, GpTone tone);

/* `good`, `caution`, `bad`, `unknown`: for a class */
const char *gp_html_tone(GpTone tone);

void gp_html_add_table(GString *out, const GpDocTable *table);

/* A chart and its text, and the table of it, to be opened. */
void gp_html_add_figure(GpHtml *self, const GpBlock *block);
void gp_html_add_figures_table(GString *out, const GpBlock *figure);

void gp_html_add_block(GpHtml *self, const GpBlock *block);

/* The parts of the document, one in the other as their headings are. */
void gp_html_add_sections(GpHtml *self, const GpDocument *document);
