/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-personal-private.h"

#define FULL_TIME_HOURS (75 * GP_MICRO / 2) /* of one WTE, a week */

/* The cell of one line is told by its source: the number of the line. */
typedef struct {
    guint32 source;
} OneLine;

static gboolean
is_of_another_line(const GpCube *cube,
                   G_GNUC_UNUSED guint32 time,
                   const GpCell *cell,
                   gpointer data)
{
    const OneLine *line = data;

    return gp_cube_who(cube, cell->who)->source != line->source;
}

static char *
label_of(guint line)
{
    return g_strdup_printf("%03u", line);
}

static guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

/* A cube that lives in memory, and only as long as the answer is worked out. */
static GpCube *
make_cube(const GpPersonal *self, const GpBasis *basis, GError **error)
{
    g_autoptr(GpCube) cube = gp_cube_new(basis->timeline, basis->units);

    for (guint i = 0; i < self->lines->len; i++) {
        const GpPersonalLine *line = g_ptr_array_index(self->lines, i);
        g_autofree char *label = label_of(i);
        GpWhat what = {intern(gp_cube_activities(cube), line->activity),
                       gp_unit_table_find(basis->units, line->unit, strlen(line->unit))};
        GpWho who = {intern(gp_cube_sites(cube), ""), intern(gp_cube_departments(cube), ""),
                     intern(gp_cube_roles(cube), ""), intern(gp_cube_sources(cube), label),
                     GP_QUALITY_NONE};

        if (!gp_cube_add(cube, gp_cube_intern_what(cube, what), gp_cube_intern_who(cube, &who),
                         gp_fy_span(self->fy), line->quantity_micro))
            return gp_throw_null(error, GP_ERROR_OVERFLOW, "%s is too large", line->how);
    }
    return g_steal_pointer(&cube);
}

static void
take_kg(GpPersonal *self, const GpEmissions *emissions)
{
    self->kg_places = emissions->kg_places;
    self->kg_co2e = gp_emissions_total(emissions);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        GpPersonalLine *line =
            g_ptr_array_index(self->lines, (guint)g_ascii_strtoull(row->labels[0], NULL, 10));

        line->kg_co2e += row->kg_co2e;
    }
}

static gboolean
explain_lines(GpPersonal *self, GpCube *cube, const GpConvertOptions *options, GError **error)
{
    for (guint i = 0; i < self->lines->len; i++) {
        GpPersonalLine *line = g_ptr_array_index(self->lines, i);
        g_autofree char *label = label_of(i);
        OneLine one = {intern(gp_cube_sources(cube), label)};
        GpConvertOptions filtered = *options;

        filtered.leaves_out = is_of_another_line;
        filtered.leaves_out_data = &one;
        line->steps = gp_explain(cube, &filtered, line->activity, error);
        if (line->steps == NULL)
            return FALSE;
    }
    return TRUE;
}

GpPersonal *
gp_personal_compute(const GpBasis *basis,
                    const GpAnswers *answers,
                    GpIssueList *issues,
                    GError **error)
{
    g_autoptr(GpPersonal) self = gp_personal_new(answers->fy);
    const GpConvertOptions options = {.library = basis->library, .by = {{GP_BY_SOURCE}, 1}};
    g_autoptr(GpEmissions) emissions = NULL;
    g_autoptr(GpCube) cube = NULL;

    if (!gp_answers_list(answers, basis, self, error))
        return NULL;
    cube = make_cube(self, basis, error);
    if (cube == NULL)
        return NULL;
    emissions = gp_convert(cube, &options, issues, error);
    if (emissions == NULL)
        return NULL;
    take_kg(self, emissions);
    if (!explain_lines(self, cube, &options, error) ||
        !gp_factor_library_check(basis->library, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
gp_personal_set_role(GpPersonal *self, const GpAnswers *answers, GpPersonalRole *role)
{
    gint64 hours = answers->hours == GP_NOT_TOLD ? FULL_TIME_HOURS : answers->hours;

    if (answers->hours == GP_NOT_TOLD)
        g_ptr_array_add(self->assumed,
                        g_strdup("37.5 hours of work a week, one WTE (--hours-per-week)"));
    role->my_shared_kg = gp_number_divide(role->shared_kg * hours, FULL_TIME_HOURS);
    self->role = role;
}
