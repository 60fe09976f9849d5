/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-roles-private.h"
#include "gp-report.h"

#define SHOWN_WTE_PLACES 1
#define SHOWN_KG_PLACES 0

GpInt128
gp_role_group_kg(const GpRoleGroup *group)
{
    return group->kg[GP_PART_OWN] + group->kg[GP_PART_SHARED];
}

const char *
gp_role_label(const char *name)
{
    return *name == '\0' ? "(not told)" : name;
}

char *
gp_rounded(GpInt128 value, int places, int shown_places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, value, places, shown_places);
    return g_string_free(text, FALSE);
}

gint64
gp_whole_people(gint64 people_micro)
{
    return (gint64)gp_number_round(people_micro, GP_MICRO_PLACES);
}

char *
gp_percent_change(
    GpInt128 kg, int kg_places, gint64 wte, GpInt128 kg_then, int places_then, gint64 wte_then)
{
    GpInt128 now, then, tenths;
    GString *text;

    if (!gp_kg_per_wte(kg, kg_places, wte, &now) ||
        !gp_kg_per_wte(kg_then, places_then, wte_then, &then) || then <= 0)
        return g_strdup("");
    tenths = gp_number_divide((now - then) * 1000, then);
    text = g_string_new(tenths > 0 ? "+" : "");
    gp_number_append_rounded(text, tenths, 1, 1);
    g_string_append_c(text, '%');
    return g_string_free(text, FALSE);
}

/* ---- CSV ---- */

static void
append_exact(GString *out, GpInt128 value, int places)
{
    gp_number_append(out, value, places);
    g_string_append_c(out, ',');
}

static void
append_per_wte(GString *out, GpInt128 kg, int kg_places, gint64 wte_micro)
{
    GpInt128 per_wte;

    if (gp_kg_per_wte(kg, kg_places, wte_micro, &per_wte))
        gp_number_append(out, per_wte, GP_MICRO_PLACES);
}

void
gp_role_append_per_wte(GString *out, const GpRoleGroup *group, int places)
{
    g_string_append_c(out, ',');
    append_per_wte(out, gp_role_group_kg(group), places, group->wte_micro);
}

static void
append_csv_row(const GpRoleTable *table, const GpRoleRow *row, GString *out)
{
    const GpRoleGroup *group = &row->now;
    int places = table->year->kg_places;

    gp_csv_append_name(out, group->name);
    g_string_append_c(out, ',');
    append_exact(out, group->wte_micro, GP_MICRO_PLACES);
    g_string_append_printf(out, "%" G_GINT64_FORMAT ",", gp_whole_people(group->people_micro));
    append_exact(out, group->kg[GP_PART_OWN], places);
    append_exact(out, group->kg[GP_PART_SHARED], places);
    append_exact(out, gp_role_group_kg(group), places);
    append_per_wte(out, gp_role_group_kg(group), places, group->wte_micro);
    for (guint since = 0; since < GP_N_SINCE; since++) {
        const GpRoleThen *then = &row->then[since];

        g_string_append_c(out, ',');
        if (then->is_comparable)
            gp_number_append(out, then->kg, table->since[since]->kg_places);
        g_string_append_c(out, ',');
        if (then->is_comparable)
            append_per_wte(out, then->kg, table->since[since]->kg_places, then->wte_micro);
    }
    g_string_append_c(out, '\n');
}

static void
print_csv(const GpRoleTable *table, GString *out)
{
    GpInt128 not_allocated = gp_role_year_not_allocated(table->year);

    g_string_append_printf(out,
                           "%s,wte,people,attributable_kg_co2e,shared_kg_co2e,kg_co2e,"
                           "kg_co2e_per_wte,kg_co2e_last_year,kg_co2e_per_wte_last_year,"
                           "kg_co2e_baseline,kg_co2e_per_wte_baseline\n",
                           gp_grouping_column(table->grouping));
    for (guint i = 0; i < table->rows->len; i++)
        append_csv_row(table, &g_array_index(table->rows, GpRoleRow, i), out);
    if (not_allocated != 0) {
        g_string_append(out, "(not allocated),,,,,");
        gp_number_append(out, not_allocated, table->year->kg_places);
        g_string_append(out, ",,,,,\n");
    }
}

/* ---- JSON ---- */

void
gp_json_add_fy(cJSON *object, const char *name, int fy)
{
    char text[16];

    gp_fy_print(fy, text);
    cJSON_AddStringToObject(object, name, text);
}

void
gp_json_add_per_wte(cJSON *object, const char *name, GpInt128 kg, int places, gint64 wte_micro)
{
    GpInt128 per_wte;

    if (gp_kg_per_wte(kg, places, wte_micro, &per_wte))
        gp_json_add_exact(object, name, per_wte, GP_MICRO_PLACES);
    else
        cJSON_AddNullToObject(object, name);
}

void
gp_json_add_group(cJSON *object, const GpRoleGroup *group, int places)
{
    gp_json_add_exact(object, "wte", group->wte_micro, GP_MICRO_PLACES);
    cJSON_AddNumberToObject(object, "people", (double)gp_whole_people(group->people_micro));
    gp_json_add_exact(object, "attributable_kg_co2e", group->kg[GP_PART_OWN], places);
    gp_json_add_exact(object, "shared_kg_co2e", group->kg[GP_PART_SHARED], places);
    gp_json_add_exact(object, "kg_co2e", gp_role_group_kg(group), places);
    gp_json_add_per_wte(object, "kg_co2e_per_wte", gp_role_group_kg(group), places,
                        group->wte_micro);
}

static void
add_then(cJSON *object, const GpRoleTable *table, const GpRoleRow *row, GpSince since)
{
    static const char *const names[] = {"last_year", "baseline"};
    const GpRoleThen *then = &row->then[since];
    cJSON *was;

    if (table->since[since] == NULL)
        return;
    was = cJSON_AddObjectToObject(object, names[since]);
    gp_json_add_fy(was, "year", table->since[since]->fy);
    if (!then->is_comparable) {
        cJSON_AddStringToObject(was, "not_comparable", then->why_not);
        return;
    }
    gp_json_add_exact(was, "wte", then->wte_micro, GP_MICRO_PLACES);
    gp_json_add_exact(was, "kg_co2e", then->kg, table->since[since]->kg_places);
    gp_json_add_per_wte(was, "kg_co2e_per_wte", then->kg, table->since[since]->kg_places,
                        then->wte_micro);
}

static cJSON *
row_object(const GpRoleTable *table, const GpRoleRow *row)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, gp_grouping_column(table->grouping), row->now.name);
    if (table->grouping == GP_GROUP_ROLE)
        cJSON_AddStringToObject(object, "staff_group", row->now.staff_group);
    gp_json_add_group(object, &row->now, table->year->kg_places);
    for (guint since = 0; since < GP_N_SINCE; since++)
        add_then(object, table, row, since);
    return object;
}

void
gp_json_add_use(cJSON *object)
{
    cJSON_AddStringToObject(object, "use", "the trust's own; not for publication");
}

void
gp_json_add_role_year(cJSON *object, const GpRoleYear *year)
{
    gp_json_add_fy(object, "year", year->fy);
    gp_json_add_fy(object, "workforce_year", year->workforce_fy);
    gp_json_add_exact(object, "not_allocated_kg_co2e", gp_role_year_not_allocated(year),
                      year->kg_places);
    gp_json_add_exact(object, "total_kg_co2e", year->total_kg, year->kg_places);
}

static void
print_json(const GpRoleTable *table, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows;

    gp_json_add_use(object);
    gp_json_add_role_year(object, table->year);
    rows = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < table->rows->len; i++)
        cJSON_AddItemToArray(rows, row_object(table, &g_array_index(table->rows, GpRoleRow, i)));
    gp_json_add_role_lines(object, table->year);
    gp_json_add_issues(object, issues);
    gp_json_add_matches(object, &table->year->matches);
    gp_json_print(object, out);
}

void
gp_json_add_role_lines(cJSON *object, const GpRoleYear *year)
{
    cJSON *lines = cJSON_AddArrayToObject(object, "lines");

    for (guint i = 0; i < year->lines->len; i++) {
        const GpRoleLine *line = gp_role_year_line(year, i);
        cJSON *item = cJSON_CreateObject();

        cJSON_AddStringToObject(item, "category", line->category);
        cJSON_AddStringToObject(item, "part", gp_part_name(line->part));
        cJSON_AddStringToObject(item, "key", line->key);
        cJSON_AddStringToObject(item, "pool", line->pool);
        cJSON_AddStringToObject(item, "reason", line->reason);
        gp_json_add_exact(item, "kg_co2e", gp_role_year_line_kg(year, i), year->kg_places);
        cJSON_AddItemToArray(lines, item);
    }
}

/* ---- table ---- */

char *
gp_percent_of(GpInt128 part, GpInt128 whole)
{
    GString *text;

    if (whole <= 0)
        return g_strdup("");
    text = g_string_new(NULL);
    gp_number_append_rounded(text, gp_number_divide(part * 100, whole), 0, 0);
    g_string_append_c(text, '%');
    return g_string_free(text, FALSE);
}

static void
add_figures(GpTextTable *text, const GpRoleTable *table, const GpRoleGroup *group)
{
    int places = table->year->kg_places;
    GpInt128 kg = gp_role_group_kg(group), per_wte;

    gp_text_table_add(text, gp_rounded(group->wte_micro, GP_MICRO_PLACES, SHOWN_WTE_PLACES));
    gp_text_table_add(text, gp_kg_per_wte(kg, places, group->wte_micro, &per_wte)
                                ? gp_rounded(per_wte, GP_MICRO_PLACES, SHOWN_KG_PLACES)
                                : g_strdup("no staff"));
    gp_text_table_add(text, gp_rounded(group->kg[GP_PART_OWN], places, SHOWN_KG_PLACES));
    gp_text_table_add(text, gp_rounded(group->kg[GP_PART_SHARED], places, SHOWN_KG_PLACES));
    gp_text_table_add(text, gp_rounded(kg, places, SHOWN_KG_PLACES));
    gp_text_table_add(text, gp_percent_of(group->kg[GP_PART_OWN], kg));
}

static void
add_row(GpTextTable *text, const GpRoleTable *table, const GpRoleRow *row)
{
    gp_text_table_add(text, g_strdup(gp_role_label(row->now.name)));
    add_figures(text, table, &row->now);
    for (guint since = 0; since < GP_N_SINCE; since++) {
        const GpRoleThen *then = &row->then[since];

        if (table->since[since] == NULL)
            continue;
        gp_text_table_add(text, !then->is_comparable
                                    ? g_strdup("[b]")
                                    : gp_percent_change(gp_role_group_kg(&row->now),
                                                        table->year->kg_places, row->now.wte_micro,
                                                        then->kg, table->since[since]->kg_places,
                                                        then->wte_micro));
    }
}

static void
add_blank(GpTextTable *text, guint n)
{
    for (guint i = 0; i < n; i++)
        gp_text_table_add(text, g_strdup(""));
}

/* What is not allocated, all staff, and the trust. */
static void
add_foot(GpTextTable *text, const GpRoleTable *table)
{
    guint n_since = (guint)(table->since[0] != NULL) + (guint)(table->since[1] != NULL);
    GpInt128 not_allocated = gp_role_year_not_allocated(table->year);
    GpRoleGroup staff = {.name = NULL};

    for (guint i = 0; i < table->rows->len; i++) {
        const GpRoleGroup *group = &g_array_index(table->rows, GpRoleRow, i).now;

        staff.wte_micro += group->wte_micro;
        for (guint part = 0; part < GP_N_PARTS; part++)
            staff.kg[part] += group->kg[part];
    }
    gp_text_table_add(text, g_strdup("All staff"));
    add_figures(text, table, &staff);
    add_blank(text, n_since);
    gp_text_table_add(text, g_strdup("Not allocated"));
    add_blank(text, 4);
    gp_text_table_add(text, gp_rounded(not_allocated, table->year->kg_places, SHOWN_KG_PLACES));
    add_blank(text, 1 + n_since);
    gp_text_table_add(text, g_strdup("Trust"));
    add_blank(text, 4);
    gp_text_table_add(text,
                      gp_rounded(table->year->total_kg, table->year->kg_places, SHOWN_KG_PLACES));
    add_blank(text, 1 + n_since);
}

static guint
list_titles(const GpRoleTable *table, const char **titles, char (*since_titles)[48])
{
    static const char *const groupings[] = {"role", "staff group", "site", "department"};
    const char *const fixed[] = {
        groupings[table->grouping], "WTE", "kg per WTE", "own kg", "shared kg", "total kg", "own"};
    guint n = 0;

    for (; n < G_N_ELEMENTS(fixed); n++)
        titles[n] = fixed[n];
    for (guint since = 0; since < GP_N_SINCE; since++) {
        char fy[16];

        if (table->since[since] == NULL)
            continue;
        gp_fy_print(table->since[since]->fy, fy);
        g_snprintf(since_titles[since], sizeof since_titles[since], "since %s", fy);
        titles[n++] = since_titles[since];
    }
    return n;
}

void
gp_roles_print_use(GString *out)
{
    g_string_append(out,
                    "Exact figures for the trust's own use; --published gives those that may be "
                    "passed on.\n");
}

static void
print_notes(const GpRoleTable *table, GString *out)
{
    gboolean has_break = FALSE;

    for (guint i = 0; i < table->rows->len; i++) {
        for (guint since = 0; since < GP_N_SINCE; since++)
            has_break =
                has_break || g_array_index(table->rows, GpRoleRow, i).then[since].why_not != NULL;
    }
    g_string_append(out,
                    "\nOwn: what the data name the role for, and what it decides on. Shared: its "
                    "part of what many use,\nby the key of each category (--by category shows "
                    "them).");
    if (table->since[0] != NULL || table->since[1] != NULL)
        g_string_append(out, " Since: the change of kg per WTE.");
    g_string_append_c(out, '\n');
    if (has_break)
        g_string_append(out, "[b]: not comparable; the role was not there then, or was part of "
                             "another.\n");
    gp_roles_print_use(out);
}

static void
print_table(const GpRoleTable *table, GString *out)
{
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
    const char *titles[G_N_ELEMENTS(is_number)];
    char since_titles[GP_N_SINCE][48];
    guint n = list_titles(table, titles, since_titles);
    g_auto(GpTextTable) text;
    char fy[16], workforce_fy[16];

    gp_fy_print(table->year->fy, fy);
    gp_fy_print(table->year->workforce_fy, workforce_fy);
    g_string_append_printf(out, "Footprint of %s, %s (kg CO2e), by the staff of %s\n\n",
                           gp_grouping_plural(table->grouping), fy, workforce_fy);
    gp_text_table_init(&text, titles, is_number, n);
    for (guint i = 0; i < table->rows->len; i++)
        add_row(&text, table, &g_array_index(table->rows, GpRoleRow, i));
    add_foot(&text, table);
    gp_text_table_print(&text, 3, out);
    print_notes(table, out);
    gp_matches_print(&table->year->matches, out);
}

void
gp_report_roles(const GpRoleTable *table, const GpIssueList *issues, GpOutput format, GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(table, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(table, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(table, out);
        return;
    }
}
