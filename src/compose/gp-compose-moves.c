/* SPDX-License-Identifier: MIT */
#include <math.h>

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
 * direction; NULL if none did, or several went as far. */
static char *
furthest(const GpComposing *self, const GpCut *cut, int sign)
{
    const GpCutLine *found = NULL;
    gboolean is_tied = FALSE;
    Move furthest = {0};
    g_autofree char *moved = NULL;

    for (guint i = 0; i < cut->lines->len; i++) {
        Move move = move_of(self, cut, i);

        is_tied = is_tied || (found != NULL && move.is_known && move.change == furthest.change);
        if (!move.is_known || gp_words_is_nothing(move.change) ||
            sign * move.change <= sign * furthest.change)
            continue;
        is_tied = FALSE;
        found = gp_cut_line(cut, i);
        furthest = move;
    }
    if (found == NULL || is_tied)
        return NULL;
    moved = gp_words_moved(furthest.from, furthest.to);
    return g_strdup_printf("“%s”, which %s", found->title, moved);
}

void
gp_composing_say_moves(const GpComposing *self, GpSection *section, const GpCut *cut)
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

guint
gp_composing_count_lines(const GpComposing *self, const GpCut *cut)
{
    guint n = 0;
    GpInt128 kg;

    for (guint i = 0; i < cut->lines->len; i++)
        n += *gp_cut_line(cut, i)->name != '\0' && gp_cut_kg(cut, i, self->fy, &kg) ? 1 : 0;
    return n;
}

void
gp_composing_say_largest(const GpComposing *self,
                         GpSection *section,
                         const GpCut *cut,
                         const char *one,
                         const char *many)
{
    g_autofree char *fy = gp_words_fy(self->fy), *count = NULL, *begin = NULL, *level = NULL;
    g_autofree char *size = NULL, *share = NULL;
    guint n = gp_composing_count_lines(self, cut);
    GpInt128 sum, kg, next;

    if (n == 0 || !gp_cut_sum(cut, self->fy, &sum) || !gp_cut_kg(cut, 0, self->fy, &kg))
        return;
    count = gp_words_count(n, one, many);
    begin = gp_words_begin(count);
    level = gp_words_level(gp_cut_micro(cut, sum));
    size = gp_words_level(gp_cut_micro(cut, kg));
    share = gp_words_share(kg, sum);
    gp_section_say(section, "%s %s figures in the NHS Carbon Footprint of %s, which was %s.", begin,
                   n == 1 ? "has" : "have", fy, level);
    if (n > 1 && gp_cut_kg(cut, 1, self->fy, &next) && kg > next && kg > 0)
        gp_section_say(section, "The largest was “%s”: %s%s%s%s.", gp_cut_line(cut, 0)->title, size,
                       share == NULL ? "" : ", ", share == NULL ? "" : share,
                       share == NULL ? "" : " of it");
}

/* ---- a table of before, after and change ---- */

void
gp_composing_add_move_columns(const GpComposing *self, GpDocTable *table, int places)
{
    g_autofree char *from = gp_words_fy(self->from_fy), *to = gp_words_fy(self->fy);
    g_autofree char *share = g_strdup_printf("Share of %s", to);

    if (self->from_fy != 0)
        gp_doc_table_add_column(table, from, "t CO₂e", "from_t_co2e", places);
    gp_doc_table_add_column(table, to, "t CO₂e", "to_t_co2e", places);
    gp_doc_table_add_column(table, share, "%", "share_percent", 1);
    if (self->from_fy == 0)
        return;
    gp_doc_table_add_change_column(table, "Change", "t CO₂e", "change_t_co2e", places);
    gp_doc_table_add_change_column(table, "Change", "%", "change_percent", 1);
}

guint
gp_composing_n_move_columns(const GpComposing *self)
{
    return self->from_fy == 0 ? 2 : 5;
}

/* Where there is no figure, the mark may say that there can be none. */
static void
set_marked(GpDocTable *table, guint column, gboolean has, GpInt128 kg, int kg_places, GpMark mark)
{
    if (has)
        gp_doc_table_set_kg(table, column, kg, kg_places);
    if (mark != GP_MARK_NONE && has != (mark == GP_MARK_NOT_APPLICABLE))
        gp_doc_table_set_mark(table, column, mark);
}

/* A share of what has no figure is no figure either. */
static void
set_share(GpDocTable *table, guint column, const GpMoveRow *row)
{
    if (row->has_to && row->sum > 0)
        gp_doc_table_set_double(table, column,
                                100 * gp_number_to_double(row->to, 0) /
                                    gp_number_to_double(row->sum, 0));
    else if (row->to_mark == GP_MARK_NOT_APPLICABLE)
        gp_doc_table_set_mark(table, column, GP_MARK_NOT_APPLICABLE);
}

static void
set_change(GpDocTable *table, guint column, const GpMoveRow *row)
{
    if (row->has_from && row->has_to) {
        gp_doc_table_set_kg(table, column, row->to - row->from, row->kg_places);
        if (row->from > 0)
            gp_doc_table_set_double(table, column + 1,
                                    100 * gp_number_to_double(row->to - row->from, 0) /
                                        gp_number_to_double(row->from, 0));
        else
            gp_doc_table_set_mark(table, column + 1, GP_MARK_NOT_APPLICABLE);
        return;
    }
    for (guint i = 0; i < 2; i++) {
        if (row->from_mark == GP_MARK_NOT_APPLICABLE || row->to_mark == GP_MARK_NOT_APPLICABLE)
            gp_doc_table_set_mark(table, column + i, GP_MARK_NOT_APPLICABLE);
    }
}

void
gp_composing_set_moves(const GpComposing *self,
                       GpDocTable *table,
                       guint first,
                       const GpMoveRow *row)
{
    guint column = first;

    if (self->from_fy != 0)
        set_marked(table, column++, row->has_from, row->from, row->kg_places, row->from_mark);
    set_marked(table, column++, row->has_to, row->to, row->kg_places, row->to_mark);
    set_share(table, column++, row);
    if (self->from_fy != 0)
        set_change(table, column, row);
}

GpMoveRow
gp_composing_move_row(const GpComposing *self, const GpCut *cut, guint line)
{
    GpMoveRow row = {.kg_places = cut->kg_places};

    row.from_mark = gp_composing_mark(self, self->from_fy);
    row.to_mark = gp_composing_mark(self, self->fy);
    row.has_from = gp_cut_kg(cut, line, self->from_fy, &row.from);
    row.has_to = gp_cut_kg(cut, line, self->fy, &row.to);
    if (!row.has_from && !gp_cut_can_have(gp_cut_line(cut, line), self->from_fy))
        row.from_mark = GP_MARK_NOT_APPLICABLE;
    if (!row.has_to && !gp_cut_can_have(gp_cut_line(cut, line), self->fy))
        row.to_mark = GP_MARK_NOT_APPLICABLE;
    gp_cut_sum(cut, self->fy, &row.sum);
    return row;
}

GpMoveRow
gp_composing_move_total(const GpComposing *self, const GpCut *cut)
{
    GpMoveRow row = {.kg_places = cut->kg_places};

    row.from_mark = gp_composing_mark(self, self->from_fy);
    row.to_mark = gp_composing_mark(self, self->fy);
    row.has_from = gp_cut_sum(cut, self->from_fy, &row.from);
    row.has_to = gp_cut_sum(cut, self->fy, &row.to);
    row.sum = row.to;
    return row;
}

char *
gp_composing_moves_caption(const GpComposing *self, const char *what)
{
    g_autofree char *from = gp_words_fy(self->from_fy), *to = gp_words_fy(self->fy);

    return self->from_fy == 0 ? g_strdup_printf("%s, %s, %s", what, self->where, to)
                              : g_strdup_printf("%s, %s, %s and %s", what, self->where, from, to);
}

/* Each part beside its share of the path; NULL without parts. */
GpDocTable *
gp_composing_path_table(const GpComposing *self,
                        const GpTrajectoryPart *parts,
                        guint n,
                        const GpPartWords *words)
{
    const GpTrajectory *trajectory = self->main == NULL ? NULL : self->main->trajectory;
    int places = gp_cut_places(self->ncf);
    g_autofree char *caption = NULL;
    GpDocTable *table;

    if (trajectory == NULL || n == 0)
        return NULL;
    caption = gp_composing_caption(self, words->what, trajectory->latest_fy, trajectory->latest_fy);
    table = gp_doc_table_new(words->id, caption);
    gp_doc_table_add_note(table, "The share is what is left for each if all fell by the same "
                                 "percentage; the target is for the total.");
    gp_doc_table_add_text_column(table, words->title, words->key);
    gp_doc_table_add_column(table, "Baseline", "t CO₂e", "baseline_t_co2e", places);
    gp_doc_table_add_column(table, "Latest", "t CO₂e", "latest_t_co2e", places);
    gp_doc_table_add_column(table, "Share of the path", "t CO₂e", "path_t_co2e", places);
    gp_doc_table_add_change_column(table, "Above or below", "t CO₂e", "gap_t_co2e", places);
    gp_doc_table_add_text_column(table, "If judged alone", "verdict");
    for (guint i = 0; i < n; i++) {
        const GpTrajectory *own = parts[i].trajectory;

        gp_doc_table_add_row(table, parts[i].name);
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
