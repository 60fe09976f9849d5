/* SPDX-License-Identifier: MIT */
#include "gp-cli.h"
#include "gp-error.h"
#include "gp-staffing.h"

#define N_ACTIONS 3 /* that are shown for a role */

typedef struct {
    GpFigureOptions figures;
    char *workforce;
    char *attribution;
    char *catalogue;
    char *changes;
    char *role;
    char *key;
    gboolean key_compare;
    gboolean published;
    gboolean audit_disclosure;
    int threshold; /* 0: that of the workspace, or the usual one */
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->workforce);
    g_free(self->attribution);
    g_free(self->catalogue);
    g_free(self->changes);
    g_free(self->role);
    g_free(self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* What a command on roles works with. */
typedef struct {
    GpCli *cli;
    const Options *options;
    GpFigures figures;
    GpRoles *roles;
    int fy;
    GString *out;
} Desk;

static void
desk_clear(Desk *self)
{
    gp_roles_close(self->roles);
    gp_figures_clear(&self->figures);
    g_string_free(self->out, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_clear)

static gboolean
parse(Options *self, int *argc, char ***argv, GpExit *out_status)
{
    const GOptionEntry own[] = {
        {"role", 0, 0, G_OPTION_ARG_STRING, &self->role,
         "One role: what it is made of, its trend, and what can be done; with --by its figures",
         "NAME"},
        {"key-compare", 0, 0, G_OPTION_ARG_NONE, &self->key_compare,
         "Hold the keys against their rivals: how far the choice matters", NULL},
        {"key", 0, 0, G_OPTION_ARG_STRING, &self->key,
         "With --key-compare: one rival for all: wte headcount hours floor-area contacts bed-days "
         "spend",
         "KEY"},
        {"published", 0, 0, G_OPTION_ARG_NONE, &self->published,
         "What may be published of all years: rounded, nothing about few people", NULL},
        {"audit-disclosure", 0, 0, G_OPTION_ARG_NONE, &self->audit_disclosure,
         "What could be worked out from what is published: nothing, if all is well", NULL},
        {"threshold", 0, 0, G_OPTION_ARG_INT, &self->threshold,
         "People of whom something may be published at the least, instead of the workspace's "
         "number "
         "(8 if it has none; 5 or more)",
         "N"},
        {"workforce", 0, 0, G_OPTION_ARG_FILENAME, &self->workforce,
         "Staff by role instead of the workspace's workforce.csv", "FILE"},
        {"attribution", 0, 0, G_OPTION_ARG_FILENAME, &self->attribution,
         "The trust's own rules of what belongs to whom, instead of its attribution.csv", "FILE"},
        {"catalogue", 0, 0, G_OPTION_ARG_FILENAME, &self->catalogue,
         "The trust's own catalogue of roles, instead of its roles.csv", "FILE"},
        {"role-changes", 0, 0, G_OPTION_ARG_FILENAME, &self->changes,
         "Roles renamed, merged and split, instead of the workspace's role-changes.csv", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = gp_figure_options_entries(&self->figures, own);

    return gp_cli_parse(argc, argv, entries, NULL,
                        "The footprint of each role. Roles add up to the trust. --by lists by "
                        "role, staff-group, site, department, category, month, boundary and gas.",
                        out_status);
}

/* The first target's baseline year, if the workspace has any target. */
static gboolean
find_baseline(const GpFigures *figures, int *out_fy, GError **error)
{
    g_autofree char *path =
        figures->workspace == NULL ? NULL : gp_workspace_file(figures->workspace, "targets.csv");
    g_autoptr(GPtrArray) targets = NULL;

    *out_fy = 0;
    if (path == NULL)
        return TRUE;
    targets = gp_targets_load(path, error);
    if (targets == NULL)
        return FALSE;
    if (targets->len > 0)
        *out_fy = ((const GpTarget *)targets->pdata[0])->baseline_fy;
    return TRUE;
}

static gboolean
open_desk(Desk *self, GError **error)
{
    const Options *options = self->options;
    GpFigureOptions figures = options->figures;
    GpRolesSources sources = {.places = self->cli->places,
                              .attribution = options->attribution,
                              .catalogue = options->catalogue,
                              .changes = options->changes};

    figures.by = NULL; /* its own words are read later */
    if (!gp_figures_open(&self->figures, self->cli, &figures, "role",
                         GP_KEEP_ROLE | GP_KEEP_SITE | GP_KEEP_DEPARTMENT, error) ||
        !find_baseline(&self->figures, &sources.baseline_fy, error))
        return FALSE;
    sources.workspace = self->figures.workspace;
    sources.workforce = options->workforce;
    sources.first_fy = self->figures.convert.only_fy;
    self->roles = gp_roles_open(self->figures.book, &self->figures.convert, &sources,
                                self->cli->issues, error);
    if (self->roles == NULL)
        return FALSE;
    self->fy = self->figures.convert.only_fy != 0 ? self->figures.convert.only_fy
                                                  : gp_roles_latest_fy(self->roles);
    return TRUE;
}

/* ---- the views ---- */

/* `--by role` and the like: a table with changes; other lists are cuts. */
static gboolean
is_grouping(const GpCuts *cuts, GpGrouping *out_grouping)
{
    *out_grouping = (GpGrouping)cuts->list[0];
    return cuts->n == 1 && cuts->list[0] <= GP_CUT_DEPARTMENT;
}

static gboolean
print_cut(Desk *self, const GpCuts *cuts, GError **error)
{
    g_autoptr(GpRoleCut) cut =
        gp_roles_cut(self->roles, self->fy, cuts, self->options->role, self->cli->issues, error);

    if (cut != NULL)
        gp_report_role_cut(cut, self->cli->issues, self->figures.format, self->out);
    return cut != NULL;
}

static gboolean
print_rivals(Desk *self, GpGrouping grouping, GError **error)
{
    const char *text = self->options->key;
    g_autoptr(GpRoleRivals) rivals = NULL;
    GpKey key = GP_KEY_WTE;

    if (text != NULL && !gp_key_parse(text, &key, error))
        return FALSE;
    rivals = gp_roles_rivals(self->roles, self->fy, grouping, text == NULL ? NULL : &key,
                             self->cli->issues, error);
    if (rivals != NULL)
        gp_report_role_rivals(rivals, self->cli->issues, self->figures.format, self->out);
    return rivals != NULL;
}

static gboolean
print_profile(Desk *self, GError **error)
{
    g_autoptr(GpRoleProfile) profile =
        gp_roles_profile(self->roles, self->fy, self->options->role, self->cli->issues, error);
    g_autoptr(GPtrArray) advice = profile == NULL ? NULL
                                                  : gp_roles_advice(self->roles, profile, N_ACTIONS,
                                                                    self->cli->issues, error);

    if (advice != NULL)
        gp_report_role_profile(profile, advice, self->cli->issues, self->figures.format, self->out);
    return advice != NULL;
}

static gint64
threshold_of(const Desk *self)
{
    if (self->options->threshold != 0)
        return self->options->threshold;
    return self->figures.workspace == NULL ? GP_DISCLOSURE_THRESHOLD
                                           : self->figures.workspace->disclosure_threshold;
}

/* Parts of the whole are not published: what is left out could be had by subtraction. */
static gboolean
check_published(const Options *options, GError **error)
{
    const GpFigureOptions *figures = &options->figures;

    return (options->role == NULL && !options->key_compare && figures->by == NULL &&
            figures->boundary == NULL && figures->components == NULL) ||
           gp_throw(error, GP_ERROR_USAGE,
                    "--published and --audit-disclosure are about all roles, categories and parts; "
                    "leave --role, --by, --key-compare, --boundary and --components out");
}

static gboolean
print_published(Desk *self, GError **error)
{
    const GpPublishRule rule = {.threshold = threshold_of(self)};
    g_autoptr(GpRolePublished) published = NULL;

    if (!check_published(self->options, error))
        return FALSE;
    published = gp_roles_publish(self->roles, self->figures.convert.only_fy, &rule,
                                 self->cli->issues, error);
    if (published != NULL)
        gp_report_published(published, self->cli->issues, self->figures.format, self->out);
    return published != NULL;
}

static gboolean
print_audit(Desk *self, GError **error)
{
    const GpPublishRule rule = {.threshold = threshold_of(self)};
    g_autoptr(GpRolePublishedAudit) audit = NULL;

    if (!check_published(self->options, error))
        return FALSE;
    audit = gp_roles_audit_disclosure(self->roles, self->figures.convert.only_fy, &rule,
                                      self->cli->issues, error);
    if (audit == NULL)
        return FALSE;
    if (audit->leaks->len > 0)
        gp_issue_list_add(self->cli->issues, GP_SEVERITY_WARNING, "disclosure",
                          "something could be worked out about fewer than %" G_GINT64_FORMAT
                          " people; please do not publish, and tell greenplan's makers",
                          rule.threshold);
    gp_report_published_audit(audit, self->cli->issues, self->figures.format, self->out);
    return TRUE;
}

static gboolean
print_view(Desk *self, const GpCuts *cuts, GError **error)
{
    g_autoptr(GpRoleTable) table = NULL;
    GpGrouping grouping;
    gboolean has_grouping = is_grouping(cuts, &grouping);

    if (self->options->audit_disclosure)
        return print_audit(self, error);
    if (self->options->published)
        return print_published(self, error);
    if (self->options->role != NULL && self->options->key_compare)
        return gp_throw(error, GP_ERROR_USAGE,
                        "--key-compare is about all roles; leave --role out");
    if (self->options->role != NULL && self->options->figures.by == NULL)
        return print_profile(self, error);
    if (self->options->role != NULL)
        return print_cut(self, cuts, error);
    if (self->options->key_compare && !has_grouping)
        return gp_throw(error, GP_ERROR_USAGE,
                        "--key-compare lists by one of role, staff-group, site and department");
    if (self->options->key_compare)
        return print_rivals(self, grouping, error);
    if (!has_grouping)
        return print_cut(self, cuts, error);
    table = gp_roles_table(self->roles, self->fy, grouping, self->cli->issues, error);
    if (table != NULL)
        gp_report_roles(table, self->cli->issues, self->figures.format, self->out);
    return table != NULL;
}

GpExit
gp_command_roles(GpCli *cli, int argc, char **argv)
{
    g_auto(Options) options = {.workforce = NULL};
    g_auto(Desk) desk = {.cli = cli, .options = &options, .out = g_string_new(NULL)};
    GError *error = NULL;
    GpCuts cuts;
    GpExit status;

    if (!parse(&options, &argc, &argv, &status))
        return status;
    if (!gp_cuts_parse(options.figures.by == NULL ? "role" : options.figures.by, &cuts, &error) ||
        !open_desk(&desk, &error) || !print_view(&desk, &cuts, &error))
        return gp_cli_fail(error);
    gp_figures_say_source(&desk.figures, desk.out);
    return gp_cli_finish(cli, desk.out);
}
