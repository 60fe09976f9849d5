/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-convert-private.h"
#include "gp-error.h"

/* The step of the rows in @unit that @match converts, made where it is new. */
static GpExplanationStep *
get_step(GpExplanation *self, GpUnit unit, const GpFactorMatch *match)
{
    GpExplanationStep step = {.unit = unit,
                              .factor = match->factor,
                              .rule = match->rule,
                              .multiplier_nano = match->multiplier_nano,
                              .deflator_nano = match->deflator_nano};

    for (guint i = 0; i < self->steps->len; i++) {
        GpExplanationStep *old = &g_array_index(self->steps, GpExplanationStep, i);

        if (old->unit == unit && old->factor == match->factor && old->rule == match->rule &&
            old->multiplier_nano == match->multiplier_nano)
            return old;
    }
    g_array_append_val(self->steps, step);
    return &g_array_index(self->steps, GpExplanationStep, self->steps->len - 1);
}

/* Whether an earlier piece of the same rows is in the same step. */
static gboolean
was_counted(const GpCube *cube,
            const GpConvertOptions *options,
            guint32 time,
            const GpCell *cell,
            const GpFactorMatch *match)
{
    GpWhat what = gp_cube_what(cube, cell->what);
    const char *activity = gp_dict_name(gp_cube_activities(cube), what.activity);
    g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(GpFactorMatch));

    for (guint32 piece = gp_cube_time(cube, time).first_piece; piece < time; piece++) {
        GpSlot slot = gp_cube_time(cube, piece).slot;

        if (gp_cube_find(cube, piece, cell->what, cell->who) == NULL ||
            !gp_is_in_year(cube, options, slot))
            continue;
        gp_factor_library_select(options->library, activity, what.unit,
                                 gp_timeline_slot_span(gp_cube_timeline(cube), slot).first,
                                 &options->rules, matches);
        for (guint i = 0; i < matches->len; i++) {
            const GpFactorMatch *other = &g_array_index(matches, GpFactorMatch, i);

            if (other->factor == match->factor && other->rule == match->rule &&
                other->multiplier_nano == match->multiplier_nano)
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean
add_cell(GpExplanation *self,
         const GpCube *cube,
         const GpConvertOptions *options,
         guint32 time,
         const GpCell *cell,
         const GArray *matches)
{
    GpUnit unit = gp_cube_what(cube, cell->what).unit;

    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);
        GpExplanationStep *step;

        if (options->direct_only && gp_component_is_upstream(match->factor->component))
            continue;
        step = get_step(self, unit, match);
        step->rows += was_counted(cube, options, time, cell, match) ? 0 : cell->rows;
        if (!gp_add(step->quantity_micro, gp_cell_quantity_micro(cell), &step->quantity_micro))
            return FALSE;
    }
    return TRUE;
}

static gboolean
add_time(GpExplanation *self,
         const GpCube *cube,
         const GpConvertOptions *options,
         guint32 time,
         GArray *matches)
{
    GpSlot slot = gp_cube_time(cube, time).slot;
    GpDay day = gp_timeline_slot_span(gp_cube_timeline(cube), slot).first;
    guint32 capacity;
    const GpCell *cells = gp_cube_cells(cube, time, &capacity);

    for (guint32 i = 0; i < capacity; i++) {
        GpWhat what;

        if (cells[i].rows == 0)
            continue;
        what = gp_cube_what(cube, cells[i].what);
        if (!g_str_equal(gp_dict_name(gp_cube_activities(cube), what.activity), self->activity) ||
            (options->leaves_out != NULL &&
             options->leaves_out(cube, time, &cells[i], options->leaves_out_data)))
            continue;
        gp_factor_library_select(options->library, self->activity, what.unit, day, &options->rules,
                                 matches);
        if (!add_cell(self, cube, options, time, &cells[i], matches))
            return FALSE;
    }
    return TRUE;
}

static int
compare_steps(gconstpointer a, gconstpointer b)
{
    const GpExplanationStep *left = a, *right = b;

    if (left->unit != right->unit)
        return left->unit < right->unit ? -1 : 1;
    if (left->factor->valid.first != right->factor->valid.first)
        return left->factor->valid.first < right->factor->valid.first ? -1 : 1;
    if (left->multiplier_nano != right->multiplier_nano)
        return left->multiplier_nano < right->multiplier_nano ? -1 : 1;
    if (left->factor->component != right->factor->component)
        return left->factor->component < right->factor->component ? -1 : 1;
    return (int)left->rule - (int)right->rule;
}

static gboolean
multiply_out(GpExplanationStep *step)
{
    const GpFactorMatch match = {step->factor, step->multiplier_nano, step->deflator_nano,
                                 step->rule};
    GpInt128 rate = gp_match_rate(&match, step->factor->kg_co2e_pico, &step->kg_places);

    step->kg_places += GP_MICRO_PLACES;
    return gp_multiply(step->quantity_micro, rate, &step->kg_co2e);
}

GpExplanation *
gp_explain(const GpCube *cube,
           const GpConvertOptions *options,
           const char *activity,
           GError **error)
{
    g_autoptr(GpExplanation) self = gp_explanation_new(activity);
    g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(GpFactorMatch));
    gboolean fits = TRUE;

    for (guint32 time = 0; fits && time < gp_cube_n_times(cube); time++) {
        if (gp_is_in_year(cube, options, gp_cube_time(cube, time).slot))
            fits = add_time(self, cube, options, time, matches);
    }
    g_array_sort(self->steps, compare_steps);
    for (guint i = 0; fits && i < self->steps->len; i++)
        fits = multiply_out(&g_array_index(self->steps, GpExplanationStep, i));
    if (!fits) {
        gp_throw_too_large(error);
        return NULL;
    }
    return g_steal_pointer(&self);
}
