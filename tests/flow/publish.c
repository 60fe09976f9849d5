/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "gp-report.h"
#include "gp-staffing.h"

/*
 * usage: publish WORKSPACE whole|primary [audit]
 *
 * Prints what `greenplan roles --published --format csv` does; with `primary` what it would be if
 * nothing were done about figures that can be had by subtraction, which no command of the program
 * can print. It is there so that a test can show that its attack works.
 */

static gboolean
print(GpRoles *roles, const GpPublishRule *rule, gboolean audits, GString *out, GError **error)
{
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GpRolePublished) published = NULL;
    g_autoptr(GpRolePublishedAudit) audit = NULL;

    if (audits) {
        audit = gp_roles_audit_disclosure(roles, 0, rule, issues, error);
        if (audit != NULL)
            gp_report_published_audit(audit, issues, GP_OUTPUT_CSV, out);
        return audit != NULL;
    }
    published = gp_roles_publish(roles, 0, rule, issues, error);
    if (published != NULL)
        gp_report_published(published, issues, GP_OUTPUT_CSV, out);
    return published != NULL;
}

static gboolean
run(const char *folder, const GpPublishRule *rule, gboolean audits, GString *out, GError **error)
{
    g_autoptr(GpPlaces) places = gp_places_find(error);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GpWorkspace) workspace = places == NULL ? NULL : gp_workspace_open(folder, error);
    GpBookSources sources = {.keep = GP_KEEP_ROLE | GP_KEEP_SITE | GP_KEEP_DEPARTMENT,
                             .basis = {.workspace = workspace}};
    GpConvertOptions options = {.only_fy = 0};
    GpRolesSources of = {.workspace = workspace, .places = places};
    g_autoptr(GpBook) book = NULL;
    g_autoptr(GpRoles) roles = NULL;

    if (workspace == NULL)
        return FALSE;
    book = gp_book_open(&sources, places, issues, error);
    if (book == NULL)
        return FALSE;
    roles = gp_roles_open(book, &options, &of, issues, error);
    return roles != NULL && print(roles, rule, audits, out, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    GpPublishRule rule = {.threshold = GP_DISCLOSURE_THRESHOLD};

    if (argc < 3) {
        fputs("usage: publish WORKSPACE whole|primary [audit]\n", stderr);
        return 2;
    }
    rule.primary_only = strcmp(argv[2], "primary") == 0;
    if (!run(argv[1], &rule, argc > 3, out, &error)) {
        fprintf(stderr, "publish: %s\n", error->message);
        return 1;
    }
    fputs(out->str, stdout);
    return 0;
}
