/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-plot.h"

/*
 * Running gnuplot so that nothing from outside can become code. Any chart goes this way.
 *
 *   numbers, texts ── GpScript ──▶ chart.gp in a private folder
 *   plots/<figure>.gp + chart.gp ── gnuplot -d -c ──▶ bytes ── checked ──▶ path
 *
 * chart.gp holds nothing but numbers given to names, arrays and blocks of numbers, and one block
 * `$text`, where text i is line i. The word that ends a block is random and new in every run.
 * plots/<figure>.gp is called with two arguments, the plots folder and `svg`, `png` or `pdf`; it
 * loads "style.gp" from that folder and `chart.gp` from the current one and writes `chart.out`.
 */

typedef struct _GpScript GpScript;

/* Errors: GP_ERROR_IO if the system has no random numbers to give. */
GpScript *gp_script_new(GError **error);
void gp_script_free(GpScript *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpScript, gp_script_free)

/* `name = value`; names are ours: small ASCII letters, digits and underscores. */
void gp_script_number(GpScript *self, const char *name, double value);
void gp_script_count(GpScript *self, const char *name, guint value);

/* An array of @n numbers; gnuplot has no empty ones, so that @n 0 gives one NaN. */
void gp_script_array(GpScript *self, const char *name, const double *values, guint n);

/* A block `$name` of @n_rows lines of @n_columns numbers each. */
void gp_script_block(
    GpScript *self, const char *name, const double *cells, guint n_rows, guint n_columns);

/* Adds a line to `$text` and returns its number: the text made printable, and cut. */
guint gp_script_text(GpScript *self, const char *text);

#define GP_TEXT_CHARACTERS 160

/* The whole of chart.gp. */
char *gp_script_print(const GpScript *self);

/* Text as it may stand in a picture: valid, one line, nothing hidden, nothing that XML forbids. */
char *gp_picture_text(const char *text, guint max_characters);

/* @name: plots/<name>.gp, static; @title: for those who cannot see the picture; @description: the
 * same in a few sentences; @script: (transfer full) */
GpFigure *
gp_figure_new(const char *name, const char *title, const char *description, GpScript *script);

/**
 * gp_svg_finish:
 * @svg: (array length=length): what gnuplot wrote
 *
 * Gives a picture our title and description and real bold type, after checking that it holds
 * nothing that runs or loads.
 *
 * Errors: GP_ERROR_IO if it is not well formed, or holds a script, an `on…` attribute, an embedded
 *   document or a reference to anything outside itself
 * Returns: (transfer full) (nullable)
 */
char *gp_svg_finish(
    const char *svg, gsize length, const char *title, const char *description, GError **error);
