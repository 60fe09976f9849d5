/* SPDX-License-Identifier: MIT */
#include "gp-compose-private.h"

static GpDocTable *
categories_table(const GpComposing *self)
{
    g_autofree char *caption = gp_composing_moves_caption(self, "NHS Carbon Footprint by category");
    GpDocTable *table = gp_doc_table_new("categories-compared", caption);
    GpMoveRow total = gp_composing_move_total(self, self->ncf);

    gp_doc_table_add_text_column(table, "Category", "category");
    gp_composing_add_move_columns(self, table, gp_cut_places(self->ncf));
    for (guint i = 0; i < self->ncf->lines->len; i++) {
        GpMoveRow row = gp_composing_move_row(self, self->ncf, i);

        gp_doc_table_add_row(table, gp_cut_line(self->ncf, i)->title);
        gp_composing_set_moves(self, table, 1, &row);
    }
    gp_doc_table_add_total(table, "Total");
    gp_composing_set_moves(self, table, 1, &total);
    return table;
}

/* Whether both are of the same years, so that one says what the other does. */
static gboolean
is_same(const GpChange *a, const GpChange *b)
{
    return b != NULL && a->fy[GP_FROM] == b->fy[GP_FROM] && a->fy[GP_TO] == b->fy[GP_TO];
}

static void
say_since_last(const GpComposing *self, GpSection *section)
{
    const GpChange *change = self->board->since_last;

    if (change == NULL || is_same(change, self->board->since_baseline))
        return;
    gp_section_say_change(section, change, FALSE);
    gp_composing_add_chart(self, section, "causes-last",
                           gp_composing_causes_table(self, change, "change-causes-last-year"));
}

static void
add_causes(const GpComposing *self)
{
    const GpBoard *board = self->board;
    GpSection *section;

    if (board->since_baseline == NULL && board->since_last == NULL)
        return;
    section =
        gp_document_add_section(self->document, "causes-by-category", "What caused the changes", 2);
    if (board->since_baseline != NULL) {
        gp_section_say_change(section, board->since_baseline, FALSE);
        gp_composing_add_chart(
            self, section, "causes",
            gp_composing_causes_table(self, board->since_baseline, "change-causes"));
        gp_section_add_table(section,
                             gp_composing_causes_by_category_table(self, board->since_baseline,
                                                                   "change-causes-by-category"));
    }
    say_since_last(self, section);
}

void
gp_compose_categories(const GpComposing *self)
{
    GpSection *section =
        gp_document_add_section(self->document, "categories", "Where emissions come from", 1);
    GpDocTable *boundaries = gp_composing_boundaries_table(self, "footprint");
    static const GpPartWords words = {"categories-against-path",
                                      "Each category beside its share of the path", "Category",
                                      "category"};

    section->begins_page = TRUE;
    if (self->fy == 0 || self->ncf->n_years == 0) {
        gp_section_say(section, "There are no figures of the NHS Carbon Footprint to show by "
                                "category.");
        if (boundaries != NULL)
            gp_section_add_table(section, boundaries);
        return;
    }
    gp_composing_say_largest(self, section, self->ncf, "category", "categories");
    gp_composing_say_moves(self, section, self->ncf);
    gp_composing_add_chart(self, section, "sources", categories_table(self));
    if (self->main != NULL)
        gp_composing_add_chart(self, section, "panels",
                               gp_composing_path_table(self, self->main->trajectory->parts,
                                                       self->main->trajectory->n_parts, &words));
    gp_composing_add_cut(self, section, self->ncf, "categories-by-year",
                         "NHS Carbon Footprint by category", "Category", "category");
    if (boundaries != NULL)
        gp_section_add_table(section, boundaries);
    add_causes(self);
}
