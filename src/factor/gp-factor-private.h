/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-dict.h"
#include "gp-factor.h"

/* What the library knows of one activity. */
typedef struct {
    gboolean is_catalogued;
    GpActivity activity;
    GArray *published; /* (element-type GpFactor) */
    GArray *chosen; /* (element-type GpFactor) of a set that was asked for, before it is merged */
    GArray *own;    /* (element-type GpFactor) */
    const char *unusable; /* (nullable): why the activity must not be used */
} GpActivityEntry;

struct _GpFactorLibrary {
    const GpUnitTable *units;
    GpUnit km, passenger_km;
    GpDict *keys;
    GPtrArray *entries; /* (element-type GpActivityEntry) by id of the key */
    GPtrArray *tables;  /* (element-type GpCsvTable) the files, whose texts are borrowed */
    GStringChunk *texts;
    GHashTable *price_index; /* `deflator year` -> index times 10^6, as gint64 */
};

/* Whose the factors of a file are. */
typedef enum {
    GP_FACTORS_PUBLISHED,
    GP_FACTORS_CHOSEN,
    GP_FACTORS_OWN,
} GpFactorsOf;

const GpActivityEntry *gp_factor_library_entry(const GpFactorLibrary *self, const char *key);
GpActivityEntry *gp_factor_library_make_entry(GpFactorLibrary *self, const char *key);

/* Reads the rows of a file into the entries. */
gboolean gp_factor_read_catalogue(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean gp_factor_read_set(GpFactorLibrary *self,
                            const GpCsvTable *table,
                            GpFactorsOf whose,
                            GError **error);

/* Makes the factors of catalogued activities from those of the publication's own keys, as the rows
 * `activity,component,scope,category,key,first_year,last_year` say. */
gboolean gp_factor_read_curated(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* Puts the chosen factors in the place of the published ones for the same component and time. */
void gp_factor_merge_chosen(GpFactorLibrary *self);

/* Makes factors for units of another kind, such as litres of a gas that is published by weight, as
 * the rows `activity,of,unit,kg_per_unit,source` say. */
gboolean gp_factor_read_densities(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* Reads price indices: `deflator,year,index`. */
gboolean gp_factor_read_deflators(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* How many pounds of the factor's price year one pound of @year is, times 10^9; 10^9 for a factor
 * without a deflator; 0 if the index of one of the years is not known. */
gint64 gp_factor_deflate_nano(const GpFactorLibrary *self, const GpFactor *factor, int year);

/* First and last calendar year of a factor of the library. */
int gp_factor_first_year(const GpFactor *factor);
int gp_factor_last_year(const GpFactor *factor);
