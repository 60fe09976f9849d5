/* SPDX-License-Identifier: MIT */
#include "gp-report.h"

#include <string.h>

static GpPublishedFigure
role(int fy, const char *group, const char *name, const char *category, GpPublishedPart part)
{
    return (GpPublishedFigure){.fy = fy,
                               .table = GP_PUBLISHED_ROLES,
                               .staff_group = group,
                               .role = name,
                               .site = GP_PUBLISHED_EVERY,
                               .category = category,
                               .part = part};
}

static void
show(GpPublished *self, GpPublishedFigure figure, gint64 people, gint64 kg, gint64 per_wte)
{
    figure.is_shown = TRUE;
    figure.people = people;
    figure.wte = people - 5;
    figure.kg_co2e = kg;
    figure.has_per_wte = per_wte >= 0;
    figure.kg_per_wte = per_wte;
    g_array_append_val(self->figures, figure);
}

static void
hide(GpPublished *self, GpPublishedFigure figure)
{
    g_array_append_val(self->figures, figure);
}

/* Two years; in the first the chaplains have a row of their own. */
static GpPublished *
published_new(void)
{
    GpPublished *self = gp_published_new(8);
    GpPublishedGroup *group = gp_published_group_new(2024, "Other Care roles");
    const int fys[] = {2023, 2024};

    g_array_append_vals(self->fys, fys, 2);
    show(self, role(2023, "All", "All", "All", GP_PUBLISHED_ALL), 1250, 2345600, 1880);
    show(self, role(2023, "Care", "Chaplain", "All", GP_PUBLISHED_ALL), 10, 4500, 900);
    show(self, role(2024, "All", "All", "All", GP_PUBLISHED_ALL), 1260, 2300000, 1830);
    show(self, role(2024, "Care", "Other Care roles", "All", GP_PUBLISHED_ALL), 15, 9900, -1);
    show(self, role(2024, "Care", "Other Care roles", "Heat, light", GP_PUBLISHED_ALL), 15, 900,
         90);
    hide(self, role(2024, "Care", "Other Care roles", "Heat, light", GP_PUBLISHED_OWN));
    hide(self, role(2024, "Care", "Chaplain", "All", GP_PUBLISHED_ALL));
    g_ptr_array_add(group->members, (gpointer) "Chaplain");
    g_ptr_array_add(group->members, (gpointer) "Imam");
    g_ptr_array_add(self->groups, group);
    return self;
}

static char *
print(GpOutput format)
{
    g_autoptr(GpPublished) published = published_new();
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GString *out = g_string_new(NULL);

    gp_report_published(published, issues, format, out);
    return g_string_free(out, FALSE);
}

static void
test_csv(void)
{
    g_autofree char *text = print(GP_OUTPUT_CSV);

    g_assert_cmpstr(
        text, ==,
        "year,table,staff_group,role,site,category,part,people,wte,kg_co2e,kg_co2e_per_wte\n"
        "2023-24,role,All,All,All,All,all,1250,1245,2345600,1880\n"
        "2023-24,role,Care,Chaplain,All,All,all,10,5,4500,900\n"
        "2024-25,role,All,All,All,All,all,1260,1255,2300000,1830\n"
        "2024-25,role,Care,Other Care roles,All,All,all,15,10,9900,\n"
        "2024-25,role,Care,Other Care roles,All,\"Heat, light\",all,15,10,900,90\n"
        "2024-25,role,Care,Other Care roles,All,\"Heat, light\",own,[c],[c],[c],[c]\n"
        "2024-25,role,Care,Chaplain,All,All,all,[c],[c],[c],[c]\n");
}

static void
test_table(void)
{
    g_autofree char *text = print(GP_OUTPUT_TABLE);

    g_assert_cmpstr(text, ==,
                    "Footprint of roles for publication: people, WTE and kg CO2e of 2024-25, and "
                    "kg CO2e per WTE by year\n"
                    "\n"
                    "Role              People    WTE    kg CO2e  2023-24  2024-25\n"
                    "────────────────────────────────────────────────────────────\n"
                    "Chaplain             [c]    [c]        [c]      900      [c]\n"
                    "Other Care roles      15     10      9,900\n"
                    "────────────────────────────────────────────────────────────\n"
                    "All                1,260  1,255  2,300,000    1,880    1,830\n"
                    "\n"
                    "[c]: not shown by itself; of few people, or others could be worked out from "
                    "it. Nothing here is about fewer\n"
                    "than 8 people. People and WTE are rounded to 5, kg to 100, kg per WTE to 10, "
                    "so they need not add up.\n"
                    "\n"
                    "Other Care roles, 2024-25:\n"
                    "    Chaplain, Imam\n");
}

static void
test_json(void)
{
    g_autofree char *text = print(GP_OUTPUT_JSON);

    g_assert_nonnull(strstr(text, "\"use\":\t\"may be published\""));
    g_assert_nonnull(strstr(text, "\"threshold_people\":\t8"));
    g_assert_nonnull(strstr(text, "\"kg_co2e\":\t2345600"));
    g_assert_nonnull(strstr(text, "\"kg_co2e_per_wte\":\tnull"));
    g_assert_nonnull(strstr(text, "\"members\":\t[\"Chaplain\", \"Imam\"]"));
    /* A figure that is not shown has no numbers at all. */
    g_assert_nonnull(strstr(text, "\"part\":\t\"own\",\n\t\t\t\"shown\":\tfalse\n\t\t}"));
}

/* ---- audit ---- */

static char *
print_audit(gboolean leaks, GpOutput format)
{
    g_autoptr(GpPublishedAudit) audit = gp_published_audit_new(8);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GpPublishedAuditYear year = {2024, 96, 88, 11, 11, 135, 2592, 3592};
    GpPublishedLeak *leak = gp_published_leak_new(2024, 4500000);
    GString *out = g_string_new(NULL);

    g_array_append_val(audit->years, year);
    g_ptr_array_add(leak->categories, (gpointer) "Travel");
    g_ptr_array_add(leak->who, (gpointer) "Chaplain at A");
    g_ptr_array_add(leak->who, (gpointer) "Imam at A");
    g_ptr_array_add(audit->leaks, leak);
    if (leaks) {
        leak = gp_published_leak_new(2024, 3000000);
        g_ptr_array_add(leak->who, (gpointer) "Imam at A");
        g_ptr_array_add(audit->leaks, leak);
    } else {
        g_ptr_array_set_size(audit->leaks, 0);
    }
    gp_report_published_audit(audit, issues, format, out);
    return g_string_free(out, FALSE);
}

static void
test_audit(void)
{
    g_autofree char *nothing = print_audit(FALSE, GP_OUTPUT_TABLE);
    g_autofree char *found = print_audit(TRUE, GP_OUTPUT_TABLE);
    g_autofree char *csv = print_audit(TRUE, GP_OUTPUT_CSV);
    g_autofree char *json = print_audit(TRUE, GP_OUTPUT_JSON);

    g_assert_cmpstr(
        nothing, ==,
        "What could be worked out from --published about fewer than 8 people\n"
        "\n"
        "Nothing. Looked at:\n"
        "\n"
        "Year     Roles by name  Sites by name  Roles at sites  Figures  Parts behind them\n"
        "─────────────────────────────────────────────────────────────────────────────────\n"
        "2024-25       88 of 96       11 of 11             135     2592               3592\n"
        "\n"
        "Every sum and difference of the three tables and of all years is covered: docs/method.md, "
        "“Disclosure”, says why, and\n"
        "what is not.\n");
    g_assert_cmpstr(
        found, ==,
        "What could be worked out from --published about fewer than 8 people\n"
        "\n"
        "2024-25, of 4.5 people: Chaplain at A; Imam at A: Travel\n"
        "2024-25, of 3.0 people: Imam at A: people and WTE\n"
        "\n"
        "Looked at:\n"
        "\n"
        "Year     Roles by name  Sites by name  Roles at sites  Figures  Parts behind them\n"
        "─────────────────────────────────────────────────────────────────────────────────\n"
        "2024-25       88 of 96       11 of 11             135     2592               3592\n"
        "\n"
        "Every sum and difference of the three tables and of all years is covered: docs/method.md, "
        "“Disclosure”, says why, and\n"
        "what is not.\n");
    g_assert_cmpstr(csv, ==,
                    "year,categories,who,people\n"
                    "2024-25,Travel,Chaplain at A; Imam at A,4.5\n"
                    "2024-25,people and WTE,Imam at A,3\n");
    g_assert_nonnull(strstr(json, "\"roles_shown\":\t88"));
    g_assert_nonnull(strstr(json, "\"people\":\t\"4.5\""));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/published/csv", test_csv);
    g_test_add_func("/report/published/table", test_table);
    g_test_add_func("/report/published/json", test_json);
    g_test_add_func("/report/published/audit", test_audit);
    return g_test_run();
}
