/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-every.h"
#include "gp-factor.h"
#include "gp-finding.h"
#include "gp-format-name.h"
#include "gp-format.h"
#include "gp-publication.h"
#include "gp-pull-summary.h"
#include "gp-read.h"
#include "gp-store.h"

/*
 * A trust's workspace: how activity gets into it, and stays true to its originals.
 *
 *   sources ── pull ──┐
 *   file ── import ───┴─▶ originals ── read ──▶ cells ── store ──▶ load ──▶ GpCube
 *                            └── read again ── verify, as-of, rebuild
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

typedef struct _GpBasis GpBasis;
typedef struct _GpAsked GpAsked;

typedef struct {
    char *folder;
    GKeyFile *settings;
    GpStore *store;
    char *trust_name;
    gboolean is_invented; /* the trust does not exist: every answer must say so */
    guint disclosure_threshold;
    gint64
        restatement_micro; /* percent times 10^6: recalculations above it ask for a restatement */
    GpFactorRules rules;
    char *gwp;      /* (nullable): which global warming potentials, instead of the editions' own */
    char *spend;    /* (nullable): which edition of spend factors */
    GpBasis *basis; /* (nullable): what its rows are read by, once that was needed */
} GpWorkspace;

/* Errors: GP_ERROR_MISSING if @folder has no greenplan.ini; GP_ERROR_MALFORMED, GP_ERROR_IO */
GpWorkspace *gp_workspace_open(const char *folder, GError **error);
void gp_workspace_close(GpWorkspace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpWorkspace, gp_workspace_close)

/* The sets of factors that @gwp and @spend (nullable) ask for, or else the settings of @self
 * (nullable), as in GpLibraryOptions.
 * Returns: (transfer full) (nullable) (array zero-terminated=1): NULL: the usual ones */
char **gp_workspace_choices(const GpWorkspace *self, const char *gwp, const char *spend);

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

/* ---- what rows are read by ---- */

typedef struct {
    GpWorkspace *workspace; /* (nullable): adds its own factors and units */
    char **own_factors;     /* (nullable) (array zero-terminated=1) */
    char **own_units;       /* (nullable) (array zero-terminated=1) */
    gboolean no_library;    /* leaves the shipped factors out */
    char **choices;         /* (nullable) (array zero-terminated=1): see GpLibraryOptions */
} GpBasisSources;

/* Units, the catalogue and factors, and the timeline that they need. */
struct _GpBasis {
    GpUnitTable *units;
    GpFactorLibrary *library;
    GpTimeline *timeline;
    char *formats;  /* the folder of the shipped formats */
    GpAsked *asked; /* what rows that were read asked of the library */
};

/* Errors: GP_ERROR_IO, GP_ERROR_MALFORMED */
GpBasis *gp_basis_load(const GpBasisSources *sources, const GpPlaces *places, GError **error);
void gp_basis_free(GpBasis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBasis, gp_basis_free)

/* Reads a file of activity into a cube. @format: (nullable): NULL: the canonical CSV. @name is what
 * messages call it, NULL for @path itself. */
gboolean gp_basis_read(const GpBasis *self,
                       const char *path,
                       const GpFormat *format,
                       const char *name,
                       const GpReadRules *rules,
                       GpCube *cube,
                       GpIssueList *issues,
                       GpReadCount *out_count,
                       GError **error);

/* ---- bringing files in ---- */

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

/**
 * gp_formats_load:
 * @name: of a shipped format, or the path of an .ini file
 * @ods_code: (nullable): what stands for `{ods_code}`
 *
 * For files that are read without a workspace.
 *
 * Errors: GP_ERROR_MISSING if there is no such format; those of gp_format_load()
 */
GpFormat *
gp_formats_load(const GpBasis *basis, const char *name, const char *ods_code, GError **error);

/* What the database has of each original, brought up to date. Returns: (transfer full) (nullable)
 * (element-type GpOriginal): in the order of their arrival */
GPtrArray *gp_workspace_originals(GpWorkspace *self,
                                  const GpPlaces *places,
                                  GpIssueList *issues,
                                  GError **error);

#define GP_ORIGINAL_MIN_DIGITS 8 /* of a SHA-256, to name an original by */

/**
 * gp_workspace_tell_originals:
 * @which: a file's own name, or the beginning of a SHA-256
 * @issues: receives what reading it says, as when it came: which rows are refused, and why
 *
 * Errors: GP_ERROR_MISSING if none is called so
 * Returns: (transfer full) (nullable) (element-type GpOriginal): those that are, as far as they
 *   could be read
 */
GPtrArray *gp_workspace_tell_originals(GpWorkspace *self,
                                       const GpPlaces *places,
                                       const char *which,
                                       GpIssueList *issues,
                                       GError **error);

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

/* ---- what was brought in ---- */

/**
 * gp_workspace_settle:
 *
 * Reads originals again that were read by other rules. From here on the cells that are loaded from
 * its store are as of this moment.
 */
gboolean
gp_workspace_settle(GpWorkspace *self, const GpBasis *basis, GpIssueList *issues, GError **error);

/**
 * gp_workspace_load_as_of:
 * @day: only what was known by its end
 * @cube: empty, on the timeline of @basis; receives the cells, read from the originals
 */
gboolean gp_workspace_load_as_of(const GpWorkspace *self,
                                 const GpBasis *basis,
                                 const char *day,
                                 GpCube *cube,
                                 GpIssueList *issues,
                                 GError **error);

/* How often a source of the settings should deliver. */
typedef struct {
    char *name;
    GpEvery every;
} GpSourceRhythm;

/* Returns: (transfer full) (nullable) (element-type GpSourceRhythm): in the order of the settings
 */
GPtrArray *gp_workspace_rhythms(const GpWorkspace *self, GError **error);

/* Gives each finding that was acknowledged its reason. */
gboolean gp_acknowledged_apply(const GpWorkspace *self, GPtrArray *findings, GError **error);

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

/* ---- what the board saw ----
 *
 *   published/2026-11-22-1.json   one publication, never changed; it names the SHA-256 of the one
 *                                 before it, and ends with that of its own text
 */

/**
 * gp_publications_load:
 * @issues: receives an error for each file that is not as it was published, is gone, or was put in
 *
 * Errors: GP_ERROR_IO
 * Returns: (transfer full) (nullable) (element-type GpPublication): in their order, those that are
 *   whole
 */
GPtrArray *gp_publications_load(const GpWorkspace *workspace, GpIssueList *issues, GError **error);

/* Errors: GP_ERROR_MISSING */
const GpPublication *
gp_publications_find(const GPtrArray *publications, const char *id, GError **error);

/* Years that any restatement changed, ascending. Returns: (transfer full) (element-type int) */
GArray *gp_publications_restated_years(const GPtrArray *publications);

/* What is to be said beside the years of the latest publication; years without a word are left
 * out. Returns: (transfer full) (element-type GpYearMark) */
GArray *gp_publications_marks(const GPtrArray *publications);

/* Between these two nothing is brought into the workspace and nobody else publishes.
 * Errors: GP_ERROR_IO, also if it is in use for more than five seconds */
gboolean gp_publications_begin(GpWorkspace *workspace, GError **error);
void gp_publications_end(GpWorkspace *workspace);

/**
 * gp_publications_add:
 * @io_publication: its day and content; id, previous and sha256 are filled in
 *
 * Keeps a publication for good. Only between gp_publications_begin() and gp_publications_end().
 *
 * Errors: GP_ERROR_USAGE for a day before the latest publication; GP_ERROR_MALFORMED if an earlier
 *   one is not as it was; GP_ERROR_IO; nothing is published then
 */
gboolean
gp_publications_add(const GpWorkspace *workspace, GpPublication *io_publication, GError **error);
