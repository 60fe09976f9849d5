/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-report-actions-private.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-rows-private.h"
#include "gp-table-private.h"
#include "gp-text.h"

#define TONNE_PLACES (GP_MICRO_PLACES + 3)
#define TITLE_CHARACTERS 44
#define OWNER_CHARACTERS 32

char *
gp_action_tonnes(GpInt128 micro_kg)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, micro_kg, TONNE_PLACES, 0);
    return g_string_free(text, FALSE);
}

char *
gp_action_title(const GpAction *action)
{
    return gp_text_printable(action->title, strlen(action->title), TITLE_CHARACTERS);
}

static int
fy_at(const GpOutlook *outlook, guint i)
{
    return outlook->base_fy + (int)i;
}

static void
month_text(GpMonth month, char *out)
{
    *out = '\0';
    if (month != GP_NO_MONTH)
        gp_month_print(month, out);
}

static void
append_micro(GString *out, GpInt128 micro_kg)
{
    g_string_append_c(out, ',');
    gp_number_append(out, micro_kg, GP_MICRO_PLACES);
}

/* ---- CSV ---- */

static void
print_action_csv(const GpOutlook *outlook, const GpOutlookLine *line, GString *out)
{
    const GpAction *action = line->action;
    const char *texts[] = {action->id,
                           action->title,
                           action->owner,
                           action->role,
                           action->category,
                           action->site,
                           gp_action_status_name(line->status)};
    char months[3][16];

    month_text(action->start, months[0]);
    month_text(action->full_effect, months[1]);
    month_text(action->end, months[2]);
    for (guint i = 0; i < outlook->n_years; i++) {
        char year[16];

        for (guint k = 0; k < G_N_ELEMENTS(texts); k++) {
            gp_csv_append_name(out, texts[k]);
            g_string_append_c(out, ',');
        }
        gp_fy_print(fy_at(outlook, i), year);
        g_string_append_printf(out, "%s,%s,%s,%s", months[0], months[1], months[2], year);
        append_micro(out, line->micro_kg[i]);
        append_micro(out, line->more_micro_kg[i]);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, line->left_out == NULL ? "" : line->left_out);
        g_string_append_c(out, '\n');
    }
}

static void
print_actions_csv(const GpOutlook *outlook, GString *out)
{
    g_string_append(out, "id,title,owner,role,category,site,status,start,full_effect,end,year,"
                         "kg_co2e_saved,kg_co2e_saved_more_than_now,left_out\n");
    for (guint i = 0; i < outlook->n_lines; i++)
        print_action_csv(outlook, &outlook->lines[i], out);
}

static void
append_outlook_year(GString *out, const GpOutlook *outlook, guint i)
{
    append_micro(out, outlook->usual_micro_kg[i]);
    append_micro(out, outlook->planned_micro_kg[i]);
    append_micro(out, outlook->proposed_micro_kg[i]);
    append_micro(out, outlook->planned_micro_kg[i] - outlook->path_micro_kg[i]);
    append_micro(out, outlook->proposed_micro_kg[i] - outlook->path_micro_kg[i]);
}

static void
print_outlook_csv(const GpOutlook *plan, const GpOutlook *scenario, GString *out)
{
    static const char *const columns[] = {"business_as_usual_kg", "planned_kg", "with_proposed_kg",
                                          "gap_kg", "gap_with_proposed_kg"};

    g_string_append(out, "year,path_kg");
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        g_string_append_printf(out, ",%s", columns[i]);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        g_string_append_printf(out, ",scenario_%s", columns[i]);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < plan->n_years; i++) {
        char year[16];

        gp_fy_print(fy_at(plan, i), year);
        g_string_append(out, year);
        append_micro(out, plan->path_micro_kg[i]);
        append_outlook_year(out, plan, i);
        if (scenario != NULL)
            append_outlook_year(out, scenario, i);
        else
            g_string_append(out, ",,,,,");
        g_string_append_c(out, '\n');
    }
}

/* ---- JSON ---- */

static void
add_month(cJSON *object, const char *name, GpMonth month)
{
    char text[16];

    month_text(month, text);
    gp_json_add_text(object, name, text);
}

static cJSON *
line_object(const GpOutlook *outlook, const GpOutlookLine *line)
{
    const GpAction *action = line->action;
    cJSON *object = cJSON_CreateObject(), *years;

    cJSON_AddStringToObject(object, "id", action->id);
    cJSON_AddStringToObject(object, "title", action->title);
    gp_json_add_text(object, "owner", action->owner);
    gp_json_add_text(object, "role", action->role);
    gp_json_add_text(object, "category", action->category);
    gp_json_add_text(object, "site", action->site);
    cJSON_AddStringToObject(object, "status", gp_action_status_name(line->status));
    add_month(object, "start", action->start);
    add_month(object, "full_effect", action->full_effect);
    add_month(object, "end", action->end);
    if (line->is_known)
        gp_json_add_exact(object, "full_kg_co2e", line->full_micro_kg, GP_MICRO_PLACES);
    else
        cJSON_AddNullToObject(object, "full_kg_co2e");
    cJSON_AddBoolToObject(object, "follows_grid", line->follows_grid);
    gp_json_add_text(object, "left_out", line->left_out);
    gp_json_add_text(object, "co_benefit", action->co_benefit);
    gp_json_add_text(object, "source", action->source);
    years = cJSON_AddArrayToObject(object, "years");
    for (guint i = 0; i < outlook->n_years; i++) {
        cJSON *year = cJSON_CreateObject();
        char label[16];

        gp_fy_print(fy_at(outlook, i), label);
        cJSON_AddStringToObject(year, "year", label);
        gp_json_add_exact(year, "kg_co2e_saved", line->micro_kg[i], GP_MICRO_PLACES);
        gp_json_add_exact(year, "kg_co2e_saved_more_than_now", line->more_micro_kg[i],
                          GP_MICRO_PLACES);
        cJSON_AddItemToArray(years, year);
    }
    return object;
}

static cJSON *
outlook_object(const GpOutlook *outlook)
{
    cJSON *object = cJSON_CreateObject(), *years, *lines;
    char label[16];

    gp_json_add_text(object, "scenario", outlook->scenario);
    gp_json_add_text(object, "grid_source", outlook->grid == NULL ? NULL : outlook->grid->source);
    years = cJSON_AddArrayToObject(object, "years");
    for (guint i = 0; i < outlook->n_years; i++) {
        const GpInt128 path = outlook->path_micro_kg[i], planned = outlook->planned_micro_kg[i];
        const GpInt128 proposed = outlook->proposed_micro_kg[i];
        cJSON *year = cJSON_CreateObject();

        gp_fy_print(fy_at(outlook, i), label);
        cJSON_AddStringToObject(year, "year", label);
        gp_json_add_exact(year, "path_kg", path, GP_MICRO_PLACES);
        gp_json_add_exact(year, "business_as_usual_kg", outlook->usual_micro_kg[i],
                          GP_MICRO_PLACES);
        gp_json_add_exact(year, "planned_kg", planned, GP_MICRO_PLACES);
        gp_json_add_exact(year, "with_proposed_kg", proposed, GP_MICRO_PLACES);
        gp_json_add_exact(year, "gap_kg", planned - path, GP_MICRO_PLACES);
        gp_json_add_exact(year, "gap_with_proposed_kg", proposed - path, GP_MICRO_PLACES);
        cJSON_AddItemToArray(years, year);
    }
    lines = cJSON_AddArrayToObject(object, "actions");
    for (guint i = 0; i < outlook->n_lines; i++)
        cJSON_AddItemToArray(lines, line_object(outlook, &outlook->lines[i]));
    return object;
}

static void
print_json(const GpOutlook *plan,
           const GpOutlook *scenario,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();
    char base[16];

    gp_fy_print(plan->base_fy, base);
    cJSON_AddStringToObject(object, "target", plan->target_name);
    cJSON_AddStringToObject(object, "base_year", base);
    cJSON_AddItemToObject(object, "plan", outlook_object(plan));
    cJSON_AddItemToObject(object, "scenario",
                          scenario == NULL ? cJSON_CreateNull() : outlook_object(scenario));
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* ---- tables ---- */

static void
add_text_cell(GpTextTable *table, const char *text, guint characters)
{
    gp_text_table_add(table, gp_text_printable(text, strlen(text), characters));
}

static void
print_actions_table(const GpOutlook *outlook, GString *out)
{
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, FALSE, TRUE, TRUE, TRUE};
    g_autofree char *in_base = NULL, *by_last = NULL;
    g_auto(GpTextTable) table;
    char base[16], last[16];

    gp_fy_print(outlook->base_fy, base);
    gp_fy_print(fy_at(outlook, outlook->n_years - 1), last);
    in_base = g_strdup_printf("in %s t", base);
    by_last = g_strdup_printf("more by %s t", last);
    {
        const char *const titles[] = {"id",       "action", "owner", "status",
                                      "a year t", in_base,  by_last};

        gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    }
    for (guint i = 0; i < outlook->n_lines; i++) {
        const GpOutlookLine *line = &outlook->lines[i];
        const GpInt128 more = line->more_micro_kg[outlook->n_years - 1];

        add_text_cell(&table, line->action->id, 12);
        gp_text_table_add(&table, gp_action_title(line->action));
        add_text_cell(&table, line->action->owner, OWNER_CHARACTERS);
        gp_text_table_add(&table, g_strdup(gp_action_status_name(line->status)));
        gp_text_table_add(&table, line->is_known ? gp_action_tonnes(line->full_micro_kg)
                                                 : g_strdup("not told"));
        gp_text_table_add(&table, gp_action_tonnes(line->micro_kg[0] - line->more_micro_kg[0]));
        gp_text_table_add(&table, line->left_out != NULL ? g_strdup("not counted")
                                                         : gp_action_tonnes(more));
    }
    gp_text_table_print(&table, 0, out);
    for (guint i = 0; i < outlook->n_lines; i++) {
        const GpOutlookLine *line = &outlook->lines[i];
        g_autofree char *id = gp_text_quoted(line->action->id);

        if (line->left_out != NULL)
            g_string_append_printf(out, "%s is not counted: %s.\n", id, line->left_out);
    }
}

static void
print_outlook_table(const GpOutlook *plan, const GpOutlook *scenario, GString *out)
{
    static const char *const titles[] = {"year",         "path t",       "as usual t",
                                         "planned t",    "above path t", "with proposed t",
                                         "then above t", "scenario t"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number,
                       G_N_ELEMENTS(titles) - (scenario == NULL ? 1 : 0));
    for (guint i = 0; i < plan->n_years; i++) {
        const GpInt128 path = plan->path_micro_kg[i];
        char year[16];

        gp_fy_print(fy_at(plan, i), year);
        gp_text_table_add(&table, g_strdup(year));
        gp_text_table_add(&table, gp_action_tonnes(path));
        gp_text_table_add(&table, gp_action_tonnes(plan->usual_micro_kg[i]));
        gp_text_table_add(&table, gp_action_tonnes(plan->planned_micro_kg[i]));
        gp_text_table_add(&table, gp_action_tonnes(plan->planned_micro_kg[i] - path));
        gp_text_table_add(&table, gp_action_tonnes(plan->proposed_micro_kg[i]));
        gp_text_table_add(&table, gp_action_tonnes(plan->proposed_micro_kg[i] - path));
        if (scenario != NULL)
            gp_text_table_add(&table, gp_action_tonnes(scenario->planned_micro_kg[i]));
    }
    gp_text_table_print(&table, 0, out);
}

/* `3,801 t are still missing.` or `12 t less than the path.` */
static void
append_gap(GString *out, GpInt128 gap)
{
    g_autofree char *text = gp_action_tonnes(gap < 0 ? -gap : gap);

    g_string_append_printf(out, "%s t %s.\n", text,
                           gap > 0 ? "are still missing" : "less than the path");
}

static void
print_sentences(const GpOutlook *outlook, GString *out)
{
    const guint last = outlook->n_years - 1;
    const GpInt128 path = outlook->path_micro_kg[last];
    g_autofree char *path_t = gp_action_tonnes(path);
    g_autofree char *usual_t = gp_action_tonnes(outlook->usual_micro_kg[last]);
    g_autofree char *planned_t = gp_action_tonnes(outlook->planned_micro_kg[last]);
    g_autofree char *proposed_t = gp_action_tonnes(outlook->proposed_micro_kg[last]);
    g_autofree char *name =
        outlook->scenario == NULL
            ? NULL
            : gp_text_printable(outlook->scenario, strlen(outlook->scenario), TITLE_CHARACTERS);
    char base[16], year[16];

    gp_fy_print(outlook->base_fy, base);
    gp_fy_print(fy_at(outlook, last), year);
    if (name == NULL)
        g_string_append_printf(out, "If everything stays as in %s, %s sees", base, year);
    else
        g_string_append_printf(out, "Scenario “%s”: without more action %s sees", name, year);
    g_string_append_printf(out, " %s t against a path of %s t.\n", usual_t, path_t);
    g_string_append_printf(out,
                           "With what is done, under way and planned it sees %s t: ", planned_t);
    append_gap(out, outlook->planned_micro_kg[last] - path);
    g_string_append_printf(out, "With what is proposed as well it sees %s t: ", proposed_t);
    append_gap(out, outlook->proposed_micro_kg[last] - path);
}

static void
print_table(const GpOutlook *plan, const GpOutlook *scenario, GString *out)
{
    g_autofree char *name = gp_text_printable(plan->target_name, strlen(plan->target_name), 100);

    g_string_append_printf(out, "%s: what is planned, and whether it is enough\n\n", name);
    print_sentences(plan, out);
    if (scenario != NULL)
        print_sentences(scenario, out);
    g_string_append_c(out, '\n');
    print_outlook_table(plan, scenario, out);
    if (plan->n_lines == 0) {
        g_string_append(out, "\nNo actions are listed in actions.csv.\n");
        return;
    }
    g_string_append_c(out, '\n');
    print_actions_table(scenario != NULL ? scenario : plan, out);
}

void
gp_report_outlook(const GpOutlook *plan,
                  const GpOutlook *scenario,
                  gboolean by_year,
                  const GpIssueList *issues,
                  GpOutput format,
                  GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        if (by_year)
            print_outlook_csv(plan, scenario, out);
        else
            print_actions_csv(scenario != NULL ? scenario : plan, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(plan, scenario, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(plan, scenario, out);
        return;
    }
}
