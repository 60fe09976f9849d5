/* SPDX-License-Identifier: MIT */
#include "gp-publication.h"

#include <string.h>

#include "gp-error.h"
#include "gp-text.h"

#define MAX_TEXT 4000 /* characters */

static void
clear_line(gpointer data)
{
    GpPublishedLine *line = data;

    g_free(line->sources);
    g_free(line->editions);
}

GpPublication *
gp_publication_new(void)
{
    GpPublication *self = g_new0(GpPublication, 1);

    self->texts = g_string_chunk_new(4096);
    self->id = self->day = self->by = self->note = self->reason = self->trust = self->program =
        self->previous = self->previous_sha256 = "";
    self->baseline_fys = g_array_new(FALSE, FALSE, sizeof(int));
    self->restated_fys = g_array_new(FALSE, FALSE, sizeof(int));
    self->settings = g_array_new(FALSE, FALSE, sizeof(GpPublishedSetting));
    self->digests = g_array_new(FALSE, FALSE, sizeof(GpPublishedSetting));
    self->years = g_array_new(FALSE, FALSE, sizeof(GpPublishedYear));
    self->figures = g_array_new(FALSE, FALSE, sizeof(GpPublishedFigure));
    self->lines = g_array_new(FALSE, FALSE, sizeof(GpPublishedLine));
    g_array_set_clear_func(self->lines, clear_line);
    self->editions = g_array_new(FALSE, FALSE, sizeof(GpPublishedEdition));
    self->originals = g_array_new(FALSE, FALSE, sizeof(GpPublishedOriginal));
    return self;
}

void
gp_publication_free(GpPublication *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->baseline_fys);
    g_array_unref(self->restated_fys);
    g_array_unref(self->settings);
    g_array_unref(self->digests);
    g_array_unref(self->years);
    g_array_unref(self->figures);
    g_array_unref(self->lines);
    g_array_unref(self->editions);
    g_array_unref(self->originals);
    g_string_chunk_free(self->texts);
    g_free(self);
}

const char *
gp_publication_text(GpPublication *self, const char *text)
{
    g_autofree char *printable = gp_text_printable(text, strlen(text), MAX_TEXT);

    return g_string_chunk_insert_const(self->texts, printable);
}

/* Twice the sizes of all lines together, so that the difference of two publications fits too. */
static gboolean
check_size(const GpPublication *self, GError **error)
{
    GpInt128 sum = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        GpInt128 kg = g_array_index(self->lines, GpPublishedLine, i).kg_co2e, size;

        if (!gp_multiply(kg, kg < 0 ? -2 : 2, &size) || !gp_add(sum, size, &sum))
            return gp_throw(error, GP_ERROR_OVERFLOW,
                            "the figures are too large to be published exactly");
    }
    return TRUE;
}

gboolean
gp_publication_add_up(GpPublication *self, GError **error)
{
    GpPublishedFigure *figure = NULL;

    g_array_set_size(self->figures, 0);
    if (!check_size(self, error))
        return FALSE;
    for (guint i = 0; i < self->lines->len; i++) {
        const GpPublishedLine *line = &g_array_index(self->lines, GpPublishedLine, i);

        if (figure == NULL || figure->fy != line->fy ||
            !g_str_equal(figure->boundary, line->boundary) ||
            !g_str_equal(figure->category, line->category)) {
            GpPublishedFigure new = {.fy = line->fy,
                                     .boundary = line->boundary,
                                     .category = line->category};

            g_array_append_val(self->figures, new);
            figure = &g_array_index(self->figures, GpPublishedFigure, self->figures->len - 1);
        }
        figure->kg_co2e += line->kg_co2e;
    }
    return TRUE;
}

gboolean
gp_publication_rescale(GpPublication *self, int kg_places, GError **error)
{
    GpInt128 scale;
    gboolean ok = TRUE;

    if (kg_places <= self->kg_places)
        return TRUE;
    scale = gp_power_of_ten(kg_places - self->kg_places);
    for (guint i = 0; ok && i < self->lines->len; i++) {
        GpPublishedLine *line = &g_array_index(self->lines, GpPublishedLine, i);

        ok = gp_multiply(line->kg_co2e, scale, &line->kg_co2e);
    }
    for (guint i = 0; ok && i < self->figures->len; i++) {
        GpPublishedFigure *figure = &g_array_index(self->figures, GpPublishedFigure, i);

        ok = gp_multiply(figure->kg_co2e, scale, &figure->kg_co2e);
        for (guint k = 0; ok && k < GP_N_QUALITIES; k++)
            ok = gp_multiply(figure->kg_by_quality[k], scale, &figure->kg_by_quality[k]);
    }
    self->kg_places = kg_places;
    if (!ok)
        return gp_throw(error, GP_ERROR_OVERFLOW,
                        "the figures of publication %s are too large to be compared exactly",
                        self->id);
    return check_size(self, error);
}

const GpPublishedYear *
gp_publication_year(const GpPublication *self, int fy)
{
    for (guint i = 0; i < self->years->len; i++) {
        const GpPublishedYear *year = &g_array_index(self->years, GpPublishedYear, i);

        if (year->fy == fy)
            return year;
    }
    return NULL;
}

const char *
gp_total_name(GpTotal total)
{
    static const char *const names[GP_N_TOTALS] = {"ncf", "plus", "all"};

    return names[total];
}

const char *
gp_total_title(GpTotal total)
{
    static const char *const titles[GP_N_TOTALS] = {"NHS Carbon Footprint",
                                                    "NHS Carbon Footprint Plus", "all activity"};

    return titles[total];
}

gboolean
gp_total_holds(GpTotal total, const char *boundary)
{
    return total == GP_TOTAL_ALL || g_str_equal(boundary, "ncf") ||
           (total == GP_TOTAL_PLUS && g_str_equal(boundary, "plus"));
}

GpInt128
gp_publication_total(const GpPublication *self, int fy, GpTotal total)
{
    GpInt128 sum = 0;

    for (guint i = 0; i < self->figures->len; i++) {
        const GpPublishedFigure *figure = &g_array_index(self->figures, GpPublishedFigure, i);

        if (figure->fy == fy && gp_total_holds(total, figure->boundary))
            sum += figure->kg_co2e;
    }
    return sum;
}

static gboolean
same_settings(const GArray *a, const GArray *b)
{
    if (a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++) {
        const GpPublishedSetting *x = &g_array_index(a, GpPublishedSetting, i);
        const GpPublishedSetting *y = &g_array_index(b, GpPublishedSetting, i);

        if (!g_str_equal(x->name, y->name) || !g_str_equal(x->value, y->value))
            return FALSE;
    }
    return TRUE;
}

static gboolean
same_originals(const GArray *a, const GArray *b)
{
    if (a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++) {
        const GpPublishedOriginal *x = &g_array_index(a, GpPublishedOriginal, i);
        const GpPublishedOriginal *y = &g_array_index(b, GpPublishedOriginal, i);

        if (!g_str_equal(x->sha256, y->sha256) || !g_str_equal(x->source, y->source) ||
            x->rows != y->rows)
            return FALSE;
    }
    return TRUE;
}

gboolean
gp_publication_same_ground(const GpPublication *self, const GpPublication *other)
{
    return g_str_equal(self->program, other->program) &&
           same_settings(self->settings, other->settings) &&
           same_settings(self->digests, other->digests) &&
           same_originals(self->originals, other->originals);
}

const char *
gp_year_mark(const GArray *marks, const char *label)
{
    static const char *const texts[2][2] = {{"[b]", ""}, {"[r] [b]", "[r]"}};
    int fy;

    if (marks == NULL || !gp_fy_parse(label, &fy))
        return "";
    for (guint i = 0; i < marks->len; i++) {
        const GpYearMark *mark = &g_array_index(marks, GpYearMark, i);

        if (mark->fy == fy)
            return texts[mark->is_restated ? 1 : 0][mark->is_comparable ? 1 : 0];
    }
    return "";
}
