/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-board.h"
#include "gp-flow.h"

/*
 * The board pack: every figure that it shows, its charts, and its folder.
 *
 *   GpBook, GpWorkspace ── gp_board_gather ──▶ GpBoard ── gp_board_figures ──▶ GpBoardFigure[]
 *                                                 └────── gp_pack_write ──────▶ a folder
 */

/* How a long piece of work is followed; may be NULL. */
typedef struct {
    void (*step)(const char *words, guint done, guint total, gpointer data);
    gpointer data;
} GpPackFollow;

/* ---- gathering ---- */

/* What is gathered; targets and the trust's names always are. */
typedef enum {
    GP_GATHER_EMISSIONS = 1 << 0,
    GP_GATHER_SITES = 1 << 1, /* each site against its part of the path */
    GP_GATHER_SIZES = 1 << 2,
    GP_GATHER_CHANGES = 1 << 3,
    GP_GATHER_MONTHS = 1 << 4,
    GP_GATHER_ACTIONS = 1 << 5,
    GP_GATHER_ROLES = 1 << 6,
    GP_GATHER_MARKERS = 1 << 7,
    GP_GATHER_RECORDS = 1 << 8, /* findings, originals, publications */
    GP_GATHER_ALL = (1 << 9) - 1,
} GpGather;

typedef struct {
    const GpBook *book;              /* opened with GP_KEEP_ALL */
    const GpConvertOptions *options; /* its `by`, `within` and `only_fy` are not looked at */
    GpWorkspace *workspace;          /* (nullable): of the book */
    const GpPlaces *places;
    const char *as_of;   /* (nullable): of the book */
    const char *gwp;     /* (nullable): that was asked for instead of the usual */
    const char *target;  /* (nullable): by name: comes first */
    const char *targets; /* (nullable): files instead of those of the workspace */
    const char *actions;
    const char *workforce;
    const char *made_on; /* the day, as in 2026-11-22 */
    const char *program; /* `greenplan 0.1.0` */
} GpBoardSources;

/**
 * gp_board_gather:
 * @what: of GpGather
 * @follow: (nullable)
 *
 * What cannot be had becomes a sentence in `gaps`; a file of the trust that cannot be read is an
 * error, as for the command that is about it.
 *
 * Errors: GP_ERROR_MALFORMED, GP_ERROR_IO; GP_ERROR_MISSING if there is no target of that name;
 *   GP_ERROR_OVERFLOW for the emissions themselves
 * Returns: (transfer full) (nullable): the book must outlive it
 */
GpBoard *gp_board_gather(const GpBoardSources *sources,
                         guint what,
                         const GpPackFollow *follow,
                         GError **error);

/* How figures are converted, in words: a board's factors_line. @workspace, @gwp, @as_of:
 * (nullable). Returns: (transfer full) */
char *gp_factors_line(const GpConvertOptions *options,
                      const GpWorkspace *workspace,
                      const char *gwp,
                      const char *as_of);

/* The file of targets as commands have it: with what actions (nullable: a file) are to
 * reach.
 * Errors: those of reading. Returns: (transfer full) (nullable) (element-type GpTarget) */
GPtrArray *gp_targets_open(const char *path, const char *actions, GError **error);

/* The workspace's own carbon of the grid in the years to come, or that of @path (nullable).
 * @out_grid: NULL where there is none */
gboolean gp_grid_path_open(const GpWorkspace *workspace,
                           const char *path,
                           GpGridPath **out_grid,
                           GError **error);

/* The shipped milestones and (nullable) the workspace's own, sorted. @out_national: (out)
 * (transfer container) (optional): those that are shipped */
GPtrArray *gp_markers_open(const GpWorkspace *workspace,
                           const GpPlaces *places,
                           GPtrArray **out_national,
                           GError **error);

/* Marks the years that were restated. @marks: (nullable) (element-type GpYearMark) */
void gp_progress_mark_years(GpProgress *self, const GArray *marks);

/* ---- charts ---- */

#define GP_CHART_INVENTED "Invented data: no real trust is meant"
#define GP_CHART_FORECAST                                                                          \
    "Forecast: ordinary least squares on the comparable years; it shows what happens if the past " \
    "trend continues and is no plan."

/* The line at the foot of a chart. @factors_line: (nullable): as of a board; "": nothing
 * was converted; NULL: of a series as it stands; @method: (nullable): a sentence more. Returns:
 * (transfer full) */
char *gp_chart_source(gboolean is_invented, const char *factors_line, const char *method);

/* What stands above that line. @data_note: (nullable). Returns: (transfer full) (nullable) */
char *gp_chart_note(gboolean is_invented, const char *data_note);

/* @name: `trajectory`, `budget`; @standing: with a trajectory. Errors: GP_ERROR_IO */
GpFigure *gp_standing_figure(const GpBoardTarget *standing,
                             const char *name,
                             const GpChartSubject *subject,
                             GError **error);

/* @adjustment, @title: (nullable). Errors: GP_ERROR_IO */
GpFigure *gp_variation_figure(const GpSeries *series,
                              const GpXmr *chart,
                              const char *adjustment,
                              const char *title,
                              const GpChartSubject *subject,
                              GError **error);

/* @measure: `NHS Carbon Footprint`. Errors: GP_ERROR_IO */
GpFigure *gp_change_figure(const GpChange *change,
                           const char *measure,
                           const GpChartSubject *subject,
                           GError **error);

/* A chart and the name it has in a pack. */
typedef struct {
    char *name; /* `trajectory`; of several of one kind `spc`, `spc-waste` */
    GpFigure *figure;
} GpBoardFigure;

void gp_board_figure_free(GpBoardFigure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpBoardFigure, gp_board_figure_free)

/* The names of all charts that can be asked for by name. Returns: (array zero-terminated=1) */
const char *const *gp_board_chart_names(void);

/* What a chart needs gathered. Errors: GP_ERROR_USAGE if there is no such chart */
gboolean gp_board_chart_needs(const char *name, guint *out_what, GError **error);

/**
 * gp_board_figure:
 * @name: of gp_board_chart_names()
 * @fy: of roles; 0: the latest
 *
 * Errors: GP_ERROR_MISSING if the board has not what it takes, in words; GP_ERROR_IO
 */
GpFigure *gp_board_figure(const GpBoard *board, const char *name, int fy, GError **error);

/* Every chart that the board can fill. Returns: (transfer full) (nullable) (element-type
 * GpBoardFigure) */
GPtrArray *gp_board_figures(const GpBoard *board, GError **error);

/* ---- the folder ---- */

typedef struct {
    const char *folder;
    const GpPlaces *places;
    gboolean no_pdf; /* leaves the documents' PDF out; charts are drawn as PDF all the same */
    const GpPackFollow *follow; /* (nullable) */
} GpPackOptions;

/* What was written. */
typedef struct {
    guint n_files, n_charts;
    guint64 n_bytes;
} GpPackWritten;

/**
 * gp_pack_check_folder:
 *
 * Whether a pack can be written there, before the long work begins.
 *
 * Errors: as gp_pack_write()
 */
gboolean gp_pack_check_folder(const char *folder, GError **error);

/**
 * gp_pack_write:
 *
 * Writes everything into a hidden folder beside @folder and swaps it in whole. A folder that is
 * there must be empty or hold a pack and nothing else. Whatever fails or kills it, @folder is as it
 * was; a later run sweeps up.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_USAGE for a folder that must not be replaced
 */
gboolean gp_pack_write(const GpBoard *board,
                       const GpPackOptions *options,
                       GpPackWritten *out,
                       GError **error);
