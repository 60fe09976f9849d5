/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-dict.h"
#include "gp-factor.h"

/* What the library knows of one activity. */
typedef struct {
    gboolean is_catalogued;
    GpActivity activity;
    GArray *published; /* (element-type GpFactor) */
    GArray *own;       /* (element-type GpFactor) */
} GpActivityEntry;

struct _GpFactorLibrary {
    const GpUnitTable *units;
    GpUnit km, passenger_km;
    GpDict *keys;
    GPtrArray *entries; /* (element-type GpActivityEntry) by id of the key */
    GPtrArray *tables;  /* (element-type GpCsvTable) the files, whose texts are borrowed */
};

const GpActivityEntry *gp_factor_library_entry(const GpFactorLibrary *self, const char *key);
GpActivityEntry *gp_factor_library_make_entry(GpFactorLibrary *self, const char *key);

/* Reads the rows of a file into the entries. */
gboolean gp_factor_read_catalogue(GpFactorLibrary *self, const GpCsvTable *table, GError **error);
gboolean
gp_factor_read_set(GpFactorLibrary *self, const GpCsvTable *table, gboolean is_own, GError **error);

/* Makes the factors of catalogued activities from those of the publication's own keys, as the rows
 * `activity,component,scope,category,key,first_year,last_year` say. */
gboolean gp_factor_read_curated(GpFactorLibrary *self, const GpCsvTable *table, GError **error);

/* First and last calendar year of a factor of the library. */
int gp_factor_first_year(const GpFactor *factor);
int gp_factor_last_year(const GpFactor *factor);
