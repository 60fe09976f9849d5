/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-flow-private.h"
#include "gp-track.h"

/* Where the labels of a row stand. */
enum { YEAR, CATEGORY, ACTIVITY, COMPONENT, QUALITY };

static const GpBy by = {
    {GP_BY_YEAR, GP_BY_CATEGORY, GP_BY_ACTIVITY, GP_BY_COMPONENT, GP_BY_QUALITY}, 5};

/* Pounds stand in for what was bought, however well they are known. */
static gboolean
is_spend(const GpBook *book, const GpEmissionRow *row)
{
    const GpUnitTable *units = book->basis->units;
    GpUnit unit =
        row->unit == NULL ? GP_UNIT_NONE : gp_unit_table_find(units, row->unit, strlen(row->unit));
    GpUnit pounds = gp_unit_table_find(units, "GBP", 3);

    return unit != GP_UNIT_NONE && pounds != GP_UNIT_NONE &&
           gp_unit_kind(units, unit) == gp_unit_kind(units, pounds);
}

/* What the publications give for a factor in a year, the largest of its units; NAN if nothing. */
static double
published_percent(const GpBook *book,
                  const GpFactorRules *rules,
                  const char *activity,
                  const char *component,
                  int fy)
{
    g_autoptr(GArray) views =
        gp_factor_library_view(book->basis->library, activity, fy, rules, NULL);
    gint64 micro = 0;

    for (guint i = 0; views != NULL && i < views->len; i++) {
        const GpFactor *factor = g_array_index(views, GpFactorView, i).factor;

        if (g_str_equal(gp_component_name(factor->component), component))
            micro = MAX(micro, factor->uncertainty_micro);
    }
    return micro == 0 ? NAN : gp_number_to_double(micro, GP_MICRO_PLACES);
}

static GpUncertainPart
make_part(const GpBook *book,
          const GpConvertOptions *options,
          const GpEmissionRow *row,
          int kg_places,
          const GpUncertaintyTable *table)
{
    GpUncertainPart part = {.activity = row->labels[ACTIVITY],
                            .tier = is_spend(book, row) ? "spend" : row->labels[QUALITY],
                            .component = row->labels[COMPONENT],
                            .kg = gp_number_to_double(row->kg_co2e, kg_places)};

    gp_fy_parse(row->labels[YEAR], &part.fy);
    part.activity_percent = gp_uncertainty_table_activity(table, part.tier);
    part.factor_percent =
        published_percent(book, &options->rules, part.activity, part.component, part.fy);
    if (isnan(part.factor_percent))
        part.factor_percent = gp_uncertainty_table_factor(table, part.activity,
                                                          row->labels[CATEGORY], part.component);
    return part;
}

gboolean
gp_progress_add_uncertainty(GpProgress *self,
                            const GpBook *book,
                            const GpConvertOptions *options,
                            const GpTarget *target,
                            const GpUncertaintyTable *table,
                            GError **error)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(GpUncertainPart));
    g_autoptr(GpIssueList) said = gp_issue_list_new(); /* gp_progress_of_book() said it all */
    g_autoptr(GpEmissions) emissions = NULL;
    GpConvertOptions filled = *options;
    GpTrajectory *trajectory = self->trajectory;

    filled.by = by;
    emissions = gp_target_convert(book, &filled, target, said, error);
    if (emissions == NULL)
        return FALSE;
    for (guint i = 0; i < emissions->rows->len; i++) {
        GpUncertainPart part =
            make_part(book, options, &g_array_index(emissions->rows, GpEmissionRow, i),
                      emissions->kg_places, table);

        g_array_append_val(parts, part);
    }
    gp_trajectory_set_uncertainty(
        trajectory,
        gp_track_uncertainty((const GpUncertainPart *)(void *)parts->data, parts->len,
                             (const GpTrackYear *)(void *)self->years->data, self->years->len,
                             trajectory->baseline_fy, trajectory->latest_fy));
    return TRUE;
}

GpUncertaintyTable *
gp_uncertainties_load(const GpWorkspace *workspace, const GpPlaces *places, GError **error)
{
    g_autoptr(GpUncertaintyTable) self = gp_uncertainty_table_new();
    g_autofree char *own =
        workspace == NULL ? NULL : gp_workspace_file(workspace, "uncertainty.csv");
    g_autofree char *shipped = g_build_filename(places->data, "uncertainty.csv", NULL);

    if ((own != NULL && !gp_uncertainty_table_load(self, own, error)) ||
        !gp_uncertainty_table_load(self, shipped, error))
        return NULL;
    return g_steal_pointer(&self);
}
