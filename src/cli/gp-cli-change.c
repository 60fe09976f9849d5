/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"

typedef struct {
    GpFigureOptions figures;
    char *from;
    char *to;
    char *series;
    char *sites;
    char *explain;
    gboolean is_chained;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->from);
    g_free(self->to);
    g_free(self->series);
    g_free(self->sites);
    g_free(self->explain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"from", 0, 0, G_OPTION_ARG_STRING, &self->from, "The year to compare with, as in 2019-20",
         "YEAR"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &self->to, "The year that is compared", "YEAR"},
        {"chained", 0, 0, G_OPTION_ARG_NONE, &self->is_chained,
         "Year by year, and the effects summed", NULL},
        {"sites", 0, 0, G_OPTION_ARG_FILENAME, &self->sites,
         "When sites opened and closed, instead of the workspace's sites.csv", "FILE"},
        {"series", 0, 0, G_OPTION_ARG_FILENAME, &self->series,
         "A file of source, year and levels, the last in kg, instead of activity", "FILE"},
        {"explain", 0, 0, G_OPTION_ARG_STRING, &self->explain,
         "A category, or one activity of it, in steps that can be redone by hand", "NAME"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, NULL,
                        "Was it us? What changed between two years, and what caused it.",
                        out_status);
}

static gboolean
parse_fy(const char *name, const char *text, int *out_fy, GError **error)
{
    if (text == NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "a change needs two years: --from 2019-20 --to 2024-25");
    return gp_fy_parse(text, out_fy) ||
           gp_throw(error, GP_ERROR_USAGE, "--%s takes a financial year as in 2019-20, not “%s”",
                    name, text);
}

static gboolean
understand(const GpChangeOptions *self,
           const GpFigureOptions *options,
           GpChangeAsk *ask,
           GError **error)
{
    if (options->year != NULL || options->by != NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "change takes --from and --to, and goes by category; --year and --by are "
                        "for footprint");
    if (self->series != NULL && (options->inputs != NULL || self->is_chained))
        return gp_throw(error, GP_ERROR_USAGE,
                        "--series stands alone, without --input and --chained");
    ask->is_chained = self->is_chained;
    ask->keeps_details = self->keeps_details;
    if (!parse_fy("from", self->from, &ask->fy[GP_FROM], error) ||
        !parse_fy("to", self->to, &ask->fy[GP_TO], error))
        return FALSE;
    return ask->fy[GP_FROM] != ask->fy[GP_TO] ||
           gp_throw(error, GP_ERROR_USAGE, "--from and --to must be two different years");
}

/* The sites that are named, or else those of the workspace; NULL where there are none. */
static gboolean
load_sites(const GpFigures *figures, const char *named, GpSites **out_sites, GError **error)
{
    g_autofree char *own =
        figures->workspace == NULL ? NULL : gp_workspace_file(figures->workspace, "sites.csv");
    const char *path = named != NULL ? named : own;

    if (path != NULL)
        *out_sites = gp_sites_load(path, error);
    return path == NULL || *out_sites != NULL;
}

GpChange *
gp_change_options_compare(const GpChangeOptions *self,
                          GpCli *cli,
                          GpFigures *figures,
                          const GpFigureOptions *options,
                          GError **error)
{
    g_autoptr(GpSites) sites = NULL;
    GpChangeAsk ask = {.sites = NULL};

    if (!understand(self, options, &ask, error))
        return NULL;
    if (self->series != NULL) {
        const char *format = options->format == NULL ? "table" : options->format;

        return gp_output_parse(format, &figures->format, error)
                   ? gp_change_of_series(self->series, &ask, error)
                   : NULL;
    }
    if (!gp_figures_open(figures, cli, options, "year", GP_KEEP_SITE, error) ||
        !load_sites(figures, self->sites, &sites, error))
        return NULL;
    ask.sites = sites;
    return gp_book_change(figures->book, &figures->convert, &ask, cli->issues, error);
}

/* An explanation is of one pair of years, and text. */
static gboolean
check_explain(const Options *options, GError **error)
{
    return options->explain == NULL || (!options->is_chained && options->figures.format == NULL) ||
           gp_throw(error, GP_ERROR_USAGE,
                    "--explain is text, and of one pair of years; leave --format and --chained "
                    "out");
}

GpExit
gp_command_change(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.from = NULL};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GpChange) change = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpChangeOptions asked;
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    asked = (GpChangeOptions){options.from,  options.to,         options.series,
                              options.sites, options.is_chained, options.explain != NULL};
    if (!check_explain(&options, &error) ||
        (change = gp_change_options_compare(&asked, cli, &figures, &options.figures, &error)) ==
            NULL)
        return gp_cli_fail(error);
    if (options.explain == NULL)
        gp_report_change(change, cli->issues, figures.format, out);
    else if (!gp_report_change_explained(change, options.explain, out, &error))
        return gp_cli_fail(error);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
