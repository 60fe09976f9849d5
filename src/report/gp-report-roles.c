/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

#define SHOWN_WTE_PLACES 1
#define SHOWN_KG_PLACES 0

/* kg for one WTE, rounded half to even to whole millionths; 0 WTE has none. */
static gboolean
kg_per_wte(const GpRoleFootprint *role, int kg_places, GpInt128 *out_micro_kg)
{
    const int places = GP_MICRO_PLACES + GP_MICRO_PLACES; /* of the quotient and of the WTE */
    GpInt128 kg = role->attributable_kg + role->shared_kg;

    if (role->wte_micro == 0)
        return FALSE;
    *out_micro_kg = gp_number_divide(kg * gp_power_of_ten(MAX(0, places - kg_places)),
                                     role->wte_micro * gp_power_of_ten(MAX(0, kg_places - places)));
    return TRUE;
}

static const GpRoleFootprint *
get_role(const GpRoleFootprints *roles, guint i)
{
    return &g_array_index(roles->roles, GpRoleFootprint, i);
}

static void
append_exact(GString *out, GpInt128 value, int places)
{
    gp_number_append(out, value, places);
    g_string_append_c(out, ',');
}

static void
append_csv_row(const GpRoleFootprints *roles, const GpRoleFootprint *role, GString *out)
{
    GpInt128 per_wte;

    gp_csv_append(out, role->name);
    g_string_append_c(out, ',');
    append_exact(out, role->wte_micro, GP_MICRO_PLACES);
    g_string_append_printf(out, "%" G_GINT64_FORMAT ",", role->people);
    append_exact(out, role->attributable_kg, roles->kg_places);
    append_exact(out, role->shared_kg, roles->kg_places);
    append_exact(out, role->attributable_kg + role->shared_kg, roles->kg_places);
    if (kg_per_wte(role, roles->kg_places, &per_wte))
        gp_number_append(out, per_wte, GP_MICRO_PLACES);
    g_string_append_c(out, '\n');
}

static void
print_csv(const GpRoleFootprints *roles, GString *out)
{
    g_string_append(out, "role,wte,people,attributable_kg_co2e,shared_kg_co2e,kg_co2e,"
                         "kg_co2e_per_wte\n");
    for (guint i = 0; i < roles->roles->len; i++)
        append_csv_row(roles, get_role(roles, i), out);
    if (roles->not_allocated_kg != 0) {
        g_string_append(out, "(not allocated),,,,,");
        gp_number_append(out, roles->not_allocated_kg, roles->kg_places);
        g_string_append(out, ",\n");
    }
}

static cJSON *
role_object(const GpRoleFootprints *roles, const GpRoleFootprint *role)
{
    cJSON *object = cJSON_CreateObject();
    GpInt128 per_wte;

    cJSON_AddStringToObject(object, "role", role->name);
    cJSON_AddBoolToObject(object, "merged", role->is_merged);
    gp_json_add_exact(object, "wte", role->wte_micro, GP_MICRO_PLACES);
    cJSON_AddNumberToObject(object, "people", (double)role->people);
    gp_json_add_exact(object, "attributable_kg_co2e", role->attributable_kg, roles->kg_places);
    gp_json_add_exact(object, "shared_kg_co2e", role->shared_kg, roles->kg_places);
    gp_json_add_exact(object, "kg_co2e", role->attributable_kg + role->shared_kg, roles->kg_places);
    if (kg_per_wte(role, roles->kg_places, &per_wte))
        gp_json_add_exact(object, "kg_co2e_per_wte", per_wte, GP_MICRO_PLACES);
    else
        cJSON_AddNullToObject(object, "kg_co2e_per_wte");
    return object;
}

static void
add_fy(cJSON *object, const char *name, int fy)
{
    char text[16];

    gp_fy_print(fy, text);
    cJSON_AddStringToObject(object, name, text);
}

static void
print_json(const GpRoleFootprints *roles,
           const GpRolesContext *context,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows;

    add_fy(object, "year", context->fy);
    add_fy(object, "workforce_year", context->workforce_fy);
    cJSON_AddStringToObject(object, "key", "wte");
    cJSON_AddNumberToObject(object, "disclosure_threshold", context->threshold);
    rows = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < roles->roles->len; i++)
        cJSON_AddItemToArray(rows, role_object(roles, get_role(roles, i)));
    gp_json_add_exact(object, "not_allocated_kg_co2e", roles->not_allocated_kg, roles->kg_places);
    gp_json_add_exact(object, "total_kg_co2e", roles->total_kg, roles->kg_places);
    gp_json_add_issues(object, issues);
    gp_json_add_matches(object, &roles->matches);
    gp_json_print(object, out);
}

static char *
rounded(GpInt128 value, int places, int shown_places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, value, places, shown_places);
    return g_string_free(text, FALSE);
}

static void
add_row(GpTextTable *table, const GpRoleFootprints *roles, const GpRoleFootprint *role)
{
    GpInt128 per_wte;

    gp_text_table_add(table, g_strdup(role->name));
    gp_text_table_add(table, rounded(role->wte_micro, GP_MICRO_PLACES, SHOWN_WTE_PLACES));
    gp_text_table_add(table, kg_per_wte(role, roles->kg_places, &per_wte)
                                 ? rounded(per_wte, GP_MICRO_PLACES, SHOWN_KG_PLACES)
                                 : g_strdup("no staff"));
    gp_text_table_add(table, rounded(role->attributable_kg, roles->kg_places, SHOWN_KG_PLACES));
    gp_text_table_add(table, rounded(role->shared_kg, roles->kg_places, SHOWN_KG_PLACES));
    gp_text_table_add(
        table, rounded(role->attributable_kg + role->shared_kg, roles->kg_places, SHOWN_KG_PLACES));
}

static void
add_total(GpTextTable *table, const GpRoleFootprints *roles)
{
    GpRoleFootprint total = {.name = NULL};

    for (guint i = 0; i < roles->roles->len; i++) {
        const GpRoleFootprint *role = get_role(roles, i);

        total.wte_micro += role->wte_micro;
        total.attributable_kg += role->attributable_kg;
        total.shared_kg += role->shared_kg;
    }
    if (roles->not_allocated_kg != 0) {
        gp_text_table_add(table, g_strdup("Not allocated"));
        for (guint i = 1; i < 5; i++)
            gp_text_table_add(table, g_strdup(""));
        gp_text_table_add(table,
                          rounded(roles->not_allocated_kg, roles->kg_places, SHOWN_KG_PLACES));
    }
    total.name = (char *)"Trust";
    total.shared_kg += roles->not_allocated_kg;
    add_row(table, roles, &total);
}

static void
print_table(const GpRoleFootprints *roles, const GpRolesContext *context, GString *out)
{
    static const char *const titles[] = {"role",   "WTE",       "kg per WTE",
                                         "own kg", "shared kg", "total kg"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;
    char fy[16], workforce_fy[16];

    gp_fy_print(context->fy, fy);
    gp_fy_print(context->workforce_fy, workforce_fy);
    g_string_append_printf(out, "Footprint of roles, %s (kg CO2e), by the staff of %s\n\n", fy,
                           workforce_fy);
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < roles->roles->len; i++)
        add_row(&table, roles, get_role(roles, i));
    add_total(&table, roles);
    gp_text_table_print(&table, roles->not_allocated_kg == 0 ? 1 : 2, out);
    g_string_append(out, "\nOwn: what activity rows name the role for. Shared: everything else, by "
                         "whole-time equivalents (WTE)\nof the site or, where its staff is not "
                         "known, of the trust.\n");
    if (roles->n_merged > 0)
        g_string_append_printf(out, "Roles of fewer than %u people are put together with others.\n",
                               context->threshold);
    gp_matches_print(&roles->matches, out);
}

void
gp_report_roles(const GpRoleFootprints *roles,
                const GpRolesContext *context,
                const GpIssueList *issues,
                GpOutput format,
                GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(roles, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(roles, context, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(roles, context, out);
        return;
    }
}
