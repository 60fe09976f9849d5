/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-audit.h"
#include "gp-change.h"
#include "gp-convert.h"
#include "gp-factor-check.h"
#include "gp-factor-import.h"
#include "gp-finding.h"
#include "gp-heating.h"
#include "gp-intensity.h"
#include "gp-marker.h"
#include "gp-outlook.h"
#include "gp-plot.h"
#include "gp-spc.h"
#include "gp-target.h"
#include "gp-trajectory.h"
#include "gp-uncertainty.h"
#include "gp-weather.h"
#include "gp-workforce.h"
#include "gp-workspace.h"

/*
 * The stages in their order: from activity to figures.
 *
 *   files ──────────────────────── read ──▶ GpBook ──┬─ check ─▶ GpFinding[]
 *   GpWorkspace ───────────────────────────▶   ▲      ├─ convert ─▶ GpEmissions
 *   factors/ ── factor ── GpBasis ─────────────┘      ├─ convert, allocate ─▶ GpRoleYear
 *                                                     ├─ convert, track ─▶ GpProgress ─ plot
 *                                                     ├─ convert, track ─▶ GpChange
 *                                                     └─ by month, track ─▶ GpVariation
 *
 * How activity gets into a workspace stands in gp-workspace.h, what concerns staff in
 * gp-staffing.h, what is kept of what the board saw in gp-publishing.h.
 */

/* ---- a book: activity and factors side by side, ready to be converted ---- */

/* What a book is made from: plain files, or else a workspace. */
typedef struct {
    GpBasisSources basis; /* its workspace is that of the activity too */
    char **inputs;        /* (nullable) (array zero-terminated=1): activity files */
    const char *as_of;    /* (nullable): only what a workspace knew by the end of this day */
    GpEncoding encoding;  /* of plain files in the canonical form */
    const char *format;   /* (nullable): of plain files, as in gp_formats_load() */
    const char *ods_code; /* (nullable): of the trust, for formats that ask for it */
    GpKeep keep;          /* names that are kept apart */
    guint threads;        /* to read with; 0: as many as there are processors */
} GpBookSources;

/* The cells of a workspace, loaded as they are asked for. */
typedef struct _GpShelf GpShelf;

typedef struct {
    GpBasis *basis;
    GpCube *whole;         /* (nullable): all cells, where they were read from files */
    GpShelf *shelf;        /* (nullable): else where they come from */
    GPtrArray *set_aside;  /* (element-type GpSetAside) rows left out of all figures */
    GHashTable *uncounted; /* (element-type utf8) sources whose settings say `counts=no` */
} GpBook;

/* Rows that the trust has set aside, in the file set-aside.csv of its workspace. */
typedef struct {
    GpSpan period;
    char *activity;
    char *site; /* "": all sites */
    char *reason;
} GpSetAside;

/* Whether it is about figures of these days. */
gboolean
gp_set_aside_covers(const GpSetAside *self, GpSpan days, const char *activity, const char *site);

/* A book without activity. Errors: GP_ERROR_IO, GP_ERROR_MALFORMED */
GpBook *gp_book_prepare(const GpBookSources *sources, const GpPlaces *places, GError **error);

/**
 * gp_book_open:
 * @issues: receives what was found while reading
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED, GP_ERROR_OVERFLOW
 */
GpBook *gp_book_open(const GpBookSources *sources,
                     const GpPlaces *places,
                     GpIssueList *issues,
                     GError **error);
void gp_book_close(GpBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBook, gp_book_close)

/* Begins a conversion in parts, of a book of plain files. @options: as below.
 * Errors, Returns: as gp_conversion_new() */
GpConversion *gp_book_conversion(const GpBook *self,
                                 const GpConvertOptions *options,
                                 GpIssueList *issues,
                                 GError **error);

/**
 * gp_book_convert:
 * @options: its library and leaves_out are filled in here
 * @issues: also receives a warning of what is set aside, and a note of sources that do not count
 */
GpEmissions *gp_book_convert(const GpBook *self,
                             const GpConvertOptions *options,
                             GpIssueList *issues,
                             GError **error);

/* The financial years in which anything is emitted, in order.
 * Returns: (transfer full) (nullable) (element-type int) */
GArray *gp_book_years(const GpBook *self, const GpConvertOptions *options, GError **error);

/* The same factor by factor, as gp_convert_parts(). */
GArray *gp_book_convert_parts(const GpBook *self,
                              const GpConvertOptions *options,
                              int *out_kg_places,
                              GError **error);

/**
 * gp_book_cube:
 * @detail: names that are told apart at the least
 * @only_fy: the financial year of the slots that are needed at the least; 0: all
 *
 * The cells of the book, as few as will do: of a large trust a question about its years needs one
 * cell in a hundred. Where cells are rounded one by one, only GP_DETAIL_ALL gives the same figures
 * always.
 *
 * Errors: those of gp_store_load()
 * Returns: (transfer none) (nullable): valid as long as the book
 */
const GpCube *gp_book_cube(const GpBook *self, GpDetail detail, int only_fy, GError **error);

/* Whether a cell is in the figures: neither set aside nor of a source that does not count. */
gboolean gp_book_counts(const GpBook *self, const GpCube *cube, guint32 time, const GpCell *cell);

/* How the figures of one activity come about. @options as above.
 * Errors: GP_ERROR_MISSING if there is no such activity in the book */
GpExplanation *gp_book_explain(const GpBook *self,
                               const GpConvertOptions *options,
                               const char *activity,
                               GError **error);

/**
 * gp_book_audit:
 *
 * What the total of each financial year would be with the editions of other years.
 *
 * Returns: (transfer full) (nullable) (element-type GpAuditYear): by year
 */
GArray *gp_book_audit(const GpBook *self,
                      const GpConvertOptions *options,
                      GpIssueList *issues,
                      GError **error);

/* Adds a warning for each financial year without any activity between the first and the last. */
gboolean gp_book_warn_of_gaps(const GpBook *self, GpIssueList *issues, GError **error);

/* ---- what looks wrong in the data ---- */

/**
 * gp_book_check:
 * @self: opened with all names kept apart
 * @workspace: (nullable): adds what is known of originals, sources and sites, and gives findings
 *   that were acknowledged, or whose rows are set aside, their reason
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED for a setting, sites.csv or acknowledged.csv
 * Returns: (transfer full) (nullable) (element-type GpFinding): as gp_check()
 */
GPtrArray *
gp_book_check(const GpBook *self, const GpWorkspace *workspace, GpDay today, GError **error);

/* The day to judge by, for a workspace that gets no more data: that of its settings, if they give
 * one; else @today stays as it is. Errors: GP_ERROR_MALFORMED */
gboolean gp_workspace_judging_day(const GpWorkspace *workspace, GpDay *today, GError **error);

/* ---- progress against a target ---- */

typedef struct {
    GArray *years; /* (element-type GpTrackYear) every year from the first to the last with data */
    GpTrajectory *trajectory;
    char *data_note; /* (nullable): what is incomplete, in words */
} GpProgress;

void gp_progress_free(GpProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpProgress, gp_progress_free)

/**
 * gp_progress_of_book:
 *
 * The yearly totals within the target's boundary, of its category and its site where it names one,
 * and each category beside them. A year is comparable if every category that made up at least 5% of
 * the baseline year has data in as many months as it had then.
 *
 * Errors: those of gp_book_convert() and gp_track(); GP_ERROR_MISSING if there is nothing of the
 *   target's category or site
 */
GpProgress *gp_progress_of_book(const GpBook *book,
                                const GpConvertOptions *options,
                                const GpTarget *target,
                                GpIssueList *issues,
                                GError **error);

/* The workspace's (nullable) own uncertainty.csv, and the shipped one. Errors: GP_ERROR_IO,
 * GP_ERROR_MALFORMED */
GpUncertaintyTable *
gp_uncertainties_load(const GpWorkspace *workspace, const GpPlaces *places, GError **error);

/**
 * gp_progress_add_uncertainty:
 * @self: of the same book, options and target
 * @book: opened with qualities kept apart
 *
 * Adds how far each comparable year may be off, and whether the change since the baseline is larger
 * than its uncertainty, which becomes a reason beside the verdict.
 */
gboolean gp_progress_add_uncertainty(GpProgress *self,
                                     const GpBook *book,
                                     const GpConvertOptions *options,
                                     const GpTarget *target,
                                     const GpUncertaintyTable *table,
                                     GError **error);

/* The same from a file of the columns `year` (as 2019-20) and `value` (in kg; empty: missing). */
GpProgress *gp_progress_of_series(const char *path, const GpTarget *target, GError **error);

/* Fills in category and site of targets that name an action and no category, from the file of
 * actions (nullable). Errors: GP_ERROR_MISSING if there is no such action; those of reading */
gboolean gp_targets_follow_actions(const GPtrArray *targets, const char *actions, GError **error);

/* The target called @name, or the first where it is NULL. Errors: GP_ERROR_MISSING */
const GpTarget *gp_target_find(const GPtrArray *targets, const char *name, GError **error);

/* ---- for each member of staff, square metre, bed day ---- */

/**
 * gp_book_intensity:
 * @emissions: by year or month, and by site if it is to be divided by that of the site
 * @workforce: (nullable): for staff, where the book has no workforce-wte
 * @issues: receives a warning of years of which some months are not known
 *
 * What the rows of @emissions are divided by. A year of bed days, contacts or pounds is the sum of
 * its twelve months, of staff and floor area their mean. Pounds are brought to the prices of the
 * last year of the price index.
 *
 * Errors: GP_ERROR_USAGE if the emissions are by neither year nor month, GP_ERROR_MISSING if there
 *   is nothing to divide by
 */
GpIntensity *gp_book_intensity(const GpBook *self,
                               const GpConvertOptions *options,
                               const GpEmissions *emissions,
                               GpIntensityBase base,
                               const GpWorkforce *workforce,
                               GpIssueList *issues,
                               GError **error);

/* ---- what caused a change ---- */

typedef struct {
    int fy[GP_N_ENDS];
    gboolean is_chained;    /* year by year, and the effects summed */
    gboolean keeps_details; /* how each source was worked out; not of a chain */
    const GpSites *sites;   /* (nullable): when they opened and closed, and where teams went */
} GpChangeAsk;

/**
 * gp_book_change:
 * @issues: also receives what cannot be compared
 *
 * The causes of the change between two financial years: activities by site and component, as
 * docs/method.md, “Causes”, tells. Categories that lack a whole year at one end are in the effects,
 * and marked as not comparable.
 *
 * Errors: GP_ERROR_MISSING if one of the years has no activity, GP_ERROR_OVERFLOW
 */
GpChange *gp_book_change(const GpBook *self,
                         const GpConvertOptions *options,
                         const GpChangeAsk *ask,
                         GpIssueList *issues,
                         GError **error);

/**
 * gp_change_of_series:
 *
 * The same from a file of the columns `source`, `year` (as 2019-20), and up to GP_CHANGE_MAX_CAUSES
 * levels, each explained by the one before it, the last in kg: `source,year,contacts,kwh_of_all,
 * kwh,kg`.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED, GP_ERROR_MISSING if one of the years is not in it
 */
GpChange *gp_change_of_series(const char *path, const GpChangeAsk *ask, GError **error);

/* ---- is this month different? ---- */

typedef enum { GP_PER_NOTHING, GP_PER_BED_DAYS, GP_PER_WTE, GP_PER_FLOOR_AREA } GpPer;

/* What is followed month by month. */
typedef struct {
    const char *name;  /* an activity, a category, `ncf` or `plus` */
    const char *site;  /* (nullable): only this one */
    gboolean in_units; /* the quantity, not kg CO2e */
    GpPer per;
} GpMeasure;

/**
 * gp_book_series:
 * @workforce: (nullable): needed for GP_PER_WTE where the book has no workforce-wte
 * @issues: receives those of the conversion, a warning of months without data, and one of the part
 *   of the figures that comes in rows of longer periods
 *
 * The months from the first to the last with data. A rate is the sum of one divided by the sum of
 * the other; nothing is averaged. Staff of a month are those of the latest extract up to it, of the
 * last twelve months.
 *
 * Errors: GP_ERROR_MISSING for a name that is not known, if there are no data, or if all of them
 *   come in rows of more than a month; GP_ERROR_USAGE for a quantity in several units
 */
GpSeries *gp_book_series(const GpBook *self,
                         const GpConvertOptions *options,
                         const GpMeasure *measure,
                         const GpWorkforce *workforce,
                         GpIssueList *issues,
                         GError **error);

/* Degree days by month: those of @site (nullable) where it has its own, else the trust's, which
 * name no site. Errors: GP_ERROR_MISSING if there are none */
GpSeries *gp_book_degree_days(const GpBook *self, const char *site, GError **error);

typedef enum { GP_ADJUST_NOTHING, GP_ADJUST_SEASON, GP_ADJUST_DEGREE_DAYS } GpAdjust;

typedef struct {
    GpSeries *series; /* as it is charted */
    GpXmr *chart;
    char *adjustment; /* (nullable): what was taken out of it, in words */
} GpVariation;

void gp_variation_free(GpVariation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpVariation, gp_variation_free)

/**
 * gp_variation_of_series:
 * @degree_days: (nullable): for GP_ADJUST_DEGREE_DAYS
 * @issues: receives a warning of a series that goes with the seasons or looks like rolling totals,
 *   and notes of what the limits rest on
 */
GpVariation *gp_variation_of_series(const GpSeries *series,
                                    GpAdjust adjust,
                                    const GpSeries *degree_days,
                                    const GpSpcOptions *options,
                                    GpIssueList *issues,
                                    GError **error);

/**
 * gp_heating_of_series:
 * @standard_path: (nullable): a file of `month` (1 to 12) and `value`: degree days of a standard
 *   year; NULL: the mean of each calendar month in @degree_days
 *
 * Errors: GP_ERROR_MISSING with fewer than GP_WEATHER_MIN_MONTHS months, and those of the file
 */
GpHeating *gp_heating_of_series(const GpSeries *use,
                                const GpSeries *degree_days,
                                const char *standard_path,
                                GpIssueList *issues,
                                GError **error);

/* ---- actions: what is planned, is it enough, what does it cost, what did it do ---- */

/**
 * gp_book_actions:
 * @options: its `by`, `within` and `only_fy` are not looked at
 * @issues: receives a warning of each action that cannot be what it says, and of several actions
 *   on one source; notes
 *
 * What would happen from the latest comparable year to the target's last, and what actions change.
 *
 * Errors: those of gp_progress_of_book(); GP_ERROR_MISSING if a scenario names what is not there,
 * or a grid projection has no figure for the latest comparable year
 */
gboolean gp_book_actions(const GpBook *self,
                         const GpConvertOptions *options,
                         const GpActionsQuestion *question,
                         GpIssueList *issues,
                         GpActionsAnswer *out,
                         GError **error);

/**
 * gp_book_measured:
 *
 * What changed where each action that is done works: the twelve months before its start and the
 * first twelve of its full effect, both by the factors of the year of its start.
 *
 * Returns: (transfer full) (nullable) (element-type GpActionMeasured)
 */
GPtrArray *gp_book_measured(const GpBook *self,
                            const GpConvertOptions *options,
                            const GpActionsQuestion *question,
                            GpIssueList *issues,
                            GError **error);
