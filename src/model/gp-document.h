/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * A report before it is a page, a workbook or a file: what is said, in which order, and the
 * figures.
 *
 *   compose/ ── GpDocument ──▶ render/ ──▶ HTML, XLSX, CSV
 *
 * All texts are plain UTF-8, without markup of any kind; texts from outside may stand in them as
 * they are, and each renderer makes them harmless in its own way.
 */

/* ---- tables ---- */

typedef struct {
    char *title;   /* `Change since 2019/20` */
    char *unit;    /* `t CO₂e`, `%`; "" for none */
    char *key;     /* of the CSV, with its unit: `change_t_co2e` */
    int places;    /* decimal places that people are shown; GP_DOC_TEXT: the column holds text */
    gboolean sign; /* a plus sign before figures above zero: of changes */
} GpDocColumn;

#define GP_DOC_TEXT (-1)

/* Shorthand of the Government Analysis Function: printed in square brackets, explained above each
 * table that has it. */
typedef enum {
    GP_MARK_NONE,
    GP_MARK_CONFIDENTIAL,   /* c */
    GP_MARK_NOT_AVAILABLE,  /* x */
    GP_MARK_NOT_APPLICABLE, /* z */
    GP_MARK_LOW,            /* low: rounds to 0 but is not */
    GP_MARK_UNRELIABLE,     /* u */
    GP_MARK_ESTIMATED,      /* e */
    GP_MARK_FORECAST,       /* f */
    GP_MARK_PROVISIONAL,    /* p */
    GP_MARK_REVISED,        /* r */
    GP_MARK_BREAK,          /* b: not comparable with the years before */
    GP_MARK_INCOMPLETE,     /* i: part of the year or of the sources is missing */
    GP_N_MARKS,
} GpMark;

const char *gp_mark_text(GpMark mark);  /* `[c]`; "" for none */
const char *gp_mark_words(GpMark mark); /* what it means, to stand after `[c]` */

typedef struct {
    char *text; /* (nullable): of a text cell */
    gboolean has_value;
    GpInt128 value; /* times 10^places, in the unit of the column: exact, not rounded */
    int places;
    GpMark mark; /* beside the value, or instead of it */
} GpDocCell;

/* Whether there is a figure to show: a value that no mark stands instead of ([c], [x], [z]), so
 * that what is confidential gets nowhere. */
gboolean gp_doc_cell_has_figure(const GpDocCell *self);

typedef struct {
    GpDocCell *cells; /* (array length=n_columns) the first is the row's own heading */
    gboolean is_total;
} GpDocRow;

typedef struct {
    char *id;      /* of the file and the sheet: small letters, digits, hyphens; unlike any other */
    char *caption; /* what, where and when */
    char *note;    /* "" or what must be known to read it */
    GArray *columns; /* (element-type GpDocColumn) */
    GArray *rows;    /* (element-type GpDocRow) */
    guint page_rows; /* pages show the last so many rows, and totals; 0: all. Files have all */
} GpDocTable;

GpDocTable *gp_doc_table_new(const char *id, const char *caption);
void gp_doc_table_free(GpDocTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpDocTable, gp_doc_table_free)

void gp_doc_table_add_note(GpDocTable *self, const char *sentence);
/* All columns before the first row. */
void gp_doc_table_add_text_column(GpDocTable *self, const char *title, const char *key);
void gp_doc_table_add_column(
    GpDocTable *self, const char *title, const char *unit, const char *key, int places);
void gp_doc_table_add_change_column(
    GpDocTable *self, const char *title, const char *unit, const char *key, int places);

/* Begins a row; cells that are not set are `[x]` in a column of numbers and "" in one of text. */
void gp_doc_table_add_row(GpDocTable *self, const char *heading);
void gp_doc_table_add_total(GpDocTable *self, const char *heading);

/* Sets a cell of the last row. */
void gp_doc_table_set_text(GpDocTable *self, guint column, const char *text);
void gp_doc_table_set_value(GpDocTable *self, guint column, GpInt128 value, int places);
void gp_doc_table_set_mark(GpDocTable *self, guint column, GpMark mark); /* keeps the value */

/* In a column of tonnes: kilograms of 10^-kg_places, or as a trajectory has them (NAN: `[x]`). */
void gp_doc_table_set_kg(GpDocTable *self, guint column, GpInt128 kg, int kg_places);
void gp_doc_table_set_kg_double(GpDocTable *self, guint column, double kg);
/* To nine places; NAN: `[x]`. */
void gp_doc_table_set_double(GpDocTable *self, guint column, double value);

static inline const GpDocColumn *
gp_doc_table_column(const GpDocTable *self, guint i)
{
    return &g_array_index(self->columns, GpDocColumn, i);
}

static inline const GpDocRow *
gp_doc_table_row(const GpDocTable *self, guint i)
{
    return &g_array_index(self->rows, GpDocRow, i);
}

/* What people are shown of a number: rounded half to even to the places of its column, with commas,
 * a minus sign and not a hyphen, `[low]` for what rounds to 0 but is not, and its mark; of text the
 * text. Returns: (transfer full) */
char *gp_doc_cell_shown(const GpDocCell *self, const GpDocColumn *column);

/* Whether a mark is anywhere in it, also `[low]`. */
gboolean gp_doc_table_has_mark(const GpDocTable *self, GpMark mark);

/* ---- blocks, in the order in which they are read ---- */

typedef enum {
    GP_BLOCK_PARAGRAPH,
    GP_BLOCK_LIST,   /* items */
    GP_BLOCK_NOTE,   /* a paragraph that must not be overlooked */
    GP_BLOCK_STATUS, /* a verdict: a word with its tone, and a sentence */
    GP_BLOCK_FACTS,  /* up to four numbers, large */
    GP_BLOCK_PAIRS,  /* a term and what is said of it: clauses and answers, names and roles */
    GP_BLOCK_TABLE,
    GP_BLOCK_FIGURE, /* a chart with its text and its table */
} GpBlockKind;

typedef enum { GP_TONE_GOOD, GP_TONE_CAUTION, GP_TONE_BAD, GP_TONE_UNKNOWN } GpTone;

typedef struct {
    char *label;    /* `Footprint in 2025/26` */
    char *figure;   /* `13,061 t CO₂e`: as people read it */
    char *sentence; /* what it means; "" */
} GpDocFact;

typedef struct {
    char *term;
    char *text;
    char *state; /* "", or a word of how it stands: `Shown`, `In part`, `Not yet` */
    GpTone tone; /* of the state */
} GpDocPair;

typedef struct {
    GpBlockKind kind;
    char *text;        /* paragraph, note; the sentence of a status */
    char *word;        /* of a status: `Off track` */
    GpTone tone;       /* of a status */
    GPtrArray *items;  /* (element-type utf8): list */
    GArray *facts;     /* (element-type GpDocFact) */
    GArray *pairs;     /* (element-type GpDocPair) */
    GpDocTable *table; /* table, and what a figure shows (nullable) */
    char *figure;      /* the chart's name: charts/<name>.svg */
    char *title;       /* of the figure: its finding */
    char *description; /* of the figure, in sentences */
} GpBlock;

typedef struct {
    char *id; /* as that of a table */
    char *title;
    guint level; /* 1 for the parts of a document, 2 below them, 3 */
    gboolean begins_page;
    GPtrArray *blocks; /* (element-type GpBlock) */
} GpSection;

typedef struct {
    char *title;         /* `Green Plan progress report` */
    char *subtitle;      /* `Devon Partnership NHS Trust, 2013/14 to 2025/26` */
    char *notice;        /* "" or what must be said on every page: `Invented data: …` */
    char *colophon;      /* by what it was made, from what, and on which day */
    GPtrArray *sections; /* (element-type GpSection) in order, levels as headings have them */
} GpDocument;

GpDocument *gp_document_new(const char *title, const char *subtitle);
void gp_document_free(GpDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpDocument, gp_document_free)

/* Each adds to the end; a section is valid as long as its document. */
GpSection *
gp_document_add_section(GpDocument *self, const char *id, const char *title, guint level);
void gp_section_say(GpSection *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
void gp_section_note(GpSection *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* @items: (element-type utf8) (transfer full); nothing is added for none */
void gp_section_add_list(GpSection *self, GPtrArray *items);
void gp_section_add_status(GpSection *self, GpTone tone, const char *word, const char *sentence);
/* Facts and pairs go into the block before, if that is of their kind. */
void
gp_section_add_fact(GpSection *self, const char *label, const char *figure, const char *sentence);
void gp_section_add_pair(GpSection *self, const char *term, const char *text);
void gp_section_add_answer(
    GpSection *self, const char *term, const char *text, GpTone tone, const char *state);
/* @table: (transfer full) */
void gp_section_add_table(GpSection *self, GpDocTable *table);
/* @table: (transfer full) (nullable) */
void gp_section_add_figure(GpSection *self,
                           const char *name,
                           const char *title,
                           const char *description,
                           GpDocTable *table);

/* Every table in the order in which they stand. Returns: (transfer container) (element-type
 * GpDocTable) */
GPtrArray *gp_document_tables(const GpDocument *self);
