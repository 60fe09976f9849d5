/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-plot.h"

/*
 * Figures under test: what the library writes for gnuplot, and what gnuplot makes of it.
 */

/* All of chart.gp, after an empty line: every name in it begins one. */
char *figure_script(const GpFigure *figure);

/* The numbers of a block `$name`, and of an array, row by row. */
GArray *script_block(const char *script, const char *name);
GArray *script_array(const char *script, const char *name);
guint script_count(const char *script, const char *name);
double script_number(const char *script, const char *name);
double cell(const GArray *cells, guint i);

/* Whether the cells from @first on are @expected (array length=n), NAN where that is. */
void assert_cells(const GArray *cells, guint first, const double *expected, guint n);

/* Whether a label reads exactly so. */
gboolean script_says(const char *script, const char *line);

/* Every label lies on the page, and none on another. */
void check_labels(const char *script);

/* Draws the figure as SVG, PNG and PDF; the texts of the SVG, one a line. NULL where gnuplot is
 * missing, and then the test is skipped. */
char *figure_drawn(const GpFigure *figure);

/* A name of 90 characters in one of FIGURE_SCRIPTS writings. */
#define FIGURE_SCRIPTS 4
char *figure_long_name(guint writing);

/* Text that would do harm where it is taken for code or markup; ends in NULL. Where any of it is
 * run as a command there is a file FIGURE_CANARY afterwards, which figure_drawn() does not pass. */
extern const char *const figure_hostile[];
#define FIGURE_CANARY "/tmp/greenplan-test-canary"
