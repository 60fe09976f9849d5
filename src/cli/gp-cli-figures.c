/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"

#define INVENTED "invented data; no real trust is meant"

void
gp_figure_options_clear(GpFigureOptions *self)
{
    g_strfreev(self->inputs);
    g_strfreev(self->factors);
    g_strfreev(self->units);
    g_free(self->library);
    g_free(self->encoding);
    g_free(self->input_format);
    g_free(self->ods_code);
    g_free(self->factor_year);
    g_free(self->factor_fallback);
    g_free(self->components);
    g_free(self->gwp);
    g_free(self->spend);
    g_free(self->by);
    g_free(self->boundary);
    g_free(self->year);
    g_free(self->as_of);
    g_free(self->format);
    g_free(self->threads);
}

GOptionEntry *
gp_figure_options_entries(GpFigureOptions *self, const GOptionEntry *own)
{
    GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    const GOptionEntry common[] = {
        {"input", 'i', 0, G_OPTION_ARG_FILENAME_ARRAY, &self->inputs,
         "An activity file instead of a workspace; - is standard input; may be repeated", "FILE"},
        {"factors", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->factors,
         "The trust's own factors, which go before the library's", "FILE"},
        {"units", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->units, "The trust's own units", "FILE"},
        {"library", 0, 0, G_OPTION_ARG_STRING, &self->library,
         "none leaves the shipped factors out", "none"},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &self->encoding,
         "Of the activity files: utf-8 (default) or windows-1252", "NAME"},
        {"input-format", 0, 0, G_OPTION_ARG_STRING, &self->input_format,
         "Layout of the activity files: a name of “greenplan formats”, or an .ini file", "NAME"},
        {"ods-code", 0, 0, G_OPTION_ARG_STRING, &self->ods_code,
         "Of the trust whose rows are taken, for formats of files with many trusts", "CODE"},
        {"factor-year", 0, 0, G_OPTION_ARG_STRING, &self->factor_year,
         "financial: the edition of the year in which the NHS year starts (default); calendar",
         "RULE"},
        {"factor-fallback", 0, 0, G_OPTION_ARG_STRING, &self->factor_fallback,
         "nearest edition where the year has none (default); none", "RULE"},
        {"components", 0, 0, G_OPTION_ARG_STRING, &self->components,
         "all (default); direct leaves well-to-tank and T&D out", "WHICH"},
        {"gwp", 0, 0, G_OPTION_ARG_STRING, &self->gwp,
         "Global warming potentials of clinical gases and refrigerants: ar4, ar5, ar6, nhs or rcoa "
         "(default: the edition's own)",
         "SET"},
        {"spend", 0, 0, G_OPTION_ARG_STRING, &self->spend,
         "Edition of the factors per pound by SIC: 2026 (default: 2025)", "EDITION"},
        {"by", 0, 0, G_OPTION_ARG_STRING, &self->by,
         "What to list by: year month activity scope component category boundary site department "
         "role source quality gas edition, parted by commas",
         "LIST"},
        {"boundary", 0, 0, G_OPTION_ARG_STRING, &self->boundary,
         "ncf: NHS Carbon Footprint; plus: NHS Carbon Footprint Plus; all (default)", "NAME"},
        {"year", 0, 0, G_OPTION_ARG_STRING, &self->year, "Only this financial year, as in 2019-20",
         "YEAR"},
        {"as-of", 0, 0, G_OPTION_ARG_STRING, &self->as_of,
         "Only what the workspace had received by the end of this day, as in 2026-03-31", "DAY"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &self->format, "table (default), csv or json",
         "FORMAT"},
        {"threads", 0, 0, G_OPTION_ARG_STRING, &self->threads,
         "How many processors to use (default: all); the figures are the same", "N"}};

    for (; own != NULL && own->long_name != NULL; own++)
        g_array_append_vals(entries, own, 1);
    g_array_append_vals(entries, common, G_N_ELEMENTS(common));
    return (GOptionEntry *)(void *)g_array_free(entries, FALSE);
}

void
gp_figures_clear(GpFigures *self)
{
    gp_book_close(self->book);
    gp_workspace_close(self->workspace);
    g_strfreev(self->choices);
}

/* One of two words, the first of which is the default. */
static gboolean
choose(const char *option,
       const char *text,
       const char *usual,
       const char *other,
       gboolean *out_is_other,
       GError **error)
{
    if (text == NULL)
        return TRUE;
    *out_is_other = g_str_equal(text, other);
    return *out_is_other || g_str_equal(text, usual) ||
           gp_throw(error, GP_ERROR_USAGE, "--%s takes %s or %s, not “%s”", option, usual, other,
                    text);
}

static gboolean
choose_boundary(const char *text, GpWithin *out_within, GError **error)
{
    static const char *const names[] = {"all", "ncf", "plus"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (text == NULL || g_str_equal(text, names[i])) {
            *out_within = i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE, "--boundary takes ncf, plus or all, not “%s”", text);
}

#define MAX_THREADS 256

static gboolean
choose_threads(const char *text, guint *out_threads, GError **error)
{
    gint64 n = 0;

    if (text == NULL)
        return TRUE;
    if (gp_number_parse(text, strlen(text), 0, &n) != GP_NUMBER_EXACT || n < 1 || n > MAX_THREADS)
        return gp_throw(error, GP_ERROR_USAGE, "--threads takes a number from 1 to %d, not “%s”",
                        MAX_THREADS, text);
    *out_threads = (guint)n;
    return TRUE;
}

static gboolean
check_as_of(const GpFigureOptions *options, GError **error)
{
    const char *day = options->as_of;
    GpSpan span;

    if (day == NULL)
        return TRUE;
    if (options->inputs != NULL)
        return gp_throw(error, GP_ERROR_USAGE, "--as-of is about a workspace, not about --input");
    return (gp_period_parse(day, strlen(day), &span) == GP_PERIOD_READ && span.first == span.last &&
            strlen(day) == strlen("2026-03-31")) ||
           gp_throw(error, GP_ERROR_USAGE, "--as-of takes a day as in 2026-03-31, not “%s”", day);
}

static gboolean
understand(GpFigures *self,
           const GpFigureOptions *options,
           const char *default_by,
           GpKeep keep,
           GError **error)
{
    GpFactorRules *rules = &self->convert.rules;
    gboolean is_windows_1252 = FALSE;

    if (options->library != NULL && !g_str_equal(options->library, "none"))
        return gp_throw(error, GP_ERROR_USAGE, "--library takes none, not “%s”", options->library);
    if (options->year != NULL && !gp_fy_parse(options->year, &self->convert.only_fy))
        return gp_throw(error, GP_ERROR_USAGE,
                        "--year takes a financial year as in 2019-20, not “%s”", options->year);
    if (!check_as_of(options, error))
        return FALSE;
    if (options->input_format != NULL && options->inputs == NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "--input-format is about --input; in a workspace the settings of a source "
                        "name its format");
    if (!choose("encoding", options->encoding, "utf-8", "windows-1252", &is_windows_1252, error) ||
        !choose("factor-year", options->factor_year, "financial", "calendar",
                &rules->by_calendar_year, error) ||
        !choose("factor-fallback", options->factor_fallback, "nearest", "none", &rules->no_fallback,
                error) ||
        !choose("components", options->components, "all", "direct", &self->convert.direct_only,
                error) ||
        !choose_boundary(options->boundary, &self->convert.within, error) ||
        !choose_threads(options->threads, &self->convert.threads, error) ||
        !gp_by_parse(options->by == NULL ? default_by : options->by, &self->convert.by, error) ||
        !gp_output_parse(options->format == NULL ? "table" : options->format, &self->format, error))
        return FALSE;
    self->sources =
        (GpBookSources){.basis = {.own_factors = options->factors,
                                  .own_units = options->units,
                                  .no_library = options->library != NULL},
                        .inputs = options->inputs,
                        .as_of = options->as_of,
                        .format = options->input_format,
                        .ods_code = options->ods_code,
                        .encoding = is_windows_1252 ? GP_ENCODING_WINDOWS_1252 : GP_ENCODING_UTF_8,
                        .keep = keep,
                        .threads = self->convert.threads};
    return TRUE;
}

/* Names that the answer does not tell apart need not be kept apart. */
static GpKeep
keep_for(const GpBy *by)
{
    return (gp_by_find(by, GP_BY_SITE) >= 0 ? GP_KEEP_SITE : 0) |
           (gp_by_find(by, GP_BY_DEPARTMENT) >= 0 ? GP_KEEP_DEPARTMENT : 0) |
           (gp_by_find(by, GP_BY_ROLE) >= 0 ? GP_KEEP_ROLE : 0) |
           (gp_by_find(by, GP_BY_QUALITY) >= 0 ? GP_KEEP_QUALITY : 0);
}

static void
choose_sets(GpFigures *self, const GpFigureOptions *options)
{
    self->choices = gp_workspace_choices(self->workspace, options->gwp, options->spend);
    self->sources.basis.choices = self->choices;
}

gboolean
gp_figures_open_library(GpFigures *self,
                        const GpCli *cli,
                        const GpFigureOptions *options,
                        GError **error)
{
    if (!understand(self, options, "year", 0, error))
        return FALSE;
    if (cli->workspace != NULL) {
        self->workspace = gp_workspace_open(cli->workspace, error);
        if (self->workspace == NULL)
            return FALSE;
    }
    choose_sets(self, options);
    self->sources.basis.workspace = self->workspace;
    self->book = gp_book_prepare(&self->sources, cli->places, error);
    return self->book != NULL;
}

gboolean
gp_figures_open(GpFigures *self,
                const GpCli *cli,
                const GpFigureOptions *options,
                const char *default_by,
                GpKeep keep,
                GError **error)
{
    if (!understand(self, options, default_by, keep, error))
        return FALSE;
    self->sources.keep |= keep_for(&self->convert.by);
    if (options->inputs == NULL) {
        if (self->workspace == NULL)
            self->workspace = gp_cli_open_workspace(cli, error);
        if (self->workspace == NULL)
            return FALSE;
        if (options->factor_year == NULL)
            self->convert.rules.by_calendar_year = self->workspace->rules.by_calendar_year;
        if (options->factor_fallback == NULL)
            self->convert.rules.no_fallback = self->workspace->rules.no_fallback;
    }
    choose_sets(self, options);
    self->sources.basis.workspace = self->workspace;
    self->book = gp_book_open(&self->sources, cli->places, cli->issues, error);
    gp_figures_note_source(self, cli);
    return self->book != NULL;
}

void
gp_figures_note_source(const GpFigures *self, const GpCli *cli)
{
    if (gp_figures_are_invented(self) && self->format != GP_OUTPUT_TABLE)
        gp_issue_list_add(cli->issues, GP_SEVERITY_NOTE, "invented-data", INVENTED);
}

gboolean
gp_figures_are_invented(const GpFigures *self)
{
    return self->workspace != NULL && self->workspace->is_invented;
}

void
gp_figures_say_source(const GpFigures *self, GString *out)
{
    if (gp_figures_are_invented(self) && self->format == GP_OUTPUT_TABLE)
        g_string_append(out, "Source: " INVENTED "\n");
}

char *
gp_figures_chart_source(const GpFigures *self, const GpFigureOptions *options, const char *method)
{
    g_autofree char *factors = self->book == NULL ? NULL
                                                  : gp_factors_line(&self->convert, self->workspace,
                                                                    options->gwp, options->as_of);

    return gp_chart_source(gp_figures_are_invented(self), factors, method);
}

char *
gp_figures_file(const GpFigures *self,
                const char *option,
                const char *option_name,
                const char *workspace_name,
                GError **error)
{
    char *path = NULL;

    if (option != NULL)
        return g_strdup(option);
    if (self->workspace != NULL)
        path = gp_workspace_file(self->workspace, workspace_name);
    if (path == NULL)
        gp_throw(error, GP_ERROR_MISSING,
                 "this needs the file %s of a workspace, or the option --%s FILE", workspace_name,
                 option_name);
    return path;
}

gboolean
gp_figures_marks(const GpFigures *self, const GpCli *cli, GArray **out_marks, GError **error)
{
    g_autoptr(GPtrArray) publications = NULL;

    if (self->workspace == NULL)
        return TRUE;
    publications = gp_publications_load(self->workspace, cli->issues, error);
    if (publications == NULL)
        return FALSE;
    *out_marks = gp_publications_marks(publications);
    return TRUE;
}
