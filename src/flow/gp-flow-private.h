/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-flow.h"
#include "gp-track.h"

/* ---- how much of each year there is of each category ---- */

/* A category that was at least this part of a year has to be there in the others. */
#define GP_MATERIAL_FRACTION 0.05

/* kg and months with data of one category in one year. */
typedef struct {
    int fy;
    const char *category; /* interned */
    GpInt128 kg;
    guint n_months;
} GpCategoryYear;

extern const GpBy gp_category_years_by;

/* Adds those of @emissions, which are by gp_category_years_by. */
void gp_category_years_add(GArray *self, const GpEmissions *emissions);

const GpCategoryYear *gp_category_years_find(const GArray *self, int fy, const char *category);

/* ---- sites in a change ---- */

/* Sites that count as one, because the teams of one went to the other, and when they were open. */
typedef struct _GpChangeSites GpChangeSites;

/* @sites: (nullable); @last: the last day that is compared */
GpChangeSites *gp_change_sites_new(const GpSites *sites, GpDay last);
void gp_change_sites_free(GpChangeSites *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpChangeSites, gp_change_sites_free)

/* The site that stands for @site: where its teams are now. */
const char *gp_change_sites_group(const GpChangeSites *self, const char *site);

/* The part of a year in which any site of the group was open; below 0 where nothing tells. */
double gp_change_sites_open_share(const GpChangeSites *self, const char *group, int fy);

/* ---- sources of a change ---- */

typedef struct {
    GArray *list; /* (element-type GpConvertedPart) of all years */
    int kg_places;
} GpConvertedParts;

/* The change between two years, without a word on what cannot be compared. */
GpChange *gp_change_of_parts(const GpBook *book,
                             const GpConvertedParts *parts,
                             const GpChangeAsk *ask,
                             const GpFactorRules *rules,
                             GpIssueList *issues,
                             GError **error);
