/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-report-json-private.h"

void
gp_json_add_exact(cJSON *object, const char *name, GpInt128 value, int places)
{
    g_autoptr(GString) text = g_string_new(NULL);

    gp_number_append(text, value, places);
    cJSON_AddStringToObject(object, name, text->str);
}

void
gp_json_add_text(cJSON *object, const char *name, const char *text)
{
    if (text == NULL || *text == '\0')
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddStringToObject(object, name, text);
}

void
gp_json_add_number(cJSON *object, const char *name, double value)
{
    if (isnan(value))
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddNumberToObject(object, name, value);
}

static cJSON *
issue_object(const GpIssue *issue)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "severity", gp_severity_name(issue->severity));
    cJSON_AddStringToObject(object, "code", issue->code);
    if (issue->file == NULL)
        cJSON_AddNullToObject(object, "file");
    else
        cJSON_AddStringToObject(object, "file", issue->file);
    cJSON_AddNumberToObject(object, "line", (double)issue->line);
    cJSON_AddNumberToObject(object, "column", issue->column);
    cJSON_AddStringToObject(object, "message", issue->message);
    return object;
}

void
gp_json_add_issues(cJSON *object, const GpIssueList *issues)
{
    cJSON *array = cJSON_AddArrayToObject(object, "issues");

    for (guint i = 0; i < gp_issue_list_size(issues); i++)
        cJSON_AddItemToArray(array, issue_object(gp_issue_list_get(issues, i)));
}

void
gp_json_add_matches(cJSON *object, const GpMatchCount *matches)
{
    cJSON *rules = cJSON_AddObjectToObject(object, "matches");

    for (guint rule = 0; rule < GP_N_MATCH_RULES; rule++)
        cJSON_AddNumberToObject(rules, gp_match_rule_name(rule), (double)matches->rows[rule]);
}

void
gp_json_print(cJSON *object, GString *out)
{
    char *text = cJSON_Print(object);

    g_string_append(out, text);
    g_string_append_c(out, '\n');
    cJSON_free(text);
    cJSON_Delete(object);
}
