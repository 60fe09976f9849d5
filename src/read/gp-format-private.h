/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-format.h"
#include "gp-read-private.h"

/*
 * The parts of reading by a format, each on its own:
 *
 *   file ── gp-grid-*.c ──▶ GpGrid ── gp-mapping.c ──▶ which column is what
 *                              └── gp-read-mapped.c: GpStyles, GpQuantityRules, GpLookup ──▶ rows
 */

/* ---- a file as rows of cells, whatever it was ---- */

typedef struct {
    const char *text; /* "" where there is nothing */
    gboolean
        is_number; /* a number by its type: a dot before the decimals whatever the format says */
} GpGridCell;

typedef struct {
    guint64 line;           /* from 1: the line, the row of the sheet or the record */
    gsize first;            /* where its cells begin */
    guint n_cells;          /* a cell beyond is empty */
    guint fault_column;     /* from 0 */
    const char *fault_code; /* (nullable): the row could not be parted into cells */
    const char *fault;      /* why, in words */
} GpGridRow;

typedef struct {
    const char *name;    /* for messages */
    GArray *rows;        /* (element-type GpGridRow) */
    GArray *cells;       /* (element-type GpGridCell) */
    char *bytes;         /* (nullable): what the cells point into, */
    GStringChunk *texts; /* (nullable): or this */
    char separator;      /* CSV: what parts the columns */
    gboolean is_sheet;   /* of a workbook */
    gboolean is_1904;    /* dates count from 1904 */
    gboolean is_json;    /* the first row holds the paths, lines are records */
} GpGrid;

GpGrid *gp_grid_new(const char *name);
void gp_grid_free(GpGrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpGrid, gp_grid_free)

/* Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `name: reason` */
GpGrid *
gp_grid_read(const GpFormat *format, const char *path, const GpReadRules *rules, GError **error);
gboolean gp_grid_read_csv(GpGrid *self,
                          const GpFormat *format,
                          const char *path,
                          gboolean is_windows_1252,
                          GError **error);
gboolean gp_grid_read_xlsx(GpGrid *self, const GpFormat *format, const char *path, GError **error);
gboolean gp_grid_read_json(GpGrid *self, const GpFormat *format, const char *path, GError **error);

/* More cells than this are refused, as are larger files. */
#define GP_GRID_MAX_CELLS ((gsize)16 << 20)
#define GP_GRID_MAX_BYTES ((gsize)256 << 20)
#define GP_GRID_MAX_COLUMNS 1024u

/* Forgets all rows. */
void gp_grid_clear(GpGrid *self);

/* Begins a row; cells are then added to it. */
GpGridRow *gp_grid_add_row(GpGrid *self, guint64 line);
gboolean gp_grid_add_cell(GpGrid *self, const char *text, gboolean is_number, GError **error);

const GpGridRow *gp_grid_row(const GpGrid *self, guint row);
const GpGridCell *gp_grid_cell(const GpGrid *self, const GpGridRow *row, guint column);
gboolean gp_grid_row_is_blank(const GpGrid *self, const GpGridRow *row);

/* ---- periods as files write them ---- */

typedef enum {
    GP_STYLE_Y_M_D,
    GP_STYLE_YYYYMMDD,
    GP_STYLE_D_M_Y,
    GP_STYLE_M_D_Y,
    GP_STYLE_D_MON_Y,
    GP_STYLE_MON_Y,
    GP_STYLE_Y_MON,
    GP_STYLE_Y_M,
    GP_STYLE_FY,
    GP_STYLE_Y,
    GP_STYLE_EXCEL_DAY,
    GP_STYLE_EXCEL_MONTH,
    GP_N_STYLES,
} GpStyle;

typedef struct {
    gboolean allowed[GP_N_STYLES];
    gboolean are_utc;   /* times are UTC: their days are those of the UK's clocks */
    gboolean marks_end; /* a time is that of the end of what was measured */
    gboolean is_1904;
} GpStyles;

/* Errors: GP_ERROR_MALFORMED */
gboolean gp_styles_parse(GpStyles *self, const char *const *names, GError **error);
void gp_styles_append(const GpStyles *self, GString *out);

/* The days of a text in one of the styles that are allowed, the first that reads it. */
gboolean gp_styles_read(const GpStyles *self, const char *text, GpSpan *out_span);

/* What a whole file's texts say about the styles. */
typedef struct {
    const GpStyles *styles;
    char *first[GP_N_STYLES]; /* the first text that this style reads and its rival does not */
    guint64 first_line[GP_N_STYLES];
    char *ambiguous[GP_N_STYLES]; /* the first that both read, as different days; by the first */
    guint64 ambiguous_line[GP_N_STYLES];
} GpStyleVote;

void gp_style_vote_add(GpStyleVote *self, const char *text, guint64 line);
void gp_style_vote_clear(GpStyleVote *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpStyleVote, gp_style_vote_clear)

/* Forbids the styles that do not hold for the whole file. Errors: GP_ERROR_MALFORMED as
 * `name: reason` if two remain that would give other days, or none */
gboolean
gp_style_vote_close(const GpStyleVote *self, const char *name, GpStyles *out, GError **error);

/* ---- quantities as files write them ---- */

typedef struct {
    char decimal;
    char thousands; /* `\0`: none */
    char **strip;   /* (nullable): texts before or after the figure that mean nothing */
    char **empty;   /* (nullable): texts that mean that there is no figure */
    gboolean takes_parentheses, takes_trailing_minus;
    gint64 multiply_nano; /* what the figure is multiplied by */
} GpQuantityRules;

typedef enum {
    GP_QUANTITY_READ,
    GP_QUANTITY_EMPTY,
    GP_QUANTITY_MALFORMED,
    GP_QUANTITY_OVERFLOW,
} GpQuantityStatus;

GpQuantityStatus gp_quantity_read(const GpQuantityRules *self,
                                  const GpGridCell *cell,
                                  gint64 *out_micro,
                                  gboolean *out_is_rounded);

/* ---- texts that stand for something of the catalogue ---- */

typedef struct _GpLookup GpLookup;

typedef struct {
    const char *value;  /* (nullable): NULL leaves the row out */
    const char *reason; /* why it is left out */
} GpLookupAnswer;

/* Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason` */
GpLookup *gp_lookup_load(const char *path, const char *value_column, GError **error);
void gp_lookup_free(GpLookup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpLookup, gp_lookup_free)

/**
 * gp_lookup_find:
 * @number: (nullable): a figure in millionths, for tables with the columns `from` and `to`
 *
 * The row whose text is @text, else the longest one with a `*` that fits.
 *
 * Returns: (transfer none) (nullable)
 */
const GpLookupAnswer *gp_lookup_find(const GpLookup *self, const char *text, const gint64 *number);

/* Everything that decides its answers, as text. */
void gp_lookup_append(const GpLookup *self, GString *out);

/* Whether @text fits a pattern with a `*` at its beginning, at its end or both; both folded. */
gboolean gp_pattern_fits(const char *pattern, const char *text);

/* ---- a format ---- */

typedef enum {
    GP_CONTAINER_TABLE, /* CSV, or XLSX if the file is a workbook */
    GP_CONTAINER_CSV,
    GP_CONTAINER_XLSX,
    GP_CONTAINER_JSON,
} GpContainer;
typedef enum {
    GP_FORMAT_AUTO,
    GP_FORMAT_UTF_8,
    GP_FORMAT_WINDOWS_1252,
} GpFormatEncoding;

/* `Column|Other name=text|text*` */
typedef struct {
    char *name; /* as written */
    char **columns;
    char **patterns; /* folded; “” fits an empty cell */
} GpCellRule;

typedef struct {
    char **column;     /* (nullable) */
    char **and_column; /* (nullable): its text is put after the other with “ / ” */
    char **number;     /* (nullable) */
    GpQuantityRules number_rules;
    GpLookup *table;
    char *otherwise; /* (nullable): NULL refuses, “skip” leaves out, else the value */
} GpFieldLookup;

typedef struct {
    char *activity;
    char **columns;
    gboolean adds; /* all that are there, else the first */
    guint expects; /* figures that a row should have to be whole; 0: does not matter */
    char *unit;    /* (nullable) */
    gint64 multiply_nano;
} GpMeasure;

struct _GpFormat {
    char *path;
    GKeyFile *ini;
    char *title;
    GpContainer container;
    GpFormatEncoding encoding;
    char separator;
    char *sheet;     /* (nullable) */
    char **rows;     /* (nullable) JSON */
    char **header;   /* (nullable) */
    char **optional; /* (nullable): fields, measures and columns of rules that a file may lack */
    gboolean has_corrections;
    GpCorrections corrections;
    GpCovers covers;
    char **key;                  /* (nullable) */
    char **columns[GP_N_FIELDS]; /* (nullable) each */
    char *fixed[GP_N_FIELDS];    /* (nullable) each */
    gboolean period_from_name;
    GpStyles styles;
    gboolean end_is_excluded;
    GpQuantityRules quantity;
    GpFieldLookup *lookups[GP_N_FIELDS]; /* (nullable) each */
    GPtrArray *skip, *keep, *negate;     /* (element-type GpCellRule) */
    GPtrArray *measures;                 /* (element-type GpMeasure) empty: one quantity a row */
    char **sum;                          /* (nullable): columns that make up the quantity */
    guint sum_expects;
    GString *settings; /* what a source has set, as text */
};

/* Fills @self in from its settings. Errors: as gp_format_load() */
gboolean gp_format_load_groups(GpFormat *self, GHashTable *texts, GError **error);

/* Errors: GP_ERROR_MALFORMED, without a place */
gboolean gp_format_set_encoding(GpFormat *self, const char *value, GError **error);
gboolean gp_format_fix(GpFormat *self, GpField field, const char *value, GError **error);

/* Whether a file may lack @name: a field, a measure, or the columns of a rule. */
gboolean gp_format_is_optional(const GpFormat *self, const char *name);

/* `period`, `start`, … as in settings. */
extern const char *const gp_field_names[GP_N_FIELDS];

/* ---- where a format's columns are in a file ---- */

typedef struct {
    int column, and_column, number; /* from 0, or -1 */
} GpLookupColumns;

typedef struct {
    guint header; /* the row of the grid that holds the names */
    guint n_columns;
    char **folded;           /* (array length=n_columns) */
    gboolean *is_used;       /* (array length=n_columns) */
    int fields[GP_N_FIELDS]; /* from 0, or -1 */
    GpLookupColumns lookups[GP_N_FIELDS];
    GArray *skip, *keep, *negate; /* (element-type int) of each rule; -1: the file lacks it */
    GArray *key;                  /* (element-type int) */
    GPtrArray *measures; /* (element-type GArray of int) the columns of each; none: it lacks it */
    GArray *sum;         /* (element-type int) */
} GpMapping;

/* Errors: GP_ERROR_MALFORMED as `name:line: reason` */
GpMapping *gp_mapping_find(const GpFormat *format, const GpGrid *grid, GError **error);
void gp_mapping_free(GpMapping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpMapping, gp_mapping_free)

/* Whether one of the first rows has the names that the format looks for. */
gboolean gp_mapping_has_header(const GpFormat *format, const GpGrid *grid);

/* Errors: GP_ERROR_MALFORMED: why the columns of a file are not parted as the format says; none
 * and TRUE if they are */
gboolean gp_mapping_check_separator(const GpGrid *grid, GError **error);

/* ---- texts of lookups, counted so that each is told once ---- */

typedef enum {
    GP_TALLY_UNKNOWN,          /* in no table: its rows are refused */
    GP_TALLY_UNKNOWN_LEFT_OUT, /* in no table: its rows are left out */
    GP_TALLY_LEFT_OUT,         /* the table leaves it out: the text is the reason */
    GP_TALLY_NOT_TAKEN,        /* an activity or unit that is not taken: the text is the reason */
} GpTallyKind;

typedef struct _GpTally GpTally;

GpTally *gp_tally_new(void);
void gp_tally_free(GpTally *self);
void gp_tally_add(
    GpTally *self, GpTallyKind kind, const char *text, guint64 line, guint column, gint64 micro);
void gp_tally_report(const GpTally *self, GpIssueList *issues, const char *file);

/* Reads a file by a format. See gp_read_file(). */
gboolean gp_read_mapped(const char *path,
                        const GpFormat *format,
                        const GpReadRules *rules,
                        GpCube *cube,
                        GpIssueList *issues,
                        GpReadCount *out_count,
                        GError **error);
