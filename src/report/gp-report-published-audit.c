/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-roles-private.h"
#include "gp-report.h"

static char *
join(const GPtrArray *texts, const char *of_none)
{
    GString *joined = g_string_new(texts->len == 0 ? of_none : NULL);

    for (guint i = 0; i < texts->len; i++)
        g_string_append_printf(joined, "%s%s", i == 0 ? "" : "; ",
                               (const char *)g_ptr_array_index(texts, i));
    return g_string_free(joined, FALSE);
}

static void
print_csv(const GpRolePublishedAudit *audit, GString *out)
{
    g_string_append(out, "year,categories,who,people\n");
    for (guint i = 0; i < audit->leaks->len; i++) {
        const GpRolePublishedLeak *leak = g_ptr_array_index(audit->leaks, i);
        g_autofree char *categories = join(leak->categories, "people and WTE");
        g_autofree char *who = join(leak->who, "");
        char fy[16];

        gp_fy_print(leak->fy, fy);
        g_string_append_printf(out, "%s,", fy);
        gp_csv_append_name(out, categories);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, who);
        g_string_append_c(out, ',');
        gp_number_append(out, leak->people_micro, GP_MICRO_PLACES);
        g_string_append_c(out, '\n');
    }
}

static void
print_json(const GpRolePublishedAudit *audit, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject(), *years, *leaks;

    gp_json_add_use(object);
    cJSON_AddNumberToObject(object, "threshold_people", (double)audit->threshold);
    years = cJSON_AddArrayToObject(object, "checked");
    for (guint i = 0; i < audit->years->len; i++) {
        const GpRolePublishedAuditYear *year =
            &g_array_index(audit->years, GpRolePublishedAuditYear, i);
        cJSON *item = cJSON_CreateObject();

        gp_json_add_fy(item, "year", year->fy);
        cJSON_AddNumberToObject(item, "roles", year->n_roles);
        cJSON_AddNumberToObject(item, "roles_shown", year->n_roles_shown);
        cJSON_AddNumberToObject(item, "sites", year->n_sites);
        cJSON_AddNumberToObject(item, "sites_shown", year->n_sites_shown);
        cJSON_AddNumberToObject(item, "cells_shown", year->n_cells_shown);
        cJSON_AddNumberToObject(item, "figures", year->n_figures);
        cJSON_AddNumberToObject(item, "parts_behind_them", year->n_ties);
        cJSON_AddItemToArray(years, item);
    }
    leaks = cJSON_AddArrayToObject(object, "could_be_derived");
    for (guint i = 0; i < audit->leaks->len; i++) {
        const GpRolePublishedLeak *leak = g_ptr_array_index(audit->leaks, i);
        g_autofree char *categories = join(leak->categories, "people and WTE");
        g_autofree char *who = join(leak->who, "");
        cJSON *item = cJSON_CreateObject();

        gp_json_add_fy(item, "year", leak->fy);
        cJSON_AddStringToObject(item, "categories", categories);
        cJSON_AddStringToObject(item, "who", who);
        gp_json_add_exact(item, "people", leak->people_micro, GP_MICRO_PLACES);
        cJSON_AddItemToArray(leaks, item);
    }
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

static void
add_count(GpTextTable *text, guint n, guint of)
{
    gp_text_table_add(text,
                      of == 0 ? g_strdup_printf("%u", n) : g_strdup_printf("%u of %u", n, of));
}

static void
print_counts(const GpRolePublishedAudit *audit, GString *out)
{
    static const char *const titles[] = {"Year",           "Roles by name", "Sites by name",
                                         "Roles at sites", "Figures",       "Parts behind them"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) text;

    gp_text_table_init(&text, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < audit->years->len; i++) {
        const GpRolePublishedAuditYear *year =
            &g_array_index(audit->years, GpRolePublishedAuditYear, i);
        char fy[16];

        gp_fy_print(year->fy, fy);
        gp_text_table_add(&text, g_strdup(fy));
        add_count(&text, year->n_roles_shown, year->n_roles);
        add_count(&text, year->n_sites_shown, year->n_sites);
        add_count(&text, year->n_cells_shown, 0);
        add_count(&text, year->n_figures, 0);
        add_count(&text, year->n_ties, 0);
    }
    gp_text_table_print(&text, 0, out);
}

static void
print_table(const GpRolePublishedAudit *audit, GString *out)
{
    g_string_append_printf(
        out,
        "What could be worked out from --published about fewer than %" G_GINT64_FORMAT
        " people\n\n",
        audit->threshold);
    for (guint i = 0; i < audit->leaks->len; i++) {
        const GpRolePublishedLeak *leak = g_ptr_array_index(audit->leaks, i);
        g_autofree char *categories = join(leak->categories, "people and WTE");
        g_autofree char *who = join(leak->who, "");
        g_autofree char *people = gp_rounded(leak->people_micro, GP_MICRO_PLACES, 1);
        char fy[16];

        gp_fy_print(leak->fy, fy);
        g_string_append_printf(out, "%s, of %s people: %s: %s\n", fy, people, who, categories);
    }
    g_string_append_printf(out, "%sLooked at:\n\n", audit->leaks->len == 0 ? "Nothing. " : "\n");
    print_counts(audit, out);
    g_string_append(out, "\nEvery sum and difference of the three tables and of all years is "
                         "covered: docs/method.md, “Disclosure”, says why, and\nwhat is not.\n");
}

void
gp_report_published_audit(const GpRolePublishedAudit *audit,
                          const GpIssueList *issues,
                          GpOutput format,
                          GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(audit, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(audit, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(audit, out);
        return;
    }
}
