/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-trajectory-private.h"

static void
append_csv_text(GString *out, const char *text)
{
    if (text != NULL)
        gp_csv_append_name(out, text);
    g_string_append_c(out, ',');
}

static void
append_csv_number(GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isnan(value))
        g_string_append(out, g_ascii_formatd(text, sizeof text, "%.3f", value));
    g_string_append_c(out, ',');
}

static void
append_csv_fy(GString *out, int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    append_csv_text(out, fy == 0 ? "" : label);
}

static void
end_csv_row(GString *out)
{
    out->str[out->len - 1] = '\n';
}

static char *
fy_text(int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    return g_strdup(fy == 0 ? "" : label);
}

/* ---- categories ---- */

static void
print_parts_csv(const GpTrajectory *trajectory, GString *out)
{
    g_string_append(out, "category,baseline_kg,latest_year,latest_kg,change_percent,path_kg,gap_kg,"
                         "pace_achieved_kg_per_year,pace_needed_kg_per_year,verdict\n");
    for (guint i = 0; i < trajectory->n_parts; i++) {
        const GpTrajectoryPart *part = &trajectory->parts[i];
        const GpTrajectory *own = part->trajectory;

        append_csv_text(out, part->name);
        append_csv_number(out, own == NULL ? NAN : own->baseline_kg);
        append_csv_fy(out, own == NULL ? 0 : own->latest_fy);
        append_csv_number(out, own == NULL ? NAN : own->latest_kg);
        append_csv_number(out, own == NULL ? NAN : gp_change_percent(own));
        append_csv_number(out, own == NULL ? NAN : own->latest_kg - own->gap_kg);
        append_csv_number(out, own == NULL ? NAN : own->gap_kg);
        append_csv_number(out, own == NULL ? NAN : own->pace_achieved_kg_per_year);
        append_csv_number(out, own == NULL ? NAN : own->pace_needed_kg_per_year);
        append_csv_text(out, own == NULL ? "" : gp_verdict_key(own->verdict));
        end_csv_row(out);
    }
}

static void
add_part_cells(GpTextTable *table, const char *name, const GpTrajectory *own)
{
    gp_text_table_add(table, g_strdup(name));
    if (own == NULL) {
        for (guint i = 0; i < 8; i++)
            gp_text_table_add(table, g_strdup(""));
        gp_text_table_add(table, g_strdup("no figure for the baseline year"));
        return;
    }
    gp_text_table_add(table, gp_tonnes_text(own->baseline_kg));
    gp_text_table_add(table, fy_text(own->latest_fy));
    gp_text_table_add(table, gp_tonnes_text(own->latest_kg));
    gp_text_table_add(table, gp_percent_text(gp_change_percent(own)));
    gp_text_table_add(table, gp_tonnes_text(own->latest_kg - own->gap_kg));
    gp_text_table_add(table, gp_tonnes_text(own->gap_kg));
    gp_text_table_add(table, gp_tonnes_text(own->pace_achieved_kg_per_year));
    gp_text_table_add(table, gp_tonnes_text(own->pace_needed_kg_per_year));
    gp_text_table_add(table, g_strdup(gp_verdict_title(own->verdict)));
}

static void
print_parts_table(const GpTrajectory *trajectory, const GpTarget *target, GString *out)
{
    static const char *const titles[] = {"category",        "baseline t", "latest", "t",
                                         "change",          "path t",     "gap t",  "pace t a year",
                                         "needed t a year", "verdict"};
    static const gboolean is_number[] = {FALSE, TRUE, FALSE, TRUE, TRUE,
                                         TRUE,  TRUE, TRUE,  TRUE, FALSE};
    g_auto(GpTextTable) table;

    g_string_append_printf(out, "%s: %s\n\n", target->name, gp_verdict_title(trajectory->verdict));
    gp_trajectory_print_laggard(trajectory, out);
    g_string_append(out, "The path of a category is its share if all fell by the same percentage; "
                         "the target is for the total.\n\n");
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < trajectory->n_parts; i++)
        add_part_cells(&table, trajectory->parts[i].name, trajectory->parts[i].trajectory);
    add_part_cells(&table, "all", trajectory);
    gp_text_table_print(&table, 1, out);
}

void
gp_report_trajectory_parts(const GpTrajectory *trajectory,
                           const GpTarget *target,
                           GpOutput format,
                           GString *out)
{
    if (format == GP_OUTPUT_CSV)
        print_parts_csv(trajectory, out);
    else
        print_parts_table(trajectory, target, out);
}

/* ---- targets ---- */

static const GpMilestone *
last_milestone(const GpTarget *target)
{
    return &target->milestones[target->n_milestones - 1];
}

static void
print_targets_csv(const GpTargetStanding *standings, guint n, GString *out)
{
    g_string_append(out,
                    "name,boundary,category,site,action,verdict,target_year,target_year_latest,"
                    "reduction_percent,latest_year,latest_kg,gap_kg,gap_percent,"
                    "pace_achieved_kg_per_year,pace_needed_kg_per_year,early_gap_kg,"
                    "early_verdict,adopted_by,adopted_on,minute,owner\n");
    for (guint i = 0; i < n; i++) {
        const GpTarget *target = standings[i].target;
        const GpTrajectory *own = standings[i].trajectory;
        const GpTrajectory *early = own == NULL ? NULL : own->early;

        append_csv_text(out, target->name);
        append_csv_text(out, target->boundary);
        append_csv_text(out, target->category);
        append_csv_text(out, target->site);
        append_csv_text(out, target->action);
        append_csv_text(out, own == NULL ? "" : gp_verdict_key(own->verdict));
        append_csv_fy(out, gp_milestone_first_fy(last_milestone(target)));
        append_csv_fy(out, last_milestone(target)->fy);
        append_csv_number(out, last_milestone(target)->reduction_percent);
        append_csv_fy(out, own == NULL ? 0 : own->latest_fy);
        append_csv_number(out, own == NULL ? NAN : own->latest_kg);
        append_csv_number(out, own == NULL ? NAN : own->gap_kg);
        append_csv_number(out, own == NULL ? NAN : own->gap_percent);
        append_csv_number(out, own == NULL ? NAN : own->pace_achieved_kg_per_year);
        append_csv_number(out, own == NULL ? NAN : own->pace_needed_kg_per_year);
        append_csv_number(out, early == NULL ? NAN : early->gap_kg);
        append_csv_text(out, early == NULL ? "" : gp_verdict_key(early->verdict));
        append_csv_text(out, target->adopted_by);
        append_csv_text(out, target->adopted_on);
        append_csv_text(out, target->minute);
        append_csv_text(out, target->owner);
        end_csv_row(out);
    }
}

/* `of “Waste”, site RV1`; "" for a target of everything. */
static char *
what_it_is_of(const GpTarget *target)
{
    GString *out = g_string_new(target->boundary);
    const char *const parts[] = {target->category, target->site, target->action};

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i] != NULL && *parts[i] != '\0')
            g_string_append_printf(out, "%s%s", out->len == 0 ? "" : ", ", parts[i]);
    return g_string_free(out, FALSE);
}

static void
add_target_cells(GpTextTable *table, const GpTargetStanding *standing)
{
    const GpTarget *target = standing->target;
    const GpTrajectory *own = standing->trajectory;

    gp_text_table_add(table, g_strdup(target->name));
    gp_text_table_add(table, what_it_is_of(target));
    gp_text_table_add(table, fy_text(last_milestone(target)->fy));
    gp_text_table_add(table,
                      g_strdup(own == NULL ? "cannot be told" : gp_verdict_title(own->verdict)));
    gp_text_table_add(table, fy_text(own == NULL ? 0 : own->latest_fy));
    gp_text_table_add(table, gp_tonnes_text(own == NULL ? NAN : own->gap_kg));
    gp_text_table_add(table, gp_percent_text(own == NULL ? NAN : own->gap_percent));
    gp_text_table_add(table, gp_tonnes_text(own == NULL ? NAN : own->pace_achieved_kg_per_year));
    gp_text_table_add(table, gp_tonnes_text(own == NULL ? NAN : own->pace_needed_kg_per_year));
    gp_text_table_add(
        table,
        g_strdup(own == NULL || own->early == NULL ? "" : gp_verdict_title(own->early->verdict)));
    gp_text_table_add(table, g_strdup(target->owner));
}

static void
print_targets_table(const GpTargetStanding *standings, guint n, GString *out)
{
    static const char *const titles[] = {"target", "of",
                                         "by",     "verdict",
                                         "latest", "gap t",
                                         "gap",    "pace t a year",
                                         "needed", "at the early edge",
                                         "owner"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, FALSE, FALSE, TRUE,
                                         TRUE,  TRUE,  TRUE,  FALSE, FALSE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < n; i++)
        add_target_cells(&table, &standings[i]);
    gp_text_table_print(&table, 0, out);
    for (guint i = 0; i < n; i++)
        if (standings[i].reason != NULL)
            g_string_append_printf(out, "%s: %s\n", standings[i].target->name, standings[i].reason);
}

static void
print_targets_json(const GpTargetStanding *standings,
                   guint n,
                   const GpIssueList *issues,
                   GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(object, "targets");

    for (guint i = 0; i < n; i++)
        cJSON_AddItemToArray(array, gp_json_of_standing(&standings[i]));
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

void
gp_report_targets(const GpTargetStanding *standings,
                  guint n,
                  const GpIssueList *issues,
                  GpOutput format,
                  GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_targets_csv(standings, n, out);
        return;
    case GP_OUTPUT_JSON:
        print_targets_json(standings, n, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_targets_table(standings, n, out);
        return;
    }
}
