/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-dict.h"
#include "gp-factor.h"
#include "gp-file.h"

/*
 * The library holds tens of thousands of rows, and a run needs a few dozen. So loading only notes
 * which rows belong to which activity; an entry is made from its rows when it is first asked for.
 */

/* Where the columns of a factor file are: -1 for those it does not have. */
typedef struct {
    int activity, unit, valid_from, valid_to, scope, category, component, kg_co2e;
    int gas[GP_N_GASES];
    int gwp, publication, edition, reference, provenance;
    int deflator, price_year, uncertainty;
} GpFactorColumns;

/* A file of the library in memory, its rows not read yet. */
typedef struct {
    char *path;
    GpFileMap map;
    GpFactorColumns columns;
    guint n_columns;
    gboolean is_chosen;  /* of a set that was asked for and takes the place of others */
    gboolean is_partial; /* of an edition of which only some rows are known */
} GpFactorFile;

/* A row that was not read yet. */
typedef struct {
    guint32 file; /* its place in the library's files */
    guint32 at;   /* the byte of the file that it begins at */
    guint32 line;
    guint32 next; /* the place + 1 of the next row of the activity; 0: none */
} GpFactorRow;

/* One row of curated.csv: which key of a publication serves a component of the activity. */
typedef struct {
    const char *key;
    const char *category;
    const char *units; /* `a|b:c`: only unit a, and b under the name of c; "": all */
    GpScope scope;
    GpComponent component;
    int first_year;
    int last_year;
} GpFactorLink;

/* One row of densities.csv: the activity in a unit that weighs so much of another activity. */
typedef struct {
    const char *of;
    const char *kg_per_unit_text;
    const char *source;
    GpUnit unit;
    gint64 kg_per_unit_pico;
} GpFactorDensity;

/* One row of revisions.csv: from the edition of @year on the figure rests on another method. */
typedef struct {
    const char *activity; /* may end in `*` */
    const char *component;
    GpUnit unit; /* GP_UNIT_NONE: any */
    int year;
} GpFactorRevision;

/* What the library knows of one activity. */
typedef struct {
    const char *key;
    gboolean is_catalogued;
    GpActivity activity;
    const char *unusable; /* (nullable): why the activity must not be used */
    guint first_row;      /* the place + 1 of its first row; 0: none */
    guint last_row;
    GArray *links;     /* (nullable) (element-type GpFactorLink) */
    GArray *densities; /* (nullable) (element-type GpFactorDensity) */
    GArray *own;       /* (nullable until the entry is made) (element-type GpFactor) */
    GArray *published; /* (nullable until the entry is made) (element-type GpFactor) */
    GArray
        *incomplete; /* the same: of a partial edition that lacks a component; shown, never used */
} GpActivityEntry;

struct _GpFactorLibrary {
    const GpUnitTable *units;
    GpUnit km, passenger_km, kg;
    GpDict *keys;
    GPtrArray *entries; /* (element-type GpActivityEntry) by id of the key */
    GPtrArray *files;   /* (element-type GpFactorFile) */
    GpFactorRow *rows;  /* of all activities */
    guint n_rows, room; /* so many are there; so many may be */
    GPtrArray *tables;  /* (element-type GpCsvTable) other files, whose texts are borrowed */
    GStringChunk *texts;
    GArray *revisions;       /* (element-type GpFactorRevision) */
    GHashTable *price_index; /* `deflator year` -> index times 10^6, as gint64 */
    gboolean has_unchecked; /* rows were read since gp_factor_library_check() looked at the files */
    GError *fault; /* (nullable): the first row that could not be read when it was needed */
};

static inline const GpFactorFile *
gp_factor_row_file(const GpFactorLibrary *library, const GpFactorRow *row)
{
    return g_ptr_array_index(library->files, row->file);
}

/* The entry of a key, made if it was not, or NULL. */
const GpActivityEntry *gp_factor_library_entry(const GpFactorLibrary *self, const char *key);

/* The entry of a key as it stands, a new one if there was none. */
GpActivityEntry *gp_factor_library_intern(GpFactorLibrary *self, const char *key);

/* Makes an entry from its rows, links and densities. A row that cannot be read becomes the fault.
 */
void gp_factor_entry_make(GpFactorLibrary *self, GpActivityEntry *entry);

/* Sorts factors, and refuses two of one line that are valid at one time. */
gboolean gp_factor_check_overlap(GArray *factors, GError **error);

gboolean gp_factor_find_columns(const char *path,
                                const char *const *names,
                                guint n_names,
                                GpFactorColumns *out_columns,
                                GError **error);

/* Reads one row of a factor file. What it leaves open is taken from @entry, its activity's. */
gboolean gp_factor_read_row(const GpFactorLibrary *self,
                            const GpActivityEntry *entry,
                            const char *const *cells,
                            const GpFactorColumns *columns,
                            GpFactor *out_factor,
                            GError **error);

/* Files that the library is made from. */
gboolean gp_factor_read_catalogue(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean gp_factor_read_unusable(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean gp_factor_read_curated(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean gp_factor_read_densities(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean gp_factor_read_deflators(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean gp_factor_read_revisions(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* An index of prices in a calendar year, times 10^6; 0 if it is not known. */
gint64 gp_factor_price_index_micro(const GpFactorLibrary *self, const char *deflator, int year);

/* How many pounds of the factor's price year one pound of @year is, times 10^9; 10^9 for a factor
 * without a deflator; 0 if the index of one of the years is not known. */
gint64 gp_factor_deflate_nano(const GpFactorLibrary *self, const GpFactor *factor, int year);
