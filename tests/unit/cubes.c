/* SPDX-License-Identifier: MIT */
#include "cubes.h"

#include <string.h>

void
cube_desk_set_up(CubeDesk *self, gconstpointer unused)
{
    const GpDay splits[] = {day(2024, 6, 16), day(2024, 6, 21), day(2020, 2, 29)};
    g_autofree char *path = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GError) error = NULL;

    (void)unused;
    self->timeline = gp_timeline_new(splits, G_N_ELEMENTS(splits));
    self->units = gp_unit_table_new();
    gp_unit_table_load(self->units, path, &error);
    g_assert_no_error(error);
    self->cube = gp_cube_new(self->timeline, self->units);
}

void
cube_desk_tear_down(CubeDesk *self, gconstpointer unused)
{
    (void)unused;
    gp_cube_free(self->cube);
    gp_unit_table_free(self->units);
    gp_timeline_free(self->timeline);
}

GpDay
day(int year, int month, int day_of_month)
{
    GpDay result = -1;

    g_assert_true(gp_day_from_civil(year, month, day_of_month, &result));
    return result;
}

guint32
what_id(GpCube *cube, const char *activity, GpUnit unit)
{
    guint32 id = gp_dict_intern(gp_cube_activities(cube), activity, strlen(activity));

    return gp_cube_intern_what(cube, (GpWhat){id, unit});
}

char *
all_cells(const GpCube *cube)
{
    g_autoptr(GPtrArray) lines = gp_cube_lines(cube);

    g_assert_cmpuint(gp_cube_n_cells(cube), ==, lines->len);
    g_ptr_array_add(lines, NULL);
    return g_strjoinv("\n", (char **)lines->pdata);
}

void
assert_same_cubes(const GpCube *a, const GpCube *b)
{
    g_autofree char *a_text = all_cells(a);
    g_autofree char *b_text = all_cells(b);

    g_assert_cmpstr(a_text, ==, b_text);
}
