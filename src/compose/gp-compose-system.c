/* SPDX-License-Identifier: MIT */
#include "gp-compose-private.h"

/*
 * The trusts of an integrated care system side by side: their emissions, for each member of staff,
 * and the targets that they have set.
 */

static GpInt128
sum_of(const GpRollup *rollup, int fy, GpTotal total, gboolean *out_has)
{
    GpInt128 sum = 0;

    *out_has = FALSE;
    for (guint i = 0; i < rollup->figures->len; i++) {
        const GpRollupFigure *figure = &g_array_index(rollup->figures, GpRollupFigure, i);

        if (figure->fy != fy || !gp_total_holds(total, figure->boundary))
            continue;
        sum += figure->kg_co2e;
        *out_has = TRUE;
    }
    return sum;
}

/* Whether there is anything of the Plus that is not of the NHS Carbon Footprint. */
static gboolean
has_plus(const GpRollup *rollup, int fy)
{
    for (guint i = 0; i < rollup->figures->len; i++) {
        const GpRollupFigure *figure = &g_array_index(rollup->figures, GpRollupFigure, i);

        if (figure->fy == fy && g_str_equal(figure->boundary, gp_total_name(GP_TOTAL_PLUS)))
            return TRUE;
    }
    return FALSE;
}

typedef struct {
    GpInt128 kg[2]; /* of both totals */
    gboolean has[2];
    gint64 wte_micro;
    int kg_places;
} TrustYear;

static TrustYear
trust_year(const GpRollup *rollup, int fy)
{
    const GpRollupYear *year = gp_rollup_find_year(rollup, fy);
    TrustYear self = {.kg_places = rollup->kg_places,
                      .wte_micro = year == NULL ? 0 : year->per_micro[GP_INTENSITY_WTE]};

    self.kg[0] = sum_of(rollup, fy, GP_TOTAL_NCF, &self.has[0]);
    self.kg[1] = sum_of(rollup, fy, GP_TOTAL_PLUS, &self.has[1]);
    self.has[1] = self.has[1] && has_plus(rollup, fy);
    return self;
}

/* @mark: of all its figures. */
static void
fill_year(GpDocTable *table, const TrustYear *year, GpMark mark)
{
    for (guint i = 0; i < 2; i++) {
        if (!year->has[i])
            continue;
        gp_doc_table_set_kg(table, i + 1, year->kg[i], year->kg_places);
        if (mark != GP_MARK_NONE)
            gp_doc_table_set_mark(table, i + 1, mark);
    }
    if (year->wte_micro <= 0)
        return;
    gp_doc_table_set_value(table, 3, year->wte_micro, GP_MICRO_PLACES);
    if (year->has[0])
        gp_doc_table_set_double(table, 4,
                                gp_number_to_double(year->kg[0], year->kg_places + 3) /
                                    gp_number_to_double(year->wte_micro, GP_MICRO_PLACES));
}

static GpMark
trust_mark(const GpRollup *rollup, int fy)
{
    const GpRollupYear *year = gp_rollup_find_year(rollup, fy);

    return year != NULL && year->comparable[GP_TOTAL_NCF] == GP_COMPARABLE ? GP_MARK_NONE
                                                                           : GP_MARK_INCOMPLETE;
}

static void
add_system(const GpComposing *self, GpDocTable *table, int fy)
{
    const GPtrArray *rollups = self->board->rollups;
    TrustYear sum = {.kg_places = self->ncf->kg_places};

    for (guint i = 0; i < rollups->len; i++) {
        TrustYear year = trust_year(g_ptr_array_index(rollups, i), fy);

        for (guint k = 0; k < 2; k++) {
            sum.kg[k] += year.kg[k];
            sum.has[k] = sum.has[k] || year.has[k];
        }
    }
    for (guint i = 0; i < self->board->sizes->len; i++) {
        const GpBoardSize *size = &g_array_index(self->board->sizes, GpBoardSize, i);

        if (size->fy == fy)
            sum.wte_micro = size->per_micro[GP_INTENSITY_WTE];
    }
    gp_doc_table_add_total(table, self->where);
    fill_year(table, &sum, gp_composing_mark(self, fy));
}

GpDocTable *
gp_composing_trusts_table(const GpComposing *self, int fy)
{
    const GPtrArray *rollups = self->board->rollups;
    g_autofree char *caption = gp_composing_caption(self, "Emissions of each trust", fy, fy);
    GpDocTable *table = gp_doc_table_new("trusts", caption);

    gp_doc_table_add_note(table, "Staff of the whole is given if every trust tells its own. The "
                                 "rate of the whole is that of the sums, not a mean of rates.");
    gp_doc_table_add_text_column(table, "Trust", "trust");
    gp_doc_table_add_column(table, gp_total_title(GP_TOTAL_NCF), "t CO₂e", "ncf_t_co2e", 0);
    gp_doc_table_add_column(table, gp_total_title(GP_TOTAL_PLUS), "t CO₂e", "plus_t_co2e", 0);
    gp_doc_table_add_column(table, "Staff", "WTE", "staff_wte", 0);
    gp_doc_table_add_column(table, "NHS Carbon Footprint for each WTE", "t CO₂e",
                            "ncf_t_co2e_per_wte", 2);
    for (guint i = 0; i < rollups->len; i++) {
        const GpRollup *rollup = g_ptr_array_index(rollups, i);
        TrustYear year = trust_year(rollup, fy);

        gp_doc_table_add_row(table, rollup->trust);
        fill_year(table, &year, trust_mark(rollup, fy));
    }
    add_system(self, table, fy);
    return table;
}

static GpDocTable *
targets_table(const GpComposing *self)
{
    const GPtrArray *rollups = self->board->rollups;
    g_autofree char *caption = gp_composing_caption(self, "Targets of the trusts", 0, 0);
    GpDocTable *table = gp_doc_table_new("trust-targets", caption);

    gp_doc_table_add_text_column(table, "Trust", "trust");
    gp_doc_table_add_text_column(table, "Target", "target");
    gp_doc_table_add_text_column(table, "Below", "baseline_year");
    gp_doc_table_add_text_column(table, "By", "target_year");
    gp_doc_table_add_column(table, "Reduction", "%", "reduction_percent", 0);
    gp_doc_table_add_text_column(table, "Adopted by", "adopted_by");
    for (guint i = 0; i < rollups->len; i++) {
        const GpRollup *rollup = g_ptr_array_index(rollups, i);

        for (guint k = 0; k < rollup->targets->len; k++) {
            const GpRollupTarget *target = &g_array_index(rollup->targets, GpRollupTarget, k);
            g_autofree char *baseline = gp_words_fy(target->baseline_fy);
            g_autofree char *by = gp_words_fys(target->first_fy, target->target_fy);

            gp_doc_table_add_row(table, rollup->trust);
            gp_doc_table_set_text(table, 1, target->name);
            gp_doc_table_set_text(table, 2, baseline);
            gp_doc_table_set_text(table, 3, by);
            gp_doc_table_set_value(table, 4, target->reduction_micro, GP_MICRO_PLACES);
            gp_doc_table_set_text(table, 5,
                                  *target->adopted_by == '\0' ? "not told" : target->adopted_by);
        }
    }
    return table;
}

void
gp_compose_trusts(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "trusts", "Trusts", 1);
    g_autoptr(GpCut) cut = gp_cut_new(self->board->emissions.by_site, GP_BY_SITE, GP_TOTAL_NCF);
    GpDocTable *targets = targets_table(self);

    section->begins_page = TRUE;
    gp_section_say(section, "What each trust handed up in its roll-up file, and the sum.");
    if (self->fy != 0)
        gp_section_add_table(section, gp_composing_trusts_table(self, self->fy));
    gp_composing_add_chart(self, section, "panels-sites", NULL);
    gp_cut_sort(cut, self->fy);
    gp_composing_add_cut(self, section, cut, "trusts-by-year", "NHS Carbon Footprint of each trust",
                         "Trust", "trust");
    if (targets->rows->len > 0) {
        gp_section_add_table(section, targets);
        return;
    }
    gp_doc_table_free(targets);
    gp_section_say(section, "The roll-up files tell no targets of the trusts.");
}

GpDocTable *
gp_compose_trusts_of(const GpBoard *board)
{
    g_autoptr(GpDocument) document = gp_compose_document(board, "");
    g_auto(GpComposing) composing;

    gp_composing_init(&composing, board, document);
    return gp_composing_trusts_table(&composing, composing.fy);
}
