/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "gp-cli.h"
#include "gp-crew.h"
#include "gp-error.h"

static gpointer
make_lines(guint i, gpointer data)
{
    const GpConversion *conversion = data;
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(GpEmissionRow));
    GString *lines = g_string_new(NULL);
    GpMatchCount matches = {{0}};

    gp_conversion_part(conversion, i, rows, &matches, NULL);
    gp_report_emissions_rows(gp_conversion_by(conversion), gp_conversion_kg_places(conversion),
                             rows, lines);
    return lines;
}

static void
print_lines(G_GNUC_UNUSED guint i, gpointer thing, G_GNUC_UNUSED gpointer data)
{
    GString *lines = thing;

    fwrite(lines->str, 1, lines->len, stdout);
    g_string_free(lines, TRUE);
}

/* Prints lines as soon as they are made: none of them is kept. */
static GpExit
print_in_parts(GpCli *cli, const GpFigures *figures)
{
    GError *error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GpConversion) conversion =
        gp_book_conversion(figures->book, &figures->convert, cli->issues, &error);
    g_autoptr(GpEmissions) emissions = NULL;
    GpExit status;

    if (conversion == NULL)
        return gp_cli_fail(error);
    if (!gp_conversion_must_fit(conversion)) {
        emissions = gp_conversion_finish(conversion, &error);
        if (emissions == NULL)
            return gp_cli_fail(error);
        gp_report_emissions(emissions, NULL, cli->issues, GP_OUTPUT_CSV, out);
        return gp_cli_finish(cli, out);
    }
    gp_report_emissions_header(gp_conversion_by(conversion), out);
    status = gp_cli_finish(cli, out);
    gp_crew_run(gp_conversion_n_parts(conversion), gp_conversion_n_threads(conversion), make_lines,
                print_lines, conversion);
    return status;
}

static GpExit
print_emissions(GpCli *cli, GpFigures *figures, const GArray *marks, const char *title)
{
    GError *error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GpEmissions) emissions =
        gp_book_convert(figures->book, &figures->convert, cli->issues, &error);

    if (emissions == NULL)
        return gp_cli_fail(error);
    if (title != NULL && figures->format == GP_OUTPUT_TABLE)
        g_string_append_printf(out, "%s\n\n", title);
    gp_report_emissions(emissions, marks, cli->issues, figures->format, out);
    gp_figures_say_source(figures, out);
    return gp_cli_finish(cli, out);
}

GpExit
gp_command_convert(GpCli *cli, int argc, char **argv)
{
    g_auto(GpFigureOptions) options = {0};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&options, NULL);
    g_auto(GpFigures) figures = {0};
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL, "Turns activity files into emissions, exactly.",
                      &status))
        return status;
    if (options.inputs == NULL) {
        gp_throw(&error, GP_ERROR_USAGE, "convert needs at least one --input FILE");
        return gp_cli_fail(error);
    }
    if (!gp_figures_open(&figures, cli, &options, "year,scope", 0, &error))
        return gp_cli_fail(error);
    return figures.format == GP_OUTPUT_CSV ? print_in_parts(cli, &figures)
                                           : print_emissions(cli, &figures, NULL, NULL);
}

static char *
footprint_title(const GpFigures *figures)
{
    static const char *const boundaries[] = {"all activity", "NHS Carbon Footprint",
                                             "NHS Carbon Footprint Plus"};

    return g_strdup_printf(
        "%s: %s%s", figures->workspace == NULL ? "Footprint" : figures->workspace->trust_name,
        boundaries[figures->convert.within],
        figures->convert.direct_only ? ", without well-to-tank and T&D" : "");
}

/* What the footprint is asked for beside the usual options. */
typedef struct {
    GpFigureOptions figures;
    char *per;
    char *workforce;
} FootprintOptions;

static void
footprint_options_clear(FootprintOptions *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->per);
    g_free(self->workforce);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FootprintOptions, footprint_options_clear)

static gboolean
parse_footprint(FootprintOptions *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"per", 0, 0, G_OPTION_ARG_STRING, &self->per,
         "Also for one of: wte, floor-area, bed-days, patient-contacts or million-gbp", "WHAT"},
        {"workforce", 0, 0, G_OPTION_ARG_FILENAME, &self->workforce,
         "Staff instead of the workspace's workforce.csv, for --per wte", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, NULL,
                        "The carbon footprint of the trust, from its workspace.", out_status);
}

/* Staff is looked for only where it is what is divided by. */
static gboolean
load_staff(const FootprintOptions *options,
           const GpFigures *figures,
           GpIntensityBase base,
           GpIssueList *issues,
           GpWorkforce **out_workforce,
           GError **error)
{
    g_autofree char *own =
        figures->workspace == NULL ? NULL : gp_workspace_file(figures->workspace, "workforce.csv");
    const char *path = options->workforce != NULL ? options->workforce : own;

    if (path == NULL || base != GP_INTENSITY_WTE)
        return TRUE;
    *out_workforce = gp_workforce_load(path, NULL, issues, error);
    return *out_workforce != NULL;
}

static gboolean
append_intensity(GpCli *cli,
                 const GpFigures *figures,
                 const FootprintOptions *options,
                 GpIntensityBase base,
                 GString *out,
                 GError **error)
{
    g_autoptr(GpEmissions) emissions =
        gp_book_convert(figures->book, &figures->convert, cli->issues, error);
    g_autoptr(GpWorkforce) workforce = NULL;
    g_autoptr(GpIntensity) intensity = NULL;

    if (emissions == NULL || !load_staff(options, figures, base, cli->issues, &workforce, error) ||
        (intensity = gp_book_intensity(figures->book, &figures->convert, emissions, base, workforce,
                                       cli->issues, error)) == NULL)
        return FALSE;
    gp_report_intensity(emissions, intensity, cli->issues, figures->format, out);
    return TRUE;
}

static GpExit
print_intensity(GpCli *cli,
                const GpFigures *figures,
                const FootprintOptions *options,
                GpIntensityBase base,
                const char *title)
{
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;

    if (figures->format == GP_OUTPUT_TABLE)
        g_string_append_printf(out, "%s\n\n", title);
    if (!append_intensity(cli, figures, options, base, out, &error))
        return gp_cli_fail(error);
    gp_figures_say_source(figures, out);
    return gp_cli_finish(cli, out);
}

GpExit
gp_command_footprint(GpCli *cli, int argc, char **argv)
{
    g_auto(FootprintOptions) options = {.per = NULL};
    g_auto(GpFigures) figures = {0};
    g_autofree char *title = NULL;
    GpIntensityBase base = GP_INTENSITY_WTE;
    g_autoptr(GArray) marks = NULL;
    GError *error = NULL;
    GpExit status;

    if (!parse_footprint(&options, &argc, &argv, &status))
        return status;
    if ((options.per != NULL && !gp_intensity_base_parse(options.per, &base, &error)) ||
        !gp_figures_open(&figures, cli, &options.figures,
                         options.per == NULL ? "year,scope" : "year", GP_KEEP_SITE, &error) ||
        !gp_figures_marks(&figures, cli, &marks, &error))
        return gp_cli_fail(error);
    if (figures.convert.only_fy == 0 && !gp_book_warn_of_gaps(figures.book, cli->issues, &error))
        return gp_cli_fail(error);
    title = footprint_title(&figures);
    return options.per == NULL ? print_emissions(cli, &figures, marks, title)
                               : print_intensity(cli, &figures, &options, base, title);
}
