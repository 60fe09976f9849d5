/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cube.h"
#include "gp-text.h"

static void
append_span(GString *out, GpSpan span)
{
    char first[16], last[16];

    gp_day_print(span.first, first);
    gp_day_print(span.last, last);
    g_string_append_printf(out, "%s..%s\t", first, last);
}

static char *
line_of(const GpCube *self, GpTime time, const GpCell *cell)
{
    GString *out = g_string_new(NULL);
    GpWhat what = gp_cube_what(self, cell->what);
    const GpWho *who = gp_cube_who(self, cell->who);

    append_span(out, gp_timeline_slot_span(gp_cube_timeline(self), time.slot));
    append_span(out, time.span);
    g_string_append_printf(
        out, "%s\t%s\t%s\t%s\t%s\t%s\t", gp_dict_name(gp_cube_activities(self), what.activity),
        gp_dict_name(gp_cube_sites(self), who->site),
        gp_dict_name(gp_cube_departments(self), who->department),
        gp_dict_name(gp_cube_roles(self), who->role),
        gp_dict_name(gp_cube_sources(self), who->source), gp_quality_name(who->quality));
    gp_number_append(out, gp_cell_quantity_micro(cell), GP_MICRO_PLACES);
    g_string_append_printf(out, " %s\t%u rows", gp_unit_name(gp_cube_units(self), what.unit),
                           cell->rows);
    return g_string_free(out, FALSE);
}

GPtrArray *
gp_cube_lines(const GpCube *self)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    for (guint32 time = 0; time < gp_cube_n_times(self); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(self, time, &capacity);

        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows != 0)
                g_ptr_array_add(lines, line_of(self, gp_cube_time(self, time), &cells[i]));
        }
    }
    g_ptr_array_sort(lines, gp_text_compare);
    return lines;
}
