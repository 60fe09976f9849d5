/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-boarding.h"
#include "gp-flow.h"
#include "gp-report.h"

/*
 * The command line: one file a command. Figures go to standard output, messages to standard error.
 */

typedef enum {
    GP_EXIT_GOOD = 0,
    GP_EXIT_FAILED = 1,
    GP_EXIT_USAGE = 2,
    GP_EXIT_ISSUES = 3, /* done, but with issues that the reader must see */
} GpExit;

/* What was said before the command, and what every command needs. */
typedef struct {
    const char *workspace; /* (nullable) */
    GpPlaces *places;
    GpIssueList *issues;
} GpCli;

typedef GpExit (*GpCommandFunc)(GpCli *cli, int argc, char **argv);

GpExit gp_command_actions(GpCli *cli, int argc, char **argv);
GpExit gp_command_change(GpCli *cli, int argc, char **argv);
GpExit gp_command_check(GpCli *cli, int argc, char **argv);
GpExit gp_command_convert(GpCli *cli, int argc, char **argv);
GpExit gp_command_explain(GpCli *cli, int argc, char **argv);
GpExit gp_command_factors(GpCli *cli, int argc, char **argv);
GpExit gp_command_factors_audit(GpCli *cli, int argc, char **argv);
GpExit gp_command_factors_check(GpCli *cli, int argc, char **argv);
GpExit gp_command_factors_import(GpCli *cli, int argc, char **argv);
GpExit gp_command_footprint(GpCli *cli, int argc, char **argv);
GpExit gp_command_formats(GpCli *cli, int argc, char **argv);
GpExit gp_command_import(GpCli *cli, int argc, char **argv);
GpExit gp_command_init(GpCli *cli, int argc, char **argv);
GpExit gp_command_me(GpCli *cli, int argc, char **argv);
GpExit gp_command_milestones(GpCli *cli, int argc, char **argv);
GpExit gp_command_originals(GpCli *cli, int argc, char **argv);
GpExit gp_command_plot(GpCli *cli, int argc, char **argv);
GpExit gp_command_publications(GpCli *cli, int argc, char **argv);
GpExit gp_command_publish(GpCli *cli, int argc, char **argv);
GpExit gp_command_pull(GpCli *cli, int argc, char **argv);
GpExit gp_command_report(GpCli *cli, int argc, char **argv);
GpExit gp_command_restatement(GpCli *cli, int argc, char **argv);
GpExit gp_command_roles(GpCli *cli, int argc, char **argv);
GpExit gp_command_rollup(GpCli *cli, int argc, char **argv);
GpExit gp_command_spc(GpCli *cli, int argc, char **argv);
GpExit gp_command_trajectory(GpCli *cli, int argc, char **argv);
GpExit gp_command_verify(GpCli *cli, int argc, char **argv);
GpExit gp_command_weather(GpCli *cli, int argc, char **argv);

/* The workspace that was named, or the folder we are in. */
GpWorkspace *gp_cli_open_workspace(const GpCli *cli, GError **error);

/**
 * gp_cli_parse:
 * @arguments: what the command takes besides options, for its help, or NULL
 * @summary: one line for its help
 * @out_status: what to end with if parsing ends the program
 *
 * Reads a command's options. `--help` prints them.
 *
 * Returns: FALSE if the command must not go on
 */
gboolean gp_cli_parse(int *argc,
                      char ***argv,
                      const GOptionEntry *entries,
                      const char *arguments,
                      const char *summary,
                      GpExit *out_status);

/* Options of every command that computes from activity. */
typedef struct {
    char **inputs;
    char **factors;
    char **units;
    char *library;
    char *encoding;
    char *input_format;
    char *ods_code;
    char *factor_year;
    char *factor_fallback;
    char *components;
    char *gwp;
    char *spend;
    char *by;
    char *boundary;
    char *year;
    char *as_of;
    char *format;
    char *threads;
} GpFigureOptions;

void gp_figure_options_clear(GpFigureOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpFigureOptions, gp_figure_options_clear)

/* A command's @own entries (nullable) (array zero-terminated=1) and the common ones, which write
 * into
 * @self. Returns: (transfer full): ended by an entry of NULL */
GOptionEntry *gp_figure_options_entries(GpFigureOptions *self, const GOptionEntry *own);

/* What the options mean. */
typedef struct {
    GpBookSources sources;
    GpConvertOptions convert;
    GpOutput format;
    GpWorkspace *workspace; /* (nullable) */
    char **choices;         /* (nullable): sets of factors asked for */
    GpBook *book;
} GpFigures;

void gp_figures_clear(GpFigures *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpFigures, gp_figures_clear)

/* The same without activity: the library alone, of the workspace if one is named. */
gboolean gp_figures_open_library(GpFigures *self,
                                 const GpCli *cli,
                                 const GpFigureOptions *options,
                                 GError **error);

/**
 * gp_figures_open:
 * @self: empty, or with the workspace opened already
 * @default_by: used where --by is not given
 *
 * Understands the options, opens the workspace (unless --input names plain files) and the book.
 *
 * Errors: GP_ERROR_USAGE and those of the stages
 */
gboolean gp_figures_open(GpFigures *self,
                         const GpCli *cli,
                         const GpFigureOptions *options,
                         const char *default_by,
                         GpKeep keep,
                         GError **error);

/* Whether the trust is one that does not exist. */
gboolean gp_figures_are_invented(const GpFigures *self);

/* Adds a note that says so, for CSV and JSON. gp_figures_open() does it already. */
void gp_figures_note_source(const GpFigures *self, const GpCli *cli);

/* Ends a table with a line that says so. */
void gp_figures_say_source(const GpFigures *self, GString *out);

/* As gp_chart_source(). */
char *
gp_figures_chart_source(const GpFigures *self, const GpFigureOptions *options, const char *method);

/* What publications say of years: (element-type GpYearMark); untouched without a workspace. */
gboolean
gp_figures_marks(const GpFigures *self, const GpCli *cli, GArray **out_marks, GError **error);

/* The path of a file that an option names, or else of the workspace's own. Errors:
 * GP_ERROR_MISSING. Returns: (transfer full) (nullable) */
char *gp_figures_file(const GpFigures *self,
                      const char *option,
                      const char *option_name,
                      const char *workspace_name,
                      GError **error);

/* Options of the commands that follow something month by month. */
typedef struct {
    char *series;
    char *measure;
    char *site;
    char *unit;
    char *per;
    char *degree_days;
    char *temperatures;
    char *base;
    char *workforce;
    char *from, *to;
} GpSeriesOptions;

void gp_series_options_clear(GpSeriesOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpSeriesOptions, gp_series_options_clear)

/* As gp_figure_options_entries(). */
GOptionEntry *gp_series_options_entries(GpSeriesOptions *self, const GOptionEntry *own);

/**
 * gp_series_options_open:
 * @figures: its format is set, and it is opened unless a file gives the series
 * @usually_quantity: what --unit is where it is not told
 *
 * Errors: GP_ERROR_USAGE and those of the stages
 */
GpSeries *gp_series_options_open(const GpSeriesOptions *self,
                                 GpCli *cli,
                                 GpFigures *figures,
                                 const GpFigureOptions *options,
                                 gboolean usually_quantity,
                                 GError **error);

/* Degree days of the readings that --temperatures names. */
GpSeries *gp_series_options_temperatures(const GpSeriesOptions *self, GError **error);

GpSeries *gp_series_options_degree_days(const GpSeriesOptions *self,
                                        const GpFigures *figures,
                                        GError **error);

/* ---- options of charts that other commands show as text, too ---- */

#define GP_SPC_NOT_GIVEN G_MININT

/* How a series is held against its own variation. */
typedef struct {
    GpSeriesOptions series;
    char *direction, *adjust;
    char *target; /* the option of it is the command's own */
    char **rebases;
    int fix_after; /* GP_SPC_NOT_GIVEN at first */
    gboolean no_screen;
    gboolean not_rolling;
} GpSpcChoices;

void gp_spc_choices_clear(GpSpcChoices *self);
GOptionEntry *gp_spc_choices_entries(GpSpcChoices *self, const GOptionEntry *own);

/* Opens @figures unless a file gives the series. */
GpVariation *gp_spc_choices_chart(const GpSpcChoices *self,
                                  GpCli *cli,
                                  GpFigures *figures,
                                  const GpFigureOptions *options,
                                  GError **error);

/* What is held against which target. */
typedef struct {
    const char *series;  /* (nullable): a file of years instead of activity */
    const char *targets; /* (nullable) */
    const char *target;  /* (nullable): by name */
} GpTargetOptions;

/* A progress and the target it is against. */
typedef struct {
    GPtrArray *targets; /* (element-type GpTarget) */
    const GpTarget *target;
    GpProgress *progress;
} GpFollowed;

void gp_followed_clear(GpFollowed *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpFollowed, gp_followed_clear)

/* Opens @figures unless a file gives the series. */
gboolean gp_target_options_open(const GpTargetOptions *self,
                                GpCli *cli,
                                GpFigures *figures,
                                const GpFigureOptions *options,
                                GError **error);
gboolean gp_target_options_follow(const GpTargetOptions *self,
                                  GpCli *cli,
                                  const GpFigures *figures,
                                  GpFollowed *out,
                                  GError **error);

/* Which years are compared. */
typedef struct {
    const char *from, *to;
    const char *series; /* (nullable): a file of levels instead of activity */
    const char *sites;  /* (nullable): a file instead of that of the workspace */
    gboolean is_chained;
    gboolean keeps_details;
} GpChangeOptions;

/* Opens @figures unless a file gives the series. */
GpChange *gp_change_options_compare(const GpChangeOptions *self,
                                    GpCli *cli,
                                    GpFigures *figures,
                                    const GpFigureOptions *options,
                                    GError **error);

/* ---- boards ---- */

/**
 * gp_cli_gather:
 * @figures: opened with GP_KEEP_ALL
 * @what: of GpGather
 * @follow: (nullable)
 */
GpBoard *gp_cli_gather(const GpFigures *figures,
                       const GpCli *cli,
                       const GpFigureOptions *options,
                       const GpTargetOptions *targets,
                       guint what,
                       const GpPackFollow *follow,
                       GError **error);

/* Says what went wrong, and frees @error. Returns: the exit code for it */
GpExit gp_cli_fail(GError *error);

/* Prints @out to standard output and the issues to standard error. Returns: the exit code */
GpExit gp_cli_finish(GpCli *cli, GString *out);

/* Makes sure that everything printed has arrived. Returns: @status, or the exit code for a failure
 */
GpExit gp_cli_flush(GpExit status);

/* The time now in UTC, as 2026-11-22T10:00:00.123456Z. Returns: (transfer full) */
char *gp_cli_now(void);
