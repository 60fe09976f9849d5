/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-gnuplot-private.h"
#include "gp-panels-private.h"

#define MAX_NAME_CHARACTERS 90
#define MOST_NAMED 5 /* parts that are not shown */

const char *
gp_panel_verdict(const GpPanel *panel)
{
    if (panel->part->trajectory == NULL)
        return "No path";
    return gp_verdict_title(panel->part->trajectory->verdict);
}

static char *
size_of(double kg)
{
    return gp_words_size(gp_words_micro_of_double(kg));
}

char *
gp_panel_gap(const GpPanel *panel)
{
    g_autofree char *fy = gp_words_fy(panel->latest_fy);
    g_autofree char *size = NULL;

    if (panel->part->trajectory == NULL)
        return g_strdup("no figure in the baseline year");
    if (!isfinite(panel->gap_kg))
        return g_strdup("no comparable figure yet");
    if (gp_panel_is_on_path(panel))
        return g_strdup_printf("on its path in %s", fy);
    size = size_of(panel->gap_kg);
    return g_strdup_printf("%s %s in %s", size, panel->gap_kg > 0 ? "above" : "below", fy);
}

static char *
title_of_one(const GpPanel *panel)
{
    g_autofree char *name = gp_words_title_name(panel->part->name);
    g_autofree char *size = NULL;

    if (!isfinite(panel->gap_kg))
        return g_strdup_printf("%s: nothing to hold against the path yet", name);
    if (gp_panel_is_on_path(panel))
        return g_strdup_printf("%s: on the path", name);
    size = size_of(panel->gap_kg);
    return g_strdup_printf("%s: %s %s the path", name, size, panel->gap_kg > 0 ? "above" : "below");
}

char *
gp_panels_title(const GpPanels *self)
{
    const char *parts = self->chart->parts_name;

    if (self->chart->n_parts == 0)
        return g_strdup_printf("No %s with figures yet", parts);
    if (self->chart->n_parts == 1)
        return title_of_one(gp_panels_get(self, 0));
    if (self->n_known == 0)
        return g_strdup_printf("No %s can be held against the path yet", self->chart->part_name);
    if (self->n_known == 1)
        return g_strdup_printf("Only 1 of %u %s can be held against the path", self->all->len,
                               parts);
    if (self->n_above == 0)
        return g_strdup_printf("None of %u %s is above its share of the path", self->n_known,
                               parts);
    if (self->n_above == self->n_known)
        return g_strdup_printf("All %u %s are above their share of the path", self->n_known, parts);
    return g_strdup_printf("%u of %u %s %s above %s share of the path", self->n_above,
                           self->n_known, parts, self->n_above == 1 ? "is" : "are",
                           self->n_above == 1 ? "its" : "their");
}

char *
gp_panels_subtitle(const GpPanels *self)
{
    g_autofree char *measure = gp_picture_text(self->chart->measure, MAX_NAME_CHARACTERS);
    g_autofree char *by = g_strdup_printf("%s by %s", measure, self->chart->part_name);

    if (self->first_fy > self->last_fy) {
        g_autofree char *trust =
            gp_picture_text(self->chart->subject.trust_name, MAX_NAME_CHARACTERS);

        return g_strdup_printf("%s, %s", by, trust);
    }
    return gp_words_subtitle(&self->chart->subject, by, self->first_fy, self->last_fy);
}

static void
append_others(const GpPanels *self, GString *out)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *one_more = NULL;
    g_autofree char *more = NULL;
    g_autofree char *list = NULL;

    for (guint i = self->n; i < self->all->len; i++)
        g_ptr_array_add(names, gp_picture_text(gp_panels_get(self, i)->part->name, 60));
    one_more = g_strdup_printf("more %s", self->chart->part_name);
    more = g_strdup_printf("more %s", self->chart->parts_name);
    list = gp_words_list_some(names, MOST_NAMED, one_more, more);
    if (names->len > 0)
        g_string_append_printf(
            out, " Not shown, with a smaller gap, no path or no comparable year: %s.", list);
}

static gboolean
has_incomplete(const GpPanels *self)
{
    for (guint i = 0; i < self->n; i++) {
        const GpTrajectoryPart *part = gp_panels_get(self, i)->part;

        for (guint k = 0; k < part->n_years; k++) {
            if (isfinite(part->years[k].kg) && !part->years[k].is_comparable)
                return TRUE;
        }
    }
    return FALSE;
}

char *
gp_panels_method(const GpPanels *self)
{
    const char *path_words = self->chart->path_words;
    GString *out = g_string_new(NULL);

    if (self->all->len > 1)
        g_string_append(out,
                        "Sorted by the gap in the latest year, furthest above its path first.");
    if (path_words != NULL)
        g_string_append_printf(out, " The path: %s%s", path_words,
                               g_str_has_suffix(path_words, ".") ? "" : ".");
    if (has_incomplete(self))
        g_string_append(out, " Hollow: a year known to be incomplete.");
    append_others(self, out);
    return g_string_free(out, FALSE);
}

char *
gp_panels_description(const GpPanels *self)
{
    g_autofree char *subtitle = gp_panels_subtitle(self);
    GString *out = g_string_new(subtitle);

    g_string_append_c(out, '.');
    for (guint i = 0; i < self->n; i++) {
        const GpPanel *panel = gp_panels_get(self, i);
        g_autofree char *name = gp_picture_text(panel->part->name, MAX_NAME_CHARACTERS);
        g_autofree char *gap = gp_panel_gap(panel);

        g_string_append_printf(out, " %s: %s, %s.", name, gp_panel_verdict(panel), gap);
    }
    append_others(self, out);
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}
