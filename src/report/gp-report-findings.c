/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-rows-private.h"
#include "gp-table-private.h"

#define LABEL_WIDTH 6

static const GpFinding *
get(const GPtrArray *findings, guint i)
{
    return g_ptr_array_index(findings, i);
}

static guint
count(const GPtrArray *findings, gboolean is_acknowledged)
{
    guint n = 0;

    for (guint i = 0; i < findings->len; i++)
        n += (get(findings, i)->reason != NULL) == is_acknowledged ? 1 : 0;
    return n;
}

static const char *
or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static void
print_csv(const GPtrArray *findings, GString *out)
{
    static const char *const titles[] = {
        "id",     "severity", "code",   "source", "activity",        "site",
        "period", "message",  "advice", "reason", "acknowledged_by", "acknowledged_on"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < findings->len; i++) {
        const GpFinding *finding = get(findings, i);

        gp_rows_add(&rows, finding->id);
        gp_rows_add(&rows, gp_severity_name(finding->severity));
        gp_rows_add(&rows, finding->code);
        gp_rows_add(&rows, finding->source);
        gp_rows_add(&rows, finding->activity);
        gp_rows_add(&rows, finding->site);
        gp_rows_take(&rows, gp_finding_period(finding));
        gp_rows_add(&rows, finding->message);
        gp_rows_add(&rows, finding->advice);
        gp_rows_add(&rows, or_empty(finding->reason));
        gp_rows_add(&rows, or_empty(finding->acknowledged_by));
        gp_rows_add(&rows, or_empty(finding->acknowledged_on));
    }
    gp_rows_print(&rows, GP_OUTPUT_CSV, out);
}

static cJSON *
finding_object(const GpFinding *finding)
{
    cJSON *object = cJSON_CreateObject();
    g_autofree char *period = gp_finding_period(finding);
    char first[16] = "", last[16] = "";

    if (gp_finding_has_period(finding)) {
        gp_day_print(finding->period.first, first);
        gp_day_print(finding->period.last, last);
    }
    gp_json_add_text(object, "id", finding->id);
    gp_json_add_text(object, "severity", gp_severity_name(finding->severity));
    gp_json_add_text(object, "code", finding->code);
    gp_json_add_text(object, "source", finding->source);
    gp_json_add_text(object, "activity", finding->activity);
    gp_json_add_text(object, "site", finding->site);
    gp_json_add_text(object, "period", period);
    gp_json_add_text(object, "first_day", first);
    gp_json_add_text(object, "last_day", last);
    gp_json_add_text(object, "message", finding->message);
    gp_json_add_text(object, "advice", finding->advice);
    gp_json_add_text(object, "reason", finding->reason);
    gp_json_add_text(object, "acknowledged_by", finding->acknowledged_by);
    gp_json_add_text(object, "acknowledged_on", finding->acknowledged_on);
    return object;
}

static void
print_json(const GPtrArray *findings, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(object, "findings");

    for (guint i = 0; i < findings->len; i++)
        cJSON_AddItemToArray(array, finding_object(get(findings, i)));
    cJSON_AddNumberToObject(object, "open", count(findings, FALSE));
    cJSON_AddNumberToObject(object, "acknowledged", count(findings, TRUE));
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

static void
append_part(GString *out, gsize begin, const char *before, const char *text)
{
    if (*text != '\0')
        g_string_append_printf(out, "%s%s", out->len == begin ? "" : before, text);
}

/* `bills, electricity, RWV62, 2024-06`, as far as it is told. */
static void
append_place(GString *out, const GpFinding *finding)
{
    g_autofree char *period = gp_finding_period(finding);
    gsize begin = out->len;

    append_part(out, begin, ", ", finding->activity);
    append_part(out, begin, ", ", finding->site);
    append_part(out, begin, ", ", period);
    if (*finding->source != '\0')
        g_string_append_printf(out, out->len == begin ? "%s" : " (%s)", finding->source);
}

static void
append_finding(GString *out, const GpFinding *finding)
{
    g_string_append_printf(out, "\n%s  %s: ", finding->id, finding->code);
    append_place(out, finding);
    g_string_append_c(out, '\n');
    gp_text_paragraph_print("what", LABEL_WIDTH, finding->message, out);
    if (finding->reason == NULL) {
        gp_text_paragraph_print("do", LABEL_WIDTH, finding->advice, out);
        return;
    }
    gp_text_paragraph_print("known", LABEL_WIDTH, finding->reason, out);
    g_string_append_printf(out, "        %s%s%s\n", or_empty(finding->acknowledged_by),
                           finding->acknowledged_on == NULL ? "" : ", ",
                           or_empty(finding->acknowledged_on));
}

static void
print_list(const GPtrArray *findings, GString *out)
{
    static const char *const titles[] = {[GP_SEVERITY_NOTE] = "Notes",
                                         [GP_SEVERITY_WARNING] = "Warnings: look into these",
                                         [GP_SEVERITY_ERROR] =
                                             "Errors: figures are missing or wrong"};
    int last = -1;

    for (guint i = 0; i < findings->len; i++) {
        const GpFinding *finding = get(findings, i);

        if (finding->reason != NULL)
            continue;
        if ((int)finding->severity != last)
            g_string_append_printf(out, "%s%s\n", last < 0 ? "" : "\n", titles[finding->severity]);
        last = (int)finding->severity;
        append_finding(out, finding);
    }
}

static void
print_table(const GPtrArray *findings, gboolean show_all, GString *out)
{
    guint n_open = count(findings, FALSE), n_known = count(findings, TRUE);

    print_list(findings, out);
    if (show_all && n_known > 0)
        g_string_append_printf(out, "%sAcknowledged\n", n_open == 0 ? "" : "\n");
    for (guint i = 0; show_all && i < findings->len; i++) {
        if (get(findings, i)->reason != NULL)
            append_finding(out, get(findings, i));
    }
    if (n_open > 0 || (show_all && n_known > 0))
        g_string_append_c(out, '\n');
    if (n_open == 0)
        g_string_append(out, "Nothing to look into");
    else
        g_string_append_printf(out, "%u finding%s to look into", n_open, n_open == 1 ? "" : "s");
    if (n_known > 0)
        g_string_append_printf(out, "; %u acknowledged%s", n_known,
                               show_all ? "" : " (--all lists them)");
    g_string_append(out, ".\n");
}

void
gp_report_findings(const GPtrArray *findings,
                   const GpIssueList *issues,
                   gboolean show_all,
                   GpOutput format,
                   GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(findings, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(findings, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(findings, show_all, out);
        return;
    }
}
