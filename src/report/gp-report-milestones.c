/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

static void
print_csv(const GPtrArray *markers, GpDay today, GString *out)
{
    g_string_append(out, "state,date,date_latest,title,applies_to,source\n");
    for (guint i = 0; i < markers->len; i++) {
        const GpMarker *marker = g_ptr_array_index(markers, i);

        g_string_append_printf(out, "%s,%s,%s,",
                               gp_marker_state_name(gp_markers_state(markers, i, today)),
                               marker->date, marker->date_latest);
        gp_csv_append_name(out, marker->title);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, marker->applies_to);
        g_string_append_c(out, ',');
        gp_csv_append_name(out, marker->source);
        g_string_append_c(out, '\n');
    }
}

static void
print_json(const GPtrArray *markers, GpDay today, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject(), *array;
    char label[16];

    gp_day_print(today, label);
    cJSON_AddStringToObject(object, "today", label);
    array = cJSON_AddArrayToObject(object, "milestones");
    for (guint i = 0; i < markers->len; i++) {
        const GpMarker *marker = g_ptr_array_index(markers, i);
        cJSON *json = cJSON_CreateObject();

        cJSON_AddStringToObject(json, "state",
                                gp_marker_state_name(gp_markers_state(markers, i, today)));
        cJSON_AddStringToObject(json, "date", marker->date);
        gp_json_add_text(json, "date_latest", marker->date_latest);
        cJSON_AddStringToObject(json, "title", marker->title);
        gp_json_add_text(json, "applies_to", marker->applies_to);
        gp_json_add_text(json, "source", marker->source);
        cJSON_AddItemToArray(array, json);
    }
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

static void
print_table(const GPtrArray *markers, GpDay today, GString *out)
{
    static const char *const titles[] = {"", "by", "milestone", "applies to"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, FALSE};
    g_auto(GpTextTable) table;
    char label[16];

    gp_day_print(today, label);
    g_string_append_printf(out, "Milestones as of %s\n\n", label);
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < markers->len; i++) {
        const GpMarker *marker = g_ptr_array_index(markers, i);
        gboolean is_range = *marker->date_latest != '\0';

        gp_text_table_add(&table,
                          g_strdup(gp_marker_state_name(gp_markers_state(markers, i, today))));
        gp_text_table_add(&table, g_strdup_printf("%s%s%s", marker->date, is_range ? " to " : "",
                                                  marker->date_latest));
        gp_text_table_add(&table, g_strdup(marker->title));
        gp_text_table_add(&table, g_strdup(marker->applies_to));
    }
    gp_text_table_print(&table, 0, out);
    g_string_append(out, "\nSources: --format csv gives that of each.\n");
}

void
gp_report_milestones(
    const GPtrArray *markers, GpDay today, const GpIssueList *issues, GpOutput format, GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(markers, today, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(markers, today, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(markers, today, out);
        return;
    }
}
