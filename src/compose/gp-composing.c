/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-compose-private.h"

/* More years than this are parted into two tables, so that they can be read on paper. */
#define YEARS_A_TABLE 9

/* Bytes of what is said of a chart above its table. */
#define MAX_DESCRIPTION 400

/* ---- the context ---- */

static int
last_year_with_data(const GpComposing *self)
{
    int ncf = gp_cut_last_fy(self->ncf), plus = gp_cut_last_fy(self->plus);

    return ncf != 0 ? ncf : plus;
}

/* The baseline if it has data, else the first year that can be compared. */
static int
year_to_compare_with(const GpComposing *self)
{
    if (gp_cut_has_year(self->ncf, self->board->baseline_fy) && self->board->baseline_fy < self->fy)
        return self->board->baseline_fy;
    for (int fy = self->ncf->first_fy; fy < self->fy; fy++) {
        if (gp_cut_has_year(self->ncf, fy) && gp_composing_is_comparable(self, fy))
            return fy;
    }
    return 0;
}

void
gp_composing_init(GpComposing *self, const GpBoard *board, GpDocument *document)
{
    *self = (GpComposing){.board = board, .document = document};
    self->where =
        board->trust_name == NULL || *board->trust_name == '\0' ? "the trust" : board->trust_name;
    if (board->standings->len > 0 && gp_board_target(board, 0)->trajectory != NULL)
        self->main = gp_board_target(board, 0);
    self->ncf = gp_cut_new(board->emissions.by_category, GP_BY_CATEGORY, GP_TOTAL_NCF);
    self->plus = gp_cut_new(board->emissions.by_category, GP_BY_CATEGORY, GP_TOTAL_PLUS);
    self->fy = board->latest_fy != 0 ? board->latest_fy : last_year_with_data(self);
    gp_cut_sort(self->ncf, self->fy);
    gp_cut_sort(self->plus, self->fy);
    self->from_fy = year_to_compare_with(self);
}

void
gp_composing_clear(GpComposing *self)
{
    g_clear_pointer(&self->ncf, gp_cut_free);
    g_clear_pointer(&self->plus, gp_cut_free);
}

static const char *
text_of(const char *text)
{
    return text == NULL ? "" : text;
}

GpDocument *
gp_compose_document(const GpBoard *board, const char *title)
{
    g_autoptr(GpCut) all = gp_cut_new(board->emissions.by_category, GP_BY_CATEGORY, GP_TOTAL_ALL);
    const char *trust = text_of(board->trust_name);
    g_autofree char *years = NULL, *subtitle = NULL, *day = NULL, *factors = NULL;
    GpDocument *document;

    if (all->n_years > 0)
        years = gp_words_fys(all->first_fy, gp_cut_last_fy(all));
    subtitle = years == NULL ? g_strdup(trust)
                             : g_strdup_printf("%s%s%s", trust, *trust == '\0' ? "" : ", ", years);
    document = gp_document_new(title, subtitle);
    if (board->is_invented) {
        g_free(document->notice);
        document->notice = g_strdup("Invented data: no real trust is meant");
    }
    day = gp_words_day(text_of(board->made_on));
    factors = gp_words_begin(text_of(board->factors_line));
    g_free(document->colophon);
    document->colophon =
        g_strdup_printf("Made%s%s%s%s.%s%s%s", *day == '\0' ? "" : " on ", day,
                        *text_of(board->program) == '\0' ? "" : " by ", text_of(board->program),
                        *factors == '\0' ? "" : " ", factors,
                        *factors == '\0' || g_str_has_suffix(factors, ".") ? "" : ".");
    return document;
}

/* ---- years ---- */

static const GpTrackYear *
track_year(const GpComposing *self, int fy)
{
    const GArray *years = self->main == NULL ? NULL : self->main->years;

    for (guint i = 0; years != NULL && i < years->len; i++) {
        if (g_array_index(years, GpTrackYear, i).fy == fy)
            return &g_array_index(years, GpTrackYear, i);
    }
    return NULL;
}

static const GpYearMark *
year_mark(const GpComposing *self, int fy)
{
    const GArray *marks = self->board->marks;

    for (guint i = 0; marks != NULL && i < marks->len; i++) {
        if (g_array_index(marks, GpYearMark, i).fy == fy)
            return &g_array_index(marks, GpYearMark, i);
    }
    return NULL;
}

GpMark
gp_composing_mark(const GpComposing *self, int fy)
{
    const GpTrackYear *year = track_year(self, fy);
    const GpYearMark *mark = year_mark(self, fy);

    if (year != NULL && !year->is_comparable)
        return GP_MARK_INCOMPLETE;
    if ((year != NULL && year->is_restated) || (mark != NULL && mark->is_restated))
        return GP_MARK_REVISED;
    return mark != NULL && !mark->is_comparable ? GP_MARK_BREAK : GP_MARK_NONE;
}

gboolean
gp_composing_is_comparable(const GpComposing *self, int fy)
{
    const GpTrackYear *year = track_year(self, fy);

    return year == NULL || (year->is_comparable && !isnan(year->kg));
}

int
gp_composing_year_before(const GpComposing *self, int fy)
{
    for (int before = fy - 1; self->ncf->n_years > 0 && before >= self->ncf->first_fy; before--) {
        if (gp_cut_has_year(self->ncf, before) && gp_composing_is_comparable(self, before))
            return before;
    }
    return 0;
}

const GpSite *
gp_composing_find_site(const GpComposing *self, const char *code)
{
    const GArray *list = self->board->sites == NULL ? NULL : self->board->sites->list;

    for (guint i = 0; list != NULL && i < list->len; i++) {
        if (g_str_equal(g_array_index(list, GpSite, i).code, code))
            return &g_array_index(list, GpSite, i);
    }
    return NULL;
}

char *
gp_composing_target_subject(const GpComposing *self, const GpTarget *target)
{
    const GpSite *site = gp_composing_find_site(self, target->site);

    return gp_words_target_subject(target, site == NULL || *site->name == '\0' ? NULL : site->name);
}

char *
gp_composing_caption(const GpComposing *self, const char *what, int first_fy, int last_fy)
{
    g_autofree char *years = first_fy == 0 ? NULL : gp_words_fys(first_fy, last_fy);

    return years == NULL ? g_strdup_printf("%s, %s", what, self->where)
                         : g_strdup_printf("%s, %s, %s", what, self->where, years);
}

static void
free_text(gpointer text)
{
    g_free(text);
}

/* `Incomplete and not compared: 2013/14 and 2023/24.` */
static void
append_years(GString *out, const char *what, const GPtrArray *labels)
{
    g_autofree char *list = gp_words_list((const char *const *)labels->pdata, labels->len);

    if (labels->len > 0)
        g_string_append_printf(out, "%s%s: %s.", out->len == 0 ? "" : " ", what, list);
}

char *
gp_composing_years_note(const GpComposing *self, int first_fy, int last_fy)
{
    g_autoptr(GPtrArray) incomplete = g_ptr_array_new_with_free_func(free_text);
    g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(free_text);
    g_autoptr(GString) out = g_string_new(NULL);

    for (int fy = first_fy; first_fy != 0 && fy <= last_fy; fy++) {
        if (!gp_cut_has_year(self->ncf, fy) && !gp_cut_has_year(self->plus, fy))
            g_ptr_array_add(missing, gp_words_fy(fy));
        else if (gp_composing_mark(self, fy) == GP_MARK_INCOMPLETE)
            g_ptr_array_add(incomplete, gp_words_fy(fy));
    }
    append_years(out, "Incomplete and not compared", incomplete);
    append_years(out, "No data", missing);
    return out->len == 0 ? NULL : g_strdup(out->str);
}

/* ---- charts ---- */

static const GpPicture *
find_picture(const GpComposing *self, const char *name)
{
    for (guint i = 0; i < self->n_pictures; i++) {
        if (g_str_equal(self->pictures[i].name, name))
            return &self->pictures[i];
    }
    return NULL;
}

gboolean
gp_composing_has_chart(const GpComposing *self, const char *name)
{
    return find_picture(self, name) != NULL;
}

/* Whole sentences of a description, as many as are read before a table; the first at least. */
static char *
begin_of(const char *description)
{
    const char *end = description;

    for (const char *at = strstr(description, ". "); at != NULL; at = strstr(at + 2, ". ")) {
        if (at > description + MAX_DESCRIPTION && end > description)
            return g_strndup(description, (gsize)(end - description));
        end = at + 1;
    }
    return strlen(description) > MAX_DESCRIPTION && end > description
               ? g_strndup(description, (gsize)(end - description))
               : g_strdup(description);
}

void
gp_composing_add_chart(const GpComposing *self,
                       GpSection *section,
                       const char *name,
                       GpDocTable *table)
{
    const GpPicture *picture = find_picture(self, name);

    if (picture != NULL) {
        g_autofree char *shown = begin_of(picture->description);

        gp_section_add_figure(section, name, picture->title, shown, table);
    } else if (table != NULL) {
        gp_section_add_table(section, table);
    }
}

void
gp_section_say_taken(GpSection *self, char *sentence)
{
    if (sentence != NULL)
        gp_section_say(self, "%s", sentence);
    g_free(sentence);
}

void
gp_section_say_together(GpSection *self, char **sentences, guint n)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        if (sentences[i] != NULL)
            g_string_append_printf(out, "%s%s", out->len == 0 ? "" : " ", sentences[i]);
        g_free(sentences[i]);
    }
    if (out->len > 0)
        gp_section_say(self, "%s", out->str);
}

/* What began or ended is a part of what the trust did: it can stand with the evidence. */
static gboolean
is_detail(const char *sentence)
{
    return g_str_has_prefix(sentence, "Of what we did,");
}

/* The total and who made it are what is read first. */
#define FIRST_SENTENCES 2

void
gp_section_say_change(GpSection *self, const GpChange *change, gboolean is_short)
{
    g_autoptr(GPtrArray) sentences = gp_change_prose(change);
    guint n_first = MIN(sentences->len, FIRST_SENTENCES);

    for (guint i = 0; i < sentences->len; i++) {
        if (is_short && is_detail(sentences->pdata[i]))
            g_clear_pointer(&sentences->pdata[i], g_free);
    }
    g_ptr_array_set_free_func(sentences, NULL);
    gp_section_say_together(self, (char **)sentences->pdata, n_first);
    gp_section_say_together(self, (char **)sentences->pdata + n_first, sentences->len - n_first);
}

/* ---- tables ---- */

void
gp_doc_table_add_fy_columns(GpDocTable *self, int first_fy, int last_fy, int places)
{
    for (int fy = first_fy; fy <= last_fy; fy++) {
        g_autofree char *title = gp_words_fy(fy), *key = NULL;

        key = g_strdup_printf("t_co2e_%d_%02d", fy, (fy + 1) % 100);
        gp_doc_table_add_column(self, title, "t CO₂e", key, places);
    }
}

/* A sum of a year with its mark; without data it stays [x]. */
static void
set_kg(const GpComposing *self,
       GpDocTable *table,
       guint column,
       gboolean has,
       GpInt128 kg,
       const GpCut *cut,
       int fy)
{
    GpMark mark = gp_composing_mark(self, fy);

    if (!has)
        return;
    gp_doc_table_set_kg(table, column, kg, cut->kg_places);
    if (mark != GP_MARK_NONE)
        gp_doc_table_set_mark(table, column, mark);
}

GpDocTable *
gp_composing_cut_table(const GpComposing *self,
                       const GpCut *cut,
                       const char *id,
                       const char *what,
                       const char *line_title,
                       const char *line_key,
                       int first_fy,
                       int last_fy)
{
    g_autofree char *caption = gp_composing_caption(self, what, first_fy, last_fy);
    g_autofree char *note = gp_composing_years_note(self, first_fy, last_fy);
    GpDocTable *table = gp_doc_table_new(id, caption);
    GpInt128 kg;

    if (note != NULL)
        gp_doc_table_add_note(table, note);
    gp_doc_table_add_text_column(table, line_title, line_key);
    gp_doc_table_add_fy_columns(table, first_fy, last_fy, gp_cut_places(cut));
    for (guint i = 0; i < cut->lines->len; i++) {
        gp_doc_table_add_row(table, gp_cut_line(cut, i)->title);
        for (int fy = first_fy; fy <= last_fy; fy++) {
            gboolean has = gp_cut_kg(cut, i, fy, &kg);

            set_kg(self, table, (guint)(fy - first_fy) + 1, has, kg, cut, fy);
            if (!has && !gp_cut_can_have(gp_cut_line(cut, i), fy))
                gp_doc_table_set_mark(table, (guint)(fy - first_fy) + 1, GP_MARK_NOT_APPLICABLE);
        }
    }
    gp_doc_table_add_total(table, "Total");
    for (int fy = first_fy; fy <= last_fy; fy++) {
        gboolean has = gp_cut_sum(cut, fy, &kg);

        set_kg(self, table, (guint)(fy - first_fy) + 1, has, kg, cut, fy);
    }
    return table;
}

void
gp_composing_add_cut(const GpComposing *self,
                     GpSection *section,
                     const GpCut *cut,
                     const char *id,
                     const char *what,
                     const char *line_title,
                     const char *line_key)
{
    int last_fy = gp_cut_last_fy(cut), middle = cut->first_fy;
    g_autofree char *before = g_strconcat(id, "-before", NULL);

    if (cut->n_years == 0)
        return;
    if (cut->n_years > YEARS_A_TABLE)
        middle = last_fy + 1 - (int)(cut->n_years + 1) / 2;
    gp_section_add_table(section, gp_composing_cut_table(self, cut, id, what, line_title, line_key,
                                                         middle, last_fy));
    if (middle > cut->first_fy)
        gp_section_add_table(section, gp_composing_cut_table(self, cut, before, what, line_title,
                                                             line_key, cut->first_fy, middle - 1));
}

gboolean
gp_composing_counts_plus(const GpComposing *self, int fy)
{
    guint n_ncf = 0, n_plus = 0;
    GpInt128 kg;

    for (guint i = 0; i < self->ncf->lines->len; i++)
        n_ncf += gp_cut_kg(self->ncf, i, fy, &kg) ? 1 : 0;
    for (guint i = 0; i < self->plus->lines->len; i++)
        n_plus += gp_cut_kg(self->plus, i, fy, &kg) ? 1 : 0;
    return n_plus > n_ncf;
}

GpDocTable *
gp_composing_boundaries_table(const GpComposing *self, const char *id)
{
    const GpCut *cuts[] = {self->ncf, self->plus};
    int first_fy = self->plus->first_fy, last_fy = gp_cut_last_fy(self->plus);
    g_autofree char *caption =
        gp_composing_caption(self, "Emissions of each financial year", first_fy, last_fy);
    g_autofree char *note = gp_composing_years_note(self, first_fy, last_fy);
    guint n_cuts = 1;
    GpDocTable *table;

    if (self->plus->n_years == 0)
        return NULL;
    table = gp_doc_table_new(id, caption);
    for (int fy = first_fy; fy <= last_fy; fy++)
        n_cuts = gp_composing_counts_plus(self, fy) ? 2 : n_cuts;
    if (n_cuts == 2)
        gp_doc_table_add_note(table, "The NHS Carbon Footprint Plus holds the NHS Carbon "
                                     "Footprint; it is not given where nothing else in it is "
                                     "counted.");
    if (note != NULL)
        gp_doc_table_add_note(table, note);
    gp_doc_table_add_text_column(table, "Financial year", "year");
    gp_doc_table_add_column(table, gp_total_title(GP_TOTAL_NCF), "t CO₂e", "ncf_t_co2e",
                            gp_cut_places(self->ncf));
    if (n_cuts == 2)
        gp_doc_table_add_column(table, gp_total_title(GP_TOTAL_PLUS), "t CO₂e", "plus_t_co2e",
                                gp_cut_places(self->plus));
    for (int fy = first_fy; fy <= last_fy; fy++) {
        g_autofree char *label = gp_words_fy(fy);

        gp_doc_table_add_row(table, label);
        for (guint i = 0; i < n_cuts; i++) {
            GpInt128 kg;
            gboolean has = gp_cut_sum(cuts[i], fy, &kg);

            has = has && (i == 0 || gp_composing_counts_plus(self, fy));
            set_kg(self, table, i + 1, has, kg, cuts[i], fy);
        }
    }
    return table;
}
