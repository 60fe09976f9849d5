/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"
#include "gp-factor-import.h"

/*
 * What stands under gp-factor-import.h:
 *
 *   file ── GpFlat ──▶ GpFlatRow ──┬─ GpImportKeys ───────────▶ key, component ─┬─▶ GpImportLine
 *                                  └─ gp_import_parse_figure ─▶ 10^-12 kg ──────┘
 */

/* ---- the flat file ---- */

typedef enum {
    GP_FLAT_ID,
    GP_FLAT_SCOPE,
    GP_FLAT_LEVEL_1,
    GP_FLAT_LEVEL_2,
    GP_FLAT_LEVEL_3,
    GP_FLAT_LEVEL_4,
    GP_FLAT_COLUMN_TEXT,
    GP_FLAT_UOM,
    GP_FLAT_GAS,
    GP_FLAT_FIGURE,
    GP_FLAT_PROVENANCE, /* may be missing */
    GP_FLAT_N_COLUMNS,
} GpFlatColumn;

#define GP_FLAT_SHEET "Factors by Category"

typedef struct {
    const char *path;
    gboolean is_workbook;
    int year;      /* as the heading of the figures says: known before the first row */
    char *version; /* (nullable): as the front page says: `1.1` */
    char *titles[GP_FLAT_N_COLUMNS];
    int columns[GP_FLAT_N_COLUMNS]; /* from 0; -1 is missing */
} GpFlat;

typedef struct {
    guint number; /* of the row in the sheet, or the line in the text, from 1 */
    const char *cells[GP_FLAT_N_COLUMNS]; /* without blanks at their ends; never NULL */
} GpFlatRow;

typedef gboolean (*GpFlatRowFunc)(const GpFlat *flat,
                                  const GpFlatRow *row,
                                  gpointer data,
                                  GError **error);

/* Gives every row below the header that is not empty to @func, until it fails. */
gboolean gp_flat_read(GpFlat *self, GpFlatRowFunc func, gpointer data, GError **error);
void gp_flat_clear(GpFlat *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpFlat, gp_flat_clear)

/* Puts where a cell stands before a message. Returns: FALSE */
gboolean
gp_flat_prefix(const GpFlat *self, const GpFlatRow *row, GpFlatColumn column, GError **error);

/* A cell as a message shows it. Returns: (transfer full) */
char *gp_flat_show(const char *text);

/* ---- figures ---- */

/* Reads a decimal number, also with an exponent; rounded as gp-factor-import.h says. */
gboolean gp_import_parse_figure(const char *text, gint64 *out_pico, GError **error);

/* A decimal number at the 15 significant digits that a spreadsheet keeps, or @text as it is.
 * Returns: (transfer full) */
char *gp_import_clean_number(const char *text);

/* ---- keys ---- */

typedef struct {
    const char *category;
    GpComponent component;
} GpImportSheet;

typedef struct _GpImportKeys GpImportKeys;

/* Reads ukgov-renames.csv and ukgov-sheets.csv. */
GpImportKeys *gp_import_keys_load(const char *folder, GError **error);
void gp_import_keys_free(GpImportKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpImportKeys, gp_import_keys_free)

/* The key of a row, renamed. Errors: GP_ERROR_MALFORMED if the renames go round in a circle */
gboolean
gp_import_keys_name(const GpImportKeys *self, const GpFlatRow *row, GString *out, GError **error);

/* What ukgov-sheets.csv says of a key, or NULL. */
const GpImportSheet *gp_import_keys_sheet(const GpImportKeys *self, const char *key);

/* ---- the edition ---- */

/* A total and its gases, in the order of GpGas. */
enum { GP_IMPORT_TOTAL = GP_N_GASES, GP_IMPORT_N_FIGURES };

/* One row of the library file. Texts are borrowed from the import. */
typedef struct {
    const char *key;
    GpUnit unit;
    GpScope scope;
    const GpImportSheet *sheet;
    const char *reference;
    const char *id; /* "" where the edition has none */
    const char *provenance;
    gint64 pico[GP_IMPORT_N_FIGURES];
    guint row[GP_IMPORT_N_FIGURES]; /* where each figure was read; 0: not published */
    gboolean is_written;            /* it has a total, or needs none */
} GpImportLine;

/* What an earlier edition says otherwise; each list holds the texts of its lines in the report. */
typedef struct {
    char *file;    /* NULL: there is no earlier edition */
    char *edition; /* of it */
    GPtrArray *added, *vanished, *renames, *moved;
} GpImportChanges;

struct _GpFactorImport {
    char *path;
    char *edition;
    int year;
    gboolean has_version; /* an edition was given, or the file has a version */
    const GpUnitTable *units;
    GpImportKeys *keys;
    GStringChunk *texts;
    GArray *lines;     /* (element-type GpImportLine) by first appearance */
    GHashTable *index; /* key, unit, outside? -> place in @lines + 1 */
    GArray *order;     /* (element-type guint) places in @lines, as they are written */
    guint n_rows;      /* read */
    guint n_blank;     /* of these, rows without a figure */
    guint n_other;     /* rows of another unit than kg CO2e */
    GPtrArray *others; /* (element-type utf8) those units */
    guint n_by_scope[GP_SCOPE_OUTSIDE + 1]; /* written */
    guint n_adjusted;                       /* whose CO2 was changed so that the gases add up */
    guint n_lost;                           /* figures of gases whose total is not published */
    GpImportChanges changes;
};

/* What tells a line from all others: key, unit, whether it is outside of the scopes. */
void gp_import_print_identity(const char *key, const char *unit, gboolean is_outside, GString *out);
