/* SPDX-License-Identifier: MIT */
#include "gp-panels-private.h"

#include <math.h>

#define MOST_APART                                                                                 \
    8.0 /* times as large as the smallest: more, and each panel has its own scale                  \
         */

static void
widen(GpPanel *panel, double kg)
{
    if (isfinite(kg)) {
        panel->low_kg = MIN(panel->low_kg, kg);
        panel->high_kg = MAX(panel->high_kg, kg);
    }
}

static GpPanel
panel_of(const GpTrajectoryPart *part)
{
    const GpTrajectory *trajectory = part->trajectory;
    GpPanel panel = {.part = part, .gap_kg = NAN, .latest_kg = NAN};

    for (guint i = 0; i < part->n_years; i++) {
        const GpTrackYear *year = &part->years[i];

        widen(&panel, year->kg);
        if (!isfinite(year->kg) || !year->is_comparable)
            continue;
        panel.latest_fy = year->fy;
        panel.latest_kg = year->kg;
    }
    if (trajectory == NULL)
        return panel;
    for (guint i = 0; i < trajectory->n_path; i++)
        widen(&panel, trajectory->path[i].kg);
    if (trajectory->latest_fy > 0) {
        panel.latest_fy = trajectory->latest_fy;
        panel.latest_kg = trajectory->latest_kg;
        panel.gap_kg = trajectory->gap_kg;
    }
    return panel;
}

/* Those without a gap come after the others, the larger first; those without a figure last. */
static int
compare_panels(gconstpointer a, gconstpointer b)
{
    const GpPanel *first = a, *second = b;
    double x = first->gap_kg, y = second->gap_kg;

    if (isfinite(x) != isfinite(y))
        return isfinite(x) ? -1 : 1;
    if (!isfinite(x)) {
        x = isfinite(first->latest_kg) ? first->latest_kg : -INFINITY;
        y = isfinite(second->latest_kg) ? second->latest_kg : -INFINITY;
    }
    if (x > y || x < y)
        return x > y ? -1 : 1;
    return g_strcmp0(first->part->name, second->part->name);
}

gboolean
gp_panel_is_on_path(const GpPanel *panel)
{
    double path_kg = panel->latest_kg - panel->gap_kg;

    return fabs(panel->gap_kg) <= GP_TRACK_TOLERANCE * fabs(path_kg);
}

static void
span_years(GpPanels *self)
{
    self->first_fy = G_MAXINT;
    self->last_fy = G_MININT;
    for (guint i = 0; i < self->n; i++) {
        const GpTrajectoryPart *part = gp_panels_get(self, i)->part;
        guint n_path = part->trajectory == NULL ? 0 : part->trajectory->n_path;

        for (guint k = 0; k < part->n_years; k++) {
            self->first_fy = MIN(self->first_fy, part->years[k].fy);
            self->last_fy = MAX(self->last_fy, part->years[k].fy);
        }
        for (guint k = 0; k < n_path; k++) {
            self->first_fy = MIN(self->first_fy, part->trajectory->path[k].fy);
            self->last_fy = MAX(self->last_fy, part->trajectory->path[k].fy);
        }
    }
}

static void
choose_scale(GpPanels *self)
{
    double smallest = INFINITY, largest = 0;

    for (guint i = 0; i < self->n; i++) {
        const GpPanel *panel = gp_panels_get(self, i);
        double range = panel->high_kg - panel->low_kg;

        largest = MAX(largest, range);
        smallest = range > 0 ? MIN(smallest, range) : smallest;
    }
    self->is_one = largest <= MOST_APART * smallest || largest <= 0;
}

GpPanels *
gp_panels_new(const GpPanelsChart *chart)
{
    GpPanels *self = g_new0(GpPanels, 1);

    self->chart = chart;
    self->all = g_array_new(FALSE, FALSE, sizeof(GpPanel));
    for (guint i = 0; i < chart->n_parts; i++) {
        GpPanel panel = panel_of(&chart->parts[i]);

        g_array_append_val(self->all, panel);
        if (!isfinite(panel.gap_kg))
            continue;
        self->n_known++;
        self->n_above += panel.gap_kg > 0 && !gp_panel_is_on_path(&panel) ? 1 : 0;
    }
    g_array_sort(self->all, compare_panels);
    while (self->n < MIN(self->all->len, GP_PANELS) && gp_panels_get(self, self->n)->latest_fy > 0)
        self->n++;
    choose_scale(self);
    span_years(self);
    return self;
}

void
gp_panels_free(GpPanels *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->all);
    g_free(self);
}
