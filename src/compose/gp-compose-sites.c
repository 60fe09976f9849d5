/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

static void
name_sites(const GpComposing *self, GpCut *cut)
{
    for (guint i = 0; i < cut->lines->len; i++) {
        GpCutLine *line = gp_cut_line(cut, i);
        const GpSite *site = gp_composing_find_site(self, line->name);

        g_free(line->title);
        if (site != NULL)
            line->open = (GpSpan){site->opened,
                                  site->closed == GP_NOT_CLOSED ? GP_NOT_CLOSED : site->closed - 1};
        if (*line->name == '\0')
            line->title = g_strdup("Of no site in particular");
        else
            line->title = g_strdup(site == NULL || *site->name == '\0' ? line->name : site->name);
    }
}

/* Not where the site was open for a part of the year only. */
static gboolean
has_area(const GpSite *site, int fy)
{
    GpSpan year = gp_fy_span(fy);

    return site != NULL && site->occupied_m2 > 0 && site->opened <= year.first &&
           site->closed > year.last;
}

static GpDocTable *
sites_table(const GpComposing *self, const GpCut *cut)
{
    g_autofree char *caption = gp_composing_moves_caption(self, "NHS Carbon Footprint by site");
    GpDocTable *table = gp_doc_table_new("sites-compared", caption);
    GpMoveRow total = gp_composing_move_total(self, cut);
    guint area = 2 + gp_composing_n_move_columns(self);

    gp_doc_table_add_text_column(table, "Site", "site");
    gp_doc_table_add_text_column(table, "Code", "code");
    gp_composing_add_move_columns(self, table, gp_cut_places(cut));
    gp_doc_table_add_column(table, "Floor area", "m²", "floor_area_m2", 0);
    gp_doc_table_add_column(table, "For each m²", "kg CO₂e", "kg_co2e_per_m2", 0);
    for (guint i = 0; i < cut->lines->len; i++) {
        const GpCutLine *line = gp_cut_line(cut, i);
        const GpSite *site = gp_composing_find_site(self, line->name);
        GpMoveRow row = gp_composing_move_row(self, cut, i);

        gp_doc_table_add_row(table, line->title);
        gp_doc_table_set_text(table, 1, line->name);
        gp_composing_set_moves(self, table, 2, &row);
        for (guint k = 0; *line->name == '\0' && k < 2; k++)
            gp_doc_table_set_mark(table, area + k, GP_MARK_NOT_APPLICABLE);
        if (!has_area(site, self->fy))
            continue;
        gp_doc_table_set_value(table, area, site->occupied_m2, 0);
        if (row.has_to)
            gp_doc_table_set_double(table, area + 1,
                                    gp_number_to_double(row.to, row.kg_places) /
                                        (double)site->occupied_m2);
    }
    gp_doc_table_add_total(table, "Total");
    gp_composing_set_moves(self, table, 2, &total);
    for (guint k = 0; k < 2; k++)
        gp_doc_table_set_mark(table, area + k, GP_MARK_NOT_APPLICABLE);
    return table;
}

void
gp_compose_sites(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "sites", "Sites", 1);
    g_autoptr(GpCut) cut = gp_cut_new(self->board->emissions.by_site, GP_BY_SITE, GP_TOTAL_NCF);
    const GArray *parts = self->board->site_parts;
    static const GpPartWords words = {"sites-against-path",
                                      "Each site beside its share of the path", "Site", "site"};

    section->begins_page = TRUE;
    gp_cut_sort(cut, self->fy);
    name_sites(self, cut);
    if (self->fy == 0 || gp_composing_count_lines(self, cut) == 0) {
        gp_section_say(section, "No figures name a site, so nothing is shown by site.");
        return;
    }
    gp_composing_say_largest(self, section, cut, "site", "sites");
    gp_composing_say_moves(self, section, cut);
    gp_section_add_table(section, sites_table(self, cut));
    gp_composing_add_chart(self, section, "panels-sites",
                           gp_composing_path_table(self,
                                                   (const GpTrajectoryPart *)(void *)parts->data,
                                                   parts->len, &words));
    gp_composing_add_cut(self, section, cut, "sites-by-year", "NHS Carbon Footprint by site",
                         "Site", "site");
}
