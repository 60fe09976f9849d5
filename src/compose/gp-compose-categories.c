/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-compose-private.h"

/* ---- what is said of a list of categories or sites ---- */

/* One line from the year compared with to the latest. */
typedef struct {
    gboolean is_known;
    GpInt128 from, to, change; /* millionths of a kilogram */
} Move;

static Move
move_of(const GpComposing *self, const GpCut *cut, guint line)
{
    GpInt128 from, to;
    Move move = {.is_known = gp_cut_kg(cut, line, self->from_fy, &from) &&
                             gp_cut_kg(cut, line, self->fy, &to)};

    if (!move.is_known)
        return move;
    move.from = gp_cut_micro(cut, from);
    move.to = gp_cut_micro(cut, to);
    move.change = move.to - move.from;
    return move;
}

/* `“Fossil fuels”, which fell by 1,200 tonnes (28%)`, of the line that went furthest in one
 * direction; NULL if none did. */
static char *
furthest(const GpComposing *self, const GpCut *cut, int sign)
{
    const GpCutLine *found = NULL;
    Move furthest = {0};
    g_autofree char *moved = NULL;

    for (guint i = 0; i < cut->lines->len; i++) {
        Move move = move_of(self, cut, i);

        if (!move.is_known || gp_words_is_nothing(move.change) ||
            sign * move.change <= sign * furthest.change)
            continue;
        found = gp_cut_line(cut, i);
        furthest = move;
    }
    if (found == NULL)
        return NULL;
    moved = gp_words_moved(furthest.from, furthest.to);
    return g_strdup_printf("“%s”, which %s", found->title, moved);
}

static void
say_moves(const GpComposing *self, GpSection *section, const GpCut *cut)
{
    g_autofree char *since = gp_words_fy(self->from_fy);
    g_autofree char *fall = NULL, *rise = NULL;

    if (self->from_fy == 0)
        return;
    fall = furthest(self, cut, -1);
    rise = furthest(self, cut, 1);
    if (fall != NULL)
        gp_section_say(section, "The largest fall since %s was that of %s.", since, fall);
    if (rise != NULL)
        gp_section_say(section, "The largest rise since %s was that of %s.", since, rise);
}

static guint
count_lines(const GpComposing *self, const GpCut *cut)
{
    guint n = 0;
    GpInt128 kg;

    for (guint i = 0; i < cut->lines->len; i++)
        n += *gp_cut_line(cut, i)->name != '\0' && gp_cut_kg(cut, i, self->fy, &kg) ? 1 : 0;
    return n;
}

static void
say_largest(const GpComposing *self,
            GpSection *section,
            const GpCut *cut,
            const char *one,
            const char *many)
{
    g_autofree char *fy = gp_words_fy(self->fy), *count = NULL, *begin = NULL, *level = NULL;
    g_autofree char *size = NULL, *share = NULL;
    guint n = count_lines(self, cut);
    GpInt128 sum, kg;

    if (n == 0 || !gp_cut_sum(cut, self->fy, &sum) || !gp_cut_kg(cut, 0, self->fy, &kg))
        return;
    count = gp_words_count(n, one, many);
    begin = gp_words_begin(count);
    level = gp_words_level(gp_cut_micro(cut, sum));
    size = gp_words_level(gp_cut_micro(cut, kg));
    share = gp_words_share(kg, sum);
    gp_section_say(section, "%s %s figures in the NHS Carbon Footprint of %s, which was %s.", begin,
                   n == 1 ? "has" : "have", fy, level);
    if (n > 1 && kg > 0)
        gp_section_say(section, "The largest was “%s”: %s%s%s%s.", gp_cut_line(cut, 0)->title, size,
                       share == NULL ? "" : ", ", share == NULL ? "" : share,
                       share == NULL ? "" : " of it");
}

/* ---- a table of from, to and change ---- */

#define COLUMN_FROM 0
#define COLUMN_TO 1
#define COLUMN_CHANGE 2
#define COLUMN_PERCENT 3
#define COLUMN_SHARE 4
#define N_MOVE_COLUMNS 5

static void
add_move_columns(const GpComposing *self, GpDocTable *table, int places)
{
    g_autofree char *from = gp_words_fy(self->from_fy), *to = gp_words_fy(self->fy);
    g_autofree char *share = g_strdup_printf("Share of %s", to);

    gp_doc_table_add_column(table, self->from_fy == 0 ? "Before" : from, "t CO₂e", "from_t_co2e",
                            places);
    gp_doc_table_add_column(table, to, "t CO₂e", "to_t_co2e", places);
    gp_doc_table_add_change_column(table, "Change", "t CO₂e", "change_t_co2e", places);
    gp_doc_table_add_change_column(table, "Change", "%", "change_percent", 1);
    gp_doc_table_add_column(table, share, "%", "share_percent", 1);
}

typedef struct {
    gboolean has_from, has_to;
    GpInt128 from, to, sum;
    int kg_places;
} MoveRow;

static void
set_moves(GpDocTable *table, guint first, const MoveRow *row)
{
    if (row->has_from)
        gp_doc_table_set_kg(table, first + COLUMN_FROM, row->from, row->kg_places);
    if (row->has_to)
        gp_doc_table_set_kg(table, first + COLUMN_TO, row->to, row->kg_places);
    if (row->has_from && row->has_to) {
        gp_doc_table_set_kg(table, first + COLUMN_CHANGE, row->to - row->from, row->kg_places);
        if (row->from > 0)
            gp_doc_table_set_double(table, first + COLUMN_PERCENT,
                                    100 * gp_number_to_double(row->to - row->from, 0) /
                                        gp_number_to_double(row->from, 0));
    }
    if (row->has_to && row->sum > 0)
        gp_doc_table_set_double(table, first + COLUMN_SHARE,
                                100 * gp_number_to_double(row->to, 0) /
                                    gp_number_to_double(row->sum, 0));
}

static MoveRow
move_row(const GpComposing *self, const GpCut *cut, guint line)
{
    MoveRow row = {.kg_places = cut->kg_places};

    row.has_from = gp_cut_kg(cut, line, self->from_fy, &row.from);
    row.has_to = gp_cut_kg(cut, line, self->fy, &row.to);
    gp_cut_sum(cut, self->fy, &row.sum);
    return row;
}

static MoveRow
move_total(const GpComposing *self, const GpCut *cut)
{
    MoveRow row = {.kg_places = cut->kg_places};

    row.has_from = gp_cut_sum(cut, self->from_fy, &row.from);
    row.has_to = gp_cut_sum(cut, self->fy, &row.to);
    row.sum = row.to;
    return row;
}

static char *
moves_caption(const GpComposing *self, const char *what)
{
    g_autofree char *from = gp_words_fy(self->from_fy), *to = gp_words_fy(self->fy);

    return self->from_fy == 0 ? g_strdup_printf("%s, %s, %s", what, self->where, to)
                              : g_strdup_printf("%s, %s, %s and %s", what, self->where, from, to);
}

/* ---- categories ---- */

static GpDocTable *
categories_table(const GpComposing *self)
{
    g_autofree char *caption = moves_caption(self, "NHS Carbon Footprint by category");
    GpDocTable *table = gp_doc_table_new("categories-compared", caption);
    MoveRow total = move_total(self, self->ncf);

    gp_doc_table_add_text_column(table, "Category", "category");
    add_move_columns(self, table, gp_cut_places(self->ncf));
    for (guint i = 0; i < self->ncf->lines->len; i++) {
        MoveRow row = move_row(self, self->ncf, i);

        gp_doc_table_add_row(table, gp_cut_line(self->ncf, i)->title);
        set_moves(table, 1, &row);
    }
    gp_doc_table_add_total(table, "Total");
    set_moves(table, 1, &total);
    return table;
}

/* Each category beside its share of the path; NULL where the target has no categories. */
static GpDocTable *
path_table(const GpComposing *self)
{
    const GpTrajectory *trajectory = self->main == NULL ? NULL : self->main->trajectory;
    int places = gp_cut_places(self->ncf);
    g_autofree char *caption = NULL;
    GpDocTable *table;

    if (trajectory == NULL || trajectory->n_parts == 0)
        return NULL;
    caption = gp_composing_caption(self, "Each category beside its share of the path",
                                   trajectory->latest_fy, trajectory->latest_fy);
    table = gp_doc_table_new("categories-against-path", caption);
    gp_doc_table_add_note(table, "The share is what is left for a category if all fell by the same "
                                 "percentage; the target is for the total.");
    gp_doc_table_add_text_column(table, "Category", "category");
    gp_doc_table_add_column(table, "Baseline", "t CO₂e", "baseline_t_co2e", places);
    gp_doc_table_add_column(table, "Latest", "t CO₂e", "latest_t_co2e", places);
    gp_doc_table_add_column(table, "Share of the path", "t CO₂e", "path_t_co2e", places);
    gp_doc_table_add_change_column(table, "Above or below", "t CO₂e", "gap_t_co2e", places);
    gp_doc_table_add_text_column(table, "If judged alone", "verdict");
    for (guint i = 0; i < trajectory->n_parts; i++) {
        const GpTrajectory *own = trajectory->parts[i].trajectory;

        gp_doc_table_add_row(table, trajectory->parts[i].name);
        if (own == NULL) {
            gp_doc_table_set_text(table, 5, "No figure for the baseline year");
            continue;
        }
        gp_doc_table_set_kg_double(table, 1, own->baseline_kg);
        gp_doc_table_set_kg_double(table, 2, own->latest_kg);
        gp_doc_table_set_kg_double(table, 3, own->latest_kg - own->gap_kg);
        gp_doc_table_set_kg_double(table, 4, own->gap_kg);
        gp_doc_table_set_text(table, 5, gp_verdict_title(own->verdict));
    }
    return table;
}

static void
say_since_last(const GpComposing *self, GpSection *section)
{
    const GpChange *change = self->board->since_last;
    g_autoptr(GPtrArray) sentences = NULL;

    if (change == NULL || change == self->board->since_baseline)
        return;
    sentences = gp_change_prose(change);
    for (guint i = 0; i < sentences->len; i++)
        gp_section_say(section, "%s", (const char *)sentences->pdata[i]);
    gp_section_add_table(section,
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
    if (board->since_baseline != NULL)
        gp_section_add_table(section,
                             gp_composing_causes_by_category_table(self, board->since_baseline,
                                                                   "change-causes-by-category"));
    say_since_last(self, section);
}

void
gp_compose_categories(const GpComposing *self)
{
    GpSection *section =
        gp_document_add_section(self->document, "categories", "Where emissions come from", 1);
    GpDocTable *boundaries = gp_composing_boundaries_table(self, "footprint");

    section->begins_page = TRUE;
    if (self->fy == 0 || self->ncf->n_years == 0) {
        gp_section_say(section, "There are no figures of the NHS Carbon Footprint to show by "
                                "category.");
        if (boundaries != NULL)
            gp_section_add_table(section, boundaries);
        return;
    }
    say_largest(self, section, self->ncf, "category", "categories");
    say_moves(self, section, self->ncf);
    gp_composing_add_chart(self, section, "sources", categories_table(self));
    if (self->main != NULL)
        gp_section_say_taken(section, gp_words_laggard(self->main->trajectory));
    gp_composing_add_chart(self, section, "panels", path_table(self));
    gp_composing_add_cut(self, section, self->ncf, "categories-by-year",
                         "NHS Carbon Footprint by category", "Category", "category");
    if (boundaries != NULL)
        gp_section_add_table(section, boundaries);
    add_causes(self);
}

/* ---- sites ---- */

static const GpSite *
find_site(const GpComposing *self, const char *code)
{
    const GArray *list = self->board->sites == NULL ? NULL : self->board->sites->list;

    for (guint i = 0; list != NULL && i < list->len; i++) {
        if (g_str_equal(g_array_index(list, GpSite, i).code, code))
            return &g_array_index(list, GpSite, i);
    }
    return NULL;
}

static void
name_sites(const GpComposing *self, GpCut *cut)
{
    for (guint i = 0; i < cut->lines->len; i++) {
        GpCutLine *line = gp_cut_line(cut, i);
        const GpSite *site = find_site(self, line->name);

        g_free(line->title);
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
    g_autofree char *caption = moves_caption(self, "NHS Carbon Footprint by site");
    GpDocTable *table = gp_doc_table_new("sites-compared", caption);
    MoveRow total = move_total(self, cut);

    gp_doc_table_add_text_column(table, "Site", "site");
    gp_doc_table_add_text_column(table, "Code", "code");
    add_move_columns(self, table, gp_cut_places(cut));
    gp_doc_table_add_column(table, "Floor area", "m²", "floor_area_m2", 0);
    gp_doc_table_add_column(table, "For each m²", "kg CO₂e", "kg_co2e_per_m2", 0);
    for (guint i = 0; i < cut->lines->len; i++) {
        const GpCutLine *line = gp_cut_line(cut, i);
        const GpSite *site = find_site(self, line->name);
        MoveRow row = move_row(self, cut, i);

        gp_doc_table_add_row(table, line->title);
        gp_doc_table_set_text(table, 1, line->name);
        set_moves(table, 2, &row);
        if (!has_area(site, self->fy))
            continue;
        gp_doc_table_set_value(table, 2 + N_MOVE_COLUMNS, site->occupied_m2, 0);
        if (row.has_to)
            gp_doc_table_set_double(table, 3 + N_MOVE_COLUMNS,
                                    gp_number_to_double(row.to, row.kg_places) /
                                        (double)site->occupied_m2);
    }
    gp_doc_table_add_total(table, "Total");
    set_moves(table, 2, &total);
    return table;
}

void
gp_compose_sites(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "sites", "Sites", 1);
    g_autoptr(GpCut) cut = gp_cut_new(self->board->emissions.by_site, GP_BY_SITE, GP_TOTAL_NCF);

    section->begins_page = TRUE;
    gp_cut_sort(cut, self->fy);
    name_sites(self, cut);
    if (self->fy == 0 || count_lines(self, cut) == 0) {
        gp_section_say(section, "No figures name a site, so nothing is shown by site.");
        return;
    }
    say_largest(self, section, cut, "site", "sites");
    say_moves(self, section, cut);
    gp_section_add_table(section, sites_table(self, cut));
    gp_composing_add_cut(self, section, cut, "sites-by-year", "NHS Carbon Footprint by site",
                         "Site", "site");
}
