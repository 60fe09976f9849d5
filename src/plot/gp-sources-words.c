/* SPDX-License-Identifier: MIT */
#include "gp-sources-private.h"

static double
in_kg(GpInt128 micro_kg)
{
    return gp_number_to_double(micro_kg, GP_MICRO_PLACES);
}

char *
gp_band_title(const GpBand *self, const char *sources_word)
{
    if (self->name != NULL)
        return gp_picture_text(self->name, 90);
    return g_strdup_printf("Other: %u %s", self->n_sources, sources_word);
}

char *
gp_band_figure(const GpStack *self, const GpBand *band, const GpChartUnit *unit)
{
    GpInt128 micro_kg = band->micro_kg[self->latest];
    g_autofree char *figure = gp_words_quantity(unit, in_kg(micro_kg));
    int percent;

    if (!gp_stack_percent(self, micro_kg, &percent))
        return g_steal_pointer(&figure);
    if (percent == 0 && micro_kg != 0)
        return g_strdup_printf("%s, under 1%%", figure);
    return g_strdup_printf("%s, %d%%", figure, percent);
}

char *
gp_words_sources_title(const GpStack *self)
{
    const GpSourcesChart *chart = self->chart;
    const GpTrackYear *year = self->latest < 0 ? NULL : &chart->years[self->latest];
    g_autofree char *fy = year == NULL ? NULL : gp_words_fy(year->fy);
    g_autofree char *when = NULL;
    g_autofree char *name = NULL;
    g_autofree char *tonnes = NULL;
    GpInt128 micro_kg;
    int percent;

    if (year == NULL || chart->n_sources == 0)
        return g_strdup("No data yet");
    name = gp_words_title_name(chart->sources[self->largest].name);
    micro_kg = chart->sources[self->largest].micro_kg[self->latest];
    if (micro_kg <= 0)
        return g_strdup_printf("No %s of emissions in %s", chart->source_word, fy);
    tonnes = gp_words_tonnes(in_kg(micro_kg));
    when = g_strdup_printf(
        year->is_comparable ? "of emissions in %s come" : "of what is known of %s comes", fy);
    if (chart->n_sources > 1 && gp_stack_percent(self, micro_kg, &percent))
        return g_strdup_printf("%d%% %s from our largest %s, “%s”", percent, when,
                               chart->source_word, name);
    return g_strdup_printf("%s %s from our %s %s, “%s”", tonnes, when,
                           chart->n_sources == 1 ? "only" : "largest", chart->source_word, name);
}

static void
append_path(const GpStack *self, const GpChartUnit *unit, GString *out)
{
    const GpSourcesChart *chart = self->chart;

    for (guint i = 0; i < chart->n_path; i++) {
        g_autofree char *path = NULL;

        if (chart->path[i].fy != chart->years[self->latest].fy)
            continue;
        path = gp_words_quantity(unit, chart->path[i].kg);
        g_string_append_printf(out, " %s: %s, %s.", chart->target_name, path, chart->path_words);
    }
}

char *
gp_words_sources_description(const GpStack *self, const char *title, const GpChartUnit *unit)
{
    const GpSourcesChart *chart = self->chart;
    GString *out = g_string_new(NULL);
    g_autofree char *fy = gp_words_fy(chart->years[self->latest].fy);
    g_autofree char *total = gp_words_quantity(unit, in_kg(self->total[self->latest]));

    g_string_append_printf(out, "%s, %s. %s. Total in %s: %s.", chart->measure,
                           chart->subject.trust_name, title, fy, total);
    for (guint i = 0; i < self->n_bands; i++) {
        g_autofree char *name = gp_band_title(&self->bands[i], chart->sources_word);
        g_autofree char *figure = gp_band_figure(self, &self->bands[i], unit);

        g_string_append_printf(out, " %s: %s.", name, figure);
    }
    append_path(self, unit, out);
    if (chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", chart->subject.data_note);
    return g_string_free(out, FALSE);
}
