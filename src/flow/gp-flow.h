/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-audit.h"
#include "gp-convert.h"
#include "gp-factor-check.h"
#include "gp-factor-import.h"
#include "gp-finding.h"
#include "gp-format-name.h"
#include "gp-format.h"
#include "gp-plot.h"
#include "gp-pull-summary.h"
#include "gp-read.h"
#include "gp-roles.h"
#include "gp-store.h"
#include "gp-target.h"
#include "gp-trajectory.h"
#include "gp-workforce.h"

/*
 * The stages in their order. This is the only library that calls more than one of them.
 *
 *   files ──────────────────────── read ──▶ GpBook ──┬─ check ─▶ GpFinding[]
 *   workspace ── import ── store ── load ──▶   ▲      ├─ convert ─▶ GpEmissions
 *   factors/ ── factor ────────────────────────┘      ├─ convert, allocate ─▶ GpRoleFootprints
 *                                                     └─ convert, track ─▶ GpProgress ── plot ─▶
 * chart
 */

/* Where the program finds its own files. */
typedef struct {
    char *factors; /* the factor library */
    char *plots;   /* the gnuplot files */
    char *data;    /* templates and samples */
} GpPlaces;

/* Beside the program as installed, else in the source tree it was built from.
 * Errors: GP_ERROR_MISSING */
GpPlaces *gp_places_find(GError **error);
void gp_places_free(GpPlaces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPlaces, gp_places_free)

/* ---- a trust's workspace: a folder with greenplan.ini ---- */

typedef struct {
    char *folder;
    GKeyFile *settings;
    GpStore *store;
    char *trust_name;
    gboolean is_invented; /* the trust does not exist: every answer must say so */
    guint disclosure_threshold;
    GpFactorRules rules;
    char *gwp;   /* (nullable): which global warming potentials, instead of the editions' own */
    char *spend; /* (nullable): which edition of spend factors */
} GpWorkspace;

/* Errors: GP_ERROR_MISSING if @folder has no greenplan.ini; GP_ERROR_MALFORMED, GP_ERROR_IO */
GpWorkspace *gp_workspace_open(const char *folder, GError **error);
void gp_workspace_close(GpWorkspace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpWorkspace, gp_workspace_close)

/* The path of a file of the workspace, or NULL if there is no such file. */
char *gp_workspace_file(const GpWorkspace *self, const char *name);

/**
 * gp_workspace_init:
 * @sample: (nullable): the name of a shipped sample whose files are copied, made up where the trust
 *   is invented, and imported; else the templates are copied
 * @now: the time of the import, as in 2026-11-22T10:00:00.123456Z
 *
 * Errors: GP_ERROR_USAGE if @folder is there and not empty; GP_ERROR_MISSING for another sample
 */
gboolean gp_workspace_init(const char *folder,
                           const char *sample,
                           const GpPlaces *places,
                           const char *now,
                           GpIssueList *issues,
                           GError **error);

/* A file that has come, before it is kept. */
typedef struct {
    char *path;          /* where it lies now */
    char *name;          /* (nullable): its own name, else that of @path */
    char *address;       /* (nullable): what it was fetched from */
    char *etag;          /* (nullable) */
    char *last_modified; /* (nullable) */
    char *period;        /* (nullable): that all its rows have, where they do not tell it */
} GpArrivedFile;

void gp_arrived_file_free(GpArrivedFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpArrivedFile, gp_arrived_file_free)

/* What became of a delivery. */
typedef struct {
    guint n_new;                             /* files that count now */
    guint n_unchanged;                       /* files whose bytes had come before */
    guint n_superseded;                      /* older originals that lost rows to it */
    guint64 rows_in, rows, skipped, refused; /* of the new files, as in GpReadCount */
    guint64 superseded;                      /* rows that older originals lost */
    GPtrArray *originals; /* (element-type GpOriginal): the files, as the database has them now */
} GpDelivered;

void gp_delivered_clear(GpDelivered *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpDelivered, gp_delivered_clear)

/**
 * gp_workspace_take:
 * @source: the name of the source
 * @files: (element-type GpArrivedFile): one delivery, not empty
 * @now: in UTC, as in 2026-11-22T10:00:00.123456Z
 * @counts_anew: bytes that came before, and were superseded since, are in force again
 *
 * Keeps the originals, reads them, adds their cells, and takes away what older originals of the
 * source say of the same (see gp-coverage.h), all or nothing.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED, GP_ERROR_OVERFLOW; the workspace is then as it was,
 *   but for the originals, which stay in evidence/
 */
gboolean gp_workspace_take(GpWorkspace *self,
                           const GpPlaces *places,
                           const char *source,
                           const GPtrArray *files,
                           const char *now,
                           gboolean counts_anew,
                           GpIssueList *issues,
                           GpDelivered *out,
                           GError **error);

/* The same with one file. @period: (nullable) as in GpArrivedFile */
gboolean gp_workspace_import(GpWorkspace *self,
                             const GpPlaces *places,
                             const char *path,
                             const char *source,
                             const char *period,
                             const char *now,
                             gboolean counts_anew,
                             GpIssueList *issues,
                             GpDelivered *out,
                             GError **error);

/* The layouts that a source can name; the workspace's own come first where two have one name.
 * @workspace: (nullable): its folder; NULL: the one we are in. Returns: (transfer full) (nullable)
 * (element-type GpFormatName) */
GPtrArray *gp_formats_list(const char *workspace, const GpPlaces *places, GError **error);

/* What the database has of each original, brought up to date. Returns: (transfer full) (nullable)
 * (element-type GpOriginal): in the order of their arrival */
GPtrArray *gp_workspace_originals(GpWorkspace *self, const GpPlaces *places, GError **error);

/* The database beside what the originals give when they are read again. */
typedef struct {
    gboolean is_good; /* all the same */
    guint n_originals;
    guint n_whole; /* of the originals: their bytes are as they came */
    guint n_lost;  /* in the database, but no longer in evidence/ */
    guint64 n_cells_again, n_cells_stored;
    char *digest_again, *digest_stored; /* SHA-256 of the cells as text */
} GpVerification;

void gp_verification_clear(GpVerification *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpVerification, gp_verification_clear)

/* @issues: receives what differs. Errors: GP_ERROR_IO, GP_ERROR_MALFORMED */
gboolean gp_workspace_verify(GpWorkspace *self,
                             const GpPlaces *places,
                             GpIssueList *issues,
                             GpVerification *out,
                             GError **error);

/* ---- pulling ---- */

/* How the caller follows a pull; any of it may be NULL. */
typedef struct {
    void (*begin)(const char *source, gpointer data);
    void (*progress)(guint64 done, guint64 total, gpointer data); /* bytes; @total 0: not known */
    void (*say)(const char *line, gpointer data);
    void (*end)(const GpPullSummary *summary, gpointer data);
    const gint *stop; /* atomic: not 0 once it shall stop */
    gpointer data;
} GpPullFollow;

/**
 * gp_workspace_pull:
 * @names: (nullable) (array zero-terminated=1): sources; NULL: all that have something to pull
 * @now: the time of the pull
 * @out_summaries: (out) (transfer full) (element-type GpPullSummary)
 *
 * Fetches from the sources of the settings, one after another, and takes what came. A window of
 * days with its pages is one delivery, and so is each file of a folder. A source that fails becomes
 * an issue of severity error, and its older data stays; the others go on. Each run leaves a line
 * a source in pull-log.csv.
 *
 * Errors: GP_ERROR_MISSING for another name, or if there is nothing to pull; GP_ERROR_MALFORMED for
 *   the settings; GP_ERROR_IO for the workspace, also if another pull is running or it was told to
 *   stop
 */
gboolean gp_workspace_pull(GpWorkspace *self,
                           const GpPlaces *places,
                           char *const *names,
                           const char *now,
                           const GpPullFollow *follow,
                           GpIssueList *issues,
                           GPtrArray **out_summaries,
                           GError **error);

/* ---- a book: activity and factors side by side, ready to be converted ---- */

/* What a book is made from: plain files, or else a workspace. */
typedef struct {
    char **inputs;          /* (nullable) (array zero-terminated=1): activity files */
    GpWorkspace *workspace; /* (nullable) */
    const char *as_of;      /* (nullable): only what a workspace knew by the end of this day */
    char **own_factors;     /* (nullable) (array zero-terminated=1) */
    char **own_units;       /* (nullable) (array zero-terminated=1) */
    gboolean no_library;    /* leaves the shipped factors out */
    char **choices;         /* (nullable) (array zero-terminated=1): see GpLibraryOptions */
    GpEncoding encoding;    /* of plain files */
    GpKeep keep;            /* names that are kept apart */
} GpBookSources;

typedef struct {
    GpUnitTable *units;
    GpFactorLibrary *library;
    GpTimeline *timeline;
    GpCube *cube;
    char *formats;         /* the folder of the shipped formats */
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

/* Loads units, catalogue, factors and the timeline that they need; no activity.
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED */
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

/**
 * gp_book_convert:
 * @options: its library and leaves_out are filled in here
 * @issues: also receives a warning of what is set aside, and a note of sources that do not count
 */
GpEmissions *gp_book_convert(const GpBook *self,
                             const GpConvertOptions *options,
                             GpIssueList *issues,
                             GError **error);

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
void gp_book_warn_of_gaps(const GpBook *self, GpIssueList *issues);

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

/**
 * gp_workspace_acknowledge:
 * @findings: those of now
 * @on: the day, as in 2026-11-22
 *
 * Adds a line to acknowledged.csv: the file is then the old one or the new one, never between.
 * Lines stay when the finding goes away.
 *
 * Errors: GP_ERROR_MISSING if there is no such finding now; GP_ERROR_USAGE for an empty reason or
 *   name, or for a finding that has its reason already; GP_ERROR_IO
 */
gboolean gp_workspace_acknowledge(GpWorkspace *self,
                                  const GPtrArray *findings,
                                  const char *id,
                                  const char *reason,
                                  const char *by,
                                  const char *on,
                                  GError **error);

/* ---- the footprints of roles ---- */

typedef struct {
    GpRoleFootprints *footprints;
    int fy;           /* of the activity */
    int workforce_fy; /* of the staff that gives the shares */
} GpRoles;

void gp_roles_free(GpRoles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoles, gp_roles_free)

/**
 * gp_book_roles:
 * @options: its only_fy picks the year; 0: the latest with activity for which staff is known
 * @threshold: roles of fewer people are put together
 * @issues: also receives a warning if the staff is of another year
 *
 * Errors: GP_ERROR_MISSING if there is no activity or no staff at all
 */
GpRoles *gp_book_roles(const GpBook *self,
                       const GpConvertOptions *options,
                       const GpWorkforce *workforce,
                       guint threshold,
                       GpIssueList *issues,
                       GError **error);

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
 * The yearly totals within the target's boundary. A year is comparable if every category that made
 * up at least 5% of the baseline year has data in as many months as it had then.
 */
GpProgress *gp_progress_of_book(const GpBook *book,
                                const GpConvertOptions *options,
                                const GpTarget *target,
                                GpIssueList *issues,
                                GError **error);

/* The same from a file of the columns `year` (as 2019-20) and `value` (in kg; empty: missing). */
GpProgress *gp_progress_of_series(const char *path, const GpTarget *target, GError **error);

/* The target called @name, or the first where it is NULL. Errors: GP_ERROR_MISSING */
const GpTarget *gp_target_find(const GPtrArray *targets, const char *name, GError **error);

/* Draws the chart of a progress. */
gboolean gp_progress_plot(const GpProgress *self,
                          const GpTarget *target,
                          const char *trust_name,
                          const char *source_line,
                          const GpPlaces *places,
                          const char *path,
                          GError **error);
