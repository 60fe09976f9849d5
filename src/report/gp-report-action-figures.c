/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-report-actions-private.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"
#include "gp-text.h"

/* ---- costs ---- */

static const GpActionCost *
cost_at(const GArray *costs, guint i)
{
    return &g_array_index(costs, GpActionCost, i);
}

static void
append_csv_number(GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_c(out, ',');
    if (!isnan(value))
        g_string_append(out, g_ascii_formatd(text, sizeof text, "%.2f", value));
}

static void
print_costs_csv(const GArray *costs, GString *out)
{
    g_string_append(out, "id,title,owner,status,kg_co2e_per_year,gbp_per_tonne,gbp_per_year,"
                         "net_present_gbp,kg_co2e_so_far,not_costed\n");
    for (guint i = 0; i < costs->len; i++) {
        const GpActionCost *cost = cost_at(costs, i);
        const gboolean has_figure = cost->not_costed == NULL;

        gp_csv_append_name(out, cost->action->id);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, cost->action->title);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, cost->action->owner);
        g_string_append_printf(out, ",%s,", gp_action_status_name(cost->status));
        if (has_figure)
            gp_number_append(out, cost->micro_kg, GP_MICRO_PLACES);
        append_csv_number(out, cost->gbp_per_tonne);
        append_csv_number(out, cost->gbp_per_year);
        append_csv_number(out, cost->net_present_gbp);
        g_string_append_c(out, ',');
        if (has_figure && cost->status != GP_ACTION_DONE)
            gp_number_append(out, cost->total_micro_kg, GP_MICRO_PLACES);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, has_figure ? "" : cost->not_costed);
        g_string_append_c(out, '\n');
    }
}

static double
to_penny(double gbp)
{
    return round(gbp * 100) / 100;
}

static void
print_costs_json(const GArray *costs, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(object, "actions");

    for (guint i = 0; i < costs->len; i++) {
        const GpActionCost *cost = cost_at(costs, i);
        cJSON *row = cJSON_CreateObject();

        cJSON_AddStringToObject(row, "id", cost->action->id);
        cJSON_AddStringToObject(row, "title", cost->action->title);
        cJSON_AddStringToObject(row, "status", gp_action_status_name(cost->status));
        if (cost->not_costed == NULL)
            gp_json_add_exact(row, "kg_co2e_per_year", cost->micro_kg, GP_MICRO_PLACES);
        else
            cJSON_AddNullToObject(row, "kg_co2e_per_year");
        gp_json_add_number(row, "gbp_per_tonne", to_penny(cost->gbp_per_tonne));
        gp_json_add_number(row, "gbp_per_year", to_penny(cost->gbp_per_year));
        gp_json_add_number(row, "net_present_gbp", to_penny(cost->net_present_gbp));
        if (cost->not_costed == NULL && cost->status != GP_ACTION_DONE)
            gp_json_add_exact(row, "kg_co2e_so_far", cost->total_micro_kg, GP_MICRO_PLACES);
        else
            cJSON_AddNullToObject(row, "kg_co2e_so_far");
        gp_json_add_text(row, "not_costed", cost->not_costed);
        cJSON_AddItemToArray(rows, row);
    }
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

static char *
pounds(double gbp)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    GString *out = g_string_new(NULL);
    gint64 whole = 0;

    if (isnan(gbp))
        return g_string_free(out, FALSE);
    g_ascii_formatd(text, sizeof text, "%.0f", gbp);
    if (gp_number_parse(text, strlen(text), 0, &whole) == GP_NUMBER_EXACT)
        gp_number_append_rounded(out, whole, 0, 0);
    else
        g_string_append(out, text);
    return g_string_free(out, FALSE);
}

static void
print_costed(const GArray *costs, GString *out)
{
    static const char *const titles[] = {"id",        "action",   "status",        "t a year",
                                         "£ a tonne", "£ a year", "net present £", "t so far"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < costs->len; i++) {
        const GpActionCost *cost = cost_at(costs, i);

        if (cost->not_costed != NULL)
            continue;
        gp_text_table_add(&table, gp_text_quoted(cost->action->id));
        gp_text_table_add(&table, gp_action_title(cost->action));
        gp_text_table_add(&table, g_strdup(gp_action_status_name(cost->status)));
        gp_text_table_add(&table, gp_action_tonnes(cost->micro_kg));
        gp_text_table_add(&table, pounds(cost->gbp_per_tonne));
        gp_text_table_add(&table, pounds(cost->gbp_per_year));
        gp_text_table_add(&table, pounds(cost->net_present_gbp));
        gp_text_table_add(&table, cost->status == GP_ACTION_DONE
                                      ? g_strdup("")
                                      : gp_action_tonnes(cost->total_micro_kg));
    }
    gp_text_table_print(&table, 0, out);
}

static void
print_costs_table(const GArray *costs, GString *out)
{
    gboolean has_heading = FALSE;

    if (costs->len == 0) {
        g_string_append(out, "No actions are listed in actions.csv.\n");
        return;
    }
    g_string_append(out, "What a tonne costs, the cheapest first\n\n");
    print_costed(costs, out);
    for (guint i = 0; i < costs->len; i++) {
        const GpActionCost *cost = cost_at(costs, i);
        g_autofree char *id = gp_text_quoted(cost->action->id);
        g_autofree char *title = gp_action_title(cost->action);

        if (cost->not_costed == NULL)
            continue;
        g_string_append_printf(out, "%s  %s  %s: %s\n", has_heading ? "" : "\nNot costed\n", id,
                               title, cost->not_costed);
        has_heading = TRUE;
    }
    g_string_append(
        out,
        "\nBelow zero saves money. Among those that save money pounds a tonne say nothing of which "
        "is best:\nlook at the net present value. Capital is spread over the lifetime at 3.5% a "
        "year "
        "(HM Treasury, Green\nBook; 3.0% after 30 years). Costs are estimates, and one action may "
        "make another one smaller.\n");
}

void
gp_report_action_costs(const GArray *costs,
                       const GpIssueList *issues,
                       GpOutput format,
                       GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_costs_csv(costs, out);
        return;
    case GP_OUTPUT_JSON:
        print_costs_json(costs, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_costs_table(costs, out);
        return;
    }
}

/* ---- claimed against measured ---- */

static gboolean
is_measured(const GpActionMeasured *self)
{
    return self->finding != GP_MEASURED_NOT;
}

static double
to_gram(double kg)
{
    return round(kg * 1000) / 1000;
}

static void
print_measured_csv(const GPtrArray *list, GString *out)
{
    g_string_append(out,
                    "id,title,claimed_kg_co2e,before_kg_co2e,after_kg_co2e,change_kg_co2e,"
                    "range95_kg_co2e,before_from,after_from,factors,finding,also_there,reason\n");
    for (guint i = 0; i < list->len; i++) {
        const GpActionMeasured *self = g_ptr_array_index(list, i);
        char before[16] = "", after[16] = "", year[16] = "";
        char range[G_ASCII_DTOSTR_BUF_SIZE];

        gp_csv_append_name(out, self->action->id);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, self->action->title);
        g_string_append_c(out, ',');
        if (self->has_claim)
            gp_number_append(out, self->claim_micro_kg, GP_MICRO_PLACES);
        g_string_append_c(out, ',');
        if (is_measured(self)) {
            gp_month_print(self->before, before);
            gp_month_print(self->after, after);
            gp_fy_print(self->factor_fy, year);
            gp_number_append(out, self->before_micro_kg, GP_MICRO_PLACES);
            g_string_append_c(out, ',');
            gp_number_append(out, self->after_micro_kg, GP_MICRO_PLACES);
            g_string_append_c(out, ',');
            gp_number_append(out, self->after_micro_kg - self->before_micro_kg, GP_MICRO_PLACES);
            g_string_append_printf(out, ",%s",
                                   g_ascii_formatd(range, sizeof range, "%.3f", self->range95_kg));
        } else {
            g_string_append(out, ",,,");
        }
        g_string_append_printf(out, ",%s,%s,%s,%s,", before, after, year,
                               gp_measured_finding_name(self->finding));
        gp_csv_append_name(out, self->also == NULL ? "" : self->also);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, self->reason == NULL ? "" : self->reason);
        g_string_append_c(out, '\n');
    }
}

static void
add_months(cJSON *row, const GpActionMeasured *self)
{
    char text[16];

    gp_month_print(self->before, text);
    cJSON_AddStringToObject(row, "before_from", text);
    gp_month_print(self->after, text);
    cJSON_AddStringToObject(row, "after_from", text);
    gp_fy_print(self->factor_fy, text);
    cJSON_AddStringToObject(row, "factors", text);
}

static void
print_measured_json(const GPtrArray *list, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(object, "actions");

    for (guint i = 0; i < list->len; i++) {
        const GpActionMeasured *self = g_ptr_array_index(list, i);
        cJSON *row = cJSON_CreateObject();

        cJSON_AddStringToObject(row, "id", self->action->id);
        cJSON_AddStringToObject(row, "title", self->action->title);
        if (self->has_claim)
            gp_json_add_exact(row, "claimed_kg_co2e", self->claim_micro_kg, GP_MICRO_PLACES);
        else
            cJSON_AddNullToObject(row, "claimed_kg_co2e");
        if (is_measured(self)) {
            gp_json_add_exact(row, "before_kg_co2e", self->before_micro_kg, GP_MICRO_PLACES);
            gp_json_add_exact(row, "after_kg_co2e", self->after_micro_kg, GP_MICRO_PLACES);
            gp_json_add_exact(row, "change_kg_co2e", self->after_micro_kg - self->before_micro_kg,
                              GP_MICRO_PLACES);
            gp_json_add_number(row, "range95_kg_co2e", to_gram(self->range95_kg));
            add_months(row, self);
        }
        cJSON_AddStringToObject(row, "finding", gp_measured_finding_name(self->finding));
        cJSON_AddStringToObject(row, "words", gp_measured_finding_words(self->finding));
        gp_json_add_text(row, "also_there", self->also);
        gp_json_add_text(row, "reason", self->reason);
        cJSON_AddItemToArray(rows, row);
    }
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

static char *
range_text(const GpActionMeasured *self)
{
    const double change =
        gp_number_to_double(self->after_micro_kg - self->before_micro_kg, GP_MICRO_PLACES);
    g_autofree char *low = pounds((change - self->range95_kg) / 1000);
    g_autofree char *high = pounds((change + self->range95_kg) / 1000);

    return g_strdup_printf("%s to %s", low, high);
}

/* Returns: (transfer full) */
static char *
finding_text(const GpActionMeasured *self)
{
    const char *words = gp_measured_finding_words(self->finding);
    g_autofree char *also = NULL;

    if (!is_measured(self))
        return g_strdup_printf("%s: %s", words, self->reason);
    if (self->also == NULL)
        return g_strdup(words);
    also = gp_text_printable(self->also, strlen(self->also), 40);
    return g_strdup_printf("%s (also there: %s)", words, also);
}

static void
print_measured_table(const GPtrArray *list, GString *out)
{
    static const char *const titles[] = {"id",      "action",   "claimed t",  "before t",
                                         "after t", "change t", "95% range t"};
    static const gboolean is_number[] = {FALSE, FALSE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;

    if (list->len == 0) {
        g_string_append(out, "No action is done.\n");
        return;
    }
    g_string_append(out, "Claimed against measured: actions that are done\n\n");
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < list->len; i++) {
        const GpActionMeasured *self = g_ptr_array_index(list, i);
        const gboolean has_figures = is_measured(self);

        gp_text_table_add(&table, gp_text_quoted(self->action->id));
        gp_text_table_add(&table, gp_action_title(self->action));
        gp_text_table_add(&table,
                          self->has_claim ? gp_action_tonnes(-self->claim_micro_kg) : g_strdup(""));
        gp_text_table_add(&table,
                          has_figures ? gp_action_tonnes(self->before_micro_kg) : g_strdup(""));
        gp_text_table_add(&table,
                          has_figures ? gp_action_tonnes(self->after_micro_kg) : g_strdup(""));
        gp_text_table_add(
            &table, has_figures ? gp_action_tonnes(self->after_micro_kg - self->before_micro_kg)
                                : g_strdup(""));
        gp_text_table_add(&table, has_figures ? range_text(self) : g_strdup(""));
    }
    gp_text_table_print(&table, 0, out);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < list->len; i++) {
        const GpActionMeasured *self = g_ptr_array_index(list, i);
        g_autofree char *id = gp_text_quoted(self->action->id);
        g_autofree char *text = finding_text(self);

        g_string_append_printf(out, "%s: %s\n", id, text);
    }
    g_string_append(
        out,
        "\nTwelve months before the start and the first twelve of full effect, both by the factors "
        "of "
        "the year of\nthe start, so that a cleaner grid is not counted. The change is all that "
        "happened there: weather, other\nactions and moves are in it, and nothing here says what "
        "caused it.\n");
}

void
gp_report_action_measured(const GPtrArray *list,
                          const GpIssueList *issues,
                          GpOutput format,
                          GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_measured_csv(list, out);
        return;
    case GP_OUTPUT_JSON:
        print_measured_json(list, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_measured_table(list, out);
        return;
    }
}
