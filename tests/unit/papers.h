/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-document.h"

/*
 * Documents to print, of an invented trust. Each has every kind of block.
 */

/* As a board would get it. */
GpDocument *paper_for_a_board(void);

/* Every mark, names that attack, long names in four scripts, empty and wide tables. */
GpDocument *paper_of_extremes(void);

/* (array zero-terminated=1): names that would run, load or calculate something, or hide */
extern const char *const hostile_names[];

/* A chart as they are drawn, of the name `drawn`. */
extern const char drawn_svg[];
