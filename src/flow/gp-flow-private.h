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
double gp_change_sites_open_share(GpChangeSites *self, const char *group, int fy);

/* ---- the weather in a change ---- */

/* Heating held against the degree days of the trust, site by site. */
typedef struct _GpChangeWeather GpChangeWeather;

GpChangeWeather *gp_change_weather_new(const GpBook *book, const GpConvertOptions *options);
void gp_change_weather_free(GpChangeWeather *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpChangeWeather, gp_change_weather_free)

/**
 * gp_change_weather_index:
 * @sites: (element-type utf8): taken together
 * @out_index: the use of each year / that in the mean weather of both; untouched if not told
 *
 * Returns: FALSE if there are no degree days, no figures for each month of both years, or if the
 *   months do not follow the degree days
 */
gboolean gp_change_weather_index(GpChangeWeather *self,
                                 const char *activity,
                                 const GPtrArray *sites,
                                 const int fy[GP_N_ENDS],
                                 double out_index[GP_N_ENDS]);

/* ---- sources of a change ---- */

/* What changes are made from. */
typedef struct {
    const GpBook *book;
    const GpConvertOptions *options;
    GArray *parts; /* (element-type GpConvertedPart) of all years */
    int kg_places;
    GpChangeWeather *weather;
} GpChangeMaterial;

/* The change between two years, without a word on what cannot be compared. */
GpChange *gp_change_of_parts(const GpChangeMaterial *material,
                             const GpChangeAsk *ask,
                             GpIssueList *issues,
                             GError **error);

/* ---- progress ---- */

/* The boundary of a target's total. */
GpWithin gp_target_within(const GpTarget *target);

/* Whether a target is of one category only. */
gboolean gp_target_is_of_part(const GpTarget *target);

/**
 * gp_target_convert:
 * @options: its `within` is not looked at; its `by` begins with year and category
 *
 * The emissions that a target is about: those within its boundary, of its category and its site.
 *
 * Errors: those of gp_book_convert(); GP_ERROR_MISSING if there is nothing of its category or site
 */
GpEmissions *gp_target_convert(const GpBook *book,
                               const GpConvertOptions *options,
                               const GpTarget *target,
                               GpIssueList *issues,
                               GError **error);

/* Adds each category of @emissions, which are by year, category and month, to the trajectory. */
void gp_progress_add_parts(GpProgress *self, const GpEmissions *emissions, const GpTarget *target);

/**
 * gp_progress_parts_by_site:
 * @years: (element-type GpTrackYear): of the progress against @target
 * @out_parts: (element-type GpTrajectoryPart): added to: one a site, named by its code
 *
 * The same by site. Errors: those of gp_target_convert()
 */
gboolean gp_progress_parts_by_site(const GpBook *book,
                                   const GpConvertOptions *options,
                                   const GpTarget *target,
                                   const GArray *years,
                                   GArray *out_parts,
                                   GpIssueList *issues,
                                   GError **error);

/* How a target's path runs, in words for charts: `straight line to 47% below 2019/20`. */
char *gp_target_path_words(const GpTarget *target);
