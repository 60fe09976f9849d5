/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-compose.h"
#include "gp-words.h"

/* ---- sums by name and year, of one total ---- */

/* A category, a site, a quality. */
typedef struct {
    const char *name; /* borrowed from the emissions; "": not told */
    char *title;      /* for people */
    GpInt128 *kg;     /* (array): one a year, times 10^kg_places */
    gboolean *has;    /* (array): FALSE: no data */
    GpSpan open;      /* the days in which there can be data; a site may open and close */
} GpCutLine;

typedef struct {
    int first_fy;
    guint n_years; /* without a gap; 0: no data at all */
    int kg_places;
    GArray *lines; /* (element-type GpCutLine) in byte order of their names, or sorted */
} GpCut;

/* @emissions: (nullable): by year, @of, and perhaps boundary; their sizes can be summed. What is
 * outside of the scopes or of @total is left out. */
GpCut *gp_cut_new(const GpEmissions *emissions, GpDimension of, GpTotal total);
void gp_cut_free(GpCut *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpCut, gp_cut_free)

static inline GpCutLine *
gp_cut_line(const GpCut *self, guint i)
{
    return &g_array_index(self->lines, GpCutLine, i);
}

/* Whether there can be data of that year: FALSE where a site was not open. */
gboolean gp_cut_can_have(const GpCutLine *self, int fy);

/* Returns: FALSE without data of that year (*@out_kg is 0 then). */
gboolean gp_cut_kg(const GpCut *self, guint line, int fy, GpInt128 *out_kg);
gboolean gp_cut_sum(const GpCut *self, int fy, GpInt128 *out_kg);
gboolean gp_cut_has_year(const GpCut *self, int fy);
int gp_cut_last_fy(const GpCut *self); /* the last year with data; 0 without any */

/* The largest of @fy first, what is not told last. */
void gp_cut_sort(GpCut *self, int fy);

/* Decimal places of tonnes that its table is shown with. */
int gp_cut_places(const GpCut *self);

/* In millionths of a kilogram, for sentences. */
GpInt128 gp_cut_micro(const GpCut *self, GpInt128 kg);

/* ---- a document in the making ---- */

typedef struct {
    const GpBoard *board;
    const GpPicture *pictures;
    guint n_pictures;
    GpDocument *document;
    const GpBoardTarget *main; /* (nullable): the first target, if it has a trajectory */
    GpCut *ncf, *plus;         /* by category, the largest of `fy` first */
    int fy;                    /* the year that is told as the latest; 0: no data */
    int from_fy;               /* what it is compared with: the baseline, or the first year; 0 */
    const char *where;         /* the trust's name */
} GpComposing;

/* @document: borrowed */
void gp_composing_init(GpComposing *self, const GpBoard *board, GpDocument *document);
void gp_composing_clear(GpComposing *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpComposing, gp_composing_clear)

/* An empty document with the board's name, years, notice and colophon. */
GpDocument *gp_compose_document(const GpBoard *board, const char *title);

/* What must stand beside the figures of a year: [i], [r], [b]. */
GpMark gp_composing_mark(const GpComposing *self, int fy);

/* Whether a year can be compared with others, as far as a target tells. */
gboolean gp_composing_is_comparable(const GpComposing *self, int fy);

/* The year before @fy that it can be compared with; 0 without one. */
int gp_composing_year_before(const GpComposing *self, int fy);

/* (nullable): the site of that code. */
const GpSite *gp_composing_find_site(const GpComposing *self, const char *code);

/* What a target is of, with the name of its site. */
char *gp_composing_target_subject(const GpComposing *self, const GpTarget *target);

/* `What, trust, 2013/14 to 2019/20`. */
char *gp_composing_caption(const GpComposing *self, const char *what, int first_fy, int last_fy);

/* A sentence of the years that are incomplete or without data; NULL if all are whole. */
char *gp_composing_years_note(const GpComposing *self, int first_fy, int last_fy);

/* Adds a chart with its table, or the table alone if there is no such chart.
 * @table: (transfer full) (nullable) */
void gp_composing_add_chart(const GpComposing *self,
                            GpSection *section,
                            const char *name,
                            GpDocTable *table);
gboolean gp_composing_has_chart(const GpComposing *self, const char *name);

/* ---- tables that several documents have ---- */

/* A column of tonnes for each year. */
void gp_doc_table_add_fy_columns(GpDocTable *self, int first_fy, int last_fy, int places);

/* A row for each line and a total, a column for each year from @first_fy to @last_fy. */
GpDocTable *gp_composing_cut_table(const GpComposing *self,
                                   const GpCut *cut,
                                   const char *id,
                                   const char *what,
                                   const char *line_title,
                                   const char *line_key,
                                   int first_fy,
                                   int last_fy);

/* The same for all years, in two tables if they are too many for a page: @id, @id-before. */
void gp_composing_add_cut(const GpComposing *self,
                          GpSection *section,
                          const GpCut *cut,
                          const char *id,
                          const char *what,
                          const char *line_title,
                          const char *line_key);

/* Whether anything is counted that is in the NHS Carbon Footprint Plus only. */
gboolean gp_composing_counts_plus(const GpComposing *self, int fy);

/* NHS Carbon Footprint and NHS Carbon Footprint Plus, a row a year; NULL without data. */
GpDocTable *gp_composing_boundaries_table(const GpComposing *self, const char *id);

/* The causes of a change, a row each, with who made them. */
GpDocTable *
gp_composing_causes_table(const GpComposing *self, const GpChange *change, const char *id);
/* The same for each category. */
GpDocTable *gp_composing_causes_by_category_table(const GpComposing *self,
                                                  const GpChange *change,
                                                  const char *id);

/* Year by year: actual, path, forecast and its range. */
GpDocTable *gp_composing_trajectory_table(const GpComposing *self,
                                          const GpBoardTarget *standing,
                                          const char *id);

/* ---- from the year compared with to the latest: of categories and sites ---- */

/* How many lines have figures in the latest year, but for what is not told. */
guint gp_composing_count_lines(const GpComposing *self, const GpCut *cut);

/* How many there are, and the largest: @cut is sorted. */
void gp_composing_say_largest(const GpComposing *self,
                              GpSection *section,
                              const GpCut *cut,
                              const char *one,
                              const char *many);

/* The largest fall and the largest rise. */
void gp_composing_say_moves(const GpComposing *self, GpSection *section, const GpCut *cut);

typedef struct {
    gboolean has_from, has_to;
    GpInt128 from, to, sum; /* sum: of all in the latest year */
    GpMark from_mark, to_mark;
    int kg_places;
} GpMoveRow;

GpMoveRow gp_composing_move_row(const GpComposing *self, const GpCut *cut, guint line);
GpMoveRow gp_composing_move_total(const GpComposing *self, const GpCut *cut);

/* Before, after, share of the total, change and the same in percent; of one year alone, after and
 * share. */
void gp_composing_add_move_columns(const GpComposing *self, GpDocTable *table, int places);
guint gp_composing_n_move_columns(const GpComposing *self);
void gp_composing_set_moves(const GpComposing *self,
                            GpDocTable *table,
                            guint first,
                            const GpMoveRow *row);
char *gp_composing_moves_caption(const GpComposing *self, const char *what);

/* What a table of parts of the trust is called. */
typedef struct {
    const char *id, *what, *title, *key;
} GpPartWords;

/* Each part beside its share of the path; NULL without parts.
 * @parts: (array length=n) */
GpDocTable *gp_composing_path_table(const GpComposing *self,
                                    const GpTrajectoryPart *parts,
                                    guint n,
                                    const GpPartWords *words);

/* Says @sentence, which may be NULL, and frees it. */
void gp_section_say_taken(GpSection *self, char *sentence);

/* Says them in one paragraph. @sentences: (array length=n): NULL for none, freed */
void gp_section_say_together(GpSection *self, char **sentences, guint n);

/* What a change means, in one paragraph or two. @is_short: as much as the board's page holds */
void gp_section_say_change(GpSection *self, const GpChange *change, gboolean is_short);

/* The trusts of a care system in a year. */
GpDocTable *gp_composing_trusts_table(const GpComposing *self, int fy);

/* ---- the parts of the pack ---- */

void gp_compose_board_page(const GpComposing *self);
void gp_compose_targets(const GpComposing *self);
void gp_compose_categories(const GpComposing *self);
void gp_compose_sites(const GpComposing *self);
void gp_compose_trusts(const GpComposing *self); /* of a care system */
void gp_compose_roles(const GpComposing *self);
void gp_compose_actions(const GpComposing *self);
void gp_compose_months(const GpComposing *self);
void gp_compose_milestones(const GpComposing *self);
void gp_compose_quality(const GpComposing *self);
void gp_compose_method(const GpComposing *self);
void gp_compose_factors(const GpComposing *self);
void gp_compose_restatements(const GpComposing *self);
void gp_compose_issues(const GpComposing *self);
void gp_compose_missing(const GpComposing *self);

/* How a verdict looks. */
GpTone gp_tone_of_verdict(GpVerdict verdict);

/* When a milestone is due: `December 2026`, `the end of 2028`, `2028 to 2032`. */
char *gp_compose_due(const GpMarker *marker);

/* Whom to ask for figures of a category: `the estates team`. */
const char *gp_compose_holder(const char *category);

/* Whether figures of a category come about by those of another one, so that nobody can be asked. */
gboolean gp_compose_is_derived(const char *category);

/* What the board is asked to decide, the weightiest first. Returns: (transfer full) (element-type
 * utf8) */
GPtrArray *gp_compose_decisions(const GpComposing *self);

/* So many stand on the page for the board; if there are more, the last of them says how many. */
#define GP_DECISIONS_ON_PAGE 7

/* Those for which there is no room. Returns: (transfer full) (element-type utf8) */
GPtrArray *gp_compose_more_decisions(const GpComposing *self);
