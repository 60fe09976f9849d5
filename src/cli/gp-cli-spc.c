/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"
#include "gp-text.h"

#define MAX_REASON 200 /* characters */

typedef struct {
    GpFigureOptions figures;
    GpSpcChoices choices;
    gboolean explain;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    gp_spc_choices_clear(&self->choices);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

void
gp_spc_choices_clear(GpSpcChoices *self)
{
    gp_series_options_clear(&self->series);
    g_free(self->direction);
    g_free(self->target);
    g_free(self->adjust);
    g_strfreev(self->rebases);
}

GOptionEntry *
gp_spc_choices_entries(GpSpcChoices *self, const GOptionEntry *own)
{
    g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    const GOptionEntry common[] = {
        {"direction", 0, 0, G_OPTION_ARG_STRING, &self->direction,
         "Which way is better: decrease (default), increase or neutral", "WAY"},
        {"rebase", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->rebases,
         "New limits from this date of the data on, and why, as in “2022-11=New boilers”; may be "
         "repeated",
         "DATE[=REASON]"},
        {"fix-after", 0, 0, G_OPTION_ARG_INT, &self->fix_after,
         "Limits rest on the first so many points, 12 or more", "N"},
        {"no-screen", 0, 0, G_OPTION_ARG_NONE, &self->no_screen,
         "Limits rest on all ranges, however large", NULL},
        {"not-rolling", 0, 0, G_OPTION_ARG_NONE, &self->not_rolling,
         "These are values of single months, though they look like totals of twelve", NULL},
        {"adjust", 0, 0, G_OPTION_ARG_STRING, &self->adjust,
         "Take out of the values: degree-days (heating) or season", "WHAT"}};

    for (; own != NULL && own->long_name != NULL; own++)
        g_array_append_vals(entries, own, 1);
    g_array_append_vals(entries, common, G_N_ELEMENTS(common));
    return gp_series_options_entries(&self->series,
                                     (const GOptionEntry *)(const void *)entries->data);
}

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {{"target", 0, 0, G_OPTION_ARG_STRING, &self->choices.target,
                                 "A figure that each point should reach", "NUMBER"},
                                {"explain", 0, 0, G_OPTION_ARG_NONE, &self->explain,
                                 "How mean, limits and the last unusual point come about", NULL},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *with_choices = gp_spc_choices_entries(&self->choices, own);
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, with_choices);

    return gp_cli_parse(argc, argv, entries, NULL,
                        "Is this month different? A series held against its own variation.",
                        out_status);
}

static gboolean
choose_adjustment(const char *text, GpAdjust *out_adjust, GError **error)
{
    static const char *const names[] = {"season", "degree-days"};

    if (text == NULL)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_str_equal(text, names[i])) {
            *out_adjust = GP_ADJUST_SEASON + i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE, "--adjust takes degree-days or season, not “%s”", text);
}

static gboolean
choose_target(const char *text, GpSpcOptions *spc, GError **error)
{
    g_autoptr(GError) reason = NULL;

    spc->has_target = text != NULL;
    return text == NULL ||
           gp_number_parse_text(text, GP_MICRO_PLACES, &spc->target_micro, &reason) ||
           gp_throw(error, GP_ERROR_USAGE, "--target: %s", reason->message);
}

/* `2022-11` or `2022-11=reason`. The date must be written as those of the series are. */
static gboolean
take_rebase(
    const char *text, const GpSeries *series, GStringChunk *texts, GArray *rebases, GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *date =
        equals == NULL ? g_strdup(text) : g_strndup(text, (gsize)(equals - text));
    const char *reason = equals == NULL ? "" : equals + 1;
    g_autofree char *printable = gp_text_printable(reason, strlen(reason), MAX_REASON);
    g_autoptr(GError) why = NULL;
    GpRebase rebase = {.reason = g_string_chunk_insert(texts, g_strstrip(printable))};
    gboolean is_month;

    if (!gp_date_parse(g_strstrip(date), &rebase.day, &is_month, &why))
        return gp_throw(error, GP_ERROR_USAGE, "--rebase: %s", why->message);
    if (is_month != series->by_month)
        return gp_throw(error, GP_ERROR_MISSING,
                        "there is no point at the rebase date “%s”: the dates of the series are %s",
                        date, series->by_month ? "months" : "days");
    g_array_append_val(rebases, rebase);
    return TRUE;
}

/* What the options say, but for the rebase dates. */
static gboolean
understand(const GpSpcChoices *choices, GpSpcOptions *spc, GpAdjust *adjust, GError **error)
{
    spc->direction = GP_DIRECTION_DECREASE;
    spc->no_screen = choices->no_screen;
    spc->not_rolling = choices->not_rolling;
    if (choices->fix_after != GP_SPC_NOT_GIVEN && choices->fix_after < GP_XMR_MIN_POINTS)
        return gp_throw(error, GP_ERROR_USAGE,
                        "limits must rest on at least %d points before they are fixed: "
                        "--fix-after takes %d or more, not %d",
                        GP_XMR_MIN_POINTS, GP_XMR_MIN_POINTS, choices->fix_after);
    spc->fix_after = choices->fix_after == GP_SPC_NOT_GIVEN ? 0 : (guint)choices->fix_after;
    return (choices->direction == NULL ||
            gp_direction_parse(choices->direction, &spc->direction, error)) &&
           choose_target(choices->target, spc, error) &&
           choose_adjustment(choices->adjust, adjust, error);
}

GpVariation *
gp_spc_choices_chart(const GpSpcChoices *self,
                     GpCli *cli,
                     GpFigures *figures,
                     const GpFigureOptions *options,
                     GError **error)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(256);
    g_autoptr(GArray) rebases = g_array_new(FALSE, FALSE, sizeof(GpRebase));
    g_autoptr(GpSeries) series = NULL;
    g_autoptr(GpSeries) degree_days = NULL;
    GpSpcOptions spc = {.direction = GP_DIRECTION_DECREASE};
    GpAdjust adjust = GP_ADJUST_NOTHING;

    if (!understand(self, &spc, &adjust, error) ||
        (series = gp_series_options_open(&self->series, cli, figures, options, FALSE, error)) ==
            NULL)
        return NULL;
    if (adjust == GP_ADJUST_DEGREE_DAYS &&
        (degree_days = gp_series_options_degree_days(&self->series, figures, error)) == NULL)
        return NULL;
    for (char **text = self->rebases; text != NULL && *text != NULL; text++)
        if (!take_rebase(*text, series, texts, rebases, error))
            return NULL;
    spc.rebases = (const GpRebase *)(void *)rebases->data;
    spc.n_rebases = rebases->len;
    return gp_variation_of_series(series, adjust, degree_days, &spc, cli->issues, error);
}

/* Text has no format. */
static gboolean
check_explain(const Options *options, GError **error)
{
    const char *format = options->figures.format;

    return !options->explain || format == NULL || g_str_equal(format, "table") ||
           gp_throw(error, GP_ERROR_USAGE,
                    "--explain is text to read: it takes no --format; without it, --format gives "
                    "the figures themselves");
}

GpExit
gp_command_spc(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.choices = {.fix_after = GP_SPC_NOT_GIVEN}};
    g_auto(GpFigures) figures = {0};
    g_autoptr(GpVariation) variation = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GError *error = NULL;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    if (!check_explain(&options, &error) ||
        (variation = gp_spc_choices_chart(&options.choices, cli, &figures, &options.figures,
                                          &error)) == NULL)
        return gp_cli_fail(error);
    if (options.explain)
        gp_report_spc_explained(variation->series, variation->chart, variation->adjustment, out);
    else
        gp_report_spc(variation->series, variation->chart, variation->adjustment, cli->issues,
                      figures.format, out);
    gp_figures_say_source(&figures, out);
    return gp_cli_finish(cli, out);
}
