/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cli.h"
#include "gp-error.h"
#include "gp-staffing.h"
#include "gp-text.h"

/* The options as they are typed. Figures are parsed here, because GLib would take a decimal point
 * by the locale and round. */
typedef struct {
    char *trips[GP_N_TRIPS];
    char *car, *commute_miles, *commute_by, *commute_days, *home_days, *weeks, *hours;
    char *role, *site, *published, *year, *format;
    char **factors;
} Options;

static void
options_clear(Options *self)
{
    for (guint i = 0; i < GP_N_TRIPS; i++)
        g_free(self->trips[i]);
    g_free(self->car);
    g_free(self->commute_miles);
    g_free(self->commute_by);
    g_free(self->commute_days);
    g_free(self->home_days);
    g_free(self->weeks);
    g_free(self->hours);
    g_free(self->role);
    g_free(self->site);
    g_free(self->published);
    g_free(self->year);
    g_free(self->format);
    g_strfreev(self->factors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* Returns: (transfer full): ended by an entry of NULL */
static GOptionEntry *
make_entries(Options *o)
{
    GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    const GOptionEntry others[] = {
        {"car", 0, 0, G_OPTION_ARG_STRING, &o->car,
         "For business miles: car-average (default), car-petrol, car-diesel, car-bev, …", "KIND"},
        {"commute-miles", 0, 0, G_OPTION_ARG_STRING, &o->commute_miles,
         "Miles from home to work, one way", "N"},
        {"commute-by", 0, 0, G_OPTION_ARG_STRING, &o->commute_by,
         "car (default), bus, rail, motorbike, walk-cycle, coach, light-rail, underground, ferry, "
         "taxi, or a kind of car such as car-bev",
         "WAY"},
        {"commute-days", 0, 0, G_OPTION_ARG_STRING, &o->commute_days,
         "Days a week on which you go to work (default: 5, less those at home)", "N"},
        {"home-days", 0, 0, G_OPTION_ARG_STRING, &o->home_days,
         "Days a week on which you work at home", "N"},
        {"weeks", 0, 0, G_OPTION_ARG_STRING, &o->weeks, "Weeks of work a year (default: 46)", "N"},
        {"hours-per-week", 0, 0, G_OPTION_ARG_STRING, &o->hours,
         "Hours of work a week (default: 37.5)", "N"},
        {"role", 0, 0, G_OPTION_ARG_STRING, &o->role,
         "Your role, to be set beside what your trust has published of it", "NAME"},
        {"site", 0, 0, G_OPTION_ARG_STRING, &o->site, "Where you work, as the role", "CODE"},
        {"published", 0, 0, G_OPTION_ARG_FILENAME, &o->published,
         "What your trust has published of roles: the table of “roles --published --format csv”",
         "FILE"},
        {"factors", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->factors,
         "Factors of the trust's own, which go before the library's", "FILE"},
        {"year", 0, 0, G_OPTION_ARG_STRING, &o->year,
         "The financial year, as in 2024-25 (default: this one)", "YEAR"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "table (default), csv or json",
         "FORMAT"}};

    for (guint i = 0; i < GP_N_TRIPS; i++) {
        GOptionEntry entry = {.long_name = gp_trips[i].option,
                              .arg = G_OPTION_ARG_STRING,
                              .arg_data = &o->trips[i],
                              .description = gp_trips[i].question,
                              .arg_description = "N"};

        g_array_append_val(entries, entry);
    }
    g_array_append_vals(entries, others, G_N_ELEMENTS(others));
    return (GOptionEntry *)(void *)g_array_free(entries, FALSE);
}

/* A plain number, not below zero; GP_NOT_TOLD where there is none. */
static gboolean
parse(const char *option, const char *text, gint64 *out_micro, GError **error)
{
    g_autofree char *quoted = text == NULL ? NULL : gp_text_quoted(text);
    GpNumberStatus status;

    *out_micro = GP_NOT_TOLD;
    if (text == NULL)
        return TRUE;
    status = gp_number_parse(text, strlen(text), GP_MICRO_PLACES, out_micro);
    if (status == GP_NUMBER_EXACT && *out_micro >= 0)
        return TRUE;
    if (status == GP_NUMBER_ROUNDED)
        return gp_throw(error, GP_ERROR_USAGE, "--%s takes at most six decimal places, not “%s”",
                        option, quoted);
    return gp_throw(error, GP_ERROR_USAGE,
                    "--%s takes a plain number that is not below zero, such as 12 or 8.5, not “%s”",
                    option, quoted);
}

static gboolean
parse_year(const char *text, int *out_fy, GError **error)
{
    g_autofree char *now = gp_cli_now(), *quoted = NULL;
    GpSpan today;

    if (text == NULL) {
        if (gp_period_parse(now, strlen("2026-11-22"), &today) != GP_PERIOD_READ)
            return gp_throw(error, GP_ERROR_USAGE,
                            "the clock of this computer is wrong; say the "
                            "year with --year");
        *out_fy = gp_fy_of_day(today.first);
        return TRUE;
    }
    quoted = gp_text_quoted(text);
    return gp_fy_parse(text, out_fy) ||
           gp_throw(error, GP_ERROR_USAGE, "--year takes a financial year as in 2024-25, not “%s”",
                    quoted);
}

static gboolean
understand(const Options *options, GpAnswers *answers, GpOutput *out_format, GError **error)
{
    *answers = (GpAnswers){.car = options->car,
                           .commute_by = options->commute_by,
                           .role = options->role,
                           .site = options->site};
    for (guint i = 0; i < GP_N_TRIPS; i++) {
        if (!parse(gp_trips[i].option, options->trips[i], &answers->trips[i], error))
            return FALSE;
    }
    return parse("commute-miles", options->commute_miles, &answers->commute_miles, error) &&
           parse("commute-days", options->commute_days, &answers->commute_days, error) &&
           parse("home-days", options->home_days, &answers->home_days, error) &&
           parse("weeks", options->weeks, &answers->weeks, error) &&
           parse("hours-per-week", options->hours, &answers->hours, error) &&
           parse_year(options->year, &answers->fy, error) &&
           gp_output_parse(options->format == NULL ? "table" : options->format, out_format, error);
}

/* A file of the workspace, which is not opened as a workspace: that would write to it. */
static char **
own_files(const GpCli *cli, const char *name, char **more)
{
    GPtrArray *paths = g_ptr_array_new();
    g_autofree char *path =
        cli->workspace == NULL ? NULL : g_build_filename(cli->workspace, name, NULL);

    if (path != NULL && g_file_test(path, G_FILE_TEST_EXISTS))
        g_ptr_array_add(paths, g_steal_pointer(&path));
    for (; more != NULL && *more != NULL; more++)
        g_ptr_array_add(paths, g_strdup(*more));
    g_ptr_array_add(paths, NULL);
    return (char **)g_ptr_array_free(paths, FALSE);
}

static GpBasis *
load_basis(const GpCli *cli, const Options *options, GError **error)
{
    g_auto(GStrv) factors = own_files(cli, "factors.csv", options->factors);
    g_auto(GStrv) units = own_files(cli, "units.csv", NULL);
    g_autofree char *settings =
        cli->workspace == NULL ? NULL : g_build_filename(cli->workspace, "greenplan.ini", NULL);

    if (settings != NULL && !g_file_test(settings, G_FILE_TEST_EXISTS))
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "%s is not a workspace: it has no greenplan.ini", cli->workspace);
    return gp_basis_load(&(GpBasisSources){.own_factors = factors, .own_units = units}, cli->places,
                         error);
}

/* Sets beside it what is published of the role, if both are told. */
static gboolean
add_role(GpPersonal *personal,
         const Options *options,
         const GpAnswers *answers,
         GpIssueList *issues,
         GError **error)
{
    GpPersonalRole *role;

    if (options->role == NULL && options->published == NULL && options->site == NULL)
        return TRUE;
    if (options->role == NULL)
        return gp_throw(error, GP_ERROR_USAGE, "--published and --site are about a --role");
    if (options->published == NULL) {
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "nothing-published",
                          "with --published FILE, what your trust has published of your role is "
                          "set beside your own");
        return TRUE;
    }
    role = gp_personal_role_read(options->published, answers, error);
    if (role != NULL)
        gp_personal_set_role(personal, answers, role);
    return role != NULL;
}

GpExit
gp_command_me(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.role = NULL};
    g_autofree GOptionEntry *entries = make_entries(&options);
    g_autoptr(GpBasis) basis = NULL;
    g_autoptr(GpPersonal) personal = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    GpAnswers answers;
    GpOutput format;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, NULL,
                      "Your own footprint at work, of one year, from what you type. Nothing of it "
                      "is stored or sent.",
                      &status))
        return status;
    if (!understand(&options, &answers, &format, &error) ||
        (basis = load_basis(cli, &options, &error)) == NULL ||
        (personal = gp_personal_compute(basis, &answers, cli->issues, &error)) == NULL)
        return gp_cli_fail(error);
    if (!add_role(personal, &options, &answers, cli->issues, &error))
        return gp_cli_fail(error);
    if (format == GP_OUTPUT_CSV)
        gp_issue_list_add(cli->issues, GP_SEVERITY_NOTE, "nothing-stored",
                          "worked out on this computer; nothing of it was stored or sent");
    gp_report_personal(personal, basis->units, cli->issues, format, out);
    return gp_cli_finish(cli, out);
}
