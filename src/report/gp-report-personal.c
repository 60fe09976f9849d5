/* SPDX-License-Identifier: MIT */
#include "gp-report-explanation-private.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-rows-private.h"
#include "gp-table-private.h"

#define SHOWN_PLACES 1 /* of kg and miles in the table */

static const GpPersonalLine *
line_at(const GpPersonal *self, guint i)
{
    return g_ptr_array_index(self->lines, i);
}

/* Calls for each step that is in the total, line by line. */
typedef void (*StepFunc)(const GpPersonalLine *line,
                         const GpExplanationStep *step,
                         const GpUnitTable *units,
                         gpointer data);

static void
for_each_step(const GpPersonalLine *line, const GpUnitTable *units, StepFunc func, gpointer data)
{
    for (guint i = 0; i < line->steps->steps->len; i++) {
        const GpExplanationStep *step = &g_array_index(line->steps->steps, GpExplanationStep, i);

        if (step->factor->scope != GP_SCOPE_OUTSIDE)
            func(line, step, units, data);
    }
}

/* ---- CSV ---- */

static void
add_step_row(const GpPersonalLine *line,
             const GpExplanationStep *step,
             const GpUnitTable *units,
             gpointer data)
{
    const GpFactor *factor = step->factor;
    GpRows *rows = data;

    gp_rows_add(rows, line->group);
    gp_rows_add(rows, line->what);
    gp_rows_add(rows, line->how);
    gp_rows_add(rows, line->activity);
    gp_rows_add_exact(rows, step->quantity_micro, GP_MICRO_PLACES);
    gp_rows_add(rows, gp_unit_name(units, step->unit));
    gp_rows_add(rows, gp_component_name(factor->component));
    gp_rows_add(rows, gp_scope_name(factor->scope));
    gp_rows_add_exact(rows, step->multiplier_nano, GP_NANO_PLACES);
    gp_rows_add_exact(rows, factor->kg_co2e_pico, GP_PICO_PLACES);
    gp_rows_add(rows, gp_unit_name(units, factor->unit));
    gp_rows_add_exact(rows, step->kg_co2e, step->kg_places);
    gp_rows_add(rows, gp_match_rule_name(step->rule));
    gp_rows_add(rows, factor->is_own ? factor->file : factor->publication);
    gp_rows_add(rows, factor->edition);
    gp_rows_add(rows, factor->reference);
}

static void
print_csv(const GpPersonal *self, const GpUnitTable *units, GString *out)
{
    static const char *const titles[] = {
        "group",     "what",        "how",        "activity",         "quantity",       "unit",
        "component", "scope",       "multiplier", "kg_co2e_per_unit", "unit_of_factor", "kg_co2e",
        "rule",      "publication", "edition",    "reference"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < self->lines->len; i++)
        for_each_step(line_at(self, i), units, add_step_row, &rows);
    gp_rows_print(&rows, GP_OUTPUT_CSV, out);
}

/* ---- JSON ---- */

static void
add_step_object(G_GNUC_UNUSED const GpPersonalLine *line,
                const GpExplanationStep *step,
                const GpUnitTable *units,
                gpointer data)
{
    const GpFactor *factor = step->factor;
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "component", gp_component_name(factor->component));
    cJSON_AddStringToObject(object, "scope", gp_scope_name(factor->scope));
    gp_json_add_exact(object, "multiplier", step->multiplier_nano, GP_NANO_PLACES);
    gp_json_add_exact(object, "kg_co2e_per_unit", factor->kg_co2e_pico, GP_PICO_PLACES);
    cJSON_AddStringToObject(object, "unit_of_factor", gp_unit_name(units, factor->unit));
    gp_json_add_exact(object, "kg_co2e", step->kg_co2e, step->kg_places);
    cJSON_AddStringToObject(object, "rule", gp_match_rule_name(step->rule));
    cJSON_AddStringToObject(object, "publication",
                            factor->is_own ? factor->file : factor->publication);
    cJSON_AddStringToObject(object, "edition", factor->edition);
    cJSON_AddStringToObject(object, "reference", factor->reference);
    cJSON_AddItemToArray(data, object);
}

static cJSON *
line_object(const GpPersonal *self, const GpPersonalLine *line, const GpUnitTable *units)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "group", line->group);
    cJSON_AddStringToObject(object, "what", line->what);
    cJSON_AddStringToObject(object, "how", line->how);
    cJSON_AddStringToObject(object, "activity", line->activity);
    gp_json_add_exact(object, "quantity", line->quantity_micro, GP_MICRO_PLACES);
    cJSON_AddStringToObject(object, "unit", line->unit);
    gp_json_add_exact(object, "kg_co2e", line->kg_co2e, self->kg_places);
    for_each_step(line, units, add_step_object, cJSON_AddArrayToObject(object, "factors"));
    return object;
}

static cJSON *
role_object(const GpPersonalRole *role)
{
    cJSON *object = cJSON_CreateObject();
    char fy[16];

    gp_fy_print(role->fy, fy);
    cJSON_AddStringToObject(object, "role", role->role);
    cJSON_AddStringToObject(object, "site", role->site);
    cJSON_AddStringToObject(object, "year", fy);
    gp_json_add_exact(object, "own_kg_co2e_per_wte", role->own_kg, role->kg_places);
    gp_json_add_exact(object, "shared_kg_co2e_per_wte", role->shared_kg, role->kg_places);
    gp_json_add_exact(object, "my_shared_kg_co2e", role->my_shared_kg, role->kg_places);
    return object;
}

static void
print_json(const GpPersonal *self,
           const GpUnitTable *units,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject(), *lines, *assumed;
    char fy[16];

    gp_fy_print(self->fy, fy);
    cJSON_AddStringToObject(object, "year", fy);
    lines = cJSON_AddArrayToObject(object, "lines");
    for (guint i = 0; i < self->lines->len; i++)
        cJSON_AddItemToArray(lines, line_object(self, line_at(self, i), units));
    gp_json_add_exact(object, "total_kg_co2e", self->kg_co2e, self->kg_places);
    assumed = cJSON_AddArrayToObject(object, "assumed");
    for (guint i = 0; i < self->assumed->len; i++)
        cJSON_AddItemToArray(assumed, cJSON_CreateString(g_ptr_array_index(self->assumed, i)));
    if (self->role != NULL)
        cJSON_AddItemToObject(object, "role", role_object(self->role));
    else
        cJSON_AddNullToObject(object, "role");
    cJSON_AddFalseToObject(object, "stored");
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* ---- for people ---- */

static char *
rounded(GpInt128 value, int places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, value, places, SHOWN_PLACES);
    return g_string_free(text, FALSE);
}

static void
print_lines(const GpPersonal *self, GString *out)
{
    static const char *const titles[] = {"what", "how", "amount", "unit", "kg CO2e"};
    static const gboolean is_number[] = {FALSE, FALSE, TRUE, FALSE, TRUE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < self->lines->len; i++) {
        const GpPersonalLine *line = line_at(self, i);

        gp_text_table_add(&table, g_strdup(line->what));
        gp_text_table_add(&table, g_strdup(line->how));
        gp_text_table_add(&table, rounded(line->quantity_micro, GP_MICRO_PLACES));
        gp_text_table_add(&table, g_strdup(line->unit));
        gp_text_table_add(&table, rounded(line->kg_co2e, self->kg_places));
    }
    gp_text_table_add(&table, g_strdup("Total"));
    for (guint i = 1; i < G_N_ELEMENTS(titles) - 1; i++)
        gp_text_table_add(&table, g_strdup(""));
    gp_text_table_add(&table, rounded(self->kg_co2e, self->kg_places));
    gp_text_table_print(&table, 1, out);
}

/* What a component is of, for somebody who has never read of one; "" where it is the whole. */
static const char *
plain_component(GpComponent component)
{
    switch (component) {
    case GP_COMPONENT_COMBUSTION:
        return ": the journey itself";
    case GP_COMPONENT_WTT:
        return ": making and bringing the fuel or power";
    case GP_COMPONENT_TD:
    case GP_COMPONENT_WTT_TD:
        return ": what is lost on the way through the grid";
    case GP_COMPONENT_UNSTATED:
    case GP_COMPONENT_GENERATION:
    case GP_COMPONENT_SUPPLY:
    case GP_COMPONENT_TREATMENT:
    case GP_COMPONENT_DISPOSAL:
    case GP_COMPONENT_FUGITIVE:
    case GP_COMPONENT_PURCHASE:
        break;
    }
    return "";
}

static void
describe_step(G_GNUC_UNUSED const GpPersonalLine *line,
              const GpExplanationStep *step,
              const GpUnitTable *units,
              gpointer data)
{
    const GpFactor *factor = step->factor;
    GString *out = data;

    gp_number_append(out, step->quantity_micro, GP_MICRO_PLACES);
    g_string_append_printf(out, " %s", gp_unit_name(units, step->unit));
    gp_step_append_multiplier(step, units, out);
    g_string_append(out, " x ");
    gp_number_append(out, factor->kg_co2e_pico, GP_PICO_PLACES);
    g_string_append_printf(out, " kg/%s = ", gp_unit_name(units, factor->unit));
    gp_number_append(out, step->kg_co2e, step->kg_places);
    g_string_append_printf(out, " kg%s\n", plain_component(factor->component));
    gp_factor_append_source(factor, out);
}

/* What is published of the role; it is not added to what was told. */
static void
describe_role(const GpPersonalRole *role, GString *out)
{
    char fy[16];

    gp_fy_print(role->fy, fy);
    g_string_append_printf(out, "\n%s%s%s, as published for %s\n", role->role,
                           *role->site == '\0' ? "" : " at ", role->site, fy);
    g_string_append(out, "  own emissions of the role, on average: ");
    gp_number_append_rounded(out, role->own_kg, role->kg_places, 0);
    g_string_append(out, " kg for each WTE\n  your share of the building and the like: ");
    gp_number_append_rounded(out, role->my_shared_kg, role->kg_places, 0);
    g_string_append(out, " kg, of ");
    gp_number_append_rounded(out, role->shared_kg, role->kg_places, 0);
    g_string_append(out, " kg for each WTE\n");
}

static void
print_table(const GpPersonal *self, const GpUnitTable *units, GString *out)
{
    char fy[16];

    gp_fy_print(self->fy, fy);
    g_string_append_printf(out, "Your own footprint, %s\n\n", fy);
    print_lines(self, out);
    g_string_append(out, "\nTo be redone by hand:\n");
    for (guint i = 0; i < self->lines->len; i++) {
        g_string_append_printf(out, "\n%s\n", line_at(self, i)->what);
        for_each_step(line_at(self, i), units, describe_step, out);
    }
    if (self->role != NULL)
        describe_role(self->role, out);
    if (self->assumed->len > 0)
        g_string_append(out, "\nTaken where you told nothing:\n");
    for (guint i = 0; i < self->assumed->len; i++)
        g_string_append_printf(out, "  %s\n", (const char *)g_ptr_array_index(self->assumed, i));
    g_string_append(out,
                    "\nThis was worked out on this computer from what you typed. Nothing of it "
                    "was stored or sent.\n");
}

void
gp_report_personal(const GpPersonal *personal,
                   const GpUnitTable *units,
                   const GpIssueList *issues,
                   GpOutput format,
                   GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(personal, units, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(personal, units, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(personal, units, out);
        return;
    }
}
