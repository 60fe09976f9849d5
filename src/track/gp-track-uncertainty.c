/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gp-day.h"
#include "gp-number.h"
#include "gp-track.h"

/* Parts that share an error, and how far it moves each year. */
typedef struct {
    GpUncertainty *result;
    double *moved_kg; /* (array length=result->n_years): of the group at hand */
    double *squares;  /* (array length=result->n_years): of all groups so far */
} Sweep;

static int
compare_by_tier(gconstpointer a, gconstpointer b)
{
    const GpUncertainPart *x = *(const GpUncertainPart *const *)a;
    const GpUncertainPart *y = *(const GpUncertainPart *const *)b;
    int order = strcmp(x->activity, y->activity);

    return order != 0 ? order : strcmp(x->tier, y->tier);
}

static int
compare_by_component(gconstpointer a, gconstpointer b)
{
    const GpUncertainPart *x = *(const GpUncertainPart *const *)a;
    const GpUncertainPart *y = *(const GpUncertainPart *const *)b;
    int order = strcmp(x->activity, y->activity);

    return order != 0 ? order : strcmp(x->component, y->component);
}

static guint
place_of(const GpUncertainty *self, int fy)
{
    guint i = 0;

    while (i < self->n_years && self->years[i].fy != fy)
        i++;
    return i;
}

static void
note_group(Sweep *self, const GpUncertainPart *part, gboolean is_factor, double from, double to)
{
    GpUncertainGroup group = {g_strdup(part->activity),
                              g_strdup(is_factor ? part->component : part->tier), is_factor, from,
                              to};

    g_array_append_val(self->result->groups, group);
}

/* Ends the group of @part: what it adds to the variance of each year, and returns what to that of
 * the change. */
static double
end_group(Sweep *self, const GpUncertainPart *part, gboolean is_factor)
{
    guint n = self->result->n_years;
    guint from = place_of(self->result, self->result->from_fy);
    guint to = place_of(self->result, self->result->to_fy);
    double a = from < n ? self->moved_kg[from] : 0, b = to < n ? self->moved_kg[to] : 0;

    if (self->result->to_fy != 0 && (fabs(a) > 0 || fabs(b) > 0))
        note_group(self, part, is_factor, a, b);
    for (guint i = 0; i < n; i++) {
        self->squares[i] += self->moved_kg[i] * self->moved_kg[i];
        self->moved_kg[i] = 0;
    }
    return is_factor ? (b - a) * (b - a) : a * a + b * b;
}

/* The variance of the change by the errors of all groups. @parts: sorted by @compare, which tells
 * groups apart. */
static double
sweep(Sweep *self,
      const GpUncertainPart **parts,
      guint n,
      GCompareFunc compare,
      gboolean is_of_factors)
{
    double change = 0;

    for (guint i = 0; i < n; i++) {
        const GpUncertainPart *part = parts[i];
        guint year = place_of(self->result, part->fy);

        if (i > 0 && compare(&parts[i - 1], &parts[i]) != 0)
            change += end_group(self, parts[i - 1], is_of_factors);
        if (year < self->result->n_years)
            self->moved_kg[year] +=
                part->kg * (is_of_factors ? part->factor_percent : part->activity_percent) / 100;
    }
    return n == 0 ? 0 : change + end_group(self, parts[n - 1], is_of_factors);
}

static void
clear_group(gpointer data)
{
    GpUncertainGroup *self = data;

    g_free(self->activity);
    g_free(self->kind);
}

static void
take_years(GpUncertainty *self, const GpTrackYear *years, guint n_years, int from_fy, int to_fy)
{
    self->years = g_new0(GpUncertainYear, n_years);
    for (guint i = 0; i < n_years; i++)
        if (years[i].is_comparable && isfinite(years[i].kg))
            self->years[self->n_years++] = (GpUncertainYear){years[i].fy, years[i].kg, 0};
    if (from_fy >= to_fy || place_of(self, from_fy) == self->n_years ||
        place_of(self, to_fy) == self->n_years)
        return;
    self->from_fy = from_fy;
    self->to_fy = to_fy;
    self->change_kg =
        self->years[place_of(self, to_fy)].kg - self->years[place_of(self, from_fy)].kg;
}

GpUncertainty *
gp_track_uncertainty(const GpUncertainPart *parts,
                     guint n_parts,
                     const GpTrackYear *years,
                     guint n_years,
                     int from_fy,
                     int to_fy)
{
    GpUncertainty *self = g_new0(GpUncertainty, 1);
    g_autofree const GpUncertainPart **order = g_new(const GpUncertainPart *, n_parts + 1);
    g_autofree double *moved = NULL, *squares = NULL;
    double activity, factor;
    Sweep state;

    self->groups = g_array_new(FALSE, FALSE, sizeof(GpUncertainGroup));
    g_array_set_clear_func(self->groups, clear_group);
    take_years(self, years, n_years, from_fy, to_fy);
    moved = g_new0(double, self->n_years + 1);
    squares = g_new0(double, self->n_years + 1);
    state = (Sweep){self, moved, squares};
    for (guint i = 0; i < n_parts; i++)
        order[i] = &parts[i];
    qsort(order, n_parts, sizeof *order, compare_by_tier);
    activity = sweep(&state, order, n_parts, compare_by_tier, FALSE);
    qsort(order, n_parts, sizeof *order, compare_by_component);
    factor = sweep(&state, order, n_parts, compare_by_component, TRUE);
    for (guint i = 0; i < self->n_years; i++)
        self->years[i].half95_kg = sqrt(squares[i]);
    self->activity_half95_kg = sqrt(activity);
    self->factor_half95_kg = sqrt(factor);
    self->change_half95_kg = sqrt(activity + factor);
    return self;
}

static char *
explain_change(const GpUncertainty *self)
{
    gboolean is_larger = gp_uncertainty_is_change_larger(self);
    g_autoptr(GString) out = g_string_new(NULL);
    char label[16];

    gp_fy_print(self->from_fy, label);
    g_string_append_printf(out, "The %s since %s, ", self->change_kg > 0 ? "rise" : "fall", label);
    gp_number_append_rounded(out, (GpInt128)round(fabs(self->change_kg)), 3, 0);
    g_string_append_printf(out, " t, is %s than its uncertainty of ",
                           is_larger ? "larger" : "not larger");
    gp_number_append_rounded(out, (GpInt128)round(self->change_half95_kg), 3, 0);
    g_string_append(out,
                    is_larger ? " t (95%)." : " t (95%): it cannot be told from no change at all.");
    return g_string_free(g_steal_pointer(&out), FALSE);
}

void
gp_trajectory_set_uncertainty(GpTrajectory *self, GpUncertainty *uncertainty)
{
    guint n = g_strv_length(self->reasons);

    g_return_if_fail(self->uncertainty == NULL);
    self->uncertainty = uncertainty;
    if (uncertainty->to_fy == 0)
        return;
    self->reasons = g_renew(char *, self->reasons, n + 2);
    self->reasons[n + 1] = NULL;
    self->reasons[n] = self->reasons[n - 1];
    self->reasons[n - 1] = explain_change(uncertainty);
}
