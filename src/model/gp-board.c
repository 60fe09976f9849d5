/* SPDX-License-Identifier: MIT */
#include "gp-board.h"

static void
clear_target(gpointer pointer)
{
    GpBoardTarget *standing = pointer;

    gp_trajectory_free(standing->trajectory);
    g_clear_pointer(&standing->years, g_array_unref);
    g_free(standing->data_note);
    g_free(standing->reason);
}

void
gp_board_measure_free(GpBoardMeasure *self)
{
    if (self == NULL)
        return;
    g_free(self->key);
    g_free(self->title);
    g_free(self->adjustment);
    gp_series_free(self->plain);
    gp_series_free(self->series);
    gp_xmr_free(self->chart);
    g_free(self->reason);
    g_free(self);
}

static void
clear_part(gpointer part)
{
    gp_trajectory_part_clear(part);
}

static void
free_measure(gpointer measure)
{
    gp_board_measure_free(measure);
}

GpBoard *
gp_board_new(void)
{
    GpBoard *self = g_new0(GpBoard, 1);

    self->standings = g_array_new(FALSE, TRUE, sizeof(GpBoardTarget));
    g_array_set_clear_func(self->standings, clear_target);
    self->site_parts = g_array_new(FALSE, FALSE, sizeof(GpTrajectoryPart));
    g_array_set_clear_func(self->site_parts, clear_part);
    self->sizes = g_array_new(FALSE, TRUE, sizeof(GpBoardSize));
    self->measures = g_ptr_array_new_with_free_func(free_measure);
    self->catalogue = g_ptr_array_new();
    self->issues = gp_issue_list_new();
    self->gaps = g_ptr_array_new_with_free_func(g_free);
    return self;
}

static void
clear_emissions(GpBoardEmissions *self)
{
    gp_emissions_free(self->by_category);
    gp_emissions_free(self->by_scope);
    gp_emissions_free(self->by_site);
    gp_emissions_free(self->by_place);
    gp_emissions_free(self->by_quality);
    gp_emissions_free(self->by_edition);
}

static void
clear_names(GpBoard *self)
{
    g_free(self->trust_name);
    g_free(self->ods_code);
    g_free(self->icb);
    g_free(self->board_lead);
    g_free(self->made_on);
    g_free(self->program);
    g_free(self->factors_line);
    for (guint i = 0; i < GP_N_INTENSITIES; i++)
        g_free(self->size_units[i]);
}

void
gp_board_free(GpBoard *self)
{
    if (self == NULL)
        return;
    clear_names(self);
    clear_emissions(&self->emissions);
    g_array_unref(self->standings);
    g_array_unref(self->site_parts);
    g_array_unref(self->sizes);
    gp_change_free(self->since_baseline);
    gp_change_free(self->since_last);
    g_ptr_array_unref(self->measures);
    gp_actions_answer_clear(&self->outlook);
    gp_grid_path_free(self->grid);
    g_clear_pointer(&self->measured, g_ptr_array_unref);
    g_clear_pointer(&self->actions, g_ptr_array_unref);
    g_clear_pointer(&self->targets, g_ptr_array_unref);
    gp_role_published_free(self->roles);
    g_clear_pointer(&self->national, g_ptr_array_unref);
    g_clear_pointer(&self->own, g_ptr_array_unref);
    g_clear_pointer(&self->markers, g_ptr_array_unref);
    g_clear_pointer(&self->findings, g_ptr_array_unref);
    g_clear_pointer(&self->originals, g_ptr_array_unref);
    g_clear_pointer(&self->marks, g_array_unref);
    g_clear_pointer(&self->publications, g_ptr_array_unref);
    g_ptr_array_unref(self->catalogue);
    gp_sites_free(self->sites);
    g_clear_pointer(&self->rollups, g_ptr_array_unref);
    gp_issue_list_free(self->issues);
    g_ptr_array_unref(self->gaps);
    g_free(self);
}

const GpBoardTarget *
gp_board_main_target(const GpBoard *self, const char *boundary)
{
    for (guint i = 0; i < self->standings->len; i++) {
        const GpTarget *target = gp_board_target(self, i)->target;

        if (g_str_equal(target->boundary, boundary) && *target->category == '\0' &&
            *target->site == '\0')
            return gp_board_target(self, i);
    }
    return NULL;
}
