/* SPDX-License-Identifier: MIT */
#include "gp-target.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"

void
gp_target_free(GpTarget *self)
{
    if (self == NULL)
        return;
    g_free(self->name);
    g_free(self->boundary);
    g_free(self->milestones);
    g_free(self->category);
    g_free(self->site);
    g_free(self->action);
    g_free(self->adopted_by);
    g_free(self->adopted_on);
    g_free(self->minute);
    g_free(self->owner);
    g_free(self->source);
    g_free(self);
}

static gboolean
parse_shape(const char *text, GpPathShape *out_shape, GError **error)
{
    static const char *const names[] = {"linear", "constant-percent", "steps", "milestones"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_str_equal(text, names[i])) {
            *out_shape = i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%.40s” is not a shape; it is linear, constant-percent, steps or milestones",
                    text);
}

static gboolean
parse_fy(const char *text, const char *column, int *out_fy, GError **error)
{
    return gp_fy_parse(text, out_fy) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "the %s “%.40s” is not a financial year as in 2031-32", column, text);
}

/* A decimal number; NAN for an empty cell if that is allowed. */
static gboolean
parse_number(const char *text, gboolean may_be_empty, double *out, GError **error)
{
    gint64 micro;

    if (may_be_empty && *text == '\0') {
        *out = NAN;
        return TRUE;
    }
    if (!gp_number_parse_text(text, GP_MICRO_PLACES, &micro, error))
        return FALSE;
    *out = gp_number_to_double(micro, GP_MICRO_PLACES);
    return TRUE;
}

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

/* The same for what is printed as it stands. */
static char *
copy_cell(const GpCsvTable *table, guint row, const char *column)
{
    const char *text = cell(table, row, column);

    return gp_text_printable(text, strlen(text), G_MAXUINT);
}

static void
add_milestone(GpTarget *self, GpMilestone milestone)
{
    self->milestones = g_renew(GpMilestone, self->milestones, self->n_milestones + 1);
    self->milestones[self->n_milestones++] = milestone;
}

static int
compare_milestones(gconstpointer a, gconstpointer b)
{
    return ((const GpMilestone *)a)->fy - ((const GpMilestone *)b)->fy;
}

/* The target with several milestones that a row goes on, or NULL. */
static GpTarget *
find_begun(GPtrArray *targets, const char *name, GpPathShape shape)
{
    for (guint i = 0; i < targets->len; i++) {
        GpTarget *target = g_ptr_array_index(targets, i);

        if (g_str_equal(target->name, name) && target->shape == shape &&
            (shape == GP_PATH_STEPS || shape == GP_PATH_MILESTONES))
            return target;
    }
    return NULL;
}

static GpTarget *
begin_target(const GpCsvTable *table, guint row, GpPathShape shape, GError **error)
{
    g_autoptr(GpTarget) self = g_new0(GpTarget, 1);

    self->name = copy_cell(table, row, "name");
    self->boundary = copy_cell(table, row, "boundary");
    self->shape = shape;
    self->category = copy_cell(table, row, "category");
    self->site = copy_cell(table, row, "site");
    self->action = copy_cell(table, row, "action");
    self->adopted_by = copy_cell(table, row, "adopted_by");
    self->adopted_on = copy_cell(table, row, "adopted_on");
    self->minute = copy_cell(table, row, "minute");
    self->owner = copy_cell(table, row, "owner");
    self->source = copy_cell(table, row, "source");
    if (*self->name == '\0')
        return gp_throw_null(error, GP_ERROR_MALFORMED, "the target has no name");
    if (!parse_fy(cell(table, row, "baseline_year"), "baseline year", &self->baseline_fy, error) ||
        !parse_number(cell(table, row, "baseline_kg"), TRUE, &self->baseline_kg, error))
        return NULL;
    return g_steal_pointer(&self);
}

static gboolean
read_target(GPtrArray *targets, const GpCsvTable *table, guint row, GError **error)
{
    const char *latest = cell(table, row, "target_year_latest");
    const char *shape_name = cell(table, row, "shape");
    g_autofree char *name = NULL;
    GpPathShape shape = GP_PATH_LINEAR;
    GpTarget *target;
    double percent;
    int fy, latest_fy;

    if (*shape_name != '\0' && !parse_shape(shape_name, &shape, error))
        return FALSE;
    if (!parse_fy(cell(table, row, "target_year"), "target year", &fy, error) ||
        !parse_number(cell(table, row, "reduction_percent"), FALSE, &percent, error))
        return FALSE;
    latest_fy = fy;
    if (*latest != '\0' && !parse_fy(latest, "latest target year", &latest_fy, error))
        return FALSE;
    if (latest_fy < fy)
        return gp_throw(error, GP_ERROR_MALFORMED, "the latest target year is before the first");
    name = copy_cell(table, row, "name");
    target = find_begun(targets, name, shape);
    if (target == NULL) {
        target = begin_target(table, row, shape, error);
        if (target == NULL)
            return FALSE;
        g_ptr_array_add(targets, target);
    }
    add_milestone(target, (GpMilestone){latest_fy, percent, fy < latest_fy ? fy : 0});
    qsort(target->milestones, target->n_milestones, sizeof *target->milestones, compare_milestones);
    if (target->milestones[target->n_milestones - 1].fy == latest_fy)
        target->earliest_fy = fy;
    return TRUE;
}

GPtrArray *
gp_targets_load(const char *path, GError **error)
{
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func((GDestroyNotify)gp_target_free);

    if (table == NULL)
        return NULL;
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        if (!read_target(targets, table, row, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return NULL;
        }
    }
    return g_steal_pointer(&targets);
}
