/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-return-private.h"

static const GpActivity *
find_activity(const GpBoard *board, const char *key)
{
    for (guint i = 0; i < board->catalogue->len; i++) {
        const GpActivity *activity = board->catalogue->pdata[i];

        if (g_str_equal(activity->key, key))
            return activity;
    }
    return NULL;
}

static const char *
label_of(const GpEmissions *emissions, const GpEmissionRow *row, GpDimension dimension)
{
    int place = gp_by_find(&emissions->by, dimension);

    return place < 0 ? "" : row->labels[place];
}

static void
take_scoped(GpFiling *self, const GpEmissions *emissions)
{
    for (guint i = 0; emissions != NULL && i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        GpScopedLine line = {.scope = label_of(emissions, row, GP_BY_SCOPE),
                             .component = label_of(emissions, row, GP_BY_COMPONENT),
                             .key = label_of(emissions, row, GP_BY_ACTIVITY),
                             .kg = row->kg_co2e};

        self->kg_places = emissions->kg_places;
        line.activity = find_activity(self->composing.board, line.key);
        if (gp_fy_parse(label_of(emissions, row, GP_BY_YEAR), &line.fy))
            g_array_append_val(self->scoped, line);
    }
}

/* By place, because by category an activity stands under each of its components' categories, with
 * its whole quantity. */
static void
take_used(GpFiling *self, const GpEmissions *by_place)
{
    for (guint i = 0; by_place != NULL && i < by_place->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(by_place->rows, GpEmissionRow, i);
        GpUsedLine line = {.site = label_of(by_place, row, GP_BY_SITE),
                           .key = label_of(by_place, row, GP_BY_ACTIVITY),
                           .unit = row->unit,
                           .quantity = row->quantity};

        if (gp_fy_parse(label_of(by_place, row, GP_BY_YEAR), &line.fy))
            g_array_append_val(self->used, line);
    }
}

void
gp_filing_init(GpFiling *self, const GpBoard *board, GpDocument *document)
{
    gp_composing_init(&self->composing, board, document);
    self->kg_places = 0;
    self->scoped = g_array_new(FALSE, FALSE, sizeof(GpScopedLine));
    self->used = g_array_new(FALSE, FALSE, sizeof(GpUsedLine));
    take_scoped(self, board->emissions.by_scope);
    take_used(self, board->emissions.by_place);
}

void
gp_filing_clear(GpFiling *self)
{
    gp_composing_clear(&self->composing);
    g_clear_pointer(&self->scoped, g_array_unref);
    g_clear_pointer(&self->used, g_array_unref);
}

GArray *
gp_filing_years(const GpFiling *self, guint most)
{
    const GpComposing *composing = &self->composing;
    const GpCut *cut = composing->plus;
    GArray *years = g_array_new(FALSE, FALSE, sizeof(int));
    int baseline_fy = composing->board->baseline_fy;

    for (int fy = composing->fy; cut->n_years > 0 && fy >= cut->first_fy; fy--) {
        gboolean closes_the_gap =
            fy - 1 == baseline_fy && years->len > 0 && g_array_index(years, int, 0) == fy + 1;
        gboolean is_near = years->len < most || fy == baseline_fy || closes_the_gap;

        if (is_near && gp_cut_has_year(cut, fy))
            g_array_prepend_val(years, fy);
    }
    return years;
}

gboolean
gp_filing_sum(
    const GpFiling *self, int fy, GpScopedFunc choose, gconstpointer data, GpInt128 *out_kg)
{
    gboolean has = FALSE;

    *out_kg = 0;
    for (guint i = 0; i < self->scoped->len; i++) {
        const GpScopedLine *line = &g_array_index(self->scoped, GpScopedLine, i);

        if (line->fy != fy || !choose(line, data))
            continue;
        has = TRUE;
        *out_kg += line->kg;
    }
    return has;
}

gboolean
gp_filing_set_sum(const GpFiling *self,
                  GpDocTable *table,
                  guint column,
                  int fy,
                  GpScopedFunc choose,
                  gconstpointer data)
{
    GpMark mark = gp_composing_mark(&self->composing, fy);
    GpInt128 kg;

    if (!gp_filing_sum(self, fy, choose, data, &kg))
        return FALSE;
    gp_doc_table_set_kg(table, column, kg, self->kg_places);
    if (mark != GP_MARK_NONE)
        gp_doc_table_set_mark(table, column, mark);
    return TRUE;
}

/* Whether @key is among keys parted by `|`, of which one may end in `*`. */
static gboolean
is_among(const char *keys, const char *key)
{
    const char *at = keys;

    while (*at != '\0') {
        gsize length = strcspn(at, "|");
        gboolean is_stem = length > 0 && at[length - 1] == '*';
        gsize compared = is_stem ? length - 1 : length;

        if (strncmp(at, key, compared) == 0 && (is_stem || key[compared] == '\0'))
            return TRUE;
        at += length + (at[length] == '|' ? 1 : 0);
    }
    return FALSE;
}

gboolean
gp_filing_quantity(const GpFiling *self,
                   int fy,
                   const char *site,
                   const char *keys,
                   const char *unit,
                   GpInt128 *out_quantity)
{
    gboolean has = FALSE;

    *out_quantity = 0;
    for (guint i = 0; i < self->used->len; i++) {
        const GpUsedLine *line = &g_array_index(self->used, GpUsedLine, i);

        if (line->fy != fy || (site != NULL && !g_str_equal(line->site, site)) ||
            !is_among(keys, line->key))
            continue;
        if (line->unit == NULL || !g_str_equal(line->unit, unit)) {
            *out_quantity = 0;
            return FALSE;
        }
        has = TRUE;
        *out_quantity += line->quantity;
    }
    return has;
}

void
gp_filing_set_quantity(const GpFiling *self,
                       GpDocTable *table,
                       guint column,
                       int fy,
                       const char *site,
                       const char *keys,
                       const char *unit)
{
    GpMark mark = gp_composing_mark(&self->composing, fy);
    GpInt128 quantity;

    if (!gp_filing_quantity(self, fy, site, keys, unit, &quantity))
        return;
    gp_doc_table_set_value(table, column, quantity, GP_QUANTITY_PLACES);
    if (mark != GP_MARK_NONE && site == NULL)
        gp_doc_table_set_mark(table, column, mark);
}

/* The decimal places of all fields, in which tables of years show them. */
static int
most_places(const GpFilingField *fields, guint n)
{
    int places = 0;

    for (guint i = 0; i < n; i++)
        places = MAX(places, fields[i].places);
    return places;
}

GpDocTable *
gp_filing_fields_table(const GpFiling *self,
                       const char *id,
                       const char *what,
                       const char *title,
                       const char *key,
                       const GpFilingField *fields,
                       guint n_fields,
                       const GArray *years)
{
    g_autofree char *caption =
        gp_composing_caption(&self->composing, what, g_array_index(years, int, 0),
                             g_array_index(years, int, years->len - 1));
    GpDocTable *table = gp_doc_table_new(id, caption);

    gp_doc_table_add_text_column(table, title, key);
    gp_doc_table_add_text_column(table, "Unit", "unit");
    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);
        g_autofree char *year = gp_words_fy(fy);
        g_autofree char *column = g_strdup_printf("quantity_%d_%02d", fy, (fy + 1) % 100);

        gp_doc_table_add_column(table, year, "", column, most_places(fields, n_fields));
    }
    for (guint i = 0; i < n_fields; i++) {
        gp_doc_table_add_row(table, fields[i].title);
        gp_doc_table_set_text(table, 1, fields[i].shown_unit);
        for (guint k = 0; k < years->len; k++)
            gp_filing_set_quantity(self, table, k + 2, g_array_index(years, int, k), NULL,
                                   fields[i].activities, fields[i].unit);
    }
    return table;
}
