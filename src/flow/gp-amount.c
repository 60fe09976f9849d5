/* SPDX-License-Identifier: MIT */
#include "gp-amount-private.h"

#include <string.h>

static gboolean
has_error(const GpIssueList *issues)
{
    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        if (gp_issue_list_get(issues, i)->severity == GP_SEVERITY_ERROR)
            return TRUE;
    }
    return FALSE;
}

/* A cube that holds nothing but @quantity, in the financial year @fy. */
static GpCube *
make_cube(const GpBasis *basis, const GpActivityQuantity *quantity, GpUnit unit, int fy)
{
    GpCube *cube = gp_cube_new(basis->timeline, basis->units);
    const GpWho nobody = {.quality = GP_QUALITY_NONE};
    const GpWhat what = {
        gp_dict_intern(gp_cube_activities(cube), quantity->activity, strlen(quantity->activity)),
        unit};

    gp_cube_add(cube, gp_cube_intern_what(cube, what), gp_cube_intern_who(cube, &nobody),
                gp_fy_span(fy), quantity->micro);
    return cube;
}

static GpInt128
sum_of(const GpEmissions *emissions, const char *category)
{
    GpInt128 sum = 0;

    if (category == NULL || *category == '\0')
        return gp_emissions_total(emissions);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);

        sum += g_str_equal(row->labels[0], category) ? row->kg_co2e : 0;
    }
    return sum;
}

gboolean
gp_book_convert_quantity(const GpBook *self,
                         const GpConvertOptions *options,
                         const GpActivityQuantity *quantity,
                         GpAmount *out,
                         gboolean *out_is_known,
                         GError **error)
{
    const GpBasis *basis = self->basis;
    GpUnit unit = gp_unit_table_find(basis->units, quantity->unit, strlen(quantity->unit));
    const GpConvertOptions filled = {.library = basis->library,
                                     .rules = options->rules,
                                     .within = options->within,
                                     .direct_only = options->direct_only,
                                     .by = {{GP_BY_CATEGORY}, 1},
                                     .only_fy = options->only_fy};
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    g_autoptr(GpCube) cube = NULL;
    g_autoptr(GpEmissions) emissions = NULL;

    *out_is_known = unit != GP_UNIT_NONE &&
                    gp_factor_library_takes(basis->library, quantity->activity, unit) == GP_TAKES;
    if (!*out_is_known)
        return TRUE;
    cube = make_cube(basis, quantity, unit, options->only_fy);
    emissions = gp_convert(cube, &filled, unseen, error);
    if (emissions == NULL)
        return FALSE;
    *out_is_known = emissions->rows->len > 0 && !has_error(unseen);
    *out = (GpAmount){sum_of(emissions, quantity->category), emissions->kg_places};
    return TRUE;
}
