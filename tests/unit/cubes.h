/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"

/*
 * Cubes for the tests of model/ and store/: on a timeline with slots inside months, and as text.
 */

typedef struct {
    GpTimeline *timeline; /* new slots on 16 and 21 June 2024 and on 29 February 2020 */
    GpUnitTable *units;   /* the shipped ones */
    GpCube *cube;
} CubeDesk;

/* As fixtures of g_test_add(). */
void cube_desk_set_up(CubeDesk *self, gconstpointer unused);
void cube_desk_tear_down(CubeDesk *self, gconstpointer unused);

GpDay day(int year, int month, int day_of_month);
guint32 what_id(GpCube *cube, const char *activity, GpUnit unit);

/* All that a cube says, a line a cell: the same for the same rows however they came in. */
char *all_cells(const GpCube *cube);
void assert_same_cubes(const GpCube *a, const GpCube *b);
