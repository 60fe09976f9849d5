/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-compose-private.h"

/*
 * Returns: the figures of the pack in the shapes that others ask for.
 *
 *   GpBoard ── GpFiling ──▶ annual report, estates return, FOI answer, CQC evidence, GHG Protocol
 */

/* Emissions of one activity in one component of its factor. Texts are borrowed. */
typedef struct {
    int fy;
    const char *scope; /* `1`, `2`, `3`, `outside`, "" */
    const char *component;
    const char *key;            /* of the activity */
    const GpActivity *activity; /* (nullable): only the trust knows it */
    GpInt128 kg;
} GpScopedLine;

/* What was used of one activity at a site. */
typedef struct {
    int fy;
    const char *site; /* "" where it is not told */
    const char *key;
    const char *unit;  /* (nullable): several units, so that there is no quantity */
    GpInt128 quantity; /* times 10^GP_QUANTITY_PLACES */
} GpUsedLine;

typedef struct {
    GpComposing composing;
    GArray *scoped; /* (element-type GpScopedLine) */
    int kg_places;
    GArray *used; /* (element-type GpUsedLine) each activity of a site and year once */
} GpFiling;

/* @document: borrowed */
void gp_filing_init(GpFiling *self, const GpBoard *board, GpDocument *document);
void gp_filing_clear(GpFiling *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpFiling, gp_filing_clear)

/* The years that a return shows: up to @most with data that end with the latest, after the baseline
 * where that is older. Returns: (transfer full) (element-type int): ascending */
GArray *gp_filing_years(const GpFiling *self, guint most);

typedef gboolean (*GpScopedFunc)(const GpScopedLine *line, gconstpointer data);

/* Returns: FALSE if nothing of that year is chosen (*@out_kg is 0 then). */
gboolean gp_filing_sum(
    const GpFiling *self, int fy, GpScopedFunc choose, gconstpointer data, GpInt128 *out_kg);

/* Sets a cell to a sum, with the mark of its year; without data it stays [x], and FALSE is
 * returned. */
gboolean gp_filing_set_sum(const GpFiling *self,
                           GpDocTable *table,
                           guint column,
                           int fy,
                           GpScopedFunc choose,
                           gconstpointer data);

/**
 * gp_filing_quantity:
 * @site: (nullable): of the whole trust
 * @keys: activities parted by `|`; one that ends in `*` stands for all that begin so
 * @unit: that all of it must be in
 *
 * Returns: FALSE if there is none, or if part of it is in another unit, so that no sum is right
 */
gboolean gp_filing_quantity(const GpFiling *self,
                            int fy,
                            const char *site,
                            const char *keys,
                            const char *unit,
                            GpInt128 *out_quantity);

/* Sets a cell to a quantity; without one it stays [x]. Of the trust with the mark of its year. */
void gp_filing_set_quantity(const GpFiling *self,
                            GpDocTable *table,
                            guint column,
                            int fy,
                            const char *site,
                            const char *keys,
                            const char *unit);

/* Activities that returns put together. */
#define GP_KEYS_OIL "gas-oil|burning-oil|heavy-fuel-oil"
#define GP_KEYS_BIOMASS "biomass-pellets|wood-chips|wood-logs|straw|biogas"
#define GP_KEYS_LANDFILL "waste-landfill|waste-household-landfill"
#define GP_KEYS_ENERGY_RECOVERY "waste-energy-recovery|waste-household-energy-recovery"
#define GP_KEYS_RECYCLED                                                                           \
    "waste-recycling|waste-paper|waste-plastics|waste-metal|waste-glass|waste-wood|waste-"         \
    "composting"

/* A line of a return: what was used of some activities. */
typedef struct {
    const char *title;
    const char *key; /* (nullable): of a column of it */
    const char *activities;
    const char *unit, *shown_unit;
    int places;
} GpFilingField;

/* A row for each field, a column for each year. @years: (element-type int): not empty; @title: of
 * the first column, which has the key @key */
GpDocTable *gp_filing_fields_table(const GpFiling *self,
                                   const char *id,
                                   const char *what,
                                   const char *title,
                                   const char *key,
                                   const GpFilingField *fields,
                                   guint n_fields,
                                   const GArray *years);
