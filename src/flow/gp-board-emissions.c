/* SPDX-License-Identifier: MIT */
#include "gp-board-private.h"
#include "gp-error.h"

/* ---- emissions in the cuts that are shown ---- */

static GpEmissions *
convert_by(GpGathering *self, GpBy by, GError **error)
{
    GpConvertOptions options = self->options;
    GpIssueList *found = gp_issue_list_new();
    GpEmissions *emissions;

    options.by = by;
    emissions = gp_book_convert(self->book, &options, found, error);
    gp_gathering_take_issues(self, found);
    return emissions;
}

static void
gather_catalogue(GpGathering *self)
{
    const GpEmissions *emissions = self->board->emissions.by_place;
    int place = gp_by_find(&emissions->by, GP_BY_ACTIVITY);
    g_autoptr(GHashTable) known = g_hash_table_new(g_direct_hash, g_direct_equal);

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        const GpActivity *activity =
            gp_factor_library_activity(self->book->basis->library, row->labels[place]);

        if (activity != NULL && g_hash_table_add(known, (gpointer)activity))
            g_ptr_array_add(self->board->catalogue, (gpointer)activity);
    }
}

gboolean
gp_gather_emissions(GpGathering *self, GError **error)
{
    GpBoardEmissions *cuts = &self->board->emissions;
    const struct {
        GpEmissions **out;
        GpBy by;
    } all[] = {
        {&cuts->by_category, {{GP_BY_YEAR, GP_BY_BOUNDARY, GP_BY_CATEGORY}, 3}},
        {&cuts->by_scope, {{GP_BY_YEAR, GP_BY_SCOPE, GP_BY_ACTIVITY, GP_BY_COMPONENT}, 4}},
        {&cuts->by_site, {{GP_BY_YEAR, GP_BY_BOUNDARY, GP_BY_SITE}, 3}},
        {&cuts->by_place, {{GP_BY_YEAR, GP_BY_SITE, GP_BY_ACTIVITY}, 3}},
        {&cuts->by_quality, {{GP_BY_YEAR, GP_BY_BOUNDARY, GP_BY_QUALITY}, 3}},
        {&cuts->by_edition, {{GP_BY_YEAR, GP_BY_ACTIVITY, GP_BY_COMPONENT, GP_BY_EDITION}, 4}},
    };

    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        if ((*all[i].out = convert_by(self, all[i].by, error)) == NULL)
            return FALSE;
    }
    gather_catalogue(self);
    return gp_book_warn_of_gaps(self->book, self->board->issues, error);
}

/* ---- sizes ---- */

static GpBoardSize *
size_of(GArray *sizes, int fy)
{
    GpBoardSize size = {.fy = fy};

    for (guint i = 0; i < sizes->len; i++) {
        GpBoardSize *known = &g_array_index(sizes, GpBoardSize, i);

        if (known->fy == fy)
            return known;
    }
    g_array_append_val(sizes, size);
    return &g_array_index(sizes, GpBoardSize, sizes->len - 1);
}

/* What figures are divided by, in words. */
static const char *const size_words[GP_N_INTENSITIES] = {
    [GP_INTENSITY_WTE] = "Emissions for each member of staff",
    [GP_INTENSITY_FLOOR_AREA] = "Emissions for each square metre",
    [GP_INTENSITY_BED_DAYS] = "Emissions for each bed day",
    [GP_INTENSITY_PATIENT_CONTACTS] = "Emissions for each patient contact",
    [GP_INTENSITY_MILLION_GBP] = "Emissions for each million pounds spent",
};

static gboolean
gather_size(GpGathering *self, const GpEmissions *years, GpIntensityBase base, GError **error)
{
    GpBoard *board = self->board;
    GpIssueList *found = gp_issue_list_new();
    GError *reason = NULL;
    g_autoptr(GpIntensity) intensity =
        gp_book_intensity(self->book, &self->options, years, base, self->workforce, found, &reason);

    gp_gathering_take_issues(self, found);
    board->size_units[base] = g_strdup(intensity == NULL ? "" : intensity->unit);
    if (intensity == NULL)
        return gp_gathering_excuse(self, reason, size_words[base], error);
    for (guint i = 0; i < years->rows->len; i++) {
        int fy = 0;

        gp_fy_parse(g_array_index(years->rows, GpEmissionRow, i).labels[0], &fy);
        size_of(board->sizes, fy)->per_micro[base] = intensity->per_micro[i];
    }
    return TRUE;
}

gboolean
gp_gather_sizes(GpGathering *self, GError **error)
{
    g_autoptr(GpEmissions) years = convert_by(self, (GpBy){{GP_BY_YEAR}, 1}, error);

    if (years == NULL)
        return FALSE;
    for (GpIntensityBase base = 0; base < GP_N_INTENSITIES; base++) {
        if (!gather_size(self, years, base, error))
            return FALSE;
    }
    return TRUE;
}
